//! A table as a pipe table of GitHub's Markdown. Rows have no anchors there, so that cells lead nowhere.

use super::model::{Align, Cell, RowKind, Table, letters};
use crate::report::markdown::escape;

/// The table with its caption above and its notes below. The heading is `Table 3.` or whatever `number` says.
#[must_use]
pub fn to_markdown(table: &Table, number: &str) -> String {
    let mut out = format!("**{}** {}\n\n", escape(number), escape(&table.caption));
    let headings = headings(table);
    line(&mut out, headings.iter().map(|label| cell_text(label)));
    line(
        &mut out,
        table.columns.iter().map(|column| {
            match column.align {
                Align::Start => ":---",
                Align::End => "---:",
                Align::Centre => ":---:",
            }
            .to_owned()
        }),
    );
    for row in &table.rows {
        if row.kind == RowKind::Heading {
            let blanks = std::iter::repeat_n(String::new(), table.columns.len().saturating_sub(1));
            let title = row.cells.iter().take(1).map(|cell| format!("**{}**", written(cell)));
            line(&mut out, title.chain(blanks));
        } else {
            line(
                &mut out,
                row.cells.iter().enumerate().map(|(index, cell)| match (row.kind, index) {
                    (RowKind::Part, 0) => format!("\u{2003}{}", written(cell)),
                    (RowKind::Total, 0) => format!("**{}**", written(cell)),
                    _ => written(cell),
                }),
            );
        }
    }
    if !table.explanations.is_empty() {
        out.push('\n');
        let explained: Vec<_> = table
            .explanations
            .iter()
            .enumerate()
            .map(|(index, text)| format!("<sup>{}</sup> {}", letters(index), escape(text)))
            .collect();
        out.push_str(&explained.join("<br>\n"));
        out.push('\n');
    }
    if !table.notes.is_empty() {
        out.push('\n');
        let notes: Vec<_> = table.notes.iter().map(|note| with_code(note)).collect();
        out.push_str(&notes.join(" "));
        out.push('\n');
    }
    out
}

/// Headings of columns; what spans several stands before each.
fn headings(table: &Table) -> Vec<String> {
    let spans = table.spans.iter().flat_map(|(text, span)| std::iter::repeat_n(text.as_str(), *span));
    let spans = spans.chain(std::iter::repeat(""));
    table
        .columns
        .iter()
        .zip(spans)
        .map(|(column, span)| match (span.is_empty(), column.label.is_empty()) {
            (true, _) => column.label.clone(),
            (false, true) => span.to_owned(),
            (false, false) => format!("{span}: {}", column.label),
        })
        .collect()
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    for cell in cells {
        out.push_str("| ");
        out.push_str(&cell);
        if !cell.is_empty() {
            out.push(' ');
        }
    }
    out.push_str("|\n");
}

fn written(cell: &Cell) -> String {
    let mut out = String::new();
    if let Some(glyphs) = &cell.glyphs {
        out.push_str(&cell_text(glyphs));
        if !cell.text.is_empty() {
            out.push(' ');
        }
    }
    out.push_str(&cell_text(&cell.text));
    if !cell.explanations.is_empty() {
        let marks: Vec<_> = cell.explanations.iter().map(|&index| letters(index)).collect();
        out.push_str(&format!("<sup>{}</sup>", marks.join(",")));
    }
    out
}

/// A cell is one line.
fn cell_text(text: &str) -> String {
    with_code(text).lines().map(str::trim_end).collect::<Vec<_>>().join("<br>")
}

/// What stands between backticks is code, as on the page, where code can hold it.
fn with_code(text: &str) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    let plain = |code: &str| {
        let tag = code.match_indices('<').any(|(at, _)| !code[at + 1..].starts_with([' ', '=']));
        !code.is_empty() && !tag && !code.contains(['\n', '\\'])
    };
    let codes = pieces.iter().skip(1).step_by(2);
    if pieces.len().is_multiple_of(2) || !codes.clone().all(|code| plain(code)) {
        return escape(text);
    }
    let written = |(index, piece): (usize, &&str)| {
        if index % 2 == 1 { format!("`{}`", piece.replace('|', "\\|")) } else { escape(piece) }
    };
    pieces.iter().enumerate().map(written).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tables::model::Column;

    #[test]
    fn code_stays_code_unless_it_could_be_a_tag() {
        assert_eq!(cell_text("`a_b` of *c*, `x | abs < 2`"), "`a_b` of \\*c\\*, `x \\| abs < 2`");
        assert_eq!(cell_text("`<script>`"), "\\`&lt;script&gt;\\`");
        assert_eq!(cell_text("one ` alone"), "one \\` alone");
    }

    #[test]
    fn pipes_tags_and_line_ends_stay_in_their_cell() {
        let mut table = Table::new("t", "A|B", vec![Column::text("Study"), Column::number("n")]);
        table.entry(vec![Cell::text("<script>alert(1)</script> | x\ny"), Cell::number("1", 1.0)]);
        let text = to_markdown(&table, "Table 1.");
        let row = text.lines().last().unwrap();
        assert_eq!(row, "| &lt;script&gt;alert(1)&lt;/script&gt; \\| x<br>y | 1 |");
        assert_eq!(row.replace("\\|", "").matches('|').count(), 3);
    }
}
