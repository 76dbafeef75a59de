//! Keeping a form: one edit of the session, one line for the analyst.
//!
//! **Invariant:** all that a form changes is one undo step; what is refused leaves the form on the screen.

use jiff::Timestamp;

use super::build::first;
use super::field::Name;
use super::picker::Picked;
use super::scratch::Scratch;
use super::{
    Aim, Ask, Form, Kind, claim, facts, figure_text, merge, options, relate, review, silence, tag_facts,
};
use crate::app::commit;
use crate::app::making;
use crate::app::msg::Effect;
use crate::app::reader::tagging::tell;
use crate::app::state::State;
use crate::app::suggestions::batch;
use crate::app::zones;
use crate::model::edits::{NewClaim, Stamp, make_claim, set_case_note, set_title, set_zone, toggle_tag};
use crate::model::edits_ledger::{
    agree_unit, change_claims, change_question, change_source, confirm, find_source, joined, set_question,
};
use crate::model::{ClaimId, Edit, Part, Session, SourceKind, edits_tags};

/// What became of keeping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is kept, or there was nothing to keep: the form goes.
    Done,
    /// The form stays: something is asked or wrong.
    Stay,
}

/// Keeps a form.
pub fn run(state: &mut State, form: &mut Form, now: Timestamp, effects: &mut Vec<Effect>) -> Outcome {
    if let Err(why) = check(state, form) {
        state.warn(why);
        return Outcome::Stay;
    }
    if form.ask.is_some() {
        return Outcome::Stay;
    }
    if form.kind == Kind::Silence {
        silence::keep(state, form, now, effects);
        return Outcome::Done;
    }
    if let (Aim::Suggestions(spots), Some(Picked::Tag(tag))) = (&form.aim, form.picked(Name::Tag).first()) {
        batch::open(state, spots.clone(), Some(tag.clone()));
        return Outcome::Done;
    }
    let articles = cited(state, &form.aim);
    if let Err(refused) = refuse_any(state, &form.aim) {
        tell(state, Err(refused));
        return Outcome::Stay;
    }
    let near = near(form);
    let draft = draft(state, form);
    if matches!(form.aim, Aim::Words(..)) && draft.is_none() {
        state.say("these words cannot be quoted yet: only blanks, or the article is still being read");
        return Outcome::Stay;
    }
    let mut made_id = None;
    let made = commit::edit_over(&mut state.doc, &articles, now, effects, |session, stamp| {
        let (id, edit) = edit(session, form, draft.as_ref(), &near, stamp);
        made_id = id;
        edit
    });
    let refused = made.is_err();
    let is_new = matches!(form.aim, Aim::Words(..));
    if let (Ok(Some(_)), true, Some(id)) = (&made, is_new, &made_id) {
        state.leave_selection();
        state.reader.search.current = None;
        state.reader.chosen = Some(id.clone());
    } else if matches!(made, Ok(Some(_))) && is_new {
        state.leave_selection();
    }
    if let (Ok(Some(_)), Aim::Claims(ids)) = (&made, &form.aim) {
        made_id = ids.first().cloned();
    }
    if matches!(made, Ok(Some(_))) && made_id.is_some() {
        state.reader.last_edited = made_id;
    }
    match &made {
        // What stood is what was wanted: that is no mistake.
        Ok(None) => state.say("kept as it was"),
        _ => tell(state, made),
    }
    if form.kind == Kind::Relate {
        relate::warn_of_contradiction(state);
    }
    if form.kind == Kind::Tag && !refused && state.lists.is_empty() {
        zones::warn_of_claims(state);
    }
    if refused { Outcome::Stay } else { Outcome::Done }
}

/// Returns the words that a form makes a claim or a zone of.
fn draft(state: &State, form: &Form) -> Option<claim::NewWords> {
    let zone = matches!(form.picked(Name::Tag).first(), Some(Picked::Zone(_)));
    match &form.aim {
        Aim::Words(article, span) if zone => {
            claim::new_claim(state, *article, zones::words_of(state, *article, *span))
        }
        Aim::Words(article, span) => claim::new_claim(state, *article, *span),
        Aim::Claims(_) if zone && state.lists.is_empty() => {
            let (article, cursor) = (state.reader.panes.focus, state.cursor());
            let span = zones::words_of(state, article, crate::text::Span::at(cursor));
            claim::new_claim(state, article, span)
        }
        _ => None,
    }
}

/// Returns the articles that an edit enters in the session or cites.
fn cited(state: &State, aim: &Aim) -> Vec<usize> {
    match aim {
        Aim::Words(article, _) => vec![*article],
        Aim::Articles(ids) => {
            let places = ids.iter().filter_map(|id| state.doc.article_index(id));
            // What is said of an article does not hang on its file: a missing one can still get its publisher.
            let waits = |n: &usize| {
                let entry = state.doc.articles.get(*n);
                entry.is_some_and(|e| e.state.is_certain() || !state.doc.session.articles.contains_key(&e.id))
            };
            places.filter(waits).collect()
        }
        _ => first(state, aim).and_then(|(_, claim)| state.doc.article_of(claim)).into_iter().collect(),
    }
}

/// Says why the label typed in the list of tags can be no tag.
fn new_tag_fits(state: &State, form: &Form) -> Result<(), String> {
    let Some(Picked::NewTag(label)) = form.picked(Name::Tag).first() else { return Ok(()) };
    let session = &state.doc.session;
    edits_tags::check(session, None, &edits_tags::new_tag(session, label))
        .map_err(|problem| problem.to_string())
}

/// Finds what is wrong with a form, or what has to be asked first.
fn check(state: &State, form: &mut Form) -> Result<(), String> {
    if form.field(Name::Figure).is_some() {
        figure_text::check(form.text(Name::Figure))?;
    }
    match form.kind {
        Kind::Question if matches!(form.aim, Aim::Questions(_)) => merge::ask_unit(state, form),
        Kind::Relate => merge::ask_unit(state, form),
        Kind::Question | Kind::Claim => ask_unit(state, form),
        Kind::Note if form.aim == Aim::Case => {
            if form.text(Name::Title).is_empty() {
                return Err("a case needs a title".to_owned());
            }
            return check_words(form.text(Name::Note));
        }
        Kind::Review => return review::check(state, form),
        Kind::Source => {
            let name = form.text(Name::SourceName);
            let same = find_source(&state.doc.session, name);
            if name.is_empty() {
                return Err("a source needs a name".to_owned());
            }
            if let (Some(other), Aim::Source(own)) = (same, &form.aim)
                && other != *own
            {
                return Err(format!("another source is called “{name}”; R on both makes them one"));
            }
        }
        Kind::QuestionFacts if form.text(Name::Text).is_empty() => {
            return Err("a question needs words".to_owned());
        }
        Kind::ArticleFacts => return facts::check(form),
        Kind::TagFacts => return tag_facts::check(&state.doc.session, form),
        Kind::Tag => return new_tag_fits(state, form),
        _ => {}
    }
    Ok(())
}

/// The most words of the case's note: it is the report's first paragraph. Source: the design's report.
const MOST_WORDS: usize = 120;

fn check_words(note: &str) -> Result<(), String> {
    match note.split_whitespace().count() {
        n if n > MOST_WORDS => {
            Err(format!("{n} words: the report's first paragraph has at most {MOST_WORDS}"))
        }
        _ => Ok(()),
    }
}

/// Asks once whether a printed unit means the question's.
fn ask_unit(state: &State, form: &mut Form) {
    if form.unit_agreed.is_some() {
        return;
    }
    let Some(Picked::Question(question)) = form.picked(Name::Question).first().cloned() else { return };
    let session = &state.doc.session;
    let ids: &[ClaimId] = if let Aim::Claims(ids) = &form.aim { ids } else { &[] };
    let mut claims: Vec<_> =
        ids.iter().filter_map(|id| session.claims.get(id)).map(|c| (**c).clone()).collect();
    if form.kind == Kind::Claim {
        // In the form the figure may have been typed anew, and a claim that stays where it is is not asked about.
        let stays = claims.iter().any(|claim| claim.question.as_ref() == Some(&question));
        if stays && form.field(Name::Figure).is_none_or(|field| !field.is_changed()) {
            return;
        }
        if let Some((copy, id)) = claim::draft(state, form) {
            claims = copy.claims.get(&id).map(|claim| (**claim).clone()).into_iter().collect();
        }
    }
    let claims: Vec<_> = claims.iter().collect();
    form.ask = options::unit_to_ask(session, &claims, &question).map(|(a, b)| Ask::Unit(a, b));
}

/// Refuses where a claim stands in an article that cannot be edited now.
fn refuse_any(state: &State, aim: &Aim) -> Result<(), commit::Refused> {
    let Aim::Claims(ids) = aim else { return Ok(()) };
    for claim in ids.iter().filter_map(|id| state.doc.session.claims.get(id)) {
        let entry = state.doc.article_of(claim).and_then(|n| state.doc.articles.get(n));
        if let Some(why) = entry.and_then(|entry| entry.state.refusal()) {
            return Err(commit::Refused(format!("c{}: {why}", claim.number)));
        }
    }
    Ok(())
}

/// Returns the words around what a form is about, in which printed names are looked for.
pub fn near(form: &Form) -> String {
    let mut near: String = form.quote.iter().flatten().map(|piece| piece.text.as_str()).collect();
    for name in form.chain().iter().flat_map(|chain| &chain.names.all) {
        near.push('\n');
        near.push_str(&name.words);
    }
    near
}

/// Returns what keeping a form changes, and the claim it makes.
pub fn edit(
    session: &Session,
    form: &Form,
    draft: Option<&claim::NewWords>,
    near: &str,
    stamp: &Stamp,
) -> (Option<ClaimId>, Option<Edit>) {
    let what = form.what.clone();
    match (form.kind, &form.aim) {
        (Kind::Claim, _) => claim::edit(session, form, draft, near, stamp),
        (Kind::Who, Aim::Claims(ids)) => (None, who(session, form, ids, near, stamp)),
        (Kind::Figure, Aim::Claims(ids)) => {
            let typed = form.text(Name::Figure);
            let edit = change_claims(session, what, ids, stamp, |claim| {
                let quote = claim.target.first().map_or("", |target| target.exact.as_str());
                claim.figure = figure_text::figure_of(typed, quote, claim.figure.as_ref());
                confirm(claim, Part::Figure);
            });
            (None, edit)
        }
        (Kind::Question, Aim::Claims(ids)) => (None, question(session, form, ids, stamp)),
        (Kind::Question, Aim::Questions(ids)) => (None, merge::edit(session, form, ids, stamp)),
        (Kind::Note, Aim::Claims(ids)) => {
            let note = form.text(Name::Note);
            (None, change_claims(session, what, ids, stamp, |claim| note.clone_into(&mut claim.note)))
        }
        (Kind::Note, Aim::Questions(ids)) => {
            let note = form.text(Name::Note);
            let changed = |id| change_question(session, what.clone(), id, |q| note.clone_into(&mut q.note));
            (None, joined(what.clone(), ids.iter().filter_map(changed)))
        }
        (Kind::Note, Aim::Case) => {
            let note = set_case_note(session, what.clone(), form.text(Name::Note));
            let title = set_title(session, what.clone(), form.text(Name::Title));
            (None, joined(what, note.into_iter().chain(title)))
        }
        (Kind::Note, Aim::Source(id)) => {
            let note = form.text(Name::Note);
            (None, change_source(session, what, id, |s| note.clone_into(&mut s.note)))
        }
        (Kind::Tag, _) => tag(session, form, draft, stamp),
        (Kind::ArticleFacts, _) => (None, facts::edit(session, form)),
        (Kind::TagFacts, _) => (None, tag_facts::edit(session, form)),
        (Kind::Review, _) => (None, review::edit(session, form, stamp)),
        (Kind::Relate, _) => (None, relate::edit(session, form, stamp)),
        (Kind::Source, Aim::Source(_)) => (None, source(session, form)),
        (Kind::QuestionFacts, Aim::Questions(_)) => (None, question_facts(session, form)),
        _ => (None, None),
    }
}

fn who(session: &Session, form: &Form, ids: &[ClaimId], near: &str, stamp: &Stamp) -> Option<Edit> {
    let chain = form.chain()?;
    let mut scratch = Scratch::new(session, form.what.clone());
    let links = scratch.links(chain, near);
    let edit = change_claims(&scratch.session, scratch.what(), ids, stamp, |claim| {
        claim.attribution.clone_from(&links);
        confirm(claim, Part::Attribution);
    });
    scratch.add(edit);
    scratch.finish()
}

fn question(session: &Session, form: &Form, ids: &[ClaimId], stamp: &Stamp) -> Option<Edit> {
    let picked = form.picked(Name::Question).first()?;
    let mut scratch = Scratch::new(session, form.what.clone());
    if let Picked::NewQuestion(text) = picked
        && scratch.split(ids, text, stamp)
    {
        return scratch.finish();
    }
    let figure = ids.first().and_then(|id| session.claims.get(id)).and_then(|claim| claim.figure.clone());
    let question = scratch.question(picked, figure.as_ref(), stamp);
    agree(&mut scratch, form, question.as_ref());
    let edit = set_question(&scratch.session, scratch.what(), ids, question.as_ref(), stamp);
    scratch.add(edit);
    scratch.finish()
}

/// Remembers a printed unit that was said to mean the question's.
pub fn agree(scratch: &mut Scratch, form: &Form, question: Option<&crate::model::QuestionId>) {
    let (Some(question), Some(true)) = (question, form.unit_agreed) else { return };
    let ids: &[ClaimId] = if let Aim::Claims(ids) = &form.aim { ids } else { &[] };
    let mut units: Vec<String> =
        ids.iter().filter_map(|id| scratch.session.claims.get(id)?.figure.as_ref()?.unit.clone()).collect();
    let typed = figure_text::figure_of(form.text(Name::Figure), "", None);
    units.extend(typed.and_then(|figure| figure.unit));
    for unit in units {
        let edit = agree_unit(&scratch.session, scratch.what(), question, &unit);
        scratch.add(edit);
    }
}

fn tag(
    session: &Session,
    form: &Form,
    draft: Option<&claim::NewWords>,
    stamp: &Stamp,
) -> (Option<ClaimId>, Option<Edit>) {
    let what = form.what.clone();
    if let Some(Picked::NewTag(label)) = form.picked(Name::Tag).first() {
        return with_new_tag(session, form, label, draft, stamp);
    }
    match (form.picked(Name::Tag).first(), &form.aim, draft) {
        (Some(Picked::Tag(tag)), Aim::Claims(ids), _) => {
            if let [one] = ids.as_slice() {
                return (None, toggle_tag(session, what, one, tag, stamp));
            }
            let set = change_claims(session, what, ids, stamp, |claim| {
                if !claim.tags.contains(tag) {
                    claim.tags.push(tag.clone());
                }
            });
            (None, set)
        }
        (Some(Picked::Tag(tag)), Aim::Words(..), Some(new)) => {
            let (id, edit) =
                making::tagged(session, what, new.article.clone(), new.target.clone(), tag, stamp);
            (Some(id), Some(edit))
        }
        (Some(Picked::Zone(kind)), _, Some(new)) => {
            (None, set_zone(session, what, &new.article, *kind, &new.target))
        }
        _ => (None, None),
    }
}

/// Makes a tag of what was typed and sets it, in one step.
fn with_new_tag(
    session: &Session,
    form: &Form,
    label: &str,
    draft: Option<&claim::NewWords>,
    stamp: &Stamp,
) -> (Option<ClaimId>, Option<Edit>) {
    let mut scratch = Scratch::new(session, form.what.clone());
    let made = edits_tags::make_tag(session, scratch.what(), edits_tags::new_tag(session, label));
    let Ok((tag, edit)) = made else { return (None, None) };
    scratch.add(Some(edit));
    let mut id = None;
    let edit = match (&form.aim, draft) {
        (Aim::Claims(ids), _) => {
            change_claims(&scratch.session, scratch.what(), ids, stamp, |claim| claim.tags.push(tag.clone()))
        }
        (_, Some(new)) => {
            let (article, target) = (new.article.clone(), new.target.clone());
            let (claim, edit) =
                making::tagged(&scratch.session, scratch.what(), article, target, &tag, stamp);
            id = Some(claim);
            Some(edit)
        }
        _ => None,
    };
    scratch.add(edit);
    (id, scratch.finish())
}

fn parts(text: &str) -> Vec<String> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn source(session: &Session, form: &Form) -> Option<Edit> {
    let Aim::Source(id) = &form.aim else { return None };
    let old = session.sources.get(id)?.name.clone();
    change_source(session, form.what.clone(), id, |source| {
        form.text(Name::SourceName).clone_into(&mut source.name);
        source.aliases = parts(form.text(Name::Aliases));
        // What it was called before is still printed in the articles.
        if source.name != old && !source.aliases.contains(&old) {
            source.aliases.push(old);
        }
        source.kind = SourceKind(form.text(Name::Kind).to_owned());
        source.party = Some(form.text(Name::Party).to_owned()).filter(|party| !party.is_empty());
        source.named = form.choice(Name::Named).is_some_and(|choice| choice.at == 1);
        form.text(Name::Note).clone_into(&mut source.note);
    })
}

fn question_facts(session: &Session, form: &Form) -> Option<Edit> {
    let Aim::Questions(ids) = &form.aim else { return None };
    let id = ids.first()?;
    change_question(session, form.what.clone(), id, |question| {
        form.text(Name::Text).clone_into(&mut question.text);
        question.unit = Some(form.text(Name::Unit).to_owned()).filter(|unit| !unit.is_empty());
        question.units = parts(form.text(Name::Units));
        form.text(Name::Scope).clone_into(&mut question.scope);
        form.text(Name::Note).clone_into(&mut question.note);
        form.text(Name::WouldSettle).clone_into(&mut question.would_settle);
    })
}

/// Makes a claim without a tag of words, its figure read.
pub fn untagged(session: &Session, form: &Form, new: &claim::NewWords, stamp: &Stamp) -> (ClaimId, Edit) {
    let figure = making::figure_of(session, &new.target, None);
    let new_claim = NewClaim { target: vec![new.target.clone()], figure, ..NewClaim::default() };
    make_claim(session, form.what.clone(), new.article.clone(), new_claim, stamp)
}
