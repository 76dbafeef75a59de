//! What the inspector says of a claim: label and figure, chain and origin, its row of the ledger, what is against it.
//!
//! **Invariant:** the chain is what the article gives, the origin stands behind `⇢` with the rule that gave it; an
//! article that nobody read is never said to be silent.

use crate::app::articles::ArticleState;
use crate::app::judged;
use crate::app::piece::{Line, Piece, piece, wrapped};
use crate::app::reader::counterparts;
use crate::app::said;
use crate::app::state::State;
use crate::app::status::count;
use crate::app::suggestions;
use crate::app::view::claims;
use crate::app::view::ledger::question;
use crate::command::ClaimCommand;
use crate::ledger::same::at_odds;
use crate::ledger::{PairClass, Row, origin};
use crate::model::{Claim, ClaimId, Figure, Part, TagId};
use crate::theme::Role;

/// From so many columns on, counts and figures are written out.
const WIDE: u16 = 100;

/// Returns the lines of a claim, as many as the inspector has rows, the most important first.
pub fn lines(state: &State, id: &ClaimId) -> Vec<Line> {
    let Some(claim) = state.doc.session.claims.get(id) else { return Vec::new() };
    let rows = usize::from(crate::app::layout::divide(state.size.1).inspector_rows);
    let columns = usize::from(state.size.0.saturating_sub(4));
    let mut lines = vec![first(state, id, claim)];
    let article = state.doc.article_of(claim).and_then(|n| state.doc.articles.get(n));
    if let Some(why) = article.and_then(|entry| ArticleState::refusal(&entry.state)) {
        lines.push(vec![piece(Role::Error, format!("?  {why}"))]);
    }
    let odds = at_odds(&state.doc.session, &state.doc.ledger);
    if let Some(odds) = odds.iter().find(|odds| odds.a == *id || odds.b == *id) {
        lines.push(vec![piece(Role::Error, format!("!      {}", odds.words()))]);
    }
    let against = against(state, id);
    match counterparts::row_of(state, id) {
        Some(row) if rows > 2 => {
            lines.push(says(state, id, claim));
            let row_line = row_line(state, row);
            let more = more(state, row, id);
            let warning = super::passage::warning(state, row, claim);
            let wide = state.size.0 >= WIDE;
            // On a low screen what is against the claim comes before the row that it stands in.
            let (before, after) = if wide { (Some(row_line), None) } else { (None, Some(row_line)) };
            lines.extend(before);
            lines.extend(against);
            lines.extend(after);
            lines.extend(warning.filter(|_| lines.len() < rows));
            if !more.is_empty() && lines.len() < rows {
                lines.push(more);
            }
        }
        Some(_) if !against.is_empty() => lines.extend(against),
        Some(_) => lines.push(says(state, id, claim)),
        None => lines.push(says(state, id, claim)),
    }
    let judged = [judged::graded(state, &claim.grades), judged::related(state, id)];
    for line in judged.into_iter().flatten() {
        if lines.len() < rows {
            lines.push(line);
        }
    }
    let free = rows.saturating_sub(lines.len());
    if free > 0 {
        // The quote is the evidence: it gets the rows that are left.
        lines.extend(wrapped("words  ", Role::Quote, &claims::quoted(claim), columns, free));
    }
    let free = rows.saturating_sub(lines.len());
    if free > 0 && !claim.note.is_empty() {
        lines.extend(wrapped("note   ", Role::Text, &claim.note, columns, free));
    }
    lines
}

/// Label, figure with the words as printed, tags, place, by whom, and what no person has confirmed.
fn first(state: &State, id: &ClaimId, claim: &Claim) -> Line {
    let mut line = vec![piece(Role::Label, format!("c{}  {}", claim.number, state.doc.label(claim)))];
    if let Some(figure) = &claim.figure {
        line.push(piece(Role::Text, format!("   {}", figure_words(figure))));
    }
    let mut rest = String::new();
    if state.size.0 >= WIDE && claim.tags.len() != 1 {
        rest.push_str(&format!(" · {}", tags(state, &claim.tags)));
    }
    rest.push_str(&format!(" · {}", claims::place(state, claim)));
    rest.push_str(&zone(state, claim));
    rest.push_str(&format!(" · {}", claims::made(state, claim)));
    line.push(piece(Role::Dim, rest));
    let judged = judged::brief(state, id);
    if !judged.is_empty() {
        line.push(piece(Role::Text, format!(" · {judged}")));
    }
    let open: Vec<&str> = unconfirmed(claim).into_iter().map(|(_, words)| words).collect();
    if !open.is_empty() {
        let key = state.key_of(ClaimCommand::Accept.into());
        // Before the rest of the line: what waits for a person outranks place and time.
        let at = if claim.figure.is_some() { 2 } else { 1 };
        let words = format!(" · ? {key} confirms {}", open.join(", "));
        line.insert(at, piece(Role::GutterState, words));
    }
    line
}

/// Says that the words stand in a headline, a caption or what is not article.
fn zone(state: &State, claim: &Claim) -> String {
    let place = state.doc.place_of(claim);
    let zone = place.and_then(|(article, span)| state.doc.articles.get(article)?.zone_at(span.start));
    zone.map_or_else(String::new, |zone| format!(", {}", zone.kind.words()))
}

/// A figure with its comparator's sign and the words as printed: `>= 80 soldiers, words “at least 80”`.
fn figure_words(figure: &Figure) -> String {
    let words = crate::model::label::figure_words(figure);
    let unit = figure.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let printed = if figure.text.is_empty() || figure.text == words {
        String::new()
    } else {
        format!(", words “{}”", figure.text)
    };
    format!("{words}{unit}{printed}")
}

fn tags(state: &State, tags: &[TagId]) -> String {
    if tags.is_empty() {
        return "no tag".to_owned();
    }
    let label =
        |tag: &TagId| state.doc.session.tags.get(tag).map_or_else(|| tag.to_string(), |t| t.label.clone());
    format!("tags {}", tags.iter().map(label).collect::<Vec<_>>().join(", "))
}

/// Says what no person has confirmed, where there is anything.
pub fn open(claim: &Claim) -> Option<Piece> {
    let parts: Vec<_> = unconfirmed(claim).into_iter().map(|(_, words)| words).collect();
    (!parts.is_empty()).then(|| piece(Role::GutterState, format!(" · ? {}", parts.join(", "))))
}

/// Returns the parts that a rule proposed and no person has confirmed, with their names.
pub fn unconfirmed(claim: &Claim) -> Vec<(Part, &'static str)> {
    let there = [
        (Part::Figure, claim.figure.is_some(), "figure"),
        (Part::Attribution, !claim.attribution.is_empty(), "who says it"),
        (Part::Question, claim.question.is_some(), "question"),
        (Part::Hedge, claim.hedge.is_some(), "hedge"),
    ];
    let open = there.into_iter().filter(|(part, there, _)| *there && !claim.confirmed.contains(part));
    open.map(|(part, _, words)| (part, words)).collect()
}

/// The chain as the article gives it, then the origin with the rule that gave it.
fn says(state: &State, id: &ClaimId, claim: &Claim) -> Line {
    let article = state.doc.article_of(claim).and_then(|n| state.doc.articles.get(n));
    let mut names = vec![article.map_or_else(|| claim.article.to_string(), |entry| entry.short.clone())];
    names.extend(claim.attribution.iter().map(|link| {
        let cited = if link.cited_only { " (only cited)" } else { "" };
        format!("{}{cited}", said::link(state, link))
    }));
    let decided = origin::of_claim(claim, state.doc.ledger.relays());
    let rule = said::origin_rule(state, id, decided.rule);
    let mut line = vec![piece(Role::Label, "says   "), piece(Role::Text, names.join(" < "))];
    match &decided.source {
        None if claim.attribution.is_empty() && claim.origin.is_none() => {
            line.push(piece(Role::Dim, "   ⇢ nobody named: unattributed, the article's own voice"));
        }
        None => line.push(piece(Role::Dim, format!("   ⇢ nobody ({rule})"))),
        Some(source) => {
            let own = claim.attribution.iter().any(|link| link.source == *source);
            let text = if own { "" } else { "; not in this text" };
            line.push(piece(Role::Text, format!("   ⇢ {}", said::source(state, source))));
            line.push(piece(Role::Dim, format!(" = origin ({rule}{text})")));
        }
    }
    line
}

/// The question with its four counts.
fn row_line(state: &State, row: &Row) -> Line {
    let words = question(&state.doc.session, &row.question);
    vec![
        piece(Role::Label, "row    "),
        piece(Role::Text, words),
        piece(Role::Dim, format!("   {}", said::counts(row))),
    ]
}

/// What is in conflict with a claim, each with speaker, article and number; a line or none.
fn against(state: &State, id: &ClaimId) -> Vec<Line> {
    let Some(row) = counterparts::row_of(state, id) else { return Vec::new() };
    let Some(value) = row.value_of(id) else { return Vec::new() };
    let next = state.key_of(ClaimCommand::CounterpartNext.into());
    for (class, mark) in
        [(PairClass::Conflict, "✗ CONFLICT  "), (PairClass::ApproximateConflict, "~ APPROXIMATE  ")]
    {
        let pairs = row.pairs_of(value).into_iter().filter(|pair| pair.class == class);
        let mut others: Vec<String> = Vec::new();
        let mut own_words = false;
        for pair in pairs {
            own_words |= pair.same_origin;
            let other = row.values.get(if pair.a == value { pair.b } else { pair.a });
            let Some(first) = other.and_then(|other| other.mentions.first()) else { continue };
            let more = other.map_or(0, |other| other.mentions.len()) - 1;
            let more = if more > 0 { format!(" +{more}") } else { String::new() };
            others.extend(counterparts::told(state, &first.claim).map(|told| format!("{told}{more}")));
        }
        if !others.is_empty() {
            let same = if own_words { "   (against its own origin)" } else { "" };
            return vec![vec![
                piece(Role::Error, mark),
                piece(Role::Text, format!("{}{same}", others.join(" · "))),
                piece(Role::Dim, format!("   {next} goes to them in turn")),
            ]];
        }
    }
    Vec::new()
}

/// Where the same value stands on the same origin's word, and what is silent or not read.
fn more(state: &State, row: &Row, id: &ClaimId) -> Line {
    let mut line = Vec::new();
    let own = state.doc.session.claims.get(id).map(|claim| &claim.article);
    if let Some(value) = row.value_of(id).and_then(|place| row.values.get(place)) {
        let elsewhere: Vec<_> =
            value.articles().into_iter().filter(|article| Some(*article) != own).collect();
        if !elsewhere.is_empty() {
            let origin = if value.origin.is_some() { "same origin" } else { "origin not known" };
            let words = said::numbers(state, elsewhere);
            line.push(piece(Role::Text, format!("= {origin}: {} in {words}   ", said::told(value))));
        }
    }
    let silent = said::silent(state, row, |article| row.articles.contains(article));
    if !silent.is_empty() {
        line.push(piece(Role::Dim, silent));
    }
    let suggested = suggestions::proposed::on_row(state, &row.question);
    if suggested > 0 {
        let gap = if line.is_empty() { "" } else { "   " };
        let words = format!("{gap}({} on this row)", count(suggested, "suggestion"));
        line.push(piece(Role::GutterState, words));
    }
    line
}
