//! A drawn screen as a value, and that value as text, ANSI, SVG or JSON.
//!
//! **Invariant:** a picture depends on the buffer and the cursor alone, so that equal screens give equal bytes,
//! and columns are counted as the terminal counts them: a wide grapheme is two.

mod ansi;
mod canvas;
mod json;
mod svg;

use ratatui::Frame;
use ratatui::Terminal;
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use super::sweep::sweep;
use canvas::Canvas;

/// A drawn screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Columns and rows.
    pub size: (u16, u16),
    /// The column and row of the cursor from 0, if it is shown.
    pub cursor: Option<(u16, u16)>,
    /// The rows, each as runs of equal look; plain blanks at the end of a row are left out.
    pub lines: Vec<Vec<Run>>,
}

/// Neighbouring cells of one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The first column, from 0.
    pub from: u16,
    /// The column after the last.
    pub to: u16,
    /// The text of the cells.
    pub text: String,
    /// How it looks.
    pub look: Look,
}

/// The colours and attributes of a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Look {
    /// The colour of the text.
    pub fg: Color,
    /// The colour of the ground.
    pub bg: Color,
    /// The attributes.
    pub mods: Modifier,
}

/// The attributes of a look with the words that `json` prints for them.
const MODIFIER_WORDS: [(Modifier, &str); 9] = [
    (Modifier::BOLD, "bold"),
    (Modifier::DIM, "dim"),
    (Modifier::ITALIC, "italic"),
    (Modifier::UNDERLINED, "underline"),
    (Modifier::SLOW_BLINK, "blink"),
    (Modifier::RAPID_BLINK, "fast-blink"),
    (Modifier::REVERSED, "reverse"),
    (Modifier::HIDDEN, "hidden"),
    (Modifier::CROSSED_OUT, "strike"),
];

impl Picture {
    /// Draws a screen of this many columns and rows, without a terminal.
    pub fn draw(columns: u16, rows: u16, view: impl FnOnce(&mut Frame<'_>)) -> Self {
        let Ok(mut terminal) = Terminal::new(Canvas::new(columns, rows));
        let Ok(completed) = terminal.draw(|frame| {
            view(frame);
            sweep(frame.buffer_mut());
        });
        let buffer = completed.buffer.clone();
        let cursor = terminal.backend().shown_cursor();
        Self::capture(&buffer, cursor)
    }

    /// Takes the picture of a drawn buffer.
    pub fn capture(buffer: &Buffer, cursor: Option<Position>) -> Self {
        let columns = usize::from(buffer.area.width);
        let lines = buffer.content.chunks(columns.max(1)).map(line_of);
        Self {
            size: (buffer.area.width, buffer.area.height),
            cursor: cursor.map(|position| (position.x, position.y)),
            lines: lines.collect(),
        }
    }

    /// Returns the text of each row, without the blanks at its end.
    pub fn rows(&self) -> Vec<String> {
        self.lines.iter().map(|line| row_text(line)).collect()
    }

    /// Returns the screen as plain text: rows without blanks at the end, each ended by LF.
    pub fn text(&self) -> String {
        self.lines.iter().map(|line| row_text(line) + "\n").collect()
    }

    /// Returns the screen as text with SGR sequences, reset at the end of each row.
    pub fn ansi(&self) -> String {
        ansi::render(self)
    }

    /// Returns the screen as a drawing of its own, with the title given.
    pub fn svg(&self, title: &str) -> String {
        svg::render(self, title)
    }

    /// Returns the members `"size"`, `"cursor"`, `"rows"` and `"styles"` of a JSON object, without its braces.
    pub fn json_members(&self) -> String {
        json::members(self)
    }
}

impl Look {
    /// Tells whether the cell looks like plain text.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the SGR sequence that gives this look, whatever stood before.
    pub fn sgr(&self) -> String {
        ansi::sequence(*self)
    }

    /// Returns the words of its attributes, in a fixed order.
    pub fn modifier_words(&self) -> impl Iterator<Item = &'static str> {
        let mods = self.mods;
        MODIFIER_WORDS.into_iter().filter(move |(modifier, _)| mods.contains(*modifier)).map(|(_, word)| word)
    }

    /// Returns the look of a cell.
    pub fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, mods: cell.modifier }
    }
}

fn row_text(line: &[Run]) -> String {
    let mut text: String = line.iter().map(|run| run.text.as_str()).collect();
    text.truncate(text.trim_end_matches(' ').len());
    text
}

/// Gathers the cells of a row into runs; the cells that a wide grapheme covers are skipped.
fn line_of(cells: &[Cell]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut covered = 0;
    for (column, cell) in (0_u16..).zip(cells) {
        if covered > 0 {
            covered -= 1;
            continue;
        }
        let room = u16::try_from(cells.len()).unwrap_or(u16::MAX).saturating_sub(column);
        let width = cell.symbol().cell_width().clamp(1, room.max(1));
        covered = width - 1;
        let (look, to) = (Look::of(cell), column + width);
        match runs.last_mut() {
            Some(run) if run.look == look => {
                run.text.push_str(cell.symbol());
                run.to = to;
            }
            _ => runs.push(Run { from: column, to, text: cell.symbol().to_owned(), look }),
        }
    }
    trim_plain_end(&mut runs);
    runs
}

fn trim_plain_end(runs: &mut Vec<Run>) {
    let Some(last) = runs.last_mut().filter(|run| run.look.is_plain()) else { return };
    let kept = last.text.trim_end_matches(' ').len();
    last.to -= u16::try_from(last.text.len() - kept).unwrap_or_default();
    last.text.truncate(kept);
    if last.text.is_empty() {
        runs.pop();
    }
}

/// Returns the name of a colour, none for the terminal's own.
fn colour_name(colour: Color) -> Option<String> {
    let name = match colour {
        Color::Reset => return None,
        Color::Black => "black",
        Color::Red => "red",
        Color::Green => "green",
        Color::Yellow => "yellow",
        Color::Blue => "blue",
        Color::Magenta => "magenta",
        Color::Cyan => "cyan",
        Color::Gray => "gray",
        Color::DarkGray => "dark-gray",
        Color::LightRed => "light-red",
        Color::LightGreen => "light-green",
        Color::LightYellow => "light-yellow",
        Color::LightBlue => "light-blue",
        Color::LightMagenta => "light-magenta",
        Color::LightCyan => "light-cyan",
        Color::White => "white",
        Color::Rgb(red, green, blue) => return Some(format!("#{red:02x}{green:02x}{blue:02x}")),
        Color::Indexed(index) => return Some(format!("color-{index}")),
    };
    Some(name.to_owned())
}

#[cfg(test)]
mod tests;
