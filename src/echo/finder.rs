//! From seeds to groups: each seed is followed both ways, weighed, and joined to what is known.
//!
//! **Invariant:** a place is compared with at most a few others of its bucket, so the work is in proportion to
//! the words, whatever the number of articles that share them.

use super::align::{self, Reach, Run, Side};
use super::fold::{FUNCTION, NUMBER, QUOTED, SIGN, START};
use super::group::{Groups, Place};
use super::index::{Index, mix};
use super::seed::{Layout, SMALL, Seeds};
use super::split::Text;
use super::{Echo, FOUND, Kind, Member, Options, SEEDED};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What the search cost, to be held against the number of words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cost {
    /// Places that stand in two articles or more.
    pub places: usize,
    /// Pairs of places looked at.
    pub candidates: usize,
    /// Pairs of places followed.
    pub followed: usize,
    /// Words compared while following.
    pub steps: u64,
}

/// A sentence is not looked for beyond so many words, so that text without full stops costs no more.
const LONGEST_SENTENCE: usize = 120;
/// With how many other places of its bucket a place is compared.
const NEIGHBOURS: usize = 3;

/// After so many pairs in a row that share nothing else, a bucket is taken for a stock phrase and left.
const PATIENCE: usize = 8;
/// What the shared words of two places show.
enum Verdict {
    /// The same passage.
    Same,
    /// Perhaps the same statement in other words: taken only beside a passage that is shared anyway.
    Alike,
    /// Nothing.
    Chance,
}

/// A seed is a stock phrase if it stands in more than twice this power of articles than the rarer ones do.
const STOCK: u8 = 1;
/// One in so many seeds of a passage is rarer than what is usual in it.
const RARER: usize = 10;

struct Finder<'a> {
    index: &'a Index,
    layout: &'a Layout,
    groups: Groups,
    /// For each word the logarithm of how many articles share the seed that starts there.
    common: Vec<u8>,
    width: usize,
    /// The least score in this much text.
    least: i32,
    options: Options,
    /// Little text: pairs of content words are followed too.
    small: bool,
    /// In little text, how often each word stands.
    counts: HashMap<u32, usize>,
    /// Places that may report the same statement: one that may be known, another, and the words of the other.
    alike: Vec<(Place, Place, Vec<usize>)>,
    runs: Vec<Run>,
    /// Kept between buckets, so that they need no memory of their own.
    owners: Vec<Option<usize>>,
    cost: Cost,
}

/// Finds the groups of passages that stand in two articles or more, and what that cost.
pub(super) fn find(index: &Index, options: &Options, tell: &mut dyn FnMut(usize)) -> (Vec<Echo>, Cost) {
    let layout = Layout::of(index);
    let seeds = Seeds::of(index, &layout, options.threads);
    tell(SEEDED);
    let mut common = vec![0; index.words.len()];
    seeds.buckets(&layout, |bucket| {
        let articles = bucket.chunk_by(|a, b| a.0 == b.0).count();
        for (rank, place) in bucket {
            let entry = &index.entries[layout.order[*rank]];
            common[entry.from + place - layout.starts[*rank]] =
                u8::try_from(articles.ilog2() + 1).unwrap_or(u8::MAX);
        }
    });
    let growth = (index.words.len() / 2000).max(1).ilog2();
    let small = index.words.len() < SMALL;
    let mut finder = Finder {
        index,
        groups: Groups::for_articles(layout.order.len()),
        layout: &layout,
        common,
        width: seeds.width,
        least: 18 + 2 * i32::try_from(growth).unwrap_or(0),
        options: *options,
        small,
        counts: HashMap::new(),
        alike: Vec::new(),
        runs: Vec::new(),
        owners: Vec::new(),
        cost: Cost { places: seeds.len(), ..Cost::default() },
    };
    finder.quotations();
    finder.seeds(&seeds, tell);
    if small && finder.options.least_words == 0 {
        for id in &index.words.ids {
            *finder.counts.entry(*id).or_default() += 1;
        }
        let spread = Seeds::spread(index, &layout);
        finder.seeds(&spread, &mut |_| {});
        finder.attach();
    }
    finder.finish()
}

impl Finder<'_> {
    /// Says whether a passage may end before a word: between sentences, and never inside a quotation, for what stands
    /// in one pair of marks is one statement.
    fn may_cut(&self, at: usize) -> bool {
        let flags = &self.index.words.flags;
        let quoted = |at: usize| flags.get(at).is_some_and(|flags| flags & QUOTED != 0);
        let starts = flags.get(at).is_some_and(|flags| flags & START != 0);
        starts && !(quoted(at) && at > 0 && quoted(at - 1))
    }

    fn word(&self, rank: usize, place: usize) -> usize {
        self.index.entries[self.layout.order[rank]].from + place - self.layout.starts[rank]
    }

    fn side(&self, rank: usize) -> Side {
        let entry = &self.index.entries[self.layout.order[rank]];
        Side { from: entry.from, to: entry.to }
    }

    fn seeds(&mut self, seeds: &Seeds, tell: &mut dyn FnMut(usize)) {
        let (layout, all) = (self.layout, seeds.len().max(1));
        let (mut done, mut told) = (0, SEEDED);
        seeds.buckets(layout, |bucket| {
            self.bucket(bucket, seeds.width);
            done += bucket.len();
            let now = SEEDED + done * (FOUND - SEEDED) / all;
            if now > told {
                told = now;
                tell(told);
            }
        });
    }

    fn bucket(&mut self, bucket: &[(usize, usize)], width: usize) {
        let mut failures = 0;
        // The member that holds each place so far, where there is one.
        let mut owners = std::mem::take(&mut self.owners);
        owners.clear();
        let (first_rank, first_place) = bucket[0];
        owners.push(self.groups.member_at(first_rank, self.word(first_rank, first_place), width));
        for (at, (rank, place)) in bucket.iter().enumerate().skip(1) {
            let word = self.word(*rank, *place);
            let mut owner = self.groups.member_at(*rank, word, width);
            let earlier = at.saturating_sub(NEIGHBOURS)..at;
            let first = (at > NEIGHBOURS).then_some(0);
            for other in first.into_iter().chain(earlier.rev()) {
                let (other_rank, other_place) = bucket[other];
                if other_rank == *rank {
                    continue;
                }
                self.cost.candidates += 1;
                let known = owners[other].zip(owner);
                if known.is_some_and(|(one, other)| self.groups.are_one(one, other)) {
                    failures = 0;
                    break;
                }
                let other_word = self.word(other_rank, other_place);
                if self.follow((other_rank, other_word), (*rank, word), width) {
                    // Whatever else is of this group was or will be joined to one of these two.
                    owners[other] = self.groups.member_at(other_rank, other_word, width);
                    owner = self.groups.member_at(*rank, word, width);
                    failures = 0;
                    break;
                }
                failures += 1;
                if failures > PATIENCE {
                    self.owners = owners;
                    return;
                }
            }
            owners.push(owner);
        }
        self.owners = owners;
    }

    /// Follows two places and links them if they hold the same passage; says whether they do.
    fn follow(&mut self, a: (usize, usize), b: (usize, usize), len: usize) -> bool {
        let ids = &self.index.words.ids;
        if ids.get(a.1..a.1 + len) != ids.get(b.1..b.1 + len) {
            return false;
        }
        self.cost.followed += 1;
        let sides = (self.side(a.0), self.side(b.0));
        let mut runs = std::mem::take(&mut self.runs);
        let words = &self.index.words;
        // Where the words stand alike for long enough there is no need to look whether they nearly do.
        if !self.small && align::exact(words, sides, (a.1, b.1), len, self.least) < self.least {
            self.cost.steps += align::follow(words, sides, (a.1, b.1), len, Reach::near(), &mut runs);
            let near: i32 = runs
                .iter()
                .flat_map(|run| run.a..run.a + run.len_a)
                .map(|at| align::weight(words.flags[at]))
                .sum();
            if near < self.least {
                self.runs = runs;
                return false;
            }
        }
        self.cost.steps += align::follow(words, sides, (a.1, b.1), len, Reach::wide(), &mut runs);
        let mut same = false;
        if let (Some(first), Some(last)) = (runs.first(), runs.last()) {
            let in_a = Place { rank: a.0, from: first.a, to: last.a + last.len_a };
            let in_b = Place { rank: b.0, from: first.b, to: last.b + last.len_b };
            match self.judge(&runs, in_a, in_b) {
                Verdict::Same => {
                    self.groups.link(in_a, in_b);
                    same = true;
                }
                Verdict::Alike => {
                    let words = |of: fn(&Run) -> (usize, usize)| {
                        runs.iter().flat_map(|run| (of(run).0..).take(of(run).1)).collect()
                    };
                    self.alike.push((in_a, in_b, words(|run| (run.b, run.len_b))));
                    self.alike.push((in_b, in_a, words(|run| (run.a, run.len_a))));
                }
                Verdict::Chance => {}
            }
        }
        self.runs = runs;
        same
    }

    /// Says whether what two places share is more than chance and stock phrases give.
    fn judge(&self, runs: &[Run], a: Place, b: Place) -> Verdict {
        let flags = &self.index.words.flags;
        let usual = self.usual(runs);
        let (mut score, mut content, mut shared, mut signs, mut quoted) = (0, 0, 0, 0, (0, 0));
        for run in runs {
            for step in 0..run.len_a {
                let at = run.a + step;
                let seed = at.min((run.a + run.len_a).saturating_sub(self.width)).max(run.a);
                let weight = align::weight(flags[at]);
                score += match run.len_a >= self.width {
                    true if self.common[seed] > usual + STOCK => weight / 4,
                    false if self.width > 3 => weight / 2,
                    _ => weight,
                };
                content += usize::from(flags[at] & FUNCTION == 0);
                shared += 1;
                signs += i32::from(flags[at] & SIGN != 0);
                quoted.0 += usize::from(flags[at] & QUOTED != 0);
            }
            quoted.1 += (run.b..run.b + run.len_b).filter(|at| flags[*at] & QUOTED != 0).count();
        }
        let longer = (a.to - a.from).max(b.to - b.from);
        score -= i32::try_from(longer.saturating_sub(shared)).unwrap_or(i32::MAX / 2);
        // A sign is less than a word: a stock sentence of twenty says no more than ten words do.
        score -= signs / 2;
        if shared < self.options.least_words || 5 * shared < 2 * longer || content < 2 {
            return Verdict::Chance;
        }
        let mut least = self.least + 2 * i32::from(usual);
        if quoted.0 * 4 >= shared * 3 && quoted.1 * 4 >= shared * 3 {
            least = least * 3 / 4;
        }
        if self.holds_quotation(a) || self.holds_quotation(b) {
            least = least * 3 / 5;
        }
        match score {
            _ if score >= least => Verdict::Same,
            _ if 2 * score >= least && self.small => Verdict::Alike,
            _ => Verdict::Chance,
        }
    }

    /// Returns how common the rarer seeds of the runs are, as a logarithm.
    fn usual(&self, runs: &[Run]) -> u8 {
        let mut counts = [0usize; 64];
        let mut all = 0;
        for run in runs.iter().filter(|run| run.len_a >= self.width) {
            for at in run.a..=run.a + run.len_a - self.width {
                counts[usize::from(self.common[at]).min(63)] += 1;
                all += 1;
            }
        }
        let mut below = 0;
        for (level, count) in (0u8..).zip(counts) {
            below += count;
            if below * RARER > all {
                return level;
            }
        }
        0
    }

    /// Says whether a place is just one quotation of three words or more.
    fn holds_quotation(&self, place: Place) -> bool {
        let entry = &self.index.entries[self.layout.order[place.rank]];
        let local = |at: usize| u32::try_from(at - entry.from).unwrap_or(u32::MAX);
        let (from, to) = (local(place.from), local(place.to));
        let at = entry.quotations.partition_point(|quotation| quotation.0 < from);
        entry.quotations.get(at).is_some_and(|(start, end)| {
            *end <= to && end - start >= 3 && *start <= from + 2 && *end + 2 >= to
        })
    }

    /// Links quotations of two to four words that stand in quotation marks in several articles.
    fn quotations(&mut self) {
        if self.options.least_words > 4 {
            return;
        }
        let words = &self.index.words;
        // By a hash of their words, so that equal quotations stand together, in canonical order.
        let mut short: Vec<(u64, Place)> = Vec::new();
        for (rank, at) in self.layout.order.iter().enumerate() {
            let entry = &self.index.entries[*at];
            for (start, end) in &entry.quotations {
                let (from, to) = (entry.from + *start as usize, entry.from + *end as usize);
                let is_content = |flags: &&u8| **flags & (FUNCTION | NUMBER | SIGN) == 0;
                let is_short = (2..=4).contains(&(to - from));
                if is_short && words.flags[from..to].iter().filter(is_content).count() >= 2 {
                    let hash = words.ids[from..to].iter().fold(0, |hash, id| mix(hash ^ u64::from(*id)));
                    short.push((hash, Place { rank, from, to }));
                }
            }
        }
        short.sort_by_key(|(hash, place)| (*hash, place.rank, place.from));
        for pair in short.windows(2) {
            let ((one, a), (other, b)) = (pair[0], pair[1]);
            if one == other && words.ids[a.from..a.to] == words.ids[b.from..b.to] {
                self.cost.candidates += 1;
                if a.rank != b.rank {
                    self.groups.link(a, b);
                }
            }
        }
    }

    /// Adds reported versions of quoted passages to their groups, each with its whole sentence, where all that the
    /// sentence shares with the members together is enough.
    fn attach(&mut self) {
        let mut shared: BTreeMap<(usize, usize, usize), BTreeSet<usize>> = BTreeMap::new();
        for (known, new, words) in std::mem::take(&mut self.alike) {
            let whole = self.sentence(new);
            if let Some(group) = self.groups.open_to(known, whole) {
                shared.entry((group, whole.rank, whole.from)).or_default().extend(words);
            }
        }
        let quoted = self
            .groups
            .roots()
            .filter(|(place, _)| self.quoted(*place))
            .map(|(_, root)| root)
            .collect::<BTreeSet<_>>();
        let often = 2 * self.index.entries.len();
        for ((group, rank, from), matched) in shared {
            let weigh = |at: &usize| {
                let rare = self.counts.get(&self.index.words.ids[*at]).is_some_and(|count| *count <= often);
                if rare { align::weight(self.index.words.flags[*at]) } else { 1 }
            };
            let score: i32 = matched.iter().map(weigh).sum();
            if score >= self.least + 2 && quoted.contains(&group) {
                let place = self.sentence(Place { rank, from, to: from + 1 });
                self.groups.attach(group, place);
            }
        }
    }

    /// Says whether most of a place stands inside quotation marks.
    fn quoted(&self, place: Place) -> bool {
        let flags = &self.index.words.flags[place.from..place.to];
        2 * flags.iter().filter(|flags| **flags & QUOTED != 0).count() > flags.len()
    }

    /// Returns the place grown to the sentences it touches.
    fn sentence(&self, place: Place) -> Place {
        let side = self.side(place.rank);
        let starts = |at: &usize| *at == side.from || self.index.words.flags[*at] & START != 0;
        let low = place.from.saturating_sub(LONGEST_SENTENCE).max(side.from);
        let high = (place.to + LONGEST_SENTENCE).min(side.to);
        let from = (low..=place.from).rev().find(starts).unwrap_or(place.from);
        let end = if high == side.to { side.to } else { place.to };
        let to = (place.to..high).find(starts).unwrap_or(end);
        Place { from, to, ..place }
    }

    /// Returns the place fitted to the quotation it mostly is: words just outside cut off, and grown to the whole
    /// quotation, or its sentences, where these are not much longer.
    fn fit(&self, place: Place) -> Place {
        const OUTSIDE: usize = 3;
        let entry = &self.index.entries[self.layout.order[place.rank]];
        let mut ranges = entry
            .quotations
            .iter()
            .map(|(start, end)| (entry.from + *start as usize, entry.from + *end as usize));
        let at =
            entry.quotations.partition_point(|(_, end)| entry.from + *end as usize <= place.from + OUTSIDE);
        let Some((start, end)) = ranges.nth(at) else { return place };
        if start > place.from + OUTSIDE
            || end + OUTSIDE < place.to
            || start.max(place.from) >= end.min(place.to)
        {
            return place;
        }
        let inside = Place { from: place.from.max(start), to: place.to.min(end), ..place };
        let whole = Place { from: start, to: end, ..place };
        let sentence = self.sentence(inside);
        let sentence = Place { from: sentence.from.max(start), to: sentence.to.min(end), ..place };
        [whole, sentence].into_iter().find(|wider| inside.len() * 5 >= wider.len() * 2).unwrap_or(inside)
    }

    /// Fits all places of a group; what reports a much longer quotation in other words takes its whole sentence.
    fn fit_all(&self, set: &mut [Place]) {
        set.iter_mut().for_each(|place| *place = self.fit(*place));
        let longest =
            set.iter().filter(|place| self.quoted(**place)).map(|place| place.len()).max().unwrap_or(0);
        for place in set.iter_mut().filter(|place| 5 * place.len() < 3 * longest) {
            let sentence = self.sentence(*place);
            if !self.quoted(*place) && sentence.len() <= 2 * longest {
                *place = sentence;
            }
        }
    }

    fn finish(mut self) -> (Vec<Echo>, Cost) {
        let words = &self.index.words;
        let mut echoes: Vec<Echo> = Vec::new();
        let groups = std::mem::take(&mut self.groups);
        let text = Text { ids: &words.ids, may_cut: &|at| self.may_cut(at) };
        for set in groups.finish(1, text, |set| self.fit_all(set)) {
            let mut members: Vec<Member> = set
                .iter()
                .map(|place| {
                    let quoted = words.flags[place.from..place.to]
                        .iter()
                        .filter(|flags| **flags & QUOTED != 0)
                        .count();
                    Member {
                        article: self.index.entries[self.layout.order[place.rank]].article,
                        span: words.span(place.from, place.to),
                        speaker: None,
                        quoted: quoted * 2 > place.to - place.from,
                    }
                })
                .collect();
            members.sort_by_key(|member| (member.article, member.span));
            let first = set.first().map(|place| &words.ids[place.from..place.to]);
            let same = set.iter().all(|place| Some(&words.ids[place.from..place.to]) == first);
            let kind = if same { Kind::Verbatim } else { Kind::Altered };
            echoes.push(Echo { kind, members, pairs: Vec::new() });
        }
        echoes.sort_by(|a, b| {
            let key = |echo: &Echo| echo.members.first().map(|member| (member.article, member.span));
            key(a).cmp(&key(b))
        });
        (echoes, self.cost)
    }
}
