//! Standard output and standard error.
//!
//! **Invariant:** never panics when they are closed or full; a closed pipe is no error. Text that may come from
//! elsewhere is made visible before a terminal sees it.

use std::io::{self, ErrorKind, IsTerminal, Write};

use super::error::{CliError, Code};
use crate::format::json::{Out, Style};
use crate::text::visible::visible_line;

/// Writes all to standard output; a pipe that was closed ends quietly.
pub fn print(text: &str) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(CliError::data(format!("standard output cannot be written: {error}"))),
    }
}

/// Prints an error with its hints to standard error; returns its exit code.
pub fn failed(error: &CliError) -> u8 {
    let mut lines = format!("error: {}\n", visible_line(&error.message));
    for hint in &error.hints {
        lines.push_str(&format!("hint: {}\n", visible_line(hint)));
    }
    // With standard error gone there is nobody to tell.
    let _ = io::stderr().lock().write_all(lines.as_bytes());
    error.code as u8
}

/// Prints one line of advice to standard error.
pub fn hint(words: &str) {
    let _ = io::stderr().lock().write_all(format!("hint: {}\n", visible_line(words)).as_bytes());
}

/// Prints what is wrong with the arguments, or the help that was asked for; returns the exit code.
pub fn usage(error: &clap::Error) -> u8 {
    let text = error.render();
    if error.use_stderr() {
        // The arguments stand in it as they were given.
        let lines: Vec<_> = text.to_string().lines().map(visible_line).collect();
        let text = lines.join("\n").replace("For more information, try", "hint: for more information, try");
        let _ = io::stderr().lock().write_all((text + "\n").as_bytes());
        return Code::Usage as u8;
    }
    match print(&text.to_string()) {
        Ok(()) => Code::Fine as u8,
        Err(error) => failed(&error),
    }
}

/// Returns the columns that lines for people are broken to: the terminal's, or as many as COLUMNS says; none where
/// neither is there, so that a pipe gets each line whole.
pub fn columns() -> Option<usize> {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || io::stdout().is_terminal().then(|| usize::from(crate::term::columns_and_rows().0));
    told.filter(|columns| *columns > 0).or_else(terminal)
}

/// Returns a JSON string.
pub fn json_string(text: &str) -> String {
    let mut out = Out::new(Style::Compact);
    out.string(text);
    out.finish().trim_end().to_owned()
}

/// A line on standard error that says how far long work is; nothing where that is no terminal.
pub struct Progress {
    what: &'static str,
    all: usize,
    shown: bool,
}

/// Work on fewer things than this is over before a person looks.
const LONG_WORK: usize = 500;

impl Progress {
    /// Begins work on so many things.
    pub fn new(what: &'static str, all: usize) -> Self {
        Self { what, all, shown: all >= LONG_WORK && io::stderr().is_terminal() }
    }

    /// Says that so many are done.
    pub fn at(&self, done: usize) {
        if self.shown && done.is_multiple_of(100) {
            let _ =
                io::stderr().lock().write_all(format!("\r{} {done} of {}", self.what, self.all).as_bytes());
        }
    }

    /// Takes the line away.
    pub fn end(&self) {
        if self.shown {
            let _ = io::stderr().lock().write_all(b"\r\x1b[K");
        }
    }
}
