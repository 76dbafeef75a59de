//! What was stated: comparator, value, class, unit, and the words as printed.
//!
//! **Invariant:** a value is never without its comparator, and the printed words are kept beside it.

use rust_decimal::Decimal;

/// A stated quantity. "at least 80" is `>=` 80; "a hundred" is `=` 100.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// How the value bounds what is counted.
    pub comparator: Comparator,
    /// The stated value; none where only words stand (`vague`).
    pub value: Option<Value>,
    /// The upper end of a `range`.
    pub to: Option<Value>,
    /// What kind of quantity it is.
    pub class: Class,
    /// What is counted or measured, as printed.
    pub unit: Option<String>,
    /// The figure's words as printed.
    pub text: String,
    /// An interval typed by the analyst, which then stands for the derived one.
    pub assigned: Option<Assigned>,
}

/// A stated value: an exact decimal, or words (also dates and times, as ISO 8601 text).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// An exact number.
    Number(Decimal),
    /// Words, a date or a time.
    Text(String),
}

/// An interval set by hand; a missing end is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Assigned {
    /// The lower end, included.
    pub low: Option<Decimal>,
    /// The upper end, included.
    pub high: Option<Decimal>,
}

/// How a stated value bounds what is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparator {
    /// `=`: the value itself.
    Exactly,
    /// `>`: more than the value.
    MoreThan,
    /// `>=`: the value or more.
    AtLeast,
    /// `<`: less than the value.
    LessThan,
    /// `<=`: the value or less.
    AtMost,
    /// `~`: about the value.
    About,
    /// `range`: from the value to the other.
    Range,
    /// `vague`: a word such as "dozens".
    Vague,
    /// `is`: a value in words.
    Is,
}

impl Comparator {
    /// Every comparator with its sign on disk.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Exactly, "="),
        (Self::MoreThan, ">"),
        (Self::AtLeast, ">="),
        (Self::LessThan, "<"),
        (Self::AtMost, "<="),
        (Self::About, "~"),
        (Self::Range, "range"),
        (Self::Vague, "vague"),
        (Self::Is, "is"),
    ];

    /// Returns the sign on disk.
    pub fn sign(self) -> &'static str {
        Self::ALL.iter().find(|(c, _)| *c == self).map_or("=", |(_, s)| s)
    }

    /// Returns the comparator of a sign.
    pub fn from_sign(sign: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, s)| *s == sign).map(|(c, _)| *c)
    }
}

/// What kind of quantity a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Whole things counted.
    Count,
    /// An amount in a currency.
    Money,
    /// A share of a hundred.
    Percent,
    /// A physical measure.
    Measure,
    /// A length of time.
    Duration,
    /// An age.
    Age,
    /// A calendar date.
    Date,
    /// A time of day.
    Time,
    /// A place in a sequence.
    Ordinal,
    /// A quantity per another.
    Rate,
    /// Words.
    Text,
}

impl Class {
    /// Every class with its word on disk.
    pub const ALL: [(Self, &'static str); 11] = [
        (Self::Count, "count"),
        (Self::Money, "money"),
        (Self::Percent, "percent"),
        (Self::Measure, "measure"),
        (Self::Duration, "duration"),
        (Self::Age, "age"),
        (Self::Date, "date"),
        (Self::Time, "time"),
        (Self::Ordinal, "ordinal"),
        (Self::Rate, "rate"),
        (Self::Text, "text"),
    ];

    /// Returns the word on disk.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(c, _)| *c == self).map_or("text", |(_, w)| w)
    }

    /// Returns the class of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, w)| *w == word).map(|(c, _)| *c)
    }
}
