//! Kept copies: the bytes of a cited article, beside the session, under their hash.
//!
//! **Invariant:** a kept copy's name is the SHA-256 of its bytes, computed here and never taken from a file. Of an
//! article over the limit the paragraphs around what was cited are kept, under the hash of the whole.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::article;
use super::disk::Disk;
use super::journal::put_new;
use super::names::{SessionFiles, temporary_in};
use super::trouble::Trouble;
use crate::format;
use crate::format::extracts::Extract;

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
    put(disk, files, &path, bytes)?;
    Ok(Kept::Whole { sha256 })
}

/// Adds extracts of an article that is too large to be copied whole to those that stand beside the session.
pub fn keep_extracts(
    disk: &dyn Disk,
    files: &SessionFiles,
    sha256: &str,
    extracts: &[Extract],
) -> Result<(), Trouble> {
    let (folder, path) = (files.articles(), extracts_path(files, sha256)?);
    let stand = read_extracts(disk, files, sha256)?;
    let mut all = stand.clone();
    all.extend(extracts.iter().filter(|extract| !stand.contains(extract)).cloned());
    if all.len() == stand.len() {
        return Ok(());
    }
    disk.create_dir(&folder).map_err(Trouble::in_doing("make", &folder))?;
    put(disk, files, &path, format::extracts::write(&all).as_bytes())
}

/// Reads the extracts that were kept of an article; none where there are none.
pub fn read_extracts(disk: &dyn Disk, files: &SessionFiles, sha256: &str) -> Result<Vec<Extract>, Trouble> {
    let path = extracts_path(files, sha256)?;
    match disk.read(&path, article::LIMIT) {
        Ok(bytes) => Ok(format::extracts::read(&String::from_utf8_lossy(&bytes))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(Trouble::in_doing("read the kept paragraphs", &path)(error)),
    }
}

/// Returns where the extracts of an article stand; a hash that is none, as a session file may hold, has no place.
fn extracts_path(files: &SessionFiles, sha256: &str) -> Result<PathBuf, Trouble> {
    let folder = files.articles();
    if sha256.len() != 64 || !sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Trouble::saying("keep paragraphs in", &folder, "the article's hash is no SHA-256"));
    }
    Ok(folder.join(format!("{sha256}.extracts.jsonl")))
}

/// Puts a file in its place and waits for the disk.
fn put(disk: &dyn Disk, files: &SessionFiles, path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let folder = files.articles();
    let temporary = temporary_in(&folder);
    put_new(disk, &temporary, bytes).map_err(Trouble::in_doing("keep a copy in", &folder))?;
    if let Err(error) = disk.rename(&temporary, path) {
        let _ = disk.remove(&temporary);
        return Err(Trouble::in_doing("keep a copy in", &folder)(error));
    }
    disk.sync_dir(&folder).map_err(Trouble::in_doing("save", &folder))?;
    disk.sync_dir(files.folder()).map_err(Trouble::in_doing("save", files.folder()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::super::disk::RealDisk;
    use super::*;

    #[test]
    fn paragraphs_of_a_large_article_are_added_to_those_that_stand() {
        let folder = tempfile::tempdir().unwrap();
        let files = SessionFiles::of(&folder.path().join("a.json")).unwrap();
        let hash = "a".repeat(64);
        let extract = |start, text: &str| Extract { start, text: text.to_owned() };
        let (one, two) = (extract(900, "62 were killed."), extract(12, "83 were killed."));
        keep_extracts(&RealDisk, &files, &hash, std::slice::from_ref(&one)).unwrap();
        keep_extracts(&RealDisk, &files, &hash, &[two.clone(), one.clone()]).unwrap();
        assert_eq!(read_extracts(&RealDisk, &files, &hash).unwrap(), [two, one]);
        let mode = std::fs::metadata(extracts_path(&files, &hash).unwrap()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(files.articles()).unwrap().count(), 1);
        assert!(keep_extracts(&RealDisk, &files, "../../x", &[extract(0, "x")]).is_err());
    }

    #[test]
    fn a_copy_is_private_and_stands_under_its_hash() {
        let folder = tempfile::tempdir().unwrap();
        let files = SessionFiles::of(&folder.path().join("a.json")).unwrap();
        let kept = keep(&RealDisk, &files, b"words", LIMIT).unwrap();
        let sha256 = article::sha256(b"words");
        assert_eq!(kept, Kept::Whole { sha256: sha256.clone() });
        let path = files.articles().join(sha256);
        let mode = |p: &Path| std::fs::metadata(p).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&files.articles()), mode(&path)), (0o700, 0o600));
        let mut damaged = RealDisk.open_append(&path, false).unwrap();
        std::io::Write::write_all(&mut damaged, b"!").unwrap();
        keep(&RealDisk, &files, b"words", LIMIT).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"words");
        assert_eq!(std::fs::read_dir(files.articles()).unwrap().count(), 1);
        assert_eq!(keep(&RealDisk, &files, b"words", 4).unwrap(), Kept::TooLarge { bytes: 5, limit: 4 });
    }
}
