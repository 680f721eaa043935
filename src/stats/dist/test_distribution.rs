//! The distribution that a test statistic is compared with.

use super::{normal, t};

/// The reference distribution of an estimate divided by its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TestDistribution {
    /// Standard normal: a Wald test.
    Normal,
    /// Student's t.
    T {
        /// Degrees of freedom.
        df: f64,
    },
}

impl TestDistribution {
    /// Two-sided p-value of a statistic.
    #[must_use]
    pub fn two_sided(self, statistic: f64) -> f64 {
        match self {
            Self::Normal => normal::two_sided(statistic),
            Self::T { df } => t::two_sided(statistic, df),
        }
    }

    /// The half width, in standard errors, of a two-sided interval of the given level.
    ///
    /// ```
    /// use ecmo_report::stats::dist::TestDistribution;
    /// assert!((TestDistribution::Normal.critical_value(0.95) - 1.959_963_984_540_054).abs() < 1e-15);
    /// ```
    #[must_use]
    pub fn critical_value(self, level: f64) -> f64 {
        let tail = (1.0 - level) / 2.0;
        match self {
            Self::Normal => normal::quantile_upper(tail),
            Self::T { df } => t::quantile_upper(tail, df),
        }
    }

    /// Degrees of freedom, where the distribution has any.
    #[must_use]
    pub const fn df(self) -> Option<f64> {
        match self {
            Self::Normal => None,
            Self::T { df } => Some(df),
        }
    }
}
