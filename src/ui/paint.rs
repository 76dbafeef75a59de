//! Writing pieces into cells.
//!
//! **Invariant:** never writes outside the columns it was given.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::app::piece::{Line, clip, columns};
use crate::theme::{Role, Theme};

/// Writes a line from a cell on, cut to `width` columns; returns the columns written.
pub fn line(buffer: &mut Buffer, theme: Theme, x: u16, y: u16, width: u16, line: Line) -> u16 {
    let mut at = x;
    let end = x.saturating_add(width);
    for piece in clip(line, usize::from(width)) {
        at = text(buffer, at, y, end.saturating_sub(at), &piece.text, theme.style(piece.role));
    }
    at.saturating_sub(x)
}

/// Writes a line so that it ends at the last of `width` columns; returns the columns written.
pub fn line_at_end(buffer: &mut Buffer, theme: Theme, x: u16, y: u16, width: u16, words: Line) -> u16 {
    let wide = u16::try_from(columns(&words)).unwrap_or(u16::MAX).min(width);
    line(buffer, theme, x + width - wide, y, wide, words)
}

/// Writes words that were made visible; returns the column after them.
pub fn text(buffer: &mut Buffer, x: u16, y: u16, width: u16, words: &str, style: Style) -> u16 {
    let area = buffer.area;
    if width == 0 || y >= area.bottom() || x >= area.right() {
        return x;
    }
    let width = width.min(area.right() - x);
    buffer.set_stringn(x, y, words, usize::from(width), style).0
}

/// Gives a run of cells a role's style and blanks.
pub fn fill(buffer: &mut Buffer, theme: Theme, x: u16, y: u16, width: u16, role: Role) {
    let area = buffer.area;
    if y < area.bottom() && x < area.right() {
        let blanks = " ".repeat(usize::from(width.min(area.right() - x)));
        text(buffer, x, y, width, &blanks, theme.style(role));
    }
}
