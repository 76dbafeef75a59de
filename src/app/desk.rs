//! A desk for tests: articles in memory, keys in, text with marks out.
//!
//! **Invariant:** effects run to their end after each key, as in `replay`.

use std::collections::VecDeque;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::articles::{ArticleEntry, ArticleState};
use super::doc::{Analyst, Opening};
use super::msg::{Effect, Msg, TextPart, WholeFacts};
use super::reader::search;
use super::state::State;
use super::update::update;
use crate::command::{Keymap, keys};
use crate::format::log::Line;
use crate::model::{AnalystId, ArticleId, History, SessionId, defaults};
use crate::text::offsets::OffsetIndex;

/// Articles in memory with a state over them.
pub struct Desk {
    /// The state.
    pub state: State,
    /// The log lines so far.
    pub log: Vec<Line>,
    /// The effects that the desk does not run.
    pub others: Vec<Effect>,
    texts: Vec<String>,
}

impl Desk {
    /// Opens articles named `a`, `b` … at 120x36.
    pub fn new(texts: &[&str]) -> Self {
        Self::sized(texts, (120, 36))
    }

    /// Opens articles on a screen of that size.
    pub fn sized(texts: &[&str], size: (u16, u16)) -> Self {
        let now = Timestamp::UNIX_EPOCH;
        let articles = ('a'..='z')
            .zip(texts)
            .map(|(name, _)| {
                let name = name.to_string();
                let path = format!("{name}.txt");
                ArticleEntry::new(ArticleId::new(&name), path, name, ArticleState::New)
            })
            .collect();
        let opening = Opening {
            session: defaults::new_session(SessionId::new("testtest"), "test".to_owned(), now),
            history: History::default(),
            older: false,
            articles,
            analyst: Analyst { id: AnalystId::new("ana"), name: "Ana".to_owned(), chosen: true },
            read_only: None,
            next_seq: 2,
        };
        let state = State::new(opening, "test".to_owned(), TimeZone::UTC, Keymap::default());
        let texts = texts.iter().map(|text| (*text).to_owned()).collect();
        let mut desk = Self { state, log: Vec::new(), others: Vec::new(), texts };
        desk.send(Msg::Resize(size.0, size.1));
        desk
    }

    /// Presses keys, written as in KEYS.
    pub fn keys(&mut self, written: &str) -> &mut Self {
        for key in keys::parse(written).expect("the keys of the test are well written") {
            self.send(Msg::Key(key));
        }
        self
    }

    /// Sends a message and runs what it asks for.
    pub fn send(&mut self, msg: Msg) -> &mut Self {
        let now = Timestamp::UNIX_EPOCH;
        let mut waiting = VecDeque::from([msg]);
        while let Some(msg) = waiting.pop_front() {
            for effect in update(&mut self.state, msg, now) {
                self.run(effect, &mut waiting);
            }
        }
        self
    }

    fn run(&mut self, effect: Effect, answers: &mut VecDeque<Msg>) {
        match effect {
            Effect::ReadFirst(_) => {}
            Effect::ReadWhole(article) => {
                answers.push_back(Msg::Text { article, text: Ok(part(&self.texts[article])) });
            }
            Effect::Keep { article, .. } => answers.push_back(Msg::Kept { article, result: Ok(()) }),
            Effect::Search { search: id, query, order, .. } => {
                for article in order {
                    let hits = search::find_all(&query, &self.texts[article]);
                    answers.push_back(Msg::Hits { search: id, article, hits });
                }
                answers.push_back(Msg::Searched(id));
            }
            Effect::Log(lines) => {
                if let Some(last) = lines.last() {
                    answers.push_back(Msg::Saved { seq: last.seq, at: last.at });
                }
                self.log.extend(lines);
            }
            other => self.others.push(other),
        }
    }

    /// Returns the focus article with its claims, selection and cursor marked: `{killed,place:62}` a claim with its
    /// tags, `[62]` the selection, `‸` before the grapheme under the cursor.
    pub fn marked(&self) -> String {
        let focus = self.state.reader.panes.focus;
        let entry = &self.state.doc.articles[focus];
        let text = entry.words();
        let mut marks: Vec<(usize, u8, String)> = Vec::new();
        for anchored in entry.anchors.all() {
            let claim = &self.state.doc.session.claims[&anchored.claim];
            let tags: Vec<_> = claim.tags.iter().map(|tag| tag.as_str()).collect();
            marks.push((anchored.span.start, 1, format!("{{{}:", tags.join(","))));
            marks.push((anchored.span.end, 0, "}".to_owned()));
        }
        if let Some(selection) = &self.state.reader.selection {
            let span = selection.span(text);
            marks.push((span.start, 2, "[".to_owned()));
            marks.push((span.end, 0, "]".to_owned()));
        }
        marks.push((self.state.cursor(), 3, "‸".to_owned()));
        marks.sort();
        let mut out = String::new();
        let mut at = 0;
        for (place, _, mark) in marks {
            out.push_str(&text[at..place]);
            out.push_str(&mark);
            at = place;
        }
        out.push_str(&text[at..]);
        out
    }

    /// Returns the line that the last key left.
    pub fn notice(&self) -> &str {
        self.state.notice.as_ref().map_or("", |notice| &notice.text)
    }
}

/// Reads a whole text.
pub fn part(text: &str) -> TextPart {
    TextPart {
        text: Arc::from(text),
        index: Arc::new(OffsetIndex::new(text)),
        encoding: "utf-8".to_owned(),
        bad_bytes: 0,
        whole: Some(WholeFacts {
            bytes: text.len() as u64,
            modified: None,
            sha256: format!("{:064x}", text.len()),
            text_sha256: format!("{:064x}", text.len()),
        }),
    }
}
