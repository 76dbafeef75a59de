//! The chain of hashes over the log's lines.
//!
//! **Invariant:** a line passes only if its bytes give its hash and it names the line before it; that makes the log
//! tamper-evident where its head was kept elsewhere, and no more than that.

use super::error::FormatError;
use super::log::{HASH, Hashed, hash_of, read};

/// Why a line does not belong to the chain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// The line cannot be read.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// The line does not end with its hash.
    #[error("the line does not end with its hash")]
    NoHash,
    /// The line's bytes are not those that its hash was taken of.
    #[error("line {seq} was changed: its hash is not that of its bytes")]
    Changed {
        /// The line's number.
        seq: u64,
        /// The hash of the bytes that stand there.
        found: String,
    },
    /// The line does not follow the line before.
    #[error("line {seq} does not follow the line before it")]
    Broken {
        /// The line's number.
        seq: u64,
        /// The hash of the line before.
        expected: Option<String>,
        /// The hash that the line names.
        found: Option<String>,
    },
    /// The line's number is not the next one.
    #[error("line {found} stands where line {expected} belongs")]
    Number {
        /// The number that comes next.
        expected: u64,
        /// The number that the line has.
        found: u64,
    },
}

/// Reads a line and checks its hash and that it follows the line of hash `prev`.
///
/// # Errors
/// The first thing that does not hold.
pub fn check(text: &str, prev: Option<&str>) -> Result<Hashed, ChainError> {
    let hashed = check_bytes(text)?;
    if hashed.line.prev.as_deref() != prev {
        return Err(ChainError::Broken {
            seq: hashed.line.seq,
            expected: prev.map(str::to_owned),
            found: hashed.line.prev,
        });
    }
    Ok(hashed)
}

/// Reads a line and checks that its hash is that of its bytes, whatever it follows.
///
/// # Errors
/// The line cannot be read, has no hash, or was changed.
pub fn check_bytes(text: &str) -> Result<Hashed, ChainError> {
    let hashed = read(text)?;
    let body = text.strip_suffix('\n').unwrap_or(text);
    let (before, stated) = body.rsplit_once(HASH).ok_or(ChainError::NoHash)?;
    if stated.strip_prefix('"').and_then(|rest| rest.strip_suffix("\"}")) != Some(&*hashed.hash) {
        return Err(ChainError::NoHash);
    }
    let found = hash_of(before.as_bytes());
    if found != hashed.hash {
        return Err(ChainError::Changed { seq: hashed.line.seq, found });
    }
    Ok(hashed)
}

/// Follows a log from its first line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// The number of the last line that passed; 0 before the first.
    pub seq: u64,
    /// The hash of the last line that passed.
    pub head: Option<String>,
}

impl Chain {
    /// Checks the next line and goes on to it; the first line may follow a head that the session claims.
    ///
    /// # Errors
    /// The first thing that does not hold; the chain then stays where it was.
    pub fn follow(&mut self, text: &str) -> Result<Hashed, ChainError> {
        let hashed = if self.seq == 0 { check_bytes(text)? } else { check(text, self.head.as_deref())? };
        if hashed.line.seq != self.seq + 1 {
            return Err(ChainError::Number { expected: self.seq + 1, found: hashed.line.seq });
        }
        self.seq = hashed.line.seq;
        self.head = Some(hashed.hash.clone());
        Ok(hashed)
    }
}
