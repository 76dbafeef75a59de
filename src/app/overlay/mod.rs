//! What lies on top of panes and lists: one field to type in, with what it finds.
//!
//! **Invariant:** typed text is never lost by going back: it stands there when the field is opened again.

pub mod palette;

use crate::command::Mode;
use crate::text::editor::{Editor, Lines};
pub use palette::Palette;

/// What lies on top.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// The search over all articles.
    Search(Field),
    /// The filter of the list beneath.
    Filter(Field),
    /// The analyst's name.
    Name(Field),
    /// The file that this view is to be written to.
    Write(Field),
    /// Who made the statement that a shared passage is.
    Statement(Field),
    /// Commands by name.
    Palette(Palette),
}

/// One field.
#[derive(Debug, Clone)]
pub struct Field {
    /// What is typed.
    pub editor: Editor,
    /// Whether the text is left from last time, so that the next character replaces it.
    pub is_left_over: bool,
}

impl Field {
    /// Opens a field with what was typed last time.
    pub fn new(left_over: &str) -> Self {
        let mut editor = Editor::new(Lines::One);
        editor.set(left_over);
        Self { editor, is_left_over: !left_over.is_empty() }
    }

    /// Takes typed or pasted characters.
    pub fn insert(&mut self, text: &str) {
        if std::mem::take(&mut self.is_left_over) {
            self.editor.set("");
        }
        self.editor.insert(text);
    }
}

impl Overlay {
    /// Returns the mode that its keys are looked up in.
    pub fn mode(&self) -> Mode {
        Mode::Prompt
    }

    /// Returns its field.
    pub fn field(&self) -> &Field {
        match self {
            Self::Search(field)
            | Self::Filter(field)
            | Self::Name(field)
            | Self::Statement(field)
            | Self::Write(field) => field,
            Self::Palette(palette) => &palette.field,
        }
    }

    /// Returns its field to type in.
    pub fn field_mut(&mut self) -> &mut Field {
        match self {
            Self::Search(field)
            | Self::Filter(field)
            | Self::Name(field)
            | Self::Statement(field)
            | Self::Write(field) => field,
            Self::Palette(palette) => &mut palette.field,
        }
    }

    /// Returns the words before its field.
    pub fn prompt(&self) -> &'static str {
        match self {
            Self::Search(_) => "find ",
            Self::Filter(_) => "filter ",
            Self::Name(_) => "your name ",
            Self::Write(_) => "write to ",
            Self::Statement(_) => "one statement by ",
            Self::Palette(_) => ":",
        }
    }
}
