//! A terminal workbench for comparing conflicting reports of one event.
#![cfg_attr(test, allow(clippy::string_slice))]
#[deny(clippy::indexing_slicing)]
pub mod text;
