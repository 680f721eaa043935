//! Estimates with a normal test.

use super::fit::Pooled;
use crate::stats::dist::TestDistribution;
use crate::stats::interval;

impl Pooled {
    /// An estimate with its standard error, normal test and Wald interval, without prediction interval.
    #[must_use]
    pub fn wald(theta: f64, se: f64, level: f64) -> Self {
        let statistic = theta / se;
        Self {
            theta,
            se,
            statistic,
            df: None,
            p: TestDistribution::Normal.two_sided(statistic),
            theta_ci: interval::wald(theta, se, level),
            theta_prediction: None,
        }
    }
}
