//! How the words of two members differ, and what kind of change that is.
//!
//! **Invariant:** the spans of the differences are in order, inside the members, and together with the shared
//! words cover every word of both; no difference has both spans empty.

use super::align::{self, Reach, Run, Side};
use super::fold::{self, FUNCTION, NUMBER, Words};
use super::sense::{self, Sense};
use super::speaker;
use super::{Article, ChangeClass, Difference, Echo, Kind, Member, Pair, Threads};
use crate::text::span::Span;
use std::cmp::Reverse;
use std::ops::Range;

/// Two members of so many pairs of words are compared exactly; longer ones by following them from the start.
const MOST_CELLS: usize = 250_000;

/// Compares two members of an echo word by word, given the texts of their articles; nothing where there is no such
/// member.
pub fn compare(echo: &Echo, a: usize, b: usize, texts: (&str, &str)) -> Option<Pair> {
    let (first, second) = (echo.members.get(a)?, echo.members.get(b)?);
    let mut sides = Sides::of((first, texts.0), (second, texts.1));
    let runs = sides.runs();
    let differences = sides.differences(&runs);
    let both = sides.a.to + sides.b.to - sides.b.from;
    let shared_words: usize = runs.iter().map(|run| run.len_a).sum();
    let mut changes: Vec<ChangeClass> = differences.iter().map(|difference| difference.change).collect();
    if first.quoted != second.quoted {
        changes.push(ChangeClass::QuoteMarks);
    }
    if sense::speakers_differ(named(first, texts.0), named(second, texts.1)) {
        changes.push(ChangeClass::Speaker);
    }
    changes.sort_unstable();
    changes.dedup();
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
pub(super) fn fill_all(echoes: &mut [Echo], articles: &[Article<'_>], threads: Threads) {
    let members: usize = echoes.iter().map(|echo| echo.members.len()).sum();
    let rules = if members <= FEW_MEMBERS { Rules::All } else { Rules::Nearest };
    let part = |echoes: &mut [Echo]| echoes.iter_mut().for_each(|echo| fill(echo, articles, rules));
    if echoes.len() < WORTH_A_THREAD || threads == Threads::One {
        return part(echoes);
    }
    let (first, second) = echoes.split_at_mut(echoes.len() / 2);
    std::thread::scope(|scope| {
        scope.spawn(|| part(second));
        part(first);
    });
}

/// Returns the text that a member stands in.
fn text_of<'a>(articles: &[Article<'a>], member: &Member) -> &'a str {
    match articles.get(member.article) {
        Some(article) if article.index == member.article => article.text,
        _ => {
            articles.iter().find(|article| article.index == member.article).map_or("", |article| article.text)
        }
    }
}

/// Compares places that a person holds for one passage, each an article's number and its bytes there: who speaks, and
/// how the words differ from the fullest. The places stay as given.
pub fn of_places(articles: &[Article<'_>], places: &[(usize, Span)]) -> Echo {
    let member = |(article, span): &(usize, Span)| {
        let mut member = Member { article: *article, span: *span, speaker: None, quoted: false };
        let text = text_of(articles, &member);
        member.quoted = sense::is_quoted(text, *span);
        member.speaker = speaker_in(text, &member, Rules::All);
        member
    };
    let members = places.iter().map(member).collect();
    let mut echo = Echo { kind: Kind::Verbatim, members, pairs: Vec::new() };
    compare_all(&mut echo, articles);
    echo.kind = kind(&echo);
    echo
}

fn speaker_in(text: &str, member: &Member, rules: Rules) -> Option<Span> {
    let read = match rules {
        Rules::All => speaker::of(text, member.span),
        Rules::Nearest => None,
    };
    read.or_else(|| sense::speaker(text, member.span, member.quoted))
}

/// Compares every other member with the fullest one: the longest quotation, else the longest.
fn compare_all(echo: &mut Echo, articles: &[Article<'_>]) {
    let text_of = |at: usize| echo.members.get(at).map_or("", |member| text_of(articles, member));
    // Of two that are as long the words decide, so that the order of the articles does not.
    let key = |at: &usize| {
        let member = echo.members.get(*at)?;
        let words = member.span.of(text_of(*at));
        Some((member.quoted, member.span.len(), Reverse(words), Reverse(member.span.start), Reverse(*at)))
    };
    let Some(full) = (0..echo.members.len()).max_by_key(key) else { return };
    let others = (0..echo.members.len()).filter(|other| *other != full);
    let pairs = others.filter_map(|other| compare(echo, full, other, (text_of(full), text_of(other))));
    echo.pairs = pairs.collect();
}

fn kind(echo: &Echo) -> Kind {
    let same = echo.pairs.iter().all(|pair| pair.differences.is_empty());
    if same { Kind::Verbatim } else { Kind::Altered }
}

/// Finds the speakers and what differs.
fn fill(echo: &mut Echo, articles: &[Article<'_>], rules: Rules) {
    for member in &mut echo.members {
        member.speaker = speaker_in(text_of(articles, member), member, rules);
    }
    compare_all(echo, articles);
    if unquote(echo, articles) {
        compare_all(echo, articles);
    }
    for at in 0..echo.pairs.len() {
        let text = |member: usize| echo.members.get(member).map_or("", |member| text_of(articles, member));
        let Some(texts) = echo.pairs.get(at).map(|pair| (text(pair.a), text(pair.b))) else { continue };
        trim(echo, at, texts);
    }
    echo.kind = kind(echo);
}

/// Takes from the fullest member, a quotation, what stands before or behind its marks and in no other member: who said
/// it. Says whether there was something.
fn unquote(echo: &mut Echo, articles: &[Article<'_>]) -> bool {
    let Some(full) = echo.pairs.first().map(|pair| pair.a) else { return false };
    let (heads, tails): (Vec<_>, Vec<_>) =
        echo.pairs.iter().map(|pair| (pair.differences.first(), pair.differences.last())).unzip();
    let Some(member) = echo.members.get_mut(full).filter(|member| member.quoted) else { return false };
    let (text, whole) = (text_of(articles, member), member.span);
    // What every other member lacks: the least of what each lacks.
    let lost_first = |d: &&Difference| d.b.is_empty() && d.a.start == whole.start;
    let lost_last = |d: &&Difference| d.b.is_empty() && d.a.end == whole.end;
    let head = heads.into_iter().map(|d| d.filter(lost_first).map_or(whole.start, |d| d.a.end)).min();
    let tail = tails.into_iter().map(|d| d.filter(lost_last).map_or(whole.end, |d| d.a.start)).max();
    let (head, tail) = (head.unwrap_or(whole.start), tail.unwrap_or(whole.end));
    let mark = |c: char| matches!(c, '"' | '“' | '”' | '«' | '»');
    let is_letter = |c: char| c.is_alphanumeric();
    if head > whole.start && head < tail {
        let gap = Span::new(head, tail).of(text);
        let start = head + gap.find(is_letter).unwrap_or(0);
        if Span::new(head, start).of(text).contains(mark) {
            member.span.start = start;
        }
    }
    if tail < whole.end && member.span.start < tail {
        let kept = Span::new(member.span.start, tail).of(text).trim_end_matches(|c| !is_letter(c));
        let end = member.span.start + kept.len();
        if Span::new(end, tail).of(text).contains(mark) {
            member.span.end = end;
        }
    }
    member.span != whole
}

/// Takes from both ends of a member the words that the fullest has not, unless a sentence, a line or a quotation
/// begins or ends there: they belong to what stands around it.
fn trim(echo: &mut Echo, at: usize, (full_text, text): (&str, &str)) {
    let Some(pair) = echo.pairs.get(at) else { return };
    let (full, other) = (pair.a, pair.b);
    let Some(member) = echo.members.get_mut(other) else { return };
    let mut span = member.span;
    if let Some(first) = pair.differences.first()
        && first.a.is_empty()
        && first.b.start == span.start
        && !is_border(
            text.get(..span.start).and_then(|before| before.trim_end_matches(' ').chars().next_back()),
        )
    {
        let kept = text.get(first.b.end..span.end).unwrap_or("");
        span.start = span.end - kept.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    }
    if let Some(last) = pair.differences.last()
        && last.a.is_empty()
        && last.b.end == span.end
        && last.b.start > span.start
        && !is_border(text.get(span.end..).and_then(|behind| behind.trim_start_matches(',').chars().next()))
    {
        let kept = text.get(span.start..last.b.start).unwrap_or("");
        span.end = span.start + kept.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    }
    if span == member.span || span.is_empty() {
        return;
    }
    member.span = span;
    let trimmed = compare(echo, full, other, (full_text, text));
    if let (Some(trimmed), Some(pair)) = (trimmed, echo.pairs.get_mut(at)) {
        *pair = trimmed;
    }
}

/// Says whether a character, or the end of the text, parts what is said from what stands around it.
fn is_border(c: Option<char>) -> bool {
    c.is_none_or(|c| matches!(c, '.' | '!' | '?' | '\n' | '"' | '“' | '”' | '«' | '»' | '‘' | '’' | '\''))
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

    /// Returns what lies between the runs, and words that are equal only when folded.
    fn differences(&self, runs: &[Run]) -> Vec<Difference> {
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

    fn difference(&self, a: Range<usize>, b: Range<usize>, found: &mut Vec<Difference>) {
        if a.is_empty() && b.is_empty() {
            return;
        }
        let change = self.class(a.clone(), b.clone());
        let place = |words: Range<usize>, side: Side, start: usize| {
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
        let (a, b) = (place(a, self.a, self.spans.0.start), place(b, self.b, self.spans.1.start));
        found.push(Difference { a, b, change });
    }

    fn word(&self, at: usize) -> &'a str {
        let text = if at < self.b.from { self.texts.0 } else { self.texts.1 };
        self.words.span(at, at + 1).of(text)
    }

    /// Returns the kind of a change, the most serious that holds.
    fn class(&self, a: Range<usize>, b: Range<usize>) -> ChangeClass {
        let count = |range: &Range<usize>, sense: Sense| {
            range.clone().filter(|at| sense::of(self.words.ids[*at]) == Some(sense)).count()
        };
        let (negated_a, negated_b) = (count(&a, Sense::Negation), count(&b, Sense::Negation));
        if negated_a % 2 != negated_b % 2 || self.opposed(&a, &b) {
            return ChangeClass::Negation;
        }
        if self.figures(&a) != self.figures(&b) || self.compared_otherwise(&a, &b) {
            return ChangeClass::Figure;
        }
        let hedges = |range: &Range<usize>| {
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
        let letters = |range: Range<usize>| -> String { range.map(|at| self.word(at)).collect() };
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
    fn opposed(&self, a: &Range<usize>, b: &Range<usize>) -> bool {
        a.len() == 1 && b.len() == 1 && sense::opposed(self.word(a.start), self.word(b.start))
    }

    fn figures(&self, range: &Range<usize>) -> Vec<u32> {
        range.clone().filter(|at| self.words.flags[*at] & NUMBER != 0).map(|at| self.words.ids[at]).collect()
    }

    /// Says whether the words of comparison differ beside a number.
    fn compared_otherwise(&self, a: &Range<usize>, b: &Range<usize>) -> bool {
        let near_number = |range: &Range<usize>, side: Side| {
            (range.start.max(side.from)..(range.end + 1).min(side.to))
                .any(|at| self.words.flags[at] & NUMBER != 0)
        };
        let comparators = |range: &Range<usize>| -> Vec<u32> {
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
