//! How far a result depends on single studies and on choices.

use serde::{Deserialize, Serialize};

use super::pooled::{Heterogeneity, Level, Pooled};
use crate::stats::choices::EffectModel;

/// The analysis without one study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeaveOneOut {
    /// The study left out.
    pub omitted: String,
    /// Random-effects result.
    pub random: Pooled,
    /// Heterogeneity.
    pub heterogeneity: Heterogeneity,
    /// What a reader would conclude otherwise than from the random-effects result of all studies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ChangedConclusion>,
}

/// A line on whose other side another result stands. Lines are on the reported scale.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum ChangedConclusion {
    /// The estimate: it has another direction, or lies in another zone between the thresholds.
    Estimate {
        /// The line.
        line: f64,
        /// The line is no effect rather than a threshold.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        no_effect: bool,
        /// Where the estimate lies.
        now: Position,
    },
    /// The interval: it begins or ceases to exclude no effect, or to tell the effect from a threshold.
    Interval {
        /// The line.
        line: f64,
        /// The line is no effect rather than a threshold.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        no_effect: bool,
        /// Where the interval lies.
        now: Position,
    },
}

/// Where an estimate or an interval lies by a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Position {
    /// All of it below.
    Below,
    /// The line lies within the interval or at its limit.
    Around,
    /// All of it above.
    Above,
}

/// Influence of a study (Viechtbauer and Cheung 2010).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Influence {
    /// Id.
    pub id: String,
    /// Externally standardised residual.
    pub studentized_residual: Option<f64>,
    /// DFFITS.
    pub dffits: Option<f64>,
    /// Cook's distance.
    pub cooks_distance: Option<f64>,
    /// Covariance ratio.
    pub covariance_ratio: Option<f64>,
    /// tau2 without the study.
    pub tau2_deleted: Option<f64>,
    /// Q without the study.
    pub q_deleted: Option<f64>,
    /// Hat value.
    pub hat: Option<f64>,
    /// DFBETAS.
    pub dfbetas: Option<f64>,
    /// Share of the random-effects weight.
    pub weight: Option<f64>,
    /// Contribution to Q in the common-effect model.
    pub baujat_x: Option<f64>,
    /// Influence on the common-effect estimate.
    pub baujat_y: Option<f64>,
    /// The outlier rule flags it; without a rule, the usual cut-offs for influence do.
    pub flagged: bool,
}

/// Outliers and the result without them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutlierResult {
    /// The rule, as the author wrote it.
    pub rule: Option<String>,
    /// Studies that the rule flags.
    pub flagged: Vec<String>,
    /// Studies that were removed: the authors' decision, else the flagged ones.
    pub removed: Vec<String>,
    /// Why, in the authors' words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Removed though the rule does not flag them.
    #[serde(default)]
    pub removed_not_flagged: Vec<String>,
    /// Flagged but kept.
    #[serde(default)]
    pub flagged_not_removed: Vec<String>,
    /// The analysis without the removed studies; none when no study is left or none was removed.
    pub without: Option<Level>,
}

/// The analysis after adding a study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cumulative {
    /// The study added.
    pub added: String,
    /// Studies so far.
    pub k: usize,
    /// Random-effects result.
    pub random: Pooled,
    /// Heterogeneity.
    pub heterogeneity: Heterogeneity,
}

/// The analysis with other choices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sensitivity {
    /// What is different.
    pub label: String,
    /// Number of studies.
    pub k: usize,
    /// Participants.
    pub total: Option<f64>,
    /// Which pooled result is the headline of the variant.
    pub model: EffectModel,
    /// Random-effects result.
    pub random: Pooled,
    /// Common-effect result.
    pub common: Pooled,
    /// Heterogeneity.
    pub heterogeneity: Heterogeneity,
    /// Why the variant could not be computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_done: Option<String>,
}
