//! Currencies, percent signs and measures on either side of a number.
//!
//! **Invariant:** a unit touches its number: at most one hyphen, blank or nationality stands between.

use super::flag;
use super::token::{Kind, Tokens};
use crate::model::figure::Class;
use std::borrow::Cow;

/// A unit and the tokens it covers.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// The class it gives the figure.
    pub class: Class,
    /// Its name: "USD", "%", "kilometre per hour".
    pub name: String,
    /// The first token.
    pub first: usize,
    /// The last token that belongs to the figure.
    pub last: usize,
    /// The last token of "per share", where that follows.
    pub rate: Option<usize>,
}

/// Returns the code of a currency sign.
fn sign(mark: char) -> Option<&'static str> {
    Some(match mark {
        '$' => "USD",
        '£' => "GBP",
        '€' => "EUR",
        '¥' => "JPY",
        '₹' => "INR",
        '₽' => "RUB",
        '₩' => "KRW",
        '₪' => "ILS",
        '₺' => "TRY",
        '₴' => "UAH",
        '₦' => "NGN",
        '₫' => "VND",
        '₿' => "BTC",
        '₱' => "PHP",
        '₡' => "CRC",
        '₾' => "GEL",
        '₭' => "LAK",
        '¢' => "cent",
        _ => return None,
    })
}

/// Says whether token `at` may open money: a sign, or a code that stands before digits.
pub fn opens_money(tokens: Tokens, at: usize) -> Option<(usize, Cow<'static, str>)> {
    match tokens.get(at)?.kind {
        Kind::Mark(mark) => {
            let nation = mark == '$' && tokens.glued(at + 1) && tokens.word(at + 1) && tokens.number(at + 2);
            if let Some(name) = dollar_of(tokens.str(at + 1), mark).filter(|_| nation) {
                return Some((at + 2, Cow::Borrowed(name)));
            }
            sign(mark).map(|name| (at + 1, Cow::Borrowed(name)))
        }
        Kind::Word => {
            if tokens.eq(at, "a") && tokens.str(at) == "a" {
                return None;
            }
            if let Some(Kind::Mark(mark)) = tokens.get(at + 1).map(|token| token.kind)
                && tokens.number(at + 2)
                && let Some(name) = dollar_of(tokens.str(at), mark)
            {
                return Some((at + 2, Cow::Borrowed(name)));
            }
            let known = tokens.known(at);
            let code = tokens.is(at, flag::CODE) && tokens.number(at + 1) && !tokens.breaks(at + 1);
            let upper = tokens.str(at).chars().all(char::is_uppercase)
                || tokens.any(at, &["rmb", "usd", "sen", "rs"]);
            if !code && unknown_currency(tokens, at) {
                return Some((at + 1, Cow::Owned(tokens.str(at).to_owned())));
            }
            (code && upper).then(|| (at + 1, Cow::Owned(tokens.lexicon.unit(known).to_owned())))
        }
        Kind::Number => None,
    }
}

/// Says whether capitals glued to a large amount are a currency: "XY21,700", "XY8.1bn"; names such as F16
/// never are.
fn unknown_currency(tokens: Tokens, at: usize) -> bool {
    let capitals = tokens.str(at).len() <= 3 && tokens.str(at).chars().all(char::is_uppercase);
    let large = tokens.number(at + 1)
        && tokens.glued(at + 1)
        && (tokens.str(at + 1).contains(',')
            || (tokens.is(at + 2, flag::SUFFIX | flag::SCALE) && !tokens.marks(at + 2, "-")));
    capitals && large && !tokens.glued(at)
}

/// Names the dollar of "US$", "A$", "C $".
fn dollar_of(prefix: &str, mark: char) -> Option<&'static str> {
    if mark == '£' {
        return prefix.eq_ignore_ascii_case("gbp").then_some("GBP");
    }
    if mark != '$' {
        return None;
    }
    const DOLLARS: [(&str, &str); 12] = [
        ("us", "USD"),
        ("u.s.", "USD"),
        ("u.s", "USD"),
        ("a", "AUD"),
        ("au", "AUD"),
        ("aud", "AUD"),
        ("c", "CAD"),
        ("ca", "CAD"),
        ("cad", "CAD"),
        ("nz", "NZD"),
        ("nzd", "NZD"),
        ("hk", "HKD"),
    ];
    DOLLARS.iter().find(|(name, _)| name.eq_ignore_ascii_case(prefix)).map(|(_, code)| *code)
}

/// Reads the unit that follows a number whose last token is `last`.
pub fn after(tokens: Tokens, last: usize, digits: bool) -> Option<Unit> {
    let mut at = last + 1;
    if tokens.breaks(at) {
        return None;
    }
    if tokens.mark(at, '-') && tokens.word(at + 1) && !tokens.breaks(at + 1) {
        at += 1;
    }
    let bracket =
        tokens.mark(at, '(') && tokens.is(at + 1, flag::UNIT | flag::SYMBOL) && tokens.mark(at + 2, ')');
    if bracket {
        let name = tokens.lexicon.unit(tokens.known(at + 1)).to_owned();
        return Some(Unit { class: Class::Measure, name, first: at, last: at + 2, rate: None });
    }
    percent(tokens, at).or_else(|| money(tokens, at)).or_else(|| measure(tokens, at, digits))
}

fn percent(tokens: Tokens, at: usize) -> Option<Unit> {
    let two = tokens.eq(at, "per") && tokens.eq(at + 1, "cent");
    if !(tokens.mark(at, '%') || tokens.is(at, flag::PERCENT) || two) {
        return None;
    }
    let mut last = if two { at + 1 } else { at };
    let name = if tokens.any(last + 1, &["point", "points"]) { "percentage point" } else { "%" };
    if name != "%" && !tokens.breaks(last + 1) {
        last += 1;
    }
    Some(Unit { class: Class::Percent, name: name.into(), first: at, last, rate: None })
}

fn money(tokens: Tokens, at: usize) -> Option<Unit> {
    if let Some(Kind::Mark(mark)) = tokens.get(at).map(|token| token.kind) {
        let name = sign(mark).filter(|_| !tokens.number(at + 1) || !tokens.glued(at + 1))?;
        return Some(Unit {
            class: Class::Money,
            name: name.into(),
            first: at,
            last: at,
            rate: rate(tokens, at + 1),
        });
    }
    let nation = !tokens.is(at, flag::MONEY | flag::CODE | flag::NOT_COUNTED | flag::NUMBER_WORD)
        && tokens.word(at)
        && tokens.is(at + 1, flag::MONEY)
        && !tokens.breaks(at + 1)
        && !tokens.any(at + 1, &["mark", "won", "real", "nickel", "quid"]);
    let place = if nation { at + 1 } else { at };
    let pence = tokens.glued(place) && tokens.str(place) == "p" && tokens.number(place - 1);
    if pence {
        return Some(Unit {
            class: Class::Money,
            name: "penny".into(),
            first: at,
            last: place,
            rate: rate(tokens, place + 1),
        });
    }
    let code = tokens.is(place, flag::CODE)
        && (tokens.str(place).chars().all(char::is_uppercase) || tokens.any(place, &["rmb", "usd", "rs"]));
    if !(tokens.is(place, flag::MONEY) || code)
        || tokens.breaks(place)
        || tokens.any(place, &["won", "mark", "real"])
    {
        return None;
    }
    let name = tokens.lexicon.unit(tokens.known(place)).to_owned();
    let scale =
        tokens.is(place, flag::CODE) && tokens.is(place + 1, flag::SCALE) && !tokens.breaks(place + 1);
    let last = if scale { place + 1 } else { place };
    Some(Unit { class: Class::Money, name, first: at, last, rate: rate(tokens, last + 1) })
}

fn measure(tokens: Tokens, at: usize, digits: bool) -> Option<Unit> {
    if let Some(Kind::Mark(mark)) = tokens.get(at).map(|token| token.kind) {
        return degree(tokens, at, mark);
    }
    let mut place = at;
    let mut name = String::new();
    if tokens.is(place, flag::POWER) && tokens.is(place + 1, flag::UNIT | flag::SYMBOL) {
        name.push_str(tokens.str(place));
        name.push(' ');
        place += 1;
    } else if tokens.any(place, &["metric", "nautical", "short", "long"]) && tokens.is(place + 1, flag::UNIT)
    {
        place += 1;
    }
    let word = tokens.is(place, flag::UNIT);
    let symbol = tokens.is(place, flag::SYMBOL) && digits && symbol_fits(tokens, place);
    if !(word || symbol) || tokens.breaks(place) {
        return None;
    }
    name.push_str(tokens.lexicon.unit(tokens.known(place)));
    let mut last = place;
    if tokens.glued(last + 1) && tokens.number(last + 1) {
        let power = tokens.any(last + 1, &["2", "3"]);
        if !power {
            return None;
        }
        last += 1;
    }
    if tokens.eq(place, "degree") || tokens.eq(place, "degrees") || tokens.eq(place, "deg") {
        if tokens.any(
            place + 1,
            &["celsius", "fahrenheit", "farenheit", "celcius", "centigrade", "c", "f", "kelvin"],
        ) {
            last = place + 1;
        }
    } else if tokens.mark(last + 1, '-')
        && tokens.glued(last + 1)
        && tokens.is(last + 2, flag::UNIT | flag::SYMBOL)
        && !tokens.is(last + 2, flag::NUMBER_WORD)
    {
        last += 2;
    }
    let rate = rate(tokens, last + 1);
    let speed = rate.filter(|end| tokens.is(*end, flag::TIME_UNIT) || tokens.any(*end, &["h", "s", "hr"]));
    if let Some(end) = speed {
        name.push_str(" per ");
        name.push_str(tokens.str(end));
    }
    Some(Unit {
        class: Class::Measure,
        name,
        first: at,
        last: speed.unwrap_or(last),
        rate: rate.filter(|_| speed.is_none()),
    })
}

/// Says whether the letters at `at` are a unit: glued to the digits, or not also a common word.
fn symbol_fits(tokens: Tokens, at: usize) -> bool {
    let glued = tokens.glued(at) && !tokens.mark(at - 1, '-');
    let text = tokens.str(at);
    let word = tokens.any(at, &["in", "am", "st", "c", "f", "v", "ps"]);
    if word {
        let ends = tokens.marks(at + 1, ".,;)")
            || tokens.breaks(at + 1)
            || tokens.any(at + 1, &["thick", "long", "wide", "tall", "high", "by"]);
        return (glued && !tokens.any(at, &["st"])) || (text == "in" && ends);
    }
    glued || text.len() > 1 || (matches!(text, "m" | "g" | "l" | "t" | "W" | "w") && !tokens.glued(at + 1))
}

fn degree(tokens: Tokens, at: usize, mark: char) -> Option<Unit> {
    if mark != '°' {
        return None;
    }
    let scale = tokens.any(at + 1, &["c", "f", "celsius", "fahrenheit"]);
    let last = if scale { at + 1 } else { at };
    Some(Unit { class: Class::Measure, name: "degree".into(), first: at, last, rate: None })
}

/// Reads "per share", "a share", "an ounce", "/h": the last token.
pub fn rate(tokens: Tokens, at: usize) -> Option<usize> {
    if tokens.breaks(at) {
        return None;
    }
    let slash = tokens.mark(at, '/') && tokens.glued(at) && tokens.word(at + 1);
    let hyphen = usize::from(tokens.mark(at, '-'));
    let per = tokens.any(at + hyphen, &["per", "each"])
        && tokens.word(at + hyphen + 1)
        && !tokens.eq(at + hyphen + 1, "cent");
    let article = tokens.any(at + hyphen, &["a", "an"])
        && (tokens.is(at + hyphen + 1, flag::TIME_UNIT | flag::UNIT)
            || tokens.any(at + hyphen + 1, &["share", "head", "person", "piece"]));
    if slash {
        return Some(at + 1);
    }
    (per || article).then_some(at + hyphen + 1)
}
