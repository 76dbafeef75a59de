//! Views that stand in place of the panes: lists of claims, articles, commands.
//!
//! **Invariant:** every list has the same keys; its entries are computed once for each revision and filter.

pub mod acts;
pub mod articles;
pub mod changes;
pub mod claims;
pub mod echoes;
pub mod encodings;
pub mod help;
pub mod history;
pub mod hits;
pub mod ledger;
pub mod making;
pub mod marks;
pub mod order;
pub mod page_facts;
pub mod questions;
pub mod review;
pub mod sources;
pub mod suggestions;
pub mod tags;
pub mod write_up;
pub mod zones;

use std::collections::BTreeSet;

use super::piece::{Line, piece};
use super::state::State;
use crate::command::{ClaimCommand, Command, Move};
use crate::model::{ClaimId, QuestionId, SourceId, TagId};
use crate::text::Span;
use crate::theme::Role;

/// What a list lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// The claims, in the order of their making.
    Claims,
    /// The articles, by number.
    Articles,
    /// The suggestions that wait for a person, by question.
    Suggestions,
    /// What accepting several suggestions will make.
    Making,
    /// The commands with their keys.
    Help,
    /// The sources.
    Sources,
    /// The questions, and the claims under none.
    Questions,
    /// The questions with who says what.
    Ledger,
    /// The report as it would be written.
    WriteUp,
    /// The passages that articles share.
    Echoes,
    /// The search hits in their context.
    Hits,
    /// The edits, newest first.
    History,
    /// The claims of articles whose files changed.
    Changes,
    /// The tags.
    Tags,
    /// Headlines, captions and what is not article.
    Zones,
    /// The encodings that an article could be in.
    Encodings,
    /// The claims that want to be confirmed or reviewed.
    Review,
}

/// One thing in a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entry {
    /// A claim.
    Claim(ClaimId),
    /// An article, by its place in the list of articles.
    Article(usize),
    /// A suggestion, by its article's place in the list and its own place there.
    Suggestion {
        /// The article's place in the list.
        article: usize,
        /// Its place among the article's suggestions.
        n: usize,
    },
    /// A question that only suggestions answer, by its place among those proposed.
    Proposed(usize),
    /// The articles that the rules were not asked to read.
    Unread,
    /// A command.
    Command(Command),
    /// A source.
    Source(SourceId),
    /// A question.
    Question(QuestionId),
    /// A row of the ledger, by its question.
    Row(QuestionId),
    /// A line of the write-up.
    ReportLine(usize),
    /// A shared passage, by its place among them.
    Passage(usize),
    /// Something that was passed over, by its place among what was.
    Skipped(usize),
    /// The heading of a group.
    Group(String),
    /// A search hit: its article's place in the list, its first byte, one past its last.
    Hit(usize, usize, usize),
    /// An edit, by the log line that made it.
    Edit(u64),
    /// An export that was made, by its place among them.
    Export(usize),
    /// A span of a claim of a changed article.
    Change(ClaimId, usize),
    /// A tag.
    Tag(TagId),
    /// A zone: its article's place in the list, its own place among the article's zones.
    Zone(usize, usize),
    /// An encoding, by its place among those that were tried.
    Encoding(usize),
}

/// What a list was made for: revision, arrivals of suggestions, filter, the two orders, which write-up, and what else
/// its kind hangs on.
type MadeFor = (u64, u64, String, (ledger::Sort, order::Order, usize), u64, usize);

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
    /// The value under the cursor in the ledger, or the member among the echoes: its place in the row.
    pub value: usize,
    /// What the ledger is sorted by.
    pub sort: ledger::Sort,
    /// What the claims are sorted and grouped by.
    pub order: order::Order,
    /// Which of its kind's own orders any other list is in.
    pub by: usize,
    /// The marked entries.
    pub marks: BTreeSet<Entry>,
    /// The entry that the cursor goes to when the list is made anew.
    pub seek: Option<Entry>,
    made_for: Option<MadeFor>,
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
            value: 0,
            sort: ledger::Sort::default(),
            order: order::Order::default(),
            by: 0,
            marks: BTreeSet::new(),
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
            ListKind::Suggestions => "suggestions",
            ListKind::Making => "to make",
            ListKind::Help => "help",
            ListKind::Sources => "sources",
            ListKind::Questions => "questions",
            ListKind::Ledger => "ledger",
            ListKind::WriteUp => "write-up",
            ListKind::Echoes => "echoes",
            ListKind::Hits => "hits",
            ListKind::History => "history",
            ListKind::Changes => "changes",
            ListKind::Tags => "tags",
            ListKind::Zones => "zones",
            ListKind::Encodings => "encodings",
            ListKind::Review => "review queue",
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
            | Move::ValuePrevious
            | Move::ValueNext
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
    let hangs_on = match list.kind {
        ListKind::Hits => state.reader.search.counts().0,
        ListKind::History => state.doc.history.done.len() + state.doc.session.exports.len(),
        ListKind::Suggestions | ListKind::Ledger => suggestions::hangs_on(state),
        ListKind::Making => {
            crate::app::suggestions::batch::refresh(state);
            state.reader.suggesting.batch.as_ref().map_or(0, |batch| batch.made)
        }
        ListKind::Changes => {
            changes::refresh(state);
            state.changes.all.len()
        }
        ListKind::Encodings => state.encodings.n_tried(),
        // Other passages than before, though as many, come with more articles.
        _ => state.doc.echoes.compared.wrapping_shl(20).wrapping_add(state.doc.echoes.passages().len()),
    };
    let key = (
        state.doc.session.revision,
        suggestions::arrivals(state, &list),
        list.filter.clone(),
        (list.sort, list.order, list.by),
        state.write_up.made,
        hangs_on,
    );
    if list.made_for.as_ref() != Some(&key) {
        let kept = list.seek.take().or_else(|| list.entry().cloned());
        let all = match list.kind {
            ListKind::Claims => order::claims(state, list.order),
            ListKind::Hits => hits::entries(state),
            ListKind::History => history::entries(state),
            ListKind::Changes => changes::entries(state),
            ListKind::Articles => articles::entries(state, list.by),
            ListKind::Tags => tags::entries(state, list.by),
            ListKind::Zones => zones::entries(state),
            ListKind::Encodings => encodings::entries(state),
            ListKind::Review => review::entries(state),
            ListKind::Suggestions => suggestions::entries(state),
            ListKind::Making => making::entries(state),
            ListKind::Help => help::entries(),
            ListKind::Sources => sources::entries(state),
            ListKind::Questions => questions::entries(state),
            ListKind::Ledger => ledger::entries(state, list.sort),
            ListKind::WriteUp => write_up::entries(state),
            ListKind::Echoes => echoes::entries(state),
        };
        list.entries = filtered(state, all, &list.filter.to_lowercase());
        if let Some(place) = kept.and_then(|entry| list.entries.iter().position(|e| *e == entry)) {
            list.cursor = place;
        }
        list.made_for = Some(key);
    }
    list.cursor = list.cursor.min(list.entries.len().saturating_sub(1));
    if let Some(Entry::Row(id)) = list.entry() {
        let values = state.doc.ledger.row(id).map_or(0, |row| row.values.len());
        list.value = list.value.min(values.saturating_sub(1));
    }
    if let Some(Entry::Passage(n)) = list.entry() {
        let members = state.doc.echoes.passages().get(*n).map_or(0, |found| found.members.len());
        list.value = list.value.min(members.saturating_sub(1));
    }
    let height = height_of(state, &list);
    list.top = list.top.clamp((list.cursor + 1).saturating_sub(height), list.cursor);
    state.lists.push(list);
}

/// Returns the entries that pass the filter; a group's heading speaks for all of it.
fn filtered(state: &State, all: Vec<Entry>, words: &str) -> Vec<Entry> {
    let mut in_group = false;
    let mut passes = |entry: &Entry| match entry {
        Entry::Group(name) => {
            in_group = name.to_lowercase().contains(words);
            true
        }
        entry => in_group || text(state, entry).contains(words),
    };
    let mut entries: Vec<Entry> = all.into_iter().filter(|e| words.is_empty() || passes(e)).collect();
    drop_empty_groups(&mut entries);
    entries
}

/// Takes out the headings of groups of which nothing is left.
fn drop_empty_groups(entries: &mut Vec<Entry>) {
    let is_group: Vec<bool> = entries.iter().map(|e| matches!(e, Entry::Group(_))).collect();
    let mut n = 0;
    entries.retain(|_| {
        n += 1;
        !is_group.get(n - 1).copied().unwrap_or(false) || is_group.get(n) == Some(&false)
    });
}

/// Returns how many entries of the list on top stand on screen.
pub fn list_height(state: &State) -> usize {
    state.lists.last().map_or(1, |list| height_of(state, list))
}

/// All rows but status, heading, what is said of the entry under the cursor with its rule, and footer.
fn height_of(state: &State, list: &ListView) -> usize {
    let rows = usize::from(state.size.1);
    let below = match detail_rows(state, list) {
        0 => 0,
        detail => detail + 1,
    };
    rows.saturating_sub(3 + below).max(1)
}

/// Returns how many rows say more of the entry under the cursor: two; in the ledger, all that the questions leave.
pub fn detail_rows(state: &State, list: &ListView) -> usize {
    let rows = usize::from(state.size.1);
    match list.kind {
        _ if rows < 14 => 0,
        ListKind::Ledger | ListKind::Echoes => {
            let questions = ((rows - 4) * 3 / 10).min(list.entries.len()).max(3);
            rows - 4 - questions
        }
        ListKind::WriteUp => 0,
        ListKind::Suggestions | ListKind::Making => suggestions::detail_rows(rows),
        ListKind::Articles | ListKind::Help if rows >= 20 => 4,
        ListKind::Changes if rows >= 20 => 6,
        ListKind::Claims
        | ListKind::Articles
        | ListKind::Tags
        | ListKind::Zones
        | ListKind::Help
        | ListKind::Sources
        | ListKind::Questions
        | ListKind::Hits
        | ListKind::History
        | ListKind::Changes
        | ListKind::Encodings
        | ListKind::Review => 2,
    }
}

/// Returns the rule above what is said of the entry under the cursor.
pub fn rule(state: &State, list: &ListView) -> Line {
    match list.entry() {
        Some(Entry::Row(id)) => ledger::panel::rule(state, id, list.value),
        _ => vec![piece(Role::Border, "─".repeat(usize::from(state.size.0)))],
    }
}

/// Returns the heading above a list's columns.
pub fn heading(state: &State, list: &ListView) -> Line {
    match list.kind {
        ListKind::Claims | ListKind::Review => claims::heading(state),
        ListKind::Articles => articles::heading(state),
        ListKind::Suggestions => suggestions::heading(state),
        ListKind::Making => making::heading(state),
        ListKind::Help => help::heading(state),
        ListKind::Sources => sources::heading(state),
        ListKind::Questions => questions::heading(state),
        ListKind::Ledger => ledger::heading(state),
        ListKind::WriteUp => write_up::heading(state),
        ListKind::Echoes => echoes::heading(state),
        ListKind::Hits => hits::heading(state),
        ListKind::History => history::heading(state),
        ListKind::Changes => changes::heading(),
        ListKind::Tags => tags::heading(state),
        ListKind::Zones => zones::heading(),
        ListKind::Encodings => encodings::heading(state),
    }
}

/// Says why a list is empty, and what would fill it.
pub fn why_empty(state: &State, list: &ListView) -> String {
    if !list.filter.is_empty() {
        return "nothing passes the filter".to_owned();
    }
    let tag = state.key_of(ClaimCommand::AnyTag.into());
    match list.kind {
        ListKind::Changes => "no cited article has changed since it was annotated".to_owned(),
        ListKind::History => "no edit was made yet".to_owned(),
        ListKind::Zones => format!("{tag} on words marks them as headline, caption or not article"),
        ListKind::Tags => format!("{tag} makes a tag"),
        _ => "nothing to list yet".to_owned(),
    }
}

/// Returns an entry's line.
pub fn line(state: &State, entry: &Entry) -> Line {
    match entry {
        Entry::Claim(id) => claims::line(state, id),
        Entry::Article(article) => articles::line(state, *article),
        Entry::Suggestion { article, n } => suggestions::line(state, *article, *n),
        Entry::Proposed(n) => ledger::proposed::line(state, *n),
        Entry::Unread => suggestions::unread_line(state),
        Entry::Command(command) => help::line(state, *command),
        Entry::Source(id) => sources::line(state, id),
        Entry::Question(id) => questions::line(state, id),
        Entry::Skipped(n) => articles::skipped(state, *n),
        Entry::Row(id) => {
            let under_cursor = state.lists.last().and_then(ListView::entry) == Some(entry);
            ledger::line(state, id, under_cursor)
        }
        Entry::ReportLine(n) => write_up::line(state, *n),
        Entry::Passage(n) => echoes::line(state, *n),
        Entry::Group(name) => vec![piece(Role::Heading, format!(" ── {name} ──"))],
        Entry::Hit(article, start, end) => hits::line(state, *article, Span::new(*start, *end)),
        Entry::Edit(seq) => history::line(state, *seq),
        Entry::Export(n) => history::export_line(state, *n),
        Entry::Change(id, part) => changes::line(state, id, *part),
        Entry::Tag(id) => tags::line(state, id),
        Entry::Zone(article, n) => zones::line(state, *article, *n),
        Entry::Encoding(n) => encodings::line(state, *n),
    }
}

/// Returns what is said of the entry under the cursor below the list.
pub fn detail(state: &State, entry: &Entry) -> Vec<Line> {
    if crate::app::suggestions::is_making(state) {
        return making::detail(state);
    }
    match entry {
        Entry::Claim(id) => claims::detail(state, id),
        Entry::Article(article) => articles::detail(state, *article),
        Entry::Suggestion { .. } => suggestions::detail(state),
        Entry::Proposed(n) => ledger::proposed::detail(state, *n),
        Entry::Unread => suggestions::unread_detail(state),
        Entry::Command(command) => help::detail(state, *command),
        Entry::Source(id) => sources::detail(state, id),
        Entry::Question(id) => questions::detail(state, id),
        Entry::Skipped(n) => vec![articles::skipped(state, *n)],
        Entry::Row(id) => {
            let (value, rows) =
                state.lists.last().map_or((0, 0), |list| (list.value, detail_rows(state, list)));
            ledger::panel::lines(state, id, value, rows)
        }
        Entry::Passage(n) => {
            let (member, rows) =
                state.lists.last().map_or((0, 0), |list| (list.value, detail_rows(state, list)));
            echoes::detail(state, *n, member, rows)
        }
        Entry::Group(_) if state.lists.last().is_some_and(|list| list.kind == ListKind::Suggestions) => {
            suggestions::group_detail(state)
        }
        Entry::Group(_) if state.lists.last().is_some_and(|list| list.kind == ListKind::Ledger) => {
            ledger::proposed::group_detail(state)
        }
        Entry::ReportLine(_) | Entry::Group(_) => Vec::new(),
        Entry::Hit(article, start, end) => hits::detail(state, *article, Span::new(*start, *end)),
        Entry::Edit(seq) => history::detail(state, *seq),
        Entry::Export(n) => history::export_detail(state, *n),
        Entry::Change(id, part) => {
            let rows = state.lists.last().map_or(0, |list| detail_rows(state, list));
            changes::detail(state, id, *part, rows)
        }
        Entry::Tag(id) => tags::detail(state, id),
        Entry::Zone(article, n) => zones::detail(state, *article, *n),
        Entry::Encoding(n) => encodings::detail(state, *n),
    }
}

/// Returns an entry's words in lower case, for the filter.
fn text(state: &State, entry: &Entry) -> String {
    if let Entry::Row(id) = entry {
        return ledger::text(state, id);
    }
    if let Entry::Passage(n) = entry {
        return echoes::text(state, *n);
    }
    let line = line(state, entry);
    line.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ").to_lowercase()
}
