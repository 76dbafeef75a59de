//! Reading one article: opened so that nothing can block or lead elsewhere, read once, decoded and hashed.
//!
//! **Invariant:** only a regular file is read, at most the limit of it, and never one outside the folder that
//! it was listed beneath; an article's bytes are never written.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::format::bytemap::ByteMap;
use crate::format::decode::{Decoded, Part, Refused};
use crate::format::encoding::Encoding;
use crate::format::page::PageFacts;
use crate::text::offsets::OffsetIndex;

use super::disk;
use super::known::Known;
use super::page;
use super::sample;
use super::walk::Place;

/// The largest article in bytes unless the settings say otherwise. Source: the design's limit, 256 MiB.
pub const LIMIT: u64 = 256 * 1024 * 1024;

/// How many bytes are read before the first frame. Source: the design, 64 KiB.
pub const FIRST: u64 = 64 * 1024;

/// The start of an article, for the first frame.
#[derive(Clone, Debug)]
pub struct FirstPart {
    /// The start, decoded; cut back to a line end or a grapheme where the file goes on.
    pub decoded: Decoded,
    /// The file's length in bytes.
    pub size: u64,
    /// The file's time of change.
    pub modified: Option<Timestamp>,
    /// Whether this is all of it.
    pub whole: bool,
}

/// An article read to its end.
#[derive(Clone, Debug)]
pub struct WholeArticle {
    /// The decoded text.
    pub text: Arc<str>,
    /// The offsets of the text.
    pub index: Arc<OffsetIndex>,
    /// What else the decoding found: its `text` is empty, moved into the field above.
    pub decoded: Decoded,
    /// The file's length in bytes.
    pub bytes: u64,
    /// The file's time of change.
    pub modified: Option<Timestamp>,
    /// SHA-256 of the bytes, 64 hex digits.
    pub sha256: String,
    /// SHA-256 of the text in UTF-8, 64 hex digits.
    pub text_sha256: String,
    /// What a web page says of itself, where it was taken apart now.
    pub page: Option<Arc<PageFacts>>,
}

/// What a worker finds for one cited article without keeping its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The file's length in bytes.
    pub bytes: u64,
    /// The file's time of change.
    pub modified: Option<Timestamp>,
    /// SHA-256 of the bytes, 64 hex digits.
    pub sha256: String,
}

/// Why an article cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no such file.
    #[error("the file is missing")]
    Missing,
    /// It is a folder, a pipe, a device or a socket.
    #[error("not a regular file")]
    NotAFile,
    /// A link leads out of the folder, or its path does.
    #[error("leads out of the folder")]
    LeadsOut,
    /// It holds no byte.
    #[error("the file is empty")]
    Empty,
    /// It is larger than the limit.
    #[error("{size} bytes, over the limit of {limit}")]
    TooLarge {
        /// Its length in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// Its bytes are not text.
    #[error("{0}")]
    NotText(String),
    /// It is a web page, and no text could be taken out of it.
    #[error("{0}")]
    Page(String),
    /// It is named by the session, lies outside, and is not what the session cites.
    #[error("outside, not shown: a adopts")]
    Outside,
    /// The system refused.
    #[error("{0}")]
    Io(io::Error),
}

impl ReadError {
    /// Returns what a person can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Missing => "put the file back, or open the folder where it is now",
            Self::NotAFile => "only plain files can be articles",
            Self::LeadsOut => "name the file itself to open it",
            Self::Empty => "save the article's text in it",
            Self::TooLarge { .. } => "raise articles.limit in config.toml, or cut the file",
            Self::NotText(_) => "save it as plain text",
            Self::Page(_) => "open it in a browser and save its text in a .txt file",
            Self::Outside => "name the file, or its folder, when you open the session",
            Self::Io(_) => "check the file's permissions and the disk",
        }
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::Missing,
            _ => Self::Io(error),
        }
    }
}

impl From<Refused> for ReadError {
    fn from(refused: Refused) -> Self {
        Self::NotText(refused.to_string())
    }
}

/// Reads the start of an article: at most 64 KiB.
pub fn read_first(place: &Place, limit: u64, known: &Known) -> Result<FirstPart, ReadError> {
    if let Place::Builtin(name) = place {
        let bytes = sample::bytes(name).ok_or(ReadError::Missing)?;
        return first_part(bytes.to_vec(), bytes.len() as u64, None, known);
    }
    if matches!(place, Place::Outside(_)) {
        return Err(ReadError::Outside);
    }
    let (file, metadata) = open(place, limit)?;
    let mut bytes = Vec::with_capacity(metadata.len().min(FIRST) as usize);
    file.take(FIRST).read_to_end(&mut bytes)?;
    first_part(bytes, metadata.len(), modified(&metadata), known)
}

/// Reads the first 64 KiB of an article as they are, and whether that is all of it. One that lies outside is read
/// only where its hash is the one known.
pub fn read_start(place: &Place, limit: u64, known: &Known) -> Result<(Vec<u8>, Part), ReadError> {
    let (mut bytes, _) = read_bytes(place, limit)?;
    if matches!(place, Place::Outside(_)) && known.sha256.as_ref() != Some(&sha256(&bytes)) {
        return Err(ReadError::Outside);
    }
    let part = if bytes.len() as u64 > FIRST { Part::First64KiB } else { Part::Whole };
    bytes.truncate(FIRST as usize);
    Ok((bytes, part))
}

fn first_part(
    bytes: Vec<u8>,
    size: u64,
    modified: Option<Timestamp>,
    known: &Known,
) -> Result<FirstPart, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let whole = bytes.len() as u64 >= size;
    let part = if whole { Part::Whole } else { Part::First64KiB };
    // Whether they are the same only the whole tells, which follows.
    let decoded = known.decode(bytes, part, true)?;
    Ok(FirstPart { decoded, size, modified, whole })
}

/// Reads, decodes, indexes and hashes a whole article. One that lies outside is read only where its hash is the one
/// known.
pub fn read_whole(place: &Place, limit: u64, known: &Known) -> Result<WholeArticle, ReadError> {
    let (bytes, modified) = read_bytes(place, limit)?;
    let sha256 = sha256(&bytes);
    if matches!(place, Place::Outside(_)) && known.sha256.as_ref() != Some(&sha256) {
        return Err(ReadError::Outside);
    }
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if known.is_page_at(place.path().as_deref()) {
        let page = read_page(&bytes, &sha256, known)?;
        let text: Arc<str> = Arc::from(page.text.as_str());
        let index = Arc::new(OffsetIndex::new(&text));
        let text_sha256 = self::sha256(text.as_bytes());
        let (bytes, decoded, page) = (bytes.len() as u64, page.decoded, page.facts);
        return Ok(WholeArticle { text, index, decoded, bytes, modified, sha256, text_sha256, page });
    }
    let length = bytes.len();
    let mut decoded = known.decode(bytes, Part::Whole, known.is_same(&sha256))?;
    let text: Arc<str> = Arc::from(std::mem::take(&mut decoded.text));
    let index = Arc::new(OffsetIndex::new(&text));
    // UTF-8 of the same length without a bad byte is the file's own bytes: 100 MB are hashed once.
    let is_same = decoded.encoding == Encoding::Utf8 && decoded.replaced_count == 0 && text.len() == length;
    let text_sha256 = if is_same { sha256.clone() } else { self::sha256(text.as_bytes()) };
    Ok(WholeArticle { text, index, decoded, bytes: length as u64, modified, sha256, text_sha256, page: None })
}

/// Reads and decodes a whole article for a search: not indexed, and hashed only where the hash decides.
pub fn read_text(place: &Place, limit: u64, known: &Known) -> Result<String, ReadError> {
    let (bytes, _) = read_bytes(place, limit)?;
    let is_outside = matches!(place, Place::Outside(_));
    if known.is_page_at(place.path().as_deref()) {
        let sha256 = sha256(&bytes);
        if is_outside && known.sha256.as_ref() != Some(&sha256) {
            return Err(ReadError::Outside);
        }
        return Ok(read_page(&bytes, &sha256, known)?.text);
    }
    let same = match &known.sha256 {
        Some(stored) if is_outside || known.encoding.is_some_and(Encoding::is_guess) => {
            *stored == sha256(&bytes)
        }
        Some(_) => true,
        None => !is_outside,
    };
    if is_outside && !same {
        return Err(ReadError::Outside);
    }
    Ok(known.decode(bytes, Part::Whole, same)?.text)
}

/// A page's text, and how it came about.
struct PageText {
    text: String,
    /// What else is known of the reading: its `text` is empty.
    decoded: Decoded,
    facts: Option<Arc<PageFacts>>,
}

/// Takes the text out of a page; of one that was annotated, the text that was kept then.
fn read_page(bytes: &[u8], sha256: &str, known: &Known) -> Result<PageText, ReadError> {
    let same = known.is_same(sha256);
    let chosen = known.settled(same);
    // The kept text is what is cited: bytes of it are bytes of the copy that bears its hash.
    let decoded = |encoding: Encoding, bad: usize| Decoded {
        text: String::new(),
        encoding,
        bom: false,
        replaced: Vec::new(),
        replaced_count: bad,
        map: ByteMap::shifted(0),
    };
    if let Some(text) = known.kept_text().filter(|_| same) {
        let decoded = decoded(known.encoding.unwrap_or(Encoding::Utf8), 0);
        return Ok(PageText { text, decoded, facts: None });
    }
    let page = page::read(bytes, sha256, chosen).map_err(ReadError::Page)?;
    let encoding = Encoding::from_name(&page.encoding).unwrap_or(Encoding::Utf8);
    let facts = Some(Arc::new(page.facts.clone()));
    Ok(PageText { text: page.text.clone(), decoded: decoded(encoding, page.bad), facts })
}

/// Reads a whole article's bytes and its time of change.
pub fn read_bytes(place: &Place, limit: u64) -> Result<(Vec<u8>, Option<Timestamp>), ReadError> {
    if let Place::Builtin(name) = place {
        return Ok((sample::bytes(name).ok_or(ReadError::Missing)?.to_vec(), None));
    }
    let (file, before) = open(place, limit)?;
    let mut bytes = Vec::with_capacity(before.len() as usize);
    (&file).take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(ReadError::TooLarge { size: bytes.len() as u64, limit });
    }
    Ok((bytes, modified(&before)))
}

/// Hashes an article in pieces, keeping none of them.
pub fn hash(place: &Place, limit: u64) -> Result<Facts, ReadError> {
    if let Place::Builtin(name) = place {
        let bytes = sample::bytes(name).ok_or(ReadError::Missing)?;
        return Ok(Facts { bytes: bytes.len() as u64, modified: None, sha256: sha256(bytes) });
    }
    let (file, metadata) = open(place, limit)?;
    let mut from = file.take(limit.saturating_add(1));
    let mut hasher = Sha256::new();
    let mut piece = vec![0; FIRST as usize];
    let mut bytes = 0_u64;
    loop {
        match from.read(&mut piece) {
            Ok(0) => break,
            Ok(n) => {
                hasher.update(piece.get(..n).unwrap_or_default());
                bytes += n as u64;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    if bytes > limit {
        return Err(ReadError::TooLarge { size: bytes, limit });
    }
    Ok(Facts { bytes, modified: modified(&metadata), sha256: hex(&hasher.finalize()) })
}

/// Returns an article's length in bytes and time of change, without reading it.
pub fn look(place: &Place) -> Result<(u64, Option<Timestamp>), ReadError> {
    match place {
        Place::Builtin(name) => sample::bytes(name).map(|b| (b.len() as u64, None)).ok_or(ReadError::Missing),
        _ => {
            let path = place.path().unwrap_or_default();
            let metadata = std::fs::metadata(path)?;
            if metadata.is_file() {
                Ok((metadata.len(), modified(&metadata)))
            } else {
                Err(ReadError::NotAFile)
            }
        }
    }
}

/// Returns SHA-256 as 64 hex digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(digest: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(digest)
}

fn modified(metadata: &Metadata) -> Option<Timestamp> {
    metadata.modified().ok().and_then(|time| Timestamp::try_from(time).ok())
}

/// Opens an article without blocking, and looks at what was opened rather than at its name.
fn open(place: &Place, limit: u64) -> Result<(File, Metadata), ReadError> {
    let file = match place {
        Place::File(path) | Place::Outside(path) => {
            disk::non_blocking(OpenOptions::new().read(true)).open(path)?
        }
        Place::Beneath { root, below } => beneath(root, below)?,
        Place::Builtin(_) => return Err(ReadError::Missing),
    };
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(ReadError::NotAFile);
    }
    if metadata.len() > limit {
        return Err(ReadError::TooLarge { size: metadata.len(), limit });
    }
    Ok((file, metadata))
}

/// Opens a file beneath a folder; the kernel itself refuses to leave the folder.
#[cfg(target_os = "linux")]
fn beneath(root: &Path, below: &Path) -> Result<File, ReadError> {
    use rustix::fs::{Mode, OFlags, ResolveFlags};
    use rustix::io::Errno;
    let folder = File::open(root)?;
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
    // EAGAIN: something on the way was renamed meanwhile, and the kernel asks to try again.
    for _ in 0..16 {
        match rustix::fs::openat2(&folder, below, flags, Mode::empty(), resolve) {
            Ok(file) => return Ok(file.into()),
            Err(Errno::AGAIN) => {}
            Err(Errno::XDEV | Errno::LOOP) => return Err(ReadError::LeadsOut),
            // An old kernel, or a sandbox that does not know the call.
            Err(Errno::NOSYS | Errno::PERM) => return beneath_by_name(root, below),
            Err(error) => return Err(io::Error::from(error).into()),
        }
    }
    Err(ReadError::Io(io::Error::from(Errno::AGAIN)))
}

#[cfg(not(target_os = "linux"))]
fn beneath(root: &Path, below: &Path) -> Result<File, ReadError> {
    beneath_by_name(root, below)
}

/// Opens a file beneath a folder where the kernel cannot keep us inside: the true name is found first, and
/// opened without following a link that took its place meanwhile.
fn beneath_by_name(root: &Path, below: &Path) -> Result<File, ReadError> {
    let path = std::fs::canonicalize(root.join(below))?;
    if !path.starts_with(root) {
        return Err(ReadError::LeadsOut);
    }
    let file = disk::non_blocking(OpenOptions::new().read(true)).open(&path)?;
    let still = std::fs::canonicalize(&path)?;
    let (opened, named) = (file.metadata()?, std::fs::symlink_metadata(&still)?);
    if still.starts_with(root) && same_file(&opened, &named) { Ok(file) } else { Err(ReadError::LeadsOut) }
}

#[cfg(unix)]
fn same_file(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

#[cfg(not(unix))]
fn same_file(a: &Metadata, b: &Metadata) -> bool {
    a.len() == b.len()
}

#[cfg(test)]
#[path = "article_tests.rs"]
mod tests;
