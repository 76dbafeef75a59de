//! From pressed keys to commands, and back from commands to their keys.
//!
//! **Invariant:** within a mode no bound sequence is another one, or the beginning of another one, so that a
//! pressed sequence has one meaning and never waits for a clock.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::key::{Key, KeyCode, Mods};
use super::{Command, KeysError, Mode, keys};

/// The longest sequence, in keys.
pub const MAX_SEQUENCE: usize = 3;

/// The keys of every mode, as they are now: the defaults, less and more what the settings say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    modes: [ModeKeys; Mode::ALL.len()],
}

/// One mode's sequences in the order of their keys, so that all with one beginning stand together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct ModeKeys(BTreeMap<Vec<Key>, Bound>);

/// What a sequence gives, and its rank among the keys of its command: the lowest is the main key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bound {
    command: Command,
    rank: usize,
}

/// What the keys pressed so far mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// They give a command.
    Command(Command),
    /// They begin at least one sequence: which keys may follow, each once.
    Prefix(Vec<NextKey>),
    /// They mean nothing here.
    None {
        /// The command whose key is nearest to the last one pressed, for the message.
        nearest: Option<Command>,
    },
}

/// A key that may follow a prefix: a line of which-key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextKey {
    /// The key.
    pub key: Key,
    /// What it does, from the table, or that more keys follow.
    pub does: &'static str,
    /// The command it gives; none if more keys follow.
    pub command: Option<Command>,
}

/// One line of the settings: the keys of a command in a mode, in place of the default ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The mode, from the name of the table.
    pub mode: Mode,
    /// The id of the command as written.
    pub id: String,
    /// The sequences as KEYS strings, the main one first; with none the command has no key.
    pub sequences: Vec<String>,
}

/// Why a line of the settings was not taken, or not in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BindProblem {
    /// No command has this id.
    UnknownCommand {
        /// The id as written.
        id: String,
        /// The id that looks most like it.
        nearest: Option<&'static str>,
    },
    /// The same command is bound twice in the same mode; the first stands.
    Repeated {
        /// The command.
        command: Command,
    },
    /// A sequence is no KEYS string.
    Keys {
        /// The sequence as written.
        sequence: String,
        /// What is wrong with it.
        error: KeysError,
    },
    /// A sequence has no key, or more than `MAX_SEQUENCE`.
    Length {
        /// The sequence as written.
        sequence: String,
    },
    /// A terminal does not send one of its keys.
    NotTypable {
        /// The sequence as written.
        sequence: String,
        /// The key.
        key: Key,
    },
    /// It begins with a character, which this mode takes as text.
    Typed {
        /// The sequence as written.
        sequence: String,
        /// The mode.
        mode: Mode,
    },
    /// Another command has this sequence, or one that begins it or that it begins.
    Clash {
        /// The sequence as written.
        sequence: String,
        /// The command that keeps its keys.
        with: Command,
        /// The sequence of that command, as KEYS.
        theirs: String,
    },
}

impl Default for Keymap {
    fn default() -> Self {
        let mut keymap = Self { modes: Default::default() };
        for command in Command::ALL {
            for mode in Mode::ALL {
                keymap.restore_defaults(mode, *command);
            }
        }
        keymap
    }
}

impl Keymap {
    /// Replaces the keys of one command in one mode; see `bind_all`.
    pub fn bind(&mut self, mode: Mode, id: &str, sequences: &[&str]) -> Vec<BindProblem> {
        let sequences = sequences.iter().map(|sequence| (*sequence).to_owned()).collect();
        let problems = self.bind_all(&[Binding { mode, id: id.to_owned(), sequences }]);
        problems.into_iter().map(|(_, problem)| problem).collect()
    }

    /// Replaces the keys of commands, each named once in a mode, and returns what was not taken, each with the
    /// index of its binding.
    ///
    /// The old keys of all of them are given up first, so that two commands can change places. What cannot be
    /// bound is left out; a command left without any key by that has its default keys where they are free.
    pub fn bind_all(&mut self, bindings: &[Binding]) -> Vec<(usize, BindProblem)> {
        let mut problems = Vec::new();
        let mut wanted = Vec::new();
        let mut named = BTreeSet::new();
        for (index, binding) in bindings.iter().enumerate() {
            match Command::from_id(&binding.id) {
                None => problems.push((index, unknown_command(&binding.id))),
                Some(command) if !named.insert((binding.mode, command)) => {
                    problems.push((index, BindProblem::Repeated { command }));
                }
                Some(command) => wanted.push((index, binding, command)),
            }
        }
        for mode in Mode::ALL {
            self.mode_mut(mode).0.retain(|_, bound| !named.contains(&(mode, bound.command)));
        }
        for (index, binding, command) in &wanted {
            for (rank, sequence) in binding.sequences.iter().enumerate() {
                if let Err(problem) = self.bind_sequence(binding.mode, *command, rank, sequence) {
                    problems.push((*index, problem));
                }
            }
        }
        for (_, binding, command) in wanted {
            if !binding.sequences.is_empty() && self.sequences(binding.mode, command).is_empty() {
                self.restore_defaults(binding.mode, command);
            }
        }
        problems.sort_by_key(|(index, _)| *index);
        problems
    }

    /// Returns what the keys pressed so far mean in a mode.
    pub fn lookup(&self, mode: Mode, pending: &[Key]) -> Lookup {
        let mode_keys = self.mode(mode);
        if let Some(bound) = mode_keys.0.get(pending) {
            return Lookup::Command(bound.command);
        }
        let next = mode_keys.after(pending);
        if !pending.is_empty() && !next.is_empty() {
            return Lookup::Prefix(next);
        }
        let Some((last, before)) = pending.split_last() else { return Lookup::None { nearest: None } };
        let alone = || mode_keys.0.get([*last].as_slice()).map(|bound| bound.command);
        let nearest = mode_keys.nearest(before, *last).or_else(alone).or_else(|| self.nearest(mode, *last));
        Lookup::None { nearest }
    }

    /// Returns the command whose key is nearest to one without a meaning: the same letter in the other case,
    /// else with or without ctrl.
    pub fn nearest(&self, mode: Mode, key: Key) -> Option<Command> {
        self.mode(mode).nearest(&[], key)
    }

    /// Returns the sequences that give a command in a mode, the main one first.
    pub fn sequences(&self, mode: Mode, command: Command) -> Vec<&[Key]> {
        let bound = self.mode(mode).0.iter().filter(|(_, bound)| bound.command == command);
        let mut ranked: Vec<(usize, &[Key])> =
            bound.map(|(keys, bound)| (bound.rank, keys.as_slice())).collect();
        ranked.sort_unstable_by_key(|(rank, _)| *rank);
        ranked.into_iter().map(|(_, keys)| keys).collect()
    }

    /// Returns the keys of a command in a mode as people write them, the main one first.
    pub fn keys_for(&self, mode: Mode, command: Command) -> Vec<String> {
        self.sequences(mode, command).into_iter().map(keys::label).collect()
    }

    /// Gives a command the keys of the table in a mode, as far as they are free.
    fn restore_defaults(&mut self, mode: Mode, command: Command) {
        let rows = command.spec().keys.iter().filter(|(modes, _)| modes.contains(&mode));
        for (rank, sequence) in rows.flat_map(|(_, sequences)| sequences.iter()).enumerate() {
            // A default that does not fit is either taken by the settings or found by the tests of the table.
            let _taken = self.bind_sequence(mode, command, rank, sequence);
        }
    }

    fn bind_sequence(
        &mut self,
        mode: Mode,
        command: Command,
        rank: usize,
        sequence: &str,
    ) -> Result<(), BindProblem> {
        let written = || sequence.to_owned();
        let keys = keys::parse(sequence).map_err(|error| BindProblem::Keys { sequence: written(), error })?;
        if keys.is_empty() || keys.len() > MAX_SEQUENCE {
            return Err(BindProblem::Length { sequence: written() });
        }
        if let Some(key) = keys.iter().find(|key| !key.is_typable()) {
            return Err(BindProblem::NotTypable { sequence: written(), key: *key });
        }
        if mode.takes_text() && keys.first().is_some_and(|key| key.typed().is_some()) {
            return Err(BindProblem::Typed { sequence: written(), mode });
        }
        let mode_keys = self.mode_mut(mode);
        match mode_keys.clash(&keys) {
            Some((theirs, bound)) if bound.command != command || theirs != keys.as_slice() => {
                Err(BindProblem::Clash {
                    sequence: written(),
                    with: bound.command,
                    theirs: keys::print(theirs),
                })
            }
            Some(_) => Ok(()),
            None => {
                mode_keys.0.insert(keys, Bound { command, rank });
                Ok(())
            }
        }
    }

    fn mode(&self, mode: Mode) -> &ModeKeys {
        let [read, select, list, form, prompt] = &self.modes;
        match mode {
            Mode::Read => read,
            Mode::Select => select,
            Mode::List => list,
            Mode::Form => form,
            Mode::Prompt => prompt,
        }
    }

    fn mode_mut(&mut self, mode: Mode) -> &mut ModeKeys {
        let [read, select, list, form, prompt] = &mut self.modes;
        match mode {
            Mode::Read => read,
            Mode::Select => select,
            Mode::List => list,
            Mode::Form => form,
            Mode::Prompt => prompt,
        }
    }
}

impl ModeKeys {
    /// Returns a bound sequence that is this one, begins it, or begins with it.
    fn clash<'a>(&'a self, keys: &[Key]) -> Option<(&'a [Key], Bound)> {
        let beginning = (1..=keys.len()).find_map(|length| self.0.get_key_value(keys.get(..length)?));
        let found = beginning.or_else(|| self.starting_with(keys).next());
        found.map(|(theirs, bound)| (theirs.as_slice(), *bound))
    }

    /// Returns the bound sequences that begin with these keys, in the order of keys.
    fn starting_with<'a, 'k>(
        &'a self,
        keys: &'k [Key],
    ) -> impl Iterator<Item = (&'a Vec<Key>, &'a Bound)> + use<'a, 'k> {
        self.0.range(keys.to_vec()..).take_while(move |(sequence, _)| sequence.starts_with(keys))
    }

    /// Returns the keys that may follow a prefix, each once.
    fn after(&self, prefix: &[Key]) -> Vec<NextKey> {
        let mut next: Vec<NextKey> = Vec::new();
        for (sequence, bound) in self.starting_with(prefix) {
            let Some(([key], rest)) = sequence.get(prefix.len()..).and_then(|tail| tail.split_at_checked(1))
            else {
                continue;
            };
            if next.last().is_some_and(|last| last.key == *key) {
                continue;
            }
            next.push(if rest.is_empty() {
                NextKey { key: *key, does: bound.command.spec().summary, command: Some(bound.command) }
            } else {
                NextKey { key: *key, does: "more keys", command: None }
            });
        }
        next
    }

    /// Returns the command of the nearest key after a prefix.
    fn nearest(&self, prefix: &[Key], key: Key) -> Option<Command> {
        near_keys(key).into_iter().find_map(|near| {
            let sequence: Vec<Key> = prefix.iter().copied().chain([near]).collect();
            self.0.get(&sequence).map(|bound| bound.command)
        })
    }
}

/// Returns the keys that stand for the same letter, the nearest first; none for keys that write no letter.
fn near_keys(key: Key) -> Vec<Key> {
    let KeyCode::Char(c) = key.code() else { return Vec::new() };
    if !c.is_ascii_alphabetic() {
        return Vec::new();
    }
    let other = if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    let ctrl = Key::new(KeyCode::Char(c), Mods::CTRL);
    if key.mods() == Mods::NONE {
        vec![Key::char(other), ctrl]
    } else {
        vec![Key::char(c), Key::char(other), ctrl]
    }
}

fn unknown_command(id: &str) -> BindProblem {
    let ids = Command::ALL.iter().map(|command| command.spec().id);
    // Far longer than any id: not a slip of the finger, and not worth comparing.
    let near = if id.len() > 64 { None } else { ids.min_by_key(|known| distance(id, known)) };
    let nearest = near.filter(|known| distance(id, known) <= 1 + known.len() / 4);
    BindProblem::UnknownCommand { id: id.to_owned(), nearest }
}

/// Returns how many characters must be added, dropped or changed to make one word of the other.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (line, from) in a.chars().enumerate() {
        let (mut left, mut diagonal) = (line + 1, line);
        let mut next = vec![left];
        for (to, above) in b.chars().zip(row.iter().skip(1)) {
            left = (left + 1).min(above + 1).min(diagonal + usize::from(from != to));
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// Says the problem in one sentence, without its place.
impl fmt::Display for BindProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCommand { id, nearest: None } => write!(f, "no command is called `{id}`"),
            Self::UnknownCommand { id, nearest: Some(near) } => {
                write!(f, "no command is called `{id}`; the nearest is `{near}`")
            }
            Self::Repeated { command } => {
                write!(f, "`{}` is bound twice in this mode; the first stands", command.spec().id)
            }
            Self::Keys { sequence, error } => write!(f, "`{sequence}`: {error}; {}", error.hint),
            Self::Length { sequence } => write!(f, "`{sequence}` is not one to {MAX_SEQUENCE} keys"),
            Self::NotTypable { sequence, key } => {
                write!(f, "`{sequence}`: many terminals cannot send {}", key.label())
            }
            Self::Typed { sequence, mode } => {
                write!(f, "`{sequence}` begins with a character, which is text in {} mode", mode.name())
            }
            Self::Clash { sequence, with, theirs } => {
                write!(f, "`{sequence}` clashes with `{theirs}` of `{}`", with.spec().id)
            }
        }
    }
}
