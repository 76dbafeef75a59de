//! What an edit of articles or tags did, in one line.
//!
//! **Invariant:** names articles by their short names and tags by their labels; prints nothing of an article's text.

use super::status::count;
use crate::model::{Article, Change, Edit, Session, SourceId, Tag, Target};

/// Says what became of articles: the first, and how many more.
pub fn articles(session: &Session, edit: &Edit) -> Option<String> {
    let changed: Vec<(&Article, &Article)> = edit
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::Article(swap) => Some((&**swap.before.as_ref()?, &**swap.after.as_ref()?)),
            _ => None,
        })
        .collect();
    let (before, after) = changed.first()?;
    let words = article(session, edit, before, after);
    let more = match changed.len() - 1 {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let name = if after.short.is_empty() { &after.path } else { &after.short };
    Some(format!("{name}{more}: {words}"))
}

fn article(session: &Session, edit: &Edit, before: &Article, after: &Article) -> String {
    let mut parts = Vec::new();
    if before.read.is_some() != after.read.is_some() {
        parts.push(if after.read.is_some() { "marked read" } else { "marked not read" }.to_owned());
    }
    if before.short != after.short {
        parts.push("short name".to_owned());
    }
    if before.source != after.source {
        let name = after.source.as_ref().map(|id| source_name(session, edit, id));
        parts.push(name.map_or_else(|| "no publisher".to_owned(), |name| format!("publisher {name}")));
    }
    if before.encoding != after.encoding {
        parts.push(format!("read as {}", after.encoding));
    }
    for (is_changed, words) in [
        (before.title != after.title, "title"),
        (before.author != after.author, "author"),
        (before.published != after.published, "date"),
        (before.url != after.url, "address"),
        (before.archive_url != after.archive_url, "archived copy"),
        (before.retrieved != after.retrieved, "date of retrieval"),
        (before.language != after.language, "language"),
        (before.note != after.note, "note"),
    ] {
        parts.extend(is_changed.then(|| words.to_owned()));
    }
    parts.extend(zones(before, after));
    if parts.is_empty() { "changed".to_owned() } else { parts.join(", ") }
}

/// The name of a source that stands, or that the edit itself made and that is gone with it.
fn source_name(session: &Session, edit: &Edit, id: &SourceId) -> String {
    let own = edit.changes.iter().find_map(|change| match change {
        Change::Source(swap) if swap.id == *id => swap.after.as_ref().or(swap.before.as_ref()),
        _ => None,
    });
    session.sources.get(id).or(own).map_or_else(|| id.to_string(), |source| source.name.clone())
}

/// Says which zones came and went.
fn zones(before: &Article, after: &Article) -> Vec<String> {
    let mut parts = Vec::new();
    for zone in after.zones.iter().filter(|zone| !before.zones.contains(zone)) {
        let n = count(zone.target.exact.chars().count(), "character");
        parts.push(format!("{n} marked {}", zone.kind.words()));
    }
    let stays = |target: &Target| after.zones.iter().any(|zone| zone.target == *target);
    for zone in before.zones.iter().filter(|zone| !stays(&zone.target)) {
        parts.push(format!("no longer marked {}", zone.kind.words()));
    }
    parts
}

/// Says that two tags were made one: the one is gone and the other has its claims.
pub fn tags_made_one(session: &Session, edit: &Edit) -> Option<String> {
    let gone = edit.changes.iter().find_map(|change| match change {
        Change::Tag(swap) if swap.after.is_none() => Some((&swap.id, swap.before.as_ref()?)),
        _ => None,
    })?;
    let of_claims = edit.changes.iter().filter_map(|change| match change {
        Change::Claim(swap) => Some((swap.before.as_ref()?, swap.after.as_ref()?)),
        _ => None,
    });
    let claims: Vec<_> = of_claims
        .filter(|(before, after)| before.tags.contains(gone.0) && !after.tags.contains(gone.0))
        .collect();
    let (before, after) = claims.first()?;
    let place = before.tags.iter().position(|tag| tag == gone.0)?;
    let kept = after.tags.get(place).or_else(|| after.tags.last())?;
    let kept = session.tags.get(kept).map_or_else(|| kept.to_string(), |tag| tag.label.clone());
    Some(format!("tag “{}” is “{kept}” now: {}", gone.1.label, count(claims.len(), "claim")))
}

/// Says what became of a tag.
pub fn tags(edit: &Edit) -> Option<String> {
    let swaps = edit.changes.iter().filter_map(|change| match change {
        Change::Tag(swap) => Some((swap.before.as_deref(), swap.after.as_deref())),
        _ => None,
    });
    // Where two change keys, the one that was asked for stands last.
    let all: Vec<_> = swaps.collect();
    let words = match *all.last()? {
        (None, Some(made)) => format!("tag “{}” made", made.label),
        (Some(gone), None) => format!("tag “{}” removed", gone.label),
        (Some(before), Some(after)) => {
            let other = all.first().filter(|_| all.len() > 1).and_then(|(_, other)| *other);
            let other = other.map_or_else(String::new, |tag| match tag.key {
                Some(key) => format!(", “{}” has {key}", tag.label),
                None => format!(", “{}” has none", tag.label),
            });
            format!("tag “{}” changed: {}{other}", after.label, tag(before, after))
        }
        (None, None) => return None,
    };
    Some(words)
}

fn tag(before: &Tag, after: &Tag) -> String {
    let mut parts = Vec::new();
    if before.label != after.label {
        parts.push("label".to_owned());
    }
    if before.key != after.key {
        parts.push(after.key.map_or_else(|| "no key".to_owned(), |key| format!("key {key}")));
    }
    if before.glyph != after.glyph {
        parts.push("letter".to_owned());
    }
    if before.hue != after.hue {
        parts.push("hue".to_owned());
    }
    if before.question != after.question {
        parts.push("question".to_owned());
    }
    parts.join(", ")
}
