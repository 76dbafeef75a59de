//! Claims made elsewhere, from JSON lines or a spreadsheet, as one edit.
//!
//! **Invariant:** a row is taken whole or refused whole; its quote stands in the article byte for byte, and what
//! does not is reported with article, quote and occurrence.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::import_draft::Draft;
use super::import_figure;
use super::import_table::{self, Cells, Column, Table, unguarded};
use crate::command::CommandId;
use crate::ledger::vague::fold;
use crate::model::{
    Article, ArticleId, Change, Claim, ClaimId, Edit, Figure, How, Link, MadeBy, Mode, Origin, Part,
    Polarity, Review, Session, SourceId, Speech, Stamp, Swap, Target, Unknown,
};
use crate::text::offsets::OffsetIndex;
use crate::text::{Span, grapheme, quote};

/// An article that rows may name.
#[derive(Clone, Copy, Debug)]
pub struct ImportArticle<'a> {
    /// Its id in the session, or the one that it would get.
    pub id: &'a ArticleId,
    /// Its file name, with extension and without folders.
    pub file: &'a str,
    /// What is known of it, entered with its first claim where the session does not have it.
    pub article: &'a Article,
    /// Its decoded text.
    pub text: &'a str,
}

/// What became of a file's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// One undo step; without changes where no row was taken.
    pub edit: Edit,
    /// The claims made, in the order of their rows.
    pub claims: Vec<ClaimId>,
    /// How many rows were taken.
    pub taken: usize,
    /// The rows that were not, in the order of their lines.
    pub refused: Vec<Refused>,
    /// Columns that the import does not know, each once.
    pub ignored_columns: Vec<String>,
}

/// A row that was not taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refused {
    /// The line that it begins on, from 1.
    pub row: usize,
    /// The article that it names.
    pub article: String,
    /// Its quote.
    pub quote: String,
    /// Which match of the quote it names.
    pub occurrence: u32,
    /// Why it was refused.
    pub why: String,
}

/// Reads a file of claims against the session and the articles' texts.
pub fn import(
    session: &Session,
    file: &str,
    text: &str,
    articles: &[ImportArticle],
    stamp: &Stamp,
) -> Imported {
    let table = import_table::read(text);
    let mut import = Import {
        session,
        stamp,
        file,
        columns: &table.columns,
        articles: Articles::of(articles),
        publishers: BTreeMap::new(),
        earlier: earlier(session, file),
        draft: Draft::new(session, stamp),
        next_number: session.next_number(),
        claims: Vec::new(),
        refused: Vec::new(),
    };
    import.refused.extend(unreadable(&table));
    import.publishers = import.publishers(&table);
    for cells in &table.rows {
        match import.read(cells) {
            Ok(row) => import.take(cells, row),
            Err(why) => import.refused.push(refusal(cells, why)),
        }
    }
    import.refused.sort_by_key(|r| r.row);
    let taken = import.claims.len();
    let claims: Vec<ClaimId> = import.claims.iter().map(|(id, _)| id.clone()).collect();
    let mut changes = import.draft.changes();
    changes.extend(
        import
            .claims
            .into_iter()
            .map(|(id, claim)| Change::Claim(Swap { id, before: None, after: Some(Arc::new(claim)) })),
    );
    let edit = Edit { what: CommandId::new("claim.import"), changes };
    Imported { edit, claims, taken, refused: import.refused, ignored_columns: table.ignored }
}

/// Lines that are no rows, and the columns that no file of claims can be without.
fn unreadable(table: &Table) -> Vec<Refused> {
    let lines =
        table.unread.iter().map(|(row, why)| Refused { row: *row, why: why.clone(), ..Refused::default() });
    let mut refused: Vec<Refused> = lines.collect();
    for (column, name) in Column::ALL.iter().take(2) {
        if !table.columns.contains(column) && refused.is_empty() {
            refused.push(Refused {
                row: 1,
                why: format!("the file has no column {name:?}"),
                ..Refused::default()
            });
        }
    }
    refused
}

fn refusal(cells: &Cells, why: String) -> Refused {
    Refused {
        row: cells.line,
        article: cells.get(Column::Article).to_owned(),
        quote: cells.raw(Column::Quote).to_owned(),
        occurrence: cells.get(Column::Occurrence).parse().unwrap_or(1),
        why,
    }
}

/// The ids that rows of this file were imported by before, and the number of each claim.
fn earlier(session: &Session, file: &str) -> BTreeMap<String, u32> {
    let prefix = format!("{file}#");
    let by = |claim: &Arc<Claim>| match &claim.made_by {
        MadeBy::Import(from) => from.strip_prefix(&prefix).map(|id| (id.to_owned(), claim.number)),
        _ => None,
    };
    session.claims.values().filter_map(by).collect()
}

/// Articles by file name, and by stem or id where that names one only.
struct Articles<'a> {
    list: &'a [ImportArticle<'a>],
    indexes: Vec<std::cell::OnceCell<OffsetIndex>>,
    by_name: BTreeMap<&'a str, Option<usize>>,
}

impl<'a> Articles<'a> {
    fn of(list: &'a [ImportArticle<'a>]) -> Self {
        let mut by_name: BTreeMap<&str, Option<usize>> = BTreeMap::new();
        for (n, article) in list.iter().enumerate() {
            let stem = article.file.rsplit_once('.').map_or(article.file, |(stem, _)| stem);
            for name in BTreeSet::from([article.file, stem, article.id.as_str()]) {
                by_name.entry(name).and_modify(|place| *place = None).or_insert(Some(n));
            }
        }
        // An id is unique, so it names its article even where a file is called the same.
        for (n, article) in list.iter().enumerate() {
            by_name.insert(article.id.as_str(), Some(n));
        }
        Self { list, indexes: list.iter().map(|_| std::cell::OnceCell::new()).collect(), by_name }
    }

    /// Finds the article that a cell names: by file name, stem or id, with folders or without.
    fn find(&self, name: &str) -> Result<usize, String> {
        let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
        match self.by_name.get(name).or_else(|| self.by_name.get(last)) {
            Some(Some(place)) => Ok(*place),
            Some(None) => Err(format!("{name:?} names more than one article")),
            None if name.is_empty() => Err("names no article".to_owned()),
            None => Err(format!("{name:?} is no article at hand")),
        }
    }

    fn target(&self, place: usize, exact: &str, occurrence: u32) -> Option<Result<Target, String>> {
        let article = self.list.get(place)?;
        let index = self.indexes.get(place)?.get_or_init(|| OffsetIndex::new(article.text));
        let span = quote::nth(article.text, exact, usize::try_from(occurrence).ok()?)?;
        Some(target(article.text, index, span, exact, occurrence))
    }
}

fn target(
    text: &str,
    index: &OffsetIndex,
    span: Span,
    exact: &str,
    occurrence: u32,
) -> Result<Target, String> {
    if !grapheme::is_border(text, span.start) || !grapheme::is_border(text, span.end) {
        return Err("begins or ends inside a character as readers see it".to_owned());
    }
    Ok(Target {
        start: index.code_point(text, span.start),
        end: index.code_point(text, span.end),
        exact: exact.to_owned(),
        prefix: quote::prefix(text, span).to_owned(),
        suffix: quote::suffix(text, span).to_owned(),
        occurrence,
    })
}

/// What a row states, read and checked.
struct Row {
    article: usize,
    target: Target,
    figure: Option<Figure>,
    speech: Option<Speech>,
    checkable: bool,
}

struct Import<'a> {
    session: &'a Session,
    stamp: &'a Stamp,
    file: &'a str,
    columns: &'a BTreeSet<Column>,
    articles: Articles<'a>,
    /// The first link that is dropped, by article.
    publishers: BTreeMap<usize, String>,
    earlier: BTreeMap<String, u32>,
    draft: Draft<'a>,
    next_number: u32,
    claims: Vec<(ClaimId, Claim)>,
    refused: Vec<Refused>,
}

impl Import<'_> {
    /// Finds each article's publisher: its known one, else the first link that all its rows share. A link that a
    /// row names as its origin is a speaker, for a publisher's own voice has no origin.
    fn publishers(&self, table: &Table) -> BTreeMap<usize, String> {
        let mut shared: BTreeMap<usize, Option<String>> = BTreeMap::new();
        for cells in &table.rows {
            let Ok(place) = self.articles.find(cells.get(Column::Article)) else { continue };
            let first = names(cells).next().map(fold);
            let first = first.filter(|first| *first != fold(cells.get(Column::Origin)));
            let agreed = shared.entry(place).or_insert_with(|| first.clone());
            if *agreed != first {
                *agreed = None;
            }
        }
        for (place, article) in self.articles.list.iter().enumerate() {
            let known = self.session.articles.get(article.id).map_or(article.article, AsRef::as_ref);
            let source = known.source.as_ref().and_then(|id| self.session.sources.get(id));
            if let Some(source) = source {
                shared.insert(place, Some(fold(&source.name)));
            }
        }
        shared.into_iter().filter_map(|(place, name)| Some((place, name?))).collect()
    }

    fn read(&self, cells: &Cells) -> Result<Row, String> {
        let article = self.articles.find(cells.get(Column::Article))?;
        let occurrence = match cells.some(Column::Occurrence) {
            None => 1,
            Some(n) => {
                n.parse().ok().filter(|n| *n > 0).ok_or_else(|| format!("occurrence {n:?} is no count"))?
            }
        };
        let quote = cells.raw(Column::Quote);
        if quote.is_empty() {
            return Err("has no quote".to_owned());
        }
        let target =
            [quote, unguarded(quote)].into_iter().find_map(|q| self.articles.target(article, q, occurrence));
        let target = target.ok_or_else(|| match occurrence {
            1 => "the quote does not stand in the article".to_owned(),
            n => format!("the quote does not stand {n} times in the article"),
        })??;
        if let Some(number) = cells.some(Column::Id).and_then(|id| self.earlier.get(id)) {
            return Err(format!("was imported before, as c{number}"));
        }
        let figure = import_figure::read(cells, &target.exact)?;
        Ok(Row { article, figure, speech: speech(cells)?, checkable: checkable(cells)?, target })
    }

    fn take(&mut self, cells: &Cells, row: Row) {
        let Some(article) = self.articles.list.get(row.article).copied() else { return };
        self.draft.article(article.id, article.article);
        let attribution = self.chain(cells, row.article, article.id);
        let origin = self.origin(cells);
        let stands_behind = origin.as_ref().map_or_else(
            || attribution.last().map(|link| link.source.clone()),
            |origin| origin.source.clone(),
        );
        if let (Some(source), Some(party)) = (stands_behind, cells.some(Column::Party)) {
            self.draft.party(&source, party);
        }
        let question = cells.some(Column::Question).map(|text| self.draft.question(text));
        if let Some(question) = &question {
            let class = row.figure.as_ref().map(|f| f.class);
            self.draft.agree(question, cells.some(Column::Unit), cells.some(Column::Counted), class);
        }
        let made_by =
            cells.some(Column::Id).map_or_else(|| self.file.to_owned(), |id| format!("{}#{id}", self.file));
        let claim = Claim {
            number: self.next_number,
            article: article.id.clone(),
            target: vec![row.target],
            tags: cells.some(Column::Tag).map(|tag| self.draft.tag(tag)).into_iter().collect(),
            question,
            confirmed: self.confirmed(&row.figure),
            figure: row.figure,
            attribution,
            origin,
            hedge: cells.some(Column::Hedge).map(str::to_owned),
            speech: row.speech,
            polarity: Polarity::Affirmed,
            as_of: cells.some(Column::AsOf).map(str::to_owned),
            event_time: None,
            place: None,
            checkable: row.checkable,
            private: false,
            note: cells.get(Column::Note).to_owned(),
            review: Review::Proposed,
            grades: Vec::new(),
            made_by: MadeBy::Import(made_by),
            by: self.stamp.by.clone(),
            at: self.stamp.at,
            modified: self.stamp.at,
            declined: None,
            unknown: Unknown::new(),
        };
        let id = ClaimId::new(self.draft.made_id());
        self.next_number = self.next_number.saturating_add(1);
        self.claims.push((id, claim));
    }

    /// Makes the chain, less the article's publisher.
    fn chain(&mut self, cells: &Cells, place: usize, article: &ArticleId) -> Vec<Link> {
        let mut chain = Vec::new();
        for (n, name) in names(cells).enumerate() {
            let source = self.draft.source(name);
            if n == 0 && self.publishers.get(&place).is_some_and(|first| *first == fold(name)) {
                self.draft.publisher(article, &source);
                continue;
            }
            chain.push(link(source, name));
        }
        chain
    }

    /// Returns the origin set: where the file has the column, an empty cell says that there is none.
    fn origin(&mut self, cells: &Cells) -> Option<Origin> {
        if !self.columns.contains(&Column::Origin) {
            return None;
        }
        let source = cells.some(Column::Origin).map(|name| self.draft.source(name));
        Some(Origin { source, how: How::Set, by: Some(self.stamp.by.clone()) })
    }

    /// The parts that the file gives are a person's word, not a rule's.
    fn confirmed(&self, figure: &Option<Figure>) -> Vec<Part> {
        let given = |part: &Part| match part {
            Part::Figure => figure.is_some(),
            Part::Attribution => self.columns.contains(&Column::Attribution),
            Part::Origin => self.columns.contains(&Column::Origin),
            Part::Question => self.columns.contains(&Column::Question),
            Part::Hedge => self.columns.contains(&Column::Hedge),
            Part::Speech => self.columns.contains(&Column::Speech),
        };
        Part::ALL.iter().map(|(part, _)| *part).filter(given).collect()
    }
}

fn names(cells: &Cells) -> impl Iterator<Item = &str> {
    cells.get(Column::Attribution).split(" < ").map(str::trim).filter(|name| !name.is_empty())
}

fn link(source: SourceId, name: &str) -> Link {
    let named_as = name.to_owned();
    Link { source, named_as, mode: Mode::Said, cue: None, cited_only: false, unknown: Unknown::new() }
}

fn speech(cells: &Cells) -> Result<Option<Speech>, String> {
    let Some(word) = cells.some(Column::Speech) else { return Ok(None) };
    let found = Speech::ALL.iter().find(|(_, w)| *w == word).map(|(speech, _)| *speech);
    found.map(Some).ok_or_else(|| format!("{word:?} is no form of speech"))
}

fn checkable(cells: &Cells) -> Result<bool, String> {
    match cells.get(Column::Checkable).to_ascii_lowercase().as_str() {
        "" | "true" | "yes" | "1" => Ok(true),
        "false" | "no" | "0" => Ok(false),
        other => Err(format!("checkable {other:?} is neither true nor false")),
    }
}

#[cfg(test)]
#[path = "import_tests.rs"]
mod tests;
