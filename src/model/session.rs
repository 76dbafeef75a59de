//! All that an analyst made on one set of articles.
//!
//! **Invariant:** every map is ordered by its key's bytes, so that equal sessions are written as equal bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::article::Article;
use super::claim::Claim;
use super::ids::{
    AnalystId, ArticleId, ClaimId, EchoId, QuestionId, RelationId, SessionId, SourceId, TagId, Unknown,
};
use super::question::Question;
use super::relation::{Echo, Relation};
use super::source::Source;
use super::tag::Tag;

/// All that an analyst made on one set of articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Its name for people.
    pub title: String,
    /// What the analyst says of the case as a whole: reports print it at their head.
    pub note: String,
    /// When it was begun.
    pub created: Timestamp,
    /// How many changes have been made since then.
    pub revision: u64,
    /// The last log line that it contains.
    pub log: LogHead,
    /// Choices that hold for the whole session.
    pub settings: Settings,
    /// Who has worked on it.
    pub analysts: BTreeMap<AnalystId, Arc<Analyst>>,
    /// The articles that are cited, marked or described.
    pub articles: BTreeMap<ArticleId, Arc<Article>>,
    /// The tags.
    pub tags: BTreeMap<TagId, Arc<Tag>>,
    /// The sources.
    pub sources: BTreeMap<SourceId, Arc<Source>>,
    /// The questions.
    pub questions: BTreeMap<QuestionId, Arc<Question>>,
    /// The claims.
    pub claims: BTreeMap<ClaimId, Arc<Claim>>,
    /// The relations.
    pub relations: BTreeMap<RelationId, Arc<Relation>>,
    /// The accepted echoes.
    pub echoes: BTreeMap<EchoId, Arc<Echo>>,
    /// "Read, says nothing", by article and question.
    pub not_mentioned: BTreeMap<NotMentionedKey, Arc<NotMentioned>>,
    /// Suggestions that a person turned down.
    pub dismissed: BTreeMap<DismissedKey, Arc<Dismissed>>,
    /// Claims taken away, so that numbers are never reused.
    pub removed: BTreeMap<ClaimId, Arc<Removed>>,
    /// Exports made, oldest first.
    pub exports: Vec<Arc<Export>>,
    /// Members of a later version.
    pub unknown: Unknown,
}

impl Session {
    /// Makes an empty session with no tags and no analyst.
    pub fn empty(id: SessionId, title: String, created: Timestamp) -> Self {
        Self {
            id,
            title,
            note: String::new(),
            created,
            revision: 0,
            log: LogHead::default(),
            settings: Settings::default(),
            analysts: BTreeMap::new(),
            articles: BTreeMap::new(),
            tags: BTreeMap::new(),
            sources: BTreeMap::new(),
            questions: BTreeMap::new(),
            claims: BTreeMap::new(),
            relations: BTreeMap::new(),
            echoes: BTreeMap::new(),
            not_mentioned: BTreeMap::new(),
            dismissed: BTreeMap::new(),
            removed: BTreeMap::new(),
            exports: Vec::new(),
            unknown: Unknown::new(),
        }
    }

    /// Returns the session with these claims alone and nothing removed: for trying an edit without a copy of them all.
    pub fn with_claims(&self, claims: BTreeMap<ClaimId, Arc<Claim>>) -> Self {
        Self {
            id: self.id.clone(),
            title: self.title.clone(),
            note: self.note.clone(),
            created: self.created,
            revision: self.revision,
            log: self.log.clone(),
            settings: self.settings.clone(),
            analysts: self.analysts.clone(),
            articles: self.articles.clone(),
            tags: self.tags.clone(),
            sources: self.sources.clone(),
            questions: self.questions.clone(),
            claims,
            relations: self.relations.clone(),
            echoes: self.echoes.clone(),
            not_mentioned: self.not_mentioned.clone(),
            dismissed: BTreeMap::new(),
            removed: BTreeMap::new(),
            exports: self.exports.clone(),
            unknown: self.unknown.clone(),
        }
    }

    /// Returns the number for the next claim: the highest ever given + 1.
    pub fn next_number(&self) -> u32 {
        let standing = self.claims.values().map(|c| c.number);
        let removed = self.removed.values().map(|r| r.number);
        standing.chain(removed).max().unwrap_or(0) + 1
    }

    /// Returns the tag that a digit sets.
    pub fn tag_of_key(&self, key: char) -> Option<&TagId> {
        self.tags.iter().find(|(_, tag)| tag.key == Some(key)).map(|(id, _)| id)
    }
}

/// The last log line that a session contains.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogHead {
    /// Its number, from 1; 0 before the first.
    pub sequence: u64,
    /// Its hash, `blake3:` and 64 hex digits.
    pub head: Option<String>,
}

/// Choices that hold for the whole session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The preset by which vague words become intervals.
    pub vague_words: String,
    /// The scale that the grade menu opens with.
    pub scale: String,
    /// Whether one person may review their own claims.
    pub single_analyst: bool,
    /// Members of a later version.
    pub unknown: Unknown,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            vague_words: "literal".to_owned(),
            scale: "status".to_owned(),
            single_analyst: true,
            unknown: Unknown::new(),
        }
    }
}

/// A person who has worked on the session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Analyst {
    /// The name shown and exported.
    pub name: String,
    /// Members of a later version.
    pub unknown: Unknown,
}

/// An article and a question that it says nothing on.
pub type NotMentionedKey = (ArticleId, QuestionId);

/// Who read that an article says nothing on a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotMentioned {
    /// Who.
    pub by: AnalystId,
    /// When.
    pub at: Timestamp,
}

/// A suggestion turned down: the article, its words and the rule. Not its offset, so that it stays down when the
/// article grows.
pub type DismissedKey = (ArticleId, String, String);

/// Who turned a suggestion down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dismissed {
    /// Who.
    pub by: AnalystId,
    /// When.
    pub at: Timestamp,
}

/// A claim taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// The number that it had.
    pub number: u32,
    /// When.
    pub at: Timestamp,
    /// Who took it away.
    pub by: AnalystId,
}

/// An export that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// When.
    pub at: Timestamp,
    /// The revision exported.
    pub revision: u64,
    /// The format's name.
    pub format: String,
    /// SHA-256 of the bytes written.
    pub sha256: String,
}
