//! Tests of the log: the golden file both ways, its chain, and random lines.
//!
//! **Invariant:** nothing here depends on time, place or order of running.

use proptest::prelude::*;

use super::arbitrary::session as any_session;
use super::chain::{Chain, ChainError, check};
use super::log::{Kind, Line, begin, hash_of, opening, read, write};
use crate::command::CommandId;
use crate::model::{AnalystId, Change, Edit};

const GOLDEN: &str = include_str!("../../tests/golden/session-1.log.jsonl");

fn lines() -> Vec<&'static str> {
    GOLDEN.split_inclusive('\n').collect()
}

#[test]
fn the_golden_log_is_written_as_it_was_read() {
    let mut kinds = Vec::new();
    for text in lines() {
        let hashed = read(text).unwrap();
        assert_eq!(write(&hashed.line), (text.to_owned(), hashed.hash));
        kinds.push(hashed.line.kind);
    }
    assert!(Kind::ALL.iter().all(|(kind, _)| kinds.contains(kind)));
}

#[test]
fn the_golden_log_follows_and_builds_the_session_alone() {
    let mut chain = Chain::default();
    let mut session = None;
    for text in lines() {
        let line = chain.follow(text).unwrap().line;
        match &mut session {
            None => session = begin(&line).unwrap(),
            Some(session) => Edit { what: line.what, changes: line.changes }.apply(session).unwrap(),
        }
    }
    let session = session.unwrap();
    assert_eq!((chain.seq, session.title.as_str()), (14, "Mole, again"));
    assert!(session.claims.is_empty() && session.not_mentioned.is_empty());
    assert_eq!((session.removed.len(), session.dismissed.len(), session.exports.len()), (1, 1, 1));
    assert!(session.articles.values().next().unwrap().sha256.is_some());
    assert_eq!(session.next_number(), 2);
}

#[test]
fn the_hash_is_over_the_bytes_before_the_last_mark() {
    let third = lines()[2].trim_end();
    assert!(third.contains("says ,\\\"hash\\\": in a note"));
    let cut = third.len() - ",\"hash\":\"blake3:\"}".len() - 64;
    let stated = &third[cut + ",\"hash\":\"".len()..third.len() - 2];
    assert_eq!(format!("blake3:{}", blake3::hash(&third.as_bytes()[..cut]).to_hex()), stated);
    assert_eq!(hash_of(b""), "blake3:af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262");
}

#[test]
fn a_changed_line_is_told_from_one_that_does_not_follow() {
    let all = lines();
    let head = read(all[1]).unwrap().hash;
    assert_eq!(check(all[2], Some(&head)).unwrap().line.seq, 3);
    assert!(matches!(check(all[3], Some(&head)), Err(ChainError::Broken { seq: 4, .. })));
    assert!(matches!(check(all[2], None), Err(ChainError::Broken { .. })));
    let changed = all[2].replacen("claim.note", "claim.nose", 1);
    assert!(matches!(check(&changed, Some(&head)), Err(ChainError::Changed { seq: 3, .. })));
    // The same values in other bytes are a change too.
    let spaced = all[2].replacen("\"seq\":3", "\"seq\": 3", 1);
    assert!(matches!(check(&spaced, Some(&head)), Err(ChainError::Changed { .. })));
    let more = all[2].replace("\"}\n", "\",\"x\":1}\n");
    assert!(matches!(check(&more, Some(&head)), Err(ChainError::NoHash)));
    let mut chain = Chain::default();
    chain.follow(all[0]).unwrap();
    assert!(matches!(chain.follow(all[2]), Err(ChainError::Broken { .. })));
    assert_eq!(chain.seq, 1);
    assert!(matches!(Chain::default().follow(all[1]), Err(ChainError::Number { expected: 1, found: 2 })));
}

#[test]
fn every_beginning_of_a_line_is_an_error() {
    for text in [lines()[0], lines()[7]] {
        let whole = text.trim_end();
        for end in (0..whole.len()).step_by(5).filter(|end| whole.is_char_boundary(*end)) {
            assert!(read(&whole[..end]).is_err(), "{end}");
        }
    }
}

#[test]
fn errors_name_the_path_inside_the_line() {
    let table = [
        (lines()[0], "\"kind\":\"open\"", "\"kind\":\"sing\"", "kind"),
        (lines()[1], "\"value\":12", "\"value\":false", "changes/1/after/figure/value"),
        (lines()[1], "sources/office", "things/office", "changes/0"),
        (lines()[8], "exports/0", "exports/x", "changes/0"),
        (lines()[4], "\"after\":{", "\"later\":{", "changes/0"),
        (lines()[3], "\"before\":\"Mole\",", "", "changes/3"),
    ];
    for (text, from, to, path) in table {
        assert!(text.contains(from));
        let error = read(&text.replacen(from, to, 1)).unwrap_err();
        assert_eq!((error.line, error.path.as_str()), (1, path), "{error}");
    }
}

fn line_of(changes: Vec<Change>) -> Line {
    Line {
        seq: 7,
        at: "2026-01-01T00:00:00Z".parse().unwrap(),
        by: AnalystId::new("ana"),
        what: CommandId::new("claim.tag-1"),
        kind: Kind::Edit,
        of: None,
        file: None,
        session: None,
        changes,
        prev: Some("blake3:00".to_owned()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn an_open_line_builds_its_session_again(mut session in any_session()) {
        let (opened, changes) = opening(&session);
        let line = Line { kind: Kind::Open, session: Some(opened), ..line_of(changes) };
        let (text, hash) = write(&line);
        prop_assert_eq!(text.find('\n'), Some(text.len() - 1));
        let back = check(&text, Some("blake3:00")).unwrap();
        prop_assert_eq!((&back.line, &back.hash), (&line, &hash));
        // The log's own head, and what a later version put beside the objects, are the session file's.
        session.log = Default::default();
        session.unknown = Default::default();
        prop_assert_eq!(begin(&line).unwrap().unwrap(), session);
    }

    #[test]
    fn every_change_and_its_inverse_is_read_back_equal(session in any_session()) {
        let (_, mut changes) = opening(&session);
        changes.push(Change::Title { before: session.title.clone(), after: "x".to_owned() });
        changes.extend(changes.clone().iter().map(Change::inverse));
        let line = line_of(changes);
        prop_assert_eq!(read(&write(&line).0).unwrap().line, line);
    }
}
