//! Tests of the exports: what goes in, what stays out, and words that would be markup or formulas.
//!
//! **Invariant:** nothing here depends on time, place or order of running.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

use super::bytemap::ByteMap;
use super::claims_csv::guarded;
use super::export::{ArticleText, Format, Report, Written, write};
use super::markdown_text::{block, code, hidden_characters, inline};
use super::session;
use crate::model::{ArticleId, Claim, ClaimId, Session, SourceId, Target};

const HERON: &str =
    "Mole gives way\r\nAt Teal Quay 12 dockers were hurt, the office said.\nIts “=1+1” stays.";

fn quoted(text: &str, exact: &str) -> Target {
    let at = text.find(exact).unwrap();
    let start = text[..at].chars().count();
    Target {
        start,
        end: start + exact.chars().count(),
        exact: exact.to_owned(),
        occurrence: 1,
        ..Target::default()
    }
}

/// The golden session with c1 open and in place, c4 moved to the formula, and c3 private.
fn case() -> (Session, BTreeMap<ArticleId, ArticleText>) {
    let golden = include_str!("../../tests/golden/session-1.json");
    let mut session = session::read(golden).unwrap().session;
    let mut change = |id: &str, change: &dyn Fn(&mut Claim)| {
        change(Arc::make_mut(session.claims.get_mut(&ClaimId::new(id)).unwrap()));
    };
    change("c2aaaaaa", &|c| {
        c.private = false;
        c.target = vec![quoted(HERON, "12 dockers"), quoted(HERON, "were hurt")];
    });
    change("c4aaaaaa", &|c| c.target = vec![quoted(HERON, "=1+1")]);
    change("c3aaaaaa", &|c| {
        c.private = true;
        c.note = "canary".to_owned();
        c.attribution = vec![crate::model::Link {
            source: SourceId::new("gull"),
            named_as: "gull".to_owned(),
            mode: crate::model::Mode::Said,
            cue: None,
            cited_only: false,
            unknown: Default::default(),
        }];
    });
    session.sources.insert(
        SourceId::new("gull"),
        Arc::new(crate::model::Source { name: "canary gull".to_owned(), ..Default::default() }),
    );
    let text = ArticleText { text: HERON.into(), map: ByteMap::shifted(3), replaced: 0 };
    (session, BTreeMap::from([(ArticleId::new("heron"), text)]))
}

fn export(format: Format, session: &Session, texts: &BTreeMap<ArticleId, ArticleText>) -> Written {
    let at = "2026-01-06T09:30:00Z".parse().unwrap();
    write(format, &Report { session, texts, at, analyst: "Ana", order: &[] })
}

#[test]
fn private_claims_and_what_only_they_name_stay_out_of_every_form() {
    let (session, texts) = case();
    for (format, name) in Format::ALL {
        let written = export(format, &session, &texts);
        assert_eq!((written.private, written.not_in_place.len()), (1, 0), "{name}");
        assert!(!written.text.contains("canary"), "{name}");
        assert!(!written.text.contains("c3aaaaaa"), "{name}");
        assert_eq!(Format::from_name(name), Some(format));
        assert_eq!(written, export(format, &session, &texts), "{name}");
    }
}

#[test]
fn claims_whose_words_are_not_in_place_are_left_out_and_named() {
    let (session, mut texts) = case();
    texts.get_mut(&ArticleId::new("heron")).unwrap().text = HERON.replace("12 d", "13 d").into();
    let written = export(Format::Markdown, &session, &texts);
    assert_eq!(written.not_in_place, [1]);
    assert!(written.text.contains("c1") && !written.text.contains("12 dockers"), "{}", written.text);
    let none = export(Format::Csv, &session, &BTreeMap::new());
    assert_eq!((none.not_in_place, none.text.lines().count()), (vec![1, 4], 1));
}

#[test]
fn the_report_says_quote_place_chain_hash_and_head() {
    let (session, texts) = case();
    let report = export(Format::Markdown, &session, &texts).text;
    for line in [
        "# Mole at Teal \"Quay\"",
        "**c1** 12 to 14.5 killed (Harbour office)",
        "> 12 dockers",
        "- article 2, `../case/heron.txt` line 2, code points 29–39, bytes 32–42",
        "> \\=1+1",
        "- article 2, `../case/heron.txt` line 3, code points 73–77, bytes 78–82",
        "- says Heron Post \\< Heron Post \\< Harbour office; origin Harbour office (set)",
        "- says Heron Post; origin none (no speaker named)",
    ] {
        assert!(report.lines().any(|l| l == line), "{line}\n{report}");
    }
    assert!(report.contains("SHA-256 `1111111111111111111111111111111111111111111111111111111111111111`"));
    let head = session.log.head.as_ref().unwrap();
    assert!(report.contains(head));
    assert!(report.contains("tamper-evident") && !report.contains("tamper-proof"));
}

#[test]
fn the_table_is_quoted_guarded_and_ends_its_lines_as_rfc_4180_says() {
    let (session, texts) = case();
    let table = export(Format::Csv, &session, &texts).text;
    assert!(table.starts_with("\"article\",\"quote\",") && table.ends_with("\"\r\n"));
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cell =
        |row: usize, name: &str| rows[row].get(columns.iter().position(|c| c == name).unwrap()).unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(cell(0, "quote"), "12 dockers … were hurt");
    assert_eq!((cell(0, "value"), cell(0, "to"), cell(0, "low")), ("12", "14.50", "11"));
    assert_eq!(cell(0, "attribution"), "Heron Post < Heron Post < Harbour office");
    assert_eq!((cell(0, "origin"), cell(0, "party"), cell(0, "denied")), ("Harbour office", "port", "yes"));
    assert_eq!((cell(0, "line"), cell(0, "byte_start")), ("2;2", "32;43"));
    assert_eq!((cell(1, "quote"), cell(1, "claim"), cell(1, "id")), ("'=1+1", "c4", "c4aaaaaa"));
}

#[test]
fn formulas_are_guarded_and_numbers_are_not() {
    let table = [
        ("=1+1", "'=1+1"),
        ("+x", "'+x"),
        ("-x", "'-x"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\0=x", "'\0'=x"),
        ("＝x", "'＝x"),
        (" =x", " '=x"),
        ("a;=x", "a;'=x"),
        ("a\n+x", "a\n'+x"),
        ("-5", "-5"),
        ("1e5", "1e5"),
        ("a=b-c", "a=b-c"),
        ("", ""),
    ];
    for (cell, expected) in table {
        assert_eq!(guarded(cell), expected);
    }
}

#[test]
fn the_bundle_holds_a_session_that_reads_and_the_texts() {
    let (session, texts) = case();
    let text = export(Format::Json, &session, &texts).text;
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["texts"]["heron"], HERON);
    assert_eq!(value["private_left_out"], 1);
    let inner = session::read(&value["session"].to_string()).unwrap().session;
    assert_eq!(inner.claims.len(), 2);
    // The relation to the private claim went with it, the other stays.
    assert_eq!(inner.relations.len(), 1);
}

#[test]
fn words_are_never_markup() {
    let table = [
        ("a*b_c", "a\\*b\\_c"),
        ("<b>&amp;", "\\<b\\>\\&amp;"),
        ("[x](y)", "\\[x\\](y)"),
        ("see https://x.example", "see https\\://x.example"),
        ("www.x.example", "www\\.x.example"),
        ("a\nb\u{1b}[0m", "a␊b␛\\[0m"),
        ("a\u{9b}", "a⟨U+009B⟩"),
    ];
    for (words, expected) in table {
        assert_eq!(inline(words), expected);
    }
    for (words, expected) in [
        ("plain", "> plain"),
        ("# x", "> \\# x"),
        ("12. x", "> 12\\. x"),
        ("- x", "> \\- x"),
        ("a\nb", "```text\na\nb\n```"),
        ("a  b", "```text\na  b\n```"),
        ("a\n````\nb", "`````text\na\n````\nb\n`````"),
    ] {
        assert_eq!(block(words), expected);
    }
    for (words, expected) in
        [("x", "`x`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), (" x", "`  x `"), ("", "(empty)")]
    {
        assert_eq!(code(words), expected);
    }
    assert_eq!(
        hidden_characters("a\u{202e}b\u{200b}\u{202e}"),
        ", with characters that are not seen: U+202E 2x, U+200B 1x"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_session_is_exported_without_a_control_character(session in super::arbitrary::session()) {
        for (format, _) in Format::ALL {
            let written = export(format, &session, &BTreeMap::new());
            if format == Format::Markdown {
                prop_assert!(!written.text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')));
            }
        }
    }

    #[test]
    fn no_cell_begins_a_formula(cell in "[;=+@＝ \t\r\n\"a-]{0,12}") {
        let guarded = guarded(&cell);
        for part in guarded.split([';', '\t', '\r', '\n']) {
            let number = super::number::decimal(&guarded).is_some();
            prop_assert!(number || !part.trim_start_matches([' ', '"']).starts_with(['=', '+', '-', '@', '＝']));
        }
    }
}
