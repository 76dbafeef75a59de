//! The claim form: every field of a claim, the quote always in view.
//!
//! **Invariant:** keeping confirms what is shown; a field that was not touched writes back what stood.

use std::sync::Arc;

use jiff::Timestamp;

use super::chain::ChainField;
use super::field::{Choice, FormField, Input, Name, Pick};
use super::picker::{Lights, Makes, PickOption, Picked, Picker};
use super::scratch::Scratch;
use super::{Aim, Form, Kind, build, figure_text, keep, names, options};
use crate::app::state::State;
use crate::app::suggestions::{self, Suggestion};
use crate::command::{App, Command};
use crate::model::edits::Stamp;
use crate::model::edits_ledger::{change_question, confirm};
use crate::model::{
    ArticleId, Change, Claim, ClaimId, Edit, How, Origin, Part, Polarity, Session, Speech, Swap, Target,
};
use crate::text::Span;

/// Words that become a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWords {
    /// Their article.
    pub article: ArticleId,
    /// The words and their place.
    pub target: Target,
}

/// Returns the words of an article as they would be quoted; none where they cannot be.
pub fn new_claim(state: &State, article: usize, span: Span) -> Option<NewWords> {
    let id = state.doc.articles.get(article)?.id.clone();
    Some(NewWords { article: id, target: state.doc.target(article, span)? })
}

/// Opens the form of a claim, or of words that become one.
pub fn open(state: &State, aim: Aim) -> Option<Form> {
    open_on(state, aim, None)
}

/// Opens the form of a suggestion's words, with its tag, figure and hedge.
pub fn open_suggested(state: &State, aim: Aim, suggestion: &Suggestion) -> Option<Form> {
    open_on(state, aim, Some(suggestion))
}

/// The claim that a form starts from: of a suggestion, or of words alone.
fn begun(
    session: &Session,
    form: &Form,
    suggestion: Option<&Suggestion>,
    new: &NewWords,
    stamp: &Stamp,
) -> (ClaimId, Edit) {
    match suggestion {
        Some(suggestion) => suggestions::fill::base(session, form.what.clone(), new, suggestion, stamp),
        None => keep::untagged(session, form, new, stamp),
    }
}

fn open_on(state: &State, aim: Aim, suggestion: Option<&Suggestion>) -> Option<Form> {
    let aim = match aim {
        Aim::Claims(ids) => Aim::Claims(ids.into_iter().take(1).collect()),
        other => other,
    };
    let (claim, names) = match &aim {
        Aim::Words(article, span) => {
            let new = new_claim(state, *article, *span)?;
            let form = Form::new(Kind::Claim, aim.clone(), App::Open.into(), String::new(), Vec::new());
            let (_, edit) = begun(&state.doc.session, &form, suggestion, &new, &stamp(state));
            (made(&edit)?, names::around(state, *article, *span))
        }
        _ => {
            let (_, claim) = build::first(state, &aim)?;
            (claim.clone(), names::around_claim(state, claim))
        }
    };
    let fields = fields(&state.doc.session, &claim, names);
    let command = Command::from(App::Open);
    let title = match &aim {
        Aim::Claims(_) => format!("claim {}", build::heading(state, &aim)),
        _ => build::heading(state, &aim),
    };
    let quote = build::quote(state, &aim);
    let mut form = Form::new(Kind::Claim, aim, command, title, fields);
    form.quote = quote;
    Some(form)
}

fn made(edit: &Edit) -> Option<Claim> {
    edit.changes.iter().find_map(|change| match change {
        Change::Claim(swap) => swap.after.as_deref().cloned(),
        _ => None,
    })
}

/// The stamp of a try: nothing of it is kept.
pub fn stamp(state: &State) -> Stamp {
    Stamp { at: Timestamp::UNIX_EPOCH, by: state.doc.analyst.id.clone(), seq: state.doc.next_seq }
}

fn fields(session: &Session, claim: &Claim, names: names::TextNames) -> Vec<FormField> {
    let is_open = |part: Part| !claim.confirmed.contains(&part);
    let tags = Pick {
        picker: Picker::new(options::tags(session), Makes::Nothing, Lights::None),
        chosen: claim.tags.iter().cloned().map(Picked::Tag).collect(),
        several: true,
        always: false,
    };
    let figure = claim.figure.as_ref().map_or_else(String::new, figure_text::written);
    let printed = claim.figure.as_ref().map_or_else(String::new, |f| format!("words “{}”", f.text));
    let hedge = claim.hedge.clone().or_else(|| names.hedge.clone().filter(|_| is_open(Part::Hedge)));
    let rule = names.rule;
    let mut chain = ChainField::new(session, &claim.attribution, names);
    let reads = claim.attribution.is_empty() && is_open(Part::Attribution) && chain.propose(session);
    let question = claim.question.clone().map_or(Picked::Nothing, Picked::Question);
    let speech = speech_shown(claim, &chain);
    let forms: Vec<(&str, &str)> =
        std::iter::once(("not said", "")).chain(Speech::ALL.iter().map(|(_, word)| (*word, ""))).collect();
    let line =
        |name, words: &Option<String>, hint| FormField::line(name, words.as_deref().unwrap_or(""), hint);
    let mut fields = vec![
        FormField::new(Name::Tag, Input::Pick(tags), "1 to 9, or type"),
        FormField::line(Name::Figure, &figure, &printed),
        FormField::new(Name::Who, Input::Chain(chain), if reads { rule } else { "" }),
        FormField::new(Name::Origin, Input::Pick(origin(session, claim)), ""),
        FormField::new(
            Name::Question,
            Input::Pick(one(options::questions(session, Some(claim)), question)),
            "",
        ),
        FormField::line(Name::Scope, scope_of(session, claim), "of the question, for all its claims"),
        line(Name::Hedge, &hedge, "the weakening words, as printed"),
        FormField::new(Name::Speech, Input::Choice(Choice::new(&forms, speech.0, true)), "space changes"),
        FormField::new(
            Name::Checkable,
            Input::Choice(Choice::new(
                &[("checkable", ""), ("not checkable", "an opinion or a prediction")],
                usize::from(!claim.checkable),
                true,
            )),
            "",
        ),
        FormField::new(
            Name::Polarity,
            Input::Choice(Choice::new(
                &[("affirmed", ""), ("denied", "the source says that it is not so")],
                usize::from(claim.polarity == Polarity::Denied),
                true,
            )),
            "",
        ),
        line(Name::AsOf, &claim.as_of, "when the source said it held, 2016-09-17"),
        FormField::lines(Name::Note, &claim.note, ""),
        FormField::new(Name::Private, Input::Choice(Choice::yes_no(claim.private)), "left out of exports"),
        line(Name::EventTime, &claim.event_time, "when it happened, 2016-09-17"),
        line(Name::Place, &claim.place, "where, as printed"),
    ];
    for field in &mut fields {
        let shows = match field.name {
            Name::Figure => claim.figure.is_some(),
            Name::Question => claim.question.is_some(),
            Name::Hedge => hedge.is_some(),
            Name::Speech => speech.1,
            Name::Origin => false,
            _ => true,
        };
        field.proposed = shows && field.name.part().is_some_and(is_open);
    }
    fields
}

/// The form of speech to show, and whether a rule proposes it: quoted words are direct, words with a speaker
/// indirect.
fn speech_shown(claim: &Claim, chain: &ChainField) -> (usize, bool) {
    let place = |speech: Speech| Speech::ALL.iter().position(|(s, _)| *s == speech).map_or(0, |at| at + 1);
    if let Some(speech) = claim.speech {
        return (place(speech), false);
    }
    let quoted = claim.target.iter().all(|target| target.exact.starts_with(['"', '“', '«', '„']));
    let speech = match (quoted, chain.links.is_empty()) {
        (true, _) => Speech::Direct,
        (false, false) => Speech::Indirect,
        (false, true) => return (0, false),
    };
    (place(speech), true)
}

fn scope_of<'a>(session: &'a Session, claim: &Claim) -> &'a str {
    claim.question.as_ref().and_then(|id| session.questions.get(id)).map_or("", |q| q.scope.as_str())
}

fn one(options: Vec<PickOption>, chosen: Picked) -> Pick {
    let picker = Picker::new(options, Makes::Question, Lights::None);
    Pick { picker, chosen: vec![chosen], several: false, always: false }
}

fn origin(session: &Session, claim: &Claim) -> Pick {
    let mut options = vec![
        PickOption::new("as proposed", "by the rule shown", Picked::AsProposed),
        PickOption::new("none", "nobody stands behind it", Picked::Nothing),
    ];
    for (id, source) in &session.sources {
        let mut option = PickOption::new(&source.name, "", Picked::Source(id.clone()));
        option.aliases.clone_from(&source.aliases);
        options.push(option);
    }
    let chosen = match &claim.origin {
        None => Picked::AsProposed,
        Some(Origin { source: Some(id), .. }) => Picked::Source(id.clone()),
        Some(Origin { source: None, .. }) => Picked::Nothing,
    };
    let picker = Picker::new(options, Makes::Source, Lights::None);
    Pick { picker, chosen: vec![chosen], several: false, always: false }
}

/// Tries a form on a copy of the session; returns the copy and the claim.
pub fn draft(state: &State, form: &Form) -> Option<(Session, ClaimId)> {
    let words = match &form.aim {
        Aim::Words(article, span) => Some(new_claim(state, *article, *span)?),
        _ => None,
    };
    let stamp = stamp(state);
    let mut copy = around(state, form);
    let (made, edit) = keep::edit(&copy, form, words.as_ref(), &keep::near(form), &stamp);
    let id = match &form.aim {
        Aim::Claims(ids) => ids.first().cloned(),
        _ => made,
    }?;
    if let Some(edit) = edit {
        edit.apply(&mut copy).ok()?;
    }
    Some((copy, id))
}

/// The session with the claims of the form and those under the questions that they are, or would be, under: a key in a
/// form costs the same in a session of ten claims and of ten thousand.
fn around(state: &State, form: &Form) -> Session {
    let session = &state.doc.session;
    let ids: &[ClaimId] = if let Aim::Claims(ids) = &form.aim { ids } else { &[] };
    let mut questions: Vec<_> =
        ids.iter().filter_map(|id| session.claims.get(id)?.question.clone()).collect();
    questions.extend(form.picked(Name::Question).iter().filter_map(|picked| match picked {
        Picked::Question(id) => Some(id.clone()),
        _ => None,
    }));
    questions.sort();
    questions.dedup();
    let rows = questions.iter().filter_map(|id| state.doc.ledger.row(id));
    let under =
        rows.flat_map(|row| &row.values).flat_map(|value| &value.mentions).map(|mention| &mention.claim);
    let wanted = ids.iter().chain(under);
    let claims = wanted.filter_map(|id| Some((id.clone(), Arc::clone(session.claims.get(id)?))));
    session.with_claims(claims.collect())
}

/// Returns what keeping the claim form changes, and the claim.
pub fn edit(
    session: &Session,
    form: &Form,
    draft: Option<&NewWords>,
    near: &str,
    stamp: &Stamp,
) -> (Option<ClaimId>, Option<Edit>) {
    let (id, before, mut after) = match (&form.aim, draft) {
        (Aim::Claims(ids), _) => {
            let found = ids.first().and_then(|id| Some((id.clone(), session.claims.get(id)?)));
            let Some((id, claim)) = found else { return (None, None) };
            (id, Some(Arc::clone(claim)), Claim::clone(claim))
        }
        (Aim::Words(..), Some(new)) => {
            let (id, edit) = begun(session, form, form.suggestion.as_deref(), new, stamp);
            let Some(claim) = made(&edit) else { return (None, None) };
            (id, None, claim)
        }
        _ => return (None, None),
    };
    let mut scratch = Scratch::new(session, form.what.clone());
    fill(&mut after, form, &mut scratch, near, stamp);
    if before.as_deref() != Some(&after) {
        after.modified = stamp.at;
        let swap = Swap { id: id.clone(), before, after: Some(Arc::new(after)) };
        let what = scratch.what();
        scratch.add(Some(Edit { what, changes: vec![Change::Claim(swap)] }));
    }
    (Some(id), scratch.finish())
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Writes what the form shows into the claim, confirmed.
fn fill(claim: &mut Claim, form: &Form, scratch: &mut Scratch, near: &str, stamp: &Stamp) {
    let tag = |picked: &Picked| if let Picked::Tag(id) = picked { Some(id.clone()) } else { None };
    claim.tags = form.picked(Name::Tag).iter().filter_map(tag).collect();
    let quote = claim.target.first().map_or("", |target| target.exact.as_str());
    claim.figure = figure_text::figure_of(form.text(Name::Figure), quote, claim.figure.as_ref());
    if let Some(chain) = form.chain() {
        claim.attribution = scratch.links(chain, near);
    }
    fill_origin(claim, form, scratch, stamp);
    if let Some(picked) = form.picked(Name::Question).first() {
        claim.question = scratch.question(picked, claim.figure.as_ref(), stamp);
    }
    keep::agree(scratch, form, claim.question.as_ref());
    let scope = form.text(Name::Scope);
    // A question that a suggestion asks for is made with the scope that the form shows.
    let is_new = matches!(form.picked(Name::Question).first(), Some(Picked::NewQuestion(_)));
    let sets_scope =
        form.field(Name::Scope).is_some_and(FormField::is_changed) || (is_new && form.suggestion.is_some());
    if let Some(id) = claim.question.clone().filter(|_| sets_scope) {
        let edit = change_question(&scratch.session, scratch.what(), &id, |q| scope.clone_into(&mut q.scope));
        scratch.add(edit);
    }
    claim.hedge = some(form.text(Name::Hedge));
    if let Some(speech) = form.choice(Name::Speech) {
        claim.speech = speech.at.checked_sub(1).and_then(|at| Speech::ALL.get(at)).map(|(speech, _)| *speech);
    }
    claim.checkable = form.choice(Name::Checkable).is_none_or(|choice| choice.at == 0);
    let denied = form.choice(Name::Polarity).is_some_and(|choice| choice.at == 1);
    claim.polarity = if denied { Polarity::Denied } else { Polarity::Affirmed };
    claim.as_of = some(form.text(Name::AsOf));
    claim.event_time = some(form.text(Name::EventTime));
    claim.place = some(form.text(Name::Place));
    form.text(Name::Note).clone_into(&mut claim.note);
    claim.private = form.choice(Name::Private).is_some_and(|choice| choice.at == 1);
    confirm(claim, Part::Attribution);
    let held = [
        (claim.figure.is_some(), Part::Figure),
        (claim.question.is_some(), Part::Question),
        (claim.hedge.is_some(), Part::Hedge),
        (claim.speech.is_some(), Part::Speech),
    ];
    held.into_iter().filter(|(held, _)| *held).for_each(|(_, part)| confirm(claim, part));
}

fn fill_origin(claim: &mut Claim, form: &Form, scratch: &mut Scratch, stamp: &Stamp) {
    let source = match form.picked(Name::Origin).first() {
        Some(Picked::Source(id)) => Some(Some(id.clone())),
        Some(Picked::NewSource(name)) => Some(Some(scratch.source(&super::chain::Who::New(name.clone())))),
        Some(Picked::Nothing) => Some(None),
        _ => None,
    };
    let Some(source) = source else {
        claim.origin = None;
        claim.confirmed.retain(|part| *part != Part::Origin);
        return;
    };
    let stands = claim.origin.as_ref().is_some_and(|origin| origin.source == source);
    if !stands {
        claim.origin = Some(Origin { source, how: How::Set, by: Some(stamp.by.clone()) });
    }
    confirm(claim, Part::Origin);
}
