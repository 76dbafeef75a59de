//! Articles that were moved, renamed or deleted: found by their bytes, or told as missing; claims stay.
//!
//! **Invariant:** a claim is never shown on the words of another file.

use std::fs;

use factcheck::store::state::ArticleState;

use super::case::Case;
use super::reached::reached;

/// What somebody did to the files of a case.
type Act = fn(&Case);

fn states(case: &Case) -> Vec<(String, ArticleState)> {
    let opened = case.open().unwrap();
    assert_eq!(opened.session.claims.len(), 3, "claims are kept");
    let mut known: Vec<_> = opened
        .articles
        .into_iter()
        .filter(|article| opened.session.articles.contains_key(&article.id))
        .map(|article| (article.id.to_string(), article.state))
        .collect();
    known.sort_by(|a, b| a.0.cmp(&b.0));
    known
}

#[test]
fn an_article_is_found_by_its_bytes_wherever_it_went() {
    let moves: [(&str, Act); 5] = [
        ("renamed", |case| rename(case, "one.txt", "report of monday.txt")),
        ("moved", |case| rename(case, "one.txt", "deep/one.txt")),
        ("moved and renamed", |case| rename(case, "one.txt", "deep/er/first.md")),
        ("swapped for a file of equal length", |case| {
            rename(case, "one.txt", "zzz.txt");
            let text = fs::read_to_string(case.home.work().join("case/zzz.txt")).unwrap();
            case.home.write("case/aaa.txt", text.replace("80", "81"));
        }),
        ("both renamed", |case| {
            rename(case, "one.txt", "b.txt");
            rename(case, "two.txt", "a.txt");
        }),
    ];
    for (what, act) in moves {
        let case = Case::default();
        act(&case);
        let found = states(&case);
        assert_eq!(found[0], ("one".to_owned(), ArticleState::Moved), "{what}: {found:?}");
        let shown = case.home.run(["replay", "case", "sessions/case.json", "--keys", "gc"]);
        assert_eq!(shown.code, Some(0), "{what}: {shown:?}");
    }
    let case = Case::default();
    fs::remove_file(case.home.work().join("case/one.txt")).unwrap();
    assert_eq!(states(&case)[0].1, ArticleState::Missing, "deleted");
    reached("28", "renamed, moved, both, swapped for an equal length, deleted: 6 of 6");
}

fn rename(case: &Case, from: &str, to: &str) {
    let folder = case.home.work().join("case");
    fs::create_dir_all(folder.join(to).parent().unwrap()).unwrap();
    fs::rename(folder.join(from), folder.join(to)).unwrap();
}
