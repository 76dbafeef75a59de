//! Who stands behind a claim, and the rule that says so.
//!
//! **Invariant:** an origin is the analyst's where set, else that of the accepted echo around the claim, else read
//! from the claim's own chain and one relay; an empty chain has none, and no rule ever guesses one.

use std::collections::BTreeMap;

use crate::model::{
    ArticleId, Claim, EchoMember, How, QuestionId, Relation, RelationKind, Session, SourceId,
};

/// What a person decided of sources beyond one claim: which passes on which other's word on which question, and which
/// shared passages are one statement by one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relays {
    by_question: BTreeMap<(QuestionId, SourceId), SourceId>,
    /// By article: the first code point of a passage, one past its last, and its source.
    passages: BTreeMap<ArticleId, Vec<(usize, usize, SourceId)>>,
}

impl Relays {
    /// Reads the `relays` relations and the accepted echoes of a session; of two for one source and question the
    /// first by id holds.
    pub fn of(session: &Session) -> Self {
        let mut relays = BTreeMap::new();
        for relation in session.relations.values() {
            if let Some((key, to)) = relay(relation) {
                relays.entry(key).or_insert(to);
            }
        }
        let mut passages: BTreeMap<ArticleId, Vec<(usize, usize, SourceId)>> = BTreeMap::new();
        for echo in session.echoes.values() {
            let Some(source) = &echo.source else { continue };
            for EchoMember { article, target } in &echo.members {
                let passage = (target.start, target.end, source.clone());
                passages.entry(article.clone()).or_default().push(passage);
            }
        }
        Self { by_question: relays, passages }
    }

    /// Returns whose statement the passage is that all of a claim's words stand in, where one was accepted: of several
    /// the shortest.
    pub fn stated(&self, claim: &Claim) -> Option<&SourceId> {
        let start = claim.target.iter().map(|target| target.start).min()?;
        let end = claim.target.iter().map(|target| target.end).max()?;
        let around = self.passages.get(&claim.article)?.iter().filter(|(s, e, _)| *s <= start && end <= *e);
        around.min_by_key(|(start, end, _)| end - start).map(|(_, _, source)| source)
    }

    /// Returns whose word the source passes on under the question.
    pub fn relayed(&self, source: &SourceId, question: &QuestionId) -> Option<&SourceId> {
        self.by_question.get(&(question.clone(), source.clone()))
    }
}

fn relay(relation: &Relation) -> Option<((QuestionId, SourceId), SourceId)> {
    let question = relation.question.clone().filter(|_| relation.kind == RelationKind::Relays)?;
    Some(((question, SourceId::new(&relation.from)), SourceId::new(&relation.to)))
}

/// The rule that gave an origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OriginRule {
    /// A person or an importer set it, or set that there is none.
    Set,
    /// The chain is empty: the publisher's own voice.
    OwnVoice,
    /// The last link of the chain.
    LastLink,
    /// The last link that is not only cited.
    BeforeCited,
    /// The source that the link relays on this question.
    Relay,
    /// The source whose one statement the passage around the claim was accepted as.
    Statement,
}

impl OriginRule {
    /// Returns the rule in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Set => "set",
            Self::OwnVoice => "no speaker named",
            Self::LastLink => "last of the chain",
            Self::BeforeCited => "last is only cited",
            Self::Relay => "relays on this question",
            Self::Statement => "one statement in several articles",
        }
    }
}

/// Who stands behind a claim, and by which rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The source; none where nobody is named.
    pub source: Option<SourceId>,
    /// The rule that gave it.
    pub rule: OriginRule,
}

/// Decides who stands behind a claim: the origin set, else the one proposed.
pub fn of_claim(claim: &Claim, relays: &Relays) -> Decided {
    match &claim.origin {
        Some(origin) => {
            let rule = match origin.how {
                How::Set => OriginRule::Set,
                How::Chain => OriginRule::LastLink,
                How::Relay => OriginRule::Relay,
            };
            Decided { source: origin.source.clone(), rule }
        }
        None => proposed(claim, relays),
    }
}

/// Proposes who stands behind a claim from an accepted echo around it, its chain and the relays, whatever is set.
pub fn proposed(claim: &Claim, relays: &Relays) -> Decided {
    if let Some(source) = relays.stated(claim) {
        return Decided { source: Some(source.clone()), rule: OriginRule::Statement };
    }
    let mut links = claim.attribution.iter().rev();
    let Some(link) = links.by_ref().find(|link| !link.cited_only) else {
        return Decided { source: None, rule: OriginRule::OwnVoice };
    };
    let relayed = claim.question.as_ref().and_then(|q| relays.relayed(&link.source, q));
    let before_cited = claim.attribution.last().is_some_and(|last| last.cited_only);
    match relayed {
        Some(source) => Decided { source: Some(source.clone()), rule: OriginRule::Relay },
        None if before_cited => Decided { source: Some(link.source.clone()), rule: OriginRule::BeforeCited },
        None => Decided { source: Some(link.source.clone()), rule: OriginRule::LastLink },
    }
}
