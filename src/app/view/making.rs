//! What accepting several suggestions will make: the claims under their questions, what is new, what is left out.
//!
//! **Invariant:** nothing is made by looking; one key makes all of it in one undo step, one leaves it as it was.

use super::Entry;
use super::suggestions::{entry, named};
use crate::app::piece::{Line, piece, wrapped};
use crate::app::state::State;
use crate::app::status::count;
use crate::app::suggestions::batch::{self, Batch};
use crate::command::{App, ClaimCommand, Command};
use crate::theme::Role;

/// Returns the claims that will be made, below their questions.
pub fn entries(state: &State) -> Vec<Entry> {
    let Some(batch) = &state.reader.suggesting.batch else { return Vec::new() };
    let groups = batch.plan.groups.iter();
    groups
        .flat_map(|group| {
            let heading = Entry::Group(named(group));
            std::iter::once(heading).chain(group.spots.iter().copied().map(entry))
        })
        .collect()
}

/// Returns the heading: how many claims, questions and sources, and the two keys.
pub fn heading(state: &State) -> Line {
    let Some(batch) = &state.reader.suggesting.batch else { return Vec::new() };
    let plan = &batch.plan;
    let (make, leave) = (state.key_of(App::Open.into()), state.key_of(App::StepBack.into()));
    let tag = batch.tag.as_ref().and_then(|id| state.doc.session.tags.get(id));
    let tag = tag.map_or_else(String::new, |tag| format!(" tagged {}", tag.label));
    let words = format!(
        " {}{tag}, {}, {}",
        count(plan.n_claims(), "claim"),
        count(plan.n_questions(), "new question"),
        count(plan.sources.len(), "new source"),
    );
    let keys = match state.size.0 {
        100.. => format!("   {make} makes them in one step, {leave} leaves them"),
        _ => format!("   {make} makes, {leave} leaves them"),
    };
    vec![piece(Role::Heading, words), piece(Role::Notice, keys)]
}

/// Returns what is said below: units, new sources, what is left out, what stays to be confirmed.
pub fn detail(state: &State) -> Vec<Line> {
    let Some(batch) = &state.reader.suggesting.batch else { return Vec::new() };
    let columns = usize::from(state.size.0.saturating_sub(2));
    let rows = super::suggestions::detail_rows(usize::from(state.size.1));
    let mut lines = Vec::new();
    lines.extend(units(state, batch, columns));
    if let Some((n, why)) = &batch.left_out {
        lines.push(vec![piece(Role::Error, format!("left out {n}: {why}"))]);
    }
    let free = rows.saturating_sub(lines.len() + usize::from(rows > 2));
    if free > 0 && !batch.plan.sources.is_empty() {
        let names = batch.plan.sources.join(" · ");
        lines.extend(wrapped("new sources  ", Role::Text, &names, columns, free));
    }
    if lines.len() < rows {
        let words = "nothing is confirmed by accepting: parts that nobody looked at stay marked ?";
        lines.push(vec![piece(Role::Dim, words)]);
    }
    lines
}

/// Whether units that differ stay questions of their own, and the key that changes it.
fn units(state: &State, batch: &Batch, columns: usize) -> Vec<Line> {
    if batch.units.is_empty() {
        return Vec::new();
    }
    let key = state.key_of(ClaimCommand::Question.into());
    let same = batch::units(&batch.units);
    let words = match batch.one_unit {
        true => format!("{same}: under one question, remembered · {key} takes that back"),
        false => {
            format!("{same}?  {key} puts them under one question and remembers it · else each has its own")
        }
    };
    wrapped("units        ", Role::Notice, &words, columns, 2)
}

/// Returns the keys of the last row.
pub fn hints(state: &State) -> Vec<(Command, &'static str)> {
    let units = state.reader.suggesting.batch.as_ref().is_some_and(|batch| !batch.units.is_empty());
    let units = units.then_some((ClaimCommand::Question.into(), "one unit or several"));
    std::iter::once((App::Open.into(), "make them"))
        .chain(units)
        .chain([(ClaimCommand::Remove.into(), "leave one out"), (App::StepBack.into(), "back, nothing made")])
        .collect()
}
