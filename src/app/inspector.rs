//! The inspector: what is known of the thing under the cursor.
//!
//! **Invariant:** what is not known is said to be unknown; no number stands without comparator, unit and speaker.

pub mod claim;
pub mod passage;

use super::piece::{Line, piece, wrapped};
use super::reader::Subject;
use super::state::State;
use super::status::count;
use super::suggestions;
use super::view::articles;
use super::zones;
use crate::command::{App, ClaimCommand, Command, Find, Go, Select};
use crate::model::Article;
use crate::text::Span;
use crate::text::word;
use crate::theme::Role;

/// Returns the inspector's lines, the most important first.
pub fn lines(state: &State) -> Vec<Line> {
    match state.subject() {
        Subject::Claim(id) => claim::lines(state, &id),
        Subject::Suggestion(_) => {
            let rows = usize::from(super::layout::divide(state.size.1).inspector_rows);
            suggestions::inspect::lines(state, usize::from(state.size.0.saturating_sub(4)), rows)
        }
        Subject::Selection(span) => of_words(state, "selected", span),
        Subject::Hit(span) => {
            let mut lines = of_words(state, "found", span);
            let (hits, articles) = state.reader.search.counts();
            let (hits, articles) = (count(hits, "hit"), count(articles, "article"));
            let words = format!("{hits} of “{}” in {articles}", state.reader.search.typed);
            lines.insert(1, vec![piece(Role::Text, words)]);
            lines
        }
        Subject::Word(_) | Subject::Nothing => match super::reader::echoes::here(state) {
            Some(spot) => passage::lines(state, spot),
            None if state.doc.session.claims.is_empty() => start_here(state),
            None => of_article(state),
        },
    }
}

fn of_words(state: &State, what: &str, span: Span) -> Vec<Line> {
    let article = state.reader.panes.focus;
    let Some(entry) = state.doc.articles.get(article) else { return Vec::new() };
    let text = entry.words();
    // Counting stops early: a whole article may be selected.
    let most = Span { start: span.start, end: span.end.min(span.start + 16 * 1024) };
    let n = word::all(text, most).count();
    let more = if most == span { "" } else { " or more" };
    let place = format!("{} {} line {}", article + 1, entry.short, entry.line(span.start));
    let words = count(n, "word");
    let shown: String = span.of(text).chars().take(400).collect();
    let tag = state.key_of(ClaimCommand::Tag1.into());
    vec![
        vec![
            piece(Role::Label, format!("{what} “{}”", shown.replace(['\n', '\r', '\t'], " "))),
            piece(Role::Dim, format!("   {words}{more} · {place}")),
        ],
        vec![piece(Role::Dim, format!("{tag} to 9 makes it a claim: ")), piece(Role::Text, tag_keys(state))],
    ]
}

fn of_article(state: &State) -> Vec<Line> {
    let article = state.reader.panes.focus;
    let Some(entry) = state.doc.articles.get(article) else { return Vec::new() };
    let claims = entry.anchors.all().len();
    let next = state.key_of(ClaimCommand::Next.into());
    let mut lines = vec![
        vec![piece(Role::Label, format!("{} {}", article + 1, articles::facts(entry)))],
        vec![
            piece(Role::Text, format!("{} in this article, ", count(claims, "claim"))),
            piece(Role::Text, format!("{} in all", state.doc.session.claims.len())),
            piece(Role::Dim, format!("   {next} goes to the next")),
        ],
    ];
    if let Some((_, zone)) = zones::under_cursor(state) {
        let remove = state.key_of(ClaimCommand::Remove.into());
        lines.push(vec![
            piece(Role::Label, zone.kind.words()),
            piece(
                Role::Dim,
                format!("   these words are a zone of the article; {remove} takes the mark away"),
            ),
        ]);
    }
    lines.extend(suggestions::inspect::next_line(state));
    let known = state.doc.session.articles.get(&entry.id);
    if known.is_some_and(|known| is_described(known)) {
        lines.extend(articles::told(state, article));
    }
    if let Some(why) = entry.state.refusal() {
        lines.insert(1, vec![piece(Role::Error, why)]);
    }
    lines.extend(wrapped(
        "tags   ",
        Role::Text,
        &tag_keys(state),
        usize::from(state.size.0.saturating_sub(4)),
        3,
    ));
    lines
}

/// Says whether anything is known of an article that its file does not tell.
fn is_described(article: &Article) -> bool {
    article.source.is_some()
        || article.published.is_some()
        || article.url.is_some()
        || !article.note.is_empty()
}

fn tag_keys(state: &State) -> String {
    let mut tags: Vec<_> = state
        .doc
        .session
        .tags
        .values()
        .filter_map(|tag| Some(format!("{} {}", tag.key?, tag.label)))
        .collect();
    tags.sort();
    tags.join("  ")
}

/// Five lines for the first minute, until the first claim.
fn start_here(state: &State) -> Vec<Line> {
    let key = |command: Command| state.key_of(command);
    let find = key(Find::Open.into());
    let (select, wider) = (key(Select::StartStop.into()), key(Select::Wider.into()));
    let (tag, undo) = (key(ClaimCommand::Tag1.into()), key(App::Undo.into()));
    let (next, claims) = (key(Go::ArticleNext.into()), key(Go::Claims.into()));
    let (suggestion, accept) = (key(ClaimCommand::SuggestionNext.into()), key(ClaimCommand::Accept.into()));
    let (help, quit) = (key(App::Help.into()), key(App::QuitSoon.into()));
    let line = |words: String| vec![piece(Role::Text, words)];
    vec![
        vec![
            piece(Role::Heading, "Start here  "),
            piece(Role::Text, format!("{find} finds words in all articles as you type; enter keeps the hit")),
        ],
        line(format!(
            "{select} selects from the cursor, arrows and {wider} widen it (word, clause, sentence)"
        )),
        line(format!("{tag} to 9 makes a claim: {}", tag_keys(state))),
        line(format!(
            "{suggestion} next suggestion, {accept} accepts it; {next} next article, {claims} claims, {undo} undoes"
        )),
        line(format!("every edit is saved as you make it; {help} shows every key, {quit} quits")),
    ]
}
