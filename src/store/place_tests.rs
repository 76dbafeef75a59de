//! Tests of where a session goes.

use super::super::disk::RealDisk;
use super::super::failing::{claim, line, time};
use super::super::open::writer_for;
use super::super::walk::walk;
use super::*;
use crate::command::CommandId;
use crate::format::log::Kind;
use crate::model::defaults::new_session;
use crate::model::{ArticleId, SessionId, edits};
use std::sync::Arc;

fn put(path: &Path, words: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut file = RealDisk.create_new(path).unwrap();
    std::io::Write::write_all(&mut file, words.as_bytes()).unwrap();
}

/// Makes a session at the files that cites one article.
fn cite(files: &SessionFiles, path: &Path) {
    let mut session = new_session(SessionId::new("aaaabbbb"), "t".to_owned(), time());
    let mut writer = writer_for(Arc::new(RealDisk), files.clone(), session.clone());
    let id = ArticleId::new("a");
    let bytes = std::fs::metadata(path).unwrap().len();
    let article =
        Article { path: stored_path(files, &Place::File(path.to_owned())), bytes, ..Article::default() };
    let edit = edits::set_article(&session, CommandId::new("app.article"), &id, article).unwrap();
    edit.apply(&mut session).unwrap();
    let words = std::fs::read_to_string(path).unwrap();
    let second = claim(&mut session, 3, &id, &words, &words);
    writer.commit(&[line(2, Kind::Article, None, edit), second]).unwrap();
}

#[test]
fn a_session_is_found_by_path_or_by_name_and_length_and_else_a_new_one_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    for name in ["one/raid/a.txt", "two/raid/a.txt", "three/raid/a.txt", "three/raid/b.txt"] {
        put(&root.join(name), if name.starts_with("three") { "longer words" } else { "words" });
    }
    std::fs::create_dir(root.join("sessions")).unwrap();
    let place = Where { working: root.clone(), data: Some(root.join("data")), ..Where::default() };
    let find = |place: &Where, folder: &str| {
        let path = root.join(folder);
        let listed = walk(std::slice::from_ref(&path)).listed;
        choose(&RealDisk, place, &name_of(Some(&path)), &listed).unwrap()
    };
    let first = find(&place, "one/raid");
    assert_eq!(first.session(), root.join("sessions/raid.json"));
    cite(&first, &root.join("one/raid/a.txt"));
    assert_eq!(find(&place, "one/raid"), first);
    assert_eq!(find(&place, "two/raid"), first, "same name and length");
    let other = find(&place, "three/raid");
    assert_eq!(other.session(), root.join("sessions/raid-2.json"));
    let new = Where { new: true, ..place.clone() };
    assert_eq!(find(&new, "one/raid").session(), root.join("sessions/raid-2.json"));
    let sample = choose(&RealDisk, &place, "sample", &walk(&[]).listed).unwrap();
    assert_eq!(sample.session(), root.join("data/sample.json"));
    let named = Where { file: Some("x/y.json".into()), ..place };
    assert_eq!(find(&named, "one/raid").session(), root.join("x/y.json"));
}

#[test]
fn paths_are_stored_relative_near_the_session_and_absolute_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    for name in ["w/sessions/x.txt", "w/seeds/4.txt", "far/z.txt"] {
        put(&root.join(name), "words");
    }
    let files = SessionFiles::of(&root.join("w/sessions/n.json")).unwrap();
    for (file, stored) in [
        ("w/sessions/x.txt", "x.txt".to_owned()),
        ("w/seeds/4.txt", "../seeds/4.txt".to_owned()),
        ("far/z.txt", root.join("far/z.txt").to_str().unwrap().to_owned()),
    ] {
        let path = root.join(file);
        assert_eq!(stored_path(&files, &Place::File(path.clone())), stored);
        assert_eq!(resolve(&files, &stored), path);
    }
    assert_eq!(stored_path(&files, &Place::Builtin("a".to_owned())), "builtin:a");
}

#[test]
fn a_path_that_nobody_named_is_outside_unless_it_is_near_the_session() {
    let files = SessionFiles::of(Path::new("/none/w/sessions/n.json")).unwrap();
    let of =
        |stored: &str| place_of(&files, stored, &["/none/far".into()], &HashSet::from(["/etc/x".into()]));
    assert!(matches!(of("x.txt"), Place::Beneath { .. }));
    assert!(matches!(of("../seeds/4.txt"), Place::Beneath { .. }));
    assert!(matches!(of("/none/far/deep/4.txt"), Place::Beneath { .. }));
    assert_eq!(of("/etc/x"), Place::File("/etc/x".into()));
    for outside in
        ["/etc/passwd", "../../x", "../.ssh/id_rsa", "..", "a\0b/../../../../etc/passwd", &"../".repeat(2000)]
    {
        let place = of(outside);
        assert!(matches!(place, Place::Outside(_)), "{outside:?} {place:?}");
    }
}

#[test]
fn names_are_made_safe() {
    assert_eq!(clean("raid"), "raid");
    assert_eq!(clean("..a/b\n\u{1b}c"), "a-b--c");
    assert_eq!(clean("..."), "session");
    assert!(clean(&"é".repeat(500)).len() <= LONGEST_NAME);
    assert_eq!(name_of(Some(Path::new("-"))), "stdin");
    assert_eq!(name_of(Some(Path::new("/"))), "session");
    assert_eq!(name_of(None), "sample");
    assert_eq!(name_of(Some(Path::new("x/notes.txt"))), "notes");
}
