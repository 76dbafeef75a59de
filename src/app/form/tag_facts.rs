//! One tag: label, key, letter, hue, the question that it offers.
//!
//! **Invariant:** what another tag has is refused with that tag's name; two keys change places only after a yes.

use super::build::heading;
use super::field::{Choice, FormField, Input, Name};
use super::{Aim, Ask, Form, Kind};
use crate::app::state::State;
use crate::command::{App, ClaimCommand, Command};
use crate::model::edits_tags::{TagProblem, change_tag, check as check_tag, make_tag, new_tag};
use crate::model::{Edit, Hue, Session, Tag, TagId};

/// The longest label, in characters.
const LONGEST: usize = 40;

/// Opens a tag, or one to be made.
pub fn open(state: &State, id: Option<TagId>) -> Option<Form> {
    let session = &state.doc.session;
    let tag = match &id {
        Some(id) => Tag::clone(session.tags.get(id)?),
        None => new_tag(session, ""),
    };
    let holder = |key: char| {
        let held = session.tags.iter().find(|(other, t)| Some(*other) != id.as_ref() && t.key == Some(key));
        held.map_or_else(String::new, |(_, tag)| format!("that of {}", tag.label))
    };
    let keys: Vec<(String, String)> = std::iter::once(("none".to_owned(), "by its name alone".to_owned()))
        .chain(('1'..='9').map(|key| (key.to_string(), holder(key))))
        .collect();
    let keys: Vec<(&str, &str)> = keys.iter().map(|(key, holder)| (key.as_str(), holder.as_str())).collect();
    let key = tag.key.and_then(|key| key.to_digit(10)).map_or(0, |n| n as usize);
    let hues: Vec<(&str, &str)> = Hue::ALL.iter().map(|(_, word)| (*word, "")).collect();
    let hue = Hue::ALL.iter().position(|(hue, _)| *hue == tag.hue).unwrap_or(0);
    let letter = if id.is_some() { tag.glyph.to_string() } else { String::new() };
    let letter_hint =
        if id.is_some() { "in the gutter" } else { "in the gutter; one is found where none is given" };
    let asks = tag.question.as_deref().unwrap_or("");
    let fields = vec![
        FormField::line(Name::Label, &tag.label, "the word shown"),
        FormField::new(Name::Key, Input::Choice(Choice::new(&keys, key, true)), "space or a digit"),
        FormField::line(Name::Letter, &letter, letter_hint),
        FormField::new(Name::Hue, Input::Choice(Choice::new(&hues, hue, true)), "space changes"),
        FormField::line(Name::Asks, asks, "offered to its claims; UNIT is the printed unit"),
    ];
    let command: Command = if id.is_some() { App::Open.into() } else { ClaimCommand::AnyTag.into() };
    let aim = Aim::Tag(id);
    let title = match heading(state, &aim) {
        label if matches!(aim, Aim::Tag(Some(_))) => format!("tag {label}"),
        label => label,
    };
    Some(Form::new(Kind::TagFacts, aim, command, title, fields))
}

/// The tag as the form holds it.
fn typed(session: &Session, form: &Form) -> Option<Tag> {
    let Aim::Tag(id) = &form.aim else { return None };
    let label = form.text(Name::Label);
    let mut tag = match id {
        Some(id) => Tag::clone(session.tags.get(id)?),
        None => new_tag(session, label),
    };
    label.clone_into(&mut tag.label);
    tag.key = form.text(Name::Key).chars().next().filter(char::is_ascii_digit);
    let mut letters = form.text(Name::Letter).chars();
    match (letters.next(), letters.next(), id) {
        (Some(letter), None, _) => tag.glyph = letter,
        // Of a new tag the letter may be left to be found.
        (None, _, None) => {}
        _ => tag.glyph = ' ',
    }
    let hue = Hue::ALL.iter().find(|(_, word)| *word == form.text(Name::Hue));
    tag.hue = hue.map_or(tag.hue, |(hue, _)| *hue);
    tag.question = Some(form.text(Name::Asks).to_owned()).filter(|asks| !asks.is_empty());
    Some(tag)
}

/// Finds what cannot be kept, for people, or asks whether two tags are to change keys.
pub fn check(session: &Session, form: &mut Form) -> Result<(), String> {
    let (Some(tag), Aim::Tag(id)) = (typed(session, form), &form.aim) else { return Ok(()) };
    if tag.label.chars().count() > LONGEST {
        return Err(format!("a label has at most {LONGEST} characters"));
    }
    match check_tag(session, id.as_ref(), &tag) {
        // A new tag has no key to give in return.
        Err(TagProblem::Key(key, other)) if id.is_some() => {
            if !form.is_sure {
                form.ask = Some(Ask::Swap(other, key));
            }
            Ok(())
        }
        checked => checked.map_err(|problem| problem.to_string()),
    }
}

/// Returns what keeping the form changes; none where nothing was changed.
pub fn edit(session: &Session, form: &Form) -> Option<Edit> {
    let (tag, Aim::Tag(id)) = (typed(session, form)?, &form.aim) else { return None };
    match id {
        Some(id) => change_tag(session, form.what.clone(), id, tag, form.is_sure).ok()?,
        None => make_tag(session, form.what.clone(), tag).ok().map(|(_, edit)| edit),
    }
}
