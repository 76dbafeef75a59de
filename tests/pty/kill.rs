//! kill -9 at random moments: what the screen called saved is there afterwards.
//!
//! **Invariant:** the moments follow from a seed, and the figures of a run are printed.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::home::{Home, claimed, temporary_files};
use super::terminal::{Start, Terminal, claims_in, is_saved};

/// How many kills.
const KILLS: usize = if cfg!(feature = "slow") { 200 } else { 20 };
/// After how many kills a new session begins, so that the first lines of one are tried often.
const A_SESSION: usize = 10;
/// Words in the article that each round of a session has for itself.
const WORDS: usize = 80;

/// What the rounds came to.
#[derive(Debug, Default)]
struct Figures {
    kills: usize,
    before_the_first_frame: usize,
    with_nothing_saved: usize,
    confirmed: usize,
    kept_unconfirmed: usize,
    lost_unconfirmed: usize,
    temporary_files: usize,
    torn_lines: usize,
    amid_work: usize,
}

/// Random numbers by xorshift: the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// A session that is killed over and over.
struct Victim {
    home: Home,
    session: PathBuf,
    /// The words claimed, after the last kill.
    claims: Vec<String>,
    rounds: usize,
}

impl Default for Victim {
    fn default() -> Self {
        let home = Home::default();
        let paragraphs: Vec<String> = (0..A_SESSION)
            .map(|round| (0..WORDS).map(|n| word(round, n)).collect::<Vec<_>>().join(" "))
            .collect();
        home.write("case/article.txt", paragraphs.join("\n\n") + "\n");
        let session = home.work().join("case.json");
        Self { home, session, claims: Vec::new(), rounds: 0 }
    }
}

fn word(round: usize, n: usize) -> String {
    format!("w{round:02}x{n:02}")
}

impl Victim {
    fn start(&self) -> Terminal {
        Start::new(&self.home, &["open", "case", "--session", "case.json"]).run()
    }

    /// Opens the session, makes claims, kills the program at some moment, and looks at what is left.
    fn round(&mut self, random: &mut Random, figures: &mut Figures) {
        let round = self.rounds;
        self.rounds += 1;
        let mut terminal = self.start();
        // One in five dies while it opens, after a kill that may have left things to mend.
        let is_early = random.below(5) == 0;
        let mut undone = false;
        if !is_early {
            terminal
                .wait_for("the first frame", |t| t.frames.last().is_some_and(|row| claims_in(row).is_some()));
            assert_eq!(terminal.frames.last().and_then(|row| claims_in(row)), Some(self.claims.len()));
            assert!(!terminal.row(0).contains("read only"), "{}", terminal.row(0));
            assert_eq!(temporary_files(&self.home.work()), [""; 0]);
            let count = 1 + random.below(WORDS as u64 / 2);
            // Every few claims the session file is asked for, so that kills meet its writing too.
            let between = 1 + random.below(8);
            let mut keys = "}".repeat(round);
            for n in 1..=count {
                keys.push_str(if n % between == 0 { "1w\x13" } else { "1w" });
            }
            undone = random.below(3) == 0;
            if undone {
                keys.push('u');
            }
            terminal.send(&keys);
        }
        let moment = Duration::from_micros(random.below(if is_early { 60_000 } else { 350_000 }));
        let began = Instant::now();
        while let Some(rest) = moment.checked_sub(began.elapsed()) {
            terminal.read(rest.min(Duration::from_millis(5)));
        }
        terminal.signal(Signal::KILL);
        assert_eq!(terminal.exit_code(), 137);
        figures.kills += 1;
        figures.before_the_first_frame += usize::from(terminal.frames.is_empty());
        figures.temporary_files += temporary_files(&self.home.work()).len();
        self.look(&terminal, round, undone, figures);
    }

    /// Compares what is on disk with what the screen confirmed.
    fn look(&mut self, terminal: &Terminal, round: usize, undone: bool, figures: &mut Figures) {
        let before = self.claims.clone();
        let shown: Vec<usize> = terminal.frames.iter().filter_map(|row| claims_in(row)).collect();
        let most = shown.iter().copied().max().unwrap_or(0).max(before.len());
        let confirmed = confirmed(terminal, before.len());
        let claims = if self.session.exists() || log_of(&self.session).exists() {
            let verified = self.home.run(["verify", "case.json"]);
            assert_eq!(verified.code, Some(0), "round {round}: {verified:?}");
            figures.torn_lines += usize::from(verified.out.contains("cut off"));
            claimed(&self.home, &self.session)
        } else {
            figures.with_nothing_saved += 1;
            Vec::new()
        };
        // The words are claimed in order, so what is there is right if it begins so and is long enough; an undo at
        // the end may have taken one away again.
        let ours: Vec<String> = (0..WORDS).map(|n| word(round, n)).collect();
        let expected: Vec<String> = before.iter().chain(&ours).take(claims.len()).cloned().collect();
        assert_eq!(claims, expected, "round {round}");
        let least = if undone { confirmed.saturating_sub(1).max(before.len()) } else { confirmed };
        assert!(claims.len() >= least, "round {round}: {} claims, {confirmed} confirmed", claims.len());
        figures.confirmed += confirmed - before.len();
        figures.kept_unconfirmed += claims.len().saturating_sub(confirmed);
        figures.lost_unconfirmed += most.saturating_sub(claims.len());
        figures.amid_work += usize::from(terminal.frames.last().is_some_and(|row| row.contains("saving")));
        self.claims = claims;
    }
}

/// Returns the largest number of claims that a frame showed and called saved.
fn confirmed(terminal: &Terminal, before: usize) -> usize {
    let saved = terminal.frames.iter().filter(|row| is_saved(row));
    saved.filter_map(|row| claims_in(row)).max().unwrap_or(before).max(before)
}

fn log_of(session: &Path) -> PathBuf {
    session.with_extension("log.jsonl")
}

#[test]
fn what_was_confirmed_as_saved_survives_a_kill_at_any_moment() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut figures = Figures::default();
    let mut victim = Victim::default();
    for _ in 0..KILLS {
        if victim.rounds == A_SESSION {
            victim = Victim::default();
        }
        victim.round(&mut random, &mut figures);
    }
    let mut last = victim.start();
    last.wait_for("the first frame", |t| !t.frames.is_empty());
    assert_eq!(temporary_files(&victim.home.work()), [""; 0]);
    assert_eq!(last.frames.last().and_then(|row| claims_in(row)), Some(victim.claims.len()));
    eprintln!("{figures:?}");
    assert_eq!(figures.kills, KILLS);
    assert!(figures.confirmed > KILLS, "too little was saved to show anything: {figures:?}");
}
