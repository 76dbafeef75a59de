//! The settings, the completions and the manual page, by the real binary.
//!
//! **Invariant:** nothing of the machine's own settings is read: each test has a home of its own.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a test may panic, and writes into its own folder"
)]

use std::path::Path;
use std::process::{Command, Output};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_factcheck"))
        .args(arguments)
        .current_dir(folder)
        .env("HOME", folder)
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("XDG_DATA_HOME")
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn a_sound_file_is_shown_and_used() {
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("mine.toml");
    let words =
        "analyst = \"Ana\"\n[keys.read]\n\"find.open\" = [\"ö\"]\n[[tags.default]]\nlabel = \"burnt\"\n";
    std::fs::write(&settings, words).unwrap();
    let check = run(folder.path(), &["config", "check", "mine.toml"]);
    assert_eq!((check.status.code(), stdout(&check)), (Some(0), String::new()));
    let shown = run(folder.path(), &["config", "show", "mine.toml"]);
    std::fs::write(folder.path().join("again.toml"), &shown.stdout).unwrap();
    assert_eq!(stdout(&run(folder.path(), &["config", "show", "again.toml"])), stdout(&shown));
    std::fs::write(folder.path().join("a.txt"), "62 soldiers were killed.").unwrap();
    let keys = ["replay", "a.txt", "--config", "mine.toml", "--keys", "ökilled<enter>1"];
    let screen = stdout(&run(folder.path(), &keys));
    assert!(screen.contains("no tag has the key 1"), "{screen}");
    assert!(screen.contains("Ana · "), "{screen}");
}

#[test]
fn of_an_article_over_the_limit_only_the_cited_paragraphs_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.toml"), "[limits]\ncopy_mib = 0\n").unwrap();
    let text = "Nothing here.\n\nThe office said 62 soldiers were killed.\n\nNothing there.\n";
    std::fs::write(folder.path().join("a.txt"), text).unwrap();
    let keys =
        ["replay", "a.txt", "--config", "mine.toml", "--keys", "/62 soldiers<enter>1", "--save", "s.json"];
    let made = run(folder.path(), &keys);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let kept: Vec<_> =
        std::fs::read_dir(folder.path().join("s.articles")).unwrap().map(|f| f.unwrap().path()).collect();
    assert_eq!(kept.len(), 1);
    assert!(kept[0].to_string_lossy().ends_with(".extracts.jsonl"));
    let line = "{\"start\":15,\"text\":\"The office said 62 soldiers were killed.\"}\n";
    assert_eq!(std::fs::read_to_string(&kept[0]).unwrap(), line);
    let checked = run(folder.path(), &["verify", "s.json"]);
    assert!(checked.status.success(), "{}", stdout(&checked));
}

#[test]
fn problems_have_file_and_line_and_exit_code_1() {
    let folder = tempfile::tempdir().unwrap();
    let path = stdout(&run(folder.path(), &["config", "path"]));
    let path = Path::new(path.trim());
    assert!(path.starts_with(folder.path()), "{path:?}");
    assert_eq!(run(folder.path(), &["config", "check"]).status.code(), Some(0));
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, "analyst = \"Ana\"\ntheme = 5\n[keys.read]\n\"app.zom\" = [\"Z\"]\n").unwrap();
    let check = run(folder.path(), &["config", "check"]);
    assert_eq!(check.status.code(), Some(1));
    let lines: Vec<String> = stdout(&check).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].contains("config.toml:2: text in quotes"), "{lines:?}");
    assert!(lines[1].contains("config.toml:4: no command is called `app.zom`; the nearest is `app.zoom`"));
    let replay = run(folder.path(), &["replay", "--keys", "j", "--config", &path.to_string_lossy()]);
    assert_eq!(replay.status.code(), Some(3), "a file that was named must be sound");
}

#[test]
fn shells_and_the_manual_are_served() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let out = run(folder.path(), &["completions", shell]);
        assert!(stdout(&out).contains("replay"), "{shell}");
    }
    let page = stdout(&run(folder.path(), &["man"]));
    for heading in [".TH factcheck 1", ".SH \"FACTCHECK CONFIG CHECK\"", ".SH KEYS", ".SH \"EXIT STATUS\""] {
        assert!(page.contains(heading), "{heading}");
    }
}

#[test]
fn words_of_the_settings_are_known_to_suggest_and_to_the_workbench() {
    let folder = tempfile::tempdir().unwrap();
    let article = "In the valley 40 houses were gutted on Sunday, officials said.\n";
    std::fs::write(folder.path().join("a.txt"), article).unwrap();
    let words = "[[tags.default]]\nlabel = \"burnt\"\nkey = \"1\"\nwords = [\"gutted\"]\n";
    std::fs::write(folder.path().join("mine.toml"), words).unwrap();
    let claims = ["suggest", "a.txt", "--kind", "claim"];
    let plain = stdout(&run(folder.path(), &claims));
    assert!(!plain.contains("burnt"), "{plain}");
    let named = stdout(&run(folder.path(), &[&claims[..], &["--config", "mine.toml"]].concat()));
    assert!(named.contains("40 burnt (officials)"), "{named}");
    // So in the user's own settings.
    let path = stdout(&run(folder.path(), &["config", "path"]));
    let path = Path::new(path.trim());
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, words).unwrap();
    assert_eq!(stdout(&run(folder.path(), &claims)), named);
    let keys = ["replay", "a.txt", "--config", "mine.toml", "--keys", "sa"];
    let screen = stdout(&run(folder.path(), &keys));
    assert!(screen.contains("c1 tagged burnt"), "{screen}");
    let off = "[words]\nkilled = [\"blown up\"]\n[[tags.default]]\nlabel = \"a\"\nword = 1\n";
    std::fs::write(path, off).unwrap();
    let check = stdout(&run(folder.path(), &["config", "check"]));
    assert!(
        check.contains("config.toml:2: one word of letters") && check.contains("config.toml:5: `word`"),
        "{check}"
    );
}
