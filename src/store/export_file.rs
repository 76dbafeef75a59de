//! Writing a report where the user wants it.
//!
//! **Invariant:** the target holds the old file or the whole new one; a link at the target is replaced, never
//! followed, and what stands there is replaced only where that was asked for.

use std::io::{self, ErrorKind};
use std::path::Path;

use super::disk::Disk;
use super::journal::put_new;
use super::names::temporary_in;
use super::trouble::Trouble;

/// Whether a file that stands at the target may be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and the export is an error.
    Keep,
    /// It is replaced.
    Replace,
}

/// Writes a report as a whole.
pub fn write(disk: &dyn Disk, path: &Path, bytes: &[u8], existing: Existing) -> Result<(), Trouble> {
    let trouble = |error: io::Error| Trouble::in_doing("write", path)(error);
    if path.file_name().is_none() {
        return Err(trouble(io::Error::new(ErrorKind::InvalidInput, "the path names no file")));
    }
    match std::fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => return Err(trouble(io::Error::from(ErrorKind::IsADirectory))),
        Ok(_) if existing == Existing::Keep => {
            return Err(trouble(io::Error::new(ErrorKind::AlreadyExists, "a file stands there already")));
        }
        _ => {}
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let temporary = temporary_in(folder);
    put_new(disk, &temporary, bytes).map_err(trouble)?;
    let placed = match existing {
        Existing::Replace => disk.rename(&temporary, path),
        // A second name fails where something took the place meanwhile.
        Existing::Keep => disk.hard_link(&temporary, path).or_else(|error| match error.kind() {
            ErrorKind::AlreadyExists => Err(error),
            _ => disk.rename(&temporary, path),
        }),
    };
    // After a rename there is nothing left to remove.
    let _ = disk.remove(&temporary);
    placed.and_then(|()| disk.sync_dir(folder)).map_err(trouble)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::super::disk::RealDisk;
    use super::*;

    #[test]
    fn a_link_is_replaced_and_its_target_stays() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("report.md"));
        write(&RealDisk, &target, b"mine", Existing::Keep).unwrap();
        symlink(&target, &link).unwrap();
        assert!(write(&RealDisk, &link, b"new", Existing::Keep).is_err());
        write(&RealDisk, &link, b"new", Existing::Replace).unwrap();
        assert_eq!(std::fs::read(&target).unwrap(), b"mine");
        assert_eq!(std::fs::read(&link).unwrap(), b"new");
        assert!(!std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(std::fs::metadata(&link).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(write(&RealDisk, folder.path(), b"x", Existing::Replace).is_err());
        assert!(write(&RealDisk, Path::new("/"), b"x", Existing::Replace).is_err());
        assert_eq!(RealDisk.names(folder.path()).unwrap().len(), 2);
    }
}
