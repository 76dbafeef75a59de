//! From bytes of an article's text to bytes of its file, for reports that name both.
//!
//! **Invariant:** the map holds only marks and the lengths of what was replaced; between two marks the text itself
//! tells, so that a look-up costs at most one stretch.

/// How many bytes of text lie between two marks, about.
const STRETCH: usize = 4096;

/// How many bytes of the file a character takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Width {
    /// As many as in the text: UTF-8.
    Utf8,
    /// Two, or four beyond the basic plane: UTF-16.
    Utf16,
    /// One: the encodings of at most 256 characters.
    One,
    /// As many as stand here for each character in turn: only the decoder knew.
    Each(Vec<u8>),
}

/// From bytes of a text to bytes of the file that it was decoded from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByteMap {
    /// The bytes before the text: a byte order mark.
    before: usize,
    width: Width,
    /// For each U+FFFD in the text: the bytes that it replaced, or 0 where the file itself has it.
    replaced: Vec<u8>,
    /// Places known, in order; none where text and file differ only by what stands before.
    marks: Vec<Mark>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Mark {
    text: usize,
    file: usize,
    /// How many U+FFFD stand before it.
    replaced: usize,
    /// How many characters stand before it.
    characters: usize,
}

impl ByteMap {
    /// Makes the map of a file that is its text after `before` bytes.
    pub fn shifted(before: usize) -> Self {
        Self { before, width: Width::Utf8, replaced: Vec::new(), marks: Vec::new() }
    }

    /// Makes the map of a text; `replaced` has for each U+FFFD the bytes that it replaced, or 0 where the file has it.
    pub fn new(text: &str, before: usize, width: Width, replaced: Vec<u8>) -> Self {
        let mut map = Self { before, width, replaced, marks: Vec::new() };
        let mut marks = Vec::with_capacity(text.len() / STRETCH + 1);
        let mut at = Mark { file: before, ..Mark::default() };
        let mut next = 0;
        for c in text.chars() {
            if at.text >= next {
                marks.push(at);
                next = at.text + STRETCH;
            }
            map.step(&mut at, c);
        }
        map.marks = marks;
        map
    }

    /// Returns the byte of the file where the character at a byte of the text begins.
    pub fn file_byte(&self, text: &str, byte: usize) -> usize {
        if self.marks.is_empty() {
            return self.before + byte;
        }
        self.walk(text, |mark| mark.text <= byte).file
    }

    /// Returns the byte of the text where the character at a byte of the file begins.
    pub fn text_byte(&self, text: &str, byte: usize) -> usize {
        if self.marks.is_empty() {
            return byte.saturating_sub(self.before).min(text.len());
        }
        self.walk(text, |mark| mark.file <= byte).text
    }

    /// Counts the places replaced before a byte of the text.
    pub fn replaced_before(&self, text: &str, byte: usize) -> usize {
        let before = self.walk(text, |mark| mark.text <= byte).replaced;
        self.replaced.iter().take(before).filter(|length| **length > 0).count()
    }

    /// Goes from the last mark that is not beyond a place to the last character that is not.
    fn walk(&self, text: &str, reached: impl Fn(&Mark) -> bool) -> Mark {
        let known = self.marks.partition_point(&reached);
        let first = Mark { file: self.before, ..Mark::default() };
        let mut at = known.checked_sub(1).and_then(|n| self.marks.get(n)).copied().unwrap_or(first);
        for c in text.get(at.text..).unwrap_or_default().chars() {
            let mut next = at;
            self.step(&mut next, c);
            if !reached(&next) {
                break;
            }
            at = next;
        }
        at
    }

    fn step(&self, at: &mut Mark, c: char) {
        at.text += c.len_utf8();
        let own = match &self.width {
            Width::Utf8 => c.len_utf8(),
            Width::Utf16 => 2 * c.len_utf16(),
            Width::One => 1,
            Width::Each(lengths) => lengths.get(at.characters).copied().map_or(1, usize::from),
        };
        at.characters += 1;
        if c == char::REPLACEMENT_CHARACTER {
            let length = self.replaced.get(at.replaced).copied().unwrap_or(0);
            at.file += if length == 0 { own } else { usize::from(length) };
            at.replaced += 1;
        } else {
            at.file += own;
        }
    }
}
