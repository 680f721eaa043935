//! A difference as one self-contained HTML page with the estimates before and after.

use super::document::{self, Block};
use super::figure;
use super::model::Diff;
use crate::numbers::Numbers;

const STYLE: &str = include_str!("../../../templates/diff.css");

/// The page: styles and figures inside, no request to anywhere.
#[must_use]
pub fn html(diff: &Diff) -> String {
    let title = escape(&document::title(diff));
    let mut body = format!(
        "<h1>{title}</h1>\n<p class=\"verdict {0}\"><strong>{0}</strong> {1}</p>\n",
        diff.verdict,
        diff.verdict.meaning()
    );
    let reasons = document::reasons(diff);
    if !reasons.is_empty() {
        body.push_str(&list(&reasons));
    }
    for figure in figure::before_and_after(diff, Numbers::default()) {
        body.push_str(&format!(
            "<figure>\n{}\n<figcaption>{}</figcaption>\n</figure>\n",
            figure.svg,
            escape(&figure.description)
        ));
    }
    for block in document::blocks(diff, Numbers::default()) {
        match block {
            Block::Heading(text) => body.push_str(&format!("<h2>{}</h2>\n", escape(&text))),
            Block::List(items) => body.push_str(&list(&items)),
            Block::Table { header, rows, numbers_from } => {
                let class = |column: usize| if column >= numbers_from { " class=\"number\"" } else { "" };
                let cells = |tag: &str, row: &[String]| {
                    let cells = row.iter().enumerate();
                    cells
                        .map(|(i, cell)| format!("<{tag}{}>{}</{tag}>", class(i), escape(cell)))
                        .collect::<String>()
                };
                let header: Vec<String> = header.iter().map(|cell| (*cell).to_owned()).collect();
                let rows: String =
                    rows.iter().map(|row| format!("<tr>{}</tr>\n", cells("td", row))).collect();
                body.push_str(&format!(
                    "<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>{}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n",
                    cells("th scope=\"col\"", &header).replace("</th scope=\"col\">", "</th>")
                ));
            }
        }
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n\
         <footer>Compared by {}.</footer>\n</body>\n</html>\n",
        escape(&diff.new.tool)
    )
}

fn list(items: &[String]) -> String {
    let items: String = items.iter().map(|item| format!("<li>{}</li>\n", escape(item))).collect();
    format!("<ul>\n{items}</ul>\n")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
