//! Numbers that are no figures: products, scores, indices, pronouns, page furniture.
//!
//! **Invariant:** what is excluded is passed over whole, so that no part of it is read as a figure.

use super::amount::Amount;
use super::number::{Form, Number};
use super::token::{Kind, Tokens};
use super::{counted, flag, unit};
use rust_decimal::Decimal;

/// Passes over an address of the web or of mail.
pub fn address(tokens: Tokens, at: usize) -> Option<usize> {
    let url = tokens.mark(at, '/') && tokens.mark(at + 1, '/') && at > 0 && tokens.mark(at - 1, ':');
    if !url {
        return None;
    }
    let mut last = at;
    while tokens.glued(last + 1) {
        last += 1;
    }
    Some(last)
}

/// Returns the last token to pass over where the number is no figure: a product, an index, a score, a
/// pronoun.
pub fn excluded(tokens: Tokens, amount: &Amount, ranged: bool) -> Option<usize> {
    let (first, last) = (amount.first, amount.last);
    let bare = amount.unit.is_none();
    if code_like(tokens, first) {
        return Some(last);
    }
    if !bare {
        return None;
    }
    if let Some(end) = score(tokens, &amount.number) {
        return Some(end);
    }
    if ranged {
        return None;
    }
    let number = &amount.number;
    let alone = tokens.breaks(first)
        && tokens.breaks(last + 1)
        && tokens.number(first)
        && !number.scaled
        && first > 0;
    let listed = tokens.breaks(first)
        && tokens.marks(last + 1, ".)")
        && tokens.number(first)
        && tokens.str(first).len() <= 2
        && !tokens.breaks(last + 2);
    let glued_letters = tokens.glued(last + 1)
        && tokens.word(last + 1)
        && number.form == Form::Digits
        && !tokens.str(last + 1).starts_with(['\'', '’']);
    let pronoun = tokens.eq(first, "one") && first == last && one_is_pronoun(tokens, first);
    let times = glued_letters && tokens.eq(last + 1, "x");
    let index = index_name(tokens, first, last) && number.form == Form::Digits && !number.scaled;
    let vague = number.form == Form::Vague && !number.scaled && !vague_counts(tokens, number);
    let printed = tokens.str(first);
    let padded = printed.len() > 2 && printed.starts_with('0') && !printed.contains('.');
    let bracketed = first > 1
        && tokens.mark(first - 1, '(')
        && tokens.mark(last + 1, ')')
        && tokens.word(first - 2)
        && !number.scaled;
    let part_of_unit = first > 0 && tokens.eq(first - 1, "per");
    let compound = number.form == Form::Words
        && tokens.mark(last + 1, '-')
        && tokens.glued(last + 1)
        && tokens.word(last + 2)
        && tokens.glued(last + 2);
    let dozen =
        first == last && tokens.is(first, flag::DOZEN) && first > 0 && tokens.any(first - 1, &["'s", "’s"]);
    if padded || bracketed || part_of_unit || compound || dozen {
        return Some(last);
    }
    (alone || listed || (glued_letters && !times) || pronoun || index || vague).then_some(last)
}

/// Says whether the number is part of a code or product name: F-16, COVID-19, L2, #5.
pub fn code_like(tokens: Tokens, first: usize) -> bool {
    let Some(before) = first.checked_sub(1) else { return false };
    if !tokens.number(first) || !tokens.glued(first) {
        return false;
    }
    if tokens.word(before) {
        return !tokens.is(before, flag::CODE) && !tokens.str(before).starts_with(['\'', '’']);
    }
    let phone = tokens.mark(before, '+') && (tokens.mark(first + 1, '-') || tokens.number(first + 1));
    if phone || tokens.marks(before, "#_&@") {
        return true;
    }
    let dash = tokens.marks(before, "-–/.:") && tokens.glued(before);
    dash && before > 0
        && (tokens.word(before - 1)
            && !tokens.is(before - 1, flag::NUMBER_WORD | flag::TIME_UNIT | flag::MONTH)
            && !tokens.is(before - 1, flag::ADVERB | flag::PREPOSITION)
            && !tokens.any(before - 1, &["mid", "sub", "pre", "post"]))
}

/// Passes over "2-2", "4:3", "30/4.85".
pub fn score(tokens: Tokens, number: &Number) -> Option<usize> {
    if number.form != Form::Digits || number.scaled {
        return None;
    }
    let mut last = number.last;
    while tokens.marks(last + 1, ":-–/")
        && tokens.glued(last + 1)
        && tokens.number(last + 2)
        && tokens.glued(last + 2)
    {
        last += 2;
    }
    if last == number.last {
        return None;
    }
    let (low, high) = (number.value?, tokens.str(last).replace(',', "").parse::<Decimal>().ok()?);
    let single = last == number.last + 2 && tokens.marks(number.last + 1, "-–");
    let counts = counted::after(tokens, last + 1)
        .is_some_and(|(first, _)| !tokens.get(first).is_some_and(|token| token.capital));
    let unit = unit::after(tokens, last, true).is_some()
        || tokens.mark(last + 1, '-')
        || tokens.is(last + 1, flag::TIME_UNIT | flag::SCALE | flag::SUFFIX);
    let range = single
        && low < high
        && (unit
            || (counts
                && !tokens.any(
                    last + 1,
                    &[
                        "win",
                        "loss",
                        "victory",
                        "defeat",
                        "vote",
                        "record",
                        "decision",
                        "lead",
                        "advantage",
                        "draw",
                        "start",
                    ],
                ))
            || low >= Decimal::TEN);
    (!range).then_some(last)
}

/// Says whether a word holds a capital inside: iPhone, eBay.
pub fn inner_capital(tokens: Tokens, at: usize) -> bool {
    tokens.word(at) && tokens.str(at).chars().any(char::is_uppercase)
}

pub fn one_is_pronoun(tokens: Tokens, at: usize) -> bool {
    let before = at.checked_sub(1).filter(|_| !tokens.breaks(at));
    let headed = before.is_some_and(|before| {
        tokens.is(before, flag::DETERMINER | flag::POSSESSIVE | flag::ORDINAL)
            || tokens.any(
                before,
                &[
                    "no", "any", "every", "last", "next", "only", "right", "new", "same", "big", "good",
                    "bad", "loved", "if", "number", "day",
                ],
            )
            || tokens.mark(before, '-')
    });
    let of = tokens.eq(at + 1, "of");
    if of {
        return before.is_some_and(|before| {
            tokens.any(before, &["no", "any", "every", "each", "this", "that", "another"])
        });
    }
    if headed {
        return true;
    }
    let noun = counted::after(tokens, at + 1).is_some()
        && !tokens.is(at + 1, flag::ADVERB | flag::VERB | flag::REPORTS)
        && !tokens.any(at + 1, &["another", "such", "side"]);
    !noun
}

/// Says whether a number names a thing: "Fortune 500", "Article 5", "Route 66", "No. 1".
pub fn index_name(tokens: Tokens, first: usize, last: usize) -> bool {
    let Some(before) = first.checked_sub(1) else { return false };
    if tokens.breaks(first) {
        return false;
    }
    let numbered = tokens.any(
        before,
        &[
            "no",
            "nos",
            "number",
            "category",
            "chapter",
            "section",
            "article",
            "page",
            "route",
            "highway",
            "interstate",
            "room",
            "flight",
            "version",
            "phase",
            "title",
            "level",
            "type",
            "channel",
            "episode",
            "season",
            "volume",
            "step",
            "rule",
            "item",
            "proposition",
            "amendment",
            "nrs",
        ],
    ) || (tokens.mark(before, '.') && before > 0 && tokens.any(before - 1, &["no", "nos"]));
    let name = tokens.get(before).is_some_and(|token| {
        (token.capital || inner_capital(tokens, before))
            && token.kind == Kind::Word
            && !token.is(flag::NOT_COUNTED
                | flag::PREPOSITION
                | flag::DETERMINER
                | flag::SUBORDINATOR
                | flag::COORDINATOR
                | flag::AUXILIARY
                | flag::PRONOUN
                | flag::ADVERB)
    });
    let sentence_start = before == 0 || tokens.marks(before - 1, ".!?\"“”") || tokens.breaks(before);
    let follows_noun = tokens.word(last + 1)
        && !tokens.breaks(last + 1)
        && tokens.get(last + 1).is_some_and(|token| {
            !token.capital && !token.is(flag::NOT_COUNTED | flag::VERB | flag::REPORTS | flag::ADVERB)
        });
    numbered || (name && !sentence_start && !follows_noun)
}

/// Says whether a small vague word counts: "several soldiers", not "many" alone.
pub fn vague_counts(tokens: Tokens, number: &Number) -> bool {
    !tokens.any(number.last, &["many"])
        && (counted::after(tokens, number.last + 1).is_some() || tokens.is(number.last + 1, flag::TIME_UNIT))
}
