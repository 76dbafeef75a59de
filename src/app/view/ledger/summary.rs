//! A row of the ledger in one line: the values that conflict against each other first, each with who says it.
//!
//! **Invariant:** no value stands without its speaker: names are cut short, and values left out and counted, before
//! that.

use crate::app::said;
use crate::app::state::State;
use crate::ledger::{Extent, PairClass, Row, RowValue, Seriousness, Standing};
use crate::model::SourceId;
use crate::text::width;

/// How values are written, from the fullest to the tightest.
#[derive(Clone, Copy)]
struct Style {
    /// Whether each value has its speaker, or values of one speaker share the name.
    is_each_named: bool,
    /// Whether a sign stands for the word: `≥80`.
    is_signed: bool,
    /// The most columns of a name.
    name: usize,
    /// The most columns of a value in words.
    words: usize,
}

const STYLES: [Style; 7] = [
    Style { is_each_named: true, is_signed: false, name: 24, words: 40 },
    Style { is_each_named: false, is_signed: false, name: 24, words: 30 },
    Style { is_each_named: true, is_signed: true, name: 16, words: 24 },
    Style { is_each_named: false, is_signed: true, name: 16, words: 20 },
    Style { is_each_named: false, is_signed: true, name: 11, words: 16 },
    Style { is_each_named: false, is_signed: true, name: 8, words: 12 },
    Style { is_each_named: false, is_signed: true, name: 6, words: 9 },
];

/// Returns the values of a row in so many columns.
pub fn of(state: &State, row: &Row, room: usize) -> String {
    let serious = match row.seriousness {
        Seriousness::Conflict => Some(PairClass::Conflict),
        Seriousness::Approximate => Some(PairClass::ApproximateConflict),
        Seriousness::Rendering => Some(PairClass::Rendering),
        Seriousness::Words | Seriousness::OneOrigin | Seriousness::NoOrigin | Seriousness::Rest => None,
    };
    if let Some(words) = serious.and_then(|class| against(state, row, class, room)) {
        return words;
    }
    let tail = match row.seriousness {
        Seriousness::OneOrigin => "one origin",
        Seriousness::NoOrigin => "no origin",
        _ => "",
    };
    let values: Vec<&RowValue> = row.values.iter().collect();
    let taken = if tail.is_empty() { 0 } else { tail.len() + 2 };
    let words = in_turn(state, &values, " / ", room.saturating_sub(taken));
    // At the right edge, so that they stand under each other.
    let gap = room.saturating_sub(width::of_str(&words) + tail.len());
    if tail.is_empty() { words } else { format!("{words}{}{tail}", " ".repeat(gap)) }
}

/// The value in most pairs of that class against those that it is in such a pair with, another rendering, and how many
/// there are more.
fn against(state: &State, row: &Row, class: PairClass, room: usize) -> Option<String> {
    let pairs: Vec<_> = row.pairs.iter().filter(|pair| pair.class == class).collect();
    let in_pairs = |place: usize| pairs.iter().filter(|pair| pair.a == place || pair.b == place).count();
    let lead = (0..row.values.len()).max_by_key(|place| (in_pairs(*place), std::cmp::Reverse(*place)))?;
    let other = |pair: &crate::ledger::Pair| {
        (pair.a == lead).then_some(pair.b).or((pair.b == lead).then_some(pair.a))
    };
    let others: Vec<usize> = pairs.iter().filter_map(|pair| other(pair)).collect();
    let renders = row.pairs.iter().filter(|pair| pair.class == PairClass::Rendering).filter_map(other);
    let renders: Vec<usize> = renders.filter(|place| !others.contains(place)).collect();
    let of = |places: &[usize]| -> Vec<&RowValue> {
        places.iter().filter_map(|place| row.values.get(*place)).collect()
    };
    let (first, rest, again) = (of(&[lead]), of(&others), of(&renders));
    let told = |style: Style, says_open: bool, rest: &[&RowValue], again: &[&RowValue]| {
        let left = row.values.len().saturating_sub(1 + rest.len() + again.len());
        let shown = [&[lead], &others[..], &renders[..]].concat();
        let is_open = (0..row.values.len())
            .filter(|n| !shown.contains(n))
            .all(|n| row.values.get(n).is_some_and(is_open));
        let more = match left {
            0 => String::new(),
            n if is_open && says_open && n == row.values.len() - shown.len() => format!("  +{n} open"),
            n => format!("  +{n}"),
        };
        let rendering = match again {
            [] => String::new(),
            again => format!("  ≈ {}", again.iter().map(|v| stated(v, style)).collect::<Vec<_>>().join(", ")),
        };
        format!(
            "{} {} {}{rendering}{more}",
            joined(state, &first, ", ", style),
            said::mark(class),
            joined(state, rest, ", ", style)
        )
    };
    let fits = |words: &String| width::of_str(words) <= room;
    let styles = STYLES.iter().flat_map(|style| [(*style, true), (*style, false)]);
    let all = styles.map(|(style, says_open)| told(style, says_open, &rest, &again)).find(fits);
    let last = STYLES.last().copied()?;
    let few = |n: usize| told(last, false, rest.get(..n).unwrap_or(&[]), &[]);
    let fewer = || (1..=rest.len()).rev().map(few).find(fits);
    Some(all.or_else(fewer).unwrap_or_else(|| few(1)))
}

/// Values each with who says it, as many as there is room for, and how many are left.
fn in_turn(state: &State, values: &[&RowValue], between: &str, room: usize) -> String {
    let told = |style: Style, n: usize| {
        let left = values.len() - n;
        let more = if left > 0 { format!("  +{left}") } else { String::new() };
        joined(state, values.get(..n).unwrap_or(values), between, style) + &more
    };
    let fits = |words: &String| width::of_str(words) <= room;
    // One value that can be read says more than three that cannot.
    let styles = || STYLES.iter().filter(|style| style.words >= READABLE);
    let found = (1..=values.len()).rev().flat_map(|n| styles().map(move |style| (n, *style)));
    let found = found.map(|(n, style)| told(style, n)).find(fits);
    found.unwrap_or_else(|| {
        let more = if values.len() > 1 { format!("  +{}", values.len() - 1) } else { String::new() };
        let Some(first) = values.first() else { return String::new() };
        let name = width::clip_end(name(state, first.origin.as_ref()), room / 4);
        let room = room.saturating_sub(width::of_str(&name) + more.len() + 1);
        format!("{} {name}{more}", width::clip_end(&said::as_printed(first), room))
    })
}

/// The columns of a value in words from which on it can be read.
const READABLE: usize = 16;

fn name<'a>(state: &'a State, origin: Option<&'a SourceId>) -> &'a str {
    origin.map_or("nobody", |id| said::short(state, id))
}

/// The values in order, those of one speaker beside each other sharing the name where the style says so.
fn joined(state: &State, values: &[&RowValue], between: &str, style: Style) -> String {
    let mut groups: Vec<(Option<&SourceId>, Vec<String>)> = Vec::new();
    for value in values {
        let words = stated(value, style);
        match groups.last_mut() {
            // Two of whom nobody is named are not one, but what they have in common is that nobody is.
            Some((origin, group)) if !style.is_each_named && *origin == value.origin.as_ref() => {
                group.push(words)
            }
            _ => groups.push((value.origin.as_ref(), vec![words])),
        }
    }
    let group = |(origin, words): &(Option<&SourceId>, Vec<String>)| {
        format!("{} {}", words.join(", "), width::clip_end(name(state, *origin), style.name))
    };
    groups.iter().map(group).collect::<Vec<_>>().join(between)
}

fn stated(value: &RowValue, style: Style) -> String {
    let words = match style.is_signed {
        true => said::signed(value).replacen(
            ' ',
            "",
            usize::from(value.standing == Standing::Stands && has_sign(value)),
        ),
        false => said::as_printed(value),
    };
    if value.extent.is_some() { words } else { width::clip_end(&words, style.words) }
}

fn has_sign(value: &RowValue) -> bool {
    !said::sign_and_word(value).1.is_empty()
}

fn is_open(value: &RowValue) -> bool {
    match &value.extent {
        Some(Extent::Numbers(interval)) => interval.high.is_none() || interval.low.is_none(),
        _ => false,
    }
}
