//! Code points of byte offsets that mostly come in order.
//!
//! **Invariant:** an offset costs the bytes between it and the one before, so that neighbours cost the same wherever
//! they stand in a text.

/// Counts code points along one text.
#[derive(Debug)]
pub struct Points<'a> {
    text: &'a str,
    byte: usize,
    point: usize,
}

impl<'a> Points<'a> {
    /// Begins at the start of a text.
    pub fn new(text: &'a str) -> Self {
        Self { text, byte: 0, point: 0 }
    }

    /// Begins at a byte of which the code points before it are known.
    pub fn from(text: &'a str, byte: usize, point: usize) -> Self {
        Self { text, byte, point }
    }

    /// Returns the code points before a byte that stands on a character's border.
    pub fn at(&mut self, byte: usize) -> usize {
        let between = |from: usize, to: usize| self.text.get(from..to).map_or(0, |part| part.chars().count());
        self.point = match byte < self.byte {
            true => self.point.saturating_sub(between(byte, self.byte)),
            false => self.point + between(self.byte, byte),
        };
        self.byte = byte;
        self.point
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn offsets_in_any_order_are_counted_as_from_the_start(text in "\\PC{0,60}", places in prop::collection::vec(0usize..60, 0..20)) {
            let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let mut points = Points::new(&text);
            for place in places {
                let n = place % borders.len();
                prop_assert_eq!(points.at(borders[n]), n);
            }
        }
    }
}
