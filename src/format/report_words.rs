//! Phrases of the report: values with their speakers, articles, claim ids, hedges.
//!
//! **Invariant:** what stands in quote marks is a piece of an article, byte for byte but for marks that make hidden
//! characters seen.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::markdown_text::inline;
use super::report::Paper;
use crate::ledger::{Mention, PairClass, Row, RowValue, Silence, Standing, Stated};
use crate::model::{ArticleId, Claim, SourceId};

pub(super) fn minute(at: Timestamp) -> String {
    at.strftime("%-d %b %Y %H:%M UTC").to_string()
}

pub(super) fn counted(count: usize, of: &str) -> String {
    let plural = match of {
        _ if count == 1 => of.to_owned(),
        "party" => "parties".to_owned(),
        of => format!("{of}s"),
    };
    format!("{count} {plural}")
}

/// The four counts of a row, always side by side.
pub(super) fn counts(row: &Row) -> String {
    let origins = match row.origins.len() {
        0 => "no origin".to_owned(),
        1 => "one origin".to_owned(),
        n => format!("{n} independent origins"),
    };
    format!(
        "{}, {}, {origins}, {}",
        counted(row.mentions, "mention"),
        counted(row.articles.len(), "article"),
        counted(row.parties.len(), "party")
    )
}

/// A value in words with its comparator.
pub(super) fn told(value: &RowValue) -> String {
    let words = if value.words.is_empty() { "no figure".to_owned() } else { inline(&value.words) };
    let unit = value.unit.as_deref().map(|u| format!(" {}", inline(u))).unwrap_or_default();
    let state = match value.standing {
        Standing::Stands => "",
        Standing::Denied => ", denied",
        Standing::NotCheckable => ", not checkable",
    };
    format!("{words}{unit}{state}")
}

/// Who stands behind a value: "nobody named", or the origin with who passed it on.
pub(super) fn who(paper: &Paper, value: &RowValue) -> String {
    origin_and_via(paper, value.origin.as_ref(), &value.mentions.iter().collect::<Vec<_>>())
}

/// The origin, and the links nearest to it that passed it on.
pub(super) fn origin_and_via(paper: &Paper, origin: Option<&SourceId>, mentions: &[&Mention]) -> String {
    let Some(origin) = origin else { return "nobody named".to_owned() };
    let mut via: BTreeMap<&SourceId, usize> = BTreeMap::new();
    let mut cited: BTreeMap<&SourceId, usize> = BTreeMap::new();
    for claim in mentions.iter().filter_map(|m| paper.claim(&m.claim)) {
        let chain = &claim.attribution;
        // A link outside the origin passed it on; one inside is whom the origin cites.
        let own = chain.iter().rposition(|link| link.source == *origin);
        let (outer, inner) = chain.split_at_checked(own.unwrap_or(chain.len())).unwrap_or((chain, &[]));
        if let Some(link) = outer.iter().rev().find(|link| !link.cited_only) {
            *via.entry(&link.source).or_default() += 1;
        }
        if let Some(link) = inner.get(1).filter(|_| own.is_some()) {
            *cited.entry(&link.source).or_default() += 1;
        }
    }
    let mut out = paper.source(origin);
    for (lead, sources) in [(" via ", via), (", citing ", cited)] {
        if !sources.is_empty() {
            out.push_str(lead);
            out.push_str(&few(paper, sources));
        }
    }
    out
}

/// Names up to two sources, the most frequent first; of more the first and how many others.
fn few(paper: &Paper, sources: BTreeMap<&SourceId, usize>) -> String {
    let mut sources: Vec<(&SourceId, usize)> = sources.into_iter().collect();
    // Of those that pass it on equally often, the one that the reports name most says most to a reader.
    sources.sort_by_key(|(id, count)| (std::cmp::Reverse((*count, paper.times_named(id))), *id));
    let name = |id: &SourceId| paper.source(id);
    match sources.as_slice() {
        [] => String::new(),
        [(one, _)] => name(one),
        [(one, _), (two, _)] => format!("{}, {}", name(one), name(two)),
        [(one, _), more @ ..] => format!("{} and {} others", name(one), more.len()),
    }
}

/// The articles of some claims by number, each once: "1 3 4".
pub(super) fn articles_of<'m>(paper: &Paper, mentions: impl Iterator<Item = &'m Mention>) -> String {
    let numbers: BTreeSet<usize> = mentions.map(|m| paper.number(&m.article)).collect();
    numbers.iter().map(usize::to_string).collect::<Vec<_>>().join(" ")
}

/// Article numbers in order: "1 3".
pub(super) fn numbered<'m>(paper: &Paper, articles: impl Iterator<Item = &'m ArticleId>) -> String {
    let numbers: BTreeSet<usize> = articles.map(|id| paper.number(id)).collect();
    numbers.iter().map(usize::to_string).collect::<Vec<_>>().join(" ")
}

/// Claim ids without brackets: "c1 c4".
pub(super) fn ids<'m>(mentions: impl Iterator<Item = &'m Mention>) -> String {
    mentions.map(|m| format!("c{}", m.number)).collect::<Vec<_>>().join(" ")
}

/// The claim ids of whole values, in brackets, a bar between values.
pub(super) fn refs<'v>(values: impl Iterator<Item = &'v RowValue>) -> String {
    let groups: Vec<String> = values.map(|v| ids(v.mentions.iter())).collect();
    format!("\\[{}\\]", groups.join(" \\| "))
}

/// All words of a value as printed, each in quote marks.
pub(super) fn all_printed(value: &RowValue) -> String {
    value.texts.iter().map(|text| format!("“{}”", inline(text))).collect::<Vec<_>>().join(", ")
}

/// The words of a value as printed, in quote marks; as said where the quote's own words are not known.
pub(super) fn printed(value: &RowValue) -> String {
    match value.texts.first() {
        Some(text) => format!("“{}”", inline(text)),
        None => told(value),
    }
}

/// A value in words, and as printed where that is in words too: 100 “a hundred”.
pub(super) fn told_and_printed(value: &RowValue) -> String {
    let in_words = |text: &&String| !text.chars().any(|c| c.is_ascii_digit());
    let printed = value.texts.iter().find(in_words).filter(|_| matches!(value.stated, Stated::Number(_)));
    let all = value.texts.iter().all(|text| in_words(&text));
    match printed.filter(|_| all) {
        Some(text) => format!("{} “{}”", told(value), inline(text)),
        None => told(value),
    }
}

/// The places of the values that are in conflict with another.
pub(super) fn in_conflict(row: &Row) -> BTreeSet<usize> {
    row.pairs
        .iter()
        .filter(|p| matches!(p.class, PairClass::Conflict | PairClass::ApproximateConflict))
        .flat_map(|p| [p.a, p.b])
        .collect()
}

/// Articles of some state of silence: " 1 2".
pub(super) fn silent_in(paper: &Paper, row: &Row, states: &[Silence]) -> Option<String> {
    let silent = row.silent(paper.session);
    let articles: Vec<&ArticleId> =
        silent.iter().filter(|s| states.contains(&s.state)).map(|s| &s.article).collect();
    (!articles.is_empty()).then(|| numbered(paper, articles.into_iter()))
}

/// Hedges from the weakest to the strongest. Reporting verbs that take no distance ("said") are not among them.
const LADDER: [&str; 27] = [
    "might have",
    "might",
    "could have",
    "could",
    "possibly",
    "perhaps",
    "may have",
    "may",
    "if",
    "unconfirmed",
    "alleged",
    "allegedly",
    "supposedly",
    "purportedly",
    "reportedly",
    "apparently",
    "seems",
    "appears",
    "appeared",
    "looks",
    "believed",
    "estimated",
    "suspected",
    "presumably",
    "likely",
    "probably",
    "admitted",
];

/// Returns where a hedge stands on the ladder, by the first of its rungs that the hedge's words hold.
pub(super) fn rung(hedge: &str) -> Option<usize> {
    let words: Vec<String> = hedge
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    let joined = format!(" {} ", words.join(" "));
    LADDER.iter().position(|rung| joined.contains(&format!(" {rung} ")))
}

/// The hedges of a row from weakest to strongest, each with its articles and claims, and how
/// many rungs there are; none for fewer than `least`.
pub(super) fn ladder(paper: &Paper, row: &Row, least: usize) -> Option<(usize, String)> {
    let mut rungs: BTreeMap<(usize, String), Vec<&Mention>> = BTreeMap::new();
    for mention in row.values.iter().flat_map(|v| &v.mentions) {
        let hedge = paper.claim(&mention.claim).and_then(|claim: &Claim| claim.hedge.as_deref());
        if let Some((rung, hedge)) = hedge.and_then(|h| Some((rung(h)?, h))) {
            rungs.entry((rung, hedge.to_owned())).or_default().push(mention);
        }
    }
    let distinct: BTreeSet<usize> = rungs.keys().map(|(rung, _)| *rung).collect();
    if distinct.len() < least.max(1) {
        return None;
    }
    let steps = rungs.iter().map(|((_, hedge), mentions)| {
        let articles = articles_of(paper, mentions.iter().copied());
        format!("{} ({articles}; {})", inline(hedge), ids(mentions.iter().copied()))
    });
    Some((distinct.len(), steps.collect::<Vec<_>>().join(" · ")))
}
