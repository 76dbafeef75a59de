//! The short records: what says nothing, what was dismissed, removed and exported; each on one line.
//!
//! **Invariant:** a record's key stands in the record itself, so that it reads alone in a log line.

use super::json::{Out, Spread};
use super::members::{Item, Reading};
use super::names::Place;
use crate::model::{
    AnalystId, ArticleId, Dismissed, DismissedKey, Export, NotMentioned, NotMentionedKey, QuestionId,
    Removed, Unknown,
};

/// Writes who read that an article says nothing on a question.
pub fn write_not_mentioned(out: &mut Out, key: &NotMentionedKey, value: &NotMentioned, unknown: &Unknown) {
    let (article, question) = key;
    let NotMentioned { by, at } = value;
    out.object(Spread::Line, |o| {
        o.member("article").string(article.as_str());
        o.member("question").string(question.as_str());
        o.member("by").string(by.as_str());
        o.member("at").text(at);
        let (list, of) = (Place::OWN.member("not_mentioned"), article.as_str());
        o.unknown(unknown, &list.member(of).member(question.as_str()));
    });
}

/// Reads who read that an article says nothing on a question.
pub fn read_not_mentioned(item: Item<'_>, unknown: &mut Unknown) -> Reading<(NotMentionedKey, NotMentioned)> {
    let mut m = item.members()?;
    let article = m.required("article", Item::string)?;
    let question = m.required("question", Item::string)?;
    let value = NotMentioned {
        by: m.required("by", Item::string).map(AnalystId::new)?,
        at: m.required("at", Item::time)?,
    };
    m.keep(unknown, &Place::OWN.member("not_mentioned").member(&article).member(&question))?;
    Ok(((ArticleId::new(article), QuestionId::new(question)), value))
}

/// Writes who turned a suggestion down.
pub fn write_dismissed(out: &mut Out, key: &DismissedKey, value: &Dismissed, unknown: &Unknown) {
    let (article, exact, rule) = key;
    let Dismissed { by, at } = value;
    out.object(Spread::Line, |o| {
        o.member("article").string(article.as_str());
        o.member("exact").string(exact);
        o.member("rule").string(rule);
        o.member("by").string(by.as_str());
        o.member("at").text(at);
        let list = Place::OWN.member("dismissed");
        o.unknown(unknown, &list.member(article.as_str()).member(exact).member(rule));
    });
}

/// Reads who turned a suggestion down.
pub fn read_dismissed(item: Item<'_>, unknown: &mut Unknown) -> Reading<(DismissedKey, Dismissed)> {
    let mut m = item.members()?;
    let article = m.required("article", Item::string)?;
    let exact = m.required("exact", Item::string)?;
    let rule = m.required("rule", Item::string)?;
    let value = Dismissed {
        by: m.required("by", Item::string).map(AnalystId::new)?,
        at: m.required("at", Item::time)?,
    };
    m.keep(unknown, &Place::OWN.member("dismissed").member(&article).member(&exact).member(&rule))?;
    Ok(((ArticleId::new(article), exact, rule), value))
}

/// Writes a claim taken away.
pub fn write_removed(out: &mut Out, removed: &Removed, unknown: &Unknown, place: &Place<'_>) {
    let Removed { number, at, by } = removed;
    out.object(Spread::Line, |o| {
        o.member("number").number(number);
        o.member("at").text(at);
        o.member("by").string(by.as_str());
        o.unknown(unknown, place);
    });
}

/// Reads a claim taken away.
pub fn read_removed(item: Item<'_>, unknown: &mut Unknown, place: &Place<'_>) -> Reading<Removed> {
    let mut m = item.members()?;
    let removed = Removed {
        number: m.required("number", Item::short_number)?,
        at: m.required("at", Item::time)?,
        by: m.required("by", Item::string).map(AnalystId::new)?,
    };
    m.keep(unknown, place)?;
    Ok(removed)
}

/// Writes an export that was made.
pub fn write_export(out: &mut Out, export: &Export, unknown: &Unknown, place: &Place<'_>) {
    let Export { at, revision, format, sha256 } = export;
    out.object(Spread::Line, |o| {
        o.member("at").text(at);
        o.member("revision").number(revision);
        o.member("format").string(format);
        o.member("sha256").string(sha256);
        o.unknown(unknown, place);
    });
}

/// Reads an export that was made.
pub fn read_export(item: Item<'_>, unknown: &mut Unknown, place: &Place<'_>) -> Reading<Export> {
    let mut m = item.members()?;
    let export = Export {
        at: m.required("at", Item::time)?,
        revision: m.required("revision", Item::count)?,
        format: m.required("format", Item::string)?,
        sha256: m.required("sha256", Item::string)?,
    };
    m.keep(unknown, place)?;
    Ok(export)
}
