//! Lists of claims and sessions as tables and JSON.
//!
//! **Invariant:** a claim is listed by its label, so no number stands without comparator, tag and speaker; what goes
//! to a terminal was made visible.

use super::claim::write_claim;
use super::json::{Out, Spread, Style};
use crate::model::{Claim, ClaimId, Session, label};
use crate::text::visible::visible_line;
use crate::text::width;

/// One session of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Its name.
    pub name: String,
    /// The session file's path.
    pub path: String,
    /// Whether another process has it open.
    pub open: bool,
    /// How many articles it cites; none where it cannot be read.
    pub articles: Option<usize>,
    /// How many claims stand.
    pub claims: Option<usize>,
    /// How many changes were made.
    pub revision: Option<u64>,
    /// Why it cannot be read.
    pub problem: Option<String>,
}

/// Writes sessions as a JSON array.
pub fn sessions_json(rows: &[SessionRow]) -> String {
    let mut out = Out::new(Style::Pretty);
    out.list(rows, |out, row| {
        let SessionRow { name, path, open, articles, claims, revision, problem } = row;
        out.object(Spread::Line, |o| {
            o.member("name").string(name);
            o.member("path").string(path);
            o.member("open").boolean(*open);
            o.member("articles").optional(*articles, Out::number);
            o.member("claims").optional(*claims, Out::number);
            o.member("revision").optional(*revision, Out::number);
            o.member("problem").optional_string(problem.as_deref());
        });
    });
    out.finish()
}

/// Returns the claims of a session by number.
pub fn claims_by_number(session: &Session) -> Vec<(&ClaimId, &Claim)> {
    let mut claims: Vec<_> = session.claims.iter().map(|(id, claim)| (id, &**claim)).collect();
    claims.sort_by_key(|(_, claim)| claim.number);
    claims
}

/// Writes claims as a table: number, label, article, code points, quote.
pub fn claims_table(session: &Session, claims: &[(&ClaimId, &Claim)]) -> String {
    let mut text = String::new();
    for (_, claim) in claims {
        let short =
            session.articles.get(&claim.article).map_or(claim.article.as_str(), |article| &article.short);
        let first = claim.target.first();
        let places = first.map_or_else(String::new, |target| format!("{}-{}", target.start, target.end));
        let quote = first.map_or("", |target| target.exact.as_str());
        let label = visible_line(&label::of_claim(session, claim));
        let short = width::pad(&width::clip_end(&visible_line(short), 24), 24);
        text.push_str(&format!(
            "c{:<4} {label}\n      {short} {places:>11}  “{}”\n",
            claim.number,
            visible_line(quote)
        ));
    }
    text
}

/// Writes claims as JSON objects, one a line: id, label, then the claim as the session file has it.
pub fn claims_jsonl(session: &Session, claims: &[(&ClaimId, &Claim)]) -> String {
    claims.iter().map(|(id, claim)| claim_json(session, id, claim) + "\n").collect()
}

/// Writes claims as a JSON array of the objects of `claims_jsonl`.
pub fn claims_json(session: &Session, claims: &[(&ClaimId, &Claim)]) -> String {
    let objects: Vec<_> = claims.iter().map(|(id, claim)| claim_json(session, id, claim)).collect();
    format!("[{}]\n", objects.join(",\n "))
}

fn claim_json(session: &Session, id: &ClaimId, claim: &Claim) -> String {
    let mut out = Out::new(Style::Compact);
    out.object(Spread::Line, |o| {
        o.member("id").string(id.as_str());
        o.member("label").string(&label::of_claim(session, claim));
        write_claim(o.member("claim"), claim);
    });
    out.finish().trim_end().to_owned()
}
