//! Which encoding an article's bytes are in: by their mark, by their zeros, as UTF-8, else by detection.
//!
//! **Invariant:** the same first 64 KiB give the same encoding, whether they are all that was read or the start of
//! the whole; bytes that are UTF-8 are never taken for anything else.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::decode::{FIRST, Part};

/// UTF-16 without a byte order mark: more than this share of the bytes of one parity are 0, in percent.
const ZERO_PERCENT: usize = 40;

/// An encoding of the WHATWG standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// One from before Unicode, by its tables.
    Legacy(&'static encoding_rs::Encoding),
}

impl Encoding {
    /// Every encoding that can be chosen, the commonest first.
    ///
    /// The standard's two others are no encodings of text: `replacement` refuses all, `x-user-defined` names none.
    pub const ALL: [Self; 38] = [
        Self::Utf8,
        Self::Legacy(encoding_rs::WINDOWS_1252),
        Self::Legacy(encoding_rs::WINDOWS_1251),
        Self::Legacy(encoding_rs::WINDOWS_1250),
        Self::Legacy(encoding_rs::SHIFT_JIS),
        Self::Legacy(encoding_rs::GBK),
        Self::Legacy(encoding_rs::BIG5),
        Self::Legacy(encoding_rs::EUC_KR),
        Self::Legacy(encoding_rs::EUC_JP),
        Self::Legacy(encoding_rs::WINDOWS_1256),
        Self::Legacy(encoding_rs::WINDOWS_1255),
        Self::Legacy(encoding_rs::WINDOWS_1254),
        Self::Legacy(encoding_rs::WINDOWS_1253),
        Self::Legacy(encoding_rs::WINDOWS_1257),
        Self::Legacy(encoding_rs::WINDOWS_1258),
        Self::Legacy(encoding_rs::WINDOWS_874),
        Self::Legacy(encoding_rs::KOI8_R),
        Self::Legacy(encoding_rs::KOI8_U),
        Self::Legacy(encoding_rs::IBM866),
        Self::Legacy(encoding_rs::MACINTOSH),
        Self::Legacy(encoding_rs::X_MAC_CYRILLIC),
        Self::Legacy(encoding_rs::GB18030),
        Self::Legacy(encoding_rs::ISO_2022_JP),
        Self::Legacy(encoding_rs::ISO_8859_2),
        Self::Legacy(encoding_rs::ISO_8859_3),
        Self::Legacy(encoding_rs::ISO_8859_4),
        Self::Legacy(encoding_rs::ISO_8859_5),
        Self::Legacy(encoding_rs::ISO_8859_6),
        Self::Legacy(encoding_rs::ISO_8859_7),
        Self::Legacy(encoding_rs::ISO_8859_8),
        Self::Legacy(encoding_rs::ISO_8859_8_I),
        Self::Legacy(encoding_rs::ISO_8859_10),
        Self::Legacy(encoding_rs::ISO_8859_13),
        Self::Legacy(encoding_rs::ISO_8859_14),
        Self::Legacy(encoding_rs::ISO_8859_15),
        Self::Legacy(encoding_rs::ISO_8859_16),
        Self::Utf16Le,
        Self::Utf16Be,
    ];

    /// Returns the name shown and stored: the standard's own, the Unicode ones in small letters.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Legacy(tables) => tables.name(),
        }
    }

    /// Returns the encoding of a name or label of the standard, in whatever case.
    pub fn from_name(name: &str) -> Option<Self> {
        let tables = encoding_rs::Encoding::for_label(name.as_bytes())?;
        Self::ALL.into_iter().find(|known| known.name().eq_ignore_ascii_case(tables.name()))
    }

    /// Says whether bytes can only be guessed to be in this encoding: those of Unicode show it.
    pub fn is_guess(self) -> bool {
        matches!(self, Self::Legacy(_))
    }

    /// Returns the length of this encoding's byte order mark at the start of the bytes.
    pub(super) fn mark(self, bytes: &[u8]) -> usize {
        let mark: &[u8] = match self {
            Self::Utf8 => &[0xEF, 0xBB, 0xBF],
            Self::Utf16Le => &[0xFF, 0xFE],
            Self::Utf16Be => &[0xFE, 0xFF],
            Self::Legacy(_) => return 0,
        };
        if bytes.starts_with(mark) { mark.len() } else { 0 }
    }

    /// Tells the encoding of an article from its first 64 KiB.
    pub fn of(bytes: &[u8], part: Part) -> Self {
        let first = bytes.get(..FIRST).unwrap_or(bytes);
        let goes_on = part == Part::First64KiB || bytes.len() > FIRST;
        marked(first)
            .or_else(|| by_zeros(first))
            .unwrap_or_else(|| if is_utf8(first, goes_on) { Self::Utf8 } else { detected(first, goes_on) })
    }
}

fn marked(bytes: &[u8]) -> Option<Encoding> {
    [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be].into_iter().find(|e| e.mark(bytes) > 0)
}

/// Tells UTF-16 of a language with few letters beyond ASCII by the zeros in every other byte.
fn by_zeros(bytes: &[u8]) -> Option<Encoding> {
    let (pairs, _) = bytes.as_chunks::<2>();
    let even = pairs.iter().filter(|[byte, _]| *byte == 0).count();
    let odd = pairs.iter().filter(|[_, byte]| *byte == 0).count();
    let many = even.max(odd) * 100 > pairs.len() * ZERO_PERCENT;
    many.then_some(if even > odd { Encoding::Utf16Be } else { Encoding::Utf16Le })
}

/// Whether the bytes are UTF-8, a damaged place here and there allowed.
///
/// A character of several bytes hardly ever comes about by chance in another encoding of mostly plain letters, and in
/// one of the far east it comes about far less often than its contrary: so as many good ones as bad bytes tell.
fn is_utf8(bytes: &[u8], goes_on: bool) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        let is_cut_off = goes_on && chunks.peek().is_none() && is_start(chunk.invalid());
        bad += usize::from(!chunk.invalid().is_empty() && !is_cut_off);
    }
    good >= bad
}

/// Whether bytes begin a character that the next byte could go on with.
fn is_start(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

fn detected(bytes: &[u8], goes_on: bool) -> Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, !goes_on);
    // No address is known, so no country is guessed from one.
    Encoding::Legacy(detector.guess(None, Utf8Detection::Deny))
}
