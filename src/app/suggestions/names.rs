//! From a name as printed to the name of a source: "the state-run Sputnik News Agency" is "Sputnik News Agency".
//!
//! **Invariant:** only articles and words that describe are left off; no name is ever taken for another one.

use crate::model::{Session, SourceId};

/// Words before a name that are no part of it.
const ARTICLES: [&str; 4] = ["the", "a", "an", "one"];

/// Words that tell whose or where a body is, left off where more of the name follows.
const DESCRIBING: [&str; 8] = [
    "state-run",
    "state-owned",
    "state-backed",
    "state-controlled",
    "government-run",
    "pro-government",
    "semi-official",
    "so-called",
];

/// Endings of a word such as "London-based".
const DESCRIBING_ENDS: [&str; 4] = ["-based", "-linked", "-affiliated", "-owned"];

/// Words for somebody who is not named.
const NAMELESS: [&str; 14] = [
    "official",
    "officials",
    "source",
    "sources",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "witness",
    "witnesses",
    "resident",
    "residents",
    "activist",
    "activists",
    "diplomat",
];

/// Returns the name for a source that an article calls so.
pub fn stripped(printed: &str) -> String {
    let words: Vec<&str> = printed.split_whitespace().collect();
    let mut rest = words.as_slice();
    while let [first, more @ ..] = rest {
        if more.is_empty() || !is_left_off(first) {
            break;
        }
        rest = more;
    }
    rest.join(" ")
}

fn is_left_off(word: &str) -> bool {
    let word = word.to_lowercase();
    ARTICLES.contains(&word.as_str())
        || DESCRIBING.contains(&word.as_str())
        || DESCRIBING_ENDS.iter().any(|end| word.len() > end.len() && word.ends_with(end))
}

/// Says whether an article names a source by these words: "a US official" is not named.
pub fn is_named(printed: &str) -> bool {
    let mut words = printed.split_whitespace();
    let first = words.next().unwrap_or_default().to_lowercase();
    let last = printed.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    !matches!(first.as_str(), "a" | "an" | "one" | "some" | "several") && !NAMELESS.contains(&last.as_str())
}

/// Returns a name as it is compared: stripped, in lower case, with plain marks.
pub fn folded(name: &str) -> String {
    stripped(name).to_lowercase().replace(['\u{2019}', '\u{2018}'], "'")
}

/// Finds the source that is called so: by its name or an alias, with or without articles and describing words.
pub fn find(session: &Session, printed: &str) -> Option<SourceId> {
    crate::model::edits_ledger::find_source(session, printed).or_else(|| {
        let wanted = folded(printed);
        let is_called = |name: &String| folded(name) == wanted;
        let by_name = session.sources.iter().find(|(_, source)| is_called(&source.name));
        let by_alias = || session.sources.iter().find(|(_, source)| source.aliases.iter().any(is_called));
        by_name.or_else(by_alias).map(|(id, _)| id.clone())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_what_only_describes() {
        let cases = [
            ("The Russian  military", "Russian military"),
            ("the state-run Tass agency", "Tass agency"),
            ("The Leeds-based Observatory", "Observatory"),
            ("the  state-backed", "state-backed"),
            ("a US official", "US official"),
            ("The", "The"),
            ("", ""),
        ];
        for (printed, name) in cases {
            assert_eq!(stripped(printed), name, "{printed}");
        }
        assert!(
            !is_named("a US official") && !is_named("the US official") && is_named("The Russian military")
        );
        assert_eq!(folded("the Syrian army\u{2019}s command"), "syrian army's command");
    }
}
