//! The cursor's movements.
//!
//! **Invariant:** a movement changes the cursor, the selection's end and its own pane's first row, nothing else.

use super::edges::Edge;
use crate::app::layout;
use crate::app::state::State;
use crate::command::Move;
use crate::text::{Span, glyphs, grapheme, paragraph, sentence, word};

/// Moves the cursor of the focus pane.
pub fn run(state: &mut State, command: Move) {
    let article = state.reader.panes.focus;
    let page = layout::text_height(state);
    match command {
        Move::RowUp => by_rows(state, -1),
        Move::RowDown => by_rows(state, 1),
        Move::PageDown => by_page(state, page.saturating_sub(2).max(1), true),
        Move::PageUp => by_page(state, page.saturating_sub(2).max(1), false),
        Move::HalfDown => by_page(state, (page / 2).max(1), true),
        Move::HalfUp => by_page(state, (page / 2).max(1), false),
        // Of a list only.
        Move::ValuePrevious | Move::ValueNext => {}
        Move::GraphemeLeft
        | Move::GraphemeRight
        | Move::WordNext
        | Move::WordBack
        | Move::WordEnd
        | Move::SentenceBack
        | Move::SentenceNext
        | Move::ParagraphBack
        | Move::ParagraphNext
        | Move::RowStart
        | Move::RowEnd
        | Move::ArticleStart
        | Move::ArticleEnd => {
            let to = target(state, article, command);
            state.place_mut(article).goal = None;
            state.move_cursor(to);
        }
    }
}

/// Where a movement within the text leads.
fn target(state: &mut State, article: usize, command: Move) -> usize {
    let at = state.cursor();
    if matches!(command, Move::RowStart | Move::RowEnd) {
        let to_end = command == Move::RowEnd;
        let found = state.with_rows(article, |rows, text| {
            let row = rows.row_at(at);
            if to_end { grapheme::prev(text, row.shown_end).max(row.span.start) } else { row.span.start }
        });
        return found.unwrap_or(at);
    }
    let holds_start = state.reader.held.as_ref().is_some_and(|held| held.edge == Edge::Start);
    let selecting = state.reader.selection.is_some() && !holds_start;
    let Some(entry) = state.doc.articles.get(article) else { return at };
    let text = entry.words();
    match command {
        Move::GraphemeLeft => grapheme::prev(text, at),
        Move::GraphemeRight => grapheme::next(text, at),
        Move::WordNext | Move::SentenceNext | Move::ParagraphNext if selecting => unit_end(text, at, command),
        Move::WordNext => word::next_start(text, at),
        Move::WordBack => word::prev_start(text, at),
        Move::WordEnd => word_end(text, at),
        Move::SentenceBack => sentence::prev_start(text, at),
        Move::SentenceNext => sentence::next_start(text, at),
        Move::ParagraphBack => paragraph::prev_start(text, at),
        Move::ParagraphNext => paragraph::next_start(text, at),
        Move::ArticleStart => 0,
        Move::ArticleEnd => text.len(),
        _ => at,
    }
}

/// The last grapheme of this word, sentence or paragraph, or of the next one if the cursor stands there already: a
/// selection grows by whole units, and never takes the first letter of the one behind.
fn unit_end(text: &str, at: usize, command: Move) -> usize {
    let last = |span: Span| grapheme::prev(text, span.end);
    let (here, next) = match command {
        Move::SentenceNext => (sentence::at(text, at), sentence::at(text, sentence::next_start(text, at))),
        Move::ParagraphNext => {
            (paragraph::at(text, at), paragraph::at(text, paragraph::next_start(text, at)))
        }
        _ => return word_end(text, at),
    };
    if last(here) > at { last(here) } else { last(next).max(at) }
}

/// The last grapheme of this word, or of the next one if the cursor stands there already.
fn word_end(text: &str, at: usize) -> usize {
    let end = word::next_end(text, grapheme::next(text, at));
    grapheme::prev(text, end).max(at)
}

/// Moves up or down by rows, keeping the column.
fn by_rows(state: &mut State, by: isize) {
    let article = state.reader.panes.focus;
    let at = state.cursor();
    let goal = state.place_mut(article).goal;
    let found = state.with_rows(article, |rows, text| {
        let row = rows.row_at(at);
        let goal = goal.unwrap_or_else(|| glyphs::column_of(text, &row, at));
        let start = rows.scroll(row.span.start, by);
        let to = rows.row_at(start);
        (glyphs::offset_at_column(text, &to, goal), goal)
    });
    if let Some((to, goal)) = found {
        state.move_cursor(to);
        state.place_mut(article).goal = Some(goal);
    }
}

/// Moves the first row and the cursor together, so that the cursor keeps its row on screen.
fn by_page(state: &mut State, rows_by: usize, down: bool) {
    let article = state.reader.panes.focus;
    let height = layout::text_height(state);
    let by = isize::try_from(rows_by).unwrap_or(1) * if down { 1 } else { -1 };
    let place = state.place_mut(article);
    let top = place.top;
    let found = state.with_rows(article, |rows, _| {
        let last = rows.last_top(u16::try_from(height).unwrap_or(u16::MAX));
        let moved = rows.scroll(top, by);
        if down { moved.min(last.max(top)) } else { moved }
    });
    if let Some(new_top) = found {
        let moved = new_top != top;
        state.place_mut(article).top = new_top;
        by_rows(state, by);
        if moved && !on_screen(state, article) {
            state.show_cursor(article);
        }
    }
}

fn on_screen(state: &mut State, article: usize) -> bool {
    let height = layout::text_height(state);
    let (cursor, top) = (state.cursor(), state.place_mut(article).top);
    let seen = state.with_rows(article, |rows, _| {
        let last = rows.scroll(top, isize::try_from(height.saturating_sub(1)).unwrap_or(0));
        Span::new(top, rows.row_at(last).span.end).contains(cursor)
    });
    seen.unwrap_or(true)
}
