//! What stands where: computed once at the end of an update, drawn from as it is.
//!
//! **Invariant:** only what is on screen is wrapped and looked up; a pane whose text, first row and size are as
//! before is not wrapped again (counter C3).

use super::state::State;
use super::zones::Zoned;
use crate::ledger::PairClass;
use crate::model::{ClaimId, Hue};
use crate::text::Span;
use crate::text::glyphs::{self, Glyph};
use crate::text::wrap::Row;

/// The smallest screen with panes; below it one line says so. Source: the design's section on the screen.
pub const SMALLEST: (u16, u16) = (40, 10);

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Area {
    /// The first column.
    pub x: u16,
    /// The first row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// What stands where.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// The panes on screen, from left to right.
    pub panes: Vec<PaneLayout>,
    /// What the drawing of this frame took.
    pub counters: Counters,
}

/// One pane.
#[derive(Debug, Clone, Default)]
pub struct PaneLayout {
    /// The article's place in the list.
    pub article: usize,
    /// The cells between its borders.
    pub inner: Area,
    /// The cells of its text: without the gutter at the left and the bar at the right.
    pub text: Area,
    /// The rows on screen.
    pub rows: Vec<RowLayout>,
    /// The claims on screen, by start.
    pub claims: Vec<ShownClaim>,
    /// The suggestions on screen, by start.
    pub suggestions: Vec<ShownSuggestion>,
    /// The members of shared passages on screen, bytes.
    pub echoes: Vec<Span>,
    /// The zones on screen.
    pub zones: Vec<Zoned>,
    /// The words on screen that differ in the passage that is stepped through, bytes.
    pub differs: Vec<Span>,
    /// Words on screen in which letters of one alphabet stand in place of those of another, bytes.
    pub mixed: Vec<Span>,
    /// The cursor's column and row within the text area, where it is on screen.
    pub cursor: Option<(u16, u16)>,
    /// Which cells of the scroll bar have a claim.
    pub marks: Vec<bool>,
    /// The part of the bar that is on screen: first cell and number of cells.
    pub thumb: (u16, u16),
    key: Option<PaneKey>,
    marks_key: Option<(u64, usize, u16)>,
}

/// What a pane's rows hang on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct PaneKey {
    article: usize,
    top: usize,
    width: u16,
    height: u16,
    text_len: usize,
}

/// One row of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowLayout {
    /// The row.
    pub row: Row,
    /// Its graphemes in their columns.
    pub glyphs: Vec<Glyph>,
}

/// A claim on screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownClaim {
    /// Its words, bytes.
    pub span: Span,
    /// Which claim.
    pub id: ClaimId,
    /// The letter of its first tag.
    pub letter: char,
    /// The hue of its first tag.
    pub hue: Hue,
    /// Whether the article is the one that was annotated.
    pub certain: bool,
    /// Whether it is the subject.
    pub active: bool,
    /// What is against it, in the ledger: the strongest.
    pub against: Against,
}

/// What the ledger has against a claim.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Against {
    /// Nothing.
    #[default]
    Nothing,
    /// A value in conflict, one of the two approximate or vague.
    Approximate,
    /// A value in conflict.
    Conflict,
}

impl Against {
    /// Returns what the ledger has against a claim.
    fn of(state: &State, claim: &ClaimId) -> Self {
        let row = super::reader::counterparts::row_of(state, claim);
        match row.and_then(|row| row.state_of(claim)) {
            Some(PairClass::Conflict) => Self::Conflict,
            Some(PairClass::ApproximateConflict) => Self::Approximate,
            _ => Self::Nothing,
        }
    }

    /// Returns its mark in the gutter.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Nothing => " ",
            Self::Approximate => "~",
            Self::Conflict => "!",
        }
    }
}

/// A suggestion on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownSuggestion {
    /// Its words, bytes.
    pub span: Span,
    /// Whether it is the subject.
    pub active: bool,
}

/// What one frame took. Source: the counters that tests hold the program to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counters {
    /// Rows wrapped.
    pub rows_wrapped: usize,
    /// Graphemes measured.
    pub graphemes: usize,
    /// Claims looked at.
    pub claims_examined: usize,
    /// Rows of text on screen.
    pub visible_rows: usize,
    /// Cells of text on screen.
    pub visible_cells: usize,
    /// Claims on screen.
    pub claims_visible: usize,
}

/// How a screen is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Division {
    /// Rows of text in a pane.
    pub text_rows: u16,
    /// Rows of the inspector; none on a low screen.
    pub inspector_rows: u16,
}

/// Divides so many rows: status, border, text, border, inspector, border, footer.
pub fn divide(rows: u16) -> Division {
    let inspector_rows = match rows {
        30.. => 5,
        20.. => 4,
        14.. => 2,
        _ => 0,
    };
    let around = 4 + if inspector_rows > 0 { inspector_rows + 1 } else { 0 };
    Division { text_rows: rows.saturating_sub(around), inspector_rows }
}

/// Says whether the screen is too small for panes.
pub fn is_too_small(state: &State) -> bool {
    state.size.0 < SMALLEST.0 || state.size.1 < SMALLEST.1
}

/// Returns the rows of text in a pane.
pub fn text_height(state: &State) -> usize {
    usize::from(divide(state.size.1).text_rows).max(1)
}

/// Returns the columns of text in an article's pane, whether or not it is on screen.
pub fn text_width(state: &State, article: usize) -> u16 {
    let shown = state.reader.panes.shown(state.size.0, state.doc.articles.len());
    let place = shown.iter().position(|a| *a == article).unwrap_or(0);
    let (_, width) = column(state.size.0, shown.len().max(1), place);
    width.saturating_sub(gutter(width) + 1).max(1)
}

/// Returns the columns of the gutter in a pane of so many columns: a wide one has a column of its own for the
/// mark of the claim under the cursor.
pub fn gutter(width: u16) -> u16 {
    if width >= 38 { 3 } else { 2 }
}

/// Returns the first column and the columns between the borders of the `n`th of `panes` panes.
fn column(columns: u16, panes: usize, n: usize) -> (u16, u16) {
    let panes = u16::try_from(panes).unwrap_or(1).max(1);
    let n = u16::try_from(n).unwrap_or(0);
    let inner = columns.saturating_sub(panes + 1);
    let (each, more) = (inner / panes, inner % panes);
    (1 + n * (each + 1) + n.min(more), each + u16::from(n < more))
}

/// Fills the layout for the state as it is.
pub fn fill(state: &mut State) {
    let mut counters = Counters::default();
    let mut old = std::mem::take(&mut state.layout.panes);
    if is_too_small(state) || state.doc.articles.is_empty() {
        state.layout = Layout::default();
        return;
    }
    let shown = state.reader.panes.shown(state.size.0, state.doc.articles.len());
    for (n, article) in shown.iter().enumerate() {
        let (x, width) = column(state.size.0, shown.len(), n);
        let inner = Area { x, y: 2, width, height: divide(state.size.1).text_rows };
        let kept = old.iter().position(|pane| pane.article == *article).map(|n| old.swap_remove(n));
        let pane = fill_pane(state, *article, inner, kept.unwrap_or_default(), &mut counters);
        state.layout.panes.push(pane);
    }
    counters.rows_wrapped = state.effort.rows;
    counters.graphemes = state.effort.graphemes;
    state.layout.counters = counters;
}

fn fill_pane(
    state: &mut State,
    article: usize,
    inner: Area,
    mut pane: PaneLayout,
    counters: &mut Counters,
) -> PaneLayout {
    let left = gutter(inner.width);
    let text = Area { x: inner.x + left, width: inner.width.saturating_sub(left + 1).max(1), ..inner };
    let top = state.place_mut(article).top;
    let text_len = state.doc.articles.get(article).map_or(0, |entry| entry.words().len());
    let found = state.with_rows(article, |rows, _| rows.row_at(top).span.start).unwrap_or(0);

    let key = PaneKey { article, top: found, width: text.width, height: text.height, text_len };
    if pane.key != Some(key) {
        pane.rows = state
            .with_rows(article, |rows, words| {
                let window = rows.window(found, text.height);
                window
                    .into_iter()
                    .map(|row| RowLayout { row, glyphs: glyphs::walk(words, &row).collect() })
                    .collect()
            })
            .unwrap_or_default();
        pane.key = Some(key);
    }
    (pane.article, pane.inner, pane.text) = (article, inner, text);
    fill_claims(state, &mut pane, counters);
    fill_echoes(state, &mut pane);
    fill_mixed(state, &mut pane);
    fill_bar(state, &mut pane);
    pane.cursor = cursor(state, &pane);
    counters.visible_rows += pane.rows.len();
    counters.visible_cells += usize::from(text.width) * usize::from(text.height);
    counters.claims_visible += pane.claims.len();
    pane
}

/// The bytes on screen.
fn on_screen(pane: &PaneLayout) -> Span {
    let start = pane.rows.first().map_or(0, |row| row.row.span.start);
    Span { start, end: pane.rows.last().map_or(start, |row| row.row.span.end) }
}

fn fill_mixed(state: &State, pane: &mut PaneLayout) {
    let seen = on_screen(pane);
    let part = state.doc.articles.get(pane.article).and_then(|entry| entry.text.as_ref());
    let words = part.map_or(&[][..], |part| part.index.suspects().words_from(seen.start));
    pane.mixed = words.iter().copied().take_while(|word| word.start < seen.end).collect();
}

fn fill_claims(state: &State, pane: &mut PaneLayout, counters: &mut Counters) {
    let Some(entry) = state.doc.articles.get(pane.article) else { return };
    let subject = (pane.article == state.reader.panes.focus).then(|| state.subject());
    let found = entry.anchors.meeting(on_screen(pane), &mut counters.claims_examined);
    let shown = found.into_iter().filter_map(|anchored| {
        let claim = state.doc.session.claims.get(&anchored.claim)?;
        let tag = claim.tags.first().and_then(|id| state.doc.session.tags.get(id));
        Some(ShownClaim {
            span: anchored.span,
            id: anchored.claim.clone(),
            against: Against::of(state, &anchored.claim),
            letter: tag.map_or('·', |tag| tag.glyph),
            hue: tag.map_or(Hue::default(), |tag| tag.hue),
            certain: entry.state.is_certain(),
            active: matches!(&subject, Some(super::reader::Subject::Claim(id)) if *id == anchored.claim),
        })
    });
    pane.claims = shown.collect();
    let active = match &subject {
        Some(super::reader::Subject::Suggestion(n)) => Some(*n),
        _ => None,
    };
    let suggested = entry.suggested.as_ref().filter(|_| state.reader.suggesting.is_on);
    let on_screen = suggested.into_iter().flat_map(|s| s.meeting(on_screen(pane)));
    let kind = &state.reader.suggesting.kind;
    let on_screen = on_screen.filter(|(_, suggestion)| kind.holds(suggestion));
    pane.suggestions =
        on_screen.map(|(n, s)| ShownSuggestion { span: s.span, active: active == Some(n) }).collect();
}

fn fill_echoes(state: &State, pane: &mut PaneLayout) {
    let Some(entry) = state.doc.articles.get(pane.article) else { return };
    let (echoes, seen) = (&state.doc.echoes, on_screen(pane));
    let found = echoes.meeting(pane.article, seen).filter(|(_, spot)| echoes.stands(entry, *spot));
    pane.echoes = found.map(|(span, _)| span).collect();
    pane.zones = entry.zones_meeting(seen).collect();
    pane.differs = super::reader::echoes::marked(state, pane.article, seen);
}

fn fill_bar(state: &State, pane: &mut PaneLayout) {
    let Some(entry) = state.doc.articles.get(pane.article) else { return };
    let (len, height) = (entry.words().len().max(1), usize::from(pane.text.height));
    let cell = |byte: usize| byte.saturating_mul(height) / len;
    let seen = on_screen(pane);
    let first = cell(seen.start).min(height.saturating_sub(1));
    let cells = cell(seen.end).saturating_sub(first).clamp(1, height.max(1) - first);
    pane.thumb = (u16::try_from(first).unwrap_or(0), u16::try_from(cells).unwrap_or(1));
    let key = (state.doc.session.revision, len, pane.text.height);
    if pane.marks_key != Some(key) || pane.marks.len() != height {
        let range = |n: usize| Span { start: n * len / height.max(1), end: (n + 1) * len / height.max(1) };
        pane.marks = (0..height).map(|n| entry.anchors.starts_in(range(n))).collect();
        pane.marks_key = Some(key);
    }
}

fn cursor(state: &State, pane: &PaneLayout) -> Option<(u16, u16)> {
    let at = state.reader.places.get(&pane.article)?.cursor;
    let words = state.doc.articles.get(pane.article)?.words();
    let last = pane.rows.len().checked_sub(1)?;
    let holds = |(n, row): (usize, &RowLayout)| {
        row.row.span.contains(at) || (n == last && at >= row.row.span.end && at >= words.len())
    };
    let y = pane.rows.iter().enumerate().position(holds)?;
    let column = glyphs::column_of(words, &pane.rows.get(y)?.row, at);
    Some((column.min(pane.text.width.saturating_sub(1)), u16::try_from(y).ok()?))
}
