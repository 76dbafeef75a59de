//! The sample's ledger as JSON, as a table and as CSV.

use super::*;
use crate::format::import_claims::{ImportArticle, import};
use crate::format::{ledger_csv, ledger_table};
use crate::model::{AnalystId, Article, ArticleId, SessionId, Stamp, defaults};
use jiff::Timestamp;
use serde_json::Value;

const CLAIMS: &str = include_str!("../../tests/golden/sample.claims.jsonl");

const TEXTS: [(&str, &str); 5] = [
    ("1_harbour_wire.txt", include_str!("../../assets/sample/1_harbour_wire.txt")),
    ("2_tern_courier.txt", include_str!("../../assets/sample/2_tern_courier.txt")),
    ("3_quillmark_gazette.txt", include_str!("../../assets/sample/3_quillmark_gazette.txt")),
    ("4_saltmarsh_dispatch.md", include_str!("../../assets/sample/4_saltmarsh_dispatch.md")),
    ("5_owlgate_radio.txt", include_str!("../../assets/sample/5_owlgate_radio.txt")),
];

fn sample(claims: &str) -> (Session, Ledger) {
    let mut session =
        defaults::new_session(SessionId::new("aaaabbbb"), "sample".to_owned(), Timestamp::UNIX_EPOCH);
    let article = Article::default();
    let ids = TEXTS.map(|(file, _)| ArticleId::new(file.split('.').next().unwrap()));
    let articles: Vec<ImportArticle> = TEXTS
        .iter()
        .zip(&ids)
        .map(|((file, text), id)| ImportArticle { id, file, article: &article, text })
        .collect();
    let stamp = Stamp { at: Timestamp::UNIX_EPOCH, by: AnalystId::new("ana"), seq: 1 };
    import(&session, "x", claims, &articles, &stamp).edit.apply(&mut session).unwrap();
    let ledger = Ledger::build(&session);
    (session, ledger)
}

#[test]
fn the_json_has_every_member_of_the_contract() {
    let (session, ledger) = sample(CLAIMS);
    let written = write(&session, &ledger);
    let json: Value = serde_json::from_str(&written).unwrap();
    let questions = json["questions"].as_array().unwrap();
    assert_eq!(questions.len(), 9);
    let row = &questions[0];
    let names: Vec<&String> = row.as_object().unwrap().keys().collect();
    assert_eq!(names.len(), 11, "{names:?}");
    assert_eq!(row["text"], "soldiers killed in the raid");
    assert_eq!((&row["mentions"], &row["articles"]), (&11.into(), &5.into()));
    assert_eq!(
        row["values"][0],
        serde_json::json!({
            "comparator": "=", "value": 62, "to": null, "text": "Sixty-two, 62", "origin": "Syrian command",
            "claims": [1, 14, 20, 29],
            "articles": ["1_harbour_wire", "3_quillmark_gazette", "4_saltmarsh_dispatch", "5_owlgate_radio"]
        })
    );
    assert_eq!(
        row["range"],
        serde_json::json!({
            "low": 62, "low_by": "Syrian command, nobody named", "high": 83, "high_by": "SOHR"
        })
    );
    let conflicts = row["pairs"].as_array().unwrap().iter().filter(|p| p["class"] == "conflict");
    assert!(conflicts.clone().all(|p| p["rule"] == "disjoint" && p["same_origin"] == false));
    assert_eq!(conflicts.count(), 4);
    assert_eq!(
        questions[1]["silent"],
        serde_json::json!([{"article": "4_saltmarsh_dispatch", "state": "unread"}])
    );
    assert_eq!(write(&session, &Ledger::default()), "{\"questions\":[]}\n");
}

#[test]
fn exact_decimals_stay_exact() {
    let row = r#"{"article":"1_harbour_wire","quote":"four strikes","question":"q","comparator":"range","value":0.1,"to":12345678901234567890.5}"#;
    let (session, ledger) = sample(row);
    assert!(write(&session, &ledger).contains(r#""value":0.1,"to":12345678901234567890.5"#));
}

#[test]
fn the_table_names_who_conflicts_with_whom() {
    let (session, ledger) = sample(CLAIMS);
    let table = ledger_table::write(&session, &ledger);
    for wanted in [
        "9 questions: 3 in conflict, 1 approximate\n",
        "✗ soldiers killed in the raid (soldiers)\n  11 mentions · 5 articles · 2 independent origins · 2 parties\n",
        "62 (Syrian command) : at least 80 (SOHR)   conflict: [62, 62] and [80, ∞) do not meet, different origins",
        "90 (SOHR) : at least 120 (SOHR)   update: [90, 90] and [120, ∞) do not meet, same origin, at least 120 is the later",
        "range of reports, not a confidence interval: 62 (Syrian command, nobody named) – 83 (SOHR)",
        "not read: 2 5",
    ] {
        let order_free = wanted.replace("90 (SOHR) : at least 120 (SOHR)", "at least 120 (SOHR) : 90 (SOHR)");
        assert!(table.contains(wanted) || table.contains(&order_free), "{wanted}\n{table}");
    }
    assert!(!table.contains("orroborated") && !table.contains("says nothing"));
}

#[test]
fn names_reach_no_terminal_raw() {
    let row = "{\"article\":\"1_harbour_wire\",\"quote\":\"four strikes\",\"question\":\"q\\u001b]0;x\\u0007\",\"value\":4,\"origin\":\"a\\u001b[2Jb\\u202e\"}";
    let (session, ledger) = sample(row);
    let table = ledger_table::write(&session, &ledger);
    assert!(!table.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{table:?}");
    let json = write(&session, &ledger);
    assert!(!json.contains('\u{1b}'));
}

#[test]
fn the_csv_has_a_row_a_value_and_no_formula() {
    let (session, ledger) = sample(CLAIMS);
    let csv = ledger_csv::write(&session, &ledger);
    let values: usize = ledger.rows().map(|row| row.values.len()).sum();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), values);
    assert!(records.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '@'])));
    assert!(csv.lines().all(|line| line.starts_with('"')) && csv.contains("\r\n"));
    let toll = records.iter().find(|r| &r[7] == "83").unwrap();
    assert_eq!((&toll[8], &toll[12], &toll[18]), ("'=", "SOHR", "62 (Syrian command); 62 (nobody named)"));
}
