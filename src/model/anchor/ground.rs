//! A changed article's text, made ready for looking up quoted words.
//!
//! **Invariant:** what is folded away (kinds of blanks, quote marks and dashes, the way accents are written) never
//! tells two statements apart; letters, digits and their order always stay.

use unicode_normalization::char::decompose_canonical;

use super::Anchor;
use super::approximate::{self, Near, likeness};
use super::critical::critical;
use crate::model::target::Target;
use crate::text::format_character::is_format_character;

/// Quotes shorter than this many folded characters are looked for word for word only. Source: dom-anchor-text-quote
/// takes 32.
const SHORTEST_NEAR: usize = 32;

/// The likeness from which a passage may stand for a quote, the likeness from which its surroundings speak for it,
/// and how far ahead of the next best it must be. Source: the project's figures for re-anchoring.
const QUOTE_LIKENESS: f64 = 0.80;
const CONTEXT_LIKENESS: f64 = 0.60;
const LEAD: f64 = 0.10;

/// The most places of equal words that are compared.
const MOST_PLACES: usize = 1_000;

/// The shortest surroundings that can tell a place, in folded characters.
const SHORTEST_CONTEXT: usize = 12;

/// A text in which quoted words are looked up.
#[derive(Debug)]
pub struct Ground<'a> {
    text: &'a str,
    folded: Folded,
    /// Code points of the text.
    length: usize,
}

/// Characters folded, each with the code point that it comes from.
#[derive(Debug, Default)]
struct Folded {
    chars: Vec<char>,
    from: Vec<usize>,
}

/// A passage that may be the quote: folded places, and what speaks for it.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    start: usize,
    end: usize,
    likeness: f64,
    before: f64,
    after: f64,
    score: f64,
}

impl<'a> Ground<'a> {
    /// Reads a text; takes time and room in proportion to it.
    pub fn new(text: &'a str) -> Self {
        Self { text, folded: fold(text), length: text.chars().count() }
    }

    /// Finds what became of quoted words.
    pub fn find(&self, target: &Target) -> Anchor {
        if target.exact.trim().is_empty() {
            return Anchor::Orphaned;
        }
        self.same_or_moved(target)
            .or_else(|| self.equal_words(target))
            .or_else(|| self.near_words(target))
            .unwrap_or_else(|| self.by_surroundings(target))
    }

    /// Returns the text of a place in code points.
    pub fn words(&self, (start, end): (usize, usize)) -> &'a str {
        let byte = |n: usize| self.text.char_indices().nth(n).map_or(self.text.len(), |(byte, _)| byte);
        self.text.get(byte(start)..byte(end)).unwrap_or_default()
    }

    /// The very same words between the very same surroundings, once.
    fn same_or_moved(&self, target: &Target) -> Option<Anchor> {
        let whole = format!("{}{}{}", target.prefix, target.exact, target.suffix);
        // What the text begins with has its place by that: many reports print their headline a second time.
        let is_first = target.start == target.prefix.chars().count() && !target.suffix.is_empty();
        if is_first && self.text.starts_with(&whole) {
            return Some(Anchor::Same);
        }
        let mut places = memchr::memmem::find_iter(self.text.as_bytes(), whole.as_bytes());
        let at = places.next()?;
        // Matches that overlap are found too: a second one that begins within the first.
        let rest = self.text.as_bytes().get(at + 1..).unwrap_or_default();
        if memchr::memmem::find(rest, whole.as_bytes()).is_some() {
            return None;
        }
        let start = self.text.get(..at + target.prefix.len())?.chars().count();
        // Without surroundings on either side short words may be any others of the kind.
        if target.prefix.is_empty() && target.suffix.is_empty() && start != target.start {
            return None;
        }
        if start == target.start {
            return Some(Anchor::Same);
        }
        Some(Anchor::Moved { start, end: start + target.exact.chars().count() })
    }

    /// The same words but for blanks, quote marks, dashes and the way accents are written.
    fn equal_words(&self, target: &Target) -> Option<Anchor> {
        let quote = fold(&target.exact).trimmed();
        let places = self.folded.places_of(&quote, MOST_PLACES);
        let candidates: Vec<Candidate> = places
            .iter()
            .filter(|start| !self.cuts_a_word(**start, **start + quote.len()))
            .map(|start| {
                self.candidate(
                    target,
                    Near { start: *start, end: start + quote.len(), errors: 0 },
                    quote.len(),
                )
            })
            .collect();
        let best = clear_winner(&candidates)?;
        let alone = candidates.len() == 1 && quote.len() >= SHORTEST_NEAR;
        let (start, end) = self.code_points(best.start, best.end);
        (alone || best.has_surroundings()).then_some(Anchor::Likely { start, end })
    }

    /// Nearly the same words; where a digit, date, negation or name in them changed, that is told.
    fn near_words(&self, target: &Target) -> Option<Anchor> {
        let quote = fold(&target.exact).trimmed();
        if quote.len() < SHORTEST_NEAR {
            return None;
        }
        let found = approximate::search(&self.folded.chars, &quote);
        let candidates: Vec<Candidate> =
            found.into_iter().map(|near| self.candidate(target, self.to_words(near), quote.len())).collect();
        let best = clear_winner(&candidates)?;
        if best.likeness < QUOTE_LIKENESS || !best.has_surroundings() {
            return None;
        }
        let (start, end, certain) = self.between_surroundings(target, &quote, best);
        let place = self.code_points(start, end);
        if certain && critical(self.words(place)) == critical(&target.exact) {
            Some(Anchor::Likely { start: place.0, end: place.1 })
        } else {
            Some(Anchor::TextChanged { place: Some(place) })
        }
    }

    /// Sets a passage's borders where the surroundings end and begin, so that no word put before its first or behind
    /// its last word is overlooked; says whether each border is certain: by the surroundings, or by its word.
    fn between_surroundings(&self, target: &Target, quote: &[char], best: Candidate) -> (usize, usize, bool) {
        let reach = quote.len() / 2;
        let (prefix, suffix) = (fold(&target.prefix).trimmed(), fold(&target.suffix).trimmed());
        let is_near = |at: usize, border: usize| at.abs_diff(border) <= reach;
        let known = |words: &[char]| {
            if words.len() < SHORTEST_CONTEXT {
                Vec::new()
            } else {
                self.folded.places_of(words, MOST_PLACES)
            }
        };
        let ends =
            known(&prefix).into_iter().map(|at| at + prefix.len()).filter(|at| is_near(*at, best.start));
        let from = ends.min_by_key(|at| at.abs_diff(best.start));
        let starts = known(&suffix).into_iter().filter(|at| is_near(*at, best.end));
        let to = starts.min_by_key(|at| at.abs_diff(best.end));
        let (start, end) = (from.unwrap_or(best.start), to.unwrap_or(best.end));
        let Some((start, end)) = self.trimmed(start, end) else { return (best.start, best.end, false) };
        let words = self.folded.chars.get(start..end).unwrap_or_default();
        let certain = (from.is_some() || first_word(words) == first_word(quote))
            && (to.is_some() || last_word(words) == last_word(quote));
        (start, end, certain)
    }

    /// What stands between the quote's surroundings, where they still stand.
    fn by_surroundings(&self, target: &Target) -> Anchor {
        let quote = fold(&target.exact).trimmed().len();
        let context = |words: &str| Some(fold(words).trimmed()).filter(|c| c.len() >= SHORTEST_CONTEXT);
        let only = |words: &[char]| match self.folded.places_of(words, 2).as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        let stand = |words: &Option<Vec<char>>| {
            words.as_ref().is_some_and(|w| !self.folded.places_of(w, 1).is_empty())
        };
        let prefix = context(&target.prefix);
        let suffix = context(&target.suffix);
        let after_prefix = prefix.as_ref().and_then(|words| Some(only(words)? + words.len()));
        let at_suffix = suffix.as_ref().and_then(|words| only(words));
        match (after_prefix, at_suffix) {
            (Some(start), Some(end)) if start < end && end - start <= 4 * quote + 200 => {
                let place = self.trimmed(start, end);
                Anchor::TextChanged { place: place.map(|(start, end)| self.code_points(start, end)) }
            }
            _ if stand(&prefix) || stand(&suffix) => Anchor::TextChanged { place: None },
            _ => Anchor::Orphaned,
        }
    }

    fn candidate(&self, target: &Target, near: Near, quote: usize) -> Candidate {
        let (prefix, suffix) = (fold(&target.prefix).chars, fold(&target.suffix).chars);
        let chars = &self.folded.chars;
        let head = chars.get(near.start.saturating_sub(prefix.len())..near.start).unwrap_or_default();
        let tail = chars.get(near.end..(near.end + suffix.len()).min(chars.len())).unwrap_or_default();
        let (before, after) = (likeness(&prefix, head), likeness(&suffix, tail));
        let longest = quote.max(near.end - near.start).max(1);
        let likeness = 1.0 - ratio(near.errors, longest);
        let (now, _) = self.code_points(near.start, near.end);
        let far = ratio(now.abs_diff(target.start), self.length.max(target.start).max(1));
        // Source of the weights: hypothesis/client, match-quote.
        let score = (50.0 * likeness + 20.0 * before + 20.0 * after + 2.0 * (1.0 - far)) / 92.0;
        Candidate { start: near.start, end: near.end, likeness, before, after, score }
    }

    /// Says whether a passage begins or ends within a word or number.
    fn cuts_a_word(&self, start: usize, end: usize) -> bool {
        let letter =
            |n: Option<usize>| n.and_then(|n| self.folded.chars.get(n)).is_some_and(|c| c.is_alphanumeric());
        let cut = |n: usize| letter(n.checked_sub(1)) && letter(Some(n));
        cut(start) || cut(end)
    }

    /// Widens a passage that begins or ends within a word to the word's border.
    fn to_words(&self, near: Near) -> Near {
        let letter = |n: usize| self.folded.chars.get(n).is_some_and(|c| c.is_alphanumeric());
        let Near { mut start, mut end, mut errors } = near;
        while start > 0 && letter(start) && letter(start - 1) {
            start -= 1;
            errors += 1;
        }
        while letter(end) && end > 0 && letter(end - 1) {
            end += 1;
            errors += 1;
        }
        let (start, end) = self.trimmed(start, end).unwrap_or((start, end));
        Near { start, end, errors }
    }

    /// Leaves out blanks at both ends; none where nothing is left.
    fn trimmed(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let blank = |n: &usize| self.folded.chars.get(*n).is_some_and(|c| *c == ' ');
        let first = (start..end).find(|n| !blank(n))?;
        let last = (first..end).rev().find(|n| !blank(n))?;
        Some((first, last + 1))
    }

    /// Returns the code points of a folded place: from its first character to behind its last, accents that hang on
    /// it included.
    fn code_points(&self, start: usize, end: usize) -> (usize, usize) {
        let from = |n: usize| self.folded.from.get(n).copied();
        let first = from(start).unwrap_or(self.length);
        let last = end.checked_sub(1).and_then(from).unwrap_or(first);
        (first, last + 1)
    }
}

impl Candidate {
    fn has_surroundings(&self) -> bool {
        self.before >= CONTEXT_LIKENESS || self.after >= CONTEXT_LIKENESS
    }
}

/// The best candidate, if it is far enough ahead of the next best.
fn clear_winner(candidates: &[Candidate]) -> Option<Candidate> {
    let best = candidates.iter().copied().max_by(|a, b| a.score.total_cmp(&b.score))?;
    let others = candidates.iter().filter(|other| other.start != best.start);
    let next = others.map(|other| other.score).fold(f64::NEG_INFINITY, f64::max);
    (best.score - next >= LEAD).then_some(best)
}

fn first_word(chars: &[char]) -> &[char] {
    chars.split(|c| *c == ' ').next().unwrap_or_default()
}

fn last_word(chars: &[char]) -> &[char] {
    chars.rsplit(|c| *c == ' ').next().unwrap_or_default()
}

fn ratio(part: usize, of: usize) -> f64 {
    f64::from(u32::try_from(part).unwrap_or(u32::MAX)) / f64::from(u32::try_from(of).unwrap_or(u32::MAX))
}

/// Folds a text: a run of blanks to one, quote marks and dashes to one of each kind, accents written out.
fn fold(text: &str) -> Folded {
    let mut folded = Folded::default();
    for (n, c) in text.chars().enumerate() {
        match c {
            c if is_format_character(c) => {}
            c if c.is_whitespace() => {
                if folded.chars.last() != Some(&' ') {
                    folded.push(' ', n);
                }
            }
            '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' | '\u{2032}' | '\u{B4}' | '`' => {
                folded.push('\'', n)
            }
            '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '\u{2033}' | '\u{AB}' | '\u{BB}' => {
                folded.push('"', n);
            }
            '\u{2010}'..='\u{2015}' | '\u{2212}' => folded.push('-', n),
            c => decompose_canonical(c, |part| folded.push(part, n)),
        }
    }
    folded
}

/// Returns words folded, for comparing.
pub(super) fn plain(words: &str) -> String {
    fold(words).chars.into_iter().collect()
}

impl Folded {
    fn push(&mut self, c: char, from: usize) {
        self.chars.push(c);
        self.from.push(from);
    }

    /// Returns the characters without blanks at both ends.
    fn trimmed(self) -> Vec<char> {
        let mut chars = self.chars;
        while chars.last() == Some(&' ') {
            chars.pop();
        }
        let blanks = chars.iter().take_while(|c| **c == ' ').count();
        chars.drain(..blanks);
        chars
    }

    /// Returns the first `most` places where the characters stand, in linear time (Knuth, Morris and Pratt).
    fn places_of(&self, words: &[char], most: usize) -> Vec<usize> {
        let mut places = Vec::new();
        if words.is_empty() {
            return places;
        }
        let borders = borders(words);
        let mut matched = 0;
        for (n, c) in self.chars.iter().enumerate() {
            while matched > 0 && words.get(matched) != Some(c) {
                matched = borders.get(matched - 1).copied().unwrap_or(0);
            }
            if words.get(matched) == Some(c) {
                matched += 1;
            }
            if matched == words.len() {
                places.push(n + 1 - words.len());
                if places.len() == most {
                    break;
                }
                matched = borders.get(matched - 1).copied().unwrap_or(0);
            }
        }
        places
    }
}

/// The longest proper border of each prefix.
fn borders(words: &[char]) -> Vec<usize> {
    let mut borders = vec![0];
    let mut length = 0;
    for c in words.iter().skip(1) {
        while length > 0 && words.get(length) != Some(c) {
            length = borders.get(length - 1).copied().unwrap_or(0);
        }
        if words.get(length) == Some(c) {
            length += 1;
        }
        borders.push(length);
    }
    borders
}
