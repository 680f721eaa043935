//! The moderators of a meta-regression.

use super::orthogonal::Factored;
use crate::stats::error::StatsError;
use crate::stats::num;

/// Moderators as columns of numbers, one value per study; the intercept is added. A categorical moderator is a
/// column of zeros and ones per level but the reference.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Design {
    /// Names of the columns, for the terms of the result.
    pub names: Vec<String>,
    /// The columns.
    pub columns: Vec<Vec<f64>>,
}

/// A design that was checked: an intercept and columns with mean 0 and unit size.
#[derive(Debug, Clone)]
pub(super) struct Standardized {
    /// Columns, the intercept first.
    pub(super) columns: Vec<Vec<f64>>,
    /// What was subtracted from each moderator.
    pub(super) centers: Vec<f64>,
    /// What each moderator was then divided by.
    pub(super) scales: Vec<f64>,
}

/// A column is a combination of others when this share of it, or less, is its own.
const COLLINEAR: f64 = 1e-10;

impl Standardized {
    /// Checks and standardizes the moderators of `k` studies.
    pub(super) fn new(design: &Design, k: usize) -> Result<Self, StatsError> {
        let (mut columns, mut centers, mut scales) = (vec![vec![1.0; k]], Vec::new(), Vec::new());
        for (index, column) in design.columns.iter().enumerate() {
            if column.len() != k {
                return Err(StatsError::LengthMismatch {
                    what: "a moderator",
                    actual: column.len(),
                    expected: k,
                });
            }
            if let Some(index) = column.iter().position(|x| !x.is_finite()) {
                return Err(StatsError::NotFinite { index, what: "a moderator" });
            }
            let center = num::mean(column).unwrap_or(0.0);
            let mut centred: Vec<f64> = column.iter().map(|x| x - center).collect();
            let largest = centred.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
            if largest <= 1e-14 * center.abs() || largest == 0.0 {
                return Err(StatsError::Collinear { column: index });
            }
            for x in &mut centred {
                *x /= largest;
            }
            columns.push(centred);
            centers.push(center);
            scales.push(largest);
        }
        let needed = columns.len() + 1;
        if k < needed {
            return Err(StatsError::TooFewStudies { k, needed });
        }
        let unweighted = Factored::new(&columns, &vec![1.0; k]);
        if let Some(j) = (0..columns.len()).find(|j| unweighted.own_share(*j) <= COLLINEAR) {
            return Err(StatsError::Collinear { column: j.saturating_sub(1) });
        }
        Ok(Self { columns, centers, scales })
    }
}
