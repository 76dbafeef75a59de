//! Dates and times of ISO 8601, compared as far as they are known.
//!
//! **Invariant:** "2016-09" holds every day of that month: a moment is earlier than another only if all that it
//! may mean is earlier than all that the other may mean.

use jiff::Timestamp;

/// A stretch between two moments, both included, each as exact as it was written; a missing end is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moments {
    /// The first, as ISO 8601 text.
    pub low: Option<String>,
    /// The last, as ISO 8601 text.
    pub high: Option<String>,
}

impl Moments {
    /// Says whether the two stretches share a moment.
    pub fn meets(&self, other: &Self) -> bool {
        let reaches = |low: &Option<String>, high: &Option<String>| match (low, high) {
            (Some(low), Some(high)) => !earlier(high, low),
            _ => true,
        };
        reaches(&self.low, &other.high) && reaches(&other.low, &self.high)
    }
}

/// Says whether the text looks like an ISO 8601 date or time, whole or cut after any of its parts.
pub fn is_moment(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.as_bytes().get(digits);
    let marks = |b: u8| b.is_ascii_digit() || matches!(b, b'-' | b':' | b'T' | b'.' | b'Z' | b'+');
    let begins = digits == 4 && matches!(rest, None | Some(b'-')) || digits == 2 && rest == Some(&b':');
    begins && text.len() <= 40 && text.bytes().all(marks)
}

/// Says whether `a` is surely earlier than `b`. Two exact instants are compared as instants; else the parts that
/// both have, and a time with a zone against one without only by its date.
pub fn earlier(a: &str, b: &str) -> bool {
    match (a.parse::<Timestamp>(), b.parse::<Timestamp>()) {
        (Ok(a), Ok(b)) => a < b,
        (Ok(_), Err(_)) => civil(date(a), b),
        (Err(_), Ok(_)) => civil(a, date(b)),
        (Err(_), Err(_)) => civil(a, b),
    }
}

/// How many bytes the date of an ISO 8601 instant has.
const DATE: usize = 10;

fn date(instant: &str) -> &str {
    instant.get(..DATE).unwrap_or(instant)
}

fn civil(a: &str, b: &str) -> bool {
    a < b && !b.starts_with(a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_is_only_what_is_surely_earlier() {
        for (a, b, wanted) in [
            ("2016-09-17", "2016-09-18", true),
            ("2016-09-18", "2016-09-17", false),
            ("2016-09", "2016-09-18", false),
            ("2016-09-18", "2016-09", false),
            ("2016-08", "2016-09-18", true),
            ("2016-09-17", "2016-09-17T20:00", false),
            ("2016-09-17T20:00Z", "2016-09-17T21:30+02:00", false),
            ("2016-09-17T20:00Z", "2016-09-17T21:30+01:00", true),
            ("2016-09-17T20:00Z", "2016-09-17T21:00", false),
            ("17:00", "17:50", true),
            ("2016-09-17", "2016-09-17", false),
        ] {
            assert_eq!(earlier(a, b), wanted, "{a} {b}");
        }
    }

    #[test]
    fn words_are_no_moment() {
        for text in ["2016", "2016-09-12", "17:00", "2016-09-12T17:00Z"] {
            assert!(is_moment(text), "{text}");
        }
        for text in ["", "Monday", "62", "17", "09-12 sunset", "17:00 to 17:50"] {
            assert!(!is_moment(text), "{text}");
        }
    }
}
