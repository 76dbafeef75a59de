//! Tests of the writer.

use std::collections::BTreeSet;
use std::path::Path;

use super::super::disk::RealDisk;
use super::super::failing::{FailingDisk, Fault, ana, retitle, time};
use super::super::load::{self, Loaded};
use super::super::open::writer_for;
use super::super::verify;
use super::*;
use crate::model::SessionId;
use crate::model::defaults::new_session;

fn files(folder: &Path) -> SessionFiles {
    SessionFiles::of(&folder.join("raid.json")).unwrap()
}

fn session() -> Session {
    let mut session = new_session(SessionId::new("aaaabbbb"), "raid".to_owned(), time());
    session.analysts.insert(ana(), Arc::default());
    session
}

fn real() -> Arc<dyn Disk> {
    Arc::new(RealDisk)
}

fn load(files: &SessionFiles) -> Loaded {
    load::load(&real(), files).unwrap().unwrap()
}

/// Checks that log and file agree and hold the same session as `expected`.
fn check(files: &SessionFiles, expected: &Session) {
    let loaded = load(files);
    assert_eq!(loaded.session.title, expected.title);
    assert_eq!(loaded.session.revision, expected.revision);
    assert_eq!(loaded.unfit, None);
    assert_eq!(loaded.external, None);
    let report = verify::verify(&real(), files, 1 << 20).unwrap();
    assert_eq!(report.findings, []);
}

#[test]
fn the_log_begins_with_the_first_edit_and_the_session_is_the_same_from_file_log_or_both() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path());
    let mut shown = session();
    let mut writer = writer_for(real(), files.clone(), session());
    assert_eq!(writer.next_seq(), 2);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    let line = retitle(&mut shown, 2, "one");
    assert_eq!(writer.commit(&[line]).unwrap().seq, 2);
    assert!(!files.session().exists() && files.log().exists());
    check(&files, &shown);
    writer.checkpoint().unwrap();
    check(&files, &shown);
    let line = retitle(&mut shown, 3, "two");
    writer.commit(&[line]).unwrap();
    check(&files, &shown);
    writer.finish(time(), &ana()).unwrap();
    check(&files, &shown);
    let log = std::fs::read_to_string(files.log()).unwrap();
    let kinds: Vec<bool> = log.lines().map(|l| l.contains("\"kind\":\"checkpoint\"")).collect();
    assert_eq!(kinds, [false, false, false, true]);
    assert_eq!(writer.replica().log.sequence, 4);
    std::fs::remove_file(files.session()).unwrap();
    let rebuilt = load(&files).session;
    assert_eq!(
        (&rebuilt.tags, &rebuilt.title, rebuilt.revision),
        (&shown.tags, &shown.title, shown.revision)
    );
}

#[test]
fn lines_out_of_step_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path());
    let mut shown = session();
    let mut writer = writer_for(real(), files.clone(), session());
    let first = retitle(&mut shown, 2, "one");
    let third = retitle(&mut shown, 4, "three");
    assert!(writer.commit(&[first.clone(), third]).is_err());
    assert!(writer.commit(&[retitle(&mut shown, 2, "unfit")]).is_err());
    assert_eq!(writer.replica().title, "raid");
    assert_eq!(writer.replica().revision, 0);
    writer.commit(&[first]).unwrap();
    assert_eq!(load(&files).session.title, "one");
}

/// Two edits, a checkpoint, an edit, a checkpoint, the end; each step is tried again once where it fails. Returns
/// the session as it should be, and how many steps failed.
fn work(disk: Arc<dyn Disk>, files: &SessionFiles) -> (Session, usize) {
    let mut shown = session();
    let mut writer = writer_for(disk, files.clone(), session());
    let mut failures = 0;
    for (seq, title) in [(2, "one"), (3, "two"), (4, "three")] {
        let line = retitle(&mut shown, seq, title);
        if writer.commit(std::slice::from_ref(&line)).is_err() {
            failures += 1;
            writer.commit(&[line]).unwrap();
        }
        // What is acknowledged is there for an opener, whatever happened on the way.
        assert_eq!(load(files).session.title, title);
        if seq > 2 && writer.checkpoint().is_err() {
            failures += 1;
            // The old file stands, or the new one does; never a broken one.
            check(files, &shown);
            writer.checkpoint().unwrap();
        }
    }
    if writer.finish(time(), &ana()).is_err() {
        failures += 1;
        writer.finish(time(), &ana()).unwrap();
    }
    (shown, failures)
}

#[test]
fn each_call_may_fail_once_and_the_next_save_works() {
    // EIO, ENOSPC, EINTR; with the slow tests EROFS, EACCES, EDQUOT too.
    let slow: &[i32] = if cfg!(feature = "slow") { &[30, 13, 122] } else { &[] };
    let errors = [5, 28, 4].iter().chain(slow).map(|errno| Fault::Errno(*errno));
    let faults = errors.chain([Fault::Short]);
    for fault in faults {
        let mut failed = BTreeSet::new();
        for at in 0.. {
            let folder = tempfile::tempdir().unwrap();
            let files = files(folder.path());
            let disk = Arc::new(FailingDisk::once(at, fault));
            let (shown, failures) = work(disk.clone(), &files);
            check(&files, &shown);
            if failures > 0 {
                failed.insert(at);
            }
            // Opening sweeps what could not be removed; nothing temporary is left.
            checkpoint::sweep(&RealDisk, &files);
            let left: Vec<_> = RealDisk.names(folder.path()).unwrap();
            assert!(left.iter().all(|name| !name.to_string_lossy().starts_with(".fc-")), "{left:?}");
            if disk.calls() <= at {
                break;
            }
        }
        assert!(failed.len() > 10 || fault == Fault::Short, "{fault:?} {failed:?}");
    }
}

#[test]
fn a_process_that_dies_at_any_call_loses_nothing_acknowledged() {
    for at in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let files = files(folder.path());
        let disk = Arc::new(FailingDisk::from(at));
        let mut shown = session();
        let mut writer = writer_for(disk.clone(), files.clone(), session());
        let mut acknowledged = None;
        for (seq, title) in [(2, "one"), (3, "two"), (4, "three")] {
            let line = retitle(&mut shown, seq, title);
            if writer.commit(&[line]).is_err() {
                break;
            }
            acknowledged = Some(title);
            if writer.checkpoint().is_err() {
                break;
            }
        }
        drop(writer);
        let found = load::load(&real(), &files).unwrap();
        match acknowledged {
            // A line that was written and not acknowledged may be there, or not; nothing earlier is missing.
            None => assert!(found.is_none_or(|f| ["raid", "one"].contains(&f.session.title.as_str()))),
            Some(title) => {
                let titles = ["one", "two", "three"];
                let least = titles.iter().position(|t| *t == title).unwrap();
                let loaded = found.unwrap();
                let is = titles.iter().position(|t| *t == loaded.session.title).unwrap();
                assert!(is >= least, "{at}: {title}, {}", loaded.session.title);
                assert_eq!((loaded.unfit, loaded.external), (None, None));
            }
        }
        if disk.calls() <= at {
            break;
        }
    }
}

#[test]
fn what_somebody_else_appends_is_set_aside_and_never_destroyed() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(folder.path());
    let mut shown = session();
    let mut writer = writer_for(real(), files.clone(), session());
    writer.commit(&[retitle(&mut shown, 2, "one")]).unwrap();
    let mut other = RealDisk.open_append(&files.log(), false).unwrap();
    std::io::Write::write_all(&mut other, b"foreign words\n").unwrap();
    let done = writer.commit(&[retitle(&mut shown, 3, "two")]).unwrap();
    assert_eq!(std::fs::read(&done.aside[0]).unwrap(), b"foreign words\n");
    check(&files, &shown);
    // A log that was cut or rewritten is not gone on with.
    other.set_len(100).unwrap();
    let trouble = writer.commit(&[retitle(&mut shown, 4, "three")]).unwrap_err();
    assert!(trouble.to_string().contains("another program"), "{trouble}");
    std::fs::remove_file(files.log()).unwrap();
    assert!(writer.commit(&[retitle(&mut shown, 4, "four")]).is_err());
    assert!(!files.log().exists());
}

#[test]
fn all_files_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let files = SessionFiles::of(&folder.path().join("deep/er/raid.json")).unwrap();
    let mut shown = session();
    let mut writer = writer_for(real(), files.clone(), session());
    writer.commit(&[retitle(&mut shown, 2, "one")]).unwrap();
    writer.checkpoint().unwrap();
    writer.checkpoint().unwrap();
    let mode = |p: &Path| std::fs::metadata(p).unwrap().permissions().mode() & 0o777;
    for file in [files.session().to_owned(), files.log(), files.backup(1)] {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    assert_eq!(mode(&folder.path().join("deep/er")), 0o700);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(if cfg!(feature = "slow") { 500 } else { 24 }))]
    /// Two writers whose locks do not hold, as on some network disks: whatever one of them was told is saved
    /// stands in some file afterwards.
    #[test]
    fn two_writers_without_a_lock_overwrite_nothing_silently(
        steps in proptest::collection::vec((proptest::bool::ANY, proptest::bool::ANY), 1..24),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let files = files(folder.path());
        let mut base = session();
        let mut first = writer_for(real(), files.clone(), session());
        first.commit(&[retitle(&mut base, 2, "base")]).unwrap();
        first.checkpoint().unwrap();
        drop(first);
        let mut sides: Vec<(Session, Writer)> = (0..2)
            .map(|_| {
                let loaded = load(&files);
                let session = loaded.session.clone();
                let before = Before::default();
                let writer = Writer::new(
                    real(), files.clone(), &loaded.tail, session.clone(), loaded.seen, before, None);
                (session, writer)
            })
            .collect();
        let mut promised = Vec::new();
        for (n, (side, edit)) in steps.into_iter().enumerate() {
            let (shown, writer) = &mut sides[usize::from(side)];
            if !edit {
                let _ = writer.checkpoint();
                continue;
            }
            let title = format!("side {side} step {n}.");
            let before = shown.clone();
            let line = retitle(shown, writer.next_seq(), &title);
            match writer.commit(&[line]) {
                Ok(_) => promised.push(title),
                Err(_) => *shown = before,
            }
        }
        let everything: String = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
            .collect();
        for title in promised {
            proptest::prop_assert!(everything.contains(&title), "{} is nowhere", title);
        }
    }
}
