//! From claim to claim and from article to article.
//!
//! **Invariant:** next and previous are inverse, and visit every claim: by article, by place, the longest first
//! where several begin together.

use std::cmp::Reverse;

use super::subject::Subject;
use crate::app::state::State;
use crate::command::{ClaimCommand, Command, Go};
use crate::model::{Claim, ClaimId};

/// The order in which claims are visited: article, first code point, longest first, number.
type Rank = (usize, usize, Reverse<usize>, u32);

/// Goes to the next or previous claim, across articles, starting over after the last.
pub fn claim(state: &mut State, command: ClaimCommand) {
    let back = command == ClaimCommand::Previous;
    let mut ranks: Vec<(Rank, ClaimId)> =
        state.doc.session.claims.iter().filter_map(|(id, c)| Some((rank(state, c)?, id.clone()))).collect();
    ranks.sort_unstable();
    let here = rank_here(state);
    let found = if back {
        let place = ranks.partition_point(|(rank, _)| *rank < here.0);
        place.checked_sub(1).and_then(|n| ranks.get(n)).or(ranks.last())
    } else {
        let place = ranks.partition_point(|(rank, _)| *rank < here.0 || (here.1 && *rank == here.0));
        ranks.get(place).or(ranks.first())
    };
    let Some((_, id)) = found.cloned() else { return };
    state.remember();
    state.go_to_claim(&id);
}

fn rank(state: &State, claim: &Claim) -> Option<Rank> {
    let article = state.doc.article_of(claim)?;
    let target = claim.target.first()?;
    Some((article, target.start, Reverse(target.end), claim.number))
}

/// The rank of the claim that is the subject (and that it is one), or of the cursor.
fn rank_here(state: &State) -> (Rank, bool) {
    if let Subject::Claim(id) = state.subject()
        && let Some(rank) = state.doc.session.claims.get(&id).and_then(|claim| rank(state, claim))
    {
        return (rank, true);
    }
    let article = state.reader.panes.focus;
    let at = state
        .doc
        .articles
        .get(article)
        .and_then(|e| e.text.as_ref())
        .map_or(0, |part| part.index.code_point(&part.text, state.cursor()));
    ((article, at, Reverse(usize::MAX), 0), false)
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
    if let Some(place) = state.jumps.pop() {
        state.go_to(place.article, Some(place.cursor));
    }
}
