//! What went wrong, what to do about it, and the exit code.
//!
//! **Invariant:** every error names its place; no text of an article or a note is in it.

use std::fmt;

/// The exit codes. Source: the design's section on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// All well.
    Fine = 0,
    /// Problems were found.
    Problems = 1,
    /// The arguments are off.
    Usage = 2,
    /// Input, output or data are off.
    Data = 3,
}

/// An error for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CliError {
    /// The exit code.
    pub code: Code,
    /// What went wrong, and where.
    pub message: String,
    /// What to do about it.
    pub hints: Vec<String>,
}

impl CliError {
    /// Makes an error of input, output or data.
    pub fn data(message: impl fmt::Display) -> Self {
        Self { code: Code::Data, message: message.to_string(), hints: Vec::new() }
    }

    /// Makes an error of the arguments.
    pub fn usage(message: impl fmt::Display) -> Self {
        Self { code: Code::Usage, message: message.to_string(), hints: Vec::new() }
    }

    /// Adds what to do about it.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        let hint = hint.into();
        if !hint.is_empty() {
            self.hints.push(hint);
        }
        self
    }
}

impl From<Code> for u8 {
    fn from(code: Code) -> Self {
        code as Self
    }
}
