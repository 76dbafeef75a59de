//! What can be undone and redone, read from the log backwards, a page at a time.
//!
//! **Invariant:** read to its beginning, the log gives the two stacks that a session kept open all the time would
//! have: the last `undo` or `redo` line of an edit decides, and an edit taken back is forgotten once another was
//! made.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::format::log::Kind;
use crate::model::{Edit, Entry};

use super::backwards::Backwards;
use super::disk::Disk;
use super::tail;

/// Reads one log's edits, newest first.
#[derive(Debug)]
pub struct HistoryReader {
    lines: Option<Backwards>,
    /// For each edit that a later line is about: whether it stands, or may be brought again, or is forgotten.
    decided: HashMap<u64, Fate>,
    /// Whether an edit was met: what was taken back before it is forgotten.
    met_edit: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Stands,
    MayComeAgain,
    Forgotten,
}

/// A page of edits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// What undo takes back, oldest first: goes beneath what is known already.
    pub done: Vec<Entry>,
    /// What redo brings again, the next one last: goes above what is known already. Only the newest pages of a
    /// log have any.
    pub undone: Vec<Entry>,
    /// Whether the log holds still older lines.
    pub more: bool,
}

impl HistoryReader {
    /// Opens a log for reading backwards from `end`, its sound length in bytes.
    pub fn open(disk: Arc<dyn Disk>, log: &Path, end: u64) -> io::Result<Self> {
        let lines = tail::open(log)?.map(|(file, length)| Backwards::new(disk, file, end.min(length)));
        Ok(Self { lines, decided: HashMap::new(), met_edit: false })
    }

    /// Reads on until `count` edits that stand were found, or the log's beginning. A line that cannot be read
    /// ends the history: what lies before it can be undone no more.
    pub fn older(&mut self, count: usize) -> io::Result<Page> {
        let mut page = Page::default();
        while page.done.len() < count {
            let Some(reader) = self.lines.as_mut() else { break };
            let Some(raw) = reader.next_line()? else {
                self.lines = None;
                break;
            };
            if raw.bytes.is_empty() {
                continue;
            }
            let Some(found) = tail::parse(&raw.bytes) else {
                self.lines = None;
                break;
            };
            let line = found.line;
            match line.kind {
                Kind::Undo | Kind::Redo => {
                    if let Some(of) = line.of {
                        let fate = self.fate_of(line.kind);
                        self.decided.entry(of).or_insert(fate);
                    }
                }
                Kind::Edit | Kind::Import => {
                    let fate = self.decided.remove(&line.seq).unwrap_or(Fate::Stands);
                    let edit = Edit { what: line.what, changes: line.changes };
                    let entry = Entry { seq: line.seq, edit: Arc::new(edit), at: line.at, by: line.by };
                    match fate {
                        Fate::Stands => page.done.push(entry),
                        Fate::MayComeAgain => page.undone.push(entry),
                        Fate::Forgotten => {}
                    }
                    self.met_edit = true;
                }
                // Older lines are not of this log's session, or do not lead to what stands now.
                Kind::Open => self.lines = None,
                Kind::Export | Kind::External | Kind::Article | Kind::Checkpoint => {}
            }
        }
        page.done.reverse();
        page.more = self.lines.is_some();
        Ok(page)
    }

    fn fate_of(&self, kind: Kind) -> Fate {
        match (kind, self.met_edit) {
            (Kind::Undo, false) => Fate::MayComeAgain,
            (Kind::Undo, true) => Fate::Forgotten,
            _ => Fate::Stands,
        }
    }
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod tests;
