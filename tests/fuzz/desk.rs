//! The workbench in memory, for tests from outside: keys in, a session and its log out.
//!
//! **Invariant:** what a key asks for is done before the next key, so that equal keys give equal logs.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, OnceLock};

use factcheck::app::articles::{ArticleEntry, ArticleState};
use factcheck::app::doc::{Analyst, Saved};
use factcheck::app::echoes::Echoes;
use factcheck::app::reader::search::find_all;
use factcheck::app::{Effect, Msg, Opening, State, TextPart, WholeFacts, suggestions, update};
use factcheck::command::{Command, CommandId, Key, Keymap, Mode, keys};
use factcheck::format::log::{self, Kind, Line};
use factcheck::format::session as wire;
use factcheck::model::{AnalystId, ArticleId, Edit, History, Session, SessionId, defaults};
use factcheck::text::offsets::OffsetIndex;
use factcheck::text::visible::is_forbidden;
use factcheck::theme::Theme;
use factcheck::ui::{self, picture::Picture};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Two short reports, one with marks that steer terminals.
const TEXTS: [&str; 2] = [
    "Sixty-two miners were killed at Orvane, the ministry said.\n\nThe relief league counted at least 80 dead and \
     over 100 hurt. \"We saw 12 trucks,\" a driver told Tern Radio, quoting the mayor.\n",
    "At least 80 people died at Orvane, the relief league said.\tThe ministry\u{202e} denies it: \u{1b}[2J62 miners \
     died.\r\n\r\n\"We saw 12 trucks,\" a driver told Tern Radio. e\u{301}\u{200b} 👩\u{200d}🚒 تل\n",
];

/// How many keys are pressed between two drawings.
const DRAWN_EVERY: usize = 7;

/// How many undo keys are pressed at most: more than any run makes edits.
const MOST_UNDONE: usize = 2000;

/// An object as it stands on disk: where it is and what it holds.
type Object = (String, String);

/// The objects of a session, counted: a model as plain as can be.
pub type Objects = BTreeMap<Object, usize>;

/// The workbench in memory.
pub struct Desk {
    /// Its state.
    pub state: State,
    /// The log lines so far.
    pub lines: Vec<Line>,
    start: Session,
    objects: Objects,
    pressed: usize,
    next_seq: u64,
}

impl Desk {
    /// Opens two articles at 80x24.
    pub fn new() -> Self {
        let articles = ["one", "two"].map(|name| {
            let path = format!("{name}.txt");
            ArticleEntry::new(ArticleId::new(name), path, name.to_owned(), ArticleState::New)
        });
        let now = Timestamp::UNIX_EPOCH;
        let mut start = defaults::new_session(SessionId::new("testtest"), "test".to_owned(), now);
        start.log.sequence = 1;
        let opening = Opening {
            session: start.clone(),
            history: History::default(),
            older: false,
            articles: articles.into(),
            analyst: Analyst { id: AnalystId::new("ana"), name: "Ana".to_owned(), chosen: true },
            read_only: None,
            next_seq: 2,
        };
        let state = State::new(opening, "test".to_owned(), TimeZone::UTC, Keymap::default());
        let objects = objects_of(&start);
        let mut desk = Self { state, lines: Vec::new(), start, objects, pressed: 0, next_seq: 2 };
        desk.send(Msg::Resize(80, 24));
        desk
    }

    /// Takes bytes for keys, pastes and sizes.
    pub fn take(&mut self, bytes: &[u8]) {
        let mut rest = bytes.iter().copied();
        while let Some(byte) = rest.next() {
            match byte {
                0xff => {
                    let size = |byte: Option<u8>| u16::from(byte.unwrap_or(80));
                    let (columns, rows) = (size(rest.next()).max(1), size(rest.next()).clamp(1, 60));
                    self.send(Msg::Resize(columns, rows));
                }
                0xfe => {
                    let length = usize::from(rest.next().unwrap_or(0)) % 24;
                    let pasted: Vec<u8> = rest.by_ref().take(length).collect();
                    self.send(Msg::Paste(String::from_utf8_lossy(&pasted).into_owned()));
                }
                0xfd => {
                    self.send(Msg::Resumed);
                }
                byte => {
                    let sequences = sequences();
                    let high = if byte >= 0xe0 { usize::from(rest.next().unwrap_or(0)) } else { 0 };
                    let n = usize::from(byte) + 0xe0 * (high % 4);
                    self.press(&sequences[n % sequences.len()]);
                }
            }
        }
    }

    /// Presses keys one after another.
    pub fn press(&mut self, pressed: &[Key]) {
        for key in pressed {
            self.send(Msg::Key(*key));
            self.pressed += 1;
            if self.pressed.is_multiple_of(DRAWN_EVERY) {
                self.draw();
            }
        }
    }

    /// Presses keys written as in KEYS.
    pub fn keys(&mut self, written: &str) {
        self.press(&keys::parse(written).unwrap());
    }

    fn draw(&self) {
        let (columns, rows) = self.state.size;
        let theme = Theme::default();
        let picture = Picture::draw(columns, rows, |frame| ui::view(&self.state, &theme, frame));
        for run in picture.lines.iter().flatten() {
            assert!(!run.text.contains(is_forbidden), "{:?}", run.text);
        }
    }

    fn send(&mut self, msg: Msg) {
        let mut waiting = VecDeque::from([msg]);
        while let Some(msg) = waiting.pop_front() {
            for effect in update(&mut self.state, msg, Timestamp::UNIX_EPOCH) {
                self.run(effect, &mut waiting);
            }
        }
    }

    fn run(&mut self, effect: Effect, answers: &mut VecDeque<Msg>) {
        match effect {
            Effect::ReadWhole(article) => answers.push_back(Msg::Text { article, text: Ok(part(article)) }),
            Effect::Keep { article, .. } => answers.push_back(Msg::Kept { article, result: Ok(()) }),
            Effect::Suggest { article, .. } => {
                let found = suggestions::read(TEXTS[article]);
                answers.push_back(Msg::Suggested { article, bytes: TEXTS[article].len(), found });
            }
            Effect::Search { search, query, order, .. } => {
                for article in order {
                    let hits = find_all(&query, TEXTS[article]);
                    answers.push_back(Msg::Hits { search, article, hits });
                }
                answers.push_back(Msg::Searched(search));
            }
            Effect::Echoes { order, left_out, .. } => {
                let texts = order.into_iter().map(|n| (n, Arc::from(TEXTS[n]))).collect();
                answers.push_back(Msg::Echoes(Arc::new(Echoes::find(texts, left_out))));
            }
            Effect::Log(lines) => {
                for line in &lines {
                    self.note(line);
                }
                if let Some(last) = lines.last() {
                    answers.push_back(Msg::Saved { seq: last.seq, at: last.at });
                }
                self.lines.extend(lines);
            }
            Effect::Checkpoint => {
                let (seq, file) = (self.state.doc.next_seq - 1, "blake3:00".to_owned());
                answers.push_back(Msg::Checkpointed { seq, file, path: "test.json".to_owned() });
            }
            Effect::WriteUp { .. } => answers.push_back(Msg::WriteUp(Ok("# A report\n\nwords\n".to_owned()))),
            // Others are of the world alone, or may be answered after the next key.
            _ => {}
        }
    }

    /// Takes a line into the model: what it says stood there must stand there.
    fn note(&mut self, line: &Line) {
        assert_eq!(line.seq, self.next_seq, "lines come in order");
        self.next_seq += 1;
        for (before, after) in changed(line) {
            if let Some(before) = before {
                let count = self.objects.get_mut(&before).expect("what a line says stood there stands there");
                *count -= 1;
                if *count == 0 {
                    self.objects.remove(&before);
                }
            }
            if let Some(after) = after {
                *self.objects.entry(after).or_default() += 1;
            }
        }
    }

    /// Holds the session against the model, against what the log leads to, and, all undone, against its start.
    pub fn check(&mut self) {
        self.check_saved();
        let edited = self.objects.clone();
        let undone = self.undo_all();
        assert_eq!(
            made_by_hand(&self.objects),
            made_by_hand(&objects_of(&self.start)),
            "undone to the start"
        );
        self.check_saved();
        for _ in 0..undone {
            self.keys("U");
        }
        assert_eq!(made_by_hand(&self.objects), made_by_hand(&edited), "redone to the end");
        self.check_saved();
    }

    /// Takes everything back; returns how many edits that were.
    fn undo_all(&mut self) -> usize {
        // Forms and lists are left one after another; a form that asks whether to keep what was typed is told no.
        for _ in 0..40 {
            if self.state.mode() == Mode::Read && self.state.pending.is_empty() {
                break;
            }
            self.keys("<esc>");
            if self.state.form.is_some() {
                self.keys("d");
            }
        }
        assert_eq!(self.state.mode(), Mode::Read, "esc leads back to the text");
        self.send(Msg::Resize(80, 24));
        let mut count = 0;
        while self.state.doc.history.next_undo().is_some() {
            let before = self.state.doc.history.done.len();
            self.keys("u");
            assert_eq!(
                self.state.doc.history.done.len(),
                before - 1,
                "u takes back: {:?}",
                self.state.notice
            );
            count += 1;
            assert!(count < MOST_UNDONE);
        }
        count
    }

    /// What the first row calls saved is what the lines lead to, and what is written of it is read as the same.
    fn check_saved(&self) {
        let session = &self.state.doc.session;
        assert_eq!(objects_of(session), self.objects, "the session is what the lines say");
        if let Some(last) = self.lines.last() {
            let is_saved = matches!(self.state.doc.saved, Saved::At(_) | Saved::Unchanged);
            assert!(is_saved, "{:?} after line {}", self.state.doc.saved, last.seq);
        }
        let mut reloaded = self.start.clone();
        for line in &self.lines {
            let (text, _) = log::write(line);
            let read = log::read(&text).expect("a line of the log is read").line;
            assert_eq!(read, *line);
            if read.kind != Kind::Checkpoint {
                let edit = Edit { what: read.what, changes: read.changes };
                edit.apply(&mut reloaded).expect("a line of the log fits");
            }
        }
        assert_eq!(reloaded.claims, session.claims);
        assert_eq!(objects_of(&reloaded), objects_of(session), "reloading shows what was saved");
        let written = wire::write(session);
        assert_eq!(wire::read(&written).expect("a session is read").session, *session);
    }
}

/// Returns every sequence of keys that means something in some mode, and what is typed into fields.
pub fn sequences() -> &'static [Vec<Key>] {
    static SEQUENCES: OnceLock<Vec<Vec<Key>>> = OnceLock::new();
    SEQUENCES.get_or_init(|| {
        let keymap = Keymap::default();
        let mut all: Vec<Vec<Key>> = Mode::ALL
            .iter()
            .flat_map(|mode| Command::ALL.iter().map(move |command| (*mode, *command)))
            .flat_map(|(mode, command)| keymap.sequences(mode, command).into_iter().map(<[Key]>::to_vec))
            .collect();
        // What makes and takes back claims comes often, or most runs would only look around.
        let often = [
            "1",
            "2",
            "w1",
            "v",
            "e",
            "u",
            "U",
            "s",
            "a",
            "A",
            "x",
            "<enter>",
            "<esc>",
            "V1",
            "c",
            ".",
            "<tab>",
            "62<enter>",
            "killed<enter>",
            "/at least<enter>",
            "miners",
            "\u{e9}\u{1f600}",
            "\u{202e}",
            " ",
        ];
        all.extend(often.iter().chain(&often).chain(&often).map(|written| keys::parse(written).unwrap()));
        all.sort();
        all
    })
}

fn part(article: usize) -> TextPart {
    let text = TEXTS[article];
    TextPart {
        text: Arc::from(text),
        index: Arc::new(OffsetIndex::new(text)),
        encoding: "utf-8".to_owned(),
        bad_bytes: 0,
        page: None,
        whole: Some(WholeFacts {
            bytes: text.len() as u64,
            modified: None,
            sha256: format!("{article:064x}"),
            text_sha256: format!("{article:064x}"),
        }),
    }
}

/// Returns what a line changed, each object before and after.
fn changed(line: &Line) -> Vec<(Option<Object>, Option<Object>)> {
    let (text, _) = log::write(line);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let changes = value["changes"].as_array().cloned().unwrap_or_default();
    let of = |change: &serde_json::Value, side: &str| {
        let on = change["on"].as_str().unwrap().to_owned();
        (!change[side].is_null()).then(|| (on, change[side].to_string()))
    };
    changes.iter().map(|change| (of(change, "before"), of(change, "after"))).collect()
}

/// Returns the objects that a session holds.
fn objects_of(session: &Session) -> Objects {
    let (opened, changes) = log::opening(session);
    let line = Line {
        seq: 1,
        at: Timestamp::UNIX_EPOCH,
        by: AnalystId::new("ana"),
        what: CommandId::new("app.open"),
        kind: Kind::Open,
        of: None,
        file: None,
        session: Some(opened),
        changes,
        prev: None,
    };
    let mut objects = Objects::new();
    for (_, after) in changed(&line) {
        *objects.entry(after.unwrap()).or_default() += 1;
    }
    // These have no id and stand in every session, changed or not.
    objects.retain(|(on, _), _| !matches!(on.as_str(), "settings" | "title" | "note"));
    for (on, words) in [("title", &session.title), ("note", &session.note)] {
        objects.insert((on.to_owned(), serde_json::Value::from(words.clone()).to_string()), 1);
    }
    objects
}

/// Returns the objects that undo takes back: all but what is recorded of articles and of the analyst.
fn made_by_hand(objects: &Objects) -> Objects {
    let is_record = |on: &str| on.starts_with("articles/") || on.starts_with("analysts/");
    objects.iter().filter(|((on, _), _)| !is_record(on)).map(|(object, n)| (object.clone(), *n)).collect()
}
