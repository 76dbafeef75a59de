//! Tests of the whole: sentences with what must be found in them.

use super::*;
use proptest::prelude::*;

fn finds(text: &str) -> Vec<Find> {
    find(text, Lexicon::builtin())
}

fn quantities(text: &str) -> Vec<Quantity> {
    let only = |find| if let Find::Quantity(found) = find { Some(found) } else { None };
    finds(text).into_iter().filter_map(only).collect()
}

fn attributions(text: &str) -> Vec<Attribution> {
    let only = |find| if let Find::Attribution(found) = find { Some(found) } else { None };
    finds(text).into_iter().filter_map(only).collect()
}

fn claims(text: &str) -> Vec<Proposal> {
    let only = |find| if let Find::Claim(found) = find { Some(found) } else { None };
    finds(text).into_iter().filter_map(only).collect()
}

/// Writes the figures of a text as `words sign value class`, one after another.
fn figures(text: &str) -> Vec<String> {
    let number = |value: Option<Decimal>| value.map_or("-".into(), |value| value.normalize().to_string());
    quantities(text)
        .iter()
        .map(|found| {
            let to = found.to.map_or(String::new(), |to| format!("..{}", to.normalize()));
            let (sign, class) = (found.comparator.sign(), found.class.word());
            format!("{} {sign} {}{to} {class}", found.span.of(text), number(found.value))
        })
        .collect()
}

#[test]
fn reads_numbers_in_every_form() {
    let table = [
        ("The mill employed 1,250 weavers.", "1,250 = 1250 count"),
        ("The mill employed sixty-two weavers.", "sixty-two = 62 count"),
        ("The mill employed a hundred weavers.", "a hundred = 100 count"),
        ("The mill employed two thousand and forty weavers.", "two thousand and forty = 2040 count"),
        ("The dam cost 1.2 million crowns of tax.", "1.2 million = 1200000 count"),
        ("The dam cost $3bn.", "$3bn = 3000000000 money"),
        ("The dam cost £4.5 million.", "£4.5 million = 4500000 money"),
        ("The dam cost twelve euros.", "twelve euros = 12 money"),
        ("Turnout fell to 41.5 per cent.", "41.5 per cent = 41.5 percent"),
        ("Turnout fell to 41%.", "41% = 41 percent"),
        ("The pipe is 12 km long.", "12 km = 12 measure"),
        ("The queue took three hours.", "three hours = 3 duration"),
        ("Two thirds of the flats stood empty.", "Two thirds = 0.6666666666666666666666666667 count"),
        ("Dozens of farmers marched.", "Dozens vague - count"),
        ("Several hundred farmers marched.", "Several hundred vague - count"),
        ("A 9-year-old goat won.", "9-year-old = 9 age"),
    ];
    for (text, expected) in table {
        assert_eq!(figures(text), [expected], "{text}");
    }
}

#[test]
fn reads_comparators_before_and_after() {
    let table = [
        ("At least 80 miners walked out.", "At least 80 >= 80 count"),
        ("More than 60 miners walked out.", "More than 60 > 60 count"),
        ("No more than 60 miners walked out.", "No more than 60 <= 60 count"),
        ("Fewer than 60 miners walked out.", "Fewer than 60 < 60 count"),
        ("Up to 60 miners walked out.", "Up to 60 <= 60 count"),
        ("As many as 60 miners walked out.", "As many as 60 <= 60 count"),
        ("A minimum of 60 miners walked out.", "A minimum of 60 >= 60 count"),
        ("Some 60 miners walked out.", "Some 60 ~ 60 count"),
        ("Nearly 60 miners walked out.", "Nearly 60 ~ 60 count"),
        ("The bus held 60 or more miners.", "60 or more >= 60 count"),
        ("The bus held 60 miners or fewer.", "60 <= 60 count"),
        ("About 25 minutes into the match it rained.", "About 25 minutes ~ 25 duration"),
        ("Between 60 and 90 miners walked out.", "Between 60 and 90 range 60..90 count"),
        (
            "From four to five thousand miners walked out.",
            "From four to five thousand range 4000..5000 count",
        ),
        ("They want $10 to $15 billion.", "$10 to $15 billion range 10000000000..15000000000 money"),
    ];
    for (text, expected) in table {
        assert_eq!(figures(text), [expected], "{text}");
    }
}

#[test]
fn leaves_out_what_is_no_figure() {
    for text in [
        "The COVID-19 ward was full.",
        "She flew home on a Boeing 747 again.",
        "This one is hers.",
        "Read Chapter 11 with care.",
        "It ended 2-2 at the Valley.",
        "See https://example.org/a/12345 for more.",
    ] {
        assert_eq!(figures(text), [""; 0], "{text}");
    }
}

#[test]
fn classes_dates_and_times() {
    let table = [
        ("It rained on 9 May 2016 again.", "9 May 2016 is - date"),
        ("It rained on Tuesday, May 9.", "Tuesday, May 9 is - date"),
        ("It has rained since 2011.", "since 2011 is - date"),
        ("The raid lasted between 5pm-5:50pm local time.", "between 5pm-5:50pm is - time"),
        ("She came in third place.", "third = 3 ordinal"),
        ("The pact ran from 2014 to 2018.", "from 2014 to 2018 is - date"),
    ];
    for (text, expected) in table {
        assert_eq!(figures(text), [expected], "{text}");
    }
}

#[test]
fn names_what_is_counted() {
    let counted = |text: &str| {
        quantities(text).first().and_then(|found| found.counted).map(|span| span.of(text).to_owned())
    };
    assert_eq!(counted("The raid killed 62 border guards at dawn.").as_deref(), Some("border guards"));
    assert_eq!(counted("Dozens of village elders met.").as_deref(), Some("village elders"));
    assert_eq!(counted("Two F-16s and two A-10s took off.").as_deref(), Some("F-16s"));
    assert_eq!(counted("Over 100 injured, officials say."), None);
}

#[test]
fn reads_the_figure_of_a_selection() {
    let read = |quote: &str, near| {
        figure::read(quote, near).map(|found| (found.comparator.sign(), found.value, found.unit))
    };
    let unit = |name: &str| Some(name.to_owned());
    assert_eq!(read("at least 80", None), Some((">=", Some(80.into()), None)));
    assert_eq!(read("two F-16s and two A-10s", None), Some(("=", Some(2.into()), unit("F-16s"))));
    assert_eq!(
        read("12 guards were killed and 30 were wounded", Some("injured")),
        Some(("=", Some(30.into()), None))
    );
    assert_eq!(
        read("12 guards were killed and 30 were wounded", Some("killed")),
        Some(("=", Some(12.into()), unit("guards")))
    );
    assert_eq!(read("dozens", None), Some(("vague", None, None)));
    assert_eq!(read("17,000", None), Some(("=", Some(17_000.into()), None)));
    assert_eq!(read("12 per cent", None), Some(("=", Some(12.into()), unit("%"))));
    assert_eq!(read("nobody came", None), None);
}

/// Writes the attributions of a text as `chain | content parts`.
fn said(text: &str) -> Vec<String> {
    attributions(text)
        .iter()
        .map(|found| {
            let chain: Vec<&str> = found.chain.iter().map(|link| link.span.of(text)).collect();
            let parts: Vec<&str> = found.parts.iter().map(|part| part.of(text)).collect();
            format!("{} | {}", chain.join(" < "), parts.join(" + "))
        })
        .collect()
}

#[test]
fn finds_who_says_what() {
    let table = [
        ("The mayor said that the bridge was closed.", "The mayor | that the bridge was closed"),
        ("The mayor said the bridge was closed.", "The mayor | the bridge was closed"),
        ("The bridge was closed, the mayor said.", "the mayor | The bridge was closed"),
        ("“The bridge is closed,” said Mayor Ana Ruiz.", "Mayor Ana Ruiz | “The bridge is closed,”"),
        (
            "“We closed it,” the mayor said, “and it stays closed.”",
            "the mayor | “We closed it,” + “and it stays closed.”",
        ),
        (
            "The bridge was closed, according to the harbour office.",
            "the harbour office | The bridge was closed",
        ),
        (
            "According to the harbour office, the bridge was closed.",
            "the harbour office | the bridge was closed",
        ),
        ("The mayor told reporters the bridge was closed.", "The mayor | the bridge was closed"),
        ("The harbour office put the loss at 12 boats.", "The harbour office | the loss at 12 boats"),
        ("The council denied the report.", "The council | the report"),
        (
            "Ana Ruiz, the mayor of Port Lune, said the bridge was closed.",
            "Ana Ruiz, the mayor of Port Lune, | the bridge was closed",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(said(text), [expected], "{text}");
    }
}

#[test]
fn follows_chains_outermost_first() {
    let longest = |text: &str| {
        said(text).into_iter().max_by_key(|line| line.matches(" < ").count()).unwrap_or_default()
    };
    let table = [
        (
            "The mayor said the bridge was closed, according to the Lune Gazette.",
            "the Lune Gazette < The mayor | the bridge was closed",
        ),
        (
            "Radio Lune quoted the mayor as saying the bridge was closed.",
            "Radio Lune < the mayor | the bridge was closed",
        ),
        (
            "“It is closed,” Radio Lune quoted the mayor as saying.",
            "Radio Lune < the mayor | “It is closed,”",
        ),
        (
            "The mayor said the harbour office told him that the bridge was closed.",
            "The mayor < the harbour office | that the bridge was closed",
        ),
        (
            "The bridge was closed, Radio Lune reported, citing the harbour office.",
            "Radio Lune < the harbour office | The bridge was closed",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(longest(text), expected, "{text}");
    }
}

#[test]
fn gives_quotations_their_speaker() {
    let text = "“We closed it,” the mayor said. “It stays closed.”\n\nShe added: “That is all.”";
    let only = |find| if let Find::Quotation(found) = find { Some(found) } else { None };
    let found: Vec<Quotation> = finds(text).into_iter().filter_map(only).collect();
    let speakers: Vec<Option<&str>> =
        found.iter().map(|found| found.source.map(|span| span.of(text))).collect();
    assert_eq!(speakers, [Some("the mayor"), Some("the mayor"), Some("She")]);
    assert_eq!(found.get(2).and_then(|found| found.resolved).map(|span| span.of(text)), Some("the mayor"));
}

#[test]
fn resolves_the_official_to_who_it_was() {
    let text = "A harbour official told reporters the pier was gone. “It sank,” the official added.";
    let last = attributions(text).pop();
    assert_eq!(last.and_then(|found| found.resolved).map(|span| span.of(text)), Some("A harbour official"));
}

#[test]
fn joins_claims_ready_to_accept() {
    let text =
        "The harbour office said 12 sailors were killed and a hundred others were injured near the pier.";
    let found: Vec<(Option<String>, String, String, Vec<&str>)> = claims(text)
        .into_iter()
        .map(|claim| {
            let names = claim.attribution.iter().map(|link| link.span.of(text)).collect();
            (claim.tag, claim.figure.span.of(text).to_owned(), claim.question, names)
        })
        .collect();
    let office = vec!["The harbour office"];
    assert_eq!(
        found,
        [
            (Some("killed".into()), "12".into(), "sailors killed".into(), office.clone()),
            (Some("injured".into()), "a hundred".into(), "sailors injured".into(), office),
        ]
    );
}

#[test]
fn never_mixes_different_questions() {
    let question = |text: &str| claims(text).into_iter().map(|claim| claim.question).collect::<Vec<_>>();
    assert_eq!(question("The war has killed 4,000 people since 1998."), ["people killed since 1998"]);
    assert_eq!(question("Officials said 4 people were killed."), ["people killed"]);
    assert_eq!(
        question("There were 55 violations throughout the country."),
        ["violations throughout the country"]
    );
    assert_eq!(question("No casualties were reported."), ["casualties"]);
}

#[test]
fn a_hedge_is_kept() {
    let text = "The blast reportedly killed at least nine sailors.";
    let hedge = claims(text).first().and_then(|claim| claim.hedge).map(|span| span.of(text).to_owned());
    assert_eq!(hedge.as_deref(), Some("reportedly"));
}

#[test]
fn a_newsroom_adds_words_to_a_tag() {
    let mut lexicon = Lexicon::default();
    lexicon.add_tag("flooded", &["flooded", "submerged"]);
    let text = "The river left 40 houses submerged.";
    let found = find(text, &lexicon);
    let tag =
        found.iter().find_map(|find| if let Find::Claim(claim) = find { claim.tag.clone() } else { None });
    assert_eq!(tag.as_deref(), Some("flooded"));
}

#[test]
fn ends_on_hostile_text() {
    let unit = [
        "minus ",
        "“a ",
        "from 5 to ",
        "3 weeks after ",
        "one over ",
        "early ",
        "X said Y, ",
        "(",
        "1,234,567,890",
        "said ",
    ];
    for unit in unit {
        let text = unit.repeat(2000);
        for find in finds(&text) {
            assert!(text.get(find.span().start..find.span().end).is_some());
        }
    }
}

#[test]
fn huge_numbers_do_not_overflow() {
    for text in [
        "70000000000000000000000000000 to 0.0000000000000000000000000001 tons",
        "seventy quadrillion trillion quadrillion and seventy quadrillion trillion quadrillion",
        "79228162514264337593543950335 million and a half",
        "9.99^64 and 1e18 and 5x10^-18",
        "70000000000000000000000000000 dollars 99 cents",
        "minus 79228162514264337593543950335 thousand",
    ] {
        let _ = finds(text);
        let _ = figure::read(text, None);
    }
}

#[test]
fn blocks_do_not_lose_finds() {
    let line = "The mayor said 12 sailors were killed.\n";
    let text = line.repeat(BLOCK / line.len() * 2 + 3);
    assert_eq!(claims(&text).len(), text.lines().count());
}

proptest! {
    #[test]
    fn spans_fit_any_text(text in "(said|the|\"|“|”|‘|’|'|12|1.2|million|more|than|to|-|,|\\.|\\n| |May|Monday|€|é|\u{301}|X|according|at|least|killed){0,60}") {
        let mut last = 0;
        for find in finds(&text) {
            prop_assert!(text.get(find.span().start..find.span().end).is_some());
            prop_assert!(find.span().start >= last);
            last = find.span().start;
            for word in find.evidence() {
                prop_assert!(text.get(word.start..word.end).is_some());
            }
        }
    }

    #[test]
    fn figures_never_overlap(text in "(at least|about|five|two|hundred|12|3,000|%|\\$| and | to |-| |, |soldiers|km|pm|May|2016|half|third){0,40}") {
        let found = quantities(&text);
        for pair in found.windows(2) {
            prop_assert!(pair.first().map(|a| a.number.end) <= pair.get(1).map(|b| b.span.end));
        }
    }

    #[test]
    fn any_text_at_all(text in "\\PC{0,200}") {
        let _ = finds(&text);
        let _ = figure::read(&text, Some("killed"));
    }
}

#[test]
fn a_toll_that_is_put_at_a_figure_is_found_across_its_place() {
    let source = |text: &str| {
        let found = claims(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        let names: Vec<_> = found[0].attribution.iter().map(|link| link.span.of(text)).collect();
        (found[0].tag.clone().unwrap_or_default(), found[0].figure.value, names.join(" < "))
    };
    let far =
        "The harbour union on Sunday put the number of dockers killed in the fire at the east quay at 14.";
    assert_eq!(source(far), ("killed".into(), Some(Decimal::from(14)), "The harbour union".into()));
    let near = "The harbour union put the death toll at 14.";
    assert_eq!(source(near), ("killed".into(), Some(Decimal::from(14)), "The harbour union".into()));
    let apart = "Dockers were killed, the union said, and it put the fire out at 14 Mill Road.";
    assert!(claims(apart).iter().all(|claim| claim.tag.as_deref() != Some("killed")), "{:?}", claims(apart));
}
