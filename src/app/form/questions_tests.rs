//! Questions by keys: moved, split, merged, renamed, described, settled; silence; the note of the case.

use crate::app::desk::Desk;
use crate::app::view::{self, Entry};
use crate::model::{Claim, Question};

const ONE: &str =
    "At the quay 62 soldiers were killed. Later 83 soldiers were killed, and 41 troops were killed.";
const TWO: &str = "More than 60 soldiers were killed. About 25 minutes passed. Dozens were hurt.";
const REST: &str = "Nobody said how many.";

/// Three claims of the toll and a fourth that is not placed, whose unit nobody has agreed on.
fn desk() -> Desk {
    let mut desk = Desk::new(&[ONE, TWO, REST, REST]);
    desk.keys("/62 soldiers were killed<enter>1oMoD<enter><enter>/83 soldiers were killed<enter>1oSOHR<enter><enter>");
    desk.keys("/more than 60 soldiers were killed<enter>1oMoD<enter><enter>/41 troops were killed<enter>1<esc><esc>");
    desk
}

fn claim(desk: &Desk, number: u32) -> Claim {
    let found = desk.state.doc.session.claims.values().find(|claim| claim.number == number);
    Claim::clone(found.expect("the claim was made"))
}

fn question(desk: &Desk, number: u32) -> Option<Question> {
    let id = claim(desk, number).question?;
    desk.state.doc.session.questions.get(&id).map(|question| Question::clone(question))
}

fn text(desk: &Desk, number: u32) -> String {
    question(desk, number).map_or_else(|| "not placed".to_owned(), |question| question.text)
}

fn lines_of_log(desk: &Desk) -> usize {
    desk.log.iter().filter(|line| !line.changes.is_empty()).count()
}

#[test]
fn marked_claims_are_split_off_and_moved_back_in_one_step_each() {
    let mut desk = desk();
    let toll = text(&desk, 1);
    let before = lines_of_log(&desk);
    desk.keys("gcgg<space><space>pFirst count<enter>");
    assert_eq!((text(&desk, 1), text(&desk, 2)), ("First count".to_owned(), "First count".to_owned()));
    assert_eq!(text(&desk, 3), toll, "only the marked ones move: {}", desk.notice());
    assert_eq!(question(&desk, 1).unwrap().unit.as_deref(), Some("soldiers"));
    assert_eq!(lines_of_log(&desk), before + 1, "one step");
    desk.keys("u");
    assert_eq!(text(&desk, 1), toll);
    assert!(desk.state.doc.session.questions.values().all(|q| q.text != "First count"));
    // The cursor may stand on another entry than the marked ones, or on a heading.
    desk.keys("U<esc>gc||gg<space>p").keys(&toll.replace(' ', "<space>")).keys("<enter>y");
    assert!([1, 2, 3, 4].iter().all(|n| text(&desk, *n) == toll), "{}", desk.notice());
}

#[test]
fn in_the_ledger_the_value_under_the_cursor_is_split_off_and_its_speaker_set() {
    let mut desk = desk();
    let toll = text(&desk, 1);
    desk.keys("gl");
    let row = desk.state.doc.ledger.rows().next().unwrap().clone();
    let place = row.values.iter().position(|value| value.words == "83").unwrap();
    desk.keys(&"l".repeat(place)).keys("pLater count<enter>");
    assert_eq!(text(&desk, 2), "Later count", "{}", desk.notice());
    assert_eq!((text(&desk, 1), text(&desk, 3)), (toll.clone(), toll));
    desk.keys("u");
    let at = |desk: &Desk| desk.state.lists.last().unwrap().value;
    desk.keys(&"h".repeat(9)).keys(&"l".repeat(place));
    assert_eq!(at(&desk), place);
    desk.keys("o<bs>Hospital<enter><enter>");
    let name = |desk: &Desk, n: u32| crate::model::label::speaker(&desk.state.doc.session, &claim(desk, n));
    assert_eq!((name(&desk, 2), name(&desk, 1)), ("Hospital".to_owned(), "MoD".to_owned()));
    desk.keys("f<c-u>>= 83 soldiers<enter>");
    assert!(desk.state.form.is_none(), "{}", desk.notice());
}

#[test]
fn marked_rows_become_one_and_a_unit_is_asked_about_once() {
    let mut desk = desk();
    desk.keys("gc/41<enter>pTroops lost<enter><esc><esc>");
    assert_eq!(question(&desk, 4).unwrap().unit.as_deref(), Some("troops"));
    let before = lines_of_log(&desk);
    let toll = text(&desk, 1);
    // The question that stays is the one lit: the first of the marked ones.
    desk.keys("gl*p");
    assert!(
        desk.state.form.as_ref().unwrap().preview.concat().iter().any(|p| p.text.contains("1 question gone"))
    );
    let kept = desk.state.form.as_ref().unwrap().fields[0].list().unwrap().options[0].words.clone();
    desk.keys("<enter>");
    assert!(desk.state.form.as_ref().unwrap().ask.is_some(), "troops = soldiers?");
    desk.keys("y");
    assert_eq!(desk.state.doc.session.questions.len(), 1, "{}", desk.notice());
    assert_eq!((text(&desk, 1), text(&desk, 4)), (kept.clone(), kept));
    assert_eq!(lines_of_log(&desk), before + 1);
    let units = question(&desk, 1).unwrap();
    assert!(units.units.contains(&"troops".to_owned()) || units.unit.as_deref() == Some("troops"));
    desk.keys("u");
    assert_eq!(desk.state.doc.session.questions.len(), 2);
    assert_eq!(text(&desk, 1), toll);
    // Said not to mean the same, the values stay uncompared.
    desk.keys("<esc>gl*p<enter>n");
    let row = desk.state.doc.ledger.rows().next().unwrap();
    assert_eq!(row.unagreed.len(), 1, "{:?}", row.unagreed);
}

#[test]
fn all_units_that_differ_are_asked_about_at_once() {
    let mut desk = Desk::new(&["62 soldiers were killed. 41 troops were killed. 30 guards were killed."]);
    desk.keys(
        "/62 soldiers were killed<enter>1/41 troops were killed<enter>1/30 guards were killed<enter>1<esc>",
    );
    desk.keys("gcggj<space><space>p<enter>");
    let ask = desk.state.form.as_ref().unwrap().ask.clone();
    assert_eq!(ask, Some(super::Ask::Unit("troops, guards".to_owned(), "soldiers".to_owned())));
    desk.keys("y");
    assert_eq!(question(&desk, 1).unwrap().units, ["troops", "guards"]);
    assert_eq!(text(&desk, 1), text(&desk, 3));
}

#[test]
fn a_question_is_renamed_merged_and_removed_in_its_list() {
    let mut desk = desk();
    desk.keys("gp");
    let entry = desk.state.lists.last().unwrap().entry().cloned();
    assert!(matches!(entry, Some(Entry::Question(_))));
    desk.keys("pDead at the quay<enter>");
    assert_eq!(text(&desk, 1), "Dead at the quay", "{}", desk.notice());
    desk.keys("<enter><c-u>Killed at the quay<tab><tab>troops<tab><c-u>this raid<tab>a note<tab>the list of names<enter>");
    let after = question(&desk, 1).unwrap();
    assert_eq!(
        (after.text.as_str(), after.scope.as_str(), after.note.as_str(), after.would_settle.as_str()),
        ("Killed at the quay", "this raid", "a note", "the list of names")
    );
    assert_eq!(after.units, ["troops"]);
    desk.keys("x");
    assert_eq!(desk.notice(), "question “Killed at the quay” removed, 3 claims not placed · u undoes");
    assert_eq!(text(&desk, 1), "not placed");
    desk.keys("u");
    assert_eq!(text(&desk, 3), "Killed at the quay");
}

#[test]
fn rows_are_noted_and_graded_from_the_ledger_all_marked_at_once() {
    let mut desk = desk();
    desk.keys("gc/41<enter>pTroops lost<enter><esc><esc>gl*mask the hospital<enter>");
    assert!(desk.state.doc.session.questions.values().all(|q| q.note == "ask the hospital"));
    desk.keys("r<tab> <tab>both counted<enter>");
    assert!(desk.state.form.is_none(), "{}", desk.notice());
    assert!(desk.state.doc.session.questions.values().all(|q| q.grades.len() == 1));
    desk.keys("u");
    assert!(desk.state.doc.session.questions.values().all(|q| q.grades.is_empty()));
    // Without marks the row under the cursor alone.
    desk.keys("*m<c-u>only this<enter>");
    let noted = desk.state.doc.session.questions.values().filter(|q| q.note == "only this").count();
    assert_eq!(noted, 1);
}

#[test]
fn silence_asks_which_article_where_several_say_nothing() {
    let mut desk = desk();
    desk.keys("gl0");
    let form = desk.state.form.as_ref().expect("two articles say nothing");
    let offered: Vec<&str> =
        form.fields[0].list().unwrap().options.iter().map(|o| o.words.as_str()).collect();
    assert_eq!(offered, ["3 c", "4 d"], "two have a claim");
    desk.keys("<down><enter>");
    assert_eq!(desk.state.doc.session.not_mentioned.len(), 1);
    assert!(desk.notice().starts_with("d says nothing on “"), "{}", desk.notice());
    desk.keys("0<down><enter>");
    assert!(desk.state.doc.session.not_mentioned.is_empty(), "given again it is taken back");
    desk.keys("<esc>ga*a<esc>");
}

#[test]
fn an_interval_is_typed_behind_the_figure_and_counts_in_the_ledger() {
    let mut desk = desk();
    desk.keys("/more than 60<enter><esc>f").keys(" [61<space>to<space>65]<enter>");
    assert!(desk.state.form.is_none(), "{}", desk.notice());
    let assigned = claim(&desk, 3).figure.unwrap().assigned.unwrap();
    assert_eq!((assigned.low, assigned.high), (Some(61.into()), Some(65.into())));
    desk.keys("gl");
    let shown: String = view::detail(&desk.state, desk.state.lists.last().unwrap().entry().unwrap())
        .concat()
        .into_iter()
        .map(|piece| piece.text)
        .collect();
    assert!(shown.contains("[61, 65]"), "{shown}");
    desk.keys("<esc>f<bs><bs><bs><enter>");
    assert!(desk.state.form.is_some() && desk.notice().contains("interval"), "{}", desk.notice());
}

#[test]
fn claims_said_to_be_the_same_that_do_not_agree_are_told_in_ledger_and_inspector() {
    let mut desk = desk();
    desk.keys("gcgg").keys("RjRsame<enter>");
    assert!(
        desk.notice().contains("c1 and c2 are said to be the same and their values conflict"),
        "{}",
        desk.notice()
    );
    let words = |lines: Vec<crate::app::piece::Line>| -> String {
        lines.concat().into_iter().map(|piece| piece.text).collect()
    };
    desk.keys("<enter>");
    assert!(words(crate::app::inspector::lines(&desk.state)).contains("said to be the same"));
    desk.keys("gl");
    let entry = desk.state.lists.last().unwrap().entry().cloned().unwrap();
    assert!(words(view::detail(&desk.state, &entry)).contains("c1 and c2 are said to be the same"));
}

#[test]
fn grades_relations_and_best_values_stand_in_inspector_and_ledger() {
    let mut desk = desk();
    let words = |lines: Vec<crate::app::piece::Line>| -> String {
        lines.concat().into_iter().map(|piece| piece.text).collect()
    };
    desk.keys("gcgg").keys("RjRupd<enter>ggr<tab><tab> <tab>first look<enter>");
    desk.keys("r<tab><tab>d<tab>second look<enter><enter>");
    let told = words(crate::app::inspector::lines(&desk.state));
    assert!(told.contains("(+1 older)") && told.contains("updates c2"), "{told}");
    desk.keys("gl").keys("r<tab> <tab>the list settles it<enter>");
    let entry = desk.state.lists.last().unwrap().entry().cloned().unwrap();
    let told = words(view::detail(&desk.state, &entry));
    assert!(told.contains("the list settles it"), "{told}");
}

#[test]
fn the_note_of_the_case_is_the_report_s_and_has_at_most_120_words() {
    let mut desk = desk();
    desk.keys("gwmTwo counts stand against each other.<tab><c-u>The quay<enter>");
    assert_eq!(desk.state.doc.session.note, "Two counts stand against each other.", "{}", desk.notice());
    assert_eq!(desk.state.doc.session.title, "The quay");
    desk.keys("m").keys(&" word".repeat(120).replace(' ', "<space>")).keys("<enter>");
    assert!(desk.notice().starts_with("126 words"), "{}", desk.notice());
    desk.keys("<esc>d");
    desk.keys("u");
    assert_eq!(desk.state.doc.session.note, "");
}

#[test]
fn a_source_goes_only_where_nothing_names_it() {
    let mut desk = desk();
    desk.keys("gox");
    assert_eq!(desk.state.doc.session.sources.len(), 2);
    assert!(desk.notice().starts_with("named in 2 places"), "{}", desk.notice());
    desk.keys("<esc>gc/83<enter>o<bs><enter><esc><esc>gojx");
    assert_eq!(desk.state.doc.session.sources.len(), 1, "{}", desk.notice());
}
