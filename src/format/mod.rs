//! Bytes to values and back: the session file, the log, articles' text, and every export, a file each.
//!
//! **Invariant:** no I/O, clock or randomness here: equal values give equal bytes, and hostile bytes give an error
//! with its place, never a panic.

pub mod article;
pub mod bundle;
pub mod bytemap;
pub mod chain;
pub mod change;
pub mod claim;
pub mod claims_csv;
pub mod consents;
pub mod decode;
pub mod echo;
pub mod echoes;
pub mod encoding;
pub mod error;
pub mod export;
pub mod extracts;
pub mod figure;
pub mod finds;
pub mod finds_table;
pub mod import_claims;
mod import_draft;
mod import_figure;
mod import_table;
pub mod json;
pub mod ledger_csv;
pub mod ledger_json;
pub mod ledger_table;
mod legacy;
pub mod lists;
pub mod log;
pub mod markdown_text;
pub mod members;
pub mod names;
pub mod number;
pub mod page;
pub mod page_json;
pub mod points;
pub mod proposals;
pub mod question;
pub mod report;
mod report_appendix;
mod report_body;
mod report_echoes;
mod report_minute;
mod report_words;
pub mod samples;
pub mod session;
pub mod syntax;
pub mod tables;
pub mod target;

#[cfg(test)]
mod arbitrary;
#[cfg(test)]
#[allow(clippy::indexing_slicing, clippy::string_slice, reason = "a test may panic")]
mod decode_tests;
#[cfg(test)]
#[allow(clippy::indexing_slicing, clippy::string_slice, reason = "a test may panic")]
mod encoding_tests;
#[cfg(test)]
#[allow(clippy::indexing_slicing, clippy::string_slice, reason = "a test may panic")]
mod export_tests;
#[cfg(test)]
#[allow(clippy::indexing_slicing, clippy::string_slice, reason = "a test may panic")]
mod log_tests;
#[cfg(test)]
#[allow(clippy::indexing_slicing, clippy::string_slice, reason = "a test may panic")]
mod session_tests;
