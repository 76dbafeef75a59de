//! What the detector finds, as lines for people: one article's finds in the order of its text.
//!
//! **Invariant:** comparator, number and unit stay together; no line is wider than asked for, and no word is left
//! out to make it fit.

use super::finds::Explain;
use crate::model::{Value, label};
use crate::suggest::{FigureFind, Find, Link, Quantity};
use crate::text::offsets::OffsetIndex;
use crate::text::visible::visible_line;
use crate::text::wrap::{Effort, wrap};
use crate::text::{Span, width};

/// The columns of line number and kind.
const INDENT: usize = 21;

/// The fewest columns of words beside them.
const LEAST: usize = 20;

/// How the lines are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Whether the rule and its words are told.
    pub explain: Explain,
    /// The columns that a line may take; none where lines are not broken.
    pub columns: Option<usize>,
    /// Whether finds that only repeat a claim are left out: its figure alone, and who says just its words.
    pub is_short: bool,
}

/// Writes an article's finds: a heading, then each with its line, its kind, what it means and its words.
pub fn table(name: &str, text: &str, finds: &[Find], layout: Layout) -> String {
    let shown: Vec<&Find> =
        finds.iter().filter(|find| !layout.is_short || !is_repeated(text, find, finds)).collect();
    let index = OffsetIndex::new(text);
    let mut out = Out { text: String::new(), columns: layout.columns };
    out.text.push_str(&visible_line(name));
    out.text.push('\n');
    out.broken("  ", "  ", &heading(&shown));
    for find in shown {
        let line = index.line(text, find.span().start);
        let (meaning, rest) = told(text, find);
        let first = format!("{line:>7}  {:<12}", find.kind());
        out.broken(&first, &" ".repeat(INDENT), &meaning);
        let rest = rest.into_iter().chain((layout.explain == Explain::Rules).then(|| rule(text, find)));
        for (label, words) in rest {
            let label = format!("{:INDENT$}{label:<8}", "");
            out.broken(&label, &" ".repeat(INDENT + 8), &words);
        }
    }
    out.text
}

/// Says how many there are of each kind: "8 claims, 4 figures"; the column of lines is named by the first row.
fn heading(shown: &[&Find]) -> String {
    let of = |kind: &str| shown.iter().filter(|find| find.kind() == kind).count();
    let kinds = [
        ("claim", "claim"),
        ("quantity", "figure"),
        ("quotation", "quotation"),
        ("attribution", "statement"),
    ];
    let counts = kinds.into_iter().map(|(kind, noun)| (of(kind), noun)).filter(|(n, _)| *n > 0);
    let words: Vec<String> =
        counts.map(|(n, noun)| format!("{n} {noun}{}", if n == 1 { "" } else { "s" })).collect();
    if words.is_empty() { "nothing found".to_owned() } else { format!("{}, by line", words.join(", ")) }
}

/// Says whether a find tells no more than a claim at the same place.
fn is_repeated(text: &str, find: &Find, finds: &[Find]) -> bool {
    let claims = finds.iter().filter_map(|other| match other {
        Find::Claim(claim) => Some(claim),
        _ => None,
    });
    let mut quotations = finds.iter().filter_map(|other| match other {
        Find::Quotation(quotation) => Some(quotation),
        _ => None,
    });
    let covers = |outer: Span, inner: Span| outer.start <= inner.start && inner.end <= outer.end;
    match find {
        Find::Quantity(found) => claims.into_iter().any(|claim| covers(claim.span, found.span)),
        Find::Attribution(found) => {
            // The words within quotation marks, or a claim's own words with the same speakers.
            let only = |span: Span| found.parts.iter().all(|part| covers(span, *part));
            let mut claims = claims;
            let by_claim =
                claims.any(|claim| only(claim.span) && found.chain.len() == claim.attribution.len());
            let by_quote = found.chain.len() < 2
                && quotations.any(|quotation| {
                    only(quotation.span)
                        && quotation.source.map(|s| s.of(text)) == found.source.map(|s| s.of(text))
                });
            by_claim || by_quote
        }
        Find::Claim(_) | Find::Quotation(_) => false,
    }
}

/// Lines after the first, each with its label.
type Labelled = Vec<(&'static str, String)>;

/// What a find means, and what else is told of it.
fn told(text: &str, find: &Find) -> (String, Labelled) {
    let by = |span: Option<Span>| {
        span.map_or_else(|| "nobody named".to_owned(), |span| single_blanks(span.of(text)))
    };
    let quoted = |span: Span| format!("“{}”", span.of(text));
    match find {
        Find::Claim(found) => {
            let who = found.attribution.last().map(|link| single_blanks(link.span.of(text)));
            let who = who.unwrap_or_else(|| "unattributed".to_owned());
            let tag = found.tag.as_deref().unwrap_or("claim");
            let mut rest = Vec::new();
            if found.attribution.len() > 1 {
                rest.push(("through", chain(text, &found.attribution)));
            }
            if let Some(hedge) = found.hedge {
                rest.push(("hedge", quoted(hedge)));
            }
            rest.push(("answers", single_blanks(&found.question)));
            rest.push(("words", quoted(found.span)));
            (format!("{} {tag} ({who})", figure_words(text, &found.figure)), rest)
        }
        Find::Quantity(found) => {
            let words = figure_words(text, &figure_of(found));
            let unit = match (&found.unit, found.counted) {
                (Some(unit), _) => format!(" {unit}"),
                (None, Some(counted)) => format!(" {}", single_blanks(counted.of(text))),
                (None, None) => String::new(),
            };
            let told = format!("{words}{unit}");
            // The words are told once where they are the figure.
            let rest =
                if told == find.span().of(text) { Vec::new() } else { vec![("words", quoted(find.span()))] };
            (format!("{told} ({})", found.class.word()), rest)
        }
        Find::Quotation(found) => {
            // The article's own quotation marks stand for the program's.
            let words = found.span.of(text).to_owned();
            (by(found.source), vec![("words", words)])
        }
        Find::Attribution(found) => {
            let who = if found.chain.is_empty() { by(found.source) } else { chain(text, &found.chain) };
            let parts: Vec<&str> = found.parts.iter().map(|part| part.of(text)).collect();
            let words = parts.join(" … ");
            // Words that the article prints in quotation marks need none of the program's.
            let has_marks = words.starts_with(['“', '"', '«', '„']);
            (who, vec![("words", if has_marks { words } else { format!("“{words}”") })])
        }
    }
}

/// The rule with the words that made it fit.
fn rule(text: &str, find: &Find) -> (&'static str, String) {
    let words: Vec<String> =
        find.evidence().iter().map(|span| format!("“{}”", single_blanks(span.of(text)))).collect();
    ("rule", format!("{}, by {}", find.rule(), words.join(" ")))
}

/// The names of a chain, outermost first.
fn chain(text: &str, links: &[Link]) -> String {
    links.iter().map(|link| single_blanks(link.span.of(text))).collect::<Vec<_>>().join(" < ")
}

/// A name, which is told and not quoted.
fn single_blanks(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn figure_words(text: &str, figure: &FigureFind) -> String {
    label::figure_words(&crate::model::Figure {
        comparator: figure.comparator,
        value: figure.value.map(Value::Number),
        to: figure.to.map(Value::Number),
        class: figure.class,
        unit: figure.unit.clone(),
        text: figure.span.of(text).to_owned(),
        assigned: None,
    })
}

/// Returns the figure that a claim on a quantity would hold.
fn figure_of(found: &Quantity) -> FigureFind {
    FigureFind {
        comparator: found.comparator,
        value: found.value,
        to: found.to,
        class: found.class,
        unit: found.unit.clone(),
        span: found.span,
    }
}

/// Lines that are broken at blanks.
struct Out {
    text: String,
    columns: Option<usize>,
}

impl Out {
    /// Writes words behind a label, what does not fit below them.
    fn broken(&mut self, first: &str, indent: &str, words: &str) {
        let shown = visible_line(words);
        let mut rows = Vec::new();
        if let Some(columns) = self.columns {
            let room = columns.saturating_sub(width::of_str(first).max(width::of_str(indent))).max(LEAST);
            let all = Span { start: 0, end: shown.len() };
            wrap(&shown, all, u16::try_from(room).unwrap_or(u16::MAX), &mut rows, &mut Effort::default());
        }
        let lines: Vec<&str> = match rows.as_slice() {
            [] => vec![shown.as_str()],
            rows => rows.iter().map(|row| row.shown().of(&shown)).collect(),
        };
        for (n, line) in lines.into_iter().enumerate() {
            let label = if n == 0 { first } else { indent };
            self.text.push_str(format!("{label}{line}").trim_end());
            self.text.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggest::{self, Lexicon};

    const TEXT: &str = "Raid in the hills\n\nThe harbour ministry said 41  dockers were killed, according to the \
        state-run Meridian News Agency. “We saw smoke for two hours over the whole of the old harbour,” Ana Berg \
        said.\n";

    fn lines(columns: Option<usize>, explain: Explain, is_short: bool) -> String {
        let found = suggest::find(TEXT, Lexicon::builtin());
        table("a.txt", TEXT, &found, Layout { explain, columns, is_short })
    }

    #[test]
    fn a_claim_is_told_with_its_speaker_chain_question_and_words() {
        let told = lines(None, Explain::Rules, true);
        let wanted = "      3  claim       41 killed (The harbour ministry)\n\
                      \x20                    through the state-run Meridian News Agency < The harbour ministry\n\
                      \x20                    answers dockers killed\n\
                      \x20                    words   “41  dockers were killed”\n\
                      \x20                    rule    claim/casualty-passive, by “41” “killed”\n";
        assert!(told.contains(wanted), "{told}");
        assert!(!told.contains("quantity    41"), "the claim tells its figure: {told}");
        assert!(lines(None, Explain::Finds, false).contains("quantity    41 dockers (count)"));
    }

    #[test]
    fn no_line_is_wider_than_asked_for_and_no_word_is_lost() {
        let words = |told: &str| told.split_whitespace().collect::<String>();
        for columns in [50, 80, 120] {
            let told = lines(Some(columns), Explain::Rules, false);
            assert!(told.lines().all(|line| width::of_str(line) <= columns), "{told}");
            assert_eq!(words(&told), words(&lines(None, Explain::Rules, false)));
        }
    }
}
