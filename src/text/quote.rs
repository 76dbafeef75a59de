//! What a W3C text quote needs: the words around a span, and which of several equal runs of words it is.
//!
//! **Invariant:** [`all`], [`nth`] and [`occurrence`] count the same matches: every place where the exact bytes
//! begin, also inside an earlier match, in time linear in the text.

use memchr::memmem::Finder;

use super::{Span, grapheme};

/// Code points of prefix and suffix at most, the length that the W3C model's own examples and most annotation
/// tools use.
pub const CONTEXT: usize = 32;

/// Returns up to [`CONTEXT`] code points before the span, beginning on a grapheme border.
pub fn prefix(text: &str, span: Span) -> &str {
    let end = text.floor_char_boundary(span.start);
    let before = Span::new(0, end).of(text);
    let far = before.char_indices().rev().take(CONTEXT).last().map_or(end, |(place, _)| place);
    Span::new(grapheme::ceil(text, far).min(end), end).of(text)
}

/// Returns up to [`CONTEXT`] code points after the span, ending on a grapheme border.
pub fn suffix(text: &str, span: Span) -> &str {
    let start = text.ceil_char_boundary(span.end);
    let after = Span::new(start, text.len()).of(text);
    let length: usize = after.chars().take(CONTEXT).map(char::len_utf8).sum();
    Span::new(start, grapheme::floor(text, start + length).max(start)).of(text)
}

/// Returns which match of its own words the span is, from 1: how many begin at or before it. 0 for an empty
/// span or one that does not fit the text.
pub fn occurrence(text: &str, span: Span) -> usize {
    let head = Span::new(0, span.end).of(text);
    all(head, span.of(text)).count()
}

/// Returns the `n`th match, from 1.
pub fn nth(text: &str, exact: &str, n: usize) -> Option<Span> {
    all(text, exact).nth(n.checked_sub(1)?)
}

/// Returns every match in order of its start, overlapping ones too; none for empty words.
pub fn all<'a>(text: &'a str, exact: &'a str) -> Matches<'a> {
    Matches {
        text: text.as_bytes(),
        exact: exact.as_bytes(),
        finder: Finder::new(exact),
        borders: Borders::of(exact.as_bytes()),
        at: 0,
        matched: 0,
    }
}

/// The matches of [`all`].
pub struct Matches<'a> {
    text: &'a [u8],
    exact: &'a [u8],
    finder: Finder<'a>,
    borders: Borders,
    /// The bytes before here are read.
    at: usize,
    /// How many bytes before `at` equal the beginning of the exact words.
    matched: usize,
}

impl Iterator for Matches<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let length = self.exact.len();
        if length == 0 {
            return None;
        }
        // After a match that may overlap the next one, byte by byte as in Knuth, Morris and Pratt; as soon as
        // nothing is left of it, by the finder, which is many times faster.
        while self.matched > 0 {
            let &byte = self.text.get(self.at)?;
            while self.matched > 0 && self.exact.get(self.matched) != Some(&byte) {
                self.matched = self.borders.shorter(self.matched);
            }
            if self.exact.get(self.matched) == Some(&byte) {
                self.matched += 1;
                self.at += 1;
            }
            if self.matched == length {
                return Some(self.take());
            }
        }
        let place = self.finder.find(self.text.get(self.at..)?)?;
        self.at += place + length;
        Some(self.take())
    }
}

impl Matches<'_> {
    fn take(&mut self) -> Span {
        self.matched = self.borders.shorter(self.exact.len());
        Span::new(self.at - self.exact.len(), self.at)
    }
}

/// For each length of a beginning of the exact words, the longest shorter beginning that also ends it.
struct Borders(Vec<usize>);

impl Borders {
    fn of(exact: &[u8]) -> Self {
        // Entry i is for the beginning of i + 1 bytes.
        let mut borders = Self(Vec::with_capacity(exact.len()));
        let mut length = 0;
        for (place, byte) in exact.iter().enumerate() {
            if place > 0 {
                while length > 0 && exact.get(length) != Some(byte) {
                    length = borders.shorter(length);
                }
                length += usize::from(exact.get(length) == Some(byte));
            }
            borders.0.push(length);
        }
        borders
    }

    fn shorter(&self, length: usize) -> usize {
        length.checked_sub(1).and_then(|place| self.0.get(place)).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn context_is_cut_at_graphemes() {
        let text = "é".repeat(3) + &"x".repeat(31) + "TARGET" + &"y".repeat(31) + "e\u{301}z";
        let start = text.find("TARGET").unwrap();
        let span = Span::new(start, start + 6);
        assert_eq!(prefix(&text, span), "é".to_owned() + &"x".repeat(31));
        assert_eq!(suffix(&text, span), "y".repeat(31));
        let family = "👩\u{200D}👩\u{200D}👧".to_owned() + &"x".repeat(30) + "T";
        let end = family.len();
        assert_eq!(prefix(&family, Span::new(end - 1, end)), "x".repeat(30));
        assert_eq!((prefix("ab", Span::new(0, 1)), suffix("ab", Span::new(0, 1))), ("", "b"));
        assert_eq!((prefix("ab", Span::at(9)), suffix("ab", Span::at(9))), ("ab", ""));
    }

    #[test]
    fn overlapping_matches_count_by_start() {
        let text = "aaaa, 62 killed, 62 killed";
        assert_eq!(all(text, "aa").map(|span| span.start).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(occurrence(text, Span::new(1, 3)), 2);
        assert_eq!(nth(text, "62 killed", 2), Some(Span::new(17, 26)));
        assert_eq!(
            (nth(text, "62 killed", 0), nth(text, "62 killed", 3), nth(text, "", 1)),
            (None, None, None)
        );
        assert_eq!((occurrence(text, Span::at(3)), occurrence(text, Span::new(20, 90))), (0, 0));
    }

    proptest! {
        #[test]
        fn matches_are_those_found_by_hand(text in "[ab字]{0,60}", exact in "[ab字]{1,5}") {
            let by_hand: Vec<usize> =
                (0..text.len()).filter(|&place| text.as_bytes()[place..].starts_with(exact.as_bytes())).collect();
            let found: Vec<Span> = all(&text, &exact).collect();
            prop_assert_eq!(found.iter().map(|span| span.start).collect::<Vec<_>>(), by_hand);
            for (place, span) in found.into_iter().enumerate() {
                prop_assert_eq!(occurrence(&text, span), place + 1);
                prop_assert_eq!(nth(&text, &exact, place + 1), Some(span));
            }
        }
    }
}
