//! Who speaks each quotation.
//!
//! **Invariant:** the speaker is a source that an attribution prints; none is ever made up.

use super::attribution::Said;
use super::phrase::{Range, View};
use super::sentence::{Marks, Quote, Sentence};
use super::{Quotation, flag};

/// Finds the speaker of each quotation, in order.
pub fn find(
    view: View,
    sentences: &[Sentence],
    quotes: &[Quote],
    said: &[Said],
    names: &[Option<Range>],
) -> Vec<Quotation> {
    let holder = holders(view, said);
    let mut found = Vec::with_capacity(quotes.len());
    let mut sentence_at = 0;
    let mut next_said = 0;
    for quote in quotes.iter().filter(|quote| quote.marks != Marks::Doubled) {
        while sentences.get(sentence_at).is_some_and(|sentence| sentence.last < quote.first) {
            sentence_at += 1;
        }
        while said.get(next_said).is_some_and(|said| said.sentence < sentence_at) {
            next_said += 1;
        }
        let held = holder.get(quote.first).copied().flatten().map(|at| (at, "quotation/said"));
        let chosen = held.or_else(|| unheld(view, sentences, sentence_at, *quote, said, next_said));
        let attribution = chosen.and_then(|(at, _)| said.get(at).map(|said| (at, said)));
        let range = |range: Range| view.tokens.span(range.0, range.1);
        found.push(Quotation {
            span: view.tokens.span(quote.first, quote.last),
            source: attribution.and_then(|(_, said)| said.source).map(range),
            resolved: attribution.and_then(|(at, _)| names.get(at).copied().flatten()).map(range),
            cue: attribution.map(|(_, said)| range(said.cue)),
            rule: match (chosen, quote.marks) {
                (Some((_, rule)), _) => rule,
                (None, Marks::Single) => "quotation/single",
                (None, Marks::Guillemets) => "quotation/guillemets",
                (None, _) if !quote.closed => "quotation/unclosed",
                (None, _) => "quotation/marks",
            },
        });
    }
    found
}

/// Returns for each token the attribution with the shortest content that holds it and names a source.
fn holders(view: View, said: &[Said]) -> Vec<Option<usize>> {
    let mut holder: Vec<Option<usize>> = vec![None; view.tokens.list.len()];
    let mut parts: Vec<(usize, Range, usize)> = Vec::new();
    for (at, one) in said.iter().enumerate().filter(|(_, one)| one.source.is_some()) {
        parts.extend(one.parts.iter().map(|part| (part.1.saturating_sub(part.0), *part, at)));
    }
    parts.sort_by_key(|part| std::cmp::Reverse(part.0));
    for (_, part, at) in parts {
        for mark in (part.0..=part.1).filter(|mark| view.tokens.marks(*mark, "\"“”‘'«„`")) {
            if let Some(slot) = holder.get_mut(mark) {
                *slot = Some(at);
            }
        }
    }
    holder
}

/// Chooses a speaker for a quotation that no content holds: its own sentence's, or the one who spoke before
/// or after.
fn unheld(
    view: View,
    sentences: &[Sentence],
    at: usize,
    quote: Quote,
    said: &[Said],
    next: usize,
) -> Option<(usize, &'static str)> {
    let sentence = sentences.get(at)?;
    let long = quote.last - quote.first > 5;
    let alone =
        (sentence.first..=sentence.last).all(|token| view.quoted(token) || view.tokens.marks(token, ".,"));
    if !alone {
        let own = said
            .iter()
            .enumerate()
            .skip(next)
            .take_while(|(_, said)| said.sentence == at)
            .filter(|(_, said)| said.source.is_some());
        return own
            .min_by_key(|(_, said)| said.cue.0.abs_diff(quote.first))
            .map(|(number, _)| (number, "quotation/same-sentence"));
    }
    let follows = said.get(next).filter(|said| said.sentence == at + 1 && speaks(said)).map(|_| next);
    let leads = next
        .checked_sub(1)
        .filter(|before| said.get(*before).is_some_and(|said| said.sentence + 3 >= at && speaks(said)));
    let carried = leads.map(|before| (before, "quotation/same-speaker"));
    carried.or_else(|| follows.map(|after| (after, "quotation/next-sentence"))).filter(|_| long)
}

fn speaks(said: &Said) -> bool {
    said.source.is_some() && said.flags & (flag::SAY | flag::TELL) != 0
}
