//! Which suggestions of an article are open: neither dismissed nor covered by a claim.
//!
//! **Invariant:** kept in step edit by edit; an edit looks again only at the suggestions that its words meet.

use super::Suggestion;
use super::order::Kind;
use crate::app::articles::ArticleEntry;
use crate::app::doc::Doc;
use crate::app::zones::is_left_out;
use crate::model::{Change, Claim, ClaimId, Edit};
use crate::text::Span;

/// The suggestions of one article.
#[derive(Debug, Clone, Default)]
pub struct Suggested {
    all: Vec<Suggestion>,
    open: Vec<bool>,
    n_open: usize,
    /// The greatest end of the suggestions up to each.
    reach: Vec<usize>,
}

impl Suggested {
    /// Takes up what was found, by start; `is_open` tells which of it waits for a person.
    pub fn new(all: Vec<Suggestion>, is_open: impl Fn(&Suggestion) -> bool) -> Self {
        let open: Vec<bool> = all.iter().map(is_open).collect();
        let mut end = 0;
        let reach = all.iter().map(|s| {
            end = end.max(s.span.end);
            end
        });
        let reach = reach.collect();
        let n_open = open.iter().filter(|open| **open).count();
        Self { all, open, n_open, reach }
    }

    /// Returns how many wait for a person.
    pub fn n_open(&self) -> usize {
        self.n_open
    }

    /// Returns a suggestion by its place, if it waits for a person.
    pub fn get(&self, n: usize) -> Option<&Suggestion> {
        self.all.get(n).filter(|_| self.is_open(n))
    }

    /// Returns what was found, open or not.
    pub fn all(&self) -> &[Suggestion] {
        &self.all
    }

    /// Gives back what was found.
    pub fn into_all(self) -> Vec<Suggestion> {
        self.all
    }

    fn is_open(&self, n: usize) -> bool {
        self.open.get(n).copied().unwrap_or(false)
    }

    /// Returns the open ones with their places, by start.
    pub fn open(&self) -> impl DoubleEndedIterator<Item = (usize, &Suggestion)> {
        self.all.iter().enumerate().filter(|(n, _)| self.is_open(*n))
    }

    /// Returns the open ones that share a byte with a range, by start.
    pub fn meeting(&self, range: Span) -> impl DoubleEndedIterator<Item = (usize, &Suggestion)> {
        self.places_meeting(range)
            .filter_map(|n| Some((n, self.get(n)?)))
            .filter(move |(_, s)| s.span.meets(range))
    }

    fn places_meeting(&self, range: Span) -> std::ops::Range<usize> {
        let first = self.reach.partition_point(|end| *end <= range.start);
        let last = self.all.partition_point(|s| s.span.start < range.end);
        first..last.max(first)
    }

    /// Returns the first open one of a kind at a place or behind it.
    pub fn next(&self, from: usize, kind: &Kind) -> Option<usize> {
        (from..self.all.len()).find(|n| self.get(*n).is_some_and(|s| kind.holds(s)))
    }

    /// Returns the last open one of a kind before a place.
    pub fn previous(&self, before: usize, kind: &Kind) -> Option<usize> {
        (0..before.min(self.all.len())).rev().find(|n| self.get(*n).is_some_and(|s| kind.holds(s)))
    }

    /// Returns the place of the first suggestion that starts at a byte or behind it.
    pub fn from_byte(&self, byte: usize) -> usize {
        self.all.partition_point(|s| s.span.start < byte)
    }

    /// Returns the first of exactly these words and rule, open or not.
    pub fn of_words(&self, exact: &str, rule: &str) -> Option<(usize, &Suggestion)> {
        self.all.iter().enumerate().find(|(_, s)| s.rule == rule && s.exact == exact)
    }

    fn set(&mut self, n: usize, open: bool) {
        if let Some(place) = self.open.get_mut(n) {
            self.n_open = self.n_open - usize::from(*place) + usize::from(open);
            *place = open;
        }
    }
}

impl Doc {
    /// Takes up what the rules found in an article.
    pub fn suggestions_arrived(&mut self, article: usize, found: Vec<Suggestion>) {
        let suggested = Suggested::new(found, |s| is_open(self, article, s));
        if let Some(entry) = self.articles.get_mut(article) {
            entry.suggested = Some(suggested);
        }
        self.suggested += 1;
    }

    /// Returns how many suggestions wait for a person in the articles that were read.
    pub fn n_suggestions(&self) -> usize {
        self.articles.iter().filter_map(|entry| entry.suggested.as_ref()).map(Suggested::n_open).sum()
    }

    /// Returns an open suggestion of an article.
    pub fn suggestion(&self, article: usize, n: usize) -> Option<&Suggestion> {
        self.articles.get(article)?.suggested.as_ref()?.get(n)
    }

    /// Looks again at the suggestions that an edit may have opened or closed.
    pub fn review_suggestions(&mut self, edit: &Edit) {
        for change in &edit.changes {
            match change {
                Change::Claim(swap) => {
                    for claim in [&swap.before, &swap.after].into_iter().flatten() {
                        self.review_near(claim);
                    }
                }
                Change::Dismissed(swap) => {
                    let (article, exact, rule) = &swap.id;
                    let Some(article) = self.article_index(article) else { continue };
                    self.review(article, |suggested| {
                        let same = |s: &Suggestion| s.rule == *rule && s.exact == *exact;
                        (0..suggested.all.len()).filter(|n| suggested.all.get(*n).is_some_and(same)).collect()
                    });
                }
                Change::Article(swap) => {
                    let zones = |known: &Option<std::sync::Arc<crate::model::Article>>| {
                        known.as_ref().map_or_else(Vec::new, |known| known.zones.clone())
                    };
                    let article = self.article_index(&swap.id);
                    if let Some(article) = article.filter(|_| zones(&swap.before) != zones(&swap.after)) {
                        self.review(article, |suggested| (0..suggested.all.len()).collect());
                    }
                }
                _ => {}
            }
        }
    }

    fn review_near(&mut self, claim: &Claim) {
        let Some(article) = self.article_of(claim) else { return };
        let Some(entry) = self.articles.get(article) else { return };
        let spans: Option<Vec<Span>> =
            entry.text.as_ref().map(|_| claim.target.iter().filter_map(|t| entry.place(t)).collect());
        self.review(article, |suggested| match spans {
            Some(spans) => spans.iter().flat_map(|span| suggested.places_meeting(*span)).collect(),
            None => (0..suggested.all.len()).collect(),
        });
    }

    fn review(&mut self, article: usize, which: impl FnOnce(&Suggested) -> Vec<usize>) {
        let Some(mut suggested) = self.articles.get_mut(article).and_then(|e| e.suggested.take()) else {
            return;
        };
        for n in which(&suggested) {
            let open = suggested.all.get(n).is_some_and(|s| is_open(self, article, s));
            suggested.set(n, open);
        }
        if let Some(entry) = self.articles.get_mut(article) {
            entry.suggested = Some(suggested);
        }
    }
}

/// Says whether a suggestion waits for a person.
fn is_open(doc: &Doc, article: usize, suggestion: &Suggestion) -> bool {
    let Some(entry) = doc.articles.get(article) else { return false };
    let dismissed = &doc.session.dismissed;
    let is_dismissed = !dismissed.is_empty()
        && dismissed.contains_key(&(entry.id.clone(), suggestion.exact.clone(), suggestion.rule.to_string()));
    !is_dismissed
        && !is_left_out(doc, article, suggestion.span, &suggestion.exact)
        && !is_covered(doc, article, entry, suggestion)
}

fn is_covered(doc: &Doc, article: usize, entry: &ArticleEntry, suggestion: &Suggestion) -> bool {
    let covers =
        |id: &ClaimId| doc.session.claims.get(id).is_some_and(|claim| states(doc, claim, suggestion));
    if entry.text.is_some() {
        return entry.anchors.meeting(suggestion.span, &mut 0).into_iter().any(|a| covers(&a.claim));
    }
    // Without the text bytes and code points cannot be compared, but words can.
    let holds = |id: &&ClaimId| {
        let claim = doc.session.claims.get(*id);
        claim.is_some_and(|c| c.target.iter().any(|t| t.exact.contains(&suggestion.exact)))
    };
    doc.order().of_article(article).filter(holds).any(covers)
}

/// Says whether a claim on the same place states what a suggestion proposes: by the same words, the same figure, or
/// the same tag where it has no figure.
fn states(doc: &Doc, claim: &Claim, suggestion: &Suggestion) -> bool {
    let same_words = claim.target.iter().any(|target| target.exact == suggestion.exact);
    let tag = suggestion.tag.as_deref();
    let same_tag = || {
        let labels = claim.tags.iter().filter_map(|id| doc.session.tags.get(id));
        labels.into_iter().any(|t| Some(t.label.as_str()) == tag)
    };
    same_words
        || match &claim.figure {
            Some(figure) => {
                figure.comparator == suggestion.figure.comparator
                    && figure.value == suggestion.figure.value
                    && figure.to == suggestion.figure.to
            }
            None => same_tag(),
        }
}
