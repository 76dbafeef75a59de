//! factcheck.
#![cfg_attr(test, allow(clippy::string_slice))]
#[deny(clippy::indexing_slicing)]
pub mod app;
pub mod cli;
pub mod command;
#[deny(clippy::indexing_slicing)]
pub mod format;
#[deny(clippy::indexing_slicing)]
pub mod model;
#[deny(clippy::indexing_slicing)]
pub mod store;
pub mod term;
#[deny(clippy::indexing_slicing)]
pub mod text;
pub mod theme;
pub mod ui;
