//! The thread around the writer: edits in, acknowledgements out.
//!
//! **Invariant:** lines are written in the order in which they came; none is dropped, and none is acknowledged
//! before it is on the disk. What fails is tried again with the lines behind it waiting.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::format::log::Line;
use crate::model::AnalystId;

use super::trouble::Trouble;
use super::writer::Writer;

/// What the thread is asked for.
#[derive(Debug)]
enum Request {
    Commit(Vec<Line>),
    Checkpoint,
    Stop,
}

/// What the thread tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The log is on the disk up to this line.
    Saved {
        /// The line's number.
        seq: u64,
        /// When it was.
        at: Timestamp,
        /// Its hash, as the log prints it.
        head: Option<String>,
    },
    /// The log or the session file could not be written; it is tried again by itself.
    Failed {
        /// Which of the two.
        file: Failing,
        /// What went wrong and where.
        reason: String,
        /// What a person can do about it.
        hint: String,
    },
    /// The session file was written. Whoever counts the lines adds a `checkpoint` line of it to the log.
    Checkpointed {
        /// The last log line that it contains.
        seq: u64,
        /// BLAKE3 of its bytes, as the log prints it.
        file: String,
        /// Its path.
        path: PathBuf,
    },
    /// The session file had been changed by another program: its version was kept in this file.
    ChangedOutside {
        /// Where the other version is.
        kept: PathBuf,
    },
    /// A torn line, a foreign log or another version was set aside in this file.
    SetAside {
        /// Where it is.
        path: PathBuf,
    },
    /// The thread has ended.
    Gone {
        /// How many lines are not on the disk.
        unsaved: usize,
    },
}

/// Which file could not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failing {
    /// The log: edits wait in memory until it works again, which `Saved` tells.
    Log,
    /// The session file: nothing is lost, the log has all. `Checkpointed` tells that it works again.
    SessionFile,
}

/// How long after the last edit a checkpoint is due. Source: the design.
const QUIET: Duration = Duration::from_secs(2);
/// How long after the first edit that it lacks a checkpoint is due. Source: the design.
const LONGEST: Duration = Duration::from_secs(60);
/// By how many bytes the log grows until a checkpoint is due. Source: the design.
const GROWTH: u64 = 4 * 1024 * 1024;
/// The first and the longest pause before a failed write is tried again: well under the two seconds within which
/// edits must be saved once there is space again.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(1));
/// The most lines in one group.
const GROUP: usize = 1024;

/// Returns when a checkpoint is due: `edited` is the last edit, `dirty_since` the first that the file lacks,
/// `growth` how many bytes the log has grown since the last checkpoint. None while the file lacks nothing.
pub fn due(edited: Option<Instant>, dirty_since: Option<Instant>, growth: u64) -> Option<Instant> {
    let (edited, since) = (edited?, dirty_since?);
    if growth >= GROWTH { Some(since) } else { Some((edited + QUIET).min(since + LONGEST)) }
}

/// A running writer thread.
#[derive(Debug)]
pub struct WriterThread {
    requests: Sender<Request>,
    handle: Option<JoinHandle<Writer>>,
}

impl WriterThread {
    /// Starts the thread; `tell` is called on it.
    pub fn start(writer: Writer, tell: Box<dyn Fn(Event) + Send>) -> io::Result<Self> {
        let (requests, inbox) = channel();
        let handle = std::thread::Builder::new().name("writer".to_owned()).spawn(move || {
            let mut work = Work::new(writer, tell);
            work.run(&inbox);
            work.writer
        })?;
        Ok(Self { requests, handle: Some(handle) })
    }

    /// Asks for lines to be written, in order; answered by `Saved` or `Failed`. Returns whether the thread lives.
    pub fn commit(&self, lines: Vec<Line>) -> bool {
        self.requests.send(Request::Commit(lines)).is_ok()
    }

    /// Asks for the session file to be written now; answered by `Checkpointed` or `Failed`.
    pub fn checkpoint(&self) -> bool {
        self.requests.send(Request::Checkpoint).is_ok()
    }

    /// Asks the thread to write everything and to end, without waiting; answered by `Gone`.
    pub fn ask_to_stop(&self) {
        // A thread that is gone has said so already.
        let _ = self.requests.send(Request::Stop);
    }

    /// Returns a function that asks the thread to stop, for a hook that cannot own the thread.
    pub fn stopper(&self) -> impl Fn() + Send + Sync + 'static {
        let requests = self.requests.clone();
        // A thread that is gone has said so already.
        move || drop(requests.send(Request::Stop))
    }

    /// Waits until everything was written or could not be; returns the writer, which still holds the lock, or
    /// none where the thread died or `limit` passed.
    pub fn stop(mut self, limit: Duration) -> Option<Writer> {
        self.ask_to_stop();
        let handle = self.handle.take()?;
        let end = Instant::now() + limit;
        while !handle.is_finished() {
            if Instant::now() >= end {
                return None;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        handle.join().ok()
    }
}

/// What the thread works on.
/// The log counts in whole seconds.
fn whole_seconds(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

struct Work {
    writer: Writer,
    tell: Box<dyn Fn(Event) + Send>,
    queue: Vec<Line>,
    /// Who made the last line, for the line that the end writes.
    by: Option<AnalystId>,
    edited: Option<Instant>,
    dirty_since: Option<Instant>,
    log_again: Option<Again>,
    file_again: Option<Again>,
    /// Since when the session file is asked for.
    asked: Option<Instant>,
}

/// When something that failed is tried again.
#[derive(Clone, Copy)]
struct Again {
    at: Instant,
    /// The pause that leads there; the next one is twice as long.
    pause: Duration,
}

impl Again {
    fn after(last: Option<Self>) -> Self {
        let pause = last.map_or(PAUSES.0, |last| (last.pause * 2).min(PAUSES.1));
        Self { at: Instant::now() + pause, pause }
    }
}

impl Work {
    fn new(writer: Writer, tell: Box<dyn Fn(Event) + Send>) -> Self {
        // What an opening brought back from the log waits for the first edit, or for the end.
        Self {
            writer,
            tell,
            queue: Vec::new(),
            by: None,
            edited: None,
            dirty_since: None,
            log_again: None,
            file_again: None,
            asked: None,
        }
    }

    fn run(&mut self, inbox: &Receiver<Request>) {
        loop {
            let stop = self.wait(inbox);
            let now = Instant::now();
            if stop || self.log_again.is_none_or(|again| now >= again.at) {
                self.commit_all();
            }
            if stop {
                self.finish();
                return (self.tell)(Event::Gone { unsaved: self.queue.len() });
            }
            if self.checkpoint_moment().is_some_and(|at| Instant::now() >= at) {
                self.checkpoint();
            }
        }
    }

    /// Waits for something to do and takes all that waits; returns whether to end.
    fn wait(&mut self, inbox: &Receiver<Request>) -> bool {
        let first = match self.next_moment() {
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(moment) => inbox.recv_timeout(moment.saturating_duration_since(Instant::now())),
        };
        let mut request = match first {
            Ok(request) => Some(request),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Request::Stop),
        };
        while let Some(taken) = request {
            match taken {
                Request::Commit(lines) => self.queue.extend(lines),
                Request::Checkpoint => self.asked = Some(Instant::now()),
                Request::Stop => return true,
            }
            request = inbox.try_recv().ok();
        }
        false
    }

    fn next_moment(&self) -> Option<Instant> {
        let log = self.log_again.map(|again| again.at);
        log.into_iter().chain(self.checkpoint_moment()).min()
    }

    /// Returns when the session file is to be written: when it was asked for or is due, after a failure later.
    fn checkpoint_moment(&self) -> Option<Instant> {
        let due = due(self.edited, self.dirty_since, self.writer.log_growth());
        let moment = self.asked.or(due);
        match (moment, self.file_again) {
            (Some(moment), Some(again)) => Some(moment.max(again.at)),
            (moment, _) => moment,
        }
    }

    fn commit_all(&mut self) {
        while !self.queue.is_empty() && self.commit() {}
    }

    fn commit(&mut self) -> bool {
        let count = self.queue.len().min(GROUP);
        let group = self.queue.get(..count).unwrap_or_default();
        match self.writer.commit(group) {
            Ok(done) => {
                self.by = group.last().map(|line| line.by.clone());
                self.queue.drain(..count);
                self.log_again = None;
                if self.writer.is_dirty() {
                    let now = Instant::now();
                    self.edited = Some(now);
                    self.dirty_since.get_or_insert(now);
                }
                for path in done.aside {
                    (self.tell)(Event::SetAside { path });
                }
                let head = self.writer.replica().log.head.clone();
                (self.tell)(Event::Saved { seq: done.seq, at: Timestamp::now(), head });
                true
            }
            Err(trouble) => {
                self.log_again = Some(Again::after(self.log_again));
                self.failed(Failing::Log, &trouble);
                false
            }
        }
    }

    fn checkpoint(&mut self) {
        if !self.writer.has_begun() {
            self.asked = None;
            return;
        }
        match self.writer.checkpoint() {
            Ok(written) => {
                self.clean();
                if let Some(kept) = written.outside {
                    (self.tell)(Event::ChangedOutside { kept });
                }
                let (seq, path) =
                    (self.writer.replica().log.sequence, self.writer.files().session().to_owned());
                (self.tell)(Event::Checkpointed { seq, file: written.file, path });
            }
            Err(trouble) => {
                self.file_again = Some(Again::after(self.file_again));
                self.failed(Failing::SessionFile, &trouble);
            }
        }
    }

    /// Ends well: the session file, then the line that says so, since nobody counts lines any more.
    fn finish(&mut self) {
        let by = self.by.clone().or_else(|| self.writer.replica().analysts.keys().next().cloned());
        let by = by.unwrap_or_else(|| AnalystId::new("analyst"));
        match self.writer.finish(whole_seconds(Timestamp::now()), &by) {
            Ok(written) => {
                self.clean();
                if let Some(kept) = written.and_then(|w| w.outside) {
                    (self.tell)(Event::ChangedOutside { kept });
                }
            }
            Err(trouble) => self.failed(Failing::SessionFile, &trouble),
        }
    }

    fn clean(&mut self) {
        self.asked = None;
        self.file_again = None;
        self.edited = None;
        self.dirty_since = None;
    }

    fn failed(&self, file: Failing, trouble: &Trouble) {
        let (reason, hint) = (trouble.reason_first(), trouble.hint().to_owned());
        (self.tell)(Event::Failed { file, reason, hint });
    }
}

#[cfg(test)]
#[path = "thread_tests.rs"]
mod tests;
