//! What was done and what was taken back: undo and redo over all articles, kept after restart.
//!
//! **Invariant:** an entry is named by the log line that made it; a new edit forgets what was taken back.

use std::sync::Arc;

use jiff::Timestamp;

use super::change::Edit;
use super::ids::AnalystId;

/// One edit that can be undone or redone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The log line that made the edit (never that of an undo or redo).
    pub seq: u64,
    /// The edit as it was made.
    pub edit: Arc<Edit>,
    /// When it was made.
    pub at: Timestamp,
    /// Who made it.
    pub by: AnalystId,
}

/// Two stacks of edits, newest last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// What undo takes back.
    pub done: Vec<Entry>,
    /// What redo brings again.
    pub undone: Vec<Entry>,
}

impl History {
    /// Counts an edit as made.
    pub fn made(&mut self, entry: Entry) {
        self.done.push(entry);
        self.undone.clear();
    }

    /// Returns what undo would take back.
    pub fn next_undo(&self) -> Option<&Entry> {
        self.done.last()
    }

    /// Returns what redo would bring again.
    pub fn next_redo(&self) -> Option<&Entry> {
        self.undone.last()
    }

    /// Counts the newest edit as taken back.
    pub fn undo(&mut self) -> Option<Entry> {
        let entry = self.done.pop()?;
        self.undone.push(entry.clone());
        Some(entry)
    }

    /// Counts the edit last taken back as made again.
    pub fn redo(&mut self) -> Option<Entry> {
        let entry = self.undone.pop()?;
        self.done.push(entry.clone());
        Some(entry)
    }

    /// Puts older edits, oldest first, beneath those that stand; for a log that is read backwards.
    pub fn older(&mut self, mut entries: Vec<Entry>) {
        entries.append(&mut self.done);
        self.done = entries;
    }
}
