//! Reporting verbs where they are used as verbs, and who their subject is.
//!
//! **Invariant:** a cue lies inside one sentence and outside every quotation.

use super::flag;
use super::phrase::{Range, View};
use super::sentence::Sentence;
use super::token::Kind;

/// How the verb stands in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// A finite verb, with or without auxiliaries.
    Active,
    /// A form in -ing after a comma or a noun.
    Participle,
    /// "was accused", "is expected".
    Passive,
}

/// A reporting verb.
#[derive(Clone, Copy, Debug)]
pub struct Cue {
    /// The first and last token of the verb group.
    pub group: Range,
    /// How it stands.
    pub voice: Voice,
    /// The verb's classes.
    pub flags: u128,
}

/// Finds the reporting verb at token `at`, if it is used as a verb there.
pub fn at(view: View, sentence: Sentence, at: usize) -> Option<Cue> {
    let tokens = view.tokens;
    let token = tokens.get(at).filter(|token| token.is(flag::REPORTS) && !view.quoted(at))?;
    if token.capital && at != sentence.first && !headline(view, sentence) {
        return None;
    }
    let mut before = at.checked_sub(1).filter(|before| *before >= sentence.first);
    while let Some(here) = before.filter(|here| view.adverb(*here) || tokens.any(*here, &["not"])) {
        before = here.checked_sub(1).filter(|before| *before >= sentence.first);
    }
    let first = before.map_or(sentence.first, |before| before + 1);
    let cue = |voice, first| Some(Cue { group: (first, at), voice, flags: token.flags });
    let Some(before) = before else {
        return (token.is(flag::ING) || token.is(flag::PAST) && !token.is(flag::BASE))
            .then(|| cue(Voice::Participle, at))
            .flatten()
            .filter(|_| token.is(flag::ING));
    };
    let possessive = tokens.any(before, &["'s", "’s"]) && !token.is(flag::ING | flag::PARTICIPLE);
    if tokens.is(before, flag::AUXILIARY) && !possessive {
        return auxiliary(view, sentence, at, before).and_then(|(voice, first)| cue(voice, first));
    }
    let modified = (tokens.is(before, flag::DETERMINER | flag::POSSESSIVE)
        && !tokens.is(before, flag::RELATIVE_PRONOUN)
        && !tokens
            .any(before, &["this", "all", "both", "some", "many", "most", "another", "several", "few"]))
        || tokens.any(before, &["'s", "’s"])
        || (tokens.marks(before, "-’'") && !view.quote_mark(before));
    if modified && first == at {
        return None;
    }
    if token.is(flag::ING) {
        return participle(view, at, before).then(|| cue(Voice::Participle, first)).flatten();
    }
    if tokens.is(before, flag::PREPOSITION) && !tokens.is(before, flag::ADVERB) {
        return None;
    }
    let finite = match () {
        () if token.is(flag::PAST) && !token.is(flag::BASE) => past(view, at, before),
        () if token.is(flag::THIRD) && !token.is(flag::BASE) => third(view, sentence, at, before),
        () if token.is(flag::BASE | flag::PAST) => base(view, sentence, at, before),
        () => false,
    };
    finite.then(|| cue(Voice::Active, first)).flatten()
}

/// Says whether the sentence is a headline: a line of its own, most of its words with capitals.
fn headline(view: View, sentence: Sentence) -> bool {
    let words = (sentence.first..=sentence.last).filter(|at| view.tokens.word(*at));
    let (mut capitals, mut all) = (0, 0);
    for at in words.take(20) {
        all += 1;
        capitals += usize::from(view.tokens.get(at).is_some_and(|token| token.capital));
    }
    all > 3 && capitals * 10 >= all * 6 && sentence.last - sentence.first < 30
}

/// Reads the auxiliaries on the left: which voice they give, and where the group begins.
fn auxiliary(view: View, sentence: Sentence, at: usize, before: usize) -> Option<(Voice, usize)> {
    let tokens = view.tokens;
    let mut first = before;
    while first > sentence.first
        && (tokens.is(first - 1, flag::AUXILIARY)
            || view.adverb(first - 1)
            || tokens.any(first - 1, &["not"]))
        && before - first < 5
    {
        first -= 1;
    }
    let form = tokens.get(at)?;
    let be = tokens.is(before, flag::BE) && !tokens.is(before, flag::HAVE & !flag::BE);
    let voice = if form.is(flag::ING) {
        Voice::Active
    } else if form.is(flag::PARTICIPLE | flag::PAST) && be {
        Voice::Passive
    } else {
        Voice::Active
    };
    let fits = form.is(flag::ING) == (be && form.is(flag::ING))
        && (form.is(flag::BASE | flag::PARTICIPLE | flag::PAST | flag::ING));
    fits.then_some((voice, first))
}

/// Says whether the form in -ing reports: after a comma, a noun or a subject, not as a noun itself.
fn participle(view: View, at: usize, before: usize) -> bool {
    let tokens = view.tokens;
    if tokens.is(at, flag::NOUN_TOO) && !tokens.mark(before, ',') {
        return false;
    }
    let placed = tokens.marks(before, ",—–-")
        || view.nominal(before)
        || tokens.any(before, &["and", "by", "while", "without", "for", "from", "in", "after", "before"])
        || view.quote_mark(before);
    placed && !tokens.any(at + 1, &["of", "in", "and", "to"])
        || (placed && tokens.is(at, flag::TALK | flag::WANT) && tokens.any(at + 1, &["for", "of", "to"]))
}

fn past(view: View, at: usize, before: usize) -> bool {
    let tokens = view.tokens;
    let by = tokens.any(at + 1, &["by"]);
    let known_as = tokens.eq(at, "known")
        || (tokens.is(at, flag::PARTICIPLE)
            && tokens.any(at + 1, &["as", "in", "on"])
            && !tokens.is(at, flag::SAY));
    if by || known_as {
        return false;
    }
    if tokens.is(before, flag::SIZE | flag::NUMBER_WORD)
        || tokens.number(before)
        || tokens.is(at, flag::NOUN_TOO) && tokens.is(at + 1, flag::AUXILIARY)
    {
        return false;
    }
    view.nominal(before)
        || tokens.marks(before, ",—–")
        || view.quote_mark(before)
        || tokens.is(before, flag::COORDINATOR)
        || view.time_before(before).is_some()
}

fn third(view: View, sentence: Sentence, at: usize, before: usize) -> bool {
    let tokens = view.tokens;
    let pronoun = tokens.is(before, flag::SUBJECT_PRONOUN | flag::RELATIVE_PRONOUN)
        || tokens.any(before, &["this", "that", "which"]);
    let placed = view.nominal(before)
        || tokens.marks(before, ",—–")
        || view.quote_mark(before)
        || tokens.is(before, flag::COORDINATOR);
    if !tokens.is(at, flag::NOUN_TOO) {
        return placed;
    }
    let name = tokens.get(before).is_some_and(|token| token.capital && token.kind == Kind::Word);
    let opens = opens_object(view, at + 1);
    if tokens.any(at, &["reports", "claims", "notes"]) && at + 1 >= sentence.last && tokens.marks(at + 1, ".")
    {
        return true;
    }
    let singular = tokens.word(before) && !tokens.str(before).ends_with('s');
    pronoun
        || ((name
            || (tokens.is(before, flag::OFFICE | flag::BODY | flag::DOCUMENT) && singular)
            || tokens.mark(before, ',')
            || tokens.is(before, flag::COORDINATOR))
            && opens)
}

/// Says whether an object or a clause begins at token `at`.
fn opens_object(view: View, at: usize) -> bool {
    let tokens = view.tokens;
    tokens.is(at, flag::DETERMINER | flag::POSSESSIVE | flag::PRONOUN | flag::SUBORDINATOR)
        || tokens.eq(at, "to")
        || tokens.get(at).is_some_and(|token| token.capital)
        || view.quoted(at)
}

fn base(view: View, sentence: Sentence, at: usize, before: usize) -> bool {
    let tokens = view.tokens;
    if tokens.any(before, &["i", "we", "they", "you", "who", "whom"]) {
        return true;
    }
    let plural = tokens.word(before)
        && (tokens.is(before, flag::COLLECTIVE)
            || (tokens.str(before).ends_with('s')
                && !tokens.str(before).ends_with("ss")
                && !tokens.is(before, flag::FUNCTION))
            || tokens.any(
                before,
                &["people", "many", "some", "others", "most", "women", "men", "police", "that", "which"],
            ));
    let noun = tokens.is(at, flag::NOUN_TOO);
    let plural = plural || tokens.mark(before, '%') || plural_head(view, sentence, before);
    plural && (!noun || opens_object(view, at + 1))
}

/// Says whether the phrase that ends at `end` has a plural head before a preposition: "aides to the mayor".
fn plural_head(view: View, sentence: Sentence, end: usize) -> bool {
    let Some((first, last)) = view.phrase_left(sentence, end) else { return false };
    let link = (first..=last).find(|at| view.tokens.is(*at, flag::PREPOSITION));
    let head = link.and_then(|link| link.checked_sub(1)).filter(|head| *head >= first);
    head.is_some_and(|head| {
        let text = view.tokens.str(head);
        view.tokens.is(head, flag::COLLECTIVE | flag::OFFICE | flag::VICTIM)
            && text.ends_with('s')
            && !text.ends_with("ss")
    })
}

/// Finds the subject of a cue on its left; none where it is shared with an earlier verb or stands on the
/// right.
pub fn subject(view: View, sentence: Sentence, cue: &Cue) -> Option<Range> {
    let tokens = view.tokens;
    let mut end = cue.group.0.checked_sub(1).filter(|end| *end >= sentence.first)?;
    for _ in 0..3 {
        if let Some(first) = view.time_before(end).filter(|first| *first > sentence.first) {
            end = first - 1;
        } else if view.adverb(end) && end > sentence.first {
            end -= 1;
        } else {
            break;
        }
    }
    if tokens.mark(end, ',') || tokens.marks(end, "—–") {
        return apposition(view, sentence, end);
    }
    if view.quoted(end) {
        return None;
    }
    view.phrase_left(sentence, end)
}

/// Finds the subject before an apposition that ends with the comma at `end`: "Ann Lee, a nurse, said".
fn apposition(view: View, sentence: Sentence, end: usize) -> Option<Range> {
    let tokens = view.tokens;
    let mark = if tokens.mark(end, ',') { "," } else { "—–" };
    let low = sentence.first.max(end.saturating_sub(36));
    let mut best = None;
    for open in (low + 1..end).rev().filter(|at| tokens.marks(*at, mark)) {
        if view.quoted(open) {
            break;
        }
        let opens = tokens.is(
            open + 1,
            flag::DETERMINER
                | flag::POSSESSIVE
                | flag::RELATIVE_PRONOUN
                | flag::PREPOSITION
                | flag::OFFICE
                | flag::TITLE,
        ) || tokens.number(open + 1)
            || tokens
                .get(open + 1)
                .is_some_and(|token| token.is(flag::PARTICIPLE | flag::ING) || token.capital)
            || tokens.word(open + 1);
        let head = view.phrase_left(sentence, open - 1);
        let placed =
            head.is_some_and(|head| head.0 > sentence.first && tokens.is(head.0 - 1, flag::PREPOSITION));
        let name = !placed
            && head.is_some_and(|head| {
                tokens.get(head.1).is_some_and(|token| token.capital)
                    || tokens.is(head.1, flag::OFFICE | flag::BODY | flag::COLLECTIVE | flag::DOCUMENT)
                    || tokens.is(head.0, flag::DETERMINER)
            });
        if opens && name {
            best = head.map(|head| (head.0, end));
            if tokens.is(open + 1, flag::DETERMINER | flag::RELATIVE_PRONOUN) || tokens.number(open + 1) {
                break;
            }
        }
    }
    best
}
