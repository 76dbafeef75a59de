//! What is known of articles: short name, publisher, author, dates, addresses, language, note.
//!
//! **Invariant:** only a field that was changed is written; of several articles each keeps what was left alone.

use super::build::heading;
use super::field::{FormField, Input, Name, Pick};
use super::picker::{Lights, Makes, PickOption, Picked, Picker};
use super::scratch::Scratch;
use super::{Aim, Form, Kind};
use crate::app::state::State;
use crate::command::ClaimCommand;
use crate::model::edits::set_article;
use crate::model::{Article, ArticleId, Edit, Session, SourceId};

/// The fields that are words of one line, in the order of the form, each with what is said beside it.
const LINES: [(Name, &str); 8] = [
    (Name::Short, "its name in panes and reports"),
    (Name::Title, "as printed"),
    (Name::Author, "as printed"),
    (Name::Published, "as in 2016-09-17"),
    (Name::Url, "where it was read"),
    (Name::Archive, "an archived copy"),
    (Name::Retrieved, "as in 2016-09-18"),
    (Name::Language, "a code: en, ar, pt-BR"),
];

/// The longest short name, in characters: it stands in the border of a pane.
const LONGEST_SHORT: usize = 40;

/// Opens what is known of articles; `on_note` puts the cursor on the note.
pub fn open(state: &State, articles: Vec<ArticleId>, on_note: bool) -> Option<Form> {
    let known: Vec<Article> =
        articles.iter().filter_map(|id| state.doc.article_facts(state.doc.article_index(id)?)).collect();
    let several = known.len() > 1;
    // What all agree on is shown; of several articles the short name is each one's own.
    let common = |name: Name| {
        let mut values = known.iter().map(|article| line_of(article, name));
        let first = values.next()?;
        values.all(|value| value == first).then_some(first)
    };
    let mut fields: Vec<FormField> = Vec::new();
    for (name, hint) in LINES {
        if several && matches!(name, Name::Short | Name::Title) {
            continue;
        }
        let value = common(name);
        let hint = if value.is_none() { "they differ; left alone each keeps its own" } else { hint };
        fields.push(FormField::line(name, &value.unwrap_or_default(), hint));
    }
    let publishers: Vec<&Option<SourceId>> = known.iter().map(|article| &article.source).collect();
    let publisher = publishers.first().filter(|first| publishers.iter().all(|one| one == *first))?;
    let place = usize::from(!several);
    fields.insert(place, publisher_field(&state.doc.session, publisher.as_ref()));
    let note = common(Name::Note).unwrap_or_default();
    fields.push(FormField::lines(Name::Note, &note, ""));
    let aim = Aim::Articles(articles);
    let title = heading(state, &aim);
    let mut form = Form::new(Kind::ArticleFacts, aim, ClaimCommand::Note.into(), title, fields);
    if on_note {
        form.focus = form.fields.len() - 1;
    }
    Some(form)
}

/// The publisher is a source: link 0 of every chain of the article.
fn publisher_field(session: &Session, standing: Option<&SourceId>) -> FormField {
    let mut options: Vec<PickOption> = session
        .sources
        .iter()
        .map(|(id, source)| PickOption {
            aliases: source.aliases.clone(),
            ..PickOption::new(&source.name, "", Picked::Source(id.clone()))
        })
        .collect();
    if standing.is_some() {
        options.push(PickOption::new("not known", "no publisher", Picked::Nothing));
    }
    let picker = Picker::new(options, Makes::Source, Lights::None);
    let chosen = standing.map(|id| Picked::Source(id.clone())).into_iter().collect();
    let pick = Pick { picker, chosen, several: false, always: false };
    FormField::new(Name::Publisher, Input::Pick(pick), "who printed it; type a name")
}

/// Returns a field's words.
fn line_of(article: &Article, name: Name) -> String {
    let words = match name {
        Name::Short => return article.short.clone(),
        Name::Note => return article.note.clone(),
        Name::Title => &article.title,
        Name::Author => &article.author,
        Name::Published => &article.published,
        Name::Url => &article.url,
        Name::Archive => &article.archive_url,
        Name::Retrieved => &article.retrieved,
        Name::Language => &article.language,
        _ => return String::new(),
    };
    words.clone().unwrap_or_default()
}

fn set_line(article: &mut Article, name: Name, words: &str) {
    let given = Some(words.to_owned()).filter(|words| !words.is_empty());
    match name {
        Name::Short => words.clone_into(&mut article.short),
        Name::Note => words.clone_into(&mut article.note),
        Name::Title => article.title = given,
        Name::Author => article.author = given,
        Name::Published => article.published = given,
        Name::Url => article.url = given,
        Name::Archive => article.archive_url = given,
        Name::Retrieved => article.retrieved = given,
        Name::Language => article.language = given,
        _ => {}
    }
}

/// Finds what cannot be kept, for people.
pub fn check(form: &Form) -> Result<(), String> {
    for field in form.fields.iter().filter(|field| field.is_changed()) {
        let words = field.text();
        let empty = words.is_empty();
        match field.name {
            Name::Short if empty => return Err("an article needs a short name".to_owned()),
            Name::Short if words.chars().count() > LONGEST_SHORT => {
                return Err(format!("a short name has at most {LONGEST_SHORT} characters"));
            }
            Name::Published | Name::Retrieved if !empty && !is_date(words) => {
                return Err(format!("“{words}” is no date: write 2016-09-17, 2016-09 or 2016-09-17T10:30Z"));
            }
            Name::Url | Name::Archive if !empty && !is_address(words) => {
                return Err(format!("“{words}” is no web address: it begins with http:// or https://"));
            }
            Name::Language if !empty && !is_language(words) => {
                return Err(format!("“{words}” is no language code: write en, ar or pt-BR"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Says whether words are a date or a time of ISO 8601, from the year to the second.
fn is_date(words: &str) -> bool {
    let date = words.split(['T', ' ']).next().unwrap_or("");
    let day = match date.len() {
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        _ => date.to_owned(),
    };
    let is_day = day.parse::<jiff::civil::Date>().is_ok();
    is_day
        && (date == words
            || words.parse::<jiff::civil::DateTime>().is_ok()
            || words.parse::<jiff::Timestamp>().is_ok())
}

/// Says whether words are an address of the web. Only these two schemes are ever written as links.
fn is_address(words: &str) -> bool {
    let rest = ["https://", "http://"].iter().find_map(|scheme| words.strip_prefix(scheme));
    rest.is_some_and(|rest| !rest.is_empty()) && !words.contains(char::is_whitespace)
}

/// Says whether words have the form of a BCP 47 tag.
fn is_language(words: &str) -> bool {
    let mut parts = words.split('-');
    let first = parts.next().unwrap_or("");
    (2..=8).contains(&first.len())
        && first.chars().all(|c| c.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// Returns what keeping the form changes, a new publisher made in the same step; none where nothing was changed.
pub fn edit(session: &Session, form: &Form) -> Option<Edit> {
    let Aim::Articles(articles) = &form.aim else { return None };
    let mut scratch = Scratch::new(session, form.what.clone());
    let publisher = form.field(Name::Publisher).filter(|field| field.is_changed());
    let publisher = publisher.and_then(|_| form.picked(Name::Publisher).first()).map(|picked| match picked {
        Picked::Source(id) => Some(id.clone()),
        Picked::NewSource(name) => Some(scratch.source(&super::chain::Who::New(name.clone()))),
        _ => None,
    });
    for id in articles {
        let Some(standing) = scratch.session.articles.get(id) else { continue };
        let mut article = Article::clone(standing);
        for field in form.fields.iter().filter(|field| field.is_changed()) {
            set_line(&mut article, field.name, field.text());
        }
        if let Some(publisher) = &publisher {
            article.source.clone_from(publisher);
        }
        let edit = set_article(&scratch.session, scratch.what(), id, article);
        scratch.add(edit);
    }
    scratch.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::desk::Desk;
    use crate::model::ArticleId;

    fn known(desk: &Desk, id: &str) -> Article {
        (*desk.state.doc.session.articles[&ArticleId::new(id)]).clone()
    }

    #[test]
    fn what_is_typed_of_an_article_is_one_undo_step_with_its_publisher() {
        let mut desk = Desk::new(&["One report.", "Another."]);
        desk.keys(
            "gam<c-u>Coast<tab>Coast Wire<tab><tab>A. Reporter<tab>2016-09-17<tab>https://coast.example/1",
        );
        desk.keys("<enter>");
        assert_eq!(
            desk.notice(),
            "Coast: short name, publisher Coast Wire, author, date, address · u undoes"
        );
        let article = known(&desk, "a");
        let source = &desk.state.doc.session.sources[article.source.as_ref().unwrap()];
        assert_eq!((article.short.as_str(), source.name.as_str()), ("Coast", "Coast Wire"));
        assert_eq!(article.author.as_deref(), Some("A. Reporter"));
        assert_eq!(article.published.as_deref(), Some("2016-09-17"));
        assert_eq!(article.url.as_deref(), Some("https://coast.example/1"));
        assert_eq!(desk.state.doc.articles[0].short, "Coast", "the pane is called so at once");
        let line = desk.log.iter().find(|line| line.what.to_string() == "claim.note").unwrap();
        assert_eq!(line.changes.len(), 3, "the analyst, the publisher and the article, in one line");
        desk.keys("u");
        assert!(desk.notice().contains("publisher Coast Wire"), "{}", desk.notice());
        assert_eq!((known(&desk, "a").short.as_str(), known(&desk, "a").source), ("a", None));
        assert_eq!(desk.state.doc.articles[0].short, "a");
        assert!(desk.state.doc.session.sources.is_empty());
    }

    #[test]
    fn of_marked_articles_each_keeps_what_was_left_alone() {
        let mut desk = Desk::new(&["One report.", "Another.", "A third."]);
        desk.keys("gam<tab><tab><tab>B. Writer<enter><esc>");
        // The short name is each one's own: the publisher comes first.
        desk.keys("gagg<space><space>m<tab>Agency<enter>");
        assert!(desk.state.form.is_none(), "{}", desk.notice());
        assert_eq!(known(&desk, "a").author.as_deref(), Some("Agency"));
        assert_eq!(known(&desk, "b").author.as_deref(), Some("Agency"));
        assert_eq!(desk.notice(), "a and 1 more: author · u undoes");
        desk.keys("mEnvoy<enter><enter>");
        assert_eq!(known(&desk, "a").source, known(&desk, "b").source);
        assert_eq!(known(&desk, "b").author.as_deref(), Some("Agency"));
        assert_eq!(known(&desk, "a").short, "a");
        desk.keys("u");
        assert_eq!((known(&desk, "a").source, known(&desk, "b").source), (None, None));
    }

    #[test]
    fn m_in_the_text_writes_the_articles_note() {
        let mut desk = Desk::new(&["One report."]);
        desk.keys("mFrom the agency's wire.<enter>");
        assert_eq!(known(&desk, "a").note, "From the agency's wire.");
        assert_eq!(desk.notice(), "a: note · u undoes");
    }

    #[test]
    fn what_is_no_date_address_or_code_is_refused_and_stays_on_the_screen() {
        let mut desk = Desk::new(&["One report."]);
        for (field, words, why) in [
            (4, "17 Sept", "“17 Sept” is no date"),
            (5, "coast.example", "“coast.example” is no web address"),
            (8, "English language", "“English language” is no language code"),
        ] {
            desk.keys("gam")
                .keys(&"<tab>".repeat(field))
                .keys(&words.replace(' ', "<space>"))
                .keys("<enter>");
            assert!(desk.notice().starts_with(why), "{}", desk.notice());
            desk.keys("<esc>d<esc>");
            assert!(desk.state.form.is_none());
        }
        assert!(desk.state.doc.session.articles.is_empty());
    }

    #[test]
    fn dates_addresses_and_codes() {
        for words in ["2016", "2016-09", "2016-09-17", "2016-09-17T10:30", "2016-09-17T10:30:00Z"] {
            assert!(is_date(words), "{words}");
        }
        for words in ["2016-13", "17.9.2016", "2016-09-17 at ten", "yesterday", "-", "201"] {
            assert!(!is_date(words), "{words}");
        }
        assert!(
            is_address("https://a.example/b?c#d") && !is_address("javascript:x") && !is_address("http://")
        );
        assert!(is_language("pt-BR") && is_language("ar") && !is_language("e") && !is_language("en_GB"));
    }
}
