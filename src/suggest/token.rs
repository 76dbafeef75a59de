//! One pass over the text into words, numbers and marks.
//!
//! **Invariant:** tokens are in order, never overlap, and begin and end on character borders.

use super::lexicon::{Lexicon, Word};
use crate::text::span::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters, with inner apostrophes and the full stops of "U.S.".
    Word,
    /// Digits, with the marks of grouping and of decimals.
    Number,
    /// One character of anything else.
    Mark(char),
}

/// One token and what the lexicon knows about it.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What it is.
    pub kind: Kind,
    /// The id of its word in the lexicon, zero if unknown.
    pub id: u32,
    /// The word classes, from `flag`.
    pub flags: u128,
    /// Whether blanks stand before it.
    pub space: bool,
    /// How many line ends stand before it, at most 3.
    pub lines: u8,
    /// Whether it begins with a capital letter.
    pub capital: bool,
}

impl Token {
    /// Returns the bytes it covers.
    pub fn span(&self) -> Span {
        Span { start: self.start as usize, end: self.end as usize }
    }

    /// Says whether the token has one of these classes.
    pub fn is(&self, flags: u128) -> bool {
        self.flags & flags != 0
    }

    /// Says whether the token is this mark.
    pub fn mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }
}

/// The tokens of one stretch of text, with the lexicon at hand.
#[derive(Clone, Copy)]
pub struct Tokens<'a> {
    /// The whole text.
    pub text: &'a str,
    /// The tokens, in order.
    pub list: &'a [Token],
    /// The lexicon.
    pub lexicon: &'a Lexicon,
}

impl<'a> Tokens<'a> {
    /// Returns token `at`.
    pub fn get(&self, at: usize) -> Option<&'a Token> {
        self.list.get(at)
    }

    /// Says whether token `at` has one of these classes.
    pub fn is(&self, at: usize, flags: u128) -> bool {
        self.list.get(at).is_some_and(|token| token.is(flags))
    }

    /// Says whether token `at` is this mark.
    pub fn mark(&self, at: usize, mark: char) -> bool {
        self.list.get(at).is_some_and(|token| token.mark(mark))
    }

    /// Says whether token `at` is one of these marks.
    pub fn marks(&self, at: usize, marks: &str) -> bool {
        self.list.get(at).is_some_and(|token| matches!(token.kind, Kind::Mark(mark) if marks.contains(mark)))
    }

    /// Returns the words of token `at` as printed.
    pub fn str(&self, at: usize) -> &'a str {
        self.list.get(at).map_or("", |token| token.span().of(self.text))
    }

    /// Says whether token `at` is this word, case aside.
    pub fn eq(&self, at: usize, word: &str) -> bool {
        self.str(at).eq_ignore_ascii_case(word)
    }

    /// Says whether token `at` is one of these words, case aside.
    pub fn any(&self, at: usize, words: &[&str]) -> bool {
        let text = self.str(at);
        words.iter().any(|word| text.eq_ignore_ascii_case(word))
    }

    /// Says whether token `at` exists and is a word.
    pub fn word(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| token.kind == Kind::Word)
    }

    /// Says whether token `at` exists and is digits.
    pub fn number(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| token.kind == Kind::Number)
    }

    /// Says whether token `at` touches the one before it.
    pub fn glued(&self, at: usize) -> bool {
        at > 0 && self.list.get(at).is_some_and(|token| !token.space)
    }

    /// Returns what the lexicon knows about token `at`.
    pub fn known(&self, at: usize) -> Word {
        self.list.get(at).map_or_else(Word::default, |token| self.lexicon.word(token.id))
    }

    /// Says whether a line ends before token `at`, or the text ends there.
    pub fn breaks(&self, at: usize) -> bool {
        self.list.get(at).is_none_or(|token| token.lines > 0)
    }

    /// Returns the bytes from token `first` to token `last`.
    pub fn span(&self, first: usize, last: usize) -> Span {
        let start = self.list.get(first).map_or(0, |token| token.start as usize);
        let end = self.list.get(last).map_or(start, |token| token.end as usize);
        Span { start, end: end.max(start) }
    }
}

/// Cuts the bytes of `range` in `text` into tokens, appended to `tokens`.
pub fn cut(text: &str, range: Span, lexicon: &Lexicon, tokens: &mut Vec<Token>) {
    let mut scanner =
        Scanner { text, bytes: text.as_bytes(), at: range.start, end: range.end.min(text.len()) };
    let (mut space, mut lines) = (false, 0_u8);
    while scanner.at < scanner.end {
        let start = scanner.at;
        let letter = scanner.peek();
        if letter == '\n' || letter == '\r' {
            if letter == '\n' || scanner.bytes.get(start + 1) != Some(&b'\n') {
                lines = lines.saturating_add(1).min(3);
            }
            space = true;
            scanner.at += 1;
            continue;
        }
        if letter.is_whitespace() || is_invisible(letter) {
            space = true;
            scanner.at += letter.len_utf8();
            continue;
        }
        let kind = scanner.take(letter);
        let span = Span { start, end: scanner.at };
        let mut token = Token {
            start: u32::try_from(span.start).unwrap_or(u32::MAX),
            end: u32::try_from(span.end).unwrap_or(u32::MAX),
            kind,
            id: 0,
            flags: 0,
            space,
            lines,
            capital: letter.is_uppercase(),
        };
        if kind == Kind::Word {
            token.id = lexicon.id(span.of(text));
            token.flags = lexicon.word(token.id).flags;
        }
        tokens.push(token);
        (space, lines) = (false, 0);
    }
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{ad}')
        || letter.is_control()
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    end: usize,
}

impl Scanner<'_> {
    fn char_at(&self, at: usize) -> char {
        if at >= self.end {
            return '\n';
        }
        match self.bytes.get(at) {
            Some(byte) if byte.is_ascii() => char::from(*byte),
            _ => self.text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or('\n'),
        }
    }

    fn peek(&self) -> char {
        self.char_at(self.at)
    }

    fn digit(&self, at: usize) -> bool {
        at < self.end && self.bytes.get(at).is_some_and(u8::is_ascii_digit)
    }

    fn take(&mut self, letter: char) -> Kind {
        if letter.is_ascii_digit()
            || (letter == '.' && self.digit(self.at + 1) && !self.digit(self.at.wrapping_sub(1)))
        {
            self.take_number();
            return Kind::Number;
        }
        if letter.is_alphabetic() {
            self.take_word();
            return Kind::Word;
        }
        if matches!(letter, '\'' | '’' | '‘') && self.take_clitic(letter) {
            return Kind::Word;
        }
        self.at += letter.len_utf8();
        Kind::Mark(letter)
    }

    /// Takes digits with the commas, points and blanks of one number.
    fn take_number(&mut self) {
        let groups = self.take_digits() <= 3;
        while groups && self.char_at(self.at) == ',' && self.group(self.at + 1, 3) {
            self.at += 4;
        }
        while groups
            && self.char_at(self.at) == ','
            && self.group(self.at + 1, 2)
            && self.char_at(self.at + 3) == ','
        {
            self.at += 3;
            while self.char_at(self.at) == ',' && (self.group(self.at + 1, 3) || self.group(self.at + 1, 2)) {
                self.at += if self.group(self.at + 1, 3) { 4 } else { 3 };
            }
        }
        if self.char_at(self.at) == '.' && self.digit(self.at + 1) {
            self.at += 1;
            self.take_digits();
        }
    }

    fn take_digits(&mut self) -> usize {
        let start = self.at;
        while self.digit(self.at) {
            self.at += 1;
        }
        self.at - start
    }

    /// Says whether exactly `count` digits stand at `at`.
    fn group(&self, at: usize, count: usize) -> bool {
        (0..count).all(|step| self.digit(at + step)) && !self.digit(at + count)
    }

    /// Takes letters; an inner apostrophe joins ("don't") unless what follows is a lone s.
    fn take_word(&mut self) {
        let start = self.at;
        self.take_letters();
        loop {
            let mark = self.peek();
            let next = self.char_at(self.at + mark.len_utf8());
            if matches!(mark, '\'' | '’') && next.is_alphabetic() && !self.lone_s(self.at + mark.len_utf8())
            {
                self.at += mark.len_utf8();
                self.take_letters();
            } else if mark == '.' && self.dotted(start) && (next.is_alphabetic() || self.at - start > 1) {
                self.at += 1;
                if !next.is_alphabetic() || !self.single_letter(self.at) {
                    return;
                }
                self.take_letters();
            } else {
                return;
            }
        }
    }

    /// Says whether the word so far is single letters with full stops ("U", "U.S", "a.m").
    fn dotted(&self, start: usize) -> bool {
        let word = self.text.get(start..self.at).unwrap_or("");
        if word.len() > 16 {
            return false;
        }
        let single = word.chars().enumerate().all(|(at, letter)| (at % 2 == 1) == (letter == '.'));
        single && (word.len() > 1 || self.single_letter(self.at + 1))
    }

    /// Says whether the letter at `at` stands alone.
    fn single_letter(&self, at: usize) -> bool {
        let letter = self.char_at(at);
        letter.is_alphabetic() && !self.char_at(at + letter.len_utf8()).is_alphabetic()
    }

    fn take_letters(&mut self) {
        loop {
            let letter = self.peek();
            if !(letter.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&letter)) {
                return;
            }
            self.at += letter.len_utf8();
        }
    }

    fn lone_s(&self, at: usize) -> bool {
        matches!(self.char_at(at), 's' | 'S') && !self.char_at(at + 1).is_alphabetic()
    }

    /// Takes the 's of "Russia's"; the apostrophe touches letters on its left.
    fn take_clitic(&mut self, letter: char) -> bool {
        let left = self.text.get(..self.at).unwrap_or("");
        let left = if letter == '‘' { left.strip_suffix(' ').unwrap_or(left) } else { left };
        let after_letter = left.chars().next_back().is_some_and(char::is_alphanumeric);
        let found = after_letter && self.lone_s(self.at + letter.len_utf8());
        if found {
            self.at += letter.len_utf8() + 1;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut list = Vec::new();
        cut(text, Span { start: 0, end: text.len() }, Lexicon::builtin(), &mut list);
        list.iter().map(|token| token.span().of(text)).collect()
    }

    #[test]
    fn cuts_words_numbers_and_marks() {
        let table: [(&str, &[&str]); 9] = [
            ("The U.S. army.", &["The", "U.S.", "army", "."]),
            ("Russia's don't ‘s", &["Russia", "'s", "don't", "‘s"]),
            ("1,234.5 km", &["1,234.5", "km"]),
            ("12,34,567 rupees", &["12,34,567", "rupees"]),
            ("22,24", &["22", ",", "24"]),
            ("F-16s", &["F", "-", "16", "s"]),
            ("5pm-5:50pm", &["5", "pm", "-", "5", ":", "50", "pm"]),
            (".25 ml", &[".25", "ml"]),
            ("a\u{301}b\u{a0}c", &["a\u{301}b", "c"]),
        ];
        for (text, expected) in table {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn notes_line_ends() {
        let text = "one\r\ntwo\n\nthree four";
        let mut list = Vec::new();
        cut(text, Span { start: 0, end: text.len() }, Lexicon::builtin(), &mut list);
        let lines: Vec<u8> = list.iter().map(|token| token.lines).collect();
        assert_eq!(lines, [0, 1, 2, 0]);
    }
}
