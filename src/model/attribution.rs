//! The chain of who says it, and who stands behind it.
//!
//! **Invariant:** a chain runs from the outermost reporter to the original source, and holds only what the article
//! gives; what an analyst adds is the origin, never a link.

use super::ids::{AnalystId, SourceId, Unknown};

/// One link of a chain: a source as this article names it, and in what way it speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Who.
    pub source: SourceId,
    /// The article's words for it (`as` on disk).
    pub named_as: String,
    /// In what way.
    pub mode: Mode,
    /// The reporting word's place.
    pub cue: Option<Cue>,
    /// Named only as somebody's authority (the airport that the observatory cites), so never the origin.
    pub cited_only: bool,
    /// Members of a later version.
    pub unknown: Unknown,
}

/// Where a reporting word stands, in code points, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// The first code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// In what way a source speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// It says so.
    #[default]
    Said,
    /// It is quoted.
    Quoted,
    /// It is cited.
    Cited,
    /// It reports what another says.
    Reported,
}

impl Mode {
    /// Every mode with its word on disk.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Said, "said"),
        (Self::Quoted, "quoted"),
        (Self::Cited, "cited"),
        (Self::Reported, "reported"),
    ];
}

/// Who stands behind a claim: what independence is counted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The source; none for a publisher's own voice.
    pub source: Option<SourceId>,
    /// What decided it.
    pub how: How,
    /// Who set it, where a person did.
    pub by: Option<AnalystId>,
}

/// What decided an origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// The chain's last link.
    Chain,
    /// A `relays` relation for that source and question.
    Relay,
    /// A person or an importer.
    Set,
}

impl How {
    /// Every way with its word on disk.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Chain, "chain"), (Self::Relay, "relay"), (Self::Set, "set")];
}
