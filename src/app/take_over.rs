//! Taking over a session that somebody else had open.
//!
//! **Invariant:** nothing is taken without a key; the session is opened anew, so that nothing that the other one
//! wrote is missed.

use super::msg::Effect;
use super::state::State;
use crate::command::App;

/// Notes that whoever had the session open has closed it, and offers it.
pub fn offer(state: &mut State) {
    if state.doc.read_only.is_none() || state.doc.is_free {
        return;
    }
    state.doc.is_free = true;
    let key = state.key_of(App::TakeOver.into());
    state.doc.read_only = Some(format!("free again: {key} takes it over"));
    state.say(format!("whoever had this session open has closed it: {key} opens it for editing"));
}

/// Asks for the program to begin anew on the same case; the lock is tried then.
pub fn ask(state: &mut State, effects: &mut Vec<Effect>) {
    let focus = state.doc.articles.get(state.reader.panes.focus).map(|entry| entry.id.clone());
    state.say("opening the session for editing");
    effects.push(Effect::Anew(focus));
}

#[cfg(test)]
mod tests {
    use crate::app::desk::Desk;
    use crate::app::{Effect, Msg};

    #[test]
    fn a_session_is_taken_over_by_key_and_only_once_it_is_free() {
        let mut desk = Desk::new(&["One text.", "Another text."]);
        desk.state.doc.read_only = Some("open by Ana".to_owned());
        let asked = |desk: &Desk| desk.others.iter().any(|effect| matches!(effect, Effect::Anew(Some(_))));
        desk.keys("gx");
        assert!(desk.notice().contains("its holder has closed"), "{}", desk.notice());
        assert!(!asked(&desk));
        desk.send(Msg::LockFree);
        assert!(desk.notice().contains("gx opens it for editing"), "{}", desk.notice());
        desk.keys("1");
        assert!(desk.notice().contains("free again: gx takes it over"), "{}", desk.notice());
        assert!(desk.state.doc.session.claims.is_empty());
        desk.keys("g2gx");
        assert!(asked(&desk));
    }

    #[test]
    fn who_has_the_session_is_offered_nothing() {
        let mut desk = Desk::new(&["One text."]);
        desk.send(Msg::LockFree);
        assert_eq!(desk.notice(), "");
        assert!(!desk.state.doc.is_free);
    }
}
