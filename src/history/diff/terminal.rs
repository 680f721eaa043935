//! A difference for the terminal: aligned columns, no markup.

use super::document::{self, Block};
use super::model::Diff;

/// The difference as plain text.
#[must_use]
pub fn terminal(diff: &Diff) -> String {
    let mut out = format!("{}\n{}\n", document::title(diff), document::verdict(diff.verdict));
    for reason in document::reasons(diff) {
        out.push_str(&format!("  {reason}\n"));
    }
    for block in document::blocks(diff) {
        match block {
            Block::Heading(text) => out.push_str(&format!("\n{text}\n")),
            Block::List(items) => items.iter().for_each(|item| out.push_str(&format!("  {item}\n"))),
            Block::Table { header, rows, numbers_from } => {
                let header = header.iter().map(|cell| (*cell).to_owned()).collect();
                let rows: Vec<Vec<String>> = std::iter::once(header).chain(rows).collect();
                aligned(&rows, numbers_from, &mut out);
            }
        }
    }
    out
}

/// Columns as wide as their widest cell, numbers to the right.
fn aligned(rows: &[Vec<String>], numbers_from: usize, out: &mut String) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|c| c.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    for row in rows {
        let mut line = String::from(" ");
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let space = " ".repeat(width - cell.chars().count());
            let (before, after) =
                if column >= numbers_from { (space.as_str(), "") } else { ("", space.as_str()) };
            line.push_str(&format!(" {before}{cell}{after} "));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}
