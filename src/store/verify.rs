//! Whether a session, its log and its articles are what they say.
//!
//! **Invariant:** nothing is written and no lock is taken; every article named is hashed, every quote looked up,
//! every line of the log followed from the first.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::format::log::{Hashed, Kind};
use crate::format::session;
use crate::model::anchor::{self, Anchor};
use crate::model::validate;
use crate::model::{ArticleId, ClaimId, LogHead, Session, Target};

use super::article;
use super::backwards::Backwards;
use super::checkpoint;
use super::disk::Disk;
use super::known::Known;
use super::load::{self, LoadError};
use super::names::SessionFiles;
use super::place;
use super::tail;
use super::trouble::Trouble;
use super::walk::Place;

/// One thing that is off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is about: `claims/ID`, `articles/ID`, `log/43`, `session`.
    pub on: String,
    /// The claim's short number, where it is about a claim.
    pub claim: Option<u32>,
    /// What is off, in words.
    pub what: String,
}

/// A line without its end was never acknowledged: a crash leaves it, and the next edit sets it aside.
const TORN: &str = "the log's last line was cut off by a crash; it was never saved";

/// When the facts of an article are recorded that a crash kept from being written.
const RECORDS: &str = "open the session and go to the article to record it";

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What is off, in the order articles, claims, objects, log, session file.
    pub findings: Vec<Finding>,
    /// What is worth a line and is no fault.
    pub notes: Vec<String>,
    /// How many articles were hashed.
    pub articles: usize,
    /// How many claims were looked up.
    pub claims: usize,
    /// How many lines of the log were followed.
    pub lines: u64,
    /// The log's last sound line.
    pub head: LogHead,
}

/// Verifies a session by its files.
pub fn verify(disk: &Arc<dyn Disk>, files: &SessionFiles, limit: u64) -> Result<Report, LoadError> {
    let Some(loaded) = load::load(disk, files)? else {
        let words = "there is neither a session file nor a log";
        return Err(Trouble::saying("verify", files.session(), words).into());
    };
    let mut report = Report::default();
    if let Some(seq) = loaded.unfit {
        report.say(format!("log/{seq}"), "the line does not fit the session before it");
    }
    articles(&loaded.session, files, limit, &mut report);
    for problem in validate::validate(&loaded.session) {
        report.say(problem.on, problem.what);
    }
    log(disk, files, &loaded.session, &mut report)?;
    if let Some(external) = &loaded.external {
        let count = external.changes.len();
        report
            .say("session", format!("changed by another program since the log spoke of it: {count} changes"));
    }
    Ok(report)
}

impl Report {
    fn say(&mut self, on: impl Into<String>, what: impl Into<String>) {
        self.findings.push(Finding { on: on.into(), claim: None, what: what.into() });
    }
}

/// Hashes each article and looks up the quotes of its claims and zones.
fn articles(session: &Session, files: &SessionFiles, limit: u64, report: &mut Report) {
    let mut claims: BTreeMap<&ArticleId, Vec<&ClaimId>> = BTreeMap::new();
    for (id, claim) in &session.claims {
        claims.entry(&claim.article).or_default().push(id);
    }
    for (id, stored) in &session.articles {
        report.articles += 1;
        let on = format!("articles/{id}");
        // Only places and words of our own are told, never the text: so what lies outside is read here too.
        let (place, whereabouts) = match place::place_of(files, &stored.path, &[], &HashSet::new()) {
            Place::Outside(path) => (Place::File(path), ", outside the session's folders"),
            place => (place, ""),
        };
        let mut changed = false;
        let text = match article::read_whole(&place, limit, &Known::of(Some(stored), files)) {
            Ok(whole) => {
                match &stored.sha256 {
                    // A kill may come between the first claim and the line with the article's facts.
                    None => report.notes.push(format!("{on}: its hash is not recorded yet; {RECORDS}")),
                    Some(hash) if *hash != whole.sha256 => {
                        changed = true;
                        let (now, cited) = (whole.bytes, stored.bytes);
                        let what = format!("changed: {now} bytes, {cited} when cited{whereabouts}");
                        report.say(on.as_str(), what);
                    }
                    Some(_) => {}
                }
                if stored.text_sha256.as_ref().is_some_and(|hash| *hash != whole.text_sha256)
                    && stored.sha256.as_ref() == Some(&whole.sha256)
                {
                    report.say(on.as_str(), "its bytes are the same, and its text is decoded otherwise now");
                }
                Some(whole.text)
            }
            Err(error) => {
                report.say(on.as_str(), format!("{error}{whereabouts}"));
                None
            }
        };
        for zone in &stored.zones {
            if let Some(text) = &text {
                let about = About { on: &on, claim: None, words: "a zone", changed };
                place_words(text, &zone.target, &about, report);
            }
        }
        for claim in claims.remove(id).unwrap_or_default() {
            claim_words(session, claim, text.as_deref(), changed, report);
        }
    }
    for claim in claims.into_values().flatten() {
        claim_words(session, claim, None, false, report);
    }
}

fn claim_words(session: &Session, id: &ClaimId, text: Option<&str>, changed: bool, report: &mut Report) {
    report.claims += 1;
    let Some(claim) = session.claims.get(id) else { return };
    let on = format!("claims/{id}");
    let Some(text) = text else {
        let what = "cannot be checked: its article cannot be read".to_owned();
        return report.findings.push(Finding { on, claim: Some(claim.number), what });
    };
    for target in &claim.target {
        let about = About { on: &on, claim: Some(claim.number), words: "its quote", changed };
        place_words(text, target, &about, report);
    }
}

/// Whose words are looked up.
struct About<'a> {
    on: &'a str,
    claim: Option<u32>,
    words: &'a str,
    /// Whether the article changed: then words that stand in place are told of too.
    changed: bool,
}

/// Says what became of quoted words, unless they stand where they stood in an article that did not change.
fn place_words(text: &str, target: &Target, about: &About<'_>, report: &mut Report) {
    let (words, start, end) = (about.words, target.start, target.end);
    // In an article that did not change, the words stand at their place or the session is wrong about it.
    if !about.changed && anchor::stands(text, target) {
        return;
    }
    let what = match anchor::find(text, target) {
        Anchor::Same => format!("in place: {words} stands at {start}–{end} of the changed article"),
        Anchor::Moved { start: now, end: now_end } => {
            format!("moved: {words} stood at {start}–{end} and stands at {now}–{now_end}")
        }
        Anchor::Likely { .. } if anchor::stands(text, target) => {
            format!("in place: {words} stands at {start}–{end} of the changed article")
        }
        Anchor::Likely { start: now, end: now_end } => {
            format!(
                "likely moved: {words} stood at {start}–{end}, and nearly the same words stand at {now}–{now_end}"
            )
        }
        Anchor::TextChanged { .. } => format!("text changed: {words} stood at {start}–{end}"),
        Anchor::Orphaned => format!("orphaned: neither {words} at {start}–{end} nor its surroundings stand"),
    };
    report.findings.push(Finding { on: about.on.to_owned(), claim: about.claim, what });
}

/// Follows the log from its first line, and holds the session file against its head.
fn log(
    disk: &Arc<dyn Disk>,
    files: &SessionFiles,
    session: &Session,
    report: &mut Report,
) -> Result<(), Trouble> {
    let path = files.log();
    let trouble = |error| Trouble::in_doing("read the log", &path)(error);
    let Some((file, length)) = tail::open(&path).map_err(trouble)? else {
        if session.log.sequence > 0 {
            report.say("log", format!("is missing; the session names line {}", session.log.sequence));
        }
        return Ok(());
    };
    let contained = contained_head(disk, files);
    let mut lines = Backwards::new(Arc::clone(disk), file, length);
    let mut later: Option<Hashed> = None;
    let mut named = contained.sequence == 0;
    let mut count = 0;
    while let Some(raw) = lines.next_line().map_err(trouble)? {
        let at_end = count == 0 && raw.offset + raw.bytes.len() as u64 == length;
        if at_end && raw.bytes.is_empty() {
            continue;
        }
        let Some(found) = tail::parse(&raw.bytes) else {
            if at_end {
                report.notes.push(TORN.to_owned());
                continue;
            }
            let after = later
                .as_ref()
                .map_or_else(|| "at its end".to_owned(), |l| format!("before line {}", l.line.seq));
            report.say("log", format!("a line {after} is damaged (byte {} of the file)", raw.offset));
            later = None;
            continue;
        };
        count += 1;
        let head = LogHead { sequence: found.line.seq, head: Some(found.hash.clone()) };
        if let Some(later) = &later
            && !tail::follows(&later.line, &head)
        {
            report.say(format!("log/{}", later.line.seq), "does not follow the line before it");
        }
        if report.head.sequence == 0 {
            report.head = head.clone();
        }
        named |= head == contained;
        later = Some(found);
    }
    report.lines = count;
    let begins = later.as_ref().is_none_or(|first| {
        let claims_a_head = first.line.prev.is_some();
        named |= first.line.prev == contained.head && first.line.seq == contained.sequence + 1;
        first.line.kind == Kind::Open && (first.line.seq == 1 || claims_a_head)
    });
    if !begins {
        report.say("log", "does not begin with an open line: its beginning is missing");
    }
    if !named {
        let n = contained.sequence;
        report
            .say("session", format!("names line {n} of the log, which does not stand there with that hash"));
    }
    Ok(())
}

/// Returns the head that the session file itself names.
fn contained_head(disk: &Arc<dyn Disk>, files: &SessionFiles) -> LogHead {
    let bytes = disk.read(files.session(), checkpoint::LARGEST).unwrap_or_default();
    let text = String::from_utf8(bytes).unwrap_or_default();
    session::read(&text).map(|read| read.session.log).unwrap_or_default()
}

#[cfg(test)]
#[path = "verify_tests.rs"]
mod tests;
