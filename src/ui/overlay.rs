//! The field in the last row, the palette above it, and which keys may follow.
//!
//! **Invariant:** a field shows where its cursor is; nothing that cannot be given is hidden, it says why.

use ratatui::buffer::Buffer;

use super::paint;
use crate::app::needs;
use crate::app::overlay::{Overlay, Palette};
use crate::app::piece::{Line, columns, piece};
use crate::app::state::State;
use crate::app::view::help;
use crate::command::{Lookup, NextKey};
use crate::text::width;
use crate::theme::{Role, Theme};

/// The most lines of the palette and of which-key.
const MOST_LINES: u16 = 12;

/// Draws the field of an overlay in the last row; returns the cursor's column and row.
pub fn field(buffer: &mut Buffer, theme: Theme, state: &State, overlay: &Overlay, start: u16) -> (u16, u16) {
    let y = state.size.1.saturating_sub(1);
    let right = match overlay {
        Overlay::Search(_) if !state.reader.search.typed.trim().is_empty() => {
            match state.reader.search.counts() {
                (0, _) if !state.reader.search.running => "  in none of the articles ".to_owned(),
                _ => format!("  {} ", state.reader.search.words()),
            }
        }
        Overlay::Filter(_) => {
            format!("  {} listed ", state.lists.last().map_or(0, |list| list.entries.len()))
        }
        _ => String::new(),
    };
    let room = state.size.0.saturating_sub(start);
    let taken = paint::line_at_end(buffer, theme, start, y, room, vec![piece(Role::Notice, right)]);
    let prompt = vec![piece(Role::Label, format!(" {}", overlay.prompt()))];
    let x = start + paint::line(buffer, theme, start, y, room, prompt);
    let most = state.size.0.saturating_sub(x + taken).max(1);
    let field = overlay.field();
    let (shown, cursor) = field.editor.view(most);
    let role = if field.is_left_over { Role::Dim } else { Role::Text };
    paint::text(buffer, x, y, most, &shown, theme.style(role));
    (x + cursor.min(most.saturating_sub(1)), y)
}

/// Draws the palette's commands above the last row.
pub fn palette(buffer: &mut Buffer, theme: Theme, state: &State, palette: &Palette) {
    let most = MOST_LINES.min(state.size.1.saturating_sub(4));
    let first = palette.cursor.saturating_sub(usize::from(most).saturating_sub(1));
    let shown = palette.commands.iter().enumerate().skip(first).take(usize::from(most));
    let mut lines: Vec<(bool, Line)> = shown
        .map(|(n, command)| {
            let reason = needs::reason(state, *command);
            let role = if reason.is_some() { Role::Disabled } else { Role::Text };
            let line = vec![
                piece(role, format!(" {} ", width::pad(&help::summary(state, *command), 60))),
                piece(Role::Key, width::pad(&help::keys(state, *command), 14)),
                piece(Role::Dim, format!(" {} ", reason.unwrap_or(""))),
            ];
            (n == palette.cursor, line)
        })
        .collect();
    if lines.is_empty() {
        lines.push((false, vec![piece(Role::Dim, " no command is called so ")]));
    }
    stack(buffer, theme, state, "commands", lines);
}

/// Draws which keys may follow the ones pressed.
pub fn which_key(buffer: &mut Buffer, theme: Theme, state: &State) {
    let Lookup::Prefix(next) = state.keymap.lookup(state.mode(), &state.pending) else { return };
    let line = |next: &NextKey| {
        let key = width::pad(&next.key.label(), 10);
        vec![piece(Role::Key, format!(" {key}")), piece(Role::Text, format!("{} ", next.does))]
    };
    // Numbered ones of a family stand as one line, so that the others are not pushed out.
    let numbered = |next: &&NextKey| next.command.is_some_and(|c| c.spec().number.is_some_and(|n| n > 1));
    let lines = next.iter().filter(|next| !numbered(next)).map(|next| (false, line(next))).collect();
    let name = format!("{} then", crate::command::keys::label(&state.pending));
    stack(buffer, theme, state, &name, lines);
}

/// Draws lines in a box that ends above the last row.
fn stack(buffer: &mut Buffer, theme: Theme, state: &State, name: &str, lines: Vec<(bool, Line)>) {
    let room = state.size.1.saturating_sub(3);
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(room);
    let widest = lines.iter().map(|(_, line)| columns(line)).max().unwrap_or(0).max(width::of_str(name) + 4);
    let inner = u16::try_from(widest).unwrap_or(u16::MAX).min(state.size.0.saturating_sub(2));
    let (x, top) = (state.size.0.saturating_sub(inner + 2), state.size.1.saturating_sub(height + 3));
    let border = theme.style(Role::BorderFocus);
    let rule = "─".repeat(usize::from(inner));
    paint::text(buffer, x, top, inner + 2, &format!("┌{rule}┐"), border);
    paint::text(buffer, x + 2, top, inner, &format!(" {name} "), border);
    for (y, (lit, line)) in (top + 1..).zip(lines.into_iter().take(usize::from(height))) {
        paint::text(buffer, x, y, 1, "│", border);
        paint::fill(buffer, theme, x + 1, y, inner, if lit { Role::Cursor } else { Role::Text });
        let line = if lit { line.into_iter().map(|p| piece(Role::Cursor, p.text)).collect() } else { line };
        paint::line(buffer, theme, x + 1, y, inner, line);
        paint::text(buffer, x + inner + 1, y, 1, "│", border);
    }
    paint::text(buffer, x, top + height + 1, inner + 2, &format!("└{rule}┘"), border);
}
