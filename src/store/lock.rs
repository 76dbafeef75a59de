//! One writer a session: an advisory lock on `NAME.lock`, held for the session's life.
//!
//! **Invariant:** the file is written only by whoever has the lock, and never removed; what it says is for
//! people, the lock itself decides.

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;

use crate::format::json::{Out, Spread, Style};
use crate::format::members;

/// A lock that is held until it is dropped.
#[derive(Debug)]
pub struct Lock {
    /// Kept open: closing it is what gives the lock back.
    _file: File,
}

/// Who holds a lock, as the holder wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    /// The analyst's name in the session, never a login name.
    pub user: String,
    /// The machine.
    pub host: String,
    /// The process.
    pub pid: Option<u32>,
    /// The machine's boot, where the system tells it.
    pub boot: String,
    /// When it was opened, as text.
    pub started: String,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or = |word: &str, other: &str| if word.is_empty() { other.to_owned() } else { plain(word) };
        write!(f, "{} on {}", or(&self.user, "somebody"), or(&self.host, "an unknown machine"))?;
        // Hours and minutes are enough to know a colleague by; the whole stands in the lock file.
        match self.started.get(11..16) {
            Some(time) => write!(f, " since {} UTC", plain(time)),
            None => Ok(()),
        }
    }
}

/// A lock file may hold anything; what is shown of it is one short line without controls.
fn plain(word: &str) -> String {
    word.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(64).collect()
}

/// Why a lock was not had.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process has it.
    #[error("open in another factcheck: {0}")]
    Busy(Holder),
    /// The lock file cannot be made or opened: read-only media, or no permission.
    #[error("the lock cannot be taken: {0}")]
    Io(#[from] io::Error),
}

/// How often and how long a busy lock is tried again: a read-only opener may hold it for an instant to see
/// whether it is free. Together well under the 100 ms in which a second opener must know.
const TRIES: u32 = 4;
const WAIT: Duration = Duration::from_millis(8);

/// The most of a lock file that is read, in bytes.
const CONTENTS: u64 = 4096;

impl Lock {
    /// Takes the lock and writes who has it.
    pub fn acquire(path: &Path, user: &str) -> Result<Self, LockError> {
        let mut file = open(path, true)?;
        for round in 0..TRIES {
            match file.try_lock() {
                Ok(()) => {
                    // Others may only read who holds it; the lock counts without the words.
                    let _ = say(&mut file, user);
                    return Ok(Self { _file: file });
                }
                Err(TryLockError::WouldBlock) if round + 1 < TRIES => std::thread::sleep(WAIT),
                Err(TryLockError::WouldBlock) => break,
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
        Err(LockError::Busy(holder(path)))
    }
}

/// Returns whether nobody has the lock. For a read-only opener that waits.
pub fn is_free(path: &Path) -> bool {
    match open(path, false) {
        Ok(file) => file.try_lock_shared().is_ok(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// Returns who wrote the lock file last; unknown fields are empty.
pub fn holder(path: &Path) -> Holder {
    read_holder(path).unwrap_or_default()
}

/// Returns the name of the network file system that holds the path, where locks of other machines may not be
/// seen; none for a local one.
pub fn network_file_system(path: &Path) -> Option<&'static str> {
    #[cfg(target_os = "linux")]
    {
        /// Magic numbers of file systems that other machines share. Source: linux/magic.h, and statfs(2).
        const SHARED: [(u64, &str); 9] = [
            (0x6969, "NFS"),
            (0x517b, "SMB"),
            (0xff53_4d42, "CIFS"),
            (0xfe53_4d42, "SMB 2"),
            (0x6573_5546, "FUSE"),
            (0x5346_414f, "AFS"),
            (0x0102_1997, "9P"),
            (0x00c3_6400, "Ceph"),
            (0x0bd0_0bd0, "Lustre"),
        ];
        let kind = rustix::fs::statfs(path).ok()?.f_type as u64 & 0xffff_ffff;
        SHARED.iter().find(|(magic, _)| *magic == kind).map(|(_, name)| *name)
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = path;
        None
    }
}

/// Returns whether a process of this machine is alive.
pub fn is_alive(pid: u32) -> bool {
    #[cfg(unix)]
    {
        let Some(pid) = i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw) else {
            return false;
        };
        // A process of another user answers "not permitted": it lives.
        !matches!(rustix::process::test_kill_process(pid), Err(rustix::io::Errno::SRCH))
    }
    #[cfg(not(unix))]
    {
        let _ = pid;
        true
    }
}

fn open(path: &Path, write: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(write).create(write);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        options.mode(0o600).custom_flags(flags.bits() as i32);
    }
    let file = options.open(path)?;
    super::disk::regular(&file)?;
    Ok(file)
}

fn say(file: &mut File, user: &str) -> io::Result<()> {
    let mut out = Out::new(Style::Compact);
    out.object(Spread::Line, |object| {
        object.member("user").string(user);
        object.member("host").string(&host());
        object.member("pid").number(std::process::id());
        object.member("boot").string(&boot());
        object.member("started").text(Timestamp::now());
    });
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(out.finish().as_bytes())
}

fn read_holder(path: &Path) -> Option<Holder> {
    let mut text = String::new();
    open(path, false).ok()?.take(CONTENTS).read_to_string(&mut text).ok()?;
    let mut found = members::outermost(text.trim_end()).ok()?;
    let mut word = |name: &str| found.given(name).and_then(|item| item.string().ok()).unwrap_or_default();
    let (user, host, boot, started) = (word("user"), word("host"), word("boot"), word("started"));
    let pid = found.given("pid").and_then(|item| item.count().ok());
    Some(Holder { user, host, pid, boot, started })
}

fn host() -> String {
    #[cfg(unix)]
    {
        rustix::system::uname().nodename().to_string_lossy().into_owned()
    }
    #[cfg(not(unix))]
    {
        String::new()
    }
}

fn boot() -> String {
    let found = std::fs::read_to_string("/proc/sys/kernel/random/boot_id");
    found.map(|id| id.trim().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_opener_gets_the_holder_and_leaves_the_file_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.lock");
        assert!(is_free(&path));
        let lock = Lock::acquire(&path, "ana").unwrap();
        let words = std::fs::read(&path).unwrap();
        let Err(LockError::Busy(holder)) = Lock::acquire(&path, "ben") else { panic!("a second writer") };
        assert_eq!((holder.user.as_str(), holder.pid), ("ana", Some(std::process::id())));
        assert!(holder.to_string().starts_with("ana on "));
        assert_eq!(std::fs::read(&path).unwrap(), words);
        assert!(!is_free(&path));
        drop(lock);
        assert!(is_free(&path) && path.exists());
        drop(Lock::acquire(&path, "ben").unwrap());
        assert_eq!(super::holder(&path).user, "ben");
    }

    #[test]
    fn a_lock_file_may_hold_anything_and_is_never_a_link() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.lock");
        drop(Lock::acquire(&path, "\u{1b}[2J\nx").unwrap());
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(!holder(&path).to_string().contains(['\u{1b}', '\n']));
        let mut file = OpenOptions::new().write(true).truncate(true).open(&path).unwrap();
        file.write_all(b"{\"pid\":1e400,\xff").unwrap();
        assert_eq!(holder(&path), Holder::default());
        symlink(&path, folder.path().join("b.lock")).unwrap();
        assert!(matches!(Lock::acquire(&folder.path().join("b.lock"), "x"), Err(LockError::Io(_))));
    }

    #[test]
    fn of_many_that_start_at_once_one_writes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.lock");
        for _ in 0..50 {
            let start = std::sync::Barrier::new(4);
            let locks: Vec<Option<Lock>> = std::thread::scope(|scope| {
                let openers: Vec<_> = (0..4)
                    .map(|_| {
                        scope.spawn(|| {
                            start.wait();
                            Lock::acquire(&path, "x").ok()
                        })
                    })
                    .collect();
                openers.into_iter().map(|opener| opener.join().unwrap()).collect()
            });
            assert_eq!(locks.iter().flatten().count(), 1);
        }
    }

    #[test]
    fn this_process_is_alive_and_none_of_number_zero() {
        assert!(is_alive(std::process::id()));
        assert!(!is_alive(0) && !is_alive(u32::MAX));
    }
}
