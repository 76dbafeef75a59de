//! What the process that takes pages apart tells the one that asked.
//!
//! **Invariant:** what is read is checked as anybody's words are: the process that wrote it had a hostile page in its
//! hands.

use serde_json::Value;

use super::encoding::Encoding;
use super::json::{Out, Spread, Style};
use super::page::{Page, PageFacts};

/// Writes a page, or why there is none.
pub fn write(page: &Result<Page, &str>) -> String {
    let mut out = Out::new(Style::Compact);
    out.object(Spread::Line, |o| match page {
        Err(why) => o.member("error").string(why),
        Ok(Page { text, encoding, bad, facts }) => {
            let PageFacts { title, author, published, url, site, language } = facts;
            o.member("text").string(text);
            o.member("encoding").string(encoding);
            o.member("bad").number(bad);
            o.member("title").optional_string(title.as_deref());
            o.member("author").optional_string(author.as_deref());
            o.member("published").optional_string(published.as_deref());
            o.member("url").optional_string(url.as_deref());
            o.member("site").optional_string(site.as_deref());
            o.member("language").optional_string(language.as_deref());
        }
    });
    out.finish() + "\n"
}

/// Reads a page.
///
/// # Errors
/// Why there is none, for people.
pub fn read(bytes: &[u8]) -> Result<Page, String> {
    let torn = || "the page could not be taken apart".to_owned();
    let value: Value = serde_json::from_slice(bytes).map_err(|_| torn())?;
    let words = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    if let Some(why) = words("error") {
        return Err(why);
    }
    // The names of encodings go into the session and are read from there.
    let encoding = words("encoding").filter(|name| Encoding::from_name(name).is_some()).ok_or_else(torn)?;
    let bad = value.get("bad").and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    Ok(Page {
        text: words("text").ok_or_else(torn)?,
        encoding,
        bad,
        facts: PageFacts {
            title: words("title"),
            author: words("author"),
            published: words("published"),
            url: words("url"),
            site: words("site"),
            language: words("language"),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let facts = PageFacts { title: Some("A “title”".to_owned()), ..PageFacts::default() };
        let page =
            Page { text: "One\n\ntwo \"62\"\n".to_owned(), encoding: "KOI8-R".to_owned(), bad: 3, facts };
        assert_eq!(read(write(&Ok(page.clone())).as_bytes()), Ok(page));
        assert_eq!(
            read(write(&Err("the page holds no text")).as_bytes()),
            Err("the page holds no text".to_owned())
        );
    }

    #[test]
    fn anything_else_is_no_page() {
        let torn = Err("the page could not be taken apart".to_owned());
        for bytes in ["", "{", "[]", "{\"text\":\"x\"}", "{\"text\":1,\"encoding\":\"utf-8\"}"] {
            assert_eq!(read(bytes.as_bytes()), torn, "{bytes}");
        }
        assert_eq!(read(b"{\"text\":\"x\",\"encoding\":\"../utf-8\"}"), torn);
    }
}
