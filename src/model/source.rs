//! A person, body or document that asserts.
//!
//! **Invariant:** no source is trusted or doubted by default: a party is a name, never a weight.

use super::ids::Unknown;

/// A person, body or document that asserts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The name shown.
    pub name: String,
    /// Other names that articles use for it.
    pub aliases: Vec<String>,
    /// What sort of source it is.
    pub kind: SourceKind,
    /// The side it belongs to, as the analyst names it.
    pub party: Option<String>,
    /// Whether the articles name it ("a US official" is not named).
    pub named: bool,
    /// The analyst's note.
    pub note: String,
    /// Members of a later version.
    pub unknown: Unknown,
}

/// What sort of source it is: words of the newsroom's own choosing, empty when unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceKind(pub String);
