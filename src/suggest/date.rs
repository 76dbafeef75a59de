//! Dates, spans of dates, and what holds them together: "Friday", "May 9, 2016", "between 2014 and 2018".
//!
//! **Invariant:** a moment covers at least one token and never passes a line end.

use super::clock;
use super::flag;
use super::number::{self, Form, Number};
use super::token::{Kind, Tokens};
use crate::model::figure::Class;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The classes a word must have to open a date, a time or a duration.
const OPENERS: u128 = flag::MONTH
    | flag::WEEKDAY
    | flag::WEEKDAYS
    | flag::RELATIVE_DAY
    | flag::DAY_PART
    | flag::RELATIVE
    | flag::EARLY
    | flag::HOLIDAY
    | flag::SEASON
    | flag::ORDINAL
    | flag::NUMBER_WORD
    | flag::VAGUE
    | flag::FRACTION
    | flag::RECURRING;

/// A stretch of tokens that names a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// The first token.
    pub first: usize,
    /// The last token.
    pub last: usize,
    /// Date, time or duration.
    pub class: Class,
    /// The number of units of a duration.
    pub value: Option<Decimal>,
    /// The number's own tokens, for the figure of a duration.
    pub number: Option<Number>,
    /// The rule that found it.
    pub rule: &'static str,
}

impl Moment {
    fn date(first: usize, last: usize, rule: &'static str) -> Self {
        Self { first, last, class: Class::Date, value: None, number: None, rule }
    }
}

/// Finds the moment that begins at token `at`.
pub fn parse(tokens: Tokens, at: usize) -> Option<Moment> {
    let token = tokens.get(at)?;
    let words = OPENERS | flag::MOMENT | flag::ARTICLE;
    let opens = match token.kind {
        Kind::Number => true,
        Kind::Word => token.is(words) || (token.capital && tokens.eq(at + 1, "day")),
        Kind::Mark(_) => false,
    };
    if !opens {
        return None;
    }
    let opener = range_opener(tokens, at);
    if let Some(opener) = opener
        && let Some(moment) = range(tokens, opener.0, opener.1)
    {
        return Some(Moment { first: at, ..moment });
    }
    if let Some(moment) = weak_range(tokens, at) {
        return Some(moment);
    }
    let inside = tokens.eq(at, "in");
    if (inside || tokens.eq(at, "within"))
        && let Some(moment) = super::duration::parse(tokens, skip_the(tokens, at + 1))
            .filter(|moment| moment.class == Class::Duration)
        && (inside || moment.number.is_some())
    {
        return Some(Moment { first: at, rule: "quantity/relative-duration", ..moment });
    }
    let side = side_opener(tokens, at);
    if side > at
        && let Some(moment) = chain(tokens, side, true).filter(|moment| moment.class != Class::Duration)
    {
        return Some(Moment { first: at, ..moment });
    }
    chain(tokens, at, false)
}

/// Reads a date and nothing that joins it: its last token.
pub fn plain(tokens: Tokens, at: usize) -> Option<usize> {
    let at = skip_the(tokens, at);
    if tokens.number(at) {
        return numeric_date(tokens, at, true).or_else(|| day_month(tokens, at));
    }
    if tokens.is(at, flag::RELATIVE_DAY) {
        return Some(at);
    }
    month(tokens, at, true).or_else(|| tokens.is(at, flag::HOLIDAY).then(|| holiday(tokens, at)).flatten())
}

/// Reads hours that only the date after them makes a time: "five to seven today".
fn weak_range(tokens: Tokens, at: usize) -> Option<Moment> {
    let start = if tokens.any(at, &["from", "between"]) { at + 1 } else { at };
    if !(tokens.number(start) || tokens.is(start, flag::DIGIT | flag::TEEN)) {
        return None;
    }
    let (first, _) = clock::bare_hour(tokens, start)?;
    let second = joiner(tokens, first + 1, tokens.eq(at, "between"))?;
    let (last, _) = clock::bare_hour(tokens, second)?;
    let mut last = joined(tokens, last + 1, false)
        .filter(|_| !tokens.is(last + 1, flag::PREPOSITION) || tokens.eq(last + 1, "on"))?
        .last;
    while let Some(next) = joined(tokens, last + 1, false) {
        last = next.last;
    }
    Some(Moment::date(at, last, "quantity/moment-range"))
}

/// Reads "between" or "from": where the first end begins and whether "and" joins the ends.
fn range_opener(tokens: Tokens, at: usize) -> Option<(usize, bool)> {
    let between = tokens.eq(at, "between");
    (between || tokens.eq(at, "from")).then(|| (skip_the(tokens, at + 1), between))
}

fn skip_the(tokens: Tokens, at: usize) -> usize {
    if tokens.eq(at, "the") { at + 1 } else { at }
}

/// Returns the token after "before", "since", "no later than"; `at` itself without one.
fn side_opener(tokens: Tokens, at: usize) -> usize {
    if tokens.eq(at, "as") && tokens.any(at + 1, &["early", "late"]) && tokens.eq(at + 2, "as") {
        return skip_the(tokens, at + 3);
    }
    if tokens.any(at, &["beginning", "starting", "commencing"]) {
        let next = at + 1 + usize::from(tokens.eq(at + 1, "on"));
        return skip_the(tokens, next);
    }
    if tokens.any(at, &["before", "after", "since", "until", "till", "around"])
        || (tokens.eq(at, "by") && !tokens.number(at + 1))
    {
        let next = skip_the(tokens, at + 1);
        return if tokens.any(next, &["around", "about"]) { next + 1 } else { next };
    }
    if tokens.eq(at + 2, "than")
        && tokens.any(at, &["no", "not"])
        && tokens.any(at + 1, &["later", "earlier"])
    {
        return skip_the(tokens, at + 3);
    }
    if tokens.any(at, &["later", "earlier"]) && tokens.eq(at + 1, "than") {
        return skip_the(tokens, at + 2);
    }
    at
}

/// Reads the two ends of a range, then what a chain may add to it.
fn range(tokens: Tokens, at: usize, between: bool) -> Option<Moment> {
    let first = end_of_range(tokens, at)?;
    let mut second = joiner(tokens, first.last + 1, between)?;
    second = skip_the(tokens, second);
    let mut last = end_of_range(tokens, second)?;
    let strong = first.strong || last.strong;
    if !strong {
        return None;
    }
    let class =
        if first.class == Class::Date || last.class == Class::Date { Class::Date } else { Class::Time };
    while let Some(next) = joined(tokens, last.last + 1, false) {
        last = next;
    }
    Some(Moment {
        first: at,
        last: last.last,
        class,
        value: None,
        number: None,
        rule: "quantity/moment-range",
    })
}

fn joiner(tokens: Tokens, at: usize, between: bool) -> Option<usize> {
    let word = tokens.any(at, &["to", "till", "until", "through", "thru"]) || tokens.marks(at, "-–—~");
    ((word || (between && tokens.eq(at, "and"))) && !tokens.breaks(at)).then_some(at + 1)
}

/// One piece of a chain.
#[derive(Clone, Copy)]
struct Piece {
    last: usize,
    class: Class,
    strong: bool,
}

fn end_of_range(tokens: Tokens, at: usize) -> Option<Piece> {
    if tokens.any(at, &["now", "date"]) {
        return Some(Piece { last: at, class: Class::Date, strong: false });
    }
    if let Some((last, true)) = clock::bare_hour(tokens, at) {
        return Some(Piece { last, class: Class::Time, strong: true });
    }
    if let Some(found) = chain(tokens, at, true).filter(|found| found.class != Class::Duration) {
        return Some(Piece { last: found.last, class: found.class, strong: true });
    }
    if let Some((last, strong)) = clock::bare_hour(tokens, at) {
        return Some(Piece { last, class: Class::Time, strong });
    }
    let ordinal =
        number::parse(tokens, at, false).filter(|number| number.form == Form::Ordinal && is_day(number));
    ordinal.map(|number| Piece { last: number.last, class: Class::Date, strong: false })
}

/// Reads one atom and all that joins it: "Friday" + "at 5pm" + "on 1 May".
fn chain(tokens: Tokens, at: usize, inside: bool) -> Option<Moment> {
    let mut moment = atom(tokens, at, inside)?;
    if moment.class == Class::Duration {
        return Some(moment);
    }
    if !inside && let Some(second) = joiner(tokens, moment.last + 1, false) {
        let dash = tokens.marks(moment.last + 1, "-–—~");
        let next = end_of_range(tokens, skip_the(tokens, second));
        if let Some(next) = next.filter(|next| next.class == moment.class || next.strong) {
            moment.last = next.last;
            moment.rule = "quantity/moment-range";
        } else if let Some(next) = clock_or_day(tokens, second, moment).filter(|_| dash) {
            moment.last = next;
        }
    }
    let mut clocked = moment.class == Class::Time;
    loop {
        if let Some(next) = joined(tokens, moment.last + 1, !inside) {
            moment.last = next.last;
            moment.class = Class::Date;
            clocked |= next.class == Class::Time;
            continue;
        }
        let end = joiner(tokens, moment.last + 1, false)
            .filter(|_| clocked && moment.class == Class::Date && !inside);
        let Some((last, _)) = end.and_then(|end| clock::bare_hour(tokens, end)).filter(|end| end.1) else {
            break;
        };
        moment.last = last;
    }
    if let Some(last) = open_end(tokens, moment.last + 1) {
        moment.last = last;
    }
    Some(moment)
}

/// Reads "or later", "and after" behind a date.
fn open_end(tokens: Tokens, at: usize) -> Option<usize> {
    let found =
        tokens.any(at, &["or", "and"]) && tokens.any(at + 1, &["later", "after", "before", "earlier"]);
    let closed =
        tokens.breaks(at + 2) || !(tokens.number(at + 2) || tokens.word(at + 2) && !tokens.eq(at + 2, "is"));
    (found && closed && !tokens.breaks(at)).then_some(at + 1)
}

/// Reads the day after a dash: "November 18-19", and the short year of "2014-18".
fn clock_or_day(tokens: Tokens, at: usize, before: Moment) -> Option<usize> {
    let value: u32 = tokens.str(at).parse().ok().filter(|_| tokens.number(at))?;
    (before.class == Class::Date && (1..=99).contains(&value) && tokens.glued(at)).then_some(at)
}

/// Reads a further piece of a chain, over a comma or a small word.
fn joined(tokens: Tokens, at: usize, ranges: bool) -> Option<Piece> {
    if tokens.breaks(at) || tokens.any(at, &["every", "each"]) {
        return None;
    }
    let mut next = at;
    if tokens.mark(next, ',') {
        next += 1;
    }
    let link = tokens
        .any(next, &["at", "on", "of", "in", "around", "by", "after", "before", "from", "between", "for"]);
    if link {
        if tokens.any(next, &["from", "between"]) {
            if !ranges {
                return None;
            }
            let opener = range_opener(tokens, next)?;
            let hours = |at| clock::bare_hour(tokens, at);
            let weak =
                hours(opener.0).and_then(|first| joiner(tokens, first.0 + 1, opener.1)).and_then(hours);
            if let Some((last, _)) =
                weak.filter(|weak| tokens.marks(weak.0 + 1, ".,;)") || tokens.breaks(weak.0 + 1))
            {
                return Some(Piece { last, class: Class::Time, strong: false });
            }
            let found = range(tokens, opener.0, opener.1)?;
            return Some(Piece { last: found.last, class: Class::Date, strong: true });
        }
        next = skip_the(tokens, next + 1);
        if tokens.any(next - 1, &["at", "around", "by", "after", "before"])
            && let Some((last, _)) = clock::bare_hour(tokens, next)
            && !tokens.is(last + 1, flag::TIME_UNIT | flag::PERCENT | flag::SCALE | flag::UNIT)
        {
            return Some(Piece { last, class: Class::Time, strong: false });
        }
    }
    let next = skip_the(tokens, next);
    let found = atom(tokens, next, true).filter(|found| found.class != Class::Duration)?;
    let comma_year = tokens.mark(at, ',') && year(tokens, next, true) == Some(next);
    if (next > at
        && tokens.mark(at, ',')
        && !comma_year
        && !link
        && found.class == Class::Date
        && !tokens.is(next, flag::MONTH | flag::WEEKDAY))
        || tokens.breaks(next)
    {
        return None;
    }
    Some(Piece { last: found.last, class: found.class, strong: true })
}

/// Reads one atom. `inside` says that a moment is being read already, so that weak readings hold.
fn atom(tokens: Tokens, at: usize, inside: bool) -> Option<Moment> {
    let token = tokens.get(at)?;
    if tokens.number(at) {
        let ordinal = tokens.glued(at + 1) && tokens.any(at + 1, &["st", "nd", "rd", "th"]);
        if let Some(last) = ordinal.then(|| part_of_period(tokens, at)).flatten() {
            return Some(Moment::date(at, last, "quantity/part-of-period"));
        }
        return number_atom(tokens, at, inside);
    }
    if !token.is(OPENERS | flag::MOMENT | flag::ARTICLE) && !token.capital {
        return None;
    }
    if let Some(last) = part_of_period(tokens, at) {
        return Some(Moment::date(at, last, "quantity/part-of-period"));
    }
    if let Some(last) = relative(tokens, at) {
        return Some(relative_moment(tokens, at, last));
    }
    if let Some(last) = month(tokens, at, inside) {
        return Some(Moment::date(at, last, "quantity/month"));
    }
    if let Some(last) = weekday(tokens, at) {
        return Some(Moment::date(at, last, "quantity/weekday"));
    }
    if let Some(last) = clock::worded(tokens, at) {
        return Some(Moment { class: Class::Time, ..Moment::date(at, last, "quantity/clock-words") });
    }
    if let Some(last) = holiday(tokens, at).or_else(|| set(tokens, at)).or_else(|| decade(tokens, at)) {
        return Some(Moment::date(at, last, "quantity/calendar-word"));
    }
    number_atom(tokens, at, inside)
}

/// Returns the date, or the duration that a relative phrase with a number counts ("the last 200 days").
fn relative_moment(tokens: Tokens, at: usize, last: usize) -> Moment {
    let counted = (at..=last).find_map(|inner| {
        let plural = tokens.is(inner, flag::NUMBER_WORD) || tokens.number(inner);
        plural
            .then(|| number::parse(tokens, inner, false))?
            .filter(|number| number.form != Form::Ordinal && number.last < last)
    });
    match counted {
        Some(number) => Moment {
            first: at,
            last,
            class: Class::Duration,
            value: number.value,
            number: Some(number),
            rule: "quantity/relative-duration",
        },
        None => Moment::date(at, last, "quantity/relative-date"),
    }
}

fn is_day(number: &Number) -> bool {
    number.value.and_then(|value| value.to_u32()).is_some_and(|value| (1..=31).contains(&value))
}

/// Reads the last token of a day of the month at `at`: "9", "9th", "the ninth".
fn day(tokens: Tokens, at: usize) -> Option<usize> {
    let at = skip_the(tokens, at);
    let number = number::parse(tokens, at, false)?;
    let plain = matches!(number.form, Form::Digits | Form::Ordinal | Form::Words) && !number.scaled;
    let short = tokens.str(number.first).len() <= 2 || number.form != Form::Digits;
    (plain && short && is_day(&number)).then_some(number.last)
}

/// Reads a year at `at`: four digits, or after a month also '16.
pub fn year(tokens: Tokens, at: usize, after_month: bool) -> Option<usize> {
    if tokens.number(at) {
        let text = tokens.str(at);
        let value: u32 = text.parse().ok().filter(|_| text.len() == 4)?;
        let decimals = tokens.glued(at + 1)
            && (tokens.is(at + 1, flag::SYMBOL | flag::UNIT | flag::SUFFIX) || tokens.mark(at + 1, '%'));
        let low = if after_month { 1500 } else { 1900 };
        return ((low..=2100).contains(&value) && !decimals).then_some(at);
    }
    if after_month && let Some(last) = spelled_year(tokens, at) {
        return Some(last);
    }
    let short =
        after_month && tokens.marks(at, "'’‘") && tokens.number(at + 1) && tokens.str(at + 1).len() == 2;
    short.then_some(at + 1)
}

/// Reads "nineteen eighty-six" and "nineteen hundred ninety-three" after a month.
fn spelled_year(tokens: Tokens, at: usize) -> Option<usize> {
    if !tokens.any(at, &["eighteen", "nineteen", "twenty"]) {
        return None;
    }
    let hundred = usize::from(tokens.eq(at + 1, "hundred"));
    let and = usize::from(hundred == 1 && tokens.eq(at + 2, "and"));
    let rest = at + 1 + hundred + and;
    let two = tokens.is(rest, flag::TENS | flag::TEEN);
    let digit = rest + 1 + usize::from(tokens.mark(rest + 1, '-'));
    if !two {
        return None;
    }
    Some(if tokens.is(rest, flag::TENS) && tokens.is(digit, flag::DIGIT) { digit } else { rest })
}

/// Reads a month with its day and year, in either order of the first two.
fn month(tokens: Tokens, at: usize, inside: bool) -> Option<usize> {
    if !tokens.is(at, flag::MONTH) || (at > 0 && tokens.marks(at - 1, "$#@")) {
        return None;
    }
    let capital = tokens.get(at).is_some_and(|token| token.capital);
    let mut last = at;
    if tokens.mark(last + 1, '.') && tokens.is(at, flag::ABBREVIATION) {
        last += 1;
    }
    let comma =
        usize::from(tokens.mark(last + 1, ',') || tokens.marks(last + 1, "-/") && !tokens.eq(at, "may"));
    let found_day = day(tokens, last + 1 + comma).filter(|end| {
        !tokens.breaks(*end)
            && !tokens.is(*end + 1, flag::PERCENT | flag::SCALE)
            && (comma == 0 || !tokens.mark(end + 1, ':'))
            && (tokens.str(last + 1 + comma).len() <= 2 || !tokens.number(last + 1 + comma))
    });
    if let Some(end) = found_day {
        if comma == 0
            || tokens.is(end, flag::ORDINAL)
            || tokens.any(end, &["st", "nd", "rd", "th"])
            || tokens.mark(last + 1, '/')
        {
            last = end;
        }
        let gap = usize::from(tokens.marks(last + 1, ",-/") || tokens.eq(last + 1, "of"));
        if let Some(end) = year(tokens, last + 1 + gap, true) {
            last = end;
        }
        return Some(last);
    }
    let gap = usize::from(tokens.marks(last + 1, ",-/") || tokens.eq(last + 1, "of"));
    if let Some(end) = year(tokens, last + 1 + gap, true).filter(|_| !tokens.breaks(last + 1)) {
        return Some(end);
    }
    let ambiguous = tokens.any(at, &["may", "march", "mar"]);
    let before = at.checked_sub(1);
    let placed = before.is_some_and(|before| {
        tokens.any(
            before,
            &[
                "in", "since", "until", "till", "by", "of", "from", "to", "next", "last", "this", "late",
                "early", "mid", "through", "during", "before", "after",
            ],
        ) || tokens.marks(before, "-–")
    });
    let ranged = capital && joiner(tokens, last + 1, false).is_some_and(|next| tokens.is(next, flag::MONTH));
    (ranged || (capital && !ambiguous) || (placed && (capital || !ambiguous)) || (inside && !ambiguous))
        .then_some(last)
}

/// Reads "Tuesday", "Tue May 9", "Friday the 26th", "Monday afternoon".
fn weekday(tokens: Tokens, at: usize) -> Option<usize> {
    if tokens.is(at, flag::WEEKDAYS) {
        return (tokens.get(at)?.capital || tokens.is(at.wrapping_sub(1), flag::WEEKDAY)).then_some(at);
    }
    let ambiguous = tokens.any(at, &["sun", "sat", "wed", "mon"]);
    if !tokens.is(at, flag::WEEKDAY) || (ambiguous && !tokens.get(at)?.capital) {
        return None;
    }
    let mut last = at;
    if tokens.mark(last + 1, '.')
        && tokens.is(at, flag::ABBREVIATION)
        && !tokens.breaks(last + 2)
        && !tokens.get(last + 2)?.capital
    {
        last += 1;
    }
    let part = last + 1 + usize::from(tokens.is(last + 1, flag::EARLY));
    if tokens.is(part, flag::DAY_PART | flag::WEEKDAYS) && !tokens.breaks(part) {
        return Some(part);
    }
    let has_the = tokens.eq(last + 1, "the");
    if (has_the || tokens.number(last + 1))
        && !tokens.breaks(last + 1)
        && let Some(end) = day(tokens, last + 1)
        && !tokens.marks(end + 1, ":-%–/")
        && !tokens.is(end + 1, flag::MERIDIEM | flag::UNIT | flag::SCALE | flag::TIME_UNIT)
        && (!has_the || tokens.any(end, &["st", "nd", "rd", "th"]) || tokens.is(end, flag::ORDINAL))
    {
        return Some(end);
    }
    Some(last)
}

/// Reads "next week", "the past two decades", "this morning", "today", "5 upcoming years".
fn relative(tokens: Tokens, at: usize) -> Option<usize> {
    if tokens.is(at, flag::RELATIVE_DAY) {
        let weak = tokens.eq(at, "overnight")
            || (tokens.eq(at, "now") && !(tokens.breaks(at + 1) || tokens.marks(at + 1, ".?!")));
        let part = tokens.is(at + 1, flag::DAY_PART) && !tokens.breaks(at + 1);
        return (!weak).then_some(if part { at + 1 } else { at });
    }
    if tokens.is(at, flag::EARLY) {
        let next = at + 1 + usize::from(tokens.mark(at + 1, '-'));
        if tokens.any(at, &["later", "earlier"]) {
            let next = if tokens.any(next, &["in"]) { skip_the(tokens, next + 1) } else { next };
            if let Some(last) = clock::worded(tokens, at + 1).filter(|_| tokens.eq(at + 1, "in")) {
                return Some(last);
            }
            return if tokens.any(next, &["this", "that", "today"]) || (tokens.eq(next - 1, "the")) {
                relative(tokens, next).or_else(|| tokens.is(next, flag::TIME_UNIT).then_some(next))
            } else {
                None
            };
        }
        return (!tokens.is(next, flag::EARLY))
            .then(|| relative(tokens, next))
            .flatten()
            .or_else(|| tokens.eq(next, "in").then(|| clock::worded(tokens, next))?)
            .or_else(|| {
                (tokens.is(next, flag::MONTH) && !tokens.eq(next, "may"))
                    .then(|| month(tokens, next, true))?
            })
            .or_else(|| year(tokens, next, true))
            .or_else(|| decade(tokens, next))
            .or_else(|| tokens.is(next, flag::DAY_PART | flag::SEASON).then_some(next))
            .filter(|last| !tokens.breaks(next) && *last >= next);
    }
    let this = tokens.any(at, &["this", "same", "that"]);
    if !tokens.is(at, flag::RELATIVE) && !this {
        return None;
    }
    let mut next = at + 1;
    if tokens.breaks(next) {
        return None;
    }
    if tokens.is(next, flag::RELATIVE) && !tokens.is(at, flag::RELATIVE) {
        next += 1;
    }
    let number = if this {
        None
    } else {
        number::parse(tokens, next, false)
            .filter(|number| !matches!(number.form, Form::Ordinal | Form::Fraction))
    };
    if let Some(number) = number {
        next = number.last + 1;
    }
    if tokens.any(next, &["business", "fiscal", "financial", "calendar", "academic"]) {
        next += 1;
    }
    let unit = tokens.is(next, flag::TIME_UNIT | flag::DAY_PART) && !tokens.eq(next, "second");
    let named =
        number.is_none() && tokens.is(next, flag::MONTH | flag::WEEKDAY | flag::SEASON | flag::HOLIDAY);
    if !(unit || named) || tokens.breaks(next) {
        return None;
    }
    if tokens.eq(at, "that")
        && !tokens.any(
            next,
            &["day", "week", "month", "year", "night", "morning", "weekend", "evening", "afternoon"],
        )
    {
        return None;
    }
    if unit
        && number.is_none()
        && (tokens.is(next + 1, flag::WEEKDAY) || tokens.is(next + 1, flag::DAY_PART))
        && !tokens.breaks(next + 1)
    {
        next += 1;
    }
    if tokens.is(next, flag::WEEKDAY | flag::MONTH) {
        return weekday(tokens, next).or_else(|| month(tokens, next, true)).or(Some(next));
    }
    Some(next)
}

/// Reads "the end of the month", "first week of 2015", "the week of April 10th", "mid-November", "Q1 2017".
fn part_of_period(tokens: Tokens, at: usize) -> Option<usize> {
    let start = skip_the(tokens, at);
    if tokens.any(start, &["fiscal", "calendar", "school", "cy", "sy", "fy"]) && at == start {
        let next = start + usize::from(tokens.eq(start + 1, "year"));
        return year(tokens, next + 1, true);
    }
    if tokens.eq(start, "week")
        && at == start
        && tokens.number(start + 1)
        && tokens.str(start + 1).len() <= 2
        && !tokens.breaks(start + 1)
    {
        let of = tokens.eq(start + 2, "of").then(|| year(tokens, start + 3, true)).flatten();
        return Some(of.unwrap_or(start + 1));
    }
    if tokens.any(start, &["week", "month"])
        && tokens.any(start + 1, &["beginning", "starting", "commencing", "ending", "ended"])
    {
        let next = start + 2 + usize::from(tokens.eq(start + 2, "on"));
        return plain(tokens, next);
    }
    if at != start && tokens.any(start, &["end", "beginning", "middle", "start"]) {
        return None;
    }
    let edge = tokens.any(start, &["end", "beginning", "start", "middle"]);
    let ordinal = tokens.is(start, flag::ORDINAL | flag::RELATIVE)
        || (tokens.number(start) && tokens.any(start + 1, &["st", "nd", "rd", "th"]));
    let mut next = start + 1;
    if ordinal {
        next += usize::from(tokens.number(start));
        if tokens.any(next, &["half", "few", "full"]) || tokens.number(next) || tokens.is(next, flag::DIGIT) {
            next += 1;
        }
        if !tokens.is(next, flag::TIME_UNIT | flag::WEEKDAY) && !tokens.is(next - 1, flag::FRACTION) {
            return None;
        }
        next += usize::from(tokens.is(next, flag::TIME_UNIT | flag::WEEKDAY));
        next += usize::from(tokens.is(next, flag::DAY_PART));
    } else if tokens.any(start, &["week", "weekend", "year", "month", "day"]) && tokens.eq(at, "the") {
        if tokens.eq(start, "year") && year(tokens, start + 1, true).is_some() {
            return Some(start + 1);
        }
    } else if tokens.any(start, &["q"]) && tokens.number(start + 1) && tokens.glued(start + 1) {
        return Some(year(tokens, start + 2, true).unwrap_or(start + 1));
    } else if !edge {
        return None;
    }
    let quarter = tokens.eq(next - 1, "quarter") || tokens.eq(next - 1, "half");
    if !tokens.eq(next, "of") {
        return (quarter && ordinal && !tokens.is(start, flag::RELATIVE) && tokens.eq(next - 1, "quarter"))
            .then(|| year(tokens, next, true).unwrap_or(next - 1));
    }
    let rest = skip_the(tokens, next + 1);
    if tokens.breaks(rest) {
        return None;
    }
    let period = tokens.is(rest, flag::TIME_UNIT) && (tokens.eq(rest - 1, "the") || edge);
    relative(tokens, rest)
        .or_else(|| month(tokens, rest, true))
        .or_else(|| year(tokens, rest, true))
        .or_else(|| (!edge).then(|| holiday(tokens, rest))?)
        .or_else(|| decade(tokens, rest))
        .or_else(|| {
            (!edge && !ordinal)
                .then(|| day(tokens, rest).filter(|end| tokens.any(*end, &["st", "nd", "rd", "th"])))?
        })
        .or_else(|| period.then_some(rest))
        .or_else(|| tokens.is(rest, flag::SEASON).then_some(rest))
}

fn holiday(tokens: Tokens, at: usize) -> Option<usize> {
    if tokens.is(at, flag::HOLIDAY) {
        let more = tokens.any(at + 1, &["day", "eve", "monday", "sunday", "weekend"]);
        return Some(if more { at + 1 } else { at });
    }
    let capital = tokens.get(at).is_some_and(|token| token.capital && token.lines == 0)
        && tokens.get(at + 1).is_some_and(|token| token.capital);
    if capital && tokens.eq(at + 1, "day") && !tokens.is(at, flag::NOT_COUNTED | flag::ORDINAL) {
        return Some(year(tokens, at + 2, true).unwrap_or(at + 1));
    }
    if tokens.is(at, flag::RECURRING) || tokens.any(at, &["weekend", "weekends", "mornings", "evenings"]) {
        return (!tokens.eq(at, "hourly")).then_some(at);
    }
    if tokens.eq(at, "at") && (tokens.eq(at + 1, "present") && !tokens.word(at + 2)) {
        return Some(at + 1);
    }
    if tokens.eq(at, "at")
        && tokens.any(at + 1, &["this", "the"])
        && tokens.any(at + 2, &["time", "moment", "minute"])
    {
        return Some(at + 2);
    }
    let named = tokens.any(
        at,
        &[
            "labor",
            "labour",
            "independence",
            "memorial",
            "veterans",
            "mother",
            "father",
            "boxing",
            "valentine",
            "election",
        ],
    );
    let clitic = usize::from(tokens.any(at + 1, &["'s", "’s"]));
    if named && tokens.eq(at + 1 + clitic, "day") {
        let mut last = at + 1 + clitic;
        last = year(tokens, last + 1, true).unwrap_or(last);
        return Some(if tokens.eq(last + 1, "weekend") { last + 1 } else { last });
    }
    let new_year = tokens.eq(at, "new") && tokens.any(at + 1, &["year", "years"]);
    let clitic = usize::from(tokens.any(at + 2, &["'s", "’s"]));
    if new_year && tokens.any(at + 2 + clitic, &["day", "eve"]) {
        return Some(at + 2 + clitic);
    }
    let season = tokens.is(at, flag::SEASON)
        && at > 0
        && tokens.any(at - 1, &["this", "whole", "during", "all", "last", "next", "the", "in", "of"]);
    let spring =
        tokens.eq(at, "spring") && !tokens.any(at - usize::from(at > 0), &["in", "of", "this", "last"]);
    if season && !spring {
        let of = usize::from(tokens.eq(at + 1, "of"));
        return Some(year(tokens, at + 1 + of, true).unwrap_or(at));
    }
    None
}

/// Reads "every day", "each Monday".
fn set(tokens: Tokens, at: usize) -> Option<usize> {
    if !tokens.any(at, &["every", "each"]) || tokens.breaks(at + 1) {
        return None;
    }
    let next = at + 1 + usize::from(tokens.eq(at + 1, "other"));
    (tokens.is(next, flag::TIME_UNIT | flag::WEEKDAY | flag::DAY_PART) && !tokens.eq(next, "second"))
        .then_some(next)
}

/// Reads "1990s", "the nineties", "the '90s".
fn decade(tokens: Tokens, at: usize) -> Option<usize> {
    let digits = tokens.str(at);
    if tokens.number(at)
        && digits.ends_with('0')
        && tokens.eq(at + 1, "s")
        && matches!(digits.len(), 2 | 4)
        && (tokens.glued(at + 1) || digits.len() == 4)
    {
        return Some(at + 1);
    }
    let clitic =
        tokens.number(at) && digits.ends_with('0') && digits.len() == 4 && tokens.any(at + 1, &["'s", "’s"]);
    if clitic {
        return Some(at + 1);
    }
    let word = tokens.any(
        at,
        &["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"],
    );
    word.then_some(at)
}

/// Reads what begins with a number: a numeric date, a day and month, a time of day, a year, a duration.
fn number_atom(tokens: Tokens, at: usize, inside: bool) -> Option<Moment> {
    if let Some(last) = decade(tokens, at).or_else(|| numeric_date(tokens, at, inside)) {
        return Some(Moment::date(at, last, "quantity/numeric-date"));
    }
    if let Some(last) = clock::digits(tokens, at) {
        return Some(Moment { class: Class::Time, ..Moment::date(at, last, "quantity/clock") });
    }
    if let Some(last) = day_month(tokens, at) {
        return Some(Moment::date(at, last, "quantity/day-month"));
    }
    if let Some(last) = quarter_of(tokens, at) {
        return Some(Moment::date(at, last, "quantity/quarter"));
    }
    if let Some(last) = year(tokens, at, inside).filter(|_| is_year(tokens, at, inside)) {
        return Some(Moment::date(at, last, "quantity/year"));
    }
    super::duration::parse(tokens, at)
}

/// Reads "2019 Q1", "2017-q1", "2019 H2", "2019/Aug/1".
fn quarter_of(tokens: Tokens, at: usize) -> Option<usize> {
    year(tokens, at, true).filter(|last| *last == at && tokens.number(at))?;
    let next = at + 1 + usize::from(tokens.marks(at + 1, "-/") && tokens.glued(at + 1));
    if tokens.any(next, &["q", "h"]) && tokens.number(next + 1) && tokens.glued(next + 1) {
        return Some(next + 1);
    }
    let named = next > at + 1
        && tokens.is(next, flag::MONTH)
        && tokens.marks(next + 1, "-/")
        && tokens.number(next + 2);
    named.then_some(next + 2)
}

/// Reads "9 May 2016", "04th Jan", "second of August", "05-Aug-2016".
fn day_month(tokens: Tokens, at: usize) -> Option<usize> {
    let end = day(tokens, at).filter(|_| !tokens.eq(at, "the"))?;
    let gap = usize::from(tokens.eq(end + 1, "of") || (tokens.marks(end + 1, "-/") && tokens.glued(end + 1)));
    let at_month = end + 1 + gap;
    if !tokens.is(at_month, flag::MONTH)
        || tokens.breaks(at_month)
        || (tokens.eq(at_month, "may") && !tokens.get(at_month)?.capital)
    {
        return None;
    }
    let mut last = at_month;
    if tokens.mark(last + 1, '.') && tokens.is(at_month, flag::ABBREVIATION) {
        last += 1;
    }
    let comma = usize::from(tokens.marks(last + 1, ",-/") || tokens.eq(last + 1, "of"));
    Some(year(tokens, last + 1 + comma, true).unwrap_or(last))
}

/// Reads "5/17/2018", "2016-08-05", "22.04.2019"; "7/6" only inside a moment.
fn numeric_date(tokens: Tokens, at: usize, inside: bool) -> Option<usize> {
    if !tokens.number(at) || (at > 0 && tokens.marks(at - 1, "/")) {
        return None;
    }
    let mark = ['/', '-']
        .into_iter()
        .find(|mark| tokens.mark(at + 1, *mark) && tokens.glued(at + 1) && tokens.glued(at + 2))?;
    let part = |at: usize| tokens.str(at).parse::<u32>().ok().filter(|_| tokens.number(at));
    let (first, second) = (part(at)?, part(at + 2)?);
    let (a, b) = (tokens.str(at).len(), tokens.str(at + 2).len());
    if tokens.mark(at + 3, mark)
        && tokens.glued(at + 3)
        && tokens.glued(at + 4)
        && let Some(third) = part(at + 4)
    {
        let c = tokens.str(at + 4).len();
        let year_first = a == 4 && first > 1000 && second <= 12 && third <= 31 && b <= 2 && c <= 2;
        let year_last = a <= 2
            && b <= 2
            && (c == 4 || c == 2)
            && first <= 31
            && second <= 31
            && first > 0
            && second > 0
            && (first <= 12 || second <= 12);
        return (year_first || (year_last && !(mark == '-' && c == 2))).then_some(at + 4);
    }
    let month_only = a == 4
        && (1900..=2100).contains(&first)
        && (1..=12).contains(&second)
        && b <= 2
        && mark == '-'
        && b == 2
        && first % 100 >= second;
    let placed = inside || (at > 0 && tokens.any(at - 1, &["on", "by", "until", "since"]) && b == 2);
    let short = placed
        && mark == '/'
        && (1..=31).contains(&first)
        && (1..=31).contains(&second)
        && (first <= 12 || second <= 12);
    (short || (month_only && second <= 12 && !year_span(first, second))).then_some(at + 2)
}

/// Says whether "2009-10" reads as two years.
fn year_span(first: u32, second: u32) -> bool {
    second == (first + 1) % 100
}

/// Says whether four digits are a year and not a count: "2,016" never is, "2016 people" is not.
fn is_year(tokens: Tokens, at: usize, inside: bool) -> bool {
    let before = at.checked_sub(1);
    let money = before
        .is_some_and(|before| tokens.marks(before, "$£€¥#") || tokens.is(before, flag::CODE | flag::SIGN));
    let asked = before.is_some_and(|before| {
        before > 0 && tokens.eq(before, "about") && tokens.any(before - 1, &["how", "what"])
    });
    let compared = !asked
        && before.is_some_and(|before| {
            tokens.any(
                before,
                &[
                    "than",
                    "least",
                    "about",
                    "nearly",
                    "almost",
                    "over",
                    "roughly",
                    "approximately",
                    "some",
                    "exactly",
                ],
            )
        });
    let unit = tokens
        .is(at + 1, flag::UNIT | flag::TIME_UNIT | flag::MONEY | flag::PERCENT | flag::SCALE | flag::VICTIM)
        && !tokens.breaks(at + 1)
        && !tokens.get(at + 1).is_some_and(|token| token.capital);
    let product = before.is_some_and(|before| {
        tokens.marks(before, "-–—.,:") && tokens.glued(at) && tokens.glued(before) && !inside
    });
    !money && !compared && !unit && !product
}
