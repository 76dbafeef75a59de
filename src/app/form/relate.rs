//! Relating two things: mark the one, go to the other, say what they are to each other.
//!
//! **Invariant:** a relation that stands is offered to be taken away, never made twice; making two sources or
//! questions one keeps everything that named either.

use super::build::{list, titled};
use super::field::{FormField, Input, Name};
use super::picker::{Makes, PickOption, Picked};
use super::scratch::Scratch;
use super::{Aim, Form, Kind, options, push};
use crate::app::state::State;
use crate::app::status::count;
use crate::command::{ClaimCommand, Command};
use crate::ledger::same::at_odds;
use crate::model::edits::Stamp;
use crate::model::edits_ledger::{merge_questions, merge_sources};
use crate::model::edits_relations::{relate, remove_relation};
use crate::model::{Edit, QuestionId, RelationId, RelationKind, Session, SourceId, TagId, edits_tags};

/// Marks what is under the cursor, or opens what it and the marked one are to each other.
pub fn step(state: &mut State, aim: Aim) {
    let pair = match (state.reader.relating.take(), &aim) {
        (Some(Aim::Claims(a)), Aim::Claims(b)) => match (a.first(), b.first()) {
            (Some(a), Some(b)) if a != b => Some(Aim::ClaimPair(a.clone(), b.clone())),
            _ => None,
        },
        (Some(Aim::Source(a)), Aim::Source(b)) if a != *b => Some(Aim::SourcePair(a, b.clone())),
        (Some(Aim::Tag(Some(a))), Aim::Tag(Some(b))) if a != *b => Some(Aim::TagPair(a, b.clone())),
        (Some(Aim::Questions(a)), Aim::Questions(b)) => match (a.first(), b.first()) {
            (Some(a), Some(b)) if a != b => Some(Aim::QuestionPair(a.clone(), b.clone())),
            _ => None,
        },
        (Some(marked), _) if marked == aim => {
            state.say("no longer marked");
            return;
        }
        _ => None,
    };
    let Some(pair) = pair else {
        let what = super::build::heading(state, &aim);
        if matches!(aim, Aim::Words(..)) {
            state.say("needs a claim under the cursor");
            return;
        }
        if matches!(aim, Aim::Articles(_)) {
            state.say("articles are not related; claims, sources, questions and tags are");
            return;
        }
        let key = state.key_of(Command::from(ClaimCommand::Relate));
        state.reader.relating = Some(aim);
        state.say(format!("{what} is marked; go to the other one and press {key} again"));
        return;
    };
    let options = offered(&state.doc.session, &pair);
    let field = FormField::new(Name::Relation, Input::Pick(list(options, Makes::Nothing)), "");
    let form = titled(state, Kind::Relate, pair, ClaimCommand::Relate, vec![field]);
    push(state, Some(form));
}

fn offered(session: &Session, pair: &Aim) -> Vec<PickOption> {
    match pair {
        Aim::ClaimPair(a, b) => {
            let mut all = options::relations();
            for option in &mut all {
                if let Picked::Relation(kind) = option.gives
                    && standing(session, kind, (a.as_str(), b.as_str()), None).is_some()
                {
                    option.aside = "stands; takes it away".to_owned();
                }
            }
            all
        }
        Aim::SourcePair(a, b) => {
            let name = |id: &SourceId| session.sources.get(id).map_or_else(String::new, |s| s.name.clone());
            let mut all = vec![PickOption::new(
                format!("same: “{}” becomes another name of “{}”", name(b), name(a)),
                "",
                Picked::Merge,
            )];
            for (id, question) in &session.questions {
                let stands =
                    standing(session, RelationKind::Relays, (a.as_str(), b.as_str()), Some(id)).is_some();
                let aside = if stands { "stands; takes it away" } else { "" };
                let words = format!("{} relays {} on: {}", name(a), name(b), question.text);
                all.push(PickOption::new(words, aside, Picked::Question(id.clone())));
            }
            all
        }
        Aim::QuestionPair(a, b) => {
            let text =
                |id: &QuestionId| session.questions.get(id).map_or_else(String::new, |q| q.text.clone());
            let n = session.claims.values().filter(|claim| claim.question.as_ref() == Some(b)).count();
            let words = format!("same: what is under “{}” goes under “{}”", text(b), text(a));
            vec![PickOption::new(words, count(n, "claim"), Picked::Merge)]
        }
        Aim::TagPair(a, b) => {
            let label = |id: &TagId| session.tags.get(id).map_or_else(String::new, |t| t.label.clone());
            let n = edits_tags::claims_of(session, b).count();
            let words = format!("same: claims tagged “{}” are tagged “{}”", label(b), label(a));
            vec![PickOption::new(words, count(n, "claim"), Picked::Merge)]
        }
        _ => Vec::new(),
    }
}

fn standing(
    session: &Session,
    kind: RelationKind,
    (a, b): (&str, &str),
    question: Option<&QuestionId>,
) -> Option<RelationId> {
    let both_ways = matches!(kind, RelationKind::Contradicts | RelationKind::SameAs);
    let found = session.relations.iter().find(|(_, r)| {
        let straight = r.from == a && r.to == b;
        let back = both_ways && r.from == b && r.to == a;
        r.kind == kind && r.question.as_ref() == question && (straight || back)
    });
    found.map(|(id, _)| id.clone())
}

/// Returns what keeping the pick changes.
pub fn edit(session: &Session, form: &Form, stamp: &Stamp) -> Option<Edit> {
    let mut scratch = Scratch::new(session, form.what.clone());
    let what = form.what.clone();
    let mut switch = |kind: RelationKind, ends: (&str, &str), question: Option<&QuestionId>| {
        let n = scratch.next_made();
        match standing(session, kind, ends, question) {
            Some(id) => remove_relation(session, what.clone(), &id),
            None => relate(session, what.clone(), kind, ends, question, n, stamp).map(|(_, edit)| edit),
        }
    };
    match (form.picked(Name::Relation).first()?, &form.aim) {
        (Picked::Relation(kind), Aim::ClaimPair(a, b)) => switch(*kind, (a.as_str(), b.as_str()), None),
        (Picked::Question(q), Aim::SourcePair(a, b)) => {
            switch(RelationKind::Relays, (a.as_str(), b.as_str()), Some(q))
        }
        (Picked::Merge, Aim::SourcePair(a, b)) => merge_sources(session, what, a, b, stamp),
        (Picked::Merge, Aim::TagPair(a, b)) => edits_tags::merge_tags(session, what, a, b, stamp),
        (Picked::Merge, Aim::QuestionPair(a, b)) => {
            merge_questions(session, what, a, b, form.unit_agreed != Some(false), stamp)
        }
        _ => None,
    }
}

/// Says where two claims are said to be the same and do not agree.
pub fn warn_of_contradiction(state: &mut State) {
    let found = at_odds(&state.doc.session, &state.doc.ledger);
    if let Some(first) = found.first() {
        let words = first.words();
        state.warn(words);
    }
}
