//! Every edit applies, comes back, and leaves nothing that names what is gone.

use super::*;
use crate::model::edits::{NewClaim, make_claim, set_analyst};
use crate::model::edits_relations::{contradictions_of_the_same, relate, same_as_groups};
use crate::model::{AnalystId, Mode, SessionId, Unknown, defaults, validate};
use jiff::Timestamp;

const WHAT: CommandId = CommandId::new("claim.edit");

fn stamp(seq: u64) -> Stamp {
    Stamp { at: Timestamp::UNIX_EPOCH, by: AnalystId::new("ana"), seq }
}

fn apply(session: &mut Session, edit: &Edit) {
    let before = session.clone();
    edit.apply(session).unwrap();
    let mut back = session.clone();
    edit.inverse().apply(&mut back).unwrap();
    assert_eq!(Session { revision: 0, ..back }, Session { revision: 0, ..before });
}

/// Three claims in two articles: c1 and c2 under the toll, by MoD and by SOHR; c3 under nothing.
fn session() -> (Session, Vec<ClaimId>, QuestionId, QuestionId) {
    let mut s = defaults::new_session(SessionId::new("aaaabbbb"), "t".to_owned(), Timestamp::UNIX_EPOCH);
    set_analyst(&s, WHAT, &AnalystId::new("ana"), "Ana").unwrap().apply(&mut s).unwrap();
    for id in ["a", "b"] {
        s.articles.insert(ArticleId::new(id), Arc::new(Article::default()));
    }
    for name in ["MoD", "Ministry", "Command", "SOHR"] {
        let (_, edit) = make_source(&s, WHAT, name, true);
        apply(&mut s, &edit);
    }
    let mut claims = Vec::new();
    for n in 1..=3 {
        let target =
            crate::model::Target { end: 2, exact: "62".to_owned(), occurrence: 1, ..Default::default() };
        let article = ArticleId::new(if n == 2 { "b" } else { "a" });
        let (id, edit) = make_claim(
            &s,
            WHAT,
            article,
            NewClaim { target: vec![target], ..NewClaim::default() },
            &stamp(n),
        );
        apply(&mut s, &edit);
        claims.push(id);
    }
    let toll = Question { text: "toll".to_owned(), unit: Some("soldiers".to_owned()), ..Question::default() };
    let (toll, edit) = make_question(&s, WHAT, toll, 0, &stamp(10));
    apply(&mut s, &edit);
    let other = Question { text: "dead".to_owned(), unit: Some("men".to_owned()), ..Question::default() };
    let (other, edit) = make_question(&s, WHAT, other, 1, &stamp(10));
    apply(&mut s, &edit);
    let edit = set_question(&s, WHAT, &claims[..2], Some(&toll), &stamp(11)).unwrap();
    apply(&mut s, &edit);
    for (claim, name) in [(0, "ministry"), (1, "sohr")] {
        let link = Link {
            source: SourceId::new(name),
            named_as: name.to_owned(),
            mode: Mode::Said,
            cue: None,
            cited_only: false,
            unknown: Unknown::new(),
        };
        let edit = set_attribution(&s, WHAT, &claims[claim], vec![link], &stamp(12)).unwrap();
        apply(&mut s, &edit);
    }
    let ends = ("ministry", "command");
    let (_, edit) = relate(&s, WHAT, RelationKind::Relays, ends, Some(&toll), 0, &stamp(13)).unwrap();
    apply(&mut s, &edit);
    let edit = set_not_mentioned(&s, WHAT, &ArticleId::new("b"), &other, true, &stamp(14)).unwrap();
    apply(&mut s, &edit);
    (s, claims, toll, other)
}

#[test]
fn merging_sources_leaves_no_trace_but_the_alias() {
    let (mut s, claims, ..) = session();
    let edit =
        merge_sources(&s, WHAT, &SourceId::new("mod"), &SourceId::new("ministry"), &stamp(20)).unwrap();
    apply(&mut s, &edit);
    assert_eq!(s.claims[&claims[0]].attribution[0].source, SourceId::new("mod"));
    assert_eq!(s.sources[&SourceId::new("mod")].aliases, ["Ministry"]);
    assert_eq!(find_source(&s, " ministry "), Some(SourceId::new("mod")));
    assert_eq!(s.relations.values().next().unwrap().from, "mod");
    assert_eq!(validate::validate(&s), []);
    let edit = merge_sources(&s, WHAT, &SourceId::new("mod"), &SourceId::new("command"), &stamp(21)).unwrap();
    apply(&mut s, &edit);
    assert!(s.relations.is_empty(), "a source relays itself to nobody");
    assert!(merge_sources(&s, WHAT, &SourceId::new("mod"), &SourceId::new("mod"), &stamp(22)).is_none());
}

#[test]
fn merging_and_removing_questions_moves_all_that_is_under_them() {
    let (mut s, claims, toll, other) = session();
    let edit = merge_questions(&s, WHAT, &other, &toll, true, &stamp(20)).unwrap();
    apply(&mut s, &edit);
    assert_eq!(s.questions.keys().collect::<Vec<_>>(), [&other]);
    assert_eq!(s.claims[&claims[0]].question, Some(other.clone()));
    assert_eq!(s.questions[&other].units, ["soldiers"]);
    assert_eq!(s.relations.values().next().unwrap().question, Some(other.clone()));
    assert_eq!(validate::validate(&s), []);
    let edit = remove_question(&s, WHAT, &other, &stamp(21)).unwrap();
    apply(&mut s, &edit);
    assert!(s.questions.is_empty() && s.not_mentioned.is_empty() && s.relations.is_empty());
    assert_eq!(s.claims[&claims[0]].question, None);
}

#[test]
fn splitting_keeps_unit_and_relays() {
    let (mut s, claims, toll, _) = session();
    let (new, edit) = split_question(&s, WHAT, &toll, &claims, "first day", 0, &stamp(20)).unwrap();
    apply(&mut s, &edit);
    assert_eq!(s.questions[&new].unit.as_deref(), Some("soldiers"));
    assert_eq!(s.claims[&claims[1]].question, Some(new.clone()));
    assert_eq!(s.claims[&claims[2]].question, None, "a claim of no question is not moved");
    assert_eq!(s.relations.len(), 2);
    assert!(
        split_question(&s, WHAT, &toll, &claims, "again", 0, &stamp(21)).is_none(),
        "nothing is left to move"
    );
}

#[test]
fn grades_are_added_and_only_others_are_reviewed() {
    let (mut s, claims, toll, _) = session();
    for value in ["disputed", "refuted"] {
        let edit = grade_claims(&s, WHAT, &claims[..1], "status", value, "why", &stamp(20)).unwrap();
        apply(&mut s, &edit);
    }
    assert_eq!(s.claims[&claims[0]].grades.len(), 2);
    s.settings.single_analyst = false;
    assert!(set_review(&s, WHAT, &claims, Review::Reviewed, &stamp(21)).is_none());
    let ben = Stamp { by: AnalystId::new("ben"), ..stamp(21) };
    assert_eq!(set_review(&s, WHAT, &claims, Review::Reviewed, &ben).unwrap().changes.len(), 3);
    assert!(set_best(&s, WHAT, &toll, &claims[0], " ", &stamp(22)).is_none(), "a best value needs a reason");
    assert!(set_best(&s, WHAT, &toll, &claims[0], "it counted graves", &stamp(22)).is_some());
}

#[test]
fn what_changes_nothing_is_no_edit() {
    let (s, claims, toll, other) = session();
    assert!(set_question(&s, WHAT, &claims[..2], Some(&toll), &stamp(20)).is_none());
    assert!(set_question(&s, WHAT, &claims, Some(&QuestionId::new("nowhere")), &stamp(20)).is_none());
    assert!(set_private(&s, WHAT, &claims, false, &stamp(20)).is_none());
    assert!(agree_unit(&s, WHAT, &toll, "Soldiers").is_none());
    assert!(set_not_mentioned(&s, WHAT, &ArticleId::new("b"), &other, true, &stamp(20)).is_none());
    let ends = ("ministry", "command");
    assert!(relate(&s, WHAT, RelationKind::Relays, ends, Some(&toll), 0, &stamp(20)).is_none());
    assert!(relate(&s, WHAT, RelationKind::SameAs, ("x", "y"), None, 0, &stamp(20)).is_none());
}

#[test]
fn same_as_goes_through_others_and_a_contradiction_inside_is_found() {
    let (mut s, claims, ..) = session();
    let ends = |a: usize, b: usize| (claims[a].as_str(), claims[b].as_str());
    for (n, (a, b)) in [(0, 1), (1, 2)].into_iter().enumerate() {
        let (_, edit) = relate(&s, WHAT, RelationKind::SameAs, ends(a, b), None, n, &stamp(30)).unwrap();
        apply(&mut s, &edit);
    }
    assert!(relate(&s, WHAT, RelationKind::SameAs, ends(1, 0), None, 5, &stamp(30)).is_none());
    let mut all = claims.clone();
    all.sort();
    assert_eq!(same_as_groups(&s), [all]);
    assert!(contradictions_of_the_same(&s).is_empty());
    let (id, edit) = relate(&s, WHAT, RelationKind::Contradicts, ends(2, 0), None, 2, &stamp(31)).unwrap();
    apply(&mut s, &edit);
    assert_eq!(contradictions_of_the_same(&s), [id]);
}
