//! The list of zones: headlines, captions, what is not article.
//!
//! **Invariant:** every zone of the session is listed, also one whose words no longer stand where they stood.

use super::Entry;
use crate::app::piece::{Line, piece};
use crate::app::state::State;
use crate::app::zones;
use crate::command::ClaimCommand;
use crate::model::Zone;
use crate::text::width;
use crate::theme::Role;

/// Returns all zones by article and place.
pub fn entries(state: &State) -> Vec<Entry> {
    zones::all(&state.doc).into_iter().map(|(article, n)| Entry::Zone(article, n)).collect()
}

fn find(state: &State, article: usize, n: usize) -> Option<&Zone> {
    let entry = state.doc.articles.get(article)?;
    state.doc.session.articles.get(&entry.id)?.zones.get(n)
}

/// Returns the heading.
pub fn heading() -> Line {
    vec![piece(Role::Heading, format!("   {:<13} {:<22} words", "zone", "article"))]
}

/// Returns a zone's line: its mark and name, article, words.
pub fn line(state: &State, article: usize, n: usize) -> Line {
    let Some(zone) = find(state, article, n) else { return Vec::new() };
    let short = state.doc.articles.get(article).map_or("", |entry| entry.short.as_str());
    let words = zone.target.exact.split_whitespace().collect::<Vec<_>>().join(" ");
    vec![
        piece(Role::Dim, format!(" {} ", zone.kind.mark())),
        piece(Role::Label, format!("{:<13} ", zone.kind.words())),
        piece(Role::Text, format!("{:>3} {} ", article + 1, width::pad(&width::clip_end(short, 18), 18))),
        piece(Role::Quote, words),
    ]
}

/// Returns what is said of a zone below the list.
pub fn detail(state: &State, article: usize, n: usize) -> Vec<Line> {
    let (Some(zone), Some(entry)) = (find(state, article, n), state.doc.articles.get(article)) else {
        return Vec::new();
    };
    let place = entry.place(&zone.target);
    let line = match (place, &entry.text) {
        (Some(span), _) => format!("line {}", entry.line(span.start)),
        (None, None) => "not read yet".to_owned(),
        (None, Some(_)) => "its words no longer stand there".to_owned(),
    };
    let means = match zone.kind {
        crate::model::ZoneKind::NotArticle => {
            "nothing in it is suggested or counted as shared with other articles"
        }
        crate::model::ZoneKind::Headline => "claims in it are the headline's",
        crate::model::ZoneKind::Caption => "claims in it are the caption's",
    };
    let remove = state.key_of(ClaimCommand::Remove.into());
    vec![
        vec![
            piece(Role::Label, format!("{} {} {line}", article + 1, entry.short)),
            piece(
                Role::Text,
                format!("   {}", crate::app::status::count(zone.target.exact.chars().count(), "character")),
            ),
        ],
        vec![piece(Role::Dim, format!("{means}; {remove} takes the mark away"))],
    ]
}

/// Goes to a zone's words.
pub fn open(state: &mut State, article: usize, n: usize) {
    let target = find(state, article, n).map(|zone| zone.target.clone());
    let place = target.and_then(|target| state.doc.articles.get(article)?.place(&target));
    state.lists.clear();
    state.remember();
    state.go_to(article, place.map(|span| span.start));
}
