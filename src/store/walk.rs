//! From the paths that a user named to the articles behind them, without opening one.
//!
//! Plain entries of a folder are told by their kind in the folder itself, so that ten thousand names cost one
//! listing; only links are looked up.
//!
//! **Invariant:** nothing outside a named folder is listed through it, hidden names and folders never are, and
//! every name that is passed over is counted with its reason.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, DirEntry, FileType};
use std::io;
use std::path::{Path, PathBuf};

use super::natural;
use super::page;
use super::sample;

/// One article found, not yet opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Where its bytes are.
    pub place: Place,
    /// The name shown: the path below the named folder, or the file's name.
    pub shown: String,
    /// The file's name without its ending: what the id is made of.
    pub stem: String,
    /// The name of the folder that holds it, for ids where the stem is taken.
    pub folder: Option<String>,
}

/// Where an article's bytes are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A file that the user named, or that a session names beside itself: links are followed.
    File(PathBuf),
    /// A file beneath a folder: opened without leaving it.
    Beneath {
        /// The folder's true path.
        root: PathBuf,
        /// The file's path below it.
        below: PathBuf,
    },
    /// A file that a session names elsewhere: opened to be hashed, shown only if the hash is the stored one.
    Outside(PathBuf),
    /// An article built into the program, by name.
    Builtin(String),
}

impl Place {
    /// Returns the file's path; none for a built-in article.
    pub fn path(&self) -> Option<PathBuf> {
        match self {
            Self::File(path) | Self::Outside(path) => Some(path.clone()),
            Self::Beneath { root, below } => Some(root.join(below)),
            Self::Builtin(_) => None,
        }
    }
}

/// Something that was passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its path, for people.
    pub path: String,
    /// Why.
    pub reason: SkipReason,
}

/// Why something was passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SkipReason {
    /// There is nothing of that name.
    Missing,
    /// A named pipe.
    Fifo,
    /// A device.
    Device,
    /// A socket.
    Socket,
    /// A link out of the folder.
    LeadsOut,
    /// Links that lead to one another.
    Loop,
    /// A link to nothing.
    LeadsNowhere,
    /// A link to a folder that is listed where it stands.
    FolderListedAlready,
    /// A folder that cannot be read, with the system's words.
    Unreadable(String),
    /// A kind of file that this system has and this program does not know.
    UnknownKind,
}

impl SkipReason {
    /// Returns the reason in words.
    pub fn words(&self) -> String {
        match self {
            Self::Missing => "there is no such file or folder".to_owned(),
            Self::Fifo => "is a named pipe".to_owned(),
            Self::Device => "is a device".to_owned(),
            Self::Socket => "is a socket".to_owned(),
            Self::LeadsOut => "leads out of the folder".to_owned(),
            Self::Loop => "is a loop of links".to_owned(),
            Self::LeadsNowhere => "is a link to nothing".to_owned(),
            Self::FolderListedAlready => "is a link to a folder that is listed already".to_owned(),
            Self::Unreadable(words) => format!("cannot be read: {words}"),
            Self::UnknownKind => "is neither a file nor a folder".to_owned(),
        }
    }
}

/// What the paths led to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walk {
    /// The articles, in the order of the paths, each folder in natural order.
    pub listed: Vec<Listed>,
    /// What was passed over by name.
    pub skipped: Vec<Skipped>,
    /// How many files of other endings the folders hold.
    pub other_files: usize,
    /// The true paths of the folders that were named.
    pub roots: Vec<PathBuf>,
}

/// Lists the articles behind the paths; none lists the sample case. Paths of session files and `-` are not for
/// this function.
pub fn walk(paths: &[PathBuf]) -> Walk {
    let mut walk = Walk::default();
    if paths.is_empty() {
        walk.listed = sample::ARTICLES.iter().map(|(name, _)| builtin(name)).collect();
        return walk;
    }
    let mut seen = HashSet::new();
    for path in paths {
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => walk.folder(path, &mut seen),
            Ok(found) if found.is_file() => {
                let place = Place::File(path.clone());
                if seen.insert(true_path(path)) {
                    walk.listed.push(named(place, path));
                }
            }
            Ok(found) => walk.skip(path, not_a_file(found.file_type())),
            Err(error) => {
                let reason = link_reason(path, &error);
                walk.skip(path, reason);
            }
        }
    }
    walk
}

/// Returns the listing of a built-in article.
pub fn builtin(name: &str) -> Listed {
    Listed {
        place: Place::Builtin(name.to_owned()),
        shown: name.to_owned(),
        stem: stem(OsStr::new(name)),
        folder: None,
    }
}

/// Returns the listing of a file by its own name.
pub fn named(place: Place, path: &Path) -> Listed {
    let name = path.file_name().unwrap_or(path.as_os_str());
    let folder = path.parent().and_then(Path::file_name).map(|f| f.to_string_lossy().into_owned());
    Listed { place, shown: name.to_string_lossy().into_owned(), stem: stem(name), folder }
}

/// Returns a path with its folder's links resolved, so that two spellings of one file are equal. The file itself
/// is not looked at.
pub fn true_path(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match (absolute.parent().map(fs::canonicalize), absolute.file_name()) {
        (Some(Ok(folder)), Some(name)) => folder.join(name),
        _ => absolute,
    }
}

impl Walk {
    fn skip(&mut self, path: &Path, reason: SkipReason) {
        self.skipped.push(Skipped { path: path.display().to_string(), reason });
    }

    /// Lists a named folder and all beneath it; a stack stands in for recursion.
    fn folder(&mut self, path: &Path, seen: &mut HashSet<PathBuf>) {
        let root = match fs::canonicalize(path) {
            Ok(root) => root,
            Err(error) => return self.skip(path, SkipReason::Unreadable(error.to_string())),
        };
        self.roots.push(root.clone());
        // Folders and files wait here in reverse order, so that the next in order is popped.
        let mut waiting: Vec<(PathBuf, bool)> = vec![(PathBuf::new(), true)];
        while let Some((below, is_folder)) = waiting.pop() {
            if !is_folder {
                if seen.insert(root.join(&below)) {
                    self.listed.push(beneath(&root, &below));
                }
                continue;
            }
            match fs::read_dir(root.join(&below)) {
                Ok(entries) => self.entries(entries, &root, &below, &mut waiting),
                Err(error) => self.skip(&path.join(&below), SkipReason::Unreadable(error.to_string())),
            }
        }
    }

    /// Puts one folder's articles and folders on the stack, the last in order first.
    fn entries(
        &mut self,
        entries: fs::ReadDir,
        root: &Path,
        below: &Path,
        waiting: &mut Vec<(PathBuf, bool)>,
    ) {
        let mut kept: Vec<(Vec<u8>, OsString, bool)> = Vec::new();
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.skip(&root.join(below), SkipReason::Unreadable(error.to_string()));
                    break;
                }
            };
            let name = entry.file_name();
            if name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            match kind(&entry, root) {
                Ok(Kind::Folder) => {
                    kept.push((order(&name), name, true));
                }
                Ok(Kind::File) if is_article(&name) => {
                    kept.push((order(&name), name, false));
                }
                Ok(Kind::File) => self.other_files += 1,
                Err(reason) => self.skip(&entry.path(), reason),
            }
        }
        // A folder has each name once, so no two keys are equal.
        kept.sort_unstable_by(|a, b| b.0.cmp(&a.0));
        waiting.extend(kept.into_iter().map(|(_, name, folder)| (below.join(name), folder)));
    }
}

enum Kind {
    File,
    Folder,
}

/// Tells what an entry is by the folder's own word; only links are looked up.
fn kind(entry: &DirEntry, root: &Path) -> Result<Kind, SkipReason> {
    let unreadable = |error: io::Error| SkipReason::Unreadable(error.to_string());
    let kind = entry.file_type().map_err(unreadable)?;
    if kind.is_dir() {
        return Ok(Kind::Folder);
    }
    if kind.is_file() {
        return Ok(Kind::File);
    }
    if !kind.is_symlink() {
        return Err(not_a_file(kind));
    }
    let target = fs::canonicalize(entry.path()).map_err(|error| link_reason(&entry.path(), &error))?;
    if !target.starts_with(root) {
        return Err(SkipReason::LeadsOut);
    }
    let found = fs::metadata(&target).map_err(unreadable)?;
    if found.is_dir() {
        Err(SkipReason::FolderListedAlready)
    } else if found.is_file() {
        Ok(Kind::File)
    } else {
        Err(not_a_file(found.file_type()))
    }
}

/// Returns why a path that could not be followed is passed over.
fn link_reason(path: &Path, error: &io::Error) -> SkipReason {
    let is_link = fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    match error.kind() {
        io::ErrorKind::NotFound if is_link => SkipReason::LeadsNowhere,
        io::ErrorKind::NotFound => SkipReason::Missing,
        _ if is_link && is_loop(error) => SkipReason::Loop,
        _ => SkipReason::Unreadable(error.to_string()),
    }
}

#[cfg(unix)]
fn is_loop(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

#[cfg(not(unix))]
fn is_loop(_: &io::Error) -> bool {
    false
}

#[cfg(unix)]
fn not_a_file(kind: FileType) -> SkipReason {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_fifo() {
        SkipReason::Fifo
    } else if kind.is_socket() {
        SkipReason::Socket
    } else if kind.is_char_device() || kind.is_block_device() {
        SkipReason::Device
    } else {
        SkipReason::UnknownKind
    }
}

#[cfg(not(unix))]
fn not_a_file(_: FileType) -> SkipReason {
    SkipReason::UnknownKind
}

fn is_article(name: &OsStr) -> bool {
    let ending = Path::new(name).extension();
    ending.is_some_and(|e| e.eq_ignore_ascii_case("txt") || e.eq_ignore_ascii_case("md"))
        || page::is_page(Path::new(name))
}

fn order(name: &OsStr) -> Vec<u8> {
    let mut key = natural::key(&name.to_string_lossy());
    // Two names that are not UTF-8 may read alike; their bytes keep them apart.
    key.extend_from_slice(name.as_encoded_bytes());
    key
}

fn stem(name: &OsStr) -> String {
    Path::new(name).file_stem().unwrap_or(name).to_string_lossy().into_owned()
}

fn beneath(root: &Path, below: &Path) -> Listed {
    let name = below.file_name().unwrap_or(below.as_os_str());
    let parent = below.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(root);
    Listed {
        place: Place::Beneath { root: root.to_owned(), below: below.to_owned() },
        shown: below.to_string_lossy().into_owned(),
        stem: stem(name),
        folder: parent.file_name().map(|f| f.to_string_lossy().into_owned()),
    }
}

#[cfg(test)]
#[path = "walk_tests.rs"]
mod tests;
