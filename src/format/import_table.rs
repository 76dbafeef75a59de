//! A `claims` file as rows of named cells: JSON lines, or CSV as spreadsheets write it.
//!
//! **Invariant:** cells are kept as written; a row that cannot be read is named with its line, and the others are
//! read all the same.

use std::collections::{BTreeMap, BTreeSet};

use csv::{ReaderBuilder, StringRecord};
use serde_json::value::RawValue;

/// A column that the import knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each variant is the column of that name")]
pub enum Column {
    Article,
    Quote,
    Occurrence,
    Tag,
    Question,
    Unit,
    Comparator,
    Value,
    To,
    Low,
    High,
    Class,
    Counted,
    Attribution,
    Origin,
    Party,
    Hedge,
    Speech,
    Checkable,
    AsOf,
    Note,
    Id,
}

impl Column {
    /// Every column with its name.
    pub const ALL: [(Self, &'static str); 22] = [
        (Self::Article, "article"),
        (Self::Quote, "quote"),
        (Self::Occurrence, "occurrence"),
        (Self::Tag, "tag"),
        (Self::Question, "question"),
        (Self::Unit, "unit"),
        (Self::Comparator, "comparator"),
        (Self::Value, "value"),
        (Self::To, "to"),
        (Self::Low, "low"),
        (Self::High, "high"),
        (Self::Class, "class"),
        (Self::Counted, "counted"),
        (Self::Attribution, "attribution"),
        (Self::Origin, "origin"),
        (Self::Party, "party"),
        (Self::Hedge, "hedge"),
        (Self::Speech, "speech"),
        (Self::Checkable, "checkable"),
        (Self::AsOf, "as_of"),
        (Self::Note, "note"),
        (Self::Id, "id"),
    ];

    fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(column, _)| *column)
    }
}

/// One row: its line in the file, from 1, and its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    /// The line that the row begins on.
    pub line: usize,
    cells: BTreeMap<Column, String>,
}

impl Cells {
    /// Returns a cell without blanks around it; empty where there is none.
    pub fn get(&self, column: Column) -> &str {
        self.raw(column).trim()
    }

    /// Returns a cell without blanks around it; none where it is empty.
    pub fn some(&self, column: Column) -> Option<&str> {
        Some(self.get(column)).filter(|cell| !cell.is_empty())
    }

    /// Returns a cell as written; empty where there is none.
    pub fn raw(&self, column: Column) -> &str {
        self.cells.get(&column).map_or("", String::as_str)
    }
}

/// A file's rows and columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The rows that could be read, in order.
    pub rows: Vec<Cells>,
    /// The known columns that the file has.
    pub columns: BTreeSet<Column>,
    /// The names of the other columns, each once, in the order met.
    pub ignored: Vec<String>,
    /// Lines that could not be read, each with the reason.
    pub unread: Vec<(usize, String)>,
}

/// Reads a file: JSON lines where it begins with a brace, else CSV.
pub fn read(text: &str) -> Table {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('{') { json_lines(text) } else { csv(text) }
}

fn json_lines(text: &str) -> Table {
    let mut table = Table::default();
    let mut ignored = Ignored::default();
    for (n, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match json_row(line, &mut ignored) {
            Ok(cells) => {
                table.columns.extend(cells.keys());
                table.rows.push(Cells { line: n + 1, cells });
            }
            Err(why) => table.unread.push((n + 1, why)),
        }
    }
    table.ignored = ignored.names;
    table
}

fn json_row(line: &str, ignored: &mut Ignored) -> Result<BTreeMap<Column, String>, String> {
    let members: BTreeMap<String, Box<RawValue>> =
        serde_json::from_str(line).map_err(|e| format!("is not a JSON object: {e}"))?;
    let mut cells = BTreeMap::new();
    for (name, raw) in members {
        let Some(column) = Column::named(&name) else {
            ignored.name(name);
            continue;
        };
        let raw = raw.get();
        let cell = match raw.as_bytes().first() {
            Some(b'"') => serde_json::from_str(raw).map_err(|e| format!("{name}: {e}"))?,
            Some(b'{' | b'[') => return Err(format!("{name} is neither words nor a number")),
            _ if raw == "null" => String::new(),
            _ => raw.to_owned(),
        };
        cells.insert(column, cell);
    }
    Ok(cells)
}

fn csv(text: &str) -> Table {
    let mut table = Table::default();
    // Spreadsheets may say the separator in a first line of their own.
    let (told, text, before) = match text.split_once('\n') {
        Some((first, rest)) if first.trim_end().len() == 5 && first.starts_with("sep=") => {
            (first.as_bytes().get(4).copied(), rest, 1)
        }
        _ => (None, text, 0),
    };
    let delimiter = told.unwrap_or_else(|| delimiter(text));
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut header: Option<Vec<Option<Column>>> = None;
    let mut ignored = Ignored::default();
    for (n, record) in reader.records().enumerate() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                table.unread.push((before + n + 1, error.to_string()));
                continue;
            }
        };
        let line = before + record.position().map_or(n + 1, |p| usize::try_from(p.line()).unwrap_or(n + 1));
        match &header {
            None => header = Some(columns(&record, &mut table, &mut ignored)),
            Some(header) if record.iter().any(|cell| !cell.trim().is_empty()) => {
                table.rows.push(csv_row(line, header, &record));
            }
            Some(_) => {}
        }
    }
    table.ignored = ignored.names;
    table
}

fn columns(header: &StringRecord, table: &mut Table, ignored: &mut Ignored) -> Vec<Option<Column>> {
    header
        .iter()
        .map(|name| match Column::named(name) {
            Some(column) => {
                table.columns.insert(column);
                Some(column)
            }
            None => {
                ignored.name(name.trim().to_owned());
                None
            }
        })
        .collect()
}

fn csv_row(line: usize, header: &[Option<Column>], record: &StringRecord) -> Cells {
    let mut cells = BTreeMap::new();
    for (column, cell) in header.iter().zip(record) {
        if let Some(column) = column {
            let cell = if *column == Column::Quote { cell } else { unguarded(cell) };
            cells.insert(*column, cell.to_owned());
        }
    }
    Cells { line, cells }
}

/// Takes off the apostrophe by which an export keeps a spreadsheet from reading a cell as a formula.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}

/// Returns the separator that stands most often in the first line, outside quote marks; a comma where none does.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(0_usize, b','), (0, b';'), (0, b'\t')];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => {
                for (count, delimiter) in &mut counts {
                    *count += usize::from(*delimiter == byte);
                }
            }
        }
    }
    counts
        .iter()
        .rev()
        .max_by_key(|(count, _)| *count)
        .filter(|(count, _)| *count > 0)
        .map_or(b',', |(_, d)| *d)
}

/// Names met, each once.
#[derive(Default)]
struct Ignored {
    names: Vec<String>,
    met: BTreeSet<String>,
}

impl Ignored {
    fn name(&mut self, name: String) {
        if !name.is_empty() && self.met.insert(name.clone()) {
            self.names.push(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(table: &Table, n: usize) -> Vec<(Column, &str)> {
        table.rows[n].cells.iter().map(|(column, cell)| (*column, cell.as_str())).collect()
    }

    #[test]
    fn separators_marks_and_foreign_columns() {
        let wanted = [(Column::Article, "a.txt"), (Column::Quote, "x, \"y\"; z"), (Column::Comparator, "=")];
        for text in [
            "article,quote,comparator,my own\r\na.txt,\"x, \"\"y\"\"; z\",'=,1\r\n",
            "\u{feff}article;quote;comparator;my own\na.txt;\"x, \"\"y\"\"; z\";=;1\n",
            "Article\tquote\tcomparator\tmy own\na.txt\t\"x, \"\"y\"\"; z\"\t=\t1",
            "sep=;\nARTICLE ;quote;comparator;my own\n\na.txt;\"x, \"\"y\"\"; z\";=;1\n;;;\n",
        ] {
            let table = read(text);
            assert_eq!(table.rows.len(), 1, "{text:?}");
            assert_eq!(cells(&table, 0), wanted, "{text:?}");
            assert_eq!(table.ignored, ["my own"]);
        }
    }

    #[test]
    fn a_bad_json_line_is_named_and_the_rest_is_read() {
        let table = read(
            "{\"quote\":\"a\",\"value\":62.50,\"to\":null,\"x\":[1]}\n\n{bad\n{\"quote\":[1]}\n{\"id\":true}",
        );
        assert_eq!(table.rows.len(), 2);
        assert_eq!(cells(&table, 0), [(Column::Quote, "a"), (Column::Value, "62.50"), (Column::To, "")]);
        assert_eq!(table.rows[1].line, 5);
        assert_eq!(table.unread.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 4]);
        assert_eq!(table.ignored, ["x"]);
    }

    #[test]
    fn rows_of_uneven_length_are_read_as_far_as_they_go() {
        let table = read("article,quote,note\na\nb,c,d,e\n");
        assert_eq!(cells(&table, 0), [(Column::Article, "a")]);
        assert_eq!(table.rows[1].get(Column::Note), "d");
        assert_eq!(table.rows[1].line, 3);
        assert_eq!(read("").rows.len(), 0);
    }
}
