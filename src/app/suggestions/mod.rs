//! Suggestions in the workbench: claims that the rules propose, until a person takes or dismisses them.
//!
//! **Invariant:** a suggestion stands in no ledger, count of claims, or export; it knows its words, so that it can be
//! listed and taken where its article's text is not at hand.

pub mod act;
pub mod batch;
pub mod covered;
pub mod draft;
pub mod fill;
pub mod inspect;
pub mod names;
pub mod order;
pub mod plan;
pub mod proposed;

pub use covered::Suggested;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::app::state::State;
use crate::app::view::ListKind;
use crate::model::attribution::Mode;
use crate::model::{Comparator, Figure, QuestionId, Target, Value};
use crate::suggest::{self, FigureFind, Find, Lexicon, Proposal};
use crate::text::{Span, grapheme, quote};

/// A claim that a rule proposes.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// Its words, bytes of its article's text.
    pub span: Span,
    /// Its words.
    pub exact: String,
    /// The label of the tag that it calls for.
    pub tag: Option<String>,
    /// What is stated.
    pub figure: Figure,
    /// Who says it as the article prints it, outermost first; empty for the article's own voice.
    pub chain: Vec<Named>,
    /// The words that weaken it.
    pub hedge: Option<String>,
    /// The question it answers, in words.
    pub question: String,
    /// The rule that made it: borrowed where it is one of this program's own, else it begins with the name of the
    /// program that proposed it.
    pub rule: Cow<'static, str>,
    /// The words that made the rule fit, in order.
    pub evidence: Vec<String>,
    /// The target as a claim would hold it, for texts that are not at hand; none in a long text, where it is made
    /// when it is needed.
    pub target: Option<Target>,
}

/// A link of a chain before it is matched to a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The name as printed.
    pub words: String,
    /// In what way it speaks.
    pub mode: Mode,
}

/// Where a suggestion stands: its article's place in the list, its own place among the article's suggestions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// The article's place in the list.
    pub article: usize,
    /// Its place among the article's suggestions.
    pub n: usize,
}

/// Says whether what will be made of several suggestions is on screen.
pub fn is_making(state: &State) -> bool {
    state.lists.last().is_some_and(|list| list.kind == ListKind::Making)
}

/// What a ranked walk hangs on: revision, arrivals, kind.
pub type RankedKey = (u64, u64, order::Kind);

/// What the reader is doing with suggestions.
#[derive(Debug, Clone)]
pub struct Suggesting {
    /// Whether they are shown and looked for.
    pub is_on: bool,
    /// The one gone to last: it is the subject until the cursor moves.
    pub chosen: Option<Chosen>,
    /// The first article that was not asked for yet while nothing else was to do.
    pub next: usize,
    /// The article off screen that is being read.
    pub waits_for: Option<usize>,
    /// Whether the rules were asked to read all of a large folder.
    pub rest_asked: bool,
    /// What accepting the subject would make, with what that hangs on.
    pub preview: Option<(inspect::PreviewKey, draft::Preview)>,
    /// The order of the list and of the walk.
    pub order: order::Order,
    /// Which kind is shown.
    pub kind: order::Kind,
    /// The walk by importance, with what it hangs on.
    pub ranked: Option<(RankedKey, Vec<Spot>)>,
    /// What is about to be accepted together.
    pub batch: Option<Box<batch::Batch>>,
    /// How many of them would go under each question that stands, with what that hangs on.
    pub on_rows: Option<(RankedKey, HashMap<QuestionId, usize>)>,
    /// What the ledger would hold of them, with what that hangs on.
    pub proposed: Option<Box<proposed::Proposed>>,
}

impl Default for Suggesting {
    fn default() -> Self {
        Self {
            is_on: true,
            chosen: None,
            next: 0,
            waits_for: None,
            rest_asked: false,
            preview: None,
            order: order::Order::default(),
            kind: order::Kind::default(),
            ranked: None,
            batch: None,
            on_rows: None,
            proposed: None,
        }
    }
}

/// The suggestion that was gone to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen {
    /// Its article's place in the list.
    pub article: usize,
    /// Its place among the article's suggestions.
    pub n: usize,
    /// Where the cursor stood then.
    pub cursor: usize,
}

/// Returns the claims that the rules propose in a text, by start, the longest first where several begin together.
pub fn read(text: &str) -> Vec<Suggestion> {
    read_with(text, Lexicon::builtin())
}

/// Returns the claims that the rules propose in a text by the words of a lexicon.
pub fn read_with(text: &str, lexicon: &Lexicon) -> Vec<Suggestion> {
    let finds = suggest::find(text, lexicon);
    let claims = finds.into_iter().filter_map(|find| match find {
        Find::Claim(proposal) => suggestion(text, proposal),
        Find::Quantity(_) | Find::Quotation(_) | Find::Attribution(_) => None,
    });
    let mut all: Vec<_> = claims.collect();
    all.sort_by_key(|s| (s.span.start, std::cmp::Reverse(s.span.end)));
    // Several rules may propose one claim.
    all.dedup_by(|a, b| a.span == b.span && a.rule == b.rule);
    if text.len() <= SHORT {
        add_targets(text, &mut all);
    }
    all
}

/// Up to so many bytes the targets are made at once: an occurrence is counted from the start of the text.
const SHORT: usize = 128 * 1024;

fn add_targets(text: &str, all: &mut [Suggestion]) {
    let (mut byte, mut point) = (0, 0);
    for suggestion in all {
        let span = suggestion.span;
        point += Span { start: byte, end: span.start }.of(text).chars().count();
        byte = span.start;
        suggestion.target = Some(Target {
            start: point,
            end: point + suggestion.exact.chars().count(),
            exact: suggestion.exact.clone(),
            prefix: quote::prefix(text, span).to_owned(),
            suffix: quote::suffix(text, span).to_owned(),
            occurrence: u32::try_from(quote::occurrence(text, span)).unwrap_or(u32::MAX),
        });
    }
}

/// Returns a proposal with its words; none where its ends would cut a grapheme.
fn suggestion(text: &str, proposal: Proposal) -> Option<Suggestion> {
    let Proposal { span, tag, figure, attribution, hedge, question, rule, evidence } = proposal;
    let whole = |at: usize| at == text.len() || grapheme::floor(text, at) == at;
    if span.is_empty() || !whole(span.start) || !whole(span.end) {
        return None;
    }
    let words = |span: Span| span.of(text).to_owned();
    let mut because: Vec<Span> = evidence;
    because.sort_unstable();
    because.dedup();
    Some(Suggestion {
        span,
        exact: words(span),
        tag,
        figure: figure_of(text, figure),
        chain: attribution.iter().map(|link| Named { words: words(link.span), mode: link.mode }).collect(),
        hedge: hedge.map(words),
        question,
        rule: rule.into(),
        evidence: because.into_iter().map(words).collect(),
        target: None,
    })
}

fn figure_of(text: &str, found: FigureFind) -> Figure {
    let words = found.span.of(text).to_owned();
    let value = match found.comparator {
        Comparator::Is => Some(Value::Text(words.clone())),
        _ => found.value.map(Value::Number),
    };
    Figure {
        comparator: found.comparator,
        value,
        to: found.to.map(Value::Number),
        class: found.class,
        unit: found.unit,
        text: words,
        assigned: None,
    }
}

#[cfg(test)]
mod tests;
