//! Passages shared between articles, as JSON and as a table.
//!
//! **Invariant:** offsets are code points of each article's text; a passage is printed as it stands, never mended.

use super::json::{Object, Out, Spread, Style};
use super::points::Points;
use crate::echo::{ChangeClass, Echo, Kind, Pair};
use crate::text::visible::visible_line;

/// Writes echoes as one JSON object. `names` and `texts` are the articles' by the number that members name.
pub fn json(names: &[String], texts: &[String], echoes: &[Echo]) -> String {
    let mut points: Vec<Points<'_>> = texts.iter().map(|text| Points::new(text)).collect();
    let mut out = Out::new(Style::Compact);
    out.object(Spread::Lines, |o| {
        o.member("echoes").list(echoes.iter().enumerate(), |out, (n, echo)| {
            out.object(Spread::Lines, |o| one(o, n, echo, names, texts, &mut points));
        });
    });
    out.finish() + "\n"
}

fn one(
    o: &mut Object<'_>,
    n: usize,
    echo: &Echo,
    names: &[String],
    texts: &[String],
    points: &mut [Points<'_>],
) {
    o.member("id").string(&format!("e{}", n + 1));
    o.member("kind").string(kind(echo));
    o.member("members").list(&echo.members, |out, member| {
        let (Some(text), Some(points)) = (texts.get(member.article), points.get_mut(member.article)) else {
            return out.null();
        };
        out.object(Spread::Line, |o| {
            o.member("article").string(names.get(member.article).map_or("", String::as_str));
            o.member("start").number(points.at(member.span.start));
            o.member("end").number(points.at(member.span.end));
            o.member("text").string(member.span.of(text));
            o.member("speaker").optional(member.speaker, |out, span| {
                out.object(Spread::Line, |o| {
                    o.member("start").number(points.at(span.start));
                    o.member("end").number(points.at(span.end));
                    o.member("text").string(span.of(text));
                });
            });
            o.member("quoted").boolean(member.quoted);
        });
    });
    o.member("pairs").list(&echo.pairs, |out, found| pair(out, found, echo, texts));
}

fn pair(out: &mut Out, pair: &Pair, echo: &Echo, texts: &[String]) {
    let text = |member: usize| {
        echo.members.get(member).and_then(|member| texts.get(member.article)).map_or("", String::as_str)
    };
    let (a, b) = (text(pair.a), text(pair.b));
    out.object(Spread::Line, |o| {
        o.member("a").number(pair.a);
        o.member("b").number(pair.b);
        o.member("shared_words").number(pair.shared_words);
        o.member("similarity").number(format!("{:.3}", pair.similarity));
        o.member("differences").list(&pair.differences, |out, difference| {
            out.object(Spread::Line, |o| {
                o.member("a").string(difference.a.of(a));
                o.member("b").string(difference.b.of(b));
            });
        });
        o.member("changes").strings(pair.changes.iter().map(|change| change.name()));
    });
}

fn kind(echo: &Echo) -> &'static str {
    match echo.kind {
        Kind::Verbatim => "verbatim",
        Kind::Altered => "altered",
    }
}

/// Writes echoes for people: members in full one under another, then what differs, the serious first.
pub fn table(names: &[String], texts: &[String], echoes: &[Echo]) -> String {
    let mut out = String::new();
    for (n, echo) in echoes.iter().enumerate() {
        let mut articles: Vec<_> = echo.members.iter().map(|member| member.article).collect();
        articles.dedup();
        out.push_str(&format!("e{}  {} in {} articles\n", n + 1, kind(echo), articles.len()));
        for member in &echo.members {
            let (name, text) = (names.get(member.article), texts.get(member.article));
            let (name, text) = (name.map_or("", String::as_str), text.map_or("", String::as_str));
            let who = member.speaker.map_or_else(String::new, |span| format!(" ({})", span.of(text)));
            out.push_str(&visible_line(&format!("    {name}{who}: {}", member.span.of(text))));
            out.push('\n');
        }
        for found in &echo.pairs {
            out.push_str(&differences(found, echo, names, texts));
        }
    }
    out
}

fn differences(pair: &Pair, echo: &Echo, names: &[String], texts: &[String]) -> String {
    let member = |n: usize| echo.members.get(n).map(|member| member.article);
    let (Some(a), Some(b)) = (member(pair.a), member(pair.b)) else { return String::new() };
    let (Some(text_a), Some(text_b)) = (texts.get(a), texts.get(b)) else { return String::new() };
    if pair.differences.is_empty() && pair.changes.is_empty() {
        return String::new();
    }
    let words: Vec<_> = pair
        .differences
        .iter()
        .map(|d| format!("{} → {}", shown(d.a.of(text_a)), shown(d.b.of(text_b))))
        .collect();
    let changes: Vec<_> = pair.changes.iter().copied().map(ChangeClass::name).collect();
    let (a, b) = (names.get(a).map_or("", String::as_str), names.get(b).map_or("", String::as_str));
    let line = format!("      {a} against {b}: {}; {}", changes.join(", "), words.join(" · "));
    visible_line(&line) + "\n"
}

fn shown(words: &str) -> &str {
    if words.trim().is_empty() { "∅" } else { words }
}
