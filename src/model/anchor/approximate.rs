//! Passages that are nearly a quote: Myers' bit vectors over blocks of 64 characters.
//!
//! **Invariant:** the time is bounded by text times quote over 64, and by a budget above which nothing is searched;
//! an error is one character more, less or other (Levenshtein).

use std::collections::HashMap;

/// The share of a quote's characters that may be errors.
const ERRORS: usize = 5;

/// The most errors. Source: hypothesis/client, match-quote.
const MOST_ERRORS: usize = 256;

/// The most steps of 64 cells: about 0.2 s, for a quote of 64 characters a text of 40 million.
const BUDGET: usize = 40_000_000;

/// The most passages returned.
const MOST: usize = 8;

/// The most passages kept while searching.
const MOST_ENDS: usize = 4_096;

/// A passage and how many errors it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Near {
    /// Its first character.
    pub(super) start: usize,
    /// One past its last character.
    pub(super) end: usize,
    /// Its errors.
    pub(super) errors: usize,
}

/// Finds the passages of `text` that are nearly `quote`, the nearest first; none where the budget does not reach.
pub(super) fn search(text: &[char], quote: &[char]) -> Vec<Near> {
    let most = (quote.len() / ERRORS).min(MOST_ERRORS);
    let blocks = quote.len().div_ceil(64);
    if quote.is_empty() || text.len().saturating_mul(blocks) > BUDGET {
        return Vec::new();
    }
    let mut ends = ends(text, quote, most);
    ends.sort_by_key(|(end, errors)| (*errors, *end));
    ends.truncate(MOST);
    ends.into_iter().filter_map(|(end, _)| with_start(text, quote, end, most)).collect()
}

/// One block of the column: which cells are one more and one less than the cell above.
#[derive(Clone, Copy)]
struct Block {
    more: u64,
    less: u64,
}

/// The ends of near passages with their errors, the least of each neighbourhood.
fn ends(text: &[char], quote: &[char], most: usize) -> Vec<(usize, usize)> {
    let blocks = quote.len().div_ceil(64);
    let mut equal: HashMap<char, Vec<u64>> = HashMap::new();
    for (n, c) in quote.iter().enumerate() {
        if let Some(bits) = equal.entry(*c).or_insert_with(|| vec![0; blocks]).get_mut(n / 64) {
            *bits |= 1 << (n % 64);
        }
    }
    let nowhere = vec![0; blocks];
    let last_bit = 1_u64 << ((quote.len() - 1) % 64);
    let mut column = vec![Block { more: u64::MAX, less: 0 }; blocks];
    let mut errors = quote.len();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (n, c) in text.iter().enumerate() {
        let equal = equal.get(c).unwrap_or(&nowhere);
        let mut carry = 0_i8;
        for (block_n, (block, bits)) in column.iter_mut().zip(equal).enumerate() {
            let high = if block_n + 1 == blocks { last_bit } else { 1 << 63 };
            carry = step(block, *bits, carry, high);
        }
        errors = errors.saturating_add_signed(isize::from(carry));
        if errors > most {
            continue;
        }
        let full = found.len() >= MOST_ENDS;
        let last = found.last_mut().filter(|(end, _)| n + 1 - *end <= quote.len() / 2);
        match last {
            // Of equals the later end: the words of a quote's tail are not lost.
            Some(last) if errors <= last.1 => *last = (n + 1, errors),
            Some(_) => {}
            None if full => break,
            None => found.push((n + 1, errors)),
        }
    }
    found
}

/// Advances one block by one character of the text; returns what is carried to the next. Source: Myers 1999, in the
/// form of Hyyrö 2003.
fn step(block: &mut Block, equal: u64, carry_in: i8, high: u64) -> i8 {
    let vertical = equal | block.less;
    let equal = if carry_in < 0 { equal | 1 } else { equal };
    let horizontal = (((equal & block.more).wrapping_add(block.more)) ^ block.more) | equal;
    let mut plus = block.less | !(horizontal | block.more);
    let mut minus = block.more & horizontal;
    let carry = match (plus & high != 0, minus & high != 0) {
        (true, _) => 1,
        (_, true) => -1,
        _ => 0,
    };
    plus <<= 1;
    minus <<= 1;
    match carry_in {
        0 => {}
        1.. => plus |= 1,
        _ => minus |= 1,
    }
    block.more = minus | !(vertical | plus);
    block.less = plus & vertical;
    carry
}

/// Finds where the near passage that ends at `end` begins: the start with the least errors, of equals the one that
/// makes it as long as the quote.
fn with_start(text: &[char], quote: &[char], end: usize, most: usize) -> Option<Near> {
    let from = end.saturating_sub(quote.len() + most);
    let passage = text.get(from..end)?;
    let mut row: Vec<usize> = (0..=quote.len()).collect();
    let mut best = (row.last().copied()?, quote.len(), 0);
    for (n, c) in passage.iter().rev().enumerate() {
        let mut diagonal = std::mem::replace(row.first_mut()?, n + 1);
        let mut left = n + 1;
        for (cell, q) in row.iter_mut().skip(1).zip(quote.iter().rev()) {
            let here = (diagonal + usize::from(q != c)).min(*cell + 1).min(left + 1);
            diagonal = std::mem::replace(cell, here);
            left = here;
        }
        best = best.min((left, quote.len().abs_diff(n + 1), n + 1));
    }
    let (errors, _, length) = best;
    (errors <= most).then_some(Near { start: end - length, end, errors })
}

/// Returns how alike two short runs of characters are, from 0 to 1; two empty ones are alike.
pub(super) fn likeness(a: &[char], b: &[char]) -> f64 {
    let longest = a.len().max(b.len());
    if longest == 0 {
        return 1.0;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (n, x) in a.iter().enumerate() {
        let (mut diagonal, mut left) = (n, n + 1);
        if let Some(first) = row.first_mut() {
            *first = n + 1;
        }
        for (cell, y) in row.iter_mut().skip(1).zip(b) {
            let here = (diagonal + usize::from(x != y)).min(*cell + 1).min(left + 1);
            diagonal = std::mem::replace(cell, here);
            left = here;
        }
    }
    let errors = row.last().copied().unwrap_or(longest);
    1.0 - f64::from(u32::try_from(errors).unwrap_or(u32::MAX))
        / f64::from(u32::try_from(longest).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The least errors of all passages that end at each place, cell by cell.
    fn plain(text: &[char], quote: &[char]) -> Vec<usize> {
        let mut column: Vec<usize> = (0..=quote.len()).collect();
        let mut ends = Vec::new();
        for c in text {
            let mut diagonal = column[0];
            for n in 1..column.len() {
                let here =
                    (diagonal + usize::from(quote[n - 1] != *c)).min(column[n] + 1).min(column[n - 1] + 1);
                diagonal = std::mem::replace(&mut column[n], here);
            }
            ends.push(column[quote.len()]);
        }
        ends
    }

    proptest! {
        #[test]
        fn bits_count_what_cells_count(text in "[ab]{0,90}", quote in "[ab]{1,140}") {
            let (text, quote): (Vec<char>, Vec<char>) = (text.chars().collect(), quote.chars().collect());
            let most = quote.len();
            let plain = plain(&text, &quote);
            for (end, errors) in ends(&text, &quote, most) {
                prop_assert_eq!(plain[end - 1], errors);
            }
        }

        #[test]
        fn the_nearest_passage_is_found_with_its_start(before in "[ab ]{0,40}", quote in "[abc ]{5,150}", n in 0_usize..150) {
            let mut changed: Vec<char> = quote.chars().collect();
            let n = n % changed.len();
            changed[n] = 'x';
            let text: Vec<char> = before.chars().chain(changed.iter().copied()).chain("....".chars()).collect();
            let quote: Vec<char> = quote.chars().collect();
            let found = search(&text, &quote);
            let best = found.iter().map(|near| near.errors).min();
            prop_assert!(best.is_some_and(|errors| errors <= 1), "{:?}", found);
        }
    }
}
