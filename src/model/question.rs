//! What is counted or asserted: a row of the ledger.
//!
//! **Invariant:** unit and scope belong to the question; claims meet only under the same one.

use super::figure::Class;
use super::grade::Grade;
use super::ids::{AnalystId, ClaimId, Unknown};
use jiff::Timestamp;

/// What is counted or asserted, with unit and scope.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// The question in words.
    pub text: String,
    /// What is counted.
    pub unit: Option<String>,
    /// Printed units that the analyst said mean the same.
    pub units: Vec<String>,
    /// The class of its figures.
    pub class: Option<Class>,
    /// Place, period or event that it is limited to.
    pub scope: String,
    /// The value that the analyst holds for best, with the reason.
    pub best: Option<Best>,
    /// Judgements, oldest first.
    pub grades: Vec<Grade>,
    /// The analyst's note.
    pub note: String,
    /// What would settle it, in the analyst's words.
    pub would_settle: String,
    /// Members of a later version.
    pub unknown: Unknown,
}

/// The claim whose value the analyst holds for best; a reason is required.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Best {
    /// The claim.
    pub claim: ClaimId,
    /// Why.
    pub why: String,
    /// Who chose it.
    pub by: AnalystId,
    /// When.
    pub at: Timestamp,
}
