//! Where members of a later version are kept when the object that held them has no room of its own.
//!
//! **Invariant:** an unknown member is written back where it stood. A small object (a selector, a figure, a grade)
//! keeps its unknown members with the object around it, under its place and a separator that no name may hold.

use crate::model::Unknown;

/// Parts the steps of a place: U+001F, "unit separator". A member's name that holds it is refused.
pub const SEPARATOR: char = '\u{1f}';

/// A step from the object that keeps unknown members to a small one inside it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place<'p> {
    parent: Option<&'p Place<'p>>,
    name: &'p str,
    index: Option<usize>,
}

impl<'p> Place<'p> {
    /// The object that keeps them itself.
    pub const OWN: Place<'static> = Place { parent: None, name: "", index: None };

    /// Returns the place of a member's value.
    pub fn member<'c>(&'c self, name: &'c str) -> Place<'c>
    where
        'p: 'c,
    {
        Place { parent: Some(self), name, index: None }
    }

    /// Returns the place of an element of a member's list.
    pub fn element<'c>(&'c self, name: &'c str, index: usize) -> Place<'c>
    where
        'p: 'c,
    {
        Place { parent: Some(self), name, index: Some(index) }
    }

    /// Returns what the names of this place's members begin with.
    pub fn prefix(&self) -> String {
        let Some(parent) = self.parent else { return String::new() };
        let mut prefix = parent.prefix();
        prefix.push_str(self.name);
        prefix.push(SEPARATOR);
        if let Some(index) = self.index {
            prefix.push_str(&index.to_string());
            prefix.push(SEPARATOR);
        }
        prefix
    }

    /// Lists the members kept for this place, by their own names.
    pub fn members_here<'u>(&self, unknown: &'u Unknown) -> Vec<(&'u str, &'u str)> {
        if unknown.is_empty() {
            return Vec::new();
        }
        let prefix = self.prefix();
        unknown
            .range(prefix.clone()..)
            .map_while(|(name, json)| Some((name.strip_prefix(&prefix)?, json.as_str())))
            .filter(|(name, _)| !name.contains(SEPARATOR))
            .collect()
    }
}
