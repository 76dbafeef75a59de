//! What single words do to a statement: deny, compare, hedge, report; and who is named beside a quotation.
//!
//! **Invariant:** every table is read by folded words, so case and marks never decide.

use super::fold::{self, START, Words};
use super::label::DOCUMENTS;
use crate::text::span::Span;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word does to a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// Denies it.
    Negation,
    /// Compares a number.
    Comparison,
    /// Weakens, conditions or strengthens it.
    Hedge,
    /// Reports it.
    Report,
    /// Stands for a name.
    Pronoun,
}

const NEGATIONS: &str = "not no never none nobody nothing neither nor without cannot cant dont doesnt didnt isnt arent \
    wasnt werent wont wouldnt shouldnt couldnt hasnt havent hadnt hardly denies denied deny false refuse refused";
const COMPARISONS: &str = "more over than least most about around approximately roughly nearly almost some under less \
    fewer up exactly only above below beyond dozens dozen scores hundreds thousands several";
const HEDGES: &str = "if even unless may might could should can would possible possibly perhaps maybe probable probably \
    likely apparently appears appear appeared seems seem seemed reportedly allegedly alleged suspected presumed \
    believed believe thought conclusive inconclusive clear clearly certain certainly definite definitely confirmed \
    unconfirmed undeniable obvious obviously evident evidently potential potentially suggests suggested intentionally \
    deliberately accidentally still";
const REPORTS: &str = "said says say saying told tells added adds stated states announced claimed claims quoted \
    reported insisted acknowledged charged estimated wrote writes tweeted explained argued noted warned declared called";
const PRONOUNS: &str = "it he she they we i you who which that this";

static SENSES: LazyLock<HashMap<u32, Sense>> = LazyLock::new(|| {
    let tables = [
        (PRONOUNS, Sense::Pronoun),
        (REPORTS, Sense::Report),
        (COMPARISONS, Sense::Comparison),
        (HEDGES, Sense::Hedge),
        (NEGATIONS, Sense::Negation),
    ];
    let each = |(words, sense): (&'static str, Sense)| {
        words.split_whitespace().map(move |word| (fold::id_of(word), sense))
    };
    tables.into_iter().flat_map(each).collect()
});

/// Returns what a folded word does, if anything.
pub(super) fn of(id: u32) -> Option<Sense> {
    SENSES.get(&id).copied()
}

/// Says whether one word is the other with a prefix that denies it.
pub(super) fn opposed(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let denies = |long: &str, short: &str| {
        short.len() > 3
            && ["un", "in", "im", "il", "ir", "dis", "non"]
                .iter()
                .any(|prefix| long.strip_prefix(prefix) == Some(short))
    };
    denies(&one, &other) || denies(&other, &one)
}

/// Says whether two words are likely one word spelled two ways: a letter or two apart, neither a beginning of the other.
pub(super) fn misspelled(one: &str, other: &str) -> bool {
    let letters = |word: &str| {
        word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<Vec<_>>()
    };
    let (one, other) = (letters(one), letters(other));
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    if !(5..=24).contains(&short.len()) || long.len() > short.len() + 2 || long.starts_with(short) {
        return false;
    }
    if one.iter().chain(&other).any(|letter| letter.is_numeric()) {
        return false;
    }
    distance(short, long) <= if short.len() < 8 { 1 } else { 2 }
}

/// Returns how many letters must be changed, put in or taken out to make one word of the other.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut diagonal = at;
        let mut left = at + 1;
        for (cell, wanted) in row.iter_mut().skip(1).zip(other) {
            let new = (diagonal + usize::from(letter != wanted)).min(left + 1).min(*cell + 1);
            diagonal = *cell;
            *cell = new;
            left = new;
        }
        if let Some(first) = row.first_mut() {
            *first = at + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// Says whether two members name their speakers, and not alike.
pub(super) fn speakers_differ(one: Option<&str>, other: Option<&str>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    let names = |text: &str| {
        let mut words = Words::default();
        fold::fold(text, &mut words);
        let documents = DOCUMENTS.map(fold::id_of);
        let names = |id: &u32, flags: &u8| flags & fold::FUNCTION == 0 && !documents.contains(id);
        let known = |(id, flags): (&u32, &u8)| names(id, flags).then_some(*id);
        words.ids.iter().zip(&words.flags).filter_map(known).collect::<Vec<_>>()
    };
    let (one, other) = (names(one), names(other));
    !one.iter().any(|id| other.contains(id))
}

/// How many bytes around a quotation are looked at for its speaker.
const AROUND: usize = 160;

/// Finds the words that name who says a quoted passage: what stands between it and the nearest verb of reporting, in
/// the same sentence after it, else before it. A pronoun names nobody.
pub(super) fn speaker(text: &str, passage: Span, quoted: bool) -> Option<Span> {
    if !quoted {
        return None;
    }
    after(text, passage).or_else(|| before(text, passage))
}

/// How many bytes before a passage are read to learn whether it stands inside quotation marks.
const BEFORE: usize = 4_096;

/// Says whether most words of a passage stand inside quotation marks; only its paragraph is read.
pub(super) fn is_quoted(text: &str, passage: Span) -> bool {
    let (base, lead) = window(text, passage.start.saturating_sub(BEFORE), passage.start);
    let from = base + lead.rfind("\n\n").map_or(0, |at| at + 2);
    let (_, read) = window(text, from, (passage.end + 1).min(text.len()));
    let mut words = Words::default();
    fold::fold(read, &mut words);
    let inside = (0..words.len()).filter(|at| words.span(*at, at + 1).start + from >= passage.start);
    let (mut all, mut quoted) = (0, 0);
    for at in inside {
        all += 1;
        quoted += usize::from(words.flags[at] & fold::QUOTED != 0);
    }
    2 * quoted > all
}

fn window(text: &str, from: usize, to: usize) -> (usize, &str) {
    let from = (from..=to).find(|at| text.is_char_boundary(*at)).unwrap_or(to);
    let to = (from..=to).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(from);
    (from, text.get(from..to).unwrap_or(""))
}

fn after(text: &str, passage: Span) -> Option<Span> {
    let (base, rest) = window(text, passage.end, (passage.end + AROUND).min(text.len()));
    // The mark that closes the quotation, with the comma beside it; anything else is not its tail.
    let skip = rest.find(|c: char| !matches!(c, ',' | '.' | '!' | '?' | '"' | '”' | '»' | ' ' | '\u{A0}'))?;
    let marks = rest.get(..skip)?;
    if !marks.contains(['"', '”', '»']) || marks.starts_with('.') {
        return None;
    }
    let tail = rest.get(skip..)?;
    let line = tail.get(..tail.find('\n').unwrap_or(tail.len()))?;
    let mut words = Words::default();
    fold::fold(line, &mut words);
    let end = (1..words.len()).find(|at| words.flags[*at] & START != 0).unwrap_or(words.len());
    let verb = (0..end).find(|at| of(words.ids[*at]) == Some(Sense::Report))?;
    // "X quoted Y as saying": Y speaks.
    let relayed = (verb + 1..end.min(verb + 10)).find(|at| words.ids[*at] == fold::id_of("as"));
    let span = if let (Some(stop), true) = (relayed, words.ids[verb] == fold::id_of("quoted")) {
        name(&words, verb + 1, stop)?
    } else if verb > 0 {
        name(&words, 0, verb)?
    } else {
        let stop = (verb + 1..end.min(verb + 8))
            .find(|at| line_breaks(line, &words, *at))
            .unwrap_or(end.min(verb + 8));
        name(&words, verb + 1, stop)?
    };
    Some(closed(text, Span::new(span.start + base + skip, span.end + base + skip)))
}

/// Says whether a comma or another mark stands right before a word.
fn line_breaks(line: &str, words: &Words, at: usize) -> bool {
    let gap = Span::new(words.span(at - 1, at).end, words.span(at, at + 1).start);
    gap.of(line).contains([',', ';', ':', '(', '"', '“'])
}

fn before(text: &str, passage: Span) -> Option<Span> {
    let (base, lead) = window(text, passage.start.saturating_sub(AROUND), passage.start);
    let start = lead.rfind('\n').map_or(0, |at| at + 1);
    let line = lead.get(start..)?;
    if !line.trim_end().ends_with(['"', '“', '«']) {
        return None;
    }
    let mut words = Words::default();
    fold::fold(line, &mut words);
    let first = (0..words.len()).rev().find(|at| words.flags[*at] & START != 0)?;
    let verb = (first..words.len()).rev().find(|at| of(words.ids[*at]) == Some(Sense::Report))?;
    // Only what follows the last comma before the verb can be the name beside it.
    let from = (first + 1..verb).rev().find(|at| line_breaks(line, &words, *at)).unwrap_or(first);
    let span = name(&words, from, verb)?;
    Some(closed(text, Span::new(span.start + base + start, span.end + base + start)))
}

/// Takes in the bracket that closes one opened inside the span.
fn closed(text: &str, span: Span) -> Span {
    let open = span.of(text).contains('(') && !span.of(text).contains(')');
    let end = span.end + usize::from(open && text.as_bytes().get(span.end) == Some(&b')'));
    Span::new(span.start, end)
}

/// Returns the span of the words `from..to` if they can name somebody.
fn name(words: &Words, from: usize, to: usize) -> Option<Span> {
    let pronoun = to == from + 1 && of(words.ids[from]) == Some(Sense::Pronoun);
    (from < to && to - from <= 10 && !pronoun).then(|| words.span(from, to))
}
