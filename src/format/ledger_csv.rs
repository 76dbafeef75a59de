//! The ledger for spreadsheets: a row a value.
//!
//! **Invariant:** every cell is quoted and none is read as a formula; a value never stands without its comparator
//! and speaker.

use std::collections::BTreeSet;

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::claims_csv::guarded;
use super::ledger_json::{name, printed};
use crate::ledger::{Ledger, PairClass, Row, RowValue, Standing, Stated};
use crate::model::{Comparator, Session};

const COLUMNS: [&str; 20] = [
    "question",
    "unit",
    "seriousness",
    "mentions",
    "articles",
    "origins",
    "parties",
    "words",
    "comparator",
    "value",
    "to",
    "printed",
    "origin",
    "party",
    "standing",
    "interval",
    "claims",
    "stands_in",
    "conflicts_with",
    "silent",
];

/// Writes every value of every row, the most serious first; a question without claims has one row of its own.
pub fn write(session: &Session, ledger: &Ledger) -> String {
    write_rows(session, ledger.rows())
}

/// Writes every value of some rows.
pub fn write_rows<'a>(session: &Session, rows: impl Iterator<Item = &'a Row>) -> String {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(COLUMNS);
    for row in rows {
        let head = head(session, row);
        for (place, value) in row.values.iter().enumerate() {
            let cells = head.iter().cloned().chain(cells(session, row, place, value));
            let _ = writer.write_record(cells.map(|cell| guarded(&cell)));
        }
        if row.values.is_empty() {
            let empty = COLUMNS.len() - head.len();
            let cells = head.into_iter().chain(std::iter::repeat_n(String::new(), empty));
            let _ = writer.write_record(cells.map(|cell| guarded(&cell)));
        }
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn head(session: &Session, row: &Row) -> Vec<String> {
    let question = session.questions.get(&row.question);
    vec![
        question.map(|q| q.text.clone()).unwrap_or_default(),
        question.and_then(|q| q.unit.clone()).unwrap_or_default(),
        row.seriousness.word().to_owned(),
        row.mentions.to_string(),
        row.articles.len().to_string(),
        row.origins.len().to_string(),
        row.parties.len().to_string(),
    ]
}

fn cells(session: &Session, row: &Row, place: usize, value: &RowValue) -> Vec<String> {
    let (stated, to) = match &value.stated {
        Stated::Number(n) => (n.normalize().to_string(), String::new()),
        Stated::Span(from, to) => (from.normalize().to_string(), to.normalize().to_string()),
        Stated::Words(words) => (words.clone(), String::new()),
        Stated::Nothing => (String::new(), String::new()),
    };
    let origin = value.origin.as_ref();
    let party = origin.and_then(|id| session.sources.get(id)).and_then(|s| s.party.clone());
    let standing = match value.standing {
        Standing::Stands => "stands",
        Standing::Denied => "denied",
        Standing::NotCheckable => "not-checkable",
    };
    let claims: Vec<String> = value.numbers().map(|n| format!("c{n}")).collect();
    let articles: Vec<&str> = value.articles().into_iter().map(|id| id.as_str()).collect();
    let silent: Vec<String> =
        row.absent(session, value).iter().map(|s| format!("{} ({})", s.article, s.state.word())).collect();
    vec![
        value.words.clone(),
        value.comparator.map_or("", Comparator::sign).to_owned(),
        stated,
        to,
        printed(value),
        origin.map(|id| name(session, id)).unwrap_or_default().to_owned(),
        party.unwrap_or_default(),
        standing.to_owned(),
        value.extent.as_ref().map(ToString::to_string).unwrap_or_default(),
        claims.join(" "),
        articles.join(" "),
        against(session, row, place),
        silent.join(" "),
    ]
}

/// The values that a value is in conflict with, each with who says it.
fn against(session: &Session, row: &Row, place: usize) -> String {
    let others: BTreeSet<usize> = row
        .pairs
        .iter()
        .filter(|p| matches!(p.class, PairClass::Conflict | PairClass::ApproximateConflict))
        .filter(|p| p.a == place || p.b == place)
        .map(|p| if p.a == place { p.b } else { p.a })
        .collect();
    let told = others.iter().filter_map(|other| row.values.get(*other)).map(|v| {
        let by = v.origin.as_ref().map_or("nobody named", |id| name(session, id));
        format!("{} ({by})", v.words)
    });
    told.collect::<Vec<_>>().join("; ")
}
