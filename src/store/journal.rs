//! The log as it is written: lines in groups, each group waited for before it counts.
//!
//! **Invariant:** a group is acknowledged only after fdatasync of the descriptor that wrote it; after any error
//! that descriptor is dropped, and the file is cut back to what was acknowledged before it is written again. What
//! somebody else left there is set aside in a file first, never destroyed.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::{self, Disk};
use super::names::SessionFiles;
use super::tail::Tail;
use super::trouble::Trouble;

/// How many of the last acknowledged bytes are compared when the log is opened again.
const REMEMBERED: usize = 512;

/// The most bytes behind the acknowledged ones that are set aside: more than any group of lines.
const MOST_ASIDE: u64 = 256 * 1024 * 1024;

/// The log of one session, open for appending.
#[derive(Debug)]
pub struct Journal {
    disk: Arc<dyn Disk>,
    files: SessionFiles,
    path: PathBuf,
    file: Option<File>,
    /// How many bytes are acknowledged.
    length: u64,
    /// The last acknowledged bytes, at most [`REMEMBERED`]; none before the log was first looked at.
    end: Option<Vec<u8>>,
    /// What a failed call may have left behind the acknowledged bytes.
    attempted: Vec<u8>,
    /// Whether the log's name is known to be on the disk.
    name_synced: bool,
    /// Whether the last line lacks its line end.
    open_end: bool,
}

impl Journal {
    /// Takes a log as it was found, or one that is not there yet; nothing is opened or written.
    pub fn new(disk: Arc<dyn Disk>, files: &SessionFiles, tail: &Tail) -> Self {
        Self {
            disk,
            path: files.log(),
            files: files.clone(),
            file: None,
            length: tail.sound,
            end: None,
            attempted: Vec::new(),
            name_synced: tail.sound > 0,
            open_end: tail.open_end,
        }
    }

    /// Returns the acknowledged length in bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Appends a group of whole lines and waits until they are on the disk. Returns the file in which something
    /// foreign or torn was set aside before. After an error nothing counts as written, and the same group may be
    /// tried again.
    pub fn append(&mut self, group: &[u8]) -> Result<Option<PathBuf>, Trouble> {
        let mut bytes = Vec::with_capacity(group.len() + 1);
        if self.open_end {
            bytes.push(b'\n');
        }
        bytes.extend_from_slice(group);
        let result = self.try_append(&bytes);
        if result.is_err() {
            self.file = None;
            self.attempted = bytes;
        }
        result
    }

    fn try_append(&mut self, bytes: &[u8]) -> Result<Option<PathBuf>, Trouble> {
        let disk = Arc::clone(&self.disk);
        let path = self.path.clone();
        let (mut file, aside) = self.ready()?;
        disk::write_all(&*disk, &mut file, bytes).map_err(Trouble::in_doing("write the log", &path))?;
        disk.sync_data(&file).map_err(Trouble::in_doing("save the log", &path))?;
        if !self.name_synced {
            disk.sync_dir(self.files.folder())
                .map_err(Trouble::in_doing("save the log in", self.files.folder()))?;
            self.name_synced = true;
        }
        self.length += bytes.len() as u64;
        let mut end = self.end.take().unwrap_or_default();
        end.extend_from_slice(bytes);
        end.drain(..end.len().saturating_sub(REMEMBERED));
        self.end = Some(end);
        self.open_end = false;
        self.attempted.clear();
        self.file = Some(file);
        Ok(aside)
    }

    /// Returns a descriptor at whose end the acknowledged bytes end.
    fn ready(&mut self) -> Result<(File, Option<PathBuf>), Trouble> {
        if let Some(file) = self.file.take() {
            let status = self.disk.status(&file).map_err(Trouble::in_doing("look at the log", &self.path))?;
            if status.named && status.length == self.length && self.still_ours(&file)? {
                return Ok((file, None));
            }
        }
        // A log that was acknowledged and is gone is not made anew: its lines would be lost silently.
        let create = self.length == 0;
        let file = self
            .disk
            .open_append(&self.path, create)
            .map_err(Trouble::in_doing("open the log", &self.path))?;
        let status = self.disk.status(&file).map_err(Trouble::in_doing("look at the log", &self.path))?;
        if status.length < self.length || !self.still_ours(&file)? {
            let words = "it was changed by another program";
            return Err(Trouble::saying("go on with the log", &self.path, words));
        }
        let aside = if status.length > self.length { self.cut(&file, status.length)? } else { None };
        Ok((file, aside))
    }

    /// Returns whether the acknowledged bytes end as they did.
    fn still_ours(&mut self, file: &File) -> Result<bool, Trouble> {
        let wanted = self.length.min(REMEMBERED as u64);
        let mut found = vec![0; wanted as usize];
        let read = self
            .disk
            .read_at(file, self.length - wanted, &mut found)
            .map_err(Trouble::in_doing("read the log", &self.path))?;
        found.truncate(read);
        Ok(match &self.end {
            Some(end) => *end == found,
            None => {
                self.end = Some(found);
                true
            }
        })
    }

    /// Cuts off what stands behind the acknowledged bytes; what this process did not write is set aside first.
    fn cut(&self, file: &File, length: u64) -> Result<Option<PathBuf>, Trouble> {
        if length - self.length > MOST_ASIDE {
            let words = "another program wrote too much behind it";
            return Err(Trouble::saying("go on with the log", &self.path, words));
        }
        let mut behind = vec![0; (length - self.length) as usize];
        let read = self
            .disk
            .read_at(file, self.length, &mut behind)
            .map_err(Trouble::in_doing("read the log", &self.path))?;
        behind.truncate(read);
        let ours = self.attempted.starts_with(&behind);
        let aside = if ours { None } else { Some(self.set_aside(&behind)?) };
        self.disk.truncate(file, self.length).map_err(Trouble::in_doing("cut the log back", &self.path))?;
        self.disk.sync_data(file).map_err(Trouble::in_doing("save the log", &self.path))?;
        Ok(aside)
    }

    fn set_aside(&self, bytes: &[u8]) -> Result<PathBuf, Trouble> {
        let path = self.files.free("log.torn", ".jsonl");
        put_new(&*self.disk, &path, bytes).map_err(Trouble::in_doing("set a torn line aside in", &path))?;
        self.disk.sync_dir(self.files.folder()).map_err(Trouble::in_doing("save", self.files.folder()))?;
        Ok(path)
    }
}

/// Makes a file of these bytes and waits until they are on the disk; removes it where that fails.
pub fn put_new(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = disk.create_new(path)?;
    let result = disk::write_all(disk, &mut file, bytes).and_then(|()| disk.sync_all(&file));
    if result.is_err() {
        // The error that is told is the first one; what is left is swept at the next opening.
        let _ = disk.remove(path);
    }
    result
}
