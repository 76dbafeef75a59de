//! Keys on suggestions, as a person presses them.
//!
//! **Invariant:** what is asked for after the keys is what the session holds, and how many log lines it took.

use super::order;
use crate::app::desk::Desk;
use crate::app::reader::Subject;
use crate::model::claim::MadeBy;
use crate::model::{Claim, label};

const AGENCY: &str = "The harbour ministry said 41 dockers were killed in the fire, according to the state-run \
    Meridian News Agency. The Oslo-based Harbour Watch put the death toll at 57 and said at least 90 dockers were \
    wounded.";
const GAZETTE: &str = "The harbour ministry said 43 dockers were killed. Dozens of clerks were injured.";

fn labels(desk: &Desk) -> Vec<String> {
    let doc = &desk.state.doc;
    doc.claims_by_number().iter().map(|id| label::of_claim(&doc.session, &doc.session.claims[id])).collect()
}

fn claim(desk: &Desk, number: u32) -> &Claim {
    desk.state.doc.session.claims.values().find(|claim| claim.number == number).expect("the claim stands")
}

#[test]
fn two_keys_make_a_claim_with_figure_chain_and_question_in_one_step() {
    let mut desk = Desk::suggesting(&[AGENCY]);
    desk.keys("sa");
    assert_eq!(labels(&desk), ["41 killed (harbour ministry)"]);
    let made = claim(&desk, 1);
    assert_eq!(made.target[0].exact, "41 dockers were killed");
    let chain: Vec<_> = made.attribution.iter().map(|link| link.named_as.as_str()).collect();
    assert_eq!(chain, ["the state-run Meridian News Agency", "The harbour ministry"]);
    assert!(matches!(&made.made_by, MadeBy::Suggestion(rule) if rule.starts_with("claim/")));
    assert!(made.confirmed.is_empty(), "nothing is confirmed by accepting");
    let session = &desk.state.doc.session;
    let names: Vec<_> = session.sources.values().map(|source| source.name.as_str()).collect();
    assert_eq!(names, ["harbour ministry", "Meridian News Agency"]);
    let question = &session.questions[made.question.as_ref().expect("it is placed")];
    assert_eq!(question.text, "killed: dockers in this event");
    assert!(desk.notice().starts_with("c1 tagged killed"), "{}", desk.notice());
    desk.keys("u");
    let session = &desk.state.doc.session;
    assert!(session.claims.is_empty() && session.sources.is_empty() && session.questions.is_empty());
    assert!(matches!(desk.state.subject(), Subject::Suggestion(_)), "it waits again, under the cursor");
}

#[test]
fn one_key_for_each_after_the_first_across_articles() {
    let mut desk = Desk::suggesting(&[AGENCY, GAZETTE]);
    let all = desk.state.doc.n_suggestions();
    desk.keys("s");
    desk.keys(&"A".repeat(all));
    assert_eq!(
        labels(&desk),
        [
            "41 killed (harbour ministry)",
            "57 killed (Harbour Watch)",
            "at least 90 injured (Harbour Watch)",
            "43 killed (harbour ministry)",
            "Dozens injured (unattributed)",
        ]
    );
    assert_eq!(desk.state.doc.n_suggestions(), 0);
    assert_eq!(desk.state.doc.session.sources.len(), 3, "a name that was met before is the same source");
    let toll: Vec<_> = [1, 2, 4].iter().map(|n| claim(&desk, *n).question.clone()).collect();
    assert!(toll[0].is_some() && toll.iter().all(|question| *question == toll[0]), "{toll:?}");
    desk.keys("s");
    assert_eq!(desk.notice(), "no suggestion waits");
}

#[test]
fn a_name_given_once_serves_all_later_suggestions() {
    let mut desk = Desk::suggesting(&[AGENCY, GAZETTE]);
    desk.keys("sa");
    let id = claim(&desk, 1).attribution[1].source.clone();
    let edit = crate::model::edits_ledger::change_source(
        &desk.state.doc.session,
        crate::command::CommandId::new("source.change"),
        &id,
        |source| source.name = "Harbour Min".to_owned(),
    );
    desk.state.doc.apply(&edit.expect("the source stands")).expect("it applies");
    desk.keys("g2sa");
    assert_eq!(labels(&desk), ["41 killed (Harbour Min)", "43 killed (Harbour Min)"]);
}

#[test]
fn no_name_stands_for_another_that_the_analyst_did_not_make() {
    let mut desk =
        Desk::suggesting(&["The ministry in Oslo said 9 men were killed.", "Oslo said 9 men were killed."]);
    desk.keys("saA");
    desk.keys("g2sa");
    let who: Vec<_> = (1..=2).map(|n| claim(&desk, n).attribution[0].source.clone()).collect();
    assert_ne!(who[0], who[1]);
}

#[test]
fn a_digit_accepts_with_that_tag_and_x_dismisses_for_good() {
    let mut desk = Desk::suggesting(&[GAZETTE]);
    desk.keys("s8");
    assert_eq!(labels(&desk), ["43 cause (harbour ministry)"]);
    desk.keys("u");
    let before = desk.state.doc.n_suggestions();
    desk.keys("x");
    assert_eq!(desk.state.doc.n_suggestions(), before - 1);
    assert_eq!(desk.state.doc.session.dismissed.len(), 1);
    assert_eq!(desk.notice(), "suggestion dismissed · u undoes");
    desk.keys("S");
    assert_eq!(desk.state.doc.suggestion(0, subject(&desk)).unwrap().exact, "Dozens of clerks were injured");
    desk.keys("u");
    assert_eq!(desk.state.doc.n_suggestions(), before);
    assert_eq!(desk.state.doc.suggestion(0, subject(&desk)).unwrap().exact, "43 dockers were killed");
}

fn subject(desk: &Desk) -> usize {
    match desk.state.subject() {
        Subject::Suggestion(n) => n,
        other => panic!("{other:?} is the subject"),
    }
}

#[test]
fn what_a_claim_covers_is_not_proposed() {
    let mut desk = Desk::suggesting(&[GAZETTE]);
    assert_eq!(desk.state.doc.n_suggestions(), 2);
    desk.keys("/43<enter>1");
    assert_eq!(desk.state.doc.n_suggestions(), 1, "the same figure stands there");
    desk.keys("x");
    assert_eq!(desk.state.doc.n_suggestions(), 2);
    desk.keys("/harbour<enter>5");
    assert_eq!(desk.state.doc.n_suggestions(), 2, "another thing is tagged");
}

/// The lines of the list on top, blanks made single.
fn listed(desk: &Desk) -> Vec<String> {
    let list = desk.state.lists.last().expect("a list is open");
    let lines = list.entries.iter().map(|entry| {
        let line = crate::app::view::line(&desk.state, entry);
        let words: String = line.iter().map(|piece| piece.text.as_str()).collect();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    lines.collect()
}

fn heading(desk: &Desk) -> String {
    let list = desk.state.lists.last().expect("a list is open");
    crate::app::view::heading(&desk.state, list).iter().map(|piece| piece.text.as_str()).collect()
}

/// What stands below the list.
fn detail(desk: &Desk) -> String {
    let list = desk.state.lists.last().expect("a list is open");
    let lines = crate::app::view::detail(&desk.state, list.entry().expect("it has an entry"));
    let words = lines.iter().flatten().map(|piece| piece.text.as_str());
    words.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_list_is_grouped_by_the_question_that_would_be_answered() {
    let mut desk = Desk::suggesting(&[AGENCY, GAZETTE]);
    desk.keys("gs");
    let groups = [
        "── killed: dockers in this event, new · 3 in 2 articles ──",
        "? 41 killed (harbour ministry) 1 a “41 dockers were killed”",
        "? 57 killed (Harbour Watch) 1 a “death toll at 57”",
        "? 43 killed (harbour ministry) 2 b “43 dockers were killed”",
        "── injured: clerks in this event, new · 1 ──",
        "? Dozens injured (unattributed) 2 b “Dozens of clerks were injured”",
        "── injured: dockers in this event, new · 1 ──",
        "? at least 90 injured (Harbour Watch) 1 a “at least 90 dockers were wounded”",
    ];
    let lines = listed(&desk);
    for (line, words) in lines.iter().zip(groups) {
        assert!(line.ends_with(words), "{lines:#?}");
    }
    assert_eq!(lines.len(), groups.len());
    desk.keys("/clerks in<enter>");
    assert_eq!(listed(&desk).len(), 2, "a question's words find all of it");
    desk.keys("<esc>/43<enter>ja");
    assert_eq!(labels(&desk), ["43 killed (harbour ministry)"], "one without a mark is taken at once");
}

#[test]
fn what_several_will_make_is_shown_first_and_made_in_one_step() {
    let mut desk = Desk::suggesting(&[AGENCY, GAZETTE]);
    desk.keys("gs*");
    assert_eq!(desk.notice(), "5 of 5 marked");
    desk.keys("a");
    assert!(heading(&desk).starts_with(" 5 claims, 3 new questions, 3 new sources"), "{}", heading(&desk));
    assert!(desk.log.is_empty(), "looking makes nothing");
    desk.keys("<esc>");
    assert_eq!((heading(&desk).contains("suggested"), desk.log.is_empty()), (true, true));
    let lines = desk.log.len();
    desk.keys("a<enter>");
    assert_eq!(desk.notice(), "5 claims made, c1 to c5, 3 new questions, 3 new sources · u undoes all");
    assert_eq!(
        labels(&desk),
        [
            "41 killed (harbour ministry)",
            "57 killed (Harbour Watch)",
            "at least 90 injured (Harbour Watch)",
            "43 killed (harbour ministry)",
            "Dozens injured (unattributed)",
        ]
    );
    let edits = desk.log[lines..].iter().filter(|line| line.kind == crate::format::log::Kind::Edit);
    assert_eq!(edits.count(), 1, "one undo step");
    desk.keys("u");
    let session = &desk.state.doc.session;
    assert!(session.claims.is_empty() && session.sources.is_empty() && session.questions.is_empty());
    assert_eq!(desk.state.doc.n_suggestions(), 5);
}

#[test]
fn what_was_planned_is_what_is_made() {
    for (keys, units) in [("gs*a", false), ("gs*ap", true)] {
        let mut desk = Desk::suggesting(&[AGENCY, GAZETTE, "The ministry said 9 sailors were killed."]);
        desk.keys(keys);
        let batch = desk.state.reader.suggesting.batch.clone().expect("it is shown");
        assert_eq!(batch.one_unit, units);
        let planned: Vec<(String, usize)> =
            batch.plan.groups.iter().map(|group| (group.words.clone(), group.spots.len())).collect();
        desk.keys("<enter>");
        let session = &desk.state.doc.session;
        let mut made: Vec<(String, usize)> = session
            .questions
            .iter()
            .map(|(id, question)| {
                let under = session.claims.values().filter(|claim| claim.question.as_ref() == Some(id));
                (question.text.clone(), under.count())
            })
            .collect();
        let mut planned = planned;
        planned.sort();
        made.sort();
        assert_eq!(made, planned);
        let names: Vec<&str> = session.sources.values().map(|source| source.name.as_str()).collect();
        assert_eq!(names.len(), batch.plan.sources.len());
        assert!(batch.plan.sources.iter().all(|name| names.contains(&name.as_str())));
    }
}

#[test]
fn units_are_one_only_where_a_person_says_so_and_that_is_remembered() {
    let troops = "The ministry said 9 sailors were killed. Oslo said 12 dockers were killed.";
    let mut desk = Desk::suggesting(&[AGENCY, troops]);
    desk.keys("gs<space>a");
    assert!(!detail(&desk).contains("units"), "the group holds one unit: {}", detail(&desk));
    desk.keys("<esc>*a");
    assert!(detail(&desk).starts_with("units sailors = dockers? p puts them under one"), "{}", detail(&desk));
    desk.keys("p");
    assert!(detail(&desk).contains("sailors = dockers: under one question, remembered"), "{}", detail(&desk));
    desk.keys("<enter>");
    let questions: Vec<_> = desk.state.doc.session.questions.values().collect();
    let killed = questions.iter().find(|question| question.text.starts_with("killed")).expect("it is asked");
    assert_eq!(
        (killed.unit.as_deref(), killed.units.as_slice()),
        (Some("dockers"), &["sailors".to_owned()][..])
    );
    assert_eq!(questions.iter().filter(|question| question.text.starts_with("killed")).count(), 1);
}

#[test]
fn what_names_no_unit_goes_under_the_one_question_that_the_batch_makes() {
    let first = "It said over 90 others were injured.";
    let mut desk = Desk::suggesting(&[first, GAZETTE, "No casualties were reported."]);
    desk.keys("gs*a");
    let groups: Vec<String> = listed(&desk).into_iter().filter(|line| line.starts_with("──")).collect();
    assert_eq!(
        groups,
        [
            "── killed: dockers in this event, new · 1 ──",
            "── casualties, new · 1 ──",
            "── injured: clerks in this event, new · 2 in 2 articles ──",
        ]
    );
    desk.keys("<enter>");
    assert_eq!(claim(&desk, 1).question, claim(&desk, 3).question);
}

#[test]
fn one_is_left_out_and_a_group_is_accepted_or_dismissed_by_its_heading() {
    let mut desk = Desk::suggesting(&[AGENCY, GAZETTE]);
    desk.keys("gsajx");
    assert_eq!(desk.notice(), "1 left out; 2 to make");
    desk.keys("<enter>");
    assert_eq!(labels(&desk), ["57 killed (Harbour Watch)", "43 killed (harbour ministry)"]);
    desk.keys("ggG<up>x");
    assert_eq!(desk.notice(), "suggestion dismissed · u undoes");
    desk.keys("*x");
    assert_eq!(desk.notice(), "2 suggestions dismissed · u undoes");
    assert_eq!(desk.state.doc.n_suggestions(), 0);
    desk.keys("u");
    assert_eq!(desk.state.doc.n_suggestions(), 2);
}

#[test]
fn enter_opens_the_form_and_the_claim_is_made_only_when_it_is_kept() {
    let mut desk = Desk::suggesting(&[AGENCY, GAZETTE]);
    desk.keys("s<enter>");
    let form = desk.state.form.as_deref().expect("the form is open");
    assert_eq!(form.text(crate::app::form::field::Name::Figure), "= 41 dockers");
    let chain = form.chain().expect("it has a chain").link_names(&desk.state.doc.session);
    assert_eq!(chain, ["Meridian News Agency", "harbour ministry"]);
    desk.keys("<esc>");
    assert!(desk.state.form.is_none() && desk.log.is_empty(), "leaving makes nothing");
    assert!(matches!(desk.state.subject(), Subject::Suggestion(_)), "it waits still");
    desk.keys("<enter><enter>");
    assert_eq!(labels(&desk), ["41 killed (harbour ministry)"]);
    let made = claim(&desk, 1);
    assert!(matches!(&made.made_by, MadeBy::Suggestion(_)));
    assert!(made.confirmed.contains(&crate::model::Part::Figure), "what was shown is confirmed");
    let names: Vec<_> = made.attribution.iter().map(|link| link.named_as.as_str()).collect();
    assert_eq!(names, ["the state-run Meridian News Agency", "The harbour ministry"]);
    let question = &desk.state.doc.session.questions[made.question.as_ref().expect("it is placed")];
    assert_eq!(
        (question.text.as_str(), question.scope.as_str()),
        ("killed: dockers in this event", "this event")
    );
    desk.keys("u");
    let session = &desk.state.doc.session;
    assert!(session.claims.is_empty() && session.sources.is_empty() && session.questions.is_empty());
}

#[test]
fn a_letter_opens_the_form_on_its_field() {
    use crate::app::form::field::Name;
    for (key, name) in
        [("f", Name::Figure), ("o", Name::Who), ("p", Name::Question), ("m", Name::Note), ("t", Name::Tag)]
    {
        let mut desk = Desk::suggesting(&[GAZETTE]);
        desk.keys("s").keys(key);
        let form = desk.state.form.as_deref().expect("the form is open");
        assert_eq!(form.focused().map(|field| field.name), Some(name), "{key}");
    }
    let mut desk = Desk::suggesting(&[GAZETTE]);
    desk.keys("st8<enter>");
    assert_eq!(claim(&desk, 1).tags.len(), 2, "a further tag beside the proposed one");
}

#[test]
fn what_a_rule_proposed_is_marked_until_a_person_confirms_it() {
    let mut desk = Desk::suggesting(&[GAZETTE]);
    desk.keys("sa");
    let told = |desk: &Desk| {
        let lines = crate::app::inspector::lines(&desk.state);
        lines.into_iter().flatten().map(|piece| piece.text).collect::<String>()
    };
    assert!(told(&desk).contains("? a confirms figure, who says it, question"), "{}", told(&desk));
    desk.keys("a");
    assert_eq!(desk.notice(), "c1: confirmed · u undoes");
    assert!(!told(&desk).contains("confirms"), "{}", told(&desk));
    desk.keys("a");
    assert_eq!(desk.notice(), "nothing is left to confirm here; r reviews it");
    desk.keys("sa").keys("gc*a");
    assert!(claim(&desk, 2).confirmed.contains(&crate::model::Part::Figure));
}

#[test]
fn one_kind_alone_is_drawn_counted_and_walked() {
    let mut desk = Desk::suggesting(&[AGENCY, GAZETTE]);
    desk.keys("K");
    assert_eq!(desk.notice(), "3 of 5 suggestions shown: killed");
    assert_eq!(desk.state.layout.panes[0].suggestions.len(), 2);
    assert_eq!(order::n_shown(&desk.state, 0), 2);
    desk.keys("sAAA");
    assert_eq!(labels(&desk).len(), 3);
    assert!(labels(&desk).iter().all(|label| label.contains("killed")));
    desk.keys("s");
    assert_eq!(desk.notice(), "no suggestion of this kind waits: killed");
    desk.keys("K");
    assert_eq!(desk.notice(), "suggestions of every kind are shown");
    desk.keys("gsK");
    assert_eq!(listed(&desk).len(), 4, "two of injured under two questions");
}

#[test]
fn by_importance_the_gravest_come_first() {
    let war = "Dozens of clerks were injured. The war has killed an estimated 400,000 people since 2011.";
    let mut desk = Desk::suggesting(&[war, GAZETTE]);
    desk.keys("gs|");
    assert_eq!(desk.notice(), "by importance; in the text s goes the same way");
    let lines = listed(&desk);
    assert!(lines[0].contains("43 killed") && lines[1].contains("400,000 killed"), "{lines:#?}");
    desk.keys("gtsAA");
    assert_eq!(labels(&desk)[0], "43 killed (harbour ministry)");
    assert!(labels(&desk)[1].contains("400,000 killed"), "{:?}", labels(&desk));
    desk.keys("gs|");
    assert_eq!(desk.notice(), "by article and place");
}

#[test]
fn the_ledger_shows_faintly_what_suggestions_would_make() {
    let mut desk = Desk::suggesting(&[AGENCY, GAZETTE]);
    desk.keys("gl");
    let lines = listed(&desk);
    assert_eq!(lines[0], "── suggested, no claims: counted nowhere, never exported ──");
    assert!(lines[1].starts_with("? killed: dockers in this event"), "{lines:#?}");
    assert!(lines[1].contains("41 harbour") && lines[1].ends_with("○○"), "{lines:#?}");
    let list = desk.state.lists.last().unwrap();
    assert_eq!(list.n_listed(), 0, "counted nowhere");
    assert!(desk.state.doc.ledger.is_empty() && desk.log.is_empty());
    assert!(detail(&desk).starts_with("3 suggestions on this question"), "{}", detail(&desk));
    desk.keys("a<enter>");
    assert_eq!(labels(&desk).len(), 3);
    let lines = listed(&desk);
    assert!(lines[0].contains("killed: dockers in this event") && !lines[0].starts_with('?'), "{lines:#?}");
    assert!(lines[2..].iter().all(|line| line.starts_with("? injured")), "{lines:#?}");
    let exported =
        crate::format::ledger_csv::write_rows(&desk.state.doc.session, desk.state.doc.ledger.rows());
    assert!(!exported.contains("injured"), "{exported}");
}

#[test]
fn what_was_gone_to_last_is_the_subject_else_the_suggestion_before_the_claim() {
    let mut desk = Desk::suggesting(&[GAZETTE]);
    desk.keys("/dockers<enter>5");
    let claim = Subject::Claim(desk.state.doc.session.claims.keys().next().unwrap().clone());
    assert_eq!(desk.state.subject(), claim, "the claim just made");
    desk.keys("ggs");
    assert!(matches!(desk.state.subject(), Subject::Suggestion(_)), "gone to by s");
    desk.keys("c");
    assert_eq!(desk.state.subject(), claim, "gone to by c");
    desk.keys("hl");
    assert!(
        matches!(desk.state.subject(), Subject::Suggestion(_)),
        "under the cursor the suggestion comes first"
    );
}

#[test]
fn in_the_list_the_same_key_goes_on_with_the_next_one() {
    let mut desk = Desk::suggesting(&[AGENCY, GAZETTE]);
    desk.keys("gsjaaxaa");
    assert_eq!(labels(&desk).len(), 4, "{}", desk.notice());
    assert_eq!((desk.state.doc.session.dismissed.len(), desk.state.doc.n_suggestions()), (1, 0));
    assert_eq!(desk.state.lists.len(), 1, "no heading was acted on");
}

#[test]
fn several_are_accepted_with_another_tag() {
    let mut desk = Desk::suggesting(&[AGENCY, GAZETTE]);
    desk.keys("gs<space>t8");
    assert!(heading(&desk).starts_with(" 3 claims tagged cause, "), "{}", heading(&desk));
    desk.keys("<enter>");
    assert_eq!(labels(&desk).len(), 3);
    assert!(labels(&desk).iter().all(|label| label.contains(" cause (")), "{:?}", labels(&desk));
}

#[test]
fn the_inspector_tells_how_many_suggestions_wait_on_the_row_of_a_claim() {
    let mut desk = Desk::suggesting(&[AGENCY, GAZETTE]);
    desk.keys("sa");
    let told = |desk: &Desk| {
        let lines = crate::app::inspector::lines(&desk.state);
        lines.into_iter().flatten().map(|piece| piece.text).collect::<String>()
    };
    assert!(told(&desk).contains("(2 suggestions on this row)"), "{}", told(&desk));
    desk.keys("sac");
    assert!(told(&desk).contains("(1 suggestion on this row)"), "{}", told(&desk));
}

#[test]
fn moscow_is_the_ministry_only_once_the_analyst_says_so() {
    let ministry = "The Ministry of Ports said 9 men were killed.";
    let moscow = "Moscow said 9 men were killed.";
    let mut desk = Desk::suggesting(&[ministry, moscow]);
    desk.keys("sag2sa");
    let id = |desk: &Desk, n| claim(desk, n).attribution[0].source.clone();
    assert_ne!(id(&desk, 1), id(&desk, 2));
    desk.keys("u");
    let ministry = id(&desk, 1);
    let what = crate::command::CommandId::new("source.change");
    let edit =
        crate::model::edits_ledger::change_source(&desk.state.doc.session, what, &ministry, |source| {
            source.aliases.push("Moscow".to_owned());
        });
    desk.state.doc.apply(&edit.expect("the source stands")).expect("it applies");
    desk.keys("g2sa");
    assert_eq!(id(&desk, 2), ministry);
    assert_eq!(labels(&desk)[1], "9 killed (Ministry of Ports)");
}

#[test]
fn a_large_folder_is_read_on_screen_alone_until_one_key_asks_for_the_rest() {
    let texts: Vec<String> =
        (0..260).map(|n| format!("The ministry said {} men were killed.", n + 2)).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut desk = Desk::suggesting(&texts);
    let read = |desk: &Desk| desk.state.doc.articles.iter().filter(|entry| entry.suggested.is_some()).count();
    assert_eq!(read(&desk), desk.state.layout.panes.len(), "what is on screen is read");
    let status = |desk: &Desk| {
        let (left, _) = crate::app::status::line(&desk.state);
        left.into_iter().map(|piece| piece.text).collect::<String>()
    };
    assert!(status(&desk).contains("3 suggestions in 3 looked at"), "{}", status(&desk));
    desk.keys("gs");
    assert!(listed(&desk)[0].contains("257 articles not read for suggestions yet enter reads them"));
    desk.keys("gg<enter>");
    assert_eq!(read(&desk), 260);
    assert!(listed(&desk)[0].starts_with("── killed: men in this event"), "{}", listed(&desk)[0]);
}

#[test]
fn counts_in_the_panes_follow_every_act() {
    let mut desk = Desk::suggesting(&[AGENCY, GAZETTE]);
    let counts = |desk: &Desk| (order::n_shown(&desk.state, 0), order::n_shown(&desk.state, 1));
    let mut seen = vec![counts(&desk)];
    for keys in ["sa", "u", "x", "u", "g2", "sA", "x"] {
        desk.keys(keys);
        seen.push(counts(&desk));
    }
    assert_eq!(seen, [(3, 2), (2, 2), (3, 2), (2, 2), (3, 2), (3, 2), (3, 1), (3, 0)]);
}

#[test]
fn overlapping_ones_come_in_turn_the_longest_first_and_those_covered_are_skipped() {
    let text = "Raids killed 9 sailors and wounded 4 clerks there.";
    let mut desk = Desk::suggesting(&[text]);
    let of = |words: &str, like: usize| {
        let start = text.find(words).unwrap();
        let span = crate::text::Span { start, end: start + words.len() };
        super::Suggestion { span, exact: words.to_owned(), target: None, ..super::read(text)[like].clone() }
    };
    let longest = of("Raids killed 9 sailors and wounded 4 clerks", 0);
    let all = vec![longest, of("killed 9 sailors and wounded 4", 1), of("killed 9 sailors", 0)];
    desk.state.doc.suggestions_arrived(0, all);
    let mut walked = Vec::new();
    for _ in 0..4 {
        desk.keys("s");
        walked.push(subject(&desk));
    }
    assert_eq!(walked, [0, 1, 2, 0]);
    desk.keys("S");
    assert_eq!(subject(&desk), 2, "and back");
    desk.keys("sa");
    assert_eq!(labels(&desk), ["9 killed (unattributed)"]);
    desk.keys("s");
    assert_eq!(desk.state.doc.suggestion(0, subject(&desk)).unwrap().exact, "killed 9 sailors and wounded 4");
    assert_eq!(desk.state.doc.n_suggestions(), 1, "what the claim states is not proposed again");
    desk.keys("x");
    assert_eq!(desk.state.doc.n_suggestions(), 0);
    desk.keys("s");
    assert_eq!(desk.notice(), "no suggestion waits");
}

#[test]
fn what_is_switched_off_is_neither_drawn_nor_acted_on() {
    let mut desk = Desk::suggesting(&[GAZETTE]);
    desk.keys("s:suggestions<enter>");
    assert!(desk.state.layout.panes[0].suggestions.is_empty());
    desk.keys("a");
    assert!(desk.state.doc.session.claims.is_empty());
    assert_eq!(desk.notice(), "a: needs a suggestion under the cursor");
    desk.keys("s");
    assert_eq!(desk.notice(), "suggestions are hidden; :suggestions shows them");
    desk.keys("gs");
    assert!(listed(&desk).is_empty());
    assert_eq!(desk.notice(), "suggestions are hidden; :suggestions shows them");
    desk.keys("<esc>");
    desk.keys(":suggestions<enter>");
    assert_eq!(desk.state.layout.panes[0].suggestions.len(), 2);
}

#[test]
fn suggestions_never_reach_the_session() {
    let desk = Desk::suggesting(&[AGENCY, GAZETTE]);
    assert!(desk.state.doc.n_suggestions() > 0);
    assert!(desk.log.is_empty() && desk.state.doc.ledger.is_empty());
    let session = crate::format::session::write(&desk.state.doc.session);
    assert!(!session.contains("dockers"), "{session}");
}
