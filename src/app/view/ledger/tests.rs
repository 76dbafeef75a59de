//! The sample's ledger on screen, by key.

use crate::app::desk::Desk;
use crate::app::form::field::Name;
use crate::app::msg::{Effect, Exported, Msg, WrittenFile};
use crate::app::piece::Line;
use crate::app::reader::Subject;
use crate::app::{inspector, said, status, view};
use crate::format::bytemap::ByteMap;
use crate::format::export::{ArticleText, Report};
use crate::format::log::Kind;
use crate::format::report::{self, ClaimsListed};
use crate::model::Claim;

fn words(lines: &[Line]) -> Vec<String> {
    lines.iter().map(|line| line.iter().map(|piece| piece.text.as_str()).collect()).collect()
}

/// The lines of the list on top, then those of the panel.
fn screen(desk: &Desk) -> Vec<String> {
    let list = desk.state.lists.last().expect("a list is open");
    let rows = list.entries.iter().map(|entry| view::line(&desk.state, entry)).collect::<Vec<_>>();
    let panel = list.entry().map(|entry| view::detail(&desk.state, entry)).unwrap_or_default();
    [words(&rows), words(&panel)].concat()
}

fn subject(desk: &Desk) -> &Claim {
    let Subject::Claim(id) = desk.state.subject() else { panic!("no claim is the subject") };
    &desk.state.doc.session.claims[&id]
}

fn one(lines: &[String], start: &str) -> String {
    let found: Vec<&String> = lines.iter().filter(|line| line.trim_start().starts_with(start)).collect();
    assert_eq!(found.len(), 1, "{start}: {lines:#?}");
    found[0].trim().to_owned()
}

#[test]
fn the_most_serious_question_stands_first_with_its_values_against_each_other() {
    let mut desk = Desk::sample((120, 36));
    desk.keys("gl");
    let lines = screen(&desk);
    let first = lines[0].split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(first.starts_with("▸✗ soldiers killed in the raid"), "{first}");
    assert!(
        first.contains("62 Syrian command ✗ 83 SOHR, at least 80 SOHR")
            || first.contains("✗ at least 80 SOHR, 83 SOHR"),
        "{first}"
    );
    assert!(first.ends_with("●●●●● 11 5 2 2"), "{first}");
    assert!(lines[1].contains('?') && lines[1].contains("✗"), "article 4 is not read: {}", lines[1]);
    let (left, _) = status::line(&desk.state);
    assert!(
        words(&[left])[0]
            .contains("9 questions: 3 in conflict, 1 approximate   filter: none   sort: seriousness")
    );
    for wanted in [
        "range of reports, not a confidence interval:  62 (Syrian command, nobody named) – 83 (SOHR)",
        "✗ 62 (Syrian command) : 83   [62, 62] and [83, 83] do not meet, different origins   rule: disjoint",
        "pairs compatible, 1 identical: no corroboration",
        "62 killed (Syrian command)",
    ] {
        assert!(lines.iter().any(|line| line.contains(wanted)), "{wanted}: {lines:#?}");
    }
    assert!(!lines.concat().contains("orroborated"));
}

#[test]
fn at_80_columns_every_value_is_there() {
    let mut desk = Desk::sample((80, 24));
    desk.keys("gl");
    let lines = screen(&desk);
    for value in ["= 62 ", "> 60 ", "= 83", "≥ 80 at least", "Dozens (≥ 24)"] {
        assert!(
            lines.iter().skip(9).any(|line| line.trim_start_matches(['▸', ' ']).starts_with(value)),
            "{value}: {lines:#?}"
        );
    }
    let rows = view::detail_rows(&desk.state, desk.state.lists.last().unwrap());
    assert!(lines.len() - 9 <= rows, "{} lines for {rows} rows", lines.len() - 9);
}

#[test]
fn many_articles_are_counted_where_there_is_no_room_for_each() {
    let texts: Vec<String> = (1..=20).map(|n| format!("{n} soldiers were killed by the river.")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut desk = Desk::sized(&texts, (80, 24));
    desk.keys("/1 soldiers were killed<enter>1<tab>/2 soldiers were killed<enter>1gl");
    let first = screen(&desk)[0].clone();
    assert!(first.contains("●2 ·0 ?18") && first.contains("killed: soldiers in"), "{first}");
    desk.send(Msg::Resize(120, 36));
    let first = screen(&desk)[0].clone();
    assert!(first.contains("●●??????????????????"), "{first}");
}

#[test]
fn a_conflict_is_opened_and_both_quotes_are_visited_in_four_keys() {
    let mut desk = Desk::sample((120, 36));
    desk.keys("<f2><enter>");
    let one = subject(&desk).clone();
    assert_eq!(desk.state.doc.label(&one), "62 killed (Syrian command)");
    desk.keys(";");
    let other = subject(&desk).clone();
    assert_eq!(desk.state.doc.label(&other), "at least 80 killed (airport source)");
    assert!(
        desk.notice().starts_with("1 of 10: at least 80 killed (airport source) ✗ conflict with 62 killed"),
        "{}",
        desk.notice()
    );
    desk.keys(";");
    assert_eq!(desk.state.doc.label(subject(&desk)), "83 killed (SOHR)");
    desk.keys(",,");
    assert_eq!(subject(&desk).number, one.number, "the way back leads to where the walk began");
    let mut typed = Desk::sample((120, 36));
    typed.keys("gl<enter>");
    assert_eq!(subject(&typed).number, one.number);
}

#[test]
fn the_way_back_from_a_quote_is_the_ledger_as_it_was() {
    let mut desk = Desk::sample((120, 36));
    desk.keys("gljl");
    let before = super::keys::under_cursor(&desk.state);
    assert_eq!(before.as_ref().map(|(_, value)| *value), Some(1));
    desk.keys("<enter>");
    assert!(desk.state.lists.is_empty());
    desk.keys("<c-o>");
    assert_eq!(super::keys::under_cursor(&desk.state), before);
    desk.keys("<enter>;;<c-o><c-o>");
    assert!(desk.state.lists.is_empty());
    desk.keys("<c-o>");
    assert_eq!(super::keys::under_cursor(&desk.state), before);
}

#[test]
fn the_ledger_opens_at_the_question_of_the_claim_under_the_cursor() {
    let mut desk = Desk::sample((120, 36));
    desk.keys("cc");
    let question = subject(&desk).question.clone();
    desk.keys("gl");
    assert_eq!(super::keys::under_cursor(&desk.state).map(|(question, _)| question), question);
    desk.keys("gg;");
    let first = super::keys::under_cursor(&desk.state).unwrap().0;
    desk.keys(",");
    assert_ne!(super::keys::under_cursor(&desk.state).unwrap().0, first);
}

#[test]
fn nobody_says_of_an_unread_article_that_it_is_silent() {
    let mut desk = Desk::sample((120, 36));
    // Nobody has read article 4, which says nothing on the wounded.
    desk.keys("g4glgg/wounded<enter>");
    let of = |desk: &Desk| screen(desk).concat();
    assert!(of(&desk).contains("not read yet: 4") && !of(&desk).contains("says nothing"), "{}", of(&desk));
    desk.keys("0");
    assert_eq!(
        desk.notice(),
        "4_saltmarsh_dispatch says nothing on “soldiers wounded in the raid” · u undoes"
    );
    assert!(of(&desk).contains("says nothing: 4") && of(&desk).contains('–'), "{}", of(&desk));
    desk.keys("0");
    assert!(of(&desk).contains("not read yet: 4"));
    desk.keys("<esc><esc>ga").keys("a");
    assert_eq!(desk.notice(), "article 4 marked read · u undoes");
    assert_eq!(desk.state.doc.n_read(), 4);
    desk.keys("<esc>glgg/wounded<enter>");
    assert!(of(&desk).contains("read, no claim: 4"), "{}", of(&desk));
    desk.keys("<esc><esc>gax");
    assert_eq!((desk.notice(), desk.state.doc.n_read()), ("article 4 marked not read · u undoes", 3));
    desk.keys("<esc>gl0");
    assert_eq!(desk.notice(), "every article has a claim under this question");
}

#[test]
fn the_inspector_says_chain_origin_row_and_conflict() {
    let mut desk = Desk::sample((120, 36));
    desk.keys("<f2><enter>");
    let lines = words(&inspector::lines(&desk.state));
    assert_eq!(lines.len(), 5, "{lines:#?}");
    assert!(
        lines[0].starts_with("c1  62 killed (Syrian command)   62 soldiers, words “Sixty-two”"),
        "{}",
        lines[0]
    );
    assert!(lines[1].starts_with(
        "says   1_harbour_wire < Russian MoD < Syrian command   ⇢ Syrian command = origin (set"
    ));
    assert_eq!(
        lines[2],
        "row    soldiers killed in the raid   11 mentions · 5 articles · 2 independent origins · 2 parties"
    );
    assert_eq!(
        lines[3],
        "✗ CONFLICT  83 (SOHR) 5 c26 · at least 80 (SOHR < airport source) 2 c9 +1   ; goes to them in turn"
    );
    assert_eq!(one(&lines, "= same origin"), "= same origin: 62 in 3 4 5");
    let mut low = Desk::sample((80, 24));
    low.keys("<f2><enter>");
    let lines = words(&inspector::lines(&low.state));
    assert!(
        lines.len() == 4 && lines[2].starts_with("✗ CONFLICT") && lines[3].starts_with("row"),
        "{lines:#?}"
    );
}

#[test]
fn labels_stand_alike_in_list_inspector_ledger_and_report() {
    let mut desk = Desk::sample((120, 36));
    desk.keys("gc");
    let claims = screen(&desk).concat();
    desk.keys("<esc>gl");
    let ledger = screen(&desk).concat();
    desk.keys("lllll");
    for label in ["62 killed (Syrian command)", "83 killed (SOHR)"] {
        assert!(claims.contains(label), "{label}");
    }
    assert!(ledger.contains("62 killed (Syrian command)"));
    let all: Vec<String> = (0..6)
        .map(|_| {
            let now = screen(&desk).concat();
            desk.keys("h");
            now
        })
        .collect();
    assert!(all.iter().any(|now| now.contains("83 killed (SOHR)")), "{all:#?}");
}

/// An article of CNN and one of Al Jazeera: the ministry passes on what the Syrian command says, and SOHR counts 83.
#[test]
fn a_label_names_the_speaker_alike_in_claims_inspector_ledger_and_report() {
    let cnn = "The Russian military said 62 soldiers were killed on Saturday.";
    let jazeera = "The Observatory put the death toll at 83 soldiers killed in the strike.";
    let mut desk = Desk::new(&[cnn, jazeera]);
    desk.keys("/62 soldiers were killed<enter>1oSputnik<lt>Russian MoD<enter><enter>");
    desk.keys("/83 soldiers killed<enter>1oSOHR<enter><enter>go/russian<enter>");
    // The ministry relays the command on this question: the origin changes, the label does not.
    desk.keys("<esc><esc>/62 soldiers were killed<enter><esc><enter>");
    while desk.state.form.as_ref().unwrap().focused().unwrap().name != Name::Origin {
        desk.keys("<tab>");
    }
    desk.keys("Syrian command<enter><enter>");
    assert!(desk.state.form.is_none(), "{}", desk.notice());
    let labels = ["62 killed (Russian MoD)", "83 killed (SOHR)"];
    let all = |lines: &[Line]| words(lines).join("\n");
    let mut seen: Vec<(&str, String)> = vec![("inspector", all(&inspector::lines(&desk.state)))];
    desk.keys(";");
    seen[0].1.push_str(&all(&inspector::lines(&desk.state)));
    desk.keys("gc");
    seen.push(("claims", screen(&desk).join("\n")));
    desk.keys("<esc>glgg");
    let mut ledger = screen(&desk).join("\n");
    assert!(ledger.contains("62 Syrian command ✗ 83 SOHR"), "{ledger}");
    desk.keys("h");
    ledger.push_str(&screen(&desk).join("\n"));
    seen.push(("ledger", ledger));
    let session = &desk.state.doc.session;
    let text = |text: &str| ArticleText { text: text.into(), map: ByteMap::shifted(0), replaced: 0 };
    let ids: Vec<_> = desk.state.doc.articles.iter().map(|entry| entry.id.clone()).collect();
    let texts = [(ids[0].clone(), text(cnn)), (ids[1].clone(), text(jazeera))].into_iter().collect();
    let at = jiff::Timestamp::UNIX_EPOCH;
    let report = Report { session, texts: &texts, at, analyst: "Ana", order: &ids };
    seen.push(("report", report::write(&report, ClaimsListed::All).text));
    for (place, words) in seen {
        for label in labels {
            assert!(words.contains(label), "{label} in {place}:\n{words}");
        }
    }
}

#[test]
fn a_counterpart_opens_beside_the_claim_that_it_is_compared_with() {
    let mut desk = Desk::sample((80, 24));
    desk.keys("g1").keys("<f2><enter>");
    assert_eq!(desk.state.reader.panes.shown(80, 5), [0, 1]);
    desk.keys(";;");
    let other = desk.state.reader.panes.focus;
    let shown = desk.state.reader.panes.shown(80, 5);
    assert!(other != 0 && shown.contains(&other), "{shown:?}");
    let mut pinned = Desk::sample((120, 36));
    pinned.keys("g1P<f2><enter>;;");
    let shown = pinned.state.reader.panes.shown(120, 5);
    assert!(shown.contains(&0) && shown.contains(&pinned.state.reader.panes.focus), "{shown:?}");
}

#[test]
fn linked_reading_moves_the_other_panes_only() {
    let mut desk = Desk::sample((120, 36));
    desk.keys("g1");
    let shown = desk.state.reader.panes.shown(120, 5);
    desk.keys("Lc");
    let here = subject(&desk).clone();
    assert_eq!(desk.state.reader.panes.shown(120, 5), shown);
    let at =
        |desk: &Desk, article: usize| desk.state.reader.places.get(&article).map_or(0, |place| place.cursor);
    let row = desk.state.doc.ledger.row(here.question.as_ref().unwrap()).unwrap();
    let second = desk.state.doc.articles[1].id.clone();
    assert!(row.articles.contains(&second));
    assert!(at(&desk, 1) > 0 || said::number(&desk.state, &second) == "1");
    desk.keys("L");
    let kept = at(&desk, 1);
    desk.keys("cc");
    assert_eq!(at(&desk, 1), kept);
}

#[test]
fn gutter_marks_what_is_in_conflict() {
    use crate::app::layout::Against;
    let mut desk = Desk::sample((120, 36));
    let of = |desk: &Desk, number: u32| {
        let claims = desk.state.layout.panes.iter().flat_map(|pane| &pane.claims);
        let number_of = |id| desk.state.doc.session.claims[id].number;
        claims.clone().find(|shown| number_of(&shown.id) == number).map(|shown| shown.against)
    };
    assert_eq!(of(&desk, 1), Some(Against::Conflict));
    assert_eq!(of(&desk, 3), Some(Against::Nothing), "two F-16s: one origin, one value");
    assert_eq!(of(&desk, 7), Some(Against::Nothing), "dozens fits everything");
    desk.keys("gc/about 20<enter><enter>");
    assert_eq!(of(&desk, 11), Some(Against::Approximate), "about 20 against 40 minutes");
    assert!(words(&[status::line(&desk.state).0])[0].contains("· 3 questions in conflict"));
}

#[test]
fn a_view_is_written_where_the_field_says() {
    let mut desk = Desk::sample((120, 36));
    desk.keys("glw");
    assert_eq!(desk.state.overlays.last().unwrap().field().editor.text(), "test-ledger.txt");
    desk.keys("<c-u>rows.csv<enter>");
    let Some(Effect::WriteFile { path, text, export }) = desk.others.last().cloned() else {
        panic!("{:?}", desk.others)
    };
    assert!(path == "rows.csv" && text.starts_with('"') && text.contains("\"83\""), "{path}: {text}");
    assert_eq!(export.as_ref().map(|export| export.format.as_str()), Some("ledger-csv"));
    let file = WrittenFile { path: "/tmp/rows.csv".to_owned(), sha256: "ab".repeat(32), export };
    let before = desk.state.doc.history.done.len();
    desk.send(Msg::Written(Ok(file)));
    assert_eq!(desk.notice(), "written to /tmp/rows.csv · recorded in the log");
    assert_eq!(desk.log.last().unwrap().kind, Kind::Export);
    assert_eq!(desk.state.doc.session.exports.len(), 1);
    assert_eq!(desk.state.doc.history.done.len(), before, "undo does not take it back");
    desk.keys("<esc>gh");
    let told = screen(&desk).join("\n");
    assert!(told.contains("exported ledger-csv of revision"), "{told}");
    desk.state.doc.read_only = Some("open by Ben".to_owned());
    let export = Some(Exported { format: "markdown".to_owned(), revision: 1 });
    let file = WrittenFile { path: "/tmp/r.md".to_owned(), sha256: String::new(), export };
    desk.send(Msg::Written(Ok(file)));
    assert_eq!(desk.notice(), "written to /tmp/r.md · not recorded: read only: open by Ben");
    desk.send(Msg::Written(Err("a file stands there already".to_owned())));
    assert!(desk.state.notice.as_ref().unwrap().warning);
}

#[test]
fn the_write_up_is_asked_for_once_a_revision_and_scrolls() {
    let mut desk = Desk::sample((80, 24));
    let asked = |desk: &Desk| desk.others.iter().filter(|e| matches!(e, Effect::WriteUp { .. })).count();
    desk.keys("gw");
    assert_eq!(asked(&desk), 1);
    desk.send(Msg::WriteUp(Ok(format!("# Title\n\n{}\n> a quote\n", "word ".repeat(60)))));
    let lines = screen(&desk);
    assert!(lines.len() > 5 && lines[0] == " # Title", "{lines:#?}");
    desk.keys("jjG");
    assert_eq!(asked(&desk), 1);
    desk.keys("w");
    assert_eq!(desk.state.overlays.last().unwrap().field().editor.text(), "test-report.md");
    desk.keys("<enter>");
    let Some(Effect::WriteFile { text, .. }) = desk.others.last() else { panic!("{:?}", desk.others) };
    assert!(text.ends_with("> a quote\n"));
    desk.keys("u");
    desk.keys("<esc>gw");
    assert!(asked(&desk) <= 2);
}

#[test]
fn sorting_and_filtering_keep_the_row() {
    let mut desk = Desk::sample((120, 36));
    desk.keys("glj|");
    assert_eq!(desk.notice(), "sorted by mentions");
    let kept = super::keys::under_cursor(&desk.state).unwrap().0;
    desk.keys("||");
    assert_eq!(super::keys::under_cursor(&desk.state).unwrap().0, kept);
    let words = |desk: &Desk| screen(desk)[0].to_lowercase();
    desk.keys("gg");
    assert!(words(&desk).contains("a-10"), "{}", words(&desk));
    desk.keys("/sohr<enter>");
    assert_eq!(desk.state.lists.last().unwrap().entries.len(), 2);
}
