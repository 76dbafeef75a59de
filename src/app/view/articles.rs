//! The list of articles.
//!
//! **Invariant:** what is not known of an article is said to be unknown; an unreadable one keeps its number.

use super::Entry;
use crate::app::articles::{ArticleEntry, ArticleState};
use crate::app::piece::{Line, piece};
use crate::app::state::State;
use crate::model::label::grouped;
use crate::text::width;
use crate::theme::Role;

/// Returns all articles by number, then what was passed over.
pub fn entries(state: &State) -> Vec<Entry> {
    let skipped = (0..state.skipped.len()).map(Entry::Skipped);
    (0..state.doc.articles.len()).map(Entry::Article).chain(skipped).collect()
}

/// Returns the line of something that was passed over, with the reason.
pub fn skipped(state: &State, n: usize) -> Line {
    let words = state.skipped.get(n).map_or("", String::as_str);
    vec![piece(Role::Dim, "     –  passed over: "), piece(Role::Text, words)]
}

/// Returns the heading.
pub fn heading() -> Line {
    vec![piece(
        Role::Heading,
        format!("{:>6}  {:<32} {:>6}  {:<20} {}", "", "article", "claims", "state", "path"),
    )]
}

/// Returns an article's line: number, short name, claims, state, path.
pub fn line(state: &State, article: usize) -> Line {
    let Some(entry) = state.doc.articles.get(article) else { return Vec::new() };
    let here = if article == state.reader.panes.focus { "▸" } else { " " };
    let role =
        if matches!(entry.state, ArticleState::New | ArticleState::Same) { Role::Dim } else { Role::Error };
    vec![
        piece(Role::Text, format!("{here}{:>5}  ", article + 1)),
        piece(Role::Label, width::pad(&width::clip_end(&entry.short, 32), 32)),
        piece(Role::Text, format!(" {:>6}  ", entry.n_claims(state))),
        piece(role, width::pad(&width::clip_end(entry.state.word(), 20), 20)),
        piece(Role::Dim, format!(" {}", entry.path)),
    ]
}

/// Returns what is said of an article below the list.
pub fn detail(state: &State, article: usize) -> Vec<Line> {
    let Some(entry) = state.doc.articles.get(article) else { return Vec::new() };
    let known = state.doc.session.articles.get(&entry.id);
    let unknown = || "unknown".to_owned();
    let publisher = known.and_then(|a| a.source.as_ref()).map_or_else(unknown, ToString::to_string);
    let published = known.and_then(|a| a.published.clone()).unwrap_or_else(unknown);
    let url = known.and_then(|a| a.url.clone()).unwrap_or_else(unknown);
    vec![
        vec![piece(Role::Text, format!("{} {}", article + 1, facts(entry)))],
        vec![piece(Role::Dim, format!("publisher {publisher} · published {published} · url {url}"))],
    ]
}

/// Returns what is known of an article's file.
pub fn facts(entry: &ArticleEntry) -> String {
    if let ArticleState::Unreadable(why, _) = &entry.state {
        return format!("{} · unreadable: {why}", entry.short);
    }
    let Some(part) = &entry.text else { return format!("{} · not read yet", entry.short) };
    let mut facts = format!("{} · {}", entry.short, part.encoding);
    if let Some(whole) = &part.whole {
        facts.push_str(&format!(
            " · {} bytes · sha256 {}…",
            grouped(&whole.bytes.into()),
            short(&whole.sha256)
        ));
    }
    if part.bad_bytes > 0 {
        facts.push_str(&format!(" · {} runs of bytes are not {}", part.bad_bytes, part.encoding));
    }
    facts
}

fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

impl ArticleEntry {
    /// Counts the claims of an article, placed or not.
    fn n_claims(&self, state: &State) -> usize {
        state.doc.session.claims.values().filter(|claim| claim.article == self.id).count()
    }
}
