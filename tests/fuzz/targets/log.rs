//! Any line is a line of the log or an error; applying it to an empty session never panics.
#![no_main]

use factcheck::format::log::{begin, read, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(found) = read(text) else { return };
    let (written, _) = write(&found.line);
    assert_eq!(read(&written).expect("what was written is read").line, found.line);
    let _ = begin(&found.line);
});
