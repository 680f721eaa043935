//! Pooled results, overall and by subgroup.

use serde::{Deserialize, Serialize};

use super::meta::ArmResult;
use crate::stats::choices::I2Definition;
use crate::stats::heterogeneity::from_q;
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

/// Heterogeneity.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Heterogeneity {
    /// Cochran's Q.
    pub q: Option<f64>,
    /// Its degrees of freedom.
    pub df: Option<f64>,
    /// Its p.
    pub p: Option<f64>,
    /// I2 from Q (Higgins and Thompson), a fraction. Read it with [`Self::headline`].
    pub(in crate::analysis) i2: Option<f64>,
    /// Its test-based interval.
    pub(in crate::analysis) i2_ci: Option<Interval>,
    /// I2 from tau2 and the typical variance.
    pub(in crate::analysis) i2_tau2: Option<f64>,
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

impl Heterogeneity {
    /// I2 by a definition, with the interval that belongs to it: the one from tau2 has none.
    #[must_use]
    pub fn headline(&self, definition: I2Definition) -> (Option<f64>, Option<Interval>) {
        match definition {
            I2Definition::Q => (self.i2, self.i2_ci),
            I2Definition::Tau2 => (self.i2_tau2, None),
        }
    }

    /// Replaces Q, and with it all that follows from it, by the Q of `k` studies around another pooled result.
    pub(in crate::analysis) fn set_q(&mut self, q: Option<f64>, k: usize, level: f64) {
        let found = q.and_then(|q| Some((q, from_q(q, k, level)?)));
        self.q = found.map(|(q, _)| q);
        self.p = found.and_then(|(_, found)| found.p.is_finite().then_some(found.p));
        self.i2 = found.map(|(_, found)| found.i2);
        self.i2_ci = found.and_then(|(_, found)| found.i2_ci);
        self.h2 = found.map(|(_, found)| found.h2);
    }
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

/// A subgroup, the analysis without outliers, or without a study that shares patients with another.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// Value of the column; empty where it is no subgroup.
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
    /// Participants and events of the treated arm, for two-arm measures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treated: Option<ArmResult>,
    /// Of the control arm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control: Option<ArmResult>,
    /// Random-effects result.
    pub random: Pooled,
    /// Common-effect result.
    pub common: Pooled,
    /// Heterogeneity.
    pub heterogeneity: Heterogeneity,
    /// Why it could not be computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_done: Option<String>,
    /// What stands in for the method of the analysis, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<String>,
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
