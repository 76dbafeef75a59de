//! The report's sections: where they differ, where they agree, same words, weak footing, judgements, changes.
//!
//! **Invariant:** every claim under a question is named in section 1 or 2; an empty section is left out here and
//! named in the method.

use std::fmt::Write as _;

use super::ledger_json::{name, said_by};
use super::markdown_text::{block, inline};
use super::report::Paper;
use super::report_echoes;
use super::report_minute::side_silences;
use super::report_words::{
    all_printed, articles_of, counted, counts, ids, ladder, minute, refs, silent_in, told, who,
};
use crate::ledger::{Pair, PairClass, Row, RowValue, Seriousness, Silence};
use crate::model::{Grade, label};

/// Writes one section; empty where it has nothing to say.
type Section = fn(&Paper) -> String;

/// The sections with their headings, in order.
pub(super) const SECTIONS: [(&str, Section); 6] = [
    ("1 Where they differ", differ),
    ("2 Where they agree", agree),
    ("3 Same words", report_echoes::write),
    ("4 Weak footing", weak),
    ("5 Judgements", judgements),
    ("6 Changed since the last export", changed),
];

/// Writes every section that is not empty.
pub(super) fn write(paper: &Paper) -> String {
    let mut out = String::new();
    for (heading, section) in SECTIONS {
        let body = section(paper);
        if !body.is_empty() {
            let _ = writeln!(out, "## {heading}\n\n{body}");
        }
    }
    out
}

/// Names the sections that are empty.
pub(super) fn left_out(paper: &Paper) -> Vec<&'static str> {
    SECTIONS.iter().filter(|(_, section)| section(paper).is_empty()).map(|(heading, _)| *heading).collect()
}

fn in_dispute(row: &Row) -> bool {
    matches!(row.seriousness, Seriousness::Conflict | Seriousness::Approximate | Seriousness::Rendering)
}

fn differ(paper: &Paper) -> String {
    let mut out = String::new();
    for row in paper.rows().filter(|row| in_dispute(row)) {
        let _ = differing(&mut out, paper, row);
    }
    out
}

fn differing(out: &mut String, paper: &Paper, row: &Row) -> std::fmt::Result {
    writeln!(out, "### {}\n\n{}.", paper.heading(row), counts(row))?;
    let question = paper.session.questions.get(&row.question);
    if let Some(scope) = question.map(|q| q.scope.trim()).filter(|s| !s.is_empty()) {
        writeln!(out, "Scope: {}.", inline(scope))?;
    }
    writeln!(out, "\n| value | printed | allows | who | articles | claims |\n|---|---|---|---|---|---|")?;
    for value in &row.values {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            told(value),
            all_printed(value),
            value.extent.as_ref().map_or_else(|| "—".to_owned(), |e| inline(&e.to_string())),
            who(paper, value),
            articles_of(paper, value.mentions.iter()),
            ids(value.mentions.iter()),
        )?;
    }
    writeln!(out)?;
    for pair in row.pairs.iter().filter(|p| !matches!(p.class, PairClass::Compatible | PairClass::Identical))
    {
        writeln!(out, "- {}", pair_words(paper, row, pair))?;
    }
    let quiet = |class| row.pairs.iter().filter(|p| p.class == class).count();
    let (compatible, identical) = (quiet(PairClass::Compatible), quiet(PairClass::Identical));
    if compatible + identical > 0 {
        writeln!(out, "- {}: no corroboration", quiet_words(compatible, identical))?;
    }
    if let Some(range) = &row.range {
        let by = |all| {
            said_by(paper.session, all).map_or_else(|| "nobody named".to_owned(), |names| inline(&names))
        };
        writeln!(
            out,
            "- {} ({}) – {} ({}), range of reports, not a confidence interval",
            range.low.normalize(),
            by(range.low_by.iter()),
            range.high.normalize(),
            by(range.high_by.iter()),
        )?;
    }
    if !row.unagreed.is_empty() {
        let units: Vec<String> = row.unagreed.iter().map(|u| inline(u)).collect();
        writeln!(out, "- not compared, units not agreed: {}", units.join(", "))?;
    }
    writeln!(out)?;
    quotes(out, paper, row)
}

fn quiet_words(compatible: usize, identical: usize) -> String {
    match (compatible, identical) {
        (0, identical) => format!("{} with the same number", counted(identical, "pair")),
        (compatible, 0) => format!("{} compatible", counted(compatible, "other pair")),
        (compatible, identical) => {
            format!("{} compatible, {identical} with the same number", counted(compatible, "other pair"))
        }
    }
}

fn pair_words(paper: &Paper, row: &Row, pair: &Pair) -> String {
    let told = |place: usize| row.values.get(place).map(|v| format!("{} ({})", told(v), origin(paper, v)));
    let (a, b) = (told(pair.a).unwrap_or_default(), told(pair.b).unwrap_or_default());
    let later =
        pair.later_place().and_then(told).map(|later| format!(", {later} is the later")).unwrap_or_default();
    let origins = if pair.same_origin { ", one origin" } else { "" };
    format!("{a} : {b}: **{}**{later}; rule: {}{origins}", pair.class.word(), rule(pair))
}

fn rule(pair: &Pair) -> &'static str {
    match pair.class {
        PairClass::Rendering => "same number stated, intervals do not meet",
        PairClass::Update => "every time of the one is before every time of the other",
        PairClass::ApproximateConflict => "intervals do not meet, one is approximate",
        PairClass::Identical | PairClass::Compatible | PairClass::Conflict => "intervals do not meet",
    }
}

fn origin(paper: &Paper, value: &RowValue) -> String {
    value.origin.as_ref().map_or_else(|| "nobody named".to_owned(), |id| inline(name(paper.session, id)))
}

/// One quote a value: that of its first claim, with where it stands.
fn quotes(out: &mut String, paper: &Paper, row: &Row) -> std::fmt::Result {
    for value in &row.values {
        let Some(mention) = value.mentions.first() else { continue };
        let Some(shown) = paper.shown(&mention.claim) else { continue };
        let line = shown.positions.first().map_or(0, |p| p.line);
        for target in &shown.claim.target {
            writeln!(out, "{}\n", block(&target.exact))?;
        }
        writeln!(
            out,
            "c{}, article {} line {line}: {}\n",
            mention.number,
            paper.number(&mention.article),
            inline(&label::of_claim(paper.session, shown.claim))
        )?;
    }
    Ok(())
}

/// Every row that is not in dispute: counted ones first, then those in words, then what is stated once.
fn agree(paper: &Paper) -> String {
    let mut out = String::new();
    let rows: Vec<&Row> = paper.rows().filter(|row| !in_dispute(row)).collect();
    let (several, once): (Vec<&Row>, Vec<&Row>) = rows.into_iter().partition(|r| r.mentions > 1);
    let (words, counted): (Vec<&Row>, Vec<&Row>) =
        several.into_iter().partition(|r| r.seriousness == Seriousness::Words);
    if !counted.is_empty() {
        out.push_str("Compatible is not agreement, and one origin printed often is one origin.\n\n");
    }
    for row in counted {
        let _ = writeln!(out, "- {}", agreeing(paper, row));
    }
    for (heading, rows) in [("In words, to be compared by a person:", words), ("Stated once:", once)] {
        if !rows.is_empty() {
            let _ = writeln!(out, "{}{heading}\n", if out.is_empty() { "" } else { "\n" });
            for row in rows {
                let _ = writeln!(out, "- {}", agreeing(paper, row));
            }
        }
    }
    out
}

fn agreeing(paper: &Paper, row: &Row) -> String {
    let values: Vec<String> = row.values.iter().map(|v| format!("{} ({})", told(v), who(paper, v))).collect();
    let counts = if row.mentions > 1 { format!("; {}", counts(row)) } else { String::new() };
    format!("{}: {}{counts}. {}", paper.heading(row), values.join(" / "), refs(row.values.iter()))
}

fn weak(paper: &Paper) -> String {
    let mut out = String::new();
    for row in paper.rows() {
        if let Some((_, steps)) = ladder(paper, row, 1) {
            let _ = writeln!(out, "- hedged: {}: {steps}", paper.heading(row));
        }
    }
    let claims = |wanted: &dyn Fn(&crate::model::Claim) -> bool| {
        let numbers = paper.selection.claims.iter().filter(|s| wanted(s.claim));
        numbers.map(|s| format!("c{}", s.claim.number)).collect::<Vec<_>>()
    };
    let nameless = |claim: &crate::model::Claim| {
        let last = claim.attribution.last().and_then(|link| paper.session.sources.get(&link.source));
        last.is_some_and(|source| !source.named)
    };
    for (what, numbers) in [
        ("nobody named, the publisher's own voice", claims(&|c| c.attribution.is_empty())),
        ("a source that is not named", claims(&nameless)),
        ("not checkable", claims(&|c| !c.checkable)),
        ("under no question", claims(&|c| c.question.is_none())),
    ] {
        if !numbers.is_empty() {
            let _ = writeln!(out, "- {what}: {}", numbers.join(" "));
        }
    }
    let sides = side_silences(paper);
    if !sides.is_empty() {
        let _ = writeln!(out, "- one side only, read: {}", sides.join("; "));
    }
    for (what, states) in [
        ("silent, read", &[Silence::Read, Silence::Recorded][..]),
        ("not read, so nothing can be said", &[Silence::Unread]),
    ] {
        let rows = paper.rows().filter(|r| r.mentions > 1).filter_map(|row| {
            silent_in(paper, row, states).map(|articles| format!("{}: {articles}", paper.heading(row)))
        });
        let rows: Vec<String> = rows.collect();
        if !rows.is_empty() {
            let _ = writeln!(out, "- {what}: {}", rows.join("; "));
        }
    }
    out
}

fn judgements(paper: &Paper) -> String {
    let mut out = String::new();
    let grade = |g: &Grade| {
        let why = if g.why.is_empty() { "no reason given".to_owned() } else { inline(&g.why) };
        let (scale, value, by) = (inline(&g.scale), inline(&g.value), inline(g.by.as_str()));
        format!("{scale} {value}, {by}, {}: {why}", minute(g.at))
    };
    for row in paper.ledger.rows() {
        let Some(question) = paper.session.questions.get(&row.question) else { continue };
        let best = question.best.as_ref().and_then(|best| Some((best, paper.claim(&best.claim)?)));
        if let Some((best, claim)) = best {
            let words = inline(&label::of_claim(paper.session, claim));
            let _ = writeln!(
                out,
                "- {}: best value in the judgement of {}: {words} \\[c{}\\]: {}",
                paper.heading(row),
                inline(best.by.as_str()),
                claim.number,
                inline(&best.why)
            );
        }
        for given in &question.grades {
            let _ = writeln!(out, "- {}: {}", paper.heading(row), grade(given));
        }
        if !question.note.trim().is_empty() {
            let _ = writeln!(out, "- {}: note: {}", paper.heading(row), inline(question.note.trim()));
        }
    }
    for shown in &paper.selection.claims {
        for given in &shown.claim.grades {
            let _ = writeln!(out, "- c{}: {}", shown.claim.number, grade(given));
        }
    }
    out
}

fn changed(paper: &Paper) -> String {
    let Some(last) = paper.report.session.exports.last() else { return String::new() };
    let claims = paper.selection.claims.iter().filter(|s| s.claim.modified > last.at);
    let claims: Vec<String> = claims.map(|s| format!("c{}", s.claim.number)).collect();
    let gone = paper.session.removed.values().filter(|r| r.at > last.at);
    let mut gone: Vec<u32> = gone.map(|r| r.number).collect();
    gone.sort_unstable();
    let gone: Vec<String> = gone.iter().map(|n| format!("c{n}")).collect();
    let list = |numbers: &[String]| if numbers.is_empty() { "none".to_owned() } else { numbers.join(" ") };
    format!(
        "Last export: {}, {}, revision {}; now revision {}. Claims made or changed since: {}; removed: {}.\n",
        inline(&last.format),
        minute(last.at),
        last.revision,
        paper.session.revision,
        list(&claims),
        list(&gone),
    )
}
