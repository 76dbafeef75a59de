//! What is said: the tokens on the right or left of a cue that belong to it.
//!
//! **Invariant:** a content lies inside its sentence, never holds the cue, and ends before the mark that ends
//! it.

use super::cue::{Cue, Voice};
use super::flag;
use super::phrase::{Range, View};
use super::sentence::Sentence;

/// How far a content reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// A whole clause and what hangs on it.
    Clause,
    /// An object and what belongs to it.
    Object,
}

/// Finds the content on the right of a cue.
pub fn right(view: View, sentence: Sentence, cue: &Cue) -> Option<(Range, Reach)> {
    let tokens = view.tokens;
    let mut start = cue.group.1 + 1;
    if tokens.any(start, &["out", "up"])
        && !tokens.is(start, flag::PRONOUN)
        && tokens.is(start + 1, flag::FUNCTION)
    {
        start += 1;
    }
    let (next, direct) = skip_adjuncts(view, sentence, cue, start);
    start = next;
    if start > sentence.last || tokens.marks(start, ".;?!),") {
        return None;
    }
    let clause = cue.flags & (flag::SAY | flag::THINK | flag::SHOW | flag::TELL) != 0;
    let that = tokens.any(start, &["that", "whether", "if", "how", "why", "what"]);
    if view.quoted(start) || that {
        return cut(view, sentence, start, Reach::Clause, cue).map(|range| (range, Reach::Clause));
    }
    if !direct && !clause {
        return None;
    }
    if tokens.eq(start, "to") {
        let wants = cue.flags & flag::WANT != 0 || cue.voice == Voice::Passive;
        return wants
            .then(|| cut(view, sentence, start, Reach::Clause, cue).map(|range| (range, Reach::Clause)))?;
    }
    if tokens.is(start, flag::PREPOSITION)
        && !tokens.is(start, flag::SUBORDINATOR)
        && !opens_amount(view, start)
    {
        if cue.flags & flag::TALK == 0
            || !tokens.any(start, &["for", "of", "about", "on", "against", "to", "at", "with", "out", "over"])
        {
            return None;
        }
        return cut(view, sentence, start + 1, Reach::Object, cue).map(|range| (range, Reach::Object));
    }
    let finite = clause && has_clause(view, sentence, start);
    if finite {
        return cut(view, sentence, start, Reach::Clause, cue).map(|range| (range, Reach::Clause));
    }
    let object =
        cue.flags & (flag::NAME | flag::JUDGE | flag::SHOW) != 0 || (cue.flags & flag::WANT != 0 && direct);
    if !object || tokens.is(start, flag::COORDINATOR) || tokens.mark(start, ',') {
        return None;
    }
    let reach = if cue.flags & flag::JUDGE != 0 && cue.flags & flag::SAY == 0 {
        Reach::Clause
    } else {
        Reach::Object
    };
    cut(view, sentence, start, reach, cue).map(|range| (range, reach))
}

/// Passes over who was told, when and where; says whether the cue's object follows directly.
fn skip_adjuncts(view: View, sentence: Sentence, cue: &Cue, start: usize) -> (usize, bool) {
    let tokens = view.tokens;
    let mut at = start;
    let mut direct = true;
    let only_tell = cue.flags & flag::TELL != 0 && cue.voice != Voice::Passive;
    if only_tell
        && !tokens.any(at, &["that", "of", "about"])
        && !view.quoted(at)
        && let Some(end) = person(view, sentence, at)
    {
        at = end + 1;
    }
    for _ in 0..4 {
        if at > sentence.last {
            break;
        }
        if let Some(end) = time(view, sentence, at) {
            at = end + 1;
        } else if let Some(end) = place(view, sentence, at, cue) {
            (at, direct) = (end + 1, false);
        } else if tokens.mark(at, ',') || tokens.mark(at, ':') {
            let quote = view.quoted(at + 1);
            if quote || tokens.mark(at, ':') || (tokens.any(at + 1, &["that"]) && at > start) {
                at += 1;
            } else if let Some(close) = aside(view, sentence, at) {
                at = close + 1;
            } else {
                break;
            }
        } else {
            break;
        }
    }
    (at, direct)
}

/// Reads the person told: "reporters", "the Associated Press", "him".
fn person(view: View, sentence: Sentence, at: usize) -> Option<usize> {
    let tokens = view.tokens;
    if tokens.is(at, flag::OBJECT_PRONOUN) {
        return Some(at);
    }
    let mut end = None;
    let mut next = at;
    while next <= sentence.last && next < at + 12 && tokens.word(next) && !view.quoted(next) {
        let token = tokens.get(next)?;
        let opens = token.is(flag::DETERMINER | flag::POSSESSIVE | flag::SUBJECT_PRONOUN) && next > at;
        let stops = token.is(flag::AUXILIARY | flag::SUBORDINATOR) && !tokens.any(next, &["'s", "’s"])
            || token.is(flag::PREPOSITION) && !tokens.any(next, &["of"]);
        let turn = next > at
            && token.capital
            && tokens.get(next - 1).is_some_and(|before| {
                !before.capital
                    && !before.is(flag::DETERMINER | flag::PREPOSITION)
                    && !tokens.any(next - 1, &["'s", "’s"])
            });
        if opens && !tokens.any(next - 1, &["of"]) || stops || turn {
            break;
        }
        end = Some(next);
        next += 1;
    }
    let time = end.filter(|end| tokens.is(*end, flag::WEEKDAY));
    time.map_or(end, |end| end.checked_sub(1).filter(|end| *end >= at))
}

/// Reads a time: "Saturday", "on Monday night", "last week", "earlier this month".
fn time(view: View, sentence: Sentence, at: usize) -> Option<usize> {
    let tokens = view.tokens;
    let mut next = at + usize::from(tokens.any(at, &["on", "in", "late", "early", "earlier", "at"]));
    next += usize::from(tokens.is(next, flag::EARLY) || tokens.any(next, &["the"]));
    next += usize::from(tokens.is(next, flag::RELATIVE) || tokens.any(next, &["this", "that", "a", "one"]));
    if !tokens.is(next, flag::WEEKDAY | flag::RELATIVE_DAY | flag::TIME_UNIT | flag::DAY_PART | flag::MONTH)
        || tokens.eq(next, "may")
        || tokens.eq(next, "now")
    {
        return None;
    }
    let mut last = next;
    while last < sentence.last
        && last < next + 4
        && (tokens.is(last + 1, flag::DAY_PART | flag::WEEKDAY | flag::MONTH)
            || tokens.number(last + 1)
            || tokens.any(last + 1, &["ago", "before"])
            || tokens.mark(last + 1, '.')
                && tokens.is(last, flag::MONTH | flag::WEEKDAY)
                && tokens.number(last + 2))
    {
        last += 1;
    }
    let unit_alone = next == at && tokens.is(next, flag::TIME_UNIT | flag::DAY_PART | flag::MONTH);
    (!unit_alone).then_some(last)
}

/// Reads where or how it was said, if the content follows it or the sentence ends: "in a statement", "to
/// reporters".
fn place(view: View, sentence: Sentence, at: usize, cue: &Cue) -> Option<usize> {
    let tokens = view.tokens;
    if !tokens.any(
        at,
        &[
            "in", "during", "at", "on", "to", "through", "via", "by", "after", "before", "of", "about", "as",
            "with", "from", "while", "when",
        ],
    ) {
        return None;
    }
    if opens_amount(view, at) {
        return None;
    }
    if tokens.any(at, &["of", "about", "on", "to", "at"])
        && cue.flags & flag::TALK != 0
        && cue.flags & (flag::TELL | flag::SAY) == 0
    {
        return None;
    }
    let mut next = at + 1;
    while next <= sentence.last && next < at + 16 {
        if tokens.any(next, &["that"]) && !tokens.is(next + 1, flag::AUXILIARY)
            || tokens.mark(next, ':')
            || (view.quoted(next) && next > at + 1)
        {
            return Some(next - 1);
        }
        if tokens.mark(next, ',') {
            let quote = view.quoted(next + 1);
            return (quote || cue.flags & (flag::SAY | flag::TELL) != 0).then_some(next - 1);
        }
        if tokens.mark(next, '.') && next == sentence.last {
            return Some(next - 1);
        }
        next += 1;
    }
    (next > sentence.last).then_some(sentence.last)
}

/// Says whether a number with its comparator begins here: "at least 80", "over 100", "about six".
fn opens_amount(view: View, at: usize) -> bool {
    let tokens = view.tokens;
    let number = |at| {
        tokens.number(at)
            || tokens.is(at, flag::NUMBER_WORD | flag::VAGUE)
            || tokens.eq(at, "a") && tokens.is(at + 1, flag::HUNDRED | flag::SCALE)
    };
    let phrase = tokens.eq(at, "at") && tokens.any(at + 1, &["least", "most"])
        || tokens.eq(at, "up") && tokens.eq(at + 1, "to");
    phrase && number(at + 2)
        || tokens.any(at, &["about", "over", "around", "under", "near"]) && number(at + 1)
}

/// Reads an aside between commas: ", however," ", in part,": the closing comma.
fn aside(view: View, sentence: Sentence, at: usize) -> Option<usize> {
    let close = (at + 2..=sentence.last.min(at + 14)).find(|next| view.tokens.mark(*next, ','))?;
    let opens = view.tokens.is(at + 1, flag::PREPOSITION | flag::ADVERB | flag::ING) || view.adverb(at + 1);
    opens.then_some(close)
}

/// Says whether a clause with its own verb begins at token `start`.
pub fn has_clause(view: View, sentence: Sentence, start: usize) -> bool {
    let tokens = view.tokens;
    (start..=sentence.last.min(start + 24)).any(|at| {
        let verb = at > start
            && !view.quoted(at)
            && (view.verbal(at)
                || tokens.is(at, flag::AUXILIARY)
                    && !tokens.any(at, &["'s", "’s", "being", "been", "be", "having"]));
        verb || (at > start && tokens.any(at, &["'s", "’s"]) && tokens.is(at - 1, flag::SUBJECT_PRONOUN))
            || tokens.get(at).is_some_and(|token| {
                !token.capital
                    && at > start + 1
                    && tokens.str(at).ends_with("ed")
                    && tokens.word(at)
                    && view.nominal(at - 1)
                    && !tokens.is(at - 1, flag::DETERMINER | flag::POSSESSIVE)
                    && tokens.is(at + 1, flag::PREPOSITION | flag::DETERMINER | flag::POSSESSIVE)
            })
    })
}

/// Cuts the content that begins at `start` at the mark or word that ends it.
fn cut(view: View, sentence: Sentence, start: usize, reach: Reach, cue: &Cue) -> Option<Range> {
    let tokens = view.tokens;
    let mut last = start;
    let mut at = start;
    while at <= sentence.last {
        if view.quoted(at) {
            last = at;
            at += 1;
            continue;
        }
        if at > start && ends(view, sentence, at, reach, cue) {
            break;
        }
        if !tokens.marks(at, ",;:—–.") {
            last = at;
        }
        at += 1;
    }
    (last >= start && (view.quoted(start) || tokens.word(last) || tokens.number(last) || last > start))
        .then_some((start, last))
}

/// Says whether the content ends before token `at`.
fn ends(view: View, sentence: Sentence, at: usize, reach: Reach, cue: &Cue) -> bool {
    let tokens = view.tokens;
    let after_quote = view.quote_mark(at - 1) && tokens.is(at, flag::ING) && tokens.is(at, flag::REPORTS);
    if tokens.mark(at, ';') || after_quote {
        return true;
    }
    if tokens.mark(at, ',') || tokens.marks(at, "—–") {
        let next = at + 1;
        let adverse =
            tokens.any(next, &["but", "although", "though", "while", "whereas", "even", "despite", "yet"]);
        let source = tokens.any(next, &["according", "citing", "quoting"]);
        let further = tokens.is(next, flag::ING) && tokens.is(next, flag::REPORTS);
        let other = tokens.eq(next, "and")
            && (reports_next(view, next + 1, cue) || clause_of_own(view, sentence, next + 1));
        let tail = tokens.mark(at, ',') && closing_report(view, sentence, next);
        if adverse || source || further || other || tail {
            return true;
        }
        return reach == Reach::Object && !(tokens.mark(at, ',') && listed(view, at));
    }
    if tokens.any(at, &["and", "but"]) && reports_next(view, at + 1, cue) {
        return true;
    }
    if reach == Reach::Clause {
        return tokens.eq(at, "according") && tokens.eq(at + 1, "to");
    }
    let early = tokens.any(
        at,
        &[
            "while", "because", "although", "though", "when", "before", "after", "until", "but", "even",
            "since", "if", "unless", "during", "amid",
        ],
    );
    let said_when = (tokens.any(at, &["on", "in", "at", "during", "earlier", "late", "last"])
        || tokens.is(at, flag::WEEKDAY | flag::RELATIVE_DAY))
        && time(view, sentence, at).is_some();
    let said_where = tokens.any(at, &["in", "at", "on", "during"])
        && tokens.any(at + 1, &["a", "an", "the", "his", "her", "their"])
        && (at + 2..at + 5).any(|noun| {
            tokens.is(noun, flag::DOCUMENT)
                || tokens.any(
                    noun,
                    &[
                        "interview",
                        "speech",
                        "rally",
                        "debate",
                        "conference",
                        "appearance",
                        "remarks",
                        "twitter",
                        "facebook",
                        "hearing",
                        "event",
                    ],
                )
        });
    let by_means = tokens.eq(at, "by") && tokens.is(at + 1, flag::ING);
    early || said_when || said_where || by_means
}

/// Says whether a coordinated reporting verb of the same form stands at token `at`.
fn reports_next(view: View, at: usize, cue: &Cue) -> bool {
    let tokens = view.tokens;
    let at = at + usize::from(view.adverb(at));
    let form = flag::PAST | flag::THIRD | flag::ING;
    let same = tokens.get(at).is_some_and(|token| {
        token.flags & cue.flags & form != 0 && token.is(flag::REPORTS) && !token.is(flag::NOUN_TOO)
    });
    let have =
        tokens.is(at, flag::HAVE) && tokens.is(at + 1, flag::REPORTS) && tokens.is(at + 1, flag::PARTICIPLE);
    same || have
}

/// Says whether "X said", "he called" follows: a subject and its reporting verb.
fn clause_of_own(view: View, sentence: Sentence, at: usize) -> bool {
    let tokens = view.tokens;
    let Some((_, last)) = view.phrase_right(sentence, at) else { return false };
    let verb = last + 1 + usize::from(tokens.is(last + 1, flag::HAVE)) + usize::from(view.adverb(last + 1));
    tokens.is(verb, flag::REPORTS) && tokens.is(verb, flag::PAST | flag::THIRD)
}

/// Says whether ", X reported." ends the sentence.
fn closing_report(view: View, sentence: Sentence, at: usize) -> bool {
    let tokens = view.tokens;
    let stop = sentence.last - usize::from(tokens.marks(sentence.last, ".") && sentence.last > at);
    let short = stop > at && stop - at < 24;
    if !(short && tokens.is(stop, flag::SAY) && tokens.is(stop, flag::PAST | flag::THIRD)
        || tokens.is(stop, flag::OBJECT_PRONOUN)
        || short && told(view, at, stop))
    {
        return false;
    }
    (at..=stop).all(|inner| {
        inner == stop
            || !tokens.mark(inner, ',') && !tokens.is(inner, flag::SUBORDINATOR)
            || tokens.mark(inner, ',')
    }) && (at..stop).all(|inner| !view.verbal(inner) || tokens.any(inner, &["told"]))
}

/// Says whether "X told Y" stands between two tokens.
fn told(view: View, at: usize, stop: usize) -> bool {
    (at + 1..stop).any(|inner| view.tokens.any(inner, &["told", "tells"]))
}

/// Says whether the comma at `at` is one of a list: "shelling, raids and arrests".
fn listed(view: View, at: usize) -> bool {
    let tokens = view.tokens;
    let next = (at + 1..at + 6).find(|next| tokens.mark(*next, ',') || tokens.any(*next, &["and", "or"]));
    let short = next.is_some_and(|next| {
        (at + 1..next).all(|word| {
            tokens.word(word)
                && !tokens.is(word, flag::AUXILIARY | flag::SUBORDINATOR | flag::ING)
                && !view.verbal(word)
        })
    });
    short && !tokens.is(at + 1, flag::FUNCTION)
}

/// Finds the content on the left of the clause "X said" that begins at `edge`; `None` if nothing leads up to
/// it.
pub fn left(view: View, sentence: Sentence, edge: usize, from: usize) -> Option<Range> {
    let tokens = view.tokens;
    let before = edge.checked_sub(1).filter(|before| *before >= from)?;
    let lead = tokens.mark(before, ',')
        || view.quote_mark(before)
        || tokens.marks(before, "—–-")
        || tokens.marks(before, "?!");
    if !lead {
        return None;
    }
    let mut start = from.max(sentence.first);
    while start < before
        && (tokens.any(start, &["but", "and", "yet", "so"]) || (tokens.mark(start, ',') && start > from))
        && !view.quoted(start)
    {
        start += 1;
    }
    let mut last = before;
    while last > start && tokens.marks(last, ",—–-") && !view.quoted(last) {
        last -= 1;
    }
    (last >= start && !tokens.marks(last, ",.")).then_some((start, last))
}
