//! The command line: one file a sub-command.
//!
//! **Invariant:** what a person can act on goes to standard error as `error: …` and `hint: …`; a closed pipe ends
//! quietly; nothing here decides what a session means.

mod case;
mod claims;
mod commands;
mod config;
mod detect;
mod error;
mod export;
mod finders;
mod import;
mod jobs;
mod ledger;
mod manual;
mod open;
mod output;
mod page;
mod recording;
mod replay;
mod sessions;
mod settings;
mod verify;
mod world;

use clap::{Parser, Subcommand, ValueEnum};

pub use error::{CliError, Code};

/// How all of it is done without a screen.
const WITHOUT_A_SCREEN: &str = "\
With a screen reader: suggest and echoes read the articles; import --format claims makes claims of lines; claims and \
ledger read them back; replay SESSION --keys KEYS --save SESSION --format text does anything else, and its last row \
says what the last key did.";

/// Compare conflicting reports of one event, side by side.
#[derive(Debug, Parser)]
#[command(name = "factcheck", version, about, after_help = WITHOUT_A_SCREEN, disable_help_subcommand = true)]
pub struct Arguments {
    /// When to use colour.
    #[arg(long, value_enum, default_value_t = Colour::Auto, global = true, value_name = "WHEN")]
    color: Colour,
    #[command(subcommand)]
    command: Sub,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Subcommand)]
enum Sub {
    Open(open::OpenArguments),
    Claims(claims::ClaimsArguments),
    Ledger(ledger::LedgerArguments),
    Export(export::ExportArguments),
    Import(import::ImportArguments),
    Verify(verify::VerifyArguments),
    Replay(replay::ReplayArguments),
    Suggest(detect::SuggestArguments),
    Echoes(detect::EchoesArguments),
    Sessions(sessions::SessionsArguments),
    Commands(commands::CommandsArguments),
    Config(config::ConfigArguments),
    Completions(manual::CompletionsArguments),
    Man(manual::ManArguments),
    #[command(name = crate::store::page::COMMAND, hide = true)]
    Page(page::PageArguments),
    #[command(name = crate::store::child::BECOME, hide = true)]
    Become(finders::BecomeArguments),
}

/// Runs the program with the arguments that it was started with; returns its exit code.
pub fn run() -> u8 {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return output::usage(&error),
    };
    let colour = arguments.color;
    let result = match arguments.command {
        Sub::Open(arguments) => open::run(arguments, colour),
        Sub::Claims(arguments) => claims::run(&arguments).map(u8::from),
        Sub::Ledger(arguments) => ledger::run(&arguments).map(u8::from),
        Sub::Import(arguments) => import::run(&arguments).map(u8::from),
        Sub::Export(arguments) => export::run(&arguments).map(u8::from),
        Sub::Verify(arguments) => verify::run(&arguments).map(u8::from),
        Sub::Replay(arguments) => replay::run(arguments, colour).map(u8::from),
        Sub::Suggest(arguments) => detect::suggest(&arguments).map(u8::from),
        Sub::Echoes(arguments) => detect::echoes(&arguments).map(u8::from),
        Sub::Sessions(arguments) => sessions::run(&arguments).map(u8::from),
        Sub::Commands(arguments) => commands::run(&arguments).map(u8::from),
        Sub::Config(arguments) => config::run(&arguments).map(u8::from),
        Sub::Completions(arguments) => manual::completions(&arguments).map(u8::from),
        Sub::Become(arguments) => finders::become_program(&arguments).map(u8::from),
        Sub::Page(arguments) => page::run(&arguments).map(u8::from),
        Sub::Man(_) => manual::man().map(u8::from),
    };
    match result {
        Ok(code) => code,
        Err(error) => output::failed(&error),
    }
}
