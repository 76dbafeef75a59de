//! The theme without colours.
//!
//! **Invariant:** only bold, dim, underline and reverse are used: italics are missing on many terminals, and
//! blinking is never right.

use ratatui::style::{Modifier, Style};

use super::Role;

/// Returns how a role is drawn.
pub(super) fn style(role: Role) -> Style {
    Style::new().add_modifier(attributes(role))
}

fn attributes(role: Role) -> Modifier {
    match role {
        Role::Text
        | Role::Border
        | Role::Status
        | Role::Footer
        | Role::GutterState
        | Role::Notice
        | Role::Quote => Modifier::empty(),
        Role::ScrollThumb => Modifier::REVERSED,
        Role::Dim | Role::Disabled | Role::ScrollTrack | Role::NonBreaking => Modifier::DIM,
        Role::BorderFocus
        | Role::Title
        | Role::FooterKey
        | Role::GutterLetter(_)
        | Role::SuggestionActive
        | Role::ScrollMark
        | Role::Label
        | Role::Key
        | Role::Heading => Modifier::BOLD,
        Role::Claim(_) => Modifier::UNDERLINED,
        Role::ClaimActive(_) | Role::Match => Modifier::UNDERLINED.union(Modifier::BOLD),
        Role::Suggestion => Modifier::UNDERLINED.union(Modifier::DIM),
        Role::Differs => Modifier::BOLD.union(Modifier::REVERSED).union(Modifier::DIM),
        Role::Cursor | Role::Selection => Modifier::REVERSED,
        Role::Marked => Modifier::REVERSED.union(Modifier::DIM),
        Role::Hit => Modifier::REVERSED.union(Modifier::UNDERLINED),
        Role::CurrentHit => Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::BOLD),
        Role::StatusWarn | Role::Error => Modifier::BOLD.union(Modifier::UNDERLINED),
        Role::Banner => Modifier::BOLD.union(Modifier::REVERSED),
    }
}
