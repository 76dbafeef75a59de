//! Which id each listed article has.
//!
//! **Invariant:** an article that stands in the session keeps its id; ids are unique, and given in the order of
//! the listing.

use std::collections::{HashMap, HashSet};

use crate::model::ArticleId;

use super::walk::Listed;

/// Gives each listed article its id: `known` where it returns one, else the file stem, `folder-stem`, then the
/// same with `-2`, `-3` …, never one that is `taken`.
pub fn assign<'a>(
    listed: &[Listed],
    taken: impl Iterator<Item = &'a ArticleId>,
    known: impl Fn(usize, &Listed) -> Option<ArticleId>,
) -> Vec<ArticleId> {
    let mut taken: HashSet<String> = taken.map(|id| id.as_str().to_owned()).collect();
    // The next number to try for a name, so that ten thousand equal names are not ten thousand searches each.
    let mut next: HashMap<String, u64> = HashMap::new();
    let known: Vec<Option<ArticleId>> = listed.iter().enumerate().map(|(n, l)| known(n, l)).collect();
    taken.extend(known.iter().flatten().map(|id| id.as_str().to_owned()));
    listed
        .iter()
        .zip(known)
        .map(|(article, known)| known.unwrap_or_else(|| make(article, &mut taken, &mut next)))
        .collect()
}

fn make(article: &Listed, taken: &mut HashSet<String>, next: &mut HashMap<String, u64>) -> ArticleId {
    let mut name = article.stem.clone();
    if taken.contains(&name)
        && let Some(folder) = &article.folder
    {
        name = format!("{folder}-{name}");
    }
    let mut id = name.clone();
    while !taken.insert(id.clone()) {
        let n = next.entry(name.clone()).or_insert(2);
        id = format!("{name}-{n}");
        *n += 1;
    }
    ArticleId::new(id)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::walk::{Place, named};
    use super::*;

    fn listed(paths: &[&str]) -> Vec<Listed> {
        paths.iter().map(|p| named(Place::File(p.into()), Path::new(p))).collect()
    }

    #[test]
    fn a_taken_stem_takes_the_folder_then_a_number() {
        let listed = listed(&["/a/x.txt", "/b/x.txt", "/c/b/x.txt", "/a/x.md", "/a/y.txt", "/e/x.txt"]);
        let standing = [ArticleId::new("y"), ArticleId::new("z")];
        let ids = assign(&listed, standing.iter(), |n, _| (n == 5).then(|| ArticleId::new("z")));
        let words: Vec<&str> = ids.iter().map(ArticleId::as_str).collect();
        assert_eq!(words, ["x", "b-x", "b-x-2", "a-x", "a-y", "z"]);
    }

    #[test]
    fn ten_thousand_equal_names_are_quick() {
        let same = listed(&["/a/x.txt"]).remove(0);
        let many = vec![same; 10_000];
        let ids: HashSet<ArticleId> = assign(&many, [].iter(), |_, _| None).into_iter().collect();
        assert_eq!(ids.len(), 10_000);
    }
}
