//! What stands between two claims or two sources, and passages that stand in several articles.
//!
//! **Invariant:** a relation is made by a person; the computed classes of the ledger are not relations.

use jiff::Timestamp;

use super::ids::{AnalystId, ArticleId, QuestionId, SourceId, Unknown};
use super::target::Target;

/// A directed relation; `from` and `to` are ids of claims, or of sources for `relays`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// What holds.
    pub kind: RelationKind,
    /// The claim or source it starts at.
    pub from: String,
    /// The claim or source it goes to.
    pub to: String,
    /// The question that a `relays` holds for.
    pub question: Option<QuestionId>,
    /// The analyst's note.
    pub note: String,
    /// Members of a later version.
    pub unknown: Unknown,
}

/// What holds between two claims or two sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// The two claims cannot both be right.
    Contradicts,
    /// The one speaks for the other.
    Supports,
    /// The one replaces the other.
    Updates,
    /// The two say the same.
    SameAs,
    /// The one source passes on what the other says.
    Relays,
}

impl RelationKind {
    /// Every kind with its word on disk.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Contradicts, "contradicts"),
        (Self::Supports, "supports"),
        (Self::Updates, "updates"),
        (Self::SameAs, "same-as"),
        (Self::Relays, "relays"),
    ];
}

/// A passage that stands in several articles, accepted as one statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Echo {
    /// Where it stands.
    pub members: Vec<EchoMember>,
    /// Who made the statement.
    pub source: Option<SourceId>,
    /// Who accepted it.
    pub by: AnalystId,
    /// When.
    pub at: Timestamp,
    /// Members of a later version.
    pub unknown: Unknown,
}

/// One place of an echo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EchoMember {
    /// The article.
    pub article: ArticleId,
    /// The words.
    pub target: Target,
}
