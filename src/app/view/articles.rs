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
use crate::app::status::count;
use crate::command::{App, ClaimCommand, Command, CommandId, Mode};
use crate::model::edits_ledger::joined;
use crate::model::label::grouped;
use crate::model::{Article, ArticleId, ZoneKind, edits};
use crate::text::width;
use crate::theme::Role;

/// The orders of the list.
pub const ORDERS: [&str; 5] = ["number", "short name", "date", "claims", "read mark, unread first"];

/// Returns all articles in one of the orders, then what was passed over.
pub fn entries(state: &State, by: usize) -> Vec<Entry> {
    let mut all: Vec<usize> = (0..state.doc.articles.len()).collect();
    let known = |n: &usize| {
        let entry = state.doc.articles.get(*n)?;
        state.doc.session.articles.get(&entry.id)
    };
    match by {
        1 => all.sort_by_cached_key(|n| state.doc.articles.get(*n).map(|entry| entry.short.to_lowercase())),
        // What has no date stands last.
        2 => all.sort_by_cached_key(|n| {
            let date = known(n).and_then(|article| article.published.clone());
            (date.is_none(), date)
        }),
        3 => all.sort_by_cached_key(|n| {
            std::cmp::Reverse(state.doc.articles.get(*n).map(|entry| entry.n_claims(state)))
        }),
        4 => all.sort_by_key(|n| known(n).is_some_and(|article| article.read.is_some())),
        _ => {}
    }
    let skipped = (0..state.skipped.len()).map(Entry::Skipped);
    all.into_iter().map(Entry::Article).chain(skipped).collect()
}

/// Returns the line of something that was passed over, with the reason.
pub fn skipped(state: &State, n: usize) -> Line {
    let words = state.skipped.get(n).map_or("", String::as_str);
    vec![piece(Role::Dim, "     –  passed over: "), piece(Role::Text, words)]
}

/// The columns of the list; what has none is not shown on so narrow a screen.
struct Widths {
    name: usize,
    publisher: usize,
    date: usize,
    state: usize,
    place: usize,
}

impl Widths {
    fn of(state: &State) -> Self {
        let columns = usize::from(state.size.0);
        let (name, publisher, date, word) = match columns {
            110.. => (26, 18, 10, 10),
            78.. => (21, 14, 10, 9),
            58.. => (20, 0, 10, 8),
            _ => (columns.saturating_sub(28).max(8), 0, 0, 6),
        };
        let gaps = usize::from(publisher > 0) + usize::from(date > 0);
        let rest = columns.saturating_sub(8 + name + publisher + date + gaps + 15 + word);
        Self { name, publisher, date, state: word, place: if rest >= 16 { rest } else { 0 } }
    }
}

fn cell(words: &str, columns: usize) -> String {
    width::pad(&width::clip_end(words, columns), columns)
}

/// Returns the heading.
pub fn heading(state: &State) -> Line {
    let wide = Widths::of(state);
    let mut words = format!("{:>6}  {}", "", cell("article", wide.name));
    for (name, columns) in [("publisher", wide.publisher), ("date", wide.date)] {
        if columns > 0 {
            words.push_str(&format!(" {}", cell(name, columns)));
        }
    }
    words.push_str(&format!(" claims  read  {}", cell("state", wide.state)));
    if wide.place > 0 {
        words.push_str(" address or path");
    }
    vec![piece(Role::Heading, words)]
}

/// Returns an article's line: number, short name, publisher, date, claims, read mark, state, address or path.
pub fn line(state: &State, article: usize) -> Line {
    let Some(entry) = state.doc.articles.get(article) else { return Vec::new() };
    let wide = Widths::of(state);
    let known = state.doc.session.articles.get(&entry.id);
    let is_read = known.is_some_and(|known| known.read.is_some());
    let here = if article == state.reader.panes.focus { "▸" } else { " " };
    let role =
        if matches!(entry.state, ArticleState::New | ArticleState::Same) { Role::Dim } else { Role::Error };
    let mut line = vec![
        piece(Role::Text, format!("{here}{:>5}  ", article + 1)),
        piece(Role::Label, cell(&entry.short, wide.name)),
    ];
    if wide.publisher > 0 {
        let publisher = publisher(state, entry).unwrap_or_default();
        line.push(piece(Role::Text, format!(" {}", cell(&publisher, wide.publisher))));
    }
    if wide.date > 0 {
        let date = known.and_then(|known| known.published.as_deref()).unwrap_or("");
        line.push(piece(Role::Text, format!(" {}", cell(date, wide.date))));
    }
    let read = if is_read { "✓" } else { "·" };
    line.push(piece(Role::Text, format!(" {:>6}   {read}   ", entry.n_claims(state))));
    line.push(piece(role, format!(" {}", cell(entry.state.word(), wide.state))));
    if wide.place > 0 {
        let url = known.and_then(|known| known.url.as_deref());
        // The usual encoding goes without saying.
        let encoding = entry.text.as_ref().map(|part| part.encoding.as_str()).filter(|name| *name != "utf-8");
        let encoding = encoding.map_or_else(String::new, |name| format!(" {name}"));
        let room = wide.place.saturating_sub(width::of_str(&encoding));
        line.push(piece(Role::Text, encoding));
        let place = url.map_or_else(|| end_of_path(&entry.path, room), |url| width::clip_end(url, room));
        line.push(piece(Role::Dim, format!(" {place}")));
    }
    line
}

/// Returns the name of an article's publisher, where it is known.
fn publisher(state: &State, entry: &ArticleEntry) -> Option<String> {
    let id = state.doc.session.articles.get(&entry.id)?.source.as_ref()?;
    Some(state.doc.session.sources.get(id).map_or_else(|| id.to_string(), |source| source.name.clone()))
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

/// Returns what is said of an article below the list: its file, what is known of it, its zones, its note.
pub fn detail(state: &State, article: usize) -> Vec<Line> {
    let Some(entry) = state.doc.articles.get(article) else { return Vec::new() };
    let mut lines = vec![vec![piece(Role::Text, format!("{} {}", article + 1, facts(entry)))]];
    let offered = super::page_facts::offered(state, article);
    if !offered.is_empty() {
        let words: Vec<_> = offered.iter().map(|(word, value)| format!("{word} {value}")).collect();
        let key = state.key_in(Mode::List, App::PageFacts.into());
        let does = piece(Role::Dim, format!("   {key} takes it over"));
        lines.push(vec![piece(Role::Label, "the page says "), piece(Role::Text, words.join(" · ")), does]);
    }
    lines.extend(told(state, article));
    lines
}

/// Returns what the analyst knows of an article, said to be unknown where nothing is; a line each for publisher and
/// dates, addresses, note and zones.
pub fn told(state: &State, article: usize) -> Vec<Line> {
    let Some(entry) = state.doc.articles.get(article) else { return Vec::new() };
    let known = state.doc.session.articles.get(&entry.id);
    let of = |field: fn(&Article) -> &Option<String>| known.and_then(|known| field(known).clone());
    let publisher = publisher(state, entry);
    let mut first = Vec::new();
    let named = [
        ("title", of(|a| &a.title).map(|title| format!("“{title}”"))),
        ("publisher", publisher.clone()),
        ("author", of(|a| &a.author)),
        ("published", of(|a| &a.published)),
        ("language", of(|a| &a.language)),
    ];
    for (name, value) in named {
        first.extend(value.map(|value| format!("{name} {value}")));
    }
    let missing: Vec<&str> = [
        ("publisher", publisher.is_none()),
        ("date", of(|a| &a.published).is_none()),
        ("address", of(|a| &a.url).is_none()),
    ]
    .into_iter()
    .filter_map(|(name, missing)| missing.then_some(name))
    .collect();
    if !missing.is_empty() {
        first.push(format!("{} not known", missing.join(", ")));
    }
    let mut lines = vec![vec![piece(Role::Dim, first.join(" · "))]];
    let addresses = [
        ("address", of(|a| &a.url)),
        ("archived", of(|a| &a.archive_url)),
        ("retrieved", of(|a| &a.retrieved)),
    ];
    let mut second: Vec<String> =
        addresses.into_iter().filter_map(|(name, value)| Some(format!("{name} {}", value?))).collect();
    let zones = known.map_or(&[][..], |known| &known.zones);
    for (kind, _) in ZoneKind::ALL {
        let n = zones.iter().filter(|zone| zone.kind == kind).count();
        if n > 0 {
            second.push(if kind == ZoneKind::NotArticle {
                format!("{n} not article")
            } else {
                count(n, kind.words())
            });
        }
    }
    if !second.is_empty() {
        lines.push(vec![piece(Role::Dim, second.join(" · "))]);
    }
    if let Some(note) = known.map(|known| known.note.as_str()).filter(|note| !note.is_empty()) {
        lines.push(vec![piece(Role::Label, "note  "), piece(Role::Text, note.replace('\n', " "))]);
    }
    lines
}

/// Marks the articles of the list that a key acts on read or unread, as one undo step.
pub fn mark_read(state: &mut State, read: bool, now: Timestamp, effects: &mut Vec<Effect>) {
    let Some(list) = state.lists.last() else { return };
    let ids = list.articles(&state.doc);
    let is_read =
        |id: &ArticleId| state.doc.session.articles.get(id).is_some_and(|known| known.read.is_some());
    let others: Vec<ArticleId> = ids.iter().filter(|id| is_read(id) != read).cloned().collect();
    let words = if read { "read" } else { "not read" };
    let first = ids.first().map_or(0, number_of(state));
    if others.is_empty() {
        let what =
            if ids.len() > 1 { "these articles are".to_owned() } else { format!("article {first} is") };
        state.say(format!("{what} marked {words} already"));
        return;
    }
    let places: Vec<usize> = others.iter().filter_map(|id| state.doc.article_index(id)).collect();
    let what: CommandId =
        Command::from(if read { ClaimCommand::Accept } else { ClaimCommand::Remove }).into();
    let made = commit::edit_over(&mut state.doc, &places, now, effects, |session, stamp| {
        let edits = others.iter().filter_map(|id| edits::mark_read(session, what.clone(), id, read, stamp));
        joined(what.clone(), edits)
    });
    match made {
        Ok(_) => {
            let undo = state.key_of(Command::from(App::Undo));
            let which = if others.len() > 1 {
                count(others.len(), "article")
            } else {
                format!("article {}", others.first().map_or(0, number_of(state)))
            };
            state.say(format!("{which} marked {words} · {undo} undoes"));
        }
        Err(commit::Refused(why)) => state.warn(why),
    }
}

fn number_of(state: &State) -> impl Fn(&ArticleId) -> usize + '_ {
    |id| state.doc.article_index(id).map_or(0, |n| n + 1)
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
    let suspects = part.index.suspects();
    facts.push_str(&suspects.short());
    for word in suspects.words.iter().take(3) {
        facts.push_str(&format!(" “{}”", word.of(&part.text)));
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
