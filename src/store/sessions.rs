//! The sessions that are known: those beside the working directory and those in the user's data directory.
//!
//! **Invariant:** listing reads and changes nothing; a session that cannot be read is listed with the reason.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::disk::Disk;
use super::load;
use super::lock;
use super::names::SessionFiles;
use super::natural;
use super::place::Where;

/// One session, for a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its name.
    pub name: String,
    /// The session file's path.
    pub path: PathBuf,
    /// What it holds, or why that cannot be told.
    pub summary: Result<Summary, String>,
    /// Whether another process has it open.
    pub is_open: bool,
}

/// What a session holds, in numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Its title.
    pub title: String,
    /// How many articles it cites.
    pub articles: usize,
    /// How many claims stand.
    pub claims: usize,
    /// How many changes were made.
    pub revision: u64,
    /// When the session file was last written.
    pub saved: Option<Timestamp>,
}

/// Lists the sessions of both folders, each in natural order.
pub fn list(disk: &dyn Disk, place: &Where) -> Vec<Known> {
    let folders = [Some(place.working.join("sessions")), place.data.clone()];
    folders.into_iter().flatten().flat_map(|folder| in_folder(disk, &folder)).collect()
}

/// Lists one folder's sessions. One that has only its log so far is listed too.
fn in_folder(disk: &dyn Disk, folder: &Path) -> Vec<Known> {
    let mut names: Vec<String> = disk
        .names(folder)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|name| {
            let name = name.into_string().ok().filter(|name| !name.starts_with('.'))?;
            // `NAME.outside-1.json` and `NAME.before-1.json` are kept versions, `NAME.log.torn-1.jsonl` a line.
            let stem = name.strip_suffix(".log.jsonl").or_else(|| name.strip_suffix(".json"))?;
            (!is_kept_version(stem)).then(|| stem.to_owned())
        })
        .collect();
    names.sort_by_cached_key(|name| natural::key(name));
    names.dedup();
    names.into_iter().filter_map(|name| known(disk, folder, name)).collect()
}

fn is_kept_version(stem: &str) -> bool {
    stem.rsplit_once('.').is_some_and(|(_, last)| {
        let number = last.strip_prefix("outside-").or_else(|| last.strip_prefix("before-"));
        number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    })
}

fn known(disk: &dyn Disk, folder: &Path, name: String) -> Option<Known> {
    let files = SessionFiles::of(&folder.join(format!("{name}.json"))).ok()?;
    let summary = match load::session_or_log(disk, &files) {
        Ok(None) => return None,
        Ok(Some(session)) => Ok(Summary {
            articles: session.articles.len(),
            claims: session.claims.len(),
            revision: session.revision,
            title: session.title,
            saved: disk.modified(files.session()).ok().and_then(|t| Timestamp::try_from(t).ok()),
        }),
        Err(error) => Err(error.to_string()),
    };
    let is_open = !lock::is_free(&files.lock());
    Some(Known { name, path: files.session().to_owned(), summary, is_open })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::disk::RealDisk;
    use super::super::failing::{retitle, time};
    use super::super::open::writer_for;
    use super::*;
    use crate::model::SessionId;
    use crate::model::defaults::new_session;

    #[test]
    fn sessions_are_listed_by_file_or_log_and_kept_versions_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let place = Where { working: folder.path().to_owned(), ..Where::default() };
        assert_eq!(list(&RealDisk, &place), []);
        let sessions = folder.path().join("sessions");
        for name in ["case-10", "case-9"] {
            let files = SessionFiles::of(&sessions.join(format!("{name}.json"))).unwrap();
            let mut session = new_session(SessionId::new("aaaabbbb"), name.to_owned(), time());
            let mut writer = writer_for(Arc::new(RealDisk), files, session.clone());
            writer.commit(&[retitle(&mut session, 2, "a title")]).unwrap();
            if name == "case-9" {
                writer.checkpoint().unwrap();
            }
        }
        for name in ["case-9.outside-1.json", "case-9.log.torn-1.jsonl", ".fc-1-a.tmp", "x.bak.1"] {
            RealDisk.create_new(&sessions.join(name)).unwrap();
        }
        RealDisk.create_new(&sessions.join("damaged.json")).unwrap();
        let found = list(&RealDisk, &place);
        let names: Vec<&str> = found.iter().map(|k| k.name.as_str()).collect();
        assert_eq!(names, ["case-9", "case-10", "damaged"]);
        assert!(found.iter().take(2).all(|k| k.summary.as_ref().is_ok_and(|s| s.title == "a title")));
        assert!(found[2].summary.is_err() && !found[2].is_open);
    }
}
