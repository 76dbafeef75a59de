//! The sample case's ledger made by hand, and laws that hold for every set of claims.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::command::CommandId;
use crate::model::edits::{NewClaim, Stamp, make_claim};
use crate::model::*;

const TOLL: &str = "soldiers killed in the raid";
const HURT: &str = "soldiers wounded in the raid";
const STRIKES: &str = "number of strikes";
const LASTED: &str = "how long the bombing lasted";
const CALLED: &str = "when Russia called, after the start";
const WAR: &str = "lives lost in the whole war";
const POSITION: &str = "US position on the toll";

/// Number, article, question, comparator and value, printed unit, chain (`*`: only cited), as of.
const CLAIMS: &str = "
1 | 1 | soldiers killed in the raid | = 62 | soldiers | MoD < Command |
2 | 1 | soldiers wounded in the raid | > 100 | others | MoD |
5 | 1 | number of strikes | = 4 | strikes | MoD |
6 | 1 | how long the bombing lasted | = 50 | minutes | MoD |
7 | 2 | soldiers killed in the raid | vague dozens | soldiers | |
8 | 2 | soldiers killed in the raid | = 62 | soldiers | |
9 | 2 | soldiers killed in the raid | >= 80 | soldiers | SOHR < airport* | 2016-09-17
10 | 2 | soldiers wounded in the raid | = 90 | soldiers | SOHR | 2016-09-17
11 | 2 | when Russia called, after the start | ~ 20 | minutes | official |
12 | 3 | soldiers killed in the raid | > 60 | troops | MoD |
13 | 3 | soldiers killed in the raid | > 60 | soldiers | MoD |
14 | 3 | soldiers killed in the raid | = 62 | men | MoD |
15 | 3 | soldiers wounded in the raid | = 100 | | MoD |
18 | 3 | when Russia called, after the start | = 40 | minutes | MoD |
19 | 3 | number of strikes | = 4 | strikes | Command |
20 | 4 | soldiers killed in the raid | = 62 | soldiers | Severnit < MoD < Command |
23 | 4 | number of strikes | = 4 | strikes | Severnit < MoD |
24 | 4 | how long the bombing lasted | = 35 | minutes | Severnit < MoD |
25 | 4 | US position on the toll | is does not dispute | | State |
26 | 5 | soldiers killed in the raid | = 83 | soldiers | SOHR | 2016-09-18
27 | 5 | soldiers wounded in the raid | >= 120 | | SOHR | 2016-09-18
28 | 5 | soldiers killed in the raid | >= 80 | | SOHR | 2016-09-17
29 | 5 | soldiers killed in the raid | = 62 | soldiers | MoD |
30 | 5 | lives lost in the whole war | ~ 400000 | lives | UN |
";

fn empty() -> Session {
    let mut session = Session::empty(SessionId::new("sample"), "sample".to_owned(), Timestamp::UNIX_EPOCH);
    for n in 1..=5 {
        session.articles.insert(ArticleId::new(n.to_string()), Arc::new(Article::default()));
    }
    for (id, party) in [
        ("MoD", "Russia and Syria"),
        ("Command", "Russia and Syria"),
        ("SOHR", "monitor"),
        ("official", "United States"),
        ("State", "United States"),
        ("UN", "UN"),
        ("Severnit", "press"),
        ("airport", "airport"),
    ] {
        let source = Source { name: id.to_owned(), party: Some(party.to_owned()), ..Source::default() };
        session.sources.insert(SourceId::new(id), Arc::new(source));
    }
    for (text, unit, units) in [
        (TOLL, Some("soldiers"), &["troops", "men"][..]),
        (HURT, Some("soldiers"), &["others"]),
        (STRIKES, Some("strikes"), &[]),
        (LASTED, Some("minutes"), &[]),
        (CALLED, Some("minutes"), &[]),
        (WAR, Some("lives"), &[]),
        (POSITION, None, &[]),
    ] {
        let question = Question {
            text: text.to_owned(),
            unit: unit.map(str::to_owned),
            units: units.iter().map(|&u| u.to_owned()).collect(),
            ..Question::default()
        };
        session.questions.insert(QuestionId::new(text), Arc::new(question));
    }
    session
}

fn stamp() -> Stamp {
    Stamp { at: Timestamp::UNIX_EPOCH, by: AnalystId::new("ana"), seq: 1 }
}

fn figure(words: &str, unit: &str) -> Figure {
    let (sign, value) = words.split_once(' ').unwrap();
    let comparator = Comparator::from_sign(sign).unwrap();
    let number = value.parse::<Decimal>().ok().map(Value::Number);
    Figure {
        comparator,
        value: Some(number.unwrap_or_else(|| Value::Text(value.to_owned()))),
        to: None,
        class: if unit == "minutes" { Class::Duration } else { Class::Count },
        unit: (!unit.is_empty()).then(|| unit.to_owned()),
        text: value.to_owned(),
        assigned: None,
    }
}

fn link(name: &str) -> Link {
    Link {
        source: SourceId::new(name.trim_end_matches('*')),
        named_as: name.to_owned(),
        mode: Mode::Said,
        cue: None,
        cited_only: name.ends_with('*'),
        unknown: Unknown::new(),
    }
}

fn claim(line: &str) -> (ClaimId, Claim) {
    let fields: Vec<&str> = line.split('|').map(str::trim).collect();
    let [number, article, question, words, unit, chain, as_of] = fields[..] else { panic!("{line}") };
    let article = ArticleId::new(article);
    let (_, edit) = make_claim(&empty(), CommandId::new("claim.new"), article, NewClaim::default(), &stamp());
    let Change::Claim(swap) = &edit.changes[0] else { panic!("no claim") };
    let mut claim = Claim::clone(swap.after.as_ref().unwrap());
    claim.number = number.parse().unwrap();
    claim.question = Some(QuestionId::new(question));
    claim.figure = Some(figure(words, unit));
    claim.attribution = chain.split(" < ").filter(|name| !name.is_empty()).map(link).collect();
    claim.as_of = (!as_of.is_empty()).then(|| as_of.to_owned());
    (ClaimId::new(format!("claim{:05}", claim.number)), claim)
}

fn sample() -> Session {
    let mut session = empty();
    for line in CLAIMS.lines().filter(|l| !l.is_empty()) {
        let (id, claim) = claim(line);
        session.claims.insert(id, Arc::new(claim));
    }
    for (n, question) in [TOLL, HURT].iter().enumerate() {
        let relation = Relation {
            kind: RelationKind::Relays,
            from: "MoD".to_owned(),
            to: "Command".to_owned(),
            question: Some(QuestionId::new(question)),
            note: String::new(),
            unknown: Unknown::new(),
        };
        session.relations.insert(RelationId::new(n.to_string()), Arc::new(relation));
    }
    session
}

/// Writes a value as sign, value and origin.
fn told(value: &RowValue) -> String {
    let stated = match &value.stated {
        Stated::Number(n) => n.to_string(),
        Stated::Words(words) => words.clone(),
        other => format!("{other:?}"),
    };
    let origin = value.origin.as_ref().map_or("none", SourceId::as_str);
    format!("{}{stated} {origin}", value.comparator.map_or("", Comparator::sign))
}

/// The row's counts, and its pairs that are not merely compatible.
fn row_of(session: &Session, question: &str) -> (Row, Vec<String>) {
    let ledger = Ledger::build(session);
    let row = ledger.row(&QuestionId::new(question)).unwrap().clone();
    let mut pairs: Vec<String> = row
        .pairs
        .iter()
        .filter(|p| p.class != PairClass::Compatible)
        .map(|p| {
            let mut ends = [told(&row.values[p.a]), told(&row.values[p.b])];
            ends.sort();
            format!(
                "{} : {} {}{}",
                ends[0],
                ends[1],
                p.class.word(),
                if p.same_origin { " same" } else { "" }
            )
        })
        .collect();
    pairs.sort();
    (row, pairs)
}

fn counts(row: &Row) -> (usize, usize, usize, usize) {
    (row.mentions, row.articles.len(), row.origins.len(), row.parties.len())
}

fn silent(session: &Session, row: &Row) -> Vec<String> {
    row.silent(session).iter().map(|s| format!("{} {}", s.article, s.state.word())).collect()
}

#[test]
fn the_toll_of_the_sample() {
    let session = sample();
    let (row, pairs) = row_of(&session, TOLL);
    assert_eq!(counts(&row), (11, 5, 2, 2));
    assert_eq!(row.seriousness, Seriousness::Conflict);
    assert_eq!(
        row.values.iter().map(told).collect::<Vec<_>>(),
        ["=62 Command", ">60 Command", "=83 SOHR", ">=80 SOHR", "=62 none", "vaguedozens none",]
    );
    assert_eq!(
        pairs,
        [
            "=62 Command : =62 none identical",
            "=62 Command : =83 SOHR conflict",
            "=62 Command : >=80 SOHR conflict",
            "=62 none : =83 SOHR conflict",
            "=62 none : >=80 SOHR conflict",
        ]
    );
    assert_eq!(row.pairs.len(), 15);
    assert_eq!(silent(&session, &row), Vec::<String>::new());
    let range = row.range.unwrap();
    assert_eq!((range.low, range.high), (Decimal::from(62), Decimal::from(83)));
    assert_eq!(range.low_by.into_iter().collect::<Vec<_>>(), [None, Some(SourceId::new("Command"))]);
}

#[test]
fn renderings_updates_and_silence_of_the_wounded() {
    let mut session = sample();
    let (row, pairs) = row_of(&session, HURT);
    assert_eq!(counts(&row), (4, 4, 2, 2));
    assert_eq!(
        pairs,
        [
            "=100 Command : =90 SOHR conflict",
            "=100 Command : >100 Command rendering same",
            "=100 Command : >=120 SOHR conflict",
            "=90 SOHR : >100 Command conflict",
            "=90 SOHR : >=120 SOHR update same",
        ]
    );
    let update = row.pairs.iter().find(|p| p.class == PairClass::Update).unwrap();
    assert_eq!(update.later_place().map(|v| told(&row.values[v])), Some(">=120 SOHR".to_owned()));
    assert!(update.rule().contains(if update.later == Some(Later::First) {
        "a is later"
    } else {
        "b is later"
    }));
    assert_eq!(silent(&session, &row), ["4 unread"]);
    let read = ReadMark { by: AnalystId::new("ana"), at: Timestamp::UNIX_EPOCH };
    let article = Article { read: Some(read), ..Article::default() };
    session.articles.insert(ArticleId::new("4"), Arc::new(article));
    assert_eq!(silent(&session, &row), ["4 read"]);
    let mark = NotMentioned { by: AnalystId::new("ana"), at: Timestamp::UNIX_EPOCH };
    session.not_mentioned.insert((ArticleId::new("4"), QuestionId::new(HURT)), Arc::new(mark));
    assert_eq!(silent(&session, &row), ["4 recorded"]);
    let lone = row.values.iter().find(|v| told(v) == ">=120 SOHR").unwrap();
    assert_eq!(row.absent(&session, lone).len(), 4);
}

#[test]
fn the_other_rows_of_the_sample() {
    let session = sample();
    for (question, wanted, seriousness, pair) in [
        (STRIKES, (3, 3, 2, 1), Seriousness::Rest, &["=4 Command : =4 MoD identical"][..]),
        (LASTED, (2, 2, 1, 1), Seriousness::Conflict, &["=35 MoD : =50 MoD conflict same"]),
        (CALLED, (2, 2, 2, 2), Seriousness::Approximate, &["=40 MoD : ~20 official approximate-conflict"]),
        (POSITION, (1, 1, 1, 1), Seriousness::Words, &[]),
        (WAR, (1, 1, 1, 1), Seriousness::OneOrigin, &[]),
    ] {
        let (row, pairs) = row_of(&session, question);
        assert_eq!((counts(&row), row.seriousness), (wanted, seriousness), "{question}");
        assert_eq!(pairs, pair, "{question}");
    }
    assert_eq!(row_of(&session, POSITION).0.range, None);
    let order: Vec<_> = Ledger::build(&session).rows().map(|r| r.question.to_string()).collect();
    assert_eq!(order, [TOLL, HURT, LASTED, CALLED, POSITION, WAR, STRIKES]);
}

#[test]
fn a_relay_holds_for_its_question_only_and_cited_sources_are_no_origin() {
    let session = sample();
    let relays = Relays::of(&session);
    let decide = |n: u32| {
        let claim = session.claims.values().find(|c| c.number == n).unwrap();
        let decided = origin::of_claim(claim, &relays);
        (decided.source.map(|s| s.to_string()), decided.rule)
    };
    let some = |name: &str| Some(name.to_owned());
    assert_eq!(decide(29), (some("Command"), OriginRule::Relay));
    assert_eq!(decide(5), (some("MoD"), OriginRule::LastLink));
    assert_eq!(decide(9), (some("SOHR"), OriginRule::BeforeCited));
    assert_eq!(decide(7), (None, OriginRule::OwnVoice));
    let mut set = Claim::clone(&session.claims[&ClaimId::new("claim00029")]);
    set.origin = Some(Origin { source: None, how: How::Set, by: None });
    assert_eq!(origin::of_claim(&set, &relays), Decided { source: None, rule: OriginRule::Set });
}

#[test]
fn without_the_relay_there_is_one_origin_more() {
    let mut session = sample();
    session.relations.clear();
    let (row, pairs) = row_of(&session, TOLL);
    assert_eq!(counts(&row), (11, 5, 3, 2));
    assert!(pairs.contains(&"=62 Command : =62 MoD identical".to_owned()));
    assert!(row_of(&session, HURT).1.contains(&"=100 MoD : >100 MoD rendering same".to_owned()));
}

#[test]
fn denied_and_uncheckable_claims_are_listed_and_meet_nothing() {
    let mut session = sample();
    for (number, change) in [(26, true), (1, false)] {
        let id = ClaimId::new(format!("claim{number:05}"));
        let mut claim = Claim::clone(&session.claims[&id]);
        if change {
            claim.checkable = false
        } else {
            claim.polarity = Polarity::Denied
        }
        session.claims.insert(id, Arc::new(claim));
    }
    let (row, pairs) = row_of(&session, TOLL);
    assert_eq!(counts(&row), (11, 5, 2, 2));
    assert_eq!(row.values.len(), 7);
    assert!(!pairs.iter().any(|p| p.contains("83")));
    assert_eq!(row.range.unwrap().high, Decimal::from(62));
    assert_eq!(row.values.iter().filter(|v| v.standing == Standing::Denied).count(), 1);
}

#[test]
fn units_that_nobody_agreed_on_are_not_paired_and_hours_become_minutes() {
    let mut session = empty();
    let lines = [
        "1 | 1 | how long the bombing lasted | = 1 | hours | MoD |",
        "2 | 2 | how long the bombing lasted | = 60 | minutes | SOHR |",
        "3 | 3 | how long the bombing lasted | = 7 | sorties | SOHR |",
    ];
    for (id, claim) in lines.map(claim) {
        session.claims.insert(id, Arc::new(claim));
    }
    let (row, pairs) = row_of(&session, LASTED);
    // The class is of the figure, not of the unit: what is counted in hours here is still sixty minutes.
    assert_eq!(row.pairs.len(), 1, "{pairs:?}");
    assert_eq!(row.unagreed.iter().collect::<Vec<_>>(), ["sorties"]);
    assert_eq!(row.range, None);
}

#[test]
fn the_preset_of_vague_words_is_the_session_s() {
    let mut session = sample();
    let dozens = |session: &Session| {
        let (row, _) = row_of(session, TOLL);
        let value = row.values.iter().find(|v| told(v) == "vaguedozens none").unwrap();
        value.extent.as_ref().unwrap().to_string()
    };
    assert_eq!(dozens(&session), "[24, ∞)");
    session.settings.vague_words = "acled".to_owned();
    assert_eq!(dozens(&session), "[12, ∞)");
}

#[test]
fn counterparts_are_the_conflicting_ones_first() {
    let (row, _) = row_of(&sample(), TOLL);
    let numbers = |n: u32| {
        let id = ClaimId::new(format!("claim{n:05}"));
        row.counterparts(&id).iter().map(|m| m.number).collect::<Vec<_>>()
    };
    assert_eq!(numbers(26), [1, 8, 14, 20, 29, 7, 9, 12, 13, 28]);
    assert_eq!(row.state_of(&ClaimId::new("claim00026")), Some(PairClass::Conflict));
    assert_eq!(row.state_of(&ClaimId::new("claim00012")), Some(PairClass::Compatible));
}

fn arbitrary_claims() -> impl Strategy<Value = Vec<(ClaimId, Claim)>> {
    let sign = prop::sample::select(vec!["=", ">", ">=", "<", "<=", "~", "vague"]);
    let origin = prop::sample::select(vec!["", "MoD", "SOHR", "Command"]);
    let question = prop::sample::select(vec![TOLL, HURT]);
    let as_of = prop::sample::select(vec!["", "2016-09-17", "2016-09-18"]);
    prop::collection::vec((sign, 55..70_u32, origin, question, 1..=5_u32, as_of), 0..16).prop_map(|all| {
        let lines =
            all.into_iter().enumerate().map(|(n, (sign, value, origin, question, article, as_of))| {
                let value = if sign == "vague" { "dozens".to_owned() } else { value.to_string() };
                format!("{} | {article} | {question} | {sign} {value} | | {origin} | {as_of}", n + 1)
            });
        lines.map(|line| claim(&line)).collect()
    })
}

fn with(claims: &[(ClaimId, Claim)]) -> Session {
    let mut session = empty();
    session.claims = claims.iter().map(|(id, c)| (id.clone(), Arc::new(c.clone()))).collect();
    session
}

fn rebuilt(session: &Session, claims: &[(ClaimId, Claim)]) -> Row {
    let id = QuestionId::new(TOLL);
    let under = claims.iter().filter(|(_, c)| c.question.as_ref() == Some(&id)).map(|(id, c)| (id, c));
    Row::build(session, &id, &session.questions[&id], under, &Relays::default())
}

proptest! {
    #[test]
    fn a_class_is_symmetric(claims in arbitrary_claims()) {
        let row = rebuilt(&with(&claims), &claims);
        for a in &row.values {
            for b in &row.values {
                let (ab, ba) = (pair::class(a, b, false), pair::class(b, a, false));
                prop_assert_eq!(ab.map(|c| c.0), ba.map(|c| c.0));
                let swapped = ba.and_then(|c| c.1).map(|l| if l == Later::First { Later::Second } else { Later::First });
                prop_assert_eq!(ab.and_then(|c| c.1), swapped);
            }
        }
    }

    #[test]
    fn the_order_of_claims_makes_no_difference(
        (claims, shuffled) in arbitrary_claims().prop_flat_map(|c| (Just(c.clone()), Just(c).prop_shuffle()))
    ) {
        prop_assert_eq!(rebuilt(&with(&claims), &claims), rebuilt(&with(&shuffled), &shuffled));
    }

    #[test]
    fn a_pair_s_class_does_not_depend_on_other_claims(claims in arbitrary_claims(), extra in arbitrary_claims()) {
        let classes = |claims: &[(ClaimId, Claim)]| {
            let row = rebuilt(&with(claims), claims);
            let named = row.pairs.iter().map(|p| {
                let mut ends = [told(&row.values[p.a]), told(&row.values[p.b])];
                ends.sort();
                (ends, p.class)
            });
            // Which kind of disagreement it is hangs on the times of all claims of a value: only that it is one.
            let kind = |class| match class {
                PairClass::Update | PairClass::Conflict | PairClass::ApproximateConflict => PairClass::Conflict,
                other => other,
            };
            named.map(|(ends, class)| (ends, kind(class))).collect::<BTreeMap<_, _>>()
        };
        let few = classes(&claims);
        let mut more = claims.clone();
        for (n, (_, claim)) in extra.into_iter().enumerate() {
            let number = 100 + u32::try_from(n).unwrap();
            more.push((ClaimId::new(format!("claim{number:05}")), Claim { number, ..claim }));
        }
        let many = classes(&more);
        for (ends, class) in few {
            prop_assert_eq!(many.get(&ends), Some(&class));
        }
    }

    #[test]
    fn an_update_equals_building_anew(
        claims in arbitrary_claims(), other in arbitrary_claims(), relay in any::<bool>(), acled in any::<bool>()
    ) {
        let mut session = with(&claims);
        let mut ledger = Ledger::build(&session);
        let mut changes = Vec::new();
        for (id, after) in &other {
            let before = session.claims.get(id).cloned();
            changes.push(Change::Claim(Swap { id: id.clone(), before, after: Some(Arc::new(after.clone())) }));
        }
        for (id, _) in claims.iter().skip(other.len()) {
            let before = session.claims.get(id).cloned();
            changes.push(Change::Claim(Swap { id: id.clone(), before, after: None }));
        }
        if relay {
            let after = sample().relations.values().next().cloned();
            changes.push(Change::Relation(Swap { id: RelationId::new("r"), before: None, after }));
        }
        let id = SourceId::new("SOHR");
        let renamed = Source { party: Some("nobody".to_owned()), ..Source::default() };
        let before = session.sources.get(&id).cloned();
        changes.push(Change::Source(Swap { id, before, after: Some(Arc::new(renamed)) }));
        if acled {
            let after = Settings { vague_words: "acled".to_owned(), ..Settings::default() };
            changes.push(Change::Settings { before: Settings::default(), after });
        }
        let id = QuestionId::new(HURT);
        let before = session.questions.get(&id).cloned();
        changes.push(Change::Question(Swap { id, before, after: None }));
        let edit = Edit { what: CommandId::new("claim.edit"), changes };
        edit.apply(&mut session).unwrap();
        ledger.update(&session, &edit);
        prop_assert_eq!(&ledger, &Ledger::build(&session));
        let undo = edit.inverse();
        undo.apply(&mut session).unwrap();
        ledger.update(&session, &undo);
        prop_assert_eq!(&ledger, &Ledger::build(&session));
    }
}
