//! The way for screen readers: a whole small case by commands alone, no screen drawn.
//!
//! **Invariant:** what is asserted is what a person would hear: the lines of the commands, never the session file.

use super::home::Home;

#[test]
fn a_whole_case_is_worked_by_commands_alone() {
    let home = Home::default();
    home.write(
        "case/1_wire.txt",
        "The Russian military said 62 Syrian soldiers were killed in the strike on Saturday.\n",
    );
    home.write(
        "case/2_courier.txt",
        "At least 83 Syrian soldiers were killed in the strike, the Observatory said on Saturday.\n",
    );
    // Read: what the rules find, and what the articles share.
    let found = home.run(["suggest", "case", "--kind", "claim"]);
    assert!(found.out.contains("62 killed (The Russian military)"), "{}", found.out);
    assert!(found.out.contains("at least 83 killed (the Observatory)"), "{}", found.out);
    assert_eq!(home.run(["echoes", "case"]).code, Some(0));
    // Make: claims as lines of a file.
    let rows = "article,quote,tag,question,unit,comparator,value,attribution\n\
        1_wire.txt,62 Syrian soldiers were killed,killed,Syrian soldiers killed,soldiers,=,62,Wire < Russian MoD\n\
        2_courier.txt,At least 83 Syrian soldiers were killed,killed,Syrian soldiers killed,soldiers,>=,83,Courier < SOHR\n";
    home.write("rows.csv", rows);
    let made =
        home.run(["import", "rows.csv", "--format", "claims", "--into", "s.json", "--articles", "case"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    assert!(made.out.starts_with("2 claims taken into s.json (new)"), "{}", made.out);
    // Hear them, and what conflicts.
    let claims = home.run(["claims", "s.json"]);
    assert!(claims.out.contains("62 killed (Russian MoD)"), "{}", claims.out);
    assert!(claims.out.contains("at least 83 killed (SOHR)"), "{}", claims.out);
    let ledger = home.run(["ledger", "s.json"]);
    assert!(
        ledger.out.contains("Syrian soldiers killed") && ledger.out.contains("conflict"),
        "{}",
        ledger.out
    );
    // Anything else by keys, onto the same session: a note on the first claim, and the first article marked read.
    let keys = "gcggmcalled the ministry, no answer<enter><esc>gagga";
    let changed = home.run([
        "replay",
        "s.json",
        "--keys",
        keys,
        "--save",
        "s.json",
        "--format",
        "text",
        "--analyst",
        "Ana",
    ]);
    assert_eq!(changed.code, Some(0), "{changed:?}");
    assert!(changed.out.contains("marked read"), "the last row says what the last key did: {}", changed.out);
    let noted = home.run(["claims", "s.json", "--format", "jsonl"]);
    assert!(noted.out.contains("called the ministry, no answer"), "{}", noted.out);
    // Undone by a key too, and all of it in the log.
    let undone = home.run(["replay", "s.json", "--keys", "u", "--save", "s.json", "--analyst", "Ana"]);
    assert!(undone.out.contains("undone: "), "{}", undone.out);
    let verified = home.run(["verify", "s.json"]);
    assert_eq!(verified.code, Some(0), "{verified:?}");
    let report = home.run(["export", "s.json", "--format", "markdown", "--at", "2026-01-01T00:00:00Z"]);
    assert!(report.out.contains("Russian MoD") && report.out.contains("SOHR"), "{}", report.out);
}

#[test]
fn help_and_the_manual_tell_of_this_way() {
    let home = Home::default();
    for page in [home.run(["--help"]), home.run(["man"])] {
        assert!(page.out.contains("screen reader") && page.out.contains("replay"), "{}", page.out);
    }
}
