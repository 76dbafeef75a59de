//! Tests of encodings: a text in each, what is detected, what is marked as bad, and the map to the file's bytes.
//!
//! **Invariant:** the files are made here by the standard's own encoders; nothing is read from a disk.

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::decode::{Decoded, FIRST, Part, decode, decode_as};
use super::encoding::Encoding;

const FRENCH: &str =
    "Selon le ministère, soixante-deux soldats ont été tués à l'aéroport; l'état-major n'a rien ajouté.";
const POLISH: &str =
    "Ministerstwo podało, że zginęło sześćdziesięciu dwóch żołnierzy, a ponad stu zostało rannych.";
const CZECH: &str =
    "Podle ministerstva zahynulo šedesát dva vojáků, další desítky byly těžce zraněny při útoku.";
const RUSSIAN: &str =
    "По данным министерства обороны, погибли шестьдесят два военнослужащих, ещё около ста человек ранены.";
const UKRAINIAN: &str =
    "За даними міністерства, загинули шістдесят двоє військових, ще близько ста поранені.";
const GREEK: &str =
    "Σύμφωνα με το υπουργείο, σκοτώθηκαν εξήντα δύο στρατιώτες. Άλλοι εκατό τραυματίστηκαν. Άγνωστο πώς.";
const TURKISH: &str =
    "Bakanlığa göre altmış iki asker öldü, yüze yakın kişi yaralandı; açıklama akşam yapıldı.";
const HEBREW: &str = "לפי משרד ההגנה נהרגו שישים ושניים חיילים, ויותר ממאה נפצעו בתקיפה על שדה התעופה.";
const ARABIC: &str = "قالت وزارة الدفاع إن اثنين وستين جنديا قتلوا وأصيب نحو مئة آخرين في الغارة على المطار";
const LITHUANIAN: &str =
    "Ministerijos duomenimis, žuvo šešiasdešimt du kariai, dar apie šimtą žmonių buvo sužeista.";
const LATVIAN: &str =
    "Pēc ministrijas ziņām, gāja bojā sešdesmit divi karavīri, vēl apmēram simts ir ievainoti.";
const VIETNAMESE: &str = "Bô\u{323} Quô\u{301}c pho\u{300}ng cho biê\u{301}t sa\u{301}u mươi hai binh si\u{303} đa\u{303} thiê\u{323}t ma\u{323}ng.";
const THAI: &str = "กระทรวงกลาโหมระบุว่ามีทหารเสียชีวิตหกสิบสองนาย และบาดเจ็บอีกประมาณหนึ่งร้อยคน";
const JAPANESE: &str = "国防省によると、空港への攻撃で兵士六十二人が死亡し、百人以上が負傷したという。";
const SIMPLIFIED: &str = "国防部表示，机场遭到空袭，六十二名士兵死亡，一百多人受伤，目前情况仍在调查之中。";
const TRADITIONAL: &str = "國防部表示，機場遭到空襲，六十二名士兵死亡，一百多人受傷，目前情況仍在調查之中。";
const KOREAN: &str = "국방부는 공항에 대한 공습으로 군인 육십이 명이 숨지고 백여 명이 다쳤다고 밝혔다.";
const MALTESE: &str =
    "Il-ministeru qal li nqatlu tnejn u sittin suldat; ħafna oħrajn ġew feruti, żdied jgħid.";
const NORTHERN: &str =
    "Áššemeahttun dadjá ahte guhttalogi soalddáha leat jámas, ja čuođi leat roasmmohuvvan.";
const WELSH: &str = "Dywedodd y weinidogaeth fod chwe deg dau o filwyr wedi eu lladd, a bod ŵyr yn y tŷ.";
const ROMANIAN: &str = "Ministerul a anunțat că șaizeci și doi de soldați au murit, alții fiind răniți.";
const EURO: &str = "Le dommage est estimé à 62 €, selon l'œuvre citée par le ministère à la presse.";

/// A text for each encoding, and the encoding that its bytes are detected as; none where a person has to say.
const TEXTS: [(&str, &str, Option<&str>); 38] = [
    ("utf-8", RUSSIAN, Some("utf-8")),
    ("windows-1252", FRENCH, Some("windows-1252")),
    ("windows-1251", RUSSIAN, Some("windows-1251")),
    ("windows-1250", CZECH, Some("windows-1250")),
    ("Shift_JIS", JAPANESE, Some("Shift_JIS")),
    ("GBK", SIMPLIFIED, Some("GBK")),
    ("Big5", TRADITIONAL, Some("Big5")),
    ("EUC-KR", KOREAN, Some("EUC-KR")),
    ("EUC-JP", JAPANESE, Some("EUC-JP")),
    ("windows-1256", ARABIC, Some("windows-1256")),
    ("windows-1255", HEBREW, Some("windows-1255")),
    ("windows-1254", TURKISH, Some("windows-1254")),
    ("windows-1253", GREEK, Some("windows-1253")),
    ("windows-1257", LITHUANIAN, Some("windows-1257")),
    ("windows-1258", VIETNAMESE, Some("windows-1258")),
    ("windows-874", THAI, Some("windows-874")),
    ("KOI8-R", RUSSIAN, Some("KOI8-U")),
    ("KOI8-U", UKRAINIAN, Some("KOI8-U")),
    ("IBM866", RUSSIAN, Some("IBM866")),
    ("macintosh", FRENCH, None),
    ("x-mac-cyrillic", RUSSIAN, None),
    ("gb18030", SIMPLIFIED, Some("GBK")),
    ("ISO-2022-JP", JAPANESE, None),
    ("ISO-8859-2", POLISH, Some("ISO-8859-2")),
    ("ISO-8859-3", MALTESE, None),
    ("ISO-8859-4", LATVIAN, Some("ISO-8859-4")),
    ("ISO-8859-5", RUSSIAN, Some("ISO-8859-5")),
    ("ISO-8859-6", ARABIC, Some("ISO-8859-6")),
    ("ISO-8859-7", GREEK, Some("ISO-8859-7")),
    ("ISO-8859-8", HEBREW, None),
    ("ISO-8859-8-I", HEBREW, None),
    ("ISO-8859-10", NORTHERN, None),
    ("ISO-8859-13", LITHUANIAN, None),
    ("ISO-8859-14", WELSH, None),
    ("ISO-8859-15", EURO, None),
    ("ISO-8859-16", ROMANIAN, None),
    ("utf-16le", RUSSIAN, None),
    ("utf-16be", RUSSIAN, None),
];

/// Writes a text in an encoding, which must be able to.
fn written(text: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        Encoding::Legacy(tables) => {
            let (bytes, _, lossy) = tables.encode(text);
            assert!(!lossy, "{} cannot write {text}", tables.name());
            bytes.into_owned()
        }
    }
}

/// Asserts that each grapheme is mapped to its bytes and back, and that those bytes alone give it again.
fn assert_mapped(decoded: &Decoded, bytes: &[u8]) {
    let Decoded { text, map, encoding, .. } = decoded;
    let mut end = map.file_byte(text, 0);
    for (at, grapheme) in text.grapheme_indices(true) {
        let (from, to) = (map.file_byte(text, at), map.file_byte(text, at + grapheme.len()));
        assert_eq!(from, end, "{encoding:?}: a gap before {grapheme:?}");
        assert_eq!(map.text_byte(text, from), at, "{encoding:?}: {grapheme:?}");
        end = to;
        // Where escapes switch tables, bytes alone tell nothing.
        if encoding.name() != "ISO-2022-JP" {
            assert_eq!(decode_as(bytes[from..to].to_vec(), Part::Whole, *encoding).text, grapheme);
        }
    }
    assert!(end <= bytes.len());
}

#[test]
fn each_encoding_is_read_as_it_was_written_and_mapped() {
    let names: Vec<_> = Encoding::ALL.iter().map(|encoding| encoding.name()).collect();
    assert_eq!(names, TEXTS.map(|(name, ..)| name));
    for (name, text, _) in TEXTS {
        let encoding = Encoding::from_name(name).unwrap();
        let text = format!("A headline of 62\r\n{text}\n\n“{}”\r{text}\tEnd", "x".repeat(20)).replace(
            // Not every old encoding has these marks.
            ['“', '”'],
            "\"",
        );
        let bytes = written(&text, encoding);
        let decoded = decode_as(bytes.clone(), Part::Whole, encoding);
        assert_eq!((decoded.text.as_str(), decoded.replaced_count), (text.as_str(), 0), "{name}");
        assert_eq!(decoded.encoding.name(), name);
        assert_mapped(&decoded, &bytes);
    }
}

#[test]
fn what_shows_itself_is_detected() {
    let mut found = Vec::new();
    for (name, text, expected) in TEXTS {
        let bytes = written(text, Encoding::from_name(name).unwrap());
        let detected = Encoding::of(&bytes, Part::Whole).name();
        if expected.is_some_and(|expected| detected != expected) {
            found.push(format!("{name} was taken for {detected}"));
        }
        if expected.is_some() {
            assert_eq!(decode(bytes, Part::Whole).unwrap().text, text, "{name}");
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn names_and_labels_lead_to_encodings_and_the_two_of_no_text_do_not() {
    for encoding in Encoding::ALL {
        assert_eq!(Encoding::from_name(encoding.name()), Some(encoding));
        assert_eq!(Encoding::from_name(&encoding.name().to_uppercase()), Some(encoding));
    }
    assert_eq!(Encoding::from_name("latin1").map(Encoding::name), Some("windows-1252"));
    assert_eq!(Encoding::from_name("sjis").map(Encoding::name), Some("Shift_JIS"));
    for none in ["", "replacement", "iso-2022-kr", "x-user-defined", "utf-7", "utf-8 or so"] {
        assert_eq!(Encoding::from_name(none), None, "{none}");
    }
}

#[test]
fn damaged_utf8_stays_utf8_and_the_bad_bytes_are_marked() {
    let cases: [(&[u8], &str, usize); 6] = [
        (b"He said \xE2\x80\x9Csixty-two\xE2\x80\x9D men \xFF died.", "utf-8", 1),
        ("Погибли 62 человека".as_bytes().split_last().unwrap().1, "utf-8", 1),
        (b"caf\xE9 and caf\xE9", "windows-1252", 0),
        (b"a lone return\rand a NUL \0 between words of a line", "utf-8", 0),
        (b"\xEF\xBB\xBFcaf\xE9", "utf-8", 1),
        (b"plain letters alone are UTF-8", "utf-8", 0),
    ];
    for (bytes, name, bad) in cases {
        let decoded = decode(bytes.to_vec(), Part::Whole).unwrap();
        assert_eq!((decoded.encoding.name(), decoded.replaced_count), (name, bad), "{bytes:?}");
        assert_mapped(&decoded, bytes);
    }
}

/// An encoding, bytes, the text, and where in the file each bad place begins and ends.
type Bad = (&'static str, &'static [u8], &'static str, &'static [(usize, usize)]);

#[test]
fn bad_bytes_of_old_encodings_are_marked_at_their_place() {
    let table: [Bad; 10] = [
        ("windows-1253", b"a\xAAb\xFF", "a\u{fffd}b\u{fffd}", &[(1, 2), (3, 4)]),
        ("Shift_JIS", b"\x82\xA0\xFDx", "あ\u{fffd}x", &[(2, 3)]),
        ("Shift_JIS", b"x\x81", "x\u{fffd}", &[(1, 2)]),
        ("Shift_JIS", b"\x81 y", "\u{fffd} y", &[(0, 1)]),
        ("gb18030", b"\x81\x30\x81A", "\u{fffd}0丄", &[(0, 1)]),
        ("gb18030", b"\x84\x31\xA4\x37!", "\u{fffd}!", &[]),
        ("gb18030", b"\x81\x30", "\u{fffd}", &[(0, 2)]),
        ("Big5", b"\x88\x62x\x88", "\u{ca}\u{304}x\u{fffd}", &[(3, 4)]),
        ("EUC-KR", b"\xB1\xB9\xFFz", "국\u{fffd}z", &[(2, 3)]),
        ("EUC-JP", b"\x8F\xA2z", "\u{fffd}z", &[(0, 2)]),
    ];
    for (name, bytes, text, files) in table {
        let decoded = decode_as(bytes.to_vec(), Part::Whole, Encoding::from_name(name).unwrap());
        assert_eq!(decoded.text, text, "{name} {bytes:?}");
        let found: Vec<_> = decoded.replaced.iter().map(|r| (r.file.start, r.file.end)).collect();
        assert_eq!((found.as_slice(), decoded.replaced_count), (files, files.len()), "{name} {bytes:?}");
        for place in &decoded.replaced {
            assert_eq!(&decoded.text[place.text.clone()], "\u{fffd}");
            assert_eq!(decoded.map.file_byte(text, place.text.start), place.file.start, "{name} {bytes:?}");
        }
        assert_eq!(decoded.map.file_byte(text, text.len()), bytes.len(), "{name} {bytes:?}");
    }
}

#[test]
fn the_first_part_tells_what_the_whole_tells() {
    for (name, text, expected) in TEXTS {
        let Some(expected) = expected else { continue };
        let encoding = Encoding::from_name(name).unwrap();
        // A line that shifts what falls on the border from one text to the next.
        for shift in 0..3 {
            let line = format!("{}{text}\n", "y".repeat(shift));
            let bytes = written(&line.repeat(2 + 4 * FIRST / text.len()), encoding);
            assert!(bytes.len() > FIRST);
            let first = decode(bytes[..FIRST].to_vec(), Part::First64KiB).unwrap();
            let whole = decode(bytes, Part::Whole).unwrap();
            assert_eq!((first.encoding.name(), whole.encoding.name()), (expected, expected));
            assert_eq!(first.replaced_count, 0, "{name}");
            assert!(first.text.ends_with('\n') && whole.text.starts_with(&first.text), "{name}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_in_any_encoding_are_as_the_standard_says_and_mapped(
        bytes in proptest::collection::vec(prop_oneof![any::<u8>(), 0x20_u8..0x80, 0x80_u8..], 0..120),
        n in 0..Encoding::ALL.len(),
    ) {
        let encoding = Encoding::ALL[n];
        let Encoding::Legacy(tables) = encoding else { return Ok(()) };
        let decoded = decode_as(bytes.clone(), Part::Whole, encoding);
        prop_assert_eq!(&*tables.decode_without_bom_handling(&bytes).0, decoded.text.as_str());
        let text = &decoded.text;
        let mut last = 0;
        for (at, c) in text.char_indices() {
            let (from, to) = (decoded.map.file_byte(text, at), decoded.map.file_byte(text, at + c.len_utf8()));
            prop_assert!(from == last && from <= to && to <= bytes.len());
            last = to;
        }
        for place in &decoded.replaced {
            prop_assert_eq!(decoded.map.file_byte(text, place.text.start), place.file.start);
            prop_assert_eq!(decoded.map.file_byte(text, place.text.end), place.file.end);
        }
        let part = decode_as(bytes, Part::First64KiB, encoding);
        prop_assert!(text.starts_with(&part.text));
    }
}
