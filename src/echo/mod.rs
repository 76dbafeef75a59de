//! Passages that stand in several articles, verbatim or altered, and how their words differ.
//!
//! **Invariant:** every span lies inside its article on character borders; an echo has members in at least two
//! articles; the cost grows with the words and the groups, never with pairs of articles.

use crate::text::span::Span;

mod align;
mod differ;
mod finder;
mod fold;
mod group;
mod index;
pub mod label;
mod seed;
mod sense;
mod speaker;
mod split;

pub use differ::{compare, of_places};
pub use index::Index;

/// One article to search.
#[derive(Clone, Copy, Debug)]
pub struct Article<'a> {
    /// The number by which members name it.
    pub index: usize,
    /// Its text.
    pub text: &'a str,
}

/// What the finder takes for an echo.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The least number of words in a passage; short quotations are found below it when it is 0, the default.
    pub least_words: usize,
    /// How many threads may work.
    pub threads: Threads,
}

/// How many threads may work on much text; little text takes one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Threads {
    /// One, so that another processor stays free for whoever waits at the screen.
    One,
    /// Two.
    #[default]
    Two,
}

/// Whether the words are the same in all members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// All members have the same words but for case, marks and blanks.
    Verbatim,
    /// Some words differ.
    Altered,
}

/// A passage that stands in two articles or more.
#[derive(Clone, Debug, PartialEq)]
pub struct Echo {
    /// Whether the words are the same.
    pub kind: Kind,
    /// Where it stands, in order of article and place.
    pub members: Vec<Member>,
    /// Each other member against the fullest one.
    pub pairs: Vec<Pair>,
}

/// One place where the passage stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The article's number as given.
    pub article: usize,
    /// The bytes of the passage.
    pub span: Span,
    /// The words that name the speaker, where a simple rule finds them.
    pub speaker: Option<Span>,
    /// Whether most of its words stand inside quotation marks.
    pub quoted: bool,
}

/// Two members compared word by word.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The fullest member, as an index into the echo's members.
    pub a: usize,
    /// The other member.
    pub b: usize,
    /// How many words the two share.
    pub shared_words: usize,
    /// Twice the shared words over the words of both, 0 to 1.
    pub similarity: f64,
    /// Where the words differ, in order.
    pub differences: Vec<Difference>,
    /// What kinds of change the differences make, the serious ones first.
    pub changes: Vec<ChangeClass>,
}

/// Words of one member that stand otherwise in the other; one of the spans may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The bytes in the first member's article.
    pub a: Span,
    /// The bytes in the other's.
    pub b: Span,
    /// What kind of change it is.
    pub change: ChangeClass,
}

/// A kind of change, the serious ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeClass {
    /// A word of denial is in one only.
    Negation,
    /// A number, or a word of comparison beside it, differs.
    Figure,
    /// A word of doubt, condition or certainty differs.
    Hedge,
    /// The speaker is named otherwise.
    Speaker,
    /// Quotation marks stand in one only.
    QuoteMarks,
    /// Other words differ.
    Wording,
    /// The same words are spelled or joined otherwise.
    Spelling,
}

impl ChangeClass {
    /// Returns the name used in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Negation => "negation",
            Self::Figure => "figure",
            Self::Hedge => "hedge",
            Self::Speaker => "speaker",
            Self::QuoteMarks => "quote-marks",
            Self::Wording => "wording",
            Self::Spelling => "spelling",
        }
    }
}

/// Finds the passages that several of the articles share, each other member compared with the fullest.
pub fn find(articles: &[Article<'_>], options: &Options) -> Vec<Echo> {
    find_telling(articles, options, |_| {})
}

/// Finds what `find` does and tells now and then how far it is, in hundredths of the whole work.
pub fn find_telling(articles: &[Article<'_>], options: &Options, mut tell: impl FnMut(usize)) -> Vec<Echo> {
    let index = Index::with(articles, options.threads);
    tell(INDEXED);
    let mut echoes = index.find_telling(options, &mut tell);
    drop(index);
    tell(FOUND);
    differ::fill_all(&mut echoes, articles, options.threads);
    tell(100);
    echoes
}

/// How far the work is, in hundredths, when the words are folded.
const INDEXED: usize = 20;
/// How far it is when the places that may be shared are known.
const SEEDED: usize = 40;
/// How far it is when the passages are found and only their differences are left.
const FOUND: usize = 85;

#[cfg(test)]
mod tests;
