//! What effects ask for, as plain functions: the same in the workbench and in `replay`.
//!
//! **Invariant:** a job answers by one message and holds no lock while it reads.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::case::{first_part, whole_part};
use crate::app::Msg;
use crate::app::reader::search::find_all;
use crate::config::Limits;
use crate::store::article;
use crate::store::disk::Disk;
use crate::store::keep::{self, Kept};
use crate::store::names::SessionFiles;
use crate::store::walk::Place;
use crate::text::find::Query;

/// An article to read: its place in the list, where it is, the hash that the session holds.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Its place in the list.
    pub article: usize,
    /// Where it is.
    pub place: Place,
    /// SHA-256 of the bytes that were annotated.
    pub stored: Option<String>,
    /// How large it may be.
    pub limits: Limits,
}

/// Reads the first 64 KiB of an article.
pub fn read_first(wanted: &Wanted) -> (Msg, u64) {
    if matches!(wanted.place, Place::Outside(_)) {
        // Shown only once its hash is known to be the stored one.
        return (Msg::Notice(String::new()), 0);
    }
    match article::read_first(&wanted.place, wanted.limits.article_bytes()) {
        Ok(first) => {
            let bytes = first.size.min(article::FIRST);
            (Msg::Text { article: wanted.article, text: Ok(first_part(first)) }, bytes)
        }
        Err(error) => (Msg::Text { article: wanted.article, text: Err(error.to_string()) }, 0),
    }
}

/// Reads, hashes and indexes a whole article.
pub fn read_whole(wanted: &Wanted) -> Msg {
    let text = article::read_whole(&wanted.place, wanted.limits.article_bytes(), wanted.stored.as_deref());
    Msg::Text { article: wanted.article, text: text.map(whole_part).map_err(|error| error.to_string()) }
}

/// Hashes an article, keeping nothing of it.
pub fn check(wanted: &Wanted) -> Msg {
    let found = article::hash(&wanted.place, wanted.limits.article_bytes())
        .map(|facts| facts.sha256)
        .map_err(|error| error.to_string());
    Msg::Checked { article: wanted.article, found }
}

/// Copies an article's bytes beside the session, if they are those that are shown.
pub fn keep(wanted: &Wanted, sha256: &str, disk: &dyn Disk, files: &SessionFiles) -> Msg {
    Msg::Kept { article: wanted.article, result: kept(wanted, sha256, disk, files) }
}

fn kept(wanted: &Wanted, sha256: &str, disk: &dyn Disk, files: &SessionFiles) -> Result<(), String> {
    let (bytes, _) = article::read_bytes(&wanted.place, wanted.limits.article_bytes())
        .map_err(|error| error.to_string())?;
    if article::sha256(&bytes) != sha256 {
        return Err("its file has changed since it was opened".to_owned());
    }
    match keep::keep(disk, files, &bytes, wanted.limits.copy_bytes())
        .map_err(|trouble| trouble.to_string())?
    {
        Kept::Whole { .. } => Ok(()),
        Kept::TooLarge { bytes, limit } => Err(format!("{bytes} bytes, over the limit of {limit}")),
    }
}

/// A search to run.
#[derive(Debug, Clone)]
pub struct SearchJob {
    /// Which search.
    pub search: u64,
    /// What to look for.
    pub query: Arc<Query>,
    /// The articles, with the texts that are at hand.
    pub articles: Vec<(Wanted, Option<Arc<str>>)>,
    /// The newest search: an older one ends.
    pub newest: Arc<AtomicU64>,
}

/// Searches all articles in order; tells each article's hits as soon as they are found.
pub fn search(job: SearchJob, mut tell: impl FnMut(Msg)) {
    for (wanted, text) in job.articles {
        if job.newest.load(Ordering::Relaxed) != job.search {
            return;
        }
        let hits = match text {
            Some(text) => find_all(&job.query, &text),
            None => match article::read_text(
                &wanted.place,
                wanted.limits.article_bytes(),
                wanted.stored.as_deref(),
            ) {
                Ok(text) => find_all(&job.query, &text),
                Err(_) => Vec::new(),
            },
        };
        if !hits.is_empty() {
            tell(Msg::Hits { search: job.search, article: wanted.article, hits });
        }
    }
    tell(Msg::Searched(job.search));
}
