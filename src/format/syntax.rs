//! The first look at a whole JSON text: whether it is well-formed, and where a byte of it lies.
//!
//! **Invariant:** a text that passes has no member twice in one object, no depth over the parser's limit and no
//! number or string that cannot be held, so that readers after it may trust every part.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::error::{FormatError, shown};

/// Checks a whole text in one pass: syntax, depth (127), numbers, surrogates, and that no member stands twice.
pub fn check(text: &str) -> Result<(), FormatError> {
    let twice = Cell::new(None);
    let look = Look { text, twice: &twice };
    let mut parser = serde_json::Deserializer::from_str(text);
    let found = look.deserialize(&mut parser).and_then(|()| parser.end());
    found.map_err(|error| {
        let at = twice.get().unwrap_or_else(|| byte_of(text, error.line(), error.column()));
        let mut found = FormatError::at(text, at, words(&error));
        if error.is_eof() {
            found.hint = Some("the file seems to be cut short: try a backup".to_owned());
        }
        found
    })
}

/// Returns a parser's words without the place, which the error gives in its own units.
fn words(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let cut = words.rfind(" at line ").and_then(|at| words.get(..at)).unwrap_or(&words);
    match cut {
        "recursion limit exceeded" => "nested deeper than 127 levels".to_owned(),
        other => other.to_owned(),
    }
}

/// Returns the byte of a parser's line and column, which counts bytes from 1.
fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let mut start = 0;
    for _ in 1..line {
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        match memchr::memchr(b'\n', rest) {
            Some(at) => start += at + 1,
            None => return text.len(),
        }
    }
    (start + column.saturating_sub(1)).min(text.len())
}

/// Returns the line, from 1, and the column in code points, from 1, of a byte.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = text.get(..offset).unwrap_or_default();
    let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (line, before.get(start..).unwrap_or_default().chars().count() + 1)
}

/// An object or list that is open at a byte.
enum Open {
    /// An object, and where the name of its member stands, quote marks and all.
    Object(Option<(usize, usize)>),
    /// A list, and the element's place in it, from 0.
    List(usize),
}

/// The longest path that is written out, in code points.
const LONGEST_PATH: usize = 200;

/// Returns the members and places that lead to a byte, as `claims/kq3m7x2d/target/0`.
pub fn path_at(text: &str, offset: usize) -> String {
    let bytes = text.as_bytes();
    let end = offset.min(bytes.len());
    let mut open: Vec<Open> = Vec::new();
    let mut name_next = false;
    let mut at = 0;
    while let Some(byte) = bytes.get(at).filter(|_| at < end) {
        match byte {
            b'{' => {
                open.push(Open::Object(None));
                name_next = true;
            }
            b'[' => {
                open.push(Open::List(0));
                name_next = false;
            }
            b'}' | b']' => {
                open.pop();
                name_next = false;
            }
            b',' => match open.last_mut() {
                Some(Open::Object(name)) => {
                    *name = None;
                    name_next = true;
                }
                Some(Open::List(place)) => *place += 1,
                None => {}
            },
            b'"' => {
                let close = string_end(bytes, at);
                if name_next && let Some(Open::Object(name)) = open.last_mut() {
                    *name = Some((at, close));
                    name_next = false;
                }
                at = close - 1;
            }
            _ => {}
        }
        at += 1;
    }
    written_out(text, &open)
}

/// Returns one past the quote mark that ends the string which begins at `start`.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        match memchr::memchr2(b'"', b'\\', rest) {
            Some(n) if rest.get(n) == Some(&b'"') => return at + n + 1,
            Some(n) => at += n + 2,
            None => return bytes.len().max(start + 1),
        }
    }
}

fn written_out(text: &str, open: &[Open]) -> String {
    let mut path = String::new();
    for step in open {
        let step = match step {
            Open::Object(None) => break,
            Open::Object(Some((from, to))) => {
                let raw = text.get(*from..*to).unwrap_or_default();
                serde_json::from_str::<String>(raw).unwrap_or_default()
            }
            Open::List(place) => place.to_string(),
        };
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(&step);
    }
    if path.chars().count() > LONGEST_PATH {
        path = path.chars().take(LONGEST_PATH).chain(['…']).collect();
    }
    path
}

/// Removes the blanks between the parts of a well-formed JSON text.
pub fn compact(json: &str) -> String {
    let bytes = json.as_bytes();
    let mut out = String::with_capacity(json.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let next = if *byte == b'"' { string_end(bytes, at) } else { at + 1 };
        if !byte.is_ascii_whitespace() {
            out.push_str(json.get(at..next).unwrap_or_default());
        }
        at = next;
    }
    out
}

/// Reads a value and keeps nothing of it.
#[derive(Clone, Copy)]
struct Look<'t, 'c> {
    text: &'t str,
    /// Where a name stands for the second time.
    twice: &'c Cell<Option<usize>>,
}

/// Up to this many names of one object are compared one by one, which needs no memory.
const FEW: usize = 32;

/// The names of one object so far.
enum Names<'de> {
    Few(Vec<Cow<'de, str>>),
    Many(HashSet<Cow<'de, str>>),
}

impl<'de> Names<'de> {
    fn hold(&self, name: &str) -> bool {
        match self {
            Self::Few(names) => names.iter().any(|known| known == name),
            Self::Many(names) => names.contains(name),
        }
    }

    fn add(&mut self, name: Cow<'de, str>) {
        match self {
            Self::Few(names) if names.len() < FEW => names.push(name),
            Self::Few(names) => *self = Self::Many(names.drain(..).chain([name]).collect()),
            Self::Many(names) => {
                names.insert(name);
            }
        }
    }
}

impl<'de> DeserializeSeed<'de> for Look<'de, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look<'de, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let mut names = Names::Few(Vec::new());
        while let Some(name) = object.next_key_seed(Name)? {
            let borrowed = matches!(name, Cow::Borrowed(_));
            let place = (name.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
            if names.hold(&name) {
                if borrowed {
                    self.twice.set(Some(place.saturating_sub(1)));
                }
                let words = shown(&name);
                return Err(de::Error::custom(format!("the member {words} stands twice in one object")));
            }
            names.add(name);
            object.next_value_seed(self)?;
        }
        Ok(())
    }
}

/// Reads a member's name, borrowed where it has no escapes.
pub(super) struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}
