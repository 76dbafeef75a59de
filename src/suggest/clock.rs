//! Times of day: "5pm", "5:30 p.m.", "half past seven", "8 o'clock", "noon".
//!
//! **Invariant:** a score ("2-2"), a ratio ("4:3") and a bare number are no time of day.

use super::flag;
use super::token::Tokens;

fn value(tokens: Tokens, at: usize) -> Option<u32> {
    tokens.number(at).then(|| tokens.str(at).parse().ok())?
}

fn meridiem(tokens: Tokens, at: usize) -> Option<usize> {
    if (tokens.is(at, flag::MERIDIEM) || tokens.any(at, &["noon", "midnight"])) && !tokens.breaks(at) {
        return Some(at);
    }
    let letter = tokens.any(at, &["a", "p"]) && tokens.any(at + 1, &["m"]) && !tokens.breaks(at + 1);
    letter.then_some(at + 1)
}

/// Reads a time that begins with digits, or the two ends of "5 to 6pm".
pub fn digits(tokens: Tokens, at: usize) -> Option<usize> {
    if let Some(last) = single(tokens, at) {
        return Some(last);
    }
    let text = tokens.str(at);
    if !tokens.number(at)
        || !hour(text)
        || tokens.breaks(at + 1)
        || (at > 0 && tokens.marks(at - 1, "$£€:/") && tokens.glued(at))
    {
        return None;
    }
    if tokens.marks(at + 1, "-–") || tokens.eq(at + 1, "to") {
        let second = hour_and_minutes(tokens, at + 2).unwrap_or(at + 2);
        return (tokens.number(at + 2) && hour(tokens.str(at + 2))).then(|| meridiem(tokens, second + 1))?;
    }
    None
}

/// Reads one time that begins with digits.
fn single(tokens: Tokens, at: usize) -> Option<usize> {
    let text = tokens.str(at);
    if !tokens.number(at) || (at > 0 && tokens.marks(at - 1, "$£€:/") && tokens.glued(at)) {
        return None;
    }
    if tokens.glued(at + 1) && tokens.eq(at + 1, "ish") && hour(text) {
        return Some(at + 1);
    }
    let last = hour_and_minutes(tokens, at);
    if let Some(end) = meridiem(tokens, last.unwrap_or(at) + 1).filter(|_| text.len() <= 5 && hour(text)) {
        return Some(day_part(tokens, end));
    }
    if tokens.is(last.unwrap_or(at) + 1, flag::CLOCK) && hour(text) {
        return Some(day_part(tokens, last.unwrap_or(at) + 1));
    }
    if let Some(end) = last {
        return Some(day_part(tokens, end));
    }
    if value(tokens, at).is_some_and(|hour| hour <= 59) && past(tokens, at + 1).is_some() {
        return past(tokens, at + 1);
    }
    None
}

fn hour(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or("");
    whole.len() <= 2 && whole.parse::<u32>().is_ok_and(|hour| hour <= 24)
}

/// Reads "5:50" or "17:30:05"; the minutes have two digits.
fn hour_and_minutes(tokens: Tokens, at: usize) -> Option<usize> {
    let tight = tokens.mark(at + 1, ':') && tokens.glued(at + 1) && tokens.glued(at + 2);
    if !tight || !hour(tokens.str(at)) || tokens.str(at).contains('.') {
        return None;
    }
    let minutes = value(tokens, at + 2).filter(|minutes| *minutes < 60 && tokens.str(at + 2).len() == 2);
    minutes?;
    let seconds = tokens.mark(at + 3, ':')
        && tokens.glued(at + 3)
        && tokens.str(at + 4).len() == 2
        && value(tokens, at + 4).is_some();
    Some(if seconds { at + 4 } else { at + 2 })
}

/// Adds "in the evening", "this morning" is a date's.
fn day_part(tokens: Tokens, last: usize) -> usize {
    let phrase =
        tokens.eq(last + 1, "in") && tokens.eq(last + 2, "the") && tokens.is(last + 3, flag::DAY_PART);
    if phrase {
        return last + 3;
    }
    last
}

/// Reads "past eight", "to nine" after minutes.
fn past(tokens: Tokens, at: usize) -> Option<usize> {
    let at = at + usize::from(tokens.any(at, &["minutes", "min", "mins", "minute"]));
    let word = tokens.any(at, &["past", "after"]) && !tokens.any(at - 1, &["years", "days"]);
    let hour_word = tokens.is(at + 1, flag::DIGIT | flag::TEEN)
        || value(tokens, at + 1).is_some_and(|hour| (1..=12).contains(&hour));
    let counted = tokens.is(at + 2, flag::TIME_UNIT | flag::SCALE | flag::HUNDRED);
    if !(word && hour_word) || counted || tokens.any(at, &["after"]) || tokens.breaks(at) {
        return None;
    }
    let end =
        if tokens.is(at + 2, flag::CLOCK) { at + 2 } else { meridiem(tokens, at + 2).unwrap_or(at + 1) };
    Some(day_part(tokens, end))
}

/// Reads a time that begins with a word: "half past seven", "ten o'clock", "noon", "in the morning".
pub fn worded(tokens: Tokens, at: usize) -> Option<usize> {
    if tokens.any(at, &["half", "quarter"]) {
        return past(tokens, at + 1);
    }
    if tokens.is(at, flag::DIGIT | flag::TEEN) {
        if tokens.is(at + 1, flag::CLOCK) {
            return Some(day_part(tokens, at + 1));
        }
        if let Some(end) = meridiem(tokens, at + 1) {
            return Some(end);
        }
        return past(tokens, at + 1);
    }
    if tokens.any(at, &["noon", "midnight", "midday", "noonish", "eod"]) {
        return Some(at);
    }
    let part = tokens.eq(at, "in") && tokens.eq(at + 1, "the") && tokens.is(at + 2, flag::DAY_PART);
    let night = tokens.eq(at, "at")
        && tokens.any(at + 1, &["night", "dawn", "dusk", "noon", "midnight", "lunch", "lunchtime"]);
    if part {
        return Some(at + 2);
    }
    night.then_some(at + 1)
}

/// Reads a bare hour as an end of a range or after "at": its last token, and whether it is surely a time.
pub fn bare_hour(tokens: Tokens, at: usize) -> Option<(usize, bool)> {
    if let Some(last) = single(tokens, at).or_else(|| worded(tokens, at)) {
        return Some((last, true));
    }
    let plain = value(tokens, at).is_some_and(|hour| (1..=24).contains(&hour)) && !tokens.glued(at + 1);
    let point = tokens
        .str(at)
        .split_once('.')
        .is_some_and(|(hours, minutes)| minutes.len() == 2 && minutes < "60" && hour(hours));
    if point && tokens.number(at) && at > 0 && tokens.eq(at - 1, "at") {
        return Some((at, false));
    }
    let end = tokens.marks(at + 1, ".,;)-–") || tokens.breaks(at + 1);
    let word = tokens.is(at, flag::DIGIT | flag::TEEN);
    ((plain || (end && value(tokens, at).is_some_and(|hour| (1..=24).contains(&hour))) || word)
        && !tokens.eq(at, "zero"))
    .then_some((at, false))
}
