//! Names of the session's objects: hashed ids for what is made often, slugs for what people name.
//!
//! **Invariant:** an id is pure in its inputs, never reused, and never used as a path.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Members of a JSON object that this version does not know: name to compact JSON text, kept for the next save.
pub type Unknown = BTreeMap<String, String>;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes an id as it stands in a file.
            pub fn new(id: impl AsRef<str>) -> Self {
                Self(Arc::from(id.as_ref()))
            }

            /// Returns the id's characters.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }
    )*};
}

ids! {
    /// Names a session: 8 letters of base32.
    SessionId;
    /// Names an analyst: a slug of the first name given.
    AnalystId;
    /// Names an article: its file stem, made unique.
    ArticleId;
    /// Names a tag: a slug of its first label.
    TagId;
    /// Names a source: a slug of its first name.
    SourceId;
    /// Names a question: 8 letters of base32.
    QuestionId;
    /// Names a claim: 8 letters of base32.
    ClaimId;
    /// Names a relation: 8 letters of base32.
    RelationId;
    /// Names an echo: 8 letters of base32.
    EchoId;
}

/// How many base32 letters a hashed id has: 40 bits, so that a million ids collide with a chance under one half,
/// and two made in one session never do unless their log lines are the same.
const LETTERS: usize = 8;

/// Returns the first 8 letters of the lower-case base32 (RFC 4648, no padding) of BLAKE3 over `bytes`.
pub fn short_hash(bytes: &[u8]) -> String {
    let digest = blake3::hash(bytes);
    let mut letters = data_encoding::BASE32_NOPAD.encode(digest.as_bytes()).to_ascii_lowercase();
    letters.truncate(LETTERS);
    letters
}

/// Returns the id of the `n`th object (from 0) that log line `seq` of `analyst` makes in `session`.
pub fn made_id(session: &SessionId, analyst: &AnalystId, seq: u64, n: usize) -> String {
    short_hash(format!("{session}/{analyst}/{seq}/{n}").as_bytes())
}

/// The longest slug, in characters (before a number is added to make it unique).
const SLUG: usize = 40;

/// Returns a slug of `name` (lower-case letters and digits joined by `-`, at most 40) that is not `taken`.
pub fn slug(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.chars().count() >= SLUG {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    unique(if slug.is_empty() { "unnamed" } else { slug }, taken)
}

/// Returns `name`, or `name-2`, `name-3` …, the first that is not `taken`.
pub fn unique(name: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(name) {
        return name.to_owned();
    }
    let mut n = 2_u64;
    loop {
        let candidate = format!("{name}-{n}");
        if !taken(&candidate) {
            return candidate;
        }
        n += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_short_lower_case_and_unique() {
        assert_eq!(slug("Russian MoD", |_| false), "russian-mod");
        assert_eq!(slug("  «SOHR» (London) ", |_| false), "sohr-london");
        assert_eq!(slug("…", |_| false), "unnamed");
        assert_eq!(slug("SOHR", |s| s == "sohr"), "sohr-2");
        assert!(slug(&"x".repeat(99), |_| false).chars().count() <= SLUG);
    }

    #[test]
    fn hashed_ids_differ_by_line_place_and_analyst() {
        let session = SessionId::new("aaaabbbb");
        let ana = AnalystId::new("ana");
        let id = made_id(&session, &ana, 7, 0);
        assert_eq!(id.len(), 8);
        assert!(id.bytes().all(|b| b.is_ascii_lowercase() || (b'2'..=b'7').contains(&b)));
        assert_ne!(id, made_id(&session, &ana, 7, 1));
        assert_ne!(id, made_id(&session, &ana, 8, 0));
        assert_ne!(id, made_id(&session, &AnalystId::new("ben"), 7, 0));
        assert_eq!(id, made_id(&session, &ana, 7, 0));
    }
}
