//! Units that convert into one another, and the class that a unit gives a number.
//!
//! **Invariant:** only what stands in the table converts; months and years have no fixed length and do not.

use rust_decimal::Decimal;

use super::vague::fold;
use crate::model::Class;

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Seconds and their multiples.
    Time,
    /// Millimetres and their multiples.
    Length,
    /// Grams and their multiples.
    Mass,
}

/// Names of a unit, what it measures, and how many of the dimension's least unit it is.
type Unit = (&'static [&'static str], Dimension, u64);

/// Exact by definition: a mile is 1609.344 m and a foot 304.8 mm, which are left out with every other unit that
/// is no whole multiple of a metric one.
const UNITS: [Unit; 13] = [
    (&["second", "seconds", "sec", "secs"], Dimension::Time, 1),
    (&["minute", "minutes", "min", "mins"], Dimension::Time, 60),
    (&["hour", "hours", "hr", "hrs"], Dimension::Time, 3_600),
    (&["day", "days"], Dimension::Time, 86_400),
    (&["week", "weeks"], Dimension::Time, 604_800),
    (&["millimetre", "millimetres", "millimeter", "millimeters", "mm"], Dimension::Length, 1),
    (&["centimetre", "centimetres", "centimeter", "centimeters", "cm"], Dimension::Length, 10),
    (&["metre", "metres", "meter", "meters", "m"], Dimension::Length, 1_000),
    (&["kilometre", "kilometres", "kilometer", "kilometers", "km"], Dimension::Length, 1_000_000),
    (&["gram", "grams", "gramme", "grammes", "g"], Dimension::Mass, 1),
    (&["kilogram", "kilograms", "kilo", "kilos", "kg"], Dimension::Mass, 1_000),
    (&["tonne", "tonnes"], Dimension::Mass, 1_000_000),
    (&["kilotonne", "kilotonnes"], Dimension::Mass, 1_000_000_000),
];

/// Units that are measured but convert into nothing here.
const MEASURES: [&str; 18] = [
    "mile", "miles", "yard", "yards", "foot", "feet", "inch", "inches", "acre", "acres", "hectare",
    "hectares", "litre", "litres", "pound", "pounds", "degree", "degrees",
];

const DURATIONS: [&str; 8] =
    ["month", "months", "year", "years", "decade", "decades", "century", "centuries"];

const MONEY: [&str; 25] = [
    "$",
    "€",
    "£",
    "¥",
    "₽",
    "usd",
    "eur",
    "gbp",
    "jpy",
    "rub",
    "cny",
    "try",
    "syp",
    "dollar",
    "dollars",
    "euro",
    "euros",
    "sterling",
    "yen",
    "yuan",
    "rouble",
    "roubles",
    "lira",
    "us dollars",
    "syrian pounds",
];

const PERCENT: [&str; 5] = ["%", "percent", "per cent", "pct", "percentage points"];

fn entry(unit: &str) -> Option<(Dimension, u64)> {
    let folded = fold(unit);
    UNITS.iter().find(|(names, ..)| names.contains(&folded.as_str())).map(|(_, d, factor)| (*d, *factor))
}

/// Returns the class that a unit gives a number: a measure, a duration, money or per cent; none for a thing
/// that is counted.
pub fn class_of_unit(unit: &str) -> Option<Class> {
    let folded = fold(unit);
    let listed = |list: &[&str]| list.contains(&folded.as_str());
    match entry(unit) {
        Some((Dimension::Time, _)) => Some(Class::Duration),
        Some(_) => Some(Class::Measure),
        None if listed(&DURATIONS) => Some(Class::Duration),
        None if listed(&MEASURES) => Some(Class::Measure),
        None if listed(&MONEY) => Some(Class::Money),
        None if listed(&PERCENT) => Some(Class::Percent),
        None => None,
    }
}

/// How numbers in one unit become numbers in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conversion {
    times: u64,
    over: u64,
}

impl Conversion {
    /// Leaves every number as it is.
    pub const NONE: Self = Self { times: 1, over: 1 };

    /// Returns the conversion from one unit to another; none unless the table has both under one dimension.
    pub fn between(from: &str, to: &str) -> Option<Self> {
        let ((a, times), (b, over)) = (entry(from)?, entry(to)?);
        (a == b).then_some(if times == over { Self::NONE } else { Self { times, over } })
    }

    /// Returns the converted number; none where it does not fit 28 digits.
    pub fn apply(self, number: Decimal) -> Option<Decimal> {
        if self == Self::NONE {
            return Some(number);
        }
        number.checked_mul(Decimal::from(self.times))?.checked_div(Decimal::from(self.over))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_units_of_one_dimension_convert() {
        let convert =
            |n: i64, from, to| Conversion::between(from, to).and_then(|c| c.apply(Decimal::from(n)));
        assert_eq!(convert(2, "hours", "minutes"), Some(Decimal::from(120)));
        assert_eq!(convert(90, "Minutes", "hour"), Some(Decimal::new(15, 1)));
        assert_eq!(convert(3, "km", "metres"), Some(Decimal::from(3000)));
        assert_eq!(convert(3, "km", "minutes"), None);
        assert_eq!(convert(3, "soldiers", "troops"), None);
        assert_eq!(convert(1, "month", "days"), None);
        assert_eq!(Conversion::between("weeks", "seconds").and_then(|c| c.apply(Decimal::MAX)), None);
    }

    #[test]
    fn a_unit_gives_its_class() {
        for (unit, class) in [
            ("minutes", Some(Class::Duration)),
            ("Years", Some(Class::Duration)),
            ("km", Some(Class::Measure)),
            ("miles", Some(Class::Measure)),
            ("€", Some(Class::Money)),
            ("per cent", Some(Class::Percent)),
            ("soldiers", None),
            ("days old on Saturday", None),
        ] {
            assert_eq!(class_of_unit(unit), class, "{unit}");
        }
    }
}
