//! Changes as a log line has them: `{"on":"claims/ID","before":…,"after":…}`.
//!
//! **Invariant:** a change is read back equal; what a small record of a later version holds besides is in the
//! session file, and is not read from a change.

use std::sync::Arc;

use super::article::{read_article, write_article};
use super::claim::{read_claim, write_claim};
use super::echo::{read_echo, read_relation, write_echo, write_relation};
use super::error::shown;
use super::json::{Object, Out, Spread};
use super::lists::{
    read_dismissed, read_export, read_not_mentioned, read_removed, write_dismissed, write_export,
    write_not_mentioned, write_removed,
};
use super::members::{Item, Members, Reading};
use super::names::Place;
use super::question::{read_question, read_source, read_tag, write_question, write_source, write_tag};
use super::session::{read_analyst, read_settings, write_analyst, write_settings};
use crate::model::{
    AnalystId, ArticleId, Change, ClaimId, EchoId, QuestionId, RelationId, SourceId, Swap, TagId, Unknown,
};

/// Writes a change.
pub fn write_change(out: &mut Out, change: &Change) {
    let (none, own) = (Unknown::new(), Place::OWN);
    out.object(Spread::Line, |o| {
        o.member("on").string(&change.on());
        match change {
            Change::Title { before, after } => {
                o.member("before").string(before);
                o.member("after").string(after);
            }
            Change::Note { before, after } => {
                o.member("before").string(before);
                o.member("after").string(after);
            }
            Change::Settings { before, after } => {
                write_settings(o.member("before"), before);
                write_settings(o.member("after"), after);
            }
            Change::Analyst(s) => swap(o, s, |out, _, v| write_analyst(out, v)),
            Change::Article(s) => swap(o, s, |out, _, v| write_article(out, v)),
            Change::Tag(s) => swap(o, s, |out, _, v| write_tag(out, v)),
            Change::Source(s) => swap(o, s, |out, _, v| write_source(out, v)),
            Change::Question(s) => swap(o, s, |out, _, v| write_question(out, v)),
            Change::Claim(s) => swap(o, s, |out, _, v| write_claim(out, v)),
            Change::Relation(s) => swap(o, s, |out, _, v| write_relation(out, v)),
            Change::Echo(s) => swap(o, s, |out, _, v| write_echo(out, v)),
            Change::NotMentioned(s) => swap(o, s, |out, id, v| write_not_mentioned(out, id, v, &none)),
            Change::Dismissed(s) => swap(o, s, |out, id, v| write_dismissed(out, id, v, &none)),
            Change::Removed(s) => swap(o, s, |out, _, v| write_removed(out, v, &none, &own)),
            Change::Export(s) => swap(o, s, |out, _, v| write_export(out, v, &none, &own)),
        }
    });
}

fn swap<K, T>(o: &mut Object<'_>, swap: &Swap<K, T>, write: impl Fn(&mut Out, &K, &T)) {
    let Swap { id, before, after } = swap;
    o.member("before").optional(before.as_deref(), |out, value| write(out, id, value));
    o.member("after").optional(after.as_deref(), |out, value| write(out, id, value));
}

/// Reads a change.
pub fn read_change(item: Item<'_>) -> Reading<Change> {
    let mut m = item.members()?;
    let on = m.required("on", Item::string)?;
    let mut lost = Unknown::new();
    let own = Place::OWN;
    let (map, id) = on.split_once('/').unwrap_or((&on, ""));
    Ok(match (map, id) {
        ("title", "") => Change::Title {
            before: m.required("before", Item::string)?,
            after: m.required("after", Item::string)?,
        },
        ("note", "") => Change::Note {
            before: m.required("before", Item::string)?,
            after: m.required("after", Item::string)?,
        },
        ("settings", "") => Change::Settings {
            before: m.required("before", read_settings)?,
            after: m.required("after", read_settings)?,
        },
        ("analysts", id) => Change::Analyst(swapped(&mut m, AnalystId::new(id), read_analyst)?),
        ("articles", id) => Change::Article(swapped(&mut m, ArticleId::new(id), read_article)?),
        ("tags", id) => Change::Tag(swapped(&mut m, TagId::new(id), read_tag)?),
        ("sources", id) => Change::Source(swapped(&mut m, SourceId::new(id), read_source)?),
        ("questions", id) => Change::Question(swapped(&mut m, QuestionId::new(id), read_question)?),
        ("claims", id) => Change::Claim(swapped(&mut m, ClaimId::new(id), read_claim)?),
        ("relations", id) => Change::Relation(swapped(&mut m, RelationId::new(id), read_relation)?),
        ("echoes", id) => Change::Echo(swapped(&mut m, EchoId::new(id), read_echo)?),
        ("not_mentioned", "") => {
            Change::NotMentioned(keyed(&mut m, |item| read_not_mentioned(item, &mut lost))?)
        }
        ("dismissed", "") => Change::Dismissed(keyed(&mut m, |item| read_dismissed(item, &mut lost))?),
        ("removed", id) => {
            Change::Removed(swapped(&mut m, ClaimId::new(id), |item| read_removed(item, &mut lost, &own))?)
        }
        ("exports", place) => {
            let place = place.parse().map_err(|_| item.error("names an export without its place"))?;
            Change::Export(swapped(&mut m, place, |item| read_export(item, &mut lost, &own))?)
        }
        _ => {
            return Err(item
                .error(format!("changes {}, which is not known here", shown(&on)))
                .hint("the line may be of a newer version"));
        }
    })
}

/// Reads the two sides of an object named by the line.
fn swapped<'a, K, T>(
    m: &mut Members<'a>,
    id: K,
    mut read: impl FnMut(Item<'a>) -> Reading<T>,
) -> Reading<Swap<K, T>> {
    let before = m.optional("before", &mut read)?.map(Arc::new);
    let after = m.optional("after", &mut read)?.map(Arc::new);
    Ok(Swap { id, before, after })
}

/// Reads the two sides of a record that is told by what it holds.
fn keyed<'a, K: PartialEq, T>(
    m: &mut Members<'a>,
    mut read: impl FnMut(Item<'a>) -> Reading<(K, T)>,
) -> Reading<Swap<K, T>> {
    let before = m.optional("before", &mut read)?;
    let after = m.optional("after", &mut read)?;
    match (before, after) {
        (Some((old, _)), Some((new, _))) if old != new => {
            Err(m.error("has two records that are not of one thing"))
        }
        (Some((id, before)), Some((_, after))) => {
            Ok(Swap { id, before: Some(Arc::new(before)), after: Some(Arc::new(after)) })
        }
        (Some((id, before)), None) => Ok(Swap { id, before: Some(Arc::new(before)), after: None }),
        (None, Some((id, after))) => Ok(Swap { id, before: None, after: Some(Arc::new(after)) }),
        (None, None) => Err(m.error("has neither a record before nor one after")),
    }
}
