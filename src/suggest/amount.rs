//! A number with its currency or unit, and the other end of a range.
//!
//! **Invariant:** both ends of a range are of one class.

use super::date::Moment;
use super::number::{self, Form, Number};
use super::token::Tokens;
use super::unit::{self, Unit};
use super::{Quantity, counted, flag};
use crate::model::figure::{Class, Comparator};
use rust_decimal::Decimal;

/// An amount: a number with its currency or unit.
#[derive(Clone, Debug)]
pub struct Amount {
    /// The first token.
    pub first: usize,
    /// The last token.
    pub last: usize,
    /// The number.
    pub number: Number,
    /// The class its unit gives it.
    pub class: Class,
    /// Its unit.
    pub unit: Option<Unit>,
    /// A currency before the number.
    pub money: Option<String>,
}

pub fn amount(tokens: Tokens, at: usize) -> Option<Amount> {
    let opened = unit::opens_money(tokens, at);
    let start = opened.as_ref().map_or(at, |opened| opened.0);
    if tokens.breaks(start) && start > at {
        return None;
    }
    let number = number::parse(tokens, start, opened.is_some())?;
    if number.form == Form::Ordinal {
        return opened.is_none().then_some(Amount {
            first: at,
            last: number.last,
            number,
            class: Class::Ordinal,
            unit: None,
            money: None,
        });
    }
    if let Some((_, name)) = opened {
        if number.form == Form::Vague && !number.scaled {
            return None;
        }
        let rate = unit::rate(tokens, number.last + 1);
        let unit = Unit { class: Class::Money, name: name.to_string(), first: at, last: start - 1, rate };
        return Some(Amount {
            first: at,
            last: number.last,
            number,
            class: Class::Money,
            unit: Some(unit),
            money: Some(name.into()),
        });
    }
    if let Some(moment) = super::duration::parse(tokens, at).filter(|moment| moment.number.is_some()) {
        let name = duration_unit(tokens, &moment).unwrap_or_default();
        let first = number.last + 1;
        let unit = Unit { class: moment.class, name, first, last: moment.last, rate: None };
        let number = moment.number.unwrap_or(number);
        return Some(Amount {
            first: at,
            last: moment.last,
            number,
            class: moment.class,
            unit: Some(unit),
            money: None,
        });
    }
    let digits = matches!(number.form, Form::Digits | Form::Fraction)
        && tokens.lexicon.word(0).flags == 0
        && has_digits(tokens, &number);
    let unit = unit::after(tokens, number.last, digits);
    let mut number = number;
    if let Some(scale) =
        unit.as_ref().filter(|unit| unit.class == Class::Money && tokens.is(unit.last, flag::SCALE))
    {
        let factor = Decimal::from(tokens.known(scale.last).number);
        number.value = number.value.and_then(|value| value.checked_mul(factor));
    }
    let class = unit.as_ref().map_or(Class::Count, |unit| unit.class);
    let last = unit.as_ref().map_or(number.last, |unit| unit.last);
    Some(Amount { first: at, last, number, class, unit, money: None })
}

pub fn has_digits(tokens: Tokens, number: &Number) -> bool {
    (number.first..=number.last).any(|at| tokens.number(at))
}

/// Finds "between" or "from" before a range.
pub fn range_opener(tokens: Tokens, first: usize) -> Option<usize> {
    let before = first.checked_sub(1)?;
    tokens.any(before, &["between", "from"]).then_some(before)
}

/// Reads the other end of a range: "5 to 10", "between 60 and 90", "$10-15bn".
pub fn second_end(tokens: Tokens, amount: &Amount) -> Option<Amount> {
    let at = amount.last + 1;
    let opener = range_opener(tokens, amount.first).map(|before| tokens.eq(before, "between"));
    let dash = tokens.marks(at, "-–—~") || (tokens.mark(at, '-') && !tokens.glued(at));
    if tokens.eq(at, "or") {
        return alternative(tokens, amount);
    }
    let word = tokens.any(at, &["to"]) || (opener == Some(true) && tokens.any(at, &["and", "to"]));
    if !(dash || word) || tokens.breaks(at) || amount.number.form == Form::Vague {
        return None;
    }
    let mut start = at + 1;
    if dash && tokens.eq(start, "to") && tokens.mark(start + 1, '-') {
        start += 2;
    } else if dash && tokens.eq(start, "to") {
        start += 1;
    }
    if tokens.breaks(start)
        || (dash && tokens.marks(at, "—–") && tokens.get(at)?.space) && amount.unit.is_some()
    {
        return None;
    }
    let second = self::amount(tokens, start)
        .filter(|second| second.class != Class::Ordinal && second.number.form != Form::Vague)?;
    let same_class = second.class == amount.class
        || amount.unit.is_none()
        || (second.unit.is_none() && amount.money.is_some());
    let (low, high) = (amount.number.value?, second.number.value?);
    let near = opener.is_some() || dash || (low < high || second.number.scaled) && low != high;
    let far = opener.is_none()
        && low > Decimal::ZERO
        && high.checked_div(low).is_none_or(|times| times > Decimal::from(200))
        && !second.number.scaled;
    let rose = opener.is_none()
        && word
        && amount.unit.is_some()
        && second.unit.is_some()
        && amount.unit.as_ref().map(|u| &u.name) != second.unit.as_ref().map(|u| &u.name);
    (same_class && near && !far && !rose).then_some(second)
}

/// Reads "three or four years" as a range: two neighbours before one noun.
pub fn alternative(tokens: Tokens, amount: &Amount) -> Option<Amount> {
    if amount.unit.is_some() || tokens.breaks(amount.last + 2) {
        return None;
    }
    let second = self::amount(tokens, amount.last + 2)
        .filter(|second| second.class != Class::Ordinal && second.number.form != Form::Vague)?;
    let noun = second.unit.is_some() || counted::after(tokens, second.last + 1).is_some();
    let step = second.number.value?.checked_sub(amount.number.value?)?;
    (noun && step > Decimal::ZERO && step <= Decimal::TWO).then_some(second)
}

/// Gives the first end the scale of the second: "four to five thousand", "$10 to $15 billion".
pub fn share_scale(amount: &Amount, second: &Amount, quantity: &mut Quantity) {
    quantity.comparator = Comparator::Range;
    quantity.to = second.number.value;
    let (Some(low), Some(high)) = (amount.number.value, second.number.value) else { return };
    if amount.number.scaled || !second.number.scaled || low >= Decimal::from(1000) {
        return;
    }
    for scale in [1_000_000_000_000_i64, 1_000_000_000, 1_000_000, 1000, 100] {
        let scale = Decimal::from(scale);
        if high >= scale {
            if low <= high / scale {
                quantity.value = low.checked_mul(scale);
            }
            return;
        }
    }
}

/// Returns the unit of time that a duration or an age is counted in.
pub fn duration_unit(tokens: Tokens, moment: &Moment) -> Option<String> {
    let counted = matches!(moment.class, Class::Duration | Class::Age);
    let unit = (moment.first..=moment.last).find(|at| tokens.is(*at, flag::TIME_UNIT)).filter(|_| counted)?;
    Some(tokens.str(unit).to_lowercase())
}
