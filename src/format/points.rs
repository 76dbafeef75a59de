//! Code points of byte offsets that mostly come in order.
//!
//! **Invariant:** offsets that grow cost each byte once; a smaller one counts from the start again.

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

    /// Returns the code points before a byte that stands on a character's border.
    pub fn at(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            (self.byte, self.point) = (0, 0);
        }
        self.point += self.text.get(self.byte..byte).map_or(0, |part| part.chars().count());
        self.byte = byte;
        self.point
    }
}
