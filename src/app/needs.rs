//! Whether a command can be given now, and if not, why.
//!
//! **Invariant:** one answer for keys, footer and palette.

use super::reader::Subject;
use super::reader::counterparts;
use super::state::State;
use super::view::{Entry, ListKind, ListView};
use super::zones;
use crate::command::{ClaimCommand, Command, Needs};

/// Returns why a command cannot be given now, or nothing.
pub fn reason(state: &State, command: Command) -> Option<&'static str> {
    let needs = command.spec().needs;
    let articles = state.doc.articles.len();
    // Help is no place of its own: what it lists is given where it was opened.
    let list = state.lists.iter().rfind(|list| list.kind != ListKind::Help);
    let in_list = list.is_some();
    let in_text = !in_list && articles > 0;
    if suggestion(state, command) {
        return None;
    }
    let met = match needs {
        Needs::Nothing => true,
        Needs::Text => in_text,
        Needs::TextOrList => articles > 0 || in_list,
        Needs::OtherArticle => articles > 1,
        Needs::NumberedArticle => command.spec().number.is_some_and(|n| usize::from(n) <= articles),
        Needs::Selection => in_text && state.reader.selection.is_some(),
        Needs::LastSelection => in_text && state.reader.last_selection.is_some(),
        Needs::Taggable => taggable(state, list, command),
        Needs::Quotable => match state.lists.last() {
            Some(list) => matches!(list.entry(), Some(Entry::Claim(_))),
            None => state.subject() != Subject::Nothing,
        },
        Needs::Claim => match list {
            Some(list) => matches!(list.entry(), Some(Entry::Claim(_))),
            None => matches!(state.subject(), Subject::Claim(_)),
        },
        Needs::Editable => match command {
            Command::Claim(command) => super::form::aim::of(state, Some(command)).is_some(),
            _ => false,
        },
        Needs::Words => state.lists.is_empty() && state.subject().span().is_some(),
        Needs::Form => super::form::is_open(state),
        Needs::Removable => removable(state, list),
        Needs::Counterpart => match list {
            Some(list) => list.kind == ListKind::Ledger,
            None => in_text && counterparts::has_any(state),
        },
        Needs::Question => matches!(list.and_then(ListView::entry), Some(Entry::Row(_))),
        Needs::Acceptable => acceptable(state, list),
        Needs::Values => {
            matches!(list.and_then(ListView::entry), Some(Entry::Row(_) | Entry::Passage(_)))
        }
        Needs::Suggestion => super::suggestions::act::subject(state).is_some(),
        Needs::List => in_list,
        Needs::Article => match list {
            Some(list) => matches!(list.entry(), Some(Entry::Article(_))),
            None => in_text,
        },
        // Where none waits the walk says why.
        Needs::AnySuggestion => in_text,
        Needs::AnyClaim => in_text && !state.doc.session.claims.is_empty(),
        Needs::AnyHit => !state.reader.search.hits.is_empty(),
        Needs::Hits => in_text && !state.reader.search.hits.is_empty(),
        Needs::EarlierPlace => !state.jumps.is_empty() || in_list,
        Needs::Undoable => state.doc.history.next_undo().is_some() || state.doc.older,
        Needs::Redoable => state.doc.history.next_redo().is_some(),
        Needs::FreeSession => state.doc.is_free,
    };
    (!met).then(|| needs.words())
}

/// Says whether there is something to take away.
fn removable(state: &State, list: Option<&ListView>) -> bool {
    match list.map(ListView::entry) {
        Some(entry) => matches!(
            entry,
            Some(
                Entry::Claim(_)
                    | Entry::Article(_)
                    | Entry::Suggestion { .. }
                    | Entry::Passage(_)
                    | Entry::Source(_)
                    | Entry::Question(_)
                    | Entry::Row(_)
                    | Entry::Change(..)
                    | Entry::Tag(_)
                    | Entry::Zone(..)
            )
        ),
        None => {
            matches!(state.subject(), Subject::Claim(_) | Subject::Suggestion(_))
                || (!state.doc.articles.is_empty() && zones::under_cursor(state).is_some())
        }
    }
}

/// Says whether words or claims can be tagged; in lists only the list of tags asks which.
fn taggable(state: &State, list: Option<&ListView>, command: Command) -> bool {
    match list {
        Some(_) => {
            let tag = ClaimCommand::AnyTag;
            command == tag.into() && super::form::aim::of(state, Some(tag)).is_some()
        }
        None => !state.doc.articles.is_empty() && state.subject() != Subject::Nothing,
    }
}

/// Whether something can be accepted: a suggestion, a mark of a list, or in the review queue a claim's open parts.
fn acceptable(state: &State, list: Option<&ListView>) -> bool {
    let is_queue = list.is_some_and(|list| list.kind == ListKind::Review);
    match list.and_then(ListView::entry) {
        Some(Entry::Claim(_) | Entry::Group(_)) if is_queue => true,
        Some(Entry::Article(_) | Entry::Passage(_) | Entry::Change(..)) => true,
        _ => {
            super::suggestions::act::takes(state, ClaimCommand::Accept)
                || super::view::review::may_confirm(state)
        }
    }
}

/// Says whether a command that else needs a claim acts on suggestions here: the letters of the form on the one under
/// the cursor, one unit for all on those that are about to be made.
fn suggestion(state: &State, command: Command) -> bool {
    let Command::Claim(command) = command else { return false };
    let is_making = super::suggestions::is_making(state);
    match command {
        ClaimCommand::Question if is_making => true,
        ClaimCommand::Accept | ClaimCommand::Remove if is_making => true,
        ClaimCommand::Remove => super::suggestions::act::takes(state, command),
        ClaimCommand::AcceptAndNext => {
            !state.doc.articles.is_empty() && super::suggestions::act::takes(state, command)
        }
        _ => super::suggestions::fill::opens(state, command),
    }
}
