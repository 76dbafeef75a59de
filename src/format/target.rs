//! Selectors: quoted words and their place.
//!
//! **Invariant:** positions are code points on disk as in the model; nothing is converted here.

use super::json::{Out, Spread};
use super::members::{Item, Reading};
use super::names::Place;
use crate::model::{Target, Unknown};

/// Writes a selector.
pub fn write_target(out: &mut Out, target: &Target, unknown: &Unknown, place: &Place<'_>) {
    let Target { start, end, exact, prefix, suffix, occurrence } = target;
    out.object(Spread::Line, |o| {
        o.member("start").number(start);
        o.member("end").number(end);
        o.member("exact").string(exact);
        o.member("prefix").string(prefix);
        o.member("suffix").string(suffix);
        o.member("occurrence").number(occurrence);
        o.unknown(unknown, place);
    });
}

/// Reads a selector.
pub fn read_target(item: Item<'_>, unknown: &mut Unknown, place: &Place<'_>) -> Reading<Target> {
    let mut m = item.members()?;
    let target = Target {
        start: m.required("start", Item::count)?,
        end: m.required("end", Item::count)?,
        exact: m.required("exact", Item::string)?,
        prefix: m.or_default("prefix", Item::string)?,
        suffix: m.or_default("suffix", Item::string)?,
        occurrence: m.optional("occurrence", Item::count)?.unwrap_or(1),
    };
    if target.start > target.end {
        return Err(item.error("ends before it starts"));
    }
    m.keep(unknown, place)?;
    Ok(target)
}
