//! Faults below the screen: damaged files, locks that race or do not hold, clocks that jump, hostile names, huge counts.
//!
//! **Invariant:** a damaged file is never overwritten, and what is found of it is told.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]
#![allow(clippy::print_stderr, clippy::string_slice, clippy::disallowed_methods, reason = "as tests may")]

mod faults {
    mod case;
    mod clock;
    mod damaged;
    mod encodings;
    #[path = "../cli/home.rs"]
    mod home;
    mod huge;
    mod locks;
    mod paths;
    mod places;
    #[path = "../pty/reached.rs"]
    mod reached;
}
