//! Lines of the log: crash journal, undo over restarts and chain of custody in one.
//!
//! An `open` line says which session it is (`session`: id, title, created, revision) and holds the whole session as
//! changes from none, so that the log alone builds it again (`begin`): settings, analysts, tags, articles and, in a
//! log that begins on a session already made, all else. These changes are never applied to a session that a file
//! gave: there they already stand. The session's revision counts up to what `session.revision` says.
//! Members of a line that this version does not know are passed over: a line is never written again, so they stay
//! in the file.
//!
//! **Invariant:** a line is written without blanks, its members in one order, `hash` last, and ends with LF; the hash
//! is over the bytes before the last `,"hash":`.

use std::sync::Arc;

use jiff::Timestamp;

use super::change::{read_change, write_change};
use super::claim::word;
use super::error::FormatError;
use super::json::{Out, Spread, Style};
use super::members::{Item, Reading, outermost};
use crate::command::CommandId;
use crate::model::{AnalystId, ApplyError, Change, Edit, Session, SessionId, Settings, Swap};

/// What stands between a line's other members and its hash.
pub(super) const HASH: &str = ",\"hash\":";

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number: from 1, by 1 over lines of every kind.
    pub seq: u64,
    /// When it was made.
    pub at: Timestamp,
    /// Who made it.
    pub by: AnalystId,
    /// The command that made it.
    pub what: CommandId,
    /// What sort of line it is.
    pub kind: Kind,
    /// The line that it is about: the edit undone or redone, the line that a checkpoint holds.
    pub of: Option<u64>,
    /// The hash of a file, `blake3:` and 64 hex digits: the session file of a checkpoint.
    pub file: Option<String>,
    /// Which session an `open` line begins with.
    pub session: Option<Opened>,
    /// What it changed, in order.
    pub changes: Vec<Change>,
    /// The hash of the line before; of the first, none or the head that a session without its log claims.
    pub prev: Option<String>,
}

/// Which session an `open` line begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Its id.
    pub id: SessionId,
    /// Its name for people.
    pub title: String,
    /// When it was begun.
    pub created: Timestamp,
    /// Its revision with the line's changes in it.
    pub revision: u64,
}

/// What sort of line it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The log begins here.
    Open,
    /// A command changed the session.
    Edit,
    /// An edit was taken back.
    Undo,
    /// An edit was brought again.
    Redo,
    /// Claims made elsewhere came in.
    Import,
    /// A report or a data file was written.
    Export,
    /// The session file was changed by something else.
    External,
    /// More became known of an article.
    Article,
    /// The session file was written.
    Checkpoint,
}

impl Kind {
    /// Every kind with its word on disk.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Open, "open"),
        (Self::Edit, "edit"),
        (Self::Undo, "undo"),
        (Self::Redo, "redo"),
        (Self::Import, "import"),
        (Self::Export, "export"),
        (Self::External, "external"),
        (Self::Article, "article"),
        (Self::Checkpoint, "checkpoint"),
    ];
}

/// A line as its bytes have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hashed {
    /// The line.
    pub line: Line,
    /// The hash that it states.
    pub hash: String,
}

/// Writes a line; returns it, ended by LF, and its hash.
pub fn write(line: &Line) -> (String, String) {
    let Line { seq, at, by, what, kind, of, file, session, changes, prev } = line;
    let mut out = Out::new(Style::Compact);
    out.object(Spread::Line, |o| {
        o.member("seq").number(seq);
        o.member("at").text(at);
        o.member("by").string(by.as_str());
        o.member("do").string(what.as_str());
        o.member("kind").string(word(&Kind::ALL, *kind));
        o.member("of").optional(*of, Out::number);
        if let Some(file) = file {
            o.member("file").string(file);
        }
        if let Some(opened) = session {
            write_opened(o.member("session"), opened);
        }
        o.member("changes").list(changes, write_change);
        o.member("prev").optional_string(prev.as_deref());
    });
    let mut text = out.finish();
    text.pop();
    let hash = hash_of(text.as_bytes());
    text.push_str(HASH);
    text.push('"');
    text.push_str(&hash);
    text.push_str("\"}\n");
    (text, hash)
}

fn write_opened(out: &mut Out, opened: &Opened) {
    let Opened { id, title, created, revision } = opened;
    out.object(Spread::Line, |o| {
        o.member("id").string(id.as_str());
        o.member("title").string(title);
        o.member("created").text(created);
        o.member("revision").number(revision);
    });
}

/// Returns `blake3:` and the 64 hex digits of the hash of these bytes: of a line before its hash, or of a file.
pub fn hash_of(bytes: &[u8]) -> String {
    format!("blake3:{}", blake3::hash(bytes).to_hex())
}

/// Reads a line, with or without its line end; does not check its hash (`chain::check` does).
///
/// # Errors
/// Anything that is not a line of this version's log, with its column and path.
pub fn read(text: &str) -> Result<Hashed, FormatError> {
    let mut m = outermost(text)?;
    let line = Line {
        seq: m.required("seq", Item::count)?,
        at: m.required("at", Item::time)?,
        by: m.required("by", Item::string).map(AnalystId::new)?,
        what: m.required("do", Item::string).map(CommandId::from)?,
        kind: m.required("kind", |item| item.one_of(&Kind::ALL))?,
        of: m.optional("of", Item::count)?,
        file: m.optional("file", Item::string)?,
        session: m.optional("session", read_opened)?,
        changes: m.list("changes", |_, item| read_change(item))?,
        prev: m.optional("prev", Item::string)?,
    };
    Ok(Hashed { line, hash: m.required("hash", Item::string)? })
}

fn read_opened(item: Item<'_>) -> Reading<Opened> {
    let mut m = item.members()?;
    Ok(Opened {
        id: m.required("id", Item::string).map(SessionId::new)?,
        title: m.or_default("title", Item::string)?,
        created: m.required("created", Item::time)?,
        revision: m.or_default("revision", Item::count)?,
    })
}

/// Returns what an `open` line says of a session: which one it is, and all that it holds as changes from none.
pub fn opening(session: &Session) -> (Opened, Vec<Change>) {
    let Session {
        id,
        title,
        note,
        created,
        revision,
        log: _,
        settings,
        analysts,
        articles,
        tags,
        sources,
        questions,
        claims,
        relations,
        echoes,
        not_mentioned,
        dismissed,
        removed,
        exports,
        unknown: _,
    } = session;
    let opened = Opened { id: id.clone(), title: title.clone(), created: *created, revision: *revision };
    let mut changes = Vec::new();
    if !note.is_empty() {
        changes.push(Change::Note { before: String::new(), after: note.clone() });
    }
    if *settings != Settings::default() {
        changes.push(Change::Settings { before: Settings::default(), after: settings.clone() });
    }
    changes.extend(analysts.iter().map(|(id, v)| Change::Analyst(from_none(id, v))));
    changes.extend(articles.iter().map(|(id, v)| Change::Article(from_none(id, v))));
    changes.extend(tags.iter().map(|(id, v)| Change::Tag(from_none(id, v))));
    changes.extend(sources.iter().map(|(id, v)| Change::Source(from_none(id, v))));
    changes.extend(questions.iter().map(|(id, v)| Change::Question(from_none(id, v))));
    changes.extend(claims.iter().map(|(id, v)| Change::Claim(from_none(id, v))));
    changes.extend(relations.iter().map(|(id, v)| Change::Relation(from_none(id, v))));
    changes.extend(echoes.iter().map(|(id, v)| Change::Echo(from_none(id, v))));
    changes.extend(not_mentioned.iter().map(|(id, v)| Change::NotMentioned(from_none(id, v))));
    changes.extend(dismissed.iter().map(|(id, v)| Change::Dismissed(from_none(id, v))));
    changes.extend(removed.iter().map(|(id, v)| Change::Removed(from_none(id, v))));
    changes.extend(exports.iter().enumerate().map(|(n, v)| Change::Export(from_none(&n, v))));
    (opened, changes)
}

fn from_none<K: Clone, T>(id: &K, value: &Arc<T>) -> Swap<K, T> {
    Swap { id: id.clone(), before: None, after: Some(Arc::clone(value)) }
}

/// Builds the session that an `open` line begins with; none for a line of another kind.
///
/// # Errors
/// The changes do not follow from one another.
pub fn begin(line: &Line) -> Result<Option<Session>, ApplyError> {
    let (Kind::Open, Some(opened)) = (line.kind, &line.session) else { return Ok(None) };
    let mut session = Session::empty(opened.id.clone(), opened.title.clone(), opened.created);
    Edit { what: line.what.clone(), changes: line.changes.clone() }.apply(&mut session)?;
    session.revision = opened.revision;
    Ok(Some(session))
}
