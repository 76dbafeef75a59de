//! A person's home in a temporary folder, and the program run in it.
//!
//! **Invariant:** no run sees the settings, sessions or environment of the machine that tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The built program.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_factcheck");

/// A home with a working directory in it.
pub struct Home(pub tempfile::TempDir);

/// What a run left.
#[derive(Debug, PartialEq, Eq)]
pub struct Ran {
    /// The exit code; none after a signal.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Default for Home {
    fn default() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        fs::create_dir(home.work()).unwrap();
        home
    }
}

impl Home {
    /// Returns the working directory of the runs.
    pub fn work(&self) -> PathBuf {
        self.0.path().canonicalize().unwrap().join("work")
    }

    /// Returns the variables that every run sees, in place of the machine's own.
    pub fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        let root = self.0.path();
        vec![
            ("HOME", root.join("home")),
            ("XDG_DATA_HOME", root.join("data")),
            ("XDG_CONFIG_HOME", root.join("config")),
            ("TERM", "xterm-256color".into()),
            ("PATH", "/usr/local/bin:/usr/bin:/bin".into()),
            ("LANG", "C.UTF-8".into()),
            ("TZ", "UTC".into()),
        ]
    }

    /// Writes a file beneath the working directory, with its folders.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.work().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// Returns the program, ready to run in the working directory.
    pub fn program(&self) -> Command {
        let mut command = Command::new(PROGRAM);
        command.env_clear().envs(self.environment()).current_dir(self.work()).stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub fn run<const N: usize>(&self, arguments: [&str; N]) -> Ran {
        ran(self.program().args(arguments))
    }
}

/// Runs a command to its end.
pub fn ran(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// Returns the exact words of a session's claims, in the order of their making.
pub fn claimed(home: &Home, session: &Path) -> Vec<String> {
    let listed = home.run(["claims", session.to_str().unwrap(), "--format", "jsonl"]);
    assert_eq!(listed.code, Some(0), "{listed:?}");
    listed
        .out
        .lines()
        .map(|line| {
            let claim: serde_json::Value = serde_json::from_str(line).unwrap();
            claim["claim"]["target"][0]["exact"].as_str().unwrap().to_owned()
        })
        .collect()
}

/// Returns the names in a folder that begin as temporary files of the program do.
pub fn temporary_files(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).into_iter().flatten();
    let names = names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(".fc-")).collect()
}
