//! Shared passages at the desk: stepping through them, the list, accepting one, and what that does to the ledger.

use super::desk::Desk;
use crate::theme::Role;

const FIRST: &str = "The ferry left at noon.\n\n“If the ferry sank because of faulty welding, it is a direct consequence of the owner's stubborn unwillingness to commission inspections,” the dockers' union said.\n";
const SECOND: &str = "Calm weather.\n\nThe dockers' union said: “If the ferry sank because of faulty welding, it is a direct consequence of the owner's unwillingness to commission inspections.”\n";
const THIRD: &str = "Bakers expect a poor season after frost took most of the apricot blossom in April.\n";
const FOURTH: &str = "Late news.\n\n“If the ferry sank because of faulty welding, it is a direct consequence of the owner's stubborn unwillingness to commission inspections”: so one newspaper put it.\n";

fn desk() -> Desk {
    Desk::new(&[FIRST, SECOND, THIRD, FOURTH])
}

fn inspector(desk: &Desk) -> String {
    let lines = super::inspector::lines(&desk.state);
    lines.iter().flatten().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ")
}

fn differing(desk: &Desk) -> Vec<&str> {
    let panes = desk.state.layout.panes.iter();
    let words = |article: usize| desk.state.doc.articles[article].words();
    panes.flat_map(|pane| pane.differs.iter().map(|span| span.of(words(pane.article)))).collect()
}

#[test]
fn one_key_follows_a_passage_through_its_articles_and_marks_what_differs() {
    let mut desk = desk();
    desk.keys("/stubborn<enter><esc>");
    assert!(inspector(&desk).contains("1 statement, 3 articles"), "{}", inspector(&desk));
    assert!(inspector(&desk).contains("stubborn / ∅"), "{}", inspector(&desk));
    desk.keys(";");
    assert_eq!(desk.state.reader.panes.focus, 1);
    assert!(desk.notice().starts_with("≡ 2 of 3: 2 b"), "{}", desk.notice());
    assert!(differing(&desk).contains(&"stubborn"), "{:?}", differing(&desk));
    // The fourth article was not on screen: it opens at the right.
    desk.keys(";");
    assert_eq!(desk.state.reader.panes.focus, 3);
    assert_eq!(desk.state.layout.panes.last().map(|pane| pane.article), Some(3));
    assert!(desk.marked().contains("“‸If the ferry"), "{}", desk.marked());
    desk.keys(";");
    assert_eq!(desk.state.reader.panes.focus, 0);
    desk.keys(",");
    assert_eq!(desk.state.reader.panes.focus, 3);
    // A movement ends the marks.
    desk.keys("k");
    assert_eq!(differing(&desk), [""; 0]);
}

#[test]
fn rows_of_a_passage_are_marked_and_others_are_not() {
    let desk = desk();
    for pane in &desk.state.layout.panes {
        assert_eq!(pane.echoes.is_empty(), pane.article == 2, "{}", pane.article);
    }
    assert!(desk.state.doc.echoes.is_done);
}

#[test]
fn the_list_shows_members_in_full_and_leads_to_them() {
    let mut desk = desk();
    desk.keys("gel");
    let list = desk.state.lists.last().unwrap();
    assert_eq!((list.entries.len(), list.value), (1, 1));
    let detail = super::view::detail(&desk.state, &list.entries[0]);
    let marked: Vec<_> =
        detail.iter().flatten().filter(|p| p.role == Role::Differs).map(|p| &p.text).collect();
    // Marked where it stands in the fullest; the others are compared with that one.
    assert_eq!(marked, ["stubborn"]);
    desk.keys("<enter>");
    assert_eq!((desk.state.reader.panes.focus, desk.state.lists.len()), (1, 0));
    desk.keys("<c-o>");
    assert_eq!(desk.state.lists.len(), 1);
}

#[test]
fn an_accepted_passage_gives_its_claims_one_origin_and_undo_takes_it_back() {
    let mut desk = desk();
    let origins = |desk: &Desk| {
        let origin = |claim| {
            crate::ledger::origin::of_claim(claim, desk.state.doc.ledger.relays())
                .source
                .map(|s| s.to_string())
        };
        desk.state.doc.session.claims.values().map(|claim| origin(claim)).collect::<Vec<_>>()
    };
    desk.keys("/faulty welding<enter>8n8n8");
    assert_eq!(origins(&desk), [None, None, None]);
    desk.keys("gea<c-u>Dockers' union<enter>");
    assert!(
        desk.notice().starts_with("passage accepted as one statement by Dockers' union"),
        "{}",
        desk.notice()
    );
    assert_eq!(desk.state.doc.session.echoes.values().next().unwrap().members.len(), 3);
    let union = Some("dockers-union".to_owned());
    assert_eq!(origins(&desk), [union.clone(), union.clone(), union]);
    desk.keys("u");
    assert!(desk.state.doc.session.echoes.is_empty() && desk.state.doc.session.sources.is_empty());
    assert_eq!(origins(&desk), [None, None, None]);
    desk.keys("Ux");
    assert!(desk.state.doc.session.echoes.is_empty(), "{}", desk.notice());
    desk.keys("a<c-u><enter>");
    assert_eq!(desk.notice(), "no name was typed; the passage is not accepted");
}

#[test]
fn a_claim_leads_to_the_other_places_of_its_passage() {
    let mut desk = desk();
    desk.keys("/faulty welding<enter>8;");
    assert_eq!(desk.state.reader.panes.focus, 1);
    desk.keys(";;");
    assert_eq!(desk.state.reader.panes.focus, 0);
}

#[test]
fn without_a_passage_the_key_says_why() {
    let mut desk = Desk::new(&[THIRD, "Nothing of the kind."]);
    desk.keys(";");
    assert!(desk.notice().contains("needs a claim with counterparts"), "{}", desk.notice());
    desk.keys("ge");
    assert!(desk.state.lists.last().unwrap().entries.is_empty());
}
