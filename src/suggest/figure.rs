//! The figure of a selection: what `f` and `.` read when a person makes a claim.
//!
//! **Invariant:** the same rules as the suggestions: a figure read here is one that `find` finds.

use super::lexicon::Lexicon;
use super::token::{self, Tokens};
use super::{FigureFind, Quantity, quantity};
use crate::model::figure::Class;
use crate::text::span::Span;

/// Reads the figure of `quote`; `near` is a tag, and of several figures the one beside a word of that tag is
/// taken.
pub fn read(quote: &str, near: Option<&str>) -> Option<FigureFind> {
    read_with(quote, near, Lexicon::builtin())
}

/// Reads the figure of `quote` with a lexicon of one's own. Spans are bytes of `quote`.
pub fn read_with(quote: &str, near: Option<&str>, lexicon: &Lexicon) -> Option<FigureFind> {
    let mut list = Vec::new();
    token::cut(quote, Span { start: 0, end: quote.len() }, lexicon, &mut list);
    let tokens = Tokens { text: quote, list: &list, lexicon };
    let mut all = Vec::new();
    quantity::find(tokens, &mut all);
    if all.is_empty() {
        quantity::whole(tokens, &mut all);
    }
    let best = near
        .and_then(|tag| beside(tokens, tag, &all))
        .or_else(|| all.iter().min_by_key(|found| rank(found)))?;
    Some(figure(quote, best))
}

/// Orders the classes by how likely a claim is about them; the first of equals wins.
fn rank(found: &Quantity) -> u8 {
    match found.class {
        Class::Count => 0,
        Class::Money | Class::Percent | Class::Measure | Class::Rate => 1,
        Class::Duration | Class::Age => 2,
        Class::Time | Class::Date => 3,
        Class::Ordinal | Class::Text => 4,
    }
}

/// Finds the figure beside a word of the tag: the last one before it in its clause, else the first one after
/// it.
fn beside<'a>(tokens: Tokens, tag: &str, all: &'a [Quantity]) -> Option<&'a Quantity> {
    let counts: Vec<&Quantity> = all.iter().filter(|found| rank(found) < 3).collect();
    for at in 0..tokens.list.len() {
        let calls = tokens.lexicon.tag(tokens.known(at)).is_some_and(|known| known.eq_ignore_ascii_case(tag));
        let Some(word) = tokens.get(at).map(|token| token.span()).filter(|_| calls) else { continue };
        let before = counts.iter().rev().find(|found| found.span.end <= word.start);
        let joined = |from: usize, to: usize| {
            let between = Span { start: from, end: to }.of(tokens.text);
            !between.contains([',', ';', ':'])
                && !between.split_whitespace().any(|word| matches!(word, "and" | "but" | "or"))
        };
        if let Some(found) = before.filter(|found| joined(found.span.end, word.start)) {
            return Some(found);
        }
        let after = counts.iter().find(|found| found.span.start >= word.start);
        if let Some(found) = after.filter(|found| joined(word.end.min(found.span.start), found.span.start)) {
            return Some(found);
        }
    }
    None
}

/// Makes the figure of a quantity: its unit is the unit's name, else the last word of what is counted.
pub fn figure(text: &str, found: &Quantity) -> FigureFind {
    let counted = found.counted.and_then(|span| span.of(text).split_whitespace().next_back());
    FigureFind {
        comparator: found.comparator,
        value: found.value,
        to: found.to,
        class: found.class,
        unit: found.unit.clone().or_else(|| counted.map(str::to_owned)),
        span: found.span,
    }
}
