//! The lines around panes and inspector.
//!
//! **Invariant:** the focus pane is told by its title's style and a mark, not by colour alone.

use ratatui::buffer::Buffer;

use super::paint;
use crate::app::layout::{PaneLayout, divide};
use crate::app::piece::piece;
use crate::app::state::State;
use crate::app::status::count;
use crate::text::width;
use crate::theme::{Role, Theme};

/// Draws the frame around the panes, with their titles.
pub fn draw(buffer: &mut Buffer, theme: Theme, state: &State) {
    let panes = &state.layout.panes;
    let (columns, rows) = state.size;
    let text_rows = divide(rows).text_rows;
    let bottom = 2 + text_rows;
    let border = theme.style(Role::Border);
    let across = |buffer: &mut Buffer, y: u16, left: &str, joint: &str, right: &str| {
        paint::text(buffer, 0, y, columns, &"─".repeat(usize::from(columns)), border);
        for pane in panes.iter().skip(1) {
            paint::text(buffer, pane.inner.x - 1, y, 1, joint, border);
        }
        paint::text(buffer, 0, y, 1, left, border);
        paint::text(buffer, columns.saturating_sub(1), y, 1, right, border);
    };
    across(buffer, 1, "┌", "┬", "┐");
    for y in 2..bottom {
        paint::text(buffer, 0, y, 1, "│", border);
        for pane in panes {
            paint::text(buffer, pane.inner.x + pane.inner.width, y, 1, "│", border);
        }
    }
    if divide(rows).inspector_rows == 0 {
        across(buffer, bottom, "└", "┴", "┘");
    } else {
        across(buffer, bottom, "├", "┴", "┤");
        let last = rows.saturating_sub(2);
        for y in bottom + 1..last {
            paint::text(buffer, 0, y, 1, "│", border);
            paint::text(buffer, columns.saturating_sub(1), y, 1, "│", border);
        }
        paint::text(buffer, 0, last, columns, &"─".repeat(usize::from(columns)), border);
        paint::text(buffer, 0, last, 1, "└", border);
        paint::text(buffer, columns.saturating_sub(1), last, 1, "┘", border);
    }
    for pane in panes {
        title(buffer, theme, state, pane);
    }
}

fn title(buffer: &mut Buffer, theme: Theme, state: &State, pane: &PaneLayout) {
    let Some(entry) = state.doc.articles.get(pane.article) else { return };
    let focus = pane.article == state.reader.panes.focus;
    let role = if focus { Role::BorderFocus } else { Role::Title };
    let mark = if focus { "▸ " } else { "" };
    let mut after = String::new();
    let claims = entry.anchors.all().len();
    if claims > 0 {
        after.push_str(&format!(" · {}", count(claims, "claim")));
    }
    let claims_end = after.len();
    if !entry.state.is_certain() {
        after.push_str(&format!(" · {}", entry.state.word()));
    }
    if state.reader.panes.is_pinned(pane.article) {
        after.push_str(" · pinned");
    }
    if let Some(part) = entry.text.as_ref().filter(|part| part.encoding != "utf-8" || part.bad_bytes > 0) {
        after.push_str(&format!(" · {}", part.encoding));
        if part.bad_bytes > 0 {
            after.push_str(&format!(", {} bad", part.bad_bytes));
        }
    }
    if let Some(part) = &entry.text {
        after.push_str(&part.index.suspects().short());
    }
    let number = format!("{mark}{} ", pane.article + 1);
    let room = usize::from(pane.inner.width).saturating_sub(4 + width::of_str(&number));
    let open = crate::app::suggestions::order::n_shown(state, pane.article);
    if open > 0 {
        // The name tells which report this is; how much waits is said in the first row too.
        let words = format!(" · {open} to check");
        if width::of_str(&entry.short) + width::of_str(&after) + width::of_str(&words) <= room {
            after.insert_str(claims_end, &words);
        }
    }
    let name = width::clip_end(&entry.short, room.saturating_sub(width::of_str(&after)).max(5));
    let words = vec![piece(role, format!(" {number}{name}{after} "))];
    paint::line(buffer, theme, pane.inner.x + 1, 1, pane.inner.width.saturating_sub(2), words);
}
