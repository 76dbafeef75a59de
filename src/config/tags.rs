//! Tag sets: the tags that a new session starts with.
//!
//! **Invariant:** in a set no two tags share key, letter or label, so that each can be told without its hue.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::parse::{Found, Placed};
use super::words::{self, TagWords};
use crate::model::edits_tags::free_letter;
use crate::model::{Hue, Tag};

/// The longest label and set name, in characters.
pub(super) const LONGEST: usize = 40;

/// The longest question of a tag, in characters.
const LONGEST_QUESTION: usize = 200;

/// The set that holds where none is chosen.
const DEFAULT: &str = "default";

/// A set with its name, and the words that call for its tags.
pub(super) type Set = (String, Vec<Tag>, Vec<TagWords>);

/// Reads every set of the `tags` table.
pub(super) fn sets(value: Placed<'_, DeValue<'_>>, found: &mut Found) -> Vec<Set> {
    let Some(table) = found.table(value) else { return Vec::new() };
    let mut sets = Vec::new();
    for (name, value) in table {
        let Some(list) = value.get_ref().as_array() else {
            found.tell(&value.span(), "a set of tags is written as [[tags.NAME]] with a label each");
            continue;
        };
        let (mut tags, mut words) = (Vec::new(), Vec::new());
        for entry in list.iter() {
            if let Some(tag) = tag(entry, &tags, found) {
                let own = entry.get_ref().as_table().and_then(|table| table.get("words"));
                words.extend(
                    own.map(|own| TagWords { tag: tag.label.clone(), words: words::list(own, found) }),
                );
                tags.push(tag);
            }
        }
        sets.push((name.get_ref().to_string(), tags, words));
    }
    sets
}

/// Picks the set of a new session: the one named, else the one called `default`; none are the built-in tags.
pub(super) fn choose(
    sets: Vec<Set>,
    chosen: Option<(&str, Range<usize>)>,
    found: &mut Found,
) -> Option<(Vec<Tag>, Vec<TagWords>)> {
    let name = chosen.as_ref().map_or(DEFAULT, |(name, _)| name);
    let picked = sets.into_iter().find(|(set, tags, _)| set == name && !tags.is_empty());
    let picked = picked.map(|(_, tags, words)| (tags, words));
    if let (None, Some((name, place))) = (&picked, &chosen) {
        found.tell(place, format!("no tags stand under [[tags.{name}]]; the built-in ones hold"));
    }
    picked
}

fn tag(entry: &Spanned<DeValue<'_>>, earlier: &[Tag], found: &mut Found) -> Option<Tag> {
    let table = found.table(entry)?;
    let mut tag = Tag { glyph: ' ', ..Tag::default() };
    let hue = Hue::ALL.get(earlier.len() % Hue::ALL.len()).map_or(Hue::default(), |(hue, _)| *hue);
    tag.hue = hue;
    let mut has_letter = false;
    for (name, value) in table {
        match name.get_ref().as_ref() {
            "label" => tag.label = found.words(value, LONGEST).unwrap_or_default().to_owned(),
            "key" => tag.key = key(value, found),
            "letter" => {
                has_letter = true;
                tag.glyph = letter(value, found).unwrap_or(' ');
            }
            "hue" => tag.hue = self::hue(value, found).unwrap_or(hue),
            "question" => tag.question = found.words(value, LONGEST_QUESTION).map(str::to_owned),
            // Read once it is sure that the tag stands.
            "words" => {}
            _ => found.unknown(name, "label, key, letter, hue, question and words"),
        }
    }
    if tag.label.is_empty() {
        found.tell(&entry.span(), "a tag needs a label; it is left out");
        return None;
    }
    if !has_letter {
        // A label may begin with a quote mark or a bracket, which is no letter.
        tag.glyph = tag.label.chars().find(|c| Tag::letter_fits(*c)).unwrap_or(' ');
    }
    distinct(table, entry, tag, earlier, found)
}

/// Sees to it that key, letter and label are the tag's alone.
fn distinct(
    table: &DeTable<'_>,
    entry: &Spanned<DeValue<'_>>,
    mut tag: Tag,
    earlier: &[Tag],
    found: &mut Found,
) -> Option<Tag> {
    let place = |member: &str| table.get(member).map_or_else(|| entry.span(), Spanned::span);
    if earlier.iter().any(|other| other.label.to_lowercase() == tag.label.to_lowercase()) {
        found.tell(&place("label"), format!("`{}` stands twice in this set; the first holds", tag.label));
        return None;
    }
    if let Some(key) = tag.key.filter(|key| earlier.iter().any(|other| other.key == Some(*key))) {
        found.tell(&place("key"), format!("the key {key} is taken in this set; `{}` has none", tag.label));
        tag.key = None;
    }
    if tag.glyph == ' ' || earlier.iter().any(|other| other.glyph == tag.glyph) {
        let free = free_letter(&tag.label, |letter| earlier.iter().any(|other| other.glyph == letter));
        let Some(free) = free else {
            found.tell(&place("letter"), "no letter is left for this tag; it is left out");
            return None;
        };
        found.tell(&place("letter"), format!("the letter is taken or missing; `{}` has {free}", tag.label));
        tag.glyph = free;
    }
    Some(tag)
}

fn key(value: Placed<'_, DeValue<'_>>, found: &mut Found) -> Option<char> {
    let key = value.get_ref().as_str().and_then(only).filter(|c| ('1'..='9').contains(c));
    if key.is_none() {
        found.tell(&value.span(), "the key of a tag is one of \"1\" to \"9\"");
    }
    key
}

fn letter(value: Placed<'_, DeValue<'_>>, found: &mut Found) -> Option<char> {
    let letter = value.get_ref().as_str().and_then(only).filter(|c| Tag::letter_fits(*c));
    if letter.is_none() {
        found.tell(&value.span(), "the letter of a tag is one letter or digit, one column wide");
    }
    letter
}

fn hue(value: Placed<'_, DeValue<'_>>, found: &mut Found) -> Option<Hue> {
    let name = found.words(value, LONGEST)?;
    let hue = Hue::ALL.iter().find(|(_, word)| *word == name).map(|(hue, _)| *hue);
    if hue.is_none() {
        let words: Vec<_> = Hue::ALL.iter().map(|(_, word)| *word).collect();
        found.tell(&value.span(), format!("no hue is called `{name}`; there are {}", words.join(", ")));
    }
    hue
}

/// The only character of some text.
fn only(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}
