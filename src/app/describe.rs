//! What an edit did, in one line.
//!
//! **Invariant:** names claims by their short numbers and never prints an article's words.

use crate::model::{Change, Claim, Edit, Session, Swap, TagId};

/// Says what an edit did: "c3 tagged killed".
pub fn edit(session: &Session, edit: &Edit) -> String {
    let claims: Vec<String> = edit
        .changes
        .iter()
        .filter_map(|change| if let Change::Claim(swap) = change { Some(claim(session, swap)) } else { None })
        .collect();
    match claims.as_slice() {
        [] => edit.what.to_string(),
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    }
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
    let part = if before.note != after.note {
        "note"
    } else if before.figure != after.figure {
        "figure"
    } else if before.attribution != after.attribution {
        "who says it"
    } else if before.question != after.question {
        "question"
    } else if before.target != after.target {
        "words"
    } else {
        return format!("c{number} changed");
    };
    format!("c{number}: {part} changed")
}

fn tag_word(session: &Session, id: &TagId) -> String {
    session.tags.get(id).map_or_else(|| id.to_string(), |tag| tag.label.clone())
}
