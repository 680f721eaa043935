//! What the program remarked while it built the report.

use super::model::{Cell, Column, Table};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// `diagnostics`: the warnings, each once. Files and lines are left out: they are for whoever writes the review, and
/// the report is the same wherever it is built.
#[must_use]
pub fn remarks(warnings: &[Diagnostic]) -> Option<Table> {
    let columns = vec![Column::text("Code"), Column::prose("Remark"), Column::prose("Details")];
    let mut table = Table::new("diagnostics", "Warnings of the program", columns);
    let mut found = Diagnostics::new();
    found.extend(warnings.iter().filter(|warning| !warning.is_error()).cloned());
    for warning in found.sorted() {
        table.entry(vec![
            Cell::text(warning.code.id()),
            Cell::text(&warning.message),
            Cell::text(warning.notes.join("; ")),
        ]);
    }
    table.notes.push(
        "A warning leaves the decision to the authors; `ecmo-report explain CODE` says more.".to_owned(),
    );
    (!table.rows.is_empty()).then(|| table.without_empty_columns())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::codes;

    #[test]
    fn a_warning_is_told_once_and_an_error_not_at_all() {
        let warning =
            Diagnostic::new(codes::SHARED_PATIENTS, "a and b share 57 months").note("at most 45 patients");
        let error = Diagnostic::new(codes::TEMPLATE_FAULT, "no");
        let table = remarks(&[warning.clone(), error, warning]).unwrap();
        assert_eq!(table.rows.len(), 1);
        assert_eq!(table.rows[0].cells[2].text, "at most 45 patients");
        assert!(remarks(&[]).is_none());
    }
}
