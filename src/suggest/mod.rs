//! Suggestions: figures, quotations, who says them, and the claims they make together.
//!
//! **Invariant:** pure and linear in the text: no file, clock or randomness, no panic on any input, and every
//! find
//! names the rule that made it.

mod amount;
mod attribution;
mod blocks;
mod calendar;
mod chain;
mod claim;
mod clock;
mod compare;
mod content;
mod counted;
mod cue;
mod date;
mod duration;
mod excluded;
pub mod figure;
pub mod flag;
pub mod lexicon;
mod names;
mod number;
mod period;
mod phrase;
mod quantity;
mod sentence;
mod speaker;
mod token;
mod unit;
mod words;
mod zero;

pub use blocks::in_blocks;
pub use lexicon::Lexicon;

use crate::model::attribution::Mode;
use crate::model::figure::{Class, Comparator};
use crate::text::span::Span;
use rust_decimal::Decimal;

/// Something a rule found. Spans are bytes of the text that was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Find {
    /// A figure, a date or a time.
    Quantity(Quantity),
    /// Words in quotation marks.
    Quotation(Quotation),
    /// Something said, and by whom.
    Attribution(Attribution),
    /// A claim, ready to be accepted.
    Claim(Proposal),
}

impl Find {
    /// Returns the words it covers; a figure's with what is counted: "62 Syrian soldiers".
    pub fn span(&self) -> Span {
        match self {
            Self::Quantity(found) => found.counted.map_or(found.span, |counted| found.span.join(counted)),
            Self::Quotation(found) => found.span,
            Self::Attribution(found) => found.span,
            Self::Claim(found) => found.span,
        }
    }

    /// Returns the rule that made it.
    pub fn rule(&self) -> &'static str {
        match self {
            Self::Quantity(found) => found.rule,
            Self::Quotation(found) => found.rule,
            Self::Attribution(found) => found.rule,
            Self::Claim(found) => found.rule,
        }
    }

    /// Returns the words that made the rule fit, in order.
    pub fn evidence(&self) -> Vec<Span> {
        let mut words: Vec<Span> = match self {
            Self::Quantity(found) => {
                found.compared.into_iter().chain([found.number]).chain(found.counted).collect()
            }
            Self::Quotation(found) => found.cue.into_iter().chain(found.source).collect(),
            Self::Attribution(found) => {
                [found.cue].into_iter().chain(found.chain.iter().map(|link| link.span)).collect()
            }
            Self::Claim(found) => {
                found.evidence.iter().copied().chain(found.hedge).chain([found.figure.span]).collect()
            }
        };
        words.sort_unstable();
        words
    }

    /// Returns the word for its kind: `quantity`, `quotation`, `attribution`, `claim`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Quantity(_) => "quantity",
            Self::Quotation(_) => "quotation",
            Self::Attribution(_) => "attribution",
            Self::Claim(_) => "claim",
        }
    }
}

/// A figure found in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The figure's own words, with its comparator where it is a bare number.
    pub span: Span,
    /// What kind of quantity it is.
    pub class: Class,
    /// How the value bounds.
    pub comparator: Comparator,
    /// The value; none for vague words, dates and times.
    pub value: Option<Decimal>,
    /// The upper end of a range.
    pub to: Option<Decimal>,
    /// The unit of measure or currency, by name.
    pub unit: Option<String>,
    /// What is counted.
    pub counted: Option<Span>,
    /// The number's own words.
    pub number: Span,
    /// The words of the comparator.
    pub compared: Option<Span>,
    /// The rule.
    pub rule: &'static str,
}

/// Words in quotation marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    /// The quotation with its marks.
    pub span: Span,
    /// Who speaks, as printed next to the cue.
    pub source: Option<Span>,
    /// The name that a pronoun stands for.
    pub resolved: Option<Span>,
    /// The reporting word.
    pub cue: Option<Span>,
    /// The rule.
    pub rule: &'static str,
}

/// Something said, and by whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// From the first part to the last.
    pub span: Span,
    /// The parts of what is said, in order.
    pub parts: Vec<Span>,
    /// Who says it, as printed next to the cue.
    pub source: Option<Span>,
    /// The name that a pronoun stands for.
    pub resolved: Option<Span>,
    /// The reporting word.
    pub cue: Span,
    /// Everyone who passes it on, outermost first, the original source last.
    pub chain: Vec<Link>,
    /// The rule.
    pub rule: &'static str,
}

/// One link of a chain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The name as printed.
    pub span: Span,
    /// In what way it speaks.
    pub mode: Mode,
}

/// A claim that a rule proposes.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The words of the claim.
    pub span: Span,
    /// The tag it calls for.
    pub tag: Option<String>,
    /// Its figure.
    pub figure: FigureFind,
    /// Who says it, outermost first; empty for the article's own voice.
    pub attribution: Vec<Link>,
    /// The words that hedge it.
    pub hedge: Option<Span>,
    /// The question it answers: what is counted, what happened, and the scope.
    pub question: String,
    /// The rule.
    pub rule: &'static str,
    /// The words that made the rule fit.
    pub evidence: Vec<Span>,
}

/// A figure as a claim holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureFind {
    /// How the value bounds.
    pub comparator: Comparator,
    /// The value; none for vague words, dates and times.
    pub value: Option<Decimal>,
    /// The upper end of a range.
    pub to: Option<Decimal>,
    /// What kind of quantity it is.
    pub class: Class,
    /// The unit, or what is counted, as printed.
    pub unit: Option<String>,
    /// The figure's words.
    pub span: Span,
}

/// Texts are read in blocks of about this many bytes, cut at a line end, so that memory stays bounded.
const BLOCK: usize = 256 * 1024;

/// Finds everything in `text`, in order of start, then of kind.
pub fn find(text: &str, lexicon: &Lexicon) -> Vec<Find> {
    let mut finds = Vec::new();
    in_blocks(
        text,
        lexicon,
        1,
        |_, found| found,
        |found| match finds.is_empty() {
            true => finds = found,
            false => finds.extend(found),
        },
    );
    finds
}

/// Finds everything in one block of a text.
fn find_in(text: &str, range: Span, lexicon: &Lexicon) -> Vec<Find> {
    let (mut finds, mut list) = (Vec::new(), Vec::with_capacity(range.len() / BYTES_A_TOKEN));
    token::cut(text, range, lexicon, &mut list);
    block(token::Tokens { text, list: &list, lexicon }, &mut finds);
    finds
}

/// A word of news text with its blank, in bytes.
const BYTES_A_TOKEN: usize = 5;

/// Returns the end of the block that begins at `start`: after the last line end in it, else after a blank,
/// else hard.
fn block_end(text: &str, start: usize) -> usize {
    let full = start.saturating_add(BLOCK);
    if full >= text.len() || u32::try_from(text.len()).is_err() {
        return if full >= text.len() { text.len() } else { hard_end(text, full) };
    }
    let window = text.as_bytes().get(start..full).unwrap_or(&[]);
    let line = memchr::memrchr(b'\n', window).or_else(|| memchr::memrchr(b' ', window));
    line.map_or_else(|| hard_end(text, full), |at| start + at + 1)
}

fn hard_end(text: &str, mut at: usize) -> usize {
    while at < text.len() && !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// Finds everything in one block.
fn block(tokens: token::Tokens, finds: &mut Vec<Find>) {
    let mut quantities = Vec::new();
    quantity::find(tokens, &mut quantities);
    let quotes = sentence::quotes(tokens);
    let quoted = quoted(tokens.list.len(), &quotes);
    let sentences = sentence::sentences(tokens, &quoted);
    let view = phrase::View { tokens, quoted: &quoted };
    let said = attribution::find(view, &sentences);
    let chains = chain::build(view, &said);
    let names = names::resolve(view, &said);
    let claims = claim::find(claim::Found {
        view,
        sentences: &sentences,
        quantities: &quantities,
        said: &said,
        chains: &chains,
        names: &names,
    });
    let begin = finds.len();
    let quotations = speaker::find(view, &sentences, &quotes, &said, &names);
    finds.extend(quantities.into_iter().map(Find::Quantity));
    finds.extend(quotations.into_iter().map(Find::Quotation));
    for ((said, chain), name) in said.iter().zip(chains).zip(names) {
        finds.extend(attribution_of(tokens, said, &chain, name).map(Find::Attribution));
    }
    finds.extend(claims.into_iter().map(Find::Claim));
    if let Some(new) = finds.get_mut(begin..) {
        new.sort_by_key(|find| (find.span().start, find.kind()));
    }
}

/// Returns for each token the number of the quotation in double marks that holds it, zero outside.
fn quoted(count: usize, quotes: &[sentence::Quote]) -> Vec<u32> {
    let mut quoted = vec![0_u32; count];
    let double = quotes.iter().enumerate().filter(|(_, quote)| quote.marks != sentence::Marks::Single);
    for (number, quote) in double {
        let number = u32::try_from(number + 1).unwrap_or(u32::MAX);
        if let Some(held) = quoted.get_mut(quote.first..=quote.last) {
            held.fill(number);
        }
    }
    quoted
}

fn attribution_of(
    tokens: token::Tokens,
    said: &attribution::Said,
    chain: &[chain::Step],
    name: Option<phrase::Range>,
) -> Option<Attribution> {
    let mut parts: Vec<Span> = said.parts.iter().map(|part| tokens.span(part.0, part.1)).collect();
    parts.sort_unstable();
    let span = parts.first()?.join(*parts.last()?);
    let range = |range: phrase::Range| tokens.span(range.0, range.1);
    Some(Attribution {
        span,
        parts,
        source: said.source.map(range),
        resolved: name.map(range),
        cue: range(said.cue),
        chain: chain.iter().map(|step| Link { span: range(step.name), mode: step.mode }).collect(),
        rule: said.rule,
    })
}

#[cfg(test)]
mod tests;
