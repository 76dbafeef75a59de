//! Relations between claims and between sources: making them, taking them away, and what they imply.
//!
//! **Invariant:** `same-as` reaches through others; a `contradicts` inside such a group is found, never mended.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::change::{Change, Edit, Swap};
use super::edits::Stamp;
use super::ids::{ClaimId, EchoId, QuestionId, RelationId, SourceId, Unknown, made_id};
use super::relation::{Echo, EchoMember, Relation, RelationKind};
use super::session::Session;
use crate::command::CommandId;

/// Relates two claims, or two sources by `relays` on a question; none where that stands already, where both ends
/// are one, or an end does not stand. `n` is its place among the objects that this log line makes.
pub fn relate(
    session: &Session,
    what: CommandId,
    kind: RelationKind,
    ends: (&str, &str),
    question: Option<&QuestionId>,
    n: usize,
    stamp: &Stamp,
) -> Option<(RelationId, Edit)> {
    let (from, to) = ends;
    let stands = |end: &str| match kind {
        RelationKind::Relays => session.sources.contains_key(&SourceId::new(end)),
        _ => session.claims.contains_key(&ClaimId::new(end)),
    };
    let same = |r: &Arc<Relation>| {
        let straight = r.from == from && r.to == to;
        let either_way = matches!(kind, RelationKind::Contradicts | RelationKind::SameAs);
        r.kind == kind
            && r.question.as_ref() == question
            && (straight || either_way && r.from == to && r.to == from)
    };
    if from == to || !stands(from) || !stands(to) || session.relations.values().any(same) {
        return None;
    }
    let relation = Relation {
        kind,
        from: from.to_owned(),
        to: to.to_owned(),
        question: question.cloned(),
        note: String::new(),
        unknown: Unknown::new(),
    };
    let id = RelationId::new(made_id(&session.id, &stamp.by, stamp.seq, n));
    let after = Some(Arc::new(relation));
    let change = Change::Relation(Swap { id: id.clone(), before: None, after });
    Some((id, Edit { what, changes: vec![change] }))
}

/// Accepts a passage as one statement by a source, or changes whose it is where it was accepted before; none where
/// that stands already, where there are no two members, or nothing is left of it.
pub fn accept_echo(
    session: &Session,
    what: CommandId,
    standing: Option<&EchoId>,
    members: Vec<EchoMember>,
    source: SourceId,
    stamp: &Stamp,
) -> Option<Edit> {
    let before = standing.and_then(|id| session.echoes.get(id));
    if before.is_some_and(|echo| echo.source.as_ref() == Some(&source)) || members.len() < 2 {
        return None;
    }
    let id = standing
        .filter(|_| before.is_some())
        .cloned()
        .unwrap_or_else(|| EchoId::new(made_id(&session.id, &stamp.by, stamp.seq, 0)));
    let unknown = before.map_or_else(Unknown::new, |echo| echo.unknown.clone());
    // What a later version keeps of a member stays with it only where the members stay as they are.
    let members = before.map_or(members, |echo| echo.members.clone());
    let after = Echo { members, source: Some(source), by: stamp.by.clone(), at: stamp.at, unknown };
    let change = Change::Echo(Swap { id, before: before.cloned(), after: Some(Arc::new(after)) });
    Some(Edit { what, changes: vec![change] })
}

/// Takes back that a passage is one statement.
pub fn remove_echo(session: &Session, what: CommandId, id: &EchoId) -> Option<Edit> {
    let before = session.echoes.get(id)?;
    let change = Change::Echo(Swap { id: id.clone(), before: Some(Arc::clone(before)), after: None });
    Some(Edit { what, changes: vec![change] })
}

/// Takes a relation away.
pub fn remove_relation(session: &Session, what: CommandId, id: &RelationId) -> Option<Edit> {
    let before = session.relations.get(id)?;
    let change = Change::Relation(Swap { id: id.clone(), before: Some(Arc::clone(before)), after: None });
    Some(Edit { what, changes: vec![change] })
}

/// Groups claims that are the same by `same-as`, also through others; only groups of two or more, each by id.
pub fn same_as_groups(session: &Session) -> Vec<Vec<ClaimId>> {
    let mut parent: BTreeMap<ClaimId, ClaimId> = BTreeMap::new();
    for relation in session.relations.values().filter(|r| r.kind == RelationKind::SameAs) {
        let (a, b) = (ClaimId::new(&relation.from), ClaimId::new(&relation.to));
        let (a, b) = (root(&mut parent, a), root(&mut parent, b));
        if a != b {
            // The lesser id is the root, so that groups do not hang on the order of relations.
            let (low, high) = if a < b { (a, b) } else { (b, a) };
            parent.insert(high, low);
        }
    }
    let members: Vec<ClaimId> = parent.keys().cloned().collect();
    let mut groups: BTreeMap<ClaimId, Vec<ClaimId>> = BTreeMap::new();
    for member in members {
        groups.entry(root(&mut parent, member.clone())).or_default().push(member);
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

/// Finds the root of a claim's group, and halves the way to it for the next time.
fn root(parent: &mut BTreeMap<ClaimId, ClaimId>, mut at: ClaimId) -> ClaimId {
    loop {
        let above = parent.entry(at.clone()).or_insert_with(|| at.clone()).clone();
        if above == at {
            return at;
        }
        let next = parent.get(&above).cloned().unwrap_or_else(|| above.clone());
        parent.insert(at, next.clone());
        at = next;
    }
}

/// Finds the `contradicts` relations between claims that are also the same by `same-as`.
pub fn contradictions_of_the_same(session: &Session) -> Vec<RelationId> {
    let mut group_of: BTreeMap<ClaimId, usize> = BTreeMap::new();
    for (n, group) in same_as_groups(session).into_iter().enumerate() {
        group_of.extend(group.into_iter().map(|claim| (claim, n)));
    }
    let inside = |r: &Relation| {
        let group = |end: &String| group_of.get(&ClaimId::new(end));
        r.kind == RelationKind::Contradicts && group(&r.from).is_some() && group(&r.from) == group(&r.to)
    };
    session.relations.iter().filter(|(_, r)| inside(r)).map(|(id, _)| id.clone()).collect()
}
