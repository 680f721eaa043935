//! A table as CSV, as it is shown, in characters that every program reads.

use super::model::{Cell, RowKind, Table};

/// The table as CSV (RFC 4180, LF): the headings, then a line per row; a heading row is a line of its own.
///
/// A spreadsheet runs a cell that starts with `=`, `+`, `-` or `@` (or hides one behind a tab): unless it is a
/// number, such a cell gets a leading apostrophe, with which it is a text. Thin and non-breaking spaces become
/// spaces, and the minus sign becomes the hyphen that programs read.
#[must_use]
pub fn to_csv(table: &Table) -> String {
    let mut out = String::new();
    line(&mut out, table.columns.iter().map(|column| field(&column.label)));
    for row in &table.rows {
        let blanks = if row.kind == RowKind::Heading { table.columns.len().saturating_sub(1) } else { 0 };
        let cells = row.cells.iter().map(cell).chain(std::iter::repeat_n(String::new(), blanks));
        line(&mut out, cells);
    }
    out
}

fn line(out: &mut String, fields: impl Iterator<Item = String>) {
    for (index, field) in fields.enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push_str(&field);
    }
    out.push('\n');
}

fn cell(cell: &Cell) -> String {
    field(&cell.text)
}

fn field(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|character| match character {
            '\u{a0}' | '\u{2009}' | '\u{202f}' => ' ',
            '\u{2212}' => '-',
            _ => character,
        })
        .collect();
    let inert = if runs(&plain) { format!("'{plain}") } else { plain };
    if inert.contains(['"', ',', '\n', '\r']) || inert.starts_with(' ') || inert.ends_with(' ') {
        format!("\"{}\"", inert.replace('"', "\"\""))
    } else {
        inert
    }
}

/// Whether a spreadsheet would run the text as a formula.
fn runs(text: &str) -> bool {
    let starts =
        text.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
    let control = text.starts_with(['\t', '\r', '\n']);
    (starts || control) && !is_numeric(text)
}

/// A number with its limits or unit has nothing that a spreadsheet could call: `-0.5`, `-0.5 (-0.9 to -0.1)`,
/// `-12%`. One letter that is no part of `to`, or a formula's brackets behind a name, is a text.
fn is_numeric(text: &str) -> bool {
    text.split_whitespace().all(|word| {
        let word = word.trim_matches(['(', ')', '[', ']', ',', ';', '%']);
        word.is_empty()
            || word == "to"
            || (word.parse::<f64>().is_ok() && !word.contains(['n', 'f', 'N', 'F']))
    }) && text.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tables::model::{Column, RowKind};

    #[test]
    fn formulas_are_inert_and_numbers_stay_numbers() {
        for (given, written) in [
            ("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""),
            ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-cmd", "'-cmd"),
            ("\t=1+1", "'\t=1+1"),
            ("-1+1", "'-1+1"),
            ("\u{2212}0.50", "-0.50"),
            ("\u{2212}0.50 (\u{2212}0.90 to \u{2212}0.10)", "-0.50 (-0.90 to -0.10)"),
            ("12\u{202f}345", "12 345"),
            ("59%\u{a0}(51 to 67)", "59% (51 to 67)"),
            ("a, b", "\"a, b\""),
            ("-inf", "'-inf"),
        ] {
            assert_eq!(field(given), written);
        }
    }

    #[test]
    fn every_line_has_as_many_fields() {
        let mut table = Table::new("t", "T", vec![Column::text("Study"), Column::number("n")]);
        table.row(RowKind::Heading, vec![Cell::text("Europe")]);
        table.entry(vec![Cell::text("A"), Cell::number("1", 1.0)]);
        assert_eq!(to_csv(&table), "Study,n\nEurope,\nA,1\n");
    }
}
