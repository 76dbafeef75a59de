//! Chains: who passes on what whom said, outermost first.
//!
//! **Invariant:** a chain holds only names that the article prints, ends with the original source, and never
//! names the
//! same range twice.

use super::attribution::Said;
use super::flag;
use super::phrase::{Range, View};
use crate::model::attribution::Mode;

/// One link in tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The name.
    pub name: Range,
    /// In what way it speaks.
    pub mode: Mode,
}

/// The most links a chain may have.
const LONGEST: usize = 8;

/// Builds the chain of each attribution; `all` is in order of sentences.
pub fn build(view: View, all: &[Said]) -> Vec<Vec<Step>> {
    let mut chains = Vec::with_capacity(all.len());
    let mut from = 0;
    for (at, said) in all.iter().enumerate() {
        while all.get(from).is_some_and(|first| first.sentence < said.sentence) {
            from += 1;
        }
        chains.push(one(view, all, from, at));
    }
    chains
}

fn one(view: View, all: &[Said], from: usize, at: usize) -> Vec<Step> {
    let mut upwards = Vec::new();
    let mut here = Some(at);
    while let Some(said) = here.and_then(|here| all.get(here)) {
        let inner = here != Some(at);
        if !inner {
            upwards.extend(said.cited.map(|name| Step { name, mode: Mode::Cited }));
        }
        let pronoun = said
            .source
            .is_some_and(|source| source.0 == source.1 && view.tokens.is(source.0, flag::SUBJECT_PRONOUN));
        let parent = outer(view, all, from, here.unwrap_or(at));
        if let Some(name) = said.source.filter(|_| !(pronoun && parent.is_some())) {
            upwards.push(Step { name, mode: mode(view, said) });
        }
        upwards.extend(said.outer.map(|name| Step { name, mode: Mode::Reported }));
        if upwards.len() >= LONGEST {
            break;
        }
        here = parent;
    }
    let mut chain: Vec<Step> = Vec::new();
    for step in upwards.into_iter().rev() {
        if !chain.iter().any(|known| known.name.0 <= step.name.1 && step.name.0 <= known.name.1) {
            chain.push(step);
        }
    }
    chain
}

/// Finds the attribution whose content holds the whole of attribution `at`: the shortest that does.
fn outer(view: View, all: &[Said], from: usize, at: usize) -> Option<usize> {
    let said = all.get(at)?;
    let first = said.source.map_or(said.cue.0, |source| source.0.min(said.cue.0));
    let holders = |skip: Option<usize>| {
        all.iter()
            .enumerate()
            .skip(from)
            .take_while(|(_, other)| other.sentence <= said.sentence)
            .filter(|(number, other)| *number != at && Some(*number) != skip && other.source.is_some())
            .filter_map(|(number, other)| {
                let part = other.parts.iter().find(|part| part.0 <= first && said.cue.1 <= part.1)?;
                let larger =
                    part.1 - part.0 > said.parts.iter().map(|part| part.1 - part.0).max().unwrap_or(0);
                larger.then_some((part.1 - part.0, number))
            })
            .min()
            .map(|(_, number)| number)
    };
    let near = holders(None)?;
    let relative = said.source.is_some_and(|source| {
        source.0 > 0
            && view.tokens.any(source.0 - 1, &["that", "which"])
            && said.parts.first().is_some_and(|part| {
                part.0 == said.cue.1 + 1
                    && view.tokens.is(part.0, flag::PAST | flag::AUXILIARY | flag::PARTICIPLE)
            })
    });
    // In "the raid that the ministry said killed ten" the clause is the reporter's own: it passes over one
    // holder.
    if relative { holders(Some(near)) } else { Some(near) }
}

fn mode(view: View, said: &Said) -> Mode {
    if said.rule == "attribution/according-to" {
        return Mode::Cited;
    }
    if said.parts.first().is_some_and(|part| view.quoted(part.0)) {
        return Mode::Quoted;
    }
    if view.tokens.any(said.cue.1, &["reported", "reports", "report", "reporting"]) {
        return Mode::Reported;
    }
    Mode::Said
}
