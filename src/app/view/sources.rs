//! The list of sources.
//!
//! **Invariant:** no source is ranked by trust: those most named stand first, and a party is only a name.

use std::collections::BTreeMap;

use super::Entry;
use crate::app::piece::{Line, piece};
use crate::app::state::State;
use crate::app::status::count;
use crate::model::{RelationKind, Session, SourceId};
use crate::text::width;
use crate::theme::Role;

/// Returns all sources, those most named first.
pub fn entries(state: &State) -> Vec<Entry> {
    let session = &state.doc.session;
    let counts = counts(session);
    let mut all: Vec<_> = session.sources.iter().collect();
    all.sort_by_key(|(id, source)| (std::cmp::Reverse(counts.get(*id).copied().unwrap_or(0)), &source.name));
    all.into_iter().map(|(id, _)| Entry::Source(id.clone())).collect()
}

/// Counts the claims whose chain or origin names each source.
pub fn counts(session: &Session) -> BTreeMap<SourceId, usize> {
    let mut counts = BTreeMap::new();
    for claim in session.claims.values() {
        let origin = claim.origin.as_ref().and_then(|origin| origin.source.as_ref());
        let mut named: Vec<&SourceId> =
            claim.attribution.iter().map(|link| &link.source).chain(origin).collect();
        named.sort();
        named.dedup();
        for source in named {
            *counts.entry(source.clone()).or_insert(0) += 1;
        }
    }
    counts
}

/// Returns the heading.
pub fn heading(state: &State) -> Line {
    let (name, party) = widths(state);
    let words = format!(
        "   {} {} {} {:>6}  {}",
        width::pad("source", name),
        width::pad("kind", 10),
        width::pad("party", party),
        "claims",
        "other names"
    );
    vec![piece(Role::Heading, words)]
}

/// The columns of name and party.
fn widths(state: &State) -> (usize, usize) {
    if state.size.0 >= 100 { (32, 16) } else { (24, 10) }
}

/// Returns a source's line: name, kind, party, claims, other names.
pub fn line(state: &State, id: &SourceId) -> Line {
    let Some(source) = state.doc.session.sources.get(id) else { return Vec::new() };
    let n = claims(state, id);
    let cell = |words: &str, columns| width::pad(&width::clip_end(words, columns), columns);
    let (name, party) = widths(state);
    let named = if source.named { " " } else { "·" };
    vec![
        piece(Role::Dim, format!(" {named} ")),
        piece(Role::Label, cell(&source.name, name)),
        piece(Role::Text, format!(" {} ", cell(&source.kind.0, 10))),
        piece(Role::Text, cell(source.party.as_deref().unwrap_or(""), party)),
        piece(Role::Text, format!(" {n:>6}  ")),
        piece(Role::Dim, source.aliases.join("; ")),
    ]
}

/// Counts the claims that name one source.
fn claims(state: &State, id: &SourceId) -> usize {
    let names = |claim: &crate::model::Claim| {
        let origin = claim.origin.as_ref().and_then(|origin| origin.source.as_ref());
        origin == Some(id) || claim.attribution.iter().any(|link| link.source == *id)
    };
    state.doc.session.claims.values().filter(|claim| names(claim)).count()
}

/// Returns what is said of a source below the list.
pub fn detail(state: &State, id: &SourceId) -> Vec<Line> {
    let session = &state.doc.session;
    let Some(source) = session.sources.get(id) else { return Vec::new() };
    let name = |id: &str| {
        session.sources.get(&SourceId::new(id)).map_or_else(|| id.to_owned(), |source| source.name.clone())
    };
    let relays =
        session.relations.values().filter(|r| r.kind == RelationKind::Relays && r.from == id.as_str());
    let relays: Vec<_> = relays
        .map(|relation| {
            let question = relation.question.as_ref().and_then(|q| session.questions.get(q));
            format!("relays {} on “{}”", name(&relation.to), question.map_or("", |q| q.text.as_str()))
        })
        .collect();
    let named = if source.named { "named" } else { "not named in the articles" };
    let first = vec![
        piece(Role::Label, &source.name),
        piece(Role::Dim, format!("   {named} · {}", count(claims(state, id), "claim"))),
    ];
    let key = state.key_of(crate::command::ClaimCommand::Relate.into());
    let second = if !relays.is_empty() {
        piece(Role::Text, relays.join(" · "))
    } else if source.note.is_empty() {
        piece(
            Role::Dim,
            format!("{key} here and on another source: the two are one, or one relays the other"),
        )
    } else {
        piece(Role::Text, source.note.replace('\n', " "))
    };
    vec![first, vec![second]]
}
