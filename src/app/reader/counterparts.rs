//! From a claim to its counterparts, in turn, and reading that moves the other panes along.
//!
//! **Invariant:** what conflicts comes first; the pane that the walk began in stays on screen, and linked reading
//! moves only panes that are there already.

use super::place::Place;
use super::subject::Subject;
use crate::app::said;
use crate::app::state::State;
use crate::command::ClaimCommand;
use crate::ledger::{PairClass, Row};
use crate::model::{Claim, ClaimId, SourceId};

/// A walk through the counterparts of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// The claim that it began at, then its counterparts.
    claims: Vec<ClaimId>,
    /// The one it stands at.
    at: usize,
}

/// Returns the row that a claim stands in.
pub fn row_of<'a>(state: &'a State, claim: &ClaimId) -> Option<&'a Row> {
    let question = state.doc.session.claims.get(claim)?.question.as_ref()?;
    state.doc.ledger.row(question)
}

/// Says whether a claim has a counterpart.
pub fn has_any(state: &State, claim: &ClaimId) -> bool {
    row_of(state, claim).is_some_and(|row| row.mentions > 1)
}

/// Goes to the next or previous counterpart of the claim under the cursor.
pub fn step(state: &mut State, command: ClaimCommand) {
    let Subject::Claim(here) = state.subject() else { return };
    let Some(walk) = walk(state, &here) else {
        state.say("no other claim stands under this question");
        return;
    };
    let n = walk.claims.len();
    let at = match command {
        ClaimCommand::CounterpartPrevious => (walk.at + n - 1) % n,
        _ => (walk.at + 1) % n,
    };
    let Some(to) = walk.claims.get(at).cloned() else { return };
    let words = words(state, &walk, at);
    state.remember();
    show(state, &here, &to);
    state.go_to_claim(&to);
    state.reader.walk = Some(Walk { at, ..walk });
    state.say(words);
}

/// Brings a claim's article on screen beside the one that the walk comes from.
fn show(state: &mut State, from: &ClaimId, to: &ClaimId) {
    let article =
        |id: &ClaimId| state.doc.session.claims.get(id).and_then(|claim| state.doc.article_of(claim));
    let (Some(from), Some(to)) = (article(from), article(to)) else { return };
    let (columns, articles) = (state.size.0, state.doc.articles.len());
    state.reader.panes.invite(to, from, columns, articles);
}

/// Goes on with the walk that stands at this claim, or begins one.
fn walk(state: &State, here: &ClaimId) -> Option<Walk> {
    let going = state.reader.walk.as_ref().filter(|walk| walk.claims.get(walk.at) == Some(here));
    // An edit may have moved a claim to another question since: then the walk begins anew.
    if let Some(walk) = going
        && let Some(first) = walk.claims.first()
        && claims_of(state, first).as_ref() == Some(&walk.claims)
    {
        return Some(walk.clone());
    }
    let claims = claims_of(state, here)?;
    (claims.len() > 1).then_some(Walk { claims, at: 0 })
}

/// A claim, then its counterparts.
fn claims_of(state: &State, first: &ClaimId) -> Option<Vec<ClaimId>> {
    let others = row_of(state, first)?.counterparts(first).into_iter().map(|mention| mention.claim.clone());
    Some(std::iter::once(first.clone()).chain(others).collect())
}

/// Says what the claim arrived at is to the one that the walk began at.
fn words(state: &State, walk: &Walk, at: usize) -> String {
    let label = |id: &ClaimId| {
        state.doc.session.claims.get(id).map(|claim| state.doc.label(claim)).unwrap_or_default()
    };
    let (Some(first), Some(to)) = (walk.claims.first(), walk.claims.get(at)) else { return String::new() };
    let others = walk.claims.len() - 1;
    if at == 0 {
        return format!("back at {}, of {}", label(to), crate::app::status::count(others, "counterpart"));
    }
    let class = row_of(state, first).and_then(|row| class(row, first, to));
    let relation = match class {
        Some(PairClass::Conflict) => "✗ conflict with",
        Some(PairClass::ApproximateConflict) => "~ approximate, conflict with",
        Some(PairClass::Rendering) => "≈ another rendering of",
        Some(PairClass::Update) => "→ dated otherwise than",
        Some(PairClass::Identical) => "= the same number as",
        Some(PairClass::Compatible) => "○ fits (no corroboration)",
        None => "same question as",
    };
    format!("{at} of {others}: {} {relation} {}", label(to), label(first))
}

/// Returns what two claims of a row are to each other; none where they state one value, or cannot be compared.
pub fn class(row: &Row, one: &ClaimId, other: &ClaimId) -> Option<PairClass> {
    let (a, b) = (row.value_of(one)?, row.value_of(other)?);
    let pair = row.pairs.iter().find(|pair| (pair.a, pair.b) == (a.min(b), a.max(b)));
    pair.map(|pair| pair.class)
}

/// Moves the other panes on screen to their counterpart of the claim under the cursor, where reading is linked.
pub fn follow(state: &mut State) {
    if !state.reader.linked || !state.lists.is_empty() {
        return;
    }
    let subject = match state.subject() {
        Subject::Claim(id) => Some(id),
        _ => None,
    };
    if subject == state.reader.followed {
        return;
    }
    state.reader.followed.clone_from(&subject);
    let Some(here) = subject else { return };
    let Some(row) = row_of(state, &here) else { return };
    let focus = state.reader.panes.focus;
    let mut places: Vec<Place> = Vec::new();
    for mention in row.counterparts(&here) {
        let place = state.doc.session.claims.get(&mention.claim).and_then(|claim| state.doc.place_of(claim));
        if let Some((article, span)) = place
            && article != focus
            && !places.iter().any(|known| known.article == article)
        {
            places.push(Place { article, cursor: span.start });
        }
    }
    let shown = state.reader.panes.shown(state.size.0, state.doc.articles.len());
    for place in places.into_iter().filter(|place| shown.contains(&place.article)) {
        state.place_mut(place.article).cursor = place.cursor;
        state.show_cursor(place.article);
    }
}

/// Switches linked reading on or off.
pub fn toggle_linked(state: &mut State) {
    state.reader.linked = !state.reader.linked;
    state.reader.followed = None;
    state.say(match state.reader.linked {
        true => "linked: the other panes follow to the same question",
        false => "no longer linked",
    });
}

/// Returns the speaker-and-place words of a claim for the inspector: `83 (SOHR) 5 c9`.
pub fn told(state: &State, claim: &ClaimId) -> Option<String> {
    let row = row_of(state, claim)?;
    let value = row.values.get(row.value_of(claim)?)?;
    let of = state.doc.session.claims.get(claim)?;
    let speaker = speaker(state, of, value.origin.as_ref());
    Some(format!("{} ({speaker}) {} c{}", said::told(value), said::number(state, &of.article), of.number))
}

/// The last speaker of a chain; where the origin stands before it, both.
fn speaker(state: &State, claim: &Claim, origin: Option<&SourceId>) -> String {
    let Some(last) = claim.attribution.last() else { return "unattributed".to_owned() };
    let name = said::short(state, &last.source);
    match origin.filter(|origin| **origin != last.source) {
        Some(origin) if claim.attribution.iter().any(|link| link.source == *origin) => {
            format!("{} < {name}", said::short(state, origin))
        }
        _ => name.to_owned(),
    }
}
