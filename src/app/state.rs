//! All that a screen is drawn from.
//!
//! **Invariant:** changed by `update` alone; drawing reads it and changes nothing.

use jiff::tz::TimeZone;

use super::copying::Card;
use super::doc::{Doc, Opening};
use super::form::Form;
use super::layout::{Counters, Layout};
use super::overlay::Overlay;
use super::programs::Programs;
use super::reader::place::Place;
use super::reader::{Reader, Subject};
use super::view::ListView;
use super::view::changes::Changes;
use super::view::encodings::Encodings;
use super::view::write_up::WriteUp;
use crate::command::{Command, Key, Keymap, Mode};
use crate::text::wrap::Effort;

/// All that a screen is drawn from.
#[derive(Debug, Clone)]
pub struct State {
    /// The document.
    pub doc: Doc,
    /// The name of the case shown in the first row.
    pub title: String,
    /// The zone that times are shown in.
    pub zone: TimeZone,
    /// Which keys mean what.
    pub keymap: Keymap,
    /// The keys of an unfinished sequence.
    pub pending: Vec<Key>,
    /// The panes.
    pub reader: Reader,
    /// The lists that stand in place of the panes, the last one on top; none at the text.
    pub lists: Vec<ListView>,
    /// What lies on top, the last one first asked.
    pub overlays: Vec<Overlay>,
    /// The form on top of everything, while one is filled in.
    pub form: Option<Box<Form>>,
    /// The line that the last key left.
    pub notice: Option<Notice>,
    /// The words in a box that the last key left.
    pub card: Option<Card>,
    /// Whether `q` was pressed at the text and waits to be pressed again.
    pub quit_asked: bool,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// What stands where, for drawing.
    pub layout: Layout,
    /// Places to come back to, the last one newest.
    pub jumps: Vec<Place>,
    /// Rows wrapped and graphemes measured by the last message.
    pub effort: Effort,
    /// The command that the last key gave.
    pub last_command: Option<Command>,
    /// Whether the cited articles that are not on screen were asked to be compared.
    pub checks_asked: bool,
    /// Whether the articles were asked to be compared with each other.
    pub echoes_asked: bool,
    /// The oldest log line at hand when older ones were asked for.
    pub older_asked: Option<u64>,
    /// What was typed in the palette when it was left.
    pub palette_typed: String,
    /// The lists that were left for the text, and how many jumps there were then: the way back leads to them.
    pub left: Option<(usize, Vec<ListView>)>,
    /// What became of the claims of changed articles.
    pub changes: Changes,
    /// The programs of the settings that propose claims.
    pub programs: Programs,
    /// The encodings that an article was tried in.
    pub encodings: Encodings,
    /// The report as it would be written.
    pub write_up: WriteUp,
    /// What was passed over when the case was opened, and why.
    pub skipped: Vec<String>,
}

/// One line for the analyst.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The words.
    pub text: String,
    /// Whether something was refused or failed.
    pub warning: bool,
}

impl State {
    /// Starts with a document and the first article in focus; nothing is drawn before the first resize message.
    pub fn new(opening: Opening, title: String, zone: TimeZone, keymap: Keymap) -> Self {
        Self {
            doc: Doc::new(opening),
            title,
            zone,
            keymap,
            pending: Vec::new(),
            reader: Reader::default(),
            lists: Vec::new(),
            overlays: Vec::new(),
            form: None,
            notice: None,
            card: None,
            quit_asked: false,
            size: (0, 0),
            layout: Layout::default(),
            jumps: Vec::new(),
            effort: Effort::default(),
            last_command: None,
            checks_asked: false,
            echoes_asked: false,
            older_asked: None,
            palette_typed: String::new(),
            left: None,
            changes: Changes::default(),
            programs: Programs::default(),
            encodings: Encodings::default(),
            write_up: WriteUp::default(),
            skipped: Vec::new(),
        }
    }

    /// Returns what the frame at hand took.
    pub fn counters(&self) -> Counters {
        self.layout.counters
    }

    /// Returns the command that the last key gave, if it gave one.
    pub fn last_command(&self) -> Option<Command> {
        self.last_command
    }

    /// Returns what a key acts on in the text.
    pub fn subject(&self) -> Subject {
        Subject::of(self)
    }

    /// Returns the mode that keys are looked up in.
    pub fn mode(&self) -> Mode {
        if self.form.is_some() {
            return Mode::Form;
        }
        if let Some(overlay) = self.overlays.last() {
            return overlay.mode();
        }
        match (self.lists.is_empty(), &self.reader.selection) {
            (false, _) => Mode::List,
            (true, Some(_)) => Mode::Select,
            (true, None) => Mode::Read,
        }
    }

    /// Returns the label of a command's main key in the present mode, or its id where it has none.
    pub fn key_of(&self, command: Command) -> String {
        self.key_in(if self.mode().takes_text() { Mode::Read } else { self.mode() }, command)
    }

    /// Returns the label of a command's main key in a mode, or its id where it has none.
    pub fn key_in(&self, mode: Mode, command: Command) -> String {
        let keys = self.keymap.keys_for(mode, command);
        keys.first().cloned().unwrap_or_else(|| command.spec().id.to_owned())
    }

    /// Leaves a line for the analyst.
    pub fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), warning: false });
    }

    /// Leaves a line that something was refused or failed.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), warning: true });
    }
}
