//! The rows for which a condition holds.

use super::{Expression, StudyTable};
use crate::diagnostics::Diagnostics;

impl StudyTable {
    /// The rows for which a condition holds, in order. Nothing comes back when the condition has a fault, which goes
    /// to `found` with the study that shows it.
    pub fn select(&self, condition: &Expression, found: &mut Diagnostics) -> Option<Vec<usize>> {
        let first = self.rows().next()?;
        let faults = condition.check(&first);
        let faulty = faults.iter().any(crate::diagnostics::Diagnostic::is_error);
        found.extend(faults);
        if faulty {
            return None;
        }
        let mut rows = Vec::new();
        for row in self.rows() {
            match condition.evaluate(&row) {
                Ok(true) => rows.push(row.index()),
                Ok(false) => {}
                Err(fault) => {
                    found.push(fault.also(self.row_place(row.index()), "for this study"));
                    return None;
                }
            }
        }
        Some(rows)
    }
}
