//! How far a result depends on single studies and on choices.

use serde::{Deserialize, Serialize};

use super::meta::ArmResult;
use super::pooled::{Heterogeneity, Level, Pooled};
use crate::stats::choices::{
    BackTransformN, CiMethod, EffectModel, I2Definition, Measure, Method, Prediction, Tau2Estimator,
    Transform,
};
use crate::stats::effect::Continuity;

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
    /// Why it could not be computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_done: Option<String>,
    /// What stands in for the method of the analysis, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<String>,
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
    /// Why it could not be computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_done: Option<String>,
    /// What stands in for the method of the analysis, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<String>,
}

/// The analysis with other choices.
///
/// What it was pooled with is read with [`AnalysisResult::choices_of`](super::AnalysisResult::choices_of): results of
/// an earlier version hold only the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sensitivity {
    /// What is different.
    pub label: String,
    /// What is pooled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
    /// Scale on which it is pooled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transform: Option<Transform>,
    /// How.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// Estimator of tau2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tau2_estimator: Option<Tau2Estimator>,
    /// Interval and test of the random-effects estimate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ci_method: Option<CiMethod>,
    /// How prediction intervals are made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prediction_method: Option<Prediction>,
    /// Level of all intervals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<f64>,
    /// Which I2 is the headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub i2_definition: Option<I2Definition>,
    /// Sample size at which a pooled Freeman-Tukey value is transformed back; only under that transformation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_transform_n: Option<BackTransformN>,
    /// What is added to the cells of which studies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continuity: Option<Continuity>,
    /// Ids of the studies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub studies: Vec<String>,
    /// Number of studies.
    pub k: usize,
    /// Participants.
    pub total: Option<f64>,
    /// Events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<f64>,
    /// Participants and events of the treated arm, for two-arm measures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treated: Option<ArmResult>,
    /// Of the control arm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control: Option<ArmResult>,
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
    /// What stands in for its method, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<String>,
}
