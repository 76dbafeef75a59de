//! The one function that turns a grapheme of hostile text into what a terminal may be sent.
//!
//! Articles, file names, notes and error texts may hold escape sequences, controls, bidi overrides and
//! characters that take no room. They are escaped, not stripped: every grapheme keeps its place and shows
//! what stands there. Widths are those of ratatui 0.30 (`CellWidth`): the sum over the graphemes of the symbol.
//!
//! **Invariant:** no symbol holds a control, a bidi control, a line separator or an invisible character, but
//! for joiners and variation selectors where an emoji or a script needs them; each is at least one column
//! wide unless it is a line end.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_linebreak::{BreakClass, break_property};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns between two tab stops.
pub const TAB_STOP: u16 = 4;

/// Code points of one grapheme that are shown: the longest emoji in use has 10, and a letter under dozens of
/// marks would be drawn over the rows around it.
const MAX_SHOWN: usize = 16;

/// Invisible characters of one grapheme that are spelled out before the rest is only counted.
const MAX_MARKED: usize = 2;

/// Stands under a combining mark that has no letter of its own.
const DOTTED_CIRCLE: char = '\u{25CC}';

/// What one grapheme looks like on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown<'a> {
    /// What may be sent to the terminal; empty for a line end.
    pub symbol: Cow<'a, str>,
    /// The columns that the symbol takes.
    pub width: u16,
    /// Why it looks so, that a style can mark it.
    pub kind: ShownKind,
}

/// Why a grapheme is shown as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ShownKind {
    /// As it stands in the text.
    Plain,
    /// A space of any width, at which a row may be broken.
    Blank,
    /// A space at which no row is broken (U+00A0, U+2007, U+202F), drawn as an ordinary blank.
    NonBreaking,
    /// A tab, drawn as blanks up to the next stop.
    Tab,
    /// LF, CR or CRLF: nothing is drawn.
    LineEnd,
    /// A character was replaced by a picture, a code in angle brackets or a dotted circle.
    Marked,
    /// U+FFFD: bytes that could not be decoded.
    Replaced,
    /// So many code points that only the first are shown, followed by `<+N>`.
    Shortened,
}

/// Returns what is shown for one grapheme at a column of its row (tabs depend on the column).
///
/// Given more than one grapheme it still returns nothing unsafe, yet columns no longer map to text.
pub fn visible(grapheme: &str, column: u16) -> Shown<'_> {
    if let [byte] = grapheme.as_bytes() {
        return visible_ascii(grapheme, *byte, column);
    }
    match grapheme {
        "" | "\r\n" => shown("", 0, ShownKind::LineEnd),
        "\u{FFFD}" => shown(grapheme, 1, ShownKind::Replaced),
        "\u{A0}" | "\u{2007}" | "\u{202F}" => shown(" ", 1, ShownKind::NonBreaking),
        "\u{3000}" => shown("  ", 2, ShownKind::Blank),
        "\u{205F}" => shown(" ", 1, ShownKind::Blank),
        _ if is_typographic_space(grapheme) => shown(" ", 1, ShownKind::Blank),
        _ => visible_alone(grapheme).unwrap_or_else(|| visible_cluster(grapheme)),
    }
}

/// Returns a text as one safe line: names, notes, errors; line ends become pictures (U+240A, U+240D).
///
/// What this returns is not changed by a second call.
pub fn visible_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut column = 0u16;
    for grapheme in text.graphemes(true) {
        let shown = visible_in_line(grapheme, column);
        line.push_str(&shown.symbol);
        column = column.wrapping_add(shown.width) % TAB_STOP;
    }
    line
}

/// As [`visible`], but line ends become pictures: for text that must stay on one row.
pub fn visible_in_line(grapheme: &str, column: u16) -> Shown<'_> {
    match grapheme {
        "\n" => shown("\u{240A}", 1, ShownKind::Marked),
        "\r" => shown("\u{240D}", 1, ShownKind::Marked),
        "\r\n" => shown("\u{240D}\u{240A}", 2, ShownKind::Marked),
        _ => visible(grapheme, column),
    }
}

/// Says whether a character must never reach the terminal, whatever stands around it.
///
/// Joiners (U+200C, U+200D) and variation selectors are not among them: [`visible`] keeps those that are
/// needed. For a last sweep over what is about to be drawn.
pub fn is_forbidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}'
            | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{3164}' | '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{FFFE}' | '\u{FFFF}' | '\u{13430}'..='\u{1343F}' | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D159}' | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}')
        || u32::from(character) & 0xFFFE == 0xFFFE
}

/// Returns how many columns ratatui 0.30 gives to a symbol that is already safe: by grapheme, half-width
/// sound marks (U+FF9E, U+FF9F) counted as cells of their own.
pub(super) fn cells(symbol: &str) -> u16 {
    let columns: usize =
        if symbol.is_ascii() { symbol.len() } else { symbol.graphemes(true).map(cell).sum() };
    u16::try_from(columns).unwrap_or(u16::MAX)
}

/// Returns the columns of one grapheme, as ratatui's `CellWidth` counts them.
fn cell(grapheme: &str) -> usize {
    if grapheme.len() == 1 { 1 } else { grapheme.width() + grapheme.chars().filter(is_sound_mark).count() }
}

fn shown(symbol: &str, width: u16, kind: ShownKind) -> Shown<'_> {
    Shown { symbol: Cow::Borrowed(symbol), width, kind }
}

/// One byte: nearly all of an English article.
fn visible_ascii(grapheme: &str, byte: u8, column: u16) -> Shown<'_> {
    match byte {
        b' ' => shown(" ", 1, ShownKind::Blank),
        b'!'..=b'~' => shown(grapheme, 1, ShownKind::Plain),
        b'\n' | b'\r' => shown("", 0, ShownKind::LineEnd),
        b'\t' => match TAB_STOP - column % TAB_STOP {
            1 => shown(" ", 1, ShownKind::Tab),
            2 => shown("  ", 2, ShownKind::Tab),
            3 => shown("   ", 3, ShownKind::Tab),
            _ => shown("    ", TAB_STOP, ShownKind::Tab),
        },
        _ => {
            let mut symbol = String::new();
            push_marked(&mut symbol, char::from(byte));
            Shown { symbol: Cow::Owned(symbol), width: 1, kind: ShownKind::Marked }
        }
    }
}

/// The spaces of U+1680 to U+200A that are empty and may be broken at: drawn as one blank, since terminals
/// disagree on their width.
fn is_typographic_space(grapheme: &str) -> bool {
    let mut characters = grapheme.chars();
    matches!((characters.next(), characters.next()), (Some('\u{2000}'..='\u{200A}'), None))
}

/// One character of the common scripts: the fast path of all that is not English.
fn visible_alone(grapheme: &str) -> Option<Shown<'_>> {
    let mut characters = grapheme.chars();
    let first = characters.next().filter(|first| stands_alone(*first))?;
    let width = u16::try_from(first.width()?).ok()?;
    characters.next().is_none().then(|| shown(grapheme, width, ShownKind::Plain))
}

/// Says whether a character is known to be visible and to be one grapheme wherever its neighbours are such
/// characters too (`Grapheme_Cluster_Break=Other`, or a Hangul syllable); many that do so are not listed.
pub(super) fn stands_alone(character: char) -> bool {
    matches!(character,
        ' '..='~' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' | '\u{370}'..='\u{377}' | '\u{37A}'..='\u{37F}' | '\u{384}'..='\u{482}'
        | '\u{48A}'..='\u{52F}' | '\u{5D0}'..='\u{5EA}' | '\u{620}'..='\u{64A}' | '\u{660}'..='\u{66F}' | '\u{671}'..='\u{6D3}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{20A0}'..='\u{20C0}' | '\u{3001}'..='\u{3029}'
        | '\u{3041}'..='\u{3096}' | '\u{309B}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FF9D}')
}

/// Any other grapheme: kept as it stands if every character may be shown where it stands.
fn visible_cluster(grapheme: &str) -> Shown<'_> {
    if is_clean(grapheme) {
        let width = cells(grapheme);
        if width > 0 && all_drawn(grapheme) {
            return shown(grapheme, width, ShownKind::Plain);
        }
    }
    let (symbol, kind) = spell(grapheme);
    let width = cells(&symbol);
    if all_drawn(&symbol) {
        return Shown { symbol: Cow::Owned(symbol), width, kind };
    }
    let symbol = spell_all(grapheme);
    Shown { width: cells(&symbol), symbol: Cow::Owned(symbol), kind: ShownKind::Marked }
}

/// ratatui passes over graphemes without width; a symbol must not lose a part that way.
fn all_drawn(symbol: &str) -> bool {
    symbol.graphemes(true).all(|part| cell(part) > 0)
}

/// Whether each character of the grapheme may be shown as it stands and none is to be left out.
fn is_clean(grapheme: &str) -> bool {
    let mut before = None;
    let mut rest = grapheme.chars().peekable();
    let mut count = 0;
    while let Some(character) = rest.next() {
        count += 1;
        if count > MAX_SHOWN || !is_shown_after(before, character, rest.peek().copied()) {
            return false;
        }
        before = Some(character);
    }
    true
}

/// Spells a grapheme with what must not be shown as it stands marked, and its tail counted if it is long.
fn spell(grapheme: &str) -> (String, ShownKind) {
    let mut symbol = String::new();
    let (mut before, mut shown, mut marked, mut left_out) = (None, 0, 0, 0usize);
    let mut rest = grapheme.chars().peekable();
    while let Some(character) = rest.next() {
        if left_out > 0 || shown >= MAX_SHOWN || marked >= MAX_MARKED && is_hidden(character) {
            left_out += 1;
            continue;
        }
        shown += 1;
        if is_shown_after(before, character, rest.peek().copied()) {
            symbol.push(character);
            before = Some(character);
        } else if before.is_none() && is_combining(character) {
            symbol.extend([DOTTED_CIRCLE, character]);
            before = Some(character);
        } else {
            push_marked(&mut symbol, character);
            marked += 1;
            before = None;
        }
    }
    if left_out == 0 {
        return (symbol, ShownKind::Marked);
    }
    // Writing to a String cannot fail.
    let _ = write!(symbol, "<+{left_out}>");
    (symbol, ShownKind::Shortened)
}

/// Spells a grapheme by codes alone: for what no terminal draws, such as a lone vowel jamo.
fn spell_all(grapheme: &str) -> String {
    let mut symbol = String::new();
    let count = grapheme.chars().count();
    for character in grapheme.chars().take(MAX_MARKED) {
        push_marked(&mut symbol, character);
    }
    if count > MAX_MARKED {
        let _ = write!(symbol, "<+{}>", count - MAX_MARKED);
    }
    symbol
}

/// Appends the picture of a C0 control or DEL, else the code point in angle brackets.
fn push_marked(symbol: &mut String, character: char) {
    let code = u32::from(character);
    match code {
        0..=0x1F => symbol.extend(char::from_u32(0x2400 + code)),
        0x7F => symbol.push('\u{2421}'),
        // Writing to a String cannot fail.
        _ => drop(write!(symbol, "<U+{code:04X}>")),
    }
}

/// Says whether a character may be shown as it stands between these neighbours of the same grapheme.
fn is_shown_after(before: Option<char>, character: char, after: Option<char>) -> bool {
    if character < '\u{300}' {
        return !is_forbidden(character);
    }
    match character {
        '\u{200C}' => before.is_some_and(has_joiners),
        '\u{200D}' => {
            before.is_some_and(has_joiners)
                || before.is_some_and(|c| is_emoji(c) || is_emoji_tail(c)) && after.is_some_and(is_emoji)
        }
        '\u{FE0E}' | '\u{FE0F}' => {
            before.is_some_and(is_emoji) || before.is_some_and(is_keycap) && after == Some('\u{20E3}')
        }
        '\u{FE00}'..='\u{FE02}' => before.is_some_and(|c| is_han(c) || has_first_selector(c)),
        '\u{E0100}'..='\u{E01EF}' => before.is_some_and(is_han),
        '\u{180B}'..='\u{180D}' | '\u{180F}' => before.is_some_and(|c| matches!(c, '\u{1820}'..='\u{18AA}')),
        '\u{FE03}'..='\u{FE0D}' => false,
        _ if is_forbidden(character) => false,
        _ => before.is_some() || !is_combining(character),
    }
}

/// Characters without a look of their own, whether or not they are needed where they stand.
fn is_hidden(character: char) -> bool {
    is_forbidden(character)
        || matches!(character, '\u{200C}' | '\u{200D}' | '\u{180B}'..='\u{180F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Marks that are drawn on the letter before them: they must not come first in a symbol.
fn is_combining(character: char) -> bool {
    if character < '\u{300}' || stands_alone(character) || is_hidden(character) {
        return false;
    }
    match break_property(u32::from(character)) {
        BreakClass::CombiningMark => true,
        // Thai, Khmer, Burmese …: letters and marks share this class.
        BreakClass::ComplexContext => joins_before(character),
        BreakClass::EmojiModifier => true,
        _ => {
            is_sound_mark(&character)
                || cell(character.encode_utf8(&mut [0; 4])) == 0 && joins_before(character)
        }
    }
}

/// Says whether a character makes one grapheme with any letter before it.
fn joins_before(character: char) -> bool {
    let mut pair = String::from("a");
    pair.push(character);
    pair.graphemes(true).count() == 1
}

fn is_sound_mark(character: &char) -> bool {
    matches!(character, '\u{FF9E}' | '\u{FF9F}')
}

fn is_keycap(character: char) -> bool {
    matches!(character, '0'..='9' | '#' | '*')
}

/// Ideographs, which take variation selectors (UTS 37 and the standardised variants).
fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}')
}

/// Burmese and Phags-pa letters, which take U+FE00 (StandardizedVariants.txt).
fn has_first_selector(character: char) -> bool {
    matches!(character, '\u{1000}'..='\u{109F}' | '\u{AA60}'..='\u{AA7F}' | '\u{A840}'..='\u{A877}')
}

/// Scripts in which joiners change the form of letters: Arabic and its kin, those of India and the south-east
/// of Asia, Mongolian.
fn has_joiners(character: char) -> bool {
    matches!(character,
        '\u{600}'..='\u{60B}' | '\u{60D}'..='\u{61A}' | '\u{620}'..='\u{7FF}' | '\u{840}'..='\u{DFF}' | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{17B3}' | '\u{17B6}'..='\u{17FF}' | '\u{1820}'..='\u{18AA}' | '\u{1A00}'..='\u{1AAF}' | '\u{1B00}'..='\u{1BFF}'
        | '\u{1C00}'..='\u{1C4F}' | '\u{A800}'..='\u{A8FF}' | '\u{A930}'..='\u{A95F}' | '\u{A980}'..='\u{AAFF}'
        | '\u{ABC0}'..='\u{ABFF}' | '\u{FB50}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10A00}'..='\u{10A5F}'
        | '\u{10AC0}'..='\u{10AFF}' | '\u{10D00}'..='\u{10D3F}' | '\u{11000}'..='\u{11FFF}' | '\u{1E900}'..='\u{1E95F}')
}

/// Pictographs: those of the emoji planes, and older symbols that a selector turns into one.
fn is_emoji(character: char) -> bool {
    match character {
        '\u{1F000}'..='\u{1FAFF}' => true,
        '\u{A9}' | '\u{AE}' | '\u{203C}'..='\u{2BFF}' | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}' => {
            let mut bytes = [0; 8];
            let length = character.len_utf8();
            character.encode_utf8(&mut bytes);
            if let Some(tail) = bytes.get_mut(length..) {
                '\u{FE0F}'.encode_utf8(tail);
            }
            // The width tables know which characters have an emoji form: two columns with the selector.
            bytes
                .get(..length + 3)
                .and_then(|pair| std::str::from_utf8(pair).ok())
                .is_some_and(|pair| pair.width() == 2)
        }
        _ => false,
    }
}

/// What may stand between an emoji and the joiner behind it.
fn is_emoji_tail(character: char) -> bool {
    matches!(character, '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    fn symbol(grapheme: &str) -> String {
        visible(grapheme, 0).symbol.into_owned()
    }

    /// No character that could steer a terminal or hide; joiners and selectors only behind a character.
    fn is_safe(text: &str) -> bool {
        const BIDI: &str =
            "\u{61C}\u{200E}\u{200F}\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}\u{2066}\u{2067}\u{2068}\u{2069}";
        !text.chars().any(|c| c.is_control() || BIDI.contains(c) || is_forbidden(c))
            && !text.starts_with(|c| is_hidden(c) || is_combining(c))
            && !text.chars().any(|c| matches!(c, '\u{FE03}'..='\u{FE0D}'))
    }

    /// The columns that ratatui moves on when it draws a symbol.
    fn drawn(symbol: &str) -> u16 {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 400, 1));
        buffer.set_stringn(0, 0, symbol, 400, Style::new()).0
    }

    fn check(grapheme: &str) {
        for column in [0, 1, 6, u16::MAX] {
            let shown = visible(grapheme, column);
            assert!(is_safe(&shown.symbol), "{grapheme:?} gives {:?}", shown.symbol);
            assert_eq!(shown.width, drawn(&shown.symbol), "{grapheme:?} gives {:?}", shown.symbol);
            assert_eq!(shown.width == 0, shown.kind == ShownKind::LineEnd, "{grapheme:?}");
        }
    }

    #[test]
    fn every_character_alone_is_safe_and_as_wide_as_drawn() {
        let mut bytes = [0; 4];
        for character in '\0'..=char::MAX {
            let grapheme = &*character.encode_utf8(&mut bytes);
            let shown = visible(grapheme, 0);
            assert!(is_safe(&shown.symbol), "{character:?} gives {:?}", shown.symbol);
            assert_eq!(shown.width, cells(&shown.symbol), "{character:?}");
            assert_eq!(shown.width == 0, shown.kind == ShownKind::LineEnd, "{character:?}");
            // The buffer is slow: one in fifty, and all up to the end of the emoji blocks' first plane half.
            if character < '\u{3400}' || u32::from(character) % 50 == 0 {
                assert_eq!(shown.width, drawn(&shown.symbol), "{character:?}");
            }
        }
    }

    #[test]
    fn characters_that_stand_alone_are_one_grapheme_beside_each_other() {
        let all: Vec<char> = ('\0'..='\u{FFFF}').filter(|c| stands_alone(*c)).collect();
        let line: String = all.iter().chain(all.iter().rev()).collect();
        assert!(line.graphemes(true).all(|part| part.chars().count() == 1));
        assert!(all.len() > 30_000);
    }

    #[test]
    fn hostile_characters_are_marked_not_stripped() {
        for (grapheme, expected) in [
            ("\u{1B}", "␛"),
            ("\0", "␀"),
            ("\u{7F}", "␡"),
            ("\u{9B}", "<U+009B>"),
            ("\u{202E}", "<U+202E>"),
            ("\u{2066}", "<U+2066>"),
            ("\u{61C}", "<U+061C>"),
            ("\u{200B}", "<U+200B>"),
            ("\u{AD}", "<U+00AD>"),
            ("\u{FEFF}", "<U+FEFF>"),
            ("\u{2028}", "<U+2028>"),
            ("\u{E0041}", "<U+E0041>"),
            ("\u{FE0F}", "<U+FE0F>"),
            ("a\u{200D}", "a<U+200D>"),
            ("a\u{200C}", "a<U+200C>"),
            ("a\u{FE0F}", "a<U+FE0F>"),
            ("中\u{FE05}", "中<U+FE05>"),
            ("😀\u{E0101}", "😀<U+E0101>"),
            ("👨\u{301}\u{200D}👩", "👨\u{301}<U+200D>👩"),
            ("👨\u{200D}\u{200D}👩", "👨<U+200D><U+200D>👩"),
            ("\u{301}", "\u{25CC}\u{301}"),
            ("\u{903}", "\u{25CC}\u{903}"),
            ("\u{1161}", "<U+1161>"),
            ("🏴\u{E0067}\u{E0062}\u{E007F}", "🏴<U+E0067><U+E0062><+1>"),
        ] {
            assert_eq!(symbol(grapheme), expected, "{grapheme:?}");
            check(grapheme);
        }
    }

    #[test]
    fn what_scripts_and_emoji_need_is_kept() {
        for grapheme in [
            "e\u{301}",
            "👨\u{200D}👩\u{200D}👧",
            "❤\u{FE0F}\u{200D}🔥",
            "🇸🇾",
            "👍🏽",
            "1\u{FE0F}\u{20E3}",
            "☎\u{FE0E}",
            "©\u{FE0F}",
            "क\u{94D}\u{200D}",
            "ی\u{200C}",
            "葛\u{E0100}",
            "ᠠ\u{180B}",
            "ﾊﾞ",
            "\u{600}1",
            "한",
            "ส\u{E33}",
            "م\u{64F}",
        ] {
            assert_eq!(symbol(grapheme), grapheme, "{grapheme:?}");
            check(grapheme);
        }
    }

    #[test]
    fn blanks_tabs_and_line_ends() {
        use ShownKind::{Blank, LineEnd, NonBreaking, Replaced, Tab};
        for (grapheme, column, expected, kind) in [
            (" ", 0, " ", Blank),
            ("\u{3000}", 0, "  ", Blank),
            ("\u{2003}", 0, " ", Blank),
            ("\u{A0}", 0, " ", NonBreaking),
            ("\u{202F}", 0, " ", NonBreaking),
            ("\t", 0, "    ", Tab),
            ("\t", 3, " ", Tab),
            ("\t", 4, "    ", Tab),
            ("\t", 65535, " ", Tab),
            ("\n", 0, "", LineEnd),
            ("\r", 0, "", LineEnd),
            ("\r\n", 0, "", LineEnd),
            ("\u{FFFD}", 0, "\u{FFFD}", Replaced),
        ] {
            let shown = visible(grapheme, column);
            assert_eq!((&*shown.symbol, shown.kind), (expected, kind), "{grapheme:?} at {column}");
            check(grapheme);
        }
        assert_eq!(visible_line("a\tb\r\nc\u{1B}[2J\rd"), "a   b␍␊c␛[2J␍d");
    }

    #[test]
    fn a_pile_of_marks_is_shortened() {
        let zalgo = "e".to_owned() + &"\u{301}".repeat(400);
        let shown = visible(&zalgo, 0);
        assert_eq!((shown.width, shown.kind), (7, ShownKind::Shortened));
        assert!(shown.symbol.ends_with("<+385>"));
        check(&zalgo);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_made_safe(text in "\\PC{0,8}|.{0,12}|[\u{200C}\u{200D}\u{FE00}-\u{FE0F}\u{1F3FB}\u{1F468}\u{2764}❤a1क्‍ي\u{94D}\u{301}\u{E0041}\u{E0101}葛\u{1100}-\u{1200}\u{202E}\t\r\n🇸 ﾞ]{0,24}") {
            for grapheme in text.graphemes(true) {
                check(grapheme);
            }
            check_not_line_end(&text);
            let line = visible_line(&text);
            prop_assert!(is_safe(&line));
            prop_assert_eq!(visible_line(&line), line);
        }
    }

    /// Several graphemes at once, as a careless caller may pass them.
    fn check_not_line_end(text: &str) {
        assert!(is_safe(&visible(text, 0).symbol), "{text:?}");
    }
}
