//! `factcheck sessions`: which sessions there are, and where.
//!
//! **Invariant:** reads only; a session that cannot be read is listed with the reason.

use clap::{Args, ValueEnum};

use super::error::{CliError, Code};
use super::open::default_place;
use super::output;
use crate::app::status::count;
use crate::store::disk::RealDisk;
use crate::store::sessions::{Known, list};
use crate::text::visible::visible_line;

/// List the sessions in ./sessions and in the user's data directory.
#[derive(Debug, Args)]
pub struct SessionsArguments {
    /// How to print them.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Table,
    Json,
}

pub fn run(arguments: &SessionsArguments) -> Result<Code, CliError> {
    let known = list(&RealDisk, &default_place()?);
    let text = match arguments.format {
        Form::Table if known.is_empty() => {
            "no session yet; factcheck open makes one with the first edit\n".to_owned()
        }
        Form::Table => known.iter().map(row).collect(),
        Form::Json => crate::format::tables::sessions_json(&known.iter().map(fields).collect::<Vec<_>>()),
    };
    output::print(&text)?;
    Ok(Code::Fine)
}

fn row(known: &Known) -> String {
    let open = if known.is_open { "  (open)" } else { "" };
    let what = match &known.summary {
        Ok(summary) => format!(
            "{}, {}, revision {}",
            count(summary.articles, "article"),
            count(summary.claims, "claim"),
            summary.revision
        ),
        Err(why) => format!("cannot be read: {why}"),
    };
    format!(
        "{:<24} {what}{open}\n    {}\n",
        visible_line(&known.name),
        visible_line(&known.path.to_string_lossy())
    )
}

fn fields(known: &Known) -> crate::format::tables::SessionRow {
    let summary = known.summary.as_ref();
    crate::format::tables::SessionRow {
        name: known.name.clone(),
        path: known.path.to_string_lossy().into_owned(),
        open: known.is_open,
        articles: summary.map(|s| s.articles).ok(),
        claims: summary.map(|s| s.claims).ok(),
        revision: summary.map(|s| s.revision).ok(),
        problem: summary.err().cloned(),
    }
}
