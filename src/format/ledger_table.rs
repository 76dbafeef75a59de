//! The ledger for people: a block a question, a line a value, the pairs in conflict, the range, who is silent.
//!
//! **Invariant:** no number stands without its comparator, unit and speaker; agreement is called "compatible", never
//! corroboration; names reach the terminal with their controls made visible.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::ledger_json::{name, said_by};
use crate::ledger::{Ledger, PairClass, Row, RowValue, Seriousness, Silence, Standing};
use crate::model::{ArticleId, Session};
use crate::text::visible::visible_line;
use crate::text::width;

/// Writes every row, the most serious first.
pub fn write(session: &Session, ledger: &Ledger) -> String {
    let mut out = write_rows(session, ledger.rows());
    let left = ledger.not_placed().count();
    if left > 0 {
        let _ = writeln!(out, "not placed under a question: {}", counted(left, "claim"));
    }
    out
}

/// Writes some rows.
pub fn write_rows<'a>(session: &Session, rows: impl Iterator<Item = &'a Row>) -> String {
    let numbers: BTreeMap<&ArticleId, usize> = session.articles.keys().zip(1..).collect();
    let rows: Vec<&Row> = rows.collect();
    let mut out = String::new();
    let count = |s| rows.iter().filter(|r| r.seriousness == s).count();
    let _ = writeln!(
        out,
        "{}: {} in conflict, {} approximate",
        counted(rows.len(), "question"),
        count(Seriousness::Conflict),
        count(Seriousness::Approximate),
    );
    for row in rows {
        // Writing to memory cannot fail.
        let _ = block(&mut out, session, row, &numbers);
    }
    out
}

type Numbers<'a> = BTreeMap<&'a ArticleId, usize>;

fn block(out: &mut String, session: &Session, row: &Row, numbers: &Numbers) -> std::fmt::Result {
    let question = session.questions.get(&row.question);
    let text = question.map_or(row.question.as_str(), |q| &q.text);
    let unit = question.and_then(|q| q.unit.as_deref()).map(|u| format!(" ({u})")).unwrap_or_default();
    writeln!(out, "\n{} {}", row.seriousness.mark(), visible_line(&format!("{text}{unit}")))?;
    writeln!(
        out,
        "  {} · {} · {} · {}{}",
        counted(row.mentions, "mention"),
        counted(row.articles.len(), "article"),
        match row.origins.len() {
            0 => "no origin".to_owned(),
            1 => "one origin".to_owned(),
            n => format!("{n} independent origins"),
        },
        if row.parties.len() == 1 { "1 party".to_owned() } else { format!("{} parties", row.parties.len()) },
        silence(session, row, numbers),
    )?;
    values(out, session, row, numbers)?;
    pairs(out, session, row)?;
    if let Some(range) = &row.range {
        let by = |ids| visible_line(&said_by(session, ids).unwrap_or_else(|| "nobody named".to_owned()));
        writeln!(
            out,
            "  range of reports, not a confidence interval: {} ({}) – {} ({})",
            range.low.normalize(),
            by(range.low_by.iter()),
            range.high.normalize(),
            by(range.high_by.iter()),
        )?;
    }
    if !row.unagreed.is_empty() {
        let units: Vec<String> = row.unagreed.iter().map(|u| visible_line(u)).collect();
        writeln!(out, "  not compared, units not agreed: {}", units.join(", "))?;
    }
    if row.too_many {
        writeln!(out, "  not compared: too many values")?;
    }
    Ok(())
}

fn values(out: &mut String, session: &Session, row: &Row, numbers: &Numbers) -> std::fmt::Result {
    let lines: Vec<[String; 4]> = row
        .values
        .iter()
        .map(|value| {
            [
                told(value),
                as_printed(value),
                visible_line(&origin(session, value)),
                places(session, value, numbers),
            ]
        })
        .collect();
    let widest = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| width::of_str(cell)).max().unwrap_or(0).min(WIDEST)
    };
    let widths = [widest(0), widest(1), widest(2)];
    for [told, printed, origin, places] in &lines {
        let [a, b, c] = widths;
        let cells = [width::pad(told, a), width::pad(printed, b), width::pad(origin, c)];
        writeln!(out, "    {}  {places}", cells.join("  "))?;
    }
    Ok(())
}

/// The widest column of values; longer cells push their line out.
const WIDEST: usize = 44;

fn told(value: &RowValue) -> String {
    let words = if value.words.is_empty() { "no figure" } else { &value.words };
    let state = match value.standing {
        Standing::Stands => "",
        Standing::Denied => " (denied)",
        Standing::NotCheckable => " (not checkable)",
    };
    visible_line(&format!("{words}{state}"))
}

/// The words as printed, each on its own in quote marks, where they say more than the value itself.
fn as_printed(value: &RowValue) -> String {
    match value.texts.as_slice() {
        [only] if *only == value.words => String::new(),
        texts => texts.iter().map(|t| format!("“{}”", visible_line(t))).collect::<Vec<_>>().join(" "),
    }
}

fn origin(session: &Session, value: &RowValue) -> String {
    value.origin.as_ref().map_or_else(|| "nobody named".to_owned(), |id| name(session, id).to_owned())
}

/// The claims by article: `1 c1 c14 · 3 c20`.
fn places(session: &Session, value: &RowValue, numbers: &Numbers) -> String {
    let by_article = value.articles().into_iter().map(|article| {
        let claims = value.mentions.iter().filter(|m| m.article == *article);
        let claims: Vec<String> = claims.map(|m| format!("c{}", m.number)).collect();
        format!("{} {}", article_words(session, article, numbers), claims.join(" "))
    });
    by_article.collect::<Vec<_>>().join(" · ")
}

fn article_words(session: &Session, id: &ArticleId, numbers: &Numbers) -> String {
    let short = session.articles.get(id).map(|a| a.short.as_str()).filter(|s| !s.is_empty());
    let name = visible_line(short.unwrap_or(id.as_str()));
    numbers.get(id).map_or_else(|| name.clone(), |n| format!("{n} {name}"))
}

fn pairs(out: &mut String, session: &Session, row: &Row) -> std::fmt::Result {
    let words = |place: usize| row.values.get(place).map(told).unwrap_or_default();
    let mut compatible = 0;
    let mut identical = 0;
    for pair in &row.pairs {
        let mark = match pair.class {
            PairClass::Compatible => {
                compatible += 1;
                continue;
            }
            PairClass::Identical => {
                identical += 1;
                continue;
            }
            PairClass::Conflict => "✗",
            PairClass::ApproximateConflict => "~",
            PairClass::Rendering => "≈",
            PairClass::Update => "→",
        };
        let extent = |place: usize| {
            row.values.get(place).and_then(|v| v.extent.as_ref()).map(ToString::to_string).unwrap_or_default()
        };
        let later = pair.later_place().map(|v| format!(", {} is the later", words(v))).unwrap_or_default();
        let who = |place: usize| {
            let by = row.values.get(place).map(|v| visible_line(&origin(session, v)));
            format!("{} ({})", words(place), by.unwrap_or_default())
        };
        let known = |place: usize| row.values.get(place).is_some_and(|v| v.origin.is_some());
        let origins = match pair.same_origin {
            true => "same origin",
            false if known(pair.a) && known(pair.b) => "different origins",
            false => "origin not known",
        };
        let (a, b) = (pair.a, pair.b);
        writeln!(
            out,
            "  {mark} {} : {}   {}: {} and {} do not meet, {origins}{later}",
            who(a),
            who(b),
            pair.class.word(),
            extent(a),
            extent(b),
        )?;
    }
    if compatible + identical > 0 {
        writeln!(out, "  ○ {compatible} compatible, {identical} identical: no corroboration")?;
    }
    Ok(())
}

fn silence(session: &Session, row: &Row, numbers: &Numbers) -> String {
    let silent = row.silent(session);
    let mut out = String::new();
    for (state, words) in [
        (Silence::Recorded, "says nothing"),
        (Silence::Read, "read, no claim"),
        (Silence::Unread, "not read"),
    ] {
        let articles: Vec<String> = silent
            .iter()
            .filter(|s| s.state == state)
            .map(|s| numbers.get(&s.article).map_or_else(|| s.article.to_string(), ToString::to_string))
            .collect();
        if !articles.is_empty() {
            let _ = write!(out, " · {words}: {}", articles.join(" "));
        }
    }
    out
}

fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
