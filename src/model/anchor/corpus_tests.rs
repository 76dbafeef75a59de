//! Claims on made-up reports, each report edited in twelve ways: nothing wrong is ever kept in silence, and what
//! survives is kept or offered.
//!
//! **Invariant:** the truth is carried through each edit by two marks around the quoted words.

use unicode_normalization::UnicodeNormalization;

use super::*;

const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// A small generator, so that every run has the same reports.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len())]
    }
}

const WHO: [&str; 8] = [
    "the harbour office",
    "Inspector Delmar",
    "a spokeswoman for Orvane",
    "the relief league",
    "Colonel Teyra Múnoz",
    "the mayor of Castelo",
    "a nurse who asked not to be named",
    "the river authority",
];
const WHAT: [&str; 8] = [
    "dock workers were hurt",
    "families lost their homes",
    "fishing boats sank in the storm",
    "prisoners had been moved",
    "houses near the old café were burnt down",
    "soldiers crossed the bridge",
    "trucks were turned back at the border",
    "people were taken to the clinic in Saint-Émile",
];
const WHERE: [&str; 6] = [
    "in the lower town",
    "close to the grain silo",
    "along the coast road",
    "north of the market",
    "beside the disused mine",
    "on the island",
];
const ADDED: [&str; 4] = [
    "Rain is expected for the rest of the week.",
    "No one at the ministry could be reached.",
    "The road has since been opened again.",
    "Residents said the noise went on for hours.",
];

fn sentence(dice: &mut Dice) -> String {
    let (who, what, place) = (dice.pick(&WHO), dice.pick(&WHAT), dice.pick(&WHERE));
    let number = 11 + dice.roll(880);
    let capital: String =
        who.chars().take(1).flat_map(char::to_uppercase).chain(who.chars().skip(1)).collect();
    match dice.roll(5) {
        0 => format!("{capital} said that {number} {what} {place}."),
        1 => format!("At least {number} {what} {place}, {who} said."),
        2 => format!("\"We know that {number} {what},\" {who} told reporters {place}."),
        3 => format!("{capital} - which counts for itself - found that {number} {what} {place}."),
        _ => format!("By Tuesday {number} {what}, according to {who}."),
    }
}

/// A report with the claim's sentence apart: paragraphs before, sentences around it, paragraphs behind.
struct Report {
    paragraphs: Vec<Vec<String>>,
    /// Paragraph and sentence of the claim.
    at: (usize, usize),
}

impl Report {
    fn new(dice: &mut Dice) -> Self {
        let paragraphs: Vec<Vec<String>> =
            (0..4).map(|_| (0..2 + dice.roll(2)).map(|_| sentence(dice)).collect()).collect();
        let paragraph = 1 + dice.roll(2);
        let at = (paragraph, dice.roll(paragraphs[paragraph].len()));
        let mut report = Self { paragraphs, at };
        let marked = mark(report.sentence(), dice);
        *report.sentence() = marked;
        report
    }

    fn sentence(&mut self) -> &mut String {
        &mut self.paragraphs[self.at.0][self.at.1]
    }

    fn text(&self) -> String {
        let paragraphs: Vec<String> = self.paragraphs.iter().map(|sentences| sentences.join(" ")).collect();
        paragraphs.join("\n\n")
    }
}

/// Marks what a claim quotes: the sentence, its clause from the number on, or number and noun.
fn mark(sentence: &str, dice: &mut Dice) -> String {
    let number = sentence.find(|c: char| c.is_ascii_digit()).unwrap();
    let rest = &sentence[number..];
    let (start, end) = match dice.roll(3) {
        0 => (0, sentence.len() - 1),
        1 => (number, number + rest.find([',', '.']).unwrap()),
        _ => {
            let first = rest.find(' ').unwrap();
            (number, number + first + 1 + rest[first + 1..].find(' ').unwrap())
        }
    };
    format!("{}{OPEN}{}{CLOSE}{}", &sentence[..start], &sentence[start..end], &sentence[end..])
}

/// A text without its marks, with the target between them.
fn unmarked(text: &str) -> (String, Option<Target>) {
    let plain: String = text.chars().filter(|c| *c != OPEN && *c != CLOSE).collect();
    let chars: Vec<char> = plain.chars().collect();
    let place = |mark: char| text.chars().position(|c| c == mark);
    let (Some(start), Some(end)) = (place(OPEN), place(CLOSE)) else { return (plain, None) };
    let end = end - 1;
    let words = |from: usize, to: usize| chars[from..to].iter().collect::<String>();
    let target = Target {
        start,
        end,
        exact: words(start, end),
        prefix: words(start.saturating_sub(32), start),
        suffix: words(end, (end + 32).min(chars.len())),
        occurrence: 1,
    };
    (plain, Some(target))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    SentenceBefore,
    ParagraphBefore,
    NeighbourDeleted,
    ParagraphDeleted,
    Reordered,
    SpellingFixed,
    NumberFixed,
    SentenceDoubled,
    Rewrapped,
    Decomposed,
    SmartQuotes,
    NameOrNegation,
    SentenceDeleted,
}

const KINDS: [Kind; 13] = [
    Kind::SentenceBefore,
    Kind::ParagraphBefore,
    Kind::NeighbourDeleted,
    Kind::ParagraphDeleted,
    Kind::Reordered,
    Kind::SpellingFixed,
    Kind::NumberFixed,
    Kind::SentenceDoubled,
    Kind::Rewrapped,
    Kind::Decomposed,
    Kind::SmartQuotes,
    Kind::NameOrNegation,
    Kind::SentenceDeleted,
];

/// Says whether the edit leaves what the quote states.
fn survives(kind: Kind) -> bool {
    !matches!(kind, Kind::NumberFixed | Kind::NameOrNegation | Kind::SentenceDeleted)
}

fn edited(mut report: Report, kind: Kind, dice: &mut Dice) -> String {
    let (paragraph, at) = report.at;
    match kind {
        Kind::SentenceBefore => report.paragraphs[paragraph].insert(at, dice.pick(&ADDED).to_owned()),
        Kind::ParagraphBefore => {
            report.paragraphs.insert(0, vec![sentence(dice), dice.pick(&ADDED).to_owned()])
        }
        Kind::NeighbourDeleted => {
            let other = if at == 0 { 1 } else { at - 1 };
            report.paragraphs[paragraph].remove(other);
        }
        Kind::ParagraphDeleted => {
            report.paragraphs.remove(0);
        }
        Kind::Reordered => {
            let moved = report.paragraphs.remove(paragraph);
            report.paragraphs.push(moved);
        }
        Kind::SpellingFixed => return misspelt(report.text()),
        Kind::NumberFixed => {
            let words = report.sentence();
            let at = words.find(|c: char| c.is_ascii_digit()).unwrap();
            let digit = if &words[at..=at] == "9" { "7" } else { "9" };
            words.replace_range(at..=at, digit);
        }
        Kind::SentenceDoubled => {
            let copy = unmarked(report.sentence()).0;
            report.paragraphs[paragraph].insert(at, copy);
        }
        Kind::Rewrapped => return rewrapped(&report.text()),
        Kind::Decomposed => return report.text().nfd().collect(),
        Kind::SmartQuotes => {
            return report
                .text()
                .replace(" \"", " “")
                .replace("\n\"", "\n“")
                .replace('"', "”")
                .replace(" - ", " – ");
        }
        Kind::NameOrNegation => {
            // Behind the number, so inside every quote.
            let words = report.sentence();
            let at = words.find(|c: char| c.is_ascii_digit()).unwrap();
            let behind = at + words[at..].find(' ').unwrap();
            words.insert_str(behind, if dice.roll(2) == 0 { " Ostmark" } else { " or fewer" });
        }
        Kind::SentenceDeleted => {
            report.paragraphs[paragraph].remove(at);
        }
    }
    report.text()
}

/// Changes one letter of a long word: inside a long quote, else beside it in the sentence's surroundings.
fn misspelt(text: String) -> String {
    let (open, close) = (text.find(OPEN).unwrap(), text.find(CLOSE).unwrap());
    let long = close - open > 50;
    let range = if long { open + 3..close } else { close + 3..text.len() };
    let word = [
        "were",
        "sank",
        "had been",
        "crossed",
        "lost",
        "said",
        "according",
        "reporters",
        "along",
        "found",
        "lower",
    ];
    let found = word.iter().filter_map(|w| text[range.clone()].find(w).map(|n| range.start + n)).min();
    match found {
        Some(at) => format!("{}{}{}", &text[..=at], "x", &text[at + 1..]),
        None => text,
    }
}

fn rewrapped(text: &str) -> String {
    let mut column = 0;
    let mut out = String::new();
    for word in text.split_inclusive(' ') {
        if column + word.len() > 48 && !out.is_empty() {
            while out.ends_with(' ') {
                out.pop();
            }
            out.push('\n');
            column = 0;
        }
        column = if word.contains('\n') { 0 } else { column + word.len() };
        out.push_str(word);
    }
    out
}

#[test]
fn nothing_wrong_is_kept_in_silence_and_what_survives_is_kept_or_offered() {
    let (mut survived, mut found, mut silent) = (0_usize, 0_usize, 0_usize);
    let mut misses = std::collections::BTreeMap::new();
    for claim in 0..520_u64 {
        for (n, kind) in KINDS.into_iter().enumerate() {
            let report = || Report::new(&mut Dice(claim * 7_919 + 17));
            let (_, old) = unmarked(&report().text());
            let old = old.unwrap();
            let mut dice = Dice(claim * 31 + n as u64);
            let (new, truth) = unmarked(&edited(report(), kind, &mut dice));
            let ground = Ground::new(&new);
            let anchor = ground.find(&old);
            let place = anchor.place(&old);
            // Of two equal sentences nobody can tell which one was put there; the one in the old place was not moved.
            let stays = kind == Kind::SentenceDoubled && place == Some((old.start, old.end));
            let right = stays || truth.as_ref().is_some_and(|truth| place == Some((truth.start, truth.end)));
            let placed = matches!(anchor, Anchor::Same | Anchor::Moved { .. });
            assert!(!placed || right, "{claim} {kind:?}: {anchor:?} of {old:?}, in truth {truth:?}\n{new}");
            silent += usize::from(anchor == Anchor::Same);
            let changed = !survives(kind) && truth.is_some();
            if changed {
                let offered = matches!(anchor, Anchor::Likely { .. }) && right;
                assert!(
                    !offered,
                    "{claim} {kind:?}: a changed statement was offered: {anchor:?} of {old:?}\n{new}"
                );
            }
            if survives(kind) {
                survived += 1;
                let is_found = right && (placed || matches!(anchor, Anchor::Likely { .. }));
                found += usize::from(is_found);
                if !is_found {
                    *misses.entry(format!("{kind:?} {}", anchor.words())).or_insert(0) += 1;
                }
            }
        }
    }
    assert!(silent > 0);
    assert!(found * 100 >= survived * 95, "{found} of {survived}: {misses:?}");
}
