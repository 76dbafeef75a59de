//! The workbench on a terminal: the real program on a pseudo-terminal with an emulated screen.
//!
//! **Invariant:** every test waits for what it looks at, and fails where it does not come.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]
#![allow(clippy::print_stderr, clippy::string_slice, clippy::disallowed_methods, reason = "as tests may")]

mod pty {
    mod case;
    mod ending;
    #[path = "../cli/home.rs"]
    mod home;
    mod hostile;
    mod kill;
    mod media;
    mod reached;
    mod secrets;
    mod signals;
    mod skipped;
    mod sources;
    mod terminal;
    mod volume;
}
