//! A form over the panes or a list.
//!
//! **Invariant:** quote and foot stay in view; only the fields between them are moved to show the one in focus.

use ratatui::buffer::Buffer;

use super::paint;
use crate::app::form::Form;
use crate::app::form::sheet::{Sheet, sheet};
use crate::app::piece::{Line, piece};
use crate::app::state::State;
use crate::text::width;
use crate::theme::{Role, Theme};

/// The widest form, columns with its border: longer lines are hard to read.
const WIDEST: u16 = 100;

/// Below so many rows the fields get the room of quote and preview, but for one line of quote.
const LOW: u16 = 18;

/// Draws a form above the last row; returns where the cursor stands.
pub fn draw(buffer: &mut Buffer, theme: Theme, state: &State, form: &Form) -> Option<(u16, u16)> {
    let (columns, rows) = state.size;
    let outer = columns.min(WIDEST);
    let inner = outer.saturating_sub(4);
    let mut sheet = sheet(state, form, usize::from(inner));
    if rows < LOW {
        sheet.head.truncate(1);
        sheet.foot.truncate(usize::from(form.ask.is_some()));
    }
    let room = usize::from(rows.saturating_sub(2));
    let rules = 2 + usize::from(!sheet.head.is_empty()) + usize::from(!sheet.foot.is_empty());
    let fixed = rules + sheet.head.len() + sheet.foot.len();
    let body = sheet.body.len().min(room.saturating_sub(fixed)).max(1);
    let height = u16::try_from((fixed + body).min(room)).unwrap_or(rows);
    let x = (columns - outer) / 2;
    let top = rows.saturating_sub(1 + height);
    let last = first_row(&sheet, body);
    let frame = Frame { x, outer, inner, theme };
    let mut y = top;
    frame.rule(buffer, y, "┌", "┐");
    let title =
        vec![piece(Role::BorderFocus, format!(" {} ", width::clip_end(&sheet.title, usize::from(inner))))];
    paint::line(buffer, theme, x + 1, y, outer.saturating_sub(2), title);
    y += 1;
    for line in &sheet.head {
        y = frame.line(buffer, y, line.clone(), false);
    }
    if !sheet.head.is_empty() {
        frame.rule(buffer, y, "├", "┤");
        y += 1;
    }
    let mut cursor = None;
    for (n, line) in sheet.body.iter().enumerate().skip(last).take(body) {
        if let Some((column, _)) = sheet.cursor.filter(|(_, row)| *row == n) {
            cursor = Some(((x + 2).saturating_add(column).min(x + outer.saturating_sub(2)), y));
        }
        y = frame.line(buffer, y, line.clone(), sheet.lit == Some(n));
    }
    if !sheet.foot.is_empty() {
        frame.rule(buffer, y, "├", "┤");
        y += 1;
    }
    for line in &sheet.foot {
        y = frame.line(buffer, y, line.clone(), false);
    }
    frame.rule(buffer, y, "└", "┘");
    cursor
}

/// The first row of the fields in view.
fn first_row(sheet: &Sheet, body: usize) -> usize {
    let (from, to) = sheet.seen;
    let to = sheet.lit.map_or(to, |lit| to.max(lit + 1));
    let most = sheet.body.len().saturating_sub(body);
    to.saturating_sub(body).min(from).min(most).max(sheet.lit.map_or(0, |lit| (lit + 1).saturating_sub(body)))
}

struct Frame {
    x: u16,
    outer: u16,
    inner: u16,
    theme: Theme,
}

impl Frame {
    fn rule(&self, buffer: &mut Buffer, y: u16, left: &str, right: &str) {
        let rule = "─".repeat(usize::from(self.outer.saturating_sub(2)));
        let style = self.theme.style(Role::BorderFocus);
        paint::text(buffer, self.x, y, self.outer, &format!("{left}{rule}{right}"), style);
    }

    fn line(&self, buffer: &mut Buffer, y: u16, line: Line, lit: bool) -> u16 {
        let style = self.theme.style(Role::BorderFocus);
        let role = if lit { Role::Cursor } else { Role::Text };
        paint::text(buffer, self.x, y, 1, "│", style);
        paint::fill(buffer, self.theme, self.x + 1, y, self.outer.saturating_sub(2), role);
        let line = if lit { line.into_iter().map(|p| piece(Role::Cursor, p.text)).collect() } else { line };
        paint::line(buffer, self.theme, self.x + 2, y, self.inner, line);
        paint::text(buffer, self.x + self.outer.saturating_sub(1), y, 1, "│", style);
        y + 1
    }
}
