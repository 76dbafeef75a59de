//! Who speaks in a passage, by the rules that find quotations and attributions.
//!
//! **Invariant:** only the paragraphs around a passage are read, so the cost of one is bounded.

use crate::suggest::{self, Find, Lexicon};
use crate::text::span::Span;

/// How many bytes before and behind a passage are read.
const AROUND: usize = 600;

/// Of a longer passage only so many bytes are read.
const LONGEST: usize = 4096;

/// Returns the words that name who says a passage: of the quotation that has most of it, else of the reported speech.
/// A name that a pronoun stands for comes before the pronoun.
pub(super) fn of(text: &str, passage: Span) -> Option<Span> {
    let window = around(text, passage);
    let (words, within) = (window.of(text), Span::new(passage.start, passage.end.min(window.end)));
    let within = Span::new(within.start - window.start, within.end - window.start);
    let mut best: Option<(usize, bool, Span)> = None;
    for find in suggest::find(words, Lexicon::builtin()) {
        let (shared, quoted, name) = match &find {
            Find::Quotation(found) => (shared(found.span, within), true, found.resolved.or(found.source)),
            Find::Attribution(found) => {
                let said = found.parts.iter().map(|part| shared(*part, within)).sum();
                (said, false, found.resolved.or(found.source))
            }
            Find::Quantity(_) | Find::Claim(_) => continue,
        };
        let Some(name) = name.filter(|_| shared > 0) else { continue };
        // What is only touched says nothing of the passage.
        let enough = 3 * shared >= within.len();
        if enough && best.is_none_or(|(most, was_quoted, _)| (quoted, shared) > (was_quoted, most)) {
            best = Some((shared, quoted, name));
        }
    }
    best.map(|(_, _, name)| Span::new(name.start + window.start, name.end + window.start))
}

fn shared(a: Span, b: Span) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// Returns a passage with the lines that it begins and ends in, and the line behind, cut on character borders.
fn around(text: &str, passage: Span) -> Span {
    let end = passage.end.min(passage.start + LONGEST);
    let low = (passage.start.saturating_sub(AROUND)..=passage.start).find(|at| text.is_char_boundary(*at));
    let high = (end..=(end + AROUND).min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    let (low, high) = (low.unwrap_or(passage.start), high.unwrap_or(passage.end));
    // A half line before or behind would be read as a sentence of its own.
    let before = text.get(low..passage.start).unwrap_or("");
    let low = low + before.find('\n').filter(|_| low > 0).map_or(0, |at| at + 1);
    Span::new(low, high)
}
