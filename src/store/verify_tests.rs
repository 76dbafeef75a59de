//! Tests of verification.

use super::super::disk::RealDisk;
use super::super::failing::{ana, claim, line, time};
use super::super::open::writer_for;
use super::super::place::stored_path;
use super::*;
use crate::command::CommandId;
use crate::model::defaults::new_session;
use crate::model::{Article, SessionId, edits};

const WORDS: &str = "At dawn the base was hit. Then 62 soldiers were killed, it said. Nobody else spoke.\n";

fn put(path: &std::path::Path, words: &str) {
    let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).open(path).unwrap();
    std::io::Write::write_all(&mut file, words.as_bytes()).unwrap();
}

/// A folder with one article, and a session that cites it.
fn case() -> (tempfile::TempDir, SessionFiles, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().canonicalize().unwrap().join("a.txt");
    put(&path, WORDS);
    let files = SessionFiles::of(&folder.path().join("s.json")).unwrap();
    let mut session = new_session(SessionId::new("aaaabbbb"), "t".to_owned(), time());
    session.analysts.insert(ana(), Arc::default());
    let mut writer = writer_for(Arc::new(RealDisk), files.clone(), session.clone());
    let sha256 = Some(article::sha256(WORDS.as_bytes()));
    let facts = Article {
        path: stored_path(&files, &Place::File(path.clone())),
        bytes: WORDS.len() as u64,
        text_sha256: sha256.clone(),
        sha256,
        ..Article::default()
    };
    let id = ArticleId::new("a");
    let edit = edits::set_article(&session, CommandId::new("app.article"), &id, facts).unwrap();
    edit.apply(&mut session).unwrap();
    let second = claim(&mut session, 3, &id, WORDS, "62 soldiers were killed");
    writer.commit(&[line(2, Kind::Article, None, edit), second]).unwrap();
    writer.finish(time(), &ana()).unwrap();
    (folder, files, path)
}

fn words(files: &SessionFiles) -> Vec<String> {
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let report = verify(&disk, files, article::LIMIT).unwrap();
    report.findings.into_iter().map(|f| format!("{} {}", f.on.split('/').next().unwrap(), f.what)).collect()
}

#[test]
fn one_changed_byte_of_an_article_is_found_wherever_it_is() {
    let (_folder, files, path) = case();
    assert_eq!(words(&files), Vec::<String>::new());
    put(&path, &WORDS.replace("Nobody", "Nobodi"));
    let found = words(&files);
    assert_eq!(found[0], "articles changed: 84 bytes, 84 when cited");
    assert_eq!(found[1], "claims in place: its quote stands at 31–54 of the changed article");
    put(&path, &WORDS.replace("62", "63"));
    assert_eq!(words(&files)[1], "claims text changed: its quote stood at 31–54");
    put(&path, &format!("x{WORDS}"));
    assert_eq!(words(&files)[1], "claims moved: its quote stood at 31–54 and stands at 32–55");
    std::fs::remove_file(&path).unwrap();
    assert_eq!(words(&files)[0], "articles the file is missing");
    assert_eq!(words(&files).len(), 2);
}

#[test]
fn every_changed_line_of_the_log_is_found() {
    let (_folder, files, _) = case();
    let good = std::fs::read_to_string(files.log()).unwrap();
    let lines: Vec<&str> = good.lines().collect();
    assert_eq!(lines.len(), 4);
    for n in 0..lines.len() {
        let changed: Vec<String> = lines
            .iter()
            .enumerate()
            .map(
                |(m, l)| {
                    if m == n { l.replacen("\"by\":\"ana\"", "\"by\":\"bob\"", 1) } else { (*l).to_owned() }
                },
            )
            .collect();
        put(&files.log(), &(changed.join("\n") + "\n"));
        assert!(words(&files).iter().any(|w| w.starts_with("log")), "line {n}: {:?}", words(&files));
        let mut left_out = lines.clone();
        left_out.remove(n);
        put(&files.log(), &(left_out.join("\n") + "\n"));
        // The last line says no more than that the session file was written.
        assert_eq!(words(&files).is_empty(), n == 3, "line {n}: {:?}", words(&files));
    }
    let cut = |n: usize| good.split_at(good.len() - n).0.to_owned();
    put(&files.log(), &cut(9));
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let report = verify(&disk, &files, article::LIMIT).unwrap();
    assert_eq!((report.findings.len(), report.notes.len()), (0, 1));
    put(&files.log(), &(cut(9) + "\n"));
    assert!(words(&files)[0].starts_with("log a line at its end is damaged"), "{:?}", words(&files));
    std::fs::remove_file(files.log()).unwrap();
    assert!(words(&files)[0].starts_with("log is missing"));
}

#[test]
fn a_session_file_changed_by_hand_is_found() {
    let (_folder, files, _) = case();
    let good = std::fs::read_to_string(files.session()).unwrap();
    put(files.session(), &good.replace("\"hue\": \"red\"", "\"hue\": \"blue\""));
    assert_eq!(words(&files), ["session changed by another program since the log spoke of it: 1 changes"]);
}

#[test]
fn a_path_that_leads_elsewhere_is_reported_without_its_words() {
    let (_folder, files, path) = case();
    let elsewhere = tempfile::tempdir().unwrap();
    let other = elsewhere.path().canonicalize().unwrap().join("secret.txt");
    put(&other, "a secret of 62 soldiers were killed");
    let text = std::fs::read_to_string(files.session()).unwrap();
    let name = format!("\"path\": \"{}\"", path.file_name().unwrap().to_str().unwrap());
    assert!(text.contains(&name));
    put(files.session(), &text.replace(&name, &format!("\"path\": \"{}\"", other.display())));
    let found = words(&files);
    assert_eq!(found[0], "articles changed: 35 bytes, 84 when cited, outside the session's folders");
    assert!(!found.iter().any(|w| w.contains("secret of")), "{found:?}");
}
