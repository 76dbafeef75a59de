//! Values on a number line, one line an origin, with open and closed ends.
//!
//! **Invariant:** only what intervals allow is drawn: `●` a number stated, `[` an end that is included, `(` one that
//! is not, `▶` an end that is open. No mean, no midpoint.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::ledger::interval::End;
use crate::ledger::{Extent, Interval, RowValue, Stated};
use crate::model::{Comparator, label};
use crate::text::width;

/// The fewest columns that a number line is worth drawing on.
const LEAST: usize = 24;

/// One line of the plot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlotLine {
    /// Who; empty for the axis.
    pub who: String,
    /// The cells.
    pub cells: String,
    /// The values that are not a stated number, in words.
    pub beside: String,
}

/// Draws the values of one row, given with who stands behind each, on a line of so many columns; the axis comes last.
/// Nothing where fewer than two numbers are to be compared.
pub fn lines(values: &[(String, &RowValue)], columns: usize) -> Vec<PlotLine> {
    let drawn: Vec<(&str, &RowValue, Interval)> = values
        .iter()
        .filter_map(|(who, value)| match &value.extent {
            Some(Extent::Numbers(interval)) if value.unit.is_none() => {
                Some((who.as_str(), *value, stated(value, *interval)))
            }
            _ => None,
        })
        .collect();
    let Some(scale) = Scale::of(drawn.iter().map(|(_, _, interval)| interval), columns) else {
        return Vec::new();
    };
    let mut out: Vec<PlotLine> = Vec::new();
    let mut done: Vec<&str> = Vec::new();
    for (who, _, _) in &drawn {
        if done.contains(who) {
            continue;
        }
        done.push(who);
        let own: Vec<(&RowValue, Interval)> =
            drawn.iter().filter(|(other, _, _)| other == who).map(|(_, v, i)| (*v, *i)).collect();
        out.push(PlotLine { who: (*who).to_owned(), cells: scale.draw(&own), beside: beside(&own) });
    }
    out.push(PlotLine { who: String::new(), cells: scale.axis(), beside: String::new() });
    out
}

/// The ends as they were stated: "more than 60" ends openly at 60, not at 61.
fn stated(value: &RowValue, interval: Interval) -> Interval {
    match (value.comparator, &value.stated, value.assigned) {
        (Some(Comparator::MoreThan), Stated::Number(at), None) => {
            Interval { low: Some(End { at: *at, open: true }), ..interval }
        }
        (Some(Comparator::LessThan), Stated::Number(at), None) => {
            Interval { high: Some(End { at: *at, open: true }), ..interval }
        }
        _ => interval,
    }
}

fn beside(own: &[(&RowValue, Interval)]) -> String {
    let open = own.iter().filter(|(_, interval)| point(interval).is_none());
    open.map(|(value, _)| value.words.as_str()).collect::<Vec<_>>().join(", ")
}

/// The number that an interval is, where it is one.
fn point(interval: &Interval) -> Option<Decimal> {
    match (interval.low, interval.high) {
        (Some(low), Some(high)) if low.at == high.at => Some(low.at),
        _ => None,
    }
}

/// Which number stands in which column.
struct Scale {
    low: f64,
    high: f64,
    columns: usize,
}

impl Scale {
    fn of<'a>(intervals: impl Iterator<Item = &'a Interval>, columns: usize) -> Option<Self> {
        let mut ends: Vec<f64> = Vec::new();
        let mut count = 0;
        let (mut opens_up, mut opens_down) = (false, false);
        for interval in intervals {
            count += 1;
            opens_up |= interval.high.is_none();
            opens_down |= interval.low.is_none();
            ends.extend(
                [interval.low, interval.high].into_iter().flatten().filter_map(|end| end.at.to_f64()),
            );
        }
        let low = ends.iter().copied().fold(f64::INFINITY, f64::min);
        let high = ends.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if count < 2 || columns < LEAST || !low.is_finite() || !high.is_finite() {
            return None;
        }
        let room = ((high - low) * 0.15).max(high.abs() * 0.02).max(f64::MIN_POSITIVE);
        if low == high && !opens_up && !opens_down {
            return None;
        }
        let below = if opens_down { room * 1.5 } else { room * 0.3 };
        let above = if opens_up { room * 1.5 } else { room };
        Some(Self { low: low - below, high: high + above, columns })
    }

    fn column(&self, at: f64) -> usize {
        let last = self.columns.saturating_sub(1);
        let share = (at - self.low) / (self.high - self.low);
        // Within the columns whatever the number: the scale was made of these ends.
        (share * last as f64).round().clamp(0.0, last as f64) as usize
    }

    fn draw(&self, own: &[(&RowValue, Interval)]) -> String {
        let mut cells = vec![' '; self.columns];
        let mut put = |at: usize, c: char| {
            if let Some(cell) = cells.get_mut(at) {
                *cell = c;
            }
        };
        let last = self.columns.saturating_sub(1);
        let at = |end: End| self.column(end.at.to_f64().unwrap_or(self.low));
        let runs: Vec<&Interval> =
            own.iter().map(|(_, interval)| interval).filter(|i| point(i).is_none()).collect();
        for interval in &runs {
            let (from, to) = (interval.low.map_or(0, at), interval.high.map_or(last, at));
            (from..=to).for_each(|cell| put(cell, '─'));
        }
        for interval in &runs {
            match interval.low {
                Some(low) => put(at(low), if low.open { '(' } else { '[' }),
                None => put(0, '◀'),
            }
            match interval.high {
                Some(high) => put(at(high), if high.open { ')' } else { ']' }),
                None => put(last, '▶'),
            }
        }
        for (_, interval) in own {
            let Some(number) = point(interval) else { continue };
            let column = self.column(number.to_f64().unwrap_or(self.low));
            put(column, '●');
            // Beside its point, to the left where the line ends.
            let words: Vec<char> = label::grouped(&number).chars().collect();
            let from = match column + words.len() < self.columns {
                true => column + 1,
                false => column.saturating_sub(words.len()),
            };
            words.into_iter().enumerate().for_each(|(n, c)| put(from + n, c));
        }
        let line: String = cells.into_iter().collect();
        line.trim_end().to_owned()
    }

    /// Round numbers, each under its column.
    fn axis(&self) -> String {
        let step = round_step((self.high - self.low) / 4.0);
        let mut line = String::new();
        let mut tick = (self.low / step).ceil() * step;
        for _ in 0..12 {
            if tick > self.high {
                break;
            }
            let number = Decimal::from_f64_retain(tick).map(|tick| tick.round_dp(3)).unwrap_or_default();
            let words = label::grouped(&number);
            let column = self.column(tick);
            let taken = width::of_str(&line);
            if column + words.len() <= self.columns && (taken == 0 || column > taken) {
                line.push_str(&" ".repeat(column - taken));
                line.push_str(&words);
            }
            tick += step;
        }
        line
    }
}

/// The next of 1, 2, 5, 10, 20 … that is not smaller.
fn round_step(least: f64) -> f64 {
    let power = 10_f64.powf(least.log10().floor());
    let factor = [1.0, 2.0, 5.0, 10.0].into_iter().find(|f| f * power >= least * 0.999).unwrap_or(10.0);
    factor * power
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::desk::Desk;

    #[test]
    fn ends_are_drawn_as_they_were_stated() {
        let desk = Desk::sample((120, 36));
        let row = desk.state.doc.ledger.rows().next().unwrap();
        let values: Vec<(String, &RowValue)> = row
            .values
            .iter()
            .map(|v| (v.origin.as_ref().map_or("nobody".to_owned(), |id| id.as_str().to_owned()), v))
            .collect();
        let lines = lines(&values, 60);
        let told: Vec<String> =
            lines.iter().map(|l| format!("{:<16}{:<62}{}", l.who, l.cells, l.beside)).collect();
        let of = |who: &str| lines.iter().find(|l| l.who == who).unwrap();
        assert!(of("syrian-command").cells.contains('('), "{told:#?}");
        assert!(of("syrian-command").cells.contains("●62") && of("syrian-command").cells.ends_with('▶'));
        assert!(of("sohr").cells.contains('[') && of("sohr").cells.contains("●83"), "{told:#?}");
        assert_eq!(of("sohr").beside, "at least 80");
        let column = |line: &str, mark: char| line.chars().position(|c| c == mark).unwrap();
        assert!(column(&of("sohr").cells, '[') < column(&of("sohr").cells, '●'));
        assert!(column(&of("syrian-command").cells, '●') < column(&of("sohr").cells, '['));
        assert!(lines.iter().all(|l| l.cells.chars().count() <= 60));
    }

    #[test]
    fn one_value_or_a_narrow_screen_has_no_plot() {
        let desk = Desk::sample((120, 36));
        let row = desk.state.doc.ledger.rows().next().unwrap();
        let one: Vec<(String, &RowValue)> = row.values.iter().take(1).map(|v| ("x".to_owned(), v)).collect();
        assert!(lines(&one, 60).is_empty());
        let all: Vec<(String, &RowValue)> = row.values.iter().map(|v| ("x".to_owned(), v)).collect();
        assert!(lines(&all, 10).is_empty());
    }

    #[test]
    fn steps_are_round() {
        for (least, step) in [(0.9, 1.0), (1.0, 1.0), (3.0, 5.0), (7.0, 10.0), (130.0, 200.0)] {
            assert!((round_step(least) - step).abs() < 1e-9, "{least}");
        }
    }
}
