//! From roles to styles: what each thing on the screen looks like.
//!
//! **Invariant:** a widget names a role and never a colour, and whatever a colour tells is also told by a
//! letter, a word or an attribute, so that every screen can be read in the theme without colours.

mod mono;
mod palette;
mod role;
mod terminal;

pub use role::Role;

use ratatui::style::Style;

/// A table of styles, one for each role.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// The terminal's own foreground and background and its 16 colours: right on dark and on light ones.
    #[default]
    Terminal,
    /// Attributes only, for `NO_COLOR`, for terminals without colours, and for eyes that do not part them.
    Mono,
    /// Light words on a dark ground of its own.
    Dark,
    /// Dark words on a light ground of its own.
    Light,
    /// White on black, every word at a contrast of 7 or more.
    HighContrast,
}

impl Theme {
    /// The names that settings and the command line know, the default one first.
    pub const NAMES: [&'static str; 5] = ["terminal", "mono", "dark", "light", "high-contrast"];

    /// Every theme, in the order of their names.
    pub const ALL: [Self; 5] = [Self::Terminal, Self::Mono, Self::Dark, Self::Light, Self::HighContrast];

    /// Returns the theme of a name in `NAMES`.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }

    /// Returns the name of the theme.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Mono => "mono",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::HighContrast => "high-contrast",
        }
    }

    /// Returns how a role is drawn; the style is laid over what the cell has, so that two roles can meet in one.
    pub fn style(self, role: Role) -> Style {
        match self {
            Self::Terminal => terminal::style(role),
            Self::Mono => mono::style(role),
            Self::Dark => palette::DARK.style(role),
            Self::Light => palette::LIGHT.style(role),
            Self::HighContrast => palette::HIGH_CONTRAST.style(role),
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Color;

    use super::*;
    use crate::model::Hue;

    const THEMES: [Theme; 5] = Theme::ALL;

    /// Roles that stand on the words of an article and must be told apart there.
    fn roles_in_text() -> Vec<Role> {
        let hue = Hue::Red;
        vec![
            Role::Text,
            Role::Selection,
            Role::Hit,
            Role::CurrentHit,
            Role::Claim(hue),
            Role::ClaimActive(hue),
            Role::Suggestion,
            Role::SuggestionActive,
            Role::Differs,
        ]
    }

    #[test]
    fn every_name_gives_its_theme_and_back() {
        for name in Theme::NAMES {
            assert_eq!(Theme::by_name(name).map(Theme::name), Some(name));
        }
        assert_eq!(Theme::by_name("neon"), None);
        assert_eq!(Theme::NAMES[0], Theme::default().name());
    }

    #[test]
    fn what_stands_on_the_text_differs_pairwise() {
        for theme in THEMES {
            let roles = roles_in_text();
            for (index, one) in roles.iter().enumerate() {
                for other in &roles[index + 1..] {
                    assert_ne!(theme.style(*one), theme.style(*other), "{theme:?}: {one:?} and {other:?}");
                }
            }
        }
    }

    #[test]
    fn mono_has_no_colour() {
        for role in Role::all() {
            let style = Theme::Mono.style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
        }
    }

    #[test]
    fn what_a_claim_adds_shows_through_a_selection() {
        for theme in THEMES {
            let selection = theme.style(Role::Selection);
            let both = theme.style(Role::Claim(Hue::Blue)).patch(selection);
            assert_ne!(both, selection, "{theme:?}");
        }
    }

    #[test]
    fn the_terminal_theme_keeps_the_terminal_ground() {
        for role in Role::all() {
            let style = Theme::Terminal.style(role);
            assert!(
                style.bg.is_none() || style.fg.is_some(),
                "{role:?} sets a background without a foreground"
            );
            for forbidden in [Color::White, Color::Black] {
                assert_ne!(style.fg, Some(forbidden), "{role:?}");
            }
            let ansi = style.fg.is_none_or(|colour| !matches!(colour, Color::Rgb(..) | Color::Indexed(_)));
            assert!(ansi, "{role:?} leaves the 16 colours");
        }
    }

    #[test]
    fn every_hue_has_a_colour_of_its_own() {
        let mut seen = Vec::new();
        for (hue, _) in Hue::ALL {
            let colour = Theme::Terminal.style(Role::Claim(hue)).fg;
            assert!(!seen.contains(&colour), "{hue:?} repeats {colour:?}");
            seen.push(colour);
        }
    }

    #[test]
    fn what_warns_differs_from_what_tells() {
        for theme in THEMES {
            for (loud, quiet) in [
                (Role::StatusWarn, Role::Status),
                (Role::Banner, Role::StatusWarn),
                (Role::BorderFocus, Role::Border),
                (Role::Error, Role::Notice),
                (Role::Disabled, Role::Text),
                (Role::FooterKey, Role::Footer),
                (Role::ScrollMark, Role::ScrollTrack),
            ] {
                assert_ne!(theme.style(loud), theme.style(quiet), "{theme:?}: {loud:?} and {quiet:?}");
            }
        }
    }
}
