//! `factcheck __import`: takes one web page apart, for another factcheck.
//!
//! **Invariant:** limited before the first byte is read; bytes in, one line of JSON out, nothing else.

use std::io::Read;

use clap::Args;

use super::error::{CliError, Code};
use super::output;
use crate::format::encoding::Encoding;
use crate::format::{page, page_json};
use crate::store::article::LIMIT;
use crate::store::confine::{MEMORY, SECONDS, confine};

/// Take a web page on standard input apart.
#[derive(Debug, Args)]
pub struct PageArguments {
    /// The encoding that it is read in.
    encoding: Option<String>,
}

pub fn run(arguments: &PageArguments) -> Result<Code, CliError> {
    confine(MEMORY, SECONDS);
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(LIMIT)
        .read_to_end(&mut bytes)
        .map_err(|error| CliError::data(format!("the page cannot be read: {error}")))?;
    let chosen = arguments.encoding.as_deref().and_then(Encoding::from_name);
    output::print(&page_json::write(&page::read(&bytes, chosen)))?;
    Ok(Code::Fine)
}
