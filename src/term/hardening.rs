//! What the program asks of the system before it reads anything.
//!
//! **Invariant:** the memory of the program, which holds unpublished text, is never written to a core file.

use rustix::process::{Resource, Rlimit, setrlimit};

/// Forbids core files and, on Linux, reading the memory by other programs of the same user.
///
/// What the system refuses is left as it is: it is a second line of defence.
pub fn harden() {
    let _kept = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    #[cfg(any(target_os = "linux", target_os = "android"))]
    let _kept = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_core_file_is_written_afterwards() {
        harden();
        assert_eq!(rustix::process::getrlimit(Resource::Core).current, Some(0));
        #[cfg(target_os = "linux")]
        assert_eq!(
            rustix::process::dumpable_behavior().unwrap(),
            rustix::process::DumpableBehavior::NotDumpable
        );
    }
}
