//! Text as a terminal and a citation need it: offsets, graphemes, words, sentences, rows, search.
//!
//! **Invariant:** no ids, no files, no terminal, no wire format; offsets are bytes unless a name says otherwise, and
//! every function looks at a bounded part of the text, save those that index or search the whole.

pub mod blocks;
pub mod clause;
pub mod editor;
pub mod find;
pub mod format_character;
pub mod glyphs;
pub mod grapheme;
pub mod number_words;
pub mod offsets;
pub mod paragraph;
pub mod quote;
pub mod rows;
pub mod sentence;
pub mod span;
pub mod suspicious;
pub mod visible;
pub mod width;
pub mod word;
pub mod wrap;

mod anchor;

pub use span::Span;
