//! Figures: what was stated.
//!
//! **Invariant:** a number is written and read as an exact decimal, words as a string.

use super::json::{Out, Spread};
use super::members::{Item, Reading};
use super::names::Place;
use crate::model::{Assigned, Class, Comparator, Figure, Unknown, Value};

/// Writes a figure.
pub fn write_figure(out: &mut Out, figure: &Figure, unknown: &Unknown, place: &Place<'_>) {
    let Figure { comparator, value, to, class, unit, text, assigned } = figure;
    out.object(Spread::Line, |o| {
        o.member("comparator").string(comparator.sign());
        o.member("value").optional(value.as_ref(), write_value);
        o.member("to").optional(to.as_ref(), write_value);
        o.member("class").string(class.word());
        o.member("unit").optional_string(unit.as_deref());
        o.member("text").string(text);
        o.member("assigned").optional(assigned.as_ref(), |out, assigned| {
            write_assigned(out, *assigned, unknown, &place.member("assigned"));
        });
        o.unknown(unknown, place);
    });
}

fn write_value(out: &mut Out, value: &Value) {
    match value {
        Value::Number(number) => out.number(number),
        Value::Text(words) => out.string(words),
    }
}

fn write_assigned(out: &mut Out, assigned: Assigned, unknown: &Unknown, place: &Place<'_>) {
    let Assigned { low, high } = assigned;
    out.object(Spread::Line, |o| {
        o.member("low").optional(low, Out::number);
        o.member("high").optional(high, Out::number);
        o.unknown(unknown, place);
    });
}

/// Reads a figure.
pub fn read_figure(item: Item<'_>, unknown: &mut Unknown, place: &Place<'_>) -> Reading<Figure> {
    let mut m = item.members()?;
    let figure = Figure {
        comparator: m.required("comparator", |item| item.one_of(&Comparator::ALL))?,
        value: m.optional("value", read_value)?,
        to: m.optional("to", read_value)?,
        class: m.required("class", |item| item.one_of(&Class::ALL))?,
        unit: m.optional("unit", Item::string)?,
        text: m.or_default("text", Item::string)?,
        assigned: m.optional("assigned", |item| read_assigned(item, unknown, &place.member("assigned")))?,
    };
    m.keep(unknown, place)?;
    Ok(figure)
}

fn read_value(item: Item<'_>) -> Reading<Value> {
    if item.is_string() { item.string().map(Value::Text) } else { item.decimal().map(Value::Number) }
}

fn read_assigned(item: Item<'_>, unknown: &mut Unknown, place: &Place<'_>) -> Reading<Assigned> {
    let mut m = item.members()?;
    let assigned =
        Assigned { low: m.optional("low", Item::decimal)?, high: m.optional("high", Item::decimal)? };
    m.keep(unknown, place)?;
    Ok(assigned)
}
