//! `factcheck claims`: the claims of a session.
//!
//! **Invariant:** reads only; claims are in the order of their making.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::error::{CliError, Code};
use super::export::{Loaded, written};
use super::output;
use crate::format::export::Format;
use crate::format::tables;
use crate::model::{Claim, ClaimId, Session};

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
    /// Only claims of the article with this id or short name.
    #[arg(long, value_name = "ARTICLE")]
    article: Option<String>,
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
    let wanted: Vec<(&ClaimId, &Claim)> = tables::claims_by_number(session)
        .into_iter()
        .filter(|(_, claim)| passes(arguments, session, claim))
        .collect();
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

fn passes(arguments: &ClaimsArguments, session: &Session, claim: &Claim) -> bool {
    let tag = arguments.tag.as_ref().is_none_or(|wanted| {
        claim
            .tags
            .iter()
            .any(|id| id.as_str() == wanted || session.tags.get(id).is_some_and(|tag| tag.label == *wanted))
    });
    let article = arguments.article.as_ref().is_none_or(|wanted| {
        claim.article.as_str() == wanted
            || session.articles.get(&claim.article).is_some_and(|article| article.short == *wanted)
    });
    tag && article
}
