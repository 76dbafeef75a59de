//! The figure of an imported row, and its words as the quote prints them.
//!
//! **Invariant:** a number that cannot be read is refused, never taken as words; printed words are a piece of the
//! quote or nothing.

use rust_decimal::Decimal;

use super::import_table::{Cells, Column};
use crate::ledger::measure::class_of_unit;
use crate::ledger::moment::is_moment;
use crate::model::label::grouped;
use crate::model::{Assigned, Class, Comparator, Figure, Value};
use crate::suggest::figure;
use crate::text::number_words;

/// Reads a row's figure; none where it states nothing. The error says what cannot be read.
pub fn read(cells: &Cells, quote: &str) -> Result<Option<Figure>, String> {
    let value = cells.some(Column::Value);
    let assigned = assigned(cells)?;
    let comparator = match cells.some(Column::Comparator) {
        Some(sign) => Comparator::from_sign(sign).ok_or_else(|| format!("{sign:?} is no comparator"))?,
        None if value.is_some_and(|v| number(v).is_some()) => Comparator::Exactly,
        None if value.is_some() || assigned.is_some() => Comparator::Is,
        None => return Ok(None),
    };
    let vague = (comparator == Comparator::Vague && value.is_none()).then(|| vague_word(quote)).flatten();
    let value = value.or(vague);
    let class = class(cells, comparator, value)?;
    let unit = cells.some(Column::Counted).map(str::to_owned);
    let value = value.map(|v| stated(v, comparator, class, "value")).transpose()?;
    let to = cells.some(Column::To).map(|v| stated(v, comparator, class, "to")).transpose()?;
    let in_words = matches!(comparator, Comparator::Is | Comparator::Vague);
    if value.is_none() && !in_words {
        return Err(format!("{} has no value", comparator.sign()));
    }
    if comparator == Comparator::Range && to.is_none() {
        return Err("a range has no upper end: column `to`".to_owned());
    }
    let text = printed(quote, comparator, value.as_ref(), to.as_ref());
    Ok(Some(Figure { comparator, value, to, class, unit, text, assigned }))
}

/// The vague number that the quote holds, where the row gives none: "dozens".
fn vague_word(quote: &str) -> Option<&str> {
    let found = figure::read(quote, None)?;
    (found.comparator == Comparator::Vague).then(|| found.span.of(quote))
}

/// Without a class a number is a count, unless its unit is measured, a currency or per cent.
fn class(cells: &Cells, comparator: Comparator, value: Option<&str>) -> Result<Class, String> {
    if let Some(word) = cells.some(Column::Class) {
        return Class::from_word(word).ok_or_else(|| format!("{word:?} is no class"));
    }
    if comparator == Comparator::Is {
        return Ok(Class::Text);
    }
    if let Some(text) =
        value.filter(|v| comparator != Comparator::Vague && number(v).is_none() && is_moment(v))
    {
        return Ok(if text.contains('-') { Class::Date } else { Class::Time });
    }
    let units = [cells.some(Column::Unit), cells.some(Column::Counted)];
    Ok(units.into_iter().flatten().find_map(class_of_unit).unwrap_or(Class::Count))
}

fn stated(text: &str, comparator: Comparator, class: Class, column: &str) -> Result<Value, String> {
    if matches!(comparator, Comparator::Is | Comparator::Vague) {
        return Ok(Value::Text(text.to_owned()));
    }
    match number(text) {
        Some(number) => Ok(Value::Number(number)),
        None if matches!(class, Class::Date | Class::Time) => Ok(Value::Text(text.to_owned())),
        None => Err(format!("{column} {text:?} is no number")),
    }
}

/// Reads an exact number, with an exponent or without.
fn number(text: &str) -> Option<Decimal> {
    text.parse().or_else(|_| Decimal::from_scientific(text)).ok()
}

fn assigned(cells: &Cells) -> Result<Option<Assigned>, String> {
    let end = |column, name| {
        cells.some(column).map(|v| number(v).ok_or_else(|| format!("{name} {v:?} is no number"))).transpose()
    };
    let (low, high) = (end(Column::Low, "low")?, end(Column::High, "high")?);
    match (low, high) {
        (None, None) => Ok(None),
        (Some(low), Some(high)) if low > high => Err(format!("low {low} is above high {high}")),
        _ => Ok(Some(Assigned { low, high })),
    }
}

/// Returns the figure's words as the quote prints them, with the words of its comparator before them; vague
/// words that the quote does not hold are kept as given, other figures' are empty.
fn printed(quote: &str, comparator: Comparator, value: Option<&Value>, to: Option<&Value>) -> String {
    let place = |value: &Value| match value {
        Value::Number(number) => spellings(*number).iter().find_map(|words| find(quote, words)),
        Value::Text(words) => find(quote, words),
    };
    let slice = |from: usize, end: usize| quote.get(from..end).unwrap_or_default().to_owned();
    match (value.and_then(place), to.and_then(place), value) {
        (Some((from, _)), Some((_, end)), _) if from < end => slice(from, end),
        (Some((from, end)), ..) => slice(with_comparator(quote, from, comparator), end),
        (None, _, Some(Value::Text(words))) if comparator == Comparator::Vague => words.clone(),
        _ => String::new(),
    }
}

/// Quotes longer than this are not searched for a figure's words: no sentence is, and the search is not linear.
const LONGEST_QUOTE: usize = 4096;

/// Finds whole words in the quote, in any case of A to Z.
fn find(quote: &str, words: &str) -> Option<(usize, usize)> {
    if words.is_empty() || quote.len() > LONGEST_QUOTE || words.len() > quote.len() {
        return None;
    }
    let joined = |c: char| c.is_alphanumeric();
    let inside = |c: Option<char>, next: Option<char>| {
        c.is_some_and(joined) || matches!(c, Some('.' | ',')) && next.is_some_and(|n| n.is_ascii_digit())
    };
    quote.char_indices().map(|(from, _)| (from, from + words.len())).find(|(from, end)| {
        let same = quote.get(*from..*end).is_some_and(|s| s.eq_ignore_ascii_case(words));
        let before = quote.get(..*from).unwrap_or_default().chars();
        let after = quote.get(*end..).unwrap_or_default().chars();
        let digit_first = words.starts_with(|c: char| c.is_ascii_digit());
        let mut back = before.rev();
        let mut on = after;
        let cut_before = inside(back.next(), back.next().filter(|_| digit_first));
        same && !cut_before && !inside(on.next(), on.next())
    })
}

/// Words by which a comparator is printed before its number.
const PHRASES: [(Comparator, &[&str]); 5] = [
    (Comparator::MoreThan, &["more than", "over", "above", "upwards of", "in excess of", "well over"]),
    (Comparator::AtLeast, &["at least", "no fewer than", "no less than", "not less than", "a minimum of"]),
    (Comparator::LessThan, &["fewer than", "less than", "under", "below"]),
    (
        Comparator::AtMost,
        &["at most", "up to", "no more than", "not more than", "as many as", "a maximum of"],
    ),
    (
        Comparator::About,
        &[
            "about",
            "around",
            "some",
            "roughly",
            "approximately",
            "an estimated",
            "nearly",
            "almost",
            "close to",
        ],
    ),
];

/// Returns where the comparator's words begin that stand right before `from`; `from` itself where none do.
fn with_comparator(quote: &str, from: usize, comparator: Comparator) -> usize {
    let before = quote.get(..from).unwrap_or_default().trim_end();
    let phrases = PHRASES.iter().find(|(c, _)| *c == comparator).map_or(&[][..], |(_, phrases)| phrases);
    let starts = phrases.iter().filter_map(|phrase| {
        let start = before.len().checked_sub(phrase.len())?;
        let same = before.get(start..)?.eq_ignore_ascii_case(phrase);
        let whole = !before.get(..start)?.ends_with(char::is_alphanumeric);
        (same && whole).then_some(start)
    });
    starts.min().unwrap_or(from)
}

/// Returns how a number may be printed: in digits, with commas, with a scale word, in words.
fn spellings(number: Decimal) -> Vec<String> {
    let mut all = vec![grouped(&number), number.normalize().to_string()];
    for (scale, words) in
        [(1_000_u64, &["thousand"][..]), (1_000_000, &["million", "m"]), (1_000_000_000, &["billion", "bn"])]
    {
        let Some(share) = number.checked_div(Decimal::from(scale)).filter(|s| s.normalize().scale() <= 3)
        else {
            continue;
        };
        let share = share.normalize();
        for word in words {
            all.push(format!("{share} {word}"));
            all.push(format!("{share}{word}"));
        }
        all.extend(
            in_words(share).into_iter().map(|share| format!("{share} {}", words.first().unwrap_or(&""))),
        );
    }
    all.extend(in_words(number));
    all
}

/// Returns the words of a whole number under a thousand.
fn in_words(number: Decimal) -> Vec<String> {
    let whole = Some(number.normalize()).filter(|n| n.scale() == 0).and_then(|n| u64::try_from(n).ok());
    let joined = |n: u64, joint: &str| number_words::spelled(n).unwrap_or_default().join(joint);
    match whole {
        Some(0) => ["zero", "no", "none"].map(str::to_owned).to_vec(),
        Some(n @ 1..=99) => vec![joined(n, "-"), joined(n, " ")],
        Some(n @ 100..=999) => {
            let mut hundreds = vec![format!("{} hundred", joined(n / 100, "-"))];
            if n / 100 == 1 {
                hundreds.push("a hundred".to_owned());
            }
            if n.is_multiple_of(100) {
                return hundreds;
            }
            let rest = joined(n % 100, "-");
            hundreds.iter().flat_map(|h| [format!("{h} and {rest}"), format!("{h} {rest}")]).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::import_table;

    fn figured(row: &str, quote: &str) -> Result<Option<Figure>, String> {
        let table = import_table::read(&format!("unit,counted,comparator,value,to,low,high,class\n{row}\n"));
        read(&table.rows[0], quote)
    }

    #[test]
    fn the_words_are_those_of_the_quote() {
        for (row, quote, wanted) in [
            (",,=,62,,,,", "Sixty-two Syrian soldiers", "Sixty-two"),
            (",,=,2,,,,", "two F-16s of 12 or 2,000", "two"),
            (",,>,100,,,,", "and More than 100 wounded", "More than 100"),
            (",,=,100,,,,", "A hundred were hurt", "A hundred"),
            (",,=,120,,,,", "one hundred and twenty men", "one hundred and twenty"),
            (",,>=,62,,,,", "at  least 62", "62"),
            (",,~,430000,,,,", "about 430,000 dead", "about 430,000"),
            (",,=,1200000,,,,", "cost 1.2 million lives", "1.2 million"),
            (",,=,3000,,,,", "three thousand men", "three thousand"),
            (",,range,60,90,,,", "between 60 and 90 men", "60 and 90"),
            (",,vague,dozens,,24,,", "Dozens of men", "Dozens"),
            (",,vague,,,,,", "Dozens of men", "Dozens"),
            (",,=,62,,,,", "the year 1962 and 62.5", ""),
            (",,=,62,,,,", "It was 62.", "62"),
        ] {
            assert_eq!(figured(row, quote).unwrap().unwrap().text, wanted, "{row} {quote}");
        }
    }

    #[test]
    fn classes_follow_units_and_ends_are_assigned() {
        let read = |row| figured(row, "x").unwrap().unwrap();
        for (row, class) in [
            ("soldiers,,=,62,,,,", Class::Count),
            ("minutes,,=,62,,,,", Class::Duration),
            (",hours,=,62,,,,", Class::Duration),
            ("km,,=,62,,,,", Class::Measure),
            ("$,,=,62,,,,", Class::Money),
            ("%,,=,62,,,,", Class::Percent),
            ("minutes,,=,62,,,,count", Class::Count),
            (",,is,halted,,,,", Class::Text),
            (",,,halted,,,,", Class::Text),
            (",,=,2016-09-12,,,,", Class::Date),
            (",,vague,dozens,,,,", Class::Count),
        ] {
            assert_eq!(read(row).class, class, "{row}");
        }
        let ends = Assigned { low: Some(Decimal::from(24)), high: None };
        assert_eq!(read(",,vague,dozens,,24,,").assigned, Some(ends));
        assert_eq!(figured("soldiers,,,,,,,", "x"), Ok(None));
        assert_eq!(read(",,,62.50,,,,").value, Some(Value::Number(Decimal::new(6250, 2))));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for row in [
            ",,=,sixty,,,,",
            ",,>,,,,,",
            ",,range,60,,,,",
            ",,==,62,,,,",
            ",,=,62,,9,1,",
            ",,=,62,,x,,",
            ",,=,62,,,,number",
            ",,=,99999999999999999999999999999999,,,,",
        ] {
            assert!(figured(row, "x").is_err(), "{row}");
        }
    }
}
