//! The numbers of a query, and how else they may be written.
//!
//! **Invariant:** what is found by another way of writing is a whole number of the text: "sixty-two" never finds a
//! part of 162, 62,000 or 1.62.

use std::ops::Range;

use super::DASHES;
use crate::text::Span;
use crate::text::number_words::{self, LARGEST};

/// The most numbers of one query that are also looked for in another way.
const MOST: usize = 8;

/// The most words that one number takes: four groups of at most six, with `and`, and their scale words.
const LONGEST_RUN: usize = 32;

/// A number of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// Where it stands in the query, bytes.
    pub(super) span: Span,
    /// What it is.
    value: u64,
}

/// Finds the numbers of a query in order.
pub(super) fn of(words: &str) -> Vec<Number> {
    let tokens = tokens(words);
    let mut found = Vec::new();
    let mut n = 0;
    while let Some(span) = tokens.get(n) {
        let (number, taken) = match in_digits(words, *span) {
            Some(value) => (Some(Number { span: *span, value }), 1),
            None => in_words(words, tokens.get(n..).unwrap_or_default()),
        };
        found.extend(number);
        n += taken;
        if found.len() == MOST {
            break;
        }
    }
    found
}

/// Cuts a query into words and numbers: letters and digits, with commas and stops inside a number.
fn tokens(words: &str) -> Vec<Span> {
    let mut tokens: Vec<Span> = Vec::new();
    let mut start = None;
    for (at, c) in words.char_indices() {
        let digit_after = words
            .get(at + c.len_utf8()..)
            .and_then(|rest| rest.chars().next())
            .is_some_and(|c| c.is_ascii_digit());
        let digit_before =
            words.get(..at).and_then(|head| head.chars().next_back()).is_some_and(|c| c.is_ascii_digit());
        let inside = c.is_alphanumeric() || (matches!(c, ',' | '.') && digit_before && digit_after);
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                tokens.push(Span::new(from, at));
                start = None;
            }
            _ => {}
        }
    }
    tokens.extend(start.map(|from| Span::new(from, words.len())));
    tokens
}

/// Reads a whole number in digits, with commas between groups of three or without.
fn in_digits(words: &str, span: Span) -> Option<u64> {
    let typed = span.of(words);
    let mut groups = typed.split(',');
    let first = groups.next()?;
    let grouped = first.len() <= 3 && groups.all(|group| group.len() == 3);
    let digits: String = typed.chars().filter(|c| *c != ',').collect();
    let plain = digits.bytes().all(|b| b.is_ascii_digit()) && !(digits.len() > 1 && digits.starts_with('0'));
    if !plain || (typed.contains(',') && !grouped) {
        return None;
    }
    digits.parse().ok().filter(|value| *value <= LARGEST)
}

/// Reads a number in words from the first tokens on; the words must be parted by blanks and dashes alone.
fn in_words(words: &str, tokens: &[Span]) -> (Option<Number>, usize) {
    let Some(first) = tokens.first() else { return (None, 1) };
    let joined = |pair: &[Span]| match pair {
        [a, b] => {
            Span::new(a.end, b.start).of(words).chars().all(|c| c.is_whitespace() || DASHES.contains(c))
        }
        _ => false,
    };
    let run = 1 + tokens.windows(2).take(LONGEST_RUN).take_while(|pair| joined(pair)).count();
    let spelled: Vec<&str> = tokens.iter().take(run).map(|span| span.of(words)).collect();
    let Some((value, taken)) = number_words::value(&spelled) else { return (None, 1) };
    let end = tokens.get(taken.saturating_sub(1)).map_or(first.end, |last| last.end);
    (Some(Number { span: Span::new(first.start, end), value }), taken.max(1))
}

/// Returns the other ways of writing a number: digits with and without commas, words with hyphen and with blank.
pub(super) fn otherwise(number: &Number) -> Vec<String> {
    let plain = number.value.to_string();
    let mut ways = vec![grouped(&plain), plain];
    ways.extend(in_all_words(number.value));
    ways.dedup();
    ways
}

fn grouped(digits: &str) -> String {
    let mut out = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn in_all_words(value: u64) -> Vec<String> {
    let Some(words) = number_words::spelled(value) else { return Vec::new() };
    let mut ways = vec![words.join(" ")];
    // Sixty-two: tens and units are joined by a hyphen as often as by a blank.
    let hyphened: Vec<String> = words.iter().enumerate().map(|(n, word)| joined(&words, n, word)).collect();
    ways.push(hyphened.concat());
    // A hundred and twenty: the last group below a hundred may follow `and`.
    for way in ways.clone() {
        for scale in ["hundred ", "thousand ", "million "] {
            if let Some((head, tail)) = way.rsplit_once(scale) {
                ways.push(format!("{head}{scale}and {tail}"));
                break;
            }
        }
    }
    for way in ways.clone() {
        if let Some(rest) = way.strip_prefix("one ").filter(|_| words.len() > 1) {
            ways.push(format!("a {rest}"));
        }
    }
    ways.sort();
    ways.dedup();
    ways
}

fn joined(words: &[&'static str], n: usize, word: &str) -> String {
    let last = n + 1 == words.len();
    let after = if last {
        ""
    } else if word.ends_with("ty") {
        "-"
    } else {
        " "
    };
    format!("{word}{after}")
}

/// Says whether what was found in another way of writing is only part of a number or of a number's words.
pub(super) fn cuts_a_number(text: &str, typed: &str, found: Range<usize>) -> bool {
    let first = |s: &str| s.chars().next();
    let last = |s: &str| s.chars().next_back();
    let head = text.get(..found.start).unwrap_or_default();
    let tail = text.get(found.end..).unwrap_or_default();
    let hit = text.get(found).unwrap_or_default();
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let mut before = head.chars().rev();
    let mut after = tail.chars();
    let (b, a) = (before.next(), after.next());
    let other = |ours: Option<char>, theirs: Option<char>| is_digit(ours) != is_digit(theirs);
    let cuts = |edge: Option<char>, beside: Option<char>, beyond: Option<char>| {
        if is_digit(edge) {
            is_digit(beside) || (matches!(beside, Some(',' | '.')) && is_digit(beyond))
        } else {
            is_letter(edge) && is_letter(beside)
        }
    };
    (other(first(hit), first(typed)) && cuts(first(hit), b, before.next()))
        || (other(last(hit), last(typed)) && cuts(last(hit), a, after.next()))
}
