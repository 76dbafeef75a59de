//! The first row: what is open, how much of it, by whom, and whether it is saved.
//!
//! **Invariant:** says "saved" only of what is on disk, and never takes the login name.

use super::doc::Saved;
use super::piece::{Line, piece};
use super::state::State;
use super::view::{ListKind, ledger};
use crate::ledger::Seriousness;
use crate::text::width;
use crate::theme::Role;

/// Below so many columns the first row says only what matters most.
const NARROW: u16 = 64;

/// Returns the left and the right part of the first row.
pub fn line(state: &State) -> (Line, Line) {
    let articles = state.doc.articles.len();
    let claims = state.doc.session.claims.len();
    let what = match state.lists.last() {
        Some(list) if list.kind == ListKind::Ledger => ledger::status(state, list),
        Some(list) if list.kind == ListKind::WriteUp => format!(" {} › {}", state.title, list.name()),
        Some(list) => {
            let marked = match list.n_marked() {
                0 => String::new(),
                n => format!(", {n} marked"),
            };
            format!(" {} › {}   {} listed{marked}", state.title, list.name(), list.n_listed())
        }
        None if state.size.0 < NARROW => format!(" {}  {}", state.title, count(claims, "claim")),
        None => of_text(state, articles, claims),
    };
    let mut left = vec![piece(Role::Status, what)];
    if let Some(list) = state.lists.last().filter(|list| !list.filter.is_empty()) {
        left.push(piece(Role::StatusWarn, format!(" · filter “{}”", list.filter)));
    }
    let mut right = Vec::new();
    if let Some(reason) = &state.doc.read_only {
        // Who edits is of no matter where nobody can; what is open still is.
        let room = usize::from(state.size.0) / 2;
        right.push(piece(Role::StatusWarn, width::clip_end(&format!("read only: {reason} "), room)));
        return (left, right);
    }
    if let Saved::Failed { .. } = &state.doc.saved {
        // The whole was said when it began to fail. Who edits gives way to it, what is open does not.
        let room = usize::from(state.size.0) * 2 / 3;
        right.push(piece(Role::Banner, width::clip_end(&format!("{} ", saved_words(state)), room)));
        return (left, right);
    }
    if state.doc.analyst.chosen {
        let name = width::clip_end(&state.doc.analyst.name, usize::from(state.size.0) / 5);
        right.push(piece(Role::Status, format!("{name} · ")));
    } else if state.size.0 < NARROW {
        right.push(piece(Role::StatusWarn, "no name · "));
    } else {
        right.push(piece(Role::StatusWarn, format!("{} (:name) · ", state.doc.analyst.name)));
    }
    right.push(piece(Role::Status, format!("{} ", saved_words(state))));
    (left, right)
}

/// What is open and how much of it: on a narrow screen how many articles there are goes first, for the panes number
/// them.
fn of_text(state: &State, articles: usize, claims: usize) -> String {
    let read = format!("{}, {} read · ", count(articles, "article"), state.doc.n_read());
    let claims = count(claims, "claim");
    let (suggestions, conflicts) = (suggestions(state), conflicts(state));
    let room = usize::from(state.size.0).saturating_sub(right_columns(state));
    let all = [
        format!(" {}   {read}{claims}{suggestions}{conflicts}", state.title),
        format!(" {}  {claims}{suggestions}{conflicts}", state.title),
        format!(" {}  {claims}{conflicts}", state.title),
    ];
    let fits = all.iter().find(|words| width::of_str(words) < room);
    fits.or(all.last()).cloned().unwrap_or_default()
}

/// The columns of who edits and what is saved.
fn right_columns(state: &State) -> usize {
    if state.doc.read_only.is_some() {
        return usize::from(state.size.0) / 2;
    }
    let name = usize::from(state.size.0) / 5;
    let who = match state.doc.analyst.chosen {
        true => width::of_str(&state.doc.analyst.name).min(name) + 3,
        false => width::of_str(&state.doc.analyst.name) + 11,
    };
    who + width::of_str(&saved_words(state)) + 1
}

/// Says how many questions are in conflict, where there are any.
fn conflicts(state: &State) -> String {
    match state.doc.ledger.count(Seriousness::Conflict) {
        0 => String::new(),
        n => format!(" · {} in conflict", count(n, "question")),
    }
}

/// Says how many suggestions wait, behind the claims.
fn suggestions(state: &State) -> String {
    let words = match super::suggestions::order::n_all(state) {
        (0, None) => return String::new(),
        (n, None) => format!(" · {}", count(n, "suggestion")),
        (n, Some(kind)) => format!(" · {} ({kind} only)", count(n, "suggestion")),
    };
    // Of a large folder only what was on screen is read until a person asks for the rest.
    if !super::suggestions::act::rest_waits(state) {
        return words;
    }
    let read = state.doc.articles.len() - super::suggestions::act::unread(state);
    format!("{words} in {read} looked at")
}

/// Says how far the work is on disk.
pub fn saved_words(state: &State) -> String {
    if state.doc.read_only.is_some() {
        return "not written".to_owned();
    }
    match &state.doc.saved {
        Saved::Unchanged if state.doc.session.log.sequence == 0 => "nothing to save".to_owned(),
        Saved::Unchanged => "all saved".to_owned(),
        Saved::Saving => "saving".to_owned(),
        Saved::At(at) => format!("saved {}", at.to_zoned(state.zone.clone()).strftime("%H:%M:%S")),
        Saved::Failed { reason, hint } => {
            // What the system said comes first; where it was said of stands behind it, in brackets.
            let said = reason.split_once(" (could not").map_or(reason.as_str(), |(said, _)| said);
            format!("NOT SAVED: {said}; {hint}")
        }
    }
}

/// Says how many of the session's articles are not what was annotated: "1 changed, 1 missing: ga lists them".
pub fn articles_off(state: &State) -> String {
    let of = |word: &str| state.doc.articles.iter().filter(|entry| entry.state.word() == word).count();
    let words = ["changed", "missing", "unreadable"].map(|word| (of(word), word));
    let words: Vec<_> = words.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
    let list = state.key_of(crate::command::Go::Articles.into());
    format!("articles: {}; {list} lists them", words.join(", "))
}

/// Returns a number with its noun: "1 claim", "5 articles".
pub fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}
