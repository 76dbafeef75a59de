//! Tests of opening a session.

use std::io::Write;

use super::super::failing::{ana, claim, line, retitle, time};
use super::*;
use crate::command::CommandId;
use crate::format::log::{Kind, Line};
use crate::model::{Article, edits};

const WORDS: &str = "In Deir ez-Zor, 62 soldiers were killed, the ministry said.\n";

struct Case {
    _folder: tempfile::TempDir,
    root: PathBuf,
}

impl Case {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let case = Self { _folder: folder, root };
        for name in ["raid/2_b.txt", "raid/10_a.txt"] {
            case.put(name, WORDS);
        }
        case
    }

    fn put(&self, name: &str, words: &str) {
        let path = self.root.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut file =
            std::fs::OpenOptions::new().write(true).create(true).truncate(true).open(path).unwrap();
        file.write_all(words.as_bytes()).unwrap();
    }

    fn request(&self) -> OpenRequest {
        OpenRequest {
            paths: vec![self.root.join("raid")],
            standard_input: None,
            place: Where {
                file: None,
                working: self.root.clone(),
                data: Some(self.root.join("data")),
                new: false,
            },
            analyst: "ana".to_owned(),
            read_only: false,
            recover: None,
            now: time(),
            id: None,
            tags: None,
            history: 100,
        }
    }

    fn open(&self) -> Opened {
        open(self.request()).unwrap()
    }

    /// Cites the first article by a claim, and closes well.
    fn cited(&self) -> SessionFiles {
        let opened = self.open();
        let (lines, _) = cite(&opened);
        let mut writer = writer(opened);
        writer.commit(&lines).unwrap();
        writer.finish(time(), &ana()).unwrap();
        writer.files().clone()
    }
}

fn writer(opened: Opened) -> Writer {
    match opened.access {
        Access::Writer(writer) => *writer,
        Access::ReadOnly(reason) => panic!("{}", reason.words()),
    }
}

fn cite(opened: &Opened) -> (Vec<Line>, Session) {
    let mut session = opened.session.clone();
    let first = &opened.articles[0];
    let whole =
        article::read_whole(&first.listed.place, article::LIMIT, &crate::store::known::Known::default())
            .unwrap();
    let facts = Article {
        path: first.path.clone(),
        bytes: whole.bytes,
        modified: whole.modified,
        sha256: Some(whole.sha256),
        text_sha256: Some(whole.text_sha256),
        ..Article::default()
    };
    let mut edit = edits::set_article(&session, CommandId::new("app.article"), &first.id, facts).unwrap();
    if let Some(analyst) = edits::set_analyst(&session, CommandId::new("app.name"), &ana(), "Ana") {
        edit.changes.extend(analyst.changes);
    }
    edit.apply(&mut session).unwrap();
    let seq = opened.next_seq;
    let second = claim(&mut session, seq + 1, &first.id, &whole.text, "62 soldiers");
    (vec![line(seq, Kind::Article, None, edit), second], session)
}

#[test]
fn opening_writes_nothing_but_the_lock_and_the_second_opener_is_told_who_has_it() {
    let case = Case::new();
    let first = case.open();
    assert!(first.is_new && first.next_seq == 2);
    let ids: Vec<&str> = first.articles.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(ids, ["2_b", "10_a"]);
    let names = RealDisk.names(&case.root.join("data")).unwrap();
    assert_eq!(names, ["raid.lock"]);
    let second = case.open();
    let Access::ReadOnly(ReadOnly::Busy(holder)) = &second.access else { panic!("a second writer") };
    assert_eq!(holder.user, "ana");
    drop(first);
    assert!(matches!(case.open().access, Access::Writer(_)));
}

#[test]
fn a_session_is_found_again_with_its_edits_after_a_good_end_and_after_a_crash() {
    let case = Case::new();
    let opened = case.open();
    let (lines, shown) = cite(&opened);
    let mut crashing = writer(opened);
    crashing.commit(&lines).unwrap();
    drop(crashing);
    let again = case.open();
    assert_eq!(again.session.claims, shown.claims);
    assert_eq!(again.session.revision, shown.revision);
    assert_eq!(again.notices, [Notice::Replayed(3)]);
    assert_eq!(again.history.done.len(), 1);
    assert_eq!(again.articles[0].state, ArticleState::Unchecked);
    assert_eq!(again.articles[1].state, ArticleState::New);
    assert_eq!(again.next_seq, 4);
    let mut shown = again.session.clone();
    let mut good = writer(again);
    good.commit(&[retitle(&mut shown, 4, "Raid")]).unwrap();
    good.finish(time(), &ana()).unwrap();
    drop(good);
    let third = case.open();
    assert_eq!((third.session.title.as_str(), third.notices.len()), ("Raid", 0));
    assert_eq!(third.history.done.len(), 2);
    assert_eq!(third.next_seq, 6);
}

#[test]
fn a_torn_last_line_is_told_and_set_aside_with_the_next_edit() {
    let case = Case::new();
    let files = case.cited();
    let mut log = RealDisk.open_append(&files.log(), false).unwrap();
    log.write_all(b"{\"seq\":5,\"at\":\"20").unwrap();
    let length = log.metadata().unwrap().len();
    let opened = case.open();
    assert_eq!(opened.notices, [Notice::TornLine]);
    assert_eq!(log.metadata().unwrap().len(), length, "opening writes nothing");
    let (mut shown, seq) = (opened.session.clone(), opened.next_seq);
    let done = writer(opened).commit(&[retitle(&mut shown, seq, "Raid")]).unwrap();
    assert_eq!(std::fs::read(&done.aside[0]).unwrap(), b"{\"seq\":5,\"at\":\"20");
    assert_eq!(case.open().session.title, "Raid");
}

#[test]
fn a_damaged_line_with_others_behind_it_is_never_passed_over() {
    let case = Case::new();
    let opened = case.open();
    let mut shown = opened.session.clone();
    let mut first = writer(opened);
    for seq in 2..6 {
        first.commit(&[retitle(&mut shown, seq, &format!("t{seq}"))]).unwrap();
    }
    let files = first.files().clone();
    drop(first);
    let log = std::fs::read_to_string(files.log()).unwrap();
    case.put("data/raid.log.jsonl", &log.replace("\"after\":\"t3\"", "\"after\":\"T3\""));
    let mut request = case.request();
    request.place.file = Some(files.session().to_owned());
    let damaged = open(request.clone()).unwrap();
    let Access::ReadOnly(ReadOnly::DamagedLog { seq: 3, lines: 3 }) = damaged.access else {
        panic!("{:?}", damaged.access)
    };
    assert_eq!(damaged.session.title, "t2");
    request.recover = Some(Recover::Log);
    let opened = open(request).unwrap();
    let (mut shown, seq) = (opened.session.clone(), opened.next_seq);
    let done = writer(opened).commit(&[retitle(&mut shown, seq, "on")]).unwrap();
    assert!(std::fs::read_to_string(&done.aside[0]).unwrap().contains("t5"));
}

#[test]
fn a_session_file_changed_from_outside_is_recorded_and_both_versions_stay() {
    let case = Case::new();
    let files = case.cited();
    let old = std::fs::read_to_string(files.session()).unwrap();
    let time_before = std::fs::metadata(files.session()).unwrap().modified().unwrap();
    case.put("data/raid.json", &old.replace("\"label\": \"killed\"", "\"label\": \"KILLED\""));
    let changed = std::fs::OpenOptions::new().write(true).open(files.session()).unwrap();
    changed.set_modified(time_before).unwrap();
    let opened = case.open();
    assert_eq!(opened.notices, [Notice::ChangedOutside(1)]);
    let (mut shown, seq) = (opened.session.clone(), opened.next_seq);
    let mut on = writer(opened);
    let done = on.commit(&[retitle(&mut shown, seq, "Raid")]).unwrap();
    assert_eq!(std::fs::read_to_string(&done.aside[0]).unwrap(), old);
    assert_eq!(on.replica().revision, shown.revision);
    // Dead before the checkpoint: the change is not found, or applied, a second time.
    drop(on);
    let again = case.open();
    assert_eq!(again.notices, [Notice::Replayed(2)]);
    let tag = |s: &Session| s.tags.values().any(|t| t.label == "KILLED");
    assert!(tag(&again.session) && again.session.title == "Raid");
    drop(again);
    std::fs::remove_file(files.session()).unwrap();
    assert!(tag(&case.open().session), "the log alone holds the change too");
}

#[test]
fn a_damaged_session_file_is_left_alone_and_log_and_backups_are_offered() {
    let case = Case::new();
    let files = case.cited();
    let good = std::fs::read_to_string(files.session()).unwrap();
    for cut in [0, 1, good.len() / 2, good.len() - 3] {
        let bad = good.split_at(cut).0;
        case.put("data/raid.json", bad);
        let mut request = case.request();
        let Err(OpenError::Load(LoadError::Corrupt { offers, .. })) = open(request.clone()) else {
            panic!("at {cut}")
        };
        assert_eq!(offers[0], Offer::Log { revision: 3 });
        assert_eq!(std::fs::read_to_string(files.session()).unwrap(), bad);
        request.recover = Some(Recover::File(offers[0].clone()));
        let opened = open(request).unwrap();
        assert_eq!(opened.session.claims.len(), 1);
        let mut on = writer(opened);
        let kept = on.checkpoint().unwrap().outside.unwrap();
        assert_eq!(std::fs::read_to_string(kept).unwrap(), bad);
    }
}

#[test]
fn a_lost_log_begins_anew_and_counts_on() {
    let case = Case::new();
    let files = case.cited();
    std::fs::remove_file(files.log()).unwrap();
    let opened = case.open();
    assert_eq!(opened.notices, [Notice::LogMissing]);
    let (mut shown, seq) = (opened.session.clone(), opened.next_seq);
    let mut on = writer(opened);
    on.commit(&[retitle(&mut shown, seq, "Raid")]).unwrap();
    drop(on);
    let again = case.open();
    assert_eq!((again.session.title.as_str(), again.notices.len()), ("Raid", 1));
    drop(again);
    // Another session's log beside it is kept, and a new one begins.
    let other = Case::new();
    let foreign = std::fs::read_to_string(other.cited().log()).unwrap();
    case.put("data/raid.log.jsonl", &foreign);
    let apart = case.open();
    assert_eq!(apart.notices, [Notice::LogApart]);
    let (mut shown, seq) = (apart.session.clone(), apart.next_seq);
    let done = writer(apart).commit(&[retitle(&mut shown, seq, "Other")]).unwrap();
    assert_eq!(std::fs::read_to_string(&done.aside[0]).unwrap(), foreign);
    assert_eq!(case.open().session.title, "Other");
}

#[test]
fn a_newer_schema_is_read_only() {
    let case = Case::new();
    let files = case.cited();
    let newer = std::fs::read_to_string(files.session()).unwrap().replace("session/1", "session/2");
    case.put("data/raid.json", &newer);
    assert!(matches!(case.open().access, Access::ReadOnly(ReadOnly::Newer(_))));
}

#[test]
fn articles_that_are_missing_moved_changed_or_outside_are_told() {
    let case = Case::new();
    let files = case.cited();
    let state = |case: &Case| {
        let opened = case.open();
        opened.articles.iter().find(|a| a.id.as_str() == "2_b").unwrap().state.clone()
    };
    std::fs::rename(case.root.join("raid/2_b.txt"), case.root.join("raid/away.md")).unwrap();
    let mut by_file = case.request();
    by_file.paths = vec![files.session().to_owned()];
    assert_eq!(open(by_file.clone()).unwrap().articles[0].state, ArticleState::Missing);
    std::fs::create_dir(case.root.join("raid/new")).unwrap();
    std::fs::rename(case.root.join("raid/away.md"), case.root.join("raid/new/2_b.txt")).unwrap();
    assert_eq!(state(&case), ArticleState::Moved);
    std::fs::rename(case.root.join("raid/new/2_b.txt"), case.root.join("raid/2_b.txt")).unwrap();
    case.put("raid/2_b.txt", "other words");
    assert_eq!(state(&case), ArticleState::Changed);
    let text = std::fs::read_to_string(files.session()).unwrap().replace("../raid/2_b.txt", "/etc/passwd");
    case.put("data/raid.json", &text);
    assert_eq!(open(by_file).unwrap().articles[0].state, ArticleState::Outside);
}

#[test]
fn standard_input_is_kept_at_once_and_nothing_else() {
    let case = Case::new();
    let mut request = case.request();
    request.paths = vec!["-".into()];
    request.standard_input = Some(WORDS.as_bytes().to_vec());
    let opened = open(request).unwrap();
    assert_eq!(opened.files.name(), "stdin");
    assert_eq!(opened.articles.len(), 1);
    assert_eq!(opened.articles[0].id.as_str(), "stdin");
    assert_eq!(opened.articles[0].path, format!("stdin.articles/{}", article::sha256(WORDS.as_bytes())));
    assert!(!opened.files.session().exists() && !opened.files.log().exists());
}

#[test]
fn with_nothing_to_open_the_reasons_are_given() {
    let case = Case::new();
    let mut request = case.request();
    request.paths = vec![case.root.join("none"), "/dev/null".into()];
    let Err(OpenError::Nothing { skipped, .. }) = open(request) else { panic!("opened") };
    assert_eq!(skipped.len(), 2);
}

#[test]
fn the_sample_case_opens_with_no_path() {
    let case = Case::new();
    std::fs::create_dir(case.root.join("sessions")).unwrap();
    let mut request = case.request();
    request.paths.clear();
    let opened = open(request).unwrap();
    assert_eq!(opened.articles.len(), 5);
    assert!(opened.articles.iter().all(|a| a.path.starts_with("builtin:") && a.state == ArticleState::New));
    assert_eq!(opened.files.session(), case.root.join("data/sample.json"));
}
