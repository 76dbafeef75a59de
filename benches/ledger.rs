//! What the ledger costs at ten thousand claims: `cargo bench --bench ledger`.
//!
//! **Invariant:** every input is made here, the same on every machine; nothing is read from a disk.

use std::collections::VecDeque;
use std::sync::Arc;

use divan::{Bencher, black_box};
use factcheck::app::articles::{ArticleEntry, ArticleState};
use factcheck::app::doc::{Analyst, Opening};
use factcheck::app::msg::{TextPart, WholeFacts};
use factcheck::app::{Effect, Msg, State, update};
use factcheck::command::{CommandId, Keymap, keys};
use factcheck::ledger::Ledger;
use factcheck::model::edits::{NewClaim, Stamp, make_claim};
use factcheck::model::edits_ledger::set_figure;
use factcheck::model::{
    AnalystId, Article, ArticleId, Change, Claim, ClaimId, Class, Comparator, Figure, History, Link, Mode,
    Question, QuestionId, Session, SessionId, Source, SourceId, Target, Unknown, Value, defaults,
};
use factcheck::text::offsets::OffsetIndex;
use jiff::Timestamp;
use jiff::tz::TimeZone;

fn main() {
    divan::main();
}

const WHAT: CommandId = CommandId::new("claim.figure");
const SENTENCE: &str = "The ministry said that at least 41 people were killed. ";

fn stamp(seq: u64) -> Stamp {
    Stamp { at: Timestamp::UNIX_EPOCH, by: AnalystId::new("ana"), seq }
}

fn figure(n: u32) -> Figure {
    let comparator = match n % 5 {
        0 => Comparator::AtLeast,
        1 => Comparator::MoreThan,
        2 => Comparator::About,
        _ => Comparator::Exactly,
    };
    Figure {
        comparator,
        value: Some(Value::Number((40 + n % 17).into())),
        to: None,
        class: Class::Count,
        unit: Some("people".to_owned()),
        text: (40 + n % 17).to_string(),
        assigned: None,
    }
}

/// Ten thousand claims under two hundred questions, of forty articles and sixty sources.
fn session_of(claims: u32, questions: u32) -> Session {
    let id = SessionId::new("benchben");
    let mut session = defaults::new_session(id, "bench".to_owned(), Timestamp::UNIX_EPOCH);
    session.analysts.insert(AnalystId::new("ana"), Arc::default());
    for n in 0..40 {
        let id = ArticleId::new(format!("a{n}"));
        let article =
            Article { path: format!("{id}.txt"), short: format!("Paper {n}"), ..Article::default() };
        session.articles.insert(id, Arc::new(article));
    }
    for n in 0..60 {
        let source = Source {
            name: format!("Source {n}"),
            party: Some(format!("side {}", n % 3)),
            ..Source::default()
        };
        session.sources.insert(SourceId::new(format!("s{n}")), Arc::new(source));
    }
    for n in 0..questions {
        let question = Question {
            text: format!("people killed on day {n}"),
            unit: Some("people".to_owned()),
            ..Question::default()
        };
        session.questions.insert(QuestionId::new(format!("q{n:05}")), Arc::new(question));
    }
    let (_, edit) = make_claim(&session, WHAT, ArticleId::new("a0"), NewClaim::default(), &stamp(1));
    let Some(Change::Claim(swap)) = edit.changes.first() else { return session };
    let Some(template) = swap.after.as_deref() else { return session };
    for number in 1..=claims {
        let start = usize::try_from(number / 40).unwrap_or(0) * SENTENCE.len();
        let mut claim = Claim::clone(template);
        claim.number = number;
        claim.article = ArticleId::new(format!("a{}", number % 40));
        claim.question = Some(QuestionId::new(format!("q{:05}", number % questions)));
        claim.figure = Some(figure(number / questions));
        claim.target = vec![Target {
            start: start + "The ministry said that ".len(),
            end: start + "The ministry said that at least 41 people".len(),
            exact: "at least 41 people".to_owned(),
            occurrence: 1,
            ..Target::default()
        }];
        claim.attribution = vec![Link {
            source: SourceId::new(format!("s{}", (number / questions) % 7)),
            named_as: "The ministry".to_owned(),
            mode: Mode::Said,
            cue: None,
            cited_only: false,
            unknown: Unknown::new(),
        }];
        session.claims.insert(ClaimId::new(format!("{number:08}")), Arc::new(claim));
    }
    session
}

#[divan::bench(args = [(1_000, 20), (10_000, 200), (10_000, 5)])]
fn whole(bencher: Bencher, (claims, questions): (u32, u32)) {
    let session = session_of(claims, questions);
    bencher.bench(|| Ledger::build(black_box(&session)).len());
}

#[divan::bench(args = [(1_000, 20), (10_000, 200)])]
fn after_one_edit_and_back(bencher: Bencher, (claims, questions): (u32, u32)) {
    let mut session = session_of(claims, questions);
    let mut ledger = Ledger::build(&session);
    let id = ClaimId::new(format!("{:08}", claims / 2));
    let Some(edit) = set_figure(&session, WHAT, &id, Some(figure(90_003)), &stamp(9)) else { return };
    let back = edit.inverse();
    bencher.bench_local(|| {
        for edit in [&edit, &back] {
            if edit.apply(&mut session).is_ok() {
                ledger.update(&session, edit);
            }
        }
    });
}

/// The workbench on such a session, the claim in the middle under the cursor, and keys pressed.
fn state_of(claims: u32, questions: u32, pressed: &str) -> State {
    let articles = (0..40).map(|n| {
        ArticleEntry::new(
            ArticleId::new(format!("a{n}")),
            format!("a{n}.txt"),
            format!("Paper {n}"),
            ArticleState::Same,
        )
    });
    let opening = Opening {
        session: session_of(claims, questions),
        history: History::default(),
        older: false,
        articles: articles.collect(),
        analyst: Analyst { id: AnalystId::new("ana"), name: "Ana".to_owned(), chosen: true },
        read_only: None,
        next_seq: 2,
    };
    let mut state = State::new(opening, "bench".to_owned(), TimeZone::UTC, Keymap::default());
    state.reader.suggesting.is_on = false;
    send(&mut state, Msg::Resize(120, 36));
    press(&mut state, pressed);
    state
}

fn press(state: &mut State, pressed: &str) {
    for key in keys::parse(pressed).unwrap_or_default() {
        send(state, Msg::Key(key));
    }
}

fn send(state: &mut State, msg: Msg) {
    let mut waiting = VecDeque::from([msg]);
    while let Some(msg) = waiting.pop_front() {
        for effect in update(state, msg, Timestamp::UNIX_EPOCH) {
            if let Effect::ReadWhole(article) = effect {
                let text = SENTENCE.repeat(251);
                let hash = format!("{:064x}", text.len());
                let whole = WholeFacts {
                    bytes: text.len() as u64,
                    modified: None,
                    sha256: hash.clone(),
                    text_sha256: hash,
                };
                let part = TextPart {
                    index: Arc::new(OffsetIndex::new(&text)),
                    text: Arc::from(text),
                    encoding: "utf-8".to_owned(),
                    bad_bytes: 0,
                    page: None,
                    whole: Some(whole),
                };
                waiting.push_back(Msg::Text { article, text: Ok(part) });
            }
        }
    }
}

/// A character typed and taken back: in the whole claim's form (figure), who says, figure, question.
#[divan::bench(args = ["gc<enter><enter><tab>", "gco", "gcf", "gcp", "gl*p"], sample_count = 30)]
fn two_keys_in_a_form(bencher: Bencher, opens: &str) {
    let mut state = state_of(10_000, 200, opens);
    assert!(state.form.is_some(), "{opens} opens a form");
    bencher.bench_local(|| press(&mut state, "1<bs>"));
}

/// Down and up in the ledger, the panel drawn anew each time.
#[divan::bench(sample_count = 30)]
fn two_keys_in_the_ledger(bencher: Bencher) {
    let mut state = state_of(10_000, 200, "gl");
    bencher.bench_local(|| press(&mut state, "jk"));
}
