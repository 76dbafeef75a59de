//! Forms: what a key edits in fields, from one name to the whole claim.
//!
//! **Invariant:** nothing typed is lost by going back: a form with changes asks before it is left; what is kept is
//! one undo step.

pub mod aim;
pub mod build;
pub mod chain;
pub mod claim;
pub mod facts;
pub mod field;
pub mod figure_text;
pub mod keep;
pub mod keys;
pub mod merge;
pub mod names;
pub mod options;
pub mod picker;
pub mod preview;
#[cfg(test)]
mod questions_tests;
pub mod relate;
pub mod review;
pub mod scratch;
pub mod sheet;
pub mod silence;
pub mod tag_facts;
#[cfg(test)]
mod tests;

use jiff::Timestamp;

use self::field::{FormField, Input, Name};
use super::msg::Effect;
use super::piece::Line;
use super::reader::Subject;
use super::state::State;
use super::suggestions::{self, Suggestion};
use crate::command::{ClaimCommand, Command, CommandId};
use crate::model::{ArticleId, ClaimId, QuestionId, SourceId, TagId};
use crate::text::Span;

/// Which form it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Who says it.
    Who,
    /// The figure.
    Figure,
    /// The question that claims are put under.
    Question,
    /// The note.
    Note,
    /// The tag, or the zone of selected words.
    Tag,
    /// Review and grade.
    Review,
    /// What two things are to each other.
    Relate,
    /// A whole claim.
    Claim,
    /// A source.
    Source,
    /// What is known of a question.
    QuestionFacts,
    /// What is known of articles.
    ArticleFacts,
    /// A tag.
    TagFacts,
    /// Which articles say nothing on a question.
    Silence,
}

/// What a form edits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aim {
    /// Claims, all alike.
    Claims(Vec<ClaimId>),
    /// Suggestions that are accepted with a tag.
    Suggestions(Vec<suggestions::Spot>),
    /// Words that become a claim, in an article by its place in the list.
    Words(usize, Span),
    /// Questions, all alike; never none.
    Questions(Vec<QuestionId>),
    /// The case as a whole.
    Case,
    /// A source.
    Source(SourceId),
    /// Articles, all alike.
    Articles(Vec<ArticleId>),
    /// A tag; none is one to be made.
    Tag(Option<TagId>),
    /// Two claims.
    ClaimPair(ClaimId, ClaimId),
    /// Two sources.
    SourcePair(SourceId, SourceId),
    /// Two questions.
    QuestionPair(QuestionId, QuestionId),
    /// Two tags.
    TagPair(TagId, TagId),
}

/// What a form asks before it goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Whether to keep or drop what was typed.
    Leave,
    /// Whether a printed unit means the question's own: the printed one, and the question's.
    Unit(String, String),
    /// Whether it is meant, in spite of this.
    Sure(String),
    /// Whether two tags change their keys: the other's label, and the key.
    Swap(String, char),
}

/// A form on the screen.
#[derive(Debug, Clone)]
pub struct Form {
    /// Which one.
    pub kind: Kind,
    /// What it edits.
    pub aim: Aim,
    /// The command that opened it, for the log.
    pub what: CommandId,
    /// Its heading.
    pub title: String,
    /// What it is about, always in view: the quoted words.
    pub quote: Vec<Line>,
    /// Its fields; never none.
    pub fields: Vec<FormField>,
    /// The field that keys go to.
    pub focus: usize,
    /// What it asks.
    pub ask: Option<Ask>,
    /// Whether a printed unit was said to mean the question's.
    pub unit_agreed: Option<bool>,
    /// Whether a warning was heard.
    pub is_sure: bool,
    /// What keeping it would give.
    pub preview: Vec<Line>,
    /// The suggestion that it is filled with, which is accepted when the form is kept.
    pub suggestion: Option<Box<Suggestion>>,
}

impl Form {
    /// Makes a form with the first field in focus.
    pub fn new(kind: Kind, aim: Aim, command: Command, title: String, fields: Vec<FormField>) -> Self {
        Self {
            kind,
            aim,
            what: command.into(),
            title,
            quote: Vec::new(),
            fields,
            focus: 0,
            ask: None,
            unit_agreed: None,
            is_sure: false,
            preview: Vec::new(),
            suggestion: None,
        }
    }

    /// Returns the field that keys go to.
    pub fn focused(&self) -> Option<&FormField> {
        self.fields.get(self.focus)
    }

    /// Returns the field that keys go to, to change it.
    pub fn focused_mut(&mut self) -> Option<&mut FormField> {
        self.fields.get_mut(self.focus)
    }

    /// Returns a field by its name.
    pub fn field(&self, name: Name) -> Option<&FormField> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Returns a field by its name, to change it.
    pub fn field_mut(&mut self, name: Name) -> Option<&mut FormField> {
        self.fields.iter_mut().find(|field| field.name == name)
    }

    /// Returns what is typed in a field.
    pub fn text(&self, name: Name) -> &str {
        self.field(name).map_or("", FormField::text)
    }

    /// Returns the choice of a field.
    pub fn choice(&self, name: Name) -> Option<&field::Choice> {
        match &self.field(name)?.input {
            Input::Choice(choice) => Some(choice),
            _ => None,
        }
    }

    /// Returns what is picked in a field.
    pub fn picked(&self, name: Name) -> &[picker::Picked] {
        match self.field(name).map(|field| &field.input) {
            Some(Input::Pick(pick)) => &pick.chosen,
            _ => &[],
        }
    }

    /// Returns the chain of a field.
    pub fn chain(&self) -> Option<&chain::ChainField> {
        match &self.field(Name::Who)?.input {
            Input::Chain(chain) => Some(chain),
            _ => None,
        }
    }

    /// Says whether something was changed.
    pub fn is_changed(&self) -> bool {
        self.fields.iter().any(FormField::is_changed)
    }
}

/// Opens the form of a command on what is under the cursor.
pub fn open(state: &mut State, command: ClaimCommand, now: Timestamp, effects: &mut Vec<Effect>) {
    if suggestions::fill::opens(state, command) {
        suggestions::fill::open(state, suggestions::fill::field_of(command));
        return;
    }
    let Some(aim) = aim::of(state, Some(command)) else {
        state.say("nothing under the cursor to edit");
        return;
    };
    if let Some(reason) = &state.doc.read_only {
        let words = format!("read only: {reason}");
        state.warn(words);
        return;
    }
    let form = match command {
        ClaimCommand::Who => build::who(state, aim),
        ClaimCommand::Figure => build::figure(state, aim),
        ClaimCommand::Question => build::question(state, aim),
        ClaimCommand::Note => build::note(state, aim),
        ClaimCommand::AnyTag => build::tag(state, aim),
        ClaimCommand::Review => review::open(state, aim),
        ClaimCommand::Relate => return relate::step(state, aim),
        ClaimCommand::Repeat => return super::repeat::run(state, now, effects),
        _ => None,
    };
    push(state, form);
}

/// Opens the form of what is under the cursor; says whether there is one.
pub fn open_whole(state: &mut State) -> bool {
    if state.lists.is_empty() && suggestions::fill::open(state, None) {
        return true;
    }
    if state.doc.read_only.is_some() {
        return false;
    }
    // A word alone is nothing to open: the footer says what can be done with it.
    if state.lists.is_empty() && matches!(state.subject(), Subject::Word(_)) {
        return false;
    }
    let form = match aim::of(state, None) {
        Some(Aim::Source(id)) => build::source(state, &id),
        Some(Aim::Questions(ids)) => ids.first().and_then(|id| build::question_facts(state, id)),
        Some(Aim::Tag(id)) => tag_facts::open(state, id),
        Some(aim @ (Aim::Claims(_) | Aim::Words(..))) => claim::open(state, aim),
        _ => None,
    };
    let opens = form.is_some();
    push(state, form);
    opens
}

/// Puts a form on the screen.
pub fn push(state: &mut State, form: Option<Form>) {
    let Some(form) = form.filter(|form| !form.fields.is_empty()) else { return };
    state.form = Some(Box::new(form));
    preview::refresh(state);
}

/// Returns the form on top.
pub fn top(state: &State) -> Option<&Form> {
    state.form.as_deref()
}

/// Returns the form on top, to change it.
pub fn top_mut(state: &mut State) -> Option<&mut Form> {
    state.form.as_deref_mut()
}

/// Says whether a form is on top.
pub fn is_open(state: &State) -> bool {
    top(state).is_some()
}
