//! From settings to the text of a settings file that would give them.
//!
//! **Invariant:** `parse(show(config))` is the config, with no problem: what is shown can be kept as a file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Config, Suggester, TagWords};
use crate::command::{Command, Mode, keys};
use crate::model::{Hue, Tag};
use crate::text::visible::is_forbidden;
use crate::theme::Theme;

/// Writes settings in full, each line as it holds now; what is not set stands behind `#`.
pub fn show(config: &Config) -> String {
    let mut out = String::new();
    let set = |name: &str, value: Option<&str>, otherwise: &str| match value {
        Some(value) => format!("{name} = {}\n", quoted(value)),
        None => format!("# {name} = {otherwise}\n"),
    };
    out.push_str(&set("analyst", config.analyst.as_deref(), "\"your name\""));
    let names = Theme::NAMES.map(quoted).join(" or ");
    out.push_str(&set("theme", config.theme.map(Theme::name), &names));
    let folder = config.sessions.as_ref().map(|path| path.to_string_lossy());
    out.push_str(&set("sessions", folder.as_deref(), "\"~/a folder for sessions\""));
    push(&mut out, format_args!("\n[limits]\narticle_mib = {}\n", config.limits.article_mib));
    push(&mut out, format_args!("copy_mib = {}\n", config.limits.copy_mib));
    for tag in config.tags.iter().flatten() {
        push_tag(&mut out, tag);
    }
    push_words(&mut out, config);
    for suggester in &config.suggesters {
        push_suggester(&mut out, suggester);
    }
    for mode in Mode::ALL {
        push_keys(&mut out, config, mode);
    }
    out
}

fn push_tag(out: &mut String, tag: &Tag) {
    push(out, format_args!("\n[[tags.default]]\nlabel = {}\n", quoted(&tag.label)));
    if let Some(key) = tag.key {
        push(out, format_args!("key = \"{key}\"\n"));
    }
    let hue = Hue::ALL.iter().find(|(hue, _)| *hue == tag.hue).map_or("", |(_, word)| word);
    push(out, format_args!("letter = {}\nhue = \"{hue}\"\n", quoted(&tag.glyph.to_string())));
    if let Some(question) = &tag.question {
        push(out, format_args!("question = {}\n", quoted(question)));
    }
}

fn push_words(out: &mut String, config: &Config) {
    // Each tag once, whether its words stood with it or in the table.
    let mut all: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for TagWords { tag, words } in &config.words {
        all.entry(tag).or_default().extend(words.iter().map(|word| quoted(word)));
    }
    if !all.is_empty() {
        out.push_str("\n[words]\n");
    }
    for (tag, words) in all {
        push(out, format_args!("{} = [{}]\n", quoted(tag), words.join(", ")));
    }
}

fn push_suggester(out: &mut String, Suggester { name, command, seconds }: &Suggester) {
    let words: Vec<String> = command.iter().map(|word| quoted(word)).collect();
    push(out, format_args!("\n[[suggesters]]\nname = {}\n", quoted(name)));
    push(out, format_args!("command = [{}]\nseconds = {seconds}\n", words.join(", ")));
}

fn push_keys(out: &mut String, config: &Config, mode: Mode) {
    push(out, format_args!("\n[keys.{}]\n", mode.name()));
    for command in Command::ALL {
        let sequences = config.keymap.sequences(mode, *command);
        let by_default = command.spec().keys.iter().any(|(modes, _)| modes.contains(&mode));
        if sequences.is_empty() && !by_default {
            continue;
        }
        let sequences: Vec<String> = sequences.into_iter().map(|keys| quoted(&keys::print(keys))).collect();
        push(out, format_args!("{} = [{}]\n", quoted(command.spec().id), sequences.join(", ")));
    }
}

/// Writes text in quotes. What steers a terminal or hides on it is escaped, since settings are printed there too.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => push(&mut out, format_args!("\\{c}")),
            c if is_forbidden(c) => push(&mut out, format_args!("\\U{:08X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn push(out: &mut String, words: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = out.write_fmt(words);
}
