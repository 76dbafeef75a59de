//! The order in which people expect file names: `2_` before `10_`, case aside.
//!
//! **Invariant:** the order is total and depends on the names alone.

/// Returns bytes that sort as the name does: lower case, runs of digits by value, then the name itself.
pub fn key(name: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(name.len() * 2 + 8);
    let mut letters = [0_u8; 4];
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            let (run, after) = rest.split_at_checked(digits).unwrap_or((rest, ""));
            let value = run.trim_start_matches('0');
            // A digit where digits sort, then the count of digits, then the digits: longer is larger.
            key.push(b'0');
            key.extend_from_slice(&(value.len() as u32).to_be_bytes());
            key.extend_from_slice(value.as_bytes());
            rest = after;
        } else {
            for c in first.to_lowercase() {
                key.extend_from_slice(c.encode_utf8(&mut letters).as_bytes());
            }
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    key.push(0);
    key.extend_from_slice(name.as_bytes());
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_sort_by_value_and_case_comes_last() {
        let mut names = ["b", "a10", "A2", "a2", "a02", "10_x", "2_x", "a", "Z", "é", "2", "a1b3", "a1b20"];
        names.sort_by_cached_key(|n| key(n));
        assert_eq!(
            names,
            ["2", "2_x", "10_x", "a", "a1b3", "a1b20", "A2", "a02", "a2", "a10", "b", "Z", "é"]
        );
    }
}
