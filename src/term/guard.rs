//! The terminal's modes: taken once, given back once.
//!
//! **Invariant:** every mode that entering sets is unset by leaving, whoever leaves first (the guard, the panic
//! hook, a signal), and a second leaving does nothing.

use std::io::{self, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::Duration;

use crossterm::cursor::{Hide, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::queue;
use crossterm::style::{ResetColor, force_color_output};
use crossterm::terminal::{
    Clear, ClearType, DisableLineWrap, EnableLineWrap, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};

use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

use super::output::{TerminalOutput, keyboard, write_if_taken};

/// Whether the modes are set at the moment.
static ENTERED: AtomicBool = AtomicBool::new(false);
/// Whether the mouse is among them.
static MOUSE_TAKEN: AtomicBool = AtomicBool::new(false);

/// Held while the modes are changed, so that no thread puts back what another one has just left.
static CHANGING: Mutex<()> = Mutex::new(());

/// Whether the program takes the mouse; without it the terminal's own selection works.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mouse {
    /// The mouse stays with the terminal.
    #[default]
    Terminal,
    /// Clicks, drags and the wheel come to the program.
    Program,
}

/// The terminal in the program's modes; dropping it gives the terminal back.
#[derive(Debug)]
pub(super) struct Guard(());

impl Guard {
    /// Sets raw mode, the alternate screen and bracketed paste, and takes the mouse if asked.
    pub(super) fn enter(mouse: Mouse) -> io::Result<Self> {
        // Colour is decided by the theme; crossterm's own look at NO_COLOR would write sequences that also wipe
        // bold, underline and reverse.
        force_color_output(true);
        let changing = changing();
        MOUSE_TAKEN.store(mouse == Mouse::Program, Ordering::SeqCst);
        ENTERED.store(true, Ordering::SeqCst);
        let set = set_modes();
        drop(changing);
        // Dropped on failure, it gives back what was set.
        let guard = Self(());
        set.map(|()| guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back as it was found; does nothing where that is done. Never panics and never waits long.
pub(super) fn restore() {
    let _changing = changing_if_soon_free();
    if ENTERED.swap(false, Ordering::SeqCst) {
        write_if_taken(&leaving(MOUSE_TAKEN.load(Ordering::SeqCst)));
        let _gone = disable_raw_mode();
    }
}

/// Sets all modes again after the program was stopped, by itself or from outside.
pub(super) fn reenter() -> io::Result<()> {
    let _changing = changing();
    // A shell may have put its own modes back, which crossterm does not know: let it forget its own.
    let _gone = disable_raw_mode();
    ENTERED.store(true, Ordering::SeqCst);
    set_modes()
}

/// Makes the system tell again that bytes wait to be read, by setting the modes that are set.
///
/// crossterm 0.29 waits for a change (its `epoll` is edge-triggered) but reads at most 1024 bytes after one, so the
/// rest of a long burst would lie there until the next key.
pub(super) fn announce_input_again() {
    let _changing = changing();
    if ENTERED.load(Ordering::SeqCst)
        && let Ok(modes) = tcgetattr(keyboard())
    {
        let _unchanged = tcsetattr(keyboard(), OptionalActions::Now, &modes);
    }
}

fn changing() -> MutexGuard<'static, ()> {
    CHANGING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits a moment for the lock: its holder may hang in a write to a terminal that takes nothing.
fn changing_if_soon_free() -> Option<MutexGuard<'static, ()>> {
    for _ in 0..40 {
        match CHANGING.try_lock() {
            Ok(changing) => return Some(changing),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(5)),
        }
    }
    None
}

/// Raw mode comes first: a program in the background is stopped there by the system, before it writes.
fn set_modes() -> io::Result<()> {
    loop {
        match enable_raw_mode() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => break other?,
        }
    }
    TerminalOutput.write_all(&entering(MOUSE_TAKEN.load(Ordering::SeqCst)))
}

fn entering(mouse: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    // The alternate screen may be on already, left so by a program that was killed: it is wiped in any case.
    // Writing to memory does not fail.
    let _written = queue!(
        bytes,
        EnterAlternateScreen,
        ResetColor,
        Clear(ClearType::All),
        DisableLineWrap,
        EnableBracketedPaste,
        Hide
    );
    if mouse {
        let _written = queue!(bytes, EnableMouseCapture);
    }
    bytes
}

fn leaving(mouse: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    // A frame may have been cut off by a panic.
    let _written = queue!(bytes, EndSynchronizedUpdate);
    if mouse {
        let _written = queue!(bytes, DisableMouseCapture);
    }
    let _written =
        queue!(bytes, ResetColor, DisableBracketedPaste, EnableLineWrap, Show, LeaveAlternateScreen);
    bytes
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The private modes that a string sets (`h`) or unsets (`l`).
    fn modes(bytes: &[u8], last: char) -> BTreeSet<String> {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let sequences = text.split("\u{1b}[?").skip(1);
        let named = sequences.filter_map(|rest| rest.split_once(last)).map(|(mode, _)| mode.to_owned());
        named.filter(|mode| mode.chars().all(|c| c.is_ascii_digit() || c == ';')).collect()
    }

    #[test]
    fn leaving_undoes_every_mode_of_entering() {
        for mouse in [false, true] {
            let (set, unset) = (modes(&entering(mouse), 'h'), modes(&leaving(mouse), 'l'));
            assert!(set.contains("1049") && set.contains("2004"), "{set:?}");
            assert!(set.is_subset(&unset), "{mouse}: {set:?} but {unset:?}");
            // What entering unsets (wrapping, the cursor) is set again.
            let (hidden, shown) = (modes(&entering(mouse), 'l'), modes(&leaving(mouse), 'h'));
            assert!(hidden.is_subset(&shown), "{mouse}: {hidden:?} but {shown:?}");
        }
    }

    #[test]
    fn the_mouse_is_left_alone_unless_asked() {
        assert!(!modes(&entering(false), 'h').iter().any(|mode| mode.starts_with("100")));
        assert!(modes(&entering(true), 'h').contains("1000"));
    }

    #[test]
    fn restoring_twice_or_without_entering_is_harmless() {
        ENTERED.store(false, Ordering::SeqCst);
        restore();
        restore();
        assert!(!ENTERED.load(Ordering::SeqCst));
    }
}
