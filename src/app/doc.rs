//! The document: session, history, articles with their anchors, and how far all of it is saved.
//!
//! **Invariant:** knows no screen; every change of the session goes through `commit`, which keeps history, anchors
//! and log lines in step.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::articles::{ArticleEntry, ArticleState};
use super::echoes::Echoes;
use super::msg::{TextPart, WholeFacts};
use super::order::{ClaimOrder, Rank};
use super::zones;
use crate::ledger::Ledger;
use crate::model::{
    AnalystId, Article, ArticleId, Change, Claim, ClaimId, Edit, History, Session, Swap, Target, label,
    validate,
};
use crate::store::{known, page};
use crate::text::{Span, quote};

/// The session at work.
#[derive(Debug, Clone)]
pub struct Doc {
    /// What the analyst made.
    pub session: Session,
    /// What can be undone and redone.
    pub history: History,
    /// Whether the log holds edits older than the history at hand.
    pub older: bool,
    /// The articles, in the order of their numbers.
    pub articles: Vec<ArticleEntry>,
    /// Who makes the edits.
    pub analyst: Analyst,
    /// The number of the next log line.
    pub next_seq: u64,
    /// The last line that the analyst waits for; lines that only note a checkpoint are not waited for.
    pub last_edit_seq: u64,
    /// The newest line that is on disk.
    pub saved_seq: u64,
    /// How far the log is on disk.
    pub saved: Saved,
    /// Why nothing can be edited, where that is so.
    pub read_only: Option<String>,
    /// Whether that was somebody else who has closed the session since.
    pub is_free: bool,
    /// The largest article that is copied whole beside the session, bytes.
    pub copy_limit: u64,
    /// How often suggestions arrived: lists are made anew then.
    pub suggested: u64,
    /// Who says what: kept in step with the session, edit by edit.
    pub ledger: Ledger,
    /// The passages that the articles share, once they were compared; without those in words that are not article.
    pub echoes: Arc<Echoes>,
    /// The passages as they were found.
    found_echoes: Arc<Echoes>,
    /// The claims as they are visited: kept in step, edit by edit.
    order: ClaimOrder,
    by_id: HashMap<ArticleId, usize>,
}

/// Who makes the edits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Analyst {
    /// The id written with each edit.
    pub id: AnalystId,
    /// The name shown and exported.
    pub name: String,
    /// Whether a person chose that name; the login name is never taken.
    pub chosen: bool,
}

/// How far the log is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// Nothing was edited since the session was opened.
    Unchanged,
    /// Lines are on their way.
    Saving,
    /// All is on disk since then.
    At(Timestamp),
    /// Writing failed; edits are kept in memory and tried again.
    Failed {
        /// What went wrong and where.
        reason: String,
        /// What to do about it.
        hint: String,
    },
}

/// What a document is made from.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The session, loaded or new.
    pub session: Session,
    /// The edits that can be undone and redone.
    pub history: History,
    /// Whether the log holds still older edits.
    pub older: bool,
    /// The articles, in the order of their numbers.
    pub articles: Vec<ArticleEntry>,
    /// Who makes the edits.
    pub analyst: Analyst,
    /// Why nothing can be edited, where that is so.
    pub read_only: Option<String>,
    /// The number of the next log line, after those that the writer puts before the first edit.
    pub next_seq: u64,
}

impl Doc {
    /// Takes up a session.
    pub fn new(opening: Opening) -> Self {
        let Opening { session, history, older, articles, analyst, read_only, next_seq } = opening;
        let by_id: HashMap<_, _> =
            articles.iter().enumerate().map(|(n, article)| (article.id.clone(), n)).collect();
        let rank = |(id, claim): (&ClaimId, &Arc<Claim>)| Rank::of(*by_id.get(&claim.article)?, id, claim);
        let order = session.claims.iter().filter_map(rank).collect();
        let last_edit_seq = session.log.sequence;
        let saved = Saved::Unchanged;
        let ledger = Ledger::build(&session);
        Self {
            session,
            history,
            older,
            articles,
            analyst,
            next_seq,
            last_edit_seq,
            saved_seq: last_edit_seq,
            saved,
            read_only,
            is_free: false,
            copy_limit: u64::MAX,
            suggested: 0,
            ledger,
            echoes: Arc::default(),
            found_echoes: Arc::default(),
            order,
            by_id,
        }
    }

    /// Returns an article's place in the list.
    pub fn article_index(&self, id: &ArticleId) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// Returns the log line before which older edits are to be read.
    pub fn oldest_seq(&self) -> u64 {
        let entries = self.history.done.iter().chain(&self.history.undone);
        entries.map(|entry| entry.seq).min().unwrap_or(self.next_seq)
    }

    /// Returns the article a claim is of, by its place in the list.
    pub fn article_of(&self, claim: &Claim) -> Option<usize> {
        self.article_index(&claim.article)
    }

    /// Returns a claim's rank among those that are visited; none where its article is not listed.
    pub fn rank(&self, id: &ClaimId, claim: &Claim) -> Option<Rank> {
        Rank::of(self.article_of(claim)?, id, claim)
    }

    /// Returns the claims in the order of visiting.
    pub fn order(&self) -> &ClaimOrder {
        &self.order
    }

    /// Returns the claim's place in its article's text, where its words stand there.
    pub fn place_of(&self, claim: &Claim) -> Option<(usize, Span)> {
        let article = self.article_of(claim)?;
        let entry = self.articles.get(article).filter(|entry| !entry.is_declined(claim))?;
        Some((article, entry.place(claim.target.first()?)?))
    }

    /// Returns the ids of all claims in the order of their making.
    pub fn claims_by_number(&self) -> Vec<ClaimId> {
        let mut ids: Vec<_> = self.session.claims.iter().map(|(id, claim)| (claim.number, id)).collect();
        ids.sort_unstable();
        ids.into_iter().map(|(_, id)| id.clone()).collect()
    }

    /// Returns a claim's label.
    pub fn label(&self, claim: &Claim) -> String {
        label::of_claim(&self.session, claim)
    }

    /// Says how many articles carry a read mark.
    pub fn n_read(&self) -> usize {
        self.session.articles.values().filter(|a| a.read.is_some()).count()
    }

    /// Takes an article's text up: its claims are placed, and the whole is compared with what was annotated.
    pub fn text_arrived(&mut self, article: usize, part: TextPart) {
        let Some(entry) = self.articles.get_mut(article) else { return };
        if entry.is_whole() && part.whole.is_none() {
            return;
        }
        let known = self.session.articles.get(&entry.id).map(|article| &**article);
        if entry.awaits_encoding {
            // What was read in the encoding before may still be on its way.
            let wanted = known.map_or("", |known| known.encoding.as_str());
            if part.whole.is_none() || !(wanted.is_empty() || wanted == part.encoding) {
                return;
            }
            entry.awaits_encoding = false;
        }
        if let Some(facts) = &part.whole {
            entry.state = compared(&entry.state, known, facts);
        }
        entry.text = Some(part);
        entry.place_zones(self.session.articles.get(&entry.id).map(|known| &**known));
        let claims = &self.session.claims;
        let own = self.order.of_article(article).filter_map(|id| Some((id, &**claims.get(id)?)));
        entry.anchor_all(own);
        if !entry.zones.is_empty() {
            self.leave_echoes_out();
        }
    }

    /// Applies the changes of an edit and keeps the anchors in step.
    pub fn apply(&mut self, edit: &Edit) -> Result<(), crate::model::ApplyError> {
        edit.apply(&mut self.session)?;
        for change in &edit.changes {
            if let Change::Article(swap) = change {
                self.article_changed(swap);
            }
            let Change::Claim(swap) = change else { continue };
            let (before, after) = (swap.before.as_deref(), swap.after.as_deref());
            let rank = |claim: Option<&Claim>| self.rank(&swap.id, claim?);
            let ranks = (rank(before), rank(after));
            self.order.replace(ranks.0, ranks.1);
            let index = after.or(before).and_then(|claim| self.article_of(claim));
            if let Some(entry) = index.and_then(|n| self.articles.get_mut(n)) {
                entry.anchor(&swap.id, before, after);
            }
        }
        self.ledger.update(&self.session, edit);
        self.review_suggestions(edit);
        debug_assert!(validate::validate(&self.session).is_empty(), "an edit left the session unfit");
        Ok(())
    }

    /// Takes up what became known or was said of an article.
    fn article_changed(&mut self, swap: &Swap<ArticleId, Article>) {
        let index = self.article_index(&swap.id);
        let Some(entry) = index.and_then(|n| self.articles.get_mut(n)) else { return };
        if let Some(short) = swap.after.as_ref().map(|after| &after.short).filter(|short| !short.is_empty()) {
            entry.short.clone_from(short);
        }
        let zones =
            |article: &Option<Arc<Article>>| article.as_ref().map_or(0, |article| article.zones.len());
        if (zones(&swap.before), zones(&swap.after)) != (0, 0) {
            entry.place_zones(swap.after.as_deref());
            self.leave_echoes_out();
        }
    }

    /// Takes up the passages that articles share.
    pub fn echoes_arrived(&mut self, echoes: Arc<Echoes>) {
        self.found_echoes = echoes;
        self.leave_echoes_out();
    }

    /// Leaves out the members of passages that stand in words which are not article.
    fn leave_echoes_out(&mut self) {
        let is_left_out =
            |article: usize, span: Span, exact: &str| zones::is_left_out(self, article, span, exact);
        let left = self.found_echoes.without(is_left_out);
        self.echoes = left.map_or_else(|| Arc::clone(&self.found_echoes), Arc::new);
    }

    /// Returns the target of words in an article's text, blanks at both ends left out; none where nothing is left
    /// or the text behind them has not arrived.
    pub fn target(&self, article: usize, span: Span) -> Option<Target> {
        let entry = self.articles.get(article)?;
        let part = entry.text.as_ref()?;
        let exact = span.of(&part.text);
        let start = span.start + (exact.len() - exact.trim_start().len());
        let end = span.end - (exact.len() - exact.trim_end().len());
        // The suffix of words at the end of a first part is not known yet.
        if start >= end || (part.whole.is_none() && part.text.len() < end + SUFFIX_BYTES) {
            return None;
        }
        let span = Span { start, end };
        Some(Target {
            start: part.index.code_point(&part.text, start),
            end: part.index.code_point(&part.text, end),
            exact: span.of(&part.text).to_owned(),
            prefix: quote::prefix(&part.text, span).to_owned(),
            suffix: quote::suffix(&part.text, span).to_owned(),
            occurrence: u32::try_from(quote::occurrence(&part.text, span)).unwrap_or(u32::MAX),
        })
    }

    /// Returns the article as the session would hold it, with all that is known of its file.
    pub fn article_facts(&self, article: usize) -> Option<Article> {
        let entry = self.articles.get(article)?;
        let mut facts = self.session.articles.get(&entry.id).map_or_else(
            || Article {
                path: entry.path.clone(),
                media_type: media_type(&entry.path).to_owned(),
                short: entry.short.clone(),
                ..Article::default()
            },
            |standing| Article::clone(standing),
        );
        // While it is read anew, the session knows better than the text at hand.
        if let Some(part) = entry.text.as_ref().filter(|_| !entry.awaits_encoding) {
            facts.encoding.clone_from(&part.encoding);
        }
        Some(facts)
    }
}

/// The most bytes that 32 code points of a suffix take.
const SUFFIX_BYTES: usize = 32 * 4;

/// Compares a file with what was annotated.
fn compared(state: &ArticleState, known: Option<&Article>, facts: &WholeFacts) -> ArticleState {
    // The same bytes may be read otherwise now: in another encoding.
    let other_text =
        known.and_then(|article| article.text_sha256.as_ref()).is_some_and(|hash| *hash != facts.text_sha256);
    match (state, known.and_then(|article| article.sha256.as_deref())) {
        (ArticleState::Outside, Some(hash)) if hash != facts.sha256 => ArticleState::Outside,
        (_, Some(_)) if other_text => ArticleState::Changed,
        (ArticleState::Moved, Some(hash)) if hash == facts.sha256 => ArticleState::Moved,
        (_, Some(hash)) if hash == facts.sha256 => ArticleState::Same,
        (_, Some(_)) => ArticleState::Changed,
        (_, None) => ArticleState::New,
    }
}

/// Returns the media type that a path's ending tells.
pub fn media_type(path: &str) -> &'static str {
    match () {
        () if path.ends_with(".md") => "text/markdown",
        () if page::is_page(Path::new(path)) => known::PAGE,
        () => "text/plain",
    }
}
