//! Tests of what became of quoted words.

use super::*;

fn target(text: &str, exact: &str) -> Target {
    let at = text.find(exact).unwrap();
    let start = text[..at].chars().count();
    let before: Vec<char> = text[..at].chars().collect();
    Target {
        start,
        end: start + exact.chars().count(),
        exact: exact.to_owned(),
        prefix: before[before.len().saturating_sub(32)..].iter().collect(),
        suffix: text[at + exact.len()..].chars().take(32).collect(),
        occurrence: 1,
    }
}

/// Returns what became of a quote, with the words that stand there now.
fn fate(old: &str, exact: &str, new: &str) -> (&'static str, String) {
    let target = target(old, exact);
    let ground = Ground::new(new);
    let anchor = ground.find(&target);
    (anchor.words(), anchor.place(&target).map_or(String::new(), |place| ground.words(place).to_owned()))
}

const OLD: &str = "“Up to now,” he said, 62 soldiers had died at the base. The observatory in the port put the death toll at eighty-three, and said it would rise.";

#[test]
fn words_are_kept_moved_changed_or_lost() {
    let long = "put the death toll at eighty-three, and said it would rise";
    let table = [
        (OLD.to_owned(), "62 soldiers", "kept", "62 soldiers"),
        (format!("Überschrift\n{OLD}"), "62 soldiers", "moved", "62 soldiers"),
        (OLD.replace("62", "63"), "62 soldiers", "text changed", "63 soldiers"),
        ("Nothing of it is left.".to_owned(), "62 soldiers", "lost", ""),
        (
            OLD.replace("  ", " ").replace(" had", "\nhad"),
            "62 soldiers",
            "moved, please confirm",
            "62 soldiers",
        ),
        (
            OLD.replace("and said", "but said"),
            long,
            "moved, please confirm",
            "put the death toll at eighty-three, but said it would rise",
        ),
        // Nothing stands behind the quote that could tell where it ends.
        (
            OLD.replace("would rise", "would soar"),
            long,
            "text changed",
            "put the death toll at eighty-three, and said it would soar",
        ),
        (
            OLD.replace("would rise", "would not rise"),
            long,
            "text changed",
            "put the death toll at eighty-three, and said it would not rise",
        ),
        (
            OLD.replace("eighty-three", "eighty-two"),
            long,
            "text changed",
            "put the death toll at eighty-two, and said it would rise",
        ),
    ];
    for (new, exact, words, now) in table {
        assert_eq!(fate(OLD, exact, &new), (words, now.to_owned()), "{exact} in {new}");
    }
}

#[test]
fn two_places_that_look_the_same_are_never_chosen_between() {
    let (words, _) = fate(OLD, "62 soldiers", &format!("x{OLD}{OLD}"));
    assert!(!matches!(words, "kept" | "moved"), "{words}");
}

/// After a name was corrected, an earlier one of the same spelling must not take the claim.
#[test]
fn a_corrected_name_does_not_fall_back_on_an_earlier_one() {
    let old = "Robin opened the meeting. Later the council named Robin as the person who had signed.";
    let at = old.rfind("Robin").unwrap();
    let mut of_second = target(old, "Robin");
    of_second.start = at;
    of_second.end = at + 5;
    of_second.prefix = old[at - 32..at].to_owned();
    of_second.suffix = old[at + 5..].chars().take(32).collect();
    let new = "Robin opened the meeting. Later the council named Martin as the person who had signed.";
    let ground = Ground::new(new);
    let anchor = ground.find(&of_second);
    assert!(matches!(anchor, Anchor::TextChanged { .. }), "{anchor:?}");
    assert_eq!(anchor.place(&of_second).map(|place| ground.words(place)), Some("Martin"));
}

#[test]
fn endless_and_empty_texts_are_no_trouble() {
    let quote = target(OLD, "62 soldiers");
    assert_eq!(find("", &quote), Anchor::Orphaned);
    assert_eq!(find(&"a".repeat(100_000), &quote), Anchor::Orphaned);
    let blank = Target { exact: " ".to_owned(), ..quote };
    assert_eq!(find(OLD, &blank), Anchor::Orphaned);
    assert!(stands(OLD, &target(OLD, "62")) && !stands("62", &target(OLD, "62")));
}

#[test]
fn a_headline_printed_twice_is_kept_where_the_text_begins_with_it() {
    let old = "58 killed in gas attack in the north.\n\nMore fell ill.";
    let new = "58 killed in gas attack in the north.\n\nMore fell. Town, 58 killed in gas attack in the north.\n\nM";
    assert_eq!(fate(old, "58 killed", new), ("kept", "58 killed".to_owned()));
}
