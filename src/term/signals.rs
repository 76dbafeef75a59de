//! The signals that end, stop and continue the program.
//!
//! **Invariant:** a signal only sends a message; all work is done by the loop, or by `Ending` if the loop hangs.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::ending::Ending;
use crate::app::msg::Msg;

/// Takes the signals over. `stop_asked` is set when one asks to stop; `Msg::Resumed` then wakes the loop.
///
/// # Errors
///
/// The system refuses a handler or a thread.
pub(super) fn listen(ending: Ending, stop_asked: Arc<AtomicBool>, inbox: Sender<Msg>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT])?;
    let listener = move || {
        for signal in signals.forever() {
            match signal {
                SIGTSTP => {
                    stop_asked.store(true, Ordering::SeqCst);
                    let _ended = inbox.send(Msg::Resumed);
                }
                SIGCONT => {
                    let _ended = inbox.send(Msg::Resumed);
                }
                _ => ending.demand(exit_code(signal), &inbox),
            }
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(listener).map(|_| ())
}

/// Returns the exit code that shells expect after a signal: 128 and its number.
fn exit_code(signal: i32) -> u8 {
    u8::try_from(signal).map_or(u8::MAX, |number| number.saturating_add(128))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_gives_the_code_of_the_shells() {
        let codes = [SIGHUP, SIGINT, SIGQUIT, SIGTERM].map(exit_code);
        assert_eq!(codes, [129, 130, 131, 143]);
    }
}
