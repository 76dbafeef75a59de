//! Tests of the session file: the golden file both ways, hostile input, and random sessions.
//!
//! **Invariant:** nothing here depends on time, place or order of running.

use proptest::prelude::*;
use serde_json::Value;

use super::arbitrary::session as any_session;
use super::session::{SCHEMA, read, write};

const GOLDEN: &str = include_str!("../../tests/golden/session-1.json");

#[test]
fn the_golden_file_is_written_as_it_was_read() {
    let read = read(GOLDEN).unwrap();
    assert_eq!((read.newer, read.left_out), (None, Vec::new()));
    assert_eq!(write(&read.session), GOLDEN);
}

#[test]
fn the_golden_file_means_what_it_says() {
    let session = read(GOLDEN).unwrap().session;
    let claim = session.claims.values().next().unwrap();
    assert_eq!((claim.number, claim.target.len(), claim.attribution.len()), (1, 2, 2));
    assert_eq!(claim.attribution[1].cue.unwrap().start, 40);
    assert!(claim.private && !claim.checkable && claim.attribution[1].cited_only);
    assert_eq!(claim.unknown.get("later_colour").unwrap(), "{\"a\":\"b c\",\"n\":1.0e2}");
    assert_eq!(session.exports.len(), 2);
    assert_eq!(session.next_number(), 5);
    assert_eq!(session.not_mentioned.len() + session.dismissed.len() + session.removed.len(), 4);
}

#[test]
fn every_beginning_of_the_golden_file_is_an_error() {
    let whole = GOLDEN.trim_end().len();
    for end in (0..whole).step_by(5).filter(|end| GOLDEN.is_char_boundary(*end)) {
        let error = read(&GOLDEN[..end]).unwrap_err();
        assert!(error.line >= 1 && error.column >= 1, "{end}: {error}");
    }
}

#[test]
fn any_one_byte_changed_is_read_or_refused() {
    let bytes = GOLDEN.as_bytes();
    // Every seventeenth byte, with one of three bits: all kinds of tokens are hit, and the test stays short.
    for (n, place) in (0..bytes.len()).step_by(17).enumerate() {
        let mut changed = bytes.to_vec();
        changed[place] ^= [1, 4, 32][n % 3];
        if let Ok(text) = String::from_utf8(changed)
            && let Ok(session) = read(&text).map(|read| read.session)
        {
            assert_eq!(read(&write(&session)).unwrap().session, session);
        }
    }
}

fn with(from: &str, to: &str) -> String {
    assert_eq!(GOLDEN.matches(from).count(), 1, "{from}");
    GOLDEN.replace(from, to)
}

#[test]
fn errors_name_line_column_and_path() {
    let table = [
        ("\"value\": 12,", "\"value\": true,", "claims/c2aaaaaa/figure/value", "a number belongs"),
        ("\"number\": 3,", "\"number\": -3,", "claims/c3aaaaaa/number", "whole number"),
        ("\"number\": 3,", "\"number\": 4294967296,", "claims/c3aaaaaa/number", "whole number"),
        ("\"number\": 3,", "", "claims/c3aaaaaa", "no member \"number\""),
        (
            "\"value\": 12,",
            "\"value\": 0.12345678901234567890123456789,",
            "claims/c2aaaaaa/figure/value",
            "digits",
        ),
        ("\"direct-partial\"", "\"sung\"", "claims/c2aaaaaa/speech", "\"sung\""),
        ("\"2026-01-05T08:00:00Z\"", "\"yesterday\"", "created", "not a time"),
        ("\"mode\": \"said\"", "\"mode\": \"shouted\"", "claims/c2aaaaaa/attribution/1/mode", "shouted"),
        (
            "\"start\": 40, \"end\": 44",
            "\"start\": 44, \"end\": 40",
            "claims/c2aaaaaa/attribution/1/cue",
            "ends before",
        ),
        ("factcheck/session/1", "factcheck/session/0", "schema", "schema"),
        ("unicode-code-points", "utf-16", "offsets", "utf-16"),
        ("\"number\": 3,", "\"number\": 4294967295,", "claims/c3aaaaaa/number", "more than"),
        ("\"revision\": 23", "\"revision\": 18446744073709551615", "revision", "within its limit"),
        ("\"glyph\": \"k\"", "\"glyph\": \"kk\"", "tags/killed/glyph", "one character"),
        ("\"single_analyst\": false", "\"single_analyst\": 0", "settings/single_analyst", "true or false"),
        ("\"import:rows.csv#17\"", "\"machine\"", "claims/c3aaaaaa/made_by", "not known"),
        ("Mole gives way\", \"rule\"", "were hurt\", \"rule\"", "dismissed/1", "before it"),
    ];
    for (from, to, path, what) in table {
        let error = read(&with(from, to)).unwrap_err();
        assert_eq!(error.path, path, "{to}: {error}");
        assert!(error.what.contains(what), "{to}: {error}");
    }
    let error = read(&with("\"number\": 3,", "\"number\": null,")).unwrap_err();
    let line = GOLDEN.lines().position(|l| l.contains("\"number\": 3,")).unwrap() + 1;
    assert_eq!((error.line, error.column), (line, 17), "{error}");
}

#[test]
fn hostile_text_is_refused_with_its_place() {
    let table = [
        ("", 1, 1, "EOF"),
        ("   ", 1, 3, "EOF"),
        ("[]", 1, 1, "an object belongs"),
        ("{\"a\":1,\"b\":{\"x\":1,\n \"\\u0078\":2}}", 2, 8, "twice"),
        ("{\"a\":1,\n  \"ü\":2, \"a\":3}", 2, 10, "\"a\" stands twice"),
        ("{\"a\":1e400}", 1, 9, "out of range"),
        ("{\"a\":\"\\ud800\"}", 1, 12, "hex escape"),
        ("{\"a\":\"\\udc00x\"}", 1, 12, "surrogate"),
        ("{\"a\":\"\n\"}", 2, 1, "control character"),
        ("{\"a\":NaN}", 1, 6, "expected"),
        ("{\"a\":1}}", 1, 8, "trailing"),
        ("{\"a\":01}", 1, 7, "number"),
        ("\u{feff}{}", 1, 1, "expected value"),
    ];
    for (text, line, column, what) in table {
        let error = read(text).unwrap_err();
        assert!(error.what.contains(what), "{text:?}: {error}");
        assert!(error.line == line && error.column.abs_diff(column) <= 1, "{text:?}: {error}");
    }
    for deep in ["[".repeat(1_000_000), "{\"a\":".repeat(1_000_000)] {
        let error = read(&deep).unwrap_err();
        assert!(error.what.contains("deeper than 127"), "{error}");
    }
}

#[test]
fn many_names_of_one_object_are_still_compared() {
    let many: Vec<String> = (0..5000).map(|n| format!("\"m{n}\":{n}")).collect();
    let text = format!("{{{},\"m77\":1}}", many.join(","));
    assert!(read(&text).unwrap_err().what.contains("\"m77\" stands twice"));
}

#[test]
fn a_name_that_could_be_mistaken_for_a_place_is_refused() {
    let error = read(&with("\"later_top\"", "\"later\\u001ftop\"")).unwrap_err();
    assert!(error.what.contains("U+001F"), "{error}");
}

#[test]
fn a_newer_schema_is_read_as_far_as_it_goes() {
    let newer = with(SCHEMA, "factcheck/session/2").replace("\"direct-partial\"", "\"sung\"");
    let read = read(&newer).unwrap();
    assert_eq!(read.newer.as_deref(), Some("factcheck/session/2"));
    assert_eq!(read.session.claims.len(), 2);
    assert_eq!(read.left_out[0].path, "claims/c2aaaaaa/speech");
}

#[test]
fn missing_members_without_meaning_have_defaults() {
    let text = format!(
        "{{\"schema\":\"{SCHEMA}\",\"offsets\":\"unicode-code-points\",\"id\":\"x\",\"created\":\"2026-01-01T00:00:00Z\",\
         \"claims\":{{\"c\":{{\"number\":1,\"article\":\"a\",\"target\":[{{\"start\":0,\"end\":1,\"exact\":\"x\"}}],\
         \"by\":\"ana\",\"at\":\"2026-01-01T00:00:00Z\"}}}}}}"
    );
    let session = read(&text).unwrap().session;
    let claim = session.claims.values().next().unwrap();
    assert!(claim.checkable && !claim.private && claim.target[0].occurrence == 1);
    assert_eq!(claim.modified, claim.at);
    assert!(session.settings.single_analyst);
}

#[test]
fn unknown_members_anywhere_come_back_as_equal_values() {
    let mut value: Value = serde_json::from_str(GOLDEN).unwrap();
    let added = add_everywhere(&mut value, 0);
    assert!(added > 40, "{added}");
    let text = serde_json::to_string(&value).unwrap();
    let back: Value = serde_json::from_str(&write(&read(&text).unwrap().session)).unwrap();
    assert_eq!(back, value);
}

/// Adds a member to every object that is no map of objects by id.
fn add_everywhere(value: &mut Value, depth: usize) -> usize {
    match value {
        Value::Array(list) => list.iter_mut().map(|v| add_everywhere(v, depth + 1)).sum(),
        Value::Object(object) => {
            let inner: usize = object
                .iter_mut()
                .filter(|(name, _)| !name.contains("later"))
                .map(|(_, v)| add_everywhere(v, depth + 1))
                .sum();
            let by_id = depth == 1 && ["sequence", "scale"].iter().all(|name| !object.contains_key(*name));
            if by_id {
                return inner;
            }
            object.insert("zz later".to_owned(), serde_json::json!({"n": [1, "two"]}));
            inner + 1
        }
        _ => 0,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back_equal(session in any_session()) {
        let text = write(&session);
        let back = read(&text).unwrap();
        prop_assert_eq!(&back.session, &session);
        prop_assert_eq!(write(&back.session), text);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,40}|[\\[\\]{}\",:0-9a-z\\\\ ]{0,60}") {
        let _ = read(&text);
        let _ = super::log::read(&text);
    }
}
