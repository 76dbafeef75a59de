//! The command line: the real program, without a terminal, in temporary folders.
//!
//! **Invariant:** exit codes, the shape of errors and the bytes of what is printed are those of the design.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "the tests' own files need no protocol")]

mod cli {
    mod articles;
    mod encodings;
    mod errors;
    mod home;
    mod hostile;
    mod output;
    mod pages;
    mod programs;
    mod reader;
    mod replay;
    mod suggestions;
    mod verify;
}
