//! An export is a line of the session's log.
//!
//! **Invariant:** an export is recorded only where the lock is free and the session is still the one that was exported;
//! else it is said that it was not.

use std::path::Path;
use std::sync::Arc;

use super::case::analyst;
use super::verify::session_files;
use crate::command::{App, Command};
use crate::format::log::{Kind, Line};
use crate::model::{Change, Export, Session, Swap};
use crate::store::open::{Access, OpenRequest, open};
use crate::store::place::Where;

/// Records an export in session and log; returns why that was not done, for people.
pub fn record(exported: &Session, path: &Path, export: Export, name: Option<&str>) -> Option<String> {
    let not = |why: &str| Some(format!("not recorded: {why}"));
    let Ok(files) = session_files(path) else { return not("the session's name is no file's") };
    let by = analyst(name);
    let at = export.at;
    let working = std::env::current_dir().unwrap_or_default();
    let request = OpenRequest {
        paths: Vec::new(),
        standard_input: None,
        place: Where { file: Some(files.session().to_owned()), working, data: None, new: false },
        analyst: by.name.clone(),
        read_only: false,
        recover: None,
        now: at,
        id: None,
        tags: None,
        history: 0,
    };
    let mut opened = match open(request) {
        Ok(opened) => opened,
        Err(error) => return not(&error.to_string()),
    };
    let file = files.session();
    let writer = match &mut opened.access {
        Access::Writer(writer) => writer,
        Access::ReadOnly(why) => {
            let words = why.words();
            let words = words.strip_prefix("read-only: ").unwrap_or(&words);
            return match words.strip_prefix("open by ") {
                Some(holder) => not(&format!("the session is open in {holder}")),
                None => not(words),
            };
        }
    };
    if opened.session.revision != exported.revision {
        return not(&format!("{} was changed meanwhile", file.display()));
    }
    let change = Swap { id: opened.session.exports.len(), before: None, after: Some(Arc::new(export)) };
    let line = Line {
        seq: opened.next_seq,
        at,
        by: by.id.clone(),
        what: Command::from(App::WriteView).into(),
        kind: Kind::Export,
        of: None,
        file: None,
        session: None,
        changes: vec![Change::Export(change)],
        prev: None,
    };
    let written = writer.commit(&[line]).and_then(|_| writer.finish(at, &by.id));
    written.err().and_then(|trouble| not(&trouble.to_string()))
}
