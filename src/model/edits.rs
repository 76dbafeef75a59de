//! The edits that commands make, as free functions from a session to what would change.
//!
//! **Invariant:** an edit is computed, never applied, here; ids come from the stamp, so equal input makes equal
//! edits.

use std::sync::Arc;

use jiff::Timestamp;

use super::article::{Article, ReadMark, Zone, ZoneKind};
use super::attribution::Link;
use super::change::{Change, Edit, Swap};
use super::claim::{Claim, MadeBy, Polarity, Review};
use super::figure::Figure;
use super::ids::{AnalystId, ArticleId, ClaimId, QuestionId, TagId, Unknown, made_id};
use super::session::{Analyst, Removed, Session};
use super::target::Target;
use crate::command::CommandId;

/// When, by whom, and as which log line an edit is made.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: AnalystId,
    /// The log line that the edit will be.
    pub seq: u64,
}

/// What a new claim starts with.
#[derive(Clone, Debug, Default)]
pub struct NewClaim {
    /// Its quoted words.
    pub target: Vec<Target>,
    /// Its tags.
    pub tags: Vec<TagId>,
    /// The figure read from its words.
    pub figure: Option<Figure>,
    /// Who says it, outermost first.
    pub attribution: Vec<Link>,
    /// The question it is put under.
    pub question: Option<QuestionId>,
    /// What proposed it.
    pub made_by: MadeBy,
    /// The words that weaken it.
    pub hedge: Option<String>,
}

/// Makes a claim of an article; returns its id with the edit.
pub fn make_claim(
    session: &Session,
    what: CommandId,
    article: ArticleId,
    new: NewClaim,
    stamp: &Stamp,
) -> (ClaimId, Edit) {
    let id = ClaimId::new(made_id(&session.id, &stamp.by, stamp.seq, 0));
    let NewClaim { target, tags, figure, attribution, question, made_by, hedge } = new;
    let claim = Claim {
        number: session.next_number(),
        article,
        target,
        tags,
        question,
        figure,
        attribution,
        origin: None,
        hedge,
        speech: None,
        polarity: Polarity::Affirmed,
        as_of: None,
        event_time: None,
        place: None,
        checkable: true,
        private: false,
        note: String::new(),
        confirmed: Vec::new(),
        review: Review::Proposed,
        grades: Vec::new(),
        made_by,
        by: stamp.by.clone(),
        at: stamp.at,
        modified: stamp.at,
        declined: None,
        unknown: Unknown::new(),
    };
    let change = Change::Claim(Swap { id: id.clone(), before: None, after: Some(Arc::new(claim)) });
    (id, Edit { what, changes: vec![change] })
}

/// Sets the tag on the claim, or takes it off where it stands; none where there is no such claim.
pub fn toggle_tag(
    session: &Session,
    what: CommandId,
    claim: &ClaimId,
    tag: &TagId,
    stamp: &Stamp,
) -> Option<Edit> {
    change_claim(session, what, claim, stamp, |claim| {
        if let Some(place) = claim.tags.iter().position(|t| t == tag) {
            claim.tags.remove(place);
        } else {
            claim.tags.push(tag.clone());
        }
    })
}

/// Sets the claim's note; none where there is no such claim.
pub fn set_note(
    session: &Session,
    what: CommandId,
    claim: &ClaimId,
    note: &str,
    stamp: &Stamp,
) -> Option<Edit> {
    change_claim(session, what, claim, stamp, |claim| note.clone_into(&mut claim.note))
}

/// Sets what is said of the case as a whole; none where that stands already.
pub fn set_case_note(session: &Session, what: CommandId, note: &str) -> Option<Edit> {
    let change = Change::Note { before: session.note.clone(), after: note.to_owned() };
    (session.note != note).then(|| Edit { what, changes: vec![change] })
}

/// Sets the case's name for people; none where that stands already.
pub fn set_title(session: &Session, what: CommandId, title: &str) -> Option<Edit> {
    let change = Change::Title { before: session.title.clone(), after: title.to_owned() };
    (session.title != title).then(|| Edit { what, changes: vec![change] })
}

/// Changes a standing claim and its time of change.
fn change_claim(
    session: &Session,
    what: CommandId,
    id: &ClaimId,
    stamp: &Stamp,
    change: impl FnOnce(&mut Claim),
) -> Option<Edit> {
    let before = session.claims.get(id)?;
    let mut after = Claim::clone(before);
    change(&mut after);
    after.modified = stamp.at;
    let change = Change::Claim(Swap {
        id: id.clone(),
        before: Some(Arc::clone(before)),
        after: Some(Arc::new(after)),
    });
    Some(Edit { what, changes: vec![change] })
}

/// Takes a claim away: the claim to none, and its number kept from none. None where there is no such claim.
pub fn remove_claim(session: &Session, what: CommandId, id: &ClaimId, stamp: &Stamp) -> Option<Edit> {
    let before = session.claims.get(id)?;
    let removed = Removed { number: before.number, at: stamp.at, by: stamp.by.clone() };
    let changes = vec![
        Change::Claim(Swap { id: id.clone(), before: Some(Arc::clone(before)), after: None }),
        Change::Removed(Swap { id: id.clone(), before: None, after: Some(Arc::new(removed)) }),
    ];
    Some(Edit { what, changes })
}

/// Puts an article, or what became known of it, in the session; none where nothing would change.
pub fn set_article(session: &Session, what: CommandId, id: &ArticleId, article: Article) -> Option<Edit> {
    let before = session.articles.get(id);
    if before.is_some_and(|a| **a == article) {
        return None;
    }
    let change =
        Change::Article(Swap { id: id.clone(), before: before.cloned(), after: Some(Arc::new(article)) });
    Some(Edit { what, changes: vec![change] })
}

/// Marks an article of the session as read, or unread; none where there is no such article.
pub fn mark_read(
    session: &Session,
    what: CommandId,
    id: &ArticleId,
    read: bool,
    stamp: &Stamp,
) -> Option<Edit> {
    let mut article = Article::clone(session.articles.get(id)?);
    article.read = read.then(|| ReadMark { by: stamp.by.clone(), at: stamp.at });
    set_article(session, what, id, article)
}

/// Marks words as a zone of their article; where they are that zone already, they are one no more, and where they are
/// another, they become this one. None where there is no such article.
pub fn set_zone(
    session: &Session,
    what: CommandId,
    id: &ArticleId,
    kind: ZoneKind,
    target: &Target,
) -> Option<Edit> {
    let mut article = Article::clone(session.articles.get(id)?);
    match article.zones.iter().position(|zone| zone.target == *target) {
        Some(at) => {
            let standing = article.zones.remove(at);
            if standing.kind != kind {
                article.zones.push(Zone { kind, target: target.clone() });
            }
        }
        None => article.zones.push(Zone { kind, target: target.clone() }),
    }
    article.zones.sort_by_key(|zone| (zone.target.start, zone.target.end, zone.kind));
    set_article(session, what, id, article)
}

/// Takes a zone of an article away, by its place among them; none where there is none.
pub fn remove_zone(session: &Session, what: CommandId, id: &ArticleId, n: usize) -> Option<Edit> {
    let mut article = Article::clone(session.articles.get(id)?);
    if n >= article.zones.len() {
        return None;
    }
    article.zones.remove(n);
    set_article(session, what, id, article)
}

/// Enters an analyst; none where one of that id and name stands.
pub fn set_analyst(session: &Session, what: CommandId, id: &AnalystId, name: &str) -> Option<Edit> {
    let before = session.analysts.get(id);
    let mut after = before.map(|a| Analyst::clone(a)).unwrap_or_default();
    if before.is_some() && after.name == name {
        return None;
    }
    name.clone_into(&mut after.name);
    let change =
        Change::Analyst(Swap { id: id.clone(), before: before.cloned(), after: Some(Arc::new(after)) });
    Some(Edit { what, changes: vec![change] })
}
