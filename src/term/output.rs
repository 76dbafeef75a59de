//! Bytes to the terminal, and what the system knows about it.
//!
//! **Invariant:** no lock of the standard library is taken and no failure panics, so that a panic hook or a
//! signal's thread can write while another thread is in the middle of a write.

use std::io::{self, Write};
use std::os::fd::{AsFd, BorrowedFd};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::stdio::{stderr, stdin, stdout};
use rustix::termios::{SpecialCodeIndex, isatty, tcgetattr, tcgetwinsize};

/// The largest screen that is drawn, in columns and in rows: a terminal that claims more asks for gigabytes.
const LARGEST: u16 = 1000;

/// Standard output, unbuffered.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TerminalOutput;

impl Write for TerminalOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            match rustix::io::write(stdout(), bytes) {
                Ok(written) => return Ok(written),
                Err(Errno::INTR) => {}
                // Another program made the terminal non-blocking and left it so.
                Err(Errno::AGAIN) => wait_for_room(stdout(), None)?,
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes to the terminal unless it takes nothing for half a second, as one that was stopped by ctrl-s.
pub(super) fn write_if_taken(bytes: &[u8]) {
    let patience = Timespec { tv_sec: 0, tv_nsec: 500_000_000 };
    if wait_for_room(stdout(), Some(&patience)).is_ok() {
        // Nobody is left to be told.
        let _lost = TerminalOutput.write_all(bytes);
    }
}

/// Writes to standard error, and does without if that fails.
pub(super) fn complain(text: &str) {
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        match rustix::io::write(stderr(), rest) {
            Ok(0) => return,
            Ok(written) => rest = rest.get(written..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(_) => return,
        }
    }
}

/// Tells whether standard output is a terminal.
pub fn is_terminal() -> bool {
    isatty(stdout())
}

/// Returns the columns and rows of the terminal; 80 and 24 where it does not say.
pub fn columns_and_rows() -> (u16, u16) {
    let told = tcgetwinsize(stdout()).or_else(|_| tcgetwinsize(stdin()));
    told.map_or((80, 24), |size| {
        if size.ws_col == 0 || size.ws_row == 0 { (80, 24) } else { bounded(size.ws_col, size.ws_row) }
    })
}

/// Returns the size to draw for a size that a terminal claims: at least a cell, at most what memory bears.
pub(super) fn bounded(columns: u16, rows: u16) -> (u16, u16) {
    (columns.clamp(1, LARGEST), rows.clamp(1, LARGEST))
}

/// Returns how many bytes were typed and not read yet; 0 where the system does not say.
pub(super) fn bytes_waiting() -> u64 {
    rustix::io::ioctl_fionread(keyboard()).unwrap_or_default()
}

/// Returns the terminal that keys come from: standard input, or, where an article is read from it, the terminal
/// that is drawn on.
pub(super) fn keyboard() -> BorrowedFd<'static> {
    if isatty(stdin()) { stdin() } else { stdout() }
}

/// Tells whether the terminal's key for erasing sends 0x08, which is ctrl-h everywhere else.
pub(super) fn erases_by_ctrl_h() -> bool {
    tcgetattr(keyboard()).is_ok_and(|modes| modes.special_codes[SpecialCodeIndex::VERASE] == 0x08)
}

fn wait_for_room(fd: impl AsFd, patience: Option<&Timespec>) -> io::Result<()> {
    let mut fds = [PollFd::new(&fd, PollFlags::OUT)];
    loop {
        match poll(&mut fds, patience) {
            Ok(0) => return Err(io::ErrorKind::TimedOut.into()),
            Ok(_) => return Ok(()),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claimed_size_is_brought_into_bounds() {
        assert_eq!(bounded(0, 0), (1, 1));
        assert_eq!(bounded(120, 36), (120, 36));
        assert_eq!(bounded(u16::MAX, 3), (LARGEST, 3));
    }
}
