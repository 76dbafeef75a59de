//! What a session knows of an article before its bytes are read: what they are to be, and how they are read.
//!
//! **Invariant:** bytes that are what was annotated are read as they were then, whatever this version would make of
//! them; other bytes are first asked themselves.

use crate::format::decode::{self, Decoded, Part, Refused};
use crate::format::encoding::Encoding;
use crate::model::Article;

/// What a session knows of an article; nothing of one that is new.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// SHA-256 of the bytes that were annotated, 64 hex digits.
    pub sha256: Option<String>,
    /// The encoding that they were read in.
    pub encoding: Option<Encoding>,
    /// Whether the encoding was chosen just now, for the bytes as they are.
    pub insists: bool,
}

impl Known {
    /// Returns what a session's article tells.
    pub fn of(article: &Article) -> Self {
        Self {
            sha256: article.sha256.clone(),
            encoding: Encoding::from_name(&article.encoding),
            insists: false,
        }
    }

    /// Takes note of the encoding that the article is to be read in from now on; none takes the choice back.
    pub fn choose(&mut self, encoding: Option<Encoding>) {
        self.encoding = encoding;
        self.insists = encoding.is_some();
    }

    /// Says whether bytes of this hash are what was annotated; so they are taken to be where no hash is known.
    pub fn is_same(&self, sha256: &str) -> bool {
        self.sha256.as_ref().is_none_or(|known| known == sha256)
    }

    /// Decodes bytes: `same` says whether they are what was annotated.
    ///
    /// # Errors
    /// `Binary` where nobody chose how to read them and they are no text.
    pub fn decode(&self, bytes: Vec<u8>, part: Part, same: bool) -> Result<Decoded, Refused> {
        match self.encoding {
            Some(encoding) if same || self.insists => Ok(decode::decode_as(bytes, part, encoding)),
            // A file that was saved anew may have become Unicode; else it is what it was.
            Some(encoding) if Encoding::of(&bytes, part).is_guess() => {
                Ok(decode::decode_as(bytes, part, encoding))
            }
            _ => decode::decode(bytes, part),
        }
    }
}
