//! Tests of pictures of a screen.

#![allow(clippy::disallowed_methods, reason = "what a careless widget would do")]

use ratatui::layout::Rect;
use ratatui::style::{Style, Stylize as _};
use ratatui::text::Line;

use super::*;

/// A screen of one row of six columns with these pieces from the left.
fn picture(pieces: Vec<ratatui::text::Span<'static>>) -> Picture {
    Picture::draw(6, 1, |frame| {
        let area = frame.area();
        frame.buffer_mut().set_line(0, 0, &Line::from(pieces), area.width);
    })
}

#[test]
fn rows_lose_their_blanks_at_the_end_and_keep_the_rest() {
    let drawn = Picture::draw(5, 3, |frame| {
        frame.buffer_mut().set_string(1, 0, "ab", Style::new());
        frame.buffer_mut().set_string(0, 2, "x y", Style::new());
    });
    assert_eq!(drawn.text(), " ab\n\nx y\n");
    assert_eq!(drawn.ansi(), " ab\n\nx y\n");
    assert_eq!(drawn.rows(), [" ab", "", "x y"]);
}

#[test]
fn a_wide_grapheme_takes_two_columns() {
    let drawn = picture(vec!["字".red(), "a".into()]);
    let runs: Vec<_> = drawn.lines[0].iter().map(|run| (run.from, run.to, run.text.as_str())).collect();
    assert_eq!(runs, [(0, 2, "字"), (2, 3, "a")]);
    assert_eq!(drawn.text(), "字a\n");
}

#[test]
fn a_wide_grapheme_at_the_edge_stays_inside() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 2, 1));
    buffer.content[1].set_symbol("字");
    let drawn = Picture::capture(&buffer, None);
    assert_eq!(drawn.lines[0].last().map(|run| run.to), Some(2));
}

#[test]
fn a_styled_blank_is_kept_where_it_shows() {
    let drawn = picture(vec!["a".into(), "  ".reversed()]);
    assert_eq!(drawn.text(), "a\n");
    assert_eq!(drawn.ansi(), "a\u{1b}[0;7m  \u{1b}[m\n");
}

#[test]
fn ansi_sets_each_look_from_plain() {
    let drawn =
        picture(vec!["a".red().underlined(), "b".light_blue().on_yellow(), "c".fg(Color::Indexed(9))]);
    assert_eq!(drawn.ansi(), "\u{1b}[0;4;31ma\u{1b}[0;94;43mb\u{1b}[0;38;5;9mc\u{1b}[m\n");
}

#[test]
fn json_is_the_contract_to_the_letter() {
    let mut drawn = picture(vec!["62".red().underlined(), " \"\\".into()]);
    drawn.cursor = Some((2, 0));
    assert_eq!(
        drawn.json_members(),
        r#""size":[6,1],"cursor":[2,0],"rows":["62 \"\\"],"styles":[[{"from":0,"to":2,"fg":"red","mods":["underline"]}]]"#
    );
    let parsed: serde_json::Value = serde_json::from_str(&format!("{{{}}}", drawn.json_members())).unwrap();
    assert_eq!(parsed["rows"][0], "62 \"\\");
}

#[test]
fn the_cursor_is_told_only_where_it_is_shown() {
    let hidden = Picture::draw(3, 1, |_| {});
    assert_eq!(hidden.cursor, None);
    assert!(hidden.json_members().contains("\"cursor\":null"));
    let shown = Picture::draw(3, 1, |frame| frame.set_cursor_position((2, 0)));
    assert_eq!(shown.cursor, Some((2, 0)));
}

#[test]
fn svg_stretches_a_run_to_its_columns_and_escapes_it() {
    let svg = picture(vec!["<&".red(), "字".into(), "x".reversed()]).svg("a \"b\" <c>");
    assert!(svg.contains("<title id=\"title\">a &quot;b&quot; &lt;c&gt;</title>"));
    assert!(svg.contains(">&lt;&amp;</text>"));
    assert_eq!(svg.matches("<text ").count(), 3);
    assert_eq!(svg.matches("textLength=\"18\"").count(), 2);
    assert!(svg.contains("fill=\"#15181e\">x</text>"), "reversed text has the colour of the ground: {svg}");
    assert_eq!(svg.matches('<').count(), svg.matches('>').count());
}

#[test]
fn what_a_widget_smuggles_in_never_reaches_a_picture() {
    let drawn = Picture::draw(3, 1, |frame| {
        frame.buffer_mut().content[1].set_symbol("\u{1b}[2J");
    });
    assert_eq!(drawn.text(), " \u{fffd}\n");
    for output in [drawn.text(), drawn.svg("\u{1b}"), drawn.json_members()] {
        assert!(!output.contains('\u{1b}'), "{output:?}");
    }
}

#[test]
fn a_screen_without_cells_is_no_accident() {
    for (columns, rows) in [(0, 0), (0, 5), (5, 0), (1, 1)] {
        let drawn = Picture::draw(columns, rows, |_| {});
        assert_eq!(drawn.size, (columns, rows));
        assert!(drawn.svg("").ends_with("</svg>\n"));
    }
}

#[test]
fn equal_screens_give_equal_bytes() {
    let draw = || picture(vec!["a".cyan().bold(), "é".into()]);
    assert_eq!(draw().svg("t"), draw().svg("t"));
    assert_eq!(draw(), draw());
}
