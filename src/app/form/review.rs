//! Review and grade: state, scale, value, why, in one menu.
//!
//! **Invariant:** a grade is given only with a reason, older ones stay, and nobody reviews their own claim unless
//! the session has a single analyst.

use super::build::{first, titled};
use super::field::{Choice, FormField, Input, Name};
use super::scratch::Scratch;
use super::{Aim, Ask, Form, Kind};
use crate::app::piece::{Line, piece};
use crate::app::state::State;
use crate::command::ClaimCommand;
use crate::model::edits::Stamp;
use crate::model::edits_ledger::{grade_claims, grade_question, may_review, set_best, set_review};
use crate::model::scale::{self, CONFIRMED_BY_OTHERS, SCALES, Scale, Step};
use crate::model::{Edit, Grade, Review, Session};
use crate::theme::Role;

/// How many of the grades that stand are listed.
const STANDING: usize = 6;

/// The scale's name under which a change of the review state is kept, with who, when and why.
const REVIEW: &str = "review";

/// Opens the menu on claims or a question.
pub fn open(state: &State, aim: Aim) -> Option<Form> {
    let settings = &state.doc.session.settings;
    let review = match &aim {
        Aim::Claims(_) => Some(first(state, &aim)?.1.review),
        Aim::Questions(_) => None,
        _ => return None,
    };
    let mut fields = Vec::new();
    if let Some(review) = review {
        let means =
            ["nobody but its maker has looked", "somebody looked and agrees", "somebody looked and does not"];
        let words: Vec<_> = Review::ALL.iter().zip(means).map(|((_, word), means)| (*word, means)).collect();
        let at = Review::ALL.iter().position(|(state, _)| *state == review).unwrap_or(0);
        fields.push(FormField::new(
            Name::State,
            Input::Choice(Choice::new(&words, at, true)),
            "space changes",
        ));
    }
    let scales: Vec<_> = SCALES.iter().map(|scale| (scale.name, scale.about)).collect();
    let at = SCALES.iter().position(|scale| scale.name == settings.scale).unwrap_or(0);
    fields.push(FormField::new(Name::Scale, Input::Choice(Choice::new(&scales, at, true)), ""));
    let scale = scale::named(scales.get(at).map_or("", |(name, _)| name));
    fields.extend(steps(scale));
    fields.push(FormField::lines(Name::Why, "", "required with a value"));
    Some(titled(state, Kind::Review, aim, ClaimCommand::Review, fields))
}

/// The fields of a scale's steps: the value is shown, not given.
fn steps(scale: &Scale) -> Vec<FormField> {
    let names = [Name::FirstStep, Name::SecondStep];
    let field = |(name, step): (Name, &Step)| {
        let mut field =
            FormField::new(name, Input::Choice(Choice::new(step.values, step.shown, false)), "not given");
        field.label = Some(step.label);
        field
    };
    names.into_iter().zip(scale.steps).map(field).collect()
}

/// Returns the scale that a form shows.
fn scale_of(form: &Form) -> &'static Scale {
    scale::named(form.choice(Name::Scale).map_or("", Choice::word))
}

/// Puts the fields of another scale in the form, where it was changed.
pub fn follow_scale(form: &mut Form) {
    let scale = scale_of(form);
    let labels: Vec<_> = form
        .fields
        .iter()
        .filter(|field| matches!(field.name, Name::FirstStep | Name::SecondStep))
        .filter_map(|field| match &field.input {
            Input::Choice(choice) => {
                Some(choice.options.iter().map(|(word, _)| word.clone()).collect::<Vec<_>>())
            }
            _ => None,
        })
        .collect();
    let wanted = scale
        .steps
        .iter()
        .map(|step| step.values.iter().map(|(word, _)| (*word).to_owned()).collect::<Vec<_>>());
    if labels.into_iter().eq(wanted) {
        return;
    }
    form.fields.retain(|field| !matches!(field.name, Name::FirstStep | Name::SecondStep));
    let at = form.fields.iter().position(|field| field.name == Name::Scale).map_or(0, |at| at + 1);
    for (n, field) in steps(scale).into_iter().enumerate() {
        form.fields.insert((at + n).min(form.fields.len()), field);
    }
}

/// The values that were given, each with its step's name.
fn given(form: &Form) -> Vec<(&'static str, String)> {
    let names = [Name::FirstStep, Name::SecondStep];
    let steps = names.into_iter().zip(scale_of(form).steps);
    steps
        .filter_map(|(name, step)| {
            let choice = form.choice(name).filter(|choice| choice.given)?;
            Some((step.name, choice.word().to_owned()))
        })
        .collect()
}

fn review_of(form: &Form) -> Option<Review> {
    let field = form.field(Name::State).filter(|field| field.is_changed())?;
    Review::ALL.iter().find(|(_, word)| *word == field.text()).map(|(review, _)| *review)
}

/// Finds what stands against keeping the menu.
pub fn check(state: &State, form: &mut Form) -> Result<(), String> {
    let session = &state.doc.session;
    let (given, review) = (given(form), review_of(form));
    if form.text(Name::Why).trim().is_empty() && (!given.is_empty() || review == Some(Review::Disputed)) {
        return Err("say why: a judgement is kept with its reason".to_owned());
    }
    let stamp = Stamp { at: jiff::Timestamp::UNIX_EPOCH, by: state.doc.analyst.id.clone(), seq: 0 };
    if let (Some(_), Aim::Claims(ids)) = (review, &form.aim) {
        let own =
            ids.iter().filter_map(|id| session.claims.get(id)).find(|c| !may_review(session, c, &stamp));
        if let Some(own) = own {
            return Err(format!("c{} is your own: somebody else reviews it", own.number));
        }
    }
    let confirms = given.iter().any(|(step, value)| (*step, value.as_str()) == CONFIRMED_BY_OTHERS);
    if confirms && !form.is_sure {
        let origins = fewest_origins(state, form);
        if origins < 2 {
            let n = crate::app::status::count(origins, "independent origin");
            form.ask = Some(Ask::Sure(format!("1 says that others confirm it, and the row has {n}")));
        }
    }
    Ok(())
}

fn fewest_origins(state: &State, form: &Form) -> usize {
    let origins = |question: Option<&crate::model::QuestionId>| {
        question.and_then(|id| state.doc.ledger.row(id)).map_or(0, |row| row.origins.len())
    };
    match &form.aim {
        Aim::Questions(ids) => ids.iter().map(|id| origins(Some(id))).min().unwrap_or(0),
        Aim::Claims(ids) => {
            let claims = ids.iter().filter_map(|id| state.doc.session.claims.get(id));
            claims.map(|claim| origins(claim.question.as_ref())).min().unwrap_or(0)
        }
        _ => 0,
    }
}

/// Returns what keeping the menu changes.
pub fn edit(session: &Session, form: &Form, stamp: &Stamp) -> Option<Edit> {
    let mut scratch = Scratch::new(session, form.what.clone());
    let why = form.text(Name::Why);
    match &form.aim {
        Aim::Claims(ids) => {
            if let Some(review) = review_of(form) {
                let edit = set_review(&scratch.session, scratch.what(), ids, review, stamp);
                scratch.add(edit);
                // Who reviewed it and when is kept as every judgement is.
                let word = Review::ALL.iter().find(|(r, _)| *r == review).map_or("", |(_, word)| word);
                let kept = grade_claims(&scratch.session, scratch.what(), ids, REVIEW, word, why, stamp);
                scratch.add(kept);
            }
            for (step, value) in given(form) {
                let edit = grade_claims(&scratch.session, scratch.what(), ids, step, &value, why, stamp);
                scratch.add(edit);
                if let (("low-best-high", "best"), [one]) = ((step, value.as_str()), ids.as_slice())
                    && let Some(question) = session.claims.get(one).and_then(|claim| claim.question.as_ref())
                {
                    let edit = set_best(&scratch.session, scratch.what(), question, one, why, stamp);
                    scratch.add(edit);
                }
            }
        }
        Aim::Questions(ids) => {
            for (id, (step, value)) in ids.iter().flat_map(|id| given(form).into_iter().map(move |g| (id, g)))
            {
                let edit = grade_question(&scratch.session, scratch.what(), id, step, &value, why, stamp);
                scratch.add(edit);
            }
        }
        _ => {}
    }
    scratch.finish()
}

/// Lists what the value in focus may be, with its definitions, and the grades that stand.
pub fn preview(state: &State, form: &Form) -> Vec<Line> {
    let mut lines = Vec::new();
    let focus = form.focused().map_or(Name::Scale, |field| field.name);
    let choice = form.choice(focus).filter(|_| focus != Name::Scale);
    for (n, (word, means)) in choice.iter().flat_map(|choice| choice.options.iter().enumerate()) {
        let lit = choice.is_some_and(|choice| choice.at == n);
        let role = if lit { Role::Label } else { Role::Dim };
        lines.push(vec![piece(role, format!(" {} {word:<13} {means}", if lit { "▸" } else { " " }))]);
    }
    if focus == Name::Scale {
        lines.push(vec![piece(Role::Dim, scale_of(form).about)]);
    }
    let session = &state.doc.session;
    let grades: &[Grade] = match &form.aim {
        Aim::Questions(ids) => {
            ids.first().and_then(|id| session.questions.get(id)).map_or(&[], |question| &question.grades)
        }
        _ => first(state, &form.aim).map_or(&[], |(_, claim)| &claim.grades),
    };
    for grade in grades.iter().rev().take(STANDING) {
        let at = grade.at.to_zoned(state.zone.clone());
        let words =
            format!("{} {} by {} {}", grade.scale, grade.value, grade.by, at.strftime("%-d %b %H:%M"));
        lines.push(vec![
            piece(Role::Text, format!("stands: {words}")),
            piece(Role::Dim, format!("  {}", grade.why)),
        ]);
    }
    if grades.len() > STANDING {
        lines.push(vec![piece(Role::Dim, format!("and {} older", grades.len() - STANDING))]);
    }
    lines
}
