//! The fields that forms are made of.
//!
//! **Invariant:** a field knows what it showed when it was opened, so that leaving asks only where something was
//! changed.

use super::chain::ChainField;
use super::picker::{Picked, Picker};
use crate::app::overlay::Field;
use crate::model::Part;
use crate::text::editor::{Editor, Lines};

/// Which field of a form it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is the field of that name")]
pub enum Name {
    Tag,
    Figure,
    Who,
    Origin,
    Question,
    Scope,
    Hedge,
    Speech,
    Checkable,
    Polarity,
    AsOf,
    EventTime,
    Place,
    Note,
    Private,
    State,
    Scale,
    FirstStep,
    SecondStep,
    Why,
    Relation,
    SourceName,
    Aliases,
    Kind,
    Party,
    Named,
    Text,
    Unit,
    Units,
    WouldSettle,
    Short,
    Publisher,
    Title,
    Author,
    Published,
    Url,
    Archive,
    Retrieved,
    Language,
    Label,
    Key,
    Letter,
    Hue,
    Asks,
    Article,
}

impl Name {
    /// Returns the field's label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Figure => "figure",
            Self::Who => "who says",
            Self::Origin => "origin",
            Self::Question => "question",
            Self::Scope => "scope",
            Self::Hedge => "hedge",
            Self::Speech => "speech",
            Self::Checkable => "checkable",
            Self::Polarity => "polarity",
            Self::AsOf => "as of",
            Self::EventTime => "happened",
            Self::Place => "place",
            Self::Note => "note",
            Self::Private => "private",
            Self::State => "review",
            Self::Scale => "scale",
            Self::FirstStep | Self::SecondStep => "value",
            Self::Why => "why",
            Self::Relation => "relation",
            Self::SourceName => "name",
            Self::Aliases => "aliases",
            Self::Kind => "kind",
            Self::Party => "party",
            Self::Named => "named",
            Self::Text => "text",
            Self::Unit => "unit",
            Self::Units => "same unit",
            Self::WouldSettle => "settled by",
            Self::Short => "shown as",
            Self::Publisher => "publisher",
            Self::Title => "title",
            Self::Author => "author",
            Self::Published => "published",
            Self::Url => "address",
            Self::Archive => "archived",
            Self::Retrieved => "retrieved",
            Self::Language => "language",
            Self::Label => "label",
            Self::Key => "key",
            Self::Letter => "letter",
            Self::Hue => "hue",
            Self::Asks => "question",
            Self::Article => "article",
        }
    }

    /// Returns the part of a claim that the field holds, where a rule may propose it.
    pub fn part(self) -> Option<Part> {
        match self {
            Self::Figure => Some(Part::Figure),
            Self::Who => Some(Part::Attribution),
            Self::Origin => Some(Part::Origin),
            Self::Question => Some(Part::Question),
            Self::Hedge => Some(Part::Hedge),
            Self::Speech => Some(Part::Speech),
            _ => None,
        }
    }
}

/// A choice among a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The words, each with what it means.
    pub options: Vec<(String, String)>,
    /// The place of the word shown.
    pub at: usize,
    /// Whether it is given, or only shown until a person gives one.
    pub given: bool,
}

impl Choice {
    /// Offers words, one of them chosen.
    pub fn new(words: &[(&str, &str)], at: usize, given: bool) -> Self {
        let options = words.iter().map(|(word, means)| ((*word).to_owned(), (*means).to_owned())).collect();
        Self { options, at, given }
    }

    /// Offers no and yes.
    pub fn yes_no(yes: bool) -> Self {
        Self::new(&[("no", ""), ("yes", "")], usize::from(yes), true)
    }

    /// Returns the word shown.
    pub fn word(&self) -> &str {
        self.options.get(self.at).map_or("", |(word, _)| word)
    }

    /// Returns what the word shown means.
    pub fn meaning(&self) -> &str {
        self.options.get(self.at).map_or("", |(_, means)| means)
    }

    /// Goes to the next or previous word; the first press gives what was only shown.
    pub fn step(&mut self, on: bool) {
        let n = self.options.len().max(1);
        if std::mem::replace(&mut self.given, true) {
            self.at = (self.at + if on { 1 } else { n - 1 }) % n;
        }
    }

    /// Goes to the next word that begins with a character; says whether there is one.
    pub fn jump(&mut self, c: char) -> bool {
        let n = self.options.len();
        let begins = |at: &usize| {
            let word = self.options.get(*at).map_or("", |(word, _)| word.as_str());
            word.chars().next().is_some_and(|first| first.to_lowercase().eq(c.to_lowercase()))
        };
        let from = if self.given { self.at + 1 } else { self.at };
        let found = (from..from + n).map(|at| at % n).find(begins);
        if let Some(at) = found {
            (self.at, self.given) = (at, true);
        }
        found.is_some()
    }
}

/// A field whose value is picked from a list.
#[derive(Debug, Clone)]
pub struct Pick {
    /// The field and its list.
    pub picker: Picker,
    /// What is chosen.
    pub chosen: Vec<Picked>,
    /// Whether several may be chosen, each pick switching one.
    pub several: bool,
    /// Whether the list is shown before anything is typed.
    pub always: bool,
}

impl Pick {
    /// Takes what is lit; says whether there was something.
    pub fn take(&mut self) -> bool {
        let Some(picked) = self.picker.take() else { return false };
        self.choose(picked);
        true
    }

    /// Chooses a value: of several it is switched on or off.
    pub fn choose(&mut self, picked: Picked) {
        if !self.several {
            self.chosen = vec![picked];
        } else if let Some(at) = self.chosen.iter().position(|chosen| *chosen == picked) {
            self.chosen.remove(at);
        } else {
            self.chosen.push(picked);
        }
    }

    /// Says whether the list is open.
    pub fn is_open(&self) -> bool {
        self.always || self.picker.lit.is_some() || !self.picker.text().is_empty()
    }
}

/// What a field takes.
#[derive(Debug, Clone)]
pub enum Input {
    /// Words in one line.
    Line(Field),
    /// Words in several lines.
    Lines(Editor),
    /// One of a few words.
    Choice(Choice),
    /// Something from a list.
    Pick(Pick),
    /// A chain of names.
    Chain(ChainField),
}

/// One field of a form.
#[derive(Debug, Clone)]
pub struct FormField {
    /// Which one.
    pub name: Name,
    /// The label shown, where it is not the name's own.
    pub label: Option<&'static str>,
    /// What it takes.
    pub input: Input,
    /// What stands beside it.
    pub hint: String,
    /// Whether what it shows was proposed by a rule and not confirmed.
    pub proposed: bool,
    start: String,
}

impl FormField {
    /// Makes a field that shows this.
    pub fn new(name: Name, input: Input, hint: impl Into<String>) -> Self {
        let mut field =
            Self { name, label: None, input, hint: hint.into(), proposed: false, start: String::new() };
        field.start = field.fingerprint();
        field
    }

    /// Makes a field of one line.
    pub fn line(name: Name, words: &str, hint: &str) -> Self {
        let mut field = Field::new(words);
        field.is_left_over = false;
        Self::new(name, Input::Line(field), hint)
    }

    /// Makes a field of several lines.
    pub fn lines(name: Name, words: &str, hint: &str) -> Self {
        let mut editor = Editor::new(Lines::Many);
        editor.set(words);
        Self::new(name, Input::Lines(editor), hint)
    }

    /// Takes what it shows now for what it showed first: a rule's proposal.
    pub fn reopened(&mut self, rule: &str) {
        self.start = self.fingerprint();
        rule.clone_into(&mut self.hint);
        self.proposed = true;
    }

    /// Says whether what it shows differs from what it showed first.
    pub fn is_changed(&self) -> bool {
        self.fingerprint() != self.start
    }

    /// Returns what is typed in it.
    pub fn text(&self) -> &str {
        match &self.input {
            Input::Line(field) => field.editor.text().trim(),
            Input::Lines(editor) => editor.text().trim_end(),
            Input::Choice(choice) => choice.word(),
            Input::Pick(pick) => pick.picker.text(),
            Input::Chain(chain) => chain.picker.text(),
        }
    }

    /// Returns the editor that keys go to; none where it has none.
    pub fn editor_mut(&mut self) -> Option<&mut Editor> {
        match &mut self.input {
            Input::Line(field) => Some(&mut field.editor),
            Input::Lines(editor) => Some(editor),
            Input::Pick(pick) => Some(&mut pick.picker.field.editor),
            Input::Chain(chain) => Some(&mut chain.picker.field.editor),
            Input::Choice(_) => None,
        }
    }

    /// Takes up what was typed.
    pub fn typed(&mut self) {
        match &mut self.input {
            Input::Pick(pick) => pick.picker.typed(),
            Input::Chain(chain) => chain.typed(),
            Input::Line(_) | Input::Lines(_) | Input::Choice(_) => {}
        }
    }

    /// Returns the list beneath the field, where it is open.
    pub fn list(&self) -> Option<&Picker> {
        match &self.input {
            Input::Pick(pick) => pick.is_open().then_some(&pick.picker),
            Input::Chain(chain) => chain.is_typing().then_some(&chain.picker),
            Input::Line(_) | Input::Lines(_) | Input::Choice(_) => None,
        }
    }

    /// Returns its list to move in.
    pub fn picker_mut(&mut self) -> Option<&mut Picker> {
        match &mut self.input {
            Input::Pick(pick) => Some(&mut pick.picker),
            Input::Chain(chain) => Some(&mut chain.picker),
            Input::Line(_) | Input::Lines(_) | Input::Choice(_) => None,
        }
    }

    fn fingerprint(&self) -> String {
        match &self.input {
            Input::Line(field) => field.editor.text().to_owned(),
            Input::Lines(editor) => editor.text().to_owned(),
            Input::Choice(choice) => format!("{}{}", choice.at, choice.given),
            Input::Pick(pick) => format!("{:?}{}", pick.chosen, pick.picker.text()),
            Input::Chain(chain) => chain.fingerprint(),
        }
    }
}
