//! A disk that fails where a test says, and makers of sessions and lines for tests.
//!
//! **Invariant:** calls are counted in the order in which they are made, so that a number names one moment.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use jiff::Timestamp;

use super::disk::{Disk, RealDisk, Status};
use crate::command::CommandId;
use crate::format::log::{Kind, Line};
use crate::model::edits::{self, Stamp};
use crate::model::{AnalystId, ArticleId, Change, Edit, Session, Target};

/// The error number of an interrupted call.
const EINTR: i32 = 4;

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// With this error number.
    Errno(i32),
    /// A write takes only half; other calls are left alone.
    Short,
}

/// The real disk, but for one call, or for every call from it on.
#[derive(Debug)]
pub struct FailingDisk {
    fault: Fault,
    at: usize,
    for_ever: bool,
    calls: AtomicUsize,
}

impl FailingDisk {
    /// Lets the call of this number, from 0, fail.
    pub fn once(at: usize, fault: Fault) -> Self {
        Self { fault, at, for_ever: false, calls: AtomicUsize::new(0) }
    }

    /// Lets every call from this number on fail: as if the process were dead.
    pub fn from(at: usize) -> Self {
        Self { fault: Fault::Errno(5), at, for_ever: true, calls: AtomicUsize::new(0) }
    }

    /// Returns how many calls were made.
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    fn fails(&self) -> bool {
        let call = self.calls.fetch_add(1, Ordering::SeqCst);
        call == self.at || self.for_ever && call > self.at
    }

    fn check(&self) -> io::Result<()> {
        match (self.fails(), self.fault) {
            (true, Fault::Errno(errno)) => Err(io::Error::from_raw_os_error(errno)),
            _ => Ok(()),
        }
    }
}

impl Disk for FailingDisk {
    fn create_new(&self, path: &Path) -> io::Result<File> {
        self.check()?;
        RealDisk.create_new(path)
    }
    fn open_append(&self, path: &Path, create: bool) -> io::Result<File> {
        self.check()?;
        RealDisk.open_append(path, create)
    }
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<usize> {
        match (self.fails(), self.fault) {
            (false, _) => RealDisk.write(file, bytes),
            (true, Fault::Short) => RealDisk.write(file, &bytes[..bytes.len().div_ceil(2)]),
            (true, Fault::Errno(errno)) => {
                // Some of it may have arrived before the error; an interrupted call has written nothing.
                if errno != EINTR {
                    RealDisk.write(file, &bytes[..bytes.len() / 3])?;
                }
                Err(io::Error::from_raw_os_error(errno))
            }
        }
    }
    fn sync_data(&self, file: &File) -> io::Result<()> {
        self.check()?;
        RealDisk.sync_data(file)
    }
    fn sync_all(&self, file: &File) -> io::Result<()> {
        self.check()?;
        RealDisk.sync_all(file)
    }
    fn status(&self, file: &File) -> io::Result<Status> {
        self.check()?;
        RealDisk.status(file)
    }
    fn read_at(&self, file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        self.check()?;
        RealDisk.read_at(file, offset, buffer)
    }
    fn truncate(&self, file: &File, length: u64) -> io::Result<()> {
        self.check()?;
        RealDisk.truncate(file, length)
    }
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.check()?;
        RealDisk.read(path, limit)
    }
    fn modified(&self, path: &Path) -> io::Result<SystemTime> {
        self.check()?;
        RealDisk.modified(path)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.check()?;
        RealDisk.rename(from, to)
    }
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.check()?;
        RealDisk.hard_link(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.check()?;
        RealDisk.remove(path)
    }
    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        self.check()?;
        RealDisk.sync_dir(path)
    }
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.check()?;
        RealDisk.create_dir(path)
    }
    fn names(&self, path: &Path) -> io::Result<Vec<OsString>> {
        self.check()?;
        RealDisk.names(path)
    }
}

/// A time for tests.
pub fn time() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

/// The analyst of tests.
pub fn ana() -> AnalystId {
    AnalystId::new("ana")
}

/// A line for an edit.
pub fn line(seq: u64, kind: Kind, of: Option<u64>, edit: Edit) -> Line {
    let Edit { what, changes } = edit;
    Line { seq, at: time(), by: ana(), what, kind, of, file: None, session: None, changes, prev: None }
}

/// A line that names the session anew; `session` is brought up to date.
pub fn retitle(session: &mut Session, seq: u64, title: &str) -> Line {
    let change = Change::Title { before: session.title.clone(), after: title.to_owned() };
    let edit = Edit { what: CommandId::new("app.title"), changes: vec![change] };
    edit.apply(session).unwrap();
    line(seq, Kind::Edit, None, edit)
}

/// A line that makes a claim of words of an article's text; `session` is brought up to date.
pub fn claim(session: &mut Session, seq: u64, article: &ArticleId, text: &str, exact: &str) -> Line {
    let (before, after) = text.split_once(exact).unwrap();
    let start = before.chars().count();
    let target = Target {
        start,
        end: start + exact.chars().count(),
        exact: exact.to_owned(),
        prefix: before.chars().rev().take(32).collect::<Vec<_>>().into_iter().rev().collect(),
        suffix: after.chars().take(32).collect(),
        occurrence: 1,
    };
    let stamp = Stamp { at: time(), by: ana(), seq };
    let (_, edit) = edits::make_claim(
        session,
        CommandId::new("claim.tag"),
        article.clone(),
        edits::NewClaim { target: vec![target], ..edits::NewClaim::default() },
        &stamp,
    );
    edit.apply(session).unwrap();
    line(seq, Kind::Edit, None, edit)
}
