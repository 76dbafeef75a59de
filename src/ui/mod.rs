//! From state to cells: a widget a file, and pictures of the result.
//!
//! **Invariant:** drawing changes nothing and decides nothing: what is shown was put in the state and its layout by
//! `update`, and how it looks is the theme's.

pub mod picture;
pub mod sweep;

mod boxes;
mod card;
mod form;
mod gutter;
mod list;
mod overlay;
mod paint;
mod pane;
mod view;

pub use view::view;

#[cfg(test)]
mod tests;
