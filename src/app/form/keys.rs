//! Keys in forms.
//!
//! **Invariant:** a character goes to the field in focus or answers what is asked; `enter` takes what is lit, else
//! keeps; `esc` goes back one step.

use jiff::Timestamp;

use super::field::{Input, Name};
use super::picker::Picked;
use super::{Ask, Form, Kind, keep, preview, top, top_mut};
use crate::app::msg::Effect;
use crate::app::state::State;
use crate::command::{App, Command, Key, KeyCode, Mods};

/// Takes a key that is no command.
pub fn key(state: &mut State, key: Key, now: Timestamp, effects: &mut Vec<Effect>) {
    let Some(form) = top_mut(state) else { return };
    if form.ask.is_some() {
        answer(state, key, now, effects);
        return;
    }
    let tag = form.focused().is_some_and(|field| field.name == Name::Tag && field.text().is_empty());
    let digit = key.typed().filter(|c| tag && c.is_ascii_digit());
    if let Some(digit) = digit {
        pick_tag(state, digit);
        let alone = top(state).is_some_and(|form| form.kind == Kind::Tag);
        if alone {
            finish(state, now, effects);
            return;
        }
    } else if !field_key(state, key) {
        let words = format!("{} does nothing in this field", key.label());
        state.say(words);
    }
    preview::refresh(state);
}

/// Takes pasted text into the field.
pub fn paste(state: &mut State, text: &str) {
    let Some(form) = top_mut(state).filter(|form| form.ask.is_none()) else { return };
    let Some(field) = form.focused_mut() else { return };
    if let Some(editor) = field.editor_mut() {
        editor.insert(text);
        field.typed();
    }
    preview::refresh(state);
}

/// Takes a command that only forms have.
pub fn command(state: &mut State, command: App) {
    let Some(form) = top_mut(state).filter(|form| form.ask.is_none()) else { return };
    let mut refused = None;
    match command {
        App::FieldNext => step(form, true),
        App::FieldPrevious => step(form, false),
        App::LinkMode => match form.field_mut(Name::Who).map(|field| &mut field.input) {
            Some(Input::Chain(chain)) if !chain.links.is_empty() || !chain.picker.text().is_empty() => {
                chain.change_mode();
            }
            _ => refused = Some("no name here whose way of speaking could change"),
        },
        App::FromText => match form.focused_mut().map(|field| &mut field.input) {
            Some(Input::Chain(chain)) => {
                if chain.from_text().is_none() {
                    refused = Some("the text around these words gives no name");
                }
            }
            Some(Input::Line(field)) => field.editor.end(),
            Some(Input::Lines(editor)) => editor.end(),
            Some(Input::Pick(pick)) => pick.picker.field.editor.end(),
            Some(Input::Choice(_)) | None => {}
        },
        App::NewLine => match form.focused_mut().map(|field| &mut field.input) {
            Some(Input::Lines(editor)) => editor.insert("\n"),
            _ => refused = Some("this field has one line"),
        },
        _ => {}
    }
    if let Some(why) = refused {
        state.say(why);
    }
    preview::refresh(state);
}

/// Goes to the next or previous field, taking what is lit in this one.
fn step(form: &mut Form, on: bool) {
    take_lit(form);
    let n = form.fields.len().max(1);
    form.focus = (form.focus + if on { 1 } else { n - 1 }) % n;
}

/// Takes what is lit in the field in focus, where its list was opened by typing or moving.
fn take_lit(form: &mut Form) -> bool {
    match form.focused_mut().map(|field| &mut field.input) {
        Some(Input::Chain(chain)) => chain.is_typing() && chain.take(),
        Some(Input::Pick(pick)) => {
            let typed = !pick.picker.text().is_empty();
            (typed || (pick.picker.lit.is_some() && !pick.always)) && pick.take()
        }
        _ => false,
    }
}

/// `enter`: takes the lit name, else keeps the form.
pub fn enter(state: &mut State, now: Timestamp, effects: &mut Vec<Effect>) {
    let Some(form) = top_mut(state) else { return };
    match form.ask {
        Some(Ask::Sure(_)) => {
            (form.ask, form.is_sure) = (None, true);
            finish(state, now, effects);
            return;
        }
        Some(Ask::Swap(..)) => {
            state.say("y lets the two change keys; esc goes on with the form");
            return;
        }
        Some(Ask::Leave) => {
            form.ask = None;
            take_lit(form);
            finish(state, now, effects);
            return;
        }
        Some(Ask::Unit(..)) => {
            state.say("answer what is asked, or esc goes on typing");
            return;
        }
        None => {}
    }
    let single = form.fields.len() == 1;
    let typing_chain = form.chain().filter(|chain| chain.is_typing() && focus_is_chain(form));
    // "unattributed" ends the chain: there is nothing left to name.
    let ends = typing_chain.is_some_and(|chain| chain.picker.lit() == Some(Picked::Unattributed)) && single;
    let picks_one = single && matches!(form.focused().map(|field| &field.input), Some(Input::Pick(_)));
    if typing_chain.is_some() || !picks_one {
        let taken = take_lit(form);
        if !taken || ends {
            finish(state, now, effects);
        }
    } else if let Some(Input::Pick(pick)) = form.focused_mut().map(|field| &mut field.input) {
        if pick.take() {
            finish(state, now, effects);
        } else {
            state.say("nothing in the list answers to that");
        }
    }
    preview::refresh(state);
}

fn focus_is_chain(form: &Form) -> bool {
    matches!(form.focused().map(|field| &field.input), Some(Input::Chain(_)))
}

/// `esc`: what is asked, then the form; asks first where something was changed.
pub fn leave(state: &mut State) {
    let Some(form) = top_mut(state) else { return };
    if form.ask.take().is_some() {
        form.is_sure = false;
    } else if form.is_changed() {
        form.ask = Some(Ask::Leave);
    } else {
        state.form = None;
    }
}

fn answer(state: &mut State, key: Key, now: Timestamp, effects: &mut Vec<Effect>) {
    let Some(form) = top_mut(state) else { return };
    match (&form.ask, key.typed()) {
        (Some(Ask::Leave), Some('k')) => {
            form.ask = None;
            take_lit(form);
            finish(state, now, effects);
        }
        (Some(Ask::Leave), Some('d')) => {
            state.form = None;
            state.say("dropped; nothing was changed");
        }
        (Some(Ask::Unit(..)), Some(c @ ('y' | 'n'))) => {
            form.ask = None;
            form.unit_agreed = Some(c == 'y');
            finish(state, now, effects);
        }
        (Some(Ask::Sure(_) | Ask::Swap(..)), Some('y')) => {
            (form.ask, form.is_sure) = (None, true);
            finish(state, now, effects);
        }
        _ => state.say("answer what is asked; esc goes on with the form"),
    }
}

/// Keeps the form, or leaves it on the screen with what is wrong.
fn finish(state: &mut State, now: Timestamp, effects: &mut Vec<Effect>) {
    let Some(mut form) = state.form.take() else { return };
    if let keep::Outcome::Stay = keep::run(state, &mut form, now, effects) {
        state.form = Some(form);
        preview::refresh(state);
    }
}

fn pick_tag(state: &mut State, digit: char) {
    let Some(tag) = state.doc.session.tag_of_key(digit).cloned() else {
        state.say(format!("no tag has the key {digit}"));
        return;
    };
    if let Some(Input::Pick(pick)) = top_mut(state).and_then(Form::focused_mut).map(|f| &mut f.input) {
        pick.choose(Picked::Tag(tag));
    }
}

/// Gives a key to the field in focus; says whether it did something.
fn field_key(state: &mut State, key: Key) -> bool {
    let Some(form) = top_mut(state) else { return false };
    let Some(field) = form.focused_mut() else { return false };
    let ctrl = key.mods().holds(Mods::CTRL);
    if let Input::Choice(choice) = &mut field.input {
        match (key.code(), key.typed()) {
            (KeyCode::Right, _) | (_, Some(' ')) => choice.step(true),
            (KeyCode::Left, _) => choice.step(false),
            (KeyCode::Down, _) => step(form, true),
            (KeyCode::Up, _) => step(form, false),
            (_, Some(c)) => return choice.jump(c),
            _ => return false,
        }
        return true;
    }
    if let Input::Chain(chain) = &mut field.input {
        match (key.code(), ctrl) {
            (KeyCode::Char('<'), false) => return chain.is_typing() && chain.take(),
            (KeyCode::Backspace, _) | (KeyCode::Char('h'), true) if chain.picker.field.editor.is_empty() => {
                return chain.take_back();
            }
            _ => {}
        }
    }
    if let (KeyCode::Up | KeyCode::Down, false) = (key.code(), ctrl) {
        let down = key.code() == KeyCode::Down;
        match &mut field.input {
            Input::Lines(editor) => {
                let moved = if down { editor.down() } else { editor.up() };
                if !moved {
                    step(form, down);
                }
            }
            Input::Chain(_) | Input::Pick(_) => {
                if let Some(picker) = field.picker_mut() {
                    picker.go(down);
                }
            }
            Input::Line(_) | Input::Choice(_) => step(form, down),
        }
        return true;
    }
    let Some(editor) = field.editor_mut() else { return false };
    if !crate::app::input::edit_key(editor, key) {
        let Some(c) = key.typed() else { return false };
        editor.insert(c.encode_utf8(&mut [0; 4]));
    }
    field.typed();
    true
}

/// Says what the keys of the form are, in one line: typed words stay where they are.
pub fn help(state: &mut State) {
    let Some(form) = top(state) else { return };
    let words = match form.kind {
        Kind::Who => {
            "names outermost first, < for the next, enter ends · ctrl-t mode · ctrl-e from the text · esc"
        }
        Kind::Figure => {
            "as in: >= 80 soldiers · 60-90 · ~ 25 minutes · dozens [24 to 48] · is later · enter keeps · esc"
        }
        Kind::Question => "type to find one or to make one · arrows · enter takes the lit one · esc",
        Kind::Note => "enter keeps · ctrl-j new line · esc leaves",
        Kind::Tag | Kind::Relate | Kind::Silence => "type or arrows · enter takes the lit one · esc leaves",
        Kind::Review => "tab field · space or its letter changes · why is required · enter keeps · esc",
        Kind::Claim | Kind::Source | Kind::QuestionFacts | Kind::ArticleFacts | Kind::TagFacts => {
            "tab field · space changes a choice · enter keeps all · ctrl-j new line · esc leaves"
        }
    };
    state.say(words);
}

/// Returns the name that stands in the last row.
pub fn mode_name(form: &Form) -> &'static str {
    match form.kind {
        Kind::Who => "WHO SAYS",
        Kind::Figure => "FIGURE",
        Kind::Question => "QUESTION",
        Kind::Note => "NOTE",
        Kind::Tag => "TAG",
        Kind::Review => "REVIEW",
        Kind::Relate => "RELATE",
        Kind::Silence => "SAYS NOTHING",
        Kind::Claim | Kind::Source | Kind::QuestionFacts | Kind::ArticleFacts | Kind::TagFacts => "FORM",
    }
}

/// Returns the keys of the last row, the most important first.
pub fn hints(form: &Form) -> Vec<(Command, &'static str)> {
    let mut hints: Vec<(Command, &str)> = Vec::new();
    if form.fields.len() > 1 {
        hints.push((App::FieldNext.into(), "field"));
    }
    hints.push((App::Open.into(), "keep"));
    match form.focused().map(|field| &field.input) {
        Some(Input::Chain(_)) => {
            hints.push((App::FromText.into(), "name from text"));
            hints.push((App::LinkMode.into(), "mode"));
        }
        Some(Input::Lines(_)) => hints.push((App::NewLine.into(), "new line")),
        _ => {}
    }
    hints.push((App::StepBack.into(), "leave"));
    hints.push((App::Help.into(), "help"));
    hints
}
