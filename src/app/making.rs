//! What a new claim starts with: the figure in its words, and the question that its tag offers.
//!
//! **Invariant:** what a rule read is proposed, never confirmed here; a claim is put under a question only where
//! unit and class fit, and all of it is one edit.

use crate::command::CommandId;
use crate::model::edits::{NewClaim, make_claim};
use crate::model::edits_ledger::{joined, make_question};
use crate::model::{
    ArticleId, ClaimId, Class, Comparator, Edit, Figure, Question, QuestionId, Session, Stamp, TagId, Target,
    Value,
};
use crate::suggest::figure::read;
use crate::suggest::{self, FigureFind, Find, Lexicon};
use crate::text::Span;

/// Stands for the printed unit in a tag's question.
const UNIT: &str = "UNIT";

/// Makes a claim of quoted words with a tag.
pub fn tagged(
    session: &Session,
    what: CommandId,
    article: ArticleId,
    target: Target,
    tag: &TagId,
    stamp: &Stamp,
) -> (ClaimId, Edit) {
    let figure = figure_of(session, &target, Some(tag));
    let (question, made) = question_for(session, &what, figure.as_ref(), tag, stamp);
    let new =
        NewClaim { target: vec![target], tags: vec![tag.clone()], figure, question, ..NewClaim::default() };
    let (id, claim) = make_claim(session, what.clone(), article, new, stamp);
    let edit = joined(what, made.into_iter().chain([claim.clone()])).unwrap_or(claim);
    (id, edit)
}

/// Reads the figure nearest to a tag's word; none where the quoted words cut it, as "sixty" does of "sixty-two".
pub fn figure_of(session: &Session, target: &Target, tag: Option<&TagId>) -> Option<Figure> {
    let words = target.exact.as_str();
    let label = tag.and_then(|id| session.tags.get(id)).map(|tag| tag.label.as_str());
    let found = match label {
        // Where the words hold a claim of this tag by the rules, its figure is meant; one of another tag's claim is not.
        Some(label) => match proposed(words, label) {
            Proposed::Own(figure) => figure,
            Proposed::Others(spans) => {
                read(words, Some(label)).filter(|found| !spans.iter().any(|s| s.meets(found.span)))?
            }
        },
        None => read(words, None)?,
    };
    let cut_before = found.span.start == 0 && goes_on(target.prefix.chars().rev());
    let cut_behind = found.span.end == words.len() && goes_on(target.suffix.chars());
    if cut_before || cut_behind {
        return None;
    }
    let text = found.span.of(words).to_owned();
    let value = match found.comparator {
        Comparator::Is => Some(Value::Text(text.clone())),
        _ => found.value.map(Value::Number),
    };
    Some(Figure {
        comparator: found.comparator,
        value,
        to: found.to.map(Value::Number),
        class: found.class,
        unit: found.unit,
        text,
        assigned: None,
    })
}

/// What the rules propose of the quoted words.
enum Proposed {
    /// The figure of a claim with the tag.
    Own(FigureFind),
    /// The figures of claims with other tags.
    Others(Vec<Span>),
}

fn proposed(words: &str, label: &str) -> Proposed {
    let mut others = Vec::new();
    for find in suggest::find(words, Lexicon::builtin()) {
        let Find::Claim(claim) = find else { continue };
        match claim.tag.as_deref() {
            Some(tag) if tag == label => return Proposed::Own(claim.figure),
            Some(_) => others.push(claim.figure.span),
            None => {}
        }
    }
    Proposed::Others(others)
}

/// Says whether a word goes on beyond the edge of the quoted words: by a letter or digit, or by one behind a mark
/// that joins words or numbers.
fn goes_on(mut outside: impl Iterator<Item = char>) -> bool {
    match outside.next() {
        Some('-' | '\u{2011}' | ',' | '.' | ':' | '/') => outside.next().is_some_and(char::is_alphanumeric),
        Some(c) => c.is_alphanumeric(),
        None => false,
    }
}

/// Finds the question that a tag offers for a figure, or makes it with the first claim of that tag.
fn question_for(
    session: &Session,
    what: &CommandId,
    figure: Option<&Figure>,
    tag: &TagId,
    stamp: &Stamp,
) -> (Option<QuestionId>, Option<Edit>) {
    let template = session.tags.get(tag).and_then(|tag| tag.question.as_ref());
    let (Some(template), Some(figure)) = (template, figure) else { return (None, None) };
    if figure.class != Class::Count {
        return (None, None);
    }
    let own: Vec<(&QuestionId, &Question)> = of_tag(session, template, tag);
    let Some(unit) = figure.unit.as_ref() else {
        // "put the toll at 83" names no unit: it is offered the tag's question where there is just one.
        let only = own.first().filter(|_| own.len() == 1).map(|(id, _)| (*id).clone());
        return (only, None);
    };
    if let Some((id, _)) = own.iter().find(|(_, question)| takes_unit(question, unit)) {
        return (Some((*id).clone()), None);
    }
    if !own.is_empty() {
        // Another unit: whether it is the same thing is for a person to say.
        return (None, None);
    }
    let question = Question {
        text: template.replace(UNIT, unit),
        unit: Some(unit.clone()),
        class: Some(Class::Count),
        scope: "this event".to_owned(),
        ..Question::default()
    };
    let (id, edit) = make_question(session, what.clone(), question, 1, stamp);
    (Some(id), Some(edit))
}

/// The questions that a tag's template made, or that hold claims with the tag.
fn of_tag<'a>(session: &'a Session, template: &str, tag: &TagId) -> Vec<(&'a QuestionId, &'a Question)> {
    let (before, after) = template.split_once(UNIT).unwrap_or((template, ""));
    let holds = |id: &QuestionId| {
        session.claims.values().any(|claim| claim.question.as_ref() == Some(id) && claim.tags.contains(tag))
    };
    let fits = |text: &str| text.starts_with(before) && text.ends_with(after);
    session.questions.iter().map(|(id, q)| (id, &**q)).filter(|(id, q)| fits(&q.text) || holds(id)).collect()
}

/// Says whether a printed unit is a question's own or agreed.
pub fn takes_unit(question: &Question, unit: &str) -> bool {
    let same = |known: &String| known.to_lowercase() == unit.to_lowercase();
    question.unit.as_ref().is_some_and(same) || question.units.iter().any(same)
}
