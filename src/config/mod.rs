//! The user's settings as data: who works, how it looks, where sessions go, limits, tags, keys.
//!
//! **Invariant:** nothing in a settings file stops the program or runs anything: what is wrong is reported with its
//! line, and the default stands in its place.

mod parse;
mod programs;
mod show;
mod tags;
mod words;

pub use parse::parse;
pub use programs::Suggester;
pub use show::show;
pub use words::TagWords;

use std::path::PathBuf;
use std::sync::Arc;

use crate::command::Keymap;
use crate::model::Tag;
use crate::suggest::Lexicon;
use crate::theme::Theme;

/// The largest settings file in bytes that is read; a full one with every key bound takes under 16 KiB.
pub const LARGEST: u64 = 1024 * 1024;

/// The settings, the defaults where the file says nothing or something wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// The name that edits are made by; none is asked for in the program.
    pub analyst: Option<String>,
    /// The theme; none leaves it to `NO_COLOR` and the terminal.
    pub theme: Option<Theme>,
    /// The folder for sessions, as written: `~/` at its head stands for the home folder.
    pub sessions: Option<PathBuf>,
    /// How large things may be.
    pub limits: Limits,
    /// The tags that a new session starts with; none are the built-in ones.
    pub tags: Option<Vec<Tag>>,
    /// The words that call for a tag, beside those that the program knows.
    pub words: Vec<TagWords>,
    /// The programs that may propose claims, once a person said yes to each.
    pub suggesters: Vec<Suggester>,
    /// Which keys mean what.
    pub keymap: Keymap,
}

impl Config {
    /// Returns the words that the rules know, those of the settings among them.
    pub fn lexicon(&self) -> Arc<Lexicon> {
        let mut lexicon = Lexicon::default();
        for TagWords { tag, words } in &self.words {
            lexicon.add_tag(tag, &words.iter().map(String::as_str).collect::<Vec<_>>());
        }
        Arc::new(lexicon)
    }
}

/// How large things may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest article that is opened, in MiB.
    pub article_mib: u64,
    /// The largest article that is copied beside the session as a whole, in MiB.
    pub copy_mib: u64,
}

impl Default for Limits {
    /// Source of both figures: the design's section on the session on disk, and the store's own limits.
    fn default() -> Self {
        Self { article_mib: 256, copy_mib: 32 }
    }
}

impl Limits {
    /// Returns the largest article that is opened, in bytes.
    pub fn article_bytes(self) -> u64 {
        self.article_mib.saturating_mul(1024 * 1024)
    }

    /// Returns the largest article that is copied, in bytes.
    pub fn copy_bytes(self) -> u64 {
        self.copy_mib.saturating_mul(1024 * 1024)
    }
}

/// Something wrong in a settings file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what holds instead, for people.
    pub what: String,
}

#[cfg(test)]
mod tests;
