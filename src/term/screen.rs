//! A frame as one write.
//!
//! **Invariant:** each draw sends its changes in one synchronised update, or, if no cell and no cursor changed,
//! not one byte; the terminal is never asked anything.

use std::io::{self, Write};

use crossterm::cursor::{Hide, MoveRight, MoveTo, Show};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, EndSynchronizedUpdate};
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use crate::ui::picture::Look;

/// Where ratatui draws to.
#[derive(Debug)]
pub(super) struct Screen<O: Write> {
    out: O,
    size: Size,
    /// The changes of the frame at hand.
    changes: Vec<u8>,
    cursor: Cursor,
    /// What the terminal shows; none where that is not known.
    shown: Option<Cursor>,
    bytes_sent: u64,
}

/// Where the cursor is and whether it is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cursor {
    position: Position,
    visible: bool,
}

impl<O: Write> Screen<O> {
    /// Makes a screen of this many columns and rows.
    pub(super) fn new(out: O, (columns, rows): (u16, u16)) -> Self {
        let cursor = Cursor { position: Position::ORIGIN, visible: false };
        Self { out, size: Size::new(columns, rows), changes: Vec::new(), cursor, shown: None, bytes_sent: 0 }
    }

    /// Takes a new size; the next draw clears and draws all.
    pub(super) fn set_size(&mut self, (columns, rows): (u16, u16)) {
        self.size = Size::new(columns, rows);
    }

    /// Forgets what the terminal shows, after another program wrote to it.
    pub(super) fn forget(&mut self) {
        self.shown = None;
    }

    /// Returns how many bytes were sent so far.
    pub(super) fn bytes_sent(&self) -> u64 {
        self.bytes_sent
    }

    /// Sends bytes that are no part of a frame.
    pub(super) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.bytes_sent += bytes.len() as u64;
        self.out.write_all(bytes)?;
        self.out.flush()
    }
}

impl<O: Write> Backend for Screen<O> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut pen = Pen::default();
        for (x, y, cell) in content {
            pen.write(&mut self.changes, Position { x, y }, cell)?;
        }
        pen.lift(&mut self.changes);
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.cursor.visible = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.cursor.visible = true;
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor.position)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.cursor.position = position.into();
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    /// Clears all, whatever is asked: on a full screen ratatui asks for nothing less.
    fn clear_region(&mut self, _region: ClearType) -> io::Result<()> {
        queue!(self.changes, Clear(crossterm::terminal::ClearType::All))
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::default() })
    }

    /// Ends a frame.
    fn flush(&mut self) -> io::Result<()> {
        if self.changes.is_empty() && self.shown == Some(self.cursor) {
            return Ok(());
        }
        let mut frame = Vec::with_capacity(self.changes.len() + 48);
        queue!(frame, BeginSynchronizedUpdate)?;
        // Where synchronised updates are unknown, the cursor must not be seen to run over the screen.
        if !self.changes.is_empty() && self.shown.is_none_or(|shown| shown.visible) {
            queue!(frame, Hide)?;
        }
        frame.append(&mut self.changes);
        if self.cursor.visible {
            queue!(frame, MoveTo(self.cursor.position.x, self.cursor.position.y), Show)?;
        } else {
            queue!(frame, Hide)?;
        }
        queue!(frame, EndSynchronizedUpdate)?;
        self.shown = Some(self.cursor);
        self.send(&frame)
    }
}

/// The place and look that the terminal writes with, while the cells of one frame are sent.
#[derive(Debug, Default)]
struct Pen {
    /// Where the next character goes; none before the first.
    at: Option<Position>,
    /// Whether every terminal agrees that it goes there.
    is_sure: bool,
    look: Look,
}

impl Pen {
    /// Writes a cell in as few bytes as is safe.
    fn write(&mut self, bytes: &mut Vec<u8>, to: Position, cell: &Cell) -> io::Result<()> {
        self.go(bytes, to)?;
        let look = Look::of(cell);
        if look != self.look {
            bytes.extend_from_slice(look.sgr().as_bytes());
            self.look = look;
        }
        bytes.extend_from_slice(cell.symbol().as_bytes());
        // Terminals agree about how wide ASCII is; after anything else the next place is named anew unless it is
        // the very next one, so that a disagreement ends with the word and not with the row.
        self.is_sure &= cell.symbol().is_ascii();
        self.at = Some(Position { x: to.x.saturating_add(1), y: to.y });
        if is_disputed(cell.symbol()) {
            // Multiplexers count a flag or a joined emoji as two columns or four: what follows is placed anew.
            self.at = None;
        }
        Ok(())
    }

    fn go(&mut self, bytes: &mut Vec<u8>, to: Position) -> io::Result<()> {
        match self.at {
            Some(at) if at == to => Ok(()),
            Some(at) if self.is_sure && at.y == to.y && at.x < to.x => queue!(bytes, MoveRight(to.x - at.x)),
            Some(at) if to.x == 0 && to.y == at.y + 1 => {
                bytes.extend_from_slice(b"\r\n");
                self.is_sure = true;
                Ok(())
            }
            _ => {
                self.is_sure = true;
                queue!(bytes, MoveTo(to.x, to.y))
            }
        }
    }

    /// Ends the cells of a frame.
    fn lift(self, bytes: &mut Vec<u8>) {
        if !self.look.is_plain() {
            bytes.extend_from_slice(Look::default().sgr().as_bytes());
        }
    }
}

/// Returns whether programs disagree about how wide a grapheme is: emoji of several code points.
fn is_disputed(symbol: &str) -> bool {
    let is_emoji = |c: char| matches!(c, '\u{200d}' | '\u{fe0f}' | '\u{20e3}' | '\u{1f1e6}'..='\u{1faff}');
    symbol.chars().nth(1).is_some() && symbol.chars().any(is_emoji)
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::buffer::Buffer;
    use ratatui::style::Style;

    use super::*;
    use crate::ui::picture::Picture;

    fn terminal() -> Terminal<Screen<Vec<u8>>> {
        Terminal::new(Screen::new(Vec::new(), (20, 3))).unwrap()
    }

    fn draw(terminal: &mut Terminal<Screen<Vec<u8>>>, text: &str, cursor: Option<(u16, u16)>) -> String {
        let before = terminal.backend().out.len();
        terminal
            .draw(|frame| {
                frame.buffer_mut().set_string(0, 1, text, Style::new());
                cursor.into_iter().for_each(|position| frame.set_cursor_position(position));
            })
            .unwrap();
        String::from_utf8(terminal.backend().out[before..].to_vec()).unwrap()
    }

    #[test]
    fn a_frame_is_one_synchronised_update() {
        let sent = draw(&mut terminal(), "62 killed", None);
        assert!(sent.starts_with("\u{1b}[?2026h") && sent.ends_with("\u{1b}[?2026l"), "{sent:?}");
        assert_eq!(sent.matches("\u{1b}[?2026").count(), 2);
    }

    #[test]
    fn a_frame_without_a_change_sends_nothing() {
        let mut terminal = terminal();
        draw(&mut terminal, "62 killed", Some((3, 1)));
        assert_eq!(draw(&mut terminal, "62 killed", Some((3, 1))), "");
    }

    #[test]
    fn a_moved_cursor_costs_little_and_shows() {
        let mut terminal = terminal();
        draw(&mut terminal, "62 killed", Some((3, 1)));
        let moved = draw(&mut terminal, "62 killed", Some((4, 1)));
        assert!(moved.contains("\u{1b}[2;5H") && moved.len() < 40, "{moved:?}");
        let hidden = draw(&mut terminal, "62 killed", None);
        assert!(hidden.contains("\u{1b}[?25l"), "{hidden:?}");
    }

    #[test]
    fn only_changed_cells_are_sent() {
        let mut terminal = terminal();
        draw(&mut terminal, "62 killed", None);
        let sent = draw(&mut terminal, "83 killed", None);
        assert!(sent.contains("83") && !sent.contains("killed"), "{sent:?}");
    }

    #[test]
    fn what_follows_a_flag_is_placed_anew() {
        let sent = draw(&mut terminal(), "a🇸🇾b", None);
        assert!(sent.contains("🇸🇾\u{1b}[2;4Hb"), "{sent:?}");
    }

    #[test]
    fn a_new_size_draws_all_again_in_the_same_update() {
        let mut terminal = terminal();
        draw(&mut terminal, "62 killed", None);
        terminal.backend_mut().set_size((10, 2));
        let sent = draw(&mut terminal, "62 killed", None);
        assert!(sent.contains("\u{1b}[2J") && sent.contains("62") && sent.contains("killed"), "{sent:?}");
        assert_eq!(sent.matches("\u{1b}[?2026h").count(), 1);
    }

    /// A screen of the kind that readers see: frames, hues, wide and joined graphemes, gaps.
    fn paint(buffer: &mut Buffer, step: u16) {
        let texts = ["│ 62 killed │", "字 or 言葉 here", "e\u{301}té 👍 x", "", "“quoted” words — a"];
        for (row, text) in (0..buffer.area.height).zip(texts.iter().cycle().skip(usize::from(step))) {
            let style =
                if (row + step).is_multiple_of(2) { Style::new().red().underlined() } else { Style::new() };
            buffer.set_string(row % 3, row, text, style);
        }
    }

    #[test]
    fn what_is_on_the_screen_is_what_was_drawn() {
        let mut terminal = terminal();
        terminal.backend_mut().set_size((24, 6));
        let mut seen = vt100::Parser::new(6.try_into().unwrap(), 24.try_into().unwrap(), 0);
        let mut read = 0;
        for step in [0, 1, 2, 3, 1, 4, 0] {
            let mut expected = Vec::new();
            terminal
                .draw(|frame| {
                    paint(frame.buffer_mut(), step);
                    expected = Picture::capture(frame.buffer_mut(), None).rows();
                    frame.set_cursor_position((step, 1));
                })
                .unwrap();
            seen.process(&terminal.backend().out[read..]);
            read = terminal.backend().out.len();
            let rows: Vec<String> = seen.screen().rows(0, 24).map(|row| row.trim_end().to_owned()).collect();
            assert_eq!(rows, expected, "step {step}");
            assert_eq!((seen.screen().cursor_position(), seen.screen().hide_cursor()), ((1, step), false));
        }
    }

    #[test]
    fn looks_end_where_they_end() {
        let mut terminal = terminal();
        let mut seen = vt100::Parser::new(3.try_into().unwrap(), 20.try_into().unwrap(), 0);
        terminal
            .draw(|frame| {
                frame.buffer_mut().set_string(0, 0, "ab", Style::new().red());
                frame.buffer_mut().set_string(2, 0, "cd", Style::new().bold());
                frame.buffer_mut().set_string(5, 0, "e", Style::new());
            })
            .unwrap();
        seen.process(&terminal.backend().out);
        let cell = |column| seen.screen().cell(0, column).unwrap().clone();
        assert_eq!(cell(1).fgcolor(), vt100::Color::Idx(1));
        assert!(cell(2).bold() && cell(2).fgcolor() == vt100::Color::Default);
        assert!(!cell(5).bold());
    }

    #[test]
    fn a_gap_in_plain_text_costs_less_than_naming_the_place() {
        let mut terminal = terminal();
        draw(&mut terminal, "aaaa aaaa", None);
        let sent = draw(&mut terminal, "bbaa bbbb", None);
        assert!(sent.contains("bb\u{1b}[3Cbbbb"), "{sent:?}");
    }
}
