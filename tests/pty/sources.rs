//! Hostile text in every place that text can come from: nothing of it steers the terminal.
//!
//! **Invariant:** every byte that the program sends is looked at, and every source was shown on the screen.

use std::fmt::Write as _;
use std::time::Duration;

use serde_json::Value;

use super::home::Home;
use super::hostile::{EVIL, not_meant};
use super::kill::Random;
use super::reached::reached;
use super::terminal::{Start, Terminal};

/// How many hostile lines are shown.
const LINES: usize = if cfg!(feature = "slow") { 1_000_000 } else { 5_000 };
/// How many of them an article holds.
const AN_ARTICLE: usize = 20_000;

/// Pieces that hostile lines are made of.
const PIECES: [&str; 36] = [
    "\u{1b}",
    "[",
    "]",
    "0;",
    "52;c;",
    "?1049h",
    "2J",
    "6n",
    "c",
    "\u{7}",
    "\u{1b}\\",
    "\u{9b}",
    "\u{9d}",
    "\u{90}",
    "P",
    "_",
    "^",
    "X",
    "\u{9c}",
    "\u{8}",
    "\u{7f}",
    "\r",
    "\t",
    "\0",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{ad}",
    "\u{feff}",
    "\u{e0041}",
    "\u{2028}",
    "e\u{301}\u{301}",
    "👩\u{200d}🚒",
    "\u{61c}",
    "word",
    "62 ",
];

fn settle(terminal: &mut Terminal) {
    while terminal.read(Duration::from_millis(60)) {}
}

fn assert_tame(terminal: &Terminal, what: &str) {
    assert_eq!(not_meant(&terminal.bytes), None, "{what}");
}

/// Puts hostile words into every text of a JSON value that is no id, time, hash or place.
fn poison(value: &mut Value, name: &str) {
    match value {
        Value::String(text) if WORDS.contains(&name) => text.push_str(EVIL),
        Value::Null if WORDS.contains(&name) => *value = Value::String(EVIL.to_owned()),
        Value::Array(list) => list.iter_mut().for_each(|item| poison(item, name)),
        Value::Object(map) => map.iter_mut().for_each(|(name, item)| poison(item, name)),
        _ => {}
    }
}

/// The members of a session that hold words of people.
const WORDS: [&str; 16] = [
    "title",
    "name",
    "short",
    "label",
    "text",
    "as",
    "note",
    "why",
    "scope",
    "unit",
    "aliases",
    "author",
    "hedge",
    "would_settle",
    "language",
    "place",
];

/// Opens every list and form there is, and goes through their entries.
fn look_everywhere(terminal: &mut Terminal) {
    for keys in [
        "ga", "jjj", "\x1b", "gl", "jjl\r", "\x1b\x1b", "gc", "jj\r", "\x1b", "gs", "j\r", "\x1b\x1b", "ge",
        "j\r", "\x1b\x1b", "go", "j\r", "\x1b", "gp", "jj", "\x1b", "gr", "j", "\x1b", "gw", "  ", "\x1b",
        "gd", "\x1b", "gh", "jjj", "\x1b", "gt", "c", "\r", "\x1b", "c", "f", "\x1b", "o", "\x1b", "p",
        "\x1b", "m", "\x1b", "r", "\x1b", "t", "\x1b", "?", "  ", "\x1b", ":", "\x1b", ";", ",", "\x1b",
    ] {
        terminal.send(keys);
        settle(terminal);
    }
}

#[test]
fn twelve_sources_of_hostile_text_and_none_reaches_the_terminal() {
    let home = Home::default();
    let mut sources = Vec::new();
    let plain = "The harbour was calm and nothing else was seen that day by anybody there. ".repeat(8);
    let evil_name = EVIL.replace('/', "");
    // 1 to 3: an article's words, a file's name, a folder's name.
    home.write(&format!("case/{evil_name}.txt"), format!("Sixty {EVIL} dead, it said.\n{plain}"));
    home.write(&format!("case/{evil_name}/b.txt"), format!("At least 80 {EVIL} hurt.\n{plain}"));
    home.write("case/plain.txt", format!("Two {EVIL} hurt.\n\n{plain}"));
    sources.extend(["article", "file name", "folder name"]);
    // 4: a link's name, passed over with its reason.
    std::os::unix::fs::symlink("/etc/passwd", home.work().join(format!("case/x{evil_name}.txt"))).unwrap();
    sources.push("skipped name");
    // 5: the settings, with what is wrong in them.
    let config =
        format!("analyst = \"{}\"\ntheme = \"x\u{9b}31m\"\n\"{}\" = 1\n", "Ana\u{202e}", "a\u{9d}0;x");
    let folder = home.work().with_file_name("config").join("factcheck");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), config).unwrap();
    sources.push("settings");
    // 6 to 8: the analyst's name, the session's name, pasted text in a search and in a note.
    let session = "\u{1b}]0;t\u{7}.json";
    let mut first = Start::new(&home, &["open", "case", "--session", session, "--analyst", EVIL]).ready();
    settle(&mut first);
    for keys in [
        "1",
        "V2",
        "m",
        "\x1b[200~\x1b]0;q\x07\u{202e}\u{9b}1m note\x1b[201~",
        "\r",
        "\t1",
        "/\x1b[200~\x1b]0;q\x07\u{202e}\u{9b}1m\x1b[201~",
        "\r",
        "\x1b",
        "\x13",
    ] {
        first.send(keys);
        settle(&mut first);
    }
    look_everywhere(&mut first);
    first.wait_saved("claim");
    // 9: who holds the session, as told to a second opener.
    let mut second = Start::new(&home, &["open", "case", "--session", session, "--analyst", "Bea"]).ready();
    second.wait_text("read only: open by");
    look_everywhere(&mut second);
    second.send("\x11");
    assert_eq!(second.exit_code(), 0);
    assert_tame(&second, "the holder's name");
    first.send("\x11");
    assert_eq!(first.exit_code(), 0);
    assert_tame(&first, "articles, names, settings, pastes");
    sources.extend(["analyst", "session name", "pasted note", "pasted search", "lock holder"]);
    // 10 and 11: every text of a session file and of its log.
    let path = home.work().join("poisoned.json");
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/session-1.json");
    let mut value: Value = serde_json::from_str(&std::fs::read_to_string(sample).unwrap()).unwrap();
    poison(&mut value, "");
    value["log"] = serde_json::json!({ "sequence": 0, "head": null });
    std::fs::write(&path, serde_json::to_string_pretty(&value).unwrap()).unwrap();
    let mut third = Start::new(&home, &["open", "poisoned.json", "case"]).ready();
    settle(&mut third);
    look_everywhere(&mut third);
    third.send("\x11");
    assert_eq!(third.exit_code(), 0);
    assert_tame(&third, "a session file");
    sources.extend(["session file", "log"]);
    // 12 to 14: arguments, errors, what commands print on a terminal.
    for arguments in [
        &["open", EVIL][..],
        &["open", "case", "--theme", EVIL],
        &[EVIL],
        &["claims", session],
        &["ledger", session],
        &["verify", session],
        &["suggest", "case"],
        &["echoes", "case"],
        &["sessions"],
        &["config", "check"],
        &["config", "show"],
        &["claims", "poisoned.json"],
        &["ledger", "poisoned.json"],
        &["verify", "poisoned.json"],
        &["import", "case/plain.txt", "--format", "claims", "--into", session],
        &["replay", "case", "--keys", &format!("<{EVIL}>")],
        &["replay", "poisoned.json", "--keys", "gl", "--format", "text"],
    ] {
        let mut terminal = Start::new(&home, arguments).run();
        assert!(matches!(terminal.exit_code(), 0..=3), "{arguments:?}");
        assert_tame(&terminal, &format!("{arguments:?}"));
    }
    sources.extend(["arguments", "errors", "printed tables"]);
    reached("22", &format!("{} of {} sources: {}", sources.len(), sources.len(), sources.join(", ")));
    assert!(sources.len() >= 12);
}

#[test]
fn thousands_of_hostile_lines_are_shown_and_none_steers_the_terminal() {
    let home = Home::default();
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut shown = 0;
    while shown < LINES {
        let lines = AN_ARTICLE.min(LINES - shown);
        let mut text = String::new();
        for n in 0..lines {
            write!(text, "line{n:05} of plain words, so that it is no binary file: ").unwrap();
            for _ in 0..1 + random.below(8) {
                text.push_str(PIECES[usize::try_from(random.below(PIECES.len() as u64)).unwrap()]);
            }
            text.push_str(" end\n\n");
        }
        home.write("one.txt", text);
        let mut start = Start::new(&home, &["open", "one.txt", "--new", "--session", "one.json"]);
        start.size = (160, 200);
        let mut terminal = start.ready();
        terminal.wait_text("line00000");
        let mut last = 0;
        let end = format!("line{:05}", lines - 1);
        while !terminal.shows(&end) {
            let rows = |t: &Terminal| (2..9).map(|n| t.row(n)).collect::<String>();
            let before = rows(&terminal);
            terminal.send(" ");
            terminal.wait_for("the next page", |t| rows(t) != before || t.shows(&end));
            last += 1;
            assert!(last < lines, "the end did not come");
        }
        terminal.send("\x11");
        assert_eq!(terminal.exit_code(), 0);
        assert_tame(&terminal, "hostile lines");
        shown += lines;
    }
    reached("21", &format!("0 of {shown} hostile lines"));
}
