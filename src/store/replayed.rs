//! Saving what `replay` made: session, log and kept copies.
//!
//! **Invariant:** onto its own session the lock is taken and its log goes on; anywhere else a whole session is
//! written, on which `verify` passes wherever its files are taken together with the articles.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::article;
use super::checkpoint::Seen;
use super::disk::{Disk, RealDisk};
use super::keep;
use super::known::Known;
use super::names::SessionFiles;
use super::open::{Access, OpenRequest, open};
use super::place::Where;
use super::tail::Tail;
use super::trouble::Trouble;
use super::walk::Place;
use super::writer::{Before, Writer};
use crate::format::extracts::Extract;
use crate::format::log::Line;
use crate::model::{AnalystId, Session};

/// What a replay made.
#[derive(Debug)]
pub struct Replayed {
    /// The session that it began with.
    pub base: Session,
    /// The log lines that it made, in order.
    pub lines: Vec<Line>,
    /// The articles that are to be kept.
    pub articles: Vec<(Place, Known)>,
    /// The paragraphs that are to be kept of articles over the limit, each with the article's hash.
    pub extracts: Vec<(String, Extract)>,
    /// The time of the replay.
    pub at: Timestamp,
    /// Who made it.
    pub by: AnalystId,
    /// The name in the lock file.
    pub user: String,
}

/// Appends to the session that the replay began with.
///
/// # Errors
/// The session is open elsewhere, has gone on since, or the disk refuses.
pub fn append(replayed: &Replayed, files: &SessionFiles) -> Result<(), Trouble> {
    let path = files.session();
    let request = OpenRequest {
        paths: vec![path.to_owned()],
        standard_input: None,
        place: Where { file: Some(path.to_owned()), ..Where::default() },
        analyst: replayed.user.clone(),
        read_only: false,
        recover: None,
        now: replayed.at,
        id: None,
        tags: None,
        history: 0,
    };
    let opened = open(request).map_err(|error| Trouble::saying("append to", path, error.to_string()))?;
    if opened.session.log != replayed.base.log {
        return Err(Trouble::saying("append to", path, "it was changed since the replay began"));
    }
    match opened.access {
        Access::Writer(writer) => finish(replayed, files, *writer),
        Access::ReadOnly(why) => Err(Trouble::saying("append to", path, why.words())),
    }
}

/// Writes a new session; what stands there already is replaced.
///
/// # Errors
/// The session is open elsewhere, or the disk refuses.
pub fn create(replayed: &Replayed, files: &SessionFiles) -> Result<(), Trouble> {
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let folder = files.folder();
    disk.create_dir(folder).map_err(Trouble::in_doing("make", folder))?;
    if !super::lock::is_free(&files.lock()) {
        return Err(Trouble::saying("write", files.session(), "it is open in another factcheck"));
    }
    for path in [files.session().to_owned(), files.log()] {
        if path.exists() {
            disk.remove(&path).map_err(Trouble::in_doing("replace", &path))?;
        }
    }
    let before = Before { open: true, ..Before::default() };
    let base = replayed.base.clone();
    let writer = Writer::new(disk, files.clone(), &Tail::default(), base, Seen::Nothing, before, None);
    finish(replayed, files, writer)
}

fn finish(replayed: &Replayed, files: &SessionFiles, mut writer: Writer) -> Result<(), Trouble> {
    writer.commit(&replayed.lines)?;
    writer.finish(replayed.at, &replayed.by)?;
    for (place, known) in &replayed.articles {
        let path = place.path().unwrap_or_else(|| Path::new("the sample case").to_owned());
        let (bytes, _) = article::read_bytes(place, article::LIMIT)
            .map_err(|error| Trouble::saying("read", &path, error.to_string()))?;
        keep::keep(&RealDisk, files, &bytes, article::LIMIT)?;
        if known.is_page_at(place.path().as_deref()) {
            let whole = article::read_whole(place, article::LIMIT, known)
                .map_err(|error| Trouble::saying("read", &path, error.to_string()))?;
            keep::keep(&RealDisk, files, whole.text.as_bytes(), article::LIMIT)?;
        }
    }
    for (sha256, extract) in &replayed.extracts {
        keep::keep_extracts(&RealDisk, files, sha256, std::slice::from_ref(extract))?;
    }
    Ok(())
}
