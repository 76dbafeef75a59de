//! What went wrong on the disk, in words that a person can act on.
//!
//! **Invariant:** the words name the file and what to do; never an article's or an analyst's text.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Something that could not be done on the disk.
#[derive(Debug)]
pub struct Trouble {
    /// What was being done, as "write the log".
    pub doing: &'static str,
    /// With which file.
    pub path: PathBuf,
    /// What the system said.
    pub error: io::Error,
}

impl Trouble {
    /// Returns a function that names what was being done, for `map_err`.
    pub fn in_doing(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self { doing, path, error }
    }

    /// Makes one from words of our own.
    pub fn saying(doing: &'static str, path: &Path, words: impl Into<String>) -> Self {
        Self { doing, path: path.to_owned(), error: io::Error::other(words.into()) }
    }

    /// Returns it with what the system said first, for a row in which a long path would push that off the screen.
    pub fn reason_first(&self) -> String {
        let said = self.error.to_string();
        // The system's number helps nobody who reads a row of a hundred columns.
        let said = said.split_once(" (os error").map_or(said.as_str(), |(words, _)| words);
        format!("{said} (could not {} {})", self.doing, self.shown_path())
    }

    fn shown_path(&self) -> String {
        let path = self.path.display().to_string();
        path.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
    }

    /// Returns what a person can do about it.
    pub fn hint(&self) -> &'static str {
        match self.error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "free some space: it then saves by itself",
            ErrorKind::ReadOnlyFilesystem => "the disk is read-only: use --session FILE elsewhere",
            ErrorKind::PermissionDenied => "check who may write there, or use --session FILE elsewhere",
            ErrorKind::NotFound => "put the folder or file back: it is tried again by itself",
            ErrorKind::Other => "keep a copy of the session's files, then run factcheck verify",
            _ => "it is tried again by itself; if it stays, check the disk",
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not {} {}: {}", self.doing, self.shown_path(), self.error)
    }
}

impl std::error::Error for Trouble {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}
