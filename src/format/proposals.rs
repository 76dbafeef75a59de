//! Suggestions that a program writes, one JSON object a line: the form that `suggest --format jsonl` prints.
//!
//! **Invariant:** a line is taken only where its words stand at its place in the article's text, on grapheme borders;
//! every other line is counted and the first one told of. Nothing that a program writes is longer than a person reads.

use super::error::FormatError;
use super::figure::read_figure;
use super::json::{Out, Spread, Style};
use super::members::{Item, Members, Reading, outermost};
use super::names::Place;
use crate::model::{Figure, Mode, Unknown};
use crate::text::offsets::OffsetIndex;
use crate::text::{Span, grapheme};

/// The most suggestions taken of one article.
pub const MOST: usize = 10_000;

/// The longest name, word or rule, in characters.
const LONGEST: usize = 120;

/// The longest question, hedge or printed figure, in characters.
const LONGEST_WORDS: usize = 300;

/// A claim that a program proposes.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposed {
    /// Its words, bytes of the article's text.
    pub span: Span,
    /// The label of the tag that it calls for.
    pub tag: Option<String>,
    /// What is stated.
    pub figure: Figure,
    /// Who says it as the article prints it, outermost first, each with its way of speaking.
    pub chain: Vec<(String, Mode)>,
    /// The words that weaken it.
    pub hedge: Option<String>,
    /// The question it answers, in words.
    pub question: String,
    /// What the program calls its rule.
    pub rule: String,
}

/// What a program wrote of one article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proposals {
    /// The claims that it proposes.
    pub claims: Vec<Proposed>,
    /// How many lines are none that can be taken.
    pub bad: usize,
    /// What is wrong with the first of them, with its line, for people.
    pub first_bad: Option<String>,
}

/// Writes an article as a program reads it.
pub fn article(name: &str, text: &str) -> String {
    let mut out = Out::new(Style::Compact);
    out.object(Spread::Line, |o| {
        o.member("article").string(name);
        o.member("offsets").string("unicode-code-points");
        o.member("text").string(text);
    });
    out.finish() + "\n"
}

/// Reads what a program wrote of a text.
pub fn read(bytes: &[u8], text: &str) -> Proposals {
    let index = OffsetIndex::new(text);
    let mut found = Proposals::default();
    for (n, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        match one(line, text, &index) {
            Ok(Some(claim)) if found.claims.len() < MOST => found.claims.push(claim),
            // Figures and quotations are finds of their own in this form, and no claims.
            Ok(None) => {}
            Ok(Some(_)) => found.say(n, format!("over {MOST} suggestions of one article")),
            Err(why) => found.say(n, why),
        }
    }
    found
}

impl Proposals {
    fn say(&mut self, line: usize, why: String) {
        self.bad += 1;
        self.first_bad.get_or_insert_with(|| format!("line {}: {why}", line + 1));
    }
}

/// Reads one line; none where it is no claim.
fn one(line: &[u8], text: &str, index: &OffsetIndex) -> Result<Option<Proposed>, String> {
    let line = std::str::from_utf8(line).map_err(|_| "is not UTF-8".to_owned())?;
    let mut members = outermost(line).map_err(|error| words(&error))?;
    let kind = members.required("kind", Item::string).map_err(|error| words(&error))?;
    if ["quantity", "quotation", "attribution"].contains(&kind.as_str()) {
        return Ok(None);
    }
    if kind != "claim" {
        return Err("its kind is none of claim, quantity, quotation and attribution".to_owned());
    }
    let span = place(&mut members, text, index)?;
    claim(members, span).map(Some).map_err(|error| words(&error))
}

/// Says what is wrong with a line: in a file of one line its number says nothing.
fn words(error: &FormatError) -> String {
    let words = error.to_string();
    words.strip_prefix("line 1, ").unwrap_or(&words).to_owned()
}

/// Reads the place, and holds the words against the article's.
fn place(members: &mut Members<'_>, text: &str, index: &OffsetIndex) -> Result<Span, String> {
    let mut number = |name| members.required(name, Item::count::<usize>).map_err(|error| words(&error));
    let (start, end) = (number("start")?, number("end")?);
    let words = members.required("text", Item::string).map_err(|error| words(&error))?;
    let byte = |point| index.byte(text, point);
    let span = byte(start).zip(byte(end)).filter(|(start, end)| start < end);
    let Some((start, end)) = span else { return Err("its place is not in the article".to_owned()) };
    let span = Span { start, end };
    if span.of(text) != words {
        return Err("its words do not stand at its place".to_owned());
    }
    let whole = |at: usize| at == text.len() || grapheme::floor(text, at) == at;
    if whole(start) && whole(end) { Ok(span) } else { Err("its place cuts a character".to_owned()) }
}

fn claim(mut m: Members<'_>, span: Span) -> Reading<Proposed> {
    let name = |item: Item<'_>| short(item, LONGEST);
    let words = |item: Item<'_>| short(item, LONGEST_WORDS);
    let mut unknown = Unknown::new();
    let proposed = Proposed {
        span,
        tag: m.optional("tag", name)?,
        figure: m.required("figure", |item| {
            let figure = read_figure(item, &mut unknown, &Place::OWN)?;
            let long = figure.text.chars().count().max(figure.unit.as_ref().map_or(0, |u| u.chars().count()));
            if long > LONGEST_WORDS { Err(item.error("has words that are too long")) } else { Ok(figure) }
        })?,
        chain: m.list("attribution", |_, item| {
            let mut link = item.members()?;
            Ok((link.required("as", name)?, link.required("mode", |item| item.one_of(&Mode::ALL))?))
        })?,
        hedge: m.optional("hedge", words)?,
        question: m.optional("question", words)?.unwrap_or_default(),
        rule: m.optional("rule", name)?.unwrap_or_default(),
    };
    Ok(proposed)
}

/// Reads words that are short, on one line and without controls.
fn short(item: Item<'_>, most: usize) -> Reading<String> {
    let words = item.string()?;
    if words.chars().count() > most || words.chars().any(char::is_control) {
        return Err(item.error(format!("is longer than {most} characters, or holds a control")));
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::finds;
    use super::super::points::Points;
    use super::*;
    use crate::suggest::{self, Lexicon};

    const TEXT: &str = "Café: “At least 62 soldiers were killed,” the ministry said.\n";

    #[test]
    fn what_suggest_prints_is_read_back() {
        let found = suggest::find(TEXT, Lexicon::builtin());
        let printed = finds::jsonl("a.txt", TEXT, &found, &mut Points::new(TEXT));
        let read = read(printed.as_bytes(), TEXT);
        assert_eq!((read.bad, read.first_bad.as_deref()), (0, None));
        let claims: Vec<_> = found
            .iter()
            .filter_map(|find| if let suggest::Find::Claim(claim) = find { Some(claim) } else { None })
            .collect();
        assert!(!claims.is_empty());
        let spans: Vec<Span> = read.claims.iter().map(|claim| claim.span).collect();
        assert_eq!(spans, claims.iter().map(|claim| claim.span).collect::<Vec<_>>());
        let (one, its) = (&read.claims[0], claims[0]);
        assert_eq!((&one.tag, &one.question, one.rule.as_str()), (&its.tag, &its.question, its.rule));
        assert_eq!((one.figure.comparator, &one.figure.unit), (its.figure.comparator, &its.figure.unit));
        assert_eq!(one.chain.len(), its.attribution.len());
    }

    #[test]
    fn lines_that_cannot_be_taken_are_counted_and_the_first_is_told() {
        let figure = "\"figure\":{\"comparator\":\"=\",\"value\":62,\"class\":\"count\"}";
        let claim = |start: usize, end: usize, text: &str, more: &str| {
            format!(
                "{{\"kind\":\"claim\",\"start\":{start},\"end\":{end},\"text\":\"{text}\",{figure}{more}}}"
            )
        };
        let table = [
            (claim(16, 18, "62", ""), ""),
            (claim(16, 18, "63", ""), "line 1: its words do not stand at its place"),
            (claim(16, 999, "62", ""), "line 1: its place is not in the article"),
            (claim(18, 16, "62", ""), "line 1: its place is not in the article"),
            ("{\"kind\":\"verdict\"}".to_owned(), "line 1: its kind is none of"),
            ("{\"kind\":\"quantity\"}".to_owned(), ""),
            ("\n\nnonsense".to_owned(), "line 3: "),
            (claim(16, 18, "62", &format!(",\"tag\":\"{}\"", "x".repeat(121))), "line 1: "),
            (claim(16, 18, "62", ",\"tag\":\"a\\u001b[31m\""), "line 1: "),
            (claim(16, 18, "62", ",\"attribution\":[{\"as\":\"x\",\"mode\":\"sang\"}]"), "line 1: "),
            ("[".repeat(100_000), "line 1: "),
        ];
        for (line, told) in table {
            let read = read(line.as_bytes(), TEXT);
            assert_eq!(read.bad, usize::from(!told.is_empty()), "{line:.80}");
            let first = read.first_bad.unwrap_or_default();
            assert!(first.starts_with(told), "{first}");
        }
        let many = claim(16, 18, "62", "\n").replace("\n}", "}\n").repeat(MOST + 7);
        let read = read(many.as_bytes(), TEXT);
        assert_eq!((read.claims.len(), read.bad), (MOST, 7));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_fail(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let read = read(&bytes, TEXT);
            prop_assert!(read.claims.is_empty());
        }
    }
}
