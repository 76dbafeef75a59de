//! What a message changes and what is to be done outside.
//!
//! **Invariant:** no I/O, no clock, no panic; ends by filling the layout, so that drawing only reads.

use jiff::Timestamp;

use super::articles::{ArticleState, Asked};
use super::commit;
use super::copies;
use super::doc::Saved;
use super::echoes;
use super::input;
use super::layout;
use super::msg::{Effect, Msg};
use super::programs;
use super::reader::{counterparts, search};
use super::state::State;
use super::suggestions;
use super::take_over;
use super::view::{self, ListKind};
use crate::text::wrap::Effort;

/// Takes one message at the time `now`; returns what is to be done outside, in order.
pub fn update(state: &mut State, msg: Msg, now: Timestamp) -> Vec<Effect> {
    let mut effects = Vec::new();
    // The log, the session file and every report count in whole seconds.
    let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
    state.effort = Effort::default();
    match msg {
        Msg::Key(key) => {
            state.notice = None;
            input::key(state, key, now, &mut effects);
        }
        Msg::Paste(text) => {
            state.notice = None;
            input::paste(state, &text, &mut effects);
        }
        Msg::Resize(columns, rows) => resize(state, (columns, rows)),
        Msg::Resumed => {}
        Msg::Text { article, text } => text_arrived(state, article, text, &mut effects),
        Msg::Checked { article, found } => checked(state, article, found),
        Msg::LockFree => take_over::offer(state),
        Msg::Samples { article, found } => view::encodings::arrived(state, article, found),
        Msg::Kept { article, result } => kept(state, article, result, now, &mut effects),
        Msg::KeptText { article, text } => view::changes::old_text_arrived(state, article, text),
        Msg::Suggested { article, bytes, found } => {
            suggestions::act::arrived(state, article, bytes, found);
            programs::merge(state, article);
        }
        Msg::Programmed { program, article, text, result } => {
            programs::arrived(state, (program, article), &text, result);
        }
        Msg::Hits { search: id, article, hits } => search::found(state, id, article, hits),
        Msg::Searched(id) => search::ended(state, id),
        Msg::Saved { seq, at } => saved(state, seq, at),
        Msg::SaveFailed { reason, hint } => save_failed(state, reason, hint),
        Msg::Checkpointed { seq, file, path } => {
            if state.notice.as_ref().is_some_and(|notice| notice.text.starts_with("saving the session")) {
                state.say(format!("saved in {path}"));
            }
            commit::checkpointed(&mut state.doc, seq, file, now, &mut effects);
        }
        Msg::Older { entries, more } => {
            state.doc.history.older(entries);
            state.doc.older = more;
        }
        Msg::Echoes(found) => echoes::arrived(state, found),
        Msg::WriteUp(text) => view::write_up::arrived(state, text),
        Msg::Written(result) => view::write_up::written(state, result, now, &mut effects),
        Msg::Notice(text) if text.is_empty() => {}
        Msg::Notice(text) => state.warn(text),
        Msg::Terminate => effects.push(Effect::Quit),
    }
    view::write_up::refresh(state, now, &mut effects);
    suggestions::proposed::refresh(state);
    suggestions::proposed::refresh_rows(state);
    suggestions::order::refresh(state);
    view::refresh(state);
    counterparts::follow(state);
    suggestions::inspect::refresh(state);
    layout::fill(state);
    ask_for_texts(state, &mut effects);
    suggestions::act::ask(state, &mut effects);
    programs::run(state, &mut effects);
    programs::ask(state);
    ask_for_echoes(state, &mut effects);
    view::history::ask_older(state, &mut effects);
    effects
}

fn resize(state: &mut State, size: (u16, u16)) {
    state.size = size;
    if layout::is_too_small(state) {
        return;
    }
    let (focus, articles) = (state.reader.panes.focus, state.doc.articles.len());
    state.reader.panes.show(focus, size.0, articles);
    // A pane keeps the byte that its first row begins with; only the cursor's row may have to come back.
    for pane in std::mem::take(&mut state.layout.panes) {
        if pane.article == focus && pane.cursor.is_some() {
            state.show_cursor(focus);
        }
    }
}

fn text_arrived(
    state: &mut State,
    article: usize,
    text: Result<super::msg::TextPart, String>,
    effects: &mut Vec<Effect>,
) {
    let part = match text {
        Ok(part) => part,
        Err(why) => {
            if let Some(entry) = state.doc.articles.get_mut(article) {
                entry.state = ArticleState::Unreadable(why, "");
            }
            return;
        }
    };
    let whole = part.whole.is_some();
    // A short article comes whole at once and a second time from the worker.
    let again =
        state.doc.articles.get(article).is_some_and(|entry| entry.is_whole() && whole && same(entry, &part));
    if again {
        return;
    }
    state.doc.text_arrived(article, part);
    if whole && state.doc.articles.get(article).is_some_and(|entry| entry.state == ArticleState::Changed) {
        let words = super::status::articles_off(state);
        state.warn(words);
    }
    if whole {
        view::encodings::read_anew(state, article, effects);
        suggestions::act::text_arrived(state, article);
    }
    state.place_mut(article).rows.clear();
    if state.place_mut(article).awaits && article == state.reader.panes.focus {
        let chosen = state.reader.chosen.clone();
        let claim = chosen.as_ref().and_then(|id| state.doc.session.claims.get(id));
        let place = claim.and_then(|claim| state.doc.place_of(claim)).filter(|(n, _)| *n == article);
        let cursor = place.map_or_else(|| state.cursor(), |(_, span)| span.start);
        state.move_cursor(cursor);
        state.reader.chosen = chosen;
    }
    // A session cut off between a claim and its article's facts is made whole here.
    if whole {
        copies::keep(&state.doc, article, effects);
    }
}

/// Says whether a text is the one at hand.
fn same(entry: &super::articles::ArticleEntry, part: &super::msg::TextPart) -> bool {
    entry.text.as_ref().is_some_and(|known| known.whole == part.whole)
}

fn kept(
    state: &mut State,
    article: usize,
    result: Result<(), String>,
    now: Timestamp,
    effects: &mut Vec<Effect>,
) {
    let facts =
        state.doc.articles.get(article).and_then(|e| e.text.as_ref()).and_then(|part| part.whole.clone());
    if let Some(facts) = facts {
        commit::facts_known(&mut state.doc, article, &facts, now, effects);
    }
    if let Err(why) = result {
        state.warn(format!("article {} was not copied beside the session: {why}", article + 1));
    }
}

fn saved(state: &mut State, seq: u64, at: Timestamp) {
    state.doc.saved_seq = state.doc.saved_seq.max(seq);
    if seq >= state.doc.last_edit_seq {
        state.doc.saved = Saved::At(at);
    } else if matches!(state.doc.saved, Saved::Failed { .. }) {
        state.doc.saved = Saved::Saving;
    }
}

/// Says once in full why nothing is written; the first row goes on saying it in short.
fn save_failed(state: &mut State, reason: String, hint: String) {
    if !matches!(state.doc.saved, Saved::Failed { .. }) {
        state.warn(format!("not saved: {reason}; {hint}"));
    }
    state.doc.saved = Saved::Failed { reason, hint };
}

/// Takes up the hash of a cited article that is not on screen.
fn checked(state: &mut State, article: usize, found: Result<String, String>) {
    let Some(entry) = state.doc.articles.get_mut(article) else { return };
    let stored = state.doc.session.articles.get(&entry.id).and_then(|known| known.sha256.as_ref());
    // What is on screen by now was compared when its text arrived.
    if entry.is_whole() {
        return;
    }
    entry.state = match (found, stored, &entry.state) {
        (Err(why), _, _) => ArticleState::Unreadable(why, ""),
        (Ok(hash), Some(stored), ArticleState::Moved) if hash == *stored => ArticleState::Moved,
        (Ok(hash), Some(stored), _) if hash == *stored => ArticleState::Same,
        (Ok(_), Some(_), _) => ArticleState::Changed,
        (Ok(_), None, state) => state.clone(),
    };
    if matches!(entry.state, ArticleState::Changed | ArticleState::Unreadable(..)) {
        let words = super::status::articles_off(state);
        state.warn(words);
    }
}

/// Asks for the texts of the panes on screen that were not asked for yet; at first the part that fills a screen.
fn ask_for_texts(state: &mut State, effects: &mut Vec<Effect>) {
    let first_frame = state.layout.panes.iter().any(|_| !state.checks_asked);
    for pane in &state.layout.panes {
        let Some(entry) = state.doc.articles.get_mut(pane.article) else { continue };
        if entry.asked == Asked::Nothing && entry.state.may_be_read() {
            entry.asked = Asked::Whole;
            if entry.text.is_none() {
                effects.push(Effect::ReadFirst(pane.article));
            }
            effects.push(Effect::ReadWhole(pane.article));
        }
    }
    // Hits are shown with the words around them: what is listed is read, and no more than that.
    if let Some(list) = state.lists.last().filter(|list| list.kind == ListKind::Hits) {
        for article in view::hits::on_screen(list, view::list_height(state)) {
            let Some(entry) = state.doc.articles.get_mut(article) else { continue };
            if entry.asked == Asked::Nothing && entry.state.may_be_read() {
                entry.asked = Asked::Whole;
                effects.push(Effect::ReadWhole(article));
            }
        }
    }
    if first_frame {
        state.checks_asked = true;
        // Visible articles come first, then the cited ones, in one queue.
        for (article, entry) in state.doc.articles.iter().enumerate() {
            if entry.asked == Asked::Nothing
                && matches!(
                    entry.state,
                    ArticleState::Unchecked | ArticleState::Moved | ArticleState::Outside
                )
            {
                effects.push(Effect::Check(article));
            }
        }
    }
}

/// Asks once for the articles to be compared with each other, when all on screen are read; those come first.
fn ask_for_echoes(state: &mut State, effects: &mut Vec<Effect>) {
    let articles = &state.doc.articles;
    let waits = |n: usize| articles.get(n).is_some_and(|e| e.state.may_be_read() && !e.is_whole());
    // A large folder is not read through unasked: opening it costs what is on screen.
    let asked = state.lists.last().is_some_and(|list| list.kind == ListKind::Echoes);
    if articles.len() > echoes::UNASKED && !asked {
        return;
    }
    if state.echoes_asked || articles.len() < 2 || state.layout.panes.is_empty() {
        return;
    }
    let shown: Vec<usize> = state.layout.panes.iter().map(|pane| pane.article).collect();
    if shown.iter().any(|n| waits(*n)) {
        return;
    }
    state.echoes_asked = true;
    let rest = (0..articles.len()).filter(|n| !shown.contains(n));
    let may = |n: &usize| articles.get(*n).is_some_and(|entry| entry.state.may_be_searched());
    let mut order: Vec<usize> = shown.iter().copied().chain(rest).filter(may).collect();
    let left_out = order.len().saturating_sub(echoes::MOST_ARTICLES);
    order.truncate(echoes::MOST_ARTICLES);
    let at_hand = |n: &usize| {
        let entry = articles.get(*n).filter(|entry| entry.is_whole())?;
        Some((*n, entry.shared()?))
    };
    let texts = order.iter().filter_map(at_hand).collect();
    let shown = order.iter().filter(|n| shown.contains(n)).count();
    effects.push(Effect::Echoes { order, shown, texts, left_out });
}
