//! Words in a box over all else, until the next key.
//!
//! **Invariant:** the words are wrapped, never cut at the side; what does not fit below ends with `…`.

use ratatui::buffer::Buffer;

use super::paint;
use crate::app::copying::Card;
use crate::app::piece::{piece, wrapped};
use crate::text::width;
use crate::theme::{Role, Theme};

/// Draws a card in the middle of a screen of so many columns and rows.
pub fn draw(buffer: &mut Buffer, theme: Theme, (columns, rows): (u16, u16), card: &Card) {
    let inner = columns.saturating_sub(4).clamp(1, 100);
    let mut lines = Vec::new();
    for paragraph in &card.paragraphs {
        let left = usize::from(rows.saturating_sub(4)).saturating_sub(lines.len());
        if left > 0 {
            lines.extend(wrapped("", Role::Text, paragraph, usize::from(inner), left));
        }
    }
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let (x, y) = (columns.saturating_sub(inner + 2) / 2, rows.saturating_sub(height + 2) / 2);
    let border = theme.style(Role::BorderFocus);
    let rule = "─".repeat(usize::from(inner));
    paint::text(buffer, x, y, inner + 2, &format!("┌{rule}┐"), border);
    let title =
        vec![piece(Role::BorderFocus, format!(" {} ", width::clip_end(&card.title, usize::from(inner) - 1)))];
    paint::line(buffer, theme, x + 1, y, inner, title);
    for (row, line) in (y + 1..).zip(lines) {
        paint::text(buffer, x, row, 1, "│", border);
        paint::fill(buffer, theme, x + 1, row, inner, Role::Text);
        paint::line(buffer, theme, x + 1, row, inner, line);
        paint::text(buffer, x + inner + 1, row, 1, "│", border);
    }
    paint::text(buffer, x, y + height + 1, inner + 2, &format!("└{rule}┘"), border);
}
