//! Dates, spans of dates, and what holds them together: "Friday", "May 9, 2016", "between 2014 and 2018".
//!
//! **Invariant:** a moment covers at least one token and never passes a line end.

use super::calendar::{
    day_month, decade, holiday, is_day, is_year, joiner, month, numeric_date, quarter_of, set, skip_the,
    weekday, year,
};
use super::clock;
use super::flag;
use super::number::{self, Form, Number};
use super::period::{part_of_period, relative};
use super::token::{Kind, Tokens};
use crate::model::figure::Class;
use rust_decimal::Decimal;

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
    let closed = token.is(flag::PREPOSITION | flag::DETERMINER | flag::ARTICLE | flag::SUBORDINATOR);
    let weak = closed && !token.is(OPENERS) && token.kind == Kind::Word;
    if !opens || (weak && !promises(tokens, at + 1)) {
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

/// Says whether a moment may follow a preposition or a determiner: cheap, since most of them lead nowhere.
fn promises(tokens: Tokens, at: usize) -> bool {
    let known = |at: usize| {
        let closed = flag::PREPOSITION | flag::ARTICLE | flag::DETERMINER;
        tokens.number(at)
            || tokens.is(at, OPENERS | flag::TIME_UNIT)
            || (tokens.is(at, flag::MOMENT) && !tokens.is(at, closed))
            || tokens.marks(at, "'’‘")
    };
    known(at)
        || (tokens.is(at, flag::DETERMINER | flag::ARTICLE | flag::PREPOSITION | flag::SUBORDINATOR)
            && known(at + 1))
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
    if tokens.is(at, flag::RELATIVE) || tokens.eq(at, "this") {
        return relative(tokens, at);
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
        let next = joined(tokens, moment.last + 1, !inside);
        if let Some(next) = next.filter(|next| next.class != Class::Time || !coarse(tokens, moment.last)) {
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

/// Says whether a date is no single day, so that no time of day joins it: "next month", "week 10", a holiday.
fn coarse(tokens: Tokens, last: usize) -> bool {
    let unit = tokens.is(last, flag::TIME_UNIT) && !tokens.any(last, &["day", "days", "night", "nights"]);
    let numbered = tokens.number(last) && last > 0 && tokens.eq(last - 1, "week");
    let feast = tokens.is(last, flag::HOLIDAY) || last > 0 && tokens.is(last - 1, flag::HOLIDAY);
    unit || numbered || feast
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
    let found = atom(tokens, next, true).filter(|found| {
        let placed =
            tokens.any(found.last, &["now", "ago"]) || (ranges && link && tokens.eq(next - 1, "for"));
        found.class != Class::Duration || (placed && found.number.is_some())
    })?;
    let comma_year = tokens.mark(at, ',') && year(tokens, next, true) == Some(next);
    if (next > at
        && tokens.mark(at, ',')
        && !comma_year
        && !link
        && found.class == Class::Date
        && numeric_date(tokens, next, false).is_none()
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
