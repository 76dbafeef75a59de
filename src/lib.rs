//! A terminal workbench for comparing conflicting reports of one event.
//!
//! This page is the architecture: what the program is from above, where things are, what happens when a key is
//! pressed, what must hold, and why it was built so. The README is for people who use the program.
//!
//! # From above
//!
//! The input is a few texts. The analyst makes **claims** on them: a target (the quoted words), tags, a figure, who
//! says it. Everything made is one value, [`model::Session`]. An edit is a list of changes, each with the object
//! before and after; the session is the sum of its edits. Around that value stand three circles.
//!
//! - The **pure core** computes: [`text`], [`model`], [`suggest`], [`ledger`] and their kind get values and give
//!   values. [`app`] belongs to it: the whole workbench is a value, and [`app::update()`] takes it from one message to
//!   the next and says what is to be done outside, as [`app::Effect`]s.
//! - The **edge** turns bytes into values: [`format`](mod@format) knows every wire form, and [`store`] every file.
//! - The **shell** owns the world: [`term`] the terminal, the signals and the loop; [`cli`] the arguments, the threads
//!   and the clock.
//!
//! There is no async runtime. Threads read, hash, search and write; a channel of messages brings what they found.
//!
//! # Where things are
//!
//! A module imports only from layers with a smaller number. `tests/tidy.rs` proves it, and also that the words in the
//! last column stand nowhere else.
//!
//! | layer | module | what it is | alone may say |
//! |---|---|---|---|
//! | 0 | [`text`] | offsets, graphemes, words, sentences, clauses, rows, width, search, a field to type in | |
//! | 0 | [`command`] | the table of commands, keys and their spelling, the key map | |
//! | 1 | [`model`] | the session and all that it holds, edits, history, validation | |
//! | 2 | [`theme`] | roles to styles | ratatui |
//! | 2 | [`suggest`] | figures, quotations, attributions and claims found by rule | |
//! | 3 | [`ledger`] | values by question, intervals, origins, the class of each pair | |
//! | 3 | [`echo`] | passages that stand in several articles, and how their words differ | |
//! | 4 | [`format`](mod@format) | bytes to values and back: session, log, articles, exports, a file each | serde |
//! | 5 | [`store`] | load, log, checkpoint, lock, kept copies | files, child processes |
//! | 6 | [`app`] | panes, cursor, selection, lists, messages, effects, layout | |
//! | 7 | [`ui`] | state to cells, a file a widget; pictures as text, ANSI, SVG and JSON | ratatui |
//! | 8 | [`term`] | the terminal's modes, events, signals, the loop | crossterm, exit codes |
//! | 9 | [`cli`] | a file a sub-command | |
//!
//! The clock, the environment and randomness belong to `store`, `term` and `cli`. Good places to begin reading are
//! [`model::Session`], [`model::Edit`], [`app::update()`] and `command/table.rs`.
//!
//! # The life of a key press
//!
//! 1. `term` reads an event. A key that was released is dropped; the rest becomes `Msg::Key`.
//! 2. `app` asks the key map of the mode it is in for the command. A key without a meaning says so and changes
//!    nothing.
//! 3. The command's row names what it needs. The need is resolved once into the subject: the selection, the search
//!    hit, the claim under the cursor, the word.
//! 4. A function of `model` makes the [`model::Edit`]. The session takes it, the history keeps it for undo, and the
//!    same edit becomes a line of the log: `Effect::Log`.
//! 5. `update` ends by filling the layout: the rows on screen and nothing more.
//! 6. The loop takes every message that waits, then draws once. [`ui`] reads the state and writes cells; the terminal
//!    is sent those that changed.
//! 7. The writer thread appends the line, waits for the disk, and answers with `Msg::Saved`. Only then does the status
//!    say `saved`. Some time later it writes the session file from its own copy of the session.
//!
//! `factcheck replay` goes the same way with the effects run at once and a clock that stands still.
//!
//! # What must hold
//!
//! **Invariant:** what follows is absent, and its absence is tested or denied by a lint.
//!
//! - No `unsafe` code. No `unwrap`, no indexing of text by bytes, no panic that an article could cause.
//! - No file, clock, randomness, environment or terminal below `store`, nor in `app` and `ui`.
//! - No I/O in `update`, no change of state in drawing, no decision in `term`.
//! - No serde outside `format`: a field that is added to the model does not compile until it is written and read.
//! - No character of an article is changed, added or lost between its file and a quotation.
//! - No control character of an article, a name or an error reaches the terminal.
//! - No claim is moved to other words without a person's yes.
//! - No `saved` before the disk has confirmed the log line.
//! - No network, anywhere. No login name in anything that is written.
//! - No work while nothing happens: the loop sleeps until a message comes.
//!
//! # Decisions
//!
//! **Ids come from the log line that makes the object.** The id of a claim is a hash of session, analyst, line and
//! place in the line. A pure function gives it, it is never reused, and two analysts who work apart never make the
//! same one. Counters would clash in a merge, and random ids would make equal input give unequal bytes. People see a
//! short number instead, which is a field like any other.
//!
//! **An edit is a list of changes with before and after.** Swap the two and you have the inverse. Undo, redo, the
//! log, recovery after a crash and the comparison of two sessions are then one mechanism, and a change that does not
//! fit what stands there is refused instead of guessed. A log of commands would have been shorter, but its meaning
//! would change with the program.
//!
//! **The model never reads the text.** A target holds places, the exact words and what stands around them, as on
//! disk. Byte spans are made when an article's text arrives, and are never saved. So the session, the ledger and the
//! log work when a report is missing, and nothing in them can depend on a text that has changed.
//!
//! **The session file is written by our own writer.** The order of members, what stands on one line, and numbers
//! as they were typed are part of the format: people read the file, compare versions of it, and keep it for years.
//! A derived serialiser would tie that form to the names and order of fields. Reading goes by `serde_json` and keeps
//! members that it does not know.
//!
//! **The writer thread has a session of its own.** It applies each edit that it logs, so that a checkpoint never
//! copies the screen's session and never holds it up. Durability is the log's alone; the session file may be late,
//! and the log's tail brings it up to date.
//!
//! **`app` is pure, with effects as values.** What happens at a key can be tested without a terminal, a thread or a
//! file, and the same messages give the same screen. The price is that each thing done outside needs a message that
//! brings the answer; those messages are also the list of all that can go wrong.
//!
//! **Widgets name roles, the theme knows styles.** A claim is `Role::Claim` with a hue, never red. The theme without
//! colours is a theme of its own, in which selection, hit and claim still differ. What a colour tells is also told by
//! a letter or a word.
//!
//! **One function makes text visible.** Tabs, control characters, marks that turn the direction of writing and
//! characters without width are shown by `text::visible`, which keeps the map between cells and text. Cursor,
//! selection, hit and quotation all go by this map, so that no hostile character makes the screen and a quotation
//! differ.
//!
//! **Long paragraphs are laid out in blocks.** A report can be one line of five megabytes. A paragraph over a limit
//! is cut at a blank or a grapheme into blocks that depend on nothing else, so a key press costs the same at its end
//! as at its start, and a row does not depend on where scrolling began.
//!
//! **Replay is the test harness.** A string of keys and a picture of the last screen say what the program does: in
//! tests, in bug reports and in the README, whose pictures are made by it and compared by `tests/readme.rs`. That is
//! why equal input gives equal bytes, down to the ids in the session that it saves.
#![cfg_attr(test, allow(clippy::string_slice))]
#[cfg_attr(not(test), deny(clippy::indexing_slicing))]
pub mod app;
pub mod cli;
pub mod command;
pub mod config;
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
