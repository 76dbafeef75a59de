//! Reads a log's lines from the last to the first, a piece at a time.
//!
//! **Invariant:** every byte before the starting end is given exactly once, and no more is held than the line at
//! hand and one piece.

use std::fs::File;
use std::io;
use std::sync::Arc;

use super::disk::Disk;

/// The first piece read, in bytes; each further piece for one long line is as large as what is held.
const PIECE: u64 = 64 * 1024;

/// The longest line that is read, in bytes: more than any import makes.
const LONGEST: u64 = 256 * 1024 * 1024;

/// A file's lines, the last one first.
#[derive(Debug)]
pub struct Backwards {
    disk: Arc<dyn Disk>,
    file: File,
    /// Bytes of the file from `start`; what was given is cut off at the end.
    held: Vec<u8>,
    start: u64,
    /// Whether the file's first line was given.
    done: bool,
}

/// A line with its place; the line end is not part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawLine {
    /// Where it begins in the file.
    pub offset: u64,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Backwards {
    /// Starts at `end`, which is the file's length or follows a line end.
    pub fn new(disk: Arc<dyn Disk>, file: File, end: u64) -> Self {
        Self { disk, file, held: Vec::new(), start: end, done: end == 0 }
    }

    /// Returns the line before; none at the file's beginning. The first call gives what follows the last line
    /// end, empty where the file ends with one.
    pub fn next_line(&mut self) -> io::Result<Option<RawLine>> {
        loop {
            if let Some(place) = memchr::memrchr(b'\n', &self.held) {
                let bytes = self.held.split_off(place + 1);
                self.held.pop();
                return Ok(Some(RawLine { offset: self.start + place as u64 + 1, bytes }));
            }
            if self.start == 0 {
                return Ok(self.first_of_file());
            }
            self.fetch()?;
        }
    }

    fn first_of_file(&mut self) -> Option<RawLine> {
        let given = std::mem::replace(&mut self.done, true);
        (!given).then(|| RawLine { offset: 0, bytes: std::mem::take(&mut self.held) })
    }

    fn fetch(&mut self) -> io::Result<()> {
        let want = PIECE.max(self.held.len() as u64).min(self.start);
        if self.held.len() as u64 + want > LONGEST {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a line of the log is too long"));
        }
        let mut piece = vec![0; want as usize];
        let from = self.start - want;
        if self.disk.read_at(&self.file, from, &mut piece)? < piece.len() {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the log became shorter"));
        }
        piece.append(&mut self.held);
        self.held = piece;
        self.start = from;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::super::disk::RealDisk;
    use super::*;

    fn lines_of(bytes: &[u8]) -> Vec<(u64, Vec<u8>)> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        let mut reader = Backwards::new(Arc::new(RealDisk), file, bytes.len() as u64);
        let mut lines = Vec::new();
        while let Some(line) = reader.next_line().unwrap() {
            lines.push((line.offset, line.bytes));
        }
        assert_eq!(reader.next_line().unwrap(), None);
        lines
    }

    #[test]
    fn lines_come_from_the_last_to_the_first() {
        let of = |text: &str| lines_of(text.as_bytes());
        let line = |offset: u64, text: &str| (offset, text.as_bytes().to_vec());
        assert_eq!(of(""), []);
        assert_eq!(of("a"), [line(0, "a")]);
        assert_eq!(of("a\n"), [line(2, ""), line(0, "a")]);
        assert_eq!(of("a\nbc\n\nd"), [line(6, "d"), line(5, ""), line(2, "bc"), line(0, "a")]);
        assert_eq!(of("\n"), [line(1, ""), line(0, "")]);
    }

    #[test]
    fn long_lines_and_many_pieces_are_whole() {
        let parts: Vec<Vec<u8>> = [70_000, 1, 300_000, 65_535, 65_536, 0, 9]
            .iter()
            .enumerate()
            .map(|(n, size)| vec![b'a' + n as u8; *size])
            .collect();
        let joined = parts.join(&b'\n');
        let mut lines: Vec<Vec<u8>> = lines_of(&joined).into_iter().map(|(_, bytes)| bytes).collect();
        lines.reverse();
        assert_eq!(lines, parts);
    }
}
