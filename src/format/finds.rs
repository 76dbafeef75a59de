//! What the detector finds, as JSON lines and as a table.
//!
//! **Invariant:** offsets are code points of the article's text; every find names its rule, and a table line keeps
//! comparator, number and unit together.

use rust_decimal::Decimal;

use super::claim::word;
use super::json::{Object, Out, Spread, Style};
use super::points::Points;
use crate::model::{Mode, Value, label};
use crate::suggest::{Attribution, FigureFind, Find, Proposal, Quantity, Quotation};
use crate::text::Span;
use crate::text::visible::visible_line;

/// Writes finds as JSON objects, one a line.
pub fn jsonl(article: &str, text: &str, finds: &[Find]) -> String {
    let mut points = Points::new(text);
    finds.iter().map(|find| json(article, text, find, &mut points) + "\n").collect()
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

/// Writes finds as lines for people: place, kind, what it means, and who says it.
pub fn table(text: &str, finds: &[Find], explain: Explain) -> String {
    let mut points = Points::new(text);
    finds.iter().map(|find| line(text, find, explain, &mut points)).collect()
}

fn line(text: &str, find: &Find, explain: Explain, points: &mut Points<'_>) -> String {
    let span = find.span();
    let at = points.at(span.start);
    let mut line = format!("{at:>8}  {:<12} {}\n", find.kind(), visible_line(&meaning(text, find)));
    line.push_str(&format!("{:22} “{}”\n", "", visible_line(span.of(text))));
    if explain == Explain::Rules {
        let words: Vec<_> = find.evidence().iter().map(|span| visible_line(span.of(text))).collect();
        line.push_str(&format!("{:22} rule {}, by: {}\n", "", find.rule(), words.join(" | ")));
    }
    line
}

/// Returns what a find means, in words: the comparator never without its number, nor the number without its unit.
fn meaning(text: &str, find: &Find) -> String {
    let by = |span: Option<Span>| span.map_or("nobody named".to_owned(), |span| span.of(text).to_owned());
    match find {
        Find::Quantity(found) => {
            let words = figure_words(text, &found.figure());
            let of = found.counted.or_else(|| found.unit.as_ref().map(|_| found.span));
            let unit =
                found.unit.clone().or_else(|| of.map(|span| span.of(text).to_owned())).unwrap_or_default();
            format!("{words} {unit} ({})", found.class.word())
        }
        Find::Quotation(found) => by(found.source),
        Find::Attribution(found) => chain(text, &found.chain).unwrap_or_else(|| by(found.source)),
        Find::Claim(found) => {
            let tag = found.tag.as_deref().unwrap_or("claim");
            let who = chain(text, &found.attribution).unwrap_or_else(|| "unattributed".to_owned());
            format!("{} {tag} ({who})  {}", figure_words(text, &found.figure), found.question)
        }
    }
}

fn chain(text: &str, links: &[crate::suggest::Link]) -> Option<String> {
    let names: Vec<_> = links.iter().map(|link| link.span.of(text)).collect();
    (!names.is_empty()).then(|| names.join(" < "))
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

impl Quantity {
    /// Returns the figure that a claim on this quantity would hold.
    fn figure(&self) -> FigureFind {
        FigureFind {
            comparator: self.comparator,
            value: self.value,
            to: self.to,
            class: self.class,
            unit: self.unit.clone(),
            span: self.span,
        }
    }
}
