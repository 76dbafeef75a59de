//! The names of a session's files, all beside one another.
//!
//! **Invariant:** every name is made from the session file's own; nothing that stands inside a file becomes
//! part of a path.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

/// How many older session files are kept. Source: the protocol for checkpoints.
pub const BACKUPS: u32 = 5;

/// How the name of every temporary file begins; the process id follows.
pub const TEMPORARY_PREFIX: &str = ".fc-";

/// How the name of every temporary file ends.
pub const TEMPORARY_SUFFIX: &str = ".tmp";

/// Where a session's files are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionFiles {
    session: PathBuf,
    folder: PathBuf,
    name: OsString,
}

impl SessionFiles {
    /// Takes the path of a session file, which need not exist. A link is followed once: the files lie beside
    /// what it leads to.
    pub fn of(path: &Path) -> io::Result<Self> {
        let absolute = std::path::absolute(path)?;
        let resolved = match std::fs::symlink_metadata(&absolute) {
            Ok(found) if found.is_symlink() => std::fs::canonicalize(&absolute)?,
            _ => absolute,
        };
        let file = resolved
            .file_name()
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the session's path names no file"))?;
        let parent = resolved.parent().unwrap_or_else(|| Path::new("/"));
        let folder = true_folder(parent);
        let name = match Path::new(file).extension() {
            Some(extension) if extension == "json" => {
                Path::new(file).file_stem().unwrap_or(file).to_os_string()
            }
            _ => file.to_os_string(),
        };
        Ok(Self { session: folder.join(file), folder, name })
    }

    /// Returns the session file's path.
    pub fn session(&self) -> &Path {
        &self.session
    }

    /// Returns the folder that holds all.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the session's name for people.
    pub fn name(&self) -> String {
        self.name.to_string_lossy().into_owned()
    }

    /// Returns the log's path.
    pub fn log(&self) -> PathBuf {
        self.beside(".log.jsonl")
    }

    /// Returns the lock's path.
    pub fn lock(&self) -> PathBuf {
        self.beside(".lock")
    }

    /// Returns the folder of kept copies.
    pub fn articles(&self) -> PathBuf {
        self.beside(".articles")
    }

    /// Returns the path of the `n`th backup, from 1, the newest.
    pub fn backup(&self, n: u32) -> PathBuf {
        self.beside(&format!(".bak.{n}"))
    }

    /// Returns the first free path `NAME.WHAT-1ENDING`, `NAME.WHAT-2ENDING` …; nothing is made there.
    pub fn free(&self, what: &str, ending: &str) -> PathBuf {
        let mut n = 1_u32;
        loop {
            let path = self.beside(&format!(".{what}-{n}{ending}"));
            if std::fs::symlink_metadata(&path).is_err() || n == u32::MAX {
                return path;
            }
            n += 1;
        }
    }

    /// Returns a path for a temporary file of this process, which no other call gets.
    pub fn temporary(&self) -> PathBuf {
        temporary_in(&self.folder)
    }

    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.name.clone();
        name.push(ending);
        self.folder.join(name)
    }
}

/// Returns a folder's path with links resolved as far as it exists: what articles' paths are compared with.
fn true_folder(folder: &Path) -> PathBuf {
    let found = folder.ancestors().find_map(|above| Some((above, std::fs::canonicalize(above).ok()?)));
    match found.and_then(|(above, path)| Some(path.join(folder.strip_prefix(above).ok()?))) {
        // Joining nothing would leave a separator at the end.
        Some(path) => path.components().collect(),
        None => folder.to_owned(),
    }
}

/// Returns a path for a temporary file of this process in a folder, which no other call gets.
pub fn temporary_in(folder: &Path) -> PathBuf {
    let number = super::disk::random();
    folder.join(format!("{TEMPORARY_PREFIX}{}-{number:016x}{TEMPORARY_SUFFIX}", std::process::id()))
}

/// Returns the process that made a temporary file of this name; none for any other name.
pub fn temporary_owner(name: &str) -> Option<u32> {
    let rest = name.strip_prefix(TEMPORARY_PREFIX)?.strip_suffix(TEMPORARY_SUFFIX)?;
    let (pid, random) = rest.split_once('-')?;
    (!random.is_empty() && random.bytes().all(|b| b.is_ascii_alphanumeric())).then(|| pid.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_lie_beside_the_session() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let files = SessionFiles::of(&root.join("raid.json")).unwrap();
        assert_eq!(files.log(), root.join("raid.log.jsonl"));
        assert_eq!(files.lock(), root.join("raid.lock"));
        assert_eq!(files.articles(), root.join("raid.articles"));
        assert_eq!(files.backup(5), root.join("raid.bak.5"));
        let other = SessionFiles::of(&root.join("v1.2")).unwrap();
        assert_eq!(other.log(), root.join("v1.2.log.jsonl"));
        assert!(SessionFiles::of(Path::new("/")).is_err());
    }

    #[test]
    fn a_link_is_followed_once() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir(root.join("true")).unwrap();
        std::fs::OpenOptions::new().write(true).create_new(true).open(root.join("true/a.json")).unwrap();
        std::os::unix::fs::symlink(root.join("true/a.json"), root.join("b.json")).unwrap();
        let files = SessionFiles::of(&root.join("b.json")).unwrap();
        assert_eq!(files.log(), root.join("true/a.log.jsonl"));
    }

    #[test]
    fn temporary_names_tell_their_process() {
        let path = temporary_in(Path::new("/x"));
        let name = path.file_name().unwrap().to_str().unwrap();
        assert_eq!(temporary_owner(name), Some(std::process::id()));
        for other in [".fc-.tmp", ".fc-12.tmp", ".fc-12-ab", "fc-12-ab.tmp", ".fc-1-../x.tmp", ".fc-x-1.tmp"]
        {
            assert_eq!(temporary_owner(other), None, "{other}");
        }
    }
}
