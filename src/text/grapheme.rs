//! Borders between graphemes (extended grapheme clusters, UAX 29): what a reader takes for one character.
//!
//! A cluster has no greatest length in Unicode; here a run that knows no certain border for [`MAX`] bytes (a
//! million combining marks, flags without end) is cut on a fixed grid, so that no call is slow.
//!
//! **Invariant:** the borders of a text are one fixed set, found alike from every offset and in both directions;
//! outside such runs they are those of UAX 29.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::Span;
use super::anchor::{self, Anchor, Anchors};

/// Bytes without a certain border after which a run is cut. The longest cluster of real text (an emoji family
/// with skin tones, stacked vowel signs) is under 100 bytes; no cluster here reaches twice this figure.
pub const MAX: usize = 1024;

/// Returns the first border after `offset`, or the end of the text.
pub fn next(text: &str, offset: usize) -> usize {
    match neighbours(text, offset, offset.saturating_add(1)) {
        Some((here, after)) if here.is_ascii() && here != b'\r' && after.is_ascii() => offset + 1,
        _ => cluster(text, offset).end,
    }
}

/// Returns the last border before `offset`, or 0.
pub fn prev(text: &str, offset: usize) -> usize {
    if offset > text.len() {
        return text.len();
    }
    let Some(last) = offset.checked_sub(1) else { return 0 };
    match last.checked_sub(1).and_then(|before| neighbours(text, before, last)) {
        Some((before, here)) if before.is_ascii() && here.is_ascii() && here != b'\n' => last,
        _ => cluster(text, last).start,
    }
}

/// Returns the last border at or before `offset`.
pub fn floor(text: &str, offset: usize) -> usize {
    if offset >= text.len() {
        return text.len();
    }
    if is_plain_border(text, offset) { offset } else { cluster(text, offset).start }
}

/// Returns the first border at or after `offset`, or the end of the text.
pub fn ceil(text: &str, offset: usize) -> usize {
    if offset >= text.len() {
        return text.len();
    }
    if is_plain_border(text, offset) {
        return offset;
    }
    let found = cluster(text, offset);
    if found.start == offset { offset } else { found.end }
}

/// Says whether `offset` is a border; offsets beyond the text are not.
pub fn is_border(text: &str, offset: usize) -> bool {
    offset <= text.len() && floor(text, offset) == offset
}

/// Returns the cluster that holds the byte at `offset`, or the empty span at the end of the text.
pub fn cluster(text: &str, offset: usize) -> Span {
    if offset >= text.len() {
        return Span::at(text.len());
    }
    let anchors = anchors(text);
    let anchor = anchors.before(offset);
    let end = anchors.after(anchor).map_or(text.len(), |next| next.at);
    let mut found = Span::new(anchor.at, end);
    for (place, symbol) in Span::new(anchor.at, end).of(text).grapheme_indices(true) {
        found = Span::new(anchor.at + place, anchor.at + place + symbol.len());
        if found.end > offset {
            break;
        }
    }
    found
}

/// Returns the clusters from the one that holds `within.start` to the one that holds the byte before
/// `within.end`. Far cheaper than [`next`] again and again.
pub fn clusters(text: &str, within: Span) -> Clusters<'_> {
    let anchors = anchors(text);
    let start = floor(text, within.start);
    Clusters { anchors, anchor: anchors.before(start), segment: Span::at(start), at: start, end: within.end }
}

/// The clusters of a span, made by [`clusters`].
pub struct Clusters<'t> {
    anchors: Anchors<'t>,
    anchor: Anchor,
    segment: Span,
    at: usize,
    end: usize,
}

impl Iterator for Clusters<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let text = self.anchors.text;
        if self.at >= self.end.min(text.len()) {
            return None;
        }
        if self.at >= self.segment.end {
            let after = self.at + 1;
            if neighbours(text, self.at, after)
                .is_some_and(|(a, b)| a.is_ascii() && b.is_ascii() && a != b'\r')
            {
                // A certain border, so the walk may go on from there.
                self.anchor = Anchor { at: after, forced: false };
                self.segment = Span::at(after);
                return Some(Span::new(std::mem::replace(&mut self.at, after), after));
            }
            self.next_segment()?;
        }
        let length = Span::new(self.at, self.segment.end).of(text).graphemes(true).next()?.len();
        let found = Span::new(self.at, self.at + length);
        self.at = found.end;
        Some(found)
    }
}

impl Clusters<'_> {
    /// Takes the anchor after the current place as the segment's end. An anchor may lie before the first cluster
    /// asked for.
    fn next_segment(&mut self) -> Option<()> {
        loop {
            self.anchor = self.anchors.after(self.anchor)?;
            if self.anchor.at > self.at {
                self.segment = Span::new(self.at, self.anchor.at);
                return Some(());
            }
        }
    }
}

fn anchors(text: &str) -> Anchors<'_> {
    Anchors { text, step: MAX, snap: str::floor_char_boundary, hard: is_certain, next_hard: next_certain }
}

fn next_certain(text: &str, from: usize, to: usize) -> Option<usize> {
    anchor::next_by_character(text, from, to, is_certain)
}

fn neighbours(text: &str, first: usize, second: usize) -> Option<(u8, u8)> {
    Some((*text.as_bytes().get(first)?, *text.as_bytes().get(second)?))
}

/// Says whether `offset` parts two ASCII characters other than CR LF: the common case, answered at once.
fn is_plain_border(text: &str, offset: usize) -> bool {
    let pair = offset.checked_sub(1).and_then(|before| neighbours(text, before, offset));
    pair.is_some_and(|(a, b)| a.is_ascii() && b.is_ascii() && (a, b) != (b'\r', b'\n'))
}

/// Says whether two characters part here whatever stands around them.
///
/// That is so where they part when alone and the first is not one that joins what is before it: those (marks,
/// joiners, viramas) may join across, as in emoji sequences and Indic conjuncts.
fn is_certain(text: &str, at: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(at) else { return false };
    let (Some(a), Some(b)) = (before.chars().next_back(), after.chars().next()) else { return true };
    if a < '\u{300}' && b < '\u{300}' {
        return (a, b) != ('\r', '\n');
    }
    parts(a, b) && parts('x', a)
}

/// Says whether two characters alone are two clusters.
fn parts(a: char, b: char) -> bool {
    let mut bytes = [0_u8; 8];
    let first = a.encode_utf8(&mut bytes).len();
    let Some((_, rest)) = bytes.split_at_mut_checked(first) else { return true };
    let length = first + b.encode_utf8(rest).len();
    let pair = bytes.get(..length).and_then(|pair| std::str::from_utf8(pair).ok()).unwrap_or("");
    GraphemeCursor::new(first, length, true).is_boundary(pair, 0).unwrap_or(true)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Text rich in what joins: marks, viramas, joiners, flags, Hangul, line ends, emoji.
    pub(crate) fn mixed() -> impl Strategy<Value = String> {
        let pieces = [
            "a",
            "B",
            " ",
            "\r",
            "\n",
            "\r\n",
            "\t",
            "é",
            "e\u{301}",
            "\u{300}",
            "\u{200D}",
            "👩",
            "👩\u{200D}🚀",
            "🏽",
            "🇸",
            "🇾",
            "क",
            "\u{94D}",
            "ष",
            "\u{93F}",
            "각",
            "\u{1100}",
            "\u{1161}",
            "한",
            "字",
            "。",
            "ש",
            "\u{5B8}",
            "ص",
            "\u{600}",
            "\u{AD}",
            "\u{FEFF}",
            "ไ",
            "\u{E33}",
        ];
        prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..40).prop_map(|pieces| pieces.concat())
    }

    fn borders(text: &str) -> Vec<usize> {
        let starts = text.grapheme_indices(true).map(|(place, _)| place);
        starts.chain([text.len()]).collect()
    }

    fn check_against(text: &str, borders: &[usize]) {
        for offset in 0..=text.len() + 2 {
            let end = text.len();
            let below = borders.iter().rfind(|&&border| border <= offset).copied().unwrap_or(0);
            let above = borders.iter().find(|&&border| border >= offset).copied().unwrap_or(end);
            assert_eq!(floor(text, offset), below, "floor {offset} {text:?}");
            assert_eq!(ceil(text, offset), above, "ceil {offset} {text:?}");
            let next_one = borders.iter().find(|&&border| border > offset).copied().unwrap_or(end);
            assert_eq!(next(text, offset), next_one, "next {offset} {text:?}");
            let previous = borders.iter().rfind(|&&border| border < offset).copied().unwrap_or(0);
            assert_eq!(prev(text, offset), previous, "prev {offset} {text:?}");
            assert_eq!(is_border(text, offset), borders.contains(&offset), "is_border {offset} {text:?}");
        }
    }

    proptest! {
        #[test]
        fn borders_are_those_of_unicode(text in mixed()) {
            check_against(&text, &borders(&text));
        }

        #[test]
        fn clusters_are_the_borders(text in mixed(), a in 0_usize..90, b in 0_usize..90) {
            let within = Span::new(a, b);
            let found: Vec<Span> = clusters(&text, within).collect();
            let all: Vec<Span> = borders(&text).windows(2).map(|pair| Span::new(pair[0], pair[1])).collect();
            let expected: Vec<Span> =
                all.into_iter().filter(|span| span.end > within.start && span.start < within.end).collect();
            // An empty span inside a cluster still begins with that cluster.
            if !within.is_empty() {
                prop_assert_eq!(found, expected);
            }
        }
    }

    #[test]
    fn endless_clusters_are_cut_alike_from_everywhere() {
        let marks = format!("ab{}cd", "\u{301}".repeat(5000));
        let flags = format!("x{}y", "🇸🇾".repeat(700));
        let joined = "👩\u{200D}".repeat(900);
        for text in [marks, flags, joined] {
            let mut found = vec![0];
            while found[found.len() - 1] < text.len() {
                found.push(next(&text, found[found.len() - 1]));
            }
            assert!(found.windows(2).all(|pair| pair[1] - pair[0] < 2 * MAX + 8));
            let by_iterator: Vec<usize> =
                clusters(&text, Span::new(0, text.len())).map(|span| span.end).collect();
            assert_eq!(found[1..], by_iterator);
            for offset in (0..text.len()).step_by(97) {
                assert_eq!(floor(&text, offset), *found.iter().rfind(|&&border| border <= offset).unwrap());
                let after = next(&text, offset);
                assert!(found.contains(&after) && floor(&text, prev(&text, after)) == prev(&text, after));
            }
        }
    }
}
