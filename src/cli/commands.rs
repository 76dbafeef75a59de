//! `factcheck commands`: the commands with their keys.
//!
//! **Invariant:** printed from the command table, so that it cannot be out of date.

use clap::{Args, ValueEnum};

use super::error::{CliError, Code};
use super::output;
use crate::command::{Keymap, doc};

/// Print the commands with their keys as they are by default.
#[derive(Debug, Args)]
pub struct CommandsArguments {
    /// How to print them.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Text,
    Md,
    Json,
    Man,
}

pub fn run(arguments: &CommandsArguments) -> Result<Code, CliError> {
    let keymap = Keymap::default();
    let text = match arguments.format {
        Form::Text => doc::text(&keymap),
        Form::Md => doc::markdown(&keymap),
        Form::Json => doc::json(&keymap),
        Form::Man => doc::man(&keymap),
    };
    output::print(&text)?;
    Ok(Code::Fine)
}
