//! What became of a claim's words when its article changed.
//!
//! **Invariant:** words stay in place by themselves only where the very same words with the very same surroundings
//! stand at the same place and nowhere else; everything else is reported, for a person to accept or decline.

mod approximate;
mod critical;
mod ground;

pub use ground::Ground;

use super::target::Target;

/// What became of quoted words in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// They stand where they stood, between the same surroundings.
    Same,
    /// They stand once more with the same surroundings, elsewhere.
    Moved {
        /// The first code point now.
        start: usize,
        /// One past the last code point now.
        end: usize,
    },
    /// They, or nearly they, stand where they are likely meant: to be confirmed. No digit, date, negation or name in
    /// them changed.
    Likely {
        /// The first code point now.
        start: usize,
        /// One past the last code point now.
        end: usize,
    },
    /// Other words stand there now.
    TextChanged {
        /// The code points of the words that stand there now, half-open, where they can be told.
        place: Option<(usize, usize)>,
    },
    /// Neither they nor their surroundings stand.
    Orphaned,
}

impl Anchor {
    /// Returns the words that a list shows for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Same => "kept",
            Self::Moved { .. } => "moved",
            Self::Likely { .. } => "moved, please confirm",
            Self::TextChanged { .. } => "text changed",
            Self::Orphaned => "lost",
        }
    }

    /// Returns where the words stand now, or what stands there in their place, in code points.
    pub fn place(self, target: &Target) -> Option<(usize, usize)> {
        match self {
            Self::Same => Some((target.start, target.end)),
            Self::Moved { start, end } | Self::Likely { start, end } => Some((start, end)),
            Self::TextChanged { place } => place,
            Self::Orphaned => None,
        }
    }
}

/// Finds what became of `target` in a text; for several targets of one text a `Ground` is made once.
pub fn find(text: &str, target: &Target) -> Anchor {
    Ground::new(text).find(target)
}

/// Says whether just the quoted words stand at their place.
pub fn stands(text: &str, target: &Target) -> bool {
    let at = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).nth(target.start);
    at.and_then(|byte| text.get(byte..)).is_some_and(|rest| rest.starts_with(&target.exact))
}

#[cfg(test)]
mod corpus_tests;
#[cfg(test)]
mod tests;
