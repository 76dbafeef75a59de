//! Tests of settings as text: what is taken, what is reported and where.

use proptest::prelude::*;

use super::*;
use crate::command::{Command, Mode};
use crate::model::Hue;

/// Reads settings and returns the problems as `line: what`.
fn problems(text: &str) -> Vec<String> {
    parse(text).1.into_iter().map(|p| format!("{}: {}", p.line, p.what)).collect()
}

#[test]
fn nothing_said_is_all_defaults() {
    assert_eq!(parse(""), (Config::default(), Vec::new()));
    assert_eq!(parse("# a remark\n"), (Config::default(), Vec::new()));
}

#[test]
fn what_is_said_holds() {
    let text = "\
analyst = \"Ana\"
theme = \"mono\"
sessions = \"~/cases\"
tag_set = \"fire\"
[limits]
copy_mib = 0
[keys.read]
\"find.open\" = [\"<c-f>\", \"gf\"]
\"app.zoom\" = \"Z\"
[[tags.fire]]
label = \"burnt\"
key = \"2\"
question = \"burnt: UNIT\"
[[tags.fire]]
label = \"buildings\"
letter = \"u\"
hue = \"blue\"
";
    let (config, problems) = parse(text);
    assert_eq!(problems, []);
    assert_eq!((config.analyst.as_deref(), config.theme), (Some("Ana"), Some(Theme::Mono)));
    assert_eq!((config.limits.article_mib, config.limits.copy_bytes()), (256, 0));
    let keys = |id: &str| config.keymap.keys_for(Mode::Read, Command::from_id(id).unwrap());
    assert_eq!(keys("find.open"), ["ctrl-f", "gf"]);
    assert_eq!(keys("app.zoom"), ["Z"]);
    let tags = config.tags.unwrap();
    let told: Vec<_> = tags.iter().map(|t| (t.label.as_str(), t.key, t.glyph, t.hue)).collect();
    assert_eq!(told, [("burnt", Some('2'), 'b', Hue::Red), ("buildings", None, 'u', Hue::Blue)]);
}

#[test]
fn what_is_wrong_has_its_line_and_costs_nothing_else() {
    let table: &[(&str, &[&str])] = &[
        ("analyst = 5\ntheme = \"mono\"", &["1: text in quotes is wanted here, not a whole number"]),
        (
            "\nanalist = \"A\"",
            &[
                "2: `analist` is no setting here; there are analyst, theme, sessions, tag_set, limits, keys, tags, words and suggesters",
            ],
        ),
        (
            "[limits]\narticle_mib = 0\ncopy_mib = 5000",
            &[
                "2: a whole number from 1 to 4096 is wanted here",
                "3: a whole number from 0 to 4096 is wanted here",
            ],
        ),
        (
            "[keys.read]\n\"app.zom\" = [\"Z\"]",
            &["2: no command is called `app.zom`; the nearest is `app.zoom`"],
        ),
        ("[keys.read]\n\"app.zoom\" = [\"/\"]", &["2: `/` clashes with `/` of `find.open`"]),
        ("[keys.sleep]\n", &["1: `sleep` is no setting here; there are read, select, list, form, prompt"]),
        (
            "[keys.read]\n\"app.zoom\" = 5",
            &["2: a list of keys such as [\"gl\", \"<f2>\"] is wanted here, not a whole number"],
        ),
        ("tag_set = \"sea\"", &["1: no tags stand under [[tags.sea]]; the built-in ones hold"]),
        (
            "[[tags.default]]\nlabel = \"a\"\nkey = \"1\"\n[[tags.default]]\nlabel = \"b\"\nkey = \"1\"\nletter = \"a\"",
            &[
                "6: the key 1 is taken in this set; `b` has none",
                "7: the letter is taken or missing; `b` has b",
            ],
        ),
        (
            "[words]\nkilled = [\"slain\", \"gunned down\", 5]\ninjured = \"hurt\"",
            &[
                "2: one word of letters is wanted here, of at most 40; it is left out",
                "2: one word of letters is wanted here, of at most 40; it is left out",
                "3: words are a list such as [\"evacuees\", \"evacuated\"]",
            ],
        ),
        (
            "[[tags.default]]\nlabel = \"a\"\nwords = [\"b\"]\nwordz = 1",
            &["4: `wordz` is no setting here; there are label, key, letter, hue, question and words"],
        ),
        ("suggesters = 5", &["1: programs are written as [[suggesters]] with name and command each"]),
        ("[[suggesters]]\nname = \"m\"", &["1: a program needs a name and a command; it is left out"]),
        (
            "[[suggesters]]\nname = \"m\"\ncommand = [\"bin/model\"]\nshell = true",
            &[
                "1: a program needs a name and a command; it is left out",
                "3: a program is named by its whole path, or by a name that is looked up in PATH",
                "4: `shell` is no setting here; there are name, command and seconds",
            ],
        ),
        (
            "[[suggesters]]\nname = \"m\"\ncommand = \"model --fast\"\nseconds = 0",
            &[
                "1: a program needs a name and a command; it is left out",
                "3: a command is a list of words such as [\"python3\", \"/opt/model.py\"]",
                "4: a whole number from 1 to 600 is wanted here",
            ],
        ),
        ("[[tags.default]]\nkey = \"1\"", &["1: a tag needs a label; it is left out"]),
        (
            "theme = \"neon\"\nanalyst = \"\\u0007\"",
            &["2: 1 to 80 characters are wanted, none of them a control"],
        ),
    ];
    for (text, expected) in table {
        let found = problems(text);
        let found: Vec<_> = found.iter().filter(|line| !line.contains("no theme")).collect();
        assert_eq!(found, expected.iter().collect::<Vec<_>>(), "{text}");
    }
    let (config, problems) = parse("theme = \"neon\"\nanalyst = \"Ana\"\n");
    assert!(problems[0].what.starts_with("no theme is called `neon`; there are terminal, "));
    assert_eq!(config.analyst.as_deref(), Some("Ana"));
}

#[test]
fn what_is_no_toml_has_its_line_and_the_rest_holds() {
    let (config, problems) = parse("analyst = \"Ana\"\ntheme = = 5\n");
    assert_eq!(config.analyst.as_deref(), Some("Ana"));
    assert_eq!(problems[0].line, 2);
    let (_, problems) = parse("analyst = \"Ana\"\nanalyst = \"Bea\"\n");
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].line, 2);
}

#[test]
fn what_is_shown_can_be_read_again() {
    let (other, problems) = parse(
        "analyst = \"A \\\"quoted\\\" name\"\ntheme=\"mono\"\n[keys.list]\n\"app.undo\" = []\n\
         [keys.read]\n\"app.undo\" = [\"<c-x>u\"]\n[[tags.default]]\nlabel=\"x\"\nquestion=\"x: UNIT\"\n\
         [words]\nkilled = [\"slain\"]\n\"two words\" = []\n\
         [[suggesters]]\nname = \"our \\\"model\\\"\"\ncommand = [\"/opt/m\", \"a b\"]\nseconds = 7\n",
    );
    assert_eq!(problems, []);
    let (quoted, problems) =
        parse("[[tags.default]]\nlabel=\"(burnt)\"\n[[tags.default]]\nlabel=\"“b”\"\nletter=\"c\"\n");
    assert_eq!(problems, []);
    assert_eq!(quoted.tags.as_ref().map(|tags| tags[0].glyph), Some('b'));
    for config in [Config::default(), other, quoted] {
        let (again, problems) = parse(&show(&config));
        assert_eq!(problems, []);
        assert_eq!(show(&again), show(&config));
        assert_eq!(Config { keymap: config.keymap.clone(), ..again.clone() }, config);
        for mode in Mode::ALL {
            for command in Command::ALL {
                assert_eq!(again.keymap.sequences(mode, *command), config.keymap.sequences(mode, *command));
            }
        }
    }
}

#[test]
fn words_of_the_settings_call_for_their_tag() {
    let (config, problems) = parse(
        "[words]\nkilled = [\"Martyrs\"]\n[[tags.default]]\nlabel = \"burnt\"\nwords = [\"gutted\"]\n\
         [[tags.other]]\nlabel = \"sunk\"\nwords = [\"scuttled\"]\n",
    );
    assert_eq!(problems, []);
    let lexicon = config.lexicon();
    let tag = |word: &str| lexicon.tag(lexicon.word(lexicon.id(word))).map(str::to_owned);
    assert_eq!((tag("martyrs"), tag("gutted")), (Some("killed".to_owned()), Some("burnt".to_owned())));
    assert_eq!(tag("scuttled"), None, "the set was not chosen");
    assert_eq!(tag("wounded").as_deref(), Some("injured"), "what the program knows stays");
}

proptest! {
    #[test]
    fn no_text_makes_it_fail(text in "(analyst|theme|\\[keys\\.read\\]|\\[\\[tags\\.a\\]\\]|label|\"|=|\\[|\\]|\n|1|é|\u{0}| ){0,40}") {
        let (_, problems) = parse(&text);
        let lines = text.matches('\n').count() + 1;
        prop_assert!(problems.iter().all(|p| (1..=lines).contains(&p.line)));
    }
}
