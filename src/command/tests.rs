//! The rules that every row of the table keeps, and the laws of keys and keymaps.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::keymap::MAX_SEQUENCE;
use super::*;

fn press(keys: &str) -> Vec<Key> {
    keys::parse(keys).unwrap()
}

fn look(keys: &str) -> Lookup {
    Keymap::default().lookup(Mode::Read, &press(keys))
}

fn named(id: &str) -> Command {
    Command::from_id(id).unwrap()
}

// The table.

#[test]
fn ids_and_words_are_unique_and_well_formed() {
    let mut ids = BTreeSet::new();
    let mut words = BTreeSet::new();
    for command in Command::ALL {
        let spec = command.spec();
        let verb = spec.id.strip_prefix(spec.group.id()).and_then(|rest| rest.strip_prefix('.'));
        let verb = verb.unwrap_or_else(|| panic!("{} is not of its group", spec.id));
        assert!(
            !verb.is_empty() && verb.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-')),
            "{}",
            spec.id
        );
        for id in [spec.id].iter().chain(spec.former_ids) {
            assert!(ids.insert(*id), "{id} is given twice");
            assert_eq!(Command::from_id(id), Some(*command));
        }
        for word in spec.words {
            assert!(words.insert(*word), "{word} is given twice");
            assert_eq!(Command::from_word(&format!(":{word}")), Some(*command));
        }
        assert_eq!(
            spec.number.map(|n| n.to_string()),
            spec.id.rsplit('-').next().filter(|n| n.len() == 1).map(Into::into)
        );
    }
}

#[test]
fn first_lines_are_short_and_imperative() {
    for command in Command::ALL {
        let line = command.spec().summary;
        assert!((1..=60).contains(&line.chars().count()), "{line}");
        assert!(line.starts_with(|c: char| c.is_uppercase()) && !line.ends_with('.'), "{line}");
        let verb = line.split(' ').next().unwrap();
        assert!(!verb.ends_with('s') && !verb.ends_with("ing"), "not imperative: {line}");
    }
}

#[test]
fn longer_docs_are_whole_sentences() {
    for command in Command::ALL {
        let detail = command.spec().detail();
        assert!(detail.is_empty() || detail.ends_with('.'), "{detail}");
        assert!(!detail.contains("  "), "{detail}");
    }
}

#[test]
fn every_default_key_is_bound_in_its_modes() {
    // Whatever clashes, cannot be typed or does not parse is not bound, and is missed here.
    let keymap = Keymap::default();
    for command in Command::ALL {
        let spec = command.spec();
        assert!(!spec.keys.is_empty() || !spec.words.is_empty(), "{command:?} has neither key nor word");
        for mode in Mode::ALL {
            let rows = command.spec().keys.iter().filter(|(modes, _)| modes.contains(&mode));
            let declared: Vec<&str> = rows.flat_map(|(_, sequences)| sequences.iter().copied()).collect();
            let bound: Vec<String> = keymap.sequences(mode, *command).into_iter().map(keys::print).collect();
            assert_eq!(bound, declared, "{command:?} in {mode:?}");
        }
    }
}

#[test]
fn every_mode_has_help_and_a_way_back() {
    let keymap = Keymap::default();
    for mode in Mode::ALL {
        let help = keymap.keys_for(mode, Command::App(App::Help));
        assert_eq!(help, if mode.takes_text() { vec!["F1"] } else { vec!["?", "F1"] }, "{mode:?}");
        assert_eq!(keymap.keys_for(mode, Command::App(App::StepBack)), ["esc", "ctrl-c"], "{mode:?}");
        assert!(Mode::from_name(mode.name()) == Some(mode));
    }
}

#[test]
fn keys_of_the_design_give_their_commands() {
    for (keys, id) in [
        ("h", "move.grapheme-left"),
        ("gg", "move.article-start"),
        ("<home>", "move.article-start"),
        ("<space>", "move.page-down"),
        ("<c-d>", "move.half-down"),
        ("+", "select.wider"),
        ("gv", "select.again"),
        ("<s-up>", "select.extend-up"),
        ("9", "claim.tag-9"),
        ("<del>", "claim.remove"),
        ("<f3>", "find.next"),
        ("<s-tab>", "go.article-previous"),
        ("g7", "go.article-7"),
        ("<f4>", "go.claims"),
        ("<bs>", "go.back"),
        ("<lt>", "app.shift-left"),
        ("<c-r>", "app.redo"),
        ("<c-c>", "app.step-back"),
        ("<f10>", "app.quit"),
    ] {
        assert_eq!(look(keys), Lookup::Command(named(id)), "{keys}");
    }
    assert_eq!(Command::from_word("w"), Some(Command::App(App::Save)));
    assert_eq!(Command::from_word(":q"), Some(Command::App(App::QuitSoon)));
    assert_eq!(Command::from_word(" :wq "), Some(Command::App(App::Quit)));
    assert_eq!(Command::from_word("x"), Some(Command::App(App::Quit)));
    assert_eq!(Command::from_word(""), None);
}

// The keymap.

#[test]
fn a_prefix_lists_each_key_that_may_follow() {
    let Lookup::Prefix(next) = look("g") else { panic!("g is no prefix") };
    let labels: String = next.iter().map(|next| next.key.label()).collect();
    assert_eq!(labels, "/123456789acdeghkloprstvwxz");
    assert!(next.contains(&NextKey {
        key: Key::char('a'),
        does: "List the articles",
        command: Some(Command::Go(Go::Articles)),
    }));
}

#[test]
fn a_longer_prefix_is_listed_once() {
    let mut keymap = Keymap::default();
    assert_eq!(keymap.bind(Mode::Read, "app.zoom", &["gy1", "gy2"]), []);
    let Lookup::Prefix(next) = keymap.lookup(Mode::Read, &press("g")) else { panic!("g is no prefix") };
    let more: Vec<&NextKey> = next.iter().filter(|next| next.key == Key::char('y')).collect();
    assert_eq!(more, [&NextKey { key: Key::char('y'), does: "more keys", command: None }]);
    assert_eq!(keymap.lookup(Mode::Read, &press("gy2")), Lookup::Command(Command::App(App::Zoom)));
}

#[test]
fn a_key_without_meaning_names_the_nearest() {
    for (keys, nearest) in [
        ("Z", Some("app.zoom")),
        ("D", Some("move.half-down")),
        ("<c-a>", Some("claim.accept")),
        ("<a-z>", Some("app.zoom")),
        ("<c-x>", Some("claim.remove")),
        ("gA", Some("go.articles")),
        ("gO", Some("go.sources")),
        ("gE", Some("go.echoes")),
        ("gZ", Some("go.zones")),
        ("<f9>", None),
        ("é", None),
    ] {
        assert_eq!(look(keys), Lookup::None { nearest: nearest.map(named) }, "{keys}");
    }
    assert_eq!(look(""), Lookup::None { nearest: None });
}

#[test]
fn two_commands_can_change_places() {
    let mut keymap = Keymap::default();
    let binding =
        |id: &str, key: &str| Binding { mode: Mode::Read, id: id.into(), sequences: vec![key.into()] };
    let problems = keymap.bind_all(&[binding("find.next", "N"), binding("find.previous", "n")]);
    assert_eq!(problems, []);
    assert_eq!(keymap.keys_for(Mode::Read, Command::Find(Find::Next)), ["N"]);
    assert_eq!(keymap.keys_for(Mode::Read, Command::Find(Find::Previous)), ["n"]);
    assert_eq!(keymap.keys_for(Mode::Select, Command::Find(Find::Next)), ["n", "F3"]);
}

#[test]
fn keys_are_replaced_in_the_order_given_and_can_be_taken_away() {
    let mut keymap = Keymap::default();
    assert_eq!(keymap.bind(Mode::Read, "app.zoom", &["Z", "<c-a>", "<f9>"]), []);
    assert_eq!(keymap.keys_for(Mode::Read, Command::App(App::Zoom)), ["Z", "ctrl-a", "F9"]);
    assert_eq!(keymap.bind(Mode::Read, "app.zoom", &[]), []);
    assert!(keymap.keys_for(Mode::Read, Command::App(App::Zoom)).is_empty());
}

#[test]
fn what_cannot_be_bound_is_reported_and_the_default_stands() {
    for (sequence, message) in [
        ("n", "`n` clashes with `n` of `find.next`"),
        ("g", "`g` clashes with `g/` of `find.hits`"),
        ("n2", "`n2` clashes with `n` of `find.next`"),
        ("", "`` is not one to 3 keys"),
        ("Zabc", "`Zabc` is not one to 3 keys"),
        ("<c-s-left>", "`<c-s-left>`: many terminals cannot send ctrl-shift-left"),
        ("<c-1>", "`<c-1>`: many terminals cannot send ctrl-1"),
    ] {
        let mut keymap = Keymap::default();
        let problems = keymap.bind(Mode::Read, "app.zoom", &[sequence]);
        assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), [message]);
        assert_eq!(keymap, Keymap::default(), "{sequence}");
    }
}

#[test]
fn one_bad_sequence_leaves_the_good_ones() {
    let mut keymap = Keymap::default();
    let problems = keymap.bind(Mode::Read, "app.zoom", &["Z", "<nokey>"]);
    let [BindProblem::Keys { error, .. }] = problems.as_slice() else { panic!("{problems:?}") };
    assert_eq!(error.at, 0);
    assert_eq!(keymap.keys_for(Mode::Read, Command::App(App::Zoom)), ["Z"]);
}

#[test]
fn unknown_and_repeated_commands_are_reported_by_their_index() {
    let mut keymap = Keymap::default();
    let binding =
        |id: &str, key: &str| Binding { mode: Mode::Read, id: id.into(), sequences: vec![key.into()] };
    let problems = keymap.bind_all(&[
        binding("app.zom", "Z"),
        binding("app.zoom", "Z"),
        binding("app.zoom", "Y"),
        binding("xyzzy", "X"),
    ]);
    assert_eq!(
        problems,
        [
            (0, BindProblem::UnknownCommand { id: "app.zom".into(), nearest: Some("app.zoom") }),
            (2, BindProblem::Repeated { command: Command::App(App::Zoom) }),
            (3, BindProblem::UnknownCommand { id: "xyzzy".into(), nearest: None }),
        ]
    );
    assert_eq!(keymap.keys_for(Mode::Read, Command::App(App::Zoom)), ["Z"]);
}

#[test]
fn where_text_is_typed_no_character_is_a_command() {
    let mut keymap = Keymap::default();
    let problems = keymap.bind(Mode::Prompt, "app.zoom", &["z"]);
    assert!(matches!(problems.as_slice(), [BindProblem::Typed { mode: Mode::Prompt, .. }]), "{problems:?}");
}

// Keys and KEYS strings.

#[test]
fn keys_that_a_terminal_cannot_tell_apart_are_one_key() {
    for (one, other) in [
        ("<c-i>", "<tab>"),
        ("<c-m>", "<enter>"),
        ("<c-[>", "<esc>"),
        ("<c-S>", "<c-s>"),
        ("<C-s-s>", "<c-s>"),
        ("<s-x>", "X"),
        ("<s-?>", "?"),
        ("\t\r\n\u{1b}\u{7f}", "<tab><enter><enter><esc><bs>"),
        ("\u{13}\u{0}", "<c-s><c-space>"),
        ("<Return><PageDown><F5>", "<enter><pgdn><f5>"),
        ("<x>", "x"),
    ] {
        assert_eq!(press(one), press(other), "{one}");
    }
    assert_eq!(press("<s-tab>").first().map(|key| key.code()), Some(KeyCode::BackTab));
}

#[test]
fn keys_are_printed_so_that_they_can_be_read() {
    for (typed, printed) in [
        ("/put the death toll<enter>1", "/put the death toll<enter>1"),
        (" a  b ", "<space>a <space>b<space>"),
        ("<space>", "<space>"),
        ("<lt>b>", "<lt>b>"),
        ("<a-<>", "<a-lt>"),
        ("<a-gt>", "<a-gt>"),
        ("<a-->", "<a-->"),
        ("<s-tab><s-a-left>", "<s-tab><a-s-left>"),
        ("<f12>é", "<f12>é"),
    ] {
        assert_eq!(keys::print(&press(typed)), printed);
    }
}

#[test]
fn faults_are_told_with_their_place() {
    for (text, at, what) in [
        ("né<nokey>", 2, "`<nokey>` is not a key"),
        ("ab<enter", 2, "`<` is not closed by `>`"),
        ("<>", 0, "`<>` is not a key"),
        ("<c-c-s>", 0, "`<c-c-s>` is not a key"),
        ("<f0>", 0, "`<f0>` is not a key"),
        ("<f+5>", 0, "`<f+5>` is not a key"),
        ("<s->", 0, "`<s->` is not a key"),
        ("<\u{1b}[2J>", 0, "`<\\u{1b}[2J>` is not a key"),
    ] {
        let error = keys::parse(text).unwrap_err();
        assert_eq!((error.at, error.what.as_str()), (at, what));
    }
    assert_eq!(keys::parse("a<").unwrap_err().to_string(), "keys, character 2: `<` is not closed by `>`");
    assert!(keys::parse(&format!("<{}>", "x".repeat(500))).unwrap_err().what.len() < 60);
}

#[test]
fn labels_are_for_people() {
    for (keys, label) in [
        ("gg", "gg"),
        ("<c-s>", "ctrl-s"),
        ("<s-tab>", "shift-tab"),
        ("<a-s-up>", "alt-shift-up"),
        ("g<enter>", "g enter"),
        ("<space>", "space"),
        ("<f1>", "F1"),
        ("<bs>", "backspace"),
        ("<lt>", "<"),
    ] {
        assert_eq!(keys::label(&press(keys)), label);
    }
}

#[test]
fn an_alt_chord_is_esc_and_the_key() {
    let chord = Key::parse("a-x").unwrap();
    assert_eq!(chord.split_alt().map(|keys| keys::print(&keys)).as_deref(), Some("<esc>x"));
    assert_eq!(Key::char('x').split_alt(), None);
    assert_eq!((chord.typed(), Key::char('é').typed()), (None, Some('é')));
}

fn any_key() -> impl Strategy<Value = Key> {
    let named = prop::sample::select(vec![
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Backspace,
        KeyCode::Delete,
        KeyCode::Insert,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::PageUp,
        KeyCode::PageDown,
    ]);
    let ascii = (0u8..128).prop_map(|byte| KeyCode::Char(char::from(byte)));
    let code = prop_oneof![
        3 => ascii,
        1 => any::<char>().prop_map(KeyCode::Char),
        1 => named,
        1 => (1u8..=24).prop_map(KeyCode::F)
    ];
    let mods = prop::sample::subsequence(vec![Mods::CTRL, Mods::ALT, Mods::SHIFT], 0..=3);
    (code, mods).prop_map(|(code, mods)| Key::new(code, mods.into_iter().fold(Mods::NONE, Mods::with)))
}

proptest! {
    #[test]
    fn printed_keys_parse_back(keys in prop::collection::vec(any_key(), 0..12)) {
        prop_assert_eq!(keys::parse(&keys::print(&keys)), Ok(keys));
    }

    #[test]
    fn a_canonical_key_stays_as_it_is(key in any_key()) {
        prop_assert_eq!(Key::new(key.code(), key.mods()), key);
    }

    #[test]
    fn any_text_parses_or_names_a_place_within(text in "[<>a-c1-9-]{0,12}|\\PC{0,12}") {
        match keys::parse(&text) {
            Ok(keys) => prop_assert!(keys.len() <= text.chars().count()),
            Err(error) => prop_assert!(text.chars().nth(error.at) == Some('<')),
        }
    }

    #[test]
    fn bound_sequences_never_begin_one_another(
        wanted in prop::collection::vec((0..Command::ALL.len(), prop::collection::vec("[a-cg]{1,3}", 1..3)), 0..40),
    ) {
        let mut keymap = Keymap::default();
        let bindings: Vec<Binding> = wanted.into_iter().map(|(command, sequences)| {
            Binding { mode: Mode::Read, id: Command::ALL[command].spec().id.to_owned(), sequences }
        }).collect();
        keymap.bind_all(&bindings);
        let bound: Vec<&[Key]> = Command::ALL.iter().flat_map(|c| keymap.sequences(Mode::Read, *c)).collect();
        for (index, one) in bound.iter().enumerate() {
            prop_assert!(one.len() <= MAX_SEQUENCE);
            for (other_index, other) in bound.iter().enumerate() {
                prop_assert!(index == other_index || !other.starts_with(one));
            }
        }
    }
}
