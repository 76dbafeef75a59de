//! Whole numbers in English words and in digits, for a search that finds either by the other.
//!
//! **Invariant:** [`value`] of the words that [`spelled`] gives is the number, and no words have two values.

/// Numbers up to this one are searched for in words. Source: no report counts beyond billions in words.
pub const LARGEST: u64 = 999_999_999_999;

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS: [(u64, &str); 8] = [
    (20, "twenty"),
    (30, "thirty"),
    (40, "forty"),
    (50, "fifty"),
    (60, "sixty"),
    (70, "seventy"),
    (80, "eighty"),
    (90, "ninety"),
];

const SCALES: [(u64, &str); 3] = [(1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand")];

/// Returns the words of a number without `and`, as in `one hundred sixty two`; none above [`LARGEST`].
pub fn spelled(number: u64) -> Option<Vec<&'static str>> {
    if number > LARGEST {
        return None;
    }
    let mut words = Vec::new();
    let mut rest = number;
    for (scale, name) in SCALES {
        if rest >= scale {
            below_thousand(rest / scale, &mut words);
            words.push(name);
            rest %= scale;
        }
    }
    if rest > 0 || words.is_empty() {
        below_thousand(rest, &mut words);
    }
    Some(words)
}

fn below_thousand(number: u64, words: &mut Vec<&'static str>) {
    let mut rest = number;
    if rest >= 100 {
        words.extend(small(rest / 100));
        words.push("hundred");
        rest %= 100;
        if rest == 0 {
            return;
        }
    }
    if let Some((tens, name)) = TENS.iter().rev().find(|(tens, _)| rest >= *tens) {
        words.push(name);
        rest -= tens;
        if rest == 0 {
            return;
        }
    }
    words.extend(small(rest));
}

fn small(number: u64) -> Option<&'static str> {
    SMALL.get(usize::try_from(number).ok()?).copied()
}

/// Reads the longest number at the start of some words; returns it with how many of the words it takes. `a` and
/// `an` stand for one before `hundred`, `thousand`, `million`, `billion`; `and` may stand within.
pub fn value(words: &[&str]) -> Option<(u64, usize)> {
    let mut reading = Reading::default();
    let (mut taken, mut n) = (None, 0);
    while let Some(word) = words.get(n) {
        let word = word.to_lowercase();
        let next = words.get(n + 1).map(|next| next.to_lowercase()).unwrap_or_default();
        let joins = match word.as_str() {
            "a" | "an" => n == 0 && is_scale(&next) && reading.unit(1),
            "and" => taken.is_some() && reading.after_scale,
            word => reading.word(word),
        };
        if !joins {
            break;
        }
        n += 1;
        if word != "and" && word != "a" && word != "an" {
            taken = Some((reading.total.checked_add(reading.group)?, n));
        }
    }
    taken.filter(|(value, _)| *value <= LARGEST)
}

fn is_scale(word: &str) -> bool {
    word == "hundred" || SCALES.iter().any(|(_, name)| *name == word)
}

/// A number as far as it was read.
#[derive(Debug, Default)]
struct Reading {
    /// What stands before the last scale word.
    total: u64,
    /// What stands behind it, below a thousand.
    group: u64,
    /// The least scale word that was read; the next must be less.
    last_scale: Option<u64>,
    /// Whether `and` may follow.
    after_scale: bool,
    /// What a word may still add to the group: below this.
    room: Option<u64>,
}

impl Reading {
    /// Takes one word that is not `a` or `and`; says whether it goes on with the number.
    fn word(&mut self, word: &str) -> bool {
        if let Some(unit) = SMALL.iter().position(|small| *small == word) {
            return self.unit(unit as u64);
        }
        if let Some((tens, _)) = TENS.iter().find(|(_, name)| *name == word) {
            return self.add(*tens, 10);
        }
        if word == "hundred" {
            let fits = (1..=9).contains(&self.group);
            if fits {
                self.group *= 100;
                (self.room, self.after_scale) = (Some(100), true);
            }
            return fits;
        }
        let Some((scale, _)) = SCALES.iter().find(|(_, name)| *name == word) else { return false };
        let fits = self.group > 0 && self.last_scale.is_none_or(|last| *scale < last);
        if fits {
            self.total += self.group * scale;
            (self.group, self.last_scale) = (0, Some(*scale));
            (self.room, self.after_scale) = (None, true);
        }
        fits
    }

    fn unit(&mut self, unit: u64) -> bool {
        // Nothing follows zero, and zero follows nothing.
        if unit == 0 {
            let alone = self.room.is_none() && self.last_scale.is_none();
            (self.room, self.last_scale) = (Some(0), Some(0));
            return alone;
        }
        self.add(unit, 1)
    }

    /// Adds to the group what still has room in it; less than `left` may follow.
    fn add(&mut self, amount: u64, left: u64) -> bool {
        let fits = self.room.is_none_or(|room| amount < room);
        if fits {
            self.group += amount;
            (self.room, self.after_scale) = (Some(left), false);
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Option<(u64, usize)> {
        value(&text.split([' ', '-']).collect::<Vec<_>>())
    }

    #[test]
    fn words_have_one_value() {
        let table = [
            ("sixty-two", Some((62, 2))),
            ("Sixty two soldiers", Some((62, 2))),
            ("a hundred", Some((100, 2))),
            ("a hundred and twenty men", Some((120, 4))),
            ("one hundred and", Some((100, 2))),
            ("two thousand three hundred", Some((2300, 4))),
            ("a million", Some((1_000_000, 2))),
            ("two million and five", Some((2_000_005, 4))),
            ("ten twenty", Some((10, 1))),
            ("sixty ten", Some((60, 1))),
            ("five six", Some((5, 1))),
            ("zero five", Some((0, 1))),
            ("thousand", None),
            ("a man", None),
            ("and two", None),
            ("two thousand million", Some((2000, 2))),
            ("hundred", None),
        ];
        for (text, expected) in table {
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(spelled(LARGEST + 1), None);
        assert_eq!(spelled(0), Some(vec!["zero"]));
        assert_eq!(spelled(1_062).unwrap().join(" "), "one thousand sixty two");
    }

    proptest! {
        #[test]
        fn what_is_spelled_reads_back(number in prop_oneof![0_u64..3000, 0..=LARGEST]) {
            let words = spelled(number).unwrap();
            prop_assert_eq!(value(&words), Some((number, words.len())));
        }

        #[test]
        fn no_words_make_it_fail(text in "((a|and|one|two|twenty|hundred|thousand|million|billion|zero)[ -]){0,60}") {
            let _ = read(&text);
        }
    }
}
