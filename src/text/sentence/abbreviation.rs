//! Stops that belong to an abbreviation and do not end the sentence.
//!
//! **Invariant:** asked only about a single full stop that a blank and then a capital, a digit or a letter
//! without case follows; before a lower-case letter no stop ends a sentence anyway.

/// When the stop after an abbreviation ends the sentence all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Never: a title or a word that needs the next one ("Lt. Gen. Savchenko").
    Never,
    /// Before a word that often begins a sentence ("Acme Inc. The firm").
    BeforeOpener,
    /// Before anything but a number ("No. 5", "Sept. 17").
    UnlessNumber,
}

/// Abbreviations without their stop, in byte order. Those that news agencies' style guides allow in running
/// text: ranks and titles before names, months before days, firms, places, a few of scholarship. Words that are
/// also whole words of English ("in.", "no.", "is.") stand only with the capital that sets them apart.
const TABLE: [(&str, Kind); 92] = [
    ("Adm", Kind::Never),
    ("Amb", Kind::Never),
    ("Apr", Kind::UnlessNumber),
    ("Art", Kind::UnlessNumber),
    ("Aug", Kind::UnlessNumber),
    ("Ave", Kind::BeforeOpener),
    ("Blvd", Kind::BeforeOpener),
    ("Brig", Kind::Never),
    ("Bros", Kind::BeforeOpener),
    ("Capt", Kind::Never),
    ("Cmdr", Kind::Never),
    ("Co", Kind::BeforeOpener),
    ("Col", Kind::Never),
    ("Cols", Kind::Never),
    ("Corp", Kind::BeforeOpener),
    ("Cpl", Kind::Never),
    ("Dec", Kind::UnlessNumber),
    ("Dept", Kind::BeforeOpener),
    ("Det", Kind::Never),
    ("Dr", Kind::Never),
    ("Drs", Kind::Never),
    ("Feb", Kind::UnlessNumber),
    ("Fig", Kind::UnlessNumber),
    ("Fr", Kind::Never),
    ("Ft", Kind::BeforeOpener),
    ("Gen", Kind::Never),
    ("Gens", Kind::Never),
    ("Gov", Kind::Never),
    ("Hon", Kind::Never),
    ("Inc", Kind::BeforeOpener),
    ("Insp", Kind::Never),
    ("Jan", Kind::UnlessNumber),
    ("Jr", Kind::BeforeOpener),
    ("Jul", Kind::UnlessNumber),
    ("Jun", Kind::UnlessNumber),
    ("Lt", Kind::Never),
    ("Ltd", Kind::BeforeOpener),
    ("M", Kind::BeforeOpener),
    ("MM", Kind::Never),
    ("Maj", Kind::Never),
    ("Mar", Kind::UnlessNumber),
    ("Messrs", Kind::Never),
    ("Mme", Kind::Never),
    ("Mr", Kind::Never),
    ("Mrs", Kind::Never),
    ("Ms", Kind::Never),
    ("Msgr", Kind::Never),
    ("Mt", Kind::BeforeOpener),
    ("No", Kind::UnlessNumber),
    ("Nos", Kind::UnlessNumber),
    ("Nov", Kind::UnlessNumber),
    ("Oct", Kind::UnlessNumber),
    ("Pfc", Kind::Never),
    ("Ph.D", Kind::BeforeOpener),
    ("Pres", Kind::Never),
    ("Prof", Kind::Never),
    ("Profs", Kind::Never),
    ("Pte", Kind::Never),
    ("Pvt", Kind::Never),
    ("Rd", Kind::BeforeOpener),
    ("Rep", Kind::Never),
    ("Reps", Kind::Never),
    ("Rev", Kind::Never),
    ("Sec", Kind::UnlessNumber),
    ("Sen", Kind::Never),
    ("Sens", Kind::Never),
    ("Sep", Kind::UnlessNumber),
    ("Sept", Kind::UnlessNumber),
    ("Sgt", Kind::Never),
    ("Sr", Kind::BeforeOpener),
    ("St", Kind::BeforeOpener),
    ("Ste", Kind::BeforeOpener),
    ("Supt", Kind::Never),
    ("Vol", Kind::UnlessNumber),
    ("al", Kind::BeforeOpener),
    ("approx", Kind::Never),
    ("ca", Kind::Never),
    ("cf", Kind::Never),
    ("ch", Kind::UnlessNumber),
    ("dept", Kind::BeforeOpener),
    ("ed", Kind::BeforeOpener),
    ("eds", Kind::BeforeOpener),
    ("est", Kind::BeforeOpener),
    ("etc", Kind::BeforeOpener),
    ("incl", Kind::Never),
    ("nos", Kind::UnlessNumber),
    ("p", Kind::UnlessNumber),
    ("pp", Kind::UnlessNumber),
    ("v", Kind::Never),
    ("vol", Kind::UnlessNumber),
    ("vols", Kind::UnlessNumber),
    ("vs", Kind::Never),
];

/// Words that often begin a sentence and seldom a name, in byte order.
const OPENERS: [&str; 84] = [
    "A",
    "According",
    "After",
    "Also",
    "Although",
    "Among",
    "An",
    "And",
    "Another",
    "As",
    "At",
    "Before",
    "Both",
    "But",
    "By",
    "Despite",
    "During",
    "Each",
    "Earlier",
    "Even",
    "Every",
    "Few",
    "For",
    "From",
    "He",
    "Her",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "Instead",
    "It",
    "Its",
    "Last",
    "Later",
    "Many",
    "Meanwhile",
    "More",
    "Most",
    "My",
    "Neither",
    "No",
    "Nobody",
    "None",
    "Not",
    "Now",
    "Of",
    "On",
    "Once",
    "One",
    "Only",
    "Or",
    "Our",
    "She",
    "Since",
    "So",
    "Some",
    "Still",
    "Such",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "To",
    "Under",
    "Until",
    "We",
    "What",
    "When",
    "Where",
    "Which",
    "While",
    "Who",
    "Why",
    "With",
    "You",
];

/// Words after "a.m." and "p.m." that still tell the time, in byte order.
const TIME_WORDS: [&str; 9] =
    ["Eastern", "Friday", "Monday", "Pacific", "Saturday", "Sunday", "Thursday", "Tuesday", "Wednesday"];

/// Says whether a full stop ends the sentence, given what stands before the stop and what follows the blanks.
pub(super) fn ends_sentence(before: &str, after: &str) -> bool {
    let token = before.rsplit(parts_words).next().unwrap_or(before);
    let next = Next::of(after);
    if is_list_number(before) {
        return false;
    }
    if is_dotted(token) {
        return after_dotted(token, &next);
    }
    let tail = token.rsplit('-').next().unwrap_or(token);
    if let Some(kind) = lookup(tail) {
        return match kind {
            Kind::Never => false,
            Kind::BeforeOpener => next.is_opener(),
            Kind::UnlessNumber => !next.is_number(),
        };
    }
    // An initial, "J. Smith"; "I" alone is the pronoun.
    let mut letters = token.chars();
    match (letters.next(), letters.next()) {
        (Some(c), None) if c.is_uppercase() && c != 'I' => next.is_opener(),
        _ => true,
    }
}

/// The first word after the stop.
struct Next<'t> {
    word: &'t str,
    /// What comes right after the word.
    rest: &'t str,
}

impl<'t> Next<'t> {
    fn of(after: &'t str) -> Self {
        let from_word = after.trim_start_matches(|c: char| !c.is_alphanumeric());
        let rest = from_word.trim_start_matches(char::is_alphanumeric);
        Self { word: from_word.strip_suffix(rest).unwrap_or(from_word), rest }
    }

    fn is_number(&self) -> bool {
        self.word.starts_with(char::is_numeric)
    }

    /// A single letter with a stop is an initial, "A. Smith", not the article.
    fn is_opener(&self) -> bool {
        OPENERS.binary_search(&self.word).is_ok() && !(self.word.len() == 1 && self.rest.starts_with('.'))
    }

    /// Says whether the word goes on telling the time: a day, a zone in capitals, "Moscow time".
    fn tells_time(&self) -> bool {
        let is_zone =
            (2..=5).contains(&self.word.len()) && self.word.bytes().all(|byte| byte.is_ascii_uppercase());
        is_zone || TIME_WORDS.binary_search(&self.word).is_ok() || self.rest.trim_start().starts_with("time")
    }
}

fn after_dotted(token: &str, next: &Next<'_>) -> bool {
    match token {
        "e.g" | "i.e" => false,
        "a.m" | "p.m" => !next.tells_time(),
        _ => next.is_opener(),
    }
}

fn lookup(token: &str) -> Option<Kind> {
    let place = TABLE.binary_search_by_key(&token, |&(word, _)| word).ok()?;
    TABLE.get(place).map(|&(_, kind)| kind)
}

fn parts_words(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '(' | '[' | '"' | '\'' | '“' | '‘' | '’' | '«' | '–' | '—' | '/' | ',' | ';' | ':')
}

/// Says whether the token is single letters with stops between: "U.S", "a.m".
fn is_dotted(token: &str) -> bool {
    token.contains('.')
        && token.split('.').all(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
        })
}

/// Says whether all that stands before the stop is a number of a list, "1." or "12.".
fn is_list_number(before: &str) -> bool {
    (1..=3).contains(&before.len()) && before.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_for_their_search() {
        assert!(TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(OPENERS.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(TIME_WORDS.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn the_word_before_and_the_word_after_decide() {
        let table = [
            ("He met Gen", "The", false),
            ("in the U.S", "The army", true),
            ("in the U.S", "A. Smith", false),
            ("in the U.S", "Army", false),
            ("said J", "Smith", false),
            ("on Sept", "17", false),
            ("in Sept", "Russia", true),
            ("at 5 p.m", "EST", false),
            ("at 5 p.m", "Russia said", true),
            ("12", "The", false),
            ("it was 12", "The", true),
            ("the end", "«Нет", true),
        ];
        for (before, after, ends) in table {
            assert_eq!(ends_sentence(before, after), ends, "{before}. {after}");
        }
    }
}
