//! A form as lines: heading, quote, fields with their lists, what keeping would give.
//!
//! **Invariant:** the quote is always among the lines; everything that comes from an article or a person passes
//! `piece`.

use super::chain::ChainField;
use super::field::{FormField, Input, Name, Pick};
use super::picker::{Makes, Picked, Picker, Shown};
use super::{Ask, Form, Kind, build};
use crate::app::piece::{Line, columns, piece};
use crate::app::state::State;
use crate::model::{Session, ZoneKind};
use crate::text::width;
use crate::theme::Role;

/// A form as lines.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// The heading in the border.
    pub title: String,
    /// The quote, always in view.
    pub head: Vec<Line>,
    /// The fields.
    pub body: Vec<Line>,
    /// The rows of `body` that have to be in view: the field in focus and its list.
    pub seen: (usize, usize),
    /// The lit row of `body`.
    pub lit: Option<usize>,
    /// The cursor: its column, and its row in `body`.
    pub cursor: Option<(u16, usize)>,
    /// What keeping would give, or what is asked.
    pub foot: Vec<Line>,
}

/// The columns of a field's label.
const LABEL: usize = 11;
/// The most entries of a list in view.
const MOST_SHOWN: usize = 7;
/// The most rows of a field of several lines.
const MOST_LINES: usize = 5;

/// Makes the lines of a form for so many columns.
pub fn sheet(state: &State, form: &Form, columns: usize) -> Sheet {
    let mut sheet = Sheet { title: form.title.clone(), ..Sheet::default() };
    let most = if form.kind == Kind::Claim && state.size.1 < 30 { 2 } else { 3 };
    for line in &form.quote {
        sheet.head.extend(wrapped(line, columns, most));
    }
    for (n, field) in form.fields.iter().enumerate() {
        let focus = n == form.focus;
        let from = sheet.body.len();
        add(state, form, field, focus, columns, &mut sheet);
        if focus {
            sheet.seen = (from, sheet.body.len());
        }
    }
    sheet.foot = match &form.ask {
        Some(ask) => vec![asked(ask)],
        None => form.preview.clone(),
    };
    if form.kind == Kind::Claim && form.ask.is_none() {
        sheet.foot.push(vec![piece(Role::Dim, "? = proposed by a rule; enter confirms what is shown")]);
    }
    sheet
}

/// What is asked, with the keys that answer.
fn asked(ask: &Ask) -> Line {
    let key = |key: &str| piece(Role::Key, key);
    let words = |words: &str| piece(Role::Notice, words);
    match ask {
        Ask::Leave => vec![
            words("keep what was typed?  "),
            key("k"),
            words(" or "),
            key("enter"),
            words(" keep · "),
            key("d"),
            words(" drop · "),
            key("esc"),
            words(" go on typing"),
        ],
        Ask::Unit(printed, unit) => vec![
            words(&format!("{printed} = {unit}?  ")),
            key("y"),
            words(" the same, remembered · "),
            key("n"),
            words(" not the same: not compared · "),
            key("esc"),
            words(" back"),
        ],
        Ask::Swap(other, taken) => vec![
            words(&format!("the key {taken} is that of {other}.  ")),
            key("y"),
            words(" the two change keys · "),
            key("esc"),
            words(" back"),
        ],
        Ask::Sure(why) => {
            vec![words(&format!("{why}.  ")), key("y"), words(" give it · "), key("esc"), words(" back")]
        }
    }
}

/// The fields that stand in one line after the form of speech.
fn joins(name: Name) -> bool {
    matches!(name, Name::Checkable | Name::Polarity)
}

/// Writes a choice behind the line above, as the three are read; says whether there was one.
fn join(field: &FormField, focus: bool, sheet: &mut Sheet) -> bool {
    let (Some(last), Input::Choice(choice)) = (sheet.body.last_mut(), &field.input) else { return false };
    last.push(piece(Role::Dim, " · "));
    last.push(piece(if focus { Role::Cursor } else { Role::Text }, choice.word()));
    if focus {
        last.push(piece(Role::Dim, format!("   {} space changes", choice.meaning())));
    }
    true
}

fn add(state: &State, form: &Form, field: &FormField, focus: bool, columns: usize, sheet: &mut Sheet) {
    if joins(field.name) && join(field, focus, sheet) {
        return;
    }
    let label = field.label.unwrap_or(field.name.label());
    let mark = if focus { "▸" } else { " " };
    let role = if focus { Role::Label } else { Role::Dim };
    let mut line = vec![piece(role, width::pad(&format!("{mark}{label}"), LABEL))];
    // What follows in the same line stands where a hint would.
    let hint = if field.name == Name::Speech { String::new() } else { hint(field) };
    let room = columns.saturating_sub(LABEL);
    let hint_room = width::of_str(&hint).min(room / 2);
    let room = room.saturating_sub(if hint_room > 0 { hint_room + 2 } else { 0 }).max(8);
    let row = sheet.body.len();
    let mut below = Vec::new();
    match &field.input {
        Input::Line(editor) if focus => {
            let (shown, at) = editor.editor.view(u16::try_from(room).unwrap_or(u16::MAX));
            line.push(piece(Role::Text, shown));
            sheet.cursor = Some((u16::try_from(LABEL).unwrap_or(0) + at, row));
        }
        Input::Line(editor) => line.push(stated(editor.editor.text(), room)),
        Input::Lines(editor) => {
            let (lines, at) = editor_lines(editor, focus, room);
            let mut lines = lines.into_iter();
            line.push(lines.next().unwrap_or_else(|| stated("", room)));
            let indent = piece(Role::Text, " ".repeat(LABEL));
            below.extend(lines.map(|words| vec![indent.clone(), words]));
            if let Some((x, y)) = at.filter(|_| focus) {
                sheet.cursor = Some((u16::try_from(LABEL + x).unwrap_or(u16::MAX), row + y));
            }
        }
        Input::Choice(choice) => {
            let role = if focus { Role::Cursor } else { Role::Text };
            let shown = if choice.given { choice.word().to_owned() } else { format!("({})", choice.word()) };
            line.push(piece(role, shown));
            if field.name == Name::Speech && field.proposed && !field.is_changed() {
                line.push(piece(Role::Dim, " ?"));
            }
            if !choice.meaning().is_empty() {
                line.push(piece(Role::Dim, format!("  {}", choice.meaning())));
            }
        }
        Input::Pick(pick) => {
            let chosen = chosen(&state.doc.session, pick);
            type_in(&mut line, &chosen, &pick.picker, focus, room, row, sheet);
        }
        Input::Chain(chain) => {
            let names = chain_names(state, form, chain);
            let before = format!("{}{}", names.join(" < "), if names.is_empty() { "" } else { " < " });
            if focus {
                type_in(&mut line, &before, &chain.picker, focus, room, row, sheet);
            } else {
                line.push(piece(Role::Text, width::clip_end(&names.join(" < "), room)));
            }
            below.push(modes(chain));
        }
    }
    push_hint(&mut line, hint, hint_room, columns);
    sheet.body.push(line);
    sheet.body.extend(below);
    if let Some(picker) = field.list().filter(|_| focus) {
        list(picker, columns, sheet);
    } else if let (Input::Chain(chain), true) = (&field.input, focus) {
        sheet.body.push(vec![piece(Role::Dim, " ".repeat(LABEL)), piece(Role::Dim, chain_help(chain))]);
    }
}

/// What stands right of a field.
fn hint(field: &FormField) -> String {
    let proposed = field.proposed && !field.is_changed();
    match (proposed, field.hint.is_empty()) {
        (true, true) => "?".to_owned(),
        (true, false) => format!("{} ?", field.hint),
        (false, _) => field.hint.clone(),
    }
}

fn push_hint(line: &mut Line, hint: String, room: usize, most: usize) {
    if room == 0 {
        return;
    }
    let taken = columns(line);
    let blanks = most.saturating_sub(taken + room).max(2);
    line.push(piece(Role::Dim, format!("{}{}", " ".repeat(blanks), width::clip_end(&hint, room))));
}

fn stated(words: &str, room: usize) -> crate::app::piece::Piece {
    if words.is_empty() {
        piece(Role::Dim, "–")
    } else {
        piece(Role::Text, width::clip_end(&words.replace('\n', " "), room))
    }
}

/// The lines of a field of several lines, and the cursor's column and row among them.
fn editor_lines(
    editor: &crate::text::editor::Editor,
    focus: bool,
    room: usize,
) -> (Vec<crate::app::piece::Piece>, Option<(usize, usize)>) {
    if !focus {
        return (vec![stated(editor.text(), room)], None);
    }
    let all: Vec<&str> = editor.text().split('\n').collect();
    let at = editor.text().get(..editor.cursor()).map_or(0, |before| before.matches('\n').count());
    let first = (at + 1).saturating_sub(MOST_LINES);
    let (own, x) = editor.view(u16::try_from(room).unwrap_or(u16::MAX));
    let shown = all.iter().enumerate().skip(first).take(MOST_LINES);
    let lines = shown.map(|(n, words)| {
        piece(Role::Text, if n == at { own.clone() } else { width::clip_end(words, room) })
    });
    (lines.collect(), Some((usize::from(x), at - first)))
}

/// Writes what stands before a typed name, and the name with the cursor.
fn type_in(
    line: &mut Line,
    before: &str,
    picker: &Picker,
    focus: bool,
    room: usize,
    row: usize,
    sheet: &mut Sheet,
) {
    let typed_room = if focus { (room / 3).max(12).min(room) } else { 0 };
    let own = width::of_str(picker.field.editor.text()) + 1;
    let before_room = room.saturating_sub(own.min(typed_room));
    // The end of a long chain is what is being worked on.
    let before = clip_start(before, before_room);
    line.push(piece(Role::Text, &before));
    if focus {
        let left = room.saturating_sub(width::of_str(&before)).max(1);
        let gap = if before.is_empty() || before.ends_with("< ") { "" } else { "  " };
        line.push(piece(Role::Text, gap));
        let (shown, at) = picker.field.editor.view(u16::try_from(left).unwrap_or(u16::MAX));
        line.push(piece(Role::Label, shown));
        let x = LABEL + width::of_str(&before) + gap.len();
        sheet.cursor = Some((u16::try_from(x).unwrap_or(u16::MAX).saturating_add(at), row));
    }
}

fn clip_start(words: &str, room: usize) -> String {
    let wide = width::of_str(words);
    if wide <= room {
        return words.to_owned();
    }
    let mut rest = words;
    while width::of_str(rest) + 1 > room {
        let Some(first) = rest.chars().next() else { break };
        rest = rest.get(first.len_utf8()..).unwrap_or("");
    }
    format!("…{rest}")
}

/// The chain's names, the article's own voice first.
fn chain_names(state: &State, form: &Form, chain: &ChainField) -> Vec<String> {
    let article = match &form.aim {
        super::Aim::Words(article, _) => Some(*article),
        _ => build::first(state, &form.aim).and_then(|(_, claim)| state.doc.article_of(claim)),
    };
    let own = article.and_then(|n| state.doc.articles.get(n)).map(|entry| entry.short.clone());
    own.into_iter().chain(chain.link_names(&state.doc.session)).collect()
}

fn modes(chain: &ChainField) -> Line {
    let mut words = vec!["reported"];
    words.extend((0..chain.links.len()).map(|n| chain.way(n).word()));
    if !chain.picker.text().is_empty() {
        words.push(chain.way_typed().word());
    }
    let mut shown = words.join(" < ");
    if words.len() == 1 {
        shown = "unattributed: the article's own voice".to_owned();
    }
    vec![piece(Role::Dim, width::pad("   mode", LABEL)), piece(Role::Dim, shown)]
}

fn chain_help(chain: &ChainField) -> String {
    match (chain.links.is_empty(), chain.names.all.is_empty()) {
        (true, false) => "enter: unattributed · type a name · ctrl-e: a name from the text".to_owned(),
        (true, true) => "enter: unattributed · type a name, < for the next".to_owned(),
        (false, _) => "enter keeps · type the next name · backspace takes one back · ctrl-t mode".to_owned(),
    }
}

/// The words of what is chosen.
fn chosen(session: &Session, pick: &Pick) -> String {
    let words = pick.chosen.iter().map(|picked| match picked {
        Picked::Nothing => "none".to_owned(),
        Picked::AsProposed => "as proposed".to_owned(),
        Picked::Unattributed => "unattributed".to_owned(),
        Picked::Tag(id) => session.tags.get(id).map_or_else(|| id.to_string(), |tag| tag.label.clone()),
        Picked::Zone(kind) => {
            ZoneKind::ALL.iter().find(|(k, _)| k == kind).map_or("", |(_, word)| word).to_owned()
        }
        Picked::Source(id) => session.sources.get(id).map_or_else(|| id.to_string(), |s| s.name.clone()),
        Picked::Question(id) => session.questions.get(id).map_or_else(|| id.to_string(), |q| q.text.clone()),
        Picked::NewSource(name) => format!("{name} (new)"),
        Picked::NewQuestion(text) | Picked::NewTag(text) => format!("{text} (new)"),
        Picked::Relation(_) | Picked::Merge | Picked::Articles(_) => String::new(),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// The list beneath a field.
fn list(picker: &Picker, columns: usize, sheet: &mut Sheet) {
    if picker.shown.is_empty() {
        sheet.body.push(vec![piece(Role::Dim, format!("{:LABEL$}nothing answers to that", ""))]);
        return;
    }
    let lit = picker.lit.unwrap_or(0);
    let first = (lit + 1).saturating_sub(MOST_SHOWN);
    for (n, shown) in picker.shown.iter().enumerate().skip(first).take(MOST_SHOWN) {
        let (words, aside) = match shown {
            Shown::Entry(place) => {
                picker.options.get(*place).map_or(("", ""), |o| (o.words.as_str(), o.aside.as_str()))
            }
            Shown::New => ("", ""),
        };
        let words = match (shown, picker.makes) {
            (Shown::New, Makes::Question) => format!("new question “{}”", picker.text()),
            (Shown::New, Makes::Tag) => format!("new tag “{}”", picker.text()),
            (Shown::New, _) => format!("new source “{}”", picker.text()),
            _ => words.to_owned(),
        };
        let is_lit = picker.lit == Some(n);
        if is_lit {
            sheet.lit = Some(sheet.body.len());
        }
        let mark = if is_lit { "› " } else { "  " };
        let room = columns.saturating_sub(LABEL + 2);
        let aside_room = width::of_str(aside).min(room / 2);
        let words = width::clip_end(&words, room.saturating_sub(aside_room + 2));
        let gap = room.saturating_sub(width::of_str(&words) + aside_room);
        sheet.body.push(vec![
            piece(Role::Text, format!("{:LABEL$}{mark}{words}", "")),
            piece(Role::Dim, format!("{}{}", " ".repeat(gap), width::clip_end(aside, aside_room))),
        ]);
    }
    let hidden = picker.shown.len().saturating_sub(MOST_SHOWN);
    if hidden > 0 {
        sheet.body.push(vec![piece(Role::Dim, format!("{:LABEL$}  {hidden} more: type, or arrows", ""))]);
    }
}

/// Breaks a line of pieces at blanks into at most so many lines; the last one is cut.
pub fn wrapped(line: &[crate::app::piece::Piece], room: usize, most: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = vec![Vec::new()];
    let mut taken = 0;
    for own in line {
        for word in own.text.split_inclusive(' ') {
            let wide = width::of_str(word);
            if taken > 0 && taken + width::of_str(word.trim_end()) > room && lines.len() < most {
                // The blank that the line was broken at would be cut, and say so.
                if let Some(last) = lines.last_mut().and_then(|line| line.last_mut()) {
                    last.text.truncate(last.text.trim_end().len());
                }
                lines.push(Vec::new());
                taken = 0;
            }
            if let Some(last) = lines.last_mut() {
                match last.last_mut().filter(|piece| piece.role == own.role) {
                    Some(piece) => piece.text.push_str(word),
                    None => last.push(crate::app::piece::Piece { role: own.role, text: word.to_owned() }),
                }
            }
            taken += wide;
        }
    }
    lines
}
