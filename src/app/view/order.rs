//! The orders of the list of claims, and its groups.
//!
//! **Invariant:** every order holds each claim exactly once, and equal sessions are listed alike.

use super::{Entry, ListKind, articles, ledger, tags};
use crate::app::state::State;
use crate::app::suggestions;
use crate::model::{Claim, ClaimId, Review};

/// What the list of claims is sorted and grouped by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// In the order of their making.
    #[default]
    Made,
    /// By article and place, grouped by article.
    Place,
    /// Grouped by the first tag.
    Tag,
    /// Grouped by who says it.
    Who,
    /// Grouped by question.
    Question,
    /// Grouped by review state.
    Review,
}

impl Order {
    /// Returns the next order; after the last comes the first.
    pub fn next(self) -> Self {
        match self {
            Self::Made => Self::Place,
            Self::Place => Self::Tag,
            Self::Tag => Self::Who,
            Self::Who => Self::Question,
            Self::Question => Self::Review,
            Self::Review => Self::Made,
        }
    }

    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Made => "the order of making",
            Self::Place => "article and place",
            Self::Tag => "tag",
            Self::Who => "who says it",
            Self::Question => "question",
            Self::Review => "review",
        }
    }
}

/// Sorts the list on top by its next order.
pub fn sort(state: &mut State) {
    if state.lists.last().is_some_and(|list| list.kind == ListKind::Suggestions) {
        suggestions::order::next(state);
        return;
    }
    let Some(list) = state.lists.last_mut() else { return };
    if list.kind != ListKind::Claims {
        let orders = orders(list.kind);
        if orders.is_empty() {
            ledger::keys::sort(state);
        } else {
            list.by = (list.by + 1) % orders.len();
            let name = orders.get(list.by).copied().unwrap_or("");
            state.say(format!("sorted by {name}"));
        }
        return;
    }
    list.order = list.order.next();
    let name = list.order.name();
    state.say(if list_is_grouped(state) { format!("grouped by {name}") } else { format!("in {name}") });
}

/// The orders of the lists that have names for them; the ledger and the claims have their own.
fn orders(kind: ListKind) -> &'static [&'static str] {
    match kind {
        ListKind::Articles => &articles::ORDERS,
        ListKind::Tags => &tags::ORDERS,
        _ => &[],
    }
}

fn list_is_grouped(state: &State) -> bool {
    state.lists.last().is_some_and(|list| list.order != Order::Made)
}

/// Returns all claims in an order, each group below its heading.
pub fn claims(state: &State, order: Order) -> Vec<Entry> {
    if order == Order::Made {
        return state.doc.claims_by_number().into_iter().map(Entry::Claim).collect();
    }
    let mut keyed: Vec<(Key, &ClaimId)> =
        state.doc.session.claims.iter().map(|(id, claim)| (key(state, claim, order), id)).collect();
    keyed.sort();
    let mut entries = Vec::with_capacity(keyed.len());
    let mut group = None;
    for (key, id) in keyed {
        if group.as_ref() != Some(&key.1) {
            entries.push(Entry::Group(key.1.clone()));
            group = Some(key.1);
        }
        entries.push(Entry::Claim(id.clone()));
    }
    entries
}

/// Where a claim stands: its group's rank and name, then article, place and number.
type Key = (usize, String, usize, usize, u32);

fn key(state: &State, claim: &Claim, order: Order) -> Key {
    let article = state.doc.article_of(claim).unwrap_or(usize::MAX);
    let start = claim.target.first().map_or(0, |target| target.start);
    // What is not known stands last.
    let known = |name: Option<String>, otherwise: &str| match name {
        Some(name) => (0, name),
        None => (1, otherwise.to_owned()),
    };
    let session = &state.doc.session;
    let (rank, group) = match order {
        Order::Made => (0, String::new()),
        Order::Place => {
            let short =
                state.doc.articles.get(article).map(|entry| format!("{} {}", article + 1, entry.short));
            (article, short.unwrap_or_else(|| claim.article.to_string()))
        }
        Order::Tag => {
            let tag = claim.tags.first().and_then(|tag| session.tags.get(tag));
            let rank = tag.and_then(|tag| tag.key).map_or(100, |key| key as usize);
            (rank, tag.map_or_else(|| "no tag".to_owned(), |tag| tag.label.clone()))
        }
        Order::Who => {
            let source = claim.attribution.last().and_then(|link| session.sources.get(&link.source));
            known(source.map(|source| source.name.clone()), "unattributed")
        }
        Order::Question => {
            let question = claim.question.as_ref().and_then(|id| session.questions.get(id));
            known(question.map(|question| question.text.clone()), "not placed")
        }
        Order::Review => {
            let word = Review::ALL.iter().position(|(review, _)| *review == claim.review);
            let rank = word.unwrap_or(0);
            (rank, Review::ALL.get(rank).map_or("", |(_, word)| word).to_owned())
        }
    };
    (rank, group, article, start, claim.number)
}
