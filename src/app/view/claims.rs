//! The list of claims.
//!
//! **Invariant:** a claim is listed by its label, so no number stands there without comparator, tag and speaker.

use crate::app::inspector;
use crate::app::piece::{Line, piece};
use crate::app::state::State;
use crate::model::{Claim, ClaimId, Hue, label};
use crate::text::width;
use crate::theme::Role;

/// Returns the heading.
pub fn heading(state: &State) -> Line {
    let label = label_width(state);
    vec![piece(Role::Heading, format!("{:>6}  {:<label$} {}", "", "claim", "article, line, words"))]
}

/// The columns of a claim's label.
fn label_width(state: &State) -> usize {
    (usize::from(state.size.0) * 2 / 5).clamp(16, 44)
}

/// Returns a claim's line: number, label, article, line, quoted words.
pub fn line(state: &State, id: &ClaimId) -> Line {
    let Some(claim) = state.doc.session.claims.get(id) else { return Vec::new() };
    let (letter, hue) = letter(state, claim);
    let columns = label_width(state);
    // Without a figure the label is the quote, which has a column of its own where there is room.
    let says_figure = !label::figure_of(claim).is_empty();
    let wide = state.size.0 >= 100;
    let words = if says_figure || !wide { state.doc.label(claim) } else { without_figure(state, claim) };
    let label = width::pad(&width::clip_end(&words, columns), columns);
    let place = place(state, claim);
    let place = if wide { width::pad(&place, PLACE) } else { place };
    vec![
        piece(Role::Text, format!("{:>5} ", format!("c{}", claim.number))),
        piece(Role::GutterLetter(hue), letter.to_string()),
        piece(Role::GutterState, if is_certain(state, claim) { " " } else { "?" }),
        piece(Role::Label, label),
        piece(Role::Text, format!(" {place} ")),
        piece(Role::Quote, if says_figure || wide { quoted(claim) } else { String::new() }),
    ]
}

/// The columns of article and line, on a wide screen.
const PLACE: usize = 29;

/// Returns a claim's tag and who says it.
fn without_figure(state: &State, claim: &Claim) -> String {
    let session = &state.doc.session;
    let tag =
        claim.tags.first().and_then(|id| session.tags.get(id)).map_or("claim", |tag| tag.label.as_str());
    format!("{tag} ({})", label::speaker(session, claim))
}

/// Returns what is said of a claim below the list.
pub fn detail(state: &State, id: &ClaimId) -> Vec<Line> {
    let Some(claim) = state.doc.session.claims.get(id) else { return Vec::new() };
    let mut first = vec![
        piece(Role::Label, format!("c{} {}", claim.number, state.doc.label(claim))),
        piece(Role::Dim, format!("   {} · {}", place(state, claim), made(state, claim))),
    ];
    first.extend(inspector::claim::open(claim));
    vec![first, vec![piece(Role::Quote, quoted(claim))]]
}

/// Says whether a claim's article is the one that was annotated.
fn is_certain(state: &State, claim: &Claim) -> bool {
    let entry = state.doc.article_of(claim).and_then(|article| state.doc.articles.get(article));
    entry.is_some_and(|entry| entry.state.is_certain())
}

/// Returns the letter and hue of a claim's first tag.
pub fn letter(state: &State, claim: &Claim) -> (char, Hue) {
    let tag = claim.tags.first().and_then(|tag| state.doc.session.tags.get(tag));
    tag.map_or(('·', Hue::default()), |tag| (tag.glyph, tag.hue))
}

/// Returns where a claim stands: number and short name of the article, and the line where it is known.
pub fn place(state: &State, claim: &Claim) -> String {
    let Some(article) = state.doc.article_of(claim) else { return claim.article.to_string() };
    let Some(entry) = state.doc.articles.get(article) else { return claim.article.to_string() };
    let short = width::clip_end(&entry.short, if state.size.0 < 100 { 8 } else { 20 });
    match state.doc.place_of(claim) {
        Some((_, span)) => format!("{} {short} line {}", article + 1, entry.line(span.start)),
        None => format!("{} {short}", article + 1),
    }
}

/// Returns the quoted words in quote marks of the program's own.
pub fn quoted(claim: &Claim) -> String {
    let words: Vec<_> = claim.target.iter().map(|target| target.exact.as_str()).collect();
    format!("“{}”", words.join(" … "))
}

/// Returns by whom and when a claim was made.
pub fn made(state: &State, claim: &Claim) -> String {
    let name =
        state.doc.session.analysts.get(&claim.by).map_or_else(|| claim.by.to_string(), |a| a.name.clone());
    let at = claim.at.to_zoned(state.zone.clone());
    format!("by {name} {}", at.strftime("%-d %b %H:%M"))
}
