//! Tests of reading articles.

use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;

use super::*;

fn put(path: &Path, bytes: &[u8]) {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(path).unwrap();
    file.write_all(bytes).unwrap();
}

fn below(root: &Path, name: &str) -> Place {
    Place::Beneath { root: root.canonicalize().unwrap(), below: name.into() }
}

#[test]
fn a_file_is_read_in_part_and_whole() {
    let folder = tempfile::tempdir().unwrap();
    let line = "Sixty-two soldiers were killed, the ministry said.\n";
    put(&folder.path().join("a.txt"), line.repeat(2000).as_bytes());
    let place = below(folder.path(), "a.txt");
    let first = read_first(&place, LIMIT, &Known::default()).unwrap();
    assert!(!first.whole && first.decoded.text.len() as u64 <= FIRST && first.decoded.text.ends_with('\n'));
    assert_eq!(first.size, 102_000);
    let whole = read_whole(&place, LIMIT, &Known::default()).unwrap();
    assert_eq!(whole.bytes, 102_000);
    assert_eq!(whole.index.lines(), OffsetIndex::new(&whole.text).lines());
    assert_eq!(whole.sha256, whole.text_sha256);
    assert_eq!(hash(&place, LIMIT).unwrap().sha256, whole.sha256);
    assert!(whole.modified.is_some());
}

#[test]
fn the_hash_is_of_the_bytes_and_the_mark_is_not_text() {
    let folder = tempfile::tempdir().unwrap();
    put(&folder.path().join("b.txt"), b"\xef\xbb\xbf83 dead");
    let whole = read_whole(&below(folder.path(), "b.txt"), LIMIT, &Known::default()).unwrap();
    assert_eq!(&*whole.text, "83 dead");
    assert_eq!(whole.sha256, sha256(b"\xef\xbb\xbf83 dead"));
    assert_eq!(whole.text_sha256, sha256(b"83 dead"));
}

#[test]
fn nothing_leads_out_of_a_folder() {
    let outside = tempfile::tempdir().unwrap();
    put(&outside.path().join("secret.txt"), b"secret");
    let folder = tempfile::tempdir().unwrap();
    symlink(outside.path().join("secret.txt"), folder.path().join("l.txt")).unwrap();
    symlink(outside.path(), folder.path().join("d")).unwrap();
    symlink("in.txt", folder.path().join("ok.txt")).unwrap();
    put(&folder.path().join("in.txt"), b"inside");
    for name in ["l.txt", "d/secret.txt", "../x", "/etc/passwd"] {
        let error = read_first(&below(folder.path(), name), LIMIT, &Known::default()).unwrap_err();
        assert!(matches!(error, ReadError::LeadsOut), "{name}: {error}");
        assert!(read_bytes(&below(folder.path(), name), LIMIT).is_err());
    }
    for name in ["l.txt", "d/secret.txt"] {
        let root = folder.path().canonicalize().unwrap();
        assert!(matches!(beneath_by_name(&root, Path::new(name)), Err(ReadError::LeadsOut)), "{name}");
    }
    assert!(beneath_by_name(&folder.path().canonicalize().unwrap(), Path::new("ok.txt")).is_ok());
    assert_eq!(
        read_first(&below(folder.path(), "ok.txt"), LIMIT, &Known::default()).unwrap().decoded.text,
        "inside"
    );
}

#[test]
fn what_cannot_be_an_article_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &pipe,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::from_raw_mode(0o600),
        0,
    )
    .unwrap();
    put(&folder.path().join("empty"), b"");
    put(&folder.path().join("big"), &[b'x'; 100]);
    let read =
        |name: &str| read_first(&Place::File(folder.path().join(name)), 99, &Known::default()).unwrap_err();
    assert!(matches!(read("pipe"), ReadError::NotAFile));
    assert!(matches!(read("."), ReadError::NotAFile));
    assert!(matches!(read("empty"), ReadError::Empty));
    assert!(matches!(read("none"), ReadError::Missing));
    assert!(matches!(read("big"), ReadError::TooLarge { size: 100, limit: 99 }));
    assert!(matches!(
        read_first(&Place::File("/dev/zero".into()), 99, &Known::default()),
        Err(ReadError::NotAFile)
    ));
    put(&folder.path().join("binary"), &[1; 64]);
    assert!(matches!(read("binary"), ReadError::NotText(_)));
}

#[test]
fn an_article_outside_is_shown_only_where_its_hash_is_the_stored_one() {
    let folder = tempfile::tempdir().unwrap();
    put(&folder.path().join("a"), b"words");
    let place = Place::Outside(folder.path().join("a"));
    assert!(matches!(read_first(&place, LIMIT, &Known::default()), Err(ReadError::Outside)));
    assert!(matches!(read_whole(&place, LIMIT, &Known::default()), Err(ReadError::Outside)));
    assert_eq!(
        &*read_whole(&place, LIMIT, &Known { sha256: Some(sha256(b"words")), ..Known::default() })
            .unwrap()
            .text,
        "words"
    );
}

#[test]
fn a_file_swapped_for_a_link_is_never_read_from_outside() {
    let outside = tempfile::tempdir().unwrap();
    put(&outside.path().join("s"), b"secret");
    let folder = tempfile::tempdir().unwrap();
    let (name, other) = (folder.path().join("a"), folder.path().join("b"));
    let stop = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let swapper = {
        let (stop, name, other, target) = (stop.clone(), name.clone(), other, outside.path().join("s"));
        std::thread::spawn(move || {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                put(&other, b"inside");
                fs::rename(&other, &name).unwrap();
                symlink(&target, &other).unwrap();
                fs::rename(&other, &name).unwrap();
            }
        })
    };
    let (place, root) = (below(folder.path(), "a"), folder.path().canonicalize().unwrap());
    for _ in 0..100_000 {
        if let Ok((bytes, _)) = read_bytes(&place, LIMIT) {
            assert_ne!(bytes, b"secret");
        }
        if let Ok(mut file) = beneath_by_name(&root, Path::new("a")) {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            assert_ne!(bytes, b"secret");
        }
    }
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    swapper.join().unwrap();
}

#[test]
fn a_page_that_was_annotated_is_read_from_its_kept_text() {
    let folder = tempfile::tempdir().unwrap();
    let page = b"<p>What this version would make of it.";
    put(&folder.path().join("a.html"), page);
    let kept = "What was shown when it was annotated.\n";
    let copies = folder.path().join("s.articles");
    fs::create_dir(&copies).unwrap();
    let hash = sha256(kept.as_bytes());
    put(&copies.join(&hash), kept.as_bytes());
    let known = Known {
        sha256: Some(sha256(page)),
        text_sha256: Some(hash.clone()),
        is_page: true,
        copies: Some(copies.clone()),
        ..Known::default()
    };
    // No process is started for it: here none could be.
    let whole = read_whole(&below(folder.path(), "a.html"), LIMIT, &known).unwrap();
    assert_eq!((&*whole.text, &whole.text_sha256, whole.page), (kept, &hash, None));
    assert_eq!(read_text(&below(folder.path(), "a.html"), LIMIT, &known).unwrap(), kept);
    // A copy that is not what its name says, and a hash that is a path, are no kept text.
    put(&copies.join(&hash), b"tampered");
    assert_eq!(known.kept_text(), None);
    let hostile = Known { text_sha256: Some("../a.html".to_owned()), ..known };
    assert_eq!(hostile.kept_text(), None);
}
