//! The clipboard by OSC 52, which works wherever the terminal is, also over SSH.
//!
//! **Invariant:** what is sent holds base64 and fixed bytes only, so that no copied text can steer the terminal.

use data_encoding::BASE64;

/// The longest text that is sent, in bytes: many terminals drop sequences of more than 100,000 bytes of base64.
pub(super) const LIMIT: usize = 74_994;

/// The longest piece that GNU screen takes in one string, in bytes, less what stands around it.
const SCREEN_PIECE: usize = 252;

/// What stands between the program and the terminal that owns the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Between {
    /// Nothing that matters.
    Nothing,
    /// tmux.
    Tmux,
    /// GNU screen.
    Screen,
}

impl Between {
    /// Looks at the environment.
    pub(super) fn from_environment() -> Self {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if is_set("TMUX") {
            Self::Tmux
        } else if is_set("STY") {
            Self::Screen
        } else {
            Self::Nothing
        }
    }
}

/// Returns the bytes that put a text on the clipboard; none if it is longer than `LIMIT`.
pub(super) fn sequence(text: &str, between: Between) -> Option<Vec<u8>> {
    if text.len() > LIMIT {
        return None;
    }
    let plain = format!("\u{1b}]52;c;{}\u{7}", BASE64.encode(text.as_bytes()));
    let wrapped = match between {
        Between::Nothing => plain,
        // tmux takes the plain form with `set-clipboard on` and the wrapped one with `allow-passthrough on`.
        Between::Tmux => format!("{plain}\u{1b}Ptmux;{}\u{1b}\\", plain.replace('\u{1b}', "\u{1b}\u{1b}")),
        Between::Screen => {
            let pieces = plain.as_bytes().chunks(SCREEN_PIECE).map(String::from_utf8_lossy);
            pieces.map(|piece| format!("\u{1b}P{piece}\u{1b}\\")).collect()
        }
    };
    Some(wrapped.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(text: &str, between: Between) -> String {
        String::from_utf8(sequence(text, between).unwrap()).unwrap()
    }

    #[test]
    fn the_plain_form_is_osc_52() {
        assert_eq!(sent("62 killed", Between::Nothing), "\u{1b}]52;c;NjIga2lsbGVk\u{7}");
        assert_eq!(sent("", Between::Nothing), "\u{1b}]52;c;\u{7}");
    }

    #[test]
    fn tmux_gets_the_form_with_doubled_escapes_too() {
        let both = sent("hi", Between::Tmux);
        assert!(both.ends_with("\u{1b}Ptmux;\u{1b}\u{1b}]52;c;aGk=\u{7}\u{1b}\\"), "{both:?}");
        assert!(both.starts_with("\u{1b}]52;c;aGk=\u{7}\u{1b}P"), "{both:?}");
    }

    #[test]
    fn screen_gets_pieces_that_join_to_the_plain_form() {
        let text = "a long quotation ".repeat(60);
        let pieces = sent(&text, Between::Screen);
        let bodies: Vec<&str> = pieces.split("\u{1b}\\").filter(|piece| !piece.is_empty()).collect();
        assert!(bodies.len() > 3);
        assert!(bodies.iter().all(|piece| piece.starts_with("\u{1b}P") && piece.len() <= SCREEN_PIECE + 2));
        let joined: String = bodies.iter().map(|piece| piece.trim_start_matches("\u{1b}P")).collect();
        assert_eq!(joined, sent(&text, Between::Nothing));
    }

    #[test]
    fn copied_text_cannot_steer_the_terminal() {
        let hostile = "\u{7}\u{1b}]0;owned\u{7}\u{9b}2J";
        for between in [Between::Nothing, Between::Tmux] {
            let sent = sent(hostile, between);
            assert!(!sent.contains("owned") && !sent.contains('\u{9b}'), "{sent:?}");
        }
    }

    #[test]
    fn a_text_too_long_is_refused() {
        assert!(sequence(&"x".repeat(LIMIT), Between::Nothing).is_some());
        assert!(sequence(&"x".repeat(LIMIT + 1), Between::Nothing).is_none());
    }
}
