//! Where quoted words stand in an article's text: W3C text position and text quote in one.
//!
//! **Invariant:** positions are code points of the decoded text, half-open, on grapheme borders; `exact` is the
//! text between them, unchanged.

/// Quoted words and their place. Source: W3C Web Annotation Data Model, sections 4.2.4 and 4.2.5.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// The first code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The quoted words, byte for byte.
    pub exact: String,
    /// Up to 32 code points before the words, cut at a grapheme.
    pub prefix: String,
    /// Up to 32 code points after the words, cut at a grapheme.
    pub suffix: String,
    /// Which match of `exact` in the article this is, from 1.
    pub occurrence: u32,
}
