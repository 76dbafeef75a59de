//! One value of a row: what several claims state alike, on one origin's word.
//!
//! **Invariant:** claims are grouped by comparator, stated value, assigned interval and origin, never by who
//! printed them; a denied or uncheckable claim never shares a value with one that stands.

use rust_decimal::Decimal;

use super::interval::{self, Extent};
use super::measure::Conversion;
use super::origin::OriginRule;
use super::vague::{Preset, fold};
use crate::model::{
    ArticleId, Assigned, Claim, ClaimId, Class, Comparator, Figure, Polarity, Question, SourceId, Value,
    label,
};

/// What was stated, folded so that equal statements are equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stated {
    /// A number, in the question's unit where it converts.
    Number(Decimal),
    /// From a number to another.
    Span(Decimal, Decimal),
    /// Words, a date or a time, in lower case with single blanks.
    Words(String),
    /// No figure at all.
    Nothing,
}

/// Whether a claim's value may meet others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Affirmed and checkable.
    Stands,
    /// The source says that it is not so.
    Denied,
    /// An opinion or a prediction.
    NotCheckable,
}

impl Standing {
    /// Returns how a claim stands.
    pub fn of(claim: &Claim) -> Self {
        match claim.polarity {
            _ if !claim.checkable => Self::NotCheckable,
            Polarity::Denied => Self::Denied,
            Polarity::Affirmed => Self::Stands,
        }
    }
}

/// What tells one value of a row from another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    pub(super) origin: Option<SourceId>,
    standing: Standing,
    comparator: Option<Comparator>,
    stated: Stated,
    class: Option<Class>,
    assigned: Option<(Option<Decimal>, Option<Decimal>)>,
    unit: Option<String>,
}

/// One claim of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The claim.
    pub claim: ClaimId,
    /// Its short number.
    pub number: u32,
    /// The article that prints it.
    pub article: ArticleId,
    /// The rule that gave its origin.
    pub rule: OriginRule,
    /// When its source said it held, ISO 8601 text.
    pub as_of: Option<String>,
}

/// What several claims state alike, on one origin's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowValue {
    /// The comparator; none where a claim has no figure.
    pub comparator: Option<Comparator>,
    /// What was stated.
    pub stated: Stated,
    /// What kind of quantity it is.
    pub class: Option<Class>,
    /// The words as printed, each once, in the order of the claims' numbers.
    pub texts: Vec<String>,
    /// The value in words with its comparator: "62", "at least 80", "dozens".
    pub words: String,
    /// The interval set by the analyst.
    pub assigned: Option<Assigned>,
    /// Who stands behind it; none where nobody is named.
    pub origin: Option<SourceId>,
    /// Whether it may meet other values.
    pub standing: Standing,
    /// A printed unit that is neither the question's, nor agreed, nor convertible.
    pub unit: Option<String>,
    /// The numbers or moments that it allows; none where it is in words, denied or not checkable.
    pub extent: Option<Extent>,
    /// The claims, by number.
    pub mentions: Vec<Mention>,
}

impl RowValue {
    /// Returns the articles that print it, each once, in the order of their first claims.
    pub fn articles(&self) -> Vec<&ArticleId> {
        let mut articles: Vec<&ArticleId> = Vec::new();
        for mention in &self.mentions {
            if !articles.contains(&&mention.article) {
                articles.push(&mention.article);
            }
        }
        articles
    }

    /// Returns the claims' short numbers, in order.
    pub fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        self.mentions.iter().map(|m| m.number)
    }

    /// Returns the smallest and largest number stated with `=` or `range`, which may stand in a row's range.
    pub(super) fn exact_ends(&self) -> Option<(Decimal, Decimal)> {
        match (self.standing, self.comparator, &self.stated) {
            (Standing::Stands, Some(Comparator::Exactly), Stated::Number(n)) => Some((*n, *n)),
            (Standing::Stands, Some(Comparator::Range), Stated::Span(a, b)) => Some((*a.min(b), *a.max(b))),
            _ => None,
        }
    }
}

/// What the question says about units, read once for a row.
pub(super) struct Units<'a> {
    unit: Option<&'a str>,
    agreed: Vec<String>,
}

impl<'a> Units<'a> {
    pub(super) fn of(question: &'a Question) -> Self {
        let unit = question.unit.as_deref().filter(|u| !u.trim().is_empty());
        let agreed = unit.into_iter().chain(question.units.iter().map(String::as_str)).map(fold).collect();
        Self { unit, agreed }
    }

    /// Says whether the question names no unit, so that a bare number fits any.
    pub(super) fn is_open(&self) -> bool {
        self.unit.is_none()
    }

    /// Returns how a figure's numbers become the question's, and its unit where that is not agreed.
    fn read(&self, printed: Option<&str>) -> (Conversion, Option<String>) {
        let Some(printed) = printed.filter(|p| !p.trim().is_empty()) else { return (Conversion::NONE, None) };
        if let Some(conversion) = self.unit.and_then(|unit| Conversion::between(printed, unit)) {
            return (conversion, None);
        }
        let folded = fold(printed);
        if self.agreed.contains(&folded) {
            (Conversion::NONE, None)
        } else {
            (Conversion::NONE, Some(folded))
        }
    }
}

/// Returns what tells a claim's value from others, and the conversion that its figure went through.
pub(super) fn key(claim: &Claim, origin: Option<SourceId>, units: &Units) -> (Key, Conversion) {
    let standing = Standing::of(claim);
    let Some(figure) = &claim.figure else {
        let key = Key {
            origin,
            standing,
            comparator: None,
            stated: Stated::Nothing,
            class: None,
            assigned: None,
            unit: None,
        };
        return (key, Conversion::NONE);
    };
    let (convert, unit) = units.read(figure.unit.as_deref());
    let in_words = matches!(figure.comparator, Comparator::Vague | Comparator::Is);
    let key = Key {
        origin,
        standing,
        comparator: Some(figure.comparator),
        stated: stated(figure, convert),
        class: (!in_words).then_some(figure.class),
        assigned: figure.assigned.map(|a| (a.low, a.high)),
        unit,
    };
    (key, convert)
}

/// Makes the value of a key from its first claim.
pub(super) fn make(key: Key, claim: &Claim, preset: Preset, convert: Conversion) -> RowValue {
    let figure = claim.figure.as_ref();
    let extent = figure
        .filter(|_| key.standing == Standing::Stands)
        .and_then(|figure| interval::of(figure, preset, convert));
    RowValue {
        comparator: key.comparator,
        class: figure.map(|f| f.class),
        stated: key.stated,
        texts: Vec::new(),
        words: figure.map(label::figure_words).unwrap_or_default(),
        assigned: figure.and_then(|f| f.assigned),
        origin: key.origin,
        standing: key.standing,
        unit: key.unit,
        extent,
        mentions: Vec::new(),
    }
}

fn stated(figure: &Figure, convert: Conversion) -> Stated {
    let number = |value: &Option<Value>| match value {
        Some(Value::Number(number)) => convert.apply(*number),
        _ => None,
    };
    let words = || match &figure.value {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Number(number)) => number.normalize().to_string(),
        None => figure.text.clone(),
    };
    match figure.comparator {
        Comparator::Vague => Stated::Words(fold(interval::vague_words(figure))),
        Comparator::Is => Stated::Words(fold(&words())),
        Comparator::Range => match (number(&figure.value), number(&figure.to), &figure.to) {
            (Some(from), Some(to), _) => Stated::Span(from, to),
            (_, _, Some(Value::Text(to))) => Stated::Words(format!("{}/{}", fold(&words()), fold(to))),
            _ => Stated::Words(fold(&words())),
        },
        _ => number(&figure.value).map_or_else(|| Stated::Words(fold(&words())), Stated::Number),
    }
}
