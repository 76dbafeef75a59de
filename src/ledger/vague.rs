//! What vague words stand for, by named presets.
//!
//! **Invariant:** a word that the preset does not list has no number: nothing is guessed.

/// A table from vague words to the least number that each stands for; every one is open above.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Preset {
    /// The words taken at their word.
    #[default]
    Literal,
    /// The reading of the ACLED codebook: tens 10, dozens 12, hundreds 100.
    Acled,
}

const LITERAL: [(&str, u32); 9] = [
    ("couple", 2),
    ("few", 3),
    ("several", 3),
    ("some", 1),
    ("dozens", 24),
    ("scores", 40),
    ("tens", 20),
    ("hundreds", 200),
    ("thousands", 2000),
];

const ACLED: [(&str, u32); 3] = [("tens", 10), ("dozens", 12), ("hundreds", 100)];

impl Preset {
    /// Returns the preset of a session's setting; a name that is not known is read as `literal`.
    pub fn named(name: &str) -> Self {
        if name == "acled" { Self::Acled } else { Self::Literal }
    }

    /// Returns the preset's name as reports print it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Literal => "literal",
            Self::Acled => "acled",
        }
    }

    /// Returns every word with its least number.
    pub fn table(self) -> &'static [(&'static str, u32)] {
        match self {
            Self::Literal => &LITERAL,
            Self::Acled => &ACLED,
        }
    }

    /// Returns the least number that the words stand for; "a", "the" and a last "of" are passed over.
    pub fn least(self, words: &str) -> Option<u32> {
        let folded = fold(words);
        let mut core = folded.as_str();
        for article in ["a ", "the "] {
            core = core.strip_prefix(article).unwrap_or(core);
        }
        core = core.strip_suffix(" of").unwrap_or(core);
        self.table().iter().find(|(word, _)| *word == core).map(|(_, least)| *least)
    }
}

/// Returns words in lower case with one blank between them, by which equal values are told.
pub fn fold(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_for_what_the_preset_says() {
        for (words, literal, acled) in [
            ("dozens", Some(24), Some(12)),
            ("Dozens of", Some(24), Some(12)),
            ("a couple", Some(2), None),
            ("the  few", Some(3), None),
            ("tens", Some(20), Some(10)),
            ("hundreds", Some(200), Some(100)),
            ("thousands", Some(2000), None),
            ("hundreds of thousands", None, None),
            ("many", None, None),
            ("", None, None),
        ] {
            assert_eq!(Preset::Literal.least(words), literal, "{words}");
            assert_eq!(Preset::Acled.least(words), acled, "{words}");
        }
        assert_eq!(Preset::named("acled"), Preset::Acled);
        assert_eq!(Preset::named("no such"), Preset::Literal);
    }
}
