//! Who stands behind a claim, and the rule that says so.
//!
//! **Invariant:** an origin is the analyst's where set, else read from the claim's own chain and one relay; an
//! empty chain has none, and no rule ever guesses one.

use std::collections::BTreeMap;

use crate::model::{Claim, How, QuestionId, Relation, RelationKind, Session, SourceId};

/// Which source passes on which other's word, on which question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relays(BTreeMap<(QuestionId, SourceId), SourceId>);

impl Relays {
    /// Reads the `relays` relations of a session; of two for one source and question the first by id holds.
    pub fn of(session: &Session) -> Self {
        let mut relays = BTreeMap::new();
        for relation in session.relations.values() {
            if let Some((key, to)) = relay(relation) {
                relays.entry(key).or_insert(to);
            }
        }
        Self(relays)
    }

    /// Returns whose word the source passes on under the question.
    pub fn relayed(&self, source: &SourceId, question: &QuestionId) -> Option<&SourceId> {
        self.0.get(&(question.clone(), source.clone()))
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

/// Proposes who stands behind a claim from its chain and the relays, whatever is set.
pub fn proposed(claim: &Claim, relays: &Relays) -> Decided {
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
