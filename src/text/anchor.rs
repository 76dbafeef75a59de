//! Places to start reading from: near any offset, the same from every direction, with a bounded look at the text.
//!
//! Graphemes, words and paragraphs are cut from left to right, but a text may be one line of megabytes. An
//! anchor is a place where cutting may begin afresh: a *hard* one, where the text itself parts (say between two
//! Latin letters, for graphemes), or, where a whole `step` of bytes has none, a *forced* one on a fixed grid.
//!
//! **Invariant:** whether an offset is an anchor depends only on the text, never on where the caller comes from,
//! and no call reads more than two steps.

/// The rule by which one kind of anchor is found in one text.
#[derive(Clone, Copy)]
pub(super) struct Anchors<'t> {
    /// The whole text, whose offsets count.
    pub(super) text: &'t str,
    /// The width of the grid in bytes; larger than any distance that `snap` moves.
    pub(super) step: usize,
    /// Moves a multiple of `step` down to the place where a forced cut does least harm.
    pub(super) snap: fn(&str, usize) -> usize,
    /// Says whether the text parts at this character border; the two ends of the text always do.
    pub(super) hard: fn(&str, usize) -> bool,
    /// Returns the first such border after the first offset, up to the second, quickly.
    pub(super) next_hard: fn(&str, usize, usize) -> Option<usize>,
}

/// A place where cutting may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Anchor {
    /// Where it is, in bytes.
    pub(super) at: usize,
    /// Whether only the grid put it there.
    pub(super) forced: bool,
}

impl Anchors<'_> {
    /// Returns the last anchor at or before `offset`.
    pub(super) fn before(&self, offset: usize) -> Anchor {
        let offset = self.text.floor_char_boundary(offset);
        // The common case, before any look at the grid.
        if self.is_hard(offset) {
            return Anchor { at: offset, forced: false };
        }
        let grid = self.grid_before(offset);
        if let Some(at) = self.last_hard(offset, grid) {
            return Anchor { at, forced: false };
        }
        match self.last_hard(grid, (grid + 1).saturating_sub(self.step)) {
            Some(at) => Anchor { at, forced: false },
            None => Anchor { at: grid, forced: true },
        }
    }

    /// Returns the next anchor, or nothing where `anchor` is the end of the text.
    pub(super) fn after(&self, anchor: Anchor) -> Option<Anchor> {
        let length = self.text.len();
        let mut at = anchor.at;
        while at < length {
            let multiple = at / self.step + 1;
            let end = length.min(multiple.saturating_mul(self.step));
            let hard = (self.next_hard)(self.text, at, end).or((end == length).then_some(length));
            let may_be_forced = anchor.forced || anchor.at + self.step <= end;
            let grid = if may_be_forced { self.grid(multiple) } else { 0 };
            let forced = grid > anchor.at && (anchor.forced || anchor.at + self.step <= grid);
            match hard {
                Some(hard) if !forced || hard <= grid => return Some(Anchor { at: hard, forced: false }),
                _ if forced => return Some(Anchor { at: grid, forced: true }),
                _ => at = end,
            }
        }
        None
    }

    /// Returns the last hard border from `high` down to `low`, both counted.
    fn last_hard(&self, high: usize, low: usize) -> Option<usize> {
        let mut at = high;
        while !self.is_hard(at) {
            at = self.text.floor_char_boundary(at.checked_sub(1)?);
            if at < low {
                return None;
            }
        }
        Some(at)
    }

    fn is_hard(&self, at: usize) -> bool {
        at == 0 || at >= self.text.len() || (self.hard)(self.text, at)
    }

    fn grid(&self, multiple: usize) -> usize {
        let raw = multiple.saturating_mul(self.step);
        if raw >= self.text.len() { self.text.len() } else { (self.snap)(self.text, raw) }
    }

    fn grid_before(&self, offset: usize) -> usize {
        let above = self.grid(offset.div_ceil(self.step));
        if above <= offset { above } else { self.grid(offset / self.step) }
    }
}

/// Finds the next hard border by asking at each character.
pub(super) fn next_by_character(
    text: &str,
    from: usize,
    to: usize,
    hard: fn(&str, usize) -> bool,
) -> Option<usize> {
    let mut at = from;
    while at < to {
        at = text.ceil_char_boundary(at + 1);
        if at <= to && hard(text, at) {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchors(text: &str, step: usize) -> Anchors<'_> {
        let hard = |text: &str, at: usize| text.as_bytes().get(at - 1) == Some(&b' ');
        let next_hard = |text: &str, from: usize, to: usize| {
            (from + 1..=to).find(|&at| text.as_bytes().get(at - 1) == Some(&b' '))
        };
        Anchors { text, step, snap: str::floor_char_boundary, hard, next_hard }
    }

    #[test]
    fn every_offset_leads_to_the_same_anchors() {
        let long = format!("ab {} c {}d", "x".repeat(70), "é".repeat(33));
        for text in ["", "a", "é é", &long, &"y".repeat(64), &" ".repeat(20)] {
            let anchors = anchors(text, 8);
            let mut all = vec![anchors.before(0)];
            while let Some(next) = anchors.after(all[all.len() - 1]) {
                all.push(next);
            }
            assert_eq!(all.last().map(|last| last.at), Some(text.len()));
            for offset in 0..=text.len() {
                let place = text.floor_char_boundary(offset);
                let expected = all.iter().rfind(|anchor| anchor.at <= place).copied();
                assert_eq!(Some(anchors.before(offset)), expected, "{text:?} at {offset}");
            }
            assert!(all.windows(2).all(|pair| pair[1].at - pair[0].at < 16));
        }
    }
}
