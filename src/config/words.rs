//! Words that call for a tag: what a newsroom adds to the lexicon of the rules.
//!
//! **Invariant:** each is one word of letters, for the rules look words up one by one.

use toml::de::DeValue;

use super::parse::{Found, Placed};

/// The longest word, in characters.
const LONGEST: usize = 40;

/// Words that call for a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagWords {
    /// The tag's label.
    pub tag: String,
    /// The words.
    pub words: Vec<String>,
}

/// Reads the `words` table: a tag's label and its words a line.
pub(super) fn table(value: Placed<'_, DeValue<'_>>, found: &mut Found) -> Vec<TagWords> {
    let Some(table) = found.table(value) else { return Vec::new() };
    let mut all: Vec<(usize, TagWords)> = Vec::new();
    for (tag, value) in table {
        all.push((tag.span().start, TagWords { tag: tag.get_ref().to_string(), words: list(value, found) }));
    }
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, words)| words).collect()
}

/// Reads words; one that is none is told of and left out.
pub(super) fn list(value: Placed<'_, DeValue<'_>>, found: &mut Found) -> Vec<String> {
    let Some(list) = value.get_ref().as_array() else {
        found.tell(&value.span(), "words are a list such as [\"evacuees\", \"evacuated\"]");
        return Vec::new();
    };
    let mut words = Vec::new();
    for entry in list.iter() {
        let word = entry.get_ref().as_str().map(str::trim);
        let is_word = |word: &&str| {
            !word.is_empty() && word.chars().count() <= LONGEST && word.chars().all(char::is_alphabetic)
        };
        match word.filter(is_word) {
            Some(word) => words.push(word.to_owned()),
            None => found.tell(
                &entry.span(),
                format!("one word of letters is wanted here, of at most {LONGEST}; it is left out"),
            ),
        }
    }
    words
}
