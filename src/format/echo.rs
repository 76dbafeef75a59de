//! Relations and echoes: what stands between claims and sources, and passages that several articles share.
//!
//! **Invariant:** every field is written and read, in the order of the design.

use super::claim::word;
use super::json::{Out, Spread};
use super::members::{Item, Reading};
use super::names::Place;
use super::target::{read_target, write_target};
use crate::model::{
    AnalystId, ArticleId, Echo, EchoMember, QuestionId, Relation, RelationKind, SourceId, Unknown,
};

/// Writes a relation.
pub fn write_relation(out: &mut Out, relation: &Relation) {
    let Relation { kind, from, to, question, note, unknown } = relation;
    out.object(Spread::Lines, |o| {
        o.member("kind").string(word(&RelationKind::ALL, *kind));
        o.member("from").string(from);
        o.member("to").string(to);
        o.member("question").optional_string(question.as_ref().map(QuestionId::as_str));
        o.member("note").string(note);
        o.unknown(unknown, &Place::OWN);
    });
}

/// Reads a relation.
pub fn read_relation(item: Item<'_>) -> Reading<Relation> {
    let mut m = item.members()?;
    let mut relation = Relation {
        kind: m.required("kind", |item| item.one_of(&RelationKind::ALL))?,
        from: m.required("from", Item::string)?,
        to: m.required("to", Item::string)?,
        question: m.optional("question", Item::string)?.map(QuestionId::new),
        note: m.or_default("note", Item::string)?,
        unknown: Unknown::new(),
    };
    m.keep(&mut relation.unknown, &Place::OWN)?;
    Ok(relation)
}

/// Writes an echo.
pub fn write_echo(out: &mut Out, echo: &Echo) {
    let Echo { members, source, by, at, unknown } = echo;
    let own = Place::OWN;
    out.object(Spread::Lines, |o| {
        o.member("members").list(members.iter().enumerate(), |out, (n, EchoMember { article, target })| {
            let place = own.element("members", n);
            out.object(Spread::Lines, |o| {
                o.member("article").string(article.as_str());
                write_target(o.member("target"), target, unknown, &place.member("target"));
                o.unknown(unknown, &place);
            });
        });
        o.member("source").optional_string(source.as_ref().map(SourceId::as_str));
        o.member("by").string(by.as_str());
        o.member("at").text(at);
        o.unknown(unknown, &own);
    });
}

/// Reads an echo.
pub fn read_echo(item: Item<'_>) -> Reading<Echo> {
    let mut m = item.members()?;
    let mut unknown = Unknown::new();
    let own = Place::OWN;
    let echo = Echo {
        members: m.list("members", |n, item| read_member(item, &mut unknown, &own.element("members", n)))?,
        source: m.optional("source", Item::string)?.map(SourceId::new),
        by: m.required("by", Item::string).map(AnalystId::new)?,
        at: m.required("at", Item::time)?,
        unknown: Unknown::new(),
    };
    m.keep(&mut unknown, &own)?;
    Ok(Echo { unknown, ..echo })
}

fn read_member(item: Item<'_>, unknown: &mut Unknown, place: &Place<'_>) -> Reading<EchoMember> {
    let mut m = item.members()?;
    let member = EchoMember {
        article: m.required("article", Item::string).map(ArticleId::new)?,
        target: m.required("target", |item| read_target(item, unknown, &place.member("target")))?,
    };
    m.keep(unknown, place)?;
    Ok(member)
}
