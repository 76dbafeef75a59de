//! Where the answers are kept to whether a program of the settings may run: outside the settings, in the state folder.
//!
//! **Invariant:** what cannot be read is no answer; the file is the user's alone and never a link.

use std::path::{Path, PathBuf};

use super::disk::{Disk, RealDisk, write_all};
use super::trouble::Trouble;
use crate::format::consents;

/// The largest file of answers that is read, bytes.
const LARGEST: u64 = 1024 * 1024;

/// Returns the file of answers; none where the system names no such folder.
pub fn file() -> Option<PathBuf> {
    let dirs = directories::ProjectDirs::from("", "", "factcheck")?;
    let folder = dirs.state_dir().unwrap_or_else(|| dirs.data_dir());
    Some(folder.join("programs.jsonl"))
}

/// Returns the answer that was given for a command line; none where there was none.
pub fn answer(file: &Path, command: &[String]) -> Option<bool> {
    let bytes = RealDisk.read(file, LARGEST).ok()?;
    consents::answer(&String::from_utf8_lossy(&bytes), command)
}

/// Keeps an answer.
///
/// # Errors
/// The disk refuses; then it is asked again the next time.
pub fn keep(file: &Path, command: &[String], yes: bool, at: jiff::Timestamp) -> Result<(), Trouble> {
    let trouble = || Trouble::in_doing("keep the answer in", file);
    if let Some(folder) = file.parent() {
        RealDisk.create_dir(folder).map_err(trouble())?;
    }
    let mut open = RealDisk.open_append(file, true).map_err(trouble())?;
    write_all(&RealDisk, &mut open, consents::line(command, yes, at).as_bytes()).map_err(trouble())?;
    RealDisk.sync_all(&open).map_err(trouble())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn answers_are_kept_for_the_user_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state/factcheck/programs.jsonl");
        let command = vec!["/opt/model".to_owned(), "a b".to_owned()];
        assert_eq!(answer(&file, &command), None);
        keep(&file, &command, true, jiff::Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(answer(&file, &command), Some(true));
        keep(&file, &command, false, jiff::Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!((answer(&file, &command), answer(&file, &command[..1])), (Some(false), None));
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
        let link = folder.path().join("link");
        symlink(&file, &link).unwrap();
        assert!(keep(&link, &command, true, jiff::Timestamp::UNIX_EPOCH).is_err());
    }
}
