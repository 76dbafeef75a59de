//! Words: where they are, and stepping from one to the next.
//!
//! A word is one of UAX 29 that holds a letter or digit ("17,000", "don’t"), and further: words with one hyphen
//! between letters or digits are one ("F-16s", "US-led"), an abbreviation keeps its last stop ("U.S."), and a
//! run in a script that writes no blanks between words and is not cut by UAX 29 (Thai, Lao, Khmer, Burmese) is
//! one. An ideograph is a word of its own.
//!
//! **Invariant:** words never overlap, hold no blank, and are the same wherever the search for them began.

use unicode_segmentation::UnicodeSegmentation;

use super::anchor::{self, Anchor, Anchors};
use super::{Span, grapheme};

/// Bytes without a blank after which a run is cut: longer than any word, address or line of code a person steps
/// through, short enough that a line of megabytes without blanks costs nothing.
const STEP: usize = 4096;

/// Bytes that one step to another word looks through: more blanks or marks than this and it stops among them.
const REACH: usize = 64 * 1024;

/// Returns the word that holds the byte at `offset`.
pub fn at(text: &str, offset: usize) -> Option<Span> {
    let anchors = anchors(text);
    let run = run_from(&anchors, anchors.before(offset));
    words_of_run(text, run).into_iter().find(|word| word.contains(offset))
}

/// Returns where the first word after `offset` begins, or the end of the text.
pub fn next_start(text: &str, offset: usize) -> usize {
    first_after(text, offset, |word| word.start)
}

/// Returns where the first word that ends after `offset` ends, or the end of the text.
pub fn next_end(text: &str, offset: usize) -> usize {
    first_after(text, offset, |word| word.end)
}

/// Returns where the last word that begins before `offset` begins, or 0.
pub fn prev_start(text: &str, offset: usize) -> usize {
    let anchors = anchors(text);
    let offset = offset.min(text.len());
    let limit = offset.saturating_sub(REACH);
    let mut before = offset;
    while before > limit {
        let anchor = anchors.before(before - 1);
        let words = words_of_run(text, run_from(&anchors, anchor));
        if let Some(word) = words.into_iter().rev().find(|word| word.start < offset) {
            return word.start;
        }
        before = anchor.at;
    }
    grapheme::floor(text, before)
}

/// Returns every word that begins inside `within`, in order.
pub fn all(text: &str, within: Span) -> impl Iterator<Item = Span> + '_ {
    let anchors = anchors(text);
    let mut next = Some(anchors.before(within.start));
    std::iter::from_fn(move || {
        let anchor = next.filter(|anchor| anchor.at < within.end.min(text.len()))?;
        next = anchors.after(anchor);
        Some(Span::new(anchor.at, next.map_or(text.len(), |next| next.at)))
    })
    .flat_map(|run| words_of_run(text, run))
    .filter(move |word| within.contains(word.start))
}

fn first_after(text: &str, offset: usize, edge: fn(Span) -> usize) -> usize {
    let anchors = anchors(text);
    let mut next = Some(anchors.before(offset));
    while let Some(anchor) = next {
        if anchor.at > offset.saturating_add(REACH) {
            return grapheme::floor(text, anchor.at);
        }
        next = anchors.after(anchor);
        let run = Span::new(anchor.at, next.map_or(text.len(), |next| next.at));
        if let Some(word) = words_of_run(text, run).into_iter().find(|&word| edge(word) > offset) {
            return edge(word);
        }
    }
    text.len()
}

fn anchors(text: &str) -> Anchors<'_> {
    Anchors { text, step: STEP, snap: grapheme::floor, hard: is_after_blank, next_hard: next_after_blank }
}

/// Says whether a run between blanks begins here: a blank before, none after. Words hold no blank.
fn is_after_blank(text: &str, at: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(at) else { return false };
    before.chars().next_back().is_some_and(char::is_whitespace)
        && after.chars().next().is_some_and(|c| !c.is_whitespace())
}

fn next_after_blank(text: &str, from: usize, to: usize) -> Option<usize> {
    anchor::next_by_character(text, from, to, is_after_blank)
}

fn run_from(anchors: &Anchors<'_>, anchor: Anchor) -> Span {
    Span::new(anchor.at, anchors.after(anchor).map_or(anchors.text.len(), |next| next.at))
}

/// How a piece of a run goes together with the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    Word,
    Unspaced,
    Hyphen,
    Stop,
    Other,
}

fn words_of_run(text: &str, run: Span) -> Vec<Span> {
    if let Some(word) = plain_word(run.of(text)) {
        return vec![Span::new(run.start, run.start + word)];
    }
    let mut words: Vec<Span> = Vec::new();
    // What the last pieces were, so that "word, hyphen, word" and "letter . letter, stop" are seen.
    let (mut last, mut before_last) = (Piece::Other, Piece::Other);
    for (place, piece) in run.of(text).split_word_bound_indices() {
        let span = Span::new(run.start + place, run.start + place + piece.len());
        let kind = kind_of(piece);
        let joins = match kind {
            Piece::Word => last == Piece::Hyphen && before_last == Piece::Word,
            Piece::Unspaced => last == Piece::Unspaced,
            Piece::Stop => last == Piece::Word && words.last().is_some_and(|word| is_dotted(word.of(text))),
            Piece::Hyphen | Piece::Other => false,
        };
        match (words.last_mut().filter(|_| joins), kind) {
            (Some(word), _) => word.end = span.end,
            (None, Piece::Word | Piece::Unspaced) => words.push(span),
            (None, _) => {}
        }
        // A stop that belongs to the word leaves it open for a hyphen: "U.S.-led".
        if !(joins && kind == Piece::Stop) {
            (before_last, last) = (last, kind);
        }
    }
    words
}

/// Returns the length of the word where a run is ASCII letters and digits, then ASCII marks and blanks: the common
/// case, for which the rules of UAX 29 need not be asked.
fn plain_word(run: &str) -> Option<usize> {
    let rest = run.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    let is_plain = |byte: u8| byte.is_ascii() && !byte.is_ascii_alphanumeric() && byte != b'_';
    (rest.len() < run.len() && rest.bytes().all(is_plain)).then_some(run.len() - rest.len())
}

fn kind_of(piece: &str) -> Piece {
    match piece {
        "-" | "\u{2010}" | "\u{2011}" => return Piece::Hyphen,
        "." => return Piece::Stop,
        _ => {}
    }
    match piece.chars().find(|c| c.is_alphanumeric()) {
        Some(c) if is_unspaced(c) => Piece::Unspaced,
        Some(_) => Piece::Word,
        None => Piece::Other,
    }
}

/// Says whether a word is single letters with stops between, as "U.S" in "U.S.": the next stop is part of it.
fn is_dotted(word: &str) -> bool {
    let last = word.rsplit('-').next().unwrap_or(word);
    last.contains('.')
        && last.split('.').all(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
        })
}

/// Says whether a letter is of a script without blanks between words that UAX 29 leaves in single letters
/// (line break class SA of UAX 14).
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{1950}'..='\u{19DF}' | '\u{1A20}'..='\u{1AAF}' | '\u{A9E0}'..='\u{A9FF}' | '\u{AA60}'..='\u{AADF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<&str> {
        all(text, Span::new(0, text.len())).map(|word| word.of(text)).collect()
    }

    #[test]
    fn words_of_news_and_of_scripts() {
        let table: [(&str, &[&str]); 14] = [
            ("Two F-16s, US-led; Sixty-two", &["Two", "F-16s", "US-led", "Sixty-two"]),
            ("non\u{2011}breaking state-of-the-art", &["non\u{2011}breaking", "state-of-the-art"]),
            ("it's the soldiers’ and Russia’s", &["it's", "the", "soldiers", "and", "Russia’s"]),
            ("17,000 or 1.2, 5:30 (62)", &["17,000", "or", "1.2", "5", "30", "62"]),
            ("the U.S.-led U.N. at 5 a.m. now.", &["the", "U.S.-led", "U.N.", "at", "5", "a.m.", "now"]),
            ("a -- b - c -x y-", &["a", "b", "c", "x", "y"]),
            ("one\u{A0}two\tthree\r\nfour\rfive", &["one", "two", "three", "four", "five"]),
            ("击毙62人。", &["击", "毙", "62", "人"]),
            ("قُتل 62 جنديًا", &["قُتل", "62", "جنديًا"]),
            ("חיילים נהרגו", &["חיילים", "נהרגו"]),
            ("सैनिक मारे", &["सैनिक", "मारे"]),
            ("ทหารซีเรีย ตาย", &["ทหารซีเรีย", "ตาย"]),
            ("👩‍🚀 🇸🇾 … e\u{301}te\u{301}", &["e\u{301}te\u{301}"]),
            (" \r\n\t\u{A0}", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(words(text), expected, "{text:?}");
        }
    }

    #[test]
    fn steps_stop_at_words_and_ends() {
        let text = "  The F-16s, then.  ";
        assert_eq!(at(text, 6).map(|word| word.of(text)), Some("F-16s"));
        assert_eq!((at(text, 0), at(text, 11), at(text, 99)), (None, None, None));
        assert_eq!([0, 2, 6, 13, 99].map(|offset| next_start(text, offset)), [2, 6, 13, 20, 20]);
        assert_eq!([0, 5, 11, 17].map(|offset| next_end(text, offset)), [5, 11, 17, 20]);
        assert_eq!([0, 2, 3, 13, 99].map(|offset| prev_start(text, offset)), [0, 0, 2, 6, 13]);
        assert_eq!((next_start("", 0), prev_start("", 5), next_end("", 1)), (0, 0, 0));
    }

    #[test]
    fn a_run_without_blanks_and_a_run_of_blanks_are_bounded() {
        let run = "字".repeat(20_000);
        assert_eq!((next_start(&run, 30_000), prev_start(&run, 30_000)), (30_003, 29_997));
        let blanks = " ".repeat(3 * REACH);
        let there = next_start(&blanks, 5);
        assert!(there > 5 && prev_start(&blanks, 2 * REACH + 9) < 2 * REACH);
        let letters = "x".repeat(3 * STEP);
        assert!(at(&letters, STEP + 5).is_some_and(|word| word.len() < 2 * STEP));
    }

    proptest! {
        #[test]
        fn steps_agree_with_the_list(text in "[aB1 .,'’\\-é字\r\n\u{301}\u{200D}ก]{0,40}") {
            let list: Vec<Span> = all(&text, Span::new(0, text.len())).collect();
            prop_assert!(list.windows(2).all(|pair| pair[0].end <= pair[1].start));
            for offset in 0..=text.len() + 1 {
                prop_assert_eq!(at(&text, offset), list.iter().find(|word| word.contains(offset)).copied());
                let next = list.iter().find(|word| word.start > offset).map_or(text.len(), |word| word.start);
                prop_assert_eq!(next_start(&text, offset), next);
                let end = list.iter().find(|word| word.end > offset).map_or(text.len(), |word| word.end);
                prop_assert_eq!(next_end(&text, offset), end);
                let before = list.iter().rfind(|word| word.start < offset).map_or(0, |word| word.start);
                prop_assert_eq!(prev_start(&text, offset), before);
            }
        }
    }
}
