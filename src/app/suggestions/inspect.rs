//! What the inspector and the list say of a suggestion: what it would be, and why it is proposed.
//!
//! **Invariant:** computed once for each subject and revision; it says that it is a suggestion and by which rule.

use super::draft::{self, Preview};
use super::{Suggestion, act, names};
use crate::app::piece::{Line, piece, wrapped};
use crate::app::state::State;
use crate::command::ClaimCommand;
use crate::model::{Stamp, label};
use crate::theme::Role;

/// What a preview hangs on: the session's revision, the article, the suggestion's place in it.
pub type PreviewKey = (u64, u64, usize, usize);

/// Brings the preview of the subject up to date.
pub fn refresh(state: &mut State) {
    let subject = act::subject(state);
    let key = subject.map(|(article, n)| (state.doc.session.revision, state.doc.suggested, article, n));
    if state.reader.suggesting.preview.as_ref().map(|(key, _)| *key) == key {
        return;
    }
    let preview = key.and_then(|key| Some((key, preview_of(state, key.2, key.3)?)));
    state.reader.suggesting.preview = preview;
}

fn preview_of(state: &State, article: usize, n: usize) -> Option<Preview> {
    let suggestion = state.doc.suggestion(article, n)?;
    let id = state.doc.articles.get(article)?.id.clone();
    let by = state.doc.analyst.id.clone();
    let stamp = Stamp { at: jiff::Timestamp::UNIX_EPOCH, by, seq: state.doc.next_seq };
    draft::preview(&state.doc.session, id, suggestion, &stamp)
}

/// Returns what is said of the subject, the most important first.
pub fn lines(state: &State, columns: usize, rows: usize) -> Vec<Line> {
    let Some((article, n)) = act::subject(state) else { return Vec::new() };
    let Some(suggestion) = state.doc.suggestion(article, n) else { return Vec::new() };
    let preview = state.reader.suggesting.preview.as_ref().map(|(_, preview)| preview);
    let label = preview.map_or_else(|| short_label(state, suggestion), |preview| preview.label.clone());
    let (accept, dismiss) =
        (state.key_of(ClaimCommand::Accept.into()), state.key_of(ClaimCommand::Remove.into()));
    let mut lines = vec![vec![
        piece(Role::GutterState, "?  "),
        piece(Role::Label, label),
        piece(Role::Dim, format!("   suggested, not a claim yet · {accept} accepts, {dismiss} dismisses")),
    ]];
    // The quote is in the text above: on a low screen its line goes to what is not seen there.
    if rows > 4 {
        lines.extend(wrapped("words  ", Role::Quote, &quoted(suggestion), columns, 1));
    }
    lines.push(vec![
        piece(Role::Label, "says   "),
        piece(Role::Text, chain(state, article, suggestion, preview)),
    ]);
    lines.push(vec![piece(Role::Label, "under  "), piece(Role::Text, under(preview))]);
    lines.push(because(suggestion));
    lines
}

fn quoted(suggestion: &Suggestion) -> String {
    format!("“{}”", suggestion.exact)
}

fn chain(state: &State, article: usize, suggestion: &Suggestion, preview: Option<&Preview>) -> String {
    let own = state.doc.articles.get(article).map_or_else(String::new, |entry| entry.short.clone());
    let Some(preview) = preview else { return own };
    let names = preview.chain.iter().zip(&suggestion.chain).map(|((name, is_new), named)| {
        let printed = named.words.split_whitespace().collect::<Vec<_>>().join(" ");
        match (is_new, *name == printed) {
            (true, _) => format!("{name} (new)"),
            (false, true) => name.clone(),
            (false, false) => format!("{name} (“{printed}”)"),
        }
    });
    let mut words = [own].into_iter().chain(names).collect::<Vec<_>>().join(" < ");
    if suggestion.chain.is_empty() {
        words.push_str("   (unattributed: the article's own voice)");
    }
    if let Some(hedge) = &suggestion.hedge {
        words.push_str(&format!("   hedged by “{hedge}”"));
    }
    words
}

fn under(preview: Option<&Preview>) -> String {
    match preview.and_then(|preview| preview.question.as_ref()) {
        Some((question, true)) => format!("“{question}” (new)"),
        Some((question, false)) => format!("“{question}”"),
        None => "no question yet".to_owned(),
    }
}

fn because(suggestion: &Suggestion) -> Line {
    let words: Vec<_> = suggestion.evidence.iter().map(|words| format!("“{words}”")).collect();
    let words = if words.is_empty() { String::new() } else { format!(": {}", words.join(" ")) };
    vec![piece(Role::Label, "rule   "), piece(Role::Dim, format!("{}{words}", suggestion.rule))]
}

/// Says on plain text what the next suggestion is.
pub fn next_line(state: &State) -> Option<Line> {
    if !state.reader.suggesting.is_on {
        return None;
    }
    let (article, n) = act::neighbour(state, false)?;
    let suggestion = state.doc.suggestion(article, n)?;
    let key = state.key_of(ClaimCommand::SuggestionNext.into());
    let place = state.doc.articles.get(article).map_or("", |entry| entry.short.as_str());
    Some(vec![
        piece(Role::Dim, format!("{key} goes to the next suggestion: ")),
        piece(Role::Text, short_label(state, suggestion)),
        piece(Role::Dim, format!("   {} {place}", article + 1)),
    ])
}

/// Returns the label without its question, for lists: figure, tag, who says it.
pub fn short_label(state: &State, suggestion: &Suggestion) -> String {
    let tag = suggestion.tag.as_deref().unwrap_or("claim");
    let who = suggestion.chain.last().map_or_else(
        || "unattributed".to_owned(),
        |named| {
            let known = names::find(&state.doc.session, &named.words);
            let source = known.and_then(|id| state.doc.session.sources.get(&id));
            source.map_or_else(|| names::stripped(&named.words), |source| source.name.clone())
        },
    );
    format!("{} {tag} ({who})", label::figure_words(&suggestion.figure))
}
