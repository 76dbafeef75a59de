//! The key tables for people and programs: the README's, the man page's, `factcheck commands`.
//!
//! **Invariant:** nothing is written here by hand that the table or the live keymap knows, so that no page
//! can name a key that does not hold.

use std::fmt::Write as _;

use super::{Command, Group, Keymap, Mode, Needs};

/// One mode's keys, or those of several modes that are alike.
struct Section {
    title: &'static str,
    rows: Vec<Row>,
}

/// One line of a key table: a command, or a family of numbered ones.
#[derive(PartialEq, Eq)]
struct Row {
    group: Group,
    /// The main key's label; for a family the first and the last.
    keys: Vec<String>,
    also: Vec<String>,
    does: String,
}

/// Returns the key tables as Markdown: keys, other keys, what they do, by group.
pub fn markdown(keymap: &Keymap) -> String {
    let mut out = String::new();
    for section in sections(keymap) {
        let gap = if out.is_empty() { "" } else { "\n" };
        push(&mut out, format_args!("{gap}**{}**\n\n| keys | also | does |\n|---|---|---|\n", section.title));
        let mut group = None;
        for row in &section.rows {
            if group.replace(row.group) != Some(row.group) {
                push(&mut out, format_args!("| *{}* | | |\n", row.group.title()));
            }
            let keys = labels(&row.keys, " to ", markdown_code);
            let also = labels(&row.also, " ", markdown_code);
            let also = if also.is_empty() { also } else { format!(" {also}") };
            push(&mut out, format_args!("| {keys} |{also} | {} |\n", row.does));
        }
    }
    out
}

/// Returns the key tables as plain text in two columns.
pub fn text(keymap: &Keymap) -> String {
    let mut out = String::new();
    for section in sections(keymap) {
        let gap = if out.is_empty() { "" } else { "\n" };
        push(&mut out, format_args!("{gap}{}\n", section.title));
        let lines: Vec<(String, &Row)> = section.rows.iter().map(|row| (row.all_keys(), row)).collect();
        let width = lines.iter().map(|(keys, _)| keys.chars().count()).max().unwrap_or_default();
        let mut group = None;
        for (keys, row) in lines {
            if group.replace(row.group) != Some(row.group) {
                push(&mut out, format_args!("  {}\n", row.group.title()));
            }
            push(&mut out, format_args!("    {keys:width$}  {}\n", row.does));
        }
    }
    out
}

/// Returns every command with its keys in each mode as a JSON array, one command a line.
pub fn json(keymap: &Keymap) -> String {
    let commands: Vec<String> = Command::ALL.iter().map(|command| json_command(keymap, *command)).collect();
    format!("[\n  {}\n]\n", commands.join(",\n  "))
}

/// Returns the key tables as a section of a man page, in roff.
pub fn man(keymap: &Keymap) -> String {
    let mut out = String::from(".SH KEYS\n");
    for section in sections(keymap) {
        push(&mut out, format_args!(".SS {}\n", roff(section.title)));
        for row in &section.rows {
            push(&mut out, format_args!(".TP\n.B {}\n{}\n", roff(&row.all_keys()), roff(&row.does)));
        }
    }
    out
}

impl Row {
    /// Returns all keys in one string: the main one, then the others after commas.
    fn all_keys(&self) -> String {
        let main = self.keys.join(" to ");
        let also = self.also.iter().map(String::as_str);
        [main.as_str()].into_iter().chain(also).collect::<Vec<&str>>().join(", ")
    }
}

/// Returns the tables to print: modes with the same rows are shown once, and of the select mode only what
/// differs from reading.
fn sections(keymap: &Keymap) -> Vec<Section> {
    let read = rows(keymap, Mode::Read);
    let mut select = rows(keymap, Mode::Select);
    select.retain(|row| !read.contains(row));
    let (form, prompt) = (rows(keymap, Mode::Form), rows(keymap, Mode::Prompt));
    let list = rows(keymap, Mode::List);
    let mut sections = vec![
        Section { title: "In the articles", rows: read },
        Section { title: "While selecting", rows: select },
        Section { title: "In lists", rows: list },
    ];
    if form == prompt {
        sections.push(Section { title: "In forms and prompts", rows: form });
    } else {
        sections.push(Section { title: "In forms", rows: form });
        sections.push(Section { title: "In prompts", rows: prompt });
    }
    sections.retain(|section| !section.rows.is_empty());
    sections
}

/// Returns the rows of one mode in the order of the table, numbered families folded into one row each.
fn rows(keymap: &Keymap, mode: Mode) -> Vec<Row> {
    let mut rows = Vec::new();
    for family in Command::ALL.chunk_by(|a, b| stem(*a).is_some() && stem(*a) == stem(*b)) {
        match folded(keymap, mode, family) {
            Some(row) => rows.push(row),
            None => rows.extend(family.iter().filter_map(|command| row(keymap, mode, *command))),
        }
    }
    rows
}

fn row(keymap: &Keymap, mode: Mode, command: Command) -> Option<Row> {
    let mut also = keymap.keys_for(mode, command).into_iter();
    let spec = command.spec();
    Some(Row {
        group: spec.group,
        keys: vec![also.next()?],
        also: also.collect(),
        does: spec.summary.to_owned(),
    })
}

/// Returns one row for a numbered family if each has one key, the same but for the number at its end.
fn folded(keymap: &Keymap, mode: Mode, family: &[Command]) -> Option<Row> {
    let ([first, .., last], Some(_)) = (family, family.first().and_then(|first| stem(*first))) else {
        return None;
    };
    let (from, to) = (first.spec().number?, last.spec().number?);
    let first_row = row(keymap, mode, *first)?;
    let lead = first_row.keys.first()?.strip_suffix(&from.to_string())?.to_owned();
    let alike = family.iter().all(|command| {
        let number = command.spec().number.map(|number| number.to_string()).unwrap_or_default();
        keymap.keys_for(mode, *command) == [format!("{lead}{number}")]
    });
    let does = first_row.does.strip_suffix(&from.to_string())?;
    alike.then(|| Row {
        group: first_row.group,
        keys: vec![format!("{lead}{from}"), format!("{lead}{to}")],
        also: Vec::new(),
        does: format!("{does}{from} to {to}"),
    })
}

/// Returns the id of a numbered command less its number.
fn stem(command: Command) -> Option<&'static str> {
    let spec = command.spec();
    spec.id.strip_suffix(&spec.number?.to_string())
}

fn labels(labels: &[String], between: &str, write: fn(&str) -> String) -> String {
    labels.iter().map(|label| write(label)).collect::<Vec<String>>().join(between)
}

/// Writes a label as Markdown code in a cell of a table.
fn markdown_code(label: &str) -> String {
    let ticks = if label.contains('`') { "`` " } else { "`" };
    let closing: String = ticks.chars().rev().collect();
    format!("{ticks}{}{closing}", label.replace('|', "\\|"))
}

/// Escapes text for a line of roff.
fn roff(text: &str) -> String {
    let escaped = text.replace('\\', "\\e").replace('-', "\\-");
    // A dot or a quote at the start of a line is a request.
    if escaped.starts_with(['.', '\'']) { format!("\\&{escaped}") } else { escaped }
}

fn json_command(keymap: &Keymap, command: Command) -> String {
    let spec = command.spec();
    let needs = match spec.needs {
        Needs::Nothing => "null".to_owned(),
        needs => json_string(needs.words()),
    };
    let modes = Mode::ALL.into_iter().filter_map(|mode| {
        let sequences = keymap.sequences(mode, command);
        let printed = json_list(sequences.into_iter().map(super::keys::print));
        (printed != "[]").then(|| format!("{}: {printed}", json_string(mode.name())))
    });
    format!(
        "{{\"id\": {}, \"group\": {}, \"summary\": {}, \"detail\": {}, \"needs\": {needs}, \"keys\": {{{}}}, \
         \"words\": {}, \"former_ids\": {}}}",
        json_string(spec.id),
        json_string(spec.group.id()),
        json_string(spec.summary),
        json_string(&spec.detail()),
        modes.collect::<Vec<String>>().join(", "),
        json_list(spec.words.iter().map(ToString::to_string)),
        json_list(spec.former_ids.iter().map(ToString::to_string)),
    )
}

fn json_list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.map(|item| json_string(&item)).collect();
    format!("[{}]", items.join(", "))
}

/// Writes a JSON string (RFC 8259, section 7).
fn json_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if u32::from(c) < 0x20 => push(&mut out, format_args!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _written = out.write_fmt(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_has_a_row_for_a_command_with_its_other_keys() {
        let table = markdown(&Keymap::default());
        assert!(table.contains("| `U` | `ctrl-r` | Redo the edit undone last |\n"), "{table}");
        assert!(table.contains("| `P` | | Pin this pane, or let it go |\n"), "{table}");
    }

    #[test]
    fn markdown_folds_numbered_families() {
        let table = markdown(&Keymap::default());
        assert!(table.contains("| `g1` to `g9` | | Go to article 1 to 9 |\n"), "{table}");
        assert!(!table.contains("`g2`"), "{table}");
    }

    #[test]
    fn a_family_with_one_changed_key_is_listed_one_by_one() {
        let mut keymap = Keymap::default();
        assert_eq!(keymap.bind(Mode::Read, "claim.tag-4", &["X"]), []);
        let table = markdown(&keymap);
        assert!(table.contains("| `X` | | Make a claim, or switch the claim's tag: tag 4 |\n"), "{table}");
        assert!(table.contains("| `5` | |"), "{table}");
    }

    #[test]
    fn every_row_of_every_table_has_three_cells() {
        let mut keymap = Keymap::default();
        assert_eq!(keymap.bind(Mode::Read, "app.zoom", &["|", "`", "\\"]), []);
        let table = markdown(&keymap);
        let rows: Vec<&str> = table.lines().filter(|line| line.starts_with('|')).collect();
        assert!(rows.len() > Command::ALL.len() / 2);
        for row in rows {
            assert_eq!(row.replace("\\|", "").matches('|').count(), 4, "{row}");
        }
    }

    #[test]
    fn the_tables_follow_the_live_keys() {
        let mut keymap = Keymap::default();
        assert_eq!(keymap.bind(Mode::Read, "app.zoom", &["Z"]), []);
        for table in [markdown(&keymap), text(&keymap), man(&keymap)] {
            assert!(table.contains('Z'), "{table}");
            assert!(table.contains("While selecting"), "{table}");
        }
        assert!(!text(&Keymap::default()).contains("While selecting"));
    }

    #[test]
    fn json_is_escaped_and_names_every_command() {
        assert_eq!(json_string("a\"\\\n\u{1}é"), "\"a\\\"\\\\\\u000a\\u0001é\"");
        let json = json(&Keymap::default());
        for command in Command::ALL {
            assert_eq!(json.matches(&format!("{{\"id\": \"{}\",", command.spec().id)).count(), 1);
        }
        assert!(json.contains("\"keys\": {\"read\": [\"<lt>\"], \"select\": [\"<lt>\"]}"), "{json}");
    }

    #[test]
    fn roff_hides_what_it_would_read_as_requests() {
        assert_eq!(roff(".x"), "\\&.x");
        assert_eq!(roff("ctrl-\\"), "ctrl\\-\\e");
    }
}
