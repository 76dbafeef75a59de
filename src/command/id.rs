//! The name of a command as logs hold it.
//!
//! **Invariant:** an id is kept exactly as it was read, so that a log line written by a newer version, which
//! may name a command that this one does not know, is written back unchanged.

use std::borrow::Cow;
use std::fmt;

use super::Command;

/// The id of a command, or of an edit, such as `claim.remove`.
///
/// It may be an id that this version does not know; `command` tells.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommandId(Cow<'static, str>);

impl CommandId {
    /// Names an id that stands in the program's own code.
    pub const fn new(id: &'static str) -> Self {
        Self(Cow::Borrowed(id))
    }

    /// Returns the id as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the command of this id, following renamed ones; none if this version does not know it.
    pub fn command(&self) -> Option<Command> {
        Command::from_id(&self.0)
    }
}

impl From<Command> for CommandId {
    fn from(command: Command) -> Self {
        Self::new(command.spec().id)
    }
}

impl From<String> for CommandId {
    fn from(id: String) -> Self {
        Self(Cow::Owned(id))
    }
}

impl fmt::Display for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_of_a_newer_version_is_kept_as_it_is() {
        let id = CommandId::from("claim.teleport".to_owned());
        assert_eq!(id.to_string(), "claim.teleport");
        assert_eq!(id.command(), None);
    }

    #[test]
    fn every_command_comes_back_from_its_id() {
        for command in Command::ALL {
            assert_eq!(CommandId::from(*command).command(), Some(*command));
        }
    }

    #[test]
    fn owned_and_borrowed_ids_are_equal() {
        assert_eq!(CommandId::new("app.undo"), CommandId::from("app.undo".to_owned()));
    }
}
