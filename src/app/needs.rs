//! Whether a command can be given now, and if not, why.
//!
//! **Invariant:** one answer for keys, footer and palette.

use super::reader::Subject;
use super::state::State;
use super::view::Entry;
use crate::command::{Command, Needs};

/// Returns why a command cannot be given now, or nothing.
pub fn reason(state: &State, command: Command) -> Option<&'static str> {
    let needs = command.spec().needs;
    let articles = state.doc.articles.len();
    let in_list = state.lists.last().is_some();
    let met = match needs {
        Needs::Nothing => true,
        Needs::Text => articles > 0,
        Needs::TextOrList => articles > 0 || in_list,
        Needs::OtherArticle => articles > 1,
        Needs::NumberedArticle => command.spec().number.is_some_and(|n| usize::from(n) <= articles),
        Needs::Selection => state.reader.selection.is_some(),
        Needs::LastSelection => state.reader.last_selection.is_some(),
        Needs::Taggable => state.subject() != Subject::Nothing,
        Needs::Claim => match state.lists.last() {
            Some(list) => matches!(list.entry(), Some(Entry::Claim(_))),
            None => matches!(state.subject(), Subject::Claim(_)),
        },
        Needs::AnyClaim => !state.doc.session.claims.is_empty(),
        Needs::Hits => !state.reader.search.hits.is_empty(),
        Needs::EarlierPlace => !state.jumps.is_empty() || in_list,
        Needs::Undoable => state.doc.history.next_undo().is_some() || state.doc.older,
        Needs::Redoable => state.doc.history.next_redo().is_some(),
    };
    (!met).then(|| needs.words())
}
