//! What effects ask for, as plain functions: the same in the workbench and in `replay`.
//!
//! **Invariant:** a job answers by one message and holds no lock while it reads.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread;

use jiff::Timestamp;

use super::case::{first_part, whole_part};
use crate::app::Msg;
use crate::app::echoes::{Echoes, MOST_BYTES};
use crate::app::msg::{Exported, WrittenFile};
use crate::app::reader::search::find_all;
use crate::app::suggestions;
use crate::config::Limits;
use crate::format::export::{ArticleText, Report};
use crate::format::extracts::Extract;
use crate::format::report::{self, ClaimsListed};
use crate::format::samples;
use crate::model::{ArticleId, Session};
use crate::store::article;
use crate::store::disk::Disk;
use crate::store::export_file::{self, Existing};
use crate::store::keep::{self, Kept};
use crate::store::known::Known;
use crate::store::names::SessionFiles;
use crate::store::walk::Place;
use crate::suggest::Lexicon;
use crate::text::Span;
use crate::text::find::Query;

/// An article to read: its place in the list, where it is, what the session knows of it.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Its place in the list.
    pub article: usize,
    /// Where it is.
    pub place: Place,
    /// What the session knows of it.
    pub known: Known,
    /// How large it may be.
    pub limits: Limits,
}

impl Wanted {
    /// Says whether it is a web page, which takes a process of its own.
    pub fn is_page(&self) -> bool {
        self.known.is_page_at(self.place.path().as_deref())
    }
}

/// Articles up to this many bytes are read whole before the first frame: half of what may be read of each.
const SHORT: u64 = article::FIRST / 2;

/// Reads the first 64 KiB of an article, or the whole of a short one.
pub fn read_first(wanted: &Wanted) -> (Msg, u64) {
    if matches!(wanted.place, Place::Outside(_)) {
        // Shown only once its hash is known to be the stored one.
        return (Msg::Notice(String::new()), 0);
    }
    // A page is taken apart by another process, for which no frame waits.
    if wanted.is_page() {
        return (Msg::Notice(String::new()), 0);
    }
    // A short article is read and hashed whole at once: the first key may search it and tag its last words.
    if let Ok((bytes, _)) = article::look(&wanted.place)
        && bytes <= SHORT
    {
        return (read_whole(wanted), bytes);
    }
    match article::read_first(&wanted.place, wanted.limits.article_bytes(), &wanted.known) {
        Ok(first) => {
            let bytes = first.size.min(article::FIRST);
            (Msg::Text { article: wanted.article, text: Ok(first_part(first)) }, bytes)
        }
        Err(error) => (Msg::Text { article: wanted.article, text: Err(error.to_string()) }, 0),
    }
}

/// Reads, hashes and indexes a whole article.
pub fn read_whole(wanted: &Wanted) -> Msg {
    let text = article::read_whole(&wanted.place, wanted.limits.article_bytes(), &wanted.known);
    Msg::Text { article: wanted.article, text: text.map(whole_part).map_err(|error| error.to_string()) }
}

/// Tries an article in every encoding.
pub fn samples(wanted: &Wanted) -> Msg {
    let tried = article::read_start(&wanted.place, wanted.limits.article_bytes(), &wanted.known);
    let found = tried.map(|(bytes, part)| samples::samples(&bytes, part)).map_err(|error| error.to_string());
    Msg::Samples { article: wanted.article, found }
}

/// Hashes an article, keeping nothing of it.
pub fn check(wanted: &Wanted) -> Msg {
    let found = article::hash(&wanted.place, wanted.limits.article_bytes())
        .map(|facts| facts.sha256)
        .map_err(|error| error.to_string());
    Msg::Checked { article: wanted.article, found }
}

/// Lets the rules read an article; one that is neither at hand nor of a common size waits until it is shown.
pub fn suggest(wanted: &Wanted, text: Option<Arc<str>>, lexicon: &Lexicon) -> Msg {
    let read = || {
        let most = wanted.limits.article_bytes().min(MOST_UNSEEN);
        article::read_text(&wanted.place, most, &wanted.known).ok().map(Arc::from)
    };
    let text: Option<Arc<str>> = text.or_else(read);
    let text = text.unwrap_or_else(|| Arc::from(""));
    Msg::Suggested {
        article: wanted.article,
        bytes: text.len(),
        found: suggestions::read_with(&text, lexicon),
    }
}

/// The largest article off screen that is read for suggestions, bytes.
const MOST_UNSEEN: u64 = 4 * 1024 * 1024;

/// Copies an article's bytes beside the session, if they are those that are shown.
pub fn keep(wanted: &Wanted, sha256: &str, disk: &dyn Disk, files: &SessionFiles) -> Msg {
    Msg::Kept { article: wanted.article, result: kept(wanted, sha256, disk, files) }
}

fn kept(wanted: &Wanted, sha256: &str, disk: &dyn Disk, files: &SessionFiles) -> Result<(), String> {
    let (bytes, _) = article::read_bytes(&wanted.place, wanted.limits.article_bytes())
        .map_err(|error| error.to_string())?;
    if article::sha256(&bytes) != sha256 {
        return Err("its file has changed since it was opened".to_owned());
    }
    match keep::keep(disk, files, &bytes, wanted.limits.copy_bytes())
        .map_err(|trouble| trouble.to_string())?
    {
        Kept::Whole { .. } if wanted.is_page() => kept_text(wanted, disk, files),
        Kept::Whole { .. } => Ok(()),
        Kept::TooLarge { bytes, limit } => Err(format!("{bytes} bytes, over the limit of {limit}")),
    }
}

/// Keeps the text that was taken out of a page by its own hash: it is what is cited, and read from then on.
fn kept_text(wanted: &Wanted, disk: &dyn Disk, files: &SessionFiles) -> Result<(), String> {
    let whole = article::read_whole(&wanted.place, wanted.limits.article_bytes(), &wanted.known)
        .map_err(|error| error.to_string())?;
    let kept = keep::keep(disk, files, whole.text.as_bytes(), wanted.limits.article_bytes());
    kept.map(|_| ()).map_err(|trouble| trouble.to_string())
}

/// Keeps the paragraphs around what was cited in an article that is too large to be copied.
pub fn keep_extracts(
    article: usize,
    sha256: &str,
    extracts: &[Extract],
    disk: &dyn Disk,
    files: &SessionFiles,
) -> Msg {
    let kept = keep::keep_extracts(disk, files, sha256, extracts);
    Msg::Kept { article, result: kept.map_err(|trouble| trouble.to_string()) }
}

/// Reads the kept copy of an article as it was annotated; nothing where none stands or it is another's.
pub fn read_kept(wanted: &Wanted, sha256: &str, files: &SessionFiles) -> Msg {
    // The hash comes out of a file: only what has the form of one becomes a name.
    let is_hash = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
    let place = Place::File(files.articles().join(sha256));
    // The copy bears its hash for a name, and no ending that would tell a page.
    let known = Known { is_page: wanted.is_page(), ..wanted.known.clone() };
    let read = || article::read_whole(&place, wanted.limits.article_bytes(), &known).ok();
    let whole = is_hash.then(read).flatten().filter(|whole| whole.sha256 == sha256);
    Msg::KeptText { article: wanted.article, text: whole.map(whole_part) }
}

/// Makes the report from the articles whose hash is the stored one.
pub fn write_up(
    session: &Session,
    articles: &[(Wanted, ArticleId)],
    files: &SessionFiles,
    analyst: &str,
    at: Timestamp,
) -> Msg {
    let mut texts = BTreeMap::new();
    for (wanted, id) in articles {
        let Some(known) = session.articles.get(id).map(|known| Known::of(Some(known), files)) else {
            continue;
        };
        if let Ok(whole) = article::read_whole(&wanted.place, wanted.limits.article_bytes(), &known)
            && known.is_same(&whole.sha256)
        {
            let replaced = whole.decoded.replaced_count;
            texts.insert(id.clone(), ArticleText { text: whole.text, map: whole.decoded.map, replaced });
        }
    }
    let order: Vec<ArticleId> = articles.iter().map(|(_, id)| id.clone()).collect();
    let report = Report { session, texts: &texts, at, analyst, order: &order };
    let written = report::write(&report, ClaimsListed::All);
    Msg::WriteUp(Ok(written.text))
}

/// Writes a file where none stands; answers with its whole path and what is to be recorded.
pub fn write_file(path: &str, text: &str, export: Option<Exported>, disk: &dyn Disk) -> Msg {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.into());
    let written = export_file::write(disk, &path, text.as_bytes(), Existing::Keep);
    let file = || WrittenFile {
        path: path.to_string_lossy().into_owned(),
        sha256: article::sha256(text.as_bytes()),
        export,
    };
    Msg::Written(written.map(|()| file()).map_err(|trouble| trouble.to_string()))
}

/// Articles to compare with each other.
#[derive(Debug, Clone)]
pub struct EchoJob {
    /// The articles, with the texts that are at hand.
    pub articles: Vec<(Wanted, Option<Arc<str>>)>,
    /// How many of them, the first ones, are on screen.
    pub shown: usize,
    /// How many more are left out.
    pub left_out: usize,
}

/// Compares the articles that can be read, until there is too much text: those on screen first, and what is found
/// there is told before the others are read.
pub fn echoes(job: EchoJob, mut tell: impl FnMut(Msg)) {
    let EchoJob { articles, shown, mut left_out } = job;
    let (mut texts, mut bytes) = (Vec::new(), 0);
    for (n, (wanted, text)) in articles.into_iter().enumerate() {
        if n == shown && texts.len() > 1 {
            tell(Msg::Echoes(Arc::new(Echoes::find_first(texts.clone()))));
        }
        let text = text.or_else(|| {
            let limit = wanted.limits.article_bytes();
            article::read_text(&wanted.place, limit, &wanted.known).ok().map(Arc::from)
        });
        match text.filter(|text| bytes + text.len() <= MOST_BYTES) {
            Some(text) => {
                bytes += text.len();
                texts.push((wanted.article, text));
            }
            None => left_out += 1,
        }
    }
    tell(Msg::Echoes(Arc::new(Echoes::find(texts, left_out))));
}

/// A search to run.
#[derive(Debug, Clone)]
pub struct SearchJob {
    /// Which search.
    pub search: u64,
    /// What to look for.
    pub query: Arc<Query>,
    /// The articles to look in, in this order, by their place in the list.
    pub order: Vec<usize>,
    /// The texts that are at hand, by the article's place in the list.
    pub texts: HashMap<usize, Arc<str>>,
    /// Where the articles are, with what the session knows of them.
    pub places: Arc<Places>,
    /// How large they may be.
    pub limits: Limits,
    /// The newest search: an older one ends.
    pub newest: Arc<AtomicU64>,
}

/// Where the articles are, by their place in the list, with what the session knows of them.
pub type Places = Vec<(Place, Known)>;

impl SearchJob {
    /// Returns whether a newer search has taken its place.
    fn is_old(&self) -> bool {
        self.newest.load(Ordering::Relaxed) != self.search
    }

    /// Returns the hits in one article; none where it cannot be read.
    fn hits(&self, article: usize) -> Vec<Span> {
        if let Some(text) = self.texts.get(&article) {
            return find_all(&self.query, text);
        }
        let Some((place, known)) = self.places.get(article) else { return Vec::new() };
        let text = article::read_text(place, self.limits.article_bytes(), known);
        text.map(|text| find_all(&self.query, &text)).unwrap_or_default()
    }
}

/// The most threads that search: more wait for the same disk.
const SEARCHERS: usize = 4;

/// Searches all articles on all processors; tells each article's hits in the order asked for.
pub fn search(job: &SearchJob, mut tell: impl FnMut(Msg)) {
    let next = AtomicUsize::new(0);
    let (found, answers) = channel();
    let threads = thread::available_parallelism().map_or(1, usize::from).min(SEARCHERS).min(job.order.len());
    thread::scope(|scope| {
        for _ in 0..threads {
            let (next, found) = (&next, found.clone());
            scope.spawn(move || {
                while !job.is_old()
                    && let n = next.fetch_add(1, Ordering::Relaxed)
                    && let Some(article) = job.order.get(n)
                    && found.send((n, *article, job.hits(*article))).is_ok()
                {}
            });
        }
        drop(found);
        // What comes before its turn waits here.
        let (mut early, mut turn) = (HashMap::new(), 0);
        for (n, article, hits) in answers {
            early.insert(n, (article, hits));
            while let Some((article, hits)) = early.remove(&turn) {
                turn += 1;
                if !hits.is_empty() && !job.is_old() {
                    tell(Msg::Hits { search: job.search, article, hits });
                }
            }
        }
    });
    if !job.is_old() {
        tell(Msg::Searched(job.search));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_on_screen_are_told_before_the_others_are_compared() {
        let words =
            "“Nobody had told the night crew that the barges were still moving,” the port authority said.";
        let wanted = |article| Wanted {
            article,
            place: Place::Builtin("nowhere".into()),
            known: Known::default(),
            limits: Limits::default(),
        };
        let at_hand = |n: usize| (wanted(n), Some(Arc::from(words)));
        // The last one cannot be read.
        let articles = vec![at_hand(3), at_hand(1), at_hand(0), (wanted(2), None)];
        let mut told = Vec::new();
        echoes(EchoJob { articles, shown: 2, left_out: 5 }, |msg| match msg {
            Msg::Echoes(found) => {
                let members = found.passages().iter().flat_map(|passage| &passage.members);
                let articles: Vec<_> = members.map(|member| member.article).collect();
                told.push((articles, found.is_done, found.left_out));
            }
            other => assert!(matches!(other, Msg::Echoes(_)), "{other:?}"),
        });
        assert_eq!(told, [(vec![1, 3], false, 0), (vec![0, 1, 3], true, 6)]);
    }
}
