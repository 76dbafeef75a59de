//! The row under the cursor: its values, who is silent, the number line, the range, the pairs with their rules.
//!
//! **Invariant:** what does not fit is counted, never dropped unsaid; compatible is called no corroboration.

use super::{plot, question};
use crate::app::piece::{Line, piece};
use crate::app::said;
use crate::app::state::State;
use crate::app::status::count;
use crate::ledger::{PairClass, Row, RowValue};
use crate::model::{QuestionId, label};
use crate::text::width;
use crate::theme::Role;

/// From so many columns on, claims stand in a column for each article.
const TABLE: usize = 108;

/// The fewest columns of an article in the table of values.
const ARTICLE: usize = 8;

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
        others: others(row),
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
}

impl Parts {
    fn height(&self) -> usize {
        self.absent.len() + self.rest()
    }

    fn rest(&self) -> usize {
        self.plot.len() + self.range.len() + self.pairs.len() + self.others.len()
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
        let value = widest(&|value| printed(value), columns / 5);
        let origin = widest(&|value| stands_behind(state, value), columns / 6);
        let via = widest(&|value| said::via(state, value), columns / 6);
        let articles = state.doc.articles.len().max(1);
        let room = columns.saturating_sub(3 + value + 2 + origin + 2 + via + 2);
        let article = (columns >= TABLE && room / articles >= ARTICLE).then_some((room / articles).min(14));
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
            piece(role, cell(&printed(value), self.value)),
            piece(Role::Text, format!("  {}", cell(&stands_behind(state, value), self.origin))),
        ];
        match self.article {
            Some(wide) => {
                line.push(piece(Role::Dim, format!("  {}  ", cell(via, self.via))));
                for entry in &state.doc.articles {
                    let claims = said::claims_in(value, &entry.id);
                    let claims = if claims.is_empty() { "·" } else { &claims };
                    line.push(piece(Role::Text, width::pad(&width::clip_end(claims, wide - 1), wide)));
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

/// A value as printed: sign, number and words, `≥ 80 at least`; a value in words as its words.
fn printed(value: &RowValue) -> String {
    let words = said::told(value);
    match (value.extent.as_ref(), value.comparator) {
        (Some(extent), Some(crate::model::Comparator::Vague)) => format!("{words} {extent}"),
        _ if said::as_printed(value) != words => format!("{words} “{}”", said::as_printed(value)),
        _ => words,
    }
}

/// Who stands behind a value; where nobody does, the words that weaken it.
fn stands_behind(state: &State, value: &RowValue) -> String {
    if value.origin.is_some() {
        return said::who_short(state, value).to_owned();
    }
    match said::hedges(state, value).first() {
        Some(hedge) => format!("nobody (“{hedge}”)"),
        None => said::NOBODY.to_owned(),
    }
}

/// Where the value under the cursor does not stand, the labels of its claims, and who says nothing at all.
fn absent(state: &State, row: &Row, cursor: usize) -> Vec<Line> {
    let Some(value) = row.values.get(cursor) else { return Vec::new() };
    let mut out = Vec::new();
    let articles = value.articles();
    let absent = said::silent(state, row, |id| row.articles.contains(id));
    let others: Vec<_> = row.articles.iter().filter(|id| !articles.contains(id)).collect();
    let labels = said::labels(state, value);
    let more = if labels.len() > 2 { format!(" · {} more", labels.len() - 2) } else { String::new() };
    let labels: Vec<&str> = labels.iter().take(2).map(String::as_str).collect();
    let mut line = vec![piece(Role::Label, format!("   {}{more}", labels.join(" · ")))];
    if !others.is_empty() {
        line.insert(
            0,
            piece(Role::Text, format!("   {} not in {}", said::told(value), said::numbers(state, others))),
        );
    }
    out.push(line);
    if !absent.is_empty() {
        out.push(vec![piece(Role::Dim, format!("   {absent}"))]);
    }
    out
}

/// The number line by origin.
fn drawing(state: &State, row: &Row) -> Vec<Line> {
    let columns = usize::from(state.size.0).saturating_sub(2);
    let values: Vec<(String, &RowValue)> =
        row.values.iter().map(|value| (said::who_short(state, value).to_owned(), value)).collect();
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
    vec![vec![
        piece(Role::Dim, "   range of reports, not a confidence interval:  "),
        piece(
            Role::Text,
            format!(
                "{} ({}) – {} ({})",
                label::grouped(&range.low),
                by(&range.low_by),
                label::grouped(&range.high),
                by(&range.high_by)
            ),
        ),
    ]]
}

/// The pairs that say something, the most serious first, each with its rule.
fn pairs(state: &State, row: &Row) -> Vec<Line> {
    let mut told: Vec<_> = row
        .pairs
        .iter()
        .filter(|pair| !matches!(pair.class, PairClass::Compatible | PairClass::Identical))
        .collect();
    told.sort_by_key(|pair| (pair.class, pair.a, pair.b));
    let side = |place: usize| row.values.get(place).map(said::told).unwrap_or_default();
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

/// How many pairs say nothing, and why that is no agreement.
fn others(row: &Row) -> Vec<Line> {
    let of = |class| row.pairs.iter().filter(|pair| pair.class == class).count();
    let (compatible, identical) = (of(PairClass::Compatible), of(PairClass::Identical));
    let mut out = Vec::new();
    if compatible + identical > 0 {
        let conflict = row.pairs.iter().any(|pair| pair.class == PairClass::Conflict);
        let open = row.values.iter().filter(|value| is_open(value)).map(|value| value.words.as_str());
        let open: Vec<&str> = open.collect();
        let hides = if conflict && !open.is_empty() {
            format!("   open values ({}) fit both sides and hide it", open.join(", "))
        } else {
            String::new()
        };
        let identical = if identical > 0 { format!(", {identical} identical") } else { String::new() };
        out.push(vec![
            piece(
                Role::Dim,
                format!("   ○ {}{identical}: no corroboration", count(compatible, "compatible pair")),
            ),
            piece(Role::Dim, hides),
        ]);
    }
    let mut odd = Vec::new();
    if !row.unagreed.is_empty() {
        let units: Vec<&str> = row.unagreed.iter().map(String::as_str).collect();
        odd.push(format!("units not agreed, not compared: {}", units.join(", ")));
    }
    if row.too_many {
        odd.push("too many values to compare each with each".to_owned());
    }
    if !odd.is_empty() {
        out.push(vec![piece(Role::Error, format!("   {}", odd.join(" · ")))]);
    }
    out
}

fn is_open(value: &RowValue) -> bool {
    match &value.extent {
        Some(crate::ledger::Extent::Numbers(interval)) => interval.high.is_none() || interval.low.is_none(),
        _ => false,
    }
}
