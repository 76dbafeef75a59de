//! The palette: every command by its name, those that cannot be given now with the reason.
//!
//! **Invariant:** what `enter` does stands under the cursor; a word such as `:wq` is a command like any other.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::Field;
use crate::command::Command;

/// The palette.
#[derive(Debug, Clone)]
pub struct Palette {
    /// What is typed.
    pub field: Field,
    /// The commands that match, the best first.
    pub commands: Vec<Command>,
    /// The one under the cursor.
    pub cursor: usize,
    names: Vec<String>,
}

impl Palette {
    /// Opens the palette with what was typed last time; `names` is what each command is called, in their order.
    pub fn new(left_over: &str, names: Vec<String>) -> Self {
        let mut palette = Self { field: Field::new(left_over), commands: Vec::new(), cursor: 0, names };
        palette.typed();
        palette
    }
    /// Matches what is typed now.
    pub fn typed(&mut self) {
        let typed = self.field.editor.text();
        self.commands = matches(typed, &self.names);
        self.cursor = 0;
    }

    /// Moves the cursor.
    pub fn go(&mut self, down: bool) {
        let last = self.commands.len().saturating_sub(1);
        self.cursor = if down { (self.cursor + 1).min(last) } else { self.cursor.saturating_sub(1) };
    }

    /// Returns the command under the cursor.
    pub fn command(&self) -> Option<Command> {
        self.commands.get(self.cursor).copied()
    }

    /// Returns the words after a command's first word, as in `name Ana`.
    pub fn argument(&self) -> Option<&str> {
        let (word, rest) = self.field.editor.text().trim().split_once(' ')?;
        Command::from_word(word).map(|_| rest.trim()).filter(|rest| !rest.is_empty())
    }
}

/// What it is worth that a command's name begins with what is typed: more than any fuzzy score.
const BEGINS: u32 = 10_000;

/// Returns the commands that match, the best first; a palette word stands before all others.
fn matches(typed: &str, names: &[String]) -> Vec<Command> {
    let typed = typed.trim();
    let first = typed.split(' ').next().unwrap_or("");
    let word = Command::from_word(typed).or_else(|| Command::from_word(first));
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut scored: Vec<(u32, usize, Command)> = Vec::new();
    for (place, command) in Command::ALL.iter().copied().enumerate() {
        let name = names.get(place).map_or(command.spec().summary, String::as_str);
        let text = format!("{name} {}", command.spec().id);
        let mut buffer = Vec::new();
        if let Some(score) = pattern.score(Utf32Str::new(&text, &mut buffer), &mut matcher) {
            // What begins with the typed word is meant before what only holds it.
            let verb = command.spec().id.split('.').next_back().unwrap_or("");
            let begins = [name, verb].iter().any(|words| {
                words
                    .get(..typed.len())
                    .is_some_and(|start| !typed.is_empty() && start.eq_ignore_ascii_case(typed))
            });
            scored.push((score + if begins { BEGINS } else { 0 }, place, command));
        }
    }
    scored.sort_by_key(|(score, place, _)| (std::cmp::Reverse(*score), *place));
    let rest = scored.into_iter().map(|(_, _, command)| command).filter(|command| Some(*command) != word);
    word.into_iter().chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::App;

    #[test]
    fn words_and_names_find_commands() {
        let first = |typed: &str| matches(typed, &[]).first().copied();
        assert_eq!(first("wq"), Some(App::Quit.into()));
        assert_eq!(first("q"), Some(App::QuitSoon.into()));
        assert_eq!(first("undo"), Some(App::Undo.into()));
        assert_eq!(first("und"), Some(App::Undo.into()));
        assert_eq!(matches("", &[]).len(), Command::ALL.len());
        assert!(matches("xyzzyx", &[]).is_empty());
    }
}
