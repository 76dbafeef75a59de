//! kill -9 and power cuts at random moments: what the screen called saved is there afterwards.
//!
//! **Invariant:** the moments follow from a seed, and the figures of a run are printed.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::home::{Home, claimed, temporary_files};
use super::reached::reached;
use super::skipped::{program, skipped};
use super::terminal::{Start, Terminal, claims_in, is_saved};
use super::volume::Volume;

/// How many kills, in two sessions at a time.
const KILLS: usize = if cfg!(feature = "slow") { 5000 } else { 200 };
/// How many power cuts.
const CUTS: usize = if cfg!(feature = "slow") { 1000 } else { 60 };
/// How many power cuts at most show that a disk that only says it has written loses what it was given.
const CUTS_WITHOUT_SYNC: usize = 12;
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
pub struct Random(pub u64);

impl Random {
    /// Returns a number below a bound.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

impl Figures {
    /// Adds those of other rounds.
    fn add(&mut self, other: &Self) {
        self.kills += other.kills;
        self.before_the_first_frame += other.before_the_first_frame;
        self.with_nothing_saved += other.with_nothing_saved;
        self.confirmed += other.confirmed;
        self.kept_unconfirmed += other.kept_unconfirmed;
        self.lost_unconfirmed += other.lost_unconfirmed;
        self.temporary_files += other.temporary_files;
        self.torn_lines += other.torn_lines;
        self.amid_work += other.amid_work;
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
        Self::at(Home::default())
    }
}

impl Victim {
    fn at(home: Home) -> Self {
        let paragraphs: Vec<String> = (0..A_SESSION)
            .map(|round| (0..WORDS).map(|n| word(round, n)).collect::<Vec<_>>().join(" "))
            .collect();
        home.write("case/article.txt", paragraphs.join("\n\n") + "\n");
        let session = home.work().join("case.json");
        Self { home, session, claims: Vec::new(), rounds: 0 }
    }
}

/// The first rows of the frames that came before the end.
struct Seen(Vec<String>);

/// Ends the program in the middle of its work.
type End<'a> = dyn FnMut(Terminal) -> Seen + 'a;

fn kill(mut terminal: Terminal) -> Seen {
    terminal.signal(Signal::KILL);
    assert_eq!(terminal.exit_code(), 137);
    Seen(std::mem::take(&mut terminal.frames))
}

fn word(round: usize, n: usize) -> String {
    format!("w{round:02}x{n:02}")
}

impl Victim {
    fn start(&self) -> Terminal {
        Start::new(&self.home, &["open", "case", "--session", "case.json"]).run()
    }

    /// Opens the session, makes claims, kills the program at some moment, and looks at what is left.
    fn round(&mut self, random: &mut Random, figures: &mut Figures, end: &mut End<'_>) {
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
        let seen = end(terminal);
        figures.kills += 1;
        figures.before_the_first_frame += usize::from(seen.0.is_empty());
        figures.temporary_files += temporary_files(&self.home.work()).len();
        self.look(&seen, round, undone, figures);
    }

    /// Compares what is on disk with what the screen confirmed.
    fn look(&mut self, seen: &Seen, round: usize, undone: bool, figures: &mut Figures) {
        let before = self.claims.clone();
        let shown: Vec<usize> = seen.0.iter().filter_map(|row| claims_in(row)).collect();
        let most = shown.iter().copied().max().unwrap_or(0).max(before.len());
        let confirmed = confirmed(seen, before.len());
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
        figures.amid_work += usize::from(seen.0.last().is_some_and(|row| row.contains("saving")));
        self.claims = claims;
    }
}

/// Returns the largest number of claims that a frame showed and called saved.
fn confirmed(seen: &Seen, before: usize) -> usize {
    let saved = seen.0.iter().filter(|row| is_saved(row));
    saved.filter_map(|row| claims_in(row)).max().unwrap_or(before).max(before)
}

fn log_of(session: &Path) -> PathBuf {
    session.with_extension("log.jsonl")
}

/// Kills one session after another so many times.
fn kills(seed: u64, count: usize) -> Figures {
    let mut random = Random(seed);
    let mut figures = Figures::default();
    let mut victim = Victim::default();
    for _ in 0..count {
        if victim.rounds == A_SESSION {
            victim = Victim::default();
        }
        victim.round(&mut random, &mut figures, &mut kill);
    }
    victim.is_whole();
    figures
}

impl Victim {
    /// Opens the session once more: nothing is left over, and all claims are shown.
    fn is_whole(&self) {
        let mut last = self.start();
        last.wait_for("the first frame", |t| !t.frames.is_empty());
        assert_eq!(temporary_files(&self.home.work()), [""; 0]);
        assert_eq!(last.frames.last().and_then(|row| claims_in(row)), Some(self.claims.len()));
    }
}

#[test]
fn what_was_confirmed_as_saved_survives_a_kill_at_any_moment() {
    // Two sessions at a time, as two people on one machine.
    let mut figures = Figures::default();
    std::thread::scope(|scope| {
        let seeds = [0x9e37_79b9_7f4a_7c15, 0x2545_f491_4f6c_dd1d];
        let both = seeds.map(|seed| scope.spawn(move || kills(seed, KILLS / 2)));
        both.into_iter().for_each(|one| figures.add(&one.join().unwrap()));
    });
    reached("1, 7, 9", &format!("{figures:?}"));
    assert_eq!(figures.kills, KILLS);
    assert!(figures.confirmed > KILLS, "too little was saved to show anything: {figures:?}");
}

#[test]
fn what_was_confirmed_as_saved_survives_a_power_cut_at_any_moment() {
    let mut volume = match Volume::disk() {
        Ok(volume) => volume,
        Err(reason) => return skipped("2", &reason),
    };
    // The harness can tell: what was not waited for is gone or empty, what was is there.
    let (lost, kept) = (volume.path().join("lost"), volume.path().join("kept"));
    std::fs::write(&kept, "kept").unwrap();
    std::fs::File::open(&kept).unwrap().sync_all().unwrap();
    std::fs::File::open(volume.path()).unwrap().sync_all().unwrap();
    std::fs::write(&lost, "lost").unwrap();
    volume.cut();
    volume.start_again();
    assert_eq!(std::fs::read_to_string(&kept).unwrap(), "kept");
    assert_ne!(std::fs::read_to_string(&lost).unwrap_or_default(), "lost", "nothing was cut");

    let mut random = Random(0xd1b5_4a32_d192_ed03);
    let mut figures = Figures::default();
    let mut victim = Victim::at(volume.home());
    volume.settle();
    for _ in 0..CUTS {
        if victim.rounds == A_SESSION {
            victim = Victim::at(volume.home());
            volume.settle();
        }
        victim.round(&mut random, &mut figures, &mut |terminal| cut(terminal, &mut volume));
    }
    victim.is_whole();
    reached("2", &format!("{figures:?}"));
    assert!(figures.confirmed > CUTS, "too little was saved to show anything: {figures:?}");
}

/// Cuts the power under the program and starts again.
fn cut(mut terminal: Terminal, volume: &mut Volume) -> Seen {
    volume.cut();
    terminal.signal(Signal::KILL);
    terminal.exit_code();
    let seen = Seen(std::mem::take(&mut terminal.frames));
    drop(terminal);
    volume.start_again();
    seen
}

#[test]
fn without_waiting_for_the_disk_a_power_cut_does_lose_what_was_confirmed() {
    // The program as it is, but for a system whose fsync and fdatasync do nothing.
    let mut volume = match Volume::disk().and_then(|volume| program("strace").map(|_| volume)) {
        Ok(volume) => volume,
        Err(reason) => return skipped("2, negative control", &reason),
    };
    let sample = |home: &Home| {
        let mut start = Start::new(home, &["open", "case", "--session", "case.json"]);
        start.under =
            "strace -f -qq -o /dev/null -e trace=fsync,fdatasync -e inject=fsync,fdatasync:retval=0";
        start.ready()
    };
    for n in 1..=CUTS_WITHOUT_SYNC {
        let victim = Victim::at(volume.home());
        volume.settle();
        let mut terminal = sample(&victim.home);
        terminal.send("1w1w1w");
        terminal.wait_saved("3 claims ");
        volume.cut();
        // The program goes with its terminal, and what traces it with the program.
        terminal.vanish();
        drop(terminal);
        volume.start_again();
        let listed = victim.home.run(["claims", "case.json", "--format", "jsonl"]);
        if listed.code != Some(0) || listed.out.lines().count() < 3 {
            return reached("2, negative control", &format!("acknowledged work lost in cut {n}"));
        }
    }
    panic!("{CUTS_WITHOUT_SYNC} cuts without a sync lost nothing: the harness cannot tell");
}
