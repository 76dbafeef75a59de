//! What state an article is in, against what the session knows of it.
//!
//! **Invariant:** an article counts as the same only after its bytes were hashed; size and time alone can only tell
//! that it changed.

use crate::model::Article;

use super::article::{Facts, ReadError};

/// The state of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArticleState {
    /// Not in the session: can be edited at once.
    New,
    /// In the session; its bytes were not hashed yet.
    Unchecked,
    /// Its bytes are what the session cites.
    Same,
    /// Its bytes are others.
    Changed,
    /// Its file is gone.
    Missing,
    /// It stands under another path; its bytes were not hashed yet.
    Moved,
    /// It cannot be read: the reason, and what to do about it.
    Unreadable(String, &'static str),
    /// It lies outside and is shown only if its hash is the stored one.
    Outside,
}

impl ArticleState {
    /// Returns the word shown.
    pub fn word(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unchecked => "unchecked",
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::Moved => "moved",
            Self::Unreadable(..) => "unreadable",
            Self::Outside => "outside",
        }
    }
}

/// Returns the state after the bytes were hashed.
pub fn after_hash(stored: &Article, found: &Result<Facts, ReadError>) -> ArticleState {
    match found {
        Ok(facts) => match &stored.sha256 {
            Some(sha256) if *sha256 == facts.sha256 => ArticleState::Same,
            Some(_) => ArticleState::Changed,
            None if stored.bytes == facts.bytes => ArticleState::Unchecked,
            None => ArticleState::Changed,
        },
        Err(error) => after_error(error),
    }
}

/// Returns the state of an article that cannot be read.
pub fn after_error(error: &ReadError) -> ArticleState {
    match error {
        ReadError::Missing => ArticleState::Missing,
        ReadError::Outside => ArticleState::Outside,
        other => ArticleState::Unreadable(other.to_string(), other.hint()),
    }
}
