//! Making questions one: the marked rows of the ledger or the list of questions go under one question.
//!
//! **Invariant:** nothing under a question is lost when it goes into another; a unit that differs is asked about, and
//! never taken for the same unasked.

use std::collections::BTreeSet;

use super::build::{list, titled};
use super::field::{FormField, Input, Name};
use super::picker::{Makes, PickOption, Picked};
use super::scratch::Scratch;
use super::{Aim, Ask, Form, Kind};
use crate::app::piece::{Line, piece};
use crate::app::state::State;
use crate::app::status::count;
use crate::app::view::questions::facts;
use crate::command::ClaimCommand;
use crate::ledger::measure::Conversion;
use crate::ledger::{PairClass, Row};
use crate::model::edits::Stamp;
use crate::model::edits_ledger::{change_question, merge_questions};
use crate::model::{Edit, Question, QuestionId, Session};
use crate::theme::Role;

/// Opens the questions that some can go under; typed words that are none rename the first.
pub fn open(state: &State, ids: &[QuestionId]) -> Option<Form> {
    let session = &state.doc.session;
    let first = session.questions.get(ids.first()?)?;
    let known = facts(session);
    let mut all: Vec<_> = session
        .questions
        .iter()
        // One alone does not go under itself.
        .filter(|(id, _)| ids.len() > 1 || !ids.contains(id))
        .map(|(id, question)| {
            ((!ids.contains(id), !same_unit(first, question), &question.text), id, question)
        })
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    let options = all.into_iter().map(|(_, id, question)| {
        let marked = if ids.contains(id) { "marked" } else { "" };
        let unit = question.unit.clone().unwrap_or_default();
        let claims = count(known.get(id).map_or(0, |known| known.claims), "claim");
        let aside = [marked.to_owned(), unit, question.scope.clone(), claims];
        let aside = aside.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ");
        PickOption::new(&question.text, aside, Picked::Question(id.clone()))
    });
    let pick = list(options.collect(), Makes::Question);
    let field = FormField::new(Name::Question, Input::Pick(pick), "");
    let mut form =
        titled(state, Kind::Question, Aim::Questions(ids.to_vec()), ClaimCommand::Question, vec![field]);
    form.title = match ids.len() {
        1 => format!("goes under · {}", first.text),
        n => format!("{n} questions become one"),
    };
    Some(form)
}

/// The question that stays, and those that go under it.
fn sides(session: &Session, form: &Form) -> Option<(QuestionId, Vec<QuestionId>)> {
    let (ids, keep) = match (&form.aim, form.picked(Name::Question).first()) {
        (Aim::QuestionPair(a, b), _) => return Some((a.clone(), vec![b.clone()])),
        (Aim::Questions(ids), Some(Picked::Question(id))) => (ids, id.clone()),
        (Aim::Questions(ids), Some(Picked::NewQuestion(text))) => {
            let stands = session.questions.iter().find(|(_, question)| question.text == *text);
            (ids, stands.map(|(id, _)| id).or(ids.first())?.clone())
        }
        _ => return None,
    };
    let gone = ids.iter().filter(|id| **id != keep).cloned().collect();
    Some((keep, gone))
}

/// Asks once whether the units of what becomes one mean the same.
pub fn ask_unit(state: &State, form: &mut Form) {
    let session = &state.doc.session;
    if form.unit_agreed.is_some() {
        return;
    }
    let Some((keep, gone)) = sides(session, form) else { return };
    let Some(kept) = session.questions.get(&keep) else { return };
    let lost = gone.iter().filter_map(|id| session.questions.get(id));
    let units: BTreeSet<String> =
        lost.filter(|lost| !same_unit(kept, lost)).filter_map(|lost| lost.unit.clone()).collect();
    if let (Some(own), false) = (kept.unit.clone(), units.is_empty()) {
        form.ask = Some(Ask::Unit(units.into_iter().collect::<Vec<_>>().join(", "), own));
    }
}

/// Says whether the units of two questions are one, agreed, or convert.
fn same_unit(kept: &Question, lost: &Question) -> bool {
    let (Some(own), Some(unit)) = (&kept.unit, &lost.unit) else { return kept.unit == lost.unit };
    let fold = |unit: &str| unit.trim().to_lowercase();
    let agreed: BTreeSet<String> = kept.units.iter().chain([own]).map(|unit| fold(unit)).collect();
    agreed.contains(&fold(unit)) || Conversion::between(unit, own).is_some()
}

/// Returns what keeping the form changes: one step, whatever goes under the question that stays.
pub fn edit(session: &Session, form: &Form, ids: &[QuestionId], stamp: &Stamp) -> Option<Edit> {
    let (keep, gone) = sides(session, form)?;
    let mut scratch = Scratch::new(session, form.what.clone());
    if let (Some(Picked::NewQuestion(text)), true) =
        (form.picked(Name::Question).first(), ids.contains(&keep))
    {
        let edit = change_question(&scratch.session, scratch.what(), &keep, |q| text.clone_into(&mut q.text));
        scratch.add(edit);
    }
    for id in gone {
        let agree = form.unit_agreed != Some(false);
        let edit = merge_questions(&scratch.session, scratch.what(), &keep, &id, agree, stamp);
        scratch.add(edit);
    }
    scratch.finish()
}

/// How many questions are put under another to see what the row would be: more take longer than a key may.
const TRIED: usize = 8;

fn question_words(session: &Session, id: &QuestionId) -> String {
    session.questions.get(id).map_or_else(String::new, |question| question.text.clone())
}

/// Says what the row would be.
pub fn preview(state: &State, form: &Form, stamp: &Stamp) -> Vec<Line> {
    let session = &state.doc.session;
    let Aim::Questions(ids) = &form.aim else { return Vec::new() };
    let Some((keep, gone)) = sides(session, form) else { return Vec::new() };
    let label = |words: &str| piece(Role::Label, format!("{words:<10} "));
    let told = |words: String| vec![vec![label("would be"), piece(Role::Text, words)]];
    if gone.len() > TRIED {
        return told(format!("{}: {} gone", question_words(session, &keep), count(gone.len(), "question")));
    }
    let Some(edit) = edit(session, form, ids, stamp) else {
        return told("as it is".to_owned());
    };
    let mut copy = session.clone();
    let (Ok(()), Some(question)) = (edit.apply(&mut copy), copy.questions.get(&keep)) else {
        return Vec::new();
    };
    let under = copy.claims.iter().filter(|(_, claim)| claim.question.as_ref() == Some(&keep));
    let row = Row::build(&copy, &keep, question, under.map(|(id, c)| (id, &**c)), state.doc.ledger.relays());
    let conflicts = row.pairs.iter().filter(|pair| pair.class == PairClass::Conflict).count();
    let mut words = vec![
        if gone.is_empty() {
            "renamed".to_owned()
        } else {
            format!("{} gone", count(gone.len(), "question"))
        },
        count(row.mentions, "mention"),
        count(row.articles.len(), "article"),
        count(row.origins.len(), "independent origin"),
    ];
    words.extend((conflicts > 0).then(|| count(conflicts, "pair") + " in conflict"));
    told(format!("{}: {}", question.text, words.join(" · ")))
}
