//! The ledger as one JSON object, for programs.
//!
//! **Invariant:** numbers are written exactly as decimals; equal ledgers give equal bytes; a private claim is
//! counted, for the ledger is the analyst's own.

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::ledger::{Ledger, Range, Row, RowValue, Silent, Stated};
use crate::model::{Comparator, Session, SourceId};

#[derive(Serialize)]
struct RowJson<'a> {
    id: &'a str,
    text: &'a str,
    unit: Option<&'a str>,
    mentions: usize,
    articles: usize,
    origins: usize,
    parties: usize,
    values: Vec<ValueJson<'a>>,
    pairs: Vec<PairJson>,
    range: Option<RangeJson>,
    silent: Vec<SilentJson>,
}

#[derive(Serialize)]
struct ValueJson<'a> {
    comparator: Option<&'static str>,
    value: Option<Box<RawValue>>,
    to: Option<Box<RawValue>>,
    text: String,
    origin: Option<&'a str>,
    claims: Vec<u32>,
    articles: Vec<&'a str>,
}

#[derive(Serialize)]
struct PairJson {
    a: usize,
    b: usize,
    class: &'static str,
    rule: &'static str,
    same_origin: bool,
}

#[derive(Serialize)]
struct RangeJson {
    low: Option<Box<RawValue>>,
    low_by: Option<String>,
    high: Option<Box<RawValue>>,
    high_by: Option<String>,
}

#[derive(Serialize)]
struct SilentJson {
    article: String,
    state: &'static str,
}

/// Writes every row, one a line, the most serious first.
pub fn write(session: &Session, ledger: &Ledger) -> String {
    write_rows(session, ledger.rows())
}

/// Writes some rows, one a line.
pub fn write_rows<'a>(session: &Session, rows: impl Iterator<Item = &'a Row>) -> String {
    // Of strings, numbers and lists: writing them to memory cannot fail.
    let rows: Vec<String> = rows.filter_map(|row| serde_json::to_string(&json(session, row)).ok()).collect();
    if rows.is_empty() {
        return "{\"questions\":[]}\n".to_owned();
    }
    format!("{{\"questions\":[\n{}\n]}}\n", rows.join(",\n"))
}

fn json<'a>(session: &'a Session, row: &'a Row) -> RowJson<'a> {
    let question = session.questions.get(&row.question);
    let pairs = row.pairs.iter().map(|p| PairJson {
        a: p.a,
        b: p.b,
        class: p.class.word(),
        rule: p.rule(),
        same_origin: p.same_origin,
    });
    let silent = row
        .silent(session)
        .into_iter()
        .map(|Silent { article, state }| SilentJson { article: article.to_string(), state: state.word() });
    RowJson {
        id: row.question.as_str(),
        text: question.map_or("", |q| &q.text),
        unit: question.and_then(|q| q.unit.as_deref()),
        mentions: row.mentions,
        articles: row.articles.len(),
        origins: row.origins.len(),
        parties: row.parties.len(),
        values: row.values.iter().map(|v| value(session, v)).collect(),
        pairs: pairs.collect(),
        range: row.range.as_ref().map(|r| range(session, r)),
        silent: silent.collect(),
    }
}

fn value<'a>(session: &'a Session, value: &'a RowValue) -> ValueJson<'a> {
    let (stated, to) = match &value.stated {
        Stated::Number(n) => (number(*n), None),
        Stated::Span(from, to) => (number(*from), number(*to)),
        Stated::Words(words) => (serde_json::value::to_raw_value(words).ok(), None),
        Stated::Nothing => (None, None),
    };
    ValueJson {
        comparator: value.comparator.map(Comparator::sign),
        value: stated,
        to,
        text: printed(value),
        origin: value.origin.as_ref().map(|id| name(session, id)),
        claims: value.numbers().collect(),
        articles: value.articles().into_iter().map(|id| id.as_str()).collect(),
    }
}

/// Returns a value's words as printed, each once; where none are known, the value in words.
pub(super) fn printed(value: &RowValue) -> String {
    if value.texts.is_empty() { value.words.clone() } else { value.texts.join(", ") }
}

/// Returns a source's name.
pub(super) fn name<'a>(session: &'a Session, id: &'a SourceId) -> &'a str {
    session.sources.get(id).map_or_else(|| id.as_str(), |source| &source.name)
}

/// Returns who said one end of a range; none where nobody is named.
pub(super) fn said_by<'a>(
    session: &Session,
    by: impl Iterator<Item = &'a Option<SourceId>>,
) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    let mut nobody = false;
    for id in by {
        match id {
            Some(id) => names.push(session.sources.get(id).map_or_else(|| id.as_str(), |s| &s.name)),
            None => nobody = true,
        }
    }
    if names.is_empty() {
        return None;
    }
    if nobody {
        names.push("nobody named");
    }
    Some(names.join(", "))
}

fn range(session: &Session, range: &Range) -> RangeJson {
    RangeJson {
        low: number(range.low),
        low_by: said_by(session, range.low_by.iter()),
        high: number(range.high),
        high_by: said_by(session, range.high_by.iter()),
    }
}

fn number(number: Decimal) -> Option<Box<RawValue>> {
    RawValue::from_string(number.normalize().to_string()).ok()
}

#[cfg(test)]
#[path = "ledger_tests.rs"]
mod tests;
