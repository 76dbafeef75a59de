//! `factcheck import`: claims made elsewhere.
//!
//! **Invariant:** one undo step and one log line of kind `import`; a row whose quote does not stand in its article is
//! refused and listed, the rest is taken; a session is made only where a row was taken.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use super::case::{analyst, open_error};
use super::error::{CliError, Code};
use super::open::default_place;
use super::output;
use crate::app::doc::media_type;
use crate::app::status::count;
use crate::format::import_claims::{ImportArticle, Imported, Refused, import};
use crate::format::log::{Kind, Line};
use crate::model::{Article, Change, Stamp, edits};
use crate::store::article::{self, LIMIT, WholeArticle};
use crate::store::disk::RealDisk;
use crate::store::keep;
use crate::store::known::Known;
use crate::store::open::{Access, OpenRequest, Opened, OpenedArticle, open};
use crate::store::place::Where;
use crate::store::walk::Place;
use crate::text::visible::visible_line;
use crate::text::width;

/// Take claims made elsewhere into a session; exit code 1 where rows were refused.
#[derive(Debug, Args)]
pub struct ImportArguments {
    /// The file: JSON lines, or CSV with commas, semicolons or tabs.
    file: PathBuf,
    /// What it holds.
    #[arg(long, value_enum, default_value_t = Form::Claims)]
    format: Form,
    /// The session file; made where there is none.
    #[arg(long, value_name = "SESSION")]
    into: PathBuf,
    /// The articles that the rows name, files or folders; without, those of the session.
    #[arg(long, value_name = "PATH")]
    articles: Vec<PathBuf>,
    /// The name that the claims are taken in by.
    #[arg(long, value_name = "NAME")]
    analyst: Option<String>,
    /// The time that the import bears; without, now.
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Claims,
}

/// The largest file of claims in bytes: far over a hundred thousand rows.
const LARGEST: u64 = 64 * 1024 * 1024;

pub fn run(arguments: &ImportArguments) -> Result<Code, CliError> {
    let Form::Claims = arguments.format;
    let text = read_file(&arguments.file)?;
    let now = arguments.at.unwrap_or_else(Timestamp::now);
    let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
    let by = analyst(arguments.analyst.as_deref());
    let mut opened = open_into(arguments, &by.name, now)?;
    let read = read_articles(&mut opened);
    let articles: Vec<ImportArticle> = read.iter().map(|one| one.as_import()).collect();
    let file =
        arguments.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let stamp = Stamp { at: now, by: by.id.clone(), seq: opened.next_seq };
    let mut imported = import(&opened.session, &file, &text, &articles, &stamp);
    if imported.taken > 0 {
        // An analyst who is new to the session enters it in the same undo step.
        if let Some(named) = edits::set_analyst(&opened.session, imported.edit.what.clone(), &by.id, &by.name)
        {
            imported.edit.changes.splice(0..0, named.changes);
        }
        write(&mut opened, &imported, &stamp, &read)?;
    }
    let problems: Vec<&String> = read.iter().filter_map(|one| one.problem.as_ref()).collect();
    for problem in &problems {
        output::hint(problem);
    }
    if !imported.ignored_columns.is_empty() {
        output::hint(&format!("columns not known, ignored: {}", imported.ignored_columns.join(", ")));
    }
    if !by.chosen && imported.taken > 0 {
        output::hint("taken in by “analyst”: --analyst NAME names who imported them");
    }
    output::print(&report(arguments, &opened, &imported))?;
    Ok(if imported.refused.is_empty() { Code::Fine } else { Code::Problems })
}

fn read_file(path: &Path) -> Result<String, CliError> {
    let place = Place::File(path.to_owned());
    let name = path.display();
    let (bytes, _) = article::read_bytes(&place, LARGEST)
        .map_err(|error| CliError::data(format!("{name}: {error}")).hint(error.hint()))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        CliError::data(format!("{name} is not UTF-8: byte {at}")).hint("save it as UTF-8 and import it again")
    })
}

fn open_into(arguments: &ImportArguments, analyst: &str, now: Timestamp) -> Result<Opened, CliError> {
    let place = default_place()?;
    // With paths of its own, the session is the one named; a new one takes its name from the file.
    let paths = match arguments.articles.is_empty() {
        true => vec![arguments.into.clone()],
        false => arguments.articles.clone(),
    };
    let into = std::path::absolute(&arguments.into).unwrap_or_else(|_| arguments.into.clone());
    if arguments.articles.is_empty() && !into.exists() {
        return Err(CliError::data(format!("there is no session {}", into.display()))
            .hint("--articles PATH names the articles, and the session is made"));
    }
    let place = Where { file: Some(into), ..place };
    let request = OpenRequest {
        paths,
        standard_input: None,
        place,
        analyst: analyst.to_owned(),
        read_only: false,
        recover: None,
        now,
        id: None,
        tags: super::settings::of_user()?.0.tags,
        history: 0,
    };
    open(request).map_err(|error| open_error(&error))
}

/// An article as the import needs it.
struct Read {
    opened: OpenedArticle,
    file: String,
    facts: Article,
    whole: Option<WholeArticle>,
    /// Why its rows cannot be taken.
    problem: Option<String>,
}

impl Read {
    fn as_import(&self) -> ImportArticle<'_> {
        let text = self.whole.as_ref().map_or("", |whole| &whole.text);
        ImportArticle { id: &self.opened.id, file: &self.file, article: &self.facts, text }
    }
}

/// Reads every article; one that is not what was annotated has no text, so that its rows are refused.
fn read_articles(opened: &mut Opened) -> Vec<Read> {
    let (session, files) = (&opened.session, &opened.files);
    let read = |article: OpenedArticle| {
        let known = session.articles.get(&article.id);
        let before = Known::of(known.map(|known| &**known), files);
        let file = article.path.rsplit('/').next().unwrap_or(&article.path).to_owned();
        let facts = known.map_or_else(
            || Article {
                path: article.path.clone(),
                media_type: media_type(&article.path).to_owned(),
                short: width::clip(&article.listed.stem, SHORT).to_owned(),
                ..Article::default()
            },
            |known| Article::clone(known),
        );
        let (whole, problem) = match article::read_whole(&article.listed.place, LIMIT, &before) {
            Ok(whole) if before.is_same(&whole.sha256) => (Some(whole), None),
            Ok(_) => (None, Some(format!("{file}: its file has changed since it was annotated"))),
            Err(error) => (None, Some(format!("{file}: {error}"))),
        };
        let mut one = Read { opened: article, file, facts, whole, problem };
        if let Some(whole) = &one.whole {
            one.facts.bytes = whole.bytes;
            one.facts.modified = whole.modified;
            one.facts.sha256 = Some(whole.sha256.clone());
            one.facts.text_sha256 = Some(whole.text_sha256.clone());
            one.facts.encoding = whole.decoded.encoding.name().to_owned();
        }
        one
    };
    std::mem::take(&mut opened.articles).into_iter().map(read).collect()
}

/// The widest short name that is made of a file's name, in columns.
const SHORT: usize = 40;

/// Writes the log line, the session file and copies of the articles that are cited.
fn write(opened: &mut Opened, imported: &Imported, stamp: &Stamp, read: &[Read]) -> Result<(), CliError> {
    let writer = match &mut opened.access {
        Access::Writer(writer) => writer,
        Access::ReadOnly(why) => {
            return Err(CliError::data(format!("nothing was imported: {}", why.words()))
                .hint("quit the other factcheck, or import into another session"));
        }
    };
    let line = Line {
        seq: stamp.seq,
        at: stamp.at,
        by: stamp.by.clone(),
        what: imported.edit.what.clone(),
        kind: Kind::Import,
        of: None,
        file: None,
        session: None,
        changes: imported.edit.changes.clone(),
        prev: None,
    };
    let failed = |trouble| CliError::data(&trouble).hint(crate::store::trouble::Trouble::hint(&trouble));
    writer.commit(&[line]).map_err(failed)?;
    writer.finish(stamp.at, &stamp.by).map_err(failed)?;
    for change in &imported.edit.changes {
        let Change::Article(swap) = change else { continue };
        let Some(one) = read.iter().find(|one| one.opened.id == swap.id) else { continue };
        let Ok((bytes, _)) = article::read_bytes(&one.opened.listed.place, LIMIT) else { continue };
        let same = one.facts.sha256.as_deref() == Some(article::sha256(&bytes).as_str());
        if same && let Err(trouble) = keep::keep(&RealDisk, &opened.files, &bytes, keep::LIMIT) {
            output::hint(&format!("{} was not copied beside the session: {trouble}", one.file));
        }
        // Of a web page the text that was taken out of it is cited, and kept by its own hash.
        if let Some(whole) = one.whole.as_ref().filter(|whole| whole.page.is_some())
            && let Err(trouble) = keep::keep(&RealDisk, &opened.files, whole.text.as_bytes(), LIMIT)
        {
            output::hint(&format!("the text of {} was not copied beside the session: {trouble}", one.file));
        }
    }
    Ok(())
}

fn report(arguments: &ImportArguments, opened: &Opened, imported: &Imported) -> String {
    let mut out = String::new();
    for refused in &imported.refused {
        out.push_str(&refusal(refused));
    }
    let questions = imported.edit.changes.iter().filter(|c| matches!(c, Change::Question(_))).count();
    let into = visible_line(&arguments.into.to_string_lossy());
    let made = if opened.is_new && imported.taken > 0 { " (new)" } else { "" };
    out.push_str(&format!("{} taken into {into}{made}", count(imported.taken, "claim")));
    if questions > 0 {
        out.push_str(&format!(", {} made or changed", count(questions, "question")));
    }
    if !imported.refused.is_empty() {
        out.push_str(&format!(", {} refused", count(imported.refused.len(), "row")));
    }
    out.push('\n');
    out
}

fn refusal(refused: &Refused) -> String {
    let Refused { row, article, quote, occurrence, why } = refused;
    let article = if article.is_empty() { "no article" } else { article };
    format!(
        "refused: line {row}: {}, “{}”, occurrence {occurrence}: {}\n",
        visible_line(article),
        visible_line(quote),
        visible_line(why)
    )
}
