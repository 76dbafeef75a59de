//! The last step of a draw: nothing that steers a terminal leaves in a cell.
//!
//! **Invariant:** after it no cell holds a control character, an escape, a bidi control or a line separator,
//! whatever a widget wrote, past every other check, into the buffer.

use ratatui::buffer::{Buffer, Cell};

/// What stands in place of a cell that held something forbidden: U+FFFD, one column wide.
const REPLACEMENT: &str = "\u{fffd}";

/// Replaces every cell that holds a forbidden character by U+FFFD in its style, and returns how many there were.
pub fn sweep(buffer: &mut Buffer) -> usize {
    let mut replaced = 0;
    for cell in &mut buffer.content {
        if is_offending(cell.symbol()) {
            let style = cell.style();
            *cell = Cell::new(REPLACEMENT);
            cell.set_style(style);
            replaced += 1;
        }
    }
    replaced
}

fn is_offending(symbol: &str) -> bool {
    match symbol.as_bytes() {
        // Nearly every cell is one printable ASCII character.
        [b' '..=b'~'] => false,
        _ => symbol.chars().any(steers_terminal),
    }
}

/// Tells whether a character is a C0 or C1 control, a bidi control (Unicode's `Bidi_Control`), or U+2028, U+2029.
fn steers_terminal(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "what a careless widget would do")]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Style};

    use super::*;

    fn swept(symbol: &str) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 1));
        buffer.content[1].set_symbol(symbol);
        sweep(&mut buffer);
        buffer.content[1].symbol().to_owned()
    }

    #[test]
    fn what_steers_a_terminal_is_replaced() {
        let bidi = ['\u{61c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}'];
        let controls = (0..0x20).chain(0x7f..0xa0).filter_map(char::from_u32);
        for c in controls.chain(bidi).chain(['\u{2028}', '\u{2029}']) {
            assert_eq!(swept(&c.to_string()), REPLACEMENT, "{c:?} alone");
            assert_eq!(swept(&format!("a{c}b")), REPLACEMENT, "{c:?} inside");
        }
        assert_eq!(swept("\u{1b}]52;c;aGk=\u{7}"), REPLACEMENT);
    }

    #[test]
    fn text_of_every_script_stays() {
        for symbol in [" ", "~", "é", "e\u{301}", "字", "👩\u{200d}🚀", "\u{5e9}", "\u{a0}", "␛", "─", ""]
        {
            let kept = if symbol.is_empty() { swept("") } else { symbol.to_owned() };
            assert_eq!(swept(symbol), kept, "{symbol:?}");
        }
    }

    #[test]
    fn the_style_stays_and_the_count_is_right() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 2));
        let style = Style::new().fg(Color::Red);
        buffer.content[2].set_symbol("\u{9b}2J").set_style(style);
        buffer.content[5].set_char('\u{202e}');
        assert_eq!(sweep(&mut buffer), 2);
        assert_eq!(buffer.content[2].fg, Color::Red);
        assert_eq!(sweep(&mut buffer), 0);
    }
}
