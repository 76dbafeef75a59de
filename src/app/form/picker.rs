//! A field with a list beneath it: what is typed narrows the list, and one entry of it is lit.
//!
//! **Invariant:** what a take gives stands lit on the screen before it is taken; a typed name that begins the words
//! of an entry finds that entry, any other name is new before it is a loose match.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::app::overlay::Field;
use crate::model::{QuestionId, RelationKind, SourceId, TagId, ZoneKind};

/// What can be picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picked {
    /// Nothing: no question, no source.
    Nothing,
    /// Whatever the rule proposes.
    AsProposed,
    /// Nobody: the article's own voice.
    Unattributed,
    /// A tag.
    Tag(TagId),
    /// A tag that is not there yet, by its label.
    NewTag(String),
    /// A zone of the article.
    Zone(ZoneKind),
    /// A source of the session.
    Source(SourceId),
    /// A source that is not there yet, by its name.
    NewSource(String),
    /// A question of the session.
    Question(QuestionId),
    /// A question that is not there yet, by its words.
    NewQuestion(String),
    /// A relation of two claims, or to take it away where it stands.
    Relation(RelationKind),
    /// Make the two one.
    Merge,
    /// Articles, by their places in the list.
    Articles(Vec<usize>),
}

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickOption {
    /// The words shown.
    pub words: String,
    /// What is shown beside them.
    pub aside: String,
    /// Other names by which it is found.
    pub aliases: Vec<String>,
    /// What it gives.
    pub gives: Picked,
}

impl PickOption {
    /// Makes an entry without other names.
    pub fn new(words: impl Into<String>, aside: impl Into<String>, gives: Picked) -> Self {
        Self { words: words.into(), aside: aside.into(), aliases: Vec::new(), gives }
    }
}

/// One line of the narrowed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// An entry, by its place.
    Entry(usize),
    /// What is typed, as something new.
    New,
}

/// What a typed name that nothing answers to becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Makes {
    /// Nothing.
    Nothing,
    /// A source.
    Source,
    /// A question.
    Question,
    /// A tag.
    Tag,
}

/// Whether the first entry is lit before anything is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lights {
    /// The first entry at once: `enter` takes it.
    First,
    /// None until a character or an arrow is pressed.
    None,
}

/// A field with a list beneath it.
#[derive(Debug, Clone)]
pub struct Picker {
    /// What is typed.
    pub field: Field,
    /// Every entry, in the order in which they stand with nothing typed.
    pub options: Vec<PickOption>,
    /// The entries that answer, the best first.
    pub shown: Vec<Shown>,
    /// The lit one, by its place in `shown`.
    pub lit: Option<usize>,
    /// What a typed name becomes.
    pub makes: Makes,
    /// What is lit with nothing typed.
    pub lights: Lights,
}

/// The longest typed name that is looked up, characters: names of sources and questions are shorter.
const MOST_TYPED: usize = 200;

impl Picker {
    /// Opens a list with nothing typed.
    pub fn new(options: Vec<PickOption>, makes: Makes, lights: Lights) -> Self {
        let mut picker = Self { field: Field::new(""), options, shown: Vec::new(), lit: None, makes, lights };
        picker.typed();
        picker
    }

    /// Returns what is typed, without blanks at its ends.
    pub fn text(&self) -> &str {
        self.field.editor.text().trim()
    }

    /// Narrows the list to what is typed now.
    pub fn typed(&mut self) {
        let typed: String = self.text().chars().take(MOST_TYPED).collect();
        self.shown = narrow(&typed, &self.options, self.makes);
        let lights = self.lights == Lights::First || !typed.is_empty();
        self.lit = (lights && !self.shown.is_empty()).then_some(0);
    }

    /// Moves to the entry below or above; from the last to the first and back.
    pub fn go(&mut self, down: bool) {
        let n = self.shown.len();
        if n == 0 {
            return;
        }
        self.lit = Some(match (self.lit, down) {
            (None, true) => 0,
            (Some(at), true) => (at + 1) % n,
            (None, false) => n - 1,
            (Some(at), false) => (at + n - 1) % n,
        });
    }

    /// Returns what the lit entry gives.
    pub fn lit(&self) -> Option<Picked> {
        match *self.shown.get(self.lit?)? {
            Shown::Entry(place) => self.options.get(place).map(|option| option.gives.clone()),
            Shown::New => self.new_one(),
        }
    }

    /// Returns what the typed words become as something new.
    pub fn new_one(&self) -> Option<Picked> {
        let words = self.text();
        if words.is_empty() {
            return None;
        }
        match self.makes {
            Makes::Nothing => None,
            Makes::Source => Some(Picked::NewSource(words.to_owned())),
            Makes::Question => Some(Picked::NewQuestion(words.to_owned())),
            Makes::Tag => Some(Picked::NewTag(words.to_owned())),
        }
    }

    /// Gives what is lit and empties the field.
    pub fn take(&mut self) -> Option<Picked> {
        let taken = self.lit()?;
        self.clear();
        Some(taken)
    }

    /// Empties the field.
    pub fn clear(&mut self) {
        self.field = Field::new("");
        self.typed();
    }
}

/// Returns the entries that answer to what is typed: the same name, names whose words begin so, the new one, and
/// last those that hold its letters somewhere.
fn narrow(typed: &str, options: &[PickOption], makes: Makes) -> Vec<Shown> {
    if typed.is_empty() {
        return (0..options.len()).map(Shown::Entry).collect();
    }
    let folded = fold(typed);
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut found: Vec<(u8, u32, usize)> = Vec::new();
    let mut same = false;
    for (place, option) in options.iter().enumerate() {
        let names = || std::iter::once(&option.words).chain(&option.aliases);
        if names().any(|name| fold(name) == folded) {
            same = true;
            found.push((0, 0, place));
        } else if names().any(|name| begins(typed, name)) {
            found.push((1, 0, place));
        } else {
            let score = names()
                .filter_map(|name| pattern.score(Utf32Str::new(name, &mut buffer), &mut matcher))
                .max();
            found.extend(score.map(|score| (3, u32::MAX - score, place)));
        }
    }
    let new = (!same && makes != Makes::Nothing).then_some((2, 0, usize::MAX));
    found.extend(new);
    found.sort_unstable();
    let shown =
        |(class, _, place): (u8, u32, usize)| if class == 2 { Shown::New } else { Shown::Entry(place) };
    found.into_iter().map(shown).collect()
}

/// Folds case and blanks.
fn fold(name: &str) -> String {
    name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Says whether what is typed, its blanks left out, is made of the beginnings of some of the name's words, in
/// order: "rusmod" of "Russian MoD", "SOHR" of "Syrian Observatory for Human Rights".
fn begins(typed: &str, name: &str) -> bool {
    let typed: Vec<char> =
        typed.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect();
    if typed.is_empty() {
        return false;
    }
    let mut reached = vec![false; typed.len() + 1];
    if let Some(first) = reached.first_mut() {
        *first = true;
    }
    for word in name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
        for from in (0..typed.len()).rev().filter(|at| reached.get(*at) == Some(&true)).collect::<Vec<_>>() {
            let same = typed.iter().skip(from).zip(&word).take_while(|(a, b)| a == b).count();
            reached.iter_mut().skip(from + 1).take(same).for_each(|place| *place = true);
        }
    }
    reached.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picker(names: &[&str], typed: &str) -> Picker {
        let options = names
            .iter()
            .map(|name| PickOption::new(*name, "", Picked::Source(SourceId::new(*name))))
            .collect();
        let mut picker = Picker::new(options, Makes::Source, Lights::None);
        picker.field.insert(typed);
        picker.typed();
        picker
    }

    #[test]
    fn the_lit_entry_is_the_one_meant() {
        let names = ["Russian MoD", "Sputnik", "Syrian Observatory for Human Rights", "US Central Command"];
        let known = |name: &str| Some(Picked::Source(SourceId::new(name)));
        for (typed, lit) in [
            ("rus", known("Russian MoD")),
            ("rusmod", known("Russian MoD")),
            ("russian  mod", known("Russian MoD")),
            ("SOHR", known("Syrian Observatory for Human Rights")),
            ("observ", known("Syrian Observatory for Human Rights")),
            ("TASS", Some(Picked::NewSource("TASS".to_owned()))),
            ("unk", Some(Picked::NewSource("unk".to_owned()))),
            ("", None),
        ] {
            assert_eq!(picker(&names, typed).lit(), lit, "typed {typed}");
        }
    }

    #[test]
    fn loose_matches_stand_below_the_new_one_and_arrows_go_round() {
        let mut picker = picker(&["Sputnik", "Syrian command"], "pnk");
        assert_eq!(picker.shown, [Shown::New, Shown::Entry(0)]);
        picker.go(false);
        assert_eq!(picker.lit(), Some(Picked::Source(SourceId::new("Sputnik"))));
        picker.go(true);
        assert_eq!(picker.lit(), Some(Picked::NewSource("pnk".to_owned())));
        assert!(picker.take().is_some());
        assert_eq!((picker.text(), picker.lit), ("", None));
    }

    proptest::proptest! {
        #[test]
        fn any_name_finds_itself_and_nothing_panics(name in "\\PC{1,30}", other in "\\PC{0,30}", typed in "\\PC{0,40}") {
            let _ = picker(&[&name, &other], &typed);
            let found = picker(&[&other, &name], &name);
            if !found.text().is_empty() {
                let same = [&name, &other].map(|n| Some(Picked::Source(SourceId::new(n.as_str()))));
                proptest::prop_assert!(same.contains(&found.lit()) || fold(&name).is_empty());
            }
        }
    }
}
