//! What keeping a form would give, computed after each key.
//!
//! **Invariant:** read from a copy of the session on which the form was tried; the session stays as it is.

use super::field::{FormField, Input, Name};
use super::picker::Picked;
use super::{Aim, Form, Kind, claim, figure_text, merge, review};
use crate::app::piece::{Line, piece};
use crate::app::state::State;
use crate::ledger::{PairClass, Row, RowValue, origin};
use crate::model::{Claim, ClaimId, Session, label};
use crate::theme::Role;

/// Brings the form on top up to date with what is typed.
pub fn refresh(state: &mut State) {
    let Some(mut form) = state.form.take() else { return };
    if form.kind == Kind::Review {
        review::follow_scale(&mut form);
    }
    if form.kind == Kind::Claim {
        follow_question(state, &mut form);
    }
    form.preview = match form.kind {
        Kind::Review => review::preview(state, &form),
        Kind::Question if matches!(form.aim, Aim::Questions(_)) => {
            merge::preview(state, &taken(&form), &claim::stamp(state))
        }
        Kind::Who | Kind::Figure | Kind::Question | Kind::Claim => of_claim(state, &mut form),
        _ => Vec::new(),
    };
    form.focus = form.focus.min(form.fields.len().saturating_sub(1));
    state.form = Some(form);
}

/// Shows the scope of the question that is picked now, until it is typed over.
fn follow_question(state: &State, form: &mut Form) {
    let scope = match form.picked(Name::Question).first() {
        Some(Picked::Question(id)) => state.doc.session.questions.get(id).map(|q| q.scope.clone()),
        Some(Picked::NewQuestion(_)) => Some("this event".to_owned()),
        _ => Some(String::new()),
    };
    let changed = form.field(Name::Question).is_some_and(FormField::is_changed);
    if let (Some(scope), Some(field)) = (scope, form.field_mut(Name::Scope))
        && changed
        && !field.is_changed()
        && field.text() != scope
    {
        *field = FormField::line(Name::Scope, &scope, "of the question, for all its claims");
    }
}

/// Returns the form as if what is lit, but not taken yet, were taken.
fn taken(form: &Form) -> Form {
    let mut tried = form.clone();
    if form.kind == Kind::Question
        && let Some(Input::Pick(pick)) = tried.focused_mut().map(|field| &mut field.input)
        && let Some(lit) = pick.picker.lit()
    {
        pick.choose(lit);
    }
    if let Some(Input::Chain(chain)) = tried.focused_mut().map(|field| &mut field.input)
        && chain.is_typing()
    {
        chain.take();
    }
    tried
}

fn of_claim(state: &State, form: &mut Form) -> Vec<Line> {
    let tried = taken(form);
    let Some((copy, id)) = claim::draft(state, &tried) else { return Vec::new() };
    let Some(after) = copy.claims.get(&id) else { return Vec::new() };
    let row = |words: &str| piece(Role::Label, format!("{words:<10} "));
    let mut lines = Vec::new();
    if form.kind == Kind::Figure {
        let reads = after.figure.as_ref().map_or_else(|| "no figure".to_owned(), figure_text::reading);
        lines.push(vec![row("reads as"), piece(Role::Text, reads)]);
    }
    lines.push(vec![row("shows as"), piece(Role::Text, label::of_claim(&copy, after))]);
    lines.push(vec![row("would be"), would_be(state, &copy, after, &id)]);
    if form.kind == Kind::Claim {
        let decided = origin::of_claim(after, state.doc.ledger.relays());
        let name = decided.source.as_ref().map_or_else(
            || "none".to_owned(),
            |id| copy.sources.get(id).map_or_else(|| id.to_string(), |s| s.name.clone()),
        );
        let as_proposed = form.picked(Name::Origin).first() == Some(&Picked::AsProposed);
        if let Some(field) = form.field_mut(Name::Origin) {
            field.hint = if as_proposed {
                format!("{name}: {}", decided.rule.words())
            } else {
                "set by hand".to_owned()
            };
        }
    }
    lines
}

/// Says what the claim's value would be in its row of the ledger.
fn would_be(state: &State, copy: &Session, claim: &Claim, id: &ClaimId) -> crate::app::piece::Piece {
    let question = claim.question.as_ref().and_then(|q| Some((q, copy.questions.get(q)?)));
    let Some((question_id, question)) = question else {
        return piece(Role::Dim, "not placed: under no question");
    };
    let under = copy.claims.iter().filter(|(_, c)| c.question.as_ref() == Some(question_id));
    let row =
        Row::build(copy, question_id, question, under.map(|(id, c)| (id, &**c)), state.doc.ledger.relays());
    let Some(own) = row.value_of(id) else { return piece(Role::Dim, "no value of its row") };
    let other = |class: PairClass| -> Vec<&RowValue> {
        let pairs = row.pairs_of(own).into_iter().filter(|pair| pair.class == class);
        pairs.filter_map(|pair| row.values.get(if pair.a == own { pair.b } else { pair.a })).collect()
    };
    for (class, words) in [
        (PairClass::Conflict, "✗ conflict with"),
        (PairClass::ApproximateConflict, "~ approximate conflict with"),
        (PairClass::Rendering, "≈ another rendering of"),
        (PairClass::Update, "an update beside"),
    ] {
        let others = other(class);
        if !others.is_empty() {
            let named: Vec<_> = others.iter().map(|value| named(copy, value)).collect();
            return piece(Role::Error, format!("{words} {}", named.join(" and ")));
        }
    }
    let unit = row.values.get(own).and_then(|value| value.unit.clone());
    if let Some(unit) = unit {
        return piece(Role::Dim, format!("not compared: “{unit}” was not said to be the question's unit"));
    }
    let (same, meets) = (other(PairClass::Identical).len(), other(PairClass::Compatible).len());
    let mentions = row.values.get(own).map_or(1, |value| value.mentions.len());
    piece(
        Role::Text,
        match (mentions, same, meets, row.values.len()) {
            (1, 0, 0, 1) => "the first value of its row".to_owned(),
            (n @ 2.., 0, 0, _) => format!("the same value and origin as {} more", n - 1),
            (_, 0, 0, _) => "no value that it is compared with".to_owned(),
            (_, same, 0, _) => format!("the same number as {same} of another origin"),
            (_, _, meets, _) => format!("compatible with {meets}: no corroboration"),
        },
    )
}

fn named(session: &Session, value: &RowValue) -> String {
    let who = value.origin.as_ref().map_or_else(
        || "nobody named".to_owned(),
        |id| session.sources.get(id).map_or_else(|| id.to_string(), |s| s.name.clone()),
    );
    let claims: Vec<_> = value.numbers().take(3).map(|n| format!("c{n}")).collect();
    format!("{} ({who}) {}", value.words, claims.join(" "))
}
