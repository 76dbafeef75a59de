//! Zones: the parts of an article that are headline, caption, or not article at all.
//!
//! **Invariant:** a zone is drawn and heeded only where just its words stand at its place; what lies in words that are
//! not article is proposed nowhere and shared with no other article.

use jiff::Timestamp;

use super::articles::ArticleEntry;
use super::commit;
use super::doc::Doc;
use super::msg::Effect;
use super::reader::{Subject, tagging};
use super::state::State;
use super::status::count;
use crate::command::{ClaimCommand, Command};
use crate::model::{Article, ArticleId, ZoneKind, edits};
use crate::text::{Span, paragraph};

/// A zone where it stands in the text at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zoned {
    /// Its words, bytes.
    pub span: Span,
    /// What it is.
    pub kind: ZoneKind,
    /// Its place among the article's zones.
    pub n: usize,
}

impl ArticleEntry {
    /// Looks the zones of the article up in the text at hand.
    pub fn place_zones(&mut self, known: Option<&Article>) {
        let zones = known.map_or(&[][..], |article| &article.zones);
        let placed = zones.iter().enumerate();
        let placed = placed
            .filter_map(|(n, zone)| Some(Zoned { span: self.place(&zone.target)?, kind: zone.kind, n }));
        self.zones = placed.collect();
    }

    /// Returns the innermost zone at a byte.
    pub fn zone_at(&self, byte: usize) -> Option<Zoned> {
        let here = self.zones.iter().filter(|zone| zone.span.contains(byte));
        here.min_by_key(|zone| zone.span.len()).copied()
    }

    /// Returns the zones that share a byte with a range.
    pub fn zones_meeting(&self, range: Span) -> impl Iterator<Item = Zoned> + '_ {
        self.zones.iter().filter(move |zone| zone.span.meets(range)).copied()
    }
}

/// Says whether words of an article are all in a part that is not article. Where the text is not at hand the words
/// themselves are looked for.
pub fn is_left_out(doc: &Doc, article: usize, span: Span, exact: &str) -> bool {
    let Some(entry) = doc.articles.get(article) else { return false };
    if entry.text.is_some() {
        let not_article = |zone: Zoned| zone.kind == ZoneKind::NotArticle;
        return entry.zones_meeting(span).any(|zone| not_article(zone) && zone.span.covers(span));
    }
    let known = doc.session.articles.get(&entry.id);
    let zones = known.map_or(&[][..], |article| &article.zones);
    zones.iter().any(|zone| zone.kind == ZoneKind::NotArticle && zone.target.exact.contains(exact))
}

/// Returns the words that become a zone: those selected or found, else the paragraph around.
pub fn words_of(state: &State, article: usize, span: Span) -> Span {
    if matches!(state.subject(), Subject::Selection(_) | Subject::Hit(_)) {
        return span;
    }
    let Some(entry) = state.doc.articles.get(article) else { return span };
    match entry.zone_at(span.start) {
        // What is picked for a zone under the cursor is said of that zone.
        Some(zone) => zone.span,
        None => paragraph::at(entry.words(), span.start),
    }
}

/// Returns the zone under the cursor, where nothing else is the subject.
pub fn under_cursor(state: &State) -> Option<(usize, Zoned)> {
    if !matches!(state.subject(), Subject::Word(_) | Subject::Nothing) {
        return None;
    }
    let article = state.reader.panes.focus;
    let zone = state.doc.articles.get(article)?.zone_at(state.cursor())?;
    Some((article, zone))
}

/// Takes a zone of an article away.
pub fn remove(state: &mut State, article: usize, n: usize, now: Timestamp, effects: &mut Vec<Effect>) {
    let Some(id) = state.doc.articles.get(article).map(|entry| entry.id.clone()) else { return };
    let what = Command::from(ClaimCommand::Remove).into();
    let made = commit::edit(&mut state.doc, None, now, effects, |session, _| {
        edits::remove_zone(session, what, &id, n)
    });
    tagging::tell(state, made);
}

/// Adds to what was said of an edit that claims stand in words which are not article: they count as before, for a
/// person made them.
pub fn warn_of_claims(state: &mut State) {
    let Some(entry) = state.doc.articles.get(state.reader.panes.focus) else { return };
    let Some(zone) = entry.zone_at(state.cursor()).filter(|zone| zone.kind == ZoneKind::NotArticle) else {
        return;
    };
    let here = entry.anchors.meeting(zone.span, &mut 0);
    let mut claims: Vec<_> = here.iter().map(|anchored| &anchored.claim).collect();
    claims.sort_unstable();
    claims.dedup();
    if claims.is_empty() {
        return;
    }
    let words = format!("{} in what is not article still counts", count(claims.len(), "claim"));
    let words = if claims.len() == 1 { words } else { words.replace(" counts", " count") };
    let said = state.notice.as_ref().map_or_else(String::new, |notice| format!("{} · ", notice.text));
    state.say(format!("{said}{words}"));
}

/// Returns every zone of the session: the article's place in the list and the zone's place there, by article.
pub fn all(doc: &Doc) -> Vec<(usize, usize)> {
    let zones = |id: &ArticleId| doc.session.articles.get(id).map_or(0, |article| article.zones.len());
    let articles = doc.articles.iter().enumerate();
    articles.flat_map(|(article, entry)| (0..zones(&entry.id)).map(move |n| (article, n))).collect()
}

#[cfg(test)]
mod tests {
    use crate::app::desk::Desk;
    use crate::model::{ArticleId, ZoneKind};

    const TEXT: &str = "Strike kills 62 soldiers\n\nThe ministry said 62 soldiers were killed near the airport.\n\n\
                        Read also: 83 soldiers were killed in another strike.";

    fn zones(desk: &Desk) -> Vec<(ZoneKind, String)> {
        let article = desk.state.doc.session.articles.get(&ArticleId::new("a"));
        let zones = article.map_or(&[][..], |article| &article.zones);
        zones.iter().map(|zone| (zone.kind, zone.target.exact.clone())).collect()
    }

    #[test]
    fn the_paragraph_under_the_cursor_or_selected_words_become_a_zone() {
        let mut desk = Desk::new(&[TEXT]);
        desk.keys("wthead<enter>");
        assert_eq!(zones(&desk), [(ZoneKind::Headline, "Strike kills 62 soldiers".to_owned())]);
        assert_eq!(desk.notice(), "a: 24 characters marked headline · u undoes");
        desk.keys("tcapt<enter>");
        assert_eq!(zones(&desk)[0].0, ZoneKind::Caption, "said of the zone under the cursor");
        desk.keys("/airport<enter>tnot<enter>");
        assert_eq!(zones(&desk)[1], (ZoneKind::NotArticle, "airport".to_owned()));
        desk.keys("gg").keys("tcapt<enter>");
        assert_eq!(zones(&desk).len(), 1, "picked again it is one no more");
        assert!(desk.state.doc.session.claims.is_empty());
        desk.keys("uuu");
        assert_eq!(zones(&desk), [(ZoneKind::Headline, "Strike kills 62 soldiers".to_owned())]);
        desk.keys("u");
        assert_eq!(zones(&desk), []);
    }

    #[test]
    fn with_the_cursor_on_a_claim_its_paragraph_becomes_a_zone() {
        let mut desk = Desk::new(&[TEXT]);
        desk.keys("/62<enter>1thead<enter>");
        assert_eq!(zones(&desk), [(ZoneKind::Headline, "Strike kills 62 soldiers".to_owned())]);
        assert_eq!(desk.state.doc.session.claims.len(), 1);
        let told = crate::app::inspector::lines(&desk.state);
        let first: String = told[0].iter().map(|piece| piece.text.as_str()).collect();
        assert!(first.contains("line 1, headline"), "{first}");
        desk.keys("u");
        assert_eq!(zones(&desk), []);
    }

    #[test]
    fn a_claim_in_what_is_not_article_counts_and_it_is_said() {
        let mut desk = Desk::new(&[TEXT]);
        desk.keys("Gbtnot<enter>/83<enter>1");
        assert!(
            desk.notice().ends_with("· 1 claim in what is not article still counts"),
            "{}",
            desk.notice()
        );
        desk.keys("uu").keys("/83<enter>1<esc>tnot<enter>");
        assert!(
            desk.notice().ends_with("· 1 claim in what is not article still counts"),
            "{}",
            desk.notice()
        );
    }

    #[test]
    fn x_takes_the_zone_under_the_cursor_away_and_the_list_goes_to_each() {
        let mut desk = Desk::new(&[TEXT]);
        desk.keys("thead<enter>").keys("Gb").keys("tnot<enter>");
        desk.keys("gz");
        let list = desk.state.lists.last().unwrap();
        assert_eq!(list.entries.len(), 2);
        desk.keys("G<enter>");
        assert!(desk.marked().contains("‸Read also"), "{}", desk.marked());
        desk.keys("x");
        assert_eq!(desk.notice(), "a: no longer marked not article · u undoes");
        assert_eq!(zones(&desk).len(), 1);
        desk.keys("ugzx");
        assert_eq!(zones(&desk).len(), 1);
        assert_eq!(zones(&desk)[0].0, ZoneKind::NotArticle);
    }

    #[test]
    fn what_is_not_article_is_proposed_nowhere_until_it_is_article_again() {
        let mut desk = Desk::suggesting(&[TEXT]);
        let before = desk.state.doc.n_suggestions();
        desk.keys("Gb").keys("tnot<enter>");
        let proposed = |desk: &Desk| {
            let suggested = desk.state.doc.articles[0].suggested.as_ref().unwrap();
            suggested.open().map(|(_, s)| s.exact.clone()).collect::<Vec<_>>()
        };
        assert!(desk.state.doc.n_suggestions() < before);
        assert!(proposed(&desk).iter().all(|words| !words.contains("83")), "{:?}", proposed(&desk));
        assert!(proposed(&desk).iter().any(|words| words.contains("62")));
        desk.keys("u");
        assert_eq!(desk.state.doc.n_suggestions(), before);
    }

    #[test]
    fn what_is_not_article_is_shared_with_no_other() {
        let line = "Sign up for our newsletter and get the most important stories every morning for free.";
        let texts = [format!("One report.\n\n{line}"), format!("Another.\n\n{line}")];
        let mut desk = Desk::new(&[&texts[0], &texts[1]]);
        assert_eq!(desk.state.doc.echoes.passages().len(), 1);
        desk.keys("Gb").keys("tnot<enter>");
        assert_eq!(desk.state.doc.echoes.passages().len(), 0);
        desk.keys("u");
        assert_eq!(desk.state.doc.echoes.passages().len(), 1);
    }
}
