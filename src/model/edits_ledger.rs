//! The edits behind the ledger: figures, chains, origins, questions, sources, relations, grades, silence.
//!
//! **Invariant:** as in `edits`: computed, never applied, here; an edit that would change nothing is none; an older
//! grade is never removed by a newer one.

use std::sync::Arc;

use super::article::Article;
use super::attribution::{Link, Origin};
use super::change::{Change, Edit, Swap};
use super::claim::{Claim, Part, Review};
use super::edits::Stamp;
use super::figure::Figure;
use super::grade::Grade;
use super::ids::{ArticleId, ClaimId, QuestionId, RelationId, SourceId, TagId, made_id, slug};
use super::question::{Best, Question};
use super::relation::{Echo, Relation, RelationKind};
use super::session::{NotMentioned, NotMentionedKey, Session};
use super::source::Source;
use crate::command::CommandId;

/// Changes several claims alike in one step and sets their time of change; claims that stay equal are left out,
/// and none is returned where all do.
pub fn change_claims(
    session: &Session,
    what: CommandId,
    ids: &[ClaimId],
    stamp: &Stamp,
    mut change: impl FnMut(&mut Claim),
) -> Option<Edit> {
    let mut wanted: Vec<&ClaimId> = ids.iter().collect();
    wanted.sort();
    wanted.dedup();
    let changes = wanted.into_iter().filter_map(|id| {
        let before = session.claims.get(id)?;
        let mut after = Claim::clone(before);
        change(&mut after);
        claim_swap(id, before, after, stamp)
    });
    edit(what, changes.collect())
}

/// Joins edits that touch different objects into one step, in order; none where all are empty.
pub fn joined(what: CommandId, edits: impl IntoIterator<Item = Edit>) -> Option<Edit> {
    edit(what, edits.into_iter().flat_map(|e| e.changes).collect())
}

/// Sets or takes away a claim's figure, as confirmed.
pub fn set_figure(
    session: &Session,
    what: CommandId,
    claim: &ClaimId,
    figure: Option<Figure>,
    stamp: &Stamp,
) -> Option<Edit> {
    change_one(session, what, claim, stamp, |claim| {
        claim.figure = figure;
        confirm(claim, Part::Figure);
    })
}

/// Sets who says a claim, outermost first, as confirmed; empty is "unattributed".
pub fn set_attribution(
    session: &Session,
    what: CommandId,
    claim: &ClaimId,
    chain: Vec<Link>,
    stamp: &Stamp,
) -> Option<Edit> {
    change_one(session, what, claim, stamp, |claim| {
        claim.attribution = chain;
        confirm(claim, Part::Attribution);
    })
}

/// Sets who stands behind a claim, as confirmed; none is "not decided", and then a rule proposes it again.
pub fn set_origin(
    session: &Session,
    what: CommandId,
    claim: &ClaimId,
    origin: Option<Origin>,
    stamp: &Stamp,
) -> Option<Edit> {
    change_one(session, what, claim, stamp, |claim| {
        claim.confirmed.retain(|part| *part != Part::Origin || origin.is_some());
        if origin.is_some() {
            confirm(claim, Part::Origin);
        }
        claim.origin = origin;
    })
}

/// Puts claims under a question, as confirmed, or under none.
pub fn set_question(
    session: &Session,
    what: CommandId,
    claims: &[ClaimId],
    question: Option<&QuestionId>,
    stamp: &Stamp,
) -> Option<Edit> {
    if question.is_some_and(|q| !session.questions.contains_key(q)) {
        return None;
    }
    change_claims(session, what, claims, stamp, |claim| {
        claim.question = question.cloned();
        confirm(claim, Part::Question);
    })
}

/// Sets a claim's tags in their order; the first names it.
pub fn set_tags(
    session: &Session,
    what: CommandId,
    claim: &ClaimId,
    tags: Vec<TagId>,
    stamp: &Stamp,
) -> Option<Edit> {
    change_one(session, what, claim, stamp, |claim| claim.tags = tags)
}

/// Keeps claims out of exports, or lets them in.
pub fn set_private(
    session: &Session,
    what: CommandId,
    claims: &[ClaimId],
    private: bool,
    stamp: &Stamp,
) -> Option<Edit> {
    change_claims(session, what, claims, stamp, |claim| claim.private = private)
}

/// Confirms parts that a rule proposed.
pub fn confirm_parts(
    session: &Session,
    what: CommandId,
    claims: &[ClaimId],
    parts: &[Part],
    stamp: &Stamp,
) -> Option<Edit> {
    change_claims(session, what, claims, stamp, |claim| parts.iter().for_each(|part| confirm(claim, *part)))
}

/// Says whether `by` may review a claim: nobody reviews their own, unless the session has a single analyst.
pub fn may_review(session: &Session, claim: &Claim, stamp: &Stamp) -> bool {
    session.settings.single_analyst || claim.by != stamp.by
}

/// Sets the review state of those claims that the analyst may review.
pub fn set_review(
    session: &Session,
    what: CommandId,
    claims: &[ClaimId],
    review: Review,
    stamp: &Stamp,
) -> Option<Edit> {
    change_claims(session, what, claims, stamp, |claim| {
        if may_review(session, claim, stamp) {
            claim.review = review;
        }
    })
}

/// Adds a grade to claims; earlier ones stay.
pub fn grade_claims(
    session: &Session,
    what: CommandId,
    claims: &[ClaimId],
    scale: &str,
    value: &str,
    why: &str,
    stamp: &Stamp,
) -> Option<Edit> {
    change_claims(session, what, claims, stamp, |claim| claim.grades.push(grade(scale, value, why, stamp)))
}

/// Adds a grade to a question; earlier ones stay.
pub fn grade_question(
    session: &Session,
    what: CommandId,
    question: &QuestionId,
    scale: &str,
    value: &str,
    why: &str,
    stamp: &Stamp,
) -> Option<Edit> {
    change_question(session, what, question, |q| q.grades.push(grade(scale, value, why, stamp)))
}

fn grade(scale: &str, value: &str, why: &str, stamp: &Stamp) -> Grade {
    Grade {
        scale: scale.to_owned(),
        value: value.to_owned(),
        by: stamp.by.clone(),
        at: stamp.at,
        why: why.to_owned(),
    }
}

/// Makes a question; `n` is its place among the objects that this log line makes.
pub fn make_question(
    session: &Session,
    what: CommandId,
    question: Question,
    n: usize,
    stamp: &Stamp,
) -> (QuestionId, Edit) {
    let id = QuestionId::new(made_id(&session.id, &stamp.by, stamp.seq, n));
    let after = Some(Arc::new(question));
    (id.clone(), Edit { what, changes: vec![Change::Question(Swap { id, before: None, after })] })
}

/// Changes a question: its words, unit, scope, note, what would settle it, best value.
pub fn change_question(
    session: &Session,
    what: CommandId,
    id: &QuestionId,
    change: impl FnOnce(&mut Question),
) -> Option<Edit> {
    let before = session.questions.get(id)?;
    let mut after = Question::clone(before);
    change(&mut after);
    edit(what, swap(id, Some(before), Some(after)).map(Change::Question).into_iter().collect())
}

/// Takes a printed unit as meaning the question's own.
pub fn agree_unit(session: &Session, what: CommandId, id: &QuestionId, unit: &str) -> Option<Edit> {
    change_question(session, what, id, |q| {
        let same = |known: &String| known.to_lowercase() == unit.to_lowercase();
        if !q.unit.iter().chain(&q.units).any(same) {
            q.units.push(unit.to_owned());
        }
    })
}

/// Sets the claim whose value the analyst holds for best; none without a reason.
pub fn set_best(
    session: &Session,
    what: CommandId,
    id: &QuestionId,
    claim: &ClaimId,
    why: &str,
    stamp: &Stamp,
) -> Option<Edit> {
    if why.trim().is_empty() || !session.claims.contains_key(claim) {
        return None;
    }
    let best = Best { claim: claim.clone(), why: why.to_owned(), by: stamp.by.clone(), at: stamp.at };
    change_question(session, what, id, |q| q.best = Some(best))
}

/// Puts all that is under one question under another and takes the one away: claims, relays, recorded silence,
/// grades and notes; its units too where they were said to mean the same.
pub fn merge_questions(
    session: &Session,
    what: CommandId,
    keep: &QuestionId,
    gone: &QuestionId,
    units_agree: bool,
    stamp: &Stamp,
) -> Option<Edit> {
    let (kept, lost) = (session.questions.get(keep)?, session.questions.get(gone)?);
    if keep == gone {
        return None;
    }
    let mut changes = move_claims(session, gone, Some(keep), stamp);
    changes.extend(move_relays(session, gone, Some(keep)));
    changes.extend(move_silence(session, gone, Some(keep)));
    changes.extend(swap(keep, Some(kept), Some(united(kept, lost, units_agree))).map(Change::Question));
    changes.push(Change::Question(Swap { id: gone.clone(), before: Some(Arc::clone(lost)), after: None }));
    edit(what, changes)
}

/// What a question is after another went into it.
fn united(kept: &Question, lost: &Question, units_agree: bool) -> Question {
    let mut after = kept.clone();
    for unit in lost.unit.iter().chain(&lost.units).filter(|_| units_agree) {
        if after.unit.as_ref() != Some(unit) && !after.units.contains(unit) {
            after.units.push(unit.clone());
        }
    }
    after.grades.extend(lost.grades.iter().cloned());
    after.grades.sort_by_key(|grade| grade.at);
    after.best = after.best.or_else(|| lost.best.clone());
    for (note, more) in [(&mut after.note, &lost.note), (&mut after.would_settle, &lost.would_settle)] {
        if !more.is_empty() {
            *note = if note.is_empty() { more.clone() } else { format!("{note}\n{more}") };
        }
    }
    after
}

/// Puts claims under a new question of the same unit, class and scope, with the relays of the old one, so that no
/// origin changes unseen; `n` is its place among the objects that this log line makes.
pub fn split_question(
    session: &Session,
    what: CommandId,
    from: &QuestionId,
    claims: &[ClaimId],
    text: &str,
    n: usize,
    stamp: &Stamp,
) -> Option<(QuestionId, Edit)> {
    let old = session.questions.get(from)?;
    let question = Question {
        text: text.to_owned(),
        unit: old.unit.clone(),
        units: old.units.clone(),
        class: old.class,
        scope: old.scope.clone(),
        ..Question::default()
    };
    let (id, mut made) = make_question(session, what.clone(), question, n, stamp);
    let relays = session.relations.values().filter(|r| r.question.as_ref() == Some(from));
    for (place, relation) in relays.enumerate() {
        let relation = Relation { question: Some(id.clone()), ..Relation::clone(relation) };
        let id = RelationId::new(made_id(&session.id, &stamp.by, stamp.seq, n + 1 + place));
        made.changes.push(Change::Relation(Swap { id, before: None, after: Some(Arc::new(relation)) }));
    }
    let moved = change_claims(session, what, claims, stamp, |claim| {
        if claim.question.as_ref() == Some(from) {
            claim.question = Some(id.clone());
            confirm(claim, Part::Question);
        }
    })?;
    made.changes.extend(moved.changes);
    Some((id, made))
}

/// Takes a question away: its claims become "not placed", its relays and recorded silence go.
pub fn remove_question(session: &Session, what: CommandId, id: &QuestionId, stamp: &Stamp) -> Option<Edit> {
    let before = session.questions.get(id)?;
    let mut changes = move_claims(session, id, None, stamp);
    changes.extend(move_relays(session, id, None));
    changes.extend(move_silence(session, id, None));
    changes.push(Change::Question(Swap { id: id.clone(), before: Some(Arc::clone(before)), after: None }));
    edit(what, changes)
}

fn move_claims(session: &Session, from: &QuestionId, to: Option<&QuestionId>, stamp: &Stamp) -> Vec<Change> {
    let under = session.claims.iter().filter(|(_, claim)| claim.question.as_ref() == Some(from));
    let moved = under.filter_map(|(id, before)| {
        let after = Claim { question: to.cloned(), ..Claim::clone(before) };
        claim_swap(id, before, after, stamp)
    });
    moved.collect()
}

fn move_relays(session: &Session, from: &QuestionId, to: Option<&QuestionId>) -> Vec<Change> {
    let under = session.relations.iter().filter(|(_, r)| r.question.as_ref() == Some(from));
    let moved = under.filter_map(|(id, before)| {
        let after = to.map(|to| Relation { question: Some(to.clone()), ..Relation::clone(before) });
        swap(id, Some(before), after).map(Change::Relation)
    });
    moved.collect()
}

fn move_silence(session: &Session, from: &QuestionId, to: Option<&QuestionId>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (key, mark) in session.not_mentioned.iter().filter(|((_, question), _)| question == from) {
        let gone = Swap { id: key.clone(), before: Some(Arc::clone(mark)), after: None };
        changes.push(Change::NotMentioned(gone));
        let to = to.map(|to| (key.0.clone(), to.clone()));
        if let Some(id) = to.filter(|id| !session.not_mentioned.contains_key(id)) {
            changes.push(Change::NotMentioned(Swap { id, before: None, after: Some(Arc::clone(mark)) }));
        }
    }
    changes
}

/// Records that an article says nothing on a question, or takes that back.
pub fn set_not_mentioned(
    session: &Session,
    what: CommandId,
    article: &ArticleId,
    question: &QuestionId,
    silent: bool,
    stamp: &Stamp,
) -> Option<Edit> {
    let id: NotMentionedKey = (article.clone(), question.clone());
    let before = session.not_mentioned.get(&id).cloned();
    if before.is_some() == silent || !session.questions.contains_key(question) {
        return None;
    }
    let after = silent.then(|| Arc::new(NotMentioned { by: stamp.by.clone(), at: stamp.at }));
    edit(what, vec![Change::NotMentioned(Swap { id, before, after })])
}

/// Finds a source by its name, else by an alias, in any case and with any blanks.
pub fn find_source(session: &Session, name: &str) -> Option<SourceId> {
    let fold = |s: &str| s.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    let wanted = fold(name);
    let by_name = session.sources.iter().find(|(_, s)| fold(&s.name) == wanted);
    let by_alias = || session.sources.iter().find(|(_, s)| s.aliases.iter().any(|a| fold(a) == wanted));
    by_name.or_else(by_alias).map(|(id, _)| id.clone())
}

/// Makes a source of a name; its id is a slug of the name.
pub fn make_source(session: &Session, what: CommandId, name: &str, named: bool) -> (SourceId, Edit) {
    let id = SourceId::new(slug(name, |s| session.sources.contains_key(&SourceId::new(s))));
    let source = Source { name: name.to_owned(), named, ..Source::default() };
    let change = Change::Source(Swap { id: id.clone(), before: None, after: Some(Arc::new(source)) });
    (id, Edit { what, changes: vec![change] })
}

/// Changes a source: its name, aliases, kind, party, note.
pub fn change_source(
    session: &Session,
    what: CommandId,
    id: &SourceId,
    change: impl FnOnce(&mut Source),
) -> Option<Edit> {
    let before = session.sources.get(id)?;
    let mut after = Source::clone(before);
    change(&mut after);
    edit(what, swap(id, Some(before), Some(after)).map(Change::Source).into_iter().collect())
}

/// Counts what names a source: claims, articles, relays and accepted passages.
pub fn uses_of_source(session: &Session, id: &SourceId) -> usize {
    let claims = session.claims.values().filter(|claim| {
        claim.attribution.iter().any(|link| link.source == *id)
            || claim.origin.as_ref().is_some_and(|origin| origin.source.as_ref() == Some(id))
    });
    let articles = session.articles.values().filter(|article| article.source.as_ref() == Some(id));
    let relays = session.relations.values().filter(|relation| {
        relation.kind == RelationKind::Relays && (relation.from == id.as_str() || relation.to == id.as_str())
    });
    let echoes = session.echoes.values().filter(|echo| echo.source.as_ref() == Some(id));
    claims.count() + articles.count() + relays.count() + echoes.count()
}

/// Takes a source away that nothing names; none where something does.
pub fn remove_source(session: &Session, what: CommandId, id: &SourceId) -> Option<Edit> {
    let before = session.sources.get(id)?;
    let gone = Change::Source(Swap { id: id.clone(), before: Some(Arc::clone(before)), after: None });
    (uses_of_source(session, id) == 0).then(|| Edit { what, changes: vec![gone] })
}

/// Makes two sources one: the other's names become aliases, and all that named it names the one that stays.
pub fn merge_sources(
    session: &Session,
    what: CommandId,
    keep: &SourceId,
    gone: &SourceId,
    stamp: &Stamp,
) -> Option<Edit> {
    let (kept, lost) = (session.sources.get(keep)?, session.sources.get(gone)?);
    if keep == gone {
        return None;
    }
    let mut changes: Vec<Change> = Vec::new();
    changes
        .extend(session.claims.iter().filter_map(|(id, claim)| renamed_claim(id, claim, keep, gone, stamp)));
    changes.extend(session.articles.iter().filter(|(_, a)| a.source.as_ref() == Some(gone)).filter_map(
        |(id, article)| {
            let after = Article { source: Some(keep.clone()), ..Article::clone(article) };
            swap(id, Some(article), Some(after)).map(Change::Article)
        },
    ));
    changes.extend(session.echoes.iter().filter(|(_, e)| e.source.as_ref() == Some(gone)).filter_map(
        |(id, echo)| {
            let after = Echo { source: Some(keep.clone()), ..Echo::clone(echo) };
            swap(id, Some(echo), Some(after)).map(Change::Echo)
        },
    ));
    changes.extend(renamed_relays(session, keep, gone));
    let mut after = Source::clone(kept);
    for name in std::iter::once(&lost.name).chain(&lost.aliases) {
        if *name != after.name && !after.aliases.contains(name) {
            after.aliases.push(name.clone());
        }
    }
    after.party = after.party.or_else(|| lost.party.clone());
    if after.kind.0.is_empty() {
        after.kind.clone_from(&lost.kind);
    }
    if !lost.note.is_empty() {
        after.note =
            if after.note.is_empty() { lost.note.clone() } else { format!("{}\n{}", after.note, lost.note) };
    }
    after.named |= lost.named;
    changes.extend(swap(keep, Some(kept), Some(after)).map(Change::Source));
    changes.push(Change::Source(Swap { id: gone.clone(), before: Some(Arc::clone(lost)), after: None }));
    edit(what, changes)
}

fn renamed_claim(
    id: &ClaimId,
    before: &Arc<Claim>,
    keep: &SourceId,
    gone: &SourceId,
    stamp: &Stamp,
) -> Option<Change> {
    let names = before.attribution.iter().any(|link| link.source == *gone)
        || before.origin.as_ref().is_some_and(|o| o.source.as_ref() == Some(gone));
    if !names {
        return None;
    }
    let mut after = Claim::clone(before);
    for link in after.attribution.iter_mut().filter(|link| link.source == *gone) {
        link.source = keep.clone();
    }
    if let Some(source) = after.origin.as_mut().and_then(|o| o.source.as_mut()).filter(|s| *s == gone) {
        *source = keep.clone();
    }
    claim_swap(id, before, after, stamp)
}

/// Relays of the source that goes; one from the merged source to itself says nothing and goes too.
fn renamed_relays(session: &Session, keep: &SourceId, gone: &SourceId) -> Vec<Change> {
    let name = |end: &str| if end == gone.as_str() { keep.to_string() } else { end.to_owned() };
    let relays = session.relations.iter().filter(|(_, r)| r.kind == RelationKind::Relays);
    let renamed = relays.filter_map(|(id, before)| {
        let after = Relation { from: name(&before.from), to: name(&before.to), ..Relation::clone(before) };
        let after = Some(after).filter(|r| r.from != r.to);
        swap(id, Some(before), after).map(Change::Relation)
    });
    renamed.collect()
}

fn change_one(
    session: &Session,
    what: CommandId,
    id: &ClaimId,
    stamp: &Stamp,
    change: impl FnOnce(&mut Claim),
) -> Option<Edit> {
    let before = session.claims.get(id)?;
    let mut after = Claim::clone(before);
    change(&mut after);
    edit(what, claim_swap(id, before, after, stamp).into_iter().collect())
}

/// Marks a part of a claim as confirmed by a person.
pub fn confirm(claim: &mut Claim, part: Part) {
    if !claim.confirmed.contains(&part) {
        claim.confirmed.push(part);
        claim.confirmed.sort();
    }
}

/// Returns the change of a claim with its new time; none where it stays equal.
fn claim_swap(id: &ClaimId, before: &Arc<Claim>, mut after: Claim, stamp: &Stamp) -> Option<Change> {
    if after == **before {
        return None;
    }
    after.modified = stamp.at;
    swap(id, Some(before), Some(after)).map(Change::Claim)
}

/// Returns the change of an object; none where it stays equal.
fn swap<K: Clone, T: PartialEq>(id: &K, before: Option<&Arc<T>>, after: Option<T>) -> Option<Swap<K, T>> {
    if before.map(AsRef::as_ref) == after.as_ref() {
        return None;
    }
    Some(Swap { id: id.clone(), before: before.cloned(), after: after.map(Arc::new) })
}

fn edit(what: CommandId, changes: Vec<Change>) -> Option<Edit> {
    (!changes.is_empty()).then_some(Edit { what, changes })
}

#[cfg(test)]
#[path = "edits_ledger_tests.rs"]
mod tests;
