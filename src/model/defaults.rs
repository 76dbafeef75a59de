//! What a new session starts with.
//!
//! **Invariant:** the tags are words of the trade, the same for every side.

use std::sync::Arc;

use jiff::Timestamp;

use super::ids::{SessionId, TagId};
use super::session::Session;
use super::tag::{Hue, Tag};

/// Key, letter, word, hue and question of the default tags.
const TAGS: [(char, char, &str, Hue, Option<&str>); 9] = [
    ('1', 'k', "killed", Hue::Red, Some("killed: UNIT in this event")),
    ('2', 'i', "injured", Hue::Yellow, Some("injured: UNIT in this event")),
    ('3', 's', "strike", Hue::Magenta, None),
    ('4', 'w', "weapon", Hue::Blue, None),
    ('5', 'p', "place", Hue::Green, None),
    ('6', 't', "time", Hue::Cyan, None),
    ('7', 'b', "who did it", Hue::LightRed, None),
    ('8', 'c', "cause", Hue::LightBlue, None),
    ('9', 'r', "response", Hue::LightGreen, None),
];

/// Makes a session with the default tags.
pub fn new_session(id: SessionId, title: String, created: Timestamp) -> Session {
    let tags = TAGS.map(|(key, glyph, label, hue, question)| Tag {
        label: label.to_owned(),
        key: Some(key),
        glyph,
        hue,
        question: question.map(str::to_owned),
        ..Tag::default()
    });
    session_with_tags(id, title, created, &tags)
}

/// Makes a session with these tags.
pub fn session_with_tags(id: SessionId, title: String, created: Timestamp, tags: &[Tag]) -> Session {
    let mut session = Session::empty(id, title, created);
    for tag in tags {
        let id = TagId::new(super::ids::slug(&tag.label, |s| session.tags.contains_key(&TagId::new(s))));
        session.tags.insert(id, Arc::new(tag.clone()));
    }
    session
}
