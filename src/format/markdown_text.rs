//! Words of articles and analysts as Markdown that renders as they were written.
//!
//! Every sign that CommonMark or its common extensions could read as markup has a backslash before it. A passage
//! that running text would alter (line ends, runs of blanks, tabs) stands in a fenced block, whose fence is longer than
//! any run of backticks in it.
//!
//! **Invariant:** no words begin a block, a link, an entity or HTML of their own, and no control character is written.

use std::fmt::Write as _;

use crate::text::suspicious;

/// Returns words for the middle of a line; line ends and other controls are shown as marks.
pub fn inline(words: &str) -> String {
    escaped(&shown(words))
}

/// Returns words for the start of a block: a quotation if running text shows them as they are, else a fenced block.
pub fn block(words: &str) -> String {
    if altered(words) { fenced(words) } else { format!("> {}", at_start(&escaped(&shown(words)))) }
}

/// Returns words in quote marks for the middle of a line; none where running text would not show them as they are.
pub fn quoted(words: &str) -> Option<String> {
    (!altered(words)).then(|| format!("“{}”", escaped(&shown(words))))
}

/// Says whether running text shows words otherwise than as they are: line ends, runs of blanks, blanks at an end.
fn altered(words: &str) -> bool {
    let blank_at_end = words.starts_with(' ') || words.ends_with(' ');
    blank_at_end || words.is_empty() || words.contains("  ") || words.contains(['\n', '\r', '\t'])
}

/// Returns words as a code span; line ends and other controls are shown as marks.
pub fn code(words: &str) -> String {
    let words = shown(words);
    if words.is_empty() {
        return "(empty)".to_owned();
    }
    let fence = "`".repeat(longest_run(&words) + 1);
    let edge = |c: Option<char>| matches!(c, Some('`' | ' '));
    // One blank on each side is taken away again by a reader of Markdown.
    let pad = if edge(words.chars().next()) || edge(words.chars().next_back()) { " " } else { "" };
    if words.chars().all(|c| c == ' ') {
        return format!("{fence}{words}{fence}");
    }
    format!("{fence}{pad}{words}{pad}{fence}")
}

/// Returns what a place adds where its words hold characters that are not seen, or are not what they look like; empty
/// where they hold none.
pub fn hidden_characters(words: &str) -> String {
    let mut found: Vec<(char, usize)> = Vec::new();
    for c in words.chars().filter(|c| hidden(*c)) {
        match found.iter_mut().find(|(known, _)| *known == c) {
            Some((_, count)) => *count += 1,
            None => found.push((c, 1)),
        }
    }
    let mut out = String::new();
    for (n, (c, count)) in found.iter().enumerate() {
        let lead = if n == 0 { ", with characters that are not seen:" } else { "," };
        let _ = write!(out, "{lead} U+{:04X} {count}x", *c as u32);
    }
    if suspicious::find(words).mixed > 0 {
        out.push_str(", with letters of one alphabet in place of another's");
    }
    out
}

/// Says whether a character is a control, turns the direction of writing, or has no width. Source: FAULTS, "Text
/// pipeline".
fn hidden(c: char) -> bool {
    control(c)
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

fn control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

fn fenced(words: &str) -> String {
    let fence = "`".repeat((longest_run(words) + 1).max(3));
    let mut body = String::with_capacity(words.len());
    // A lone carriage return ends a line in Markdown too, but is easily lost on the way.
    for c in words.replace("\r\n", "\n").chars().map(|c| if c == '\r' { '\n' } else { c }) {
        push_shown(&mut body, c);
    }
    let end = if body.ends_with('\n') { "" } else { "\n" };
    format!("{fence}text\n{body}{end}{fence}")
}

fn longest_run(words: &str) -> usize {
    words.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

fn shown(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\t' | '\n' | '\r' => out.push(picture(c)),
            c => push_shown(&mut out, c),
        }
    }
    out
}

fn push_shown(out: &mut String, c: char) {
    match c {
        '\0'..='\u{1f}' | '\u{7f}' if control(c) => out.push(picture(c)),
        c if control(c) => {
            let _ = write!(out, "⟨U+{:04X}⟩", c as u32);
        }
        c => out.push(c),
    }
}

/// Returns the picture of a control character. Source: Unicode block "Control Pictures".
fn picture(c: char) -> char {
    let place = if c == '\u{7f}' { 0x21 } else { c as u32 };
    char::from_u32(0x2400 + place).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + words.len() / 8);
    let mut before = ' ';
    for c in words.chars() {
        let address = (c == ':' || c == '.' || c == '@') && before.is_alphanumeric();
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '#' | '$' | '{' | '}' | '^'
        ) || (address && links(&out, c))
        {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// Says whether a sign after these words could make a link of them in the extensions that link bare addresses.
fn links(before: &str, sign: char) -> bool {
    let ends = |word: &str| {
        let at = before.len().saturating_sub(word.len());
        before.get(at..).is_some_and(|tail| tail.eq_ignore_ascii_case(word))
    };
    match sign {
        ':' => ["http", "https", "ftp", "mailto", "xmpp"].iter().any(|scheme| ends(scheme)),
        '.' => ends("www"),
        _ => true,
    }
}

/// Puts a backslash before what would begin a block: a list, a heading, a rule.
fn at_start(escaped: &str) -> String {
    let digits = escaped.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0
        && let Some((number, rest)) = escaped.split_at_checked(digits)
        && rest.starts_with(['.', ')'])
    {
        return format!("{number}\\{rest}");
    }
    if escaped.starts_with(['-', '+', '=', ':', '%']) { format!("\\{escaped}") } else { escaped.to_owned() }
}
