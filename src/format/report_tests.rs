//! The report on the sample case: what stands in it, what must never stand in it, and that it does not change.

use super::*;
use crate::format::bytemap::ByteMap;
use crate::format::export::ArticleText;
use crate::format::import_claims::{ImportArticle, import};
use crate::model::{
    AnalystId, Echo, EchoId, EchoMember, Export, Grade, LogHead, ReadMark, Session, SessionId, SourceId,
    Stamp, Target, Unknown, defaults,
};
use jiff::Timestamp;
use std::sync::Arc;

const CLAIMS: &str = include_str!("../../tests/golden/sample.claims.jsonl");

const TEXTS: [(&str, &str); 5] = [
    ("1_harbour_wire.txt", include_str!("../../assets/sample/1_harbour_wire.txt")),
    ("2_tern_courier.txt", include_str!("../../assets/sample/2_tern_courier.txt")),
    ("3_quillmark_gazette.txt", include_str!("../../assets/sample/3_quillmark_gazette.txt")),
    ("4_saltmarsh_dispatch.md", include_str!("../../assets/sample/4_saltmarsh_dispatch.md")),
    ("5_owlgate_radio.txt", include_str!("../../assets/sample/5_owlgate_radio.txt")),
];

type Texts = BTreeMap<ArticleId, ArticleText>;

fn target(text: &str, exact: &str) -> Target {
    let byte = text.find(exact).unwrap();
    let start = text.get(..byte).unwrap().chars().count();
    let end = start + exact.chars().count();
    Target { start, end, exact: exact.to_owned(), occurrence: 1, ..Target::default() }
}

/// The sample's session: all claims, articles 1 to 4 read, one echo.
fn sample() -> (Session, Texts) {
    let at = Timestamp::UNIX_EPOCH;
    let by = AnalystId::new("ana");
    let mut session = defaults::new_session(SessionId::new("aaaabbbb"), "The raid".to_owned(), at);
    let ids: Vec<ArticleId> =
        TEXTS.iter().map(|(name, _)| ArticleId::new(name.split('.').next().unwrap())).collect();
    let known: Vec<Article> = TEXTS
        .iter()
        .enumerate()
        .map(|(n, (name, text))| Article {
            path: format!("articles/{name}"),
            short: name.get(2..8).unwrap().to_owned(),
            bytes: text.len() as u64,
            read: (n < 4).then(|| ReadMark { by: by.clone(), at }),
            ..Article::default()
        })
        .collect();
    let articles: Vec<ImportArticle> = TEXTS
        .iter()
        .zip(ids.iter().zip(&known))
        .map(|((file, text), (id, article))| ImportArticle { id, file, article, text })
        .collect();
    let stamp = Stamp { at, by: by.clone(), seq: 2 };
    import(&session, "sample.jsonl", CLAIMS, &articles, &stamp).edit.apply(&mut session).unwrap();
    let words = ["the bombing stopped within minutes", "the bombing halted within minutes"];
    let members = [(0, words[0]), (1, words[1])]
        .map(|(n, words)| EchoMember { article: ids[n].clone(), target: target(TEXTS[n].1, words) });
    let source = Some(SourceId::new("us-official-2"));
    let echo = Echo { members: members.to_vec(), source, by, at, unknown: Unknown::new() };
    session.echoes.insert(EchoId::new("e"), Arc::new(echo));
    session.log = LogHead { sequence: 9, head: Some(format!("blake3:{}", "ab".repeat(32))) };
    let texts = TEXTS.iter().zip(&ids).map(|((_, text), id)| {
        (id.clone(), ArticleText { text: Arc::from(*text), map: ByteMap::shifted(0), replaced: 0 })
    });
    let texts = texts.collect();
    (session, texts)
}

fn written(session: &Session, texts: &Texts, listed: ClaimsListed) -> Written {
    let report = Report { session, texts, at: Timestamp::UNIX_EPOCH, analyst: "Ana", order: &[] };
    write(&report, listed)
}

fn change(session: &mut Session, number: u32, change: impl FnOnce(&mut Claim)) {
    let claim = session.claims.values_mut().find(|c| c.number == number).unwrap();
    change(Arc::make_mut(claim));
}

#[test]
fn the_first_page_says_who_is_against_whom() {
    let (session, texts) = sample();
    let text = written(&session, &texts, ClaimsListed::All).text;
    let first = text.split_once("\n---\n").unwrap().0;
    assert!(first.lines().filter(|l| !l.is_empty()).count() <= 25, "{first}");
    for wanted in [
        "# The raid\n",
        "5 articles, **4 read** · 30 claims, 30 confirmed, 0 private · Ana · 1 Jan 1970 00:00 UTC · session blake3:abababab…",
        "publisher and date and URL of every article unknown",
        "**soldiers killed in the raid: 62 (Syrian command via Russian MoD; 1 3 4 5) or 83 / at least 80 (SOHR, citing airport source; 5 / 2 5) or 62 (nobody named; 2).** 2 origins in 5 articles.",
        "“more than 60” (Syrian command via Russian MoD; 3), “Dozens” (nobody named; 2) fit all of these and settle nothing.",
        "one source against itself",
        "100 “a hundred” / over 100, one statement in two renderings, (Syrian command via Russian MoD; 3 / 1) or 90, later at least 120 (SOHR; 2 / 5).**",
        "F-16 aircraft: 2 in 3 articles, all Russian MoD.",
        "one statement of US official (2) in 2 articles",
        "**Silent** (read, says nothing): ",
        "soldiers killed in the raid: SOHR not in 1 3 4, Syrian command not in 2",
        "**No value**: “does not dispute” (State Department official; 4; c25).",
    ] {
        assert!(first.contains(wanted), "{wanted}\n---\n{first}");
    }
}

#[test]
fn an_unread_article_is_never_called_silent() {
    let (session, texts) = sample();
    let text = written(&session, &texts, ClaimsListed::None).text;
    let line = |start: &str| text.lines().find(|l| l.starts_with(start)).unwrap_or_default().to_owned();
    assert!(line("- not read").contains("5: ") && line("- not read").contains("number of strikes"), "{text}");
    let silent = line("- silent, read");
    let of = |article: &str| {
        let parts = silent.split("; ").map(|part| part.trim_start_matches("- silent, read: "));
        parts.filter(|part| part.starts_with(&format!("{article}: "))).collect::<String>()
    };
    assert!(of("2").contains("number of strikes"), "{silent}");
    assert!(of("5").is_empty(), "{silent}");
}

#[test]
fn the_body_is_at_most_two_pages_and_the_rest_stands_in_the_appendix() {
    let (session, texts) = sample();
    let text = written(&session, &texts, ClaimsListed::All).text;
    let body = text.split_once("\n---\n").unwrap().1.split_once("\n## A Articles").unwrap().0;
    // A page of A4 has sixty lines of about a hundred characters.
    let lines = body.lines().filter(|line| !line.trim().is_empty());
    let lines: usize = lines.map(|line| line.chars().count().div_ceil(100)).sum();
    assert!(lines <= 120, "{lines} lines: {body}");
    let appendix = text.split_once("\n## B ").unwrap().1;
    for claim in session.claims.values() {
        let id = format!("c{}", claim.number);
        let named = |part: &str| part.split(|c: char| !c.is_alphanumeric()).any(|word| word == id);
        assert!(named(body) || named(appendix), "{id}");
    }
}

#[test]
fn the_note_of_the_case_stands_first_and_in_its_own_letters() {
    let (mut session, texts) = sample();
    session.note = "Two counts *stand*.\n\nNobody has a list.".to_owned();
    let toll = session.questions.values_mut().find(|q| q.text.starts_with("soldiers killed")).unwrap();
    Arc::make_mut(toll).would_settle = "the hospital's list".to_owned();
    let text = written(&session, &texts, ClaimsListed::None).text;
    let minute = text.split_once("## In one minute\n\n").unwrap().1;
    assert!(
        minute.starts_with("*Two counts \\*stand\\*.*\n\n*Nobody has a list.*\n\n**Disputed**"),
        "{minute}"
    );
    assert!(text.contains("**Would settle it** (Ana): the hospital's list."), "{text}");
}

#[test]
fn articles_are_numbered_as_the_panes_number_them() {
    let (session, texts) = sample();
    let mut order: Vec<ArticleId> = session.articles.keys().cloned().collect();
    // The panes also show an article that is not in the session.
    order.insert(0, ArticleId::new("0_not_cited"));
    let report =
        Report { session: &session, texts: &texts, at: Timestamp::UNIX_EPOCH, analyst: "Ana", order: &order };
    let text = write(&report, ClaimsListed::None).text;
    assert!(text.contains("- **2 ") && text.contains("- **6 ") && !text.contains("- **1 "), "{text}");
}

#[test]
fn every_id_resolves_to_quote_line_and_offsets() {
    let (session, texts) = sample();
    let text = written(&session, &texts, ClaimsListed::All).text;
    for claim in session.claims.values() {
        let entry = format!("\n**c{}** ", claim.number);
        let at = text.find(&entry).unwrap();
        let entry = text.get(at..).unwrap();
        let target = &claim.target[0];
        let place = format!("code points {}–{}, bytes ", target.start, target.end);
        assert!(entry.split("\n**c").nth(1).unwrap().contains(&place), "c{}", claim.number);
    }
    assert!(text.contains("62\u{a0}Syrian soldiers"), "a quote keeps its NBSP");
    assert!(text.contains("Left out, having nothing to say: 5 Judgements, 6 Changed since the last export."));
    assert!(
        text.contains("tamper-evident") && !text.contains("tamper-proof") && !text.contains("orroborated")
    );
}

#[test]
fn a_private_claim_is_counted_and_nowhere_else() {
    let (mut session, texts) = sample();
    change(&mut session, 26, |claim| claim.private = true);
    let written = written(&session, &texts, ClaimsListed::All);
    assert_eq!(written.private, 1);
    assert!(written.text.contains("29 claims, 29 confirmed, 1 private"));
    assert!(!written.text.contains("c26") && !written.text.contains(" 83 "));
}

#[test]
fn a_claim_whose_words_are_not_in_place_is_left_out_and_named() {
    let (mut session, mut texts) = sample();
    change(&mut session, 26, |claim| claim.target[0].start -= 1);
    texts.remove(&ArticleId::new("1_harbour_wire"));
    let written = written(&session, &texts, ClaimsListed::All);
    assert_eq!(written.not_in_place, [1, 2, 3, 4, 5, 6, 26]);
    assert!(written.text.contains("words not at hand at their place: c1 c2 c3 c4 c5 c6 c26"));
    assert!(!written.text.contains("**c26**"));
}

#[test]
fn judgements_and_changes_stand_when_there_are_any() {
    let (mut session, texts) = sample();
    let later = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_secs(60);
    change(&mut session, 26, |claim| {
        claim.modified = later;
        claim.grades.push(Grade {
            scale: "status".to_owned(),
            value: "disputed".to_owned(),
            by: AnalystId::new("ana"),
            at: later,
            why: "no *list* of names".to_owned(),
        });
    });
    let at = Timestamp::UNIX_EPOCH;
    let export = Export { at, revision: 1, format: "csv".to_owned(), sha256: String::new() };
    session.exports.push(Arc::new(export));
    let text = written(&session, &texts, ClaimsListed::None).text;
    assert!(text.contains("- c26: status disputed, ana, 1 Jan 1970 00:01 UTC: no \\*list\\* of names"));
    assert!(text.contains("Claims made or changed since: c26; removed: none."));
}

#[test]
fn equal_input_gives_equal_bytes_and_an_empty_session_is_no_trouble() {
    let (session, texts) = sample();
    let one = written(&session, &texts, ClaimsListed::All);
    assert_eq!(one, written(&session.clone(), &texts.clone(), ClaimsListed::All));
    let cited = written(&session, &texts, ClaimsListed::Cited);
    assert_eq!(cited.text, one.text, "every claim of the sample is under a question");
    let empty = Session::empty(SessionId::new("a"), String::new(), Timestamp::UNIX_EPOCH);
    let text = written(&empty, &Texts::new(), ClaimsListed::All).text;
    assert!(text.starts_with("# Untitled session\n") && text.contains("No claim is under a question."));
}

#[test]
fn articles_are_numbered_as_people_expect() {
    let mut session = Session::empty(SessionId::new("a"), String::new(), Timestamp::UNIX_EPOCH);
    for path in ["x/10_b.txt", "x/2_a.txt", "x/2_B.txt"] {
        let article = Article { path: path.to_owned(), ..Article::default() };
        session.articles.insert(ArticleId::new(path), Arc::new(article));
    }
    let numbers = article_numbers(&session);
    let number = |path: &str| numbers[&ArticleId::new(path)];
    assert_eq!((number("x/2_a.txt"), number("x/2_B.txt"), number("x/10_b.txt")), (1, 2, 3));
}
