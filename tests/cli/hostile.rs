//! Names and texts that steer terminals are never printed raw.
//!
//! **Invariant:** what goes to standard output or standard error in words holds no control but the end of a line.

use super::home::{Home, Ran, ran};

/// A title, the clipboard, a cleared screen, an 8-bit CSI, and writing from right to left.
const EVIL: &str = "a\u{1b}]0;x\u{7}\u{1b}]52;c;eA==\u{7}\u{1b}[2J\u{9b}31m\u{202e}gnp";

/// Returns the first character that a terminal would obey.
fn obeyed(text: &str) -> Option<char> {
    text.chars().find(|c| {
        (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

fn assert_tame(ran: &Ran, what: &str) {
    assert_eq!(obeyed(&ran.out), None, "{what}: {:?}", ran.out);
    assert_eq!(obeyed(&ran.err), None, "{what}: {:?}", ran.err);
}

#[test]
fn names_in_errors_are_made_visible() {
    let home = Home::default();
    let session = format!("{EVIL}.json");
    for arguments in [
        &[EVIL][..],
        &["claims", &session],
        &["verify", &session],
        &["claims", "a.json", "--format", EVIL],
        &["export", &session, "--format", EVIL],
        &["export", "none.json", "--format", EVIL],
        &["replay", EVIL, "--keys", "j"],
        &["replay", "--keys", &format!("<{EVIL}>")],
        &["replay", "--keys", "j", "--size", EVIL],
        &["replay", "--keys", "j", "--theme", EVIL],
        &["replay", "--keys", "j", "--at", EVIL],
        &["open", &format!("--{EVIL}")],
    ] {
        let ran = ran(home.program().args(arguments));
        assert!(matches!(ran.code, Some(2 | 3)), "{arguments:?}: {ran:?}");
        assert_tame(&ran, &format!("{arguments:?}"));
    }
}

#[test]
fn names_and_texts_in_output_are_made_visible() {
    let home = Home::default();
    let text =
        format!("One {EVIL} dead by the river, and nothing else was seen that day by anybody there.\n");
    home.write(&format!("case/{EVIL}.txt"), &text);
    home.write("case/b.txt", &text);
    let session = format!("sessions/{EVIL}.json");
    let mut save = home.program();
    save.args(["replay", "case", "--keys", "V1<tab>V2", "--analyst", EVIL, "--save", &session]);
    let saved = ran(&mut save);
    assert_eq!(saved.code, Some(0), "{saved:?}");
    assert_tame(&saved, "replay --save");
    for arguments in [
        &["claims", &session][..],
        &["claims", &session, "--format", "json"],
        &["claims", &session, "--format", "jsonl"],
        &["verify", &session],
        &["sessions"],
        &["sessions", "--format", "json"],
        &["export", &session, "--format", "json"],
        &["replay", &session, "--keys", "ga"],
        &["replay", &session, "--keys", "gc", "--format", "svg"],
        &["replay", &session, "--keys", "gc", "--format", "json"],
        &["replay", "case", "--keys", "1", "--format", "svg"],
    ] {
        let ran = ran(home.program().args(arguments));
        assert!(matches!(ran.code, Some(0 | 1)), "{arguments:?}: {ran:?}");
        assert_tame(&ran, &format!("{arguments:?}"));
        assert!(!ran.out.is_empty());
    }
    let coloured = ran(home.program().args(["replay", "case", "--keys", "1", "--format", "ansi"]));
    let without: String = coloured
        .out
        .split("\u{1b}[")
        .enumerate()
        .map(|(n, piece)| {
            if n == 0 {
                return piece;
            }
            let (style, rest) = piece.split_once('m').unwrap();
            assert!(style.chars().all(|c| c.is_ascii_digit() || c == ';'), "{style:?}");
            rest
        })
        .collect();
    assert_eq!(obeyed(&without), None);
}

#[test]
fn exports_for_people_hold_no_control() {
    let home = Home::default();
    home.write(
        &format!("case/{EVIL}.txt"),
        format!("One {EVIL} dead by the river.\n{}", "Nothing else was seen. ".repeat(20)),
    );
    let mut save = home.program();
    save.args(["replay", "case", "--keys", "V1", "--analyst", EVIL, "--save", "sessions/case.json"]);
    assert_eq!(ran(&mut save).code, Some(0));
    let ran = home.run(["export", "sessions/case.json", "--format", "markdown"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    // Marks of direction stay in a quotation, to which nothing is added; the report counts them beside it.
    assert_eq!(ran.out.chars().find(|c| c.is_control() && *c != '\n'), None, "{:?}", ran.out);
}

#[test]
fn formulas_in_names_and_quotes_are_no_formulas_in_csv() {
    let home = Home::default();
    home.write("case/=cmd.txt", "=1+1 people died.\n");
    home.print(["replay", "case", "--keys", "V1", "--save", "sessions/case.json"]);
    let csv = home.run(["export", "sessions/case.json", "--format", "csv"]).out;
    assert!(csv.contains("=1+1 people died"), "{csv}");
    for start in ["\"=", "\"+", "\"-", "\"@"] {
        assert!(!csv.contains(&format!(",{start}")) && !csv.contains(&format!("\n{start}")), "{csv}");
    }
}
