//! What lies behind the workbench's effects: worker threads for reading and searching, the writer's thread.
//!
//! **Invariant:** the loop never waits for a disk, but for the first 64 KiB of what is about to be shown.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use jiff::Timestamp;

use super::case::{Case, HISTORY};
use super::finders::Finders;
use super::jobs::{self, EchoJob, Places, SearchJob, Wanted};
use crate::app::msg::Exported;
use crate::app::{Effect, Msg, State};
use crate::config::Limits;
use crate::format::encoding::Encoding;
use crate::format::extracts::Extract;
use crate::format::log::Line;
use crate::model::{ArticleId, LogHead, Session};
use crate::store::damage;
use crate::store::disk::Disk;
use crate::store::history::HistoryReader;
use crate::store::names::SessionFiles;
use crate::store::thread::{Event, WriterThread};
use crate::store::writer::Writer;
use crate::term::{PanicPoint, Reads, World, register_save};

/// How long the end waits for the disk.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long an edit's line is waited for before a suspend.
const SETTLE: Duration = Duration::from_secs(2);

/// How long the worker rests behind each article that nobody looks at: the next answer wakes the screen's thread, and a
/// key must not wait behind a crowd of them.
const BREATH: Duration = Duration::from_millis(4);

/// How often a read-only opener looks whether the session is free.
const LOOK: Duration = Duration::from_secs(2);

/// The disk and the threads.
pub struct LiveWorld {
    articles: Arc<Places>,
    files: SessionFiles,
    disk: Arc<dyn Disk>,
    limits: Limits,
    older: Option<HistoryReader>,
    /// The writer until its thread is started with the first edit, which brings the sender for its answers.
    waiting: Option<Writer>,
    writer: Arc<Mutex<Option<WriterThread>>>,
    /// The newest log line handed to the writer, and the newest that it has on disk.
    handed: u64,
    saved: Arc<AtomicU64>,
    /// That line with its hash, which reports print.
    head: Arc<Mutex<LogHead>>,
    readers: Option<Sender<Box<dyn FnOnce() + Send>>>,
    /// The thread that reads web pages, each in a process of its own.
    pages: Option<Sender<Box<dyn FnOnce() + Send>>>,
    /// The thread in which the rules read, so that no text on its way to the screen waits for them.
    finding: Option<Sender<Box<dyn FnOnce() + Send>>>,
    /// What finds claims, and the thread in which programs of the settings do, one after another.
    finders: Finders,
    programs: Option<Sender<Box<dyn FnOnce() + Send>>>,
    newest_search: Arc<AtomicU64>,
    reads: Reads,
    /// The lock of a session that somebody else has open, until its watch is started.
    lock: Option<PathBuf>,
    /// The log whose older lines nobody has looked at yet.
    unread_log: Option<PathBuf>,
}

impl LiveWorld {
    /// Takes up what serves a case; returns its state too.
    pub fn new(case: Case) -> (State, Self) {
        let Case { state, articles, files, writer, older, disk, limits, finders, notices: _ } = case;
        let is_busy = state.doc.read_only.as_ref().is_some_and(|why| why.starts_with("open by"));
        let lock = is_busy.then(|| files.lock());
        let unread_log = writer.as_ref().filter(|writer| writer.has_begun()).map(|_| files.log());
        let world = Self {
            lock,
            unread_log,
            articles: Arc::new(articles),
            files,
            disk,
            limits,
            older,
            waiting: writer,
            writer: Arc::default(),
            handed: 0,
            saved: Arc::default(),
            head: Arc::new(Mutex::new(state.doc.session.log.clone())),
            readers: None,
            pages: None,
            finding: None,
            finders,
            programs: None,
            newest_search: Arc::default(),
            // The settings, the session file, its log, the lock, the machine's boot id in it, the time zone.
            reads: Reads { other_files: 6, ..Reads::default() },
        };
        (state, world)
    }

    /// Lets the panic hook and a forced end write what is left.
    pub fn register_save(&self) {
        let writer = Arc::clone(&self.writer);
        register_save(move || {
            let taken = writer.lock().unwrap_or_else(PoisonError::into_inner).take();
            taken.is_none_or(|thread| thread.stop(PATIENCE).is_some())
        });
    }

    /// Looks for shared passages in a thread of its own.
    fn echoes(
        &self,
        (order, shown): (Vec<usize>, usize),
        texts: &[(usize, Arc<str>)],
        left_out: usize,
        answer: Sender<Msg>,
    ) {
        let at_hand = |article: usize| texts.iter().find(|(n, _)| *n == article);
        let articles = order
            .into_iter()
            .filter_map(|n| Some((self.wanted(n)?, at_hand(n).map(|(_, text)| Arc::clone(text)))))
            .collect();
        let job = EchoJob { articles, shown, left_out };
        thread::spawn(move || {
            jobs::echoes(job, |msg| {
                let _ = answer.send(msg);
            });
        });
    }

    fn wanted(&self, article: usize) -> Option<Wanted> {
        let (place, known) = self.articles.get(article)?;
        Some(Wanted { article, place: place.clone(), known: known.clone(), limits: self.limits })
    }

    /// Starts, once, what looks at the session's files in the background.
    fn watch_files(&mut self, answer: &Sender<Msg>) {
        if let Some(lock) = self.lock.take() {
            watch(lock, answer.clone());
        }
        if let Some(log) = self.unread_log.take() {
            look_through(log, Arc::clone(&self.disk), answer.clone());
        }
    }

    /// Hands a job to the thread that reads; it is started with the first.
    fn later(&mut self, job: impl FnOnce() + Send + 'static) {
        // The thread ends only with this sender.
        let _ = self.readers.get_or_insert_with(worker).send(Box::new(job));
    }

    /// Hands a job to the thread that reads web pages; it is started with the first.
    fn page(&mut self, job: impl FnOnce() + Send + 'static) {
        let _ = self.pages.get_or_insert_with(worker).send(Box::new(job));
    }

    /// Hands a job to the thread that finds; it is started with the first.
    fn aside(&mut self, job: impl FnOnce() + Send + 'static) {
        let _ = self.finding.get_or_insert_with(worker).send(Box::new(job));
    }

    /// Does something with an article in the thread that reads, and answers with what came of it.
    fn of_article(
        &mut self,
        article: usize,
        answer: Sender<Msg>,
        job: impl FnOnce(&Wanted) -> Msg + Send + 'static,
    ) {
        let Some(wanted) = self.wanted(article) else { return };
        let is_page = wanted.is_page();
        let job = move || {
            let _ = answer.send(job(&wanted));
        };
        // A hostile page may take its whole time: no other article waits for it.
        if is_page { self.page(job) } else { self.later(job) }
    }

    fn write_up(
        &mut self,
        session: Arc<Session>,
        articles: Vec<(usize, ArticleId)>,
        analyst: String,
        at: Timestamp,
        answer: Sender<Msg>,
    ) {
        let wanted = articles.into_iter().filter_map(|(n, id)| Some((self.wanted(n)?, id)));
        let wanted: Vec<_> = wanted.collect();
        let files = self.files.clone();
        let (handed, saved, head) = (self.handed, Arc::clone(&self.saved), Arc::clone(&self.head));
        self.later(move || {
            // The head that is printed is that of the last edit in the report: its line is on its way to the disk.
            let _ = arrive(handed, &saved);
            let log = head.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let session = Session { log, ..Session::clone(&session) };
            let _ = answer.send(jobs::write_up(&session, &wanted, &files, &analyst, at));
        });
    }

    fn write_file(&mut self, path: String, text: Arc<str>, export: Option<Exported>, answer: Sender<Msg>) {
        let disk = Arc::clone(&self.disk);
        self.later(move || {
            let _ = answer.send(jobs::write_file(&path, &text, export, &*disk));
        });
    }

    /// Reads an article in another encoding from now on.
    fn read_as(&mut self, article: usize, encoding: Option<Encoding>, answer: Sender<Msg>) {
        if let Some((_, known)) = Arc::make_mut(&mut self.articles).get_mut(article) {
            known.choose(encoding);
        }
        self.of_article(article, answer, jobs::read_whole);
    }

    /// Keeps the paragraphs around what is cited of a large article.
    fn keep_extracts(&mut self, article: usize, sha256: String, extracts: Vec<Extract>, answer: Sender<Msg>) {
        let (disk, files) = (Arc::clone(&self.disk), self.files.clone());
        self.later(move || {
            let _ = answer.send(jobs::keep_extracts(article, &sha256, &extracts, &*disk, &files));
        });
    }

    /// Lets a program of the settings read an article, in a thread of its own.
    fn run_program(&mut self, program: usize, article: usize, text: Arc<str>, answer: Sender<Msg>) {
        let finders = self.finders.clone();
        let place = self.articles.get(article).map(|(place, _)| place.clone());
        let job = move || {
            if let Some(msg) = finders.run(program, article, place.as_ref(), text) {
                let _ = answer.send(msg);
            }
        };
        let _ = self.programs.get_or_insert_with(worker).send(Box::new(job));
    }

    fn keep_answer(&self, program: usize, yes: bool, answer: &Sender<Msg>) {
        if let Some(msg) = self.finders.keep(program, yes, Timestamp::now()) {
            let _ = answer.send(msg);
        }
    }

    fn log(&mut self, lines: Vec<Line>, answer: &Sender<Msg>) {
        self.handed = lines.last().map_or(self.handed, |line| line.seq);
        self.with_writer(answer, |writer| {
            writer.commit(lines);
        });
    }

    /// Reads older edits from the log.
    fn older(&mut self) -> Msg {
        match self.older.as_mut().map(|reader| reader.older(HISTORY)) {
            Some(Ok(page)) => Msg::Older { entries: page.done, more: page.more },
            Some(Err(error)) => Msg::Notice(format!("older edits cannot be read: {error}")),
            None => Msg::Older { entries: Vec::new(), more: false },
        }
    }

    /// Returns the writer's thread, started with the first edit.
    fn with_writer(&mut self, answer: &Sender<Msg>, f: impl FnOnce(&WriterThread)) {
        let mut running = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if running.is_none()
            && let Some(writer) = self.waiting.take()
        {
            let (answers, saved, head) = (answer.clone(), Arc::clone(&self.saved), Arc::clone(&self.head));
            match WriterThread::start(writer, Box::new(move |event| tell(event, &saved, &head, &answers))) {
                Ok(thread) => *running = Some(thread),
                Err(error) => {
                    let reason = format!("no thread for writing can be started: {error}");
                    let hint = "end other programs, then open the session again".to_owned();
                    let _ = answer.send(Msg::SaveFailed { reason, hint });
                }
            }
        }
        if let Some(thread) = running.as_ref() {
            f(thread);
        }
    }
}

/// Waits until a line is on the disk.
fn arrive(line: u64, saved: &AtomicU64) -> Result<(), String> {
    let end = std::time::Instant::now() + SETTLE;
    while saved.load(Ordering::SeqCst) < line {
        if std::time::Instant::now() >= end {
            return Err("the disk does not answer".to_owned());
        }
        thread::sleep(Duration::from_millis(1));
    }
    Ok(())
}

/// Starts a thread that does one job after another.
fn worker() -> Sender<Box<dyn FnOnce() + Send>> {
    let (jobs, inbox) = channel::<Box<dyn FnOnce() + Send>>();
    thread::spawn(move || {
        for job in inbox {
            PanicPoint::Worker.pass();
            job();
        }
    });
    jobs
}

/// Tells once when a lock that somebody else holds is free.
fn watch(lock: PathBuf, answer: Sender<Msg>) {
    thread::spawn(move || {
        while !crate::store::lock::is_free(&lock) {
            thread::sleep(LOOK);
        }
        let _ = answer.send(Msg::LockFree);
    });
}

/// Reads a whole log behind the first frame, and tells where a line of it is damaged.
fn look_through(log: PathBuf, disk: Arc<dyn Disk>, answer: Sender<Msg>) {
    thread::spawn(move || {
        if let Ok(Some(damage)) = damage::find(&disk, &log) {
            let _ = answer.send(Msg::Notice(format!("{damage}: factcheck verify lists what is off")));
        }
    });
}

/// Passes on what the writer tells.
fn tell(event: Event, saved: &AtomicU64, head: &Mutex<LogHead>, answer: &Sender<Msg>) {
    let msg = match event {
        Event::Saved { seq, at, head: hash } => {
            *head.lock().unwrap_or_else(PoisonError::into_inner) = LogHead { sequence: seq, head: hash };
            saved.store(seq, Ordering::SeqCst);
            Msg::Saved { seq, at }
        }
        Event::Failed { reason, hint, .. } => Msg::SaveFailed { reason, hint },
        Event::Checkpointed { seq, file, path } => {
            Msg::Checkpointed { seq, file, path: path.to_string_lossy().into_owned() }
        }
        Event::ChangedOutside { kept } => Msg::Notice(format!(
            "another program changed the session file; its version is kept in {}",
            kept.to_string_lossy()
        )),
        Event::SetAside { path } => Msg::Notice(format!("set aside in {}", path.to_string_lossy())),
        Event::Gone { .. } => return,
    };
    // With the loop gone there is nobody to tell.
    let _ = answer.send(msg);
}

impl World for LiveWorld {
    fn run(&mut self, effect: Effect, answer: &Sender<Msg>) {
        let answer = answer.clone();
        self.watch_files(&answer);
        match effect {
            Effect::ReadFirst(article) => {
                let Some(wanted) = self.wanted(article) else { return };
                let (msg, bytes) = jobs::read_first(&wanted);
                self.reads.article_bytes += bytes;
                self.reads.article_files += 1;
                let _ = answer.send(msg);
            }
            Effect::ReadWhole(article) => self.of_article(article, answer, jobs::read_whole),
            Effect::ReadAs { article, encoding } => self.read_as(article, encoding, answer),
            Effect::Samples(article) => self.of_article(article, answer, jobs::samples),
            Effect::Check(article) => self.of_article(article, answer, jobs::check),
            Effect::Keep { article, sha256 } => {
                let (disk, files) = (Arc::clone(&self.disk), self.files.clone());
                self.of_article(article, answer, move |wanted| jobs::keep(wanted, &sha256, &*disk, &files));
            }
            Effect::KeepExtracts { article, sha256, extracts } => {
                self.keep_extracts(article, sha256, extracts, answer);
            }
            Effect::ReadKept { article, sha256 } => {
                let files = self.files.clone();
                self.of_article(article, answer, move |wanted| jobs::read_kept(wanted, &sha256, &files));
            }
            Effect::Suggest { article, text } => {
                let Some(wanted) = self.wanted(article) else { return };
                let lexicon = Arc::clone(&self.finders.lexicon);
                let is_unseen = text.is_none();
                self.aside(move || {
                    let _ = answer.send(jobs::suggest(&wanted, text, &lexicon));
                    if is_unseen {
                        thread::sleep(BREATH);
                    }
                });
            }
            Effect::RunProgram { program, article, text } => {
                self.run_program(program, article, text, answer);
            }
            Effect::Answer { program, yes } => self.keep_answer(program, yes, &answer),
            Effect::Search { search, query, order, texts } => {
                self.newest_search.store(search, Ordering::Relaxed);
                let (places, newest) = (Arc::clone(&self.articles), Arc::clone(&self.newest_search));
                let texts = texts.into_iter().collect();
                let job = SearchJob { search, query, order, texts, places, limits: self.limits, newest };
                thread::spawn(move || {
                    jobs::search(&job, |msg| {
                        let _ = answer.send(msg);
                    });
                });
            }
            Effect::Echoes { order, shown, texts, left_out } => {
                self.echoes((order, shown), &texts, left_out, answer);
            }
            Effect::Log(lines) => self.log(lines, &answer),
            Effect::Checkpoint => self.with_writer(&answer, |writer| {
                writer.checkpoint();
            }),
            Effect::WriteUp { session, articles, analyst, at } => {
                self.write_up(session, articles, analyst, at, answer);
            }
            Effect::WriteFile { path, text, export } => self.write_file(path, text, export, answer),
            Effect::Older(_) => {
                let _ = answer.send(self.older());
            }
            // The loop's own.
            Effect::Copy(_) | Effect::Suspend | Effect::Anew(_) | Effect::Quit => {}
        }
    }

    fn settle(&mut self) -> Result<(), String> {
        arrive(self.handed, &self.saved)
    }

    fn finish(&mut self) -> Result<(), String> {
        crate::store::child::end_all();
        self.newest_search.store(0, Ordering::Relaxed);
        let taken = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(thread) = taken else { return Ok(()) };
        match thread.stop(PATIENCE) {
            Some(_) if self.saved.load(Ordering::SeqCst) >= self.handed => Ok(()),
            Some(_) => Err("the log cannot be written".to_owned()),
            None => Err("the disk does not answer".to_owned()),
        }
    }

    fn reads(&self) -> Reads {
        self.reads
    }
}
