//! Programs of the settings that propose claims, by the real binary: asked about, limited, distrusted, named.
//!
//! **Invariant:** the programs are scripts of a few lines that the tests write; none runs before a yes.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::home::{Home, claimed};

const TEXT: &str = "In the harbour a crane fell and 62 dock workers were hurt, the port office said.\n";

/// A home with an article, and settings that name a shell script as a program.
fn home(script: &str, seconds: u32) -> Home {
    let home = Home::default();
    home.write("a.txt", TEXT);
    let path = home.write("model.sh", script);
    let command = format!("command = [\"sh\", {:?}]", path.to_str().unwrap());
    home.write("c.toml", format!("[[suggesters]]\nname = \"our model\"\n{command}\nseconds = {seconds}\n"));
    home
}

/// A script that leaves a mark and writes these lines.
fn writing(lines: &str) -> String {
    format!("cat > input.json\ncat <<'END'\n{lines}END\n")
}

/// A line on the 62 dock workers.
fn line() -> String {
    let words = "a crane fell and 62 dock workers were hurt";
    let start = TEXT.find(words).unwrap();
    format!(
        "{{\"kind\":\"claim\",\"start\":{start},\"end\":{},\"text\":\"{words}\",\"tag\":\"injured\",\"rule\":\"toll\",\
         \"figure\":{{\"comparator\":\"=\",\"value\":62,\"class\":\"count\",\"unit\":\"dock workers\",\"text\":\"62\"}},\
         \"attribution\":[{{\"as\":\"the port office\",\"mode\":\"said\"}}],\"question\":\"dock workers hurt\"}}\n",
        start + words.len()
    )
}

fn replay(home: &Home, keys: &str) -> super::home::Ran {
    home.run(["replay", "a.txt", "--config", "c.toml", "--keys", keys, "--save", "s.json"])
}

fn mark(home: &Home) -> PathBuf {
    home.work().join("input.json")
}

#[test]
fn nothing_runs_before_a_yes_and_the_exact_command_line_is_shown() {
    let home = home(&writing(&line()), 20);
    for keys in ["", "N", "<esc>", "yn<enter>sa"] {
        let ran = replay(&home, keys);
        assert!(!mark(&home).exists(), "{keys}: {}", ran.out);
        if keys.is_empty() {
            assert!(ran.out.contains("may “our model” run?"), "{}", ran.out);
            assert!(ran.out.contains("‘sh’") && ran.out.contains("model.sh’"), "{}", ran.out);
        }
    }
    let without = home.run(["replay", "a.txt", "--keys", ""]);
    assert!(!without.out.contains("our model"), "off by default: {}", without.out);
}

#[test]
fn after_a_yes_it_gets_the_article_and_its_claims_bear_its_name() {
    let home = home(&writing(&line()), 20);
    let ran = replay(&home, "Ysa");
    let input: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(mark(&home)).unwrap()).unwrap();
    assert_eq!((&input["article"], &input["text"]), (&"a.txt".into(), &TEXT.into()));
    let made = claimed(&home, &home.work().join("s.json"));
    let session = std::fs::read_to_string(home.work().join("s.json")).unwrap();
    assert!(session.contains("\"made_by\": \"suggestion:our model: toll\""), "{made:?} {}", ran.out);
    assert_eq!(home.run(["verify", "s.json"]).code, Some(0));
    let inspected = home.run(["replay", "a.txt", "--config", "c.toml", "--keys", "Ys"]);
    assert!(inspected.out.contains("our model: toll"), "{}", inspected.out);
}

#[test]
fn what_it_prints_from_suggest_is_taken_as_it_is() {
    // A newsroom can begin with what the rules print.
    let program = super::home::PROGRAM;
    let home = home(&format!("cat > input.json\nexec {program} suggest a.txt --format jsonl\n"), 20);
    let ran = replay(&home, "Ygs");
    assert!(mark(&home).exists() && !ran.out.contains("cannot be taken"), "{}", ran.out);
    assert!(ran.out.contains("2 listed"), "{}", ran.out);
    let second = replay(&home, "Yss");
    assert!(second.out.contains("our model: claim/"), "{}", second.out);
}

#[test]
fn hostile_output_is_counted_told_and_made_visible() {
    let lines = format!(
        "{}nonsense\n{{\"kind\":\"claim\",\"start\":0,\"end\":9,\"text\":\"elsewhere\"}}\n\u{1b}[31m\n{}",
        line(),
        line().replace("\"toll\"", "\"to\u{202e}ll\"")
    );
    let home = home(&writing(&lines), 20);
    let ran = replay(&home, "Y");
    assert!(ran.out.contains("“our model”, article 1: 3 lines cannot be taken; line 2:"), "{}", ran.out);
    let listed = replay(&home, "Yss");
    assert!(!listed.out.contains('\u{202e}') && !listed.out.contains('\u{1b}'), "{}", listed.out);
}

#[test]
fn one_that_hangs_or_floods_is_ended_and_told() {
    let hanging = home("sleep 600 &\nsleep 600\n", 1);
    let begun = Instant::now();
    let ran = replay(&hanging, "Y");
    assert!(ran.out.contains("it took over 1 s; it is not run again"), "{}", ran.out);
    assert!(begun.elapsed() < Duration::from_secs(20));
    let flooding = home("yes '{\"kind\":\"quantity\"}'\n", 60);
    let ran = replay(&flooding, "Y");
    assert!(ran.out.contains("it wrote over 8 MiB"), "{}", ran.out);
    let failing = home("echo no model here >&2\nexit 7\n", 20);
    let ran = replay(&failing, "Y");
    assert!(ran.out.contains("it ended with code 7: no model here"), "{}", ran.out);
    let missing = home("", 20);
    missing.write("c.toml", "[[suggesters]]\nname = \"m\"\ncommand = [\"/nowhere/model\"]\n");
    let ran = replay(&missing, "Y");
    assert!(ran.out.contains("/nowhere/model: No such file"), "{}", ran.out);
}
