//! Places that may be shared: runs of a few equal words in several articles, found by hash.
//!
//! **Invariant:** each bucket holds the places of one hash in canonical order, at most a few an article; what is
//! stored is at most the number of words.

use super::Threads;
use super::fold::{FUNCTION, SIGN, START};
use super::index::{Index, mix};

/// How many places of one hash are kept for one article.
const PLACES_AN_ARTICLE: usize = 4;

/// Below this many words in all, reworded statements are looked for too.
pub(super) const SMALL: usize = 50_000;

/// With how many content words after it a word makes a pair.
const FOLLOWERS: usize = 3;

/// Places with the same words, as canonical word numbers, sorted by hash and place.
pub(super) struct Seeds {
    /// The hash above, the place below, 32 bits each.
    keys: Vec<u64>,
    /// How many words a seed has.
    pub width: usize,
}

/// The articles laid end to end in the order of their contents.
pub(super) struct Layout {
    /// For each article in that order: its entry in the index.
    pub order: Vec<usize>,
    /// Where each article starts, and one past the end of all.
    pub starts: Vec<usize>,
    /// For each 256th place the article it lies in.
    hints: Vec<u32>,
}

const HINT_BITS: usize = 8;

impl Layout {
    /// Lays the articles of an index end to end.
    pub fn of(index: &Index) -> Self {
        let order = index.order();
        let mut starts = Vec::with_capacity(order.len() + 1);
        let mut hints = Vec::new();
        let mut place = 0;
        for (rank, at) in (0u32..).zip(&order) {
            starts.push(place);
            place += index.entries[*at].to - index.entries[*at].from;
            while hints.len() << HINT_BITS < place {
                hints.push(rank);
            }
        }
        starts.push(place);
        Self { order, starts, hints }
    }

    /// Returns the rank of the article in which a place lies.
    pub fn rank(&self, place: usize) -> usize {
        let mut rank = self.hints.get(place >> HINT_BITS).map_or(0, |rank| *rank as usize);
        while self.starts.get(rank + 1).is_some_and(|next| *next <= place) {
            rank += 1;
        }
        rank
    }
}

/// Returns how many words a seed has: more where more text makes chance agreement likelier.
fn width_for(words: usize) -> usize {
    match words {
        0..SMALL => 3,
        SMALL..500_000 => 4,
        500_000..2_000_000 => 5,
        _ => 7,
    }
}

/// The hashes are divided among so many threads by their highest bits.
const LANES: usize = 2;

/// Below this many words a second thread costs more than it saves.
const WORTH_A_THREAD: usize = 200_000;

/// How often hashes were met: not at all, once, or more; two bits each, so now and then one too many.
struct Met(Vec<u64>);

impl Met {
    fn for_words(words: usize) -> Self {
        Self(vec![0; (words * 8 / LANES).next_power_of_two().max(32) / 32])
    }

    fn slot(&self, hash: u64) -> (usize, u32) {
        ((hash >> 5) as usize & (self.0.len() - 1), (hash & 31) as u32 * 2)
    }

    fn put(&mut self, hash: u64) {
        let (at, shift) = self.slot(hash);
        // The low bit says once, the high bit again.
        self.0[at] |= 1 << shift | (self.0[at] >> shift & 1) << (shift + 1);
    }

    fn again(&self, hash: u64) -> bool {
        let (at, shift) = self.slot(hash);
        self.0[at] >> shift & 2 != 0
    }
}

/// The multiplier of the rolling hash.
const ROLL: u64 = 0x9E37_79B9_7F4A_7C15;

/// Calls `each` with the hash of the words from each place on, in order.
fn hashes(ids: &[u32], width: usize, mut each: impl FnMut(u64)) {
    let highest = ROLL.wrapping_pow(u32::try_from(width).unwrap_or(0));
    let mut sum = 0u64;
    for (at, id) in ids.iter().enumerate() {
        sum = sum.wrapping_add(u64::from(*id) | 1 << 32).wrapping_mul(ROLL);
        if at >= width {
            sum = sum.wrapping_sub(
                (u64::from(ids[at - width]) | 1 << 32).wrapping_mul(highest).wrapping_mul(ROLL),
            );
        }
        if at + 1 >= width {
            each(mix(sum));
        }
    }
}

/// Returns the hashes of one lane with their places in the article; `own` is kept between articles.
fn own_hashes<'o>(
    ids: &[u32],
    width: usize,
    lane: usize,
    own: &'o mut Vec<(u64, usize)>,
) -> &'o [(u64, usize)] {
    if own.len() <= ids.len() {
        own.resize(ids.len() + 1, (0, 0));
    }
    let (mut filled, mut place) = (0, 0);
    hashes(ids, width, |hash| {
        // Written always and kept by moving on, since which lane a hash is of cannot be foreseen by the processor.
        if let Some(slot) = own.get_mut(filled) {
            *slot = (hash, place);
        }
        filled += usize::from((hash >> 63) as usize == lane);
        place += 1;
    });
    own.get(..filled).unwrap_or_default()
}

impl Seeds {
    /// Finds all places whose words may stand elsewhere too.
    pub fn of(index: &Index, layout: &Layout, threads: Threads) -> Self {
        let width = width_for(index.words.len());
        let lane = |lane: usize| Self::lane(index, layout, width, lane);
        let parts: Vec<Vec<u64>> = if index.words.len() < WORTH_A_THREAD || threads == Threads::One {
            (0..LANES).map(lane).collect()
        } else {
            std::thread::scope(|scope| {
                let first = scope.spawn(move || lane(0));
                let rest: Vec<Vec<u64>> = (1..LANES).map(lane).collect();
                first.join().into_iter().chain(rest).collect()
            })
        };
        Self { keys: parts.concat(), width }
    }

    /// Finds the places of one lane, sorted; the lanes' places one after another are sorted too.
    fn lane(index: &Index, layout: &Layout, width: usize, lane: usize) -> Vec<u64> {
        let mut met = Met::for_words(index.words.len());
        let mut own = Vec::new();
        for entry in &index.entries {
            let own = own_hashes(&index.words.ids[entry.from..entry.to], width, lane, &mut own);
            own.iter().for_each(|(hash, _)| met.put(*hash));
        }
        let mut keys = Vec::new();
        for (at, start) in layout.order.iter().zip(&layout.starts) {
            let entry = &index.entries[*at];
            let own = own_hashes(&index.words.ids[entry.from..entry.to], width, lane, &mut own);
            let again = own.iter().filter(|(hash, _)| met.again(*hash));
            keys.extend(again.map(|(hash, place)| hash >> 32 << 32 | (start + place) as u64 & 0xFFFF_FFFF));
        }
        keys.sort_unstable();
        keys
    }

    /// Finds all places where two words of content follow each other in one sentence, with a few others between.
    pub fn spread(index: &Index, layout: &Layout) -> Self {
        let mut keys = Vec::new();
        for (at, start) in layout.order.iter().zip(&layout.starts) {
            let entry = &index.entries[*at];
            // The content words before, nearest last.
            let mut before: Vec<(u64, u32)> = Vec::new();
            for (place, word) in (*start as u64..).zip(entry.from..entry.to) {
                let (id, flags) = (index.words.ids[word], index.words.flags[word]);
                if flags & START != 0 {
                    before.clear();
                }
                if flags & (FUNCTION | SIGN) == 0 {
                    for (earlier, other) in before.iter().rev().take(FOLLOWERS) {
                        keys.push(
                            mix(u64::from(*other) << 32 | u64::from(id)) >> 32 << 32 | earlier & 0xFFFF_FFFF,
                        );
                    }
                    before.push((place, id));
                }
            }
        }
        keys.sort_unstable();
        Self { keys, width: 1 }
    }

    /// Returns how many places there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Calls `each` with the places of each hash that stands in two articles or more.
    pub fn buckets(&self, layout: &Layout, mut each: impl FnMut(&[(usize, usize)])) {
        let mut bucket = Vec::new();
        for keys in self.keys.chunk_by(|a, b| a >> 32 == b >> 32).filter(|keys| keys.len() > 1) {
            bucket.clear();
            let mut of_article = (usize::MAX, 0);
            for key in keys {
                let place = (key & 0xFFFF_FFFF) as usize;
                let rank = layout.rank(place);
                of_article = if of_article.0 == rank { (rank, of_article.1 + 1) } else { (rank, 0) };
                if of_article.1 < PLACES_AN_ARTICLE {
                    bucket.push((rank, place));
                }
            }
            if bucket.first().map(|place| place.0) != bucket.last().map(|place| place.0) {
                each(&bucket);
            }
        }
    }
}
