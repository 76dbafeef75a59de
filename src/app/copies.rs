//! What is asked to be kept of cited articles: a copy of the whole, or the paragraphs around what was cited.
//!
//! **Invariant:** a copy is asked for only of bytes that were read to their end, under their hash.

use super::doc::Doc;
use super::msg::{Effect, WholeFacts};
use crate::format::extracts::Extract;
use crate::model::{Change, Claim, Edit};
use crate::text::{Span, paragraph};

/// Asks for a copy of an article whose facts the session lacks; once the whole is read.
pub fn keep(doc: &Doc, article: usize, effects: &mut Vec<Effect>) {
    let Some(entry) = doc.articles.get(article) else { return };
    let lacks_facts = doc.session.articles.get(&entry.id).is_some_and(|known| known.sha256.is_none());
    let facts = entry.text.as_ref().and_then(|part| part.whole.as_ref());
    if let Some(facts) = facts.filter(|_| lacks_facts && doc.read_only.is_none()) {
        effects.push(whole_or_extracts(doc, article, facts));
    }
}

/// Returns what asks for the copy of an article: of the whole, or where that is over the limit, of the paragraphs
/// around every claim of it.
pub fn whole_or_extracts(doc: &Doc, article: usize, facts: &WholeFacts) -> Effect {
    let sha256 = facts.sha256.clone();
    if facts.bytes <= doc.copy_limit {
        return Effect::Keep { article, sha256 };
    }
    let id = doc.articles.get(article).map(|entry| &entry.id);
    let own = doc.session.claims.values().filter(|claim| Some(&claim.article) == id);
    let mut extracts: Vec<Extract> = own.flat_map(|claim| around(doc, article, claim)).collect();
    extracts.sort();
    extracts.dedup();
    Effect::KeepExtracts { article, sha256, extracts }
}

/// Asks for the paragraphs around the claims that an edit made or moved, in articles over the limit.
pub fn keep_cited(doc: &Doc, edit: &Edit, effects: &mut Vec<Effect>) {
    for change in &edit.changes {
        let Change::Claim(swap) = change else { continue };
        let Some(claim) = &swap.after else { continue };
        if swap.before.as_ref().is_some_and(|before| before.target == claim.target) {
            continue;
        }
        let Some(article) = doc.article_of(claim) else { continue };
        let facts = doc.articles.get(article).and_then(|entry| entry.text.as_ref()?.whole.as_ref());
        if let Some(facts) = facts.filter(|facts| facts.bytes > doc.copy_limit) {
            let extracts = around(doc, article, claim);
            effects.push(Effect::KeepExtracts { article, sha256: facts.sha256.clone(), extracts });
        }
    }
}

/// Returns the paragraphs that hold the words of a claim; endless ones are cut by `paragraph` itself.
fn around(doc: &Doc, article: usize, claim: &Claim) -> Vec<Extract> {
    let Some(part) = doc.articles.get(article).and_then(|entry| entry.text.as_ref()) else {
        return Vec::new();
    };
    let (text, index) = (&*part.text, &part.index);
    let extract = |target: &crate::model::Target| {
        let (start, end) = (index.byte(text, target.start)?, index.byte(text, target.end)?);
        let (first, last) = (paragraph::at(text, start), paragraph::at(text, end.saturating_sub(1)));
        let span = Span::new(first.start.min(start), last.end.max(end));
        Some(Extract { start: index.code_point(text, span.start), text: span.of(text).to_owned() })
    };
    claim.target.iter().filter_map(extract).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::desk::Desk;

    const TEXT: &str = "First of all.\n\nThe office said 62 men were killed. Nobody else did.\n\nAt least 80, said another.\n\nEnd.";

    fn extracts(desk: &Desk) -> Vec<(usize, String)> {
        let kept = desk.others.iter().filter_map(|effect| match effect {
            Effect::KeepExtracts { extracts, .. } => Some(extracts),
            _ => None,
        });
        kept.flatten().map(|extract| (extract.start, extract.text.clone())).collect()
    }

    #[test]
    fn of_an_article_over_the_limit_the_cited_paragraphs_are_kept() {
        let mut desk = Desk::new(&[TEXT]);
        desk.state.doc.copy_limit = 10;
        desk.keys("/62 men<enter>1");
        let first = (15, "The office said 62 men were killed. Nobody else did.".to_owned());
        assert!(extracts(&desk).contains(&first), "{:?}", extracts(&desk));
        desk.others.clear();
        desk.keys("/least 80<enter>1");
        assert_eq!(extracts(&desk), [(69, "At least 80, said another.".to_owned())]);
        desk.others.clear();
        desk.keys("2");
        assert_eq!(extracts(&desk), [], "its words stand where they stood");
        assert!(!desk.others.iter().any(|effect| matches!(effect, Effect::Keep { .. })));
    }
}
