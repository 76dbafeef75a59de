//! The list of questions, and below them the claims under none.
//!
//! **Invariant:** a claim that is not placed is always listed: nothing falls out of the ledger unseen.

use std::collections::{BTreeMap, BTreeSet};

use super::Entry;
use crate::app::piece::{Line, piece};
use crate::app::state::State;
use crate::app::status::count;
use crate::model::{QuestionId, Session, TagId};
use crate::text::width;
use crate::theme::Role;

/// What the claims under a question tell of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// How many claims are under it.
    pub claims: usize,
    /// The highest number among them: the question used last has the highest.
    pub last: u32,
    /// The tags that they carry.
    pub tags: BTreeSet<TagId>,
}

/// Counts the claims under each question.
pub fn facts(session: &Session) -> BTreeMap<QuestionId, Facts> {
    let mut facts: BTreeMap<QuestionId, Facts> = BTreeMap::new();
    for claim in session.claims.values() {
        let Some(question) = &claim.question else { continue };
        let own = facts.entry(question.clone()).or_default();
        own.claims += 1;
        own.last = own.last.max(claim.number);
        own.tags.extend(claim.tags.iter().cloned());
    }
    facts
}

/// Returns all questions by their words, then the claims under none by their numbers.
pub fn entries(state: &State) -> Vec<Entry> {
    let session = &state.doc.session;
    let mut all: Vec<_> = session.questions.iter().collect();
    all.sort_by_key(|(id, question)| (question.text.to_lowercase(), *id));
    let lost: BTreeSet<_> = state.doc.ledger.not_placed().collect();
    let lost = state.doc.claims_by_number().into_iter().filter(|id| lost.contains(id)).map(Entry::Claim);
    all.into_iter().map(|(id, _)| Entry::Question(id.clone())).chain(lost).collect()
}

/// The columns of words, unit and scope.
fn widths(state: &State) -> (usize, usize, usize) {
    if state.size.0 >= 100 { (44, 12, 18) } else { (32, 10, 12) }
}

/// Returns the heading.
pub fn heading(state: &State) -> Line {
    let (text, unit, scope) = widths(state);
    let words = format!(
        "   {} {} {} {:>6}  art ori",
        width::pad("question", text),
        width::pad("unit", unit),
        width::pad("scope", scope),
        "claims",
    );
    vec![piece(Role::Heading, words)]
}

/// Returns a question's line: words, unit, scope, claims, articles, origins.
pub fn line(state: &State, id: &QuestionId) -> Line {
    let Some(question) = state.doc.session.questions.get(id) else { return Vec::new() };
    let row = state.doc.ledger.row(id);
    let (claims, articles, origins) =
        row.map_or((0, 0, 0), |row| (row.mentions, row.articles.len(), row.origins.len()));
    let mark = row.map_or(" ", |row| row.seriousness.mark());
    let (text, unit, scope) = widths(state);
    let cell = |words: &str, columns| width::pad(&width::clip_end(words, columns), columns);
    vec![
        piece(Role::GutterState, format!(" {mark} ")),
        piece(Role::Label, cell(&question.text, text)),
        piece(Role::Text, format!(" {} ", cell(question.unit.as_deref().unwrap_or(""), unit))),
        piece(Role::Text, cell(&question.scope, scope)),
        piece(Role::Text, format!(" {claims:>6}  {articles:>3} {origins:>3}")),
        piece(
            Role::Dim,
            if question.units.is_empty() {
                String::new()
            } else {
                format!("  = {}", question.units.join(", "))
            },
        ),
    ]
}

/// Returns what is said of a question below the list.
pub fn detail(state: &State, id: &QuestionId) -> Vec<Line> {
    let Some(question) = state.doc.session.questions.get(id) else { return Vec::new() };
    let claims = state.doc.ledger.row(id).map_or(0, |row| row.mentions);
    let first =
        vec![piece(Role::Label, &question.text), piece(Role::Dim, format!("   {}", count(claims, "claim")))];
    let key = |command| state.key_of(command);
    let note = match (question.note.is_empty(), question.would_settle.is_empty()) {
        (true, true) => piece(
            Role::Dim,
            format!(
                "{} edits it · {} here and on another makes them one · {} on claims moves or splits",
                key(crate::command::App::Open.into()),
                key(crate::command::ClaimCommand::Relate.into()),
                key(crate::command::ClaimCommand::Question.into()),
            ),
        ),
        (false, true) => piece(Role::Text, question.note.replace('\n', " ")),
        (_, false) => {
            piece(Role::Text, format!("would settle it: {}", question.would_settle.replace('\n', " ")))
        }
    };
    vec![first, vec![note]]
}
