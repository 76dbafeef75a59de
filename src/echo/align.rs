//! Follows two texts word by word from a place they share, over words left out, put in or changed.
//!
//! **Invariant:** runs are in order in both texts and never overlap; words inside one run of equal length are
//! equal one by one; the work is bounded by the words matched and a constant for each run.

use std::sync::LazyLock;

use super::fold::{ELLIPSIS, FUNCTION, LONG, OTHER, QUOTED, SIGN, START, Words};

/// One text: the words `from..to` of all words.
#[derive(Clone, Copy)]
pub(super) struct Side {
    /// The first word.
    pub from: usize,
    /// One past the last word.
    pub to: usize,
}

/// Words that stand in both texts, one after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// The first word in the one text.
    pub a: usize,
    /// The first word in the other.
    pub b: usize,
    /// How many words of the one text.
    pub len_a: usize,
    /// How many of the other; differs only where two words are written as one.
    pub len_b: usize,
}

/// How far the walk goes over what differs.
#[derive(Clone, Copy)]
pub(super) struct Reach {
    /// The walk ends when the score falls this far below its best.
    pub fall: i32,
    /// How many words an ellipsis may stand for.
    pub ellipsis: usize,
    /// How many words of each text may be passed over, the likeliest first, dearer ones never before cheaper.
    shifts: &'static [(u8, u8)],
    /// The most words of one text that a shift passes over.
    farthest: usize,
    /// Whether one word of content is enough to go on.
    single: bool,
}

/// Every way to pass over up to this many words of each text.
const FARTHEST: u8 = 13;

/// So many words ahead are looked at: the farthest shift, the word it leads to and the one behind.
const WINDOW: usize = FARTHEST as usize + 3;

/// All shifts in order of cost, changed words before lost and gained ones.
static ALL_SHIFTS: LazyLock<Vec<(u8, u8)>> = LazyLock::new(|| {
    let one = |dx| (0..=FARTHEST).map(move |dy| (dx, dy));
    let mut shifts: Vec<(u8, u8)> = (0..=FARTHEST).flat_map(one).filter(|shift| *shift != (0, 0)).collect();
    shifts.sort_by_key(|&(dx, dy)| (dx.max(dy), dx.abs_diff(dy), dx));
    shifts
});

/// The shifts that a changed, lost or gained word or two need.
const NEAR_SHIFTS: &[(u8, u8)] =
    &[(1, 1), (0, 1), (1, 0), (2, 2), (1, 2), (2, 1), (0, 2), (2, 0), (3, 3), (0, 3), (3, 0), (0, 4), (4, 0)];

impl Reach {
    /// Follows statements reworded: for little text.
    pub fn wide() -> Self {
        Self { fall: 14, ellipsis: 40, shifts: &ALL_SHIFTS, farthest: usize::from(FARTHEST), single: true }
    }

    /// Follows passages with a word changed here and there: for much text, where chance agreement is common.
    pub fn near() -> Self {
        Self { fall: 10, ellipsis: 20, shifts: NEAR_SHIFTS, farthest: 4, single: false }
    }
}

/// What it costs more to step over the end of a sentence; of a quotation, twice as much.
const BORDER: i32 = 4;
/// By how much words beyond a difference must raise the score to be kept.
const HURDLE: i32 = 2;

/// Returns what one shared word counts for.
pub(super) fn weight(flags: u8) -> i32 {
    match flags {
        _ if flags & (OTHER | SIGN) == OTHER | SIGN => 1,
        _ if flags & (FUNCTION | SIGN) != 0 => 2,
        _ if flags & OTHER != 0 => 3,
        _ if flags & LONG != 0 => 6,
        _ => 4,
    }
}

/// The walk over two texts in one direction.
struct Walk<'a, const FORWARD: bool> {
    words: &'a Words,
    a: Side,
    b: Side,
    /// Where the walk starts in each text: the next word forward, the last word backward is before it.
    start: (usize, usize),
    steps: u64,
}

impl<const FORWARD: bool> Walk<'_, FORWARD> {
    fn at(side: Side, start: usize, step: usize) -> Option<usize> {
        let at = if FORWARD { start.checked_add(step)? } else { start.checked_sub(step + 1)? };
        (side.from <= at && at < side.to).then_some(at)
    }

    fn place(&self, x: usize, y: usize) -> Option<(usize, usize)> {
        Some((Self::at(self.a, self.start.0, x)?, Self::at(self.b, self.start.1, y)?))
    }

    fn equal(&mut self, x: usize, y: usize) -> bool {
        self.steps += 1;
        self.place(x, y).is_some_and(|(a, b)| self.words.ids[a] == self.words.ids[b])
    }

    /// Says whether one word of one text is two of the other written together; returns how many each has.
    fn joined(&self, x: usize, y: usize) -> Option<(usize, usize)> {
        let (a, b) = self.place(x, y)?;
        let low = |at: usize| if FORWARD { Some(at) } else { at.checked_sub(1) };
        let whole = |at: Option<usize>, side: Side| at.filter(|at| side.from <= *at && at + 1 < side.to);
        if let Some(pair) = whole(low(b), self.b)
            && self.words.joined(pair) == self.words.ids[a]
        {
            return Some((1, 2));
        }
        let pair = whole(low(a), self.a)?;
        (self.words.joined(pair) == self.words.ids[b]).then_some((2, 1))
    }

    fn flags(&self, x: usize, y: usize) -> (u8, u8) {
        self.place(x, y).map_or((0, 0), |(a, b)| (self.words.flags[a], self.words.flags[b]))
    }

    /// Returns for each of the next words of the one text which of the next words of the other are the same, as bits.
    fn ahead(&mut self, x: usize, y: usize, words: usize) -> [u32; WINDOW] {
        let (mut of_a, mut of_b) = ([0; WINDOW], [0; WINDOW]);
        let fill = |window: &mut [u32; WINDOW], side: Side, start: usize, from: usize| {
            let ids = (from..from + words).map_while(|step| Self::at(side, start, step));
            window.iter_mut().zip(ids).map(|(slot, at)| *slot = self.words.ids[at]).count()
        };
        let len_a = fill(&mut of_a, self.a, self.start.0, x);
        let len_b = fill(&mut of_b, self.b, self.start.1, y);
        self.steps += (len_a + len_b) as u64;
        let mut same = [0; WINDOW];
        for (bits, id) in same.iter_mut().zip(of_a).take(len_a) {
            let equal = of_b.iter().zip(0..).map(|(other, bit)| u32::from(*other == id) << bit);
            *bits = equal.fold(0, |all, bit| all | bit) & ((1 << len_b) - 1);
        }
        same
    }

    /// Finds the nearest place beyond what differs where the texts agree again, at a cost of at most `room`.
    fn resume(&mut self, x: usize, y: usize, room: i32, reach: Reach) -> Option<(usize, usize, i32)> {
        // What can be paid for, and one word behind it, which may have to agree too.
        let farthest = usize::try_from(room - 1).unwrap_or(0).min(reach.farthest);
        let same = self.ahead(x, y, farthest + 2);
        let equal = |dx: usize, dy: usize| same.get(dx).is_some_and(|bits| bits >> dy & 1 != 0);
        let any = same.iter().any(|bits| *bits != 0);
        for (dx, dy) in reach.shifts.iter().take_while(|_| any) {
            let (dx, dy) = (usize::from(*dx), usize::from(*dy));
            let cost = i32::try_from(dx.max(dy)).unwrap_or(i32::MAX / 2) + 1;
            if cost > room {
                break;
            }
            if !equal(dx, dy) {
                continue;
            }
            let firm = reach.single && self.flags(x + dx, y + dy).0 & FUNCTION == 0;
            if firm || equal(dx + 1, dy + 1) {
                let cost = cost + self.border(x, y, dx, dy);
                if cost <= room {
                    return Some((dx, dy, cost));
                }
            }
        }
        self.over_ellipsis(x, y, room, reach)
    }

    /// Returns what it costs more to step over the end of a sentence or of a quotation.
    fn border(&self, x: usize, y: usize, dx: usize, dy: usize) -> i32 {
        let side = |side: Side, start: usize, from: usize, by: usize| {
            let flags = |step: usize| Self::at(side, start, step).map_or(0, |at| self.words.flags[at]);
            // Forward the mark stands on the word stepped on, backward on the word stepped from.
            let steps = if FORWARD { from..from + by + 1 } else { from.saturating_sub(1)..from + by };
            let quoted = |step: usize| flags(step) & QUOTED;
            let ends = steps.into_iter().any(|step| flags(step) & START != 0);
            i32::from(ends).max(2 * i32::from(quoted(from + by) != quoted(from.saturating_sub(1))))
        };
        BORDER * side(self.a, self.start.0, x, dx).max(side(self.b, self.start.1, y, dy))
    }

    /// Looks past an ellipsis, which may stand for many words, at a small fixed cost.
    fn over_ellipsis(&mut self, x: usize, y: usize, room: i32, reach: Reach) -> Option<(usize, usize, i32)> {
        const COST: i32 = 3;
        // Backward, the mark stands before the word just matched, which is the start itself at first.
        let marked = |start: usize, step: usize| {
            let at = if FORWARD { Some(start + step) } else { start.checked_sub(step) };
            at.and_then(|at| self.words.flags.get(at)).is_some_and(|flags| flags & ELLIPSIS != 0)
        };
        let (in_a, in_b) = (marked(self.start.0, x), marked(self.start.1, y));
        if room < COST || !(in_a || in_b) {
            return None;
        }
        for skip in 1..=reach.ellipsis {
            for (dx, dy, may) in [(skip, 0, in_b), (0, skip, in_a)] {
                if may && self.equal(x + dx, y + dy) && self.equal(x + dx + 1, y + dy + 1) {
                    return Some((dx, dy, COST));
                }
            }
        }
        None
    }

    fn run(&self, x: usize, y: usize, len_a: usize, len_b: usize) -> Option<Run> {
        let (x, y) = if FORWARD { (x, y) } else { (x + len_a - 1, y + len_b - 1) };
        self.place(x, y).map(|(a, b)| Run { a, b, len_a, len_b })
    }

    /// Walks to the end and leaves the runs, nearest first, in `runs`.
    fn walk(&mut self, reach: Reach, runs: &mut Vec<Run>) {
        let (mut x, mut y, mut score, mut best, mut kept) = (0, 0, 0, 0, runs.len());
        let before = kept;
        loop {
            let begin = x;
            while self.equal(x, y) {
                score += weight(self.flags(x, y).0);
                (x, y) = (x + 1, y + 1);
            }
            if x > begin {
                let len = x - begin;
                runs.extend(self.run(begin, y - len, len, len));
            }
            if let Some((len_a, len_b)) = self.joined(x, y) {
                runs.extend(self.run(x, y, len_a, len_b));
                (x, y, score) = (x + len_a, y + len_b, score + 4);
            }
            if score > best + if kept > before { HURDLE } else { 0 } {
                (best, kept) = (score, runs.len());
            }
            if self.equal(x, y) {
                continue;
            }
            let Some((dx, dy, cost)) = self.resume(x, y, reach.fall - (best - score), reach) else { break };
            (x, y, score) = (x + dx, y + dy, score - cost);
        }
        runs.truncate(kept);
    }
}

/// Follows both texts back and forth from `seed`, whose `len` words are equal, and leaves the shared runs in order
/// in `runs`; returns how many words were compared.
pub(super) fn follow(
    words: &Words,
    (a, b): (Side, Side),
    seed: (usize, usize),
    len: usize,
    reach: Reach,
    runs: &mut Vec<Run>,
) -> u64 {
    runs.clear();
    let mut back = Walk::<false> { words, a, b, start: seed, steps: 0 };
    back.walk(reach, runs);
    runs.reverse();
    if len > 0 {
        runs.push(Run { a: seed.0, b: seed.1, len_a: len, len_b: len });
    }
    let mut on = Walk::<true> { words, a, b, start: (seed.0 + len, seed.1 + len), steps: 0 };
    on.walk(reach, runs);
    merge_touching(runs);
    back.steps + on.steps
}

/// Returns what the words count for that are the same right before, in and behind a seed, up to `enough`.
pub(super) fn exact(
    words: &Words,
    (a, b): (Side, Side),
    seed: (usize, usize),
    len: usize,
    enough: i32,
) -> i32 {
    let column = |side: Side| (words.ids.get(side.from..side.to), side.from);
    let ((Some(ids_a), from_a), (Some(ids_b), from_b)) = (column(a), column(b)) else { return 0 };
    let (in_a, in_b) = (seed.0 - from_a, seed.1 - from_b);
    let weigh = |at: usize| weight(words.flags[from_a + at]);
    let mut sum: i32 = (in_a..in_a + len).map(weigh).sum();
    let behind = ids_a.iter().skip(in_a + len).zip(ids_b.iter().skip(in_b + len)).take_while(|(x, y)| x == y);
    for (step, _) in (0..).zip(behind) {
        sum += weigh(in_a + len + step);
        if sum >= enough {
            return sum;
        }
    }
    let before = ids_a.iter().take(in_a).rev().zip(ids_b.iter().take(in_b).rev()).take_while(|(x, y)| x == y);
    for (step, _) in (1..).zip(before) {
        sum += weigh(in_a - step);
        if sum >= enough {
            return sum;
        }
    }
    sum
}

/// Makes one run of runs that touch in both texts.
fn merge_touching(runs: &mut Vec<Run>) {
    runs.dedup_by(|next, run| {
        let even = next.len_a == next.len_b && run.len_a == run.len_b;
        let touches = run.a + run.len_a == next.a && run.b + run.len_b == next.b;
        if even && touches {
            run.len_a += next.len_a;
            run.len_b += next.len_b;
        }
        even && touches
    });
}
