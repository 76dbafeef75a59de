//! Media that are full, read-only or written by others, and memory that runs out.
//!
//! **Invariant:** what the disk refuses is said at once, kept in memory, and written as soon as it can be.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use super::case::{press_until, with_one_claim};
use super::home::{Home, claimed};
use super::reached::reached;
use super::skipped::{program, skipped};
use super::terminal::{Start, Terminal, until};
use super::volume::Volume;

/// Fills a folder's file system to its last byte; returns the file that does it.
fn fill(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("filler");
    let mut file = fs::File::create(&path).unwrap();
    for size in [4096, 64, 1] {
        while file.write_all(&vec![b'x'; size]).is_ok() {}
    }
    path
}

fn text_of(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap_or_default()
}

fn article() -> String {
    let words: Vec<String> = (0..40).map(|n| format!("w{n:02}")).collect();
    words.join(" ") + ".\n"
}

#[test]
fn on_a_full_disk_work_goes_on_and_is_saved_when_space_is_back() {
    let volume = match Volume::in_memory("600k") {
        Ok(volume) => volume,
        Err(reason) => return skipped("4", &reason),
    };
    let home = volume.home();
    home.write("case/article.txt", article());
    let mut terminal = Start::new(&home, &["open", "case", "--session", "case.json"]).ready();
    press_until(&mut terminal, "1", "1 claim ");
    terminal.wait_saved("1 claim ");
    until("the session file", || home.work().join("case.json").exists());
    let before = (text_of(&home.work(), "case.json"), text_of(&home.work(), "case.log.jsonl"));
    let filler = fill(&home.work());
    // A page that is half full takes some more lines: many claims are made until none fits.
    let mut claims = 1;
    while !terminal.row(0).contains("NOT SAVED") {
        assert!(claims < 30, "the disk never was full");
        claims += 1;
        let shown = format!("{claims} claims ");
        terminal.send("w1");
        terminal.wait_for("an answer of the disk", |t| {
            t.frames.last().is_some_and(|row| {
                row.contains("NOT SAVED") || row.contains(&shown) && !row.contains("saving")
            })
        });
    }
    assert!(terminal.row(0).contains("No space left"), "{}", terminal.row(0));
    // Quitting asks, and what is on disk is whole.
    terminal.send("q");
    terminal.wait_text("esc stays");
    terminal.send("\x1b");
    terminal.wait_for("no question", |t| !t.shows("esc stays"));
    assert!(text_of(&home.work(), "case.log.jsonl").starts_with(&before.1));
    let now = text_of(&home.work(), "case.json");
    assert!(now.starts_with("{\n") && now.ends_with("}\n"), "the session file is whole: {now}");
    assert!(!before.0.is_empty());
    // Work goes on.
    terminal.send("w1");
    claims += 1;
    terminal.wait_for("the next claim", |t| t.row(0).contains(&format!("{claims} claims ")));
    fs::remove_file(filler).unwrap();
    let began = Instant::now();
    terminal.wait_saved(&format!("{claims} claims "));
    reached("4", &format!("saved {:?} after there was space again", began.elapsed()));
    terminal.send("\x11");
    assert_eq!(terminal.exit_code(), 0);
    assert_eq!(claimed(&home, &home.work().join("case.json")).len(), claims);
    assert_eq!(home.run(["verify", "case.json"]).code, Some(0));
}

#[test]
fn leaving_a_full_disk_says_what_is_lost() {
    let volume = match Volume::in_memory("600k") {
        Ok(volume) => volume,
        Err(reason) => return skipped("4, leaving", &reason),
    };
    let home = volume.home();
    home.write("case/article.txt", article());
    // Nothing of the session fits: the first line of the log is refused.
    fill(&home.work());
    let mut terminal = Start::new(&home, &["open", "case", "--session", "case.json"]).ready();
    press_until(&mut terminal, "1", "1 claim ");
    terminal.wait_text("NOT SAVED");
    assert!(terminal.row(0).contains("No space left"), "{}", terminal.row(0));
    terminal.send("\x11");
    assert_eq!(terminal.exit_code(), 3);
    terminal.wait_text("error: not everything was saved");
    assert_eq!(terminal.is_restored(), Ok(()));
}

#[test]
fn read_only_media_are_opened_to_be_read_and_exports_go_elsewhere() {
    let volume = match Volume::in_memory("4m") {
        Ok(volume) => volume,
        Err(reason) => return skipped("6", &reason),
    };
    let home = volume.home();
    home.write("case/article.txt", article());
    let mut first = Start::new(&home, &["open", "case", "--session", "case.json"]).ready();
    press_until(&mut first, "1", "1 claim ");
    first.wait_saved("1 claim ");
    first.send("\x11");
    assert_eq!(first.exit_code(), 0);
    volume.make_read_only();
    let mut second = Start::new(&home, &["open", "case", "--session", "case.json"]).ready();
    second.wait_text("read only: ");
    second.wait_text("1 claim ");
    second.send("w2");
    second.wait_text("read only");
    // It does not try again and again.
    while second.read(Duration::from_millis(300)) {}
    let ticks = second.ticks();
    assert!(!second.read(Duration::from_secs(1)));
    assert!(second.ticks() - ticks <= 1);
    second.send("\x11");
    assert_eq!(second.exit_code(), 0);
    let elsewhere = tempfile::tempdir().unwrap();
    let report = elsewhere.path().join("report.md");
    let exported = home.run(["export", "case.json", "--format", "markdown", "-o", report.to_str().unwrap()]);
    assert_eq!(exported.code, Some(0), "{exported:?}");
    assert!(fs::read_to_string(report).unwrap().contains("w00"));
    assert_eq!(home.run(["verify", "case.json"]).code, Some(0));
}

/// Rewrites a session file as another tool would, so that length and time are as before.
fn rewrite(session: &Path) -> Vec<u8> {
    let time = fs::metadata(session).unwrap().modified().unwrap();
    let text = fs::read_to_string(session).unwrap();
    let other = text.replacen("\"label\": \"killed\"", "\"label\": \"Killed\"", 1);
    assert!(other != text && other.len() == text.len());
    fs::write(session, &other).unwrap();
    fs::File::options().write(true).open(session).unwrap().set_modified(time).unwrap();
    other.into_bytes()
}

#[test]
fn a_session_file_that_another_tool_rewrites_meanwhile_is_kept_beside_the_new_one() {
    let home = Home::default();
    let session = home.sample_session();
    let mut terminal = with_one_claim(&home);
    until("the session file", || session.exists());
    let other = rewrite(&session);
    terminal.send("w");
    press_until(&mut terminal, "2", "2 claims ");
    terminal.wait_saved("2 claims ");
    terminal.send("\x13");
    terminal.wait_text("another program");
    terminal.send("\x11");
    assert_eq!(terminal.exit_code(), 0);
    let kept = session.with_file_name("sample.outside-1.json");
    assert_eq!(fs::read(kept).unwrap(), other);
    assert!(!fs::read_to_string(&session).unwrap().contains("\"Killed\""));
    assert_eq!(claimed(&home, &session).len(), 2);
    assert_eq!(home.run(["verify", session.to_str().unwrap()]).code, Some(0));
}

/// Opens a case in so much memory and does what can be done there; returns the exit code.
fn in_little_memory(home: &Home, arguments: &[&str], kilobytes: u32) -> i32 {
    let before = format!("ulimit -v {kilobytes}");
    let mut start = Start::new(home, arguments);
    start.before = &before;
    let mut terminal = start.run();
    terminal.wait_for("a frame or the end", |t| !t.frames.is_empty() || t.got(b"exit="));
    if !terminal.got(b"exit=") {
        terminal.send("1");
        terminal.read(Duration::from_millis(100));
    }
    if !terminal.got(b"exit=") {
        terminal.send("\x11");
    }
    terminal.exit_code()
}

#[test]
fn with_too_little_memory_the_session_on_disk_stays_whole() {
    let home = Home::default();
    home.write("case/article.txt", article());
    let mut first = Start::new(&home, &["open", "case", "--session", "case.json"]).ready();
    press_until(&mut first, "1", "1 claim ");
    first.wait_saved("1 claim ");
    first.send("\x11");
    assert_eq!(first.exit_code(), 0);
    let log = text_of(&home.work(), "case.log.jsonl");
    // One article of 32 MiB, one line of 5 MiB, a letter under a million marks.
    home.write("case/large.txt", "Nine people were rescued from the water.\n".repeat(800_000));
    home.write("case/line.txt", "Nine people were rescued. ".repeat(200_000));
    home.write("case/marks.txt", format!("e{} end of it\n", "\u{301}".repeat(1_000_000)));
    let mut ends = Vec::new();
    for kilobytes in [262_144, 131_072, 65_536, 32_768] {
        let code = in_little_memory(&home, &["open", "case", "--session", "case.json"], kilobytes);
        // 134 is the end that Rust has for memory that was refused; the design documents it.
        assert!(matches!(code, 0 | 3 | 101 | 134 | 127), "{kilobytes} KiB: {code}");
        assert!(text_of(&home.work(), "case.log.jsonl").starts_with(&log));
        assert!(!claimed(&home, &home.work().join("case.json")).is_empty());
        let verified = home.run(["verify", "case.json"]);
        assert_eq!(verified.code, Some(0), "{kilobytes} KiB: {verified:?}");
        ends.push((kilobytes / 1024, code));
    }
    assert!(ends.iter().any(|(_, code)| *code == 0), "{ends:?}");
    reached("43", &format!("MiB and exit code: {ends:?}"));
}

/// Runs a command whose `n`th call of a kind fails; returns its exit code, none after a signal.
fn with_fault(home: &Home, call: &str, error: &str, n: usize, arguments: &[&str]) -> Option<i32> {
    let inject = format!("inject={call}:error={error}:when={n}");
    let mut strace = std::process::Command::new(program("strace").unwrap());
    strace.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}"), "-e", &inject]);
    strace.arg(super::home::PROGRAM).args(arguments);
    strace.env_clear().envs(home.environment()).current_dir(home.work());
    strace.output().unwrap().status.code()
}

#[test]
fn each_call_of_the_program_itself_may_fail_once() {
    if let Err(reason) = program("strace") {
        return skipped("3, the real program", &reason);
    }
    let home = Home::default();
    home.write("case/article.txt", article());
    let import = "article,quote,tag\narticle.txt,w01,killed\n";
    home.write("one.csv", import);
    home.write("two.csv", import.replace("w01", "w02"));
    let make = |file: &str| {
        ["import", file, "--format", "claims", "--into", "case.json", "--articles", "case"].map(str::to_owned)
    };
    let ran = home.run(make("one.csv").each_ref().map(|word| word.as_str()));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let before = claimed(&home, &home.work().join("case.json"));
    let (mut tried, mut failed) = (0, 0);
    let slow: &[&str] = if cfg!(feature = "slow") { &["EROFS", "EACCES", "EDQUOT", "EINTR"] } else { &[] };
    for call in ["write", "fsync", "fdatasync", "rename", "link", "openat", "mkdir", "ftruncate"] {
        for error in ["EIO", "ENOSPC"].iter().chain(slow) {
            for n in 1..=12 {
                let arguments = make("two.csv");
                let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
                let code = with_fault(&home, call, error, n, &arguments);
                tried += 1;
                // 127: the system's loader could not open a library.
                let is_fine = matches!(code, Some(0 | 1 | 2 | 3 | 127));
                assert!(is_fine, "{call} {n} {error}: {code:?}");
                failed += usize::from(code != Some(0));
                let now = claimed(&home, &home.work().join("case.json"));
                assert!(now.starts_with(&before), "{call} {n} {error}: {now:?}");
                let verified = home.run(["verify", "case.json"]);
                assert_eq!(verified.code, Some(0), "{call} {n} {error}: {verified:?}");
            }
        }
    }
    reached("3", &format!("{tried} injected faults of the real program, {failed} of them told, 0 panics"));
    let last = home.run(make("two.csv").each_ref().map(|word| word.as_str()));
    assert_eq!(last.code, Some(0), "the next save works: {last:?}");
}

#[test]
fn a_log_that_is_damaged_in_the_middle_is_told_at_opening() {
    let home = Home::default();
    let session = home.sample_session();
    let mut first = with_one_claim(&home);
    for n in 2..5 {
        first.send("w");
        press_until(&mut first, "2", &format!("{n} claims "));
    }
    first.wait_saved("4 claims ");
    first.send("\x11");
    assert_eq!(first.exit_code(), 0);
    let log = session.with_extension("log.jsonl");
    let lines = fs::read_to_string(&log).unwrap();
    let mut lines: Vec<String> = lines.lines().map(str::to_owned).collect();
    lines[2] = lines[2].replace("\"edit\"", "\"edits\"").replace("\"article\"", "\"articles\"");
    fs::write(&log, lines.join("\n") + "\n").unwrap();
    assert_eq!(home.run(["verify", session.to_str().unwrap()]).code, Some(1));
    let mut second: Terminal = Start::new(&home, &["open"]).ready();
    second.wait_text("a line of the log is damaged");
    second.send("w3");
    second.wait_saved("5 claims ");
}
