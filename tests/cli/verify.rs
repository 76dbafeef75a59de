//! `verify`: a byte that changed is found, and the claim that it touches is named.
//!
//! **Invariant:** nothing is repaired and nothing is written by looking.

use std::fs;
use std::path::Path;

use super::home::Home;
use super::replay::case;

/// Changes the case in one way and returns what `verify` says; it must find something.
fn findings(change: impl Fn(&Path, &Path)) -> String {
    let home = Home::default();
    let session = case(&home);
    change(&home.work().join("case"), &session);
    let before = fs::read(&session).ok();
    let ran = home.run(["verify", session.to_str().unwrap()]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(fs::read(&session).ok(), before);
    ran.out
}

/// Replaces words in a file by others.
fn replace(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from}");
    fs::write(path, text.replace(from, to)).unwrap();
}

#[test]
fn a_digit_that_changed_in_a_quote_is_the_claims_text_changed() {
    let found = findings(|case, _| replace(&case.join("a.txt"), "62", "63"));
    assert!(found.contains("articles/a: changed"), "{found}");
    let claim = found.lines().find(|line| line.contains("(c1)")).unwrap();
    assert!(claim.contains("text changed"), "{claim}");
    assert!(!found.contains("(c2)"), "the other article is as it was: {found}");
}

#[test]
fn a_byte_that_changed_elsewhere_leaves_the_quote_in_place() {
    let found = findings(|case, _| replace(&case.join("a.txt"), "names", "namez"));
    let claim = found.lines().find(|line| line.contains("(c1)")).unwrap();
    assert!(claim.contains("in place"), "{claim}");
}

#[test]
fn words_put_in_before_a_quote_move_it() {
    let found = findings(|case, _| replace(&case.join("a.txt"), "The ministry", "Late news. The ministry"));
    let claim = found.lines().find(|line| line.contains("(c1)")).unwrap();
    assert!(claim.contains("moved") && claim.contains("18–29"), "{claim}");
}

#[test]
fn a_sentence_taken_out_orphans_its_claim() {
    let found =
        findings(|case, _| fs::write(case.join("a.txt"), "Nothing of it stands here any longer.\n").unwrap());
    let claim = found.lines().find(|line| line.contains("(c1)")).unwrap();
    assert!(claim.contains("orphaned") || claim.contains("text changed"), "{claim}");
}

#[test]
fn a_missing_article_names_its_claims() {
    let found = findings(|case, _| fs::remove_file(case.join("b.txt")).unwrap());
    assert!(found.contains("articles/b: "), "{found}");
    assert!(found.lines().any(|line| line.contains("(c2)")), "{found}");
    assert!(!found.contains("(c1)"), "{found}");
}

#[test]
fn every_byte_of_the_log_counts() {
    let home = Home::default();
    let session = case(&home);
    let log = session.with_extension("log.jsonl");
    let good = fs::read(&log).unwrap();
    for n in 0..12 {
        let mut bad = good.clone();
        let at = n * (good.len() - 2) / 12;
        // Another letter, digit or sign, never the end of a line.
        let byte = bad.get_mut(at).unwrap();
        *byte = if *byte == b'x' { b'y' } else { b'x' };
        fs::write(&log, &bad).unwrap();
        let ran = home.run(["verify", session.to_str().unwrap()]);
        assert!(matches!(ran.code, Some(1 | 3)), "byte {at}: {ran:?}");
    }
    fs::write(&log, &good).unwrap();
    assert_eq!(home.run(["verify", session.to_str().unwrap()]).code, Some(0));
}

#[test]
fn a_log_that_is_gone_or_of_another_session_is_told() {
    let gone = findings(|_, session| fs::remove_file(session.with_extension("log.jsonl")).unwrap());
    assert!(gone.contains("log: is missing"), "{gone}");
    let cut = findings(|_, session| {
        let log = session.with_extension("log.jsonl");
        let text = fs::read_to_string(&log).unwrap();
        let (first, rest) = text.split_once('\n').unwrap();
        assert!(!first.is_empty());
        fs::write(log, rest).unwrap();
    });
    assert!(cut.contains("log"), "{cut}");
}

#[test]
fn a_session_file_changed_by_hand_is_told() {
    let found = findings(|_, session| replace(session, "\"exact\": \"over 100\"", "\"exact\": \"over 900\""));
    assert!(found.contains("session") || found.contains("(c2)"), "{found}");
}

#[test]
fn a_line_cut_off_by_a_crash_is_a_note_and_no_fault() {
    let home = Home::default();
    let session = case(&home);
    let log = session.with_extension("log.jsonl");
    let mut text = fs::read_to_string(&log).unwrap();
    text.push_str("{\"seq\":99,\"at\":\"20");
    fs::write(&log, text).unwrap();
    let ran = home.run(["verify", session.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("note: ") && ran.out.contains("cut off"), "{}", ran.out);
}
