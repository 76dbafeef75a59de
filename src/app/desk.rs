//! A desk for tests: articles in memory, keys in, text with marks out.
//!
//! **Invariant:** effects run to their end after each key, as in `replay`.

use std::collections::VecDeque;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::articles::{ArticleEntry, ArticleState};
use super::doc::{Analyst, Opening};
use super::echoes::Echoes;
use super::msg::{Effect, Msg, TextPart, WholeFacts};
use super::reader::search;
use super::state::State;
use super::update::update;
use crate::command::{CommandId, Keymap, keys};
use crate::format::import_claims::{ImportArticle, import};
use crate::format::log::Line;
use crate::model::{AnalystId, ArticleId, History, SessionId, Stamp, defaults, edits};
use crate::text::offsets::OffsetIndex;

/// The sample's articles.
const SAMPLE: [(&str, &str); 5] = [
    ("1_harbour_wire", include_str!("../../assets/sample/1_harbour_wire.txt")),
    ("2_tern_courier", include_str!("../../assets/sample/2_tern_courier.txt")),
    ("3_quillmark_gazette", include_str!("../../assets/sample/3_quillmark_gazette.txt")),
    ("4_saltmarsh_dispatch", include_str!("../../assets/sample/4_saltmarsh_dispatch.md")),
    ("5_owlgate_radio", include_str!("../../assets/sample/5_owlgate_radio.txt")),
];

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

    /// Opens the sample's articles with their claims, all but the last two read.
    pub fn sample(size: (u16, u16)) -> Self {
        let names = SAMPLE.map(|(name, _)| name.to_owned());
        let mut desk = Self::named(&names, &SAMPLE.map(|(_, text)| text), (0, 0), false);
        let doc = &mut desk.state.doc;
        let stamp = Stamp { at: Timestamp::UNIX_EPOCH, by: AnalystId::new("ana"), seq: doc.next_seq };
        let facts: Vec<_> = (0..names.len()).filter_map(|n| doc.article_facts(n)).collect();
        let ids: Vec<ArticleId> = doc.articles.iter().map(|entry| entry.id.clone()).collect();
        let endings = ["txt", "txt", "txt", "md", "txt"];
        let files: Vec<String> =
            names.iter().zip(endings).map(|(name, ending)| format!("{name}.{ending}")).collect();
        let articles: Vec<ImportArticle> = SAMPLE
            .iter()
            .zip(&ids)
            .zip(files.iter().zip(&facts))
            .map(|(((_, text), id), (file, article))| ImportArticle { id, file, article, text })
            .collect();
        let claims = include_str!("../../tests/golden/sample.claims.jsonl");
        let named = edits::set_analyst(&doc.session, CommandId::new("session.analyst"), &stamp.by, "Ana");
        doc.apply(&named.expect("a new analyst")).expect("a name fits");
        let imported = import(&doc.session, "sample", claims, &articles, &stamp);
        assert_eq!((imported.taken, imported.refused.len()), (30, 0));
        doc.apply(&imported.edit).expect("an import fits");
        for id in ids.iter().take(3) {
            let read = edits::mark_read(&doc.session, CommandId::new("claim.accept"), id, true, &stamp);
            doc.apply(&read.expect("it was not read")).expect("a mark fits");
        }
        desk.send(Msg::Resize(size.0, size.1));
        desk
    }

    /// Opens articles on a screen of that size, with suggestions off: most tests are about words and claims.
    pub fn sized(texts: &[&str], size: (u16, u16)) -> Self {
        let names: Vec<String> = ('a'..='z').zip(texts).map(|(name, _)| name.to_string()).collect();
        Self::named(&names, texts, size, false)
    }

    /// Opens articles at 120x36 with what the rules propose of them.
    pub fn suggesting(texts: &[&str]) -> Self {
        // From the 27th on by number.
        let letters = ('a'..='z').map(|letter| letter.to_string());
        let names = letters.chain((27..).map(|n| n.to_string())).zip(texts);
        let names: Vec<String> = names.map(|(name, _)| name).collect();
        Self::named(&names, texts, (120, 36), true)
    }

    fn named(names: &[String], texts: &[&str], size: (u16, u16), suggesting: bool) -> Self {
        let now = Timestamp::UNIX_EPOCH;
        let articles = names
            .iter()
            .map(|name| {
                let path = format!("{name}.txt");
                ArticleEntry::new(ArticleId::new(name), path, name.clone(), ArticleState::New)
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
        let mut state = State::new(opening, "test".to_owned(), TimeZone::UTC, Keymap::default());
        state.reader.suggesting.is_on = suggesting;
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
            Effect::KeepExtracts { article, .. } => {
                answers.push_back(Msg::Kept { article, result: Ok(()) });
                self.others.push(effect);
            }
            Effect::Keep { article, .. } => answers.push_back(Msg::Kept { article, result: Ok(()) }),
            Effect::ReadKept { article, .. } => {
                let text = Some(part(&self.texts[article]));
                answers.push_back(Msg::KeptText { article, text });
            }
            Effect::Suggest { article, .. } => {
                let text = &self.texts[article];
                let found = super::suggestions::read(text);
                answers.push_back(Msg::Suggested { article, bytes: text.len(), found });
            }
            Effect::Search { search: id, query, order, .. } => {
                for article in order {
                    let hits = search::find_all(&query, &self.texts[article]);
                    answers.push_back(Msg::Hits { search: id, article, hits });
                }
                answers.push_back(Msg::Searched(id));
            }
            Effect::Echoes { order, left_out, .. } => {
                let texts = order.into_iter().map(|n| (n, Arc::from(self.texts[n].as_str()))).collect();
                answers.push_back(Msg::Echoes(Arc::new(Echoes::find(texts, left_out))));
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
        page: None,
    }
}
