//! Going from suggestion to suggestion, and taking or dismissing the one under the cursor.
//!
//! **Invariant:** each is one undo step; what cannot be made says why and leaves the suggestion open.

use jiff::Timestamp;

use super::draft::Draft;
use super::order::{self, Order};
use super::{Chosen, Spot, Suggestion, batch};
use crate::app::commit;
use crate::app::msg::Effect;
use crate::app::reader::{Subject, tagging};
use crate::app::state::State;
use crate::app::status::count;
use crate::app::view::{Entry, ListKind, ListView, ledger};
use crate::command::{App, ClaimCommand, Command};
use crate::model::{Change, ClaimId, Edit, TagId, Target};

/// Of so many articles all are read for suggestions unasked; of more only those that come on screen.
pub const MOST_UNSEEN: usize = 200;

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

/// Says whether accepting acts on suggestions here: on the one that is the subject, or on several of a list.
pub fn takes(state: &State, command: ClaimCommand) -> bool {
    if command == ClaimCommand::AcceptAndNext && state.lists.is_empty() {
        return true;
    }
    let several = |list: &ListView| {
        list.kind == ListKind::Making
            || batch::are_several(list)
            || matches!(list.entry(), Some(Entry::Proposed(_)))
    };
    subject(state).is_some() || state.lists.last().is_some_and(several)
}

/// Goes to the next or previous suggestion, across articles, starting over after the last.
pub fn step(state: &mut State, command: ClaimCommand) {
    let back = command == ClaimCommand::SuggestionPrevious;
    if let Some(why) = order::none_waits(state) {
        state.say(why);
    } else if let Some((article, n)) = neighbour(state, back) {
        state.remember();
        go(state, article, n);
    }
}

/// Lists the suggestions, at the one under the cursor.
pub fn list(state: &mut State) {
    state.lists.push(match subject(state) {
        Some((article, n)) => ListView::at(ListKind::Suggestions, Entry::Suggestion { article, n }),
        None => ListView::new(ListKind::Suggestions),
    });
    if !state.reader.suggesting.is_on {
        let why = order::none_waits(state).unwrap_or_default();
        state.say(why);
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
    if let Some((_, ranked)) = state.reader.suggesting.ranked.as_ref().filter(|_| by_importance(state)) {
        return ranked_neighbour(state, ranked, back).map(|spot| (spot.article, spot.n));
    }
    let articles = &state.doc.articles;
    let (focus, count) = (state.reader.panes.focus, articles.len());
    let of = |article: usize| articles.get(article)?.suggested.as_ref();
    let here = of(focus).map_or(0, |suggested| match last_gone_to(state) {
        Some(n) => n + usize::from(!back),
        None => suggested.from_byte(state.cursor()),
    });
    let kind = &state.reader.suggesting.kind;
    let found = |article: usize, from: usize| {
        let suggested = of(article)?;
        let n = if back { suggested.previous(from, kind) } else { suggested.next(from, kind) };
        n.map(|n| (article, n))
    };
    let others =
        (1..=count).map(|step| if back { (focus + count - step) % count } else { (focus + step) % count });
    let edge = if back { usize::MAX } else { 0 };
    found(focus, here).or_else(|| others.into_iter().find_map(|article| found(article, edge)))
}

fn by_importance(state: &State) -> bool {
    state.reader.suggesting.order == Order::Importance
}

/// Returns the suggestion of the article in focus that was gone to last, open or not, while the cursor stays. One that
/// the cursor came to by itself is the next one to go to.
fn last_gone_to(state: &State) -> Option<usize> {
    let (focus, cursor) = (state.reader.panes.focus, state.cursor());
    let chosen = state.reader.suggesting.chosen.filter(|c| c.article == focus && c.cursor == cursor);
    chosen.map(|chosen| chosen.n)
}

/// By importance the walk goes on from the one gone to last, and begins with the gravest. The ranks may be those
/// before the last edit: what is no longer open is passed over.
fn ranked_neighbour(state: &State, ranked: &[Spot], back: bool) -> Option<Spot> {
    let rank_of = |spot: Spot| {
        let all = state.doc.articles.get(spot.article)?.suggested.as_ref()?.all();
        Some(order::rank(state, spot, all.get(spot.n)?))
    };
    let open = |spot: &&Spot| state.doc.suggestion(spot.article, spot.n).is_some();
    let here = last_gone_to(state).and_then(|n| rank_of(Spot { article: state.reader.panes.focus, n }));
    let is_before = |spot: &Spot| here.is_some_and(|here| rank_of(*spot).is_some_and(|rank| rank < here));
    let is_behind = |spot: &Spot| here.is_none_or(|here| rank_of(*spot).is_some_and(|rank| rank > here));
    let before = ranked.partition_point(is_before);
    let behind = ranked.partition_point(|spot| !is_behind(spot));
    let found = match back {
        true => ranked.get(..before)?.iter().rev().find(open).or_else(|| ranked.iter().rev().find(open)),
        false => ranked.get(behind..)?.iter().find(open).or_else(|| ranked.iter().find(open)),
    };
    found.copied()
}

/// Accepts what is under the cursor: one suggestion at once; of several it is shown first what will be made.
pub fn accept(state: &mut State, command: ClaimCommand, now: Timestamp, effects: &mut Vec<Effect>) {
    match state.lists.last() {
        Some(list) if list.kind == ListKind::Making => batch::make(state, now, effects),
        Some(list) if batch::are_several(list) => {
            let spots = batch::chosen(list);
            batch::open(state, spots, None);
        }
        Some(list) if matches!(list.entry(), Some(Entry::Proposed(_))) => ledger::proposed::accept(state),
        // There is nothing to accept yet: it goes on.
        None if subject(state).is_none() => step(state, ClaimCommand::SuggestionNext),
        _ => accept_one(state, command, None, now, effects),
    }
}

/// Makes a claim of the suggestion under the cursor, with its own tag or another one.
pub fn accept_one(
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
    let Some(id) = state.doc.articles.get(article).map(|entry| entry.id.clone()) else { return };
    batch::ask_whole(state, article, effects);
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
        state.reader.last_edited.clone_from(&made_id);
        after(state, command, made_id);
    }
}

/// The new claim is the subject, or the next suggestion where that was asked for.
fn after(state: &mut State, command: ClaimCommand, made: Option<ClaimId>) {
    // In a list the entry is gone and the next one takes its place.
    if let Some(list) = state.lists.last_mut() {
        let gone = batch::chosen(list);
        batch::go_on(list, &gone);
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

/// Returns what a claim of a suggestion would quote; none while its article is being read.
pub fn target(state: &State, article: usize, suggestion: &Suggestion) -> Option<Target> {
    let entry = state.doc.articles.get(article)?;
    if entry.text.is_some() {
        return state.doc.target(article, suggestion.span);
    }
    suggestion.target.clone()
}

/// Turns down what is under the cursor or marked; remembered by words and rule, so that it stays down. Before
/// accepting several, it is only left out.
pub fn dismiss(state: &mut State, now: Timestamp, effects: &mut Vec<Effect>) {
    let spots = match state.lists.last() {
        Some(list) if list.kind == ListKind::Making => return batch::leave_out(state),
        Some(list) => batch::chosen(list),
        None => subject(state).map(|(article, n)| Spot { article, n }).into_iter().collect(),
    };
    batch::dismiss(state, &spots, now, effects);
}

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
    let again = Command::from(App::ShowSuggestions).spec().words.first().copied().unwrap_or_default();
    state.say(if state.reader.suggesting.is_on {
        "suggestions are shown".to_owned()
    } else {
        format!("suggestions are hidden; :{again} shows them again")
    });
}

/// Returns how many articles the rules have not read yet.
pub fn unread(state: &State) -> usize {
    let waits = |entry: &&crate::app::articles::ArticleEntry| {
        entry.suggested.is_none() && entry.state.may_be_searched()
    };
    state.doc.articles.iter().filter(waits).count()
}

/// Says whether a person has to ask for the articles that were never on screen to be read.
pub fn rest_waits(state: &State) -> bool {
    let suggesting = &state.reader.suggesting;
    suggesting.is_on && !suggesting.rest_asked && state.doc.articles.len() > MOST_UNSEEN && unread(state) > 0
}

/// Lets the rules read all of a large folder.
pub fn ask_rest(state: &mut State) {
    state.reader.suggesting.rest_asked = true;
    let n = unread(state);
    state.say(format!("reading {} for suggestions; they are listed as they are found", count(n, "article")));
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
    let is_large = state.doc.articles.len() > MOST_UNSEEN && !state.reader.suggesting.rest_asked;
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
