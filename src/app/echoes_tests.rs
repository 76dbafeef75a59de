//! Shared passages at the desk: stepping through them, the list, accepting one, and what that does to the ledger.

use super::desk::Desk;
use super::echoes::{self, Echoes};
use super::msg::Msg;
use crate::theme::Role;
use std::sync::Arc;

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

#[test]
fn one_line_says_who_speaks_in_how_many_articles_and_what_was_changed() {
    const WORDS: &str = "lift was halted at once when crews were told by harbour pilots that it was possible the boats below were fishing boats";
    let texts = [
        format!("The harbour statement came late.\n\nIt added the boats' \"{WORDS}\".\n"),
        format!("A Lanternhouse statement said: \"The air {WORDS}.\"\n"),
        format!("The Harbour Command (HARCOM) said \"the air{WORDS}.\"\n"),
        format!("“The air{WORDS},” HARCOM said.\n"),
    ];
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut desk = Desk::new(&texts);
    desk.keys("<tab>/was halted<enter><esc>");
    let told = echoes::told(&desk.state.doc.echoes, 0);
    assert!(told.starts_with("1 statement, 4 articles, speaker: HARCOM x2, "), "{told}");
    assert!(told.contains("Lanternhouse x1") && told.ends_with("; air lift / airlift"), "{told}");
}

#[test]
fn what_is_found_on_screen_first_is_gone_on_with_when_all_is_compared() {
    let texts: Vec<(usize, Arc<str>)> =
        [FIRST, SECOND, THIRD, FOURTH].iter().enumerate().map(|(n, text)| (n, Arc::from(*text))).collect();
    let early = "Pears were cheap, and nobody on the quay remembered a milder winter than this one.";
    let mut desk = Desk::new(&[FIRST, SECOND, THIRD, FOURTH]);
    desk.send(Msg::Echoes(Arc::new(Echoes::find_first(texts[..2].to_vec()))));
    assert!(!desk.state.doc.echoes.is_done);
    desk.keys("/stubborn<enter><esc>;");
    assert_eq!(desk.state.reader.panes.focus, 1);
    // Another passage comes first now; the walk and the list stay with theirs.
    let between = [
        "Ropes were sold at the old market before the bells rang.",
        "A cooper mended three barrels while it rained outside.",
        "Gulls followed one trawler far beyond every lighthouse.",
        "Someone painted their door green overnight without asking.",
    ];
    let mut all = texts.clone();
    for ((_, text), between) in all.iter_mut().zip(between) {
        *text = Arc::from(format!("{text}\n\n{between}\n\n“{early}”\n"));
    }
    let found = Arc::new(Echoes::find(all, 0));
    assert!(found.words(echoes::Spot { passage: 0, member: 0 }).starts_with("Pears"));
    desk.send(Msg::Echoes(Arc::clone(&found)));
    desk.keys(";");
    assert_eq!(desk.state.reader.panes.focus, 3);
    desk.send(Msg::Echoes(Arc::new(Echoes::find_first(texts[..2].to_vec()))));
    desk.keys("gg/stubborn<enter><esc>gel");
    desk.send(Msg::Echoes(found));
    let list = desk.state.lists.last().unwrap();
    let told = super::view::detail(&desk.state, list.entry().unwrap());
    let told: String = told.iter().flatten().map(|piece| piece.text.as_str()).collect();
    assert!(told.starts_with("1 statement, 3 articles") && told.contains("stubborn"), "{told}");
    assert_eq!((list.entries.len(), list.value), (2, 1));
}

#[test]
fn the_ledger_warns_of_a_passage_that_nobody_accepted() {
    let mut desk = desk();
    desk.keys("/faulty welding<enter>8n8n8");
    let claims: Vec<_> = desk.state.doc.session.claims.keys().cloned().collect();
    assert_eq!(claims.len(), 3);
    desk.keys("gcggp<c-u>why it sank<enter><esc>");
    desk.keys("gc*p<c-u>why it sank<enter><esc>gl");
    let panel = |desk: &Desk| {
        let list = desk.state.lists.last().unwrap();
        let lines = super::view::detail(&desk.state, list.entry().unwrap());
        lines.iter().flatten().map(|piece| piece.text.as_str()).collect::<String>()
    };
    assert!(
        panel(&desk).contains("≡ 3 of these 3 articles share this passage  “If the ferry sank"),
        "{}",
        panel(&desk)
    );
    desk.keys("<esc>gea<c-u>Dockers' union<enter><esc>gl");
    assert!(!panel(&desk).contains("share this passage"), "{}", panel(&desk));
}
