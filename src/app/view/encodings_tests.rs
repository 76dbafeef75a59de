//! Tests of choosing an encoding: the list, the edit, what becomes of the claims, and the way back.
//!
//! **Invariant:** what a worker would read is handed in by the test, so that nothing here reads a file.

use crate::app::articles::ArticleState;
use crate::app::desk::{Desk, part};
use crate::app::{Effect, Msg};
use crate::format::decode::{Part, decode_as};
use crate::format::encoding::Encoding;
use crate::format::samples::samples;

/// A text as its bytes, in windows-1251.
const TEXT: &str =
    "62 killed, said the ministry in a short note late on Monday.\nПогибли шестьдесят два солдата.";

fn bytes() -> Vec<u8> {
    encoding_rs::WINDOWS_1251.encode(TEXT).0.into_owned()
}

/// Answers what was asked for last, as a worker would.
fn answer(desk: &mut Desk) {
    while let Some(effect) = desk.others.pop() {
        match effect {
            Effect::Samples(article) => {
                desk.send(Msg::Samples { article, found: Ok(samples(&bytes(), Part::Whole)) });
            }
            Effect::ReadAs { article, encoding } => {
                let encoding = encoding.unwrap_or_else(|| Encoding::of(&bytes(), Part::Whole));
                desk.send(Msg::Text { article, text: Ok(read(encoding)) });
            }
            _ => {}
        }
    }
}

/// The article as it is read in an encoding: its bytes stay the same.
fn read(encoding: Encoding) -> crate::app::TextPart {
    let decoded = decode_as(bytes(), Part::Whole, encoding);
    let mut read = part(&decoded.text);
    read.encoding = encoding.name().to_owned();
    let facts = read.whole.as_mut().unwrap();
    (facts.sha256, facts.text_sha256) = ("a".repeat(64), format!("{:0>64}", encoding.name()));
    read
}

/// The article read as windows-1252, for which nothing speaks but that somebody chose it, with two claims.
fn misread() -> Desk {
    let mut desk = Desk::new(&["to come"]);
    let wrong = Encoding::from_name("windows-1252").unwrap();
    desk.send(Msg::Text { article: 0, text: Ok(read(wrong)) });
    desk.keys("/62 killed<enter>1/øåñòüäåñÿò<enter>1<esc>");
    desk.others.clear();
    desk
}

fn choose(desk: &mut Desk, name: &str) {
    desk.keys("gae");
    answer(desk);
    desk.keys(&format!("/{name}<enter><enter>"));
}

fn encoding(desk: &Desk) -> &str {
    let id = &desk.state.doc.articles[0].id;
    &desk.state.doc.session.articles[id].encoding
}

#[test]
fn each_encoding_is_listed_with_a_line_of_the_article() {
    let mut desk = misread();
    desk.keys("gae");
    assert!(matches!(desk.others.last(), Some(Effect::Samples(0))));
    answer(&mut desk);
    let list = desk.state.lists.last().unwrap();
    assert_eq!(list.entries.len(), Encoding::ALL.len());
    let lines: Vec<String> = list
        .entries
        .iter()
        .map(|entry| super::super::line(&desk.state, entry).iter().map(|piece| piece.text.as_str()).collect())
        .collect();
    assert!(lines[0].starts_with("   windows-1251"), "{}", lines[0]);
    assert!(lines[0].ends_with("Погибли шестьдесят два солдата."), "{}", lines[0]);
    let now: Vec<&String> = lines.iter().filter(|line| line.starts_with(" ▸ ")).collect();
    assert!(now.len() == 1 && now[0].starts_with(" ▸ windows-1252"), "{now:?}");
    assert_eq!(list.entry(), Some(&super::Entry::Encoding(1)), "the cursor is on the one that holds");
    desk.keys("<enter>");
    assert_eq!(desk.notice(), "the article is read as windows-1252 already");
}

#[test]
fn a_choice_is_an_edit_and_claims_that_stand_are_kept_and_others_are_asked_about() {
    let mut desk = misread();
    choose(&mut desk, "windows-1251");
    assert_eq!(desk.notice(), "a: read as windows-1251 · u undoes");
    assert_eq!(encoding(&desk), "windows-1251");
    answer(&mut desk);
    assert_eq!(desk.state.doc.articles[0].words(), TEXT);
    assert_eq!(desk.state.doc.articles[0].state, ArticleState::Changed);
    assert_eq!(desk.notice(), "article 1 is read as windows-1251: 1 quote to decide on, gd lists them");
    let words = |desk: &Desk, n: u32| {
        let claims = &desk.state.doc.session.claims;
        claims.values().find(|claim| claim.number == n).unwrap().target[0].exact.clone()
    };
    assert_eq!(words(&desk, 2), "øåñòüäåñÿò", "nothing is changed by itself");
    desk.keys("<esc>u");
    assert_eq!(desk.notice(), "undone: a: read as windows-1251 · U redoes");
    answer(&mut desk);
    assert_eq!(desk.state.doc.articles[0].state, ArticleState::Same);
    assert_eq!(encoding(&desk), "windows-1252");
    assert!(desk.marked().contains("{killed:"), "{}", desk.marked());
}

#[test]
fn where_all_claims_stand_the_choice_is_settled_at_once() {
    let mut desk = misread();
    desk.keys("gcGx<esc>");
    choose(&mut desk, "windows-1251");
    answer(&mut desk);
    assert_eq!(desk.state.doc.articles[0].state, ArticleState::Same);
    let id = &desk.state.doc.articles[0].id;
    let known = &desk.state.doc.session.articles[id];
    let facts = desk.state.doc.articles[0].text.as_ref().unwrap().whole.as_ref().unwrap();
    assert_eq!(known.text_sha256.as_ref(), Some(&facts.text_sha256));
    desk.keys("<esc>/62 killed<enter>2");
    assert!(desk.notice().contains("tagged injured"), "{}", desk.notice());
    // What was found of the file meanwhile does not stand in the way back.
    desk.keys("uu");
    assert_eq!(desk.notice(), "undone: a: read as windows-1251 · U redoes");
    answer(&mut desk);
    assert_eq!((encoding(&desk), desk.state.doc.articles[0].state.word()), ("windows-1252", "same"));
}

#[test]
fn what_was_on_its_way_in_the_old_encoding_is_not_taken_for_the_new_one() {
    let mut desk = misread();
    choose(&mut desk, "windows-1251");
    let late = Encoding::from_name("windows-1252").unwrap();
    desk.send(Msg::Text { article: 0, text: Ok(read(late)) });
    assert!(desk.state.doc.articles[0].awaits_encoding);
    answer(&mut desk);
    assert_eq!(desk.state.doc.articles[0].words(), TEXT);
}

#[test]
fn an_article_without_claims_enters_the_session_with_the_choice() {
    let mut desk = Desk::new(&["to come", "two"]);
    desk.send(Msg::Text { article: 0, text: Ok(read(Encoding::Utf8)) });
    choose(&mut desk, "windows-1251");
    answer(&mut desk);
    assert_eq!((encoding(&desk), desk.state.doc.articles[0].words()), ("windows-1251", TEXT));
    let kinds: Vec<_> = desk.log.iter().map(|line| line.what.to_string()).collect();
    assert_eq!(kinds[..2], ["article.facts", "app.encoding"], "{kinds:?}");
}

#[test]
fn a_binary_file_can_be_read_by_a_persons_word() {
    let mut desk = Desk::new(&["to come"]);
    desk.send(Msg::Text { article: 0, text: Err("not text: it looks like a binary file".to_owned()) });
    choose(&mut desk, "windows-1251");
    answer(&mut desk);
    assert_eq!(desk.state.doc.articles[0].words(), TEXT);
    assert_eq!(encoding(&desk), "windows-1251");
}
