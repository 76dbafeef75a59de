//! `factcheck open`: the workbench on the terminal.
//!
//! **Invariant:** asks nothing; what cannot be opened is said with what to do, before the terminal is taken.

use std::ffi::OsStr;
use std::io::Read;
use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use super::Colour;
use super::case::{CaseRequest, open_case};
use super::error::CliError;
use super::output;
use super::settings;
use super::world::LiveWorld;
use crate::config::Config;
use crate::model::ArticleId;
use crate::store::disk::{Disk, RealDisk};
use crate::store::names::SessionFiles;
use crate::store::place::{Where, data_folder, from_home};
use crate::store::zone;
use crate::store::{again, article};
use crate::term;
use crate::text::visible::visible_line;
use crate::theme::Theme;

/// Open articles side by side; without a path, the sample case.
#[derive(Debug, Args)]
pub struct OpenArguments {
    /// Files, folders, one session file, or - for standard input.
    paths: Vec<PathBuf>,
    /// The session file to use.
    #[arg(long, value_name = "FILE")]
    session: Option<PathBuf>,
    /// Begin a new session even where one stands.
    #[arg(long)]
    new: bool,
    /// The name that edits are made by.
    #[arg(long, value_name = "NAME")]
    analyst: Option<String>,
    /// Write nothing.
    #[arg(long)]
    read_only: bool,
    /// Take the best backup, or the log, in place of a damaged session; the damaged file is kept.
    #[arg(long)]
    recover: bool,
    /// How it looks.
    #[arg(long, value_name = "NAME", value_parser = Theme::NAMES)]
    theme: Option<String>,
    /// Begin with this article in focus, by its id in the session.
    #[arg(long, value_name = "ARTICLE", hide = true, overrides_with = "focus")]
    focus: Option<String>,
    /// Write counters to this file at the end.
    #[arg(long, value_name = "FILE", hide = true)]
    stats: Option<PathBuf>,
}

pub fn run(arguments: OpenArguments, colour: Colour) -> Result<u8, CliError> {
    term::harden();
    term::install_panic_hook();
    if !term::is_terminal() {
        return Err(CliError::data("the workbench needs a terminal")
            .hint("factcheck replay PATH --keys KEYS prints its screens without one"));
    }
    let (config, problem) = settings::of_user()?;
    let chosen_theme = config.theme;
    let is_given = arguments.paths.iter().any(|path| path.as_os_str() == "-");
    let place = Where { file: arguments.session, new: arguments.new, ..place_of(&config)? };
    let request = CaseRequest {
        paths: arguments.paths,
        place,
        analyst: arguments.analyst,
        read_only: arguments.read_only,
        recover: arguments.recover,
        config,
        answers: crate::store::consent::file(),
    };
    let case = open_case(request, Timestamp::now(), zone::local())?;
    let (notices, files) = (case.notices.clone(), case.files.clone());
    let (mut state, world) = LiveWorld::new(case);
    world.register_save();
    let focus = arguments.focus.and_then(|id| state.doc.article_index(&ArticleId::new(id)));
    if let Some(article) = focus {
        state.go_to(article, None);
    }
    let options = term::Options {
        theme: theme(arguments.theme.as_deref(), chosen_theme, colour),
        ..term::Options::default()
    };
    let mut notices = notices;
    notices.extend(problem);
    if !state.skipped.is_empty() {
        notices.push(format!("{} passed over: ga lists them", state.skipped.len()));
    }
    if !notices.is_empty() {
        state.warn(notices.join(" · "));
    }
    let outcome = term::run(state, Vec::new(), world, options)
        .map_err(|error| CliError::data(format!("the terminal cannot be used: {error}")))?;
    if let Some(path) = &arguments.stats {
        let text = outcome.stats.to_json();
        crate::store::export_file::write(
            &RealDisk as &dyn Disk,
            path,
            text.as_bytes(),
            crate::store::export_file::Existing::Replace,
        )
        .map_err(|trouble| CliError::data(&trouble).hint(trouble.hint()))?;
    }
    if let Some(focus) = &outcome.anew {
        return Err(begin_anew(focus.as_ref(), is_given, &files));
    }
    if outcome.not_saved.is_none() && files.session().exists() {
        let told = output::print(&format!("saved in {}\n", visible_line(&files.session().to_string_lossy())));
        // After a signal or with the terminal gone, the exit code tells of that.
        if outcome.code == 0 {
            told?;
        }
    }
    if let Some(why) = &outcome.not_saved {
        output::failed(&CliError::data(format!("not everything was saved: {why}")));
    }
    Ok(outcome.code)
}

/// Begins the program anew on the same case; returns only where that fails.
fn begin_anew(focus: Option<&ArticleId>, is_given: bool, files: &SessionFiles) -> CliError {
    if is_given {
        let session = visible_line(&files.session().to_string_lossy());
        return CliError::data("standard input cannot be read a second time")
            .hint(format!("the session is free: factcheck open {session}"));
    }
    let added: Vec<&OsStr> =
        focus.map(|id| [OsStr::new("--focus"), OsStr::new(id.as_str())]).into_iter().flatten().collect();
    let Err(error) = again::begin(&added);
    CliError::data(format!("the program cannot be started again: {error}"))
        .hint("the session is free: open it once more to edit it")
}

/// Returns where the user's sessions are looked for.
pub fn default_place() -> Result<Where, CliError> {
    place_of(&settings::of_user()?.0)
}

/// Returns where sessions are looked for: the working directory, then the folder that the settings name, else the
/// one in the user's data directory.
pub fn place_of(config: &Config) -> Result<Where, CliError> {
    let working = std::env::current_dir()
        .map_err(|error| CliError::data(format!("the working directory cannot be found: {error}")))?;
    let data = config.sessions.as_deref().map(from_home).or_else(data_folder);
    Ok(Where { file: None, working, data, new: false })
}

/// Returns the theme: the one named, else without colours where `--color` says so, else that of the settings, else
/// without colours where the surroundings do not want them.
pub fn theme(name: Option<&str>, chosen: Option<Theme>, colour: Colour) -> Theme {
    let plain = match colour {
        Colour::Always => false,
        Colour::Never => true,
        Colour::Auto if chosen.is_some() => false,
        Colour::Auto => {
            std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
                || std::env::var_os("TERM").is_some_and(|term| term == "dumb")
        }
    };
    match name.and_then(Theme::by_name) {
        Some(theme) => theme,
        None if plain => Theme::Mono,
        None => chosen.unwrap_or_default(),
    }
}

/// Reads standard input to its end, up to the limit of an article.
pub fn read_standard_input() -> Result<Vec<u8>, CliError> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(article::LIMIT + 1).read_to_end(&mut bytes);
    read.map_err(|error| CliError::data(format!("standard input cannot be read: {error}")))?;
    if bytes.len() as u64 > article::LIMIT {
        return Err(CliError::data(format!("standard input is over {} bytes", article::LIMIT)));
    }
    Ok(bytes)
}
