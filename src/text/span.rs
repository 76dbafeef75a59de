//! A half-open range of bytes in one article's text.
//!
//! **Invariant:** a span never knows which text it belongs to and never cuts it: callers keep spans on
//! grapheme borders.

/// A half-open range of byte offsets, `start <= end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// Makes a span; the two ends may come in either order.
    pub fn new(a: usize, b: usize) -> Self {
        Self { start: a.min(b), end: a.max(b) }
    }

    /// Makes the empty span at `offset`.
    pub fn at(offset: usize) -> Self {
        Self { start: offset, end: offset }
    }

    /// Returns the length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Says whether no byte lies inside.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Says whether the byte at `offset` lies inside.
    pub fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Says whether `other` lies wholly inside.
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Says whether the two share at least one byte.
    pub fn meets(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns the smallest span that covers both.
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Returns the words of `text` in this span, or nothing where it does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_half_open() {
        let span = Span::new(7, 3);
        assert_eq!((span.start, span.end, span.len()), (3, 7, 4));
        assert!(span.contains(3) && !span.contains(7));
        assert!(span.covers(Span::new(4, 7)) && !span.covers(Span::new(4, 8)));
        assert!(span.meets(Span::new(6, 9)) && !span.meets(Span::new(7, 9)));
        assert_eq!(span.of("the 62 men"), " 62 ");
        assert_eq!(Span::new(0, 99).of("short"), "");
    }
}
