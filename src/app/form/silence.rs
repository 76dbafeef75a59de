//! "Read, says nothing": which articles are recorded to say nothing on a question of the ledger.
//!
//! **Invariant:** silence is recorded by a person, of articles that are named on the screen, and never of one that has
//! a claim under the question.

use jiff::Timestamp;

use super::build::{list, titled};
use super::field::{FormField, Input, Name};
use super::picker::{Makes, PickOption, Picked};
use super::{Aim, Form, Kind, push};
use crate::app::commit;
use crate::app::msg::Effect;
use crate::app::reader::tagging::tell;
use crate::app::said;
use crate::app::state::State;
use crate::command::{ClaimCommand, Command, CommandId};
use crate::ledger::Silence;
use crate::model::QuestionId;
use crate::model::edits_ledger::{joined, set_not_mentioned};

/// Records that the one article without a claim says nothing, or takes it back; of several it asks which.
pub fn open(state: &mut State, question: &QuestionId, now: Timestamp, effects: &mut Vec<Effect>) {
    let Some(row) = state.doc.ledger.row(question) else { return };
    let articles = state.doc.articles.iter().enumerate();
    let without = articles.filter(|(_, entry)| !row.articles.contains(&entry.id)).map(|(n, entry)| {
        let known = said::silence(state, row, &entry.id);
        (n, known, entry.short.clone())
    });
    let without: Vec<(usize, Silence, String)> = without.collect();
    match without.as_slice() {
        [] => state.say("every article has a claim under this question"),
        [(only, ..)] => record(state, question, &[*only], now, effects),
        several => {
            let options = options(several, state.reader.panes.focus);
            let pick = Input::Pick(list(options, Makes::Nothing));
            let aim = Aim::Questions(vec![question.clone()]);
            let fields = vec![FormField::new(Name::Article, pick, "")];
            let form = titled(state, Kind::Silence, aim, ClaimCommand::SaysNothing, fields);
            push(
                state,
                Some(Form {
                    title: format!("says nothing on · {}", super::build::heading(state, &form.aim)),
                    ..form
                }),
            );
        }
    }
}

/// The article in focus first, then the others in order, then all that were read at once.
fn options(without: &[(usize, Silence, String)], focus: usize) -> Vec<PickOption> {
    let words = |known: Silence| match known {
        Silence::Recorded => "recorded; takes it back",
        Silence::Read => "read, no claim",
        Silence::Unread => "not marked as read",
    };
    let mut options: Vec<(bool, PickOption)> = without
        .iter()
        .map(|(n, known, short)| {
            let gives = Picked::Articles(vec![*n]);
            (*n != focus, PickOption::new(format!("{} {short}", n + 1), words(*known), gives))
        })
        .collect();
    options.sort_by_key(|(other, _)| *other);
    let read: Vec<usize> =
        without.iter().filter(|(_, known, _)| *known == Silence::Read).map(|(n, ..)| *n).collect();
    let mut options: Vec<PickOption> = options.into_iter().map(|(_, option)| option).collect();
    if read.len() > 1 {
        let numbers: Vec<String> = read.iter().map(|n| (n + 1).to_string()).collect();
        let words = format!("all that were read: {}", numbers.join(" "));
        options.push(PickOption::new(words, "", Picked::Articles(read)));
    }
    options
}

/// Keeps the pick.
pub fn keep(state: &mut State, form: &Form, now: Timestamp, effects: &mut Vec<Effect>) {
    if let (Some(Picked::Articles(articles)), Aim::Questions(ids)) =
        (form.picked(Name::Article).first().cloned(), &form.aim)
        && let Some(question) = ids.first()
    {
        record(state, question, &articles, now, effects);
    }
}

/// Switches the record of each article, as one undo step.
fn record(
    state: &mut State,
    question: &QuestionId,
    articles: &[usize],
    now: Timestamp,
    effects: &mut Vec<Effect>,
) {
    let ids: Vec<_> =
        articles.iter().filter_map(|n| state.doc.articles.get(*n)).map(|entry| entry.id.clone()).collect();
    let what: CommandId = Command::from(ClaimCommand::SaysNothing).into();
    let made = commit::edit_over(&mut state.doc, articles, now, effects, |session, stamp| {
        let edits = ids.iter().filter_map(|id| {
            let silent = !session.not_mentioned.contains_key(&(id.clone(), question.clone()));
            set_not_mentioned(session, what.clone(), id, question, silent, stamp)
        });
        joined(what.clone(), edits)
    });
    tell(state, made);
}
