//! The shell around the program: the terminal's modes, its events, signals, and the loop.
//!
//! **Invariant:** whatever ends the program, the terminal is left as it was found, and what was edited was handed
//! to the disk before; nothing runs while nothing happens.

mod clipboard;
mod ending;
mod events;
mod guard;
mod hangup;
mod hardening;
mod output;
mod panic;
mod program;
mod screen;
mod shell;
mod signals;
mod stats;

pub use guard::Mouse;
pub use hardening::harden;
pub use output::{columns_and_rows, is_terminal};
pub use panic::{PanicPoint, install_panic_hook, register_save};
pub use program::Program;
pub use shell::{Options, Outcome, World, run};
pub use stats::{Reads, Stats};
