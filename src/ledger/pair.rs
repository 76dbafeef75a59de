//! The class of two values of one row.
//!
//! **Invariant:** a class is symmetric, depends on the two values alone, and is never carried from pair to pair:
//! 62 meets > 60, > 60 meets 83, yet 62 and 83 conflict.

use std::collections::BTreeSet;

use super::moment::earlier;
use super::value::RowValue;
use crate::model::Comparator;

/// What two values are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PairClass {
    /// The intervals do not meet.
    Conflict,
    /// The intervals do not meet, and one of the two is approximate or vague.
    ApproximateConflict,
    /// One origin's same number in two renderings.
    Rendering,
    /// One origin's later figure.
    Update,
    /// Same comparator and number.
    Identical,
    /// The intervals meet, which corroborates nothing.
    Compatible,
}

impl PairClass {
    /// Every class with its word in exports.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Conflict, "conflict"),
        (Self::ApproximateConflict, "approximate-conflict"),
        (Self::Rendering, "rendering"),
        (Self::Update, "update"),
        (Self::Identical, "identical"),
        (Self::Compatible, "compatible"),
    ];

    /// Returns the word in exports.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(c, _)| *c == self).map_or("", |(_, word)| word)
    }
}

/// Two values of one row, by their places in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The one value's place.
    pub a: usize,
    /// The other value's place, after the first.
    pub b: usize,
    /// What they are to each other.
    pub class: PairClass,
    /// Whether one known source stands behind both.
    pub same_origin: bool,
    /// Which is the later, of an update.
    pub later: Option<Later>,
}

impl Pair {
    /// Returns the place of the later value, of an update.
    pub fn later_place(&self) -> Option<usize> {
        self.later.map(|later| match later {
            Later::First => self.a,
            Later::Second => self.b,
        })
    }

    /// Returns the rule that gave the class, in words.
    pub fn rule(&self) -> &'static str {
        match self.class {
            PairClass::Identical => "same comparator and number",
            PairClass::Compatible => "intervals meet: no corroboration",
            PairClass::Rendering => "same origin, same number stated",
            PairClass::Update if self.later == Some(Later::First) => "same origin, a is later",
            PairClass::Update => "same origin, b is later",
            PairClass::ApproximateConflict => "disjoint, one is approximate",
            PairClass::Conflict if self.same_origin => "disjoint, same origin",
            PairClass::Conflict => "disjoint",
        }
    }
}

/// Which of two values is the later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Later {
    /// The first.
    First,
    /// The second.
    Second,
}

/// Returns what two values are to each other; none where either allows no numbers, or their units do not meet.
pub fn class(a: &RowValue, b: &RowValue, any_unit: bool) -> Option<(PairClass, Option<Later>)> {
    let units_meet = a.unit == b.unit || any_unit && (a.unit.is_none() || b.unit.is_none());
    if !units_meet {
        return None;
    }
    let (x, y) = (a.extent.as_ref()?, b.extent.as_ref()?);
    let meet = x.meets(y)?;
    let in_words = |v: &RowValue| matches!(v.comparator, Some(Comparator::Vague | Comparator::Is) | None);
    let about = |v: &RowValue| matches!(v.comparator, Some(Comparator::About | Comparator::Vague));
    let same_origin = same_origin(a, b);
    Some(if a.comparator == b.comparator && !in_words(a) && a.stated == b.stated {
        (PairClass::Identical, None)
    } else if meet {
        (PairClass::Compatible, None)
    } else if same_origin && a.stated == b.stated {
        (PairClass::Rendering, None)
    } else if let Some(later) = later(a, b).filter(|_| same_origin) {
        (PairClass::Update, Some(later))
    } else if about(a) || about(b) {
        (PairClass::ApproximateConflict, None)
    } else {
        (PairClass::Conflict, None)
    })
}

/// Says whether one known source stands behind both; unknown origins are never the same.
pub fn same_origin(a: &RowValue, b: &RowValue) -> bool {
    a.origin.is_some() && a.origin == b.origin
}

/// Returns which value is later: all times of both known, and every one of the other earlier.
fn later(a: &RowValue, b: &RowValue) -> Option<Later> {
    // Each time once: a value may have thousands of claims, but a handful of times.
    let times =
        |v: &RowValue| -> Option<BTreeSet<String>> { v.mentions.iter().map(|m| m.as_of.clone()).collect() };
    let (a, b) = (times(a)?, times(b)?);
    let before =
        |x: &BTreeSet<String>, y: &BTreeSet<String>| x.iter().all(|x| y.iter().all(|y| earlier(x, y)));
    if before(&a, &b) {
        Some(Later::Second)
    } else if before(&b, &a) {
        Some(Later::First)
    } else {
        None
    }
}
