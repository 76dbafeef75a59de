//! A terminal that is only a memory of where the cursor is.
//!
//! **Invariant:** it writes nowhere and cannot fail.

use std::convert::Infallible;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

/// The end of a draw that goes nowhere: ratatui keeps the buffer, this keeps size and cursor.
#[derive(Debug)]
pub(super) struct Canvas {
    size: Size,
    cursor: Position,
    shown: bool,
}

impl Canvas {
    /// Makes one of this many columns and rows.
    pub(super) fn new(columns: u16, rows: u16) -> Self {
        Self { size: Size::new(columns, rows), cursor: Position::ORIGIN, shown: false }
    }

    /// Returns where the cursor is, if it is shown.
    pub(super) fn shown_cursor(&self) -> Option<Position> {
        self.shown.then_some(self.cursor)
    }
}

impl Backend for Canvas {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, _content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.shown = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        self.shown = true;
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(self.cursor)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.cursor = position.into();
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn clear_region(&mut self, _region: ClearType) -> Result<(), Infallible> {
        Ok(())
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::default() })
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}
