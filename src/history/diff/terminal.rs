//! A difference for the terminal: aligned columns, no markup.

use super::document::{self, Block};
use super::model::Diff;
use crate::diagnostics::wrap;
use crate::numbers::Numbers;

/// The columns of a terminal.
const WIDTH: usize = 80;

/// The difference as plain text.
#[must_use]
pub fn terminal(diff: &Diff) -> String {
    let mut out = format!("{}\n{}\n", wrap(&document::title(diff), WIDTH), document::verdict(diff.verdict));
    document::reasons(diff).iter().for_each(|reason| item(reason, &mut out));
    for block in document::blocks(diff, Numbers::default()) {
        match block {
            Block::Heading(text) => out.push_str(&format!("\n{text}\n")),
            Block::List(items) => items.iter().for_each(|text| item(text, &mut out)),
            Block::Table { header, rows, numbers_from } => {
                let header = header.iter().map(|cell| (*cell).to_owned()).collect();
                let rows: Vec<Vec<String>> = std::iter::once(header).chain(rows).collect();
                aligned(&rows, numbers_from, &mut out);
            }
        }
    }
    out
}

/// An item of a list; lines after its first stand further in.
fn item(text: &str, out: &mut String) {
    out.push_str(&format!("  {}\n", wrap(text, WIDTH - 4).replace('\n', "\n    ")));
}

/// Columns as wide as their widest cell, numbers to the right. Where they are too many for a line, each row takes two:
/// what it is, and its numbers below.
fn aligned(rows: &[Vec<String>], numbers_from: usize, out: &mut String) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|c| c.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let whole = 1 + widths.iter().map(|width| width + 2).sum::<usize>();
    // The columns of the first line, and of the second.
    let first = if whole <= WIDTH + 1 { columns } else { numbers_from };
    let parts = [0..first, first..columns];
    for row in rows {
        for part in parts.iter().filter(|part| !part.is_empty()) {
            let mut line = String::from(if part.start == 0 { " " } else { "     " });
            let cells = row.iter().zip(&widths).enumerate().skip(part.start).take(part.len());
            for (column, (cell, width)) in cells {
                let space = " ".repeat(width - cell.chars().count());
                let (before, after) =
                    if column >= numbers_from { (space.as_str(), "") } else { ("", space.as_str()) };
                line.push_str(&format!(" {before}{cell}{after} "));
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_is_too_wide_takes_two_lines() {
        let row = |name: &str, cells: [&str; 2]| {
            [name].into_iter().chain(cells).map(ToOwned::to_owned).collect::<Vec<_>>()
        };
        let mut out = String::new();
        aligned(&[row("Result", ["Before", "After"]), row("Survival", ["39%", "40%"])], 1, &mut out);
        assert_eq!(out, "  Result    Before  After\n  Survival     39%    40%\n");
        let (long, mut out) = ("s".repeat(70), String::new());
        aligned(&[row("Result", ["Before", "After"]), row(&long, ["39%", "40%"])], 1, &mut out);
        assert_eq!(out, format!("  Result\n      Before  After\n  {long}\n         39%    40%\n"));
    }
}
