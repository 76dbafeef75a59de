//! Any text is a session or an error with its place; a session that is read is written and read as the same.
#![no_main]

use factcheck::format::session::{read, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match read(text) {
        Ok(found) if found.newer.is_none() => {
            let written = write(&found.session);
            let again = read(&written).expect("what was written is read");
            assert_eq!(again.session, found.session);
        }
        Ok(_) => {}
        Err(error) => assert!(error.line >= 1 && error.column >= 1),
    }
});
