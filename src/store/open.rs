//! Opening a session on a set of articles.
//!
//! **Invariant:** opening takes the lock and writes nothing else, but for the copy of standard input; all else
//! waits for the first edit.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::model::defaults::{new_session, session_with_tags};
use crate::model::ids::short_hash;
use crate::model::{ArticleId, History, LogHead, Session, SessionId, Tag};

use super::article;
use super::checkpoint::{self, Seen};
use super::disk::{self, Disk, RealDisk};
use super::history::HistoryReader;
use super::ids;
use super::keep::{self, Kept};
use super::load::{self, LoadError, Loaded, Offer};
use super::lock::{self, Holder, Lock, LockError};
use super::moved;
use super::names::SessionFiles;
use super::natural;
use super::place::{self, Where};
use super::state::{self, ArticleState};
use super::tail::{Join, Rest, Tail};
use super::trouble::Trouble;
use super::walk::{self, Listed, Place, Skipped, Walk};
use super::writer::{Before, Writer};

/// What to open.
#[derive(Clone, Debug)]
pub struct OpenRequest {
    /// The paths named: files, folders, one session file, or `-`; none is the sample case.
    pub paths: Vec<PathBuf>,
    /// What `-` gave, read to its end.
    pub standard_input: Option<Vec<u8>>,
    /// Where to look for the session.
    pub place: Where,
    /// The analyst's name for the lock; never a login name.
    pub analyst: String,
    /// Whether nothing is to be written, and no lock taken.
    pub read_only: bool,
    /// What to take in place of a damaged session file or a damaged log.
    pub recover: Option<Recover>,
    /// The time that a new session is created at.
    pub now: Timestamp,
    /// The id of a new session; none draws one.
    pub id: Option<SessionId>,
    /// The tags that a new session starts with; none are the built-in ones.
    pub tags: Option<Vec<Tag>>,
    /// How many edits of the history are read at once.
    pub history: usize,
}

/// What the analyst chose where something was damaged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recover {
    /// Take this in place of the session file; the damaged file is kept.
    File(Offer),
    /// Go on from the last sound line of the log; the rest is set aside in a file.
    Log,
}

/// A session with its articles, ready to be worked on.
#[derive(Debug)]
pub struct Opened {
    /// The session.
    pub session: Session,
    /// Where its files are.
    pub files: SessionFiles,
    /// Whether anything of it stands on the disk.
    pub is_new: bool,
    /// The articles, in the order of the panes: those listed, then those that only the session names.
    pub articles: Vec<OpenedArticle>,
    /// What was passed over.
    pub skipped: Vec<Skipped>,
    /// How many files of other endings the folders hold.
    pub other_files: usize,
    /// Whether it can be written, and by what.
    pub access: Access,
    /// The newest edits.
    pub history: History,
    /// Reads older ones; none where the log holds no more.
    pub older: Option<HistoryReader>,
    /// The number of the first line that the analyst's edit will be.
    pub next_seq: u64,
    /// What the analyst should know.
    pub notices: Vec<Notice>,
}

/// One article of an opened session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedArticle {
    /// Its id, in the session or for it.
    pub id: ArticleId,
    /// Where it is and what it is called.
    pub listed: Listed,
    /// The path that the session stores.
    pub path: String,
    /// Its state before its bytes are hashed.
    pub state: ArticleState,
}

/// Whether a session can be written.
#[derive(Debug)]
pub enum Access {
    /// It can, by this.
    Writer(Box<Writer>),
    /// It cannot.
    ReadOnly(ReadOnly),
}

/// Why a session is read-only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadOnly {
    /// It was asked for.
    Asked,
    /// Another process has it open.
    Busy(Holder),
    /// The lock cannot be taken: read-only media, or no permission. The system's words.
    NoLock(String),
    /// Its schema is newer than this program.
    Newer(String),
    /// The log is damaged from this line on; so many lines stand from there.
    DamagedLog {
        /// The first damaged line's number.
        seq: u64,
        /// How many lines stand from there on.
        lines: usize,
    },
    /// A line of the log does not fit the session.
    Unfit(u64),
}

impl ReadOnly {
    /// Returns the reason in words.
    pub fn words(&self) -> String {
        match self {
            Self::Asked => "read-only: as asked".to_owned(),
            Self::Busy(holder) => format!("read-only: open by {holder}"),
            Self::NoLock(words) => format!("read-only: {words}"),
            Self::Newer(schema) => {
                let schema: String = schema.chars().filter(|c| !c.is_control()).take(64).collect();
                format!("read-only: made by a newer factcheck ({schema})")
            }
            Self::DamagedLog { seq, lines } => {
                format!(
                    "read-only: the log is damaged from line {seq} on, {lines} lines; run factcheck verify"
                )
            }
            Self::Unfit(seq) => {
                format!("read-only: line {seq} of the log does not fit; run factcheck verify")
            }
        }
    }
}

/// Something that the analyst should know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A line was being written when the program or the machine stopped; it was never acknowledged.
    TornLine,
    /// So many temporary files of processes that are gone were removed.
    Swept(usize),
    /// Another program changed the session file; so many objects differ. Both versions are kept.
    ChangedOutside(usize),
    /// The session's last line does not stand in the log beside it: a new log begins, the other is kept.
    LogApart,
    /// The session stands without its log: a new one begins.
    LogMissing,
    /// The session is on this kind of network disk, where a second opener may go unseen.
    Network(&'static str),
    /// The lines since the last session file were replayed.
    Replayed(usize),
    /// A damaged session file was replaced by this; the file itself is kept.
    Recovered(Offer),
    /// So many articles of the session stand under other paths now.
    Moved(usize),
}

impl Notice {
    /// Returns the notice in words.
    pub fn words(&self) -> String {
        match self {
            Self::TornLine => "the log's last line was cut off by a crash; it was never saved".to_owned(),
            Self::Swept(n) => format!("{n} temporary files of a crash were removed"),
            Self::ChangedOutside(n) => {
                format!("the session file was changed by another program: {n} changes, both versions kept")
            }
            Self::LogApart => {
                "the log beside it is another session's: it is kept, a new one begins".to_owned()
            }
            Self::LogMissing => "the session's log is missing: a new one begins".to_owned(),
            Self::Network(kind) => {
                format!("on {kind}: a second factcheck on another machine may go unseen")
            }
            Self::Replayed(_) => "work that the session file lacked was brought back from the log".to_owned(),
            Self::Recovered(Offer::Log { revision }) => {
                format!("rebuilt from the log, revision {revision}; the damaged file is kept")
            }
            Self::Recovered(Offer::Backup { number, revision }) => {
                format!("taken from backup {number}, revision {revision}; the damaged file is kept")
            }
            Self::Moved(n) => format!("{n} articles stand under other paths now"),
        }
    }
}

/// Why nothing could be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The session cannot be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The disk refused.
    #[error(transparent)]
    Disk(#[from] Trouble),
    /// No article is left of what was named.
    #[error("no article to open")]
    Nothing {
        /// What was passed over, with reasons.
        skipped: Vec<Skipped>,
        /// How many files of other endings the folders hold.
        other_files: usize,
    },
}

/// Opens a session on the articles that the request names.
pub fn open(request: OpenRequest) -> Result<Opened, OpenError> {
    open_on(Arc::new(RealDisk), request)
}

/// Opens a session by way of a disk that a test may let fail.
pub fn open_on(disk: Arc<dyn Disk>, mut request: OpenRequest) -> Result<Opened, OpenError> {
    let mut walk = listing(&mut request);
    let name = place::name_of(request.paths.first().map(PathBuf::as_path));
    let files = place::choose(&*disk, &request.place, &name, &walk.listed)?;
    if let Some(bytes) = request.standard_input.take() {
        walk.listed.push(standard_input(&*disk, &files, &bytes)?);
    }
    let (lock, mut refused) = take_lock(&*disk, &files, &request);
    let mut notices = Vec::new();
    if lock.is_some() {
        notices.extend(swept(&*disk, &files));
        notices.extend(lock::network_file_system(files.folder()).map(Notice::Network));
    }
    let loaded = load_session(&disk, &files, &request, &mut notices)?;
    let is_new = loaded.is_none();
    let (session, seen, tail, before) = match loaded {
        None => fresh(&files, &request)?,
        Some(loaded) => {
            refused = refused.or_else(|| refusal(&loaded, &request));
            settle(loaded, &mut notices)
        }
    };
    let articles = articles(&session, &files, &mut walk, &mut notices);
    if articles.is_empty() && session.articles.is_empty() {
        return Err(OpenError::Nothing { skipped: walk.skipped, other_files: walk.other_files });
    }
    let (history, older) = read_history(&disk, &files, &tail, request.history)?;
    let next_seq = session.log.sequence + before.lines() + 1;
    let access = match (refused, lock) {
        (Some(reason), _) => Access::ReadOnly(reason),
        (None, lock) => {
            let writer = Writer::new(disk, files.clone(), &tail, session.clone(), seen, before, lock);
            Access::Writer(Box::new(writer))
        }
    };
    Ok(Opened {
        session,
        files,
        is_new,
        articles,
        skipped: walk.skipped,
        other_files: walk.other_files,
        access,
        history,
        older,
        next_seq,
        notices,
    })
}

/// Lists what the paths lead to. A session file among them is the session to open, and no article.
fn listing(request: &mut OpenRequest) -> Walk {
    let (sessions, mut paths): (Vec<PathBuf>, Vec<PathBuf>) =
        request.paths.iter().cloned().partition(|path| place::is_session(path));
    if request.place.file.is_none() {
        request.place.file = sessions.into_iter().next().and_then(|path| std::path::absolute(path).ok());
    } else {
        // With `--session`, a file that ends in .json is read like any other.
        paths = request.paths.clone();
    }
    paths.retain(|path| path != Path::new("-"));
    let named =
        request.place.file.as_ref().is_some_and(|file| place::is_session(&request.place.working.join(file)));
    if paths.is_empty() && (named || request.standard_input.is_some()) {
        return Walk::default();
    }
    walk::walk(&paths)
}

/// Keeps what standard input gave and lists the copy.
fn standard_input(disk: &dyn Disk, files: &SessionFiles, bytes: &[u8]) -> Result<Listed, Trouble> {
    let folder = files.folder();
    disk.create_dir(folder).map_err(Trouble::in_doing("make", folder))?;
    let sha256 = match keep::keep(disk, files, bytes, article::LIMIT)? {
        Kept::Whole { sha256 } => sha256,
        Kept::TooLarge { bytes, limit } => {
            let words = format!("{bytes} bytes of standard input, over the limit of {limit}");
            return Err(Trouble::saying("keep", &files.articles(), words));
        }
    };
    Ok(Listed {
        place: Place::File(files.articles().join(sha256)),
        shown: "standard input".to_owned(),
        stem: "stdin".to_owned(),
        folder: None,
    })
}

/// Takes the lock; or says why not, and then the session is read-only.
fn take_lock(
    disk: &dyn Disk,
    files: &SessionFiles,
    request: &OpenRequest,
) -> (Option<Lock>, Option<ReadOnly>) {
    if request.read_only {
        return (None, Some(ReadOnly::Asked));
    }
    let taken = disk
        .create_dir(files.folder())
        .map_err(LockError::Io)
        .and_then(|()| Lock::acquire(&files.lock(), &request.analyst));
    match taken {
        Ok(lock) => (Some(lock), None),
        Err(LockError::Busy(holder)) => (None, Some(ReadOnly::Busy(holder))),
        Err(error @ LockError::Io(_)) => (None, Some(ReadOnly::NoLock(error.to_string()))),
    }
}

fn swept(disk: &dyn Disk, files: &SessionFiles) -> Option<Notice> {
    let count = checkpoint::sweep(disk, files);
    (count > 0).then_some(Notice::Swept(count))
}

fn load_session(
    disk: &Arc<dyn Disk>,
    files: &SessionFiles,
    request: &OpenRequest,
    notices: &mut Vec<Notice>,
) -> Result<Option<Loaded>, LoadError> {
    match &request.recover {
        Some(Recover::File(offer)) => {
            notices.push(Notice::Recovered(offer.clone()));
            load::recover(disk, files, offer)
        }
        _ => load::load(disk, files),
    }
}

/// Makes a new session in memory.
fn fresh(files: &SessionFiles, request: &OpenRequest) -> Result<(Session, Seen, Tail, Before), Trouble> {
    let id = match &request.id {
        Some(id) => id.clone(),
        None => SessionId::new(short_hash(&random_bytes())),
    };
    let session = match &request.tags {
        Some(tags) => session_with_tags(id, files.name(), request.now, tags),
        None => new_session(id, files.name(), request.now),
    };
    let before = Before { open: true, ..Before::default() };
    // A first line that was torn is cut off, and set aside, when the log begins.
    Ok((session, Seen::Nothing, Tail::default(), before))
}

/// Returns 16 bytes that nobody can guess.
fn random_bytes() -> [u8; 16] {
    use std::io::Read;
    let mut bytes = [0; 16];
    let read = std::fs::File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut bytes));
    if read.is_err() {
        let (a, b) = bytes.split_at_mut(8);
        a.copy_from_slice(&disk::random().to_le_bytes());
        b.copy_from_slice(&disk::random().to_le_bytes());
    }
    bytes
}

/// Returns why a loaded session is not to be written.
fn refusal(loaded: &Loaded, request: &OpenRequest) -> Option<ReadOnly> {
    if let Some(schema) = &loaded.newer {
        return Some(ReadOnly::Newer(schema.clone()));
    }
    if let Some(seq) = loaded.unfit {
        return Some(ReadOnly::Unfit(seq));
    }
    match loaded.tail.rest {
        Rest::Damaged { seq, lines } if request.recover != Some(Recover::Log) => {
            Some(ReadOnly::DamagedLog { seq, lines })
        }
        _ => None,
    }
}

/// Says what was found, and what has to be done with the first edit.
fn settle(loaded: Loaded, notices: &mut Vec<Notice>) -> (Session, Seen, Tail, Before) {
    let Loaded { session, seen, mut tail, external, .. } = loaded;
    let mut before = Before::default();
    match tail.joins {
        Join::Joined if tail.sound > 0 => {}
        // Nothing of a log stands yet, or not one whole line.
        Join::Joined | Join::NoLog => {
            before.open = true;
            if session.log.sequence > 0 {
                notices.push(Notice::LogMissing);
            }
        }
        Join::Apart => {
            before.open = true;
            before.set_log_aside = true;
            notices.push(Notice::LogApart);
            tail = Tail { head: session.log.clone(), ..Tail::default() };
        }
    }
    if tail.rest == Rest::Torn {
        notices.push(Notice::TornLine);
    }
    let edits = tail.lines.iter().filter(|line| !line.changes.is_empty()).count();
    if edits > 0 {
        notices.push(Notice::Replayed(edits));
    }
    if let Some(external) = external {
        notices.push(Notice::ChangedOutside(external.changes.len()));
        before.external = Some(external.changes);
        before.keep = external.before;
    }
    (session, seen, tail, before)
}

/// Joins what was listed with what the session names.
fn articles(
    session: &Session,
    files: &SessionFiles,
    walk: &mut Walk,
    notices: &mut Vec<Notice>,
) -> Vec<OpenedArticle> {
    let by_path: HashMap<PathBuf, &ArticleId> = session
        .articles
        .iter()
        .filter(|(_, a)| !a.path.starts_with("builtin:"))
        .map(|(id, a)| (place::resolve(files, &a.path), id))
        .collect();
    let paths: Vec<Option<PathBuf>> = walk.listed.iter().map(|l| place::true_place(&l.place)).collect();
    let moved = moved::find(session, walk, &paths, &by_path);
    let known = |n: usize, listed: &Listed| match (&listed.place, paths.get(n)) {
        (Place::Builtin(name), _) => {
            let stored = format!("builtin:{name}");
            session.articles.iter().find(|(_, a)| a.path == stored).map(|(id, _)| id.clone())
        }
        (_, Some(Some(path))) => by_path.get(path).map(|id| (*id).clone()).or_else(|| moved.get(&n).cloned()),
        _ => None,
    };
    let ids = ids::assign(&walk.listed, session.articles.keys(), known);
    let mut seen: HashSet<ArticleId> = HashSet::new();
    let mut opened = Vec::with_capacity(ids.len());
    for (n, (listed, id)) in std::mem::take(&mut walk.listed).into_iter().zip(ids).enumerate() {
        let state = match session.articles.get(&id) {
            None => ArticleState::New,
            Some(_) if moved.contains_key(&n) => ArticleState::Moved,
            Some(stored) => at_once(stored, &listed.place),
        };
        seen.insert(id.clone());
        let path = match paths.get(n) {
            Some(Some(path)) => place::stored(files, path),
            _ => place::stored_path(files, &listed.place),
        };
        opened.push(OpenedArticle { id, listed, path, state });
    }
    if !moved.is_empty() {
        notices.push(Notice::Moved(moved.len()));
    }
    for missing in only_in_session(session, files, walk, &paths, &seen) {
        // One that is gone from a named folder keeps its number: it stands where its name would.
        let key = natural::key(&missing.listed.shown);
        let beneath =
            missing.listed.place.path().is_some_and(|p| walk.roots.iter().any(|root| p.starts_with(root)));
        let place = opened.iter().position(|o: &OpenedArticle| natural::key(&o.listed.shown) > key);
        match place.filter(|_| beneath) {
            Some(place) => opened.insert(place, missing),
            None => opened.push(missing),
        }
    }
    opened
}

/// Lists the session's articles that the paths did not lead to.
fn only_in_session(
    session: &Session,
    files: &SessionFiles,
    walk: &Walk,
    paths: &[Option<PathBuf>],
    seen: &HashSet<ArticleId>,
) -> Vec<OpenedArticle> {
    let mut missing: Vec<_> = session.articles.iter().filter(|(id, _)| !seen.contains(*id)).collect();
    // As a folder would list them, and as a report numbers them.
    missing.sort_by_cached_key(|(id, stored)| {
        natural::key(stored.path.rsplit('/').next().unwrap_or(id.as_str()))
    });
    if missing.is_empty() {
        return Vec::new();
    }
    let named: HashSet<PathBuf> = paths.iter().flatten().cloned().collect();
    missing
        .into_iter()
        .map(|(id, stored)| {
            let place = place::place_of(files, &stored.path, &walk.roots, &named);
            let state = match &place {
                Place::Outside(_) => ArticleState::Outside,
                place => at_once(stored, place),
            };
            let listed = match &place {
                Place::Builtin(name) => walk::builtin(name),
                place => walk::named(place.clone(), &place.path().unwrap_or_default()),
            };
            OpenedArticle { id: id.clone(), listed, path: stored.path.clone(), state }
        })
        .collect()
}

/// Compares length and time at once; what they cannot tell waits for the hash.
fn at_once(stored: &crate::model::Article, place: &Place) -> ArticleState {
    match article::look(place) {
        Ok((bytes, _)) if bytes != stored.bytes => ArticleState::Changed,
        Ok(_) => ArticleState::Unchecked,
        Err(error) => state::after_error(&error),
    }
}

fn read_history(
    disk: &Arc<dyn Disk>,
    files: &SessionFiles,
    tail: &Tail,
    count: usize,
) -> Result<(History, Option<HistoryReader>), Trouble> {
    let log = files.log();
    let mut reader = HistoryReader::open(Arc::clone(disk), &log, tail.sound)
        .map_err(Trouble::in_doing("read the log", &log))?;
    let page = reader.older(count.max(1)).map_err(Trouble::in_doing("read the log", &log))?;
    let history = History { done: page.done, undone: page.undone };
    Ok((history, page.more.then_some(reader)))
}

/// Makes a session's files at a path where none stand, with no lock: for `replay --save` and imports.
pub fn writer_for(disk: Arc<dyn Disk>, files: SessionFiles, session: Session) -> Writer {
    let before = Before { open: true, ..Before::default() };
    let replica = Session { log: LogHead::default(), ..session };
    Writer::new(disk, files, &Tail::default(), replica, Seen::Nothing, before, None)
}

#[cfg(test)]
#[path = "open_tests.rs"]
mod tests;
