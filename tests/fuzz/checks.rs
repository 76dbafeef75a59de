//! What must hold for any bytes at all: a function for each fuzz target, called by libFuzzer and by a plain test.
//!
//! **Invariant:** a function here returns or panics, and a panic is a fault of the program.

#![allow(dead_code, clippy::indexing_slicing, reason = "each target calls one of them")]

use factcheck::command::keys;
use factcheck::config;
use factcheck::format::chain::Chain;
use factcheck::format::decode::{Part, decode as decoded};
use factcheck::format::{log, session as wire};
use factcheck::model::anchor::{Anchor, Ground, stands};
use factcheck::model::{Edit, Target};
use factcheck::suggest::{Find, Lexicon, figure, find};
use factcheck::text::visible::{is_forbidden, visible as shown, visible_line};
use factcheck::text::{Span, grapheme, quote};

use super::desk::Desk;

/// What holds of any bytes.
type Check = fn(&[u8]);

/// Every target by name.
pub const TARGETS: [(&str, Check); 10] = [
    ("anchor", anchor),
    ("config", config),
    ("decode", decode),
    ("input", input),
    ("keys", key_strings),
    ("log", log_line),
    ("replay", replay),
    ("session", session),
    ("suggest", suggest),
    ("visible", visible),
];

/// Any bytes decode or are refused, and every grapheme's place maps to a place in the file and back.
pub fn decode(bytes: &[u8]) {
    for part in [Part::Whole, Part::First64KiB] {
        let Ok(found) = decoded(bytes.to_vec(), part) else { continue };
        let all = Span { start: 0, end: found.text.len() };
        let mut last = 0;
        for cluster in grapheme::clusters(&found.text, all) {
            let byte = found.map.file_byte(&found.text, cluster.start);
            assert!(byte >= last && byte <= bytes.len());
            assert_eq!(found.map.text_byte(&found.text, byte), cluster.start);
            last = byte;
        }
    }
}

/// Nothing that steers a terminal is ever shown.
pub fn visible(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    assert!(!visible_line(&text).contains(is_forbidden));
    for cluster in grapheme::clusters(&text, Span { start: 0, end: text.len() }) {
        for column in [0, 3] {
            assert!(!shown(cluster.of(&text), column).symbol.contains(is_forbidden));
        }
    }
}

/// Any text is a session or an error with its place; a session that is read is written and read as the same.
pub fn session(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    match wire::read(text) {
        Ok(found) if found.newer.is_none() => {
            let again = wire::read(&wire::write(&found.session)).expect("what was written is read");
            assert_eq!(again.session, found.session);
        }
        Ok(_) => {}
        Err(error) => assert!(error.line >= 1 && error.column >= 1),
    }
}

/// Any line is a line of the log or an error; written and read again it is the same.
pub fn log_line(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let Ok(found) = log::read(text) else { return };
    let (written, _) = log::write(&found.line);
    assert_eq!(log::read(&written).expect("what was written is read").line, found.line);
    let _session = log::begin(&found.line);
}

/// Any lines are replayed as far as they fit: what was applied can be taken back, and what is reached is a session.
pub fn replay(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let mut chain = Chain::default();
    let mut session = None;
    let mut applied: Vec<Edit> = Vec::new();
    for line in text.split_inclusive('\n') {
        // A damaged line ends the chain; what follows is tried without it, as if its hashes were right.
        let _broken = chain.follow(line);
        let Ok(found) = log::read(line) else { continue };
        match &mut session {
            None => session = log::begin(&found.line).ok().flatten(),
            Some(session) => {
                let edit = Edit { what: found.line.what, changes: found.line.changes };
                let before = session.clone();
                if edit.apply(session).is_ok() {
                    applied.push(edit);
                } else {
                    assert_eq!(*session, before, "an edit that does not fit changes nothing");
                }
            }
        }
    }
    let Some(mut session) = session else { return };
    let written = wire::write(&session);
    // A line may hold what a session file must not; then it is refused with its place, and never misread.
    if let Ok(again) = wire::read(&written) {
        assert_eq!(wire::write(&again.session), written);
    }
    for edit in applied.iter().rev() {
        edit.inverse().apply(&mut session).expect("what was applied can be taken back");
    }
}

/// Words of any text are looked for in any other text: what is kept stands there, and every place lies in the text.
pub fn anchor(bytes: &[u8]) {
    let Some((head, rest)) = bytes.split_at_checked(3) else { return };
    let rest = String::from_utf8_lossy(rest);
    let (before, after) = rest.split_once('\u{1}').unwrap_or((&rest, &rest));
    let number = |n: usize| usize::from(head.get(n).copied().unwrap_or_default());
    let start = grapheme::floor(before, (number(0) * 256 + number(1)).min(before.len()));
    let end = grapheme::ceil(before, (start + number(2)).min(before.len()));
    let span = Span { start, end };
    let exact = span.of(before);
    if exact.is_empty() {
        return;
    }
    let points = |byte: usize| before.get(..byte).unwrap_or_default().chars().count();
    let target = Target {
        start: points(start),
        end: points(end),
        exact: exact.to_owned(),
        prefix: quote::prefix(before, span).to_owned(),
        suffix: quote::suffix(before, span).to_owned(),
        occurrence: u32::try_from(quote::occurrence(before, span)).unwrap_or(1),
    };
    let found = Ground::new(after).find(&target);
    let length = after.chars().count();
    if let Some((start, end)) = found.place(&target) {
        assert!(start <= end && end <= length, "{found:?} in {length} code points");
    }
    let words = |start: usize, end: usize| after.chars().skip(start).take(end - start).collect::<String>();
    match found {
        Anchor::Same => assert!(stands(after, &target)),
        Anchor::Moved { start, end } => assert_eq!(words(start, end), target.exact),
        _ => {}
    }
    // What can be a claim: whole words, without blanks around them.
    let cut = |byte: usize| {
        let beside = (before[..byte].chars().next_back(), before[byte..].chars().next());
        matches!(beside, (Some(a), Some(b)) if a.is_alphanumeric() && b.is_alphanumeric())
    };
    let around = format!("{}{}{}", target.prefix, target.exact, target.suffix);
    let is_whole = !cut(start) && !cut(end) && exact.trim() == exact;
    if is_whole && exact.chars().any(char::is_alphanumeric) && quote::all(before, &around).count() == 1 {
        assert_eq!(Ground::new(before).find(&target), Anchor::Same, "in its own text a quote stands");
    }
}

/// Any text is settings with problems, each on a line of it; no key is left that cannot be looked up.
pub fn config(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (config, problems) = config::parse(&text);
    let lines = text.matches('\n').count() + 1;
    assert!(problems.iter().all(|problem| (1..=lines).contains(&problem.line)));
    let (again, problems) = config::parse(&config::show(&config));
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(config::show(&again), config::show(&config));
}

/// Any KEYS string parses or names its place; what parses prints and parses as the same.
pub fn key_strings(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match keys::parse(&text) {
        Ok(pressed) => assert_eq!(keys::parse(&keys::print(&pressed)).expect("printed keys parse"), pressed),
        Err(error) => assert!(error.at <= text.chars().count()),
    }
}

/// Any keys, pastes and sizes are taken, the screen is drawn without anything that steers it, the log leads to the
/// session, and undo leads back to its start.
pub fn input(bytes: &[u8]) {
    let mut desk = Desk::new();
    desk.take(bytes);
    desk.check();
}

/// Any text ends in time, every span fits it, and figures never overlap.
pub fn suggest(bytes: &[u8]) {
    let text = &*String::from_utf8_lossy(bytes);
    let mut end = 0;
    for found in find(text, Lexicon::builtin()) {
        let span = found.span();
        assert!(text.get(span.start..span.end).is_some());
        for word in found.evidence() {
            assert!(text.get(word.start..word.end).is_some());
        }
        if let Find::Quantity(found) = found {
            assert!(found.span.start >= end);
            end = found.span.end;
        }
    }
    let _figure = figure::read(text, Some("killed"));
}
