//! factcheck.
#![cfg_attr(test, allow(clippy::string_slice))]
#[cfg_attr(not(test), deny(clippy::indexing_slicing))]
pub mod app;
pub mod cli;
pub mod command;
pub mod echo;
#[cfg_attr(not(test), deny(clippy::indexing_slicing))]
pub mod format;
pub mod ledger;
#[cfg_attr(not(test), deny(clippy::indexing_slicing))]
pub mod model;
#[cfg_attr(not(test), deny(clippy::indexing_slicing))]
pub mod store;
pub mod suggest;
pub mod term;
#[cfg_attr(not(test), deny(clippy::indexing_slicing))]
pub mod text;
pub mod theme;
pub mod ui;
