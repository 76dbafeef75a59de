//! Figures that no number word states: "no casualties", "not a single shell", "the week-old truce".
//!
//! **Invariant:** a zero is read only where a negation stands beside a noun that is counted.

use super::token::Tokens;
use super::{Quantity, counted, flag};
use crate::model::figure::{Class, Comparator};
use rust_decimal::Decimal;

/// Reads such a figure at token `at` and returns it with its last token.
pub fn parse(tokens: Tokens, at: usize) -> Option<(Quantity, usize)> {
    none(tokens, at).or_else(|| single(tokens, at)).or_else(|| unit_old(tokens, at))
}

fn zero(tokens: Tokens, first: usize, last: usize, noun: (usize, usize), rule: &'static str) -> Quantity {
    Quantity {
        span: tokens.span(first, last),
        class: Class::Count,
        comparator: Comparator::Exactly,
        value: Some(Decimal::ZERO),
        to: None,
        unit: None,
        counted: Some(tokens.span(noun.0, noun.1)),
        number: tokens.span(first, last),
        compared: None,
        rule,
    }
}

/// Reads "no casualties", "no deaths": nouns that a toll counts.
fn none(tokens: Tokens, at: usize) -> Option<(Quantity, usize)> {
    if !tokens.eq(at, "no") || tokens.breaks(at + 1) {
        return None;
    }
    let noun = counted::after(tokens, at + 1)?;
    let toll = (noun.0..=noun.1).any(|word| tokens.is(word, flag::VICTIM) && tokens.str(word).ends_with('s'));
    toll.then(|| (zero(tokens, at, at, noun, "quantity/none"), at))
}

/// Reads "a single" after a negation in the same clause.
fn single(tokens: Tokens, at: usize) -> Option<(Quantity, usize)> {
    if !(tokens.eq(at, "a") && tokens.eq(at + 1, "single")) || tokens.breaks(at + 1) {
        return None;
    }
    let negated = (at.saturating_sub(4)..at).any(|word| tokens.is(word, flag::NEGATION));
    let noun = counted::after(tokens, at + 2).filter(|_| negated)?;
    Some((zero(tokens, at, at + 1, noun, "quantity/not-a-single"), at + 1))
}

/// Reads "week-old" as about seven days and "month-old" as about one month: the unit names the age.
fn unit_old(tokens: Tokens, at: usize) -> Option<(Quantity, usize)> {
    let shape = tokens.is(at, flag::TIME_UNIT)
        && tokens.mark(at + 1, '-')
        && tokens.eq(at + 2, "old")
        && !tokens.str(at).ends_with('s');
    let numbered =
        at > 0 && (tokens.number(at - 1) || tokens.is(at - 1, flag::NUMBER_WORD) || tokens.mark(at - 1, '-'));
    if !shape || numbered {
        return None;
    }
    let (value, unit) = if tokens.eq(at, "week") { (7, "day") } else { (1, tokens.str(at)) };
    let span = tokens.span(at, at + 2);
    let quantity = Quantity {
        span,
        class: Class::Duration,
        comparator: Comparator::About,
        value: Some(Decimal::from(value)),
        to: None,
        unit: Some(unit.to_lowercase()),
        counted: None,
        number: span,
        compared: None,
        rule: "quantity/unit-old",
    };
    Some((quantity, at + 2))
}
