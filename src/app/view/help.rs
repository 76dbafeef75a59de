//! Help: every command with its live keys; enter gives the command.
//!
//! **Invariant:** made from the command table and the live keys, so that it cannot be wrong.

use super::Entry;
use crate::app::needs;
use crate::app::piece::{Line, piece, wrapped};
use crate::app::state::State;
use crate::command::{App, Command, Group, Mode};
use crate::text::width;
use crate::theme::Role;

/// Returns all commands in the order of the table.
pub fn entries() -> Vec<Entry> {
    Command::ALL.iter().copied().map(Entry::Command).collect()
}

/// Returns the heading.
pub fn heading(state: &State) -> Line {
    let (enter, keys) = (state.key_of(App::Open.into()), keys_width(state));
    vec![piece(Role::Heading, format!("  {:<keys$} {:<52} {enter} does it", "keys", "what it does"))]
}

/// Returns a command's line: keys, what it does, and why it cannot be given now.
pub fn line(state: &State, command: Command) -> Line {
    let spec = command.spec();
    let reason = needs::reason(state, command);
    let role = if reason.is_some() { Role::Disabled } else { Role::Text };
    let wide = keys_width(state);
    vec![
        piece(Role::Key, format!("  {}", width::pad(&width::clip_end(&keys(state, command), wide), wide))),
        piece(role, format!(" {}", width::pad(&summary(state, command), 52))),
        piece(Role::Dim, format!(" {}", reason.unwrap_or(spec.group.title()))),
    ]
}

/// The columns of the keys.
fn keys_width(state: &State) -> usize {
    (usize::from(state.size.0) / 6).clamp(8, 22)
}

/// Returns what the table says of a command at length.
pub fn detail(state: &State, command: Command) -> Vec<Line> {
    let spec = command.spec();
    let mut lines = vec![vec![
        piece(Role::Key, keys(state, command)),
        piece(Role::Text, format!("  {}", summary(state, command))),
    ]];
    let more = spec.detail();
    let named = if more.is_empty() { spec.id.to_owned() } else { format!("{more}   {}", spec.id) };
    let rows = state.lists.last().map_or(2, |list| super::detail_rows(state, list));
    let columns = usize::from(state.size.0).saturating_sub(2);
    lines.extend(wrapped("", Role::Dim, &named, columns, rows.saturating_sub(1)));
    lines
}

/// Returns what a command does, with the session's own word for a tag.
pub fn summary(state: &State, command: Command) -> String {
    let spec = command.spec();
    let digit = spec.number.and_then(|n| char::from_digit(u32::from(n), 10));
    let tag =
        digit.filter(|_| spec.group == Group::Claim).and_then(|digit| state.doc.session.tag_of_key(digit));
    match tag.and_then(|id| state.doc.session.tags.get(id)) {
        Some(tag) => format!("Tag as “{}”, or switch that tag", tag.label),
        None => spec.summary.to_owned(),
    }
}

/// Returns a command's keys, of the first mode that has any.
pub fn keys(state: &State, command: Command) -> String {
    let of = |mode: &Mode| {
        let keys = state.keymap.keys_for(*mode, command);
        (!keys.is_empty()).then(|| keys.join(" "))
    };
    Mode::ALL
        .iter()
        .find_map(of)
        .unwrap_or_else(|| command.spec().words.first().map_or_else(String::new, |word| format!(":{word}")))
}
