//! `factcheck claims`: the claims of a session.
//!
//! **Invariant:** reads only; claims are in the order of their making.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::error::{CliError, Code};
use super::export::{Loaded, written};
use super::output;
use crate::format::export::Format;
use crate::format::report::article_numbers;
use crate::format::tables;
use crate::ledger::Relays;
use crate::ledger::origin::of_claim;
use crate::model::{ArticleId, Claim, ClaimId, Review, Session, SourceId, TagId};

/// Print the claims of a session.
#[derive(Debug, Args)]
pub struct ClaimsArguments {
    /// The session file.
    session: PathBuf,
    /// How to print them.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    /// Only claims with this tag.
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// Only claims under the question with this id, or with these words in its text; `none` for those under none.
    #[arg(long, value_name = "WORDS")]
    question: Option<String>,
    /// Only claims that this source says, or stands behind: its id, name or alias.
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    /// Only claims of the article with this id, file name, short name or number.
    #[arg(long, value_name = "ARTICLE")]
    article: Option<String>,
    /// Only claims whose newest grade is this one; `none` for those without.
    #[arg(long, value_name = "GRADE")]
    grade: Option<String>,
    /// Only claims in this state of review: proposed, reviewed or disputed.
    #[arg(long, value_name = "STATE", value_parser = review)]
    review: Option<Review>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Table,
    Json,
    Jsonl,
    Csv,
}

pub fn run(arguments: &ClaimsArguments) -> Result<Code, CliError> {
    let loaded = Loaded::from(&arguments.session)?;
    let session = &loaded.session;
    let numbers = article_numbers(session);
    let number = arguments.article.as_ref().and_then(|wanted| wanted.parse::<usize>().ok());
    let numbered = number.and_then(|wanted| numbers.iter().find(|(_, n)| **n == wanted).map(|(id, _)| *id));
    let filter = Filter { arguments, session, relays: Relays::of(session), numbered };
    let wanted: Vec<(&ClaimId, &Claim)> =
        tables::claims_by_number(session).into_iter().filter(|(_, claim)| filter.passes(claim)).collect();
    let text = match arguments.format {
        Form::Table if wanted.is_empty() => "no claim\n".to_owned(),
        Form::Table => tables::claims_table(session, &wanted),
        Form::Json => tables::claims_json(session, &wanted),
        Form::Jsonl => tables::claims_jsonl(session, &wanted),
        Form::Csv => {
            let mut session = session.clone();
            session.claims.retain(|id, _| wanted.iter().any(|(wanted, _)| *wanted == id));
            written(&loaded.with(session), Format::Csv, None)?.text
        }
    };
    output::print(&text)?;
    Ok(Code::Fine)
}

fn review(word: &str) -> Result<Review, String> {
    let known = Review::ALL.iter().find(|(_, known)| *known == word);
    known.map(|(review, _)| *review).ok_or_else(|| "one of proposed, reviewed, disputed".to_owned())
}

/// What the claims are chosen by.
struct Filter<'a> {
    arguments: &'a ClaimsArguments,
    session: &'a Session,
    relays: Relays,
    /// The article whose number was given.
    numbered: Option<&'a ArticleId>,
}

impl Filter<'_> {
    fn passes(&self, claim: &Claim) -> bool {
        let session = self.session;
        let ClaimsArguments { session: _, format: _, tag, question, source, article, grade, review } =
            self.arguments;
        tag.as_ref().is_none_or(|tag| has_tag(session, claim, tag))
            && question.as_ref().is_none_or(|words| is_under(session, claim, words))
            && source.as_ref().is_none_or(|name| is_by(session, &self.relays, claim, name))
            && article.as_ref().is_none_or(|name| self.is_of(claim, name))
            && grade.as_ref().is_none_or(|grade| has_grade(claim, grade))
            && review.is_none_or(|review| claim.review == review)
    }

    fn is_of(&self, claim: &Claim, name: &str) -> bool {
        let article = self.session.articles.get(&claim.article);
        let file = article.and_then(|article| article.path.rsplit('/').next());
        claim.article.as_str() == name
            || self.numbered == Some(&claim.article)
            || file == Some(name)
            || article.is_some_and(|article| article.short == name)
    }
}

fn has_tag(session: &Session, claim: &Claim, wanted: &str) -> bool {
    let is_wanted =
        |id: &TagId| id.as_str() == wanted || session.tags.get(id).is_some_and(|tag| tag.label == wanted);
    claim.tags.iter().any(is_wanted)
}

fn is_under(session: &Session, claim: &Claim, words: &str) -> bool {
    let Some(id) = &claim.question else { return words == "none" };
    let text = session.questions.get(id).map_or("", |question| &question.text);
    id.as_str() == words || text.to_lowercase().contains(&words.to_lowercase())
}

fn is_by(session: &Session, relays: &Relays, claim: &Claim, name: &str) -> bool {
    let is_named = |id: &SourceId| {
        let source = session.sources.get(id);
        let mut names = source.iter().flat_map(|s| std::iter::once(&s.name).chain(&s.aliases));
        id.as_str() == name || names.any(|known| known.to_lowercase() == name.to_lowercase())
    };
    let origin = of_claim(claim, relays).source;
    claim.attribution.iter().any(|link| is_named(&link.source)) || origin.as_ref().is_some_and(is_named)
}

fn has_grade(claim: &Claim, wanted: &str) -> bool {
    claim.grades.last().map_or(wanted == "none", |grade| grade.value == wanted)
}
