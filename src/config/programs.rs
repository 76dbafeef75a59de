//! Programs of the newsroom's own that read articles and propose claims.
//!
//! **Invariant:** a program is an array of words, handed to the system as they are: no shell takes part unless the
//! array names one, and no path hangs on the folder that factcheck was started in.

use std::path::Path;

use super::parse::{Found, Placed};
use toml::de::{DeTable, DeValue};

/// The longest name, in characters.
const LONGEST: usize = 40;

/// The longest word of a command, in characters.
const LONGEST_WORD: usize = 4096;

/// How long a program may take for one article unless the settings say otherwise, seconds.
const SECONDS: u64 = 20;

/// A program that reads an article and writes suggestions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggester {
    /// The name that its suggestions bear.
    pub name: String,
    /// The program and its arguments.
    pub command: Vec<String>,
    /// How long it may take for one article, seconds.
    pub seconds: u64,
}

/// Reads every program.
pub(super) fn suggesters(value: Placed<'_, DeValue<'_>>, found: &mut Found) -> Vec<Suggester> {
    let Some(list) = value.get_ref().as_array() else {
        found.tell(&value.span(), "programs are written as [[suggesters]] with name and command each");
        return Vec::new();
    };
    let mut all: Vec<Suggester> = Vec::new();
    for entry in list.iter() {
        let Some(one) = found.table(entry).and_then(|table| suggester(entry, table, found)) else { continue };
        if all.iter().any(|other| other.name == one.name) {
            found.tell(
                &entry.span(),
                format!("a program called `{}` stands above; this one is left out", one.name),
            );
        } else {
            all.push(one);
        }
    }
    all
}

fn suggester(entry: Placed<'_, DeValue<'_>>, table: &DeTable<'_>, found: &mut Found) -> Option<Suggester> {
    let (mut name, mut command, mut seconds) = (None, None, SECONDS);
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "name" => name = found.words(value, LONGEST).map(str::to_owned),
            "command" => command = self::command(value, found),
            "seconds" => seconds = found.number(value, 1, 600).unwrap_or(SECONDS),
            _ => found.unknown(key, "name, command and seconds"),
        }
    }
    match (name, command) {
        (Some(name), Some(command)) => Some(Suggester { name, command, seconds }),
        _ => {
            found.tell(&entry.span(), "a program needs a name and a command; it is left out");
            None
        }
    }
}

fn command(value: Placed<'_, DeValue<'_>>, found: &mut Found) -> Option<Vec<String>> {
    let Some(list) = value.get_ref().as_array() else {
        found.tell(&value.span(), "a command is a list of words such as [\"python3\", \"/opt/model.py\"]");
        return None;
    };
    let words: Option<Vec<String>> =
        list.iter().map(|word| found.words(word, LONGEST_WORD).map(str::to_owned)).collect();
    let words = words?;
    let first = Path::new(words.first()?);
    if first.components().count() > 1 && !first.is_absolute() {
        found.tell(
            &value.span(),
            "a program is named by its whole path, or by a name that is looked up in PATH",
        );
        return None;
    }
    Some(words)
}
