//! The list of shared passages: how many articles, what changed; the one under the cursor in full, member by member.
//!
//! **Invariant:** only what is on screen is made into lines; a passage is one statement only where a person says so.

use jiff::Timestamp;

use super::{Entry, ListKind, ListView};
use crate::app::commit;
use crate::app::echoes::{self, Spot};
use crate::app::msg::Effect;
use crate::app::overlay::{Field, Overlay};
use crate::app::piece::{Line, columns, piece};
use crate::app::reader::counterparts::Walk;
use crate::app::reader::tagging;
use crate::app::said;
use crate::app::state::State;
use crate::command::{App, ClaimCommand, Command, Move};
use crate::echo::ChangeClass;
use crate::model::{EchoMember, Target, edits_ledger, edits_relations};
use crate::text::offsets::OffsetIndex;
use crate::text::{Span, quote, width};
use crate::theme::Role;

/// Returns all passages in their order.
pub fn entries(state: &State) -> Vec<Entry> {
    (0..state.doc.echoes.passages().len()).map(Entry::Passage).collect()
}

/// Returns the heading, which says too how far the articles were compared.
pub fn heading(state: &State) -> Line {
    let echoes = &state.doc.echoes;
    let far = match (echoes.is_done, echoes.left_out) {
        (false, _) => "   still comparing the articles".to_owned(),
        (true, 0) => String::new(),
        (true, n) => format!("   {} not compared", crate::app::status::count(n, "article")),
    };
    vec![
        piece(Role::Heading, format!("   {:>8}  {:<CHANGE$} passage", "articles", "change")),
        piece(Role::StatusWarn, far),
    ]
}

/// The columns of what changed.
const CHANGE: usize = 22;

/// Returns a passage's line: in how many articles, what changed, who is said to speak, its first words.
pub fn line(state: &State, passage: usize) -> Line {
    let echoes = &state.doc.echoes;
    let Some(found) = echoes.passages().get(passage) else { return Vec::new() };
    let kinds: Vec<_> = echoes::changes(found).into_iter().map(ChangeClass::name).collect();
    let kinds = if kinds.is_empty() { "verbatim".to_owned() } else { kinds.join(", ") };
    let who = match echoes::accepted(state, passage) {
        Some((_, echo)) => {
            let source = echo.source.as_ref().map_or("nobody", |id| said::source(state, id));
            format!("= {source}  ")
        }
        None => String::new(),
    };
    let words = echoes.words(Spot { passage, member: fullest(state, passage) });
    let shown: String = words.chars().take(usize::from(state.size.0)).collect();
    vec![
        piece(Role::GutterState, " ≡ "),
        piece(Role::Text, format!("{:>8}  ", echoes::n_articles(found))),
        piece(Role::Text, format!("{} ", width::pad(&width::clip_end(&kinds, CHANGE), CHANGE))),
        piece(Role::Label, who),
        piece(Role::Quote, format!("“{}”", shown.replace(['\n', '\r', '\t'], " "))),
    ]
}

/// The member that the others are compared with.
fn fullest(state: &State, passage: usize) -> usize {
    let found = state.doc.echoes.passages().get(passage);
    found.and_then(|found| found.pairs.first()).map_or(0, |pair| pair.a)
}

/// Returns an entry's words for the filter: the fullest member, who speaks, who was accepted.
pub fn text(state: &State, passage: usize) -> String {
    let echoes = &state.doc.echoes;
    let mut words = echoes.words(Spot { passage, member: fullest(state, passage) }).to_lowercase();
    for (name, _) in echoes::speakers(echoes, passage) {
        words.push_str(&format!(" {}", name.to_lowercase()));
    }
    for piece in line(state, passage) {
        words.push_str(&format!(" {}", piece.text.to_lowercase()));
    }
    words
}

/// Returns a passage in full: what it is, whether it is accepted, then its members one under another with the words
/// that differ marked, the member `at` among them.
pub fn detail(state: &State, passage: usize, at: usize, rows: usize) -> Vec<Line> {
    let wide = usize::from(state.size.0.saturating_sub(3));
    let echoes = &state.doc.echoes;
    let n = echoes.passages().get(passage).map_or(0, |found| found.members.len());
    let mut lines = vec![vec![piece(Role::Label, echoes::told(echoes, passage))], standing(state, passage)];
    let room = rows.saturating_sub(lines.len());
    // Each member gets its head and a row at least; of very many those around the one under the cursor are shown.
    let shown = (room / 2).clamp(1, n.max(1));
    let first = at.saturating_sub(shown / 2).min(n - shown.min(n));
    for member in first..(first + shown).min(n) {
        let spot = Spot { passage, member };
        let left = rows.saturating_sub(lines.len());
        let others = (first + shown).min(n) - member - 1;
        lines.push(head(state, spot, member == at));
        lines.extend(marked(state, spot, at, (wide, left.saturating_sub(1 + 2 * others))));
    }
    lines.truncate(rows);
    lines
}

/// Says whether a passage is accepted as one statement, or how it would be.
pub fn standing(state: &State, passage: usize) -> Line {
    if let Some((_, echo)) = echoes::accepted(state, passage) {
        let source = echo.source.as_ref().map_or("nobody", |id| said::source(state, id));
        let remove = state.key_of(ClaimCommand::Remove.into());
        let words = format!("accepted as one statement by {source}: claims inside share that origin");
        return vec![piece(Role::Text, words), piece(Role::Dim, format!("   {remove} takes that back"))];
    }
    let (list, accept) = (state.key_of(crate::command::Go::Echoes.into()), ClaimCommand::Accept.into());
    let keys = if state.lists.is_empty() { format!("{list} lists it, there ") } else { String::new() };
    let accept = state.key_in(crate::command::Mode::List, accept);
    let words = format!("not accepted: claims inside keep their own origins   {keys}{accept} accepts it");
    vec![piece(Role::Dim, words)]
}

/// A member's article, line, speaker and kinds of change.
fn head(state: &State, spot: Spot, here: bool) -> Line {
    let echoes = &state.doc.echoes;
    let Some(member) = echoes.member(spot) else { return Vec::new() };
    let entry = state.doc.articles.get(member.article);
    let text = echoes.text_of(member);
    let line = text.get(..member.span.start).map_or(0, |before| before.matches('\n').count()) + 1;
    let short = entry.map_or("", |entry| entry.short.as_str());
    let speaker = echoes.speaker(spot).map_or_else(|| "nobody named".to_owned(), str::to_owned);
    let pairs = echoes.passages().get(spot.passage).map_or(&[][..], |found| &found.pairs);
    let change = match pairs.iter().find(|pair| pair.b == spot.member) {
        None => "the fullest".to_owned(),
        Some(pair) if pair.changes.is_empty() => "the same words".to_owned(),
        Some(pair) => pair.changes.iter().copied().map(ChangeClass::name).collect::<Vec<_>>().join(", "),
    };
    let mark = if here { "▸" } else { " " };
    vec![
        piece(Role::GutterState, mark),
        piece(Role::Label, format!(" {} {short} line {line}", member.article + 1)),
        piece(Role::Text, format!(" · {}", speaker.replace(['\n', '\r', '\t'], " "))),
        piece(Role::Dim, format!(" · {change}")),
    ]
}

/// Breaks a member's words into lines; marked are those that differ between the fullest and the member under the
/// cursor, `beside`.
fn marked(state: &State, spot: Spot, beside: usize, (wide, most): (usize, usize)) -> Vec<Line> {
    let echoes = &state.doc.echoes;
    let Some(member) = echoes.member(spot) else { return Vec::new() };
    let text = echoes.text_of(member);
    let differs = echoes.differences(spot, beside);
    let room = wide.saturating_sub(4).max(1);
    let mut lines: Vec<Line> = vec![vec![piece(Role::Text, "   ")]];
    let mut used = 0;
    let mut start = member.span.start;
    for word in member.span.of(text).split_inclusive(char::is_whitespace) {
        let span = Span { start, end: start + word.trim_end().len() };
        start += word.len();
        if span.is_empty() {
            continue;
        }
        let pieces = parts(text, span, &differs);
        let columns = columns(&pieces).min(room);
        if used > 0 && used + 1 + columns > room {
            if lines.len() >= most.max(1) {
                if let Some(last) = lines.last_mut() {
                    last.push(piece(Role::Dim, "…"));
                }
                return lines;
            }
            lines.push(vec![piece(Role::Text, "   ")]);
            used = 0;
        }
        let Some(line) = lines.last_mut() else { return lines };
        if used > 0 {
            line.push(piece(Role::Quote, " "));
            used += 1;
        }
        line.extend(crate::app::piece::clip(pieces, columns));
        used += columns;
    }
    lines
}

/// Cuts a word where what differs begins and ends.
fn parts(text: &str, word: Span, differs: &[Span]) -> Line {
    let mut out = Vec::new();
    let mut at = word.start;
    for span in differs.iter().filter(|span| span.meets(word)) {
        let (from, to) = (span.start.clamp(at, word.end), span.end.clamp(at, word.end));
        if from > at {
            out.push(piece(Role::Quote, Span { start: at, end: from }.of(text)));
        }
        if to > from {
            out.push(piece(Role::Differs, Span { start: from, end: to }.of(text)));
        }
        at = at.max(to);
    }
    if at < word.end {
        out.push(piece(Role::Quote, Span { start: at, end: word.end }.of(text)));
    }
    out
}

/// Returns the passage under the cursor of the list, with the member under the cursor.
fn under_cursor(state: &State) -> Option<Spot> {
    let list = state.lists.last().filter(|list| list.kind == ListKind::Echoes)?;
    let Some(Entry::Passage(passage)) = list.entry() else { return None };
    Some(Spot { passage: *passage, member: list.value })
}

/// Moves to another member of the passage.
pub fn member(state: &mut State, command: Move) {
    let Some(spot) = under_cursor(state) else { return };
    let n = state.doc.echoes.passages().get(spot.passage).map_or(0, |found| found.members.len());
    if let Some(list) = state.lists.last_mut() {
        list.value = match command {
            Move::ValueNext => (spot.member + 1).min(n.saturating_sub(1)),
            _ => spot.member.saturating_sub(1),
        };
    }
}

/// Opens the list at the passage under the cursor of the text.
pub fn view(state: &State) -> ListView {
    match crate::app::reader::echoes::here(state).filter(|_| state.lists.is_empty()) {
        Some(spot) => {
            let mut view = ListView::at(ListKind::Echoes, Entry::Passage(spot.passage));
            view.value = spot.member;
            view
        }
        None => ListView::new(ListKind::Echoes),
    }
}

/// Goes to the member under the cursor; the way back leads to the list again.
pub fn open(state: &mut State) {
    let Some(spot) = under_cursor(state) else { return };
    let lists = std::mem::take(&mut state.lists);
    state.remember();
    state.left = Some((state.jumps.len(), lists));
    crate::app::reader::echoes::go_to(state, spot);
    state.reader.walk = Some(Walk::from_member(state, spot));
    let words = crate::app::reader::echoes::told(state, spot);
    state.say(format!("≡ {words}"));
}

/// Asks who made the statement, the name printed most often offered.
pub fn ask_source(state: &mut State) {
    let Some(spot) = under_cursor(state) else { return };
    let known = echoes::accepted(state, spot.passage).and_then(|(_, echo)| echo.source.as_ref());
    let name = match known {
        Some(id) => said::source(state, id).to_owned(),
        None => {
            let names = echoes::speakers(&state.doc.echoes, spot.passage);
            names.into_iter().next().map(|(name, _)| name).unwrap_or_default()
        }
    };
    state.overlays.push(Overlay::Statement(Field::new(&name)));
}

/// Accepts the passage as one statement by the source of that name, which is made where there is none.
pub fn accept(state: &mut State, name: &str, now: Timestamp, effects: &mut Vec<Effect>) {
    let Some(spot) = under_cursor(state) else { return };
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        state.say("no name was typed; the passage is not accepted");
        return;
    }
    let (members, articles) = members(state, spot.passage);
    let standing = echoes::accepted(state, spot.passage).map(|(id, _)| id.clone());
    let what = crate::command::CommandId::from(Command::from(ClaimCommand::Accept));
    let made = commit::edit_over(&mut state.doc, &articles, now, effects, |session, stamp| {
        let (source, made) = match edits_ledger::find_source(session, &name) {
            Some(source) => (source, None),
            None => {
                let (source, edit) = edits_ledger::make_source(session, what.clone(), &name, true);
                (source, Some(edit))
            }
        };
        let echo =
            edits_relations::accept_echo(session, what.clone(), standing.as_ref(), members, source, stamp);
        edits_ledger::joined(what.clone(), made.into_iter().chain(echo))
    });
    tagging::tell(state, made);
}

/// Takes back that the passage under the cursor is one statement.
pub fn remove(state: &mut State, now: Timestamp, effects: &mut Vec<Effect>) {
    let Some(spot) = under_cursor(state) else { return };
    let Some(id) = echoes::accepted(state, spot.passage).map(|(id, _)| id.clone()) else {
        state.say("this passage is not accepted; there is nothing to take back");
        return;
    };
    let what = Command::from(ClaimCommand::Remove).into();
    let made = commit::edit(&mut state.doc, None, now, effects, |session, _| {
        edits_relations::remove_echo(session, what, &id)
    });
    tagging::tell(state, made);
}

/// Returns a passage's members as the session holds them, with their articles' places in the list. An article whose
/// text is no longer what was compared is left out.
fn members(state: &State, passage: usize) -> (Vec<EchoMember>, Vec<usize>) {
    let echoes = &state.doc.echoes;
    let found = echoes.passages().get(passage).map_or(&[][..], |found| &found.members);
    let (mut members, mut articles) = (Vec::new(), Vec::new());
    for own in found.chunk_by(|a, b| a.article == b.article) {
        let Some(first) = own.first() else { continue };
        let Some(entry) = state.doc.articles.get(first.article).filter(|e| e.state.is_certain()) else {
            continue;
        };
        let text = echoes.text_of(first);
        if entry.is_whole() && entry.words() != text {
            continue;
        }
        let index = OffsetIndex::new(text);
        members.extend(own.iter().map(|member| {
            let target = target(text, &index, member.span);
            EchoMember { article: entry.id.clone(), target }
        }));
        articles.push(first.article);
    }
    (members, articles)
}

fn target(text: &str, index: &OffsetIndex, span: Span) -> Target {
    Target {
        start: index.code_point(text, span.start),
        end: index.code_point(text, span.end),
        exact: span.of(text).to_owned(),
        prefix: quote::prefix(text, span).to_owned(),
        suffix: quote::suffix(text, span).to_owned(),
        occurrence: u32::try_from(quote::occurrence(text, span)).unwrap_or(u32::MAX),
    }
}

/// The keys of this view for the last row.
pub fn hints() -> Vec<(Command, &'static str)> {
    vec![
        (App::Open.into(), "go there"),
        (Move::ValueNext.into(), "next member"),
        (ClaimCommand::Accept.into(), "accept as one statement"),
        (ClaimCommand::Remove.into(), "take back"),
        (App::Undo.into(), "undo"),
        (App::StepBack.into(), "back"),
    ]
}
