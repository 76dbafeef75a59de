//! The report's section on the same words in several articles: each accepted passage, who speaks, what was changed.
//!
//! **Invariant:** every wording is printed in full and as it stands; a difference is named against the fullest
//! wording, the serious ones first; speakers are named as their articles print them.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::ledger_json::name;
use super::markdown_text::{block, inline};
use super::report::Paper;
use super::report_words::{counted, numbered};
use crate::echo::label::{Abbreviations, label};
use crate::echo::{self, Article, ChangeClass, Pair};
use crate::model::{ArticleId, Echo, EchoMember};
use crate::text::Span;
use crate::text::offsets::OffsetIndex;

/// Writes the passages: those of most articles first, then those changed most seriously.
pub(super) fn write(paper: &Paper) -> String {
    let known = abbreviations(paper);
    let mut passages: Vec<Passage> =
        paper.session.echoes.values().map(|echo| Passage::of(paper, echo)).collect();
    passages.sort_by_key(|passage| {
        (Reverse(passage.articles.len()), passage.change().map_or((1, None), |c| (0, Some(c))))
    });
    let mut out = String::new();
    for passage in &passages {
        let _ = passage.write(&mut out, paper, &known);
    }
    out
}

/// What the articles of the accepted passages call bodies in short.
fn abbreviations(paper: &Paper) -> Abbreviations {
    let members = paper.session.echoes.values().flat_map(|echo| &echo.members);
    let articles: BTreeSet<&ArticleId> = members.map(|member| &member.article).collect();
    let mut known = Abbreviations::default();
    for text in articles.into_iter().filter_map(|id| paper.report.texts.get(id)) {
        known.read(&text.text);
    }
    known
}

/// An accepted passage with its places compared.
struct Passage<'a> {
    echo: &'a Echo,
    articles: BTreeSet<&'a ArticleId>,
    /// For each member its article's text, or its words alone where the article is not at hand.
    texts: Vec<&'a str>,
    /// For each member the line that it begins in, where its article is at hand.
    lines: Vec<Option<usize>>,
    found: echo::Echo,
}

impl<'a> Passage<'a> {
    fn of(paper: &'a Paper, echo: &'a Echo) -> Self {
        let whole = |member: &'a EchoMember| {
            let text: &str = &paper.report.texts.get(&member.article)?.text;
            let index = OffsetIndex::new(text);
            let (start, end) = (index.byte(text, member.target.start)?, index.byte(text, member.target.end)?);
            // What the article holds now must be what was accepted.
            let stands = text.get(start..end)? == member.target.exact;
            stands.then(|| (text, Span::new(start, end), Some(index.line(text, start))))
        };
        let alone = |member: &'a EchoMember| {
            let words = member.target.exact.as_str();
            (words, Span::new(0, words.len()), None)
        };
        let read: Vec<(&str, Span, Option<usize>)> =
            echo.members.iter().map(|member| whole(member).unwrap_or_else(|| alone(member))).collect();
        let articles: Vec<Article<'_>> =
            read.iter().enumerate().map(|(index, (text, ..))| Article { index, text }).collect();
        let places: Vec<(usize, Span)> = read.iter().map(|(_, span, _)| *span).enumerate().collect();
        let found = echo::of_places(&articles, &places);
        let articles = echo.members.iter().map(|member| &member.article).collect();
        let lines = read.iter().map(|(.., line)| *line).collect();
        Self { echo, articles, texts: read.iter().map(|(text, ..)| *text).collect(), lines, found }
    }

    /// Returns the most serious change among its wordings.
    fn change(&self) -> Option<ChangeClass> {
        self.found.pairs.iter().flat_map(|pair| &pair.changes).min().copied()
    }

    fn write(&self, out: &mut String, paper: &Paper, known: &Abbreviations) -> std::fmt::Result {
        let by = self.echo.source.as_ref().map_or("nobody named", |id| name(paper.session, id));
        let state = match self.change() {
            None => "same words".to_owned(),
            Some(_) => {
                format!("words differ: {}", kinds(self.found.pairs.iter().flat_map(|pair| &pair.changes)))
            }
        };
        let articles = numbered(paper, self.articles.iter().copied());
        writeln!(
            out,
            "### {}: 1 statement, {} ({articles})\n",
            inline(by),
            counted(self.articles.len(), "article")
        )?;
        writeln!(out, "{state}. {}\n", self.speakers(known))?;
        let full = self.found.pairs.first().map_or(0, |pair| pair.a);
        let mut order: Vec<usize> = (0..self.echo.members.len()).collect();
        // The fullest stands above what is compared with it; then the serious changes.
        let change = |member: usize| self.pair(member).and_then(|pair| pair.changes.first().copied());
        order.sort_by_key(|member| (*member != full, change(*member).is_none(), change(*member), *member));
        let mut printed: Vec<&str> = Vec::new();
        for member in order {
            self.member(out, paper, member, &mut printed)?;
        }
        Ok(())
    }

    fn pair(&self, member: usize) -> Option<&Pair> {
        self.found.pairs.iter().find(|pair| pair.b == member)
    }

    /// One place: where it stands, who speaks, the claims inside, its words unless they were printed above, and what
    /// differs from the fullest.
    fn member(
        &self,
        out: &mut String,
        paper: &Paper,
        at: usize,
        printed: &mut Vec<&'a str>,
    ) -> std::fmt::Result {
        let (Some(member), Some(found), Some(text)) =
            (self.echo.members.get(at), self.found.members.get(at), self.texts.get(at))
        else {
            return Ok(());
        };
        let speaker =
            found.speaker.map_or_else(|| "nobody named".to_owned(), |span| inline(&one_line(span.of(text))));
        let line =
            self.lines.get(at).copied().flatten().map(|line| format!(" line {line}")).unwrap_or_default();
        let claims = claims_inside(paper, member);
        let what = match self.pair(at) {
            None if self.echo.members.len() > 1 => "the fullest, the others are compared with it".to_owned(),
            None => "the only place".to_owned(),
            Some(pair) => self.differences(pair),
        };
        writeln!(out, "- {}{line}, {speaker}{claims}: {what}", paper.number(&member.article))?;
        let words = member.target.exact.as_str();
        if printed.contains(&words) {
            return writeln!(out);
        }
        printed.push(words);
        writeln!(out, "\n{}\n", block(words))
    }

    /// Names what differs, the serious changes first: `hedge: nothing / “Even”`.
    fn differences(&self, pair: &Pair) -> String {
        let text = |member: usize| self.texts.get(member).copied().unwrap_or("");
        let mut differences: Vec<_> = pair.differences.iter().collect();
        differences.sort_by_key(|difference| difference.change);
        let words = |span: Span, text: &str| match one_line(span.of(text)) {
            words if words.is_empty() => "nothing".to_owned(),
            words => format!("“{}”", inline(&words)),
        };
        let mut parts: Vec<String> = Vec::new();
        for class in pair.changes.iter().copied() {
            let own = differences.iter().filter(|difference| difference.change == class);
            let told: Vec<String> =
                own.map(|d| format!("{} / {}", words(d.a, text(pair.a)), words(d.b, text(pair.b)))).collect();
            let told = if told.is_empty() { String::new() } else { format!(": {}", told.join(", ")) };
            parts.push(format!("{}{told}", class.name()));
        }
        if parts.is_empty() { "the same words".to_owned() } else { parts.join("; ") }
    }

    /// Says who speaks, each with how often.
    fn speakers(&self, known: &Abbreviations) -> String {
        let mut names: Vec<(String, usize)> = Vec::new();
        for (member, text) in self.found.members.iter().zip(&self.texts) {
            let Some(span) = member.speaker else { continue };
            let name = label(span.of(text), known);
            match names.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(&name)) {
                Some((_, times)) => *times += 1,
                None => names.push((name, 1)),
            }
        }
        names.sort_by_key(|(_, times)| Reverse(*times));
        match names.is_empty() {
            true => "Speaker: nobody named.".to_owned(),
            false => {
                let names: Vec<String> =
                    names.into_iter().map(|(name, times)| format!("{} x{times}", inline(&name))).collect();
                format!("Speaker: {}.", names.join(", "))
            }
        }
    }
}

fn kinds<'c>(changes: impl Iterator<Item = &'c ChangeClass>) -> String {
    let kinds: BTreeSet<ChangeClass> = changes.copied().collect();
    kinds.into_iter().map(ChangeClass::name).collect::<Vec<_>>().join(", ")
}

/// The numbers of the exported claims that lie inside a place.
fn claims_inside(paper: &Paper, member: &EchoMember) -> String {
    let inside = |target: &crate::model::Target| {
        member.target.start <= target.start && target.end <= member.target.end
    };
    let claims = paper
        .selection
        .claims
        .iter()
        .filter(|shown| shown.claim.article == member.article && shown.claim.target.iter().any(inside));
    let numbers: Vec<String> = claims.map(|shown| format!("c{}", shown.claim.number)).collect();
    if numbers.is_empty() { String::new() } else { format!(" \\[{}\\]", numbers.join(" ")) }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use jiff::Timestamp;

    use super::*;
    use crate::format::bytemap::ByteMap;
    use crate::format::export::{ArticleText, Report};
    use crate::format::report::{ClaimsListed, write};
    use crate::model::{
        AnalystId, Article as Facts, EchoId, Session, SessionId, Source, SourceId, Target, Unknown, defaults,
    };

    const WORDS: &str = "the ferry sank because of faulty welding, it is a consequence of the owner's";
    const REST: &str = "unwillingness to commission inspections";

    /// Three articles: the fullest wording, one without a word, one with a condition more.
    fn texts() -> [String; 3] {
        [
            format!("Noon.\n\n“If {WORDS} stubborn {REST},” a Lanternhouse statement said.\n"),
            format!("The Harbour Union (HARUN) said: “If {WORDS} {REST}.”\n"),
            format!("“Even if {WORDS} stubborn {REST},” HARUN said.\n"),
        ]
    }

    fn session(texts: &[String]) -> (Session, BTreeMap<ArticleId, ArticleText>) {
        let (at, by) = (Timestamp::UNIX_EPOCH, AnalystId::new("ana"));
        let mut session = defaults::new_session(SessionId::new("aaaabbbb"), "Ferry".to_owned(), at);
        let union = SourceId::new("union");
        let source = Source { name: "Harbour Union".to_owned(), ..Source::default() };
        session.sources.insert(union.clone(), Arc::new(source));
        let mut members = Vec::new();
        let mut at_hand = BTreeMap::new();
        for (n, text) in texts.iter().enumerate() {
            let id = ArticleId::new(format!("a{n}"));
            let start = text.find(['“']).unwrap() + '“'.len_utf8();
            let end = text.find(REST).unwrap() + REST.len();
            let point = |byte: usize| text[..byte].chars().count();
            let target = Target {
                start: point(start),
                end: point(end),
                exact: text[start..end].to_owned(),
                occurrence: 1,
                ..Target::default()
            };
            members.push(EchoMember { article: id.clone(), target });
            let facts = Facts { path: format!("{id}.txt"), short: format!("paper {n}"), ..Facts::default() };
            session.articles.insert(id.clone(), Arc::new(facts));
            let text = ArticleText { text: Arc::from(text.as_str()), map: ByteMap::shifted(0), replaced: 0 };
            at_hand.insert(id, text);
        }
        let echo = Echo { members, source: Some(union), by, at, unknown: Unknown::new() };
        session.echoes.insert(EchoId::new("e"), Arc::new(echo));
        (session, at_hand)
    }

    fn section(session: &Session, texts: &BTreeMap<ArticleId, ArticleText>) -> String {
        let report = Report { session, texts, at: Timestamp::UNIX_EPOCH, analyst: "Ana", order: &[] };
        let text = write(&report, ClaimsListed::None).text;
        let section = text.split_once("## 3 Same words\n\n").unwrap().1;
        section.split_once("\n## ").unwrap().0.to_owned()
    }

    #[test]
    fn members_stand_with_speakers_and_the_serious_differences_first() {
        let texts = texts();
        let (session, at_hand) = session(&texts);
        let written = section(&session, &at_hand);
        for wanted in [
            "### Harbour Union: 1 statement, 3 articles (1 2 3)\n",
            "words differ: hedge, speaker, wording. Speaker: HARUN x2, Lanternhouse x1.\n",
            "- 3 line 1, HARUN: the fullest, the others are compared with it\n\n> Even if the ferry sank",
            "- 1 line 3, a Lanternhouse statement: hedge: “Even” / nothing; speaker\n\n> If the ferry sank",
            "- 2 line 1, The Harbour Union (HARUN): hedge: “Even” / nothing; wording: “stubborn” / nothing\n\n> If the",
        ] {
            assert!(written.contains(wanted), "{wanted}\n---\n{written}");
        }
    }

    #[test]
    fn an_article_that_is_not_at_hand_is_compared_by_the_words_kept() {
        let texts = texts();
        let (session, mut at_hand) = session(&texts);
        at_hand.remove(&ArticleId::new("a1"));
        let written = section(&session, &at_hand);
        assert!(
            written.contains(
                "- 2, nobody named: hedge: “Even” / nothing; quote-marks; wording: “stubborn” / nothing"
            ),
            "{written}"
        );
    }

    #[test]
    fn the_same_wording_is_printed_once() {
        let texts = [texts()[0].clone(), texts()[0].clone()];
        let (session, at_hand) = session(&texts);
        let written = section(&session, &at_hand);
        assert_eq!(written.matches("> If the ferry").count(), 1, "{written}");
        assert!(written.contains("same words. Speaker: Lanternhouse x2."), "{written}");
        assert!(written.contains("- 2 line 3, a Lanternhouse statement: the same words"), "{written}");
    }
}
