//! Repeat: a new claim with the tag, question and chain of the last one, its figure read anew.
//!
//! **Invariant:** the question is repeated only where the new figure's unit and class fit it; what was repeated is
//! proposed, not confirmed.

use jiff::Timestamp;

use super::commit;
use super::form::options::{Fit, fit};
use super::form::{Aim, aim, claim as words};
use super::making;
use super::msg::Effect;
use super::reader::tagging::tell;
use super::state::State;
use crate::command::{ClaimCommand, Command};
use crate::model::edits::{NewClaim, make_claim};
use crate::model::{Claim, ClaimId, Class, Question};

/// Makes a claim of the words under the cursor like the last one.
pub fn run(state: &mut State, now: Timestamp, effects: &mut Vec<Effect>) {
    let Some(Aim::Words(article, span)) = aim::of(state, Some(ClaimCommand::Repeat)) else {
        state.say("repeats on a selection, a hit or a word: here stands a claim");
        return;
    };
    let Some(last) = last(state) else {
        state.say("nothing to repeat: no claim has been made yet");
        return;
    };
    let Some(new) = words::new_claim(state, article, span) else {
        state.say("these words cannot be quoted yet: only blanks, or the article is still being read");
        return;
    };
    let what = Command::from(ClaimCommand::Repeat).into();
    let mut made_id: Option<ClaimId> = None;
    let mut left_out = false;
    let made = commit::edit(&mut state.doc, Some(article), now, effects, |session, stamp| {
        let figure = making::figure_of(session, &new.target, last.tags.first());
        let question = last.question.clone().filter(|id| {
            // A count is not answered by words without a figure.
            let counted =
                |q: &Question| q.unit.is_some() || q.class.is_some_and(|class| class != Class::Text);
            session.questions.get(id).is_some_and(|question| match &figure {
                Some(figure) => fit(question, Some(figure)) <= Fit::Open,
                None => !counted(question),
            })
        });
        left_out = last.question.is_some() && question.is_none();
        let new_claim = NewClaim {
            target: vec![new.target.clone()],
            tags: last.tags.clone(),
            figure,
            attribution: last.attribution.clone(),
            question,
            ..NewClaim::default()
        };
        let (id, edit) = make_claim(session, what, new.article.clone(), new_claim, stamp);
        made_id = Some(id);
        Some(edit)
    });
    if matches!(made, Ok(Some(_))) {
        state.leave_selection();
        state.reader.search.current = None;
        state.reader.chosen.clone_from(&made_id);
        state.reader.last_edited = made_id;
    }
    tell(state, made);
    if left_out {
        let key = state.key_of(ClaimCommand::Question.into());
        let said = state.notice.as_ref().map_or("", |notice| notice.text.as_str());
        let words = format!("{said} · not placed: {key} puts it under a question");
        state.say(words);
    }
}

/// The claim that is repeated: the one edited last, else the newest.
fn last(state: &State) -> Option<Claim> {
    let claims = &state.doc.session.claims;
    let edited = state.reader.last_edited.as_ref().and_then(|id| claims.get(id));
    edited.or_else(|| claims.values().max_by_key(|claim| claim.number)).map(|claim| Claim::clone(claim))
}
