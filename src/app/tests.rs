//! Text with marks, keys, text with marks.
//!
//! **Invariant:** a test says what a person sees: words, marks, the line that a key left.

use super::desk::Desk;

/// Opens one article, presses keys, compares. A selection in `before` is made by moving from its first grapheme;
/// the cursor is not compared where `after` does not mark it.
fn check(before: &str, keys: &str, after: &str) {
    let mut desk = Desk::new(&[&before.replace(['[', ']', '‸'], "")]);
    let offset = |mark: char| {
        let at = before.find(mark)?;
        Some(before[..at].chars().filter(|c| !"[]‸".contains(*c)).count())
    };
    if let Some(first) = offset('[') {
        let last = offset(']').unwrap() - 1;
        desk.keys(&format!("{}v{}", "l".repeat(first), "l".repeat(last - first)));
    } else if let Some(cursor) = offset('‸') {
        desk.keys(&"l".repeat(cursor));
    }
    desk.keys(keys);
    let marked = desk.marked();
    let marked = if after.contains('‸') { marked } else { marked.replace('‸', "") };
    assert_eq!(marked, after, "after {keys}; the last line said: {}", desk.notice());
}

#[test]
fn a_selection_becomes_a_claim() {
    check("The toll rose to [62].", "1", "The toll rose to {killed:62}.");
    check("The toll rose to [62].", "12", "The toll rose to {killed,injured:62}.");
    check("The toll rose to [62].", "11", "The toll rose to {:62}.");
    check("The toll rose to [62].", "1x", "The toll rose to 62.");
    check("The toll rose to [62].", "1xu", "The toll rose to {killed:62}.");
    check("The toll rose to [62].", "1u", "The toll rose to 62.");
    check("The toll rose to [62].", "1uU", "The toll rose to {killed:62}.");
}

#[test]
fn a_read_mark_that_first_cited_an_article_is_taken_back_though_its_facts_came_since() {
    let mut desk = Desk::new(&["The toll rose.", "Nothing."]);
    desk.keys("gaa");
    let read = |desk: &Desk| desk.state.doc.session.articles.values().filter(|a| a.read.is_some()).count();
    assert_eq!((read(&desk), desk.log.len()), (1, 3), "{}", desk.notice());
    desk.keys("u");
    assert_eq!(read(&desk), 0, "{}", desk.notice());
    assert!(desk.state.doc.session.articles.values().all(|article| article.sha256.is_some()));
    desk.keys("U");
    assert_eq!(read(&desk), 1, "{}", desk.notice());
}

#[test]
fn what_is_not_what_it_looks_like_is_counted_and_marked() {
    let mut desk = Desk::new(&["He paid p\u{430}ypal \u{202e}62\u{202c} roubles\u{200b}.", "Plain."]);
    let pane = &desk.state.layout.panes[0];
    assert_eq!((pane.mixed.len(), desk.state.layout.panes[1].mixed.len()), (1, 0));
    assert_eq!(pane.mixed[0].of(desk.state.doc.articles[0].words()), "p\u{430}ypal");
    let picture = |desk: &Desk| {
        let theme = crate::theme::Theme::default();
        crate::ui::picture::Picture::draw(120, 36, |frame| crate::ui::view(&desk.state, &theme, frame)).text()
    };
    assert!(picture(&desk).contains("· 2 bidi, 1 hidden, 1 mixed"), "{}", picture(&desk));
    desk.keys("ga");
    assert!(picture(&desk).contains("1 mixed “p\u{430}ypal”"), "{}", picture(&desk));
}

#[test]
fn words_without_a_selection() {
    check("The ‸toll rose.", "1", "The {killed:toll} rose.");
    check("‸Sixty-two men died.", "1", "{killed:Sixty-two} men died.");
    check("the toll at 83, he said", "/toll at 83<enter>1", "the {killed:toll at 83}, he said");
    check("at\u{a0}“least” 80", "/at \"LEAST\" 80<enter>1", "{killed:at\u{a0}“least” 80}");
}

#[test]
fn motions_move_and_select() {
    check("‸one two, three. Four five.", "w", "one ‸two, three. Four five.");
    check("‸one two, three. Four five.", "e", "on‸e two, three. Four five.");
    check("one ‸two, three. Four five.", "b", "‸one two, three. Four five.");
    check("‸one two, three. Four five.", ")", "one two, three. ‸Four five.");
    check("‸one two, three. Four five.", "$", "one two, three. Four five‸.");
    check("one two\n\nthree ‸four", "{", "one two\n\n‸three four");
    check("‸one two\n\nthree four", "}", "one two\n\n‸three four");
    check("‸one two", "G", "one tw‸o");
    check("one tw‸o", "gg", "‸one two");
    check("one ‸two, three. Four.", "ve", "one [tw‸o], three. Four.");
    check("one ‸two, three. Four.", "V", "[one two, three‸.] Four.");
    check("one ‸two, three. Four.", "==", "[one tw‸o], three. Four.");
    check("one ‸two, three. Four.", "===-", "[one tw‸o], three. Four.");
    check("one ‸two, three. Four.", "===--", "one [tw‸o], three. Four.");
    check("one ‸two", "<s-right><s-right>", "one [tw‸o]");
    check("one ‸two", "vl<esc>gv", "one [t‸w]o");
}

#[test]
fn combining_marks_and_emoji_stay_whole() {
    check("e\u{301}‸👩‍🚒x", "2", "e\u{301}👩‍🚒{injured:x}");
    check("‸e\u{301}a 👩‍🚒", "vl1", "{killed:e\u{301}a} 👩‍🚒");
    check("a ‸👩‍🚒 b", "v1", "a {killed:👩‍🚒} b");
    check("‸\tx\r\ny", "jv1", "\tx\r\n{killed:y}");
}

#[test]
fn overlapping_claims_are_visited_in_turn() {
    let mut desk = Desk::new(&["one two three four", "five six"]);
    desk.keys("wvee1").keys("0wwv1").keys("<tab>v1");
    assert_eq!(desk.state.doc.session.claims.len(), 3);
    desk.keys("<s-tab>gg");
    let mut visited = Vec::new();
    for _ in 0..4 {
        desk.keys("c");
        let super::reader::Subject::Claim(id) = desk.state.subject() else {
            panic!("no claim is the subject")
        };
        visited.push(desk.state.doc.session.claims[&id].number);
    }
    assert_eq!(visited, [1, 2, 3, 1]);
    desk.keys("CC");
    let super::reader::Subject::Claim(id) = desk.state.subject() else { panic!("no claim is the subject") };
    assert_eq!(desk.state.doc.session.claims[&id].number, 2);
}

#[test]
fn every_edit_leaves_a_line_and_a_log_line() {
    let mut desk = Desk::new(&["62 soldiers"]);
    desk.keys("1");
    assert_eq!(desk.notice(), "c1 tagged killed · u undoes");
    desk.keys("1");
    assert_eq!(desk.notice(), "c1 no longer tagged killed · u undoes");
    desk.keys("u");
    assert_eq!(desk.notice(), "undone: c1 no longer tagged killed · U redoes");
    desk.keys("x");
    assert_eq!(desk.notice(), "c1 removed · u undoes");
    let seqs: Vec<_> = desk.log.iter().map(|line| line.seq).collect();
    assert_eq!(seqs, (2..2 + seqs.len() as u64).collect::<Vec<_>>());
    assert!(desk.state.doc.session.removed.values().any(|removed| removed.number == 1));
}

#[test]
fn a_removed_number_is_never_given_again() {
    let mut desk = Desk::new(&["62 soldiers and 83 men"]);
    desk.keys("1x").keys("w1");
    let numbers: Vec<_> = desk.state.doc.session.claims.values().map(|claim| claim.number).collect();
    assert_eq!(numbers, [2]);
}

#[test]
fn search_goes_over_all_articles_and_esc_comes_back() {
    let mut desk = Desk::new(&["no such words", "the toll was 83", "toll, toll"]);
    desk.keys("/toll");
    assert_eq!(desk.state.reader.search.words(), "3 in 2");
    assert_eq!(desk.state.reader.panes.focus, 1);
    desk.keys("<esc>");
    assert_eq!(desk.state.reader.panes.focus, 0);
    desk.keys("/<enter>");
    assert_eq!(desk.state.reader.search.typed, "toll", "typed text is not lost by going back");
    desk.keys("/toll<enter>nn");
    assert_eq!((desk.state.reader.panes.focus, desk.state.cursor()), (2, 6));
    desk.keys("n");
    assert_eq!(desk.state.reader.panes.focus, 1, "after the last hit comes the first");
    desk.keys("N");
    assert_eq!((desk.state.reader.panes.focus, desk.state.cursor()), (2, 6));
}

#[test]
fn keys_without_a_meaning_say_so() {
    let mut desk = Desk::new(&["text"]);
    let before = desk.state.doc.session.clone();
    desk.keys("Q");
    assert!(desk.notice().starts_with("Q has no meaning here; "), "{}", desk.notice());
    desk.keys("<a-x>");
    assert_eq!(desk.state.doc.session, before);
}

#[test]
fn q_asks_once() {
    let mut desk = Desk::new(&["text"]);
    desk.keys("q");
    assert!(desk.notice().ends_with("q quits · esc stays"), "{}", desk.notice());
    desk.keys("<esc>q");
    assert!(desk.others.is_empty());
    desk.keys("q");
    assert!(matches!(desk.others.as_slice(), [super::Effect::Quit]));
}

#[test]
fn a_selection_grows_by_whole_units() {
    check("‸One two. Three four. A b.", "v)", "[One two‸.] Three four. A b.");
    check("‸One two. Three four. A b.", "v))", "[One two. Three four‸.] A b.");
    check("‸One two three", "vww", "[One tw‸o] three");
    check("‸One two.\n\nThree four.", "v}}", "[One two.\n\nThree four‸.]");
}

#[test]
fn a_named_hit_and_the_way_around_are_said() {
    let mut desk = Desk::new(&["toll toll toll"]);
    desk.keys("/toll<enter>n");
    assert_eq!(desk.notice(), "hit 2 of 3 in 1");
    desk.keys("nn");
    assert_eq!(desk.notice(), "hit 1 of 3 in 1 · on from the first");
    desk.keys("N");
    assert_eq!(desk.notice(), "hit 3 of 3 in 1 · on from the last");
}

#[test]
fn esc_after_q_only_leaves_the_question() {
    let mut desk = Desk::new(&["62 soldiers"]);
    desk.keys("1q<esc>");
    assert!(matches!(desk.state.subject(), super::reader::Subject::Claim(_)));
}

#[test]
fn a_figure_is_read_whole_or_not_at_all() {
    let label = |text: &str, keys: &str| {
        let mut desk = Desk::new(&[text]);
        desk.keys(keys);
        let claim = desk.state.doc.session.claims.values().next().cloned().unwrap();
        desk.state.doc.label(&claim)
    };
    assert_eq!(label("Sixty-two men were killed", "/sixty-two men<enter>1"), "62 killed (unattributed)");
    assert_eq!(label("Sixty-two men were killed", "/sixty<enter>1"), "killed “Sixty” (unattributed)");
    assert_eq!(label("17,000 men were killed", "/000 men<enter>1"), "killed “000 men” (unattributed)");
    assert_eq!(label("at least 80 died", "/at least 80<enter>1"), "at least 80 killed (unattributed)");
}

#[test]
fn a_search_without_a_hit_stays_in_the_field() {
    let mut desk = Desk::new(&["the toll was 83"]);
    desk.keys("/tole<enter>1");
    assert!(desk.state.doc.session.claims.is_empty(), "a typo in the query makes no claim");
    assert_eq!(desk.state.overlays.len(), 1);
    desk.keys("<bs><bs>l<enter>1");
    assert_eq!(desk.state.doc.session.claims.len(), 1);
}

#[test]
fn words_typed_before_are_searched_again() {
    let mut desk = Desk::new(&["the toll was 83"]);
    desk.keys("/83<esc>/<enter>");
    assert_eq!(desk.marked(), "the toll was ‸83");
}

#[test]
fn nothing_is_tagged_out_of_sight() {
    let mut desk = Desk::new(&["62 soldiers"]);
    desk.keys("gc:tag-1<enter>");
    assert!(desk.state.doc.session.claims.is_empty());
    assert!(desk.notice().contains("needs"), "{}", desk.notice());
    desk.keys("gt:killed<enter>");
    assert_eq!(desk.notice(), "c1 tagged killed · u undoes");
    let mut small = Desk::sized(&["62 soldiers"], (30, 6));
    small.keys("1");
    assert!(small.state.doc.session.claims.is_empty(), "nobody sees it on a screen too small for panes");
}

#[test]
fn another_tags_figure_is_not_taken() {
    let mut desk = Desk::new(&["They said two F-16s made the air strikes."]);
    desk.keys("V3");
    assert!(desk.state.doc.session.claims.values().all(|claim| claim.figure.is_none()));
}

#[test]
fn nothing_is_done_out_of_sight_from_help() {
    let mut desk = Desk::new(&["The toll rose to 62."]);
    desk.keys("/62<enter>1?x");
    assert_eq!(desk.notice(), "enter does what the line says; esc leaves help");
    assert_eq!(desk.state.doc.session.claims.len(), 1);
    desk.keys("/remove the claim<enter><enter>");
    assert_eq!(desk.state.doc.session.claims.len(), 0, "{}", desk.notice());
}

#[test]
fn a_number_in_the_palette_goes_to_that_article() {
    let texts: Vec<String> = (1..=12).map(|n| format!("Article {n}.")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut desk = Desk::new(&texts);
    desk.keys(":12<enter>");
    assert_eq!(desk.state.reader.panes.focus, 11);
    desk.keys(":13<enter>");
    assert_eq!(desk.notice(), "there is no article 13; the last one is 12");
    desk.keys("<c-o>");
    assert_eq!(desk.state.reader.panes.focus, 0);
}

#[test]
fn shifting_away_from_a_selection_leaves_it_to_be_taken_up_again() {
    let mut desk = Desk::new(&["one two", "three", "four", "five"]);
    desk.keys("wv>");
    assert_eq!(desk.notice(), "selection left; gv takes it up again");
    assert_eq!(desk.state.reader.panes.focus, 1);
    desk.keys("gv");
    assert_eq!(desk.marked(), "one [‸t]wo");
}

#[test]
fn hits_in_articles_off_screen_are_read_for_the_list() {
    let mut desk = Desk::new(&["a toll", "b", "c", "The fifth put the toll at 83.", "no hit here"]);
    desk.keys("/toll<enter>g/");
    let list = desk.state.lists.last().unwrap();
    let line = crate::app::view::line(&desk.state, &list.entries[1]);
    let words: String = line.iter().map(|piece| piece.text.as_str()).collect();
    assert!(words.contains("The fifth put the toll at 83."), "{words}");
    assert!(desk.state.doc.articles[4].text.is_none(), "what has no hit stays unread");
}

#[test]
fn older_edits_are_read_on_the_way_down_the_history() {
    let mut desk = Desk::new(&["one two"]);
    desk.keys("1w2");
    desk.state.doc.older = true;
    desk.keys("gh");
    let asked = |desk: &Desk| desk.others.iter().filter(|e| matches!(e, super::Effect::Older(_))).count();
    assert_eq!(asked(&desk), 1);
    desk.keys("jk");
    assert_eq!(asked(&desk), 1, "asked once for each page");
    let mut older = desk.state.doc.history.done[0].clone();
    older.seq = 1;
    desk.send(super::Msg::Older { entries: vec![older], more: false });
    assert_eq!(desk.state.lists.last().unwrap().entries.len(), 3);
}
