//! Where a session goes, and which files its paths mean.
//!
//! **Invariant:** a path in a session file that was not named by the user and lies outside the session's own
//! surroundings is never opened to be shown, only to be hashed.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use crate::model::Article;

use super::disk::Disk;
use super::names::SessionFiles;
use super::trouble::Trouble;
use super::walk::{Listed, Place, true_path};

/// What a built-in article's path begins with.
const BUILTIN: &str = "builtin:";

/// The longest session name in bytes: with every ending it stays below the 255 that file systems allow.
const LONGEST_NAME: usize = 180;

/// Where to look for a session and where to make one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Where {
    /// `--session FILE`.
    pub file: Option<PathBuf>,
    /// The working directory.
    pub working: PathBuf,
    /// The folder for sessions in the user's data directory; none where the system names no such directory.
    pub data: Option<PathBuf>,
    /// Whether a new session is wanted even where one stands.
    pub new: bool,
}

/// Returns the folder for sessions in the user's data directory.
pub fn data_folder() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "factcheck").map(|dirs| dirs.data_dir().join("sessions"))
}

/// Returns the user's settings file, whether or not it stands.
pub fn settings_file() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "factcheck").map(|dirs| dirs.config_dir().join("config.toml"))
}

/// Returns a path as the settings write it: `~` at its head stands for the home folder.
pub fn from_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), directories::BaseDirs::new()) {
        (Ok(rest), Some(dirs)) => dirs.home_dir().join(rest),
        _ => path.to_owned(),
    }
}

/// Finds the session's files for what was listed: one that shares an article, else the first free name.
pub fn choose(
    disk: &dyn Disk,
    place: &Where,
    name: &str,
    listed: &[Listed],
) -> Result<SessionFiles, Trouble> {
    let files = |path: &Path| SessionFiles::of(path).map_err(Trouble::in_doing("find", path));
    if let Some(file) = &place.file {
        return files(&place.working.join(file));
    }
    let built_in = listed.iter().all(|l| matches!(l.place, Place::Builtin(_))) && !listed.is_empty();
    let beside = place.working.join("sessions");
    let folder = match &place.data {
        _ if !built_in && beside.is_dir() => beside,
        Some(data) => data.clone(),
        None => beside,
    };
    let name = clean(name);
    // Made only where there is a session to compare with.
    let mut mine = None;
    let mut n = 1_u32;
    loop {
        let candidate = if n == 1 { name.clone() } else { format!("{name}-{n}") };
        let found = files(&folder.join(format!("{candidate}.json")))?;
        let stands = found.session().exists() || found.log().exists();
        if !stands || (!place.new && shares(disk, &found, mine.get_or_insert_with(|| Known::of(listed)))) {
            return Ok(found);
        }
        n += 1;
    }
}

/// Returns whether a session holds one of the articles; one that cannot be read is taken for the one that is
/// meant, so that its opener says what is wrong with it.
fn shares(disk: &dyn Disk, files: &SessionFiles, mine: &Known) -> bool {
    let Ok(Some(found)) = super::load::session_or_log(disk, files) else { return true };
    found.articles.values().any(|article| mine.has(files, article))
}

/// Articles as sessions are matched by: true path, else file name and length.
struct Known {
    paths: HashSet<PathBuf>,
    builtin: HashSet<String>,
    /// Files by name; their lengths are looked up only where a name matches.
    names: std::collections::HashMap<std::ffi::OsString, Vec<PathBuf>>,
}

impl Known {
    fn of(listed: &[Listed]) -> Self {
        let mut known =
            Self { paths: HashSet::new(), builtin: HashSet::new(), names: std::collections::HashMap::new() };
        for article in listed {
            match (&article.place, true_place(&article.place)) {
                (Place::Builtin(name), _) => {
                    known.builtin.insert(name.clone());
                }
                (_, Some(path)) => {
                    let name = path.file_name().unwrap_or(OsStr::new("")).to_owned();
                    known.names.entry(name).or_default().push(path.clone());
                    known.paths.insert(path);
                }
                (_, None) => {}
            }
        }
        known
    }

    fn has(&self, files: &SessionFiles, article: &Article) -> bool {
        if let Some(name) = article.path.strip_prefix(BUILTIN) {
            return self.builtin.contains(name);
        }
        let path = resolve(files, &article.path);
        self.paths.contains(&path)
            || path.file_name().and_then(|name| self.names.get(name)).is_some_and(|paths| {
                paths.iter().any(|p| std::fs::metadata(p).is_ok_and(|m| m.len() == article.bytes))
            })
    }
}

/// Returns the path by which an article is compared; none for a built-in one. The path below a folder needs no
/// look at the disk: the folder's is true already.
pub fn true_place(place: &Place) -> Option<PathBuf> {
    match place {
        Place::Beneath { root, below } => Some(root.join(below)),
        Place::File(path) | Place::Outside(path) => Some(true_path(path)),
        Place::Builtin(_) => None,
    }
}

/// Returns a session's name from the first path that was named.
pub fn name_of(first: Option<&Path>) -> String {
    let Some(path) = first else { return "sample".to_owned() };
    if path == Path::new("-") {
        return "stdin".to_owned();
    }
    let full = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = if full.is_dir() { full.file_name() } else { full.file_stem() };
    name.map_or_else(|| "session".to_owned(), |n| n.to_string_lossy().into_owned())
}

/// Makes a file name of a word: no separators or controls, not hidden, not too long.
fn clean(name: &str) -> String {
    let mut out = String::new();
    for c in name.trim_start_matches('.').chars() {
        if out.len() + c.len_utf8() > LONGEST_NAME {
            break;
        }
        out.push(if c.is_control() || c == '/' || c == '\\' { '-' } else { c });
    }
    if out.is_empty() { "session".to_owned() } else { out }
}

/// Returns the path that an article is stored under.
pub fn stored_path(files: &SessionFiles, place: &Place) -> String {
    let path = match place {
        Place::Builtin(name) => return format!("{BUILTIN}{name}"),
        place => true_place(place).unwrap_or_default(),
    };
    stored(files, &path)
}

/// Returns the path that the file of a true path is stored under.
pub fn stored(files: &SessionFiles, path: &Path) -> String {
    if let Ok(below) = path.strip_prefix(files.folder()) {
        return below.to_string_lossy().into_owned();
    }
    match surroundings(files).map(|around| path.strip_prefix(around)) {
        Some(Ok(below)) => Path::new("..").join(below).to_string_lossy().into_owned(),
        _ => path.to_string_lossy().into_owned(),
    }
}

/// Returns the folder that holds the session's folder, unless that is the root of all.
fn surroundings(files: &SessionFiles) -> Option<&Path> {
    files.folder().parent().filter(|parent| parent.parent().is_some())
}

/// Returns the absolute path that a stored path means, with its folder's links resolved.
pub fn resolve(files: &SessionFiles, stored: &str) -> PathBuf {
    true_path(&without_dots(&files.folder().join(stored)))
}

/// Returns what a stored path may be opened as. `roots` are the folders and `named` the files that the user named.
pub fn place_of(files: &SessionFiles, stored: &str, roots: &[PathBuf], named: &HashSet<PathBuf>) -> Place {
    if let Some(name) = stored.strip_prefix(BUILTIN) {
        return Place::Builtin(name.to_owned());
    }
    let path = resolve(files, stored);
    if named.contains(&path) {
        return Place::File(path);
    }
    let beneath = |root: &Path| {
        let below = path.strip_prefix(root).ok().filter(|below| !below.as_os_str().is_empty())?;
        // Hidden files are never listed, so one is here only because somebody wrote it into the session.
        let hidden = below.components().any(|c| c.as_os_str().as_encoded_bytes().starts_with(b"."));
        (!hidden).then(|| Place::Beneath { root: root.to_owned(), below: below.to_owned() })
    };
    let allowed = roots.iter().map(PathBuf::as_path).chain([files.folder()]).chain(surroundings(files));
    allowed.into_iter().find_map(beneath).unwrap_or(Place::Outside(path))
}

/// Takes `.` and `..` out of an absolute path by its words alone.
fn without_dots(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// Returns whether a path names a session: a file that ends in `.json`, or would if only its log were not all that
/// is left of it.
pub fn is_session(path: &Path) -> bool {
    let json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let log = || SessionFiles::of(path).is_ok_and(|files| files.log().is_file());
    json && (path.is_file() || log())
}

#[cfg(test)]
#[path = "place_tests.rs"]
mod tests;
