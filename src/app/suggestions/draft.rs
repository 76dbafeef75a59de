//! What accepting a suggestion makes: the claim with its figure, chain, hedge and question, in one edit.
//!
//! **Invariant:** nothing is confirmed; names are matched only to sources that the analyst has, and a unit that a
//! question does not take makes another question, never a guess.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Suggestion, names};
use crate::app::making::takes_unit;
use crate::command::CommandId;
use crate::model::attribution::Link;
use crate::model::claim::MadeBy;
use crate::model::edits::{NewClaim, make_claim};
use crate::model::edits_ledger::make_question;
use crate::model::ids::{made_id, slug};
use crate::model::{
    ArticleId, Change, Claim, ClaimId, Class, Edit, Question, QuestionId, Session, Source, SourceId, Stamp,
    Swap, TagId, Target, label,
};

/// Stands for the printed unit in a tag's question.
const UNIT: &str = "UNIT";

/// Claims in the making, with the sources and questions that they need.
pub struct Draft<'a> {
    session: &'a Session,
    what: CommandId,
    stamp: &'a Stamp,
    /// How many objects with an id from the log line were made.
    made: usize,
    number: u32,
    sources: Vec<(SourceId, Source)>,
    questions: Vec<(QuestionId, Question)>,
    claims: Vec<(ClaimId, Claim)>,
    /// The questions that hold claims of a tag, for the tags that were asked for.
    held: BTreeMap<TagId, BTreeSet<QuestionId>>,
}

/// What accepting would make, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The claim's label.
    pub label: String,
    /// The names of the chain, outermost first, each with whether its source is new.
    pub chain: Vec<(String, bool)>,
    /// The question it would be under, with whether that is new; none where it would not be placed.
    pub question: Option<(String, bool)>,
}

impl<'a> Draft<'a> {
    /// Begins an edit.
    pub fn new(session: &'a Session, what: CommandId, stamp: &'a Stamp) -> Self {
        Self {
            session,
            what,
            stamp,
            made: 0,
            number: session.next_number(),
            sources: Vec::new(),
            questions: Vec::new(),
            claims: Vec::new(),
            held: BTreeMap::new(),
        }
    }

    /// Makes a claim of a suggestion, with its own tag or another one.
    pub fn add(
        &mut self,
        article: ArticleId,
        target: Target,
        suggestion: &Suggestion,
        tag: Option<&TagId>,
    ) -> ClaimId {
        let tag = tag.cloned().or_else(|| tag_of(self.session, suggestion));
        let attribution = self.chain(suggestion);
        let id = ClaimId::new(self.next_id());
        let question = self.question(&article, suggestion, tag.as_ref());
        let new = NewClaim {
            target: vec![target],
            tags: tag.iter().cloned().collect(),
            figure: Some(suggestion.figure.clone()),
            attribution,
            question: question.clone(),
            made_by: MadeBy::Suggestion(suggestion.rule.to_string()),
            hedge: suggestion.hedge.clone(),
        };
        let (_, edit) = make_claim(self.session, self.what.clone(), article, new, self.stamp);
        for change in edit.changes {
            if let Change::Claim(Swap { after: Some(claim), .. }) = change {
                let claim = Claim { number: self.number, ..Claim::clone(&claim) };
                self.claims.push((id.clone(), claim));
            }
        }
        self.number += 1;
        if let (Some(tag), Some(question)) = (tag, question) {
            self.held.entry(tag).or_default().insert(question);
        }
        id
    }

    /// Returns the edit; none where nothing was added.
    pub fn finish(self) -> Option<Edit> {
        let sources = self
            .sources
            .into_iter()
            .map(|(id, source)| Change::Source(Swap { id, before: None, after: Some(Arc::new(source)) }));
        let questions = self.questions.into_iter().map(|(id, question)| {
            Change::Question(Swap { id, before: None, after: Some(Arc::new(question)) })
        });
        let claims = self
            .claims
            .into_iter()
            .map(|(id, claim)| Change::Claim(Swap { id, before: None, after: Some(Arc::new(claim)) }));
        let changes: Vec<_> = sources.chain(questions).chain(claims).collect();
        (!changes.is_empty()).then_some(Edit { what: self.what, changes })
    }

    fn next_id(&mut self) -> String {
        self.made += 1;
        made_id(&self.session.id, &self.stamp.by, self.stamp.seq, self.made - 1)
    }

    /// Matches the names of a chain to sources; a name that nobody has becomes a source.
    fn chain(&mut self, suggestion: &Suggestion) -> Vec<Link> {
        let links = suggestion.chain.iter().map(|named| Link {
            source: self.source(&named.words),
            named_as: named.words.clone(),
            mode: named.mode,
            cue: None,
            cited_only: false,
            unknown: crate::model::ids::Unknown::new(),
        });
        links.collect()
    }

    fn source(&mut self, printed: &str) -> SourceId {
        let wanted = names::folded(printed);
        let new = self.sources.iter().find(|(_, source)| names::folded(&source.name) == wanted);
        if let Some(id) = names::find(self.session, printed).or_else(|| new.map(|(id, _)| id.clone())) {
            return id;
        }
        let name = names::stripped(printed);
        let taken = |slug: &str| {
            let id = SourceId::new(slug);
            self.session.sources.contains_key(&id) || self.sources.iter().any(|(known, _)| *known == id)
        };
        let id = SourceId::new(slug(&name, taken));
        // The words of the article find the source again when it is given another name.
        let printed = printed.split_whitespace().collect::<Vec<_>>().join(" ");
        let aliases = if printed == name { Vec::new() } else { vec![printed.clone()] };
        let source = Source { name, aliases, named: names::is_named(&printed), ..Source::default() };
        self.sources.push((id.clone(), source));
        id
    }

    /// Finds the question that a suggestion answers, or makes it of the tag's template or of the suggestion's words.
    fn question(
        &mut self,
        article: &ArticleId,
        suggestion: &Suggestion,
        tag: Option<&TagId>,
    ) -> Option<QuestionId> {
        let template = tag.and_then(|id| self.session.tags.get(id)).and_then(|tag| tag.question.clone());
        let proposed = tag_of(self.session, suggestion);
        let is_own = tag == proposed.as_ref();
        let scope = if is_own { scope_of(suggestion) } else { String::new() };
        match (template, tag) {
            (Some(template), Some(tag)) if scope.is_empty() && suggestion.figure.class == Class::Count => {
                self.of_template(article, suggestion, &template, tag)
            }
            _ => self.of_words(suggestion, tag, scope),
        }
    }

    fn of_template(
        &mut self,
        article: &ArticleId,
        suggestion: &Suggestion,
        template: &str,
        tag: &TagId,
    ) -> Option<QuestionId> {
        let (before, after) = template.split_once(UNIT).unwrap_or((template, ""));
        let held = self.held(tag);
        let is_own = |(id, question): &(&QuestionId, &Question)| {
            held.contains(*id) || (question.text.starts_with(before) && question.text.ends_with(after))
        };
        let own: Vec<_> = self.all_questions().filter(is_own).collect();
        let Some(unit) = suggestion.figure.unit.as_ref() else {
            // "put the toll at 83" names no unit: it goes to the tag's question where there is just one.
            // Where there are several, to the one that this article speaks of already.
            let mut of_event: Vec<_> =
                own.iter().filter(|(_, q)| q.scope == EVENT).map(|(id, _)| *id).collect();
            if of_event.len() > 1 {
                of_event.retain(|id| self.speaks_of(article, id));
            }
            return of_event.first().filter(|_| of_event.len() == 1).map(|id| (*id).clone());
        };
        if let Some((id, _)) = own.iter().find(|(_, q)| takes_unit(q, unit) && q.scope == EVENT) {
            return Some((*id).clone());
        }
        Some(self.make(Question {
            text: template.replace(UNIT, unit),
            unit: Some(unit.clone()),
            class: Some(Class::Count),
            scope: EVENT.to_owned(),
            ..Question::default()
        }))
    }

    /// Says whether an article has a claim under a question.
    fn speaks_of(&self, article: &ArticleId, question: &QuestionId) -> bool {
        let standing = self.session.claims.values().map(|claim| &**claim);
        let mut all = standing.chain(self.claims.iter().map(|(_, claim)| claim));
        all.any(|claim| claim.article == *article && claim.question.as_ref() == Some(question))
    }

    fn of_words(
        &mut self,
        suggestion: &Suggestion,
        tag: Option<&TagId>,
        scope: String,
    ) -> Option<QuestionId> {
        let figure = &suggestion.figure;
        let text = suggestion.question.trim();
        if text.is_empty() {
            return None;
        }
        let held = tag.map(|tag| self.held(tag)).unwrap_or_default();
        let same_words = |question: &Question| question.text.to_lowercase() == text.to_lowercase();
        let same_thing = |id: &QuestionId, question: &Question| {
            held.contains(id)
                && question.class == Some(figure.class)
                && question.scope == scope
                && figure.unit.as_ref().is_some_and(|unit| takes_unit(question, unit))
        };
        // Measures share their units across questions ("minutes into the raid", "minutes of talks"), things do not.
        let is_count = figure.class == Class::Count;
        let standing = self
            .all_questions()
            .find(|(_, q)| same_words(q))
            .or_else(|| self.all_questions().find(|(id, q)| is_count && same_thing(id, q)));
        if let Some((id, _)) = standing {
            return Some(id.clone());
        }
        let (text, unit) = (text.to_owned(), figure.unit.clone());
        Some(self.make(Question { text, unit, class: Some(figure.class), scope, ..Question::default() }))
    }

    fn make(&mut self, question: Question) -> QuestionId {
        let (id, _) = make_question(self.session, self.what.clone(), question.clone(), self.made, self.stamp);
        self.made += 1;
        self.questions.push((id.clone(), question));
        id
    }

    fn all_questions(&self) -> impl Iterator<Item = (&QuestionId, &Question)> {
        let standing = self.session.questions.iter().map(|(id, question)| (id, &**question));
        standing.chain(self.questions.iter().map(|(id, question)| (id, question)))
    }

    /// Returns the questions that hold claims of a tag.
    fn held(&mut self, tag: &TagId) -> BTreeSet<QuestionId> {
        let session = self.session;
        let of_session = || {
            let tagged = session.claims.values().filter(|claim| claim.tags.contains(tag));
            tagged.filter_map(|claim| claim.question.clone()).collect()
        };
        self.held.entry(tag.clone()).or_insert_with(of_session).clone()
    }

    /// Says in words what the last claim will be.
    fn preview(&self) -> Option<Preview> {
        let (_, claim) = self.claims.last()?;
        // The label's own rule, over just the objects that it names.
        let mut small = Session::empty(self.session.id.clone(), String::new(), jiff::Timestamp::UNIX_EPOCH);
        for id in &claim.tags {
            small.tags.extend(self.session.tags.get(id).map(|tag| (id.clone(), Arc::clone(tag))));
        }
        let mut chain = Vec::new();
        for link in &claim.attribution {
            let new = self.sources.iter().find(|(id, _)| *id == link.source);
            let source = match new {
                Some((_, source)) => Some(Arc::new(source.clone())),
                None => self.session.sources.get(&link.source).cloned(),
            };
            chain.push((source.as_ref().map_or_else(String::new, |s| s.name.clone()), new.is_some()));
            small.sources.extend(source.map(|source| (link.source.clone(), source)));
        }
        let question = claim.question.as_ref().and_then(|id| {
            let is_new = !self.session.questions.contains_key(id);
            self.all_questions().find(|(known, _)| *known == id).map(|(_, q)| (q.text.clone(), is_new))
        });
        Some(Preview { label: label::of_claim(&small, claim), chain, question })
    }
}

/// The scope of a tag's own question. Source: the design's section on default tags.
const EVENT: &str = "this event";

/// Returns the session's tag that a suggestion calls for.
pub fn tag_of(session: &Session, suggestion: &Suggestion) -> Option<TagId> {
    let label = suggestion.tag.as_deref()?.to_lowercase();
    session.tags.iter().find(|(_, tag)| tag.label.to_lowercase() == label).map(|(id, _)| id.clone())
}

/// Returns what sets a suggestion's question apart from its unit and tag: "since 2011".
fn scope_of(suggestion: &Suggestion) -> String {
    let unit = suggestion.figure.unit.as_deref().unwrap_or_default();
    let question = suggestion.question.as_str();
    let rest = question.strip_prefix(unit).unwrap_or(question).trim_start();
    let tag = suggestion.tag.as_deref().unwrap_or_default();
    rest.strip_prefix(tag).unwrap_or(rest).trim().to_owned()
}

/// Says what accepting a suggestion would make.
pub fn preview(
    session: &Session,
    article: ArticleId,
    suggestion: &Suggestion,
    stamp: &Stamp,
) -> Option<Preview> {
    let mut draft = Draft::new(session, CommandId::new("claim.accept"), stamp);
    draft.add(article, Target::default(), suggestion, None);
    draft.preview()
}
