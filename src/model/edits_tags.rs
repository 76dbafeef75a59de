//! Edits of tags: made, changed, made one, removed.
//!
//! **Invariant:** no two tags share label, key or letter, so that each is told without its hue; a tag that a claim
//! bears never vanishes but into another tag, which the claim then bears.

use std::sync::Arc;

use super::change::{Change, Edit, Swap};
use super::claim::Claim;
use super::edits::Stamp;
use super::edits_ledger::change_claims;
use super::ids::{ClaimId, TagId, slug};
use super::session::Session;
use super::tag::{Hue, Tag};
use crate::command::CommandId;

/// Why a tag cannot be so, for people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TagProblem {
    /// It has no label.
    #[error("a tag needs a label")]
    NoLabel,
    /// Another one is called so.
    #[error("another tag is called “{0}”; R on both makes them one")]
    Label(String),
    /// The key is another one's: the key, and its label.
    #[error("the key {0} is that of “{1}”")]
    Key(char, String),
    /// The letter is none.
    #[error("the letter of a tag is one letter or digit, one column wide")]
    NoLetter,
    /// The letter is another one's: the letter, and its label.
    #[error("the letter {0} is that of “{1}”")]
    Letter(char, String),
    /// Claims bear it: its label, and how many.
    #[error("“{0}” is the tag of {1} claims; R on it and another tag makes the two one")]
    InUse(String, usize),
}

/// Returns the tags in the order in which they are offered: by key, then by label.
pub fn in_order(session: &Session) -> Vec<(&TagId, &Arc<Tag>)> {
    let mut all: Vec<_> = session.tags.iter().collect();
    all.sort_by_key(|(_, tag)| (tag.key.is_none(), tag.key, &tag.label));
    all
}

/// Returns the claims that bear a tag, by id.
pub fn claims_of<'a>(session: &'a Session, id: &'a TagId) -> impl Iterator<Item = (&'a ClaimId, &'a Claim)> {
    session.claims.iter().map(|(id, claim)| (id, claim.as_ref())).filter(move |(_, c)| c.tags.contains(id))
}

/// Returns a tag of this label with a letter, a hue and a key that no other has, as far as there are any left.
pub fn new_tag(session: &Session, label: &str) -> Tag {
    let tags = || session.tags.values();
    let key = ('1'..='9').find(|key| tags().all(|tag| tag.key != Some(*key)));
    let glyph = free_letter(label, |letter| tags().any(|tag| tag.glyph == letter));
    let used = |hue: Hue| tags().filter(|tag| tag.hue == hue).count();
    let hue = Hue::ALL.iter().map(|(hue, _)| *hue).min_by_key(|hue| used(*hue)).unwrap_or_default();
    Tag { label: label.to_owned(), key, glyph: glyph.unwrap_or(' '), hue, ..Tag::default() }
}

/// Returns the first letter of a label, else of the alphabet and the digits, that is not taken.
pub fn free_letter(label: &str, is_taken: impl Fn(char) -> bool) -> Option<char> {
    let own = label.to_lowercase();
    let letters = own.chars().filter(|c| Tag::letter_fits(*c));
    let mut letters = letters.chain('a'..='z').chain('A'..='Z').chain('0'..='9');
    letters.find(|c| !is_taken(*c))
}

/// Says why a tag cannot stand beside the others; `own` is the one that it replaces.
pub fn check(session: &Session, own: Option<&TagId>, tag: &Tag) -> Result<(), TagProblem> {
    let others = || session.tags.iter().filter(|(id, _)| Some(*id) != own).map(|(_, tag)| tag);
    let fold = |label: &str| label.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    if tag.label.trim().is_empty() {
        return Err(TagProblem::NoLabel);
    }
    if let Some(other) = others().find(|other| fold(&other.label) == fold(&tag.label)) {
        return Err(TagProblem::Label(other.label.clone()));
    }
    if !Tag::letter_fits(tag.glyph) {
        return Err(TagProblem::NoLetter);
    }
    if let Some(other) = others().find(|other| other.glyph == tag.glyph) {
        return Err(TagProblem::Letter(tag.glyph, other.label.clone()));
    }
    if let Some((key, other)) =
        tag.key.and_then(|key| others().find(|other| other.key == Some(key)).map(|other| (key, other)))
    {
        return Err(TagProblem::Key(key, other.label.clone()));
    }
    Ok(())
}

/// Makes a tag; its id is a slug of its label.
pub fn make_tag(session: &Session, what: CommandId, tag: Tag) -> Result<(TagId, Edit), TagProblem> {
    check(session, None, &tag)?;
    let id = TagId::new(slug(&tag.label, |s| session.tags.contains_key(&TagId::new(s))));
    let change = Change::Tag(Swap { id: id.clone(), before: None, after: Some(Arc::new(tag)) });
    Ok((id, Edit { what, changes: vec![change] }))
}

/// Changes a tag; none where it stays equal or there is no such tag. With `swap` the tag whose key it takes gets its
/// old one.
pub fn change_tag(
    session: &Session,
    what: CommandId,
    id: &TagId,
    tag: Tag,
    swap: bool,
) -> Result<Option<Edit>, TagProblem> {
    let Some(before) = session.tags.get(id) else { return Ok(None) };
    if **before == tag {
        return Ok(None);
    }
    let holder = session.tags.iter().find(|(other, t)| *other != id && t.key.is_some() && t.key == tag.key);
    let holder = holder.filter(|_| swap).map(|(id, tag)| (id.clone(), Arc::clone(tag)));
    let unkeyed = Tag { key: tag.key.filter(|_| holder.is_none()), ..tag.clone() };
    check(session, Some(id), &unkeyed)?;
    let mut changes = Vec::new();
    if let Some((other, held)) = holder {
        let after = Tag { key: before.key, ..Tag::clone(&held) };
        changes.push(Change::Tag(Swap { id: other, before: Some(held), after: Some(Arc::new(after)) }));
    }
    let after = Some(Arc::new(tag));
    changes.push(Change::Tag(Swap { id: id.clone(), before: Some(Arc::clone(before)), after }));
    Ok(Some(Edit { what, changes }))
}

/// Removes a tag that no claim bears; none where there is no such tag.
pub fn remove_tag(session: &Session, what: CommandId, id: &TagId) -> Result<Option<Edit>, TagProblem> {
    let Some(before) = session.tags.get(id) else { return Ok(None) };
    let used = claims_of(session, id).count();
    if used > 0 {
        return Err(TagProblem::InUse(before.label.clone(), used));
    }
    let change = Change::Tag(Swap { id: id.clone(), before: Some(Arc::clone(before)), after: None });
    Ok(Some(Edit { what, changes: vec![change] }))
}

/// Makes two tags one: every claim of the one that goes bears the other in its place. The one that stays takes the
/// other's key and question where it has none of its own.
pub fn merge_tags(
    session: &Session,
    what: CommandId,
    keep: &TagId,
    gone: &TagId,
    stamp: &Stamp,
) -> Option<Edit> {
    let (kept, lost) = (session.tags.get(keep)?, session.tags.get(gone)?);
    if keep == gone {
        return None;
    }
    let ids: Vec<ClaimId> = claims_of(session, gone).map(|(id, _)| id.clone()).collect();
    let claims = change_claims(session, what.clone(), &ids, stamp, |claim| {
        if claim.tags.contains(keep) {
            claim.tags.retain(|tag| tag != gone);
        }
        claim.tags.iter_mut().filter(|tag| *tag == gone).for_each(|tag| *tag = keep.clone());
    });
    let mut changes = claims.map_or_else(Vec::new, |edit| edit.changes);
    changes.push(Change::Tag(Swap { id: gone.clone(), before: Some(Arc::clone(lost)), after: None }));
    let mut after = Tag::clone(kept);
    after.key = after.key.or(lost.key);
    after.question = after.question.or_else(|| lost.question.clone());
    if after != **kept {
        let (before, after) = (Some(Arc::clone(kept)), Some(Arc::new(after)));
        changes.push(Change::Tag(Swap { id: keep.clone(), before, after }));
    }
    Some(Edit { what, changes })
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::super::defaults::new_session;
    use super::super::edits::{NewClaim, make_claim};
    use super::super::ids::{AnalystId, ArticleId, SessionId};
    use super::super::target::Target;
    use super::*;

    const WHAT: CommandId = CommandId::new("claim.relate");

    fn stamp(seq: u64) -> Stamp {
        Stamp { at: Timestamp::UNIX_EPOCH, by: AnalystId::new("ana"), seq }
    }

    /// A session whose claims bear these of the default tags, by their keys.
    fn session(claims: &[Vec<char>]) -> Session {
        let mut session = new_session(SessionId::new("s"), String::new(), Timestamp::UNIX_EPOCH);
        for (n, keys) in claims.iter().enumerate() {
            let tags = keys.iter().filter_map(|key| session.tag_of_key(*key).cloned()).collect();
            let target = vec![Target { end: 1, exact: "a".to_owned(), ..Target::default() }];
            let new = NewClaim { target, tags, ..NewClaim::default() };
            let (_, edit) = make_claim(&session, WHAT, ArticleId::new("a"), new, &stamp(n as u64 + 1));
            edit.apply(&mut session).unwrap();
        }
        session
    }

    fn id(label: &str) -> TagId {
        TagId::new(label)
    }

    proptest! {
        #[test]
        fn a_merge_keeps_every_claim_and_undo_gives_all_back(
            claims in prop::collection::vec(prop::sample::subsequence(vec!['1', '2', '3', '4'], 0..4), 0..8),
        ) {
            let mut session = session(&claims);
            let before = session.clone();
            let edit = merge_tags(&session, WHAT, &id("killed"), &id("injured"), &stamp(99)).unwrap();
            edit.apply(&mut session).unwrap();
            prop_assert_eq!(session.claims.len(), before.claims.len());
            prop_assert!(!session.tags.contains_key(&id("injured")));
            for (claim, old) in session.claims.values().zip(before.claims.values()) {
                let wanted = old.tags.contains(&id("killed")) || old.tags.contains(&id("injured"));
                prop_assert_eq!(claim.tags.contains(&id("killed")), wanted);
                let killed = claim.tags.iter().filter(|tag| **tag == id("killed")).count();
                prop_assert!(killed <= 1);
                prop_assert!(claim.tags.iter().all(|tag| session.tags.contains_key(tag)));
            }
            edit.inverse().apply(&mut session).unwrap();
            session.revision = before.revision;
            prop_assert_eq!(session, before);
        }

        #[test]
        fn no_two_tags_ever_share_label_key_or_letter(labels in prop::collection::vec("[a-c]{0,2}", 0..30)) {
            let mut session = session(&[]);
            for label in &labels {
                if let Ok((_, edit)) = make_tag(&session, WHAT, new_tag(&session, label)) {
                    edit.apply(&mut session).unwrap();
                }
            }
            let tags: Vec<_> = session.tags.values().collect();
            for (n, a) in tags.iter().enumerate() {
                for b in &tags[n + 1..] {
                    prop_assert!(a.label != b.label && a.glyph != b.glyph);
                    prop_assert!(a.key.is_none() || a.key != b.key);
                }
            }
        }
    }

    #[test]
    fn what_is_taken_is_refused_with_its_holder() {
        let session = session(&[vec!['1'], vec!['1', '2']]);
        let tag = new_tag(&session, "denial");
        assert_eq!((tag.key, tag.glyph), (None, 'd'));
        for (tag, problem) in [
            (Tag { label: "Killed".to_owned(), ..tag.clone() }, TagProblem::Label("killed".to_owned())),
            (Tag { label: " ".to_owned(), ..tag.clone() }, TagProblem::NoLabel),
            (Tag { key: Some('3'), ..tag.clone() }, TagProblem::Key('3', "strike".to_owned())),
            (Tag { glyph: 'k', ..tag.clone() }, TagProblem::Letter('k', "killed".to_owned())),
            (Tag { glyph: '!', ..tag.clone() }, TagProblem::NoLetter),
            (Tag { glyph: '字', ..tag }, TagProblem::NoLetter),
        ] {
            assert_eq!(make_tag(&session, WHAT, tag).unwrap_err(), problem);
        }
        let in_use = remove_tag(&session, WHAT, &id("killed")).unwrap_err();
        assert_eq!(in_use, TagProblem::InUse("killed".to_owned(), 2));
        assert!(remove_tag(&session, WHAT, &id("weapon")).unwrap().is_some());
    }

    #[test]
    fn two_tags_change_keys_in_one_edit() {
        let mut session = session(&[]);
        let tag = Tag { key: Some('3'), ..Tag::clone(&session.tags[&id("killed")]) };
        let refused = change_tag(&session, WHAT, &id("killed"), tag.clone(), false).unwrap_err();
        assert_eq!(refused, TagProblem::Key('3', "strike".to_owned()));
        let edit = change_tag(&session, WHAT, &id("killed"), tag, true).unwrap().unwrap();
        edit.apply(&mut session).unwrap();
        let order: Vec<_> = in_order(&session).iter().take(3).map(|(_, tag)| tag.label.clone()).collect();
        assert_eq!(order, ["strike", "injured", "killed"]);
    }
}
