//! What enter, accept and remove do to the entries of lists.
//!
//! **Invariant:** one exhaustive match for enter: a new kind of entry does not compile until it can be opened.

use jiff::Timestamp;

use super::{
    Entry, ListKind, ListView, articles, changes, echoes, encodings, history, hits, ledger, marks, review,
    tags, zones,
};
use crate::app::input;
use crate::app::msg::Effect;
use crate::app::reader::{Subject, tagging};
use crate::app::state::State;
use crate::app::{form, suggestions};
use crate::command::{App, Select};
use crate::text::Span;

/// Opens the entry under the cursor.
pub fn open(state: &mut State, now: Timestamp, effects: &mut Vec<Effect>) {
    if suggestions::is_making(state) {
        suggestions::batch::make(state, now, effects);
        return;
    }
    match state.lists.last().and_then(ListView::entry).cloned() {
        Some(Entry::Claim(id)) => ledger::keys::jump(state, &id),
        Some(Entry::Article(article)) => {
            state.lists.clear();
            state.remember();
            state.go_to(article, None);
        }
        Some(Entry::Row(_)) => ledger::keys::open(state),
        Some(Entry::Passage(_)) => echoes::open(state),
        Some(Entry::ReportLine(_)) => {
            let write = state.key_of(App::WriteView.into());
            state.say(format!("{write} writes the report to a file"));
        }
        Some(Entry::Proposed(n)) => ledger::proposed::open(state, n),
        Some(Entry::Unread) => suggestions::act::ask_rest(state),
        Some(Entry::Suggestion { article, n }) => {
            let lists = std::mem::take(&mut state.lists);
            state.remember();
            state.left = Some((state.jumps.len(), lists));
            suggestions::act::go(state, article, n);
        }
        Some(Entry::Command(command)) => {
            state.lists.pop();
            input::run(state, command, now, effects);
        }
        Some(Entry::Source(_) | Entry::Question(_) | Entry::Tag(_)) => {
            form::open_whole(state);
        }
        Some(Entry::Hit(article, start, end)) => hits::open(state, article, Span::new(start, end)),
        Some(Entry::Edit(seq)) => history::open(state, seq),
        Some(Entry::Export(_)) => state.say("an export stands in the log and is not taken back"),
        Some(Entry::Change(id, part)) => changes::jump(state, &id, part),
        Some(Entry::Zone(article, n)) => zones::open(state, article, n),
        Some(Entry::Encoding(n)) => encodings::choose(state, n, now, effects),
        Some(Entry::Group(_)) if state.lists.last().is_some_and(|list| list.kind == ListKind::Ledger) => {
            state.lists.push(ListView::new(ListKind::Suggestions));
        }
        Some(Entry::Group(_)) => {
            let mark = state.key_of(Select::Mark.into());
            state.say(format!("{mark} marks all of this group"));
        }
        Some(Entry::Skipped(_)) => state.say("this was passed over; name the file itself to open it"),
        None => state.say("nothing is listed"),
    }
}

/// Removes what is under the cursor or marked, marks the article unread, or declines the change.
pub fn remove(state: &mut State, now: Timestamp, effects: &mut Vec<Effect>) {
    let claims = state.lists.last().map(ListView::claims).unwrap_or_default();
    let questions = state.lists.last().map(ListView::questions).unwrap_or_default();
    match state.lists.last().and_then(ListView::entry).cloned() {
        Some(Entry::Article(_)) => articles::mark_read(state, false, now, effects),
        Some(Entry::Tag(id)) => tags::remove(state, &id, now, effects),
        Some(Entry::Zone(article, n)) => crate::app::zones::remove(state, article, n, now, effects),
        Some(Entry::Passage(_)) => echoes::remove(state, now, effects),
        Some(Entry::Change(id, part)) => changes::decline(state, &id, part, now, effects),
        Some(Entry::Source(id)) => marks::remove_source(state, &id, now, effects),
        _ if !questions.is_empty() => marks::remove_questions(state, &questions, now, effects),
        _ if claims.len() > 1 => marks::remove(state, &claims, now, effects),
        _ => {
            let subject = claims.first().cloned().map_or_else(|| state.subject(), Subject::Claim);
            if let Subject::Claim(id) = subject {
                tagging::remove(state, &id, now, effects);
            } else if let Some((article, zone)) = crate::app::zones::under_cursor(state) {
                crate::app::zones::remove(state, article, zone.n, now, effects);
            }
        }
    }
}

/// Marks the article read, accepts the change, or asks whose statement the passage is.
pub fn accept(state: &mut State, now: Timestamp, effects: &mut Vec<Effect>) {
    match state.lists.last().and_then(ListView::entry).cloned() {
        Some(Entry::Article(_)) => articles::mark_read(state, true, now, effects),
        Some(Entry::Change(id, part)) => changes::accept(state, &id, part, now, effects),
        Some(Entry::Passage(_)) => echoes::ask_source(state),
        _ => review::confirm(state, now, effects),
    }
}
