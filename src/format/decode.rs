//! An article's bytes to text: nothing is changed but that a byte order mark is left out and bad bytes are shown
//! as U+FFFD.
//!
//! **Invariant:** the same first 64 KiB give the same encoding and the same refusal, whether they are all that was
//! read or the start of the whole; every byte of the text is mapped to a byte of the file.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::bytemap::{ByteMap, Width};
use super::encoding::Encoding;
use super::legacy;

/// How many bytes decide encoding and refusal, and are read before the first frame. Source: DESIGN section 3.
pub const FIRST: usize = 64 * 1024;
/// Binary: more than one control in this many characters.
const CONTROL_SHARE: usize = 16;
/// No character takes more bytes in any encoding, the escape before it among them.
const LONGEST: usize = 8;
/// The most replaced places that are listed one by one; all are counted.
pub const MOST_LISTED: usize = 1000;

/// How much of the file the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// Its start, and more follows: the text is cut back to a line end, else to a grapheme.
    First64KiB,
}

/// A place where bytes that are no text became U+FFFD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The bytes of the file.
    pub file: Range<usize>,
    /// The bytes of the text: one U+FFFD.
    pub text: Range<usize>,
}

/// The text of an article, and what became of its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The encoding found.
    pub encoding: Encoding,
    /// Whether the file begins with a byte order mark.
    pub bom: bool,
    /// The first `MOST_LISTED` places where bad bytes were replaced.
    pub replaced: Vec<Replaced>,
    /// How many such places there are in all.
    pub replaced_count: usize,
    /// From bytes of the text to bytes of the file.
    pub map: ByteMap,
}

/// The bytes are not text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Too many of the characters are controls.
    #[error("not text: it looks like a binary file")]
    Binary,
}

/// Decodes an article's bytes in the encoding that they show.
///
/// # Errors
/// `Binary` where over one character in 16 of the first 64 KiB is a control other than TAB, LF, CR and FF.
pub fn decode(bytes: Vec<u8>, part: Part) -> Result<Decoded, Refused> {
    let encoding = Encoding::of(&bytes, part);
    let decoded = read(bytes, part, encoding);
    if is_binary(&decoded) { Err(Refused::Binary) } else { Ok(cut_back(decoded, part)) }
}

/// Decodes an article's bytes in an encoding that somebody chose: they are text, for a person says so.
pub fn decode_as(bytes: Vec<u8>, part: Part, encoding: Encoding) -> Decoded {
    cut_back(read(bytes, part, encoding), part)
}

fn read(bytes: Vec<u8>, part: Part, encoding: Encoding) -> Decoded {
    let mark = encoding.mark(&bytes);
    match encoding {
        Encoding::Utf8 => utf8(bytes, mark, part),
        Encoding::Utf16Le | Encoding::Utf16Be => utf16(&bytes, encoding, mark, part),
        Encoding::Legacy(tables) => legacy::decode(&bytes, tables, part),
    }
}

/// Whether too many of the characters are controls, of those that a first part holds whole too.
fn is_binary(decoded: &Decoded) -> bool {
    let text = &decoded.text;
    let end = text.floor_char_boundary(decoded.map.text_byte(text, FIRST - LONGEST));
    let (mut characters, mut controls) = (0, 0);
    for c in text.get(..end).unwrap_or_default().chars() {
        characters += 1;
        controls += usize::from(c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}'));
    }
    controls * CONTROL_SHARE > characters
}

fn utf8(mut bytes: Vec<u8>, mark: usize, part: Part) -> Decoded {
    if part == Part::First64KiB {
        let whole = whole_characters(&bytes);
        bytes.truncate(whole);
    }
    bytes.drain(..mark.min(bytes.len()));
    let bom = mark > 0;
    match String::from_utf8(bytes) {
        Ok(text) => Decoded {
            text,
            encoding: Encoding::Utf8,
            bom,
            replaced: Vec::new(),
            replaced_count: 0,
            map: ByteMap::shifted(mark),
        },
        Err(error) => with_bad_bytes(error.as_bytes(), mark),
    }
}

/// Returns the length of the bytes less a character that they begin but do not end.
fn whole_characters(bytes: &[u8]) -> usize {
    let back = bytes.len().saturating_sub(3);
    let tail = bytes.get(back..).unwrap_or_default();
    for (n, byte) in tail.iter().enumerate().rev() {
        let length = match byte {
            0x80..=0xBF => continue,
            0xF0..=0xF4 => 4,
            0xE0..=0xEF => 3,
            0xC2..=0xDF => 2,
            _ => 1,
        };
        return if tail.len() - n < length { back + n } else { bytes.len() };
    }
    bytes.len()
}

fn with_bad_bytes(bytes: &[u8], mark: usize) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    let mut file = mark;
    let mut bad = Bad::default();
    for chunk in bytes.utf8_chunks() {
        bad.passed(chunk.valid());
        text.push_str(chunk.valid());
        file += chunk.valid().len();
        let length = chunk.invalid().len();
        if length > 0 {
            bad.add(file..file + length, text.len());
            text.push(char::REPLACEMENT_CHARACTER);
            file += length;
        }
    }
    bad.finish(text, Encoding::Utf8, mark, Width::Utf8)
}

fn utf16(bytes: &[u8], encoding: Encoding, mark: usize, part: Part) -> Decoded {
    let body = bytes.get(mark..).unwrap_or_default();
    let mut text = String::with_capacity(body.len() / 2);
    let mut bad = Bad::default();
    let mut file = mark;
    let mut read = units(body, encoding).peekable();
    while let Some((c, unit)) = read.next() {
        if unit.bad
            && part == Part::First64KiB
            && bytes.len() - file < 4
            && read.peek().is_none_or(|(_, u)| u.bad)
        {
            // The rest of the character lies beyond what was read.
            break;
        }
        if unit.bad {
            bad.add(file..file + unit.bytes, text.len());
        } else if c == char::REPLACEMENT_CHARACTER {
            bad.own();
        }
        text.push(c);
        file += unit.bytes;
    }
    bad.finish(text, encoding, mark, Width::Utf16)
}

/// One character's bytes in UTF-16.
struct Unit {
    bytes: usize,
    bad: bool,
}

/// Returns each character with the bytes that it takes; half a pair or half a unit is U+FFFD.
fn units(body: &[u8], encoding: Encoding) -> impl Iterator<Item = (char, Unit)> + '_ {
    let (pairs, rest) = body.as_chunks::<2>();
    let units = pairs.iter().map(move |pair| match encoding {
        Encoding::Utf16Be => u16::from_be_bytes(*pair),
        _ => u16::from_le_bytes(*pair),
    });
    let whole = char::decode_utf16(units).map(|read| match read {
        Ok(c) => (c, Unit { bytes: 2 * c.len_utf16(), bad: false }),
        Err(_) => (char::REPLACEMENT_CHARACTER, Unit { bytes: 2, bad: true }),
    });
    whole.chain(rest.iter().map(|_| (char::REPLACEMENT_CHARACTER, Unit { bytes: 1, bad: true })))
}

/// The bad bytes met so far.
#[derive(Default)]
pub(super) struct Bad {
    listed: Vec<Replaced>,
    count: usize,
    /// For each U+FFFD of the text: the bytes that it replaced, or 0 where the file has it.
    lengths: Vec<u8>,
}

impl Bad {
    /// Notes bytes of the file that became a U+FFFD at a byte of the text.
    pub(super) fn add(&mut self, file: Range<usize>, text: usize) {
        self.count += 1;
        self.lengths.push(u8::try_from(file.len()).unwrap_or(u8::MAX));
        if self.listed.len() < MOST_LISTED {
            let text = text..text + char::REPLACEMENT_CHARACTER.len_utf8();
            self.listed.push(Replaced { file, text });
        }
    }

    /// Goes past a U+FFFD that the file itself has.
    pub(super) fn own(&mut self) {
        self.lengths.push(0);
    }

    /// Goes past text that is as the file has it.
    fn passed(&mut self, text: &str) {
        let own = memchr::memmem::find_iter(text.as_bytes(), "\u{fffd}".as_bytes()).count();
        self.lengths.extend(std::iter::repeat_n(0, own));
    }

    /// Ends a text whose characters take so many bytes of the file each.
    pub(super) fn finish(self, text: String, encoding: Encoding, mark: usize, width: Width) -> Decoded {
        let Self { listed, count, lengths } = self;
        let map = ByteMap::new(&text, mark, width, lengths);
        Decoded { text, encoding, bom: mark > 0, replaced: listed, replaced_count: count, map }
    }
}

/// Cuts a first part back to its last line end, else to before its last grapheme, else leaves it.
fn cut_back(mut decoded: Decoded, part: Part) -> Decoded {
    if part == Part::Whole {
        return decoded;
    }
    let text = &decoded.text;
    let keep = match text.rfind(['\n', '\r']) {
        // A carriage return at the very end may be the first half of a line end.
        Some(at) if at + 1 < text.len() || text.ends_with('\n') => at + 1,
        Some(at) => text.get(..at).and_then(|t| t.rfind(['\n', '\r'])).map_or(at, |before| before + 1),
        None => text.grapheme_indices(true).next_back().map_or(0, |(at, _)| at),
    };
    if keep == 0 {
        return decoded;
    }
    decoded.text.truncate(keep);
    decoded.replaced.retain(|r| r.text.start < keep);
    decoded.replaced_count = decoded.map.replaced_before(&decoded.text, keep);
    decoded
}
