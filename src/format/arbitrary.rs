//! Random sessions for tests.
//!
//! **Invariant:** every field of every object takes more than one value.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;

use crate::model::question::Best;
use crate::model::session::LogHead;
use crate::model::*;

fn words() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        Just(String::new()),
        "[a-z]{1,6}",
        Just("a \"b\" \\ \n\t\r\u{0}\u{1f} ü 👩\u{200d}🚒 \u{202e}\u{fffd}".to_owned()),
        "\\PC{0,8}",
    ]
}

fn id() -> impl Strategy<Value = String> + Clone {
    prop_oneof!["[a-z2-7]{8}", "[a-z]{1,3}(-[0-9])?", Just("../../x\u{0}/\"".to_owned()), "\\PC{1,4}"]
}

fn time() -> impl Strategy<Value = Timestamp> + Clone {
    (-2_000_000_000_i64..4_000_000_000, prop_oneof![Just(0), Just(500_000_000), 0..999_999_999_i32])
        .prop_map(|(s, n)| Timestamp::new(s, if s < 0 { 0 } else { n }).unwrap())
}

fn unknown() -> impl Strategy<Value = Unknown> + Clone {
    let json = select(vec!["null", "1.50", "\"x y\"", "{\"a\":[1,2]}", "1e3", "\"\\u0041\"", "[]"]);
    btree_map("later_[a-z]{1,3}", json.prop_map(str::to_owned), 0..2)
}

fn decimal() -> impl Strategy<Value = Decimal> + Clone {
    (any::<i64>(), 0..12_u32).prop_map(|(n, scale)| Decimal::new(n, scale))
}

fn one<T: Copy + std::fmt::Debug + 'static, const N: usize>(
    all: [(T, &'static str); N],
) -> impl Strategy<Value = T> + Clone {
    select(all.map(|(value, _)| value).to_vec())
}

fn target() -> impl Strategy<Value = Target> + Clone {
    (0..9999_usize, 0..99_usize, words(), words(), words(), 1..9_u32).prop_map(
        |(start, length, exact, prefix, suffix, occurrence)| Target {
            start,
            end: start + length,
            exact,
            prefix,
            suffix,
            occurrence,
        },
    )
}

fn value() -> impl Strategy<Value = Value> + Clone {
    prop_oneof![decimal().prop_map(Value::Number), words().prop_map(Value::Text)]
}

fn figure() -> impl Strategy<Value = Figure> + Clone {
    let assigned = (of(decimal()), of(decimal())).prop_map(|(low, high)| Assigned { low, high });
    (one(Comparator::ALL), of(value()), of(value()), one(Class::ALL), of(words()), words(), of(assigned))
        .prop_map(|(comparator, value, to, class, unit, text, assigned)| Figure {
            comparator,
            value,
            to,
            class,
            unit,
            text,
            assigned,
        })
}

fn link() -> impl Strategy<Value = Link> + Clone {
    let cue = (0..99_usize, 0..9_usize).prop_map(|(start, n)| Cue { start, end: start + n });
    (id(), words(), one(Mode::ALL), of(cue), any::<bool>(), unknown()).prop_map(
        |(source, named_as, mode, cue, cited_only, unknown)| Link {
            source: SourceId::new(source),
            named_as,
            mode,
            cue,
            cited_only,
            unknown,
        },
    )
}

fn origin() -> impl Strategy<Value = Origin> + Clone {
    (of(id()), one(How::ALL), of(id())).prop_map(|(source, how, by)| Origin {
        source: source.map(SourceId::new),
        how,
        by: by.map(AnalystId::new),
    })
}

fn grade() -> impl Strategy<Value = Grade> + Clone {
    (words(), words(), id(), time(), words()).prop_map(|(scale, value, by, at, why)| Grade {
        scale,
        value,
        by: AnalystId::new(by),
        at,
        why,
    })
}

fn made_by() -> impl Strategy<Value = MadeBy> + Clone {
    prop_oneof![Just(MadeBy::Analyst), words().prop_map(MadeBy::Suggestion), words().prop_map(MadeBy::Import)]
}

pub(super) fn claim() -> impl Strategy<Value = Claim> {
    let quoted = (0..1_000_000_001_u32, id(), vec(target(), 1..3), vec(id(), 0..3), of(id()), of(figure()));
    let said = (vec(link(), 0..3), of(origin()), of(words()), of(one(Speech::ALL)), one(Polarity::ALL));
    let told = (of(words()), of(words()), of(words()), any::<bool>(), any::<bool>(), words());
    let judged =
        (vec(one(Part::ALL), 0..3), one(Review::ALL), vec(grade(), 0..2), made_by(), id(), time(), time());
    (quoted, said, told, judged, (of(words()), unknown())).prop_map(|(quoted, said, told, judged, rest)| {
        let (declined, unknown) = rest;
        let (number, article, target, tags, question, figure) = quoted;
        let (attribution, origin, hedge, speech, polarity) = said;
        let (as_of, event_time, place, checkable, private, note) = told;
        let (confirmed, review, grades, made_by, by, at, modified) = judged;
        Claim {
            number,
            article: ArticleId::new(article),
            target,
            tags: tags.into_iter().map(TagId::new).collect(),
            question: question.map(QuestionId::new),
            figure,
            attribution,
            origin,
            hedge,
            speech,
            polarity,
            as_of,
            event_time,
            place,
            checkable,
            private,
            note,
            confirmed,
            review,
            grades,
            made_by,
            by: AnalystId::new(by),
            at,
            modified,
            declined,
            unknown,
        }
    })
}

fn article() -> impl Strategy<Value = Article> {
    let read = of((id(), time()).prop_map(|(by, at)| ReadMark { by: AnalystId::new(by), at }));
    let zone = (one(ZoneKind::ALL), target()).prop_map(|(kind, target)| Zone { kind, target });
    let file =
        (words(), 0..1_u64 << 53, of(time()), of(words()), of(words()), words(), words(), words(), of(id()));
    let facts = (of(words()), of(words()), of(words()), of(words()), of(words()), of(words()), of(words()));
    (file, facts, read, vec(zone, 0..2), words(), unknown()).prop_map(
        |(file, facts, read, zones, note, unknown)| {
            let (path, bytes, modified, sha256, text_sha256, encoding, media_type, short, source) = file;
            let (title, author, url, published, retrieved, archive_url, language) = facts;
            Article {
                path,
                bytes,
                modified,
                sha256,
                text_sha256,
                encoding,
                media_type,
                short,
                source: source.map(SourceId::new),
                title,
                author,
                url,
                published,
                retrieved,
                archive_url,
                language,
                read,
                zones,
                note,
                unknown,
            }
        },
    )
}

fn tag() -> impl Strategy<Value = Tag> {
    (words(), of(any::<char>()), any::<char>(), one(Hue::ALL), of(words()), unknown()).prop_map(
        |(label, key, glyph, hue, question, unknown)| Tag { label, key, glyph, hue, question, unknown },
    )
}

fn source() -> impl Strategy<Value = Source> {
    (words(), vec(words(), 0..3), words(), of(words()), any::<bool>(), words(), unknown()).prop_map(
        |(name, aliases, kind, party, named, note, unknown)| Source {
            name,
            aliases,
            kind: SourceKind(kind),
            party,
            named,
            note,
            unknown,
        },
    )
}

fn question() -> impl Strategy<Value = Question> {
    let best = (id(), words(), id(), time()).prop_map(|(claim, why, by, at)| Best {
        claim: ClaimId::new(claim),
        why,
        by: AnalystId::new(by),
        at,
    });
    let head = (words(), of(words()), vec(words(), 0..3), of(one(Class::ALL)), words());
    (head, of(best), vec(grade(), 0..2), words(), words(), unknown()).prop_map(
        |((text, unit, units, class, scope), best, grades, note, would_settle, unknown)| Question {
            text,
            unit,
            units,
            class,
            scope,
            best,
            grades,
            note,
            would_settle,
            unknown,
        },
    )
}

fn relation() -> impl Strategy<Value = Relation> {
    (one(RelationKind::ALL), id(), id(), of(id()), words(), unknown()).prop_map(
        |(kind, from, to, question, note, unknown)| Relation {
            kind,
            from,
            to,
            question: question.map(QuestionId::new),
            note,
            unknown,
        },
    )
}

fn echo() -> impl Strategy<Value = Echo> {
    let member = (id(), target())
        .prop_map(|(article, target)| EchoMember { article: ArticleId::new(article), target });
    (vec(member, 0..3), of(id()), id(), time(), unknown()).prop_map(|(members, source, by, at, unknown)| {
        Echo { members, source: source.map(SourceId::new), by: AnalystId::new(by), at, unknown }
    })
}

fn map<K: Ord + std::fmt::Debug, T: std::fmt::Debug>(
    key: fn(String) -> K,
    value: impl Strategy<Value = T>,
) -> impl Strategy<Value = BTreeMap<K, Arc<T>>> {
    btree_map(id().prop_map(key), value.prop_map(Arc::new), 0..3)
}

/// Gives any session.
pub(super) fn session() -> impl Strategy<Value = Session> {
    let settings = (words(), words(), any::<bool>(), unknown()).prop_map(
        |(vague_words, scale, single_analyst, unknown)| Settings {
            vague_words,
            scale,
            single_analyst,
            unknown,
        },
    );
    let analyst = (words(), unknown()).prop_map(|(name, unknown)| Analyst { name, unknown });
    let log = (0..1_u64 << 53, of(words())).prop_map(|(sequence, head)| LogHead { sequence, head });
    let stamp = || (id(), time()).prop_map(|(by, at)| (AnalystId::new(by), at));
    let silent = btree_map(
        (id(), id()).prop_map(|(a, q)| (ArticleId::new(a), QuestionId::new(q))),
        stamp().prop_map(|(by, at)| Arc::new(NotMentioned { by, at })),
        0..3,
    );
    let dismissed = btree_map(
        (id(), words(), words()).prop_map(|(a, e, r)| (ArticleId::new(a), e, r)),
        stamp().prop_map(|(by, at)| Arc::new(Dismissed { by, at })),
        0..3,
    );
    let removed = (0..1_000_000_001_u32, stamp()).prop_map(|(number, (by, at))| Removed { number, at, by });
    let export = (time(), 0..1_u64 << 53, words(), words())
        .prop_map(|(at, revision, format, sha256)| Arc::new(Export { at, revision, format, sha256 }));
    let head = (id(), words(), words(), time(), 0..1_u64 << 53, log, settings, unknown());
    let named = (
        map(AnalystId::new, analyst),
        map(ArticleId::new, article()),
        map(TagId::new, tag()),
        map(SourceId::new, source()),
        map(QuestionId::new, question()),
        map(ClaimId::new, claim()),
        map(RelationId::new, relation()),
        map(EchoId::new, echo()),
        map(ClaimId::new, removed),
    );
    (head, named, silent, dismissed, vec(export, 0..3)).prop_map(
        |(head, named, not_mentioned, dismissed, exports)| {
            let (id, title, note, created, revision, log, settings, unknown) = head;
            let (analysts, articles, tags, sources, questions, claims, relations, echoes, removed) = named;
            Session {
                id: SessionId::new(id),
                title,
                note,
                created,
                revision,
                log,
                settings,
                analysts,
                articles,
                tags,
                sources,
                questions,
                claims,
                relations,
                echoes,
                not_mentioned,
                dismissed,
                removed,
                exports,
                unknown,
            }
        },
    )
}
