//! Quotations: pairs of quote marks inside a paragraph.
//!
//! **Invariant:** quotations nest or lie apart, they never cross; an apostrophe is never one of their marks.

use crate::text::{Span, paragraph};

/// Open marks kept while their partner is looked for: print nests two or three deep, and a page of stray marks
/// must not cost more than its length.
const DEEPEST: usize = 16;

/// One quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The opening mark.
    pub open: Span,
    /// The words between the marks, without blanks at their ends.
    pub inside: Span,
    /// The closing mark.
    pub close: Span,
}

/// Returns the words of the innermost quotation whose marks enclose the byte at `offset` or stand on it.
pub fn quotation_at(text: &str, offset: usize) -> Option<Span> {
    let found = quotations(text, paragraph::at(text, offset)).into_iter();
    let around = found.filter(|quotation| quotation.open.join(quotation.close).contains(offset));
    around.min_by_key(|quotation| quotation.inside.len()).map(|quotation| quotation.inside)
}

/// Returns the quotations of one paragraph in the order of their closing marks.
pub fn quotations(text: &str, paragraph: Span) -> Vec<Quotation> {
    let mut pairs = Pairs::default();
    let mut before = None;
    let mut at = paragraph.start;
    let mut rest = paragraph.of(text).chars();
    while let Some(c) = rest.next() {
        let span = Span::new(at, at + c.len_utf8());
        if let Some(family) = Family::of(c) {
            let mark = Mark { c, family, span };
            pairs.meet(text, mark, Beside { before, next: rest.clone().next() });
        }
        (before, at) = (Some(c), span.end);
    }
    pairs.found
}

/// Marks that pair with each other, also across styles (a curly mark that a straight one closes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Double,
    Single,
    Guillemet,
    SingleGuillemet,
    Corner,
    WhiteCorner,
}

impl Family {
    fn of(c: char) -> Option<Self> {
        match c {
            '"' | '“' | '”' | '„' | '‟' => Some(Self::Double),
            '\'' | '‘' | '’' | '‚' | '‛' => Some(Self::Single),
            '«' | '»' => Some(Self::Guillemet),
            '‹' | '›' => Some(Self::SingleGuillemet),
            '「' | '」' => Some(Self::Corner),
            '『' | '』' => Some(Self::WhiteCorner),
            _ => None,
        }
    }
}

#[derive(Clone, Copy)]
struct Mark {
    c: char,
    family: Family,
    span: Span,
}

/// The characters on both sides of a mark.
#[derive(Clone, Copy)]
struct Beside {
    before: Option<char>,
    next: Option<char>,
}

impl Beside {
    /// A blank, an opening bracket, a dash or nothing before, and words after.
    fn looks_opening(self) -> bool {
        let free = |c: char| {
            c.is_whitespace()
                || matches!(c, '(' | '[' | '{' | '—' | '–' | '-' | '/')
                || Family::of(c).is_some()
        };
        self.before.is_none_or(free) && self.next.is_some_and(|c| !c.is_whitespace())
    }

    /// Words before, and a blank, a mark or nothing after.
    fn looks_closing(self) -> bool {
        self.before.is_some_and(|c| !c.is_whitespace()) && self.next.is_none_or(|c| !c.is_alphanumeric())
    }

    fn is_inside_word(self) -> bool {
        self.before.is_some_and(char::is_alphanumeric) && self.next.is_some_and(char::is_alphanumeric)
    }
}

#[derive(Default)]
struct Pairs {
    open: Vec<Mark>,
    found: Vec<Quotation>,
}

impl Pairs {
    fn meet(&mut self, text: &str, mark: Mark, beside: Beside) {
        if mark.family == Family::Single && beside.is_inside_word() {
            return;
        }
        match self.partner(mark).filter(|_| self.closes(mark, beside)) {
            Some(partner) => self.close(text, partner, mark),
            None if opens(mark, beside) => self.push(mark),
            None => {}
        }
    }

    /// Returns where the open mark is that this one would close. A single mark does not reach out of a double.
    fn partner(&self, mark: Mark) -> Option<usize> {
        let place =
            self.open.iter().rposition(|open| open.family == mark.family || mark.family == Family::Single)?;
        self.open.get(place).filter(|open| open.family == mark.family).map(|_| place)
    }

    fn closes(&self, mark: Mark, beside: Beside) -> bool {
        let opened_low = |low: char| self.open.iter().any(|open| open.c == low);
        match mark.c {
            '”' | '」' | '』' => true,
            // German and its neighbours close with the mark that opens in English.
            '“' => opened_low('„'),
            '‘' => opened_low('‚'),
            '’' => beside.looks_closing(),
            '"' => !beside.looks_opening() || beside.looks_closing(),
            '\'' => beside.looks_closing(),
            '»' => self.open.iter().any(|open| open.c == '«') || beside.looks_closing(),
            '«' => opened_low('»'),
            '›' => self.open.iter().any(|open| open.c == '‹') || beside.looks_closing(),
            '‹' => opened_low('›'),
            _ => false,
        }
    }

    fn close(&mut self, text: &str, partner: usize, close: Mark) {
        let Some(open) = self.open.get(partner).copied() else { return };
        self.open.truncate(partner);
        let inside = paragraph::trimmed(text, Span::new(open.span.end, close.span.start));
        if !inside.is_empty() {
            self.found.push(Quotation { open: open.span, inside, close: close.span });
        }
    }

    fn push(&mut self, mark: Mark) {
        if self.open.len() == DEEPEST {
            self.open.remove(0);
        }
        self.open.push(mark);
    }
}

fn opens(mark: Mark, beside: Beside) -> bool {
    match mark.c {
        '“' | '„' | '‟' | '«' | '‹' | '「' | '『' | '‚' => true,
        '‘' | '‛' => beside.next.is_some_and(|c| !c.is_whitespace()),
        // A straight mark before a digit stands for what is left out, "the '90s".
        '\'' => beside.looks_opening() && !beside.next.is_some_and(char::is_numeric),
        // Swedish opens with the closing mark; Danish and German books with the closing guillemet.
        '"' | '”' | '»' | '›' => beside.looks_opening(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn pairs_of_marks() {
        let table: [(&str, &[&str]); 16] = [
            ("“We hit it,” he said.", &["We hit it,"]),
            ("“We hit it,\" he said, \"and left.”", &["We hit it,", "and left."]),
            ("\"It's ours,\" she said. \"Don't!\"", &["It's ours,", "Don't!"]),
            ("He said “the ‘so-called’ army’s men” left.", &["so-called", "the ‘so-called’ army’s men"]),
            ("‘We don’t know the soldiers’, he said.", &["We don’t know the soldiers"]),
            ("the '90s and the soldiers' tents", &[]),
            ("« Oui », dit-il; „Nein“, sagte er; »Ja«", &["Oui", "Nein", "Ja"]),
            ("”Nej”, sa han. ”Jo.”", &["Nej", "Jo."]),
            ("「はい『いいえ』」", &["いいえ", "はい『いいえ』"]),
            ("“No end here", &[]),
            ("no start here”", &[]),
            ("\"one \"two\" three\"", &["two", "one \"two\" three"]),
            ("'tis “nothing” at 'all'", &["nothing", "all"]),
            ("(“in brackets”) and “”", &["in brackets"]),
            ("“a 'b” c'", &["a 'b"]),
            ("“Brave”–he said–“and strong”", &["Brave", "and strong"]),
        ];
        for (text, expected) in table {
            let found = quotations(text, Span::new(0, text.len()));
            let found: Vec<&str> = found.into_iter().map(|quotation| quotation.inside.of(text)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn the_innermost_one_is_found_from_its_marks_too() {
        let text = "He said “the ‘new’ army” left.\n“Other";
        let of = |needle: &str| quotation_at(text, text.find(needle).unwrap()).map(|span| span.of(text));
        assert_eq!(of("new"), Some("new"));
        assert_eq!([of("‘"), of("’ army")], [Some("new"); 2]);
        assert_eq!([of("“the"), of("army"), of("” left")], [Some("the ‘new’ army"); 3]);
        assert_eq!([of("He"), of(" left"), of("Other")], [None; 3]);
    }

    proptest! {
        #[test]
        fn quotations_nest_or_lie_apart(text in "[aB .,\"“”„'‘’«»‹›「」]{0,60}") {
            let found = quotations(&text, Span::new(0, text.len()));
            for (place, one) in found.iter().enumerate() {
                let outer = one.open.join(one.close);
                prop_assert!(one.open.end <= one.inside.start && one.inside.end <= one.close.start);
                for other in &found[place + 1..] {
                    let around = other.open.join(other.close);
                    let apart = around.start >= outer.end || outer.start >= around.end;
                    prop_assert!(apart || other.inside.covers(outer) || one.inside.covers(around));
                }
            }
        }
    }
}
