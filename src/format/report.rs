//! The report for an editor: what is disputed, who says it, what it rests on, and how to check it by hand.
//!
//! **Invariant:** every number stands with its comparator, its speaker and claim ids, under a question that names its
//! unit; nothing is averaged, judged or called corroborated; equal input gives equal bytes; a private claim is counted
//! and left out everywhere.

use std::collections::{BTreeMap, BTreeSet};

use super::export::{Report, Selection, Shown, Written, select};
use super::markdown_text::inline;
use super::report_words::{counted, minute};
use super::{report_appendix, report_body, report_minute};
use crate::ledger::{Ledger, Row, Seriousness};
use crate::model::{Article, ArticleId, Claim, ClaimId, Part, Session, SourceId, label};
use crate::text::visible::visible_line;

/// Which claims the appendix lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimsListed {
    /// None.
    None,
    /// Those under a question: every claim that the report names.
    Cited,
    /// All.
    #[default]
    All,
}

impl ClaimsListed {
    /// Every choice with its word on the command line.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::None, "none"), (Self::Cited, "cited"), (Self::All, "all")];
}

/// Writes the report in Markdown.
pub fn write(report: &Report<'_>, listed: ClaimsListed) -> Written {
    let selection = select(report);
    let shown: BTreeSet<&ClaimId> = selection.claims.iter().map(|s| s.id).collect();
    let mut session = report.session.clone();
    session.claims.retain(|id, _| shown.contains(id));
    let ledger = Ledger::build(&session);
    let paper = Paper::of(report, &selection, &session, &ledger, listed);
    let parts = [
        head(&paper),
        report_minute::write(&paper),
        report_body::write(&paper),
        report_appendix::write(&paper),
    ];
    Written { text: parts.concat(), private: selection.private, not_in_place: selection.not_in_place.clone() }
}

/// All that the parts of a report are made from.
pub(super) struct Paper<'a> {
    pub(super) report: &'a Report<'a>,
    /// The claims that are exported, by number.
    pub(super) selection: &'a Selection<'a>,
    /// The session without the claims that are left out.
    pub(super) session: &'a Session,
    pub(super) ledger: &'a Ledger,
    /// The articles' numbers, from 1, in the order of their file names.
    pub(super) numbers: BTreeMap<&'a ArticleId, usize>,
    pub(super) listed: ClaimsListed,
    /// How often each source is a link of a chain.
    named: BTreeMap<&'a SourceId, usize>,
}

impl<'a> Paper<'a> {
    fn of(
        report: &'a Report<'a>,
        selection: &'a Selection<'a>,
        session: &'a Session,
        ledger: &'a Ledger,
        listed: ClaimsListed,
    ) -> Self {
        let numbers = match report.order {
            [] => article_numbers(session),
            order => order.iter().zip(1..).filter(|(id, _)| session.articles.contains_key(id)).collect(),
        };
        let mut named: BTreeMap<&SourceId, usize> = BTreeMap::new();
        for link in session.claims.values().flat_map(|claim| &claim.attribution) {
            *named.entry(&link.source).or_default() += 1;
        }
        Self { report, selection, session, ledger, numbers, listed, named }
    }

    /// Returns a claim that the report may name.
    pub(super) fn claim(&self, id: &ClaimId) -> Option<&'a Claim> {
        self.session.claims.get(id).map(AsRef::as_ref)
    }

    /// Returns an article's number.
    pub(super) fn number(&self, id: &ArticleId) -> usize {
        self.numbers.get(id).copied().unwrap_or_default()
    }

    /// Returns the articles with their numbers, in order.
    pub(super) fn articles(&self) -> Vec<(usize, &'a ArticleId, &'a Article)> {
        let mut all: Vec<_> = self
            .numbers
            .iter()
            .filter_map(|(id, n)| self.session.articles.get(*id).map(|a| (*n, *id, a.as_ref())))
            .collect();
        all.sort_by_key(|(n, ..)| *n);
        all
    }

    /// Returns the rows that have a claim, the most serious first.
    pub(super) fn rows(&self) -> impl Iterator<Item = &'a Row> + '_ {
        self.ledger.rows().filter(|row| row.mentions > 0)
    }

    /// Returns the rows in conflict, sharp or approximate.
    pub(super) fn disputed(&self) -> impl Iterator<Item = &'a Row> + '_ {
        self.rows().filter(|r| matches!(r.seriousness, Seriousness::Conflict | Seriousness::Approximate))
    }

    /// Returns a claim as it is exported, with its places.
    pub(super) fn shown(&self, id: &ClaimId) -> Option<&'a Shown<'a>> {
        let number = self.claim(id)?.number;
        let claims = &self.selection.claims;
        let place = claims.partition_point(|s| (s.claim.number, s.id) < (number, id));
        claims.get(place).filter(|s| s.id == id)
    }

    /// Returns a source's name in short.
    pub(super) fn source(&self, id: &SourceId) -> String {
        inline(label::short_source(self.session, id))
    }

    /// Returns how often a source is a link of a chain.
    pub(super) fn times_named(&self, id: &SourceId) -> usize {
        self.named.get(id).copied().unwrap_or_default()
    }

    /// Returns the sources of some ends of a range, in short: "nobody named" where they are not known.
    pub(super) fn sources<'s>(&self, ids: impl IntoIterator<Item = &'s Option<SourceId>>) -> String {
        let name = |id: &Option<SourceId>| {
            id.as_ref().map_or_else(|| "nobody named".to_owned(), |id| self.source(id))
        };
        ids.into_iter().map(name).collect::<Vec<_>>().join(", ")
    }

    /// Returns a question's words.
    pub(super) fn question(&self, row: &Row) -> String {
        inline(self.session.questions.get(&row.question).map_or(row.question.as_str(), |q| &q.text))
    }

    /// Returns a question with its unit, where its words do not hold it.
    pub(super) fn heading(&self, row: &Row) -> String {
        match self.session.questions.get(&row.question) {
            Some(question) => inline(&label::question(question)),
            None => self.question(row),
        }
    }
}

/// Numbers the articles of a session as the panes do: from 1, by file name, runs of digits by value.
pub fn article_numbers(session: &Session) -> BTreeMap<&ArticleId, usize> {
    let mut ids: Vec<(&ArticleId, &Article)> =
        session.articles.iter().map(|(id, a)| (id, a.as_ref())).collect();
    ids.sort_by_cached_key(|(id, article)| {
        let file = article.path.rsplit('/').next().filter(|f| !f.is_empty()).unwrap_or(id.as_str());
        (natural(file), id.as_str().to_owned())
    });
    ids.into_iter().map(|(id, _)| id).zip(1..).collect()
}

/// Parts a name into lower-case letters and runs of digits by their value.
fn natural(name: &str) -> Vec<(char, usize, String)> {
    let mut parts = Vec::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            let (run, after) = rest.split_at_checked(digits).unwrap_or((rest, ""));
            let value = run.trim_start_matches('0');
            parts.push(('0', value.len(), value.to_owned()));
            rest = after;
        } else {
            parts.extend(first.to_lowercase().map(|c| (c, 0, String::new())));
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    parts
}

fn head(paper: &Paper) -> String {
    let session = paper.session;
    let title = if session.title.trim().is_empty() { "Untitled session" } else { &session.title };
    let read = session.articles.values().filter(|a| a.read.is_some()).count();
    let reading = match (read, session.articles.len()) {
        (read, all) if read == all => "all read".to_owned(),
        (0, _) => "**none marked as read**".to_owned(),
        (read, _) => format!("**{read} read**"),
    };
    let confirmed = paper.selection.claims.iter().filter(|s| is_confirmed(s.claim)).count();
    let state = match &session.log.head {
        Some(head) => {
            format!("session {}…", inline(&head.chars().take("blake3:".len() + 8).collect::<String>()))
        }
        None => format!("session {}", inline(session.id.as_str())),
    };
    let mut line = vec![
        format!("{}, {reading}", counted(session.articles.len(), "article")),
        format!(
            "{}, {confirmed} confirmed, {} private",
            counted(paper.selection.claims.len(), "claim"),
            paper.selection.private
        ),
        inline(&visible_line(paper.report.analyst)),
        minute(paper.report.at),
        state,
    ];
    line.extend(warnings(paper).into_iter().map(|warning| format!("**{warning}**")));
    format!("# {}\n\n{}\n\n", inline(title), line.join(" · "))
}

/// Says whether a person has confirmed every part that the claim has.
fn is_confirmed(claim: &Claim) -> bool {
    let needed = [
        (Part::Figure, claim.figure.is_some()),
        (Part::Attribution, !claim.attribution.is_empty()),
        (Part::Question, claim.question.is_some()),
    ];
    needed.iter().all(|(part, has)| !has || claim.confirmed.contains(part))
}

/// Says whether something is known of an article.
type Known = fn(&Article) -> bool;

/// What an editor must know before the first line.
fn warnings(paper: &Paper) -> Vec<String> {
    let articles = paper.articles();
    let mut warnings = Vec::new();
    let mut whole = Vec::new();
    let facts: [(&str, Known); 3] = [
        ("publisher", |a| a.source.is_some()),
        ("date", |a| a.published.is_some()),
        ("URL", |a| a.url.is_some() || a.archive_url.is_some()),
    ];
    for (name, known) in facts {
        let unknown: Vec<String> =
            articles.iter().filter(|(.., a)| !known(a)).map(|(n, ..)| n.to_string()).collect();
        if unknown.len() == articles.len() {
            whole.push(name);
        } else if !unknown.is_empty() {
            warnings.push(format!("{name} unknown: {}", unknown.join(" ")));
        }
    }
    if !whole.is_empty() && !articles.is_empty() {
        warnings.insert(0, format!("{} of every article unknown", whole.join(" and ")));
    }
    if paper.report.analyst == "analyst" {
        warnings.push("the analyst has given no name".to_owned());
    }
    if !paper.selection.not_in_place.is_empty() {
        let numbers: Vec<String> = paper.selection.not_in_place.iter().map(|n| format!("c{n}")).collect();
        warnings.push(format!("left out, words not at hand at their place: {}", numbers.join(" ")));
    }
    warnings
}

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
