//! From the terminal's events to messages.
//!
//! **Invariant:** only a pressed or repeating key becomes a key; what is pasted is text and never a command.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use crossterm::event::{self, Event, KeyEvent, KeyEventKind, KeyModifiers};

use super::ending::{Ending, HANG_UP};
use super::guard::announce_input_again;
use super::output::{bytes_waiting, columns_and_rows, erases_by_ctrl_h};
use crate::app::msg::Msg;
use crate::command::{Key, KeyCode, Mods};

/// What the terminal's key for erasing sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Erase {
    /// 0x7f, as nearly everywhere.
    Delete,
    /// 0x08, which is also ctrl-h.
    CtrlH,
}

/// Starts the thread that reads events. `more` tells whether another event was already there when one was sent;
/// `size` is the one that the first frame was drawn for.
///
/// # Errors
///
/// The system refuses a thread.
pub(super) fn listen(
    ending: Ending,
    more: Arc<AtomicBool>,
    size: (u16, u16),
    inbox: Sender<Msg>,
) -> io::Result<()> {
    let erase = if erases_by_ctrl_h() { Erase::CtrlH } else { Erase::Delete };
    let reader = move || {
        let mut told = size;
        // crossterm hears of new sizes from its first look on: one that came before is asked for.
        let _at_hand = event::poll(Duration::ZERO);
        loop {
            if let Some(msg) = untold_size(&mut told)
                && inbox.send(msg).is_err()
            {
                return;
            }
            match event::read() {
                Ok(event) => {
                    // Told before the event is sent, so that the loop never waits for one that does not come.
                    more.store(is_another_at_hand(), Ordering::SeqCst);
                    if let Event::Resize(columns, rows) = event {
                        told = (columns, rows);
                    }
                    if let Some(msg) = translate(event, erase)
                        && inbox.send(msg).is_err()
                    {
                        return;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => {
                    more.store(false, Ordering::SeqCst);
                    return ending.demand(HANG_UP, &inbox);
                }
            }
        }
    };
    thread::Builder::new().name("events".to_owned()).spawn(reader).map(|_| ())
}

/// Returns the message of a size that nobody told of.
///
/// crossterm 0.29 forgets the signal of a new size where a key arrives with it, so the system is asked.
fn untold_size(told: &mut (u16, u16)) -> Option<Msg> {
    let size = columns_and_rows();
    (size != *told).then(|| {
        *told = size;
        Msg::Resize(size.0, size.1)
    })
}

/// Tells whether another event can be read without waiting, and sees to it that crossterm knows.
fn is_another_at_hand() -> bool {
    let is_at_hand = || event::poll(Duration::ZERO).unwrap_or(false);
    if is_at_hand() {
        return true;
    }
    if bytes_waiting() == 0 {
        return false;
    }
    announce_input_again();
    is_at_hand()
}

fn translate(event: Event, erase: Erase) -> Option<Msg> {
    match event {
        Event::Key(key) => key_of(key, erase).map(Msg::Key),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Resize(columns, rows) => Some(Msg::Resize(columns, rows)),
        Event::FocusGained | Event::FocusLost | Event::Mouse(_) => None,
    }
}

/// Returns the key of an event; none for a released key and for keys that have no meaning in a text.
fn key_of(event: KeyEvent, erase: Erase) -> Option<Key> {
    let is_pressed = matches!(event.kind, KeyEventKind::Press | KeyEventKind::Repeat);
    // The window manager's own keys never reach a legacy terminal; where they do, they are not meant for a text.
    let is_foreign = event.modifiers.intersects(KeyModifiers::SUPER | KeyModifiers::HYPER);
    if !is_pressed || is_foreign {
        return None;
    }
    let code = code_of(event.code)?;
    let mods = mods_of(event.modifiers);
    if erase == Erase::CtrlH && code == KeyCode::Char('h') && mods == Mods::CTRL {
        return Some(Key::new(KeyCode::Backspace, Mods::NONE));
    }
    Some(Key::new(code, mods))
}

fn code_of(code: event::KeyCode) -> Option<KeyCode> {
    Some(match code {
        event::KeyCode::Char(c) => KeyCode::Char(c),
        event::KeyCode::Enter => KeyCode::Enter,
        event::KeyCode::Esc => KeyCode::Esc,
        event::KeyCode::Tab => KeyCode::Tab,
        event::KeyCode::BackTab => KeyCode::BackTab,
        event::KeyCode::Backspace => KeyCode::Backspace,
        event::KeyCode::Delete => KeyCode::Delete,
        event::KeyCode::Insert => KeyCode::Insert,
        event::KeyCode::Up => KeyCode::Up,
        event::KeyCode::Down => KeyCode::Down,
        event::KeyCode::Left => KeyCode::Left,
        event::KeyCode::Right => KeyCode::Right,
        event::KeyCode::Home => KeyCode::Home,
        event::KeyCode::End => KeyCode::End,
        event::KeyCode::PageUp => KeyCode::PageUp,
        event::KeyCode::PageDown => KeyCode::PageDown,
        event::KeyCode::F(number) => KeyCode::F(number),
        // The middle of the number pad with the lock off, and the keys that only hold or light something.
        event::KeyCode::Null
        | event::KeyCode::KeypadBegin
        | event::KeyCode::CapsLock
        | event::KeyCode::ScrollLock
        | event::KeyCode::NumLock
        | event::KeyCode::PrintScreen
        | event::KeyCode::Pause
        | event::KeyCode::Menu
        | event::KeyCode::Media(_)
        | event::KeyCode::Modifier(_) => return None,
    })
}

fn mods_of(modifiers: KeyModifiers) -> Mods {
    let table = [
        (KeyModifiers::CONTROL, Mods::CTRL),
        (KeyModifiers::ALT, Mods::ALT),
        (KeyModifiers::META, Mods::ALT),
        (KeyModifiers::SHIFT, Mods::SHIFT),
    ];
    let held = table.into_iter().filter(|(modifier, _)| modifiers.contains(*modifier));
    held.fold(Mods::NONE, |mods, (_, modifier)| mods.with(modifier))
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyEventState, MouseEvent, MouseEventKind};

    use super::*;

    fn pressed(code: event::KeyCode, modifiers: KeyModifiers) -> Option<String> {
        key_of(KeyEvent::new(code, modifiers), Erase::Delete).map(|key| key.to_string())
    }

    #[test]
    fn events_become_keys_as_keys_strings_write_them() {
        use event::KeyCode::{BackTab, Char, Delete, Enter, Esc, F, PageDown, Tab, Up};
        for (code, modifiers, expected) in [
            (Char('a'), KeyModifiers::NONE, "a"),
            (Char('A'), KeyModifiers::SHIFT, "A"),
            (Char('?'), KeyModifiers::SHIFT, "?"),
            (Char('<'), KeyModifiers::NONE, "<lt>"),
            (Char(' '), KeyModifiers::NONE, "<space>"),
            (Char('d'), KeyModifiers::CONTROL, "<c-d>"),
            (Char('i'), KeyModifiers::CONTROL, "<tab>"),
            (Char('x'), KeyModifiers::ALT, "<a-x>"),
            (Char('x'), KeyModifiers::META, "<a-x>"),
            (Char('é'), KeyModifiers::NONE, "é"),
            (Tab, KeyModifiers::NONE, "<tab>"),
            (BackTab, KeyModifiers::SHIFT, "<s-tab>"),
            (Tab, KeyModifiers::SHIFT, "<s-tab>"),
            (Enter, KeyModifiers::NONE, "<enter>"),
            (Esc, KeyModifiers::NONE, "<esc>"),
            (Delete, KeyModifiers::NONE, "<del>"),
            (Up, KeyModifiers::SHIFT, "<s-up>"),
            (PageDown, KeyModifiers::NONE, "<pgdn>"),
            (F(10), KeyModifiers::NONE, "<f10>"),
        ] {
            assert_eq!(pressed(code, modifiers).as_deref(), Some(expected), "{code:?} {modifiers:?}");
        }
    }

    #[test]
    fn keys_without_a_meaning_are_dropped() {
        for code in [event::KeyCode::Null, event::KeyCode::CapsLock, event::KeyCode::KeypadBegin] {
            assert_eq!(pressed(code, KeyModifiers::NONE), None, "{code:?}");
        }
        assert_eq!(pressed(event::KeyCode::Char('l'), KeyModifiers::SUPER), None);
    }

    #[test]
    fn press_and_repeat_count_and_release_does_not() {
        for (kind, counts) in
            [(KeyEventKind::Press, true), (KeyEventKind::Repeat, true), (KeyEventKind::Release, false)]
        {
            let code = event::KeyCode::Char('c');
            let event = KeyEvent { code, modifiers: KeyModifiers::NONE, kind, state: KeyEventState::NONE };
            assert_eq!(translate(Event::Key(event), Erase::Delete).is_some(), counts, "{kind:?}");
        }
    }

    #[test]
    fn ctrl_h_erases_only_where_the_terminal_says_so() {
        let event = KeyEvent::new(event::KeyCode::Char('h'), KeyModifiers::CONTROL);
        let key = |erase| key_of(event, erase).map(|key| key.to_string());
        assert_eq!(key(Erase::CtrlH).as_deref(), Some("<bs>"));
        assert_eq!(key(Erase::Delete).as_deref(), Some("<c-h>"));
    }

    #[test]
    fn a_paste_is_text_and_a_size_is_a_size() {
        let paste = translate(Event::Paste("1x:q\n".to_owned()), Erase::Delete);
        assert!(matches!(paste, Some(Msg::Paste(text)) if text == "1x:q\n"));
        assert!(matches!(translate(Event::Resize(80, 24), Erase::Delete), Some(Msg::Resize(80, 24))));
    }

    #[test]
    fn focus_and_mouse_say_nothing_yet() {
        let mouse =
            MouseEvent { kind: MouseEventKind::Moved, column: 1, row: 1, modifiers: KeyModifiers::NONE };
        for event in [Event::FocusGained, Event::FocusLost, Event::Mouse(mouse)] {
            assert!(translate(event, Erase::Delete).is_none());
        }
    }
}
