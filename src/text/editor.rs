//! A text field over graphemes: forms, notes, prompts. It knows nothing of keys or of the terminal.
//!
//! What is typed or pasted is kept as it is, but for line ends, which become LF (blanks in a field of one line),
//! and for control characters other than TAB, which are dropped: they cannot be seen, nor meant. Bidi controls
//! and zero-width characters are kept and shown by their codes, so that a note can quote them.
//!
//! **Invariant:** the cursor stands on a grapheme border, and the text holds no control but LF and TAB.

use unicode_segmentation::UnicodeSegmentation;

use super::grapheme;
use super::visible::{visible_in_line, visible_line};

/// How many lines a field may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lines {
    /// One line: pasted line ends become blanks.
    #[default]
    One,
    /// Any number of lines, parted by LF.
    Many,
}

/// A field that is being typed into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Editor {
    text: String,
    /// Bytes.
    cursor: usize,
    lines: Lines,
    /// The column that up and down aim at, kept over short lines.
    goal: Option<usize>,
}

impl Editor {
    /// Makes an empty field of one or many lines; `default()` is one line.
    pub fn new(lines: Lines) -> Self {
        Self { lines, ..Self::default() }
    }

    /// Returns what was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the byte at which the cursor stands.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Says whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Returns what was typed and empties the field.
    pub fn take(&mut self) -> String {
        self.cursor = 0;
        self.goal = None;
        std::mem::take(&mut self.text)
    }

    /// Replaces the whole text, cleaned as [`insert`](Self::insert) does, with the cursor at its end.
    pub fn set(&mut self, text: &str) {
        self.text = self.clean(text);
        self.move_to(self.text.len());
    }

    /// Puts text at the cursor, which then stands behind it.
    pub fn insert(&mut self, text: &str) {
        let text = self.clean(text);
        self.text.insert_str(self.cursor, &text);
        self.move_to(self.cursor + text.len());
    }

    /// Removes the grapheme before the cursor.
    pub fn backspace(&mut self) {
        self.remove(grapheme::prev(&self.text, self.cursor), self.cursor);
    }

    /// Removes the grapheme at the cursor.
    pub fn delete(&mut self) {
        self.remove(self.cursor, grapheme::next(&self.text, self.cursor));
    }

    /// Removes from the cursor back to the start of the line; at the start, the line end before it.
    pub fn delete_to_start(&mut self) {
        let start = self.line_start();
        if start == self.cursor { self.backspace() } else { self.remove(start, self.cursor) }
    }

    /// Removes from the cursor to the end of the line; at the end, the line end.
    pub fn delete_to_end(&mut self) {
        let end = self.line_end();
        if end == self.cursor { self.delete() } else { self.remove(self.cursor, end) }
    }

    /// Removes from the cursor back to the start of the word before it.
    pub fn delete_word(&mut self) {
        self.remove(self.word_start(), self.cursor);
    }

    /// Moves one grapheme towards the start.
    pub fn left(&mut self) {
        self.move_to(grapheme::prev(&self.text, self.cursor));
    }

    /// Moves one grapheme towards the end.
    pub fn right(&mut self) {
        self.move_to(grapheme::next(&self.text, self.cursor));
    }

    /// Moves to the start of the word before the cursor.
    pub fn word_left(&mut self) {
        self.move_to(self.word_start());
    }

    /// Moves behind the word after the cursor.
    pub fn word_right(&mut self) {
        let rest = self.text.get(self.cursor..).unwrap_or("");
        let mut inside = false;
        let end = rest.grapheme_indices(true).find(|(_, part)| {
            let word = is_word(part);
            let ends = inside && !word;
            inside |= word;
            ends
        });
        self.move_to(end.map_or(self.text.len(), |(at, _)| self.cursor + at));
    }

    /// Moves to the start of the line.
    pub fn home(&mut self) {
        self.move_to(self.line_start());
    }

    /// Moves to the end of the line.
    pub fn end(&mut self) {
        self.move_to(self.line_end());
    }

    /// Moves to the line above, to the same column where it has one; false on the first line.
    pub fn up(&mut self) -> bool {
        let start = self.line_start();
        let Some(end) = start.checked_sub(1) else { return false };
        let start = self.text.get(..end).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        self.move_to_column(start, end);
        true
    }

    /// Moves to the line below, to the same column where it has one; false on the last line.
    pub fn down(&mut self) -> bool {
        let start = self.line_end() + 1;
        let Some(rest) = self.text.get(start..).filter(|_| start <= self.text.len()) else { return false };
        let end = start + rest.find('\n').unwrap_or(rest.len());
        self.move_to_column(start, end);
        true
    }

    /// Returns the columns from the start of the cursor's line to the cursor.
    pub fn cursor_column(&self) -> usize {
        self.text.get(self.line_start()..self.cursor).map_or(0, super::width::of_str)
    }

    /// Returns the part of the cursor's line to draw in a field of `width` columns, made visible, and the
    /// cursor's column in it (less than `width`).
    ///
    /// A line that does not fit is moved so that up to a third of the field shows what follows the cursor. Costs
    /// what is shown, not the line.
    pub fn view(&self, width: u16) -> (String, u16) {
        let width = usize::from(width);
        if width == 0 {
            return (String::new(), 0);
        }
        let after = self.text.get(self.cursor..self.line_end()).unwrap_or("");
        let ahead = columns_up_to(after, width).clamp(1, (width / 3).max(1));
        let start = self.view_start(width, width - ahead);
        let before = self.text.get(start..self.cursor).unwrap_or("");
        let column = super::width::of_str(before).min(width - 1);
        let line = self.text.get(start..self.line_end()).unwrap_or("");
        let shown = visible_line(super::width::clip(line, width));
        (shown, u16::try_from(column).unwrap_or(u16::MAX))
    }

    /// Returns where a view begins: the line's start if the cursor can be seen from there, else so that at most
    /// `room` columns stand before the cursor.
    fn view_start(&self, width: usize, room: usize) -> usize {
        let line_start = self.line_start();
        let (mut at, mut columns, mut start) = (self.cursor, 0, self.cursor);
        while at > line_start {
            let before = grapheme::prev(&self.text, at).max(line_start);
            // A tab is taken at its widest: its stops move with the view.
            columns += usize::from(visible_in_line(self.text.get(before..at).unwrap_or(""), 0).width);
            if columns >= width {
                return start;
            }
            at = before;
            if columns <= room {
                start = at;
            }
        }
        line_start
    }

    /// Returns the start of the word before the cursor.
    fn word_start(&self) -> usize {
        let before = self.text.get(..self.cursor).unwrap_or("");
        let mut start = self.cursor;
        let mut inside = false;
        for (at, part) in before.grapheme_indices(true).rev() {
            let word = is_word(part);
            if inside && !word {
                break;
            }
            inside |= word;
            start = at;
        }
        start
    }

    fn line_start(&self) -> usize {
        self.text.get(..self.cursor).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1)
    }

    fn line_end(&self) -> usize {
        let rest = self.text.get(self.cursor..).unwrap_or("");
        self.cursor + rest.find('\n').unwrap_or(rest.len())
    }

    /// Moves into the line from `start` to `end`, as near to the goal column as it reaches.
    fn move_to_column(&mut self, start: usize, end: usize) {
        let goal = self.goal.unwrap_or_else(|| self.cursor_column());
        let line = self.text.get(start..end).unwrap_or("");
        let at = start + super::width::clip(line, goal).len();
        self.move_to(at);
        self.goal = Some(goal);
    }

    /// Sets the cursor to a byte, or the next border behind it (the end of the text at most).
    pub fn move_to(&mut self, offset: usize) {
        self.cursor = grapheme::ceil(&self.text, offset);
        self.goal = None;
    }

    fn remove(&mut self, start: usize, end: usize) {
        if start < end && self.text.is_char_boundary(start) && self.text.is_char_boundary(end) {
            self.text.replace_range(start..end, "");
            self.move_to(start);
        }
    }

    /// Returns the text with line ends as this field has them and without controls.
    fn clean(&self, text: &str) -> String {
        let line_end = match self.lines {
            Lines::One => ' ',
            Lines::Many => '\n',
        };
        let mut clean = String::with_capacity(text.len());
        let mut before = '\0';
        for character in text.chars() {
            match character {
                '\n' if before == '\r' => {}
                '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => clean.push(line_end),
                '\t' => clean.push('\t'),
                _ if character.is_control() => {}
                _ => clean.push(character),
            }
            before = character;
        }
        clean
    }
}

/// Says whether a grapheme belongs to a word; the marks inside "don't" and "F-16" part it, as in a shell.
fn is_word(part: &str) -> bool {
    part.chars().any(char::is_alphanumeric)
}

/// Returns the columns of a text, or `limit` if it has more.
fn columns_up_to(text: &str, limit: usize) -> usize {
    let mut columns = 0;
    for part in text.graphemes(true) {
        columns += usize::from(visible_in_line(part, 0).width);
        if columns >= limit {
            return limit;
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A field with the cursor at the bar.
    fn field(marked: &str, lines: Lines) -> Editor {
        let (before, after) = marked.split_once('|').unwrap();
        let mut editor = Editor::new(lines);
        editor.set(&format!("{before}{after}"));
        editor.move_to(before.len());
        editor
    }

    fn marked(editor: &Editor) -> String {
        let (before, after) = editor.text().split_at(editor.cursor());
        format!("{before}|{after}")
    }

    fn check(before: &str, act: impl Fn(&mut Editor), after: &str) {
        let mut editor = field(before, Lines::Many);
        act(&mut editor);
        assert_eq!(marked(&editor), after, "from {before:?}");
    }

    #[test]
    fn editing() {
        check("6|killed", |e| e.insert("2 "), "62 |killed");
        check("e\u{301}|x", Editor::backspace, "|x");
        check("a|👨\u{200D}👩\u{200D}👧b", Editor::delete, "a|b");
        check("|a", Editor::backspace, "|a");
        check("a|", Editor::delete, "a|");
        check("a\n|b", Editor::backspace, "a|b");
        check("one\ntwo three|four", Editor::delete_to_start, "one\n|four");
        check("one\n|four", Editor::delete_to_start, "one|four");
        check("one t|wo\nx", Editor::delete_to_end, "one t|\nx");
        check("one|\nx", Editor::delete_to_end, "one|x");
        check("the Russian MoD. |x", Editor::delete_word, "the Russian |x");
        check("the |x", Editor::delete_word, "|x");
        check("|x", Editor::delete_word, "|x");
    }

    #[test]
    fn moving() {
        check("ab|c", Editor::left, "a|bc");
        check("a|e\u{301}c", Editor::right, "ae\u{301}|c");
        check("|c", Editor::left, "|c");
        check("c|", Editor::right, "c|");
        check("one two|", Editor::word_left, "one |two");
        check("one |two", Editor::word_left, "|one two");
        check("|one, two", Editor::word_right, "one|, two");
        check("one|, two", Editor::word_right, "one, two|");
        check("a\nbc|d\ne", Editor::home, "a\n|bcd\ne");
        check("a\n|bcd\ne", Editor::end, "a\nbcd|\ne");
        check("abcd\nef\nghi|j", |e| assert!(e.up() && e.up() && !e.up()), "abc|d\nef\nghij");
        check("ab|cd\n\n中x", |e| assert!(e.down() && e.down() && !e.down()), "abcd\n\n中|x");
        check("ab|", |e| assert!(!e.down() && !e.up()), "ab|");
        check("ab|\n", |e| assert!(e.down()), "ab\n|");
    }

    #[test]
    fn pasted_controls_and_line_ends() {
        let hostile = "a\u{1B}[31mb\r\nc\rd\te\0\u{9B}f\u{2028}g\u{202E}";
        let mut one = Editor::default();
        one.insert(hostile);
        assert_eq!(one.text(), "a[31mb c d\tef g\u{202E}");
        let mut many = Editor::new(Lines::Many);
        many.insert(hostile);
        assert_eq!(many.text(), "a[31mb\nc\nd\tef\ng\u{202E}");
        assert_eq!(many.take(), "a[31mb\nc\nd\tef\ng\u{202E}");
        assert!(many.is_empty() && many.cursor() == 0);
    }

    #[test]
    fn the_view_follows_the_cursor() {
        let view = |marked: &str, width| field(marked, Lines::Many).view(width);
        let own = |text: &str, column| (text.to_owned(), column);
        assert_eq!(view("abc|", 10), own("abc", 3));
        assert_eq!(view("ab|c\nxyz", 10), own("abc", 2));
        assert_eq!(view("abcdefghi|", 10), own("abcdefghi", 9));
        assert_eq!(view("abcdefghij|", 10), own("bcdefghij", 9));
        assert_eq!(view("abcdefghij|klmnop", 9), own("efghijklm", 6));
        assert_eq!(view("中文中文|", 5), own("中文", 4));
        assert_eq!(view("a\u{202E}|b", 20), own("a<U+202E>b", 9));
        assert_eq!(view("|abc", 0), own("", 0));
        assert_eq!(view("ab|c", 1), own("c", 0));
        assert_eq!(field("x\n中|a", Lines::Many).cursor_column(), 2);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn typing_then_taking_back_changes_nothing(before in "[a-c .]{0,9}", typed in "(e\u{301}|中|x|👍🏽| |🇸🇾){0,9}", after in "[a-c .]{0,9}") {
            let mut editor = field(&format!("{before}|{after}"), Lines::One);
            let start = editor.clone();
            editor.insert(&typed);
            for _ in typed.graphemes(true) {
                editor.backspace();
            }
            prop_assert_eq!(editor, start);
        }

        #[test]
        fn any_keys_keep_the_cursor_on_a_border_and_in_view(
            keys in prop::collection::vec((0usize..16, "[a\u{301} \t\n🇸👨\u{200D}中\u{202E}\u{1B}]{0,4}"), 0..40), width in 1u16..30,
        ) {
            let mut editor = Editor::new(Lines::Many);
            for (key, text) in keys {
                match key {
                    0 => editor.backspace(),
                    1 => editor.delete(),
                    2 => editor.left(),
                    3 => editor.right(),
                    4 => editor.word_left(),
                    5 => editor.word_right(),
                    6 => editor.home(),
                    7 => editor.end(),
                    8 => { editor.up(); }
                    9 => { editor.down(); }
                    10 => editor.delete_to_start(),
                    11 => editor.delete_word(),
                    _ => editor.insert(&text),
                }
                prop_assert!(grapheme::is_border(editor.text(), editor.cursor()));
                let (shown, column) = editor.view(width);
                prop_assert!(column < width && super::super::width::of_str(&shown) <= usize::from(width));
                prop_assert!(!editor.text().contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
            }
        }
    }
}
