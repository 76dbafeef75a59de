//! Random keys against a plain model: no panic, undo to the start, and what is called saved is what reloading shows.
//!
//! **Invariant:** the keys follow from a seed, and a failure names the keys that led to it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use factcheck::command::keys;
use factcheck::model::defaults::new_session;
use factcheck::store::disk::{Disk, RealDisk};
use factcheck::store::load::load;
use factcheck::store::names::SessionFiles;
use factcheck::store::open::writer_for;

use super::desk::{Desk, sequences};
use super::kept::Random;

/// How many runs.
const RUNS: usize = if cfg!(feature = "slow") { 100_000 } else { 2_000 };
/// How many keys a run presses at least.
const KEYS: usize = 100;
/// One run in so many goes by the disk too.
const BY_DISK: usize = 20;
/// How many threads press keys.
const THREADS: usize = 2;

/// Presses at least `KEYS` keys; returns the desk and how they are written.
fn run(seed: u64) -> (Desk, String) {
    let mut random = Random(seed);
    let mut desk = Desk::new();
    let mut written = String::new();
    let mut pressed = 0;
    while pressed < KEYS {
        let sequence = &sequences()[random.below(sequences().len())];
        written.push_str(&keys::print(sequence));
        let taken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| desk.press(sequence)));
        assert!(taken.is_ok(), "keys {written:?} panic");
        pressed += sequence.len();
    }
    (desk, written)
}

/// Writes the lines that a desk made to the disk and reads them back.
fn by_disk(desk: &Desk) {
    let folder = tempfile::tempdir().unwrap();
    let files = SessionFiles::of(&folder.path().join("test.json")).unwrap();
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let session = &desk.state.doc.session;
    let start = new_session(session.id.clone(), "test".to_owned(), session.created);
    let mut writer = writer_for(Arc::clone(&disk), files.clone(), start);
    for (n, line) in desk.lines.iter().enumerate() {
        writer.commit(std::slice::from_ref(line)).unwrap();
        if n % 5 == 4 {
            writer.checkpoint().unwrap();
        }
    }
    if desk.lines.is_empty() {
        return;
    }
    let loaded = load(&disk, &files).unwrap().unwrap();
    assert_eq!(loaded.unfit, None);
    assert_eq!(loaded.session.claims, session.claims);
    assert_eq!(loaded.session.questions, session.questions);
    assert_eq!(loaded.session.sources, session.sources);
    assert_eq!(loaded.session.relations, session.relations);
    assert_eq!(loaded.session.removed, session.removed);
}

#[test]
fn random_keys_never_panic_and_are_undone_to_the_start() {
    let (next, edits) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::SeqCst);
                    if n >= RUNS {
                        return;
                    }
                    let (mut desk, written) = run(0x9e37_79b9_7f4a_7c15 ^ ((n as u64 + 1) << 20));
                    edits.fetch_add(desk.lines.len(), Ordering::SeqCst);
                    let checked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                        if n.is_multiple_of(BY_DISK) {
                            by_disk(&desk);
                        }
                        desk.check();
                    }));
                    assert!(checked.is_ok(), "run {n}, keys {written:?}");
                }
            });
        }
    });
    let edits = edits.into_inner();
    eprintln!("{RUNS} runs of {KEYS} keys, {edits} lines of the log");
    assert!(edits > 3 * RUNS, "the keys did too little to show anything: {edits} lines in {RUNS} runs");
}

#[test]
fn the_model_sees_an_edit_that_undo_does_not_take_back() {
    let mut desk = Desk::new();
    desk.keys("1w2");
    desk.check();
    desk.state.doc.history.done.pop();
    let failed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| desk.check()));
    assert!(failed.is_err());
}
