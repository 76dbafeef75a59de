//! The report to read: articles with their hashes, claims by tag with exact quotes and places, the log's head.
//!
//! **Invariant:** the words of articles and analysts render as they were written and make no markup of their own;
//! what is not known is said to be unknown; nothing is summed, averaged or judged.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::Timestamp;

use super::export::{ArticleText, Report, Selection, Shown, chain, origin};
use super::markdown_text::{block, code, hidden_characters, inline};
use crate::model::label::{figure_words, of_claim};
use crate::model::{Article, ArticleId, Polarity, Target, Value};

/// Writes the report.
pub fn write(report: &Report<'_>, selection: &Selection<'_>) -> String {
    let mut out = String::new();
    // Writing to memory cannot fail.
    let _ = head(&mut out, report, selection)
        .and_then(|()| articles(&mut out, report))
        .and_then(|()| claims(&mut out, report, selection))
        .and_then(|()| custody(&mut out, report));
    out
}

fn head(out: &mut String, report: &Report<'_>, selection: &Selection<'_>) -> std::fmt::Result {
    let session = report.session;
    let title = if session.title.trim().is_empty() { "Untitled session" } else { &session.title };
    writeln!(out, "# {}\n", inline(title))?;
    let read = session.articles.values().filter(|article| article.read.is_some()).count();
    writeln!(
        out,
        "{}, {read} marked as read · {} · {} · {} · session {} revision {}\n",
        counted(session.articles.len(), "article"),
        counted(selection.claims.len(), "claim"),
        inline(report.analyst),
        minute(report.at),
        code(session.id.as_str()),
        session.revision,
    )?;
    if selection.private > 0 {
        writeln!(out, "{} left out.\n", counted(selection.private, "private claim"))?;
    }
    if !selection.not_in_place.is_empty() {
        let numbers: Vec<String> = selection.not_in_place.iter().map(|n| format!("c{n}")).collect();
        let count = counted(numbers.len(), "claim");
        let list = numbers.join(" ");
        writeln!(out, "{count} left out because the quoted words are not at hand at their place: {list}.\n")?;
    }
    Ok(())
}

fn articles(out: &mut String, report: &Report<'_>) -> std::fmt::Result {
    writeln!(out, "## Articles\n")?;
    if report.session.articles.is_empty() {
        writeln!(out, "No article is cited.\n")?;
    }
    for (n, (id, article)) in report.session.articles.iter().enumerate() {
        article_entry(out, report, n + 1, id, article)?;
    }
    Ok(())
}

fn article_entry(
    out: &mut String,
    report: &Report<'_>,
    number: usize,
    id: &ArticleId,
    article: &Article,
) -> std::fmt::Result {
    let short = if article.short.is_empty() { id.as_str() } else { &article.short };
    writeln!(out, "### {number} {}\n", inline(short))?;
    writeln!(out, "- file {}, {} bytes", code(&article.path), grouped(article.bytes))?;
    let sha256 = article.sha256.as_deref().map_or_else(|| "unknown".to_owned(), code);
    let encoding = if article.encoding.is_empty() { "unknown" } else { &article.encoding };
    writeln!(out, "- SHA-256 {sha256}, encoding {}{}", inline(encoding), replaced(report.texts.get(id)))?;
    let source = article
        .source
        .as_ref()
        .map(|id| report.session.sources.get(id).map_or_else(|| id.as_str(), |source| source.name.as_str()));
    let facts = [
        ("publisher", source),
        ("title", article.title.as_deref()),
        ("author", article.author.as_deref()),
        ("published", article.published.as_deref()),
        ("retrieved", article.retrieved.as_deref()),
        ("address", article.url.as_deref()),
        ("archived copy", article.archive_url.as_deref()),
        ("language", article.language.as_deref()),
    ];
    for (name, fact) in facts.iter().filter_map(|(name, fact)| Some((name, (*fact)?))) {
        writeln!(out, "- {name}: {}", inline(fact))?;
    }
    let unknown: Vec<&str> = facts.iter().filter(|(_, fact)| fact.is_none()).map(|(name, _)| *name).collect();
    if !unknown.is_empty() {
        writeln!(out, "- unknown: {}", unknown.join(", "))?;
    }
    match &article.read {
        Some(mark) => writeln!(out, "- read by {}, {}", inline(mark.by.as_str()), minute(mark.at))?,
        None => writeln!(out, "- not marked as read")?,
    }
    if report.texts.get(id).is_none() {
        writeln!(out, "- text not at hand")?;
    }
    writeln!(out)?;
    if !article.note.is_empty() {
        writeln!(out, "Note:\n\n{}\n", block(&article.note))?;
    }
    Ok(())
}

fn replaced(text: Option<&ArticleText>) -> String {
    match text.map_or(0, |text| text.replaced) {
        0 => String::new(),
        places => format!(", {} not in this encoding, shown as U+FFFD", counted(places, "place")),
    }
}

fn claims(out: &mut String, report: &Report<'_>, selection: &Selection<'_>) -> std::fmt::Result {
    writeln!(out, "## Claims\n")?;
    if selection.claims.is_empty() {
        return writeln!(out, "No claim.\n");
    }
    writeln!(
        out,
        "Lines count from 1. Code points (of the decoded text) and bytes (of the file) count from 0; the end is not \
         included.\n"
    )?;
    let numbers: BTreeMap<&ArticleId, usize> =
        report.session.articles.keys().enumerate().map(|(n, id)| (id, n + 1)).collect();
    for (heading, group) in by_tag(report, selection) {
        writeln!(out, "### {heading}\n")?;
        for shown in group {
            claim_entry(out, report, shown, numbers.get(&shown.claim.article).copied().unwrap_or_default())?;
        }
    }
    Ok(())
}

/// Groups claims by their first tag, in the order of the tags' keys; those without a tag come last.
fn by_tag<'s, 'a>(
    report: &Report<'a>,
    selection: &'s Selection<'a>,
) -> impl Iterator<Item = (String, Vec<&'s Shown<'a>>)> {
    let mut groups: BTreeMap<(bool, char, String), Vec<&'s Shown<'a>>> = BTreeMap::new();
    for shown in &selection.claims {
        let tag = shown.claim.tags.first().map(|id| (id, report.session.tags.get(id)));
        let key = match tag {
            None => (true, char::MAX, "No tag".to_owned()),
            Some((id, None)) => (false, char::MAX, inline(id.as_str())),
            Some((_, Some(tag))) => (false, tag.key.unwrap_or(char::MAX), inline(&tag.label)),
        };
        groups.entry(key).or_default().push(shown);
    }
    groups.into_iter().map(|((_, _, heading), group)| (heading, group))
}

fn claim_entry(
    out: &mut String,
    report: &Report<'_>,
    shown: &Shown<'_>,
    article_number: usize,
) -> std::fmt::Result {
    let session = report.session;
    let claim = shown.claim;
    writeln!(out, "#### c{} · {}\n", claim.number, inline(&of_claim(session, claim)))?;
    let names: Vec<String> = chain(session, shown).into_iter().map(inline).collect();
    for target in &claim.target {
        writeln!(out, "{}\n", block(&target.exact))?;
    }
    for (target, position) in claim.target.iter().zip(&shown.positions) {
        let Target { start, end, .. } = target;
        writeln!(
            out,
            "- article {article_number} {}, line {}, code points {start} to {end}, bytes {} to {}{}",
            names.first().map_or("", String::as_str),
            position.line,
            position.bytes.start,
            position.bytes.end,
            hidden_characters(&target.exact),
        )?;
    }
    let unattributed =
        if claim.attribution.is_empty() { " (unattributed: the publisher's own voice)" } else { "" };
    writeln!(out, "- says {}{unattributed}", names.join(" \\< "))?;
    let origin = match origin(session, claim) {
        None => "not decided".to_owned(),
        Some(None) => "none".to_owned(),
        Some(Some(name)) => inline(name),
    };
    writeln!(out, "- origin: {origin}")?;
    details(out, report, shown)?;
    writeln!(out)?;
    if !claim.note.is_empty() {
        writeln!(out, "Note by {}:\n\n{}\n", inline(claim.by.as_str()), block(&claim.note))?;
    }
    Ok(())
}

fn details(out: &mut String, report: &Report<'_>, shown: &Shown<'_>) -> std::fmt::Result {
    let session = report.session;
    let claim = shown.claim;
    if let Some(figure) = &claim.figure {
        let unit = figure.unit.as_deref().map(|unit| format!(" {}", inline(unit))).unwrap_or_default();
        let words = inline(&figure_words(figure));
        let sign = inline(figure.comparator.sign());
        let number = figure.value.iter().chain(&figure.to).map(|value| match value {
            Value::Number(number) => number.to_string(),
            Value::Text(text) => inline(text),
        });
        let stated = number.collect::<Vec<_>>().join(" to ");
        writeln!(out, "- figure: {words}{unit} ({sign} {stated}), printed {}", code(&figure.text))?;
    }
    if let Some(question) = claim.question.as_ref().and_then(|id| session.questions.get(id)) {
        writeln!(out, "- question: {}", inline(&question.text))?;
    }
    let tags: Vec<String> = claim
        .tags
        .iter()
        .skip(1)
        .map(|id| inline(session.tags.get(id).map_or(id.as_str(), |tag| tag.label.as_str())))
        .collect();
    if !tags.is_empty() {
        writeln!(out, "- also tagged: {}", tags.join(", "))?;
    }
    if let Some(hedge) = &claim.hedge {
        writeln!(out, "- hedge: {}", code(hedge))?;
    }
    if claim.polarity == Polarity::Denied {
        writeln!(out, "- denied")?;
    }
    if !claim.checkable {
        writeln!(out, "- not checkable")?;
    }
    for (name, value) in [("as of", &claim.as_of), ("happened", &claim.event_time), ("place", &claim.place)] {
        if let Some(value) = value {
            writeln!(out, "- {name}: {}", inline(value))?;
        }
    }
    for grade in &claim.grades {
        let (scale, value, by) = (inline(&grade.scale), inline(&grade.value), inline(grade.by.as_str()));
        let why = if grade.why.is_empty() { "no reason given".to_owned() } else { inline(&grade.why) };
        writeln!(out, "- judged by {by}, {}: {scale} {value}: {why}", minute(grade.at))?;
    }
    Ok(())
}

fn custody(out: &mut String, report: &Report<'_>) -> std::fmt::Result {
    writeln!(out, "## Custody\n")?;
    let log = &report.session.log;
    match &log.head {
        Some(head) => writeln!(
            out,
            "Log head {} at line {}, before this export's own line. The log is tamper-evident: with this head kept \
             elsewhere, a later change to any line up to it shows.",
            code(head),
            log.sequence,
        ),
        None => {
            writeln!(out, "The session has no log line yet. The log is tamper-evident once a head is kept.")
        }
    }
}

fn minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

fn counted(count: usize, of: &str) -> String {
    format!("{} {of}{}", grouped(count as u64), if count == 1 { "" } else { "s" })
}

fn grouped(count: u64) -> String {
    crate::model::label::grouped(&count.into())
}
