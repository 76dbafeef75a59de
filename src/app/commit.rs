//! Making an edit: log lines in order, the session, the history, and what the analyst is told.
//!
//! **Invariant:** every line gets its number here, so ids are known the moment a key is pressed; what is refused
//! changes nothing and says why.

use std::sync::Arc;

use jiff::Timestamp;

use super::articles::ArticleState;
use super::copies;
use super::doc::{Doc, Saved};
use super::msg::{Effect, WholeFacts};
use crate::command::{App, Command, CommandId};
use crate::format::encoding::Encoding;
use crate::format::log::{Kind, Line};
use crate::model::{
    Article, Change, Claim, ClaimId, Edit, Entry, Export, Session, Stamp, Swap, carry, edits,
};

/// Why nothing was changed, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(pub String);

/// Makes one edit of an article's claims (or of none) as one undo step.
///
/// `make` gets the session and the stamp and returns the edit, or nothing where there is nothing to change.
pub fn edit(
    doc: &mut Doc,
    article: Option<usize>,
    now: Timestamp,
    effects: &mut Vec<Effect>,
    make: impl FnOnce(&Session, &Stamp) -> Option<Edit>,
) -> Result<Option<Arc<Edit>>, Refused> {
    edit_over(doc, article.as_slice(), now, effects, make)
}

/// Makes one edit that cites several articles as one undo step.
pub fn edit_over(
    doc: &mut Doc,
    articles: &[usize],
    now: Timestamp,
    effects: &mut Vec<Effect>,
    make: impl FnOnce(&Session, &Stamp) -> Option<Edit>,
) -> Result<Option<Arc<Edit>>, Refused> {
    refuse(doc, None)?;
    articles.iter().try_for_each(|article| refuse(doc, Some(*article)))?;
    let mut lines = Vec::new();
    for article in articles {
        prepare(doc, Some(*article), now, &mut lines);
    }
    let stamp = stamp(doc, now);
    let Some(mut edit) = make(&doc.session, &stamp) else {
        flush(doc, lines, effects);
        return Ok(None);
    };
    // An analyst who is new to the session enters it with the first edit, in the same undo step.
    if let Some(named) = edits::set_analyst(&doc.session, ANALYST, &doc.analyst.id, &doc.analyst.name) {
        edit.changes.splice(0..0, named.changes);
    }
    doc.apply(&edit).map_err(|error| Refused(error.to_string()))?;
    reread(doc, &edit, effects);
    let edit = Arc::new(edit);
    doc.history.made(Entry { seq: stamp.seq, edit: Arc::clone(&edit), at: stamp.at, by: stamp.by });
    lines.push(line(doc, now, Kind::Edit, None, &edit));
    flush(doc, lines, effects);
    for article in articles {
        copies::keep(doc, *article, effects);
    }
    copies::keep_cited(doc, &edit, effects);
    Ok(Some(edit))
}

/// Takes the last edit back, in whichever article it was; none where there is nothing to undo.
pub fn undo(doc: &mut Doc, now: Timestamp, effects: &mut Vec<Effect>) -> Result<Option<Arc<Edit>>, Refused> {
    let Some(entry) = doc.history.next_undo().cloned() else { return Ok(None) };
    refuse_changed(doc, &entry.edit)?;
    again(doc, Kind::Undo, App::Undo, entry.seq, &entry.edit.inverse(), now, effects)?;
    doc.history.undo();
    Ok(Some(entry.edit))
}

/// Makes the edit taken back last again; none where there is nothing to redo.
pub fn redo(doc: &mut Doc, now: Timestamp, effects: &mut Vec<Effect>) -> Result<Option<Arc<Edit>>, Refused> {
    let Some(entry) = doc.history.next_redo().cloned() else { return Ok(None) };
    refuse_changed(doc, &entry.edit)?;
    again(doc, Kind::Redo, App::Redo, entry.seq, &entry.edit, now, effects)?;
    doc.history.redo();
    Ok(Some(entry.edit))
}

/// Enters in session and log what became known of an article once its bytes were kept.
pub fn facts_known(
    doc: &mut Doc,
    article: usize,
    facts: &WholeFacts,
    now: Timestamp,
    effects: &mut Vec<Effect>,
) {
    let Some(mut known) = doc.article_facts(article) else { return };
    let Some(id) = doc.articles.get(article).map(|entry| entry.id.clone()) else { return };
    known.bytes = facts.bytes;
    known.modified = facts.modified;
    known.sha256 = Some(facts.sha256.clone());
    known.text_sha256 = Some(facts.text_sha256.clone());
    let mut lines = Vec::new();
    if let Some(edit) = edits::set_article(&doc.session, ARTICLE, &id, known)
        && doc.apply(&edit).is_ok()
    {
        lines.push(line(doc, now, Kind::Article, None, &edit));
        if let Some(entry) = doc.articles.get_mut(article) {
            entry.state = ArticleState::Same;
        }
    }
    flush(doc, lines, effects);
}

/// Records an export in session and log; it is no step that undo takes back.
pub fn exported(
    doc: &mut Doc,
    export: Export,
    now: Timestamp,
    effects: &mut Vec<Effect>,
) -> Result<(), Refused> {
    refuse(doc, None)?;
    let change = Swap { id: doc.session.exports.len(), before: None, after: Some(Arc::new(export)) };
    let edit = Edit { what: Command::from(App::WriteView).into(), changes: vec![Change::Export(change)] };
    doc.apply(&edit).map_err(|error| Refused(error.to_string()))?;
    let line = line(doc, now, Kind::Export, None, &edit);
    flush(doc, vec![line], effects);
    Ok(())
}

/// Notes in the log that the session file was written, so that a later opening sees a change from outside.
pub fn checkpointed(doc: &mut Doc, of: u64, file: String, now: Timestamp, effects: &mut Vec<Effect>) {
    let nothing = Edit { what: Command::from(App::Save).into(), changes: Vec::new() };
    let mut line = line(doc, now, Kind::Checkpoint, Some(of), &nothing);
    line.file = Some(file);
    // Not waited for: no edit hangs on it, so it does not set the status to saving.
    effects.push(Effect::Log(vec![line]));
}

/// The id of the line that enters an article.
const ARTICLE: CommandId = CommandId::new("article.facts");

/// The id of what enters an analyst.
const ANALYST: CommandId = CommandId::new("session.analyst");

fn refuse(doc: &Doc, article: Option<usize>) -> Result<(), Refused> {
    if let Some(reason) = &doc.read_only {
        return Err(Refused(format!("read only: {reason}")));
    }
    let state = article.and_then(|n| doc.articles.get(n)).map(|entry| &entry.state);
    state.and_then(ArticleState::refusal).map_or(Ok(()), |why| Err(Refused(why.to_owned())))
}

/// Refuses where an edit touches a claim of an article that cannot be edited now.
fn refuse_changed(doc: &Doc, edit: &Edit) -> Result<(), Refused> {
    refuse(doc, None)?;
    for change in &edit.changes {
        if let Change::Claim(swap) = change
            && let Some(claim) = swap.before.as_ref().or(swap.after.as_ref())
            && !is_decision(swap)
        {
            refuse(doc, doc.article_index(&claim.article))?;
        }
    }
    Ok(())
}

/// Says whether an edit only decided where a claim's words stand: that is done, and taken back, while its article is
/// not what was annotated.
fn is_decision(swap: &Swap<ClaimId, Claim>) -> bool {
    let both = swap.before.as_ref().zip(swap.after.as_ref());
    both.is_some_and(|(before, after)| before.target != after.target || before.declined != after.declined)
}

/// Writes what must stand before an edit: the article. The session's own `open` line is the writer's.
fn prepare(doc: &mut Doc, article: Option<usize>, now: Timestamp, lines: &mut Vec<Line>) {
    let Some(facts) = article.and_then(|n| doc.article_facts(n)) else { return };
    let Some(id) = article.and_then(|n| doc.articles.get(n)).map(|entry| entry.id.clone()) else { return };
    if doc.session.articles.contains_key(&id) {
        return;
    }
    if let Some(edit) = edits::set_article(&doc.session, ARTICLE, &id, facts)
        && doc.apply(&edit).is_ok()
    {
        lines.push(line(doc, now, Kind::Article, None, &edit));
    }
}

fn again(
    doc: &mut Doc,
    kind: Kind,
    command: App,
    of: u64,
    edit: &Edit,
    now: Timestamp,
    effects: &mut Vec<Effect>,
) -> Result<(), Refused> {
    let mut lines = Vec::new();
    prepare(doc, None, now, &mut lines);
    // What was found of an article's file since is no edit of anybody, and stands in nobody's way.
    let changes = carry::carried(edit, &doc.session).changes;
    let edit = Edit { what: Command::from(command).into(), changes };
    doc.apply(&edit)
        .map_err(|_| Refused("it cannot be: what it changed was changed again since".to_owned()))?;
    reread(doc, &edit, effects);
    lines.push(line(doc, now, kind, Some(of), &edit));
    flush(doc, lines, effects);
    Ok(())
}

/// Asks for the texts of articles that an edit wants read in another encoding.
fn reread(doc: &mut Doc, edit: &Edit, effects: &mut Vec<Effect>) {
    for change in &edit.changes {
        let Change::Article(swap) = change else { continue };
        let name =
            |article: &Option<Arc<Article>>| article.as_ref().map_or("", |a| a.encoding.as_str()).to_owned();
        let (before, after) = (name(&swap.before), name(&swap.after));
        let Some(article) = doc.article_index(&swap.id).filter(|_| before != after) else { continue };
        let Some(entry) = doc.articles.get_mut(article) else { continue };
        if entry.text.as_ref().is_none_or(|part| part.encoding != after) {
            entry.awaits_encoding = true;
            effects.push(Effect::ReadAs { article, encoding: Encoding::from_name(&after) });
        }
    }
}

fn stamp(doc: &Doc, now: Timestamp) -> Stamp {
    Stamp { at: now, by: doc.analyst.id.clone(), seq: doc.next_seq }
}

/// Makes the next log line and counts it.
fn line(doc: &mut Doc, now: Timestamp, kind: Kind, of: Option<u64>, edit: &Edit) -> Line {
    let seq = doc.next_seq;
    doc.next_seq += 1;
    Line {
        seq,
        at: now,
        by: doc.analyst.id.clone(),
        what: edit.what.clone(),
        kind,
        of,
        file: None,
        session: None,
        changes: edit.changes.clone(),
        prev: None,
    }
}

fn flush(doc: &mut Doc, lines: Vec<Line>, effects: &mut Vec<Effect>) {
    let Some(last) = lines.last() else { return };
    doc.last_edit_seq = last.seq;
    if !matches!(doc.saved, Saved::Failed { .. }) {
        doc.saved = Saved::Saving;
    }
    effects.push(Effect::Log(lines));
}
