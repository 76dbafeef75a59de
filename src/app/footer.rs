//! The last row: what can be done to the thing under the cursor, or what the last key did.
//!
//! **Invariant:** at most eight keys, all from the live keys; a notice stands there until the next key.

use super::overlay::Overlay;
use super::piece::{Line, columns, piece};
use super::reader::Subject;
use super::state::State;
use super::view::{Entry, ListKind};
use crate::command::{App, ClaimCommand, Command, Find, Go, Mode, Select};
use crate::theme::Role;

/// The most keys in the row. Source: the design's section on keys.
pub const MOST_KEYS: usize = 8;

/// Returns the last row: the mode's name, then a notice or the keys.
pub fn line(state: &State) -> Line {
    let mut line = vec![piece(Role::Title, format!(" {} ", mode_name(state)))];
    if let Some(notice) = &state.notice {
        let role = if notice.warning { Role::Error } else { Role::Notice };
        line.push(piece(role, format!(" {}", notice.text)));
        return line;
    }
    if !state.pending.is_empty() {
        line.push(piece(Role::FooterKey, format!(" {} …", crate::command::keys::label(&state.pending))));
        return line;
    }
    let room = usize::from(state.size.0);
    let items: Vec<Line> =
        hints(state).into_iter().filter_map(|(command, words)| item(state, command, words)).collect();
    // The last one is help: on a narrow screen others give way to it.
    let Some((help, others)) = items.split_last() else { return line };
    let mut taken = columns(&line) + columns(help);
    for item in others.iter().take(MOST_KEYS - 1) {
        taken += columns(item);
        if taken > room {
            break;
        }
        line.extend(item.iter().cloned());
    }
    line.extend(help.iter().cloned());
    line
}

fn item(state: &State, command: Command, words: &str) -> Option<Line> {
    let key = key(state, command);
    let item = vec![piece(Role::FooterKey, format!(" {key}")), piece(Role::Footer, format!(" {words} "))];
    (!key.is_empty()).then_some(item)
}

/// Returns the mode's name, with the subject where a claim or words are under the cursor.
pub fn mode_name(state: &State) -> String {
    if let Some(form) = &state.form {
        return super::form::keys::mode_name(form).to_owned();
    }
    match (state.overlays.last(), state.lists.last()) {
        (Some(Overlay::Search(_)), _) => "FIND".to_owned(),
        (Some(Overlay::Filter(_)), _) => "FILTER".to_owned(),
        (Some(Overlay::Name(_)), _) => "NAME".to_owned(),
        (Some(Overlay::Write(_)), _) => "WRITE".to_owned(),
        (Some(Overlay::Statement(_)), _) => "ACCEPT".to_owned(),
        (Some(Overlay::Palette(_)), _) => "COMMAND".to_owned(),
        (None, Some(list)) => list.name().to_uppercase(),
        (None, None) if state.reader.held.is_some() => "EDGE".to_owned(),
        (None, None) if state.reader.selection.is_some() => "SELECT".to_owned(),
        (None, None) => {
            let subject = state.subject().words(state);
            if subject.is_empty() { "READ".to_owned() } else { format!("READ {subject}") }
        }
    }
}

fn hints(state: &State) -> Vec<(Command, &'static str)> {
    if let Some(form) = &state.form {
        return super::form::keys::hints(form);
    }
    if let Some(overlay) = state.overlays.last() {
        let enter = match overlay {
            Overlay::Search(_) => "keep this hit",
            Overlay::Filter(_) | Overlay::Name(_) => "keep",
            Overlay::Write(_) => "write",
            Overlay::Statement(_) => "accept",
            Overlay::Palette(_) => "do it",
        };
        return vec![(App::Open.into(), enter), (App::StepBack.into(), "leave"), (App::Help.into(), "help")];
    }
    let mut hints: Vec<(Command, &str)> = match state.lists.last() {
        Some(list) if list.kind == ListKind::Making => super::view::making::hints(state),
        Some(list) if matches!(list.entry(), Some(Entry::Proposed(_))) => {
            super::view::ledger::proposed::hints()
        }
        Some(list) if list.n_marked() > 0 && list.kind != ListKind::Suggestions => of_marked(),
        Some(list) => of_list(list.kind),
        None => of_text(state),
    };
    let none_waits = super::suggestions::order::n_all(state).0 == 0;
    hints.retain(|(command, _)| {
        let walks_nothing = none_waits && *command == ClaimCommand::SuggestionNext.into();
        super::needs::reason(state, *command).is_none() && !walks_nothing
    });
    hints.push((App::Help.into(), "help"));
    hints
}

/// What can be done to the thing under the cursor of the text.
fn of_text(state: &State) -> Vec<(Command, &'static str)> {
    if state.reader.held.is_some() {
        return vec![
            (App::Open.into(), "set it here"),
            (App::StepBack.into(), "drop"),
            (ClaimCommand::HoldStart.into(), "the start"),
            (ClaimCommand::HoldEnd.into(), "the end"),
        ];
    }
    match state.subject() {
        Subject::Selection(_) => vec![
            (ClaimCommand::Tag1.into(), "to 9 tag"),
            (Select::Wider.into(), "wider"),
            (Select::Narrower.into(), "narrower"),
            (App::StepBack.into(), "leave"),
        ],
        Subject::Hit(_) => vec![
            (ClaimCommand::Tag1.into(), "to 9 tag"),
            (Select::StartStop.into(), "select it"),
            (Find::Next.into(), "next hit"),
            (Find::Previous.into(), "hit before"),
            (App::StepBack.into(), "leave"),
        ],
        Subject::Claim(_) => vec![
            (App::Open.into(), "edit"),
            (ClaimCommand::Figure.into(), "figure"),
            (ClaimCommand::Who.into(), "who says"),
            (ClaimCommand::Question.into(), "question"),
            (ClaimCommand::Note.into(), "note"),
            (ClaimCommand::CounterpartNext.into(), "counterpart"),
            (ClaimCommand::Review.into(), "review"),
            (ClaimCommand::Remove.into(), "remove"),
        ],
        Subject::Suggestion(_) => vec![
            (ClaimCommand::Accept.into(), "accept"),
            (ClaimCommand::AcceptAndNext.into(), "and go on"),
            (ClaimCommand::Remove.into(), "dismiss"),
            (App::Open.into(), "look and change"),
            (ClaimCommand::Tag1.into(), "to 9 with that tag"),
            (ClaimCommand::SuggestionNext.into(), "next"),
            (Go::Suggestions.into(), "all"),
        ],
        Subject::Word(_) | Subject::Nothing => vec![
            (Find::Open.into(), "find"),
            (Select::StartStop.into(), "select"),
            (ClaimCommand::Tag1.into(), "to 9 tag"),
            (ClaimCommand::SuggestionNext.into(), "suggestion"),
            (Go::ArticleNext.into(), "next article"),
            (Go::Claims.into(), "claims"),
            (App::QuitSoon.into(), "quit"),
        ],
    }
}

/// What can be done to all that is marked, where it can be.
fn of_marked() -> Vec<(Command, &'static str)> {
    vec![
        (ClaimCommand::Question.into(), "move or merge"),
        (ClaimCommand::Who.into(), "who says"),
        (ClaimCommand::AnyTag.into(), "tag"),
        (ClaimCommand::Review.into(), "grade"),
        (ClaimCommand::Note.into(), "note"),
        (ClaimCommand::Remove.into(), "remove"),
        (Select::Mark.into(), "mark"),
    ]
}

/// What can be done in a list.
fn of_list(kind: ListKind) -> Vec<(Command, &'static str)> {
    match kind {
        ListKind::Ledger => super::view::ledger::keys::hints(),
        ListKind::Echoes => super::view::echoes::hints(),
        ListKind::WriteUp => vec![
            (App::WriteView.into(), "write it to a file"),
            (ClaimCommand::Note.into(), "note: its first words"),
            (Find::Open.into(), "filter"),
            (App::StepBack.into(), "back"),
        ],
        ListKind::Encodings => super::view::encodings::hints(),
        ListKind::Articles => of_articles(),
        ListKind::Tags => of_tags(),
        ListKind::Suggestions | ListKind::Making => super::view::suggestions::hints(),
        ListKind::Changes => vec![
            (ClaimCommand::Accept.into(), "accept"),
            (ClaimCommand::Remove.into(), "decline"),
            (App::Open.into(), "see the place"),
            (Find::Open.into(), "filter"),
            (App::Undo.into(), "undo"),
            (App::StepBack.into(), "back"),
        ],
        ListKind::Review => super::view::review::hints(),
        ListKind::Claims => vec![
            (App::Open.into(), "open"),
            (Select::Mark.into(), "mark"),
            (ClaimCommand::Accept.into(), "confirm"),
            (ClaimCommand::Remove.into(), "remove"),
            (App::Sort.into(), "group"),
            (Find::Open.into(), "filter"),
            (App::Undo.into(), "undo"),
            (App::StepBack.into(), "back"),
        ],
        ListKind::Help
        | ListKind::Sources
        | ListKind::Questions
        | ListKind::Hits
        | ListKind::History
        | ListKind::Zones => {
            vec![
                (App::Open.into(), "open"),
                (Find::Open.into(), "filter"),
                (ClaimCommand::Remove.into(), "remove"),
                (App::Undo.into(), "undo"),
                (App::StepBack.into(), "back"),
            ]
        }
    }
}

/// What can be done in the list of tags.
fn of_tags() -> Vec<(Command, &'static str)> {
    vec![
        (App::Open.into(), "change"),
        (ClaimCommand::AnyTag.into(), "new tag"),
        (ClaimCommand::Relate.into(), "make two one"),
        (ClaimCommand::Remove.into(), "remove"),
        (App::Sort.into(), "sort"),
        (App::Undo.into(), "undo"),
        (App::StepBack.into(), "back"),
    ]
}

fn of_articles() -> Vec<(Command, &'static str)> {
    vec![
        (App::Open.into(), "open"),
        (ClaimCommand::Accept.into(), "mark read"),
        (ClaimCommand::Remove.into(), "unread"),
        (ClaimCommand::Note.into(), "facts"),
        (App::Sort.into(), "sort"),
        (App::Encoding.into(), "encoding"),
        (Find::Open.into(), "filter"),
        (App::StepBack.into(), "back"),
    ]
}

fn key(state: &State, command: Command) -> String {
    let mode = state.mode();
    let of = |mode: Mode| state.keymap.keys_for(mode, command).into_iter().next();
    of(mode).unwrap_or_default()
}
