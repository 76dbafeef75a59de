//! Every way in which the workbench ends or waits: the work is saved and the terminal is as it was found.
//!
//! **Invariant:** an edit that was drawn is on disk after any end that the program notices, whatever it waited for.

use std::time::Duration;

use rustix::process::Signal;

use super::case::{press_until, with_one_claim};
use super::home::{Home, claimed};
use super::terminal::{Start, Terminal, until};

/// Types a second claim and does not wait for the disk.
fn tag_another(terminal: &mut Terminal) {
    terminal.send("w");
    press_until(terminal, "2", "2 claims ");
}

fn assert_saved(home: &Home, claims: usize) {
    let session = home.sample_session();
    assert_eq!(claimed(home, &session).len(), claims);
    let verified = home.run(["verify", session.to_str().unwrap()]);
    assert_eq!(verified.code, Some(0), "{verified:?}");
}

#[test]
fn a_signal_saves_restores_and_gives_its_code() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131)] {
        let home = Home::default();
        let mut terminal = with_one_claim(&home);
        tag_another(&mut terminal);
        terminal.signal(signal);
        assert_eq!(terminal.exit_code(), code, "{signal:?}");
        assert_eq!(terminal.is_restored(), Ok(()), "{signal:?}");
        assert_saved(&home, 2);
        // A checkpoint was made too: the session file itself has both.
        let text = std::fs::read_to_string(home.sample_session()).unwrap();
        assert!(text.contains("\"number\": 2"), "{signal:?}: the session file was not written");
    }
}

#[test]
fn a_signal_in_the_first_moments_ends_the_program() {
    for n in 0..8 {
        let home = Home::default();
        let mut terminal = Start::new(&home, &["open"]).run();
        let bytes = terminal.bytes.len() + n * 40;
        terminal.wait_for("some bytes", |terminal| terminal.bytes.len() >= bytes);
        terminal.signal(Signal::TERM);
        // Before the handler stands, the system itself ends it, with the same code in a shell.
        assert_eq!(terminal.exit_code(), 143);
        assert_eq!(terminal.is_restored(), Ok(()));
    }
}

#[test]
fn a_panic_saves_restores_and_tells_nothing_of_the_article() {
    for point in ["draw", "update"] {
        let home = Home::default();
        drop(with_one_claim(&home));
        let mut terminal = Start::new(&home, &["open"]).with("FC_TEST_PANIC", &format!("{point}:60")).ready();
        tag_another(&mut terminal);
        // Steps down and up make the passes that are missing.
        for key in ["j", "k"].iter().cycle().take(120) {
            if terminal.got(b"exit=") {
                break;
            }
            let frames = terminal.frames.len();
            terminal.send(key);
            terminal.wait_for("an answer", |t| t.frames.len() > frames || t.got(b"exit="));
        }
        assert_eq!(terminal.exit_code(), 101, "{point}");
        assert_eq!(terminal.is_restored(), Ok(()), "{point}");
        terminal.wait_text("error: factcheck ");
        terminal.wait_text("All edits are on disk.");
        assert!(!terminal.got(b"words of an article"), "the panic's own words were printed");
        assert_saved(&home, 2);
    }
}

#[test]
fn a_panic_before_the_first_edit_writes_nothing() {
    for point in ["draw", "update", "worker"] {
        let home = Home::default();
        let mut terminal = Start::new(&home, &["open"]).with("FC_TEST_PANIC", point).run();
        assert_eq!(terminal.exit_code(), 101, "{point}");
        assert_eq!(terminal.is_restored(), Ok(()), "{point}");
        assert!(!home.sample_session().exists(), "{point}");
    }
}

/// Stops the program in one way and lets it go on.
fn stop_and_go_on(stop: impl Fn(&mut Terminal)) {
    let home = Home::default();
    let mut terminal = with_one_claim(&home);
    tag_another(&mut terminal);
    stop(&mut terminal);
    terminal.wait_text("factcheck waits, saved: fg");
    until("the stop", || terminal.process_state() == Some('T'));
    terminal.drain();
    assert_eq!(terminal.is_restored(), Ok(()));
    assert_saved(&home, 2);
    terminal.resize(100, 30);
    let frames = terminal.frames.len();
    terminal.go_on();
    terminal.wait_for("the screen again", |t| {
        t.screen().alternate_screen() && t.frames.len() > frames && t.row(29).contains("READ")
    });
    assert!(terminal.screen().bracketed_paste());
    assert!(terminal.is_restored().unwrap_err().contains("modes"), "raw mode is set again");
    terminal.send("w3");
    terminal.wait_saved("3 claims ");
    terminal.send("\x11");
    assert_eq!(terminal.exit_code(), 0);
    assert_eq!(terminal.is_restored(), Ok(()));
    assert_saved(&home, 3);
}

#[test]
fn suspended_by_key_it_waits_and_comes_back() {
    stop_and_go_on(|terminal| terminal.send("\x1a"));
}

#[test]
fn suspended_by_signal_it_waits_and_comes_back() {
    stop_and_go_on(|terminal| terminal.signal(Signal::TSTP));
}

#[test]
fn a_terminal_that_vanishes_ends_the_program_with_the_work_saved() {
    // With SIGHUP ignored by the session's leader nobody tells the program but its own watch.
    for before in ["", "trap '' HUP"] {
        let home = Home::default();
        drop(with_one_claim(&home));
        let code = home.work().join("code");
        let mut start = Start::new(&home, &["open"]).with("FC_CODE", code.to_str().unwrap());
        start.before = before;
        let mut terminal = start.ready();
        tag_another(&mut terminal);
        let ticks = terminal.ticks();
        terminal.vanish();
        let mut most = ticks;
        let took = until("the end", || {
            most = most.max(terminal.ticks());
            matches!(terminal.process_state(), None | Some('Z'))
        });
        assert!(took < Duration::from_secs(5), "{before:?}: gone after {took:?}");
        assert!(most - ticks <= 100, "{before:?}: ran {} ticks", most - ticks);
        if !before.is_empty() {
            let told = || std::fs::read_to_string(&code).unwrap_or_default();
            until("the exit code", || told().ends_with('\n'));
            assert_eq!(told(), "129\n");
        }
        assert_saved(&home, 2);
    }
}

#[test]
fn a_terminal_that_vanishes_while_nothing_happens_is_noticed() {
    // With nothing to draw no write fails: only the watch can tell.
    let home = Home::default();
    let code = home.work().join("code");
    let mut start = Start::new(&home, &["open"]).with("FC_CODE", code.to_str().unwrap());
    start.before = "trap '' HUP";
    let mut terminal = start.ready();
    while terminal.read(Duration::from_millis(300)) {}
    let ticks = terminal.ticks();
    terminal.vanish();
    let mut most = ticks;
    let took = until("the end", || {
        most = most.max(terminal.ticks());
        matches!(terminal.process_state(), None | Some('Z'))
    });
    assert!(took < Duration::from_secs(2), "gone after {took:?}");
    assert!(most - ticks <= 20, "ran {} ticks", most - ticks);
    let told = || std::fs::read_to_string(&code).unwrap_or_default();
    until("the exit code", || told().ends_with('\n'));
    assert_eq!(told(), "129\n");
}

#[test]
fn a_terminal_that_takes_nothing_does_not_hold_the_end() {
    let home = Home::default();
    let mut terminal = with_one_claim(&home);
    terminal.send("w2");
    // Nothing is read from here on, and every new size makes a whole frame: the way out fills up.
    let began = std::time::Instant::now();
    for n in 0..400 {
        terminal.resize(200 + n % 50, 60);
        if terminal.process_state() == Some('S') && n > 200 && began.elapsed() > Duration::from_secs(1) {
            break;
        }
        std::thread::park_timeout(Duration::from_millis(3));
    }
    terminal.signal(Signal::TERM);
    until("the end", || matches!(terminal.process_state(), None | Some('Z')));
    assert_saved(&home, 2);
}
