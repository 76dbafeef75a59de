//! Web pages as articles: taken apart in a process of their own, which may die of them.
//!
//! **Invariant:** no byte of a page is parsed in this process; a page that ends its reader, or takes too long, is
//! remembered as such and not tried again.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::child::{self, Failed, Limits};
use super::confine;
use crate::format::encoding::Encoding;
use crate::format::page::Page;
use crate::format::page_json;

/// The hidden sub-command that takes a page apart.
pub const COMMAND: &str = "__import";

/// How long a page may take in all, and how long its answer may be. Source: the table of faults, foreign formats.
const LIMITS: Limits = Limits { time: Duration::from_secs(30), bytes: 64 * 1024 * 1024 };

/// The most text that is remembered, bytes.
const REMEMBERED: usize = 64 * 1024 * 1024;

/// Says whether a path's ending is that of a web page.
pub fn is_page(path: &Path) -> bool {
    let ending = path.extension();
    ending.is_some_and(|e| ["html", "htm", "xhtml"].iter().any(|known| e.eq_ignore_ascii_case(known)))
}

/// What came of a page.
pub type Taken = Result<Arc<Page>, String>;

/// The hash of a page's bytes and the encoding chosen.
type Key = (String, Option<Encoding>);

/// The pages that were taken apart.
static SEEN: Mutex<Vec<(Key, Taken)>> = Mutex::new(Vec::new());

/// Takes a page apart in a process of its own; `sha256` is the hash of the bytes.
///
/// # Errors
/// Why there is no text, for people.
pub fn read(bytes: &[u8], sha256: &str, chosen: Option<Encoding>) -> Taken {
    let key = (sha256.to_owned(), chosen);
    let seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, known)) = seen.iter().find(|(known, _)| *known == key) {
        return known.clone();
    }
    drop(seen);
    let taken = take(bytes, chosen);
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    let length = |taken: &Taken| taken.as_ref().map_or(0, |page| page.text.len());
    let held: usize = seen.iter().map(|(_, taken)| length(taken)).sum();
    if held + length(&taken) > REMEMBERED {
        seen.clear();
    }
    seen.push((key, taken.clone()));
    taken
}

fn take(bytes: &[u8], chosen: Option<Encoding>) -> Taken {
    let mut command = Command::new(program()?);
    command.arg(COMMAND).env_clear();
    command.args(chosen.map(Encoding::name));
    let answer = child::run(&mut command, bytes, LIMITS).map_err(|failed| words(&failed))?;
    page_json::read(&answer).map(Arc::new)
}

/// This very program, also where its file was replaced meanwhile.
pub(super) fn program() -> Result<OsString, String> {
    if cfg!(target_os = "linux") {
        return Ok("/proc/self/exe".into());
    }
    let path = std::env::current_exe();
    path.map(Into::into).map_err(|error| format!("the program's own file cannot be found: {error}"))
}

fn words(failed: &Failed) -> String {
    let (seconds, memory) = (confine::SECONDS, confine::MEMORY >> 30);
    match failed {
        Failed::Start(why) => format!("no process could be started to read the page: {why}"),
        Failed::Time => format!("reading the page took over {} s", LIMITS.time.as_secs()),
        Failed::Length => "the page gives more text than an article can have".to_owned(),
        // SIGXCPU, and SIGKILL which follows it.
        Failed::Signal(24 | 9) => format!("reading the page took over {seconds} s of computing"),
        Failed::Signal(_) | Failed::Code(..) => {
            format!("the page could not be taken apart: it is nested too deeply, or needs over {memory} GiB")
        }
    }
}
