//! The articles folded to words, added one at a time, and where each word stands.
//!
//! **Invariant:** what is found depends only on which articles were added, never on their order: the finder
//! works in the order of the articles' contents.

use super::fold::{self, Words};
use super::{Article, Echo, Options, Threads};

/// Below this many bytes a second thread costs more than it saves.
const WORTH_A_THREAD: usize = 1 << 20;

/// Articles made ready for `find`; their texts need not be kept.
#[derive(Clone, Debug, Default)]
pub struct Index {
    pub(super) words: Words,
    pub(super) entries: Vec<Entry>,
}

/// One article in the index.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The caller's number of the article.
    pub article: usize,
    /// Its words, as a range of all words.
    pub from: usize,
    /// One past its last word.
    pub to: usize,
    /// Its quotations, as ranges of its own words, in order.
    pub quotations: Vec<(u32, u32)>,
    /// A digest of the text, by which articles are ordered.
    pub digest: u64,
}

impl Index {
    /// Adds one article; costs time in proportion to its length.
    pub fn add(&mut self, article: &Article<'_>) {
        let from = self.words.len();
        let quotations = fold::fold(article.text, &mut self.words);
        let digest = digest(article.text.as_bytes());
        self.entries.push(Entry { article: article.index, from, to: self.words.len(), quotations, digest });
    }

    /// Makes an index of all articles at once; of much text, in two threads.
    pub fn of(articles: &[Article<'_>]) -> Self {
        Self::with(articles, Threads::Two)
    }

    /// Makes an index of all articles at once, in so many threads.
    pub fn with(articles: &[Article<'_>], threads: Threads) -> Self {
        let part = |articles: &[Article<'_>]| {
            let mut index = Self::default();
            articles.iter().for_each(|article| index.add(article));
            index
        };
        let bytes: usize = articles.iter().map(|article| article.text.len()).sum();
        if bytes < WORTH_A_THREAD || threads == Threads::One {
            return part(articles);
        }
        let (first, second) = articles.split_at(articles.len() / 2);
        let halves = std::thread::scope(|scope| {
            let other = scope.spawn(|| part(second));
            (part(first), other.join())
        });
        match halves {
            (mut first, Ok(second)) => {
                first.append(second);
                first
            }
            // The other thread can only have ended for want of memory; what is left is tried once more.
            (mut first, Err(_)) => {
                second.iter().for_each(|article| first.add(article));
                first
            }
        }
    }

    fn append(&mut self, other: Self) {
        let offset = self.words.len();
        self.words.append(other.words);
        self.entries.extend(other.entries.into_iter().map(|entry| Entry {
            from: entry.from + offset,
            to: entry.to + offset,
            ..entry
        }));
    }

    /// Returns how many words all articles have together.
    pub fn words(&self) -> usize {
        self.words.len()
    }

    /// Finds the passages that stand in two articles or more, without their differences: see [`super::compare`].
    pub fn find(&self, options: &Options) -> Vec<Echo> {
        self.find_telling(options, &mut |_| {})
    }

    /// Finds what `find` does and tells how far it is.
    pub(super) fn find_telling(&self, options: &Options, tell: &mut dyn FnMut(usize)) -> Vec<Echo> {
        super::finder::find(self, options, tell).0
    }

    /// Returns the order of the articles by content; equal articles are interchangeable.
    pub(super) fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        order.sort_by_key(|at| {
            let entry = &self.entries[*at];
            (entry.digest, entry.to - entry.from, entry.article)
        });
        order
    }
}

/// Returns a digest of the bytes, eight at a time; equal texts have equal digests on every machine.
fn digest(bytes: &[u8]) -> u64 {
    let mut chunks = bytes.chunks_exact(8);
    let mut state = 0x9E37_79B9_7F4A_7C15 ^ bytes.len() as u64;
    for chunk in &mut chunks {
        let word = chunk.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
        state = mix(state ^ word);
    }
    let rest = chunks.remainder().iter().fold(1, |word, byte| word << 8 | u64::from(*byte));
    mix(state ^ rest)
}

/// Stirs 64 bits so that each depends on all (the finisher of SplitMix64).
pub(super) fn mix(value: u64) -> u64 {
    let value = (value ^ value >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ value >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ value >> 31
}
