//! What a piece of the screen is.
//!
//! **Invariant:** a role says what a thing means and never how it looks.

use crate::model::Hue;

/// What a piece of the screen is; the theme decides how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Plain text.
    Text,
    /// Text of less weight: what was not read, what was not accepted, asides.
    Dim,
    /// The border of a pane.
    Border,
    /// The border of the pane that has the focus.
    BorderFocus,
    /// The title of a pane or a view.
    Title,
    /// The first row: what is open and whether it is saved.
    Status,
    /// A part of the first row that asks for care: unsaved, read-only, no name set.
    StatusWarn,
    /// The row that says that edits do not reach the disk.
    Banner,
    /// The last row: what can be done.
    Footer,
    /// A key in the last row.
    FooterKey,
    /// The row of a list, or the place in a text, that the cursor is on.
    Cursor,
    /// Selected text.
    Selection,
    /// A search hit.
    Hit,
    /// The search hit that keys act on.
    CurrentHit,
    /// The words of a claim.
    Claim(Hue),
    /// The words of the claim that keys act on.
    ClaimActive(Hue),
    /// The words of a suggestion.
    Suggestion,
    /// The words of the suggestion that keys act on.
    SuggestionActive,
    /// Words of a shared passage that stand otherwise in another article.
    Differs,
    /// The letter of a claim's tag, in the gutter.
    GutterLetter(Hue),
    /// The state of a claim, in the gutter: conflict, approximate, echo, suggestion.
    GutterState,
    /// The bar that shows which part of an article is on the screen.
    ScrollTrack,
    /// The part of that bar that is on the screen.
    ScrollThumb,
    /// A claim's place in that bar.
    ScrollMark,
    /// A blank that does not break a line.
    NonBreaking,
    /// The visible mark that stands for a character without a shape of its own.
    Marked,
    /// The label of a field or of a claim.
    Label,
    /// Words quoted from an article.
    Quote,
    /// A key named in help, which-key or the palette.
    Key,
    /// A heading inside a view.
    Heading,
    /// The letters of a list entry that answer what was typed.
    Match,
    /// A command that cannot be given now.
    Disabled,
    /// What the program tells without being asked.
    Notice,
    /// What went wrong.
    Error,
}

impl Role {
    /// Returns every role, those with a hue once for each hue.
    pub fn all() -> Vec<Self> {
        let mut roles = vec![
            Self::Text,
            Self::Dim,
            Self::Border,
            Self::BorderFocus,
            Self::Title,
            Self::Status,
            Self::StatusWarn,
            Self::Banner,
            Self::Footer,
            Self::FooterKey,
            Self::Cursor,
            Self::Selection,
            Self::Hit,
            Self::CurrentHit,
            Self::Suggestion,
            Self::SuggestionActive,
            Self::Differs,
            Self::GutterState,
            Self::ScrollTrack,
            Self::ScrollThumb,
            Self::ScrollMark,
            Self::NonBreaking,
            Self::Marked,
            Self::Label,
            Self::Quote,
            Self::Key,
            Self::Heading,
            Self::Match,
            Self::Disabled,
            Self::Notice,
            Self::Error,
        ];
        for (hue, _) in Hue::ALL {
            roles.extend([Self::Claim(hue), Self::ClaimActive(hue), Self::GutterLetter(hue)]);
        }
        roles
    }
}
