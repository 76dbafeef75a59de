//! Numbers in digits and in words: "1.2 million", "sixty-two", "a hundred", "two thirds", "dozens".
//!
//! **Invariant:** a number covers at least one token, and its value is exact where it has one (28 digits).

use super::flag;
use super::token::{Kind, Tokens};
use super::words::{and_a_half, over, words};
use rust_decimal::Decimal;

/// The classes a word must have to open a number.
pub const OPENERS: u128 = flag::NUMBER_WORD | flag::VAGUE | flag::FRACTION | flag::ORDINAL | flag::ARTICLE;

/// How a number was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// In digits, with or without a scale word.
    Digits,
    /// In words.
    Words,
    /// "21st", "third".
    Ordinal,
    /// "two thirds", "½", "a quarter".
    Fraction,
    /// "dozens", "several hundred": no value.
    Vague,
}

/// One number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// The first token.
    pub first: usize,
    /// The last token.
    pub last: usize,
    /// The value; none for vague words.
    pub value: Option<Decimal>,
    /// How it was printed.
    pub form: Form,
    /// Whether a scale word or suffix belongs to it: million, bn, dozen.
    pub scaled: bool,
}

/// Reads the number that begins at token `at`. `money` says that a currency stands before it, so that a lone
/// `m` is million.
pub fn parse(tokens: Tokens, at: usize, money: bool) -> Option<Number> {
    let token = tokens.get(at)?;
    match token.kind {
        Kind::Number => digits(tokens, at, at, false, money),
        Kind::Mark('-' | '−' | '–') => {
            let name =
                at > 0 && tokens.str(at - 1).len() > 2 && tokens.str(at - 1).chars().all(char::is_uppercase);
            let free = at == 0 || (token.space && !name) || tokens.marks(at - 1, "(=");
            (free && tokens.number(at + 1) && tokens.glued(at + 1))
                .then(|| digits(tokens, at, at + 1, true, money))?
        }
        Kind::Mark(mark) => vulgar(mark).map(|value| Number {
            first: at,
            last: at,
            value: Some(value),
            form: Form::Fraction,
            scaled: false,
        }),
        Kind::Word if token.is(flag::SIGN) => {
            let hyphen = usize::from(tokens.mark(at + 1, '-') && tokens.glued(at + 2));
            let next = at + 1 + hyphen;
            if tokens.is(next, flag::SIGN) || tokens.marks(next, "-−–") {
                return None;
            }
            let number = parse(tokens, next, money).filter(|number| number.form != Form::Vague)?;
            let plain =
                !tokens.is(at + 1, flag::SIGN) && tokens.get(at + 1).is_some_and(|next| next.lines == 0);
            plain.then(|| Number { first: at, value: number.value.map(|value| -value), ..number })
        }
        Kind::Word => token.is(OPENERS).then(|| words(tokens, at))?,
    }
}

/// Returns the value of one character such as ½.
fn vulgar(mark: char) -> Option<Decimal> {
    let (above, below) = match mark {
        '½' => (1, 2),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅚' => (5, 6),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        _ => return None,
    };
    Decimal::from(above).checked_div(Decimal::from(below))
}

/// Reads digits with commas.
pub fn decimal(text: &str) -> Option<Decimal> {
    if text.len() > 40 {
        return None;
    }
    if text.contains(',') {
        return text.replace(',', "").parse().ok();
    }
    text.parse().ok()
}

fn digits(tokens: Tokens, first: usize, at: usize, negative: bool, money: bool) -> Option<Number> {
    let printed = tokens.str(at);
    let mut value = decimal(printed)?;
    let mut last = at;
    if let Some((apart, end)) = set_apart(tokens, at) {
        (value, last) = (apart, end);
    }
    if let Some((power, end)) = scientific(tokens, at, value) {
        return Some(Number {
            first,
            last: end,
            value: Some(signed(power, negative)),
            form: Form::Digits,
            scaled: true,
        });
    }
    let mut form = Form::Digits;
    if !printed.contains(['.', ',']) && printed.len() <= 3 {
        while spaced_group(tokens, last + 1) && value < Decimal::from(1_000_000_000_000_i64) {
            last += 1;
            value = value.checked_mul(Decimal::from(1000))?.checked_add(decimal(tokens.str(last))?)?;
        }
    }
    if last == at && !tokens.mark(at + 1, '.') {
        if let Some(fraction) = slash_fraction(tokens, at) {
            return Some(Number {
                first,
                last: at + 2,
                value: Some(signed(fraction, negative)),
                form: Form::Fraction,
                scaled: false,
            });
        }
        if let Some(fraction) = slash_fraction(tokens, at + 1).filter(|_| !printed.contains('.')) {
            (value, last, form) = (value.checked_add(fraction)?, at + 3, Form::Fraction);
        } else if let Some(part) = tokens.get(at + 1).and_then(|token| match token.kind {
            Kind::Mark(mark) => vulgar(mark),
            _ => None,
        }) {
            (value, last, form) = (value.checked_add(part)?, at + 1, Form::Fraction);
        }
    }
    if tokens.glued(last + 1) && tokens.any(last + 1, &["st", "nd", "rd", "th"]) {
        return Some(Number {
            first,
            last: last + 1,
            value: Some(value),
            form: Form::Ordinal,
            scaled: false,
        });
    }
    let mut number = Number { first, last, value: Some(value), form, scaled: false };
    suffix(tokens, &mut number, money);
    scales(tokens, &mut number, true);
    and_a_half(tokens, &mut number);
    over(tokens, &mut number);
    number.value = number.value.map(|value| signed(value, negative));
    Some(number)
}

fn signed(value: Decimal, negative: bool) -> Decimal {
    if negative { -value } else { value }
}

/// Reads a number whose marks were set apart by blanks: "4 . 8 %", "80 , 000".
fn set_apart(tokens: Tokens, at: usize) -> Option<(Decimal, usize)> {
    let apart = tokens.get(at + 1).is_some_and(|mark| mark.space)
        && tokens.get(at + 2).is_some_and(|part| part.space && part.lines == 0);
    if !apart || !tokens.number(at + 2) || tokens.str(at).contains(['.', ',']) {
        return None;
    }
    let part = tokens.str(at + 2);
    let text = if tokens.mark(at + 1, '.')
        && (tokens.marks(at + 3, "%") || tokens.is(at + 3, flag::PERCENT | flag::SCALE))
    {
        format!("{}.{part}", tokens.str(at))
    } else if tokens.mark(at + 1, ',') && part.len() == 3 && tokens.str(at).len() <= 3 && !part.contains('.')
    {
        format!("{}{part}", tokens.str(at))
    } else {
        return None;
    };
    decimal(&text).map(|value| (value, at + 2))
}

/// Reads "1.3e6" and "6.2x10^-4".
fn scientific(tokens: Tokens, at: usize, value: Decimal) -> Option<(Decimal, usize)> {
    if tokens.mark(at + 1, '^') && tokens.glued(at + 1) {
        return power(tokens, at + 2, value);
    }
    let glued_e = tokens.any(at + 1, &["e"]) && tokens.glued(at + 1) && tokens.glued(at + 2);
    let times = (tokens.marks(at + 1, "×") || tokens.eq(at + 1, "x")) && tokens.eq(at + 2, "10");
    let mut next = if glued_e {
        at + 2
    } else if times {
        at + 3
    } else {
        return None;
    };
    if times && tokens.mark(next, '^') {
        next += 1;
    }
    let negative = tokens.marks(next, "-−");
    next += usize::from(negative || tokens.mark(next, '+'));
    let power: u32 = tokens
        .str(next)
        .parse()
        .ok()
        .filter(|power| *power <= 18 && tokens.number(next) && tokens.glued(next))?;
    let factor = Decimal::from(10_i64.checked_pow(power)?);
    let result = if negative { value.checked_div(factor) } else { value.checked_mul(factor) };
    result.map(|result| (result, next))
}

/// Reads the exponent of "2.5^-1"; the value is given for small whole ones.
fn power(tokens: Tokens, at: usize, value: Decimal) -> Option<(Decimal, usize)> {
    let mut next = at;
    let mut negative = false;
    while tokens.marks(next, "+-−") && next < at + 3 {
        negative ^= !tokens.mark(next, '+');
        next += 1;
    }
    let exponent: u32 =
        tokens.str(next).parse().ok().filter(|exponent| *exponent <= 64 && tokens.number(next))?;
    let mut result = Decimal::ONE;
    for _ in 0..exponent {
        result = result.checked_mul(value)?;
    }
    let result = if negative { Decimal::ONE.checked_div(result) } else { Some(result) };
    result.map(|result| (result, next))
}

/// Says whether token `at` is three digits after one blank: the next group of "1 234 567".
fn spaced_group(tokens: Tokens, at: usize) -> bool {
    tokens.number(at)
        && tokens.get(at).is_some_and(|token| token.space && token.lines == 0 && token.end - token.start == 3)
        && !tokens.str(at).starts_with('.')
        && !tokens.str(at).contains(',')
        && tokens
            .get(at - 1)
            .is_some_and(|before| tokens.get(at).is_some_and(|token| token.start - before.end <= 4))
}

/// Reads "3/4"; not a date, not a score.
fn slash_fraction(tokens: Tokens, at: usize) -> Option<Decimal> {
    let whole =
        tokens.number(at) && (tokens.mark(at + 1, '/') || tokens.mark(at + 1, '⁄')) && tokens.number(at + 2);
    let tight = tokens.glued(at + 1) == tokens.glued(at + 2) && !tokens.mark(at + 3, '/');
    if !(whole && tight) || (at > 0 && tokens.mark(at - 1, '/')) {
        return None;
    }
    let above: i64 = tokens.str(at).parse().ok()?;
    let below: i64 = tokens.str(at + 2).parse().ok()?;
    let usual = matches!(below, 2..=10 | 12 | 16 | 20 | 25 | 32 | 40 | 50 | 64 | 100 | 128 | 1000);
    (usual && above > 0 && above < below).then(|| Decimal::from(above).checked_div(Decimal::from(below)))?
}

/// Applies k, m, bn after digits.
fn suffix(tokens: Tokens, number: &mut Number, money: bool) {
    let at = number.last + 1;
    let known = tokens.known(at);
    if known.flags & flag::SUFFIX == 0 || tokens.breaks(at) {
        return;
    }
    let text = tokens.str(at);
    let glued = tokens.glued(at);
    let long = text.len() > 1 && !known.is(flag::SYMBOL);
    let million = text == "m"
        && (tokens.eq(at + 1, "of")
            || (tokens.is(at + 1, flag::UNIT | flag::VICTIM) && !tokens.breaks(at + 1)));
    let letter = million || matches!(text, "k" | "K" | "B" | "M" | "T" | "b" | "bn");
    let lone = matches!(text, "k" | "K" | "M" | "G");
    let measured = text.chars().count() > 1 && known.is(flag::SYMBOL | flag::UNIT);
    let applies =
        if glued { money || long || (letter && !measured) } else { long || (money && text != "t") || lone };
    if applies
        && let Some(value) = number.value.and_then(|value| value.checked_mul(Decimal::from(known.number)))
    {
        (number.value, number.last, number.scaled) = (Some(value), at, true);
    }
}

/// Applies scale words after digits: "1.2 million", "12 hundred", "3 dozen", "three lakh crore".
pub fn scales(tokens: Tokens, number: &mut Number, rest: bool) {
    let mut smallest = i64::MAX;
    loop {
        let mut at = number.last + 1;
        if tokens.mark(at, '-') && tokens.glued(at) && tokens.is(at + 1, flag::SCALE | flag::DOZEN) {
            at += 1;
        }
        let known = tokens.known(at);
        let scale = known.is(flag::SCALE | flag::HUNDRED) || (known.is(flag::DOZEN) && !number.scaled);
        if !scale || tokens.breaks(at) {
            return;
        }
        let Some(value) = number.value.and_then(|value| value.checked_mul(Decimal::from(known.number)))
        else {
            return;
        };
        smallest = smallest.min(known.number);
        (number.value, number.last, number.scaled) = (Some(value), at, true);
        let after = if rest { rest_after_scale(tokens, at + 1, smallest) } else { None };
        if let Some((rest, last)) = after
            && let Some(value) = number.value.and_then(|value| value.checked_add(rest))
        {
            (number.value, number.last) = (Some(value), last);
            return;
        }
    }
}

/// Reads what "6 crore" goes on with: "and two hundred", "3 hundred".
fn rest_after_scale(tokens: Tokens, at: usize, scale: i64) -> Option<(Decimal, usize)> {
    let at = if tokens.eq(at, "and") { at + 1 } else { return None };
    let small = tokens.number(at) && tokens.get(at).is_some_and(|token| token.lines == 0);
    if small && !tokens.is(at + 1, flag::FUNCTION ^ flag::AUXILIARY) && scale == 100 {
        return decimal(tokens.str(at))
            .filter(|value| *value < Decimal::from(scale))
            .map(|value| (value, at));
    }
    let rest = words(tokens, at).filter(|rest| rest.form == Form::Words)?;
    let value = rest.value?;
    (value < Decimal::from(scale) && value > Decimal::ONE && rest.scaled).then_some((value, rest.last))
}
