//! What the methods that pool 2x2 tables give.

use super::fit::Pooled;
use crate::stats::dist::chi_squared;
use crate::stats::effect::Events;
use crate::stats::error::StatsError;

/// One 2x2 table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Table {
    /// Treated arm.
    pub treated: Events,
    /// Control arm.
    pub control: Events,
}

impl Table {
    /// Patients of both arms.
    pub(super) fn patients(self) -> f64 {
        self.treated.total + self.control.total
    }
}

/// A common effect of 2x2 tables, on the scale of the effects.
#[derive(Debug, Clone, PartialEq)]
pub struct TableFit {
    /// Number of tables.
    pub k: usize,
    /// The estimate: a logarithm for ratios.
    pub theta: f64,
    /// Its standard error.
    pub se: f64,
    /// Q of the studies' effects around this estimate; `None` for a single study.
    pub q: Option<f64>,
    /// The method's own weights, in the order of the tables; they sum to 1.
    pub weights: Vec<f64>,
}

impl TableFit {
    /// The estimate with normal test and interval.
    #[must_use]
    pub fn common(&self, level: f64) -> Pooled {
        Pooled::wald(self.theta, self.se, level)
    }

    /// Degrees of freedom of Q.
    #[must_use]
    pub const fn df(&self) -> usize {
        self.k.saturating_sub(1)
    }

    /// p-value of Q.
    #[must_use]
    pub fn q_p(&self) -> Option<f64> {
        self.q.map(|q| chi_squared::sf(q, self.df() as f64))
    }
}

pub(super) fn check(tables: &[Table]) -> Result<(), StatsError> {
    if tables.is_empty() {
        return Err(StatsError::TooFewStudies { k: 0, needed: 1 });
    }
    for (index, table) in tables.iter().enumerate() {
        for (what, arm) in [("the treated arm", table.treated), ("the control arm", table.control)] {
            let finite = arm.events.is_finite() && arm.total.is_finite();
            if !finite {
                return Err(StatsError::NotFinite { index, what });
            }
            let possible = arm.events >= 0.0 && arm.total > 0.0 && arm.events <= arm.total;
            if !possible {
                return Err(StatsError::OutOfDomain {
                    index,
                    what,
                    value: arm.events,
                    requirement: "the events lie between 0 and the patients, of whom there are some",
                });
            }
        }
    }
    Ok(())
}

pub(super) fn normalised(weights: &[f64]) -> Vec<f64> {
    let total = crate::stats::num::sum(weights.iter().copied());
    weights.iter().map(|weight| weight / total).collect()
}
