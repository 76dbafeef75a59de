//! Numbers as they are printed in JSON, without a step through binary fractions.
//!
//! **Invariant:** a number is either taken exactly or refused; it is never rounded.

use rust_decimal::Decimal;

/// The most digits of a fraction that a decimal holds. Source: the 96-bit integer and scale of `rust_decimal`.
const MOST_PLACES: i64 = 28;
/// The most digits that a decimal holds in all.
const MOST_DIGITS: usize = 29;

/// Reads a JSON number exactly; none where it has more digits than a decimal holds (28) or is not a number.
pub fn decimal(json: &str) -> Option<Decimal> {
    let (negative, rest) = json.strip_prefix('-').map_or((false, json), |rest| (true, rest));
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (rest, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: String = whole.chars().chain(fraction.chars()).collect();
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut digits = digits.trim_start_matches('0').to_owned();
    let mut places = i64::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
    if digits.is_empty() {
        places = places.clamp(0, MOST_PLACES);
    }
    while places > MOST_PLACES && digits.ends_with('0') {
        digits.pop();
        places -= 1;
    }
    if places < 0 {
        let zeros = usize::try_from(-places).ok().filter(|zeros| *zeros < MOST_DIGITS)?;
        digits.extend(std::iter::repeat_n('0', zeros));
        places = 0;
    }
    if places > MOST_PLACES || digits.len() > MOST_DIGITS {
        return None;
    }
    let number: i128 = if digits.is_empty() { 0 } else { digits.parse().ok()? };
    let signed = if negative { -number } else { number };
    Decimal::try_from_i128_with_scale(signed, u32::try_from(places).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact_or_refused() {
        let table = [
            ("62", Some("62")),
            ("-0.50", Some("-0.50")),
            ("6.2e1", Some("62")),
            ("62e-1", Some("6.2")),
            ("1E2", Some("100")),
            ("0", Some("0")),
            ("0e999999999", Some("0")),
            ("0.1234567890123456789012345678", Some("0.1234567890123456789012345678")),
            ("79228162514264337593543950335", Some("79228162514264337593543950335")),
            ("79228162514264337593543950336", None),
            ("0.12345678901234567890123456789", None),
            ("1e400", None),
            ("1e-400", None),
            ("1e99999999999999999999", None),
            ("", None),
            ("x", None),
        ];
        for (json, expected) in table {
            assert_eq!(decimal(json).map(|d| d.to_string()).as_deref(), expected, "{json}");
        }
    }
}
