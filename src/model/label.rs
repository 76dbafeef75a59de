//! The one line that a claim is known by: `62 killed (Russian MoD)`.
//!
//! **Invariant:** a number is never without its comparator (only `=` goes unsaid), its tag and its speaker.

use rust_decimal::Decimal;
use unicode_width::UnicodeWidthStr;

use super::claim::Claim;
use super::figure::{Comparator, Figure, Value};
use super::ids::SourceId;
use super::question::Question;
use super::session::Session;

/// How many columns of the quote stand in for a missing figure. Source: the design's rule for labels.
const QUOTE_COLUMNS: usize = 24;

/// Returns a claim's label.
pub fn of_claim(session: &Session, claim: &Claim) -> String {
    let tag = claim
        .tags
        .first()
        .map_or("claim", |id| session.tags.get(id).map_or_else(|| id.as_str(), |tag| tag.label.as_str()));
    let who = speaker(session, claim);
    match figure_of(claim) {
        words if !words.is_empty() => format!("{words} {tag} ({who})"),
        _ => format!("{tag} “{}” ({who})", quote_start(claim)),
    }
}

/// Returns the words of a claim's figure; none where it states none, or a vague one whose word nobody gave.
pub fn figure_of(claim: &Claim) -> String {
    claim.figure.as_ref().map_or_else(String::new, figure_words)
}

/// Returns the name of the chain's last source, or `unattributed`.
pub fn speaker(session: &Session, claim: &Claim) -> String {
    claim.attribution.last().map_or_else(
        || "unattributed".to_owned(),
        |link| session.sources.get(&link.source).map_or_else(|| link.named_as.clone(), |s| s.name.clone()),
    )
}

/// Returns a source's name.
pub fn source<'a>(session: &'a Session, id: &'a SourceId) -> &'a str {
    session.sources.get(id).map_or_else(|| id.as_str(), |source| &source.name)
}

/// Returns a source's name without what stands in brackets at its end, or the abbreviation there, where that still
/// tells it from all others: `SOHR`, `Syrian command`.
pub fn short_source<'a>(session: &'a Session, id: &'a SourceId) -> &'a str {
    let name = source(session, id);
    let short = shortened(name);
    let others = session.sources.iter().filter(|(other, _)| *other != id);
    let is_taken = short != name && others.into_iter().any(|(_, other)| shortened(&other.name) == short);
    if is_taken { name } else { short }
}

fn shortened(name: &str) -> &str {
    let Some((before, rest)) = name.rsplit_once(" (") else { return name };
    let Some(inside) = rest.strip_suffix(')') else { return name };
    if inside.len() <= 8 && inside.len() > 1 && inside.chars().all(|c| c.is_ascii_uppercase()) {
        return inside;
    }
    // A number tells one unnamed official from another.
    if inside.chars().next().is_some_and(char::is_alphabetic) { before.trim_end() } else { name }
}

/// Returns a question's words, with its unit in brackets where they do not hold it already.
pub fn question(question: &Question) -> String {
    match question.unit.as_deref().filter(|unit| !holds(&question.text, unit)) {
        Some(unit) => format!("{} ({unit})", question.text),
        None => question.text.clone(),
    }
}

/// Says whether words hold a unit as words of their own, in any case.
pub fn holds(words: &str, unit: &str) -> bool {
    let parts = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        parts.map(str::to_lowercase).collect()
    };
    let (words, unit) = (parts(words), parts(unit));
    !unit.is_empty() && words.windows(unit.len()).any(|window| window == unit)
}

/// Returns a figure in words with its comparator: "62", "over 100", "at least 80", "dozens".
pub fn figure_words(figure: &Figure) -> String {
    let value = figure.value.as_ref().map_or_else(|| figure.text.clone(), value_words);
    match figure.comparator {
        Comparator::Exactly | Comparator::Is => value,
        Comparator::MoreThan => format!("over {value}"),
        Comparator::AtLeast => format!("at least {value}"),
        Comparator::LessThan => format!("under {value}"),
        Comparator::AtMost => format!("at most {value}"),
        Comparator::About => format!("about {value}"),
        Comparator::Range => {
            format!("{value} to {}", figure.to.as_ref().map_or_else(|| "?".to_owned(), value_words))
        }
        Comparator::Vague => figure.text.clone(),
    }
}

fn value_words(value: &Value) -> String {
    match value {
        Value::Number(number) => grouped(number),
        Value::Text(text) => text.clone(),
    }
}

/// Writes a number with a comma between thousands, without trailing zeros.
pub fn grouped(number: &Decimal) -> String {
    let plain = number.normalize().to_string();
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::from(sign);
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

fn quote_start(claim: &Claim) -> String {
    let exact = claim.target.first().map_or("", |t| t.exact.as_str());
    let mut out = String::new();
    let mut columns = 0;
    for c in exact.chars().map(|c| if c.is_whitespace() { ' ' } else { c }) {
        columns += UnicodeWidthStr::width(c.encode_utf8(&mut [0; 4]) as &str);
        if columns > QUOTE_COLUMNS {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}
