//! What must not reach a terminal, and terminals that are odd.
//!
//! **Invariant:** every byte sent is text or a sequence that the program itself means to send.

use std::time::Duration;

use super::home::Home;
use super::terminal::Start;

/// Returns the first thing in a stream that the program never means to send: a control other than CR, LF and BS,
/// a C1 control, or an escape sequence other than a CSI of a kind that it uses.
pub fn not_meant(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => {
                let Some('[') = chars.next() else { return Some("an escape that is no CSI".to_owned()) };
                let mut parameters = String::new();
                let end = loop {
                    match chars.next() {
                        Some(c @ ('0'..='9' | ';' | '?' | ':')) => parameters.push(c),
                        end => break end,
                    }
                };
                if !matches!(end, Some('m' | 'H' | 'A' | 'B' | 'C' | 'D' | 'G' | 'd' | 'J' | 'K' | 'h' | 'l'))
                {
                    return Some(format!("CSI {parameters} {end:?}"));
                }
            }
            '\r' | '\n' | '\u{8}' => {}
            c if c.is_control() => return Some(format!("{c:?}")),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}' => {
                return Some(format!("{c:?}"));
            }
            _ => {}
        }
    }
    None
}

/// What steers terminals: titles, the clipboard, modes, device strings, C1 controls, order of writing.
pub const EVIL: &str = "\u{1b}]0;pwned\u{7}\u{1b}]52;c;cHduZWQ=\u{7}\u{1b}[2J\u{1b}P1$r\u{1b}\\\u{9b}31m\u{9d}0;x\u{9c}\u{202e}gnp.\u{2066}\u{200b}\u{8}\u{7f}\u{feff}";

#[test]
fn the_check_sees_what_is_not_meant() {
    for evil in ["\u{1b}]0;x\u{7}", "\u{7}", "\u{9b}1m", "\u{1b}P", "\u{202e}", "\u{1b}[6n", "\u{1b}c"] {
        assert!(not_meant(evil.as_bytes()).is_some(), "{evil:?}");
    }
    assert_eq!(not_meant("\u{1b}[?2026h\u{1b}[1;2Htext\u{1b}[38;5;1m\r\n".as_bytes()), None);
}

#[test]
fn nothing_of_an_article_its_name_or_the_session_steers_the_terminal() {
    let home = Home::default();
    // With fewer letters it would be taken for a binary file.
    let plain = "The harbour was calm and nothing else was seen. ".repeat(20);
    home.write(
        &format!("case/{}.txt", EVIL.replace('/', "")),
        format!("One {EVIL} dead.\n\n{EVIL}\n{plain}"),
    );
    home.write("case/plain.txt", format!("Two {EVIL} hurt.\n{plain}"));
    home.write(&format!("case/{}link.txt", "\u{1b}[31m"), "three");
    let arguments =
        ["open", "case", "--session", "\u{1b}]0;t\u{7}.json", "--analyst", "\u{1b}]0;Ana\u{7}\u{202e}"];
    let mut terminal = Start::new(&home, &arguments).ready();
    terminal.wait_text("dead.");
    let before = terminal.bytes.len();
    for keys in [
        "1",
        "V2",
        "ga",
        "\x1b",
        "gc",
        "\x1b",
        "?",
        "\x1b",
        ":",
        "\x1b",
        "\t",
        "2",
        "x",
        "u",
        "\x13",
        "/\x1b[200~\x1b]0;q\x07\u{202e}\u{9b}1m\x1b[201~",
        "\r",
        "\x1b",
        "g/",
        "\x1b",
    ] {
        terminal.send(keys);
        // What each key shows is not looked at, only that all of them are drawn one by one.
        while terminal.read(Duration::from_millis(40)) {}
    }
    terminal.wait_saved("claim");
    terminal.send("\x11");
    assert_eq!(terminal.exit_code(), 0);
    assert_eq!(terminal.bytes.get(before..).and_then(not_meant), None);
    assert_eq!(not_meant(&terminal.bytes), None);
}

#[test]
fn without_colours_none_is_sent_and_with_them_some_are() {
    let home = Home::default();
    let colours = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let styles = text.split("\u{1b}[").skip(1).filter_map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';')?;
            rest.get(end..)?.starts_with('m').then(|| rest.get(..end).unwrap_or_default().to_owned())
        });
        let is_colour = |n: &str| matches!(n.parse(), Ok(30..=38 | 40..=48 | 90..=97 | 100..=107));
        styles.filter(|style| style.split(';').any(is_colour)).count()
    };
    for (name, value, wants) in
        [("NO_COLOR", "1", false), ("NO_COLOR", "", true), ("TERM", "dumb", false), ("TERM", "screen", true)]
    {
        let mut terminal = Start::new(&home, &["open", "--new"]).with(name, value).ready();
        super::case::tag(&mut terminal);
        terminal.send("\x11");
        assert_eq!(terminal.exit_code(), 0);
        assert_eq!(colours(&terminal.bytes) > 0, wants, "{name}={value}");
        assert!(terminal.got(b"\x1b["), "{name}={value}");
    }
}

#[test]
fn a_storm_of_sizes_ends_with_a_whole_screen() {
    let home = Home::default();
    let mut terminal = Start::new(&home, &["open"]).ready();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for n in 0..500 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let small = if n % 3 == 0 { 12 } else { 500 };
        let columns = u16::try_from(state % small).unwrap();
        let rows = u16::try_from((state >> 20) % small).unwrap();
        terminal.resize(columns, rows);
        terminal.send("j");
        terminal.drain();
    }
    terminal.resize(91, 33);
    terminal.wait_for("the last size", |t| t.row(32).contains("READ") && t.row(0).contains("5 articles"));
    terminal.send("1");
    terminal.wait_saved("1 claim ");
    terminal.send("\x11");
    assert_eq!(terminal.exit_code(), 0);
    assert_eq!(terminal.is_restored(), Ok(()));
}

#[test]
fn a_terminal_too_small_says_so_and_keeps_the_state() {
    let home = Home::default();
    let mut start = Start::new(&home, &["open"]);
    start.size = (20, 5);
    let mut terminal = start.ready();
    assert_eq!(terminal.screen().contents().trim().lines().count(), 1, "{}", terminal.screen().contents());
    terminal.resize(80, 24);
    terminal.wait_text("Coalition jets");
    terminal.send("1");
    terminal.wait_saved("1 claim ");
}
