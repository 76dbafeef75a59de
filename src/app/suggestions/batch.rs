//! Accepting and dismissing many suggestions at once: what will be made is shown first, and is one undo step.
//!
//! **Invariant:** what is made is what was shown: the plan is made anew whenever the session changes beneath it.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::draft::Draft;
use super::plan::{self, MOST_TRIED, Plan};
use super::{Spot, act};
use crate::app::articles::Asked;
use crate::app::commit;
use crate::app::msg::Effect;
use crate::app::reader::tagging;
use crate::app::state::State;
use crate::app::status::count;
use crate::app::view::{Entry, ListKind, ListView};
use crate::command::{App, ClaimCommand, Command};
use crate::model::session::Dismissed;
use crate::model::{Change, ClaimId, Edit, Swap, TagId, Target};

/// Suggestions that are about to be accepted together.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// Which ones, by article and place.
    pub spots: Vec<Spot>,
    /// The tag that all get, where it is not each one's own.
    pub tag: Option<TagId>,
    /// Whether the printed units of a tag's question are taken for one.
    pub one_unit: bool,
    /// What would be made.
    pub plan: Plan,
    /// The units that would be taken for one, were they: each question's own, and the others.
    pub units: Vec<(String, Vec<String>)>,
    /// How many cannot be made now, and why.
    pub left_out: Option<(usize, String)>,
    /// How often it was made anew: its list is made anew then.
    pub made: usize,
    made_for: Option<(u64, u64)>,
}

/// Returns the suggestions that a key acts on in a list: those marked and shown, else all of the group under the
/// cursor, else the one under the cursor.
pub fn chosen(list: &ListView) -> Vec<Spot> {
    let spot = |entry: &Entry| match entry {
        Entry::Suggestion { article, n } => Some(Spot { article: *article, n: *n }),
        _ => None,
    };
    if list.n_marked() == 0
        && let Some(Entry::Group(_)) = list.entry()
    {
        let rest = list.entries.iter().skip(list.cursor + 1);
        return rest.map_while(spot).collect();
    }
    let mut spots: Vec<Spot> = list.acted_on().iter().filter_map(spot).collect();
    spots.sort_unstable();
    spots
}

/// Says whether a key would act on several suggestions of a list, so that what will be made is shown first.
pub fn are_several(list: &ListView) -> bool {
    let is_group = matches!(list.entry(), Some(Entry::Group(_)));
    let marked = || !list.marks.is_empty() && list.entries.iter().any(|entry| list.marks.contains(entry));
    list.kind == ListKind::Suggestions && (is_group || marked())
}

/// Shows what accepting would make.
pub fn open(state: &mut State, mut spots: Vec<Spot>, tag: Option<TagId>) {
    if let Some(reason) = &state.doc.read_only {
        let words = format!("read only: {reason}");
        state.warn(words);
        return;
    }
    let more = spots.len().saturating_sub(MOST_TRIED);
    spots.truncate(MOST_TRIED);
    state.reader.suggesting.batch = Some(Box::new(Batch { spots, tag, ..Batch::default() }));
    state.lists.push(ListView::new(ListKind::Making));
    if more > 0 {
        state.say(format!("the first {MOST_TRIED} of them; {more} more wait"));
    }
}

/// Brings the plan in step with the session.
pub fn refresh(state: &mut State) {
    let key = (state.doc.session.revision, state.doc.suggested);
    let Some(mut batch) = state.reader.suggesting.batch.take() else { return };
    if batch.made_for != Some(key) {
        batch.spots.retain(|spot| state.doc.suggestion(spot.article, spot.n).is_some());
        let (can, cannot): (Vec<Spot>, Vec<Spot>) =
            batch.spots.iter().partition(|spot| refusal(state, **spot).is_none());
        batch.left_out = cannot.first().and_then(|spot| Some((cannot.len(), refusal(state, *spot)?)));
        batch.plan = Plan::of(&state.doc, &can, batch.tag.as_ref(), batch.one_unit);
        batch.units = match batch.one_unit {
            true => batch.plan.units.clone(),
            false => Plan::of(&state.doc, &can, batch.tag.as_ref(), true).units,
        };
        batch.plan.sort(&state.doc);
        batch.made_for = Some(key);
        batch.made += 1;
    }
    state.reader.suggesting.batch = Some(batch);
}

/// Why no claim can be made of a suggestion now.
fn refusal(state: &State, spot: Spot) -> Option<String> {
    let entry = state.doc.articles.get(spot.article)?;
    if let Some(why) = entry.state.refusal() {
        return Some(why.to_owned());
    }
    let suggestion = state.doc.suggestion(spot.article, spot.n)?;
    let unread = act::target(state, spot.article, suggestion).is_none();
    unread.then(|| format!("{} is still being read", entry.short))
}

/// Takes the units of the plan for one, or no more.
pub fn toggle_units(state: &mut State) {
    let Some(batch) = &mut state.reader.suggesting.batch else { return };
    if batch.units.is_empty() {
        state.say("each question here has one unit already");
        return;
    }
    batch.one_unit = !batch.one_unit;
    batch.made_for = None;
    let words = units(&batch.units);
    let one = batch.one_unit;
    state.say(if one {
        format!("{words}: under one question, and remembered for it")
    } else {
        "each unit under a question of its own".to_owned()
    });
}

/// Says which units are taken for one: "troops, forces = soldiers".
pub fn units(units: &[(String, Vec<String>)]) -> String {
    let each = units.iter().map(|(own, others)| format!("{} = {own}", others.join(", ")));
    each.collect::<Vec<_>>().join("; ")
}

/// Leaves out what is marked or under the cursor.
pub fn leave_out(state: &mut State) {
    let Some(list) = state.lists.last() else { return };
    let gone: BTreeSet<Spot> = chosen(list).into_iter().collect();
    let Some(batch) = &mut state.reader.suggesting.batch else { return };
    batch.spots.retain(|spot| !gone.contains(spot));
    batch.made_for = None;
    let left = batch.spots.len();
    state.say(format!("{} left out; {left} to make", gone.len()));
    if left == 0 {
        state.lists.pop();
    }
}

/// Makes what is shown, as one undo step.
pub fn make(state: &mut State, now: Timestamp, effects: &mut Vec<Effect>) {
    let Some(batch) = state.reader.suggesting.batch.clone() else { return };
    let mut ready: Vec<(Spot, Target)> = Vec::new();
    for spot in &batch.spots {
        let Some(suggestion) = state.doc.suggestion(spot.article, spot.n) else { continue };
        let target = act::target(state, spot.article, suggestion).filter(|_| refusal(state, *spot).is_none());
        ready.extend(target.map(|target| (*spot, target)));
    }
    let articles: BTreeSet<usize> = ready.iter().map(|(spot, _)| spot.article).collect();
    let articles: Vec<usize> = articles.into_iter().collect();
    for article in &articles {
        ask_whole(state, *article, effects);
    }
    let found: Vec<_> = ready
        .into_iter()
        .filter_map(|(spot, target)| {
            let (id, suggestion) = plan::found(&state.doc, spot)?;
            Some((id, target, suggestion.clone()))
        })
        .collect();
    let what = Command::from(ClaimCommand::Accept).into();
    let mut last: Option<ClaimId> = None;
    let made = commit::edit_over(&mut state.doc, &articles, now, effects, |session, stamp| {
        let mut draft = Draft::new(session, what, stamp).with_one_unit(batch.one_unit);
        for (id, target, suggestion) in found {
            last = Some(draft.add(id, target, &suggestion, batch.tag.as_ref()));
        }
        draft.settle();
        draft.finish()
    });
    match made {
        Ok(Some(edit)) => {
            state.reader.suggesting.batch = None;
            state.lists.pop();
            if let Some(list) = state.lists.last_mut() {
                list.marks.clear();
            }
            state.reader.last_edited = last;
            let undo = state.key_of(App::Undo.into());
            let words = told(&edit);
            state.say(format!("{words} · {undo} undoes all"));
        }
        other => tagging::tell(state, other),
    }
}

/// Puts the cursor of a list on the suggestion that stands next, so that the same key goes on with it and not with a
/// heading.
pub fn go_on(list: &mut ListView, gone: &[Spot]) {
    let stays = |entry: &&Entry| match entry {
        Entry::Suggestion { article, n } => !gone.contains(&Spot { article: *article, n: *n }),
        _ => false,
    };
    let below = list.entries.iter().skip(list.cursor + 1).find(stays);
    let next = below.or_else(|| list.entries.iter().take(list.cursor).rev().find(stays));
    list.seek = next.cloned();
}

/// The facts and the copy of an article that was never on screen follow its whole text.
pub fn ask_whole(state: &mut State, article: usize, effects: &mut Vec<Effect>) {
    let Some(entry) = state.doc.articles.get_mut(article) else { return };
    if entry.asked == Asked::Nothing && entry.state.refusal().is_none() {
        entry.asked = Asked::Whole;
        effects.push(Effect::ReadWhole(article));
    }
}

/// Says what one step made: "13 claims made: c1 to c13; 2 questions and 9 sources are new".
fn told(edit: &Edit) -> String {
    let (mut numbers, mut questions, mut sources) = (Vec::new(), 0, 0);
    for change in &edit.changes {
        match change {
            Change::Claim(Swap { after: Some(claim), .. }) => numbers.push(claim.number),
            Change::Question(Swap { before: None, .. }) => questions += 1,
            Change::Source(Swap { before: None, .. }) => sources += 1,
            _ => {}
        }
    }
    let claims = match (numbers.iter().min(), numbers.iter().max()) {
        (Some(first), Some(last)) if first != last => {
            format!("{} made, c{first} to c{last}", count(numbers.len(), "claim"))
        }
        (Some(first), _) => format!("c{first} made"),
        _ => String::new(),
    };
    let new = [(questions, "question"), (sources, "source")].into_iter().filter(|(n, _)| *n > 0);
    let new: Vec<String> = new.map(|(n, noun)| count(n, &format!("new {noun}"))).collect();
    if new.is_empty() { claims } else { format!("{claims}, {}", new.join(", ")) }
}

/// Turns down several suggestions as one undo step.
pub fn dismiss(state: &mut State, spots: &[Spot], now: Timestamp, effects: &mut Vec<Effect>) {
    let mut keys = BTreeSet::new();
    let mut articles = BTreeSet::new();
    for spot in spots {
        let Some((id, suggestion)) = plan::found(&state.doc, *spot) else { continue };
        keys.insert((id, suggestion.exact.clone(), suggestion.rule.to_string()));
        articles.insert(spot.article);
    }
    let articles: Vec<usize> = articles.into_iter().collect();
    let made = commit::edit_over(&mut state.doc, &articles, now, effects, |session, stamp| {
        let new = keys.into_iter().filter(|key| !session.dismissed.contains_key(key));
        let changes: Vec<Change> = new
            .map(|key| {
                let after = Dismissed { by: stamp.by.clone(), at: stamp.at };
                Change::Dismissed(Swap { id: key, before: None, after: Some(Arc::new(after)) })
            })
            .collect();
        (!changes.is_empty()).then_some(Edit { what: DISMISS, changes })
    });
    if matches!(made, Ok(Some(_)))
        && let Some(list) = state.lists.last_mut()
    {
        go_on(list, spots);
        list.marks.clear();
    }
    tagging::tell(state, made);
}

/// The id of what dismisses a suggestion; the key is that of removing a claim.
const DISMISS: crate::command::CommandId = crate::command::CommandId::new("claim.dismiss");
