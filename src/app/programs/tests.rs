//! Tests of programs that propose claims: the question, the runs, and what becomes of what they write.
//!
//! **Invariant:** no program is run here; the tests answer as the world would.

use super::*;
use crate::app::Msg;
use crate::app::desk::Desk;
use crate::format::proposals;

const TEXT: &str = "A crane fell in the harbour and 62 dock workers were hurt, the port office said.";

/// Two articles and a program that nobody has answered for.
fn desk() -> Desk {
    let mut desk = Desk::suggesting(&[TEXT, "Nothing of note."]);
    let command = vec!["/opt/model".to_owned(), "--fast now".to_owned()];
    desk.state.programs = Programs::new(vec![Program::new("our model".to_owned(), command, None)]);
    desk.send(Msg::Resumed);
    desk
}

/// A line that a program could write.
fn line(words: &str, tag: &str) -> String {
    let start = TEXT.find(words).unwrap();
    format!(
        "{{\"kind\":\"claim\",\"start\":{start},\"end\":{},\"text\":\"{words}\",\"tag\":\"{tag}\",\"rule\":\"toll\",\
         \"figure\":{{\"comparator\":\"=\",\"value\":62,\"class\":\"count\",\"text\":\"62\"}}}}\n",
        start + words.len()
    )
}

/// The programs that are to be run, each with the article.
fn runs(desk: &Desk) -> Vec<(usize, Arc<str>)> {
    let runs = desk.others.iter().filter_map(|effect| match effect {
        Effect::RunProgram { article, text, .. } => Some((*article, Arc::clone(text))),
        _ => None,
    });
    runs.collect()
}

fn write(desk: &mut Desk, (article, text): (usize, Arc<str>), output: &str) {
    let result = Ok(proposals::read(output.as_bytes(), &text));
    desk.send(Msg::Programmed { program: 0, article, text, result });
}

fn rules(desk: &Desk) -> Vec<String> {
    let suggested = desk.state.doc.articles[0].suggested.as_ref().unwrap();
    suggested.open().map(|(_, s)| s.rule.to_string()).collect()
}

#[test]
fn nothing_runs_before_a_yes_and_the_question_shows_the_command_line() {
    let mut desk = desk();
    let card = desk.state.card.clone().unwrap();
    assert_eq!(card.title, "may “our model” run?");
    assert!(card.paragraphs[1].contains("‘/opt/model’ ‘--fast now’"), "{:?}", card.paragraphs);
    desk.keys("y");
    assert_eq!(desk.notice(), "Y lets it run, N never, esc asks another time");
    assert!(desk.state.card.is_some() && runs(&desk).is_empty());
    desk.keys("N");
    assert!(matches!(desk.others.last(), Some(Effect::Answer { program: 0, yes: false })));
    desk.keys("gcgtj");
    assert!(desk.state.card.is_none() && runs(&desk).is_empty(), "it is asked once");
}

#[test]
fn put_off_it_is_asked_another_time() {
    let mut desk = desk();
    desk.keys("<esc>j");
    assert!(desk.state.card.is_none() && runs(&desk).is_empty());
    assert!(!desk.others.iter().any(|effect| matches!(effect, Effect::Answer { .. })));
    desk.keys(":programs<enter>");
    assert!(desk.state.card.is_some());
    desk.keys("Y");
    assert_eq!(runs(&desk).len(), 1);
}

#[test]
fn programs_take_turns_and_what_they_find_bears_their_name() {
    let mut desk = desk();
    let own = rules(&desk).len();
    desk.keys("Y");
    let first = runs(&desk);
    assert_eq!((first.len(), first[0].0), (1, 0), "one at a time");
    let output = line("62 dock workers were hurt", "injured") + "nonsense\n";
    write(&mut desk, first[0].clone(), &output);
    assert_eq!(
        desk.notice(),
        "“our model”, article 1: 1 line cannot be taken; line 2: column 2: expected ident"
    );
    assert_eq!(rules(&desk).len(), own + 1);
    assert!(rules(&desk).contains(&"our model: toll".to_owned()), "{:?}", rules(&desk));
    assert_eq!(runs(&desk).len(), 2);
    let second = runs(&desk)[1].clone();
    write(&mut desk, second, "");
    desk.keys("jk");
    assert_eq!(runs(&desk).len(), 2, "each article is read once");
    // The rules read again: what the program found stays.
    let found = crate::app::suggestions::read(TEXT);
    desk.send(Msg::Suggested { article: 0, bytes: TEXT.len(), found });
    assert_eq!(rules(&desk).len(), own + 1);
    desk.keys(":programs<enter>N");
    assert_eq!(rules(&desk).len(), own);
}

#[test]
fn an_accepted_suggestion_names_the_program_in_the_claim() {
    let mut desk = Desk::suggesting(&[TEXT]);
    let may = Some(true);
    desk.state.programs = Programs::new(vec![Program::new("m".to_owned(), vec!["/m".to_owned()], may)]);
    desk.send(Msg::Resumed);
    let run = runs(&desk)[0].clone();
    write(&mut desk, run, &line("harbour and 62 dock workers were hurt", "injured"));
    desk.keys("sa");
    let claims = &desk.state.doc.session.claims;
    let made: Vec<_> = claims.values().map(|claim| format!("{:?}", claim.made_by)).collect();
    assert_eq!(made, ["Suggestion(\"m: toll\")"]);
}

#[test]
fn one_that_fails_is_left_alone() {
    let mut desk = desk();
    desk.keys("Y");
    let (article, text) = runs(&desk)[0].clone();
    desk.send(Msg::Programmed { program: 0, article, text, result: Err("it took over 20 s".to_owned()) });
    assert_eq!(
        desk.notice(),
        "“our model”, article 1: it took over 20 s; it is not run again until you open anew"
    );
    desk.keys("jk<tab>");
    assert_eq!(runs(&desk).len(), 1);
}
