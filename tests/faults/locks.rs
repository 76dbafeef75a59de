//! Openers at one time, locks that were left, and locks that do not hold.
//!
//! **Invariant:** of many openers one writes; where the lock lies, both versions stay.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant, SystemTime};

use factcheck::command::CommandId;
use factcheck::format::log::{Kind, Line};
use factcheck::model::defaults::new_session;
use factcheck::model::{AnalystId, Change, Edit, Session, SessionId};
use factcheck::store::disk::{Disk, RealDisk, Status};
use factcheck::store::load::load;
use factcheck::store::names::SessionFiles;
use factcheck::store::open::{Access, Notice, ReadOnly, open, writer_for};
use factcheck::store::writer::{Before, Writer};
use proptest::prelude::*;

use super::case::Case;
use super::home::temporary_files;
use super::reached::reached;

/// How many times several start at once.
const RACES: usize = 1000;
/// How many start at once.
const OPENERS: usize = 3;
/// How many ways in which two writers take turns are tried.
const INTERLEAVINGS: u32 = 10_000;

#[test]
fn of_several_that_open_at_once_one_writes_and_the_others_are_told_who() {
    let case = Case::default();
    let slowest = AtomicUsize::new(0);
    for round in 0..RACES {
        let start = Barrier::new(OPENERS);
        let all: Vec<_> = std::thread::scope(|scope| {
            let openers: Vec<_> = (0..OPENERS)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        let began = Instant::now();
                        let opened = open(case.request()).unwrap();
                        let took = usize::try_from(began.elapsed().as_micros()).unwrap();
                        if matches!(opened.access, Access::ReadOnly(_)) {
                            slowest.fetch_max(took, Ordering::SeqCst);
                        }
                        opened.access
                    })
                })
                .collect();
            openers.into_iter().map(|opener| opener.join().unwrap()).collect()
        });
        let writers = all.iter().filter(|access| matches!(access, Access::Writer(_))).count();
        assert_eq!(writers, 1, "round {round}");
        for access in &all {
            if let Access::ReadOnly(why) = access {
                assert!(
                    matches!(why, ReadOnly::Busy(holder) if holder.user == "ana" || holder.user.is_empty())
                );
            }
        }
    }
    let slowest = Duration::from_micros(slowest.into_inner() as u64);
    reached(
        "8",
        &format!("{RACES} races of {OPENERS}: 0 with two writers, a refusal took at most {slowest:?}"),
    );
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
}

#[test]
fn a_lock_file_that_was_left_asks_nothing() {
    let case = Case::default();
    let pid = std::process::id();
    for n in 0..100 {
        // Of another machine, another boot, a living process, or nothing that can be read.
        let words = match n % 4 {
            0 => format!(
                "{{\"user\":\"ben\",\"host\":\"far{n}\",\"pid\":{n},\"boot\":\"b\",\"started\":\"x\"}}"
            ),
            1 => format!("{{\"user\":\"ben\",\"host\":\"here\",\"pid\":{pid},\"boot\":\"{n}\"}}"),
            2 => "\u{1b}[2J".repeat(n),
            _ => String::new(),
        };
        fs::write(case.files.lock(), words).unwrap();
        assert!(matches!(case.open().unwrap().access, Access::Writer(_)), "{n}");
    }
    // One that was killed while it held the lock.
    for n in 0..20 {
        let held = "exec 9>>\"$0\"; flock -x 9; echo held; exec sleep 60";
        let mut holder = std::process::Command::new("sh");
        holder.args(["-c", held, case.files.lock().to_str().unwrap()]).stdout(std::process::Stdio::piped());
        let mut holder = holder.spawn().unwrap();
        let mut told = [0; 5];
        io::Read::read_exact(holder.stdout.as_mut().unwrap(), &mut told).unwrap();
        assert!(matches!(case.open().unwrap().access, Access::ReadOnly(ReadOnly::Busy(_))), "{n}");
        holder.kill().unwrap();
        holder.wait().unwrap();
        assert!(matches!(case.open().unwrap().access, Access::Writer(_)), "{n}");
    }
    reached("9", "100 of 100 lock files, 20 of 20 killed holders");
}

#[test]
fn temporary_files_of_the_dead_are_swept_and_those_of_the_living_stay() {
    let case = Case::default();
    let mut dead = std::process::Command::new("true").spawn().unwrap();
    dead.wait().unwrap();
    for n in 0..85 {
        fs::write(case.files.folder().join(format!(".fc-{}-{n:016x}.tmp", dead.id())), "half").unwrap();
    }
    let mut living = std::process::Command::new("sleep").arg("60").spawn().unwrap();
    let theirs = format!(".fc-{}-0000000000000001.tmp", living.id());
    fs::write(case.files.folder().join(&theirs), "half").unwrap();
    fs::write(case.files.folder().join(".fc-report.tmp"), "somebody else's").unwrap();
    let opened = case.open().unwrap();
    assert!(opened.notices.contains(&Notice::Swept(85)), "{:?}", opened.notices);
    let mut left = temporary_files(case.files.folder());
    left.sort();
    living.kill().unwrap();
    living.wait().unwrap();
    assert_eq!(left, [theirs, ".fc-report.tmp".to_owned()]);
}

/// The real disk, but that nothing is waited for: what two writers do to each other's files does not hang on that.
#[derive(Debug)]
struct Hasty;

impl Disk for Hasty {
    fn create_new(&self, path: &Path) -> io::Result<File> {
        RealDisk.create_new(path)
    }
    fn open_append(&self, path: &Path, create: bool) -> io::Result<File> {
        RealDisk.open_append(path, create)
    }
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<usize> {
        RealDisk.write(file, bytes)
    }
    fn sync_data(&self, _: &File) -> io::Result<()> {
        Ok(())
    }
    fn sync_all(&self, _: &File) -> io::Result<()> {
        Ok(())
    }
    fn status(&self, file: &File) -> io::Result<Status> {
        RealDisk.status(file)
    }
    fn read_at(&self, file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        RealDisk.read_at(file, offset, buffer)
    }
    fn truncate(&self, file: &File, length: u64) -> io::Result<()> {
        RealDisk.truncate(file, length)
    }
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        RealDisk.read(path, limit)
    }
    fn modified(&self, path: &Path) -> io::Result<SystemTime> {
        RealDisk.modified(path)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.rename(from, to)
    }
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.hard_link(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }
    fn sync_dir(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        RealDisk.create_dir(path)
    }
    fn names(&self, path: &Path) -> io::Result<Vec<OsString>> {
        RealDisk.names(path)
    }
}

fn session() -> Session {
    let created = "2026-01-01T00:00:00Z".parse().unwrap();
    new_session(SessionId::new("aaaabbbb"), "raid".to_owned(), created)
}

/// Names the session anew, in the session and as a line.
fn retitle(session: &mut Session, seq: u64, title: &str) -> Line {
    let change = Change::Title { before: session.title.clone(), after: title.to_owned() };
    let edit = Edit { what: CommandId::new("app.title"), changes: vec![change] };
    edit.apply(session).unwrap();
    Line {
        seq,
        at: session.created,
        by: AnalystId::new("ana"),
        what: edit.what,
        kind: Kind::Edit,
        of: None,
        file: None,
        session: None,
        changes: edit.changes,
        prev: None,
    }
}

fn sides(files: &SessionFiles) -> Vec<(Session, Writer)> {
    let disk: Arc<dyn Disk> = Arc::new(Hasty);
    let mut base = session();
    let mut first = writer_for(Arc::clone(&disk), files.clone(), session());
    first.commit(&[retitle(&mut base, 2, "base")]).unwrap();
    first.checkpoint().unwrap();
    drop(first);
    (0..2)
        .map(|_| {
            let loaded = load(&disk, files).unwrap().unwrap();
            let session = loaded.session.clone();
            let (before, seen) = (Before::default(), loaded.seen);
            let writer = Writer::new(
                Arc::clone(&disk),
                files.clone(),
                &loaded.tail,
                session.clone(),
                seen,
                before,
                None,
            );
            (session, writer)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: INTERLEAVINGS, failure_persistence: None, ..ProptestConfig::default() })]
    /// Two writers whose locks do not hold, as on some network disks: whatever one of them was told is saved stands
    /// in some file afterwards.
    #[test]
    fn two_writers_without_a_lock_overwrite_nothing_silently(
        steps in proptest::collection::vec((any::<bool>(), any::<bool>()), 1..12),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let files = SessionFiles::of(&folder.path().join("raid.json")).unwrap();
        let mut sides = sides(&files);
        let mut promised = vec!["base".to_owned()];
        for (n, (side, edit)) in steps.into_iter().enumerate() {
            let (shown, writer) = &mut sides[usize::from(side)];
            if !edit {
                let _told = writer.checkpoint();
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
        let everything: String = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
            .collect();
        for title in promised {
            prop_assert!(everything.contains(&title), "{} is nowhere", title);
        }
    }
}
