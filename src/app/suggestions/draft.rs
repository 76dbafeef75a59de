//! What accepting a suggestion makes: the claim with its figure, chain, hedge and question, in one edit.
//!
//! **Invariant:** nothing is confirmed; names are matched only to sources that the analyst has, and a unit that a
//! question does not take makes another question unless a person said that both are one.

use std::collections::{BTreeMap, BTreeSet, HashMap};
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
    names: names::Index,
    sources: Vec<(SourceId, Source)>,
    questions: Vec<Asked>,
    claims: Vec<(ClaimId, Claim)>,
    /// The places among them of those under no question, with what they are made of.
    open: Vec<(usize, Suggestion, Option<TagId>)>,
    /// Whether the printed units of a tag's own question were said to mean one and the same.
    one_unit: bool,
    /// The questions by their words in lower case.
    by_words: HashMap<String, QuestionId>,
    /// The questions that hold claims of a tag, for the tags that were asked for.
    held: BTreeMap<TagId, BTreeSet<QuestionId>>,
}

/// A question that is made, or that takes a further unit.
#[derive(Debug, Clone)]
struct Asked {
    id: QuestionId,
    before: Option<Arc<Question>>,
    after: Question,
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
        let mut by_words = HashMap::new();
        for (id, question) in &session.questions {
            by_words.entry(question.text.to_lowercase()).or_insert_with(|| id.clone());
        }
        Self {
            session,
            what,
            stamp,
            made: 0,
            number: session.next_number(),
            names: names::Index::of(session),
            sources: Vec::new(),
            questions: Vec::new(),
            claims: Vec::new(),
            open: Vec::new(),
            one_unit: false,
            by_words,
            held: BTreeMap::new(),
        }
    }

    /// Takes the printed units of a tag's own question for one: "troops" are its "soldiers", and it remembers so.
    pub fn with_one_unit(self, one_unit: bool) -> Self {
        Self { one_unit, ..self }
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
        if question.is_none() {
            self.open.push((self.claims.len() - 1, suggestion.clone(), tag.clone()));
        }
        self.number += 1;
        if let (Some(tag), Some(question)) = (tag, question) {
            self.held.entry(tag).or_default().insert(question);
        }
        id
    }

    /// Places what named no unit before its question was made by a later claim.
    pub fn settle(&mut self) {
        for (n, suggestion, tag) in std::mem::take(&mut self.open) {
            let Some(article) = self.claims.get(n).map(|(_, claim)| claim.article.clone()) else { continue };
            let question = self.question(&article, &suggestion, tag.as_ref());
            if let Some((_, claim)) = self.claims.get_mut(n) {
                claim.question = question;
            }
        }
    }

    /// Returns the question of each claim, in the order in which they were added.
    pub fn placed(&self) -> impl Iterator<Item = Option<&QuestionId>> {
        self.claims.iter().map(|(_, claim)| claim.question.as_ref())
    }

    /// Returns the edit; none where nothing was added.
    pub fn finish(self) -> Option<Edit> {
        let sources = self
            .sources
            .into_iter()
            .map(|(id, source)| Change::Source(Swap { id, before: None, after: Some(Arc::new(source)) }));
        let questions = self.questions.into_iter().map(|Asked { id, before, after }| {
            Change::Question(Swap { id, before, after: Some(Arc::new(after)) })
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
        if let Some(id) = self.names.find(printed) {
            return id.clone();
        }
        let name = names::stripped(printed);
        let taken = |slug: &str| {
            let id = SourceId::new(slug);
            self.session.sources.contains_key(&id) || self.sources.iter().any(|(known, _)| *known == id)
        };
        let id = SourceId::new(slug(&name, taken));
        // The words of the article find the source again when it is given another name.
        let printed = names::without_clause(printed);
        let aliases = if printed == name { Vec::new() } else { vec![printed.clone()] };
        let source = Source { name, aliases, named: names::is_named(&printed), ..Source::default() };
        self.names.add(&id, &source);
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
        let is_count = suggestion.figure.class == Class::Count;
        let is_noun = is_own && is_noun(suggestion);
        match (template, tag) {
            (Some(template), Some(tag)) if scope.is_empty() && is_count && !is_noun => {
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
        let of_event = own.iter().filter(|(_, q)| q.scope == EVENT).map(|(id, _)| (*id).clone());
        let of_event: Vec<QuestionId> = of_event.collect();
        if let Some(id) = self.main(&of_event).filter(|_| self.one_unit) {
            self.agree(&id, unit);
            return Some(id);
        }
        Some(self.make(Question {
            text: template.replace(UNIT, unit),
            unit: Some(unit.clone()),
            class: Some(Class::Count),
            scope: EVENT.to_owned(),
            ..Question::default()
        }))
    }

    fn all_claims(&self) -> impl Iterator<Item = &Claim> {
        let standing = self.session.claims.values().map(|claim| &**claim);
        standing.chain(self.claims.iter().map(|(_, claim)| claim))
    }

    /// Says whether an article has a claim under a question.
    fn speaks_of(&self, article: &ArticleId, question: &QuestionId) -> bool {
        self.all_claims().any(|claim| claim.article == *article && claim.question.as_ref() == Some(question))
    }

    /// Returns the question with the most claims, the first of those.
    fn main(&self, questions: &[QuestionId]) -> Option<QuestionId> {
        let count =
            |id: &QuestionId| self.all_claims().filter(|claim| claim.question.as_ref() == Some(id)).count();
        // Of equals the first: the last maximum of the reversed list.
        questions.iter().rev().max_by_key(|id| count(id)).cloned()
    }

    /// Lets a question take a further unit.
    fn agree(&mut self, id: &QuestionId, unit: &str) {
        if let Some(asked) = self.questions.iter_mut().find(|asked| asked.id == *id) {
            asked.after.units.push(unit.to_owned());
        } else if let Some(before) = self.session.questions.get(id) {
            let mut after = Question::clone(before);
            after.units.push(unit.to_owned());
            self.questions.push(Asked { id: id.clone(), before: Some(Arc::clone(before)), after });
        }
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
        let same_thing = |question: &Question| {
            question.class == Some(figure.class)
                && question.scope == scope
                && figure.unit.as_ref().is_some_and(|unit| takes_unit(question, unit))
        };
        if let Some(id) = self.by_words.get(&text.to_lowercase()) {
            return Some(id.clone());
        }
        // Measures share their units across questions ("minutes into the raid", "minutes of talks"), things do not.
        let held = tag.filter(|_| figure.class == Class::Count).map(|tag| self.held(tag)).unwrap_or_default();
        let same = held.iter().find(|id| self.asked(id).is_some_and(same_thing));
        if let Some(id) = same {
            return Some(id.clone());
        }
        let (text, unit) = (text.to_owned(), figure.unit.clone());
        Some(self.make(Question { text, unit, class: Some(figure.class), scope, ..Question::default() }))
    }

    fn make(&mut self, question: Question) -> QuestionId {
        let (id, _) = make_question(self.session, self.what.clone(), question.clone(), self.made, self.stamp);
        self.made += 1;
        self.by_words.entry(question.text.to_lowercase()).or_insert_with(|| id.clone());
        self.questions.push(Asked { id: id.clone(), before: None, after: question });
        id
    }

    /// Returns a question as the edit would leave it.
    fn asked(&self, id: &QuestionId) -> Option<&Question> {
        let own = self.questions.iter().find(|asked| asked.id == *id).map(|asked| &asked.after);
        own.or_else(|| self.session.questions.get(id).map(|question| &**question))
    }

    fn all_questions(&self) -> impl Iterator<Item = (&QuestionId, &Question)> {
        let changed = |id: &QuestionId| self.questions.iter().any(|a| a.before.is_some() && a.id == *id);
        let standing = self.session.questions.iter().filter(move |(id, _)| !changed(id));
        let standing = standing.map(|(id, question)| (id, &**question));
        standing.chain(self.questions.iter().map(|asked| (&asked.id, &asked.after)))
    }

    /// Returns the question that the last claim would be under, with whether it is new.
    pub fn last_question(&self) -> Option<(QuestionId, bool)> {
        let id = self.claims.last()?.1.question.clone()?;
        let is_new = !self.session.questions.contains_key(&id);
        Some((id, is_new))
    }

    /// Returns the words of a question as the edit would leave it.
    pub fn words_of(&self, id: &QuestionId) -> &str {
        self.asked(id).map_or("", |question| question.text.as_str())
    }

    /// Returns the names of the sources that would be made, in the order of the claims that name them.
    pub fn new_sources(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().map(|(_, source)| source.name.as_str())
    }

    /// Returns the units that questions would newly take: the question's own, and the others.
    pub fn new_units(&self) -> Vec<(String, Vec<String>)> {
        let taken = self.questions.iter().filter_map(|asked| {
            let known = asked.before.as_ref().map_or(0, |before| before.units.len());
            let new = asked.after.units.get(known..).filter(|new| !new.is_empty())?;
            Some((asked.after.unit.clone().unwrap_or_default(), new.to_vec()))
        });
        taken.collect()
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
            self.asked(id).map(|question| (question.text.clone(), is_new))
        });
        Some(Preview { label: label::of_claim(&small, claim), chain, question })
    }
}

/// The scope of a tag's own question. Source: the design's section on default tags.
pub const EVENT: &str = "this event";

/// Returns the session's tag that a suggestion calls for.
pub fn tag_of(session: &Session, suggestion: &Suggestion) -> Option<TagId> {
    let label = suggestion.tag.as_deref()?.to_lowercase();
    session.tags.iter().find(|(_, tag)| tag.label.to_lowercase() == label).map(|(id, _)| id.clone())
}

/// Returns what sets a suggestion's question apart from its unit and tag: "since 2011".
pub fn scope_of(suggestion: &Suggestion) -> String {
    let unit = suggestion.figure.unit.as_deref().unwrap_or_default();
    let question = suggestion.question.as_str();
    let rest = question.strip_prefix(unit).unwrap_or(question).trim_start();
    let tag = suggestion.tag.as_deref().unwrap_or_default();
    rest.strip_prefix(tag).unwrap_or(rest).trim().to_owned()
}

/// Says whether a suggestion counts what its tag's word names, as "no casualties" does: nobody says that those belong
/// to this event's toll.
fn is_noun(suggestion: &Suggestion) -> bool {
    suggestion.figure.unit.as_deref() == Some(suggestion.question.as_str())
}

/// Says whether a suggestion tells of something else than this event's own toll.
pub fn is_elsewhere(suggestion: &Suggestion) -> bool {
    !scope_of(suggestion).is_empty() || is_noun(suggestion)
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
