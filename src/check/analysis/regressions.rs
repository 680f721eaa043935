//! The meta-regressions of an analysis and their moderators.

use super::{CheckedModerator, Checker};
use crate::diagnostics::{Diagnostic, codes};
use crate::spec::Analysis;
use crate::spec::shape::TextOr;

impl Checker<'_> {
    pub(super) fn regressions(&mut self, analysis: &Analysis) -> Option<Vec<Vec<CheckedModerator>>> {
        let Some(wanted) = &analysis.meta_regression else { return Some(Vec::new()) };
        let path = self.path.key("meta_regression");
        let mut moderators: Vec<CheckedModerator> = Vec::new();
        let mut models = Vec::new();
        let mut good = true;
        for (index, moderator) in wanted.moderators.iter().enumerate() {
            let (name, label, unit, per) = match moderator {
                TextOr::Text(name) => (name, None, None, 1.0),
                TextOr::Full(full) => {
                    (&full.column, full.label.clone(), full.unit.clone(), full.per.unwrap_or(1.0))
                }
            };
            let path = path.key("moderators").index(index);
            if !(per.is_finite() && per > 0.0) {
                good = false;
                self.found.push(
                    Diagnostic::new(
                        codes::STEP_NOT_POSITIVE,
                        format!("a change per {per} units means nothing"),
                    )
                    .at(self.specification.place(path.key("per")), "this number")
                    .hint("write how many units the change is said for, such as 10"),
                );
            }
            let path = if matches!(moderator, TextOr::Full(_)) { path.key("column") } else { path };
            let Some(column) = self.named(name, &path) else {
                good = false;
                continue;
            };
            if moderators.iter().any(|known| known.column == column) {
                good = false;
                self.found.push(
                    Diagnostic::new(codes::DUPLICATE_ENTRY, format!("`moderators` has `{column}` twice"))
                        .at(self.specification.place(path), "again here")
                        .hint("remove one of the two, or write what was meant here"),
                );
                continue;
            }
            let moderator = self.moderator(column, label, unit, per);
            moderators.push(moderator.clone());
            models.push(vec![moderator]);
        }
        for (index, model) in wanted.models.iter().enumerate() {
            let mut columns = Vec::new();
            for (position, name) in model.iter().enumerate() {
                let path = path.key("models").index(index).index(position);
                match self.named(name, &path) {
                    Some(column) => {
                        let known = moderators.iter().find(|m| m.column == column).cloned();
                        columns.push(known.unwrap_or_else(|| self.moderator(column, None, None, 1.0)));
                    }
                    None => good = false,
                }
            }
            models.push(columns);
        }
        good.then_some(models)
    }

    fn moderator(
        &self,
        column: String,
        label: Option<String>,
        unit: Option<String>,
        per: f64,
    ) -> CheckedModerator {
        let known = self.table.column(&column);
        CheckedModerator {
            label: label.or_else(|| known.map(|c| c.label.clone())).unwrap_or_else(|| column.clone()),
            unit: unit.or_else(|| known.and_then(|c| c.unit.clone())),
            per,
            column,
        }
    }
}
