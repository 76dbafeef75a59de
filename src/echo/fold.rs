//! Words as the finder compares them: case, quote marks, dashes, blanks, plurals and the spelling of numbers folded away.
//!
//! **Invariant:** every word spans at least one character of the text, words are in order and never overlap,
//! and equal words (after folding) have equal ids wherever they stand.

use crate::text::span::Span;
use std::sync::LazyLock;

/// The word stands inside quotation marks.
pub(super) const QUOTED: u8 = 1;
/// A word of grammar ("the", "of"), which says little on its own.
pub(super) const FUNCTION: u8 = 2;
/// An ellipsis stands right before the word.
pub(super) const ELLIPSIS: u8 = 4;
/// A sentence or paragraph ends right before the word.
pub(super) const START: u8 = 8;
/// The word is a number.
pub(super) const NUMBER: u8 = 16;
/// The word is one sign of a script written without blanks.
pub(super) const SIGN: u8 = 32;
/// A long word, which two texts share by chance less often than a short one.
pub(super) const LONG: u8 = 64;
/// A word or sign whose language's words of grammar are not known here; of signs, kana.
pub(super) const OTHER: u8 = 128;

/// From this many characters a word is long.
const LONG_FROM: usize = 9;
/// Words longer than this many bytes are cut in pieces.
const LONGEST: usize = 200;
/// The odd multiplier of the word hash; the hash of two words joined follows from theirs.
const MULTIPLIER: u32 = 0x9E37_79B1;

/// The words of many articles, one after another, as parallel columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    /// The hash of the folded word.
    pub ids: Vec<u32>,
    /// The byte where the word starts in its article.
    pub starts: Vec<u32>,
    /// The length of the word in bytes.
    pub lens: Vec<u8>,
    /// How many characters the folded word has.
    pub folded: Vec<u8>,
    /// What is known of the word: `QUOTED`, `FUNCTION` and the rest.
    pub flags: Vec<u8>,
}

impl Words {
    /// Returns how many words there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Returns the bytes from the first to the last of the words `from..to`; empty where there is none.
    pub fn span(&self, from: usize, to: usize) -> Span {
        let last = to.saturating_sub(1);
        match (self.starts.get(from), self.starts.get(last), self.lens.get(last)) {
            (Some(first), Some(start), Some(len)) if from < to => {
                Span::new(*first as usize, *start as usize + usize::from(*len))
            }
            _ => Span::default(),
        }
    }

    /// Returns the id that words `at` and `at + 1` would have if they were written as one.
    pub fn joined(&self, at: usize) -> u32 {
        join(self.ids[at], self.ids[at + 1], self.folded[at + 1])
    }

    /// Appends the words of others.
    pub fn append(&mut self, mut other: Self) {
        self.ids.append(&mut other.ids);
        self.starts.append(&mut other.starts);
        self.lens.append(&mut other.lens);
        self.folded.append(&mut other.folded);
        self.flags.append(&mut other.flags);
    }

    fn push(&mut self, id: u32, span: Span, folded: usize, flags: u8) {
        self.ids.push(id);
        self.starts.push(u32::try_from(span.start).unwrap_or(u32::MAX));
        self.lens.push(u8::try_from(span.len()).unwrap_or(u8::MAX));
        self.folded.push(u8::try_from(folded).unwrap_or(u8::MAX));
        self.flags.push(flags);
    }
}

/// Returns the id of two words written as one, the second of `folded` characters.
fn join(first: u32, second: u32, folded: u8) -> u32 {
    first.wrapping_mul(MULTIPLIER.wrapping_pow(u32::from(folded))).wrapping_add(second)
}

/// A word hash under way: it can drop the plural's last letter again.
#[derive(Clone, Copy, Default)]
struct Hash {
    now: u32,
    before: u32,
    last: u32,
    last_but_one: u32,
    count: usize,
}

impl Hash {
    fn take(&mut self, folded: u32) {
        self.before = self.now;
        self.now = self.now.wrapping_mul(MULTIPLIER).wrapping_add(folded + 1);
        self.last_but_one = self.last;
        self.last = folded;
        self.count += 1;
    }

    /// Returns id and length of the word without its plural or possessive `s`.
    fn finish(self) -> (u32, usize) {
        let plural = self.count >= 4
            && self.last == u32::from(b's')
            && ![b's', b'u', b'i'].map(u32::from).contains(&self.last_but_one);
        if plural { (self.before, self.count - 1) } else { (self.now, self.count) }
    }
}

/// Returns the id of a word given in lower-case letters.
pub(super) fn id_of(word: &str) -> u32 {
    let mut hash = Hash::default();
    word.chars().for_each(|letter| hash.take(letter as u32));
    hash.finish().0
}

const FUNCTION_WORDS: &str = "a about after all also an and any are as at be been before but by can could did do \
    does for from had has have he her him his i if in into is it its me my no not of on or our out over she should \
    so than that the their them then there they this those to too up us was we were what when where which while who \
    will with would you your these such more most some only just very been being because said says say";

const NUMBER_WORDS: &str = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen \
    fifteen sixteen seventeen eighteen nineteen";
const TENS: &str = "twenty thirty forty fifty sixty seventy eighty ninety";

/// What a folded word is known to be.
#[derive(Clone, Copy)]
enum Known {
    Function,
    Number(u64),
}

/// The words that mean something to the fold, by id, in a table that is read once a word.
struct Lexicon(Vec<Option<(u32, Known)>>);

const LEXICON_BITS: u32 = 12;

impl Lexicon {
    fn slot(id: u32) -> usize {
        (id.wrapping_mul(0x85EB_CA6B) >> (32 - LEXICON_BITS)) as usize
    }

    fn add(&mut self, id: u32, known: Known) {
        let mut slot = Self::slot(id);
        while self.0[slot].is_some() {
            slot = (slot + 1) % self.0.len();
        }
        self.0[slot] = Some((id, known));
    }

    fn get(&self, id: u32) -> Option<Known> {
        let mut slot = Self::slot(id);
        while let Some((found, known)) = self.0[slot] {
            if found == id {
                return Some(known);
            }
            slot = (slot + 1) % self.0.len();
        }
        None
    }
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon(vec![None; 1 << LEXICON_BITS]);
    FUNCTION_WORDS.split_whitespace().for_each(|word| lexicon.add(id_of(word), Known::Function));
    for (value, word) in (0..).zip(NUMBER_WORDS.split_whitespace()) {
        lexicon.add(id_of(word), Known::Number(value));
    }
    for (value, word) in (2..).zip(TENS.split_whitespace()) {
        lexicon.add(id_of(word), Known::Number(value * 10));
    }
    lexicon.add(id_of("hundred"), Known::Number(100));
    lexicon.add(id_of("thousand"), Known::Number(1000));
    lexicon
});

/// ASCII letters and digits to their folded form, everything else to 0.
static LETTERS: LazyLock<[u8; 256]> = LazyLock::new(|| {
    let mut table = [0; 256];
    for (byte, entry) in (0..=255u8).zip(&mut table) {
        if byte.is_ascii_alphanumeric() {
            *entry = byte.to_ascii_lowercase();
        }
    }
    table
});

/// What the fold remembers between two words.
struct Folder<'a> {
    text: &'a str,
    bytes: &'a [u8],
    letters: &'static [u8; 256],
    lexicon: &'static Lexicon,
    words: &'a mut Words,
    /// The index of the first word of this article.
    base: usize,
    /// The open quotation: the index of its first word.
    open: Option<usize>,
    /// Quotations found, as words `from..to` counted from the article's first.
    quotations: Vec<(u32, u32)>,
    /// Flags that the next word takes.
    pending: u8,
    /// The number the last word spells and the byte where it ends.
    spelled: Option<(u64, usize)>,
    at: usize,
}

/// A quotation is given up after this many words without a closing mark.
const LONGEST_QUOTATION: usize = 600;

/// Appends the words of `text` to `words` and returns its quotations as word ranges counted from its first word.
pub(super) fn fold(text: &str, words: &mut Words) -> Vec<(u32, u32)> {
    let base = words.len();
    let mut folder = Folder {
        text,
        bytes: text.as_bytes(),
        letters: &LETTERS,
        lexicon: &LEXICON,
        words,
        base,
        open: None,
        quotations: Vec::new(),
        pending: START,
        spelled: None,
        at: 0,
    };
    folder.run();
    folder.close();
    folder.quotations
}

impl Folder<'_> {
    fn run(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            if self.letters[usize::from(byte)] != 0 {
                self.word();
            } else if byte < 0x80 {
                self.mark(byte);
                self.at += 1;
            } else {
                self.beyond_ascii();
            }
        }
    }

    fn mark(&mut self, byte: u8) {
        match byte {
            b'"' => {
                let before = self.at.checked_sub(1).and_then(|at| self.bytes.get(at)).copied();
                let opens = before.is_none_or(|b| b.is_ascii_whitespace() || b"([-".contains(&b));
                if opens { self.open_quotation() } else { self.close() }
            }
            b'.' if self.bytes.get(self.at..self.at + 3) == Some(b"...") => self.pending |= ELLIPSIS,
            b'.' | b'!' | b'?' => self.pending |= START,
            b'\n' => {
                self.pending |= START;
                if self.bytes.get(self.at + 1) == Some(&b'\n') {
                    self.close();
                }
            }
            _ => {}
        }
    }

    fn beyond_ascii(&mut self) {
        let Some(letter) = self.text.get(self.at..).and_then(|rest| rest.chars().next()) else {
            self.at += 1;
            return;
        };
        match letter {
            '“' | '«' | '„' => self.open_quotation(),
            '”' | '»' => self.close(),
            '…' => self.pending |= ELLIPSIS,
            '。' | '！' | '？' => self.pending |= START,
            _ if is_sign(letter) => {
                let span = Span::new(self.at, self.at + letter.len_utf8());
                let kind = if matches!(letter, '\u{3040}'..='\u{30FF}') { SIGN | OTHER } else { SIGN };
                self.push(Hash { now: letter as u32, count: 1, ..Hash::default() }, span, kind);
            }
            _ if letter.is_alphanumeric() => return self.word(),
            _ => {}
        }
        self.at += letter.len_utf8();
    }

    /// Reads one word: letters and digits, apostrophes between letters, points of abbreviations, separators in numbers.
    fn word(&mut self) {
        let start = self.at;
        let mut hash = Hash::default();
        let mut digits = true;
        while self.at - start < LONGEST {
            let Some(&byte) = self.bytes.get(self.at) else { break };
            let folded = self.letters[usize::from(byte)];
            if folded != 0 {
                digits &= folded.is_ascii_digit();
                hash.take(u32::from(folded));
                self.at += 1;
            } else if byte < 0x80 {
                match self.inside(byte, start, digits) {
                    Some(keep) => {
                        if keep {
                            hash.take(u32::from(byte));
                        }
                        self.at += 1;
                    }
                    None => break,
                }
            } else if !self.inside_beyond_ascii(&mut hash, &mut digits) {
                break;
            }
        }
        // From this lead byte on, UTF-8 holds no Latin letters.
        let other = self.bytes.get(start).is_some_and(|byte| *byte >= 0xCA);
        let kind = if digits {
            NUMBER
        } else if other {
            OTHER
        } else {
            0
        };
        self.push(hash, Span::new(start, self.at), kind);
    }

    /// Says whether an ASCII mark belongs to the word, and if so whether it counts.
    fn inside(&self, byte: u8, start: usize, digits: bool) -> Option<bool> {
        let next = self.bytes.get(self.at + 1).map_or(0, |b| self.letters[usize::from(*b)]);
        match byte {
            b'\'' if next.is_ascii_lowercase() && !digits => Some(false),
            b'-' if next.is_ascii_lowercase() && self.prefixes(start) => Some(false),
            b',' if digits && next.is_ascii_digit() => Some(false),
            b'.' if digits && next.is_ascii_digit() => Some(true),
            b'.' if !digits && next.is_ascii_lowercase() && self.abbreviates(start) => Some(false),
            _ => None,
        }
    }

    /// Says whether the word so far is a prefix that is written with a hyphen or without.
    fn prefixes(&self, start: usize) -> bool {
        let so_far = self.bytes.get(start..self.at).unwrap_or_default();
        [&b"co"[..], b"re", b"pre", b"non"].iter().any(|prefix| so_far.eq_ignore_ascii_case(prefix))
    }

    /// Says whether the word so far is single letters with points, as in "U.S".
    fn abbreviates(&self, start: usize) -> bool {
        let single = |at: usize| self.bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
        let mark_at = |at: usize| self.bytes.get(at) == Some(&b'.');
        let so_far = self.at - start;
        let ends = self.bytes.get(self.at + 2).is_none_or(|b| self.letters[usize::from(*b)] == 0);
        so_far < 8
            && so_far % 2 == 1
            && ends
            && (start..self.at).step_by(2).all(single)
            && (start + 1..self.at).step_by(2).all(mark_at)
    }

    /// Takes a letter beyond ASCII into the word; says whether it belonged there.
    fn inside_beyond_ascii(&mut self, hash: &mut Hash, digits: &mut bool) -> bool {
        let Some(letter) = self.text.get(self.at..).and_then(|rest| rest.chars().next()) else {
            return false;
        };
        if letter == '’' {
            let next = self.bytes.get(self.at + 3).map_or(0, |b| self.letters[usize::from(*b)]);
            if !next.is_ascii_lowercase() {
                return false;
            }
        } else if letter.is_alphanumeric() && !is_sign(letter) {
            *digits = false;
            letter.to_lowercase().for_each(|folded| hash.take(folded as u32));
        } else if !is_joiner(letter) {
            return false;
        }
        self.at += letter.len_utf8();
        true
    }

    fn push(&mut self, hash: Hash, span: Span, kind: u8) {
        let (mut id, mut folded) = hash.finish();
        let mut flags = kind | std::mem::take(&mut self.pending);
        let spelled_before = self.spelled.take();
        if kind == 0 {
            match self.lexicon.get(id) {
                Some(Known::Function) => flags |= FUNCTION,
                Some(Known::Number(value)) => {
                    flags |= NUMBER;
                    let (value, merged) = self.compose(spelled_before, value, span.start);
                    self.spelled = Some((value, span.end));
                    (id, folded) = id_of_number(value);
                    if merged {
                        return self.merge(id, folded, span.end);
                    }
                }
                None if folded >= LONG_FROM => flags |= LONG,
                None => {}
            }
        }
        if let Some(open) = self.open {
            if self.words.len() - open > LONGEST_QUOTATION {
                self.open = None;
            } else {
                flags |= QUOTED;
            }
        }
        self.words.push(id, span, folded, flags);
    }

    /// Joins the number just read to the one before it ("sixty" and "two", "three" and "hundred").
    fn compose(&self, before: Option<(u64, usize)>, value: u64, start: usize) -> (u64, bool) {
        match before {
            Some((tens, end)) if end + 1 == start => match value {
                1..=9 if (20..100).contains(&tens) && tens % 10 == 0 => (tens + value, true),
                100 if (1..100).contains(&tens) => (tens * 100, true),
                1000 if (1..1000).contains(&tens) => (tens * 1000, true),
                _ => (value, false),
            },
            _ => (value, false),
        }
    }

    fn merge(&mut self, id: u32, folded: usize, end: usize) {
        let words = &mut *self.words;
        if let (Some(last), Some(start), Some(len), Some(count)) =
            (words.ids.last_mut(), words.starts.last(), words.lens.last_mut(), words.folded.last_mut())
        {
            *last = id;
            *len = u8::try_from(end - *start as usize).unwrap_or(u8::MAX);
            *count = u8::try_from(folded).unwrap_or(u8::MAX);
        }
    }

    fn open_quotation(&mut self) {
        self.close();
        self.open = Some(self.words.len());
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take()
            && open < self.words.len()
        {
            let local = |at: usize| u32::try_from(at - self.base).unwrap_or(u32::MAX);
            self.quotations.push((local(open), local(self.words.len())));
        }
    }
}

/// Returns id and folded length of a number, the same as for its digits.
fn id_of_number(value: u64) -> (u32, usize) {
    let mut hash = Hash::default();
    value.to_string().bytes().for_each(|digit| hash.take(u32::from(digit)));
    (hash.now, hash.count)
}

/// Says whether a character is a word of its own: ideographs and kana, written without blanks.
fn is_sign(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '\u{0E00}'..='\u{0EFF}')
}

/// Says whether a character only joins or marks letters: combining marks, joiners, soft hyphen, bidi marks.
fn is_joiner(letter: char) -> bool {
    matches!(letter, '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5BD}' | '\u{64B}'..='\u{652}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}
