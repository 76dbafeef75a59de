//! The ledger: every question above, the one under the cursor below.
//!
//! **Invariant:** only what is on screen is made into lines; a value never stands without its comparator and speaker.

pub mod keys;
pub mod panel;
pub mod plot;

use super::{Entry, ListView};
use crate::app::piece::{Line, piece};
use crate::app::said;
use crate::app::state::State;
use crate::app::status::count;
use crate::ledger::{PairClass, Row, RowValue, Seriousness};
use crate::model::{QuestionId, Session};
use crate::text::width;
use crate::theme::Role;

/// What the rows are sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// Conflicts first.
    #[default]
    Seriousness,
    /// The most mentioned first.
    Mentions,
    /// The fewest independent origins first.
    Origins,
    /// By the words of the question.
    Words,
}

impl Sort {
    /// Returns the next order.
    pub fn next(self) -> Self {
        match self {
            Self::Seriousness => Self::Mentions,
            Self::Mentions => Self::Origins,
            Self::Origins => Self::Words,
            Self::Words => Self::Seriousness,
        }
    }

    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seriousness => "seriousness",
            Self::Mentions => "mentions",
            Self::Origins => "origins",
            Self::Words => "question",
        }
    }
}

/// Below so many columns names are cut shorter and the counts stand closer.
const WIDE: u16 = 100;

/// The most articles that the strip of presence has columns for.
const MOST_ARTICLES: usize = 24;

/// Returns all questions in the order of the list.
pub fn entries(state: &State, sort: Sort) -> Vec<Entry> {
    let mut rows: Vec<&Row> = state.doc.ledger.rows().collect();
    match sort {
        Sort::Seriousness => {}
        Sort::Mentions => rows.sort_by_key(|row| std::cmp::Reverse(row.mentions)),
        Sort::Origins => rows.sort_by_key(|row| row.origins.len()),
        Sort::Words => {
            rows.sort_by_cached_key(|row| question(&state.doc.session, &row.question).to_lowercase())
        }
    }
    rows.into_iter().map(|row| Entry::Row(row.question.clone())).collect()
}

/// Returns a question's words.
pub fn question<'a>(session: &'a Session, id: &'a QuestionId) -> &'a str {
    session.questions.get(id).map_or(id.as_str(), |question| &question.text)
}

/// Returns a question's words with its unit.
pub fn question_and_unit(session: &Session, id: &QuestionId) -> String {
    let unit = session.questions.get(id).and_then(|question| question.unit.as_deref());
    let unit = unit.map(|unit| format!(" ({unit})")).unwrap_or_default();
    format!("{}{unit}", question(session, id))
}

/// Returns what the first row says: how many questions, how many in conflict, the filter, the order.
pub fn status(state: &State, list: &ListView) -> String {
    let ledger = &state.doc.ledger;
    let approximate = match ledger.count(Seriousness::Approximate) {
        0 => String::new(),
        n if state.size.0 < WIDE => format!(", {n} ~"),
        n => format!(", {n} approximate"),
    };
    let questions = count(ledger.len(), "question");
    let conflicts = ledger.count(Seriousness::Conflict);
    let sort = list.sort.name();
    if state.size.0 < WIDE {
        return format!(" ledger  {questions} · {conflicts} in conflict{approximate} · sort: {sort}");
    }
    format!(" {} › ledger   {questions}: {conflicts} in conflict{approximate}   sort: {sort}", state.title)
}

/// Returns an entry's words for the filter: question, unit, values, who says them.
pub fn text(state: &State, id: &QuestionId) -> String {
    let mut words = question_and_unit(&state.doc.session, id);
    if let Some(row) = state.doc.ledger.row(id) {
        for value in &row.values {
            words.push(' ');
            words.push_str(&said::told_by(state, value));
        }
    }
    words.to_lowercase()
}

/// The columns of a row's parts.
struct Columns {
    question: usize,
    values: usize,
    strip: usize,
    wide: bool,
}

impl Columns {
    fn of(state: &State) -> Self {
        let all = usize::from(state.size.0);
        let wide = state.size.0 >= WIDE;
        let strip = state.doc.articles.len().min(MOST_ARTICLES).min(all / 3);
        let taken = 4 + 2 + strip + if wide { 2 + 16 } else { 10 };
        let room = all.saturating_sub(taken + 1);
        let question = room * 2 / 5;
        Self { question, values: room.saturating_sub(question + 2), strip, wide }
    }

    /// The counts right-aligned: mentions, articles, origins, parties.
    fn counts(&self, words: [&str; 4]) -> String {
        let [a, b, c, d] = words;
        match self.wide {
            true => format!("  {a:>4}{b:>4}{c:>4}{d:>4}"),
            false => format!("{a:>4}{b:>2}{c:>2}{d:>2}"),
        }
    }
}

/// Returns the heading above the rows.
pub fn heading(state: &State) -> Line {
    let columns = Columns::of(state);
    let strip: String =
        (1..=columns.strip).map(|n| char::from_digit(n as u32 % 10, 10).unwrap_or(' ')).collect();
    let names = if columns.wide { ["men", "art", "ori", "par"] } else { ["m", "a", "o", "p"] };
    let question = width::pad("question (unit)", columns.question);
    let values = if columns.wide { "values as printed, with who says each" } else { "values, who says each" };
    let values = width::pad(&width::clip_end(values, columns.values), columns.values);
    vec![piece(Role::Heading, format!("    {question}  {values}  {strip}{}", columns.counts(names)))]
}

/// Returns a question's line: mark, question, values in short, presence, counts.
pub fn line(state: &State, id: &QuestionId, under_cursor: bool) -> Line {
    let Some(row) = state.doc.ledger.row(id) else { return Vec::new() };
    let columns = Columns::of(state);
    let cell = |words: &str, wide: usize| width::pad(&width::clip_end(words, wide), wide);
    let articles = state.doc.articles.iter().take(columns.strip);
    let strip: String = articles.map(|entry| said::presence(state, row, &entry.id)).collect();
    let counts =
        [row.mentions, row.articles.len(), row.origins.len(), row.parties.len()].map(|n| n.to_string());
    let mark = row.seriousness.mark();
    let role = match row.seriousness {
        Seriousness::Conflict | Seriousness::Approximate => Role::Error,
        _ => Role::Dim,
    };
    let [a, b, c, d] = &counts;
    vec![
        piece(Role::Text, if under_cursor { " ▸" } else { "  " }),
        piece(role, format!("{mark} ")),
        piece(Role::Label, cell(&question_and_unit(&state.doc.session, id), columns.question)),
        piece(Role::Text, format!("  {}  ", cell(&summary(state, row, columns.values), columns.values))),
        piece(Role::Text, strip),
        piece(Role::Dim, columns.counts([a, b, c, d])),
    ]
}

/// Returns the values of a row in short: those in conflict against each other first.
fn summary(state: &State, row: &Row, room: usize) -> String {
    let serious = match row.seriousness {
        Seriousness::Conflict => Some(PairClass::Conflict),
        Seriousness::Approximate => Some(PairClass::ApproximateConflict),
        Seriousness::Rendering => Some(PairClass::Rendering),
        Seriousness::Words | Seriousness::OneOrigin | Seriousness::NoOrigin | Seriousness::Rest => None,
    };
    if let Some(class) = serious
        && let Some(words) = against(state, row, class, room)
    {
        return words;
    }
    let values: Vec<&RowValue> = row.values.iter().collect();
    let tail = match row.seriousness {
        Seriousness::OneOrigin => "   one origin",
        Seriousness::NoOrigin => "   no origin",
        _ => "",
    };
    let room = room.saturating_sub(width::of_str(tail));
    let (words, told) = in_turn(state, &values, " / ", room);
    format!("{words}{}{tail}", more(values.len() - told))
}

/// The value in most pairs of that class, then those that it is in such a pair with, then how many there are more.
fn against(state: &State, row: &Row, class: PairClass, room: usize) -> Option<String> {
    let pairs: Vec<_> = row.pairs.iter().filter(|pair| pair.class == class).collect();
    let in_pairs = |place: usize| pairs.iter().filter(|pair| pair.a == place || pair.b == place).count();
    let lead = (0..row.values.len()).max_by_key(|place| (in_pairs(*place), std::cmp::Reverse(*place)))?;
    let mut others: Vec<&RowValue> = Vec::new();
    for pair in pairs.iter().filter(|pair| pair.a == lead || pair.b == lead) {
        others.extend(row.values.get(if pair.a == lead { pair.b } else { pair.a }));
    }
    let room = room.saturating_sub("  +99".len() + 3);
    // The first side has half the room, and what the other does not need.
    let (all, _) = in_turn(state, &others, ", ", usize::from(u16::MAX));
    let half = room.saturating_sub(width::of_str(&all).min(room / 2));
    let (first, _) = in_turn(state, &[row.values.get(lead)?], ", ", half);
    let (rest, told) = in_turn(state, &others, ", ", room.saturating_sub(width::of_str(&first)));
    let more = more(row.values.len().saturating_sub(1 + told));
    Some(format!("{first} {} {rest}{more}", said::mark(class)))
}

/// Says how many values are not told.
fn more(n: usize) -> String {
    if n > 0 { format!("  +{n}") } else { String::new() }
}

/// Values each with who says it, as many as there is room for, and how many these are; long names are cut before a
/// value is left out.
fn in_turn(state: &State, values: &[&RowValue], between: &str, room: usize) -> (String, usize) {
    let who =
        |value: &&'_ RowValue| value.origin.as_ref().map_or("nobody", |id| said::short(state, id)).to_owned();
    let told: Vec<(String, String)> =
        values.iter().map(|value| (said::as_printed(value), who(value))).collect();
    let numbers: usize = told.iter().map(|(words, _)| width::of_str(words) + 1 + between.len()).sum();
    let names = room.saturating_sub(numbers) / told.len().max(1);
    let mut out = String::new();
    for (n, (words, name)) in told.iter().enumerate() {
        let one = match names {
            0..4 => words.clone(),
            _ => format!("{words} {}", width::clip_end(name, names)),
        };
        let left = told.len() - n;
        let needs = width::of_str(&out) + width::of_str(&one) + between.len() + if left > 1 { 4 } else { 0 };
        if n > 0 && needs > room {
            return (out, n);
        }
        if n > 0 {
            out.push_str(between);
        }
        out.push_str(&one);
    }
    (out, told.len())
}

#[cfg(test)]
mod tests;
