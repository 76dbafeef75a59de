//! What the detector finds, as JSON lines.
//!
//! **Invariant:** offsets are code points of the article's text; every find names its rule.

use rust_decimal::Decimal;

use super::claim::word;
use super::json::{Object, Out, Spread, Style};
use super::points::Points;
use crate::model::Mode;
use crate::suggest::{Attribution, FigureFind, Find, Proposal, Quantity, Quotation};
use crate::text::Span;

/// Writes finds as JSON objects, one a line. `points` begins at or before the first of them.
pub fn jsonl(article: &str, text: &str, finds: &[Find], points: &mut Points<'_>) -> String {
    let mut lines = String::new();
    for find in finds {
        lines.push_str(&json(article, text, find, points));
        lines.push('\n');
    }
    lines
}

fn json(article: &str, text: &str, find: &Find, points: &mut Points<'_>) -> String {
    let mut out = Out::new(Style::Compact);
    out.object(Spread::Line, |o| {
        let span = find.span();
        o.member("article").string(article);
        o.member("kind").string(find.kind());
        o.member("start").number(points.at(span.start));
        o.member("end").number(points.at(span.end));
        o.member("text").string(span.of(text));
        match find {
            Find::Quantity(found) => quantity(o, text, found, points),
            Find::Quotation(found) => quotation(o, text, found, points),
            Find::Attribution(found) => attribution(o, text, found, points),
            Find::Claim(found) => claim(o, text, found),
        }
        o.member("rule").string(find.rule());
    });
    out.finish()
}

fn quantity(o: &mut Object<'_>, text: &str, found: &Quantity, points: &mut Points<'_>) {
    o.member("class").string(found.class.word());
    o.member("comparator").string(found.comparator.sign());
    o.member("value").optional(found.value, number);
    o.member("to").optional(found.to, number);
    o.member("unit").optional_string(found.unit.as_deref());
    o.member("counted").optional(found.counted, |out, span| place(out, text, span, points));
}

fn quotation(o: &mut Object<'_>, text: &str, found: &Quotation, points: &mut Points<'_>) {
    o.member("source").optional(found.source, |out, span| place(out, text, span, points));
    o.member("cue").optional(found.cue, |out, span| place(out, text, span, points));
}

fn attribution(o: &mut Object<'_>, text: &str, found: &Attribution, points: &mut Points<'_>) {
    o.member("parts").list(&found.parts, |out, part| {
        out.list([part.start, part.end], |out, byte| out.number(points.at(byte)));
    });
    o.member("source").optional(found.source, |out, span| place(out, text, span, points));
    place(o.member("cue"), text, found.cue, points);
    o.member("chain").list(&found.chain, |out, link| place(out, text, link.span, points));
}

fn claim(o: &mut Object<'_>, text: &str, found: &Proposal) {
    o.member("tag").optional_string(found.tag.as_deref());
    figure(o.member("figure"), text, &found.figure);
    o.member("attribution").list(&found.attribution, |out, link| {
        out.object(Spread::Line, |o| {
            o.member("as").string(link.span.of(text));
            o.member("mode").string(word(&Mode::ALL, link.mode));
        });
    });
    o.member("hedge").optional_string(found.hedge.map(|span| span.of(text)));
    o.member("question").string(&found.question);
}

fn figure(out: &mut Out, text: &str, figure: &FigureFind) {
    out.object(Spread::Line, |o| {
        o.member("comparator").string(figure.comparator.sign());
        o.member("value").optional(figure.value, number);
        o.member("to").optional(figure.to, number);
        o.member("class").string(figure.class.word());
        o.member("unit").optional_string(figure.unit.as_deref());
        o.member("text").string(figure.span.of(text));
    });
}

fn place(out: &mut Out, text: &str, span: Span, points: &mut Points<'_>) {
    out.object(Spread::Line, |o| {
        o.member("start").number(points.at(span.start));
        o.member("end").number(points.at(span.end));
        o.member("text").string(span.of(text));
    });
}

fn number(out: &mut Out, value: Decimal) {
    out.number(value.normalize());
}

/// Whether a table says by which words a rule fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Explain {
    /// What was found.
    Finds,
    /// Also the rule and its evidence words.
    Rules,
}
