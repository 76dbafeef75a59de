//! Tests of the writer's thread.

use std::sync::Arc;

use super::super::disk::{Disk, RealDisk};
use super::super::failing::{FailingDisk, Fault, retitle, time};
use super::super::load;
use super::super::names::SessionFiles;
use super::super::open::writer_for;
use super::*;
use crate::format::log::Kind;
use crate::model::SessionId;
use crate::model::defaults::new_session;

const LIMIT: Duration = Duration::from_secs(20);

#[test]
fn a_checkpoint_is_due_after_quiet_or_at_the_latest_or_when_the_log_grew() {
    let start = Instant::now();
    let after = |seconds: u64| start + Duration::from_secs(seconds);
    assert_eq!(due(None, None, 0), None);
    assert_eq!(due(Some(start), None, 99), None);
    assert_eq!(due(Some(after(5)), Some(start), 10), Some(after(7)));
    assert_eq!(due(Some(after(59)), Some(start), 10), Some(after(60)));
    assert_eq!(due(Some(after(5)), Some(start), GROWTH), Some(start));
}

fn run(disk: Arc<dyn Disk>, count: u64) -> (Vec<Event>, Option<Writer>, SessionFiles, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let files = SessionFiles::of(&folder.path().join("a.json")).unwrap();
    let mut shown = new_session(SessionId::new("aaaabbbb"), "t0".to_owned(), time());
    let writer = writer_for(disk, files.clone(), shown.clone());
    let (tell, told) = channel();
    let thread = WriterThread::start(writer, Box::new(move |event| tell.send(event).unwrap())).unwrap();
    for seq in 2..2 + count {
        assert!(thread.commit(vec![retitle(&mut shown, seq, &format!("t{seq}"))]));
    }
    let last = 1 + count;
    let mut events = Vec::new();
    while count > 0 && !events.iter().any(|e| matches!(e, Event::Saved { seq, .. } if *seq == last)) {
        events.push(told.recv_timeout(LIMIT).unwrap());
    }
    let writer = thread.stop(LIMIT);
    events.extend(told.try_iter());
    (events, writer, files, folder)
}

fn title(files: &SessionFiles) -> String {
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    load::load(&disk, files).unwrap().unwrap().session.title
}

#[test]
fn edits_are_acknowledged_in_order_and_the_end_writes_the_session_file() {
    let (events, writer, files, _folder) = run(Arc::new(RealDisk), 300);
    let saved: Vec<u64> = events
        .iter()
        .filter_map(|e| if let Event::Saved { seq, .. } = e { Some(*seq) } else { None })
        .collect();
    assert!(saved.is_sorted() && saved.last() == Some(&301));
    assert_eq!(events.last(), Some(&Event::Gone { unsaved: 0 }));
    assert_eq!(title(&files), "t301");
    assert!(files.session().exists());
    let log = std::fs::read_to_string(files.log()).unwrap();
    let last = crate::format::log::read(log.lines().last().unwrap()).unwrap().line;
    assert_eq!((last.kind, last.of), (Kind::Checkpoint, Some(301)));
    assert!(!writer.unwrap().is_dirty());
}

#[test]
fn without_an_edit_nothing_is_written() {
    let (events, _, _, folder) = run(Arc::new(RealDisk), 0);
    assert_eq!(events, [Event::Gone { unsaved: 0 }]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_session_without_an_edit_is_not_written_even_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let files = SessionFiles::of(&folder.path().join("a.json")).unwrap();
    let session = new_session(SessionId::new("aaaabbbb"), "t0".to_owned(), time());
    let writer = writer_for(Arc::new(RealDisk), files, session);
    let thread = WriterThread::start(writer, Box::new(|_| {})).unwrap();
    assert!(thread.checkpoint());
    thread.stop(LIMIT);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_failed_write_is_told_and_tried_again_with_the_rest_waiting() {
    for at in 0..12 {
        let (events, _, files, _folder) = run(Arc::new(FailingDisk::once(at, Fault::Errno(28))), 5);
        assert_eq!(events.last(), Some(&Event::Gone { unsaved: 0 }), "{at}");
        assert_eq!(title(&files), "t6", "{at}");
    }
    let (events, _, _, _folder) = run(Arc::new(FailingDisk::once(2, Fault::Errno(28))), 5);
    assert!(
        events.iter().any(|e| matches!(e, Event::Failed { hint, .. } if hint.contains("space"))),
        "{events:?}"
    );
}

#[test]
fn what_could_not_be_saved_is_counted_at_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let files = SessionFiles::of(&folder.path().join("a.json")).unwrap();
    let mut shown = new_session(SessionId::new("aaaabbbb"), "t0".to_owned(), time());
    let writer = writer_for(Arc::new(FailingDisk::from(0)), files, shown.clone());
    let (tell, told) = channel();
    let thread = WriterThread::start(writer, Box::new(move |event| tell.send(event).unwrap())).unwrap();
    thread.commit(vec![retitle(&mut shown, 2, "one"), retitle(&mut shown, 3, "two")]);
    assert!(matches!(told.recv_timeout(LIMIT).unwrap(), Event::Failed { .. }));
    thread.stop(LIMIT);
    assert_eq!(told.try_iter().last(), Some(Event::Gone { unsaved: 2 }));
}
