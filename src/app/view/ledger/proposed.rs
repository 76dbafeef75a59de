//! The rows that suggestions would make, faint below those of claims.
//!
//! **Invariant:** counted nowhere and never exported: no mark, no counts, and a heading that says what they are.

use super::Columns;
use crate::app::piece::{Line, piece};
use crate::app::state::State;
use crate::app::status::count;
use crate::app::suggestions::batch;
use crate::app::suggestions::proposed::{self, ProposedRow};
use crate::app::view::suggestions::entry;
use crate::app::view::{Entry, ListKind, ListView};
use crate::command::{App, ClaimCommand, Command, Find, Select};
use crate::text::width;
use crate::theme::Role;

/// Returns the proposed rows below their heading; none where nothing is proposed.
pub fn entries(state: &State) -> Vec<Entry> {
    let rows = proposed::all(state).len();
    if rows == 0 {
        return Vec::new();
    }
    let heading = Entry::Group("suggested, no claims: counted nowhere, never exported".to_owned());
    std::iter::once(heading).chain((0..rows).map(Entry::Proposed)).collect()
}

/// Returns a proposed row's line, faint: question, values with who says each, in which articles.
pub fn line(state: &State, n: usize) -> Line {
    let Some(row) = proposed::all(state).get(n) else { return Vec::new() };
    let columns = Columns::of(state);
    let cell = |words: &str, wide: usize| width::pad(&width::clip_end(words, wide), wide);
    let strip: String =
        (0..columns.strip).map(|article| if row.articles.contains(&article) { '○' } else { ' ' }).collect();
    let question = cell(&row.words, columns.question);
    let values = cell(&values(row, columns.values), columns.values);
    vec![piece(Role::Dim, format!("  ? {question}  {values}  {strip}"))]
}

fn values(row: &ProposedRow, room: usize) -> String {
    if row.values.is_empty() {
        return count(row.spots.len(), "suggestion");
    }
    // Each with a name, as many as there is room for; a name is cut before a value is left out.
    let told = |n: usize, name: usize| {
        let each = row.values.iter().take(n);
        let each = each.map(|(words, who, _)| format!("{words} {}", width::clip_end(who, name)));
        let left = row.values.len() - n;
        let more = if left > 0 { format!("  +{left}") } else { String::new() };
        each.collect::<Vec<_>>().join(" / ") + &more
    };
    let tries = (1..=row.values.len()).rev().flat_map(|n| NAMES.map(|name| (n, name)));
    let fits = |words: &String| width::of_str(words) <= room;
    tries.map(|(n, name)| told(n, name)).find(fits).unwrap_or_else(|| told(1, SHORTEST))
}

/// The columns of a name, from the longest to the shortest that can be read.
const NAMES: [usize; 3] = [24, 14, SHORTEST];

/// The fewest columns of a name.
const SHORTEST: usize = 9;

/// Returns what is said of a proposed row below the list.
pub fn detail(state: &State, n: usize) -> Vec<Line> {
    let Some(row) = proposed::all(state).get(n) else { return Vec::new() };
    let (open, accept) = (state.key_of(App::Open.into()), state.key_of(ClaimCommand::Accept.into()));
    let mut lines = vec![vec![
        piece(Role::Dim, format!("{} on this question   ", count(row.spots.len(), "suggestion"))),
        piece(Role::Notice, format!("{open} lists them · {accept} shows what accepting them makes")),
    ]];
    for (words, who, articles) in &row.values {
        let articles: Vec<String> = articles.iter().map(|article| (article + 1).to_string()).collect();
        lines.push(vec![piece(Role::Dim, format!(" ? {words} ({who})   in {}", articles.join(" ")))]);
    }
    lines
}

/// Returns what is said of the heading above the proposed rows.
pub fn group_detail(state: &State) -> Vec<Line> {
    let (mark, accept) = (state.key_of(App::Open.into()), state.key_of(ClaimCommand::Accept.into()));
    let words = format!(
        "what the rules propose and no claim states yet; on a row {mark} lists its suggestions and {accept} shows \
         what accepting them makes; a row of the ledger stands here once there is a claim"
    );
    let columns = usize::from(state.size.0.saturating_sub(2));
    crate::app::piece::wrapped("", Role::Dim, &words, columns, 3)
}

/// Lists the suggestions of a proposed row.
pub fn open(state: &mut State, n: usize) {
    let first = proposed::all(state).get(n).and_then(|row| row.spots.first().copied());
    let Some(first) = first else { return };
    state.lists.push(ListView::at(ListKind::Suggestions, entry(first)));
}

/// Shows what accepting all suggestions of the proposed rows that are marked or under the cursor would make.
pub fn accept(state: &mut State) {
    let acted_on = state.lists.last().map(ListView::acted_on).unwrap_or_default();
    let rows = acted_on.iter().filter_map(|entry| match entry {
        Entry::Proposed(n) => proposed::all(state).get(*n),
        _ => None,
    });
    let mut spots: Vec<_> = rows.flat_map(|row| row.spots.iter().copied()).collect();
    spots.sort_unstable();
    batch::open(state, spots, None);
}

/// Returns the keys of the last row on a proposed row.
pub fn hints() -> Vec<(Command, &'static str)> {
    vec![
        (ClaimCommand::Accept.into(), "accept"),
        (App::Open.into(), "its suggestions"),
        (Select::Mark.into(), "mark"),
        (Find::Open.into(), "filter"),
        (App::StepBack.into(), "back"),
    ]
}
