//! What is nobody else's business: unpublished words stay in the session's folder, and nothing goes out.
//!
//! **Invariant:** every file that a whole run wrote is looked through.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::case::press_until;
use super::home::Home;
use super::reached::reached;
use super::skipped::{program, skipped};
use super::terminal::{Start, until};

/// A word that stands in the article, the note and the search, and nowhere else in the world.
const CANARY: &str = "quokkazanzibar";

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn words_stay_in_the_session_folder_and_no_socket_is_opened() {
    let home = Home::default();
    let root = home.work().parent().unwrap().to_owned();
    home.write("case/article.txt", format!("Sixty {CANARY} boats came in, the mayor said.\n{}", CANARY));
    let traced = program("strace").map(|_| root.join("trace.txt"));
    let under = traced.as_ref().map_or(String::new(), |path| {
        format!("strace -f -qq -s 300 -e trace=network,openat,creat,rename,mkdir -o {}", path.display())
    });
    let mut start = Start::new(&home, &["open", "case", "--session", "private/case.json"]);
    start.under = &under;
    start.before = "umask 000";
    let mut terminal = start.ready();
    press_until(&mut terminal, "1", "1 claim ");
    for keys in [&format!("m{CANARY} in a note\r"), &format!("/{CANARY}\r"), "\x1b", "gw", "\x1b", "\x13"] {
        terminal.send(keys);
        while terminal.read(std::time::Duration::from_millis(60)) {}
    }
    terminal.wait_saved("1 claim ");
    let private = home.work().join("private");
    until("the session file", || private.join("case.json").exists());
    terminal.send("\x11");
    assert_eq!(terminal.exit_code(), 0);
    // Nothing is left on the screen afterwards, nor was a title set.
    assert!(!terminal.screen().contents().contains(CANARY), "{}", terminal.screen().contents());
    assert!(!terminal.got(b"\x1b]"), "no title, no clipboard");
    let mut holders = Vec::new();
    for path in files(&root) {
        if path == home.work().join("case/article.txt") || path.ends_with("trace.txt") {
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        if memchr::memmem::find(&bytes, CANARY.as_bytes()).is_some() {
            assert!(path.starts_with(&private), "{}", path.display());
            holders.push(path.clone());
        }
        if path.starts_with(&private) {
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
    }
    assert!(holders.len() >= 3, "session, log and kept copy: {holders:?}");
    assert_eq!(mode(&private), 0o700);
    assert_eq!(mode(&private.join("case.articles")), 0o700);
    let trace = match traced {
        Ok(path) => fs::read_to_string(path).unwrap(),
        Err(reason) => return skipped("41, calls of the system", &reason),
    };
    // A pair of sockets within the process is how a signal wakes the reader of keys.
    let sockets: Vec<&str> =
        trace.lines().filter(|line| line.contains("AF_INET") || line.contains("connect(")).collect();
    assert_eq!(sockets, [""; 0]);
    let mut written = 0;
    for line in trace.lines().filter(|line| line.contains("O_WRONLY") || line.contains("O_RDWR")) {
        let path = line.split('"').nth(1).unwrap_or_default();
        let is_ours =
            Path::new(path).starts_with(&private) || path.starts_with("/dev/") || path.starts_with("/proc/");
        assert!(is_ours, "{line}");
        written += usize::from(Path::new(path).starts_with(&private));
    }
    assert!(written >= 3, "{trace}");
    reached("41", &format!("0 sockets, words in {} files, all in the session's folder", holders.len()));
}

#[test]
fn no_core_is_written_and_the_memory_is_nobody_elses() {
    let home = Home::default();
    let mut terminal = Start::new(&home, &["open"]).ready();
    let pid = terminal.pid();
    let limits = fs::read_to_string(format!("/proc/{pid}/limits")).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().nth(4), Some("0"), "{core}");
    // What is not dumpable belongs to root: no program of the same person may look in.
    let owner = std::os::unix::fs::MetadataExt::uid(&fs::metadata(format!("/proc/{pid}/mem")).unwrap());
    assert_eq!(owner, 0);
    let environment = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
    assert!(memchr::memmem::find(&environment, b"Coalition").is_none());
    terminal.send("\x11");
    assert_eq!(terminal.exit_code(), 0);
}
