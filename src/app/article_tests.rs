//! Edits of articles: read marks, facts and zones, undone whatever became known of their files meanwhile.
//!
//! **Invariant:** undo gives back exactly the fields that the edit changed.

use jiff::Timestamp;
use proptest::prelude::*;

use super::commit;
use super::desk::Desk;
use super::msg::WholeFacts;
use crate::model::{Article, ArticleId};

const TEXTS: [&str; 2] = ["A headline\n\nThe ministry said 62 soldiers were killed.", "The toll is 83."];

/// Enters facts of a file that a worker found late.
fn found(desk: &mut Desk, article: usize, n: u64) {
    let facts = WholeFacts {
        bytes: n,
        modified: Timestamp::from_second(i64::from(n as u32)).ok(),
        sha256: format!("{n:064x}"),
        text_sha256: format!("{:064x}", n / 2),
    };
    let mut effects = Vec::new();
    commit::facts_known(&mut desk.state.doc, article, &facts, Timestamp::UNIX_EPOCH, &mut effects);
}

/// The first article less what its file tells; one that has not entered the session, as it would.
fn by_hand(desk: &Desk) -> Article {
    let mut article = desk.state.doc.article_facts(0).unwrap();
    (article.bytes, article.modified) = (0, None);
    (article.sha256, article.text_sha256) = (None, None);
    article
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn every_edit_of_an_article_is_undone_and_redone_after_its_file_was_found(
        before in prop::collection::vec(0..EDITS.len(), 0..3),
        edit in 0..EDITS.len(),
        n in 1..u64::MAX,
    ) {
        let mut desk = Desk::new(&TEXTS);
        for known in before {
            desk.keys(EDITS[known]).keys("<esc><esc>gt");
        }
        let made = desk.state.doc.history.done.len();
        let first = by_hand(&desk);
        desk.keys(EDITS[edit]).keys("<esc><esc>gt");
        if desk.state.doc.history.done.len() == made {
            // The article is so already.
            return Ok(());
        }
        let second = by_hand(&desk);
        found(&mut desk, 0, n);
        desk.keys("u");
        prop_assert!(desk.notice().starts_with("undone"), "{}", desk.notice());
        prop_assert_eq!(&by_hand(&desk), &first);
        let known = &desk.state.doc.session.articles[&ArticleId::new("a")];
        prop_assert_eq!(known.bytes, n, "what was found stays");
        desk.keys("U");
        prop_assert!(desk.notice().starts_with("done again"), "{}", desk.notice());
        prop_assert_eq!(&by_hand(&desk), &second);
    }
}

/// Keys that edit the first article, from its text.
const EDITS: [&str; 6] = [
    "gagga",
    "gaggx",
    "gaggm<tab>Coast Wire<tab><tab><tab>2016-09-17<enter>",
    "gaggmabc<enter>",
    "/A headline<enter>thead<enter>",
    "/ministry<enter>tnot art<enter>",
];
