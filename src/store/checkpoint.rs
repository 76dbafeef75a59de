//! The session file, replaced as a whole: written beside itself, waited for, compared, and only then renamed.
//!
//! **Invariant:** at every moment the session's name leads to a whole session, the old one or the new one; a
//! version that somebody else put there is kept under a name of its own.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::disk::Disk;
use super::journal::put_new;
use super::lock;
use super::names::{self, BACKUPS, SessionFiles};
use super::trouble::Trouble;

/// The largest session file that is read, in bytes.
pub const LARGEST: u64 = 1024 * 1024 * 1024;

/// What the session file was when this process last read or wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// There was none.
    Nothing,
    /// BLAKE3 of its bytes.
    Hash(blake3::Hash),
}

/// A checkpoint that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// `blake3:` and 64 hex digits of the file's bytes, for the log's `checkpoint` line.
    pub file: String,
    /// Where a version that somebody else wrote was kept.
    pub outside: Option<PathBuf>,
}

/// Returns `blake3:` and 64 hex digits.
pub fn file_hash(bytes: &[u8]) -> String {
    format!("blake3:{}", blake3::hash(bytes).to_hex())
}

/// Replaces the session file. On an error the old file stands, unless the error came after the renaming: then
/// `seen` is the new one's, and trying again is right in both cases.
pub fn write(
    disk: &dyn Disk,
    files: &SessionFiles,
    bytes: &[u8],
    seen: &mut Seen,
) -> Result<Written, Trouble> {
    let temporary = files.temporary();
    put_new(disk, &temporary, bytes).map_err(Trouble::in_doing("write", files.session()))?;
    let replaced = replace(disk, files, &temporary, *seen);
    let outside = match replaced {
        Ok(outside) => outside,
        Err(trouble) => {
            // What cannot be removed now is swept at the next opening.
            let _ = disk.remove(&temporary);
            return Err(trouble);
        }
    };
    *seen = Seen::Hash(blake3::hash(bytes));
    disk.sync_dir(files.folder()).map_err(Trouble::in_doing("save", files.folder()))?;
    Ok(Written { file: file_hash(bytes), outside })
}

/// Keeps what stands there, as a backup or as somebody else's, and puts the new file in its place.
fn replace(
    disk: &dyn Disk,
    files: &SessionFiles,
    temporary: &Path,
    seen: Seen,
) -> Result<Option<PathBuf>, Trouble> {
    let session = files.session();
    let outside = match disk.read(session, LARGEST) {
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(Trouble::in_doing("read", session)(error)),
        Ok(now) if seen == Seen::Hash(blake3::hash(&now)) => {
            let path = free_backup(disk, files)?;
            keep(disk, files, &now, &path)?;
            None
        }
        Ok(now) => {
            let path = files.free("outside", ".json");
            keep(disk, files, &now, &path)?;
            Some(path)
        }
    };
    disk.rename(temporary, session).map_err(Trouble::in_doing("replace", session))?;
    Ok(outside)
}

/// Gives the present session file a second name; where the file system has no links, copies it.
fn keep(disk: &dyn Disk, files: &SessionFiles, now: &[u8], path: &Path) -> Result<(), Trouble> {
    if disk.hard_link(files.session(), path).is_ok() {
        return Ok(());
    }
    put_new(disk, path, now).map_err(Trouble::in_doing("keep a backup in", path))
}

/// Moves the backups so that the first place is free. Where all are taken, the one goes that leaves the smallest
/// hole for its age: hours and days stay covered, not only the last minute.
fn free_backup(disk: &dyn Disk, files: &SessionFiles) -> Result<PathBuf, Trouble> {
    let times: Vec<Option<SystemTime>> =
        (1..=BACKUPS).map(|n| disk.modified(&files.backup(n)).ok()).collect();
    let last = match times.iter().position(Option::is_none) {
        Some(free) => free as u32 + 1,
        None => crowded(&times.into_iter().flatten().collect::<Vec<_>>(), SystemTime::now()),
    };
    for n in (1..last).rev() {
        let (from, to) = (files.backup(n), files.backup(n + 1));
        disk.rename(&from, &to).map_err(Trouble::in_doing("move the backup", &from))?;
    }
    let first = files.backup(1);
    if last == 1 && disk.modified(&first).is_ok() {
        disk.remove(&first).map_err(Trouble::in_doing("replace the backup", &first))?;
    }
    Ok(first)
}

/// Until it is this old, the oldest backup stays: a week, so that last week's state can be had back.
const OLDEST_STAYS: f64 = 7.0 * 24.0 * 3600.0;

/// Returns the number, from 1, of the backup that is missed least.
fn crowded(times: &[SystemTime], now: SystemTime) -> u32 {
    let age = |n: usize| {
        let time = times.get(n).copied().unwrap_or(now);
        now.duration_since(time).unwrap_or_default().as_secs_f64()
    };
    let oldest = times.len().saturating_sub(1);
    let hole = |n: usize| {
        let newer = if n == 0 { 0.0 } else { age(n - 1) };
        (age((n + 1).min(oldest)) - newer) / age(n).max(1.0)
    };
    let candidates = (0..oldest).rev().chain((age(oldest) > OLDEST_STAYS).then_some(oldest));
    candidates.min_by(|a, b| hole(*a).total_cmp(&hole(*b))).map_or(1, |n| n as u32 + 1)
}

/// Removes temporary files of processes that are gone, and this process's own; returns how many. For the holder
/// of the lock, before anything is written.
pub fn sweep(disk: &dyn Disk, files: &SessionFiles) -> usize {
    let own = std::process::id();
    let mut swept = 0;
    for folder in [files.folder().to_owned(), files.articles()] {
        for name in disk.names(&folder).unwrap_or_default() {
            let owner = name.to_str().and_then(names::temporary_owner);
            if owner.is_some_and(|pid| pid == own || !lock::is_alive(pid)) {
                swept += usize::from(disk.remove(&folder.join(&name)).is_ok());
            }
        }
    }
    swept
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::disk::RealDisk;
    use super::*;

    fn files(folder: &Path) -> SessionFiles {
        SessionFiles::of(&folder.join("a.json")).unwrap()
    }

    #[test]
    fn five_backups_are_kept_and_not_six() {
        let folder = tempfile::tempdir().unwrap();
        let files = files(folder.path());
        let mut seen = Seen::Nothing;
        for n in 0..9 {
            write(&RealDisk, &files, format!("{n}").as_bytes(), &mut seen).unwrap();
        }
        assert_eq!(std::fs::read(files.session()).unwrap(), b"8");
        assert_eq!(std::fs::read(files.backup(1)).unwrap(), b"7");
        assert!((1..=5).all(|n| files.backup(n).exists()) && !files.backup(6).exists());
        assert_eq!(RealDisk.names(folder.path()).unwrap().len(), 6);
    }

    #[test]
    fn a_version_of_somebody_else_is_kept_even_with_equal_size_and_time() {
        let folder = tempfile::tempdir().unwrap();
        let files = files(folder.path());
        let mut seen = Seen::Nothing;
        write(&RealDisk, &files, b"ours 1", &mut seen).unwrap();
        let time = std::fs::metadata(files.session()).unwrap().modified().unwrap();
        let other = std::fs::OpenOptions::new().write(true).open(files.session()).unwrap();
        std::os::unix::fs::FileExt::write_all_at(&other, b"theirs", 0).unwrap();
        other.set_modified(time).unwrap();
        let written = write(&RealDisk, &files, b"ours 2", &mut seen).unwrap();
        assert_eq!(std::fs::read(written.outside.unwrap()).unwrap(), b"theirs");
        assert_eq!(std::fs::read(files.session()).unwrap(), b"ours 2");
        assert_eq!(written.file, file_hash(b"ours 2"));
    }

    #[test]
    fn the_backup_that_is_missed_least_goes() {
        let now = SystemTime::now();
        let at = |minutes: [u64; 5]| minutes.map(|m| now - Duration::from_secs(60 * m)).to_vec();
        assert_eq!(crowded(&at([1, 2, 60, 61, 600]), now), 3);
        assert_eq!(crowded(&at([10, 20, 40, 80, 81]), now), 4);
        assert_eq!(crowded(&at([10, 20, 40, 20_000, 20_001]), now), 5);
        assert_eq!(crowded(&[now; 5], now), 4);
    }

    #[test]
    fn temporary_files_of_the_dead_are_swept_and_those_of_the_living_stay() {
        let folder = tempfile::tempdir().unwrap();
        let files = files(folder.path());
        let parent = rustix::process::getppid().unwrap().as_raw_nonzero();
        let own = files.temporary();
        let keep = [format!(".fc-{parent}-0.tmp"), ".fc-x-0.tmp".to_owned(), "a.json".to_owned()];
        for name in keep.iter().map(|n| folder.path().join(n)).chain([own.clone()]) {
            RealDisk.create_new(&name).unwrap();
        }
        RealDisk.create_new(&folder.path().join(".fc-2147483646-0.tmp")).unwrap();
        assert_eq!(sweep(&RealDisk, &files), 2);
        let mut left = RealDisk.names(folder.path()).unwrap();
        left.sort();
        let mut keep: Vec<_> = keep.into_iter().map(std::ffi::OsString::from).collect();
        keep.sort();
        assert_eq!(left, keep);
    }
}
