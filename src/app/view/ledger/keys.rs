//! What keys do in the ledger: the value under the cursor, the next conflict, silence, the way to the quotes.
//!
//! **Invariant:** the way back from a quote leads to the row and value that it was opened from.

use jiff::Timestamp;

use crate::app::form;
use crate::app::msg::Effect;
use crate::app::said;
use crate::app::state::State;
use crate::app::view::{Entry, ListKind, ListView};
use crate::command::{App, ClaimCommand, Command, Move};
use crate::ledger::Seriousness;
use crate::model::{ClaimId, QuestionId};

/// Returns the question under the cursor of a ledger, with the value under the cursor.
pub fn under_cursor(state: &State) -> Option<(QuestionId, usize)> {
    let list = state.lists.last()?;
    match list.entry() {
        Some(Entry::Row(id)) if list.kind == ListKind::Ledger => Some((id.clone(), list.value)),
        _ => None,
    }
}

/// Returns what can be done in the ledger, the most important first.
pub fn hints() -> Vec<(Command, &'static str)> {
    vec![
        (App::Open.into(), "quotes"),
        (ClaimCommand::CounterpartNext.into(), "next conflict"),
        (ClaimCommand::SaysNothing.into(), "says nothing"),
        (ClaimCommand::Question.into(), "move"),
        (ClaimCommand::Review.into(), "grade"),
        (ClaimCommand::Note.into(), "note"),
        (App::WriteView.into(), "write"),
    ]
}

/// Moves to another value of the row.
pub fn value(state: &mut State, command: Move) {
    let Some((question, value)) = under_cursor(state) else { return };
    let values = state.doc.ledger.row(&question).map_or(0, |row| row.values.len());
    let to = match command {
        Move::ValueNext => (value + 1).min(values.saturating_sub(1)),
        _ => value.saturating_sub(1),
    };
    if let Some(list) = state.lists.last_mut() {
        list.value = to;
    }
}

/// Goes to the next or previous row in conflict, starting over at the end.
pub fn conflict(state: &mut State, command: ClaimCommand) {
    let Some(list) = state.lists.last() else { return };
    let n = list.entries.len();
    let serious =
        |place: &usize| match list.entries.get(*place) {
            Some(Entry::Row(id)) => state.doc.ledger.row(id).is_some_and(|row| {
                matches!(row.seriousness, Seriousness::Conflict | Seriousness::Approximate)
            }),
            _ => false,
        };
    let from = list.cursor;
    let found = match command {
        ClaimCommand::CounterpartPrevious => (1..=n).map(|by| (from + n - by) % n.max(1)).find(serious),
        _ => (1..=n).map(|by| (from + by) % n.max(1)).find(serious),
    };
    match found {
        Some(place) if place == from => state.say("this is the only question in conflict here"),
        Some(place) => {
            if let Some(list) = state.lists.last_mut() {
                (list.cursor, list.value) = (place, 0);
            }
        }
        None => state.say("no question in this list is in conflict"),
    }
}

/// Goes to the first quote of the value under the cursor.
pub fn open(state: &mut State) {
    let Some((question, value)) = under_cursor(state) else { return };
    let row = state.doc.ledger.row(&question);
    let Some(value) = row.and_then(|row| row.values.get(value)) else {
        state.say("no claim is put under this question yet");
        return;
    };
    let Some(first) = value.mentions.first().map(|mention| mention.claim.clone()) else { return };
    let words = format!(
        "{} · 1 of {}",
        format_args!("{} ({})", said::told(value), said::who_short(state, value)),
        crate::app::status::count(value.mentions.len(), "quote")
    );
    jump(state, &first);
    let next = state.key_of(Command::from(ClaimCommand::CounterpartNext));
    state.say(format!("{words} · {next} goes to what is against it"));
}

/// Goes from a list to a claim; the way back leads to the list again.
pub fn jump(state: &mut State, claim: &ClaimId) {
    let lists = std::mem::take(&mut state.lists);
    state.remember();
    state.left = Some((state.jumps.len(), lists));
    state.go_to_claim(claim);
}

/// Records that an article says nothing on the question under the cursor, or takes that back; asks which article where
/// several have no claim.
pub fn says_nothing(state: &mut State, now: Timestamp, effects: &mut Vec<Effect>) {
    let Some((question, _)) = under_cursor(state) else { return };
    form::silence::open(state, &question, now, effects);
}

/// Sorts the list by the next order.
pub fn sort(state: &mut State) {
    let Some(list) = state.lists.last_mut().filter(|list| list.kind == ListKind::Ledger) else {
        state.say("this list has one order");
        return;
    };
    list.sort = list.sort.next();
    let name = list.sort.name();
    state.say(format!("sorted by {name}"));
}

fn first_entry(state: &State) -> Entry {
    let first = state.doc.ledger.rows().next();
    first.map_or(Entry::Proposed(0), |row| Entry::Row(row.question.clone()))
}

/// Opens the ledger at the question of the claim under the cursor, else at its first row.
pub fn view(state: &State) -> ListView {
    let claim = match state.lists.last().and_then(ListView::entry) {
        Some(Entry::Claim(id)) => Some(id.clone()),
        _ => match state.subject() {
            crate::app::reader::Subject::Claim(id) => Some(id),
            _ => None,
        },
    };
    let question = claim
        .as_ref()
        .and_then(|id| state.doc.session.claims.get(id))
        .and_then(|claim| claim.question.clone())
        .filter(|question| state.doc.ledger.row(question).is_some());
    // Before the first claim the first row is one that is proposed, below its heading.
    let Some(question) = question else { return ListView::at(ListKind::Ledger, first_entry(state)) };
    let value = claim.and_then(|claim| state.doc.ledger.row(&question)?.value_of(&claim)).unwrap_or(0);
    let mut view = ListView::at(ListKind::Ledger, Entry::Row(question));
    view.value = value;
    view
}
