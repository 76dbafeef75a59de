//! What became of a claim's words when its article changed.
//!
//! **Invariant:** nothing is placed by likeness here: words either stand where they stood, stand once elsewhere
//! with the same surroundings and are reported as moved, or are reported as changed or lost.

use super::target::Target;

/// What became of quoted words in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// They stand where they stood.
    Same,
    /// They stand once more with the same surroundings, elsewhere.
    Moved {
        /// The first code point now.
        start: usize,
        /// One past the last code point now.
        end: usize,
    },
    /// Their surroundings stand, but other words between them.
    TextChanged,
    /// Neither they nor their surroundings stand.
    Orphaned,
}

impl Anchor {
    /// Returns the words that a list shows for it.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Moved { .. } => "moved",
            Self::TextChanged => "text changed",
            Self::Orphaned => "orphaned",
        }
    }
}

/// Finds what became of `target` in `text`.
pub fn find(text: &str, target: &Target) -> Anchor {
    let at = byte_of(text, target.start);
    if at.and_then(|b| text.get(b..)).is_some_and(|rest| rest.starts_with(&target.exact)) {
        return Anchor::Same;
    }
    let whole = format!("{}{}{}", target.prefix, target.exact, target.suffix);
    let mut places = memchr::memmem::find_iter(text.as_bytes(), whole.as_bytes());
    if !target.exact.is_empty()
        && let (Some(place), None) = (places.next(), places.next())
    {
        let start = code_points(text, place + target.prefix.len());
        return Anchor::Moved { start, end: start + target.exact.chars().count() };
    }
    let stands = |words: &str| !words.trim().is_empty() && text.contains(words);
    if stands(&target.prefix) || stands(&target.suffix) || stands(&target.exact) {
        Anchor::TextChanged
    } else {
        Anchor::Orphaned
    }
}

fn byte_of(text: &str, code_point: usize) -> Option<usize> {
    text.char_indices().map(|(byte, _)| byte).chain(std::iter::once(text.len())).nth(code_point)
}

fn code_points(text: &str, byte: usize) -> usize {
    text.get(..byte).map_or(0, |before| before.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(text: &str, exact: &str) -> Target {
        let at = text.find(exact).unwrap();
        let start = text[..at].chars().count();
        Target {
            start,
            end: start + exact.chars().count(),
            exact: exact.to_owned(),
            prefix: text[..at].chars().rev().take(8).collect::<Vec<_>>().into_iter().rev().collect(),
            suffix: text[at + exact.len()..].chars().take(8).collect(),
            occurrence: 1,
        }
    }

    #[test]
    fn words_are_the_same_moved_changed_or_lost() {
        let old = "“Up to now,” he said, 62 soldiers had died at the base.";
        let t = target(old, "62 soldiers");
        assert_eq!(find(old, &t), Anchor::Same);
        let longer = format!("Überschrift\n{old}");
        assert_eq!(find(&longer, &t), Anchor::Moved { start: t.start + 12, end: t.end + 12 });
        assert_eq!(find(&old.replace("62", "63"), &t), Anchor::TextChanged);
        assert_eq!(find("Nothing of it is left.", &t), Anchor::Orphaned);
        // Twice with the same surroundings: nobody can tell which one it was.
        assert_eq!(find(&format!("x{old}{old}"), &t), Anchor::TextChanged);
    }
}
