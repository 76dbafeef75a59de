//! Paragraphs: runs of lines that belong together.
//!
//! A blank line always parts. A single line end joins only in text wrapped by hand: where the next line begins
//! with a lower-case letter and the line before does not end a sentence. Else each line is its own paragraph.
//!
//! **Invariant:** paragraphs never overlap; their spans begin and end with a character that is not blank, or are
//! empty.

use memchr::memchr2_iter;

use super::anchor::{Anchor, Anchors};
use super::{Span, grapheme};

/// Bytes without a paragraph's end after which a text is cut at a sentence or a blank. Ten times a long paragraph
/// of print, so that only lists, tables and files without line ends are cut.
const STEP: usize = 16 * 1024;

/// Bytes before a forced cut among which a sentence's end or a blank is looked for.
const SNAP: usize = 1024;

/// Bytes of blanks at a line's edge that are looked past.
const EDGE: usize = 256;

/// Bytes that one step to another paragraph looks through: more blank lines than this and it stops among them.
const REACH: usize = 128 * 1024;

/// Returns the paragraph that holds the byte at `offset`, blanks around it and its line end counted to it. On a
/// blank line that is the empty span where the line begins.
pub fn at(text: &str, offset: usize) -> Span {
    let anchors = anchors(text);
    let anchor = anchors.before(last_inside(text, offset));
    let end = anchors.after(anchor).map_or(text.len(), |next| next.at);
    trimmed(text, Span::new(anchor.at, end))
}

/// Returns where the first paragraph after `offset` begins, or the end of the text.
pub fn next_start(text: &str, offset: usize) -> usize {
    let limit = offset.saturating_add(REACH);
    for part in parts(text, Span::new(offset, text.len().max(offset))) {
        let found = trimmed(text, part);
        if !found.is_empty() && found.start > offset {
            return found.start;
        }
        if part.start > limit {
            return part.start;
        }
    }
    text.len()
}

/// Returns where the last paragraph that begins before `offset` begins, or 0.
pub fn prev_start(text: &str, offset: usize) -> usize {
    let anchors = anchors(text);
    let offset = offset.min(text.len());
    let limit = offset.saturating_sub(REACH);
    let mut before = offset;
    while before > limit {
        let anchor = anchors.before(before - 1);
        let end = anchors.after(anchor).map_or(text.len(), |next| next.at);
        let found = trimmed(text, Span::new(anchor.at, end));
        if !found.is_empty() && found.start < offset {
            return found.start;
        }
        before = anchor.at;
    }
    before
}

/// Returns every paragraph that shares a byte with `within`, in order, without the empty ones.
pub fn all(text: &str, within: Span) -> impl Iterator<Item = Span> + '_ {
    parts(text, within)
        .map(|part| trimmed(text, part))
        .filter(move |found| !found.is_empty() && found.meets(within))
}

/// Returns the paragraphs with the blanks and line ends around them, so that they cover each byte once.
fn parts(text: &str, within: Span) -> impl Iterator<Item = Span> + '_ {
    let anchors = anchors(text);
    let mut next: Option<Anchor> = Some(anchors.before(within.start));
    std::iter::from_fn(move || {
        let anchor = next.filter(|anchor| anchor.at < within.end.min(text.len()))?;
        next = anchors.after(anchor);
        Some(Span::new(anchor.at, next.map_or(text.len(), |next| next.at)))
    })
}

/// Returns the span without the blanks at both ends; of blanks only, the empty span at its start.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let from_start = words.trim_start();
    if from_start.is_empty() {
        return Span::at(span.start);
    }
    Span::new(span.end - from_start.len(), span.start + words.trim_end().len())
}

/// Moves the end of a text without a last line end onto its last character, so that it has a paragraph.
fn last_inside(text: &str, offset: usize) -> usize {
    match text.as_bytes().last() {
        Some(b'\n' | b'\r') | None => offset.min(text.len()),
        Some(_) => offset.min(text.len() - 1),
    }
}

fn anchors(text: &str) -> Anchors<'_> {
    Anchors { text, step: STEP, snap: cut_before, hard: parts_here, next_hard: next_part }
}

/// Returns the first place after `from`, up to `to`, where a paragraph or a blank line begins.
fn next_part(text: &str, from: usize, to: usize) -> Option<usize> {
    let ends = memchr2_iter(b'\n', b'\r', text.as_bytes().get(from..to)?);
    ends.map(|place| from + place + 1).find(|&at| parts_here(text, at))
}

/// Says whether a paragraph or a blank line begins at `at`.
fn parts_here(text: &str, at: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(at) else { return false };
    let line = match before.as_bytes().last() {
        Some(b'\n') => before.strip_suffix("\r\n").or_else(|| before.strip_suffix('\n')),
        Some(b'\r') if !after.starts_with('\n') => before.strip_suffix('\r'),
        _ => None,
    };
    line.is_some_and(|line| !joins(line, after))
}

/// Says whether the line that ends `before` goes on in the line that begins `after`.
fn joins(before: &str, after: &str) -> bool {
    let first = after.chars().take(EDGE).find(|&c| !is_blank_in_line(c));
    if !first.is_some_and(char::is_lowercase) {
        return false;
    }
    let last = before.chars().rev().take(EDGE).find(|&c| !is_blank_in_line(c) && !is_closing(c));
    last.is_some_and(|c| {
        !matches!(c, '\n' | '\r' | '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।')
    })
}

fn is_blank_in_line(c: char) -> bool {
    c.is_whitespace() && c != '\n' && c != '\r'
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | '›' | ')' | ']')
}

/// Returns the best place for a forced cut at or shortly before `at`: after a sentence's end and a blank, else
/// after a blank, else between graphemes.
fn cut_before(text: &str, at: usize) -> usize {
    let window = Span::new(text.ceil_char_boundary(at.saturating_sub(SNAP)), text.floor_char_boundary(at));
    let words = window.of(text);
    let after_stop = words.rfind(". ").map(|place| place + 2);
    let after_blank = || {
        words.rfind(char::is_whitespace).and_then(|p| Some(p + words.get(p..)?.chars().next()?.len_utf8()))
    };
    match after_stop.or_else(after_blank) {
        Some(place) => window.start + place,
        None => grapheme::floor(text, at),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn paragraphs(text: &str) -> Vec<&str> {
        all(text, Span::new(0, text.len())).map(|found| found.of(text)).collect()
    }

    #[test]
    fn lines_join_only_where_a_sentence_goes_on() {
        let table: [(&str, &[&str]); 11] = [
            ("", &[]),
            ("The toll rose\nTo 62\n62 died", &["The toll rose", "To 62", "62 died"]),
            (" \r\n \u{A0}\n\t", &[]),
            ("One.\nTwo.\r\nThree.\rFour.", &["One.", "Two.", "Three.", "Four."]),
            ("The toll rose\nto 62 on\n  sunday night.\n", &["The toll rose\nto 62 on\n  sunday night."]),
            ("The toll\nrose to\r\nsixty.", &["The toll\nrose to\r\nsixty."]),
            ("wrapped\n\nlower case", &["wrapped", "lower case"]),
            ("He left.”\nthen nothing", &["He left.”", "then nothing"]),
            ("  \u{A0}edge  \n", &["edge"]),
            ("第一。\n第二。", &["第一。", "第二。"]),
            ("a\r\rb", &["a", "b"]),
        ];
        for (text, expected) in table {
            assert_eq!(paragraphs(text), expected, "{text:?}");
        }
    }

    #[test]
    fn blanks_belong_to_a_paragraph_and_blank_lines_to_none() {
        let text = "First. \n  \n  Second one.\n";
        assert_eq!([0, 6, 7].map(|offset| at(text, offset).of(text)), ["First."; 3]);
        assert_eq!(at(text, 9), Span::at(8));
        assert_eq!([11, 13, 24].map(|offset| at(text, offset).of(text)), ["Second one."; 3]);
        assert_eq!(at(text, 99), Span::at(text.len()));
        assert_eq!([0, 9, 13].map(|offset| next_start(text, offset)), [13, 13, text.len()]);
        assert_eq!([0, 1, 13, 14, 99].map(|offset| prev_start(text, offset)), [0, 0, 0, 13, 13]);
        assert_eq!(at("no line end", 99).of("no line end"), "no line end");
    }

    #[test]
    fn endless_lines_are_cut_at_a_sentence() {
        let line = "It was one sentence of many. ".repeat(5000);
        let pieces: Vec<Span> = all(&line, Span::new(0, line.len())).collect();
        assert!(pieces.iter().all(|piece| piece.len() < 2 * STEP && piece.of(&line).ends_with("many.")));
        assert!(
            pieces.iter().all(|piece| at(&line, piece.start) == *piece && at(&line, piece.end - 1) == *piece)
        );
        let bare = "字".repeat(20_000);
        assert_eq!(all(&bare, Span::new(0, bare.len())).map(Span::len).sum::<usize>(), bare.len());
    }

    proptest! {
        #[test]
        fn steps_agree_with_the_list(text in "[aB. \r\n”字]{0,40}") {
            let list: Vec<Span> = all(&text, Span::new(0, text.len())).collect();
            for offset in 0..=text.len() + 1 {
                let here = at(&text, offset);
                prop_assert!(here.is_empty() || list.contains(&here));
                let next = list.iter().find(|span| span.start > offset).map_or(text.len(), |span| span.start);
                prop_assert_eq!(next_start(&text, offset), next);
                let before = list.iter().rfind(|span| span.start < offset).map_or(0, |span| span.start);
                prop_assert_eq!(prev_start(&text, offset), before);
                if let Some(inside) = list.iter().find(|span| span.contains(offset)) {
                    prop_assert_eq!(here, *inside);
                }
            }
        }
    }
}
