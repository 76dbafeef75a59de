//! Claims of articles whose files changed: the old words against the new ones, accepted or declined one by one.
//!
//! **Invariant:** no claim is moved but by a key on its own line; the article is taken as it is now only once every
//! claim of it was kept, accepted or declined.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Entry, ListKind, ListView};
use crate::app::articles::{ArticleEntry, ArticleState};
use crate::app::commit;
use crate::app::making;
use crate::app::msg::{Effect, TextPart};
use crate::app::piece::{Line, Piece, piece};
use crate::app::reader::tagging;
use crate::app::state::State;
use crate::command::{ClaimCommand, Command};
use crate::echo;
use crate::model::anchor::{Anchor, Ground};
use crate::model::edits_ledger::change_claims;
use crate::model::{ClaimId, Part, Review, Target};
use crate::text::{Span, grapheme, sentence, width};
use crate::theme::Role;

/// What became of one span of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The claim.
    pub claim: ClaimId,
    /// Which of its spans.
    pub part: usize,
    /// What became of it.
    pub anchor: Anchor,
    /// Whether a person declined every place for it in the article as it is now.
    pub declined: bool,
}

impl Changed {
    /// Says whether there is nothing left to decide.
    fn is_decided(&self) -> bool {
        self.declined || self.anchor == Anchor::Same
    }
}

/// What became of the claims of changed articles.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Each span of each claim: those that ask for a decision first, then those declined, then those kept.
    pub all: Vec<Changed>,
    /// The articles as they were annotated, from their kept copies.
    old: BTreeMap<usize, TextPart>,
    made_for: Option<(u64, usize)>,
}

/// Asks for the texts of changed articles as they are and as they were, so that their claims can be looked up.
pub fn open(state: &mut State, effects: &mut Vec<Effect>) {
    for (article, entry) in state.doc.articles.iter().enumerate() {
        if !is_changed(entry) {
            continue;
        }
        if !entry.is_whole() {
            effects.push(Effect::ReadWhole(article));
        }
        let known = state.doc.session.articles.get(&entry.id).and_then(|known| known.sha256.clone());
        if let Some(sha256) = known.filter(|_| !state.changes.old.contains_key(&article)) {
            effects.push(Effect::ReadKept { article, sha256 });
        }
    }
    state.lists.push(ListView::new(ListKind::Changes));
}

/// Takes up an article as it was annotated; without a copy the words kept with each claim are shown.
pub fn old_text_arrived(state: &mut State, article: usize, text: Option<TextPart>) {
    state.changes.old.extend(text.map(|text| (article, text)));
}

fn is_changed(entry: &ArticleEntry) -> bool {
    entry.state == ArticleState::Changed
}

/// Looks the claims up that are of changed articles, or whose words stand nowhere in an article taken as it is;
/// where session or texts are others than before.
pub fn refresh(state: &mut State) {
    let whole = state.doc.articles.iter().filter(|entry| is_changed(entry) && entry.is_whole()).count();
    let key = (state.doc.session.revision, whole);
    if state.changes.made_for == Some(key) {
        return;
    }
    let mut all = Vec::new();
    for (article, entry) in state.doc.articles.iter().enumerate() {
        if !entry.is_whole() {
            continue;
        }
        let (changed, mut ground) = (is_changed(entry), None);
        for id in state.doc.order().of_article(article) {
            let Some(claim) = state.doc.session.claims.get(id) else { continue };
            let declined = entry.is_declined(claim);
            for (part, target) in claim.target.iter().enumerate() {
                if !changed && !declined && entry.place(target).is_some() {
                    continue;
                }
                let ground = ground.get_or_insert_with(|| Ground::new(entry.words()));
                all.push(Changed { claim: id.clone(), part, anchor: ground.find(target), declined });
            }
        }
    }
    let number = |id: &ClaimId| state.doc.session.claims.get(id).map_or(0, |claim| claim.number);
    all.sort_by_key(|changed| {
        let rank = (changed.anchor == Anchor::Same, changed.declined);
        (rank, number(&changed.claim), changed.part)
    });
    state.changes.all = all;
    state.changes.made_for = Some(key);
}

/// Returns a line for each span of each claim of a changed article.
pub fn entries(state: &State) -> Vec<Entry> {
    state.changes.all.iter().map(|changed| Entry::Change(changed.claim.clone(), changed.part)).collect()
}

/// Lets the claims be looked up anew: a text was read otherwise without any edit.
pub fn forget(state: &mut State) {
    state.changes.made_for = None;
}

fn find<'a>(state: &'a State, id: &ClaimId, part: usize) -> Option<(&'a Changed, &'a Target, usize)> {
    let changed = state.changes.all.iter().find(|changed| changed.claim == *id && changed.part == part)?;
    let claim = state.doc.session.claims.get(id)?;
    Some((changed, claim.target.get(part)?, state.doc.article_of(claim)?))
}

/// Returns the heading.
pub fn heading() -> Line {
    vec![piece(
        Role::Heading,
        format!("{:>6}  {:<22} {:<14} words as cited", "", "what became of it", "article"),
    )]
}

/// Returns a claim's line: number, what became of it, article, the words as cited.
pub fn line(state: &State, id: &ClaimId, part: usize) -> Line {
    let Some((changed, target, article)) = find(state, id, part) else { return Vec::new() };
    let number = state.doc.session.claims.get(id).map_or(0, |claim| claim.number);
    let (words, role) = match changed.anchor {
        _ if changed.declined => ("declined", Role::Dim),
        Anchor::Same => ("kept", Role::Dim),
        Anchor::Moved { .. } | Anchor::Likely { .. } => (changed.anchor.words(), Role::Label),
        Anchor::TextChanged { .. } | Anchor::Orphaned => (changed.anchor.words(), Role::Error),
    };
    let short = state.doc.articles.get(article).map_or("", |entry| entry.short.as_str());
    vec![
        piece(Role::Text, format!("{:>6}  ", format!("c{number}"))),
        piece(role, width::pad(words, 22)),
        piece(Role::Text, format!(" {:<2} {} ", article + 1, width::pad(&width::clip_end(short, 10), 10))),
        piece(Role::Quote, format!("“{}”", target.exact.split_whitespace().collect::<Vec<_>>().join(" "))),
    ]
}

/// A text with the words meant in it and the sentence around them.
struct Cited<'a> {
    text: std::borrow::Cow<'a, str>,
    words: Span,
    around: Span,
}

/// The most bytes shown on each side of the words: sentences of some reports are pages long.
const CONTEXT: usize = 200;

impl<'a> Cited<'a> {
    fn new(text: &'a str, words: Span) -> Self {
        let around = sentence::at(text, words.start).join(sentence::at(text, words.end.saturating_sub(1)));
        let start = around.start.max(grapheme::floor(text, words.start.saturating_sub(CONTEXT)));
        let end = around.end.min(grapheme::floor(text, (words.end + CONTEXT).min(text.len())));
        Self { text: text.into(), words, around: Span { start, end: end.max(words.end) } }
    }

    /// The words as annotated: in the kept copy, else with no more around them than the claim itself holds.
    fn old(part: Option<&'a TextPart>, target: &Target) -> Self {
        let place = part.and_then(|part| {
            let start = part.index.byte(&part.text, target.start)?;
            let span = Span { start, end: start + target.exact.len() };
            let stands = part.text.get(span.start..span.end) == Some(target.exact.as_str());
            stands.then_some((&*part.text, span))
        });
        if let Some((text, span)) = place {
            return Self::new(text, span);
        }
        let text = format!("{}{}{}", target.prefix, target.exact, target.suffix);
        let words = Span { start: target.prefix.len(), end: target.prefix.len() + target.exact.len() };
        Self { around: Span { start: 0, end: text.len() }, words, text: text.into() }
    }

    /// Its pieces behind a label: the words meant stand out, and those that differ more so.
    fn pieces(&self, label: &str, differs: &[Span]) -> Vec<Piece> {
        let mut borders = vec![self.around.start, self.words.start, self.words.end, self.around.end];
        borders.extend(differs.iter().flat_map(|span| [span.start, span.end]));
        borders.retain(|at| self.around.start <= *at && *at <= self.around.end);
        borders.sort_unstable();
        borders.dedup();
        let mut pieces = vec![piece(Role::Label, label)];
        for pair in borders.windows(2) {
            let &[start, end] = pair else { continue };
            let role = if differs.iter().any(|span| span.contains(start)) {
                Role::Differs
            } else if self.words.contains(start) {
                Role::Quote
            } else {
                Role::Dim
            };
            let words = Span { start, end }.of(&self.text);
            pieces.push(piece(role, words.replace(['\n', '\r', '\t'], " ")));
        }
        pieces
    }
}

/// The words that differ between two passages, on each side.
fn differing(old: &Cited<'_>, new: &Cited<'_>) -> (Vec<Span>, Vec<Span>) {
    let member = |article: usize, span: Span| echo::Member { article, span, speaker: None, quoted: false };
    let echo = echo::Echo {
        kind: echo::Kind::Altered,
        members: vec![member(0, old.around), member(1, new.around)],
        pairs: Vec::new(),
    };
    let differences = echo::compare(&echo, 0, 1, (&old.text, &new.text)).map(|pair| pair.differences);
    let of = |side: fn(&echo::Difference) -> Span| {
        let all = differences.iter().flatten();
        all.map(side).filter(|span| !span.is_empty()).collect()
    };
    (of(|difference| difference.a), of(|difference| difference.b))
}

/// Returns the old words and the new ones in their sentences, what differs marked, in so many rows.
pub fn detail(state: &State, id: &ClaimId, part: usize, rows: usize) -> Vec<Line> {
    let Some((changed, target, article)) = find(state, id, part) else { return Vec::new() };
    let old = Cited::old(state.changes.old.get(&article), target);
    let text = state.doc.articles.get(article).map_or("", ArticleEntry::words);
    let new = span(state, article, changed.anchor.place(target)).map(|span| Cited::new(text, span));
    let (columns, each) = (usize::from(state.size.0).saturating_sub(1), (rows / 2).max(1));
    let wrapped = |pieces: &[Piece], most| crate::app::form::sheet::wrapped(pieces, columns, most);
    let Some(new) = new else {
        let mut lines = wrapped(&old.pieces("was  ", &[]), rows.saturating_sub(1).max(1));
        let remove = state.key_of(ClaimCommand::Remove.into());
        let words =
            format!("not found; {remove} leaves the claim with its old words, which then stand nowhere");
        lines.push(vec![piece(Role::Label, "now  "), piece(Role::Error, words)]);
        return lines;
    };
    let (was, now) = differing(&old, &new);
    let mut lines = wrapped(&old.pieces("was  ", &was), each);
    let left = rows.saturating_sub(lines.len()).max(1);
    lines.extend(wrapped(&new.pieces("now  ", &now), left));
    lines
}

fn span(state: &State, article: usize, place: Option<(usize, usize)>) -> Option<Span> {
    let part = state.doc.articles.get(article)?.text.as_ref()?;
    let (start, end) = place?;
    Some(Span::new(part.index.byte(&part.text, start)?, part.index.byte(&part.text, end)?))
}

/// Goes to where a claim's words stand now.
pub fn jump(state: &mut State, id: &ClaimId, part: usize) {
    let Some((changed, target, article)) = find(state, id, part) else { return };
    let place = span(state, article, changed.anchor.place(target)).map(|span| span.start);
    state.lists.clear();
    state.remember();
    state.go_to(article, place);
}

/// Puts the cursor on the next span that waits for a decision, once this one is decided on.
fn go_on(state: &mut State, id: &ClaimId, part: usize) {
    let all = &state.changes.all;
    let here = all.iter().position(|changed| changed.claim == *id && changed.part == part).unwrap_or(0);
    let others = all.iter().skip(here + 1).chain(all.iter().take(here));
    let next = others.into_iter().find(|changed| !changed.is_decided());
    let next = next.map(|changed| Entry::Change(changed.claim.clone(), changed.part));
    if let (Some(list), Some(next)) = (state.lists.last_mut(), next) {
        list.seek = Some(next);
    }
}

/// Accepts the new place of the words under the cursor; changed words get their figure read anew, to be confirmed.
pub fn accept(state: &mut State, id: &ClaimId, part: usize, now: Timestamp, effects: &mut Vec<Effect>) {
    let Some((changed, target, article)) = find(state, id, part) else { return };
    let (anchor, place) = (changed.anchor, span(state, article, changed.anchor.place(target)));
    if anchor == Anchor::Same {
        state.say("these words stand where they stood");
        go_on(state, id, part);
        settle(state, article, effects);
        return;
    }
    let Some(target) = place.and_then(|span| state.doc.target(article, span)) else {
        state.say("nothing to accept: the words are not found; x declines, and a new claim can be made");
        return;
    };
    let says_other = matches!(anchor, Anchor::TextChanged { .. });
    let ids = [id.clone()];
    let what = Command::from(ClaimCommand::Accept);
    let made = commit::edit(&mut state.doc, None, now, effects, |session, stamp| {
        change_claims(session, what.into(), &ids, stamp, |claim| {
            if says_other && claim.figure.is_some() {
                claim.figure = making::figure_of(session, &target, claim.tags.first());
                claim.confirmed.retain(|part| *part != Part::Figure);
                claim.review = Review::Proposed;
            }
            claim.declined = None;
            if let Some(place) = claim.target.get_mut(part) {
                *place = target.clone();
            }
        })
    });
    decided(state, made, (id, part), article, effects);
}

/// Declines the new place: the claim keeps its old words, and that is kept with it.
pub fn decline(state: &mut State, id: &ClaimId, part: usize, now: Timestamp, effects: &mut Vec<Effect>) {
    let Some((changed, _, article)) = find(state, id, part) else { return };
    if changed.anchor == Anchor::Same {
        state.say("these words stand where they stood; there is nothing to decline");
        return;
    }
    let text = state.doc.articles.get(article).and_then(|entry| entry.text.as_ref()?.whole.as_ref());
    let Some(hash) = text.map(|whole| whole.text_sha256.clone()) else { return };
    let ids = [id.clone()];
    let what = Command::from(ClaimCommand::Remove);
    let made = commit::edit(&mut state.doc, None, now, effects, |session, stamp| {
        change_claims(session, what.into(), &ids, stamp, |claim| claim.declined = Some(hash.clone()))
    });
    decided(state, made, (id, part), article, effects);
}

/// Says what was decided, goes on to the next, and takes the article as it is now once nothing is left to decide.
fn decided(
    state: &mut State,
    made: Result<Option<std::sync::Arc<crate::model::Edit>>, commit::Refused>,
    (id, part): (&ClaimId, usize),
    article: usize,
    effects: &mut Vec<Effect>,
) {
    let refused = made.is_err();
    tagging::tell(state, made);
    if refused {
        return;
    }
    go_on(state, id, part);
    refresh(state);
    settle(state, article, effects);
}

/// Takes a changed article as it is now, once all of its claims were decided on.
fn settle(state: &mut State, article: usize, effects: &mut Vec<Effect>) {
    if !state.doc.articles.get(article).is_some_and(is_changed) {
        return;
    }
    let of_article = |changed: &&Changed| {
        let claim = state.doc.session.claims.get(&changed.claim);
        claim.and_then(|claim| state.doc.article_of(claim)) == Some(article)
    };
    let open = state.changes.all.iter().filter(of_article).filter(|changed| !changed.is_decided()).count();
    let facts = state.doc.articles.get(article).and_then(|entry| entry.text.as_ref()?.whole.clone());
    let said = state.notice.take().map_or_else(String::new, |notice| format!("{} · ", notice.text));
    if open > 0 {
        let open = crate::app::status::count(open, "claim");
        state.say(format!("{said}{open} of this article to decide on"));
    } else if let Some(facts) = facts {
        effects.push(Effect::Keep { article, sha256: facts.sha256 });
        state.say(format!("{said}article {} is taken as it is now", article + 1));
    }
}

#[cfg(test)]
mod tests {
    use crate::app::articles::ArticleState;
    use crate::app::desk::{Desk, part};
    use crate::app::{Effect, Msg};

    const OLD: &str = "A first line.\n\nThe harbour office said that 62 dock workers were hurt in the lower town on Monday. \
                       A nurse spoke of eighty cases at the clinic.";

    /// Makes three claims and gives the article another text.
    fn changed(new: &str) -> Desk {
        let mut desk = Desk::new(&[OLD]);
        desk.keys("/62 dock workers<enter>1/in the lower town<enter>5/eighty cases<enter>2<esc>");
        desk.send(Msg::Text { article: 0, text: Ok(part(new)) });
        assert_eq!(desk.state.doc.articles[0].state, ArticleState::Changed);
        desk.keys("gd");
        desk
    }

    fn told(desk: &Desk) -> Vec<String> {
        let list = desk.state.lists.last().unwrap();
        let lines = list.entries.iter().map(|entry| {
            let line = super::super::line(&desk.state, entry);
            let words: String = line.iter().take(2).map(|piece| piece.text.as_str()).collect();
            words.split_whitespace().collect::<Vec<_>>().join(" ")
        });
        lines.collect()
    }

    #[test]
    fn claims_are_accepted_and_declined_one_by_one() {
        let new = OLD.replace("A first line.", "A first line, and a longer one.").replace("62", "63");
        let mut desk = changed(&new.replace("eighty cases at", "cases seen at"));
        assert_eq!(told(&desk), ["c1 text changed", "c2 moved, please confirm", "c3 text changed"]);
        let words = |desk: &Desk, n: u32| {
            let claim = desk.state.doc.session.claims.values().find(|claim| claim.number == n).unwrap();
            claim.target[0].exact.clone()
        };
        assert_eq!(words(&desk, 1), "62 dock workers", "nothing is moved by itself");
        desk.keys("a");
        assert!(desk.notice().ends_with("2 claims of this article to decide on"), "{}", desk.notice());
        assert_eq!(words(&desk, 1), "63 dock workers");
        let claim = desk.state.doc.session.claims.values().find(|claim| claim.number == 1).unwrap();
        assert_eq!(desk.state.doc.label(claim), "63 killed (unattributed)");
        // The cursor went on by itself, to the next that waits.
        desk.keys("a");
        assert_eq!(told(&desk)[0], "c3 text changed");
        desk.keys("x");
        assert!(desk.notice().ends_with("article 1 is taken as it is now"), "{}", desk.notice());
        assert_eq!(words(&desk, 3), "eighty cases");
        assert_eq!(desk.state.doc.articles[0].state, ArticleState::Same);
        assert!(!desk.others.iter().any(|effect| matches!(effect, Effect::Keep { .. })));
    }

    #[test]
    fn a_declined_place_is_an_edit_that_is_remembered_and_undone() {
        let new = OLD.replace("62", "63").replace("eighty cases at", "cases seen at");
        let mut desk = changed(&new);
        assert_eq!(told(&desk), ["c1 text changed", "c2 moved, please confirm", "c3 text changed"]);
        desk.keys("x");
        assert_eq!(
            desk.notice(),
            "c1: declined, the old words stay · u undoes · 2 claims of this article to decide on"
        );
        assert_eq!(told(&desk), ["c2 moved, please confirm", "c3 text changed", "c1 declined"]);
        let list = desk.state.lists.last().unwrap();
        assert_eq!(list.cursor, 0, "on the next that waits");
        let claim = desk.state.doc.session.claims.values().find(|claim| claim.number == 1).unwrap();
        assert_eq!(claim.declined, Some(format!("{:064x}", new.len())));
        assert_eq!(desk.log.last().unwrap().changes.len(), 1);
        desk.keys("u");
        assert_eq!(told(&desk), ["c1 text changed", "c2 moved, please confirm", "c3 text changed"]);
        desk.keys("Uxx");
        assert_eq!(desk.state.doc.articles[0].state, ArticleState::Same);
        desk.keys("<esc>gd");
        let all = ["c1 declined", "c2 declined", "c3 declined"];
        assert_eq!(told(&desk), all, "what stands nowhere stays listed");
        desk.keys("gt");
        assert!(!desk.marked().contains('{'), "declined words are drawn nowhere: {}", desk.marked());
    }

    #[test]
    fn the_old_sentence_from_the_kept_copy_stands_over_the_new_one() {
        let mut desk = changed(&OLD.replace("62 dock", "63 dock").replace("on Monday", "on Saturday"));
        desk.keys("gg");
        let list = desk.state.lists.last().unwrap();
        let lines = super::super::detail(&desk.state, list.entry().unwrap());
        let words: Vec<String> =
            lines.iter().map(|line| line.iter().map(|piece| piece.text.as_str()).collect()).collect();
        assert!(words[0].starts_with("was  The harbour office said that 62 dock workers"), "{words:?}");
        let new = words.iter().find(|line| line.starts_with("now")).unwrap();
        assert!(new.starts_with("now  The harbour office said that 63 dock workers"), "{words:?}");
        let differs: Vec<&str> = lines
            .iter()
            .flatten()
            .filter(|piece| piece.role == crate::theme::Role::Differs)
            .map(|piece| piece.text.as_str().trim())
            .collect();
        assert_eq!(differs, ["62", "Monday", "63", "Saturday"]);
    }

    #[test]
    fn what_stands_where_it_stood_needs_no_decision() {
        let mut desk = changed(&format!("{OLD} More was to come, the office added later in the day."));
        assert_eq!(told(&desk), ["c1 kept", "c2 kept", "c3 kept"]);
        desk.keys("a");
        assert!(desk.notice().ends_with("article 1 is taken as it is now"), "{}", desk.notice());
        desk.keys("<esc>ggc");
        assert!(desk.marked().contains("{killed:‸62 dock workers}"), "{}", desk.marked());
    }
}
