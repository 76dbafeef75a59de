//! Whom a pronoun, or "the official", stands for.
//!
//! **Invariant:** either is only ever given a name that was printed as a source before it.

use super::attribution::Said;
use super::flag;
use super::phrase::{Range, View};

/// How many attributions back a name may stand.
const MEMORY: usize = 12;

/// For each attribution whose speaker is a pronoun or a bare office: the latest fitting source before it.
pub fn resolve(view: View, all: &[Said]) -> Vec<Option<Range>> {
    let mut names: Vec<Option<Range>> = Vec::with_capacity(all.len());
    for (at, said) in all.iter().enumerate() {
        let speaker = said.outer.or(said.source);
        let pronoun = speaker.filter(|range| stands_for_another(view, *range));
        let name = pronoun.and_then(|range| {
            let low = at.saturating_sub(MEMORY);
            let near = all.get(low..at).unwrap_or_default();
            // Who is only spoken of by somebody else is taken last: "It added" goes on with who spoke.
            let (within, by_itself): (Vec<usize>, Vec<usize>) = (low..at)
                .rev()
                .partition(|before| all.get(*before).is_some_and(|said| is_within(said, near)));
            by_itself.into_iter().chain(within).find_map(|before| {
                let other = all.get(before)?;
                let printed = other.outer.or(other.source).filter(|printed| printed.1 < range.0)?;
                let candidates = [names.get(before).copied().flatten(), Some(printed), other.source];
                candidates.into_iter().flatten().find(|name| name.1 < range.0 && fits(view, range, *name))
            })
        });
        names.push(name);
    }
    names
}

/// Says whether what is said is itself part of what another says: "the statement said the pilots believed it".
fn is_within(said: &Said, near: &[Said]) -> bool {
    let Some(source) = said.outer.or(said.source) else { return false };
    let holds = |part: &Range| part.0 <= source.0 && source.1 <= part.1;
    near.iter().any(|other| other.cue != said.cue && other.parts.iter().any(holds))
}

/// Says whether a source is a pronoun, or "the" and a noun of office.
fn stands_for_another(view: View, range: Range) -> bool {
    let tokens = view.tokens;
    let pronoun = range.0 == range.1 && tokens.any(range.0, &["he", "she", "it", "they"]);
    pronoun || bare_office(view, range)
}

fn bare_office(view: View, range: Range) -> bool {
    let office = flag::OFFICE | flag::DOCUMENT | flag::BODY;
    range.1 == range.0 + 1 && view.tokens.eq(range.0, "the") && view.tokens.is(range.1, office)
}

/// Says whether a name can be what the anaphor stands for: a body for "it", a person for "he" and "she", the
/// same office.
fn fits(view: View, anaphor: Range, name: Range) -> bool {
    let tokens = view.tokens;
    let pronoun = anaphor.0;
    if bare_office(view, anaphor) {
        return !bare_office(view, name) && (name.0..=name.1).any(|at| tokens.eq(at, tokens.str(anaphor.1)));
    }
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
