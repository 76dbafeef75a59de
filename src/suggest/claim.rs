//! Claims: a figure joined with what happened, who says it, how sure, and the question it answers.
//!
//! **Invariant:** a claim has one figure, and its figure and its predicate stand in one clause, so that two
//! things
//! counted never mix.

use super::attribution::{PUT_FAR, Said};
use super::chain::Step;
use super::flag;
use super::phrase::{Range, View};
use super::sentence::Sentence;
use super::{FigureFind, Link, Proposal, Quantity, counted};
use crate::model::figure::{Class, Comparator};
use crate::text::span::Span;

/// How far a predicate may stand from its figure, in tokens.
const NEAR: usize = 10;

/// Everything the join reads.
#[derive(Clone, Copy)]
pub struct Found<'a> {
    /// The text in tokens.
    pub view: View<'a>,
    /// The sentences.
    pub sentences: &'a [Sentence],
    /// The figures, in order.
    pub quantities: &'a [Quantity],
    /// The attributions, in order of sentences.
    pub said: &'a [Said],
    /// The chain of each attribution.
    pub chains: &'a [Vec<Step>],
    /// For each attribution whose source is a pronoun, the name it stands for.
    pub names: &'a [Option<Range>],
}

/// A predicate beside a figure.
#[derive(Clone, Copy)]
struct Predicate<'a> {
    tag: Option<&'a str>,
    words: Range,
    rule: &'static str,
}

/// A figure in tokens.
#[derive(Clone, Copy)]
struct Place {
    first: usize,
    last: usize,
    counted: Option<Range>,
}

/// Joins every figure that can be joined.
pub fn find(found: Found) -> Vec<Proposal> {
    let mut claims = Vec::new();
    let (mut next, mut from) = (0, 0);
    for (number, sentence) in found.sentences.iter().enumerate() {
        let end = found.view.tokens.span(sentence.first, sentence.last).end;
        let start = next;
        while found.quantities.get(next).is_some_and(|quantity| quantity.span.start < end) {
            next += 1;
        }
        while found.said.get(from).is_some_and(|said| said.sentence + 1 < number) {
            from += 1;
        }
        let here = found.quantities.get(start..next).unwrap_or(&[]);
        let mut head: Option<Span> = None;
        for quantity in here {
            let Some(place) = place(found.view, quantity) else { continue };
            claims.extend(join(found, *sentence, from, quantity, place, here, head));
            let victims = place
                .counted
                .filter(|counted| (counted.0..=counted.1).any(|at| found.view.tokens.is(at, flag::VICTIM)));
            head = victims.map(|counted| found.view.tokens.span(counted.1, counted.1)).or(head);
        }
    }
    claims
}

/// Finds the tokens of a span.
fn range(view: View, span: Span) -> Option<Range> {
    let list = view.tokens.list;
    let first = list.partition_point(|token| (token.end as usize) <= span.start);
    let last = list.partition_point(|token| (token.start as usize) < span.end).checked_sub(1)?;
    (first <= last).then_some((first, last))
}

fn place(view: View, quantity: &Quantity) -> Option<Place> {
    let own = range(view, quantity.span)?;
    Some(Place { first: own.0, last: own.1, counted: quantity.counted.and_then(|span| range(view, span)) })
}

fn join(
    found: Found,
    sentence: Sentence,
    from: usize,
    quantity: &Quantity,
    place: Place,
    here: &[Quantity],
    head: Option<Span>,
) -> Option<Proposal> {
    let said = innermost(found, from, place);
    let predicate = match quantity.class {
        Class::Count => predicate(found.view, sentence, place, here, quantity)
            .or_else(|| counts_alone(found.view, quantity, place, said.is_some())),
        Class::Duration => lasting(found.view, quantity, place),
        _ => None,
    }?;
    let view = found.view;
    let end = place.counted.map_or(place.last, |counted| counted.1);
    let words = (place.first.min(predicate.words.0), end.max(predicate.words.1));
    let span = view.tokens.span(words.0, words.1);
    let hedge = hedge(view, sentence, words);
    let unit = unit(view, quantity, place, head);
    let question = question(view, sentence, &predicate, place, unit.as_deref(), words.1);
    Some(Proposal {
        span,
        tag: predicate.tag.map(str::to_owned),
        figure: FigureFind {
            comparator: quantity.comparator,
            value: quantity.value,
            to: quantity.to,
            class: quantity.class,
            unit,
            span: quantity.span,
        },
        attribution: said.map_or_else(Vec::new, |said| links(found, said)),
        hedge: hedge.map(|range| view.tokens.span(range.0, range.1)),
        question,
        rule: predicate.rule,
        evidence: vec![view.tokens.span(predicate.words.0, predicate.words.1)],
    })
}

/// Finds the shortest content that holds the figure.
fn innermost(found: Found, from: usize, place: Place) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for (number, said) in found.said.iter().enumerate().skip(from) {
        let starts = said.parts.first().map_or(said.cue.0, |part| part.0);
        if starts > place.last && said.cue.0 > place.last + 600 {
            break;
        }
        let states = said.flags & (flag::SAY | flag::TELL | flag::SHOW | flag::THINK) != 0;
        let source = (said.source.is_some() || said.outer.is_some()) && states;
        let holds =
            said.parts.iter().find(|part| part.0 <= place.first && place.last <= part.1).filter(|_| source);
        if let Some(part) = holds
            && best.is_none_or(|best| part.1 - part.0 < best.0)
        {
            best = Some((part.1 - part.0, number));
        }
    }
    best.map(|(_, number)| number)
}

/// Returns the chain with pronouns replaced by the names they stand for.
fn links(found: Found, number: usize) -> Vec<Link> {
    let chain = found.chains.get(number).map_or(&[][..], |chain| chain);
    let name = |range: Range| {
        let said = found.said.iter().position(|said| said.source == Some(range) || said.outer == Some(range));
        said.and_then(|said| found.names.get(said).copied().flatten()).unwrap_or(range)
    };
    chain
        .iter()
        .filter(|step| speaks(found.view, step.name))
        .map(|step| {
            let pronoun =
                step.name.0 == step.name.1 && found.view.tokens.is(step.name.0, flag::SUBJECT_PRONOUN);
            let range = if pronoun { name(step.name) } else { step.name };
            Link { span: found.view.tokens.span(range.0, range.1), mode: step.mode }
        })
        .collect()
}

/// Says whether a name can be a source: it holds a capital, a pronoun, or a word for people, bodies or
/// documents.
fn speaks(view: View, name: Range) -> bool {
    if view.tokens.any(name.1, &["that", "which", "who", "whom", "this", "what"]) {
        return false;
    }
    let people = flag::OFFICE
        | flag::BODY
        | flag::DOCUMENT
        | flag::COLLECTIVE
        | flag::TITLE
        | flag::VICTIM
        | flag::PRONOUN;
    (name.0..=name.1)
        .any(|at| view.tokens.is(at, people) || view.tokens.get(at).is_some_and(|token| token.capital))
        || view.tokens.mark(name.0 + 2, '-')
}

/// Says whether a clause ends at token `at`.
fn boundary(view: View, at: usize) -> bool {
    view.tokens.marks(at, ",;:—–()")
        || view.tokens.is(at, flag::COORDINATOR)
        || view.tokens.any(at, &["who", "which", "that", "while", "as", "when", "because", "if"])
}

/// Says whether another figure stands at token `at`.
fn other_figure(view: View, at: usize, own: &Quantity, here: &[Quantity]) -> bool {
    let Some(token) = view.tokens.get(at) else { return false };
    here.iter().any(|other| {
        other.span != own.span
            && !matches!(other.class, Class::Date | Class::Time | Class::Ordinal)
            && other.number.contains(token.start as usize)
    })
}

fn tag<'a>(view: View<'a>, at: usize) -> Option<&'a str> {
    view.tokens.lexicon.tag(view.tokens.known(at))
}

/// Says whether the word at `at` states what happened to what was counted: killed, dead, wounded.
fn happened(view: View, at: usize) -> bool {
    let toll = matches!(tag(view, at), Some("killed" | "injured" | "missing" | "displaced"));
    let text = view.tokens.str(at);
    let noun = text.ends_with('s') || matches!(text, "death" | "fatality");
    toll && !noun || tag(view, at).is_some() && text.ends_with("ed") && tag(view, at) != Some("strike")
}

fn predicate<'a>(
    view: View<'a>,
    sentence: Sentence,
    place: Place,
    here: &[Quantity],
    own: &Quantity,
) -> Option<Predicate<'a>> {
    let end = place.counted.map_or(place.last, |counted| counted.1);
    if let Some(at) = after(view, sentence, end, here, own) {
        let rule = if at == end + 1 { "claim/casualty-short" } else { "claim/casualty-passive" };
        return Some(Predicate { tag: tag(view, at), words: (at, at), rule });
    }
    if let Some(at) = before(view, sentence, place.first, here, own) {
        let toll = view.tokens.any(at, &["toll", "death", "deaths", "casualties", "fatalities"]);
        let rule = if toll { "claim/toll-at" } else { "claim/casualty-active" };
        return Some(Predicate { tag: tag(view, at), words: (at, at), rule });
    }
    let counted = place.counted?;
    let noun = (counted.0..=counted.1).rev().find(|at| tag(view, *at).is_some());
    if let Some(at) = noun {
        return Some(Predicate { tag: tag(view, at), words: (at, at), rule: "claim/counted-noun" });
    }
    let code =
        (counted.0..=counted.1).any(|at| view.tokens.number(at) && view.tokens.mark(at.wrapping_sub(1), '-'));
    code.then_some(Predicate { tag: Some("weapon"), words: counted, rule: "claim/counted-model" })
}

/// Finds what happened on the right of a figure, in its clause.
fn after(view: View, sentence: Sentence, end: usize, here: &[Quantity], own: &Quantity) -> Option<usize> {
    for at in end + 1..=sentence.last.min(end + NEAR) {
        if boundary(view, at) || other_figure(view, at, own, here) {
            return None;
        }
        if view.tokens.is(at, flag::DETERMINER) && !view.tokens.is(at, flag::PRONOUN) {
            return None;
        }
        if happened(view, at)
            && !view.tokens.is(at, flag::ING)
            && !view.tokens.any(at, &["kill", "kills", "wounding", "injuring", "killing"])
        {
            return Some(at);
        }
    }
    None
}

/// Finds what happened on the left of a figure, in its clause: "killed at least 62", "the toll at 83".
fn before(view: View, sentence: Sentence, first: usize, here: &[Quantity], own: &Quantity) -> Option<usize> {
    let tokens = view.tokens;
    let put = put_at(view, sentence, first);
    let low = sentence.first.max(put.unwrap_or_else(|| first.saturating_sub(8)));
    let edge = first - usize::from(first > low && tokens.is(first - 1, flag::DETERMINER));
    let elsewhere = edge > low
        && tokens.is(edge - 1, flag::PREPOSITION)
        && !tokens.any(edge - 1, &["to", "at", "of", "including", "than", "about", "over"]);
    if elsewhere {
        return None;
    }
    let times = tokens.any(first + 1, &["times"]);
    for at in (low..first).rev() {
        if boundary(view, at) || other_figure(view, at, own, here) {
            return None;
        }
        let toll = view.tokens.eq(at, "toll") && at > low;
        if toll {
            return Some(if tag(view, at - 1).is_some() { at - 1 } else { at });
        }
        let verb = tag(view, at).is_some()
            && (view.tokens.str(at).ends_with("ed")
                || view.tokens.any(
                    at,
                    &[
                        "kill",
                        "kills",
                        "killing",
                        "wounding",
                        "injuring",
                        "struck",
                        "shot",
                        "fled",
                        "deaths",
                        "casualties",
                        "fatalities",
                    ],
                ));
        let event = matches!(tag(view, at), Some("strike" | "violation"));
        if verb && (times || !event) {
            return Some(at);
        }
    }
    None
}

/// Returns the verb of "put the number of soldiers killed in the raid at 83" for the figure at token `first`.
fn put_at(view: View, sentence: Sentence, first: usize) -> Option<usize> {
    let tokens = view.tokens;
    let near = first.saturating_sub(4)..first;
    let at = near.rev().find(|at| *at > sentence.first && tokens.eq(*at, "at"))?;
    let low = sentence.first.max(at.saturating_sub(PUT_FAR));
    (low..at).rev().take_while(|word| !boundary(view, *word)).find(|word| tokens.is(*word, flag::PUT))
}

/// Accepts a count that nothing tags but somebody states, or that counts nothing.
fn counts_alone<'a>(_: View<'a>, quantity: &Quantity, place: Place, stated: bool) -> Option<Predicate<'a>> {
    let zero = quantity.rule == "quantity/not-a-single";
    let compared = stated && quantity.compared.is_some();
    (zero || compared).then(|| Predicate {
        tag: None,
        words: place.counted.unwrap_or((place.first, place.last)),
        rule: "claim/stated-count",
    })
}

/// Accepts a length of time that is measured from or by an event: "25 minutes into the raid", "13 hours of
/// talks".
fn lasting<'a>(view: View<'a>, quantity: &Quantity, place: Place) -> Option<Predicate<'a>> {
    let event = view.tokens.any(place.last + 1, &["into", "of"]) && !view.tokens.eq(place.last + 2, "age");
    let old = quantity.rule == "quantity/unit-old";
    let loose = matches!(
        quantity.comparator,
        Comparator::About | Comparator::AtLeast | Comparator::MoreThan | Comparator::LessThan
    );
    let noun = counted::after(view.tokens, place.last + if old { 1 } else { 2 });
    let noun = noun.or_else(|| {
        counted::after(view.tokens, place.last + 3)
            .filter(|_| view.tokens.is(place.last + 2, flag::DETERMINER))
    })?;
    ((event && loose) || old).then_some(Predicate { tag: Some("time"), words: noun, rule: "claim/duration" })
}

/// Returns the noun that is counted, from an earlier figure of the sentence where this one says "others" or
/// nothing.
fn unit(view: View, quantity: &Quantity, place: Place, head: Option<Span>) -> Option<String> {
    if let Some(unit) = &quantity.unit {
        return Some(unit.clone());
    }
    if view.tokens.eq(place.last + 1, "times") {
        return Some("times".into());
    }
    let counted = place.counted.map(|counted| view.tokens.span(code_start(view, counted), counted.1));
    counted.or(head).map(|span| span.of(view.tokens.text).to_owned())
}

/// Returns the first token of the head noun: the last word, or the whole of F-16.
fn code_start(view: View, counted: Range) -> usize {
    let code = (counted.0..=counted.1).find(|at| {
        view.tokens.mark(at + 1, '-')
            && view.tokens.number(at + 2)
            && view.tokens.get(*at).is_some_and(|token| token.capital)
    });
    code.unwrap_or(counted.1)
}

/// Proposes the question: what is counted, what happened, and a scope of time or place that sets it apart.
fn question(
    view: View,
    sentence: Sentence,
    predicate: &Predicate,
    place: Place,
    unit: Option<&str>,
    end: usize,
) -> String {
    let tokens = view.tokens;
    let times = tokens.any(place.last + 1, &["times"])
        || place.counted.is_some_and(|counted| tokens.eq(counted.1, "times"));
    let mut words = String::new();
    if times && predicate.words.0 < place.first {
        words.push_str("times ");
        words.push_str(tokens.span(predicate.words.0, place.first.saturating_sub(1)).of(tokens.text));
    } else if predicate.rule == "claim/duration" {
        let after = tokens.span(place.last + 1, predicate.words.1).of(tokens.text);
        if tokens.any(place.last + 1, &["into", "of"]) {
            words.push_str(unit.unwrap_or("time"));
            words.push(' ');
        } else {
            words.push_str("age of ");
        }
        words.push_str(after);
    } else {
        words.push_str(unit.unwrap_or(""));
        let event = matches!(
            predicate.tag,
            Some("killed" | "injured" | "missing" | "displaced" | "arrested" | "destroyed")
        );
        if let Some(tag) = predicate.tag.filter(|tag| {
            event
                && !unit.is_some_and(|unit| {
                    tokens.lexicon.tag(tokens.lexicon.word(tokens.lexicon.id(unit))) == Some(*tag)
                })
        }) {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(tag);
        }
    }
    if let Some(scope) = scope(view, sentence, end + 1) {
        words.push(' ');
        words.push_str(tokens.span(scope.0, scope.1).of(tokens.text));
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads a scope that makes a count another question: "since 2011", "throughout the country", "in the last 12
/// hours".
fn scope(view: View, sentence: Sentence, from: usize) -> Option<Range> {
    let tokens = view.tokens;
    let at = (from..=sentence.last.min(from + 3)).take_while(|at| !boundary(view, *at)).find(|at| {
        tokens.any(*at, &["since", "throughout", "across", "nationwide"])
            || (tokens.any(*at, &["in", "over", "during"])
                && (tokens.is(at + 1, flag::RELATIVE)
                    || tokens.eq(at + 1, "the") && tokens.is(at + 2, flag::RELATIVE)))
    })?;
    let mut last = at;
    while last < sentence.last
        && last < at + 6
        && !boundary(view, last + 1)
        && !tokens.mark(last + 1, '.')
        && !view.quote_mark(last + 1)
    {
        last += 1;
    }
    Some((at, last))
}

/// Finds the hedge nearest before the end of a claim: "reportedly", "alleged", "have been reported".
fn hedge(view: View, sentence: Sentence, words: Range) -> Option<Range> {
    let tokens = view.tokens;
    let low = sentence.first.max(words.0.saturating_sub(6));
    let hedge = |at: usize| {
        tokens.is(at, flag::HEDGE)
            && !(tokens.eq(at, "may") && tokens.get(at).is_some_and(|token| token.capital))
    };
    let at = (low..=words.1).rev().find(|at| hedge(*at));
    at.map(|at| (at, at)).or_else(|| {
        let reported = (words.0..=words.1)
            .find(|at| tokens.eq(*at, "reported") && tokens.is(at.wrapping_sub(1), flag::BE))?;
        let mut first = reported;
        while first > words.0 && tokens.is(first - 1, flag::AUXILIARY) {
            first -= 1;
        }
        Some((first, reported))
    })
}
