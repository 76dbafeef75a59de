//! The list of suggestions, grouped by the question that they answer.
//!
//! **Invariant:** lists only what waits for a person; what would be made is shown before it is made.

use super::Entry;
use crate::app::piece::{Line, piece};
use crate::app::state::State;
use crate::app::suggestions::{Suggestion, draft, inspect};
use crate::model::Hue;
use crate::text::width;
use crate::theme::Role;

/// Returns the open suggestions by tag, question, article and place.
pub fn entries(state: &State) -> Vec<Entry> {
    let mut found = Vec::new();
    for (article, entry) in state.doc.articles.iter().enumerate() {
        let open = entry.suggested.iter().flat_map(crate::app::suggestions::Suggested::open);
        found.extend(open.map(|(n, suggestion)| {
            let tag = draft::tag_of(&state.doc.session, suggestion);
            let key = tag.as_ref().and_then(|id| state.doc.session.tags.get(id)).and_then(|tag| tag.key);
            let rank = (key.unwrap_or('~'), tag, suggestion.question.to_lowercase(), article, n);
            (rank, Entry::Suggestion { article, n })
        }));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// Returns the heading.
pub fn heading(state: &State) -> Line {
    let (label, question) = columns(state);
    let words = format!("{:>4}{:<label$} {:<question$} {}", "", "suggested", "question", "article, words");
    vec![piece(Role::Heading, words)]
}

/// The columns of label and question.
fn columns(state: &State) -> (usize, usize) {
    let columns = usize::from(state.size.0);
    ((columns * 2 / 5).clamp(14, 44), (columns / 5).clamp(8, 26))
}

/// Returns a suggestion's line: letter, what it would be, question, article, words.
pub fn line(state: &State, article: usize, n: usize) -> Line {
    let Some(suggestion) = state.doc.suggestion(article, n) else { return Vec::new() };
    let (letter, hue) = letter(state, suggestion);
    let (label, question) = columns(state);
    let fit = |words: &str, room: usize| width::pad(&width::clip_end(words, room), room);
    vec![
        piece(Role::GutterLetter(hue), format!(" {letter}")),
        piece(Role::GutterState, "? "),
        piece(Role::Label, fit(&inspect::short_label(state, suggestion), label)),
        piece(Role::Dim, format!(" {} ", fit(&suggestion.question, question))),
        piece(Role::Text, format!("{} ", place(state, article))),
        piece(Role::Quote, format!("“{}”", suggestion.exact)),
    ]
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

fn letter(state: &State, suggestion: &Suggestion) -> (char, Hue) {
    let tag = draft::tag_of(&state.doc.session, suggestion);
    let tag = tag.and_then(|id| state.doc.session.tags.get(&id));
    tag.map_or(('·', Hue::default()), |tag| (tag.glyph, tag.hue))
}

fn place(state: &State, article: usize) -> String {
    let short = state.doc.articles.get(article).map_or("", |entry| entry.short.as_str());
    format!("{} {}", article + 1, width::clip_end(short, if state.size.0 < 100 { 6 } else { 14 }))
}
