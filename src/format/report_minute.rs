//! The report's first page: what an editor needs in one minute.
//!
//! **Invariant:** every line is computed from the ledger; lists are cut to a stated length and say how much is left.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::markdown_text::inline;
use super::report::Paper;
use super::report_words::{
    articles_of, counted, ids, in_conflict, ladder, numbered, origin_and_via, printed, refs, silent_in, told,
    told_and_printed, who,
};
use crate::ledger::vague::fold;
use crate::ledger::{PairClass, Row, RowValue, Seriousness, Silence};
use crate::model::{ArticleId, Comparator, SourceId, TagId};
use crate::text::visible::visible_line;

/// Writes "In one minute"; at most 25 lines that are not blank, with the title above it.
pub(super) fn write(paper: &Paper) -> String {
    let mut out = String::from("## In one minute\n\n");
    // The analyst's own words, told from the computed ones by their letters.
    for words in paper.session.note.lines().map(str::trim).filter(|words| !words.is_empty()) {
        let _ = writeln!(out, "*{}*\n", inline(words));
    }
    list(&mut out, "Disputed", paper.disputed().map(|row| disputed(paper, row)).collect(), 5, "section 1");
    list(&mut out, "One origin only, however often printed", one_origin(paper), 4, "section 2");
    list(&mut out, "Words that shift", shifting(paper), 4, "sections 2 to 4");
    for (heading, words) in [
        ("Silent** (read, says nothing)**", silent(paper)),
        ("No value", no_value(paper)),
        (
            &*format!("Would settle it** ({})**", inline(&visible_line(paper.report.analyst))),
            would_settle(paper),
        ),
    ] {
        if !words.is_empty() {
            let heading = heading.trim_end_matches('*');
            let (strong, rest) = heading.split_once("**").unwrap_or((heading, ""));
            let _ = writeln!(out, "**{strong}**{rest}: {}.\n", words.join(" · "));
        }
    }
    if paper.rows().next().is_none() {
        out.push_str("No claim is under a question.\n\n");
    }
    out.push_str("---\n\n");
    out
}

fn list(out: &mut String, heading: &str, lines: Vec<String>, most: usize, rest: &str) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(out, "**{heading}**\n");
    for line in lines.iter().take(most) {
        let _ = writeln!(out, "- {line}");
    }
    if lines.len() > most {
        let _ = writeln!(out, "- … and {} more in {rest}", lines.len() - most);
    }
    out.push('\n');
}

/// One disputed row: who is against whom, how many origins, and what fits both.
fn disputed(paper: &Paper, row: &Row) -> String {
    let against = in_conflict(row);
    let values: Vec<&RowValue> = against.iter().filter_map(|place| row.values.get(*place)).collect();
    let mut sides: Vec<(Option<&SourceId>, Vec<usize>)> = Vec::new();
    for (place, value) in against.iter().filter_map(|place| row.values.get(*place).map(|v| (*place, v))) {
        // Two of whom nobody is named are not one.
        match sides.iter_mut().find(|(origin, _)| origin.is_some() && *origin == value.origin.as_ref()) {
            Some((_, side)) => side.push(place),
            None => sides.push((value.origin.as_ref(), vec![place])),
        }
    }
    let said: Vec<String> =
        sides.iter().map(|(origin, side)| side_words(paper, row, *origin, side)).collect();
    let alone = if sides.len() == 1 && sides.iter().all(|(origin, _)| origin.is_some()) {
        ", one source against itself"
    } else {
        ""
    };
    let origins = match row.origins.len() {
        0 => "Nobody named".to_owned(),
        n => counted(n, "origin"),
    };
    let mut line = format!(
        "**{}: {}{alone}.** {origins} in {}.",
        paper.heading(row),
        said.join(" or "),
        counted(row.articles.len(), "article")
    );
    let others: Vec<(usize, &RowValue)> =
        row.values.iter().enumerate().filter(|(n, v)| !against.contains(n) && v.extent.is_some()).collect();
    let fits = |n: usize| {
        row.pairs
            .iter()
            .filter(|p| p.a == n || p.b == n)
            .all(|p| matches!(p.class, PairClass::Compatible | PairClass::Identical))
    };
    let (open, related): (Vec<_>, Vec<_>) = others.into_iter().partition(|(n, _)| fits(*n));
    let one = |v: &RowValue| {
        format!("{} ({}; {})", printed(v), who(paper, v), articles_of(paper, v.mentions.iter()))
    };
    if !open.is_empty() {
        let words: Vec<String> = open.iter().map(|(_, v)| one(v)).collect();
        let verb =
            if open.len() == 1 { "fits all of these and settles" } else { "fit all of these and settle" };
        let _ = write!(line, " {} {verb} nothing.", words.join(", "));
    }
    for (n, value) in &related {
        let rendering = row.pairs_of(*n).iter().any(|p| p.class == PairClass::Rendering);
        let how =
            if rendering { "one statement in two renderings" } else { "the same source at another time" };
        let _ = write!(line, " {}: {how}.", one(value));
    }
    let rest = open.iter().chain(&related).map(|(_, v)| *v);
    let _ = write!(line, " {}", refs(values.iter().copied().chain(rest)));
    line
}

/// "62 (Syrian command via Russian MoD; 1 3 4 5)"; several values of one origin stand side by side, a later one after
/// the earlier, and renderings are called so.
fn side_words(paper: &Paper, row: &Row, origin: Option<&SourceId>, side: &[usize]) -> String {
    let between = row.pairs.iter().filter(|p| side.contains(&p.a) && side.contains(&p.b));
    let (mut renderings, mut later) = (false, None);
    for pair in between {
        renderings |= pair.class == PairClass::Rendering;
        later = later.or(pair.later_place());
    }
    let mut side = side.to_vec();
    let update = later.filter(|_| side.len() == 2);
    if let Some(later) = update {
        side.sort_by_key(|place| *place == later);
    }
    let values: Vec<&RowValue> = side.iter().filter_map(|place| row.values.get(*place)).collect();
    let words: Vec<String> = values.iter().map(|v| told_and_printed(v)).collect();
    let places: Vec<String> = values.iter().map(|v| articles_of(paper, v.mentions.iter())).collect();
    let mentions: Vec<_> = values.iter().flat_map(|v| &v.mentions).collect();
    format!(
        "{}{} ({}; {})",
        words.join(if update.is_some() { ", later " } else { " / " }),
        if renderings { ", one statement in two renderings," } else { "" },
        origin_and_via(paper, origin, &mentions),
        places.join(" / ")
    )
}

/// Rows and statements that several articles print on one origin's word, the most printed first.
fn one_origin(paper: &Paper) -> Vec<String> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let rows = paper.rows().filter(|r| r.origins.len() == 1 && r.articles.len() > 1);
    for row in rows.filter(|r| matches!(r.seriousness, Seriousness::OneOrigin | Seriousness::Rendering)) {
        let known = row.values.iter().all(|v| v.origin.is_some());
        let values: Vec<String> = row
            .values
            .iter()
            .map(|v| if known { told(v) } else { format!("{} ({})", told(v), who(paper, v)) })
            .collect();
        let behind = row.origins.iter().map(|id| paper.source(id)).collect::<Vec<_>>().join(", ");
        let behind = if known { format!(", all {behind}") } else { String::new() };
        lines.push((
            row.articles.len(),
            format!(
                "{}: {} in {}{behind}. {}",
                paper.heading(row),
                values.join(" / "),
                counted(row.articles.len(), "article"),
                refs(row.values.iter())
            ),
        ));
    }
    for echo in paper.session.echoes.values() {
        let articles: BTreeSet<&ArticleId> = echo.members.iter().map(|m| &m.article).collect();
        if let (Some(source), Some(member), true) = (&echo.source, echo.members.first(), articles.len() > 1) {
            let start: String = member.target.exact.split_whitespace().take(8).collect::<Vec<_>>().join(" ");
            let place = member.target.exact.get(..start.len()).filter(|exact| *exact == start);
            // Only what stands so in the article is put in quote marks.
            let words = place.map_or_else(|| inline(&start), |exact| format!("“{}…”", inline(exact)));
            let count = counted(articles.len(), "article");
            lines.push((
                articles.len(),
                format!("{words}: one statement of {} in {count}.", paper.source(source)),
            ));
        }
    }
    lines.sort_by_key(|(articles, _)| std::cmp::Reverse(*articles));
    lines.into_iter().map(|(_, line)| line).collect()
}

/// Hedges that differ under one question, quotations whose words differ, then rows in words that differ.
fn shifting(paper: &Paper) -> Vec<String> {
    let hedged = paper.rows().filter_map(|row| {
        let (rungs, steps) = ladder(paper, row, 2)?;
        Some((rungs, format!("{}, weakest first: {steps}.", paper.question(row))))
    });
    let mut hedged: Vec<(usize, String)> = hedged.collect();
    hedged.sort_by_key(|(rungs, _)| std::cmp::Reverse(*rungs));
    let echoes = paper.session.echoes.values().filter_map(|echo| {
        let mut wordings: BTreeMap<&str, Vec<&ArticleId>> = BTreeMap::new();
        for member in &echo.members {
            wordings.entry(&member.target.exact).or_default().push(&member.article);
        }
        let by = echo.source.as_ref().map_or_else(|| "nobody named".to_owned(), |id| paper.source(id));
        (wordings.len() > 1).then(|| {
            let all = wordings.values().map(|articles| numbered(paper, articles.iter().copied()));
            let all = all.collect::<Vec<_>>().join(" / ");
            format!("A statement of {by} in {} wordings: {all}.", wordings.len())
        })
    });
    let words =
        paper.rows().filter(|r| r.seriousness == Seriousness::Words && r.values.len() > 1).map(|row| {
            let values: Vec<String> = row
                .values
                .iter()
                .take(SHIFTS)
                .map(|v| {
                    let ids = ids(v.mentions.iter());
                    format!(
                        "{} ({}; {}; {ids})",
                        told(v),
                        who(paper, v),
                        articles_of(paper, v.mentions.iter())
                    )
                })
                .collect();
            let left = row.values.len().saturating_sub(SHIFTS);
            let more = if left > 0 { format!(" · and {left} more") } else { String::new() };
            format!("{}: {}{more}.", paper.heading(row), values.join(" · "))
        });
    hedged.into_iter().map(|(_, line)| line).chain(echoes).chain(words).collect()
}

/// For disputed rows each side's silence, then the silence of the counted rows; only of articles that were read.
fn silent(paper: &Paper) -> Vec<String> {
    let read = [Silence::Read, Silence::Recorded];
    let mut all = side_silences(paper);
    let rows = paper.rows().filter(|r| r.articles.len() > 1 && r.seriousness != Seriousness::Words);
    all.extend(rows.filter_map(|row| {
        silent_in(paper, row, &read).map(|articles| format!("{}: {articles}", paper.question(row)))
    }));
    let left = all.len().saturating_sub(SILENCES);
    all.truncate(SILENCES);
    if left > 0 {
        all.push(format!("{left} more in section 4"));
    }
    all
}

/// For each disputed row the articles that were read and give only what others than one of its origins say.
pub(super) fn side_silences(paper: &Paper) -> Vec<String> {
    let mut all = Vec::new();
    for row in paper.disputed() {
        let mut sides = Vec::new();
        for origin in &row.origins {
            let values = row.values.iter().filter(|v| v.origin.as_ref() == Some(origin));
            let says: BTreeSet<&ArticleId> = values.flat_map(|v| &v.mentions).map(|m| &m.article).collect();
            let is_read = |id: &ArticleId| paper.session.articles.get(id).is_some_and(|a| a.read.is_some());
            let without: Vec<&ArticleId> =
                row.articles.iter().filter(|id| !says.contains(id) && is_read(id)).collect();
            if !without.is_empty() {
                sides.push(format!(
                    "{} not in {}",
                    paper.source(origin),
                    numbered(paper, without.into_iter())
                ));
            }
        }
        if !sides.is_empty() {
            all.push(format!("{}: {}", paper.question(row), sides.join(", ")));
        }
    }
    all
}

/// How many wordings of one question the first page names.
const SHIFTS: usize = 3;

/// How many silences the first page names.
const SILENCES: usize = 5;

/// Words by which somebody asked for a figure gives none.
const DECLINES: [&str; 8] = [
    "not dispute",
    "n't dispute",
    "n’t dispute",
    "not confirm",
    "not deny",
    "nor deny",
    "no comment",
    "declined",
];

/// Words where a count might be looked for: responses, and what has the tag of a disputed count but no number. Those
/// that decline to give one come first.
fn no_value(paper: &Paper) -> Vec<String> {
    let tag_of = |value: &RowValue| {
        value.mentions.first().and_then(|m| paper.claim(&m.claim)).and_then(|claim| claim.tags.first())
    };
    let counted: BTreeSet<&TagId> = paper.disputed().flat_map(|row| &row.values).filter_map(tag_of).collect();
    let in_words = paper.rows().filter(|r| r.seriousness == Seriousness::Words).flat_map(|row| &row.values);
    let mut found: Vec<(bool, String)> = Vec::new();
    for value in in_words.filter(|v| v.comparator == Some(Comparator::Is)) {
        let Some(tag) = tag_of(value) else { continue };
        let declines = DECLINES.iter().any(|words| fold(&value.words).contains(words));
        if counted.contains(tag) || declines || tag.as_str() == "response" {
            let articles = articles_of(paper, value.mentions.iter());
            let words = printed(value);
            let line = format!("{words} ({}; {articles}; {})", who(paper, value), ids(value.mentions.iter()));
            found.push((!declines, line));
        }
    }
    found.sort_by_key(|(response, _)| *response);
    found.into_iter().map(|(_, line)| line).take(SILENCES).collect()
}

fn would_settle(paper: &Paper) -> Vec<String> {
    let questions = paper.rows().filter_map(|row| paper.session.questions.get(&row.question));
    let told = questions.map(|q| q.would_settle.trim()).filter(|words| !words.is_empty());
    told.take(SILENCES).map(|words| inline(words.trim_end_matches('.'))).collect()
}
