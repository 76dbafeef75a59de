//! The question whether a program may run.
//!
//! **Invariant:** yes is a key that means nothing else, so that nobody says it in passing; an answer is to the command
//! line that is on screen, word for word.

use super::{Program, merge};
use crate::app::copying::Card;
use crate::app::msg::Effect;
use crate::app::state::State;
use crate::command::{Key, KeyCode};

/// Shows the question about the next program that nobody has answered for, while nothing else lies over the panes.
pub fn ask(state: &mut State) {
    let is_free =
        state.lists.is_empty() && state.overlays.is_empty() && state.form.is_none() && state.card.is_none();
    if state.programs.put_off || state.layout.panes.is_empty() || !is_free {
        return;
    }
    let Some(n) = state.programs.all.iter().position(|one| one.may_run.is_none()) else { return };
    let Some(one) = state.programs.all.get(n) else { return };
    state.card = Some(question(one));
    state.programs.asking = Some(n);
}

fn question(one: &Program) -> Card {
    // Each word in marks of its own: blanks within a word are not blanks between words.
    let words: Vec<String> = one.command.iter().map(|word| format!("‘{word}’")).collect();
    Card {
        title: format!("may “{}” run?", one.name),
        paragraphs: vec![
            "The settings name a program that reads the articles on screen and proposes claims:".to_owned(),
            words.join(" "),
            "It runs as you and may do all that you may. What it does with the texts factcheck cannot see."
                .to_owned(),
            "Y lets it run, N never; the answer is kept for just this command line. esc asks another time."
                .to_owned(),
        ],
    }
}

/// Takes a key as the answer, if a question is on screen; says whether it was taken.
pub fn answered(state: &mut State, key: Key, effects: &mut Vec<Effect>) -> bool {
    let Some(n) = state.programs.asking else { return false };
    let yes = match key.code() {
        KeyCode::Char('Y') => true,
        KeyCode::Char('N') => false,
        KeyCode::Esc => {
            state.programs.asking = None;
            state.card = None;
            state.programs.put_off = true;
            state.say("no program runs; it is asked again when you open anew, or by :programs");
            return true;
        }
        _ => {
            state.say("Y lets it run, N never, esc asks another time");
            return true;
        }
    };
    state.programs.asking = None;
    state.card = None;
    if let Some(one) = state.programs.all.get_mut(n) {
        one.may_run = Some(yes);
        one.failed = false;
        let words = if yes { "runs from now on" } else { "is not run" };
        let words = format!("“{}” {words}; :programs asks again", one.name);
        state.say(words);
        effects.push(Effect::Answer { program: n, yes });
    }
    for article in 0..state.doc.articles.len() {
        merge(state, article);
    }
    true
}

/// Asks about every program anew.
pub fn ask_again(state: &mut State) {
    if state.programs.all.is_empty() {
        state.say("config.toml names no program: they stand there as [[suggesters]]");
        return;
    }
    state.programs.put_off = false;
    for one in &mut state.programs.all {
        one.may_run = None;
    }
    ask(state);
}
