//! The one who writes a session: its log, its session file, and a replica of the session of its own.
//!
//! **Invariant:** the replica holds exactly what the log acknowledges, and is never taken from the screen's state;
//! what is written to the session file is the replica.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::command::CommandId;
use crate::format::log::{self, Kind, Line};
use crate::format::session;
use crate::model::{AnalystId, Change, Edit, LogHead, Session};

use super::checkpoint::{self, Seen, Written};
use super::disk::Disk;
use super::journal::{Journal, put_new};
use super::lock::Lock;
use super::names::SessionFiles;
use super::tail::Tail;
use super::trouble::Trouble;

/// What has to be done once, with the first edit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Before {
    /// Whether the log begins, with an `open` line.
    pub open: bool,
    /// Whether a log that belongs to another state is to be set aside under a name of its own.
    pub set_log_aside: bool,
    /// What somebody else changed in the session file, as an `external` line; none if nobody did.
    pub external: Option<Vec<Change>>,
    /// A version of the session to be kept under a name of its own: what a file changed from outside replaced.
    pub keep: Option<Vec<u8>>,
}

impl Before {
    /// Returns how many lines come before the first edit's.
    pub fn lines(&self) -> u64 {
        u64::from(self.open) + u64::from(self.external.is_some())
    }
}

/// A group that is on the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    /// The last line's number.
    pub seq: u64,
    /// Files in which something was set aside on the way.
    pub aside: Vec<PathBuf>,
}

/// A session's writer.
#[derive(Debug)]
pub struct Writer {
    disk: Arc<dyn Disk>,
    files: SessionFiles,
    journal: Journal,
    replica: Session,
    seen: Seen,
    before: Before,
    /// The log's length in bytes at the last checkpoint.
    checkpointed_length: u64,
    /// Whether the replica holds something that the session file does not.
    dirty: bool,
    /// The session file's hash and the last line in it, where no `checkpoint` line says so yet.
    unsaid: Option<(u64, String)>,
    /// Held until the writer is dropped; none where no lock is taken (`replay --save`).
    _lock: Option<Lock>,
}

impl Writer {
    /// Takes what an opening found. Nothing is written.
    pub fn new(
        disk: Arc<dyn Disk>,
        files: SessionFiles,
        tail: &Tail,
        replica: Session,
        seen: Seen,
        before: Before,
        lock: Option<Lock>,
    ) -> Self {
        let journal = Journal::new(Arc::clone(&disk), &files, tail);
        let contained = tail.lines.iter().all(|line| line.kind == Kind::Checkpoint);
        let dirty = !contained && !tail.lines.is_empty();
        let length = journal.length();
        Self {
            disk,
            files,
            journal,
            replica,
            seen,
            before,
            checkpointed_length: length,
            dirty,
            unsaid: None,
            _lock: lock,
        }
    }

    /// Returns the number that the next line is to have, after those that come before a first edit.
    pub fn next_seq(&self) -> u64 {
        self.replica.log.sequence + self.before.lines() + 1
    }

    /// Returns the writer's own session.
    pub fn replica(&self) -> &Session {
        &self.replica
    }

    /// Returns the paths of the session's files.
    pub fn files(&self) -> &SessionFiles {
        &self.files
    }

    /// Returns the disk that is written to.
    pub fn disk(&self) -> &Arc<dyn Disk> {
        &self.disk
    }

    /// Returns whether the session file lacks something that the log has.
    pub fn is_dirty(&self) -> bool {
        self.dirty
    }

    /// Returns whether anything of the session stands on the disk: a new one begins with its first edit.
    pub fn has_begun(&self) -> bool {
        self.replica.log.sequence > 0 || self.seen != Seen::Nothing
    }

    /// Returns how many bytes the log has grown since the last checkpoint.
    pub fn log_growth(&self) -> u64 {
        self.journal.length().saturating_sub(self.checkpointed_length)
    }

    /// Appends lines as one group and waits until they are on the disk; `prev` of each is filled in here. With the
    /// first ever, the log is begun. After an error nothing counts as written, and the same lines may be tried
    /// again; the replica is as it was.
    pub fn commit(&mut self, lines: &[Line]) -> Result<Committed, Trouble> {
        let Some(first) = lines.first() else {
            return Ok(Committed { seq: self.replica.log.sequence, aside: Vec::new() });
        };
        let mut aside = self.prepare()?;
        let mut head = self.replica.log.clone();
        let mut group = String::new();
        for line in self.lines_before(first) {
            add(&mut group, &mut head, line);
        }
        let revision = self.replica.revision;
        let mut applied = Vec::new();
        let checked = lines.iter().try_for_each(|line| {
            if line.seq != head.sequence + 1 {
                return Err(format!("line {} came where {} belongs", line.seq, head.sequence + 1));
            }
            if line.kind != Kind::Open {
                let edit = Edit { what: line.what.clone(), changes: line.changes.clone() };
                edit.apply(&mut self.replica).map_err(|error| format!("line {}: {error}", line.seq))?;
                applied.push(edit);
            }
            add(&mut group, &mut head, line.clone());
            Ok(())
        });
        let written = checked
            .map_err(|words| Trouble::saying("add to the log", &self.files.log(), words))
            .and_then(|()| self.journal.append(group.as_bytes()));
        match written {
            Ok(torn) => {
                aside.extend(torn);
                self.dirty |= lines.iter().any(|line| line.kind != Kind::Checkpoint);
                self.said(lines);
                self.replica.log = head;
                self.before = Before::default();
                Ok(Committed { seq: self.replica.log.sequence, aside })
            }
            Err(trouble) => {
                for edit in applied.iter().rev() {
                    // What was just applied stands there, so taking it back cannot fail.
                    let _ = edit.inverse().apply(&mut self.replica);
                }
                self.replica.revision = revision;
                Err(trouble)
            }
        }
    }

    /// Writes the session file from the replica. It is an error only for the file: the log has all.
    pub fn checkpoint(&mut self) -> Result<Written, Trouble> {
        let bytes = session::write(&self.replica);
        let folder = self.files.folder();
        self.disk.create_dir(folder).map_err(Trouble::in_doing("make", folder))?;
        let written = checkpoint::write(&*self.disk, &self.files, bytes.as_bytes(), &mut self.seen)?;
        self.dirty = false;
        self.checkpointed_length = self.journal.length();
        self.unsaid = Some((self.replica.log.sequence, written.file.clone()));
        Ok(written)
    }

    /// Writes the session file where that is due, and the `checkpoint` line that nobody else wrote: for the end.
    pub fn finish(&mut self, at: Timestamp, by: &AnalystId) -> Result<Option<Written>, Trouble> {
        let written = if self.dirty { Some(self.checkpoint()?) } else { None };
        if let Some((of, file)) = self.unsaid.clone() {
            let line = checkpoint_line(self.next_seq(), at, by.clone(), of, file);
            self.commit(&[line])?;
        }
        Ok(written)
    }

    /// Does what comes before a first edit and is no line.
    fn prepare(&mut self) -> Result<Vec<PathBuf>, Trouble> {
        let mut aside = Vec::new();
        if self.before == Before::default() {
            return Ok(aside);
        }
        let folder = self.files.folder().to_owned();
        self.disk.create_dir(&folder).map_err(Trouble::in_doing("make", &folder))?;
        if self.before.set_log_aside {
            let (log, other) = (self.files.log(), self.files.free("log.other", ".jsonl"));
            self.disk.rename(&log, &other).map_err(Trouble::in_doing("set aside", &log))?;
            self.before.set_log_aside = false;
            aside.push(other);
        }
        if let Some(bytes) = &self.before.keep {
            let path = self.files.free("before", ".json");
            put_new(&*self.disk, &path, bytes)
                .map_err(Trouble::in_doing("keep the other version in", &path))?;
            self.before.keep = None;
            aside.push(path);
        }
        Ok(aside)
    }

    /// Makes the lines that come before a first edit, unless the caller brings its own `open` line.
    fn lines_before(&self, first: &Line) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut seq = self.replica.log.sequence;
        let mut line = |kind, session, changes| {
            seq += 1;
            lines.push(Line {
                seq,
                at: first.at,
                by: first.by.clone(),
                what: CommandId::new("app.open"),
                kind,
                of: None,
                file: None,
                session,
                changes,
                prev: None,
            });
        };
        if self.before.open && first.kind != Kind::Open {
            let (opened, changes) = log::opening(&self.replica);
            line(Kind::Open, Some(opened), changes);
        }
        if let Some(changes) = &self.before.external {
            line(Kind::External, None, changes.clone());
        }
        lines
    }

    /// Notes that a `checkpoint` line was written by whoever counts the lines.
    fn said(&mut self, lines: &[Line]) {
        if let Some((of, _)) = &self.unsaid
            && lines.iter().any(|line| line.kind == Kind::Checkpoint && line.of == Some(*of))
        {
            self.unsaid = None;
        }
    }
}

/// Makes the line that says which session file holds what.
pub fn checkpoint_line(seq: u64, at: Timestamp, by: AnalystId, of: u64, file: String) -> Line {
    Line {
        seq,
        at,
        by,
        what: CommandId::new("app.save"),
        kind: Kind::Checkpoint,
        of: Some(of),
        file: Some(file),
        session: None,
        changes: Vec::new(),
        prev: None,
    }
}

/// Adds a line to a group and to the chain.
fn add(group: &mut String, head: &mut LogHead, mut line: Line) {
    line.prev = head.head.take();
    let (text, hash) = log::write(&line);
    group.push_str(&text);
    *head = LogHead { sequence: line.seq, head: Some(hash) };
}

#[cfg(test)]
#[path = "writer_tests.rs"]
mod tests;
