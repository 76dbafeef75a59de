//! Any bytes decode or are refused, and every grapheme's place maps to a place in the file and back.
#![no_main]

use factcheck::format::decode::{Part, decode};
use factcheck::text::{Span, grapheme};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for part in [Part::Whole, Part::First64KiB] {
        let Ok(found) = decode(bytes.to_vec(), part) else { continue };
        let all = Span { start: 0, end: found.text.len() };
        let mut last = 0;
        for cluster in grapheme::clusters(&found.text, all) {
            let byte = found.map.file_byte(&found.text, cluster.start);
            assert!(byte >= last && byte <= bytes.len());
            assert_eq!(found.map.text_byte(&found.text, byte), cluster.start);
            last = byte;
        }
    }
});
