//! Going from suggestion to suggestion, and taking or dismissing the one under the cursor.
//!
//! **Invariant:** each is one undo step; what cannot be made says why and leaves the suggestion open.

use std::sync::Arc;

use jiff::Timestamp;

use super::draft::Draft;
use super::{Chosen, Suggestion};
use crate::app::articles::Asked;
use crate::app::commit;
use crate::app::msg::Effect;
use crate::app::reader::{Subject, tagging};
use crate::app::state::State;
use crate::app::view::Entry;
use crate::command::{ClaimCommand, Command};
use crate::model::session::Dismissed;
use crate::model::{Change, ClaimId, Edit, Swap, TagId, Target};

/// Of so many articles all are read for suggestions unasked; of more only those that come on screen.
const MOST_UNSEEN: usize = 200;

/// Returns the suggestion that a key acts on: the one under the cursor of a list, else of the text.
pub fn subject(state: &State) -> Option<(usize, usize)> {
    match state.lists.last() {
        Some(list) => match list.entry() {
            Some(Entry::Suggestion { article, n }) => Some((*article, *n)),
            _ => None,
        },
        None => match state.subject() {
            Subject::Suggestion(n) => Some((state.reader.panes.focus, n)),
            _ => None,
        },
    }
}

/// Goes to the next or previous suggestion, across articles, starting over after the last.
pub fn step(state: &mut State, command: ClaimCommand) {
    let back = command == ClaimCommand::SuggestionPrevious;
    match neighbour(state, back) {
        Some((article, n)) => {
            state.remember();
            go(state, article, n);
        }
        None => state.say("no suggestion waits"),
    }
}

/// Goes to a suggestion, which is then the subject.
pub fn go(state: &mut State, article: usize, n: usize) {
    let Some(start) = state.doc.suggestion(article, n).map(|s| s.span.start) else { return };
    state.leave_selection();
    state.reader.search.current = None;
    state.go_to(article, Some(start));
    state.reader.suggesting.chosen = Some(Chosen { article, n, cursor: state.cursor() });
}

/// Returns the suggestion next to the subject or the cursor, starting over after the last.
pub fn neighbour(state: &State, back: bool) -> Option<(usize, usize)> {
    let articles = &state.doc.articles;
    let (focus, count) = (state.reader.panes.focus, articles.len());
    let of = |article: usize| articles.get(article)?.suggested.as_ref();
    let here = of(focus).map_or(0, |suggested| {
        let cursor = state.cursor();
        let chosen = state.reader.suggesting.chosen.filter(|c| c.article == focus && c.cursor == cursor);
        match (chosen, state.subject()) {
            (Some(chosen), _) => chosen.n + usize::from(!back),
            (None, Subject::Suggestion(n)) => n + usize::from(!back),
            _ => suggested.from_byte(cursor),
        }
    });
    let found = |article: usize, from: usize| {
        let suggested = of(article)?;
        let n = if back { suggested.previous(from) } else { suggested.next(from) };
        n.map(|n| (article, n))
    };
    let others =
        (1..=count).map(|step| if back { (focus + count - step) % count } else { (focus + step) % count });
    let edge = if back { usize::MAX } else { 0 };
    found(focus, here).or_else(|| others.into_iter().find_map(|article| found(article, edge)))
}

/// Makes a claim of the suggestion under the cursor, with its own tag or another one.
pub fn accept(
    state: &mut State,
    command: ClaimCommand,
    tag: Option<&TagId>,
    now: Timestamp,
    effects: &mut Vec<Effect>,
) {
    let Some((article, n)) = subject(state) else { return };
    let Some(suggestion) = state.doc.suggestion(article, n).cloned() else { return };
    let Some(target) = target(state, article, &suggestion) else {
        state.say("this article is still being read");
        return;
    };
    let Some(entry) = state.doc.articles.get_mut(article) else { return };
    let id = entry.id.clone();
    // The facts and the copy of an article that was never on screen follow its whole text.
    if entry.asked == Asked::Nothing && entry.state.refusal().is_none() {
        entry.asked = Asked::Whole;
        effects.push(Effect::ReadWhole(article));
    }
    let what = Command::from(command).into();
    let mut made_id = None;
    let made = commit::edit(&mut state.doc, Some(article), now, effects, |session, stamp| {
        let mut draft = Draft::new(session, what, stamp);
        made_id = Some(draft.add(id, target, &suggestion, tag));
        draft.finish()
    });
    let done = matches!(made, Ok(Some(_)));
    tagging::tell(state, made);
    if done {
        after(state, command, made_id);
    }
}

/// The new claim is the subject, or the next suggestion where that was asked for.
fn after(state: &mut State, command: ClaimCommand, made: Option<ClaimId>) {
    // In a list the entry is gone and the next one stands in its place.
    if !state.lists.is_empty() {
        return;
    }
    if command == ClaimCommand::AcceptAndNext
        && let Some((article, n)) = neighbour(state, false)
    {
        go(state, article, n);
        return;
    }
    state.reader.chosen = made;
}

fn target(state: &State, article: usize, suggestion: &Suggestion) -> Option<Target> {
    let entry = state.doc.articles.get(article)?;
    if entry.text.is_some() {
        return state.doc.target(article, suggestion.span);
    }
    suggestion.target.clone()
}

/// Turns the suggestion under the cursor down; remembered by its words and rule, so that it stays down.
pub fn dismiss(state: &mut State, now: Timestamp, effects: &mut Vec<Effect>) {
    let Some((article, n)) = subject(state) else { return };
    let Some(suggestion) = state.doc.suggestion(article, n).cloned() else { return };
    let Some(id) = state.doc.articles.get(article).map(|entry| entry.id.clone()) else { return };
    let made = commit::edit(&mut state.doc, Some(article), now, effects, |session, stamp| {
        let key = (id, suggestion.exact.clone(), suggestion.rule.to_string());
        if session.dismissed.contains_key(&key) {
            return None;
        }
        let after = Dismissed { by: stamp.by.clone(), at: stamp.at };
        let change = Change::Dismissed(Swap { id: key, before: None, after: Some(Arc::new(after)) });
        Some(Edit { what: DISMISS, changes: vec![change] })
    });
    tagging::tell(state, made);
}

/// The id of what dismisses a suggestion; the key is that of removing a claim.
const DISMISS: crate::command::CommandId = crate::command::CommandId::new("claim.dismiss");

/// Goes to the suggestion that an edit dismissed or brought back.
pub fn go_to_change(state: &mut State, edit: &Edit) {
    let key = edit.changes.iter().find_map(|change| match change {
        Change::Dismissed(swap) => Some(&swap.id),
        _ => None,
    });
    let Some((id, exact, rule)) = key else { return };
    let Some(article) = state.doc.article_index(id).filter(|_| state.lists.is_empty()) else { return };
    let suggested = state.doc.articles.get(article).and_then(|entry| entry.suggested.as_ref());
    let Some((n, span)) = suggested.and_then(|s| s.of_words(exact, rule)).map(|(n, s)| (n, s.span)) else {
        return;
    };
    state.leave_selection();
    state.go_to(article, Some(span.start));
    state.reader.suggesting.chosen = Some(Chosen { article, n, cursor: state.cursor() });
}

/// Switches suggestions on or off.
pub fn toggle(state: &mut State) {
    let suggesting = &mut state.reader.suggesting;
    suggesting.is_on = !suggesting.is_on;
    suggesting.chosen = None;
    state.say(if state.reader.suggesting.is_on { "suggestions are shown" } else { "suggestions are hidden" });
}

/// Asks for the suggestions of the articles on screen, then one by one for those of the others.
pub fn ask(state: &mut State, effects: &mut Vec<Effect>) {
    if !state.reader.suggesting.is_on || state.layout.panes.is_empty() {
        return;
    }
    let mut all_shown = true;
    for pane in &state.layout.panes {
        let Some(entry) = state.doc.articles.get_mut(pane.article) else { continue };
        all_shown &= entry.suggested.is_some() || !entry.state.may_be_searched();
        if !entry.suggest_asked && entry.is_whole() {
            entry.suggest_asked = true;
            effects.push(Effect::Suggest { article: pane.article, text: entry.shared() });
        }
    }
    // A large folder is not read through unasked: there an article is looked through once it is on screen.
    let is_large = state.doc.articles.len() > MOST_UNSEEN;
    if !all_shown || is_large || state.reader.suggesting.waits_for.is_some() {
        return;
    }
    while state.reader.suggesting.next < state.doc.articles.len() {
        let article = state.reader.suggesting.next;
        state.reader.suggesting.next += 1;
        let Some(entry) = state.doc.articles.get_mut(article) else { return };
        if !entry.suggest_asked && entry.state.may_be_searched() {
            entry.suggest_asked = true;
            let text = entry.shared().filter(|_| entry.is_whole());
            effects.push(Effect::Suggest { article, text });
            state.reader.suggesting.waits_for = Some(article);
            return;
        }
    }
}

/// Takes up what the rules found in an article; `bytes` is the length of the text they read.
pub fn arrived(state: &mut State, article: usize, bytes: usize, found: Vec<Suggestion>) {
    let suggesting = &mut state.reader.suggesting;
    suggesting.waits_for = suggesting.waits_for.filter(|waited| *waited != article);
    // The text came in the meantime: what was read from disk is asked for again.
    let Some(entry) = state.doc.articles.get_mut(article) else { return };
    if entry.is_whole() && entry.words().len() != bytes {
        entry.suggest_asked = false;
        return;
    }
    state.doc.suggestions_arrived(article, found);
}

/// Takes note that an article's text arrived anew: what was found in another one no longer holds.
pub fn text_arrived(state: &mut State, article: usize) {
    let Some(entry) = state.doc.articles.get_mut(article) else { return };
    let fits = |s: &Suggestion| s.span.of(entry.words()) == s.exact;
    let holds = entry.suggested.as_ref().is_some_and(|suggested| suggested.all().iter().all(fits));
    if holds {
        // Its claims are known by their bytes now.
        let found = entry.suggested.take().map(super::Suggested::into_all).unwrap_or_default();
        state.doc.suggestions_arrived(article, found);
        return;
    }
    entry.suggested = None;
    entry.suggest_asked = false;
    state.reader.suggesting.next = state.reader.suggesting.next.min(article);
}
