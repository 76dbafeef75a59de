//! The articles as the workbench knows them: name, state, text at hand, where their claims stand.
//!
//! **Invariant:** an article keeps its place in the list and its number, whatever becomes of its file.

use std::sync::Arc;

use super::anchors::{Anchored, Anchors};
use super::msg::TextPart;
use super::suggestions::Suggested;
use super::zones::Zoned;
use crate::model::{ArticleId, Claim, ClaimId, Target};
use crate::text::Span;

/// One article of the list.
#[derive(Debug, Clone)]
pub struct ArticleEntry {
    /// Its id in the session.
    pub id: ArticleId,
    /// Its path as the session file writes it.
    pub path: String,
    /// The short name shown.
    pub short: String,
    /// What is known of its file.
    pub state: ArticleState,
    /// Its text, where it was read.
    pub text: Option<TextPart>,
    /// Where its claims stand in that text.
    pub anchors: Anchors,
    /// Where its zones stand in that text.
    pub zones: Vec<Zoned>,
    /// What was asked for.
    pub asked: Asked,
    /// What the rules propose of its text, once they have read it.
    pub suggested: Option<Suggested>,
    /// Whether the rules were asked to read it.
    pub suggest_asked: bool,
    /// Whether it is being read anew in the encoding that the session holds now.
    pub awaits_encoding: bool,
}

pub use crate::store::state::ArticleState;

/// How much of an article's text was asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// Nothing.
    #[default]
    Nothing,
    /// The whole, and its first part before.
    Whole,
}

impl ArticleState {
    /// Returns why its claims cannot be made or changed now, or nothing.
    pub fn refusal(&self) -> Option<&'static str> {
        match self {
            Self::New | Self::Same | Self::Moved => None,
            Self::Unchecked => Some("this article is being compared with what was annotated; try again"),
            Self::Changed => Some("this article's file has changed since it was annotated"),
            Self::Missing => Some("this article's file is missing"),
            Self::Unreadable(..) => Some("this article cannot be read"),
            Self::Outside => Some("this article lies outside the session's folders"),
        }
    }

    /// Says whether its file may be opened: one outside too, for its text is taken only where its hash is the stored one.
    pub fn may_be_read(&self) -> bool {
        !matches!(self, Self::Missing | Self::Unreadable(..))
    }

    /// Says whether its text may be looked into.
    pub fn may_be_searched(&self) -> bool {
        !matches!(self, Self::Missing | Self::Unreadable(..) | Self::Outside)
    }

    /// Says whether claims are drawn as certain.
    pub fn is_certain(&self) -> bool {
        self.refusal().is_none()
    }
}

impl ArticleEntry {
    /// Lists an article whose text has not been asked for.
    pub fn new(id: ArticleId, path: String, short: String, state: ArticleState) -> Self {
        Self {
            id,
            path,
            short,
            state,
            text: None,
            anchors: Anchors::default(),
            zones: Vec::new(),
            asked: Asked::Nothing,
            suggested: None,
            suggest_asked: false,
            awaits_encoding: false,
        }
    }

    /// Returns the text at hand; empty where none is.
    pub fn words(&self) -> &str {
        self.text.as_ref().map_or("", |part| &part.text)
    }

    /// Returns the text to share, where there is one.
    pub fn shared(&self) -> Option<Arc<str>> {
        self.text.as_ref().map(|part| Arc::clone(&part.text))
    }

    /// Says whether the whole text is at hand.
    pub fn is_whole(&self) -> bool {
        self.text.as_ref().is_some_and(|part| part.whole.is_some())
    }

    /// Returns the long lines of the text at hand.
    pub fn long_lines(&self) -> &[Span] {
        self.text.as_ref().map_or(&[], |part| part.index.long_lines())
    }

    /// Returns the line of a byte, from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.text.as_ref().map_or(1, |part| part.index.line(&part.text, offset))
    }

    /// Returns where a target's words stand, if just those words stand at its place.
    pub fn place(&self, target: &Target) -> Option<Span> {
        let part = self.text.as_ref()?;
        let start = part.index.byte(&part.text, target.start)?;
        let end = start + target.exact.len();
        (part.text.get(start..end) == Some(target.exact.as_str())).then_some(Span { start, end })
    }

    /// Takes the places of a claim as it was out of the index and puts those in that it has now.
    pub fn anchor(&mut self, id: &ClaimId, before: Option<&Claim>, after: Option<&Claim>) {
        let same = |(a, b): (&Claim, &Claim)| {
            a.target == b.target && a.number == b.number && a.declined == b.declined
        };
        if before.zip(after).is_some_and(same) {
            return;
        }
        let spans = |claim: Option<&Claim>| claim.map(|claim| self.spans(id, claim)).unwrap_or_default();
        let (old, new) = (spans(before), spans(after));
        self.anchors.replace(&old, new);
    }

    /// Makes the index anew for a new text.
    pub fn anchor_all<'a>(&mut self, claims: impl Iterator<Item = (&'a ClaimId, &'a Claim)>) {
        let spans = claims.flat_map(|(id, claim)| self.spans(id, claim)).collect();
        self.anchors = Anchors::new(spans);
    }

    /// Says whether a person said of a claim that its words stand nowhere in the text at hand.
    pub fn is_declined(&self, claim: &Claim) -> bool {
        let whole = self.text.as_ref().and_then(|part| part.whole.as_ref());
        claim.declined.is_some() && claim.declined.as_ref() == whole.map(|whole| &whole.text_sha256)
    }

    fn spans(&self, id: &ClaimId, claim: &Claim) -> Vec<Anchored> {
        if self.is_declined(claim) {
            return Vec::new();
        }
        let places = claim.target.iter().filter_map(|target| self.place(target));
        places.map(|span| Anchored { span, number: claim.number, claim: id.clone() }).collect()
    }
}
