//! Articles, with their read marks and zones.
//!
//! **Invariant:** what is not known of an article is null, never left out.

use super::claim::word;
use super::json::{Out, Spread};
use super::members::{Item, Reading};
use super::names::Place;
use super::target::{read_target, write_target};
use crate::model::{AnalystId, Article, ReadMark, SourceId, Unknown, Zone, ZoneKind};

/// Writes an article.
pub fn write_article(out: &mut Out, article: &Article) {
    let Article {
        path,
        bytes,
        modified,
        sha256,
        text_sha256,
        encoding,
        media_type,
        short,
        source,
        title,
        author,
        url,
        published,
        retrieved,
        archive_url,
        language,
        read,
        zones,
        note,
        unknown,
    } = article;
    let own = Place::OWN;
    out.object(Spread::Lines, |o| {
        o.member("path").string(path);
        o.member("bytes").number(bytes);
        o.member("modified").optional(modified.as_ref(), Out::text);
        o.member("sha256").optional_string(sha256.as_deref());
        o.member("text_sha256").optional_string(text_sha256.as_deref());
        o.member("encoding").string(encoding);
        o.member("media_type").string(media_type);
        o.member("short").string(short);
        o.member("source").optional_string(source.as_ref().map(SourceId::as_str));
        o.member("title").optional_string(title.as_deref());
        o.member("author").optional_string(author.as_deref());
        o.member("url").optional_string(url.as_deref());
        o.member("published").optional_string(published.as_deref());
        o.member("retrieved").optional_string(retrieved.as_deref());
        o.member("archive_url").optional_string(archive_url.as_deref());
        o.member("language").optional_string(language.as_deref());
        o.member("read").optional(read.as_ref(), |out, ReadMark { by, at }| {
            out.object(Spread::Line, |o| {
                o.member("by").string(by.as_str());
                o.member("at").text(at);
                o.unknown(unknown, &own.member("read"));
            });
        });
        o.member("zones").list(zones.iter().enumerate(), |out, (n, zone)| {
            write_zone(out, zone, unknown, &own.element("zones", n));
        });
        o.member("note").string(note);
        o.unknown(unknown, &own);
    });
}

/// Reads an article.
pub fn read_article(item: Item<'_>) -> Reading<Article> {
    let mut m = item.members()?;
    let mut unknown = Unknown::new();
    let own = Place::OWN;
    let article = Article {
        path: m.required("path", Item::string)?,
        bytes: m.required("bytes", Item::count)?,
        modified: m.optional("modified", Item::time)?,
        sha256: m.optional("sha256", Item::string)?,
        text_sha256: m.optional("text_sha256", Item::string)?,
        encoding: m.or_default("encoding", Item::string)?,
        media_type: m.or_default("media_type", Item::string)?,
        short: m.or_default("short", Item::string)?,
        source: m.optional("source", Item::string)?.map(SourceId::new),
        title: m.optional("title", Item::string)?,
        author: m.optional("author", Item::string)?,
        url: m.optional("url", Item::string)?,
        published: m.optional("published", Item::string)?,
        retrieved: m.optional("retrieved", Item::string)?,
        archive_url: m.optional("archive_url", Item::string)?,
        language: m.optional("language", Item::string)?,
        read: m.optional("read", |item| read_mark(item, &mut unknown, &own.member("read")))?,
        zones: m.list("zones", |n, item| read_zone(item, &mut unknown, &own.element("zones", n)))?,
        note: m.or_default("note", Item::string)?,
        unknown: Unknown::new(),
    };
    m.keep(&mut unknown, &own)?;
    Ok(Article { unknown, ..article })
}

fn read_mark(item: Item<'_>, unknown: &mut Unknown, place: &Place<'_>) -> Reading<ReadMark> {
    let mut m = item.members()?;
    let mark = ReadMark {
        by: m.required("by", Item::string).map(AnalystId::new)?,
        at: m.required("at", Item::time)?,
    };
    m.keep(unknown, place)?;
    Ok(mark)
}

fn write_zone(out: &mut Out, zone: &Zone, unknown: &Unknown, place: &Place<'_>) {
    let Zone { kind, target } = zone;
    out.object(Spread::Lines, |o| {
        o.member("kind").string(word(&ZoneKind::ALL, *kind));
        write_target(o.member("target"), target, unknown, &place.member("target"));
        o.unknown(unknown, place);
    });
}

fn read_zone(item: Item<'_>, unknown: &mut Unknown, place: &Place<'_>) -> Reading<Zone> {
    let mut m = item.members()?;
    let zone = Zone {
        kind: m.required("kind", |item| item.one_of(&ZoneKind::ALL))?,
        target: m.required("target", |item| read_target(item, unknown, &place.member("target")))?,
    };
    m.keep(unknown, place)?;
    Ok(zone)
}
