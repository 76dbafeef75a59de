//! `factcheck config`: where the settings are, what they say, what is wrong in them.
//!
//! **Invariant:** writes nothing; exit code 1 where a problem was found.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::error::{CliError, Code};
use super::{output, settings};
use crate::config::{Config, show};
use crate::text::visible::visible_line;

/// Show and check the settings.
#[derive(Debug, Args)]
pub struct ConfigArguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print the path of the settings file, whether or not it stands.
    Path,
    /// Print the settings in full, as a settings file.
    Show {
        /// Another settings file.
        file: Option<PathBuf>,
    },
    /// Print what is wrong in the settings, with file and line.
    Check {
        /// Another settings file.
        file: Option<PathBuf>,
    },
}

pub fn run(arguments: &ConfigArguments) -> Result<Code, CliError> {
    match &arguments.what {
        What::Path => {
            output::print(&format!("{}\n", visible_line(&settings::path()?.to_string_lossy())))?;
            Ok(Code::Fine)
        }
        What::Show { file } => {
            let (path, named) = place(file.as_ref())?;
            let found = settings::read(&path)?;
            let (config, problems) = match found {
                None if named => return Err(missing(&path)),
                found => found.unwrap_or_default(),
            };
            for problem in &problems {
                output::hint(&settings::line(&path, problem));
            }
            output::print(&show(&config))?;
            Ok(Code::Fine)
        }
        What::Check { file } => {
            let (path, named) = place(file.as_ref())?;
            let (_, problems) = match settings::read(&path)? {
                None if named => return Err(missing(&path)),
                None => {
                    output::hint("there is no settings file; the defaults hold");
                    (Config::default(), Vec::new())
                }
                Some(found) => found,
            };
            let lines: Vec<String> =
                problems.iter().map(|problem| visible_line(&settings::line(&path, problem)) + "\n").collect();
            output::print(&lines.concat())?;
            Ok(if problems.is_empty() { Code::Fine } else { Code::Problems })
        }
    }
}

/// Returns the settings file to look at, and whether it was named.
fn place(file: Option<&PathBuf>) -> Result<(PathBuf, bool), CliError> {
    file.map_or_else(|| Ok((settings::path()?, false)), |file| Ok((file.clone(), true)))
}

fn missing(path: &std::path::Path) -> CliError {
    CliError::data(format!("{} does not stand", path.to_string_lossy()))
}
