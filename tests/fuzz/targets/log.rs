//! The target `log`; what must hold is said in `checks.rs`.
#![no_main]

#[path = "../checks.rs"]
mod checks;
#[path = "../desk.rs"]
mod desk;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::log_line(bytes));
