//! The ledger: every question above, the one under the cursor below.
//!
//! **Invariant:** only what is on screen is made into lines; a value never stands without its comparator and speaker.

pub mod keys;
pub mod panel;
pub mod plot;
pub mod proposed;
pub mod summary;

use super::{Entry, ListView};
use crate::app::piece::{Line, piece};
use crate::app::said;
use crate::app::state::State;
use crate::app::status::count;
use crate::ledger::{Row, Seriousness};
use crate::model::{QuestionId, Session, label};
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
const MOST_ARTICLES: usize = 40;

/// The most articles that a narrow screen shows one by one, and the columns of their counts.
const NARROW_ARTICLES: usize = 12;
const COUNTED: usize = 11;

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
    let rows = rows.into_iter().map(|row| Entry::Row(row.question.clone()));
    rows.chain(proposed::entries(state)).collect()
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

/// Returns a question's words with its unit in so many columns: the words are cut before the unit, and the unit goes
/// where the words hold it.
fn question_cell(session: &Session, id: &QuestionId, columns: usize) -> String {
    let full = question_and_unit(session, id);
    let words = question(session, id);
    let unit = session.questions.get(id).and_then(|question| question.unit.as_deref());
    if width::of_str(&full) <= columns {
        return width::pad(&full, columns);
    }
    let Some(unit) = unit.filter(|unit| !label::holds(words, unit)) else {
        return width::pad(words, columns);
    };
    let left = columns.saturating_sub(width::of_str(words) + " ()".len());
    let unit = format!(" ({})", width::clip_end(unit, left.max(UNIT)));
    let room = columns.saturating_sub(width::of_str(&unit));
    width::pad(&format!("{}{unit}", width::clip_end(words, room)), columns)
}

/// The columns of a unit that the words before it give way to.
const UNIT: usize = 8;

/// Returns what the first row says: how many questions, how many in conflict, the filter, the order.
pub fn status(state: &State, list: &ListView) -> String {
    let ledger = &state.doc.ledger;
    let approximate = ledger.count(Seriousness::Approximate);
    let questions = count(ledger.len(), "question");
    let conflicts = ledger.count(Seriousness::Conflict);
    let sort = list.sort.name();
    let marked = match list.n_marked() {
        0 => String::new(),
        n => format!(" · {n} marked"),
    };
    if state.size.0 < WIDE {
        let about = if approximate > 0 { format!(", {approximate} ~") } else { String::new() };
        return match marked.is_empty() {
            true => format!(" ledger  {questions} · {conflicts} in conflict{about} · {sort}"),
            false => format!(" ledger  {questions} · {conflicts} in conflict{marked}"),
        };
    }
    let about = if approximate > 0 { format!(", {approximate} approximate") } else { String::new() };
    let filter = if list.filter.is_empty() { "   filter: none" } else { "" };
    format!(
        " {} › ledger   {questions}: {conflicts} in conflict{about}{marked}{filter}   sort: {sort}",
        state.title
    )
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
    /// Whether the strip counts articles instead of showing each.
    counted: bool,
}

impl Columns {
    fn of(state: &State) -> Self {
        let all = usize::from(state.size.0);
        let wide = state.size.0 >= WIDE;
        let articles = state.doc.articles.len();
        // On a narrow screen many articles are counted instead: the questions need the columns.
        let counted = !wide && articles > NARROW_ARTICLES;
        let strip = if counted { COUNTED } else { articles.min(MOST_ARTICLES).min(all / 3) };
        let taken = 4 + 2 + strip + if wide { 2 + 16 } else { 10 };
        let room = all.saturating_sub(taken + 1);
        let question = room * 2 / 5;
        Self { question, values: room.saturating_sub(question + 2), strip, wide, counted }
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
    let strip: String = match columns.counted {
        true => width::pad("articles", columns.strip),
        false => (1..=columns.strip).map(|n| char::from_digit(n as u32 % 10, 10).unwrap_or(' ')).collect(),
    };
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
    let strip = if columns.counted {
        let all = || state.doc.articles.iter().map(|entry| said::presence(state, row, &entry.id));
        let count = |mark: char| all().filter(|found| *found == mark).count();
        let (speak, unread) = (count('●'), count('?'));
        let silent = state.doc.articles.len() - speak - unread;
        width::pad(&format!("●{speak} ·{silent} ?{unread}"), columns.strip)
    } else {
        let articles = state.doc.articles.iter().take(columns.strip);
        articles.map(|entry| said::presence(state, row, &entry.id)).collect()
    };
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
        piece(Role::Label, question_cell(&state.doc.session, id, columns.question)),
        piece(Role::Text, format!("  {}  ", cell(&summary::of(state, row, columns.values), columns.values))),
        piece(Role::Text, strip),
        piece(Role::Dim, columns.counts([a, b, c, d])),
    ]
}

#[cfg(test)]
mod tests;
