//! A selection: from the grapheme where it began to the grapheme under the cursor, both included.
//!
//! **Invariant:** it never cuts a grapheme, and narrowing returns exactly the selection that widening came from.

use crate::text::{Span, clause, grapheme};

/// A selection in one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The article's place in the list.
    pub article: usize,
    /// The grapheme where it began.
    pub anchor: usize,
    /// The grapheme under the cursor.
    pub head: usize,
    /// The spans it was widened from, the first one first.
    grown_from: Vec<(usize, usize)>,
}

impl Selection {
    /// Starts at one grapheme.
    pub fn at(article: usize, offset: usize) -> Self {
        Self { article, anchor: offset, head: offset, grown_from: Vec::new() }
    }

    /// Covers a span, the cursor on its last grapheme.
    pub fn covering(article: usize, text: &str, span: Span) -> Self {
        let head = grapheme::prev(text, span.end).max(span.start);
        Self { article, anchor: span.start, head, grown_from: Vec::new() }
    }

    /// Returns the bytes selected.
    pub fn span(&self, text: &str) -> Span {
        let (first, last) = (self.anchor.min(self.head), self.anchor.max(self.head));
        Span { start: first, end: grapheme::next(text, last).max(last) }
    }

    /// Moves the end under the cursor; what it was widened from is forgotten.
    pub fn move_head(&mut self, head: usize) {
        if head != self.head {
            self.head = head;
            self.grown_from.clear();
        }
    }

    /// Grows by one step: word, clause, quotation, sentence, paragraph; says whether there was one.
    pub fn widen(&mut self, text: &str) -> bool {
        let span = self.span(text);
        let wider = clause::widen(text, span);
        if wider == span {
            return false;
        }
        let before = (self.anchor, self.head);
        let grown = Self::covering(self.article, text, wider);
        (self.anchor, self.head) = (grown.anchor, grown.head);
        self.grown_from.push(before);
        true
    }

    /// Shrinks back to what it was before the last widening; says whether there was one.
    pub fn narrow(&mut self) -> bool {
        let Some((anchor, head)) = self.grown_from.pop() else { return false };
        (self.anchor, self.head) = (anchor, head);
        true
    }
}
