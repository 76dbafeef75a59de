//! Places: the cursor and the first row of a pane, jumps and the way back.
//!
//! **Invariant:** a cursor stands on a grapheme border of the text at hand, and a jump is remembered once.

use super::PanePlace;
use crate::app::layout;
use crate::app::state::State;
use crate::app::view::Entry;
use crate::command::Select;
use crate::model::{Change, ClaimId, Edit};
use crate::text::grapheme;
use crate::text::rows::Rows;

/// A place to come back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The article's place in the list.
    pub article: usize,
    /// The cursor.
    pub cursor: usize,
}

/// How many places are remembered.
const MAX_JUMPS: usize = 100;

impl State {
    /// Returns the cursor of the focus pane, in bytes.
    pub fn cursor(&self) -> usize {
        self.reader.places.get(&self.reader.panes.focus).map_or(0, |place| place.cursor)
    }

    /// Returns the place of an article, made where it was never looked at.
    pub fn place_mut(&mut self, article: usize) -> &mut PanePlace {
        self.reader.places.entry(article).or_default()
    }

    /// Runs `f` over the rows of an article at its pane's width, with its place; none where it has no text.
    pub fn with_rows<T>(&mut self, article: usize, f: impl FnOnce(&mut Rows<'_>, &str) -> T) -> Option<T> {
        let width = layout::text_width(self, article);
        let entry = self.doc.articles.get(article)?;
        let part = entry.text.as_ref()?;
        let place = self.reader.places.entry(article).or_default();
        let mut rows = place.rows.rows(&part.text, part.index.long_lines(), width, &mut self.effort);
        Some(f(&mut rows, &part.text))
    }

    /// Moves the cursor of the focus pane, takes a selection along, and keeps the cursor on screen.
    pub fn move_cursor(&mut self, to: usize) {
        let article = self.reader.panes.focus;
        let Some(entry) = self.doc.articles.get(article) else { return };
        let text = entry.words();
        let awaits = to > text.len() && !entry.is_whole();
        let to = if awaits { to } else { last_grapheme(text, to) };
        let place = self.place_mut(article);
        let moved = place.cursor != to;
        place.cursor = to;
        place.awaits = awaits;
        if moved {
            self.reader.chosen = None;
            if let Some(selection) = self.reader.selection.as_mut().filter(|s| s.article == article) {
                selection.move_head(to);
            }
        }
        self.show_cursor(article);
    }

    /// Scrolls a pane as little as needed to show its cursor; from far away the cursor comes to the middle.
    pub fn show_cursor(&mut self, article: usize) {
        let height = layout::text_height(self);
        let Some(place) = self.reader.places.get(&article) else { return };
        let (cursor, top) = (place.cursor, place.top);
        let found = self.with_rows(article, |rows, _| {
            let row = rows.row_at(cursor);
            let top = rows.row_at(top).span.start;
            if row.span.start < top {
                let near = rows.scroll(row.span.start, near_rows(height)) >= top;
                return if near { row.span.start } else { middle(rows, row.span.start, height) };
            }
            let last = rows.scroll(top, isize::try_from(height.saturating_sub(1)).unwrap_or(0));
            if row.span.start <= last {
                return top;
            }
            let far = rows.scroll(last, near_rows(height));
            if row.span.start <= far {
                let back = isize::try_from(height.saturating_sub(1)).unwrap_or(0);
                rows.scroll(row.span.start, -back)
            } else {
                middle(rows, row.span.start, height)
            }
        });
        if let Some(top) = found {
            self.place_mut(article).top = top;
        }
    }

    /// Remembers where the cursor is, before a jump.
    pub fn remember(&mut self) {
        let place = Place { article: self.reader.panes.focus, cursor: self.cursor() };
        if self.jumps.last() != Some(&place) {
            self.jumps.push(place);
        }
        if self.jumps.len() > MAX_JUMPS {
            self.jumps.remove(0);
        }
    }

    /// Gives an article the focus and puts its cursor somewhere.
    pub fn go_to(&mut self, article: usize, cursor: Option<usize>) {
        let (columns, articles) = (self.size.0, self.doc.articles.len());
        if self.reader.panes.focus != article && self.reader.selection.is_some() {
            self.leave_selection();
            let again = self.key_of(Select::Again.into());
            self.say(format!("selection left; {again} takes it up again"));
        }
        self.reader.chosen = None;
        self.reader.panes.focus_on(article, columns, articles);
        self.place_mut(article);
        if let Some(cursor) = cursor {
            self.place_mut(article).goal = None;
            self.move_cursor(cursor);
        }
    }

    /// Goes to a claim: its article, its first words; the claim is then the subject.
    pub fn go_to_claim(&mut self, id: &ClaimId) -> bool {
        let Some(claim) = self.doc.session.claims.get(id) else { return false };
        let Some(article) = self.doc.article_of(claim) else { return false };
        let cursor = self.doc.place_of(claim).map(|(_, span)| span.start);
        self.leave_selection();
        self.go_to(article, cursor);
        self.reader.chosen = Some(id.clone());
        if cursor.is_none() {
            self.reader.awaited_claim(article, id);
        }
        true
    }

    /// Ends the selection, keeping it for "select again".
    pub fn leave_selection(&mut self) {
        let held = self.reader.held.take().is_some();
        if let Some(selection) = self.reader.selection.take().filter(|_| !held) {
            self.reader.last_selection = Some(selection);
        }
    }
}

impl super::Reader {
    /// Notes that a pane goes to its chosen claim once its text arrives.
    fn awaited_claim(&mut self, article: usize, _: &ClaimId) {
        if let Some(place) = self.places.get_mut(&article) {
            place.awaits = true;
        }
    }
}

/// How many rows beyond the edge still count as a step: a jump farther than that comes to the middle, where its
/// surroundings are seen.
fn near_rows(height: usize) -> isize {
    isize::try_from(height / 4).unwrap_or(0).max(1)
}

fn middle(rows: &mut Rows<'_>, row: usize, height: usize) -> usize {
    rows.scroll(row, -isize::try_from(height / 2).unwrap_or(0))
}

/// Returns the grapheme at the offset, or the last one of the text.
pub fn last_grapheme(text: &str, offset: usize) -> usize {
    if offset >= text.len() { grapheme::prev(text, text.len()) } else { grapheme::floor(text, offset) }
}

/// Goes to what an edit changed: the claim where it stands, else where its words stood.
pub fn go_to_change(state: &mut State, edit: &Edit) {
    let swap = edit.changes.iter().find_map(|change| match change {
        Change::Claim(swap) => Some(swap),
        _ => None,
    });
    let Some(swap) = swap else { return };
    if let Some(list) = state.lists.last_mut() {
        // While a list is worked through, the cursor stays in it, on what came back.
        list.seek = Some(Entry::Claim(swap.id.clone()));
        return;
    }
    if state.go_to_claim(&swap.id) {
        return;
    }
    let gone = swap.before.as_ref().or(swap.after.as_ref());
    let Some(gone) = gone else { return };
    if let Some(article) = state.doc.article_of(gone) {
        let cursor = state.doc.place_of(gone).map(|(_, span)| span.start);
        state.go_to(article, cursor);
    }
}
