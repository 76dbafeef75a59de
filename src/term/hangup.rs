//! The watch for a terminal that goes away.
//!
//! crossterm 0.29 reads on for ever, at a full core, from a terminal that was hung up, and SIGHUP does not come
//! where a parent ignores it; so a thread asks the system itself.
//!
//! **Invariant:** the thread sleeps in the system until the terminal is gone; it never reads what was typed.

use std::os::fd::BorrowedFd;
use std::sync::mpsc::Sender;
use std::thread;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::stdio::{stdin, stdout};
use rustix::termios::isatty;

use super::ending::{Ending, HANG_UP};
use crate::app::msg::Msg;

/// Starts the watch; without a thread to spare there is none.
pub(super) fn watch(ending: Ending, inbox: Sender<Msg>) {
    let _missing = thread::Builder::new().name("hang-up".to_owned()).spawn(move || {
        if wait_until_gone() {
            ending.demand(HANG_UP, &inbox);
        }
    });
}

/// Waits until the terminal is gone; returns false where the system cannot tell.
fn wait_until_gone() -> bool {
    let terminals: Vec<BorrowedFd<'_>> = [stdin(), stdout()].into_iter().filter(|fd| isatty(fd)).collect();
    if terminals.is_empty() {
        return false;
    }
    // No event is asked for: a hang-up is told without, and keys must not wake this thread.
    let mut fds: Vec<PollFd<'_>> = terminals.iter().map(|fd| PollFd::new(fd, PollFlags::empty())).collect();
    loop {
        match poll(&mut fds, None) {
            Ok(_) => {
                let told = fds.iter().fold(PollFlags::empty(), |told, fd| told | fd.revents());
                return told.intersects(PollFlags::HUP | PollFlags::ERR);
            }
            Err(Errno::INTR) => {}
            Err(_) => return false,
        }
    }
}
