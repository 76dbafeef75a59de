//! The program: its exit code is what the command line returns.
//!
//! **Invariant:** nothing is decided here.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(factcheck::cli::run())
}
