//! Speed of the suggestions: bytes a second on made-up news text, and on text that means them harm.

use divan::Bencher;
use divan::counter::BytesCount;
use factcheck::suggest::{Lexicon, find};

/// Runs the benches.
fn main() {
    divan::main();
}

const NEWS: &str = "The harbour office said on Tuesday that at least 12 sailors were killed and more than 40 injured \
    when a crane fell on the quay. “We had warned them,” said Ana Ruiz, the mayor of Port Lune, who has asked for \
    $3.5 million. According to Radio Lune, citing the coast guard, two tugs were lost between 5pm and 6pm.\n\n";

#[divan::bench(args = [1, 16])]
fn news(bencher: Bencher, megabytes: usize) {
    let text = NEWS.repeat(megabytes * 1_000_000 / NEWS.len());
    bencher.counter(BytesCount::of_str(&text)).bench(|| find(&text, Lexicon::builtin()));
}

#[divan::bench(args = ["said ", "from 5 to ", "“a ", "X said Y, ", "1 234 ", "the end of ", "one hundred and "])]
fn hostile(bencher: Bencher, unit: &str) {
    let text = unit.repeat(1_000_000 / unit.len());
    bencher.counter(BytesCount::of_str(&text)).bench(|| find(&text, Lexicon::builtin()));
}
