//! A terminal for the program: a pseudo-terminal with an emulated screen.
//!
//! The program runs under a small shell that leads the session, as at a real terminal: the end of a session's
//! leader resets the terminal's modes, and a test that looked at them after the end of a leader would see them put
//! back whatever the program did.
//!
//! **Invariant:** nothing sleeps: a test waits for a state of the screen or of a process, for ten seconds at most.

use std::num::NonZero;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Termios, Winsize, tcgetattr, tcsetwinsize};

use super::home::{Home, PROGRAM};

/// How long a state is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// What ends a frame: the end of a synchronized update.
const FRAME_END: &[u8] = b"\x1b[?2026l";
/// The session's leader: tells the program's process id, runs it, tells its exit code, and waits for the end.
const LEADER: &str = r#"
sh -c 'echo "pid=$$"; exec "$0" "$@"' "$@"
code=$?; echo "exit=$code"; [ -z "$FC_CODE" ] || echo "$code" >"$FC_CODE"; read -r rest"#;

/// How the program is started.
pub struct Start<'a> {
    /// The home it runs in.
    pub home: &'a Home,
    /// Its arguments.
    pub arguments: Vec<&'a str>,
    /// Variables beside the home's.
    pub environment: Vec<(&'a str, String)>,
    /// Columns and rows.
    pub size: (u16, u16),
    /// Commands that the leader runs first.
    pub before: &'a str,
    /// A program with its arguments that starts this one, as `strace -f`; none where empty.
    pub under: &'a str,
}

impl<'a> Start<'a> {
    /// Starts with these arguments on a terminal of 120 columns and 36 rows.
    pub fn new(home: &'a Home, arguments: &[&'a str]) -> Self {
        let arguments = arguments.to_vec();
        Self { home, arguments, environment: Vec::new(), size: (120, 36), before: "", under: "" }
    }

    /// Adds a variable.
    pub fn with(mut self, name: &'a str, value: &str) -> Self {
        self.environment.push((name, value.to_owned()));
        self
    }

    /// Starts the program and waits for its first whole frame.
    pub fn ready(self) -> Terminal {
        let mut terminal = self.run();
        terminal.wait_for("the first frame", |terminal| !terminal.frames.is_empty());
        terminal
    }

    /// Starts the program and waits until its process is there.
    pub fn run(self) -> Terminal {
        let (columns, rows) = self.size;
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let slave = rustix::fs::open(&name, flags, Mode::empty()).unwrap();
        tcsetwinsize(&slave, window(columns, rows)).unwrap();
        let modes = tcgetattr(&slave).unwrap();
        let end = || slave.try_clone().unwrap();
        let leader = Command::new("setsid")
            .args(["--ctty", "sh", "-c", &format!("{}{LEADER}", self.before), "sh"])
            .args(self.under.split_whitespace())
            .arg(PROGRAM)
            .args(&self.arguments)
            .env_clear()
            .envs(self.home.environment())
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .current_dir(self.home.work())
            .stdin(end())
            .stdout(end())
            .stderr(end())
            .spawn()
            .unwrap();
        let mut terminal = Terminal {
            master: Some(master),
            slave: Some(slave),
            modes,
            leader,
            program: None,
            emulator: vt100::Parser::new(NonZero::new(rows).unwrap(), NonZero::new(columns).unwrap(), 0),
            bytes: Vec::new(),
            frames: Vec::new(),
        };
        terminal.wait_for("the program's process", |terminal| terminal.told("pid=").is_some());
        terminal.program = Pid::from_raw(terminal.told("pid=").unwrap());
        terminal
    }
}

/// A terminal with the program on it.
pub struct Terminal {
    master: Option<OwnedFd>,
    slave: Option<OwnedFd>,
    /// The modes before the program began.
    modes: Termios,
    leader: Child,
    program: Option<Pid>,
    emulator: vt100::Parser,
    /// All that came from the program.
    pub bytes: Vec<u8>,
    /// The first row of every frame: what is open, how much of it, and whether it is saved.
    pub frames: Vec<String>,
}

impl Terminal {
    /// Types keys, as the bytes that a terminal sends; reads while it cannot.
    pub fn send(&mut self, keys: &str) {
        let mut rest = keys.as_bytes();
        let end = Instant::now() + PATIENCE;
        while !rest.is_empty() && Instant::now() < end {
            let master = self.master.as_ref().unwrap();
            let mut fds = [PollFd::new(master, PollFlags::OUT | PollFlags::IN)];
            poll(&mut fds, Some(&timespec(Duration::from_millis(100)))).unwrap();
            let told = fds.first().unwrap().revents();
            if told.contains(PollFlags::OUT) {
                let n = rustix::io::write(master, rest).unwrap();
                rest = rest.get(n..).unwrap();
            }
            self.read(Duration::ZERO);
        }
        assert!(rest.is_empty(), "the program does not read its keys");
    }

    /// Takes what comes within a time; returns whether anything came.
    pub fn read(&mut self, time: Duration) -> bool {
        let Some(master) = &self.master else { return false };
        let mut fds = [PollFd::new(master, PollFlags::IN)];
        match poll(&mut fds, Some(&timespec(time))) {
            Ok(0) | Err(rustix::io::Errno::INTR) => return false,
            Ok(_) => {}
            Err(error) => panic!("poll: {error}"),
        }
        let mut buffer = [0; 65536];
        // Linux says EIO where nobody has the other end open.
        let Ok(n) = rustix::io::read(master, &mut buffer) else { return false };
        self.take(buffer.get(..n).unwrap());
        n > 0
    }

    /// Takes all that has been sent already.
    pub fn drain(&mut self) {
        while self.read(Duration::ZERO) {}
    }

    fn take(&mut self, bytes: &[u8]) {
        let mut shown = self.bytes.len();
        self.bytes.extend(bytes);
        // A mark may lie across two reads.
        let mut from = shown.saturating_sub(FRAME_END.len() - 1);
        while let Some(at) = find(self.bytes.get(from..).unwrap(), FRAME_END) {
            let end = from + at + FRAME_END.len();
            from = end;
            if end > shown {
                self.emulator.process(self.bytes.get(shown..end).unwrap());
                shown = end;
                self.frames.push(self.row(0));
            }
        }
        self.emulator.process(self.bytes.get(shown..).unwrap());
    }

    /// Waits for a state; fails with the screen where it does not come.
    pub fn wait_for(&mut self, what: &str, is_there: impl Fn(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        self.drain();
        while !is_there(self) {
            if Instant::now() >= end {
                let tail = self.bytes.len().saturating_sub(200);
                let tail = self.bytes.get(tail..).unwrap().escape_ascii();
                panic!("{what} did not come; the screen:\n{}\nlast bytes: {tail}", self.screen().contents());
            }
            self.read(Duration::from_millis(10));
        }
    }

    /// Waits until words stand on the screen.
    pub fn wait_text(&mut self, words: &str) {
        self.wait_for(words, |terminal| terminal.shows(words));
    }

    /// Waits until the first row counts so many claims and says that they are saved.
    pub fn wait_saved(&mut self, claims: &str) {
        self.wait_for(&format!("{claims}, saved"), |terminal| {
            terminal.frames.last().is_some_and(|row| row.contains(claims) && is_saved(row))
        });
    }

    /// Waits for the program's end and returns its exit code.
    pub fn exit_code(&mut self) -> i32 {
        self.wait_for("the program's end", |terminal| terminal.told("exit=").is_some());
        self.told("exit=").unwrap()
    }

    /// Returns what the leader told: a number after a name.
    fn told(&self, name: &str) -> Option<i32> {
        let at = rfind(&self.bytes, name.as_bytes())?;
        let line: Vec<u8> =
            self.bytes.iter().skip(at + name.len()).copied().take_while(u8::is_ascii_digit).collect();
        // Without its end the number may lack digits.
        let is_whole = at + name.len() + line.len() < self.bytes.len();
        String::from_utf8(line).ok().filter(|_| is_whole)?.parse().ok()
    }

    /// Returns the emulated screen.
    pub fn screen(&self) -> &vt100::Screen {
        self.emulator.screen()
    }

    /// Returns a row's text.
    pub fn row(&self, n: usize) -> String {
        let columns = self.screen().size().1;
        self.screen().rows(0, columns.get()).nth(n).unwrap_or_default()
    }

    /// Returns whether words stand on the screen.
    pub fn shows(&self, words: &str) -> bool {
        self.screen().contents().contains(words)
    }

    /// Returns whether bytes came from the program.
    pub fn got(&self, bytes: &[u8]) -> bool {
        find(&self.bytes, bytes).is_some()
    }

    /// Returns whether the terminal is as the program found it.
    pub fn is_restored(&self) -> Result<(), String> {
        let now = tcgetattr(self.slave.as_ref().unwrap()).unwrap();
        let facts = |modes: &Termios| {
            (
                modes.input_modes,
                modes.output_modes,
                modes.control_modes,
                modes.local_modes,
                format!("{:?}", modes.special_codes),
            )
        };
        let (was, is) = (facts(&self.modes), facts(&now));
        let screen = self.screen();
        let left = [
            ("modes", was == is),
            ("alternate screen", !screen.alternate_screen()),
            ("bracketed paste", !screen.bracketed_paste()),
            ("cursor", !screen.hide_cursor()),
            ("mouse", screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None),
            ("line wrap", rfind(&self.bytes, b"\x1b[?7h") >= rfind(&self.bytes, b"\x1b[?7l")),
            ("attributes", !screen.bold() && !screen.inverse() && screen.fgcolor() == vt100::Color::Default),
        ];
        let wrong: Vec<_> = left.iter().filter(|(_, is_right)| !is_right).map(|(name, _)| *name).collect();
        if wrong.is_empty() { Ok(()) } else { Err(format!("not restored: {}", wrong.join(", "))) }
    }

    /// Sends the program a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.program.unwrap(), signal).unwrap();
    }

    /// Lets the program and its leader go on after a stop, as `fg` does.
    pub fn go_on(&self) {
        let leader = Pid::from_raw(i32::try_from(self.leader.id()).unwrap()).unwrap();
        kill_process_group(leader, Signal::CONT).unwrap();
    }

    /// Changes the size of the terminal, and of the emulated screen.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        tcsetwinsize(self.slave.as_ref().unwrap(), window(columns, rows)).unwrap();
        if let (Some(rows), Some(columns)) = (NonZero::new(rows), NonZero::new(columns)) {
            self.emulator.screen_mut().set_size(rows, columns);
        }
    }

    /// Takes the terminal away.
    pub fn vanish(&mut self) {
        self.slave = None;
        self.master = None;
    }

    /// Returns the letter of the program's state, as the system gives it; none where it is gone.
    pub fn process_state(&self) -> Option<char> {
        self.process_fact(0)?.chars().next()
    }

    /// Returns the program's process id.
    pub fn pid(&self) -> i32 {
        self.program.unwrap().as_raw_nonzero().get()
    }

    /// Returns how many ticks of a hundredth of a second the program ran.
    pub fn ticks(&self) -> u64 {
        let fact = |n| self.process_fact(n).and_then(|fact| fact.parse::<u64>().ok()).unwrap_or(0);
        fact(11) + fact(12)
    }

    /// Returns a field of the process's state, counted from the one behind the name.
    fn process_fact(&self, n: usize) -> Option<String> {
        let pid = self.program?.as_raw_nonzero();
        let text = std::fs::read_to_string(PathBuf::from(format!("/proc/{pid}/stat"))).ok()?;
        let (_, facts) = text.rsplit_once(") ")?;
        facts.split(' ').nth(n).map(str::to_owned)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if self.told("exit=").is_none()
            && let Some(program) = self.program
            && self.process_state().is_some()
        {
            let _gone = kill_process(program, Signal::KILL);
        }
        let _gone = self.leader.kill();
        let _reaped = self.leader.wait();
    }
}

/// Returns whether a first row says that all is saved.
pub fn is_saved(row: &str) -> bool {
    (row.contains("· saved ") || row.contains("all saved")) && !row.contains("saving")
}

/// Returns the number of claims that a first row gives.
pub fn claims_in(row: &str) -> Option<usize> {
    let (before, _) = row.split_once(" claim")?;
    before.rsplit(' ').next()?.parse().ok()
}

/// Waits until something holds that no screen tells.
pub fn until(what: &str, mut holds: impl FnMut() -> bool) -> Duration {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < PATIENCE, "{what} did not come");
        std::thread::yield_now();
        std::thread::park_timeout(Duration::from_millis(2));
    }
    began.elapsed()
}

fn window(columns: u16, rows: u16) -> Winsize {
    Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }
}

fn timespec(time: Duration) -> Timespec {
    Timespec { tv_sec: i64::try_from(time.as_secs()).unwrap(), tv_nsec: time.subsec_nanos().into() }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, wanted)
}

fn rfind(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::rfind(bytes, wanted)
}
