//! The list of suggestions, grouped by the question that they answer, by importance, or by place.
//!
//! **Invariant:** lists only what waits for a person; what would be made is shown before it is made.

use super::{Entry, ListKind, ListView};
use crate::app::piece::{Line, piece};
use crate::app::state::State;
use crate::app::status::count;
use crate::app::suggestions::order::{self, Order};
use crate::app::suggestions::plan::{Group, Plan};
use crate::app::suggestions::{Spot, Suggestion, act, draft, inspect};
use crate::command::{App, ClaimCommand, Command, Find, Select};
use crate::model::Hue;
use crate::text::width;
use crate::theme::Role;

/// Returns the suggestions that wait, in the order that was chosen; first what was not read yet.
pub fn entries(state: &State) -> Vec<Entry> {
    let mut entries = Vec::new();
    if !state.reader.suggesting.is_on {
        return entries;
    }
    entries.extend(act::rest_waits(state).then_some(Entry::Unread));
    match state.reader.suggesting.order {
        Order::Importance => entries.extend(order::by_importance(state).into_iter().map(entry)),
        Order::Place => entries.extend(order::by_place(state).map(|(spot, _)| entry(spot))),
        Order::Question => {
            let spots: Vec<Spot> = order::by_place(state).map(|(spot, _)| spot).collect();
            let mut plan = Plan::of(&state.doc, &spots, None, false);
            plan.sort(&state.doc);
            for group in &plan.groups {
                entries.push(Entry::Group(named(group)));
                entries.extend(group.spots.iter().copied().map(entry));
            }
        }
    }
    entries
}

/// Returns the entry of a suggestion.
pub fn entry(spot: Spot) -> Entry {
    Entry::Suggestion { article: spot.article, n: spot.n }
}

/// Names a group: its question, whether that is new, and how many suggestions of how many articles.
pub fn named(group: &Group) -> String {
    let mut articles: Vec<usize> = group.spots.iter().map(|spot| spot.article).collect();
    articles.dedup();
    let new = if group.is_new { ", new" } else { "" };
    let n = group.spots.len();
    match articles.len() {
        1 => format!("{}{new} · {n}", group.words),
        articles => format!("{}{new} · {n} in {articles} articles", group.words),
    }
}

/// Returns what the list hangs on beside session and arrivals: order, kind, what waits to be read.
pub fn hangs_on(state: &State) -> usize {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let suggesting = &state.reader.suggesting;
    let mut hasher = DefaultHasher::new();
    (suggesting.is_on, suggesting.order, &suggesting.kind, act::rest_waits(state)).hash(&mut hasher);
    usize::try_from(hasher.finish() >> 1).unwrap_or(usize::MAX)
}

/// Returns how many arrivals of suggestions a list was made for: a long one is not made anew for each while a large
/// folder is being read.
pub fn arrivals(state: &State, list: &ListView) -> u64 {
    let is_reading = state.reader.suggesting.waits_for.is_some();
    let step = match list.kind {
        ListKind::Suggestions | ListKind::Ledger if is_reading => (list.entries.len() / 50).max(1) as u64,
        _ => 1,
    };
    state.doc.suggested / step * step
}

/// Returns the heading.
pub fn heading(state: &State) -> Line {
    let (label, question) = columns(state);
    let suggesting = &state.reader.suggesting;
    let kind = suggesting.kind.word().map_or_else(String::new, |word| format!(" ({word} only)"));
    let mut words = format!("    {}", width::pad(&format!("suggested{kind}"), label));
    if question > 0 {
        words.push_str(&format!(" {}", width::pad("question", question)));
    }
    words.push_str(" article, words");
    vec![piece(Role::Heading, words), piece(Role::Dim, progress(state))]
}

/// How far a large folder was read.
fn progress(state: &State) -> String {
    let (unread, all) = (act::unread(state), state.doc.articles.len());
    match unread {
        0 => String::new(),
        _ => format!("   {} of {} read", all - unread, count(all, "article")),
    }
}

/// The columns of label and question; grouped by question it needs no column.
fn columns(state: &State) -> (usize, usize) {
    let columns = usize::from(state.size.0);
    let question = match state.reader.suggesting.order {
        Order::Question => 0,
        Order::Importance | Order::Place => (columns / 5).clamp(8, 26),
    };
    ((columns * 2 / 5).clamp(14, 44), question)
}

/// Returns a suggestion's line: letter, what it would be, question, article, words.
pub fn line(state: &State, article: usize, n: usize) -> Line {
    let Some(suggestion) = state.doc.suggestion(article, n) else { return Vec::new() };
    let (letter, hue) = letter(state, suggestion);
    let (label, question) = columns(state);
    let fit = |words: &str, room: usize| width::pad(&width::clip_end(words, room), room);
    let mut line = vec![
        piece(Role::GutterLetter(hue), format!(" {letter}")),
        piece(Role::GutterState, "? "),
        piece(Role::Label, fit(&inspect::short_label(state, suggestion), label)),
    ];
    if question > 0 {
        line.push(piece(Role::Dim, format!(" {}", fit(&suggestion.question, question))));
    }
    line.push(piece(Role::Text, format!(" {} ", place(state, article))));
    line.push(piece(Role::Quote, format!("“{}”", suggestion.exact)));
    line
}

/// Returns the line that stands for the articles that were not read.
pub fn unread_line(state: &State) -> Line {
    let open = state.key_of(App::Open.into());
    let words = format!(" ▸  {} not read for suggestions yet", count(act::unread(state), "article"));
    vec![piece(Role::Notice, words), piece(Role::Dim, format!("   {open} reads them"))]
}

/// Returns what is said of the articles that were not read.
pub fn unread_detail(state: &State) -> Vec<Line> {
    let words = format!(
        "a folder of over {} articles is read only as far as it was on screen, until you ask for the rest",
        act::MOST_UNSEEN
    );
    let columns = usize::from(state.size.0.saturating_sub(2));
    crate::app::piece::wrapped("", Role::Dim, &words, columns, 2)
}

/// Returns how many rows below the list say what would be made, on a screen of so many rows.
pub fn detail_rows(rows: usize) -> usize {
    if rows >= 24 { 5 } else { 2 }
}

/// Returns what is said of a suggestion below the list.
pub fn detail(state: &State) -> Vec<Line> {
    let columns = usize::from(state.size.0.saturating_sub(2));
    let rows = detail_rows(usize::from(state.size.1));
    let mut lines = inspect::lines(state, columns, rows);
    if rows > 4 {
        return lines;
    }
    // Two rows: what it would be with its chain, and under which question by which rule.
    let rule = lines.pop().unwrap_or_default();
    let under = lines.pop().unwrap_or_default();
    let says = lines.pop().unwrap_or_default();
    let first: Line = lines.pop().unwrap_or_default().into_iter().take(2).collect();
    let join = |left: Line, right: Line| {
        let gap = vec![piece(Role::Text, "   ")];
        [left, gap, right].concat()
    };
    vec![join(first, says), join(under, rule)]
}

/// Returns what is said of a group below the list.
pub fn group_detail(state: &State) -> Vec<Line> {
    let (accept, mark) = (state.key_of(ClaimCommand::Accept.into()), state.key_of(Select::Mark.into()));
    let dismiss = state.key_of(ClaimCommand::Remove.into());
    let words = format!(
        "{mark} marks all of this question, {accept} shows what accepting them makes, {dismiss} dismisses them"
    );
    let columns = usize::from(state.size.0.saturating_sub(2));
    crate::app::piece::wrapped("", Role::Dim, &words, columns, 2)
}

/// Returns the keys of the last row.
pub fn hints() -> Vec<(Command, &'static str)> {
    vec![
        (ClaimCommand::Accept.into(), "accept"),
        (ClaimCommand::Remove.into(), "dismiss"),
        (Select::Mark.into(), "mark"),
        (App::Open.into(), "go there"),
        (App::Sort.into(), "order"),
        (App::SuggestionKind.into(), "kind"),
        (Find::Open.into(), "filter"),
        (App::StepBack.into(), "back"),
    ]
}

fn letter(state: &State, suggestion: &Suggestion) -> (char, Hue) {
    let tag = draft::tag_of(&state.doc.session, suggestion);
    let tag = tag.and_then(|id| state.doc.session.tags.get(&id));
    tag.map_or(('·', Hue::default()), |tag| (tag.glyph, tag.hue))
}

fn place(state: &State, article: usize) -> String {
    let short = state.doc.articles.get(article).map_or("", |entry| entry.short.as_str());
    format!("{} {}", article + 1, width::clip_end(short, if state.size.0 < 100 { 6 } else { 14 }))
}
