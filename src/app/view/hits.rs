//! Search hits as key words in context.
//!
//! **Invariant:** what is shown of a hit are the article's own words around it, on one row.

use super::{Entry, ListView};
use crate::app::piece::{Line, piece};
use crate::app::reader::search::Hit;
use crate::app::state::State;
use crate::text::{Span, width};
use crate::theme::Role;

/// The most hits listed.
const MOST: usize = 10_000;

/// Bytes of context that are looked at on each side: more than the widest screen shows.
const CONTEXT: usize = 1_000;

/// Returns all hits by article and place.
pub fn entries(state: &State) -> Vec<Entry> {
    let hits = state.reader.search.hits.iter();
    let all =
        hits.flat_map(|(article, spans)| spans.iter().map(|span| Entry::Hit(*article, span.start, span.end)));
    all.take(MOST).collect()
}

/// Returns the heading.
pub fn heading(state: &State) -> Line {
    let words = format!("  “{}”: {}", state.reader.search.typed.trim(), state.reader.search.words());
    vec![piece(Role::Heading, words)]
}

/// Returns a hit's line: article, line, words before, the hit, words behind.
pub fn line(state: &State, article: usize, span: Span) -> Line {
    let Some(entry) = state.doc.articles.get(article) else { return Vec::new() };
    let text = entry.words();
    let short = width::clip_end(&entry.short, 10);
    let is_read = span.end <= text.len();
    let number = if is_read { entry.line(span.start).to_string() } else { String::new() };
    let place = format!("{:>3} {} {number:>5}  ", article + 1, width::pad(&short, 10));
    let mut line = vec![piece(Role::Dim, &place)];
    if !is_read {
        line.push(piece(Role::Dim, if entry.state.may_be_read() { "reading …" } else { entry.state.word() }));
        return line;
    }
    let room = usize::from(state.size.0).saturating_sub(width::of_str(&place));
    let from = text.floor_char_boundary(span.start.saturating_sub(CONTEXT));
    let to = text.ceil_char_boundary((span.end + CONTEXT).min(text.len()));
    let before = flat(Span::new(from, span.start).of(text));
    let before = end_of(&before, room * 2 / 5);
    let before = before.as_ref();
    let behind = flat(Span::new(span.end, to).of(text));
    line.push(piece(
        Role::Text,
        format!(
            "{before:>0$}",
            before.chars().count() + (room * 2 / 5).saturating_sub(width::of_str(before))
        ),
    ));
    line.push(piece(Role::Match, flat(span.of(text))));
    line.push(piece(Role::Text, behind));
    line
}

/// Makes one row of words: line ends and runs of blanks are one blank.
fn flat(words: &str) -> String {
    let inner = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
    let (head, tail) = (blank(words.chars().next()), blank(words.chars().next_back()));
    match (head, tail) {
        _ if inner.is_empty() => " ".to_owned(),
        (true, true) => format!(" {inner} "),
        (true, false) => format!(" {inner}"),
        (false, true) => format!("{inner} "),
        (false, false) => inner,
    }
}

/// Returns the articles of the hits on screen, whose texts are needed to show the words around them.
pub fn on_screen(list: &ListView, height: usize) -> impl Iterator<Item = usize> + '_ {
    let shown = list.entries.iter().skip(list.top).take(height);
    shown.filter_map(|entry| if let Entry::Hit(article, ..) = entry { Some(*article) } else { None })
}

/// Cuts words at their head to so many columns, between words where there is a blank to cut at.
fn end_of(words: &str, columns: usize) -> std::borrow::Cow<'_, str> {
    let cut = tail_of(words, columns);
    if cut.len() == words.len() {
        return words.into();
    }
    let rest = tail_of(cut, columns.saturating_sub(1));
    let whole = rest.split_once(' ').map_or(rest, |(_, whole)| whole);
    format!("…{whole}").into()
}

/// Returns the last words that fit in so many columns.
fn tail_of(words: &str, columns: usize) -> &str {
    let mut rest = words;
    let mut wide = width::of_str(words);
    while wide > columns {
        let mut chars = rest.chars();
        if chars.next().is_none() {
            break;
        }
        rest = chars.as_str();
        wide = width::of_str(rest);
    }
    rest
}

/// Returns what is said of a hit below the list.
pub fn detail(state: &State, article: usize, span: Span) -> Vec<Line> {
    let Some(entry) = state.doc.articles.get(article) else { return Vec::new() };
    let claims: Vec<String> = entry
        .anchors
        .at(span.start)
        .iter()
        .filter_map(|anchored| state.doc.session.claims.get(&anchored.claim))
        .map(|claim| format!("c{} {}", claim.number, state.doc.label(claim)))
        .collect();
    let marked = if claims.is_empty() { "in no claim".to_owned() } else { claims.join(" · ") };
    vec![
        vec![piece(Role::Label, format!("{} {} line {}", article + 1, entry.short, entry.line(span.start)))],
        vec![piece(Role::Dim, marked)],
    ]
}

/// Goes to a hit in the text.
pub fn open(state: &mut State, article: usize, span: Span) {
    state.lists.clear();
    state.remember();
    state.go_to(article, Some(span.start));
    state.reader.search.current = Some(Hit { article, span });
}
