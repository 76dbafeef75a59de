//! An end that no key asked for: a signal, or a terminal that went away.
//!
//! **Invariant:** the program saves and ends within a bounded time, even if the loop hangs in a write to a terminal
//! that takes nothing.

use std::process::exit;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use super::guard;
use super::panic::save_now;
use crate::app::msg::Msg;

/// The exit code after the terminal went away: 128 and the number of SIGHUP.
pub(super) const HANG_UP: u8 = 129;

/// How long the loop may take to notice.
const NOTICE: Duration = Duration::from_millis(1500);
/// How long after the first demand another one ends the program at once.
const IMPATIENCE: Duration = Duration::from_secs(3);
/// How often it is looked whether the loop noticed.
const LOOK: Duration = Duration::from_millis(5);

/// The demand to end, shared by the threads that can make it and the loop that obeys.
#[derive(Debug, Clone, Default)]
pub(super) struct Ending(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    /// The exit code demanded first; 0 where none was.
    code: AtomicU8,
    demanded: OnceLock<Instant>,
    is_noticed: AtomicBool,
}

impl Ending {
    /// Demands an end with this exit code, and sees to it that it comes; called from threads other than the loop's.
    pub(super) fn demand(&self, code: u8, inbox: &Sender<Msg>) {
        let is_first = self.0.code.compare_exchange(0, code, Ordering::SeqCst, Ordering::SeqCst).is_ok();
        let since = *self.0.demanded.get_or_init(Instant::now);
        if !is_first {
            // Within that time it is the same wish said twice, as a shell does that sends SIGHUP and SIGTERM.
            if since.elapsed() >= IMPATIENCE {
                self.force();
            }
            return;
        }
        if inbox.send(Msg::Terminate).is_err() {
            return;
        }
        while since.elapsed() < NOTICE {
            if self.0.is_noticed.load(Ordering::SeqCst) {
                return;
            }
            thread::sleep(LOOK);
        }
        if !self.0.is_noticed.load(Ordering::SeqCst) {
            self.force();
        }
    }

    /// Takes notice: the loop saves and ends now. Returns the exit code demanded, if any was.
    pub(super) fn notice(&self) -> Option<u8> {
        self.0.is_noticed.store(true, Ordering::SeqCst);
        Some(self.0.code.load(Ordering::SeqCst)).filter(|code| *code != 0)
    }

    /// Saves what can be saved and ends the program here, without the loop.
    fn force(&self) {
        save_now();
        guard::restore();
        exit(i32::from(self.0.code.load(Ordering::SeqCst)));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn the_first_demand_gives_the_code_and_the_message() {
        let (inbox, messages) = channel();
        let ending = Ending::default();
        assert_eq!(ending.clone().notice(), None);
        ending.demand(143, &inbox);
        ending.demand(130, &inbox);
        assert_eq!(ending.notice(), Some(143));
        assert!(matches!(messages.try_recv(), Ok(Msg::Terminate)));
        assert!(messages.try_recv().is_err(), "the loop is told once");
    }

    #[test]
    fn a_demand_after_the_loop_ended_does_nothing() {
        let (inbox, messages) = channel();
        drop(messages);
        let ending = Ending::default();
        ending.demand(143, &inbox);
        assert_eq!(ending.notice(), Some(143));
    }
}
