//! From keys to commands, and from commands to what they do.
//!
//! **Invariant:** one exhaustive match a group: a new command does not compile until it is handled. Pasted text goes
//! to a field, never to commands.

use jiff::Timestamp;

use super::commit;
use super::copying;
use super::describe;
use super::form;
use super::msg::Effect;
use super::needs;
use super::overlay::{Field, Overlay, Palette};
use super::programs;
use super::reader::{Subject, counterparts, edges, moves, search, selecting, tagging, visit};
use super::state::State;
use super::suggestions;
use super::take_over;
use super::view::{Entry, ListKind, ListView, acts, changes, echoes, ledger, list_height, order, write_up};
use super::view::{encodings, page_facts};
use crate::command::{App, ClaimCommand, Command, Find, Go, Key, KeyCode, Lookup, Mods, Move};
use crate::text::editor::Editor;

/// Takes one key.
pub fn key(state: &mut State, key: Key, now: Timestamp, effects: &mut Vec<Effect>) {
    if programs::answered(state, key, effects) {
        return;
    }
    // The box is there until the next key; esc and enter do no more than close it.
    if state.card.take().is_some() && matches!(key.code(), KeyCode::Esc | KeyCode::Enter) {
        return;
    }
    state.pending.push(key);
    state.last_command = None;
    let mode = state.mode();
    match state.keymap.lookup(mode, &state.pending) {
        Lookup::Command(command) => {
            state.pending.clear();
            run(state, command, now, effects);
        }
        Lookup::Prefix(_) => {}
        Lookup::None { nearest } => {
            let alone = state.pending.len() == 1;
            let pressed = crate::command::keys::label(&state.pending);
            state.pending.clear();
            // Over SSH an escape and the next key arrive in one read and look like an alt chord.
            if alone && let Some([escape, rest]) = key.split_alt() {
                self::key(state, escape, now, effects);
                self::key(state, rest, now, effects);
            } else if state.form.is_some() {
                form::keys::key(state, key, now, effects);
            } else if mode.takes_text() {
                field_key(state, key, effects);
            } else {
                no_meaning(state, &pressed, nearest);
            }
        }
    }
}

/// Takes pasted text.
pub fn paste(state: &mut State, text: &str, effects: &mut Vec<Effect>) {
    state.pending.clear();
    if state.form.is_some() {
        form::keys::paste(state, text);
        return;
    }
    let find = state.key_of(Find::Open.into());
    match state.overlays.last_mut() {
        Some(overlay) => {
            overlay.field_mut().insert(text);
            typed(state, effects);
        }
        None => state.say(format!("pasted text goes into a field: {find} opens the search")),
    }
}

/// Gives a command, from a key, the palette or help.
pub fn run(state: &mut State, command: Command, now: Timestamp, effects: &mut Vec<Effect>) {
    state.last_command = Some(command);
    if super::layout::is_too_small(state) && !acts_unseen(command) {
        return;
    }
    let asked = state.quit_asked;
    if command != Command::App(App::QuitSoon) {
        state.quit_asked = false;
    }
    if asked && command == Command::App(App::StepBack) {
        return;
    }
    // Help lists what can be done where it was opened: enter does it there, and nothing is done out of sight.
    let in_help = state.lists.last().is_some_and(|list| list.kind == ListKind::Help);
    if in_help && matches!(command, Command::Claim(_)) {
        let (open, back) = (state.key_of(App::Open.into()), state.key_of(App::StepBack.into()));
        state.say(format!("{open} does what the line says; {back} leaves help"));
        return;
    }
    if let Some(reason) = needs::reason(state, command) {
        let key = state.key_of(command);
        state.say(format!("{key}: {reason}"));
        return;
    }
    match command {
        Command::Move(command) => movement(state, command),
        Command::Select(command) => selecting::run(state, command),
        Command::Claim(command) => claim(state, command, now, effects),
        Command::Find(command) => find(state, command, effects),
        Command::Go(command) => go(state, command, effects),
        Command::App(command) => app(state, command, now, effects),
    }
}

/// Whether a command may be given on a screen too small to show what it does.
fn acts_unseen(command: Command) -> bool {
    matches!(command, Command::App(App::Quit | App::QuitSoon | App::Suspend | App::Save | App::StepBack))
}

fn no_meaning(state: &mut State, pressed: &str, nearest: Option<Command>) {
    let near = nearest.map(|command| format!("; {} is “{}”", state.key_of(command), command.spec().summary));
    let help = state.key_of(App::Help.into());
    let near = near.unwrap_or_else(|| format!("; {help} shows every key"));
    state.say(format!("{pressed} has no meaning here{near}"));
}

fn movement(state: &mut State, command: Move) {
    let height = list_height(state);
    if let Some(Overlay::Palette(palette)) = state.overlays.last_mut() {
        palette.go(command == Move::RowDown);
    } else if matches!(command, Move::ValueNext | Move::ValuePrevious) {
        match state.lists.last().map(|list| list.kind) {
            Some(ListKind::Echoes) => echoes::member(state, command),
            _ => ledger::keys::value(state, command),
        }
    } else if let Some(list) = state.lists.last_mut() {
        let before = list.cursor;
        list.go(command, height);
        if list.cursor != before {
            list.value = 0;
        }
    } else {
        let before = state.cursor();
        moves::run(state, command);
        edges::keep_apart(state, before);
    }
}

fn claim(state: &mut State, command: ClaimCommand, now: Timestamp, effects: &mut Vec<Effect>) {
    match command {
        ClaimCommand::Tag1
        | ClaimCommand::Tag2
        | ClaimCommand::Tag3
        | ClaimCommand::Tag4
        | ClaimCommand::Tag5
        | ClaimCommand::Tag6
        | ClaimCommand::Tag7
        | ClaimCommand::Tag8
        | ClaimCommand::Tag9 => tagging::tag(state, command, now, effects),
        ClaimCommand::SuggestionNext | ClaimCommand::SuggestionPrevious => {
            suggestions::act::step(state, command)
        }
        ClaimCommand::Accept | ClaimCommand::AcceptAndNext if suggestions::act::takes(state, command) => {
            suggestions::act::accept(state, command, now, effects);
        }
        ClaimCommand::Question if suggestions::is_making(state) => suggestions::batch::toggle_units(state),
        ClaimCommand::Remove if suggestions::act::takes(state, command) => {
            suggestions::act::dismiss(state, now, effects);
        }
        ClaimCommand::Remove => acts::remove(state, now, effects),
        ClaimCommand::HoldStart => edges::take_hold(state, edges::Edge::Start),
        ClaimCommand::HoldEnd => edges::take_hold(state, edges::Edge::End),
        ClaimCommand::Copy => copying::copy(state, effects),
        ClaimCommand::Next | ClaimCommand::Previous => visit::claim(state, command),
        ClaimCommand::AnyTag
        | ClaimCommand::Repeat
        | ClaimCommand::Who
        | ClaimCommand::Figure
        | ClaimCommand::Question
        | ClaimCommand::Note
        | ClaimCommand::Review
        | ClaimCommand::Relate => form::open(state, command, now, effects),
        ClaimCommand::CounterpartNext | ClaimCommand::CounterpartPrevious => {
            if state.lists.is_empty() {
                counterparts::step(state, command);
            } else {
                ledger::keys::conflict(state, command);
            }
        }
        ClaimCommand::SaysNothing => ledger::keys::says_nothing(state, now, effects),
        ClaimCommand::Accept | ClaimCommand::AcceptAndNext => acts::accept(state, now, effects),
    }
}

fn find(state: &mut State, command: Find, effects: &mut Vec<Effect>) {
    match command {
        Find::Open => {
            let overlay = match state.lists.last() {
                Some(list) => Overlay::Filter(Field::new(&list.filter)),
                None => {
                    search::open(state);
                    let left_over = state.reader.search.typed.clone();
                    search::typed(state, &left_over, effects);
                    Overlay::Search(Field::new(&left_over))
                }
            };
            state.overlays.push(overlay);
        }
        Find::Next | Find::Previous => search::step(state, command),
        Find::Hits => state.lists.push(ListView::new(ListKind::Hits)),
    }
}

fn go(state: &mut State, command: Go, effects: &mut Vec<Effect>) {
    match command {
        Go::Articles => {
            let here = Entry::Article(state.reader.panes.focus);
            state.lists.push(ListView::at(ListKind::Articles, here));
        }
        Go::Claims => state.lists.push(match state.subject() {
            Subject::Claim(id) => ListView::at(ListKind::Claims, Entry::Claim(id)),
            _ => ListView::new(ListKind::Claims),
        }),
        Go::Tags => state.lists.push(ListView::new(ListKind::Tags)),
        Go::Zones => state.lists.push(ListView::new(ListKind::Zones)),
        Go::Sources => state.lists.push(ListView::new(ListKind::Sources)),
        Go::Questions => state.lists.push(ListView::new(ListKind::Questions)),
        Go::Ledger => {
            let view = ledger::keys::view(state);
            state.lists.push(view);
        }
        Go::Echoes => {
            let view = echoes::view(state);
            state.lists.push(view);
        }
        Go::History => state.lists.push(ListView::new(ListKind::History)),
        Go::Changes => changes::open(state, effects),
        Go::ReviewQueue => state.lists.push(ListView::new(ListKind::Review)),
        Go::WriteUp => state.lists.push(ListView::new(ListKind::WriteUp)),
        Go::Suggestions => suggestions::act::list(state),
        Go::Text => state.lists.clear(),
        Go::Back if !state.lists.is_empty() => {
            state.lists.pop();
        }
        Go::Back => visit::back(state),
        Go::ArticleNext
        | Go::ArticlePrevious
        | Go::Article1
        | Go::Article2
        | Go::Article3
        | Go::Article4
        | Go::Article5
        | Go::Article6
        | Go::Article7
        | Go::Article8
        | Go::Article9 => {
            state.lists.clear();
            visit::article(state, command);
        }
    }
}

fn app(state: &mut State, command: App, now: Timestamp, effects: &mut Vec<Effect>) {
    let (columns, articles) = (state.size.0, state.doc.articles.len());
    match command {
        App::Open => open(state, now, effects),
        App::StepBack => step_back(state),
        App::Undo => step_history(state, App::Undo, now, effects),
        App::Redo => step_history(state, App::Redo, now, effects),
        App::Pin => match state.reader.panes.toggle_pin(columns, articles) {
            Ok(true) => state.say("pinned"),
            Ok(false) => state.say("no longer pinned"),
            Err(why) => state.say(why),
        },
        App::ShiftLeft | App::ShiftRight => {
            let right = command == App::ShiftRight;
            if state.reader.panes.is_zoomed() {
                let zoom = state.key_of(App::Zoom.into());
                state.say(format!("one pane is shown; {zoom} shows all"));
            } else {
                shift(state, right);
            }
        }
        App::Zoom => state.reader.panes.toggle_zoom(columns, articles),
        App::Linked => counterparts::toggle_linked(state),
        App::Sort => order::sort(state),
        App::WriteView => write_up::ask_where(state),
        App::Save => {
            effects.push(Effect::Checkpoint);
            state.say("saving the session file");
        }
        App::FieldNext | App::FieldPrevious | App::LinkMode | App::FromText | App::NewLine => {
            form::keys::command(state, command);
        }
        App::Help if state.form.is_some() => form::keys::help(state),
        App::Help => {
            state.overlays.clear();
            state.lists.push(ListView::new(ListKind::Help));
        }
        App::Palette => {
            let typed = std::mem::take(&mut state.palette_typed);
            let names =
                Command::ALL.iter().map(|command| super::view::help::summary(state, *command)).collect();
            state.overlays.push(Overlay::Palette(Palette::new(&typed, names)));
        }
        App::Name => {
            let name = if state.doc.analyst.chosen { state.doc.analyst.name.clone() } else { String::new() };
            state.overlays.push(Overlay::Name(Field::new(&name)));
        }
        App::ShowSuggestions => suggestions::act::toggle(state),
        App::TakeOver => take_over::ask(state, effects),
        App::Encoding => encodings::open(state, effects),
        App::SuggestionKind => suggestions::order::next_kind(state),
        App::Programs => programs::ask_again(state),
        App::PageFacts => page_facts::take(state, now, effects),
        App::Suspend => effects.extend([Effect::Checkpoint, Effect::Suspend]),
        App::QuitSoon => quit_soon(state, effects),
        App::Quit => effects.push(Effect::Quit),
    }
}

/// Goes to an article by its number, as typed in the palette.
fn go_to_number(state: &mut State, number: usize) {
    let articles = state.doc.articles.len();
    if (1..=articles).contains(&number) {
        state.lists.clear();
        state.remember();
        state.go_to(number - 1, None);
    } else {
        state.say(format!("there is no article {number}; the last one is {articles}"));
    }
}

/// Shifts the panes by one article; a selection is left where the focus goes on to another one.
fn shift(state: &mut State, right: bool) {
    let (columns, articles) = (state.size.0, state.doc.articles.len());
    let focus = state.reader.panes.focus;
    if !state.reader.panes.shift(if right { 1 } else { -1 }, columns, articles) {
        state.say(if right { "the last article is on screen" } else { "the first article is on screen" });
        return;
    }
    let now = std::mem::replace(&mut state.reader.panes.focus, focus);
    if now != focus {
        state.go_to(now, None);
    }
}

/// Opens what is under the cursor, or keeps what was typed.
fn open(state: &mut State, now: Timestamp, effects: &mut Vec<Effect>) {
    if state.form.is_some() {
        form::keys::enter(state, now, effects);
        return;
    }
    match state.overlays.pop() {
        Some(Overlay::Search(field)) => {
            // With no hit the field stays: the next keys mend the words, and tag nothing that nobody chose.
            if !search::keep(state) {
                state.overlays.push(Overlay::Search(field));
            }
        }
        Some(Overlay::Filter(_)) => {}
        Some(Overlay::Statement(field)) => echoes::accept(state, field.editor.text(), now, effects),
        Some(Overlay::Write(field)) => write_up::write(state, field.editor.text(), effects),
        Some(Overlay::Name(field)) => set_name(state, field.editor.text()),
        Some(Overlay::Palette(palette)) => match (palette.command(), palette.argument()) {
            (Some(Command::App(App::Name)), Some(name)) => set_name(state, name),
            (Some(command), _) => run(state, command, now, effects),
            (None, _) => {
                let typed = palette.field.editor.text().trim().to_owned();
                match typed.parse::<usize>() {
                    Ok(number) => go_to_number(state, number),
                    Err(_) => state.say(format!("no command is called “{typed}”")),
                }
            }
        },
        None => open_entry(state, now, effects),
    }
}

fn open_entry(state: &mut State, now: Timestamp, effects: &mut Vec<Effect>) {
    if state.lists.is_empty() && state.reader.held.is_some() {
        edges::set(state, now, effects);
        return;
    }
    if !state.lists.is_empty() {
        acts::open(state, now, effects);
        return;
    }
    if !form::open_whole(state) {
        state.say("1 to 9 tags what is under the cursor; v selects; ? shows every key");
    }
}

/// Goes back one step: the overlay, the list, the selection, the hit.
fn step_back(state: &mut State) {
    if state.form.is_some() {
        form::keys::leave(state);
    } else if let Some(overlay) = state.overlays.pop() {
        match overlay {
            Overlay::Search(_) => search::drop(state),
            Overlay::Palette(palette) => palette.field.editor.text().clone_into(&mut state.palette_typed),
            Overlay::Filter(_) | Overlay::Name(_) | Overlay::Statement(_) | Overlay::Write(_) => {}
        }
    } else if let Some(list) = state.lists.last_mut() {
        if list.filter.is_empty() {
            state.lists.pop();
        } else {
            list.filter.clear();
        }
    } else if state.reader.held.is_some() {
        edges::drop(state);
    } else if state.reader.selection.is_some() {
        state.leave_selection();
    } else if !state.reader.search.hits.is_empty() || state.reader.search.current.is_some() {
        state.reader.search.hits.clear();
        state.reader.search.current = None;
    } else if state.reader.chosen.is_some() {
        state.reader.chosen = None;
    } else {
        let quit = state.key_of(App::QuitSoon.into());
        state.say(format!("this is the text; {quit} quits"));
    }
}

fn quit_soon(state: &mut State, effects: &mut Vec<Effect>) {
    if !state.lists.is_empty() || !state.overlays.is_empty() || state.reader.selection.is_some() {
        step_back(state);
    } else if state.quit_asked {
        effects.push(Effect::Quit);
    } else {
        state.quit_asked = true;
        let (quit, stay) = (state.key_of(App::QuitSoon.into()), state.key_of(App::StepBack.into()));
        let unsaved = state.doc.last_edit_seq.saturating_sub(state.doc.saved_seq);
        if matches!(state.doc.saved, super::doc::Saved::Failed { .. }) {
            let lines = super::status::count(usize::try_from(unsaved).unwrap_or(usize::MAX), "line");
            state.warn(format!("{quit} quits and loses {lines} of the log · {stay} stays"));
        } else {
            let saved = super::status::saved_words(state);
            state.say(format!("{saved} · {quit} quits · {stay} stays"));
        }
    }
}

fn step_history(state: &mut State, command: App, now: Timestamp, effects: &mut Vec<Effect>) {
    let back = command == App::Undo;
    if back && state.doc.history.next_undo().is_none() && state.doc.older {
        effects.push(Effect::Older(state.doc.oldest_seq()));
        state.say("reading older edits; press it again");
        return;
    }
    let done = if back {
        commit::undo(&mut state.doc, now, effects)
    } else {
        commit::redo(&mut state.doc, now, effects)
    };
    match done {
        Ok(Some(edit)) => {
            super::reader::place::go_to_change(state, &edit);
            suggestions::act::go_to_change(state, &edit);
            let words = describe::edit(&state.doc.session, &edit);
            let (done, other) = if back { ("undone", App::Redo) } else { ("done again", App::Undo) };
            let key = state.key_of(other.into());
            state.say(format!("{done}: {words} · {key} {}", if back { "redoes" } else { "undoes" }));
        }
        Ok(None) => {}
        Err(commit::Refused(why)) => state.warn(why),
    }
}

fn set_name(state: &mut State, name: &str) {
    let name = name.trim();
    if name.is_empty() {
        state.say("no name was typed");
        return;
    }
    let session = &state.doc.session;
    let id = crate::model::ids::slug(name, |slug| {
        let id = crate::model::AnalystId::new(slug);
        session.analysts.get(&id).is_some_and(|analyst| analyst.name != name)
    });
    let id = crate::model::AnalystId::new(id);
    state.doc.analyst = super::doc::Analyst { id, name: name.to_owned(), chosen: true };
    state.say(format!("edits are made by {name} from now on"));
}

/// Gives a key to the field on top.
fn field_key(state: &mut State, key: Key, effects: &mut Vec<Effect>) {
    let Some(overlay) = state.overlays.last_mut() else { return };
    if let (Overlay::Palette(palette), KeyCode::Up | KeyCode::Down) = (&mut *overlay, key.code()) {
        palette.go(key.code() == KeyCode::Down);
        return;
    }
    let field = overlay.field_mut();
    let before = field.editor.text().to_owned();
    if !edit_key(&mut field.editor, key) {
        let Some(c) = key.typed() else {
            state.say(format!("{} does nothing in a field", key.label()));
            return;
        };
        field.insert(c.encode_utf8(&mut [0; 4]));
    }
    field.is_left_over = false;
    if field.editor.text() != before {
        typed(state, effects);
    }
}

/// Gives an editor a key that moves in it or takes from it; says whether it is one.
pub fn edit_key(editor: &mut Editor, key: Key) -> bool {
    match (key.code(), key.mods().holds(Mods::CTRL)) {
        (KeyCode::Char('u'), true) => editor.delete_to_start(),
        (KeyCode::Char('k'), true) => editor.delete_to_end(),
        (KeyCode::Char('w'), true) => editor.delete_word(),
        (KeyCode::Char('a'), true) | (KeyCode::Home, _) => editor.home(),
        (KeyCode::Char('e'), true) | (KeyCode::End, _) => editor.end(),
        (KeyCode::Left, true) => editor.word_left(),
        (KeyCode::Right, true) => editor.word_right(),
        (KeyCode::Left, false) => editor.left(),
        (KeyCode::Right, false) => editor.right(),
        (KeyCode::Backspace, _) | (KeyCode::Char('h'), true) => editor.backspace(),
        (KeyCode::Delete, _) => editor.delete(),
        _ => return false,
    }
    true
}

/// Takes up what the field on top holds now.
fn typed(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(overlay) = state.overlays.last_mut() else { return };
    let text = overlay.field().editor.text().to_owned();
    match overlay {
        Overlay::Search(_) => search::typed(state, &text, effects),
        Overlay::Filter(_) => {
            if let Some(list) = state.lists.last_mut() {
                list.filter = text;
            }
        }
        Overlay::Name(_) | Overlay::Statement(_) | Overlay::Write(_) => {}
        Overlay::Palette(palette) => palette.typed(),
    }
}
