//! Signals and panics at moments of every kind: the work is saved, the terminal given back, nothing is told of it.
//!
//! **Invariant:** the moments follow from a seed.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::case::{press_until, with_one_claim};
use super::home::{Home, claimed};
use super::kill::Random;
use super::reached::reached;
use super::terminal::{Start, claims_in, is_saved};

/// At how many moments each signal comes.
const MOMENTS: usize = 20;

/// What is done before a signal comes: words claimed, lists, forms, searches, sizes.
const WORK: [&str; 12] = ["w1", "w2", "u", "gc", "\x1b", "f", "\x1b", "/sixty\r", "?", "\x1b", "g/", "\x13"];

/// Sends a signal at a moment; returns how long the end took.
fn ended_by(signal: Signal, code: i32, random: &mut Random) -> Duration {
    let home = Home::default();
    home.write("case/article.txt", "Sixty boats came in. ".repeat(30));
    let mut terminal = Start::new(&home, &["open", "case", "--session", "case.json"]).run();
    // One in five comes while the program starts.
    if random.below(5) > 0 {
        terminal.wait_for("the first frame", |t| !t.frames.is_empty());
        for _ in 0..random.below(30) {
            let n = usize::try_from(random.below(WORK.len() as u64)).unwrap();
            terminal.send(WORK[n]);
            if random.below(8) == 0 {
                let columns = u16::try_from(20 + random.below(200)).unwrap();
                terminal.resize(columns, 30);
            }
            terminal.drain();
        }
    } else {
        // Before its first byte it may be the shell around it that takes the signal, and that one goes on.
        terminal.wait_for("the first byte", |t| !t.bytes.is_empty());
    }
    let moment = Instant::now() + Duration::from_micros(random.below(30_000));
    while Instant::now() < moment {
        terminal.read(Duration::from_millis(1));
    }
    let began = Instant::now();
    terminal.signal(signal);
    assert_eq!(terminal.exit_code(), code, "{signal:?}");
    let took = began.elapsed();
    assert_eq!(terminal.is_restored(), Ok(()), "{signal:?}");
    let session = home.work().join("case.json");
    if session.exists() || session.with_extension("log.jsonl").exists() {
        let on_disk = claimed(&home, &session).len();
        let last_saved = terminal.frames.iter().rev().find(|row| is_saved(row));
        // The row that was called saved last; what came after it may add or take back, and is saved too.
        if let Some(shown) = terminal.frames.last().filter(|row| Some(*row) == last_saved) {
            assert_eq!(claims_in(shown).unwrap_or(on_disk), on_disk, "{signal:?}: {shown}");
        }
        let verified = home.run(["verify", "case.json"]);
        assert_eq!(verified.code, Some(0), "{signal:?}: {verified:?}");
    }
    took
}

fn at_many_moments(signal: Signal, code: i32, seed: u64) {
    let mut random = Random(seed);
    let mut slowest = Duration::ZERO;
    for _ in 0..MOMENTS {
        slowest = slowest.max(ended_by(signal, code, &mut random));
    }
    reached("12", &format!("{signal:?}: {MOMENTS} of {MOMENTS}, at most {slowest:?}"));
    // Ten times what the table wants.
    assert!(slowest < Duration::from_secs(5), "{slowest:?}");
}

#[test]
fn sigterm_at_any_moment_saves_and_restores() {
    at_many_moments(Signal::TERM, 143, 11);
}

#[test]
fn sighup_at_any_moment_saves_and_restores() {
    at_many_moments(Signal::HUP, 129, 12);
}

#[test]
fn sigint_at_any_moment_saves_and_restores() {
    at_many_moments(Signal::INT, 130, 13);
}

#[test]
fn sigquit_at_any_moment_saves_and_restores() {
    at_many_moments(Signal::QUIT, 131, 14);
}

#[test]
fn a_panic_at_any_point_keeps_the_work_and_tells_nothing_of_it() {
    const CANARY: &str = "zanzibarquokka";
    // Two of these keys taken at once still change the screen: one that undoes the other would bring no frame.
    for (point, keys) in [("draw:40", "\t"), ("update:40", "\t"), ("worker:4", "\t/river\r\x1b")] {
        let home = Home::default();
        for name in ["a", "b", "c", "d", "e", "f"] {
            home.write(&format!("case/{name}.txt"), format!("Nine {CANARY} boats came up the river.\n"));
        }
        let mut terminal =
            Start::new(&home, &["open", "case", "--session", "case.json", "--analyst", CANARY]).ready();
        press_until(&mut terminal, "1", "1 claim ");
        terminal.wait_saved("1 claim ");
        terminal.send("\x11");
        assert_eq!(terminal.exit_code(), 0);
        let start = Start::new(&home, &["open", "case", "--session", "case.json"]);
        let mut terminal = start.with("FC_TEST_PANIC", point).run();
        for n in 0..400 {
            if terminal.got(b"exit=") {
                break;
            }
            let key = &keys[n % keys.len()..=n % keys.len()];
            let frames = terminal.frames.len();
            if n == 4 {
                // Typed, not waited for.
                terminal.send("w2");
            }
            terminal.send(key);
            terminal.wait_for("an answer", |t| t.frames.len() > frames || t.got(b"exit="));
        }
        assert_eq!(terminal.exit_code(), 101, "{point}");
        assert_eq!(terminal.is_restored(), Ok(()), "{point}");
        let text = String::from_utf8_lossy(&terminal.bytes).into_owned();
        let report = text.rsplit("\u{1b}[?1049l").next().unwrap();
        assert!(report.contains("came upon a fault of its own"), "{point}: {report:?}");
        assert!(!report.contains(CANARY) && !report.contains("river"), "{point}: {report:?}");
        let shown = terminal.frames.iter().rev().find_map(|row| claims_in(row)).unwrap_or(1);
        let on_disk = claimed(&home, &home.work().join("case.json")).len();
        assert!(on_disk + 1 >= shown, "{point}: {on_disk} of {shown}");
        assert_eq!(home.run(["verify", "case.json"]).code, Some(0), "{point}");
    }
}

#[test]
fn a_screen_of_one_cell_and_back_keeps_the_work() {
    let home = Home::default();
    let mut terminal = with_one_claim(&home);
    for (columns, rows) in [(1, 1), (0, 0), (1, 500), (500, 1), (2, 2), (39, 9), (40, 10)] {
        terminal.resize(columns, rows);
        terminal.send("jw");
        terminal.drain();
    }
    terminal.resize(100, 30);
    terminal.wait_for("the last size", |t| t.row(29).contains("READ") && t.row(0).contains("1 claim "));
    terminal.send("\x11");
    assert_eq!(terminal.exit_code(), 0);
    assert_eq!(claimed(&home, &home.sample_session()).len(), 1);
}
