//! CSV as cells that know where they stand: RFC 4180 with a comma, a semicolon or a tab, a header, UTF-8.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::csv_scanner::{Scanner, sniff};
use super::{Place, SourceFile};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};

/// So many rows with a wrong number of cells are shown one by one.
const SHOWN: usize = 10;
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
    /// of a wrong length are left out.
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
            rows += 1;
            match scanner.record() {
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
        records.tell_ragged(&ragged, delimiter, found);
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

    fn tell_ragged(&self, rows: &[Vec<(u32, u32)>], delimiter: u8, found: &mut Diagnostics) {
        let separator = match delimiter {
            b'\t' => "a tab".to_owned(),
            other => format!("`{}`", char::from(other)),
        };
        for (position, cells) in rows.iter().take(SHOWN).enumerate() {
            let (has, wants) = (cells.len(), self.header.len());
            let count = |n: usize| if n == 1 { "1 cell".to_owned() } else { format!("{n} cells") };
            let span =
                |cell: Option<&(u32, u32)>| cell.map_or(0..0, |&(from, to)| from as usize..to as usize);
            let whole = span(cells.first()).start..span(cells.last()).end;
            let place = if has > wants { span(cells.get(wants)).start..whole.end } else { whole };
            let label = if has > wants {
                "beyond the last column".to_owned()
            } else {
                format!("{} missing", wants - has)
            };
            let hint = if has > wants {
                format!("put a text that has {separator} in it in quotes: \"...\"")
            } else {
                format!("separate cells by {separator}, also where one is empty")
            };
            let mut fault =
                Diagnostic::new(codes::RAGGED_ROW, format!("the row has {}, the header {wants}", count(has)))
                    .at(self.file.place(place), label)
                    .also(self.header_place(), format!("{wants} columns"))
                    .hint(hint);
            if let Some(number) = self.split_number(cells, delimiter).filter(|_| has > wants) {
                let whole = number.replace(',', "");
                fault = fault
                    .hint(format!("numbers have no thousands separator: is `{number}` meant as {whole}?"));
            }
            if position + 1 == SHOWN && rows.len() > SHOWN {
                fault = fault.note(format!("{} more rows have a wrong number of cells", rows.len() - SHOWN));
            }
            found.push(fault);
        }
    }
}

impl Records {
    /// A number whose thousands separator split it into two cells.
    fn split_number(&self, cells: &[(u32, u32)], delimiter: u8) -> Option<&str> {
        let text = |&(from, to): &(u32, u32)| self.file.text().get(from as usize..to as usize).unwrap_or("");
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let split = cells.windows(2).find(|pair| {
            let (left, right) = (text(&pair[0]), text(&pair[1]));
            delimiter == b',' && digits(left) && digits(right) && left.len() <= 3 && right.len() == 3
        })?;
        self.file.text().get(split[0].0 as usize..split[1].1 as usize)
    }
}

fn unquoted(source: &str) -> Cow<'_, str> {
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
