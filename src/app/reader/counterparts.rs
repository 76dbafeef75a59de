//! From a claim to its counterparts, in turn, and reading that moves the other panes along.
//!
//! **Invariant:** what conflicts comes first; the pane that the walk began in stays on screen, and linked reading
//! moves only panes that are there already.

use super::echoes;
use super::place::Place;
use super::subject::Subject;
use crate::app::echoes::Spot;
use crate::app::said;
use crate::app::state::State;
use crate::command::ClaimCommand;
use crate::ledger::{PairClass, Row};
use crate::model::{Claim, ClaimId, SourceId};

/// A walk through the counterparts of a claim, or through the places of a shared passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// Where it began, then where it leads.
    stops: Vec<Stop>,
    /// The one it stands at.
    at: usize,
}

/// Where a walk leads.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stop {
    Claim(ClaimId),
    Member(Spot),
}

impl Walk {
    /// Begins a walk at a member of a passage.
    pub fn from_member(state: &State, spot: Spot) -> Self {
        let others = echoes::others(state, spot).into_iter().map(Stop::Member);
        Self { stops: std::iter::once(Stop::Member(spot)).chain(others).collect(), at: 0 }
    }

    /// Returns the member that it stands at.
    pub fn member(&self) -> Option<Spot> {
        match self.stops.get(self.at) {
            Some(Stop::Member(spot)) => Some(*spot),
            _ => None,
        }
    }

    /// Goes on among members that have other places now; none where the one it stands at is no more.
    pub fn renamed(self, again: impl Fn(Spot) -> Option<Spot>) -> Option<Self> {
        let stop = |stop: &Stop| match stop {
            Stop::Claim(id) => Some(Stop::Claim(id.clone())),
            Stop::Member(spot) => again(*spot).map(Stop::Member),
        };
        let here = self.stops.get(self.at).and_then(stop)?;
        let stops: Vec<Stop> = self.stops.iter().filter_map(stop).collect();
        let at = stops.iter().position(|stop| *stop == here)?;
        Some(Self { stops, at })
    }

    /// Says whether the cursor is where the last step went.
    fn is_here(&self, state: &State) -> bool {
        match self.stops.get(self.at) {
            Some(Stop::Claim(id)) => state.subject() == Subject::Claim(id.clone()),
            Some(Stop::Member(spot)) => echoes::stands_at(state, *spot),
            None => false,
        }
    }
}

/// Returns the row that a claim stands in.
pub fn row_of<'a>(state: &'a State, claim: &ClaimId) -> Option<&'a Row> {
    let question = state.doc.session.claims.get(claim)?.question.as_ref()?;
    state.doc.ledger.row(question)
}

/// Says whether there is a counterpart of the claim or passage under the cursor.
pub fn has_any(state: &State) -> bool {
    let of_claim = match state.subject() {
        Subject::Claim(id) => row_of(state, &id).is_some_and(|row| row.mentions > 1),
        _ => false,
    };
    of_claim || echoes::here(state).is_some()
}

/// Goes to the next or previous counterpart of the claim under the cursor, else of the passage.
pub fn step(state: &mut State, command: ClaimCommand) {
    let Some(walk) = walk(state) else {
        state.say("no other claim stands under this question");
        return;
    };
    let n = walk.stops.len();
    let at = match command {
        ClaimCommand::CounterpartPrevious => (walk.at + n - 1) % n,
        _ => (walk.at + 1) % n,
    };
    let Some(to) = walk.stops.get(at).cloned() else { return };
    let words = words(state, &walk, at);
    state.remember();
    let (columns, articles) = (state.size.0, state.doc.articles.len());
    if let (Some(from), Some(to)) =
        (walk.stops.get(walk.at).and_then(|s| article(state, s)), article(state, &to))
    {
        // Beside the article that the walk comes from.
        state.reader.panes.invite(to, from, columns, articles);
    }
    match to {
        Stop::Claim(id) => {
            state.go_to_claim(&id);
        }
        Stop::Member(spot) => echoes::go_to(state, spot),
    }
    state.reader.walk = Some(Walk { at, ..walk });
    state.say(words);
}

/// The article of a stop.
fn article(state: &State, stop: &Stop) -> Option<usize> {
    match stop {
        Stop::Claim(id) => state.doc.session.claims.get(id).and_then(|claim| state.doc.article_of(claim)),
        Stop::Member(spot) => state.doc.echoes.member(*spot).map(|member| member.article),
    }
}

/// Goes on with the walk that stands here, or begins one.
fn walk(state: &State) -> Option<Walk> {
    let going = state.reader.walk.as_ref().filter(|walk| walk.is_here(state));
    // An edit may have moved a claim to another question since: then the walk begins anew.
    if let Some(walk) = going
        && let Some(first) = walk.stops.first()
        && stops_of(state, first) == walk.stops
    {
        return Some(walk.clone());
    }
    let claim = match state.subject() {
        Subject::Claim(id) => Some(Stop::Claim(id)),
        _ => None,
    };
    let member = echoes::here(state).map(Stop::Member);
    let walks = claim.into_iter().chain(member).map(|first| Walk { stops: stops_of(state, &first), at: 0 });
    walks.into_iter().find(|walk| walk.stops.len() > 1)
}

/// A claim, its counterparts, then the passage's places in other articles; or the places of a passage.
fn stops_of(state: &State, first: &Stop) -> Vec<Stop> {
    let id = match first {
        Stop::Member(spot) => return Walk::from_member(state, *spot).stops,
        Stop::Claim(id) => id,
    };
    let counterparts = row_of(state, id).map(|row| row.counterparts(id)).unwrap_or_default();
    let claims = counterparts.into_iter().map(|mention| Stop::Claim(mention.claim.clone()));
    let place = state.doc.session.claims.get(id).and_then(|claim| state.doc.place_of(claim));
    let spot = place.and_then(|(article, span)| crate::app::echoes::at(state, article, span.start));
    let members = spot.map(|spot| echoes::others(state, spot)).unwrap_or_default().into_iter();
    let own = place.map(|(article, _)| article);
    let elsewhere = members.map(Stop::Member).filter(|stop| article(state, stop) != own);
    std::iter::once(first.clone()).chain(claims).chain(elsewhere).collect()
}

/// Says what was arrived at, and what it is to the claim that the walk began at.
fn words(state: &State, walk: &Walk, at: usize) -> String {
    let label = |id: &ClaimId| {
        state.doc.session.claims.get(id).map(|claim| state.doc.label(claim)).unwrap_or_default()
    };
    let others = walk.stops.len() - 1;
    let (first, to) = match (walk.stops.first(), walk.stops.get(at)) {
        (Some(Stop::Claim(first)), Some(Stop::Claim(to))) => (first, to),
        (_, Some(Stop::Member(spot))) => return format!("≡ {}", echoes::told(state, *spot)),
        _ => return String::new(),
    };
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
