//! Tests of the loop.

use std::sync::{Mutex, MutexGuard, PoisonError};

use ratatui::Frame;
use ratatui::style::Style;

use super::*;
use crate::app::Counters;
use crate::command::{Key, KeyCode};

/// A program that shows how often each thing came.
#[derive(Default)]
struct Tally {
    keys: usize,
    sizes: Vec<(u16, u16)>,
    notices: Vec<String>,
    terminated: usize,
}

impl Program for Tally {
    fn update(&mut self, msg: Msg, _now: Timestamp) -> Vec<Effect> {
        match msg {
            Msg::Key(key) => {
                self.keys += 1;
                match key.code() {
                    KeyCode::Char('q') => return vec![Effect::Quit],
                    KeyCode::Char('y') => return vec![Effect::Copy("62".to_owned())],
                    KeyCode::Char('Y') => return vec![Effect::Copy("6".repeat(clipboard::LIMIT + 1))],
                    KeyCode::Char('r') => return vec![Effect::ReadFirst(0)],
                    _ => {}
                }
            }
            Msg::Resize(columns, rows) => self.sizes.push((columns, rows)),
            Msg::Notice(notice) => self.notices.push(notice),
            Msg::Terminate => {
                self.terminated += 1;
                return vec![Effect::Checkpoint];
            }
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, _theme: &Theme, frame: &mut Frame<'_>) {
        let text = format!("keys {} notices {}", self.keys, self.notices.len());
        frame.buffer_mut().set_string(0, 0, text, Style::new());
    }

    fn counters(&self) -> Counters {
        Counters { visible_rows: 1, ..Counters::default() }
    }

    fn panes(&self) -> usize {
        2
    }

    fn command_of(&self, _msg: &Msg) -> Option<&'static str> {
        None
    }
}

/// A world that answers at once and notes what it was asked.
#[derive(Default)]
struct Notebook {
    asked: Vec<String>,
    disk_fails: bool,
}

impl World for Notebook {
    fn run(&mut self, effect: Effect, answer: &Sender<Msg>) {
        if matches!(effect, Effect::ReadFirst(_)) {
            answer.send(Msg::Notice("read".to_owned())).unwrap();
        }
        self.asked.push(format!("{effect:?}"));
    }

    fn settle(&mut self) -> Result<(), String> {
        Ok(())
    }

    fn finish(&mut self) -> Result<(), String> {
        self.asked.push("finish".to_owned());
        if self.disk_fails { Err("disk full".to_owned()) } else { Ok(()) }
    }

    fn reads(&self) -> Reads {
        Reads { article_files: self.asked.len() as u64, ..Reads::default() }
    }
}

/// What was sent to the terminal, read while the shell owns the other end.
#[derive(Clone, Default)]
struct Sent(Arc<Mutex<Vec<u8>>>);

impl Sent {
    fn lock(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn text(&self) -> String {
        String::from_utf8(self.lock().clone()).unwrap()
    }

    /// What a terminal shows that got all this.
    fn seen(&self) -> String {
        let mut screen = vt100::Parser::new(3.try_into().unwrap(), 40.try_into().unwrap(), 0);
        screen.process(&self.lock());
        screen.screen().contents().trim_end().to_owned()
    }
}

impl Write for Sent {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A terminal that is gone.
struct Gone;

impl Write for Gone {
    fn write(&mut self, _bytes: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn shell_on<O: Write>(out: O) -> Shell<Tally, Notebook, O> {
    let screen = Screen::new(out, (40, 3));
    Shell::new(Tally::default(), Notebook::default(), screen, channel(), Options::default()).unwrap()
}

fn shell() -> (Shell<Tally, Notebook, Sent>, Sent) {
    let sent = Sent::default();
    let mut shell = shell_on(sent.clone());
    shell.begin(Vec::new(), (40, 3));
    (shell, sent)
}

fn press<O: Write>(shell: &Shell<Tally, Notebook, O>, keys: &str) {
    for c in keys.chars() {
        shell.inbox.send(Msg::Key(Key::char(c))).unwrap();
    }
}

#[test]
fn the_first_frame_has_what_the_start_asked_for() {
    let sent = Sent::default();
    let mut shell = shell_on(sent.clone());
    shell.begin(vec![Effect::ReadFirst(0)], (40, 3));
    assert_eq!(shell.stats.frames, 1);
    assert_eq!(sent.seen(), "keys 0 notices 1", "the answer is in the first frame");
    assert_eq!(shell.program.sizes, [(40, 3)]);
    assert_eq!((shell.stats.first_frame.article_files, shell.stats.panes), (1, 2));
}

#[test]
fn a_thousand_waiting_keys_make_few_frames() {
    let (mut shell, sent) = shell();
    press(&shell, &"j".repeat(1000));
    while shell.program.keys < 1000 {
        shell.turn();
    }
    assert!(shell.stats.frames <= 20, "{} frames", shell.stats.frames);
    assert_eq!(sent.seen(), "keys 1000 notices 0");
}

#[test]
fn an_effect_of_a_key_is_answered_in_the_same_frame() {
    let (mut shell, sent) = shell();
    press(&shell, "r");
    shell.turn();
    assert_eq!((shell.stats.frames, shell.program.notices.len()), (2, 1));
    assert_eq!(sent.seen(), "keys 1 notices 1");
}

#[test]
fn a_message_that_changes_nothing_sends_nothing() {
    let (mut shell, sent) = shell();
    let before = sent.lock().len();
    shell.inbox.send(Msg::Searched(7)).unwrap();
    shell.turn();
    assert_eq!(sent.lock().len(), before);
    assert_eq!(shell.stats.idle_frames, 1);
}

#[test]
fn quitting_ends_the_loop_and_what_waits_is_dropped() {
    let (mut shell, _) = shell();
    press(&shell, "jqj");
    shell.turn();
    assert!(!shell.is_running);
    assert_eq!(shell.program.keys, 2);
    let outcome = shell.finish();
    assert_eq!((outcome.code, outcome.not_saved), (0, None));
    assert_eq!(shell.world.asked, ["finish"]);
}

#[test]
fn a_failing_disk_is_told_and_gives_its_code() {
    let (mut shell, _) = shell();
    shell.world.disk_fails = true;
    press(&shell, "q");
    shell.turn();
    let outcome = shell.finish();
    assert_eq!((outcome.code, outcome.not_saved.as_deref()), (NOT_SAVED, Some("disk full")));
}

#[test]
fn a_demanded_end_saves_and_gives_the_code_of_the_signal() {
    let (mut shell, _) = shell();
    let (ending, inbox) = (shell.ending.clone(), shell.inbox.clone());
    let signal = thread::spawn(move || ending.demand(143, &inbox));
    shell.turn();
    signal.join().unwrap();
    assert!(!shell.is_running);
    assert_eq!(shell.finish().code, 143);
    assert_eq!(shell.program.terminated, 1);
    assert_eq!(shell.world.asked, ["Checkpoint", "finish"]);
}

#[test]
fn a_terminal_that_takes_nothing_ends_the_program_saved() {
    let mut shell = shell_on(Gone);
    shell.begin(Vec::new(), (40, 3));
    assert!(!shell.is_running);
    assert_eq!(shell.finish().code, HANG_UP);
    assert_eq!(shell.world.asked, ["Checkpoint", "finish"]);
}

#[test]
fn of_many_sizes_only_the_last_before_a_key_counts() {
    let (mut shell, _) = shell();
    for rows in 1..50 {
        shell.inbox.send(Msg::Resize(30, rows)).unwrap();
    }
    press(&shell, "j");
    for columns in [0, 7] {
        shell.inbox.send(Msg::Resize(columns, 2)).unwrap();
    }
    shell.turn();
    assert_eq!(shell.program.sizes, [(40, 3), (30, 49), (7, 2)]);
    assert_eq!(shell.stats.frames, 2);
}

#[test]
fn copying_goes_to_the_terminal_and_failing_is_told() {
    let (mut shell, sent) = shell();
    press(&shell, "y");
    shell.turn();
    assert!(sent.text().contains("52;c;NjI="));
    press(&shell, "Y");
    shell.turn();
    shell.turn_if_waiting();
    assert_eq!(shell.program.notices.len(), 1);
    assert!(shell.program.notices[0].starts_with("not copied"));
}

impl<O: Write> Shell<Tally, Notebook, O> {
    /// Takes a turn if a message waits, so that a test never hangs.
    fn turn_if_waiting(&mut self) {
        if let Ok(msg) = self.messages.try_recv() {
            self.inbox.send(msg).unwrap();
            self.turn();
        }
    }
}
