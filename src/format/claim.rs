//! Claims, with their chains, origins and grades.
//!
//! **Invariant:** every field of a claim is written and read, in the order of the design.

use super::figure::{read_figure, write_figure};
use super::json::{Out, Spread};
use super::members::{Item, Reading};
use super::names::Place;
use super::target::{read_target, write_target};
use crate::model::{
    AnalystId, ArticleId, Claim, Cue, Grade, How, Link, MadeBy, Mode, Origin, Part, Polarity, QuestionId,
    Review, SourceId, Speech, TagId, Unknown,
};

/// Returns the word that a list of values and words gives a value.
pub(super) fn word<T: PartialEq + Copy>(all: &[(T, &'static str)], value: T) -> &'static str {
    all.iter().find(|(known, _)| *known == value).map_or("", |(_, word)| word)
}

/// Writes a claim.
pub fn write_claim(out: &mut Out, claim: &Claim) {
    let Claim {
        number,
        article,
        target,
        tags,
        question,
        figure,
        attribution,
        origin,
        hedge,
        speech,
        polarity,
        as_of,
        event_time,
        place,
        checkable,
        private,
        note,
        confirmed,
        review,
        grades,
        made_by,
        by,
        at,
        modified,
        declined,
        unknown,
    } = claim;
    let own = Place::OWN;
    out.object(Spread::Lines, |o| {
        o.member("number").number(number);
        o.member("article").string(article.as_str());
        o.member("target").list(target.iter().enumerate(), |out, (n, target)| {
            write_target(out, target, unknown, &own.element("target", n));
        });
        o.member("tags").strings(tags.iter().map(TagId::as_str));
        o.member("question").optional_string(question.as_ref().map(QuestionId::as_str));
        o.member("figure").optional(figure.as_ref(), |out, figure| {
            write_figure(out, figure, unknown, &own.member("figure"));
        });
        o.member("attribution").list(attribution, write_link);
        o.member("origin").optional(origin.as_ref(), |out, origin| {
            write_origin(out, origin, unknown, &own.member("origin"));
        });
        o.member("hedge").optional_string(hedge.as_deref());
        o.member("speech").optional_string(speech.map(|s| word(&Speech::ALL, s)));
        o.member("polarity").string(word(&Polarity::ALL, *polarity));
        o.member("as_of").optional_string(as_of.as_deref());
        o.member("event_time").optional_string(event_time.as_deref());
        o.member("place").optional_string(place.as_deref());
        o.member("checkable").boolean(*checkable);
        o.member("private").boolean(*private);
        o.member("note").string(note);
        o.member("confirmed").strings(confirmed.iter().map(|part| word(&Part::ALL, *part)));
        o.member("review").string(word(&Review::ALL, *review));
        o.member("grades").list(grades.iter().enumerate(), |out, (n, grade)| {
            write_grade(out, grade, unknown, &own.element("grades", n));
        });
        o.member("made_by").string(&made_by_words(made_by));
        o.member("by").string(by.as_str());
        o.member("at").text(at);
        o.member("modified").text(modified);
        // Few claims have it, so it stands only where it says something.
        if let Some(text) = declined {
            o.member("declined_in").string(text);
        }
        o.unknown(unknown, &own);
    });
}

/// Reads a claim.
pub fn read_claim(item: Item<'_>) -> Reading<Claim> {
    let mut m = item.members()?;
    let mut unknown = Unknown::new();
    let own = Place::OWN;
    let at = m.required("at", Item::time)?;
    let claim = Claim {
        number: m.required("number", Item::short_number)?,
        article: m.required("article", Item::string).map(ArticleId::new)?,
        target: m.list("target", |n, item| read_target(item, &mut unknown, &own.element("target", n)))?,
        tags: m.or_default("tags", Item::strings)?.into_iter().map(TagId::new).collect(),
        question: m.optional("question", Item::string)?.map(QuestionId::new),
        figure: m.optional("figure", |item| read_figure(item, &mut unknown, &own.member("figure")))?,
        attribution: m.list("attribution", |_, item| read_link(item))?,
        origin: m.optional("origin", |item| read_origin(item, &mut unknown, &own.member("origin")))?,
        hedge: m.optional("hedge", Item::string)?,
        speech: m.optional("speech", |item| item.one_of(&Speech::ALL))?,
        polarity: m.or_default("polarity", |item| item.one_of(&Polarity::ALL))?,
        as_of: m.optional("as_of", Item::string)?,
        event_time: m.optional("event_time", Item::string)?,
        place: m.optional("place", Item::string)?,
        checkable: m.optional("checkable", Item::boolean)?.unwrap_or(true),
        private: m.or_default("private", Item::boolean)?,
        note: m.or_default("note", Item::string)?,
        confirmed: m.list("confirmed", |_, item| item.one_of(&Part::ALL))?,
        review: m.or_default("review", |item| item.one_of(&Review::ALL))?,
        grades: m.list("grades", |n, item| read_grade(item, &mut unknown, &own.element("grades", n)))?,
        made_by: m.or_default("made_by", read_made_by)?,
        by: m.required("by", Item::string).map(AnalystId::new)?,
        at,
        modified: m.optional("modified", Item::time)?.unwrap_or(at),
        declined: m.optional("declined_in", Item::string)?,
        unknown: Unknown::new(),
    };
    if claim.target.is_empty() {
        return Err(item.error("has no target: a claim without its words cannot be shown"));
    }
    m.keep(&mut unknown, &own)?;
    Ok(Claim { unknown, ..claim })
}

fn write_link(out: &mut Out, link: &Link) {
    let Link { source, named_as, mode, cue, cited_only, unknown } = link;
    out.object(Spread::Line, |o| {
        o.member("source").string(source.as_str());
        o.member("as").string(named_as);
        o.member("mode").string(word(&Mode::ALL, *mode));
        o.member("cue").optional(cue.as_ref(), |out, Cue { start, end }| {
            out.object(Spread::Line, |o| {
                o.member("start").number(start);
                o.member("end").number(end);
                o.unknown(unknown, &Place::OWN.member("cue"));
            });
        });
        o.member("cited_only").boolean(*cited_only);
        o.unknown(unknown, &Place::OWN);
    });
}

fn read_link(item: Item<'_>) -> Reading<Link> {
    let mut m = item.members()?;
    let mut unknown = Unknown::new();
    let link = Link {
        source: m.required("source", Item::string).map(SourceId::new)?,
        named_as: m.or_default("as", Item::string)?,
        mode: m.or_default("mode", |item| item.one_of(&Mode::ALL))?,
        cue: m.optional("cue", |item| read_cue(item, &mut unknown))?,
        cited_only: m.or_default("cited_only", Item::boolean)?,
        unknown: Unknown::new(),
    };
    m.keep(&mut unknown, &Place::OWN)?;
    Ok(Link { unknown, ..link })
}

fn read_cue(item: Item<'_>, unknown: &mut Unknown) -> Reading<Cue> {
    let mut m = item.members()?;
    let cue = Cue { start: m.required("start", Item::count)?, end: m.required("end", Item::count)? };
    if cue.start > cue.end {
        return Err(item.error("ends before it starts"));
    }
    m.keep(unknown, &Place::OWN.member("cue"))?;
    Ok(cue)
}

fn write_origin(out: &mut Out, origin: &Origin, unknown: &Unknown, place: &Place<'_>) {
    let Origin { source, how, by } = origin;
    out.object(Spread::Line, |o| {
        o.member("source").optional_string(source.as_ref().map(SourceId::as_str));
        o.member("how").string(word(&How::ALL, *how));
        if let Some(by) = by {
            o.member("by").string(by.as_str());
        }
        o.unknown(unknown, place);
    });
}

fn read_origin(item: Item<'_>, unknown: &mut Unknown, place: &Place<'_>) -> Reading<Origin> {
    let mut m = item.members()?;
    let origin = Origin {
        source: m.optional("source", Item::string)?.map(SourceId::new),
        how: m.required("how", |item| item.one_of(&How::ALL))?,
        by: m.optional("by", Item::string)?.map(AnalystId::new),
    };
    m.keep(unknown, place)?;
    Ok(origin)
}

/// Writes a grade.
pub fn write_grade(out: &mut Out, grade: &Grade, unknown: &Unknown, place: &Place<'_>) {
    let Grade { scale, value, by, at, why } = grade;
    out.object(Spread::Line, |o| {
        o.member("scale").string(scale);
        o.member("value").string(value);
        o.member("by").string(by.as_str());
        o.member("at").text(at);
        o.member("why").string(why);
        o.unknown(unknown, place);
    });
}

/// Reads a grade.
pub fn read_grade(item: Item<'_>, unknown: &mut Unknown, place: &Place<'_>) -> Reading<Grade> {
    let mut m = item.members()?;
    let grade = Grade {
        scale: m.required("scale", Item::string)?,
        value: m.required("value", Item::string)?,
        by: m.required("by", Item::string).map(AnalystId::new)?,
        at: m.required("at", Item::time)?,
        why: m.or_default("why", Item::string)?,
    };
    m.keep(unknown, place)?;
    Ok(grade)
}

/// Returns what made a claim as it is written: `analyst`, `suggestion:RULE` or `import:FILE`.
pub fn made_by_words(made_by: &MadeBy) -> String {
    match made_by {
        MadeBy::Analyst => "analyst".to_owned(),
        MadeBy::Suggestion(rule) => format!("suggestion:{rule}"),
        MadeBy::Import(file) => format!("import:{file}"),
    }
}

fn read_made_by(item: Item<'_>) -> Reading<MadeBy> {
    let words = item.words()?;
    match words.split_once(':') {
        None if words == "analyst" => Ok(MadeBy::Analyst),
        Some(("suggestion", rule)) => Ok(MadeBy::Suggestion(rule.to_owned())),
        Some(("import", file)) => Ok(MadeBy::Import(file.to_owned())),
        _ => Err(item.error("is not known here").hint("one of: analyst, suggestion:RULE, import:FILE")),
    }
}
