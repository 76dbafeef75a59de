//! A copy of the session on which the edits of one form are tried, one after the other.
//!
//! **Invariant:** what comes out is one edit that turns the session as it was into the copy as it is.

use super::chain::{ChainField, Who};
use super::picker::Picked;
use crate::command::CommandId;
use crate::model::edits::Stamp;
use crate::model::edits_ledger::{change_source, find_source, make_question, make_source, split_question};
use crate::model::{Change, Claim, ClaimId, Edit, Figure, Link, Question, QuestionId, Session, SourceId};

/// The copy, and what was changed on it.
#[derive(Debug, Clone)]
pub struct Scratch {
    /// The session as it would be.
    pub session: Session,
    what: CommandId,
    changes: Vec<Change>,
    made: usize,
}

impl Scratch {
    /// Starts with the session as it is.
    pub fn new(session: &Session, what: CommandId) -> Self {
        // Number 0 of a log line is the claim that it makes.
        Self { session: session.clone(), what, changes: Vec::new(), made: 1 }
    }

    /// Returns the command that the edit is made by.
    pub fn what(&self) -> CommandId {
        self.what.clone()
    }

    /// Tries an edit; one that does not fit is left out.
    pub fn add(&mut self, edit: Option<Edit>) {
        if let Some(edit) = edit
            && edit.apply(&mut self.session).is_ok()
        {
            self.changes.extend(edit.changes);
        }
    }

    /// Returns all that was changed; none where nothing was.
    pub fn finish(self) -> Option<Edit> {
        (!self.changes.is_empty()).then_some(Edit { what: self.what, changes: self.changes })
    }

    /// Returns the next number for an object made in this edit.
    pub fn next_made(&mut self) -> usize {
        self.made += 1;
        self.made - 1
    }

    /// Returns a source, made where it is not there yet.
    pub fn source(&mut self, who: &Who) -> SourceId {
        match who {
            Who::Known(id) => id.clone(),
            Who::New(name) => match find_source(&self.session, name) {
                Some(id) => id,
                None => {
                    let (id, edit) = make_source(&self.session, self.what(), name, is_named(name));
                    self.add(Some(edit));
                    id
                }
            },
        }
    }

    /// Returns the links of a chain; its new sources and aliases are made. `near` is the text around the claim.
    pub fn links(&mut self, chain: &ChainField, near: &str) -> Vec<Link> {
        let drafts = chain.links.iter().enumerate();
        let drafts: Vec<_> = drafts.map(|(n, draft)| (draft.clone(), chain.way(n))).collect();
        let mut links = Vec::new();
        for (draft, way) in drafts {
            let source = self.source(&draft.who);
            let standing = draft.stood.filter(|stood| stood.source == source);
            let named_as = match (&draft.printed, &standing) {
                (Some(printed), _) => printed.clone(),
                (None, Some(stood)) => stood.named_as.clone(),
                (None, None) => self.named_in(&source, near),
            };
            self.learn(&source, &named_as);
            let mut link = standing.unwrap_or_else(|| Link {
                source,
                named_as: String::new(),
                mode: way.mode,
                cue: None,
                cited_only: false,
                unknown: crate::model::Unknown::new(),
            });
            (link.named_as, link.mode, link.cited_only) = (named_as, way.mode, way.cited_only);
            links.push(link);
        }
        links
    }

    /// Returns the name of a source that stands in the text, else its own name.
    fn named_in(&self, source: &SourceId, near: &str) -> String {
        let Some(source) = self.session.sources.get(source) else { return source.to_string() };
        let names = std::iter::once(&source.name).chain(&source.aliases);
        names
            .into_iter()
            .find(|name| !name.is_empty() && near.contains(*name))
            .unwrap_or(&source.name)
            .clone()
    }

    /// Keeps the printed words as another name of the source, where they are a name.
    fn learn(&mut self, id: &SourceId, printed: &str) {
        let known = find_source(&self.session, printed).is_some();
        if known || !is_named(printed) || printed.chars().count() > 80 {
            return;
        }
        let edit = change_source(&self.session, self.what(), id, |s| s.aliases.push(printed.to_owned()));
        self.add(edit);
    }

    /// Returns the question that was picked, made where it is new; none is "not placed".
    pub fn question(
        &mut self,
        picked: &Picked,
        figure: Option<&Figure>,
        stamp: &Stamp,
    ) -> Option<QuestionId> {
        match picked {
            Picked::Question(id) => Some(id.clone()),
            Picked::NewQuestion(text) => {
                if let Some((id, _)) = self.session.questions.iter().find(|(_, q)| q.text == *text) {
                    return Some(id.clone());
                }
                let question = Question {
                    text: text.clone(),
                    unit: figure.and_then(|figure| figure.unit.clone()),
                    class: figure.map(|figure| figure.class),
                    scope: "this event".to_owned(),
                    ..Question::default()
                };
                let n = self.next_made();
                let (id, edit) = make_question(&self.session, self.what(), question, n, stamp);
                self.add(Some(edit));
                Some(id)
            }
            _ => None,
        }
    }

    /// Puts claims that are all under one question under a new one of the same unit, with its relays; says whether
    /// it did. Claims of another unit ask for a question of their own.
    pub fn split(&mut self, claims: &[ClaimId], text: &str, stamp: &Stamp) -> bool {
        let all: Vec<&Claim> =
            claims.iter().filter_map(|id| self.session.claims.get(id)).map(|c| &**c).collect();
        let Some(from) = all.first().and_then(|claim| claim.question.clone()) else { return false };
        let Some(question) = self.session.questions.get(&from) else { return false };
        let same = all.iter().all(|claim| {
            let fits = super::options::fit(question, claim.figure.as_ref()) <= super::options::Fit::Open;
            claim.question.as_ref() == Some(&from) && fits
        });
        let stands = self.session.questions.values().any(|q| q.text == text);
        if !same || stands {
            return false;
        }
        let relays = self.session.relations.values().filter(|r| r.question.as_ref() == Some(&from)).count();
        let n = self.next_made();
        self.made += relays;
        let made = split_question(&self.session, self.what(), &from, claims, text, n, stamp);
        let split = made.is_some();
        self.add(made.map(|(_, edit)| edit));
        split
    }
}

/// Says whether a name names somebody: "Russian MoD" does, "a US official" and "unnamed sources" do not.
pub fn is_named(name: &str) -> bool {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or("");
    let said = match first.to_lowercase().as_str() {
        "the" => words.next().unwrap_or(""),
        "a" | "an" | "one" | "some" | "unnamed" | "anonymous" | "he" | "she" | "they" | "it" => "",
        _ => first,
    };
    said.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) || (!said.is_empty() && !said.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_descriptions() {
        for (name, named) in [
            ("Russian MoD", true),
            ("The Russian military", true),
            ("SOHR", true),
            ("a US official", false),
            ("unnamed sources", false),
            ("officials", false),
            ("He", false),
            ("", false),
        ] {
            assert_eq!(is_named(name), named, "{name}");
        }
    }
}
