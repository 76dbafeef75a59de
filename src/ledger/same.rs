//! Claims that are said to be the same and yet do not agree.
//!
//! **Invariant:** found and reported, never mended: a person decides which of the two is wrong.

use std::collections::BTreeMap;

use super::pair::PairClass;
use super::rows::Ledger;
use crate::model::edits_relations::{contradictions_of_the_same, same_as_groups};
use crate::model::{ClaimId, RelationKind, Session};

/// Two claims of one `same-as` group that do not agree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AtOdds {
    /// The short numbers of the two, the lower first.
    pub numbers: (u32, u32),
    /// The one of the lower number.
    pub a: ClaimId,
    /// The other.
    pub b: ClaimId,
    /// Whether a person related them as contradicting each other; else their values conflict.
    pub is_related: bool,
}

impl AtOdds {
    /// Says what is wrong: "c1 and c4 are said to be the same and to contradict".
    pub fn words(&self) -> String {
        let (a, b) = self.numbers;
        let what = if self.is_related { "to contradict" } else { "their values conflict" };
        format!("c{a} and c{b} are said to be the same and {what}")
    }
}

/// Lists what does not agree inside the groups of claims that are the same, in order.
pub fn at_odds(session: &Session, ledger: &Ledger) -> Vec<AtOdds> {
    if !session.relations.values().any(|relation| relation.kind == RelationKind::SameAs) {
        return Vec::new();
    }
    let mut found: BTreeMap<(u32, u32), AtOdds> = BTreeMap::new();
    let mut add = |a: ClaimId, b: ClaimId, is_related: bool| {
        let number = |id: &ClaimId| session.claims.get(id).map(|claim| claim.number);
        let (Some(x), Some(y)) = (number(&a), number(&b)) else { return };
        let (a, b) = if x < y { (a, b) } else { (b, a) };
        let numbers = (x.min(y), x.max(y));
        found.entry(numbers).or_insert(AtOdds { numbers, a, b, is_related });
    };
    for id in contradictions_of_the_same(session) {
        if let Some(relation) = session.relations.get(&id) {
            add(ClaimId::new(&relation.from), ClaimId::new(&relation.to), true);
        }
    }
    for group in same_as_groups(session) {
        for (n, a) in group.iter().enumerate() {
            for b in group.iter().skip(n + 1).filter(|b| conflict(session, ledger, a, b)) {
                add(a.clone(), b.clone(), false);
            }
        }
    }
    found.into_values().collect()
}

/// Says whether the values of two claims under one question conflict.
fn conflict(session: &Session, ledger: &Ledger, a: &ClaimId, b: &ClaimId) -> bool {
    let question = |id: &ClaimId| session.claims.get(id).and_then(|claim| claim.question.clone());
    let (Some(one), Some(other)) = (question(a), question(b)) else { return false };
    let Some(row) = ledger.row(&one).filter(|_| one == other) else { return false };
    let (Some(x), Some(y)) = (row.value_of(a), row.value_of(b)) else { return false };
    let same = |pair: &&super::Pair| (pair.a, pair.b) == (x.min(y), x.max(y));
    row.pairs.iter().find(same).is_some_and(|pair| pair.class == PairClass::Conflict)
}
