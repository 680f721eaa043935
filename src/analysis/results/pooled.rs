//! Pooled results, overall and by subgroup.

use serde::{Deserialize, Serialize};

use super::meta::Part;
use crate::stats::interval::Interval;

/// A pooled result.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Pooled {
    /// Estimate on the scale of the analysis.
    pub theta: Option<f64>,
    /// Its standard error.
    pub se: Option<f64>,
    /// Test statistic of theta = 0.
    pub statistic: Option<f64>,
    /// Its degrees of freedom; none for a normal test.
    pub df: Option<f64>,
    /// p of theta = 0; reported only where zero is a null value.
    pub p: Option<f64>,
    /// Interval of theta.
    pub theta_ci: Option<Interval>,
    /// Prediction interval of theta.
    pub theta_prediction: Option<Interval>,
    /// Estimate on the reported scale.
    pub estimate: Option<f64>,
    /// Its interval.
    pub ci: Option<Interval>,
    /// Its prediction interval.
    pub prediction: Option<Interval>,
}

/// A pooled estimate on the scale of the analysis alone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Theta {
    /// Estimate.
    pub theta: Option<f64>,
    /// Interval.
    pub theta_ci: Option<Interval>,
    /// Estimate on the reported scale.
    pub estimate: Option<f64>,
    /// Its interval.
    pub ci: Option<Interval>,
}

/// Heterogeneity.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Heterogeneity {
    /// Cochran's Q.
    pub q: Option<f64>,
    /// Its degrees of freedom.
    pub df: Option<f64>,
    /// Its p.
    pub p: Option<f64>,
    /// I2 from Q (Higgins and Thompson), a fraction.
    pub i2: Option<f64>,
    /// Its test-based interval.
    pub i2_ci: Option<Interval>,
    /// I2 from tau2 and the typical variance.
    pub i2_tau2: Option<f64>,
    /// H2 = Q / df.
    pub h2: Option<f64>,
    /// Between-study variance, on the scale of the analysis.
    pub tau2: Option<f64>,
    /// Its square root.
    pub tau: Option<f64>,
    /// Q-profile interval of tau2.
    pub tau2_ci: Option<Interval>,
    /// Remarks: the estimate lies outside its interval, the profile is empty, the solver fell back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// A subgroup analysis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Subgroups {
    /// Column that splits the studies.
    pub by: String,
    /// Its heading.
    #[serde(default)]
    pub label: String,
    /// `separate` or `common`.
    pub tau2: String,
    /// The subgroups, in the order of the table.
    pub levels: Vec<Level>,
    /// Test of differences between the subgroups under `tau2`.
    pub test: Option<BetweenTest>,
    /// The test with tau2 common to all subgroups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_common_tau2: Option<BetweenTest>,
    /// The test with separate tau2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_separate_tau2: Option<BetweenTest>,
}

/// A subgroup, or the analysis without outliers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// Value of the column; empty for the analysis without outliers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub level: String,
    /// Ids of the studies.
    #[serde(default)]
    pub studies: Vec<String>,
    /// Number of studies.
    pub k: usize,
    /// Participants.
    pub total: Option<f64>,
    /// Events.
    pub events: Option<f64>,
    /// Random-effects result.
    pub random: Pooled,
    /// Common-effect result.
    pub common: Pooled,
    /// Heterogeneity.
    pub heterogeneity: Heterogeneity,
}

impl Level {
    /// This level as a part of its analysis.
    #[must_use]
    pub fn part(&self) -> Part<'_> {
        Part {
            k: self.k,
            total: self.total,
            events: self.events,
            random: &self.random,
            common: &self.common,
            heterogeneity: &self.heterogeneity,
        }
    }
}

/// Test of differences between subgroups.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BetweenTest {
    /// Q between.
    pub q: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// p.
    pub p: f64,
}
