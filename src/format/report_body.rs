//! The report's sections: where they differ, where they agree, same words, weak footing, judgements, changes.
//!
//! **Invariant:** every claim under a question is named in section 1, in section 2 or in appendix B; an empty section is
//! left out here and named in the method.

use std::fmt::Write as _;

use super::markdown_text::{block, inline, quoted};
use super::report::Paper;
use super::report_echoes;
use super::report_minute::side_silences;
use super::report_words::{all_printed, articles_of, counted, counts, ids, ladder, minute, refs, told, who};
use crate::ledger::same::at_odds;
use crate::ledger::{Pair, PairClass, Row, RowValue, Seriousness, Silence};
use crate::model::{Article, ArticleId, ClaimId, Grade, RelationKind, SourceId, label};

/// Writes one section; empty where it has nothing to say.
type Section = fn(&Paper) -> String;

/// How many pairs of a row are written out.
const PAIRS: usize = 8;

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
    let question = paper.session.questions.get(&row.question);
    let scope = question.map(|q| q.scope.trim()).filter(|s| !s.is_empty());
    let scope = scope.map_or_else(String::new, |scope| format!(" Scope: {}.", inline(scope)));
    writeln!(out, "### {}\n\n{}.{scope}", paper.heading(row), counts(row))?;
    writeln!(out, "\n| value | printed | allows | who | articles | claims |\n|---|---|---|---|---|---|")?;
    for value in &row.values {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            told(value),
            all_printed(value),
            allows(value),
            who(paper, value),
            articles_of(paper, value.mentions.iter()),
            ids(value.mentions.iter()),
        )?;
    }
    writeln!(out)?;
    for pair in row
        .pairs
        .iter()
        .filter(|p| !matches!(p.class, PairClass::Compatible | PairClass::Identical))
        .take(PAIRS)
    {
        writeln!(out, "- {}", pair_words(paper, row, pair))?;
    }
    let told =
        row.pairs.iter().filter(|p| !matches!(p.class, PairClass::Compatible | PairClass::Identical)).count();
    if told > PAIRS {
        writeln!(out, "- and {} more: factcheck ledger lists them", counted(told - PAIRS, "pair"))?;
    }
    let quiet = |class| row.pairs.iter().filter(|p| p.class == class).count();
    let (compatible, identical) = (quiet(PairClass::Compatible), quiet(PairClass::Identical));
    if compatible + identical > 0 {
        writeln!(out, "- {}: no corroboration", quiet_words(compatible, identical))?;
    }
    if let Some(range) = &row.range {
        let low = format!("{} ({})", label::grouped(&range.low), paper.sources(&range.low_by));
        let high = format!("{} ({})", label::grouped(&range.high), paper.sources(&range.high_by));
        let ends = if range.low == range.high { low } else { format!("{low} – {high}") };
        writeln!(out, "- {ends}, range of reports, not a confidence interval")?;
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
    value.origin.as_ref().map_or_else(|| "nobody named".to_owned(), |id| paper.source(id))
}

/// The numbers that a value allows, and whether a person set them.
fn allows(value: &RowValue) -> String {
    match &value.extent {
        Some(extent) if value.assigned.is_some() => format!("{}, set by hand", inline(&extent.to_string())),
        Some(extent) => inline(&extent.to_string()),
        None => "—".to_owned(),
    }
}

/// One quote a value: that of its first claim, with where it stands.
fn quotes(out: &mut String, paper: &Paper, row: &Row) -> std::fmt::Result {
    for value in &row.values {
        let Some(mention) = value.mentions.first() else { continue };
        let Some(shown) = paper.shown(&mention.claim) else { continue };
        let line = shown.positions.first().map_or(0, |p| p.line);
        write!(
            out,
            "- c{}, {} line {line}, {}:",
            mention.number,
            paper.number(&mention.article),
            inline(&label::of_claim(paper.session, shown.claim))
        )?;
        for target in &shown.claim.target {
            match quoted(&target.exact) {
                Some(quote) => write!(out, " {quote}")?,
                // What running text would alter stands by itself.
                None => {
                    let block: Vec<String> =
                        block(&target.exact).lines().map(|line| format!("  {line}")).collect();
                    write!(out, "\n\n{}\n", block.join("\n"))?;
                }
            }
        }
        writeln!(out)?;
    }
    writeln!(out)
}

/// Rows that are not in dispute: those counted in full; those in words, or stated once, are counted and stand in the
/// appendix.
fn agree(paper: &Paper) -> String {
    let mut out = String::new();
    let (counted_rows, words, once) = agreeing_rows(paper);
    if !counted_rows.is_empty() {
        out.push_str("Compatible is not agreement, and one origin printed often is one origin.\n\n");
    }
    for row in counted_rows {
        let _ = writeln!(out, "- {}", agreeing(paper, row));
    }
    let mut rest = Vec::new();
    if !words.is_empty() {
        rest.push(format!("in words, for a person to compare: {}", counted(words.len(), "question")));
    }
    if !once.is_empty() {
        rest.push(format!("stated once: {}", counted(once.len(), "question")));
    }
    if !rest.is_empty() {
        let _ = writeln!(
            out,
            "{}Appendix B has the others: {}.",
            if out.is_empty() { "" } else { "\n" },
            rest.join("; ")
        );
    }
    out
}

/// The rows that are not in dispute: those counted by several, those in words, those stated once.
fn agreeing_rows<'a>(paper: &'a Paper) -> (Vec<&'a Row>, Vec<&'a Row>, Vec<&'a Row>) {
    let rows: Vec<&Row> = paper.rows().filter(|row| !in_dispute(row)).collect();
    let (several, once): (Vec<&Row>, Vec<&Row>) = rows.into_iter().partition(|r| r.mentions > 1);
    let (words, counted): (Vec<&Row>, Vec<&Row>) =
        several.into_iter().partition(|r| r.seriousness == Seriousness::Words);
    (counted, words, once)
}

/// Lists the questions that section 2 only counts.
pub(super) fn other_questions(paper: &Paper) -> String {
    let mut out = String::new();
    let (_, words, once) = agreeing_rows(paper);
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
    // Those of disputed questions stand first, as the rows do.
    let hedged = paper.rows().filter_map(|row| {
        let (_, steps) = ladder(paper, row, 1)?;
        Some(format!("{}: {steps}", paper.heading(row)))
    });
    let mut lines: Vec<String> = hedged.collect();
    let left = lines.len().saturating_sub(HEDGED);
    lines.truncate(HEDGED);
    for line in lines {
        let _ = writeln!(out, "- hedged: {line}");
    }
    if left > 0 {
        let _ = writeln!(out, "- hedged too: {}; appendix B has the words", counted(left, "question"));
    }
    for odds in at_odds(paper.session, paper.ledger) {
        let _ = writeln!(out, "- {}", odds.words());
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
    silences(&mut out, paper);
    out
}

/// How many hedged questions section 4 writes out.
const HEDGED: usize = 5;

/// The silences of each article: questions that are counted by name, those in words by their number.
fn silences(out: &mut String, paper: &Paper) {
    for (what, states) in [
        ("silent, read", &[Silence::Read, Silence::Recorded][..]),
        ("not read, so nothing can be said", &[Silence::Unread]),
    ] {
        let of_article = |(number, id, _): &(usize, &ArticleId, &Article)| {
            let silent = paper.rows().filter(|row| row.mentions > 1).filter(|row| {
                row.silent(paper.session)
                    .iter()
                    .any(|silent| silent.article == **id && states.contains(&silent.state))
            });
            let (words, counts): (Vec<&Row>, Vec<&Row>) =
                silent.partition(|row| row.seriousness == Seriousness::Words);
            let mut told: Vec<String> = counts.iter().map(|row| paper.question(row)).collect();
            if !words.is_empty() {
                told.push(format!("{} in words", counted(words.len(), "question")));
            }
            (!told.is_empty()).then(|| format!("{number}: {}", told.join(", ")))
        };
        let articles: Vec<String> = paper.articles().iter().filter_map(of_article).collect();
        if !articles.is_empty() {
            let _ = writeln!(out, "- {what}: {}", articles.join("; "));
        }
    }
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
    out.push_str(&related(paper));
    out
}

/// How claims were related, and which source was said to pass on another's word.
fn related(paper: &Paper) -> String {
    let session = paper.session;
    let claim = |end: &str| session.claims.get(&ClaimId::new(end)).map(|claim| format!("c{}", claim.number));
    let mut claims = Vec::new();
    let mut relays = Vec::new();
    for relation in session.relations.values() {
        if relation.kind == RelationKind::Relays {
            let question = relation.question.as_ref().and_then(|id| session.questions.get(id));
            let on = question.map_or_else(String::new, |question| format!(" on {}", inline(&question.text)));
            let source = |end: &str| paper.source(&SourceId::new(end));
            relays.push(format!("{} passes on {}{on}", source(&relation.from), source(&relation.to)));
        } else if let (Some(from), Some(to)) = (claim(&relation.from), claim(&relation.to)) {
            let word = RelationKind::ALL
                .iter()
                .find(|(kind, _)| *kind == relation.kind)
                .map_or("", |(_, word)| word);
            claims.push(format!("{from} {word} {to}"));
        }
    }
    let mut out = String::new();
    for (what, mut told) in [("related by hand", claims), ("relays", relays)] {
        told.sort();
        if !told.is_empty() {
            let _ = writeln!(out, "- {what}: {}", told.join("; "));
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
