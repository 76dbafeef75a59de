//! The claim form on a suggestion: filled with what the rule proposes, made a claim only when it is kept.
//!
//! **Invariant:** leaving the form leaves the suggestion as it was; names and questions that are new are made only
//! when the form is kept.

use super::{Suggestion, draft, names};
use crate::app::doc::Doc;
use crate::app::form::chain::{ChainField, DraftLink, Speaks, Who};
use crate::app::form::field::{FormField, Input, Name};
use crate::app::form::picker::Picked;
use crate::app::form::{Aim, Form, Kind, claim};
use crate::app::reader::Subject;
use crate::app::state::State;
use crate::command::{ClaimCommand, CommandId};
use crate::model::claim::MadeBy;
use crate::model::edits::{NewClaim, make_claim};
use crate::model::{ClaimId, Edit, Session, Stamp, Target};

/// Returns the field that a command's form would open on; none for commands that no suggestion takes.
pub fn field_of(command: ClaimCommand) -> Option<Name> {
    match command {
        ClaimCommand::Who => Some(Name::Who),
        ClaimCommand::Figure => Some(Name::Figure),
        ClaimCommand::Question => Some(Name::Question),
        ClaimCommand::Note => Some(Name::Note),
        ClaimCommand::AnyTag => Some(Name::Tag),
        _ => None,
    }
}

/// Says whether a command opens the form of the suggestion under the cursor of the text.
pub fn opens(state: &State, command: ClaimCommand) -> bool {
    let in_text = state.lists.is_empty() && matches!(state.subject(), Subject::Suggestion(_));
    in_text && field_of(command).is_some()
}

/// Opens the form of the suggestion under the cursor, on a field; says whether there is one.
pub fn open(state: &mut State, field: Option<Name>) -> bool {
    let Subject::Suggestion(n) = state.subject() else { return false };
    if let Some(reason) = &state.doc.read_only {
        let words = format!("read only: {reason}");
        state.warn(words);
        return true;
    }
    let article = state.reader.panes.focus;
    let Some(suggestion) = state.doc.suggestion(article, n).cloned() else { return false };
    let Some(mut form) = form(state, article, suggestion) else {
        state.say("this article is still being read");
        return true;
    };
    let place = field.and_then(|name| form.fields.iter().position(|field| field.name == name));
    form.focus = place.unwrap_or(form.focus);
    crate::app::form::push(state, Some(form));
    true
}

fn form(state: &State, article: usize, suggestion: Suggestion) -> Option<Form> {
    let aim = Aim::Words(article, suggestion.span);
    let preview = draft_of(&state.doc, article, &suggestion);
    let mut form = claim::open_suggested(state, aim, &suggestion)?;
    let session = &state.doc.session;
    for field in &mut form.fields {
        match (&mut field.input, field.name) {
            (Input::Chain(chain), _) => {
                fill_chain(chain, session, &suggestion);
                field.reopened(&suggestion.rule);
            }
            (Input::Pick(pick), Name::Question) => {
                pick.chosen = vec![preview.clone()];
                field.reopened(&suggestion.rule);
            }
            _ => {}
        }
    }
    let scope = match &preview {
        Picked::NewQuestion(_) => Some(scope_of(session, &suggestion)),
        _ => None,
    };
    if let (Some(scope), Some(place)) = (scope, form.fields.iter().position(|f| f.name == Name::Scope))
        && let Some(field) = form.fields.get_mut(place)
    {
        *field = FormField::line(Name::Scope, &scope, "of the question, for all its claims");
    }
    form.kind = Kind::Claim;
    form.title = form.title.replacen("new claim", "suggested claim", 1);
    form.suggestion = Some(Box::new(suggestion));
    Some(form)
}

fn fill_chain(chain: &mut ChainField, session: &Session, suggestion: &Suggestion) {
    let links = suggestion.chain.iter().map(|named| {
        let known = names::find(session, &named.words);
        let who = known.map_or_else(|| Who::New(names::stripped(&named.words)), Who::Known);
        let speaks = Some(Speaks { mode: named.mode, cited_only: false });
        DraftLink { who, printed: Some(named.words.clone()), speaks, stood: None }
    });
    chain.links = links.collect();
}

/// The question that accepting would give.
fn draft_of(doc: &Doc, article: usize, suggestion: &Suggestion) -> Picked {
    let Some(id) = doc.articles.get(article).map(|entry| entry.id.clone()) else { return Picked::Nothing };
    let stamp = Stamp { at: jiff::Timestamp::UNIX_EPOCH, by: doc.analyst.id.clone(), seq: doc.next_seq };
    let mut draft = draft::Draft::new(&doc.session, CommandId::new("claim.accept"), &stamp);
    draft.add(id, Target::default(), suggestion, None);
    match draft.last_question() {
        Some((id, false)) => Picked::Question(id),
        Some((id, true)) => Picked::NewQuestion(draft.words_of(&id).to_owned()),
        None => Picked::Nothing,
    }
}

/// The scope of the question that accepting a suggestion would make.
pub fn scope_of(session: &Session, suggestion: &Suggestion) -> String {
    let own = draft::scope_of(suggestion);
    let tag = draft::tag_of(session, suggestion).and_then(|id| session.tags.get(&id));
    if own.is_empty() && tag.is_some_and(|tag| tag.question.is_some()) {
        draft::EVENT.to_owned()
    } else {
        own
    }
}

/// Makes the claim that the form starts from: without chain and question, which the form's fields give.
pub fn base(
    session: &Session,
    what: CommandId,
    new: &claim::NewWords,
    suggestion: &Suggestion,
    stamp: &Stamp,
) -> (ClaimId, Edit) {
    let new_claim = NewClaim {
        target: vec![new.target.clone()],
        tags: draft::tag_of(session, suggestion).into_iter().collect(),
        figure: Some(suggestion.figure.clone()),
        hedge: suggestion.hedge.clone(),
        made_by: MadeBy::Suggestion(suggestion.rule.to_string()),
        ..NewClaim::default()
    };
    make_claim(session, what, new.article.clone(), new_claim, stamp)
}
