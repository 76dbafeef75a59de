//! From one place of a shared passage to the others, with what differs there.
//!
//! **Invariant:** a member is arrived at by its first words; the words that differ are marked as long as the cursor
//! stays where the last step put it.

use super::counterparts::Walk;
use crate::app::echoes::{self, Spot};
use crate::app::state::State;
use crate::echo::{self, ChangeClass};
use crate::text::Span;

/// Returns the member under the cursor: the one that was stepped to, else the innermost.
pub fn here(state: &State) -> Option<Spot> {
    stepped_to(state).or_else(|| echoes::at(state, state.reader.panes.focus, state.cursor()))
}

/// Returns the member that the last step went to, while the cursor is there.
pub fn stepped_to(state: &State) -> Option<Spot> {
    state.reader.walk.as_ref().and_then(Walk::member).filter(|spot| stands_at(state, *spot))
}

/// Says whether the cursor is where a step to the member puts it.
pub fn stands_at(state: &State, spot: Spot) -> bool {
    let member = state.doc.echoes.member(spot);
    member.is_some_and(|m| m.article == state.reader.panes.focus && m.span.start == state.cursor())
}

/// Returns the other members of a passage that can be gone to, in order after this one, starting over.
pub fn others(state: &State, from: Spot) -> Vec<Spot> {
    let echoes = &state.doc.echoes;
    let n = echoes.passages().get(from.passage).map_or(0, |passage| passage.members.len());
    let later = (1..n).map(|by| Spot { member: (from.member + by) % n, ..from });
    later
        .filter(|spot| {
            let entry = echoes.member(*spot).and_then(|member| state.doc.articles.get(member.article));
            entry.is_some_and(|entry| echoes.stands(entry, *spot))
        })
        .collect()
}

/// Puts the cursor on a member, the whole of it on screen where it has room.
pub fn go_to(state: &mut State, spot: Spot) {
    let Some((article, span)) = state.doc.echoes.member(spot).map(|m| (m.article, m.span)) else { return };
    state.leave_selection();
    let is_whole = state.doc.articles.get(article).is_some_and(|entry| entry.is_whole());
    if is_whole {
        state.go_to(article, Some(span.end.saturating_sub(1)));
    }
    state.go_to(article, Some(span.start));
}

/// Returns the words to be marked in an article, bytes: where the passage that is stepped through differs between the
/// member under the cursor and those on screen.
pub fn marked(state: &State, article: usize, on_screen: Span) -> Vec<Span> {
    let Some(stepped) = stepped_to(state) else { return Vec::new() };
    let echoes = &state.doc.echoes;
    let Some(passage) = echoes.passages().get(stepped.passage) else { return Vec::new() };
    let shown = state.reader.panes.shown(state.size.0, state.doc.articles.len());
    let differences = |member: usize| {
        let (one, other) = (passage.members.get(stepped.member), passage.members.get(member));
        let texts = one.zip(other).map(|(one, other)| (echoes.text_of(one), echoes.text_of(other)));
        let pair = texts.and_then(|texts| echo::compare(passage, stepped.member, member, texts));
        pair.map(|pair| pair.differences).unwrap_or_default()
    };
    let mut spans = Vec::new();
    for (n, member) in passage.members.iter().enumerate() {
        if n == stepped.member || !shown.contains(&member.article) {
            continue;
        }
        let found = differences(n);
        if member.article == article {
            spans.extend(found.iter().map(|difference| difference.b));
        }
        if state.reader.panes.focus == article {
            spans.extend(found.iter().map(|difference| difference.a));
        }
    }
    spans.retain(|span| !span.is_empty() && span.meets(on_screen));
    spans
}

/// Says what a member is in few words: `3 of 4: 2 Press TV, CENTCOM; wording`.
pub fn told(state: &State, spot: Spot) -> String {
    let echoes = &state.doc.echoes;
    let Some(passage) = echoes.passages().get(spot.passage) else { return String::new() };
    let article = echoes.member(spot).map_or(0, |member| member.article);
    let short = state.doc.articles.get(article).map_or("", |entry| entry.short.as_str());
    let mut words = format!("{} of {}: {} {short}", spot.member + 1, passage.members.len(), article + 1);
    if let Some(speaker) = echoes.speaker(spot) {
        words.push_str(&format!(", {speaker}"));
    }
    match passage.pairs.iter().find(|pair| pair.b == spot.member) {
        None => words.push_str("; the fullest, the others are compared with it"),
        Some(pair) if pair.changes.is_empty() => words.push_str("; the same words"),
        Some(pair) => {
            let kinds: Vec<_> = pair.changes.iter().copied().map(ChangeClass::name).collect();
            words.push_str(&format!("; {}", kinds.join(", ")));
        }
    }
    words
}

/// Says what a member is, with the words that differ from the fullest: `…; wording: stubborn / ∅`.
pub fn told_in_full(state: &State, spot: Spot) -> String {
    let echoes = &state.doc.echoes;
    let mut words = told(state, spot);
    let pairs = echoes.passages().get(spot.passage).map_or(&[][..], |passage| &passage.pairs);
    if let Some(pair) = pairs.iter().find(|pair| pair.b == spot.member) {
        let changed = echoes.changed_words(spot.passage, pair);
        if !changed.is_empty() {
            words.push_str(&format!(": {}", changed.join(", ")));
        }
    }
    words
}
