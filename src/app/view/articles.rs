//! The list of articles.
//!
//! **Invariant:** what is not known of an article is said to be unknown; an unreadable one keeps its number.

use jiff::Timestamp;

use super::Entry;
use crate::app::articles::{ArticleEntry, ArticleState};
use crate::app::commit;
use crate::app::msg::Effect;
use crate::app::piece::{Line, piece};
use crate::app::state::State;
use crate::command::{App, ClaimCommand, Command};
use crate::model::edits;
use crate::model::label::grouped;
use crate::text::width;
use crate::theme::Role;

/// Returns all articles by number, then what was passed over.
pub fn entries(state: &State) -> Vec<Entry> {
    let skipped = (0..state.skipped.len()).map(Entry::Skipped);
    (0..state.doc.articles.len()).map(Entry::Article).chain(skipped).collect()
}

/// Returns the line of something that was passed over, with the reason.
pub fn skipped(state: &State, n: usize) -> Line {
    let words = state.skipped.get(n).map_or("", String::as_str);
    vec![piece(Role::Dim, "     –  passed over: "), piece(Role::Text, words)]
}

/// Returns the heading.
pub fn heading(state: &State) -> Line {
    let (name, word) = widths(state);
    vec![piece(
        Role::Heading,
        format!("{:>6}  {:<name$} {:>6}  read  {:<word$} {}", "", "article", "claims", "state", "path"),
    )]
}

/// The columns of an article's name and of its state.
fn widths(state: &State) -> (usize, usize) {
    let columns = usize::from(state.size.0);
    ((columns / 3).clamp(8, 32), (columns / 6).clamp(4, 18))
}

/// Returns an article's line: number, short name, claims, state, path.
pub fn line(state: &State, article: usize) -> Line {
    let Some(entry) = state.doc.articles.get(article) else { return Vec::new() };
    let (name, word) = widths(state);
    let is_read = state.doc.session.articles.get(&entry.id).is_some_and(|known| known.read.is_some());
    let room = usize::from(state.size.0).saturating_sub(name + word + 25);
    let here = if article == state.reader.panes.focus { "▸" } else { " " };
    let role =
        if matches!(entry.state, ArticleState::New | ArticleState::Same) { Role::Dim } else { Role::Error };
    vec![
        piece(Role::Text, format!("{here}{:>5}  ", article + 1)),
        piece(Role::Label, width::pad(&width::clip_end(&entry.short, name), name)),
        piece(Role::Text, format!(" {:>6}  {}     ", entry.n_claims(state), if is_read { "✓" } else { "·" })),
        piece(role, width::pad(&width::clip_end(entry.state.word(), word), word)),
        piece(Role::Dim, format!(" {}", end_of_path(&entry.path, room))),
    ]
}

/// Cuts a path at its head, for its end tells files apart.
fn end_of_path(path: &str, columns: usize) -> String {
    if width::of_str(path) <= columns {
        return path.to_owned();
    }
    let mut end = path;
    while width::of_str(end) + 1 > columns {
        let mut rest = end.chars();
        if rest.next().is_none() {
            break;
        }
        end = rest.as_str();
    }
    format!("…{end}")
}

/// Returns what is said of an article below the list.
pub fn detail(state: &State, article: usize) -> Vec<Line> {
    let Some(entry) = state.doc.articles.get(article) else { return Vec::new() };
    let known = state.doc.session.articles.get(&entry.id);
    let unknown = || "unknown".to_owned();
    let publisher = known.and_then(|a| a.source.as_ref()).map_or_else(unknown, ToString::to_string);
    let published = known.and_then(|a| a.published.clone()).unwrap_or_else(unknown);
    let url = known.and_then(|a| a.url.clone()).unwrap_or_else(unknown);
    vec![
        vec![piece(Role::Text, format!("{} {}", article + 1, facts(entry)))],
        vec![piece(Role::Dim, format!("publisher {publisher} · published {published} · url {url}"))],
    ]
}

/// Marks an article read or unread.
pub fn mark_read(state: &mut State, article: usize, read: bool, now: Timestamp, effects: &mut Vec<Effect>) {
    let Some(id) = state.doc.articles.get(article).map(|entry| entry.id.clone()) else { return };
    let is_read = state.doc.session.articles.get(&id).is_some_and(|known| known.read.is_some());
    let words = if read { "read" } else { "not read" };
    if is_read == read {
        state.say(format!("article {} is marked {words} already", article + 1));
        return;
    }
    let what = Command::from(if read { ClaimCommand::Accept } else { ClaimCommand::Remove }).into();
    let made = commit::edit(&mut state.doc, Some(article), now, effects, |session, stamp| {
        edits::mark_read(session, what, &id, read, stamp)
    });
    match made {
        Ok(_) => {
            let undo = state.key_of(Command::from(App::Undo));
            state.say(format!("article {} marked {words} · {undo} undoes", article + 1));
        }
        Err(commit::Refused(why)) => state.warn(why),
    }
}

/// Returns what is known of an article's file.
pub fn facts(entry: &ArticleEntry) -> String {
    if let ArticleState::Unreadable(why, _) = &entry.state {
        return format!("{} · unreadable: {why}", entry.short);
    }
    let Some(part) = &entry.text else { return format!("{} · not read yet", entry.short) };
    let mut facts = format!("{} · {}", entry.short, part.encoding);
    if let Some(whole) = &part.whole {
        facts.push_str(&format!(
            " · {} bytes · sha256 {}…",
            grouped(&whole.bytes.into()),
            short(&whole.sha256)
        ));
    }
    if part.bad_bytes > 0 {
        facts.push_str(&format!(" · {} runs of bytes are not {}", part.bad_bytes, part.encoding));
    }
    facts
}

fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

impl ArticleEntry {
    /// Counts the claims of an article, placed or not.
    fn n_claims(&self, state: &State) -> usize {
        let place = state.doc.article_index(&self.id);
        place.map_or(0, |place| state.doc.order().of_article(place).count())
    }
}
