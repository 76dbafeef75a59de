//! The write-up: the report as it would be exported, and writing views to files.
//!
//! **Invariant:** what is previewed is what is written, byte for byte; it is made anew when the session changes.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Entry, ListKind, ListView};
use crate::app::commit;
use crate::app::msg::{Effect, Exported, WrittenFile};
use crate::app::overlay::{Field, Overlay};
use crate::app::piece::{Line, piece};
use crate::app::state::State;
use crate::command::{App, Command};
use crate::format::export::Format;
use crate::format::{ledger_csv, ledger_json, ledger_table};
use crate::ledger::Row;
use crate::model::Export;
use crate::text::Span;
use crate::text::visible::visible_line;
use crate::text::wrap::{Effort, wrap};
use crate::theme::Role;

/// The report as it would be written.
#[derive(Debug, Clone, Default)]
pub struct WriteUp {
    /// How many times it was made or wrapped: lists are made anew when it changes.
    pub made: u64,
    /// The revision that it was asked for.
    asked: Option<u64>,
    /// The revision that the report at hand was made from.
    of: u64,
    /// The report, or why there is none; none until it arrives.
    text: Option<Result<Arc<str>, String>>,
    /// Its lines at the screen's width, made visible, each with what it is.
    lines: Vec<(Role, String)>,
    /// The columns that they were wrapped to.
    columns: u16,
}

/// Asks for the report where its preview is on screen and the session has changed since; wraps it to the screen.
pub fn refresh(state: &mut State, now: Timestamp, effects: &mut Vec<Effect>) {
    if state.lists.last().is_none_or(|list| list.kind != ListKind::WriteUp) {
        return;
    }
    let revision = state.doc.session.revision;
    if state.write_up.asked != Some(revision) {
        state.write_up.asked = Some(revision);
        let articles = state.doc.articles.iter().enumerate();
        effects.push(Effect::WriteUp {
            session: Arc::new(state.doc.session.clone()),
            articles: articles.map(|(n, entry)| (n, entry.id.clone())).collect(),
            analyst: state.doc.analyst.name.clone(),
            at: now,
        });
    }
    if state.write_up.columns != state.size.0 {
        lay_out(state);
    }
}

/// Takes the report up.
pub fn arrived(state: &mut State, text: Result<String, String>) {
    state.write_up.of = state.write_up.asked.unwrap_or_default();
    state.write_up.text = Some(text.map(Arc::from));
    lay_out(state);
}

fn lay_out(state: &mut State) {
    let write_up = &mut state.write_up;
    write_up.columns = state.size.0;
    write_up.made += 1;
    write_up.lines = match &write_up.text {
        Some(Ok(text)) => text.lines().flat_map(|line| wrapped(line, state.size.0)).collect(),
        Some(Err(why)) => vec![(Role::Error, visible_line(why))],
        None => Vec::new(),
    };
}

fn wrapped(line: &str, columns: u16) -> Vec<(Role, String)> {
    let role = match line.split_once(' ') {
        Some((marks, _)) if marks.chars().all(|c| c == '#') => Role::Heading,
        Some((">", _)) => Role::Quote,
        _ => Role::Text,
    };
    let shown = visible_line(line);
    let mut rows = Vec::new();
    let all = Span { start: 0, end: shown.len() };
    wrap(&shown, all, columns.saturating_sub(2).max(1), &mut rows, &mut Effort::default());
    if rows.is_empty() {
        return vec![(role, String::new())];
    }
    rows.iter().map(|row| (role, row.shown().of(&shown).to_owned())).collect()
}

/// Returns the lines of the report.
pub fn entries(state: &State) -> Vec<Entry> {
    (0..state.write_up.lines.len()).map(Entry::ReportLine).collect()
}

/// Returns the heading.
pub fn heading(state: &State) -> Line {
    let write = state.key_of(App::WriteView.into());
    let words = match state.write_up.text {
        None => "making the report …".to_owned(),
        Some(_) => format!("the report as it would be written; {write} writes it to a file"),
    };
    vec![piece(Role::Heading, format!(" {words}"))]
}

/// Returns a line of the report.
pub fn line(state: &State, n: usize) -> Line {
    let Some((role, text)) = state.write_up.lines.get(n) else { return Vec::new() };
    vec![piece(*role, format!(" {text}"))]
}

/// Asks where this view is to be written.
pub fn ask_where(state: &mut State) {
    let Some(list) = state.lists.last() else { return };
    let case: String = state.title.chars().map(|c| if matches!(c, '/' | '\\') { '-' } else { c }).collect();
    let name = match list.kind {
        ListKind::WriteUp => format!("{case}-report.md"),
        _ => format!("{case}-{}.txt", list.name()),
    };
    let mut field = Field::new(&name);
    field.is_left_over = false;
    state.overlays.push(Overlay::Write(field));
}

/// Writes this view to a file of that name; the ledger by the name's ending as table, CSV or JSON. A report and a
/// ledger in CSV are exports, and are recorded once they are written.
pub fn write(state: &mut State, path: &str, effects: &mut Vec<Effect>) {
    let path = path.trim();
    if path.is_empty() {
        state.say("no file was named");
        return;
    }
    let Some(list) = state.lists.last() else { return };
    let revision = state.doc.session.revision;
    let export = |format: Format, revision| Some(Exported { format: format.name().to_owned(), revision });
    let (text, export): (Arc<str>, _) = match list.kind {
        ListKind::WriteUp => match &state.write_up.text {
            Some(Ok(text)) => (Arc::clone(text), export(Format::Markdown, state.write_up.of)),
            _ => {
                state.say("the report is not made yet; try again");
                return;
            }
        },
        ListKind::Ledger => {
            let is_csv = path.to_lowercase().ends_with(".csv") && list.filter.is_empty();
            let exported = if is_csv { export(Format::LedgerCsv, revision) } else { None };
            (ledger(state, list, path).into(), exported)
        }
        _ => (plain(state, list).into(), None),
    };
    effects.push(Effect::WriteFile { path: path.to_owned(), text, export });
    state.say(format!("writing {path}"));
}

/// Tells where a file was written, or why not, and records an export.
pub fn written(
    state: &mut State,
    result: Result<WrittenFile, String>,
    now: Timestamp,
    effects: &mut Vec<Effect>,
) {
    let file = match result {
        Ok(file) => file,
        Err(why) => {
            let write = state.key_of(Command::from(App::WriteView));
            state.warn(format!("{why}; {write} asks again"));
            return;
        }
    };
    let recorded = match &file.export {
        None => String::new(),
        Some(exported) => {
            let export = Export {
                at: now,
                revision: exported.revision,
                format: exported.format.clone(),
                sha256: file.sha256.clone(),
            };
            match commit::exported(&mut state.doc, export, now, effects) {
                Ok(()) => " · recorded in the log".to_owned(),
                Err(commit::Refused(why)) => format!(" · not recorded: {why}"),
            }
        }
    };
    state.say(format!("written to {}{recorded}", file.path));
}

/// The rows that pass the filter, in the order of the list.
fn ledger(state: &State, list: &ListView, path: &str) -> String {
    let rows: Vec<&Row> = list
        .entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Row(id) => state.doc.ledger.row(id),
            _ => None,
        })
        .collect();
    let session = &state.doc.session;
    match path.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).as_deref() {
        Some("csv") => ledger_csv::write_rows(session, rows.into_iter()),
        Some("json") => ledger_json::write_rows(session, rows.into_iter()),
        _ => ledger_table::write_rows(session, rows.into_iter()),
    }
}

/// The lines of a list as they stand on screen.
fn plain(state: &State, list: &ListView) -> String {
    let mut out = String::new();
    for entry in &list.entries {
        let line: String = super::line(state, entry).iter().map(|piece| piece.text.as_str()).collect();
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
