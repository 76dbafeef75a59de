//! What finds claims: the words that the rules know, and the programs that the settings name.
//!
//! **Invariant:** a program is started only for an effect, which the workbench asks for after a person's yes; its
//! answer is read as anybody's words are.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use jiff::Timestamp;

use super::error::{CliError, Code};
use crate::app::Msg;
use crate::app::programs::{Program, Programs};
use crate::config::{Config, Suggester};
use crate::format::proposals;
use crate::store::child::{self, Failed};
use crate::store::walk::Place;
use crate::store::{confine, consent};
use crate::suggest::Lexicon;

/// The most that a program may write of one article, bytes.
const MOST_ANSWER: usize = 8 * 1024 * 1024;

/// What finds claims.
#[derive(Debug, Clone)]
pub struct Finders {
    /// The words that the rules know.
    pub lexicon: Arc<Lexicon>,
    suggesters: Arc<[Suggester]>,
    /// The file of the answers to whether programs may run; none where none is read or kept.
    answers: Option<PathBuf>,
}

impl Finders {
    /// Takes up the settings.
    pub fn new(config: &Config, answers: Option<PathBuf>) -> Self {
        Self { lexicon: config.lexicon(), suggesters: config.suggesters.clone().into(), answers }
    }

    /// Lists the programs with the answers that were kept.
    pub fn programs(&self) -> Programs {
        let answer = |one: &Suggester| consent::answer(self.answers.as_ref()?, &one.command);
        let all = self.suggesters.iter();
        Programs::new(
            all.map(|one| Program::new(one.name.clone(), one.command.clone(), answer(one))).collect(),
        )
    }

    /// Lets a program read an article's text.
    pub fn run(&self, program: usize, article: usize, place: Option<&Place>, text: Arc<str>) -> Option<Msg> {
        let suggester = self.suggesters.get(program)?;
        let path = place.and_then(Place::path);
        let name = path.as_ref().and_then(|path| path.file_name());
        let name =
            name.map_or_else(|| format!("article {}", article + 1), |name| name.to_string_lossy().into());
        let result = read(suggester, &name, &text).map(|bytes| proposals::read(&bytes, &text));
        Some(Msg::Programmed { program, article, text, result })
    }

    /// Keeps the answer to whether a program may run; says where that fails.
    pub fn keep(&self, program: usize, yes: bool, at: Timestamp) -> Option<Msg> {
        let (suggester, file) = (self.suggesters.get(program)?, self.answers.as_ref()?);
        let kept = consent::keep(file, &suggester.command, yes, at);
        kept.err().map(|trouble| Msg::Notice(format!("{trouble}; it is asked again the next time")))
    }
}

fn read(suggester: &Suggester, name: &str, text: &str) -> Result<Vec<u8>, String> {
    let limits = child::Limits { time: Duration::from_secs(suggester.seconds), bytes: MOST_ANSWER };
    let mut command = child::watched(&suggester.command)?;
    let input = proposals::article(name, text);
    child::run(&mut command, input.as_bytes(), limits).map_err(|failed| match failed {
        Failed::Start(why) => format!("it cannot be started: {why}"),
        Failed::Time => format!("it took over {} s", suggester.seconds),
        Failed::Length => format!("it wrote over {} MiB", MOST_ANSWER >> 20),
        Failed::Signal(signal) => format!("it was ended by signal {signal}"),
        Failed::Code(code, said) if said.is_empty() => format!("it ended with code {code}"),
        Failed::Code(code, said) => format!("it ended with code {code}: {said}"),
    })
}

/// Become another program, which ends with the one that asked.
#[derive(Debug, Args)]
pub struct BecomeArguments {
    /// The program and its arguments.
    #[arg(last = true)]
    words: Vec<std::ffi::OsString>,
}

pub fn become_program(arguments: &BecomeArguments) -> Result<Code, CliError> {
    confine::end_with_parent();
    Err(CliError::data(child::become_program(&arguments.words)))
}
