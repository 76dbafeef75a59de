//! The sample's claims as a file, and the rules of each column.

use super::*;
use crate::ledger::{Ledger, PairClass, Seriousness};
use crate::model::{Class, Comparator, Source, SourceId, defaults};
use jiff::Timestamp;
use rust_decimal::Decimal;

const SAMPLE: &str = include_str!("../../tests/golden/sample.claims.jsonl");

const TEXTS: [(&str, &str); 5] = [
    ("1_harbour_wire.txt", include_str!("../../assets/sample/1_harbour_wire.txt")),
    ("2_tern_courier.txt", include_str!("../../assets/sample/2_tern_courier.txt")),
    ("3_quillmark_gazette.txt", include_str!("../../assets/sample/3_quillmark_gazette.txt")),
    ("4_saltmarsh_dispatch.md", include_str!("../../assets/sample/4_saltmarsh_dispatch.md")),
    ("5_owlgate_radio.txt", include_str!("../../assets/sample/5_owlgate_radio.txt")),
];

fn empty() -> Session {
    defaults::new_session(
        crate::model::SessionId::new("aaaabbbb"),
        "sample".to_owned(),
        Timestamp::UNIX_EPOCH,
    )
}

fn stamp() -> Stamp {
    Stamp { at: Timestamp::UNIX_EPOCH, by: crate::model::AnalystId::new("ana"), seq: 7 }
}

/// Imports over articles given as file name and text, and applies the edit.
fn import_over(session: &Session, file: &str, articles: &[(&str, &str)]) -> (Session, Imported) {
    let known = Article::default();
    let ids: Vec<ArticleId> =
        articles.iter().map(|(name, _)| ArticleId::new(name.split('.').next().unwrap())).collect();
    let articles: Vec<ImportArticle> = articles
        .iter()
        .zip(&ids)
        .map(|((file, text), id)| ImportArticle { id, file, article: &known, text })
        .collect();
    let imported = import(session, "claims.csv", file, &articles, &stamp());
    let mut after = session.clone();
    imported.edit.apply(&mut after).unwrap();
    let mut back = after.clone();
    imported.edit.inverse().apply(&mut back).unwrap();
    assert_eq!(Session { revision: 0, ..back }, *session, "one undo step takes all of it back");
    (after, imported)
}

const ARTICLE: [(&str, &str); 1] = [("a.txt", "Sixty-two men died, 62 men in all; “62 men” and e\u{301}t.")];

/// Imports rows of CSV over the one short article.
fn rows(csv: &str) -> (Session, Imported) {
    import_over(&empty(), csv, &ARTICLE)
}

fn claim(session: &Session, number: u32) -> &Claim {
    session.claims.values().find(|c| c.number == number).unwrap()
}

fn chain(session: &Session, number: u32) -> Vec<&str> {
    claim(session, number).attribution.iter().map(|l| session.sources[&l.source].name.as_str()).collect()
}

#[test]
fn the_sample_is_taken_whole() {
    let (session, imported) = import_over(&empty(), SAMPLE, &TEXTS);
    assert_eq!((imported.taken, imported.refused, imported.ignored_columns), (30, vec![], vec![]));
    assert_eq!(session.articles.len(), 5);
    let target = &claim(&session, 8).target[0];
    assert_eq!((target.start, target.end), (202, 238));
    assert!(target.exact.contains("62\u{a0}Syrian"));
    // The ministry speaks for itself in this article, so it is no publisher though every chain begins with it.
    assert_eq!(chain(&session, 1), ["Russian MoD", "Syrian command"]);
    assert_eq!(chain(&session, 20), ["Severnit", "Russian MoD", "Syrian command"]);
    let ledger = Ledger::build(&session);
    let told: Vec<_> = ledger
        .rows()
        .map(|r| {
            (
                &*session.questions[&r.question].text,
                r.mentions,
                r.origins.len(),
                r.parties.len(),
                r.seriousness,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("soldiers killed in the raid", 11, 2, 2, Seriousness::Conflict),
            ("soldiers wounded in the raid", 4, 2, 2, Seriousness::Conflict),
            ("how long the bombing lasted", 2, 1, 1, Seriousness::Conflict),
            ("when Russia called, after the start", 2, 2, 2, Seriousness::Approximate),
            ("US position on the toll", 1, 1, 1, Seriousness::Words),
            ("A-10 aircraft", 3, 1, 1, Seriousness::OneOrigin),
            ("F-16 aircraft", 3, 1, 1, Seriousness::OneOrigin),
            ("lives lost in the whole war", 1, 1, 1, Seriousness::OneOrigin),
            ("number of strikes", 3, 2, 1, Seriousness::Rest),
        ]
    );
    let mut classes: Vec<_> = ledger.rows().flat_map(|r| &r.pairs).map(|p| p.class).collect();
    classes.sort();
    classes.dedup();
    assert_eq!(classes, PairClass::ALL.map(|(class, _)| class));
}

#[test]
fn every_sample_quote_has_the_words_of_its_figure() {
    let (session, _) = import_over(&empty(), SAMPLE, &TEXTS);
    for (number, text) in [
        (1, "Sixty-two"),
        (2, "over 100"),
        (3, "Two"),
        (7, "Dozens"),
        (11, "about 20"),
        (12, "more than 60"),
        (15, "a hundred"),
        (25, "does not dispute"),
        (26, "83"),
        (30, "about 400,000"),
    ] {
        assert_eq!(claim(&session, number).figure.as_ref().unwrap().text, text, "c{number}");
    }
}

#[test]
fn rows_that_do_not_match_are_reported_and_the_rest_taken() {
    let (session, imported) = rows(
        "article,quote,occurrence,comparator,value,mine\n\
         a.txt,62 men,2,=,62,x\n\
         a.txt,62 men,3,=,62,\n\
         a.txt,63 men,,=,63,\n\
         b.txt,62 men,,=,62,\n\
         a.txt,62 men,0,=,62,\n\
         a.txt,62 men,1,=,many,\n\
         a.txt,,,,,\n\
         a,62 men,1,,,\n",
    );
    assert_eq!(imported.taken, 2);
    assert_eq!(imported.ignored_columns, ["mine"]);
    let told: Vec<_> = imported.refused.iter().map(|r| (r.row, r.occurrence, r.why.as_str())).collect();
    assert_eq!(
        told,
        [
            (3, 3, "the quote does not stand 3 times in the article"),
            (4, 1, "the quote does not stand in the article"),
            (5, 1, "\"b.txt\" is no article at hand"),
            (6, 0, "occurrence \"0\" is no count"),
            (7, 1, "value \"many\" is no number"),
            (8, 1, "has no quote"),
        ]
    );
    assert_eq!(session.claims.len(), 2);
    assert_eq!(claim(&session, 1).target[0].occurrence, 2);
}

#[test]
fn a_quote_that_cuts_a_character_is_refused() {
    let (_, imported) = import_over(&empty(), "article,quote\nb,e\n", &[("b.txt", "x e\u{301} y")]);
    assert_eq!(imported.taken, 0);
    assert!(imported.refused[0].why.contains("inside a character"), "{:?}", imported.refused);
    assert!(imported.edit.changes.is_empty(), "an article enters with its first claim");
}

#[test]
fn an_empty_origin_is_none_only_where_the_file_has_the_column() {
    let (session, _) = rows(
        "article,quote,attribution,origin,party\na,62 men,CNN < MoD,,x\na,Sixty-two,CNN < MoD,Command,Syria\n",
    );
    assert_eq!(claim(&session, 1).origin.as_ref().map(|o| (o.source.clone(), o.how)), Some((None, How::Set)));
    let command = SourceId::new("command");
    assert_eq!(claim(&session, 2).origin.as_ref().unwrap().source, Some(command.clone()));
    assert_eq!(session.sources[&command].party.as_deref(), Some("Syria"));
    let (session, _) = rows("article,quote,attribution,party\na,62 men,CNN < MoD,Russia\na,Sixty-two,CNN,\n");
    assert_eq!(claim(&session, 1).origin, None);
    assert_eq!(session.sources[&SourceId::new("mod")].party.as_deref(), Some("Russia"));
}

#[test]
fn a_first_link_that_all_rows_share_is_the_publisher() {
    let file = "article,quote,attribution\na,62 men,CNN < MoD\na,Sixty-two,CNN\n";
    let (session, _) = rows(file);
    assert_eq!(session.articles[&ArticleId::new("a")].source, Some(SourceId::new("cnn")));
    assert_eq!((chain(&session, 1), chain(&session, 2)), (vec!["MoD"], vec![]));
    let (session, _) = rows("article,quote,attribution\na,62 men,CNN < MoD\na,Sixty-two,\n");
    assert_eq!(session.articles[&ArticleId::new("a")].source, None);
    assert_eq!(chain(&session, 1), ["CNN", "MoD"]);
    // A publisher that is known already stays, and only it is dropped.
    let mut known = empty();
    let tass = Source { name: "TASS".to_owned(), ..Source::default() };
    known.sources.insert(SourceId::new("tass"), Arc::new(tass));
    let article = Article { source: Some(SourceId::new("tass")), ..Article::default() };
    known.articles.insert(ArticleId::new("a"), Arc::new(article));
    let (session, _) = import_over(&known, file, &ARTICLE);
    assert_eq!(chain(&session, 2), ["CNN"]);
}

#[test]
fn units_join_the_question_and_ends_are_assigned() {
    let (session, _) = rows(
        "article;quote;tag;question;unit;counted;comparator;value;low;high;checkable;speech;hedge;as_of;id\n\
         a;62 men;Killed;toll;soldiers;men;=;62;;;TRUE;direct;said;2016-09-17;7\n\
         a;Sixty-two;new tag;Toll;soldiers;troops;vague;dozens;24;;false;;;;8\n",
    );
    let question = session.questions.values().next().unwrap();
    assert_eq!(session.questions.len(), 1);
    assert_eq!(
        (question.unit.as_deref(), question.units.as_slice()),
        (Some("soldiers"), &["men", "troops"].map(String::from)[..])
    );
    assert_eq!(question.class, Some(Class::Count));
    let (one, two) = (claim(&session, 1), claim(&session, 2));
    assert_eq!(session.tags[&one.tags[0]].label, "killed", "a tag is found again in any case");
    assert_eq!(session.tags[&two.tags[0]].label, "new tag");
    assert_eq!(one.made_by, MadeBy::Import("claims.csv#7".to_owned()));
    assert_eq!((one.checkable, two.checkable), (true, false));
    assert_eq!(
        (one.speech, one.hedge.as_deref(), one.as_of.as_deref()),
        (Some(Speech::Direct), Some("said"), Some("2016-09-17"))
    );
    let figure = two.figure.as_ref().unwrap();
    assert_eq!(figure.comparator, Comparator::Vague);
    assert_eq!(figure.assigned.unwrap().low, Some(Decimal::from(24)));
    assert_eq!(figure.assigned.unwrap().high, None);
}

#[test]
fn a_second_import_of_the_same_rows_makes_nothing() {
    let file = "article,quote,id,tag,question,origin\na,62 men,r1,killed,toll,SOHR\n";
    let (session, first) = rows(file);
    assert_eq!(first.taken, 1);
    let mut again = session.clone();
    again.revision = 0;
    let (_, second) = import_over(&again, file, &ARTICLE);
    assert_eq!((second.taken, second.edit.changes.len()), (0, 0));
    assert_eq!(second.refused[0].why, "was imported before, as c1");
    // Without ids nothing tells a row from another that says the same.
    let (_, third) = import_over(&again, "article,quote\na,62 men\n", &ARTICLE);
    assert_eq!((third.taken, third.edit.changes.len()), (1, 1));
}

#[test]
fn files_without_the_columns_are_refused_and_nothing_panics() {
    for (file, why) in [
        ("", "the file has no column \"article\""),
        ("words, words\nmore", "the file has no column \"article\""),
        ("article\na", "the file has no column \"quote\""),
    ] {
        let (_, imported) = rows(file);
        assert_eq!((imported.taken, imported.refused[0].why.as_str()), (0, why), "{file:?}");
    }
    for n in (0..SAMPLE.len()).step_by(97).filter(|n| SAMPLE.is_char_boundary(*n)) {
        let (_, imported) = import_over(&empty(), SAMPLE.get(..n).unwrap(), &TEXTS);
        assert!(imported.taken + imported.refused.len() <= 30);
    }
}

#[test]
fn an_exported_csv_comes_back_with_the_same_ledger() {
    use crate::format::bytemap::ByteMap;
    use crate::format::export::{ArticleText, Format, Report, write};
    let (session, _) = import_over(&empty(), SAMPLE, &TEXTS);
    let texts = TEXTS.map(|(file, text)| {
        let text = ArticleText { text: Arc::from(text), map: ByteMap::shifted(0), replaced: 0 };
        (ArticleId::new(file.split('.').next().unwrap()), text)
    });
    let texts = BTreeMap::from(texts);
    let report =
        Report { session: &session, texts: &texts, at: Timestamp::UNIX_EPOCH, analyst: "Ana", order: &[] };
    let file = write(Format::Csv, &report).text;
    let (again, imported) = import_over(&empty(), &file, &TEXTS);
    assert_eq!((imported.taken, imported.refused), (30, vec![]));
    let ledger = |session: &Session| {
        let json = crate::format::ledger_json::write(session, &Ledger::build(session));
        // Ids of questions hang on the edit, of articles on nothing.
        json.lines()
            .map(|line| line.split_once("\"text\"").map_or("", |(_, rest)| rest).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(ledger(&again), ledger(&session));
}

#[test]
fn tags_that_an_import_makes_have_letters_of_their_own() {
    let (session, imported) = rows("article,quote,tag\na,62,destroyed\na,62,displaced\na,62,denial\n");
    assert_eq!(imported.taken, 3, "{:?}", imported.refused);
    let letters: BTreeSet<char> = session.tags.values().map(|tag| tag.glyph).collect();
    assert_eq!(letters.len(), session.tags.len());
}
