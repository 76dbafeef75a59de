//! What a session knows of an article before its bytes are read: what they are to be, and how they are read.
//!
//! **Invariant:** bytes that are what was annotated are read as they were then, whatever this version would make of
//! them; other bytes are first asked themselves.

use std::path::{Path, PathBuf};

use super::article::sha256;
use super::disk::{Disk, RealDisk};
use super::names::SessionFiles;
use super::page;
use crate::format::decode::{self, Decoded, Part, Refused};
use crate::format::encoding::Encoding;
use crate::model::Article;

/// The media type of a web page.
pub const PAGE: &str = "text/html";

/// What a session knows of an article; nothing of one that is new.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// SHA-256 of the bytes that were annotated, 64 hex digits.
    pub sha256: Option<String>,
    /// SHA-256 of the text that was annotated.
    pub text_sha256: Option<String>,
    /// The encoding that they were read in.
    pub encoding: Option<Encoding>,
    /// Whether the encoding was chosen just now, for the bytes as they are.
    pub insists: bool,
    /// Whether the session says that it is a web page.
    pub is_page: bool,
    /// The folder of the session's kept copies; none without a session.
    pub copies: Option<PathBuf>,
}

impl Known {
    /// Returns what a session's article tells.
    pub fn of(article: Option<&Article>, files: &SessionFiles) -> Self {
        let copies = Some(files.articles());
        let Some(article) = article else { return Self { copies, ..Self::default() } };
        Self {
            sha256: article.sha256.clone(),
            text_sha256: article.text_sha256.clone(),
            encoding: Encoding::from_name(&article.encoding),
            insists: false,
            is_page: article.media_type == PAGE,
            copies,
        }
    }

    /// Takes note of the encoding that the article is to be read in from now on; none takes the choice back.
    pub fn choose(&mut self, encoding: Option<Encoding>) {
        self.encoding = encoding;
        self.insists = encoding.is_some();
    }

    /// Says whether a file at this path is read as a web page.
    pub fn is_page_at(&self, path: Option<&Path>) -> bool {
        self.is_page || path.is_some_and(page::is_page)
    }

    /// Says whether bytes of this hash are what was annotated; so they are taken to be where no hash is known.
    pub fn is_same(&self, sha256: &str) -> bool {
        self.sha256.as_ref().is_none_or(|known| known == sha256)
    }

    /// Returns the encoding that bytes are to be read in whatever they show: `same` says whether they are what was
    /// annotated.
    pub fn settled(&self, same: bool) -> Option<Encoding> {
        self.encoding.filter(|_| same || self.insists)
    }

    /// Returns the text that was kept of a page, if it is the one that was annotated.
    pub fn kept_text(&self) -> Option<String> {
        let hash = self.text_sha256.as_ref().filter(|_| !self.insists)?;
        // A hash of a session file is a name only once it is sure to be a hash.
        let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let path = self.copies.as_ref().filter(|_| is_hash)?.join(hash);
        let bytes = RealDisk.read(&path, super::article::LIMIT).ok()?;
        (sha256(&bytes) == *hash).then(|| String::from_utf8(bytes).ok()).flatten()
    }

    /// Decodes bytes: `same` says whether they are what was annotated.
    ///
    /// # Errors
    /// `Binary` where nobody chose how to read them and they are no text.
    pub fn decode(&self, bytes: Vec<u8>, part: Part, same: bool) -> Result<Decoded, Refused> {
        match self.encoding {
            Some(encoding) if self.settled(same).is_some() => Ok(decode::decode_as(bytes, part, encoding)),
            // A file that was saved anew may have become Unicode; else it is what it was.
            Some(encoding) if Encoding::of(&bytes, part).is_guess() => {
                Ok(decode::decode_as(bytes, part, encoding))
            }
            _ => decode::decode(bytes, part),
        }
    }
}
