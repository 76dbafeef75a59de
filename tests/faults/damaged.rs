//! Session files and logs that were cut, changed bit by bit, or made to do harm.
//!
//! **Invariant:** each damage is told, the log or a backup is offered, and the bad file stays as it is.

use std::fs;
use std::time::{Duration, Instant};

use factcheck::store::load::{LoadError, Offer};
use factcheck::store::open::{Access, Notice, OpenError, Recover, open};
use factcheck::store::tail::{Join, Rest};

use super::case::{Case, Random, disk, everything};
use super::home::{Home, ran};
use super::reached::reached;

/// How many bits are flipped, one at a time.
const FLIPS: usize = if cfg!(feature = "slow") { 100_000 } else { 10_000 };

/// Returns the best that is offered for a damaged session; panics where nothing is.
fn offered(error: &LoadError) -> Offer {
    match error {
        LoadError::Corrupt { offers, .. } | LoadError::NotText(_, offers) => offers[0].clone(),
        other => panic!("{other}"),
    }
}

#[test]
fn a_session_file_cut_anywhere_is_refused_and_the_log_is_offered() {
    let case = Case::default();
    let (whole, revision) = (case.session(), case.load().unwrap().session.revision);
    let mut refused = 0;
    for cut in 0..whole.len() {
        fs::write(case.files.session(), &whole[..cut]).unwrap();
        match case.load() {
            Err(error) => {
                assert_eq!(offered(&error), Offer::Log { revision }, "cut at {cut}");
                refused += 1;
            }
            // Only the last line's end is no part of the JSON.
            Ok(_) => assert_eq!(cut, whole.len() - 1),
        }
    }
    // The workbench refuses too, and touches nothing.
    for cut in (0..whole.len() - 1).step_by(97) {
        fs::write(case.files.session(), &whole[..cut]).unwrap();
        let before = everything(&case.home.work().join("sessions"));
        let Err(OpenError::Load(error)) = case.open() else { panic!("opened, cut at {cut}") };
        let mut after = everything(&case.home.work().join("sessions"));
        after.retain(|(path, _)| *path != case.files.lock());
        assert_eq!(
            after,
            before.into_iter().filter(|(path, _)| *path != case.files.lock()).collect::<Vec<_>>()
        );
        let mut request = case.request();
        request.recover = Some(Recover::File(offered(&error)));
        let opened = open(request).unwrap();
        assert_eq!(opened.session.claims.len(), 3, "cut at {cut}");
        let Access::Writer(mut writer) = opened.access else { panic!("read only, cut at {cut}") };
        let kept = writer.checkpoint().unwrap().outside.unwrap();
        assert_eq!(fs::read(&kept).unwrap(), &whole[..cut], "the damaged file is kept");
        fs::remove_file(kept).unwrap();
    }
    reached("16", &format!("cut at {} places, {refused} told with the log offered", whole.len()));
}

#[test]
fn without_a_log_the_newest_good_backup_is_offered() {
    let case = Case::default();
    let whole = case.session();
    fs::write(case.files.backup(1), b"{ damaged too").unwrap();
    fs::write(case.files.backup(2), &whole).unwrap();
    fs::remove_file(case.files.log()).unwrap();
    for cut in (0..whole.len() - 1).step_by(13) {
        fs::write(case.files.session(), &whole[..cut]).unwrap();
        let offer = offered(&case.load().unwrap_err());
        assert!(matches!(offer, Offer::Backup { number: 2, .. }), "cut at {cut}: {offer:?}");
    }
}

#[test]
fn a_log_cut_anywhere_gives_the_edits_before_the_cut() {
    let case = Case::default();
    let (log, all) = (case.log(), case.load().unwrap().session);
    let mut numbers: Vec<u32> = all.claims.values().map(|claim| claim.number).collect();
    numbers.sort_unstable();
    for with_session in [true, false] {
        let session = case.session();
        if !with_session {
            fs::remove_file(case.files.session()).unwrap();
        }
        for cut in 0..log.len() {
            fs::write(case.files.log(), &log[..cut]).unwrap();
            let loaded = match factcheck::store::load::load(&disk(), &case.files) {
                Ok(Some(loaded)) => loaded,
                // Nothing whole stands before the cut.
                Ok(None) | Err(LoadError::LogOnly(_)) => {
                    assert!(!with_session && !log[..cut].contains(&b'\n'), "cut at {cut}");
                    continue;
                }
                Err(error) => panic!("cut at {cut}: {error}"),
            };
            let mut found: Vec<u32> = loaded.session.claims.values().map(|claim| claim.number).collect();
            found.sort_unstable();
            if with_session {
                assert_eq!(found, numbers, "cut at {cut}: the session file has all");
                assert_eq!(case.session(), session);
            } else {
                assert!(numbers.starts_with(&found), "cut at {cut}: {found:?}");
                let is_whole = cut == 0 || log[cut - 1] == b'\n';
                // A line that lacks only its end is whole.
                let is_line = is_whole || log[cut] == b'\n';
                let told = loaded.tail.rest == Rest::Torn;
                assert_eq!(told, !is_line, "cut at {cut}");
            }
        }
    }
    reached("16", &format!("log cut at {} places, twice", log.len()));
}

#[test]
fn a_flipped_bit_in_a_session_file_is_never_taken_for_the_session() {
    let case = Case::default();
    let whole = case.session();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut refused, mut told) = (0, 0);
    for _ in 0..FLIPS {
        let (at, bit) = (random.below(whole.len()), random.below(8));
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << bit;
        fs::write(case.files.session(), &bytes).unwrap();
        match case.load() {
            Err(error) => {
                offered(&error);
                refused += 1;
            }
            Ok(loaded) => {
                let is_told = loaded.external.is_some()
                    || loaded.newer.is_some()
                    || loaded.unfit.is_some()
                    || loaded.tail.joins != Join::Joined;
                assert!(is_told, "bit {bit} of byte {at} goes unseen");
                told += 1;
            }
        }
        assert_eq!(case.session(), bytes);
    }
    reached(
        "16",
        &format!("{FLIPS} bits flipped: {refused} refused with an offer, {told} told as changed outside"),
    );
}

#[test]
fn a_flipped_bit_in_a_log_is_told_and_nothing_behind_it_is_used() {
    let case = Case::default();
    let (log, all) = (case.log(), case.load().unwrap().session);
    fs::remove_file(case.files.session()).unwrap();
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for _ in 0..FLIPS / 5 {
        let (at, bit) = (random.below(log.len()), random.below(8));
        let mut bytes = log.clone();
        bytes[at] ^= 1 << bit;
        fs::write(case.files.log(), &bytes).unwrap();
        match factcheck::store::load::load(&disk(), &case.files) {
            Err(LoadError::LogOnly(_)) | Ok(None) => {}
            Err(error) => panic!("bit {bit} of byte {at}: {error}"),
            Ok(Some(loaded)) => {
                let is_whole = loaded.session.claims == all.claims && loaded.session.revision == all.revision;
                let is_told = loaded.tail.rest != Rest::None || loaded.unfit.is_some();
                assert!(is_told || is_whole, "bit {bit} of byte {at}");
                for (id, claim) in &loaded.session.claims {
                    assert_eq!(claim.number, all.claims[id].number, "bit {bit} of byte {at}");
                }
            }
        }
        assert_eq!(case.log(), bytes);
    }
}

#[test]
fn a_change_of_equal_length_and_time_is_told_at_opening() {
    let case = Case::default();
    let text = String::from_utf8(case.session()).unwrap();
    let time = fs::metadata(case.files.session()).unwrap().modified().unwrap();
    let other = text.replacen("\"label\": \"killed\"", "\"label\": \"Killed\"", 1);
    assert!(other != text && other.len() == text.len());
    fs::write(case.files.session(), other).unwrap();
    fs::File::options().write(true).open(case.files.session()).unwrap().set_modified(time).unwrap();
    let opened = case.open().unwrap();
    assert!(opened.notices.contains(&Notice::ChangedOutside(1)), "{:?}", opened.notices);
}

/// Session files that are made to do harm, with what the error must say.
fn bombs() -> Vec<(&'static str, String, &'static str)> {
    let golden = include_str!("../golden/session-1.json");
    let with = |from: &str, to: &str| {
        assert!(golden.contains(from), "{from}");
        golden.replacen(from, to, 1)
    };
    let revision = "\"revision\": ";
    vec![
        ("depth 128", "[".repeat(128) + &"]".repeat(128), "line 1"),
        ("a million brackets", "[".repeat(1_000_000), "line 1"),
        ("a million objects", "{\"a\":".repeat(1_000_000), "line 1"),
        (
            "depth in an unknown member",
            with("{", &format!("{{ \"x\": {}1{},", "[".repeat(5000), "]".repeat(5000))),
            "line 1",
        ),
        ("a member twice", with(revision, "\"revision\": 1, \"revision\": "), "twice"),
        ("1e400", with(revision, "\"revision\": 1e400, \"x\": "), "line "),
        ("-1", with(revision, "\"revision\": -1, \"x\": "), "line "),
        ("half a pair", with("\"title\": \"", "\"title\": \"\\ud800"), "line "),
        ("a control", with("\"title\": \"", "\"title\": \"\u{1}"), "line "),
        ("empty", String::new(), "line 1"),
        ("another schema", with("factcheck/session/1", "fortune/cookies/1"), "schema"),
    ]
}

#[test]
fn bombs_are_refused_at_once_with_their_place_and_in_little_memory() {
    let home = Home::default();
    let mut slowest = Duration::ZERO;
    for (what, text, words) in bombs() {
        let began = Instant::now();
        let Err(error) = factcheck::format::session::read(&text) else { panic!("{what} was read") };
        slowest = slowest.max(began.elapsed());
        assert!(error.line >= 1 && error.column >= 1, "{what}: {error}");
        home.write("bomb.json", &text);
        // With 64 MiB of address space it cannot take 64 MiB of memory.
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", "ulimit -v 65536; exec \"$0\" claims bomb.json", super::home::PROGRAM]);
        shell.env_clear().envs(home.environment()).current_dir(home.work());
        let told = ran(&mut shell);
        assert_eq!(told.code, Some(3), "{what}: {told:?}");
        assert!(told.err.starts_with("error: ") && told.err.contains(words), "{what}: {}", told.err);
        assert_eq!(fs::read_to_string(home.work().join("bomb.json")).unwrap(), text);
    }
    reached("18", &format!("{} bombs refused, each in at most {slowest:?} and 64 MiB", bombs().len()));
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
}
