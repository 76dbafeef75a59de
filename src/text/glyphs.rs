//! What stands in which column of a row: drawing, the cursor and the mouse.
//!
//! **Invariant:** the glyphs of a row cover each shown byte exactly once, in order, side by side from column 0,
//! and end at the row's columns.

use super::span::Span;
use super::visible::visible;
use super::wrap::{Row, Steps};

/// One grapheme in its place on a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Glyph {
    /// The bytes of the grapheme.
    pub span: Span,
    /// The first column, from 0 at the row's start.
    pub column: u16,
    /// The columns taken; less than the symbol's where the row is narrower than the grapheme.
    pub width: u16,
}

/// Replaces `out` by the glyphs of the shown part of a row.
pub fn glyphs(text: &str, row: &Row, out: &mut Vec<Glyph>) {
    out.clear();
    out.extend(walk(text, row));
}

/// Walks the glyphs of the shown part of a row.
pub fn walk<'a>(text: &'a str, row: &Row) -> impl Iterator<Item = Glyph> + use<'a> {
    let (mut at, end, columns, mut column) = (row.span.start, row.shown_end, row.columns, 0u16);
    let mut steps = Steps::new(text, end);
    std::iter::from_fn(move || {
        if at >= end {
            return None;
        }
        let next = steps.next(at);
        let width =
            visible(text.get(at..next).unwrap_or(""), column).width.min(columns.saturating_sub(column));
        let glyph = Glyph { span: Span { start: at, end: next }, column, width };
        (at, column) = (next, column.saturating_add(width));
        Some(glyph)
    })
}

/// Returns the column of the grapheme that holds the byte; for hanging blanks, the line end and what lies past
/// the row, the column after the last glyph (which may be the width of the pane: the cursor needs a cap).
pub fn column_of(text: &str, row: &Row, offset: usize) -> u16 {
    walk(text, row).find(|glyph| offset < glyph.span.end).map_or(row.columns, |glyph| glyph.column)
}

/// Returns the first byte of the grapheme at a column; past the last glyph that of the first hanging blank or
/// the line end, or of the last glyph if nothing follows it in the row.
pub fn offset_at_column(text: &str, row: &Row, column: u16) -> usize {
    let mut last = row.span.start;
    for glyph in walk(text, row) {
        if column < glyph.column.saturating_add(glyph.width) {
            return glyph.span.start;
        }
        last = glyph.span.start;
    }
    if row.shown_end < row.span.end { row.shown_end } else { last }
}

#[cfg(test)]
mod tests {
    use super::super::wrap::{Effort, wrap};
    use super::*;

    fn rows(text: &str, width: u16) -> Vec<Row> {
        let mut rows = Vec::new();
        wrap(text, Span::new(0, text.len()), width, &mut rows, &mut Effort::default());
        rows
    }

    #[test]
    fn columns_and_offsets_answer_each_other() {
        let text = "a中\te\u{301}\u{202E}!   \r\n";
        let row = rows(text, 18)[0];
        let mut found = vec![Glyph::default(); 3];
        glyphs(text, &row, &mut found);
        let columns: Vec<(u16, u16)> = found.iter().map(|glyph| (glyph.column, glyph.width)).collect();
        assert_eq!(columns, [(0, 1), (1, 2), (3, 1), (4, 1), (5, 8), (13, 1), (14, 1), (15, 1), (16, 1)]);
        for glyph in &found {
            assert_eq!(column_of(text, &row, glyph.span.start), glyph.column);
            for column in glyph.column..glyph.column + glyph.width {
                assert_eq!(offset_at_column(text, &row, column), glyph.span.start);
            }
        }
        assert_eq!(column_of(text, &row, row.shown_end), 17);
        assert_eq!(column_of(text, &row, text.len()), 17);
        assert_eq!(offset_at_column(text, &row, 17), row.shown_end);
        assert_eq!(offset_at_column(text, &row, 99), row.shown_end);
    }

    #[test]
    fn the_end_of_a_row_without_a_line_end_is_its_last_grapheme() {
        let text = "abcdef";
        let found = rows(text, 3);
        assert_eq!(offset_at_column(text, &found[0], 9), 2);
        assert_eq!(offset_at_column(text, &found[1], 9), 5);
        assert_eq!(column_of(text, &found[1], 6), 3);
        assert_eq!(offset_at_column("", &rows("", 3)[0], 9), 0);
    }

    #[test]
    fn hanging_blanks_stand_behind_the_last_glyph() {
        let text = "abc   def";
        let row = rows(text, 3)[0];
        assert_eq!(row.span, Span::new(0, 6));
        assert_eq!([2, 3, 5].map(|offset| column_of(text, &row, offset)), [2, 3, 3]);
        assert_eq!(offset_at_column(text, &row, 3), 3);
    }

    #[test]
    fn a_grapheme_cut_to_the_row_has_the_width_of_the_row() {
        let text = "\u{202E}";
        let found: Vec<Glyph> = walk(text, &rows(text, 5)[0]).collect();
        assert_eq!(found, [Glyph { span: Span::new(0, 3), column: 0, width: 5 }]);
    }
}
