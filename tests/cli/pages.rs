//! Web pages as articles, by the real binary: read in a process of their own, kept as text, and survived.
//!
//! **Invariant:** the pages are made here; a hostile one costs itself and nothing else.

use std::fs;
use std::time::{Duration, Instant};

use super::home::{Home, claimed};

/// A page with furniture around an article.
fn page() -> String {
    let words =
        "The ministry of defence said that sixty-two soldiers were killed in the air strike on Monday. ";
    format!(
        "<!doctype html><html lang=en><head><title>Sixty-two killed | The Tern</title>\
         <meta name=author content=\"Ana Reed\"><meta property=\"article:published_time\" content=\"2026-01-02\">\
         </head><body><nav><a href=/>Home</a></nav><article><h1>Sixty-two killed</h1><p>{}</p>\
         <p>“At least 80 were hurt,” the hospital said. {}</p></article><footer>All rights reserved</footer>",
        words.repeat(3),
        words.repeat(3)
    )
}

fn home() -> Home {
    let home = Home::default();
    home.write("case/a.html", page());
    home.write(
        "case/b.txt",
        "The ministry of defence said that sixty-two soldiers were killed in the air strike.\n",
    );
    home
}

#[test]
fn a_page_is_read_cited_kept_and_reopened() {
    let home = home();
    let keys = ["replay", "case", "--keys", "/at least 80 were hurt<enter>2gai", "--save", "s.json"];
    let ran = home.run(keys);
    assert!(ran.out.contains("Sixty-two killed"), "{}", ran.out);
    let verified = home.run(["verify", "s.json"]);
    assert_eq!(verified.code, Some(0), "{verified:?}");
    assert_eq!(claimed(&home, &home.work().join("s.json")), ["At least 80 were hurt"]);
    let session: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(home.work().join("s.json")).unwrap()).unwrap();
    let article = &session["articles"]["a"];
    assert_eq!(article["media_type"], "text/html");
    assert_eq!((&article["author"], &article["published"]), (&"Ana Reed".into(), &"2026-01-02".into()));
    // Two copies: the page as it is, and the text that is cited.
    let copy = |hash: &str| home.work().join("s.articles").join(article[hash].as_str().unwrap());
    assert_eq!(fs::read_to_string(copy("sha256")).unwrap(), page());
    let text = fs::read_to_string(copy("text_sha256")).unwrap();
    assert!(text.starts_with("Sixty-two killed\n\n") && !text.contains("All rights"), "{text}");
    let quote = &session["claims"].as_object().unwrap().values().next().unwrap()["target"][0];
    let start = quote["start"].as_u64().unwrap() as usize;
    assert_eq!(text.chars().skip(start).take(21).collect::<String>(), "At least 80 were hurt");
    let again = home.run(["replay", "s.json", "--keys", "gc<enter>"]);
    assert!(again.out.contains("At least 80"), "{}", again.out);
    let export = home.run(["export", "s.json", "--format", "markdown"]);
    assert!(export.out.contains("At least 80 were hurt"), "{export:?}");
}

#[test]
fn every_command_reads_pages() {
    let home = home();
    let found = home.run(["suggest", "case", "--format", "jsonl"]);
    assert!(found.out.lines().any(|line| line.contains("a.html") && line.contains("\"claim\"")), "{found:?}");
    let echoes = home.run(["echoes", "case"]);
    assert!(echoes.out.contains("a.html") && echoes.out.contains("b.txt"), "{echoes:?}");
    let rows = "{\"article\":\"a.html\",\"quote\":\"At least 80 were hurt\",\"tag\":\"injured\"}\n";
    home.write("rows.jsonl", rows);
    let into = ["import", "rows.jsonl", "--into", "i.json", "--articles", "case"];
    assert!(home.run(into).out.contains("1 claim taken"), "{:?}", home.run(into));
    assert_eq!(home.run(["verify", "i.json"]).code, Some(0));
    assert_eq!(fs::read_dir(home.work().join("i.articles")).unwrap().count(), 2);
    let (one, two) =
        (home.run(["replay", "case", "--keys", "z"]), home.run(["replay", "case", "--keys", "z"]));
    assert_eq!(one, two);
}

#[test]
fn a_page_that_changed_is_told_and_its_kept_text_stays() {
    let home = home();
    home.run(["replay", "case", "--keys", "/at least 80 were hurt<enter>2", "--save", "s.json"]);
    home.write("case/a.html", page().replace("At least 80", "At least 90"));
    let verified = home.run(["verify", "s.json"]);
    assert_eq!(verified.code, Some(1));
    assert!(verified.out.contains("text changed"), "{verified:?}");
}

/// Reads a hostile page beside a plain article: the plain one is read, the page is read or refused with a reason.
fn survived(name: &str, bytes: Vec<u8>) -> String {
    let home = Home::default();
    home.write("case/a.html", bytes);
    home.write("case/b.txt", "62 soldiers were killed.\n");
    let begun = Instant::now();
    let ran = home.run(["suggest", "case"]);
    // 30 s for the page; the rest is a busy machine's.
    assert!(begun.elapsed() < Duration::from_secs(90), "{name}");
    assert!(matches!(ran.code, Some(0 | 1)), "{name}: {:?}", ran.code);
    assert!(ran.out.contains("62 soldiers"), "{name}");
    assert_eq!(ran.code == Some(1), ran.err.contains("a.html: "), "{name}: {}", ran.err);
    ran.err
}

#[test]
fn a_million_nested_tags_end_their_reader_alone() {
    let err = survived("spans", format!("<p>{}x", "<b><i>".repeat(500_000)).into_bytes());
    assert!(err.contains("could not be taken apart") || err.contains("took over"), "{err}");
}

#[test]
#[cfg_attr(not(feature = "slow"), ignore = "takes 20 s of a processor, the limit of one page")]
fn a_page_that_computes_for_ever_is_ended() {
    let err = survived("divs", "<div>".repeat(1_000_000).into_bytes());
    assert!(err.contains("took over"), "{err}");
}

#[test]
fn scripts_entities_and_torn_markup_are_words_at_most() {
    let entities =
        format!("<p>{}</p>", "&amp;lt;&#x202e;&#0;&bogus;&CounterClockwiseContourIntegral;".repeat(50_000));
    survived("entities", entities.into_bytes());
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><p>&b;".repeat(1000);
    survived("laughs", bomb.into_bytes());
    survived("script", b"<script>while(1){}</script><p onload=x>62 were hurt.</p><svg><script>".to_vec());
    survived("torn", b"<table><tr><td><table>".repeat(5_000));
    survived("attributes", format!("<p {}>x", "a=b ".repeat(200_000)).into_bytes());
    survived("bytes", (0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect());
}

#[test]
fn fifty_megabytes_end_in_time() {
    let line = "<p>The ministry said that 62 soldiers were killed, and the hospital spoke of 80.</p>\n";
    let home = Home::default();
    let path = home.write("a.html", line.repeat(50 * 1024 * 1024 / line.len()));
    // The reader alone: the rules would read as many words for minutes where they are not optimised.
    let begun = Instant::now();
    let mut reader = home.program();
    let output = reader.arg("__import").stdin(fs::File::open(path).unwrap()).output().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(120));
    assert!(!output.status.success() || output.stdout.starts_with(b"{\"text\":\"The ministry said"));
}
