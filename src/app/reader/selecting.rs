//! Starting, growing and ending a selection by keys.
//!
//! **Invariant:** the cursor stands on the selection's end, and an ended selection can be taken up again.

use super::{Selection, Subject, edges, moves};
use crate::app::articles::ArticleEntry;
use crate::app::state::State;
use crate::app::view::marks;
use crate::command::{App, Move, Select};
use crate::text::sentence;
/// Starts, changes or ends the selection.
pub fn run(state: &mut State, command: Select) {
    if matches!(command, Select::Mark | Select::MarkAll) {
        marks::mark(state, command);
        return;
    }
    let article = state.reader.panes.focus;
    let Some(text) = state.doc.articles.get(article).and_then(ArticleEntry::shared) else {
        state.say("this article is still being read");
        return;
    };
    let cursor = state.cursor();
    if let Some(held) = &state.reader.held
        && !matches!(
            command,
            Select::ExtendLeft | Select::ExtendRight | Select::ExtendUp | Select::ExtendDown
        )
    {
        let (edge, set) = (held.edge.word(), state.key_of(App::Open.into()));
        state.say(format!("the {edge} of the claim is in hand: movements move it, {set} sets it"));
        return;
    }
    match command {
        Select::StartStop => {
            if state.reader.selection.is_some() {
                state.leave_selection();
            } else if let Subject::Hit(span) = state.subject() {
                take(state, Selection::covering(article, &text, span));
            } else {
                take(state, Selection::at(article, cursor));
            }
        }
        Select::Sentence => take(state, Selection::covering(article, &text, sentence::at(&text, cursor))),
        Select::Wider => {
            let current = state.reader.selection.clone();
            let mut wider = current.unwrap_or_else(|| match state.subject() {
                Subject::Hit(span) => Selection::covering(article, &text, span),
                _ => Selection::at(article, cursor),
            });
            if wider.widen(&text) {
                take(state, wider);
            } else {
                state.say("nothing wider: this is the paragraph");
            }
        }
        Select::Narrower => {
            let Some(mut narrower) = state.reader.selection.clone() else { return };
            if narrower.narrow() {
                take(state, narrower);
            } else {
                state.say("nothing narrower: it was not widened from anything");
            }
        }
        Select::Again => {
            if let Some(last) = state.reader.last_selection.clone() {
                state.go_to(last.article, None);
                take(state, last);
            }
        }
        Select::ExtendLeft => extend(state, Move::GraphemeLeft),
        Select::ExtendRight => extend(state, Move::GraphemeRight),
        Select::ExtendUp => extend(state, Move::RowUp),
        Select::ExtendDown => extend(state, Move::RowDown),
        Select::Mark | Select::MarkAll => {}
    }
}

/// Takes up a selection, the cursor on its end.
fn take(state: &mut State, selection: Selection) {
    let head = selection.head;
    state.reader.selection = None;
    state.place_mut(selection.article).goal = None;
    state.move_cursor(head);
    state.reader.chosen = None;
    state.reader.selection = Some(selection);
}

fn extend(state: &mut State, movement: Move) {
    if state.reader.selection.is_none() {
        let selection = Selection::at(state.reader.panes.focus, state.cursor());
        state.reader.selection = Some(selection);
    }
    let before = state.cursor();
    moves::run(state, movement);
    edges::keep_apart(state, before);
}
