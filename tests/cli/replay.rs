//! `replay`: equal input gives equal bytes, and what it saves is a session like any other.
//!
//! **Invariant:** neither the folder, the time of day nor the environment shows in what is printed or saved.

use std::fs::{self, File};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::home::{Home, claimed};

/// The keys that make the two claims of the case.
const KEYS: &str = "/62 soldiers<enter>1<tab>/over 100<enter>2";

impl Home {
    /// Runs the program to its end and returns its standard output; it must end well.
    pub fn print<const N: usize>(&self, arguments: [&str; N]) -> String {
        let ran = self.run(arguments);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{arguments:?}: {}", ran.out);
        ran.out
    }
}

/// Writes two articles.
pub fn articles(home: &Home) {
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    for (name, text) in [
        ("case/a.txt", "The ministry said 62 soldiers were killed near the airfield.\n\nIt gave no names.\n"),
        ("case/b.txt", "A monitor counted 83 dead and over 100 wounded after the raid.\n"),
    ] {
        let path = home.write(name, text);
        File::options().write(true).open(path).unwrap().set_modified(then).unwrap();
    }
}

/// Makes a session of two claims in two articles and returns its file.
pub fn case(home: &Home) -> PathBuf {
    articles(home);
    let save = "sessions/case.json";
    home.print(["replay", "case", "--keys", KEYS, "--analyst", "Ana", "--save", save]);
    home.work().join(save)
}

#[test]
fn keys_that_make_no_edit_save_nothing_and_say_so() {
    let home = Home::default();
    articles(&home);
    let ran = home.run(["replay", "case", "--keys", "j", "--save", "none.json"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (Some(0), "hint: the keys made no edit, so nothing was saved\n")
    );
    assert!(!home.work().join("none.json").exists());
}

#[test]
fn equal_input_gives_equal_bytes_in_any_folder() {
    let homes = [Home::default(), Home::default()];
    for format in ["text", "ansi", "svg", "json"] {
        for size in ["120x36", "40x10", "1x1", "200x50"] {
            let printed = homes.each_ref().map(|home| {
                articles(home);
                home.print(["replay", "case", "--keys", KEYS, "--format", format, "--size", size])
            });
            assert_eq!(printed[0], printed[1], "{format} {size}");
            assert!(!printed[0].is_empty());
        }
    }
    let mut odd = homes[1].program();
    odd.args(["replay", "case", "--keys", KEYS])
        .env("TZ", "Asia/Tokyo")
        .env("LANG", "tr_TR")
        .env("NO_COLOR", "1");
    assert_eq!(super::home::ran(&mut odd).out, homes[0].print(["replay", "case", "--keys", KEYS]));
}

#[test]
fn equal_input_saves_equal_files_in_any_folder() {
    let saved = [Home::default(), Home::default()].map(|home| {
        let session = case(&home);
        [session.clone(), session.with_extension("log.jsonl")].map(|path| fs::read_to_string(path).unwrap())
    });
    assert_eq!(saved[0], saved[1]);
    assert!(saved[0][0].contains("\"path\": \"../case/a.txt\""), "{}", saved[0][0]);
}

#[test]
fn the_forms_show_the_same_screen() {
    let home = Home::default();
    articles(&home);
    let print =
        |format| home.print(["replay", "case", "--keys", KEYS, "--format", format, "--size", "100x20"]);
    let text = print("text");
    assert_eq!(text.lines().count(), 20);
    assert!(text.contains("62 soldiers") && text.contains("2 claims"), "{text}");
    assert!(text.lines().all(|line| line == line.trim_end()));
    let mut parser = vt100::Parser::new(20.try_into().unwrap(), 100.try_into().unwrap(), 0);
    parser.process(print("ansi").replace('\n', "\r\n").trim_end().as_bytes());
    assert_eq!(parser.screen().contents().trim_end(), text.trim_end());
    let json: serde_json::Value = serde_json::from_str(&print("json")).unwrap();
    let rows: Vec<&str> = json["rows"].as_array().unwrap().iter().map(|row| row.as_str().unwrap()).collect();
    assert_eq!(rows.iter().map(|row| row.trim_end()).collect::<Vec<_>>(), text.lines().collect::<Vec<_>>());
    assert_eq!(json["size"], serde_json::json!([100, 20]));
    assert_eq!(json["session"]["claims"].as_object().unwrap().len(), 2);
    let svg = print("svg");
    assert!(svg.starts_with("<svg") || svg.starts_with("<?xml"), "{svg}");
    assert!(svg.contains("62 soldiers") && svg.trim_end().ends_with("</svg>"));
}

#[test]
fn keys_after_the_one_that_quits_are_ignored() {
    let home = Home::default();
    articles(&home);
    let before = home.print(["replay", "case", "--keys", "/62 soldiers<enter>1"]);
    assert_eq!(home.print(["replay", "case", "--keys", "/62 soldiers<enter>1<c-q>w2w3"]), before);
}

#[test]
fn a_saved_session_goes_on_and_verifies_from_anywhere() {
    let home = Home::default();
    let session = case(&home);
    let path = session.to_str().unwrap();
    let lines = || fs::read_to_string(session.with_extension("log.jsonl")).unwrap();
    let before = lines();
    home.print(["replay", path, "--keys", "/no names<enter>9", "--analyst", "Ana", "--save", path]);
    assert!(lines().starts_with(&before) && lines().len() > before.len(), "the log only grows");
    assert_eq!(claimed(&home, &session), ["62 soldiers", "over 100", "no names"]);
    for folder in ["/", "sessions", "case"] {
        let mut verify = home.program();
        let ran = super::home::ran(verify.args(["verify", path]).current_dir(home.work().join(folder)));
        assert_eq!(ran.code, Some(0), "from {folder}: {ran:?}");
    }
    fs::rename(home.work(), home.work().with_file_name("elsewhere")).unwrap();
    let elsewhere = home.work().with_file_name("elsewhere");
    let mut verify = home.program();
    let ran = super::home::ran(verify.args(["verify", "sessions/case.json"]).current_dir(&elsewhere));
    assert_eq!(ran.code, Some(0), "moved: {ran:?}");
}

#[test]
fn a_replay_writes_nothing_without_being_asked() {
    let home = Home::default();
    let session = case(&home);
    let all = |folder: &str| {
        let mut names: Vec<_> =
            fs::read_dir(home.work().join(folder)).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let (files, text) = ([all("."), all("sessions")], fs::read_to_string(&session).unwrap());
    home.print(["replay", session.to_str().unwrap(), "--keys", "x"]);
    home.print(["replay", "case", "--keys", "V1"]);
    assert_eq!([all("."), all("sessions")], files);
    assert_eq!(fs::read_to_string(&session).unwrap(), text);
}

#[test]
fn the_sample_verifies_wherever_it_is_saved() {
    let home = Home::default();
    home.print(["replay", "--keys", "/sixty-two<enter>1", "--save", "deep/er/sample.json"]);
    home.print(["verify", "deep/er/sample.json"]);
    assert_eq!(claimed(&home, &home.work().join("deep/er/sample.json")), ["Sixty-two"]);
}
