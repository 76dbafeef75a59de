//! Programs of the newsroom's own that propose claims: who may run, what they found, and the question about it.
//!
//! **Invariant:** none runs before a person said yes to its exact command line; what it proposes bears its name
//! wherever a rule is named, and goes the same way as every other suggestion.

mod ask;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

pub use ask::{answered, ask, ask_again};

use super::msg::Effect;
use super::state::State;
use super::status::count;
use super::suggestions::{Named, Suggestion};
use crate::format::proposals::{Proposals, Proposed};

/// A program that the settings name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// The name that its suggestions bear.
    pub name: String,
    /// The program and its arguments.
    pub command: Vec<String>,
    /// Whether it may run; none while nobody has said.
    pub may_run: Option<bool>,
    /// Whether it failed, and is left alone in this run.
    failed: bool,
    /// Whether it was told that some of its lines cannot be taken.
    told: bool,
}

impl Program {
    /// Lists a program with the answer that was kept.
    pub fn new(name: String, command: Vec<String>, may_run: Option<bool>) -> Self {
        Self { name, command, may_run, failed: false, told: false }
    }

    fn runs(&self) -> bool {
        self.may_run == Some(true) && !self.failed
    }
}

/// What a program was asked of an article, and what it answered.
#[derive(Debug, Clone)]
struct Asked {
    text: Arc<str>,
    found: Vec<Suggestion>,
}

/// The programs that the settings name.
#[derive(Debug, Clone, Default)]
pub struct Programs {
    all: Vec<Program>,
    /// What was asked, by the program's and the article's place in their lists.
    asked: BTreeMap<(usize, usize), Asked>,
    /// Whether one is reading: they take turns.
    is_busy: bool,
    /// The program that the question on screen is about.
    asking: Option<usize>,
    /// Whether the question was put off for this run.
    put_off: bool,
}

impl Programs {
    /// Takes up what the settings name.
    pub fn new(all: Vec<Program>) -> Self {
        Self { all, ..Self::default() }
    }
}

/// Lets the next program read an article on screen that the rules have read already.
pub fn run(state: &mut State, effects: &mut Vec<Effect>) {
    let programs = &state.programs;
    if programs.is_busy || !state.reader.suggesting.is_on || programs.all.iter().all(|one| !one.runs()) {
        return;
    }
    let shown = state.layout.panes.iter().filter_map(|pane| {
        let entry = state.doc.articles.get(pane.article)?;
        let text = entry.shared().filter(|_| entry.is_whole() && entry.suggested.is_some())?;
        Some((pane.article, text))
    });
    let is_new = |key: &(usize, usize), text: &Arc<str>| {
        programs.asked.get(key).is_none_or(|asked| !Arc::ptr_eq(&asked.text, text))
    };
    let next = shown
        .flat_map(|(article, text)| (0..programs.all.len()).map(move |n| ((n, article), Arc::clone(&text))))
        .find(|((n, article), text)| {
            programs.all.get(*n).is_some_and(Program::runs) && is_new(&(*n, *article), text)
        });
    let Some((key, text)) = next else { return };
    state.programs.is_busy = true;
    state.programs.asked.insert(key, Asked { text: Arc::clone(&text), found: Vec::new() });
    effects.push(Effect::RunProgram { program: key.0, article: key.1, text });
}

/// Takes up what a program wrote of an article's text, or why it wrote nothing.
pub fn arrived(
    state: &mut State,
    (program, article): (usize, usize),
    text: &Arc<str>,
    result: Result<Proposals, String>,
) {
    state.programs.is_busy = false;
    let Some(one) = state.programs.all.get_mut(program) else { return };
    let name = one.name.clone();
    let proposals = match result {
        Ok(proposals) => proposals,
        Err(why) => {
            one.failed = true;
            state.warn(format!(
                "“{name}”, article {}: {why}; it is not run again until you open anew",
                article + 1
            ));
            return;
        }
    };
    if proposals.bad > 0 && !std::mem::replace(&mut one.told, true) {
        let first = proposals.first_bad.unwrap_or_default();
        let n = count(proposals.bad, "line");
        state.warn(format!("“{name}”, article {}: {n} cannot be taken; {first}", article + 1));
    }
    let found = proposals.claims.into_iter().map(|claim| suggestion(text, claim, &name)).collect();
    if let Some(asked) = state.programs.asked.get_mut(&(program, article))
        && Arc::ptr_eq(&asked.text, text)
    {
        asked.found = found;
        merge(state, article);
    }
}

/// Puts what the programs found in an article's text among what the rules found in it.
pub fn merge(state: &mut State, article: usize) {
    let Some(entry) = state.doc.articles.get_mut(article) else { return };
    let Some(text) = entry.shared() else { return };
    let programs = &state.programs;
    let found = programs.asked.iter().filter(|((n, of), asked)| {
        *of == article && Arc::ptr_eq(&asked.text, &text) && programs.all.get(*n).is_some_and(Program::runs)
    });
    let found: Vec<Suggestion> = found.flat_map(|(_, asked)| asked.found.iter().cloned()).collect();
    let is_own = |s: &Suggestion| matches!(s.rule, Cow::Borrowed(_));
    let Some(suggested) = &entry.suggested else { return };
    if found.is_empty() && suggested.all().iter().all(is_own) {
        return;
    }
    let mut all = entry.suggested.take().map(super::suggestions::Suggested::into_all).unwrap_or_default();
    all.retain(is_own);
    all.extend(found);
    all.sort_by_key(|s| (s.span.start, std::cmp::Reverse(s.span.end)));
    state.doc.suggestions_arrived(article, all);
}

/// Makes a suggestion of what a program proposed; its rule bears the program's name.
fn suggestion(text: &str, proposed: Proposed, name: &str) -> Suggestion {
    let Proposed { span, tag, figure, chain, hedge, question, rule } = proposed;
    let rule = if rule.is_empty() { name.to_owned() } else { format!("{name}: {rule}") };
    Suggestion {
        span,
        exact: span.of(text).to_owned(),
        tag,
        figure,
        chain: chain.into_iter().map(|(words, mode)| Named { words, mode }).collect(),
        hedge,
        question,
        rule: Cow::Owned(rule),
        evidence: Vec::new(),
        target: None,
    }
}

#[cfg(test)]
mod tests;
