//! From the text of a settings file to settings, with every problem and its line.
//!
//! **Invariant:** a problem costs only the value that has it; no text makes this fail as a whole.

use std::ops::Range;
use std::path::PathBuf;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::{Config, Limits, Problem};
use super::{programs, tags, words};
use crate::command::{Binding, Keymap, Mode};
use crate::theme::Theme;

/// The most problems told of one file.
const MOST_PROBLEMS: usize = 200;

/// The longest name of an analyst, in characters.
const LONGEST_NAME: usize = 80;

/// Reads settings; what is wrong is told in the order of its lines, and the default stands for it.
pub fn parse(text: &str) -> (Config, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut found = Found::default();
    for error in errors {
        let place = error.span().unwrap_or_default();
        found.problems.push((place.start, error.message().to_owned()));
    }
    let config = of_table(table.get_ref(), &mut found);
    (config, found.in_lines(text))
}

/// A key or value with its place in the file.
pub(super) type Placed<'a, T> = &'a Spanned<T>;

/// What is wrong, by place.
#[derive(Debug, Default)]
pub(super) struct Found {
    problems: Vec<(usize, String)>,
}

impl Found {
    /// Notes a problem at its place. A value without a place was put there by the reader for one that is no TOML,
    /// which was told already.
    pub(super) fn tell(&mut self, place: &Range<usize>, what: impl Into<String>) {
        if !place.is_empty() {
            self.problems.push((place.start, what.into()));
        }
    }

    /// Notes that a value is of the wrong kind.
    fn wrong(&mut self, value: Placed<'_, DeValue<'_>>, wants: &str) {
        self.tell(&value.span(), format!("{wants} is wanted here, not {}", kind(value.get_ref())));
    }

    /// Notes a member that means nothing.
    pub(super) fn unknown(&mut self, key: Placed<'_, DeString<'_>>, known: &str) {
        self.tell(&key.span(), format!("`{}` is no setting here; there are {known}", key.get_ref()));
    }

    /// Reads words.
    pub(super) fn words<'a>(&mut self, value: Placed<'a, DeValue<'_>>, most: usize) -> Option<&'a str> {
        let Some(words) = value.get_ref().as_str() else {
            self.wrong(value, "text in quotes");
            return None;
        };
        let n = words.chars().count();
        if words.trim().is_empty() || n > most || words.chars().any(char::is_control) {
            self.tell(&value.span(), format!("1 to {most} characters are wanted, none of them a control"));
            return None;
        }
        Some(words.trim())
    }

    /// Reads a table.
    pub(super) fn table<'a, 'i>(&mut self, value: Placed<'a, DeValue<'i>>) -> Option<&'a DeTable<'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(value, "a table");
        }
        table
    }

    /// Reads a whole number between two others.
    pub(super) fn number(&mut self, value: Placed<'_, DeValue<'_>>, least: u64, most: u64) -> Option<u64> {
        let integer = value.get_ref().as_integer();
        let number = integer.and_then(|n| u64::from_str_radix(n.as_str(), n.radix()).ok());
        let number = number.filter(|n| (least..=most).contains(n));
        if number.is_none() {
            self.tell(&value.span(), format!("a whole number from {least} to {most} is wanted here"));
        }
        number
    }

    /// Gives each problem its line, in order, each once.
    fn in_lines(mut self, text: &str) -> Vec<Problem> {
        self.problems.sort();
        self.problems.dedup();
        self.problems.truncate(MOST_PROBLEMS);
        let (mut line, mut seen) = (1, 0);
        let bytes = text.as_bytes();
        let lines = self.problems.into_iter().map(|(at, what)| {
            let passed = bytes.get(seen..at.min(bytes.len())).unwrap_or_default();
            line += passed.iter().filter(|byte| **byte == b'\n').count();
            seen = at.max(seen);
            Problem { line, what }
        });
        lines.collect()
    }
}

fn of_table(table: &DeTable<'_>, found: &mut Found) -> Config {
    let mut config = Config::default();
    let mut bindings = Vec::new();
    let (mut sets, mut chosen) = (Vec::new(), None);
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "analyst" => config.analyst = found.words(value, LONGEST_NAME).map(str::to_owned),
            "theme" => config.theme = theme(value, found),
            "sessions" => config.sessions = found.words(value, 4096).map(PathBuf::from),
            "limits" => config.limits = limits(value, found),
            "keys" => bindings = keys(value, found),
            "tag_set" => chosen = found.words(value, tags::LONGEST).map(|name| (name, value.span())),
            "tags" => sets = tags::sets(value, found),
            "words" => config.words = words::table(value, found),
            "suggesters" => config.suggesters = programs::suggesters(value, found),
            _ => found
                .unknown(key, "analyst, theme, sessions, tag_set, limits, keys, tags, words and suggesters"),
        }
    }
    if let Some((tags, words)) = tags::choose(sets, chosen, found) {
        config.tags = Some(tags);
        config.words.extend(words);
    }
    config.keymap = bound(bindings, found);
    config
}

fn theme(value: Placed<'_, DeValue<'_>>, found: &mut Found) -> Option<Theme> {
    let name = found.words(value, 40)?;
    let theme = Theme::by_name(name);
    if theme.is_none() {
        let names = Theme::NAMES.join(", ");
        found.tell(&value.span(), format!("no theme is called `{name}`; there are {names}"));
    }
    theme
}

fn limits(value: Placed<'_, DeValue<'_>>, found: &mut Found) -> Limits {
    let mut limits = Limits::default();
    let Some(table) = found.table(value) else { return limits };
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "article_mib" => {
                limits.article_mib = found.number(value, 1, 4096).unwrap_or(limits.article_mib);
            }
            "copy_mib" => limits.copy_mib = found.number(value, 0, 4096).unwrap_or(limits.copy_mib),
            _ => found.unknown(key, "article_mib and copy_mib"),
        }
    }
    limits
}

/// A line of a key table with its place.
type PlacedBinding = (Range<usize>, Binding);

fn keys(value: Placed<'_, DeValue<'_>>, found: &mut Found) -> Vec<PlacedBinding> {
    let mut bindings = Vec::new();
    let Some(table) = found.table(value) else { return bindings };
    for (name, value) in table {
        let Some(mode) = Mode::from_name(name.get_ref()) else {
            let names: Vec<_> = Mode::ALL.iter().map(|mode| mode.name()).collect();
            found.unknown(name, &names.join(", "));
            continue;
        };
        let Some(lines) = found.table(value) else { continue };
        for (id, value) in lines {
            let Some(sequences) = sequences(value, found) else { continue };
            bindings.push((id.span(), Binding { mode, id: id.get_ref().to_string(), sequences }));
        }
    }
    bindings.sort_by_key(|(place, _)| place.start);
    bindings
}

/// Reads the sequences of one command; one alone needs no brackets.
fn sequences(value: Placed<'_, DeValue<'_>>, found: &mut Found) -> Option<Vec<String>> {
    if let Some(one) = value.get_ref().as_str() {
        return Some(vec![one.to_owned()]);
    }
    let Some(list) = value.get_ref().as_array() else {
        found.wrong(value, "a list of keys such as [\"gl\", \"<f2>\"]");
        return None;
    };
    let mut sequences = Vec::new();
    for each in list.iter() {
        match each.get_ref().as_str() {
            Some(sequence) => sequences.push(sequence.to_owned()),
            None => found.wrong(each, "keys in quotes"),
        }
    }
    Some(sequences)
}

fn bound(bindings: Vec<PlacedBinding>, found: &mut Found) -> Keymap {
    let mut keymap = Keymap::default();
    let (places, lines): (Vec<_>, Vec<_>) = bindings.into_iter().unzip();
    for (n, problem) in keymap.bind_all(&lines) {
        let place = places.get(n).cloned().unwrap_or_default();
        found.tell(&place, problem.to_string());
    }
    keymap
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
