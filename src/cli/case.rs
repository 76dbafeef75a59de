//! From paths to a state and what serves it.
//!
//! **Invariant:** the analyst is who was named, never the login name.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::error::CliError;
use super::finders::Finders;
use crate::app::articles::ArticleEntry;
use crate::app::doc::Analyst;
use crate::app::status::count;
use crate::app::{Opening, State, TextPart, WholeFacts};
use crate::config::{Config, Limits};
use crate::model::{AnalystId, ids};
use crate::store::article::{FirstPart, WholeArticle};
use crate::store::disk::{Disk, RealDisk};
use crate::store::history::HistoryReader;
use crate::store::known::Known;
use crate::store::load::{LoadError, Offer};
use crate::store::names::SessionFiles;
use crate::store::open::{Access, Notice, OpenError, OpenRequest, Opened, ReadOnly, Recover, open};
use crate::store::place::{self, Where};
use crate::store::walk::Place;
use crate::store::writer::Writer;
use crate::text::offsets::OffsetIndex;
use crate::text::width;

/// How many edits of the history are read at once.
pub const HISTORY: usize = 256;

/// The widest short name that is made of a file's name, in columns.
const SHORT: usize = 40;

/// What to open, and by whom.
#[derive(Debug, Clone, Default)]
pub struct CaseRequest {
    /// Files, folders, a session file or `-`; none is the sample case.
    pub paths: Vec<PathBuf>,
    /// Where to look for the session.
    pub place: Where,
    /// The analyst's name, where one was given.
    pub analyst: Option<String>,
    /// Whether nothing is to be written.
    pub read_only: bool,
    /// Whether a backup or the log may stand in for a damaged session file, and a damaged log be cut.
    pub recover: bool,
    /// The settings.
    pub config: Config,
    /// The file with the answers to whether programs of the settings may run; none where none is read or kept.
    pub answers: Option<PathBuf>,
}

/// A state with what serves it.
#[derive(Debug)]
pub struct Case {
    /// The state.
    pub state: State,
    /// Where the articles are, by their place in the list, with what the session knows of them.
    pub articles: Vec<(Place, Known)>,
    /// The session's files.
    pub files: SessionFiles,
    /// What writes the session; none where it is read-only.
    pub writer: Option<Writer>,
    /// What reads older edits.
    pub older: Option<HistoryReader>,
    /// The disk.
    pub disk: Arc<dyn Disk>,
    /// How large things may be.
    pub limits: Limits,
    /// What finds claims.
    pub finders: Finders,
    /// What the analyst should know of, in words.
    pub notices: Vec<String>,
}

/// Opens a case.
pub fn open_case(request: CaseRequest, now: Timestamp, zone: TimeZone) -> Result<Case, CliError> {
    let standard_input = if request.paths.iter().any(|path| path.as_os_str() == "-") {
        Some(super::open::read_standard_input()?)
    } else {
        None
    };
    let mut analyst = analyst(request.analyst.as_deref().or(request.config.analyst.as_deref()));
    let ask = |recover| OpenRequest {
        paths: request.paths.clone(),
        standard_input: standard_input.clone(),
        place: request.place.clone(),
        analyst: analyst.name.clone(),
        read_only: request.read_only,
        recover,
        now,
        id: None,
        tags: request.config.tags.clone(),
        history: HISTORY,
    };
    let opened = match open(ask(None)) {
        Err(error) if request.recover => match stand_in(&error) {
            Some(offer) => open(ask(Some(Recover::File(offer)))),
            None => Err(error),
        },
        Ok(opened) if request.recover && is_damaged(&opened) => {
            // The lock goes with the first opening.
            drop(opened);
            open(ask(Some(Recover::Log)))
        }
        other => other,
    };
    let opened = opened.map_err(|error| open_error(&error))?;
    let numbered = numbered_anew(&request, &opened);
    if !analyst.chosen {
        analyst = only_analyst(&opened).unwrap_or(analyst);
    }
    let finders = Finders::new(&request.config, request.answers);
    let mut case = case_of(opened, analyst, zone, request.config, finders);
    case.notices.extend(numbered);
    Ok(case)
}

/// Says that a new session got a number, where its name was taken by the session of other articles.
fn numbered_anew(request: &CaseRequest, opened: &Opened) -> Option<String> {
    let is_new = !opened.files.session().exists() && opened.session.log.sequence == 0;
    let name = opened.files.name();
    let (taken, number) = name.rsplit_once('-')?;
    let is_numbered = is_new
        && request.place.file.is_none()
        && number.parse::<u32>().is_ok()
        && place::name_of(request.paths.first().map(PathBuf::as_path)) != name;
    is_numbered.then(|| format!("a new session, {name}: {taken} stands already"))
}

/// The best that could stand in for a damaged session file.
fn stand_in(error: &OpenError) -> Option<Offer> {
    match error {
        OpenError::Load(LoadError::Corrupt { offers, .. } | LoadError::NotText(_, offers)) => {
            offers.first().cloned()
        }
        _ => None,
    }
}

fn is_damaged(opened: &Opened) -> bool {
    matches!(opened.access, Access::ReadOnly(ReadOnly::DamagedLog { .. } | ReadOnly::Unfit(_)))
}

fn case_of(opened: Opened, analyst: Analyst, zone: TimeZone, config: Config, finders: Finders) -> Case {
    let Opened { session, files, articles, access, history, older, next_seq, notices, .. } = opened;
    let reads_only = matches!(access, Access::ReadOnly(_));
    // What only a writer is concerned with is not told to a reader.
    let for_writers = |notice: &&Notice| !matches!(notice, Notice::LogMissing | Notice::Replayed(_));
    let words: Vec<String> =
        notices.iter().filter(|n| !reads_only || for_writers(n)).map(Notice::words).collect();
    let mut skipped: Vec<String> = opened
        .skipped
        .iter()
        .map(|skipped| format!("{}: {}", skipped.path, skipped.reason.words()))
        .collect();
    if opened.other_files > 0 {
        skipped.push(format!("{} other than .txt, .md and .html", count(opened.other_files, "file")));
    }
    let (writer, read_only) = match access {
        Access::Writer(writer) => (Some(*writer), None),
        Access::ReadOnly(why) => (None, Some(why.words().replace("read-only: ", ""))),
    };
    let mut entries = Vec::with_capacity(articles.len());
    let mut places = Vec::with_capacity(articles.len());
    for article in articles {
        let known = session.articles.get(&article.id);
        let short = known.map(|known| known.short.clone()).filter(|short| !short.is_empty());
        let short = short.unwrap_or_else(|| width::clip(&article.listed.stem, SHORT).to_owned());
        places.push((article.listed.place, Known::of(known.map(|known| &**known), &files)));
        entries.push(ArticleEntry::new(article.id, article.path, short, article.state));
    }
    let title = if session.title.is_empty() { files.name() } else { session.title.clone() };
    let more = older.is_some();
    let opening = Opening { session, history, older: more, articles: entries, analyst, read_only, next_seq };
    let mut state = State::new(opening, title, zone, config.keymap);
    state.skipped = skipped;
    state.programs = finders.programs();
    let limits = config.limits;
    state.doc.copy_limit = limits.copy_bytes();
    Case {
        state,
        articles: places,
        files,
        writer,
        older,
        disk: Arc::new(RealDisk),
        limits,
        finders,
        notices: words,
    }
}

/// Who has worked on the session alone so far, under a name: the same person goes on.
fn only_analyst(opened: &Opened) -> Option<Analyst> {
    let mut analysts = opened.session.analysts.iter();
    let (id, known) = analysts.next().filter(|_| opened.session.settings.single_analyst)?;
    let named = analysts.next().is_none() && id.as_str() != "analyst";
    named.then(|| Analyst { id: id.clone(), name: known.name.clone(), chosen: true })
}

/// Returns who makes the edits: who was named, else `analyst`.
pub fn analyst(name: Option<&str>) -> Analyst {
    match name.map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => {
            Analyst { id: AnalystId::new(ids::slug(name, |_| false)), name: name.to_owned(), chosen: true }
        }
        None => Analyst { id: AnalystId::new("analyst"), name: "analyst".to_owned(), chosen: false },
    }
}

/// Returns the start of an article as the workbench takes it.
pub fn first_part(first: FirstPart) -> TextPart {
    let index = OffsetIndex::new(&first.decoded.text);
    TextPart {
        encoding: first.decoded.encoding.name().to_owned(),
        bad_bytes: first.decoded.replaced_count,
        text: Arc::from(first.decoded.text),
        index: Arc::new(index),
        whole: None,
        page: None,
    }
}

/// Returns an article as the workbench takes it.
pub fn whole_part(whole: WholeArticle) -> TextPart {
    TextPart {
        text: whole.text,
        index: whole.index,
        encoding: whole.decoded.encoding.name().to_owned(),
        bad_bytes: whole.decoded.replaced_count,
        whole: Some(WholeFacts {
            bytes: whole.bytes,
            modified: whole.modified,
            sha256: whole.sha256,
            text_sha256: whole.text_sha256,
        }),
        page: whole.page,
    }
}

/// Says why nothing could be opened, and what to do.
pub fn open_error(error: &OpenError) -> CliError {
    match error {
        OpenError::Load(error) => load_error(error),
        OpenError::Disk(trouble) => CliError::data(trouble).hint(trouble.hint()),
        OpenError::Nothing { skipped, other_files } => {
            let mut made = CliError::data("there is no article to open");
            for skipped in skipped.iter().take(10) {
                made = made.hint(format!("{}: {}", skipped.path, skipped.reason.words()));
            }
            if *other_files > 0 {
                made = made.hint(format!("{other_files} files of other kinds were passed over"));
            }
            made.hint("articles are .txt, .md and .html files; name a file to open it whatever its ending")
        }
    }
}

/// Says why a session could not be loaded, and what to do.
pub fn load_error(error: &LoadError) -> CliError {
    let made = CliError::data(error);
    match error {
        LoadError::Corrupt { offers, .. } | LoadError::NotText(_, offers) => {
            let made = made.hint("the damaged file is left as it is");
            if offers.is_empty() {
                made.hint("neither a backup nor the log can stand in for it; --session FILE starts elsewhere")
            } else {
                made.hint("a backup or the log can stand in for it: factcheck open --recover takes the best")
            }
        }
        LoadError::LogOnly(_) => made.hint("restore the session file from a backup, or use --session FILE"),
        LoadError::Disk(trouble) => made.hint(trouble.hint()),
    }
}
