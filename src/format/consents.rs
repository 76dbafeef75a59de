//! The answers to whether a program of the settings may run, as JSON lines.
//!
//! **Invariant:** an answer is to one exact command line; a line that cannot be read is no answer, and the last one of
//! a command line holds.

use serde_json::Value;

use super::json::{Out, Spread, Style};

/// Writes an answer as a line.
pub fn line(command: &[String], yes: bool, at: jiff::Timestamp) -> String {
    let mut out = Out::new(Style::Compact);
    out.object(Spread::Line, |o| {
        o.member("command").list(command, |out, word| out.string(word));
        o.member("may_run").string(if yes { "yes" } else { "no" });
        o.member("at").text(at);
    });
    out.finish() + "\n"
}

/// Returns the answer that was given for a command line; none where there was none.
pub fn answer(text: &str, command: &[String]) -> Option<bool> {
    let one = |line: &str| {
        let value: Value = serde_json::from_str(line).ok()?;
        let words = value.get("command")?.as_array()?;
        let same =
            words.len() == command.len() && words.iter().zip(command).all(|(a, b)| a.as_str() == Some(b));
        match value.get("may_run")?.as_str()? {
            "yes" if same => Some(true),
            "no" if same => Some(false),
            _ => None,
        }
    };
    text.lines().filter_map(one).next_back()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_to_one_exact_command_line_and_the_last_holds() {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let (one, two) = (words(&["/opt/m", "--fast"]), words(&["/opt/m", "--fast --now"]));
        let at = jiff::Timestamp::UNIX_EPOCH;
        let mut text = line(&one, false, at) + "torn {\n";
        assert_eq!((answer(&text, &one), answer(&text, &two)), (Some(false), None));
        text += &line(&one, true, at);
        assert_eq!(answer(&text, &one), Some(true));
        assert_eq!(answer(&text, &one[..1]), None);
        assert_eq!(answer("", &one), None);
    }
}
