//! What every export is made from, and which claims go into it.
//!
//! **Invariant:** a private claim is never written, nor one whose words do not stand at their place; both are
//! counted. Equal input gives equal bytes: time and analyst are given, never asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;

use super::bytemap::ByteMap;
use super::report::{self, ClaimsListed};
use super::{bundle, claims_csv, ledger_csv};
use crate::ledger::Ledger;
use crate::model::{Article, ArticleId, Claim, ClaimId, Session, Target};

/// A form that a session is exported in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// A report to read.
    Markdown,
    /// One row a claim.
    Csv,
    /// One row a value of the ledger.
    LedgerCsv,
    /// The session with its articles' texts.
    Json,
}

impl Format {
    /// Every form with its name on the command line and in the session.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Markdown, "markdown"),
        (Self::Csv, "csv"),
        (Self::LedgerCsv, "ledger-csv"),
        (Self::Json, "json"),
    ];

    /// Returns the form of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(format, _)| *format)
    }

    /// Returns the name.
    pub fn name(self) -> &'static str {
        super::claim::word(&Self::ALL, self)
    }
}

/// What an export is made from.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// The session.
    pub session: &'a Session,
    /// The texts at hand, each of an article whose hash is the stored one.
    pub texts: &'a BTreeMap<ArticleId, ArticleText>,
    /// The time of the export.
    pub at: Timestamp,
    /// The analyst's name as it is to be printed.
    pub analyst: &'a str,
    /// The articles as the panes number them; without any, those of the session by their file names.
    pub order: &'a [ArticleId],
}

/// An article's text as it was decoded.
#[derive(Clone, Debug)]
pub struct ArticleText {
    /// The text.
    pub text: Arc<str>,
    /// From bytes of the text to bytes of the file.
    pub map: ByteMap,
    /// How many places were no text in its encoding, and are shown as U+FFFD.
    pub replaced: usize,
}

/// An export as it is to be written to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The whole file in UTF-8.
    pub text: String,
    /// How many private claims were left out.
    pub private: usize,
    /// The short numbers of claims left out because their words are not at hand at their place.
    pub not_in_place: Vec<u32>,
}

/// Where a target stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line of its first character, from 1; LF, CRLF and a lone CR end a line.
    pub line: usize,
    /// Its bytes in the file, half-open.
    pub bytes: Range<usize>,
}

/// A claim that is exported, with what stands around it.
#[derive(Clone, Debug)]
pub struct Shown<'a> {
    /// Its id.
    pub id: &'a ClaimId,
    /// The claim.
    pub claim: &'a Claim,
    /// Its article.
    pub article: &'a Article,
    /// Where each of its targets stands.
    pub positions: Vec<Position>,
}

/// The claims that go into an export, by number, and what does not.
#[derive(Clone, Debug, Default)]
pub struct Selection<'a> {
    /// The claims.
    pub claims: Vec<Shown<'a>>,
    /// How many are private.
    pub private: usize,
    /// The short numbers of those whose words are not at hand at their place.
    pub not_in_place: Vec<u32>,
}

/// Writes an export.
pub fn write(format: Format, report: &Report<'_>) -> Written {
    let selection = select(report);
    let text = match format {
        Format::Markdown => return report::write(report, ClaimsListed::All),
        Format::Csv => claims_csv::write(report, &selection),
        Format::LedgerCsv => ledger(report, &selection),
        Format::Json => bundle::write(report, &selection),
    };
    Written { text, private: selection.private, not_in_place: selection.not_in_place }
}

/// The ledger of the claims that are exported.
fn ledger(report: &Report<'_>, selection: &Selection<'_>) -> String {
    let shown: BTreeSet<&ClaimId> = selection.claims.iter().map(|shown| shown.id).collect();
    let mut session = report.session.clone();
    session.claims.retain(|id, _| shown.contains(id));
    ledger_csv::write(&session, &Ledger::build(&session))
}

/// Chooses the claims that go into an export and finds their places.
pub fn select<'a>(report: &Report<'a>) -> Selection<'a> {
    let session = report.session;
    let mut selection = Selection::default();
    let mut wanted: BTreeMap<&ArticleId, Vec<(&'a ClaimId, &'a Claim)>> = BTreeMap::new();
    for (id, claim) in &session.claims {
        if claim.private {
            selection.private += 1;
        } else {
            wanted.entry(&claim.article).or_default().push((id, claim));
        }
    }
    for (article_id, claims) in wanted {
        let at_hand = session.articles.get(article_id).zip(report.texts.get(article_id));
        let index = at_hand.map(|(_, text)| Index::new(text, claims.iter().flat_map(|(_, c)| &c.target)));
        for (id, claim) in claims {
            let positions = at_hand
                .zip(index.as_ref())
                .and_then(|((_, text), index)| claim.target.iter().map(|t| index.find(text, t)).collect());
            match (at_hand, positions) {
                (Some((article, _)), Some(positions)) => {
                    selection.claims.push(Shown { id, claim, article, positions });
                }
                _ => selection.not_in_place.push(claim.number),
            }
        }
    }
    selection.claims.sort_by_key(|shown| (shown.claim.number, shown.id));
    selection.not_in_place.sort_unstable();
    selection
}

/// The bytes and lines of the code points that targets name, found in one pass over a text.
struct Index {
    /// By code point: the byte in the text and the line.
    places: BTreeMap<usize, (usize, usize)>,
}

impl Index {
    fn new<'t>(text: &ArticleText, targets: impl Iterator<Item = &'t Target>) -> Self {
        let mut places: BTreeMap<usize, (usize, usize)> =
            targets.flat_map(|t| [t.start, t.end]).map(|code_point| (code_point, (0, 0))).collect();
        let mut wanted = places.iter_mut().peekable();
        let mut line = 1;
        let mut characters = text.text.char_indices().peekable();
        let mut code_point = 0;
        loop {
            let next = characters.next();
            let byte = next.map_or(text.text.len(), |(byte, _)| byte);
            if let Some((_, place)) = wanted.next_if(|(point, _)| **point == code_point) {
                *place = (byte, line);
            }
            let (Some((_, c)), true) = (next, wanted.peek().is_some()) else { break };
            let follows = characters.peek().map(|(_, c)| *c);
            line += usize::from(c == '\n' || (c == '\r' && follows != Some('\n')));
            code_point += 1;
        }
        Self { places }
    }

    /// Returns where a target stands; none where its words do not stand there.
    fn find(&self, text: &ArticleText, target: &Target) -> Option<Position> {
        let (from, line) = *self.places.get(&target.start)?;
        let (to, _) = *self.places.get(&target.end)?;
        if line == 0 || text.text.get(from..to)? != target.exact {
            return None;
        }
        let bytes = text.map.file_byte(&text.text, from)..text.map.file_byte(&text.text, to);
        Some(Position { line, bytes })
    }
}

/// Returns the names of a claim's chain, outermost first: the article's own voice, then each link.
pub fn chain<'a>(session: &'a Session, shown: &Shown<'a>) -> Vec<&'a str> {
    let article = shown.article;
    let own = article.source.as_ref().and_then(|id| session.sources.get(id)).map(|source| &*source.name);
    let links =
        shown.claim.attribution.iter().map(|link| {
            session.sources.get(&link.source).map_or(link.named_as.as_str(), |s| s.name.as_str())
        });
    std::iter::once(own.unwrap_or(&article.short)).chain(links).collect()
}

/// Returns the name of a claim's origin where one was decided: none for the publisher's own voice.
pub fn origin<'a>(session: &'a Session, claim: &'a Claim) -> Option<Option<&'a str>> {
    let origin = claim.origin.as_ref()?;
    Some(origin.source.as_ref().map(|id| session.sources.get(id).map_or(id.as_str(), |s| s.name.as_str())))
}
