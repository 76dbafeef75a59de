//! Articles in old encodings, by the real binary: detected, chosen, kept, and read the same ever after.
//!
//! **Invariant:** the files are made here; a session that was saved is read again by every command.

use std::fs;

use super::home::{Home, claimed};

/// “Sixty-two soldiers died, two hundred were hurt” in Russian, and a plain line.
const TEXT: &str = "62 killed.\nПогибли шестьдесят два солдата, двести ранены.\n";

/// A home with the text in an encoding.
fn home(tables: &'static encoding_rs::Encoding) -> Home {
    let home = Home::default();
    home.write("a.txt", tables.encode(TEXT).0);
    home
}

#[test]
fn a_detected_encoding_is_named_and_kept() {
    let home = home(encoding_rs::KOI8_U);
    let ran = home.run(["replay", "a.txt", "--keys", "/солдата<enter>1", "--save", "s.json"]);
    assert!(ran.out.contains("KOI8-U"), "{ran:?}");
    let session = fs::read_to_string(home.work().join("s.json")).unwrap();
    assert!(session.contains("\"encoding\": \"KOI8-U\""), "{session}");
    assert_eq!(home.run(["verify", "s.json"]).code, Some(0));
    assert_eq!(claimed(&home, &home.work().join("s.json")), ["солдата"]);
    let report = home.run(["export", "s.json", "--format", "markdown"]);
    assert!(report.out.contains("солдата"), "{report:?}");
    // Line, characters, bytes of the file: one a letter.
    let csv = home.run(["export", "s.json", "--format", "csv"]);
    assert!(csv.out.contains("\"34\",\"41\",\"34\",\"41\""), "{csv:?}");
}

#[test]
fn a_chosen_encoding_is_honoured_by_every_command_and_in_the_kept_copy() {
    let home = home(encoding_rs::X_MAC_CYRILLIC);
    let keys = "gae/x-mac<enter><enter><esc>/солдата<enter>1";
    let chosen = home.run(["replay", "a.txt", "--keys", keys, "--save", "s.json"]);
    assert!(chosen.out.contains("x-mac-cyrillic"), "{chosen:?}");
    let again = home.run(["replay", "s.json", "--keys", "ga"]);
    assert!(again.out.contains("x-mac-cyrillic"), "{again:?}");
    let verified = home.run(["verify", "s.json"]);
    assert_eq!(verified.code, Some(0), "{verified:?}");
    assert_eq!(claimed(&home, &home.work().join("s.json")), ["солдата"]);
    let export = home.run(["export", "s.json", "--format", "csv"]);
    assert!(export.out.contains("солдата") && export.code == Some(0), "{export:?}");
    // The kept copy holds the file's bytes; read in the session's encoding, they hold the quote.
    let copies: Vec<_> = fs::read_dir(home.work().join("s.articles")).unwrap().collect();
    assert_eq!(copies.len(), 1);
    let bytes = fs::read(copies[0].as_ref().unwrap().path()).unwrap();
    assert_eq!(bytes, fs::read(home.work().join("a.txt")).unwrap());
    // The choice is an edit: undone, the article is read as it is detected.
    let undone = home.run(["replay", "s.json", "--keys", "uu", "--format", "json"]);
    assert!(!undone.out.contains("\"encoding\": \"x-mac-cyrillic\""), "{undone:?}");
}
