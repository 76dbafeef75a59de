//! The history: every edit and every export, the newest first, with what was taken back.
//!
//! **Invariant:** says what each edit did in the words of its own line, and changes nothing; an export is never taken
//! back.

use super::{Entry, ListKind};
use crate::app::describe;
use crate::app::msg::Effect;
use crate::app::piece::{Line, piece};
use crate::app::state::State;
use crate::command::{App, Command};
use crate::model::Entry as Edited;
use crate::text::width;
use crate::theme::Role;

/// Returns all edits at hand, the newest first.
pub fn entries(state: &State) -> Vec<Entry> {
    let history = &state.doc.history;
    let mut edits: Vec<&Edited> = history.done.iter().chain(&history.undone).collect();
    edits.sort_unstable_by_key(|edited| std::cmp::Reverse(edited.seq));
    let mut exports = state.doc.session.exports.iter().enumerate().rev().peekable();
    let mut all = Vec::with_capacity(edits.len());
    for edited in edits {
        while let Some((n, _)) = exports.next_if(|(_, export)| export.at >= edited.at) {
            all.push(Entry::Export(n));
        }
        all.push(Entry::Edit(edited.seq));
    }
    all.extend(exports.map(|(n, _)| Entry::Export(n)));
    all
}

/// Returns an export's line: when, what form, of which revision, which bytes.
pub fn export_line(state: &State, n: usize) -> Line {
    let Some(export) = state.doc.session.exports.get(n) else { return Vec::new() };
    let at = export.at.to_zoned(state.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
    let hash: String = export.sha256.chars().take(12).collect();
    vec![
        piece(Role::Dim, format!("{:>7}  {} ", "", width::pad(&at, WHEN))),
        piece(Role::Text, format!("exported {} of revision {}", export.format, export.revision)),
        piece(Role::Dim, format!("   SHA-256 {hash}…")),
    ]
}

/// Returns what is said of an export below the list.
pub fn export_detail(state: &State, n: usize) -> Vec<Line> {
    let Some(export) = state.doc.session.exports.get(n) else { return Vec::new() };
    vec![
        vec![
            piece(Role::Label, format!("export {} of {}", n + 1, state.doc.session.exports.len())),
            piece(Role::Dim, format!("   {}, {}", export.format, export.at)),
        ],
        vec![piece(Role::Dim, format!("SHA-256 of the file: {}", export.sha256))],
    ]
}

/// Asks for older edits once the cursor comes near the end of those at hand.
pub fn ask_older(state: &mut State, effects: &mut Vec<Effect>) {
    let near_end = state.lists.last().is_some_and(|list| {
        list.kind == ListKind::History && list.cursor + super::list_height(state) >= list.entries.len()
    });
    let oldest = state.doc.oldest_seq();
    if near_end && state.doc.older && state.older_asked != Some(oldest) {
        state.older_asked = Some(oldest);
        effects.push(Effect::Older(oldest));
    }
}

/// Returns the heading.
pub fn heading(state: &State) -> Line {
    let older = if state.doc.older { "   older ones are read on the way down" } else { "" };
    vec![piece(
        Role::Heading,
        format!("{:>7}  {} what was done{older}", "line", width::pad("when, by whom", WHEN)),
    )]
}

fn find(state: &State, seq: u64) -> Option<(&Edited, bool)> {
    let history = &state.doc.history;
    let of = |list: &'_ Vec<Edited>| list.binary_search_by_key(&seq, |edited| edited.seq).ok();
    if let Some(edited) = of(&history.done).and_then(|n| history.done.get(n)) {
        return Some((edited, true));
    }
    history.undone.iter().find(|edited| edited.seq == seq).map(|edited| (edited, false))
}

/// Returns an edit's line: log line, when and by whom, what it did.
pub fn line(state: &State, seq: u64) -> Line {
    let Some((edited, stands)) = find(state, seq) else { return Vec::new() };
    let words = describe::edit(&state.doc.session, &edited.edit);
    let (mark, role) = if stands { ("", Role::Text) } else { ("taken back: ", Role::Dim) };
    vec![
        piece(
            Role::Dim,
            format!("{seq:>7}  {} ", width::pad(&width::clip_end(&when(state, edited), WHEN), WHEN)),
        ),
        piece(Role::Error, mark),
        piece(role, words),
    ]
}

/// The columns of day, time and name.
const WHEN: usize = 26;

/// When an edit was made and by whom.
fn when(state: &State, edited: &Edited) -> String {
    let Edited { at, by, .. } = edited;
    let by = state.doc.session.analysts.get(by).map_or_else(|| by.as_str(), |analyst| analyst.name.as_str());
    format!("{} {by}", at.to_zoned(state.zone.clone()).strftime("%Y-%m-%d %H:%M"))
}

/// Returns what is said of an edit below the list.
pub fn detail(state: &State, seq: u64) -> Vec<Line> {
    let Some((edited, stands)) = find(state, seq) else { return Vec::new() };
    let objects: Vec<String> = edited.edit.changes.iter().map(crate::model::Change::on).collect();
    let (undo, redo) = (state.key_of(App::Undo.into()), state.key_of(App::Redo.into()));
    let key =
        if stands { format!("{undo} takes back the newest") } else { format!("{redo} does the next again") };
    vec![
        vec![
            piece(Role::Label, edited.edit.what.to_string()),
            piece(Role::Text, format!("   {}", summary(&edited.edit.what.to_string()))),
            piece(Role::Dim, format!("   {key}")),
        ],
        vec![piece(Role::Dim, objects.join(" · "))],
    ]
}

fn summary(id: &str) -> &'static str {
    Command::from_id(id).map_or("", |command| command.spec().summary)
}

/// Goes to what an edit changed.
pub fn open(state: &mut State, seq: u64) {
    let Some(edit) = find(state, seq).map(|(edited, _)| edited.edit.clone()) else { return };
    state.lists.clear();
    state.remember();
    crate::app::reader::place::go_to_change(state, &edit);
}
