//! Meta-regressions.

use serde::{Deserialize, Serialize};

use crate::stats::interval::Interval;

/// A meta-regression.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MetaRegressionResult {
    /// Columns of the study table.
    pub moderators: Vec<String>,
    /// Their headings.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Their units.
    #[serde(default)]
    pub units: Vec<Option<String>>,
    /// Studies with all moderators.
    pub k: usize,
    /// Coefficients, the intercept first.
    pub terms: Vec<RegressionTerm>,
    /// Test of the moderators: chi-square, or F under Hartung-Knapp.
    pub qm: Option<f64>,
    /// Its degrees of freedom: m, or `[m, k - p]`.
    pub qm_df: Vec<f64>,
    /// Its p.
    pub qm_p: Option<f64>,
    /// Residual heterogeneity.
    pub qe: Option<f64>,
    /// Its degrees of freedom.
    pub qe_df: Option<f64>,
    /// Its p.
    pub qe_p: Option<f64>,
    /// Residual between-study variance.
    pub tau2: Option<f64>,
    /// Share of tau2 that the moderators explain; none where there was none to explain.
    pub r2: Option<f64>,
    /// Residual I2.
    pub i2_residual: Option<f64>,
    /// Degrees of freedom of the coefficients' t tests; none where they are tests by the normal distribution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub df: Option<f64>,
    /// Studies for each coefficient beside the intercept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_coefficient: Option<f64>,
    /// Why the model was not fitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_done: Option<String>,
    /// The fitted line with its bands, for a model with one numeric moderator, on the scale of the analysis.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub line: Vec<LinePoint>,
    /// The groups with their means, for a model with one moderator of categories, in the order of the table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<RegressionGroup>,
    /// The studies in the model: id and value of the first moderator.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<(String, f64)>,
}

/// A category of the moderator of a meta-regression, with the mean that the model expects of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegressionGroup {
    /// Value of the column.
    pub level: String,
    /// Ids of the studies.
    pub studies: Vec<String>,
    /// Mean effect, on the reported scale.
    pub estimate: f64,
    /// Its interval.
    pub ci: Interval,
    /// Prediction interval.
    pub prediction: Option<Interval>,
}

/// A point of the fitted line of a meta-regression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinePoint {
    /// Value of the moderator.
    pub x: f64,
    /// Predicted effect, on the reported scale.
    pub estimate: f64,
    /// Interval of the prediction's mean.
    pub ci: Interval,
    /// Prediction interval.
    pub prediction: Option<Interval>,
}

/// A coefficient.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegressionTerm {
    /// `intercept`, the column, or `column[level]`.
    pub name: String,
    /// Estimate, on the scale of the analysis.
    pub estimate: f64,
    /// Standard error.
    pub se: f64,
    /// Test statistic.
    pub statistic: f64,
    /// p.
    pub p: f64,
    /// Interval.
    pub ci: Interval,
    /// What the coefficient means on the reported scale; none for the intercept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
}

/// What a coefficient of a meta-regression means on the reported scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// How it is told.
    pub kind: ChangeKind,
    /// For so many units of the moderator; none for a level against the reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<f64>,
    /// The unit of the moderator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The level that is the reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<String>,
    /// The change: a factor, or a difference from the effect that the model expects at the mean of the moderators.
    pub estimate: f64,
    /// The change at the limits of the coefficient.
    pub ci: Interval,
}

/// How a change of the effect is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// The ratio is multiplied by it.
    Factor,
    /// A difference of proportions, to be told in percentage points.
    Points,
    /// A difference.
    Difference,
}
