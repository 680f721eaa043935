//! The continuity correction: what is added to the cells of which studies.

use crate::stats::choices::ContinuityTo;
use serde::{Deserialize, Serialize};

/// A number that is added to the cells of studies with a zero, so that logarithms and variances exist.
///
/// The default adds 0.5 to every cell of the studies that have a zero cell (totals grow by 1 per arm), as
/// `escalc` of metafor does with `add = 1/2, to = "only0"`. Arcsine, square-root and Freeman-Tukey transforms
/// and Peto's odds ratio need no correction and get none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Continuity {
    /// What is added to each cell.
    pub add: f64,
    /// Which studies get it.
    pub to: ContinuityTo,
}

impl Default for Continuity {
    fn default() -> Self {
        Self { add: 0.5, to: ContinuityTo::OnlyZero }
    }
}

impl Continuity {
    /// No correction of any study.
    pub const NONE: Self = Self { add: 0.0, to: ContinuityTo::None };

    /// What a study gets, given whether it has a zero cell and whether any study has.
    pub(super) fn for_study(self, has_zero: bool, any_has_zero: bool) -> f64 {
        let corrected = match self.to {
            ContinuityTo::OnlyZero => has_zero,
            ContinuityTo::IfAnyZero => any_has_zero,
            ContinuityTo::All => true,
            ContinuityTo::None => false,
        };
        if corrected { self.add } else { 0.0 }
    }
}
