//! Groups that hold two passages which only stand side by side somewhere, taken apart again.
//!
//! **Invariant:** a group is cut only between sentences, and only where what stands before the cut is shared with an
//! article that has nothing of what stands behind it, and the other way round; every member stays in some part.

use super::group::Place;
use std::collections::{BTreeMap, BTreeSet};

/// Two members joined, each with the words that were found to be the same.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    /// A member and its words.
    pub a: (usize, Place),
    /// The other member and its words.
    pub b: (usize, Place),
}

/// What the cutting needs to know of the words.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    /// The folded words.
    pub ids: &'a [u32],
    /// Whether a passage may end right before a word.
    pub may_cut: &'a dyn Fn(usize) -> bool,
}

/// Some words of a member: the first, one past the last, and the part they belong to.
type Piece = (usize, usize, usize);

/// So many words are compared to find where a cut falls in another member.
const PROBE: usize = 3;

/// For each place, what it was found to share and with which other place.
type Joined = BTreeMap<usize, Vec<(Place, (usize, Place))>>;

/// Takes a group's members apart where it holds several passages; one set where it holds one.
pub(super) fn split(members: &[(usize, Place)], links: &[Link], text: Text<'_>) -> Vec<Vec<Place>> {
    let whole = || vec![members.iter().map(|(_, place)| *place).collect()];
    let ranks: BTreeSet<usize> = members.iter().map(|(_, place)| place.rank).collect();
    if ranks.len() < 3 {
        return whole();
    }
    let mut joined: Joined = BTreeMap::new();
    for link in links {
        joined.entry(link.a.0).or_default().push((link.a.1, link.b));
        joined.entry(link.b.0).or_default().push((link.b.1, link.a));
    }
    let mut by_length: Vec<&(usize, Place)> = members.iter().collect();
    by_length.sort_by_key(|(_, place)| (std::cmp::Reverse(place.len()), place.rank, place.from));
    let found = by_length.iter().find_map(|(member, place)| {
        let cuts = cuts(*place, joined.get(member)?, text);
        (!cuts.is_empty()).then_some((*member, *place, cuts))
    });
    let Some((seed, place, cuts)) = found else { return whole() };
    let places: BTreeMap<usize, Place> = members.iter().copied().collect();
    let pieces = follow(seed, pieces(place, &cuts, 0), &joined, &places, text);
    let mut parts: Vec<Vec<Place>> = vec![Vec::new(); cuts.len() + 1];
    let mut left = Vec::new();
    for (member, place) in members {
        match pieces.get(member) {
            Some(own) => own.iter().for_each(|(from, to, part)| {
                parts[*part].push(Place { from: *from, to: *to, ..*place });
            }),
            None => left.push(*place),
        }
    }
    // What was joined by its sense alone goes with the passage of most places.
    if let Some(most) = parts.iter_mut().max_by_key(|part| part.len()) {
        most.append(&mut left);
    }
    parts
}

/// Returns where a member is to be cut: between stretches that are shared with different articles.
fn cuts(place: Place, joined: &[(Place, (usize, Place))], text: Text<'_>) -> Vec<usize> {
    let mut shared: Vec<(usize, usize, usize)> =
        joined.iter().map(|(own, (_, other))| (own.from, own.to, other.rank)).collect();
    // What covers nearly all of it tells nothing of its parts.
    shared.retain(|(from, to, _)| 5 * (to - from) <= 4 * place.len());
    shared.sort_unstable();
    let mut stretches: Vec<(usize, usize, BTreeSet<usize>)> = Vec::new();
    for (from, to, rank) in shared {
        match stretches.last_mut() {
            Some((_, end, ranks)) if from < *end => {
                *end = to.max(*end);
                ranks.insert(rank);
            }
            _ => stretches.push((from, to, BTreeSet::from([rank]))),
        }
    }
    let differ = |pair: &[(usize, usize, BTreeSet<usize>)]| {
        let (before, behind) = (&pair[0].2, &pair[1].2);
        !before.is_subset(behind) && !behind.is_subset(before) && (text.may_cut)(pair[1].0)
    };
    stretches.windows(2).filter(|pair| differ(pair)).map(|pair| pair[1].0).collect()
}

/// Cuts a place; the first piece belongs to the part `first`.
fn pieces(place: Place, cuts: &[usize], first: usize) -> Vec<Piece> {
    let starts = std::iter::once(place.from).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([place.to]);
    starts
        .zip(ends)
        .enumerate()
        .map(|(n, (from, to))| (from, to, first + n))
        .filter(|(from, to, _)| from < to)
        .collect()
}

/// Carries the cuts of one member on to all that are joined with it.
fn follow(
    seed: usize,
    cut: Vec<Piece>,
    joined: &Joined,
    places: &BTreeMap<usize, Place>,
    text: Text<'_>,
) -> BTreeMap<usize, Vec<Piece>> {
    let mut known = BTreeMap::from([(seed, cut)]);
    let mut open = vec![seed];
    while let Some(member) = open.pop() {
        let own = known.get(&member).cloned().unwrap_or_default();
        for (words, (other, theirs)) in joined.get(&member).into_iter().flatten() {
            let (Some(place), false) = (places.get(other), known.contains_key(other)) else { continue };
            let shared = |piece: &Piece| piece.1.min(words.to).saturating_sub(piece.0.max(words.from));
            let most = own.iter().map(shared).max().unwrap_or(0);
            // A word or two beyond a cut do not make it a member of that part too.
            let met: Vec<&Piece> = own.iter().filter(|piece| 4 * shared(piece) >= most.max(1)).collect();
            let Some(first) = met.first().map(|piece| piece.2) else { continue };
            let cuts: Vec<usize> =
                met.iter().skip(1).map(|piece| carried(piece.0, *words, *theirs, text)).collect();
            known.insert(*other, pieces(*place, &cuts, first));
            open.push(*other);
        }
    }
    known
}

/// Returns where a cut in the words of one member falls in the other's.
fn carried(cut: usize, words: Place, theirs: Place, text: Text<'_>) -> usize {
    let ids = text.ids;
    let behind = ids.get(cut..(cut + PROBE).min(words.to)).unwrap_or(&[]);
    let exact = || ids.get(theirs.from..theirs.to)?.windows(PROBE).position(|found| found == behind);
    let part = || (cut - words.from.min(cut)) * theirs.len() / words.len().max(1);
    (theirs.from + exact().unwrap_or_else(part)).clamp(theirs.from, theirs.to)
}
