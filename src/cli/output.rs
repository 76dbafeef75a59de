//! Standard output and standard error.
//!
//! **Invariant:** never panics when they are closed or full; a closed pipe is no error. Text that may come from
//! elsewhere is made visible before a terminal sees it.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

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

/// A bar on standard error that says how far long work is; nothing where that is no terminal. Several threads may
/// move it on.
pub struct Progress {
    what: &'static str,
    all: usize,
    shown: bool,
    done: AtomicUsize,
}

/// Work on fewer things than this is over before a person looks.
const LONG_WORK: usize = 500;

/// The columns of a full bar.
const BAR: usize = 24;

impl Progress {
    /// Begins work on so many things.
    pub fn new(what: &'static str, all: usize) -> Self {
        let shown = all >= LONG_WORK && io::stderr().is_terminal();
        Self { what, all, shown, done: AtomicUsize::new(0) }
    }

    /// Begins work of which only the part that is done is known, in hundredths; shown as `other` is.
    pub fn of_hundred(what: &'static str, other: &Self) -> Self {
        Self { what, all: 100, shown: other.shown, done: AtomicUsize::new(0) }
    }

    /// Says that one more is done.
    pub fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        // The bar moves a hundred times at most.
        if self.shown && (done * 100 / self.all.max(1)) != (done - 1) * 100 / self.all.max(1) {
            self.draw(done);
        }
    }

    /// Says that so many are done.
    pub fn at(&self, done: usize) {
        self.done.store(done, Ordering::Relaxed);
        if self.shown {
            self.draw(done);
        }
    }

    fn draw(&self, done: usize) {
        let line = bar(self.what, done, self.all);
        let _ = io::stderr().lock().write_all(format!("\r{line}").as_bytes());
    }

    /// Takes the bar away.
    pub fn end(&self) {
        if self.shown {
            let _ = io::stderr().lock().write_all(b"\r\x1b[K");
        }
    }
}

/// Returns a bar with what is done and how much of it: `reading   [######------------------] 25 %  2500 of 10000`.
fn bar(what: &str, done: usize, all: usize) -> String {
    let all = all.max(1);
    let full = done.min(all) * BAR / all;
    let percent = done.min(all) * 100 / all;
    let counted = if all == 100 { String::new() } else { format!("  {done} of {all}") };
    format!("{what:<9} [{}{}] {percent:>3} %{counted}", "#".repeat(full), "-".repeat(BAR - full))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_says_how_far_the_work_is() {
        assert_eq!(
            bar("reading", 2_500, 10_000),
            "reading   [######------------------]  25 %  2500 of 10000"
        );
        assert_eq!(bar("comparing", 100, 100), "comparing [########################] 100 %");
        assert_eq!(bar("reading", 7, 0), "reading   [########################] 100 %  7 of 1");
    }
}
