//! Offsets of one text in four measures: bytes, code points, UTF-16 units and lines.
//!
//! One pass over the text leaves a checkpoint every `STEP` bytes; each question afterwards is a binary search
//! and a look at less than one step.
//!
//! **Invariant:** an index answers for the text that it was made from; with any other text it gives some offset
//! of that text, never a panic.

use memchr::{memchr, memchr_iter, memchr2, memrchr2};

use super::Span;
use super::format_character;
use super::suspicious::{self, Suspects};

/// Bytes between checkpoints: under 1 MiB of index for 100 MiB of text, and each question reads 4 KiB at most.
const STEP: usize = 4096;

/// A line of more bytes than this is laid out in blocks instead of as a whole. At least twice `STEP`: such a
/// line covers one whole step without a line end, which is how it is found.
pub const LONG_LINE: usize = 8192;

/// The measures at one byte offset, or the amounts within one range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Measure {
    code_points: usize,
    utf16: usize,
    line_ends: usize,
}

impl Measure {
    fn plus(self, other: Self) -> Self {
        Self {
            code_points: self.code_points + other.code_points,
            utf16: self.utf16 + other.utf16,
            line_ends: self.line_ends + other.line_ends,
        }
    }
}

/// The checkpoints of one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetIndex {
    /// What lies before byte `i * STEP`.
    checkpoints: Vec<Measure>,
    total: Measure,
    bytes: usize,
    long_lines: Vec<Span>,
    has_format_characters: bool,
    suspects: Suspects,
}

impl OffsetIndex {
    /// Reads the whole text once.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut index = Self { bytes: bytes.len(), ..Self::default() };
        let mut long = LongLines::default();
        let mut start = 0;
        for block in bytes.chunks(STEP) {
            let end = start + block.len();
            index.checkpoints.push(index.total);
            let amount = measure(block, bytes.get(end).copied());
            index.total = index.total.plus(amount);
            long.block(bytes, start, end);
            if !index.has_format_characters && amount.code_points != block.len() {
                let more = bytes.get(start..(end + 3).min(bytes.len())).unwrap_or(block);
                index.has_format_characters = format_character::any_in(more);
            }
            start = end;
        }
        index.long_lines = long.found;
        if !index.is_ascii() {
            index.suspects = suspicious::find(text);
        }
        index
    }

    /// Returns how many code points lie before the byte offset; inside a character, before that character.
    pub fn code_point(&self, text: &str, byte: usize) -> usize {
        self.before(text, text.floor_char_boundary(byte)).code_points
    }

    /// Returns the byte offset of a code point; the count of all gives the end, more gives nothing.
    pub fn byte(&self, text: &str, code_point: usize) -> Option<usize> {
        self.seek(text, code_point, self.total.code_points, |m| m.code_points, |_| 1)
    }

    /// Returns how many UTF-16 units lie before the byte offset; inside a character, before that character.
    pub fn utf16(&self, text: &str, byte: usize) -> usize {
        self.before(text, text.floor_char_boundary(byte)).utf16
    }

    /// Returns the byte offset of a UTF-16 unit, inside a surrogate pair that of its character; beyond the end
    /// nothing.
    pub fn byte_of_utf16(&self, text: &str, unit: usize) -> Option<usize> {
        self.seek(text, unit, self.total.utf16, |m| m.utf16, char::len_utf16)
    }

    /// Returns the line of a byte offset, from 1. LF, CR LF and a lone CR end a line and belong to it.
    pub fn line(&self, text: &str, byte: usize) -> usize {
        self.before(text, byte.min(text.len())).line_ends + 1
    }

    /// Returns the byte offset at which a line begins (lines from 1), or nothing where there is no such line.
    pub fn line_start(&self, text: &str, line: usize) -> Option<usize> {
        let wanted = line.checked_sub(1)?;
        if wanted == 0 {
            return Some(0);
        }
        if wanted > self.total.line_ends {
            return None;
        }
        let block = self.checkpoints.partition_point(|m| m.line_ends < wanted).checked_sub(1)?;
        let before = self.checkpoints.get(block)?.line_ends;
        let start = block * STEP;
        line_ends(text.as_bytes(), start).nth(wanted - before - 1)
    }

    /// Returns how many lines there are: the line of the text's end, so 1 for an empty text and 2 for `a`, LF.
    pub fn lines(&self) -> usize {
        self.total.line_ends + 1
    }

    /// Returns how many code points the text has.
    pub fn code_points(&self) -> usize {
        self.total.code_points
    }

    /// Returns how many UTF-16 units the text has.
    pub fn utf16_units(&self) -> usize {
        self.total.utf16
    }

    /// Returns how many bytes the text has.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Returns every line of over [`LONG_LINE`] bytes, in order, without its line end.
    pub fn long_lines(&self) -> &[Span] {
        &self.long_lines
    }

    /// Says whether the text holds a zero-width character, a soft hyphen, a bidi control or the like: whether a
    /// search has to pass over them.
    pub fn has_format_characters(&self) -> bool {
        self.has_format_characters
    }

    /// Returns what in the text is not what it looks like.
    pub fn suspects(&self) -> &Suspects {
        &self.suspects
    }

    /// Says whether every byte is a code point of its own.
    pub fn is_ascii(&self) -> bool {
        self.total.code_points == self.bytes
    }

    fn before(&self, text: &str, byte: usize) -> Measure {
        let block = byte / STEP;
        let Some(&checkpoint) = self.checkpoints.get(block) else { return self.total };
        let bytes = text.as_bytes();
        let rest = bytes.get(block * STEP..byte).unwrap_or_default();
        checkpoint.plus(measure(rest, bytes.get(byte).copied()))
    }

    /// Returns the byte offset where a measure reaches `wanted`.
    fn seek(
        &self,
        text: &str,
        wanted: usize,
        total: usize,
        of: fn(&Measure) -> usize,
        weight: fn(char) -> usize,
    ) -> Option<usize> {
        if wanted >= total {
            return (wanted == total).then_some(text.len());
        }
        let block = self.checkpoints.partition_point(|m| of(m) <= wanted).checked_sub(1)?;
        let mut left = wanted - of(self.checkpoints.get(block)?);
        // A checkpoint inside a character counts it as before: the next character is the one counted first.
        let mut at = text.ceil_char_boundary(block * STEP);
        for c in text.get(at..)?.chars() {
            let units = weight(c);
            if left < units {
                break;
            }
            left -= units;
            at += c.len_utf8();
        }
        Some(at)
    }
}

/// Finds lines over [`LONG_LINE`] bytes, block by block.
#[derive(Default)]
struct LongLines {
    found: Vec<Span>,
}

impl LongLines {
    /// Looks at one block: only one without any line end can be inside a long line.
    fn block(&mut self, bytes: &[u8], start: usize, end: usize) {
        if self.found.last().is_some_and(|line| start < line.end) {
            return;
        }
        let whole = bytes.get(start..end).unwrap_or_default();
        if whole.len() < STEP || memchr2(b'\n', b'\r', whole).is_some() {
            return;
        }
        // The line cannot begin more than one step earlier: the block before, had it no line end, came here.
        let known = self.found.last().map_or(0, |line| line.end).max(start.saturating_sub(STEP));
        let before = bytes.get(known..start).unwrap_or_default();
        let from = memrchr2(b'\n', b'\r', before).map_or(known, |place| known + place + 1);
        let after = bytes.get(end..).unwrap_or_default();
        let to = memchr2(b'\n', b'\r', after).map_or(bytes.len(), |place| end + place);
        if to - from > LONG_LINE {
            self.found.push(Span::new(from, to));
        }
    }
}

/// Counts what a run of bytes holds, given the byte after it. Characters are counted by their first byte.
fn measure(bytes: &[u8], next: Option<u8>) -> Measure {
    let line_ends = memchr_iter(b'\n', bytes).count() + lone_returns(bytes, next);
    if bytes.is_ascii() {
        return Measure { code_points: bytes.len(), utf16: bytes.len(), line_ends };
    }
    let (mut code_points, mut pairs) = (0, 0);
    // Sums of at most 255 fit a byte, so that the compiler can count many bytes at once.
    for run in bytes.chunks(255) {
        let (mut first, mut four) = (0_u8, 0_u8);
        for &byte in run {
            first += u8::from(byte & 0xC0 != 0x80);
            four += u8::from(byte >= 0xF0);
        }
        code_points += usize::from(first);
        pairs += usize::from(four);
    }
    Measure { code_points, utf16: code_points + pairs, line_ends }
}

/// Counts the CRs that no LF follows.
fn lone_returns(bytes: &[u8], next: Option<u8>) -> usize {
    if memchr(b'\r', bytes).is_none() {
        return 0;
    }
    let follows = |place: usize| bytes.get(place + 1).copied().or(next);
    memchr_iter(b'\r', bytes).filter(|&place| follows(place) != Some(b'\n')).count()
}

/// Returns the byte offsets just after each line end from `start` on.
fn line_ends(bytes: &[u8], start: usize) -> impl Iterator<Item = usize> + '_ {
    let rest = bytes.get(start..).unwrap_or_default();
    memchr::memchr2_iter(b'\n', b'\r', rest)
        .filter(move |&place| rest.get(place) == Some(&b'\n') || rest.get(place + 1) != Some(&b'\n'))
        .map(move |place| start + place + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Text long enough to cross several checkpoints, with characters of every length across them.
    fn mixed() -> impl Strategy<Value = String> {
        let pieces = [
            "a",
            "news ",
            "\n",
            "\r\n",
            "\r",
            "é",
            "字",
            "😀",
            "\u{200B}",
            "e\u{301}",
            "\t",
            "שלום",
            "\u{A0}",
            "क्ष",
            "🇸🇾",
        ];
        let short = prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..60);
        (short, 1_usize..60).prop_map(|(pieces, times)| pieces.concat().repeat(times))
    }

    fn line_by_hand(text: &str, byte: usize) -> usize {
        let bytes = text.as_bytes();
        let ends = |place: usize| {
            bytes[place] == b'\n' || bytes[place] == b'\r' && bytes.get(place + 1) != Some(&b'\n')
        };
        1 + (0..byte).filter(|&place| ends(place)).count()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn offsets_go_both_ways(text in mixed(), part in 0.0_f64..1.0) {
            let index = OffsetIndex::new(&text);
            let near = text.floor_char_boundary((text.len() as f64 * part) as usize);
            for byte in (near..text.len().min(near + 40)).chain([0, text.len()]).filter(|&b| text.is_char_boundary(b)) {
                let before = &text[..byte];
                let code_point = index.code_point(&text, byte);
                prop_assert_eq!(code_point, before.chars().count());
                prop_assert_eq!(index.byte(&text, code_point), Some(byte));
                let unit = index.utf16(&text, byte);
                prop_assert_eq!(unit, before.encode_utf16().count());
                prop_assert_eq!(index.byte_of_utf16(&text, unit), Some(byte));
                let line = index.line(&text, byte);
                prop_assert_eq!(line, line_by_hand(&text, byte));
                let start = index.line_start(&text, line).unwrap();
                prop_assert!(start <= byte && index.line(&text, start) == line);
                prop_assert!(start == 0 || index.line(&text, start - 1) == line - 1);
            }
            prop_assert_eq!(index.code_points(), text.chars().count());
            prop_assert_eq!(index.utf16_units(), text.encode_utf16().count());
            prop_assert_eq!(index.is_ascii(), text.is_ascii());
            prop_assert_eq!(index.has_format_characters(), text.contains('\u{200B}'));
            prop_assert_eq!(index.byte(&text, index.code_points() + 1), None);
            prop_assert_eq!(index.line_start(&text, index.lines() + 1), None);
        }

        #[test]
        fn long_lines_are_the_long_lines(sizes in prop::collection::vec((0_usize..20_000, 0_usize..3), 0..8)) {
            let ends = ["\n", "\r\n", "\r"];
            let text: String = sizes.iter().map(|&(size, end)| "x".repeat(size) + ends[end]).collect();
            let mut expected = Vec::new();
            let mut at = 0;
            for &(size, end) in &sizes {
                if size > LONG_LINE {
                    expected.push(Span::new(at, at + size));
                }
                at += size + ends[end].len();
            }
            let index = OffsetIndex::new(&text);
            prop_assert_eq!(index.long_lines(), &expected[..]);
        }
    }

    #[test]
    fn lines_end_with_lf_crlf_and_lone_cr() {
        let text = "a\nb\r\nc\rd\r\r\n";
        let index = OffsetIndex::new(text);
        let lines: Vec<usize> = (0..=text.len()).map(|byte| index.line(text, byte)).collect();
        assert_eq!(lines, [1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5, 6]);
        assert_eq!((index.lines(), OffsetIndex::new("").lines()), (6, 1));
        assert_eq!(index.line_start(text, 0), None);
    }

    #[test]
    fn a_line_end_across_a_checkpoint_counts_once() {
        for shift in 0..4 {
            let text = format!("{}\r\nnext\u{1F600}", "x".repeat(STEP - 2 + shift));
            let index = OffsetIndex::new(&text);
            assert_eq!((index.line(&text, text.len()), index.lines()), (2, 2));
            assert_eq!(index.line_start(&text, 2), Some(STEP + shift));
        }
    }

    #[test]
    fn a_line_of_exactly_the_limit_is_not_long() {
        for (length, long) in [(LONG_LINE, 0), (LONG_LINE + 1, 1)] {
            for before in [0, 1, 100, STEP - 1] {
                let text = format!("{}\n{}", "y".repeat(before), "x".repeat(length));
                assert_eq!(OffsetIndex::new(&text).long_lines().len(), long, "{before} {length}");
            }
        }
    }

    #[test]
    fn another_text_and_wild_offsets_do_not_panic() {
        let index = OffsetIndex::new(&"long text 😀".repeat(2000));
        for byte in [0, 1, 5, 4096, usize::MAX] {
            index.code_point("é", byte);
            index.utf16("é", byte);
            index.line("é", byte);
            index.byte("é", byte);
            index.byte_of_utf16("é", byte);
            index.line_start("é", byte);
        }
        assert_eq!(OffsetIndex::new("é😀").code_point("é😀", 3), 1);
        assert_eq!(OffsetIndex::new("é😀").byte_of_utf16("é😀", 2), Some(2));
    }
}
