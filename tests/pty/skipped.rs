//! What cannot be tried on this machine is said and counted, never passed over.
//!
//! **Invariant:** the line is written past the test runner's capture, so that it stands in every run's output.

use std::io::Write;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

static COUNT: AtomicUsize = AtomicUsize::new(0);

/// Says that a row of the table of faults cannot be tried here, and why.
pub fn skipped(row: &str, reason: &str) {
    let count = COUNT.fetch_add(1, Ordering::SeqCst) + 1;
    let line = format!("\nskipped: {reason} (row {row}; {count} skipped so far)\n");
    let _lost = std::io::stderr().write_all(line.as_bytes());
}

/// Returns where a program of this machine is.
pub fn program(name: &str) -> Result<PathBuf, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/sbin".into()]);
    let found = folders.map(|folder| folder.join(name)).find(|path| path.is_file());
    found.ok_or_else(|| format!("there is no {name}"))
}

/// Runs a program of this machine to its end.
pub fn run(name: &str, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new(program(name)?).args(arguments).output();
    let output = output.map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default().to_owned();
    Err(format!("{name} failed: {words}"))
}
