//! What the pages say, held against the program: the key table, the pictures, the examples, the sample session.
//!
//! The pages are the source: each command is taken from the page as it stands there and run.
//! `UPDATE=1 cargo test --test readme` writes what the commands print back into the pages.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may panic and write"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

const README: &str = "README.md";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    let text = fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    // Git on Windows may have written CRLF.
    text.replace("\r\n", "\n")
}

/// Compares a file of the repository with what it should hold; under UPDATE=1 writes it.
fn expect_file(path: &str, expected: &[u8]) {
    let place = root().join(path);
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, expected).unwrap();
        return;
    }
    let there = fs::read(&place).unwrap_or_default();
    assert!(there == expected, "{path} is out of date: UPDATE=1 cargo test --test readme writes it anew");
}

/// Replaces a part of a page; the page is read again for each, so that several tests may change it in turn.
fn expect_part(path: &str, before: &str, after: &str, expected: &str) {
    let page = read(path);
    let (head, rest) = page.split_once(before).unwrap_or_else(|| panic!("{path} lacks {before}"));
    let (_, tail) = rest.split_once(after).unwrap_or_else(|| panic!("{path} lacks {after}"));
    expect_file(path, format!("{head}{before}{expected}{after}{tail}").as_bytes());
}

/// Gives a test its turn: tests run at once, and under UPDATE=1 they write what others read. The sample session is
/// made first, since the page shows what is in it.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    static SAMPLE_MADE: Once = Once::new();
    let held = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    if std::env::var_os("UPDATE").is_some() {
        SAMPLE_MADE.call_once(|| write_sample(&make_sample()));
    }
    held
}

/// Runs the program in a folder.
fn factcheck(folder: &Path, arguments: &[String]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_factcheck"))
        .args(arguments)
        .current_dir(folder)
        .env("HOME", folder)
        .env("XDG_DATA_HOME", folder)
        .env_remove("NO_COLOR")
        .output()
        .unwrap()
}

/// Runs the program in a folder and returns what it printed; it must end well.
fn printed(folder: &Path, arguments: &[String]) -> String {
    let output = factcheck(folder, arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?} ended with {}: {errors}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

/// Splits a command as a shell does: blanks, single quotes, a line that goes on. Leaves out `factcheck` itself.
fn arguments(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), None::<String>, false);
    let joined = command.trim().replace("\\\n", "");
    for c in joined.chars() {
        match c {
            '\'' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' | '\n' if !quoted => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    assert!(!quoted, "a quote is left open: {command}");
    words.extend(word);
    assert_eq!(words.first().map(String::as_str), Some("factcheck"), "{command}");
    words.split_off(1)
}

/// Returns what stands between two marks, each time.
fn between<'a>(page: &'a str, before: &'a str, after: &'a str) -> Vec<&'a str> {
    page.split(before).skip(1).map(|rest| rest.split_once(after).unwrap().0).collect()
}

#[test]
fn the_key_table_is_that_of_the_program() {
    let _turn = turn();
    let keys = printed(root(), &arguments("factcheck commands --format md"));
    assert!(keys.contains("| `1` to `9` |"), "{keys}");
    expect_part(
        README,
        "<!-- keys: made by factcheck commands --format md -->\n",
        "<!-- end of keys -->",
        &format!("\n{keys}\n"),
    );
}

#[test]
fn every_picture_is_what_its_command_draws() {
    let _turn = turn();
    let page = read(README);
    let pictures = between(&page, "<!-- made by: ", ")\n");
    assert!(!pictures.is_empty());
    assert_eq!(pictures.len(), page.matches(".svg)").count(), "a picture has no command");
    for picture in pictures {
        let (command, image) = picture.split_once(" -->\n![").unwrap();
        let path = image.split_once("](").unwrap().1;
        let drawn = printed(root(), &arguments(command));
        assert!(drawn.starts_with("<svg"), "{drawn}");
        expect_file(path, drawn.as_bytes());
    }
}

#[test]
fn every_example_prints_what_the_page_shows() {
    let _turn = turn();
    let page = read(README);
    let examples = between(&page, "```console\n$ ", "```");
    assert!(!examples.is_empty());
    for example in examples {
        let command = example.lines().next().unwrap();
        let shown = printed(root(), &arguments(command));
        expect_part(README, &format!("```console\n$ {command}\n"), "```", &shown);
    }
}

#[test]
fn the_walk_through_the_sample_makes_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    // The steps of the page in order, up to the list of claims.
    let keys = ":name Ana<enter>/sixty-two syrian soldiers<enter>1g2/soldiers had died<enter>v==-1uU22cCxugc/80<enter>";
    let list = arguments(&format!("factcheck replay --keys '{keys}' --save first.json"));
    let screen = printed(folder.path(), &list);
    assert!(screen.lines().next().unwrap().contains(" Ana "), "{screen}");
    assert!(screen.contains("1 listed"), "{screen}");
    assert!(screen.contains("at least 80 killed"), "{screen}");
    let claims = printed(folder.path(), &arguments("factcheck claims first.json --format jsonl"));
    assert_eq!(claims.lines().count(), 2, "{claims}");
    // The clause, not the sentence.
    assert!(claims.contains("\"said at least 80 soldiers had died"), "{claims}");
    let ledger = printed(folder.path(), &arguments("factcheck ledger first.json"));
    assert!(ledger.contains("1 in conflict"), "{ledger}");
    printed(folder.path(), &arguments("factcheck verify first.json"));
    printed(folder.path(), &arguments("factcheck export first.json --format markdown -o report.md"));
    let report = fs::read_to_string(folder.path().join("report.md")).unwrap();
    assert!(report.contains("Syrian soldiers"), "{report}");
}

/// A folder's files by their path, with their bytes.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(place) = waiting.pop() {
        for entry in fs::read_dir(place).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// What is kept of the sample session, by its path in `sessions`.
fn kept() -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = contents(&root().join("sessions"));
    files.retain(|path, _| {
        let name = path.to_string_lossy();
        name == "sample.json" || name == "sample.log.jsonl" || name.starts_with("sample.articles")
    });
    files
}

/// Runs the command that `sessions/README.md` shows, in an empty folder; returns what it made.
fn make_sample() -> BTreeMap<PathBuf, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let sessions = folder.path().join("sessions");
    fs::create_dir(&sessions).unwrap();
    let page = read("sessions/README.md");
    let command = between(&page, "```sh\n", "```").into_iter().find(|text| text.contains("--save")).unwrap();
    assert!(command.contains("--save sessions/sample.json"), "{command}");
    printed(folder.path(), &arguments(command));
    contents(&sessions)
}

/// Writes the sample session into the repository in place of what stands there.
fn write_sample(made: &BTreeMap<PathBuf, Vec<u8>>) {
    let sessions = root().join("sessions");
    for path in kept().keys() {
        fs::remove_file(sessions.join(path)).unwrap();
    }
    write_files(&sessions, made);
}

fn write_files(folder: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) {
    for (path, bytes) in files {
        let place = folder.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, bytes).unwrap();
    }
}

#[test]
fn the_sample_session_is_what_its_command_makes() {
    let _turn = turn();
    let (kept, made) = (kept(), make_sample());
    assert_eq!(kept.keys().collect::<Vec<_>>(), made.keys().collect::<Vec<_>>());
    for (path, bytes) in made {
        assert!(
            kept.get(&path) == Some(&bytes),
            "sessions/{} is out of date: UPDATE=1 cargo test --test readme writes it anew",
            path.display()
        );
    }
}

#[test]
fn the_sample_session_is_sound_wherever_it_is_checked_out() {
    let _turn = turn();
    let folder = tempfile::tempdir().unwrap();
    write_files(&folder.path().join("elsewhere"), &kept());
    let words = printed(folder.path(), &arguments("factcheck verify elsewhere/sample.json"));
    assert!(words.contains("5 articles"), "{words}");
    // The page's other commands, each on a line of its own.
    let page = read("sessions/README.md");
    let shown: Vec<&str> = page.lines().filter(|line| line.starts_with("factcheck ")).collect();
    for command in shown.iter().filter(|line| !line.contains("--save")) {
        let told = command.replace("sessions/", "elsewhere/");
        assert!(!printed(folder.path(), &arguments(&told)).is_empty());
    }
    let claims = printed(folder.path(), &arguments("factcheck claims elsewhere/sample.json --format jsonl"));
    assert_eq!(claims.lines().count(), 11, "{claims}");
}

#[test]
fn a_changed_word_in_the_sample_session_is_found() {
    let _turn = turn();
    let folder = tempfile::tempdir().unwrap();
    let mut files = kept();
    let session = files.get_mut(Path::new("sample.json")).unwrap();
    *session = String::from_utf8_lossy(session).replace("over 100 others", "over 900 others").into_bytes();
    write_files(folder.path(), &files);
    let output = factcheck(folder.path(), &arguments("factcheck verify sample.json"));
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn sessions_of_every_earlier_version_still_open() {
    let folder = root().join("tests/golden/sessions");
    let mut seen = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let version = entry.unwrap().path();
        let session = fs::read_to_string(version.join("sample.json")).unwrap();
        let claims = session.matches("\n      \"number\": ").count();
        let copy = tempfile::tempdir().unwrap();
        write_files(copy.path(), &contents(&version));
        let listed = printed(copy.path(), &arguments("factcheck claims sample.json --format jsonl"));
        assert_eq!(listed.lines().count(), claims, "{}", version.display());
        // It can still be worked on: the log goes on, and the chain holds.
        let undo = arguments("factcheck replay sample.json --keys 'u' --save sample.json");
        assert!(printed(copy.path(), &undo).contains(&format!("{} claims", claims - 1)));
        let listed = printed(copy.path(), &arguments("factcheck claims sample.json --format jsonl"));
        assert_eq!(listed.lines().count(), claims - 1, "{}", version.display());
        seen += 1;
    }
    assert!(seen > 0);
}

#[test]
fn commands_are_split_as_a_shell_does() {
    assert_eq!(arguments("factcheck a 'b c''d' \\\ne\n"), ["a", "b cd", "e"]);
    assert_eq!(arguments("factcheck --keys \\\n'a'\\\n'b<lt>' x"), ["--keys", "ab<lt>", "x"]);
}
