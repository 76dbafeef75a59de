//! The calendar: months, weekdays, years, holidays and dates in digits.
//!
//! **Invariant:** a number is read as a year or a day only where its place or its neighbours make it one.

use super::flag;
use super::number::{self, Form, Number};
use super::token::Tokens;
use rust_decimal::prelude::ToPrimitive;

pub fn skip_the(tokens: Tokens, at: usize) -> usize {
    if tokens.eq(at, "the") { at + 1 } else { at }
}

pub fn joiner(tokens: Tokens, at: usize, between: bool) -> Option<usize> {
    let word = tokens.any(at, &["to", "till", "until", "through", "thru"]) || tokens.marks(at, "-–—~");
    ((word || (between && tokens.eq(at, "and"))) && !tokens.breaks(at)).then_some(at + 1)
}

pub fn is_day(number: &Number) -> bool {
    number.value.and_then(|value| value.to_u32()).is_some_and(|value| (1..=31).contains(&value))
}

/// Reads the last token of a day of the month at `at`: "9", "9th", "the ninth".
pub fn day(tokens: Tokens, at: usize) -> Option<usize> {
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
pub fn spelled_year(tokens: Tokens, at: usize) -> Option<usize> {
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
pub fn month(tokens: Tokens, at: usize, inside: bool) -> Option<usize> {
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
pub fn weekday(tokens: Tokens, at: usize) -> Option<usize> {
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

pub fn holiday(tokens: Tokens, at: usize) -> Option<usize> {
    if tokens.is(at, flag::HOLIDAY) {
        let more = tokens.any(at + 1, &["day", "eve", "monday", "sunday", "weekend"]);
        return Some(if more { at + 1 } else { at });
    }
    let capital = tokens.get(at).is_some_and(|token| token.capital && token.lines == 0)
        && tokens.get(at + 1).is_some_and(|token| token.capital);
    if capital && tokens.eq(at + 1, "day") && !tokens.is(at, flag::NOT_COUNTED | flag::ORDINAL) {
        return Some(year(tokens, at + 2, true).unwrap_or(at + 1));
    }
    if tokens.eq(at, "the") && whole_unit(tokens, at) {
        return Some(at + 1);
    }
    if tokens.eq(at, "till") && tokens.eq(at + 1, "date") {
        return Some(at + 1);
    }
    if tokens.is(at, flag::RECURRING) || tokens.any(at, &["weekend", "weekends", "mornings", "evenings"]) {
        return (!tokens.eq(at, "hourly")).then_some(at);
    }
    if tokens.eq(at, "at") && (tokens.eq(at + 1, "present") && !tokens.word(at + 2)) {
        return Some(at + 1);
    }
    if tokens.eq(at, "at")
        && tokens.any(at + 1, &["this", "the"])
        && (tokens.any(at + 2, &["time", "moment", "minute"])
            || tokens.eq(at + 2, "present") && tokens.eq(at + 3, "time"))
    {
        return Some(if tokens.eq(at + 2, "present") { at + 3 } else { at + 2 });
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

/// Says whether "the year", "the month" stands here for the current one: "of the year", "for the day".
fn whole_unit(tokens: Tokens, at: usize) -> bool {
    let placed = at > 0 && tokens.any(at - 1, &["of", "for", "in"]) && !tokens.breaks(at + 1);
    let unit = tokens.any(at + 1, &["day", "week", "month", "quarter", "year", "hour"]);
    let closed =
        tokens.breaks(at + 2) || !(tokens.word(at + 2) || tokens.number(at + 2) || tokens.mark(at + 2, '-'));
    placed && unit && closed
}

/// Reads "every day", "each Monday".
pub fn set(tokens: Tokens, at: usize) -> Option<usize> {
    if !tokens.any(at, &["every", "each"]) || tokens.breaks(at + 1) {
        return None;
    }
    let next = at + 1 + usize::from(tokens.eq(at + 1, "other"));
    (tokens.is(next, flag::TIME_UNIT | flag::WEEKDAY | flag::DAY_PART) && !tokens.eq(next, "second"))
        .then_some(next)
}

/// Reads "1990s", "the nineties", "the '90s".
pub fn decade(tokens: Tokens, at: usize) -> Option<usize> {
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

/// Reads "2019 Q1", "2017-q1", "2019 H2", "2019/Aug/1".
pub fn quarter_of(tokens: Tokens, at: usize) -> Option<usize> {
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
pub fn day_month(tokens: Tokens, at: usize) -> Option<usize> {
    let end = day(tokens, at).filter(|_| !tokens.eq(at, "the"))?;
    let end = end + usize::from(tokens.eq(end + 1, "day") && tokens.eq(end + 2, "of"));
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
pub fn numeric_date(tokens: Tokens, at: usize, inside: bool) -> Option<usize> {
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
pub fn year_span(first: u32, second: u32) -> bool {
    second == (first + 1) % 100
}

/// Says whether four digits are a year and not a count: "2,016" never is, "2016 people" is not.
pub fn is_year(tokens: Tokens, at: usize, inside: bool) -> bool {
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
