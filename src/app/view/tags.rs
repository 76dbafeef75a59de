//! The tags: key, letter, label, hue, how often each is used.
//!
//! **Invariant:** a tag is told by key, letter and word; its hue is also written out.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::Entry;
use crate::app::commit;
use crate::app::msg::Effect;
use crate::app::piece::{Line, piece};
use crate::app::reader::tagging;
use crate::app::state::State;
use crate::app::status::count;
use crate::command::{App, ClaimCommand, Command};
use crate::model::edits_tags::{claims_of, in_order, remove_tag};
use crate::model::{Hue, Session, TagId};
use crate::text::width;
use crate::theme::Role;

/// The orders of the list.
pub const ORDERS: [&str; 3] = ["key", "use", "label"];

/// Returns all tags in one of the orders.
pub fn entries(state: &State, by: usize) -> Vec<Entry> {
    let session = &state.doc.session;
    let uses = uses(session);
    let mut all = in_order(session);
    match by {
        1 => all.sort_by_key(|(id, _)| std::cmp::Reverse(uses.get(*id).map_or(0, |used| used.0))),
        2 => all.sort_by_key(|(_, tag)| tag.label.to_lowercase()),
        _ => {}
    }
    all.into_iter().map(|(id, _)| Entry::Tag(id.clone())).collect()
}

/// Counts for each tag its claims and their articles.
fn uses(session: &Session) -> BTreeMap<&TagId, (usize, usize)> {
    let mut uses: BTreeMap<&TagId, (usize, BTreeSet<&str>)> = BTreeMap::new();
    for claim in session.claims.values() {
        for tag in &claim.tags {
            let used = uses.entry(tag).or_default();
            used.0 += 1;
            used.1.insert(claim.article.as_str());
        }
    }
    uses.into_iter().map(|(tag, (claims, articles))| (tag, (claims, articles.len()))).collect()
}

/// Returns the heading.
pub fn heading(state: &State) -> Line {
    let label = label_columns(state);
    let label = width::pad("label", label);
    vec![piece(
        Role::Heading,
        format!(" key letter {label} {:<11} {:>6} {:>8}  question offered", "hue", "claims", "articles"),
    )]
}

fn label_columns(state: &State) -> usize {
    if state.size.0 >= 100 { 28 } else { 16 }
}

/// Returns a tag's line: key, letter, label, hue, claims, articles, the question that it offers.
pub fn line(state: &State, id: &TagId) -> Line {
    let Some(tag) = state.doc.session.tags.get(id) else { return Vec::new() };
    let columns = label_columns(state);
    let hue = Hue::ALL.iter().find(|(hue, _)| *hue == tag.hue).map_or("", |(_, word)| word);
    let mut claims = 0;
    let mut articles = BTreeSet::new();
    for (_, claim) in claims_of(&state.doc.session, id) {
        claims += 1;
        articles.insert(claim.article.as_str());
    }
    vec![
        piece(Role::Key, format!("  {}    ", tag.key.unwrap_or('·'))),
        piece(Role::GutterLetter(tag.hue), tag.glyph.to_string()),
        piece(Role::Text, "    "),
        piece(Role::Label, width::pad(&width::clip_end(&tag.label, columns), columns)),
        piece(Role::GutterLetter(tag.hue), format!(" {hue:<11}")),
        piece(Role::Text, format!(" {claims:>6} {:>8}  ", articles.len())),
        piece(Role::Dim, tag.question.as_deref().unwrap_or("")),
    ]
}

/// Returns what is said of a tag below the list: its claims, and what can be done.
pub fn detail(state: &State, id: &TagId) -> Vec<Line> {
    let session = &state.doc.session;
    let Some(tag) = session.tags.get(id) else { return Vec::new() };
    let mut numbers: Vec<u32> = claims_of(session, id).map(|(_, claim)| claim.number).collect();
    numbers.sort_unstable();
    let named: Vec<String> = numbers.iter().take(12).map(|n| format!("c{n}")).collect();
    let more = if numbers.len() > named.len() { " …" } else { "" };
    let key = |command: Command| state.key_of(command);
    let (edit, new) = (key(App::Open.into()), key(ClaimCommand::AnyTag.into()));
    let (relate, remove) = (key(ClaimCommand::Relate.into()), key(ClaimCommand::Remove.into()));
    vec![
        vec![
            piece(Role::Label, &tag.label),
            piece(Role::Text, format!("   {}   {}{more}", count(numbers.len(), "claim"), named.join(" "))),
        ],
        vec![piece(
            Role::Dim,
            format!(
                "{edit} changes it · {new} new tag · {relate} on two: one tag · {remove} removes an unused one"
            ),
        )],
    ]
}

/// Removes a tag that no claim bears.
pub fn remove(state: &mut State, id: &TagId, now: Timestamp, effects: &mut Vec<Effect>) {
    let what = Command::from(ClaimCommand::Remove);
    if let Err(problem) = remove_tag(&state.doc.session, what.into(), id) {
        state.warn(problem.to_string());
        return;
    }
    let made = commit::edit(&mut state.doc, None, now, effects, |session, _| {
        remove_tag(session, what.into(), id).ok().flatten()
    });
    tagging::tell(state, made);
}

#[cfg(test)]
mod tests {
    use crate::app::desk::Desk;

    fn listed(desk: &Desk) -> Vec<String> {
        let list = desk.state.lists.last().unwrap();
        let lines = list.entries.iter().map(|entry| {
            let line = super::super::line(&desk.state, entry);
            let words: String = line.iter().map(|piece| piece.text.as_str()).collect();
            words.split_whitespace().take(6).collect::<Vec<_>>().join(" ")
        });
        lines.collect()
    }

    #[test]
    fn a_tag_is_made_and_changed_and_taken_away_again() {
        let mut desk = Desk::new(&["The toll rose."]);
        desk.keys("gkgg");
        assert_eq!(listed(&desk)[0], "1 k killed red 0 0");
        desk.keys("tdenial<enter>");
        assert_eq!(desk.notice(), "tag “denial” made · u undoes");
        assert_eq!(listed(&desk)[9], "· d denial red 0 0");
        desk.keys("G<enter><c-u>denies<tab><tab><c-u>x<tab>g<enter>");
        assert_eq!(desk.notice(), "tag “denies” changed: label, letter, hue · u undoes");
        assert_eq!(listed(&desk)[9], "· x denies green 0 0");
        desk.keys("ggx");
        assert_eq!(desk.notice(), "tag “killed” removed · u undoes");
        assert_eq!(listed(&desk).len(), 9);
        desk.keys("uuuu");
        assert_eq!(listed(&desk).len(), 9);
        assert_eq!(listed(&desk)[0], "1 k killed red 0 0");
    }

    #[test]
    fn a_key_or_letter_that_is_taken_is_refused_and_keys_change_places_after_a_yes() {
        let mut desk = Desk::new(&["The toll rose."]);
        desk.keys("gkgg<enter><tab>3<enter>");
        let ask = desk.state.form.as_ref().and_then(|form| form.ask.clone());
        assert_eq!(ask, Some(crate::app::form::Ask::Swap("strike".to_owned(), '3')));
        desk.keys("y");
        assert_eq!(desk.notice(), "tag “killed” changed: key 3, “strike” has 1 · u undoes");
        assert_eq!(listed(&desk)[0], "1 s strike magenta 0 0");
        desk.keys("u");
        assert_eq!(listed(&desk)[0], "1 k killed red 0 0");
        desk.keys("gg<enter><tab><tab><c-u>s<enter>");
        assert_eq!(desk.notice(), "the letter s is that of “strike”");
        desk.keys("<esc>d");
        desk.keys("tkilled<enter>");
        assert_eq!(desk.notice(), "another tag is called “killed”; R on both makes them one");
    }

    #[test]
    fn two_tags_become_one_with_all_claims_in_one_step() {
        let mut desk = Desk::new(&["one two three"]);
        desk.keys("1w2w12gk");
        assert_eq!(&listed(&desk)[..2], ["1 k killed red 2 1", "2 i injured yellow 2 1"]);
        desk.keys("ggx");
        assert_eq!(
            desk.notice(),
            "“killed” is the tag of 2 claims; R on it and another tag makes the two one"
        );
        desk.keys("ggRjR<enter>");
        assert_eq!(desk.notice(), "tag “injured” is “killed” now: 2 claims · u undoes");
        assert_eq!(listed(&desk)[0], "1 k killed red 3 1");
        assert_eq!(listed(&desk).len(), 8);
        desk.keys("gt");
        assert_eq!(desk.marked(), "{killed:one} {killed:two} {killed:‸three}");
        desk.keys("u");
        assert_eq!(desk.marked(), "{killed:one} {injured:two} {killed,injured:‸three}");
    }

    #[test]
    fn a_label_that_no_tag_has_makes_one_with_the_claim() {
        let mut desk = Desk::new(&["The ministry denied it."]);
        desk.keys("wwtdenial<enter>");
        assert_eq!(desk.marked(), "The ministry {denial:‸denied} it.");
        desk.keys("u");
        assert_eq!(desk.state.doc.session.tags.len(), 9);
        assert_eq!(desk.marked(), "The ministry ‸denied it.");
    }

    #[test]
    fn the_list_is_sorted_by_use_and_label() {
        let mut desk = Desk::new(&["one two three"]);
        desk.keys("2w2w9gk|");
        assert_eq!(desk.notice(), "sorted by use");
        assert_eq!(&listed(&desk)[..2], ["2 i injured yellow 2 1", "9 r response light-green 1 1"]);
        desk.keys("|");
        assert_eq!(listed(&desk)[0], "8 c cause light-blue 0 0");
    }
}
