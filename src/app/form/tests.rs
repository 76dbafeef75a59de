//! The forms by keys, on texts that are made up.

use crate::app::desk::Desk;
use crate::model::{Claim, Comparator, Mode, Part, RelationKind, Review, Value, label};

const TOLL: &str = "Sputnik, citing the Russian military, said 62 soldiers were killed on Saturday. \
    The London-based SOHR put the toll at 83 killed. About 25 minutes later the raid was halted.";
const OTHER: &str = "More than 60 troops were killed, the ministry said. Dozens were wounded.";

fn claim(desk: &Desk, number: u32) -> Claim {
    let found = desk.state.doc.session.claims.values().find(|claim| claim.number == number);
    Claim::clone(found.expect("the claim was made"))
}

fn shown(desk: &Desk, number: u32) -> String {
    label::of_claim(&desk.state.doc.session, &claim(desk, number))
}

fn names(desk: &Desk, number: u32) -> Vec<(String, Mode)> {
    let session = &desk.state.doc.session;
    let links = claim(desk, number).attribution;
    links.iter().map(|link| (session.sources[&link.source].name.clone(), link.mode)).collect()
}

#[test]
fn a_chain_of_three_takes_five_keys_and_one_undo() {
    let mut desk = Desk::new(&[TOLL]);
    desk.keys("/62 soldiers were killed<enter>1");
    let lines = desk.log.len();
    desk.keys("oSputnik<lt>Russian MoD<lt>Syrian command<enter><enter>");
    assert!(desk.state.form.is_none(), "{}", desk.notice());
    assert_eq!(
        names(&desk, 1),
        [
            ("Sputnik".to_owned(), Mode::Cited),
            ("Russian MoD".to_owned(), Mode::Cited),
            ("Syrian command".to_owned(), Mode::Said)
        ]
    );
    assert_eq!(shown(&desk, 1), "62 killed (Syrian command)");
    assert_eq!(claim(&desk, 1).confirmed, [Part::Attribution]);
    assert_eq!(desk.log.len(), lines + 1, "sources and chain are one step");
    assert_eq!(desk.notice(), "c1: said by Sputnik < Russian MoD < Syrian command · u undoes");
    desk.keys("u");
    assert!(desk.state.doc.session.sources.is_empty());
    assert!(claim(&desk, 1).attribution.is_empty());
}

#[test]
fn known_names_are_found_by_their_beginnings_and_aliases() {
    let mut desk = Desk::new(&[TOLL, OTHER]);
    desk.keys("/62<enter>1oRussian MoD<enter><enter>/83<enter>1oru<enter><enter>");
    assert_eq!(shown(&desk, 2), "83 killed (Russian MoD)");
    desk.keys("o<bs>SOHR<enter><enter>");
    assert_eq!(shown(&desk, 2), "83 killed (SOHR)");
    assert_eq!(desk.state.doc.session.sources.len(), 2);
    // The name as the text prints it becomes another name of the source that is meant.
    desk.keys("/62<enter><esc>").keys("o<bs><c-e>");
    let form = desk.state.form.as_ref().unwrap();
    assert!(!form.text(super::field::Name::Who).is_empty(), "a name was taken from the text");
}

#[test]
fn unattributed_is_a_choice_and_a_mode_is_changed() {
    let mut desk = Desk::new(&[TOLL]);
    desk.keys("/62<enter>1o<enter>");
    assert_eq!(claim(&desk, 1).confirmed, [Part::Attribution]);
    assert_eq!(shown(&desk, 1), "62 killed (unattributed)");
    desk.keys("oSOHR<lt>airport<enter><c-t><c-t><c-t><c-t><enter>");
    let links = claim(&desk, 1).attribution;
    assert!(links[1].cited_only && !links[0].cited_only);
    let decided = crate::ledger::origin::of_claim(&claim(&desk, 1), desk.state.doc.ledger.relays());
    assert_eq!(decided.source, Some(links[0].source.clone()));
}

#[test]
fn leaving_asks_only_where_something_was_typed() {
    let mut desk = Desk::new(&[TOLL]);
    desk.keys("/62<enter>1o<esc>");
    assert!(desk.state.form.is_none());
    desk.keys("oSpu<esc>");
    assert!(desk.state.form.as_ref().unwrap().ask.is_some());
    desk.keys("<esc>tnik<esc>k");
    assert_eq!(shown(&desk, 1), "62 killed (Sputnik)");
    desk.keys("o<bs><esc><esc><esc>d");
    assert_eq!(shown(&desk, 1), "62 killed (Sputnik)");
    assert!(desk.state.form.is_none());
}

#[test]
fn repeat_takes_tag_chain_and_question_and_reads_the_figure_anew() {
    let mut desk = Desk::new(&[TOLL, "At least 80 soldiers were killed. Then 5 tanks burned."]);
    desk.keys("/62 soldiers were killed<enter>1oRussian MoD<enter><enter><tab>");
    desk.keys("/at least 80 soldiers were killed<enter>.");
    assert_eq!(shown(&desk, 2), "at least 80 killed (Russian MoD)");
    assert_eq!(claim(&desk, 2).question, claim(&desk, 1).question);
    assert!(claim(&desk, 2).confirmed.is_empty());
    desk.keys("/5 tanks<enter>.");
    assert_eq!(claim(&desk, 3).question, None);
    assert!(desk.notice().contains("not placed"), "{}", desk.notice());
    desk.keys("gg.");
    assert_eq!(desk.state.doc.session.claims.len(), 3, "{}", desk.notice());
    let mut empty = Desk::new(&[TOLL]);
    empty.keys(".");
    assert_eq!(empty.notice(), "nothing to repeat: no claim has been made yet");
}

#[test]
fn a_figure_is_typed_and_keeps_the_printed_words() {
    let mut desk = Desk::new(&[TOLL]);
    desk.keys("/62 soldiers were killed<enter>1f<c-u>>= 62 soldiers<enter>");
    let figure = claim(&desk, 1).figure.unwrap();
    assert_eq!((figure.comparator, figure.text.as_str()), (Comparator::AtLeast, "62"));
    assert_eq!(shown(&desk, 1), "at least 62 killed (unattributed)");
    desk.keys("f<c-u>later<enter>");
    assert_eq!(claim(&desk, 1).figure.unwrap().value, Some(Value::Text("later".to_owned())));
    desk.keys("f<c-u><enter>");
    assert_eq!(claim(&desk, 1).figure, None);
    desk.keys("uuu");
    assert_eq!(shown(&desk, 1), "62 killed (unattributed)");
}

#[test]
fn a_question_is_one_of_those_that_fit_or_made() {
    let mut desk = Desk::new(&[TOLL, OTHER]);
    desk.keys("/62 soldiers were killed<enter>1<tab>/more than 60 troops were killed<enter>1");
    assert_eq!(claim(&desk, 2).question, None, "another unit is not placed unasked");
    desk.keys("p<enter>");
    assert!(desk.state.form.as_ref().unwrap().ask.is_some());
    desk.keys("y");
    assert_eq!(claim(&desk, 2).question, claim(&desk, 1).question);
    let question = desk.state.doc.session.questions.values().next().unwrap();
    assert_eq!(question.units, ["troops"]);
    // Asked once.
    desk.keys("up<enter>y").keys("/dozens were wounded<enter>2pHow many were wounded<enter>");
    let question = claim(&desk, 3).question.unwrap();
    assert_eq!(desk.state.doc.session.questions[&question].text, "How many were wounded");
}

#[test]
fn notes_tags_and_zones() {
    let mut desk = Desk::new(&[TOLL]);
    desk.keys("/62<enter>1mfirst<c-j>second<enter>");
    assert_eq!(claim(&desk, 1).note, "first\nsecond");
    desk.keys("tinj<enter>");
    assert_eq!(claim(&desk, 1).tags.len(), 2);
    desk.keys("ggVthead<enter>");
    let article = desk.state.doc.session.articles.values().next().unwrap();
    assert_eq!(article.zones.len(), 1);
    assert_eq!(desk.state.doc.session.claims.len(), 1);
}

#[test]
fn a_grade_needs_its_reason_and_older_ones_stay() {
    let mut desk = Desk::new(&[TOLL]);
    desk.keys("/62<enter>1r<tab><tab> <enter>");
    assert!(claim(&desk, 1).grades.is_empty());
    assert!(desk.state.form.is_some(), "says what is missing: {}", desk.notice());
    desk.keys("<tab>two counts<enter>");
    let grades = claim(&desk, 1).grades;
    assert_eq!((grades[0].scale.as_str(), grades[0].value.as_str()), ("status", "unreviewed"));
    // Admiralty: F and 6 stand there, and nothing is given by leaving them.
    desk.keys("r<tab> <tab><tab><tab>why<enter>");
    assert_eq!(claim(&desk, 1).grades.len(), 1);
    desk.keys("r<tab> <tab>b<tab>1<tab>seen<enter>");
    assert!(desk.state.form.as_ref().unwrap().ask.is_some(), "1 with no second origin warns");
    desk.keys("y");
    let grades: Vec<_> = claim(&desk, 1).grades.iter().map(|g| (g.scale.clone(), g.value.clone())).collect();
    assert_eq!(
        grades[1..],
        [
            ("admiralty-source".to_owned(), "B".to_owned()),
            ("admiralty-information".to_owned(), "1".to_owned())
        ]
    );
    desk.keys("r <enter>");
    assert_eq!(claim(&desk, 1).review, Review::Reviewed);
    let mut settings = desk.state.doc.session.settings.clone();
    settings.single_analyst = false;
    desk.state.doc.session.settings = settings;
    desk.keys("r <enter>");
    assert_eq!(claim(&desk, 1).review, Review::Reviewed, "nobody reviews their own: {}", desk.notice());
}

#[test]
fn claims_and_sources_are_related() {
    let mut desk = Desk::new(&[TOLL]);
    desk.keys(
        "/62 soldiers were killed<enter>1oMoD<enter><enter>/83<enter>1oSOHR<enter><enter>RcRcon<enter>",
    );
    let session = &desk.state.doc.session;
    assert_eq!(session.relations.len(), 1, "{}", desk.notice());
    assert!(session.relations.values().all(|r| r.kind == RelationKind::Contradicts));
    assert_eq!(desk.notice(), "c2 contradicts c1 · u undoes");
    desk.keys("RcRcon<enter>");
    assert!(desk.state.doc.session.relations.is_empty(), "picked again it goes");
    desk.keys("goRjR<down><enter>");
    let session = &desk.state.doc.session;
    assert!(session.relations.values().all(|r| r.kind == RelationKind::Relays && r.question.is_some()));
    assert_eq!(session.relations.len(), 1);
    desk.keys("RkR<enter>");
    assert_eq!(desk.state.doc.session.sources.len(), 1, "{}", desk.notice());
}

#[test]
fn sources_and_questions_are_edited_in_their_views() {
    let mut desk = Desk::new(&[TOLL]);
    desk.keys("/62 soldiers were killed<enter>1oMoD<enter><enter>go<enter>");
    desk.keys("<c-u>Russian MoD<tab><tab>military<tab>russia<enter>");
    let source = desk.state.doc.session.sources.values().next().unwrap().clone();
    assert_eq!((source.name.as_str(), source.party.as_deref()), ("Russian MoD", Some("russia")));
    assert_eq!(source.aliases, ["MoD"]);
    desk.keys("<esc>gp<enter><tab><tab>troops; forces<tab><tab><tab>the hospital's list<enter>");
    let question = desk.state.doc.session.questions.values().next().unwrap().clone();
    assert_eq!(question.units, ["troops", "forces"]);
    assert_eq!(question.would_settle, "the hospital's list");
}

#[test]
fn the_whole_form_shows_and_confirms() {
    let mut desk = Desk::new(&[TOLL]);
    desk.keys("/62 soldiers were killed<enter>1<enter>");
    let form = desk.state.form.as_ref().unwrap();
    assert!(!form.quote.is_empty() && !form.preview.is_empty());
    let chain: Vec<_> = form.chain().unwrap().link_names(&desk.state.doc.session);
    assert!(!chain.is_empty(), "a rule reads who says it");
    desk.keys("<enter>");
    assert!(desk.state.form.is_none(), "{}", desk.notice());
    let kept = claim(&desk, 1);
    assert!(kept.confirmed.contains(&Part::Figure) && kept.confirmed.contains(&Part::Attribution));
    assert_eq!(kept.attribution.len(), chain.len());
    // Leaving with changes asks, and going on loses nothing.
    desk.keys("<enter><tab><c-u>63<esc><esc>");
    assert_eq!(desk.state.form.as_ref().unwrap().text(super::field::Name::Figure), "63");
    desk.keys("<tab><tab>none<enter><enter>");
    let kept = claim(&desk, 1);
    assert_eq!(kept.origin.map(|origin| origin.source), Some(None));
    assert_eq!(shown(&desk, 1).split(' ').next(), Some("63"));
}

#[test]
fn a_selection_becomes_a_claim_by_the_form() {
    let mut desk = Desk::new(&[TOLL]);
    desk.keys("<enter>");
    assert!(desk.state.form.is_none(), "a word alone opens nothing");
    desk.keys("/83 killed<enter><enter>1<enter>");
    assert_eq!(desk.state.doc.session.claims.len(), 1, "{}", desk.notice());
    assert_eq!(desk.marked().replace('‸', "").matches("{killed:83 killed}").count(), 1);
}

#[test]
fn no_key_on_a_form_panics() {
    let mut desk = Desk::sized(&[TOLL], (40, 10));
    desk.keys("/62 soldiers were killed<enter>1");
    for open in ["o", "f", "p", "m", "t", "r", "<enter>"] {
        desk.keys(open);
        for key in [
            "x", "<tab>", "<s-tab>", "<up>", "<down>", "<left>", "<right>", "<c-t>", "<c-e>", "<c-j>",
            "<bs>", "<del>", "<lt>", "é", "<f1>", "<pgdn>", "<home>", "<end>", "<c-w>", "<c-k>",
        ] {
            for _ in 0..4 {
                desk.keys(key);
                if let Some(form) = &desk.state.form {
                    let sheet = super::sheet::sheet(&desk.state, form, 76);
                    assert!(sheet.seen.1 <= sheet.body.len());
                }
            }
        }
        desk.keys("<esc>d<esc>d<esc>d");
        assert!(desk.state.form.is_none(), "after {open}");
    }
}

/// One claim of the toll: the article, the words looked for (none: the next hit), who says it.
const TOLL_CLAIMS: [(usize, &str, &[&str]); 10] = [
    (0, "sixty-two", &["Russian MoD", "Syrian General Command"]),
    (1, "62", &[]),
    (1, "80", &["SOHR", "airport source"]),
    (2, "60", &["Russian MoD"]),
    (2, "", &["Russian MoD"]),
    (2, "sixty-two", &["Russian MoD"]),
    (4, "at 83", &["SOHR"]),
    (4, "80", &["SOHR"]),
    (4, "62", &["Russian MoD"]),
    (1, "dozens", &[]),
];

#[test]
fn ten_claims_of_the_toll_take_at_most_140_keys() {
    let texts: Vec<_> =
        crate::store::sample::ARTICLES.iter().map(|(_, bytes)| std::str::from_utf8(bytes).unwrap()).collect();
    let mut desk = Desk::new(&texts);
    let mut spent = 0;
    let press = |desk: &mut Desk, keys: &str| {
        desk.keys(keys);
        crate::command::keys::parse(keys).unwrap().len()
    };
    for (n, (article, words, chain)) in (1..).zip(TOLL_CLAIMS) {
        if desk.state.reader.panes.focus != article {
            spent += press(&mut desk, &format!("g{}", article + 1));
        }
        let find = if words.is_empty() { "n".to_owned() } else { format!("/{words}<enter>") };
        spent += press(&mut desk, &format!("{find}=1"));
        spent += press(&mut desk, "o");
        for (at, name) in chain.iter().enumerate() {
            desk.keys(name);
            spent += press(&mut desk, if at + 1 == chain.len() { "<enter>" } else { "<lt>" });
        }
        spent += press(&mut desk, "<enter>");
        if claim(&desk, n).question.is_none() {
            spent += press(&mut desk, "p<enter>");
            if desk.state.form.is_some() {
                spent += press(&mut desk, "y");
            }
        }
        let made = claim(&desk, n);
        assert!(made.figure.is_some(), "c{n} {:?}: {}", made.target[0].exact, desk.notice());
        assert!(made.question.is_some(), "c{n} {:?}: {}", made.target[0].exact, desk.notice());
        assert_eq!(names(&desk, n).iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), chain);
    }
    assert!(spent <= 140, "{spent} keys");
    assert_eq!(shown(&desk, 1), "62 killed (Syrian General Command)");
    assert_eq!(shown(&desk, 7), "83 killed (SOHR)");
    assert_eq!(desk.state.doc.session.questions.len(), 1, "one row of the ledger holds all ten");
}

#[test]
fn a_link_put_behind_another_changes_only_what_hung_on_its_place() {
    let mut desk = Desk::new(&[TOLL]);
    desk.keys("/62 soldiers<enter>1oMoD<enter><enter>oSyrian command<enter><enter>");
    assert_eq!(names(&desk, 1).iter().map(|(_, mode)| *mode).collect::<Vec<_>>(), [Mode::Cited, Mode::Said]);
    // Said twice, as an import may have it, stays so.
    desk.keys("o<bs><c-t><c-t><c-t><c-t><c-t><lt>");
    desk.keys("Syrian command<enter><enter>");
    let before = names(&desk, 1);
    desk.keys("<enter><enter>");
    assert_eq!(names(&desk, 1), before);
}
