//! The rules that hold the source together, as tests: layers, words that belong to one module, sizes, page tops.
//!
//! A rule that only people know is broken within a week. Each rule here is a function from the text of a file to
//! the lines that break it, and the last tests feed it text that does.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The layers: a module imports only from modules with a smaller number, and from itself.
const LAYERS: [(&str, u8); 16] = [
    ("text", 0),
    ("command", 0),
    ("model", 1),
    ("theme", 2),
    ("suggest", 2),
    ("merge", 2),
    ("ledger", 3),
    ("echo", 3),
    ("config", 4),
    ("format", 4),
    ("store", 5),
    ("app", 6),
    ("ui", 7),
    ("term", 8),
    ("cli", 9),
    ("main", 10),
];

/// Words and the modules that may use them: what touches the world does so in few places.
const WORDS: [(&[&str], &[&str]); 8] = [
    (&["crossterm"], &["term"]),
    (&["ratatui"], &["theme", "ui", "term"]),
    (&["serde", "serde_json"], &["format", "config"]),
    (&["std::fs", "fs::File", "std::process::Command", "process::Command"], &["store"]),
    (&["ExitCode", "process::exit", "process::abort"], &["main", "term"]),
    (&["Timestamp::now", "Zoned::now", "SystemTime", "Instant::now"], &["term", "cli", "store"]),
    (&["std::env", "env::var", "env::var_os", "env::current_dir"], &["term", "cli", "store"]),
    (&["getrandom", "fastrand", "RandomState", "urandom"], &["term", "cli", "store"]),
];

/// Names that say nothing of what a file holds.
const EMPTY_NAMES: [&str; 6] = ["utils", "util", "helpers", "common", "manager", "misc"];

/// The longest file, in lines without tests.
const FILE_LINES: usize = 600;

/// The longest function, in lines.
const FUNCTION_LINES: usize = 70;

/// A data table, which is as long as there are commands.
const LONG_FILE: &str = "src/command/table.rs";

/// A source file, read and stripped.
struct Source {
    /// Path from the root of the package, with `/`.
    path: String,
    /// The text as it stands.
    text: String,
    /// The text without comments, literals and tests; lines keep their numbers.
    code: String,
    /// Whether the whole file is compiled for tests only.
    is_test: bool,
}

impl Source {
    fn new(path: &str, text: &str, is_test: bool) -> Self {
        let code = without_tests(&without_comments(text));
        Self { path: path.to_owned(), text: text.to_owned(), code, is_test }
    }

    /// The module path: `["store", "open"]`.
    fn modules(&self) -> Vec<&str> {
        let path = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let path = path.strip_suffix(".rs").unwrap_or(path);
        let path = path.strip_suffix("/mod").unwrap_or(path);
        path.split('/').collect()
    }

    fn root(&self) -> &str {
        self.modules()[0]
    }
}

// ---- reading Rust ----

/// Blanks comments and the insides of literals; line ends stay.
fn without_comments(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = match chars[at] {
            '/' if chars.get(at + 1) == Some(&'/') => find(&chars, at, |rest| rest[0] == '\n'),
            '/' if chars.get(at + 1) == Some(&'*') => end_of_block_comment(&chars, at),
            '"' => end_of_string(&chars, at),
            'r' if !is_word(chars.get(at.wrapping_sub(1))) || chars[at - 1] == 'b' => end_of_raw(&chars, at),
            '\'' => end_of_char(&chars, at),
            _ => at,
        };
        if end == at {
            out.push(chars[at]);
            at += 1;
        } else {
            out.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    out
}

fn is_word(c: Option<&char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || *c == '_')
}

/// Returns the first place from `at` where `holds`, else the end.
fn find(chars: &[char], at: usize, holds: impl Fn(&[char]) -> bool) -> usize {
    (at..chars.len()).find(|at| holds(&chars[*at..])).unwrap_or(chars.len())
}

fn end_of_block_comment(chars: &[char], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0);
    while at < chars.len() {
        match chars[at..] {
            ['/', '*', ..] => (at, depth) = (at + 2, depth + 1),
            ['*', '/', ..] => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    at
}

fn end_of_string(chars: &[char], start: usize) -> usize {
    let mut at = start + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

/// Returns the end of `r"…"` or `r#"…"#`; `start` where it is a mere word.
fn end_of_raw(chars: &[char], start: usize) -> usize {
    let hashes = chars[start + 1..].iter().take_while(|c| **c == '#').count();
    let open = start + 1 + hashes;
    if chars.get(open) != Some(&'"') {
        return start;
    }
    let closes =
        |rest: &[char]| rest[0] == '"' && rest[1..].iter().take_while(|c| **c == '#').count() >= hashes;
    (find(chars, open + 1, closes) + 1 + hashes).min(chars.len())
}

/// Returns the end of a character literal; `start` where it is a lifetime.
fn end_of_char(chars: &[char], start: usize) -> usize {
    match chars[start + 1..] {
        ['\\', ..] => (find(chars, start + 3, |rest| rest[0] == '\'') + 1).min(chars.len()),
        [_, '\'', ..] => start + 3,
        _ => start,
    }
}

/// Blanks every item under `#[cfg(test)]`; wants text without comments and literals.
fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut out = String::new();
    let mut rest = code;
    while let Some(at) = rest.find(MARK) {
        let (before, item) = rest.split_at(at);
        out.push_str(before);
        let end = MARK.len() + end_of_item(&item[MARK.len()..]);
        out.extend(item[..end].chars().filter(|c| *c == '\n'));
        rest = &item[end..];
    }
    out + rest
}

/// Returns where an item ends: after its block, or its semicolon, further attributes passed over.
fn end_of_item(text: &str) -> usize {
    let mut depth = 0_i32;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' => depth -= 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            ';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Returns where `word` stands as a word of its own, a path such as `a::b` counting as one.
fn places<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    code.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let before = code[..*at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        !is_word(before.as_ref()) && !is_word(after.as_ref())
    })
}

fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

// ---- the rules ----

/// The layer of a module of the crate's root.
fn layer(module: &str) -> Option<u8> {
    LAYERS.iter().find(|(name, _)| *name == module).map(|(_, layer)| *layer)
}

/// What a file imports from its own layer or one above, and modules that no layer names.
fn broken_layers(source: &Source) -> Vec<String> {
    let own = source.root();
    if own == "lib" {
        return Vec::new();
    }
    let Some(own_layer) = layer(own) else {
        return vec![format!("{}: the module {own} is in no layer", source.path)];
    };
    let mut broken = Vec::new();
    for (at, name) in imported(source) {
        let allowed = name == own || layer(&name).is_some_and(|layer| layer < own_layer);
        if !allowed {
            let line = line_of(&source.code, at);
            broken.push(format!("{}:{line}: {own} must not import {name}", source.path));
        }
    }
    broken
}

/// The modules of the crate's root that a file names, with the place.
fn imported(source: &Source) -> Vec<(usize, String)> {
    let code = &source.code;
    let depth = source.modules().len();
    let mut names = Vec::new();
    for start in ["crate", "factcheck"] {
        for at in places(code, start) {
            names.extend(names_after(&code[at + start.len()..]).into_iter().map(|name| (at, name)));
        }
    }
    for at in places(code, "super") {
        if code[..at].ends_with("super::") {
            continue;
        }
        let (mut rest, mut up) = (&code[at + "super".len()..], 1);
        while let Some(further) = rest.strip_prefix("::super") {
            (rest, up) = (further, up + 1);
        }
        if up >= depth {
            names.extend(names_after(rest).into_iter().map(|name| (at, name)));
        }
    }
    names
}

/// The first names after `::`: one, or those of a list in braces.
fn names_after(rest: &str) -> Vec<String> {
    let Some(rest) = rest.strip_prefix("::") else { return Vec::new() };
    let rest = rest.trim_start();
    let word = |text: &str| text.trim().chars().take_while(|c| is_word(Some(c))).collect::<String>();
    let Some(list) = rest.strip_prefix('{') else { return vec![word(rest)] };
    let (mut depth, mut names, mut start) = (0, Vec::new(), 0);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            ',' | '}' if depth == 0 => {
                names.push(word(&list[start..at]));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Words that stand outside the modules they belong to.
fn misplaced_words(source: &Source) -> Vec<String> {
    let own = source.root();
    let mut broken = Vec::new();
    for (words, modules) in WORDS {
        if modules.contains(&own) {
            continue;
        }
        for word in words {
            for at in places(&source.code, word) {
                let (path, line) = (&source.path, line_of(&source.code, at));
                broken.push(format!("{path}:{line}: {word} belongs to {}", modules.join(", ")));
            }
        }
    }
    broken
}

/// A file that is too long without its tests.
fn long_file(source: &Source) -> Vec<String> {
    let lines = source.code.trim_end().lines().count();
    // The lines of tests are blank in `code`, and only those that stand last are no lines of the file.
    if source.is_test || source.path == LONG_FILE || lines <= FILE_LINES {
        return Vec::new();
    }
    vec![format!("{}: {lines} lines, the limit is {FILE_LINES}", source.path)]
}

/// Functions that are too long.
fn long_functions(source: &Source) -> Vec<String> {
    let code = &source.code;
    let mut broken = Vec::new();
    for at in places(code, "fn") {
        let rest = &code[at..];
        // A pointer's type, `fn(…)`, has no name.
        let name: String = rest[2..].trim_start().chars().take_while(|c| is_word(Some(c))).collect();
        let lines = rest[..end_of_item(rest)].matches('\n').count() + 1;
        if !name.is_empty() && lines > FUNCTION_LINES {
            let line = line_of(code, at);
            broken.push(format!(
                "{}:{line}: fn {name} has {lines} lines, the limit is {FUNCTION_LINES}",
                source.path
            ));
        }
    }
    broken
}

/// A file that does not begin by saying what it is and what must hold.
fn page_top(source: &Source) -> Vec<String> {
    let top: Vec<&str> = source.text.lines().take_while(|line| line.starts_with("//!")).collect();
    let is_test = source.is_test || source.path.starts_with("tests/");
    let mut broken = Vec::new();
    if top.is_empty() && !is_test {
        broken.push(format!("{}: does not begin with //! and what it is", source.path));
    }
    if !is_test && !top.iter().any(|line| line.starts_with("//! **Invariant:** ")) {
        broken.push(format!("{}: names no **Invariant:** in its //!", source.path));
    }
    broken
}

/// A file whose name says nothing.
fn empty_name(source: &Source) -> Vec<String> {
    let empty = source.modules().into_iter().find(|name| EMPTY_NAMES.contains(name));
    empty.map(|name| format!("{}: {name} says nothing of what it holds", source.path)).into_iter().collect()
}

/// Paths that hold on one machine only.
fn machine_paths(path: &str, text: &str) -> Vec<String> {
    let paths = [["/wo", "rk/"], ["/tm", "p/fc"], [".libr", "ary"], ["/ro", "ot/"], ["../sha", "red"]];
    let mut broken = Vec::new();
    for place in paths.map(|halves| halves.concat()) {
        for (at, _) in text.match_indices(&place) {
            broken.push(format!("{path}:{}: {place} is a place on one machine", line_of(text, at)));
        }
    }
    broken
}

// ---- the tree ----

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file under a folder, in order, as paths from the root of the package.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![root().join(folder)];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { waiting.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

fn name(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

/// The files that their parents declare under `#[cfg(test)]`.
fn test_files(all: &[(String, String)]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (path, text) in all {
        let folder = match path.strip_suffix("/mod.rs") {
            Some(folder) => folder.to_owned(),
            None => path.strip_suffix(".rs").unwrap().to_owned(),
        };
        let mut attributes = String::new();
        for line in text.lines().map(str::trim) {
            if line.starts_with("#[") {
                attributes.push_str(line);
                continue;
            }
            if let Some(module) = line.split("mod ").nth(1).and_then(|rest| rest.strip_suffix(';'))
                && attributes.contains("#[cfg(test)]")
            {
                let beside = Path::new(path).parent().unwrap().to_string_lossy().into_owned();
                let told = attributes.split("#[path = \"").nth(1).and_then(|rest| rest.split('"').next());
                found.insert(match told {
                    Some(file) => format!("{beside}/{file}"),
                    None => format!("{folder}/{module}.rs"),
                });
            }
            attributes.clear();
        }
    }
    found
}

/// Every file of `src`.
fn sources() -> Vec<Source> {
    let rust = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "rs");
    let all: Vec<(String, String)> = files("src")
        .into_iter()
        .filter(rust)
        .map(|path| (name(&path), fs::read_to_string(&path).unwrap()))
        .collect();
    let tests = test_files(&all);
    let made: Vec<Source> =
        all.iter().map(|(path, text)| Source::new(path, text, tests.contains(path))).collect();
    assert!(made.len() > 100, "only {} files were found", made.len());
    made
}

/// Holds a rule against every file of the program, tests left out.
fn hold(rule: impl Fn(&Source) -> Vec<String>) {
    let broken: Vec<String> = sources().iter().filter(|source| !source.is_test).flat_map(rule).collect();
    assert!(broken.is_empty(), "{} places:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn a_module_imports_only_from_layers_below() {
    hold(broken_layers);
}

#[test]
fn words_that_touch_the_world_stay_in_their_modules() {
    hold(misplaced_words);
}

#[test]
fn no_file_is_too_long() {
    hold(long_file);
}

#[test]
fn no_function_is_too_long() {
    hold(long_functions);
}

#[test]
fn each_file_says_what_it_is_and_what_must_hold() {
    hold(page_top);
}

#[test]
fn each_name_says_what_the_file_holds() {
    hold(empty_name);
}

#[test]
fn no_file_names_a_place_on_one_machine() {
    let mut paths: Vec<PathBuf> = ["README.md", "CHANGELOG.md", "Cargo.toml", ".gitignore"]
        .iter()
        .map(|path| root().join(path))
        .collect();
    paths.extend(["src", "tests", "assets", "sessions", "benches", ".ci"].into_iter().flat_map(files));
    let mut broken = Vec::new();
    for path in paths {
        let bytes = fs::read(&path).unwrap();
        broken.extend(machine_paths(&name(&path), &String::from_utf8_lossy(&bytes)));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

// ---- the rules themselves ----

mod rules {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source::new(path, text, false)
    }

    #[test]
    fn an_import_from_above_is_found_in_every_form() {
        for text in [
            "use crate::store::open;",
            "use crate::{text::words, store::{a, b}};",
            "use super::super::store;",
            "fn f() { crate::store::f() }",
            "pub use crate::\n    store::x;",
        ] {
            let broken = broken_layers(&source("src/model/claim.rs", text));
            assert_eq!(broken.len(), 1, "{text}: {broken:?}");
            assert!(broken[0].contains("must not import store"), "{broken:?}");
        }
        let shallow = source("src/model/mod.rs", "use super::store;");
        assert_eq!(broken_layers(&shallow).len(), 1);
        let same_layer = source("src/text/mod.rs", "use crate::command::x;");
        assert_eq!(broken_layers(&same_layer).len(), 1);
        let unknown = source("src/odds/mod.rs", "");
        assert_eq!(broken_layers(&unknown), ["src/odds/mod.rs: the module odds is in no layer"]);
    }

    #[test]
    fn what_is_below_or_in_a_comment_or_in_a_test_is_no_import_from_above() {
        for text in [
            "use crate::text::words;",
            "use super::store;",
            "use super::super::text;",
            "// use crate::store::x;\n/// [`crate::store`]\nfn f() {}",
            "const WORDS: &str = \"crate::store::x\";",
            "const WORDS: &str = r#\"a \" crate::store::x\"#;",
            "/* crate::store /* nested */ crate::store */",
            "#[cfg(test)]\nmod tests { use crate::store::x; fn f() { {} } }\nuse crate::text::y;",
            "#[cfg(test)]\n#[path = \"x.rs\"]\nmod tests;\nuse crate::text::y;",
        ] {
            assert_eq!(broken_layers(&source("src/model/claim.rs", text)), Vec::<String>::new(), "{text}");
        }
        // A quote as a character does not open a string.
        let odd = "const Q: char = '\"'; use crate::store::x; fn f<'a>(x: &'a str) {}";
        assert_eq!(broken_layers(&source("src/model/claim.rs", odd)).len(), 1);
    }

    #[test]
    fn a_word_outside_its_modules_is_found_with_its_line() {
        let text = "//! It.\n\nfn f() {\n    let x = std::env::var(\"X\");\n}\n";
        let broken = misplaced_words(&source("src/app/mod.rs", text));
        assert_eq!(
            broken,
            [
                "src/app/mod.rs:4: std::env belongs to term, cli, store",
                "src/app/mod.rs:4: env::var belongs to term, cli, store",
            ]
        );
        assert!(misplaced_words(&source("src/term/mod.rs", text)).is_empty());
        let alike = "fn f() { let serde_like = my_crossterm; fs_extra(); }";
        assert!(misplaced_words(&source("src/app/mod.rs", alike)).is_empty());
        for (word, at) in [("use serde::Serialize;", "src/model/x.rs"), ("use ratatui::x;", "src/cli/x.rs")] {
            assert_eq!(misplaced_words(&source(at, word)).len(), 1, "{word}");
        }
    }

    #[test]
    fn length_is_counted_without_tests() {
        let body = "    let _ = 1;\n".repeat(FUNCTION_LINES - 2);
        let fits = source("src/app/x.rs", &format!("fn f() -> [u8; 2] {{\n{body}}}\n"));
        assert!(long_functions(&fits).is_empty());
        let over =
            source("src/app/x.rs", &format!("type F = fn(u8);\n\nfn f() {{\n    let _ = 0;\n{body}}}\n"));
        assert_eq!(long_functions(&over), ["src/app/x.rs:3: fn f has 71 lines, the limit is 70"]);

        let lines = "const X: u8 = 1;\n".repeat(FILE_LINES);
        let fits = format!("{lines}#[cfg(test)]\nmod tests {{\n{lines}}}\n");
        assert!(long_file(&source("src/app/x.rs", &fits)).is_empty());
        let over = format!("{lines}const Y: u8 = 1;\n");
        assert_eq!(long_file(&source("src/app/x.rs", &over)).len(), 1);
        assert!(long_file(&source(LONG_FILE, &over)).is_empty());
    }

    #[test]
    fn a_bare_page_top_an_empty_name_and_a_machine_path_are_found() {
        assert_eq!(page_top(&source("src/app/x.rs", "use crate::text;\n")).len(), 2);
        assert_eq!(page_top(&source("src/app/x.rs", "//! It.\n")).len(), 1);
        assert!(page_top(&source("src/app/x.rs", "//! It.\n//!\n//! **Invariant:** so.\n")).is_empty());
        assert_eq!(empty_name(&source("src/app/utils.rs", "")).len(), 1);
        assert!(empty_name(&source("src/app/panes.rs", "")).is_empty());
        let text = ["see /wo", "rk/main"].concat();
        assert_eq!(machine_paths("README.md", &text).len(), 1);
        assert!(machine_paths("README.md", "see ./work and /home").is_empty());
    }

    #[test]
    fn a_file_that_is_compiled_for_tests_only_is_known_by_its_parent() {
        let parent =
            "#[cfg(test)]\npub mod desk;\nmod input;\n#[cfg(test)]\n#[path = \"x_tests.rs\"]\nmod tests;";
        let found = test_files(&[("src/app/mod.rs".to_owned(), parent.to_owned())]);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["src/app/desk.rs", "src/app/x_tests.rs"]);
    }
}
