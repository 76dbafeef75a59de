//! Keys on suggestions, as a person presses them.
//!
//! **Invariant:** what is asked for after the keys is what the session holds, and how many log lines it took.

use crate::app::desk::Desk;
use crate::app::reader::Subject;
use crate::model::claim::MadeBy;
use crate::model::{Claim, label};

const AGENCY: &str = "The harbour ministry said 41 dockers were killed in the fire, according to the state-run \
    Meridian News Agency. The Oslo-based Harbour Watch put the death toll at 57 and said at least 90 dockers were \
    wounded.";
const GAZETTE: &str = "The harbour ministry said 43 dockers were killed. Dozens of clerks were injured.";

fn labels(desk: &Desk) -> Vec<String> {
    let doc = &desk.state.doc;
    doc.claims_by_number().iter().map(|id| label::of_claim(&doc.session, &doc.session.claims[id])).collect()
}

fn claim(desk: &Desk, number: u32) -> &Claim {
    desk.state.doc.session.claims.values().find(|claim| claim.number == number).expect("the claim stands")
}

#[test]
fn two_keys_make_a_claim_with_figure_chain_and_question_in_one_step() {
    let mut desk = Desk::suggesting(&[AGENCY]);
    desk.keys("sa");
    assert_eq!(labels(&desk), ["41 killed (harbour ministry)"]);
    let made = claim(&desk, 1);
    assert_eq!(made.target[0].exact, "41 dockers were killed");
    let chain: Vec<_> = made.attribution.iter().map(|link| link.named_as.as_str()).collect();
    assert_eq!(chain, ["the state-run Meridian News Agency", "The harbour ministry"]);
    assert!(matches!(&made.made_by, MadeBy::Suggestion(rule) if rule.starts_with("claim/")));
    assert!(made.confirmed.is_empty(), "nothing is confirmed by accepting");
    let session = &desk.state.doc.session;
    let names: Vec<_> = session.sources.values().map(|source| source.name.as_str()).collect();
    assert_eq!(names, ["harbour ministry", "Meridian News Agency"]);
    let question = &session.questions[made.question.as_ref().expect("it is placed")];
    assert_eq!(question.text, "killed: dockers in this event");
    assert!(desk.notice().starts_with("c1 tagged killed"), "{}", desk.notice());
    desk.keys("u");
    let session = &desk.state.doc.session;
    assert!(session.claims.is_empty() && session.sources.is_empty() && session.questions.is_empty());
    assert!(matches!(desk.state.subject(), Subject::Suggestion(_)), "it waits again, under the cursor");
}

#[test]
fn one_key_for_each_after_the_first_across_articles() {
    let mut desk = Desk::suggesting(&[AGENCY, GAZETTE]);
    let all = desk.state.doc.n_suggestions();
    desk.keys("s");
    desk.keys(&"A".repeat(all));
    assert_eq!(
        labels(&desk),
        [
            "41 killed (harbour ministry)",
            "57 killed (Harbour Watch)",
            "at least 90 injured (Harbour Watch)",
            "43 killed (harbour ministry)",
            "Dozens injured (unattributed)",
        ]
    );
    assert_eq!(desk.state.doc.n_suggestions(), 0);
    assert_eq!(desk.state.doc.session.sources.len(), 3, "a name that was met before is the same source");
    let toll: Vec<_> = [1, 2, 4].iter().map(|n| claim(&desk, *n).question.clone()).collect();
    assert!(toll[0].is_some() && toll.iter().all(|question| *question == toll[0]), "{toll:?}");
    desk.keys("s");
    assert_eq!(desk.notice(), "s: needs a suggestion, and none waits");
}

#[test]
fn a_name_given_once_serves_all_later_suggestions() {
    let mut desk = Desk::suggesting(&[AGENCY, GAZETTE]);
    desk.keys("sa");
    let id = claim(&desk, 1).attribution[1].source.clone();
    let edit = crate::model::edits_ledger::change_source(
        &desk.state.doc.session,
        crate::command::CommandId::new("source.change"),
        &id,
        |source| source.name = "Harbour Min".to_owned(),
    );
    desk.state.doc.apply(&edit.expect("the source stands")).expect("it applies");
    desk.keys("g2sa");
    assert_eq!(labels(&desk), ["41 killed (Harbour Min)", "43 killed (Harbour Min)"]);
}

#[test]
fn no_name_stands_for_another_that_the_analyst_did_not_make() {
    let mut desk =
        Desk::suggesting(&["The ministry in Oslo said 9 men were killed.", "Oslo said 9 men were killed."]);
    desk.keys("saA");
    desk.keys("g2sa");
    let who: Vec<_> = (1..=2).map(|n| claim(&desk, n).attribution[0].source.clone()).collect();
    assert_ne!(who[0], who[1]);
}

#[test]
fn a_digit_accepts_with_that_tag_and_x_dismisses_for_good() {
    let mut desk = Desk::suggesting(&[GAZETTE]);
    desk.keys("s8");
    assert_eq!(labels(&desk), ["43 cause (harbour ministry)"]);
    desk.keys("u");
    let before = desk.state.doc.n_suggestions();
    desk.keys("x");
    assert_eq!(desk.state.doc.n_suggestions(), before - 1);
    assert_eq!(desk.state.doc.session.dismissed.len(), 1);
    assert_eq!(desk.notice(), "suggestion dismissed · u undoes");
    desk.keys("S");
    assert_eq!(desk.state.doc.suggestion(0, subject(&desk)).unwrap().exact, "Dozens of clerks were injured");
    desk.keys("u");
    assert_eq!(desk.state.doc.n_suggestions(), before);
    assert_eq!(desk.state.doc.suggestion(0, subject(&desk)).unwrap().exact, "43 dockers were killed");
}

fn subject(desk: &Desk) -> usize {
    match desk.state.subject() {
        Subject::Suggestion(n) => n,
        other => panic!("{other:?} is the subject"),
    }
}

#[test]
fn what_a_claim_covers_is_not_proposed() {
    let mut desk = Desk::suggesting(&[GAZETTE]);
    assert_eq!(desk.state.doc.n_suggestions(), 2);
    desk.keys("/43<enter>1");
    assert_eq!(desk.state.doc.n_suggestions(), 1, "the same figure stands there");
    desk.keys("x");
    assert_eq!(desk.state.doc.n_suggestions(), 2);
    desk.keys("/harbour<enter>5");
    assert_eq!(desk.state.doc.n_suggestions(), 2, "another thing is tagged");
}

#[test]
fn the_list_shows_what_would_be_made_and_takes_it() {
    let mut desk = Desk::suggesting(&[AGENCY, GAZETTE]);
    desk.keys("gs");
    let list = desk.state.lists.last().expect("the list is open");
    let lines: Vec<String> = list
        .entries
        .iter()
        .map(|entry| crate::app::view::line(&desk.state, entry).iter().map(|p| p.text.as_str()).collect())
        .collect();
    assert_eq!(lines.len(), 5);
    let wanted = [
        "41 killed (harbour",
        "43 killed (harbour",
        "57 killed (Harbour Watch)",
        "Dozens injured",
        "90 injured",
    ];
    for (line, words) in lines.iter().zip(wanted) {
        assert!(line.contains(words), "{lines:?}");
    }
    desk.keys("/43<enter>a<esc><esc>");
    assert_eq!(labels(&desk), ["43 killed (harbour ministry)"]);
}

#[test]
fn what_is_switched_off_is_neither_drawn_nor_acted_on() {
    let mut desk = Desk::suggesting(&[GAZETTE]);
    desk.keys("s:suggestions<enter>");
    assert!(desk.state.layout.panes[0].suggestions.is_empty());
    desk.keys("a");
    assert!(desk.state.doc.session.claims.is_empty());
    assert_eq!(desk.notice(), "a: needs a suggestion under the cursor");
    desk.keys(":suggestions<enter>");
    assert_eq!(desk.state.layout.panes[0].suggestions.len(), 2);
}

#[test]
fn suggestions_never_reach_the_session() {
    let desk = Desk::suggesting(&[AGENCY, GAZETTE]);
    assert!(desk.state.doc.n_suggestions() > 0);
    assert!(desk.log.is_empty() && desk.state.doc.ledger.is_empty());
    let session = crate::format::session::write(&desk.state.doc.session);
    assert!(!session.contains("dockers"), "{session}");
}
