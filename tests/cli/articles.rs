//! What is no article is passed over with the reason, and nothing blocks.
//!
//! **Invariant:** nothing outside the named folder is read, and a file that gives no bytes is not waited for.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::home::{Home, Ran};

/// Runs the program and fails where it takes over ten seconds.
fn run_in_time(home: &Home, arguments: &[&str]) -> Ran {
    let mut child =
        home.program().args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let end = Instant::now() + Duration::from_secs(10);
    while child.try_wait().unwrap().is_none() {
        if Instant::now() > end {
            child.kill().unwrap();
            panic!("{arguments:?} hangs");
        }
        std::thread::park_timeout(Duration::from_millis(5));
    }
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

fn pipe(home: &Home, path: &str) {
    assert!(Command::new("mkfifo").arg(home.work().join(path)).status().unwrap().success());
}

#[test]
fn odd_files_are_passed_over_and_never_block() {
    let home = Home::default();
    let secret = home.write("secret.txt", "a canary in a file outside");
    home.write("case/1.txt", "One died.\n");
    home.write("case/2.md", "Two died.\n");
    home.write("case/10.txt", "Ten died.\n");
    home.write("case/.hidden.txt", "hidden");
    home.write("case/picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\r");
    home.write("case/binary.txt", b"\0\x01\x02\x03\x04\x05\x06\x07\x08\xff");
    home.write("case/empty/.keep", "");
    pipe(&home, "case/pipe.txt");
    symlink(&secret, home.work().join("case/out.txt")).unwrap();
    symlink("/", home.work().join("case/everything")).unwrap();
    symlink("..", home.work().join("case/loop")).unwrap();
    symlink("nowhere", home.work().join("case/dangling.txt")).unwrap();
    let listed = run_in_time(&home, &["replay", "case", "--keys", "g4ga", "--size", "120x36"]);
    assert_eq!(listed.code, Some(0), "{listed:?}");
    let at = |name: &str| {
        listed.out.find(&format!("case/{name}")).unwrap_or_else(|| panic!("{name}: {}", listed.out))
    };
    assert!(at("1.txt") < at("2.md") && at("2.md") < at("10.txt"), "natural order: {}", listed.out);
    assert!(at("binary.txt") > 0 && listed.out.contains("unreadable"), "{}", listed.out);
    for reason in ["out.txt: leads out of the folder", "pipe.txt: is a named pipe", "dangling.txt: is a link"]
    {
        assert!(listed.out.contains(reason), "{reason}: {}", listed.out);
    }
    for unlisted in ["hidden", "picture", "keep", "case/everything/"] {
        assert!(!listed.out.contains(unlisted), "{unlisted}: {}", listed.out);
    }
    let read = run_in_time(&home, &["replay", "case", "--keys", "/canary<enter>", "--format", "json"]);
    assert!(!read.out.contains("a canary in a file"), "a link led out of the folder");
}

#[test]
fn an_empty_folder_a_pipe_and_a_binary_file_say_why() {
    let home = Home::default();
    fs::create_dir(home.work().join("empty")).unwrap();
    home.write("others/picture.png", b"\x89PNG");
    pipe(&home, "pipe.txt");
    for (path, words) in [("empty", "no article"), ("others", "other kinds"), ("pipe.txt", "pipe")] {
        let ran = run_in_time(&home, &["replay", path, "--keys", "j"]);
        assert_eq!(ran.code, Some(3), "{path}: {ran:?}");
        assert!(ran.err.contains(words) && ran.err.contains("hint: "), "{path}: {}", ran.err);
    }
}

#[test]
fn encodings_are_named_and_their_claims_stand() {
    let home = Home::default();
    let words = "Twelve people were “rescued” in Zürich.\n";
    let units: Vec<u16> = words.encode_utf16().collect();
    let bytes = |mark: bool, order: fn(u16) -> [u8; 2]| {
        let mark = mark.then_some(0xfeff);
        mark.into_iter().chain(units.iter().copied()).flat_map(order).collect::<Vec<u8>>()
    };
    home.write("case/a.txt", words);
    home.write("case/b.txt", format!("\u{feff}{words}"));
    home.write("case/c.txt", bytes(true, u16::to_le_bytes));
    home.write("case/d.txt", bytes(true, u16::to_be_bytes));
    home.write("case/e.txt", bytes(false, u16::to_le_bytes));
    home.write("case/f.txt", [words.as_bytes(), b"bad \xff byte\r\n"].concat());
    let keys = "/zürich<enter>5n5n5n5n5n5";
    home.print(["replay", "case", "--keys", keys, "--save", "sessions/case.json"]);
    let session = home.work().join("sessions/case.json");
    assert_eq!(super::home::claimed(&home, &session), ["Zürich"; 6]);
    home.print(["verify", "sessions/case.json"]);
    let text = fs::read_to_string(session).unwrap();
    for encoding in ["utf-8", "utf-16le", "utf-16be"] {
        assert!(text.to_lowercase().contains(&format!("\"encoding\": \"{encoding}")), "{encoding}");
    }
}

#[test]
fn standard_input_is_read_once() {
    let home = Home::default();
    let article = home.write("piped.txt", "Nine people were rescued.\n");
    let mut replay = home.program();
    replay.args(["replay", "-", "--keys", "1"]).stdin(fs::File::open(article).unwrap());
    let ran = super::home::ran(&mut replay);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("Nine people were rescued") && ran.out.contains("1 claim"), "{}", ran.out);
}
