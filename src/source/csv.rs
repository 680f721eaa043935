//! CSV as cells that know where they stand: RFC 4180 with a comma, a semicolon or a tab, a header, UTF-8.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::csv_ragged;
use super::csv_scanner::{Scanner, sniff};
use super::{Place, SourceFile};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};

/// The most rows below the header.
const MOST_ROWS: usize = 200_000;
/// The most columns.
const MOST_COLUMNS: usize = 2_000;

/// A CSV file: a header, and rows with as many cells as it has columns.
#[derive(Debug, Clone)]
pub struct Records {
    file: Arc<SourceFile>,
    header: Vec<(String, Range<usize>)>,
    /// Rows that were left out, because their cells are too many or too few.
    left_out: usize,
    /// Cells row by row, as bytes of the text: a file has at most 64 MiB.
    cells: Vec<(u32, u32)>,
}

/// A cell: what stands in it, and where.
#[derive(Debug, Clone)]
pub struct Cell<'a> {
    /// The text without quotes; white space around an unquoted text is taken off.
    pub text: Cow<'a, str>,
    /// The bytes, with the quotes.
    pub span: Range<usize>,
}

impl Records {
    /// Reads a CSV. Faults go to `found`; nothing comes back when columns or cells cannot be told apart. Rows
    /// of a wrong length are left out, and those without any cell are no rows.
    pub fn parse(file: &Arc<SourceFile>, found: &mut Diagnostics) -> Option<Self> {
        let text = file.text();
        let mut start = 0;
        let mut delimiter = None;
        // Spreadsheets write a first line that names the separator.
        if let Some(rest) = text.strip_prefix("sep=")
            && let Some(first) = rest.bytes().next()
            && first.is_ascii()
            && rest[1..].starts_with(['\r', '\n'])
        {
            delimiter = Some(first);
            start = text.find('\n').map_or(text.len(), |at| at + 1);
        }
        let delimiter = delimiter.unwrap_or_else(|| sniff(text));
        let mut scanner = Scanner::new(file, delimiter, start);
        let header = match scanner.record() {
            Ok(Some(header)) => header,
            Ok(None) => {
                found.push(without_header(file));
                return None;
            }
            Err(fault) => {
                found.push(*fault);
                return None;
            }
        };
        if let Some(extra) = header.get(MOST_COLUMNS) {
            let hint =
                "a study table has a row per study and a column per fact: is it the file that you meant?";
            found.push(
                Diagnostic::new(
                    codes::TABLE_TOO_LARGE,
                    format!(
                        "`{}` has {} columns, at most {MOST_COLUMNS} are read",
                        file.name(),
                        header.len()
                    ),
                )
                .at(file.place(extra.0 as usize..extra.1 as usize), "the first beyond")
                .hint(hint),
            );
            return None;
        }
        let header = names(file, &header, found)?;
        let mut records = Self { file: Arc::clone(file), header, left_out: 0, cells: Vec::new() };
        let mut ragged = Vec::new();
        let mut rows = 0;
        loop {
            if rows > MOST_ROWS {
                found.push(
                    Diagnostic::new(
                        codes::TABLE_TOO_LARGE,
                        format!("`{}` has more than {MOST_ROWS} rows", file.name()),
                    )
                    .at(records.header_place(), "the table that begins here")
                    .hint("a study table has a row per study: is it the file that you meant?"),
                );
                return None;
            }
            let record = scanner.record();
            // Spreadsheets write separators for rows that were touched once and are empty.
            if let Ok(Some(cells)) = &record
                && cells
                    .iter()
                    .all(|&(from, to)| unquoted(&text[from as usize..to as usize]).trim().is_empty())
            {
                continue;
            }
            rows += 1;
            match record {
                Ok(None) => break,
                Ok(Some(cells)) if cells.len() == records.header.len() => records.cells.extend(cells),
                Ok(Some(cells)) => ragged.push(cells),
                Err(fault) => {
                    found.push(*fault);
                    return None;
                }
            }
        }
        records.left_out = ragged.len();
        csv_ragged::tell(&records, &ragged, delimiter, found);
        Some(records)
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> &Arc<SourceFile> {
        &self.file
    }

    /// The names of the columns, in order.
    pub fn columns(&self) -> impl ExactSizeIterator<Item = &str> {
        self.header.iter().map(|(name, _)| name.as_str())
    }

    /// The number of rows below the header.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len() / self.header.len()
    }

    /// Whether there is no row below the header.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// How many rows were left out, because their cells are too many or too few.
    #[must_use]
    pub const fn left_out(&self) -> usize {
        self.left_out
    }

    /// Where the name of a column stands.
    #[must_use]
    pub fn column_place(&self, column: usize) -> Place {
        self.file.place(self.header.get(column).map_or(0..0, |(_, span)| span.clone()))
    }

    /// Where the whole header stands.
    #[must_use]
    pub fn header_place(&self) -> Place {
        let (first, last) = (self.header.first(), self.header.last());
        self.file.place(first.map_or(0, |cell| cell.1.start)..last.map_or(0, |cell| cell.1.end))
    }

    /// A cell.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        let span = self.cells.get(row * self.header.len() + column).copied().unwrap_or((0, 0));
        let span = span.0 as usize..span.1 as usize;
        Cell { text: unquoted(&self.file.text()[span.clone()]), span }
    }

    /// Where a cell stands.
    #[must_use]
    pub fn cell_place(&self, row: usize, column: usize) -> Place {
        self.file.place(self.cell(row, column).span)
    }

    /// Where a row stands.
    #[must_use]
    pub fn row_place(&self, row: usize) -> Place {
        let last = self.header.len().saturating_sub(1);
        self.file.place(self.cell(row, 0).span.start..self.cell(row, last).span.end)
    }
}

pub(super) fn unquoted(source: &str) -> Cow<'_, str> {
    match source.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')) {
        Some(inner) if inner.contains('"') => Cow::Owned(inner.replace("\"\"", "\"")),
        Some(inner) => Cow::Borrowed(inner),
        None => Cow::Borrowed(source),
    }
}

fn without_header(file: &Arc<SourceFile>) -> Diagnostic {
    Diagnostic::new(codes::TABLE_WITHOUT_HEADER, format!("`{}` has no header", file.name()))
        .at(file.place(0..0), "the file is empty")
        .hint("the first line of a table names its columns")
}

/// The names of the columns; faults when one is empty or there twice.
fn names(
    file: &Arc<SourceFile>,
    header: &[(u32, u32)],
    found: &mut Diagnostics,
) -> Option<Vec<(String, Range<usize>)>> {
    let mut names: Vec<(String, Range<usize>)> = Vec::with_capacity(header.len());
    let mut faulty = false;
    for (index, &(start, end)) in header.iter().enumerate() {
        let span = start as usize..end as usize;
        let name = unquoted(&file.text()[span.clone()]).trim().to_owned();
        let fault = if name.is_empty() {
            let last = index + 1 == header.len();
            let hint = if last {
                "take the separator off the end of each line, or name the column"
            } else {
                "name the column"
            };
            let message = format!("column {} has no name", index + 1);
            Some(
                Diagnostic::new(codes::COLUMN_WITHOUT_NAME, message)
                    .at(file.place(span.clone()), "no name here")
                    .hint(hint),
            )
        } else {
            names.iter().find(|(other, _)| *other == name).map(|(_, first)| {
                Diagnostic::new(codes::DUPLICATE_COLUMN, format!("two columns are called `{name}`"))
                    .at(file.place(span.clone()), "the same name again")
                    .also(file.place(first.clone()), "first here")
                    .hint("give one of them another name")
            })
        };
        if let Some(fault) = fault {
            found.push(fault);
            faulty = true;
        }
        names.push((name, span));
    }
    (!faulty).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<Vec<String>>, Vec<String>) {
        let mut found = Diagnostics::new();
        let records = Records::parse(&SourceFile::new("studies.csv", text), &mut found);
        let rows = records.map_or_else(Vec::new, |records| {
            let header = records.columns().map(ToOwned::to_owned).collect();
            let width = records.columns().len();
            let row = |row| (0..width).map(|column| records.cell(row, column).text.into_owned()).collect();
            std::iter::once(header).chain((0..records.len()).map(row)).collect()
        });
        let faults = found
            .sorted()
            .into_iter()
            .map(|d| format!("{} {} {:?}", d.code, d.message, d.place().map(Place::text)));
        (rows, faults.collect())
    }

    #[test]
    fn separators_quotes_and_line_ends() {
        let wanted = [["study", "where", "n"], ["a", "x, \"y\"", "1"], ["b", "", "2"]];
        for text in [
            "study,where,n\na,\"x, \"\"y\"\"\",1\nb,,2\n",
            "study;where;n\r\na;\"x, \"\"y\"\"\";1\r\n\r\nb;;2",
            "study\twhere\tn\n a \t\"x, \"\"y\"\"\" \t1\nb\t\t2\n\n",
            "sep=;\r\nstudy;where;n\r\na;\"x, \"\"y\"\"\";1\r\nb;;2\r\n",
            "\n\nstudy,where,n\na,\"x, \"\"y\"\"\",1\n   \nb,,2\n",
        ] {
            let (rows, faults) = read(text);
            assert_eq!(faults, [""; 0], "{text:?}");
            assert_eq!(rows, wanted, "{text:?}");
        }
    }

    #[test]
    fn rows_without_any_cell_are_no_rows() {
        let (rows, faults) = read("study,n,m\na,1,2\n,,\n,,,,,\n ,\"\", \nb,,\n;;\n,,\n");
        assert_eq!(rows, [["study", "n", "m"], ["a", "1", "2"], ["b", "", ""]]);
        assert_eq!(faults, ["E053 the row has 1 cell, the header 3 Some(\";;\")"]);
    }

    /// The hints for the rows of a wrong length.
    fn hints(text: &str) -> Vec<String> {
        let mut found = Diagnostics::new();
        Records::parse(&SourceFile::new("studies.csv", text), &mut found);
        found.sorted().into_iter().filter_map(|fault| fault.hint).collect()
    }

    #[test]
    fn of_a_number_in_two_cells_the_one_that_fits_is_named() {
        let whole = "study,n,latitude,total\na,4,44.0,139\nb,6,55.2,303\n";
        let hint = |row: &str| hints(&format!("{whole}{row}\n")).concat();
        let number = "a number has a decimal point, and no separator between thousands: is ";
        assert_eq!(hint("c,4,44,5,123"), format!("{number}`44,5` meant as 44.5?"));
        assert_eq!(hint("c,5,123,44,33"), format!("{number}`123,44` meant as 123.44?"));
        assert_eq!(hint("c,4,123,42.5,33"), format!("{number}`4,123` meant as 4123?"));
        assert_eq!(hint("c,4,42.1,1,303"), format!("{number}`1,303` meant as 1303?"));
        let both = hints("study,n,total\na,4,139\nb,6,303\nc,4,123,456\n").concat();
        assert_eq!(both, format!("{number}`4,123` meant as 4123, or `123,456` meant as 123456?"));
        assert_eq!(hint("Lee, Kim,4,42.1,303"), "put a text that has `,` in it in quotes: \"Lee, Kim\"");
        assert_eq!(hint("c,4,42.1,303,x"), "put a text that has `,` in it in quotes: \"...\"");
    }

    #[test]
    fn a_cell_may_hold_lines_and_knows_its_place() {
        let mut found = Diagnostics::new();
        let file = SourceFile::new("studies.csv", "study,note\nä,\"one\ntwo\"\nb,x\n");
        let records = Records::parse(&file, &mut found).unwrap();
        assert_eq!(records.cell(0, 1).text, "one\ntwo");
        assert_eq!(records.cell_place(1, 1).to_string(), "studies.csv:4:3");
        assert_eq!(records.row_place(1).text(), "b,x");
    }

    #[test]
    fn faults_have_places() {
        assert_eq!(read("").1, ["E050 `studies.csv` has no header Some(\"\")"]);
        assert_eq!(
            read("a,,a\n").1,
            ["E051 column 2 has no name Some(\"\")", "E052 two columns are called `a` Some(\"a\")"]
        );
        assert_eq!(
            read("a,b\n1\n1,2,3,4\n1,2\n").1,
            [
                "E053 the row has 1 cell, the header 2 Some(\"1\")",
                "E053 the row has 4 cells, the header 2 Some(\"3,4\")"
            ]
        );
        assert_eq!(read("a,b\n1\n,,,\n").1, ["E053 the row has 1 cell, the header 2 Some(\"1\")"]);
        assert_eq!(read("a,b\n\"1,2\n").1, ["E054 the quote of a cell is never closed Some(\"\\\"\")"]);
        assert_eq!(read("a,b\n\"1\"x,2\n").1, ["E054 text follows the closing quote of a cell Some(\"x\")"]);
    }

    #[test]
    fn no_text_makes_it_panic() {
        for text in [
            "\"",
            "\"\"",
            ",",
            "\n",
            "\r",
            "a,\"",
            "sep=;",
            "sep=",
            "sep=é\n",
            "é;\"ü\"ö",
            "a\n\"\"\"",
            ",\n,",
        ] {
            read(text);
        }
    }
}
