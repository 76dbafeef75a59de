//! Lines made of words with roles: what a line says, before a theme decides how it looks.
//!
//! **Invariant:** a piece holds what may be sent to a terminal: article text, names and paths pass `visible` first.

use crate::text::visible::visible_line;
use crate::text::width;
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
