//! Quotations and sentences over the tokens.
//!
//! **Invariant:** sentences cover every token once, in order; none is longer than `LONGEST`, and none ends inside a
//! quotation of the same line.

use super::flag;
use super::token::{Kind, Tokens};

/// The longest sentence in tokens; beyond it the text is cut, so that every rule stays linear.
pub const LONGEST: usize = 400;

/// One sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sentence {
    /// The first token.
    pub first: usize,
    /// The last token.
    pub last: usize,
    /// Whether a line begins with it.
    pub opens_line: bool,
}

/// The marks that hold a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    /// “ and ”.
    Curly,
    /// Straight double marks.
    Straight,
    /// ‘ and ’ or straight single marks.
    Single,
    /// « and », „ and “.
    Guillemets,
}

/// One quotation, marks included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quote {
    /// The token of the opening mark.
    pub first: usize,
    /// The token of the closing mark, or the last token of an unclosed one.
    pub last: usize,
    /// Its marks.
    pub marks: Marks,
    /// Whether the closing mark stands.
    pub closed: bool,
}

/// Finds the quotations, outermost only, in order.
pub fn quotes(tokens: Tokens) -> Vec<Quote> {
    let mut found: Vec<Quote> = Vec::new();
    let mut open: Option<(usize, Marks)> = None;
    for at in 0..tokens.list.len() {
        if let Some((first, marks)) = open.filter(|_| line_ends(tokens, at)) {
            let last = at - 1;
            if keeps_unclosed(tokens, first) {
                found.push(Quote { first, last, marks, closed: false });
            }
            open = None;
        }
        let Some(Kind::Mark(mark)) = tokens.get(at).map(|token| token.kind) else { continue };
        match open {
            None => open = opens(tokens, at, mark).map(|marks| (at, marks)),
            Some((first, marks)) if closes(tokens, at, mark, marks) => {
                found.push(Quote { first, last: at, marks, closed: true });
                open = None;
            }
            Some((first, Marks::Single)) => {
                if let Some(marks) =
                    opens(tokens, at, mark).filter(|marks| *marks != Marks::Single && at - first > 40)
                {
                    open = Some((at, marks));
                }
            }
            Some(_) => {}
        }
    }
    if let Some((first, marks)) = open.filter(|open| keeps_unclosed(tokens, open.0)) {
        found.push(Quote { first, last: tokens.list.len() - 1, marks, closed: false });
    }
    found
}

fn line_ends(tokens: Tokens, at: usize) -> bool {
    at > 0 && tokens.get(at).is_some_and(|token| token.lines > 0)
}

/// Says whether a quotation without an end still counts: it opens its line, so the next paragraph goes on with it.
fn keeps_unclosed(tokens: Tokens, first: usize) -> bool {
    tokens.breaks(first) || first == 0
}

fn opens(tokens: Tokens, at: usize, mark: char) -> Option<Marks> {
    let free = at == 0 || tokens.get(at).is_some_and(|token| token.space) || tokens.marks(at - 1, "([—–-:");
    let leads = tokens.get(at + 1).is_some_and(|next| !next.space);
    match mark {
        '“' => Some(Marks::Curly),
        '«' | '„' => Some(Marks::Guillemets),
        '"' if free && leads => Some(Marks::Straight),
        '"' if leads && !tokens.word(at.wrapping_sub(1)) => Some(Marks::Straight),
        '‘' if free && leads => Some(Marks::Single),
        '\'' if free && leads && tokens.word(at + 1) && !tokens.number(at + 1) => Some(Marks::Single),
        '`' if tokens.mark(at + 1, '`') => Some(Marks::Straight),
        _ => None,
    }
}

fn closes(tokens: Tokens, at: usize, mark: char, marks: Marks) -> bool {
    let ends =
        tokens.get(at + 1).is_none_or(|next| next.space || !matches!(next.kind, Kind::Word | Kind::Number));
    match marks {
        Marks::Curly => {
            mark == '”' || (mark == '"' && ends && tokens.get(at).is_some_and(|token| !token.space))
        }
        Marks::Straight => mark == '"' || mark == '”' || (mark == '\'' && tokens.mark(at + 1, '\'')),
        Marks::Single => {
            matches!(mark, '’' | '\'') && ends && tokens.get(at).is_some_and(|token| !token.space)
        }
        Marks::Guillemets => matches!(mark, '»' | '“' | '”'),
    }
}

/// Cuts the tokens into sentences; `quoted[at]` says whether a token stands inside double quotes.
pub fn sentences(tokens: Tokens, quoted: &[u32]) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut first = 0;
    let count = tokens.list.len();
    for at in 0..count {
        let end = at + 1 == count
            || tokens.breaks(at + 1)
            || at - first >= LONGEST
            || (ends(tokens, at, quoted) && !held(quoted, at));
        if end {
            found.push(Sentence { first, last: at, opens_line: first == 0 || tokens.breaks(first) });
            first = at + 1;
        }
    }
    found
}

/// Says whether the next token is inside the same quotation.
fn held(quoted: &[u32], at: usize) -> bool {
    let here = quoted.get(at).copied().unwrap_or(0);
    here != 0 && quoted.get(at + 1).copied().unwrap_or(0) == here
}

/// Says whether a sentence ends with token `at`: a full stop and what closes after it, before a capital.
fn ends(tokens: Tokens, at: usize, quoted: &[u32]) -> bool {
    let next = at + 1;
    let starts = tokens.get(next).is_some_and(|token| {
        token.space
            && (token.capital
                || token.kind == Kind::Number
                || matches!(token.kind, Kind::Mark(mark) if "\"“‘'«([—-".contains(mark)))
    });
    if !starts {
        return false;
    }
    let mut stop = at;
    while stop > 0 && tokens.marks(stop, "\"”’')]»") {
        stop -= 1;
    }
    if tokens.marks(stop, "!?…") {
        return stop == at
            || tokens.get(next).is_some_and(|token| token.capital || matches!(token.kind, Kind::Mark(_)));
    }
    if !tokens.mark(stop, '.') {
        let dotted = stop == at && tokens.str(at).ends_with('.') && tokens.str(at).len() > 2;
        return dotted && starts_sentence(tokens, next) && quoted.get(next).copied().unwrap_or(0) == 0;
    }
    let before = stop.wrapping_sub(1);
    let abbreviated = stop == at
        && tokens.glued(stop)
        && (tokens.is(before, flag::ABBREVIATION) || initial(tokens, before));
    !abbreviated
        || (tokens.is(before, flag::ABBREVIATION)
            && !tokens.is(before, flag::TITLE)
            && starts_sentence(tokens, next)
            && !tokens.number(next))
}

/// Says whether a word such as "The" or "He" stands here, which opens sentences after "U.S." or "Inc.".
fn starts_sentence(tokens: Tokens, at: usize) -> bool {
    tokens.is(at, flag::DETERMINER | flag::SUBJECT_PRONOUN | flag::POSSESSIVE | flag::SENTENCE_ADVERB)
}

/// Says whether token `at` is one capital letter, as in "John F. Kennedy".
fn initial(tokens: Tokens, at: usize) -> bool {
    tokens.word(at)
        && tokens.str(at).chars().count() == 1
        && tokens.get(at).is_some_and(|token| token.capital)
}
