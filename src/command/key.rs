//! One press of a key, in the program's own type.
//!
//! **Invariant:** every `Key` is in one canonical form, the one a legacy terminal reports, so that equal
//! presses are equal values whichever terminal or KEYS string they come from.

use std::fmt;

/// A key with the modifiers held down with it.
///
/// Made by `Key::new`, which brings it into canonical form: characters drop SHIFT, ctrl-i, ctrl-m and ctrl-[
/// are tab, enter and esc, shift-tab is `BackTab`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    code: KeyCode,
    mods: Mods,
}

/// Which key was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyCode {
    /// A key that writes a character, as written: `a`, `A`, `?`, a blank.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift-tab, which terminals report as a key of its own.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key by its number, from 1.
    F(u8),
}

/// The set of modifiers held down with a key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mods(u8);

impl Mods {
    /// No modifier.
    pub const NONE: Self = Self(0);
    /// Ctrl.
    pub const CTRL: Self = Self(1);
    /// Alt, also called Meta or Option.
    pub const ALT: Self = Self(2);
    /// Shift.
    pub const SHIFT: Self = Self(4);

    /// Returns both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns the set less the other one.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Tells whether all of the other set is held.
    pub const fn holds(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// The names of keys in KEYS strings; the first name of a code is the one that is printed.
const NAMES: &[(&str, KeyCode)] = &[
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("space", KeyCode::Char(' ')),
    ("lt", KeyCode::Char('<')),
    ("gt", KeyCode::Char('>')),
    ("bs", KeyCode::Backspace),
    ("del", KeyCode::Delete),
    ("ins", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    // Other spellings that people bring from other programs.
    ("return", KeyCode::Enter),
    ("cr", KeyCode::Enter),
    ("escape", KeyCode::Esc),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("pageup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
];

/// The highest function key with a name; terminals report up to this one.
const LAST_FUNCTION_KEY: u8 = 24;

impl Key {
    /// Makes a key in canonical form.
    pub fn new(code: KeyCode, mods: Mods) -> Self {
        let (code, mods) = match code {
            KeyCode::Char(c) => canonical_char(c, mods),
            other => (other, mods),
        };
        match code {
            KeyCode::Tab if mods.holds(Mods::SHIFT) => {
                Self { code: KeyCode::BackTab, mods: mods.without(Mods::SHIFT) }
            }
            KeyCode::BackTab => Self { code, mods: mods.without(Mods::SHIFT) },
            _ => Self { code, mods },
        }
    }

    /// Makes a key that writes a character, without modifiers.
    pub fn char(c: char) -> Self {
        Self::new(KeyCode::Char(c), Mods::NONE)
    }

    /// Reads a key as it stands between `<` and `>` in a KEYS string: `c-s`, `enter`, `s-tab`, `x`.
    ///
    /// Returns none if it names no key.
    pub fn parse(name: &str) -> Option<Self> {
        let mut rest = name;
        let mut mods = Mods::NONE;
        while let Some((modifier, tail)) = split_modifier(rest) {
            if mods.holds(modifier) {
                return None;
            }
            mods = mods.with(modifier);
            rest = tail;
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(only), None) => KeyCode::Char(only),
            _ => named_code(rest)?,
        };
        Some(Self::new(code, mods))
    }

    /// Returns which key it is.
    pub const fn code(self) -> KeyCode {
        self.code
    }

    /// Returns the modifiers; for a character never SHIFT.
    pub const fn mods(self) -> Mods {
        self.mods
    }

    /// Returns the character that a field takes in for this key: none with ctrl or alt, or for other keys.
    pub const fn typed(self) -> Option<char> {
        match (self.code, self.mods) {
            (KeyCode::Char(c), Mods::NONE) => Some(c),
            _ => None,
        }
    }

    /// Returns esc and the key without alt, for an alt chord: over a slow line both arrive in one read, and a
    /// terminal cannot tell the two apart.
    pub fn split_alt(self) -> Option<[Self; 2]> {
        let alone = Self::new(self.code, self.mods.without(Mods::ALT));
        self.mods.holds(Mods::ALT).then(|| [Self::new(KeyCode::Esc, Mods::NONE), alone])
    }

    /// Tells whether a terminal without any keyboard extension can send this key as it is.
    pub fn is_typable(self) -> bool {
        let (ctrl, shift) = (self.mods.holds(Mods::CTRL), self.mods.holds(Mods::SHIFT));
        match self.code {
            // Ctrl and 4 to 7 are how the codes 0x1c to 0x1f are reported.
            KeyCode::Char(c) => !ctrl || c.is_ascii_lowercase() || matches!(c, ' ' | '4'..='7'),
            KeyCode::Enter | KeyCode::Tab | KeyCode::BackTab | KeyCode::Backspace => !ctrl && !shift,
            KeyCode::Esc => self.mods == Mods::NONE,
            KeyCode::F(number) => (1..=12).contains(&number) && !(ctrl && shift),
            _ => !(ctrl && shift),
        }
    }

    /// Returns the key as people write it: `ctrl-s`, `shift-tab`, `enter`, `F1`, `?`.
    pub fn label(self) -> String {
        let mut label = String::new();
        for (modifier, word) in [(Mods::CTRL, "ctrl-"), (Mods::ALT, "alt-"), (Mods::SHIFT, "shift-")] {
            if self.mods.holds(modifier) {
                label.push_str(word);
            }
        }
        match self.code {
            KeyCode::Char(' ') => label.push_str("space"),
            KeyCode::Char(c) => label.push(c),
            KeyCode::F(number) => label.push_str(&format!("F{number}")),
            KeyCode::BackTab => label.push_str("shift-tab"),
            KeyCode::Backspace => label.push_str("backspace"),
            other => label.push_str(printed_name(other).unwrap_or_default()),
        }
        label
    }
}

/// Writes the key as KEYS strings do: `a`, `<c-s>`, `<enter>`, `<lt>`, `<space>`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (KeyCode::Char(c), Mods::NONE) = (self.code, self.mods)
            && !matches!(c, ' ' | '<')
        {
            return write!(f, "{c}");
        }
        f.write_str("<")?;
        for (modifier, prefix) in [(Mods::CTRL, "c-"), (Mods::ALT, "a-"), (Mods::SHIFT, "s-")] {
            if self.mods.holds(modifier) {
                f.write_str(prefix)?;
            }
        }
        match (self.code, printed_name(self.code)) {
            (_, Some(name)) => f.write_str(name)?,
            (KeyCode::Char(c), None) => write!(f, "{c}")?,
            (KeyCode::F(number), None) => write!(f, "f{number}")?,
            // What is left is shift-tab: every other code has a name.
            (_, None) => f.write_str("s-tab")?,
        }
        f.write_str(">")
    }
}

/// Brings a character with its modifiers into the form that a legacy terminal reports.
fn canonical_char(c: char, mods: Mods) -> (KeyCode, Mods) {
    match (c, u8::try_from(c)) {
        ('\t', _) => return (KeyCode::Tab, mods),
        ('\r' | '\n', _) => return (KeyCode::Enter, mods),
        ('\u{1b}', _) => return (KeyCode::Esc, mods),
        ('\u{8}' | '\u{7f}', _) => return (KeyCode::Backspace, mods),
        (_, Ok(0)) => return canonical_char(' ', mods.with(Mods::CTRL)),
        (_, Ok(code @ 0x01..=0x1a)) => return canonical_char(char::from(code | 0x60), mods.with(Mods::CTRL)),
        (_, Ok(code @ 0x1c..=0x1f)) => return canonical_char(char::from(code + 0x18), mods.with(Mods::CTRL)),
        _ => {}
    }
    let shifted = mods.holds(Mods::SHIFT);
    let mods = mods.without(Mods::SHIFT);
    if !mods.holds(Mods::CTRL) {
        return (KeyCode::Char(if shifted { c.to_ascii_uppercase() } else { c }), mods);
    }
    let bare = mods.without(Mods::CTRL);
    match c.to_ascii_lowercase() {
        'i' => (KeyCode::Tab, bare),
        'm' => (KeyCode::Enter, bare),
        '[' => (KeyCode::Esc, bare),
        lower => (KeyCode::Char(lower), mods),
    }
}

/// Splits `c-`, `a-` or `s-` off a key's name; a `-` that ends the name is the key itself.
fn split_modifier(name: &str) -> Option<(Mods, &str)> {
    let (letter, tail) = name.split_once('-')?;
    let modifier = match letter {
        "c" | "C" => Mods::CTRL,
        "a" | "A" => Mods::ALT,
        "s" | "S" => Mods::SHIFT,
        _ => return None,
    };
    (!tail.is_empty()).then_some((modifier, tail))
}

/// Returns the code of a key's name, in any case; function keys included.
fn named_code(name: &str) -> Option<KeyCode> {
    let named = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    named.map(|(_, code)| *code).or_else(|| {
        let digits = name.strip_prefix(['f', 'F'])?;
        let number = digits.parse().ok().filter(|_| !digits.starts_with('+'))?;
        (1..=LAST_FUNCTION_KEY).contains(&number).then_some(KeyCode::F(number))
    })
}

/// Returns the name that a code is printed by, if it has one.
fn printed_name(code: KeyCode) -> Option<&'static str> {
    NAMES.iter().find(|(_, named)| *named == code).map(|(name, _)| *name)
}
