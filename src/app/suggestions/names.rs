//! From a name as printed to the name of a source: "the state-run Sputnik News Agency" is "Sputnik News Agency".
//!
//! **Invariant:** only articles, words that describe and clauses are left off; no name is ever taken for another one.

use std::collections::HashMap;

use crate::model::{Session, Source, SourceId};

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
    let printed = without_clause(printed);
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

/// Words that begin a clause behind a name: "the Observatory, which works from Leeds,".
const CLAUSES: [&str; 5] = ["who", "whose", "which", "where", "that"];

/// Returns a name as printed, with single blanks, without a clause behind it.
pub fn without_clause(printed: &str) -> String {
    let words: Vec<&str> = printed.split_whitespace().collect();
    let begins = |pair: &[&str]| match pair {
        [before, word] => before.ends_with(',') && CLAUSES.contains(&word.to_lowercase().as_str()),
        _ => false,
    };
    let end = words.windows(2).position(begins).map_or(words.len(), |at| at + 1);
    let name = words.get(..end).unwrap_or(&words).join(" ");
    let trimmed = name.trim_end_matches([',', ';', ':']);
    if trimmed.is_empty() { name } else { trimmed.to_owned() }
}

fn is_left_off(word: &str) -> bool {
    let word = word.to_lowercase();
    ARTICLES.contains(&word.as_str())
        || DESCRIBING.contains(&word.as_str())
        || DESCRIBING_ENDS.iter().any(|end| word.len() > end.len() && word.ends_with(end))
}

/// Says whether an article names a source by these words: "a US official" is not named.
pub fn is_named(printed: &str) -> bool {
    let printed = without_clause(printed);
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

/// The sources by the names they go by, for many names in turn; it finds what `find` does.
#[derive(Debug, Clone, Default)]
pub struct Index {
    exact: HashMap<String, SourceId>,
    folded: HashMap<String, SourceId>,
}

impl Index {
    /// Makes the index of a session's sources.
    pub fn of(session: &Session) -> Self {
        let mut index = Self::default();
        // A name goes before every alias.
        for (id, source) in &session.sources {
            index.learn(id, &source.name);
        }
        for (id, source) in &session.sources {
            source.aliases.iter().for_each(|alias| index.learn(id, alias));
        }
        index
    }

    /// Takes up a source that is being made.
    pub fn add(&mut self, id: &SourceId, source: &Source) {
        self.learn(id, &source.name);
        source.aliases.iter().for_each(|alias| self.learn(id, alias));
    }

    fn learn(&mut self, id: &SourceId, name: &str) {
        self.exact.entry(joined(name)).or_insert_with(|| id.clone());
        self.folded.entry(folded(name)).or_insert_with(|| id.clone());
    }

    /// Finds the source that is called so.
    pub fn find(&self, printed: &str) -> Option<&SourceId> {
        self.exact.get(&joined(printed)).or_else(|| self.folded.get(&folded(printed)))
    }
}

/// A name in lower case with single blanks.
fn joined(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_finds_what_a_look_through_the_session_finds() {
        let mut session =
            Session::empty(crate::model::SessionId::new("s"), String::new(), jiff::Timestamp::UNIX_EPOCH);
        for (id, name, alias) in [
            ("a", "Harbour Watch", "The Oslo-based Harbour Watch"),
            ("b", "Ministry of Ports", "Oslo"),
            ("c", "Oslo", "the ministry"),
        ] {
            let source =
                Source { name: name.to_owned(), aliases: vec![alias.to_owned()], ..Source::default() };
            session.sources.insert(SourceId::new(id), std::sync::Arc::new(source));
        }
        let index = Index::of(&session);
        for printed in [
            "the  Harbour watch",
            "harbour watch",
            "Oslo",
            "oslo",
            "Ministry",
            "a ministry of ports",
            "Lisbon",
            "",
        ] {
            assert_eq!(index.find(printed), find(&session, printed).as_ref(), "{printed}");
        }
    }

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
            ("The Watch for Ports, which works from Leeds,", "Watch for Ports"),
            ("an officer, who asked not to be named,", "officer"),
            ("Col. Ana Berg, a deputy commander", "Col. Ana Berg, a deputy commander"),
            (",", ","),
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
