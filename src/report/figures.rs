//! A figure in the two forms of the document.

use std::fmt::Write as _;

use super::{html, markdown};
use crate::figures::{Figure, Link};

/// The figure as a linked picture with its caption.
#[must_use]
pub(super) fn to_markdown(figure: &Figure, number: &str) -> String {
    let title = figure.title.trim_end_matches('.');
    format!(
        "![{}](figures/{}.svg)\n\n**{}** {}.\n",
        markdown::escape(title),
        figure.id,
        markdown::escape(number),
        markdown::escape(title)
    )
}

/// The drawing itself with its caption, and what it shows in words and as a table for those who do not see it.
#[must_use]
pub(super) fn to_html(figure: &Figure, number: &str, links: &[Link]) -> String {
    let id = &figure.id;
    let title = html::escape(figure.title.trim_end_matches('.'));
    // On a narrow screen drawings get 38rem and scroll; those that need less are not blown up.
    let class = if figure.width < 608.0 { "drawing small" } else { "drawing" };
    let mut out = format!(
        "<figure id=\"fig-{id}\" data-title=\"{number} {title}\">\n<div class=\"{class}\" role=\"group\" tabindex=\"0\" aria-label=\"Drawing: {title}\">\n{}</div>\n\
         <figcaption><span class=\"number\">{number}</span> {title}.</figcaption>\n",
        figure.linked(links)
    );
    let description = figure.description.trim();
    let says_more = !description.is_empty() && description != figure.title;
    if says_more || figure.table.len() > 1 {
        out.push_str("<details>\n<summary>In words and numbers</summary>\n");
        if says_more {
            let _ = writeln!(out, "<p class=\"notes\">{}</p>", html::escape(description));
        }
        if let [head, rows @ ..] = &figure.table[..]
            && !rows.is_empty()
        {
            let _ = write!(
                out,
                "<div class=\"table\"><div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Data of the figure: {title}\">\n<table>\n<thead>\n<tr>"
            );
            let aligned: Vec<_> =
                (0..head.len()).map(|at| if is_numeric(rows, at) { " class=\"end\"" } else { "" }).collect();
            let class = |at: usize| aligned.get(at).copied().unwrap_or_default();
            for (at, cell) in head.iter().enumerate() {
                let _ = write!(out, "<th scope=\"col\"{}>{}</th>", class(at), html::escape(cell));
            }
            out.push_str("</tr>\n</thead>\n<tbody>\n");
            for row in rows {
                out.push_str("<tr>");
                for (at, cell) in row.iter().enumerate() {
                    let element = if at == 0 { ("th scope=\"row\"", "th") } else { ("td", "td") };
                    let _ = write!(out, "<{}{}>{}</{}>", element.0, class(at), html::escape(cell), element.1);
                }
                out.push_str("</tr>\n");
            }
            out.push_str("</tbody>\n</table>\n</div></div>\n");
        }
        out.push_str("</details>\n");
    }
    out.push_str("</figure>\n");
    out
}

/// Whether a column holds numbers, intervals or nothing: such columns are set flush right.
fn is_numeric(rows: &[Vec<String>], at: usize) -> bool {
    let mut some = false;
    let all = rows.iter().filter_map(|row| row.get(at)).all(|cell| {
        let text = cell.trim_start_matches(['<', '>', '(', '\u{2212}', '-', '+', ' ']);
        let number = text.starts_with(|c: char| c.is_ascii_digit());
        some |= number;
        number || matches!(cell.trim(), "" | "NR" | "NA" | "\u{2013}" | "not estimable")
    });
    some && all
}
