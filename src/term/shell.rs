//! The loop: messages in, one frame out, effects to the world.
//!
//! **Invariant:** all messages that wait are taken before one frame is drawn; without a message nothing is drawn,
//! sent or woken.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use ratatui::Terminal;
use rustix::process::{Signal, kill_current_process_group};

use super::clipboard::{self, Between};
use super::ending::{Ending, HANG_UP};
use super::guard::{self, Guard, Mouse};
use super::output::{TerminalOutput, bounded, columns_and_rows};
use super::panic::{PanicPoint, note_command};
use super::program::Program;
use super::screen::Screen;
use super::stats::{Reads, Stats};
use super::{events, hangup, signals};
use crate::app::msg::{Effect, Msg};
use crate::model::ArticleId;
use crate::theme::Theme;
use crate::ui::sweep::sweep;

/// How long messages are taken before a frame is drawn, at most: so a flood of keys shows ten frames a second.
const LONGEST_BATCH: Duration = Duration::from_millis(100);
/// How long answers are taken before the first frame, at most.
const FIRST_BATCH: Duration = Duration::from_millis(10);
/// How long the next event is waited for, where the reader said that it is there.
const NEXT_EVENT: Duration = Duration::from_millis(1);
/// The exit code where edits did not reach the disk.
const NOT_SAVED: u8 = 3;

/// What lies behind the effects: files, workers, the log.
pub trait World {
    /// Does what an effect asks, in threads of its own where it takes long, and answers through the sender.
    ///
    /// `Effect::ReadFirst` is answered before it returns, so that the text is on the very next frame. `Copy`,
    /// `Suspend` and `Quit` never come here.
    fn run(&mut self, effect: Effect, answer: &Sender<Msg>);

    /// Waits, a bounded time, until every edit so far is on disk.
    ///
    /// # Errors
    ///
    /// The reason why it is not, for people.
    fn settle(&mut self) -> Result<(), String>;

    /// Writes all that is left, session file included, and ends the threads; waits a bounded time.
    ///
    /// # Errors
    ///
    /// The reason why not all is on disk, for people.
    fn finish(&mut self) -> Result<(), String>;

    /// Returns what was read from disk so far.
    fn reads(&self) -> Reads;
}

/// How the program is to look and behave.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// The theme.
    pub theme: Theme,
    /// Whether the mouse is taken.
    pub mouse: Mouse,
}

/// How the program ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The exit code: 0, 3 where edits are not on disk, or 128 and the number of the signal that ended it.
    pub code: u8,
    /// Why not all is on disk, for people; to be printed as an error.
    pub not_saved: Option<String>,
    /// Whether the program is to begin anew on the same case, and with which article in focus.
    pub anew: Option<Option<ArticleId>>,
    /// What drawing cost.
    pub stats: Stats,
}

/// Runs a program on the terminal until it ends; the effects given are what it asks for at its start.
///
/// # Errors
///
/// The terminal or the system refuses what is needed to begin; nothing was edited then.
pub fn run(
    program: impl Program,
    start: Vec<Effect>,
    world: impl World,
    options: Options,
) -> io::Result<Outcome> {
    let (inbox, messages) = channel();
    let size = columns_and_rows();
    let mut shell =
        Shell::new(program, world, Screen::new(TerminalOutput, size), (inbox, messages), options)?;
    signals::listen(shell.ending.clone(), Arc::clone(&shell.stop_asked), shell.inbox.clone())?;
    let guard = Guard::enter(options.mouse)?;
    hangup::watch(shell.ending.clone(), shell.inbox.clone());
    shell.begin(start, size);
    events::listen(shell.ending.clone(), Arc::clone(&shell.more_events), size, shell.inbox.clone())?;
    while shell.is_running {
        shell.turn();
    }
    let outcome = shell.finish();
    drop(guard);
    Ok(outcome)
}

/// The state of the loop.
struct Shell<P: Program, W: World, O: Write> {
    program: P,
    world: W,
    terminal: Terminal<Screen<O>>,
    theme: Theme,
    inbox: Sender<Msg>,
    messages: Receiver<Msg>,
    ending: Ending,
    /// Whether a signal asked to stop; the next `Msg::Resumed` is its messenger.
    stop_asked: Arc<AtomicBool>,
    /// Whether the SIGCONT of a stop of its own is still to be heard of; the terminal is taken again without it.
    expects_continue: bool,
    /// Whether the reader has another event at hand.
    more_events: Arc<AtomicBool>,
    /// A new size that waits for the last of its kind: a window that is dragged sends many.
    new_size: Option<(u16, u16)>,
    is_running: bool,
    /// Whether a person or a new size caused the frame to come.
    is_caused: bool,
    code: u8,
    /// Whether the program is to begin anew, and with which article in focus.
    anew: Option<Option<ArticleId>>,
    stats: Stats,
}

impl<P: Program, W: World, O: Write> Shell<P, W, O> {
    fn new(
        program: P,
        world: W,
        screen: Screen<O>,
        (inbox, messages): (Sender<Msg>, Receiver<Msg>),
        options: Options,
    ) -> io::Result<Self> {
        Ok(Self {
            program,
            world,
            terminal: Terminal::new(screen)?,
            theme: options.theme,
            inbox,
            messages,
            ending: Ending::default(),
            stop_asked: Arc::default(),
            expects_continue: false,
            more_events: Arc::default(),
            new_size: None,
            is_running: true,
            is_caused: true,
            code: 0,
            anew: None,
            stats: Stats::default(),
        })
    }

    /// Runs what the state asks for at its start and draws the first frame.
    fn begin(&mut self, start: Vec<Effect>, (columns, rows): (u16, u16)) {
        self.run_effects(start);
        self.update(Msg::Resize(columns, rows));
        // Only what has been answered already: the first frame waits for no worker.
        let began = Instant::now();
        while began.elapsed() < FIRST_BATCH
            && let Ok(msg) = self.messages.try_recv()
        {
            self.take(msg);
        }
        self.apply_new_size();
        self.stats.first_frame = self.world.reads();
        self.stats.panes = self.program.panes();
        self.draw();
    }

    /// Waits for a message, takes all that wait, and draws once.
    fn turn(&mut self) {
        let Ok(first) = self.messages.recv() else {
            // The shell holds a sender itself, so this cannot be; it would be an end all the same.
            self.is_running = false;
            return;
        };
        let began = Instant::now();
        self.take(first);
        while self.is_running && began.elapsed() < LONGEST_BATCH {
            match self.next_waiting() {
                Some(msg) => self.take(msg),
                None => break,
            }
        }
        if self.is_running {
            self.apply_new_size();
            self.draw();
        }
    }

    /// Returns the next message that waits, or that the reader is about to send.
    fn next_waiting(&mut self) -> Option<Msg> {
        match self.messages.try_recv() {
            Ok(msg) => Some(msg),
            Err(TryRecvError::Disconnected) => None,
            Err(TryRecvError::Empty) if !self.more_events.load(Ordering::SeqCst) => {
                self.messages.try_recv().ok()
            }
            Err(TryRecvError::Empty) => self.messages.recv_timeout(NEXT_EVENT).ok(),
        }
    }

    fn take(&mut self, msg: Msg) {
        if let Msg::Resize(columns, rows) = msg {
            self.new_size = Some(bounded(columns, rows));
            self.is_caused = true;
            return;
        }
        self.apply_new_size();
        match msg {
            Msg::Resumed if self.stop_asked.swap(false, Ordering::SeqCst) => self.suspend(),
            Msg::Resumed if self.expects_continue => self.expects_continue = false,
            Msg::Resumed => self.resume(),
            Msg::Terminate => {
                self.code = self.ending.notice().unwrap_or(HANG_UP);
                self.is_running = false;
                self.update(Msg::Terminate);
            }
            other => {
                self.is_caused |= matches!(other, Msg::Key(_) | Msg::Paste(_));
                self.update(other);
            }
        }
    }

    fn apply_new_size(&mut self) {
        if let Some((columns, rows)) = self.new_size.take() {
            self.terminal.backend_mut().set_size((columns, rows));
            self.update(Msg::Resize(columns, rows));
        }
    }

    fn update(&mut self, msg: Msg) {
        // Noted before it is carried out: the one that fails is the first of the report.
        if let Some(command) = self.program.command_of(&msg) {
            note_command(command);
        }
        PanicPoint::Update.pass();
        let effects = self.program.update(msg, Timestamp::now());
        self.run_effects(effects);
    }

    fn run_effects(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Copy(text) => self.copy(&text),
                Effect::Suspend => self.suspend(),
                Effect::Quit => self.is_running = false,
                Effect::Anew(article) => {
                    self.is_running = false;
                    self.anew = Some(article);
                }
                other => self.world.run(other, &self.inbox),
            }
        }
    }

    fn draw(&mut self) {
        let before = self.terminal.backend().bytes_sent();
        let (program, theme) = (&self.program, &self.theme);
        let drawn = self.terminal.draw(|frame| {
            PanicPoint::Draw.pass();
            program.view(theme, frame);
            sweep(frame.buffer_mut());
        });
        if drawn.is_err() {
            return self.lose_terminal();
        }
        let is_unchanged = self.terminal.backend().bytes_sent() == before;
        self.stats.count(self.program.counters(), is_unchanged && !self.is_caused);
        self.is_caused = false;
    }

    /// Ends the program, since what is drawn goes nowhere.
    fn lose_terminal(&mut self) {
        self.code = self.ending.notice().unwrap_or(HANG_UP);
        self.is_running = false;
        self.update(Msg::Terminate);
    }

    fn copy(&mut self, text: &str) {
        let sent = clipboard::sequence(text, Between::from_environment())
            .map(|sequence| self.terminal.backend_mut().send(&sequence));
        let trouble = match sent {
            Some(Ok(())) => return,
            Some(Err(_)) => "not copied: the terminal takes nothing".to_owned(),
            None => format!("not copied: longer than the {} bytes that terminals take", clipboard::LIMIT),
        };
        // The shell holds the receiver, so this arrives.
        let _sent = self.inbox.send(Msg::Notice(trouble));
    }

    /// Gives the terminal back, stops the program with its whole job, and takes the terminal again afterwards.
    fn suspend(&mut self) {
        let told = match self.world.settle() {
            Ok(()) => "factcheck waits, saved: fg\n".to_owned(),
            Err(reason) => format!("factcheck waits, NOT saved ({}): fg\n", printable(&reason)),
        };
        guard::restore();
        let _told = self.terminal.backend_mut().send(told.as_bytes());
        // Not SIGTSTP, which has a handler here and is dropped for a job without a parent shell; and the whole
        // group, since a wrapper script that goes on would fight with the shell over the terminal.
        if kill_current_process_group(Signal::STOP).is_ok() {
            // Another thread may be the one that the system stops first.
            thread::sleep(Duration::from_millis(10));
            self.expects_continue = true;
        }
        self.resume();
    }

    /// Takes the terminal again after a stop and draws all.
    fn resume(&mut self) {
        if guard::reenter().is_err() {
            return self.lose_terminal();
        }
        let size = columns_and_rows();
        self.is_caused = true;
        self.terminal.backend_mut().forget();
        self.terminal.backend_mut().set_size(size);
        if self.terminal.clear().is_err() {
            return self.lose_terminal();
        }
        self.update(Msg::Resize(size.0, size.1));
        self.update(Msg::Resumed);
    }

    /// Saves and tells how it went.
    fn finish(&mut self) -> Outcome {
        // From here on a signal does not hurry the saving, which has its own bound.
        let demanded = self.ending.notice();
        let code = demanded.unwrap_or(self.code);
        let not_saved = self.world.finish().err();
        let code = if not_saved.is_some() { NOT_SAVED } else { code };
        // A signal asks for an end, and what is not on disk would be lost by a beginning.
        let anew = self.anew.take().filter(|_| demanded.is_none() && not_saved.is_none());
        Outcome { code, not_saved, anew, stats: self.stats }
    }
}

/// Returns a text that steers no terminal: a reason may hold a file's name.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests;
