//! Where the settings are read from.
//!
//! **Invariant:** a settings file that is off or cannot be read is told of and never ends the program, unless it was
//! named for just this run.

use std::path::{Path, PathBuf};

use super::error::CliError;
use crate::app::status::count;
use crate::config::{self, Config, Problem};
use crate::store::disk::{Disk, RealDisk};
use crate::store::place::settings_file;

/// Returns the path of the user's settings file, whether or not it stands.
pub fn path() -> Result<PathBuf, CliError> {
    settings_file().ok_or_else(|| CliError::data("this system names no folder for settings"))
}

/// Reads a settings file; none where none stands.
pub fn read(path: &Path) -> Result<Option<(Config, Vec<Problem>)>, CliError> {
    let bytes = match RealDisk.read(path, config::LARGEST) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(CliError::data(format!("{} cannot be read: {error}", path.to_string_lossy())));
        }
    };
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) => text,
        Err(error) => {
            let head = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = head.iter().filter(|byte| **byte == b'\n').count() + 1;
            return Err(CliError::data(format!("{}:{line}: not UTF-8", path.to_string_lossy())));
        }
    };
    Ok(Some(config::parse(text.strip_prefix('\u{feff}').unwrap_or(text))))
}

/// Returns the user's settings, with a line on what is wrong in them.
pub fn of_user() -> Result<(Config, Option<String>), CliError> {
    let Some(path) = settings_file() else { return Ok((Config::default(), None)) };
    Ok(match read(&path) {
        Ok(None) => (Config::default(), None),
        Ok(Some((config, problems))) => {
            let words = problems.first().map(|first| {
                let more = problems.len() - 1;
                let more =
                    if more > 0 { format!(" · {} more", count(more, "problem")) } else { String::new() };
                format!("{}{more} · factcheck config check tells all", line(&path, first))
            });
            (config, words)
        }
        Err(error) => (Config::default(), Some(error.message)),
    })
}

/// Returns the settings of a file that was named: it must stand and be sound.
pub fn of_file(path: &Path) -> Result<Config, CliError> {
    let found = read(path)?;
    let (config, problems) =
        found.ok_or_else(|| CliError::data(format!("{} does not stand", path.to_string_lossy())))?;
    match problems.first() {
        None => Ok(config),
        Some(first) => Err(CliError::data(line(path, first))
            .hint(format!("factcheck config check {} tells all", path.to_string_lossy()))),
    }
}

/// Writes a problem with its place.
pub fn line(path: &Path, problem: &Problem) -> String {
    format!("{}:{}: {}", path.to_string_lossy(), problem.line, problem.what)
}
