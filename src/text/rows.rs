//! Rows anywhere in a text of any size, without wrapping the rest.
//!
//! A text is laid out in blocks that depend on nothing but themselves, see [`blocks`](super::blocks). The cache
//! keeps the rows of the blocks looked at last, so that scrolling and moving the cursor wrap nothing twice.
//!
//! **Invariant:** a row found through the cache is the row that a whole wrap of the text would hold.

use std::collections::BTreeMap;

use super::blocks::block_at;
use super::span::Span;
use super::wrap::{Effort, Row, wrap};

/// Blocks kept: more than the lines of any screen, so that one frame never drives out its own blocks.
const MAX_BLOCKS: usize = 1024;

/// Rows kept, 40 bytes each: a block of 8 KiB at one column still fits.
const MAX_ROWS: usize = 8192;

/// The wrapped blocks looked at last, of one text at one width.
#[derive(Clone, Debug, Default)]
pub struct RowCache {
    width: u16,
    text_len: usize,
    blocks: BTreeMap<usize, Entry>,
    rows: usize,
    clock: u64,
}

/// A wrapped block and when it was last asked for.
#[derive(Clone, Debug)]
struct Entry {
    block: Span,
    rows: Vec<Row>,
    used: u64,
}

/// A text laid out at one width: the cache with all it needs to wrap what it lacks.
#[derive(Debug)]
pub struct Rows<'a> {
    text: &'a str,
    long_lines: &'a [Span],
    width: u16,
    cache: &'a mut RowCache,
    effort: &'a mut Effort,
}

impl RowCache {
    /// Forgets all rows: for a new text of the same length. A new width or length is noticed by itself.
    pub fn clear(&mut self) {
        self.blocks.clear();
        self.rows = 0;
    }

    /// Returns the rows of a text at `width` columns (at least 1); `effort` counts what had to be wrapped.
    ///
    /// `long_lines` are the lines over 8 KiB without their line ends, sorted.
    pub fn rows<'a>(
        &'a mut self,
        text: &'a str,
        long_lines: &'a [Span],
        width: u16,
        effort: &'a mut Effort,
    ) -> Rows<'a> {
        let width = width.max(1);
        if self.width != width || self.text_len != text.len() {
            self.clear();
            (self.width, self.text_len) = (width, text.len());
        }
        Rows { text, long_lines, width, cache: self, effort }
    }

    /// Returns the entry whose block holds the byte, marking it as used.
    fn find(&mut self, offset: usize) -> Option<&Entry> {
        self.clock += 1;
        let clock = self.clock;
        let last = self.text_len;
        let (_, entry) = self.blocks.range_mut(..=offset).next_back()?;
        // Past the end of the text the last block answers.
        let holds = entry.block.contains(offset) || (offset >= last && entry.block.end == last);
        if !holds {
            return None;
        }
        entry.used = clock;
        Some(entry)
    }

    /// Adds a block, dropping the older half if there are too many; never the new one.
    fn insert(&mut self, block: Span, rows: Vec<Row>) {
        if self.blocks.len() >= MAX_BLOCKS || self.rows + rows.len() > MAX_ROWS {
            let mut ages: Vec<u64> = self.blocks.values().map(|entry| entry.used).collect();
            ages.sort_unstable();
            let limit = ages.get(ages.len() / 2).copied().unwrap_or(0);
            self.blocks.retain(|_, entry| entry.used > limit);
            self.rows = self.blocks.values().map(|entry| entry.rows.len()).sum();
        }
        self.rows += rows.len();
        self.blocks.insert(block.start, Entry { block, rows, used: self.clock });
    }
}

impl Rows<'_> {
    /// Returns the row that holds the byte; past the end of the text the last row.
    pub fn row_at(&mut self, offset: usize) -> Row {
        self.in_block(offset, |rows| {
            let index = rows.partition_point(|row| row.span.end <= offset);
            rows.get(index).or(rows.last()).copied().unwrap_or_default()
        })
    }

    /// Returns the row below, or none at the end of the text.
    pub fn next(&mut self, row: &Row) -> Option<Row> {
        (row.span.end < self.text.len()).then(|| self.row_at(row.span.end))
    }

    /// Returns the row above, or none at the start of the text.
    pub fn prev(&mut self, row: &Row) -> Option<Row> {
        row.span.start.checked_sub(1).map(|offset| self.row_at(offset))
    }

    /// Returns up to `height` rows from the one that holds `top`.
    pub fn window(&mut self, top: usize, height: u16) -> Vec<Row> {
        let mut window = Vec::with_capacity(usize::from(height));
        let mut row = (height > 0).then(|| self.row_at(top));
        while let Some(found) = row {
            window.push(found);
            row = if window.len() < usize::from(height) { self.next(&found) } else { None };
        }
        window
    }

    /// Returns the start of the row `delta` rows below (above if negative) the one that holds `top`; stops at
    /// the first and the last row.
    pub fn scroll(&mut self, top: usize, delta: isize) -> usize {
        let mut row = self.row_at(top);
        for _ in 0..delta.unsigned_abs() {
            let step = if delta > 0 { self.next(&row) } else { self.prev(&row) };
            match step {
                Some(found) => row = found,
                None => break,
            }
        }
        row.span.start
    }

    /// Returns the first byte of the last screen: the row from which `height` rows reach the end of the text.
    pub fn last_top(&mut self, height: u16) -> usize {
        self.scroll(self.text.len(), -(isize::try_from(height.saturating_sub(1)).unwrap_or(0)))
    }

    /// Hands the rows of the block that holds the byte to `read`, wrapping it first if it is not kept.
    fn in_block<T>(&mut self, offset: usize, read: impl FnOnce(&[Row]) -> T) -> T {
        if let Some(entry) = self.cache.find(offset) {
            return read(&entry.rows);
        }
        let block = block_at(self.text, self.long_lines, offset);
        let mut rows = Vec::new();
        wrap(self.text, block, self.width, &mut rows, self.effort);
        let result = read(&rows);
        self.cache.insert(block, rows);
        result
    }
}

#[cfg(test)]
mod tests {
    use super::super::blocks::tests::{all, long_lines};
    use super::*;
    use proptest::prelude::*;

    /// Every row of a text, wrapped the slow way.
    fn whole(text: &str, width: u16) -> Vec<Row> {
        let mut rows = Vec::new();
        for block in all(text, &long_lines(text)) {
            wrap(text, block, width, &mut rows, &mut Effort::default());
        }
        rows
    }

    fn sample() -> String {
        let long = "The ministry said 62 soldiers were killed and more than 100 were wounded. ".repeat(300);
        format!("Head line\r\n\r\n{long}\nShort.\n\n中文 {long}\nEnd")
    }

    #[test]
    fn moving_and_scrolling_wrap_nothing_twice() {
        let text = sample();
        let long = long_lines(&text);
        let mut cache = RowCache::default();
        let mut effort = Effort::default();
        let mut rows = cache.rows(&text, &long, 40, &mut effort);
        let top = rows.row_at(text.len() / 2).span.start;
        rows.window(top, 50);
        let before = effort;
        assert!(before.rows < 2 * 50 + 500 && before.graphemes < 4 * 40 * 50 + 16 * 1024, "{before:?}");
        let mut rows = cache.rows(&text, &long, 40, &mut effort);
        rows.window(top, 50);
        let down = rows.scroll(top, 3);
        assert_eq!(rows.scroll(down, -3), top);
        assert_eq!(effort, before);
    }

    #[test]
    fn a_new_width_or_text_is_laid_out_anew() {
        let text = sample();
        let long = long_lines(&text);
        let mut cache = RowCache::default();
        let mut effort = Effort::default();
        for width in [40, 80, 40, 1] {
            assert_eq!(
                cache.rows(&text, &long, width, &mut effort).window(0, 300),
                whole(&text, width)[..300]
            );
        }
        assert_eq!(cache.rows("other", &[], 1, &mut effort).window(0, 300), whole("other", 1));
        cache.clear();
        assert_eq!(cache.rows("o ter", &[], 1, &mut effort).window(0, 300), whole("o ter", 1));
    }

    #[test]
    fn the_ends_of_a_text_stop_scrolling() {
        let text = sample();
        let long = long_lines(&text);
        let (mut cache, mut effort) = (RowCache::default(), Effort::default());
        let mut rows = cache.rows(&text, &long, 30, &mut effort);
        let all = whole(&text, 30);
        let top = rows.last_top(20);
        assert_eq!(top, all[all.len() - 20].span.start);
        assert_eq!(rows.window(top, 99), all[all.len() - 20..]);
        assert_eq!(rows.scroll(top, 999), all[all.len() - 1].span.start);
        assert_eq!(rows.scroll(40, -999), 0);
        assert_eq!(rows.last_top(u16::MAX), 0);
        assert_eq!(rows.window(0, 0), []);
    }

    #[test]
    fn any_kind_of_long_line_stays_within_the_promised_effort() {
        for piece in [" ", "\t", "word ", "中", "e\u{301}", "a  )", "\u{202E}", "x"] {
            let text = piece.repeat(200_000 / piece.len());
            let long = long_lines(&text);
            for part in 0..7 {
                let (mut cache, mut effort) = (RowCache::default(), Effort::default());
                let mut rows = cache.rows(&text, &long, 36, &mut effort);
                let top = rows.row_at(text.len() / 7 * part).span.start;
                let top = rows.scroll(top, -40);
                let shown = rows.window(top, 40);
                assert!(effort.rows <= 2 * 40 + 500, "{piece:?} {effort:?}");
                assert!(effort.graphemes <= 4 * 36 * 40 + 16 * 1024, "{piece:?} {effort:?}");
                assert!(shown.len() == 40);
            }
        }
    }

    #[test]
    fn an_empty_text_is_one_row() {
        let (mut cache, mut effort) = (RowCache::default(), Effort::default());
        let mut rows = cache.rows("", &[], 30, &mut effort);
        assert_eq!(rows.window(0, 9), whole("", 30));
        assert_eq!((rows.last_top(9), rows.scroll(5, 5), rows.scroll(0, -5)), (0, 0, 0));
    }

    #[test]
    fn the_cache_stays_small_and_right() {
        let text = "a line of words\n".repeat(20_000);
        let (mut cache, mut effort) = (RowCache::default(), Effort::default());
        let mut rows = cache.rows(&text, &[], 4, &mut effort);
        let mut row = rows.row_at(0);
        let mut count = 1;
        while let Some(next) = rows.next(&row) {
            row = next;
            count += 1;
        }
        assert_eq!((count, row.span.end), (100_000, text.len()));
        assert!(cache.blocks.len() <= MAX_BLOCKS && cache.rows <= MAX_ROWS);
        assert_eq!(cache.rows, cache.blocks.values().map(|entry| entry.rows.len()).sum::<usize>());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_part_equals_the_same_part_of_the_whole(
            pieces in prop::collection::vec(("[ab \u{301}中\t\r\n🇸\u{200D}👨-]{1,30}", 1usize..700), 0..4),
            width in 1u16..120,
            places in prop::collection::vec((any::<prop::sample::Index>(), 0u16..60, -80isize..80), 8),
        ) {
            let text: String = pieces.iter().map(|(piece, times)| piece.repeat(*times)).collect();
            let all = whole(&text, width);
            let long = long_lines(&text);
            let (mut cache, mut effort) = (RowCache::default(), Effort::default());
            let mut rows = cache.rows(&text, &long, width, &mut effort);
            for (place, height, delta) in places {
                let offset = place.index(text.len() + 1);
                let index = all.partition_point(|row| row.span.end <= offset).min(all.len() - 1);
                prop_assert_eq!(rows.row_at(offset), all[index]);
                let end = all.len().min(index + usize::from(height));
                prop_assert_eq!(&rows.window(offset, height)[..], &all[index..end]);
                prop_assert_eq!(rows.next(&all[index]), all.get(index + 1).copied());
                prop_assert_eq!(rows.prev(&all[index]), index.checked_sub(1).map(|above| all[above]));
                let target = index.saturating_add_signed(delta).min(all.len() - 1);
                prop_assert_eq!(rows.scroll(offset, delta), all[target].span.start);
                if target == index.wrapping_add_signed(delta) {
                    prop_assert_eq!(rows.scroll(all[target].span.start, -delta), all[index].span.start);
                }
                let last = all.len().saturating_sub(usize::from(height.max(1)));
                prop_assert_eq!(rows.last_top(height), all[last].span.start);
            }
        }
    }
}
