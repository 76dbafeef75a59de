//! The numbers that a figure allows: derived from comparator, value and class, never stored.
//!
//! **Invariant:** a figure without an interval meets nothing and conflicts with nothing; an interval that the
//! analyst assigned stands for the derived one.

use std::fmt;

use rust_decimal::Decimal;

use super::measure::Conversion;
use super::moment::{Moments, is_moment};
use super::vague::Preset;
use crate::model::{Assigned, Class, Comparator, Figure, Value};

/// What a figure allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Numbers.
    Numbers(Interval),
    /// Dates or times.
    Moments(Moments),
}

impl Extent {
    /// Says whether the two share a value; none where the one is of numbers and the other of moments.
    pub fn meets(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Numbers(a), Self::Numbers(b)) => Some(a.meets(b)),
            (Self::Moments(a), Self::Moments(b)) => Some(a.meets(b)),
            (Self::Numbers(_), Self::Moments(_)) | (Self::Moments(_), Self::Numbers(_)) => None,
        }
    }
}

impl fmt::Display for Extent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Numbers(interval) => interval.fmt(f),
            Self::Moments(m) => {
                let end = |end: &Option<String>| end.clone().unwrap_or_else(|| "…".to_owned());
                write!(f, "[{}, {}]", end(&m.low), end(&m.high))
            }
        }
    }
}

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// The number.
    pub at: Decimal,
    /// Whether the number itself lies outside.
    pub open: bool,
}

/// A run of numbers; a missing end is unbounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Interval {
    /// The lower end.
    pub low: Option<End>,
    /// The upper end.
    pub high: Option<End>,
}

impl Interval {
    /// Makes the interval from `low` to `high`, both inside.
    pub fn closed(low: Option<Decimal>, high: Option<Decimal>) -> Self {
        let end = |at| End { at, open: false };
        Self { low: low.map(end), high: high.map(end) }
    }

    /// Says whether a number lies in both.
    pub fn meets(&self, other: &Self) -> bool {
        let reaches = |low: &Option<End>, high: &Option<End>| match (low, high) {
            (Some(low), Some(high)) => low.at < high.at || low.at == high.at && !low.open && !high.open,
            _ => true,
        };
        reaches(&self.low, &other.high) && reaches(&other.low, &self.high)
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.low {
            Some(End { at, open }) => write!(f, "{}{}", if open { "(" } else { "[" }, at.normalize())?,
            None => f.write_str("(-∞")?,
        }
        match self.high {
            Some(End { at, open }) => write!(f, ", {}{}", at.normalize(), if open { ")" } else { "]" }),
            None => f.write_str(", ∞)"),
        }
    }
}

/// Returns what a figure allows, its numbers converted; none for `is`, for words that the preset does not list,
/// and for what does not fit 28 digits.
pub fn of(figure: &Figure, preset: Preset, convert: Conversion) -> Option<Extent> {
    if let Some(Assigned { low, high }) = figure.assigned {
        let end = |end: Option<Decimal>| match end {
            Some(number) => convert.apply(number).map(Some),
            None => Some(None),
        };
        return Some(Extent::Numbers(Interval::closed(end(low)?, end(high)?)));
    }
    match (figure.comparator, &figure.value) {
        (Comparator::Is, _) => None,
        (Comparator::Vague, _) => {
            let least = Decimal::from(preset.least(vague_words(figure))?);
            Some(Extent::Numbers(Interval::closed(Some(convert.apply(least)?), None)))
        }
        (_, Some(Value::Number(number))) => numbers(figure, *number, convert).map(Extent::Numbers),
        (_, Some(Value::Text(text))) => moments(figure, text).map(Extent::Moments),
        (_, None) => None,
    }
}

/// Returns the word of a vague figure.
pub fn vague_words(figure: &Figure) -> &str {
    match &figure.value {
        Some(Value::Text(words)) => words,
        Some(Value::Number(_)) | None => &figure.text,
    }
}

/// How far `~` reaches to either side, in parts of ten. Source: the design's rule of 20 %.
const ABOUT_TENTHS: i64 = 2;

fn numbers(figure: &Figure, value: Decimal, convert: Conversion) -> Option<Interval> {
    let count = figure.class == Class::Count;
    let at = convert.apply(value)?;
    let closed = |at| Some(End { at, open: false });
    let open = |at| Some(End { at, open: true });
    let least = || if count { closed(Decimal::ZERO) } else { None };
    let interval = match figure.comparator {
        Comparator::Exactly => Interval::closed(Some(at), Some(at)),
        Comparator::AtLeast => Interval { low: closed(at), high: None },
        Comparator::MoreThan if count => {
            Interval { low: closed(at.floor().checked_add(Decimal::ONE)?), high: None }
        }
        Comparator::MoreThan => Interval { low: open(at), high: None },
        Comparator::AtMost => Interval { low: least(), high: closed(at) },
        Comparator::LessThan if count => {
            Interval { low: least(), high: closed(at.ceil().checked_sub(Decimal::ONE)?) }
        }
        Comparator::LessThan => Interval { low: None, high: open(at) },
        Comparator::Range => {
            let Some(Value::Number(to)) = &figure.to else { return None };
            let to = convert.apply(*to)?;
            Interval::closed(Some(at.min(to)), Some(at.max(to)))
        }
        Comparator::About => about(figure.class, at)?,
        Comparator::Vague | Comparator::Is => return None,
    };
    // "Fewer than 0" of a count allows nothing at all: a misreading, which is compared with nothing.
    let empty = matches!((interval.low, interval.high), (Some(low), Some(high)) if low.at > high.at);
    (!empty).then_some(interval)
}

fn about(class: Class, at: Decimal) -> Option<Interval> {
    let listed = matches!(class, Class::Count | Class::Money | Class::Measure | Class::Duration | Class::Age);
    if !listed {
        return None;
    }
    let share = at.abs().checked_mul(Decimal::new(ABOUT_TENTHS, 1))?;
    Some(Interval::closed(Some(at.checked_sub(share)?), Some(at.checked_add(share)?)))
}

fn moments(figure: &Figure, text: &str) -> Option<Moments> {
    if !matches!(figure.class, Class::Date | Class::Time) || !is_moment(text) {
        return None;
    }
    let at = || Some(text.to_owned());
    match figure.comparator {
        Comparator::Exactly => Some(Moments { low: at(), high: at() }),
        Comparator::MoreThan | Comparator::AtLeast => Some(Moments { low: at(), high: None }),
        Comparator::LessThan | Comparator::AtMost => Some(Moments { low: None, high: at() }),
        Comparator::Range => match &figure.to {
            Some(Value::Text(to)) if is_moment(to) => Some(Moments { low: at(), high: Some(to.clone()) }),
            _ => None,
        },
        Comparator::About | Comparator::Vague | Comparator::Is => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(comparator: Comparator, value: &str, class: Class) -> Figure {
        let value = value.parse::<Decimal>().map_or_else(|_| Value::Text(value.to_owned()), Value::Number);
        let text = String::new();
        Figure { comparator, value: Some(value), to: None, class, unit: None, text, assigned: None }
    }

    fn shown(figure: &Figure) -> String {
        of(figure, Preset::Literal, Conversion::NONE).map_or_else(|| "none".to_owned(), |e| e.to_string())
    }

    #[test]
    fn comparators_become_intervals() {
        use Comparator::{About, AtLeast, AtMost, Exactly, Is, LessThan, MoreThan, Vague};
        for (comparator, value, class, wanted) in [
            (Exactly, "62", Class::Count, "[62, 62]"),
            (MoreThan, "60", Class::Count, "[61, ∞)"),
            (MoreThan, "60", Class::Measure, "(60, ∞)"),
            (AtLeast, "80", Class::Count, "[80, ∞)"),
            (LessThan, "10", Class::Count, "[0, 9]"),
            (LessThan, "10", Class::Duration, "(-∞, 10)"),
            (AtMost, "10", Class::Count, "[0, 10]"),
            (AtMost, "10", Class::Percent, "(-∞, 10]"),
            (LessThan, "0", Class::Count, "none"),
            (About, "7", Class::Count, "[5.6, 8.4]"),
            (About, "-10", Class::Measure, "[-12, -8]"),
            (About, "12", Class::Percent, "none"),
            (Vague, "dozens", Class::Count, "[24, ∞)"),
            (Vague, "many", Class::Count, "none"),
            (Is, "does not dispute", Class::Text, "none"),
            (Is, "62", Class::Count, "none"),
            (Exactly, "2016-09-12", Class::Date, "[2016-09-12, 2016-09-12]"),
            (AtLeast, "17:00", Class::Time, "[17:00, …]"),
            (Exactly, "Monday", Class::Date, "none"),
        ] {
            assert_eq!(shown(&figure(comparator, value, class)), wanted, "{comparator:?} {value}");
        }
        let mut range = figure(Comparator::Range, "90", Class::Count);
        range.to = Some(Value::Number(Decimal::from(60)));
        assert_eq!(shown(&range), "[60, 90]");
        range.assigned = Some(Assigned { low: Some(Decimal::ONE), high: None });
        assert_eq!(shown(&range), "[1, ∞)");
        let largest = Decimal::MAX.to_string();
        assert_eq!(shown(&figure(MoreThan, &largest, Class::Count)), "none");
        assert_eq!(shown(&figure(About, &largest, Class::Count)), "none");
    }
}
