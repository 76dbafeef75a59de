//! Huge inputs: usable, or refused with the limit named.
//!
//! **Invariant:** times are measured and said; what is asserted is ten times the figure to reach.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::home::{Home, ran};
use super::reached::reached;

/// The size of a large article in MiB.
const LARGE: usize = if cfg!(feature = "slow") { 32 } else { 8 };

/// Shows the first screen of a case and some pages of it in so much address space.
fn shown(home: &Home, paths: &[&str], keys: &str) -> Duration {
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", "ulimit -v 1048576; exec \"$0\" \"$@\"", super::home::PROGRAM, "replay"]);
    shell.args(paths).args(["--keys", keys]).env_clear().envs(home.environment()).current_dir(home.work());
    let began = Instant::now();
    let shown = ran(&mut shell);
    assert_eq!(shown.code, Some(0), "{paths:?}: {}", shown.err);
    began.elapsed()
}

#[test]
fn huge_articles_are_shown_and_larger_ones_refused_with_the_limit() {
    let home = Home::default();
    let words = "Nine people were rescued from the water. ";
    home.write("large.txt", format!("{words}\n").repeat(LARGE * 1024 * 1024 / 42));
    home.write("line.txt", words.repeat(5 * 1024 * 1024 / 41));
    home.write("marks.txt", format!("one e{} two\n", "\u{301}".repeat(1_000_000)));
    for n in 0..2000 {
        home.write(&format!("many/{n}.txt"), format!("{n}: {words}\n"));
    }
    let mut figures = Vec::new();
    for (what, path, keys) in [
        (&*format!("{LARGE} MiB"), "large.txt", "  1G1gg"),
        ("a line of 5 MiB", "line.txt", "  1G1gg"),
        ("a million marks", "marks.txt", "w1G1"),
        ("2,000 articles", "many", "1<tab>1ga"),
    ] {
        let took = shown(&home, &[path], keys);
        // The program of a test is not optimised: ten times, and ten times again.
        assert!(took < Duration::from_secs(200), "{what}: {took:?}");
        figures.push(format!("{what} {took:.1?}"));
    }
    let limit = std::fs::File::create(home.work().join("over.txt")).unwrap();
    limit.set_len(257 * 1024 * 1024).unwrap();
    let began = Instant::now();
    let refused = home.run(["replay", "over.txt", "--keys", "j"]);
    let took = began.elapsed();
    assert!(refused.out.contains("256 MiB") || refused.out.contains("limit"), "{refused:?}");
    assert!(took < Duration::from_secs(1), "{took:?}");
    reached(
        "19",
        &format!(
            "in 1 GiB of address space, not optimised: {}; over the limit {took:.1?}",
            figures.join(", ")
        ),
    );
}

#[test]
#[cfg(feature = "slow")]
fn a_hundred_thousand_claims_are_opened() {
    claims(100_000);
}

#[test]
fn many_claims_are_opened() {
    claims(5_000);
}

fn claims(count: usize) {
    let home = Home::default();
    let (mut text, mut rows) = (String::new(), "article,quote,tag,question,comparator,value\n".to_owned());
    for n in 0..count {
        write!(text, "{n}a died. ").unwrap();
        if n % 20 == 19 {
            text.push('\n');
        }
        writeln!(rows, "one.txt,{n}a died,killed,people killed,=,{n}").unwrap();
    }
    home.write("case/one.txt", text);
    home.write("claims.csv", rows);
    let arguments =
        ["import", "claims.csv", "--format", "claims", "--into", "case.json", "--articles", "case"];
    let imported = home.run(arguments);
    assert_eq!(imported.code, Some(0), "{}", imported.err);
    let took = shown(&home, &["case.json"], "c1ugc");
    reached("19", &format!("{count} claims opened, one tagged, listed: {took:.1?}, not optimised"));
    assert!(took < Duration::from_secs(200), "{took:?}");
}
