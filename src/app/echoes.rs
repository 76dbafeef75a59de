//! The passages that the articles at hand share, and where they stand.
//!
//! **Invariant:** a member is shown only where just its words stand at its place in the text at hand; passages
//! found count nowhere until a person accepts them.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use super::articles::ArticleEntry;
use super::state::State;
use super::view::{Entry, ListKind};
use crate::echo::label::{Abbreviations, label};
use crate::echo::{self, ChangeClass, Echo, Member, Threads};
use crate::model::{self, EchoId};
use crate::text::Span;

/// Of so many articles the shared passages are found unasked; of more only when their list is opened.
pub const UNASKED: usize = 200;

/// The most articles that are compared with each other in the workbench; `factcheck echoes` takes all.
pub const MOST_ARTICLES: usize = 2_000;

/// The most bytes of text that are compared with each other in the workbench.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;

/// Which member of which passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The passage's place in the list.
    pub passage: usize,
    /// The member's place in the passage.
    pub member: usize,
}

/// A member by its place in an article.
#[derive(Debug, Clone, Copy)]
struct Standing {
    span: Span,
    /// The greatest end of this one and those before it.
    reach: usize,
    spot: Spot,
}

/// The shared passages: those of most articles first, then by how serious the change is.
#[derive(Debug, Clone, Default)]
pub struct Echoes {
    passages: Vec<Echo>,
    by_article: HashMap<usize, Vec<Standing>>,
    texts: HashMap<usize, Arc<str>>,
    /// What the articles with a member call bodies in short.
    abbreviations: Abbreviations,
    /// How many articles were compared.
    pub compared: usize,
    /// Whether the search has ended.
    pub is_done: bool,
    /// How many articles were not compared: too many, too much text, or not readable.
    pub left_out: usize,
}

impl Echoes {
    /// Compares texts with each other, each given with its article's place in the list; in one thread, so that a key
    /// that is pressed meanwhile finds a processor free.
    pub fn find(mut texts: Vec<(usize, Arc<str>)>, left_out: usize) -> Self {
        let compared = texts.len();
        texts.sort_by_key(|(article, _)| *article);
        let articles: Vec<_> =
            texts.iter().enumerate().map(|(index, (_, text))| echo::Article { index, text }).collect();
        let options = echo::Options { threads: Threads::One, ..echo::Options::default() };
        let mut passages = echo::find(&articles, &options);
        for member in passages.iter_mut().flat_map(|passage| &mut passage.members) {
            member.article = texts.get(member.article).map_or(usize::MAX, |(article, _)| *article);
        }
        passages.sort_by_cached_key(|passage| {
            let first = passage.members.first().map(|member| (member.article, member.span));
            let change = seriousness(passage);
            (Reverse(n_articles(passage)), change.is_none(), change, first)
        });
        let mut echoes = Self { passages, compared, is_done: true, left_out, ..Self::default() };
        echoes.index();
        texts.retain(|(n, _)| echoes.by_article.contains_key(n));
        texts.iter().for_each(|(_, text)| echoes.abbreviations.read(text));
        echoes.texts = texts.into_iter().collect();
        echoes
    }

    /// Returns the passages without the members that are left out, and without those of which fewer than two members
    /// are left; none where nothing is left out.
    pub fn without(&self, is_left_out: impl Fn(usize, Span, &str) -> bool) -> Option<Self> {
        let out =
            |member: &Member| is_left_out(member.article, member.span, member.span.of(self.text_of(member)));
        if !self.passages.iter().flat_map(|passage| &passage.members).any(out) {
            return None;
        }
        let passages = self.passages.iter().filter_map(|passage| {
            // Where each member stands among those that are left.
            let mut next = 0;
            let places: Vec<Option<usize>> = passage
                .members
                .iter()
                .map(|member| {
                    let stays = !out(member);
                    next += usize::from(stays);
                    stays.then_some(next - usize::from(stays))
                })
                .collect();
            let place = |n: usize| places.get(n).copied().flatten();
            let mut left = passage.clone();
            left.members = (0..places.len())
                .filter(|n| place(*n).is_some())
                .filter_map(|n| passage.members.get(n).cloned())
                .collect();
            left.pairs = passage
                .pairs
                .iter()
                .filter_map(|pair| Some(echo::Pair { a: place(pair.a)?, b: place(pair.b)?, ..pair.clone() }))
                .collect();
            // The pairs are read against the fullest member: without it nothing would be known of the rest.
            if left.pairs.len() + 1 < left.members.len() {
                return Some(passage.clone());
            }
            (n_articles(&left) > 1).then_some(left)
        });
        let mut echoes = Self { passages: passages.collect(), by_article: HashMap::new(), ..self.clone() };
        echoes.index();
        Some(echoes)
    }

    /// Compares texts with each other while others are still to come.
    pub fn find_first(texts: Vec<(usize, Arc<str>)>) -> Self {
        Self { is_done: false, ..Self::find(texts, 0) }
    }

    /// Returns where a member of an earlier search stands in this one: the member that covers its first word.
    pub fn again(&self, earlier: &Self, spot: Spot) -> Option<Spot> {
        let member = earlier.member(spot)?;
        let first = Span::new(member.span.start, member.span.start + 1);
        self.meeting(member.article, first).map(|(_, spot)| spot).next()
    }

    fn index(&mut self) {
        for (passage, echo) in self.passages.iter().enumerate() {
            for (member, found) in echo.members.iter().enumerate() {
                let standing = Standing { span: found.span, reach: 0, spot: Spot { passage, member } };
                self.by_article.entry(found.article).or_default().push(standing);
            }
        }
        for list in self.by_article.values_mut() {
            list.sort_by_key(|standing| standing.span);
            let mut reach = 0;
            for standing in list {
                reach = reach.max(standing.span.end);
                standing.reach = reach;
            }
        }
    }

    /// Returns the passages in their order.
    pub fn passages(&self) -> &[Echo] {
        &self.passages
    }

    /// Returns a member.
    pub fn member(&self, spot: Spot) -> Option<&Member> {
        self.passages.get(spot.passage)?.members.get(spot.member)
    }

    /// Returns the text that a member was found in.
    pub fn text_of(&self, member: &Member) -> &str {
        self.texts.get(&member.article).map_or("", |text| text)
    }

    /// Returns a member's words.
    pub fn words(&self, spot: Spot) -> &str {
        self.member(spot).map_or("", |member| member.span.of(self.text_of(member)))
    }

    /// Returns who speaks in a member, as printed there.
    pub fn speaker(&self, spot: Spot) -> Option<&str> {
        let member = self.member(spot)?;
        Some(member.speaker?.of(self.text_of(member)))
    }

    /// Returns the members in an article that share a byte with `range`, those that start last first.
    pub fn meeting(&self, article: usize, range: Span) -> impl Iterator<Item = (Span, Spot)> + '_ {
        let list = self.by_article.get(&article).map_or(&[][..], Vec::as_slice);
        let before = list.partition_point(|standing| standing.span.start < range.end);
        let near = list.iter().take(before).rev().take_while(move |standing| standing.reach > range.start);
        near.filter(move |standing| standing.span.end > range.start)
            .map(|standing| (standing.span, standing.spot))
    }

    /// Returns the words of a member that stand otherwise elsewhere, in its own article's bytes: in the fullest member
    /// what the member `beside` changes, or, where that is the fullest itself, what every close rendering changes; in
    /// the others what they change.
    pub fn differences(&self, spot: Spot, beside: usize) -> Vec<Span> {
        let Some(passage) = self.passages.get(spot.passage) else { return Vec::new() };
        let any_close = passage.pairs.iter().any(|pair| pair.similarity >= RENDERED);
        let is_meant = |pair: &echo::Pair| match beside == pair.a {
            true => pair.similarity >= RENDERED || !any_close,
            false => pair.b == beside,
        };
        let of = |pair: &echo::Pair| -> Vec<Span> {
            let sides = pair.differences.iter();
            match spot.member {
                n if n == pair.a && is_meant(pair) => sides.map(|difference| difference.a).collect(),
                n if n == pair.b => sides.map(|difference| difference.b).collect(),
                _ => Vec::new(),
            }
        };
        let pairs = passage.pairs.iter();
        let mut spans: Vec<Span> = pairs.flat_map(of).filter(|span| !span.is_empty()).collect();
        spans.sort_unstable();
        spans.dedup();
        spans
    }

    /// Returns the words that differ between two members: `air strike / airstrike`.
    pub fn changed_words(&self, passage: usize, pair: &echo::Pair) -> Vec<String> {
        let text = |member| self.member(Spot { passage, member }).map_or("", |member| self.text_of(member));
        let (a, b) = (text(pair.a), text(pair.b));
        let words = |span: Span, text: &str| match span.of(text).trim() {
            "" => "∅".to_owned(),
            words => words.split_whitespace().collect::<Vec<_>>().join(" "),
        };
        pair.differences.iter().map(|d| format!("{} / {}", words(d.a, a), words(d.b, b))).collect()
    }

    /// Says whether a member's words stand at its place in the text at hand; of an article not read yet, that they
    /// did when they were found.
    pub fn stands(&self, entry: &ArticleEntry, spot: Spot) -> bool {
        let Some(member) = self.member(spot) else { return false };
        let found = self.texts.get(&member.article);
        match (&entry.text, found) {
            (Some(part), Some(found)) if Arc::ptr_eq(&part.text, found) => true,
            // Of a first part what lies beyond it is not known to be gone.
            (Some(part), Some(_)) => match part.text.get(member.span.start..member.span.end) {
                Some(words) => words == self.words(spot),
                None => part.whole.is_none(),
            },
            (None, found) => found.is_some(),
            (Some(_), None) => false,
        }
    }
}

/// Returns in how many articles a passage stands.
pub fn n_articles(passage: &Echo) -> usize {
    passage.members.chunk_by(|a, b| a.article == b.article).count()
}

/// Returns the most serious kind of change among the members.
pub fn seriousness(passage: &Echo) -> Option<ChangeClass> {
    passage.pairs.iter().flat_map(|pair| &pair.changes).min().copied()
}

/// Returns the kinds of change among the members, the serious ones first.
pub fn changes(passage: &Echo) -> Vec<ChangeClass> {
    let mut changes: Vec<_> = passage.pairs.iter().flat_map(|pair| &pair.changes).copied().collect();
    changes.sort_unstable();
    changes.dedup();
    changes
}

/// Returns the innermost member under a place of an article, where its words stand.
pub fn at(state: &State, article: usize, offset: usize) -> Option<Spot> {
    let (echoes, entry) = (&state.doc.echoes, state.doc.articles.get(article)?);
    let found = echoes.meeting(article, Span::new(offset, offset + 1));
    found.filter(|(_, spot)| echoes.stands(entry, *spot)).min_by_key(|(span, _)| span.len()).map(|(_, s)| s)
}

/// Returns the accepted echo that a passage is: one that has two of its members.
pub fn accepted(state: &State, passage: usize) -> Option<(&EchoId, &model::Echo)> {
    let echoes = &state.doc.echoes;
    let found = echoes.passages.get(passage)?;
    let is_of = |known: &model::EchoMember| {
        found.members.iter().enumerate().any(|(member, place)| {
            state.doc.articles.get(place.article).is_some_and(|entry| entry.id == known.article)
                && echoes.words(Spot { passage, member }) == known.target.exact
        })
    };
    let holds = |echo: &model::Echo| echo.members.iter().filter(|known| is_of(known)).take(2).count() > 1;
    state.doc.session.echoes.iter().find(|(_, echo)| holds(echo)).map(|(id, echo)| (id, &**echo))
}

/// Returns who speaks, each name with how often, the most frequent first; one that is printed in several ways counts
/// as one where an article tells what it is called in short.
pub fn speakers(echoes: &Echoes, passage: usize) -> Vec<(String, usize)> {
    let n = echoes.passages.get(passage).map_or(0, |found| found.members.len());
    let mut names: Vec<(String, usize)> = Vec::new();
    for printed in (0..n).filter_map(|member| echoes.speaker(Spot { passage, member })) {
        let name = label(printed, &echoes.abbreviations);
        let place = names.iter().position(|(known, _)| known.eq_ignore_ascii_case(&name));
        if place.is_none() && names.len() < MOST_NAMES {
            names.push((name, 1));
        }
        if let Some((_, times)) = place.and_then(|place| names.get_mut(place)) {
            *times += 1;
        }
    }
    names.sort_by_key(|(_, times)| Reverse(*times));
    names
}

/// Of a passage in thousands of articles only so many names are told apart.
const MOST_NAMES: usize = 32;

/// The most differences that are named in one line.
const MOST_CHANGES: usize = 6;

/// Says what a passage is: `1 statement, 4 articles, speaker: CENTCOM x3, Pentagon x1; air strike / airstrike`.
pub fn told(echoes: &Echoes, passage: usize) -> String {
    let Some(found) = echoes.passages.get(passage) else { return String::new() };
    let mut words = format!("1 statement, {} articles", n_articles(found));
    let names: Vec<_> =
        speakers(echoes, passage).into_iter().map(|(name, times)| format!("{name} x{times}")).collect();
    if !names.is_empty() {
        words.push_str(&format!(", speaker: {}", names.join(", ")));
    }
    words.push_str("; ");
    words.push_str(&changed(echoes, passage));
    words
}

/// Below this likeness a member tells the statement in words of its own: what it says otherwise is named last.
const RENDERED: f64 = 1.0 / 3.0;

/// Names the words that differ in a passage: the serious changes first, then those of the members most alike.
fn changed(echoes: &Echoes, passage: usize) -> String {
    let mut all: Vec<(bool, ChangeClass, String)> = Vec::new();
    let found = echoes.passages.get(passage);
    let mut pairs: Vec<_> = found.into_iter().flat_map(|found| &found.pairs).collect();
    pairs.sort_by(|a, b| b.similarity.total_cmp(&a.similarity));
    for pair in pairs {
        let words = echoes.changed_words(passage, pair);
        for (words, difference) in words.into_iter().zip(&pair.differences) {
            let is_cut = found.is_some_and(|found| is_cut(found, pair, difference));
            if !is_cut && !all.iter().any(|(.., known)| *known == words) {
                all.push((pair.similarity < RENDERED, difference.change, words));
            }
        }
        // What is beyond is only counted, and of very many not even that.
        if all.len() > 10 * MOST_CHANGES {
            break;
        }
    }
    all.sort_by_key(|(is_rendered, change, _)| (*is_rendered, *change));
    let more = all.len().saturating_sub(MOST_CHANGES);
    let mut all: Vec<String> = all.into_iter().map(|(.., words)| words).take(MOST_CHANGES).collect();
    if all.is_empty() {
        all.push(if found.is_some_and(is_shortened) { "shortened" } else { "the same words" }.to_owned());
    }
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", all.join(", "))
}

/// Says whether a difference is only that a member begins later or ends earlier than the fullest: no word was changed.
pub fn is_cut(passage: &Echo, pair: &echo::Pair, difference: &echo::Difference) -> bool {
    let (Some(full), Some(other)) = (passage.members.get(pair.a), passage.members.get(pair.b)) else {
        return false;
    };
    let ends = |part: Span, whole: Span| part.start == whole.start || part.end == whole.end;
    let at_end = ends(difference.a, full.span) && ends(difference.b, other.span);
    difference.change == ChangeClass::Wording
        && at_end
        && (difference.a.is_empty() || difference.b.is_empty())
}

fn is_shortened(passage: &Echo) -> bool {
    passage.pairs.iter().any(|pair| !pair.differences.is_empty())
}

/// Takes up what a search found: whoever reads or lists a passage of the search before goes on with the same one.
pub fn arrived(state: &mut State, found: Arc<Echoes>) {
    let earlier = Arc::clone(&state.doc.echoes);
    state.doc.echoes_arrived(found);
    let echoes = Arc::clone(&state.doc.echoes);
    let again = |spot: Spot| echoes.again(&earlier, spot);
    state.reader.walk = state.reader.walk.take().and_then(|walk| walk.renamed(again));
    let left = state.left.iter_mut().flat_map(|(_, lists)| lists);
    for list in state.lists.iter_mut().chain(left).filter(|list| list.kind == ListKind::Echoes) {
        let Some(Entry::Passage(passage)) = list.seek.as_ref().or(list.entry()) else { continue };
        if let Some(spot) = again(Spot { passage: *passage, member: list.value }) {
            list.seek = Some(Entry::Passage(spot.passage));
            list.value = spot.member;
        }
        let marked = |entry: &Entry| match entry {
            Entry::Passage(passage) => Some(Spot { passage: *passage, member: 0 }),
            _ => None,
        };
        list.marks = list
            .marks
            .iter()
            .filter_map(marked)
            .filter_map(again)
            .map(|s| Entry::Passage(s.passage))
            .collect();
    }
}
