//! What a key acts on.
//!
//! **Invariant:** resolved once for each key, by one order: the selection; the search hit until the cursor leaves
//! it; the claim made or gone to last, while the cursor stays; the suggestion gone to, else the one under the cursor;
//! the innermost claim under the cursor; for tag keys the word under the cursor.

use crate::app::state::State;
use crate::model::ClaimId;
use crate::text::{Span, word};

/// What a key acts on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The selected words.
    Selection(Span),
    /// The search hit under the cursor.
    Hit(Span),
    /// A claim.
    Claim(ClaimId),
    /// A suggestion, by its place among those of the article in focus.
    Suggestion(usize),
    /// The word under the cursor: for tag keys only.
    Word(Span),
    /// Nothing.
    Nothing,
}

impl Subject {
    /// Finds the subject in the focus pane.
    pub fn of(state: &State) -> Self {
        let reader = &state.reader;
        let article = reader.panes.focus;
        let Some(entry) = state.doc.articles.get(article) else { return Self::Nothing };
        let text = entry.words();
        if let Some(held) = &reader.held {
            return Self::Claim(held.claim.clone());
        }
        if let Some(selection) = reader.selection.as_ref().filter(|s| s.article == article) {
            return Self::Selection(selection.span(text));
        }
        let cursor = state.cursor();
        if let Some(hit) =
            reader.search.current.filter(|hit| hit.article == article && hit.span.contains(cursor))
        {
            return Self::Hit(hit.span);
        }
        if let Some(claim) = reader.chosen.as_ref().filter(|id| state.doc.session.claims.contains_key(*id)) {
            return Self::Claim(claim.clone());
        }
        if let Some(n) = suggestion(state, cursor) {
            return Self::Suggestion(n);
        }
        if let Some(innermost) = entry.anchors.at(cursor).last() {
            return Self::Claim(innermost.claim.clone());
        }
        word::at(text, cursor).map_or(Self::Nothing, Self::Word)
    }

    /// Returns what the footer calls it.
    pub fn words(&self, state: &State) -> String {
        match self {
            Self::Selection(_) => "selection".to_owned(),
            Self::Hit(_) => "hit".to_owned(),
            Self::Claim(id) => state
                .doc
                .session
                .claims
                .get(id)
                .map_or_else(String::new, |claim| format!("c{}", claim.number)),
            Self::Suggestion(_) => "suggestion".to_owned(),
            Self::Word(_) | Self::Nothing => String::new(),
        }
    }

    /// Returns the words that a new claim would quote.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Selection(span) | Self::Hit(span) | Self::Word(span) => Some(*span),
            Self::Claim(_) | Self::Suggestion(_) | Self::Nothing => None,
        }
    }
}

/// The suggestion that was gone to, else the shortest one under the cursor.
fn suggestion(state: &State, cursor: usize) -> Option<usize> {
    let suggesting = &state.reader.suggesting;
    let article = state.reader.panes.focus;
    let suggested = state.doc.articles.get(article)?.suggested.as_ref().filter(|_| suggesting.is_on)?;
    let chosen = suggesting.chosen.filter(|c| c.article == article && c.cursor == cursor);
    if let Some(chosen) = chosen.filter(|chosen| suggested.get(chosen.n).is_some()) {
        return Some(chosen.n);
    }
    let here = suggested.meeting(Span { start: cursor, end: cursor + 1 });
    here.filter(|(_, s)| suggesting.kind.holds(s)).min_by_key(|(_, s)| s.span.len()).map(|(n, _)| n)
}
