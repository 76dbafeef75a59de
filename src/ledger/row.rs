//! One row of the ledger: a question, its values, their pairs, and who is silent.
//!
//! **Invariant:** mentions, articles, independent origins and parties are counted apart; an unknown origin counts
//! as none, and no mean, midpoint or sum is ever made.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::origin::{OriginRule, Relays, of_claim};
use super::pair::{self, Pair, PairClass};
use super::vague::Preset;
use super::value::{self, Key, Mention, RowValue, Standing, Units};
use crate::model::{ArticleId, Claim, ClaimId, Question, QuestionId, Session, SourceId};

/// A question with all that is claimed under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The question.
    pub question: QuestionId,
    /// How many claims there are.
    pub mentions: usize,
    /// The articles that make them, by id.
    pub articles: BTreeSet<ArticleId>,
    /// The independent origins that are known, by id.
    pub origins: BTreeSet<SourceId>,
    /// The parties that these origins belong to.
    pub parties: BTreeSet<String>,
    /// The values: known origins first, the most mentioned first; within one by comparator and number.
    pub values: Vec<RowValue>,
    /// Every pair of values that could be compared, by place.
    pub pairs: Vec<Pair>,
    /// The range of reports; none without a number stated exactly.
    pub range: Option<Range>,
    /// How much the row asks for attention.
    pub seriousness: Seriousness,
    /// Printed units that are neither agreed nor convertible, so that their values are not paired.
    pub unagreed: BTreeSet<String>,
    /// Whether there are too many values to compare each with each.
    pub too_many: bool,
}

/// How much a row asks for attention, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seriousness {
    /// Two values conflict.
    Conflict,
    /// Two values conflict, one of them approximate.
    Approximate,
    /// One statement in two renderings.
    Rendering,
    /// Values in words only: a person must compare them.
    Words,
    /// One origin, however often printed.
    OneOrigin,
    /// Nobody named.
    NoOrigin,
    /// The rest.
    Rest,
}

impl Seriousness {
    /// Returns the mark that lists show.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Conflict => "✗",
            Self::Approximate => "~",
            Self::Rendering => "≈",
            Self::Words => "w",
            Self::OneOrigin => "1",
            Self::NoOrigin => "0",
            Self::Rest => " ",
        }
    }

    /// Returns the word of plain output.
    pub fn word(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Approximate => "approximate-conflict",
            Self::Rendering => "rendering",
            Self::Words => "words",
            Self::OneOrigin => "one-origin",
            Self::NoOrigin => "no-origin",
            Self::Rest => "rest",
        }
    }
}

/// The smallest and largest number stated with `=` or `range`: a range of reports, not a confidence interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The smallest.
    pub low: Decimal,
    /// Who said it; none among them is "nobody named".
    pub low_by: BTreeSet<Option<SourceId>>,
    /// The largest.
    pub high: Decimal,
    /// Who said it; none among them is "nobody named".
    pub high_by: BTreeSet<Option<SourceId>>,
}

/// An article without a claim, and what is known of its silence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silent {
    /// The article.
    pub article: ArticleId,
    /// What is known.
    pub state: Silence,
}

/// What is known of an article's silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Silence {
    /// A person recorded that it says nothing on the question.
    Recorded,
    /// It is read to its end, and nothing was claimed.
    Read,
    /// Nobody has read it: nothing can be said.
    Unread,
}

impl Silence {
    /// Every state with its word in exports.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Recorded, "recorded"), (Self::Read, "read"), (Self::Unread, "unread")];

    /// Returns the word in exports.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(s, _)| *s == self).map_or("", |(_, word)| word)
    }
}

impl Row {
    /// Makes the row of a question from its claims, in any order.
    pub fn build<'a>(
        session: &Session,
        id: &QuestionId,
        question: &Question,
        claims: impl Iterator<Item = (&'a ClaimId, &'a Claim)>,
        relays: &Relays,
    ) -> Self {
        let mut claims: Vec<_> = claims.collect();
        claims.sort_by_key(|(id, claim)| (claim.number, *id));
        let units = Units::of(question);
        let preset = Preset::named(&session.settings.vague_words);
        let values = group(&claims, &units, preset, relays);
        let too_many = values.len() > MOST_VALUES;
        let pairs = if too_many { Vec::new() } else { pairs(&values, units.is_open()) };
        let origins: BTreeSet<SourceId> = values
            .iter()
            .filter(|v| v.standing == Standing::Stands)
            .filter_map(|v| v.origin.clone())
            .collect();
        Self {
            question: id.clone(),
            mentions: claims.len(),
            articles: claims.iter().map(|(_, claim)| claim.article.clone()).collect(),
            parties: parties(session, &origins),
            range: range(&values),
            seriousness: seriousness(&values, &pairs, origins.len()),
            unagreed: values.iter().filter_map(|v| v.unit.clone()).collect(),
            origins,
            values,
            pairs,
            too_many,
        }
    }

    /// Reads the parties anew, after a source has changed.
    pub(super) fn read_parties(&mut self, session: &Session) {
        self.parties = parties(session, &self.origins);
    }

    /// Returns the articles of the session without a claim under the question, each with what is known.
    pub fn silent(&self, session: &Session) -> Vec<Silent> {
        self.without(session, |article| self.articles.contains(article))
    }

    /// Returns the articles without a claim of one value, each with what is known.
    pub fn absent(&self, session: &Session, value: &RowValue) -> Vec<Silent> {
        let articles: BTreeSet<&ArticleId> = value.mentions.iter().map(|m| &m.article).collect();
        self.without(session, |article| articles.contains(article))
    }

    fn without(&self, session: &Session, speaks: impl Fn(&ArticleId) -> bool) -> Vec<Silent> {
        let silent = session.articles.iter().filter(|(id, _)| !speaks(id));
        silent
            .map(|(id, article)| {
                let key = (id.clone(), self.question.clone());
                let state = match article.read {
                    _ if session.not_mentioned.contains_key(&key) => Silence::Recorded,
                    Some(_) => Silence::Read,
                    None => Silence::Unread,
                };
                Silent { article: id.clone(), state }
            })
            .collect()
    }

    /// Returns the place of the value that a claim belongs to.
    pub fn value_of(&self, claim: &ClaimId) -> Option<usize> {
        self.values.iter().position(|v| v.mentions.iter().any(|m| m.claim == *claim))
    }

    /// Returns the pairs that a value is in, the most serious first.
    pub fn pairs_of(&self, value: usize) -> Vec<Pair> {
        let mut pairs: Vec<Pair> =
            self.pairs.iter().filter(|p| p.a == value || p.b == value).copied().collect();
        pairs.sort_by_key(|p| (p.class, p.a, p.b));
        pairs
    }

    /// Returns the most serious class among a claim's pairs; none where its value is in none.
    pub fn state_of(&self, claim: &ClaimId) -> Option<PairClass> {
        let value = self.value_of(claim)?;
        self.pairs.iter().filter(|p| p.a == value || p.b == value).map(|p| p.class).min()
    }

    /// Returns the other claims of the row: those in conflict with this one first, then the rest, each by number.
    pub fn counterparts(&self, claim: &ClaimId) -> Vec<&Mention> {
        let own = self.value_of(claim);
        let against: BTreeSet<usize> = self
            .pairs
            .iter()
            .filter(|p| matches!(p.class, PairClass::Conflict | PairClass::ApproximateConflict))
            .filter_map(|p| match own {
                Some(own) if p.a == own => Some(p.b),
                Some(own) if p.b == own => Some(p.a),
                _ => None,
            })
            .collect();
        let mut found: Vec<(bool, &Mention)> = Vec::new();
        for (place, value) in self.values.iter().enumerate() {
            let others = value.mentions.iter().filter(|m| m.claim != *claim);
            found.extend(others.map(|m| (!against.contains(&place), m)));
        }
        found.sort_by_key(|(meets, m)| (*meets, m.number));
        found.into_iter().map(|(_, mention)| mention).collect()
    }
}

/// The most values that are compared each with each: two million pairs. A real row has a handful.
const MOST_VALUES: usize = 2_000;

fn parties(session: &Session, origins: &BTreeSet<SourceId>) -> BTreeSet<String> {
    let party = |source| session.sources.get(source).and_then(|s| s.party.clone());
    origins.iter().filter_map(party).filter(|p| !p.trim().is_empty()).collect()
}

fn group(claims: &[(&ClaimId, &Claim)], units: &Units, preset: Preset, relays: &Relays) -> Vec<RowValue> {
    let mut places: BTreeMap<Key, usize> = BTreeMap::new();
    let mut values: Vec<RowValue> = Vec::new();
    for (id, claim) in claims {
        let decided = of_claim(claim, relays);
        let (key, convert) = value::key(claim, decided.source, units);
        let place = match places.get(&key) {
            Some(place) => *place,
            None => {
                places.insert(key.clone(), values.len());
                values.push(value::make(key, claim, preset, convert));
                values.len() - 1
            }
        };
        if let Some(value) = values.get_mut(place) {
            add(value, id, claim, decided.rule);
        }
    }
    sort(&mut values);
    values
}

fn add(value: &mut RowValue, id: &ClaimId, claim: &Claim, rule: OriginRule) {
    let text = claim.figure.as_ref().map(|f| f.text.as_str()).unwrap_or_default();
    if !text.is_empty() && !value.texts.iter().any(|t| t == text) {
        value.texts.push(text.to_owned());
    }
    value.mentions.push(Mention {
        claim: id.clone(),
        number: claim.number,
        article: claim.article.clone(),
        rule,
        as_of: claim.as_of.clone().filter(|at| !at.is_empty()),
    });
}

/// Known origins before none, the most mentioned first; within one by comparator, number and first claim.
fn sort(values: &mut [RowValue]) {
    let mut weights: BTreeMap<Option<SourceId>, (usize, u32)> = BTreeMap::new();
    for value in &*values {
        let first = value.numbers().next().unwrap_or(0);
        let weight = weights.entry(value.origin.clone()).or_insert((0, first));
        *weight = (weight.0 + value.mentions.len(), weight.1.min(first));
    }
    values.sort_by_cached_key(|v| {
        let (mentions, first) = weights.get(&v.origin).copied().unwrap_or_default();
        (
            v.origin.is_none(),
            std::cmp::Reverse(mentions),
            first,
            v.standing,
            v.comparator.is_none(),
            v.comparator,
            v.stated.clone(),
            v.numbers().next(),
        )
    });
}

fn pairs(values: &[RowValue], any_unit: bool) -> Vec<Pair> {
    let comparable: Vec<(usize, &RowValue)> =
        values.iter().enumerate().filter(|(_, v)| v.extent.is_some()).collect();
    let count = comparable.len();
    let mut pairs = Vec::with_capacity(count * count.saturating_sub(1) / 2);
    for (n, (a, x)) in comparable.iter().enumerate() {
        for (b, y) in comparable.iter().skip(n + 1) {
            let Some((class, later)) = pair::class(x, y, any_unit) else { continue };
            pairs.push(Pair { a: *a, b: *b, class, same_origin: pair::same_origin(x, y), later });
        }
    }
    pairs
}

fn range(values: &[RowValue]) -> Option<Range> {
    let exact: Vec<_> = values.iter().filter_map(|v| v.exact_ends().map(|ends| (v, ends))).collect();
    let (first, _) = exact.first()?;
    // Numbers of several units that nobody has agreed on stand on no one line.
    if exact.iter().any(|(v, _)| v.unit != first.unit) {
        return None;
    }
    let low = exact.iter().map(|(_, ends)| ends.0).min()?;
    let high = exact.iter().map(|(_, ends)| ends.1).max()?;
    let by = |says: &dyn Fn(&(Decimal, Decimal)) -> bool| {
        exact.iter().filter(|(_, ends)| says(ends)).map(|(v, _)| v.origin.clone()).collect()
    };
    Some(Range { low, low_by: by(&|ends| ends.0 == low), high, high_by: by(&|ends| ends.1 == high) })
}

fn seriousness(values: &[RowValue], pairs: &[Pair], origins: usize) -> Seriousness {
    let has = |class| pairs.iter().any(|p| p.class == class);
    if has(PairClass::Conflict) {
        Seriousness::Conflict
    } else if has(PairClass::ApproximateConflict) {
        Seriousness::Approximate
    } else if has(PairClass::Rendering) {
        Seriousness::Rendering
    } else if values.is_empty() {
        Seriousness::Rest
    } else if values.iter().all(|v| v.extent.is_none()) {
        Seriousness::Words
    } else {
        match origins {
            0 => Seriousness::NoOrigin,
            1 => Seriousness::OneOrigin,
            _ => Seriousness::Rest,
        }
    }
}
