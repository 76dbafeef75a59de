//! What accepting many suggestions would make, before it is made: under which question each, which are new.
//!
//! **Invariant:** made by the draft that accepting uses, in the order in which the claims would be made; nothing of
//! the session is changed.

use std::collections::HashMap;

use super::draft::{self, Draft};
use super::{Spot, Suggestion};
use crate::app::doc::Doc;
use crate::command::{ClaimCommand, Command};
use crate::model::{Edit, QuestionId, Stamp, TagId, Target};

/// The most suggestions that are tried at once: far more than a person looks at in one list.
pub const MOST_TRIED: usize = 2_000;

/// What accepting many suggestions would make.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The questions with what would be put under each.
    pub groups: Vec<Group>,
    /// The names of the sources that would be made.
    pub sources: Vec<String>,
    /// The units that questions would newly take: each question's own, and the others.
    pub units: Vec<(String, Vec<String>)>,
    /// The edit, as a session without the articles' words has it.
    pub edit: Option<Edit>,
}

/// A question with what would be put under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The question; none for what would not be placed, or for what was not tried.
    pub question: Option<QuestionId>,
    /// Its words.
    pub words: String,
    /// Whether it would be made.
    pub is_new: bool,
    /// The suggestions, by article and place.
    pub spots: Vec<Spot>,
}

/// What claims are under that have no question.
pub const NOT_PLACED: &str = "not placed";

impl Plan {
    /// Tries to accept suggestions, in the order given.
    pub fn of(doc: &Doc, spots: &[Spot], tag: Option<&TagId>, one_unit: bool) -> Self {
        let stamp = Stamp { at: jiff::Timestamp::UNIX_EPOCH, by: doc.analyst.id.clone(), seq: doc.next_seq };
        let what = Command::from(ClaimCommand::Accept).into();
        let mut draft = Draft::new(&doc.session, what, &stamp).with_one_unit(one_unit);
        let mut plan = Self::default();
        let mut places: HashMap<Option<QuestionId>, usize> = HashMap::new();
        let mut tried: Vec<Spot> = Vec::new();
        let mut untried: HashMap<String, usize> = HashMap::new();
        for (n, spot) in spots.iter().enumerate() {
            let Some((id, suggestion)) = found(doc, *spot) else { continue };
            if n >= MOST_TRIED {
                // Beyond what is tried the question is told in the rule's own words.
                let words = suggestion.question.clone();
                let at = *untried.entry(words.clone()).or_insert_with(|| {
                    plan.groups.push(Group { question: None, words, is_new: false, spots: Vec::new() });
                    plan.groups.len() - 1
                });
                plan.put(at, *spot);
                continue;
            }
            draft.add(id, Target::default(), suggestion, tag);
            tried.push(*spot);
        }
        draft.settle();
        for (spot, question) in tried.into_iter().zip(draft.placed()) {
            let at = *places.entry(question.cloned()).or_insert_with(|| {
                let words = question.map_or(NOT_PLACED, |id| draft.words_of(id)).to_owned();
                let is_new = question.is_some_and(|id| !doc.session.questions.contains_key(id));
                plan.groups.push(Group { question: question.cloned(), words, is_new, spots: Vec::new() });
                plan.groups.len() - 1
            });
            plan.put(at, spot);
        }
        plan.sources = draft.new_sources().map(str::to_owned).collect();
        plan.units = draft.new_units();
        plan.edit = draft.finish();
        plan
    }

    fn put(&mut self, group: usize, spot: Spot) {
        if let Some(group) = self.groups.get_mut(group) {
            group.spots.push(spot);
        }
    }

    /// Orders the groups: the tags by their keys, what happened in this event first, then the most suggested.
    pub fn sort(&mut self, doc: &Doc) {
        self.groups.sort_by_cached_key(|group| {
            let first = group.spots.first().and_then(|spot| found(doc, *spot));
            let tag = first.as_ref().and_then(|(_, suggestion)| draft::tag_of(&doc.session, suggestion));
            let key = tag.and_then(|id| doc.session.tags.get(&id)?.key).unwrap_or('~');
            let elsewhere = first.is_some_and(|(_, suggestion)| draft::is_elsewhere(suggestion));
            (key, elsewhere, std::cmp::Reverse(group.spots.len()), group.words.to_lowercase())
        });
    }

    /// Returns how many claims would be made.
    pub fn n_claims(&self) -> usize {
        self.groups.iter().map(|group| group.spots.len()).sum()
    }

    /// Returns how many questions would be made.
    pub fn n_questions(&self) -> usize {
        self.groups.iter().filter(|group| group.is_new).count()
    }
}

/// Returns an open suggestion with its article's id.
pub fn found(doc: &Doc, spot: Spot) -> Option<(crate::model::ArticleId, &Suggestion)> {
    let id = doc.articles.get(spot.article)?.id.clone();
    Some((id, doc.suggestion(spot.article, spot.n)?))
}
