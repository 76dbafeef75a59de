//! Lines made of words with roles: what a line says, before a theme decides how it looks.
//!
//! **Invariant:** a piece holds what may be sent to a terminal: article text, names and paths pass `visible` first.

use crate::text::visible::visible_line;
use crate::text::wrap::{Effort, wrap};
use crate::text::{Span, width};
use crate::theme::Role;

/// Some words and what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What they are.
    pub role: Role,
    /// The words, made visible.
    pub text: String,
}

/// A line of pieces.
pub type Line = Vec<Piece>;

/// Makes a piece of words that may come from anywhere.
pub fn piece(role: Role, text: impl AsRef<str>) -> Piece {
    Piece { role, text: visible_line(text.as_ref()) }
}

/// Returns a line's width in columns.
pub fn columns(line: &[Piece]) -> usize {
    line.iter().map(|piece| width::of_str(&piece.text)).sum()
}

/// Breaks words at blanks into at most `most` lines of so many columns behind a label; the last one ends with `…`
/// where something was cut.
pub fn wrapped(label: &str, role: Role, words: &str, columns: usize, most: usize) -> Vec<Line> {
    let indent = width::of_str(label);
    let room = columns.saturating_sub(indent).max(1);
    let shown = visible_line(words);
    let mut rows = Vec::new();
    let mut effort = Effort::default();
    wrap(
        &shown,
        Span { start: 0, end: shown.len() },
        u16::try_from(room).unwrap_or(u16::MAX),
        &mut rows,
        &mut effort,
    );
    let cut = rows.len() > most.max(1);
    rows.truncate(most.max(1));
    let last = rows.len().saturating_sub(1);
    let lines = rows.iter().enumerate().map(|(n, row)| {
        let text = row.shown().of(&shown);
        let text =
            if cut && n == last { format!("{}…", width::clip(text, room - 1)) } else { text.to_owned() };
        let first = if n == 0 { label.to_owned() } else { " ".repeat(indent) };
        vec![Piece { role: Role::Label, text: first }, Piece { role, text }]
    });
    lines.collect()
}

/// Cuts a line to so many columns, the last word ended by `…` where something was cut.
pub fn clip(line: Line, most: usize) -> Line {
    let mut left = most;
    let mut out = Vec::new();
    let mut rest = line.into_iter().peekable();
    while let Some(piece) = rest.next() {
        let wide = width::of_str(&piece.text);
        if wide < left || (wide == left && rest.peek().is_none()) {
            left -= wide;
            out.push(piece);
            continue;
        }
        let text = if wide == left && left > 0 {
            format!("{}…", width::clip(&piece.text, left - 1))
        } else {
            width::clip_end(&piece.text, left)
        };
        out.push(Piece { role: piece.role, text });
        break;
    }
    out
}
