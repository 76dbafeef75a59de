//! How the words of two members differ, and what kind of change that is.
//!
//! **Invariant:** the spans of the differences are in order, inside the members, and together with the shared
//! words cover every word of both; no difference has both spans empty.

use super::align::{self, Reach, Run, Side};
use super::fold::{self, FUNCTION, NUMBER, Words};
use super::sense::{self, Sense};
use super::speaker;
use super::{Article, ChangeClass, Difference, Echo, Kind, Member, Pair};
use crate::text::span::Span;

/// Two members of so many pairs of words are compared exactly; longer ones by following them from the start.
const MOST_CELLS: usize = 250_000;

/// Compares two members of an echo word by word, given the texts of their articles; nothing where there is no such
/// member.
pub fn compare(echo: &Echo, a: usize, b: usize, texts: (&str, &str)) -> Option<Pair> {
    let (first, second) = (echo.members.get(a)?, echo.members.get(b)?);
    let mut sides = Sides::of((first, texts.0), (second, texts.1));
    let runs = sides.runs();
    let found = sides.differences(&runs);
    let both = sides.a.to + sides.b.to - sides.b.from;
    let shared_words: usize = runs.iter().map(|run| run.len_a).sum();
    let mut changes: Vec<ChangeClass> = found.iter().map(|(_, class)| *class).collect();
    if first.quoted != second.quoted {
        changes.push(ChangeClass::QuoteMarks);
    }
    if sense::speakers_differ(named(first, texts.0), named(second, texts.1)) {
        changes.push(ChangeClass::Speaker);
    }
    changes.sort_unstable();
    changes.dedup();
    let differences = found.into_iter().map(|(difference, _)| difference).collect();
    let similarity = if both == 0 { 1.0 } else { 2.0 * shared_words as f64 / both as f64 };
    Some(Pair { a, b, shared_words, similarity, differences, changes })
}

fn named<'a>(member: &Member, text: &'a str) -> Option<&'a str> {
    member.speaker.map(|span| span.of(text))
}

/// From this many echoes on, two threads compare them.
const WORTH_A_THREAD: usize = 500;

/// Up to so many members, a case at hand, the paragraphs around each are read for its speaker; of a whole archive only
/// the words beside it, which costs a tenth.
const FEW_MEMBERS: usize = 2_000;

/// How a speaker is looked for.
#[derive(Clone, Copy)]
enum Rules {
    /// By every rule for quotations and attributions.
    All,
    /// By the verb of reporting nearest to the passage.
    Nearest,
}

/// Fills in speakers and differences of all echoes.
pub(super) fn fill_all(echoes: &mut [Echo], articles: &[Article<'_>]) {
    let members: usize = echoes.iter().map(|echo| echo.members.len()).sum();
    let rules = if members <= FEW_MEMBERS { Rules::All } else { Rules::Nearest };
    let part = |echoes: &mut [Echo]| echoes.iter_mut().for_each(|echo| fill(echo, articles, rules));
    if echoes.len() < WORTH_A_THREAD {
        return part(echoes);
    }
    let (first, second) = echoes.split_at_mut(echoes.len() / 2);
    std::thread::scope(|scope| {
        scope.spawn(|| part(second));
        part(first);
    });
}

/// Compares every other member with the fullest one: the longest quotation, else the longest; finds the speakers.
fn fill(echo: &mut Echo, articles: &[Article<'_>], rules: Rules) {
    let text_of = |member: &Member| match articles.get(member.article) {
        Some(article) if article.index == member.article => article.text,
        _ => {
            articles.iter().find(|article| article.index == member.article).map_or("", |article| article.text)
        }
    };
    for member in &mut echo.members {
        let text = text_of(member);
        let read = match rules {
            Rules::All => speaker::of(text, member.span),
            Rules::Nearest => None,
        };
        member.speaker = read.or_else(|| sense::speaker(text, member.span, member.quoted));
    }
    let key =
        |at: &usize| echo.members.get(*at).map(|member| (member.quoted, member.span.len(), usize::MAX - at));
    let Some(full) = (0..echo.members.len()).max_by_key(key) else { return };
    let full_text = echo.members.get(full).map_or("", text_of);
    echo.pairs = (0..echo.members.len())
        .filter(|other| *other != full)
        .filter_map(|other| {
            compare(echo, full, other, (full_text, echo.members.get(other).map_or("", text_of)))
        })
        .collect();
    let same = echo.pairs.iter().all(|pair| pair.differences.is_empty());
    echo.kind = if same { Kind::Verbatim } else { Kind::Altered };
}

/// The words of two members, the one's after the other's.
struct Sides<'a> {
    texts: (&'a str, &'a str),
    spans: (Span, Span),
    words: Words,
    a: Side,
    b: Side,
}

impl<'a> Sides<'a> {
    fn of(first: (&Member, &'a str), second: (&Member, &'a str)) -> Self {
        let mut words = Words::default();
        let spans = (first.0.span, second.0.span);
        let texts = (spans.0.of(first.1), spans.1.of(second.1));
        fold::fold(texts.0, &mut words);
        let middle = words.len();
        fold::fold(texts.1, &mut words);
        let end = words.len();
        Self { texts, spans, words, a: Side { from: 0, to: middle }, b: Side { from: middle, to: end } }
    }

    /// Returns the shared words as runs in order; a word of grammar alone between changed words is not one.
    fn runs(&mut self) -> Vec<Run> {
        let ids = &self.words.ids;
        let (a, b) = (&ids[self.a.from..self.a.to], &ids[self.b.from..self.b.to]);
        let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
        let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(x, y)| x == y).count();
        let (rest_a, rest_b) = (a.len() - head - tail, b.len() - head - tail);
        let mut runs = Vec::new();
        if head > 0 {
            runs.push(Run { a: 0, b: self.b.from, len_a: head, len_b: head });
        }
        let middle_a = Side { from: head, to: head + rest_a };
        let middle_b = Side { from: self.b.from + head, to: self.b.from + head + rest_b };
        if rest_a.saturating_mul(rest_b) <= MOST_CELLS {
            longest_common(&self.words, middle_a, middle_b, &mut runs);
        } else {
            let mut found = Vec::new();
            let start = (middle_a.from, middle_b.from);
            align::follow(&self.words, (middle_a, middle_b), start, 0, Reach::wide(), &mut found);
            runs.extend(found.into_iter().filter(|run| run.len_a == run.len_b));
        }
        if tail > 0 {
            runs.push(Run { a: middle_a.to, b: middle_b.to, len_a: tail, len_b: tail });
        }
        self.drop_strays(&mut runs);
        runs
    }

    /// Removes lone words of grammar that only interrupt a change.
    fn drop_strays(&self, runs: &mut Vec<Run>) {
        let all = std::mem::take(runs);
        for (at, run) in all.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| all.get(at));
            let (end_a, end_b) =
                before.map_or((self.a.from, self.b.from), |run| (run.a + run.len_a, run.b + run.len_b));
            let (next_a, next_b) = all.get(at + 1).map_or((self.a.to, self.b.to), |next| (next.a, next.b));
            let lone = run.len_a == 1 && self.words.flags[run.a] & FUNCTION != 0;
            let changed_before = run.a > end_a && run.b > end_b;
            let changed_after = next_a > run.a + 1 && next_b > run.b + 1;
            if !(lone && changed_before && changed_after) {
                runs.push(*run);
            }
        }
    }

    /// Returns what lies between the runs, and words that are equal only when folded, with their classes.
    fn differences(&self, runs: &[Run]) -> Vec<(Difference, ChangeClass)> {
        let mut found = Vec::new();
        let (mut at_a, mut at_b) = (self.a.from, self.b.from);
        for run in runs {
            self.difference(at_a..run.a, at_b..run.b, &mut found);
            for step in 0..run.len_a {
                let (x, y) = (run.a + step, run.b + step);
                if !same_letters(self.word(x), self.word(y)) {
                    self.difference(x..x + 1, y..y + 1, &mut found);
                }
            }
            (at_a, at_b) = (run.a + run.len_a, run.b + run.len_b);
        }
        self.difference(at_a..self.a.to, at_b..self.b.to, &mut found);
        found
    }

    fn difference(
        &self,
        a: std::ops::Range<usize>,
        b: std::ops::Range<usize>,
        found: &mut Vec<(Difference, ChangeClass)>,
    ) {
        if a.is_empty() && b.is_empty() {
            return;
        }
        let class = self.class(a.clone(), b.clone());
        let place = |words: std::ops::Range<usize>, side: Side, start: usize| {
            let span = if words.is_empty() {
                // Nothing stands here: the place is right after the word before.
                let before = if words.start > side.from {
                    self.words.span(words.start - 1, words.start).end
                } else {
                    0
                };
                Span::at(before)
            } else {
                self.words.span(words.start, words.end)
            };
            Span::new(span.start + start, span.end + start)
        };
        let difference =
            Difference { a: place(a, self.a, self.spans.0.start), b: place(b, self.b, self.spans.1.start) };
        found.push((difference, class));
    }

    fn word(&self, at: usize) -> &'a str {
        let text = if at < self.b.from { self.texts.0 } else { self.texts.1 };
        self.words.span(at, at + 1).of(text)
    }

    /// Returns the kind of a change, the most serious that holds.
    fn class(&self, a: std::ops::Range<usize>, b: std::ops::Range<usize>) -> ChangeClass {
        let count = |range: &std::ops::Range<usize>, sense: Sense| {
            range.clone().filter(|at| sense::of(self.words.ids[*at]) == Some(sense)).count()
        };
        let (negated_a, negated_b) = (count(&a, Sense::Negation), count(&b, Sense::Negation));
        if negated_a % 2 != negated_b % 2 || self.opposed(&a, &b) {
            return ChangeClass::Negation;
        }
        if self.figures(&a) != self.figures(&b) || self.compared_otherwise(&a, &b) {
            return ChangeClass::Figure;
        }
        let hedges = |range: &std::ops::Range<usize>| {
            let mut ids: Vec<u32> = range
                .clone()
                .map(|at| self.words.ids[at])
                .filter(|id| sense::of(*id) == Some(Sense::Hedge))
                .collect();
            ids.sort_unstable();
            ids
        };
        if hedges(&a) != hedges(&b) {
            return ChangeClass::Hedge;
        }
        let letters = |range: std::ops::Range<usize>| -> String { range.map(|at| self.word(at)).collect() };
        let same_number = a.len() == 1
            && b.len() == 1
            && self.words.ids[a.start] == self.words.ids[b.start]
            && self.words.flags[a.start] & NUMBER != 0;
        let (one, other) = (letters(a), letters(b));
        if same_number || same_letters(&one, &other) || sense::misspelled(&one, &other) {
            return ChangeClass::Spelling;
        }
        ChangeClass::Wording
    }

    /// Says whether one word is the other with a prefix of denial.
    fn opposed(&self, a: &std::ops::Range<usize>, b: &std::ops::Range<usize>) -> bool {
        a.len() == 1 && b.len() == 1 && sense::opposed(self.word(a.start), self.word(b.start))
    }

    fn figures(&self, range: &std::ops::Range<usize>) -> Vec<u32> {
        range.clone().filter(|at| self.words.flags[*at] & NUMBER != 0).map(|at| self.words.ids[at]).collect()
    }

    /// Says whether the words of comparison differ beside a number.
    fn compared_otherwise(&self, a: &std::ops::Range<usize>, b: &std::ops::Range<usize>) -> bool {
        let near_number = |range: &std::ops::Range<usize>, side: Side| {
            (range.start.max(side.from)..(range.end + 1).min(side.to))
                .any(|at| self.words.flags[at] & NUMBER != 0)
        };
        let comparators = |range: &std::ops::Range<usize>| -> Vec<u32> {
            range
                .clone()
                .map(|at| self.words.ids[at])
                .filter(|id| sense::of(*id) == Some(Sense::Comparison))
                .collect()
        };
        (near_number(a, self.a) || near_number(b, self.b)) && comparators(a) != comparators(b)
    }
}

/// Says whether two words have the same letters and digits, whatever their case, marks and blanks.
fn same_letters(one: &str, other: &str) -> bool {
    let letters = |word: &str| {
        word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<Vec<_>>()
    };
    one == other || letters(one) == letters(other)
}

/// Finds the heaviest common words of two sides, in order, and appends them as runs.
fn longest_common(words: &Words, a: Side, b: Side, runs: &mut Vec<Run>) {
    let (rows, columns) = (a.to - a.from, b.to - b.from);
    if rows == 0 || columns == 0 {
        return;
    }
    let width = columns + 1;
    // best[x * width + y]: the greatest weight that the words from x and from y on can share.
    let mut best = vec![0i32; (rows + 1) * width];
    for x in (0..rows).rev() {
        for y in (0..columns).rev() {
            let skip = best[(x + 1) * width + y].max(best[x * width + y + 1]);
            let equal = words.ids[a.from + x] == words.ids[b.from + y];
            let take = if equal {
                best[(x + 1) * width + y + 1] + align::weight(words.flags[a.from + x])
            } else {
                0
            };
            best[x * width + y] = skip.max(take);
        }
    }
    let (mut x, mut y) = (0, 0);
    while x < rows && y < columns {
        let here = best[x * width + y];
        let equal = words.ids[a.from + x] == words.ids[b.from + y];
        if equal && here == best[(x + 1) * width + y + 1] + align::weight(words.flags[a.from + x]) {
            match runs.last_mut() {
                Some(run) if run.a + run.len_a == a.from + x && run.b + run.len_b == b.from + y => {
                    run.len_a += 1;
                    run.len_b += 1;
                }
                _ => runs.push(Run { a: a.from + x, b: b.from + y, len_a: 1, len_b: 1 }),
            }
            (x, y) = (x + 1, y + 1);
        } else if here == best[(x + 1) * width + y] {
            x += 1;
        } else {
            y += 1;
        }
    }
}
