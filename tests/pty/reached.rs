//! What a test reached, as the table in `tests/README.md` has it.
//!
//! **Invariant:** the line is written past the test runner's capture, so that it stands in every run's output.

use std::io::Write;

/// Says what a row of the table of faults reached.
pub fn reached(row: &str, figures: &str) {
    let _lost = std::io::stderr().write_all(format!("\nrow {row}: {figures}\n").as_bytes());
}
