//! A table as HTML.

use std::fmt::Write as _;

use super::model::{Align, Cell, Row, RowKind, Table, letters};
use crate::report::html::escape;

/// Most rows of a table that is not divided on paper.
const SHORT: usize = 14;

/// The table with caption, header cells that say their scope, and notes; `number` is `Table 3.` or empty.
/// The container has the id `tab-<id>`, rows their anchors. Sorting is left to the page's script, which finds
/// `data-sortable` and the numbers in `data-v`.
#[must_use]
pub fn to_html(table: &Table, number: &str) -> String {
    let id = &table.id;
    let wide = table.is_wide();
    let mut out = format!(
        "<div class=\"table{}{}\" id=\"tab-{id}\">\n<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-labelledby=\"tab-{id}-caption\">\n\
         <table{}>\n<caption id=\"tab-{id}-caption\"><span>",
        // On paper a short table stays on one page.
        if table.rows.len() <= SHORT { " short" } else { "" },
        // On paper a wide table lies on its side; on a phone its rows are cards.
        if wide { " wide" } else { "" },
        if table.sortable() { " data-sortable" } else { "" }
    );
    if !number.is_empty() {
        let _ = write!(out, "<span class=\"number\">{}</span> ", escape(number));
    }
    let _ = write!(out, "{}</span></caption>\n<thead>\n", escape(&table.caption));
    head(&mut out, table);
    out.push_str("</thead>\n");
    let (totals, entries): (Vec<_>, Vec<_>) = table.rows.iter().partition(|row| row.kind == RowKind::Total);
    body(&mut out, table, id, &entries, wide);
    if !totals.is_empty() {
        out.push_str("<tfoot>\n");
        for row in totals {
            write_row(&mut out, table, id, row, wide);
        }
        out.push_str("</tfoot>\n");
    }
    out.push_str("</table>\n</div>\n");
    below(&mut out, table, id);
    out.push_str("</div>\n");
    out
}

fn head(out: &mut String, table: &Table) {
    if table.spans.is_empty() {
        out.push_str("<tr>");
        for column in &table.columns {
            let _ = write!(out, "<th scope=\"col\"{}>{}</th>", class(column.align), escape(&column.label));
        }
        out.push_str("</tr>\n");
        return;
    }
    // A column that stands alone has its heading in the first of the two rows and reaches down.
    let mut first = String::new();
    let mut second = String::new();
    let mut columns = table.columns.iter();
    for (text, span) in &table.spans {
        let group: Vec<_> = columns.by_ref().take(*span).collect();
        if text.is_empty() {
            for column in group {
                let _ = write!(
                    first,
                    "<th scope=\"col\" rowspan=\"2\"{}>{}</th>",
                    class(column.align),
                    escape(&column.label)
                );
            }
        } else {
            let _ = write!(
                first,
                "<th scope=\"colgroup\" colspan=\"{}\" class=\"span\">{}</th>",
                group.len(),
                escape(text)
            );
            for column in group {
                let _ =
                    write!(second, "<th scope=\"col\"{}>{}</th>", class(column.align), escape(&column.label));
            }
        }
    }
    for column in columns {
        let _ = write!(
            first,
            "<th scope=\"col\" rowspan=\"2\"{}>{}</th>",
            class(column.align),
            escape(&column.label)
        );
    }
    let _ = write!(out, "<tr>{first}</tr>\n<tr>{second}</tr>\n");
}

/// Rows in bodies, a new one at each heading, so that the heading is the heading of its group.
fn body(out: &mut String, table: &Table, id: &str, rows: &[&Row], cards: bool) {
    let mut open = false;
    for row in rows {
        if row.kind == RowKind::Heading {
            if open {
                out.push_str("</tbody>\n");
            }
            out.push_str("<tbody>\n");
            open = true;
            let _ = write!(out, "<tr class=\"heading\"{}>", anchor(row));
            let _ = write!(out, "<th scope=\"rowgroup\" colspan=\"{}\">", table.columns.len());
            if let Some(cell) = row.cells.first() {
                content(out, id, cell);
            }
            out.push_str("</th></tr>\n");
        } else {
            if !open {
                out.push_str("<tbody>\n");
                open = true;
            }
            write_row(out, table, id, row, cards);
        }
    }
    if open {
        out.push_str("</tbody>\n");
    }
}

fn anchor(row: &Row) -> String {
    row.anchor.as_ref().map(|anchor| format!(" id=\"{}\"", escape(anchor))).unwrap_or_default()
}

fn write_row(out: &mut String, table: &Table, id: &str, row: &Row, cards: bool) {
    let kind = if row.kind == RowKind::Part { " class=\"part\"" } else { "" };
    let _ = write!(out, "<tr{kind}{}>", anchor(row));
    for (index, (cell, column)) in row.cells.iter().zip(&table.columns).enumerate() {
        let element = if index == 0 { "th scope=\"row\"" } else { "td" };
        let mut classes = Vec::new();
        match column.align {
            Align::Start => {}
            Align::End => classes.push("end"),
            Align::Centre => classes.push("centre"),
        }
        if column.prose {
            classes.push("prose");
        }
        if cell.is_absent() {
            classes.push("nr");
        }
        let length = cell.text.chars().count();
        if index == 0 && length > 12 {
            classes.push("name");
        }
        if (cell.glyphs.is_some() || cell.role.is_some()) && length <= 16 {
            classes.push("tight");
        }
        let role = cell.role.map(|role| format!("is-{role}"));
        classes.extend(role.as_deref());
        let classes =
            if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) };
        let value = match cell.number {
            Some(number) if number.to_string() != cell.text => format!(" data-v=\"{}\"", shortest(number)),
            _ => String::new(),
        };
        let label = if cards && index > 0 && !cell.text.is_empty() {
            format!(" data-label=\"{}\"", escape(&column.label))
        } else {
            String::new()
        };
        let _ = write!(out, "<{element}{classes}{value}{label}>");
        content(out, id, cell);
        out.push_str(if index == 0 { "</th>" } else { "</td>" });
    }
    out.push_str("</tr>\n");
}

/// Six significant digits are enough to sort by.
fn shortest(number: f64) -> f64 {
    format!("{number:.5e}").parse().unwrap_or(number)
}

fn content(out: &mut String, id: &str, cell: &Cell) {
    if let Some(glyphs) = &cell.glyphs {
        let _ = write!(out, "<span class=\"glyphs\" aria-hidden=\"true\">{}</span>", escape(glyphs));
        if !cell.text.is_empty() {
            out.push(' ');
        }
    }
    match &cell.target {
        Some(anchor) if !cell.text.is_empty() => {
            let _ = write!(out, "<a href=\"#{}\">{}</a>", escape(anchor), escape(&cell.text));
        }
        _ => out.push_str(&with_code(&cell.text)),
    }
    if !cell.explanations.is_empty() {
        // One link for all letters: several would be too small to hit.
        let marks: Vec<_> = cell.explanations.iter().map(|&index| letters(index)).collect();
        let plural = if marks.len() == 1 { "" } else { "s" };
        let _ = write!(
            out,
            "<sup><a href=\"#tab-{id}-{}\" aria-label=\"Explanation{plural} {}\">{}</a></sup>",
            marks[0],
            marks.join(", "),
            marks.join(",")
        );
    }
}

/// What stands between backticks is code, such as the name of a key.
fn with_code(text: &str) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return escape(text);
    }
    let written = |(index, piece): (usize, &&str)| {
        let piece = escape(piece);
        if index % 2 == 1 { format!("<code>{piece}</code>") } else { piece }
    };
    pieces.iter().enumerate().map(written).collect()
}

fn below(out: &mut String, table: &Table, id: &str) {
    if !table.explanations.is_empty() {
        out.push_str(
            "<div class=\"notes\"><p class=\"notes-title\">Explanations</p>\n<ol class=\"letters\">\n",
        );
        for (index, text) in table.explanations.iter().enumerate() {
            let _ = writeln!(out, "<li id=\"tab-{id}-{}\">{}</li>", letters(index), escape(text));
        }
        out.push_str("</ol></div>\n");
    }
    if !table.notes.is_empty() {
        let _ = writeln!(out, "<p class=\"notes\">{}</p>", with_code(&table.notes.join(" ")));
    }
}

fn class(align: Align) -> &'static str {
    match align {
        Align::Start => "",
        Align::End => " class=\"end\"",
        Align::Centre => " class=\"centre\"",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tables::model::Column;

    #[test]
    fn a_study_named_like_a_tag_is_text() {
        let mut table = Table::new("t", "T", vec![Column::text("Study"), Column::number("n")]);
        table.entry(vec![Cell::text("<script>alert(1)</script>").to("x\"y"), Cell::number("1", 1.0)]);
        let html = to_html(&table, "Table 1.");
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
        assert!(!html.contains("<script>") && !html.contains("x\"y"));
    }

    #[test]
    fn what_stands_between_backticks_is_code() {
        assert_eq!(with_code("`a<b` of `c`"), "<code>a&lt;b</code> of <code>c</code>");
        assert_eq!(with_code("one ` alone <"), "one ` alone &lt;");
    }

    #[test]
    fn headers_say_their_scope_and_rows_their_kind() {
        let columns = vec![Column::text("Study"), Column::number("n"), Column::number("N")];
        let mut table = Table::new("a/b", "T", columns);
        table.spans = vec![(String::new(), 1), ("Both".into(), 2)];
        table.row(RowKind::Heading, vec![Cell::text("Europe")]);
        let why = table.explain("Because.");
        let cells = vec![Cell::text("A"), Cell::number("1", 1.0).explained(why), Cell::text("x")];
        table.entry(cells).anchor = Some("study-a".into());
        table.row(
            RowKind::Total,
            vec![Cell::text("All"), Cell::number("2\u{202f}000", 2000.0), Cell::not_reported()],
        );
        let html = to_html(&table, "Table 1.");
        for part in [
            "id=\"tab-a-b\"",
            "<th scope=\"col\" rowspan=\"2\">Study</th>",
            "<th scope=\"colgroup\" colspan=\"2\" class=\"span\">Both</th>",
            "<th scope=\"rowgroup\" colspan=\"3\">Europe</th>",
            "<tr id=\"study-a\"><th scope=\"row\">A</th>",
            "<td class=\"end\">1<sup><a href=\"#tab-a-b-a\"",
            "<tfoot>\n<tr><th scope=\"row\">All</th><td class=\"end\" data-v=\"2000\">",
            "<td class=\"end nr\">NR</td>",
            "<li id=\"tab-a-b-a\">Because.</li>",
        ] {
            assert!(html.contains(part), "{part} in\n{html}");
        }
        assert!(!html.contains("data-sortable"));
    }
}
