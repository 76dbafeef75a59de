//! Extracts of an article that is too large to be copied: the paragraphs around what was cited, as JSON lines.
//!
//! **Invariant:** sorted by place, one extract a place; reading what was written gives the same extracts.

use serde_json::Value;

use super::json::{Out, Spread, Style};

/// A paragraph of an article, with its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Extract {
    /// Where it begins in the article's text, code points.
    pub start: usize,
    /// Its words.
    pub text: String,
}

/// Writes extracts, one a line, in the order of the article.
pub fn write(extracts: &[Extract]) -> String {
    let mut sorted: Vec<&Extract> = extracts.iter().collect();
    sorted.sort();
    sorted.dedup();
    let line = |extract: &&Extract| {
        let mut out = Out::new(Style::Compact);
        out.object(Spread::Line, |o| {
            o.member("start").number(extract.start);
            o.member("text").string(&extract.text);
        });
        out.finish() + "\n"
    };
    sorted.iter().map(line).collect()
}

/// Reads extracts; lines that are none are passed over, since a copy of some words is better than none.
pub fn read(text: &str) -> Vec<Extract> {
    let one = |line: &str| {
        let value: Value = serde_json::from_str(line).ok()?;
        let start = usize::try_from(value.get("start")?.as_u64()?).ok()?;
        Some(Extract { start, text: value.get("text")?.as_str()?.to_owned() })
    };
    text.lines().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_that_is_none_is_passed_over() {
        let written = write(&[Extract { start: 7, text: "62 \"killed\"\n".to_owned() }]);
        assert_eq!(written, "{\"start\":7,\"text\":\"62 \\\"killed\\\"\\n\"}\n");
        let damaged = format!("{written}{{\"start\":9\n[]\n{written}");
        assert_eq!(read(&damaged).len(), 2);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(pairs in prop::collection::btree_map(0usize..1_000_000, "\\PC{0,20}[\n\u{2028}]?", 0..8)) {
            let extracts: Vec<Extract> = pairs.into_iter().map(|(start, text)| Extract { start, text }).collect();
            prop_assert_eq!(read(&write(&extracts)), extracts);
        }
    }
}
