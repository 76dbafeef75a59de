//! A fault of the program itself: give the terminal back, save, say where it was.
//!
//! **Invariant:** the message of a panic is never printed, since it may hold an article's text; what is printed is
//! the place in the source, the version and the names of the last commands.

use std::collections::VecDeque;
use std::panic::{Location, panic_any, set_hook};
use std::process::exit;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;
use std::time::Duration;

use super::guard;
use super::output::complain;

/// The exit code after a panic, as of any Rust program.
const EXIT_CODE: i32 = 101;
/// How many commands the report names.
const COMMANDS_KEPT: usize = 8;
/// How long a second panicking thread leaves the first one to save.
const LEAVE_TO_SAVE: Duration = Duration::from_secs(20);

type Save = Arc<dyn Fn() -> bool + Send + Sync>;

static SAVE: Mutex<Option<Save>> = Mutex::new(None);
static LAST_COMMANDS: Mutex<VecDeque<String>> = Mutex::new(VecDeque::new());
static IS_PANICKING: AtomicBool = AtomicBool::new(false);

/// A place where the tests of the whole program ask for a panic, by `FC_TEST_PANIC=draw`, `update` or `worker`;
/// `draw:20` panics the twentieth time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PanicPoint {
    /// In drawing.
    Draw,
    /// In the update of the state.
    Update,
    /// In a worker's thread.
    Worker,
}

impl PanicPoint {
    /// Panics if the environment asks for it here.
    #[expect(clippy::panic, reason = "it is here to try what follows a panic")]
    pub fn pass(self) {
        static ASKED: OnceLock<Option<(PanicPoint, u32)>> = OnceLock::new();
        static PASSED: AtomicU32 = AtomicU32::new(0);
        let asked = ASKED.get_or_init(|| Self::parse(&std::env::var("FC_TEST_PANIC").ok()?));
        if let Some((point, times)) = asked
            && *point == self
            && PASSED.fetch_add(1, Ordering::SeqCst) + 1 == *times
        {
            panic_any("words of an article that must not be printed");
        }
    }

    fn parse(asked: &str) -> Option<(Self, u32)> {
        let (name, times) = asked.split_once(':').unwrap_or((asked, "1"));
        let point = match name {
            "draw" => Self::Draw,
            "update" => Self::Update,
            "worker" => Self::Worker,
            _ => return None,
        };
        Some((point, times.parse().ok()?))
    }
}

/// Registers what saves everything that was handed to the disk's threads; it returns whether all is on disk.
///
/// It is called from any thread, waits a bounded time, and takes no lock that a panicking thread may hold.
pub fn register_save(save: impl Fn() -> bool + Send + Sync + 'static) {
    if let Ok(mut registered) = SAVE.lock() {
        *registered = Some(Arc::new(save));
    }
}

/// Calls what was registered; returns whether all is on disk, none if nothing was registered.
pub(super) fn save_now() -> Option<bool> {
    // The lock is only held for copying a pointer, so it is free.
    let save = SAVE.lock().ok().and_then(|registered| registered.clone());
    save.map(|save| save())
}

/// Notes a command for the report of a panic.
pub(super) fn note_command(id: &str) {
    if let Ok(mut commands) = LAST_COMMANDS.lock() {
        commands.truncate(COMMANDS_KEPT - 1);
        commands.push_front(id.to_owned());
    }
}

/// Installs the program's own panic hook. A panic in any thread ends the program with exit code 101.
pub fn install_panic_hook() {
    set_hook(Box::new(|info| {
        if IS_PANICKING.swap(true, Ordering::SeqCst) {
            // Another thread panics too: its end must not cut the saving off.
            thread::sleep(LEAVE_TO_SAVE);
            exit(EXIT_CODE);
        }
        guard::restore();
        let saved = save_now();
        // The commands may be locked by the thread that panics.
        let commands: Option<Vec<String>> =
            LAST_COMMANDS.try_lock().ok().map(|commands| commands.iter().cloned().collect());
        complain(&report(info.location(), &commands.unwrap_or_default(), saved));
        exit(EXIT_CODE);
    }));
}

fn report(location: Option<&Location<'_>>, commands: &[String], saved: Option<bool>) -> String {
    let place = location.map_or_else(
        || "an unknown place".to_owned(),
        |location| format!("{}:{}:{}", in_source(location.file()), location.line(), location.column()),
    );
    let version = env!("CARGO_PKG_VERSION");
    let mut report = format!("error: factcheck {version} came upon a fault of its own at {place}.\n");
    if !commands.is_empty() {
        report.push_str(&format!("The last commands, newest first: {}\n", commands.join(", ")));
    }
    report.push_str(match saved {
        Some(true) => "All edits are on disk.\n",
        Some(false) => "The newest edits may not be on disk.\n",
        None => "",
    });
    report.push_str("hint: please report these lines; they hold nothing of your articles or notes.\n");
    report
}

/// Cuts a path down to what lies in the source of a package, so that no name of a builder's machine is printed.
fn in_source(path: &str) -> String {
    let parts: Vec<&str> = path.split(['/', '\\']).collect();
    let source = parts
        .iter()
        .rposition(|part| *part == "src")
        .map_or(parts.len().saturating_sub(1), |src| if src > 0 { src - 1 } else { src });
    parts.get(source..).unwrap_or_default().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_names_place_version_and_commands() {
        let commands = ["claim.tag-1".to_owned(), "find.open".to_owned()];
        let report = report(Some(Location::caller()), &commands, Some(true));
        assert!(report.contains(env!("CARGO_PKG_VERSION")), "{report}");
        assert!(report.contains("panic.rs:"), "{report}");
        assert!(report.contains("claim.tag-1, find.open"), "{report}");
        assert!(report.contains("on disk"), "{report}");
    }

    #[test]
    fn an_unsaved_edit_is_never_called_saved() {
        assert!(!report(None, &[], None).contains("on disk"));
        assert!(report(None, &[], Some(false)).contains("may not be on disk"));
    }

    #[test]
    fn paths_of_the_building_machine_are_cut() {
        assert_eq!(in_source("src/app/mod.rs"), "src/app/mod.rs");
        assert_eq!(
            in_source("/home/someone/reg/ratatui-core-0.1.2/src/buffer.rs"),
            "ratatui-core-0.1.2/src/buffer.rs"
        );
        assert_eq!(in_source("/rustc/abc/library.rs"), "library.rs");
    }

    #[test]
    fn the_newest_commands_are_kept() {
        for number in 0..20 {
            note_command(&format!("move.test-{number}"));
        }
        let commands = LAST_COMMANDS.lock().unwrap();
        assert_eq!(commands.len(), COMMANDS_KEPT);
        assert_eq!(commands.front().map(String::as_str), Some("move.test-19"));
    }

    #[test]
    fn what_is_registered_is_called() {
        register_save(|| true);
        assert_eq!(save_now(), Some(true));
        SAVE.lock().unwrap().take();
        assert_eq!(save_now(), None);
    }

    #[test]
    fn a_test_point_is_read_with_its_count() {
        assert_eq!(PanicPoint::parse("draw"), Some((PanicPoint::Draw, 1)));
        assert_eq!(PanicPoint::parse("update:20"), Some((PanicPoint::Update, 20)));
        for wrong in ["", "drawn", "draw:", "draw:x", "draw:1:2"] {
            assert_eq!(PanicPoint::parse(wrong), None, "{wrong:?}");
        }
    }
}
