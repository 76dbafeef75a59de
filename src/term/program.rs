//! What the loop needs of the program that it runs.
//!
//! **Invariant:** everything that term knows of app and ui, but for messages and effects, is in this file; tests of
//! the loop put a program of a few lines in its place.

use jiff::Timestamp;
use ratatui::Frame;

use crate::app::msg::{Effect, Msg};
use crate::app::{self, Counters, State};
use crate::command::{Key, Lookup};
use crate::theme::Theme;
use crate::ui;

/// A program as the loop sees it: messages in, effects and frames out.
pub trait Program {
    /// Takes a message and returns what is to be done outside.
    fn update(&mut self, msg: Msg, now: Timestamp) -> Vec<Effect>;

    /// Draws itself.
    fn view(&self, theme: &Theme, frame: &mut Frame<'_>);

    /// Returns what the frame at hand cost.
    fn counters(&self) -> Counters;

    /// Returns how many panes are on the screen.
    fn panes(&self) -> usize;

    /// Returns the id of the command that a message is about to give, if it gives one.
    fn command_of(&self, msg: &Msg) -> Option<&'static str>;
}

impl Program for State {
    fn update(&mut self, msg: Msg, now: Timestamp) -> Vec<Effect> {
        app::update(self, msg, now)
    }

    fn view(&self, theme: &Theme, frame: &mut Frame<'_>) {
        ui::view(self, theme, frame);
    }

    fn counters(&self) -> Counters {
        self.layout.counters
    }

    fn panes(&self) -> usize {
        self.layout.panes.len()
    }

    fn command_of(&self, msg: &Msg) -> Option<&'static str> {
        let Msg::Key(key) = msg else { return None };
        let keys: Vec<Key> = self.pending.iter().copied().chain([*key]).collect();
        match self.keymap.lookup(self.mode(), &keys) {
            Lookup::Command(command) => Some(command.spec().id),
            Lookup::Prefix(_) | Lookup::None { .. } => None,
        }
    }
}
