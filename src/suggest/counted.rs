//! What a number counts: "62 Syrian soldiers", "dozens of government troops".
//!
//! **Invariant:** the counted words follow the number in the same line and hold no verb.

use super::flag;
use super::token::Tokens;

/// Returns the first and last token of what the number before token `at` counts.
pub fn after(tokens: Tokens, at: usize) -> Option<(usize, usize)> {
    let mut first = at;
    if tokens.mark(first, '-') || tokens.breaks(first) {
        return None;
    }
    if tokens.eq(first, "of") {
        first += 1;
        while tokens.is(first, flag::DETERMINER | flag::POSSESSIVE) && first < at + 3 {
            first += 1;
        }
    }
    let mut last = None;
    let mut next = first;
    while next < first + 5 && (part(tokens, next, last.is_some()) || code_name(tokens, next).is_some()) {
        last = Some(next);
        let code = code_name(tokens, next);
        if let Some(end) = code {
            last = Some(end);
            next = end;
        }
        if head(tokens, next) {
            break;
        }
        next += 1;
        if tokens.mark(next, '-') && tokens.glued(next) && tokens.glued(next + 1) {
            next += 1;
        }
    }
    let bare = last == Some(first) && tokens.is(first, flag::SIZE) && !tokens.is(first, flag::VICTIM);
    last.filter(|_| !bare).map(|last| (first, last))
}

/// Says whether token `at` can be part of the counted words.
fn part(tokens: Tokens, at: usize, begun: bool) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    let free = tokens.word(at) && token.lines == 0;
    if !free
        || token.is(flag::NOT_COUNTED
            | flag::PREPOSITION
            | flag::SUBJECT_PRONOUN
            | flag::MONTH
            | flag::WEEKDAY
            | flag::RELATIVE_DAY)
            && !token.is(flag::SIZE)
    {
        return false;
    }
    if tokens.lexicon.tag(tokens.known(at)).is_some() && token.is(flag::PAST | flag::PARTICIPLE)
        || toll_verb(tokens, at)
    {
        return false;
    }
    let bare_noun = token.is(flag::THIRD) && !tokens.str(at.wrapping_sub(1)).ends_with('s');
    let verb = !bare_noun
        && token.is(flag::PAST | flag::THIRD)
        && token.is(flag::VERB | flag::REPORTS)
        && !token.is(flag::BASE);
    let ends =
        tokens.any(at, &["killed", "wounded", "injured", "dead", "missing", "times", "others", "percent"]);
    !(ends || verb && begun)
}

/// Says whether "killed", "wounded" or the like stands here.
fn toll_verb(tokens: Tokens, at: usize) -> bool {
    matches!(tokens.lexicon.tag(tokens.known(at)), Some("killed" | "injured"))
        && !tokens.is(at, flag::VICTIM)
        && !tokens.str(at).ends_with('s')
}

/// Reads a name such as F-16 or A-10s: its last token.
fn code_name(tokens: Tokens, at: usize) -> Option<usize> {
    tokens.get(at).filter(|token| token.lines == 0)?;
    let dash =
        tokens.mark(at + 1, '-') && tokens.glued(at + 1) && tokens.number(at + 2) && tokens.glued(at + 2);
    if !dash || !tokens.get(at)?.capital {
        return None;
    }
    Some(if tokens.glued(at + 3) && tokens.word(at + 3) && tokens.str(at + 3).len() <= 2 {
        at + 3
    } else {
        at + 2
    })
}

/// Says whether the phrase is complete at token `at`: a plural noun with no plural after it.
fn head(tokens: Tokens, at: usize) -> bool {
    let text = tokens.str(at);
    let plural = |text: &str| {
        text.len() > 3
            && (text.ends_with('s') || text.ends_with("men"))
            && !text.ends_with("ss")
            && !text.ends_with("ous")
    };
    let ends = plural(text) || tokens.is(at, flag::VICTIM);
    let next = at + 1;
    let goes_on = tokens.word(next)
        && !tokens.breaks(next)
        && (plural(tokens.str(next)) || tokens.is(next, flag::VICTIM))
        && part(tokens, next, true);
    ends && !goes_on
}
