//! Sentences inside paragraphs.
//!
//! The rules are those of UAX 29 in one pass over the bytes (a stop, closing quotes and brackets, blanks, then
//! not a lower-case letter), with a layer for abbreviations, which UAX 29 leaves to each language, and one
//! difference: a number begins a sentence as a capital does.
//!
//! **Invariant:** the sentences of a paragraph do not overlap and cover every character of it that is not blank;
//! none begins or ends with a blank.

mod abbreviation;

use super::{Span, paragraph};

/// Bytes after a stop that are looked at for what follows it: quote marks, brackets, blanks, the next words.
const AHEAD: usize = 256;

/// Bytes before a stop that are looked at for an abbreviation, longer than any.
const BEHIND: usize = 32;

/// Returns the sentence that holds the byte at `offset`; the blanks after a sentence count to it. On a blank
/// line that is the empty span where the line begins.
pub fn at(text: &str, offset: usize) -> Span {
    let within = paragraph::at(text, offset);
    let mut found = Span::at(within.start);
    for sentence in split(text, within) {
        if sentence.start > offset && !found.is_empty() {
            break;
        }
        found = sentence;
    }
    found
}

/// Returns where the first sentence after `offset` begins, or the end of the text.
pub fn next_start(text: &str, offset: usize) -> usize {
    let here = paragraph::at(text, offset);
    match split(text, here).find(|sentence| sentence.start > offset) {
        Some(sentence) => sentence.start,
        None => paragraph::next_start(text, offset),
    }
}

/// Returns where the last sentence that begins before `offset` begins, or 0.
pub fn prev_start(text: &str, offset: usize) -> usize {
    let start = paragraph::prev_start(text, offset);
    let here = paragraph::at(text, start);
    split(text, here).take_while(|sentence| sentence.start < offset).last().map_or(start, |last| last.start)
}

/// Returns every sentence that shares a byte with `within`, in order.
pub fn all(text: &str, within: Span) -> impl Iterator<Item = Span> + '_ {
    paragraph::all(text, within)
        .flat_map(|paragraph| split(text, paragraph))
        .skip_while(move |sentence| sentence.end <= within.start)
        .take_while(move |sentence| sentence.start < within.end)
}

/// Returns the sentences of one paragraph, in order.
pub fn split(text: &str, paragraph: Span) -> Sentences<'_> {
    let words = text.get(..paragraph.end).unwrap_or(text);
    Sentences { words, at: paragraph.start }
}

/// The sentences of [`split`].
pub struct Sentences<'t> {
    /// The text up to the paragraph's end.
    words: &'t str,
    at: usize,
}

impl Iterator for Sentences<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let rest = self.words.get(self.at..)?.trim_start();
        if rest.is_empty() {
            return None;
        }
        let start = self.words.len() - rest.len();
        let mut from = start;
        while let Some(stop) = next_stop(self.words, from) {
            match after_stop(self.words, start, stop) {
                Verdict::Ends(end) => {
                    self.at = end;
                    return Some(Span::new(start, end));
                }
                Verdict::GoesOn(next) => from = next,
            }
        }
        self.at = self.words.len();
        Some(Span::new(start, start + rest.trim_end().len()))
    }
}

/// What a stop turns out to be.
enum Verdict {
    /// The sentence ends here, closing marks included.
    Ends(usize),
    /// It does not; look on from here.
    GoesOn(usize),
}

/// How strongly a mark ends a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// The full stop, which is also the mark of abbreviations.
    Full,
    /// A mark that wants a blank after it.
    Spaced,
    /// A mark of a script that writes no blank after it, or no capitals.
    Unspaced,
}

fn stop_of(c: char) -> Option<Stop> {
    match c {
        '.' => Some(Stop::Full),
        '!' | '?' | '…' | '‼' | '⁇' | '⁈' | '⁉' => Some(Stop::Spaced),
        '。' | '｡' | '！' | '？' | '؟' | '۔' | '।' | '॥' | '။' | '።' | '։' => {
            Some(Stop::Unspaced)
        }
        _ => None,
    }
}

/// Returns where the next stop is, with its kind.
fn next_stop(words: &str, from: usize) -> Option<(usize, char, Stop)> {
    let bytes = words.as_bytes();
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| may_begin_stop(byte))?;
        let found = words.get(at..).and_then(|rest| rest.chars().next());
        if let Some((c, stop)) = found.and_then(|c| Some((c, stop_of(c)?))) {
            return Some((at, c, stop));
        }
        at += 1;
    }
}

/// The bytes with which the UTF-8 of a stop may begin, a bit for each of the 256 bytes.
static MAY_BEGIN_STOP: [u64; 4] = [leads(0), leads(1), leads(2), leads(3)];

const fn leads(quarter: u8) -> u64 {
    let mut rest: &[u8] = &[b'.', b'!', b'?', 0xD6, 0xD8, 0xDB, 0xE0, 0xE1, 0xE2, 0xE3, 0xEF];
    let mut bits = 0;
    while let Some((&lead, tail)) = rest.split_first() {
        if lead / 64 == quarter {
            bits |= 1 << (lead % 64);
        }
        rest = tail;
    }
    bits
}

fn may_begin_stop(byte: u8) -> bool {
    MAY_BEGIN_STOP.get(usize::from(byte / 64)).is_some_and(|bits| bits >> (byte % 64) & 1 == 1)
}

fn after_stop(words: &str, start: usize, (at, c, stop): (usize, char, Stop)) -> Verdict {
    let first = at + c.len_utf8();
    let marks = closing_marks(words, first, stop);
    let ahead = window(words, marks.end, AHEAD);
    if marks.end >= words.len() {
        return Verdict::Ends(marks.end);
    }
    let next = ahead.trim_start();
    let spaced = next.len() < ahead.len();
    let goes_on = Verdict::GoesOn(marks.end);
    if (!spaced && !marks.unspaced) || next.starts_with(continues) {
        return goes_on;
    }
    if marks.unspaced {
        // The particle that ends a quotation in Japanese goes on with the sentence around it.
        let quoted = marks.closed && !spaced && next.starts_with('と');
        return if quoted { goes_on } else { Verdict::Ends(marks.end) };
    }
    match next.chars().find(|&c| c.is_alphanumeric() || stop_of(c).is_some()) {
        Some(c) if c.is_lowercase() || stop_of(c).is_some() => return goes_on,
        None => return goes_on,
        Some(_) => {}
    }
    let lone_full_stop = stop == Stop::Full && marks.end == first;
    if lone_full_stop && !abbreviation::ends_sentence(head(words, start, at), next) {
        return goes_on;
    }
    Verdict::Ends(marks.end)
}

/// The further stops and closing marks after a stop.
struct Marks {
    end: usize,
    closed: bool,
    unspaced: bool,
}

fn closing_marks(words: &str, from: usize, stop: Stop) -> Marks {
    let mut marks = Marks { end: from, closed: false, unspaced: stop == Stop::Unspaced };
    loop {
        let rest = words.get(marks.end..).unwrap_or("");
        let Some(c) = rest.chars().next() else { return marks };
        let after = rest.get(c.len_utf8()..).unwrap_or("");
        if let Some(stop) = stop_of(c) {
            marks.unspaced |= stop == Stop::Unspaced;
            marks.end += c.len_utf8();
        } else if is_closing(c) || (opens_or_closes(c) && !after.starts_with(|c: char| !c.is_whitespace())) {
            marks.closed = true;
            marks.end += c.len_utf8();
        } else if let Some(length) = note_number(rest) {
            marks.closed = true;
            marks.end += length;
        } else {
            return marks;
        }
    }
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | '›' | ')' | ']' | '}')
        || matches!(c, '）' | '］' | '｝' | '」' | '』' | '】' | '》' | '〉' | '〕')
}

/// Says whether a mark closes in some languages and opens in others: it closes where a blank follows.
fn opens_or_closes(c: char) -> bool {
    matches!(c, '“' | '‘' | '«' | '‹')
}

/// Returns the length of a note's number in brackets right after a stop, as in "died.[3]".
fn note_number(rest: &str) -> Option<usize> {
    let (digits, _) = window(rest.strip_prefix('[')?, 0, 8).split_once(']')?;
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(digits.len() + 2)
}

/// Says whether a mark goes on with the sentence that a stop seemed to end (SContinue of UAX 29).
fn continues(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '-' | '–' | '—' | '،' | '؛' | '、' | '，' | '；' | '：')
}

/// Returns the last bytes of the sentence before the stop, in which an abbreviation would stand.
fn head(words: &str, start: usize, stop: usize) -> &str {
    let from = words.ceil_char_boundary(stop.saturating_sub(BEHIND)).max(start);
    Span::new(from, stop).of(words)
}

/// Returns at most `length` bytes from `from` on.
fn window(words: &str, from: usize, length: usize) -> &str {
    Span::new(from, words.floor_char_boundary(from.saturating_add(length))).of(words)
}

#[cfg(test)]
mod tests;
