//! `factcheck ledger`: who says what on each question.
//!
//! **Invariant:** reads only; what a terminal sees was made visible, what a program reads is the same everywhere.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::case::load_error;
use super::error::{CliError, Code};
use super::output;
use super::verify::session_files;
use crate::format::{ledger_csv, ledger_json, ledger_table};
use crate::ledger::{Ledger, Row};
use crate::model::Session;
use crate::store::disk::{Disk, RealDisk};
use crate::store::load;

/// Print the ledger of a session: each question with its values, who says them, and what conflicts.
#[derive(Debug, Args)]
pub struct LedgerArguments {
    /// The session file.
    session: PathBuf,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    /// Only questions with these words in their text, or this id.
    #[arg(long, value_name = "WORDS")]
    question: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Table,
    Json,
    Csv,
}

pub fn run(arguments: &LedgerArguments) -> Result<Code, CliError> {
    let session = load_session(&arguments.session)?;
    let ledger = Ledger::build(&session);
    let text = match (&arguments.question, arguments.format) {
        (None, Form::Table) if ledger.is_empty() => "no question yet\n".to_owned(),
        (None, Form::Table) => ledger_table::write(&session, &ledger),
        (None, Form::Json) => ledger_json::write(&session, &ledger),
        (None, Form::Csv) => ledger_csv::write(&session, &ledger),
        (Some(words), form) => {
            let rows = ledger.rows().filter(|row| asks(&session, row, words));
            match form {
                Form::Table => ledger_table::write_rows(&session, rows),
                Form::Json => ledger_json::write_rows(&session, rows),
                Form::Csv => ledger_csv::write_rows(&session, rows),
            }
        }
    };
    output::print(&text)?;
    Ok(Code::Fine)
}

/// Says whether a row's question has the id, or the words whatever their case.
fn asks(session: &Session, row: &Row, words: &str) -> bool {
    let text = session.questions.get(&row.question).map_or("", |question| &question.text);
    row.question.as_str() == words || text.to_lowercase().contains(&words.to_lowercase())
}

/// Loads a session without looking at its articles.
pub fn load_session(path: &std::path::Path) -> Result<Session, CliError> {
    let files = session_files(path)?;
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let loaded = load::load(&disk, &files).map_err(|error| load_error(&error))?;
    loaded.map(|loaded| loaded.session).ok_or_else(|| {
        CliError::data(format!("there is no session {}", files.session().display()))
            .hint("factcheck sessions lists them")
    })
}
