//! The words the rules know, read once from the data files in `assets/lexicon`.
//!
//! **Invariant:** looking a word up never allocates, and folds ASCII case only.

use super::flag;
use crate::model::figure::Comparator;
use std::sync::OnceLock;

/// What the lexicon knows about one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// The classes of the word, from `flag`.
    pub flags: u128,
    /// The number a number word stands for, a multiplier, or a denominator.
    pub number: i64,
    /// The number of a month, or the seconds of a unit of time.
    pub time: i64,
    /// The index of a unit's name, plus one; zero without one.
    name: u16,
    /// The tag the word calls for, plus one; zero without one.
    tag: u16,
}

impl Word {
    /// Says whether the word has one of these classes.
    pub fn is(self, flags: u128) -> bool {
        self.flags & flags != 0
    }
}

/// Where a comparator phrase stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Before the number.
    Before,
    /// After the number.
    After,
}

/// A phrase that compares: "at least", "or more".
#[derive(Clone, Debug)]
pub struct Phrase {
    /// The sign it stands for.
    pub comparator: Comparator,
    /// Where it stands.
    pub place: Place,
    /// The ids of its words, in order.
    pub words: Vec<u32>,
}

/// The words and phrases the rules know.
#[derive(Clone, Debug)]
pub struct Lexicon {
    spellings: Vec<Box<str>>,
    /// The hash of each spelling.
    hashes: Vec<u64>,
    words: Vec<Word>,
    slots: Vec<u32>,
    names: Vec<Box<str>>,
    tags: Vec<Box<str>>,
    before: Vec<Vec<Phrase>>,
    after: Vec<Vec<Phrase>>,
}

const FILES: [&str; 9] = [
    include_str!("../../assets/lexicon/numbers.txt"),
    include_str!("../../assets/lexicon/time.txt"),
    include_str!("../../assets/lexicon/units.txt"),
    include_str!("../../assets/lexicon/function_words.txt"),
    include_str!("../../assets/lexicon/abbreviations.txt"),
    include_str!("../../assets/lexicon/people.txt"),
    include_str!("../../assets/lexicon/verbs.txt"),
    include_str!("../../assets/lexicon/common_verbs.txt"),
    include_str!("../../assets/lexicon/hedges.txt"),
];
const TAGS: &str = include_str!("../../assets/lexicon/tags.txt");
const COMPARATORS: &str = include_str!("../../assets/lexicon/comparators.txt");

/// Hashes a word with ASCII case folded (FNV-1a).
fn hash(word: &[u8]) -> u64 {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    for byte in word {
        state = (state ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0000_0100_0000_01b3);
    }
    state ^ (state >> 32)
}

impl Default for Lexicon {
    fn default() -> Self {
        Self::builtin().clone()
    }
}

impl Lexicon {
    /// Returns the lexicon built into the program.
    pub fn builtin() -> &'static Self {
        static BUILT: OnceLock<Lexicon> = OnceLock::new();
        BUILT.get_or_init(Self::build)
    }

    /// Adds `words` that call for `tag`, as a newsroom's configuration lists them.
    pub fn add_tag(&mut self, tag: &str, words: &[&str]) {
        let number = self.tag_number(tag);
        for word in words {
            let id = self.intern(word);
            if let Some(entry) = self.words.get_mut(id as usize) {
                entry.tag = number;
            }
        }
    }

    /// Returns the id of a word, zero for an unknown one.
    pub fn id(&self, word: &str) -> u32 {
        self.slot(word).1
    }

    /// Returns what is known about the word with this id; id zero is the unknown word.
    pub fn word(&self, id: u32) -> Word {
        self.words.get(id as usize).copied().unwrap_or_default()
    }

    /// Returns the name of a word's unit: "metre" of "m".
    pub fn unit(&self, word: Word) -> &str {
        (word.name as usize).checked_sub(1).and_then(|at| self.names.get(at)).map_or("", |name| name)
    }

    /// Returns the tag that a word calls for.
    pub fn tag(&self, word: Word) -> Option<&str> {
        (word.tag as usize).checked_sub(1).and_then(|at| self.tags.get(at)).map(|name| &**name)
    }

    /// Returns the phrases that stand before a number and end in this word, longest first.
    pub fn before(&self, last: u32) -> &[Phrase] {
        self.before.get(last as usize).map_or(&[], |list| list)
    }

    /// Returns the phrases that stand after a number and begin with this word, longest first.
    pub fn after(&self, first: u32) -> &[Phrase] {
        self.after.get(first as usize).map_or(&[], |list| list)
    }

    fn build() -> Self {
        let mut lexicon = Self {
            hashes: vec![0],
            spellings: vec!["".into()],
            words: vec![Word::default()],
            slots: vec![0; 1 << 14],
            names: Vec::new(),
            tags: Vec::new(),
            before: Vec::new(),
            after: Vec::new(),
        };
        for file in FILES {
            for line in lines(file) {
                lexicon.line(line);
            }
        }
        for line in lines(TAGS) {
            if let Some((tag, words)) = line.split_once(' ') {
                lexicon.add_tag(tag, &words.split_whitespace().collect::<Vec<_>>());
            }
        }
        lexicon.phrases();
        lexicon
    }

    /// Reads one line of a data file: a class and its entries.
    fn line(&mut self, line: &str) {
        let mut items = line.split_whitespace();
        let Some(class) = items.next().and_then(flag::class) else { return };
        let verbs = class & (flag::REPORTS | flag::VERB) != 0;
        let nouns = class & (flag::OFFICE | flag::BODY | flag::DOCUMENT | flag::VICTIM) != 0;
        for item in items {
            if verbs {
                self.verb(item, class);
                continue;
            }
            let (word, value) = item.split_once('=').unwrap_or((item, ""));
            self.entry(word, class, value);
            if nouns {
                self.entry(&plural(word), class, "");
            }
        }
    }

    fn entry(&mut self, word: &str, class: u128, value: &str) {
        let id = self.intern(word);
        let number: Option<i64> = value.parse().ok();
        let name = if number.is_none() && !value.is_empty() { self.name_number(value) } else { 0 };
        let Some(entry) = self.words.get_mut(id as usize) else { return };
        entry.flags |= class;
        if name != 0 && (entry.name == 0 || class != flag::CODE) {
            entry.name = name;
        }
        if let Some(number) = number {
            if class & (flag::MONTH | flag::TIME_UNIT) != 0 {
                entry.time = number;
            } else {
                entry.number = number;
            }
        }
    }

    /// Adds the forms of a verb, given as a base form or as base/third/past/participle/ing.
    fn verb(&mut self, item: &str, class: u128) {
        let given: Vec<&str> = item.split('/').collect();
        let forms: [(String, u128); 5] = match given.as_slice() {
            [base, third, past, participle, ing] => [
                ((*base).into(), flag::BASE),
                ((*third).into(), flag::THIRD),
                ((*past).into(), flag::PAST),
                ((*participle).into(), flag::PARTICIPLE),
                ((*ing).into(), flag::ING),
            ],
            _ => regular(item),
        };
        for (form, kind) in forms.into_iter().filter(|(form, _)| form != "-") {
            self.entry(&form, class | kind, "");
        }
    }

    fn phrases(&mut self) {
        let mut all = Vec::new();
        for line in lines(COMPARATORS) {
            let mut items = line.split_whitespace();
            let (Some(sign), Some(place)) = (items.next(), items.next()) else { continue };
            let Some(comparator) = Comparator::from_sign(sign) else { continue };
            let place = if place == "before" { Place::Before } else { Place::After };
            let words: Vec<u32> = items.map(|word| self.intern(word)).collect();
            all.push(Phrase { comparator, place, words });
        }
        all.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        self.before = vec![Vec::new(); self.words.len()];
        self.after = vec![Vec::new(); self.words.len()];
        for phrase in all {
            let (key, table) = match phrase.place {
                Place::Before => (phrase.words.last(), &mut self.before),
                Place::After => (phrase.words.first(), &mut self.after),
            };
            if let Some(list) = key.and_then(|id| table.get_mut(*id as usize)) {
                list.push(phrase);
            }
        }
    }

    fn name_number(&mut self, name: &str) -> u16 {
        let at = self.names.iter().position(|known| &**known == name).unwrap_or_else(|| {
            self.names.push(name.into());
            self.names.len() - 1
        });
        u16::try_from(at + 1).unwrap_or(0)
    }

    fn tag_number(&mut self, tag: &str) -> u16 {
        let at = self.tags.iter().position(|known| &**known == tag).unwrap_or_else(|| {
            self.tags.push(tag.into());
            self.tags.len() - 1
        });
        u16::try_from(at + 1).unwrap_or(0)
    }

    fn intern(&mut self, word: &str) -> u32 {
        let (slot, id) = self.slot(word);
        if id != 0 {
            return id;
        }
        let id = u32::try_from(self.words.len()).unwrap_or(0);
        self.hashes.push(hash(word.as_bytes()));
        self.spellings.push(word.into());
        self.words.push(Word::default());
        if let Some(free) = self.slots.get_mut(slot) {
            *free = id;
        }
        if self.words.len() * 2 > self.slots.len() {
            self.grow();
        }
        id
    }

    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 2];
        for id in 1..self.words.len() {
            let Some(word) = self.spellings.get(id).cloned() else { continue };
            let slot = self.slot(&word).0;
            if let Some(free) = self.slots.get_mut(slot) {
                *free = u32::try_from(id).unwrap_or(0);
            }
        }
    }

    /// Finds a word's slot: the one that holds it, else the first free one of its chain, and the id there.
    fn slot(&self, word: &str) -> (usize, u32) {
        let mask = self.slots.len() - 1;
        let hash = hash(word.as_bytes());
        let mut at = hash as usize & mask;
        loop {
            let id = self.slots.get(at).copied().unwrap_or(0);
            // Most words are in no table: their hash tells it without a look at the spelling.
            let may_be = id != 0 && self.hashes.get(id as usize) == Some(&hash);
            let known = self.spellings.get(id as usize).filter(|_| may_be);
            if id == 0 || known.is_some_and(|known| known.eq_ignore_ascii_case(word)) {
                return (at, id);
            }
            at = (at + 1) & mask;
        }
    }
}

fn lines(file: &str) -> impl Iterator<Item = &str> {
    file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn plural(noun: &str) -> String {
    let vowel_before_y = ["ay", "ey", "oy", "uy"].iter().any(|end| noun.ends_with(end));
    if let (Some(stem), false) = (noun.strip_suffix('y'), vowel_before_y) {
        return format!("{stem}ies");
    }
    if ["s", "x", "ch", "sh"].iter().any(|end| noun.ends_with(end)) {
        return format!("{noun}es");
    }
    format!("{noun}s")
}

fn regular(base: &str) -> [(String, u128); 5] {
    let stem = base.strip_suffix('e').unwrap_or(base);
    let past = format!("{stem}ed");
    [
        (base.into(), flag::BASE),
        (plural(base), flag::THIRD),
        (past.clone(), flag::PAST),
        (past, flag::PARTICIPLE),
        (format!("{stem}ing"), flag::ING),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_has_a_known_class() {
        for file in FILES {
            for line in lines(file) {
                let class = line.split_whitespace().next().unwrap_or("");
                assert!(flag::class(class).is_some(), "unknown class {class:?}");
            }
        }
        for line in lines(COMPARATORS) {
            let mut words = line.split_whitespace();
            let sign = words.next().unwrap_or("");
            assert!(Comparator::from_sign(sign).is_some(), "unknown sign {sign:?}");
            assert!(matches!(words.next(), Some("before" | "after")), "{line}");
            assert!(words.next().is_some(), "{line}");
        }
    }

    #[test]
    fn every_file_says_what_it_was_drawn_from() {
        for file in FILES.into_iter().chain([TAGS, COMPARATORS]) {
            assert!(
                file.lines().take(4).any(|line| line.starts_with("# Drawn from:")),
                "{:?}",
                file.lines().next()
            );
        }
    }

    #[test]
    fn words_are_found_whatever_their_case() {
        let lexicon = Lexicon::builtin();
        assert!(lexicon.id("Said") != 0 && lexicon.id("Said") == lexicon.id("said"));
        assert!(lexicon.word(lexicon.id("SAID")).is(flag::SAY));
        assert_eq!(lexicon.id("zyzzyva"), 0);
        assert_eq!(lexicon.word(0), Word::default());
        assert_eq!(lexicon.unit(lexicon.word(lexicon.id("km"))), "kilometre");
        assert_eq!(lexicon.tag(lexicon.word(lexicon.id("wounded"))), Some("injured"));
    }

    #[test]
    fn verbs_get_their_forms() {
        let forms = |base: &str| regular(base).map(|form| form.0);
        assert_eq!(forms("deny"), ["deny", "denies", "denyed", "denyed", "denying"]);
        assert_eq!(forms("announce"), ["announce", "announces", "announced", "announced", "announcing"]);
        assert_eq!(forms("stress"), ["stress", "stresses", "stressed", "stressed", "stressing"]);
    }

    #[test]
    fn added_words_outgrow_the_table() {
        let mut lexicon = Lexicon::default();
        let words: Vec<String> = (0..40_000).map(|number| format!("word{number}x")).collect();
        let listed: Vec<&str> = words.iter().map(String::as_str).collect();
        lexicon.add_tag("many", &listed);
        assert_eq!(lexicon.tag(lexicon.word(lexicon.id("word39999x"))), Some("many"));
        assert!(lexicon.word(lexicon.id("said")).is(flag::SAY));
    }
}
