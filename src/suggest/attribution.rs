//! Attributions: who says what, by which word.
//!
//! **Invariant:** each attribution has a cue and at least one part of content; parts are in order and never
//! overlap.

use super::content;
use super::cue::{self, Cue, Voice};
use super::flag;
use super::phrase::{Range, View};
use super::sentence::Sentence;

/// One attribution in tokens.
#[derive(Clone, Debug)]
pub struct Said {
    /// The parts of what is said.
    pub parts: Vec<Range>,
    /// Who says it.
    pub source: Option<Range>,
    /// Who quotes the source: "X quoted Y as saying".
    pub outer: Option<Range>,
    /// Whom the source cites: "X, citing Y, said".
    pub cited: Option<Range>,
    /// The saying word or words.
    pub cue: Range,
    /// The verb's classes.
    pub flags: u128,
    /// The sentence it stands in.
    pub sentence: usize,
    /// The rule.
    pub rule: &'static str,
}

impl Said {
    fn new(sentence: usize, cue: &Cue, parts: Vec<Range>, source: Option<Range>, rule: &'static str) -> Self {
        Self { parts, source, outer: None, cited: None, cue: cue.group, flags: cue.flags, sentence, rule }
    }

    fn plain(sentence: usize, cue: Range, parts: Vec<Range>, source: Range, rule: &'static str) -> Self {
        Self { parts, source: Some(source), outer: None, cited: None, cue, flags: flag::SAY, sentence, rule }
    }
}

/// Finds the attributions of every sentence, in order.
pub fn find(view: View, sentences: &[Sentence]) -> Vec<Said> {
    let mut all = Vec::new();
    for (number, sentence) in sentences.iter().enumerate() {
        let from = all.len();
        one(view, *sentence, number, &mut all);
        according(view, *sentence, number, &mut all);
        put_at(view, *sentence, number, &mut all);
        citing(view, *sentence, number, &mut all);
        if all.len() == from {
            colon(view, *sentence, number, &mut all);
            carry_on(view, sentences, number, &mut all);
        }
    }
    all
}

/// The most reporting verbs that one sentence is read for; more are no prose.
const MOST_CUES: usize = 24;

/// Finds the attributions of one sentence.
fn one(view: View, sentence: Sentence, number: usize, all: &mut Vec<Said>) {
    let mut subject_so_far: Option<Range> = None;
    let mut left_used = sentence.first;
    let mut at = sentence.first;
    let mut cues = 0;
    while at <= sentence.last && cues < MOST_CUES {
        let Some(cue) = cue::at(view, sentence, at) else {
            at += 1;
            continue;
        };
        at += 1;
        cues += 1;
        let subject = cue::subject(view, sentence, &cue);
        let before = all.len();
        if let Some((said, end)) =
            as_saying(view, sentence, number, &cue, subject.or(subject_so_far), left_used)
        {
            left_used = end + 1;
            at = at.max(said.cue.1 + 1);
            subject_so_far = subject.or(subject_so_far);
            all.push(said);
            continue;
        }
        if quotes_someone(view, cue.group.1) {
            continue;
        }
        match cue.voice {
            Voice::Passive => passive(view, sentence, number, &cue, subject, all),
            Voice::Participle => {
                participle(view, sentence, number, &cue, subject.or(subject_so_far), subject_so_far, all)
            }
            Voice::Active => {
                let sides = Sides { subject, shared: subject_so_far, from: left_used };
                active(view, sentence, number, &cue, sides, all);
            }
        }
        if let Some(found) = all.get(before) {
            let end = found.parts.last().map_or(cue.group.1, |part| part.1).max(cue.group.1);
            if cue.flags & (flag::NAME | flag::JUDGE) == 0 || found.rule == "attribution/said-that" {
                left_used = left_used.max(end + 1);
            }
        }
        if subject.is_some()
            && cue.voice != Voice::Participle
            && !subject.is_some_and(|subject| view.tokens.is(subject.1, flag::RELATIVE_PRONOUN))
        {
            subject_so_far = subject;
        }
        if subject_so_far.is_none() {
            subject_so_far = opening_subject(view, sentence);
        }
    }
}

/// Returns the first noun phrase of a sentence, before its first verb.
fn opening_subject(view: View, sentence: Sentence) -> Option<Range> {
    let mut start = sentence.first;
    while start < sentence.last
        && (view.tokens.is(start, flag::COORDINATOR | flag::SENTENCE_ADVERB)
            || view.tokens.mark(start, ',')
            || view.quoted(start))
    {
        start += 1;
    }
    view.phrase_right(sentence, start).filter(|_| !view.tokens.is(start, flag::PREPOSITION))
}

/// What stands on the left of a cue.
#[derive(Clone, Copy)]
struct Sides {
    /// Its own subject.
    subject: Option<Range>,
    /// The subject of the verbs before it.
    shared: Option<Range>,
    /// The first token that no earlier content holds.
    from: usize,
}

fn active(view: View, sentence: Sentence, number: usize, cue: &Cue, sides: Sides, all: &mut Vec<Said>) {
    let Sides { subject, shared, from } = sides;
    let tokens = view.tokens;
    let says = cue.flags & (flag::SAY | flag::TELL | flag::THINK | flag::SHOW) != 0;
    let push =
        |all: &mut Vec<Said>, parts, source, rule| all.push(Said::new(number, cue, parts, source, rule));
    if subject.is_none()
        && says
        && let Some(source) = inverted(view, sentence, cue)
        && let Some(left) = content::left(view, sentence, cue.group.0, from)
    {
        let mut parts = vec![left];
        parts.extend(further(view, sentence, source.1 + 1));
        return push(all, parts, Some(source), "attribution/inversion");
    }
    let edge = subject.map_or(cue.group.0, |subject| subject.0);
    let quote_left = edge > from && view.quote_mark(edge - 1)
        || edge > from + 1 && view.tokens.mark(edge - 1, ',') && view.quote_mark(edge - 2);
    let right = content::right(view, sentence, cue);
    let right_quote = right.as_ref().is_some_and(|right| view.quoted(right.0.0));
    let adjacent = right.as_ref().is_some_and(|right| right.0.0 == cue.group.1 + 1);
    if says
        && subject.is_some_and(|subject| subject.0 > sentence.first && tokens.eq(subject.0 - 1, "as"))
        && tokens.mark(cue.group.1 + 1, ',')
    {
        let start = cue.group.1 + 2;
        let last = trim(view, start, sentence.last).filter(|_| start < sentence.last);
        return last.map_or((), |last| push(all, vec![(start, last)], subject, "attribution/as-said"));
    }
    let closes = right.is_none()
        && subject.is_some()
        && edge > sentence.first
        && tokens.mark(edge - 1, ',')
        && cue.group.1 + 2 >= sentence.last;
    let from = if closes { sentence.first } else { from };
    if says
        && (right.is_none()
            || (quote_left && (right_quote || !adjacent || tokens.mark(cue.group.1 + 1, ','))))
        && cue.flags & (flag::SAY | flag::TELL | flag::THINK | flag::SHOW) != 0
        && let Some(left) = subject.and_then(|_| content::left(view, sentence, edge, from))
    {
        let mut parts = vec![left];
        parts.extend(
            right
                .filter(|_| right_quote)
                .map(|right| right.0)
                .or_else(|| further(view, sentence, cue.group.1 + 1)),
        );
        return push(all, parts, subject, "attribution/said-after");
    }
    let Some((range, reach)) = right else { return };
    if tokens.any(cue.group.1, &["seem", "seems", "seemed", "appear", "appears", "appeared"]) {
        let parts = subject.into_iter().chain([range]).collect();
        return push(all, parts, None, "attribution/seems");
    }
    let source = subject
        .or(shared)
        .or_else(|| opening_subject(view, sentence).filter(|opening| opening.1 < cue.group.0));
    let rule = match reach {
        _ if view.quoted(range.0) => "attribution/said-quote",
        _ if tokens.eq(range.0, "that") => "attribution/said-that",
        _ if tokens.eq(range.0, "to") => "attribution/want-to",
        content::Reach::Clause => "attribution/said-clause",
        content::Reach::Object => "attribution/object",
    };
    push(all, vec![range], source, rule);
}

/// Finds the source of "…," said X.
fn inverted(view: View, sentence: Sentence, cue: &Cue) -> Option<Range> {
    let tokens = view.tokens;
    let before = cue.group.0.checked_sub(1).filter(|before| *before >= sentence.first)?;
    if !(tokens.marks(before, ",—–?!") || view.quote_mark(before)) {
        return None;
    }
    let start = cue.group.1 + 1;
    if tokens.is(start, flag::PREPOSITION | flag::SUBORDINATOR | flag::OBJECT_PRONOUN)
        && !tokens.is(start, flag::SUBJECT_PRONOUN)
        || tokens.any(start, &["that", "it"])
    {
        return None;
    }
    view.phrase_right(sentence, start)
}

/// Finds the rest of what was said after ", he said,": a quotation or the rest of the clause.
fn further(view: View, sentence: Sentence, at: usize) -> Option<Range> {
    let tokens = view.tokens;
    let mut next = at;
    while next < sentence.last && next < at + 14 && !tokens.marks(next, ",:") && !view.quoted(next) {
        next += 1;
    }
    let quote = if view.quoted(next) { next } else { next + 1 };
    if view.quoted(quote) && quote <= sentence.last {
        let mut last = quote;
        while last < sentence.last && view.quoted(last + 1) {
            last += 1;
        }
        return Some((quote, last));
    }
    let goes_on = next == at
        && tokens.mark(at, ',')
        && !tokens.is(
            at + 1,
            flag::ING | flag::RELATIVE_PRONOUN | flag::COORDINATOR | flag::PREPOSITION | flag::SUBORDINATOR,
        );
    if !goes_on || at + 2 >= sentence.last || tokens.any(at + 1, &["a", "an", "citing", "adding"]) {
        return None;
    }
    let last = if tokens.mark(sentence.last, '.') { sentence.last - 1 } else { sentence.last };
    (last > at + 1).then_some((at + 1, last))
}

fn participle(
    view: View,
    sentence: Sentence,
    number: usize,
    cue: &Cue,
    subject: Option<Range>,
    shared: Option<Range>,
    all: &mut Vec<Said>,
) {
    let tokens = view.tokens;
    let before = cue.group.0.checked_sub(1).filter(|before| *before >= sentence.first);
    let attached = before.is_some_and(|before| {
        !tokens.mark(before, ',') && view.nominal(before) && !tokens.is(before, flag::PREPOSITION)
    });
    let source = if attached { subject } else { shared.or_else(|| opening_subject(view, sentence)) };
    let Some((range, _)) = content::right(view, sentence, cue) else { return };
    all.push(Said::new(number, cue, vec![range], source, "attribution/participle"));
}

fn passive(
    view: View,
    sentence: Sentence,
    number: usize,
    cue: &Cue,
    subject: Option<Range>,
    all: &mut Vec<Said>,
) {
    let tokens = view.tokens;
    let mut push = |parts, source, rule| all.push(Said::new(number, cue, parts, source, rule));
    if tokens.eq(cue.group.1 + 1, "by") {
        let source = view.phrase_right(sentence, cue.group.1 + 2);
        if let (Some(source), Some(subject)) = (source, subject) {
            push(vec![subject], Some(source), "attribution/passive-by");
        }
        return;
    }
    let wants = cue.flags & (flag::WANT | flag::THINK | flag::SAY) != 0;
    if let Some((range, _)) =
        content::right(view, sentence, cue).filter(|right| wants && tokens.any(right.0.0, &["to", "that"]))
    {
        push(vec![range], None, "attribution/passive");
    }
}

/// Finds "according to X".
fn according(view: View, sentence: Sentence, number: usize, all: &mut Vec<Said>) {
    let tokens = view.tokens;
    for at in sentence.first..sentence.last {
        if !tokens.is(at, flag::ACCORDING) || !tokens.eq(at + 1, "to") || view.quoted(at) {
            continue;
        }
        let Some(source) = view.phrase_right(sentence, at + 2) else { continue };
        let mut parts = Vec::new();
        let leads = at == sentence.first || (at == sentence.first + 1 && !view.quoted(at));
        if leads {
            let comma = (source.1 + 1..=sentence.last).find(|next| tokens.mark(*next, ','));
            let start = comma.map_or(source.1 + 1, |comma| comma + 1);
            let last = trim(view, start, sentence.last);
            parts.extend(last.map(|last| (start, last)));
        } else {
            let mut start = sentence.first;
            let other = all
                .iter()
                .rev()
                .find(|said| said.sentence == number && said.rule == "attribution/according-to");
            if let Some(other) = other {
                start = other.source.map_or(start, |source| source.1 + 2);
            }
            while start < at && tokens.any(start, &["but", "and"]) {
                start += 1;
            }
            parts.extend(trim(view, start, at - 1).map(|last| (start, last)));
            let rest = source.1 + 1;
            if tokens.mark(rest, ',')
                && tokens.word(rest + 1)
                && !tokens.is(rest + 1, flag::RELATIVE_PRONOUN | flag::DETERMINER | flag::COORDINATOR)
                && !tokens.get(rest + 1).is_some_and(|token| token.capital)
            {
                parts.extend(trim(view, rest + 1, sentence.last).map(|last| (rest + 1, last)));
            }
        }
        if !parts.is_empty() {
            all.push(Said::plain(number, (at, at + 1), parts, source, "attribution/according-to"));
        }
    }
}

/// Says whether the verb at token `at` names whom it quotes: quoted, citing.
fn quotes_someone(view: View, at: usize) -> bool {
    view.tokens.is(at, flag::CITING)
}

/// Reads "X quoted Y as saying …" and "…," X quoted Y as saying; returns it with its last token.
fn as_saying(
    view: View,
    sentence: Sentence,
    number: usize,
    cue: &Cue,
    subject: Option<Range>,
    from: usize,
) -> Option<(Said, usize)> {
    let tokens = view.tokens;
    if cue.voice == Voice::Passive
        || !tokens
            .any(cue.group.1, &["quoted", "quotes", "quote", "quoting", "cited", "cites", "cite", "citing"])
    {
        return None;
    }
    let start = cue.group.1 + 1;
    let mark = (start + 1..=sentence.last.min(start + 30)).find(|at| {
        tokens.eq(*at, "as") && tokens.any(at + 1, &["saying", "telling", "stating", "reporting", "writing"])
    })?;
    let source = named(view, start, mark - 1);
    let mut said = Said::new(number, cue, Vec::new(), Some(source), "attribution/quoted-as-saying");
    said.outer = subject;
    said.cue = (mark, mark + 1);
    said.flags = flag::SAY;
    let inner = Cue {
        group: (mark, mark + 1),
        voice: Voice::Active,
        flags: flag::SAY | flag::TELL & if tokens.eq(mark + 1, "telling") { flag::TELL } else { 0 },
    };
    if let Some((range, _)) = content::right(view, sentence, &inner) {
        said.parts.push(range);
        return Some((said, range.1));
    }
    let left = content::left(view, sentence, subject.map_or(cue.group.0, |subject| subject.0), from)?;
    said.parts.push(left);
    Some((said, mark + 1))
}

/// Returns the name in "another official, Gen. Y,": the last part that holds a capital, else the whole.
fn named(view: View, start: usize, end: usize) -> Range {
    let tokens = view.tokens;
    let end = if tokens.mark(end, ',') && end > start { end - 1 } else { end };
    let comma = (start..end)
        .rev()
        .find(|at| tokens.mark(*at, ','))
        .filter(|at| tokens.get(at + 1).is_some_and(|token| token.capital));
    (comma.map_or(start, |comma| comma + 1), end)
}

/// The most tokens from "put" to "at" in "put the number of soldiers killed in a raid near the town at 83".
pub const PUT_FAR: usize = 18;

/// Finds "X put the toll at 83".
fn put_at(view: View, sentence: Sentence, number: usize, all: &mut Vec<Said>) {
    let tokens = view.tokens;
    for at in sentence.first + 1..sentence.last {
        if !tokens.is(at, flag::PUT) || view.quoted(at) {
            continue;
        }
        let figure = |mark: &usize| {
            (mark + 1..mark + 5).any(|number| tokens.number(number) || tokens.is(number, flag::NUMBER_WORD))
        };
        let mut words =
            (at + 2..=sentence.last.min(at + PUT_FAR)).take_while(|word| !tokens.marks(*word, ",;:."));
        let Some(mark) = words.find(|word| tokens.eq(*word, "at") && figure(word)) else { continue };
        let cue = Cue { group: (at, at), voice: Voice::Active, flags: flag::SAY };
        let Some(source) = cue::subject(view, sentence, &cue) else { continue };
        let mut last = mark + 1;
        while last < sentence.last
            && !tokens.marks(last + 1, ",;.")
            && !tokens.is(last + 1, flag::COORDINATOR | flag::SUBORDINATOR)
            && last < mark + 10
        {
            last += 1;
        }
        all.push(Said::plain(number, (at, at), vec![(at + 1, last)], source, "attribution/put-at"));
    }
}

/// Adds whom an attribution cites: "X, citing Y, said", "…, X reported, citing Y".
fn citing(view: View, sentence: Sentence, number: usize, all: &mut [Said]) {
    let tokens = view.tokens;
    for at in sentence.first..sentence.last {
        if !quotes_someone(view, at) || view.quoted(at) {
            continue;
        }
        let Some(cited) = view.phrase_right(sentence, at + 1) else { continue };
        let speaks = (cited.0..=cited.1).any(|part| {
            tokens.is(part, flag::OFFICE | flag::BODY | flag::DOCUMENT | flag::COLLECTIVE | flag::TITLE)
        });
        let near = all
            .iter_mut()
            .filter(|said| said.sentence == number && said.cited.is_none() && said.outer.is_none())
            .min_by_key(|said| said.cue.0.abs_diff(at));
        if let Some(said) = near.filter(|_| speaks) {
            said.cited = Some(cited);
            said.source = said.source.map(|source| {
                if source.0 < at && at <= source.1 { before_comma(view, source, at) } else { source }
            });
        }
    }
}

/// Cuts "X, citing Y," back to "X".
fn before_comma(view: View, source: Range, at: usize) -> Range {
    let mut end = at.saturating_sub(1);
    while end > source.0 && view.tokens.mark(end, ',') {
        end -= 1;
    }
    (source.0, end.max(source.0))
}

/// Returns the last token of a content after its closing marks are left out; none if nothing is left.
fn trim(view: View, start: usize, end: usize) -> Option<usize> {
    let mut last = end;
    while last > start && view.tokens.marks(last, ",.;:—–-") && !view.quoted(last) {
        last -= 1;
    }
    (last >= start && last > start + 1).then_some(last)
}

/// Finds "X: what X said" at the start of a line.
fn colon(view: View, sentence: Sentence, number: usize, all: &mut Vec<Said>) {
    let tokens = view.tokens;
    if !sentence.opens_line || view.quoted(sentence.first) {
        return;
    }
    let Some(mark) =
        (sentence.first + 1..=sentence.last.min(sentence.first + 8)).find(|at| tokens.mark(*at, ':'))
    else {
        return;
    };
    let name = (sentence.first..mark).all(|at| {
        tokens.get(at).is_some_and(|token| {
            token.capital || token.is(flag::PREPOSITION | flag::TITLE) || tokens.marks(at, ".-’'")
        }) && !tokens.number(at)
    });
    let person = tokens.get(sentence.first).is_some_and(|token| token.capital && !token.is(flag::FUNCTION));
    let label = tokens.is(sentence.first, flag::LABEL) && mark - sentence.first < 3;
    if let Some(last) = trim(view, mark + 1, sentence.last).filter(|_| name && person && !label) {
        all.push(Said::plain(
            number,
            (mark, mark),
            vec![(mark + 1, last)],
            (sentence.first, mark - 1),
            "attribution/colon",
        ));
    }
}

/// Gives a sentence that only quotes to the attribution before it in the same paragraph.
fn carry_on(view: View, sentences: &[Sentence], number: usize, all: &mut [Said]) {
    let Some(sentence) = sentences.get(number).filter(|sentence| !sentence.opens_line) else { return };
    let whole = (sentence.first..=sentence.last).all(|at| view.quoted(at));
    let Some(before) = all.last_mut().filter(|before| whole && before.sentence + 1 >= number) else { return };
    let quoted = before.parts.iter().any(|part| view.quoted(part.0) || view.quoted(part.1));
    if quoted && before.flags & (flag::SAY | flag::TELL) != 0 {
        before.parts.push((sentence.first, sentence.last));
        before.sentence = number;
    }
}
