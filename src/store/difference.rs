//! What would make one session of another, object by object.
//!
//! **Invariant:** applied to the first, the changes give the second, but for what the log does not speak of: id,
//! revision, log head, and members of a later version beside the known ones.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Change, Session, Swap};

/// Lists the changes from `a` to `b`, in the order of the session file.
pub fn between(a: &Session, b: &Session) -> Vec<Change> {
    let mut changes = Vec::new();
    if a.title != b.title {
        changes.push(Change::Title { before: a.title.clone(), after: b.title.clone() });
    }
    if a.note != b.note {
        changes.push(Change::Note { before: a.note.clone(), after: b.note.clone() });
    }
    if a.settings != b.settings {
        changes.push(Change::Settings { before: a.settings.clone(), after: b.settings.clone() });
    }
    swaps(&a.analysts, &b.analysts, Change::Analyst, &mut changes);
    swaps(&a.articles, &b.articles, Change::Article, &mut changes);
    swaps(&a.tags, &b.tags, Change::Tag, &mut changes);
    swaps(&a.sources, &b.sources, Change::Source, &mut changes);
    swaps(&a.questions, &b.questions, Change::Question, &mut changes);
    swaps(&a.claims, &b.claims, Change::Claim, &mut changes);
    swaps(&a.relations, &b.relations, Change::Relation, &mut changes);
    swaps(&a.echoes, &b.echoes, Change::Echo, &mut changes);
    swaps(&a.not_mentioned, &b.not_mentioned, Change::NotMentioned, &mut changes);
    swaps(&a.dismissed, &b.dismissed, Change::Dismissed, &mut changes);
    swaps(&a.removed, &b.removed, Change::Removed, &mut changes);
    let alike = a.exports.iter().zip(&b.exports).take_while(|(x, y)| x == y).count();
    for (id, before) in a.exports.iter().enumerate().skip(alike).rev() {
        changes.push(Change::Export(Swap { id, before: Some(Arc::clone(before)), after: None }));
    }
    for (id, after) in b.exports.iter().enumerate().skip(alike) {
        changes.push(Change::Export(Swap { id, before: None, after: Some(Arc::clone(after)) }));
    }
    changes
}

fn swaps<K: Ord + Clone, T: PartialEq>(
    a: &BTreeMap<K, Arc<T>>,
    b: &BTreeMap<K, Arc<T>>,
    change: fn(Swap<K, T>) -> Change,
    changes: &mut Vec<Change>,
) {
    for (id, before) in a {
        let after = b.get(id);
        if after != Some(before) {
            let (before, after) = (Some(Arc::clone(before)), after.cloned());
            changes.push(change(Swap { id: id.clone(), before, after }));
        }
    }
    for (id, after) in b.iter().filter(|(id, _)| !a.contains_key(*id)) {
        changes.push(change(Swap { id: id.clone(), before: None, after: Some(Arc::clone(after)) }));
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::command::CommandId;
    use crate::model::defaults::new_session;
    use crate::model::{Edit, Export, SessionId, TagId};

    #[test]
    fn the_changes_make_one_session_of_the_other() {
        let mut a = new_session(SessionId::new("aaaaaaaa"), "a".to_owned(), Timestamp::UNIX_EPOCH);
        let mut b = a.clone();
        b.title = "b".to_owned();
        b.note = "what stands out".to_owned();
        b.settings.scale = "other".to_owned();
        b.tags.remove(&TagId::new("killed"));
        Arc::make_mut(b.tags.get_mut(&TagId::new("injured")).unwrap()).label = "hurt".to_owned();
        let export = |n: u64| {
            let (format, sha256) = ("csv".to_owned(), String::new());
            Arc::new(Export { at: Timestamp::UNIX_EPOCH, revision: n, format, sha256 })
        };
        a.exports = vec![export(1), export(2), export(3)];
        b.exports = vec![export(1), export(4)];
        for (from, to) in [(&a, &b), (&b, &a), (&a, &a)] {
            let mut made = from.clone();
            let changes = between(from, to);
            Edit { what: CommandId::new("x"), changes }.apply(&mut made).unwrap();
            made.revision = to.revision;
            assert_eq!(&made, to);
        }
    }
}
