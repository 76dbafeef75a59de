//! KEYS strings: how keys are written on the command line, in config.toml and in bug reports.
//!
//! **Invariant:** `parse(&print(keys))` gives back the same keys, for every list of keys.

use std::fmt;

use super::key::Key;

/// What is wrong with a KEYS string, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeysError {
    /// The place of the fault, in code points from 0.
    pub at: usize,
    /// What is wrong there, a phrase.
    pub what: String,
    /// What to write in its place, a phrase.
    pub hint: &'static str,
}

/// Says the place as people count, from 1; the hint is left to the caller.
impl fmt::Display for KeysError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "keys, character {}: {}", self.at.saturating_add(1), self.what)
    }
}

impl std::error::Error for KeysError {}

/// How much of an unknown name is repeated in the message, in code points.
const SHOWN_NAME: usize = 24;

/// Reads a KEYS string: literal characters, and names of keys in `<` and `>`.
///
/// Fails at the first `<` that opens no name of a key.
pub fn parse(text: &str) -> Result<Vec<Key>, KeysError> {
    let mut keys = Vec::new();
    let mut chars = text.chars().enumerate();
    while let Some((at, c)) = chars.next() {
        if c != '<' {
            keys.push(Key::char(c));
            continue;
        }
        let mut name = String::new();
        loop {
            match chars.next() {
                Some((_, '>')) => break,
                Some((_, c)) => name.push(c),
                None => return Err(unclosed(at)),
            }
        }
        keys.push(Key::parse(&name).ok_or_else(|| unknown(at, &name))?);
    }
    Ok(keys)
}

/// Writes keys as a KEYS string.
///
/// A blank is written as itself between other keys, so that typed text stays legible, and as `<space>` at
/// the ends and after another blank, where it would get lost.
pub fn print(keys: &[Key]) -> String {
    let blank = Key::char(' ');
    let mut text = String::new();
    let mut before = None;
    let mut rest = keys.iter().peekable();
    while let Some(key) = rest.next() {
        let inside = before.is_some_and(|b| b != blank) && rest.peek().is_some();
        if *key == blank && inside {
            text.push(' ');
        } else {
            text.push_str(&key.to_string());
        }
        before = Some(*key);
    }
    text
}

/// Writes a sequence of keys for people: `gg`, `ctrl-s`, `g enter`.
pub fn label(keys: &[Key]) -> String {
    let labels: Vec<String> = keys.iter().map(|key| key.label()).collect();
    let all_short = labels.iter().all(|label| label.chars().count() == 1);
    labels.join(if all_short { "" } else { " " })
}

fn unclosed(at: usize) -> KeysError {
    KeysError {
        at,
        what: "`<` is not closed by `>`".to_owned(),
        hint: "write <lt> for the character < itself",
    }
}

fn unknown(at: usize, name: &str) -> KeysError {
    let mut shown: String = name.chars().take(SHOWN_NAME).flat_map(char::escape_debug).collect();
    if name.chars().nth(SHOWN_NAME).is_some() {
        shown.push('…');
    }
    KeysError {
        at,
        what: format!("`<{shown}>` is not a key"),
        hint: "keys are enter esc tab space lt bs del up down left right home end pgup pgdn f1 to f12, with s- c- a- before",
    }
}
