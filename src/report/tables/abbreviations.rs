//! Abbreviations of a table, explained once below it.

use super::model::Table;

/// What the program's own tables abbreviate, in the order of the alphabet.
const KNOWN: [(&str, &str); 11] = [
    ("CI", "confidence interval"),
    ("df", "degrees of freedom"),
    ("H²", "Q over its degrees of freedom"),
    ("I²", "share of the variability that is not sampling error"),
    ("NA", "not applicable"),
    ("NR", "not reported"),
    ("Q", "Cochran’s test of heterogeneity"),
    ("R²", "share of the variance between studies that the model explains"),
    ("SE", "standard error"),
    ("τ", "standard deviation between studies"),
    ("τ²", "variance between studies"),
];

/// The table with a note that explains the abbreviations in it.
#[must_use]
pub fn with_abbreviations(mut table: Table) -> Table {
    let headings =
        table.columns.iter().map(|column| &column.label).chain(table.spans.iter().map(|(text, _)| text));
    let mut used: Vec<&str> = headings.flat_map(|label| words(label)).collect();
    // What the studies are called is theirs: of the cells, only those that say that there is nothing to say.
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    used.extend(cells.filter(|cell| cell.is_absent()).map(|cell| cell.text.as_str()));
    let explained: Vec<_> = KNOWN
        .iter()
        .filter(|(short, _)| used.contains(short))
        .map(|(short, meaning)| format!("{short}: {meaning}"))
        .collect();
    if !explained.is_empty() {
        let note = format!("{}.", explained.join("; "));
        table.notes.push(note);
    }
    table
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '²')
}

#[cfg(test)]
mod tests {
    use super::super::model::{Cell, Column};
    use super::*;

    #[test]
    fn what_is_abbreviated_is_explained_once() {
        let mut table = Table::new("t", "T", vec![Column::text("Study"), Column::number("Mean (95% CI)")]);
        table.entry(vec![Cell::text("Q 2001"), Cell::not_reported()]);
        table.entry(vec![Cell::text("NA 2002"), Cell::not_reported()]);
        assert_eq!(with_abbreviations(table).notes, ["CI: confidence interval; NR: not reported."]);
        let plain = Table::new("t", "T", vec![Column::text("Study")]);
        assert!(with_abbreviations(plain).notes.is_empty());
    }
}
