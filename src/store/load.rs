//! A session from its file and its log.
//!
//! **Invariant:** what the log acknowledges is in the session that is returned; a file that cannot be read is
//! never changed, only told of with what could stand in for it.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;

use crate::format::error::FormatError;
use crate::format::log::{self, Kind, Line};
use crate::format::session::{self, ReadSession};
use crate::model::{Change, Edit, LogHead, Session};

use super::checkpoint::{self, Seen};
use super::difference;
use super::disk::Disk;
use super::names::{BACKUPS, SessionFiles};
use super::tail::{self, Join, Rest, Tail};
use super::trouble::Trouble;

/// A session as file and log have it.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The session, the log's tail in it.
    pub session: Session,
    /// The session file's hash.
    pub seen: Seen,
    /// The log's end.
    pub tail: Tail,
    /// The schema's name, where it is newer than this program.
    pub newer: Option<String>,
    /// What another program changed in the session file, and the version that it replaced; none if nobody did.
    pub external: Option<External>,
    /// A line of the log that does not fit the session, by number: what follows was not taken.
    pub unfit: Option<u64>,
}

/// What another program changed in the session file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct External {
    /// The changes; empty where the version before cannot be had.
    pub changes: Vec<Change>,
    /// The version before, as a session file.
    pub before: Option<Vec<u8>>,
}

/// Why a session cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The session file is damaged.
    #[error("the session file is damaged: {error}")]
    Corrupt {
        /// What is wrong with it, and where.
        error: Box<FormatError>,
        /// What could stand in for it, the best first.
        offers: Vec<Offer>,
    },
    /// It is not text.
    #[error("the session file is not UTF-8 text, from byte {0}")]
    NotText(usize, Vec<Offer>),
    /// There is a log, but it does not begin a session.
    #[error("there is only a log, and it does not begin a session: {0}")]
    LogOnly(PathBuf),
    /// The disk refused.
    #[error(transparent)]
    Disk(#[from] Trouble),
}

/// What could stand in for a damaged session file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    /// The log, from its beginning.
    Log {
        /// The revision that it leads to.
        revision: u64,
    },
    /// A backup, brought up to date by the log where they join.
    Backup {
        /// Its number, 1 is the newest.
        number: u32,
        /// The revision that it leads to.
        revision: u64,
    },
}

/// Loads a session; none where there is neither file nor log.
pub fn load(disk: &Arc<dyn Disk>, files: &SessionFiles) -> Result<Option<Loaded>, LoadError> {
    let Some(bytes) = read_file(&**disk, files)? else { return from_log(disk, files, Seen::Nothing) };
    let seen = Seen::Hash(blake3::hash(&bytes));
    match parse(&bytes) {
        Ok(read) => Ok(Some(with_tail(disk, files, &bytes, seen, read)?)),
        Err(ParseError::NotText(at)) => Err(LoadError::NotText(at, offers(disk, files))),
        Err(ParseError::Format(error)) => Err(LoadError::Corrupt { error, offers: offers(disk, files) }),
    }
}

/// Loads what was offered in place of a damaged session file. The file itself is kept by the writer: its hash is
/// not the one seen.
pub fn recover(
    disk: &Arc<dyn Disk>,
    files: &SessionFiles,
    offer: &Offer,
) -> Result<Option<Loaded>, LoadError> {
    match offer {
        Offer::Log { .. } => from_log(disk, files, Seen::Nothing),
        Offer::Backup { number, .. } => {
            let path = files.backup(*number);
            let bytes =
                disk.read(&path, checkpoint::LARGEST).map_err(Trouble::in_doing("read the backup", &path))?;
            let Ok(read) = parse(&bytes) else { return Ok(None) };
            let mut loaded = with_tail(disk, files, &bytes, Seen::Nothing, read)?;
            // An old backup is no change from outside.
            loaded.external = None;
            Ok(Some(loaded))
        }
    }
}

/// Reads a session for its list of articles: the file, else the log; none where there is neither.
pub fn session_or_log(disk: &dyn Disk, files: &SessionFiles) -> Result<Option<Session>, LoadError> {
    let Some(bytes) = read_file(disk, files)? else {
        let disk: Arc<dyn Disk> = Arc::new(super::disk::RealDisk);
        return Ok(from_log(&disk, files, Seen::Nothing)?.map(|loaded| loaded.session));
    };
    match parse(&bytes) {
        Ok(read) => Ok(Some(read.session)),
        Err(ParseError::NotText(at)) => Err(LoadError::NotText(at, Vec::new())),
        Err(ParseError::Format(error)) => Err(LoadError::Corrupt { error, offers: Vec::new() }),
    }
}

enum ParseError {
    NotText(usize),
    Format(Box<FormatError>),
}

fn parse(bytes: &[u8]) -> Result<ReadSession, ParseError> {
    let text = std::str::from_utf8(bytes).map_err(|error| ParseError::NotText(error.valid_up_to()))?;
    session::read(text).map_err(|error| ParseError::Format(Box::new(error)))
}

fn read_file(disk: &dyn Disk, files: &SessionFiles) -> Result<Option<Vec<u8>>, Trouble> {
    match disk.read(files.session(), checkpoint::LARGEST) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Trouble::in_doing("read", files.session())(error)),
    }
}

fn read_tail(disk: &Arc<dyn Disk>, files: &SessionFiles, contained: &LogHead) -> Result<Tail, Trouble> {
    tail::read(disk, &files.log(), contained).map_err(Trouble::in_doing("read the log", &files.log()))
}

/// Builds the session from the log alone.
fn from_log(disk: &Arc<dyn Disk>, files: &SessionFiles, seen: Seen) -> Result<Option<Loaded>, LoadError> {
    let tail = read_tail(disk, files, &LogHead::default())?;
    if tail.lines.is_empty() && tail.rest == Rest::None {
        return Ok(None);
    }
    let begun = tail.lines.first().and_then(|first| log::begin(first).ok().flatten());
    let Some(mut session) = begun else {
        // A first line that was torn was never acknowledged: nothing is lost by beginning again.
        return if tail.lines.is_empty() && tail.rest == Rest::Torn {
            Ok(None)
        } else {
            Err(LoadError::LogOnly(files.log()))
        };
    };
    let unfit = replay(&mut session, &tail.lines);
    session.log = tail.head.clone();
    Ok(Some(Loaded { session, seen, tail, newer: None, external: None, unfit }))
}

fn with_tail(
    disk: &Arc<dyn Disk>,
    files: &SessionFiles,
    bytes: &[u8],
    seen: Seen,
    read: ReadSession,
) -> Result<Loaded, LoadError> {
    let mut session = read.session;
    let contained = session.log.clone();
    let tail = read_tail(disk, files, &contained)?;
    let external = if tail.joins == Join::Joined && read.newer.is_none() {
        changed_outside(disk, files, bytes, &contained, &tail, &session)
    } else {
        None
    };
    let unfit = replay(&mut session, &tail.lines);
    session.revision += external.as_ref().map_or(0, |e| e.changes.len() as u64);
    if unfit.is_none() {
        session.log = tail.head.clone();
    }
    Ok(Loaded { session, seen, tail, newer: read.newer, external, unfit })
}

/// Applies lines to a session; returns the number of the first that does not fit.
pub fn replay(session: &mut Session, lines: &[Line]) -> Option<u64> {
    for line in lines.iter().filter(|line| line.kind != Kind::Open) {
        let edit = Edit { what: line.what.clone(), changes: line.changes.clone() };
        // What an `external` line says was in the session file already when the line was written.
        if edit.apply(session).is_err() && line.kind != Kind::External {
            return Some(line.seq);
        }
    }
    None
}

/// Tells whether another program changed the session file since the log spoke of it: by the hash that the
/// `checkpoint` line gives, else by building the same state from the log.
fn changed_outside(
    disk: &Arc<dyn Disk>,
    files: &SessionFiles,
    bytes: &[u8],
    contained: &LogHead,
    tail: &Tail,
    now: &Session,
) -> Option<External> {
    if tail.lines.iter().any(|line| line.kind == Kind::External) {
        return None;
    }
    let own = checkpoint::file_hash(bytes);
    let told: Vec<String> = tail
        .lines
        .iter()
        .filter(|line| line.kind == Kind::Checkpoint && line.of == Some(contained.sequence))
        .filter_map(|line| line.file.clone())
        .collect();
    let told_any = !told.is_empty();
    if told.contains(&own) || contained.sequence == 0 {
        return None;
    }
    let before = backup_of(&**disk, files, &told).or_else(|| rebuilt(disk, files, contained));
    match before {
        Some(before) if !told_any && before == bytes => None,
        Some(before) => {
            let read = parse(&before).ok()?;
            let changes = difference::between(&read.session, now);
            Some(External { changes, before: Some(before) })
        }
        // The line that tells was lost in a crash, and the log begins later than the session: nothing to compare.
        None if !told_any => None,
        None => Some(External { changes: Vec::new(), before: None }),
    }
}

/// Returns the backup that has one of these hashes.
fn backup_of(disk: &dyn Disk, files: &SessionFiles, hashes: &[String]) -> Option<Vec<u8>> {
    (1..=BACKUPS)
        .filter_map(|n| disk.read(&files.backup(n), checkpoint::LARGEST).ok())
        .find(|bytes| hashes.contains(&checkpoint::file_hash(bytes)))
}

/// Builds the session file that the log's lines up to `contained` lead to.
fn rebuilt(disk: &Arc<dyn Disk>, files: &SessionFiles, contained: &LogHead) -> Option<Vec<u8>> {
    let tail = tail::read(disk, &files.log(), &LogHead::default()).ok()?;
    let mut session = log::begin(tail.lines.first()?).ok().flatten()?;
    let lines: Vec<Line> = tail.lines.into_iter().filter(|l| l.seq <= contained.sequence).collect();
    if replay(&mut session, &lines).is_some() {
        return None;
    }
    session.log = contained.clone();
    Some(session::write(&session).into_bytes())
}

/// Lists what could stand in for a damaged session file: the log where it reaches back to the beginning, then the
/// backups, newest first.
fn offers(disk: &Arc<dyn Disk>, files: &SessionFiles) -> Vec<Offer> {
    let mut offers = Vec::new();
    if let Ok(Some(loaded)) = from_log(disk, files, Seen::Nothing)
        && loaded.unfit.is_none()
    {
        offers.push(Offer::Log { revision: loaded.session.revision });
    }
    for number in 1..=BACKUPS {
        let offer = Offer::Backup { number, revision: 0 };
        if let Ok(Some(loaded)) = recover(disk, files, &offer) {
            offers.push(Offer::Backup { number, revision: loaded.session.revision });
        }
    }
    offers
}
