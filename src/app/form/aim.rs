//! What a form is opened on: the marked entries of a list, else the one under its cursor; in the text the subject.
//!
//! **Invariant:** one answer for the key, the footer and the palette: what is offered is what is opened.

use super::Aim;
use crate::app::reader::Subject;
use crate::app::state::State;
use crate::app::suggestions::batch;
use crate::app::view::{Entry, ListKind, ListView};
use crate::command::ClaimCommand;
use crate::model::{ClaimId, QuestionId};

/// Returns what a command acts on; without a command, what `enter` opens.
pub fn of(state: &State, command: Option<ClaimCommand>) -> Option<Aim> {
    // Help is no place of its own: what it lists is given where it was opened.
    match state.lists.iter().rfind(|list| list.kind != ListKind::Help) {
        Some(list) => of_list(state, list, command),
        None => of_text(state, command),
    }
}

fn of_text(state: &State, command: Option<ClaimCommand>) -> Option<Aim> {
    let takes_words = matches!(command, None | Some(ClaimCommand::AnyTag | ClaimCommand::Repeat));
    match state.subject() {
        // A note on plain text is the article's.
        Subject::Word(_) | Subject::Nothing if command == Some(ClaimCommand::Note) => {
            let entry = state.doc.articles.get(state.reader.panes.focus)?;
            Some(Aim::Articles(vec![entry.id.clone()]))
        }
        Subject::Claim(id) => Some(Aim::Claims(vec![id])),
        Subject::Selection(span) | Subject::Hit(span) | Subject::Word(span) if takes_words => {
            Some(Aim::Words(state.reader.panes.focus, span))
        }
        _ => None,
    }
}

fn of_list(state: &State, list: &ListView, command: Option<ClaimCommand>) -> Option<Aim> {
    if list.kind == ListKind::WriteUp {
        return (command == Some(ClaimCommand::Note)).then_some(Aim::Case);
    }
    if list.kind == ListKind::Suggestions {
        let spots = batch::chosen(list);
        let tags = command == Some(ClaimCommand::AnyTag) && !spots.is_empty();
        return tags.then_some(Aim::Suggestions(spots));
    }
    match (list.entry(), command) {
        // A tag in the list of tags is a new one.
        (_, Some(ClaimCommand::AnyTag)) if list.kind == ListKind::Tags => return Some(Aim::Tag(None)),
        (Some(Entry::Tag(id)), None | Some(ClaimCommand::Relate)) => return Some(Aim::Tag(Some(id.clone()))),
        (Some(Entry::Article(_)), Some(ClaimCommand::Note)) => {
            return Some(Aim::Articles(list.articles(&state.doc)));
        }
        (Some(Entry::Tag(_) | Entry::Article(_)), _) => return None,
        _ => {}
    }
    let claims = list.claims();
    if !claims.is_empty() {
        return (command != Some(ClaimCommand::Repeat)).then_some(Aim::Claims(claims));
    }
    if let (Some(Entry::Source(id)), [_]) = (list.entry(), list.acted_on().as_slice()) {
        let edits = matches!(command, None | Some(ClaimCommand::Note | ClaimCommand::Relate));
        return edits.then(|| Aim::Source(id.clone()));
    }
    let questions = list.questions();
    let first = questions.first()?;
    match command {
        None | Some(ClaimCommand::Relate) => match list.entry()? {
            Entry::Question(id) | Entry::Row(id) => Some(Aim::Questions(vec![id.clone()])),
            _ => Some(Aim::Questions(vec![first.clone()])),
        },
        Some(ClaimCommand::Note | ClaimCommand::Review) => Some(Aim::Questions(questions)),
        // The value under the cursor is split off; marked rows become one.
        Some(ClaimCommand::Question) => match one_value(state, list) {
            Some(claims) => Some(Aim::Claims(claims)),
            None => Some(Aim::Questions(questions)),
        },
        // A figure is of one value: it is not set over several at once.
        Some(ClaimCommand::Figure) => one_value(state, list).map(Aim::Claims),
        Some(ClaimCommand::Who | ClaimCommand::AnyTag) => {
            let claims = one_value(state, list).unwrap_or_else(|| all_under(state, &questions));
            (!claims.is_empty()).then_some(Aim::Claims(claims))
        }
        Some(_) => None,
    }
}

/// The claims of the value under the ledger's cursor, where no row is marked.
fn one_value(state: &State, list: &ListView) -> Option<Vec<ClaimId>> {
    let (Some(Entry::Row(id)), ListKind::Ledger, 0) = (list.entry(), list.kind, list.n_marked()) else {
        return None;
    };
    let value = state.doc.ledger.row(id)?.values.get(list.value)?;
    Some(value.mentions.iter().map(|mention| mention.claim.clone()).collect())
}

/// All claims under some questions, by number.
fn all_under(state: &State, questions: &[QuestionId]) -> Vec<ClaimId> {
    let rows = questions.iter().filter_map(|id| state.doc.ledger.row(id));
    let mut mentions: Vec<_> = rows.flat_map(|row| &row.values).flat_map(|value| &value.mentions).collect();
    mentions.sort_by_key(|mention| mention.number);
    mentions.into_iter().map(|mention| mention.claim.clone()).collect()
}
