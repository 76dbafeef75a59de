//! The two or three columns left of the text: the claim under the cursor, a letter, a state.
//!
//! **Invariant:** what a hue tells, a letter here tells too.

use ratatui::buffer::Buffer;

use super::paint;
use crate::app::layout::{Against, PaneLayout, RowLayout, ShownClaim, ShownSuggestion, gutter};
use crate::theme::{Role, Theme};

/// The mark of a row that stands in several articles.
const ECHO: &str = "≡";

/// Draws the gutter of one row.
pub fn draw(buffer: &mut Buffer, theme: Theme, pane: &PaneLayout, row: &RowLayout, y: u16) {
    let wide = gutter(pane.inner.width) > 2;
    let x = pane.inner.x;
    let echo = pane.echoes.iter().any(|span| span.meets(row.row.shown()));
    let Some(claim) = strongest(pane, row) else {
        let zone = pane.zones.iter().find(|zone| zone.span.meets(row.row.shown()));
        let mark = if echo { Some(ECHO) } else { zone.map(|zone| zone.kind.mark()) };
        if let Some(mark) = mark {
            paint::text(buffer, if wide { x + 1 } else { x }, y, 1, mark, theme.style(Role::Dim));
        }
        suggestion(buffer, theme, pane, row, y);
        return;
    };
    let letter = claim.letter.to_string();
    let letter_style = theme.style(Role::GutterLetter(claim.hue));
    let state_style = theme.style(Role::GutterState);
    let state = match against(pane, row) {
        _ if !claim.certain => "?",
        Against::Nothing if suggested(pane, row).is_some() => "?",
        // What stands in several articles too is the weakest that can be told of a claim.
        Against::Nothing if echo => ECHO,
        against => against.mark(),
    };
    let at = if wide || claim.active { x + 1 } else { x };
    if claim.active {
        paint::text(buffer, x, y, 1, "▶", state_style);
    }
    paint::text(buffer, at, y, 1, &letter, letter_style);
    if wide || !claim.active {
        paint::text(buffer, at + 1, y, 1, state, state_style);
    }
}

/// The strongest that the ledger has against a claim of the row.
fn against(pane: &PaneLayout, row: &RowLayout) -> Against {
    let here = pane.claims.iter().filter(|claim| claim.span.meets(row.row.shown()));
    here.map(|claim| claim.against).max().unwrap_or_default()
}

/// Draws the gutter of a row with a suggestion and no claim.
fn suggestion(buffer: &mut Buffer, theme: Theme, pane: &PaneLayout, row: &RowLayout, y: u16) {
    let Some(suggestion) = suggested(pane, row) else { return };
    let x = pane.inner.x;
    let last = x + gutter(pane.inner.width) - 1;
    let style = theme.style(Role::GutterState);
    paint::text(buffer, last, y, 1, "?", style);
    if suggestion.active {
        paint::text(buffer, x, y, 1, "▶", style);
    }
}

/// The suggestion that a row's gutter tells of: the active one, else the first.
fn suggested<'a>(pane: &'a PaneLayout, row: &RowLayout) -> Option<&'a ShownSuggestion> {
    let shown = row.row.shown();
    pane.suggestions.iter().filter(|s| s.span.meets(shown)).min_by_key(|s| !s.active)
}

/// The claim that a row's gutter tells of: the active one, else the one that begins here, else the shortest.
fn strongest<'a>(pane: &'a PaneLayout, row: &RowLayout) -> Option<&'a ShownClaim> {
    let shown = row.row.shown();
    let here = pane.claims.iter().filter(|claim| claim.span.meets(shown));
    here.min_by_key(|claim| (!claim.active, !shown.contains(claim.span.start), claim.span.len()))
}
