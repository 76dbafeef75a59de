//! Any KEYS string parses or names its place; what parses prints and parses as the same.
#![no_main]

use factcheck::command::keys::{parse, print};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match parse(text) {
        Ok(keys) => assert_eq!(parse(&print(&keys)).expect("printed keys parse"), keys),
        Err(error) => assert!(error.at <= text.chars().count()),
    }
});
