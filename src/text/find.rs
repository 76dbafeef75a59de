//! Search as an editor expects it: case, kinds of blanks, of quote marks and of dashes never matter.
//!
//! Any run of blanks (White_Space: NBSP and line ends too) matches any such run; single quote marks and
//! apostrophes are alike, double ones are alike, dashes and hyphens are alike; case is folded by Unicode's simple
//! folding. In texts that hold format characters (zero-width, soft hyphens, bidi controls) these are passed over.
//! A whole number is found in digits and in words, whichever was typed.
//!
//! **Invariant:** a hit is never empty, lies on grapheme borders, and searching takes time linear in the text.

use std::fmt::Write;
use std::sync::OnceLock;

use regex_automata::Input;
use regex_automata::meta::{Config, Regex};

use super::format_character::{self, is_format_character};
use super::{Span, grapheme};

/// Characters of a query at most; a longer one is refused. A pasted paragraph fits; the automaton stays in
/// megabytes.
pub const LONGEST: usize = 4096;

/// Bytes of automaton allowed, enough for [`LONGEST`] characters with what may stand between them.
const AUTOMATON: usize = 64 * 1024 * 1024;

/// Bytes that the first step of a backward search looks at; each further step looks at twice as many.
const FIRST_STEP: usize = 64 * 1024;

/// Bytes that two steps of a backward search have in common: a hit that lies across their border is found unless
/// it is longer, which takes a query of [`LONGEST`] with hundreds of blanks at each of its own.
const OVERLAP: usize = 256 * 1024;

const SINGLE: &str = "'\u{2018}\u{2019}\u{201A}\u{201B}\u{2039}\u{203A}\u{2032}\u{2BC}\u{B4}`\u{FF07}";
const DOUBLE: &str = "\"\u{201C}\u{201D}\u{201E}\u{201F}\u{AB}\u{BB}\u{2033}\u{301D}\u{301E}\u{301F}\u{FF02}";
const DASHES: &str =
    "-\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{2E3A}\u{2E3B}\u{FE58}\u{FE63}\u{FF0D}";

/// Whether a text holds format characters, which a search must then pass over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FormatCharacters {
    /// It holds none: the fast way.
    #[default]
    Absent,
    /// It holds some.
    Present,
}

impl FormatCharacters {
    /// Reads the text to know; `OffsetIndex::has_format_characters` knows already.
    pub fn of(text: &str) -> Self {
        Self::from(format_character::any_in(text.as_bytes()))
    }
}

impl From<bool> for FormatCharacters {
    fn from(present: bool) -> Self {
        if present { Self::Present } else { Self::Absent }
    }
}

/// What is searched for.
#[derive(Debug)]
pub struct Query {
    words: String,
    /// Whether numbers are among the words, which are then also found written the other way.
    has_numbers: bool,
    plain: Regex,
    /// Made at the first text that needs it.
    passing: OnceLock<Option<Regex>>,
}

impl Query {
    /// Makes a query of what was typed, or nothing where that is blank or over [`LONGEST`] characters.
    pub fn new(typed: &str) -> Option<Self> {
        let shown: String = typed.chars().filter(|&c| !is_format_character(c)).collect();
        let words = shown.trim().to_owned();
        if words.is_empty() || words.chars().count() > LONGEST {
            return None;
        }
        let plain = compile(&pattern(&words, FormatCharacters::Absent))?;
        let has_numbers = !numbers::of(&words).is_empty();
        Some(Self { words, has_numbers, plain, passing: OnceLock::new() })
    }

    /// Returns the words searched for, without blanks around them.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Returns the first hit that begins at or after `from`.
    pub fn first(&self, text: &str, from: usize, format: FormatCharacters) -> Option<Span> {
        self.all(text, Span::new(from.min(text.len()), text.len()), format).next()
    }

    /// Returns the last hit that ends at or before `to`.
    pub fn last_before(&self, text: &str, to: usize, format: FormatCharacters) -> Option<Span> {
        let to = to.min(text.len());
        let (mut end, mut step) = (to, FIRST_STEP);
        loop {
            let from = grapheme::floor(text, end.saturating_sub(step));
            let within = Span::new(from, to.min(end.saturating_add(OVERLAP)));
            if let Some(hit) = self.all(text, within, format).last() {
                return Some(hit);
            }
            if from == 0 {
                return None;
            }
            (end, step) = (from, step.saturating_mul(2));
        }
    }

    /// Returns every hit that lies inside `within`, in order; hits do not overlap.
    pub fn all<'a>(&'a self, text: &'a str, within: Span, format: FormatCharacters) -> Hits<'a> {
        let regex = match format {
            FormatCharacters::Absent => &self.plain,
            FormatCharacters::Present => {
                let slow = self.passing.get_or_init(|| compile(&pattern(&self.words, format)));
                slow.as_ref().unwrap_or(&self.plain)
            }
        };
        let end = text.floor_char_boundary(within.end);
        let (words, has_numbers) = (self.words.as_str(), self.has_numbers);
        Hits { regex, text, words, has_numbers, at: text.ceil_char_boundary(within.start).min(end), end }
    }
}

/// The hits of [`Query::all`].
pub struct Hits<'a> {
    regex: &'a Regex,
    text: &'a str,
    words: &'a str,
    has_numbers: bool,
    at: usize,
    end: usize,
}

impl Iterator for Hits<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        while self.at < self.end {
            let input = Input::new(self.text).range(self.at..self.end);
            let Some(found) = self.regex.find(input) else { break };
            let end = with_trailing_format(self.text, found.end());
            if end <= self.end
                && grapheme::is_border(self.text, found.start())
                && grapheme::is_border(self.text, end)
                && !(self.has_numbers && numbers::cuts_a_number(self.text, self.words, found.range()))
            {
                self.at = end;
                return Some(Span::new(found.start(), end));
            }
            self.at = self.text.ceil_char_boundary(found.start() + 1);
        }
        self.at = self.end;
        None
    }
}

/// Moves a hit's end over format characters that hang on its last grapheme, as a zero-width joiner does.
fn with_trailing_format(text: &str, end: usize) -> usize {
    if grapheme::is_border(text, end) {
        return end;
    }
    let border = grapheme::ceil(text, end);
    let hanging = Span::new(end, border).of(text);
    if hanging.chars().all(is_format_character) { border } else { end }
}

fn compile(pattern: &str) -> Option<Regex> {
    let config = Config::new().nfa_size_limit(Some(AUTOMATON)).utf8_empty(true);
    Regex::builder().configure(config).build(pattern).ok()
}

/// Writes the pattern for words that have no blanks at their ends and no format characters.
fn pattern(words: &str, format: FormatCharacters) -> String {
    let mut pattern = String::from("(?i)");
    let mut at = 0;
    for number in numbers::of(words) {
        let (before, typed) = (Span::new(at, number.span.start).of(words), number.span.of(words));
        push_words(&mut pattern, before, format);
        // What stands on two sides of a number is joined as any two characters are.
        join(&mut pattern, before, typed, format);
        pattern.push_str("(?:");
        push_words(&mut pattern, typed, format);
        for other in numbers::otherwise(&number) {
            pattern.push('|');
            push_words(&mut pattern, &other, format);
        }
        pattern.push(')');
        at = number.span.end;
        join(&mut pattern, typed, Span::new(at, words.len()).of(words), format);
    }
    push_words(&mut pattern, Span::new(at, words.len()).of(words), format);
    pattern
}

/// Writes what may stand between two pieces of a query that meet without a blank.
fn join(pattern: &mut String, before: &str, after: &str, format: FormatCharacters) {
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    if !blank(before.chars().next_back()) && !blank(after.chars().next()) {
        pattern.push_str(&passed_over(format));
    }
}

/// Writes what is passed over between two characters.
fn passed_over(format: FormatCharacters) -> String {
    match format {
        FormatCharacters::Absent => String::new(),
        FormatCharacters::Present => format!("[{}]*", format_class()),
    }
}

/// Writes the pattern of some words.
fn push_words(pattern: &mut String, words: &str, format: FormatCharacters) {
    let between = passed_over(format);
    let blanks = match format {
        FormatCharacters::Absent => r"\s+".to_owned(),
        FormatCharacters::Present => format!(r"\s[\s{}]*", format_class()),
    };
    let mut first = true;
    let mut last_blank = false;
    for c in words.chars() {
        if c.is_whitespace() {
            if !last_blank {
                pattern.push_str(&between);
                pattern.push_str(&blanks);
            }
            (first, last_blank) = (false, true);
            continue;
        }
        if !last_blank && !first {
            pattern.push_str(&between);
        }
        (first, last_blank) = (false, false);
        push_character(pattern, c);
    }
}

fn push_character(pattern: &mut String, c: char) {
    match [SINGLE, DOUBLE, DASHES].into_iter().find(|class| class.contains(c)) {
        Some(class) => {
            pattern.push('[');
            class.chars().for_each(|c| push_literal(pattern, c));
            pattern.push(']');
        }
        None => push_literal(pattern, c),
    }
}

/// Writes one character as itself, by its code: no sign of the pattern language is left to escape.
fn push_literal(pattern: &mut String, c: char) {
    if c.is_alphanumeric() {
        pattern.push(c);
    } else {
        // Writing to a string cannot fail.
        let _ = write!(pattern, "\\x{{{:X}}}", u32::from(c));
    }
}

fn format_class() -> String {
    let ranges = format_character::RANGES;
    ranges.iter().fold(String::new(), |mut class, range| {
        push_literal(&mut class, *range.start());
        class.push('-');
        push_literal(&mut class, *range.end());
        class
    })
}

mod numbers;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hits<'t>(query: &str, text: &'t str) -> Vec<&'t str> {
        let query = Query::new(query).unwrap();
        let within = Span::new(0, text.len());
        query.all(text, within, FormatCharacters::of(text)).map(|hit| hit.of(text)).collect()
    }

    #[test]
    fn case_blanks_quotes_and_dashes_do_not_matter() {
        let table: [(&str, &str, &[&str]); 14] = [
            (
                "syrian army",
                "The Syrian\u{A0}Army, SYRIAN \r\n army.",
                &["Syrian\u{A0}Army", "SYRIAN \r\n army"],
            ),
            (
                "\"we stand\"",
                "“We stand” «we stand» \"We Stand”",
                &["“We stand”", "«we stand»", "\"We Stand”"],
            ),
            ("russia's", "Russia’s, RUSSIA`S, Russia‘s, Russias", &["Russia’s", "RUSSIA`S", "Russia‘s"]),
            ("f-16", "F‑16 f–16 F—16 F16", &["F‑16", "f–16", "F—16"]),
            ("ΔΈΛΤΑ", "δέλτα", &["δέλτα"]),
            ("straße", "STRAßE strasse", &["STRAßE"]),
            (
                "soldier",
                "sol\u{AD}dier \u{200B}sol\u{200D}\u{202E}dier",
                &["sol\u{AD}dier", "sol\u{200D}\u{202E}dier"],
            ),
            ("two men", "two\u{200B} \u{FEFF}men", &["two\u{200B} \u{FEFF}men"]),
            ("e", "e\u{301} e", &["e"]),
            ("soldier", "soldier\u{200D} x", &["soldier\u{200D}"]),
            ("\r\n", "", &[]),
            ("1.2 (a+b)*[c]\\d{3}", "1.2 (A+B)*[c]\\d{3} 1x2", &["1.2 (A+B)*[c]\\d{3}"]),
            ("叙利亚", "在叙利亚。叙利亚", &["叙利亚", "叙利亚"]),
            ("قتل", "قتل 62", &["قتل"]),
        ];
        for (query, text, expected) in table {
            if query.trim().is_empty() {
                assert!(Query::new(query).is_none());
                continue;
            }
            assert_eq!(hits(query, text), expected, "{query:?} in {text:?}");
        }
    }

    #[test]
    fn numbers_are_found_in_digits_and_in_words() {
        let table: [(&str, &str, &[&str]); 14] = [
            ("62", "Sixty-two and 62 and sixty two", &["Sixty-two", "62", "sixty two"]),
            ("sixty-two", "62, sixty-two, 162, 62,000, 1.62", &["62", "sixty-two"]),
            ("sixty two men", "62 men; sixty-two  men", &["62 men", "sixty-two  men"]),
            ("a hundred", "100 or a hundred", &["100", "a hundred"]),
            ("100", "a hundred, one hundred, 100", &["a hundred", "one hundred", "100"]),
            (
                "120",
                "a hundred and twenty; one hundred twenty",
                &["a hundred and twenty", "one hundred twenty"],
            ),
            ("1000", "1,000 1000 a thousand", &["1,000", "1000", "a thousand"]),
            ("1,000", "1000 1,000", &["1000", "1,000"]),
            ("killed 62", "killed sixty-two", &["killed sixty-two"]),
            ("6", "six sixty 16", &["six", "6"]),
            ("f-16", "F-16", &["F-16"]),
            ("two f-16s", "2 F-16s", &["2 F-16s"]),
            ("4.5", "4.5 four.five", &["4.5"]),
            ("sixty-two", "6\u{AD}2 62 sixty\u{AD}-two", &["6\u{AD}2", "62", "sixty\u{AD}-two"]),
        ];
        for (query, text, expected) in table {
            assert_eq!(hits(query, text), expected, "{query:?} in {text:?}");
        }
    }

    #[test]
    fn blank_and_endless_queries_are_refused() {
        assert!(["", " \t\u{A0}\n", "\u{200B}\u{AD}"].iter().all(|typed| Query::new(typed).is_none()));
        assert!(Query::new(&"x".repeat(LONGEST + 1)).is_none());
        let long = Query::new(&"é-’ x".repeat(LONGEST / 5)).unwrap();
        let text = "É–' X".repeat(LONGEST / 5);
        assert_eq!(long.first(&text, 0, FormatCharacters::Absent), Some(Span::new(0, text.len())));
        assert_eq!(long.first(&text, 0, FormatCharacters::Present), Some(Span::new(0, text.len())));
        assert_eq!(Query::new("  Two  men ").unwrap().words(), "Two  men");
    }

    #[test]
    fn first_and_last_keep_to_their_side() {
        let text = "toll toll toll";
        let query = Query::new("TOLL").unwrap();
        let none = FormatCharacters::Absent;
        assert_eq!(
            [0, 1, 10, 11, 99].map(|from| query.first(text, from, none).map(|hit| hit.start)),
            [Some(0), Some(5), Some(10), None, None]
        );
        assert_eq!(
            [99, 13, 9, 8, 3].map(|to| query.last_before(text, to, none).map(|hit| hit.start)),
            [Some(10), Some(5), Some(5), Some(0), None]
        );
        let far = format!("toll{}", " x".repeat(2 * FIRST_STEP));
        assert_eq!(query.last_before(&far, far.len(), none), Some(Span::new(0, 4)));
        let within = Span::new(1, 12);
        assert_eq!(query.all(text, within, none).collect::<Vec<_>>(), [Span::new(5, 9)]);
    }

    proptest! {
        #[test]
        fn hits_are_in_order_on_borders_and_fold_alike(
            text in "[aAbé \u{A0}'’“\"\\-–\u{AD}\u{200D}\u{301}\r\n😀]{0,40}", typed in "[aAb '\"\\-😀]{1,4}",
        ) {
            let Some(query) = Query::new(&typed) else { return Ok(()) };
            let found: Vec<Span> = query.all(&text, Span::new(0, text.len()), FormatCharacters::Present).collect();
            prop_assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start));
            let fold = |words: &str| -> String {
                let shown = words.chars().filter(|&c| !is_format_character(c)).map(|c| match c {
                    '’' => '\'',
                    '“' => '"',
                    '–' => '-',
                    c if c.is_whitespace() => ' ',
                    c => c.to_ascii_lowercase(),
                });
                let folded: String = shown.collect();
                folded.split_whitespace().collect::<Vec<_>>().join(" ")
            };
            for hit in &found {
                prop_assert!(!hit.is_empty() && grapheme::is_border(&text, hit.start) && grapheme::is_border(&text, hit.end));
                prop_assert_eq!(fold(hit.of(&text)), fold(&typed));
            }
            prop_assert_eq!(query.last_before(&text, text.len(), FormatCharacters::Present), found.last().copied());
        }
    }
}
