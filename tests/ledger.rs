//! Import, ledger, claims and report by the program itself, in a temporary folder.
//!
//! **Invariant:** what the program prints is what a person worked out by hand from the same five articles.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may panic, and writes into its own folder"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const CLAIMS: &str = include_str!("golden/sample.claims.jsonl");
const BY_HAND: &str = include_str!("golden/sample.ledger.txt");

/// A folder with the sample's articles and the claims.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample");
        std::fs::create_dir(desk.path("articles")).unwrap();
        for entry in std::fs::read_dir(sample).unwrap() {
            let from = entry.unwrap().path();
            std::fs::copy(&from, desk.path("articles").join(from.file_name().unwrap())).unwrap();
        }
        std::fs::write(desk.path("claims.jsonl"), CLAIMS).unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs the program in the folder.
    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_factcheck"))
            .args(arguments)
            .current_dir(self.0.path())
            .env("HOME", self.0.path())
            .env("XDG_DATA_HOME", self.path("data"))
            .output()
            .unwrap()
    }

    /// Runs the program, which ends well; returns what it printed.
    fn prints(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn import(&self) -> String {
        self.prints(&[
            "import",
            "claims.jsonl",
            "--into",
            "case.json",
            "--articles",
            "articles",
            "--analyst",
            "ana",
        ])
    }
}

/// Returns the lines of a printed ledger in the form of the one by hand.
fn lines(ledger: &Value) -> BTreeSet<String> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => "-".to_owned(),
        other => other.to_string(),
    };
    let mut lines = BTreeSet::new();
    for row in ledger["questions"].as_array().unwrap() {
        let question = text(&row["text"]);
        let silent: Vec<String> = row["silent"]
            .as_array()
            .unwrap()
            .iter()
            .map(|silent| text(&silent["article"]).chars().next().unwrap().to_string())
            .collect();
        let (a, b, c, d) = (&row["mentions"], &row["articles"], &row["origins"], &row["parties"]);
        lines.insert(format!("? {question} | {a} {b} {c} {d} | {}", silent.join(" ")));
        let values = row["values"].as_array().unwrap();
        let value = |place: &Value| {
            let value = &values[usize::try_from(place.as_u64().unwrap()).unwrap()];
            let (comparator, number) = (text(&value["comparator"]), text(&value["value"]));
            (format!("{comparator} {number}"), text(&value["origin"]))
        };
        for (n, printed) in values.iter().enumerate() {
            let (words, origin) = value(&Value::from(n));
            let claims: Vec<String> = printed["claims"].as_array().unwrap().iter().map(text).collect();
            lines.insert(format!("{question}: v {words} | {origin} | {}", claims.join(" ")));
        }
        for pair in row["pairs"].as_array().unwrap() {
            let sides: BTreeSet<String> = [&pair["a"], &pair["b"]]
                .map(&value)
                .map(|(words, origin)| format!("{words} {origin}"))
                .into();
            let sides: Vec<String> = sides.into_iter().collect();
            let own = pair["class"] == "conflict" && pair["same_origin"] == true;
            let class = if own { "conflict, one origin".to_owned() } else { text(&pair["class"]) };
            if class != "compatible" {
                lines.insert(format!("{question}: p {} | {class}", sides.join(" | ")));
            }
        }
    }
    lines
}

/// Returns the lines of the ledger by hand, the two sides of a pair in one order.
fn by_hand() -> BTreeSet<String> {
    let mut question = String::new();
    let mut lines = BTreeSet::new();
    for line in BY_HAND.lines().filter(|line| !line.starts_with('#')) {
        let parts: Vec<&str> = line[2..].split('|').map(str::trim).collect();
        match &line[..1] {
            "?" => {
                question = parts[0].to_owned();
                lines.insert(format!("? {question} | {} | {}", parts[1], parts[2]));
            }
            "v" => {
                lines.insert(format!("{question}: v {}", parts.join(" | ")));
            }
            _ => {
                let sides: BTreeSet<&str> = [parts[0], parts[1]].into();
                let sides: Vec<&str> = sides.into_iter().collect();
                lines.insert(format!("{question}: p {} | {}", sides.join(" | "), parts[2]));
            }
        }
    }
    lines
}

#[test]
fn the_samples_claims_make_the_ledger_that_was_worked_out_by_hand() {
    let desk = Desk::new();
    assert_eq!(desk.import(), "30 claims taken into case.json (new), 9 questions made or changed\n");
    let ledger: Value =
        serde_json::from_str(&desk.prints(&["ledger", "case.json", "--format", "json"])).unwrap();
    let (printed, wanted) = (lines(&ledger), by_hand());
    let missing: Vec<_> = wanted.difference(&printed).collect();
    let more: Vec<_> = printed.difference(&wanted).collect();
    assert!(missing.is_empty() && more.is_empty(), "missing {missing:#?}\nbesides {more:#?}");
    let table = desk.prints(&["ledger", "case.json"]);
    assert!(table.contains("62 (Syrian command) : 83 (SOHR)   conflict"), "{table}");
    assert!(table.contains("range of reports, not a confidence interval: 62"), "{table}");
    let csv = desk.prints(&["ledger", "case.json", "--format", "csv", "--question", "WOUNDED"]);
    assert_eq!(csv.lines().count(), 5, "{csv}");
    assert_eq!(
        desk.prints(&["verify", "case.json"]).lines().next().unwrap().split(':').next(),
        Some("nothing is off")
    );
}

#[test]
fn an_import_is_one_log_line_and_one_undo_step() {
    let desk = Desk::new();
    desk.import();
    let log = std::fs::read_to_string(desk.path("case.log.jsonl")).unwrap();
    let kinds: Vec<String> = log
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["kind"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(kinds, ["open", "import", "checkpoint"]);
    let screen = desk.prints(&["replay", "case.json", "--keys", "u", "--analyst", "ana"]);
    assert!(screen.contains("0 claims") && screen.contains("undone"), "{screen}");
}

#[test]
fn refused_rows_are_listed_and_the_rest_is_taken() {
    let desk = Desk::new();
    let rows = [
        r#"{"article":"1_harbour_wire.txt","quote":"four strikes","tag":"strike","value":4}"#,
        r#"{"article":"1_harbour_wire.txt","quote":"five hundred strikes","occurrence":2}"#,
        r#"{"article":"9_nowhere.txt","quote":"four strikes"}"#,
    ];
    std::fs::write(desk.path("few.jsonl"), rows.join("\n")).unwrap();
    let output = desk.run(&["import", "few.jsonl", "--into", "few.json", "--articles", "articles"]);
    let printed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{printed}");
    let lines: Vec<&str> = printed.lines().collect();
    assert!(
        lines[0].starts_with("refused: line 2: 1_harbour_wire.txt, “five hundred strikes”, occurrence 2: ")
    );
    assert!(lines[1].starts_with("refused: line 3: 9_nowhere.txt, “four strikes”, occurrence 1: "));
    assert_eq!(lines[2], "1 claim taken into few.json (new), 2 rows refused");
    let output = desk.run(&["import", "few.jsonl", "--into", "none.json"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(!desk.path("none.json").exists());
}

#[test]
fn claims_are_chosen_by_tag_question_source_article_grade_and_review() {
    let desk = Desk::new();
    desk.import();
    let count = |filter: &[&str]| {
        let arguments = [&["claims", "case.json", "--format", "jsonl"], filter].concat();
        desk.prints(&arguments).lines().count()
    };
    assert_eq!(count(&[]), 30);
    assert_eq!(count(&["--question", "killed in the raid"]), 11);
    assert_eq!(count(&["--question", "killed in the raid", "--source", "sohr"]), 3);
    assert_eq!(count(&["--article", "5"]), 5);
    assert_eq!(count(&["--article", "5_owlgate_radio.txt", "--tag", "killed"]), 4);
    assert_eq!(count(&["--grade", "none"]), 30);
    assert_eq!(count(&["--grade", "disputed"]), 0);
    assert_eq!(count(&["--review", "proposed"]), 30);
    assert_eq!(desk.run(&["claims", "case.json", "--review", "fine"]).status.code(), Some(2));
}

#[test]
fn the_report_names_each_number_with_its_speaker() {
    let desk = Desk::new();
    desk.import();
    let at = ["--at", "2026-01-01T00:00:00Z"];
    let report = desk.prints(&[&["export", "case.json", "--format", "markdown"], &at[..]].concat());
    assert!(report.contains("range of reports, not a confidence interval"), "{report}");
    assert!(report.contains("83 (SOHR") && report.contains("62 (Syrian command"), "{report}");
    let csv = desk.prints(&["export", "case.json", "--format", "ledger-csv"]);
    assert_eq!(csv, desk.prints(&["ledger", "case.json", "--format", "csv"]));
}
