//! Articles of a session that stand under other paths now.
//!
//! **Invariant:** a file is taken for an article by its name and length, and then its hash decides elsewhere, or at
//! once by its bytes; one that the session holds under its own path is never taken for another.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::path::PathBuf;

use crate::model::{ArticleId, Session};

use super::article;
use super::walk::Walk;

/// How many bytes are hashed at most before the first frame to find articles that were renamed.
const MOST_HASHED: u64 = 32 * 1024 * 1024;

/// An article whose own file is gone.
struct Gone<'a> {
    id: &'a ArticleId,
    name: OsString,
    bytes: u64,
    sha256: Option<&'a str>,
}

/// Finds, among the files listed and not in the session, those that are articles whose own files are gone: by name
/// and length, else by their bytes. Returns them by their place in the listing.
pub fn find(
    session: &Session,
    walk: &Walk,
    paths: &[Option<PathBuf>],
    by_path: &HashMap<PathBuf, &ArticleId>,
) -> HashMap<usize, ArticleId> {
    let mut gone = gone(session, paths, by_path);
    let mut found = HashMap::new();
    if gone.is_empty() {
        return found;
    }
    let mut others: Vec<(usize, u64)> = Vec::new();
    for (n, (listed, path)) in walk.listed.iter().zip(paths).enumerate() {
        let Some(path) = path.as_ref().filter(|path| !by_path.contains_key(*path)) else { continue };
        let Ok((length, _)) = article::look(&listed.place) else { continue };
        let same = |gone: &Gone<'_>| gone.bytes == length && path.file_name() == Some(gone.name.as_os_str());
        match gone.iter().position(same) {
            Some(at) => {
                found.insert(n, gone.swap_remove(at).id.clone());
            }
            None => others.push((n, length)),
        }
    }
    let mut left = MOST_HASHED;
    for (n, length) in others {
        if !gone.iter().any(|gone| gone.bytes == length && gone.sha256.is_some()) || length > left {
            continue;
        }
        left -= length;
        let Some(Ok(facts)) = walk.listed.get(n).map(|listed| article::hash(&listed.place, MOST_HASHED))
        else {
            continue;
        };
        if let Some(at) = gone.iter().position(|gone| gone.sha256 == Some(facts.sha256.as_str())) {
            found.insert(n, gone.swap_remove(at).id.clone());
        }
    }
    found
}

fn gone<'a>(
    session: &'a Session,
    paths: &[Option<PathBuf>],
    by_path: &HashMap<PathBuf, &'a ArticleId>,
) -> Vec<Gone<'a>> {
    let here: HashSet<&PathBuf> = paths.iter().flatten().collect();
    let mut gone: Vec<Gone<'_>> = by_path
        .iter()
        .filter(|(path, _)| !here.contains(path) && std::fs::symlink_metadata(path).is_err())
        .filter_map(|(path, id)| {
            let stored = session.articles.get(*id)?;
            let name = path.file_name()?.to_owned();
            Some(Gone { id, name, bytes: stored.bytes, sha256: stored.sha256.as_deref() })
        })
        .collect();
    // A map has no order of its own, and equal folders are to give equal sessions.
    gone.sort_by(|a, b| a.id.cmp(b.id));
    gone
}
