//! Which suggestions are shown, and in what order they are walked: of one kind or all, by place or by importance.
//!
//! **Invariant:** what is not shown is neither drawn, counted, walked nor acted on; every order holds each shown one
//! once.

use super::{Spot, Suggestion, draft};
use crate::app::state::State;
use crate::app::status::count;
use crate::command::{ClaimCommand, Go, Mode};

/// What the list of suggestions is ordered by; the walk goes by importance where the list does, else by place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// Grouped by the question that each answers.
    #[default]
    Question,
    /// The gravest first: the tags by their keys, what happened in this event before the rest, what somebody says
    /// before what nobody does.
    Importance,
    /// By article and place.
    Place,
}

impl Order {
    fn next(self) -> Self {
        match self {
            Self::Question => Self::Importance,
            Self::Importance => Self::Place,
            Self::Place => Self::Question,
        }
    }
}

/// The kind that is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// All.
    #[default]
    All,
    /// Those that call for a tag of that label.
    Tagged(String),
    /// Those that call for no tag.
    Untagged,
}

impl Kind {
    /// Says whether a suggestion is of this kind.
    pub fn holds(&self, suggestion: &Suggestion) -> bool {
        match (self, &suggestion.tag) {
            (Self::All, _) => true,
            (Self::Tagged(label), Some(tag)) => label.eq_ignore_ascii_case(tag),
            (Self::Untagged, tag) => tag.is_none(),
            (Self::Tagged(_), None) => false,
        }
    }

    /// Returns the word for it; none for all.
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::All => None,
            Self::Tagged(label) => Some(label),
            Self::Untagged => Some("untagged"),
        }
    }
}

/// Goes to the next order of the list.
pub fn next(state: &mut State) {
    let suggesting = &mut state.reader.suggesting;
    suggesting.order = suggesting.order.next();
    let walk = state.key_in(Mode::Read, ClaimCommand::SuggestionNext.into());
    state.say(match state.reader.suggesting.order {
        Order::Question => "grouped by question".to_owned(),
        Order::Importance => format!("by importance; in the text {walk} goes the same way"),
        Order::Place => "by article and place".to_owned(),
    });
}

/// Shows the next kind: after all, each tag that suggestions wait for, then those without a tag.
pub fn next_kind(state: &mut State) {
    let mut tags: Vec<((char, String), usize)> = Vec::new();
    let mut untagged = 0;
    for entry in &state.doc.articles {
        for (_, suggestion) in entry.suggested.iter().flat_map(super::Suggested::open) {
            let Some(label) = suggestion.tag.clone() else {
                untagged += 1;
                continue;
            };
            let rank = (key_of_tag(state, suggestion), label);
            match tags.iter_mut().find(|(known, _)| *known == rank) {
                Some((_, n)) => *n += 1,
                None => tags.push((rank, 1)),
            }
        }
    }
    tags.sort();
    let mut kinds: Vec<(Kind, usize)> =
        tags.into_iter().map(|((_, label), n)| (Kind::Tagged(label), n)).collect();
    kinds.extend((untagged > 0).then_some((Kind::Untagged, untagged)));
    let suggesting = &mut state.reader.suggesting;
    let at = kinds.iter().position(|(kind, _)| *kind == suggesting.kind);
    let (kind, n) = match (&suggesting.kind, at) {
        (Kind::All, _) => kinds.into_iter().next(),
        (_, at) => kinds.into_iter().nth(at.map_or(usize::MAX, |at| at + 1)),
    }
    .unwrap_or((Kind::All, 0));
    suggesting.kind = kind;
    suggesting.chosen = None;
    let all = state.doc.n_suggestions();
    state.say(match state.reader.suggesting.kind.word() {
        Some(word) => format!("{n} of {} shown: {word}", count(all, "suggestion")),
        None => "suggestions of every kind are shown".to_owned(),
    });
}

/// The key of the tag that a suggestion calls for; those without stand last.
fn key_of_tag(state: &State, suggestion: &Suggestion) -> char {
    let tag = draft::tag_of(&state.doc.session, suggestion);
    tag.and_then(|id| state.doc.session.tags.get(&id)?.key).unwrap_or('~')
}

/// Where a suggestion stands by importance, before its place.
pub type Rank = (char, bool, bool, Spot);

/// Returns the rank of a suggestion by importance.
pub fn rank(state: &State, spot: Spot, suggestion: &Suggestion) -> Rank {
    let elsewhere = draft::is_elsewhere(suggestion);
    (key_of_tag(state, suggestion), elsewhere, suggestion.chain.is_empty(), spot)
}

/// Returns the shown suggestions that wait, by article and place.
pub fn by_place(state: &State) -> impl Iterator<Item = (Spot, &Suggestion)> {
    let kind = &state.reader.suggesting.kind;
    state.doc.articles.iter().enumerate().flat_map(move |(article, entry)| {
        let open = entry.suggested.iter().flat_map(super::Suggested::open);
        open.filter(|(_, suggestion)| kind.holds(suggestion)).map(move |(n, s)| (Spot { article, n }, s))
    })
}

/// Returns the shown suggestions that wait, the gravest first.
pub fn by_importance(state: &State) -> Vec<Spot> {
    let mut ranked: Vec<Rank> = by_place(state).map(|(spot, s)| rank(state, spot, s)).collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, _, _, spot)| spot).collect()
}

/// Keeps the ranked walk in step, where the walk goes by importance.
pub fn refresh(state: &mut State) {
    if state.reader.suggesting.order != Order::Importance {
        state.reader.suggesting.ranked = None;
        return;
    }
    let key = (state.doc.session.revision, state.doc.suggested, state.reader.suggesting.kind.clone());
    if state.reader.suggesting.ranked.as_ref().is_none_or(|(known, _)| *known != key) {
        let spots = by_importance(state);
        state.reader.suggesting.ranked = Some((key, spots));
    }
}

/// Returns how many suggestions of an article wait and are shown.
pub fn n_shown(state: &State, article: usize) -> usize {
    let suggested = state.doc.articles.get(article).and_then(|entry| entry.suggested.as_ref());
    match &state.reader.suggesting.kind {
        _ if !state.reader.suggesting.is_on => 0,
        Kind::All => suggested.map_or(0, super::Suggested::n_open),
        kind => suggested.map_or(0, |all| all.open().filter(|(_, s)| kind.holds(s)).count()),
    }
}

/// Returns how many suggestions wait and are shown, and the word for their kind.
pub fn n_all(state: &State) -> (usize, Option<&str>) {
    let n = match &state.reader.suggesting.kind {
        _ if !state.reader.suggesting.is_on => 0,
        Kind::All => state.doc.n_suggestions(),
        _ => by_place(state).count(),
    };
    (n, state.reader.suggesting.kind.word())
}

/// Says why no suggestion can be gone to, where that is so.
pub fn none_waits(state: &State) -> Option<String> {
    let suggesting = &state.reader.suggesting;
    if !suggesting.is_on {
        return Some("suggestions are hidden; :suggestions shows them".to_owned());
    }
    let (n, word) = n_all(state);
    if n > 0 {
        return None;
    }
    let unread = super::act::unread(state);
    if unread > 0 {
        let list = state.key_of(Go::Suggestions.into());
        let read = state.doc.articles.len() - unread;
        return Some(if suggesting.rest_asked || state.doc.articles.len() <= super::act::MOST_UNSEEN {
            format!("no suggestion yet: {} still being read", count(unread, "article"))
        } else {
            format!("no suggestion in the {} read so far; {list} can read all", count(read, "article"))
        });
    }
    Some(match word {
        Some(word) => format!("no suggestion of this kind waits: {word}"),
        None => "no suggestion waits".to_owned(),
    })
}
