//! The names that the text itself gives for who says a claim.
//!
//! **Invariant:** read from a bounded part of the text around the claim; offered, never set.

use crate::app::state::State;
use crate::model::{Claim, Mode};
use crate::suggest::{self, Find, Lexicon};
use crate::text::{Span, grapheme, sentence, word};

/// A name in the text and in what way it speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextName {
    /// The words as printed.
    pub words: String,
    /// In what way it speaks, where a rule says.
    pub mode: Option<Mode>,
}

/// What the text says of who speaks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextNames {
    /// The chain that a rule reads around the claim, outermost first.
    pub chain: Vec<TextName>,
    /// The rule that read it.
    pub rule: &'static str,
    /// The words that weaken the claim, as a rule reads them.
    pub hedge: Option<String>,
    /// Every name near the claim: the words selected last, the chain, then capitalised words of its sentence.
    pub all: Vec<TextName>,
}

/// Bytes on either side of a claim that are read for names: some paragraphs.
const REACH: usize = 2_000;
/// The most names offered.
const MOST: usize = 24;

/// Reads the names around words of an article.
pub fn around(state: &State, article: usize, span: Span) -> TextNames {
    let Some(entry) = state.doc.articles.get(article) else { return TextNames::default() };
    let text = entry.words();
    let from = grapheme::floor(text, span.start.saturating_sub(REACH));
    let to = grapheme::floor(text, (span.end + REACH).min(text.len()));
    let near = Span { start: from, end: to.max(from) };
    let window = near.of(text);
    let inside = Span { start: span.start - from, end: span.end.min(to) - from };
    let mut names = TextNames::default();
    if let Some(last) = state.reader.last_selection.as_ref().filter(|last| last.article == article) {
        let words = last.span(text);
        // The selection that became this claim names nobody.
        if words != span && words.end - words.start <= 80 {
            push(&mut names.all, words.of(text), None);
        }
    }
    let mut others = Vec::new();
    for find in suggest::find(window, Lexicon::builtin()) {
        let (chain, rule) = match &find {
            Find::Attribution(said) => (&said.chain, said.rule),
            Find::Claim(claim) => (&claim.attribution, claim.rule),
            Find::Quantity(_) | Find::Quotation(_) => continue,
        };
        let read = chain
            .iter()
            .map(|link| TextName { words: link.span.of(window).to_owned(), mode: Some(link.mode) });
        if let Find::Claim(claim) = &find
            && let Some(hedge) = claim.hedge.filter(|hedge| hedge.meets(inside))
        {
            names.hedge = Some(hedge.of(window).to_owned());
        }
        let meets = find.span().meets(inside);
        if meets && chain.len() > names.chain.len() {
            names.chain = read.collect();
            names.rule = rule;
        } else {
            others.extend(read);
        }
    }
    let own = sentence::at(window, inside.start);
    for name in names.chain.clone().into_iter().chain(capitalised(window, own)).chain(others) {
        push(&mut names.all, &name.words, name.mode);
    }
    names.all.truncate(MOST);
    names
}

/// Reads the names around a claim's words.
pub fn around_claim(state: &State, claim: &Claim) -> TextNames {
    state.doc.place_of(claim).map_or_else(TextNames::default, |(article, span)| around(state, article, span))
}

fn push(names: &mut Vec<TextName>, words: &str, mode: Option<Mode>) {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if !words.is_empty() && !names.iter().any(|known| known.words.eq_ignore_ascii_case(&words)) {
        names.push(TextName { words, mode });
    }
}

/// Returns the name within printed words: "Sputnik News Agency" of "the state-run Sputnik News Agency"; all of them
/// where none is capitalised.
pub fn name_in(words: &str) -> &str {
    let mut rest = words.trim();
    while let Some((first, more)) = rest.split_once(' ') {
        if first.starts_with(char::is_uppercase) && !matches!(first, "The" | "A" | "An") {
            return rest;
        }
        rest = more.trim_start();
    }
    if rest.starts_with(char::is_uppercase) { rest } else { words.trim() }
}

/// Returns the runs of capitalised words of a sentence.
fn capitalised(text: &str, within: Span) -> Vec<TextName> {
    let mut runs: Vec<Span> = Vec::new();
    for word in word::all(text, within) {
        if !word.of(text).starts_with(char::is_uppercase) {
            continue;
        }
        match runs
            .last_mut()
            .filter(|run| Span { start: run.end, end: word.start }.of(text).trim().is_empty())
        {
            Some(run) => run.end = word.end,
            None => runs.push(word),
        }
    }
    runs.into_iter().map(|run| TextName { words: run.of(text).to_owned(), mode: None }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_told_from_the_words_before_it() {
        for (words, name) in [
            ("the state-run Sputnik News Agency", "Sputnik News Agency"),
            ("The Russian military", "Russian military"),
            ("SOHR", "SOHR"),
            ("officials", "officials"),
            ("a spokesman", "a spokesman"),
            ("", ""),
        ] {
            assert_eq!(name_in(words), name, "{words}");
        }
    }
}
