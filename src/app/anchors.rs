//! Where the claims of one article stand in its text: an interval index over bytes.
//!
//! **Invariant:** a look-up examines only the claims that it returns and O(log n) others, however many there are
//! (counter C4).

use std::cmp::Reverse;

use crate::model::ClaimId;
use crate::text::Span;

/// One span of a claim's target, in bytes of the article's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchored {
    /// Where it stands.
    pub span: Span,
    /// The claim's number, for a steady order.
    pub number: u32,
    /// The claim.
    pub claim: ClaimId,
}

/// The anchored claims of one article, by start; at one start the longest comes first.
#[derive(Debug, Clone, Default)]
pub struct Anchors {
    entries: Vec<Anchored>,
    /// A binary tree over `entries` in heap order: the greatest end beneath each node.
    ends: Vec<usize>,
    leaves: usize,
}

impl Anchors {
    /// Indexes the claims, given in any order.
    pub fn new(mut entries: Vec<Anchored>) -> Self {
        entries.sort_by_key(order);
        let mut anchors = Self { entries, ends: Vec::new(), leaves: 0 };
        anchors.index();
        anchors
    }

    /// Takes a claim's old spans away and adds its new ones, without sorting the others again.
    pub fn replace(&mut self, old: &[Anchored], new: Vec<Anchored>) {
        for gone in old {
            let from = self.entries.partition_point(|e| order(e) < order(gone));
            let equal = self.entries.iter().skip(from).position(|e| e == gone);
            if let Some(place) = equal {
                self.entries.remove(from + place);
            }
        }
        for added in new {
            let place = self.entries.partition_point(|e| order(e) <= order(&added));
            self.entries.insert(place, added);
        }
        self.index();
    }

    fn index(&mut self) {
        self.leaves = self.entries.len().next_power_of_two();
        self.ends = vec![0; 2 * self.leaves];
        for (end, entry) in self.ends.iter_mut().skip(self.leaves).zip(&self.entries) {
            *end = entry.span.end;
        }
        for node in (1..self.leaves).rev() {
            let greatest = self.end_of(2 * node).max(self.end_of(2 * node + 1));
            if let Some(end) = self.ends.get_mut(node) {
                *end = greatest;
            }
        }
    }

    fn end_of(&self, node: usize) -> usize {
        self.ends.get(node).copied().unwrap_or(0)
    }

    /// Returns all claims, by start.
    pub fn all(&self) -> &[Anchored] {
        &self.entries
    }

    /// Returns the claims that share a byte with `range`, by start; `examined` counts those looked at.
    pub fn meeting(&self, range: Span, examined: &mut usize) -> Vec<&Anchored> {
        let before = self.entries.partition_point(|e| e.span.start < range.end);
        let mut found = Vec::new();
        let mut stack = vec![(1_usize, 0_usize, self.leaves)];
        while let Some((node, from, width)) = stack.pop() {
            if from >= before || self.end_of(node) <= range.start || width == 0 {
                continue;
            }
            if width == 1 {
                *examined += 1;
                found.extend(self.entries.get(from));
            } else {
                let half = width / 2;
                stack.push((2 * node + 1, from + half, half));
                stack.push((2 * node, from, half));
            }
        }
        found
    }

    /// Returns the claims on the byte, the innermost (shortest) last.
    pub fn at(&self, offset: usize) -> Vec<&Anchored> {
        let mut found = self.meeting(Span::new(offset, offset + 1), &mut 0);
        found.sort_by_key(|e| Reverse(e.span.len()));
        found
    }

    /// Says whether a claim starts in `range`: for a mark on the scroll bar.
    pub fn starts_in(&self, range: Span) -> bool {
        let first = self.entries.partition_point(|e| e.span.start < range.start);
        self.entries.get(first).is_some_and(|e| e.span.start < range.end)
    }
}

/// By start; at one start the longest first.
fn order(entry: &Anchored) -> (usize, Reverse<usize>, u32) {
    (entry.span.start, Reverse(entry.span.end), entry.number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn anchored(n: usize, start: usize, len: usize) -> Anchored {
        let number = u32::try_from(n).unwrap();
        Anchored { span: Span::new(start, start + len), number, claim: ClaimId::new(format!("{n:08}")) }
    }

    proptest! {
        #[test]
        fn finds_what_a_plain_scan_finds(
            spans in prop::collection::vec((0_usize..500, 1_usize..90), 0..60),
            from in 0_usize..600,
            len in 1_usize..60,
        ) {
            let entries: Vec<_> =
                spans.iter().enumerate().map(|(n, (start, len))| anchored(n, *start, *len)).collect();
            let range = Span::new(from, from + len);
            let mut plain: Vec<_> = entries.iter().filter(|e| e.span.meets(range)).map(|e| e.number).collect();
            let anchors = Anchors::new(entries);
            let mut examined = 0;
            let mut found: Vec<_> = anchors.meeting(range, &mut examined).iter().map(|e| e.number).collect();
            prop_assert_eq!(examined, found.len());
            plain.sort_unstable();
            found.sort_unstable();
            prop_assert_eq!(found, plain);
        }
    }

    proptest! {
        #[test]
        fn replacing_leaves_what_a_new_index_would_hold(
            spans in prop::collection::vec((0_usize..40, 1_usize..9), 1..30),
            edits in prop::collection::vec((0_usize..30, prop::option::of((0_usize..40, 1_usize..9))), 0..20),
        ) {
            let mut now: Vec<Vec<Anchored>> =
                spans.iter().enumerate().map(|(n, (start, len))| vec![anchored(n, *start, *len)]).collect();
            let mut anchors = Anchors::new(now.concat());
            for (n, to) in edits {
                let n = n % now.len();
                let new: Vec<_> = to.iter().map(|(start, len)| anchored(n, *start, *len)).collect();
                anchors.replace(&now[n], new.clone());
                now[n] = new;
            }
            let anew = Anchors::new(now.concat());
            prop_assert_eq!(anchors.all(), anew.all());
            prop_assert_eq!(anchors.ends, anew.ends);
        }
    }

    #[test]
    fn the_innermost_comes_last() {
        let anchors = Anchors::new(vec![anchored(1, 5, 4), anchored(2, 0, 20), anchored(3, 30, 2)]);
        let at: Vec<_> = anchors.at(6).iter().map(|e| e.number).collect();
        assert_eq!(at, [2, 1]);
        assert!(anchors.starts_in(Span::new(25, 31)) && !anchors.starts_in(Span::new(6, 30)));
    }
}
