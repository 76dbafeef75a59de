//! Laws of the finder and its differences, on sentences written for it.

use super::finder::Cost;
use super::*;
use proptest::prelude::*;

const HARBOUR: &str = "\"The harbour gates were opened too early because nobody had told the night crew that the barges were still moving,\" the port authority said on Tuesday.";
const LETTER: &str = "In a letter the port authority conceded that \"the harbor gates were opened too early because nobody had told the crew that the barges were still moving\".";
const OTHER: &str =
    "Bakers across the valley expect a poor season after frost took most of the apricot blossom in April.";

fn articles<'a>(texts: &[&'a str]) -> Vec<Article<'a>> {
    texts.iter().enumerate().map(|(index, text)| Article { index, text }).collect()
}

fn found(texts: &[&str]) -> Vec<Echo> {
    find(&articles(texts), &Options::default())
}

fn words_of<'a>(echo: &Echo, texts: &[&'a str]) -> Vec<&'a str> {
    echo.members.iter().map(|member| member.span.of(texts[member.article])).collect()
}

fn cost(texts: &[&str]) -> (usize, Cost, Vec<Echo>) {
    let mut index = Index::default();
    articles(texts).iter().for_each(|article| index.add(article));
    let (echoes, cost) = finder::find(&index, &Options::default(), &mut |_| {});
    (index.words(), cost, echoes)
}

#[test]
fn an_altered_quotation_is_found_with_its_differences() {
    let texts = [HARBOUR, OTHER, LETTER];
    let echoes = found(&texts);
    assert_eq!(echoes.len(), 1);
    let echo = &echoes[0];
    assert_eq!(echo.kind, Kind::Altered);
    assert_eq!(echo.members.iter().map(|member| member.article).collect::<Vec<_>>(), [0, 2]);
    assert!(echo.members.iter().all(|member| member.quoted));
    assert!(
        words_of(echo, &texts)[0].starts_with("The harbour gates")
            && words_of(echo, &texts)[0].ends_with("still moving")
    );
    let pair = &echo.pairs[0];
    let shown: Vec<_> = pair.differences.iter().map(|d| (d.a.of(HARBOUR), d.b.of(LETTER))).collect();
    assert_eq!(shown, [("harbour", "harbor"), ("night", "")]);
    assert_eq!(pair.changes, [ChangeClass::Wording, ChangeClass::Spelling]);
    assert_eq!(echo.members[0].speaker.map(|span| span.of(HARBOUR)), Some("the port authority"));
}

#[test]
fn changes_are_classed_by_what_they_do() {
    let table = [
        (
            "the bridge was safe for heavy lorries in winter",
            "the bridge was not safe for heavy lorries in winter",
            ChangeClass::Negation,
        ),
        (
            "the ruling makes such towing legal in every county",
            "the ruling makes such towing illegal in every county",
            ChangeClass::Negation,
        ),
        (
            "the flood reached 62 cellars along the old canal",
            "the flood reached 83 cellars along the old canal",
            ChangeClass::Figure,
        ),
        (
            "divers recovered 40 crates from the sunken ferry",
            "divers recovered over 40 crates from the sunken ferry",
            ChangeClass::Figure,
        ),
        (
            "If the valve failed the whole plant must close",
            "Even if the valve failed the whole plant must close",
            ChangeClass::Hedge,
        ),
        (
            "inspectors found conclusive traces of solvent upstream",
            "inspectors found traces of solvent upstream",
            ChangeClass::Hedge,
        ),
        (
            "the airstrike hit a grain store near the railway",
            "the air strike hit a grain store near the railway",
            ChangeClass::Spelling,
        ),
        (
            "sixty-two lanterns were lit beside the frozen river",
            "62 lanterns were lit beside the frozen river",
            ChangeClass::Spelling,
        ),
        (
            "the mayor opened a gallery beside the frozen river",
            "the mayor opened a kitchen beside the frozen river",
            ChangeClass::Wording,
        ),
    ];
    for (one, other, class) in table {
        let echo =
            Echo { kind: Kind::Altered, members: vec![whole(0, one), whole(1, other)], pairs: Vec::new() };
        let pair = compare(&echo, 0, 1, (one, other)).unwrap();
        assert_eq!(pair.changes, [class], "{one} / {other}: {:?}", pair.differences);
        let back = compare(&echo, 1, 0, (other, one)).unwrap();
        assert_eq!(back.changes, [class], "{other} / {one}");
    }
}

fn whole(article: usize, text: &str) -> Member {
    Member { article, span: Span::new(0, text.len()), speaker: None, quoted: false }
}

#[test]
fn marks_case_and_blanks_make_no_difference() {
    let one = "“The council’s plan – costly as it is – will go ahead in spring,” she said.";
    let other = "\"the council's plan - costly\u{a0}as it is - WILL GO AHEAD in spring\"";
    let echoes = found(&[one, other]);
    assert_eq!((echoes.len(), echoes[0].kind), (1, Kind::Verbatim));
    assert!(echoes[0].pairs[0].differences.is_empty() && echoes[0].pairs[0].similarity == 1.0);
}

#[test]
fn ellipsis_brackets_and_swapped_clauses_are_followed() {
    let source = "Our engineers warned the ministry twice that the eastern dyke was leaking and that the pumps bought last autumn could not cope with a spring tide of that height. The warnings were filed and forgotten.";
    for altered in [
        "“Our engineers warned the ministry twice … the pumps bought last autumn could not cope with a spring tide of that height.”",
        "“Our engineers warned the ministry [in writing] that the eastern dyke was leaking and that the pumps [purchased] last autumn could not cope.”",
        "“The warnings were filed and forgotten. Our engineers warned the ministry twice that the eastern dyke was leaking.”",
    ] {
        let echoes = found(&[source, altered]);
        let covered: usize = echoes
            .iter()
            .flat_map(|echo| &echo.members)
            .filter(|m| m.article == 1)
            .map(|m| m.span.len())
            .sum();
        assert!(covered * 10 >= altered.len() * 7, "{altered}: {echoes:?}");
    }
}

#[test]
fn short_quotations_meet_only_in_quotation_marks() {
    let quoted = [
        "The judge spoke of \"reckless vanity\" in court.",
        "A reader wrote to us about “reckless vanity” at sea.",
    ];
    assert_eq!(found(&quoted).len(), 1);
    let plain = [
        "The judge spoke of \"reckless vanity\" in court.",
        "A reader wrote to us about reckless vanity at sea.",
    ];
    assert_eq!(found(&plain).len(), 0);
}

#[test]
fn a_reported_statement_joins_the_quotations_it_rewords() {
    let texts = [
        "\"If the ferry sank because of faulty welding, it is a direct consequence of the owner's stubborn unwillingness to commission independent inspections,\" the union said.",
        "The union wrote: \"If the ferry went down because of a faulty weld, it is a direct consequence of the owner's unwillingness to commission independent inspections.\"",
        "Weather was calm that night. The union said the sinking was still a consequence of the owner's unwillingness to commission checks.",
    ];
    let echoes = found(&texts);
    assert_eq!(echoes.len(), 1);
    assert_eq!(echoes[0].members.iter().map(|member| member.article).collect::<Vec<_>>(), [0, 1, 2]);
}

#[test]
fn passages_that_stand_side_by_side_in_two_articles_stay_two() {
    let dyke = "Engineers had warned the ministry twice that the eastern dyke was leaking badly near the old sluice.";
    let frost = "Growers in the upper valley lost most of their apricot blossom to four nights of hard frost in April.";
    let both = format!("Morning notes from the harbour desk. {dyke} {frost}");
    let again = format!("{dyke} {frost} That was all for the week, the bulletin ended.");
    let one = format!("A letter reached us on Monday. {dyke} No reply came.");
    let other = format!("{frost} Prices will follow, traders think.");
    let texts = [both.as_str(), again.as_str(), one.as_str(), other.as_str()];
    for turn in 0..texts.len() {
        let mut turned = texts;
        turned.rotate_left(turn);
        let mut groups: Vec<Vec<&str>> = found(&turned).iter().map(|echo| words_of(echo, &turned)).collect();
        groups.sort();
        let three = |words: &str| vec![words.trim_end_matches('.').to_owned(); 3];
        assert_eq!(groups, [three(dyke), three(frost)], "{turn}");
    }
}

#[test]
fn articles_that_share_nothing_share_no_echo() {
    assert_eq!(found(&[HARBOUR, OTHER]), []);
    assert_eq!(found(&[HARBOUR]), []);
    assert_eq!(found(&[]), []);
    assert_eq!(found(&["", "", "\u{feff}", "\"\"\"", "…"]), []);
}

#[test]
fn an_article_echoes_its_copy_fully() {
    for text in [HARBOUR, LETTER, OTHER] {
        let echoes = found(&[text, text]);
        assert_eq!((echoes.len(), echoes[0].kind), (1, Kind::Verbatim), "{text}");
        let long = format!("{HARBOUR}\n\n{OTHER}\n\n{LETTER}\n");
        let echoes = found(&[&long, &long]);
        let covered: usize = echoes
            .iter()
            .flat_map(|echo| &echo.members)
            .filter(|m| m.article == 0)
            .map(|m| m.span.len())
            .sum();
        assert!(covered + 16 >= long.len(), "{echoes:?}");
    }
}

#[test]
fn the_same_article_a_thousand_times_is_one_group_at_linear_cost() {
    let texts = vec![HARBOUR; 1000];
    let (words, cost, echoes) = cost(&texts);
    assert_eq!((echoes.len(), echoes[0].members.len()), (1, 1000));
    assert!(cost.candidates <= 4 * words, "{cost:?}");
    assert!(cost.followed <= 2 * texts.len(), "{cost:?}");
    assert!(cost.steps <= 100 * words as u64, "{cost:?}");
}

#[test]
fn one_word_a_million_times_stays_linear() {
    for unit in ["drum ", "drum fife ", "鼓", "\" "] {
        let text = unit.repeat(1_000_000 / unit.split_whitespace().count().max(1));
        let (words, cost, _) = cost(&[&text, &text, "drum"]);
        assert!(cost.candidates <= 4 * words.max(16), "{unit}: {cost:?}");
        assert!(cost.steps <= 100 * words.max(16) as u64, "{unit}: {cost:?}");
    }
}

#[test]
fn a_passage_in_many_articles_costs_no_more_than_its_words() {
    let texts: Vec<String> =
        (0..600).map(|n| format!("Dispatch {n} from station {}. {HARBOUR} Ends {n}.", n * 7919)).collect();
    let borrowed: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (words, cost, echoes) = cost(&borrowed);
    assert_eq!(echoes.iter().map(|echo| echo.members.len()).max(), Some(600));
    assert!(cost.candidates <= 4 * words && cost.steps <= 100 * words as u64, "{cost:?}");
}

#[test]
fn a_stock_sentence_of_signs_in_every_article_is_no_passage() {
    let stock = "据港口当局周二通报有三十艘船靠岸。";
    // Around it no two articles share a word.
    let own = |n: usize| format!("q{}", n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let many: Vec<String> = (0..60)
        .map(|n| format!("{} {}. {stock} {}.", own(3 * n + 1), own(3 * n + 2), own(3 * n + 3)))
        .collect();
    let borrowed: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(found(&borrowed), []);
    assert_eq!(found(&borrowed[..2]).len(), 1);
}

#[test]
fn a_member_ends_where_the_shared_words_end() {
    let texts = [
        "The guild spoke of a “shameless and costly blunder” against its members.",
        "It called the sale a shameless and costly blunder, harbour radio reported.",
        "\"If the pilots had been asked, nobody would have moved the barges that night,\" the harbour master said in a letter.",
        "“If the pilots had been asked, nobody would have moved the barges that night”: so the master.",
    ];
    assert_eq!(words_of(&found(&texts[..2])[0], &texts), ["shameless and costly blunder"; 2]);
    let echo = &found(&texts[2..])[0];
    let words = words_of(echo, &texts[2..]);
    assert_eq!(words, ["If the pilots had been asked, nobody would have moved the barges that night"; 2]);
    assert_eq!(echo.pairs[0].differences, []);
}

#[test]
fn places_that_a_person_chose_are_compared_as_they_are() {
    let texts = [HARBOUR, LETTER];
    let place = |n: usize, words: &str| {
        let start = texts[n].find(words).unwrap();
        (n, Span::new(start, start + words.len()))
    };
    let places = [
        place(0, "opened too early because nobody had told the night crew"),
        place(1, "opened too early because nobody had told the crew"),
    ];
    let echo = of_places(&articles(&texts), &places);
    assert_eq!(echo.members.iter().map(|m| (m.article, m.span)).collect::<Vec<_>>(), places);
    assert!(echo.members.iter().all(|member| member.quoted));
    assert_eq!(echo.members[0].speaker.map(|span| span.of(HARBOUR)), Some("the port authority"));
    assert_eq!(echo.pairs[0].changes, [ChangeClass::Wording]);
    let outside = [place(0, "the port authority said"), place(1, "the port authority conceded")];
    assert!(of_places(&articles(&texts), &outside).members.iter().all(|member| !member.quoted));
}

#[test]
fn how_far_the_work_is_only_grows_and_ends_at_the_whole() {
    let mut told = Vec::new();
    let quietly = find(&articles(&[HARBOUR, LETTER, OTHER]), &Options::default());
    let aloud =
        find_telling(&articles(&[HARBOUR, LETTER, OTHER]), &Options::default(), |done| told.push(done));
    assert_eq!(quietly, aloud);
    assert!(told.is_sorted() && told.last() == Some(&100), "{told:?}");
}

#[test]
fn comparisons_and_what_is_stored_stay_within_the_words() {
    // A made-up archive: sentences of a small vocabulary, every third one shared with other articles and changed.
    let vocabulary: Vec<String> = (0..240).map(|n| format!("w{}x{}", n * 31 % 97, n)).collect();
    let mut state = 7usize;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut sentence = |words: usize| -> String {
        let words: Vec<&str> = (0..words).map(|_| vocabulary[next(vocabulary.len())].as_str()).collect();
        format!("{}. ", words.join(" "))
    };
    let pool: Vec<String> = (0..40).map(|_| sentence(24)).collect();
    let texts: Vec<String> = (0..300)
        .map(|n: usize| {
            (0..12)
                .map(|m| if m % 3 == 0 { pool[(n * 7 + m) % 40].replace('7', "") } else { sentence(15) })
                .collect()
        })
        .collect();
    let borrowed: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (words, cost, echoes) = cost(&borrowed);
    assert!(echoes.len() >= 40, "{}", echoes.len());
    assert!(cost.candidates <= 4 * words && cost.places <= 2 * words, "{words}: {cost:?}");
}

/// Text from a small vocabulary with quotations, so that passages recur.
fn text() -> impl Strategy<Value = String> {
    let sentence = prop_oneof![
        Just("The inquiry heard that two of the three sirens had been silent since the spring."),
        Just("\"We trusted the gauge and the gauge was wrong,\" the foreman told reporters."),
        Just("The foreman said “we trusted the gauge and the gauge was wrong” when asked."),
        Just("Two of the three sirens, the inquiry heard, had not been silent since spring."),
        Just("港の水門は早く開けられたと当局は発表した。"),
        Just("“Unpaid wages” drove the walkout, a steward claimed… and nobody denied it!"),
        Just("Sixty-two crates went missing;\u{a0}62 crates were paid for."),
        Just("a a a a b b b a a a a"),
    ];
    prop::collection::vec(sentence, 0..7).prop_map(|sentences| sentences.join("\n"))
}

/// Sentences of which each says enough to be known again.
const SENTENCES: [&str; 5] = [
    "The inquiry heard that two of the three sirens had been silent since the spring.",
    "\"We trusted the gauge and the gauge was wrong,\" the foreman told reporters at noon.",
    "Surveyors had walked the length of the northern embankment every October and reported seepage.",
    "港の水門は早く開けられたと当局は火曜日の夜に発表した。",
    "Sixty-two crates of copper wire went missing from the eastern warehouse in a single night.",
];

proptest! {
    #[test]
    fn spans_lie_on_characters_and_echoes_span_articles(texts in prop::collection::vec(prop_oneof![text(), "\\PC{0,80}"], 0..6)) {
        let borrowed: Vec<&str> = texts.iter().map(String::as_str).collect();
        for echo in found(&borrowed) {
            let homes: std::collections::BTreeSet<usize> = echo.members.iter().map(|member| member.article).collect();
            prop_assert!(homes.len() > 1);
            for member in &echo.members {
                prop_assert!(borrowed[member.article].get(member.span.start..member.span.end).is_some_and(|words| !words.is_empty()));
            }
            for pair in &echo.pairs {
                let (a, b) = (&echo.members[pair.a], &echo.members[pair.b]);
                prop_assert!((0.0..=1.0).contains(&pair.similarity));
                for difference in &pair.differences {
                    prop_assert!(a.span.covers(difference.a) && b.span.covers(difference.b));
                    prop_assert!(borrowed[a.article].get(difference.a.start..difference.a.end).is_some());
                    prop_assert!(borrowed[b.article].get(difference.b.start..difference.b.end).is_some());
                    prop_assert!(!difference.a.is_empty() || !difference.b.is_empty());
                }
            }
        }
    }

    #[test]
    fn shuffling_changes_nothing(texts in prop::collection::vec(text(), 0..6), by in 0usize..6) {
        let given: Vec<&str> = texts.iter().map(String::as_str).collect();
        let mut turned = given.clone();
        if !turned.is_empty() {
            let middle = by % turned.len();
            turned.rotate_left(middle);
            turned.reverse();
        }
        let shape = |texts: &[&str]| {
            let mut shape: Vec<Vec<(String, Span)>> = found(texts).iter().map(|echo| {
                let mut members: Vec<_> = echo.members.iter().map(|m| (texts[m.article].to_owned(), m.span)).collect();
                members.sort();
                members
            }).collect();
            shape.sort();
            shape
        };
        prop_assert_eq!(shape(&given), shape(&turned));
    }

    #[test]
    fn an_article_echoes_its_copy_fully_whatever_it_says(sentences in prop::sample::subsequence(SENTENCES.to_vec(), 1..=SENTENCES.len()).prop_shuffle(), breaks in "[ \n]") {
        let text = sentences.join(&breaks);
        let echoes = found(&[&text, &text]);
        for article in 0..2 {
            let members = echoes.iter().flat_map(|echo| &echo.members).filter(|member| member.article == article);
            let spans: Vec<Span> = members.map(|member| member.span).collect();
            let missed: String = text.char_indices()
                .filter(|(at, c)| c.is_alphanumeric() && !spans.iter().any(|span| span.start <= *at && *at < span.end))
                .map(|(_, c)| c).collect();
            prop_assert_eq!(missed, "");
        }
        prop_assert!(echoes.iter().all(|echo| echo.kind == Kind::Verbatim));
    }

    #[test]
    fn comparing_is_symmetric(one in text(), other in text()) {
        let echo = Echo { kind: Kind::Altered, members: vec![whole(0, &one), whole(1, &other)], pairs: Vec::new() };
        let there = compare(&echo, 0, 1, (&one, &other)).unwrap();
        let back = compare(&echo, 1, 0, (&other, &one)).unwrap();
        prop_assert_eq!(there.similarity == 1.0, back.similarity == 1.0);
        prop_assert_eq!(there.differences.is_empty(), back.differences.is_empty());
        prop_assert_eq!(there.differences.is_empty(), letters(&one) == letters(&other));
    }

    #[test]
    fn a_planted_passage_is_found_wherever_it_stands(before in text(), after in text(), lost in 0usize..18) {
        let passage = "Surveyors had walked the length of the northern embankment every October and reported seepage beneath the culvert";
        let kept: Vec<&str> = passage.split(' ').enumerate().filter(|(at, _)| *at != lost).map(|(_, word)| word).collect();
        let host = format!("{before}\n{}.\n{after}", kept.join(" "));
        let echoes = found(&[passage, &host]);
        let covered: usize = echoes.iter().flat_map(|echo| &echo.members).filter(|m| m.article == 0).map(|m| m.span.len()).sum();
        prop_assert!(covered * 10 >= passage.len() * 7, "{:?}", echoes);
    }
}

/// Returns the letters and digits of a text, numbers in words aside.
fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[test]
fn a_sentence_that_stands_twice_in_one_article_is_found_in_any_order() {
    let one = "\"We trusted the gauge and the gauge was wrong,\" the foreman told reporters.\nThe foreman said “we trusted the gauge and the gauge was wrong” when asked.\nThe inquiry heard that two of the three sirens had been silent since the spring.";
    let other = "Two of the three sirens, the inquiry heard, had not been silent since spring.\nThe foreman said “we trusted the gauge and the gauge was wrong” when asked.\nThe foreman said “we trusted the gauge and the gauge was wrong” when asked.\nSixty-two crates went missing;\u{a0}62 crates were paid for.";
    let shape = |texts: &[&str]| {
        let of = |echo: &Echo| {
            let mut members: Vec<_> =
                echo.members.iter().map(|m| (m.span.of(texts[m.article]).to_owned(), m.span)).collect();
            members.sort();
            members
        };
        let mut shape: Vec<_> = found(texts).iter().map(of).collect();
        shape.sort();
        shape
    };
    assert_eq!(shape(&[one, other]), shape(&[other, one]));
}
