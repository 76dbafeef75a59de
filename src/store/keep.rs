//! Kept copies: the bytes of a cited article, beside the session, under their hash.
//!
//! **Invariant:** a kept copy's name is the SHA-256 of its bytes, computed here and never taken from a file.

use std::io::ErrorKind;

use super::article;
use super::disk::Disk;
use super::journal::put_new;
use super::names::{SessionFiles, temporary_in};
use super::trouble::Trouble;

/// The largest article in bytes that is copied as a whole unless the settings say otherwise. Source: the design.
pub const LIMIT: u64 = 32 * 1024 * 1024;

/// What became of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It stands, under this hash.
    Whole {
        /// SHA-256 of the bytes, 64 hex digits.
        sha256: String,
    },
    /// The article is over the limit and was not copied.
    TooLarge {
        /// Its length in bytes.
        bytes: u64,
        /// The limit in bytes.
        limit: u64,
    },
}

/// Copies an article's bytes beside the session; does nothing where the copy stands already.
pub fn keep(disk: &dyn Disk, files: &SessionFiles, bytes: &[u8], limit: u64) -> Result<Kept, Trouble> {
    let length = bytes.len() as u64;
    if length > limit {
        return Ok(Kept::TooLarge { bytes: length, limit });
    }
    let sha256 = article::sha256(bytes);
    let folder = files.articles();
    let path = folder.join(&sha256);
    match disk.read(&path, length) {
        Ok(found) if found == bytes => return Ok(Kept::Whole { sha256 }),
        Ok(_) => {}
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::FileTooLarge) => {}
        Err(error) => return Err(Trouble::in_doing("read the kept copy", &path)(error)),
    }
    disk.create_dir(&folder).map_err(Trouble::in_doing("make", &folder))?;
    let temporary = temporary_in(&folder);
    put_new(disk, &temporary, bytes).map_err(Trouble::in_doing("keep a copy in", &folder))?;
    if let Err(error) = disk.rename(&temporary, &path) {
        let _ = disk.remove(&temporary);
        return Err(Trouble::in_doing("keep a copy in", &folder)(error));
    }
    disk.sync_dir(&folder).map_err(Trouble::in_doing("save", &folder))?;
    disk.sync_dir(files.folder()).map_err(Trouble::in_doing("save", files.folder()))?;
    Ok(Kept::Whole { sha256 })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::super::disk::RealDisk;
    use super::*;

    #[test]
    fn a_copy_is_private_and_stands_under_its_hash() {
        let folder = tempfile::tempdir().unwrap();
        let files = SessionFiles::of(&folder.path().join("a.json")).unwrap();
        let kept = keep(&RealDisk, &files, b"words", LIMIT).unwrap();
        let sha256 = article::sha256(b"words");
        assert_eq!(kept, Kept::Whole { sha256: sha256.clone() });
        let path = files.articles().join(sha256);
        let mode = |p: &std::path::Path| std::fs::metadata(p).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&files.articles()), mode(&path)), (0o700, 0o600));
        let mut damaged = RealDisk.open_append(&path, false).unwrap();
        std::io::Write::write_all(&mut damaged, b"!").unwrap();
        keep(&RealDisk, &files, b"words", LIMIT).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"words");
        assert_eq!(std::fs::read_dir(files.articles()).unwrap().count(), 1);
        assert_eq!(keep(&RealDisk, &files, b"words", 4).unwrap(), Kept::TooLarge { bytes: 5, limit: 4 });
    }
}
