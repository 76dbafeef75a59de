//! What finding shared passages costs, and how the cost grows: `cargo bench --bench echoes`.
//!
//! **Invariant:** every input is made here, the same on every machine; nothing is read from a disk.

use std::io::Write;
use std::time::{Duration, Instant};

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use factcheck::echo::{Article, Options, find};

/// Runs the benches, then prints how the time grows from one size to the next.
fn main() {
    divan::main();
    let timed = [SMALL, MIDDLE, LARGE].map(|n| best_of(3, &corpus(n, Planted::Here)));
    let exponent = |from: usize, to: usize| -> f64 {
        let ratio = |a: Duration, b: Duration| b.as_secs_f64() / a.as_secs_f64();
        let sizes = [SMALL, MIDDLE, LARGE];
        let grown = timed.get(from).zip(timed.get(to)).map_or(1.0, |(a, b)| ratio(*a, *b));
        let more = sizes.get(from).zip(sizes.get(to)).map_or(1.0, |(a, b)| *b as f64 / *a as f64);
        grown.ln() / more.ln()
    };
    let worst = best_of(3, &corpus(LARGE, Planted::Everywhere)).as_secs_f64();
    let usual = timed.last().map_or(1.0, Duration::as_secs_f64);
    let lines = format!(
        "growth exponent: {SMALL} to {MIDDLE} {:.2}, {MIDDLE} to {LARGE} {:.2}\n\
         one passage in all {LARGE}: {:.2} times as long\n",
        exponent(0, 1),
        exponent(1, 2),
        worst / usual,
    );
    // Nobody reads what cannot be printed.
    let _ = std::io::stdout().write_all(lines.as_bytes());
}

const SMALL: usize = 100;
const MIDDLE: usize = 1_000;
const LARGE: usize = 10_000;

fn best_of(times: usize, texts: &[String]) -> Duration {
    let once = |_| {
        let start = Instant::now();
        divan::black_box(find(&articles(texts), &Options::default()));
        start.elapsed()
    };
    (0..times).map(once).min().unwrap_or_default()
}

fn articles(texts: &[String]) -> Vec<Article<'_>> {
    texts.iter().enumerate().map(|(index, text)| Article { index, text }).collect()
}

#[divan::bench(args = [SMALL, MIDDLE, LARGE], sample_count = 5, sample_size = 1)]
fn shared_here_and_there(bencher: Bencher, n: usize) {
    bench(bencher, &corpus(n, Planted::Here));
}

#[divan::bench(args = [SMALL, MIDDLE, LARGE], sample_count = 5, sample_size = 1)]
fn one_passage_in_all(bencher: Bencher, n: usize) {
    bench(bencher, &corpus(n, Planted::Everywhere));
}

fn bench(bencher: Bencher, texts: &[String]) {
    let bytes: usize = texts.iter().map(String::len).sum();
    let articles = articles(texts);
    bencher
        .counter(BytesCount::new(bytes))
        .counter(ItemsCount::new(texts.len()))
        .bench(|| find(&articles, &Options::default()));
}

/// Which passages stand in several articles.
#[derive(Clone, Copy)]
enum Planted {
    /// One paragraph in six is one of a few hundred, a word in twenty changed.
    Here,
    /// The same, and every article holds one paragraph more, the same in all.
    Everywhere,
}

/// Numbers that look random and are the same every time (xorshift).
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }
}

const SYLLABLES: [&str; 20] = [
    "ba", "cor", "den", "fil", "gar", "har", "lan", "mer", "nor", "pas", "qui", "ros", "san", "tel", "ur",
    "vin", "wes", "yar", "zel", "mon",
];

const SMALL_WORDS: [&str; 12] =
    ["the", "of", "in", "and", "to", "that", "after", "with", "for", "by", "was", "had"];

fn word(dice: &mut Dice) -> String {
    let syllables = 2 + dice.throw(2);
    (0..syllables).map(|_| SYLLABLES[dice.throw(SYLLABLES.len())]).collect()
}

fn sentence(dice: &mut Dice) -> String {
    let mut words: Vec<String> = Vec::new();
    for n in 0..10 + dice.throw(10) {
        words.push(match n % 2 {
            0 => word(dice),
            _ => SMALL_WORDS[dice.throw(SMALL_WORDS.len())].to_owned(),
        });
    }
    match dice.throw(4) {
        0 => format!("“{},” {} said.", words.join(" "), word(dice)),
        1 => format!("{} {} {}.", words.join(" "), 2 + dice.throw(9_000), word(dice)),
        _ => format!("{}.", words.join(" ")),
    }
}

fn paragraph(dice: &mut Dice) -> String {
    let sentences = 1 + dice.throw(3);
    (0..sentences).map(|_| sentence(dice)).collect::<Vec<_>>().join(" ")
}

/// Makes so many articles of about 4.7 kB.
fn corpus(n: usize, planted: Planted) -> Vec<String> {
    const PIECE: usize = 4_700;
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let pool: Vec<String> = (0..(n * 2 / 5).clamp(3, 4_000))
        .map(|_| format!("{} {}", sentence(&mut dice), sentence(&mut dice)))
        .collect();
    let everywhere = format!("{} {}", sentence(&mut dice), sentence(&mut dice));
    let article = |_| {
        let mut text = String::with_capacity(PIECE + 600);
        if matches!(planted, Planted::Everywhere) {
            text.push_str(&everywhere);
            text.push_str("\n\n");
        }
        while text.len() < PIECE {
            if dice.throw(6) == 0 {
                let passage = &pool[dice.throw(pool.len())];
                let words = passage.split(' ').map(|own| match dice.throw(20) {
                    0 => word(&mut dice),
                    _ => own.to_owned(),
                });
                text.push_str(&words.collect::<Vec<_>>().join(" "));
            } else {
                text.push_str(&paragraph(&mut dice));
            }
            text.push_str("\n\n");
        }
        text
    };
    (0..n).map(article).collect()
}
