//! Forty files in six encodings, sound and damaged: decoded as another decoder does, every place mapped both ways.
//!
//! **Invariant:** what is expected is made by `encoding_rs`, not by the program.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use factcheck::format::decode::{Part, decode};
use factcheck::text::{Span, grapheme};

use super::reached::reached;

/// Texts that are hard in some way; long enough that their few controls are no sign of a binary file.
const TEXTS: [(&str, &str); 5] = [
    ("plain", "Two barges and 14 crates lay there.\r\nNothing else was seen that day by anybody.\n"),
    ("line ends", "one line\rtwo lines\r\rthree lines\nfour lines\r\nfive lines and the end of it\r"),
    ("nul and controls", "a word\0and another one\u{1b}[2J that goes on for a while, so that it is text.\n"),
    (
        "marks",
        "e\u{301}cole na\u{ef}ve 👩\u{200d}🚒 🇸🇾 \u{202e}gnp \u{feff}x क\u{94d}ष 한국 \u{10348} and plain words\n",
    ),
    (
        "replacement",
        "a file may hold \u{fffd} itself, \u{fffe} too, and \u{10ffff} at the end of its plain words\n",
    ),
];

/// Ways to write a text: the name, the mark, whether as UTF-16 and which.
const WAYS: [(&str, &[u8], Option<bool>); 6] = [
    ("utf-8", b"", None),
    ("utf-8 with mark", b"\xef\xbb\xbf", None),
    ("utf-16le with mark", b"\xff\xfe", Some(false)),
    ("utf-16be with mark", b"\xfe\xff", Some(true)),
    ("utf-16le", b"", Some(false)),
    ("utf-16be", b"", Some(true)),
];

fn written(text: &str, mark: &[u8], big: Option<bool>) -> Vec<u8> {
    let body: Vec<u8> = match big {
        None => text.as_bytes().to_vec(),
        Some(big) => {
            let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
            text.encode_utf16().flat_map(bytes).collect()
        }
    };
    [mark, &body].concat()
}

/// Compares with the other decoder in the encoding that is named, which must be this one where one is given; maps each
/// grapheme's place to the file and back.
fn check(what: &str, bytes: &[u8], encoding: Option<&'static Encoding>) {
    let found = decode(bytes.to_vec(), Part::Whole).unwrap_or_else(|why| panic!("{what}: {why:?}"));
    let named = Encoding::for_label(found.encoding.name().as_bytes()).unwrap();
    assert_eq!(named, encoding.unwrap_or(named), "{what}");
    let (expected, _) = named.decode_with_bom_removal(bytes);
    assert_eq!(found.text, expected, "{what}");
    let mut last = None;
    for cluster in grapheme::clusters(&found.text, Span { start: 0, end: found.text.len() }) {
        let byte = found.map.file_byte(&found.text, cluster.start);
        assert!(byte <= bytes.len() && last.is_none_or(|last| last < byte), "{what}: byte {byte}");
        assert_eq!(found.map.text_byte(&found.text, byte), cluster.start, "{what}: byte {byte}");
        last = Some(byte);
    }
    let bad = found.text.matches('\u{fffd}').count();
    assert!(found.replaced_count <= bad, "{what}");
}

#[test]
fn forty_files_are_decoded_as_another_decoder_does() {
    let mut count = 0;
    for (name, text) in TEXTS {
        for (way, mark, big) in WAYS {
            // Without a mark UTF-16 is told by its zeros, which only plain words have enough of.
            if mark.is_empty() && big.is_some() && name == "marks" {
                continue;
            }
            let encoding = match big {
                None => UTF_8,
                Some(false) => UTF_16LE,
                Some(true) => UTF_16BE,
            };
            let bytes = written(text, mark, big);
            check(&format!("{name}, {way}"), &bytes, Some(encoding));
            count += 1;
        }
    }
    let plain = "and then plain words that nobody could take for anything else.\n".as_bytes();
    let damaged: [(&str, &[u8]); 12] = [
        ("latin-1", b"caf\xe9 d\xe9j\xe0 vu "),
        ("windows-1252", b"\x93quoted\x94 \x96 dashes "),
        ("shift_jis", b"\x8e\x80\x8e\xd2\x82\xcd62\x90l "),
        ("gb18030", b"\xcb\xc0\xd5\xdf62\xc8\xcb "),
        ("koi8-r", b"\xf0\xcf\xc7\xc9\xc2\xcc\xcf 62 "),
        ("iso-8859-8", b"\xee\xf1\xf4\xf8 62 "),
        ("overlong", b"\xc0\xaf\xe0\x80\xaf "),
        ("surrogates in utf-8", b"\xed\xa0\x80\xed\xb0\x80 "),
        ("cut sequences", b"\xf0\x9f\x98 \xe2\x82 "),
        ("beyond the last", b"\xf4\x90\x80\x80 \xff\xff "),
        ("lone trail bytes", b"\x80\x81\xbf "),
        ("a mark in the middle", b"x\xef\xbb\xbfy "),
    ];
    for (name, bytes) in damaged {
        check(name, &[bytes, plain].concat(), None);
        count += 1;
    }
    let cut = written(TEXTS[0].1, b"\xff\xfe", Some(false));
    check("utf-16 with half a unit", &cut[..cut.len() - 1], Some(UTF_16LE));
    check(
        "half a pair",
        &[b"\xff\xfea\0\x00\xd8b\0".as_slice(), b" \0w\0o\0r\0d\0s\0"].concat(),
        Some(UTF_16LE),
    );
    count += 2;
    reached("20", &format!("{count} of {count} files, every grapheme mapped there and back"));
    assert!(count >= 40);
}
