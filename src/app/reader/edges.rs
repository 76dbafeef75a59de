//! Taking hold of a claim's start or end and moving it.
//!
//! **Invariant:** what is held is drawn as a selection, and nothing of the claim changes before it is set; only its
//! words change then: id, number, tags, figure and links stay.

use jiff::Timestamp;

use super::selection::Selection;
use super::subject::Subject;
use super::tagging;
use crate::app::articles::ArticleState;
use crate::app::commit;
use crate::app::msg::Effect;
use crate::app::state::State;
use crate::command::{App, ClaimCommand, Command};
use crate::model::edits_ledger::change_claims;
use crate::model::{ClaimId, Target};

/// Which border is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The first word's.
    Start,
    /// The last word's.
    End,
}

impl Edge {
    /// Returns its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::End => "end",
        }
    }
}

/// A claim's border in hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The claim.
    pub claim: ClaimId,
    /// Which border.
    pub edge: Edge,
    /// Which of the claim's spans.
    part: usize,
}

/// Takes hold of a border of the claim that is the subject; of the other border while one is held.
pub fn take_hold(state: &mut State, edge: Edge) {
    let Subject::Claim(id) = state.subject() else { return };
    let Some(claim) = state.doc.session.claims.get(&id).cloned() else { return };
    let part = if edge == Edge::Start { 0 } else { claim.target.len().saturating_sub(1) };
    let held = state.reader.held.take().filter(|held| held.claim == id && held.part == part);
    let Some(article) = state.doc.article_of(&claim) else { return };
    let Some(entry) = state.doc.articles.get(article) else { return };
    if let Some(why) = ArticleState::refusal(&entry.state) {
        state.say(why);
        return;
    }
    let place = claim.target.get(part).and_then(|target| entry.place(target));
    let Some(text) = entry.shared() else { return };
    // The other border stays where it was moved to.
    let span = match (&held, &state.reader.selection) {
        (Some(_), Some(selection)) => Some(selection.span(&text)),
        _ => place,
    };
    let Some(span) = span else {
        state.say("these words do not stand in the text at hand");
        return;
    };
    let mut selection = Selection::covering(article, &text, span);
    if edge == Edge::Start {
        std::mem::swap(&mut selection.anchor, &mut selection.head);
    }
    state.leave_selection();
    state.reader.search.current = None;
    state.place_mut(article).goal = None;
    state.move_cursor(selection.head);
    state.reader.chosen = Some(id.clone());
    state.reader.selection = Some(selection);
    state.reader.held = Some(Held { claim: id, edge, part });
    let (set, drop) = (state.key_of(App::Open.into()), state.key_of(App::StepBack.into()));
    state.say(format!(
        "every movement moves the {} of c{} · {set} sets · {drop} drops",
        edge.word(),
        claim.number
    ));
}

/// Puts the cursor back where a movement took a border over the other one.
pub fn keep_apart(state: &mut State, before: usize) {
    let Some(held) = &state.reader.held else { return };
    let edge = held.edge;
    if crosses(state) {
        state.move_cursor(before);
        state.say(format!("the {} cannot cross the other border", edge.word()));
    }
}

/// Says whether the held border lies beyond the other one.
fn crosses(state: &State) -> bool {
    match (&state.reader.held, &state.reader.selection) {
        (Some(held), Some(selection)) => match held.edge {
            Edge::Start => selection.head > selection.anchor,
            Edge::End => selection.head < selection.anchor,
        },
        _ => false,
    }
}

/// Sets the claim's words to what is held.
pub fn set(state: &mut State, now: Timestamp, effects: &mut Vec<Effect>) {
    let (Some(held), Some(selection)) = (state.reader.held.clone(), state.reader.selection.clone()) else {
        return;
    };
    let text = state.doc.articles.get(selection.article).and_then(crate::app::articles::ArticleEntry::shared);
    let Some(text) = text else { return };
    if crosses(state) {
        state.say(format!("the {} cannot cross the other border", held.edge.word()));
        return;
    }
    let Some(target) = state.doc.target(selection.article, selection.span(&text)) else {
        state.say("these words cannot be quoted: only blanks, or the article is still being read");
        return;
    };
    let claim = state.doc.session.claims.get(&held.claim);
    if claim.is_some_and(|claim| overlaps(&claim.target, held.part, &target)) {
        state.say("the parts of a claim cannot overlap");
        return;
    }
    let command = if held.edge == Edge::Start { ClaimCommand::HoldStart } else { ClaimCommand::HoldEnd };
    let ids = [held.claim.clone()];
    let made = commit::edit(&mut state.doc, Some(selection.article), now, effects, |session, stamp| {
        change_claims(session, Command::from(command).into(), &ids, stamp, |claim| {
            if let Some(place) = claim.target.get_mut(held.part) {
                *place = target.clone();
            }
        })
    });
    release(state);
    state.reader.chosen = Some(held.claim);
    tagging::tell(state, made);
}

fn overlaps(targets: &[Target], part: usize, new: &Target) -> bool {
    let others = targets.iter().enumerate().filter(|(n, _)| *n != part);
    others.into_iter().any(|(_, other)| other.start < new.end && new.start < other.end)
}

/// Lets go; the claim is as it was.
pub fn drop(state: &mut State) {
    let Some(held) = state.reader.held.clone() else { return };
    release(state);
    state.go_to_claim(&held.claim);
    state.say("dropped; the claim is as it was");
}

/// Ends the hold, without keeping its words as a selection.
fn release(state: &mut State) {
    state.reader.held = None;
    state.reader.selection = None;
}

#[cfg(test)]
mod tests {
    use crate::app::desk::Desk;

    /// Makes the claim "two three" and presses keys.
    fn after(keys: &str) -> Desk {
        let mut desk = Desk::new(&["one two three four. five six", "other"]);
        desk.keys("/two three<enter>1").keys(keys);
        desk
    }

    #[test]
    fn borders_move_by_every_movement_and_are_set_by_enter() {
        let table = [
            ("]e<enter>", "one {killed:two three fou‸r}. five six"),
            ("]b<left><left><enter>", "one {killed:tw‸o} three four. five six"),
            ("[b<enter>", "{killed:‸one two three} four. five six"),
            ("[w<enter>", "one two {killed:‸three} four. five six"),
            ("[<right><enter>", "one t{killed:‸wo three} four. five six"),
            ("[b]e<enter>", "{killed:one two three fou‸r}. five six"),
            ("]<s-right><s-right><enter>", "one {killed:two three ‸f}our. five six"),
        ];
        for (keys, marked) in table {
            let desk = after(keys);
            assert_eq!(desk.marked(), marked, "{keys}: {}", desk.notice());
            let claim = desk.state.doc.session.claims.values().next().unwrap();
            assert_eq!((claim.number, claim.tags.len()), (1, 1));
            assert_eq!(desk.notice(), "c1: words changed · u undoes");
        }
    }

    #[test]
    fn esc_drops_and_undo_brings_back() {
        for keys in ["]e<esc>", "]e<enter>u", "[b<esc>", "[b<tab><s-tab>"] {
            let desk = after(keys);
            assert_eq!(desk.marked().replace('‸', ""), "one {killed:two three} four. five six", "{keys}");
            assert!(desk.state.reader.held.is_none());
        }
        assert!(after("]e<esc>").state.reader.last_selection.is_none());
    }

    #[test]
    fn the_other_border_is_not_crossed() {
        for (keys, words) in [("]bbbb", "end"), ("[GG", "start"), ("]gg", "end")] {
            let desk = after(keys);
            assert_eq!(desk.notice(), format!("the {words} cannot cross the other border"), "{keys}");
        }
        assert_eq!(after("]gg<enter>").marked(), "one {killed:two thre‸e} four. five six");
    }

    #[test]
    fn what_is_typed_while_holding_acts_on_the_claim() {
        let desk = after("]e2<esc>");
        assert_eq!(desk.marked().replace('‸', ""), "one {killed,injured:two three} four. five six");
        assert!(
            after("]=").notice().starts_with("the end of the claim is in hand"),
            "{}",
            after("]=").notice()
        );
    }
}
