//! Stretches of the calendar named from elsewhere: "next week", "the end of 2007", "the past two decades".
//!
//! **Invariant:** the unit of a period ends it, so that what follows is never swallowed.

use super::calendar::{day, decade, holiday, month, skip_the, weekday, year};
use super::number::{self, Form, Number};
use super::token::Tokens;
use super::{clock, date, flag};

/// Reads "next week", "the past two decades", "this morning", "today", "5 upcoming years".
pub fn relative(tokens: Tokens, at: usize) -> Option<usize> {
    if tokens.is(at, flag::RELATIVE_DAY) {
        let weak = tokens.eq(at, "overnight")
            || (tokens.eq(at, "now") && !(tokens.breaks(at + 1) || tokens.marks(at + 1, ".?!")));
        let part = tokens.is(at + 1, flag::DAY_PART) && !tokens.breaks(at + 1);
        return (!weak).then_some(if part { at + 1 } else { at });
    }
    if tokens.is(at, flag::EARLY) {
        return early(tokens, at);
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
    let number = if this { None } else { how_many(tokens, next) };
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

/// Reads "late May", "earlier this week", "early in the morning".
fn early(tokens: Tokens, at: usize) -> Option<usize> {
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
    (!tokens.is(next, flag::EARLY))
        .then(|| relative(tokens, next))
        .flatten()
        .or_else(|| tokens.eq(next, "in").then(|| clock::worded(tokens, next))?)
        .or_else(|| {
            (tokens.is(next, flag::MONTH) && !tokens.eq(next, "may")).then(|| month(tokens, next, true))?
        })
        .or_else(|| year(tokens, next, true))
        .or_else(|| decade(tokens, next))
        .or_else(|| tokens.is(next, flag::DAY_PART | flag::SEASON).then_some(next))
        .filter(|last| !tokens.breaks(next) && *last >= next)
}

/// Reads how many units: "two", "13"; of "eleven quarters" only the number.
fn how_many(tokens: Tokens, at: usize) -> Option<Number> {
    let number = number::parse(tokens, at, false)?;
    if tokens.eq(number.last, "quarters") && number.last > number.first {
        return Some(Number { last: number.last - 1, form: Form::Words, value: None, ..number });
    }
    (!matches!(number.form, Form::Ordinal | Form::Fraction)).then_some(number)
}

/// Reads "the end of the month", "first week of 2015", "the week of April 10th", "mid-November", "Q1 2017".
pub fn part_of_period(tokens: Tokens, at: usize) -> Option<usize> {
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
        return date::plain(tokens, next);
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
