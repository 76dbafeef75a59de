//! A picture as a drawing for web pages and the README.
//!
//! **Invariant:** every run is stretched to its columns, so that rows line up in whatever font the reader has;
//! the drawing loads nothing and runs nothing.

use std::fmt::Write as _;

use ratatui::style::{Color, Modifier};

use super::{Look, Picture, Run, ansi};

/// The width of a column, in pixels.
const COLUMN: u32 = 9;
/// The height of a row, in pixels.
const ROW: u32 = 19;
/// From the top of a row to the line its letters stand on, in pixels.
const BASELINE: u32 = 14;
/// The margin around the screen, in pixels.
const MARGIN: u32 = 10;
/// The colour of text that has none.
const TEXT: &str = "#d7dae0";
/// The colour of the ground.
const GROUND: &str = "#15181e";
/// The 16 colours of a terminal, chosen to be read on the ground: at least 4.5 to 1 but for the two blacks.
const PALETTE: [&str; 16] = [
    "#15181e", "#f0717a", "#7fca7c", "#dcb862", "#78a9f5", "#cf8fea", "#5cc8cf", "#c3c7cf", "#737a87",
    "#ff97a0", "#a5e69c", "#f2d68a", "#a3c6ff", "#e3b5f7", "#8fe3e8", "#ffffff",
];

/// Renders the drawing, with a title for those who hear it.
pub(super) fn render(picture: &Picture, title: &str) -> String {
    let (columns, rows) = picture.size;
    let width = u32::from(columns) * COLUMN + 2 * MARGIN;
    let height = u32::from(rows) * ROW + 2 * MARGIN;
    let mut out = String::new();
    push(
        &mut out,
        format_args!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" "),
    );
    push(
        &mut out,
        format_args!("viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"title desc\">\n"),
    );
    push(&mut out, format_args!("<title id=\"title\">{}</title>\n", escaped(title)));
    let size = format!("A terminal screen of {columns} columns and {rows} rows.");
    push(&mut out, format_args!("<desc id=\"desc\">{size}</desc>\n"));
    let frame = format!("width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"{GROUND}\"");
    push(&mut out, format_args!("<rect {frame}/>\n<g font-family=\"ui-monospace,Menlo,Consolas,"));
    push(&mut out, format_args!("'DejaVu Sans Mono',monospace\" font-size=\"15\" fill=\"{TEXT}\" "));
    out.push_str("style=\"white-space:pre\">\n");
    for (row, line) in (0_u32..).zip(&picture.lines) {
        for run in line {
            push_run(&mut out, row, run);
        }
    }
    if let Some((x, y)) = picture.cursor {
        let (x, y) = (MARGIN + u32::from(x) * COLUMN, MARGIN + u32::from(y) * ROW);
        push(
            &mut out,
            format_args!("<rect x=\"{x}\" y=\"{y}\" width=\"{COLUMN}\" height=\"{ROW}\" fill=\"none\" "),
        );
        push(&mut out, format_args!("stroke=\"{TEXT}\"/>\n"));
    }
    out.push_str("</g>\n</svg>\n");
    out
}

/// Renders the ground of a run, if it has one of its own, and its text, if it is more than blanks.
fn push_run(out: &mut String, row: u32, run: &Run) {
    let (x, y) = (MARGIN + u32::from(run.from) * COLUMN, MARGIN + row * ROW);
    let width = u32::from(run.to - run.from) * COLUMN;
    let (fg, bg) = colours(run.look);
    if bg != GROUND {
        let fill = format!("width=\"{width}\" height=\"{ROW}\" fill=\"{bg}\"");
        push(out, format_args!("<rect x=\"{x}\" y=\"{y}\" {fill}/>\n"));
    }
    let is_drawn = run.look.mods.intersects(Modifier::UNDERLINED.union(Modifier::CROSSED_OUT));
    if run.text.trim_matches(' ').is_empty() && !is_drawn || run.look.mods.contains(Modifier::HIDDEN) {
        return;
    }
    push(out, format_args!("<text x=\"{x}\" y=\"{}\" textLength=\"{width}\" ", y + BASELINE));
    out.push_str("lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\"");
    if fg != TEXT {
        push(out, format_args!(" fill=\"{fg}\""));
    }
    push(out, format_args!("{}>{}</text>\n", attributes(run.look.mods), escaped(&run.text)));
}

/// Returns the colours of text and ground, changed places where they are reversed.
fn colours(look: Look) -> (String, String) {
    let fg = hex(look.fg).unwrap_or_else(|| TEXT.to_owned());
    let bg = hex(look.bg).unwrap_or_else(|| GROUND.to_owned());
    if look.mods.contains(Modifier::REVERSED) { (bg, fg) } else { (fg, bg) }
}

fn hex(colour: Color) -> Option<String> {
    match colour {
        Color::Reset => None,
        Color::Rgb(red, green, blue) => Some(format!("#{red:02x}{green:02x}{blue:02x}")),
        Color::Indexed(index) => Some(indexed(index)),
        named => {
            ansi::index(named).and_then(|index| PALETTE.get(usize::from(index))).map(|hex| (*hex).to_owned())
        }
    }
}

/// Returns a colour of the 256: the 16, then a cube of 6 by 6 by 6, then 24 greys.
fn indexed(index: u8) -> String {
    let level = |step: u8| if step == 0 { 0 } else { 55 + step * 40 };
    match (PALETTE.get(usize::from(index)), index) {
        (Some(hex), _) => (*hex).to_owned(),
        (None, 232..) => {
            let grey = 8 + (index - 232) * 10;
            format!("#{grey:02x}{grey:02x}{grey:02x}")
        }
        (None, _) => {
            let cube = index.saturating_sub(16);
            let (red, green, blue) = (level(cube / 36), level(cube / 6 % 6), level(cube % 6));
            format!("#{red:02x}{green:02x}{blue:02x}")
        }
    }
}

fn attributes(mods: Modifier) -> String {
    let mut out = String::new();
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::DIM, " opacity=\"0.65\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::CROSSED_OUT, " text-decoration=\"line-through\""),
    ] {
        let is_second_decoration = modifier == Modifier::CROSSED_OUT && mods.contains(Modifier::UNDERLINED);
        if mods.contains(modifier) && !is_second_decoration {
            out.push_str(attribute);
        }
    }
    out
}

/// Returns text as XML holds it; what XML forbids becomes U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

fn push(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _written = out.write_fmt(arguments);
}
