//! Figures: a number with its comparator, unit and what it counts.
//!
//! **Invariant:** figures never overlap, and each names the rule that found it.

use super::amount::{Amount, amount, duration_unit, range_opener, second_end, share_scale};
use super::compare::{self, Compared};
use super::date::{self, Moment};
use super::excluded::{address, code_like, excluded};
use super::number::Form;
use super::token::{Kind, Tokens};
use super::{Quantity, counted, flag, zero};
use crate::model::figure::{Class, Comparator};
use crate::text::span::Span;
use rust_decimal::Decimal;

/// The classes a token must have for a figure to begin there; anything else is passed over at once.
const OPENERS: u128 = flag::NUMBER_WORD
    | flag::VAGUE
    | flag::ORDINAL
    | flag::FRACTION
    | flag::SIGN
    | flag::MONTH
    | flag::WEEKDAY
    | flag::WEEKDAYS
    | flag::RELATIVE_DAY
    | flag::RELATIVE
    | flag::EARLY
    | flag::HOLIDAY
    | flag::SEASON
    | flag::ARTICLE
    | flag::MOMENT
    | flag::MONEY_OPENER
    | flag::CODE
    | flag::DAY_PART
    | flag::TIME_UNIT
    | flag::TIMES
    | flag::RECURRING;

/// Finds every figure, in order.
pub fn find(tokens: Tokens, found: &mut Vec<Quantity>) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let capital = token.capital && (tokens.eq(at + 1, "day") || unit_follows(tokens, at + 1));
        let candidate = token.kind != Kind::Word || token.is(OPENERS) || capital;
        let next = if candidate { figure(tokens, at, found) } else { None };
        at = next.map_or(at + 1, |last| last.max(at) + 1);
    }
}

/// Reads a text that is nothing but a number, which elsewhere would be page furniture.
pub fn whole(tokens: Tokens, found: &mut Vec<Quantity>) {
    let amount = (0..tokens.list.len()).find_map(|at| amount(tokens, at));
    if let Some(amount) = amount {
        push(tokens, amount, None, found);
    }
}

/// Says whether a currency sign or digits touch a word that may be a currency's.
fn unit_follows(tokens: Tokens, at: usize) -> bool {
    tokens.get(at).is_some_and(|next| match next.kind {
        Kind::Mark(mark) => matches!(mark, '$' | '£'),
        Kind::Number => !next.space,
        Kind::Word => false,
    })
}

/// Reads the figure at token `at` and returns its last token; an excluded number is passed over whole.
fn figure(tokens: Tokens, at: usize, found: &mut Vec<Quantity>) -> Option<usize> {
    if tokens.mark(at, '/') || tokens.mark(at, '@') {
        return address(tokens, at);
    }
    if let Some(moment) = date::parse(tokens, at) {
        if !matches!(moment.class, Class::Duration | Class::Age) {
            if code_like(tokens, at) {
                return Some(moment.last);
            }
            found.push(of_moment(tokens, &moment));
            return Some(moment.last);
        }
        if moment.number.is_none() || moment.rule == "quantity/relative-duration" {
            return Some(push_duration(tokens, &moment, found));
        }
    }
    if let Some(last) = relative_ordinal(tokens, at) {
        let moment = Moment {
            first: at,
            last,
            class: Class::Ordinal,
            value: None,
            number: None,
            rule: "quantity/relative-ordinal",
        };
        found.push(of_moment(tokens, &moment));
        return Some(last);
    }
    if let Some((quantity, last)) = zero::parse(tokens, at) {
        found.push(quantity);
        return Some(last);
    }
    let amount = amount(tokens, at)?;
    let second = if amount.class == Class::Ordinal { None } else { second_end(tokens, &amount) };
    if let Some(last) = excluded(tokens, &amount, second.is_some()) {
        return Some(last);
    }
    push(tokens, amount, second, found)
}

/// Reads "next", "previous", "the last but one" where no date begins: a place in an order.
fn relative_ordinal(tokens: Tokens, at: usize) -> Option<usize> {
    let word = |at: usize| tokens.any(at, &["next", "last", "previous", "current"]);
    if tokens.is(at, flag::ORDINAL | flag::RELATIVE) && tokens.eq(at + 1, "to") && tokens.eq(at + 2, "last") {
        return Some(at + 2);
    }
    if tokens.eq(at, "last") && tokens.eq(at + 1, "but") && tokens.eq(at + 2, "one") {
        return Some(at + 2);
    }
    let noun = tokens.word(at + 1) && !tokens.breaks(at + 1) && !tokens.is(at + 1, flag::FUNCTION);
    let counted =
        noun || tokens.number(at + 1) || tokens.is(at + 1, flag::NUMBER_WORD) || tokens.marks(at + 1, "\"”");
    (word(at) && counted && !tokens.eq(at + 1, "time")).then_some(at)
}

/// Completes an amount with a range end, comparators and what it counts.
fn push(tokens: Tokens, amount: Amount, second: Option<Amount>, found: &mut Vec<Quantity>) -> Option<usize> {
    if amount.class == Class::Ordinal {
        let span = tokens.span(amount.first, amount.last);
        found.push(Quantity { rule: "quantity/ordinal", ..plain(span, &amount) });
        return Some(amount.last);
    }
    let mut first = amount.first;
    let mut last = second.as_ref().map_or(amount.last, |second| second.last);
    let opener = range_opener(tokens, first).filter(|_| second.is_some());
    let mut quantity = plain(
        tokens.span(first, last),
        second.as_ref().filter(|second| amount.unit.is_none() || second.unit.is_some()).unwrap_or(&amount),
    );
    quantity.value = amount.number.value;
    if let Some(second) = &second {
        share_scale(&amount, second, &mut quantity);
        quantity.rule = "quantity/range";
    } else {
        quantity.comparator =
            if amount.number.form == Form::Vague { Comparator::Vague } else { Comparator::Exactly };
    }
    let counted = if matches!(quantity.class, Class::Count | Class::Percent) {
        counted::after(tokens, last + 1)
    } else {
        None
    };
    let own = (opener.unwrap_or(first), last);
    let around = compared(tokens, own, counted, &mut quantity);
    (first, last) = (first.min(around.0), last.max(around.1));
    if let Some(opener) = opener {
        first = opener;
    }
    inherit(tokens, &amount, &mut quantity, found);
    quantity.counted = counted.map(|(first, last)| tokens.span(first, last));
    quantity.span = tokens.span(first, last);
    age(tokens, &amount, &mut quantity);
    name_rule(tokens, &amount, &mut quantity);
    last = last.max(cents(tokens, &amount, &mut quantity).unwrap_or(last));
    if !bounds_both(tokens, &mut quantity, found) {
        found.push(quantity);
    }
    Some(last)
}

/// Applies the comparators on both sides of the tokens `own`; returns the tokens of the figure with those that belong
/// to a bare number.
fn compared(
    tokens: Tokens,
    own: (usize, usize),
    counted: Option<(usize, usize)>,
    quantity: &mut Quantity,
) -> (usize, usize) {
    let before = compare::before(tokens, own.0).filter(|_| quantity.comparator != Comparator::Vague);
    let after = compare::after(tokens, own.1 + 1).or_else(|| {
        let end = counted.map(|counted| counted.1)?;
        compare::after(tokens, end + 1).filter(|compared| tokens.any(compared.first, &["or"]))
    });
    let open =
        after.is_some_and(|after| !matches!(after.comparator, Comparator::About | Comparator::Exactly));
    let vague_before = before.is_some_and(|before| before.comparator == Comparator::About) && open;
    let exact_before = before.is_some_and(|before| before.comparator == Comparator::Exactly) && open;
    let equal_too = after.is_some_and(|after| tokens.eq(after.first + 1, "equal"));
    let second = after.filter(|_| before.is_none() || vague_before || exact_before || equal_too);
    let (mut first, mut last) = (usize::MAX, own.1);
    for compared in before.filter(|_| !vague_before).into_iter().chain(second) {
        if equal_too && Some(compared) == after {
            quantity.comparator = match quantity.comparator {
                Comparator::MoreThan => Comparator::AtLeast,
                Comparator::LessThan => Comparator::AtMost,
                other => other,
            };
        }
        apply(tokens, compared, quantity);
        if matches!(quantity.class, Class::Count | Class::Duration) {
            first = first.min(compared.first);
            let beside = counted.is_none_or(|counted| compared.first <= counted.0);
            last = if beside && compared.first > own.1 { compared.last } else { last };
        }
    }
    (first, last)
}

/// Adds the cents of "3 dollars 50 cents" and the inches of "5 feet 2 inches"; returns the last token.
fn cents(tokens: Tokens, amount: &Amount, quantity: &mut Quantity) -> Option<usize> {
    let unit = amount
        .unit
        .as_ref()
        .filter(|_| quantity.comparator != Comparator::Range && amount.money.is_none())?;
    let dollars =
        unit.class == Class::Money && tokens.any(unit.last, &["dollar", "dollars", "euro", "euros"]);
    let feet = unit.name == "foot" && !tokens.mark(unit.last - 1, '-');
    if !(dollars || feet) || tokens.breaks(unit.last + 1) {
        return None;
    }
    let at = unit.last + 1 + usize::from(tokens.eq(unit.last + 1, "and"));
    let part = self::amount(tokens, at)
        .filter(|part| matches!(part.number.form, Form::Digits | Form::Words) && !part.number.scaled)?;
    let name = part.unit.as_ref().map(|unit| unit.name.as_str());
    let plain = name.is_none()
        && dollars
        && counted::after(tokens, part.last + 1).is_none()
        && !tokens.word(part.last + 1);
    let fits = (dollars && name == Some("cent")) || (feet && name == Some("inch")) || plain;
    let base = if feet { Decimal::from(12) } else { Decimal::ONE_HUNDRED };
    let value = part.number.value.filter(|value| fits && *value < base)?;
    quantity.value = quantity.value?.checked_add(value.checked_div(base)?);
    quantity.span = quantity.span.join(tokens.span(part.first, part.last));
    Some(part.last)
}

/// Joins "more than 100 and less than 300" into the range before it.
fn bounds_both(tokens: Tokens, quantity: &mut Quantity, found: &mut [Quantity]) -> bool {
    let Some(before) =
        found.last_mut().filter(|before| before.class == Class::Count && quantity.class == Class::Count)
    else {
        return false;
    };
    let side = |comparator| match comparator {
        Comparator::MoreThan | Comparator::AtLeast => 1,
        Comparator::LessThan | Comparator::AtMost => -1,
        _ => 0,
    };
    let between = Span { start: before.span.end, end: quantity.span.start }.of(tokens.text).trim();
    let opposite = side(before.comparator) * side(quantity.comparator) == -1;
    if !opposite || before.counted.is_some() || !matches!(between, "and" | "," | "but" | ", and") {
        return false;
    }
    let (low, high) = if side(before.comparator) > 0 {
        (before.value, quantity.value)
    } else {
        (quantity.value, before.value)
    };
    if low >= high {
        return false;
    }
    before.span = before.span.join(quantity.span);
    (before.value, before.to, before.comparator) = (low, high, Comparator::Range);
    (before.counted, before.rule) = (quantity.counted, "quantity/two-bounds");
    true
}

/// Gives a conversion in brackets the comparator of the figure before it: "under 296 hp (224 kW)".
fn inherit(tokens: Tokens, amount: &Amount, quantity: &mut Quantity, found: &[Quantity]) {
    let opens = amount.first > 1 && tokens.marks(amount.first - 1, "(/") && amount.unit.is_some();
    let Some(before) = found.last().filter(|_| opens && quantity.comparator == Comparator::Exactly) else {
        return;
    };
    let near = tokens.get(amount.first - 1).is_some_and(|mark| {
        mark.start as usize >= before.span.end && mark.start as usize - before.span.end < 24
    });
    let compared = matches!(
        before.comparator,
        Comparator::MoreThan | Comparator::LessThan | Comparator::AtLeast | Comparator::AtMost
    );
    if near && compared && before.class == quantity.class {
        (quantity.comparator, quantity.compared) = (before.comparator, before.compared);
    }
}

fn plain(span: Span, amount: &Amount) -> Quantity {
    Quantity {
        span,
        class: if amount.unit.as_ref().is_some_and(|unit| unit.rate.is_some()) {
            Class::Rate
        } else {
            amount.class
        },
        comparator: Comparator::Exactly,
        value: amount.number.value,
        to: None,
        unit: amount.unit.as_ref().map(|unit| unit.name.clone()).filter(|name| !name.is_empty()),
        counted: None,
        number: span,
        compared: None,
        rule: "quantity/number",
    }
}

fn apply(tokens: Tokens, compared: Compared, quantity: &mut Quantity) {
    quantity.compared = Some(tokens.span(compared.first, compared.last));
    if quantity.comparator == Comparator::Exactly {
        quantity.comparator = compared.comparator;
    }
}

fn name_rule(tokens: Tokens, amount: &Amount, quantity: &mut Quantity) {
    if quantity.rule != "quantity/number" {
        return;
    }
    quantity.rule = match (quantity.class, amount.number.form) {
        (Class::Count, Form::Vague) => "quantity/vague",
        (Class::Count, Form::Fraction) => "quantity/fraction",
        (Class::Count, _) if quantity.counted.is_some() => "quantity/cardinal-noun",
        (Class::Count, _) => "quantity/cardinal",
        (Class::Money, _) => "quantity/money",
        (Class::Percent, _) => "quantity/percent",
        (Class::Measure, _) => "quantity/measure",
        (Class::Duration, _) => "quantity/duration",
        (Class::Age, _) => "quantity/age",
        (Class::Rate, _) => "quantity/rate",
        _ => "quantity/number",
    };
    quantity.number = tokens.span(amount.number.first, amount.number.last);
}

/// Turns a bare number into an age: "aged 44", "Hague, 44, has".
fn age(tokens: Tokens, amount: &Amount, quantity: &mut Quantity) {
    if quantity.class != Class::Count || amount.number.form != Form::Digits || quantity.counted.is_some() {
        return;
    }
    let plausible = quantity
        .value
        .is_some_and(|value| value > Decimal::ZERO && value < Decimal::from(120) && value.is_integer());
    let Some(before) = amount.first.checked_sub(1).filter(|_| plausible) else { return };
    let aged = tokens.any(before, &["aged", "age"]);
    let named = tokens.mark(before, ',')
        && before > 0
        && tokens.get(before - 1).is_some_and(|token| {
            token.capital && token.kind == Kind::Word && !token.is(flag::MONTH | flag::WEEKDAY)
        })
        && tokens.marks(amount.last + 1, ",.;");
    if aged || named {
        quantity.class = Class::Age;
        quantity.unit = Some("year".into());
        quantity.rule = if aged { "quantity/aged" } else { "quantity/age-after-name" };
    }
}

fn of_moment(tokens: Tokens, moment: &Moment) -> Quantity {
    let span = tokens.span(moment.first, moment.last);
    Quantity {
        span,
        class: moment.class,
        comparator: Comparator::Is,
        value: moment.value,
        to: None,
        unit: duration_unit(tokens, moment),
        counted: None,
        number: span,
        compared: None,
        rule: moment.rule,
    }
}

fn push_duration(tokens: Tokens, moment: &Moment, found: &mut Vec<Quantity>) -> usize {
    let comparator = match (moment.value, moment.number) {
        (_, Some(number)) if number.form == Form::Vague => Comparator::Vague,
        _ => Comparator::Exactly,
    };
    let mut quantity = Quantity { comparator, ..of_moment(tokens, moment) };
    if let Some(compared) = compare::before(tokens, moment.first) {
        apply(tokens, compared, &mut quantity);
        if compared.comparator != Comparator::Exactly {
            quantity.span = tokens.span(compared.first, moment.last);
        }
    }
    found.push(quantity);
    moment.last
}
