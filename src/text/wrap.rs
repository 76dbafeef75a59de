//! Rows of one block of text: greedy wrapping by Unicode line breaking (UAX 14).
//!
//! Blanks that do not fit at the end of a row hang there and are not drawn (up to twice its width; a longer run
//! goes on in the next row, so that a row never costs more than it shows several times over); a word longer than the row is cut
//! at graphemes; a wide grapheme never straddles two rows. A grapheme wider than the whole row stands alone in
//! one and is clipped to it.
//!
//! **Invariant:** the rows of a block cover each of its bytes exactly once, in order, and no row is drawn
//! wider than the width asked for.

use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::grapheme::{self, Clusters};
use super::span::Span;
use super::visible::{ShownKind, stands_alone, visible};

/// Widths of the row that it may fill with its hanging blanks.
const MAX_HANG: usize = 3;

/// One row of wrapped text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The bytes of the row, with hanging blanks and the line end.
    pub span: Span,
    /// The byte at which what is drawn ends: blanks that did not fit and the line end come after it.
    pub shown_end: usize,
    /// The columns drawn, at most the width wrapped to.
    pub columns: u16,
    /// Why the row ends.
    pub end: RowEnd,
}

/// Why a row ends where it does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowEnd {
    /// The line goes on in the next row.
    #[default]
    Wrapped,
    /// A line end, a form feed or another forced break, or the end of the text.
    Line,
}

impl Row {
    /// Returns the bytes that are drawn.
    pub fn shown(&self) -> Span {
        Span { start: self.span.start, end: self.shown_end }
    }
}

/// What was done to lay text out: the counters behind the promise that only what is visible is wrapped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// Rows made by wrapping.
    pub rows: usize,
    /// Graphemes measured for wrapping.
    pub graphemes: usize,
}

/// Wraps one block of a text to `width` columns (at least 1) and appends its rows to `out`.
///
/// An empty block gives one empty row. `block` must stand on grapheme borders of `text`; else nothing is
/// appended.
pub fn wrap(text: &str, block: Span, width: u16, out: &mut Vec<Row>, effort: &mut Effort) {
    let Some(words) = text.get(block.start..block.end) else { return };
    let rows_before = out.len();
    Wrapper::new(text, block, width.max(1), out).run(linebreaks(words), effort);
    effort.rows += out.len() - rows_before;
}

/// A row in the making.
struct Wrapper<'a> {
    text: &'a str,
    block: Span,
    width: usize,
    out: &'a mut Vec<Row>,
    line: Draft,
    /// The last place at which the row may be broken, with the row as it stood there.
    candidate: Option<Candidate>,
}

/// How far the row has come.
#[derive(Clone, Copy, Default)]
struct Draft {
    start: usize,
    shown_end: usize,
    /// Columns with hanging blanks.
    column: usize,
}

/// A break opportunity inside the row.
#[derive(Clone, Copy)]
struct Candidate {
    at: usize,
    draft: Draft,
    /// Blanks came after it: widths after it cannot be carried to the next row.
    blanks_after: bool,
}

impl<'a> Wrapper<'a> {
    fn new(text: &'a str, block: Span, width: u16, out: &'a mut Vec<Row>) -> Self {
        let line = Draft { start: block.start, shown_end: block.start, column: 0 };
        Self { text, block, width: usize::from(width), out, line, candidate: None }
    }

    /// Walks the graphemes and the break opportunities side by side.
    fn run(mut self, breaks: impl Iterator<Item = (usize, BreakOpportunity)>, effort: &mut Effort) {
        let mut breaks = breaks.peekable();
        let mut steps = Steps::new(self.text, self.block.end);
        let mut at = self.block.start;
        while at < self.block.end {
            // Opportunities inside a grapheme are passed over.
            while breaks.next_if(|(offset, _)| self.block.start + offset < at).is_some() {}
            if let Some((_, kind)) = breaks.next_if(|(offset, _)| self.block.start + offset == at) {
                self.offer(at, kind);
            }
            let next = steps.next(at);
            effort.graphemes += 1;
            at = if self.take(at, next) { next } else { self.line.start };
        }
        self.finish();
    }

    /// Notes a break opportunity; a forced one ends the row.
    fn offer(&mut self, at: usize, kind: BreakOpportunity) {
        if at == self.line.start {
            return;
        }
        match kind {
            BreakOpportunity::Mandatory => self.emit(at, self.line, RowEnd::Line),
            BreakOpportunity::Allowed => {
                self.candidate = Some(Candidate { at, draft: self.line, blanks_after: false });
            }
        }
    }

    /// Adds the grapheme from `at` to `next`; false if the row was ended before it and the walk must go back
    /// to the start of the new row.
    fn take(&mut self, at: usize, next: usize) -> bool {
        let grapheme = self.text.get(at..next).unwrap_or("");
        let column = u16::try_from(self.line.column).unwrap_or(u16::MAX);
        let shown = visible(grapheme, column);
        match shown.kind {
            ShownKind::LineEnd => return true,
            ShownKind::Blank | ShownKind::Tab => {
                if self.line.column >= self.width * MAX_HANG {
                    self.emit(at, self.line, RowEnd::Wrapped);
                }
                if self.line.column < self.width {
                    self.line.shown_end = next;
                }
                self.line.column += usize::from(shown.width);
                if let Some(candidate) = &mut self.candidate {
                    candidate.blanks_after = true;
                }
                return true;
            }
            _ => {}
        }
        // Twice at most: what is carried over from the candidate may still leave too little room.
        while at > self.line.start && self.line.column + usize::from(shown.width) > self.width {
            if !self.fold(at) {
                return false;
            }
        }
        self.line.column += usize::from(shown.width);
        self.line.shown_end = next;
        true
    }

    /// Ends the row before `at`, at the candidate if there is one; false if what follows the candidate must be
    /// measured again.
    fn fold(&mut self, at: usize) -> bool {
        let Some(candidate) = self.candidate else {
            self.emit(at, self.line, RowEnd::Wrapped);
            return true;
        };
        let carried = self.line.column - candidate.draft.column;
        let shown_end = self.line.shown_end;
        self.emit(candidate.at, candidate.draft, RowEnd::Wrapped);
        if candidate.at == at {
            return true;
        }
        if candidate.blanks_after {
            return false;
        }
        self.line.column = carried;
        self.line.shown_end = shown_end;
        true
    }

    /// Appends the row that ends at `end` and begins the next one there.
    fn emit(&mut self, end: usize, draft: Draft, why: RowEnd) {
        self.out.push(Row {
            span: Span { start: draft.start, end },
            shown_end: draft.shown_end,
            columns: u16::try_from(draft.column.min(self.width)).unwrap_or(u16::MAX),
            end: why,
        });
        self.line = Draft { start: end, shown_end: end, column: 0 };
        self.candidate = None;
    }

    /// Appends the last row of the block.
    fn finish(mut self) {
        if self.line.start < self.block.end || self.block.is_empty() {
            let words = self.block.of(self.text);
            let ends_line = words.ends_with(['\n', '\r']) || self.block.end == self.text.len();
            self.emit(self.block.end, self.line, if ends_line { RowEnd::Line } else { RowEnd::Wrapped });
        }
    }
}

/// Steps over the graphemes of a text, each next to the last: cheap even where a border is hard to tell, as in
/// a run of flags or marks.
pub(super) struct Steps<'a> {
    text: &'a str,
    end: usize,
    /// The clusters from `resume` on, kept while the quick answers do not serve.
    clusters: Option<Clusters<'a>>,
    resume: usize,
}

impl<'a> Steps<'a> {
    /// Steps that never go past `end`.
    pub(super) fn new(text: &'a str, end: usize) -> Self {
        Self { text, end, clusters: None, resume: 0 }
    }

    /// Returns the end of the grapheme that begins at `at`.
    pub(super) fn next(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        // Nearly all English text: a character before another of ASCII is a grapheme by itself.
        if let (Some(b' '..=b'~'), Some(0..=0x7F)) = (bytes.get(at), bytes.get(at + 1)) {
            return at + 1;
        }
        let mut pair = self.text.get(at..self.end).unwrap_or("").chars();
        match (pair.next(), pair.next()) {
            (Some(first), Some(second)) if stands_alone(first) && stands_alone(second) => {
                at + first.len_utf8()
            }
            _ => self.next_cluster(at),
        }
    }

    /// Returns the same by the rules of Unicode.
    fn next_cluster(&mut self, at: usize) -> usize {
        let kept = self.clusters.take().filter(|_| self.resume == at);
        let mut clusters =
            kept.unwrap_or_else(|| grapheme::clusters(self.text, Span { start: at, end: self.end }));
        let next = clusters.next().map_or(self.end, |cluster| cluster.end.min(self.end));
        self.clusters = Some(clusters);
        self.resume = next;
        if next > at { next } else { self.end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::glyphs::walk;
    use proptest::prelude::*;

    fn rows(text: &str, width: u16) -> Vec<Row> {
        let mut rows = Vec::new();
        wrap(text, Span::new(0, text.len()), width, &mut rows, &mut Effort::default());
        rows
    }

    /// The rows as drawn, parted by bars; `¶` where a line ends.
    fn picture(text: &str, width: u16) -> String {
        let mut picture = String::new();
        for row in rows(text, width) {
            picture.push_str(row.shown().of(text));
            picture.push(if row.end == RowEnd::Line { '¶' } else { '|' });
        }
        picture
    }

    #[test]
    fn words_break_at_blanks_which_hang() {
        for (text, width, expected) in [
            ("", 10, "¶"),
            ("\n", 10, "¶"),
            ("62 killed", 20, "62 killed¶"),
            ("62 soldiers were killed", 11, "62 soldiers|were killed¶"),
            ("62 soldiers were killed", 12, "62 soldiers |were killed¶"),
            ("a    b", 3, "a  |b¶"),
            ("a          b", 2, "a |  |b¶"),
            ("   b", 2, "  |b¶"),
            ("word   \n", 4, "word¶"),
            ("word   \r\n", 5, "word ¶"),
            ("one\u{A0}two three", 7, "one\u{A0}two|three¶"),
            ("unbreakable", 4, "unbr|eaka|ble¶"),
            ("so unbreakable", 4, "so |unbr|eaka|ble¶"),
            ("an F-16 jet", 5, "an |F-16 |jet¶"),
            ("air-strike", 6, "air-|strike¶"),
            ("中文中文", 3, "中|文|中|文¶"),
            ("中文中文", 5, "中文|中文¶"),
            ("中文", 1, "中|文¶"),
            ("page\u{C}page", 20, "page\u{C}¶page¶"),
            ("x\tyy zz", 7, "x\tyy |zz¶"),
            ("a (b中", 3, "a |(b|中¶"),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}e\u{301}|e\u{301}¶"),
            ("x\u{202E}y", 12, "x\u{202E}y¶"),
            ("x\u{202E}y", 9, "x\u{202E}|y¶"),
        ] {
            assert_eq!(picture(text, width), expected, "{text:?} at {width}");
        }
    }

    #[test]
    fn a_grapheme_wider_than_the_row_is_clipped_and_alone() {
        let found = rows("a\u{202E}b", 4);
        let columns: Vec<u16> = found.iter().map(|row| row.columns).collect();
        assert_eq!(columns, [1, 4, 1]);
    }

    #[test]
    fn work_is_linear_even_where_blanks_do_not_break() {
        // No break is allowed before a bracket, however many blanks stand before it.
        let text = ("b".to_owned() + &" ".repeat(50) + ")").repeat(80);
        let mut effort = Effort::default();
        let mut rows = Vec::new();
        wrap(&text, Span::new(0, text.len()), 10, &mut rows, &mut effort);
        assert_eq!(effort.rows, rows.len());
        assert!(effort.graphemes <= 2 * text.len(), "{}", effort.graphemes);
        let plain = "the toll rose to sixty two ".repeat(100);
        let mut effort = Effort::default();
        wrap(&plain, Span::new(0, plain.len()), 36, &mut rows, &mut effort);
        assert_eq!(effort.graphemes, plain.len());
    }

    #[test]
    fn a_span_that_does_not_fit_gives_nothing() {
        let mut rows = Vec::new();
        wrap("é", Span::new(1, 2), 10, &mut rows, &mut Effort::default());
        wrap("é", Span::new(0, 9), 10, &mut rows, &mut Effort::default());
        assert!(rows.is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn rows_cover_each_byte_once_and_fit(
            text in "[a-d \u{A0}\t\r\n\u{C}中\u{3000}é\u{301}🇸👨\u{200D}(),.\u{202E}-]{0,80}|.{0,60}",
            width in 1u16..200,
        ) {
            let found = rows(&text, width);
            let mut at = 0;
            for row in &found {
                prop_assert_eq!(row.span.start, at);
                prop_assert!(row.span.start <= row.shown_end && row.shown_end <= row.span.end);
                prop_assert!(row.columns <= width);
                prop_assert!(grapheme::is_border(&text, row.span.end) && grapheme::is_border(&text, row.shown_end));
                let (mut bytes, mut columns) = (row.span.start, 0);
                let mut glyphs = 0;
                for glyph in walk(&text, row) {
                    prop_assert_eq!((glyph.span.start, glyph.column), (bytes, columns));
                    (bytes, columns) = (glyph.span.end, columns + glyph.width);
                    glyphs += 1;
                    let whole = visible(glyph.span.of(&text), glyph.column).width;
                    let is_blank = glyph.span.of(&text).trim().is_empty();
                    prop_assert!(glyph.width == whole || is_blank || glyphs == 1 && whole > width);
                }
                prop_assert_eq!((bytes, columns), (row.shown_end, row.columns));
                // What is not drawn is blank or a line end.
                let hidden = text.get(row.shown_end..row.span.end).unwrap();
                prop_assert!(hidden.trim().is_empty(), "{:?}", hidden);
                at = row.span.end;
            }
            prop_assert_eq!(at, text.len());
            prop_assert!(!found.is_empty());
        }
    }
}
