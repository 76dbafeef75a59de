//! The report's appendices: articles, every claim, method, custody.
//!
//! **Invariant:** every claim id in the report resolves here to its quote, file, line, code points and bytes; what is
//! not known of an article is said to be unknown.

use std::fmt::Write as _;

use super::export::{Shown, chain};
use super::markdown_text::{block, code, hidden_characters, inline};
use super::report::{ClaimsListed, Paper};
use super::report_body::{left_out, other_questions};
use super::report_words::{counted, minute};
use crate::ledger::{Preset, origin};
use crate::model::label;

/// Writes the appendices.
pub(super) fn write(paper: &Paper) -> String {
    let mut out = String::new();
    // Writing to memory cannot fail.
    let _ = articles(&mut out, paper)
        .and_then(|()| claims(&mut out, paper))
        .and_then(|()| method(&mut out, paper))
        .and_then(|()| custody(&mut out, paper));
    out
}

fn articles(out: &mut String, paper: &Paper) -> std::fmt::Result {
    writeln!(out, "## A Articles\n")?;
    for (n, id, article) in paper.articles() {
        let short = if article.short.is_empty() { id.as_str() } else { &article.short };
        let sha256 = article.sha256.as_deref().map_or_else(|| "unknown".to_owned(), code);
        writeln!(
            out,
            "- **{n} {}**: {}, {} bytes, SHA-256 {sha256}",
            inline(short),
            code(&article.path),
            article.bytes
        )?;
        let source =
            article.source.as_ref().and_then(|id| paper.session.sources.get(id)).map(|s| s.name.as_str());
        let facts = [
            ("publisher", source),
            ("title", article.title.as_deref()),
            ("author", article.author.as_deref()),
            ("published", article.published.as_deref()),
            ("retrieved", article.retrieved.as_deref()),
            ("address", article.url.as_deref()),
            ("archived copy", article.archive_url.as_deref()),
        ];
        let known = facts.iter().filter_map(|(name, fact)| fact.map(|f| format!("{name}: {}", inline(f))));
        let unknown: Vec<&str> =
            facts.iter().filter(|(_, fact)| fact.is_none()).map(|(name, _)| *name).collect();
        let mut told: Vec<String> = known.collect();
        if !unknown.is_empty() {
            told.push(format!("unknown: {}", unknown.join(", ")));
        }
        told.push(match &article.read {
            Some(mark) => format!("read by {}, {}", inline(mark.by.as_str()), minute(mark.at)),
            None => "not marked as read".to_owned(),
        });
        writeln!(out, "  {}", told.join(" · "))?;
    }
    writeln!(out)
}

fn claims(out: &mut String, paper: &Paper) -> std::fmt::Result {
    let listed = |shown: &&Shown| match paper.listed {
        ClaimsListed::None => false,
        ClaimsListed::Cited => shown.claim.question.is_some(),
        ClaimsListed::All => true,
    };
    let shown: Vec<&Shown> = paper.selection.claims.iter().filter(listed).collect();
    let others = other_questions(paper);
    if shown.is_empty() && others.is_empty() {
        return Ok(());
    }
    writeln!(out, "## B {}\n", if shown.is_empty() { "The other questions" } else { "Every claim" })?;
    if !others.is_empty() {
        writeln!(out, "{others}")?;
    }
    if shown.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "Lines count from 1; code points (of the decoded text) and bytes (of the file) from 0, the end not included.\n"
    )?;
    for shown in shown {
        claim(out, paper, shown)?;
    }
    Ok(())
}

fn claim(out: &mut String, paper: &Paper, shown: &Shown) -> std::fmt::Result {
    let (session, claim) = (paper.session, shown.claim);
    writeln!(out, "**c{}** {}\n", claim.number, inline(&label::of_claim(session, claim)))?;
    for (target, position) in claim.target.iter().zip(&shown.positions) {
        writeln!(out, "{}\n", block(&target.exact))?;
        writeln!(
            out,
            "- article {}, {} line {}, code points {}–{}, bytes {}–{}{}",
            paper.number(&claim.article),
            code(&shown.article.path),
            position.line,
            target.start,
            target.end,
            position.bytes.start,
            position.bytes.end,
            hidden_characters(&target.exact),
        )?;
    }
    let names: Vec<String> = chain(session, shown).into_iter().map(inline).collect();
    let decided = origin::of_claim(claim, paper.ledger.relays());
    let behind = decided.source.as_ref().map_or("none", |id| super::ledger_json::name(session, id));
    writeln!(out, "- says {}; origin {} ({})", names.join(" \\< "), inline(behind), decided.rule.words())?;
    if let Some(figure) = &claim.figure {
        let printed = if figure.text.is_empty() { "words not noted".to_owned() } else { code(&figure.text) };
        writeln!(
            out,
            "- figure {} {}: printed {printed}",
            inline(figure.comparator.sign()),
            inline(&label::figure_words(figure))
        )?;
    }
    let mut facts: Vec<String> = Vec::new();
    facts.extend(claim.hedge.as_deref().map(|hedge| format!("hedge {}", code(hedge))));
    facts.extend(claim.as_of.as_deref().map(|at| format!("as of {}", inline(at))));
    facts.extend((!claim.checkable).then(|| "not checkable".to_owned()));
    facts.extend((claim.polarity == crate::model::Polarity::Denied).then(|| "denied".to_owned()));
    if !facts.is_empty() {
        writeln!(out, "- {}", facts.join(" · "))?;
    }
    if !claim.note.trim().is_empty() {
        writeln!(out, "- note by {}: {}", inline(claim.by.as_str()), inline(claim.note.trim()))?;
    }
    writeln!(out)
}

fn method(out: &mut String, paper: &Paper) -> std::fmt::Result {
    writeln!(out, "## C Method\n")?;
    let preset = Preset::named(&paper.session.settings.vague_words);
    let words: Vec<String> = preset.table().iter().map(|(word, least)| format!("{word} {least}")).collect();
    writeln!(
        out,
        "- Claims meet only under the same question, which names unit and scope. Two values conflict where the numbers \
         that they allow do not meet; pairs are compared one by one, never through a third. Compatible means only \
         that they meet."
    )?;
    writeln!(
        out,
        "- “More than” a count begins one above it; “about” reaches 20 % to either side; vague words by the preset \
         {}: {}, each open above.",
        code(preset.name()),
        words.join(", ")
    )?;
    writeln!(
        out,
        "- Independence is counted by origin: as set, else the last of the chain that is not only cited, else whom it \
         relays on that question. A publisher's own voice has none and counts as none. Parties are the analyst's."
    )?;
    writeln!(out, "- No mean, midpoint or sum is made, and nothing is graded but by a person.")?;
    if paper.selection.private > 0 {
        writeln!(out, "- {} left out.", counted(paper.selection.private, "private claim"))?;
    }
    let mut empty: Vec<&str> = left_out(paper);
    if paper.listed == ClaimsListed::None {
        empty.push("B Every claim");
    }
    if !empty.is_empty() {
        writeln!(out, "- Left out, having nothing to say: {}.", empty.join(", "))?;
    }
    writeln!(out)
}

fn custody(out: &mut String, paper: &Paper) -> std::fmt::Result {
    writeln!(out, "## D Custody\n")?;
    let session = paper.report.session;
    match &session.log.head {
        Some(head) => writeln!(
            out,
            "Session {}, revision {}. Log head {} at line {}, before this report's own line. The log is \
             tamper-evident: with this head kept elsewhere, a later change to any line up to it shows.",
            code(session.id.as_str()),
            session.revision,
            code(head),
            session.log.sequence,
        ),
        None => writeln!(
            out,
            "Session {}, revision {}. No log line yet. The log is tamper-evident once a head is kept elsewhere.",
            code(session.id.as_str()),
            session.revision,
        ),
    }
}
