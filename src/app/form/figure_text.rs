//! A figure as it is typed in one field: `>= 80 soldiers`, `60-90`, `~ 25 minutes`, `dozens`, words; an interval set by
//! hand stands behind it in brackets: `dozens [24 to 48]`, `[24 to …]`.
//!
//! **Invariant:** what is written reads back as the same figure, and the printed words come from the quote or stay
//! as they were.

use rust_decimal::Decimal;

use crate::model::{Assigned, Class, Comparator, Figure, Value, label};
use crate::suggest::figure::read;

/// The signs that may open a figure, the longest first.
const SIGNS: [(&str, Comparator); 10] = [
    (">=", Comparator::AtLeast),
    ("<=", Comparator::AtMost),
    ("≥", Comparator::AtLeast),
    ("≤", Comparator::AtMost),
    ("≈", Comparator::About),
    ("~", Comparator::About),
    ("=", Comparator::Exactly),
    (">", Comparator::MoreThan),
    ("<", Comparator::LessThan),
    ("is ", Comparator::Is),
];

/// Writes a figure for the field.
pub fn written(figure: &Figure) -> String {
    let words = |value: &Option<Value>| match value {
        Some(Value::Number(number)) => label::grouped(number),
        Some(Value::Text(text)) => text.clone(),
        None => figure.text.clone(),
    };
    let unit = figure.unit.as_ref().map_or_else(String::new, |unit| format!(" {unit}"));
    let value = words(&figure.value);
    let stated = match figure.comparator {
        Comparator::Vague => format!("{}{unit}", figure.text),
        Comparator::Range => format!("{value}-{}{unit}", words(&figure.to)),
        comparator => format!("{} {value}{unit}", sign(comparator)),
    };
    match figure.assigned {
        Some(assigned) => format!("{stated} {}", bracketed(assigned)),
        None => stated,
    }
}

/// An interval set by hand: `[24 to 48]`, with `…` for an open end.
fn bracketed(assigned: Assigned) -> String {
    let end = |end: Option<Decimal>| end.map_or_else(|| "…".to_owned(), |number| label::grouped(&number));
    format!("[{} to {}]", end(assigned.low), end(assigned.high))
}

/// Parts what was typed into the figure and the interval behind it; the interval is an error in words where it says
/// nothing.
fn parted(typed: &str) -> (&str, Option<Result<Assigned, String>>) {
    let inside = typed.strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
    match inside {
        Some((figure, ends)) => (figure.trim_end(), Some(ends_of(ends))),
        None => (typed, None),
    }
}

fn ends_of(typed: &str) -> Result<Assigned, String> {
    const BETWEEN: [&str; 5] = [" to ", "..", "–", "-", ", "];
    let typed = format!(" {} ", typed.trim());
    let Some((low, high)) = BETWEEN.iter().find_map(|between| typed.split_once(between)) else {
        return Err(format!("[{}] is no interval: type it as [24 to 48], or [24 to …]", typed.trim()));
    };
    let end = |words: &str| match words.trim() {
        "" | "…" | "..." | "∞" => Ok(None),
        words => {
            words.replace(',', "").parse::<Decimal>().map(Some).map_err(|_| format!("“{words}” is no number"))
        }
    };
    let assigned = Assigned { low: end(low)?, high: end(high)? };
    match assigned {
        Assigned { low: None, high: None } => Err("an interval has at least one end".to_owned()),
        Assigned { low: Some(low), high: Some(high) } if low > high => Err(format!(
            "from {} to {}: the lower end comes first",
            label::grouped(&low),
            label::grouped(&high)
        )),
        fine => Ok(fine),
    }
}

/// Finds what is wrong with what was typed.
///
/// # Errors
/// An interval in brackets that cannot be read, for people.
pub fn check(typed: &str) -> Result<(), String> {
    match parted(typed.trim()) {
        (_, Some(Err(why))) => Err(why),
        (typed, None) if typed.rsplit_once('[').is_some_and(|(_, inside)| !inside.contains(']')) => {
            Err("an interval ends with a bracket, as in: dozens [24 to 48]".to_owned())
        }
        ("", Some(Ok(_))) => Err("the interval stands behind a figure, as in: dozens [24 to 48]".to_owned()),
        _ => Ok(()),
    }
}

/// Returns the sign of a comparator: `=`, `>=`, `is`.
pub fn sign(comparator: Comparator) -> &'static str {
    comparator.sign()
}

/// Reads what was typed; none where nothing was.
///
/// `quote` gives the printed words, `near` a tag's word, `before` the figure that stood there: what is not typed
/// anew (unit, class) is kept from it.
pub fn figure_of(typed: &str, quote: &str, before: Option<&Figure>) -> Option<Figure> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    if let Some(same) = before.filter(|before| written(before) == typed) {
        return Some(same.clone());
    }
    let (stated, assigned) = parted(typed);
    let assigned = assigned.and_then(Result::ok);
    let unassigned = before.map(|before| Figure { assigned: None, ..before.clone() });
    let figure = match unassigned.as_ref().filter(|before| written(before) == stated) {
        Some(same) => same.clone(),
        None => stated_of(stated, quote, unassigned.as_ref()),
    };
    Some(Figure { assigned, ..figure })
}

/// Reads a figure without the interval behind it.
fn stated_of(typed: &str, quote: &str, before: Option<&Figure>) -> Figure {
    let opened = SIGNS.iter().find_map(|(sign, comparator)| Some((typed.strip_prefix(sign)?, *comparator)));
    let (rest, set) = opened.map_or((typed, None), |(rest, comparator)| (rest.trim(), Some(comparator)));
    let ranged = rest.replacen(['–', '—', '-'], " to ", usize::from(is_range(rest)));
    let read = if set == Some(Comparator::Is) { None } else { read(&ranged, None) };
    let Some(found) = read else { return in_words(rest, before) };
    let comparator = match set {
        // A sign does not turn a range or a vague word into a single number.
        Some(_) if matches!(found.comparator, Comparator::Range | Comparator::Vague) => found.comparator,
        Some(set) => set,
        None => found.comparator,
    };
    let unit = found.unit.clone().filter(|unit| !unit.is_empty());
    let bare = unit.is_none() && matches!(found.class, Class::Count);
    let kept = before.filter(|_| bare);
    let value = match comparator {
        Comparator::Vague => None,
        _ => found.value.map(Value::Number).or_else(|| Some(Value::Text(found.span.of(&ranged).to_owned()))),
    };
    let own = found.span.of(&ranged);
    let text = if comparator == Comparator::Vague {
        own.to_owned()
    } else {
        printed(own, &found.value, quote, before)
    };
    Figure {
        comparator,
        value,
        to: found.to.map(Value::Number),
        class: kept.map_or(found.class, |before| before.class),
        unit: unit.or_else(|| kept.and_then(|before| before.unit.clone())),
        text,
        assigned: None,
    }
}

/// A value in words.
fn in_words(words: &str, before: Option<&Figure>) -> Figure {
    Figure {
        comparator: Comparator::Is,
        value: Some(Value::Text(words.to_owned())),
        to: None,
        class: Class::Text,
        unit: None,
        text: before.map_or_else(|| words.to_owned(), |before| before.text.clone()),
        assigned: None,
    }
}

/// Says whether the words are two numbers with a dash between.
fn is_range(words: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    words.split_once(['–', '—', '-']).is_some_and(|(from, to)| {
        digit(from.trim_end().chars().next_back()) && digit(to.trim_start().chars().next())
    })
}

/// Returns the printed words of a figure: those of the quote that say the same number, else those that stood.
fn printed(own: &str, value: &Option<Decimal>, quote: &str, before: Option<&Figure>) -> String {
    let there = read(quote, None).filter(|found| found.value == *value && value.is_some());
    if let Some(found) = there {
        return found.span.of(quote).to_owned();
    }
    if let Some(at) = quote.find(own) {
        return quote.get(at..at + own.len()).unwrap_or(own).to_owned();
    }
    before.map_or_else(|| own.to_owned(), |before| before.text.clone())
}

/// Says how a figure will be read: "at least 80, a count of soldiers, printed “at least 80”".
pub fn reading(figure: &Figure) -> String {
    let mut words = label::figure_words(figure);
    match (&figure.unit, figure.class) {
        (Some(unit), class) => words = format!("{words} {unit} ({})", class.word()),
        (None, class) => words = format!("{words} ({}, no unit)", class.word()),
    }
    if !figure.text.is_empty() {
        words = format!("{words}, printed “{}”", figure.text);
    }
    if let Some(assigned) = figure.assigned {
        words = format!("{words}, taken as {}", bracketed(assigned));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(words: &str, quote: &str) -> (String, String, Option<String>, Class) {
        let figure = figure_of(words, quote, None).unwrap();
        (label::figure_words(&figure), figure.text, figure.unit, figure.class)
    }

    #[test]
    fn signs_numbers_and_words_are_read() {
        let quote = "62 Syrian soldiers were killed";
        let soldiers = || Some("soldiers".to_owned());
        let row = |a: &str, b: &str, unit, class| (a.to_owned(), b.to_owned(), unit, class);
        assert_eq!(typed("= 62 soldiers", quote), row("62", "62", soldiers(), Class::Count));
        assert_eq!(typed(">= 80 soldiers", quote), row("at least 80", "80", soldiers(), Class::Count));
        assert_eq!(typed("62", quote).0, "62");
        assert_eq!(typed("60-90", quote).0, "60 to 90");
        assert_eq!(typed("~ 25 minutes", quote).0, "about 25");
        assert_eq!(typed("dozens", quote), row("dozens", "dozens", None, Class::Count));
        assert_eq!(typed("at least 80", quote).0, "at least 80");
        assert_eq!(typed("is quite certain", quote).0, "quite certain");
        assert_eq!(
            typed("conferred with them", quote),
            row("conferred with them", "conferred with them", None, Class::Text)
        );
        assert_eq!(figure_of("  ", quote, None), None);
    }

    #[test]
    fn what_is_written_reads_back() {
        for words in [
            "62",
            ">= 80 soldiers",
            "60-90 people",
            "~ 25 minutes",
            "dozens",
            "is later",
            "1.2 million",
            "< 7",
            "dozens [24 to 48]",
            "~ 17,000 people [15,000 to …]",
            "is a week old [… to 8]",
        ] {
            let first = figure_of(words, "the quote", None).unwrap();
            let again = figure_of(&written(&first), "the quote", Some(&first));
            assert_eq!(again.as_ref(), Some(&first), "{words} as {}", written(&first));
        }
    }

    #[test]
    fn an_interval_is_set_in_brackets_and_goes_with_them() {
        let figure = figure_of("dozens [24-48]", "dozens of men", None).unwrap();
        let ends = |low: i64, high: i64| {
            Some(Assigned { low: Some(Decimal::from(low)), high: Some(Decimal::from(high)) })
        };
        assert_eq!((figure.comparator, figure.assigned), (Comparator::Vague, ends(24, 48)));
        assert_eq!(written(&figure), "dozens [24 to 48]");
        let typed = |words: &str| figure_of(words, "dozens of men", Some(&figure)).unwrap();
        assert_eq!(typed("dozens [20..30]").assigned, ends(20, 30));
        assert_eq!(typed("dozens [1,000, 2,000]").assigned, ends(1_000, 2_000));
        assert_eq!(typed("dozens").assigned, None, "what is not there is not kept");
        let open = typed("dozens [… to 30]").assigned.unwrap();
        assert_eq!((open.low, open.high), (None, Some(Decimal::from(30))));
        for wrong in [
            "dozens [24]",
            "dozens [48 to 24]",
            "dozens [a to b]",
            "dozens [ to ]",
            "[1 to 2]",
            "dozens [24 to",
        ] {
            assert!(check(wrong).is_err(), "{wrong}");
        }
        assert!(check("dozens [24 to 48]").is_ok() && check("some [sic] men").is_ok());
    }

    #[test]
    fn a_bare_number_keeps_the_unit_and_the_quote_its_words() {
        let first = figure_of("62 soldiers", "sixty-two men died", None).unwrap();
        assert_eq!(first.text, "sixty-two");
        let other = figure_of(">= 63", "sixty-two men died", Some(&first)).unwrap();
        assert_eq!((other.unit.as_deref(), other.text.as_str()), (Some("soldiers"), "sixty-two"));
    }
}
