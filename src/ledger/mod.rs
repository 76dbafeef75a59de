//! The ledger: questions against articles, with every value, who stands behind it, and the class of each pair.
//!
//! **Invariant:** nothing here is stored or trusted: equal claims in any order give equal rows; a pair's class
//! depends on its two values alone, never on a third.

pub mod interval;
pub mod measure;
pub mod moment;
pub mod origin;
pub mod pair;
pub mod row;
pub mod rows;
pub mod same;
pub mod vague;
pub mod value;

pub use interval::{Extent, Interval};
pub use origin::{Decided, OriginRule, Relays};
pub use pair::{Later, Pair, PairClass};
pub use row::{Range, Row, Seriousness, Silence, Silent};
pub use rows::Ledger;
pub use same::AtOdds;
pub use vague::Preset;
pub use value::{Mention, RowValue, Standing, Stated};

#[cfg(test)]
mod tests;
