//! What the inspector says of a shared passage, and the warning beside a claim whose row rests on one.
//!
//! **Invariant:** a passage is called one statement by a source only where a person accepted it.

use crate::app::echoes::{self, Spot};
use crate::app::piece::{Line, piece, wrapped};
use crate::app::reader;
use crate::app::state::State;
use crate::app::view;
use crate::command::ClaimCommand;
use crate::ledger::Row;
use crate::model::Claim;
use crate::theme::Role;

/// Returns the lines of the passage under the cursor, as many as the inspector has rows.
pub fn lines(state: &State, spot: Spot) -> Vec<Line> {
    let rows = usize::from(crate::app::layout::divide(state.size.1).inspector_rows);
    let columns = usize::from(state.size.0.saturating_sub(4));
    let told = echoes::told(&state.doc.echoes, spot.passage);
    let mut lines = wrapped("≡ ", Role::Text, &told, columns, rows.saturating_sub(2).clamp(1, 2));
    let here = reader::echoes::told_in_full(state, spot);
    lines.extend(wrapped(
        "here   ",
        Role::Text,
        &here,
        columns,
        rows.saturating_sub(lines.len() + 1).clamp(1, 2),
    ));
    lines.push(view::echoes::standing(state, spot.passage));
    if lines.len() < rows {
        let (next, back) = (
            state.key_of(ClaimCommand::CounterpartNext.into()),
            state.key_of(ClaimCommand::CounterpartPrevious.into()),
        );
        lines.push(vec![piece(Role::Dim, format!("{next} goes to the others in turn, {back} back"))]);
    }
    lines.truncate(rows);
    lines
}

/// Says how many of a row's articles share the passage that a claim stands in, where nobody has accepted it as one
/// statement.
pub fn warning(state: &State, row: &Row, claim: &Claim) -> Option<Line> {
    shared(state, row, claim).map(|(n, _)| told(n, row))
}

/// Says the same of a whole row, of the passage that most of its articles share, with the passage's first words.
pub fn warning_of_row(state: &State, row: &Row) -> Option<Line> {
    let mentions = row.values.iter().flat_map(|value| &value.mentions).take(MOST_MENTIONS);
    let claims = mentions.filter_map(|mention| state.doc.session.claims.get(&mention.claim));
    let found = claims.filter_map(|claim| shared(state, row, claim));
    let (n, spot) = found.max_by_key(|(n, spot)| (*n, std::cmp::Reverse(spot.passage)))?;
    let words: String = state.doc.echoes.words(spot).chars().take(FIRST_WORDS).collect();
    let list = state.key_in(crate::command::Mode::List, crate::command::Go::Echoes.into());
    let mut line = vec![piece(Role::Text, "   ")];
    line.extend(told(n, row));
    line.push(piece(Role::Quote, format!("  “{}…”", words.split_whitespace().collect::<Vec<_>>().join(" "))));
    line.push(piece(Role::Dim, format!("   {list} lists it")));
    Some(line)
}

/// Of a row with very many claims so many are looked at.
const MOST_MENTIONS: usize = 200;

/// So many characters of a passage tell which one is meant.
const FIRST_WORDS: usize = 40;

fn told(n: usize, row: &Row) -> Line {
    let words = format!("≡ {n} of these {} articles share this passage", row.articles.len());
    vec![piece(Role::StatusWarn, words)]
}

/// Returns how many of a row's articles share the passage that a claim stands in, if there are several, and where it
/// stands; none where somebody has accepted it as one statement.
fn shared(state: &State, row: &Row, claim: &Claim) -> Option<(usize, Spot)> {
    let (article, span) = state.doc.place_of(claim)?;
    let spot = echoes::at(state, article, span.start)?;
    if echoes::accepted(state, spot.passage).is_some() {
        return None;
    }
    let passage = state.doc.echoes.passages().get(spot.passage)?;
    let mut shared: Vec<usize> = passage.members.iter().map(|member| member.article).collect();
    shared.dedup();
    let is_of_row =
        |n: &usize| state.doc.articles.get(*n).is_some_and(|entry| row.articles.contains(&entry.id));
    let n = shared.into_iter().filter(is_of_row).count();
    (n > 1).then_some((n, spot))
}
