//! Text in the encodings from before Unicode, with the bytes that each character takes in the file.
//!
//! **Invariant:** the text is what the standard's decoder gives; every byte of the file belongs to exactly one
//! character of it, but for those at the very end that give none.

use encoding_rs::{Decoder, DecoderResult};

use super::bytemap::Width;
use super::decode::{Bad, Decoded, Part};
use super::encoding::Encoding;

/// Decodes bytes by the tables of an encoding that is not of Unicode.
pub(super) fn decode(bytes: &[u8], tables: &'static encoding_rs::Encoding, part: Part) -> Decoded {
    if tables.is_single_byte() {
        return one_byte_each(bytes, tables);
    }
    let mut reading = Reading::new(tables);
    reading.all(bytes);
    if part == Part::Whole {
        reading.end();
    }
    let Reading { text, lengths, bad, .. } = reading;
    bad.finish(text, Encoding::Legacy(tables), 0, Width::Each(lengths))
}

/// Decodes where each byte is one character, and a byte without one is U+FFFD.
fn one_byte_each(bytes: &[u8], tables: &'static encoding_rs::Encoding) -> Decoded {
    let (text, has_bad) = tables.decode_without_bom_handling(bytes);
    let text = text.into_owned();
    let mut bad = Bad::default();
    if has_bad {
        let replaced =
            text.char_indices().enumerate().filter(|(_, (_, c))| *c == char::REPLACEMENT_CHARACTER);
        for (file, (at, _)) in replaced {
            bad.add(file..file + 1, at);
        }
    }
    bad.finish(text, Encoding::Legacy(tables), 0, Width::One)
}

/// A text in the making.
struct Reading {
    decoder: Decoder,
    /// Whether plain letters stand for themselves wherever a character ends: not so where escapes change the tables.
    is_plain: bool,
    text: String,
    /// The bytes of each character.
    lengths: Vec<u8>,
    bad: Bad,
    /// How many bytes the decoder has taken, and how many of them belong to characters of the text.
    taken: usize,
    given: usize,
}

impl Reading {
    fn new(tables: &'static encoding_rs::Encoding) -> Self {
        Self {
            decoder: tables.new_decoder_without_bom_handling(),
            is_plain: tables.is_ascii_compatible(),
            text: String::new(),
            lengths: Vec::new(),
            bad: Bad::default(),
            taken: 0,
            given: 0,
        }
    }

    fn all(&mut self, bytes: &[u8]) {
        while let Some(rest) = bytes.get(self.taken..).filter(|rest| !rest.is_empty()) {
            let plain = rest.iter().take_while(|byte| byte.is_ascii()).count();
            match std::str::from_utf8(rest.get(..plain).unwrap_or_default()) {
                Ok(run) if self.is_plain && self.given == self.taken && plain > 0 => {
                    self.text.push_str(run);
                    self.lengths.extend(std::iter::repeat_n(1, plain));
                    self.taken += plain;
                    self.given = self.taken;
                }
                // One byte at a time, so that it is known which ones a character came from.
                _ => {
                    let _ = self.feed(rest.get(..1).unwrap_or_default(), false);
                }
            }
        }
    }

    /// Gives what a character that was begun and not ended stands for.
    fn end(&mut self) {
        while self.feed(&[], true) != DecoderResult::InputEmpty {}
    }

    /// Hands bytes to the decoder and takes what it makes of them.
    fn feed(&mut self, bytes: &[u8], last: bool) -> DecoderResult {
        // No step gives more than two characters of four bytes each; the decoder wants some room beyond.
        let mut room = [0; 64];
        let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(bytes, &mut room, last);
        self.taken += read;
        let made = std::str::from_utf8(room.get(..written).unwrap_or_default()).unwrap_or_default();
        match result {
            DecoderResult::Malformed(length, after) => {
                let end = self.taken.saturating_sub(usize::from(after)).max(self.given);
                // What was made before the bad bytes took all but them.
                self.take(made, end.saturating_sub(usize::from(length)));
                self.bad.add(self.given..end, self.text.len());
                self.push(char::REPLACEMENT_CHARACTER, end);
            }
            DecoderResult::InputEmpty | DecoderResult::OutputFull => self.take(made, self.taken),
        }
        result
    }

    /// Takes characters that the bytes up to `end` stand for: a plain letter is one byte, the rest are the first
    /// other character's.
    fn take(&mut self, made: &str, end: usize) {
        let plain_after = |at: usize| made.chars().skip(at + 1).filter(char::is_ascii).count();
        let mut has_other = false;
        for (n, c) in made.chars().enumerate() {
            if c == char::REPLACEMENT_CHARACTER {
                self.bad.own();
            }
            let to = match c.is_ascii() {
                true if n + 1 < made.chars().count() => self.given + 1,
                _ if has_other && !c.is_ascii() => self.given,
                _ => end.saturating_sub(plain_after(n)),
            };
            has_other |= !c.is_ascii();
            self.push(c, to.max(self.given));
        }
    }

    fn push(&mut self, c: char, end: usize) {
        self.text.push(c);
        self.lengths.push(u8::try_from(end - self.given).unwrap_or(u8::MAX));
        self.given = end;
    }
}
