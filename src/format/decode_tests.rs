//! Tests of decoding: a table of byte sequences, compared with another decoder, and the map to the file's bytes.
//!
//! **Invariant:** nothing here depends on time, place or order of running.

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::decode::{Decoded, FIRST, MOST_LISTED, Part, Refused, decode, decode_as};
use super::encoding::Encoding;

/// Bytes, their text, and where in the file each bad place begins and ends.
type Bad = (&'static [u8], &'static str, &'static [(usize, usize)]);

fn whole(bytes: &[u8]) -> Decoded {
    decode(bytes.to_vec(), Part::Whole).unwrap()
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
}

#[test]
fn encodings_are_told_by_mark_then_zeros() {
    let plain = "Two barges, 14 crates.\r\n";
    let mark = |mark: &[u8], body: Vec<u8>| [mark.to_vec(), body].concat();
    let table = [
        (plain.as_bytes().to_vec(), Encoding::Utf8, false),
        (mark(b"\xEF\xBB\xBF", plain.into()), Encoding::Utf8, true),
        (mark(b"\xFF\xFE", utf16(plain, false)), Encoding::Utf16Le, true),
        (mark(b"\xFE\xFF", utf16(plain, true)), Encoding::Utf16Be, true),
        (utf16(plain, false), Encoding::Utf16Le, false),
        (utf16(plain, true), Encoding::Utf16Be, false),
    ];
    for (bytes, encoding, bom) in table {
        let decoded = whole(&bytes);
        assert_eq!((decoded.text.as_str(), decoded.encoding, decoded.bom), (plain, encoding, bom));
        assert_eq!((decoded.replaced_count, decoded.replaced.len()), (0, 0));
    }
    assert_eq!(whole(b"").text, "");
    assert_eq!(whole(b"\xEF\xBB\xBF").text, "");
    assert_eq!(whole(b"\xFF\xFE").text, "");
    // A mark is only a mark at the start, and only one.
    assert_eq!(whole("\u{feff}\u{feff}x".as_bytes()).text, "\u{feff}x");
}

#[test]
fn bad_bytes_are_replaced_and_listed() {
    let table: [Bad; 9] = [
        (b"a\xFFb", "a\u{fffd}b", &[(1, 2)]),
        (b"\xF0\x9F\x98 x", "\u{fffd} x", &[(0, 3)]),
        (b"caf\xE9 d", "caf\u{fffd} d", &[(3, 4)]),
        (b"\x80\x81", "\u{fffd}\u{fffd}", &[(0, 1), (1, 2)]),
        (b"\xED\xA0\x80", "\u{fffd}\u{fffd}\u{fffd}", &[(0, 1), (1, 2), (2, 3)]),
        (b"\xEF\xBF\xBDx\xC0", "\u{fffd}x\u{fffd}", &[(4, 5)]),
        (b"\xEF\xBB\xBFa\xFE", "a\u{fffd}", &[(4, 5)]),
        (b"\xFF\xFEa\0\x00\xD8b\0", "a\u{fffd}b", &[(4, 6)]),
        (b"\xFE\xFF\0a\0b\0", "ab\u{fffd}", &[(6, 7)]),
    ];
    for (bytes, text, files) in table {
        // Most of these bytes alone would be taken for another encoding.
        let encoding = match bytes {
            [0xFF, 0xFE, ..] => Encoding::Utf16Le,
            [0xFE, 0xFF, ..] => Encoding::Utf16Be,
            _ => Encoding::Utf8,
        };
        let decoded = decode_as(bytes.to_vec(), Part::Whole, encoding);
        assert_eq!(decoded.text, text, "{bytes:?}");
        let found: Vec<_> = decoded.replaced.iter().map(|r| (r.file.start, r.file.end)).collect();
        assert_eq!(found, files, "{bytes:?}");
        assert_eq!(decoded.replaced_count, files.len());
        for place in &decoded.replaced {
            assert_eq!(&decoded.text[place.text.clone()], "\u{fffd}");
            assert_eq!(decoded.map.file_byte(&decoded.text, place.text.start), place.file.start);
        }
    }
}

#[test]
fn the_list_of_bad_bytes_has_an_end_but_the_count_has_not() {
    let decoded = decode_as([b'a', 0xFF].repeat(5000), Part::Whole, Encoding::Utf8);
    assert_eq!((decoded.replaced.len(), decoded.replaced_count), (MOST_LISTED, 5000));
    let text = &decoded.text;
    assert_eq!(decoded.map.file_byte(text, text.len()), 10_000);
}

#[test]
fn binary_is_refused_alike_from_part_and_whole() {
    let mut controls = b"fifteen letters".repeat(10);
    assert!(decode(controls.clone(), Part::Whole).is_ok());
    controls.extend([1; 10]);
    assert!(decode(controls.clone(), Part::Whole).is_ok());
    controls.push(27);
    assert_eq!(decode(controls, Part::Whole), Err(Refused::Binary));
    assert_eq!(decode(vec![0; 100], Part::Whole), Err(Refused::Binary));
    assert!(decode(b"\t\n\r\x0c".repeat(50), Part::Whole).is_ok());
    // What lies beyond the first part decides nothing.
    let mut late = vec![b'x'; FIRST];
    late.extend([1; 9000]);
    assert!(decode(late, Part::Whole).is_ok());
}

#[test]
fn a_first_part_ends_at_a_line_else_a_grapheme() {
    let part = |bytes: &[u8]| decode(bytes.to_vec(), Part::First64KiB).unwrap().text;
    assert_eq!(part(b"one\ntwo\nthr"), "one\ntwo\n");
    assert_eq!(part(b"one\r\ntwo\r"), "one\r\n");
    assert_eq!(part(b"one\rtwo"), "one\r");
    assert_eq!(part(b"one\ntwo\n"), "one\ntwo\n");
    assert_eq!(part("one e\u{301}".as_bytes()), "one ");
    let family = "ab 👩\u{200d}🚒".as_bytes();
    assert_eq!(part(&family[..family.len() - 2]), "ab ");
    assert_eq!(part(&[b"\xFF\xFE", &*utf16("ab 👩", false)].concat()[..11]), "ab");
    assert_eq!(part("é".as_bytes()), "é");
    let bad = decode_as(b"a\xFFb\n\xFFc".to_vec(), Part::First64KiB, Encoding::Utf8);
    assert_eq!((bad.text.as_str(), bad.replaced_count, bad.replaced.len()), ("a\u{fffd}b\n", 1, 1));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn bytes_are_decoded_as_another_decoder_does(bytes in proptest::collection::vec(any::<u8>(), 0..80), mark in 0..4_usize) {
        let marks: [&[u8]; 4] = [b"", b"\xEF\xBB\xBF", b"\xFF\xFE", b"\xFE\xFF"];
        let bytes = [marks[mark], bytes.as_slice()].concat();
        if let Ok(decoded) = decode(bytes.clone(), Part::Whole) {
            let other = match decoded.encoding {
                Encoding::Utf8 => encoding_rs::UTF_8,
                Encoding::Utf16Le => encoding_rs::UTF_16LE,
                Encoding::Utf16Be => encoding_rs::UTF_16BE,
                Encoding::Legacy(tables) => tables,
            };
            // The other decoder makes one mark of half a pair and half a unit at the end; here each has its own.
            let is_utf16 = matches!(decoded.encoding, Encoding::Utf16Le | Encoding::Utf16Be);
            if !is_utf16 || bytes.len().is_multiple_of(2) {
                prop_assert_eq!(other.decode_with_bom_removal(&bytes).0, decoded.text.as_str());
            }
        }
    }

    #[test]
    fn every_grapheme_is_mapped_there_and_back(
        parts in proptest::collection::vec("\\PC{0,3}|[a-z \\n]{0,30}|\u{fffd}|👩\u{200d}🚒", 0..100),
        form in 0..4,
    ) {
        let text = format!("A plain line first.\n{}", parts.concat());
        let mut bytes = match form {
            0 => text.clone().into_bytes(),
            1 => [b"\xEF\xBB\xBF".to_vec(), parts.concat().into_bytes()].concat(),
            2 => [b"\xFF\xFE".to_vec(), utf16(&text, false)].concat(),
            _ => [b"\xFE\xFF".to_vec(), utf16(&text, true)].concat(),
        };
        if form < 2 {
            // Bad bytes at the start and the end.
            bytes.splice(3..3, [0xFF]);
            bytes.extend([0xE2, 0x82]);
        }
        let Ok(decoded) = decode(bytes.clone(), Part::Whole) else { return Ok(()) };
        for (at, grapheme) in decoded.text.grapheme_indices(true) {
            let from = decoded.map.file_byte(&decoded.text, at);
            let to = decoded.map.file_byte(&decoded.text, at + grapheme.len());
            prop_assert_eq!(decoded.map.text_byte(&decoded.text, from), at);
            let (again, _, _) = match decoded.encoding {
                Encoding::Utf8 => encoding_rs::UTF_8.decode(&bytes[from..to]),
                Encoding::Utf16Le => encoding_rs::UTF_16LE.decode(&bytes[from..to]),
                Encoding::Utf16Be => encoding_rs::UTF_16BE.decode(&bytes[from..to]),
                Encoding::Legacy(tables) => tables.decode(&bytes[from..to]),
            };
            prop_assert!(again == grapheme || grapheme.starts_with('\u{feff}'), "{again:?} {grapheme:?}");
        }
    }
}
