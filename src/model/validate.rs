//! Whether a session's objects fit together.
//!
//! **Invariant:** a session with a problem is still whole: problems are reported, nothing is dropped or mended.

use std::collections::BTreeMap;

use super::ids::ClaimId;
use super::session::Session;

/// Something in a session that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which object, as the log names it.
    pub on: String,
    /// What is wrong with it.
    pub what: String,
}

/// Lists what does not fit, in the order of the session file.
pub fn validate(session: &Session) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut say = |on: String, what: String| problems.push(Problem { on, what });
    let mut numbers: BTreeMap<u32, &ClaimId> = BTreeMap::new();
    for (id, claim) in &session.claims {
        let on = || format!("claims/{id}");
        if let Some(other) = numbers.insert(claim.number, id) {
            say(on(), format!("has the number c{} of claims/{other}", claim.number));
        }
        if !session.articles.contains_key(&claim.article) {
            say(on(), format!("names the article {:?}, which is not in the session", claim.article));
        }
        if claim.target.is_empty() {
            say(on(), "has no quoted words".to_owned());
        }
        for target in &claim.target {
            if target.start >= target.end || target.exact.chars().count() != target.end - target.start {
                say(
                    on(),
                    format!("quotes {} to {}, which is not its words' length", target.start, target.end),
                );
            }
        }
        for tag in claim.tags.iter().filter(|t| !session.tags.contains_key(t)) {
            say(on(), format!("names the tag {tag:?}, which is not in the session"));
        }
        for question in claim.question.iter().filter(|q| !session.questions.contains_key(q)) {
            say(on(), format!("names the question {question:?}, which is not in the session"));
        }
        for link in claim.attribution.iter().filter(|l| !session.sources.contains_key(&l.source)) {
            say(on(), format!("names the source {:?}, which is not in the session", link.source));
        }
        if !session.analysts.contains_key(&claim.by) {
            say(on(), format!("names the analyst {:?}, who is not in the session", claim.by));
        }
        if session.removed.contains_key(id) {
            say(on(), "stands and is also removed".to_owned());
        }
    }
    for (id, relation) in &session.relations {
        for end in [&relation.from, &relation.to] {
            let known = session.claims.contains_key(&ClaimId::new(end))
                || session.sources.contains_key(&super::ids::SourceId::new(end));
            if !known {
                say(format!("relations/{id}"), format!("names {end:?}, which is not in the session"));
            }
        }
    }
    problems
}
