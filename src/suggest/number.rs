//! Numbers in digits and in words: "1.2 million", "sixty-two", "a hundred", "two thirds", "dozens".
//!
//! **Invariant:** a number covers at least one token, and its value is exact where it has one (28 digits).

use super::flag;
use super::token::{Kind, Tokens};
use rust_decimal::Decimal;

/// The classes a word must have to open a number.
const OPENERS: u128 = flag::NUMBER_WORD | flag::VAGUE | flag::FRACTION | flag::ORDINAL | flag::ARTICLE;

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

/// Reads the number that begins at token `at`. `money` says that a currency stands before it, so that a lone `m` is million.
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

fn decimal(text: &str) -> Option<Decimal> {
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
fn scales(tokens: Tokens, number: &mut Number, rest: bool) {
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
    let rest = words(tokens, at).filter(|rest| rest.form == Form::Words)?;
    let value = rest.value?;
    (value < Decimal::from(scale) && value > Decimal::ONE && rest.scaled).then_some((value, rest.last))
}

/// Adds "and a half", "and two thirds", "and a quarter".
fn and_a_half(tokens: Tokens, number: &mut Number) {
    let at = number.last + 1;
    if !tokens.eq(at, "and") || tokens.breaks(at) {
        return;
    }
    let Some(part) = fraction(tokens, at + 1, true).filter(|part| !tokens.any(part.last + 1, &["of"])) else {
        return;
    };
    let unit = if number.scaled
        && tokens.is(number.last, flag::SCALE | flag::SUFFIX)
        && !tokens.is(part.last, flag::SCALE)
    {
        Decimal::from(tokens.known(number.last).number)
    } else {
        Decimal::ONE
    };
    let sum =
        part.value.and_then(|part| part.checked_mul(unit)).and_then(|part| number.value?.checked_add(part));
    if let Some(sum) = sum {
        (number.value, number.last) = (Some(sum), part.last);
    }
}

/// Reads a fraction in words: "a half", "two thirds", "three-quarters", "one over twenty".
fn fraction(tokens: Tokens, at: usize, added: bool) -> Option<Number> {
    let (above, mut next) = if tokens.any(at, &["a", "an"]) {
        (Decimal::ONE, at + 1)
    } else if tokens.is(at, flag::DIGIT | flag::TEEN | flag::TENS) {
        let (value, last) = small(tokens, at)?;
        (value, last + 1)
    } else {
        return None;
    };
    if tokens.mark(next, '-') {
        next += 1;
    }
    let known = tokens.known(next);
    let plural = tokens.str(next).ends_with(['s', 'S']);
    let one = above == Decimal::ONE;
    let article = tokens.any(at, &["a", "an"]);
    let order = article && !added && !tokens.any(next, &["half"]) && !fraction_follows(tokens, next + 1);
    if order && !tokens.any(next, &["quarter", "tenth"]) && known.number < 20 {
        return None;
    }
    if (tokens.mark(next + 1, '-') && tokens.glued(next + 2))
        || (article && tokens.eq(next, "quarter") && order)
    {
        return None;
    }
    if !known.is(flag::FRACTION) || known.number < 2 || (plural == one && !plural) || tokens.breaks(next) {
        return None;
    }
    let below = known.number;
    let value = above.checked_div(Decimal::from(below))?;
    let mut number =
        Number { first: at, last: next, value: Some(value), form: Form::Fraction, scaled: false };
    let mut scale = next + 1;
    if tokens.eq(scale, "of") && tokens.any(scale + 1, &["a", "one"]) {
        scale += 2;
    }
    if tokens.is(scale, flag::SCALE) && !tokens.breaks(scale) {
        number.value = value.checked_mul(Decimal::from(tokens.known(scale).number));
        (number.last, number.scaled) = (scale, true);
    }
    Some(number)
}

/// Says whether what follows "a third" makes it a part and not a place in an order.
fn fraction_follows(tokens: Tokens, at: usize) -> bool {
    tokens.breaks(at)
        || !tokens.word(at)
        || tokens.any(at, &["of", "as", "more", "less", "higher", "lower", "larger", "smaller"])
        || tokens.is(at, flag::SCALE | flag::COORDINATOR)
}

/// Reads a number below one hundred in words.
fn small(tokens: Tokens, at: usize) -> Option<(Decimal, usize)> {
    let known = tokens.known(at);
    if !known.is(flag::DIGIT | flag::TEEN | flag::TENS) {
        return None;
    }
    if known.is(flag::TENS) {
        let next = if tokens.mark(at + 1, '-') { at + 2 } else { at + 1 };
        let digit = tokens.known(next);
        if digit.is(flag::DIGIT) && digit.number > 0 && !tokens.breaks(next) {
            return Some((Decimal::from(known.number + digit.number), next));
        }
    }
    Some((Decimal::from(known.number), at))
}

/// Reads a number that begins with a word.
fn words(tokens: Tokens, at: usize) -> Option<Number> {
    if let Some(vague) = vague(tokens, at) {
        return Some(vague);
    }
    if let Some(half) = half(tokens, at) {
        return Some(half);
    }
    if let Some(part) = fraction(tokens, at, false) {
        return Some(part);
    }
    let mut first_number = at;
    if tokens.any(at, &["a", "an"]) {
        if !tokens.is(at + 1, flag::HUNDRED | flag::SCALE | flag::DOZEN) || tokens.breaks(at + 1) {
            return None;
        }
        first_number = at + 1;
    }
    if tokens.is(at, flag::ORDINAL) && !tokens.is(at, flag::NUMBER_WORD) {
        return ordinal_alone(tokens, at);
    }
    let mut sum = Sum::default();
    let mut last = None;
    let mut next = first_number;
    while sum.take(tokens, next) {
        last = Some(next);
        next = sum.step(tokens, next);
    }
    let last = last?;
    let mut number = Number { first: at, last, value: sum.value(), form: Form::Words, scaled: sum.scaled };
    if let Some(ordinal) = ordinal_after(tokens, last, &sum) {
        return Some(Number { first: at, ..ordinal });
    }
    point(tokens, &mut number);
    scales_after_point(tokens, &mut number);
    and_a_half(tokens, &mut number);
    over(tokens, &mut number);
    Some(number)
}

/// A number in words as it is read.
#[derive(Default)]
struct Sum {
    total: Decimal,
    current: i64,
    scale: i64,
    started: bool,
    open_tens: bool,
    full: bool,
    done: bool,
    scaled: bool,
}

impl Sum {
    /// Takes token `at` if the number can go on with it.
    fn take(&mut self, tokens: Tokens, at: usize) -> bool {
        let known = tokens.known(at);
        if self.done || !known.is(flag::NUMBER_WORD) || (self.started && tokens.breaks(at)) {
            return false;
        }
        let value = known.number;
        let fits = if known.is(flag::DIGIT) {
            let fits = if self.open_tens { value > 0 } else { !self.full };
            (self.open_tens, self.full) = (false, true);
            self.current += if fits { value } else { 0 };
            fits
        } else if known.is(flag::TEEN | flag::TENS) {
            let fits = !self.full && !self.open_tens;
            (self.open_tens, self.full) = (known.is(flag::TENS), known.is(flag::TEEN));
            self.current += if fits { value } else { 0 };
            fits
        } else if known.is(flag::HUNDRED) {
            let fits = !self.started || (self.current > 0 && self.current < 100);
            self.current = self.current.max(1) * if fits { 100 } else { 1 };
            (self.open_tens, self.full, self.scaled) = (false, false, true);
            fits
        } else if known.is(flag::DOZEN) {
            self.current = self.current.max(1).saturating_mul(value);
            (self.done, self.scaled) = (true, true);
            true
        } else {
            let fits = !self.started || self.current > 0 || self.scale == 100_000;
            let part = if self.current == 0 && self.total > Decimal::ZERO {
                None
            } else {
                Some(self.current.max(1))
            };
            self.total = match part {
                Some(part) => {
                    self.total + Decimal::from(part).checked_mul(Decimal::from(value)).unwrap_or_default()
                }
                None => self.total.checked_mul(Decimal::from(value)).unwrap_or_default(),
            };
            (self.current, self.scale, self.scaled) = (0, value, true);
            (self.open_tens, self.full) = (false, false);
            fits
        };
        self.started |= fits;
        fits
    }

    /// Returns the token to try after `at`: over a hyphen, or over "and" after a hundred or a scale.
    fn step(&self, tokens: Tokens, at: usize) -> usize {
        let hyphen = tokens.mark(at + 1, '-')
            && (tokens.is(at, flag::TENS) || self.scaled || tokens.is(at + 2, flag::SCALE));
        if hyphen && tokens.is(at + 2, flag::NUMBER_WORD | flag::ORDINAL) {
            return at + 2;
        }
        let after = tokens.is(at, flag::HUNDRED | flag::SCALE) && tokens.any(at + 1, &["and", "&"]);
        let follows =
            tokens.is(at + 2, flag::DIGIT | flag::TEEN | flag::TENS) && !tokens.any(at + 2, &["zero"]);
        let separate = tokens.is(at + 2, flag::DIGIT) && tokens.is(at + 3, flag::FRACTION);
        if after && follows && !separate { at + 2 } else { at + 1 }
    }

    fn value(&self) -> Option<Decimal> {
        self.total.checked_add(Decimal::from(self.current))
    }
}

fn ordinal_alone(tokens: Tokens, at: usize) -> Option<Number> {
    let value = Decimal::from(tokens.known(at).number);
    Some(Number { first: at, last: at, value: Some(value), form: Form::Ordinal, scaled: false })
}

/// Reads the ordinal that ends a number in words: "twenty-first", "one hundred twenty-fifth".
fn ordinal_after(tokens: Tokens, last: usize, sum: &Sum) -> Option<Number> {
    let mut at = last + 1;
    if tokens.mark(at, '-') {
        at += 1;
    }
    if sum.scaled && tokens.eq(at, "and") {
        at += 1;
    }
    let known = tokens.known(at);
    if known.is(flag::ORDINAL) && known.number >= 100 && !tokens.breaks(at) {
        let value = sum.value()?.checked_mul(Decimal::from(known.number))?;
        return Some(Number {
            first: last,
            last: at,
            value: Some(value),
            form: Form::Ordinal,
            scaled: false,
        });
    }
    let fits = (sum.open_tens && known.number < 10) || (sum.scaled && sum.current % 100 == 0);
    if !known.is(flag::ORDINAL) || tokens.breaks(at) || !fits {
        return None;
    }
    let value = sum.value()?.checked_add(Decimal::from(known.number))?;
    Some(Number { first: last, last: at, value: Some(value), form: Form::Ordinal, scaled: false })
}

/// Reads "point zero three" after a number in words.
fn point(tokens: Tokens, number: &mut Number) {
    if !tokens.eq(number.last + 1, "point")
        || !tokens.is(number.last + 2, flag::DIGIT | flag::TEEN | flag::TENS)
    {
        return;
    }
    let mut at = number.last + 2;
    let mut text = String::from("0.");
    while text.len() < 24 && tokens.is(at, flag::DIGIT | flag::TEEN | flag::TENS) {
        let Some((value, last)) = small(tokens, at) else { break };
        text.push_str(&value.to_string());
        number.last = last;
        at = last + 1;
    }
    number.value = text.parse::<Decimal>().ok().and_then(|part| number.value?.checked_add(part));
}

/// Reads the lower number of "one over twenty": no chain of them is read.
fn words_or_digits(tokens: Tokens, at: usize) -> Option<Number> {
    if tokens.number(at) {
        let value = decimal(tokens.str(at))?;
        return Some(Number { first: at, last: at, value: Some(value), form: Form::Digits, scaled: false });
    }
    let mut sum = Sum::default();
    let (mut last, mut next) = (None, at);
    while sum.take(tokens, next) {
        last = Some(next);
        next = sum.step(tokens, next);
    }
    Some(Number { first: at, last: last?, value: sum.value(), form: Form::Words, scaled: sum.scaled })
}

fn scales_after_point(tokens: Tokens, number: &mut Number) {
    if tokens.is(number.last, flag::DIGIT) && tokens.is(number.last + 1, flag::SCALE) {
        scales(tokens, number, false);
    }
}

/// Reads "one over twenty" and "one out of three" as a fraction of small numbers.
fn over(tokens: Tokens, number: &mut Number) {
    let over = tokens.eq(number.last + 1, "over") && number.value == Some(Decimal::ONE);
    let out = tokens.eq(number.last + 1, "out") && tokens.eq(number.last + 2, "of");
    if !(over || out) || number.scaled || tokens.breaks(number.last + 1) {
        return;
    }
    let at = number.last + if over { 2 } else { 3 };
    let plain = tokens.number(at) || tokens.is(at, flag::NUMBER_WORD);
    let Some(below) = plain.then(|| words_or_digits(tokens, at)).flatten() else { return };
    let Some(above) = number.value.filter(|above| below.value.is_some_and(|below| *above < below)) else {
        return;
    };
    if let Some(value) = below.value.and_then(|below| above.checked_div(below)) {
        (number.value, number.last, number.form) = (Some(value), below.last, Form::Fraction);
    }
}

/// Reads "half a million", "half", "a quarter million"; not "the first half", "half-brother".
fn half(tokens: Tokens, at: usize) -> Option<Number> {
    if !tokens.eq(at, "half")
        || tokens.mark(at + 1, '-')
        || tokens.any(at + 1, &["time", "brother", "sister", "way"])
    {
        return None;
    }
    let before = at.checked_sub(1);
    let part_of_order = before.is_some_and(|before| {
        tokens.is(before, flag::ORDINAL | flag::RELATIVE | flag::POSSESSIVE)
            || tokens.any(
                before,
                &["the", "other", "latter", "better", "bottom", "top", "back", "front", "this", "each"],
            )
            || tokens.mark(before, '-')
    });
    let scale = if tokens.any(at + 1, &["a"]) { at + 2 } else { at + 1 };
    if tokens.is(scale, flag::SCALE | flag::DOZEN) && !tokens.breaks(scale) {
        let value = Decimal::from(tokens.known(scale).number).checked_div(Decimal::TWO)?;
        return Some(Number { first: at, last: scale, value: Some(value), form: Form::Words, scaled: true });
    }
    if part_of_order {
        return None;
    }
    let value = Decimal::ONE.checked_div(Decimal::TWO)?;
    Some(Number { first: at, last: at, value: Some(value), form: Form::Fraction, scaled: false })
}

/// Reads "dozens", "tens of thousands", "several hundred", "a few", "a couple".
fn vague(tokens: Tokens, at: usize) -> Option<Number> {
    let article = tokens.any(at, &["a"]);
    let head = if article { at + 1 } else { at };
    if !tokens.is(head, flag::VAGUE)
        || (article && (tokens.breaks(head) || !tokens.any(head, &["few", "couple"])))
    {
        return None;
    }
    let plural =
        tokens.is(head, flag::DOZEN | flag::SCALE) || tokens.any(head, &["hundreds", "scores", "tens"]);
    if plural && at > 0 && (tokens.number(at - 1) || tokens.is(at - 1, flag::NUMBER_WORD)) {
        return None;
    }
    if tokens.eq(head, "couple") && !article {
        return None;
    }
    let mut last = head;
    if tokens.eq(head, "couple") && tokens.eq(last + 1, "of") {
        last += 1;
    }
    let mut next = last + 1;
    while next - at < 8 {
        let of = usize::from(plural && tokens.eq(next, "of"));
        if tokens.is(next + of, flag::HUNDRED | flag::SCALE | flag::DOZEN | flag::VAGUE)
            && !tokens.any(next + of, &["many", "several"])
            && !tokens.breaks(next + of)
        {
            last = next + of;
            next = last + 1;
        } else {
            break;
        }
    }
    if tokens.eq(last, "of") {
        last -= 1;
    }
    Some(Number { first: at, last, value: None, form: Form::Vague, scaled: plural })
}
