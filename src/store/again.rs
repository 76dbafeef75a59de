//! Beginning the program anew.
//!
//! **Invariant:** the new run has this run's arguments and one more; nothing of this run's memory lives on.

use std::convert::Infallible;
use std::ffi::{OsStr, OsString};
use std::io;
use std::os::unix::process::CommandExt;
use std::process::Command;

/// Puts a new run of the program in the place of this one, with its arguments and these added.
///
/// # Errors
///
/// The system's, where the program's own file cannot be run; then nothing has happened.
pub fn begin(added: &[&OsStr]) -> io::Result<Infallible> {
    let given: Vec<OsString> = std::env::args_os().skip(1).collect();
    // What stands behind `--` is a path, whatever it looks like.
    let end = given.iter().position(|argument| argument == "--").unwrap_or(given.len());
    let (options, paths) = given.split_at_checked(end).unwrap_or((&given, &[]));
    Err(Command::new(std::env::current_exe()?).args(options).args(added).args(paths).exec())
}
