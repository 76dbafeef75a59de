//! What the ledger would hold beside its rows: the questions that only suggestions answer, with their values.
//!
//! **Invariant:** tried on a copy of the session; nothing of it is counted, exported or kept.

use std::collections::{BTreeSet, HashMap};

use super::Spot;
use super::order::{self, Kind};
use super::plan::{NOT_PLACED, Plan};
use crate::app::doc::Doc;
use crate::app::reader::Subject;
use crate::app::said;
use crate::app::state::State;
use crate::app::view::{ListKind, suggestions};
use crate::ledger::Row;
use crate::model::{Claim, ClaimId, QuestionId, Session};

/// What the ledger would hold of suggestions.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// The questions, the gravest first.
    pub rows: Vec<ProposedRow>,
    key: (u64, u64, Kind),
}

/// A question that only suggestions answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedRow {
    /// Its words with its unit.
    pub words: String,
    /// The values in words, who says each, and in which articles.
    pub values: Vec<(String, String, BTreeSet<usize>)>,
    /// The suggestions.
    pub spots: Vec<Spot>,
    /// The articles, by their places in the list.
    pub articles: BTreeSet<usize>,
}

/// Brings what is proposed in step while the ledger is on screen, and drops it after.
pub fn refresh(state: &mut State) {
    let list = state.lists.last().filter(|list| list.kind == ListKind::Ledger);
    let Some(list) = list.filter(|_| state.reader.suggesting.is_on) else {
        state.reader.suggesting.proposed = None;
        return;
    };
    let arrivals = suggestions::arrivals(state, list);
    let key = (state.doc.session.revision, arrivals, state.reader.suggesting.kind.clone());
    if state.reader.suggesting.proposed.as_ref().is_some_and(|known| known.key == key) {
        return;
    }
    let spots: Vec<Spot> = order::by_place(state).map(|(spot, _)| spot).collect();
    let rows = rows(&state.doc, &spots);
    state.reader.suggesting.proposed = Some(Box::new(Proposed { rows, key }));
}

fn rows(doc: &Doc, spots: &[Spot]) -> Vec<ProposedRow> {
    let mut plan = Plan::of(doc, spots, None, false);
    plan.sort(doc);
    let mut tried = doc.session.clone();
    if let Some(edit) = &plan.edit
        && edit.apply(&mut tried).is_err()
    {
        return Vec::new();
    }
    let mut claims: HashMap<&QuestionId, Vec<(&ClaimId, &Claim)>> = HashMap::new();
    for (id, claim) in &tried.claims {
        if let Some(question) = &claim.question {
            claims.entry(question).or_default().push((id, claim));
        }
    }
    let new = plan.groups.iter().filter(|group| group.is_new);
    let rows = new.filter_map(|group| {
        let id = group.question.as_ref()?;
        let question = tried.questions.get(id)?;
        let own = claims.get(id).into_iter().flatten().copied();
        let row = Row::build(&tried, id, question, own, doc.ledger.relays());
        let unit = question.unit.as_ref().map_or_else(String::new, |unit| format!(" ({unit})"));
        Some(ProposedRow {
            words: format!("{}{unit}", question.text),
            values: row.values.iter().map(|value| told(doc, &tried, value)).collect(),
            articles: group.spots.iter().map(|spot| spot.article).collect(),
            spots: group.spots.clone(),
        })
    });
    let mut rows: Vec<ProposedRow> = rows.collect();
    // What would be under no question is proposed all the same.
    let not_placed = plan.groups.iter().filter(|group| group.words == NOT_PLACED && group.question.is_none());
    rows.extend(not_placed.map(|group| ProposedRow {
        words: NOT_PLACED.to_owned(),
        values: Vec::new(),
        articles: group.spots.iter().map(|spot| spot.article).collect(),
        spots: group.spots.clone(),
    }));
    rows
}

fn told(doc: &Doc, tried: &Session, value: &crate::ledger::RowValue) -> (String, String, BTreeSet<usize>) {
    let origin = value.origin.as_ref().and_then(|id| tried.sources.get(id));
    let who = origin.map_or("nobody", |source| source.name.as_str()).to_owned();
    let articles = value.articles().into_iter().filter_map(|id| doc.article_index(id)).collect();
    (said::told(value), who, articles)
}

/// Of more suggestions than this it is not told under which standing question each would go.
const MOST_ON_ROWS: usize = 300;

/// Brings in step how many suggestions would go under each question that stands, while a claim is looked at.
pub fn refresh_rows(state: &mut State) {
    let is_claim = state.lists.is_empty() && matches!(state.subject(), Subject::Claim(_));
    if !is_claim || !state.reader.suggesting.is_on || state.doc.n_suggestions() > MOST_ON_ROWS {
        state.reader.suggesting.on_rows = None;
        return;
    }
    let key = (state.doc.session.revision, state.doc.suggested, state.reader.suggesting.kind.clone());
    if state.reader.suggesting.on_rows.as_ref().is_some_and(|(known, _)| *known == key) {
        return;
    }
    let spots: Vec<Spot> = order::by_place(state).map(|(spot, _)| spot).collect();
    let plan = Plan::of(&state.doc, &spots, None, false);
    let standing = plan.groups.into_iter().filter(|group| !group.is_new);
    let counts = standing.filter_map(|group| Some((group.question?, group.spots.len())));
    state.reader.suggesting.on_rows = Some((key, counts.collect()));
}

/// Returns how many suggestions would go under a question that stands.
pub fn on_row(state: &State, question: &QuestionId) -> usize {
    let on_rows = state.reader.suggesting.on_rows.as_ref();
    on_rows.and_then(|(_, counts)| counts.get(question).copied()).unwrap_or(0)
}

/// Returns what the ledger would hold, while it is on screen.
pub fn all(state: &State) -> &[ProposedRow] {
    state.reader.suggesting.proposed.as_ref().map_or(&[], |proposed| proposed.rows.as_slice())
}
