//! Clauses and quotations, and the steps by which a selection grows.
//!
//! A clause runs from one of `, ; : – — ( )` or a quote mark to the next inside the sentence. A quotation is what
//! stands between a pair of quote marks inside the paragraph.
//!
//! **Invariant:** spans here never reach out of the paragraph; apostrophes and marks inside numbers part nothing.

mod quotation;

use super::{Span, paragraph, sentence, word};

pub use quotation::{Quotation, quotation_at, quotations};

/// Returns the clause that holds the byte at `offset`, without blanks and marks around it. On a mark or a blank
/// that is the clause after it, at the sentence's end the last; on a blank line the empty span there.
pub fn at(text: &str, offset: usize) -> Span {
    let within = sentence::at(text, offset);
    let mut found = Span::at(within.start);
    for clause in split(text, within) {
        found = clause;
        if clause.end > offset {
            break;
        }
    }
    if found.is_empty() { within } else { found }
}

/// Returns the clauses of one sentence, in order, without the empty ones.
pub fn split(text: &str, sentence: Span) -> Vec<Span> {
    let marks = marks(text, sentence);
    let ends = marks.iter().map(|mark| mark.start).chain([sentence.end]);
    let starts = [sentence.start].into_iter().chain(marks.iter().map(|mark| mark.end));
    starts
        .zip(ends)
        .filter(|(start, end)| start < end)
        .map(|(start, end)| paragraph::trimmed(text, Span::new(start, end)))
        .filter(|clause| !clause.is_empty())
        .collect()
}

/// Returns the next larger of word, clause, quotation, sentence and paragraph that covers the span and more, or
/// the span itself where none does.
pub fn widen(text: &str, span: Span) -> Span {
    let place = paragraph::trimmed(text, span).start;
    let paragraph = paragraph::at(text, place);
    let quoted = quotations(text, paragraph).into_iter().map(|quotation| quotation.inside);
    let steps =
        [word::at(text, place), Some(at(text, place)), Some(sentence::at(text, place)), Some(paragraph)];
    let covering =
        steps.into_iter().flatten().chain(quoted).filter(|step| step.covers(span) && *step != span);
    covering.min_by_key(|step| step.len()).unwrap_or(span)
}

/// Returns the marks that part clauses, in order.
fn marks(text: &str, sentence: Span) -> Vec<Span> {
    let mut marks = Vec::new();
    let mut before = None;
    let mut rest = sentence.of(text).chars();
    let mut at = sentence.start;
    while let Some(c) = rest.next() {
        let next = rest.clone().next();
        let end = at + c.len_utf8();
        if parts(c, before, next) {
            marks.push(Span::new(at, end));
        }
        (before, at) = (Some(c), end);
    }
    let paragraph = paragraph::at(text, sentence.start);
    let quoted = quotations(text, paragraph);
    marks.extend(
        quoted.iter().flat_map(|found| [found.open, found.close]).filter(|mark| sentence.covers(*mark)),
    );
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// Says whether a character parts clauses, given those beside it. Single quote marks are known by their pairs.
fn parts(c: char, before: Option<char>, next: Option<char>) -> bool {
    let inside = |test: fn(char) -> bool| before.is_some_and(test) && next.is_some_and(test);
    match c {
        ',' => !inside(char::is_numeric),
        ':' => !inside(char::is_numeric) && next != Some('/'),
        // A range or a pair of names, "10–15", "Moscow–Damascus".
        '–' => !inside(char::is_alphanumeric),
        '-' => inside(char::is_whitespace) || next == Some('-') || before == Some('-'),
        ';' | '—' | '(' | ')' | '"' | '“' | '”' | '„' | '‟' | '«' | '»' => true,
        '，' | '、' | '；' | '：' | '،' | '؛' | '（' | '）' | '「' | '」' | '『' | '』' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the clauses of a text of one sentence, written with `|` around each.
    fn clauses(text: &str) -> Vec<&str> {
        let sentence = sentence::at(text, 0);
        split(text, sentence).into_iter().map(|clause| clause.of(text)).collect()
    }

    #[test]
    fn marks_part_and_numbers_do_not() {
        let table: [(&str, &[&str]); 9] = [
            (
                "At 5:30, some 17,000 men left; others (62) stayed.",
                &["At 5:30", "some 17,000 men left", "others", "62", "stayed."],
            ),
            ("He said: “We hit it,” and left.", &["He said", "We hit it", "and left."]),
            (
                "The base — an airport – fell - so they said.",
                &["The base", "an airport", "fell", "so they said."],
            ),
            ("Some 10–15 men of the Moscow–Minsk line.", &["Some 10–15 men of the Moscow–Minsk line."]),
            (
                "The soldiers’ tent and Russia's 'own' men.",
                &["The soldiers’ tent and Russia's", "own", "men."],
            ),
            ("See http://example.org for «all of it».", &["See http://example.org for", "all of it", "."]),
            ("A F-16 hit it.", &["A F-16 hit it."]),
            ("他说，62人死亡、5人受伤。", &["他说", "62人死亡", "5人受伤。"]),
            ("قال، نعم؛ لا", &["قال", "نعم", "لا"]),
        ];
        for (text, expected) in table {
            assert_eq!(clauses(text), expected, "{text}");
        }
    }

    #[test]
    fn every_offset_has_a_clause() {
        let text = "One, two (three) end. ,;";
        let of = |offset: usize| at(text, offset).of(text);
        assert_eq!([0, 3, 4, 8, 9, 15, 20].map(of), ["One", "two", "two", "three", "three", "end.", "end."]);
        assert_eq!((at("", 3), at(" \n", 0), at(",,", 1)), (Span::at(0), Span::at(0), Span::new(0, 2)));
    }

    #[test]
    fn widening_goes_step_by_step_to_the_paragraph() {
        let text = "He left. Asad said, “the war, he said. It is over,” and more. End.\nNext.";
        let mut span = Span::at(text.find("war").unwrap());
        let mut steps = Vec::new();
        while widen(text, span) != span {
            span = widen(text, span);
            steps.push(span.of(text));
        }
        assert_eq!(
            steps,
            [
                "war",
                "the war",
                "the war, he said. It is over,",
                "He left. Asad said, “the war, he said. It is over,” and more. End."
            ]
        );
        let text = "He said “the war is, so to say, over” and left.";
        let war = text.find("war").unwrap();
        let clause = widen(text, Span::new(war, war + 3));
        assert_eq!(
            (clause.of(text), widen(text, clause).of(text)),
            ("the war is", "the war is, so to say, over")
        );
        let two = Span::new(0, "x. y\n\nz".len());
        assert_eq!(
            (widen("x. y\n\nz", two), widen("", Span::at(0)), widen("\n\n", Span::at(1))),
            (two, Span::at(0), Span::at(1))
        );
    }
}
