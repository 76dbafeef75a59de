//! `factcheck export`: reports and data.
//!
//! **Invariant:** waits for every article's hash; what is left out is said. The source files are never written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use jiff::Timestamp;

use super::case::load_error;
use super::error::{CliError, Code};
use super::output;
use super::recording;
use super::verify::session_files;
use crate::app::status::count;
use crate::format::export::{self, ArticleText, Format, Report, Written};
use crate::format::report::{self, ClaimsListed};
use crate::model::{ArticleId, Export, Session};
use crate::store::article::{self, LIMIT};
use crate::store::disk::{Disk, RealDisk};
use crate::store::export_file::{self, Existing};
use crate::store::known::Known;
use crate::store::{load, place};

/// Write a report or data from a session.
#[derive(Debug, Args)]
pub struct ExportArguments {
    /// The session file.
    session: PathBuf,
    /// What to write: markdown (the report), csv (claims), ledger-csv or json (the session with its texts).
    #[arg(long, value_name = "NAME")]
    format: String,
    /// Where to write it; without, standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it stands there already.
    #[arg(long)]
    force: bool,
    /// Which claims the report's appendix lists.
    #[arg(long, value_name = "WHICH", default_value = "all", value_parser = listed)]
    claims: ClaimsListed,
    /// The name that the report is made by.
    #[arg(long, value_name = "NAME")]
    analyst: Option<String>,
    /// The time that the report bears; without, now.
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
}

fn listed(word: &str) -> Result<ClaimsListed, String> {
    let known = ClaimsListed::ALL.iter().find(|(_, known)| *known == word);
    known.map(|(listed, _)| *listed).ok_or_else(|| "one of none, cited, all".to_owned())
}

pub fn run(arguments: &ExportArguments) -> Result<Code, CliError> {
    let format = Format::from_name(&arguments.format).ok_or_else(|| {
        let names: Vec<_> = Format::ALL.iter().map(|(_, name)| *name).collect();
        CliError::usage(format!("there is no format {}", arguments.format))
            .hint(format!("one of {}", names.join(", ")))
    })?;
    let loaded = Loaded::from(&arguments.session)?;
    let mut made = written(&loaded, format, arguments)?;
    let at = arguments.at.unwrap_or_else(Timestamp::now);
    let export = Export {
        at: Timestamp::from_second(at.as_second()).unwrap_or(at),
        revision: loaded.session.revision,
        format: format.name().to_owned(),
        sha256: article::sha256(made.text.as_bytes()),
    };
    let name = arguments.analyst.clone();
    if let Some(path) = &arguments.output {
        let existing = if arguments.force { Existing::Replace } else { Existing::Keep };
        export_file::write(&RealDisk as &dyn Disk, path, made.text.as_bytes(), existing)
            .map_err(|trouble| CliError::data(&trouble).hint("--force replaces a file that stands there"))?;
        made.text = format!("{} written\n", path.display());
    }
    output::print(&made.text)?;
    for words in advice(&loaded, &made) {
        output::hint(&words);
    }
    // The session itself with its texts is no report of it.
    if format != Format::Json
        && let Some(why) = recording::record(&loaded.session, &arguments.session, export, name.as_deref())
    {
        output::hint(&why);
    }
    Ok(if loaded.problems.is_empty() { Code::Fine } else { Code::Problems })
}

/// A session with the texts that are what was annotated.
pub struct Loaded {
    /// The session.
    pub session: Session,
    texts: BTreeMap<ArticleId, ArticleText>,
    /// What is wrong with its articles.
    problems: Vec<String>,
}

impl Loaded {
    /// Returns the same articles with another session.
    pub fn with(&self, session: Session) -> Self {
        Self { session, texts: self.texts.clone(), problems: self.problems.clone() }
    }

    /// Loads a session and the articles whose hash is the stored one.
    pub fn from(path: &Path) -> Result<Self, CliError> {
        let files = session_files(path)?;
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        let loaded = load::load(&disk, &files).map_err(|error| load_error(&error))?;
        let Some(loaded) = loaded else {
            return Err(CliError::data(format!("there is no session {}", files.session().display()))
                .hint("factcheck sessions lists them"));
        };
        let session = loaded.session;
        let mut texts = BTreeMap::new();
        let mut problems = Vec::new();
        for (id, stored) in &session.articles {
            let place = place::place_of(&files, &stored.path, &[], &Default::default());
            match article::read_whole(&place, LIMIT, &Known::of(Some(stored), &files)) {
                Ok(whole) if stored.sha256.as_ref().is_none_or(|hash| *hash == whole.sha256) => {
                    let replaced = whole.decoded.replaced_count;
                    texts.insert(
                        id.clone(),
                        ArticleText { text: whole.text, map: whole.decoded.map, replaced },
                    );
                }
                Ok(_) => problems.push(format!("{id}: its file has changed since it was annotated")),
                Err(error) => problems.push(format!("{id}: {error}")),
            }
        }
        Ok(Self { session, texts, problems })
    }
}

/// Makes an export.
pub fn written<'a>(
    loaded: &Loaded,
    format: Format,
    arguments: impl Into<Option<&'a ExportArguments>>,
) -> Result<Written, CliError> {
    let arguments = arguments.into();
    let name = arguments.and_then(|arguments| arguments.analyst.clone());
    let name = name.unwrap_or_else(|| analysts(&loaded.session));
    let at = arguments.and_then(|arguments| arguments.at).unwrap_or_else(Timestamp::now);
    let report = Report { session: &loaded.session, texts: &loaded.texts, at, analyst: &name, order: &[] };
    Ok(match (format, arguments) {
        (Format::Markdown, Some(arguments)) => report::write(&report, arguments.claims),
        _ => export::write(format, &report),
    })
}

/// The names of those who worked on the session.
fn analysts(session: &Session) -> String {
    let names: Vec<_> = session.analysts.values().map(|analyst| analyst.name.clone()).collect();
    if names.is_empty() { "analyst".to_owned() } else { names.join(", ") }
}

fn advice(loaded: &Loaded, made: &Written) -> Vec<String> {
    let mut advice = loaded.problems.clone();
    if made.private > 0 {
        advice.push(format!("{} left out", count(made.private, "private claim")));
    }
    if !made.not_in_place.is_empty() {
        let numbers: Vec<_> = made.not_in_place.iter().map(|n| format!("c{n}")).collect();
        advice.push(format!("left out, their words are not at their place: {}", numbers.join(" ")));
    }
    if loaded.session.analysts.keys().any(|id| id.as_str() == "analyst") {
        advice.push("some edits bear no name: open --analyst NAME sets yours".to_owned());
    }
    advice
}
