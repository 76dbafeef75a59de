//! What a web page says of itself, offered as facts of its article.
//!
//! **Invariant:** nothing that the analyst wrote is overwritten, and nothing is taken without a key.

use jiff::Timestamp;

use super::{Entry, ListView};
use crate::app::commit;
use crate::app::msg::Effect;
use crate::app::reader::tagging;
use crate::app::state::State;
use crate::command::{App, Command, CommandId};
use crate::model::{Article, edits};

/// Returns what the page says and the session does not know yet, each piece with its word.
pub fn offered(state: &State, article: usize) -> Vec<(&'static str, String)> {
    let Some(entry) = state.doc.articles.get(article) else { return Vec::new() };
    let Some(page) = entry.text.as_ref().and_then(|part| part.page.as_ref()) else { return Vec::new() };
    let known = state.doc.session.articles.get(&entry.id);
    let is_open = |word: &&(&'static str, &str)| match (word.0, known.map(|known| &**known)) {
        // The site's name is the publisher's to be: said, and left to the analyst.
        ("site", known) => known.is_none_or(|known| known.source.is_none()),
        (_, None) => true,
        (word, Some(known)) => field(&mut known.clone(), word).is_some_and(|field| field.is_none()),
    };
    page.told().iter().filter(is_open).map(|(word, value)| (*word, (*value).to_owned())).collect()
}

/// Returns the field of an article that a piece fills.
fn field<'a>(article: &'a mut Article, word: &str) -> Option<&'a mut Option<String>> {
    match word {
        "title" => Some(&mut article.title),
        "author" => Some(&mut article.author),
        "published" => Some(&mut article.published),
        "url" => Some(&mut article.url),
        "language" => Some(&mut article.language),
        _ => None,
    }
}

/// Takes over what the page says of itself and nobody wrote yet.
pub fn take(state: &mut State, now: Timestamp, effects: &mut Vec<Effect>) {
    let article = match state.lists.last().and_then(ListView::entry) {
        Some(Entry::Article(article)) => *article,
        _ => state.reader.panes.focus,
    };
    let offered = offered(state, article);
    let Some(id) = state.doc.articles.get(article).map(|entry| entry.id.clone()) else { return };
    if !offered.iter().any(|(word, _)| *word != "site") {
        state.say("the page says nothing of itself that is not known");
        return;
    }
    let what: CommandId = Command::from(App::PageFacts).into();
    let made = commit::edit(&mut state.doc, Some(article), now, effects, |session, _| {
        let mut taken = Article::clone(session.articles.get(&id)?);
        for (word, value) in offered {
            if let Some(field) = field(&mut taken, word) {
                *field = Some(value);
            }
        }
        edits::set_article(session, what, &id, taken)
    });
    tagging::tell(state, made);
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::app::Msg;
    use crate::app::desk::{Desk, part};
    use crate::format::page::PageFacts;

    fn desk() -> Desk {
        let mut desk = Desk::new(&["to come"]);
        let mut text = part("Crane falls\n\nSixty-two were hurt.\n");
        text.page = Some(Arc::new(PageFacts {
            title: Some("Crane falls".to_owned()),
            author: Some("Ana Reed".to_owned()),
            site: Some("The Tern".to_owned()),
            ..PageFacts::default()
        }));
        desk.send(Msg::Text { article: 0, text: Ok(text) });
        desk
    }

    #[test]
    fn what_the_page_says_is_offered_and_taken_by_a_key_as_one_edit() {
        let mut desk = desk();
        desk.keys("ga");
        let said: Vec<String> = super::super::articles::detail(&desk.state, 0)
            .iter()
            .map(|line| line.iter().map(|piece| piece.text.as_str()).collect())
            .collect();
        let line = said.iter().find(|line| line.contains("the page says")).unwrap();
        assert!(line.contains("title Crane falls · author Ana Reed · site The Tern"), "{line}");
        desk.keys("i");
        let id = &desk.state.doc.articles[0].id;
        let known = desk.state.doc.session.articles[id].clone();
        assert_eq!(
            (known.title.as_deref(), known.author.as_deref()),
            (Some("Crane falls"), Some("Ana Reed"))
        );
        assert_eq!(known.source, None, "who publishes it is the analyst's to say");
        desk.keys("i");
        assert_eq!(desk.notice(), "the page says nothing of itself that is not known");
    }

    #[test]
    fn what_the_analyst_wrote_is_not_overwritten() {
        let mut desk = desk();
        desk.keys("gai");
        let id = desk.state.doc.articles[0].id.clone();
        let mut own = crate::model::Article::clone(&desk.state.doc.session.articles[&id]);
        (own.author, own.title) = (Some("A. Reed".to_owned()), None);
        desk.state.doc.session.articles.insert(id.clone(), Arc::new(own));
        desk.keys("i");
        let known = &desk.state.doc.session.articles[&id];
        assert_eq!((known.title.as_deref(), known.author.as_deref()), (Some("Crane falls"), Some("A. Reed")));
    }
}
