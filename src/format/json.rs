//! Writes JSON in the two forms that the session and its log have.
//!
//! **Invariant:** one set of calls gives both forms, and what is written between them is equal as JSON values;
//! equal calls give equal bytes.

use std::fmt::Display;
use std::fmt::Write as _;

use super::names::Place;
use crate::model::Unknown;

/// The form that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// The session file: two-space indent, one member and one element a line, a final line feed.
    Pretty,
    /// The log: no blanks and no line feed.
    Compact,
}

/// How an object stands in the pretty form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// One member a line.
    Lines,
    /// The whole object on one line, and all that it holds.
    Line,
}

/// JSON text as it is written.
#[derive(Clone, Debug)]
pub struct Out {
    text: String,
    style: Style,
    /// How many objects and lists, spread over lines, are open.
    depth: usize,
    /// How many objects on one line are open.
    flat: usize,
}

/// An object as it is written.
#[derive(Debug)]
pub struct Object<'a> {
    out: &'a mut Out,
    spread: Spread,
    members: usize,
}

impl Out {
    /// Begins a text.
    pub fn new(style: Style) -> Self {
        Self { text: String::new(), style, depth: 0, flat: 0 }
    }

    /// Returns the text, in the pretty form ended by a line feed.
    pub fn finish(mut self) -> String {
        if self.style == Style::Pretty {
            self.text.push('\n');
        }
        self.text
    }

    /// Writes an object whose members `fill` gives.
    pub fn object(&mut self, spread: Spread, fill: impl FnOnce(&mut Object<'_>)) {
        let spread = if self.flat > 0 { Spread::Line } else { spread };
        self.text.push('{');
        match spread {
            Spread::Lines => self.depth += 1,
            Spread::Line => self.flat += 1,
        }
        let mut object = Object { out: self, spread, members: 0 };
        fill(&mut object);
        let members = object.members;
        match spread {
            Spread::Lines => self.depth -= 1,
            Spread::Line => self.flat -= 1,
        }
        if members > 0 {
            self.gap(spread);
        }
        self.text.push('}');
    }

    /// Writes a list, one element a line.
    pub fn list<T>(&mut self, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Self, T)) {
        let spread = if self.flat > 0 { Spread::Line } else { Spread::Lines };
        self.text.push('[');
        self.depth += 1;
        let mut empty = true;
        for item in items {
            if !empty {
                self.text.push(',');
                if spread == Spread::Line {
                    self.gap(spread);
                }
            }
            if spread == Spread::Lines {
                self.gap(spread);
            }
            empty = false;
            write(self, item);
        }
        self.depth -= 1;
        if !empty && spread == Spread::Lines {
            self.gap(spread);
        }
        self.text.push(']');
    }

    /// Writes a list of strings on one line.
    pub fn strings<'s>(&mut self, items: impl IntoIterator<Item = &'s str>) {
        self.flat += 1;
        self.list(items, |out, item| out.string(item));
        self.flat -= 1;
    }

    /// Writes a string. What steers a terminal is escaped, since JSON is printed on terminals too.
    pub fn string(&mut self, value: &str) {
        if !value.contains(|c: char| c.is_control() || c == '"' || c == '\\' || is_steering(c)) {
            self.text.push('"');
            self.text.push_str(value);
            self.text.push('"');
            return;
        }
        // A string always has a JSON form, so the default never stands.
        for c in serde_json::to_string(value).unwrap_or_default().chars() {
            if is_steering(c) {
                self.text.push_str(&format!("\\u{:04x}", u32::from(c)));
            } else {
                self.text.push(c);
            }
        }
    }

    /// Writes something as a string.
    pub fn text(&mut self, value: impl Display) {
        self.string(&value.to_string());
    }

    /// Writes a number as it is displayed.
    pub fn number(&mut self, value: impl Display) {
        let _ = write!(self.text, "{value}");
    }

    /// Writes true or false.
    pub fn boolean(&mut self, value: bool) {
        self.text.push_str(if value { "true" } else { "false" });
    }

    /// Writes null.
    pub fn null(&mut self) {
        self.text.push_str("null");
    }

    /// Writes what is JSON already.
    pub fn raw(&mut self, json: &str) {
        self.text.push_str(json);
    }

    /// Writes the value, or null where there is none.
    pub fn optional<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        match value {
            Some(value) => write(self, value),
            None => self.null(),
        }
    }

    /// Writes the string, or null where there is none.
    pub fn optional_string(&mut self, value: Option<&str>) {
        self.optional(value, Self::string);
    }

    /// Goes to the next line, or past a blank; in the compact form does neither.
    fn gap(&mut self, spread: Spread) {
        match (self.style, spread) {
            (Style::Compact, _) => {}
            (Style::Pretty, Spread::Line) => self.text.push(' '),
            (Style::Pretty, Spread::Lines) => {
                self.text.push('\n');
                self.text.extend(std::iter::repeat_n("  ", self.depth));
            }
        }
    }
}

impl Object<'_> {
    /// Writes a member's name and gives the place for its value.
    pub fn member(&mut self, name: &str) -> &mut Out {
        if self.members > 0 {
            self.out.text.push(',');
        }
        self.members += 1;
        self.out.gap(self.spread);
        self.out.string(name);
        self.out.text.push(':');
        if self.out.style == Style::Pretty {
            self.out.text.push(' ');
        }
        self.out
    }

    /// Writes the members of a later version that stood at this place.
    pub fn unknown(&mut self, unknown: &Unknown, place: &Place<'_>) {
        for (name, json) in place.members_here(unknown) {
            self.member(name).raw(json);
        }
    }
}

/// Returns whether terminals obey a character that JSON lets stand: DEL, a C1 control, an override or isolate of the
/// writing direction.
fn is_steering(c: char) -> bool {
    matches!(c, '\u{7f}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(style: Style) -> String {
        let mut out = Out::new(style);
        out.object(Spread::Lines, |o| {
            o.member("a").number(1);
            o.member("empty").object(Spread::Lines, |_| {});
            o.member("none").list(Vec::<u8>::new(), |_, _| {});
            o.member("names").strings(["x", "y\n"]);
            o.member("cue").object(Spread::Line, |o| {
                o.member("start").number(1);
                o.member("in").object(Spread::Lines, |o| o.member("b").null());
            });
            o.member("list").list([1, 2], |out, n| {
                out.object(Spread::Line, |o| o.member("n").number(n));
            });
        });
        out.finish()
    }

    #[test]
    fn the_two_forms_hold_the_same() {
        let pretty = "{\n  \"a\": 1,\n  \"empty\": {},\n  \"none\": [],\n  \"names\": [\"x\", \"y\\n\"],\n  \
            \"cue\": { \"start\": 1, \"in\": { \"b\": null } },\n  \"list\": [\n    { \"n\": 1 },\n    { \"n\": 2 }\n  ]\n}\n";
        assert_eq!(sample(Style::Pretty), pretty);
        let compact = "{\"a\":1,\"empty\":{},\"none\":[],\"names\":[\"x\",\"y\\n\"],\"cue\":{\"start\":1,\"in\":\
            {\"b\":null}},\"list\":[{\"n\":1},{\"n\":2}]}";
        assert_eq!(sample(Style::Compact), compact);
    }
}
