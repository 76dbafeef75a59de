//! Tests of listing articles.

use std::fs::OpenOptions;
use std::os::unix::fs::symlink;

use super::*;

fn touch(path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    OpenOptions::new().create(true).append(true).open(path).unwrap();
}

fn shown(walk: &Walk) -> Vec<&str> {
    walk.listed.iter().map(|l| l.shown.as_str()).collect()
}

fn reason<'a>(walk: &'a Walk, end: &str) -> &'a SkipReason {
    &walk.skipped.iter().find(|s| s.path.ends_with(end)).unwrap().reason
}

#[test]
fn a_folder_lists_its_articles_in_natural_order_and_counts_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["10_a.txt", "2_b.md", "5/1.TXT", "5/.x/h.txt", ".hidden.txt", "x.pdf", "y", "5/z.pdf"] {
        touch(&folder.path().join(name));
    }
    let walk = walk(&[folder.path().to_owned()]);
    assert_eq!(shown(&walk), ["2_b.md", "5/1.TXT", "10_a.txt"]);
    assert_eq!(walk.other_files, 3);
    assert_eq!(walk.skipped, []);
    assert_eq!(walk.listed[1].folder.as_deref(), Some("5"));
    assert_eq!(walk.listed[1].stem, "1");
}

#[test]
fn a_named_file_is_taken_whatever_its_ending_and_only_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.log");
    touch(&file);
    touch(&folder.path().join("a.txt"));
    let twice = folder.path().join(".").join("notes.log");
    let walk = walk(&[file, twice, folder.path().to_owned(), folder.path().join("a.txt")]);
    assert_eq!(shown(&walk), ["notes.log", "a.txt"]);
}

#[test]
fn what_is_no_file_is_skipped_with_its_reason_and_never_blocks() {
    let outside = tempfile::tempdir().unwrap();
    touch(&outside.path().join("secret.txt"));
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    touch(&at("in/a.txt"));
    rustix::fs::mknodat(
        rustix::fs::CWD,
        at("pipe.txt"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::from_raw_mode(0o600),
        0,
    )
    .unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(at("s.txt")).unwrap();
    symlink(outside.path().join("secret.txt"), at("out.txt")).unwrap();
    symlink(outside.path(), at("outdir")).unwrap();
    symlink("..", at("in/up")).unwrap();
    symlink("loop2.txt", at("loop1.txt")).unwrap();
    symlink("loop1.txt", at("loop2.txt")).unwrap();
    symlink("gone", at("dead.txt")).unwrap();
    symlink("/dev/zero", at("zero.txt")).unwrap();
    symlink("in/a.txt", at("good.txt")).unwrap();
    let walk = walk(&[folder.path().to_owned(), PathBuf::from("/dev/null"), at("nothing.txt")]);
    assert_eq!(shown(&walk), ["good.txt", "in/a.txt"]);
    assert_eq!(*reason(&walk, "pipe.txt"), SkipReason::Fifo);
    assert_eq!(*reason(&walk, "/s.txt"), SkipReason::Socket);
    assert_eq!(*reason(&walk, "out.txt"), SkipReason::LeadsOut);
    assert_eq!(*reason(&walk, "outdir"), SkipReason::LeadsOut);
    assert_eq!(*reason(&walk, "in/up"), SkipReason::FolderListedAlready);
    assert_eq!(*reason(&walk, "loop1.txt"), SkipReason::Loop);
    assert_eq!(*reason(&walk, "dead.txt"), SkipReason::LeadsNowhere);
    assert_eq!(*reason(&walk, "zero.txt"), SkipReason::LeadsOut);
    assert_eq!(*reason(&walk, "/dev/null"), SkipReason::Device);
    assert_eq!(*reason(&walk, "nothing.txt"), SkipReason::Missing);
}

#[test]
fn names_that_are_not_utf8_or_hold_controls_are_listed() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    for name in [&b"a\xff.txt"[..], b"a\xfe.txt", b"b\x1b[2J\n.txt"] {
        touch(&folder.path().join(OsStr::from_bytes(name)));
    }
    assert_eq!(walk(&[folder.path().to_owned()]).listed.len(), 3);
}

#[test]
fn with_no_path_the_sample_case_is_listed() {
    let walk = walk(&[]);
    assert_eq!(walk.listed.len(), 5);
    assert!(walk.listed.iter().all(|l| matches!(l.place, Place::Builtin(_))));
}
