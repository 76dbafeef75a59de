//! What in a text is not what it looks like: marks that turn the direction of writing, characters that are not seen,
//! words in which letters of one alphabet stand in for those of another.
//!
//! **Invariant:** one pass, linear in the text; plain ASCII is passed over at the speed of looking at it.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use unicode_security::confusable_detection::skeleton;

use super::Span;
use super::format_character::is_format_character;

/// How many words are listed; the count goes on.
const MOST_LISTED: usize = 256;

/// The fewest letters of a word that is looked at: units and symbols ("kΩ", "ΔT", "μm") are shorter.
const SHORTEST: usize = 3;

/// What in a text is not what it looks like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suspects {
    /// How many marks turn the direction of writing.
    pub bidi: usize,
    /// How many other characters are not seen; joiners are not counted, which scripts and emoji need.
    pub hidden: usize,
    /// How many words have letters of one alphabet in place of those of another.
    pub mixed: usize,
    /// The first of those words, in order.
    pub words: Vec<Span>,
}

impl Suspects {
    /// Returns the first of the words that begins at or after a byte, and those behind it.
    pub fn words_from(&self, byte: usize) -> &[Span] {
        let first = self.words.partition_point(|word| word.end <= byte);
        self.words.get(first..).unwrap_or_default()
    }

    /// Says in few words what there is, as ` · 2 bidi, 1 mixed`; empty where there is nothing.
    pub fn short(&self) -> String {
        let counts = [(self.bidi, "bidi"), (self.hidden, "hidden"), (self.mixed, "mixed")];
        let told: Vec<String> =
            counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
        if told.is_empty() { String::new() } else { format!(" · {}", told.join(", ")) }
    }
}

/// An alphabet with letters that look like those of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Alphabet {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Cherokee,
}

/// Looks through a text once.
pub fn find(text: &str) -> Suspects {
    let mut found = Suspects::default();
    let mut at = 0;
    while let Some(next) = next_beyond_ascii(text, at) {
        let Some(c) = text.get(next..).and_then(|rest| rest.chars().next()) else { break };
        at = next + c.len_utf8();
        if is_bidi(c) {
            found.bidi += 1;
        } else if is_format_character(c) && !matches!(c, '\u{200C}' | '\u{200D}') {
            found.hidden += 1;
        } else if alphabet(c).is_some_and(|alphabet| alphabet != Alphabet::Latin) {
            let word = letters_around(text, next);
            at = word.end.max(at);
            if is_mixed(word.of(text)) {
                found.mixed += 1;
                if found.words.len() < MOST_LISTED {
                    found.words.push(word);
                }
            }
        }
    }
    found
}

/// Says whether letters of one alphabet stand in a word in place of those of another, which they look like.
pub fn is_mixed(word: &str) -> bool {
    let mut alphabets: Vec<(Alphabet, usize)> = Vec::new();
    for alphabet in word.chars().filter_map(alphabet) {
        match alphabets.iter_mut().find(|(known, _)| *known == alphabet) {
            Some((_, count)) => *count += 1,
            None => alphabets.push((alphabet, 1)),
        }
    }
    let [(a, n), (b, m)] = alphabets.as_slice() else { return alphabets.len() > 2 };
    if n + m < SHORTEST {
        return false;
    }
    // Every letter of the one is a double of a letter of the other: a name with a symbol in it is no disguise.
    let doubles = |of: Alphabet, by: Alphabet| {
        word.chars().filter(|c| alphabet(*c) == Some(of)).all(|c| looks_like(c, by))
    };
    if m <= n && doubles(*b, *a) { true } else { n <= m && doubles(*a, *b) }
}

/// Says whether a letter looks like one of an alphabet that is not its own.
fn looks_like(letter: char, alphabet_of: Alphabet) -> bool {
    let mut bytes = [0; 4];
    let own: String = skeleton(letter.encode_utf8(&mut bytes)).collect();
    match alphabet_of {
        // The table leads to Latin letters where there is one.
        Alphabet::Latin => own.chars().next().is_some_and(|c| alphabet(c) == Some(Alphabet::Latin)),
        other => looks_of(other).contains(&own),
    }
}

/// What the letters of an alphabet look like.
fn looks_of(of: Alphabet) -> &'static BTreeSet<String> {
    static ALL: OnceLock<[BTreeSet<String>; 4]> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        [Alphabet::Greek, Alphabet::Cyrillic, Alphabet::Armenian, Alphabet::Cherokee].map(|of| {
            let letters = ('\u{370}'..='\u{1FFF}').filter(|c| alphabet(*c) == Some(of));
            letters.map(|c| skeleton(c.encode_utf8(&mut [0; 4])).collect()).collect()
        })
    });
    let [greek, cyrillic, armenian, cherokee] = all;
    match of {
        Alphabet::Latin | Alphabet::Greek => greek,
        Alphabet::Cyrillic => cyrillic,
        Alphabet::Armenian => armenian,
        Alphabet::Cherokee => cherokee,
    }
}

/// Returns a letter's alphabet, if it is one of those that are mistaken for one another. Source: Unicode 16, Scripts.
fn alphabet(c: char) -> Option<Alphabet> {
    match c {
        'A'..='Z' | 'a'..='z' => Some(Alphabet::Latin),
        '\0'..='\u{BF}' | '\u{D7}' | '\u{F7}' => None,
        '\u{C0}'..='\u{2B8}' | '\u{1E00}'..='\u{1EFF}' => Some(Alphabet::Latin),
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => c.is_alphabetic().then_some(Alphabet::Greek),
        '\u{400}'..='\u{52F}' | '\u{1C80}'..='\u{1C8F}' => c.is_alphabetic().then_some(Alphabet::Cyrillic),
        '\u{531}'..='\u{587}' => c.is_alphabetic().then_some(Alphabet::Armenian),
        '\u{13A0}'..='\u{13FD}' => Some(Alphabet::Cherokee),
        _ => None,
    }
}

/// Returns the run of letters around a letter.
fn letters_around(text: &str, at: usize) -> Span {
    let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
    let start = before.char_indices().rev().take_while(|(_, c)| goes_on(*c)).last().map_or(at, |(n, _)| n);
    let end = after.char_indices().find(|(_, c)| !goes_on(*c)).map_or(text.len(), |(n, _)| at + n);
    Span { start, end }
}

/// Letters and the marks on them, and what is not seen between them.
fn goes_on(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36F}') || is_format_character(c) && !is_bidi(c)
}

fn is_bidi(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Returns the first character beyond ASCII at or after a byte.
fn next_beyond_ascii(text: &str, from: usize) -> Option<usize> {
    let rest = text.as_bytes().get(from..)?;
    let mut at = 0;
    for block in rest.chunks(64) {
        if !block.is_ascii() {
            return block.iter().position(|byte| !byte.is_ascii()).map(|n| from + at + n);
        }
        at += block.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_place_of_others_are_found_in_every_alphabet() {
        for word in ["p\u{430}ypal", "\u{440}aypal", "Сredit", "Мoscow", "Lоndon", "pаypаl", "Athen\u{3bf}s"]
        {
            assert!(is_mixed(word), "{word}");
        }
        // A Latin letter among others.
        for word in ["Мoсква", "Киeв", "Θεσσαλoνίκη", "Հayastan".replace("ayastan", "այաuտան").as_str()]
        {
            assert!(is_mixed(word), "{word}");
        }
        let found = find("He paid by p\u{430}ypal, said the p\u{430}ypal\u{2019}s man at Kyiv.");
        assert_eq!((found.mixed, found.words[0].start, found.words.len()), (2, 11, 2));
    }

    #[test]
    fn clean_news_in_five_languages_has_none() {
        let news = [
            "The ministry said 62 soldiers were killed near Deir ez-Zor; naïve café owners and Wi-Fi users in Łódź said \
             a 5 kΩ load, 3 μm of dust, ΔT of 4 K, β-blockers and α-helices did no harm. COVID-19 rose by 3.5 %.",
            "Le ministère a déclaré que soixante-deux soldats ont été tués près de Deir ez-Zor, où l’œuvre de l’Élysée \
             et le cœur de Saint-Étienne n’ont rien à voir; Dvořák, Škoda et Şırnak non plus.",
            "Министерство сообщило, что 62 военных погибли; IT-компания «Яндекс» и ООН подтвердили: iPhone'ы, \
             COVID-19, Wi-Fi и GPS-трекеры не пострадали. В Киеве и Донецке объявлена воздушная тревога.",
            "Το υπουργείο ανακοίνωσε ότι 62 στρατιώτες σκοτώθηκαν· η ΕΕ, ο ΟΗΕ και το NATO επιβεβαίωσαν: COVID-19, \
             Wi-Fi, e-mail. Ο πρωθυπουργός μίλησε στη Θεσσαλονίκη για το GDP.",
            "قالت الوزارة إن 62 جنديا قتلوا قرب دير الزور، وأكدت شركة Apple و COVID-19 ذلك. משרד הביטחון מסר כי 62 \
             חיילים נהרגו ליד דיר א-זור, וחברת Google אישרה. וואטסאפ WhatsApp.",
        ];
        for text in news {
            let found = find(text);
            assert_eq!(found, Suspects::default(), "{text}");
        }
    }

    #[test]
    fn marks_of_direction_and_what_is_not_seen_are_counted() {
        let bidi: String =
            "\u{61C}\u{200E}\u{200F}\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}\u{2066}\u{2067}\u{2068}\u{2069}"
                .into();
        let found =
            find(&format!("a{bidi}b\u{200B}c\u{AD}d\u{FEFF}e\u{E0041}f 👩\u{200D}🚒 می\u{200C}خواهم"));
        assert_eq!((found.bidi, found.hidden, found.mixed), (12, 4, 0));
        assert_eq!(found.short(), " · 12 bidi, 4 hidden");
        assert_eq!(find("plain").short(), "");
    }

    #[test]
    fn a_disguise_is_found_through_what_is_not_seen_and_the_list_has_an_end() {
        assert_eq!(find("p\u{200B}\u{430}ypal").mixed, 1);
        let many = find(&"p\u{430}ypal ".repeat(1000));
        assert_eq!((many.mixed, many.words.len()), (1000, MOST_LISTED));
        assert_eq!(many.words_from(many.words[9].start), &many.words[9..]);
        // A run of a million letters is looked at once.
        let long = find(&("а".repeat(500_000) + &"a".repeat(500_000)));
        assert_eq!(long.mixed, 1);
    }
}
