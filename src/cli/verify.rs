//! `factcheck verify`: whether a session, its log and its articles are what they say.
//!
//! **Invariant:** exit code 0 only where nothing is off; every finding names its object.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::case::load_error;
use super::error::{CliError, Code};
use super::open::default_place;
use super::output;
use crate::app::status::count;
use crate::store::article;
use crate::store::disk::{Disk, RealDisk};
use crate::store::names::SessionFiles;
use crate::store::verify::verify;
use crate::text::visible::visible_line;

/// Check articles, quotes and log of a session; exit code 1 where anything is off.
#[derive(Debug, Args)]
pub struct VerifyArguments {
    /// The session file.
    session: PathBuf,
}

pub fn run(arguments: &VerifyArguments) -> Result<Code, CliError> {
    let files = session_files(&arguments.session)?;
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let report = verify(&disk, &files, article::LIMIT).map_err(|error| load_error(&error))?;
    let mut text = String::new();
    for finding in &report.findings {
        let claim = finding.claim.map_or_else(String::new, |n| format!(" (c{n})"));
        text.push_str(&format!("{}{claim}: {}\n", finding.on, visible_line(&finding.what)));
    }
    for note in &report.notes {
        text.push_str(&format!("note: {}\n", visible_line(note)));
    }
    let head = report.head.head.as_deref().unwrap_or("none");
    let what = if report.findings.is_empty() {
        "nothing is off".to_owned()
    } else {
        count(report.findings.len(), "problem")
    };
    text.push_str(&format!(
        "{what}: {}, {}, {} of the log\nlog head {head} at line {} (tamper-evident if this was kept elsewhere)\n",
        count(report.articles, "article"),
        count(report.claims, "claim"),
        count(usize::try_from(report.lines).unwrap_or(usize::MAX), "line"),
        report.head.sequence,
    ));
    output::print(&text)?;
    Ok(if report.findings.is_empty() { Code::Fine } else { Code::Problems })
}

/// Returns a session's files by the path of its session file.
pub fn session_files(path: &std::path::Path) -> Result<SessionFiles, CliError> {
    // A bare name is one of the sessions that `factcheck sessions` lists.
    let named = path.components().count() == 1 && !path.exists();
    let listed = named.then(|| default_place().ok()).flatten().and_then(|place| {
        let name = path.with_extension("json");
        let folders = [Some(place.working.join("sessions")), place.data];
        folders.into_iter().flatten().map(|folder| folder.join(&name)).find(|path| path.exists())
    });
    SessionFiles::of(listed.as_deref().unwrap_or(path)).map_err(|error| {
        CliError::data(format!("{}: {error}", path.display())).hint("name a session file, NAME.json")
    })
}
