//! A picture as members of a JSON object.
//!
//! **Invariant:** the members come in one order, without blanks; columns are cells of the screen, not characters.

use super::{Picture, Run, colour_name};

/// Renders `"size"`, `"cursor"`, `"rows"` and `"styles"`, without the braces of the object.
pub(super) fn members(picture: &Picture) -> String {
    let (columns, rows) = picture.size;
    let cursor = picture.cursor.map_or_else(|| "null".to_owned(), |(x, y)| format!("[{x},{y}]"));
    let texts: Vec<String> = picture.rows().iter().map(|row| string(row)).collect();
    let styles: Vec<String> = picture.lines.iter().map(|line| styles_of(line)).collect();
    format!(
        "\"size\":[{columns},{rows}],\"cursor\":{cursor},\"rows\":[{}],\"styles\":[{}]",
        texts.join(","),
        styles.join(",")
    )
}

/// Renders the runs of a row that do not look plain.
fn styles_of(line: &[Run]) -> String {
    let runs: Vec<String> = line.iter().filter(|run| !run.look.is_plain()).map(style).collect();
    format!("[{}]", runs.join(","))
}

fn style(run: &Run) -> String {
    let mut members = vec![format!("\"from\":{},\"to\":{}", run.from, run.to)];
    for (member, colour) in [("fg", run.look.fg), ("bg", run.look.bg)] {
        members.extend(colour_name(colour).map(|name| format!("\"{member}\":{}", string(&name))));
    }
    let mods: Vec<String> = run.look.modifier_words().map(string).collect();
    if !mods.is_empty() {
        members.push(format!("\"mods\":[{}]", mods.join(",")));
    }
    format!("{{{}}}", members.join(","))
}

/// Renders a JSON string with its quotes.
fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{0}'..='\u{1f}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}
