//! What an edit did, in one line.
//!
//! **Invariant:** names claims by their short numbers and prints of an article no more than a figure.

use super::describe_objects;
use crate::model::{
    Change, Claim, ClaimId, Edit, NotMentioned, NotMentionedKey, RelationKind, Review, Session, SourceId,
    Swap, TagId, label,
};

/// Says what an edit did: "c3 tagged killed".
pub fn edit(session: &Session, edit: &Edit) -> String {
    if let Some(words) =
        questions_gone(session, edit).or_else(|| describe_objects::tags_made_one(session, edit))
    {
        return words;
    }
    let mut swaps: Vec<_> = edit
        .changes
        .iter()
        .filter_map(|change| if let Change::Claim(swap) = change { Some(swap) } else { None })
        .collect();
    // Changes stand by id; people know claims by number.
    swaps.sort_by_key(|swap| swap.after.as_ref().or(swap.before.as_ref()).map(|claim| claim.number));
    let claims: Vec<String> = swaps.into_iter().map(|swap| claim(session, swap)).collect();
    let is_made = |change: &&Change| matches!(change, Change::Claim(swap) if swap.before.is_none());
    let made = edit.changes.iter().filter(is_made).count();
    if made > 2 && made == claims.len() {
        return format!("{made} claims made");
    }
    match claims.as_slice() {
        [] => others(session, edit),
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    }
}

/// Says which questions went under another, or were taken away.
fn questions_gone(session: &Session, edit: &Edit) -> Option<String> {
    let gone = edit.changes.iter().filter_map(|change| match change {
        Change::Question(Swap { before: Some(before), after: None, .. }) => Some(before.text.as_str()),
        _ => None,
    });
    let gone: Vec<&str> = gone.collect();
    let first = gone.first()?;
    let mut moved = edit.changes.iter().filter_map(|change| match change {
        Change::Claim(Swap { before: Some(before), after: Some(after), .. }) => {
            (before.question != after.question).then_some(after.question.as_ref())
        }
        _ => None,
    });
    let more = if gone.len() > 1 { format!(" and {} more", gone.len() - 1) } else { String::new() };
    let claims = moved.clone().count();
    let kept = moved.find_map(|question| session.questions.get(question?)).map(|kept| kept.text.clone());
    // A question without claims may go under another too: that one has changed with it.
    let kept = kept.or_else(|| {
        edit.changes.iter().find_map(|change| match change {
            Change::Question(Swap { before: Some(_), after: Some(after), .. }) => Some(after.text.clone()),
            _ => None,
        })
    });
    Some(match (kept, claims) {
        (Some(kept), _) => format!("“{first}”{more} went under “{kept}”"),
        (None, 0) => format!("question “{first}”{more} removed"),
        (None, n) => {
            format!("question “{first}”{more} removed, {} not placed", super::status::count(n, "claim"))
        }
    })
}

/// Says what became of a shared passage.
fn passage(session: &Session, edit: &Edit) -> Option<String> {
    edit.changes.iter().find_map(|change| {
        let Change::Echo(swap) = change else { return None };
        let Some(after) = &swap.after else { return Some("passage no longer accepted".to_owned()) };
        let source = after.source.as_ref();
        let name = source.map(|id| session.sources.get(id).map_or(id.as_str(), |source| &source.name));
        Some(format!("passage accepted as one statement by {}", name.unwrap_or("nobody")))
    })
}

fn claim<K>(session: &Session, swap: &Swap<K, Claim>) -> String {
    match (swap.before.as_deref(), swap.after.as_deref()) {
        (None, Some(made)) if made.tags.is_empty() => format!("c{} made", made.number),
        (None, Some(made)) => {
            let tags: Vec<_> = made.tags.iter().map(|tag| tag_word(session, tag)).collect();
            let question = made.question.as_ref().and_then(|id| session.questions.get(id));
            let under = question.map_or_else(String::new, |question| format!(" under “{}”", question.text));
            format!("c{} tagged {}{under}", made.number, tags.join(", "))
        }
        (Some(gone), None) => format!("c{} removed", gone.number),
        (Some(before), Some(after)) => changed(session, before, after),
        (None, None) => "nothing".to_owned(),
    }
}

fn changed(session: &Session, before: &Claim, after: &Claim) -> String {
    let number = after.number;
    if let Some(tag) = after.tags.iter().find(|tag| !before.tags.contains(tag)) {
        return format!("c{number} tagged {}", tag_word(session, tag));
    }
    if let Some(tag) = before.tags.iter().find(|tag| !after.tags.contains(tag)) {
        return format!("c{number} no longer tagged {}", tag_word(session, tag));
    }
    let mut parts = Vec::new();
    if before.figure != after.figure {
        parts.push(after.figure.as_ref().map_or_else(
            || "no figure".to_owned(),
            |figure| format!("figure {}", label::figure_words(figure)),
        ));
    }
    if before.attribution != after.attribution {
        parts.push(said_by(session, after));
    }
    if before.question != after.question {
        let question = after.question.as_ref().and_then(|id| session.questions.get(id));
        parts.push(question.map_or_else(|| "not placed".to_owned(), |q| format!("under “{}”", q.text)));
    }
    if before.review != after.review {
        let word =
            Review::ALL.iter().find(|(review, _)| *review == after.review).map_or("", |(_, word)| word);
        parts.push(word.to_owned());
    } else if let Some(grade) = after.grades.last().filter(|_| after.grades.len() > before.grades.len()) {
        parts.push(format!("{} {}", grade.scale, grade.value));
    }
    for (is_changed, words) in [
        (before.note != after.note, "note changed"),
        (before.target != after.target, "words changed"),
        (after.declined.is_some() && before.declined != after.declined, "declined, the old words stay"),
        (before.declined.is_some() && after.declined.is_none(), "no longer declined"),
        (before.origin != after.origin, "origin changed"),
        (before.private != after.private, if after.private { "private" } else { "no longer private" }),
    ] {
        parts.extend(is_changed.then(|| words.to_owned()));
    }
    if parts.is_empty() {
        let confirmed = before.confirmed != after.confirmed;
        parts.push(if confirmed { "confirmed" } else { "changed" }.to_owned());
    }
    format!("c{number}: {}", parts.join(", "))
}

fn said_by(session: &Session, claim: &Claim) -> String {
    let name = |link: &crate::model::Link| {
        session.sources.get(&link.source).map_or_else(|| link.named_as.clone(), |source| source.name.clone())
    };
    let names: Vec<_> = claim.attribution.iter().map(name).collect();
    if names.is_empty() { "unattributed".to_owned() } else { format!("said by {}", names.join(" < ")) }
}

/// Says what an edit of no claim did.
fn others(session: &Session, edit: &Edit) -> String {
    if let Some(words) = passage(session, edit) {
        return words;
    }
    if let Some(words) = describe_objects::articles(session, edit).or_else(|| describe_objects::tags(edit)) {
        return words;
    }
    for change in &edit.changes {
        let words = match change {
            Change::Dismissed(_) => Some(dismissed(edit)),
            Change::Note { .. } => Some("the note of the case changed".to_owned()),
            Change::Title { after, .. } => Some(format!("the case is called “{after}”")),
            Change::NotMentioned(swap) => Some(silence(session, swap)),
            Change::Source(swap) => {
                let source = swap.after.as_deref().or(swap.before.as_deref());
                let done = done(swap.before.is_some(), swap.after.is_some());
                source.map(|source| format!("source “{}” {done}", source.name))
            }
            Change::Question(swap) => {
                let question = swap.after.as_deref().or(swap.before.as_deref());
                let done = done(swap.before.is_some(), swap.after.is_some());
                question.map(|question| format!("question “{}” {done}", question.text))
            }
            Change::Relation(swap) => swap.after.as_deref().or(swap.before.as_deref()).map(|relation| {
                let name = |end: &str| {
                    let claim = session.claims.get(&ClaimId::new(end));
                    let source = session.sources.get(&SourceId::new(end));
                    claim
                        .map(|claim| format!("c{}", claim.number))
                        .or_else(|| source.map(|source| source.name.clone()))
                        .unwrap_or_else(|| end.to_owned())
                };
                let kind = RelationKind::ALL.iter().find(|(kind, _)| *kind == relation.kind);
                let gone = if swap.after.is_none() { "no longer: " } else { "" };
                let kind = kind.map_or("", |(_, word)| word);
                format!("{gone}{} {kind} {}", name(&relation.from), name(&relation.to))
            }),
            _ => None,
        };
        if let Some(words) = words {
            return words;
        }
    }
    edit.what.to_string()
}

fn done(was: bool, is: bool) -> &'static str {
    match (was, is) {
        (false, _) => "made",
        (true, false) => "removed",
        (true, true) => "changed",
    }
}

/// Says that an article says nothing on a question, or no longer.
fn silence(session: &Session, swap: &Swap<NotMentionedKey, NotMentioned>) -> String {
    let (article, question) = &swap.id;
    let article = session.articles.get(article).map_or_else(|| article.to_string(), |a| a.short.clone());
    let question = session.questions.get(question).map_or_else(|| question.to_string(), |q| q.text.clone());
    let says = if swap.after.is_some() { "says nothing on" } else { "no longer says nothing on" };
    format!("{article} {says} “{question}”")
}

/// Says how many suggestions were turned down.
fn dismissed(edit: &Edit) -> String {
    match edit.changes.iter().filter(|change| matches!(change, Change::Dismissed(_))).count() {
        1 => "suggestion dismissed".to_owned(),
        n => format!("{n} suggestions dismissed"),
    }
}

fn tag_word(session: &Session, id: &TagId) -> String {
    session.tags.get(id).map_or_else(|| id.to_string(), |tag| tag.label.clone())
}
