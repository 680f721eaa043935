//! Footnotes of a document: numbered by their first references, at the end, with the ways back.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Footnotes in the order of their first references.
#[derive(Default)]
pub(super) struct Footnotes {
    order: Vec<String>,
    references: BTreeMap<String, usize>,
    definitions: BTreeMap<String, String>,
}

impl Footnotes {
    pub(super) fn refer(&mut self, label: &str) -> String {
        let count = self.references.entry(label.to_owned()).or_insert(0);
        *count += 1;
        let again = if *count == 1 { String::new() } else { format!("-{count}") };
        let number = self.order.iter().position(|known| known == label).unwrap_or_else(|| {
            self.order.push(label.to_owned());
            self.order.len() - 1
        }) + 1;
        format!(
            "<sup class=\"footnote\"><a id=\"fnref-{number}{again}\" href=\"#fn-{number}\" aria-label=\"Footnote {number}\">{number}</a></sup>"
        )
    }

    pub(super) fn define(&mut self, label: &str, html: String) {
        self.definitions.insert(label.to_owned(), html);
    }

    pub(super) fn written(&self) -> String {
        let notes: Vec<_> = self
            .order
            .iter()
            .enumerate()
            .filter_map(|(index, label)| Some((index + 1, label, self.definitions.get(label)?)))
            .collect();
        if notes.is_empty() {
            return String::new();
        }
        let mut out = String::from("<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n");
        for (number, label, html) in notes {
            let mut back = String::new();
            for time in 1..=self.references.get(label).copied().unwrap_or(1) {
                let again = if time == 1 { String::new() } else { format!("-{time}") };
                let which = if time == 1 { String::new() } else { format!(", reference {time}") };
                let _ = write!(
                    back,
                    " <a href=\"#fnref-{number}{again}\" aria-label=\"Back to footnote {number}{which}\">↩</a>"
                );
            }
            let html = match html.strip_suffix("</p>\n") {
                Some(rest) => format!("{rest}{back}</p>"),
                None => format!("{html}{back}"),
            };
            let _ = writeln!(out, "<li id=\"fn-{number}\">{html}</li>");
        }
        out.push_str("</ol>\n</section>\n");
        out
    }
}
