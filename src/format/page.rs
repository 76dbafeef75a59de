//! A web page's article: its text, and what the page says of itself.
//!
//! **Invariant:** the text is one of paragraphs without mark-up; what the page says is only offered, and each piece of
//! it is short, on one line and without controls. The parser is another's and may end the process on hostile input, so
//! this runs in a process of its own.

use dom_smoothie::{Config, Readability, TextMode};

use super::decode::{Part, decode_as};
use super::encoding::Encoding;

/// The longest piece of what a page says of itself, in characters.
const LONGEST: usize = 300;

/// Where a page names its encoding, at the latest. Source: the standard says 1,024 bytes; pages are laxer.
const NAMED_WITHIN: usize = 4096;

/// An article taken out of a web page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The text: the title on its first line, then paragraphs.
    pub text: String,
    /// The name of the encoding that the page was read in.
    pub encoding: String,
    /// How many places were no text in it.
    pub bad: usize,
    /// What the page says of itself.
    pub facts: PageFacts,
}

/// What a page says of itself: offered to the analyst, never taken unasked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageFacts {
    /// The title.
    pub title: Option<String>,
    /// The author.
    pub author: Option<String>,
    /// When it was published, ISO 8601 text.
    pub published: Option<String>,
    /// Its web address.
    pub url: Option<String>,
    /// The name of the site.
    pub site: Option<String>,
    /// The language, a BCP 47 tag.
    pub language: Option<String>,
}

impl PageFacts {
    /// Returns each piece with its word, those that the page says.
    pub fn told(&self) -> Vec<(&'static str, &str)> {
        let Self { title, author, published, url, site, language } = self;
        let all = [
            ("title", title),
            ("author", author),
            ("published", published),
            ("url", url),
            ("site", site),
            ("language", language),
        ];
        all.into_iter().filter_map(|(word, value)| Some((word, value.as_deref()?))).collect()
    }
}

/// Takes the article out of a page, read in the encoding chosen or else in the one that it shows or names.
///
/// # Errors
/// Why there is no text, for people.
pub fn read(bytes: &[u8], chosen: Option<Encoding>) -> Result<Page, &'static str> {
    let encoding = chosen.unwrap_or_else(|| encoding_of(bytes));
    let decoded = decode_as(bytes.to_vec(), Part::Whole, encoding);
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let unreadable = |_| "no web page";
    let mut reading =
        Readability::new(decoded.text.as_str(), None, Some(config.clone())).map_err(unreadable)?;
    let canonical = reading.doc.select_single("link[rel=canonical]").attr("href");
    let headings: Vec<String> =
        reading.doc.select("h1").iter().filter_map(|heading| short(&heading.text())).collect();
    let article = reading.parse().ok();
    let body = match &article {
        Some(article) if !article.text_content.trim().is_empty() => article.text_content.to_string(),
        // No part of it looks like an article: all of its words are better than none.
        _ => {
            let plain = Readability::new(decoded.text.as_str(), None, Some(config)).map_err(unreadable)?;
            plain.doc.select("script, style, noscript, template, head").remove();
            plain.doc.formatted_text().to_string()
        }
    };
    let facts = article.map(|article| PageFacts {
        title: short(&article.title).map(|title| heading_of(title, &headings)),
        author: article.byline.as_deref().and_then(short),
        published: article.published_time.as_deref().and_then(short).filter(|time| is_time(time)),
        url: article.url.as_deref().or(canonical.as_deref()).and_then(short).filter(|url| is_web(url)),
        site: article.site_name.as_deref().and_then(short),
        language: article.lang.as_deref().and_then(short),
    });
    let facts = facts.unwrap_or_default();
    let text = with_title(facts.title.as_deref(), body.trim());
    if text.trim().is_empty() {
        return Err("the page holds no text");
    }
    Ok(Page { text, encoding: encoding.name().to_owned(), bad: decoded.replaced_count, facts })
}

/// Tells a page's encoding: Unicode that shows itself, else what the page names, else what is detected.
fn encoding_of(bytes: &[u8]) -> Encoding {
    let shown = Encoding::of(bytes, Part::Whole);
    if bytes.is_ascii() || shown.is_guess() { named(bytes).unwrap_or(shown) } else { shown }
}

/// Reads the name after `charset=` at the head of a page.
fn named(bytes: &[u8]) -> Option<Encoding> {
    let head = bytes.get(..NAMED_WITHIN).unwrap_or(bytes).to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset")? + "charset".len();
    let rest = head.get(at..)?;
    let name: Vec<u8> = rest
        .iter()
        .skip_while(|byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\''))
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_:".contains(byte))
        .copied()
        .collect();
    let encoding = Encoding::from_name(std::str::from_utf8(&name).ok()?)?;
    // A page whose name could be read is not in UTF-16, whatever it says; so too the standard.
    Some(match encoding {
        Encoding::Utf16Le | Encoding::Utf16Be => Encoding::Utf8,
        other => other,
    })
}

/// Puts the title on the first line, unless the text begins with it.
fn with_title(title: Option<&str>, body: &str) -> String {
    let folded = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    let Some(title) = title else { return format!("{body}\n") };
    let words = folded(title);
    let first: Vec<String> = body.split_whitespace().take(words.len()).map(str::to_lowercase).collect();
    if first == words { format!("{body}\n") } else { format!("{title}\n\n{body}\n") }
}

/// Takes the page's heading for its title where the title goes on with the name of the site.
fn heading_of(title: String, headings: &[String]) -> String {
    let lower = title.to_lowercase();
    let begins = |heading: &&String| lower.starts_with(&heading.to_lowercase());
    headings.iter().find(begins).cloned().unwrap_or(title)
}

/// Makes a piece of text one short line; none where nothing is left.
fn short(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    let line = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let line: String = line.chars().take(LONGEST).collect();
    (!line.is_empty()).then_some(line)
}

fn is_time(text: &str) -> bool {
    text.parse::<jiff::Timestamp>().is_ok()
        || text.parse::<jiff::civil::DateTime>().is_ok()
        || text.parse::<jiff::civil::Date>().is_ok()
}

fn is_web(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    (lower.starts_with("https://") || lower.starts_with("http://")) && !lower.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page with furniture around an article of three paragraphs.
    fn page(head: &str) -> String {
        let words = "The harbour office said that sixty-two dock workers were hurt when a crane fell in the lower town. ";
        format!(
            "<!doctype html><html lang=\"en-GB\"><head>{head}<title>Crane falls | The Tern</title></head><body>\
             <nav><a href=/a>Home</a> <a href=/b>Sport</a></nav><article><h1>Crane falls</h1>\
             <p>{}</p><p>“It fell,” he said. {}</p><script>alert(1)</script><p>{}</p></article>\
             <footer>© Tern Media. All rights reserved.</footer></body></html>",
            words.repeat(3),
            words.repeat(3),
            words.repeat(3)
        )
    }

    #[test]
    fn the_article_stands_without_furniture_and_the_title_first() {
        let page = read(page("").as_bytes(), None).unwrap();
        let lines: Vec<&str> = page.text.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(lines.len(), 4, "{lines:#?}");
        assert!(lines[0].starts_with("Crane falls"), "{lines:#?}");
        assert!(lines[2].starts_with("“It fell,” he said. The harbour office"), "{lines:#?}");
        for gone in ["alert", "Sport", "All rights", "<p>"] {
            assert!(!page.text.contains(gone), "{gone}: {}", page.text);
        }
        assert!(page.text.ends_with('\n'));
    }

    #[test]
    fn what_the_page_says_of_itself_is_short_and_of_its_kind() {
        let head = "<meta property=\"og:title\" content=\"Crane\nfalls\"><meta name=author content=\" Ana  Reed \">\
                    <meta property=\"article:published_time\" content=\"2026-01-02T03:04:05Z\">\
                    <meta property=\"og:site_name\" content=\"The Tern\">\
                    <link rel=canonical href=\"https://tern.example/crane\">";
        let facts = read(page(head).as_bytes(), None).unwrap().facts;
        assert_eq!(
            facts.told(),
            [
                ("title", "Crane falls"),
                ("author", "Ana Reed"),
                ("published", "2026-01-02T03:04:05Z"),
                ("url", "https://tern.example/crane"),
                ("site", "The Tern"),
                ("language", "en-GB"),
            ]
        );
        let hostile = "<meta property=\"article:published_time\" content=\"yesterday\">\
                       <link rel=canonical href=\"javascript:alert(1)\">\
                       <meta name=author content=\"A\u{1b}[31mB\">";
        let facts = read(page(hostile).as_bytes(), None).unwrap().facts;
        assert_eq!((facts.published, facts.url), (None, None));
        assert_eq!(facts.author.as_deref(), Some("A [31mB"));
    }

    #[test]
    fn a_page_is_read_in_the_encoding_that_it_names_unless_one_is_chosen() {
        let russian = "Портовое управление сообщило о шестидесяти двух пострадавших. ".repeat(12);
        let html =
            |charset: &str| format!("<meta charset={charset}><body><article><p>{russian}</p></article>");
        let koi = encoding_rs::KOI8_R.encode(&html("koi8-r")).0.into_owned();
        let page = read(&koi, None).unwrap();
        assert_eq!(page.encoding, "KOI8-R");
        assert!(page.text.contains("шестидесяти двух"), "{}", page.text);
        let lied = encoding_rs::WINDOWS_1251.encode(&html("utf-16")).0.into_owned();
        let chosen = read(&lied, Encoding::from_name("windows-1251")).unwrap();
        assert!(chosen.text.contains("шестидесяти двух"), "{}", chosen.text);
        assert_eq!(read(html("windows-1251").as_bytes(), None).unwrap().encoding, "utf-8");
    }

    #[test]
    fn a_page_without_an_article_gives_its_words_and_one_without_words_says_so() {
        let page = read(b"<p>62 hurt.<p>83 hurt.<style>p{}</style>", None).unwrap();
        assert!(page.text.contains("62 hurt.") && page.text.contains("83 hurt."), "{}", page.text);
        assert!(!page.text.contains("p{}"), "{}", page.text);
        assert_eq!(read(b"<script>x</script>", None), Err("the page holds no text"));
        assert_eq!(read(b"", None), Err("the page holds no text"));
    }
}
