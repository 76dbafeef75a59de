//! A process that is handed bytes and answers with bytes, within limits of time and length.
//!
//! **Invariant:** it is gone when the call returns, with all that it started in its group; whatever it does, the
//! caller gets an answer or a reason within the time.

use std::io::{Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How long a process may take and how much it may say.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long it may take.
    pub time: Duration,
    /// How many bytes it may answer with.
    pub bytes: usize,
}

/// Why a process gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failed {
    /// It could not be started, with the system's words.
    Start(String),
    /// It took longer than it may.
    Time,
    /// It answered with more than it may.
    Length,
    /// It ended by this signal.
    Signal(i32),
    /// It ended with this exit code, and the first line that it said of it.
    Code(i32, String),
}

/// The groups of the processes that run, so that they end with the program.
static RUNNING: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// Runs a command, hands it `input` and returns what it answers.
pub fn run(command: &mut Command, input: &[u8], limits: Limits) -> Result<Vec<u8>, Failed> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    let mut child = command.spawn().map_err(|error| Failed::Start(error.to_string()))?;
    let group = child.id();
    registered().push(group);
    let answer = talk(&mut child, input, limits);
    // All that it started goes too: they could hold the pipes for ever.
    kill(group);
    let status = child.wait();
    registered().retain(|running| *running != group);
    let (answer, said) = answer?;
    match status {
        Ok(status) if status.success() => Ok(answer),
        Ok(status) => Err(ended(status, said)),
        Err(error) => Err(Failed::Start(error.to_string())),
    }
}

/// The hidden sub-command that becomes another program, and ends when this one does.
pub const BECOME: &str = "__run";

/// Returns the command that runs a program of another's: it ends with this one, however this one ends.
///
/// # Errors
/// This very program's own file cannot be found.
pub fn watched(words: &[String]) -> Result<Command, String> {
    let mut command = Command::new(super::page::program()?);
    command.arg(BECOME).arg("--").args(words);
    Ok(command)
}

/// Becomes another program; returns only where that fails, with the system's words.
#[cfg(unix)]
pub fn become_program(words: &[std::ffi::OsString]) -> String {
    let Some((program, arguments)) = words.split_first() else { return "no program is named".to_owned() };
    let error = std::os::unix::process::CommandExt::exec(Command::new(program).args(arguments));
    format!("{}: {error}", program.to_string_lossy())
}

/// Becomes another program: not on this system.
#[cfg(not(unix))]
pub fn become_program(_: &[std::ffi::OsString]) -> String {
    "programs of the settings do not run on this system".to_owned()
}

/// Ends every process that runs.
pub fn end_all() {
    for group in registered().iter() {
        kill(*group);
    }
}

fn registered() -> std::sync::MutexGuard<'static, Vec<u32>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes, reads and waits, each in a thread of its own, for any of the three may block for ever.
fn talk(child: &mut Child, input: &[u8], limits: Limits) -> Result<(Vec<u8>, String), Failed> {
    let (Some(mut stdin), Some(stdout), Some(stderr)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(Failed::Start("no pipes".to_owned()));
    };
    let input = input.to_vec();
    // One that does not read its input is no fault of the program's.
    thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let (tell, told) = channel();
    let most = limits.bytes as u64;
    let tell_words = tell.clone();
    thread::spawn(move || {
        let mut answer = Vec::new();
        let read = stdout.take(most + 1).read_to_end(&mut answer);
        let _ = tell.send((true, read.map(|_| answer).unwrap_or_default()));
    });
    thread::spawn(move || {
        let mut words = Vec::new();
        let _ = stderr.take(FIRST_WORDS).read_to_end(&mut words);
        let _ = tell_words.send((false, words));
    });
    let (mut answer, mut words) = (None, None);
    let end = std::time::Instant::now() + limits.time;
    while answer.is_none() || words.is_none() {
        let left = end.saturating_duration_since(std::time::Instant::now());
        match told.recv_timeout(left) {
            Ok((true, bytes)) if bytes.len() > limits.bytes => return Err(Failed::Length),
            Ok((true, bytes)) => answer = Some(bytes),
            Ok((false, bytes)) => words = Some(bytes),
            Err(RecvTimeoutError::Timeout) => return Err(Failed::Time),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    // Its pipes are closed; it may still go on.
    while let Ok(None) = child.try_wait() {
        if std::time::Instant::now() >= end {
            return Err(Failed::Time);
        }
        thread::sleep(Duration::from_millis(2));
    }
    let words = String::from_utf8_lossy(&words.unwrap_or_default()).into_owned();
    Ok((answer.unwrap_or_default(), words))
}

/// How much is read of what a process says of its failure, bytes.
const FIRST_WORDS: u64 = 4096;

fn ended(status: ExitStatus, said: String) -> Failed {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return Failed::Signal(signal);
    }
    let line = said.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    Failed::Code(status.code().unwrap_or(-1), line.chars().take(200).collect())
}

#[cfg(unix)]
fn kill(group: u32) {
    let pid = i32::try_from(group).ok().and_then(rustix::process::Pid::from_raw);
    if let Some(pid) = pid {
        // It may be gone already.
        let _ = rustix::process::kill_process_group(pid, rustix::process::Signal::KILL);
    }
}

#[cfg(not(unix))]
fn kill(_: u32) {}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { time: Duration::from_secs(20), bytes: 1000 };

    fn sh(script: &str, input: &[u8], limits: Limits) -> Result<Vec<u8>, Failed> {
        run(Command::new("sh").args(["-c", script]), input, limits)
    }

    #[test]
    fn bytes_go_in_and_come_out_and_endings_are_told_apart() {
        assert_eq!(run(&mut Command::new("cat"), b"62 killed", LIMITS), Ok(b"62 killed".to_vec()));
        assert_eq!(sh("exit 0", &[b'x'; 1_000_000], LIMITS), Ok(Vec::new()));
        assert_eq!(
            sh("echo; echo no model >&2; exit 3", b"", LIMITS),
            Err(Failed::Code(3, "no model".to_owned()))
        );
        assert_eq!(sh("kill -9 $$", b"", LIMITS), Err(Failed::Signal(9)));
        assert_eq!(sh("yes", b"", LIMITS), Err(Failed::Length));
        let none = run(&mut Command::new("/nowhere/at/all"), b"", LIMITS);
        assert!(matches!(none, Err(Failed::Start(_))), "{none:?}");
    }

    #[test]
    fn what_takes_too_long_is_ended_with_all_that_it_started() {
        let folder = tempfile::tempdir().unwrap();
        let pid = folder.path().join("pid");
        let script = format!("sleep 600 & echo $! > {}; sleep 600", pid.display());
        let short = Limits { time: Duration::from_secs(2), ..LIMITS };
        let begun = std::time::Instant::now();
        assert_eq!(sh(&script, b"", short), Err(Failed::Time));
        assert!(begun.elapsed() < Duration::from_secs(15));
        let grandchild: i32 = std::fs::read_to_string(&pid).unwrap().trim().parse().unwrap();
        let gone = || {
            let state = std::fs::read_to_string(format!("/proc/{grandchild}/stat")).unwrap_or_default();
            // Where nobody waits for it, it is a zombie until its new parent does.
            state.is_empty() || state.contains(") Z ")
        };
        while !gone() {
            assert!(begun.elapsed() < Duration::from_secs(20));
            thread::yield_now();
        }
    }
}
