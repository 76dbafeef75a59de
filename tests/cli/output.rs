//! What the commands print of a session, and where they write it.
//!
//! **Invariant:** the exact words and places of a claim are the same in every form.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use super::home::{Home, claimed};
use super::replay::case;

#[test]
fn claims_are_printed_in_four_forms() {
    let home = Home::default();
    let session = case(&home);
    let claims = |rest: &[&str]| {
        let ran = super::home::ran(home.program().args(["claims", session.to_str().unwrap()]).args(rest));
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{rest:?}");
        ran.out
    };
    let table = claims(&[]);
    assert!(table.starts_with("c1 "), "{table}");
    assert!(table.contains("“62 soldiers”") && table.contains("“over 100”"), "{table}");
    assert_eq!(claims(&["--format", "table"]), table);
    let json: serde_json::Value = serde_json::from_str(&claims(&["--format", "json"])).unwrap();
    let lines: Vec<serde_json::Value> =
        claims(&["--format", "jsonl"]).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(json.as_array().unwrap(), &lines);
    assert_eq!(lines.len(), 2);
    let target = &lines[0]["claim"]["target"][0];
    assert_eq!((target["start"].as_u64(), target["end"].as_u64()), (Some(18), Some(29)));
    let csv = claims(&["--format", "csv"]);
    assert_eq!(csv.lines().count(), 3, "{csv}");
    assert!(csv.contains("\"62 soldiers\"") && csv.contains("\"18\",\"29\""), "{csv}");
    assert_eq!(claims(&["--tag", "injured", "--format", "jsonl"]).lines().count(), 1);
    assert_eq!(claims(&["--article", "b", "--format", "jsonl"]).lines().count(), 1);
    assert_eq!(claims(&["--tag", "weapon"]), "no claim\n");
    assert_eq!(claimed(&home, &session), ["62 soldiers", "over 100"]);
}

#[test]
fn exports_hold_the_quotes_the_hashes_and_the_log_head() {
    let home = Home::default();
    let session = case(&home);
    let path = session.to_str().unwrap();
    let head = home.print(["verify", path]);
    let head = head.split(' ').find(|word| word.starts_with("blake3:")).unwrap();
    let markdown = home.print(["export", path, "--format", "markdown"]);
    assert!(markdown.contains("62 soldiers") && markdown.contains(head), "{markdown}");
    let sha256 = |text: &str| {
        let json: serde_json::Value = serde_json::from_str(text).unwrap();
        json["articles"]["a"]["sha256"].as_str().unwrap().to_owned()
    };
    let sha256 = sha256(&fs::read_to_string(&session).unwrap());
    assert!(markdown.contains(&sha256), "{markdown}");
    let csv = home.print(["export", path, "--format", "csv"]);
    assert!(csv.contains(&sha256) && csv.contains("\"over 100\""), "{csv}");
    let json = home.print(["export", path, "--format", "json"]);
    let _whole: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(json.contains(&sha256) && json.contains("62 soldiers were killed"), "texts are in it: {json}");
}

#[test]
fn an_export_is_recorded_in_session_and_log_and_equal_input_gives_equal_bytes() {
    let home = Home::default();
    let session = case(&home);
    let twin = session.with_file_name("twin.json");
    fs::copy(&session, &twin).unwrap();
    fs::copy(session.with_extension("log.jsonl"), twin.with_extension("log.jsonl")).unwrap();
    let export = |session: &std::path::Path, format: &str| {
        let (session, at) = (session.to_str().unwrap(), "2026-01-02T03:04:05Z");
        home.run(["export", session, "--format", format, "--at", at, "--analyst", "Ben"])
    };
    let (one, other) = (export(&session, "markdown"), export(&twin, "markdown"));
    assert_eq!(one.out, other.out);
    assert!(!one.err.contains("not recorded"), "{}", one.err);
    let json: serde_json::Value = serde_json::from_str(&fs::read_to_string(&session).unwrap()).unwrap();
    assert_eq!(json["exports"][0]["format"], "markdown");
    assert_eq!(json["exports"][0]["at"], "2026-01-02T03:04:05Z");
    assert_eq!(json["exports"][0]["sha256"].as_str().map(str::len), Some(64));
    let log = fs::read_to_string(session.with_extension("log.jsonl")).unwrap();
    assert!(
        log.lines().any(|line| line.contains("\"kind\":\"export\"") && line.contains("\"by\":\"ben\"")),
        "{log}"
    );
    assert_eq!(home.run(["verify", session.to_str().unwrap()]).code, Some(0));
    let again = export(&session, "markdown").out;
    assert!(again.contains("## 6 Changed since the last export") && !one.out.contains("## 6"), "{again}");
    // The session with its texts is no report of it, and a view of the history names the others.
    let exports = |session: &std::path::Path| -> usize {
        let json: serde_json::Value = serde_json::from_str(&fs::read_to_string(session).unwrap()).unwrap();
        json["exports"].as_array().unwrap().len()
    };
    export(&session, "json");
    assert_eq!(exports(&session), 2);
    let history = home.print(["replay", session.to_str().unwrap(), "--keys", "gh"]);
    assert_eq!(history.matches("exported markdown of revision").count(), 2, "{history}");
}

#[test]
fn an_export_never_writes_over_a_file_or_through_a_link() {
    let home = Home::default();
    let session = case(&home);
    let path = session.to_str().unwrap();
    assert_eq!(home.print(["export", path, "--format", "csv", "-o", "out.csv"]), "out.csv written\n");
    let out = home.work().join("out.csv");
    let first = fs::read_to_string(&out).unwrap();
    home.write("out.csv", "mine");
    let refused = home.run(["export", path, "--format", "csv", "-o", "out.csv"]);
    assert_eq!(refused.code, Some(3), "{refused:?}");
    assert!(refused.err.contains("hint: --force"), "{}", refused.err);
    assert_eq!(fs::read_to_string(&out).unwrap(), "mine");
    home.print(["export", path, "--format", "csv", "-o", "out.csv", "--force"]);
    assert_eq!(fs::read_to_string(&out).unwrap(), first);
    let target = home.write("precious.txt", "precious");
    symlink(&target, home.work().join("link.csv")).unwrap();
    assert_eq!(home.run(["export", path, "--format", "csv", "-o", "link.csv"]).code, Some(3));
    home.run(["export", path, "--format", "csv", "-o", "link.csv", "--force"]);
    assert_eq!(fs::read_to_string(&target).unwrap(), "precious");
    assert_eq!(home.run(["export", path, "--format", "csv", "-o", "case"]).code, Some(3), "a folder");
    assert_eq!(super::home::temporary_files(&home.work()), [""; 0]);
}

#[test]
fn sessions_and_commands_are_listed() {
    let home = Home::default();
    assert!(home.print(["sessions"]).starts_with("no session yet"));
    assert_eq!(home.print(["sessions", "--format", "json"]).trim(), "[]");
    let session = case(&home);
    let table = home.print(["sessions"]);
    assert!(table.contains("2 articles, 2 claims"), "{table}");
    let json: serde_json::Value =
        serde_json::from_str(&home.print(["sessions", "--format", "json"])).unwrap();
    assert_eq!(json[0]["path"], session.to_str().unwrap());
    assert_eq!(json[0]["open"], false);
    for format in ["text", "md", "json", "man"] {
        let text = home.print(["commands", "--format", format]);
        assert!(text.replace('\\', "").contains("claim.tag-1") || text.contains("ctrl"), "{format}: {text}");
    }
    let _all: serde_json::Value =
        serde_json::from_str(&home.print(["commands", "--format", "json"])).unwrap();
}

#[test]
fn what_is_written_is_for_its_owner_alone() {
    let home = Home::default();
    let session = case(&home);
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&session), 0o600);
    assert_eq!(mode(&session.with_extension("log.jsonl")), 0o600);
    let articles = session.with_extension("articles");
    assert_eq!(mode(&articles), 0o700);
    let kept: Vec<_> = fs::read_dir(&articles).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(kept.len(), 2);
    assert!(kept.iter().all(|path| mode(path) == 0o600));
}
