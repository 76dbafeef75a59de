//! The session file.
//!
//! **Invariant:** what is written is read back equal, and what is read is written back equal as JSON values,
//! members of a later version included; fields and their order are the design's.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::article::{read_article, write_article};
use super::claim::{read_claim, write_claim};
use super::echo::{read_echo, read_relation, write_echo, write_relation};
use super::error::{FormatError, shown};
use super::json::{Object, Out, Spread, Style};
use super::lists::{
    read_dismissed, read_export, read_not_mentioned, read_removed, write_dismissed, write_export,
    write_not_mentioned, write_removed,
};
use super::members::{Item, Members, Reading, outermost};
use super::names::Place;
use super::question::{read_question, read_source, read_tag, write_question, write_source, write_tag};
use crate::model::session::LogHead;
use crate::model::{
    Analyst, AnalystId, ArticleId, ClaimId, EchoId, QuestionId, RelationId, Session, SessionId, Settings,
    SourceId, TagId, Unknown,
};

/// The schema that is written.
pub const SCHEMA: &str = "factcheck/session/1";
/// The unit of every position in the file.
pub const OFFSETS: &str = "unicode-code-points";
/// What a schema's name begins with; its number follows.
const FAMILY: &str = "factcheck/session/";
/// The number of the schema that is written.
const VERSION: u64 = 1;

/// A session as its file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadSession {
    /// The session.
    pub session: Session,
    /// The schema found, where it is newer than this program: then the file is to be opened read-only.
    pub newer: Option<String>,
    /// Objects of a newer schema that could not be read, and so are not shown; empty for the known schema.
    pub left_out: Vec<FormatError>,
}

/// Writes a session file.
pub fn write(session: &Session) -> String {
    let mut out = Out::new(Style::Pretty);
    write_into(&mut out, session);
    out.finish()
}

/// Writes a session as one JSON object.
pub fn write_into(out: &mut Out, session: &Session) {
    out.object(Spread::Lines, |o| write_members(o, session));
}

/// Writes a session's members into an object; more may follow.
pub fn write_members(o: &mut Object<'_>, session: &Session) {
    let Session {
        id,
        title,
        note,
        created,
        revision,
        log,
        settings,
        analysts,
        articles,
        tags,
        sources,
        questions,
        claims,
        relations,
        echoes,
        not_mentioned,
        dismissed,
        removed,
        exports,
        unknown,
    } = session;
    let own = Place::OWN;
    o.member("schema").string(SCHEMA);
    o.member("offsets").string(OFFSETS);
    o.member("id").string(id.as_str());
    o.member("title").string(title);
    // Only where there is one: a case without a note has the bytes that it had before there were any.
    if !note.is_empty() {
        o.member("note").string(note);
    }
    o.member("created").text(created);
    o.member("revision").number(revision);
    write_log_head(o.member("log"), log, unknown);
    write_settings(o.member("settings"), settings);
    write_map(o.member("analysts"), analysts, AnalystId::as_str, |out, _, a| write_analyst(out, a));
    write_map(o.member("articles"), articles, ArticleId::as_str, |out, _, a| write_article(out, a));
    write_map(o.member("tags"), tags, TagId::as_str, |out, _, t| write_tag(out, t));
    write_map(o.member("sources"), sources, SourceId::as_str, |out, _, s| write_source(out, s));
    write_map(o.member("questions"), questions, QuestionId::as_str, |out, _, q| write_question(out, q));
    write_map(o.member("claims"), claims, ClaimId::as_str, |out, _, c| write_claim(out, c));
    write_map(o.member("relations"), relations, RelationId::as_str, |out, _, r| write_relation(out, r));
    write_map(o.member("echoes"), echoes, EchoId::as_str, |out, _, e| write_echo(out, e));
    o.member("not_mentioned").list(not_mentioned, |out, (k, v)| write_not_mentioned(out, k, v, unknown));
    o.member("dismissed").list(dismissed, |out, (k, v)| write_dismissed(out, k, v, unknown));
    write_map(o.member("removed"), removed, ClaimId::as_str, |out, id, removed| {
        write_removed(out, removed, unknown, &own.member("removed").member(id.as_str()));
    });
    o.member("exports").list(exports.iter().enumerate(), |out, (n, export)| {
        write_export(out, export, unknown, &own.element("exports", n));
    });
    o.unknown(unknown, &own);
}

fn write_map<K: Ord, T>(
    out: &mut Out,
    map: &BTreeMap<K, Arc<T>>,
    name: impl Fn(&K) -> &str,
    write: impl Fn(&mut Out, &K, &T),
) {
    out.object(Spread::Lines, |o| {
        for (key, value) in map {
            write(o.member(name(key)), key, value);
        }
    });
}

fn write_log_head(out: &mut Out, log: &LogHead, unknown: &Unknown) {
    let LogHead { sequence, head } = log;
    out.object(Spread::Lines, |o| {
        o.member("sequence").number(sequence);
        o.member("head").optional_string(head.as_deref());
        o.unknown(unknown, &Place::OWN.member("log"));
    });
}

/// Writes the settings.
pub fn write_settings(out: &mut Out, settings: &Settings) {
    let Settings { vague_words, scale, single_analyst, unknown } = settings;
    out.object(Spread::Lines, |o| {
        o.member("vague_words").string(vague_words);
        o.member("scale").string(scale);
        o.member("single_analyst").boolean(*single_analyst);
        o.unknown(unknown, &Place::OWN);
    });
}

/// Writes an analyst.
pub fn write_analyst(out: &mut Out, analyst: &Analyst) {
    let Analyst { name, unknown } = analyst;
    out.object(Spread::Lines, |o| {
        o.member("name").string(name);
        o.unknown(unknown, &Place::OWN);
    });
}

/// Reads the settings; what is missing has its default.
pub fn read_settings(item: Item<'_>) -> Reading<Settings> {
    let mut m = item.members()?;
    let default = Settings::default();
    let mut settings = Settings {
        vague_words: m.optional("vague_words", Item::string)?.unwrap_or(default.vague_words),
        scale: m.optional("scale", Item::string)?.unwrap_or(default.scale),
        single_analyst: m.optional("single_analyst", Item::boolean)?.unwrap_or(default.single_analyst),
        unknown: Unknown::new(),
    };
    m.keep(&mut settings.unknown, &Place::OWN)?;
    Ok(settings)
}

/// Reads an analyst.
pub fn read_analyst(item: Item<'_>) -> Reading<Analyst> {
    let mut m = item.members()?;
    let mut analyst = Analyst { name: m.or_default("name", Item::string)?, unknown: Unknown::new() };
    m.keep(&mut analyst.unknown, &Place::OWN)?;
    Ok(analyst)
}

/// Reads a session file.
///
/// # Errors
/// Anything that is not a session file of this schema or a newer one, with its line, column and path.
pub fn read(text: &str) -> Result<ReadSession, FormatError> {
    let mut m = outermost(text)?;
    let newer = m.required("schema", read_schema)?;
    m.required("offsets", read_offsets)?;
    let mut left_out = LeftOut { allowed: newer.is_some(), errors: Vec::new() };
    let session = read_members(m, &mut left_out)?;
    Ok(ReadSession { session, newer, left_out: left_out.errors })
}

fn read_members(mut m: Members<'_>, left_out: &mut LeftOut) -> Reading<Session> {
    let mut unknown = Unknown::new();
    let own = Place::OWN;
    let session = Session {
        id: m.required("id", Item::string).map(SessionId::new)?,
        title: m.or_default("title", Item::string)?,
        note: m.or_default("note", Item::string)?,
        created: m.required("created", Item::time)?,
        revision: m.or_default("revision", Item::count)?,
        log: m.or_default("log", |item| read_log_head(item, &mut unknown))?,
        settings: m.or_default("settings", read_settings)?,
        analysts: read_map(&mut m, "analysts", left_out, AnalystId::new, |_, i| read_analyst(i))?,
        articles: read_map(&mut m, "articles", left_out, ArticleId::new, |_, i| read_article(i))?,
        tags: read_map(&mut m, "tags", left_out, TagId::new, |_, i| read_tag(i))?,
        sources: read_map(&mut m, "sources", left_out, SourceId::new, |_, i| read_source(i))?,
        questions: read_map(&mut m, "questions", left_out, QuestionId::new, |_, i| read_question(i))?,
        claims: read_map(&mut m, "claims", left_out, ClaimId::new, |_, i| read_claim(i))?,
        relations: read_map(&mut m, "relations", left_out, RelationId::new, |_, i| read_relation(i))?,
        echoes: read_map(&mut m, "echoes", left_out, EchoId::new, |_, i| read_echo(i))?,
        not_mentioned: read_keyed(&mut m, "not_mentioned", left_out, |_, item| {
            read_not_mentioned(item, &mut unknown)
        })?,
        dismissed: read_keyed(&mut m, "dismissed", left_out, |_, item| read_dismissed(item, &mut unknown))?,
        removed: read_map(&mut m, "removed", left_out, ClaimId::new, |id, item| {
            read_removed(item, &mut unknown, &own.member("removed").member(id))
        })?,
        exports: read_keyed(&mut m, "exports", left_out, |n, item| {
            read_export(item, &mut unknown, &own.element("exports", n)).map(|export| (n, export))
        })?
        .into_values()
        .collect(),
        unknown: Unknown::new(),
    };
    m.keep(&mut unknown, &own)?;
    Ok(Session { unknown, ..session })
}

/// Reads the schema: none for the one that is written, its name for a newer one.
fn read_schema(item: Item<'_>) -> Reading<Option<String>> {
    let schema = item.string()?;
    match schema.strip_prefix(FAMILY).and_then(|number| number.parse::<u64>().ok()) {
        Some(VERSION) => Ok(None),
        Some(number) if number > VERSION => Ok(Some(schema)),
        _ => Err(item
            .error(format!("the schema is {}, not {SCHEMA}", shown(&schema)))
            .hint("this is not a session file of factcheck")),
    }
}

fn read_offsets(item: Item<'_>) -> Reading<()> {
    let unit = item.words()?;
    if unit == OFFSETS {
        return Ok(());
    }
    Err(item.error(format!("positions are in {}, not in {OFFSETS}", shown(&unit))))
}

fn read_log_head(item: Item<'_>, unknown: &mut Unknown) -> Reading<LogHead> {
    let mut m = item.members()?;
    let log =
        LogHead { sequence: m.or_default("sequence", Item::count)?, head: m.optional("head", Item::string)? };
    m.keep(unknown, &Place::OWN.member("log"))?;
    Ok(log)
}

/// What of a newer schema could not be read.
struct LeftOut {
    /// Whether objects may be left out at all.
    allowed: bool,
    errors: Vec<FormatError>,
}

impl LeftOut {
    /// The most objects that are left out before the whole file is refused: each costs a look at the text.
    const MOST: usize = 100;

    /// Returns the value, or none where it cannot be read and may be left out.
    fn or_none<T>(&mut self, read: Reading<T>) -> Reading<Option<T>> {
        match read {
            Ok(value) => Ok(Some(value)),
            Err(error) if self.allowed && self.errors.len() < Self::MOST => {
                self.errors.push(error);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

fn read_map<'a, K: Ord, T>(
    m: &mut Members<'a>,
    name: &str,
    left_out: &mut LeftOut,
    key: impl Fn(Cow<'a, str>) -> K,
    mut read: impl FnMut(&str, Item<'a>) -> Reading<T>,
) -> Reading<BTreeMap<K, Arc<T>>> {
    let mut map = BTreeMap::new();
    let Some(members) = m.optional(name, Item::members)? else { return Ok(map) };
    for (id, item) in members.entries() {
        if let Some(value) = left_out.or_none(read(&id, item))? {
            map.insert(key(id), Arc::new(value));
        }
    }
    Ok(map)
}

fn read_keyed<'a, K: Ord, T>(
    m: &mut Members<'a>,
    name: &str,
    left_out: &mut LeftOut,
    mut read: impl FnMut(usize, Item<'a>) -> Reading<(K, T)>,
) -> Reading<BTreeMap<K, Arc<T>>> {
    let mut map = BTreeMap::new();
    for (n, item) in m.or_default(name, Item::elements)?.into_iter().enumerate() {
        if let Some((key, value)) = left_out.or_none(read(n, item))?
            && map.insert(key, Arc::new(value)).is_some()
        {
            return Err(item.error("says the same as an entry before it"));
        }
    }
    Ok(map)
}
