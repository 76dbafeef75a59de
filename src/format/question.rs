//! Questions, sources and tags: what claims are put under, who says them, what kind they are.
//!
//! **Invariant:** every field is written and read, in the order of the design.

use super::claim::{read_grade, word, write_grade};
use super::json::{Out, Spread};
use super::members::{Item, Reading};
use super::names::Place;
use crate::model::question::Best;
use crate::model::{AnalystId, ClaimId, Class, Hue, Question, Source, SourceKind, Tag, Unknown};

/// Writes a question.
pub fn write_question(out: &mut Out, question: &Question) {
    let Question { text, unit, units, class, scope, best, grades, note, would_settle, unknown } = question;
    let own = Place::OWN;
    out.object(Spread::Lines, |o| {
        o.member("text").string(text);
        o.member("unit").optional_string(unit.as_deref());
        o.member("units").strings(units.iter().map(String::as_str));
        o.member("class").optional_string(class.map(Class::word));
        o.member("scope").string(scope);
        o.member("best").optional(best.as_ref(), |out, best| write_best(out, best, unknown));
        o.member("grades").list(grades.iter().enumerate(), |out, (n, grade)| {
            write_grade(out, grade, unknown, &own.element("grades", n));
        });
        o.member("note").string(note);
        o.member("would_settle").string(would_settle);
        o.unknown(unknown, &own);
    });
}

/// Reads a question.
pub fn read_question(item: Item<'_>) -> Reading<Question> {
    let mut m = item.members()?;
    let mut unknown = Unknown::new();
    let own = Place::OWN;
    let question = Question {
        text: m.required("text", Item::string)?,
        unit: m.optional("unit", Item::string)?,
        units: m.or_default("units", Item::strings)?,
        class: m.optional("class", |item| item.one_of(&Class::ALL))?,
        scope: m.or_default("scope", Item::string)?,
        best: m.optional("best", |item| read_best(item, &mut unknown))?,
        grades: m.list("grades", |n, item| read_grade(item, &mut unknown, &own.element("grades", n)))?,
        note: m.or_default("note", Item::string)?,
        would_settle: m.or_default("would_settle", Item::string)?,
        unknown: Unknown::new(),
    };
    m.keep(&mut unknown, &own)?;
    Ok(Question { unknown, ..question })
}

fn write_best(out: &mut Out, best: &Best, unknown: &Unknown) {
    let Best { claim, why, by, at } = best;
    out.object(Spread::Lines, |o| {
        o.member("claim").string(claim.as_str());
        o.member("why").string(why);
        o.member("by").string(by.as_str());
        o.member("at").text(at);
        o.unknown(unknown, &Place::OWN.member("best"));
    });
}

fn read_best(item: Item<'_>, unknown: &mut Unknown) -> Reading<Best> {
    let mut m = item.members()?;
    let best = Best {
        claim: m.required("claim", Item::string).map(ClaimId::new)?,
        why: m.or_default("why", Item::string)?,
        by: m.required("by", Item::string).map(AnalystId::new)?,
        at: m.required("at", Item::time)?,
    };
    m.keep(unknown, &Place::OWN.member("best"))?;
    Ok(best)
}

/// Writes a source.
pub fn write_source(out: &mut Out, source: &Source) {
    let Source { name, aliases, kind: SourceKind(kind), party, named, note, unknown } = source;
    out.object(Spread::Lines, |o| {
        o.member("name").string(name);
        o.member("aliases").strings(aliases.iter().map(String::as_str));
        o.member("kind").string(kind);
        o.member("party").optional_string(party.as_deref());
        o.member("named").boolean(*named);
        o.member("note").string(note);
        o.unknown(unknown, &Place::OWN);
    });
}

/// Reads a source.
pub fn read_source(item: Item<'_>) -> Reading<Source> {
    let mut m = item.members()?;
    let mut source = Source {
        name: m.required("name", Item::string)?,
        aliases: m.or_default("aliases", Item::strings)?,
        kind: SourceKind(m.or_default("kind", Item::string)?),
        party: m.optional("party", Item::string)?,
        named: m.or_default("named", Item::boolean)?,
        note: m.or_default("note", Item::string)?,
        unknown: Unknown::new(),
    };
    m.keep(&mut source.unknown, &Place::OWN)?;
    Ok(source)
}

/// Writes a tag.
pub fn write_tag(out: &mut Out, tag: &Tag) {
    let Tag { label, key, glyph, hue, question, unknown } = tag;
    out.object(Spread::Lines, |o| {
        o.member("label").string(label);
        o.member("key").optional(*key, Out::text);
        o.member("glyph").text(glyph);
        o.member("hue").string(word(&Hue::ALL, *hue));
        o.member("question").optional_string(question.as_deref());
        o.unknown(unknown, &Place::OWN);
    });
}

/// Reads a tag; without a letter it has its label's first.
pub fn read_tag(item: Item<'_>) -> Reading<Tag> {
    let mut m = item.members()?;
    let label = m.required("label", Item::string)?;
    let first = label.chars().next().unwrap_or('?');
    let mut tag = Tag {
        key: m.optional("key", Item::character)?,
        glyph: m.optional("glyph", Item::character)?.unwrap_or(first),
        hue: m.or_default("hue", |item| item.one_of(&Hue::ALL))?,
        question: m.optional("question", Item::string)?,
        unknown: Unknown::new(),
        label,
    };
    m.keep(&mut tag.unknown, &Place::OWN)?;
    Ok(tag)
}
