//! Search as typed: in this article first, then in the rest.
//!
//! **Invariant:** a hit is where the query's words stand in the article as it is; hits of an older query are never
//! shown for a newer one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::panes::Panes;
use super::place::Place;
use super::selection::Selection;
use crate::app::msg::Effect;
use crate::app::state::State;
use crate::command::Find;
use crate::text::Span;
use crate::text::find::{FormatCharacters, Query};

/// Texts up to this many bytes are searched between two keys (5 articles of 5 kB take well under 1 ms); others
/// in a worker.
const AT_ONCE: usize = 256 * 1024;

/// How many articles are searched between two keys.
const ARTICLES_AT_ONCE: usize = 32;

/// The most hits kept of one article.
pub const MAX_HITS: usize = 10_000;

/// What is looked for, and where it stands.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Which search this is; each change of the query is a new one.
    pub id: u64,
    /// The words as typed.
    pub typed: String,
    /// The places found, by article.
    pub hits: BTreeMap<usize, Vec<Span>>,
    /// The hit under the cursor.
    pub current: Option<Hit>,
    /// Whether a worker is still at it.
    pub running: bool,
    /// Where the cursor was when the search was opened.
    origin: Option<Origin>,
    /// Whether the cursor goes to the first hit as soon as there is one.
    awaits_hit: bool,
}

/// One place found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The article's place in the list.
    pub article: usize,
    /// The words, bytes.
    pub span: Span,
}

#[derive(Debug, Clone)]
struct Origin {
    place: Place,
    top: usize,
    panes: Panes,
    selection: Option<Selection>,
}

impl Search {
    /// Returns how many hits there are, and in how many articles.
    pub fn counts(&self) -> (usize, usize) {
        (self.hits.values().map(Vec::len).sum(), self.hits.len())
    }

    /// Says in words what was found: "6 in 5".
    pub fn words(&self) -> String {
        let (hits, articles) = self.counts();
        let more = if self.running { " …" } else { "" };
        // Of an article with very many hits only the first are kept: the number is then a least one.
        let least = if self.hits.values().any(|hits| hits.len() >= MAX_HITS) { "over " } else { "" };
        format!("{least}{hits} in {articles}{more}")
    }

    /// Returns which of all hits the current one is, from 1.
    fn place_of_current(&self) -> Option<usize> {
        let current = self.current?;
        let before: usize = self.hits.range(..current.article).map(|(_, hits)| hits.len()).sum();
        let own = self.hits.get(&current.article)?.iter().position(|span| *span == current.span)?;
        Some(before + own + 1)
    }

    /// Returns the hits of one article that share a byte with `range`.
    pub fn meeting(&self, article: usize, range: Span) -> &[Span] {
        let hits = self.hits.get(&article).map_or(&[][..], Vec::as_slice);
        let from = hits.partition_point(|hit| hit.end <= range.start);
        let to = hits.partition_point(|hit| hit.start < range.end);
        hits.get(from..to).unwrap_or(&[])
    }

    /// Returns the hit that `command` goes to from a place, wrapping around all articles.
    fn step(&self, from: Place, command: Find) -> Option<Hit> {
        let after =
            |cursor: usize| self.hits.get(&from.article).and_then(|h| h.iter().find(|s| s.start > cursor));
        let before =
            |cursor: usize| self.hits.get(&from.article).and_then(|h| h.iter().rfind(|s| s.end <= cursor));
        let here = |span: &Span| Hit { article: from.article, span: *span };
        if command == Find::Previous {
            before(from.cursor).map(here).or_else(|| {
                let (article, hits) =
                    self.hits.range(..from.article).next_back().or_else(|| self.hits.iter().next_back())?;
                Some(Hit { article: *article, span: *hits.last()? })
            })
        } else {
            after(from.cursor).map(here).or_else(|| self.first_after(from.article))
        }
    }

    /// Returns the first hit of the articles after this one, wrapping around to it.
    fn first_after(&self, article: usize) -> Option<Hit> {
        let (article, hits) = self.hits.range(article + 1..).next().or_else(|| self.hits.iter().next())?;
        Some(Hit { article: *article, span: *hits.first()? })
    }

    /// Returns the hit that a new search shows: in this article from the cursor on, else from its start, else in
    /// the articles after it.
    fn first_from(&self, place: Place) -> Option<Hit> {
        let own = self.hits.get(&place.article);
        let here = own.and_then(|hits| hits.iter().find(|s| s.end > place.cursor).or_else(|| hits.first()));
        here.map(|span| Hit { article: place.article, span: *span })
            .or_else(|| self.first_after(place.article))
    }
}

/// Remembers where the cursor is, for as long as the search prompt is open.
pub fn open(state: &mut State) {
    let article = state.reader.panes.focus;
    let top = state.place_mut(article).top;
    state.reader.search.origin = Some(Origin {
        place: Place { article, cursor: state.cursor() },
        top,
        panes: state.reader.panes.clone(),
        selection: state.reader.selection.clone(),
    });
}

/// Looks for what is typed now.
pub fn typed(state: &mut State, typed: &str, effects: &mut Vec<Effect>) {
    let search = &mut state.reader.search;
    search.id += 1;
    search.hits.clear();
    search.current = None;
    typed.clone_into(&mut search.typed);
    let id = search.id;
    let query = Query::new(typed);
    search.running = false;
    search.awaits_hit = query.is_some();
    return_to_origin(state);
    let Some(query) = query else { return };
    let mut later = Vec::new();
    for (n, article) in order(state).into_iter().enumerate() {
        let Some(entry) = state.doc.articles.get(article) else { continue };
        if !entry.state.may_be_searched() {
            continue;
        }
        let at_hand = entry.is_whole() && entry.words().len() <= AT_ONCE && n < ARTICLES_AT_ONCE;
        if at_hand {
            let hits = find_all(&query, entry.words());
            if !hits.is_empty() {
                state.reader.search.hits.insert(article, hits);
            }
        } else {
            later.push(article);
        }
    }
    if !later.is_empty() {
        let whole = |n: &&usize| {
            state.doc.articles.get(**n).is_some_and(super::super::articles::ArticleEntry::is_whole)
        };
        let texts = later
            .iter()
            .filter(whole)
            .filter_map(|n| Some((*n, state.doc.articles.get(*n)?.shared()?)))
            .collect();
        state.reader.search.running = true;
        effects.push(Effect::Search { search: id, query: Arc::new(query), order: later, texts });
    }
    show_first(state);
}

/// Returns all hits of a query in a text, as many as are kept.
pub fn find_all(query: &Query, text: &str) -> Vec<Span> {
    let within = Span { start: 0, end: text.len() };
    query.all(text, within, FormatCharacters::of(text)).take(MAX_HITS).collect()
}

/// Takes up what a worker found.
pub fn found(state: &mut State, id: u64, article: usize, hits: Vec<Span>) {
    if state.reader.search.id != id || hits.is_empty() {
        return;
    }
    state.reader.search.hits.insert(article, hits);
    show_first(state);
}

/// Notes that a worker has been through all articles.
pub fn ended(state: &mut State, id: u64) {
    if state.reader.search.id == id {
        state.reader.search.running = false;
        show_first(state);
    }
}

/// Keeps the hit that is shown; returns whether there is one, or one may still come.
pub fn keep(state: &mut State) -> bool {
    let search = &mut state.reader.search;
    if search.current.is_none() && !search.running && !search.typed.trim().is_empty() {
        return false;
    }
    if let Some(origin) = search.origin.take()
        && search.current.is_some()
    {
        state.jumps.push(origin.place);
    }
    true
}

/// Goes back to where the search was opened; what was typed is kept for the next time.
pub fn drop(state: &mut State) {
    return_to_origin(state);
    let search = &mut state.reader.search;
    search.origin = None;
    search.current = None;
    search.awaits_hit = false;
    search.hits.clear();
    search.id += 1;
    search.running = false;
}

/// Goes to the next or previous hit, across articles.
pub fn step(state: &mut State, command: Find) {
    let from = Place { article: state.reader.panes.focus, cursor: state.cursor() };
    if let Some(hit) = state.reader.search.step(from, command) {
        if state.reader.panes.focus != hit.article {
            state.remember();
        }
        let wraps = match command {
            Find::Previous => (hit.article, hit.span.start) > (from.article, from.cursor),
            _ => (hit.article, hit.span.start) <= (from.article, from.cursor),
        };
        show(state, hit);
        let search = &state.reader.search;
        let place = search.place_of_current().map_or_else(String::new, |n| format!("hit {n} of "));
        let around = match (wraps, command) {
            (false, _) => "",
            (true, Find::Previous) => " · on from the last",
            (true, _) => " · on from the first",
        };
        let words = format!("{place}{}{around}", search.words());
        state.say(words);
    }
}

/// The first hit is shown once; after that the cursor is the analyst's.
fn show_first(state: &mut State) {
    let search = &state.reader.search;
    if !search.awaits_hit {
        return;
    }
    let here = Place { article: state.reader.panes.focus, cursor: state.cursor() };
    let from = search.origin.as_ref().map_or(here, |origin| origin.place);
    // A hit in this article comes first, so a worker that is not through with it is waited for.
    let own = search.hits.contains_key(&from.article);
    if let Some(hit) = search.first_from(from)
        && (own || !search.running || is_searched(state, from.article))
    {
        state.reader.search.awaits_hit = false;
        show(state, hit);
    }
}

fn is_searched(state: &State, article: usize) -> bool {
    state.doc.articles.get(article).is_some_and(|e| e.is_whole() && e.words().len() <= AT_ONCE)
}

fn show(state: &mut State, hit: Hit) {
    state.go_to(hit.article, Some(hit.span.start));
    state.reader.search.current = Some(hit);
}

fn return_to_origin(state: &mut State) {
    let Some(origin) = state.reader.search.origin.clone() else { return };
    state.reader.panes = origin.panes;
    state.reader.selection = origin.selection;
    let place = state.place_mut(origin.place.article);
    place.cursor = origin.place.cursor;
    place.top = origin.top;
    if let Some(selection) = state.reader.selection.as_mut() {
        selection.move_head(origin.place.cursor);
    }
}

/// The articles in the order of searching: the focus, those after it, those before it.
fn order(state: &State) -> Vec<usize> {
    let (focus, n) = (state.reader.panes.focus, state.doc.articles.len());
    (focus..n).chain(0..focus).collect()
}
