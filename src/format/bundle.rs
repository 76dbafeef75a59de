//! The session with its articles' texts, as one JSON file that holds all that an export may hold.
//!
//! **Invariant:** what is left out of exports is left out with everything that only it names: its sources, questions
//! and relations. The rest is the session as its file has it, and the texts as they were decoded.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::export::{Report, Selection};
use super::json::{Out, Spread, Style};
use super::session;
use crate::model::{Claim, ClaimId, Question, QuestionId, Session, SourceId};

/// The schema that is written.
pub const SCHEMA: &str = "factcheck/bundle/1";

/// Writes the session and the texts at hand.
pub fn write(report: &Report<'_>, selection: &Selection<'_>) -> String {
    let open = without_private(report.session);
    let mut out = Out::new(Style::Pretty);
    out.object(Spread::Lines, |o| {
        o.member("schema").string(SCHEMA);
        o.member("exported").text(report.at);
        o.member("by").string(report.analyst);
        o.member("private_left_out").number(selection.private);
        o.member("not_in_place").list(&selection.not_in_place, Out::number);
        session::write_into(o.member("session"), &open);
        o.member("texts").object(Spread::Lines, |o| {
            for (id, text) in report.texts.iter().filter(|(id, _)| open.articles.contains_key(id)) {
                o.member(id.as_str()).string(&text.text);
            }
        });
    });
    out.finish()
}

/// What the claims of one sort name.
#[derive(Default)]
struct Named {
    sources: BTreeSet<SourceId>,
    questions: BTreeSet<QuestionId>,
}

impl Named {
    fn add(&mut self, claim: &Claim) {
        self.sources.extend(claim.attribution.iter().map(|link| link.source.clone()));
        self.sources.extend(claim.origin.iter().filter_map(|origin| origin.source.clone()));
        self.questions.extend(claim.question.clone());
    }
}

/// Returns the session less its private claims and what only they name.
fn without_private(session: &Session) -> Session {
    let mut open = session.clone();
    let (mut hidden, mut kept) = (Named::default(), Named::default());
    for claim in session.claims.values() {
        if claim.private { hidden.add(claim) } else { kept.add(claim) }
    }
    kept.sources.extend(session.articles.values().filter_map(|article| article.source.clone()));
    kept.sources.extend(session.echoes.values().filter_map(|echo| echo.source.clone()));
    let hidden_claims: BTreeSet<ClaimId> =
        session.claims.iter().filter(|(_, c)| c.private).map(|(id, _)| id.clone()).collect();
    let source_hidden = |id: &SourceId| hidden.sources.contains(id) && !kept.sources.contains(id);
    let question_hidden = |id: &QuestionId| hidden.questions.contains(id) && !kept.questions.contains(id);

    open.claims.retain(|_, claim| !claim.private);
    open.sources.retain(|id, _| !source_hidden(id));
    open.questions.retain(|id, _| !question_hidden(id));
    open.not_mentioned.retain(|(_, question), _| !question_hidden(question));
    open.relations.retain(|_, relation| {
        let ends = [&relation.from, &relation.to];
        let claims = ends.iter().any(|end| hidden_claims.contains(&ClaimId::new(end)));
        let sources = ends.iter().any(|end| source_hidden(&SourceId::new(end)));
        !claims && !sources && !relation.question.as_ref().is_some_and(question_hidden)
    });
    for question in open.questions.values_mut() {
        if question.best.as_ref().is_some_and(|best| hidden_claims.contains(&best.claim)) {
            *question = Arc::new(Question { best: None, ..Question::clone(question) });
        }
    }
    open
}
