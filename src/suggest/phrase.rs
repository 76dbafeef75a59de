//! Noun phrases and verbs, found from the closed classes around them.
//!
//! **Invariant:** a phrase lies inside its sentence and is at most `REACH` tokens long.

use super::flag;
use super::sentence::Sentence;
use super::token::{Kind, Tokens};

/// The most tokens a phrase may have.
const REACH: usize = 40;

/// The first and last token of a phrase.
pub type Range = (usize, usize);

/// The tokens with what is quoted.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The tokens.
    pub tokens: Tokens<'a>,
    /// For each token the number of its quotation, zero outside.
    pub quoted: &'a [u32],
}

impl View<'_> {
    /// Says whether token `at` stands inside a quotation or is one of its marks.
    pub fn quoted(&self, at: usize) -> bool {
        self.quoted.get(at).copied().unwrap_or(0) != 0
    }

    /// Says whether token `at` closes or opens a quotation.
    pub fn quote_mark(&self, at: usize) -> bool {
        self.quoted(at) && self.tokens.marks(at, "\"“”„«»'")
    }

    /// Says whether a noun phrase can end with token `at`.
    pub fn nominal(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        match token.kind {
            Kind::Number => true,
            Kind::Mark(mark) => mark == ')' || mark == '%',
            Kind::Word => {
                let quantifier = self.tokens.any(at, &["several", "few", "another", "both"]);
                let determiner = token.is(flag::DETERMINER) && !token.is(flag::PRONOUN) && !quantifier;
                let subordinator = token.is(flag::SUBORDINATOR) && !token.is(flag::RELATIVE_PRONOUN);
                let closed = token.is(flag::AUXILIARY | flag::COORDINATOR | flag::PREPOSITION);
                !(closed || determiner || subordinator)
            }
        }
    }

    /// Says whether token `at` is an adverb: listed, or in -ly.
    pub fn adverb(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at).filter(|token| token.kind == Kind::Word) else { return false };
        let ly = !token.capital
            && token.end - token.start > 4
            && self.tokens.str(at).ends_with("ly")
            && !self.tokens.any(
                at,
                &[
                    "family", "ally", "rally", "reply", "daily", "assembly", "supply", "weekly", "italy",
                    "july",
                ],
            );
        (token.is(flag::ADVERB) && !self.tokens.any(at, &["first", "last", "today", "yesterday", "tomorrow"]))
            || ly
    }

    /// Says whether a day or a short time phrase ends with token `at`, between a subject and its verb;
    /// returns its first token.
    pub fn time_before(&self, at: usize) -> Option<usize> {
        let tokens = self.tokens;
        let day = tokens.is(at, flag::WEEKDAY | flag::RELATIVE_DAY)
            || (tokens.is(at, flag::DAY_PART | flag::TIME_UNIT)
                && at > 0
                && tokens.is(at - 1, flag::RELATIVE | flag::DETERMINER | flag::WEEKDAY));
        if !day || at == 0 {
            return None;
        }
        let mut first = at;
        while first > 0
            && (tokens.is(first - 1, flag::EARLY | flag::RELATIVE | flag::WEEKDAY)
                || tokens.any(first - 1, &["this", "the"]))
            && at - first < 3
        {
            first -= 1;
        }
        if first > 0 && tokens.any(first - 1, &["on", "in", "earlier"]) {
            first -= 1;
        }
        Some(first)
    }

    /// Returns the noun phrase that ends with token `end`.
    pub fn phrase_left(&self, sentence: Sentence, end: usize) -> Option<Range> {
        let tokens = self.tokens;
        if end < sentence.first || !self.nominal(end) || self.quoted(end) {
            return None;
        }
        if tokens.is(end, flag::SUBJECT_PRONOUN | flag::RELATIVE_PRONOUN) && !tokens.eq(end, "one") {
            return Some((end, end));
        }
        let low = sentence.first.max(end.saturating_sub(REACH));
        let (mut at, mut first) = (end, None);
        loop {
            if tokens.mark(at, ')') {
                at = self.open_bracket(low, at)?;
            } else if !self.inside(at, end) {
                break;
            } else if !tokens.is(at, flag::PREPOSITION | flag::COORDINATOR) {
                first = Some(at);
                if tokens.is(at, flag::DETERMINER | flag::POSSESSIVE) && !self.attached(low, at) {
                    break;
                }
            } else if !self.attached(low, at + 1) {
                break;
            }
            if at == low {
                break;
            }
            at -= 1;
        }
        first.map(|first| (first, end))
    }

    fn open_bracket(&self, low: usize, at: usize) -> Option<usize> {
        (low..at).rev().find(|at| self.tokens.mark(*at, '('))
    }

    /// Says whether a preposition or "and" before token `at` ties it to a noun on its left.
    fn attached(&self, low: usize, at: usize) -> bool {
        let tokens = self.tokens;
        let Some(link) = at.checked_sub(1).filter(|link| *link > low) else { return false };
        let preposition = tokens.any(link, &["of", "for", "from", "in", "at", "with", "on", "to", "behind"]);
        let and = tokens.any(link, &["and", "&"]);
        let noun = self.nominal(link - 1)
            && tokens.word(link - 1)
            && !self.adverb(link - 1)
            && !self.quoted(link - 1)
            && !self.verbal(link - 1);
        let of = tokens.eq(link, "of");
        let person = tokens.is(
            link - 1,
            flag::OFFICE | flag::BODY | flag::DOCUMENT | flag::COLLECTIVE | flag::VICTIM | flag::TITLE,
        );
        let names = tokens.get(at).is_some_and(|token| token.capital)
            == tokens.get(link - 1).is_some_and(|token| token.capital);
        noun && !tokens.is(link - 1, flag::PRONOUN) && ((preposition && (of || person)) || (and && names))
    }

    /// Says whether token `at` may stand inside a noun phrase that ends at `end`.
    fn inside(&self, at: usize, end: usize) -> bool {
        let tokens = self.tokens;
        let Some(token) = tokens.get(at) else { return false };
        if self.quoted(at) {
            return false;
        }
        match token.kind {
            Kind::Number => true,
            Kind::Mark(mark) => {
                matches!(mark, '-' | '&' | '’' | '\'' | '/')
                    || (mark == '.' && tokens.is(at.wrapping_sub(1), flag::ABBREVIATION)
                        || mark == '.' && at > 0 && tokens.str(at - 1).len() == 1)
            }
            Kind::Word => {
                let clause = token.is(flag::AUXILIARY | flag::SUBORDINATOR)
                    && !tokens.any(at, &["'s", "’s"])
                    && !(tokens.eq(at, "will") && token.capital);
                let pronoun = token.is(flag::SUBJECT_PRONOUN | flag::OBJECT_PRONOUN)
                    && !token.is(flag::POSSESSIVE)
                    && !tokens.any(at, &["one", "us"]);
                at == end
                    || !(clause || pronoun || self.verbal(at) || (token.is(flag::ADVERB) && self.adverb(at)))
            }
        }
    }

    /// Says whether token `at` is surely a finite verb and no noun or adjective.
    pub fn verbal(&self, at: usize) -> bool {
        let tokens = self.tokens;
        let Some(token) = tokens.get(at).filter(|token| token.kind == Kind::Word && !token.capital) else {
            return false;
        };
        if token.is(flag::AUXILIARY) {
            return !tokens.any(at, &["'s", "’s"]);
        }
        if !token.is(flag::VERB | flag::REPORTS) || token.is(flag::NOUN_TOO) {
            return false;
        }
        let before = at.checked_sub(1);
        let modifier = before.is_some_and(|before| {
            tokens.is(before, flag::DETERMINER | flag::POSSESSIVE | flag::PREPOSITION)
                && !tokens.any(before, &["that", "to"])
                || tokens.mark(before, '-')
        });
        (token.is(flag::PAST) || (token.is(flag::THIRD) && !token.is(flag::BASE)))
            && !modifier
            && !(token.is(flag::PARTICIPLE)
                && tokens
                    .get(at + 1)
                    .is_some_and(|next| next.capital && next.kind == Kind::Word && !next.space))
    }

    /// Returns the noun phrase that begins with token `start`.
    pub fn phrase_right(&self, sentence: Sentence, start: usize) -> Option<Range> {
        let tokens = self.tokens;
        if start > sentence.last || self.quoted(start) {
            return None;
        }
        if tokens.is(start, flag::PRONOUN) && !tokens.is(start, flag::DETERMINER) {
            return Some((start, start));
        }
        let high = sentence.last.min(start + REACH);
        let (mut at, mut last) = (start, None);
        while at <= high && !self.quoted(at) {
            let Some(token) = tokens.get(at) else { break };
            match token.kind {
                Kind::Mark('(') => {
                    let Some(close) = (at..=high).find(|at| tokens.mark(*at, ')')) else { break };
                    (last, at) = (Some(close), close);
                }
                Kind::Mark(_)
                    if self.inside(at, start)
                        && at > start
                        && !(tokens.mark(at, '.') && at == sentence.last) => {}
                Kind::Mark(_) => break,
                Kind::Number => last = Some(at),
                Kind::Word if token.is(flag::PREPOSITION) => {
                    let link = tokens.any(at, &["of", "for", "from", "at"])
                        || (tokens.any(at, &["in", "with"])
                            && last == Some(at.wrapping_sub(1))
                            && tokens.is(at - 1, flag::OFFICE | flag::COLLECTIVE));
                    if !link || last.is_none() || tokens.is(at + 1, flag::WEEKDAY) {
                        break;
                    }
                }
                Kind::Word if token.is(flag::COORDINATOR) => {
                    let names = tokens.eq(at, "and")
                        && tokens.get(at + 1).is_some_and(|next| next.capital)
                        && last.is_some_and(|last| tokens.get(last).is_some_and(|token| token.capital));
                    if !names {
                        break;
                    }
                }
                Kind::Word => {
                    if (at > start && !self.inside(at, start))
                        || token.is(flag::WEEKDAY) && last.is_some()
                        || (token.is(flag::RELATIVE_PRONOUN) && at > start)
                    {
                        break;
                    }
                    last = Some(at);
                }
            }
            at += 1;
        }
        last.map(|last| (start, last))
    }
}
