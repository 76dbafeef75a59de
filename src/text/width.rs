//! Columns of text as it is shown: measuring, clipping and padding of names, labels and notes.
//!
//! All functions take raw text and think of it as [`visible_line`] shows it, so
//! that nothing that was measured can be wider, or less safe, when it is drawn.
//!
//! **Invariant:** no grapheme is ever cut, and nothing returned is wider than the columns asked for.

use unicode_segmentation::UnicodeSegmentation;

use super::visible::{visible_in_line, visible_line};

/// Ends a text that was cut.
pub const ELLIPSIS: &str = "…";

/// Returns the columns of one grapheme at the start of a row.
pub fn of_grapheme(grapheme: &str) -> u16 {
    visible_in_line(grapheme, 0).width
}

/// Returns the columns of a text shown on one line.
pub fn of_str(text: &str) -> usize {
    measure(text, usize::MAX).1
}

/// Returns the longest beginning of a text that fits in so many columns, as it stands (not made visible).
pub fn clip(text: &str, columns: usize) -> &str {
    text.get(..measure(text, columns).0).unwrap_or("")
}

/// Returns a text made visible, its end replaced by an ellipsis if it is wider than `columns`.
pub fn clip_end(text: &str, columns: usize) -> String {
    let whole = clip(text, columns);
    if whole.len() == text.len() {
        return visible_line(whole);
    }
    let Some(room) = columns.checked_sub(1) else { return String::new() };
    visible_line(clip(whole, room)) + ELLIPSIS
}

/// Returns a text made visible at exactly `columns`: clipped at its end, or blanks behind it.
pub fn pad(text: &str, columns: usize) -> String {
    let mut line = clip_end(text, columns);
    let missing = columns.saturating_sub(of_str(&line));
    line.extend(std::iter::repeat_n(' ', missing));
    line
}

/// As [`pad`], with the blanks in front: for figures.
pub fn pad_start(text: &str, columns: usize) -> String {
    let line = clip_end(text, columns);
    " ".repeat(columns.saturating_sub(of_str(&line))) + &line
}

/// Returns the bytes and columns of the longest beginning that fits.
fn measure(text: &str, columns: usize) -> (usize, usize) {
    let (mut bytes, mut column) = (0, 0usize);
    for grapheme in text.graphemes(true) {
        // Only the place between two tab stops matters, and 65,536 is a multiple of the stop.
        let at = u16::try_from(column & 0xFFFF).unwrap_or(0);
        let after = column.saturating_add(usize::from(visible_in_line(grapheme, at).width));
        if after > columns {
            break;
        }
        bytes += grapheme.len();
        column = after;
    }
    (bytes, column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn clipping_keeps_graphemes_whole() {
        for (text, columns, clipped, ended, padded) in [
            ("Sputnik", 9, "Sputnik", "Sputnik", "Sputnik  "),
            ("Sputnik", 7, "Sputnik", "Sputnik", "Sputnik"),
            ("Sputnik", 5, "Sputn", "Sput…", "Sput…"),
            ("中文", 3, "中", "中…", "中…"),
            ("中文", 2, "中", "…", "… "),
            ("e\u{301}e\u{301}", 1, "e\u{301}", "…", "…"),
            ("a\tb", 4, "a\t", "a…", "a…  "),
            ("a\nb", 3, "a\nb", "a␊b", "a␊b"),
            ("\u{1B}]0;x", 3, "\u{1B}]0", "␛]…", "␛]…"),
            ("\u{202E}ab", 9, "\u{202E}a", "<U+202E>…", "<U+202E>…"),
            ("ab", 0, "", "", ""),
            ("", 2, "", "", "  "),
        ] {
            assert_eq!(clip(text, columns), clipped, "{text:?}");
            assert_eq!(clip_end(text, columns), ended, "{text:?}");
            assert_eq!(pad(text, columns), padded, "{text:?}");
        }
        assert_eq!(pad_start("62", 5), "   62");
        assert_eq!((of_str("中a\t"), of_grapheme("\u{202E}"), of_grapheme("\r\n")), (4, 8, 2));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn padded_text_is_exactly_as_wide_as_asked(text in "[a \t\r\n中é\u{301}\u{202E}🇸👨\u{200D}]{0,20}|.{0,20}", columns in 0usize..40) {
            prop_assert_eq!(of_str(&pad(&text, columns)), columns);
            prop_assert_eq!(of_str(&pad_start(&text, columns)), columns);
            prop_assert_eq!(of_str(&text), of_str(&visible_line(&text)));
            let clipped = clip(&text, columns);
            prop_assert!(of_str(clipped) <= columns && text.starts_with(clipped));
            prop_assert!(clipped.len() == text.len() || crate::text::grapheme::is_border(&text, clipped.len()));
        }
    }
}
