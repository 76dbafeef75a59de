//! Exit codes and the shape of errors.
//!
//! **Invariant:** an error is `error: …` on standard error, then lines of `hint: …`; standard output stays empty.

use std::fs::File;
use std::process::Stdio;

use super::home::{Home, Ran, ran};

/// Looks at the shape of a failure: its code, `error:`, and at least one `hint:`.
fn assert_failed(ran: &Ran, code: i32, what: &str) {
    assert_eq!(ran.code, Some(code), "{what}: {ran:?}");
    assert_eq!(ran.out, "", "{what}");
    assert!(ran.err.starts_with("error: "), "{what}: {}", ran.err);
    assert!(ran.err.lines().any(|line| line.starts_with("hint: ")), "{what}: {}", ran.err);
    assert!(ran.err.ends_with('\n') && !ran.err.contains("panicked"), "{what}: {}", ran.err);
}

#[test]
fn arguments_that_are_off_are_2() {
    let home = Home::default();
    home.write("a.txt", "One died.");
    for arguments in [
        &["nonsense"][..],
        &["claims"],
        &["claims", "a.json", "--format", "xml"],
        &["claims", "a.json", "--nonsense"],
        &["export", "a.json", "--format", "docx"],
        &["replay", "a.txt"],
        &["replay", "a.txt", "--keys", "<nonsense>"],
        &["replay", "a.txt", "--keys", "1", "--size", "0x0"],
        &["replay", "a.txt", "--keys", "1", "--size", "wide"],
        &["replay", "a.txt", "--keys", "1", "--at", "yesterday"],
        &["replay", "a.txt", "--keys", "1", "--theme", "loud"],
        &["open", "--color", "sometimes"],
    ] {
        assert_failed(&ran(home.program().args(arguments)), 2, &format!("{arguments:?}"));
    }
}

#[test]
fn a_bad_key_string_names_the_place() {
    let home = Home::default();
    for (keys, place) in [
        ("ab<foo>", "character 3"),
        ("<", "character 1"),
        ("é<ente", "character 2"),
        ("jj<s->", "character 3"),
        ("<f99>", "character 1"),
    ] {
        let ran = home.run(["replay", "--keys", keys]);
        assert_failed(&ran, 2, keys);
        assert!(ran.err.contains(place), "{keys}: {}", ran.err);
    }
}

#[test]
fn input_that_is_missing_or_corrupt_is_3() {
    let home = Home::default();
    home.write("empty/.hidden.txt", "hidden");
    home.write("torn.json", "{\"schema\": \"factcheck/session/1\",");
    home.write("twice.json", "{\"schema\": \"factcheck/session/1\", \"schema\": \"factcheck/session/1\"}");
    home.write("deep.json", "[".repeat(1_000_000));
    home.write("bytes.json", b"\xff\xfe\x00");
    for arguments in [
        &["claims", "none.json"][..],
        &["verify", "none.json"],
        &["export", "none.json", "--format", "json"],
        &["claims", "torn.json"],
        &["claims", "twice.json"],
        &["verify", "deep.json"],
        &["verify", "bytes.json"],
        &["replay", "torn.json", "--keys", "j"],
        &["replay", "empty", "--keys", "j"],
        &["replay", "none.txt", "--keys", "j"],
        &["replay", "--keys", "1", "--save", "torn.json/case.json"],
        &["open"],
        &["open", "empty"],
    ] {
        assert_failed(&ran(home.program().args(arguments)), 3, &format!("{arguments:?}"));
    }
    let place = home.run(["claims", "twice.json"]);
    assert!(place.err.contains("line 1"), "{}", place.err);
    assert_eq!(std::fs::read(home.work().join("bytes.json")).unwrap(), b"\xff\xfe\x00");
}

#[test]
fn help_and_version_are_no_errors() {
    let home = Home::default();
    assert!(home.print(["--version"]).starts_with("factcheck "));
    for command in ["open", "claims", "export", "verify", "replay", "sessions", "commands"] {
        assert!(home.print(["--help"]).contains(command), "{command}");
        assert!(home.print([command, "--help"]).contains("Usage: factcheck "), "{command}");
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let home = Home::default();
    for arguments in
        [&["commands"][..], &["replay", "--keys", "1"], &["sessions"], &["--help"], &["open", "--help"]]
    {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ran = ran(home.program().args(arguments).stdout(writer));
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn a_full_disk_and_closed_streams_are_no_panic() {
    let home = Home::default();
    let full = || Stdio::from(File::options().write(true).open("/dev/full").unwrap());
    let out = ran(home.program().arg("commands").stdout(full()));
    assert_eq!(out.code, Some(3), "{out:?}");
    assert!(out.err.starts_with("error: standard output cannot be written"), "{}", out.err);
    let both = ran(home.program().arg("commands").stdout(full()).stderr(full()));
    assert_eq!(both.code, Some(3));
    let err = ran(home.program().args(["claims", "none.json"]).stderr(full()));
    assert_eq!(err.code, Some(3));
    for close in [">&-", "2>&-", ">&- 2>&-", "<&-"] {
        let mut shell = std::process::Command::new("sh");
        let line = format!("exec \"$0\" commands {close}");
        shell.args(["-c", &line, super::home::PROGRAM]).env_clear().envs(home.environment());
        let ran = ran(shell.current_dir(home.work()));
        assert!(matches!(ran.code, Some(0 | 3)), "{close}: {ran:?}");
    }
}
