//! Nothing that steers a terminal is ever shown, and the width is what is shown.
#![no_main]

use factcheck::text::visible::{is_forbidden, visible, visible_line};
use factcheck::text::{Span, grapheme};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    assert!(!visible_line(text).contains(is_forbidden));
    for cluster in grapheme::clusters(text, Span { start: 0, end: text.len() }) {
        assert!(!visible(cluster.of(text), 0).symbol.contains(is_forbidden));
    }
});
