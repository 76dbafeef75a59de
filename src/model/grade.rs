//! A person's judgement on a claim or a question.
//!
//! **Invariant:** a grade is never given by the program, and an older one is never overwritten.

use jiff::Timestamp;

use super::ids::AnalystId;

/// A judgement: on which scale, which value, by whom, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grade {
    /// The scale's name.
    pub scale: String,
    /// The value on it.
    pub value: String,
    /// Who gave it.
    pub by: AnalystId,
    /// When.
    pub at: Timestamp,
    /// Why, in the analyst's words.
    pub why: String,
}
