//! Quotations and sentences over the tokens.
//!
//! **Invariant:** sentences cover every token once, in order; none is longer than `LONGEST`, and none ends
//! inside a
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
    /// Two straight single marks on either side, as some archives print double ones: they part what is said
    /// from who
    /// says it, but stand in no list of quotations.
    Doubled,
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
            if keeps_unclosed(tokens, first) || goes_on(tokens, first, at) {
                found.push(Quote { first, last, marks, closed: false });
            }
            open = None;
        }
        if found.last().is_some_and(|quote| quote.last >= at) {
            continue;
        }
        let Some(Kind::Mark(mark)) = tokens.get(at).map(|token| token.kind) else { continue };
        match open {
            None => open = opens(tokens, at, mark).map(|marks| (at, marks)),
            Some((first, marks)) if at > first + 1 && closes(tokens, at, mark, marks) => {
                let last = if marks == Marks::Doubled { at + 1 } else { at };
                found.push(Quote { first, last, marks, closed: true });
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

/// Says whether a quotation without an end still counts: it opens its line, so the next paragraph goes on
/// with it.
fn keeps_unclosed(tokens: Tokens, first: usize) -> bool {
    tokens.breaks(first) || first == 0
}

/// Says whether a quotation that its line leaves open goes on in the next, or was announced by a colon.
fn goes_on(tokens: Tokens, first: usize, next: usize) -> bool {
    tokens.marks(next, "\"“„«") || first > 0 && tokens.mark(first - 1, ':')
}

fn opens(tokens: Tokens, at: usize, mark: char) -> Option<Marks> {
    let free = at == 0 || tokens.get(at).is_some_and(|token| token.space) || tokens.marks(at - 1, "([—–-:");
    let leads = tokens.get(at + 1).is_some_and(|next| !next.space);
    match mark {
        '“' => Some(Marks::Curly),
        '«' | '„' => Some(Marks::Guillemets),
        '"' if free && leads => Some(Marks::Straight),
        '"' if leads && !tokens.word(at.wrapping_sub(1)) => Some(Marks::Straight),
        '\'' if free
            && tokens.mark(at + 1, '\'')
            && tokens.glued(at + 1)
            && tokens.get(at + 2).is_some_and(|next| !next.space) =>
        {
            Some(Marks::Doubled)
        }
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
        Marks::Straight => mark == '"' || mark == '”',
        Marks::Doubled => {
            mark == '\'' && tokens.mark(at + 1, '\'') && tokens.glued(at + 1) && !tokens.mark(at + 2, '\'')
        }
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
    if stop < at && tokens.marks(stop, "!?…") && said_next(tokens, next) {
        return false;
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

/// Says whether "Ana Ruiz said" or "said Ana Ruiz" begins at token `at`, which goes on after a question in
/// quotes.
fn said_next(tokens: Tokens, at: usize) -> bool {
    let verb = (at..at + 6).find(|at| tokens.is(*at, flag::SAY) && tokens.is(*at, flag::PAST | flag::THIRD));
    verb.is_some_and(|verb| {
        (at..verb).all(|at| tokens.word(at) || tokens.mark(at, '.')) && !tokens.is(at, flag::SENTENCE_ADVERB)
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggest::lexicon::Lexicon;
    use crate::suggest::{quoted, token};
    use crate::text::span::Span;

    fn cut(text: &str) -> (Vec<String>, Vec<String>) {
        let mut list = Vec::new();
        token::cut(text, Span { start: 0, end: text.len() }, Lexicon::builtin(), &mut list);
        let tokens = Tokens { text, list: &list, lexicon: Lexicon::builtin() };
        let quotes = quotes(tokens);
        let held = quoted(list.len(), &quotes);
        let printed = |first, last| tokens.span(first, last).of(text).to_owned();
        let sentences = sentences(tokens, &held).iter().map(|one| printed(one.first, one.last)).collect();
        (sentences, quotes.iter().map(|quote| printed(quote.first, quote.last)).collect())
    }

    #[test]
    fn cuts_sentences() {
        let table: [(&str, &[&str]); 6] = [
            ("It rained. We left.", &["It rained.", "We left."]),
            (
                "Gen. A. Lee of the U.S. Army left. He ran.",
                &["Gen. A. Lee of the U.S. Army left.", "He ran."],
            ),
            ("“Stop. Go,” she said. He ran.", &["“Stop. Go,” she said.", "He ran."]),
            ("“Who goes?” Ana Ruiz said.", &["“Who goes?” Ana Ruiz said."]),
            ("A headline\nA line.", &["A headline", "A line."]),
            ("It cost 3.5 crowns. Cheap!", &["It cost 3.5 crowns.", "Cheap!"]),
        ];
        for (text, expected) in table {
            assert_eq!(cut(text).0, expected, "{text}");
        }
    }

    #[test]
    fn finds_quotations_of_every_kind() {
        let table: [(&str, &[&str]); 8] = [
            ("He said “no way” twice.", &["“no way”"]),
            ("He said \"no way\" twice.", &["\"no way\""]),
            ("He said “no way\" twice.", &["“no way\""]),
            ("They ‘kill dozens’ a day.", &["‘kill dozens’"]),
            ("Il a dit «jamais» hier.", &["«jamais»"]),
            ("“Never mind.\n\n“It is over,” he said.", &["“Never mind.", "“It is over,”"]),
            ("He said “she told me ‘go’ twice” again.", &["“she told me ‘go’ twice”"]),
            ("The workers' pay and the dogs' food.", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(cut(text).1, expected, "{text}");
        }
    }
}
