//! The words of a quote that decide what it states: numbers, dates, negations, comparators, names.
//!
//! **Invariant:** two quotes with different lists are never taken for the same statement; the lists keep the order,
//! since "A struck B" is not "B struck A".

/// Numbers in words, with their ordinals and vague kin.
const NUMBERS: &str = " zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen \
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand \
    thousands million millions billion billions dozen dozens score scores half double triple first second third fourth \
    fifth sixth seventh eighth ninth tenth once twice single several few many ";

/// Words of time.
const DATES: &str = " january february march april may june july august september october november december monday \
    tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight morning afternoon evening night \
    noon midnight am pm ";

/// Words that turn a statement round or put it in doubt.
const NEGATIONS: &str = " not no never none nor neither without cannot nobody nothing deny denies denied denying reject \
    rejects rejected refuse refuses refused fail fails failed false untrue unlike may might could allegedly reportedly ";

/// Words that compare.
const COMPARATORS: &str = " least most more less fewer over under above below about around nearly almost roughly up \
    between approximately exceeding only exactly ";

/// Words that begin a sentence with a capital and name nobody.
const OPENERS: &str = " the a an in on at by for from of to and but or as if it its he she they we his her their our this \
    that these those there when while after before since until with according meanwhile however also earlier later \
    officials authorities state what who which where ";

/// Returns the words that decide, in order, in lower case.
pub(super) fn critical(quote: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (n, word) in words(quote).into_iter().enumerate() {
        let lower = word.to_lowercase().replace('\u{2019}', "'");
        let in_list = |list: &str| list.split_whitespace().any(|known| known == lower);
        let is_name = word.chars().next().is_some_and(char::is_uppercase) && !(n == 0 && in_list(OPENERS));
        let decides = word.chars().any(char::is_numeric)
            || is_name
            || lower.ends_with("n't")
            || [NUMBERS, DATES, NEGATIONS, COMPARATORS].into_iter().any(in_list);
        if decides {
            found.push(super::ground::plain(&lower));
        }
    }
    found
}

/// Cuts a quote into words: letters, digits and marks, with an apostrophe inside, and with points, commas, colons and
/// slashes between digits.
fn words(quote: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = None;
    let mut before: Option<char> = None;
    let mut chars = quote.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        let digits = |c: Option<char>| c.is_some_and(char::is_numeric);
        let letters = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let inside = c.is_alphanumeric()
            || is_mark(c)
            || matches!(c, '\'' | '\u{2019}') && letters(before) && letters(next)
            || matches!(c, '.' | ',' | ':' | '/') && digits(before) && digits(next);
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.extend(quote.get(from..at));
                start = None;
            }
            _ => {}
        }
        before = Some(c);
    }
    words.extend(start.and_then(|from| quote.get(from..)));
    words
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_decides_is_listed_in_order() {
        let table: [(&str, &[&str]); 8] = [
            ("At least 62 soldiers were killed", &["least", "62"]),
            ("The ministry didn’t say 1,200 died on Monday", &["didn't", "1,200", "monday"]),
            ("Mara Voss told Ilan", &["mara", "voss", "ilan"]),
            ("the planes struck the ridge", &[]),
            ("The ridge", &[]),
            ("at 18:40 on 3/4", &["18:40", "3/4"]),
            ("“no” and ‘never’", &["no", "never"]),
            ("E\u{301}milie", &["e\u{301}milie"]),
        ];
        for (quote, expected) in table {
            assert_eq!(critical(quote), expected, "{quote}");
        }
        assert_eq!(critical("Émilie said"), critical("E\u{301}milie said"));
    }
}
