//! One statement by one article.
//!
//! **Invariant:** a claim holds what the article says and what a person decided about it; nothing derived.

use jiff::Timestamp;

use super::attribution::{Link, Origin};
use super::figure::Figure;
use super::grade::Grade;
use super::ids::{AnalystId, ArticleId, QuestionId, TagId, Unknown};
use super::target::Target;

/// One statement by one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The short number: `c3` on screen and in reports. Highest ever given + 1, never reused.
    pub number: u32,
    /// The article that makes it.
    pub article: ArticleId,
    /// The quoted words, one or more spans in the order of the text.
    pub target: Vec<Target>,
    /// Tags in the order given; the first names the claim.
    pub tags: Vec<TagId>,
    /// The row of the ledger it belongs to.
    pub question: Option<QuestionId>,
    /// What was stated.
    pub figure: Option<Figure>,
    /// Who says it, outermost first; empty is the publisher's own voice.
    pub attribution: Vec<Link>,
    /// Who stands behind it; none is "not decided".
    pub origin: Option<Origin>,
    /// The words that weaken it ("reportedly"), as printed.
    pub hedge: Option<String>,
    /// How the words are carried.
    pub speech: Option<Speech>,
    /// Affirmed or denied.
    pub polarity: Polarity,
    /// When the source said it held, ISO 8601 text.
    pub as_of: Option<String>,
    /// When the thing happened, ISO 8601 text.
    pub event_time: Option<String>,
    /// Where it happened, as printed.
    pub place: Option<String>,
    /// Whether it can be checked; opinions and predictions cannot.
    pub checkable: bool,
    /// Left out of exports, to protect a source.
    pub private: bool,
    /// The analyst's note.
    pub note: String,
    /// Which proposed parts a person has confirmed.
    pub confirmed: Vec<Part>,
    /// Whether a second pair of eyes has seen it.
    pub review: Review,
    /// Judgements, oldest first; none is removed by a newer one.
    pub grades: Vec<Grade>,
    /// What made it.
    pub made_by: MadeBy,
    /// Who made it.
    pub by: AnalystId,
    /// When it was made.
    pub at: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
    /// SHA-256 of the article's text, as hex, in which a person declined every place offered for the old words: they
    /// stand nowhere in it.
    pub declined: Option<String>,
    /// Members of a later version.
    pub unknown: Unknown,
}

/// How the words are carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Speech {
    /// A whole quotation.
    Direct,
    /// Part of it in quote marks.
    DirectPartial,
    /// Reported speech.
    Indirect,
    /// The article's own voice.
    Narrator,
}

impl Speech {
    /// Every form with its word on disk.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Direct, "direct"),
        (Self::DirectPartial, "direct-partial"),
        (Self::Indirect, "indirect"),
        (Self::Narrator, "narrator"),
    ];
}

/// Affirmed or denied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Polarity {
    /// The source says that it is so.
    #[default]
    Affirmed,
    /// The source says that it is not so.
    Denied,
}

impl Polarity {
    /// Both with their words on disk.
    pub const ALL: [(Self, &'static str); 2] = [(Self::Affirmed, "affirmed"), (Self::Denied, "denied")];
}

/// Where a claim stands with its reviewers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Review {
    /// Nobody but its maker has looked.
    #[default]
    Proposed,
    /// Somebody else agrees.
    Reviewed,
    /// Somebody else does not.
    Disputed,
}

impl Review {
    /// Every state with its word on disk.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Proposed, "proposed"), (Self::Reviewed, "reviewed"), (Self::Disputed, "disputed")];
}

/// A part of a claim that a rule may propose and a person confirms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The figure.
    Figure,
    /// The chain.
    Attribution,
    /// The origin.
    Origin,
    /// The question.
    Question,
    /// The hedge.
    Hedge,
    /// The form of speech.
    Speech,
}

impl Part {
    /// Every part with its word on disk.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Figure, "figure"),
        (Self::Attribution, "attribution"),
        (Self::Origin, "origin"),
        (Self::Question, "question"),
        (Self::Hedge, "hedge"),
        (Self::Speech, "speech"),
    ];
}

/// What made a claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum MadeBy {
    /// A person, by hand.
    #[default]
    Analyst,
    /// A rule's suggestion that a person accepted; the rule's name.
    Suggestion(String),
    /// An import; the file's name and, after `#`, its own id.
    Import(String),
}
