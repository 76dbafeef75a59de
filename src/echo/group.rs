//! Members and the groups they form, by union.
//!
//! **Invariant:** a member lies in one article; two members of one article that mostly overlap are one.

use super::split::{self, Link, Text};
use std::collections::BTreeSet;

/// One place of a passage: the words `from..to` of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The article's rank in the order of contents.
    pub rank: usize,
    /// The first word.
    pub from: usize,
    /// One past the last word.
    pub to: usize,
}

impl Place {
    /// Returns how many words it has.
    pub fn len(self) -> usize {
        self.to - self.from
    }

    /// Returns how many words two places share.
    pub fn shared(self, other: Self) -> usize {
        self.to.min(other.to).saturating_sub(self.from.max(other.from))
    }
}

/// How many neighbours are looked at for overlap: places in one article seldom overlap, so one or two would do.
const NEAR: usize = 8;

/// The places of one article by where they start, with what they belong to.
#[derive(Clone, Default)]
struct Shelf(BTreeSet<(usize, usize)>);

impl Shelf {
    /// Returns what starts before a word, the nearest first, a few at most.
    fn before(&self, to: usize) -> impl Iterator<Item = usize> + '_ {
        self.0.range(..(to, 0)).rev().take(NEAR).map(|(_, owner)| *owner)
    }
}

/// All members found so far and the groups they are in.
#[derive(Default)]
pub(super) struct Groups {
    places: Vec<Place>,
    /// The member that stands for this one; itself at the root.
    parents: Vec<usize>,
    /// For each article the members in it.
    articles: Vec<Shelf>,
    /// Which members were joined, and by which words.
    links: Vec<Link>,
}

/// The numbered places of one group, and the links among them.
type Gathered = (Vec<(usize, Place)>, Vec<Link>);

impl Groups {
    /// Makes room for so many articles.
    pub fn for_articles(count: usize) -> Self {
        Self { articles: vec![Shelf::default(); count], ..Self::default() }
    }

    fn root(&mut self, mut member: usize) -> usize {
        while self.parents[member] != member {
            self.parents[member] = self.parents[self.parents[member]];
            member = self.parents[member];
        }
        member
    }

    /// Returns the group of the first place, if the other is in none.
    pub fn open_to(&mut self, known: Place, new: Place) -> Option<usize> {
        let in_group = |place: Place| {
            let mostly = |member: Place| 2 * member.shared(place) > place.len().min(member.len());
            self.articles[place.rank].before(place.to).find(|member| mostly(self.places[*member]))
        };
        let (Some(member), None) = (in_group(known), in_group(new)) else { return None };
        Some(self.root(member))
    }

    /// Returns every member's place and its group.
    pub fn roots(&self) -> impl Iterator<Item = (Place, usize)> + '_ {
        let root = |mut member: usize| {
            while self.parents[member] != member {
                member = self.parents[member];
            }
            member
        };
        self.places.iter().enumerate().map(move |(member, place)| (*place, root(member)))
    }

    /// Adds a place to a group.
    pub fn attach(&mut self, group: usize, new: Place) {
        self.articles[new.rank].0.insert((new.from, self.places.len()));
        self.places.push(new);
        self.parents.push(group);
    }

    /// Returns the member that holds so many words from a word on.
    pub fn member_at(&self, rank: usize, from: usize, len: usize) -> Option<usize> {
        let inside = |member: &usize| {
            let place = self.places[*member];
            place.from <= from && from + len <= place.to
        };
        self.articles[rank].before(from + 1).find(inside)
    }

    /// Says whether two members are known to belong together.
    pub fn are_one(&mut self, a: usize, b: usize) -> bool {
        self.root(a) == self.root(b)
    }

    /// Says that two places hold the same passage.
    pub fn link(&mut self, a: Place, b: Place) {
        let (place_a, place_b) = (a, b);
        let a = self.take(a);
        let b = self.take(b);
        self.links.push(Link { a: (a, place_a), b: (b, place_b) });
        let (a, b) = (self.root(a), self.root(b));
        self.parents[a.max(b)] = a.min(b);
    }

    /// Returns the member for a place: one that it mostly overlaps, grown to cover it, or a new one.
    fn take(&mut self, place: Place) -> usize {
        let overlaps = |member: &usize| {
            let known = self.places[*member];
            2 * known.shared(place) > known.len().min(place.len())
        };
        let met = self.articles[place.rank].before(place.to).find(overlaps);
        if let Some(member) = met {
            let known = &mut self.places[member];
            if place.from < known.from {
                self.articles[place.rank].0.remove(&(known.from, member));
                self.articles[place.rank].0.insert((place.from, member));
                known.from = place.from;
            }
            known.to = known.to.max(place.to);
            return member;
        }
        let member = self.places.len();
        self.places.push(place);
        self.parents.push(member);
        self.articles[place.rank].0.insert((place.from, member));
        member
    }

    /// Returns the groups as sets of places, each in order of article and place; places of one group that lie
    /// close together in one article are one, and a group that holds two passages side by side is two.
    pub fn finish(mut self, gap: usize, text: Text<'_>, fit: impl Fn(&mut [Place])) -> Vec<Vec<Place>> {
        let mut groups: Vec<Gathered> = vec![Default::default(); self.places.len()];
        for member in 0..self.places.len() {
            let root = self.root(member);
            groups[root].0.push((member, self.places[member]));
        }
        for link in std::mem::take(&mut self.links) {
            let root = self.root(link.a.0);
            groups[root].1.push(link);
        }
        groups.retain(|(members, _)| !members.is_empty());
        let mut sets: Vec<Vec<Place>> =
            groups.iter().flat_map(|(members, links)| split::split(members, links, text)).collect();
        for set in &mut sets {
            fit(set);
            set.sort_by_key(|place| (place.rank, place.from, place.to));
            set.dedup_by(|next, place| {
                let close = next.rank == place.rank && next.from <= place.to + gap;
                if close {
                    place.to = place.to.max(next.to);
                }
                close
            });
        }
        resolve(sets)
    }
}

/// Gives words claimed by two groups to the one that has more articles and words; groups left in one article go.
fn resolve(mut sets: Vec<Vec<Place>>) -> Vec<Vec<Place>> {
    let articles = |set: &[Place]| set.chunk_by(|a, b| a.rank == b.rank).count();
    sets.retain(|set| articles(set) > 1);
    sets.sort_by_cached_key(|set| {
        let longest = set.iter().map(|place| place.len()).max().unwrap_or(0);
        (
            std::cmp::Reverse(longest),
            std::cmp::Reverse(articles(set)),
            set.first().map(|place| (place.rank, place.from)),
        )
    });
    let ranks = sets.iter().flatten().map(|place| place.rank + 1).max().unwrap_or(0);
    let mut taken: Vec<Shelf> = vec![Shelf::default(); ranks];
    for set in &mut sets {
        // What a shelf holds of a taken place is its start and its end.
        let covered = |place: &Place| -> usize {
            let before = taken[place.rank].0.range(..(place.to, 0)).rev().take(NEAR);
            before.map(|(from, to)| place.shared(Place { from: *from, to: *to, ..*place })).sum()
        };
        set.retain(|place| covered(place) * 2 <= place.len());
        if articles(set) > 1 {
            set.iter().for_each(|place| {
                taken[place.rank].0.insert((place.from, place.to));
            });
        }
    }
    sets.retain(|set| articles(set) > 1);
    sets
}
