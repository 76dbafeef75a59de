//! Claims of articles whose files changed: the old words against the new ones, accepted or declined one by one.
//!
//! **Invariant:** no claim is moved but by a key on its own line; the article is taken as it is now only once every
//! claim of it was kept, accepted or declined.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{Entry, ListKind, ListView};
use crate::app::articles::{ArticleEntry, ArticleState};
use crate::app::commit;
use crate::app::copies;
use crate::app::making;
use crate::app::msg::Effect;
use crate::app::piece::{Line, piece};
use crate::app::reader::tagging;
use crate::app::state::State;
use crate::command::{ClaimCommand, Command};
use crate::model::anchor::{Anchor, Ground};
use crate::model::edits_ledger::change_claims;
use crate::model::{ClaimId, Part, Review, Target};
use crate::text::{Span, width};
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
}

/// What became of the claims of changed articles.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Each span of each claim, those that ask for a decision first.
    pub all: Vec<Changed>,
    /// What was declined: the old words stay, and stand nowhere.
    declined: BTreeSet<(ClaimId, usize)>,
    made_for: Option<(u64, usize)>,
}

/// Asks for the texts of changed articles, so that their claims can be looked up.
pub fn open(state: &mut State, effects: &mut Vec<Effect>) {
    for (n, entry) in state.doc.articles.iter().enumerate() {
        if is_changed(entry) && !entry.is_whole() {
            effects.push(Effect::ReadWhole(n));
        }
    }
    state.lists.push(ListView::new(ListKind::Changes));
}

fn is_changed(entry: &ArticleEntry) -> bool {
    entry.state == ArticleState::Changed
}

/// Looks the claims of changed articles up, where session or texts are others than before.
pub fn refresh(state: &mut State) {
    let whole = state.doc.articles.iter().filter(|entry| is_changed(entry) && entry.is_whole()).count();
    let key = (state.doc.session.revision, whole);
    if state.changes.made_for == Some(key) {
        return;
    }
    let mut all = Vec::new();
    for entry in state.doc.articles.iter().filter(|entry| is_changed(entry) && entry.is_whole()) {
        let ground = Ground::new(entry.words());
        let own = state.doc.session.claims.iter().filter(|(_, claim)| claim.article == entry.id);
        for (id, claim) in own {
            let fates = claim.target.iter().enumerate();
            all.extend(fates.map(|(part, target)| Changed {
                claim: id.clone(),
                part,
                anchor: ground.find(target),
            }));
        }
    }
    let number = |id: &ClaimId| state.doc.session.claims.get(id).map_or(0, |claim| claim.number);
    all.sort_by_key(|changed| (changed.anchor == Anchor::Same, number(&changed.claim), changed.part));
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
    let declined = state.changes.declined.contains(&(id.clone(), part));
    let (words, role) = match changed.anchor {
        _ if declined => ("declined", Role::Dim),
        Anchor::Same => ("kept", Role::Dim),
        Anchor::Moved { .. } | Anchor::Likely { .. } => (changed.anchor.words(), Role::Label),
        Anchor::TextChanged { .. } | Anchor::Orphaned => (changed.anchor.words(), Role::Error),
    };
    let short = state.doc.articles.get(article).map_or("", |entry| entry.short.as_str());
    vec![
        piece(Role::Text, format!("{:>6}  ", format!("c{number}"))),
        piece(role, width::pad(words, 22)),
        piece(Role::Text, format!(" {:<2} {} ", article + 1, width::pad(&width::clip_end(short, 10), 10))),
        piece(Role::Quote, format!("“{}”", target.exact)),
    ]
}

/// Returns the old words and the new ones, each with what stands around them.
pub fn detail(state: &State, id: &ClaimId, part: usize) -> Vec<Line> {
    let Some((changed, target, article)) = find(state, id, part) else { return Vec::new() };
    let old = vec![
        piece(Role::Label, "was  "),
        piece(Role::Dim, format!("…{}", target.prefix)),
        piece(Role::Quote, &target.exact),
        piece(Role::Dim, format!("{}…", target.suffix)),
    ];
    let text = state.doc.articles.get(article).map_or("", ArticleEntry::words);
    let new = match span(state, article, changed.anchor.place(target)) {
        Some(span) => vec![
            piece(Role::Label, "now  "),
            piece(Role::Dim, format!("…{}", crate::text::quote::prefix(text, span))),
            piece(Role::Match, span.of(text)),
            piece(Role::Dim, format!("{}…", crate::text::quote::suffix(text, span))),
        ],
        None => vec![
            piece(Role::Label, "now  "),
            piece(Role::Error, "not found; x leaves the claim with its old words, which then stand nowhere"),
        ],
    };
    vec![old, new]
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

/// Accepts the new place of the words under the cursor; changed words get their figure read anew, to be confirmed.
pub fn accept(state: &mut State, id: &ClaimId, part: usize, now: Timestamp, effects: &mut Vec<Effect>) {
    let Some((changed, target, article)) = find(state, id, part) else { return };
    let (anchor, place) = (changed.anchor, span(state, article, changed.anchor.place(target)));
    if anchor == Anchor::Same {
        state.say("these words stand where they stood");
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
            if let Some(place) = claim.target.get_mut(part) {
                *place = target.clone();
            }
        })
    });
    tagging::tell(state, made);
    refresh(state);
    settle(state, article, effects);
}

/// Declines the new place: the claim keeps its old words.
pub fn decline(state: &mut State, id: &ClaimId, part: usize, effects: &mut Vec<Effect>) {
    let Some((changed, _, article)) = find(state, id, part) else { return };
    if changed.anchor == Anchor::Same {
        state.say("these words stand where they stood; there is nothing to decline");
        return;
    }
    state.changes.declined.insert((id.clone(), part));
    state.say("declined: the claim keeps its old words, and they stand nowhere in the article");
    settle(state, article, effects);
}

/// Takes a changed article as it is now, once all of its claims were decided on.
fn settle(state: &mut State, article: usize, effects: &mut Vec<Effect>) {
    let decided = |changed: &&Changed| {
        changed.anchor == Anchor::Same
            || state.changes.declined.contains(&(changed.claim.clone(), changed.part))
    };
    let of_article = |changed: &&Changed| {
        let claim = state.doc.session.claims.get(&changed.claim);
        claim.and_then(|claim| state.doc.article_of(claim)) == Some(article)
    };
    let open = state.changes.all.iter().filter(of_article).filter(|changed| !decided(changed)).count();
    let facts = state.doc.articles.get(article).and_then(|entry| entry.text.as_ref()?.whole.clone());
    let said = state.notice.take().map_or_else(String::new, |notice| format!("{} · ", notice.text));
    if open > 0 {
        let open = crate::app::status::count(open, "claim");
        state.say(format!("{said}{open} of this article to decide on"));
    } else if let Some(facts) = facts {
        effects.push(copies::whole_or_extracts(&state.doc, article, &facts));
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
        desk.keys("gg").keys("a").keys("gg");
        assert_eq!(told(&desk)[0], "c3 text changed");
        desk.keys("x");
        assert!(desk.notice().ends_with("article 1 is taken as it is now"), "{}", desk.notice());
        assert_eq!(words(&desk, 3), "eighty cases");
        assert_eq!(desk.state.doc.articles[0].state, ArticleState::Same);
        assert!(!desk.others.iter().any(|effect| matches!(effect, Effect::Keep { .. })));
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
