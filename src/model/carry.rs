//! Carrying an edit over to an article that became known better meanwhile.
//!
//! **Invariant:** only fields that the edit changed are changed; a field that somebody changed since is never
//! overwritten, the edit then does not fit and is refused as it stands.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::article::Article;
use super::change::{Change, Edit, Swap};
use super::ids::ArticleId;
use super::session::Session;

/// Returns the edit as it fits the articles that stand now.
///
/// Hash, length and encoding of an article are found in the background and enter the session after the edit that
/// cited it. Taken back as it was made, that edit would meet an article that it does not know; so its changes are
/// read as changes of single fields and made on the article as it is. Where a field that it changed was changed
/// again, the change is left as it was made, and does not apply.
pub fn carried(edit: &Edit, session: &Session) -> Edit {
    let mut standing: BTreeMap<ArticleId, Option<Arc<Article>>> = BTreeMap::new();
    let changes = edit.changes.iter().map(|change| {
        let Change::Article(swap) = change else { return change.clone() };
        let now = standing.entry(swap.id.clone()).or_insert_with(|| session.articles.get(&swap.id).cloned());
        let carried = carried_swap(swap, now.as_ref()).unwrap_or_else(|| swap.clone());
        now.clone_from(&carried.after);
        Change::Article(carried)
    });
    Edit { what: edit.what.clone(), changes: changes.collect() }
}

/// Returns the change of one article as it fits what stands; none where it does not, or fits as it is.
fn carried_swap(
    swap: &Swap<ArticleId, Article>,
    standing: Option<&Arc<Article>>,
) -> Option<Swap<ArticleId, Article>> {
    let (before, standing) = (swap.before.as_ref()?, standing?);
    let after = match &swap.after {
        Some(after) => Some(Arc::new(fields(before, after, standing)?)),
        // Taken away as a whole: nothing but what its file told may be lost with it.
        None => {
            let known = Article {
                bytes: standing.bytes,
                modified: standing.modified,
                sha256: standing.sha256.clone(),
                text_sha256: standing.text_sha256.clone(),
                encoding: standing.encoding.clone(),
                ..Article::clone(before)
            };
            (known == **standing).then_some(None)?
        }
    };
    Some(Swap { id: swap.id.clone(), before: Some(Arc::clone(standing)), after })
}

/// Makes the change from `before` to `after` on `standing`, field by field.
fn fields(before: &Article, after: &Article, standing: &Article) -> Option<Article> {
    /// What a field becomes; none where it was changed both here and there.
    fn field<T: PartialEq + Clone>(before: &T, after: &T, standing: &T) -> Option<T> {
        match (before == after, standing == before) {
            (true, _) => Some(standing.clone()),
            (false, true) => Some(after.clone()),
            (false, false) => (standing == after).then(|| after.clone()),
        }
    }
    macro_rules! each {
        ($($name:ident)*) => {
            // Taken apart without `..`: a new field does not compile until it is carried too.
            Some({
                let Article { $($name: _),* } = standing;
                Article { $($name: field(&before.$name, &after.$name, &standing.$name)?),* }
            })
        };
    }
    each!(path bytes modified sha256 text_sha256 encoding media_type short source title author url published
          retrieved archive_url language read zones note unknown)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::super::article::{ReadMark, Zone, ZoneKind};
    use super::super::ids::{AnalystId, SessionId, SourceId};
    use super::super::target::Target;
    use super::*;
    use crate::command::CommandId;

    /// Sets one field that an analyst may change.
    fn edited(article: &mut Article, which: usize, words: &str) {
        let some = || Some(words.to_owned());
        match which {
            0 => article.read = Some(ReadMark { by: AnalystId::new(words), at: Timestamp::UNIX_EPOCH }),
            1 => words.clone_into(&mut article.short),
            2 => article.source = Some(SourceId::new(words)),
            3 => article.title = some(),
            4 => article.author = some(),
            5 => article.url = some(),
            6 => article.published = some(),
            7 => article.retrieved = some(),
            8 => article.archive_url = some(),
            9 => article.language = some(),
            10 => words.clone_into(&mut article.note),
            _ => {
                let target = Target { exact: words.to_owned(), ..Target::default() };
                article.zones.push(Zone { kind: ZoneKind::Caption, target });
            }
        }
    }

    /// Sets what a worker finds of a file.
    fn found(article: &mut Article, n: u64) {
        article.bytes = n;
        article.modified = Timestamp::from_second(i64::from(n as u32)).ok();
        article.sha256 = Some(format!("{n:064x}"));
        article.text_sha256 = Some(format!("{:064x}", n + 1));
        article.encoding = format!("encoding-{}", n % 3);
    }

    fn session(article: Article) -> Session {
        let mut session = Session::empty(SessionId::new("s"), String::new(), Timestamp::UNIX_EPOCH);
        session.articles.insert(ArticleId::new("a"), Arc::new(article));
        session
    }

    fn swap(before: Option<Article>, after: Option<Article>) -> Edit {
        let id = ArticleId::new("a");
        let change = Change::Article(Swap { id, before: before.map(Arc::new), after: after.map(Arc::new) });
        Edit { what: CommandId::new("claim.note"), changes: vec![change] }
    }

    proptest! {
        #[test]
        fn an_edit_is_taken_back_and_made_again_whatever_was_found_meanwhile(
            start in prop::collection::vec((0..12_usize, "[a-z]{1,4}"), 0..6),
            edit in (0..12_usize, "[a-z]{1,4}"),
            before_it in any::<Option<u64>>(),
            later in 0..u64::MAX - 1,
        ) {
            let mut first = Article::default();
            start.iter().for_each(|(which, words)| edited(&mut first, *which, words));
            before_it.into_iter().for_each(|n| found(&mut first, n.min(u64::MAX - 1)));
            let mut second = first.clone();
            edited(&mut second, edit.0, &edit.1);
            let made = swap(Some(first.clone()), Some(second.clone()));
            let mut session = session(first.clone());
            made.apply(&mut session).unwrap();
            let mut known = second.clone();
            found(&mut known, later);
            swap(Some(second), Some(known.clone())).apply(&mut session).unwrap();

            carried(&made.inverse(), &session).apply(&mut session).unwrap();
            let mut wanted = first;
            found(&mut wanted, later);
            prop_assert_eq!(&*session.articles[&ArticleId::new("a")], &wanted);
            carried(&made, &session).apply(&mut session).unwrap();
            prop_assert_eq!(&*session.articles[&ArticleId::new("a")], &known);
        }
    }

    #[test]
    fn what_a_person_changed_since_is_not_overwritten() {
        let short = |words: &str| Article { short: words.to_owned(), ..Article::default() };
        let made = swap(Some(short("a")), Some(short("b")));
        let mut session = session(short("c"));
        assert!(carried(&made.inverse(), &session).apply(&mut session).is_err());
        assert_eq!(session.articles[&ArticleId::new("a")].short, "c");
    }

    #[test]
    fn an_article_that_an_import_brought_goes_with_what_its_file_told() {
        let made = swap(None, Some(Article { short: "a".to_owned(), ..Article::default() }));
        let mut known = Article { short: "a".to_owned(), ..Article::default() };
        found(&mut known, 7);
        let mut session = session(known.clone());
        carried(&made.inverse(), &session).apply(&mut session).unwrap();
        assert!(session.articles.is_empty());
        known.note = "kept".to_owned();
        session.articles.insert(ArticleId::new("a"), Arc::new(known));
        assert!(carried(&made.inverse(), &session).apply(&mut session).is_err());
    }
}
