//! What an edit changes, object by object.
//!
//! **Invariant:** a change names what stood before and what stands after; applied where something else stands, it
//! fails and changes nothing. The inverse of a change is the change swapped, so undo, log, merge and crash
//! recovery are one mechanism.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::article::Article;
use super::claim::Claim;
use super::ids::{AnalystId, ArticleId, ClaimId, EchoId, QuestionId, RelationId, SourceId, TagId};
use super::question::Question;
use super::relation::{Echo, Relation};
use super::session::{
    Analyst, Dismissed, DismissedKey, Export, NotMentioned, NotMentionedKey, Removed, Session, Settings,
};
use super::source::Source;
use super::tag::Tag;
use crate::command::CommandId;

/// What one command changed, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The command that made it; an id of a later version is kept as it is.
    pub what: CommandId,
    /// The changes, in the order in which they apply.
    pub changes: Vec<Change>,
}

/// One object before and after; none means that it does not stand in the session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swap<K, T> {
    /// Which object.
    pub id: K,
    /// What stood there.
    pub before: Option<Arc<T>>,
    /// What stands there.
    pub after: Option<Arc<T>>,
}

/// One change of one object of the session.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is the object of that name")]
pub enum Change {
    Title {
        before: String,
        after: String,
    },
    Note {
        before: String,
        after: String,
    },
    Settings {
        before: Settings,
        after: Settings,
    },
    Analyst(Swap<AnalystId, Analyst>),
    Article(Swap<ArticleId, Article>),
    Tag(Swap<TagId, Tag>),
    Source(Swap<SourceId, Source>),
    Question(Swap<QuestionId, Question>),
    Claim(Swap<ClaimId, Claim>),
    Relation(Swap<RelationId, Relation>),
    Echo(Swap<EchoId, Echo>),
    NotMentioned(Swap<NotMentionedKey, NotMentioned>),
    Dismissed(Swap<DismissedKey, Dismissed>),
    Removed(Swap<ClaimId, Removed>),
    /// The key is the export's place in the list.
    Export(Swap<usize, Export>),
}

/// A change met something other than what it says stood there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{on} is not what the change says it was")]
pub struct ApplyError {
    /// The object, as the log names it.
    pub on: String,
}

impl Edit {
    /// Returns the edit that takes this one back.
    pub fn inverse(&self) -> Self {
        Self { what: self.what.clone(), changes: self.changes.iter().rev().map(Change::inverse).collect() }
    }

    /// Applies every change, or none: on an error the session is as it was.
    pub fn apply(&self, session: &mut Session) -> Result<(), ApplyError> {
        for (n, change) in self.changes.iter().enumerate() {
            if let Err(error) = change.apply(session) {
                for done in self.changes.iter().take(n).rev() {
                    // What was just applied stands there, so taking it back cannot fail.
                    let _ = done.inverse().apply(session);
                }
                session.revision -= 2 * n as u64;
                return Err(error);
            }
        }
        Ok(())
    }
}

impl Change {
    /// Returns the change that takes this one back.
    pub fn inverse(&self) -> Self {
        fn swap<K: Clone, T>(s: &Swap<K, T>) -> Swap<K, T> {
            Swap { id: s.id.clone(), before: s.after.clone(), after: s.before.clone() }
        }
        match self {
            Self::Title { before, after } => Self::Title { before: after.clone(), after: before.clone() },
            Self::Note { before, after } => Self::Note { before: after.clone(), after: before.clone() },
            Self::Settings { before, after } => {
                Self::Settings { before: after.clone(), after: before.clone() }
            }
            Self::Analyst(s) => Self::Analyst(swap(s)),
            Self::Article(s) => Self::Article(swap(s)),
            Self::Tag(s) => Self::Tag(swap(s)),
            Self::Source(s) => Self::Source(swap(s)),
            Self::Question(s) => Self::Question(swap(s)),
            Self::Claim(s) => Self::Claim(swap(s)),
            Self::Relation(s) => Self::Relation(swap(s)),
            Self::Echo(s) => Self::Echo(swap(s)),
            Self::NotMentioned(s) => Self::NotMentioned(swap(s)),
            Self::Dismissed(s) => Self::Dismissed(swap(s)),
            Self::Removed(s) => Self::Removed(swap(s)),
            Self::Export(s) => Self::Export(swap(s)),
        }
    }

    /// Applies the change and counts it in the session's revision.
    pub fn apply(&self, session: &mut Session) -> Result<(), ApplyError> {
        let fits = match self {
            Self::Title { before, after } => set(&mut session.title, before, after),
            Self::Note { before, after } => set(&mut session.note, before, after),
            Self::Settings { before, after } => set(&mut session.settings, before, after),
            Self::Analyst(s) => put(&mut session.analysts, s),
            Self::Article(s) => put(&mut session.articles, s),
            Self::Tag(s) => put(&mut session.tags, s),
            Self::Source(s) => put(&mut session.sources, s),
            Self::Question(s) => put(&mut session.questions, s),
            Self::Claim(s) => put(&mut session.claims, s),
            Self::Relation(s) => put(&mut session.relations, s),
            Self::Echo(s) => put(&mut session.echoes, s),
            Self::NotMentioned(s) => put(&mut session.not_mentioned, s),
            Self::Dismissed(s) => put(&mut session.dismissed, s),
            Self::Removed(s) => put(&mut session.removed, s),
            Self::Export(s) => put_last(&mut session.exports, s),
        };
        if fits {
            session.revision += 1;
            Ok(())
        } else {
            Err(ApplyError { on: self.on() })
        }
    }

    /// Returns the object's place, as the log names it.
    pub fn on(&self) -> String {
        match self {
            Self::Title { .. } => "title".to_owned(),
            Self::Note { .. } => "note".to_owned(),
            Self::Settings { .. } => "settings".to_owned(),
            Self::Analyst(s) => format!("analysts/{}", s.id),
            Self::Article(s) => format!("articles/{}", s.id),
            Self::Tag(s) => format!("tags/{}", s.id),
            Self::Source(s) => format!("sources/{}", s.id),
            Self::Question(s) => format!("questions/{}", s.id),
            Self::Claim(s) => format!("claims/{}", s.id),
            Self::Relation(s) => format!("relations/{}", s.id),
            Self::Echo(s) => format!("echoes/{}", s.id),
            // These two are told by what they hold, which the line gives before and after.
            Self::NotMentioned(_) => "not_mentioned".to_owned(),
            Self::Dismissed(_) => "dismissed".to_owned(),
            Self::Removed(s) => format!("removed/{}", s.id),
            Self::Export(s) => format!("exports/{}", s.id),
        }
    }
}

fn set<T: PartialEq + Clone>(place: &mut T, before: &T, after: &T) -> bool {
    let fits = place == before;
    if fits {
        *place = after.clone();
    }
    fits
}

fn put<K: Ord + Clone, T: PartialEq>(map: &mut BTreeMap<K, Arc<T>>, swap: &Swap<K, T>) -> bool {
    let fits = same(map.get(&swap.id), swap.before.as_ref());
    if fits {
        match &swap.after {
            Some(after) => map.insert(swap.id.clone(), Arc::clone(after)),
            None => map.remove(&swap.id),
        };
    }
    fits
}

/// Exports are only ever added at the end, or the last taken back.
fn put_last(list: &mut Vec<Arc<Export>>, swap: &Swap<usize, Export>) -> bool {
    match (&swap.before, &swap.after) {
        (None, Some(after)) if swap.id == list.len() => list.push(Arc::clone(after)),
        (before @ Some(_), None) if swap.id + 1 == list.len() && same(list.last(), before.as_ref()) => {
            list.pop();
        }
        _ => return false,
    }
    true
}

fn same<T: PartialEq>(a: Option<&Arc<T>>, b: Option<&Arc<T>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => Arc::ptr_eq(a, b) || a == b,
        (None, None) => true,
        _ => false,
    }
}
