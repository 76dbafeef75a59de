//! What the lists of forms offer, in which order.
//!
//! **Invariant:** questions stand in the order in which they fit: unit and class first; nothing that does not fit is
//! ever first where something does.

use super::picker::{PickOption, Picked};
use crate::app::making::takes_unit;
use crate::app::status::count;
use crate::app::view::questions;
use crate::ledger::measure::Conversion;
use crate::model::{Claim, Figure, Question, QuestionId, RelationKind, Session, TagId, ZoneKind};

/// How well a question fits a figure, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The unit is the question's, agreed, or converts.
    Unit,
    /// The figure or the question names no unit.
    Open,
    /// The printed unit is another one: it is asked whether it means the same.
    OtherUnit,
    /// The figure is of another class.
    OtherClass,
}

/// Says how well a question fits a figure.
pub fn fit(question: &Question, figure: Option<&Figure>) -> Fit {
    let Some(figure) = figure else { return Fit::Open };
    match (&question.unit, &figure.unit) {
        (Some(unit), Some(printed))
            if takes_unit(question, printed) || Conversion::between(printed, unit).is_some() =>
        {
            Fit::Unit
        }
        _ if question.class.is_some_and(|class| class != figure.class) => Fit::OtherClass,
        (Some(_), Some(_)) => Fit::OtherUnit,
        _ => Fit::Open,
    }
}

/// Returns the units to ask about before claims go under a question: the printed ones, each once, and the question's.
pub fn unit_to_ask(session: &Session, claims: &[&Claim], question: &QuestionId) -> Option<(String, String)> {
    let question = session.questions.get(question)?;
    let other = claims.iter().filter_map(|claim| claim.figure.as_ref());
    let mut printed: Vec<String> = Vec::new();
    for unit in
        other.filter(|figure| fit(question, Some(figure)) == Fit::OtherUnit).filter_map(|f| f.unit.clone())
    {
        if !printed.contains(&unit) {
            printed.push(unit);
        }
    }
    // One answer is for all that the question names.
    (!printed.is_empty()).then_some((printed.join(", "), question.unit.clone()?))
}

/// Lists the questions for a claim, those that fit first.
pub fn questions(session: &Session, claim: Option<&Claim>) -> Vec<PickOption> {
    let figure = claim.and_then(|claim| claim.figure.as_ref());
    let tags: &[TagId] = claim.map_or(&[], |claim| &claim.tags);
    let facts = questions::facts(session);
    let mut all: Vec<_> = session
        .questions
        .iter()
        .map(|(id, question)| {
            let known = facts.get(id).cloned().unwrap_or_default();
            let tagged = tags.iter().any(|tag| known.tags.contains(tag));
            ((fit(question, figure), !tagged, std::cmp::Reverse(known.last)), id, question, known)
        })
        .collect();
    all.sort_by(|a, b| (&a.0, &a.2.text).cmp(&(&b.0, &b.2.text)));
    let mut options: Vec<PickOption> = all
        .into_iter()
        .map(|((fit, ..), id, question, known)| {
            let mut aside = vec![fit_words(fit, question, figure)];
            aside.extend(Some(question.scope.clone()).filter(|scope| !scope.is_empty()));
            aside.push(count(known.claims, "claim"));
            let aside = aside.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ");
            PickOption::new(&question.text, aside, Picked::Question(id.clone()))
        })
        .collect();
    if claim.is_some_and(|claim| claim.question.is_some()) {
        options.push(PickOption::new("no question", "the claim is then not placed", Picked::Nothing));
    }
    options
}

/// Says in words how well a question fits.
pub fn fit_words(fit: Fit, question: &Question, figure: Option<&Figure>) -> String {
    let unit = question.unit.as_deref().unwrap_or("no unit");
    let printed = figure.and_then(|figure| figure.unit.as_deref()).unwrap_or("");
    match fit {
        Fit::Unit if printed.eq_ignore_ascii_case(unit) => format!("fits: {unit}"),
        Fit::Unit => format!("fits: {printed} for {unit}"),
        Fit::Open => question.unit.clone().unwrap_or_default(),
        Fit::OtherUnit => format!("asks: {printed} = {unit}?"),
        Fit::OtherClass => format!("another kind: {}", question.class.map_or("", |class| class.word())),
    }
}

/// Lists the tags, those with a key first.
pub fn tags(session: &Session) -> Vec<PickOption> {
    let mut all: Vec<_> = session.tags.iter().collect();
    all.sort_by_key(|(_, tag)| (tag.key.is_none(), tag.key, &tag.label));
    let option = |(id, tag): (&TagId, &std::sync::Arc<crate::model::Tag>)| {
        let key = tag.key.map_or_else(String::new, |key| key.to_string());
        PickOption::new(&tag.label, key, Picked::Tag(id.clone()))
    };
    all.into_iter().map(option).collect()
}

/// Lists what words may be beside a claim; `of` names the words.
pub fn zones(of: &str) -> Vec<PickOption> {
    let zone = |(kind, _): (ZoneKind, &str)| {
        PickOption::new(kind.words(), format!("{of}: a zone, no claim"), Picked::Zone(kind))
    };
    ZoneKind::ALL.into_iter().map(zone).collect()
}

/// Lists what two claims may be to each other.
pub fn relations() -> Vec<PickOption> {
    [
        (RelationKind::Contradicts, "contradicts", "the two cannot both be right"),
        (RelationKind::Supports, "supports", "the first speaks for the second"),
        (RelationKind::Updates, "updates", "the first replaces the second"),
        (RelationKind::SameAs, "same", "the two say the same"),
    ]
    .into_iter()
    .map(|(kind, words, means)| PickOption::new(words, means, Picked::Relation(kind)))
    .collect()
}
