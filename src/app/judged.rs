//! What people judged: grades, best values, and how claims were related, in lines.
//!
//! **Invariant:** a judgement stands with who made it, when and why; an older one stays: it is told or counted.

use super::piece::{Line, piece};
use super::state::State;
use crate::model::{AnalystId, ClaimId, Grade, QuestionId, RelationKind, label};
use crate::theme::Role;

/// Returns the last grade with who, when and why, and the values of the older ones; none without a grade.
pub fn graded(state: &State, grades: &[Grade]) -> Option<Line> {
    let (last, older) = grades.split_last()?;
    let at = last.at.to_zoned(state.zone.clone()).strftime("%-d %b %H:%M");
    let words = format!("{} {} by {}, {at}", last.scale, last.value, name(state, &last.by));
    let why = last.why.replace('\n', " ");
    let why = if why.is_empty() { String::new() } else { format!(": {why}") };
    let older: Vec<&str> = older.iter().rev().map(|grade| grade.value.as_str()).collect();
    let before =
        if older.is_empty() { String::new() } else { format!("   before that: {}", older.join(", ")) };
    Some(vec![piece(Role::Label, "grade  "), piece(Role::Text, words + &why), piece(Role::Dim, before)])
}

fn name(state: &State, id: &AnalystId) -> String {
    state.doc.session.analysts.get(id).map_or_else(|| id.to_string(), |analyst| analyst.name.clone())
}

/// Returns what a claim was said to be to others; none where nothing was said.
pub fn related(state: &State, id: &ClaimId) -> Option<Line> {
    let told = relations(state, id);
    let words = told.join(" · ");
    (!told.is_empty()).then(|| vec![piece(Role::Label, "rel    "), piece(Role::Text, words)])
}

fn relations(state: &State, id: &ClaimId) -> Vec<String> {
    let session = &state.doc.session;
    let number = |end: &str| session.claims.get(&ClaimId::new(end)).map(|claim| format!("c{}", claim.number));
    let mut told = Vec::new();
    for relation in session.relations.values() {
        let (other, is_from) = match (relation.from == id.as_str(), relation.to == id.as_str()) {
            (true, _) => (&relation.to, true),
            (_, true) => (&relation.from, false),
            _ => continue,
        };
        let words = match (relation.kind, is_from) {
            (RelationKind::Contradicts, _) => "contradicts",
            (RelationKind::SameAs, _) => "same as",
            (RelationKind::Supports, true) => "supports",
            (RelationKind::Supports, false) => "supported by",
            (RelationKind::Updates, true) => "updates",
            (RelationKind::Updates, false) => "updated by",
            (RelationKind::Relays, _) => continue,
        };
        told.extend(number(other).map(|other| format!("{words} {other}")));
    }
    told
}

/// Returns a claim's last grade, how many older ones there are, and how it was related, in a few words.
pub fn brief(state: &State, id: &ClaimId) -> String {
    let grades = state.doc.session.claims.get(id).map_or(&[][..], |claim| &claim.grades);
    let mut parts = Vec::new();
    if let Some((last, older)) = grades.split_last() {
        let older = if older.is_empty() { String::new() } else { format!(" (+{} older)", older.len()) };
        parts.push(format!("{} {}{older}", last.scale, last.value));
    }
    parts.extend(relations(state, id));
    parts.join(" · ")
}

/// Returns what was judged of a question: its best value, its grade, what would settle it.
pub fn of_question(state: &State, id: &QuestionId) -> Vec<Line> {
    let session = &state.doc.session;
    let Some(question) = session.questions.get(id) else { return Vec::new() };
    let mut lines = Vec::new();
    if let Some(best) = &question.best
        && let Some(claim) = session.claims.get(&best.claim)
    {
        lines.push(vec![
            piece(Role::Label, format!("best in the judgement of {}: ", name(state, &best.by))),
            piece(Role::Text, format!("{} c{}", label::of_claim(session, claim), claim.number)),
            piece(Role::Dim, format!(": {}", best.why.replace('\n', " "))),
        ]);
    }
    lines.extend(graded(state, &question.grades));
    for (what, words) in [("settled by: ", &question.would_settle), ("note   ", &question.note)] {
        if !words.is_empty() {
            lines.push(vec![piece(Role::Label, what), piece(Role::Text, words.replace('\n', " "))]);
        }
    }
    lines
}
