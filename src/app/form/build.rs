//! Opening the small forms: who says, figure, question, note, tag, source, question facts.
//!
//! **Invariant:** a form shows what stands; nothing is changed by opening one.

use super::chain::ChainField;
use super::field::{Choice, FormField, Input, Name, Pick};
use super::names;
use super::picker::{Lights, Makes, PickOption, Picker};
use super::{Aim, Form, Kind, figure_text, merge, options};
use crate::app::piece::{Line, piece};
use crate::app::reader::Subject;
use crate::app::state::State;
use crate::app::view::claims;
use crate::command::{App, ClaimCommand};
use crate::model::{Claim, ClaimId, QuestionId, SourceId};
use crate::text::{Span, sentence};
use crate::theme::Role;

/// Opens "who says it".
pub fn who(state: &State, aim: Aim) -> Option<Form> {
    let (_, claim) = first(state, &aim)?;
    let names = names::around_claim(state, claim);
    let chain = ChainField::new(&state.doc.session, &claim.attribution, names);
    let field = FormField::new(Name::Who, Input::Chain(chain), "");
    Some(titled(state, Kind::Who, aim, ClaimCommand::Who, vec![field]))
}

/// Opens the figure.
pub fn figure(state: &State, aim: Aim) -> Option<Form> {
    let (_, claim) = first(state, &aim)?;
    let written = claim.figure.as_ref().map_or_else(String::new, figure_text::written);
    let field = FormField::line(Name::Figure, &written, "");
    Some(titled(state, Kind::Figure, aim, ClaimCommand::Figure, vec![field]))
}

/// Opens the questions.
pub fn question(state: &State, aim: Aim) -> Option<Form> {
    if let Aim::Questions(ids) = &aim {
        return merge::open(state, &ids.clone());
    }
    let (_, claim) = first(state, &aim)?;
    let options = options::questions(&state.doc.session, Some(claim));
    let pick = list(options, Makes::Question);
    let field = FormField::new(Name::Question, Input::Pick(pick), "");
    Some(titled(state, Kind::Question, aim, ClaimCommand::Question, vec![field]))
}

/// Opens the note of a claim, question, source or the case; of articles it is one of several fields.
pub fn note(state: &State, aim: Aim) -> Option<Form> {
    let session = &state.doc.session;
    if let Aim::Articles(articles) = aim {
        return super::facts::open(state, articles, state.lists.is_empty());
    }
    let note = match &aim {
        Aim::Claims(_) => &first(state, &aim)?.1.note,
        Aim::Questions(ids) => &session.questions.get(ids.first()?)?.note,
        Aim::Case => &session.note,
        Aim::Source(id) => &session.sources.get(id)?.note,
        _ => return None,
    };
    let hint = if aim == Aim::Case { "the report's first words" } else { "" };
    let field = FormField::lines(Name::Note, note, hint);
    let mut fields = vec![field];
    if aim == Aim::Case {
        fields.push(FormField::line(Name::Title, &session.title, "the report's title"));
    }
    Some(titled(state, Kind::Note, aim, ClaimCommand::Note, fields))
}

/// Opens the tags, on selected words also the zones.
pub fn tag(state: &State, aim: Aim) -> Option<Form> {
    let mut all = options::tags(&state.doc.session);
    match &aim {
        Aim::Claims(_) if state.lists.is_empty() => all.extend(options::zones("the paragraph")),
        Aim::Claims(_) | Aim::Suggestions(_) => {}
        Aim::Words(..) => {
            let words = matches!(state.subject(), Subject::Selection(_) | Subject::Hit(_));
            all.extend(options::zones(if words { "these words" } else { "the paragraph" }));
        }
        Aim::Tag(_) => return super::tag_facts::open(state, None),
        _ => return None,
    }
    let pick = list(all, Makes::Tag);
    let field = FormField::new(Name::Tag, Input::Pick(pick), "");
    Some(titled(state, Kind::Tag, aim, ClaimCommand::AnyTag, vec![field]))
}

/// Opens a source.
pub fn source(state: &State, id: &SourceId) -> Option<Form> {
    let source = state.doc.session.sources.get(id)?;
    let party = source.party.as_deref().unwrap_or("");
    let fields = vec![
        FormField::line(Name::SourceName, &source.name, "as it is shown"),
        FormField::line(Name::Aliases, &source.aliases.join("; "), "other names, parted by ;"),
        FormField::line(Name::Kind, &source.kind.0, "military, monitor, official …"),
        FormField::line(Name::Party, party, "the side it belongs to"),
        FormField::new(Name::Named, Input::Choice(Choice::yes_no(source.named)), "space changes"),
        FormField::lines(Name::Note, &source.note, ""),
    ];
    let aim = Aim::Source(id.clone());
    let title = format!("source {}", source.name);
    Some(Form::new(Kind::Source, aim, App::Open.into(), title, fields))
}

/// Opens what is known of a question.
pub fn question_facts(state: &State, id: &QuestionId) -> Option<Form> {
    let question = state.doc.session.questions.get(id)?;
    let unit = question.unit.as_deref().unwrap_or("");
    let fields = vec![
        FormField::line(Name::Text, &question.text, "what is asked"),
        FormField::line(Name::Unit, unit, "what is counted"),
        FormField::line(Name::Units, &question.units.join("; "), "printed units that mean it, parted by ;"),
        FormField::line(Name::Scope, &question.scope, "place, period or event"),
        FormField::lines(Name::Note, &question.note, ""),
        FormField::lines(Name::WouldSettle, &question.would_settle, "what would settle it"),
    ];
    let aim = Aim::Questions(vec![id.clone()]);
    let title = format!("question {}", question.text);
    Some(Form::new(Kind::QuestionFacts, aim, App::Open.into(), title, fields))
}

/// Makes a list whose first entry is lit.
pub fn list(options: Vec<PickOption>, makes: Makes) -> Pick {
    Pick {
        picker: Picker::new(options, makes, Lights::First),
        chosen: Vec::new(),
        several: false,
        always: true,
    }
}

/// Returns the first claim of an aim.
pub fn first<'a>(state: &'a State, aim: &Aim) -> Option<(ClaimId, &'a Claim)> {
    let Aim::Claims(ids) = aim else { return None };
    let id = ids.first()?;
    state.doc.session.claims.get(id).map(|claim| (id.clone(), &**claim))
}

/// Makes a form with its heading and quote.
pub fn titled(state: &State, kind: Kind, aim: Aim, command: ClaimCommand, fields: Vec<FormField>) -> Form {
    let title = heading(state, &aim);
    let quote = quote(state, &aim);
    let title = match fields.first() {
        Some(field) if fields.len() == 1 => {
            format!("{} · {title}", field.label.unwrap_or(field.name.label()))
        }
        _ => title,
    };
    let mut form = Form::new(kind, aim, command.into(), title, fields);
    form.quote = quote;
    form
}

/// Says what a form is about.
pub fn heading(state: &State, aim: &Aim) -> String {
    let session = &state.doc.session;
    match aim {
        Aim::Claims(ids) => match (first(state, aim), ids.len()) {
            (Some((_, claim)), 1) => format!("c{} · {}", claim.number, claims::place(state, claim)),
            (Some((_, claim)), n) => format!("c{} and {} more", claim.number, n - 1),
            (None, _) => String::new(),
        },
        Aim::Words(article, span) => match state.doc.articles.get(*article) {
            Some(entry) => {
                format!("new claim · {} {} line {}", article + 1, entry.short, entry.line(span.start))
            }
            None => String::new(),
        },
        Aim::Questions(ids) => {
            let first = ids.first().and_then(|id| session.questions.get(id));
            let text = first.map_or_else(String::new, |question| question.text.clone());
            if ids.len() > 1 { format!("{text} and {} more", ids.len() - 1) } else { text }
        }
        Aim::Suggestions(spots) => crate::app::status::count(spots.len(), "suggestion"),
        Aim::Case => state.title.clone(),
        Aim::Source(id) => session.sources.get(id).map_or_else(String::new, |s| s.name.clone()),
        Aim::Articles(ids) => {
            let first = ids.first().and_then(|id| state.doc.article_index(id));
            let entry = first.and_then(|n| state.doc.articles.get(n));
            let (Some(n), Some(entry)) = (first, entry) else { return String::new() };
            let name = format!("article {} · {}", n + 1, entry.short);
            if ids.len() > 1 { format!("{name} and {} more", ids.len() - 1) } else { name }
        }
        Aim::Tag(id) => {
            let tag = id.as_ref().and_then(|id| session.tags.get(id));
            tag.map_or_else(|| "new tag".to_owned(), |tag| tag.label.clone())
        }
        Aim::TagPair(a, b) => {
            let label = |id| session.tags.get(id).map_or_else(String::new, |t| t.label.clone());
            format!("{} and {}", label(a), label(b))
        }
        Aim::ClaimPair(a, b) => {
            let label = |id| session.claims.get(id).map_or_else(String::new, |c| format!("c{}", c.number));
            format!("{} and {}", label(a), label(b))
        }
        Aim::SourcePair(a, b) => {
            let name = |id| session.sources.get(id).map_or_else(String::new, |s| s.name.clone());
            format!("{} and {}", name(a), name(b))
        }
        Aim::QuestionPair(a, b) => {
            let text = |id| session.questions.get(id).map_or_else(String::new, |q| q.text.clone());
            format!("{} and {}", text(a), text(b))
        }
    }
}

/// The longest context shown around a quote, bytes on either side.
const CONTEXT: usize = 160;

/// Returns the quoted words inside their sentence, where the text is at hand.
pub fn quote(state: &State, aim: &Aim) -> Vec<Line> {
    let place = match aim {
        Aim::Words(article, span) => Some((*article, *span)),
        _ => first(state, aim).and_then(|(_, claim)| state.doc.place_of(claim)),
    };
    let Some((article, span)) = place else {
        let words = first(state, aim).map(|(_, claim)| claims::quoted(claim));
        return words.map(|words| vec![piece(Role::Quote, words)]).into_iter().collect();
    };
    let Some(entry) = state.doc.articles.get(article) else { return Vec::new() };
    let text = entry.words();
    let around = sentence::at(text, span.start).join(sentence::at(text, span.end.saturating_sub(1)));
    let from = around.start.max(crate::text::grapheme::floor(text, span.start.saturating_sub(CONTEXT)));
    let to = around.end.min(crate::text::grapheme::floor(text, (span.end + CONTEXT).min(text.len())));
    let part = |from: usize, to: usize| {
        let words = Span { start: from, end: to.max(from) }.of(text);
        words.replace(['\n', '\r', '\t'], " ")
    };
    vec![vec![
        piece(Role::Dim, part(from, span.start)),
        piece(Role::Quote, part(span.start, span.end)),
        piece(Role::Dim, part(span.end, to.max(span.end))),
    ]]
}
