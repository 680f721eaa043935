//! Tests for small-study effects, and trim-and-fill.

use serde::{Deserialize, Serialize};

use super::pooled::Pooled;

/// Small-study effects.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SmallStudy {
    /// Egger's regression, classical.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub egger: Option<RegressionTest>,
    /// Egger's regression as a mixed model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub egger_mixed: Option<RegressionTest>,
    /// Begg's rank correlation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begg: Option<Begg>,
    /// Peters' regression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peters: Option<RegressionTest>,
    /// Harbord's regression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub harbord: Option<RegressionTest>,
    /// Pustejovsky and Rodgers' regression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pustejovsky_rodgers: Option<RegressionTest>,
    /// Trim and fill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trim_fill: Option<TrimFill>,
    /// Tests that were asked for but not done, with the reason.
    #[serde(default, skip_serializing_if = "indexmap::IndexMap::is_empty")]
    pub not_done: indexmap::IndexMap<String, String>,
}

/// A regression test of small-study effects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegressionTest {
    /// Intercept or slope that is tested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate: Option<f64>,
    /// Its standard error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub se: Option<f64>,
    /// Where the regression line stands for a study of infinite size, on the scale of the analysis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<f64>,
    /// Test statistic.
    pub statistic: f64,
    /// Degrees of freedom; none for a normal test.
    pub df: Option<f64>,
    /// p.
    pub p: f64,
}

/// Begg's rank correlation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Begg {
    /// Kendall's tau.
    pub tau: f64,
    /// p.
    pub p: f64,
}

/// Trim and fill (Duval and Tweedie 2000, L0).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrimFill {
    /// Studies filled in.
    pub k0: usize,
    /// The side on which they are missing.
    pub side: String,
    /// Random-effects result with the filled studies.
    pub random: Pooled,
    /// The filled studies.
    #[serde(default)]
    pub filled: Vec<TrimFillStudy>,
}

/// A study that trim and fill added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrimFillStudy {
    /// Effect, on the scale of the analysis.
    pub yi: f64,
    /// Variance.
    pub vi: f64,
    /// Effect, on the reported scale.
    pub estimate: Option<f64>,
}
