//! One article's text with its claims, hits, selection and scroll bar.
//!
//! **Invariant:** a cell holds exactly the grapheme it stands for, as `visible` shows it; no character is added.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::{gutter, paint};
use crate::app::articles::{ArticleEntry, ArticleState};
use crate::app::doc::media_type;
use crate::app::layout::{PaneLayout, RowLayout, ShownClaim, ShownSuggestion};
use crate::app::piece::wrapped;
use crate::app::state::State;
use crate::model::ZoneKind;
use crate::store::known::PAGE;
use crate::text::Span;
use crate::text::glyphs::Glyph;
use crate::text::visible::{ShownKind, visible};
use crate::theme::{Role, Theme};

/// Draws one pane between its borders.
pub fn draw(buffer: &mut Buffer, theme: Theme, state: &State, pane: &PaneLayout) {
    let Some(entry) = state.doc.articles.get(pane.article) else { return };
    if let Some(why) = nothing_to_show(entry) {
        let lines = wrapped("", Role::Dim, &why, usize::from(pane.text.width), usize::from(pane.text.height));
        for (y, line) in (pane.text.y..).zip(lines) {
            paint::line(buffer, theme, pane.text.x, y, pane.text.width, line);
        }
        return;
    }
    let marks = Marks::of(state, pane);
    for (y, row) in (pane.text.y..).zip(&pane.rows) {
        gutter::draw(buffer, theme, pane, row, y);
        draw_row(buffer, theme, entry.words(), pane, row, &marks, y);
    }
    bar(buffer, theme, pane);
}

fn nothing_to_show(entry: &ArticleEntry) -> Option<String> {
    match (&entry.state, &entry.text) {
        (ArticleState::Unreadable(why, hint), _) => Some(format!("cannot be read: {why}. {hint}")),
        (ArticleState::Missing, None) => Some("the file is missing".to_owned()),
        (ArticleState::Outside, _) => Some("outside, not shown".to_owned()),
        (_, None) if media_type(&entry.path) == PAGE => Some("the page is being read …".to_owned()),
        (_, None) => Some("reading …".to_owned()),
        (_, Some(part)) if part.text.is_empty() => Some("empty".to_owned()),
        (_, Some(_)) => None,
    }
}

/// What is marked in a pane besides its claims.
struct Marks<'a> {
    hits: &'a [Span],
    /// What differs in the passage that is stepped through.
    differs: &'a [Span],
    current: Option<Span>,
    selection: Option<Span>,
}

impl<'a> Marks<'a> {
    fn of(state: &'a State, pane: &'a PaneLayout) -> Self {
        let start = pane.rows.first().map_or(0, |row| row.row.span.start);
        let end = pane.rows.last().map_or(start, |row| row.row.span.end);
        let article = pane.article;
        let words = state.doc.articles.get(article).map_or("", ArticleEntry::words);
        Self {
            differs: &pane.differs,
            hits: state.reader.search.meeting(article, Span { start, end }),
            current: state.reader.search.current.filter(|hit| hit.article == article).map(|hit| hit.span),
            selection: state
                .reader
                .selection
                .as_ref()
                .filter(|s| s.article == article)
                .map(|s| s.span(words)),
        }
    }
}

fn draw_row(
    buffer: &mut Buffer,
    theme: Theme,
    words: &str,
    pane: &PaneLayout,
    row: &RowLayout,
    marks: &Marks<'_>,
    y: u16,
) {
    // The claims of this row alone: hundreds may be on screen.
    let claims: Vec<&ShownClaim> =
        pane.claims.iter().filter(|claim| claim.span.meets(row.row.span)).collect();
    let suggested: Vec<&ShownSuggestion> =
        pane.suggestions.iter().filter(|suggestion| suggestion.span.meets(row.row.span)).collect();
    for glyph in &row.glyphs {
        let shown = visible(glyph.span.of(words), glyph.column);
        let base = match shown.kind {
            ShownKind::Marked | ShownKind::Replaced | ShownKind::Shortened => theme.style(Role::Marked),
            ShownKind::Plain if pane.mixed.iter().any(|word| word.contains(glyph.span.start)) => {
                theme.style(Role::Marked)
            }
            ShownKind::Plain
            | ShownKind::Blank
            | ShownKind::NonBreaking
            | ShownKind::Tab
            | ShownKind::LineEnd => theme.style(Role::Text),
        };
        let style = marked(theme, base, &claims, &suggested, marks, glyph)
            .unwrap_or_else(|| zone(pane, glyph).map_or(base, |role| base.patch(theme.style(role))));
        paint::text(buffer, pane.text.x + glyph.column, y, glyph.width, &shown.symbol, style);
    }
    // A selection that goes on in the next row shows so on the blank behind this one.
    let behind = pane.text.x + row.row.columns;
    let goes_on = |span: &Span| span.contains(row.row.shown_end) && row.row.shown_end < row.row.span.end;
    if row.row.columns < pane.text.width && marks.selection.as_ref().is_some_and(goes_on) {
        paint::text(buffer, behind, y, 1, " ", theme.style(Role::Selection));
    }
}

/// The one mark that a grapheme bears: selection over current hit over words that differ over claim over other hits;
/// among claims the active one, else the shortest; the active suggestion over claims, others beneath them; none where
/// nothing marks it. One mark and
/// not their sum, so that in mono too each looks like itself.
fn marked(
    theme: Theme,
    base: Style,
    claims: &[&ShownClaim],
    suggested: &[&ShownSuggestion],
    marks: &Marks<'_>,
    glyph: &Glyph,
) -> Option<Style> {
    let at = glyph.span.start;
    let here = claims.iter().filter(|claim| claim.span.contains(at));
    let suggestions = suggested.iter().filter(|suggestion| suggestion.span.contains(at));
    let suggestion = suggestions.min_by_key(|suggestion| !suggestion.active);
    let role = if marks.selection.is_some_and(|span| span.contains(at)) {
        Role::Selection
    } else if marks.current.is_some_and(|hit| hit.contains(at)) {
        Role::CurrentHit
    } else if marks.differs.iter().any(|span| span.contains(at)) {
        Role::Differs
    } else if suggestion.is_some_and(|suggestion| suggestion.active) {
        Role::SuggestionActive
    } else if let Some(claim) = here.min_by_key(|claim| (!claim.active, claim.span.len())) {
        if claim.active { Role::ClaimActive(claim.hue) } else { Role::Claim(claim.hue) }
    } else if suggestion.is_some() {
        Role::Suggestion
    } else if marks.hits.iter().any(|hit| hit.contains(at)) {
        Role::Hit
    } else {
        return None;
    };
    Some(base.patch(theme.style(role)))
}

/// How words without another mark are drawn in a zone: what is not article stands back. Headlines and captions are
/// told by the gutter alone: every way to make words stand out says something of a claim.
fn zone(pane: &PaneLayout, glyph: &Glyph) -> Option<Role> {
    let here = pane.zones.iter().filter(|zone| zone.span.contains(glyph.span.start));
    match here.min_by_key(|zone| zone.span.len())?.kind {
        ZoneKind::NotArticle => Some(Role::Dim),
        ZoneKind::Headline | ZoneKind::Caption => None,
    }
}

fn bar(buffer: &mut Buffer, theme: Theme, pane: &PaneLayout) {
    let x = pane.inner.x + pane.inner.width.saturating_sub(1);
    let all_on_screen = pane.thumb.1 >= pane.text.height;
    for (n, marked) in (0_u16..).zip(&pane.marks) {
        let in_thumb = pane.thumb.0 <= n && n < pane.thumb.0 + pane.thumb.1;
        let (symbol, role) = match (marked, in_thumb && !all_on_screen) {
            (true, _) => ("•", Role::ScrollMark),
            (false, true) => ("▒", Role::ScrollThumb),
            (false, false) => (" ", Role::ScrollTrack),
        };
        paint::text(buffer, x, pane.text.y + n, 1, symbol, theme.style(role));
    }
}
