//! Names and ids in session files: none of them leads out of the session's folders.
//!
//! **Invariant:** what is written lies beside the session file, whatever stands in it.

use std::collections::HashSet;
use std::fs;
use std::path::{Component, PathBuf};

use factcheck::store::names::SessionFiles;
use factcheck::store::open::Access;
use factcheck::store::place::place_of;
use factcheck::store::walk::Place;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::case::{Case, everything};
use super::reached::reached;

/// What stands in place of ids, hashes and names.
fn hostile() -> Vec<String> {
    vec![
        "../../x".to_owned(),
        "/etc/passwd".to_owned(),
        "a\u{0}b".to_owned(),
        "x".repeat(4096),
        "..".to_owned(),
        ".".to_owned(),
        String::new(),
        "con\n\u{1b}[2J".to_owned(),
        "builtin:../../x".to_owned(),
    ]
}

/// Puts a word in place of every id: the names of a map, and what refers to them.
fn rename(value: &mut Value, old: &str, new: &str) {
    match value {
        Value::String(text) if text == old => *text = new.to_owned(),
        Value::Array(list) => list.iter_mut().for_each(|item| rename(item, old, new)),
        Value::Object(map) => {
            if let Some(moved) = map.remove(old) {
                map.insert(new.to_owned(), moved);
            }
            map.iter_mut().for_each(|(_, item)| rename(item, old, new));
        }
        _ => {}
    }
}

#[test]
fn ids_hashes_and_names_in_a_session_are_never_paths() {
    let mut opened = 0;
    for word in hostile() {
        let case = Case::default();
        let mut value: Value = serde_json::from_slice(&case.session()).unwrap();
        let article = value["articles"].as_object().unwrap().keys().next().unwrap().clone();
        let claim = value["claims"].as_object().unwrap().keys().next().unwrap().clone();
        rename(&mut value, &article, &word);
        rename(&mut value, &claim, &format!("{word}c"));
        for stored in value["articles"].as_object_mut().unwrap().values_mut() {
            stored["sha256"] = json!(word);
        }
        value["title"] = json!(word);
        value["id"] = json!(word);
        fs::write(case.files.session(), serde_json::to_string_pretty(&value).unwrap()).unwrap();
        fs::remove_file(case.files.log()).unwrap();
        let outside = |case: &Case| {
            let mut all = everything(case.home.work().parent().unwrap());
            all.retain(|(path, _)| !path.starts_with(case.files.folder()));
            all
        };
        let before = outside(&case);
        if let Ok(found) = case.open() {
            opened += 1;
            if let Access::Writer(mut writer) = found.access {
                writer.checkpoint().unwrap();
            }
        }
        let shown = case.home.run(["replay", "sessions/case.json", "--keys", "gawgc1m"]);
        assert!(matches!(shown.code, Some(0 | 3)), "{word:?}: {shown:?}");
        let verified = case.home.run(["verify", "sessions/case.json"]);
        assert!(matches!(verified.code, Some(1 | 3)), "{word:?}: {verified:?}");
        assert_eq!(outside(&case), before, "{word:?}");
        let beside =
            |path: &PathBuf| path.strip_prefix(case.files.folder()).unwrap().components().count() <= 2;
        assert!(everything(case.files.folder()).iter().all(|(path, _)| beside(path)), "{word:?}");
    }
    reached("35", &format!("{} hostile words in place of ids and hashes: 0 files outside", hostile().len()));
    assert!(opened > 0, "all were refused before anything could be shown");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_stored_path_is_near_the_session_or_outside(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just("..".to_owned()), Just("/".to_owned()), Just(".".to_owned()), Just("a".to_owned()),
                Just("\u{0}".to_owned()), Just("~".to_owned()), Just("builtin:".to_owned()), Just("\\".to_owned()),
                Just("x".repeat(4096)), "\\PC{0,6}",
            ], 0..8),
        joined in any::<bool>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("case/sessions")).unwrap();
        let files = SessionFiles::of(&root.join("case/sessions/a.json")).unwrap();
        let stored = pieces.join(if joined { "/" } else { "" });
        let place = place_of(&files, &stored, &[], &HashSet::new());
        let path = match &place {
            Place::Outside(_) | Place::Builtin(_) => return Ok(()),
            Place::File(path) => path.clone(),
            Place::Beneath { root, below } => root.join(below),
        };
        let climbs = path.components().any(|part| part == Component::ParentDir);
        prop_assert!(!climbs && path.starts_with(root.join("case")), "{:?} leads to {}", stored, path.display());
    }
}
