//! Limits that a process sets itself before it touches what others wrote.
//!
//! **Invariant:** they only go down: what runs after them, and what it starts, cannot raise them again.

/// The most memory in bytes. Source: the table of faults, foreign formats.
pub const MEMORY: u64 = 1 << 30;

/// The most time of a processor in seconds. Source: the table of faults, foreign formats.
pub const SECONDS: u64 = 20;

/// Limits this process, and ends it when the one that started it is gone.
pub fn confine(memory: u64, seconds: u64) {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let at_most = |n: u64| Rlimit { current: Some(n), maximum: Some(n) };
        // Where a limit stands lower already it stays.
        let _ = setrlimit(Resource::As, at_most(memory));
        let _ = setrlimit(Resource::Cpu, at_most(seconds));
        let _ = setrlimit(Resource::Core, at_most(0));
    }
    end_with_parent();
}

/// Ends this process when the one that started it is gone; what it becomes too.
pub fn end_with_parent() {
    #[cfg(target_os = "linux")]
    {
        let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
    }
}
