//! The claims in the order in which they are visited: by article, by place, the longest first where several begin
//! together.
//!
//! **Invariant:** holds every claim of a listed article once, as the session has it; a step costs O(log n).

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Bound;

use crate::model::{Claim, ClaimId};

/// A claim's place in the order: article, first code point, longest first, number; then its id, since a session
/// made elsewhere may use a number twice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    article: usize,
    start: usize,
    end: Reverse<usize>,
    number: u32,
    id: ClaimId,
}

impl Rank {
    /// Returns the rank of a claim of the article with that place in the list; none without quoted words.
    pub fn of(article: usize, id: &ClaimId, claim: &Claim) -> Option<Self> {
        let target = claim.target.first()?;
        let (start, end, number) = (target.start, Reverse(target.end), claim.number);
        Some(Self { article, start, end, number, id: id.clone() })
    }

    /// Returns a rank before every claim that starts at a code point of an article.
    pub fn before(article: usize, start: usize) -> Self {
        Self { article, start, end: Reverse(usize::MAX), number: 0, id: ClaimId::new("") }
    }
}

/// Every claim by its rank.
#[derive(Debug, Clone, Default)]
pub struct ClaimOrder {
    ranks: BTreeSet<Rank>,
}

impl FromIterator<Rank> for ClaimOrder {
    fn from_iter<T: IntoIterator<Item = Rank>>(ranks: T) -> Self {
        Self { ranks: ranks.into_iter().collect() }
    }
}

impl ClaimOrder {
    /// Puts a claim where it stands now instead of where it stood.
    pub fn replace(&mut self, before: Option<Rank>, after: Option<Rank>) {
        if before == after {
            return;
        }
        if let Some(rank) = before {
            self.ranks.remove(&rank);
        }
        self.ranks.extend(after);
    }

    /// Returns the claim after a rank, starting over after the last.
    pub fn next(&self, from: &Rank) -> Option<&ClaimId> {
        let after = (Bound::Excluded(from), Bound::Unbounded);
        self.ranks.range(after).next().or(self.ranks.first()).map(|rank| &rank.id)
    }

    /// Returns the claim before a rank, starting over before the first.
    pub fn previous(&self, from: &Rank) -> Option<&ClaimId> {
        self.ranks.range(..from).next_back().or(self.ranks.last()).map(|rank| &rank.id)
    }

    /// Returns the claims of one article, in order.
    pub fn of_article(&self, article: usize) -> impl Iterator<Item = &ClaimId> {
        let within = Rank::before(article, 0)..Rank::before(article + 1, 0);
        self.ranks.range(within).map(|rank| &rank.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rank(article: usize, start: usize, end: usize, number: u32) -> Rank {
        Rank { article, start, end: Reverse(end), number, id: ClaimId::new(format!("c{number}")) }
    }

    #[test]
    fn steps_visit_all_claims_both_ways_and_start_over() {
        let ranks =
            [rank(1, 9, 12, 1), rank(0, 5, 9, 2), rank(0, 5, 20, 3), rank(0, 2, 4, 4), rank(1, 9, 12, 5)];
        let order: ClaimOrder = ranks.iter().cloned().collect();
        let in_order = [&ranks[3], &ranks[2], &ranks[1], &ranks[0], &ranks[4]];
        for (n, from) in in_order.iter().enumerate() {
            assert_eq!(order.next(from), Some(&in_order[(n + 1) % 5].id));
            assert_eq!(order.previous(from), Some(&in_order[(n + 4) % 5].id));
        }
        assert_eq!(order.next(&Rank::before(0, 5)), Some(&ClaimId::new("c3")));
        assert_eq!(order.previous(&Rank::before(0, 5)), Some(&ClaimId::new("c4")));
        assert_eq!(order.of_article(0).count(), 3);
        assert_eq!(order.of_article(2).count(), 0);
    }

    #[test]
    fn a_claim_that_moves_is_held_once() {
        let mut order: ClaimOrder = [rank(0, 1, 2, 1), rank(0, 7, 9, 2)].into_iter().collect();
        order.replace(Some(rank(0, 1, 2, 1)), Some(rank(0, 8, 9, 1)));
        assert_eq!(order.next(&Rank::before(0, 0)), Some(&ClaimId::new("c2")));
        order.replace(Some(rank(0, 8, 9, 1)), None);
        assert_eq!(order.of_article(0).count(), 1);
        order.replace(None, None);
        assert_eq!(order.previous(&rank(0, 7, 9, 2)), Some(&ClaimId::new("c2")));
    }
}
