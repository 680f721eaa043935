//! Whether a meta-regression has studies enough for its coefficients.

use indexmap::IndexSet;

use super::analysis::{CheckedModerator, Checker, REGRESSION_MIN_STUDIES};
use super::data::Contribution;
use crate::diagnostics::{Diagnostic, codes};
use crate::spec::Analysis;

/// Studies for each coefficient below which a model is fitted only where the author insists.
pub const FEWEST_PER_COEFFICIENT: f64 = 4.0;

/// Studies for each coefficient below which a result is fragile.
pub const FEW_PER_COEFFICIENT: f64 = 10.0;

impl Checker<'_> {
    /// Whether every model that will be fitted has four studies for each coefficient beside the intercept, or is
    /// forced; fewer than ten are warned about.
    pub(super) fn enough_studies(
        &mut self,
        analysis: &Analysis,
        models: &[Vec<CheckedModerator>],
        contributions: &[Contribution],
    ) -> bool {
        let Some(wanted) = &analysis.meta_regression else { return true };
        let least = wanted.min_studies.unwrap_or(REGRESSION_MIN_STUDIES);
        let mut good = true;
        for (index, model) in models.iter().enumerate() {
            let rows: Vec<usize> = contributions
                .iter()
                .map(|contribution| contribution.row)
                .filter(|&row| model.iter().all(|moderator| !self.table.is_missing(row, &moderator.column)))
                .collect();
            let coefficients: usize = model.iter().map(|moderator| self.coefficients(moderator, &rows)).sum();
            if coefficients == 0 || rows.len() < least {
                continue;
            }
            #[expect(clippy::cast_precision_loss, reason = "counts of studies")]
            let each = rows.len() as f64 / coefficients as f64;
            if each >= FEW_PER_COEFFICIENT {
                continue;
            }
            let names: Vec<String> =
                model.iter().map(|moderator| format!("`{}`", moderator.column)).collect();
            let counted = if coefficients == 1 { "coefficient" } else { "coefficients" };
            let said = format!("{} studies for {coefficients} {counted} of {}", rows.len(), names.join(", "));
            let path = self.path.key("meta_regression");
            let place = match index.checked_sub(wanted.moderators.len()) {
                None => path.key("moderators").index(index),
                Some(index) => path.key("models").index(index),
            };
            let place = self.specification.place(place);
            if each < FEWEST_PER_COEFFICIENT && !wanted.force {
                good = false;
                self.found.push(
                    Diagnostic::new(codes::TOO_FEW_PER_COEFFICIENT, format!("{said}: fewer than 4 for each"))
                        .at(place, "this model")
                        .hint(
                            "leave it out, or fit it nonetheless with `force: true` under `meta_regression`",
                        ),
                );
                continue;
            }
            self.found.push(
                Diagnostic::new(codes::FEW_PER_COEFFICIENT, format!("{said}: fewer than 10 for each"))
                    .at(place, "this model")
                    .hint("take fewer moderators or levels, and read what it finds as a question"),
            );
        }
        good
    }

    /// One for a number, one for each level beyond the first for a category.
    fn coefficients(&self, moderator: &CheckedModerator, rows: &[usize]) -> usize {
        let name = &moderator.column;
        if self.table.column(name).is_some_and(crate::table::Column::is_numeric) {
            return 1;
        }
        let levels: IndexSet<String> =
            rows.iter().filter_map(|&row| Some(self.table.text(row, name)?.into_owned())).collect();
        levels.len().saturating_sub(1)
    }
}
