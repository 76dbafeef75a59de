//! Lengths of time and ages: "25 minutes", "an hour and a half", "three weeks ago", "44 years old".
//!
//! **Invariant:** the number of a duration is read by `number`, never guessed.

use super::date::Moment;
use super::flag;
use super::number::{self, Form};
use super::token::Tokens;
use crate::model::figure::Class;
use rust_decimal::Decimal;

/// Reads the duration that begins at token `at`.
pub fn parse(tokens: Tokens, at: usize) -> Option<Moment> {
    let (number, value, mut next) = amount(tokens, at)?;
    if tokens.mark(next, '-') {
        next += 1;
    }
    if tokens.any(
        next,
        &["full", "more", "business", "whole", "consecutive", "straight", "marathon", "additional"],
    ) {
        next += 1;
    }
    if tokens.is(next, flag::RELATIVE) && !tokens.eq(next, "following") && tokens.str(next + 1).ends_with('s')
    {
        next += 1;
    }
    if !tokens.is(next, flag::TIME_UNIT) || tokens.breaks(next) {
        return None;
    }
    let article = number.is_none();
    let ordinal_second = tokens.eq(next, "second") || (tokens.eq(next, "quarter") && article);
    let month_like = tokens.any(next, &["sec", "min"]) && !tokens.number(next - 1);
    if (ordinal_second && (article || tokens.eq(next, "quarter"))) || month_like {
        return None;
    }
    let mut last = next;
    if tokens.mark(last + 1, '-') && tokens.eq(last + 2, "old") {
        return Some(age(tokens, at, last + 2, value, number));
    }
    if tokens.eq(last + 1, "old") && !tokens.breaks(last + 1) {
        return Some(age(tokens, at, last + 1, value, number));
    }
    if tokens.eq(last + 1, "of") && tokens.eq(last + 2, "age") {
        return Some(age(tokens, at, last + 2, value, number));
    }
    let half = tokens.eq(last + 1, "and") && tokens.any(last + 2, &["a", "half"]);
    if half && (tokens.eq(last + 2, "half") || tokens.eq(last + 3, "half")) {
        last = if tokens.eq(last + 2, "half") { last + 2 } else { last + 3 };
    }
    if tokens.any(last + 1, &["ago", "later", "earlier"]) && !tokens.breaks(last + 1) {
        last += 1;
    } else if tokens.any(last + 1, &["from", "after", "before"]) && tokens.is(last + 2, flag::RELATIVE_DAY) {
        last += 2;
    } else if tokens.any(last + 1, &["from", "after", "before", "since"])
        && let Some(after) = super::date::plain(tokens, last + 2)
    {
        last = after;
    }
    if tokens.any(last + 1, &["starting", "beginning"])
        && let Some(after) = super::date::plain(tokens, last + 2)
    {
        last = after;
    }
    Some(Moment { first: at, last, class: Class::Duration, value, number, rule: "quantity/duration" })
}

fn age(
    _: Tokens,
    first: usize,
    last: usize,
    value: Option<Decimal>,
    number: Option<number::Number>,
) -> Moment {
    Moment { first, last, class: Class::Age, value, number, rule: "quantity/age-years-old" }
}

/// Reads the amount: a number, "a", "an", "several".
fn amount(tokens: Tokens, at: usize) -> Option<(Option<number::Number>, Option<Decimal>, usize)> {
    let half =
        tokens.eq(at, "half") && tokens.any(at + 1, &["a", "an"]) && tokens.is(at + 2, flag::TIME_UNIT);
    if half {
        let value = Decimal::ONE.checked_div(Decimal::TWO);
        let number = number::Number { first: at, last: at, value, form: Form::Fraction, scaled: false };
        return Some((Some(number), value, at + 2));
    }
    if let Some(number) = number::parse(tokens, at, false) {
        let plain = !matches!(number.form, Form::Ordinal);
        let of = usize::from(tokens.eq(number.last, "couple") && tokens.eq(number.last + 1, "of"));
        return plain.then_some((Some(number), number.value, number.last + 1 + of));
    }
    (tokens.any(at, &["a", "an"]) && tokens.is(at + 1, flag::TIME_UNIT)).then_some((None, None, at + 1))
}
