//! What the layers cost, each by itself: `cargo bench --bench work`.
//!
//! **Invariant:** every input is made here, the same on every machine; nothing is read from a disk.

use std::sync::Arc;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use factcheck::app::anchors::{Anchored, Anchors};
use factcheck::command::CommandId;
use factcheck::format::decode::{Part, decode};
use factcheck::format::log::{self, Kind, Line};
use factcheck::format::session;
use factcheck::model::{
    AnalystId, Article, ArticleId, Change, Claim, ClaimId, Edit, Session, SessionId, Target, defaults, edits,
};
use factcheck::text::find::{FormatCharacters, Query};
use factcheck::text::offsets::OffsetIndex;
use factcheck::text::wrap::{Effort, wrap};
use factcheck::text::{Span, quote};
use jiff::Timestamp;

fn main() {
    divan::main();
}

const MEGABYTE: usize = 1024 * 1024;

/// English with curly quotes, some Arabic and Chinese, in paragraphs.
fn text(bytes: usize) -> String {
    const PIECES: [&str; 5] = [
        "Harbour officials put the number of injured at 41, then at “more than 40”. ",
        "No one who was on the quay at dawn could say how many had left by boat.\n\n",
        "قال مسؤول في الميناء إن العدد ما زال يتغير. ",
        "港の当局は「四十一人」と述べた。 ",
        "The ferry company – which had earlier denied it – admitted two faults.\n",
    ];
    let mut text = String::with_capacity(bytes + 200);
    for n in 0.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(PIECES[(n * 7 + n / 5) % 5]);
    }
    text
}

fn stamp(seq: u64) -> edits::Stamp {
    edits::Stamp { at: Timestamp::UNIX_EPOCH, by: AnalystId::new("ana"), seq }
}

fn make(session: &Session, seq: u64) -> (ClaimId, Edit) {
    let target = Target {
        start: 5,
        end: 11,
        exact: "injured".to_owned(),
        prefix: "Harbour officials put the number of".to_owned(),
        suffix: " at 41, then at “more than 40”. N".to_owned(),
        occurrence: 1,
    };
    let what = CommandId::new("claim.tag-2");
    let new = edits::NewClaim { target: vec![target], ..Default::default() };
    edits::make_claim(session, what, ArticleId::new("a0"), new, &stamp(seq))
}

/// A session of so many claims in a hundred articles.
fn session_of(n: u32) -> Session {
    let id = SessionId::new("benchben");
    let mut session = defaults::new_session(id, "bench".to_owned(), Timestamp::UNIX_EPOCH);
    session.analysts.insert(AnalystId::new("ana"), Arc::default());
    for article in 0..100 {
        let id = ArticleId::new(format!("a{article}"));
        let article = Article { path: format!("{id}.txt"), ..Article::default() };
        session.articles.insert(id, Arc::new(article));
    }
    let (_, edit) = make(&session, 1);
    let Some(Change::Claim(swap)) = edit.changes.first() else { return session };
    let Some(template) = swap.after.as_deref() else { return session };
    for number in 1..=n {
        let mut claim = Claim::clone(template);
        claim.number = number;
        claim.article = ArticleId::new(format!("a{}", number % 100));
        session.claims.insert(ClaimId::new(format!("{number:08}")), Arc::new(claim));
    }
    session
}

fn line_of(edit: &Edit, seq: u64) -> Line {
    Line {
        seq,
        at: Timestamp::UNIX_EPOCH,
        by: AnalystId::new("ana"),
        what: edit.what.clone(),
        kind: Kind::Edit,
        of: None,
        file: None,
        session: None,
        changes: edit.changes.clone(),
        prev: Some(format!("blake3:{:064}", seq)),
    }
}

#[divan::bench]
fn decode_utf8(bencher: Bencher) {
    let bytes = text(MEGABYTE).into_bytes();
    bencher
        .counter(BytesCount::new(bytes.len()))
        .with_inputs(|| bytes.clone())
        .bench_values(|bytes| decode(bytes, Part::Whole));
}

#[divan::bench]
fn offset_index(bencher: Bencher) {
    let text = text(MEGABYTE);
    bencher.counter(BytesCount::new(text.len())).bench(|| OffsetIndex::new(black_box(&text)));
}

#[divan::bench]
fn wrap_36_columns(bencher: Bencher) {
    let text = text(64 * 1024);
    bencher.counter(BytesCount::new(text.len())).bench(|| {
        let mut rows = Vec::new();
        wrap(&text, Span::new(0, text.len()), 36, &mut rows, &mut Effort::default());
        rows
    });
}

#[divan::bench(args = ["ferry", "“more than 40”", "not there at all"])]
fn find(bencher: Bencher, words: &str) {
    let text = text(MEGABYTE);
    let format = FormatCharacters::of(&text);
    let query = Query::new(words);
    bencher
        .counter(BytesCount::new(text.len()))
        .bench(|| query.as_ref().map(|query| query.all(&text, Span::new(0, text.len()), format).count()));
}

#[divan::bench]
fn query_as_typed() -> Option<Query> {
    Query::new(black_box("put the number of injured"))
}

#[divan::bench]
fn occurrence_at_the_end_of_a_megabyte(bencher: Bencher) {
    let text = text(MEGABYTE);
    let last = text.rfind("injured").unwrap_or(0);
    bencher.bench(|| quote::occurrence(&text, Span::new(last, last + 7)));
}

#[divan::bench(args = [100, 100_000], sample_count = 20)]
fn session_write(bencher: Bencher, claims: u32) {
    let session = session_of(claims);
    bencher.bench(|| session::write(&session));
}

#[divan::bench(args = [100, 100_000], sample_count = 20)]
fn session_read(bencher: Bencher, claims: u32) {
    let written = session::write(&session_of(claims));
    bencher.counter(BytesCount::new(written.len())).bench(|| session::read(&written).is_ok());
}

#[divan::bench(args = [100, 100_000])]
fn edit_and_take_back(bencher: Bencher, claims: u32) {
    let mut session = session_of(claims);
    bencher.bench_local(|| {
        let (_, edit) = make(&session, 1_000_001);
        let there = edit.apply(&mut session).is_ok();
        there && edit.inverse().apply(&mut session).is_ok()
    });
}

#[divan::bench(args = [100, 100_000])]
fn anchors_look_up(bencher: Bencher, claims: u32) {
    let entries = (0..claims).map(|n| {
        let start = usize::try_from(n).unwrap_or(0) * 37;
        Anchored { span: Span::new(start, start + 60), number: n, claim: ClaimId::new(format!("{n:08}")) }
    });
    let anchors = Anchors::new(entries.collect());
    let middle = usize::try_from(claims).unwrap_or(0) * 37 / 2;
    bencher.bench(|| anchors.meeting(black_box(Span::new(middle, middle + 4_000)), &mut 0).len());
}

#[divan::bench]
fn log_line(bencher: Bencher) {
    let (_, edit) = make(&session_of(10), 11);
    let line = line_of(&edit, 11);
    bencher.bench(|| log::write(&line));
}
