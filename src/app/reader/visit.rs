//! From claim to claim and from article to article.
//!
//! **Invariant:** next and previous are inverse, and visit every claim: by article, by place, the longest first
//! where several begin together.

use super::subject::Subject;
use crate::app::order::Rank;
use crate::app::state::State;
use crate::command::{ClaimCommand, Command, Go};

/// Goes to the next or previous claim, across articles, starting over after the last.
pub fn claim(state: &mut State, command: ClaimCommand) {
    let (order, here) = (state.doc.order(), rank_here(state));
    let found = if command == ClaimCommand::Previous { order.previous(&here) } else { order.next(&here) };
    let Some(id) = found.cloned() else { return };
    state.remember();
    state.go_to_claim(&id);
}

/// The rank of the claim that is the subject, or of the cursor.
fn rank_here(state: &State) -> Rank {
    if let Subject::Claim(id) = state.subject()
        && let Some(rank) = state.doc.session.claims.get(&id).and_then(|claim| state.doc.rank(&id, claim))
    {
        return rank;
    }
    let article = state.reader.panes.focus;
    let text = state.doc.articles.get(article).and_then(|e| e.text.as_ref());
    let at = text.map_or(0, |part| part.index.code_point(&part.text, state.cursor()));
    Rank::before(article, at)
}

/// Goes to another article.
pub fn article(state: &mut State, command: Go) {
    let n = state.doc.articles.len();
    if n == 0 {
        return;
    }
    let focus = state.reader.panes.focus;
    let to = match command {
        Go::ArticleNext => (focus + 1) % n,
        Go::ArticlePrevious => (focus + n - 1) % n,
        _ => match Command::from(command).spec().number {
            Some(number) if usize::from(number) <= n => usize::from(number) - 1,
            _ => return,
        },
    };
    if to != focus {
        state.remember();
    }
    state.go_to(to, None);
}

/// Goes back to where the cursor was before the last jump.
pub fn back(state: &mut State) {
    let from = state.jumps.len();
    if let Some(place) = state.jumps.pop() {
        state.go_to(place.article, Some(place.cursor));
    }
    if let Some((_, lists)) = state.left.take_if(|(jumps, _)| *jumps >= from) {
        state.lists = lists;
    }
}
