//! The review queue: the claims that still want somebody's eyes, those that hurt most first.
//!
//! **Invariant:** a claim stands in one group at most; one that is reviewed and confirmed stands in none.

use jiff::Timestamp;

use super::{Entry, ListKind};
use crate::app::commit;
use crate::app::inspector::claim::unconfirmed;
use crate::app::msg::Effect;
use crate::app::reader::{Subject, tagging};
use crate::app::state::State;
use crate::command::{App, ClaimCommand, Command, Find, Select};
use crate::model::edits_ledger::change_claims;
use crate::model::{Claim, ClaimId, Review};

/// The groups in their order.
const GROUPS: [&str; 4] = [
    "disputed",
    "proposed by a rule and not confirmed: a confirms all that is marked ?",
    "to be reviewed: r",
    "your own: somebody else reviews them",
];

/// Returns the claims that wait, in groups.
pub fn entries(state: &State) -> Vec<Entry> {
    let waiting = state.doc.claims_by_number().into_iter().filter_map(|id| {
        let claim = state.doc.session.claims.get(&id)?;
        Some((group(state, claim)?, id))
    });
    let mut waiting: Vec<(usize, ClaimId)> = waiting.collect();
    waiting.sort_by_key(|(group, _)| *group);
    let mut entries = Vec::with_capacity(waiting.len() + GROUPS.len());
    let mut last = None;
    for (group, id) in waiting {
        if last.replace(group) != Some(group) {
            entries.extend(GROUPS.get(group).map(|name| Entry::Group((*name).to_owned())));
        }
        entries.push(Entry::Claim(id));
    }
    entries
}

/// Where a claim waits, if it does.
fn group(state: &State, claim: &Claim) -> Option<usize> {
    let own = claim.by == state.doc.analyst.id && !state.doc.session.settings.single_analyst;
    match claim.review {
        Review::Disputed => Some(0),
        _ if !unconfirmed(claim).is_empty() => Some(1),
        Review::Proposed if own => Some(3),
        Review::Proposed => Some(2),
        Review::Reviewed => None,
    }
}

/// Returns the claims that confirming acts on: those under the cursor of a list or marked there, else the subject.
fn to_confirm(state: &State) -> Vec<ClaimId> {
    match state.lists.last() {
        Some(list) => list.claims(),
        None => match state.subject() {
            Subject::Claim(id) => vec![id],
            _ => Vec::new(),
        },
    }
}

/// Says whether a claim is under the cursor, whose open parts a person may confirm.
pub fn may_confirm(state: &State) -> bool {
    !to_confirm(state).is_empty()
}

/// Confirms what rules proposed of the claims under the cursor or marked; the queue goes on to the next.
pub fn confirm(state: &mut State, now: Timestamp, effects: &mut Vec<Effect>) {
    let ids = to_confirm(state);
    let open =
        |id: &&ClaimId| state.doc.session.claims.get(*id).is_some_and(|claim| !unconfirmed(claim).is_empty());
    let ids: Vec<ClaimId> = ids.iter().filter(open).cloned().collect();
    if ids.is_empty() {
        let review = state.key_of(ClaimCommand::Review.into());
        state.say(format!("nothing is left to confirm here; {review} reviews it"));
        return;
    }
    let articles = ids.iter().filter_map(|id| state.doc.article_of(state.doc.session.claims.get(id)?));
    let mut entries = articles.filter_map(|article| state.doc.articles.get(article));
    if let Some(why) = entries.find_map(|entry| entry.state.refusal()) {
        state.warn(why);
        return;
    }
    let what = Command::from(ClaimCommand::Accept);
    let made = commit::edit(&mut state.doc, None, now, effects, |session, stamp| {
        change_claims(session, what.into(), &ids, stamp, |claim| {
            let open: Vec<_> = unconfirmed(claim).into_iter().map(|(part, _)| part).collect();
            claim.confirmed.extend(open);
            claim.confirmed.sort();
        })
    });
    if made.is_ok() {
        go_on(state);
    }
    tagging::tell(state, made);
}

/// Leaves the cursor on the claim that stood next, since the one under it moves to another group.
fn go_on(state: &mut State) {
    let Some(list) = state.lists.last_mut().filter(|list| list.kind == ListKind::Review) else { return };
    let later = list.entries.iter().skip(list.cursor + 1);
    list.seek = later.clone().find(|entry| matches!(entry, Entry::Claim(_))).cloned();
}

/// What can be done in the queue, for the footer.
pub fn hints() -> Vec<(Command, &'static str)> {
    vec![
        (ClaimCommand::Accept.into(), "confirm"),
        (ClaimCommand::Review.into(), "review"),
        (App::Open.into(), "see the words"),
        (Select::Mark.into(), "mark"),
        (Find::Open.into(), "filter"),
        (App::Undo.into(), "undo"),
        (App::StepBack.into(), "back"),
    ]
}

#[cfg(test)]
mod tests {
    use crate::app::desk::Desk;
    use crate::app::view::{Entry, line};

    const TEXT: &str = "The office said 62 men were killed. A nurse spoke of 83 killed. The mayor was there.";

    fn listed(desk: &Desk) -> Vec<String> {
        let list = desk.state.lists.last().unwrap();
        let words = |entry: &Entry| {
            let line = line(&desk.state, entry);
            line.iter().take(1).map(|piece| piece.text.trim().to_owned()).collect::<String>()
        };
        list.entries.iter().map(words).collect()
    }

    #[test]
    fn claims_wait_until_they_are_confirmed_and_reviewed() {
        let mut desk = Desk::new(&[TEXT]);
        desk.keys("/62 men<enter>1/83<enter>1/mayor<enter>7gr");
        let unconfirmed = "── proposed by a rule and not confirmed: a confirms all that is marked ? ──";
        let review = "── to be reviewed: r ──";
        assert_eq!(listed(&desk), [unconfirmed, "c1", "c2", review, "c3"]);
        desk.keys("ja");
        assert!(desk.notice().starts_with("c1: confirmed"), "{}", desk.notice());
        assert_eq!(listed(&desk), [unconfirmed, "c2", review, "c1", "c3"]);
        desk.keys("a");
        assert_eq!(listed(&desk), [review, "c1", "c2", "c3"], "the cursor had gone on to c2");
        desk.keys("ggja");
        assert!(desk.notice().contains("r reviews it"), "{}", desk.notice());
        desk.keys("uu");
        assert_eq!(listed(&desk).len(), 5);
        desk.keys("gg*a");
        assert!(desk.notice().contains("confirmed"), "{}", desk.notice());
        assert_eq!(listed(&desk), [review, "c1", "c2", "c3"]);
    }

    #[test]
    fn nobody_is_asked_to_review_their_own_beside_others() {
        let mut desk = Desk::new(&[TEXT]);
        desk.state.doc.session.settings.single_analyst = false;
        desk.keys("/mayor<enter>7gr");
        assert_eq!(listed(&desk), ["── your own: somebody else reviews them ──", "c1"]);
    }

    #[test]
    fn with_nothing_to_review_it_says_so() {
        let mut desk = Desk::new(&[TEXT]);
        desk.keys("gr");
        assert!(listed(&desk).is_empty());
        desk.keys("<enter>");
        assert_eq!(desk.notice(), "nothing is listed");
    }
}
