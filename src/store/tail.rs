//! The end of a log: the lines that a session file does not contain yet, and what is wrong with them.
//!
//! **Invariant:** a line counts only if it is whole, follows the one before by number and hash, and hashes to what
//! it says; nothing behind a line that does not is used.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Arc;

use crate::format::chain;
use crate::format::log::{Hashed, Line};
use crate::model::LogHead;

use super::backwards::{Backwards, RawLine};
use super::disk::Disk;

/// What stands in a log after a session file's last line.
#[derive(Clone, Debug, Default)]
pub struct Tail {
    /// The sound lines, oldest first.
    pub lines: Vec<Line>,
    /// The last sound line of the log, contained or not.
    pub head: LogHead,
    /// The log's sound part in bytes.
    pub sound: u64,
    /// The log's whole length in bytes.
    pub length: u64,
    /// Whether the log exists and the session's last line stands in it.
    pub joins: Join,
    /// What follows the sound part.
    pub rest: Rest,
    /// Whether the last sound line lacks its line end, as an editor may leave it.
    pub open_end: bool,
}

/// Whether a session file's last line stands in the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Join {
    /// There is no log.
    #[default]
    NoLog,
    /// It stands there, with the same hash; or the session contains no line yet.
    Joined,
    /// It does not: another log, or one that lost its end.
    Apart,
}

/// What follows a log's sound part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rest {
    /// Nothing.
    #[default]
    None,
    /// One line that was being written when the power went, never acknowledged.
    Torn,
    /// A damaged line with whole lines behind it: somebody changed the log, or the disk did.
    Damaged {
        /// The number of the line, counted from the last sound one.
        seq: u64,
        /// How many lines stand from there on.
        lines: usize,
    },
}

/// Opens a log for reading; none where there is none.
pub fn open(path: &Path) -> io::Result<Option<(std::fs::File, u64)>> {
    let file = match super::disk::non_blocking(OpenOptions::new().read(true)).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let length = super::disk::regular(&file)?.len();
    Ok(Some((file, length)))
}

/// Reads the lines after `contained`, from the end of the log backwards.
pub fn read(disk: &Arc<dyn Disk>, path: &Path, contained: &LogHead) -> io::Result<Tail> {
    let Some((file, length)) = open(path)? else {
        return Ok(Tail { head: contained.clone(), ..Tail::default() });
    };
    let mut reader = Backwards::new(Arc::clone(disk), file, length);
    let mut raw: Vec<RawLine> = Vec::new();
    let mut joins = if contained.sequence == 0 { Join::Joined } else { Join::Apart };
    // Where the first line to be replayed begins.
    let mut from = 0;
    while let Some(line) = reader.next_line()? {
        if contained.sequence > 0
            && let Some(Hashed { line: found, hash }) = parse(&line.bytes)
            && found.seq <= contained.sequence
        {
            if found.seq == contained.sequence && contained.head.as_deref() == Some(hash.as_str()) {
                joins = Join::Joined;
                from = line.offset + line.bytes.len() as u64 + 1;
            }
            break;
        }
        raw.push(line);
    }
    raw.reverse();
    let first = raw.first().filter(|line| line.offset == 0).and_then(|line| parse(&line.bytes));
    if joins == Join::Apart && first.is_some_and(|first| follows(&first.line, contained)) {
        // A log that was begun anew by a session whose old one was lost.
        joins = Join::Joined;
    }
    let mut tail = Tail { head: contained.clone(), length, joins, ..Tail::default() };
    if joins == Join::Joined {
        tail.sound = from.min(length);
        tail.open_end = from > length;
        follow(&mut tail, &raw);
    }
    Ok(tail)
}

/// Takes the lines that follow one another. The last of `raw` has no line end; where nothing is missing, it is
/// empty.
fn follow(tail: &mut Tail, raw: &[RawLine]) {
    let lines = raw.len() - usize::from(raw.last().is_some_and(|last| last.bytes.is_empty()));
    for (n, line) in raw.iter().take(lines).enumerate() {
        let next = parse(&line.bytes).filter(|found| follows(&found.line, &tail.head));
        let Some(Hashed { line: found, hash }) = next else {
            tail.rest = if n + 1 == lines {
                Rest::Torn
            } else {
                Rest::Damaged { seq: tail.head.sequence + 1, lines: lines - n }
            };
            return;
        };
        tail.head = LogHead { sequence: found.seq, head: Some(hash) };
        tail.sound = line.offset + line.bytes.len() as u64 + 1;
        tail.open_end = tail.sound > tail.length;
        tail.sound = tail.sound.min(tail.length);
        tail.lines.push(found);
    }
}

/// Returns whether a line comes next after `head`. The first line of a log that was begun anew names the head that
/// its session claims, and counts on from there: ids are made from the number, and never used twice.
pub fn follows(line: &Line, head: &LogHead) -> bool {
    match head.sequence {
        0 => line.seq >= 1 && (line.prev.is_some() || line.seq == 1),
        sequence => line.seq == sequence + 1 && line.prev == head.head,
    }
}

/// Reads a line and checks its hash; none where it is damaged.
pub fn parse(bytes: &[u8]) -> Option<Hashed> {
    let text = std::str::from_utf8(bytes).ok()?;
    chain::check_bytes(text).ok()
}
