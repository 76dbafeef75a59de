//! The row under the cursor: its values, who is silent, the number line, the range, the pairs with their rules.
//!
//! **Invariant:** what does not fit is counted, never dropped unsaid; compatible is called no corroboration.

use super::{plot, question};
use crate::app::inspector::passage;
use crate::app::judged;
use crate::app::piece::{Line, piece};
use crate::app::said;
use crate::app::state::State;
use crate::app::status::count;
use crate::ledger::same::at_odds;
use crate::ledger::{AtOdds, Extent, Interval, PairClass, Row, RowValue, Standing};
use crate::model::{Comparator, QuestionId, label};
use crate::text::width;
use crate::theme::Role;

/// From so many columns on, claims stand in a column for each article.
const TABLE: usize = 108;

/// The fewest columns of an article in the table of values.
const ARTICLE: usize = 8;

/// The columns in which an article's number and the start of its name can be read.
const NAMED: usize = 10;

/// The columns that those through whom a value comes give way to articles down to.
const LEAST_VIA: usize = 18;

/// The most pairs that are written out where there is room for them.
const MOST_PAIRS: usize = 8;

/// Returns the rule between list and panel: question, unit, scope, which value.
pub fn rule(state: &State, id: &QuestionId, value: usize) -> Line {
    let columns = usize::from(state.size.0);
    let of = state.doc.session.questions.get(id);
    let mut words = format!("─ {}", question(&state.doc.session, id));
    if let Some(unit) = of.and_then(|question| question.unit.as_deref()) {
        words.push_str(&format!(" · unit {unit}"));
    }
    if let Some(scope) = of.map(|question| question.scope.as_str()).filter(|scope| !scope.is_empty()) {
        words.push_str(&format!(" · scope: {scope}"));
    }
    let values = state.doc.ledger.row(id).map_or(0, |row| row.values.len());
    let end = match values {
        0 => " no claim yet ─".to_owned(),
        _ => format!(" value {} of {values} ─", value + 1),
    };
    let words = width::clip_end(&words, columns.saturating_sub(width::of_str(&end) + 2));
    let fill = columns.saturating_sub(width::of_str(&words) + width::of_str(&end) + 1);
    vec![
        piece(Role::Heading, words),
        piece(Role::Border, format!(" {}", "─".repeat(fill))),
        piece(Role::Dim, end),
    ]
}

/// Returns the panel's lines, at most `rows`; `cursor` is the value under the cursor.
pub fn lines(state: &State, id: &QuestionId, cursor: usize, rows: usize) -> Vec<Line> {
    let Some(row) = state.doc.ledger.row(id) else { return Vec::new() };
    if row.values.is_empty() {
        return vec![vec![piece(Role::Dim, "   no claim is put under this question yet")]];
    }
    let table = Table::of(state, row);
    let mut parts = Parts {
        absent: absent(state, row, cursor),
        plot: drawing(state, row),
        range: range(state, row),
        pairs: pairs(state, row),
        others: others(state, row).into_iter().chain(passage::warning_of_row(state, row)).collect(),
        judged: judged(state, id),
    };
    parts.shrink(rows, table.least());
    let room = rows.saturating_sub(parts.height()).max(1);
    let mut out = table.lines(state, cursor, room);
    out.append(&mut parts.absent);
    if !parts.plot.is_empty() {
        if out.len() + parts.rest() < rows {
            out.push(Vec::new());
        }
        out.append(&mut parts.plot);
    }
    out.append(&mut parts.range);
    out.append(&mut parts.pairs);
    out.append(&mut parts.others);
    out.append(&mut parts.judged);
    out.truncate(rows);
    out
}

/// What stands below the values.
struct Parts {
    absent: Vec<Line>,
    plot: Vec<Line>,
    range: Vec<Line>,
    pairs: Vec<Line>,
    others: Vec<Line>,
    judged: Vec<Line>,
}

impl Parts {
    fn height(&self) -> usize {
        self.absent.len() + self.rest()
    }

    fn rest(&self) -> usize {
        self.plot.len() + self.range.len() + self.pairs.len() + self.others.len() + self.judged.len()
    }

    /// Gives way to the values where there is no room for all: the drawing first, then pairs beyond the first.
    fn shrink(&mut self, rows: usize, values: usize) {
        let over = |parts: &Self| (parts.height() + values).saturating_sub(rows);
        let most = MOST_PAIRS.min(self.pairs.len());
        self.cut_pairs(most);
        if over(self) > 0 && self.pairs.len() > 3 {
            let left = self.pairs.len().saturating_sub(over(self)).max(3);
            self.cut_pairs(left);
        }
        // The axis goes before the last line of those who are named, and all before a value does.
        if over(self) > 0 && over(self) < 3 && self.plot.len() > 2 {
            self.plot.truncate(self.plot.len() - over(self));
        }
        // A judgement gives way to what it is made from, the first of them last.
        while over(self) > 0 && self.judged.len() > 1 {
            self.judged.pop();
        }
        if over(self) > 0 {
            self.plot.clear();
        }
        if over(self) > 0 {
            self.cut_pairs(1);
        }
        if over(self) > 0 {
            self.absent.truncate(1);
        }
    }

    fn cut_pairs(&mut self, left: usize) {
        let all = self.pairs.len();
        if all > left {
            self.pairs.truncate(left);
            if let Some(last) = self.pairs.last_mut() {
                last.push(piece(Role::Dim, format!("   and {} more", all - left)));
            }
        }
    }
}

/// What was judged of the question, behind the indent of the panel.
fn judged(state: &State, id: &QuestionId) -> Vec<Line> {
    let mut lines = judged::of_question(state, id);
    for line in &mut lines {
        line.insert(0, piece(Role::Text, " ".repeat(INDENT)));
    }
    lines
}

/// The values with their origins, and where their claims stand.
struct Table<'a> {
    row: &'a Row,
    columns: usize,
    value: usize,
    origin: usize,
    via: usize,
    /// The width of an article's column; none where claims stand one after the other.
    article: Option<usize>,
}

impl<'a> Table<'a> {
    fn of(state: &State, row: &'a Row) -> Self {
        let columns = usize::from(state.size.0).saturating_sub(2);
        let widest = |f: &dyn Fn(&RowValue) -> String, most: usize| {
            row.values.iter().map(|value| width::of_str(&f(value))).max().unwrap_or(0).clamp(6, most)
        };
        let value = widest(&|value| printed(row, value), columns * 2 / 9);
        let origin = widest(&|value| stands_behind(state, value), columns / 5);
        let via = widest(&|value| said::via(state, value), columns / 3);
        let articles = &state.doc.articles;
        let claims = |value: &RowValue| {
            articles.iter().map(|entry| said::claims_in(value, &entry.id).len()).max().unwrap_or(0)
        };
        let claims = row.values.iter().map(claims).max().unwrap_or(0) + 1;
        let all = articles.len().max(1);
        let taken = 3 + value + 2 + origin + 2 + via.min(LEAST_VIA) + 2;
        let room = columns.saturating_sub(taken) / all;
        let article = (columns >= TABLE && room >= ARTICLE).then(|| room.min(claims.max(NAMED)));
        let via = match article {
            Some(wide) => via.min(columns.saturating_sub(taken - via.min(LEAST_VIA) + wide * all)),
            None => via,
        };
        Self { row, columns, value, origin, via, article }
    }

    /// The fewest rows that say something: six values, and the heading where there is one.
    fn least(&self) -> usize {
        self.row.values.len().min(6) + usize::from(self.article.is_some())
    }

    fn lines(&self, state: &State, cursor: usize, room: usize) -> Vec<Line> {
        let mut out = Vec::new();
        if self.article.is_some() && room > self.row.values.len().min(3) {
            out.push(self.heading(state));
        }
        let room = room.saturating_sub(out.len()).max(1);
        let values = self.row.values.len();
        let shown = if values > room { room.saturating_sub(1).max(1) } else { values };
        let first = (cursor + 1).saturating_sub(shown).min(values.saturating_sub(shown));
        for (place, value) in self.row.values.iter().enumerate().skip(first).take(shown) {
            out.push(self.line(state, value, place == cursor));
        }
        if shown < values && room > 1 {
            out.push(vec![piece(Role::Dim, format!("   … {} more values", values - shown))]);
        }
        out
    }

    fn heading(&self, state: &State) -> Line {
        let mut words = format!(
            "   {}  {}  {}  ",
            width::pad("value", self.value),
            width::pad("origin", self.origin),
            width::pad(if self.via < 19 { "via" } else { "via (named in text)" }, self.via)
        );
        if let Some(wide) = self.article {
            for (n, entry) in state.doc.articles.iter().enumerate() {
                let name = format!("{} {}", n + 1, entry.short);
                words.push_str(&width::pad(&width::clip_end(&name, wide - 1), wide));
            }
        }
        vec![piece(Role::Heading, words)]
    }

    fn line(&self, state: &State, value: &RowValue, under_cursor: bool) -> Line {
        let cell = |words: &str, wide: usize| width::pad(&width::clip_end(words, wide), wide);
        let role = if value.extent.is_some() { Role::Label } else { Role::Dim };
        let via = said::via(state, value);
        let via = if via.is_empty() { "—" } else { &via };
        let mut line = vec![
            piece(Role::Text, if under_cursor { " ▸ " } else { "   " }),
            piece(role, cell(&printed(self.row, value), self.value)),
            piece(Role::Text, format!("  {}", cell(&stands_behind(state, value), self.origin))),
        ];
        match self.article {
            Some(wide) => {
                line.push(piece(Role::Dim, format!("  {}  ", cell(via, self.via))));
                for entry in &state.doc.articles {
                    let claims = said::claims_within(value, &entry.id, wide - 1);
                    let claims = if claims.is_empty() { "·" } else { &claims };
                    line.push(piece(Role::Text, width::pad(claims, wide)));
                }
            }
            None => {
                let claims = said::claims_by_article(state, value);
                let taken = 3 + self.value + 2 + self.origin + 2 + width::of_str(&claims) + 2;
                let room = self.columns.saturating_sub(taken).min(self.via);
                if room >= 8 {
                    line.push(piece(Role::Dim, format!("  {}", cell(via, room))));
                }
                line.push(piece(Role::Text, format!("  {claims}")));
            }
        }
        line
    }
}

/// A value as printed: sign, number and the word of the text, `≥ 80 at least`; a value in words as its words, said to be
/// none where the row counts.
fn printed(row: &Row, value: &RowValue) -> String {
    let words = said::told(value);
    let (sign, word) = said::sign_and_word(value);
    let shown = match (&value.extent, value.comparator) {
        (None, Some(Comparator::Is) | None) if row.values.iter().any(|other| other.extent.is_some()) => {
            return format!("no value: {words}");
        }
        (Some(Extent::Numbers(Interval { low: Some(low), high: None })), Some(Comparator::Vague)) => {
            return format!("{words} (≥ {})", label::grouped(&low.at));
        }
        (_, Some(Comparator::Exactly)) if said::as_printed(value) != words => {
            format!("{sign} {words} “{}”", said::as_printed(value))
        }
        (_, Some(Comparator::Exactly)) => format!("{sign} {words}"),
        _ if !word.is_empty() && value.standing == Standing::Stands => {
            format!("{} {}", said::signed(value), leading(value).unwrap_or(word))
        }
        _ => words,
    };
    match (&value.extent, value.assigned) {
        (Some(extent), Some(_)) => format!("{shown} {extent}"),
        _ => shown,
    }
}

/// The words before the number as the first text prints them: "more than" of "more than 60".
fn leading(value: &RowValue) -> Option<&str> {
    let text = value.texts.first()?;
    let words = text.get(..text.find(|c: char| c.is_ascii_digit())?)?.trim();
    (!words.is_empty() && words.len() < 16).then_some(words)
}

/// Who stands behind a value; where nobody does, the words that weaken it.
fn stands_behind(state: &State, value: &RowValue) -> String {
    if value.origin.is_some() {
        return said::who_short(state, value).to_owned();
    }
    // Of several words the first: the whole stands in the inspector.
    let hedges = said::hedges(state, value);
    match hedges.first().and_then(|hedge| hedge.split([';', ',', '(']).next()) {
        Some(hedge) => format!("nobody (“{}”)", hedge.trim()),
        None => said::NOBODY.to_owned(),
    }
}

/// The labels of the claims of the value under the cursor, where it does not stand, and who says nothing at all.
fn absent(state: &State, row: &Row, cursor: usize) -> Vec<Line> {
    let Some(value) = row.values.get(cursor) else { return Vec::new() };
    let columns = usize::from(state.size.0).saturating_sub(INDENT + 1);
    let articles = value.articles();
    let silent = said::silent(state, row, |id| row.articles.contains(id));
    let others: Vec<_> = row.articles.iter().filter(|id| !articles.contains(id)).collect();
    let not_in = match others.is_empty() {
        true => String::new(),
        false => format!("   {} not in {}", said::told(value), said::numbers(state, others)),
    };
    let labels = said::labels(state, value);
    let shown = |n: usize| {
        let more = if n < labels.len() { format!(" · {} more", labels.len() - n) } else { String::new() };
        format!("{}{more}", labels.iter().take(n).cloned().collect::<Vec<_>>().join(" · "))
    };
    let room = columns.saturating_sub(width::of_str(&not_in));
    let most = labels.len().min(3);
    let fits =
        (1..=most).rev().map(shown).find(|words| width::of_str(words) <= room).unwrap_or_else(|| shown(1));
    let mut out = vec![vec![
        piece(Role::Label, format!("   {}", width::clip_end(&fits, room))),
        piece(Role::Text, not_in),
    ]];
    if !silent.is_empty() {
        out.push(vec![piece(Role::Dim, format!("   {silent}"))]);
    }
    out
}

/// The number line by origin.
fn drawing(state: &State, row: &Row) -> Vec<Line> {
    let columns = usize::from(state.size.0).saturating_sub(2);
    let all: Vec<(String, &RowValue)> =
        row.values.iter().map(|value| (said::who_short(state, value).to_owned(), value)).collect();
    // Where two who are named can be drawn, "dozens" by nobody does not press them together.
    let named: Vec<(String, &RowValue)> =
        all.iter().filter(|(_, value)| value.origin.is_some()).cloned().collect();
    let counted = named.iter().filter(|(_, value)| value.extent.is_some()).count();
    let values = if counted > 1 { named } else { all };
    let names = values.iter().map(|(who, _)| width::of_str(who)).max().unwrap_or(0).min(columns / 5);
    let beside = columns / 4;
    let room = columns.saturating_sub(3 + names + 2 + beside + 2);
    let drawn = plot::lines(&values, room);
    let line = |line: plot::PlotLine| {
        let who = width::pad(&width::clip_end(&line.who, names), names);
        let role = if line.who.is_empty() { Role::Dim } else { Role::Text };
        vec![
            piece(Role::Label, format!("   {who}  ")),
            piece(role, width::pad(&line.cells, room)),
            piece(Role::Dim, format!("  {}", width::clip_end(&line.beside, beside))),
        ]
    };
    drawn.into_iter().map(line).collect()
}

/// The range of reports with its label and who said either end.
fn range(state: &State, row: &Row) -> Vec<Line> {
    let Some(range) = &row.range else { return Vec::new() };
    let by = |ids: &std::collections::BTreeSet<Option<crate::model::SourceId>>| {
        let mut names: Vec<&str> = ids.iter().flatten().map(|id| said::short(state, id)).collect();
        if ids.contains(&None) {
            names.push(said::NOBODY);
        }
        names.join(", ")
    };
    let end = |number, ids| format!("{} ({})", label::grouped(number), by(ids));
    let low = end(&range.low, &range.low_by);
    let ends = match range.low == range.high {
        true => low,
        false => format!("{low} – {}", end(&range.high, &range.high_by)),
    };
    two_parts(state, Role::Dim, "range of reports, not a confidence interval:", &ends)
}

/// The blanks before a line of the panel.
const INDENT: usize = 3;

/// A line of two parts, or two lines where the screen is too narrow for both in one.
fn two_parts(state: &State, role: Role, first: &str, second: &str) -> Vec<Line> {
    let columns = usize::from(state.size.0).saturating_sub(2);
    let wide = width::of_str(first) + width::of_str(second);
    let blanks = |n: usize| " ".repeat(n);
    for (indent, gap) in [(INDENT, 2), (INDENT, 1), (2, 1), (1, 1), (0, 1)] {
        if indent + wide + gap <= columns {
            let first = piece(role, format!("{}{first}{}", blanks(indent), blanks(gap)));
            return vec![vec![first, piece(Role::Text, second)]];
        }
    }
    vec![
        vec![piece(role, format!("{}{first}", blanks(INDENT)))],
        vec![piece(Role::Text, format!("{}{second}", blanks(INDENT + 2)))],
    ]
}

/// The pairs that say something, the most serious first, each with its rule.
fn pairs(state: &State, row: &Row) -> Vec<Line> {
    let mut told: Vec<_> = row
        .pairs
        .iter()
        .filter(|pair| !matches!(pair.class, PairClass::Compatible | PairClass::Identical))
        .collect();
    told.sort_by_key(|pair| (pair.class, pair.a, pair.b));
    let told_as = |place: usize| row.values.get(place).map(said::told).unwrap_or_default();
    let is_ambiguous =
        |place: usize| (0..row.values.len()).any(|other| other != place && told_as(other) == told_as(place));
    // The same number of two origins is told apart by who says it.
    let side = |place: usize| match row.values.get(place).filter(|_| is_ambiguous(place)) {
        Some(value) => format!("{} ({})", said::told(value), said::who_short(state, value)),
        None => told_as(place),
    };
    let extent = |place: usize| {
        row.values
            .get(place)
            .and_then(|value| value.extent.as_ref())
            .map(ToString::to_string)
            .unwrap_or_default()
    };
    let line = |pair: &&crate::ledger::Pair| {
        let role = match pair.class {
            PairClass::Conflict | PairClass::ApproximateConflict => Role::Error,
            _ => Role::Dim,
        };
        let words = match pair.later_place() {
            Some(later) => format!("{}, {} is the later", said::origins(row, pair), side(later)),
            None if state.size.0 < 100 => said::origins(row, pair).to_owned(),
            None => {
                format!("{} and {} do not meet, {}", extent(pair.a), extent(pair.b), said::origins(row, pair))
            }
        };
        vec![
            piece(role, format!("   {} {} : {}", said::mark(pair.class), side(pair.a), side(pair.b))),
            piece(Role::Text, format!("   {words}")),
            piece(Role::Dim, format!("   rule: {}", pair.rule())),
        ]
    };
    told.iter().map(line).collect()
}

/// How many pairs say nothing, and why that is no agreement; what does not agree with itself.
fn others(state: &State, row: &Row) -> Vec<Line> {
    let of = |class| row.pairs.iter().filter(|pair| pair.class == class).count();
    let (compatible, identical) = (of(PairClass::Compatible), of(PairClass::Identical));
    let mut out = Vec::new();
    if compatible + identical > 0 {
        let told = row.pairs.len() - compatible - identical;
        let pairs = count(compatible, if told > 0 { "other pair" } else { "pair" });
        let identical = if identical > 0 { format!(", {identical} identical") } else { String::new() };
        let hides = hiding(row);
        let ends = if hides.is_empty() { "" } else { ";" };
        let first = format!("○ {pairs} compatible{identical}: no corroboration{ends}");
        let second = match hides.as_slice() {
            [] => String::new(),
            _ if state.size.0 < 100 => "open values hide the conflict".to_owned(),
            open => format!("open values ({}) fit both sides and hide it", open.join(", ")),
        };
        out.extend(two_parts(state, Role::Dim, &first, &second));
    }
    let mut odd = Vec::new();
    if !row.unagreed.is_empty() {
        let units: Vec<&str> = row.unagreed.iter().map(String::as_str).collect();
        odd.push(format!("units not agreed, not compared: {}", units.join(", ")));
    }
    if row.too_many {
        odd.push("too many values to compare each with each".to_owned());
    }
    let inside = |id| row.value_of(id).is_some();
    let odds = at_odds(&state.doc.session, &state.doc.ledger);
    odd.extend(odds.iter().filter(|odds| inside(&odds.a) || inside(&odds.b)).map(AtOdds::words));
    if !odd.is_empty() {
        out.push(vec![piece(Role::Error, format!("   ! {}", odd.join(" · ")))]);
    }
    out
}

/// The open values that meet every other one, where others conflict.
fn hiding(row: &Row) -> Vec<&str> {
    if !row.pairs.iter().any(|pair| pair.class == PairClass::Conflict) {
        return Vec::new();
    }
    let meets_all = |place: usize| {
        let mut own = row.pairs.iter().filter(|pair| pair.a == place || pair.b == place);
        own.all(|pair| matches!(pair.class, PairClass::Compatible | PairClass::Identical))
    };
    let values = row.values.iter().enumerate();
    values
        .filter(|(n, value)| is_open(value) && meets_all(*n))
        .map(|(_, value)| value.words.as_str())
        .collect()
}

fn is_open(value: &RowValue) -> bool {
    match &value.extent {
        Some(Extent::Numbers(interval)) => interval.high.is_none() || interval.low.is_none(),
        _ => false,
    }
}
