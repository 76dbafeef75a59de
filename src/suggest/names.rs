//! Whom a pronoun stands for.
//!
//! **Invariant:** a pronoun is only ever given a name that was printed as a source before it.

use super::attribution::Said;
use super::flag;
use super::phrase::{Range, View};

/// How many attributions back a name may stand.
const MEMORY: usize = 12;

/// For each attribution whose speaker is a pronoun: the latest fitting source before it.
pub fn resolve(view: View, all: &[Said]) -> Vec<Option<Range>> {
    let mut names: Vec<Option<Range>> = Vec::with_capacity(all.len());
    for (at, said) in all.iter().enumerate() {
        let speaker = said.outer.or(said.source);
        let pronoun = speaker.filter(|range| range.0 == range.1 && is_pronoun(view, range.0));
        let name = pronoun.and_then(|range| {
            let low = at.saturating_sub(MEMORY);
            (low..at).rev().find_map(|before| {
                let other = all.get(before)?;
                let printed = other.outer.or(other.source).filter(|printed| printed.1 < range.0)?;
                let candidates = [names.get(before).copied().flatten(), Some(printed), other.source];
                candidates.into_iter().flatten().find(|name| name.1 < range.0 && fits(view, range.0, *name))
            })
        });
        names.push(name);
    }
    names
}

fn is_pronoun(view: View, at: usize) -> bool {
    view.tokens.any(at, &["he", "she", "it", "they"])
}

/// Says whether a name can be what the pronoun at `pronoun` stands for: a body for "it", a person for "he" and "she".
fn fits(view: View, pronoun: usize, name: Range) -> bool {
    let tokens = view.tokens;
    if name.0 == name.1 && tokens.is(name.0, flag::PRONOUN) {
        return false;
    }
    let any = |flags| (name.0..=name.1).any(|at| tokens.is(at, flags));
    let titled = any(flag::TITLE | flag::OFFICE);
    let body = any(flag::BODY | flag::DOCUMENT) && !(titled && tokens.is(name.1, flag::OFFICE));
    let plural = any(flag::COLLECTIVE)
        || tokens.str(name.1).ends_with('s') && tokens.get(name.1).is_some_and(|token| !token.capital);
    match () {
        () if tokens.eq(pronoun, "it") => {
            (body || (!titled && tokens.get(name.1).is_some_and(|token| token.capital))) && !plural
        }
        () if tokens.eq(pronoun, "they") => plural || body,
        () => !body && !plural,
    }
}
