//! What stands around a number and says how it bounds: "at least", "or more", "≥".
//!
//! **Invariant:** the longest phrase that touches the number wins; without one the number is stated exactly.

use super::token::{Kind, Tokens};
use crate::model::figure::Comparator;

/// A comparator and the tokens it covers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// The sign.
    pub comparator: Comparator,
    /// The first token of the phrase.
    pub first: usize,
    /// The last token of the phrase.
    pub last: usize,
}

/// Finds the comparator that ends right before token `number`.
pub fn before(tokens: Tokens, number: usize) -> Option<Compared> {
    let last = number.checked_sub(1)?;
    if tokens.breaks(number) {
        return None;
    }
    let token = tokens.get(last)?;
    if let Kind::Mark(mark) = token.kind {
        return sign_before(tokens, last, mark);
    }
    for phrase in tokens.lexicon.before(token.id) {
        let Some(first) = number.checked_sub(phrase.words.len()) else { continue };
        let same = phrase.words.iter().enumerate().all(|(step, id)| {
            tokens.get(first + step).is_some_and(|token| token.id == *id && (step == 0 || token.lines == 0))
        });
        if same {
            let comparator = negated(tokens, first, phrase.comparator);
            return Some(Compared { comparator: comparator.0, first: comparator.1, last });
        }
    }
    None
}

/// Turns "not more than" round where the list does not hold it; returns the sign and the first token.
fn negated(tokens: Tokens, first: usize, comparator: Comparator) -> (Comparator, usize) {
    let not = first > 0 && tokens.any(first - 1, &["not", "no", "never"]);
    match comparator {
        Comparator::MoreThan if not => (Comparator::AtMost, first - 1),
        Comparator::LessThan if not => (Comparator::AtLeast, first - 1),
        _ => (comparator, first),
    }
}

fn sign_before(tokens: Tokens, last: usize, mark: char) -> Option<Compared> {
    let found = |comparator, first| Some(Compared { comparator, first, last });
    match mark {
        '>' => found(Comparator::MoreThan, last),
        '<' => found(Comparator::LessThan, last),
        '≥' => found(Comparator::AtLeast, last),
        '≤' => found(Comparator::AtMost, last),
        '~' | '≈' | '±' => found(Comparator::About, last),
        '=' if last > 0 && tokens.mark(last - 1, '>') => found(Comparator::AtLeast, last - 1),
        '=' if last > 0 && tokens.mark(last - 1, '<') => found(Comparator::AtMost, last - 1),
        '-' if last > 0 && tokens.any(last - 1, &["mid"]) => found(Comparator::About, last - 1),
        '-' if last > 0 && tokens.any(last - 1, &["sub"]) => found(Comparator::LessThan, last - 1),
        _ => None,
    }
}

/// Finds the comparator that begins right at token `at`, after a number.
pub fn after(tokens: Tokens, at: usize) -> Option<Compared> {
    let token = tokens.get(at).filter(|token| token.lines == 0)?;
    if token.mark('+') && tokens.glued(at) && !tokens.number(at + 1) {
        return Some(Compared { comparator: Comparator::AtLeast, first: at, last: at });
    }
    let skip = usize::from(token.mark('-') && tokens.glued(at + 1));
    let token = tokens.get(at + skip)?;
    for phrase in tokens.lexicon.after(token.id) {
        let same = phrase.words.iter().enumerate().all(|(step, id)| {
            tokens.get(at + skip + step).is_some_and(|token| token.id == *id && token.lines == 0)
        });
        let last = at + skip + phrase.words.len() - 1;
        let than = tokens.eq(last + 1, "than") && !tokens.breaks(last + 2);
        if same && !tokens.number(last + 1) && !than {
            return Some(Compared { comparator: phrase.comparator, first: at, last });
        }
    }
    None
}
