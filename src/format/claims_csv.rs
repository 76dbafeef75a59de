//! Claims as a table for spreadsheets: RFC 4180, UTF-8 without a byte order mark, one row a claim.
//!
//! The columns up to `id` are those that an import of claims reads. A cell that a spreadsheet could take for a
//! formula has a `'` before it, and so has such a sign after `;`, a tab or a line end inside a cell, because a program
//! that parts cells at `;` would begin a new one there; a plain number never has. The JSON export holds the words as
//! they are.
//!
//! **Invariant:** no cell is evaluated by a spreadsheet; every field is quoted.

use super::claim::{made_by_words, word};
use super::export::{Report, Selection, Shown, chain, origin};
use crate::model::{Claim, Class, Figure, Speech, TagId, Value};

/// The columns, in order. The first 22 are those of an import.
const COLUMNS: [&str; 37] = [
    "article",
    "quote",
    "occurrence",
    "tag",
    "question",
    "unit",
    "comparator",
    "value",
    "to",
    "low",
    "high",
    "class",
    "counted",
    "attribution",
    "origin",
    "party",
    "hedge",
    "speech",
    "checkable",
    "as_of",
    "note",
    "id",
    "claim",
    "label",
    "other_tags",
    "printed",
    "origin_decided",
    "denied",
    "event_time",
    "place",
    "line",
    "start",
    "end",
    "byte_start",
    "byte_end",
    "file",
    "sha256",
];

/// Writes the table.
pub fn write(report: &Report<'_>, selection: &Selection<'_>) -> String {
    let mut table = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = table.write_record(COLUMNS);
    for shown in &selection.claims {
        let _ = table.write_record(row(report, shown).iter().map(|cell| guarded(cell)));
    }
    let bytes = table.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

fn row(report: &Report<'_>, shown: &Shown<'_>) -> [String; 37] {
    let session = report.session;
    let claim = shown.claim;
    let figure = claim.figure.as_ref();
    let question = claim.question.as_ref().and_then(|id| session.questions.get(id));
    let origin_source =
        claim.origin.as_ref().and_then(|o| o.source.as_ref()).and_then(|s| session.sources.get(s));
    let tag = |id: &TagId| session.tags.get(id).map_or_else(|| id.to_string(), |tag| tag.label.clone());
    let assigned = figure.and_then(|f| f.assigned).unwrap_or_default();
    let optional = |words: Option<&String>| words.cloned().unwrap_or_default();
    [
        claim.article.to_string(),
        joined(claim.target.iter().map(|t| t.exact.clone()), " … "),
        claim.target.first().map_or(1, |t| t.occurrence).to_string(),
        claim.tags.first().map(tag).unwrap_or_default(),
        question.map(|q| q.text.clone()).unwrap_or_default(),
        question.map(|q| optional(q.unit.as_ref())).unwrap_or_default(),
        figure.map(|f| f.comparator.sign()).unwrap_or_default().to_owned(),
        value(figure.and_then(|f| f.value.as_ref())),
        value(figure.and_then(|f| f.to.as_ref())),
        assigned.low.map(|n| n.to_string()).unwrap_or_default(),
        assigned.high.map(|n| n.to_string()).unwrap_or_default(),
        figure.map(|f| Class::word(f.class)).unwrap_or_default().to_owned(),
        figure.map(|f: &Figure| optional(f.unit.as_ref())).unwrap_or_default(),
        chain(session, shown).join(" < "),
        origin(session, claim).flatten().unwrap_or_default().to_owned(),
        origin_source.map(|s| optional(s.party.as_ref())).unwrap_or_default(),
        optional(claim.hedge.as_ref()),
        claim.speech.map(|s| word(&Speech::ALL, s)).unwrap_or_default().to_owned(),
        yes(claim.checkable),
        optional(claim.as_of.as_ref()),
        claim.note.clone(),
        import_id(shown),
        format!("c{}", claim.number),
        crate::model::label::of_claim(session, claim),
        joined(claim.tags.iter().skip(1).map(tag), "; "),
        figure.map(|f| f.text.clone()).unwrap_or_default(),
        yes(claim.origin.is_some()),
        yes(claim.polarity == crate::model::Polarity::Denied),
        optional(claim.event_time.as_ref()),
        optional(claim.place.as_ref()),
        joined(shown.positions.iter().map(|p| p.line.to_string()), ";"),
        joined(claim.target.iter().map(|t| t.start.to_string()), ";"),
        joined(claim.target.iter().map(|t| t.end.to_string()), ";"),
        joined(shown.positions.iter().map(|p| p.bytes.start.to_string()), ";"),
        joined(shown.positions.iter().map(|p| p.bytes.end.to_string()), ";"),
        shown.article.path.clone(),
        optional(shown.article.sha256.as_ref()),
    ]
}

/// Returns the id under which an import would find the claim again: the one that it came with, else its own.
fn import_id(shown: &Shown<'_>) -> String {
    let Claim { made_by, .. } = shown.claim;
    match made_by_words(made_by).split_once('#') {
        Some((_, id)) if matches!(made_by, crate::model::MadeBy::Import(_)) => id.to_owned(),
        _ => shown.id.to_string(),
    }
}

fn joined(parts: impl Iterator<Item = String>, with: &str) -> String {
    parts.collect::<Vec<_>>().join(with)
}

fn value(value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Text(words)) => words.clone(),
    }
}

fn yes(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}

/// Says whether a spreadsheet may take what begins with this for a formula. Source: OWASP, "CSV Injection"; the
/// full-width forms are folded to the plain ones by some spreadsheets.
fn begins_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

/// Returns a cell that no spreadsheet evaluates.
pub fn guarded(cell: &str) -> String {
    if super::number::decimal(cell).is_some() {
        return cell.to_owned();
    }
    let mut out = String::with_capacity(cell.len() + 1);
    if cell.starts_with(['\t', '\r', '\n', '\0']) {
        out.push('\'');
    }
    let mut at_start = true;
    for c in cell.chars() {
        if at_start && begins_formula(c) {
            out.push('\'');
        }
        at_start =
            matches!(c, ';' | '\t' | '\r' | '\n') || (at_start && matches!(c, ' ' | '"' | '\u{a0}' | '\0'));
        out.push(c);
    }
    out
}
