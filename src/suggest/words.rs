//! Numbers in words: "sixty-two", "a hundred", "two thirds", "tens of thousands".
//!
//! **Invariant:** every word of a number belongs to it by grammar: "two hundred" is one number, "two ten" is
//! two.

use super::flag;
use super::number::{Form, Number, decimal, scales};
use super::token::Tokens;
use rust_decimal::Decimal;

/// Adds "and a half", "and two thirds", "and a quarter".
pub fn and_a_half(tokens: Tokens, number: &mut Number) {
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
pub fn fraction(tokens: Tokens, at: usize, added: bool) -> Option<Number> {
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
pub fn fraction_follows(tokens: Tokens, at: usize) -> bool {
    tokens.breaks(at)
        || !tokens.word(at)
        || tokens.any(at, &["of", "as", "more", "less", "higher", "lower", "larger", "smaller"])
        || tokens.is(at, flag::SCALE | flag::COORDINATOR)
}

/// Reads a number below one hundred in words.
pub fn small(tokens: Tokens, at: usize) -> Option<(Decimal, usize)> {
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
pub fn words(tokens: Tokens, at: usize) -> Option<Number> {
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
pub struct Sum {
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
                Some(part) => Decimal::from(part)
                    .checked_mul(Decimal::from(value))
                    .and_then(|part| self.total.checked_add(part))
                    .unwrap_or_default(),
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

pub fn ordinal_alone(tokens: Tokens, at: usize) -> Option<Number> {
    let value = Decimal::from(tokens.known(at).number);
    Some(Number { first: at, last: at, value: Some(value), form: Form::Ordinal, scaled: false })
}

/// Reads the ordinal that ends a number in words: "twenty-first", "one hundred twenty-fifth".
pub fn ordinal_after(tokens: Tokens, last: usize, sum: &Sum) -> Option<Number> {
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
pub fn point(tokens: Tokens, number: &mut Number) {
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
pub fn words_or_digits(tokens: Tokens, at: usize) -> Option<Number> {
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

pub fn scales_after_point(tokens: Tokens, number: &mut Number) {
    if tokens.is(number.last, flag::DIGIT) && tokens.is(number.last + 1, flag::SCALE) {
        scales(tokens, number, false);
    }
}

/// Reads "one over twenty" and "one out of three" as a fraction of small numbers.
pub fn over(tokens: Tokens, number: &mut Number) {
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
pub fn half(tokens: Tokens, at: usize) -> Option<Number> {
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
pub fn vague(tokens: Tokens, at: usize) -> Option<Number> {
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
    if tokens.eq(head, "scores") && !tokens.any(head + 1, &["of", "more"]) {
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
