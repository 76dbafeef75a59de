//! A picture as text with SGR sequences.
//!
//! **Invariant:** no row needs the one before it: each begins plain and, if it was coloured, ends with a reset.

use std::fmt::Write as _;

use ratatui::style::{Color, Modifier};

use super::{Look, Picture};

/// The codes of the attributes, from ECMA-48.
const ATTRIBUTES: [(Modifier, u8); 9] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// Renders all rows, each ended by LF.
pub(super) fn render(picture: &Picture) -> String {
    let mut out = String::new();
    for line in &picture.lines {
        let mut before = Look::default();
        for run in line {
            if run.look != before {
                out.push_str(&sequence(run.look));
                before = run.look;
            }
            out.push_str(&run.text);
        }
        if !before.is_plain() {
            out.push_str(&Look::default().sgr());
        }
        out.push('\n');
    }
    out
}

/// Returns the sequence that sets a look, from any other; to look plain it is the shortest.
pub(super) fn sequence(look: Look) -> String {
    if look.is_plain() {
        return "\u{1b}[m".to_owned();
    }
    let mut sequence = "\u{1b}[0".to_owned();
    for (modifier, code) in ATTRIBUTES {
        if look.mods.contains(modifier) {
            // Writing to a string does not fail.
            let _written = write!(sequence, ";{code}");
        }
    }
    push_colour(&mut sequence, look.fg, 30);
    push_colour(&mut sequence, look.bg, 40);
    sequence.push('m');
    sequence
}

/// Appends the code of a colour; `base` is 30 for the text and 40 for the ground.
fn push_colour(sequence: &mut String, colour: Color, base: u8) {
    let _written = match (colour, index(colour)) {
        (_, Some(index @ 0..=7)) => write!(sequence, ";{}", base + index),
        (_, Some(index)) => write!(sequence, ";{}", base + 52 + index),
        (Color::Indexed(index), None) => write!(sequence, ";{};5;{index}", base + 8),
        (Color::Rgb(red, green, blue), None) => write!(sequence, ";{};2;{red};{green};{blue}", base + 8),
        _ => Ok(()),
    };
}

/// Returns the place of one of the 16 colours of a terminal.
pub(super) fn index(colour: Color) -> Option<u8> {
    Some(match colour {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Reset | Color::Rgb(..) | Color::Indexed(_) => return None,
    })
}
