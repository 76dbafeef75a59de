//! The whole screen.
//!
//! **Invariant:** changes nothing; on a screen too small for panes one line says so.

use ratatui::Frame;
use ratatui::buffer::Buffer;

use super::{boxes, form, list, overlay, paint, pane};
use crate::app::layout::{SMALLEST, divide, is_too_small};
use crate::app::overlay::Overlay;
use crate::app::piece::piece;
use crate::app::state::State;
use crate::app::{footer, inspector, status};
use crate::theme::{Role, Theme};

/// Draws the state.
pub fn view(state: &State, theme: &Theme, frame: &mut Frame<'_>) {
    let theme = *theme;
    let buffer = frame.buffer_mut();
    // A frame of another size than the state's is drawn once between two messages; the next one fits.
    if buffer.area.width < state.size.0 || buffer.area.height < state.size.1 || is_too_small(state) {
        let (columns, rows) = SMALLEST;
        let words = vec![piece(Role::Notice, format!("needs {columns}x{rows}; nothing is lost"))];
        let width = buffer.area.width;
        paint::line(buffer, theme, 0, 0, width, words);
        return;
    }
    let cursor = draw(state, theme, buffer);
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

/// Draws everything; returns where the cursor stands.
fn draw(state: &State, theme: Theme, buffer: &mut Buffer) -> Option<(u16, u16)> {
    // A theme with a ground of its own has it in every cell.
    buffer.set_style(buffer.area, theme.style(Role::Text));
    first_row(state, theme, buffer);
    let mut cursor = match state.lists.last() {
        Some(view) => list::draw(buffer, theme, state, view).map(|y| (0, y)),
        None => text(state, theme, buffer),
    };
    let y = state.size.1.saturating_sub(1);
    paint::fill(buffer, theme, 0, y, state.size.0, Role::Footer);
    if let Some(overlay) = state.overlays.last() {
        if let Overlay::Palette(palette) = overlay {
            overlay::palette(buffer, theme, state, palette);
        }
        let mode = vec![piece(Role::Title, format!(" {} ", footer::mode_name(state)))];
        let start = paint::line(buffer, theme, 0, y, state.size.0, mode);
        cursor = Some(overlay::field(buffer, theme, state, overlay, start));
    } else {
        paint::line(buffer, theme, 0, y, state.size.0, footer::line(state));
    }
    if let Some(form) = &state.form {
        cursor = form::draw(buffer, theme, state, form);
    }
    if !state.pending.is_empty() {
        overlay::which_key(buffer, theme, state);
    }
    if let Some(card) = &state.card {
        super::card::draw(buffer, theme, state.size, card);
    }
    cursor
}

fn first_row(state: &State, theme: Theme, buffer: &mut Buffer) {
    let columns = state.size.0;
    paint::fill(buffer, theme, 0, 0, columns, Role::Status);
    let (left, right) = status::line(state);
    // Whether the work is saved outranks everything else in the row.
    let taken = paint::line_at_end(buffer, theme, 0, 0, columns, right);
    paint::line(buffer, theme, 0, 0, columns.saturating_sub(taken + 1), left);
}

fn text(state: &State, theme: Theme, buffer: &mut Buffer) -> Option<(u16, u16)> {
    if state.layout.panes.is_empty() {
        let words = vec![piece(Role::Dim, "no article to show")];
        paint::line(buffer, theme, 1, 2, state.size.0.saturating_sub(2), words);
        return None;
    }
    boxes::draw(buffer, theme, state);
    let mut cursor = None;
    for shown in &state.layout.panes {
        pane::draw(buffer, theme, state, shown);
        if shown.article == state.reader.panes.focus {
            cursor = shown.cursor.map(|(x, y)| (shown.text.x + x, shown.text.y + y));
        }
    }
    let division = divide(state.size.1);
    let first = 3 + division.text_rows;
    for (y, line) in (first..first + division.inspector_rows).zip(inspector::lines(state)) {
        paint::line(buffer, theme, 2, y, state.size.0.saturating_sub(4), line);
    }
    cursor
}
