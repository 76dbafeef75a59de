//! Copying a quotation with its reference.
//!
//! **Invariant:** the quoted words are the article's own, byte for byte; what is not known of the article is left
//! out, never guessed.

use super::msg::Effect;
use super::reader::Subject;
use super::state::State;
use super::view::{Entry, ListView};
use crate::model::{Claim, ClaimId};
use crate::text::Span;

/// Words shown in a box until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The words in the box's border.
    pub title: String,
    /// What it holds, a paragraph a string.
    pub paragraphs: Vec<String>,
}

/// Copies what is under the cursor, or the claims marked in a list.
pub fn copy(state: &mut State, effects: &mut Vec<Effect>) {
    let quotes = quotes(state);
    if quotes.is_empty() {
        state.say("nothing to copy here: select words, or put the cursor on a claim");
        return;
    }
    let text: Vec<String> = quotes.iter().map(|quote| quote.lines().join("\n")).collect();
    effects.push(Effect::Copy(text.join("\n\n")));
    let n = quotes.len();
    let what = if n == 1 { "the quote".to_owned() } else { format!("{n} quotes") };
    state.say(format!("{what} went to the terminal's clipboard with the reference"));
    let title = "copied; where the terminal takes no clipboard, take it from here".to_owned();
    let paragraphs = quotes.iter().flat_map(Quote::lines).collect();
    state.card = Some(Card { title, paragraphs });
}

/// Quoted words with where they stand.
struct Quote {
    words: String,
    reference: String,
}

impl Quote {
    fn lines(&self) -> [String; 2] {
        [format!("“{}”", self.words), format!("— {}", self.reference)]
    }
}

fn quotes(state: &State) -> Vec<Quote> {
    let listed = state.lists.last().and_then(ListView::entry);
    match (listed, state.subject()) {
        (Some(Entry::Claim(_)), _) => {
            let claims = state.lists.last().map(ListView::claims).unwrap_or_default();
            claims.iter().filter_map(|id| of_claim(state, id)).collect()
        }
        (Some(_), _) => Vec::new(),
        (None, Subject::Claim(id)) => of_claim(state, &id).into_iter().collect(),
        (None, subject) => subject.span().and_then(|span| of_words(state, span)).into_iter().collect(),
    }
}

fn of_claim(state: &State, id: &ClaimId) -> Option<Quote> {
    let claim = state.doc.session.claims.get(id)?;
    let parts: Vec<&str> = claim.target.iter().map(|target| target.exact.as_str()).collect();
    let places: Vec<String> = claim.target.iter().map(|t| format!("{}–{}", t.start, t.end)).collect();
    let line = state
        .doc
        .place_of(claim)
        .and_then(|(article, span)| Some(state.doc.articles.get(article)?.line(span.start)));
    let reference = reference(state, &claim.article, line, &places.join(", "));
    let label = label(state, claim);
    Some(Quote { words: parts.join(" … "), reference: format!("{reference}; {label}") })
}

fn label(state: &State, claim: &Claim) -> String {
    format!("c{} {}", claim.number, state.doc.label(claim))
}

fn of_words(state: &State, span: Span) -> Option<Quote> {
    let entry = state.doc.articles.get(state.reader.panes.focus)?;
    let part = entry.text.as_ref()?;
    let words = span.of(&part.text).to_owned();
    let place = format!(
        "{}–{}",
        part.index.code_point(&part.text, span.start),
        part.index.code_point(&part.text, span.end)
    );
    let reference = reference(state, &entry.id, Some(entry.line(span.start)), &place);
    (!words.trim().is_empty()).then_some(Quote { words, reference })
}

/// Publisher, title, date, address, file, line and code points, as far as they are known.
fn reference(state: &State, article: &crate::model::ArticleId, line: Option<usize>, places: &str) -> String {
    let known = state.doc.session.articles.get(article);
    let entry = state.doc.article_index(article).and_then(|n| state.doc.articles.get(n));
    let source = known.and_then(|a| a.source.as_ref()).and_then(|id| state.doc.session.sources.get(id));
    let name = source.map(|source| source.name.clone()).or_else(|| entry.map(|entry| entry.short.clone()));
    let mut parts = vec![name.unwrap_or_else(|| article.to_string())];
    if let Some(known) = known {
        parts.extend(known.author.clone());
        parts.extend(known.title.as_ref().map(|title| format!("“{title}”")));
        parts.extend([&known.published, &known.url, &known.archive_url].into_iter().flatten().cloned());
    }
    // The file's name and not its path: who is sent a quote has no use for the sender's folders.
    parts.extend(entry.and_then(|entry| entry.path.rsplit('/').next()).map(str::to_owned));
    parts.extend(line.map(|line| format!("line {line}")));
    parts.push(format!("code points {places}"));
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use crate::app::Effect;
    use crate::app::desk::Desk;

    fn copied(desk: &Desk) -> Vec<&str> {
        let copies = desk.others.iter().filter_map(|effect| match effect {
            Effect::Copy(text) => Some(text.as_str()),
            _ => None,
        });
        copies.collect()
    }

    #[test]
    fn words_and_claims_are_copied_with_their_place() {
        let mut desk = Desk::new(&["He said\n62 men died."]);
        desk.keys("/62 men<enter>y");
        assert_eq!(copied(&desk), ["“62 men”\n— a, a.txt, line 2, code points 8–14"]);
        assert!(desk.state.card.is_some());
        desk.keys("<esc>");
        assert!(desk.state.card.is_none());
        assert!(desk.state.reader.search.current.is_some(), "esc closed the box and nothing else");
        desk.keys("1y");
        assert!(copied(&desk)[1].ends_with("code points 8–14; c1 62 killed (unattributed)"));
        desk.keys("gcy");
        assert_eq!(copied(&desk)[2], copied(&desk)[1]);
    }

    #[test]
    fn nothing_is_copied_of_nothing() {
        let mut desk = Desk::new(&["a  b"]);
        desk.keys("ly");
        assert!(copied(&desk).is_empty());
    }
}
