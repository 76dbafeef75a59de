//! What the speaker of a passage is called in few words: "a Pentagon statement" is the Pentagon's.
//!
//! **Invariant:** a label consists of words that an article prints; an abbreviation stands only for a name that some
//! article prints right before it in brackets, and that its letters spell.

use std::collections::BTreeMap;

/// Abbreviations that the articles explain: "Central Command (CENTCOM)".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Abbreviations(BTreeMap<String, String>);

/// The most letters of an abbreviation.
const LONGEST: usize = 8;

/// The most words that one stands for.
const MOST_WORDS: usize = 8;

/// Words left out before a name, for they only point or describe.
const POINTING: [&str; 4] = ["the", "a", "an", "one"];

/// What a body gives out, which is not who speaks.
pub(super) const DOCUMENTS: [&str; 10] = [
    "statement",
    "statements",
    "release",
    "communique",
    "communiqué",
    "report",
    "briefing",
    "letter",
    "post",
    "tweet",
];

impl Abbreviations {
    /// Takes up what an article explains.
    pub fn read(&mut self, text: &str) {
        for (at, _) in text.match_indices('(') {
            let inside = text.get(at + 1..).and_then(|rest| rest.get(..rest.find(')')?)).unwrap_or("");
            let is_short = (2..=LONGEST).contains(&inside.len());
            if is_short
                && inside.bytes().all(|b| b.is_ascii_uppercase())
                && let Some(name) = explained(text.get(..at).unwrap_or(""), inside)
            {
                self.0.entry(name.to_lowercase()).or_insert_with(|| inside.to_owned());
            }
        }
    }

    /// Returns the abbreviation of a name that stands in the words, or the words' own.
    fn of(&self, words: &str) -> Option<&str> {
        let folded = words.to_lowercase();
        let whole = |name: &str| {
            folded.match_indices(name).any(|(at, _)| {
                let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                let before = folded.get(..at).and_then(|before| before.chars().next_back());
                ends(before) && ends(folded.get(at + name.len()..).and_then(|rest| rest.chars().next()))
            })
        };
        let named = self.0.iter().filter(|(name, short)| whole(name) || whole(&short.to_lowercase()));
        named.max_by_key(|(name, _)| name.len()).map(|(_, short)| short.as_str())
    }
}

/// Returns the words before an abbreviation that its letters spell, each letter or group of letters beginning a word.
fn explained<'t>(before: &'t str, short: &str) -> Option<&'t str> {
    let line = before.get(before.rfind('\n').map_or(0, |at| at + 1)..)?.trim_end();
    let mut start = line.len();
    for _ in 0..MOST_WORDS {
        let rest = line.get(..start)?.trim_end();
        start = rest.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        while !line.is_char_boundary(start) {
            start += 1;
        }
        let name = line.get(start..)?;
        let words: Vec<&str> = name.split_whitespace().collect();
        if name.starts_with(|c: char| c.is_uppercase()) && spells(&words, short.as_bytes()) {
            return Some(name);
        }
        if start == 0 {
            return None;
        }
    }
    None
}

/// Says whether the beginnings of the words, one after another, are the letters; small words may be passed over.
fn spells(words: &[&str], letters: &[u8]) -> bool {
    let Some((word, rest)) = words.split_first() else { return letters.is_empty() };
    let is_small = word.starts_with(|c: char| c.is_lowercase());
    if is_small && spells(rest, letters) {
        return true;
    }
    let same = word.bytes().zip(letters).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    (1..=same).any(|n| spells(rest, letters.get(n..).unwrap_or_default()))
}

/// Returns what a speaker is called: without "the" before it, a statement by who gives it, a name by its abbreviation
/// where an article explains one.
pub fn label(printed: &str, known: &Abbreviations) -> String {
    let words: Vec<&str> = printed.split_whitespace().collect();
    if let Some(short) = known.of(&words.join(" ")) {
        return short.to_owned();
    }
    let mut rest = words.as_slice();
    while let [first, more @ ..] = rest
        && !more.is_empty()
        && POINTING.iter().any(|word| first.eq_ignore_ascii_case(word))
    {
        rest = more;
    }
    let is_document = |word: &&str| DOCUMENTS.iter().any(|document| word.eq_ignore_ascii_case(document));
    match rest {
        [document, from, who @ ..]
            if is_document(document) && ["from", "by", "of"].contains(from) && !who.is_empty() =>
        {
            label(&who.join(" "), known)
        }
        [who @ .., document]
            if is_document(document)
                && who.last().is_some_and(|name| name.starts_with(|c: char| c.is_uppercase())) =>
        {
            who.join(" ")
        }
        _ => rest.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_by_who_gives_them_and_names_go_by_their_abbreviation() {
        let mut known = Abbreviations::default();
        known.read(
            "The navy's Harbour Command (HARCOM) and the Guild for River Trade (GRT) met (see page 4).",
        );
        known.read("A pilot (WET) said so. (GRT) was there.");
        let cases = [
            ("HARCOM", "HARCOM"),
            ("the navy's Harbour Command (HARCOM)", "HARCOM"),
            ("The Harbour\nCommand statement", "HARCOM"),
            ("a statement from Harbour Command", "HARCOM"),
            ("a Guild for River Trade spokesman", "GRT"),
            ("a Lanternhouse statement", "Lanternhouse"),
            ("statement by the Lanternhouse", "Lanternhouse"),
            ("the statement", "statement"),
            ("The  ferry company", "ferry company"),
            ("the", "the"),
            ("", ""),
        ];
        for (printed, expected) in cases {
            assert_eq!(label(printed, &known), expected, "{printed}");
        }
    }

    #[test]
    fn an_abbreviation_stands_only_for_what_it_spells() {
        let mut known = Abbreviations::default();
        known
            .read("The mayor of Port Lune (NATO) and (ABC) and Zebra (Q) and é (XY) and ünion Of Ports (UOP");
        assert_eq!(known, Abbreviations::default());
        known.read("é Union of Ports (UP) met");
        assert_eq!(label("the union of ports", &known), "UP");
    }
}
