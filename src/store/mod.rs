//! The only module that touches files: articles, sessions, logs, locks and kept copies.
//!
//! Reading goes from paths to listed articles (`walk`), to a session for them (`place`, `load`, `open`), to their
//! texts (`article`). Writing goes through one writer (`writer`, in its `thread`), which appends to the log
//! (`journal`) and replaces the session file (`checkpoint`); every call of theirs goes by `disk`, so that tests can
//! let any of them fail.
//!
//! **Invariant:** what is acknowledged is on the disk; no article is ever written, and no file of somebody else is
//! destroyed.

pub mod again;
pub mod article;
pub mod backwards;
pub mod checkpoint;
pub mod child;
pub mod confine;
pub mod consent;
pub mod damage;
pub mod difference;
pub mod disk;
pub mod export_file;
pub mod history;
pub mod ids;
pub mod journal;
pub mod keep;
pub mod known;
pub mod load;
pub mod lock;
pub mod moved;
pub mod names;
pub mod natural;
pub mod open;
pub mod page;
pub mod place;
pub mod replayed;
pub mod sample;
pub mod sessions;
pub mod state;
pub mod tail;
pub mod thread;
pub mod trouble;
pub mod verify;
pub mod walk;
pub mod writer;
pub mod zone;

#[cfg(test)]
mod failing;
