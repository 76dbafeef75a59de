//! Blocks: the pieces of a text that are wrapped one by one, found from any byte without a look at the rest.
//!
//! A block is one line with its line end (LF, CRLF or a lone CR). A line over 8 KiB is cut into pieces of at most
//! 4 KiB: near every third KiB from the line's start, behind a space, else between two graphemes. Each piece
//! begins a row.
//!
//! **Invariant:** the blocks of a text cover each byte exactly once, and are the same whichever byte they are
//! found from.

use memchr::{memchr2, memrchr, memrchr2};

use super::grapheme;
use super::span::Span;
use super::visible::stands_alone;

/// Bytes of a line above which it is cut into pieces; callers list such lines in `long_lines`.
pub const LONG_LINE: usize = 8 * 1024;

/// Bytes from one place where a long line is cut to the next, before moving back to a space.
const STRIDE: usize = 3 * 1024;

/// Bytes that the cut may move back to find a space.
const SPACE_REACH: usize = 512;

/// Bytes that the cut may move back to the start of a grapheme: with the stride at most 4 KiB a piece
/// (5 KiB around a grapheme of over 1 KiB, which is never cut).
const REACH: usize = 1024;

/// Bytes looked at for a line end, should a caller not list a long line: cost stays bounded, and only there
/// the blocks may differ with the byte they are found from.
const SCAN: usize = 2 * LONG_LINE;

/// Returns the block that holds the byte; past the end of the text the last one, empty only in an empty text.
///
/// `long_lines` are the lines over [`LONG_LINE`] without their line ends, sorted.
pub fn block_at(text: &str, long_lines: &[Span], offset: usize) -> Span {
    let offset = offset.min(text.len().saturating_sub(1));
    let index = long_lines.partition_point(|line| line.start <= offset);
    let long = index.checked_sub(1).and_then(|before| long_lines.get(before));
    if let Some(line) = long {
        let whole = Span { start: line.start, end: line_end(text, line.end) };
        if whole.contains(offset) {
            return piece_at(text, *line, whole.end, offset);
        }
    }
    // A short line ends before the next long one begins, and starts after the last one ended.
    Span { start: line_start(text, offset), end: line_end(text, offset) }
}

/// Returns the block after this one, or none at the end of the text.
pub fn next_block(text: &str, long_lines: &[Span], block: Span) -> Option<Span> {
    (block.end < text.len()).then(|| block_at(text, long_lines, block.end))
}

/// Returns the block before this one, or none at the start of the text.
pub fn prev_block(text: &str, long_lines: &[Span], block: Span) -> Option<Span> {
    block.start.checked_sub(1).map(|offset| block_at(text, long_lines, offset))
}

/// Returns the start of the line that holds the byte.
fn line_start(text: &str, offset: usize) -> usize {
    let bytes = text.as_bytes();
    let floor = offset.saturating_sub(SCAN);
    let mut end = offset;
    while let Some(before) = bytes.get(floor..end).and_then(|part| memrchr2(b'\n', b'\r', part)) {
        let found = floor + before;
        let inside_crlf = bytes.get(found) == Some(&b'\r') && bytes.get(found + 1) == Some(&b'\n');
        if !inside_crlf {
            return found + 1;
        }
        // The byte asked for is the LF of this CRLF.
        end = found;
    }
    if floor == 0 { 0 } else { grapheme::floor(text, offset - offset % STRIDE).max(floor) }
}

/// Returns the end of the line that holds the byte, its line end included.
fn line_end(text: &str, offset: usize) -> usize {
    let bytes = text.as_bytes();
    let limit = text.len().min(offset.saturating_add(SCAN));
    let Some(found) = bytes.get(offset..limit).and_then(|part| memchr2(b'\n', b'\r', part)) else {
        return if limit == text.len() { limit } else { text.ceil_char_boundary(limit) };
    };
    let end = offset + found + 1;
    let is_crlf = bytes.get(end - 1) == Some(&b'\r') && bytes.get(end) == Some(&b'\n');
    if is_crlf { end + 1 } else { end }
}

/// Returns the piece of a long line that holds the byte.
fn piece_at(text: &str, line: Span, whole_end: usize, offset: usize) -> Span {
    let step = offset.min(line.end.saturating_sub(1)).saturating_sub(line.start) / STRIDE;
    let start_of = |step: usize| cut(text, line, step).unwrap_or(whole_end);
    // A cut lies less than a stride from its mark on the grid, so one step either way is enough.
    let (here, after) = (start_of(step), start_of(step + 1));
    if offset < here {
        Span { start: start_of(step.saturating_sub(1)), end: here }
    } else if offset < after {
        Span { start: here, end: after }
    } else {
        Span { start: after, end: start_of(step + 2) }
    }
}

/// Returns where a long line is cut for the `step`th time (0 is its start), or none past its end.
fn cut(text: &str, line: Span, step: usize) -> Option<usize> {
    if step == 0 {
        return Some(line.start);
    }
    let target = line.start + step * STRIDE;
    if target >= line.end {
        return None;
    }
    let lowest = target - SPACE_REACH;
    let mut end = target;
    while let Some(found) = text.as_bytes().get(lowest..end).and_then(|part| memrchr(b' ', part)) {
        let after = lowest + found + 1;
        // Told from the next character alone: asking for the border costs too much before hundreds of marks.
        if text.get(after..).and_then(|rest| rest.chars().next()).is_some_and(stands_alone) {
            return Some(after);
        }
        end = lowest + found;
    }
    let start = grapheme::floor(text, target);
    if start + REACH > target {
        return Some(start);
    }
    // Inside a grapheme of over a KiB, which only a hostile text holds: behind it.
    Some(grapheme::ceil(text, target)).filter(|end| *end < line.end)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The lines over the limit, found the slow way.
    pub fn long_lines(text: &str) -> Vec<Span> {
        let mut at = 0;
        let mut found = Vec::new();
        for line in text.split(['\n', '\r']) {
            if line.len() > LONG_LINE {
                found.push(Span::new(at, at + line.len()));
            }
            at += line.len() + 1;
        }
        found
    }

    /// All blocks from the start on.
    pub fn all(text: &str, long: &[Span]) -> Vec<Span> {
        std::iter::successors(Some(block_at(text, long, 0)), |block| next_block(text, long, *block)).collect()
    }

    fn check(text: &str) {
        let long = long_lines(text);
        let blocks = all(text, &long);
        let mut at = 0;
        for block in &blocks {
            assert_eq!(block.start, at);
            assert!(!block.is_empty() || text.is_empty());
            assert!(grapheme::is_border(text, block.start), "{}", block.start);
            at = block.end;
            let step = (block.len() / 7).max(1);
            for offset in (block.start..block.end).step_by(step).chain([block.end.saturating_sub(1)]) {
                assert_eq!(block_at(text, &long, offset.max(block.start)), *block, "from {offset}");
            }
        }
        assert_eq!(at, text.len());
        let last = block_at(text, &long, text.len() + 5);
        let mut back: Vec<Span> =
            std::iter::successors(Some(last), |block| prev_block(text, &long, *block)).collect();
        back.reverse();
        assert_eq!(back, blocks);
    }

    #[test]
    fn lines_are_blocks_with_their_ends() {
        let text = "a\nb\r\n\r\rc\n\r\nd";
        let long = long_lines(text);
        let blocks: Vec<&str> = all(text, &long).iter().map(|block| block.of(text)).collect();
        assert_eq!(blocks, ["a\n", "b\r\n", "\r", "\r", "c\n", "\r\n", "d"]);
        check(text);
        check("");
        check("\n");
    }

    #[test]
    fn long_lines_are_cut_near_the_grid_at_spaces() {
        let line = "the toll rose to sixty two ".repeat(700);
        let text = format!("short\r\n{line}\r\nshort\n{line}");
        check(&text);
        let long = long_lines(&text);
        let blocks = all(&text, &long);
        assert_eq!(long.len(), 2);
        assert!(blocks.iter().all(|block| block.len() <= 4096));
        assert!(blocks.iter().all(|block| block.of(&text).ends_with([' ', '\n'])));
        assert!(blocks.len() >= 2 * (line.len() / 4096) && blocks.len() <= 2 * (line.len() / 2048));
    }

    #[test]
    fn long_lines_without_spaces_are_cut_between_graphemes() {
        for piece in [
            "中",
            "e\u{301}\u{302}",
            "🇸🇾",
            "👨\u{200D}👩\u{200D}👧\u{200D}👦",
            "a",
            " \u{301}",
            "a\u{301}\u{301} \u{308}",
        ] {
            let line = piece.repeat(20_000 / piece.len());
            check(&line);
            check(&format!("\n{line}\r{line}\n"));
            let long = long_lines(&line);
            assert!(all(&line, &long).iter().all(|block| block.len() <= 4096));
        }
        check(&("e".to_owned() + &"\u{301}".repeat(20_000)));
        // The first mark on the grid of cuts falls late into a grapheme of 2 KiB: the cut moves behind it.
        let text = format!("{}\n{}e{}", "a".repeat(899), "x".repeat(1199), "\u{301}".repeat(20_000));
        check(&text);
        assert_eq!(block_at(&text, &long_lines(&text), 3980), Span::new(900, 4096));
    }

    #[test]
    fn a_long_line_that_nobody_listed_costs_no_more_and_goes_on() {
        let text = "x".repeat(100_000);
        let mut block = block_at(&text, &[], 0);
        let mut count = 0;
        while let Some(next) = next_block(&text, &[], block) {
            assert!(next.contains(block.end) && next.end > block.end && next.len() <= 2 * SCAN);
            block = next;
            count += 1;
        }
        assert!(count <= 100);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn blocks_agree_from_every_byte(
            pieces in prop::collection::vec(("[a \u{301}中\r\n🇸\u{200D}👨-]{1,30}", 1usize..900), 0..6)
        ) {
            check(&pieces.iter().map(|(piece, times)| piece.repeat(*times)).collect::<String>());
        }
    }
}
