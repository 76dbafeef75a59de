//! Screens as snapshots: the cells' text, then the look of every run that is not plain.
//!
//! **Invariant:** a snapshot holds all that a person sees; it is reviewed as a diff, never taken unread
//! (`INSTA_UPDATE=always` writes them anew).

use std::fmt::Write as _;

use super::picture::Picture;
use super::view;
use crate::app::desk::Desk;
use crate::theme::Theme;

/// Three short reports with what makes text hard: quote marks, a no-break space, a wide script, a tab.
const REPORTS: [&str; 3] = [
    "Toll rises after raid\n\nThe ministry said “at least 62\u{a0}soldiers were killed” near the airport on Saturday.\n\nA second official gave no number.",
    "The observatory put the death toll at 83 and said the ministry’s count was incomplete. 停战 held.\n\tFiled at 18:40.",
    "Dozens died, a headline says.",
];

fn screen(keys: &str, size: (u16, u16), theme: Theme) -> String {
    let mut desk = Desk::sized(&REPORTS, size);
    desk.keys(keys);
    let picture = Picture::draw(size.0, size.1, |frame| view(&desk.state, &theme, frame));
    let mut out = picture.text();
    if let Some((x, y)) = picture.cursor {
        let _ = writeln!(out, "cursor {x},{y}");
    }
    for (y, line) in picture.lines.iter().enumerate() {
        for run in line.iter().filter(|run| !run.look.is_plain() && !run.text.trim().is_empty()) {
            let mods: Vec<_> = run.look.modifier_words().collect();
            let _ = writeln!(
                out,
                "{y}:{}-{} {:?}/{:?} {}",
                run.from,
                run.to,
                run.look.fg,
                run.look.bg,
                mods.join(" ")
            );
        }
    }
    out
}

#[test]
fn the_reader_at_three_sizes_and_none() {
    let keys = "/62 soldiers were killed<enter>1/toll at 83<enter>1";
    for size in [(120, 36), (80, 24), (40, 10), (1, 1)] {
        let name = format!("reader_{}x{}", size.0, size.1);
        insta::assert_snapshot!(name, screen(keys, size, Theme::Terminal));
    }
}

#[test]
fn the_reader_in_mono() {
    let keys = "/62 soldiers were killed<enter>1/toll<enter>vw";
    insta::assert_snapshot!(screen(keys, (80, 24), Theme::Mono));
}

#[test]
fn a_new_session_says_where_to_start() {
    insta::assert_snapshot!(screen("", (80, 24), Theme::Terminal));
}

#[test]
fn fields_and_lists() {
    let claims = "/62 soldiers were killed<enter>1/toll at 83<enter>1gc";
    for (name, keys) in [("find", "/the"), ("palette", ":und"), ("which_key", "g"), ("claims", claims)] {
        insta::assert_snapshot!(format!("list_{name}"), screen(keys, (80, 24), Theme::Terminal));
    }
}

#[test]
fn every_theme_draws_the_same_words() {
    let keys = "/62 soldiers were killed<enter>1/toll<enter>vw";
    let words = |theme: Theme| {
        let shown = screen(keys, (80, 24), theme);
        shown.split("cursor ").next().map(str::to_owned)
    };
    for theme in Theme::ALL {
        assert_eq!(words(theme), words(Theme::Terminal), "{theme:?}");
    }
}

#[test]
fn in_mono_no_two_tags_and_no_two_states_look_alike() {
    let words: Vec<String> = (1..=9).map(|n| format!("word{n}")).collect();
    let mut desk = Desk::sized(&[&words.join("\n")], (80, 24));
    let keys: Vec<String> = (1..=9).map(|n| format!("/word{n}<enter>{n}")).collect();
    desk.keys(&keys.concat()).keys("gg");
    let picture = Picture::draw(80, 24, |frame| view(&desk.state, &Theme::Mono, frame));
    let rows: Vec<String> = picture
        .text()
        .lines()
        .filter(|row| row.contains(" word") && !row.contains("words"))
        .map(str::to_owned)
        .collect();
    let gutters: std::collections::BTreeSet<&str> = rows
        .iter()
        .filter_map(|row| row.split("word").next()?.split('│').nth(1))
        .map(|gutter| gutter.trim_matches(['▶', ' ']))
        .collect();
    assert_eq!(gutters.len(), 9, "{rows:?}");
    use crate::app::articles::ArticleState as State;
    let states = [
        State::New,
        State::Unchecked,
        State::Same,
        State::Changed,
        State::Missing,
        State::Moved,
        State::Outside,
        State::Unreadable(String::new(), ""),
    ];
    let told: std::collections::BTreeSet<&str> = states.iter().map(State::word).collect();
    assert_eq!(told.len(), states.len(), "{told:?}");
    // What a row's gutter can tell of a state: no letter, so that none is taken for a tag.
    use crate::app::layout::Against;
    let zones = crate::model::ZoneKind::ALL.map(|(kind, _)| kind.mark());
    let marks = ["▶", "?", "≡", Against::Conflict.mark(), Against::Approximate.mark()];
    let all: std::collections::BTreeSet<&str> = marks.into_iter().chain(zones).collect();
    assert_eq!(all.len(), marks.len() + zones.len(), "{all:?}");
    assert!(all.iter().all(|mark| !mark.contains(char::is_alphanumeric)), "{all:?}");
}

#[test]
fn zones_are_drawn_by_mark_and_ground() {
    let mut desk = Desk::sized(&["Strike kills 62\n\nThe toll rose.\n\nRead also: more news."], (80, 24));
    desk.keys("thead<enter>").keys("Gbtnot<enter>gg");
    let picture = Picture::draw(80, 24, |frame| view(&desk.state, &Theme::Mono, frame));
    let text = picture.text();
    let gutter = |words: &str| {
        let row = text.lines().find(|row| row.contains(words)).unwrap();
        row.split(words).next().unwrap().trim_matches(['│', '▶', ' ']).to_owned()
    };
    assert_eq!(
        (gutter("Strike kills"), gutter("The toll"), gutter("Read also")),
        ("#".into(), String::new(), "/".into())
    );
}

#[test]
fn forms_show_quote_fields_and_what_keeping_gives() {
    let claim = "/62 soldiers were killed<enter>1oThe ministry<enter><enter>";
    for (name, keys, size) in [
        ("whole_80x24", "<enter>", (80, 24)),
        ("whole_40x10", "<enter><tab>", (40, 10)),
        ("who", "oob", (80, 24)),
        ("question", "p", (80, 24)),
        ("review", "r<tab> <tab>", (80, 24)),
        ("leaving", "f<c-u>63<esc>", (80, 24)),
    ] {
        insta::assert_snapshot!(format!("form_{name}"), screen(&format!("{claim}{keys}"), size, Theme::Mono));
    }
}
