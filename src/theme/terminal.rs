//! The theme of the terminal's own colours.
//!
//! **Invariant:** the ground is always the terminal's own, and text is never white or black, so that nothing
//! vanishes on a light or on a dark one; a filled ground is made by reversing.

use ratatui::style::{Color, Modifier, Style};

use super::Role;
use crate::model::Hue;

/// Returns how a role is drawn.
pub(super) fn style(role: Role) -> Style {
    let plain = Style::new();
    match role {
        Role::Text | Role::Border | Role::Status | Role::Footer | Role::Notice | Role::Quote => plain,
        Role::Dim | Role::Disabled | Role::ScrollTrack | Role::NonBreaking => {
            plain.add_modifier(Modifier::DIM)
        }
        Role::BorderFocus => coloured(Color::Cyan, Modifier::BOLD),
        Role::Title | Role::Label | Role::Heading | Role::GutterState => plain.add_modifier(Modifier::BOLD),
        // Not yellow: on a light ground it is the one colour that cannot be read.
        Role::StatusWarn => coloured(Color::Magenta, Modifier::BOLD),
        Role::Banner => coloured(Color::Red, Modifier::BOLD.union(Modifier::REVERSED)),
        Role::FooterKey | Role::Key | Role::ScrollMark => coloured(Color::Cyan, Modifier::BOLD),
        Role::Cursor | Role::Selection | Role::ScrollThumb => plain.add_modifier(Modifier::REVERSED),
        Role::Hit => coloured(Color::Magenta, Modifier::REVERSED),
        Role::CurrentHit => {
            coloured(Color::Magenta, Modifier::REVERSED.union(Modifier::BOLD).union(Modifier::UNDERLINED))
        }
        Role::Claim(hue) => coloured(colour(hue), Modifier::UNDERLINED),
        Role::ClaimActive(hue) => coloured(colour(hue), Modifier::UNDERLINED.union(Modifier::BOLD)),
        Role::SuggestionActive => plain.add_modifier(Modifier::UNDERLINED.union(Modifier::BOLD)),
        Role::Suggestion => plain.add_modifier(Modifier::UNDERLINED.union(Modifier::DIM)),
        Role::Differs => coloured(Color::Blue, Modifier::REVERSED),
        Role::GutterLetter(hue) => coloured(colour(hue), Modifier::BOLD),
        Role::Marked => coloured(Color::Red, Modifier::REVERSED),
        Role::Match => coloured(Color::Cyan, Modifier::BOLD.union(Modifier::UNDERLINED)),
        Role::Error => coloured(Color::Red, Modifier::BOLD),
    }
}

fn coloured(colour: Color, attributes: Modifier) -> Style {
    Style::new().fg(colour).add_modifier(attributes)
}

fn colour(hue: Hue) -> Color {
    match hue {
        Hue::Red => Color::Red,
        Hue::Yellow => Color::Yellow,
        Hue::Magenta => Color::Magenta,
        Hue::Blue => Color::Blue,
        Hue::Green => Color::Green,
        Hue::Cyan => Color::Cyan,
        Hue::LightRed => Color::LightRed,
        Hue::LightBlue => Color::LightBlue,
        Hue::LightGreen => Color::LightGreen,
    }
}
