//! `factcheck suggest` and `factcheck echoes`: what the rules find, with no session.
//!
//! **Invariant:** reads only; an article that cannot be read is said, and the others go on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::error::{CliError, Code};
use super::output::{self, Progress};
use super::settings;
use crate::echo::{self, Article};
use crate::format::echoes;
use crate::format::finds::{self, Explain};
use crate::format::finds_table::{self, Layout};
use crate::format::points::Points;
use crate::store::article::{LIMIT, read_text};
use crate::store::known::Known;
use crate::store::walk::{Listed, Place, Walk, true_path, walk};
use crate::suggest::{self, Find, Lexicon};
use crate::text::Span;
use crate::text::offsets::OffsetIndex;

/// Print the figures, quotations, attributions and claims that rules find.
#[derive(Debug, Args)]
pub struct SuggestArguments {
    /// Files and folders; without, the sample case.
    paths: Vec<PathBuf>,
    /// How to print them.
    #[arg(long, value_enum, default_value_t = SuggestForm::Table)]
    format: SuggestForm,
    /// Also say by which rule and which words.
    #[arg(long)]
    explain: bool,
    /// Only finds of this kind.
    #[arg(long, value_parser = ["quantity", "quotation", "attribution", "claim"], value_name = "KIND")]
    kind: Option<String>,
    /// The settings whose words the rules know too; without, the user's own.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SuggestForm {
    Table,
    Jsonl,
}

/// Print the passages that articles share, and how their words differ.
#[derive(Debug, Args)]
pub struct EchoesArguments {
    /// Files and folders; without, the sample case.
    paths: Vec<PathBuf>,
    /// How to print them.
    #[arg(long, value_enum, default_value_t = EchoesForm::Table)]
    format: EchoesForm,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EchoesForm {
    Table,
    Json,
}

/// So many threads read one article at most.
const MOST_THREADS: usize = 8;

pub fn suggest(arguments: &SuggestArguments) -> Result<Code, CliError> {
    let lexicon = lexicon(arguments)?;
    let mut all_read = true;
    let explain = if arguments.explain { Explain::Rules } else { Explain::Finds };
    let is_short = arguments.kind.is_none();
    let layout = Layout { explain, columns: output::columns(), is_short };
    for (name, listed) in listed(&arguments.paths)? {
        let Some(text) = text_of(&name, &listed, &mut all_read) else { continue };
        let wanted = |found: &mut Vec<Find>| {
            found.retain(|find| arguments.kind.as_ref().is_none_or(|kind| find.kind() == kind));
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
        if arguments.format == SuggestForm::Table {
            let mut all = Vec::new();
            suggest::in_blocks(&text, &lexicon, threads, |_, found| found, |found| all.extend(found));
            wanted(&mut all);
            output::print(&finds_table::table(&name, &text, &all, layout))?;
            continue;
        }
        let index = OffsetIndex::new(&text);
        let lines = |block: Span, mut found: Vec<Find>| {
            wanted(&mut found);
            let mut points = Points::from(&text, block.start, index.code_point(&text, block.start));
            finds::jsonl(&name, &text, &found, &mut points)
        };
        // Printed as they are found, so that a long article takes no more memory than its text.
        let mut printed = Ok(());
        suggest::in_blocks(&text, &lexicon, threads, lines, |lines| {
            if printed.is_ok() {
                printed = output::print(&lines);
            }
        });
        printed?;
    }
    Ok(if all_read { Code::Fine } else { Code::Problems })
}

/// The words that the rules know, those of the settings among them.
fn lexicon(arguments: &SuggestArguments) -> Result<Arc<Lexicon>, CliError> {
    if let Some(file) = &arguments.config {
        return Ok(settings::of_file(file)?.lexicon());
    }
    let (config, problem) = settings::of_user()?;
    if let Some(problem) = problem {
        output::hint(&problem);
    }
    Ok(config.lexicon())
}

pub fn echoes(arguments: &EchoesArguments) -> Result<Code, CliError> {
    let listed = listed(&arguments.paths)?;
    let progress = Progress::new("reading", listed.len());
    let (names, texts, all_read) = read_all(listed, &progress);
    progress.end();
    let articles: Vec<Article<'_>> =
        texts.iter().enumerate().map(|(index, text)| Article { index, text }).collect();
    let comparing = Progress::of_hundred("comparing", &progress);
    let found = echo::find_telling(&articles, &echo::Options::default(), |done| comparing.at(done));
    comparing.end();
    output::print(&match arguments.format {
        EchoesForm::Json => echoes::json(&names, &texts, &found),
        EchoesForm::Table if found.is_empty() => "no passage stands in two articles\n".to_owned(),
        EchoesForm::Table => echoes::table(&names, &texts, &found),
    })?;
    Ok(if all_read { Code::Fine } else { Code::Problems })
}

/// Fewer articles than this are read in one thread.
const WORTH_A_THREAD: usize = 200;

/// Reads all articles in order; of many, half in a thread of their own, since decoding takes longer than the disk.
fn read_all(mut listed: Vec<(String, Listed)>, progress: &Progress) -> (Vec<String>, Vec<String>, bool) {
    let read = |listed: Vec<(String, Listed)>| {
        let (mut names, mut texts, mut all_read) = (Vec::new(), Vec::new(), true);
        for (name, article) in listed {
            if let Some(text) = text_of(&name, &article, &mut all_read) {
                names.push(name);
                texts.push(text);
            }
            progress.step();
        }
        (names, texts, all_read)
    };
    if listed.len() < WORTH_A_THREAD {
        return read(listed);
    }
    let behind = listed.split_off(listed.len() / 2);
    let (mut first, second) = std::thread::scope(|scope| {
        let second = scope.spawn(|| read(behind));
        (read(listed), second.join())
    });
    match second {
        Ok((names, texts, all_read)) => {
            first.0.extend(names);
            first.1.extend(texts);
            first.2 &= all_read;
        }
        // What the other thread had read is lost with it: that is said, not passed over.
        Err(_) => first.2 = false,
    }
    first
}

/// Lists the articles behind the paths with their paths as given.
fn listed(paths: &[PathBuf]) -> Result<Vec<(String, Listed)>, CliError> {
    let Walk { listed, skipped, .. } = walk(paths);
    for skipped in &skipped {
        output::hint(&format!("{}: {}", skipped.path, skipped.reason.words()));
    }
    if listed.is_empty() {
        return Err(CliError::data("there is no article to read")
            .hint("articles are .txt, .md and .html files; name a file to read it whatever its ending"));
    }
    let roots: Vec<(PathBuf, &PathBuf)> = paths.iter().map(|path| (true_path(path), path)).collect();
    Ok(listed.into_iter().map(|article| (name_of(&article, &roots), article)).collect())
}

/// Returns an article's path as it was given: a named folder's own spelling stays.
fn name_of(article: &Listed, roots: &[(PathBuf, &PathBuf)]) -> String {
    let path: PathBuf = match &article.place {
        Place::Beneath { root, below } => roots
            .iter()
            .find(|(known, _)| known == root)
            .map_or(root.as_path(), |(_, given)| given)
            .join(below),
        Place::File(path) | Place::Outside(path) => path.clone(),
        Place::Builtin(name) => Path::new("sample").join(name),
    };
    path.to_string_lossy().into_owned()
}

fn text_of(name: &str, article: &Listed, all_read: &mut bool) -> Option<String> {
    match read_text(&article.place, LIMIT, &Known::default()) {
        Ok(text) => Some(text),
        Err(error) => {
            output::hint(&format!("{name}: {error}"));
            *all_read = false;
            None
        }
    }
}
