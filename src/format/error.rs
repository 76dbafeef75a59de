//! What is wrong with a file, and where.
//!
//! **Invariant:** an error never quotes an article's or an analyst's words: it names places, members and the short
//! words that the format itself defines.

use super::syntax;

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}{}: {what}", at(path))]
pub struct FormatError {
    /// The line, from 1.
    pub line: usize,
    /// The column in code points, from 1.
    pub column: usize,
    /// The object or member, as `claims/kq3m7x2d/figure/value`; empty for the whole file.
    pub path: String,
    /// What is wrong.
    pub what: String,
    /// What can be done about it.
    pub hint: Option<String>,
}

fn at(path: &str) -> String {
    if path.is_empty() { String::new() } else { format!(", {path}") }
}

impl FormatError {
    /// Makes an error at a byte of a text that is well-formed up to there.
    pub fn at(text: &str, offset: usize, what: impl Into<String>) -> Self {
        let (line, column) = syntax::line_and_column(text, offset);
        Self { line, column, path: syntax::path_at(text, offset), what: what.into(), hint: None }
    }

    /// Adds what can be done about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// The most characters of a file's own word that an error repeats.
const SHOWN: usize = 40;

/// Returns a word of the file, quoted, escaped and cut for an error's text.
pub fn shown(word: &str) -> String {
    let cut: String = word.chars().take(SHOWN).collect();
    let more = if cut.len() < word.len() { "…" } else { "" };
    format!("{cut:?}{more}")
}
