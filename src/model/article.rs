//! One report, as the session knows it.
//!
//! **Invariant:** nothing here is read from the article's words: what is not known is none, and printed so.

use jiff::Timestamp;

use super::ids::{AnalystId, SourceId, Unknown};
use super::target::Target;

/// One report: where its bytes are, what they hash to, and what the analyst says of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// Where the file is: relative to the session file, absolute, or `builtin:NAME`.
    pub path: String,
    /// The file's length in bytes when it was opened.
    pub bytes: u64,
    /// The file's time of change when it was opened.
    pub modified: Option<Timestamp>,
    /// SHA-256 of the bytes, 64 hex digits; none until a worker has read the whole.
    pub sha256: Option<String>,
    /// SHA-256 of the decoded text in UTF-8.
    pub text_sha256: Option<String>,
    /// The encoding that the bytes were decoded from.
    pub encoding: String,
    /// The media type.
    pub media_type: String,
    /// The short name shown.
    pub short: String,
    /// The publisher as a source: link 0 of every chain of this article.
    pub source: Option<SourceId>,
    /// The title.
    pub title: Option<String>,
    /// The author.
    pub author: Option<String>,
    /// The web address.
    pub url: Option<String>,
    /// When it was published, ISO 8601 text.
    pub published: Option<String>,
    /// When it was retrieved, ISO 8601 text.
    pub retrieved: Option<String>,
    /// An archived copy's web address.
    pub archive_url: Option<String>,
    /// The language, a BCP 47 tag.
    pub language: Option<String>,
    /// Who has read it to the end, and when.
    pub read: Option<ReadMark>,
    /// Headlines, captions and what is not article.
    pub zones: Vec<Zone>,
    /// The analyst's note.
    pub note: String,
    /// Members of a later version.
    pub unknown: Unknown,
}

/// Who has read an article to the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadMark {
    /// Who.
    pub by: AnalystId,
    /// When.
    pub at: Timestamp,
}

/// A part of an article that is not its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// What it is.
    pub kind: ZoneKind,
    /// Its words.
    pub target: Target,
}

/// What a zone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ZoneKind {
    /// A headline.
    Headline,
    /// A caption.
    Caption,
    /// Page furniture.
    NotArticle,
}

impl ZoneKind {
    /// Every kind with its word on disk.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Headline, "headline"), (Self::Caption, "caption"), (Self::NotArticle, "not-article")];

    /// Returns its words for people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Caption => "caption",
            Self::NotArticle => "not article",
        }
    }

    /// Returns its mark in the gutter: neither a tag's letter nor a state.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Headline => "#",
            Self::Caption => ":",
            Self::NotArticle => "/",
        }
    }
}
