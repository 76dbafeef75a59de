//! The program.
//!
//! **Invariant:** nothing is decided here.

fn main() {}
