//! What an import makes or changes beside the claims: tags, sources, questions and the articles' publishers.
//!
//! **Invariant:** what stands in the session is found again by its name and kept; nothing is made twice.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ledger::vague::fold;
use crate::model::edits_tags::free_letter;
use crate::model::ids::{made_id, slug};
use crate::model::{
    Article, ArticleId, Change, Class, Hue, Question, QuestionId, Session, Source, SourceId, Stamp, Swap,
    Tag, TagId,
};

/// Objects of one kind as they stand, and those made or changed.
struct Drafted<'a, K, T> {
    standing: &'a BTreeMap<K, Arc<T>>,
    changed: BTreeMap<K, T>,
}

impl<'a, K: Ord + Clone, T: Clone + Default + PartialEq> Drafted<'a, K, T> {
    fn new(standing: &'a BTreeMap<K, Arc<T>>) -> Self {
        Self { standing, changed: BTreeMap::new() }
    }

    fn has(&self, id: &K) -> bool {
        self.changed.contains_key(id) || self.standing.contains_key(id)
    }

    fn get(&self, id: &K) -> Option<&T> {
        self.changed.get(id).or_else(|| self.standing.get(id).map(AsRef::as_ref))
    }

    /// Returns the object to change; one that does not stand is made.
    fn edit(&mut self, id: &K) -> &mut T {
        let standing = self.standing;
        self.changed
            .entry(id.clone())
            .or_insert_with(|| standing.get(id).map(|object| T::clone(object)).unwrap_or_default())
    }

    fn swaps(self) -> impl Iterator<Item = Swap<K, T>> {
        let standing = self.standing;
        let swap = move |(id, after)| {
            let before = standing.get(&id).cloned();
            (before.as_deref() != Some(&after)).then(|| Swap { id, before, after: Some(Arc::new(after)) })
        };
        self.changed.into_iter().filter_map(swap)
    }
}

/// The objects that the rows of an import name.
pub(super) struct Draft<'a> {
    session: &'a Session,
    stamp: &'a Stamp,
    articles: Drafted<'a, ArticleId, Article>,
    tags: Drafted<'a, TagId, Tag>,
    sources: Drafted<'a, SourceId, Source>,
    questions: Drafted<'a, QuestionId, Question>,
    tag_names: BTreeMap<String, TagId>,
    source_names: BTreeMap<String, SourceId>,
    question_names: BTreeMap<String, QuestionId>,
    made: usize,
}

impl<'a> Draft<'a> {
    pub(super) fn new(session: &'a Session, stamp: &'a Stamp) -> Self {
        let mut source_names = BTreeMap::new();
        // Names before aliases: a source is found first by what it is called.
        for (id, source) in &session.sources {
            source_names.entry(fold(&source.name)).or_insert_with(|| id.clone());
        }
        for (id, source) in &session.sources {
            for alias in &source.aliases {
                source_names.entry(fold(alias)).or_insert_with(|| id.clone());
            }
        }
        let tag_names = session.tags.iter().rev().map(|(id, tag)| (fold(&tag.label), id.clone())).collect();
        let questions = session.questions.iter().rev();
        Self {
            session,
            stamp,
            articles: Drafted::new(&session.articles),
            tags: Drafted::new(&session.tags),
            sources: Drafted::new(&session.sources),
            questions: Drafted::new(&session.questions),
            tag_names,
            source_names,
            question_names: questions.map(|(id, q)| (fold(&q.text), id.clone())).collect(),
            made: 0,
        }
    }

    /// Returns a new id of this edit.
    pub(super) fn made_id(&mut self) -> String {
        self.made += 1;
        made_id(&self.session.id, &self.stamp.by, self.stamp.seq, self.made - 1)
    }

    /// Enters an article that the session does not have.
    pub(super) fn article(&mut self, id: &ArticleId, article: &Article) {
        if !self.articles.has(id) {
            self.articles.edit(id).clone_from(article);
        }
    }

    /// Makes a source the publisher of an article that has none.
    pub(super) fn publisher(&mut self, id: &ArticleId, source: &SourceId) {
        if self.articles.get(id).is_some_and(|a| a.source.is_none()) {
            self.articles.edit(id).source = Some(source.clone());
        }
    }

    /// Returns the tag of a label or id; makes one where there is none.
    pub(super) fn tag(&mut self, label: &str) -> TagId {
        let id = TagId::new(label);
        if self.tags.has(&id) {
            return id;
        }
        let folded = fold(label);
        if let Some(id) = self.tag_names.get(&folded) {
            return id.clone();
        }
        let id = TagId::new(slug(label, |s| self.tags.has(&TagId::new(s))));
        let hues = Hue::ALL.iter().map(|(hue, _)| *hue);
        let hue = hues.cycle().nth(self.tag_names.len()).unwrap_or_default();
        // No two tags share a letter: in the gutter it is all that tells them apart without colours.
        let all = || self.tag_names.values().filter_map(|id| self.tags.get(id));
        let glyph = free_letter(label, |letter| all().any(|tag| tag.glyph == letter)).unwrap_or('·');
        *self.tags.edit(&id) = Tag { label: label.to_owned(), glyph, hue, ..Tag::default() };
        self.tag_names.insert(folded, id.clone());
        id
    }

    /// Returns the source of a name or alias; makes one where there is none.
    pub(super) fn source(&mut self, name: &str) -> SourceId {
        let folded = fold(name);
        if let Some(id) = self.source_names.get(&folded) {
            return id.clone();
        }
        let id = SourceId::new(slug(name, |s| self.sources.has(&SourceId::new(s))));
        let nameless = ["unnamed", "anonymous"].iter().any(|word| folded.contains(word));
        *self.sources.edit(&id) = Source { name: name.to_owned(), named: !nameless, ..Source::default() };
        self.source_names.insert(folded, id.clone());
        id
    }

    /// Says that a source belongs to a party, unless the session says otherwise.
    pub(super) fn party(&mut self, source: &SourceId, party: &str) {
        if self.sources.get(source).is_some_and(|s| s.party.is_none()) {
            self.sources.edit(source).party = Some(party.to_owned());
        }
    }

    /// Returns the question of a text; makes one where there is none.
    pub(super) fn question(&mut self, text: &str) -> QuestionId {
        let folded = fold(text);
        if let Some(id) = self.question_names.get(&folded) {
            return id.clone();
        }
        let id = QuestionId::new(self.made_id());
        self.questions.edit(&id).text = text.to_owned();
        self.question_names.insert(folded, id.clone());
        id
    }

    /// Takes a row's unit, printed unit and class as agreed for its question.
    pub(super) fn agree(
        &mut self,
        id: &QuestionId,
        unit: Option<&str>,
        counted: Option<&str>,
        class: Option<Class>,
    ) {
        let Some(question) = self.questions.get(id) else { return };
        let mut after = question.clone();
        if after.unit.is_none() {
            after.unit = unit.map(str::to_owned);
        }
        let known = |q: &Question, unit: &str| {
            let folded = fold(unit);
            q.unit.iter().chain(&q.units).any(|u| fold(u) == folded)
        };
        for unit in unit.into_iter().chain(counted) {
            if !known(&after, unit) {
                after.units.push(unit.to_owned());
            }
        }
        // Words beside numbers do not make it a question of words.
        if after.class.is_none_or(|c| c == Class::Text) {
            after.class = class.or(after.class);
        }
        if after != *question {
            *self.questions.edit(id) = after;
        }
    }

    /// Returns the changes, in an order in which each finds what it names.
    pub(super) fn changes(self) -> Vec<Change> {
        let mut changes: Vec<Change> = Vec::new();
        changes.extend(self.tags.swaps().map(Change::Tag));
        changes.extend(self.sources.swaps().map(Change::Source));
        changes.extend(self.articles.swaps().map(Change::Article));
        changes.extend(self.questions.swaps().map(Change::Question));
        changes
    }
}
