//! How the ledger is said on screen: values, who stands behind them, through whom, in which articles.
//!
//! **Invariant:** no number without its comparator and its speaker; nobody is named who is not named.

use super::state::State;
use crate::ledger::{OriginRule, Pair, PairClass, Row, RowValue, Silence, Standing};
use crate::model::{ArticleId, ClaimId, Comparator, Link, SourceId, label};

/// What stands where nobody is named.
pub const NOBODY: &str = "nobody named";

/// Returns an article's number as the panes have it, else its id.
pub fn number(state: &State, article: &ArticleId) -> String {
    state.doc.article_index(article).map_or_else(|| article.to_string(), |place| (place + 1).to_string())
}

/// Returns the numbers of articles, joined by blanks, in order.
pub fn numbers<'a>(state: &State, articles: impl IntoIterator<Item = &'a ArticleId>) -> String {
    let place = |id: &&ArticleId| state.doc.article_index(id).unwrap_or(usize::MAX);
    let mut articles: Vec<&ArticleId> = articles.into_iter().collect();
    articles.sort_by_key(place);
    articles.dedup();
    articles.into_iter().map(|id| number(state, id)).collect::<Vec<_>>().join(" ")
}

/// Returns a value in words with its comparator, and whether it is denied or not checkable.
pub fn told(value: &RowValue) -> String {
    let words = if value.words.is_empty() { "no figure" } else { &value.words };
    match value.standing {
        Standing::Stands => words.to_owned(),
        Standing::Denied => format!("{words}, denied"),
        Standing::NotCheckable => format!("{words}, not checkable"),
    }
}

/// Returns a source's name.
pub fn source<'a>(state: &'a State, id: &'a SourceId) -> &'a str {
    label::source(&state.doc.session, id)
}

/// Returns a source's name in short: `SOHR`, `Syrian command`.
pub fn short<'a>(state: &'a State, id: &'a SourceId) -> &'a str {
    label::short_source(&state.doc.session, id)
}

/// Returns a value with its sign in place of the word: `≥ 80`, `> 60`; as `told` where it has none.
pub fn signed(value: &RowValue) -> String {
    let (sign, word) = sign_and_word(value);
    match value.words.strip_prefix(word) {
        Some(number) if !word.is_empty() && value.standing == Standing::Stands => {
            format!("{sign} {}", number.trim_start())
        }
        _ => told(value),
    }
}

/// Returns the sign of a value's comparator and the word that its label has for it.
pub fn sign_and_word(value: &RowValue) -> (&'static str, &'static str) {
    match value.comparator {
        Some(Comparator::MoreThan) => (">", "over"),
        Some(Comparator::AtLeast) => ("≥", "at least"),
        Some(Comparator::LessThan) => ("<", "under"),
        Some(Comparator::AtMost) => ("≤", "at most"),
        Some(Comparator::About) => ("~", "about"),
        Some(Comparator::Exactly) => ("=", ""),
        Some(Comparator::Range | Comparator::Vague | Comparator::Is) | None => ("", ""),
    }
}

/// Returns who stands behind a value, in short.
pub fn who_short<'a>(state: &'a State, value: &'a RowValue) -> &'a str {
    value.origin.as_ref().map_or(NOBODY, |id| short(state, id))
}

/// Returns a value as it is printed where that is in words: "a hundred"; else as `told`.
pub fn as_printed(value: &RowValue) -> String {
    let in_words = |text: &String| !text.is_empty() && !text.chars().any(|c| c.is_ascii_digit());
    match (value.comparator, value.texts.first()) {
        (Some(Comparator::Exactly), Some(first))
            if value.standing == Standing::Stands && value.texts.iter().all(in_words) =>
        {
            first.clone()
        }
        _ => told(value),
    }
}

/// Returns who stands behind a value.
pub fn who<'a>(state: &'a State, value: &'a RowValue) -> &'a str {
    value.origin.as_ref().map_or(NOBODY, |id| source(state, id))
}

/// Returns a value with who stands behind it: `83 (SOHR)`.
pub fn told_by(state: &State, value: &RowValue) -> String {
    format!("{} ({})", told(value), who(state, value))
}

/// Returns the name of a link of a chain.
pub fn link(state: &State, link: &Link) -> String {
    state.doc.session.sources.get(&link.source).map_or_else(|| link.named_as.clone(), |s| s.name.clone())
}

/// Returns through whom a value is printed: the last speakers that are not its origin, and whom they only cite.
pub fn via(state: &State, value: &RowValue) -> String {
    let mut names: Vec<String> = Vec::new();
    for mention in &value.mentions {
        let Some(claim) = state.doc.session.claims.get(&mention.claim) else { continue };
        let speaker = claim.attribution.iter().rev().find(|link| !link.cited_only);
        let speaker = speaker.filter(|link| Some(&link.source) != value.origin.as_ref());
        let cited = claim.attribution.last().filter(|link| link.cited_only);
        let cited = cited.map(|cited| format!("cites {}", short(state, &cited.source)));
        let speaker = speaker.map(|speaker| short(state, &speaker.source).to_owned());
        for name in speaker.into_iter().chain(cited) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names.join(" / ")
}

/// Returns the words that weaken a value, as printed in its claims, each once.
pub fn hedges(state: &State, value: &RowValue) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for mention in &value.mentions {
        let hedge = state.doc.session.claims.get(&mention.claim).and_then(|claim| claim.hedge.clone());
        if let Some(hedge) = hedge.filter(|hedge| !hedge.is_empty() && !found.contains(hedge)) {
            found.push(hedge);
        }
    }
    found
}

/// Returns a value's claims in one article: `c1 c4`; empty where it has none there.
pub fn claims_in(value: &RowValue, article: &ArticleId) -> String {
    claims_within(value, article, usize::MAX)
}

/// Returns a value's claims in one article in so many columns: `c1 +3` where there is no room for all.
pub fn claims_within(value: &RowValue, article: &ArticleId, columns: usize) -> String {
    let here = value.mentions.iter().filter(|mention| mention.article == *article);
    let here: Vec<String> = here.map(|mention| format!("c{}", mention.number)).collect();
    let shown = |n: usize| {
        let more = if n < here.len() { format!(" +{}", here.len() - n) } else { String::new() };
        here.iter().take(n).cloned().collect::<Vec<_>>().join(" ") + &more
    };
    let fits = (1..=here.len()).rev().map(shown).find(|words| words.len() <= columns);
    fits.unwrap_or_else(|| shown(1))
}

/// Returns a value's claims by article: `1 c1 c4 · 3 c7`.
pub fn claims_by_article(state: &State, value: &RowValue) -> String {
    let mut articles = value.articles();
    articles.sort_by_key(|id| state.doc.article_index(id).unwrap_or(usize::MAX));
    let by = articles.into_iter().map(|id| format!("{} {}", number(state, id), claims_in(value, id)));
    by.collect::<Vec<_>>().join(" · ")
}

/// Returns the labels of a value's claims, each once, the first claims first.
pub fn labels(state: &State, value: &RowValue) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for mention in &value.mentions {
        let Some(claim) = state.doc.session.claims.get(&mention.claim) else { continue };
        let label = label::of_claim(&state.doc.session, claim);
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels
}

/// Returns the four counts of a row, always side by side.
pub fn counts(row: &Row) -> String {
    let counted = super::status::count;
    let origins = match row.origins.len() {
        0 => "no origin".to_owned(),
        1 => "one origin".to_owned(),
        n => format!("{n} independent origins"),
    };
    let parties = match row.parties.len() {
        1 => "1 party".to_owned(),
        n => format!("{n} parties"),
    };
    format!(
        "{} · {} · {origins} · {parties}",
        counted(row.mentions, "mention"),
        counted(row.articles.len(), "article")
    )
}

/// Returns the mark of a pair's class in lists.
pub fn mark(class: PairClass) -> &'static str {
    match class {
        PairClass::Conflict => "✗",
        PairClass::ApproximateConflict => "~",
        PairClass::Rendering => "≈",
        PairClass::Update => "→",
        PairClass::Identical => "=",
        PairClass::Compatible => "○",
    }
}

/// Returns whether the speakers of a pair are known to differ, to be one, or not known.
pub fn origins(row: &Row, pair: &Pair) -> &'static str {
    let known = |place: usize| row.values.get(place).is_some_and(|value| value.origin.is_some());
    match pair.same_origin {
        true => "same origin",
        false if known(pair.a) && known(pair.b) => "different origins",
        false => "origin not known",
    }
}

/// Returns how the origin of a claim was found.
pub fn origin_rule(state: &State, id: &ClaimId, rule: OriginRule) -> String {
    let claim = state.doc.session.claims.get(id);
    let by = claim.and_then(|claim| claim.origin.as_ref()).and_then(|origin| origin.by.clone());
    match (rule, by) {
        (OriginRule::Set, Some(by)) => {
            let name = state.doc.session.analysts.get(&by).map_or_else(|| by.to_string(), |a| a.name.clone());
            format!("set by {name}")
        }
        (rule, _) => rule.words().to_owned(),
    }
}

/// Returns what is known of one article under a question, for the strip of presence: `●` a value, `–` recorded that
/// it says nothing, `·` read and silent, `?` not read.
pub fn presence(state: &State, row: &Row, article: &ArticleId) -> char {
    if row.articles.contains(article) {
        return '●';
    }
    match silence(state, row, article) {
        Silence::Recorded => '–',
        Silence::Read => '·',
        Silence::Unread => '?',
    }
}

/// Returns what is known of an article's silence; one that the session does not have is not read.
pub fn silence(state: &State, row: &Row, article: &ArticleId) -> Silence {
    let session = &state.doc.session;
    if session.not_mentioned.contains_key(&(article.clone(), row.question.clone())) {
        Silence::Recorded
    } else if session.articles.get(article).is_some_and(|known| known.read.is_some()) {
        Silence::Read
    } else {
        Silence::Unread
    }
}

/// Returns who is silent, by what is known of it: `says nothing: 2 · read, no claim: 4 · not read: 1`; empty where
/// every article passes `speaks`.
pub fn silent(state: &State, row: &Row, speaks: impl Fn(&ArticleId) -> bool) -> String {
    let mut parts = Vec::new();
    for (wanted, words) in [
        (Silence::Recorded, "says nothing"),
        (Silence::Read, "read, no claim"),
        (Silence::Unread, "not read yet"),
    ] {
        let articles = state.doc.articles.iter().map(|entry| &entry.id);
        let of = articles.filter(|id| !speaks(id) && silence(state, row, id) == wanted);
        let of = numbers(state, of);
        if !of.is_empty() {
            parts.push(format!("{words}: {of}"));
        }
    }
    parts.join(" · ")
}
