//! The fuzz targets' checks without a fuzzer: kept inputs, inputs made of them, and random keys.
//!
//! **Invariant:** the inputs follow from a seed, so that a failure comes again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]
#![allow(clippy::print_stderr, clippy::string_slice, clippy::disallowed_methods, reason = "as tests may")]

#[path = "fuzz/checks.rs"]
mod checks;
#[path = "fuzz/desk.rs"]
mod desk;
#[path = "fuzz/kept.rs"]
mod kept;
#[path = "fuzz/random_keys.rs"]
mod random_keys;
