//! The whole job with arrows, shift-arrows, tab, enter, esc, del, F1 and `/` alone, and by a list of keys no longer than
//! a person would press.
//!
//! **Invariant:** whoever knows no other key can select, tag, name who says it, look the claims up, remove and quit.

use super::Effect;
use super::desk::Desk;

/// Opens help, filters it by words, and gives the command that is lit.
fn by_help(words: &str) -> String {
    format!("<f1>/{words}<enter><enter>")
}

#[test]
fn a_person_who_knows_only_the_plain_keys_does_the_whole_job() {
    let texts =
        ["Toll rises.\nThe ministry said 62 soldiers were killed.", "The observatory put the toll at 83."];
    let mut desk = Desk::new(&texts);
    // Find and select by arrows, tag by the line of help.
    desk.keys("/62<enter>").keys(&"<s-right>".repeat(10));
    desk.keys(&by_help("tag as “killed”"));
    assert!(
        desk.marked().replace('‸', "").contains("{killed:62 soldiers}"),
        "{} {}",
        desk.marked(),
        desk.notice()
    );
    // The other article, by tab; its word under the cursor.
    desk.keys("<tab>").keys("/83<enter>").keys(&by_help("tag as “killed”"));
    assert!(desk.marked().replace('‸', "").contains("{killed:83}"), "{} {}", desk.marked(), desk.notice());
    // Who says it.
    desk.keys(&by_help("say who says it")).keys("SOHR<enter><enter>");
    let claim = desk.state.doc.session.claims.values().find(|claim| claim.number == 2).unwrap().clone();
    assert_eq!(desk.state.doc.label(&claim), "83 killed (SOHR)");
    // The list of claims, its entry, and back to its words.
    desk.keys(&by_help("list the claims")).keys("<up><enter>");
    assert_eq!(desk.state.reader.panes.focus, 0, "{}", desk.notice());
    // Taking one away and bringing it back.
    desk.keys("<del>");
    assert_eq!(desk.state.doc.session.claims.len(), 1);
    desk.keys(&by_help("undo the last edit"));
    assert_eq!(desk.state.doc.session.claims.len(), 2);
    // The ledger, and out.
    desk.keys(&by_help("open the ledger")).keys("<esc><esc><esc>");
    assert!(desk.state.lists.is_empty());
    desk.keys(&by_help("save and quit"));
    assert!(matches!(desk.others.last(), Some(Effect::Quit)));
}
