//! Views that stand in place of the panes: lists of claims, articles, commands.
//!
//! **Invariant:** every list has the same keys; its entries are computed once for each revision and filter.

pub mod articles;
pub mod claims;
pub mod help;
pub mod questions;
pub mod sources;

use super::piece::Line;
use super::state::State;
use crate::command::{Command, Move};
use crate::model::{ClaimId, QuestionId, SourceId};

/// What a list lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// The claims, in the order of their making.
    Claims,
    /// The articles, by number.
    Articles,
    /// The commands with their keys.
    Help,
    /// The sources.
    Sources,
    /// The questions, and the claims under none.
    Questions,
}

/// One thing in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A claim.
    Claim(ClaimId),
    /// An article, by its place in the list of articles.
    Article(usize),
    /// A command.
    Command(Command),
    /// A source.
    Source(SourceId),
    /// A question.
    Question(QuestionId),
    /// Something that was passed over, by its place among what was.
    Skipped(usize),
}

/// A list on screen.
#[derive(Debug, Clone)]
pub struct ListView {
    /// What it lists.
    pub kind: ListKind,
    /// The entry under the cursor, as a place among `entries`.
    pub cursor: usize,
    /// The first entry on screen.
    pub top: usize,
    /// Only entries with these words are listed.
    pub filter: String,
    /// The entries that pass the filter.
    pub entries: Vec<Entry>,
    /// The entry that the cursor goes to when the list is made anew.
    pub seek: Option<Entry>,
    made_for: Option<(u64, String)>,
}

impl ListView {
    /// Opens a list at its first entry.
    pub fn new(kind: ListKind) -> Self {
        Self {
            kind,
            cursor: 0,
            top: 0,
            filter: String::new(),
            entries: Vec::new(),
            seek: None,
            made_for: None,
        }
    }

    /// Opens a list at an entry.
    pub fn at(kind: ListKind, entry: Entry) -> Self {
        Self { seek: Some(entry), ..Self::new(kind) }
    }

    /// Returns the entry under the cursor.
    pub fn entry(&self) -> Option<&Entry> {
        self.entries.get(self.cursor)
    }

    /// Returns the view's name.
    pub fn name(&self) -> &'static str {
        match self.kind {
            ListKind::Claims => "claims",
            ListKind::Articles => "articles",
            ListKind::Help => "help",
            ListKind::Sources => "sources",
            ListKind::Questions => "questions",
        }
    }

    /// Moves the cursor; `height` is the number of entries on screen.
    pub fn go(&mut self, command: Move, height: usize) {
        let page = height.saturating_sub(1).max(1);
        let last = self.entries.len().saturating_sub(1);
        self.cursor = match command {
            Move::RowUp => self.cursor.saturating_sub(1),
            Move::RowDown => self.cursor + 1,
            Move::PageUp => self.cursor.saturating_sub(page),
            Move::PageDown => self.cursor + page,
            Move::HalfUp => self.cursor.saturating_sub((page / 2).max(1)),
            Move::HalfDown => self.cursor + (page / 2).max(1),
            Move::ArticleStart => 0,
            Move::ArticleEnd => last,
            Move::GraphemeLeft
            | Move::GraphemeRight
            | Move::WordNext
            | Move::WordBack
            | Move::WordEnd
            | Move::SentenceBack
            | Move::SentenceNext
            | Move::ParagraphBack
            | Move::ParagraphNext
            | Move::RowStart
            | Move::RowEnd => self.cursor,
        }
        .min(last);
    }
}

/// Brings the list on top up to date with the session, its filter and the screen.
pub fn refresh(state: &mut State) {
    let Some(mut list) = state.lists.pop() else { return };
    let key = (state.doc.session.revision, list.filter.clone());
    if list.made_for.as_ref() != Some(&key) {
        let kept = list.seek.take().or_else(|| list.entry().cloned());
        let all = match list.kind {
            ListKind::Claims => claims::entries(state),
            ListKind::Articles => articles::entries(state),
            ListKind::Help => help::entries(),
            ListKind::Sources => sources::entries(state),
            ListKind::Questions => questions::entries(state),
        };
        let words = list.filter.to_lowercase();
        list.entries =
            all.into_iter().filter(|e| words.is_empty() || text(state, e).contains(&words)).collect();
        if let Some(place) = kept.and_then(|entry| list.entries.iter().position(|e| *e == entry)) {
            list.cursor = place;
        }
        list.made_for = Some(key);
    }
    list.cursor = list.cursor.min(list.entries.len().saturating_sub(1));
    let height = list_height(state);
    list.top = list.top.clamp((list.cursor + 1).saturating_sub(height), list.cursor);
    state.lists.push(list);
}

/// Returns how many entries stand on screen: all rows but status, heading, the two lines of detail with their rule,
/// and footer.
pub fn list_height(state: &State) -> usize {
    usize::from(state.size.1).saturating_sub(if state.size.1 >= 14 { 6 } else { 3 }).max(1)
}

/// Returns the heading above a list's columns.
pub fn heading(state: &State, list: &ListView) -> Line {
    match list.kind {
        ListKind::Claims => claims::heading(state),
        ListKind::Articles => articles::heading(state),
        ListKind::Help => help::heading(state),
        ListKind::Sources => sources::heading(state),
        ListKind::Questions => questions::heading(state),
    }
}

/// Returns an entry's line.
pub fn line(state: &State, entry: &Entry) -> Line {
    match entry {
        Entry::Claim(id) => claims::line(state, id),
        Entry::Article(article) => articles::line(state, *article),
        Entry::Command(command) => help::line(state, *command),
        Entry::Source(id) => sources::line(state, id),
        Entry::Question(id) => questions::line(state, id),
        Entry::Skipped(n) => articles::skipped(state, *n),
    }
}

/// Returns what is said of the entry under the cursor below the list.
pub fn detail(state: &State, entry: &Entry) -> Vec<Line> {
    match entry {
        Entry::Claim(id) => claims::detail(state, id),
        Entry::Article(article) => articles::detail(state, *article),
        Entry::Command(command) => help::detail(state, *command),
        Entry::Source(id) => sources::detail(state, id),
        Entry::Question(id) => questions::detail(state, id),
        Entry::Skipped(n) => vec![articles::skipped(state, *n)],
    }
}

/// Returns an entry's words in lower case, for the filter.
fn text(state: &State, entry: &Entry) -> String {
    let line = line(state, entry);
    line.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ").to_lowercase()
}
