//! One line of an article as each encoding would have it, for a person to choose by.
//!
//! **Invariant:** every encoding is tried on the same bytes, those that tell most: the first line beyond plain letters.

use super::decode::{FIRST, Part, decode_as};
use super::encoding::Encoding;

/// The longest line given, in characters.
const LONGEST: usize = 200;

/// How many characters stand before the first one that tells, at most.
const BEFORE: usize = 24;

/// What an encoding makes of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The encoding.
    pub encoding: Encoding,
    /// The first line that is more than plain letters, or the first line.
    pub line: String,
    /// How many places of the first 64 KiB are no text in it.
    pub bad: usize,
    /// Whether the bytes show this encoding, or are detected as it.
    pub detected: bool,
}

/// Tries every encoding; those without a bad place come first, the detected one before all.
pub fn samples(bytes: &[u8], part: Part) -> Vec<Sample> {
    let first = bytes.get(..FIRST).unwrap_or(bytes);
    let found = Encoding::of(bytes, part);
    let part = if bytes.len() > FIRST { Part::First64KiB } else { part };
    let telling = first.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let sample = |encoding: Encoding| {
        let decoded = decode_as(first.to_vec(), part, encoding);
        let at = decoded.map.text_byte(&decoded.text, telling);
        Sample {
            encoding,
            line: line_of(&decoded.text, at),
            bad: decoded.replaced_count,
            detected: encoding == found,
        }
    };
    let mut all: Vec<Sample> = Encoding::ALL.into_iter().map(sample).collect();
    all.sort_by_key(|sample| (!sample.detected, sample.bad > 0));
    all
}

/// Returns the line around a byte, cut to what a screen shows.
fn line_of(text: &str, at: usize) -> String {
    let (before, behind) = text.split_at_checked(at).unwrap_or((text, ""));
    let before = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let skipped = before.chars().count().saturating_sub(BEFORE);
    let behind = behind.split(['\n', '\r']).next().unwrap_or_default();
    before.chars().skip(skipped).chain(behind.chars()).take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_shows_the_line_that_tells() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("Report\nПогибли шестьдесят два солдата\nEnd");
        let all = samples(&bytes, Part::Whole);
        assert_eq!(all.len(), Encoding::ALL.len());
        assert_eq!((all[0].encoding.name(), all[0].bad, all[0].detected), ("windows-1251", 0, true));
        assert_eq!(all[0].line, "Погибли шестьдесят два солдата");
        let of = |name: &str| all.iter().find(|sample| sample.encoding.name() == name).unwrap();
        assert_eq!(of("windows-1252").line, "Ïîãèáëè øåñòüäåñÿò äâà ñîëäàòà");
        assert!(of("utf-8").bad > 0 && !of("utf-8").detected);
        let first_bad = all.iter().position(|sample| sample.bad > 0).unwrap();
        assert!(all[first_bad..].iter().all(|sample| sample.bad > 0));
    }

    #[test]
    fn plain_letters_show_the_first_line_and_long_lines_are_cut() {
        assert_eq!(samples(b"one\ntwo", Part::Whole)[0].line, "one");
        let long = format!("{}é{}", "a".repeat(900), "b".repeat(900));
        let line = &samples(long.as_bytes(), Part::Whole)[0].line;
        assert_eq!(line.chars().count(), LONGEST);
        assert!(line.contains('é'));
        assert_eq!(samples(b"", Part::Whole).len(), Encoding::ALL.len());
    }
}
