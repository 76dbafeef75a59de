//! The workbench as a value: state, messages, what a message changes, what is to be done outside.
//!
//! **Invariant:** pure. No file, clock, randomness or terminal: the same messages at the same times make the same
//! screens, so a picture, a bug report and a test are one mechanism.

pub mod anchors;
pub mod articles;
pub mod commit;
pub mod copies;
pub mod copying;
pub mod describe;
pub mod describe_objects;
#[cfg(test)]
pub mod desk;
pub mod doc;
pub mod echoes;
pub mod footer;
pub mod form;
pub mod input;
pub mod inspector;
pub mod judged;
pub mod layout;
pub mod making;
pub mod msg;
pub mod needs;
pub mod order;
pub mod overlay;
pub mod piece;
pub mod programs;
pub mod reader;
pub mod repeat;
pub mod said;
pub mod state;
pub mod status;
pub mod suggestions;
pub mod take_over;
pub mod update;
pub mod view;
pub mod zones;

pub use doc::{Doc, Opening};
pub use layout::{Counters, Layout};
pub use msg::{Effect, Msg, TextPart, WholeFacts};
pub use piece::{Line, Piece};
pub use state::State;
pub use update::update;

#[cfg(test)]
mod article_tests;
#[cfg(test)]
mod echoes_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod walk_tests;
