//! A small case with a session, its log and a kept copy, made by the program itself.
//!
//! **Invariant:** equal cases hold equal bytes.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use factcheck::store::disk::{Disk, RealDisk};
use factcheck::store::load::{LoadError, Loaded, load};
use factcheck::store::names::SessionFiles;
use factcheck::store::open::{OpenError, OpenRequest, Opened, open};
use factcheck::store::place::Where;

use super::home::Home;

/// A case on disk.
pub struct Case {
    /// Where it is.
    pub home: Home,
    /// The session's files.
    pub files: SessionFiles,
}

impl Default for Case {
    fn default() -> Self {
        let home = Home::default();
        let text = "Sixty-two miners were killed, the ministry said. At least 80 died, the league said.\n";
        home.write("case/one.txt", text);
        home.write("case/two.txt", text.replace("80", "83"));
        let keys = "/sixty-two<enter>1<esc>/at least 80<enter>1<esc>u<c-r><tab>V2";
        let saved = home.run(["replay", "case", "--keys", keys, "--save", "sessions/case.json"]);
        assert_eq!(saved.code, Some(0), "{saved:?}");
        let files = SessionFiles::of(&home.work().join("sessions/case.json")).unwrap();
        let case = Self { home, files };
        assert_eq!(case.load().unwrap().session.claims.len(), 3);
        case
    }
}

/// The disk as it is.
pub fn disk() -> Arc<dyn Disk> {
    Arc::new(RealDisk)
}

impl Case {
    /// Loads the session.
    pub fn load(&self) -> Result<Loaded, LoadError> {
        load(&disk(), &self.files).map(|loaded| loaded.unwrap())
    }

    /// Returns the bytes of the session file.
    pub fn session(&self) -> Vec<u8> {
        fs::read(self.files.session()).unwrap()
    }

    /// Returns the bytes of the log.
    pub fn log(&self) -> Vec<u8> {
        fs::read(self.files.log()).unwrap()
    }

    /// Opens the session as the workbench does.
    pub fn open(&self) -> Result<Opened, OpenError> {
        open(self.request())
    }

    /// Returns what the workbench asks for.
    pub fn request(&self) -> OpenRequest {
        OpenRequest {
            paths: vec![self.home.work().join("case")],
            standard_input: None,
            place: Where {
                file: Some(self.files.session().to_owned()),
                working: self.home.work(),
                ..Where::default()
            },
            analyst: "ana".to_owned(),
            read_only: false,
            recover: None,
            now: "2026-01-01T00:00:00Z".parse().unwrap(),
            id: None,
            tags: None,
            history: 100,
        }
    }
}

/// Lists every file beneath a folder with its bytes.
pub fn everything(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(everything(&path));
        } else {
            let bytes = fs::read(&path).unwrap_or_default();
            found.push((path, bytes));
        }
    }
    found.sort();
    found
}

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
}
