//! Characters that are in the text and not on the page: zero-width ones, soft hyphens, bidi controls, tags.
//!
//! **Invariant:** [`RANGES`] is the one list; the search pattern, the test of a character and the test of a
//! whole text are all made from it or checked against it.

use std::ops::RangeInclusive;

/// The characters, by range: those of general category Cf that leave no mark (Unicode 16, UnicodeData). The
/// Arabic number signs and the hieroglyph joiners are of Cf too, but show.
pub const RANGES: [RangeInclusive<char>; 11] = [
    '\u{AD}'..='\u{AD}',
    '\u{61C}'..='\u{61C}',
    '\u{180E}'..='\u{180E}',
    '\u{200B}'..='\u{200F}',
    '\u{202A}'..='\u{202E}',
    '\u{2060}'..='\u{206F}',
    '\u{FEFF}'..='\u{FEFF}',
    '\u{FFF9}'..='\u{FFFB}',
    '\u{1BCA0}'..='\u{1BCA3}',
    '\u{1D173}'..='\u{1D17A}',
    '\u{E0000}'..='\u{E007F}',
];

/// Says whether a character is one of them.
pub fn is_format_character(c: char) -> bool {
    c >= '\u{AD}' && RANGES.iter().any(|range| range.contains(&c))
}

/// Says whether these bytes of UTF-8 hold one of them, wherever the bytes were cut.
///
/// One that the end cuts is not seen: pass three bytes more than the part asked about.
pub fn any_in(bytes: &[u8]) -> bool {
    if bytes.is_ascii() {
        return false;
    }
    let mut rest = bytes;
    while let Some((&lead, tail)) = rest.split_first() {
        if is_lead(lead) && is_encoded(lead, tail) {
            return true;
        }
        rest = tail;
    }
    false
}

/// Says whether a character of [`RANGES`] may begin with this byte.
fn is_lead(byte: u8) -> bool {
    matches!(byte, 0xC2 | 0xD8 | 0xE1 | 0xE2 | 0xEF | 0xF0 | 0xF3)
}

fn is_encoded(lead: u8, tail: &[u8]) -> bool {
    let mut next = tail.iter().map(|&byte| u32::from(byte) & 0x3F);
    let length = match lead {
        0xC0..=0xDF => 1,
        0xE0..=0xEF => 2,
        _ => 3,
    };
    let mut code = u32::from(lead) & (0x3F >> length);
    for _ in 0..length {
        match next.next() {
            Some(bits) => code = code << 6 | bits,
            None => return false,
        }
    }
    char::from_u32(code).is_some_and(is_format_character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_byte_test_agrees_with_the_list_for_every_character() {
        let mut buffer = String::new();
        for c in '\0'..=char::MAX {
            buffer.clear();
            buffer.extend(['é', c, '字']);
            assert_eq!(any_in(buffer.as_bytes()), is_format_character(c), "U+{:04X}", u32::from(c));
        }
        assert!(
            is_format_character('\u{200D}')
                && is_format_character('\u{202E}')
                && !is_format_character('\u{A0}')
        );
    }

    #[test]
    fn cut_characters_are_no_panic() {
        let text = "é\u{E0041}\u{200B}";
        for start in 0..text.len() {
            for end in start..=text.len() {
                any_in(&text.as_bytes()[start..end]);
            }
        }
        assert!(!any_in(&text.as_bytes()[..4]) && any_in(&text.as_bytes()[3..]));
    }
}
