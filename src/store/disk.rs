//! Every call by which a session reaches the disk, one by one, so that a test can let any of them fail.
//!
//! **Invariant:** files are made with mode 0600 and folders with 0700 whatever the umask allows; a name that is
//! a link is never written through.

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::time::SystemTime;

/// The calls that the log, the checkpoint and the kept copies are made of.
pub trait Disk: Send + Sync + fmt::Debug {
    /// Makes a file that did not exist.
    fn create_new(&self, path: &Path) -> io::Result<File>;
    /// Opens a file for reading and for writing at its end; makes it where `create` is set and it is missing.
    fn open_append(&self, path: &Path, create: bool) -> io::Result<File>;
    /// Writes some of the bytes and says how many.
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<usize>;
    /// Waits until the file's bytes are on the disk.
    fn sync_data(&self, file: &File) -> io::Result<()>;
    /// Waits until the file's bytes and facts are on the disk.
    fn sync_all(&self, file: &File) -> io::Result<()>;
    /// Returns the file's length in bytes and whether a name still leads to it.
    fn status(&self, file: &File) -> io::Result<Status>;
    /// Reads bytes from `offset` until the buffer is full or the file ends; returns how many.
    fn read_at(&self, file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<usize>;
    /// Cuts the file to a length in bytes.
    fn truncate(&self, file: &File, length: u64) -> io::Result<()>;
    /// Reads a whole regular file, at most `limit` bytes.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;
    /// Returns when the file was last written; does not follow a link.
    fn modified(&self, path: &Path) -> io::Result<SystemTime>;
    /// Gives a file another name, replacing what had it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file a second name, which must be free.
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a name.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Waits until the folder's names are on the disk.
    fn sync_dir(&self, path: &Path) -> io::Result<()>;
    /// Makes a folder and those above it; no error where it stands.
    fn create_dir(&self, path: &Path) -> io::Result<()>;
    /// Lists the names in a folder.
    fn names(&self, path: &Path) -> io::Result<Vec<OsString>>;
}

/// What an open file says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// Its length in bytes.
    pub length: u64,
    /// Whether a name still leads to it.
    pub named: bool,
}

/// The disk itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn create_new(&self, path: &Path) -> io::Result<File> {
        private(OpenOptions::new().write(true).read(true).create_new(true)).open(path)
    }

    fn open_append(&self, path: &Path, create: bool) -> io::Result<File> {
        let file =
            never_a_link(private(OpenOptions::new().append(true).read(true).create(create))).open(path)?;
        regular(&file)?;
        Ok(file)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<usize> {
        io::Write::write(file, bytes)
    }

    fn sync_data(&self, file: &File) -> io::Result<()> {
        file.sync_data()
    }

    fn sync_all(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    fn status(&self, file: &File) -> io::Result<Status> {
        let metadata = file.metadata()?;
        Ok(Status { length: metadata.len(), named: named(&metadata) })
    }

    fn read_at(&self, file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let mut at = file;
        io::Seek::seek(&mut at, io::SeekFrom::Start(offset))?;
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match at.read(rest) {
                Ok(0) => break,
                Ok(n) => filled += n,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }

    fn truncate(&self, file: &File, length: u64) -> io::Result<()> {
        file.set_len(length)
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let file = non_blocking(OpenOptions::new().read(true)).open(path)?;
        regular(&file)?;
        let mut bytes = Vec::new();
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(io::Error::new(ErrorKind::FileTooLarge, "the file is larger than the limit"));
        }
        Ok(bytes)
    }

    fn modified(&self, path: &Path) -> io::Result<SystemTime> {
        fs::symlink_metadata(path)?.modified()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        match File::open(path)?.sync_all() {
            // Some file systems cannot sync a folder and say so; there is nothing more to do on them.
            Err(error) if error.kind() == ErrorKind::InvalidInput => Ok(()),
            result => result,
        }
    }

    fn create_dir(&self, path: &Path) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path)
    }

    fn names(&self, path: &Path) -> io::Result<Vec<OsString>> {
        fs::read_dir(path)?.map(|entry| entry.map(|e| e.file_name())).collect()
    }
}

/// Writes all of the bytes, going on after interruptions and short writes.
pub fn write_all(disk: &dyn Disk, file: &mut File, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match disk.write(file, bytes) {
            Ok(0) => return Err(io::Error::new(ErrorKind::WriteZero, "no byte could be written")),
            Ok(n) => bytes = bytes.get(n..).unwrap_or_default(),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Returns 64 bits that no other process or call is likely to get; not for secrets.
pub fn random() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    use std::sync::atomic::{AtomicU64, Ordering};
    static CALLS: AtomicU64 = AtomicU64::new(0);
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    RandomState::new().hash_one((now, std::process::id(), CALLS.fetch_add(1, Ordering::Relaxed)))
}

/// Returns an error where the open file is not a regular one.
pub fn regular(file: &File) -> io::Result<fs::Metadata> {
    let metadata = file.metadata()?;
    if metadata.is_file() {
        Ok(metadata)
    } else {
        Err(io::Error::new(ErrorKind::InvalidInput, "not a regular file"))
    }
}

fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

fn never_a_link(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        std::os::unix::fs::OpenOptionsExt::custom_flags(options, flags.bits() as i32);
    }
    options
}

/// A FIFO opened for reading would wait for a writer for ever.
pub fn non_blocking(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        std::os::unix::fs::OpenOptionsExt::custom_flags(options, flags.bits() as i32);
    }
    options
}

#[cfg(unix)]
fn named(metadata: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(metadata) > 0
}

#[cfg(not(unix))]
fn named(_: &fs::Metadata) -> bool {
    true
}
