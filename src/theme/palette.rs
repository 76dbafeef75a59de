//! Themes with a ground and colours of their own: dark, light, high contrast.
//!
//! **Invariant:** every style sets foreground and background together, in the 240 colours that every terminal with
//! 256 shows alike, so that no setting of the terminal makes words unreadable; contrasts are held by a test.

use ratatui::style::{Color, Modifier, Style};

use super::Role;
use crate::model::Hue;

/// The colours of a theme, by their numbers among the 256.
#[derive(Debug, Clone, Copy)]
pub(super) struct Palette {
    /// Behind everything.
    pub(super) ground: u8,
    /// Words.
    pub(super) text: u8,
    /// Words of less weight, borders.
    pub(super) dim: u8,
    /// Keys, the focus, what answers what was typed.
    pub(super) accent: u8,
    /// What asks for care.
    pub(super) warn: u8,
    /// What went wrong.
    pub(super) error: u8,
    /// Behind selected words and the list's cursor.
    pub(super) chosen: u8,
    /// Behind search hits.
    pub(super) hit: u8,
    /// The hues in their order.
    pub(super) hues: [u8; 9],
}

/// Light words on a dark ground.
pub(super) const DARK: Palette = Palette {
    ground: 234,
    text: 253,
    dim: 247,
    accent: 116,
    warn: 222,
    error: 210,
    chosen: 24,
    hit: 58,
    hues: [210, 221, 219, 117, 150, 80, 216, 153, 193],
};

/// Dark words on a light ground.
pub(super) const LIGHT: Palette = Palette {
    ground: 231,
    text: 235,
    dim: 241,
    accent: 24,
    warn: 90,
    error: 124,
    chosen: 153,
    hit: 223,
    hues: [124, 94, 90, 19, 22, 23, 130, 25, 58],
};

/// White on black, and as few other colours as tell tags apart.
pub(super) const HIGH_CONTRAST: Palette = Palette {
    ground: 16,
    text: 231,
    dim: 252,
    accent: 51,
    warn: 226,
    error: 217,
    chosen: 231,
    hit: 226,
    hues: [217, 227, 219, 123, 120, 87, 223, 159, 194],
};

impl Palette {
    /// Returns how a role is drawn.
    pub(super) fn style(&self, role: Role) -> Style {
        let words = |colour: u8| on(colour, self.ground);
        match role {
            Role::Text | Role::Status | Role::Footer | Role::Notice | Role::Quote => words(self.text),
            Role::Dim | Role::Disabled | Role::Border | Role::ScrollTrack | Role::NonBreaking => {
                words(self.dim)
            }
            Role::BorderFocus | Role::FooterKey | Role::Key | Role::ScrollMark => bold(words(self.accent)),
            Role::Title | Role::Label | Role::Heading | Role::GutterState => bold(words(self.text)),
            Role::StatusWarn => bold(words(self.warn)),
            Role::Error => bold(words(self.error)),
            Role::Banner => bold(on(self.ground, self.error)),
            Role::Marked => on(self.ground, self.error),
            Role::Cursor | Role::Selection => on(self.on_chosen(), self.chosen),
            Role::ScrollThumb => on(self.ground, self.dim),
            Role::Hit => on(self.on_hit(), self.hit),
            Role::CurrentHit => bold(underlined(on(self.on_hit(), self.hit))),
            Role::Claim(hue) => underlined(words(self.hue(hue))),
            Role::ClaimActive(hue) => bold(underlined(words(self.hue(hue)))),
            Role::Differs => bold(on(self.ground, self.accent)),
            Role::Suggestion => underlined(words(self.dim)),
            Role::SuggestionActive => bold(underlined(words(self.text))),
            Role::GutterLetter(hue) => bold(words(self.hue(hue))),
            Role::Match => bold(underlined(words(self.accent))),
        }
    }

    /// The words on what is chosen: the ground's colour where the chosen one is the text's.
    fn on_chosen(&self) -> u8 {
        if self.chosen == self.text { self.ground } else { self.text }
    }

    /// The words on a hit.
    fn on_hit(&self) -> u8 {
        if self.chosen == self.text { self.ground } else { self.text }
    }

    fn hue(&self, hue: Hue) -> u8 {
        let place = Hue::ALL.iter().position(|(known, _)| *known == hue).unwrap_or(0);
        self.hues.get(place).copied().unwrap_or(self.text)
    }
}

fn on(words: u8, ground: u8) -> Style {
    Style::new().fg(Color::Indexed(words)).bg(Color::Indexed(ground))
}

fn bold(style: Style) -> Style {
    style.add_modifier(Modifier::BOLD)
}

fn underlined(style: Style) -> Style {
    style.add_modifier(Modifier::UNDERLINED)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The colour of a number from 16 on. Source: xterm's 256colres table.
    fn rgb(number: u8) -> [f64; 3] {
        assert!(number >= 16, "the first 16 are the terminal's own");
        let step = |n: u8| if n == 0 { 0.0 } else { f64::from(55 + 40 * n) };
        match number {
            232.. => [f64::from(8 + 10 * (number - 232)); 3],
            _ => {
                let n = number - 16;
                [step(n / 36), step(n / 6 % 6), step(n % 6)]
            }
        }
    }

    /// The contrast of two colours, 1 to 21. Source: WCAG 2.2, relative luminance and contrast ratio.
    fn contrast(a: u8, b: u8) -> f64 {
        let luminance = |number: u8| {
            let linear = rgb(number).map(|part| {
                let part = part / 255.0;
                if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
            });
            0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_word_can_be_read_on_its_ground() {
        for (palette, least) in [(DARK, 4.5), (LIGHT, 4.5), (HIGH_CONTRAST, 7.0)] {
            for role in Role::all() {
                let style = palette.style(role);
                let (Some(Color::Indexed(words)), Some(Color::Indexed(ground))) = (style.fg, style.bg) else {
                    panic!("{role:?} lacks a colour: {style:?}");
                };
                let found = contrast(words, ground);
                assert!(found >= least, "{palette:?} {role:?}: {words} on {ground} has {found:.1}");
            }
        }
    }

    #[test]
    fn hues_differ() {
        for palette in [DARK, LIGHT, HIGH_CONTRAST] {
            let mut hues = palette.hues.to_vec();
            hues.sort_unstable();
            hues.dedup();
            assert_eq!(hues.len(), 9, "{palette:?}");
        }
    }
}
