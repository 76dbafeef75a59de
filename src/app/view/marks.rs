//! Marks in lists: what a key acts on where several entries are marked.
//!
//! **Invariant:** only marked entries that are shown are acted on, so that a filter never hides what a key changes.

use jiff::Timestamp;

use super::{Entry, ListView};
use crate::app::commit;
use crate::app::doc::Doc;
use crate::app::form::scratch::Scratch;
use crate::app::msg::Effect;
use crate::app::reader::tagging;
use crate::app::state::State;
use crate::app::status::count;
use crate::command::{ClaimCommand, Command, Select};
use crate::model::edits_ledger::{
    joined, remove_question, remove_source as remove_source_of, uses_of_source,
};
use crate::model::{ArticleId, ClaimId, QuestionId, SourceId, edits};

impl ListView {
    /// Returns the marked entries that are shown, else the one under the cursor.
    pub fn acted_on(&self) -> Vec<Entry> {
        if self.marks.is_empty() {
            return self.entry().cloned().into_iter().collect();
        }
        let marked: Vec<Entry> = self.entries.iter().filter(|e| self.marks.contains(*e)).cloned().collect();
        if marked.is_empty() { self.entry().cloned().into_iter().collect() } else { marked }
    }

    /// Returns the claims that a key acts on; none where anything else is under the cursor or marked.
    pub fn claims(&self) -> Vec<ClaimId> {
        let acted_on = self.acted_on();
        let claims: Vec<ClaimId> = acted_on
            .iter()
            .filter_map(|entry| if let Entry::Claim(id) = entry { Some(id.clone()) } else { None })
            .collect();
        if claims.len() == acted_on.len() { claims } else { Vec::new() }
    }

    /// Returns the ids of the articles that a key acts on; none where anything else is under the cursor.
    pub fn articles(&self, doc: &Doc) -> Vec<ArticleId> {
        let of = |entry: &Entry| match entry {
            Entry::Article(article) => doc.articles.get(*article).map(|entry| entry.id.clone()),
            _ => None,
        };
        self.acted_on().iter().filter_map(of).collect()
    }

    /// Returns the questions that a key acts on; none where anything else is under the cursor or marked.
    pub fn questions(&self) -> Vec<QuestionId> {
        let acted_on = self.acted_on();
        let questions: Vec<QuestionId> = acted_on
            .iter()
            .filter_map(|entry| match entry {
                Entry::Question(id) | Entry::Row(id) => Some(id.clone()),
                _ => None,
            })
            .collect();
        if questions.len() == acted_on.len() { questions } else { Vec::new() }
    }

    /// Returns how many entries are shown, headings left out.
    pub fn n_listed(&self) -> usize {
        let is_other = |entry: &&Entry| matches!(entry, Entry::Group(_) | Entry::Unread | Entry::Proposed(_));
        self.entries.iter().filter(|entry| !is_other(entry)).count()
    }

    /// Returns how many shown entries are marked.
    pub fn n_marked(&self) -> usize {
        if self.marks.is_empty() {
            0
        } else {
            self.entries.iter().filter(|e| self.marks.contains(*e)).count()
        }
    }

    /// Marks the entry under the cursor, or takes its mark away; on a group's heading, all of the group.
    fn toggle(&mut self) {
        let Some(entry) = self.entry().cloned() else { return };
        let of = match entry {
            Entry::Group(_) => {
                let rest = self.entries.iter().skip(self.cursor + 1);
                rest.take_while(|e| !matches!(e, Entry::Group(_))).cloned().collect()
            }
            entry => vec![entry],
        };
        let is_group = of.len() > 1 || matches!(self.entry(), Some(Entry::Group(_)));
        self.set(of);
        // From heading to heading, from entry to entry.
        let mut below = self.entries.iter().enumerate().skip(self.cursor + 1);
        let next = below.find(|(_, entry)| !is_group || matches!(entry, Entry::Group(_)));
        self.cursor = next.map_or(self.cursor, |(n, _)| n);
    }

    fn toggle_all(&mut self) {
        let no_mark = |e: &&Entry| matches!(e, Entry::Group(_) | Entry::Unread | Entry::Proposed(_));
        let all = self.entries.iter().filter(|e| !no_mark(e)).cloned().collect();
        self.set(all);
    }

    /// Marks all of these, or where all are marked, none.
    fn set(&mut self, entries: Vec<Entry>) {
        if entries.iter().all(|entry| self.marks.contains(entry)) {
            for entry in &entries {
                self.marks.remove(entry);
            }
        } else {
            self.marks.extend(entries);
        }
    }
}

/// Marks in the list on top.
pub fn mark(state: &mut State, command: Select) {
    let Some(list) = state.lists.last_mut() else { return };
    match command {
        Select::MarkAll => list.toggle_all(),
        _ => list.toggle(),
    }
    let n = list.n_marked();
    let of = list.n_listed();
    state.say(if n == 0 { "none marked".to_owned() } else { format!("{n} of {of} marked") });
}

/// Removes claims as one undo step.
pub fn remove(state: &mut State, claims: &[ClaimId], now: Timestamp, effects: &mut Vec<Effect>) {
    let session = &state.doc.session;
    let articles = claims.iter().filter_map(|id| state.doc.article_of(session.claims.get(id)?));
    let refusal = articles
        .filter_map(|article| state.doc.articles.get(article))
        .find_map(|entry| Some(format!("{}: {}", entry.short, entry.state.refusal()?)));
    if let Some(why) = refusal {
        state.warn(why);
        return;
    }
    let what: crate::command::CommandId = Command::from(ClaimCommand::Remove).into();
    let made = commit::edit(&mut state.doc, None, now, effects, |session, stamp| {
        let edits = claims.iter().filter_map(|id| edits::remove_claim(session, what.clone(), id, stamp));
        joined(what.clone(), edits)
    });
    tagging::tell(state, made);
    state.reader.chosen = None;
    if let Some(list) = state.lists.last_mut() {
        list.marks.clear();
    }
}

/// Takes questions away as one undo step: their claims are then not placed.
pub fn remove_questions(state: &mut State, ids: &[QuestionId], now: Timestamp, effects: &mut Vec<Effect>) {
    let what: crate::command::CommandId = Command::from(ClaimCommand::Remove).into();
    let made = commit::edit(&mut state.doc, None, now, effects, |session, stamp| {
        let mut scratch = Scratch::new(session, what.clone());
        for id in ids {
            let edit = remove_question(&scratch.session, what.clone(), id, stamp);
            scratch.add(edit);
        }
        scratch.finish()
    });
    tagging::tell(state, made);
}

/// Takes a source away that nothing names.
pub fn remove_source(state: &mut State, id: &SourceId, now: Timestamp, effects: &mut Vec<Effect>) {
    let uses = uses_of_source(&state.doc.session, id);
    if uses > 0 {
        let relate = state.key_of(Command::from(ClaimCommand::Relate));
        let named = count(uses, "place");
        state.say(format!("named in {named}: {relate} here and on another makes the two one"));
        return;
    }
    let what: crate::command::CommandId = Command::from(ClaimCommand::Remove).into();
    let made =
        commit::edit(&mut state.doc, None, now, effects, |session, _| remove_source_of(session, what, id));
    tagging::tell(state, made);
}

#[cfg(test)]
mod tests {
    use crate::app::desk::Desk;

    /// Five claims in two articles, the list of claims open.
    fn desk() -> Desk {
        let mut desk = Desk::new(&["one two three", "four five"]);
        desk.keys("1w2w1<tab>1w2").keys("gcgg");
        desk
    }

    fn listed(desk: &Desk) -> Vec<String> {
        let list = desk.state.lists.last().unwrap();
        let lines = list.entries.iter().map(|entry| {
            let line = super::super::line(&desk.state, entry);
            let words: String = line.iter().map(|piece| piece.text.as_str()).collect();
            words.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
        });
        lines.collect()
    }

    #[test]
    fn all_marked_are_removed_and_come_back_in_one_step() {
        let mut desk = desk();
        desk.keys("<space>j<space>");
        assert_eq!(desk.notice(), "2 of 5 marked");
        desk.keys("x");
        assert_eq!(desk.notice(), "c1 removed and 1 more · u undoes");
        let numbers = |desk: &Desk| {
            let mut n: Vec<_> = desk.state.doc.session.claims.values().map(|claim| claim.number).collect();
            n.sort_unstable();
            n
        };
        assert_eq!(numbers(&desk), [2, 4, 5]);
        desk.keys("u");
        assert_eq!(numbers(&desk), [1, 2, 3, 4, 5]);
        desk.keys("*x");
        assert_eq!(numbers(&desk), Vec::<u32>::new());
        desk.keys("u**");
        assert_eq!(desk.notice(), "none marked");
    }

    #[test]
    fn an_edit_of_several_claims_is_told_by_the_first_number() {
        let mut desk = desk();
        desk.keys("*mseen<enter>");
        assert_eq!(desk.notice(), "c1: note changed and 4 more · u undoes");
    }

    #[test]
    fn only_what_is_shown_is_acted_on() {
        let mut desk = desk();
        desk.keys("*/injured<enter>x");
        assert_eq!(desk.state.doc.session.claims.len(), 3);
        assert!(desk.state.doc.session.claims.values().all(|claim| claim.tags[0].as_str() == "killed"));
    }

    #[test]
    fn claims_are_sorted_and_grouped_and_a_group_is_marked_by_its_heading() {
        let mut desk = desk();
        desk.keys("||");
        assert_eq!(desk.notice(), "grouped by tag");
        let groups: Vec<_> = listed(&desk).into_iter().filter(|line| line.starts_with("──")).collect();
        assert_eq!(groups, ["── killed ──", "── injured ──"]);
        desk.keys("gg<space>");
        assert_eq!(desk.notice(), "3 of 5 marked");
        desk.keys("|");
        assert_eq!(desk.notice(), "grouped by who says it");
        desk.keys("||");
        desk.keys("|");
        assert_eq!(desk.notice(), "in the order of making");
        assert_eq!(listed(&desk).len(), 5);
    }
}
