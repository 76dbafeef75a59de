//! What a frame may cost, counted in work and not in time: the gates C1 to C5.
//!
//! C3 and C4 are held on the state itself, at any offset of a line of 5 MB and with 100,000 claims; C1, C2 and C5
//! on the program, which runs on a pseudo-terminal and writes its counts at its end (`open --stats FILE`).
//!
//! **Invariant:** no figure here is a time, so that every machine gives the same.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "tests fail by panicking, and write what they open"
)]

use std::sync::Arc;

use factcheck::app::articles::{ArticleEntry, ArticleState};
use factcheck::app::doc::Analyst;
use factcheck::app::{Counters, Effect, Msg, Opening, State, TextPart, WholeFacts, update};
use factcheck::command::{Keymap, keys};
use factcheck::model::{AnalystId, ArticleId, Claim, ClaimId, History, Session, SessionId, defaults, edits};
use factcheck::text::offsets::OffsetIndex;
use jiff::Timestamp;
use jiff::tz::TimeZone;

const SENTENCES: [&str; 4] = [
    "Officials at the harbour said that at least 40 people were hurt. ",
    "「港では40人が負傷した」と当局は述べた。 ",
    "A ferry\u{a0}captain, speaking on deck, put the figure at 43\u{2013}45. ",
    "قال مسؤول إن الحصيلة بلغت 41. ",
];

/// A text of about so many bytes on one line.
fn one_line(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 128);
    for n in 0.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(SENTENCES[n * 7 % 4]);
        text.push_str(if n % 9 == 0 { "👩\u{200d}🚒 e\u{301}\u{301} " } else { "" });
    }
    text
}

fn part(text: &str) -> TextPart {
    TextPart {
        text: Arc::from(text),
        index: Arc::new(OffsetIndex::new(text)),
        encoding: "utf-8".to_owned(),
        bad_bytes: 0,
        page: None,
        whole: Some(WholeFacts {
            bytes: text.len() as u64,
            modified: None,
            sha256: format!("{:064x}", text.len()),
            text_sha256: format!("{:064x}", text.len()),
        }),
    }
}

/// A session over so many articles, read whole as they are asked for.
struct Workbench {
    state: State,
    texts: Vec<TextPart>,
    /// The most that one frame took.
    worst: Counters,
}

impl Workbench {
    fn new(texts: &[String], session: Session, size: (u16, u16)) -> Self {
        let articles = (0..texts.len())
            .map(|n| {
                let name = format!("a{n}");
                ArticleEntry::new(ArticleId::new(&name), format!("{name}.txt"), name, ArticleState::New)
            })
            .collect();
        let opening = Opening {
            session,
            history: History::default(),
            older: false,
            articles,
            analyst: Analyst { id: AnalystId::new("ana"), name: "Ana".to_owned(), chosen: true },
            read_only: None,
            next_seq: 2,
        };
        let state = State::new(opening, "test".to_owned(), TimeZone::UTC, Keymap::default());
        let texts = texts.iter().map(|text| part(text)).collect();
        let mut workbench = Self { state, texts, worst: Counters::default() };
        workbench.send(Msg::Resize(size.0, size.1));
        workbench
    }

    /// Sends a message and those that answer it; the frame after each is counted.
    fn send(&mut self, msg: Msg) {
        let mut waiting = vec![msg];
        while let Some(msg) = waiting.pop() {
            for effect in update(&mut self.state, msg, Timestamp::UNIX_EPOCH) {
                if let Effect::ReadWhole(article) = effect {
                    waiting.push(Msg::Text { article, text: Ok(self.texts[article].clone()) });
                }
            }
            let now = self.state.counters();
            let worst = &mut self.worst;
            worst.rows_wrapped = worst.rows_wrapped.max(now.rows_wrapped);
            worst.graphemes = worst.graphemes.max(now.graphemes);
        }
    }

    /// Presses keys one by one and returns the last frame's counts.
    fn press(&mut self, written: &str) -> Counters {
        for key in keys::parse(written).unwrap() {
            self.send(Msg::Key(key));
            self.hold_c3(written);
        }
        self.state.counters()
    }

    /// C3: rows <= 2 x visible + 500 a pane, graphemes <= 4 x cells + 16 Ki a pane.
    fn hold_c3(&self, after: &str) {
        let now = self.state.counters();
        let panes = self.state.layout.panes.len();
        assert!(now.rows_wrapped <= 2 * now.visible_rows + 500 * panes, "{after}: {now:?}");
        assert!(now.graphemes <= 4 * now.visible_cells + 16 * 1024 * panes, "{after}: {now:?}");
    }
}

fn empty() -> Session {
    defaults::new_session(SessionId::new("testtest"), "test".to_owned(), Timestamp::UNIX_EPOCH)
}

#[test]
fn c3_wraps_what_is_seen_at_any_offset_of_a_line_of_5_mb() {
    let text = one_line(5_000_000);
    let mut workbench = Workbench::new(&[text], empty(), (120, 40));
    workbench.hold_c3("the first frame");
    for written in [
        "<pgdn><pgdn><pgdn><pgup>",
        "G",
        "<pgup><pgup><up><up><up>",
        "w)}",
        "gg",
        "$<down><down>",
        "<c-d><c-d><c-u>",
        "G0b({",
        "vwww<esc>",
        "1",
        "u",
        "/43–45<enter>nnN",
        "z",
    ] {
        workbench.press(written);
    }
    // At any place: as an undo or a search hit far away goes there.
    for part in 0..40 {
        workbench.state.go_to(0, Some(5_000_000 / 40 * part));
        for size in [(80, 24), (150, 50), (41, 12), (120, 40)] {
            workbench.send(Msg::Resize(size.0, size.1));
            workbench.hold_c3(&format!("at part {part} and size {size:?}"));
        }
        workbench.press("<pgup><up><down><pgdn>");
    }
    assert!(workbench.worst.rows_wrapped > 20, "nothing was counted: {:?}", workbench.worst);
}

#[test]
fn c3_wraps_nothing_where_only_the_cursor_or_the_selection_moves() {
    let texts: Vec<String> =
        (0..5).map(|n| one_line(300 + n) + "\n\n" + &one_line(900) + "\n" + &one_line(40_000)).collect();
    let mut workbench = Workbench::new(&texts, empty(), (200, 50));
    assert_eq!(workbench.state.layout.panes.len(), 5);
    let before = workbench.press("<down>");
    assert!(before.visible_rows > 100 && before.visible_cells > 5 * 30 * 30, "{before:?}");
    for key in
        ["<right>", "<right>", "w", "e", "b", "<down>", "<up>", "$", "0", "v", "<right>", "w", "<down>", "="]
    {
        let now = workbench.press(key);
        assert_eq!((now.rows_wrapped, now.graphemes), (0, 0), "{key}: {now:?}");
    }
    workbench.press("<esc>");
    let now = workbench.press("<tab>");
    assert_eq!((now.rows_wrapped, now.graphemes), (0, 0), "another pane has the cursor: {now:?}");
}

/// A session of so many claims on words of one text, in no order.
fn with_claims(text: &str, n: usize) -> Session {
    let mut session = empty();
    let id = ArticleId::new("a0");
    let article = factcheck::model::Article { path: "a0.txt".to_owned(), ..Default::default() };
    session.articles.insert(id.clone(), Arc::new(article));
    session.analysts.insert(AnalystId::new("ana"), Arc::default());
    let points: Vec<(usize, char)> = text.char_indices().collect();
    let template = template(&session, &id);
    for number in 1..=n {
        // A full cycle over the text: 7919 is prime.
        let start = number * 7919 % (points.len() - 60);
        let end = start + 4 + number % 40;
        let exact = text[points[start].0..points[end].0].to_owned();
        let mut claim = template.clone();
        claim.number = u32::try_from(number).unwrap();
        claim.target[0].start = start;
        claim.target[0].end = end;
        claim.target[0].exact = exact;
        session.claims.insert(ClaimId::new(format!("c{number:07}")), Arc::new(claim));
    }
    session
}

fn template(session: &Session, article: &ArticleId) -> Claim {
    let stamp = edits::Stamp { at: Timestamp::UNIX_EPOCH, by: AnalystId::new("ana"), seq: 1 };
    let target = factcheck::model::Target {
        start: 0,
        end: 1,
        exact: String::new(),
        prefix: String::new(),
        suffix: String::new(),
        occurrence: 1,
    };
    let what = factcheck::command::CommandId::new("claim.tag-1");
    let new = edits::NewClaim { target: vec![target], ..Default::default() };
    let (_, edit) = edits::make_claim(session, what, article.clone(), new, &stamp);
    let factcheck::model::Change::Claim(swap) = &edit.changes[0] else { panic!("a claim is made") };
    Claim::clone(swap.after.as_ref().unwrap())
}

#[test]
fn c4_looks_at_the_claims_on_screen_and_no_others_of_100_000() {
    let text = one_line(2_500_000);
    let session = with_claims(&text, 100_000);
    let mut workbench = Workbench::new(&[text], session, (120, 40));
    let mut most = 0;
    for part in 0..30 {
        workbench.state.go_to(0, Some(2_500_000 / 30 * part));
        for key in ["<down>", "<pgdn>", "<right>", "c"] {
            let now = workbench.press(key);
            // One more than log2 of 100,000 for each pane: the way down to the first of them.
            assert!(now.claims_examined <= now.claims_visible + 18, "{now:?}");
            most = most.max(now.claims_visible);
        }
    }
    assert!(most > 20, "claims were on screen: {most}");
}

#[cfg(unix)]
mod program {
    use std::fs::{self, File};
    use std::io::{Read, Write};
    use std::path::{Path, PathBuf};
    use std::process::{Child, Command};
    use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
    use std::time::{Duration, Instant};

    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use rustix::termios::{Winsize, tcsetwinsize};

    /// How long anything is waited for: a bound against hanging, never a measure.
    const PATIENCE: Duration = Duration::from_secs(30);

    /// The program on a pseudo-terminal.
    struct Run {
        child: Child,
        keys: File,
        output: Receiver<Vec<u8>>,
        screen: vt100::Parser,
        received: usize,
        stats: PathBuf,
        _home: tempfile::TempDir,
    }

    impl Run {
        fn open(articles: &Path, (columns, rows): (u16, u16)) -> Self {
            let home = tempfile::tempdir().unwrap();
            let stats = home.path().join("stats.json");
            let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
            grantpt(&terminal).unwrap();
            unlockpt(&terminal).unwrap();
            let size = Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
            tcsetwinsize(&terminal, size).unwrap();
            let name = ptsname(&terminal, Vec::new()).unwrap();
            let end = || File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
            let child = Command::new(env!("CARGO_BIN_EXE_factcheck"))
                .arg("open")
                .arg(articles)
                .arg("--session")
                .arg(home.path().join("session.json"))
                .arg("--stats")
                .arg(&stats)
                .env("HOME", home.path())
                .env("XDG_DATA_HOME", home.path().join("data"))
                .env("TERM", "xterm-256color")
                .env_remove("NO_COLOR")
                .current_dir(home.path())
                .stdin(end())
                .stdout(end())
                .stderr(end())
                .spawn()
                .unwrap();
            let keys = File::from(terminal);
            let mut from = keys.try_clone().unwrap();
            let (send, output) = channel();
            std::thread::spawn(move || {
                let mut buffer = vec![0; 64 * 1024];
                while let Ok(n @ 1..) = from.read(&mut buffer) {
                    if send.send(buffer[..n].to_vec()).is_err() {
                        break;
                    }
                }
            });
            let side = |n| std::num::NonZeroU16::new(n).unwrap();
            let screen = vt100::Parser::new(side(rows), side(columns), 0);
            Self { child, keys, output, screen, received: 0, stats, _home: home }
        }

        fn press(&mut self, keys: &[u8]) {
            self.keys.write_all(keys).unwrap();
        }

        /// Reads until the screen shows the words.
        fn wait_for(&mut self, words: &str) {
            let end = Instant::now() + PATIENCE;
            while !self.screen.screen().contents().contains(words) {
                let left = end.saturating_duration_since(Instant::now());
                match self.output.recv_timeout(left) {
                    Ok(bytes) => self.take(&bytes),
                    Err(_) => panic!("{words:?} never came:\n{}", self.screen.screen().contents()),
                }
            }
        }

        /// Reads until nothing came for so long; returns how many bytes came meanwhile.
        fn quiet_for(&mut self, pause: Duration) -> usize {
            let before = self.received;
            loop {
                match self.output.recv_timeout(pause) {
                    Ok(bytes) => self.take(&bytes),
                    Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                        return self.received - before;
                    }
                }
            }
        }

        fn take(&mut self, bytes: &[u8]) {
            self.received += bytes.len();
            self.screen.process(bytes);
        }

        /// Bytes that the process asked the system for so far, files and terminal alike.
        #[cfg(target_os = "linux")]
        fn bytes_read(&self) -> u64 {
            let facts = fs::read_to_string(format!("/proc/{}/io", self.child.id())).unwrap();
            let line = facts.lines().find_map(|line| line.strip_prefix("rchar: ")).unwrap();
            line.trim().parse().unwrap()
        }

        /// Quits and returns what the program counted.
        fn quit(mut self) -> serde_json::Value {
            self.press(b"\x11");
            let end = Instant::now() + PATIENCE;
            while self.child.try_wait().unwrap().is_none() {
                assert!(Instant::now() < end, "it did not quit:\n{}", self.screen.screen().contents());
                if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(20)) {
                    self.take(&bytes);
                }
            }
            serde_json::from_slice(&fs::read(&self.stats).unwrap()).unwrap()
        }
    }

    impl Drop for Run {
        fn drop(&mut self) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }

    fn figure(stats: &serde_json::Value, path: &str) -> u64 {
        stats.pointer(path).and_then(serde_json::Value::as_u64).unwrap_or_else(|| panic!("{path} in {stats}"))
    }

    /// Writes so many articles, the first of them of 300 kB.
    fn corpus(n: usize) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for article in 0..n {
            let text = format!("Harbour report {article:05}\n\n{}\n", super::one_line(4_000));
            let text = if article == 0 { format!("{text}{}", super::one_line(300_000)) } else { text };
            fs::write(folder.path().join(format!("report-{article:05}.txt")), text).unwrap();
        }
        folder
    }

    #[test]
    fn c1_c2_the_first_frame_reads_what_it_shows_whatever_the_corpus() {
        let corpus = corpus(10_000);
        let mut run = Run::open(corpus.path(), (120, 36));
        run.wait_for("Harbour report 00002");
        run.quiet_for(Duration::from_millis(300));
        // The three articles, twice (first part, whole), the program itself and its libraries: 40 MB lie there.
        #[cfg(target_os = "linux")]
        assert!(run.bytes_read() < 2_000_000, "{} bytes were read", run.bytes_read());
        let stats = run.quit();
        let panes = figure(&stats, "/first_frame/panes");
        assert_eq!(panes, 3);
        let read = figure(&stats, "/first_frame/article_bytes");
        assert!((12_000..=64 * 1024 * panes).contains(&read), "{stats}");
        assert_eq!(figure(&stats, "/first_frame/article_files"), panes);
        assert!(figure(&stats, "/first_frame/other_files") <= 6, "{stats}");
    }

    #[test]
    fn c5_a_flood_of_keys_is_a_few_frames_and_idling_is_none() {
        let corpus = corpus(5);
        let frames = |flood: bool| {
            let mut run = Run::open(corpus.path(), (200, 50));
            run.wait_for("Harbour report 00004");
            // What the articles share is found in the background, and then there is nothing left to do.
            run.wait_for("≡");
            // On a busy machine the background is done late; a program that never rests never gets through here.
            let rests = (0..20).any(|_| run.quiet_for(Duration::from_millis(1_000)) == 0);
            assert!(rests, "it wrote while nothing happened");
            run.quiet_for(Duration::from_millis(3_000));
            if flood {
                let keys: Vec<u8> = b"\x1b[B".repeat(1_000);
                run.press(&keys);
                run.quiet_for(Duration::from_millis(500));
            }
            let stats = run.quit();
            // The comparison of all articles may tell once more what that of those on screen had told; a program that
            // draws by the clock would have drawn more often in these seconds.
            assert!(figure(&stats, "/idle_frames") <= 1, "{stats}");
            figure(&stats, "/frames")
        };
        let (still, flooded) = (frames(false), frames(true));
        assert!(flooded > still, "the keys arrived: {still} and {flooded} frames");
        assert!(flooded - still <= 20, "{} frames for 1,000 keys", flooded - still);
    }
}
