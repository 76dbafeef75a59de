//! A case from the first key to the next day: tag, saved, quit, open again, undo, redo; two openers; a flood of keys.
//!
//! **Invariant:** what the first row calls saved is what the other commands find on disk.

use std::path::PathBuf;
use std::time::Duration;

use super::home::{Home, claimed};
use super::terminal::{Start, Terminal, claims_in, until};

impl Home {
    /// Returns where `open` without a path keeps its session.
    pub fn sample_session(&self) -> PathBuf {
        self.work().with_file_name("data").join("factcheck/sessions/sample.json")
    }
}

/// Finds "Sixty-two" in the sample and tags it as killed.
pub fn tag(terminal: &mut Terminal) {
    terminal.send("/sixty-two");
    terminal.wait_text("5 in 5");
    terminal.send("\r");
    terminal.wait_text("READ hit");
    terminal.send("1");
    terminal.wait_saved("1 claim ");
}

/// Opens the sample, tags a claim and waits until it is saved.
pub fn with_one_claim(home: &Home) -> Terminal {
    let mut terminal = Start::new(home, &["open"]).ready();
    tag(&mut terminal);
    terminal
}

/// Presses a key that acts on words or claims until it does: for a moment after the start an article is still being
/// read, or compared with what was annotated, and the program says so.
pub fn press_until(terminal: &mut Terminal, key: &str, claims: &str) {
    let is_done = |t: &Terminal| t.frames.last().is_some_and(|row| row.contains(claims));
    let mut frames = terminal.frames.len();
    terminal.send(key);
    loop {
        terminal.wait_for(claims, |t| is_done(t) || t.frames.len() > frames);
        if is_done(terminal) {
            return;
        }
        if terminal.shows("try again") || terminal.shows("cannot be quoted yet") {
            frames = terminal.frames.len();
            terminal.send(key);
        } else {
            frames += 1;
        }
    }
}

#[test]
fn a_claim_is_tagged_saved_undone_and_redone_across_restarts() {
    let home = Home::default();
    let session = home.sample_session();
    let mut first = Start::new(&home, &["open"]).ready();
    assert!(first.shows("nothing to save"), "{}", first.screen().contents());
    assert!(first.screen().alternate_screen() && first.screen().bracketed_paste());
    assert!(!session.exists(), "opening writes no session");
    tag(&mut first);
    first.wait_text("c1 tagged killed");
    // The log has it already, though the session file may not be there yet.
    assert_eq!(claimed(&home, &session), ["Sixty-two"]);
    first.send("q");
    first.wait_text("esc stays");
    first.send("q");
    assert_eq!(first.exit_code(), 0);
    assert_eq!(first.is_restored(), Ok(()));

    let mut second = Start::new(&home, &["open"]).ready();
    second.wait_saved("1 claim ");
    press_until(&mut second, "u", "0 claims ");
    second.wait_saved("0 claims ");
    second.send("\x11");
    assert_eq!(second.exit_code(), 0);
    assert_eq!(claimed(&home, &session), [""; 0]);

    let mut third = Start::new(&home, &["open"]).ready();
    press_until(&mut third, "U", "1 claim ");
    third.wait_saved("1 claim ");
    third.send(":q\r");
    third.wait_text("esc stays");
    third.send("q");
    assert_eq!(third.exit_code(), 0);
    assert_eq!(claimed(&home, &session), ["Sixty-two"]);
    assert_eq!(home.run(["verify", session.to_str().unwrap()]).code, Some(0));
}

#[test]
fn escape_and_control_c_never_quit_and_the_question_to_quit_is_taken_back() {
    let home = Home::default();
    let mut terminal = Start::new(&home, &["open"]).ready();
    terminal.send("q");
    terminal.wait_text("esc stays");
    terminal.send("\x03\x03");
    terminal.wait_for("no question", |t| !t.shows("esc stays"));
    terminal.send("/an unfinished");
    terminal.wait_text("an unfinished");
    terminal.send("\x03");
    terminal.wait_for("no search", |t| !t.shows("an unfinished"));
    terminal.send("\x11");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn a_second_opener_reads_only_and_names_the_holder() {
    let home = Home::default();
    let mut first = with_one_claim(&home);
    let mut second = Start::new(&home, &["open"]).ready();
    second.wait_text("read only: open by analyst on ");
    second.send("w2");
    second.wait_for("a refusal", |t| t.row(35).contains("read") || t.row(34).contains("read"));
    assert_eq!(second.frames.iter().filter_map(|row| claims_in(row)).max(), Some(1));
    second.send("\x11");
    assert_eq!(second.exit_code(), 0);
    first.send("\x11");
    assert_eq!(first.exit_code(), 0);
    assert_eq!(claimed(&home, &home.sample_session()), ["Sixty-two"]);
    let mut third = Start::new(&home, &["open"]).ready();
    assert!(!third.row(0).contains("read only"), "{}", third.row(0));
    third.send("w");
    press_until(&mut third, "2", "2 claims ");
    third.wait_saved("2 claims ");
}

#[test]
fn a_second_opener_takes_over_by_key_what_the_first_has_closed() {
    let home = Home::default();
    let mut first = with_one_claim(&home);
    let mut second = Start::new(&home, &["open"]).ready();
    second.wait_text("read only: open by analyst on ");
    second.send("g3");
    press_until(&mut first, "w2", "2 claims ");
    first.wait_saved("2 claims ");
    first.send("\x11");
    assert_eq!(first.exit_code(), 0);
    second.wait_text("read only: free again: gx takes it over");
    second.send("gx");
    // The other one's claim is there, and the article that was in focus.
    second.wait_for("the session for editing", |t| {
        t.row(0).contains("2 claims") && t.row(0).contains("all saved")
    });
    assert!(second.row(1).contains("▸3") || second.row(1).contains("▸ 3"), "{}", second.row(1));
    second.send("w1");
    second.wait_saved("3 claims ");
    second.send("\x11");
    assert_eq!(second.exit_code(), 0);
    assert_eq!(claimed(&home, &home.sample_session()).len(), 3);
}

#[test]
fn a_second_folder_of_the_same_name_gets_a_session_of_its_own_and_says_so() {
    let home = Home::default();
    home.write("one/reports/a.txt", "The ministry said 62 soldiers were killed.\n");
    home.write("two/reports/b.txt", "A monitor counted 83 dead after the raid.\n");
    let mut first = Start::new(&home, &["open", "one/reports"]).ready();
    assert!(!first.shows("stands already"));
    press_until(&mut first, "1", "1 claim ");
    first.wait_saved("1 claim ");
    first.send("\x11");
    assert_eq!(first.exit_code(), 0);
    let mut second = Start::new(&home, &["open", "two/reports"]).ready();
    second.wait_text("a new session, reports-2: reports stands already");
    assert!(second.row(0).contains("0 claims"), "{}", second.row(0));
}

#[test]
fn of_many_that_start_at_once_one_writes() {
    let home = Home::default();
    drop(with_one_claim(&home));
    let mut all: Vec<Terminal> = (0..4).map(|_| Start::new(&home, &["open"]).run()).collect();
    for terminal in &mut all {
        terminal.wait_for("the first frame", |t| !t.frames.is_empty());
    }
    let writers = all.iter().filter(|terminal| !terminal.row(0).contains("read only")).count();
    assert_eq!(writers, 1);
}

/// Returns what `open --stats` counted of frames and idle frames, after the keys were taken.
fn frames(home: &Home, keys: &str, is_taken: impl Fn(&Terminal) -> bool) -> (u64, u64) {
    let path = home.work().join("stats.json");
    let mut terminal = Start::new(home, &["open", "--stats", "stats.json"]).ready();
    terminal.wait_for("the whole first article", |t| t.shows("Coalition jets"));
    terminal.send(keys);
    terminal.wait_for("the last key's effect", is_taken);
    terminal.send("\x11");
    assert_eq!(terminal.exit_code(), 0);
    let stats: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    (stats["frames"].as_u64().unwrap(), stats["idle_frames"].as_u64().unwrap())
}

#[test]
fn a_thousand_queued_keys_make_few_frames_and_all_are_taken() {
    let home = Home::default();
    let (without, idle) = frames(&home, "", |_| true);
    // 999 steps forward and back, and one that shows that none was lost: it asks about quitting.
    let keys = "l".repeat(500) + &"h".repeat(499) + "q";
    let (with, _) = frames(&home, &keys, |t| t.shows("esc stays"));
    assert!(with.saturating_sub(without) <= 20, "{with} frames, {without} without the keys");
    assert!(idle <= 5, "{idle} frames for nobody: more than one an article");
}

#[test]
fn without_a_key_nothing_is_sent_and_nothing_runs() {
    let home = Home::default();
    let mut terminal = with_one_claim(&home);
    // The session file is written two seconds after the last edit, and that is the last thing to do.
    until("the session file", || home.sample_session().exists());
    terminal.wait_text("≡");
    while terminal.read(Duration::from_millis(300)) {}
    let (bytes, ticks) = (terminal.bytes.len(), terminal.ticks());
    assert!(
        !terminal.read(Duration::from_millis(1500)),
        "{}",
        terminal.bytes.get(bytes..).unwrap().escape_ascii()
    );
    assert!(terminal.ticks() - ticks <= 1, "{} ticks", terminal.ticks() - ticks);
}

#[test]
fn each_of_many_keys_counts() {
    let home = Home::default();
    let words: Vec<String> = (0..150).map(|n| format!("w{n:05}")).collect();
    // The last words of an article are tagged only once the whole is read: what comes after them is part of a quote.
    let rest = "Nothing else was seen that day. ".repeat(10);
    home.write("case/one.txt", format!("{}\n\n{rest}\n", words.join(" ")));
    let mut terminal = Start::new(&home, &["open", "case", "--session", "case.json"]).ready();
    terminal.wait_text("w00000");
    terminal.send(&"1w".repeat(150));
    terminal.wait_saved("150 claims ");
    terminal.send("\x11");
    assert_eq!(terminal.exit_code(), 0);
    assert_eq!(claimed(&home, &home.work().join("case.json")), words);
}

#[test]
fn pasted_text_gives_no_command() {
    let home = Home::default();
    let mut terminal = Start::new(&home, &["open"]).ready();
    terminal.send("\x1b[200~1x:q\x11\x1b[201~");
    terminal.wait_text("pasted text goes into a field");
    terminal.send("/\x1b[200~sixty-two\nand \x11\x1b[201~");
    terminal.wait_text("find sixty-two");
    terminal.send("\x1b");
    terminal.wait_for("no search", |t| !t.shows("find sixty-two"));
    assert!(terminal.row(0).contains("0 claims "), "{}", terminal.row(0));
    terminal.send("\x11");
    assert_eq!(terminal.exit_code(), 0);
    assert!(!home.sample_session().exists());
}

#[test]
fn standard_input_is_an_article() {
    let home = Home::default();
    home.write("report.txt", "Nine people were rescued from the water.\n");
    let mut terminal = Start::new(&home, &["open", "-", "--session", "piped.json"]);
    terminal.before = "exec 3<&0 <report.txt";
    let mut terminal = terminal.run();
    terminal.wait_text("Nine people were rescued");
    press_until(&mut terminal, "1", "1 claim ");
    terminal.wait_saved("1 claim ");
    terminal.send("\x11");
    assert_eq!(terminal.exit_code(), 0);
    assert_eq!(claimed(&home, &home.work().join("piped.json")), ["Nine"]);
    assert_eq!(home.run(["verify", "piped.json"]).code, Some(0));
}
