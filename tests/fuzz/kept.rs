//! Each target's kept inputs, and inputs made of them by small changes.
//!
//! **Invariant:** every target has kept inputs, and every kept input has a target.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::checks::TARGETS;

/// How many inputs are made for each target. The long hunt is libFuzzer's, which knows what each input reached.
const MADE: usize = if cfg!(feature = "slow") { 100_000 } else { 2_000 };
/// How long the inputs of one target are tried at most, so that a slow machine is not held up.
const TIME: Duration = Duration::from_secs(if cfg!(feature = "slow") { 600 } else { 5 });
/// The longest input, in bytes.
const LONGEST: usize = 4096;

/// Pieces that mean something to some target.
const PIECES: [&[u8]; 24] = [
    b"\"",
    b"{",
    b"}",
    b"[[[[[[[[",
    b"null",
    b"1e400",
    b"-1",
    b"18446744073709551616",
    b"\\ud800",
    b"\\u0000",
    b"\n",
    b"\r\n",
    b"\t",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    "\u{202e}".as_bytes(),
    "e\u{301}\u{200d}".as_bytes(),
    "\u{1b}]52;c;eA==\u{7}".as_bytes(),
    b"at least 62 to 1,000",
    b", \"before\": null",
    b"<c-x><lt>",
    b"../../x",
];

/// Random numbers by xorshift: the same in every run.
pub struct Random(pub u64);

impl Random {
    /// Returns a number below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }

    /// Changes an input in one to four places.
    fn change(&mut self, input: &mut Vec<u8>, other: &[u8]) {
        for _ in 0..=self.below(4) {
            let at = self.below(input.len() + 1);
            let end = (at + self.below(24)).min(input.len());
            match self.below(6) {
                0 if at < input.len() => input[at] ^= 1 << self.below(8),
                1 => drop(input.drain(at..end)),
                2 => drop(input.splice(at..at, PIECES[self.below(PIECES.len())].iter().copied())),
                3 => {
                    let piece = input[at..end].to_vec();
                    input.splice(at..at, piece);
                }
                4 => {
                    let from = self.below(other.len() + 1);
                    let to = (from + self.below(64)).min(other.len());
                    input.splice(at..end, other[from..to].iter().copied());
                }
                _ => {
                    let byte = u8::try_from(self.below(256)).unwrap();
                    input.insert(at, byte);
                }
            }
        }
        input.truncate(LONGEST);
    }
}

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus")
}

/// Returns a target's kept inputs in the order of their names.
fn kept(target: &str) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(corpus().join(target)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 2, "{target} has kept inputs");
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Tries a target's kept inputs, then inputs made of them.
fn try_target(target: &str) {
    let check = TARGETS.iter().find(|(name, _)| *name == target).unwrap().1;
    let kept = kept(target);
    for input in &kept {
        check(input);
    }
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let began = Instant::now();
    let mut made = 0;
    while made < MADE && began.elapsed() < TIME {
        let mut input = kept[random.below(kept.len())].clone();
        let other = &kept[random.below(kept.len())];
        random.change(&mut input, other);
        let tried = input.clone();
        if std::panic::catch_unwind(move || check(&tried)).is_err() {
            panic!("{target} fails on b\"{}\"", input.escape_ascii());
        }
        made += 1;
    }
    eprintln!("{target}: {} kept inputs, {made} made of them, {:?}", kept.len(), began.elapsed());
    assert!(made > 0, "{target}: no input in {TIME:?}");
}

macro_rules! targets {
    ($($name:ident)+) => { $(
        #[test]
        fn $name() {
            try_target(stringify!($name));
        }
    )+

        #[test]
        fn every_target_is_tried_and_every_folder_is_a_targets() {
            let tried = [$(stringify!($name)),+];
            assert_eq!(TARGETS.map(|(name, _)| name).to_vec(), tried);
            let mut folders: Vec<String> = fs::read_dir(corpus())
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            folders.sort();
            assert_eq!(folders, tried);
        }
    };
}

targets! { anchor config decode input keys log replay session suggest visible }
