//! What reaches the application and what it asks of the world.
//!
//! **Invariant:** a message and an effect are plain values; nothing here is done, only said.

use std::sync::Arc;

use jiff::Timestamp;

use super::echoes::Echoes;
use super::suggestions::Suggestion;
use crate::command::Key;
use crate::format::encoding::Encoding;
use crate::format::extracts::Extract;
use crate::format::log::Line;
use crate::format::page::PageFacts;
use crate::format::proposals::Proposals;
use crate::format::samples::Sample;
use crate::model::{ArticleId, Session};
use crate::text::Span;
use crate::text::find::Query;
use crate::text::offsets::OffsetIndex;

/// Something that happened.
#[derive(Debug, Clone)]
pub enum Msg {
    /// A key was pressed (or repeats).
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The terminal has this many columns and rows.
    Resize(u16, u16),
    /// The program was brought back after a suspend: draw all.
    Resumed,
    /// An article's text arrived, its first part or the whole.
    Text {
        /// The article's place in the list.
        article: usize,
        /// Its text, or why it cannot be read, for people.
        text: Result<TextPart, String>,
    },
    /// A cited article that is not on screen was hashed.
    Checked {
        /// The article's place in the list.
        article: usize,
        /// SHA-256 of its bytes, or why they cannot be read, for people.
        found: Result<String, String>,
    },
    /// An article was tried in every encoding.
    Samples {
        /// The article's place in the list.
        article: usize,
        /// What each makes of it, or why it cannot be read, for people.
        found: Result<Vec<Sample>, String>,
    },
    /// Whoever had the session open has closed it.
    LockFree,
    /// An article's bytes were copied beside the session.
    Kept {
        /// The article's place in the list.
        article: usize,
        /// Nothing, or why it was not copied, for people.
        result: Result<(), String>,
    },
    /// The kept copy of a changed article was read.
    KeptText {
        /// The article's place in the list.
        article: usize,
        /// The text as it was annotated; none where no copy stands.
        text: Option<TextPart>,
    },
    /// The rules have read an article.
    Suggested {
        /// The article's place in the list.
        article: usize,
        /// The length of the text that they read, bytes.
        bytes: usize,
        /// The claims that they propose.
        found: Vec<Suggestion>,
    },
    /// A program of the settings has read an article's text.
    Programmed {
        /// The program's place in the list.
        program: usize,
        /// The article's place in the list.
        article: usize,
        /// The text that it read.
        text: Arc<str>,
        /// What it wrote, or why it wrote nothing, for people.
        result: Result<Proposals, String>,
    },
    /// A search found these places in one article; a search ends by `Searched`.
    Hits {
        /// Which search.
        search: u64,
        /// The article's place in the list.
        article: usize,
        /// The places, in order, bytes.
        hits: Vec<Span>,
    },
    /// A search has been through all articles.
    Searched(u64),
    /// The log is on disk up to this line.
    Saved {
        /// The line's number.
        seq: u64,
        /// When it was.
        at: Timestamp,
    },
    /// The log could not be written; edits go on in memory and the write is tried again.
    SaveFailed {
        /// What went wrong and where.
        reason: String,
        /// What to do about it.
        hint: String,
    },
    /// The session file was written.
    Checkpointed {
        /// The last log line that it contains.
        seq: u64,
        /// BLAKE3 of its bytes, as the log prints it.
        file: String,
        /// Its path, for people.
        path: String,
    },
    /// Older edits were read back from the log, oldest first.
    Older {
        /// The edits.
        entries: Vec<crate::model::Entry>,
        /// Whether the log holds still older ones.
        more: bool,
    },
    /// Articles were compared with each other; more may follow.
    Echoes(Arc<Echoes>),
    /// The report was made, or why not, for people.
    WriteUp(Result<String, String>),
    /// A view was written to a file, or why not, for people.
    Written(Result<WrittenFile, String>),
    /// Something to tell the analyst that no key asked for.
    Notice(String),
    /// A signal or a lost terminal ends the program.
    Terminate,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenFile {
    /// Its whole path.
    pub path: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// What is to be recorded of it; none where it is no export.
    pub export: Option<Exported>,
}

/// An export, to be recorded in session and log once it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The format's name.
    pub format: String,
    /// The revision that it was made from.
    pub revision: u64,
}

/// An article's text as it was read.
#[derive(Debug, Clone)]
pub struct TextPart {
    /// The decoded text; for a first part its start, cut at a line or grapheme.
    pub text: Arc<str>,
    /// The index over that text.
    pub index: Arc<OffsetIndex>,
    /// The encoding's name.
    pub encoding: String,
    /// How many runs of bytes could not be decoded.
    pub bad_bytes: usize,
    /// What is known once the whole was read.
    pub whole: Option<WholeFacts>,
    /// What a web page says of itself.
    pub page: Option<Arc<PageFacts>>,
}

/// What only the whole file tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeFacts {
    /// The file's length in bytes.
    pub bytes: u64,
    /// The file's time of change.
    pub modified: Option<Timestamp>,
    /// SHA-256 of the bytes, hex.
    pub sha256: String,
    /// SHA-256 of the text in UTF-8, hex.
    pub text_sha256: String,
}

/// Something to be done outside.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Read at most the first 64 KiB of the article at once; answered by `Msg::Text`.
    ReadFirst(usize),
    /// Read, hash and index the whole article in a worker; answered by `Msg::Text`.
    ReadWhole(usize),
    /// Read the whole article in this encoding from now on, or in the one that it shows; answered by `Msg::Text`.
    ReadAs {
        /// The article's place in the list.
        article: usize,
        /// The encoding that was chosen; none where no choice holds.
        encoding: Option<Encoding>,
    },
    /// Try the article in every encoding in a worker; answered by `Msg::Samples`.
    Samples(usize),
    /// Hash a cited article in a worker; answered by `Msg::Checked`.
    Check(usize),
    /// Copy the article's bytes beside the session, under their hash; answered by `Msg::Kept`.
    Keep {
        /// The article's place in the list.
        article: usize,
        /// SHA-256 of the bytes that are shown, hex: others are not copied.
        sha256: String,
    },
    /// Keep the paragraphs around what was cited beside the session, of an article that is too large to be copied;
    /// answered by `Msg::Kept`.
    KeepExtracts {
        /// The article's place in the list.
        article: usize,
        /// SHA-256 of the bytes that are shown, hex.
        sha256: String,
        /// The paragraphs.
        extracts: Vec<Extract>,
    },
    /// Read the kept copy of an article's bytes as they were annotated; answered by `Msg::KeptText`.
    ReadKept {
        /// The article's place in the list.
        article: usize,
        /// SHA-256 of the bytes that were annotated, hex.
        sha256: String,
    },
    /// Let the rules read an article in a worker; answered by `Msg::Suggested`.
    Suggest {
        /// The article's place in the list.
        article: usize,
        /// Its text, where it is at hand.
        text: Option<Arc<str>>,
    },
    /// Let a program of the settings read an article's text in a worker; answered by `Msg::Programmed`.
    RunProgram {
        /// The program's place in the list.
        program: usize,
        /// The article's place in the list.
        article: usize,
        /// Its text.
        text: Arc<str>,
    },
    /// Keep the answer to whether a program may run.
    Answer {
        /// The program's place in the list.
        program: usize,
        /// Whether it may.
        yes: bool,
    },
    /// Look for the query in the articles, in this order, in a worker; a newer search ends an older one.
    Search {
        /// Which search.
        search: u64,
        /// What to look for.
        query: Arc<Query>,
        /// The articles' places in the list.
        order: Vec<usize>,
        /// The texts that are at hand, by the article's place in the list.
        texts: Vec<(usize, Arc<str>)>,
    },
    /// Compare articles with each other in a worker, in this order until there is too much; answered by
    /// `Msg::Echoes`, first for those on screen, then for all.
    Echoes {
        /// The articles' places in the list.
        order: Vec<usize>,
        /// How many of them, the first ones, are on screen.
        shown: usize,
        /// The texts that are at hand, by the article's place in the list.
        texts: Vec<(usize, Arc<str>)>,
        /// How many articles are left out.
        left_out: usize,
    },
    /// Append lines to the log, in order; answered by `Msg::Saved` or `Msg::SaveFailed`.
    Log(Vec<Line>),
    /// Write the session file now; answered by `Msg::Checkpointed`.
    Checkpoint,
    /// Read edits older than this log line; answered by `Msg::Older`.
    Older(u64),
    /// Make the report in a worker; answered by `Msg::WriteUp`.
    WriteUp {
        /// The session as it stands.
        session: Arc<Session>,
        /// The articles' places in the list, with their ids.
        articles: Vec<(usize, ArticleId)>,
        /// The analyst's name as it is to be printed.
        analyst: String,
        /// The time that the report bears.
        at: Timestamp,
    },
    /// Write a file where none stands; answered by `Msg::Written`.
    WriteFile {
        /// Its path as typed.
        path: String,
        /// What it is to hold.
        text: Arc<str>,
        /// What is to be recorded of it; none where it is no export.
        export: Option<Exported>,
    },
    /// Put text on the clipboard.
    Copy(String),
    /// Hand the terminal back to the shell until the program is continued.
    Suspend,
    /// End the program and begin it anew on the same case, with this article in focus.
    Anew(Option<ArticleId>),
    /// End the program once all is on disk.
    Quit,
}
