//! Making claims of words, and setting and taking off tags.
//!
//! **Invariant:** making a claim ends selection and hit, and the new claim is the subject.

use jiff::Timestamp;

use super::subject::Subject;
use crate::app::commit;
use crate::app::describe;
use crate::app::making;
use crate::app::msg::Effect;
use crate::app::state::State;
use crate::command::{App, ClaimCommand, Command};
use crate::model::{ClaimId, TagId, edits};
use crate::text::Span;

/// Sets the tag of a digit on the subject: a claim gets or loses it, other words become a claim.
pub fn tag(state: &mut State, command: ClaimCommand, now: Timestamp, effects: &mut Vec<Effect>) {
    let Some(digit) = Command::from(command).spec().number.and_then(|n| char::from_digit(u32::from(n), 10))
    else {
        return;
    };
    let Some(tag) = state.doc.session.tag_of_key(digit).cloned() else {
        state.say(format!("no tag has the key {digit}"));
        return;
    };
    match state.subject() {
        Subject::Suggestion(_) => {
            crate::app::suggestions::act::accept_one(state, command, Some(&tag), now, effects)
        }
        Subject::Claim(claim) => toggle(state, command, &claim, &tag, now, effects),
        subject => match subject.span() {
            Some(_)
                if state.reader.search.running
                    && !matches!(subject, Subject::Selection(_) | Subject::Hit(_)) =>
            {
                state.say("still searching; the hit is not known yet");
            }
            Some(span) => make(state, command, span, &tag, now, effects),
            None => state.say("nothing to tag here: select words, or put the cursor on one"),
        },
    }
}

/// Takes the claim away.
pub fn remove(state: &mut State, claim: &ClaimId, now: Timestamp, effects: &mut Vec<Effect>) {
    let article = state.doc.session.claims.get(claim).and_then(|c| state.doc.article_of(c));
    let what = Command::from(ClaimCommand::Remove).into();
    let made = commit::edit(&mut state.doc, article, now, effects, |s, stamp| {
        edits::remove_claim(s, what, claim, stamp)
    });
    tell(state, made);
    state.reader.chosen = None;
}

fn make(
    state: &mut State,
    command: ClaimCommand,
    span: Span,
    tag: &TagId,
    now: Timestamp,
    effects: &mut Vec<Effect>,
) {
    let article = state.reader.panes.focus;
    let Some(id) = state.doc.articles.get(article).map(|entry| entry.id.clone()) else { return };
    let Some(target) = state.doc.target(article, span) else {
        state.say("these words cannot be quoted yet: only blanks, or the article is still being read");
        return;
    };
    let what = Command::from(command).into();
    let mut made_id = None;
    let made = commit::edit(&mut state.doc, Some(article), now, effects, |session, stamp| {
        let (claim, edit) = making::tagged(session, what, id, target, tag, stamp);
        made_id = Some(claim);
        Some(edit)
    });
    if matches!(made, Ok(Some(_))) {
        state.leave_selection();
        state.reader.search.current = None;
        state.reader.last_edited.clone_from(&made_id);
        state.reader.chosen = made_id;
    }
    let is_made = matches!(made, Ok(Some(_)));
    tell(state, made);
    if is_made {
        crate::app::zones::warn_of_claims(state);
    }
}

fn toggle(
    state: &mut State,
    command: ClaimCommand,
    claim: &ClaimId,
    tag: &TagId,
    now: Timestamp,
    effects: &mut Vec<Effect>,
) {
    let article = state.doc.session.claims.get(claim).and_then(|c| state.doc.article_of(c));
    let what = Command::from(command).into();
    let made = commit::edit(&mut state.doc, article, now, effects, |session, stamp| {
        edits::toggle_tag(session, what, claim, tag, stamp)
    });
    tell(state, made);
}

/// Prints the one line of an edit: "c3 tagged killed · u undoes".
pub fn tell(state: &mut State, made: Result<Option<std::sync::Arc<crate::model::Edit>>, commit::Refused>) {
    match made {
        Ok(Some(edit)) => {
            let words = describe::edit(&state.doc.session, &edit);
            let undo = state.key_of(Command::from(App::Undo));
            state.say(format!("{words} · {undo} undoes"));
        }
        Ok(None) => state.say("nothing to change"),
        Err(commit::Refused(why)) => state.warn(why),
    }
}
