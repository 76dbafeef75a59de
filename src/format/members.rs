//! Reads JSON objects member by member, each error with line, column and path.
//!
//! **Invariant:** the text has passed `syntax::check`; values borrow from it, so that a place is known from where
//! a value lies, and what nobody asked for is handed back as unknown, never lost.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::error::{FormatError, shown};
use super::names::{Place, SEPARATOR};
use super::syntax::{self, Name};
use super::{number, syntax::compact};
use crate::model::Unknown;

/// The largest whole number that is read: what every JSON reader holds exactly (RFC 8259, section 6), and far enough
/// from the end of the type that counting on never overflows.
const MOST: u64 = (1 << 53) - 1;

/// The largest short number of a claim, so that the next one always fits.
const MOST_CLAIMS: u32 = 1_000_000_000;

/// What reading gives: a value, or what is wrong and where.
pub type Reading<T> = Result<T, FormatError>;

/// One JSON value in its text.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    text: &'a str,
    json: &'a str,
}

/// The members of one object, in the order of the file, less those already taken.
#[derive(Debug)]
pub struct Members<'a> {
    own: Item<'a>,
    members: Vec<(Cow<'a, str>, Option<&'a RawValue>)>,
    /// Where to look first: members are taken in the order in which they are written.
    next: usize,
}

impl<'a> Item<'a> {
    /// Takes a whole text that `syntax::check` has passed.
    pub fn whole(text: &'a str) -> Self {
        Self { text, json: text.trim_matches([' ', '\t', '\n', '\r']) }
    }

    /// Returns an error at this value.
    pub fn error(self, what: impl Into<String>) -> FormatError {
        let offset = (self.json.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        FormatError::at(self.text, offset, what)
    }

    /// Says whether the value is null.
    pub fn is_null(self) -> bool {
        self.json == "null"
    }

    /// Says whether the value is a string.
    pub fn is_string(self) -> bool {
        self.json.starts_with('"')
    }

    /// Returns the value's own JSON text.
    pub fn json(self) -> &'a str {
        self.json
    }

    /// Reads a string.
    pub fn string(self) -> Reading<String> {
        self.words().map(Cow::into_owned)
    }

    /// Reads a string without a copy where it has no escapes.
    pub fn words(self) -> Reading<Cow<'a, str>> {
        let inner = self.json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        match inner {
            Some(plain) if memchr::memchr(b'\\', plain.as_bytes()).is_none() => Ok(Cow::Borrowed(plain)),
            Some(_) => serde_json::from_str::<String>(self.json)
                .map(Cow::Owned)
                .map_err(|_| self.error("is not a well-formed string")),
            None => Err(self.error(format!("is {}, where a string belongs", self.kind()))),
        }
    }

    /// Reads a number exactly.
    pub fn decimal(self) -> Reading<Decimal> {
        if !self.is_number() {
            return Err(self.error(format!("is {}, where a number belongs", self.kind())));
        }
        number::decimal(self.json).ok_or_else(|| self.error("has more digits than can be held exactly (28)"))
    }

    /// Reads a whole number from 0.
    pub fn count<T: TryFrom<u64>>(self) -> Reading<T> {
        if !self.is_number() {
            return Err(self.error(format!("is {}, where a whole number belongs", self.kind())));
        }
        let number = self.json.parse::<u64>().ok().filter(|n| *n <= MOST).and_then(|n| T::try_from(n).ok());
        number.ok_or_else(|| self.error("is not a whole number from 0 within its limit"))
    }

    /// Reads a claim's short number.
    pub fn short_number(self) -> Reading<u32> {
        let number = self.count()?;
        if number > MOST_CLAIMS {
            return Err(self.error("is more than a claim's number can be (1000000000)"));
        }
        Ok(number)
    }

    /// Reads true or false.
    pub fn boolean(self) -> Reading<bool> {
        match self.json {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(self.error(format!("is {}, where true or false belongs", self.kind()))),
        }
    }

    /// Reads a time, RFC 3339.
    pub fn time(self) -> Reading<Timestamp> {
        let words = self.words()?;
        words
            .parse()
            .map_err(|_| self.error(format!("{} is not a time as 2026-11-23T09:30:00Z", shown(&words))))
    }

    /// Reads one character.
    pub fn character(self) -> Reading<char> {
        let words = self.words()?;
        let mut characters = words.chars();
        match (characters.next(), characters.next()) {
            (Some(c), None) => Ok(c),
            _ => Err(self.error("is not one character")),
        }
    }

    /// Reads one of the words that the format defines.
    pub fn one_of<T: Copy>(self, all: &[(T, &str)]) -> Reading<T> {
        let words = self.words()?;
        all.iter().find(|(_, word)| *word == words).map(|(value, _)| *value).ok_or_else(|| {
            let known: Vec<&str> = all.iter().map(|(_, word)| *word).collect();
            self.error(format!("{} is not known here", shown(&words)))
                .hint(format!("one of: {}", known.join(", ")))
        })
    }

    /// Reads an object's members.
    pub fn members(self) -> Reading<Members<'a>> {
        if !self.json.starts_with('{') {
            return Err(self.error(format!("is {}, where an object belongs", self.kind())));
        }
        let mut parser = serde_json::Deserializer::from_str(self.json);
        let members = parser.deserialize_map(Pairs).map_err(|_| self.error("is not a well-formed object"))?;
        Ok(Members { own: self, members, next: 0 })
    }

    /// Reads a list's elements.
    pub fn elements(self) -> Reading<Vec<Item<'a>>> {
        if !self.json.starts_with('[') {
            return Err(self.error(format!("is {}, where a list belongs", self.kind())));
        }
        let elements: Vec<&'a RawValue> =
            serde_json::from_str(self.json).map_err(|_| self.error("is not a well-formed list"))?;
        Ok(elements.into_iter().map(|raw| Item { text: self.text, json: raw.get() }).collect())
    }

    /// Reads a list of strings.
    pub fn strings(self) -> Reading<Vec<String>> {
        self.elements()?.into_iter().map(Item::string).collect()
    }

    fn is_number(self) -> bool {
        self.json.starts_with(|c: char| c == '-' || c.is_ascii_digit())
    }

    fn kind(self) -> &'static str {
        match self.json.chars().next() {
            Some('"') => "a string",
            Some('{') => "an object",
            Some('[') => "a list",
            Some('t' | 'f') => "true or false",
            Some('n') => "null",
            _ => "a number",
        }
    }
}

impl<'a> Members<'a> {
    /// Returns an error at the object.
    pub fn error(&self, what: impl Into<String>) -> FormatError {
        self.own.error(what)
    }

    /// Takes a member's value; none where it is missing or null.
    pub fn given(&mut self, name: &str) -> Option<Item<'a>> {
        self.take(name).filter(|item| !item.is_null())
    }

    /// Reads a member that may be missing or null.
    pub fn optional<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(Item<'a>) -> Reading<T>,
    ) -> Reading<Option<T>> {
        self.given(name).map(read).transpose()
    }

    /// Reads a member without which the object means nothing.
    pub fn required<T>(&mut self, name: &str, read: impl FnOnce(Item<'a>) -> Reading<T>) -> Reading<T> {
        match self.take(name) {
            Some(item) => read(item),
            None => Err(self.error(format!("has no member {name:?}"))),
        }
    }

    /// Reads a member whose absence is harmless.
    pub fn or_default<T: Default>(
        &mut self,
        name: &str,
        read: impl FnOnce(Item<'a>) -> Reading<T>,
    ) -> Reading<T> {
        self.optional(name, read).map(Option::unwrap_or_default)
    }

    /// Reads every element of a list that may be missing, with its place.
    pub fn list<T>(
        &mut self,
        name: &str,
        mut read: impl FnMut(usize, Item<'a>) -> Reading<T>,
    ) -> Reading<Vec<T>> {
        let elements = self.or_default(name, Item::elements)?;
        elements.into_iter().enumerate().map(|(n, item)| read(n, item)).collect()
    }

    /// Takes every member that is left, as a map of objects is read.
    pub fn entries(self) -> impl Iterator<Item = (Cow<'a, str>, Item<'a>)> {
        let text = self.own.text;
        self.members.into_iter().filter_map(move |(name, raw)| Some((name, Item { text, json: raw?.get() })))
    }

    /// Keeps every member that is left as unknown, under this place.
    pub fn keep(self, unknown: &mut Unknown, place: &Place<'_>) -> Reading<()> {
        for (name, item) in self.entries() {
            if name.contains(SEPARATOR) {
                return Err(item.error("has a name that holds the control character U+001F"));
            }
            unknown.insert(place.prefix() + &name, compact(item.json));
        }
        Ok(())
    }

    fn take(&mut self, name: &str) -> Option<Item<'a>> {
        let (before, after) = self.members.split_at_mut_checked(self.next)?;
        let skipped = before.len();
        let found = after
            .iter_mut()
            .enumerate()
            .map(|(n, member)| (n + skipped, member))
            .chain(before.iter_mut().enumerate())
            .find(|(_, (known, _))| known == name);
        let (place, (_, value)) = found?;
        let raw = value.take()?;
        self.next = place + 1;
        Some(Item { text: self.own.text, json: raw.get() })
    }
}

/// Reads an object into names and raw values.
struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = Vec<(Cow<'de, str>, Option<&'de RawValue>)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(name) = object.next_key_seed(Name)? {
            members.push((name, Some(object.next_value()?)));
        }
        Ok(members)
    }
}

/// Checks a whole text and reads its outermost object.
pub fn outermost(text: &str) -> Reading<Members<'_>> {
    syntax::check(text)?;
    Item::whole(text).members()
}
