//! A list in place of the panes.
//!
//! **Invariant:** only the entries on screen are made into lines.

use ratatui::buffer::Buffer;

use super::paint;
use crate::app::piece::piece;
use crate::app::state::State;
use crate::app::view::{self, ListView, list_height};
use crate::theme::{Role, Theme};

/// Draws the list on top; returns the row of its cursor.
pub fn draw(buffer: &mut Buffer, theme: Theme, state: &State, list: &ListView) -> Option<u16> {
    let (columns, rows) = state.size;
    let height = list_height(state);
    paint::line(buffer, theme, 0, 1, columns, view::heading(state, list));
    if list.entries.is_empty() {
        let why = view::why_empty(state, list);
        paint::line(buffer, theme, 2, 2, columns.saturating_sub(2), vec![piece(Role::Dim, why)]);
    }
    let mut cursor = None;
    for (y, (n, entry)) in (2..).zip(list.entries.iter().enumerate().skip(list.top).take(height)) {
        let mut line = view::line(state, entry);
        if n == list.cursor {
            cursor = Some(y);
            paint::fill(buffer, theme, 0, y, columns, Role::Cursor);
            for piece in &mut line {
                piece.role = Role::Cursor;
            }
        }
        paint::line(buffer, theme, 0, y, columns, line);
        if list.marks.contains(entry) {
            paint::text(buffer, 0, y, 1, "✓", theme.style(Role::Match));
        }
    }
    let detail = u16::try_from(view::detail_rows(state, list)).unwrap_or(0);
    if detail > 0
        && let Some(entry) = list.entry()
    {
        let below = rows.saturating_sub(2 + detail);
        paint::line(buffer, theme, 0, below, columns, view::rule(state, list));
        for (y, line) in (below + 1..rows - 1).zip(view::detail(state, entry)) {
            paint::line(buffer, theme, 1, y, columns.saturating_sub(2), line);
        }
    }
    cursor
}
