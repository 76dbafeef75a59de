//! Choosing the encoding of an article: a line of it as each would have it.
//!
//! **Invariant:** the choice is an edit like any other; claims whose words stand otherwise then are decided on one by
//! one, as those of a changed file.

use jiff::Timestamp;

use super::{Entry, ListKind, ListView, changes};
use crate::app::articles::ArticleState;
use crate::app::commit;
use crate::app::msg::Effect;
use crate::app::piece::{Line, piece};
use crate::app::reader::tagging;
use crate::app::state::State;
use crate::app::status::count;
use crate::command::{App, Command, Find, Go};
use crate::format::samples::Sample;
use crate::model::anchor::{Anchor, Ground};
use crate::model::edits;
use crate::text::width;
use crate::theme::Role;

/// The columns of an encoding's name.
const NAME: usize = 15;

/// The encodings that an article was tried in.
#[derive(Debug, Clone, Default)]
pub struct Encodings {
    /// The article's place in the list.
    article: usize,
    /// What each makes of it; empty while it is being read.
    samples: Vec<Sample>,
    /// Why it cannot be read.
    trouble: Option<String>,
}

impl Encodings {
    /// Returns how many encodings were tried.
    pub fn n_tried(&self) -> usize {
        self.samples.len()
    }
}

/// Opens the list for the article under the cursor of the list of articles, else for the one in focus.
pub fn open(state: &mut State, effects: &mut Vec<Effect>) {
    let article = match state.lists.last().and_then(ListView::entry) {
        Some(Entry::Article(article)) => *article,
        _ => state.reader.panes.focus,
    };
    state.encodings = Encodings { article, ..Encodings::default() };
    state.lists.push(ListView::new(ListKind::Encodings));
    effects.push(Effect::Samples(article));
}

/// Takes up what was tried.
pub fn arrived(state: &mut State, article: usize, found: Result<Vec<Sample>, String>) {
    if state.encodings.article != article {
        return;
    }
    match found {
        Ok(samples) => state.encodings.samples = samples,
        Err(why) => state.encodings.trouble = Some(why),
    }
    let now = current(state).map(str::to_owned);
    let here = state.encodings.samples.iter().position(|s| Some(s.encoding.name()) == now.as_deref());
    if let Some(list) = state.lists.last_mut().filter(|list| list.kind == ListKind::Encodings) {
        list.seek = here.map(Entry::Encoding);
    }
}

/// Returns the encodings in the order that they were given in.
pub fn entries(state: &State) -> Vec<Entry> {
    (0..state.encodings.samples.len()).map(Entry::Encoding).collect()
}

/// Returns the encoding that the article is read in.
fn current(state: &State) -> Option<&str> {
    let entry = state.doc.articles.get(state.encodings.article)?;
    let known = state.doc.session.articles.get(&entry.id).map(|known| known.encoding.as_str());
    known.filter(|name| !name.is_empty()).or_else(|| Some(entry.text.as_ref()?.encoding.as_str()))
}

/// Returns the heading.
pub fn heading(state: &State) -> Line {
    let article = state.encodings.article;
    let short = state.doc.articles.get(article).map_or("", |entry| entry.short.as_str());
    let what = match &state.encodings.trouble {
        Some(why) => format!("cannot be read: {why}"),
        None if state.encodings.samples.is_empty() => "being tried …".to_owned(),
        None => format!("read as {}", current(state).unwrap_or("nothing yet")),
    };
    vec![piece(Role::Heading, format!("  {} {short}: {what}", article + 1))]
}

/// Returns an encoding's line: its name, the bad places, a line of the article in it.
pub fn line(state: &State, n: usize) -> Line {
    let Some(sample) = state.encodings.samples.get(n) else { return Vec::new() };
    let name = sample.encoding.name();
    let here = if current(state) == Some(name) { "▸" } else { " " };
    let bad = if sample.bad > 0 { format!("{} bad", sample.bad) } else { String::new() };
    let bad_role = if sample.bad > 0 { Role::Error } else { Role::Dim };
    vec![
        piece(Role::Text, format!(" {here} ")),
        piece(Role::Label, width::pad(name, NAME)),
        piece(bad_role, format!(" {} ", width::pad(&bad, 8))),
        piece(Role::Quote, &sample.line),
    ]
}

/// Returns what can be done in the list.
pub fn hints() -> Vec<(Command, &'static str)> {
    vec![(App::Open.into(), "read it so"), (Find::Open.into(), "filter"), (App::StepBack.into(), "back")]
}

/// Returns what is said of an encoding below the list.
pub fn detail(state: &State, n: usize) -> Vec<Line> {
    let Some(sample) = state.encodings.samples.get(n) else { return Vec::new() };
    let found = if sample.detected { " · what the bytes show or are detected as" } else { "" };
    let bad = match sample.bad {
        0 => "no bad bytes in the first 64 KiB".to_owned(),
        n => format!("{} of the first 64 KiB are no text in it", count(n, "place")),
    };
    let enter = state.key_of(App::Open.into());
    let words = format!("{}: {bad}{found}", sample.encoding.name());
    let does =
        format!("{enter} reads the article in it; the claims on it keep their words or are asked about");
    vec![vec![piece(Role::Text, words)], vec![piece(Role::Dim, does)]]
}

/// Reads the article in an encoding from now on.
pub fn choose(state: &mut State, n: usize, now: Timestamp, effects: &mut Vec<Effect>) {
    let Some(name) = state.encodings.samples.get(n).map(|sample| sample.encoding.name()) else { return };
    let article = state.encodings.article;
    let Some(entry) = state.doc.articles.get(article) else { return };
    let id = entry.id.clone();
    let is_known = state.doc.session.articles.contains_key(&id);
    if current(state) == Some(name) && is_known {
        state.say(format!("the article is read as {name} already"));
        return;
    }
    let facts = state.doc.article_facts(article);
    // One that the session does not hold enters it first, but where it could not be read yet: then with this choice.
    let enters = (!is_known && entry.state.refusal().is_none()).then_some(article);
    let what: crate::command::CommandId = Command::from(App::Encoding).into();
    let made = commit::edit(&mut state.doc, enters, now, effects, |session, _| {
        let mut chosen = session.articles.get(&id).map(|known| (**known).clone()).or(facts)?;
        chosen.encoding = name.to_owned();
        edits::set_article(session, what, &id, chosen)
    });
    if made.is_ok() {
        state.lists.pop();
    }
    tagging::tell(state, made);
}

/// Looks after the claims of an article whose text is read otherwise from the same bytes: where all stand as they
/// stood, the article is taken as it is now; else they are to be decided on.
pub fn read_anew(state: &mut State, article: usize, effects: &mut Vec<Effect>) {
    let Some(entry) = state.doc.articles.get(article) else { return };
    let Some(facts) = entry.text.as_ref().and_then(|part| part.whole.clone()) else { return };
    let Some(known) = state.doc.session.articles.get(&entry.id) else { return };
    let is_other_text = entry.state == ArticleState::Changed && known.sha256.as_ref() == Some(&facts.sha256);
    if !is_other_text {
        return;
    }
    let ground = Ground::new(entry.words());
    let claims = state.doc.session.claims.values().filter(|claim| claim.article == entry.id);
    let targets = claims.flat_map(|claim| &claim.target).chain(known.zones.iter().map(|zone| &zone.target));
    let open = targets.filter(|target| ground.find(target) != Anchor::Same).count();
    if open == 0 {
        effects.push(Effect::Keep { article, sha256: facts.sha256 });
        return;
    }
    let encoding = entry.text.as_ref().map_or("", |part| part.encoding.as_str());
    let key = state.key_of(Go::Changes.into());
    let words = format!(
        "article {} is read as {encoding}: {} to decide on, {key} lists them",
        article + 1,
        count(open, "quote")
    );
    changes::forget(state);
    state.warn(words);
}

#[cfg(test)]
#[path = "encodings_tests.rs"]
mod tests;
