//! The whole ledger, kept up to date edit by edit.
//!
//! **Invariant:** after an update the ledger equals one built anew from the same session.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::origin::Relays;
use super::row::{Row, Seriousness};
use crate::model::{ArticleId, Change, ClaimId, Edit, QuestionId, RelationKind, Session, SourceId};

/// Every row, and the claims that are under no question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    rows: BTreeMap<QuestionId, (Place, Row)>,
    order: BTreeSet<Place>,
    /// Claims by the question they name, whether or not it stands.
    claims: BTreeMap<Option<QuestionId>, BTreeSet<ClaimId>>,
    relays: Relays,
}

/// Where a row stands in the list: the most serious first, then the most mentioned, then by its words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    seriousness: Seriousness,
    mentions: Reverse<usize>,
    text: String,
    question: QuestionId,
}

impl Ledger {
    /// Makes the ledger of a session.
    pub fn build(session: &Session) -> Self {
        let mut ledger = Self { relays: Relays::of(session), ..Self::default() };
        for (id, claim) in &session.claims {
            ledger.claims.entry(claim.question.clone()).or_default().insert(id.clone());
        }
        for question in session.questions.keys() {
            ledger.put(session, question);
        }
        ledger
    }

    /// Brings the ledger up to date after an edit, given the session as the edit left it. An undo is the edit's
    /// inverse.
    pub fn update(&mut self, session: &Session, edit: &Edit) {
        let mut touched = Touched::default();
        for change in &edit.changes {
            self.touch(change, &mut touched);
        }
        if touched.all {
            *self = Self::build(session);
            return;
        }
        if touched.relays {
            self.relays = Relays::of(session);
        }
        if !touched.articles.is_empty() {
            let inside = session.claims.values().filter(|claim| touched.articles.contains(&claim.article));
            touched.questions.extend(inside.filter_map(|claim| claim.question.clone()));
        }
        if !touched.sources.is_empty() {
            // A source's name, kind and aliases are read when shown; only its party is counted.
            for (_, row) in self.rows.values_mut() {
                if row.origins.iter().any(|origin| touched.sources.contains(origin)) {
                    row.read_parties(session);
                }
            }
        }
        for question in &touched.questions {
            self.put(session, question);
        }
    }

    /// Returns the rows, the most serious first.
    pub fn rows(&self) -> impl Iterator<Item = &Row> + '_ {
        self.order.iter().filter_map(|place| self.row(&place.question))
    }

    /// Returns the row of a question.
    pub fn row(&self, question: &QuestionId) -> Option<&Row> {
        self.rows.get(question).map(|(_, row)| row)
    }

    /// Returns how many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Says whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns how many rows are that serious.
    pub fn count(&self, seriousness: Seriousness) -> usize {
        self.order.iter().filter(|place| place.seriousness == seriousness).count()
    }

    /// Returns the claims under no question that stands ("not placed"), by id.
    pub fn not_placed(&self) -> impl Iterator<Item = &ClaimId> + '_ {
        let lost = |q: &Option<QuestionId>| q.as_ref().is_none_or(|q| !self.rows.contains_key(q));
        self.claims.iter().filter(move |(question, _)| lost(question)).flat_map(|(_, claims)| claims)
    }

    /// Returns the relays of the session, by which origins are proposed.
    pub fn relays(&self) -> &Relays {
        &self.relays
    }

    /// Takes note of what a change touches, and moves claims between questions.
    fn touch(&mut self, change: &Change, touched: &mut Touched) {
        match change {
            Change::Claim(swap) => {
                if let Some(before) = &swap.before {
                    self.leave(&before.question, &swap.id);
                    touched.questions.extend(before.question.clone());
                }
                if let Some(after) = &swap.after {
                    self.claims.entry(after.question.clone()).or_default().insert(swap.id.clone());
                    touched.questions.extend(after.question.clone());
                }
            }
            Change::Question(swap) => {
                touched.questions.insert(swap.id.clone());
            }
            Change::Source(swap) => {
                touched.sources.insert(swap.id.clone());
            }
            Change::Relation(swap) => {
                for relation in swap.before.iter().chain(&swap.after) {
                    if relation.kind == RelationKind::Relays {
                        touched.relays = true;
                        touched.questions.extend(relation.question.clone());
                    }
                }
            }
            Change::Echo(swap) => {
                touched.relays = true;
                for echo in swap.before.iter().chain(&swap.after) {
                    touched.articles.extend(echo.members.iter().map(|member| member.article.clone()));
                }
            }
            Change::Settings { before, after } => touched.all |= before.vague_words != after.vague_words,
            // Silence is read from the session when asked for; the rest is in no row.
            Change::Title { .. }
            | Change::Note { .. }
            | Change::Analyst(_)
            | Change::Article(_)
            | Change::Tag(_)
            | Change::NotMentioned(_)
            | Change::Dismissed(_)
            | Change::Removed(_)
            | Change::Export(_) => {}
        }
    }

    fn leave(&mut self, question: &Option<QuestionId>, claim: &ClaimId) {
        if let Some(claims) = self.claims.get_mut(question) {
            claims.remove(claim);
            if claims.is_empty() {
                self.claims.remove(question);
            }
        }
    }

    /// Makes the row of a question anew, or takes it away where the question no longer stands.
    fn put(&mut self, session: &Session, id: &QuestionId) {
        if let Some((place, _)) = self.rows.remove(id) {
            self.order.remove(&place);
        }
        let Some(question) = session.questions.get(id) else { return };
        let ids = self.claims.get(&Some(id.clone())).into_iter().flatten();
        let claims = ids.filter_map(|id| session.claims.get(id).map(|claim| (id, claim.as_ref())));
        let row = Row::build(session, id, question, claims, &self.relays);
        let place = Place {
            seriousness: row.seriousness,
            mentions: Reverse(row.mentions),
            text: question.text.clone(),
            question: id.clone(),
        };
        self.order.insert(place.clone());
        self.rows.insert(id.clone(), (place, row));
    }
}

/// What an edit touches.
#[derive(Default)]
struct Touched {
    all: bool,
    relays: bool,
    questions: BTreeSet<QuestionId>,
    sources: BTreeSet<SourceId>,
    /// Articles whose claims may have got another origin.
    articles: BTreeSet<ArticleId>,
}
