//! Any text ends in time, every span fits it, and figures never overlap.
#![no_main]

use factcheck::suggest::{Find, Lexicon, figure, find};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut end = 0;
    for find in find(text, Lexicon::builtin()) {
        let span = find.span();
        assert!(text.get(span.start..span.end).is_some());
        for word in find.evidence() {
            assert!(text.get(word.start..word.end).is_some());
        }
        if let Find::Quantity(found) = find {
            assert!(found.span.end >= end);
            end = found.span.start;
        }
    }
    let _ = figure::read(text, Some("killed"));
});
