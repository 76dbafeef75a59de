//! Clocks that jump: order is that of the log's lines, never that of time.
//!
//! **Invariant:** no test looks at the clock of the machine.

use super::case::Case;
use super::home::{claimed, ran};
use super::reached::reached;

#[test]
fn a_clock_that_jumps_changes_no_order() {
    let case = Case::default();
    let session = "sessions/case.json";
    let times =
        ["2100-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "2026-03-29T01:30:00Z", "2026-01-01T00:00:00Z"];
    let mut expected = claimed(&case.home, case.files.session());
    for (n, at) in times.into_iter().enumerate() {
        let keys = format!("gg{}1", "w".repeat(n + 2));
        let saved = case.home.run(["replay", session, "--keys", &keys, "--at", at, "--save", session]);
        assert_eq!(saved.code, Some(0), "{at}: {saved:?}");
        let now = claimed(&case.home, case.files.session());
        assert_eq!((now.len(), &now[..expected.len()]), (expected.len() + 1, &expected[..]), "{at}");
        assert_eq!(case.home.run(["verify", session]).code, Some(0), "{at}");
        expected = now;
    }
    // The newest edit is the one undone, whatever its time.
    let undone = case.home.run(["replay", session, "--keys", "u", "--save", session]);
    assert_eq!(undone.code, Some(0), "{undone:?}");
    expected.pop();
    assert_eq!(claimed(&case.home, case.files.session()), expected);
    let history = case.home.run(["replay", session, "--keys", "gh"]);
    let place = |label: &str| history.out.find(label).unwrap_or_else(|| panic!("{label}: {}", history.out));
    let newest_first = ["c6 tagged", "c5 tagged", "c4 tagged", "c3 tagged"].map(place);
    assert!(newest_first.is_sorted(), "{}", history.out);
    reached("40", "2100, 1970, the hour of summer time, back: order by line each time");
}

#[test]
fn without_time_zones_all_is_shown() {
    let case = Case::default();
    for zone in ["Nowhere/At_All", "", ":", "../../etc/passwd", "XYZ-99:99"] {
        let shown =
            ran(case.home.program().args(["replay", "sessions/case.json", "--keys", "gc"]).env("TZ", zone));
        assert_eq!(shown.code, Some(0), "{zone}: {shown:?}");
        assert!(shown.out.contains("killed"), "{zone}: {}", shown.out);
    }
}
