//! Figures: a number with its comparator, unit and what it counts.
//!
//! **Invariant:** figures never overlap, and each names the rule that found it.

use super::compare::{self, Compared};
use super::date::{self, Moment};
use super::number::{self, Form, Number};
use super::token::{Kind, Tokens};
use super::unit::{self, Unit};
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
        let candidate = token.kind != Kind::Word || token.is(OPENERS) || token.capital;
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

/// Passes over an address of the web or of mail.
fn address(tokens: Tokens, at: usize) -> Option<usize> {
    let url = tokens.mark(at, '/') && tokens.mark(at + 1, '/') && at > 0 && tokens.mark(at - 1, ':');
    if !url {
        return None;
    }
    let mut last = at;
    while tokens.glued(last + 1) {
        last += 1;
    }
    Some(last)
}

/// An amount: a number with its currency or unit.
#[derive(Clone, Debug)]
struct Amount {
    first: usize,
    last: usize,
    number: Number,
    class: Class,
    unit: Option<Unit>,
    /// A currency before the number.
    money: Option<String>,
}

fn amount(tokens: Tokens, at: usize) -> Option<Amount> {
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
    let class = unit.as_ref().map_or(Class::Count, |unit| unit.class);
    let last = unit.as_ref().map_or(number.last, |unit| unit.last);
    Some(Amount { first: at, last, number, class, unit, money: None })
}

fn has_digits(tokens: Tokens, number: &Number) -> bool {
    (number.first..=number.last).any(|at| tokens.number(at))
}

/// Returns the last token to pass over where the number is no figure: a product, an index, a score, a pronoun.
fn excluded(tokens: Tokens, amount: &Amount, ranged: bool) -> Option<usize> {
    let (first, last) = (amount.first, amount.last);
    let bare = amount.unit.is_none();
    if code_like(tokens, first) {
        return Some(last);
    }
    if !bare {
        return None;
    }
    if let Some(end) = score(tokens, &amount.number) {
        return Some(end);
    }
    if ranged {
        return None;
    }
    let number = &amount.number;
    let alone = tokens.breaks(first)
        && tokens.breaks(last + 1)
        && tokens.number(first)
        && !number.scaled
        && first > 0;
    let listed = tokens.breaks(first)
        && tokens.marks(last + 1, ".)")
        && tokens.number(first)
        && tokens.str(first).len() <= 2
        && !tokens.breaks(last + 2);
    let glued_letters = tokens.glued(last + 1)
        && tokens.word(last + 1)
        && number.form == Form::Digits
        && !tokens.str(last + 1).starts_with(['\'', '’']);
    let pronoun = tokens.eq(first, "one") && first == last && one_is_pronoun(tokens, first);
    let times = glued_letters && tokens.eq(last + 1, "x");
    let index = index_name(tokens, first, last) && number.form == Form::Digits && !number.scaled;
    let vague = number.form == Form::Vague && !number.scaled && !vague_counts(tokens, number);
    let printed = tokens.str(first);
    let padded = printed.len() > 2 && printed.starts_with('0') && !printed.contains('.');
    let bracketed = first > 1
        && tokens.mark(first - 1, '(')
        && tokens.mark(last + 1, ')')
        && tokens.word(first - 2)
        && !number.scaled;
    let part_of_unit = first > 0 && tokens.eq(first - 1, "per");
    let compound = number.form == Form::Words
        && tokens.mark(last + 1, '-')
        && tokens.glued(last + 1)
        && tokens.word(last + 2)
        && tokens.glued(last + 2);
    let dozen =
        first == last && tokens.is(first, flag::DOZEN) && first > 0 && tokens.any(first - 1, &["'s", "’s"]);
    if padded || bracketed || part_of_unit || compound || dozen {
        return Some(last);
    }
    (alone || listed || (glued_letters && !times) || pronoun || index || vague).then_some(last)
}

/// Says whether the number is part of a code or product name: F-16, COVID-19, L2, #5.
fn code_like(tokens: Tokens, first: usize) -> bool {
    let Some(before) = first.checked_sub(1) else { return false };
    if !tokens.number(first) || !tokens.glued(first) {
        return false;
    }
    if tokens.word(before) {
        return !tokens.is(before, flag::CODE) && !tokens.str(before).starts_with(['\'', '’']);
    }
    if tokens.marks(before, "#_&@") {
        return true;
    }
    let dash = tokens.marks(before, "-–/.:") && tokens.glued(before);
    dash && before > 0
        && (tokens.word(before - 1)
            && !tokens.is(before - 1, flag::NUMBER_WORD | flag::TIME_UNIT | flag::MONTH)
            && !tokens.is(before - 1, flag::ADVERB | flag::PREPOSITION)
            && !tokens.any(before - 1, &["mid", "sub", "pre", "post"]))
}

/// Passes over "2-2", "4:3", "30/4.85".
fn score(tokens: Tokens, number: &Number) -> Option<usize> {
    if number.form != Form::Digits || number.scaled {
        return None;
    }
    let mut last = number.last;
    while tokens.marks(last + 1, ":-–/")
        && tokens.glued(last + 1)
        && tokens.number(last + 2)
        && tokens.glued(last + 2)
    {
        last += 2;
    }
    if last == number.last {
        return None;
    }
    let (low, high) = (number.value?, tokens.str(last).replace(',', "").parse::<Decimal>().ok()?);
    let single = last == number.last + 2 && tokens.marks(number.last + 1, "-–");
    let counts = counted::after(tokens, last + 1)
        .is_some_and(|(first, _)| !tokens.get(first).is_some_and(|token| token.capital));
    let unit = unit::after(tokens, last, true).is_some()
        || tokens.mark(last + 1, '-')
        || tokens.is(last + 1, flag::TIME_UNIT | flag::SCALE | flag::SUFFIX);
    let range = single
        && low < high
        && (unit
            || (counts
                && !tokens.any(
                    last + 1,
                    &[
                        "win",
                        "loss",
                        "victory",
                        "defeat",
                        "vote",
                        "record",
                        "decision",
                        "lead",
                        "advantage",
                        "draw",
                        "start",
                    ],
                ))
            || low >= Decimal::TEN);
    (!range).then_some(last)
}

/// Says whether a word holds a capital inside: iPhone, eBay.
fn inner_capital(tokens: Tokens, at: usize) -> bool {
    tokens.word(at) && tokens.str(at).chars().any(char::is_uppercase)
}

fn one_is_pronoun(tokens: Tokens, at: usize) -> bool {
    let before = at.checked_sub(1).filter(|_| !tokens.breaks(at));
    let headed = before.is_some_and(|before| {
        tokens.is(before, flag::DETERMINER | flag::POSSESSIVE | flag::ORDINAL)
            || tokens.any(
                before,
                &[
                    "no", "any", "every", "last", "next", "only", "right", "new", "same", "big", "good",
                    "bad", "loved", "if", "number", "day",
                ],
            )
            || tokens.mark(before, '-')
    });
    let of = tokens.eq(at + 1, "of");
    if of {
        return before.is_some_and(|before| {
            tokens.any(before, &["no", "any", "every", "each", "this", "that", "another"])
        });
    }
    if headed {
        return true;
    }
    let noun = counted::after(tokens, at + 1).is_some()
        && !tokens.is(at + 1, flag::ADVERB | flag::VERB | flag::REPORTS)
        && !tokens.any(at + 1, &["another", "such", "side"]);
    !noun
}

/// Says whether a number names a thing: "Fortune 500", "Article 5", "Route 66", "No. 1".
fn index_name(tokens: Tokens, first: usize, last: usize) -> bool {
    let Some(before) = first.checked_sub(1) else { return false };
    if tokens.breaks(first) {
        return false;
    }
    let numbered = tokens.any(
        before,
        &[
            "no",
            "nos",
            "number",
            "category",
            "chapter",
            "section",
            "article",
            "page",
            "route",
            "highway",
            "interstate",
            "room",
            "flight",
            "version",
            "phase",
            "title",
            "level",
            "type",
            "channel",
            "episode",
            "season",
            "volume",
            "step",
            "rule",
            "item",
            "proposition",
            "amendment",
            "nrs",
        ],
    ) || (tokens.mark(before, '.') && before > 0 && tokens.any(before - 1, &["no", "nos"]));
    let name = tokens.get(before).is_some_and(|token| {
        (token.capital || inner_capital(tokens, before))
            && token.kind == Kind::Word
            && !token.is(flag::NOT_COUNTED
                | flag::PREPOSITION
                | flag::DETERMINER
                | flag::SUBORDINATOR
                | flag::COORDINATOR
                | flag::AUXILIARY
                | flag::PRONOUN
                | flag::ADVERB)
    });
    let sentence_start = before == 0 || tokens.marks(before - 1, ".!?\"“”") || tokens.breaks(before);
    let follows_noun = tokens.word(last + 1)
        && !tokens.breaks(last + 1)
        && tokens
            .get(last + 1)
            .is_some_and(|token| !token.capital && !token.is(flag::NOT_COUNTED | flag::VERB | flag::REPORTS));
    numbered || (name && !sentence_start && !follows_noun)
}

/// Says whether a small vague word counts: "several soldiers", not "many" alone.
fn vague_counts(tokens: Tokens, number: &Number) -> bool {
    !tokens.any(number.last, &["many"])
        && (counted::after(tokens, number.last + 1).is_some() || tokens.is(number.last + 1, flag::TIME_UNIT))
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
    let before =
        compare::before(tokens, opener.unwrap_or(first)).filter(|_| quantity.comparator != Comparator::Vague);
    let after = compare::after(tokens, last + 1).or_else(|| {
        let end = counted.map(|counted| counted.1)?;
        compare::after(tokens, end + 1).filter(|compared| tokens.any(compared.first, &["or"]))
    });
    let open =
        after.is_some_and(|after| !matches!(after.comparator, Comparator::About | Comparator::Exactly));
    let vague_before = before.is_some_and(|before| before.comparator == Comparator::About) && open;
    let exact_before = before.is_some_and(|before| before.comparator == Comparator::Exactly) && open;
    let equal_too = after.is_some_and(|after| tokens.eq(after.first + 1, "equal"));
    for compared in [
        before.filter(|_| !vague_before),
        after.filter(|_| before.is_none() || vague_before || exact_before || equal_too),
    ]
    .into_iter()
    .flatten()
    {
        if equal_too && Some(compared) == after {
            quantity.comparator = match quantity.comparator {
                Comparator::MoreThan => Comparator::AtLeast,
                Comparator::LessThan => Comparator::AtMost,
                other => other,
            };
        }
        apply(tokens, compared, &mut quantity);
        let number_only = matches!(quantity.class, Class::Count | Class::Duration);
        if number_only && compared.first < first {
            first = compared.first;
        }
        if number_only && compared.first > last && counted.is_none_or(|counted| compared.first <= counted.0) {
            last = compared.last;
        }
    }
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

/// Finds "between" or "from" before a range.
fn range_opener(tokens: Tokens, first: usize) -> Option<usize> {
    let before = first.checked_sub(1)?;
    tokens.any(before, &["between", "from"]).then_some(before)
}

/// Reads the other end of a range: "5 to 10", "between 60 and 90", "$10-15bn".
fn second_end(tokens: Tokens, amount: &Amount) -> Option<Amount> {
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
    let far =
        opener.is_none() && low > Decimal::ZERO && high / low > Decimal::from(200) && !second.number.scaled;
    let rose = opener.is_none()
        && word
        && amount.unit.is_some()
        && second.unit.is_some()
        && amount.unit.as_ref().map(|u| &u.name) != second.unit.as_ref().map(|u| &u.name);
    (same_class && near && !far && !rose).then_some(second)
}

/// Reads "three or four years" as a range: two neighbours before one noun.
fn alternative(tokens: Tokens, amount: &Amount) -> Option<Amount> {
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
fn share_scale(amount: &Amount, second: &Amount, quantity: &mut Quantity) {
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

/// Returns the unit of time that a duration or an age is counted in.
fn duration_unit(tokens: Tokens, moment: &Moment) -> Option<String> {
    let counted = matches!(moment.class, Class::Duration | Class::Age);
    let unit = (moment.first..=moment.last).find(|at| tokens.is(*at, flag::TIME_UNIT)).filter(|_| counted)?;
    Some(tokens.str(unit).to_lowercase())
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
