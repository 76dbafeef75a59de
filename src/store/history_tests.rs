//! Tests of reading the log backwards.

use proptest::prelude::*;

use super::super::disk::RealDisk;
use super::super::failing::{line, retitle, time};
use super::super::names::SessionFiles;
use super::super::open::writer_for;
use super::*;
use crate::model::defaults::new_session;
use crate::model::{History, SessionId};

#[derive(Clone, Copy, Debug)]
enum Step {
    Edit,
    Undo,
    Redo,
}

/// Does the steps on a session, its log and the plain stacks of the model.
fn done(steps: &[Step], log: &SessionFiles) -> (History, u64) {
    let mut session = new_session(SessionId::new("aaaabbbb"), "t0".to_owned(), time());
    let mut writer = writer_for(Arc::new(RealDisk), log.clone(), session.clone());
    let mut history = History::default();
    let mut lines = Vec::new();
    let mut seq = 2;
    for step in steps {
        let made = match step {
            Step::Edit => {
                let made = retitle(&mut session, seq, &format!("t{seq}"));
                let edit = Edit { what: made.what.clone(), changes: made.changes.clone() };
                history.made(Entry { seq, edit: Arc::new(edit), at: made.at, by: made.by.clone() });
                Some(made)
            }
            Step::Undo => history.undo().map(|entry| {
                entry.edit.inverse().apply(&mut session).unwrap();
                line(seq, Kind::Undo, Some(entry.seq), entry.edit.inverse())
            }),
            Step::Redo => history.redo().map(|entry| {
                entry.edit.apply(&mut session).unwrap();
                line(seq, Kind::Redo, Some(entry.seq), Edit::clone(&entry.edit))
            }),
        };
        if let Some(made) = made {
            lines.push(made);
            seq += 1;
        }
    }
    writer.commit(&lines).unwrap();
    (history, std::fs::metadata(log.log()).map_or(0, |m| m.len()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_log_read_backwards_gives_the_stacks_of_a_session_kept_open(
        steps in prop::collection::vec(
            prop_oneof![3 => Just(Step::Edit), 3 => Just(Step::Undo), 2 => Just(Step::Redo)], 0..40),
        page in 1..7_usize,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let files = SessionFiles::of(&folder.path().join("a.json")).unwrap();
        let (expected, end) = done(&steps, &files);
        let mut reader = HistoryReader::open(Arc::new(RealDisk), &files.log(), end).unwrap();
        let mut found = History::default();
        loop {
            let read = reader.older(page).unwrap();
            found.older(read.done);
            found.undone.extend(read.undone);
            if !read.more {
                break;
            }
        }
        prop_assert_eq!(found, expected);
    }
}
