//! A tag: what kind of claim it is, its key, letter and hue.
//!
//! **Invariant:** a tag is told by its letter and word; the hue only repeats them.

use super::ids::Unknown;
use crate::text::width;

/// What kind of claim it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// The word shown.
    pub label: String,
    /// The digit that sets it, where it has one.
    pub key: Option<char>,
    /// The letter in the gutter.
    pub glyph: char,
    /// The hue, where the theme has hues.
    pub hue: Hue,
    /// The text of the question that a claim with this tag is offered; `UNIT` stands for the printed unit.
    pub question: Option<String>,
    /// Members of a later version.
    pub unknown: Unknown,
}

impl Tag {
    /// Says whether a character may stand as a letter in the gutter: one column, and nothing that hides or marks.
    pub fn letter_fits(letter: char) -> bool {
        letter.is_alphanumeric() && width::of_str(letter.encode_utf8(&mut [0; 4])) == 1
    }
}

/// A hue by name; what it looks like is the theme's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names of hues say all there is")]
pub enum Hue {
    #[default]
    Red,
    Yellow,
    Magenta,
    Blue,
    Green,
    Cyan,
    LightRed,
    LightBlue,
    LightGreen,
}

impl Hue {
    /// Every hue with its word on disk.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Red, "red"),
        (Self::Yellow, "yellow"),
        (Self::Magenta, "magenta"),
        (Self::Blue, "blue"),
        (Self::Green, "green"),
        (Self::Cyan, "cyan"),
        (Self::LightRed, "light-red"),
        (Self::LightBlue, "light-blue"),
        (Self::LightGreen, "light-green"),
    ];
}
